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

TEST(DecideAnnulment, BySomebodyElse_IsTaken) {
  EXPECT_TRUE(DecideAnnulment(Payment(), By("georgi"), kToday).ok());
}

TEST(DecideAnnulment, OnTheRecordsOwnDayOrToday_IsTaken) {
  EXPECT_TRUE(DecideAnnulment(Payment(), By("georgi", Payment().day), kToday).ok());
  EXPECT_TRUE(DecideAnnulment(Payment(), By("georgi", kToday), kToday).ok());
}

TEST(DecideAnnulment, ByWhoRecordedIt_IsRefused) {
  EXPECT_EQ(ReasonOf(DecideAnnulment(Payment(), By("maria"), kToday)), "ANNULMENT_BY_RECORDER");
}

TEST(DecideAnnulment, WhereNobodyKnowsWhoRecordedIt_IsTaken) {
  EnteredRecord record = Payment();
  record.recorded_by.clear();
  EXPECT_TRUE(DecideAnnulment(record, By("maria"), kToday).ok());
}

TEST(DecideAnnulment, ASecondTime_SaysWhenItWasAnnulled) {
  EnteredRecord record = Payment();
  record.annulment = By("georgi");
  // Also to who recorded it: the first thing to know is that it is done.
  const absl::Status refused = DecideAnnulment(record, By("maria"), kToday);
  EXPECT_EQ(ReasonOf(refused), "RECORD_ALREADY_ANNULLED");
  EXPECT_EQ(ValuesOf(refused), (ErrorValues{{"day", "2018-04-20"}, {"record", "PA001"}}));
}

TEST(DecideAnnulment, OfADayThatIsNotYetOrBeforeTheRecord_IsRefused) {
  EXPECT_EQ(ReasonOf(DecideAnnulment(Payment(), By("georgi", kToday + 1), kToday)), "DAY_IN_FUTURE");
  EXPECT_EQ(ReasonOf(DecideAnnulment(Payment(), By("georgi", Payment().day - 1), kToday)),
            "DAYS_OUT_OF_ORDER");
}

}  // namespace
}  // namespace tranche
