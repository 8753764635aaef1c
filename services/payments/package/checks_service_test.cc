// SPDX-License-Identifier: EUPL-1.2
// Checklists, checks and samples through gRPC.
#include "payments/package/checks_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "payments/testing/payments_fixture.h"
#include "platform/base/digest.h"
#include "tranche/payments/v1/checks_service.grpc.pb.h"

namespace tranche::payments::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;
using Checks = v1::ChecksService::Stub;

const char kPackage[] = "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01/packages/1";

rpc::Actor Administrator() {
  return {.subject = "admin@mineralni-bani",
          .organisations = {"mineralni-bani"},
          .roles = {"ADMINISTRATOR"}};
}

class ChecksTest : public PaymentsTest {
 protected:
  ChecksTest() : checks_(v1::ChecksService::NewStub(role_.channel())) {}

  template <class Req, class Resp>
  absl::StatusOr<Resp> Do(grpc::Status (Checks::*method)(grpc::ClientContext*, const Req&, Resp*),
                          const rpc::Actor& actor, const Req& request) {
    return rpc::Call<Resp>(role_.Scope(actor), *checks_, method, request);
  }

  absl::StatusOr<v1::Checklist> SetList(const std::string& key, const std::string& period = "",
                                        bool retired = false) {
    v1::SetChecklistRequest request;
    request.set_name("organisations/mineralni-bani/checklists/claims");
    v1::Checklist* list = request.mutable_checklist();
    list->set_document(v1::PAYMENT_CLAIM_DOCUMENT);
    list->set_programming_period(period);
    list->set_source("Наръчник, приложение 7");
    list->set_retired(retired);
    for (const char* code : {"1", "2"}) {
      v1::ChecklistQuestion* question = list->add_questions();
      question->set_code(code);
      question->set_text(absl::StrCat("Въпрос ", code));
    }
    request.set_request_id(key);
    return Do(&Checks::SetChecklist, Administrator(), request);
  }
  absl::StatusOr<v1::Check> Begin(const std::string& key, const rpc::Actor& actor = Approver()) {
    v1::BeginCheckRequest request;
    request.set_parent(kPackage);
    request.set_document(v1::PAYMENT_CLAIM_DOCUMENT);
    request.set_request_id(key);
    return Do(&Checks::BeginCheck, actor, request);
  }
  absl::StatusOr<v1::Check> Answer(const std::string& name, const std::string& key, bool all = true) {
    v1::AnswerCheckRequest request;
    request.set_name(name);
    v1::CheckItem* first = request.add_items();
    first->set_code("1");
    first->set_answer(v1::ANSWER_YES);
    if (all) {
      v1::CheckItem* second = request.add_items();
      second->set_code("2");
      second->set_answer(v1::ANSWER_NO);
      second->set_note("Липсва печат.");
    }
    request.set_request_id(key);
    return Do(&Checks::AnswerCheck, Approver(), request);
  }
  absl::StatusOr<v1::Check> Activate(const std::string& name, bool approved, const std::string& key) {
    v1::ActivateCheckRequest request;
    request.set_name(name);
    request.set_approved(approved);
    if (!approved) request.set_conclusion("Не се одобрява.");
    request.set_checked_on("2018-01-20");
    request.set_request_id(key);
    return Do(&Checks::ActivateCheck, Approver(), request);
  }
  // An active check of the claim in package 1.
  v1::Check Checked(bool approved, const std::string& key) {
    const absl::StatusOr<v1::Check> begun = Begin(key + "-begin");
    EXPECT_TRUE(begun.ok()) << begun.status();
    EXPECT_TRUE(Answer(begun->name(), key + "-answer").ok());
    const absl::StatusOr<v1::Check> active = Activate(begun->name(), approved, key + "-activate");
    EXPECT_TRUE(active.ok()) << active.status();
    return active.value_or(v1::Check());
  }
  std::vector<std::string> States() {
    v1::ListChecksRequest request;
    request.set_parent(kPackage);
    const absl::StatusOr<v1::ListChecksResponse> response = Do(&Checks::ListChecks, Auditor(), request);
    EXPECT_TRUE(response.ok()) << response.status();
    std::vector<std::string> states;
    for (const v1::Check& check : response->checks()) {
      states.push_back(absl::StrCat(check.number(), " ", v1::CheckState_Name(check.state())));
    }
    return states;
  }
  absl::StatusOr<v1::SamplingMethod> SetMethod(int rest_percent, const std::string& key) {
    v1::SetSamplingMethodRequest request;
    request.set_name("organisations/mineralni-bani/samplingMethods/default");
    v1::SamplingMethod* method = request.mutable_method();
    common::v1::Money* from = method->add_always_from();
    from->set_amount("100.00");
    from->set_currency("BGN");
    method->set_first_of_issuer(true);
    method->set_suspected_duplicates(true);
    method->set_rest_percent(rest_percent);
    method->set_source("Анализ на риска");
    request.set_request_id(key);
    return Do(&Checks::SetSamplingMethod, Administrator(), request);
  }
  absl::StatusOr<v1::Sample> Draw(const std::string& claim, const std::string& key,
                                  const rpc::Actor& actor = Approver()) {
    v1::DrawSampleRequest request;
    request.set_name(claim + "/sample");
    request.set_request_id(key);
    return Do(&Checks::DrawSample, actor, request);
  }
  // A sent claim of five costs: 1 is first of its issuer, 3 is above the threshold, 4 may be a
  // duplicate.
  std::string SentFive() {
    for (const char* id : {"1", "2", "3", "4", "5"}) {
      budgets_.AddCost(Cost(id), std::string(id) == "3" ? Leva(8500, 1500) : Leva(850, 150));
    }
    cost_documents_.Suspect(Cost("9"), Cost("8"));
    cost_documents_.Suspect("organisations/mineralni-bani/contracts/OTHER/costs/1", Cost("4"));
    const absl::StatusOr<v1::Claim> claim = Create(Interim({"1", "2", "3", "4", "5"}), "create");
    EXPECT_TRUE(claim.ok()) << claim.status();
    EXPECT_TRUE(Send(claim->name()).ok());
    return claim->name();
  }

  std::unique_ptr<Checks> checks_;
};

TEST_F(ChecksTest, NoChecklist_BindsNothing) {
  const std::string name = SentInterim();
  EXPECT_EQ(ReasonOf(Begin("begin").status()), "CHECKLIST_MISSING");
  EXPECT_TRUE(Verify(name, "verify").ok());
}

TEST_F(ChecksTest, Checklist_BindsAcceptanceToAnApprovingCheck) {
  const std::string name = SentInterim();
  ASSERT_TRUE(SetList("list").ok());
  EXPECT_EQ(ReasonOf(Verify(name, "v1").status()), "PACKAGE_CHECK_MISSING");
  const absl::StatusOr<v1::Check> draft = Begin("begin");
  ASSERT_TRUE(draft.ok()) << draft.status();
  EXPECT_THAT(draft->items(), SizeIs(2));
  EXPECT_EQ(ReasonOf(Verify(name, "v2").status()), "PACKAGE_CHECK_DRAFT");
  EXPECT_EQ(ReasonOf(Begin("again").status()), "CHECK_BEGUN");
  EXPECT_EQ(ReasonOf(Activate(draft->name(), true, "a0").status()), "CHECK_UNANSWERED");
  ASSERT_TRUE(Answer(draft->name(), "n1", /*all=*/false).ok());
  EXPECT_EQ(ReasonOf(Activate(draft->name(), true, "a1").status()), "CHECK_UNANSWERED");
  ASSERT_TRUE(Answer(draft->name(), "n2").ok());
  ASSERT_TRUE(Activate(draft->name(), false, "a2").ok());
  EXPECT_EQ(ReasonOf(Verify(name, "v3").status()), "PACKAGE_CHECK_DENIES");
  const v1::Check second = Checked(true, "second");
  EXPECT_EQ(second.items(1).note(), "Липсва печат.");
  EXPECT_THAT(States(), ElementsAre("1 CHECK_ARCHIVED", "2 CHECK_ACTIVE"));
  EXPECT_TRUE(Verify(name, "v4").ok());
  // What was checked of a closed package stays.
  EXPECT_EQ(ReasonOf(Begin("late").status()), "PACKAGE_WRONG_STATE");
}

TEST_F(ChecksTest, DecisionBeingCarriedOut_LeavesTheChecksAsTheyAre) {
  const std::string name = SentInterim();
  ASSERT_TRUE(SetList("list").ok());
  const v1::Check check = Checked(true, "check");
  EXPECT_EQ(check.checked_by(), Approver().subject);
  budgets_.FailNext(1, grpc::Status(grpc::StatusCode::UNAVAILABLE, "away"), /*work_is_done=*/false);
  EXPECT_FALSE(Verify(name, "verify").ok());
  EXPECT_EQ(ReasonOf(Begin("begin").status()), "VERIFICATION_UNDER_WAY");
  v1::ArchiveCheckRequest archive;
  archive.set_name(check.name());
  archive.set_reason("Сгрешен документ.");
  archive.set_request_id("archive");
  EXPECT_EQ(ReasonOf(Do(&Checks::ArchiveCheck, Approver(), archive).status()),
            "VERIFICATION_UNDER_WAY");
  EXPECT_TRUE(Verify(name, "verify").ok());
}

TEST_F(ChecksTest, RefusalOfAll_NeedsNoCheck) {
  const std::string name = SentInterim();
  ASSERT_TRUE(SetList("list").ok());
  EXPECT_TRUE(Verify(name, "verify", {"1", "2"}).ok());
}

TEST_F(ChecksTest, ChecklistOfAnotherPeriodOrRetired_BindsNothing) {
  const std::string name = SentInterim();
  ASSERT_TRUE(SetList("other", "2021-2027").ok());
  EXPECT_EQ(ReasonOf(Begin("begin").status()), "CHECKLIST_MISSING");
  EXPECT_EQ(SetList("mine", "2014-2020")->version(), 2);
  EXPECT_EQ(ReasonOf(Verify(name, "v1").status()), "PACKAGE_CHECK_MISSING");
  ASSERT_TRUE(SetList("retired", "2014-2020", /*retired=*/true).ok());
  EXPECT_TRUE(Verify(name, "v2").ok());
}

TEST_F(ChecksTest, Sender_ChecksNothing) {
  SentInterim();
  ASSERT_TRUE(SetList("list").ok());
  EXPECT_EQ(ReasonOf(Begin("begin", Owner()).status()), "CHECKED_BY_SENDER");
}

TEST_F(ChecksTest, BegunCheck_KeepsItsQuestionsAndBeginsTheVerification) {
  SentInterim();
  ASSERT_TRUE(SetList("list").ok());
  const absl::StatusOr<v1::Check> draft = Begin("begin");
  EXPECT_EQ(draft->checklist_version(), 1);
  ASSERT_TRUE(SetList("list-2").ok());
  EXPECT_EQ(Answer(draft->name(), "answer")->checklist_version(), 1);
  EXPECT_EQ(sandbox_.Inspect("select state from payments.package")[0][0].as<std::string>(),
            "PACKAGE_IN_VERIFICATION");
  v1::ArchiveCheckRequest archive;
  archive.set_name(draft->name());
  archive.set_reason("Сгрешен документ.");
  archive.set_request_id("archive");
  EXPECT_EQ(Do(&Checks::ArchiveCheck, Approver(), archive)->state(), v1::CHECK_ARCHIVED);
  archive.set_request_id("archive-2");
  EXPECT_EQ(ReasonOf(Do(&Checks::ArchiveCheck, Approver(), archive).status()), "CHECK_WRONG_STATE");
}

TEST_F(ChecksTest, Checklist_IsSetByAdministratorsOnly) {
  v1::SetChecklistRequest request;
  request.set_name("organisations/sopot/checklists/claims");
  request.mutable_checklist()->set_document(v1::PAYMENT_CLAIM_DOCUMENT);
  request.mutable_checklist()->set_source("Наръчник");
  v1::ChecklistQuestion* question = request.mutable_checklist()->add_questions();
  question->set_code("1");
  question->set_text("?");
  request.set_request_id("list");
  EXPECT_FALSE(Do(&Checks::SetChecklist, Approver(), request).ok());
  EXPECT_FALSE(Do(&Checks::SetChecklist, Administrator(), request).ok());
  EXPECT_EQ(Count("checklist"), 0);
}

TEST_F(ChecksTest, Sample_HasEveryReasonAndCanBeDrawnAgainByAnybody) {
  const std::string name = SentFive();
  const std::string commitment = Get(name)->sample_commitment();
  EXPECT_EQ(ReasonOf(Draw(name, "none").status()), "SAMPLING_METHOD_MISSING");
  ASSERT_TRUE(SetMethod(50, "method").ok());
  EXPECT_EQ(ReasonOf(Draw(name, "own", Owner()).status()), "CHECKED_BY_SENDER");
  const absl::StatusOr<v1::Sample> sample = Draw(name, "draw");
  ASSERT_TRUE(sample.ok()) << sample.status();
  EXPECT_EQ(sample->commitment(), commitment);
  EXPECT_EQ(Sha256Hex(sample->seed()), commitment);
  EXPECT_EQ(sample->population(), 5);
  EXPECT_EQ(sample->population_total().amount(), "140.00");
  // 1, 3 and 4 have reasons; of 2 and 5 one is chosen by chance.
  EXPECT_THAT(sample->chosen(), SizeIs(4));
  std::map<std::string, v1::SamplingReason> reasons;
  for (const v1::SampledCost& cost : sample->chosen()) reasons[cost.cost()] = cost.reasons(0);
  EXPECT_EQ(reasons[Cost("1")], v1::FIRST_OF_ISSUER);
  EXPECT_EQ(reasons[Cost("3")], v1::AMOUNT_ABOVE_THRESHOLD);
  EXPECT_EQ(reasons[Cost("4")], v1::SUSPECTED_DUPLICATE_DOCUMENT);

  // Drawn once: neither another key nor another method changes it.
  ASSERT_TRUE(SetMethod(100, "method-2").ok());
  const absl::StatusOr<v1::Sample> again = Draw(name, "again", Deputy());
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), sample->SerializeAsString());
  v1::GetSampleRequest get;
  get.set_name(name + "/sample");
  EXPECT_EQ(Do(&Checks::GetSample, Auditor(), get)->SerializeAsString(), sample->SerializeAsString());
  EXPECT_EQ(Count("claim_sample"), 1);
}

TEST_F(ChecksTest, SampleOfAnAdvanceOrADraft_IsRefused) {
  ASSERT_TRUE(SetMethod(10, "method").ok());
  const absl::StatusOr<v1::Claim> advance = Create(Advance(Leva(850, 150)), "advance");
  ASSERT_TRUE(Send(advance->name()).ok());
  EXPECT_EQ(advance->sample_commitment(), "");
  EXPECT_EQ(ReasonOf(Draw(advance->name(), "d1").status()), "SAMPLE_WITHOUT_COSTS");
  ASSERT_TRUE(Verify(advance->name(), "verify").ok());
  budgets_.AddCost(Cost("1"), Leva(850, 150));
  const absl::StatusOr<v1::Claim> draft = Create(Interim({"1"}), "draft");
  EXPECT_EQ(ReasonOf(Draw(draft->name(), "d2").status()), "SAMPLE_SEED_MISSING");
  EXPECT_EQ(ReasonOf(Draw(absl::StrCat(kContract, "/claims/9"), "d3").status()), "NOT_FOUND");
}

TEST_F(ChecksTest, MethodWithWrongThresholds_IsRefusedByField) {
  v1::SetSamplingMethodRequest request;
  request.set_name("organisations/mineralni-bani/samplingMethods/default");
  for (const char* amount : {"0.00", "200.00"}) {
    common::v1::Money* from = request.mutable_method()->add_always_from();
    from->set_amount(amount);
    from->set_currency("BGN");
  }
  request.mutable_method()->set_source("Анализ");
  request.set_request_id("method");
  const absl::Status refused = Do(&Checks::SetSamplingMethod, Administrator(), request).status();
  ASSERT_THAT(ViolationsOf(refused), SizeIs(2));
  EXPECT_EQ(ViolationsOf(refused)[0].reason, "AMOUNT_NOT_ABOVE_ZERO");
  EXPECT_EQ(ViolationsOf(refused)[1].reason, "FIELD_GIVEN_TWICE");
  EXPECT_EQ(ViolationsOf(refused)[1].field, "method.alwaysFrom[1]");
}

}  // namespace
}  // namespace tranche::payments::testing
