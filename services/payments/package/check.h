// SPDX-License-Identifier: EUPL-1.2
// Checklists that are data, and the checks of documents by them: values in, values out.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "payments/package/package.h"

namespace tranche::payments::package {

enum class CheckState { kDraft, kActive, kArchived };
enum class CheckStep { kAnswer, kActivate, kArchive };
enum class Answer { kYes, kNo, kNotApplicable };

// The names that stand in the database and on the wire, "CHECK_DRAFT", "ANSWER_NO".
absl::string_view Name(CheckState state);
absl::string_view Name(CheckStep step);
absl::string_view Name(Answer answer);
std::optional<CheckState> CheckStateOf(absl::string_view name);
std::optional<Answer> AnswerOf(absl::string_view name);

std::optional<CheckState> Next(CheckState state, CheckStep step);

struct Question {
  std::string code;
  std::string text;
  std::string source;
};

struct Checklist {
  std::string id;
  int version = 0;
  DocumentKind document = DocumentKind::kPaymentClaim;
  std::string programming_period;  // Empty: any.
  std::vector<Question> questions;
  std::string source;
  bool verified = false;
  bool retired = false;
};

struct Answered {
  std::string code;
  std::optional<Answer> answer;  // Nothing: not said.
  std::string note;
};

struct Check {
  int number = 0;
  DocumentKind document = DocumentKind::kPaymentClaim;
  int document_version = 0;
  CheckState state = CheckState::kDraft;
  std::string checklist_id;
  int checklist_version = 0;
  std::vector<Question> questions;
  std::vector<Answered> answers;  // Those that were given.
  bool approved = false;
  std::string conclusion;
  std::string checked_by;
  std::optional<absl::CivilDay> checked_on;
};

// The list that holds for a kind of document: the one of the programming period before the one for any,
// of several the first by name; null: none, so that the document needs no check. Retired ones are none.
const Checklist* ChecklistFor(const std::vector<Checklist>& newest, DocumentKind document,
                              const std::string& programming_period);
// Whether the answer of ChecklistFor depends on the period.
bool PeriodMatters(const std::vector<Checklist>& newest);

// CHECKLIST_QUESTION_TWICE, by field.
absl::Status CheckQuestions(const std::vector<Question>& questions);

// A check of a document may begin: PACKAGE_WRONG_STATE, PACKAGE_DOCUMENT_ABSENT, CHECK_BEGUN while
// another one is a draft, CHECKED_BY_SENDER.
absl::Status DecideBegin(const Package& package, DocumentKind document,
                         const std::vector<Check>& checks, bool acted_for_beneficiary);

// CHECK_WRONG_STATE; then, by field and all at once, CHECK_QUESTION_UNKNOWN, FIELD_REQUIRED for an
// answer that is none, CHECK_NOTE_MISSING.
absl::Status DecideAnswers(const Check& check, const std::vector<Answered>& given);

// CHECK_WRONG_STATE, CHECK_UNANSWERED, CHECK_CONCLUSION_MISSING, DAYS_OUT_OF_ORDER.
absl::StatusOr<CheckState> DecideActivate(const Check& check, bool approved,
                                          const std::string& conclusion, absl::CivilDay checked_on,
                                          absl::CivilDay sent_on);

// CHECK_WRONG_STATE.
absl::StatusOr<CheckState> DecideArchive(const Check& check);

// The active check of a document; null: none.
const Check* ActiveCheckOf(const std::vector<Check>& checks, DocumentKind document);

// Whether a package may be accepted, by its checks: PACKAGE_CHECK_DRAFT while any is a draft; for each
// document that needs one, PACKAGE_CHECK_MISSING without an active check and PACKAGE_CHECK_DENIES when
// that does not approve it.
absl::Status CheckAcceptable(const Package& package, const std::vector<Check>& checks,
                             const std::function<bool(DocumentKind)>& needs_check);

}  // namespace tranche::payments::package
