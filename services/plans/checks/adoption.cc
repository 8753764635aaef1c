// SPDX-License-Identifier: EUPL-1.2
// The adoption of the plan and of the strategy that it carries out: what is missing, and when it came.
// Blank fields are shown, never filled in, and one document's adoption is never taken for another's.
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "plans/checks/family.h"
#include "platform/calendar/civil.h"

namespace tranche::plans::checks {
namespace {

void Missing(Sentence text, std::string field, Check& check) {
  check.readings.push_back(MakeReading(std::move(text), "", "", Verdict::kWarning, {std::move(field)}));
}

// What the date lacks; no value when day, month and year are written.
std::optional<Sentence> DateLacks(const Adoption& adoption) {
  const std::string date = adoption.date.value_or("");
  if (adoption.on ? adoption.on->complete() : absl::StrContains(date, ".")) return std::nullopt;
  if (date.empty()) return Sentence{"Датата не е посочена.", "The date is not given."};
  if (adoption.on && adoption.on->month != 0) {
    return Sentence{absl::StrCat("Датата не е цяла: ", date, "."),
                    absl::StrCat("The date is not whole: ", date, ".")};
  }
  return Sentence{absl::StrCat("От датата е посочена само годината: ", date, "."),
                  absl::StrCat("Of the date only the year is given: ", date, ".")};
}

void AddMissing(const Adoption& adoption, Check& check) {
  if (adoption.decision_number.value_or("").empty()) {
    Missing({"Номерът на решението не е попълнен.", "The number of the decision is blank."},
            "decision_number", check);
  }
  if (adoption.protocol_number.value_or("").empty()) {
    Missing({"Номерът на протокола не е попълнен.", "The number of the protocol is blank."},
            "protocol_number", check);
  }
  if (const std::optional<Sentence> lacks = DateLacks(adoption)) Missing(*lacks, "date", check);
}

Check CheckStrategy(const Plan& plan) {
  Check check =
      CheckOfPlan("strategy.adoption", {"Приемане на стратегията, която планът изпълнява",
                                        "Adoption of the strategy that the plan carries out"});
  if (!plan.strategy) {
    Missing({"Планът не посочва стратегия.", "The plan names no strategy."}, "strategy", check);
    check.verdict = Verdict::kWarning;
    return check;
  }
  for (std::size_t i = 0; i < plan.parents.size(); ++i) {
    if (!(plan.parents[i] == *plan.strategy)) continue;
    const std::string parent = absl::StrCat("parents.", i + 1);
    check.fields = {parent, absl::StrCat(parent, ".adoption.decision_number"),
                    absl::StrCat(parent, ".adoption.protocol_number"),
                    absl::StrCat(parent, ".adoption.date")};
    break;
  }
  AddMissing(plan.strategy->adoption, check);
  check.verdict = check.readings.empty() ? Verdict::kAgree : Verdict::kWarning;
  return check;
}

// The plan's own adoption. That nothing is said of it is said here.
Check CheckOwn(const Plan& plan) {
  Check check = CheckOfPlan("adoption", {"Приемане на самия план", "Adoption of the plan itself"});
  if (!plan.adoption) {
    check.verdict = Verdict::kWarning;
    check.readings.push_back(MakeReading(
        {"Планът не казва дали, кога и с какво решение е приет; приемане не се подразбира.",
         "The plan does not say whether, when and by what decision it was adopted; adoption is not "
         "assumed."},
        "", "", Verdict::kWarning, {"decision_number", "protocol_number", "date"}));
    return check;
  }
  check.fields = {"adoption.decision_number", "adoption.protocol_number", "adoption.date",
                  "adoption.body"};
  Adoption adoption = *plan.adoption;
  // Minutes are missed only where the plan leaves a place for them.
  if (!adoption.protocol_number) adoption.protocol_number = "-";
  AddMissing(adoption, check);
  check.verdict = check.readings.empty() ? Verdict::kAgree : Verdict::kWarning;
  return check;
}

Sentence Timing(int64_t gone, int64_t left, int64_t whole, const std::string& day) {
  if (gone < 0) {
    return {absl::StrCat("Приет на ", day, ", ", -gone, " дни преди началото на периода."),
            absl::StrCat("Adopted on ", day, ", ", -gone, " days before the period begins.")};
  }
  const std::string percent = footing::Percent(gone, whole);
  if (left < 0) {
    return {absl::StrCat("Приет на ", day, ", ", -left, " дни след края на периода."),
            absl::StrCat("Adopted on ", day, ", ", -left, " days after the period ended.")};
  }
  return {
      absl::StrCat("Приет на ", day, ": ", gone, " дни след началото и ", left,
                   " дни преди края на период от ", whole, " дни; изминали са ", percent,
                   " % от него."),
      absl::StrCat("Adopted on ", day, ": ", gone, " days after the period began and ", left,
                   " days before it ends, of ", whole, " days; ", percent, " % of it had gone by.")};
}

// Adoption after the beginning of the period is lawful, and a person should know of it.
void AddTiming(const Plan& plan, std::vector<Check>& list) {
  if (!plan.adoption || !plan.adoption->on || !plan.adoption->on->complete()) return;
  const Period* period = plan.period_titled             ? &*plan.period_titled
                         : plan.periods_written.empty() ? nullptr
                                                        : &plan.periods_written.front();
  if (period == nullptr) return;
  const std::optional<absl::CivilDay> first = FirstDay(period->from);
  const std::optional<absl::CivilDay> last = LastDay(period->to);
  const std::optional<absl::CivilDay> on = FirstDay(*plan.adoption->on);
  if (!first || !last || !on) return;
  Check check = CheckOfPlan("adoption.timing", {"Приемане спрямо началото на периода",
                                                "Adoption against the beginning of the period"});
  check.fields = {"adoption.date", "period_titled"};
  check.unit = "days";
  const int64_t gone = *on - *first;
  check.computed = absl::StrCat(gone);
  check.verdict = gone > 0 ? Verdict::kWarning : Verdict::kAgree;
  check.readings.push_back(
      MakeReading(Timing(gone, *last - *on, *last - *first + 1, FormatBulgarianDay(*on)),
                  check.computed, "", check.verdict));
  if (gone > 0) {
    Choose(0,
           {"Приемане след началото не е нарушение; само се показва.",
            "Adoption after the beginning is no breach; it is only shown."},
           check);
  }
  list.push_back(std::move(check));
}

}  // namespace

void AddAdoption(const Plan& plan, std::vector<Check>& list) {
  list.push_back(CheckStrategy(plan));
  list.push_back(CheckOwn(plan));
  AddTiming(plan, list);
}

}  // namespace tranche::plans::checks
