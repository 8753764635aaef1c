// SPDX-License-Identifier: EUPL-1.2
// Everything that is wrong with a request is told at once, each with its field.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "payments/testing/recoveries_fixture.h"
#include "platform/base/error.h"
#include "platform/convert/money.h"

namespace tranche::payments::recoveries {
namespace {

using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

using testing::Cases;
using testing::Debts;
using testing::kContract;
using testing::Part;

constexpr char kAnother[] = "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-9999-C01";
constexpr char kTomorrow[] = "2018-09-02";

using Faults = std::vector<std::pair<std::string, std::string>>;

Faults FaultsOf(const absl::Status& status) {
  Faults faults;
  for (const Violation& violation : ViolationsOf(status)) {
    faults.emplace_back(violation.field, violation.reason);
  }
  return faults;
}

common::v1::Money Euro(int64_t minor) {
  return tranche::convert::ToProto(Money::Minor(minor, Currency::kEur));
}

using RecoveriesFaultsTest = testing::RecoveriesTest;

TEST_F(RecoveriesFaultsTest, NewDebt_TellsAllAtOnce) {
  v1::Debt debt = Overpaid(0, 0);
  *debt.mutable_principal()->mutable_eu() = Euro(100);
  *debt.mutable_principal()->mutable_national() =
      tranche::convert::ToProto(Money::Minor(-1, Currency::kBgn));
  debt.set_correction(std::string(kAnother) + "/corrections/1");
  debt.set_served_on(kTomorrow);
  EXPECT_THAT(FaultsOf(Owe(debt).status()),
              UnorderedElementsAre(Pair("debt.correction", "FIELD_NOT_OF_CHOICE"),
                                   Pair("debt.correction", "RECORD_OF_ANOTHER_CONTRACT"),
                                   Pair("debt.principal.eu", "MONEY_CURRENCY_MIXED"),
                                   Pair("debt.principal.national", "AMOUNT_NEGATIVE"),
                                   Pair("debt.servedOn", "DAY_IN_FUTURE")));
}

// One fault keeps its own reason.
TEST_F(RecoveriesFaultsTest, DebtOfNothing_IsRefusedForThat) {
  const absl::Status refused = Owe(Overpaid(0, 0)).status();
  EXPECT_EQ(ReasonOf(refused), "AMOUNT_NOT_ABOVE_ZERO");
  EXPECT_THAT(FaultsOf(refused), UnorderedElementsAre(Pair("debt.principal", "AMOUNT_NOT_ABOVE_ZERO")));
}

TEST_F(RecoveriesFaultsTest, LaterVersionOfADebt_TellsAllAtOnce) {
  v1::AmendDebtRequest request;
  request.set_name(InForce(Overpaid(100'00, 0)));
  *request.mutable_debt() = Overpaid(0, 0);
  *request.mutable_debt()->mutable_principal()->mutable_eu() = Euro(100);
  request.set_request_id(Key());
  EXPECT_THAT(FaultsOf(Call(*debts_, &Debts::AmendDebt, request).status()),
              UnorderedElementsAre(Pair("debt.principal.eu", "MONEY_CURRENCY_MIXED"),
                                   Pair("debt.amendmentReason", "FIELD_REQUIRED"),
                                   Pair("debt.effectiveOn", "FIELD_REQUIRED")));
}

TEST_F(RecoveriesFaultsTest, Repayment_TellsAllAtOnce) {
  const std::string debt = InForce(Overpaid(100'00, 0));
  v1::RecordRepaymentRequest request = RepayRequest(debt, 0, kTomorrow);
  *request.mutable_repayment()->mutable_amount() = Euro(0);
  EXPECT_THAT(FaultsOf(Call(*debts_, &Debts::RecordRepayment, request).status()),
              UnorderedElementsAre(Pair("repayment.amount", "MONEY_CURRENCY_MIXED"),
                                   Pair("repayment.amount", "AMOUNT_NOT_ABOVE_ZERO"),
                                   Pair("repayment.repaidOn", "DAY_IN_FUTURE")));
}

TEST_F(RecoveriesFaultsTest, Deduction_TellsAllAtOnce) {
  const std::string debt = InForce(Overpaid(100'00, 0));
  v1::OffsetDebtRequest request = OffsetRequest(debt, 1, -5, kTomorrow);
  request.mutable_offset()->set_claim(std::string(kAnother) + "/claims/1");
  EXPECT_THAT(FaultsOf(Call(*debts_, &Debts::OffsetDebt, request).status()),
              UnorderedElementsAre(Pair("offset.amount", "AMOUNT_NOT_ABOVE_ZERO"),
                                   Pair("offset.deductedOn", "DAY_IN_FUTURE"),
                                   Pair("offset.claim", "RECORD_OF_ANOTHER_CONTRACT")));
}

TEST_F(RecoveriesFaultsTest, Correction_TellsAllAtOnce) {
  v1::Correction correction = Procurement(0, 0, {});
  correction.set_decided_on(kTomorrow);
  correction.set_cost(std::string(kAnother) + "/costs/1");
  correction.set_irregularity(std::string(kAnother) + "/irregularities/1");
  EXPECT_THAT(FaultsOf(Correct(correction).status()),
              UnorderedElementsAre(Pair("correction.decidedOn", "DAY_IN_FUTURE"),
                                   Pair("correction.cost", "RECORD_OF_ANOTHER_CONTRACT"),
                                   Pair("correction.irregularity", "RECORD_OF_ANOTHER_CONTRACT"),
                                   Pair("correction.findings", "FIELD_REQUIRED"),
                                   Pair("correction.affected", "AMOUNT_NOT_ABOVE_ZERO")));
}

TEST_F(RecoveriesFaultsTest, CorrectionThatCannotBeRead_IsNotAlsoTooSmall) {
  v1::Correction correction = Procurement(100, 0, {"25"});
  *correction.mutable_affected()->mutable_eu() = Euro(100);
  *correction.mutable_affected()->mutable_national() = Euro(0);
  *correction.mutable_affected()->mutable_own() = Euro(0);
  EXPECT_THAT(FaultsOf(Correct(correction).status()),
              UnorderedElementsAre(Pair("correction.affected", "MONEY_CURRENCY_MIXED")));
}

TEST_F(RecoveriesFaultsTest, LaterVersionOfACorrection_TellsAllAtOnce) {
  const auto draft = Correct(Procurement(8'500'00, 1'500'00, {"25"}));
  ASSERT_TRUE(draft.ok()) << draft.status();
  ASSERT_TRUE(Move(draft->name(), v1::ENTER_RECOVERY).ok());
  v1::Correction next = Procurement(8'500'00, 1'500'00, {"25"});
  next.set_decided_on(kTomorrow);
  EXPECT_THAT(FaultsOf(Amend(draft->name(), next, v1::AMENDMENT_REASON_UNSPECIFIED).status()),
              UnorderedElementsAre(Pair("correction.decidedOn", "DAY_IN_FUTURE"),
                                   Pair("correction.amendmentReason", "FIELD_REQUIRED")));
}

TEST_F(RecoveriesFaultsTest, Case_TellsAllAtOnce) {
  v1::RegisterIrregularityRequest request = CaseRequest(std::string(kAnother) + "/signals/1", 1'00, 0);
  request.mutable_irregularity()->set_register_("ОПЧР-20");
  request.mutable_irregularity()->set_fund("Е С Ф");
  request.mutable_irregularity()->set_registered_on(kTomorrow);
  *request.mutable_irregularity()->mutable_amount() = testing::Leva(1'00, 0, 1);
  EXPECT_THAT(FaultsOf(Call(*cases_, &Cases::RegisterIrregularity, request).status()),
              UnorderedElementsAre(Pair("irregularity.register", "NATIONAL_NUMBER_MALFORMED"),
                                   Pair("irregularity.fund", "NATIONAL_NUMBER_MALFORMED"),
                                   Pair("irregularity.signal", "RECORD_OF_ANOTHER_CONTRACT"),
                                   Pair("irregularity.registeredOn", "DAY_IN_FUTURE"),
                                   Pair("irregularity.amount", "OWN_PART_NOT_ZERO")));
}

TEST_F(RecoveriesFaultsTest, StepOfASignal_TellsAllAtOnce) {
  const auto signal = AddSignal();
  ASSERT_TRUE(signal.ok()) << signal.status();
  const auto removed = [&] {
    v1::MoveSignalRequest request;
    request.set_name(signal->name());
    request.set_step(v1::REMOVE_SIGNAL);
    request.set_on(kTomorrow);
    request.set_classification(v1::IRREGULARITY);
    request.set_request_id(Key());
    return Call(*cases_, &Cases::MoveSignal, request);
  };
  EXPECT_THAT(
      FaultsOf(removed().status()),
      UnorderedElementsAre(Pair("on", "DAY_IN_FUTURE"), Pair("classification", "FIELD_NOT_OF_CHOICE"),
                           Pair("note", "FIELD_REQUIRED")));
}

}  // namespace
}  // namespace tranche::payments::recoveries
