// SPDX-License-Identifier: EUPL-1.2
#include "plans/reading/measure_notes.h"

#include <algorithm>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "plans/financing.h"
#include "plans/financing/shares.h"
#include "platform/text/piece.h"
#include "re2/re2.h"

namespace tranche::plans::reading {
namespace {

// "учебна 2022/2023 година", "school year 2022/23".
bool IsSchoolYear(const std::string& words, std::string& from, std::string& to) {
  static const RE2 kYear(
      "(?i)(?:учебна(?:та)?|уч\\.)\\s*(?:година\\s*)?((?:19|20)[0-9]{2})\\s*[/"
      "–—-]\\s*((?:(?:19|20)[0-9]{2}|[0-9]{2}))|"
      "(?:school|academic)\\s+year\\s+((?:19|20)[0-9]{2})\\s*[/"
      "–—-]\\s*((?:(?:19|20)[0-9]{2}|[0-9]{2}))");
  re2::StringPiece first, last, english_first, english_last;
  if (!RE2::PartialMatch(words, kYear, &first, &last, &english_first, &english_last)) return false;
  const int begins = FullYear(View(first.empty() ? english_first : first));
  const int ends = FullYear(View(first.empty() ? english_last : last));
  from = absl::StrCat(begins);
  to = absl::StrCat(ends);
  return ends == begins + 1;
}

}  // namespace

ErrorValues ValuesOfProblem(const TextProblem& problem) {
  if (problem.reason == "PLAN_TOO_MANY_AMOUNTS") return {{"max", absl::StrCat(kCellAmountsMax)}};
  ErrorValues values = {{"value", problem.value}};
  if (problem.reason == "PLAN_AMOUNT_IN_WORDS") {
    std::vector<TextProblem> none;
    for (const WrittenAmount& amount : FindAmounts(problem.value, 1, none)) {
      values.emplace_back("amount", absl::StrCat(FormatAmount(amount.amount), " ",
                                                 CurrencyCode(amount.amount.currency())));
    }
  }
  return values;
}

void NoteShares(const Measure& measure, const Where& at, Notebook& notebook) {
  using Outcome = financing::ShareAmounts::Outcome;
  const bool computed =
      std::any_of(measure.sources.begin(), measure.sources.end(),
                  [](const Source& source) { return !source.share_percent.empty() && !source.amount; });
  if (!computed) return;
  const financing::ShareAmounts found =
      financing::AmountsOfShares(measure.sources, measure.stated_total);
  if (found.outcome == Outcome::kNotWhole) {
    notebook.Find(at, "PLAN_SOURCE_SHARES_NOT_WHOLE", {{"value", found.shares}, {"sum", found.sum}});
  } else if (found.outcome == Outcome::kNotExact) {
    notebook.Find(at, "PLAN_SOURCE_SHARES_NOT_EXACT",
                  {{"value", found.shares}, {"total", FormatAmount(*measure.stated_total)}});
  } else if (found.outcome == Outcome::kExact && measure.sources.size() > 1) {
    notebook.Find(at, "PLAN_SOURCE_SHARES_COMPUTED", {{"amounts", found.in_words}});
  }
}

void NoteUnreadTimeframe(const std::string& words, const Where& at, Notebook& notebook) {
  std::string from, to;
  if (IsSchoolYear(words, from, to)) {
    notebook.Find(at, "PLAN_SCHOOL_YEAR", {{"value", words}, {"from", from}, {"to", to}});
    return;
  }
  static const RE2 kOpenEnd(
      "(?i)постоян|целогодиш|през\\s+цялата|ежегод|ежемесеч|текущ|при\\s+необходим|"
      "permanent|ongoing|all\\s+year|annual|continu|^[\\s–—-]*$");
  // "ежегодно през месец май" names a time that somebody must keep.
  static const RE2 kTime(
      "(?i)[0-9]|януари|февруари|март|април|(?:^|[^\\pL])май(?:$|[^\\pL])|юни|юли|август|септември|"
      "октомври|ноември|декември|пролет|лято|летн|есен|зим|тримесеч|полугод|начало|края?(?:$|[^\\pL])|"
      "(?:^|[^\\pL])(?:до|преди|след)\\s");
  if (!RE2::PartialMatch(words, kOpenEnd) || RE2::PartialMatch(words, kTime))
    notebook.Find(at, "PLAN_TIMEFRAME_UNREAD", {{"value", words}});
}

}  // namespace tranche::plans::reading
