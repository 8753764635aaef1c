// SPDX-License-Identifier: EUPL-1.2
#include "payments/question.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/base/error.h"

namespace tranche::payments {
namespace {

using ::testing::Contains;
using ::testing::Pair;

constexpr QuestionTerms kTerms{.answer_months = 1, .suspension_months = 1};

Claim SentClaim() {
  Claim claim;
  claim.sequence = 2;
  claim.state = ClaimState::kSent;
  claim.sent_on = absl::CivilDay(2018, 1, 15);
  claim.sent_by = "owner";
  return claim;
}

// The claim with one more question, closed on a day; nothing: still open.
void AddQuestion(Claim* claim, absl::CivilDay asked_on, std::optional<absl::CivilDay> closed_on) {
  Question question =
      *DecideQuestion(*claim, kTerms, "Кой протокол?", asked_on, std::nullopt, "authority");
  question.closed_on = closed_on;
  question.state = closed_on.has_value() ? QuestionState::kAnswered : QuestionState::kOpen;
  claim->state = closed_on.has_value() ? ClaimState::kSent : ClaimState::kAwaitingAnswer;
  claim->questions.push_back(question);
}

TEST(Asking, WithoutADay_GivesTheMonthOfTheRule) {
  const auto question = DecideQuestion(SentClaim(), kTerms, "Кой протокол?",
                                       absl::CivilDay(2018, 1, 31), std::nullopt, "authority");
  ASSERT_TRUE(question.ok()) << question.status();
  EXPECT_EQ(question->number, 1);
  EXPECT_EQ(question->due_on, absl::CivilDay(2018, 2, 28));
  EXPECT_EQ(question->suspension_days_max, 28);
  EXPECT_EQ(question->asked_by, "authority");
}

TEST(Asking, MoreTimeThanTheRule_NamesTheLatestDay) {
  const absl::CivilDay asked(2018, 2, 1);
  const auto ask = [&](absl::CivilDay due_on) {
    return DecideQuestion(SentClaim(), kTerms, "Кой?", asked, due_on, "authority").status();
  };
  EXPECT_TRUE(ask(absl::CivilDay(2018, 3, 1)).ok());
  EXPECT_EQ(ReasonOf(ask(absl::CivilDay(2018, 3, 2))), "QUESTION_DUE_TOO_LATE");
  EXPECT_THAT(ValuesOf(ask(absl::CivilDay(2018, 3, 2))), Contains(Pair("latest", "2018-03-01")));
  EXPECT_EQ(ReasonOf(ask(absl::CivilDay(2018, 1, 31))), "DAYS_OUT_OF_ORDER");
}

TEST(Asking, BySenderOrBeforeTheSending_IsRefused) {
  const absl::CivilDay day(2018, 2, 1);
  EXPECT_EQ(ReasonOf(DecideQuestion(SentClaim(), kTerms, "?", day, std::nullopt, "owner").status()),
            "QUESTION_BY_SENDER");
  EXPECT_EQ(ReasonOf(DecideQuestion(SentClaim(), kTerms, "?", absl::CivilDay(2018, 1, 14), std::nullopt,
                                    "authority")
                         .status()),
            "DAYS_OUT_OF_ORDER");
}

TEST(Asking, ByWhoAnsweredOnTheClaim_IsRefused) {
  Claim claim = SentClaim();
  AddQuestion(&claim, absl::CivilDay(2018, 2, 1), absl::CivilDay(2018, 2, 6));
  claim.questions.back().answered_by = "deputy";
  const auto ask = [&](const std::string& subject) {
    return DecideQuestion(claim, kTerms, "?", absl::CivilDay(2018, 2, 7), std::nullopt, subject)
        .status();
  };
  EXPECT_EQ(ReasonOf(ask("deputy")), "QUESTION_BY_SENDER");
  EXPECT_TRUE(ask("authority").ok());
}

TEST(Asking, AboutAnAdvance_SuspendsNothing) {
  Claim claim = SentClaim();
  claim.kind = ClaimKind::kAdvance;
  AddQuestion(&claim, absl::CivilDay(2018, 2, 1), absl::CivilDay(2018, 2, 6));
  EXPECT_EQ(claim.questions.back().due_on, absl::CivilDay(2018, 3, 1));
  EXPECT_EQ(claim.questions.back().suspension_days_max, 0);
  EXPECT_EQ(SuspendedDays(claim), 0);
  AddQuestion(&claim, absl::CivilDay(2018, 2, 10), std::nullopt);
  EXPECT_EQ(claim.questions.back().suspension_days_max, 0);
}

TEST(Asking, InEveryOtherState_IsRefused) {
  for (const ClaimState state :
       {ClaimState::kDraft, ClaimState::kAwaitingAnswer, ClaimState::kInVerification,
        ClaimState::kAccepted, ClaimState::kRefused, ClaimState::kTakenBack, ClaimState::kReturned}) {
    Claim claim = SentClaim();
    claim.state = state;
    EXPECT_EQ(ReasonOf(DecideQuestion(claim, kTerms, "?", absl::CivilDay(2018, 2, 1), std::nullopt,
                                      "authority")
                           .status()),
              "CLAIM_WRONG_STATE")
        << Name(state);
  }
}

TEST(Asking, BeforeTheAnswerToTheLast_IsRefused) {
  Claim claim = SentClaim();
  AddQuestion(&claim, absl::CivilDay(2018, 2, 1), absl::CivilDay(2018, 2, 10));
  EXPECT_EQ(
      ReasonOf(DecideQuestion(claim, kTerms, "?", absl::CivilDay(2018, 2, 9), std::nullopt, "authority")
                   .status()),
      "DAYS_OUT_OF_ORDER");
}

TEST(Answering, OpenQuestion_EndsIt) {
  Claim claim = SentClaim();
  AddQuestion(&claim, absl::CivilDay(2018, 2, 1), std::nullopt);
  const auto answered = DecideAnswer(claim, "Прилагаме го.", absl::CivilDay(2018, 2, 6), "owner");
  ASSERT_TRUE(answered.ok()) << answered.status();
  EXPECT_EQ(answered->state, QuestionState::kAnswered);
  EXPECT_EQ(answered->closed_on, absl::CivilDay(2018, 2, 6));
  claim.questions.back() = *answered;
  EXPECT_EQ(SuspendedDays(claim), 5);
}

TEST(Answering, ByTheAskerTooEarlyOrWithoutAQuestion_IsRefused) {
  Claim claim = SentClaim();
  EXPECT_EQ(ReasonOf(DecideAnswer(claim, "x", absl::CivilDay(2018, 2, 1), "owner").status()),
            "CLAIM_WRONG_STATE");
  AddQuestion(&claim, absl::CivilDay(2018, 2, 1), std::nullopt);
  EXPECT_EQ(ReasonOf(DecideAnswer(claim, "x", absl::CivilDay(2018, 2, 1), "authority").status()),
            "ANSWER_BY_ASKER");
  EXPECT_EQ(ReasonOf(DecideAnswer(claim, "x", absl::CivilDay(2018, 1, 31), "owner").status()),
            "DAYS_OUT_OF_ORDER");
}

TEST(Answering, ByWhoAskedAnEarlierQuestion_IsRefused) {
  Claim claim = SentClaim();
  AddQuestion(&claim, absl::CivilDay(2018, 2, 1), absl::CivilDay(2018, 2, 6));
  AddQuestion(&claim, absl::CivilDay(2018, 2, 7), std::nullopt);
  claim.questions.front().asked_by = "colleague";
  EXPECT_EQ(ReasonOf(DecideAnswer(claim, "x", absl::CivilDay(2018, 2, 8), "colleague").status()),
            "ANSWER_BY_ASKER");
  EXPECT_TRUE(DecideAnswer(claim, "x", absl::CivilDay(2018, 2, 8), "owner").ok());
}

TEST(Expiry, OpenQuestion_EndsOnItsLastDay) {
  Claim claim = SentClaim();
  EXPECT_EQ(ExpiredQuestion(claim), std::nullopt);
  AddQuestion(&claim, absl::CivilDay(2018, 2, 1), std::nullopt);
  EXPECT_EQ(ExpiredQuestion(claim)->state, QuestionState::kExpired);
  EXPECT_EQ(ExpiredQuestion(claim)->closed_on, absl::CivilDay(2018, 3, 1));
}

// The table of README.md: every state of a claim's newest question, and none, with every step.
TEST(Question, EveryStateAndStep_IsAsTheTableSays) {
  const absl::CivilDay day(2018, 2, 8);
  struct Row {
    const char* newest;  // State of the newest question.
    Claim claim;
    const char* asked;  // What asking, answering and expiring give, or the refusal.
    const char* answered;
    const char* expired;
  };
  std::vector<Row> rows;
  rows.push_back({"none", SentClaim(), "OPEN", "CLAIM_WRONG_STATE", ""});
  rows.push_back({"OPEN", SentClaim(), "CLAIM_WRONG_STATE", "ANSWERED", "EXPIRED"});
  AddQuestion(&rows.back().claim, absl::CivilDay(2018, 2, 1), std::nullopt);
  for (const QuestionState closed : {QuestionState::kAnswered, QuestionState::kExpired}) {
    rows.push_back({closed == QuestionState::kAnswered ? "ANSWERED" : "EXPIRED", SentClaim(), "OPEN",
                    "CLAIM_WRONG_STATE", ""});
    AddQuestion(&rows.back().claim, absl::CivilDay(2018, 2, 1), absl::CivilDay(2018, 2, 6));
    rows.back().claim.questions.back().state = closed;
  }
  const auto name = [](QuestionState state) -> std::string {
    if (state == QuestionState::kOpen) return "OPEN";
    return state == QuestionState::kAnswered ? "ANSWERED" : "EXPIRED";
  };
  const auto say = [&](const absl::StatusOr<Question>& question) {
    return question.ok() ? name(question->state) : ReasonOf(question.status());
  };
  for (const Row& row : rows) {
    EXPECT_EQ(say(DecideQuestion(row.claim, kTerms, "?", day, std::nullopt, "authority")), row.asked)
        << row.newest;
    EXPECT_EQ(say(DecideAnswer(row.claim, "x", day, "owner")), row.answered) << row.newest;
    const std::optional<Question> expired = ExpiredQuestion(row.claim);
    EXPECT_EQ(expired.has_value() ? name(expired->state) : "", row.expired) << row.newest;
  }
}

TEST(Deciding, WhileAnAnswerMayCome_IsRefused) {
  Claim claim = SentClaim();
  AddQuestion(&claim, absl::CivilDay(2018, 2, 1), std::nullopt);
  const auto decide = [&](absl::CivilDay day) {
    Decision decision;
    decision.decided_on = day;
    return DecideVerification(claim, decision, "authority");
  };
  EXPECT_EQ(ReasonOf(decide(absl::CivilDay(2018, 3, 1)).status()), "CLAIM_AWAITS_ANSWER");
  EXPECT_THAT(ValuesOf(decide(absl::CivilDay(2018, 3, 1)).status()),
              Contains(Pair("due_on", "2018-03-01")));
  EXPECT_TRUE(decide(absl::CivilDay(2018, 3, 2)).ok());
}

TEST(Deciding, ByWhoAnsweredOnTheClaim_IsRefused) {
  Claim claim = SentClaim();
  AddQuestion(&claim, absl::CivilDay(2018, 2, 1), absl::CivilDay(2018, 2, 6));
  claim.questions.back().answered_by = "deputy";
  Decision decision;
  decision.decided_on = absl::CivilDay(2018, 2, 7);
  EXPECT_EQ(ReasonOf(DecideVerification(claim, decision, "deputy").status()), "DECIDED_BY_SENDER");
  EXPECT_TRUE(DecideVerification(claim, decision, "authority").ok());
}

TEST(Suspension, OfSeveralQuestions_IsOneMonthInTotal) {
  Claim claim = SentClaim();
  AddQuestion(&claim, absl::CivilDay(2018, 2, 1), absl::CivilDay(2018, 2, 21));
  EXPECT_EQ(SuspendedDays(claim), 20);
  AddQuestion(&claim, absl::CivilDay(2018, 3, 1), absl::CivilDay(2018, 3, 21));
  // February 2018 has 28 days: the month counts from the first question.
  EXPECT_EQ(SuspendedDays(claim), 28);
}

TEST(Suspension, LateAnswer_CountsUpToItsLastDay) {
  Claim claim = SentClaim();
  AddQuestion(&claim, absl::CivilDay(2018, 4, 1), absl::CivilDay(2018, 6, 1));
  EXPECT_EQ(SuspendedDays(claim), 30);
  EXPECT_EQ(SuspendedDays(SentClaim()), 0);
}

TEST(Suspension, OfAClaimThatWasGivenBackAndSentAgain_BeginsAnew) {
  Claim claim = SentClaim();
  AddQuestion(&claim, absl::CivilDay(2018, 2, 1), absl::CivilDay(2018, 2, 21));
  claim.sent_on = absl::CivilDay(2018, 3, 5);
  EXPECT_EQ(SuspendedDays(claim), 0);
  AddQuestion(&claim, absl::CivilDay(2018, 3, 10), absl::CivilDay(2018, 4, 20));
  EXPECT_EQ(claim.questions.back().suspension_days_max, 31);
  EXPECT_EQ(SuspendedDays(claim), 31);
}

}  // namespace
}  // namespace tranche::payments
