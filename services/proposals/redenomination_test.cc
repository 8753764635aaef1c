// SPDX-License-Identifier: EUPL-1.2
#include "proposals/redenomination.h"

#include <gtest/gtest.h>

#include "platform/base/error.h"

namespace tranche::proposals {
namespace {

Changeover LevToEuro() {
  return {.from = Currency::kBgn,
          .to = Currency::kEur,
          .day = absl::CivilDay(2026, 1, 1),
          .rate = "1.95583",
          .legal_source = "чл. 12",
          .verified = true};
}

const absl::CivilDay kToday(2026, 2, 2);

Contract MineralniBani(absl::CivilDay ends_on = absl::CivilDay(2026, 10, 18)) {
  Contract contract;
  contract.number = "BG05M9OP001-2.005-0063-C01";
  contract.ends_on = ends_on;
  contract.amount = {.eu = Money::Minor(321'307'23, Currency::kBgn),
                     .national = Money::Minor(56'701'27, Currency::kBgn),
                     .own = Money::Minor(0, Currency::kBgn)};
  return contract;
}

std::string Refusal(const Contract& contract, bool still_to_settle = false,
                    absl::CivilDay today = kToday) {
  return ReasonOf(DecideRedenomination(contract, LevToEuro(), still_to_settle, today).status());
}

TEST(DecideRedenomination, ARunningContract_IsConvertedByTheLaw) {
  const absl::StatusOr<ThreePart> after =
      DecideRedenomination(MineralniBani(), LevToEuro(), false, kToday);

  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_EQ(*Total(*after), Money::Minor(193'272'68, Currency::kEur));
}

// Every state by the one event there is: to be converted.
TEST(DecideRedenomination, EveryState_IsConvertedOrRefusedWithItsReason) {
  EXPECT_EQ(Refusal(MineralniBani()), "");

  Contract waits = MineralniBani();
  waits.open_change = "versions/2";
  EXPECT_EQ(StateOf(waits, LevToEuro(), false), RedenominationState::kWaits);
  EXPECT_EQ(Refusal(waits), "REDENOMINATION_WAITS");
  waits.open_change = "packages/3#7";
  EXPECT_EQ(Refusal(waits), "REDENOMINATION_WAITS");
  EXPECT_EQ(WaitsFor(waits), "packages/3");  // Without the number of its hold.

  const Contract ended = MineralniBani(absl::CivilDay(2025, 12, 31));
  EXPECT_EQ(StateOf(ended, LevToEuro(), false), RedenominationState::kEndedBefore);
  EXPECT_EQ(Refusal(ended), "REDENOMINATION_NOT_RUNNING");
  EXPECT_EQ(Refusal(ended, /*still_to_settle=*/true), "");
  Contract ended_and_open = ended;
  ended_and_open.open_change = "packages/3#7";
  EXPECT_EQ(Refusal(ended_and_open, /*still_to_settle=*/true), "REDENOMINATION_WAITS");

  Contract euro = MineralniBani();
  euro.amount = ZeroParts(Currency::kEur);
  EXPECT_EQ(StateOf(euro, LevToEuro(), false), RedenominationState::kNotConcerned);
  EXPECT_EQ(Refusal(euro), "REDENOMINATION_NOT_NEEDED");

  EXPECT_EQ(StateOf(euro, LevToEuro(), /*converted=*/true), RedenominationState::kConverted);
}

TEST(DecideRedenomination, TheLastDayBeforeAndTheFirstDay) {
  EXPECT_EQ(Refusal(MineralniBani(), false, absl::CivilDay(2025, 12, 31)), "REDENOMINATION_TOO_EARLY");
  EXPECT_EQ(Refusal(MineralniBani(), false, absl::CivilDay(2026, 1, 1)), "");
  EXPECT_EQ(StateOf(MineralniBani(absl::CivilDay(2026, 1, 1)), LevToEuro(), false),
            RedenominationState::kToConvert);
}

TEST(DifferencesOf, OnlyPartsThatDifferFromTheirOwnConversion) {
  const auto leva = [](int64_t minor) { return Money::Minor(minor, Currency::kBgn); };
  const ThreePart before = {.eu = leva(1'95), .national = leva(1'95), .own = leva(1'95)};
  Contract contract = MineralniBani();
  contract.amount = before;
  const ThreePart after = *DecideRedenomination(contract, LevToEuro(), false, kToday);

  const std::vector<PartDifference> differences = DifferencesOf(before, after);

  // 1.00 each by itself; together 3.90 lev are 1.99 and 5.85 are 2.99.
  ASSERT_EQ(differences.size(), 1u);
  EXPECT_EQ(differences[0].of, "national");
  EXPECT_EQ(differences[0].converted, Money::Minor(1'00, Currency::kEur));
  EXPECT_EQ(differences[0].kept, Money::Minor(99, Currency::kEur));
}

}  // namespace
}  // namespace tranche::proposals
