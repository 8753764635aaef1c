// SPDX-License-Identifier: EUPL-1.2
#include "budgets/documents/credit_note.h"

#include <gtest/gtest.h>

#include "platform/base/error.h"

namespace tranche::budgets {
namespace {

DocumentBalance Of(Currency currency, int64_t total, int64_t claimable, int64_t claimed) {
  return {.issuer_eik = "",
          .total = Money::Minor(total, currency),
          .claimable = Money::Minor(claimable, currency),
          .claimed = Money::Minor(claimed, currency),
          .credited = Money::Zero(currency),
          .first_cost = ""};
}

TEST(CreditNote, InTheCurrencyOfTheBooks_StaysAsItIs) {
  const auto note = ConvertNote({"BGN", 120'00, 20'00}, Of(Currency::kBgn, 500'00, 500'00, 0), {});
  ASSERT_TRUE(note.ok()) << note.status();
  EXPECT_EQ(note->amount, Money::Minor(120'00, Currency::kBgn));
  EXPECT_EQ(note->vat, Money::Minor(20'00, Currency::kBgn));
  EXPECT_EQ(note->rate, "");
}

TEST(CreditNote, BetweenLevAndEuro_IsConvertedByTheFixedRate) {
  const auto in_euro = ConvertNote({"EUR", 100'00, 0}, Of(Currency::kBgn, 500'00, 500'00, 0), {});
  ASSERT_TRUE(in_euro.ok()) << in_euro.status();
  EXPECT_EQ(in_euro->amount, Money::Minor(195'58, Currency::kBgn));
  EXPECT_EQ(in_euro->rate, "1.95583");
  const auto in_lev = ConvertNote({"BGN", 195'58, 32'60}, Of(Currency::kEur, 500'00, 500'00, 0), {});
  ASSERT_TRUE(in_lev.ok()) << in_lev.status();
  EXPECT_EQ(in_lev->amount, Money::Minor(100'00, Currency::kEur));
  EXPECT_EQ(in_lev->vat, Money::Minor(16'67, Currency::kEur));
}

TEST(CreditNote, InTheDocumentsOwnCurrency_IsConvertedByTheDocumentsRate) {
  // 108.35 dollars at 1.0835 for a euro.
  const DocumentRate rate{.currency = "USD", .rate = "1.0835"};
  const auto note = ConvertNote({"USD", 108'35, 0}, Of(Currency::kEur, 1000'00, 1000'00, 0), rate);
  ASSERT_TRUE(note.ok()) << note.status();
  EXPECT_EQ(note->amount, Money::Minor(100'00, Currency::kEur));
  EXPECT_EQ(note->rate, "1.0835");
}

TEST(CreditNote, InACurrencyThatTheDocumentHasNoRateOf_IsRefused) {
  const DocumentRate rate{.currency = "USD", .rate = "1.0835"};
  const auto other = ConvertNote({"CHF", 1'00, 0}, Of(Currency::kEur, 1000'00, 1000'00, 0), rate);
  EXPECT_EQ(ReasonOf(other.status()), "CREDIT_NOTE_CURRENCY_DIFFERS");
  EXPECT_EQ(ValuesOf(other.status()), (ErrorValues{{"document", "USD"}, {"given", "CHF"}}));
  const auto plain = ConvertNote({"USD", 1'00, 0}, Of(Currency::kBgn, 1000'00, 1000'00, 0), {});
  EXPECT_EQ(ValuesOf(plain.status()), (ErrorValues{{"document", "BGN"}, {"given", "USD"}}));
}

TEST(CreditNote, CentOfRoundingAboveTheRest_TakesTheRest) {
  // 102.26 euro are 200.00 lev; 200.00 lev less what is claimed leaves 199.99.
  const auto note = ConvertNote({"EUR", 102'26, 0}, Of(Currency::kBgn, 200'00, 200'00, 1), {});
  ASSERT_TRUE(note.ok()) << note.status();
  EXPECT_EQ(note->amount, Money::Minor(199'99, Currency::kBgn));
}

TEST(CreditNote, MoreThanRoundingAboveTheRest_IsLeftToBeRefused) {
  const auto note = ConvertNote({"EUR", 102'26, 0}, Of(Currency::kBgn, 200'00, 200'00, 10), {});
  ASSERT_TRUE(note.ok()) << note.status();
  EXPECT_EQ(note->amount, Money::Minor(200'00, Currency::kBgn));
}

}  // namespace
}  // namespace tranche::budgets
