// SPDX-License-Identifier: EUPL-1.2
// Periods as titled, as written and as the strategies have them; strategies under several names.
#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "plans/checks/family.h"
#include "platform/calendar/civil.h"
#include "platform/text/fold.h"

namespace tranche::plans::checks {
namespace {

// "2013–2014", "2016"; the words where no year is written.
std::string Say(const Period& period) {
  const std::string from = FormatPartial(period.from);
  const std::string to = FormatPartial(period.to);
  if (from.empty() && to.empty()) return period.as_written;
  return from == to ? from : absl::StrCat(from, "–", to);
}

bool Same(const Period& a, const Period& b) {
  const std::optional<Days> left = DaysOf(a);
  const std::optional<Days> right = DaysOf(b);
  return left && right && left->first == right->first && left->last == right->last;
}

// The strategy that has this very period, since a text often takes it over.
const ParentStrategy* StrategyWith(const Plan& plan, const Period& period) {
  for (const ParentStrategy& parent : plan.parents) {
    if (parent.period && Same(*parent.period, period)) return &parent;
  }
  return nullptr;
}

Reading TitledAgainstWritten(const Plan& plan, const Period& titled, const Period& written) {
  Sentence text{absl::StrCat("Заглавието: ", Say(titled), "; текстът: ", Say(written), "."),
                absl::StrCat("The title: ", Say(titled), "; the text: ", Say(written), ".")};
  if (!DaysOf(titled) || !DaysOf(written))
    return MakeReading(std::move(text), "", "", Verdict::kNotComputable, {"date"});
  if (Same(titled, written)) return MakeReading(std::move(text), "", "", Verdict::kAgree);
  if (const ParentStrategy* parent = StrategyWith(plan, written)) {
    absl::StrAppend(&text.bg, " Периодът в текста е на „", parent->title, "“.");
    absl::StrAppend(&text.en, " The period of the text is that of \"", parent->title, "\".");
  }
  return MakeReading(std::move(text), "", "", Verdict::kDisagree);
}

Reading WithinParent(const Period& own, const ParentStrategy& parent) {
  const std::optional<Days> days = DaysOf(own);
  const std::optional<Days> outer = DaysOf(*parent.period);
  const std::string periods = absl::StrCat(Say(own), " / ", Say(*parent.period));
  if (!days || !outer) {
    return MakeReading({absl::StrCat("Спрямо „", parent.title, "“: ", periods, "."),
                        absl::StrCat("Against \"", parent.title, "\": ", periods, ".")},
                       "", "", Verdict::kNotComputable, {"date"});
  }
  const bool within = outer->first <= days->first && days->last <= outer->last;
  return MakeReading(
      {absl::StrCat(Say(own), within ? " е в периода на „" : " излиза от периода на „", parent.title,
                    "“: ", Say(*parent.period), "."),
       absl::StrCat(Say(own), within ? " lies within the period of \"" : " leaves the period of \"",
                    parent.title, "\": ", Say(*parent.period), ".")},
      "", "", within ? Verdict::kAgree : Verdict::kDisagree);
}

void AddPeriodFields(const Plan& plan, Check& check) {
  if (plan.period_titled) check.fields.emplace_back("period_titled");
  for (std::size_t i = 1; i <= plan.periods_written.size(); ++i)
    check.fields.push_back(absl::StrCat("periods_written.", i));
}

}  // namespace

void AddPeriods(const Plan& plan, std::vector<Check>& list) {
  Check check = CheckOfPlan("period", {"Период на плана: заглавие, текст, стратегии",
                                       "Period of the plan: title, text, strategies"});
  AddPeriodFields(plan, check);
  if (!plan.period_titled && plan.periods_written.empty()) {
    if (plan.year != 0) return;
    check.verdict = Verdict::kWarning;
    check.readings.push_back(MakeReading(
        {"Планът не посочва за кой период е.", "The plan does not say which period it is for."}, "", "",
        Verdict::kWarning, {"period"}));
    list.push_back(std::move(check));
    return;
  }
  const Period& own = plan.period_titled ? *plan.period_titled : plan.periods_written.front();
  if (plan.period_titled) {
    for (const Period& written : plan.periods_written)
      check.readings.push_back(TitledAgainstWritten(plan, own, written));
  }
  for (const ParentStrategy& parent : plan.parents) {
    if (parent.period) check.readings.push_back(WithinParent(own, parent));
  }
  if (check.readings.empty()) return;
  check.verdict = Verdict::kAgree;
  for (const Reading& reading : check.readings) {
    if (reading.verdict == Verdict::kDisagree) check.verdict = Verdict::kWarning;
  }
  check.why =
      check.verdict == Verdict::kAgree
          ? Sentence{"Всички посочени периоди се съгласуват.", "All periods that are stated agree."}
          : Sentence{"Посочени са различни периоди; пазят се всички, а кой е верният решава човек.",
                     "Different periods are stated; all are kept, and a person decides which is "
                     "right."};
  list.push_back(std::move(check));
}

void AddTimeframeOf(const Plan& plan, const Measure& measure, std::vector<Check>& list) {
  if (!measure.timeframe) return;
  const std::optional<Days> own = DaysOf(plan, Measure());
  if (!own) return;
  // Of a time frame that says its beginning or its end alone, that one.
  const std::optional<absl::CivilDay> first = FirstDay(measure.timeframe->from);
  const std::optional<absl::CivilDay> last = LastDay(measure.timeframe->to);
  const bool within = (!first || (*first >= own->first && *first <= own->last)) &&
                      (!last || (*last >= own->first && *last <= own->last));
  if (within) return;
  Check check = CheckOf(measure, "timeframe",
                        {"Срок спрямо времето на плана", "Time frame against the plan's time"}, "");
  check.verdict = Verdict::kWarning;
  check.fields = {FieldOf(measure, "timeframe")};
  const std::string days =
      absl::StrCat(FormatBulgarianDay(own->first), "–", FormatBulgarianDay(own->last));
  check.readings.push_back(MakeReading(
      {absl::StrCat("„", measure.timeframe->as_written, "“ излиза от времето на плана: ", days, "."),
       absl::StrCat("\"", measure.timeframe->as_written, "\" leaves the time of the plan: ", days,
                    ".")},
      "", "", Verdict::kWarning));
  list.push_back(std::move(check));
}

void AddParents(const Plan& plan, std::vector<Check>& list) {
  for (const PlanLevel level : {PlanLevel::kNational, PlanLevel::kRegional, PlanLevel::kMunicipal}) {
    std::vector<const ParentStrategy*> named;
    std::vector<std::string> fields;
    for (std::size_t i = 0; i < plan.parents.size(); ++i) {
      const ParentStrategy& parent = plan.parents[i];
      if (parent.level != level) continue;
      const bool known = std::any_of(named.begin(), named.end(), [&](const ParentStrategy* other) {
        return FoldName(other->title) == FoldName(parent.title);
      });
      if (known) continue;
      named.push_back(&parent);
      fields.push_back(absl::StrCat("parents.", i + 1));
    }
    if (named.size() < 2) continue;
    Check check = CheckOfPlan(absl::StrCat("parents.", absl::AsciiStrToLower(PlanLevelName(level))),
                              {"Имена на една и съща стратегия", "Names of one and the same strategy"});
    check.verdict = Verdict::kWarning;
    check.fields = std::move(fields);
    for (const ParentStrategy* parent : named) {
      const std::string period = parent->period ? absl::StrCat(" (", Say(*parent->period), ")") : "";
      check.readings.push_back(MakeReading({absl::StrCat("„", parent->title, "“", period),
                                            absl::StrCat("\"", parent->title, "\"", period)},
                                           "", "", Verdict::kWarning));
    }
    check.why = {
        "Документът нарича стратегията на това ниво по няколко начина; дали е една, решава човек.",
        "The document names the strategy of this level in several ways; whether it is one, a "
        "person decides."};
    list.push_back(std::move(check));
  }
}

}  // namespace tranche::plans::checks
