// SPDX-License-Identifier: EUPL-1.2
// Questions of the managing authority on a sent claim, and how long they stop the clock (ZUSEFSU 63).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "payments/claim.h"

namespace tranche::payments {

// The periods of the rules.
struct QuestionTerms {
  int answer_months = 0;      // At most, from asking.
  int suspension_months = 0;  // All questions of a claim together.
};

// A question of that day, with the last day for its answer: `due_on`, or as late as the rule allows.
// The month of the suspension is counted from the claim's first question, in days; on an advance, which
// is not verified, questions suspend nothing. CLAIM_WRONG_STATE, QUESTION_BY_SENDER (also for who
// answered on the claim), DAYS_OUT_OF_ORDER, QUESTION_DUE_TOO_LATE.
absl::StatusOr<Question> DecideQuestion(const Claim& claim, const QuestionTerms& terms,
                                        const std::string& text, absl::CivilDay asked_on,
                                        std::optional<absl::CivilDay> due_on,
                                        const std::string& subject);

// The open question with its answer. CLAIM_WRONG_STATE, ANSWER_BY_ASKER (of any question of the claim),
// DAYS_OUT_OF_ORDER.
absl::StatusOr<Question> DecideAnswer(const Claim& claim, const std::string& answer,
                                      absl::CivilDay answered_on, const std::string& subject);

// The open question, to which no answer came by its last day; nothing when none is open.
std::optional<Question> ExpiredQuestion(const Claim& claim);

// Days from asking to the answer or to the last day for it, of all questions since the claim was last
// sent that are closed, at most what the rule allows them together.
int SuspendedDays(const Claim& claim);

}  // namespace tranche::payments
