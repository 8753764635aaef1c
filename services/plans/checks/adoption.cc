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

// A date that stands where the adoption is spoken of and is in no calendar: "31.02.2023".
std::optional<std::string> UnreadDate(const Plan& plan, absl::string_view path) {
  for (const Remark& miss : plan.not_understood) {
    if (miss.reason != "DATE_NOT_IN_CALENDAR") continue;
    for (const Span& span : plan.spans) {
      if (span.at.block != miss.at.block || span.at.row != miss.at.row ||
          span.at.column != miss.at.column ||
          (span.path != path && !absl::StartsWith(span.path, absl::StrCat(path, "."))))
        continue;
      for (const auto& [key, value] : miss.values)
        if (key == "value") return value;
    }
  }
  return std::nullopt;
}

// What the date lacks; no value when day, month and year are written.
std::optional<Sentence> DateLacks(const Adoption& adoption, const std::optional<std::string>& unread) {
  const std::string date = adoption.date.value_or("");
  if (adoption.on ? adoption.on->complete() : absl::StrContains(date, ".")) return std::nullopt;
  if (!adoption.date && unread) {
    return Sentence{absl::StrCat("Датата „", *unread, "“ я няма в календара и не е взета."),
                    absl::StrCat("The date \"", *unread, "\" is in no calendar and was not taken.")};
  }
  if (!adoption.date) {
    return Sentence{"За датата текстът не казва нищо.", "The text says nothing of the date."};
  }
  if (date.empty()) return Sentence{"Датата не е попълнена.", "The date is blank."};
  if (adoption.on && adoption.on->month != 0) {
    return Sentence{absl::StrCat("Датата не е цяла: ", date, "."),
                    absl::StrCat("The date is not whole: ", date, ".")};
  }
  return Sentence{absl::StrCat("От датата е посочена само годината: ", date, "."),
                  absl::StrCat("Of the date only the year is given: ", date, ".")};
}

// Blank is only what the document has a place for and leaves blank; of the rest it does not speak.
void AddMissing(const Adoption& adoption, const std::optional<std::string>& unread_date,
                const Sentence& whose, Check& check) {
  const auto missing = [&](Sentence text, const char* field) {
    Missing({whose.bg + text.bg, whose.en + text.en}, field, check);
  };
  if (!adoption.decision_number) {
    missing({"За номера на решението текстът не казва нищо.",
             "The text says nothing of the number of the decision."},
            "decision_number");
  } else if (adoption.decision_number->empty()) {
    missing({"Номерът на решението не е попълнен.", "The number of the decision is blank."},
            "decision_number");
  }
  if (!adoption.protocol_number) {
    missing({"За номера на протокола текстът не казва нищо.",
             "The text says nothing of the number of the protocol."},
            "protocol_number");
  } else if (adoption.protocol_number->empty()) {
    missing({"Номерът на протокола не е попълнен.", "The number of the protocol is blank."},
            "protocol_number");
  }
  if (const std::optional<Sentence> lacks = DateLacks(adoption, unread_date)) missing(*lacks, "date");
}

// Every strategy of whose adoption the plan speaks; where it speaks of none, the one that it carries
// out.
Check CheckStrategy(const Plan& plan) {
  Check check =
      CheckOfPlan("strategy.adoption", {"Приемане на стратегията, която планът изпълнява",
                                        "Adoption of the strategy that the plan carries out"});
  if (!plan.strategy) {
    Missing({"Не е разпозната стратегия.", "No strategy was recognised."}, "strategy", check);
    check.verdict = Verdict::kWarning;
    return check;
  }
  std::size_t spoken_of = 0;
  for (std::size_t i = 0; i < plan.parents.size(); ++i) {
    const ParentStrategy& parent = plan.parents[i];
    if (parent.adoption == Adoption()) continue;
    ++spoken_of;
    const std::string path = absl::StrCat("parents.", i + 1);
    for (const char* field :
         {"", ".adoption.decision_number", ".adoption.protocol_number", ".adoption.date"})
      check.fields.push_back(absl::StrCat(path, field));
    const std::string whose = plan.parents.size() > 1 ? absl::StrCat(parent.title, ": ") : "";
    AddMissing(parent.adoption, UnreadDate(plan, path), {whose, whose}, check);
  }
  if (spoken_of == 0 && !(plan.strategy->adoption == Adoption())) {
    AddMissing(plan.strategy->adoption, std::nullopt, {}, check);
  } else if (spoken_of == 0) {
    check.readings.push_back(
        MakeReading({"За приемането на стратегията нищо не е прочетено от текста.",
                     "Of the adoption of the strategy nothing was read in the text."},
                    "", "", Verdict::kWarning, {"decision_number", "protocol_number", "date"}));
  }
  check.verdict = check.readings.empty() ? Verdict::kAgree : Verdict::kWarning;
  return check;
}

// The plan's own adoption. That nothing was read of it is said here; the text may say it in other
// words.
Check CheckOwn(const Plan& plan) {
  Check check = CheckOfPlan("adoption", {"Приемане на самия план", "Adoption of the plan itself"});
  if (!plan.adoption) {
    check.verdict = Verdict::kWarning;
    check.readings.push_back(MakeReading(
        {"От текста не е прочетено дали, кога и с какво решение е приет планът; приемане не се "
         "подразбира. "
         "Проверете дали сред текстовете, от които не е взета стойност, има решение.",
         "The text was not read as saying whether, when and by what decision the plan was adopted; "
         "adoption "
         "is not assumed. Look whether a decision stands in the texts that no value was taken from."},
        "", "", Verdict::kWarning, {"decision_number", "protocol_number", "date"}));
    return check;
  }
  check.fields = {"adoption.decision_number", "adoption.protocol_number", "adoption.date",
                  "adoption.body"};
  Adoption adoption = *plan.adoption;
  // Minutes are missed only where the plan leaves a place for them.
  if (!adoption.protocol_number) adoption.protocol_number = "-";
  AddMissing(adoption, UnreadDate(plan, "adoption"), {}, check);
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
