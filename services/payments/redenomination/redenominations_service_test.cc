// SPDX-License-Identifier: EUPL-1.2
// The changeover of a contract's money as its callers see it, with a database of its own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "payments/testing/payments_fixture.h"
#include "tranche/payments/v1/payment_orders_service.grpc.pb.h"
#include "tranche/payments/v1/redenominations_service.grpc.pb.h"

namespace tranche::payments::redenomination {
namespace {

using testing::Auditor;
using testing::kContract;
using testing::Leva;
using testing::Owner;
using testing::Stub;

ThreePart Euro(int64_t eu_minor, int64_t national_minor) {
  return {.eu = Money::Minor(eu_minor, Currency::kEur),
          .national = Money::Minor(national_minor, Currency::kEur),
          .own = Money::Zero(Currency::kEur)};
}

class RedenominationsTest : public testing::PaymentsTest {
 protected:
  void Convert() {
    proposals_.Redenominate("mineralni-bani", kContract, Leva(32130723, 5670127),
                            Euro(16428178, 2899090));
    CatchUp();
  }
  // A contract that is not there makes the service catch up.
  void CatchUp() {
    EXPECT_TRUE(absl::IsNotFound(
        Get("organisations/mineralni-bani/contracts/BG05M9OP001-1.001-0001-C01/claims/1").status()));
  }
  absl::StatusOr<v1::MoneyRedenomination> Show() {
    using RedenominationsStub = v1::RedenominationsService::Stub;
    const auto stub = v1::RedenominationsService::NewStub(role_.channel());
    v1::GetMoneyRedenominationRequest request;
    request.set_name(std::string(kContract) + "/moneyRedenomination");
    return rpc::Call<v1::MoneyRedenomination>(role_.Scope(Auditor()), *stub,
                                              &RedenominationsStub::GetMoneyRedenomination, request);
  }
  absl::StatusOr<v1::CashPosition> Position(const std::string& currency) {
    v1::GetCashPositionRequest request;
    request.set_name(std::string(kContract) + "/cashPosition");
    request.set_currency(currency);
    return Ask(&Stub::GetCashPosition, Auditor(), request);
  }
};

TEST_F(RedenominationsTest, BeforeTheChangeover_NothingIsConverted) {
  AcceptedInterim();
  const auto shown = Show();
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->state(), v1::NOT_REDENOMINATED);
  EXPECT_EQ(shown->amounts_size(), 0);
}

TEST_F(RedenominationsTest, ClaimsAndPayments_KeepBothAmounts) {
  const std::string claim = AcceptedInterim();  // 8.50 + 2.13 and 1.50 + 0.37 lev.
  ASSERT_TRUE(Pay(claim, Leva(1063, 187), "pay").ok());

  Convert();

  const auto converted = Get(claim);
  ASSERT_TRUE(converted.ok()) << converted.status();
  EXPECT_EQ(converted->requested().eu().amount(), "5.44");
  EXPECT_EQ(converted->requested().eu().currency(), "EUR");
  EXPECT_EQ(converted->paid().SerializeAsString(), converted->payable().SerializeAsString());
  const auto shown = Show();
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->state(), v1::REDENOMINATED);
  EXPECT_EQ(shown->on(), "2026-01-01");
  bool payment_is_there = false;
  for (const v1::RestatedAmount& amount : shown->amounts()) {
    if (amount.record() != "payments/PA001") continue;
    payment_is_there = true;
    EXPECT_EQ(amount.before().eu().amount(), "10.63");
    EXPECT_EQ(amount.after().eu().amount(), "5.44");
    EXPECT_EQ(amount.difference().eu().amount(), "0.00");
  }
  EXPECT_TRUE(payment_is_there);
  // The payment itself stays as it was recorded.
  EXPECT_EQ(sandbox_.Inspect("select currency from payments.payment")[0][0].as<std::string>(), "BGN");
}

TEST_F(RedenominationsTest, TheEventHeardTwice_ConvertsOnce) {
  AcceptedInterim();
  Convert();
  const auto first = Show();
  Convert();
  EXPECT_EQ(Show()->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(Count("redenomination"), 1);
}

TEST_F(RedenominationsTest, AnOpenClaim_HoldsTheConversionUntilItIsTakenBack) {
  budgets_.AddCost(testing::Cost("1"), Leva(850, 150));
  const auto draft = Create(Interim({"1"}), "draft");
  ASSERT_TRUE(draft.ok()) << draft.status();

  Convert();

  EXPECT_EQ(Show()->state(), v1::REDENOMINATION_PENDING);
  EXPECT_EQ(Get(draft->name())->requested().eu().currency(), "BGN");
  ASSERT_TRUE(Send(draft->name()).ok());
  EXPECT_EQ(ReasonOf(Verify(draft->name(), "verify").status()), "CLAIM_BEFORE_REDENOMINATION");
}

TEST_F(RedenominationsTest, ADraftThatIsTakenBack_LetsTheConversionGoOn) {
  budgets_.AddCost(testing::Cost("1"), Leva(850, 150));
  const auto draft = Create(Interim({"1"}), "draft");
  ASSERT_TRUE(draft.ok()) << draft.status();
  Convert();
  v1::TakeBackClaimRequest request;
  request.set_name(draft->name());
  request.set_reason("Превалутиране");
  request.set_request_id("take-back");
  ASSERT_TRUE(Ask(&Stub::TakeBackClaim, Owner(), request).ok());
  EXPECT_EQ(Show()->state(), v1::REDENOMINATED);
  EXPECT_EQ(Get(draft->name())->requested().eu().currency(), "EUR");
}

TEST_F(RedenominationsTest, ALaterVersionInEuro_ComesAfterTheConversionThatWaited) {
  budgets_.AddCost(testing::Cost("1"), Leva(850, 150));
  const auto draft = Create(Interim({"1"}), "draft");
  ASSERT_TRUE(draft.ok()) << draft.status();
  Convert();
  v1::TakeBackClaimRequest request;
  request.set_name(draft->name());
  request.set_reason("Превалутиране");
  request.set_request_id("take-back");
  ASSERT_TRUE(Ask(&Stub::TakeBackClaim, Owner(), request).ok());
  // Nobody has looked at the contract since.
  proposals::v1::Contract later = testing::MineralniBani();
  later.set_version(2);
  *later.mutable_amount() = tranche::convert::ToProto(Euro(17000000, 3000000));
  proposals_.Activate("mineralni-bani", later);
  CatchUp();
  EXPECT_EQ(Position("")->granted().eu().amount(), "170000.00");
  EXPECT_EQ(Show()->state(), v1::REDENOMINATED);
  EXPECT_EQ(Get(draft->name())->requested().eu().currency(), "EUR");
}

TEST_F(RedenominationsTest, CashPosition_IsShownInEitherCurrency) {
  const std::string claim = AcceptedInterim();
  ASSERT_TRUE(Pay(claim, Leva(500, 0), "pay").ok());
  const auto lev_before = Position("");
  const auto euro_before = Position("EUR");
  ASSERT_TRUE(euro_before.ok()) << euro_before.status();
  EXPECT_EQ(euro_before->granted().eu().amount(), "164281.78");
  EXPECT_EQ(euro_before->converted_from(), "BGN");

  Convert();

  EXPECT_EQ(Position("")->granted().national().amount(), "28990.90");
  EXPECT_EQ(Position("")->converted_from(), "");
  const auto lev = Position("BGN");
  ASSERT_TRUE(lev.ok()) << lev.status();
  EXPECT_EQ(lev->converted_from(), "EUR");
  // Lev are those that were recorded, not reckoned back.
  EXPECT_EQ(lev->granted().SerializeAsString(), lev_before->granted().SerializeAsString());
  EXPECT_EQ(lev->approved().SerializeAsString(), lev_before->approved().SerializeAsString());
  EXPECT_EQ(lev->paid().SerializeAsString(), lev_before->paid().SerializeAsString());
  EXPECT_EQ(lev->to_pay().SerializeAsString(), lev_before->to_pay().SerializeAsString());
}

TEST_F(RedenominationsTest, OrdersInLevThatWereNotSent_AreCancelled) {
  using OrdersStub = v1::PaymentOrdersService::Stub;
  const auto orders = v1::PaymentOrdersService::NewStub(role_.channel());
  v1::CreatePaymentOrderRequest request;
  request.set_parent(kContract);
  v1::PaymentOrder* order = request.mutable_payment_order();
  order->set_debtor_account("BG80BNBG96611020345678");
  order->set_creditor_name("Доставчик ООД");
  order->set_creditor_account("BG44UNCR70001512345678");
  order->mutable_amount()->set_amount("12.50");
  order->mutable_amount()->set_currency("BGN");
  order->set_remittance("ф-ра 1");
  order->set_execute_on("2018-02-01");
  request.set_request_id("order-1");
  const auto made = rpc::Call<v1::PaymentOrder>(role_.Scope(Owner()), *orders,
                                                &OrdersStub::CreatePaymentOrder, request);
  ASSERT_TRUE(made.ok()) << made.status();

  Convert();

  const auto shown = Show();
  ASSERT_EQ(shown->cancelled_orders_size(), 1);
  EXPECT_EQ(shown->cancelled_orders(0), 1);
  EXPECT_EQ(sandbox_.Inspect("select state from payments.payment_order")[0][0].as<std::string>(),
            "ORDER_CANCELLED");
  request.set_request_id("order-2");
  EXPECT_EQ(ReasonOf(rpc::Call<v1::PaymentOrder>(role_.Scope(Owner()), *orders,
                                                 &OrdersStub::CreatePaymentOrder, request)
                         .status()),
            "MONEY_CURRENCY_MIXED");
}

}  // namespace
}  // namespace tranche::payments::redenomination
