// SPDX-License-Identifier: EUPL-1.2
#include "payments/question.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"

namespace tranche::payments {
namespace {

absl::Status CheckStep(const Claim& claim, ClaimStep step) {
  if (Next(claim.state, step).has_value()) return absl::OkStatus();
  return Refuse("CLAIM_WRONG_STATE", {{"claim", absl::StrCat(claim.sequence)},
                                      {"state", std::string(Name(claim.state))},
                                      {"step", std::string(Name(step))}});
}

absl::Status CheckOrder(absl::CivilDay earlier, absl::CivilDay day) {
  if (day >= earlier) return absl::OkStatus();
  return Refuse("DAYS_OUT_OF_ORDER", {{"day", FormatDay(day)}, {"earlier", FormatDay(earlier)}});
}

// The first question since the claim was last sent: a claim that was given back begins a new period,
// which the questions before do not suspend. (What was asked on the very day of the sending but before
// it suspends no day.)
const Question* FirstSinceSending(const Claim& claim) {
  for (const Question& question : claim.questions) {
    if (claim.sent_on.has_value() && question.asked_on >= *claim.sent_on) return &question;
  }
  return nullptr;
}

}  // namespace

absl::StatusOr<Question> DecideQuestion(const Claim& claim, const QuestionTerms& terms,
                                        const std::string& text, absl::CivilDay asked_on,
                                        std::optional<absl::CivilDay> due_on,
                                        const std::string& subject) {
  TRANCHE_RETURN_IF_ERROR(CheckStep(claim, ClaimStep::kAsk));
  if (ActedForBeneficiary(claim, subject)) return Refuse("QUESTION_BY_SENDER");
  TRANCHE_RETURN_IF_ERROR(CheckOrder(*claim.sent_on, asked_on));
  for (const Question& earlier : claim.questions) {
    TRANCHE_RETURN_IF_ERROR(CheckOrder(earlier.closed_on.value_or(earlier.asked_on), asked_on));
  }
  const absl::CivilDay latest = AddMonthsClamped(asked_on, terms.answer_months);
  Question question{.number = static_cast<int>(claim.questions.size()) + 1,
                    .text = text,
                    .asked_on = asked_on,
                    .asked_by = subject,
                    .due_on = due_on.value_or(latest),
                    .state = QuestionState::kOpen,
                    .answer = "",
                    .answered_by = "",
                    .closed_on = std::nullopt};
  TRANCHE_RETURN_IF_ERROR(CheckOrder(asked_on, question.due_on));
  if (question.due_on > latest) {
    return Refuse("QUESTION_DUE_TOO_LATE",
                  {{"due_on", FormatDay(question.due_on)}, {"latest", FormatDay(latest)}});
  }
  if (const Question* first = FirstSinceSending(claim); first != nullptr) {
    question.suspension_days_max = first->suspension_days_max;
  } else if (!IsAdvance(claim.kind)) {
    question.suspension_days_max =
        static_cast<int>(AddMonthsClamped(asked_on, terms.suspension_months) - asked_on);
  }
  return question;
}

absl::StatusOr<Question> DecideAnswer(const Claim& claim, const std::string& answer,
                                      absl::CivilDay answered_on, const std::string& subject) {
  TRANCHE_RETURN_IF_ERROR(CheckStep(claim, ClaimStep::kAnswer));
  Question question = claim.questions.back();
  if (std::any_of(claim.questions.begin(), claim.questions.end(),
                  [&](const Question& asked) { return asked.asked_by == subject; })) {
    return Refuse("ANSWER_BY_ASKER");
  }
  TRANCHE_RETURN_IF_ERROR(CheckOrder(question.asked_on, answered_on));
  question.state = QuestionState::kAnswered;
  question.answer = answer;
  question.answered_by = subject;
  question.closed_on = answered_on;
  return question;
}

std::optional<Question> ExpiredQuestion(const Claim& claim) {
  if (claim.questions.empty() || claim.questions.back().state != QuestionState::kOpen) {
    return std::nullopt;
  }
  Question question = claim.questions.back();
  question.state = QuestionState::kExpired;
  question.closed_on = question.due_on;
  return question;
}

int SuspendedDays(const Claim& claim) {
  int64_t days = 0;
  const Question* first = FirstSinceSending(claim);
  if (first == nullptr) return 0;
  for (const Question& question : claim.questions) {
    if (question.number < first->number || !question.closed_on.has_value()) continue;
    days += std::min(*question.closed_on, question.due_on) - question.asked_on;
  }
  return static_cast<int>(std::min<int64_t>(days, first->suspension_days_max));
}

}  // namespace tranche::payments
