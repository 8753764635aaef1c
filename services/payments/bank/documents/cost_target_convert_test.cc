// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/documents/cost_target_convert.h"

#include <gtest/gtest.h>

namespace tranche::payments::bank::convert {
namespace {

void Set(const char* amount, const char* currency, common::v1::Money* money) {
  money->set_amount(amount);
  money->set_currency(currency);
}

// An invoice of 120 dollars, recorded as 195.58 lev, of a contract that was converted to euro since.
budgets::v1::Cost InDollars() {
  budgets::v1::Cost cost;
  cost.set_name("organisations/mineralni-bani/contracts/C01/costs/7");
  cost.set_document_key("invoice");
  budgets::v1::CostDocument* document = cost.mutable_document();
  document->set_type(budgets::v1::INVOICE);
  document->set_number("0000000012");
  document->set_issued_on("2025-11-03");
  document->set_issuer("Supplier Inc.");
  Set("100.00", "EUR", document->mutable_total());
  cost.mutable_original()->set_currency("USD");
  cost.mutable_original()->set_total("120.00");
  Set("195.58", "BGN", cost.mutable_recorded_total());
  return cost;
}

TEST(TargetOf, DocumentInAThirdCurrency_KeepsTheAmountThatWasRecorded) {
  const absl::StatusOr<Target> target = TargetOf(InDollars());
  ASSERT_TRUE(target.ok()) << target.status();
  EXPECT_EQ(target->amount, Money::Minor(195'58, Currency::kBgn));
  EXPECT_EQ(target->record, "costs/7");
}

TEST(OrderedOf, CreditNotes_AreToldBesideWhatItSays) {
  budgets::v1::Cost cost = InDollars();
  EXPECT_TRUE(OrderedOf(cost)->credited.IsZero());
  Set("10.00", "EUR", cost.mutable_credited());
  const absl::StatusOr<OrderedDocument> document = OrderedOf(cost);
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(document->total, Money::Minor(195'58, Currency::kBgn));
  EXPECT_EQ(document->credited, Money::Minor(10'00, Currency::kEur));
  EXPECT_EQ(document->document_key, "invoice");
  EXPECT_EQ(document->cost_id, "7");
}

}  // namespace
}  // namespace tranche::payments::bank::convert
