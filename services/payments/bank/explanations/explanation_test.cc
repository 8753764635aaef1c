// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/explanations/explanation.h"

#include <gtest/gtest.h>

#include <map>
#include <utility>

#include "platform/base/error.h"

namespace tranche::payments::bank {
namespace {

using S = ExplanationState;
using E = ExplanationStep;

Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }

Explanation Of(S state) {
  return {.organisation = "mineralni-bani",
          .contract_id = "C01",
          .number = 2,
          .entry_number = 17,
          .kind = "BANK_FEE",
          .note = "такса по тарифа",
          .amount = Leva(-5'00),
          .state = state,
          .explained_by = "maria@mineralni-bani"};
}

// The table of README.md; every pair that is not in it is refused.
TEST(Explanation, EveryStateAndStep_IsAsTheTableSays) {
  const std::map<std::pair<S, E>, S> table = {{{S::kAwaited, E::kConfirm}, S::kInForce},
                                              {{S::kAwaited, E::kWithdraw}, S::kWithdrawn},
                                              {{S::kInForce, E::kWithdraw}, S::kWithdrawn}};
  int pairs = 0;
  for (const S state : kExplanationStates) {
    for (const E step : kExplanationSteps) {
      ++pairs;
      const auto stated = table.find({state, step});
      const absl::StatusOr<Explanation> moved =
          step == E::kConfirm ? Confirm(Of(state), "ivan@mineralni-bani")
                              : Withdraw(Of(state), "ivan@mineralni-bani", "грешка");
      if (stated == table.end()) {
        EXPECT_EQ(ReasonOf(moved.status()), "EXPLANATION_WRONG_STATE") << Name(state);
      } else {
        ASSERT_TRUE(moved.ok()) << moved.status();
        EXPECT_EQ(moved->state, stated->second) << Name(state);
      }
    }
  }
  EXPECT_EQ(pairs, 6);
}

TEST(Explanation, StateNames_AreReadBack) {
  for (const S state : kExplanationStates) EXPECT_EQ(ExplanationStateOf(Name(state)), state);
  EXPECT_EQ(ExplanationStateOf("BANK_FEE"), std::nullopt);
}

TEST(Explanation, MoneyThatWent_WaitsForAnotherPerson) {
  EXPECT_EQ(Begin("17", Leva(-5'00), 2'00)->amount, Leva(-3'00));
  EXPECT_EQ(Begin("17", Leva(-5'00), 2'00)->state, S::kAwaited);
  EXPECT_EQ(ReasonOf(Confirm(Of(S::kAwaited), "maria@mineralni-bani").status()),
            "EXPLANATION_CONFIRMED_BY_AUTHOR");
  EXPECT_EQ(Confirm(Of(S::kAwaited), "ivan@mineralni-bani")->confirmed_by, "ivan@mineralni-bani");
}

TEST(Explanation, MoneyThatCame_CountsAtOnce) {
  EXPECT_EQ(Begin("17", Leva(5'00), 0)->amount, Leva(5'00));
  EXPECT_EQ(Begin("17", Leva(5'00), 0)->state, S::kInForce);
}

TEST(Explanation, MovementThatIsMatchedInFull_HasNothingToExplain) {
  EXPECT_EQ(ReasonOf(Begin("17", Leva(-5'00), 5'00).status()), "BANK_ENTRY_NOTHING_LEFT");
}

constexpr char kOwn[] = "BG80BNBG96611020345678";
constexpr char kOther[] = "BG18RZBB91550123456789";

TEST(OtherAccountOf, Transfer_IsToWhatTheMovementNamesElseToWhatIsGiven) {
  EXPECT_EQ(OtherAccountOf("OWN_TRANSFER", "", kOther).value(), kOther);
  EXPECT_EQ(OtherAccountOf("OWN_TRANSFER", "bg18 rzbb 9155 0123 4567 89", "").value(), kOther);
  EXPECT_EQ(OtherAccountOf("OWN_TRANSFER", kOther, "BG18 RZBB 9155 0123 4567 89").value(), kOther);
  EXPECT_EQ(OtherAccountOf("BANK_FEE", "", kOther).value(), "");
}

TEST(OtherAccountOf, AccountThatIsMissingOrAnotherOrOutOfPlace_IsRefused) {
  const auto reason = [](const char* kind, const char* asked, const char* named) {
    return ReasonOf(OtherAccountOf(kind, asked, named).status());
  };
  EXPECT_EQ(reason("OWN_TRANSFER", "", ""), "BANK_TRANSFER_WITHOUT_ACCOUNT");
  EXPECT_EQ(reason("OWN_TRANSFER", kOwn, kOther), "BANK_TRANSFER_ACCOUNT_DIFFERS");
  EXPECT_EQ(reason("OWN_TRANSFER", "BG18RZBB91550123456788", ""), "IBAN_INVALID");
  EXPECT_EQ(reason("BANK_FEE", kOther, ""), "BANK_ACCOUNT_ONLY_OF_TRANSFER");
}

TEST(CheckOtherAccount, AccountThatIsNotOwnOrTheSame_IsRefused) {
  EXPECT_TRUE(CheckOtherAccount(kOther, kOwn, /*is_own=*/true).ok());
  EXPECT_EQ(ReasonOf(CheckOtherAccount(kOther, kOwn, /*is_own=*/false)), "BANK_TRANSFER_NOT_OWN");
  EXPECT_EQ(ReasonOf(CheckOtherAccount(kOwn, kOwn, /*is_own=*/true)), "BANK_TRANSFER_NOT_OWN");
}

}  // namespace
}  // namespace tranche::payments::bank
