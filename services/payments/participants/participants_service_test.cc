// SPDX-License-Identifier: EUPL-1.2
// Records of participants over PostgreSQL: imports, sums against the technical report, what a package
// needs, masks and readings.
#include "payments/participants/participants_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "payments/testing/participants_fixture.h"

namespace tranche::payments::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

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
