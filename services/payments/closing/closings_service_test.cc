// SPDX-License-Identifier: EUPL-1.2
// The closing of a contract's money as its callers see it, with a database of its own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "payments/closing/budget_steps_service.h"
#include "payments/closing/contract_ends_service.h"
#include "payments/testing/payments_fixture.h"
#include "tranche/budgets/v1/budget_closings_service.grpc.pb.h"
#include "tranche/budgets/v1/limits_service.grpc.pb.h"
#include "tranche/payments/v1/bank_explanations_service.grpc.pb.h"
#include "tranche/payments/v1/bank_service.grpc.pb.h"
#include "tranche/payments/v1/closings_service.grpc.pb.h"

namespace tranche::payments::closing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

using testing::Approver;
using testing::Auditor;
using testing::Cost;
using testing::kContract;
using testing::Leva;
using testing::Owner;
using Closings = v1::ClosingsService::Stub;

const std::string kClosing = std::string(kContract) + "/closing";

// Limits of the contract's budget.
class FakeLimits final : public budgets::v1::LimitsService::Service {
 public:
  void Exceed(const std::string& above) { above_ = above; }
  grpc::Status ListLimits(grpc::ServerContext*, const budgets::v1::ListLimitsRequest*,
                          budgets::v1::ContractLimits* response) override {
    budgets::v1::Limit* limit = response->add_limits();
    limit->set_code("indirect");
    limit->set_title("Непреки разходи");
    limit->mutable_above_verified()->set_amount(above_);
    limit->mutable_above_verified()->set_currency("BGN");
    return grpc::Status::OK;
  }

 private:
  std::string above_ = "0.00";
};

// The closing of the contract's budget: the highest number holds, and nothing is closed while costs are
// reserved.
class FakeBudgetClosings final : public budgets::v1::BudgetClosingsService::Service {
 public:
  void Reserve(int count) {
    absl::MutexLock lock(&mutex_);
    reserved_ = count;
  }
  // At the next closing a cost is reserved in the last moment.
  void ReserveAtTheNextClosing() {
    absl::MutexLock lock(&mutex_);
    slips_in_ = true;
  }
  void FailNext(int times) {
    absl::MutexLock lock(&mutex_);
    failures_ = times;
  }
  // As after a restore of payments: it has heard of more steps than payments knows.
  void HasHeard(int64_t number) {
    absl::MutexLock lock(&mutex_);
    number_ = number;
  }
  std::string closed_on() {
    absl::MutexLock lock(&mutex_);
    return closed_on_;
  }
  int64_t number() {
    absl::MutexLock lock(&mutex_);
    return number_;
  }
  grpc::Status FollowMoneyClosing(grpc::ServerContext*,
                                  const budgets::v1::FollowMoneyClosingRequest* request,
                                  budgets::v1::BudgetClosing* response) override {
    absl::MutexLock lock(&mutex_);
    const bool closes = !request->closed_on().empty();
    if (!request->validate_only() && failures_ > 0) {
      --failures_;
      return grpc::Status(grpc::StatusCode::UNAVAILABLE, "away");
    }
    if (closes && slips_in_ && !request->validate_only()) reserved_ = 1;
    const bool hindered = closes && !request->is_closed() && reserved_ > 0;
    response->set_contract(request->name());
    response->set_number(number_);
    response->set_closed_on(closed_on_);
    if (!hindered && request->number() > number_) {
      response->set_number(request->number());
      response->set_closed_on(request->closed_on());
      if (!request->validate_only()) {
        number_ = request->number();
        closed_on_ = request->closed_on();
      }
    }
    response->set_reserved_count(reserved_);
    if (reserved_ == 0) return grpc::Status::OK;
    response->mutable_reserved()->set_amount("12.50");
    response->mutable_reserved()->set_currency("BGN");
    response->add_reserved_costs(Cost("77"));
    return grpc::Status::OK;
  }

 private:
  absl::Mutex mutex_;
  int reserved_ ABSL_GUARDED_BY(mutex_) = 0;
  bool slips_in_ ABSL_GUARDED_BY(mutex_) = false;
  int failures_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t number_ ABSL_GUARDED_BY(mutex_) = 0;
  std::string closed_on_ ABSL_GUARDED_BY(mutex_);
};

class ClosingsTest : public testing::PaymentsTest {
 protected:
  ClosingsTest() {
    grpc::ServerBuilder builder;
    builder.RegisterService(&budgets_);
    builder.RegisterService(&limits_);
    builder.RegisterService(&budget_closings_);
    both_ = builder.BuildAndStart();
    role_.world().peers().Set("budgets", both_->InProcessChannel({}));
    closings_ = v1::ClosingsService::NewStub(role_.channel());
  }
  ~ClosingsTest() override { both_->Shutdown(); }

  absl::StatusOr<v1::Closing> Show(const rpc::Actor& actor = Auditor()) {
    v1::GetClosingRequest request;
    request.set_name(kClosing);
    return rpc::Call<v1::Closing>(role_.Scope(actor), *closings_, &Closings::GetClosing, request);
  }
  absl::StatusOr<v1::Closing> Close(const std::string& request_id, const std::string& on = "2018-06-01",
                                    bool rehearsal = false) {
    v1::CloseMoneyRequest request;
    request.set_name(kClosing);
    request.set_closed_on(on);
    request.set_reference("93-01-20");
    request.set_request_id(request_id);
    request.set_validate_only(rehearsal);
    return rpc::Call<v1::Closing>(role_.Scope(Owner()), *closings_, &Closings::CloseMoney, request);
  }
  absl::StatusOr<v1::Closing> Reopen(const std::string& request_id) {
    v1::ReopenMoneyRequest request;
    request.set_name(kClosing);
    request.set_reason("Съдебно решение");
    request.set_request_id(request_id);
    return rpc::Call<v1::Closing>(role_.Scope(Owner()), *closings_, &Closings::ReopenMoney, request);
  }
  // An accepted final claim of 10.00 that was not paid.
  std::string AcceptedFinal() {
    budgets_.AddCost(Cost("9"), Leva(850, 150));
    v1::Claim claim = Interim({"9"});
    claim.set_kind(v1::FINAL);
    const absl::StatusOr<v1::Claim> created = Create(claim, "create-final");
    EXPECT_TRUE(created.ok()) << created.status();
    EXPECT_TRUE(Send(created->name()).ok());
    EXPECT_TRUE(Verify(created->name(), "verify-final").ok());
    return created->name();
  }
  void Settle() { EXPECT_TRUE(Pay(AcceptedFinal(), Leva(850, 150), "pay-final").ok()); }

  FakeLimits limits_;
  FakeBudgetClosings budget_closings_;
  std::unique_ptr<grpc::Server> both_;
  std::unique_ptr<Closings> closings_;
};

TEST_F(ClosingsTest, OfASettledContract_ClosesAndSaysSo) {
  Settle();
  EXPECT_THAT(Show()->obstacles(), IsEmpty());
  EXPECT_EQ(Show()->state(), v1::MONEY_OPEN);

  const auto closed = Close("close-1");

  ASSERT_TRUE(closed.ok()) << closed.status();
  EXPECT_EQ(closed->state(), v1::MONEY_CLOSED);
  EXPECT_EQ(closed->closed_on(), "2018-06-01");
  EXPECT_EQ(closed->closed_by(), "owner@mineralni-bani");
  EXPECT_EQ(closed->closings(), 1);
  EXPECT_EQ(LastEvent<v1::ContractMoneyClosed>().contract(), kContract);
  EXPECT_EQ(Count("contract where closed_on = '2018-06-01' and closed_recorded_at is not null"), 1);
}

TEST_F(ClosingsTest, WithSomethingOpen_NamesAllOfItAtOnce) {
  AcceptedFinal();
  limits_.Exceed("0.05");

  const auto closed = Close("close-1");

  EXPECT_EQ(ReasonOf(closed.status()), "CONTRACT_MONEY_NOT_SETTLED");
  std::vector<std::string> found;
  for (const Violation& violation : ViolationsOf(closed.status())) {
    found.push_back(violation.field + " " + violation.reason);
  }
  EXPECT_THAT(found,
              ElementsAre("claims/1 CLOSING_CLAIM_UNPAID", "limits/indirect CLOSING_LIMIT_EXCEEDED"));
  const auto shown = Show();
  ASSERT_EQ(shown->obstacles_size(), 2);
  EXPECT_THAT(shown->obstacles(0).text_bg(), HasSubstr("10.00 BGN"));
  EXPECT_THAT(shown->obstacles(0).text_en(), HasSubstr("neither paid nor deducted"));
  EXPECT_EQ(Count("contract where closed_on is not null"), 0);
}

TEST_F(ClosingsTest, WithReservedCosts_NamesThem) {
  Settle();
  budget_closings_.Reserve(2);

  const auto closed = Close("close-1");

  EXPECT_EQ(ReasonOf(closed.status()), "CONTRACT_MONEY_NOT_SETTLED");
  ASSERT_EQ(ViolationsOf(closed.status()).size(), 1u);
  EXPECT_EQ(ViolationsOf(closed.status())[0].reason, "CLOSING_COSTS_RESERVED");
  EXPECT_THAT(
      ViolationsOf(closed.status())[0].values,
      ::testing::IsSupersetOf({Pair("count", "2"), Pair("amount", "12.50"), Pair("costs", "77, …")}));
  EXPECT_THAT(Show()->obstacles(0).text_bg(), HasSubstr("tranche costs withdraw"));
  EXPECT_EQ(budget_closings_.number(), 0);  // It was not even asked to close.
  budget_closings_.Reserve(0);
  EXPECT_TRUE(Close("close-2").ok());
  EXPECT_EQ(budget_closings_.closed_on(), "2018-06-01");
}

TEST_F(ClosingsTest, CostThatIsRecordedInTheLastMoment_HindersIt) {
  Settle();
  budget_closings_.ReserveAtTheNextClosing();

  const auto closed = Close("close-1");

  EXPECT_EQ(ReasonOf(closed.status()), "CONTRACT_MONEY_NOT_SETTLED");
  EXPECT_EQ(budget_closings_.closed_on(), "");
  EXPECT_EQ(Count("contract where closed_on is not null"), 0);
  EXPECT_EQ(Count("contract where budget_step_closes"), 0);
}

TEST_F(ClosingsTest, BudgetsIsAway_NothingIsClosedAndTheBudgetIsOpenedLater) {
  Settle();
  budget_closings_.FailNext(2);  // The closing, and the opening after it.

  EXPECT_EQ(Close("close-1").status().code(), absl::StatusCode::kUnavailable);

  EXPECT_EQ(Count("contract where closed_on is not null"), 0);
  EXPECT_EQ(Count("contract where budget_step_heard < budget_step and not budget_step_closes"), 1);
  BudgetSteps steps(role_.context());
  EXPECT_EQ(steps.SettleLeftBehind(BudgetSteps::kTaking), 1);
  EXPECT_EQ(budget_closings_.closed_on(), "");
  EXPECT_EQ(budget_closings_.number(), 2);
  EXPECT_EQ(steps.SettleLeftBehind(BudgetSteps::kTaking), 0);
  EXPECT_TRUE(Close("close-1").ok());
}

TEST_F(ClosingsTest, BudgetsKnowsALaterStep_NothingIsClosedOverAnOpenBudget) {
  Settle();
  budget_closings_.HasHeard(3);

  EXPECT_EQ(ReasonOf(Close("close-1").status()), "CONFLICT_RETRY");
  EXPECT_EQ(Count("contract where closed_on is not null"), 0);
  EXPECT_EQ(budget_closings_.closed_on(), "");

  // Each attempt takes higher numbers, so that the next ones come through.
  absl::StatusOr<v1::Closing> closed = Close("close-1");
  for (int i = 0; i < 3 && !closed.ok(); ++i) closed = Close("close-1");
  ASSERT_TRUE(closed.ok()) << closed.status();
  EXPECT_EQ(budget_closings_.closed_on(), "2018-06-01");
}

// A process that ended between the two: budgets has closed, and nobody closes the money.
TEST_F(ClosingsTest, StepThatNobodyFinished_IsTakenBackWhenItIsOld) {
  Settle();
  ASSERT_TRUE(Close("close-1").ok());
  sandbox_.Inspect(
      "update payments.contract set closed_on = null, closed_by = null, closed_recorded_at = null");
  BudgetSteps steps(role_.context());
  EXPECT_EQ(steps.SettleLeftBehind(BudgetSteps::kTaking), 0);
  EXPECT_EQ(budget_closings_.closed_on(), "2018-06-01");

  sandbox_.Inspect("update payments.contract set budget_step_at = now() - interval '3 minutes'");
  EXPECT_EQ(steps.SettleLeftBehind(BudgetSteps::kTaking), 1);
  EXPECT_EQ(budget_closings_.closed_on(), "");
}

TEST_F(ClosingsTest, ReopenedAndRehearsed_TheBudgetFollows) {
  Settle();
  ASSERT_TRUE(Close("close-1", "2018-06-01", /*rehearsal=*/true).ok());
  EXPECT_EQ(budget_closings_.number(), 0);
  ASSERT_TRUE(Close("close-1").ok());
  EXPECT_EQ(budget_closings_.closed_on(), "2018-06-01");
  ASSERT_TRUE(Reopen("reopen-1").ok());
  EXPECT_EQ(budget_closings_.closed_on(), "");
  ASSERT_TRUE(Close("close-2", "2018-07-01").ok());
  EXPECT_EQ(budget_closings_.closed_on(), "2018-07-01");
  EXPECT_EQ(budget_closings_.number(), 3);
}

TEST_F(ClosingsTest, AfterTheClosing_NothingOfTheMoneyChanges) {
  Settle();
  ASSERT_TRUE(Close("close-1").ok());
  budgets_.AddCost(Cost("10"), Leva(850, 150));
  for (const absl::Status& refused :
       {Create(Interim({"10"}), "create-late").status(),
        Create(Advance(Leva(85, 15)), "advance").status(),
        Pay(std::string(kContract) + "/claims/1", Leva(1, 0), "pay-late").status()}) {
    EXPECT_EQ(ReasonOf(refused), "CONTRACT_MONEY_CLOSED") << refused;
    EXPECT_THAT(ValuesOf(refused), Contains(Pair("day", "2018-06-01")));
  }
  // A repeat is answered as it was.
  EXPECT_TRUE(Pay(std::string(kContract) + "/claims/1", Leva(850, 150), "pay-final").ok());
  EXPECT_TRUE(Show().ok());
}

TEST_F(ClosingsTest, ReopenedWithAReason_TakesWritesAgain) {
  Settle();
  EXPECT_EQ(ReasonOf(Reopen("reopen-1").status()), "CLOSING_WRONG_STATE");
  ASSERT_TRUE(Close("close-1").ok());
  EXPECT_EQ(ReasonOf(Close("close-2").status()), "CLOSING_WRONG_STATE");

  const auto reopened = Reopen("reopen-2");

  ASSERT_TRUE(reopened.ok()) << reopened.status();
  EXPECT_EQ(reopened->state(), v1::MONEY_OPEN);
  EXPECT_EQ(reopened->reopening_reason(), "Съдебно решение");
  EXPECT_EQ(LastEvent<v1::ContractMoneyReopened>().closing().reopening_reason(), "Съдебно решение");
  const auto again = Close("close-3", "2018-07-01");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->closings(), 2);
}

TEST_F(ClosingsTest, SentTwiceAndRehearsed_IsOneClosing) {
  Settle();
  ASSERT_TRUE(Close("close-1", "2018-06-01", /*rehearsal=*/true).ok());
  EXPECT_EQ(Count("contract where closed_on is not null"), 0);
  const auto first = Close("close-2");
  const auto second = Close("close-2");
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->SerializeAsString(), second->SerializeAsString());
  EXPECT_EQ(second->closings(), 1);
}

TEST_F(ClosingsTest, TheContract_EndsWithItsMoneyAndGoesOnWithIt) {
  Settle();
  ASSERT_TRUE(Close("close-1", "2018-06-01", /*rehearsal=*/true).ok());
  EXPECT_EQ(proposals_.EndOf(kContract), "");
  ASSERT_TRUE(Close("close-2").ok());
  EXPECT_EQ(proposals_.EndOf(kContract), "2018-06-01");
  ASSERT_TRUE(Reopen("reopen-1").ok());
  EXPECT_EQ(proposals_.EndOf(kContract), "");
  EXPECT_EQ(Count("contract where closing_told = 2"), 1);
}

TEST_F(ClosingsTest, ProposalsThatIsAway_HearsOfItLater) {
  Settle();
  proposals_.FailEndings(1);
  ASSERT_TRUE(Close("close-1").ok());
  EXPECT_EQ(proposals_.EndOf(kContract), "");
  EXPECT_EQ(Count("contract where closing_told = 0"), 1);

  Ends ends(role_.context());

  EXPECT_EQ(ends.TellLeftBehind(), 1);
  EXPECT_EQ(proposals_.EndOf(kContract), "2018-06-01");
  EXPECT_EQ(ends.TellLeftBehind(), 0);
}

TEST_F(ClosingsTest, MovementThatIsNoPayment_IsExplainedAndLetsItClose) {
  Settle();
  const auto bank = v1::BankService::NewStub(role_.channel());
  const auto explanations = v1::BankExplanationsService::NewStub(role_.channel());
  v1::ImportBankStatementRequest statement;
  statement.set_parent("organisations/mineralni-bani");
  statement.set_file_name("april.csv");
  statement.set_content(
      "IBAN;BG80BNBG96611020345678\nВалута;BGN\nДата;Сума;Основание;Референция\n"
      "16.04.2018;7.00;Грешен превод BG05M9OP001-2.005-0063-C01;R-1\n"
      "17.04.2018;-2.50;Такса BG05M9OP001-2.005-0063-C01;R-2\n");
  statement.set_request_id("import");
  ASSERT_TRUE(rpc::Call<v1::BankStatement>(role_.Scope(Owner()), *bank,
                                           &v1::BankService::Stub::ImportBankStatement, statement)
                  .ok());
  ASSERT_EQ(Show()->obstacles_size(), 1);
  EXPECT_EQ(Show()->obstacles(0).reason(), "CLOSING_ENTRY_UNEXPLAINED");
  v1::ExplainBankEntryRequest explain;
  explain.set_parent(kContract);
  explain.mutable_explanation()->set_entry("organisations/mineralni-bani/bankEntries/1");
  explain.mutable_explanation()->set_kind(v1::RETURNED_TRANSFER);
  explain.mutable_explanation()->set_note("върнат на 18.04. с платежно 12");
  explain.set_request_id("explain-1");
  const auto explained =
      rpc::Call<v1::BankExplanation>(role_.Scope(Owner()), *explanations,
                                     &v1::BankExplanationsService::Stub::ExplainBankEntry, explain);
  ASSERT_TRUE(explained.ok()) << explained.status();
  EXPECT_EQ(explained->state(), v1::EXPLANATION_IN_FORCE);
  // A fee went: it waits for a second person, and until then nothing is closed.
  explain.mutable_explanation()->set_entry("organisations/mineralni-bani/bankEntries/2");
  explain.mutable_explanation()->set_kind(v1::BANK_FEE);
  explain.set_request_id("explain-2");
  const auto fee =
      rpc::Call<v1::BankExplanation>(role_.Scope(Owner()), *explanations,
                                     &v1::BankExplanationsService::Stub::ExplainBankEntry, explain);
  ASSERT_TRUE(fee.ok()) << fee.status();
  ASSERT_EQ(Show()->obstacles_size(), 1);
  EXPECT_EQ(Show()->obstacles(0).reason(), "CLOSING_EXPLANATION_AWAITED");
  v1::ConfirmBankExplanationRequest confirm;
  confirm.set_name(fee->name());
  confirm.set_request_id("confirm");
  ASSERT_TRUE(rpc::Call<v1::BankExplanation>(role_.Scope(Approver()), *explanations,
                                             &v1::BankExplanationsService::Stub::ConfirmBankExplanation,
                                             confirm)
                  .ok());
  EXPECT_TRUE(Close("close-1").ok());
}

TEST_F(ClosingsTest, OnAWrongDay_IsRefused) {
  Settle();
  // The money arrived on 1 March 2018.
  EXPECT_EQ(ReasonOf(Close("close-1", "2018-02-28").status()), "DAYS_OUT_OF_ORDER");
  EXPECT_EQ(ReasonOf(Close("close-2", "2099-01-01").status()), "DAY_IN_FUTURE");
  EXPECT_TRUE(Close("close-3", "2018-03-01").ok());
}

TEST_F(ClosingsTest, OfAContractThatIsNotThere_IsNotFound) {
  v1::GetClosingRequest request;
  request.set_name("organisations/mineralni-bani/contracts/BG05M9OP001-1.001-0001-C01/closing");
  EXPECT_TRUE(absl::IsNotFound(
      rpc::Call<v1::Closing>(role_.Scope(Auditor()), *closings_, &Closings::GetClosing, request)
          .status()));
}

}  // namespace
}  // namespace tranche::payments::closing
