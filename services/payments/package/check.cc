// SPDX-License-Identifier: EUPL-1.2
#include "payments/package/check.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"

namespace tranche::payments::package {
namespace {

constexpr std::array<std::pair<CheckState, absl::string_view>, 3> kStates = {
    {{CheckState::kDraft, "CHECK_DRAFT"},
     {CheckState::kActive, "CHECK_ACTIVE"},
     {CheckState::kArchived, "CHECK_ARCHIVED"}}};

constexpr std::array<std::pair<CheckStep, absl::string_view>, 3> kSteps = {
    {{CheckStep::kAnswer, "ANSWER"},
     {CheckStep::kActivate, "ACTIVATE"},
     {CheckStep::kArchive, "ARCHIVE"}}};

constexpr std::array<std::pair<Answer, absl::string_view>, 3> kAnswers = {
    {{Answer::kYes, "ANSWER_YES"},
     {Answer::kNo, "ANSWER_NO"},
     {Answer::kNotApplicable, "ANSWER_NOT_APPLICABLE"}}};

template <class Value, std::size_t size>
absl::string_view NameIn(const std::array<std::pair<Value, absl::string_view>, size>& names,
                         Value value) {
  for (const auto& [known, name] : names) {
    if (known == value) return name;
  }
  return "";
}

template <class Value, std::size_t size>
std::optional<Value> ValueIn(const std::array<std::pair<Value, absl::string_view>, size>& names,
                             absl::string_view name) {
  for (const auto& [value, known] : names) {
    if (known == name) return value;
  }
  return std::nullopt;
}

absl::StatusOr<CheckState> Step(const Check& check, CheckStep step) {
  const std::optional<CheckState> next = Next(check.state, step);
  if (next.has_value()) return *next;
  return Refuse("CHECK_WRONG_STATE", {{"check", absl::StrCat(check.number)},
                                      {"state", std::string(Name(check.state))},
                                      {"step", std::string(Name(step))}});
}

bool Holds(const Check& check, const std::string& code) {
  return std::any_of(check.questions.begin(), check.questions.end(),
                     [&](const Question& question) { return question.code == code; });
}

absl::Status OnDocument(const char* reason, const Package& package, DocumentKind document) {
  return Refuse(
      reason, {{"package", absl::StrCat(package.sequence)}, {"document", std::string(Name(document))}});
}

absl::Status OnCheck(const char* reason, const Package& package, const Check& check) {
  return Refuse(reason, {{"package", absl::StrCat(package.sequence)},
                         {"check", absl::StrCat(check.number)},
                         {"document", std::string(Name(check.document))}});
}

}  // namespace

absl::string_view Name(CheckState state) { return NameIn(kStates, state); }
absl::string_view Name(CheckStep step) { return NameIn(kSteps, step); }
absl::string_view Name(Answer answer) { return NameIn(kAnswers, answer); }
std::optional<CheckState> CheckStateOf(absl::string_view name) { return ValueIn(kStates, name); }
std::optional<Answer> AnswerOf(absl::string_view name) { return ValueIn(kAnswers, name); }

std::optional<CheckState> Next(CheckState state, CheckStep step) {
  switch (state) {
    case CheckState::kDraft:
      if (step == CheckStep::kAnswer) return CheckState::kDraft;
      return step == CheckStep::kActivate ? CheckState::kActive : CheckState::kArchived;
    case CheckState::kActive:
      if (step == CheckStep::kArchive) return CheckState::kArchived;
      return std::nullopt;
    case CheckState::kArchived:
      return std::nullopt;
  }
  return std::nullopt;
}

const Checklist* ChecklistFor(const std::vector<Checklist>& newest, DocumentKind document,
                              const std::string& programming_period) {
  const auto better = [](const Checklist& list, const Checklist* than) {
    if (than == nullptr) return true;
    const bool exact = !list.programming_period.empty();
    if (exact != !than->programming_period.empty()) return exact;
    return list.id < than->id;
  };
  const Checklist* found = nullptr;
  for (const Checklist& list : newest) {
    if (list.retired || list.document != document) continue;
    if (!list.programming_period.empty() && list.programming_period != programming_period) continue;
    if (better(list, found)) found = &list;
  }
  return found;
}

bool PeriodMatters(const std::vector<Checklist>& newest) {
  return std::any_of(newest.begin(), newest.end(), [](const Checklist& list) {
    return !list.retired && !list.programming_period.empty();
  });
}

absl::Status CheckQuestions(const std::vector<Question>& questions) {
  std::vector<Violation> violations;
  std::set<std::string> seen;
  for (size_t i = 0; i < questions.size(); ++i) {
    if (seen.insert(questions[i].code).second) continue;
    violations.push_back({.field = absl::StrCat("checklist.questions[", i, "].code"),
                          .reason = "CHECKLIST_QUESTION_TWICE",
                          .values = {{"code", questions[i].code}}});
  }
  if (violations.empty()) return absl::OkStatus();
  return RefuseInput("INVALID_REQUEST", std::move(violations));
}

absl::Status DecideBegin(const Package& package, DocumentKind document,
                         const std::vector<Check>& checks, bool acted_for_beneficiary) {
  TRANCHE_RETURN_IF_ERROR(Step(package, PackageStep::kBegin).status());
  if (acted_for_beneficiary) return Refuse("CHECKED_BY_SENDER");
  const std::vector<DocumentKind> documents = DocumentsOf(package);
  if (std::find(documents.begin(), documents.end(), document) == documents.end()) {
    return OnDocument("PACKAGE_DOCUMENT_ABSENT", package, document);
  }
  for (const Check& check : checks) {
    if (check.document != document || check.state != CheckState::kDraft) continue;
    return Refuse("CHECK_BEGUN", {{"check", absl::StrCat(check.number)}});
  }
  return absl::OkStatus();
}

absl::Status DecideAnswers(const Check& check, const std::vector<Answered>& given) {
  TRANCHE_RETURN_IF_ERROR(Step(check, CheckStep::kAnswer).status());
  std::vector<Violation> violations;
  for (size_t i = 0; i < given.size(); ++i) {
    const std::string field = absl::StrCat("items[", i, "]");
    const ErrorValues values = {{"code", given[i].code}};
    if (!Holds(check, given[i].code)) {
      violations.push_back(
          {.field = field + ".code", .reason = "CHECK_QUESTION_UNKNOWN", .values = values});
    }
    if (!given[i].answer.has_value()) {
      violations.push_back({.field = field + ".answer", .reason = "FIELD_REQUIRED", .values = {}});
    } else if (*given[i].answer == Answer::kNo && given[i].note.empty()) {
      violations.push_back(
          {.field = field + ".note", .reason = "CHECK_NOTE_MISSING", .values = values});
    }
  }
  if (violations.empty()) return absl::OkStatus();
  return RefuseInput("INVALID_REQUEST", std::move(violations));
}

absl::StatusOr<CheckState> DecideActivate(const Check& check, bool approved,
                                          const std::string& conclusion, absl::CivilDay checked_on,
                                          absl::CivilDay sent_on) {
  TRANCHE_ASSIGN_OR_RETURN(const CheckState next, Step(check, CheckStep::kActivate));
  std::vector<std::string> open;
  for (const Question& question : check.questions) {
    if (std::none_of(check.answers.begin(), check.answers.end(), [&](const Answered& answered) {
          return answered.code == question.code && answered.answer.has_value();
        })) {
      open.push_back(question.code);
    }
  }
  if (!open.empty()) return Refuse("CHECK_UNANSWERED", {{"codes", absl::StrJoin(open, ", ")}});
  if (!approved && conclusion.empty()) return Refuse("CHECK_CONCLUSION_MISSING");
  if (checked_on < sent_on) {
    return Refuse("DAYS_OUT_OF_ORDER",
                  {{"day", FormatDay(checked_on)}, {"earlier", FormatDay(sent_on)}});
  }
  return next;
}

absl::StatusOr<CheckState> DecideArchive(const Check& check) {
  return Step(check, CheckStep::kArchive);
}

const Check* ActiveCheckOf(const std::vector<Check>& checks, DocumentKind document) {
  for (const Check& check : checks) {
    if (check.document == document && check.state == CheckState::kActive) return &check;
  }
  return nullptr;
}

absl::Status CheckAcceptable(const Package& package, const std::vector<Check>& checks,
                             const std::function<bool(DocumentKind)>& needs_check) {
  for (const Check& check : checks) {
    if (check.state == CheckState::kDraft) return OnCheck("PACKAGE_CHECK_DRAFT", package, check);
  }
  for (const DocumentKind document : DocumentsOf(package)) {
    if (!needs_check(document)) continue;
    const Check* active = ActiveCheckOf(checks, document);
    if (active == nullptr) return OnDocument("PACKAGE_CHECK_MISSING", package, document);
    if (!active->approved) return OnCheck("PACKAGE_CHECK_DENIES", package, *active);
  }
  return absl::OkStatus();
}

}  // namespace tranche::payments::package
