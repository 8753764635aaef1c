// SPDX-License-Identifier: EUPL-1.2
// Report packages through gRPC: with their claims, without one, and the hold of the contract.
#include "payments/package/packages_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "payments/package/holds_service.h"
#include "payments/testing/payments_fixture.h"
#include "tranche/payments/v1/checks_service.grpc.pb.h"
#include "tranche/payments/v1/packages_service.grpc.pb.h"

namespace tranche::payments::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Packages = v1::PackagesService::Stub;

const char kPackages[] = "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01/packages";

class PackagesTest : public PaymentsTest {
 protected:
  PackagesTest() : packages_(v1::PackagesService::NewStub(role_.channel())) {
    budgets_.AddCost(Cost("1"), Leva(850, 150));
    budgets_.AddCost(Cost("2"), Leva(213, 37));
  }

  template <class Req, class Resp>
  absl::StatusOr<Resp> Do(grpc::Status (Packages::*method)(grpc::ClientContext*, const Req&, Resp*),
                          const rpc::Actor& actor, const Req& request) {
    return rpc::Call<Resp>(role_.Scope(actor), *packages_, method, request);
  }

  absl::StatusOr<v1::Package> Begin(v1::PackageType type, const std::string& key,
                                    bool validate_only = false) {
    v1::CreatePackageRequest request;
    request.set_parent(kContract);
    request.mutable_package()->set_type(type);
    request.set_request_id(key);
    request.set_validate_only(validate_only);
    return Do(&Packages::CreatePackage, Owner(), request);
  }
  static std::string Name(int sequence) { return absl::StrCat(kPackages, "/", sequence); }
  v1::Package Show(int sequence) {
    v1::GetPackageRequest request;
    request.set_name(Name(sequence));
    const absl::StatusOr<v1::Package> package = Do(&Packages::GetPackage, Auditor(), request);
    EXPECT_TRUE(package.ok()) << package.status();
    return package.value_or(v1::Package());
  }
  absl::StatusOr<v1::Package> SendIt(int sequence, const rpc::Actor& actor = Owner(),
                                     const std::string& sent_on = "2018-01-15") {
    v1::SendPackageRequest request;
    request.set_name(Name(sequence));
    request.set_sent_on(sent_on);
    request.set_request_id(absl::StrCat("send-", sequence, actor.subject, sent_on));
    return Do(&Packages::SendPackage, actor, request);
  }
  absl::StatusOr<v1::Package> ReturnIt(int sequence, const rpc::Actor& actor = Approver()) {
    v1::ReturnPackageRequest request;
    request.set_name(Name(sequence));
    request.set_reason("Липсва подпис.");
    request.set_returned_on("2018-01-20");
    request.set_request_id(absl::StrCat("return-", sequence, actor.subject));
    return Do(&Packages::ReturnPackage, actor, request);
  }
  absl::StatusOr<v1::Package> DecideIt(int sequence, bool accepted,
                                       const rpc::Actor& actor = Approver()) {
    v1::DecidePackageRequest request;
    request.set_name(Name(sequence));
    request.set_accepted(accepted);
    request.set_decided_on("2018-02-01");
    request.set_reference("93-01-8");
    if (!accepted) request.set_reason("Не отговаря на договора.");
    request.set_request_id(absl::StrCat("decide-", sequence, actor.subject, accepted));
    return Do(&Packages::DecidePackage, actor, request);
  }
  absl::StatusOr<v1::IndicatorList> SetIndicators(const std::string& key) {
    v1::SetIndicatorsRequest request;
    request.set_name(absl::StrCat(kContract, "/indicators"));
    request.mutable_list()->set_source("Договор, раздел 7");
    v1::ContractIndicator* people = request.mutable_list()->add_indicators();
    people->set_code("EECO12");
    people->set_title("Участници с увреждания");
    people->set_unit("лица");
    people->set_by_gender(true);
    people->mutable_target()->set_women("60");
    people->mutable_target()->set_men("40");
    request.set_request_id(key);
    return Do(&Packages::SetIndicators, Owner(), request);
  }
  absl::StatusOr<v1::TechnicalReport> Report(int sequence, const std::string& women,
                                             const std::string& men, const std::string& key) {
    v1::SetTechnicalReportRequest request;
    request.set_name(absl::StrCat(Name(sequence), "/technicalReport"));
    v1::TechnicalReport* report = request.mutable_report();
    report->set_period_from("2018-01-01");
    report->set_period_to("2018-03-31");
    v1::ReportedActivity* activity = report->add_activities();
    activity->set_number("1");
    activity->set_title("Подбор");
    activity->set_state(v1::ACTIVITY_DONE);
    activity->set_done("Избрани са потребителите.");
    activity->set_started_on("2018-01-05");
    activity->set_ended_on("2018-02-01");
    if (!women.empty()) {
      v1::ReportedIndicator* indicator = report->add_indicators();
      indicator->set_code("EECO12");
      indicator->mutable_achieved()->set_women(women);
      indicator->mutable_achieved()->set_men(men);
    }
    request.set_request_id(key);
    return Do(&Packages::SetTechnicalReport, Owner(), request);
  }
  absl::StatusOr<v1::Claim> ReturnClaim(const std::string& name, const std::string& key,
                                        const rpc::Actor& actor = Approver()) {
    v1::ReturnClaimRequest request;
    request.set_name(name);
    request.set_reason("Липсва ведомост за март.");
    request.set_returned_on("2018-01-20");
    request.set_request_id(key);
    return Ask(&Stub::ReturnClaim, actor, request);
  }
  absl::StatusOr<v1::Claim> TakeBack(const std::string& name, const std::string& key) {
    v1::TakeBackClaimRequest request;
    request.set_name(name);
    request.set_reason("Сгрешени разходи.");
    request.set_request_id(key);
    return Ask(&Stub::TakeBackClaim, Owner(), request);
  }
  std::string Holder() { return proposals_.HolderOf(kContract); }
  package::Holds Holds() {
    return package::Holds(role_.context(), [](absl::Time) { return absl::OkStatus(); });
  }

  std::unique_ptr<Packages> packages_;
};

TEST_F(PackagesTest, ClaimWithoutAPackage_BeginsOneThatHoldsTheContract) {
  const absl::StatusOr<v1::Claim> claim = Create(Interim({"1"}), "create");
  ASSERT_TRUE(claim.ok()) << claim.status();
  EXPECT_EQ(claim->package(), Name(1));
  EXPECT_EQ(Holder(), Name(1));
  const v1::Package package = Show(1);
  EXPECT_EQ(package.type(), v1::PAYMENT_FINANCIAL_PACKAGE);
  EXPECT_EQ(package.state(), v1::PACKAGE_DRAFT);
  EXPECT_EQ(package.claim(), claim->name());
  ASSERT_THAT(package.documents(), SizeIs(1));
  EXPECT_FALSE(package.documents(0).check_required());
}

TEST_F(PackagesTest, DecidedClaim_ClosesItsPackageAndLetsTheContractGo) {
  const std::string name = SentInterim();
  EXPECT_EQ(Show(1).state(), v1::PACKAGE_SENT);
  ASSERT_TRUE(Verify(name, "verify").ok());
  EXPECT_EQ(Show(1).state(), v1::PACKAGE_ACCEPTED);
  EXPECT_EQ(Holder(), "");
  // The next package has the next number, also in its hold.
  ASSERT_TRUE(Create(Advance(Leva(100, 18)), "advance").ok());
  EXPECT_EQ(Holder(), Name(2));
}

TEST_F(PackagesTest, RefusedClaim_RefusesItsPackage) {
  const std::string name = SentInterim();
  ASSERT_TRUE(Verify(name, "verify", {"1", "2"}).ok());
  EXPECT_EQ(Show(1).state(), v1::PACKAGE_REFUSED);
  EXPECT_EQ(Holder(), "");
}

TEST_F(PackagesTest, ClaimTakenBack_WithdrawsThePackageThatWasBegunForIt) {
  const absl::StatusOr<v1::Claim> claim = Create(Interim({"1"}), "create");
  ASSERT_TRUE(TakeBack(claim->name(), "back").ok());
  const v1::Package package = Show(1);
  EXPECT_EQ(package.state(), v1::PACKAGE_WITHDRAWN);
  EXPECT_EQ(package.closing_reason(), "Сгрешени разходи.");
  EXPECT_EQ(package.claim(), "");
  EXPECT_EQ(Holder(), "");
}

TEST_F(PackagesTest, VersionOfTheContractOpen_BeginsNeitherClaimNorPackage) {
  proposals_.OpenVersion("2");
  EXPECT_EQ(ReasonOf(Create(Interim({"1"}), "create").status()), "VERSION_OPEN");
  EXPECT_EQ(ReasonOf(Begin(v1::TECHNICAL_PACKAGE, "begin").status()), "VERSION_OPEN");
  EXPECT_EQ(Count("claim"), 0);
  EXPECT_EQ(Count("package"), 0);
  proposals_.OpenVersion("");
  EXPECT_TRUE(Create(Interim({"1"}), "create").ok());
  EXPECT_EQ(Holder(), Name(1));
}

TEST_F(PackagesTest, RepeatedRequest_HasOneEffectAndOneAnswer) {
  const absl::StatusOr<v1::Package> first = Begin(v1::TECHNICAL_PACKAGE, "begin");
  ASSERT_TRUE(first.ok()) << first.status();
  const int64_t asked = proposals_.holds_asked();
  proposals_.OpenVersion("2");
  const absl::StatusOr<v1::Package> again = Begin(v1::TECHNICAL_PACKAGE, "begin");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(proposals_.holds_asked(), asked);
  EXPECT_EQ(Count("package"), 1);
}

TEST_F(PackagesTest, Rehearsal_KeepsNothingHereAndInProposals) {
  const absl::StatusOr<v1::Package> rehearsed =
      Begin(v1::TECHNICAL_PACKAGE, "begin", /*validate_only=*/true);
  ASSERT_TRUE(rehearsed.ok()) << rehearsed.status();
  EXPECT_EQ(rehearsed->name(), Name(1));
  EXPECT_EQ(Count("package"), 0);
  EXPECT_EQ(Count("contract_hold"), 0);
  EXPECT_EQ(Holder(), "");
}

TEST_F(PackagesTest, AnotherPackageOpen_IsRefusedWithItsNumber) {
  ASSERT_TRUE(Begin(v1::TECHNICAL_PACKAGE, "begin").ok());
  const absl::Status refused = Begin(v1::FINANCIAL_PACKAGE, "again").status();
  EXPECT_EQ(ReasonOf(refused), "PACKAGE_OPEN");
  EXPECT_THAT(ValuesOf(refused), ElementsAre(::testing::Pair("package", "1")));
  EXPECT_EQ(ReasonOf(Create(Interim({"1"}), "claim").status()), "PACKAGE_CLAIM_KIND");
}

TEST_F(PackagesTest, ReleaseThatFailed_IsDoneLaterOnce) {
  const std::string name = SentInterim();
  proposals_.FailReleases(1);
  ASSERT_TRUE(Verify(name, "verify").ok());
  EXPECT_EQ(Holder(), Name(1));
  EXPECT_EQ(Holds().EndLeftBehind(absl::ZeroDuration(), absl::Hours(1)), 1);
  EXPECT_EQ(Holder(), "");
  EXPECT_EQ(Holds().EndLeftBehind(absl::ZeroDuration(), absl::Hours(1)), 0);
}

TEST_F(PackagesTest, RepeatAfterAFailedRelease_ReleasesAsWell) {
  const std::string name = SentInterim();
  proposals_.FailReleases(1);
  ASSERT_TRUE(Verify(name, "verify").ok());
  ASSERT_TRUE(Verify(name, "verify").ok());
  EXPECT_EQ(Holder(), "");
}

TEST_F(PackagesTest, CrashBetweenHoldAndPackage_IsTakenUpOrEnded) {
  // The contract is here, and a hold was taken for it by somebody who then vanished.
  ASSERT_TRUE(TakeBack(Create(Interim({"1"}), "first")->name(), "back").ok());
  Contract contract;
  contract.organisation = "mineralni-bani";
  contract.id = "BG05M9OP001-2.005-0063-C01";
  const auto take = [&] {
    return Holds().Take(role_.Scope(Owner()), contract, "lost", false,
                        [](pg::Tx&, const Contract&) { return absl::OkStatus(); });
  };
  ASSERT_TRUE(take().ok());
  EXPECT_EQ(Holder(), Name(2));
  // Not as long as the call may still be on its way.
  EXPECT_EQ(Holds().EndLeftBehind(absl::ZeroDuration(), absl::Hours(1)), 0);
  EXPECT_EQ(Holds().EndLeftBehind(absl::ZeroDuration(), absl::ZeroDuration()), 1);
  EXPECT_EQ(Holder(), "");
  // Whoever comes next takes part in what was begun.
  ASSERT_TRUE(take().ok());
  ASSERT_TRUE(Create(Interim({"1"}), "second").ok());
  EXPECT_EQ(Holder(), Name(2));
  EXPECT_EQ(Show(2).state(), v1::PACKAGE_DRAFT);
}

TEST_F(PackagesTest, ReturnedClaim_IsSentAgainByAnotherAndKeepsItsCosts) {
  const std::string name = SentInterim();
  EXPECT_EQ(ReasonOf(ReturnClaim(name, "r0", Owner()).status()), "RETURNED_BY_SENDER");
  const absl::StatusOr<v1::Claim> returned = ReturnClaim(name, "r1");
  ASSERT_TRUE(returned.ok()) << returned.status();
  EXPECT_EQ(returned->state(), v1::RETURNED);
  EXPECT_EQ(returned->sent_on(), "");
  EXPECT_THAT(returned->costs(), SizeIs(2));
  ASSERT_THAT(returned->returns(), SizeIs(1));
  EXPECT_EQ(returned->returns(0).reason(), "Липсва ведомост за март.");
  EXPECT_EQ(returned->returns(0).sent_by(), Owner().subject);
  EXPECT_EQ(LastEvent<v1::ClaimReturned>().claim().name(), name);
  EXPECT_EQ(Show(1).state(), v1::PACKAGE_DRAFT);
  EXPECT_EQ(Holder(), Name(1));

  v1::SendClaimRequest again;
  again.set_name(name);
  again.set_sent_on("2018-01-25");
  again.set_request_id("again");
  EXPECT_EQ(ReasonOf(Ask(&Stub::SendClaim, Approver(), again).status()), "SENT_BY_RETURNER");
  const absl::StatusOr<v1::Claim> sent = Ask(&Stub::SendClaim, Deputy(), again);
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_EQ(sent->sent_by(), Deputy().subject);
  EXPECT_NE(sent->sample_commitment(), "");
  // Who had sent it first spoke for the beneficiary, too.
  EXPECT_EQ(ReasonOf(Verify(name, "v0", {}, Owner()).status()), "DECIDED_BY_SENDER");
  EXPECT_TRUE(Verify(name, "v1").ok());
}

TEST_F(PackagesTest, ReturnedClaimTakenBack_LeavesThePackageToAnother) {
  const std::string name = SentInterim();
  ASSERT_TRUE(ReturnClaim(name, "r1").ok());
  ASSERT_TRUE(TakeBack(name, "back").ok());
  EXPECT_EQ(Show(1).state(), v1::PACKAGE_DRAFT);
  EXPECT_EQ(Holder(), Name(1));
  const absl::StatusOr<v1::Claim> other = Create(Interim({"2"}), "other");
  ASSERT_TRUE(other.ok()) << other.status();
  EXPECT_EQ(other->package(), Name(1));
  EXPECT_EQ(other->sequence(), 2);
  EXPECT_EQ(Show(1).claim(), other->name());
}

TEST_F(PackagesTest, ClaimWithAQuestion_IsNotReturned) {
  const std::string name = SentInterim();
  v1::AskQuestionRequest ask;
  ask.set_name(name);
  ask.set_question("Къде е ведомостта?");
  ask.set_asked_on("2018-01-18");
  ask.set_request_id("ask");
  ASSERT_TRUE(Ask(&Stub::AskQuestion, Approver(), ask).ok());
  EXPECT_EQ(Show(1).state(), v1::PACKAGE_IN_VERIFICATION);
  EXPECT_EQ(ReasonOf(ReturnClaim(name, "r1").status()), "CLAIM_WRONG_STATE");
  v1::AnswerQuestionRequest answer;
  answer.set_name(name);
  answer.set_answer("Приложена е.");
  answer.set_answered_on("2018-01-19");
  answer.set_request_id("answer");
  ASSERT_TRUE(Ask(&Stub::AnswerQuestion, Owner(), answer).ok());
  EXPECT_EQ(ReasonOf(ReturnClaim(name, "r2").status()), "PACKAGE_WRONG_STATE");
}

TEST_F(PackagesTest, TechnicalPackage_GoesFromDraftToAcceptanceWithItsIndicators) {
  ASSERT_TRUE(Begin(v1::TECHNICAL_PACKAGE, "begin").ok());
  EXPECT_EQ(ReasonOf(SendIt(1).status()), "PACKAGE_DOCUMENT_MISSING");
  EXPECT_EQ(ReasonOf(Report(1, "10", "5", "r0").status()), "INVALID_REQUEST");
  ASSERT_TRUE(SetIndicators("list").ok());
  const absl::StatusOr<v1::TechnicalReport> report = Report(1, "10", "5", "r1");
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->version(), 1);
  EXPECT_EQ(report->indicators(0).cumulative().total(), "15.00");
  EXPECT_EQ(report->indicators(0).achieved_percent(), "15.00");
  EXPECT_EQ(Report(1, "11", "5", "r2")->version(), 2);
  ASSERT_TRUE(SendIt(1).ok());
  EXPECT_EQ(LastEvent<v1::PackageSent>().package().name(), Name(1));
  EXPECT_EQ(ReasonOf(Report(1, "12", "5", "r3").status()), "PACKAGE_WRONG_STATE");
  EXPECT_EQ(ReasonOf(DecideIt(1, true, Owner()).status()), "DECIDED_BY_SENDER");
  const absl::StatusOr<v1::Package> accepted = DecideIt(1, true);
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(accepted->state(), v1::PACKAGE_ACCEPTED);
  EXPECT_EQ(accepted->technical_report_version(), 2);
  EXPECT_EQ(LastEvent<v1::PackageClosed>().package().state(), v1::PACKAGE_ACCEPTED);
  EXPECT_EQ(Holder(), "");

  // The next package goes on from what was accepted.
  ASSERT_TRUE(Begin(v1::TECHNICAL_PACKAGE, "begin-2").ok());
  const absl::StatusOr<v1::TechnicalReport> next = Report(2, "60", "20.5", "r4");
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_EQ(next->indicators(0).cumulative().women(), "71.00");
  EXPECT_EQ(next->indicators(0).cumulative().total(), "96.50");
  EXPECT_EQ(next->indicators(0).achieved_percent(), "96.50");
}

TEST_F(PackagesTest, RefusedPackage_CountsNothing) {
  ASSERT_TRUE(SetIndicators("list").ok());
  ASSERT_TRUE(Begin(v1::TECHNICAL_PACKAGE, "begin").ok());
  ASSERT_TRUE(Report(1, "10", "5", "r1").ok());
  ASSERT_TRUE(SendIt(1).ok());
  EXPECT_EQ(DecideIt(1, false)->closing_reason(), "Не отговаря на договора.");
  ASSERT_TRUE(Begin(v1::TECHNICAL_PACKAGE, "begin-2").ok());
  EXPECT_EQ(Report(2, "1", "1", "r2")->indicators(0).cumulative().total(), "2.00");
}

TEST_F(PackagesTest, TechnicalPackageReturned_IsChangedAndSentAgain) {
  ASSERT_TRUE(Begin(v1::TECHNICAL_PACKAGE, "begin").ok());
  ASSERT_TRUE(Report(1, "", "", "r1").ok());
  ASSERT_TRUE(SendIt(1).ok());
  EXPECT_EQ(ReasonOf(ReturnIt(1, Owner()).status()), "RETURNED_BY_SENDER");
  const absl::StatusOr<v1::Package> returned = ReturnIt(1);
  ASSERT_TRUE(returned.ok()) << returned.status();
  EXPECT_EQ(returned->state(), v1::PACKAGE_DRAFT);
  EXPECT_THAT(returned->returns(), SizeIs(1));
  EXPECT_EQ(Report(1, "", "", "r2")->version(), 2);
  EXPECT_EQ(ReasonOf(SendIt(1, Owner(), "2018-01-19").status()), "DAYS_OUT_OF_ORDER");
  EXPECT_TRUE(SendIt(1, Owner(), "2018-01-22").ok());
}

TEST_F(PackagesTest, FinancialPackage_IsAcceptedByBeingSentAndDecidesOnNothing) {
  ASSERT_TRUE(Begin(v1::FINANCIAL_PACKAGE, "begin").ok());
  v1::SetFinancialReportRequest request;
  request.set_name(absl::StrCat(Name(1), "/financialReport"));
  request.mutable_report()->add_costs(Cost("1"));
  request.mutable_report()->add_costs(Cost("2"));
  request.set_request_id("report");
  const absl::StatusOr<v1::FinancialReport> report =
      Do(&Packages::SetFinancialReport, Owner(), request);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->total().total().amount(), "12.50");
  const absl::StatusOr<v1::Package> sent = SendIt(1);
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_EQ(sent->state(), v1::PACKAGE_ACCEPTED);
  EXPECT_EQ(budgets_.StateOf(Cost("1")), budgets::v1::RESERVED);
  EXPECT_EQ(Holder(), "");
  request.mutable_report()->add_costs(Cost("1"));
  request.set_request_id("twice");
  EXPECT_EQ(ReasonOf(Do(&Packages::SetFinancialReport, Owner(), request).status()), "CLAIM_COST_TWICE");
}

TEST_F(PackagesTest, PackageWithAllThree_IsSentWithItsClaimOnlyWhenComplete) {
  ASSERT_TRUE(Begin(v1::PAYMENT_TECHNICAL_FINANCIAL_PACKAGE, "begin").ok());
  const absl::StatusOr<v1::Claim> claim = Create(Interim({"1"}), "claim");
  ASSERT_TRUE(claim.ok()) << claim.status();
  EXPECT_EQ(claim->package(), Name(1));
  EXPECT_EQ(ReasonOf(SendIt(1).status()), "PACKAGE_HAS_CLAIM");
  EXPECT_EQ(ReasonOf(Send(claim->name()).status()), "PACKAGE_DOCUMENT_MISSING");
  ASSERT_TRUE(Report(1, "", "", "report").ok());
  ASSERT_TRUE(Send(claim->name()).ok());
  EXPECT_EQ(Show(1).sent_by(), Owner().subject);
  EXPECT_EQ(ReasonOf(DecideIt(1, true).status()), "PACKAGE_HAS_CLAIM");
}

TEST_F(PackagesTest, TypeOfADraft_ChangesWhenItsDocumentsFit) {
  const absl::StatusOr<v1::Claim> claim = Create(Interim({"1"}), "claim");
  v1::ChangePackageTypeRequest request;
  request.set_name(Name(1));
  request.set_type(v1::TECHNICAL_PACKAGE);
  request.set_request_id("t1");
  EXPECT_EQ(ReasonOf(Do(&Packages::ChangePackageType, Owner(), request).status()),
            "PACKAGE_DOCUMENT_MISFIT");
  request.set_type(v1::ADVANCE_PAYMENT_PACKAGE);
  request.set_request_id("t2");
  EXPECT_EQ(ReasonOf(Do(&Packages::ChangePackageType, Owner(), request).status()),
            "PACKAGE_CLAIM_KIND");
  request.set_type(v1::PAYMENT_TECHNICAL_FINANCIAL_PACKAGE);
  request.set_request_id("t3");
  ASSERT_TRUE(Do(&Packages::ChangePackageType, Owner(), request).ok());
  ASSERT_TRUE(Report(1, "", "", "report").ok());
  // The report keeps the package when the claim goes; without either it can be withdrawn.
  ASSERT_TRUE(TakeBack(claim->name(), "back").ok());
  EXPECT_EQ(Show(1).state(), v1::PACKAGE_DRAFT);
  v1::WithdrawPackageRequest withdraw;
  withdraw.set_name(Name(1));
  withdraw.set_reason("Отпаднал.");
  withdraw.set_request_id("w1");
  EXPECT_EQ(ReasonOf(Do(&Packages::WithdrawPackage, Owner(), withdraw).status()), "PACKAGE_NOT_EMPTY");
  v1::RemoveReportRequest remove;
  remove.set_name(Name(1));
  remove.set_document(v1::FINANCIAL_REPORT_DOCUMENT);
  remove.set_request_id("d1");
  EXPECT_EQ(ReasonOf(Do(&Packages::RemoveReport, Owner(), remove).status()), "PACKAGE_DOCUMENT_ABSENT");
  remove.set_document(v1::TECHNICAL_REPORT_DOCUMENT);
  remove.set_request_id("d2");
  ASSERT_TRUE(Do(&Packages::RemoveReport, Owner(), remove).ok());
  withdraw.set_request_id("w2");
  ASSERT_TRUE(Do(&Packages::WithdrawPackage, Owner(), withdraw).ok());
  EXPECT_EQ(LastEvent<v1::PackageClosed>().package().state(), v1::PACKAGE_WITHDRAWN);
  EXPECT_EQ(Holder(), "");
}

TEST_F(PackagesTest, ReportedIndicator_CannotBeLeftOutOfTheList) {
  ASSERT_TRUE(SetIndicators("list").ok());
  ASSERT_TRUE(Begin(v1::TECHNICAL_PACKAGE, "begin").ok());
  ASSERT_TRUE(Report(1, "1", "1", "report").ok());
  v1::SetIndicatorsRequest request;
  request.set_name(absl::StrCat(kContract, "/indicators"));
  request.mutable_list()->set_source("Анекс 1");
  v1::ContractIndicator* other = request.mutable_list()->add_indicators();
  other->set_code("KM");
  other->set_title("Улици");
  other->set_unit("km");
  other->mutable_target()->set_total("12.5");
  request.set_request_id("other");
  const absl::Status refused = Do(&Packages::SetIndicators, Owner(), request).status();
  ASSERT_THAT(ViolationsOf(refused), SizeIs(1));
  EXPECT_EQ(ViolationsOf(refused)[0].reason, "INDICATOR_REPORTED");
  v1::GetIndicatorsRequest get;
  get.set_name(absl::StrCat(kContract, "/indicators"));
  EXPECT_EQ(Do(&Packages::GetIndicators, Auditor(), get)->version(), 1);
}

TEST_F(PackagesTest, ClosedPackages_AreListedInTheirSequence) {
  ASSERT_TRUE(TakeBack(Create(Interim({"1"}), "c1")->name(), "b1").ok());
  ASSERT_TRUE(Begin(v1::FINANCIAL_PACKAGE, "c2").ok());
  v1::ListPackagesRequest list;
  list.set_parent(kContract);
  const absl::StatusOr<v1::ListPackagesResponse> packages =
      Do(&Packages::ListPackages, Auditor(), list);
  ASSERT_TRUE(packages.ok()) << packages.status();
  ASSERT_THAT(packages->packages(), SizeIs(2));
  EXPECT_EQ(packages->packages(0).state(), v1::PACKAGE_WITHDRAWN);
  EXPECT_EQ(packages->packages(1).type(), v1::FINANCIAL_PACKAGE);
}

TEST_F(PackagesTest, NoSuchPackageOrReport_IsNotFound) {
  ASSERT_TRUE(Begin(v1::TECHNICAL_PACKAGE, "begin").ok());
  v1::GetTechnicalReportRequest report;
  report.set_name(absl::StrCat(Name(1), "/technicalReport"));
  EXPECT_EQ(ReasonOf(Do(&Packages::GetTechnicalReport, Owner(), report).status()), "NOT_FOUND");
  v1::GetPackageRequest package;
  package.set_name(Name(7));
  EXPECT_EQ(ReasonOf(Do(&Packages::GetPackage, Owner(), package).status()), "NOT_FOUND");
}

}  // namespace
}  // namespace tranche::payments::testing
