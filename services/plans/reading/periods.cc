// SPDX-License-Identifier: EUPL-1.2
#include "plans/reading/periods.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "platform/text/piece.h"
#include "platform/text/written.h"
#include "re2/re2.h"

namespace tranche::plans::reading {
namespace {

constexpr size_t kPeriodsMax = 20;

// Where a sentence names a plan or something else that has periods, in its order.
struct Mention {
  size_t end = 0;
  bool plan = false;  // The document itself.
};

// "Плана за интегрирано развитие", "Националния план за …": another plan than one that is none of
// these.
bool IsOtherPlan(absl::string_view before, absl::string_view behind, const Plan& plan) {
  static const RE2 kDevelopment(
      "(?i)^\\s+(?:за|for)\\s+(?:(?:интегрирано|integrated)\\s+)?(?:развитие(?:то)?\\s+на\\s+общин|"
      "(?:интегрирано|integrated)\\s)");
  static const RE2 kNational("(?i)(?:^|[^\\pL])(?:национал|national)\\pL*\\s+(?:\\pL+\\s+){0,2}$");
  static const RE2 kRegional(
      "(?i)(?:^|[^\\pL])(?:областн|регионалн|regional)\\pL*\\s+(?:\\pL+\\s+){0,2}$");
  return (plan.kind != PlanKind::kDevelopmentPlan && RE2::PartialMatch(Piece(behind), kDevelopment)) ||
         (plan.level != PlanLevel::kNational && RE2::PartialMatch(Piece(before), kNational)) ||
         (plan.level != PlanLevel::kRegional && RE2::PartialMatch(Piece(before), kRegional));
}

// "… е в съответствие с Плана": named beside the own one, it is another.
bool StandsAgainst(absl::string_view before) {
  static const RE2 kRelation(
      "(?i)(?:съответстви\\pL*\\s+с(?:ъс)?|съгласно|изпълнение\\s+на|основава\\s+на|произтича\\pL*\\s+"
      "от|конкретизира)"
      "\\s+"
      "(?:\\pL+\\s+){0,2}$");
  return RE2::PartialMatch(Piece(before), kRelation);
}

std::vector<Mention> MentionsIn(absl::string_view sentence, const Plan& plan) {
  static const RE2 kMention(
      "(?i)(?:^|[^\\pL])(план(?:ът|а)?|стратеги\\pL*|програм\\pL*|проект\\pL*|plan|strategy|"
      "programme)(?:$|[^\\pL])");
  static const RE2 kPlan("(?i)план.*|plan");
  // "Програмата е за периода …": of a document that calls itself a programme.
  static const RE2 kProgramme("(?i)програмата");
  static const RE2 kFirst("(?i)\\s*(?:настоящата\\s+)?");
  static const RE2 kCalledProgramme("(?i)програма(?:$|[^\\pL])");
  static const RE2 kCalledPlan("(?i)(?:^|[^\\pL])план(?:$|[^\\pL])");
  const bool called =
      !RE2::PartialMatch(plan.title, kCalledPlan) && RE2::PartialMatch(plan.title, kCalledProgramme);
  std::vector<Mention> mentions;
  re2::StringPiece m[2];
  for (size_t at = 0; kMention.Match(Piece(sentence), at, sentence.size(), RE2::UNANCHORED, m, 2);) {
    const absl::string_view before = sentence.substr(0, OffsetOf(m[1], sentence));
    at = before.size() + m[1].size();
    const bool programme =
        called && RE2::FullMatch(m[1], kProgramme) && RE2::FullMatch(Piece(before), kFirst);
    const bool own =
        programme || (RE2::FullMatch(m[1], kPlan) && !IsOtherPlan(before, sentence.substr(at), plan) &&
                      (mentions.empty() || !mentions.front().plan || !StandsAgainst(before)));
    mentions.push_back({at, own});
  }
  return mentions;
}

void AddPeriodWritten(const WrittenPeriod& period, const Where& at, Plan& plan, Notebook& notebook) {
  const Period written{period.from, period.to, period.as_written};
  const auto& known = plan.periods_written;
  if (std::find(known.begin(), known.end(), written) != known.end()) return;  // Said once more.
  if (known.size() == kPeriodsMax) return;
  plan.periods_written.push_back(written);
  notebook.Value(absl::StrCat("periods_written.", known.size()), at);
}

}  // namespace

// A period is of whatever was named last before it: "план за периода 2012-2020" is the plan's,
// "Национална стратегия … (2012-2020)" is not.
void ReadPeriodsWritten(const std::vector<ProseLine>& lines, Plan& plan, Notebook& notebook) {
  for (const ProseLine& line : lines) {
    for (const Sentence& sentence : SentencesOf(line.text)) {
      const std::vector<Mention> mentions = MentionsIn(sentence.text, plan);
      if (mentions.empty()) continue;
      std::vector<TextProblem> problems;
      for (const WrittenPeriod& period : FindPeriods(sentence.text, problems)) {
        const auto after =
            std::upper_bound(mentions.begin(), mentions.end(), period.begin,
                             [](size_t begin, const Mention& mention) { return begin < mention.end; });
        if (after == mentions.begin() || !std::prev(after)->plan) continue;
        // The title's own period stands there too.
        const absl::string_view beginning = sentence.text.substr(0, 40);
        if (plan.period_titled && period.as_written == plan.period_titled->as_written &&
            absl::StrContains(plan.title, beginning)) {
          continue;
        }
        AddPeriodWritten(period,
                         Within(line.at, sentence.begin + period.begin, sentence.begin + period.end),
                         plan, notebook);
      }
    }
  }
}

}  // namespace tranche::plans::reading
