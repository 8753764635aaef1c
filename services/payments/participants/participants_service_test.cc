// SPDX-License-Identifier: EUPL-1.2
// Records of participants over PostgreSQL: imports, sums against the technical report, what a package
// needs, masks and readings.
#include "payments/participants/participants_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "payments/participants/counting.h"
#include "payments/participants/key_change_service.h"
#include "payments/participants/participants_store.h"
#include "payments/participants/sealing.h"
#include "payments/testing/payments_fixture.h"
#include "platform/idempotency/idempotency.h"
#include "tranche/payments/v1/packages_service.grpc.pb.h"
#include "tranche/payments/v1/participants_service.grpc.pb.h"

namespace tranche::payments::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

using Packages = v1::PackagesService::Stub;
using Participants = v1::ParticipantsService::Stub;

constexpr char kIvan[] = "8001010008";   // Born in 1980.
constexpr char kMaria[] = "0041010002";  // Born in 2000.

rpc::Actor Manager() {
  return {.subject = "manager@mineralni-bani",
          .organisations = {"mineralni-bani"},
          .roles = {"PROJECT_MANAGER"}};
}

class ParticipantsTest : public PaymentsTest {
 protected:
  ParticipantsTest()
      : packages_(v1::PackagesService::NewStub(role_.channel())),
        participants_(v1::ParticipantsService::NewStub(role_.channel())) {}

  template <class Req, class Resp>
  absl::StatusOr<Resp> Do(grpc::Status (Packages::*method)(grpc::ClientContext*, const Req&, Resp*),
                          const rpc::Actor& actor, const Req& request) {
    return rpc::Call<Resp>(role_.Scope(actor), *packages_, method, request);
  }
  template <class Req, class Resp>
  absl::StatusOr<Resp> Do(grpc::Status (Participants::*method)(grpc::ClientContext*, const Req&, Resp*),
                          const rpc::Actor& actor, const Req& request) {
    return rpc::Call<Resp>(role_.Scope(actor), *participants_, method, request);
  }

  static std::string Name(int package) { return absl::StrCat(kContract, "/packages/", package); }

  void Begin(v1::PackageType type = v1::TECHNICAL_PACKAGE) {
    v1::CreatePackageRequest request;
    request.set_parent(kContract);
    request.mutable_package()->set_type(type);
    request.set_request_id(absl::StrCat("package-", ++keys_));
    const auto created = Do(&Packages::CreatePackage, Owner(), request);
    ASSERT_TRUE(created.ok()) << created.status();
  }
  absl::StatusOr<v1::IndicatorList> Promise(const std::string& fund = "ESF",
                                            const std::string& code = "CO01") {
    v1::SetIndicatorsRequest request;
    request.set_name(absl::StrCat(kContract, "/indicators"));
    request.mutable_list()->set_source("Договор, раздел 7");
    v1::ContractIndicator* people = request.mutable_list()->add_indicators();
    people->set_code(code);
    people->set_title("Безработни участници");
    people->set_unit("лица");
    people->set_by_gender(true);
    people->mutable_target()->set_women("60");
    people->mutable_target()->set_men("40");
    people->set_participants_fund(fund);
    request.set_request_id(absl::StrCat("indicators-", ++keys_));
    return Do(&Packages::SetIndicators, Owner(), request);
  }
  void Report(int package, const std::string& women, const std::string& men) {
    v1::SetTechnicalReportRequest request;
    request.set_name(absl::StrCat(Name(package), "/technicalReport"));
    v1::TechnicalReport* report = request.mutable_report();
    report->set_period_from("2018-01-01");
    report->set_period_to("2018-03-31");
    v1::ReportedActivity* activity = report->add_activities();
    activity->set_number("1");
    activity->set_title("Подбор");
    activity->set_state(v1::ACTIVITY_UNDER_WAY);
    activity->set_done("Избрани са участниците.");
    activity->set_started_on("2018-01-05");
    v1::ReportedIndicator* indicator = report->add_indicators();
    indicator->set_code("CO01");
    indicator->mutable_achieved()->set_women(women);
    indicator->mutable_achieved()->set_men(men);
    request.set_request_id(absl::StrCat("report-", ++keys_));
    const auto set = Do(&Packages::SetTechnicalReport, Owner(), request);
    ASSERT_TRUE(set.ok()) << set.status();
  }
  absl::StatusOr<v1::Package> SendIt(int package) {
    v1::SendPackageRequest request;
    request.set_name(Name(package));
    request.set_sent_on("2018-04-01");
    request.set_request_id(absl::StrCat("send-", ++keys_));
    return Do(&Packages::SendPackage, Owner(), request);
  }
  void DecideIt(int package, bool accepted) {
    v1::DecidePackageRequest request;
    request.set_name(Name(package));
    request.set_accepted(accepted);
    request.set_decided_on("2018-05-01");
    if (!accepted) request.set_reason("Не отговаря на договора.");
    request.set_request_id(absl::StrCat("decide-", ++keys_));
    const auto decided = Do(&Packages::DecidePackage, Approver(), request);
    ASSERT_TRUE(decided.ok()) << decided.status();
  }

  // A man who was unemployed since 2017, or a woman in employment.
  static v1::ParticipantRecord Ivan() {
    v1::ParticipantRecord row;
    row.set_place("Лист1!A2");
    row.set_number_kind(v1::EGN);
    row.set_person_number(kIvan);
    row.set_first_name("Иван");
    row.set_middle_name("Петров");
    row.set_last_name("Ганев");
    row.set_gender(v1::MAN);
    row.set_labour_status(v1::LABOUR_UNEMPLOYED);
    row.set_unemployed_since("2017-01-10");
    row.set_education(v1::EDUCATION_BASIC);
    row.set_settlement("с. Сърница");
    row.set_entered_on("2018-01-15");
    v1::SensitiveAnswer* answer = row.add_answers();
    answer->set_question(v1::DISABLED);
    answer->set_reply(v1::REPLY_REFUSED);
    return row;
  }
  static v1::ParticipantRecord Maria() {
    v1::ParticipantRecord row = Ivan();
    row.set_place("Лист1!A3");
    row.set_person_number(kMaria);
    row.set_first_name("Мария");
    row.set_gender(v1::WOMAN);
    row.set_labour_status(v1::LABOUR_EMPLOYED);
    row.clear_unemployed_since();
    return row;
  }
  v1::ImportParticipantsRequest ImportOf(int package, const std::vector<v1::ParticipantRecord>& rows) {
    v1::ImportParticipantsRequest request;
    request.set_name(absl::StrCat(Name(package), "/participants"));
    for (const v1::ParticipantRecord& row : rows) *request.add_rows() = row;
    request.set_request_id(absl::StrCat("import-", ++keys_));
    return request;
  }
  absl::StatusOr<v1::ParticipantsDocument> Import(int package,
                                                  const std::vector<v1::ParticipantRecord>& rows) {
    return Do(&Participants::ImportParticipants, Manager(), ImportOf(package, rows));
  }
  absl::StatusOr<v1::ParticipantsDocument> Look(int package) {
    v1::GetParticipantsDocumentRequest request;
    request.set_name(absl::StrCat(Name(package), "/participants"));
    return Do(&Participants::GetParticipantsDocument, Auditor(), request);
  }
  absl::StatusOr<v1::ListParticipantsResponse> List(int page_size = 0, const std::string& token = "") {
    v1::ListParticipantsRequest request;
    request.set_parent(kContract);
    request.set_page_size(page_size);
    request.set_page_token(token);
    return Do(&Participants::ListParticipants, Auditor(), request);
  }
  absl::StatusOr<v1::RevealedParticipant> Reveal(int number, const rpc::Actor& actor = Manager()) {
    v1::RevealParticipantRequest request;
    request.set_name(absl::StrCat(kContract, "/participants/", number));
    request.set_purpose("Проверка на място");
    return Do(&Participants::RevealParticipant, actor, request);
  }

  std::unique_ptr<Packages> packages_;
  std::unique_ptr<Participants> participants_;
  int keys_ = 0;
};

TEST_F(ParticipantsTest, Import_CountsAndComparesWithTheTechnicalReport) {
  ASSERT_TRUE(Promise().ok());
  Begin();
  Report(1, "1", "1");
  const absl::StatusOr<v1::ParticipantsDocument> imported = Import(1, {Ivan(), Maria()});
  ASSERT_TRUE(imported.ok()) << imported.status();
  EXPECT_EQ(imported->version(), 1);
  EXPECT_EQ(imported->entered(), 2);
  EXPECT_EQ(imported->recorded(), 2);
  ASSERT_EQ(imported->counted_size(), 1);
  EXPECT_EQ(imported->counted(0).men(), 1);
  EXPECT_EQ(imported->counted(0).women(), 0);
  EXPECT_EQ(imported->counted(0).reported(), "2.00");
  EXPECT_EQ(imported->counted(0).finding(), "PARTICIPANT_INDICATOR_DIFFERS");
  EXPECT_THAT(imported->counted(0).finding_bg(), HasSubstr("1.00 + 1.00 = 2.00"));
  EXPECT_THAT(imported->counted(0).finding_en(), HasSubstr("0 + 1 = 1"));
  Report(1, "0", "1");
  EXPECT_EQ(Look(1)->counted(0).finding(), "");
}

TEST_F(ParticipantsTest, TheSameRowsAgain_ChangeNothing) {
  Begin();
  ASSERT_TRUE(Import(1, {Ivan(), Maria()}).ok());
  const absl::StatusOr<v1::ParticipantsDocument> again = Import(1, {Maria(), Ivan()});
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->version(), 1);
  EXPECT_EQ(again->unchanged(), 2);
  EXPECT_EQ(Count("participant_record"), 2);
}

TEST_F(ParticipantsTest, SameKey_HasOneEffectAndOneAnswer) {
  Begin();
  const v1::ImportParticipantsRequest request = ImportOf(1, {Ivan()});
  const auto first = Do(&Participants::ImportParticipants, Manager(), request);
  const auto second = Do(&Participants::ImportParticipants, Manager(), request);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->SerializeAsString(), second->SerializeAsString());
  EXPECT_EQ(second->recorded(), 1);
}

TEST_F(ParticipantsTest, WrongRows_AreSaidTogetherAndNothingIsStored) {
  Begin();
  v1::ParticipantRecord bad = Maria();
  bad.set_person_number("0041010003");
  bad.set_leaving_state(v1::LEFT_EARLY);
  const std::vector<Violation> wrong = ViolationsOf(Import(1, {Ivan(), bad, Ivan()}).status());
  ASSERT_THAT(wrong, SizeIs(3));
  EXPECT_EQ(wrong[0].field, "rows[1].personNumber");
  EXPECT_EQ(wrong[1].field, "rows[1].leftOn");
  EXPECT_EQ(wrong[2].field, "rows[2].personNumber");
  EXPECT_EQ(wrong[2].reason, "PARTICIPANT_TWICE");
  EXPECT_EQ(Count("participant"), 0);
  EXPECT_EQ(Count("participant_record"), 0);
}

TEST_F(ParticipantsTest, ShiftedColumns_AreRefusedWithoutAValueOfThem) {
  Begin();
  v1::ParticipantRecord shifted = Ivan();
  shifted.set_unemployed_since("Ганев");
  shifted.set_entered_on(kIvan);
  shifted.set_left_on("Иван");
  v1::ParticipantRecord longer = Maria();
  longer.set_left_on("Константинова");
  const absl::Status status = Import(1, {shifted}).status();
  const std::vector<Violation> wrong = ViolationsOf(status);
  ASSERT_THAT(wrong, SizeIs(3));
  for (const Violation& violation : wrong) EXPECT_EQ(violation.reason, "DATE_MALFORMED");
  const absl::Status too_long = Import(1, {longer}).status();
  ASSERT_THAT(ViolationsOf(too_long), SizeIs(1));
  for (const absl::Status& said : {status, too_long}) {
    const std::string all = said.ToString();
    for (const char* told : {kIvan, "Ганев", "Иван", "Константинова"}) {
      EXPECT_FALSE(absl::StrContains(all, told)) << all;
    }
    for (const Violation& violation : ViolationsOf(said)) {
      for (const auto& [name, value] : violation.values) {
        EXPECT_FALSE(value == kIvan || value == "Ганев" || value == "Иван" || value == "Константинова");
      }
    }
  }
}

TEST_F(ParticipantsTest, LostKey_IsSaidAndNotReplaced) {
  std::string folder = std::filesystem::temp_directory_path() / "tranche-participants-XXXXXX";
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  rpc::RoleContext context = role_.context();
  context.secrets_folder = folder;
  const auto catch_up = [](absl::Time) { return absl::OkStatus(); };
  const rpc::CallScope scope = role_.Scope(Manager());
  v1::ListParticipantsRequest list;
  list.set_parent(kContract);
  Begin();
  {
    participants::ParticipantsService service(context, catch_up);
    EXPECT_TRUE(service.ListParticipants(scope, list).ok());
    EXPECT_FALSE(std::filesystem::exists(folder + "/personal.key"));
    const auto imported = service.ImportParticipants(scope, ImportOf(1, {Ivan()}));
    ASSERT_TRUE(imported.ok()) << imported.status();
    EXPECT_EQ(service.ListParticipants(scope, list)->participants_size(), 1);
  }
  std::filesystem::rename(folder + "/personal.key", folder + "/kept");
  {
    participants::ParticipantsService service(context, catch_up);
    EXPECT_EQ(ReasonOf(service.ListParticipants(scope, list).status()), "PERSONAL_DATA_KEY_MISSING");
    EXPECT_EQ(ReasonOf(service.ImportParticipants(scope, ImportOf(1, {Maria()})).status()),
              "PERSONAL_DATA_KEY_MISSING");
    EXPECT_FALSE(std::filesystem::exists(folder + "/personal.key"));
    std::filesystem::rename(folder + "/kept", folder + "/personal.key");
    EXPECT_EQ(service.ListParticipants(scope, list)->participants_size(), 1);
  }
  std::filesystem::remove_all(folder);
}

// What is stored to know a repeat by is no hash that anybody could try numbers of persons against.
TEST_F(ParticipantsTest, StoredHashOfARequest_IsOfAKeyedOne) {
  Begin();
  const v1::ImportParticipantsRequest request = ImportOf(1, {Ivan()});
  ASSERT_TRUE(Do(&Participants::ImportParticipants, Manager(), request).ok());
  const pqxx::result stored = sandbox_.Inspect(
      absl::StrCat("select encode(request_hash, 'hex') from payments.request where request_id = '",
                   request.request_id(), "'"));
  ASSERT_EQ(stored.size(), 1u);
  EXPECT_NE(stored[0][0].as<std::string>(), absl::BytesToHexString(idempotency::HashRequest(request)));
  v1::ImportParticipantsRequest other = request;
  *other.mutable_rows(0) = Maria();
  EXPECT_EQ(ReasonOf(Do(&Participants::ImportParticipants, Manager(), other).status()),
            "REQUEST_ID_REUSED");
}

// An installation with a folder of secrets, and its key being changed.
class KeyChangeTest : public ParticipantsTest {
 protected:
  KeyChangeTest() {
    folder_ = std::filesystem::temp_directory_path() / "tranche-key-change-XXXXXX";
    EXPECT_NE(mkdtemp(folder_.data()), nullptr);
    context_ = role_.context();
    context_.secrets_folder = folder_;
    service_ = MakeService();
    Begin();
  }
  ~KeyChangeTest() override { std::filesystem::remove_all(folder_); }

  std::unique_ptr<participants::ParticipantsService> MakeService() const {
    return std::make_unique<participants::ParticipantsService>(
        context_, [](absl::Time) { return absl::OkStatus(); });
  }
  absl::StatusOr<v1::ParticipantsDocument> Put(const std::vector<v1::ParticipantRecord>& rows) {
    return service_->ImportParticipants(role_.Scope(Manager()), ImportOf(1, rows));
  }
  static int CountIn(participants::ParticipantsService& service, const rpc::CallScope& scope) {
    v1::ListParticipantsRequest list;
    list.set_parent(kContract);
    const auto listed = service.ListParticipants(scope, list);
    EXPECT_TRUE(listed.ok()) << listed.status();
    return listed.ok() ? listed->participants_size() : -1;
  }
  // -1: to the end.
  absl::StatusOr<participants::KeyChange> Change(int batches_max = -1) {
    return participants::ChangePersonalKey(
        context_, {.subject = "admin", .reason = "план", .batch = 1, .batches_max = batches_max});
  }
  std::string ReadFile(const std::string& name) const {
    std::ifstream stream(folder_ + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  }
  // Rows that are not under this key.
  int UnderOthers(const std::string& sign) {
    return sandbox_
        .Inspect(absl::StrCat("select (select count(*) from payments.participant where key_sign <> '",
                              sign,
                              "') + (select count(*) from payments.participant_record where "
                              "key_sign <> '",
                              sign, "')"))[0][0]
        .as<int>();
  }

  std::string folder_;
  rpc::RoleContext context_;
  std::unique_ptr<participants::ParticipantsService> service_;
};

TEST_F(KeyChangeTest, Changed_EverythingIsUnderTheNewKeyAndTheFormerOneIsGone) {
  ASSERT_TRUE(Put({Ivan(), Maria()}).ok());
  const std::string former = ReadFile("/personal.key");

  const auto change = Change();

  ASSERT_TRUE(change.ok()) << change.status();
  EXPECT_EQ(change->participants, 2);
  EXPECT_EQ(change->from_key, "");
  EXPECT_EQ(UnderOthers(change->to_key), 0);
  EXPECT_NE(ReadFile("/personal.key"), former);
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/personal.key.next"));
  EXPECT_EQ(CountIn(*service_, role_.Scope(Manager())), 2);
  EXPECT_EQ(CountIn(*MakeService(), role_.Scope(Manager())), 2);
  // The same people are found, and what they said is known.
  const auto again = Put({Maria(), Ivan()});
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->unchanged(), 2);
  EXPECT_EQ(Count("participant"), 2);
  EXPECT_EQ(sandbox_
                .Inspect("select count(*) from payments.evidence where action = "
                         "'participants.change_key' and actor = 'admin' and reason = 'план'")[0][0]
                .as<int>(),
            2);
  // It may be changed again, and each change is another key.
  const auto second = Change();
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->from_key, change->to_key);
  EXPECT_EQ(UnderOthers(second->to_key), 0);
  EXPECT_EQ(CountIn(*service_, role_.Scope(Manager())), 2);
}

TEST_F(KeyChangeTest, KilledHalfway_ImportsAndReadingsGoOnUnderBothKeys) {
  ASSERT_TRUE(Put({Ivan(), Maria()}).ok());
  const auto half = Change(/*batches_max=*/1);
  ASSERT_TRUE(half.ok()) << half.status();
  EXPECT_EQ(half->participants, 1);
  EXPECT_EQ(UnderOthers(half->to_key), 2);  // A participant and its record.
  EXPECT_TRUE(std::filesystem::exists(folder_ + "/personal.key.next"));
  EXPECT_EQ(CountIn(*service_, role_.Scope(Manager())), 2);
  EXPECT_EQ(CountIn(*MakeService(), role_.Scope(Manager())), 2);

  EXPECT_EQ(Put({Ivan(), Maria()})->unchanged(), 2);
  v1::ParticipantRecord moved = Maria();
  moved.set_settlement("гр. Хасково");
  v1::ParticipantRecord ivan = Ivan();
  ivan.set_settlement("гр. Хасково");
  const auto changed = Put({ivan, moved});
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->recorded(), 2);
  EXPECT_EQ(Count("participant"), 2);  // Both were found, whichever key is theirs.

  const auto rest = Change();
  ASSERT_TRUE(rest.ok()) << rest.status();
  EXPECT_EQ(rest->to_key, half->to_key);  // No third key.
  EXPECT_EQ(UnderOthers(rest->to_key), 0);
  EXPECT_EQ(CountIn(*MakeService(), role_.Scope(Manager())), 2);
  EXPECT_EQ(Put({ivan, moved})->unchanged(), 2);
}

TEST_F(KeyChangeTest, KilledBeforeItBeginsOrAfterItEnds_TheNextRunEndsIt) {
  ASSERT_TRUE(Put({Ivan()}).ok());
  // The next key was made, and the database knows nothing of it.
  const auto made = participants::MakeNextKey(folder_);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(CountIn(*MakeService(), role_.Scope(Manager())), 1);
  const std::string before = ReadFile("/personal.key");
  const auto change = Change();
  ASSERT_TRUE(change.ok()) << change.status();
  EXPECT_EQ(change->to_key, *made);
  // The change ended, and its key did not get its place.
  std::filesystem::rename(folder_ + "/personal.key", folder_ + "/personal.key.next");
  std::ofstream(folder_ + "/personal.key", std::ios::binary) << before;
  EXPECT_EQ(CountIn(*MakeService(), role_.Scope(Manager())), 1);
  const auto ended = Change();
  ASSERT_TRUE(ended.ok()) << ended.status();
  EXPECT_EQ(ended->to_key, *made);
  EXPECT_EQ(ended->participants, 0);
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/personal.key.next"));
  EXPECT_EQ(CountIn(*MakeService(), role_.Scope(Manager())), 1);
}

// A run that hangs while others end its change and begin the next one.
TEST_F(KeyChangeTest, RunThatWasOvertaken_ChangesNothingMore) {
  ASSERT_TRUE(Put({Ivan(), Maria()}).ok());
  const auto first = Change();
  ASSERT_TRUE(first.ok()) << first.status();
  const auto next = Change(/*batches_max=*/1);
  ASSERT_TRUE(next.ok()) << next.status();
  const auto late = idempotency::Step<int>(
      role_.pool(), role_.Scope(Manager()), /*validate_only=*/false,
      [&](pg::Tx& tx) -> absl::StatusOr<int> {
        Contract contract;
        contract.organisation = "mineralni-bani";
        contract.id = "BG05M9OP001-2.005-0063-C01";
        participants::store::Reseal(tx, contract, 1, std::string(64, 'c'), first->to_key, {});
        return 0;
      });
  EXPECT_EQ(ReasonOf(late.status()), "CONFLICT_RETRY");
  ASSERT_TRUE(Change().ok());
  EXPECT_EQ(UnderOthers(next->to_key), 0);
  EXPECT_EQ(CountIn(*MakeService(), role_.Scope(Manager())), 2);
}

TEST_F(KeyChangeTest, RecordThatDoesNotOpen_EndsItAndTheFormerKeyStays) {
  ASSERT_TRUE(Put({Ivan()}).ok());
  const std::string former = ReadFile("/personal.key");
  sandbox_.Inspect("update payments.participant_record set sealed = reverse(sealed)");
  EXPECT_EQ(ReasonOf(Change().status()), "PERSONAL_DATA_SEALED");
  EXPECT_EQ(ReadFile("/personal.key"), former);
}

// PRT-3 past the service: nothing but the key of a record may be changed, and only to the one in force.
TEST_F(KeyChangeTest, RecordUnderTheKeyInForce_CannotBeReplaced) {
  ASSERT_TRUE(Put({Ivan()}).ok());
  const std::string before =
      sandbox_.Inspect("select sealed from payments.participant_record")[0][0].as<std::string>();
  const auto moved = idempotency::Step<int>(
      role_.pool(), role_.Scope(Manager()), /*validate_only=*/false,
      [&](pg::Tx& tx) -> absl::StatusOr<int> {
        Contract contract;
        contract.organisation = "mineralni-bani";
        contract.id = "BG05M9OP001-2.005-0063-C01";
        participants::HeldRecord other{.participant = 1,
                                       .package = 1,
                                       .document_version = 1,
                                       .digest = std::string(64, 'a'),
                                       .sealed = std::string(100, 'b')};
        participants::store::Reseal(tx, contract, 1, std::string(64, 'c'), "", {other});
        return 0;
      });
  EXPECT_TRUE(moved.ok()) << moved.status();
  EXPECT_EQ(sandbox_.Inspect("select sealed from payments.participant_record")[0][0].as<std::string>(),
            before);
}

// The first import of another organisation makes no new key either.
TEST_F(ParticipantsTest, WhetherAnyoneIsKept_IsToldToEveryOrganisation) {
  const auto kept = [&](const rpc::Actor& actor) {
    return idempotency::Read<bool>(
        role_.pool(), role_.Scope(actor),
        [](pg::Tx& tx) -> absl::StatusOr<bool> { return participants::store::IsAnyoneKept(tx); });
  };
  EXPECT_EQ(kept(tranche::testing::TestActor("lyubimets")).value(), false);
  Begin();
  ASSERT_TRUE(Import(1, {Ivan()}).ok());
  EXPECT_EQ(kept(tranche::testing::TestActor("lyubimets")).value(), true);
  EXPECT_EQ(kept(Manager()).value(), true);
}

TEST_F(ParticipantsTest, ReEntryInALaterPackage_IsTheSameParticipation) {
  ASSERT_TRUE(Promise().ok());
  Begin();
  Report(1, "0", "1");
  v1::ParticipantRecord first = Ivan();
  first.set_left_on("2018-02-01");
  first.set_leaving_state(v1::LEFT_EARLY);
  ASSERT_TRUE(Import(1, {first}).ok());
  ASSERT_TRUE(SendIt(1).ok());
  DecideIt(1, true);
  Begin();
  v1::ParticipantRecord again = Ivan();
  again.set_entered_on("2018-03-01");
  const absl::StatusOr<v1::ParticipantsDocument> imported = Import(2, {again, Maria()});
  ASSERT_TRUE(imported.ok()) << imported.status();
  EXPECT_EQ(imported->changed(), 1);
  EXPECT_EQ(imported->entered(), 1);
  EXPECT_EQ(imported->counted(0).total(), 1);
  const absl::StatusOr<v1::ListParticipantsResponse> list = List();
  ASSERT_TRUE(list.ok()) << list.status();
  ASSERT_EQ(list->participants_size(), 2);
  EXPECT_EQ(list->participants(0).entered_on(), "2018-01-15");
  EXPECT_EQ(list->participants(0).left_on(), "");
  EXPECT_EQ(list->participants(0).package(), 2);
  // What was accepted stays as it was.
  EXPECT_EQ(Look(1)->entered(), 1);
}

TEST_F(ParticipantsTest, RefusedPackage_CountsNoMore) {
  ASSERT_TRUE(Promise().ok());
  Begin();
  Report(1, "0", "1");
  ASSERT_TRUE(Import(1, {Ivan()}).ok());
  ASSERT_TRUE(SendIt(1).ok());
  DecideIt(1, false);
  EXPECT_EQ(List()->participants_size(), 0);
  Begin();
  v1::ParticipantRecord later = Ivan();
  later.set_entered_on("2018-03-01");
  const absl::StatusOr<v1::ParticipantsDocument> imported = Import(2, {later});
  ASSERT_TRUE(imported.ok()) << imported.status();
  EXPECT_EQ(imported->entered(), 1);
  // The person keeps the number; the first day of what was refused does not count.
  EXPECT_EQ(List()->participants(0).number(), 1);
  EXPECT_EQ(List()->participants(0).entered_on(), "2018-03-01");
}

TEST_F(ParticipantsTest, TechnicalPackage_NeedsThemWhenItsIndicatorsCountParticipants) {
  ASSERT_TRUE(Promise().ok());
  Begin();
  Report(1, "0", "1");
  const absl::Status missing = SendIt(1).status();
  EXPECT_EQ(ReasonOf(missing), "PACKAGE_DOCUMENT_MISSING");
  EXPECT_THAT(ValuesOf(missing),
              ::testing::Contains(::testing::Pair("document", "PARTICIPANTS_DOCUMENT")));
  ASSERT_TRUE(Import(1, {Ivan()}).ok());
  const absl::StatusOr<v1::Package> sent = SendIt(1);
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_EQ(sent->participants_version(), 1);
  EXPECT_EQ(ReasonOf(Import(1, {Maria()}).status()), "PACKAGE_WRONG_STATE");
}

TEST_F(ParticipantsTest, PackageWithoutATechnicalReport_TakesNone) {
  Begin(v1::FINANCIAL_PACKAGE);
  EXPECT_EQ(ReasonOf(Import(1, {Ivan()}).status()), "PACKAGE_DOCUMENT_MISFIT");
}

TEST_F(ParticipantsTest, RemovedDocument_CountsNoMoreAndNothingIsDeleted) {
  Begin();
  ASSERT_TRUE(Import(1, {Ivan()}).ok());
  v1::RemoveReportRequest request;
  request.set_name(Name(1));
  request.set_document(v1::PARTICIPANTS_DOCUMENT);
  request.set_request_id("remove");
  const absl::StatusOr<v1::Package> removed = Do(&Packages::RemoveReport, Owner(), request);
  ASSERT_TRUE(removed.ok()) << removed.status();
  EXPECT_EQ(removed->participants_version(), 0);
  EXPECT_EQ(List()->participants_size(), 0);
  EXPECT_EQ(ReasonOf(Look(1).status()), "NOT_FOUND");
  EXPECT_EQ(Count("participant_record"), 1);
  const absl::StatusOr<v1::ParticipantsDocument> again = Import(1, {Maria()});
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->version(), 2);
  ASSERT_EQ(List()->participants_size(), 1);
  EXPECT_EQ(List()->participants(0).number(), 2);
}

TEST_F(ParticipantsTest, Indicator_ThatNoCatalogueCounts_IsRefused) {
  const std::vector<Violation> wrong = ViolationsOf(Promise("ERDF", "CO01").status());
  ASSERT_THAT(wrong, SizeIs(1));
  EXPECT_EQ(wrong[0].field, "list.indicators[0].participantsFund");
  EXPECT_EQ(wrong[0].reason, "PARTICIPANT_INDICATOR_UNKNOWN");
}

TEST_F(ParticipantsTest, RefusedAnswer_IsCountedAsRefused) {
  ASSERT_TRUE(Promise("ESF", "CO16").ok());
  Begin();
  v1::ParticipantRecord yes = Maria();
  yes.mutable_answers(0)->set_reply(v1::REPLY_YES);
  const absl::StatusOr<v1::ParticipantsDocument> imported = Import(1, {Ivan(), yes});
  ASSERT_TRUE(imported.ok()) << imported.status();
  EXPECT_EQ(imported->counted(0).total(), 1);
  EXPECT_EQ(imported->counted(0).refused(), 1);
}

TEST_F(ParticipantsTest, Shown_TheyAreMaskedAndReadInPages) {
  Begin();
  ASSERT_TRUE(Import(1, {Ivan(), Maria()}).ok());
  const absl::StatusOr<v1::ListParticipantsResponse> first = List(1);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->participants_size(), 1);
  const v1::Participant& ivan = first->participants(0);
  EXPECT_EQ(ivan.person_number_masked(), "********08");
  EXPECT_EQ(ivan.initials(), "И. П. Г.");
  EXPECT_EQ(ivan.birth_year(), 1980);
  EXPECT_EQ(ivan.answers(), 1);
  const absl::StatusOr<v1::ListParticipantsResponse> second = List(1, first->next_page_token());
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->participants(0).initials(), "М. П. Г.");
  EXPECT_EQ(second->next_page_token(), "");
}

TEST_F(ParticipantsTest, Reveal_AnswersEverythingAndIsEvidenceEachTime) {
  Begin();
  ASSERT_TRUE(Import(1, {Ivan()}).ok());
  for (int i = 0; i < 2; ++i) {
    const absl::StatusOr<v1::RevealedParticipant> revealed = Reveal(1);
    ASSERT_TRUE(revealed.ok()) << revealed.status();
    EXPECT_EQ(revealed->record().person_number(), kIvan);
    EXPECT_EQ(revealed->record().born_on(), "1980-01-01");
    EXPECT_EQ(revealed->record().answers(0).reply(), v1::REPLY_REFUSED);
  }
  const pqxx::result readings = sandbox_.Inspect(
      "select actor, reason from payments.evidence where action = 'participants.reveal'");
  ASSERT_EQ(readings.size(), 2u);
  EXPECT_EQ(readings[0]["actor"].as<std::string>(), Manager().subject);
  EXPECT_EQ(readings[0]["reason"].as<std::string>(), "Проверка на място");
  for (const rpc::Actor& actor : {Owner(), Auditor()}) {
    EXPECT_EQ(ReasonOf(Reveal(1, actor).status()), "PERMISSION_DENIED");
  }
  EXPECT_EQ(ReasonOf(Reveal(2).status()), "NOT_FOUND");
}

TEST_F(ParticipantsTest, Database_HoldsNothingOfAPersonInTheOpen) {
  Begin();
  ASSERT_TRUE(Import(1, {Ivan()}).ok());
  ASSERT_TRUE(Reveal(1).ok());
  for (const char* table : {"participant", "participant_record", "request", "evidence", "event"}) {
    const pqxx::result rows =
        sandbox_.Inspect(absl::StrCat("select t::text as row from payments.", table, " as t"));
    for (const pqxx::row& row : rows) {
      const std::string text = row["row"].as<std::string>();
      for (const char* told : {kIvan, "Ганев", "1980-01-01", "Сърница", "REPLY_REFUSED"}) {
        EXPECT_FALSE(absl::StrContains(text, told)) << table << " holds " << told;
      }
    }
  }
}

TEST_F(ParticipantsTest, EveryConditionOfTheReferenceData_CanBeRead) {
  const pqxx::result rows =
      sandbox_.Inspect("select code, condition from reference.participant_indicator");
  EXPECT_GE(rows.size(), 36u);
  for (const pqxx::row& row : rows) {
    EXPECT_TRUE(
        participants::ParseCondition(row["code"].as<std::string>(), row["condition"].as<std::string>())
            .ok())
        << row["code"].as<std::string>();
  }
}

}  // namespace
}  // namespace tranche::payments::testing
