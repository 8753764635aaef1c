// SPDX-License-Identifier: EUPL-1.2
#include "platform/money/annulment.h"

#include <gtest/gtest.h>

#include "platform/base/error.h"

namespace tranche {
namespace {

constexpr absl::CivilDay kToday(2018, 5, 10);

EnteredRecord Payment() {
  return {.number = "PA001", .day = absl::CivilDay(2018, 4, 2), .recorded_by = "maria"};
}

Annulment By(const std::string& person, absl::CivilDay day = absl::CivilDay(2018, 4, 20)) {
  return {.annulled_on = day, .reason = "Два пъти", .reference = "Докладна 1", .annulled_by = person};
}

absl::Status ByFinance(const EnteredRecord& record, const Annulment& annulment) {
  return DecideAnnulment(record, annulment, /*annuller_has_finance=*/true, kToday);
}

TEST(RecordState, EveryPair_BecomesWhatTheTableSays) {
  using State = RecordState;
  using Step = RecordStep;
  EXPECT_EQ(Next(State::kDraft, Step::kEnter), State::kEntered);
  EXPECT_EQ(Next(State::kDraft, Step::kAnnul), std::nullopt);
  EXPECT_EQ(Next(State::kEntered, Step::kEnter), std::nullopt);
  EXPECT_EQ(Next(State::kEntered, Step::kAnnul), State::kAnnulled);
  EXPECT_EQ(Next(State::kAnnulled, Step::kEnter), std::nullopt);
  EXPECT_EQ(Next(State::kAnnulled, Step::kAnnul), std::nullopt);
}

TEST(DecideAnnulment, BySomebodyElse_IsTaken) { EXPECT_TRUE(ByFinance(Payment(), By("georgi")).ok()); }

TEST(DecideAnnulment, OnTheRecordsOwnDayOrToday_IsTaken) {
  EXPECT_TRUE(ByFinance(Payment(), By("georgi", Payment().day)).ok());
  EXPECT_TRUE(ByFinance(Payment(), By("georgi", kToday)).ok());
}

TEST(DecideAnnulment, ByWhoRecordedIt_IsRefused) {
  EXPECT_EQ(ReasonOf(ByFinance(Payment(), By("maria"))), "ANNULMENT_BY_RECORDER");
}

// Whoever is of finance may have recorded it.
TEST(DecideAnnulment, WhereNobodyKnowsWhoRecordedIt_IsForSomebodyWhoCannotHave) {
  EnteredRecord record = Payment();
  record.recorded_by.clear();
  EXPECT_EQ(ReasonOf(ByFinance(record, By("maria"))), "ANNULMENT_RECORDER_UNKNOWN");
  EXPECT_TRUE(DecideAnnulment(record, By("petya"), /*annuller_has_finance=*/false, kToday).ok());
}

TEST(DecideAnnulment, WithoutTheRoleOfFinance_IsRefusedWhenTheRecorderIsKnown) {
  EXPECT_EQ(ReasonOf(DecideAnnulment(Payment(), By("petya"), /*annuller_has_finance=*/false, kToday)),
            "ANNULMENT_NEEDS_FINANCE");
}

TEST(DecideAnnulment, ASecondTime_SaysWhenItWasAnnulled) {
  EnteredRecord record = Payment();
  record.annulment = By("georgi");
  // Also to who recorded it: the first thing to know is that it is done.
  const absl::Status refused = ByFinance(record, By("maria"));
  EXPECT_EQ(ReasonOf(refused), "RECORD_ALREADY_ANNULLED");
  EXPECT_EQ(ValuesOf(refused), (ErrorValues{{"day", "2018-04-20"}, {"record", "PA001"}}));
}

TEST(DecideAnnulment, OfADayThatIsNotYetOrBeforeTheRecord_IsRefused) {
  EXPECT_EQ(ReasonOf(ByFinance(Payment(), By("georgi", kToday + 1))), "DAY_IN_FUTURE");
  EXPECT_EQ(ReasonOf(ByFinance(Payment(), By("georgi", Payment().day - 1))), "DAYS_OUT_OF_ORDER");
}

}  // namespace
}  // namespace tranche
