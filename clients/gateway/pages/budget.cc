// SPDX-License-Identifier: EUPL-1.2
// Budget against actual of one project: by line, by who pays, and the money received; as of a day and
// as known at a day.
#include "absl/strings/str_cat.h"
#include "gateway/pages/money/money_pages.h"
#include "gateway/pages/pages.h"
#include "gateway/pages/parts.h"
#include "gateway/pages/phrases.h"
#include "gateway/words.h"
#include "tranche/reports/v1/reports_service.pb.h"

namespace tranche::gateway {
namespace {

using ctemplate::TemplateDictionary;
using Report = reports::v1::BudgetVsActual;

void FillLine(const reports::v1::BudgetVsActualLine& from, Language language,
              TemplateDictionary* line) {
  line->SetValue("CODE", from.code());
  line->SetValue("TITLE", from.title());
  ShowParts(from.cap(), language, false, line);
  line->SetValue("RESERVED", SayAmount(from.reserved().total().amount(), "", language));
  line->SetValue("SPENT", SayAmount(from.spent().total().amount(), "", language));
  line->SetValue("REFUSED", SayAmount(from.refused().amount(), "", language));
  line->SetValue("LEFT", SayAmount(from.left().total().amount(), "", language));
  line->SetValue("PERCENT",
                 from.spent_percent().empty()
                     ? "–"
                     : absl::StrCat(SayAmount(from.spent_percent(), "", language), "\u00a0%"));
}

// One row for each who pays, and one for all.
void FillSources(const Report& report, Language language, TemplateDictionary* section) {
  using Part = const common::v1::Money& (common::v1::ThreePartAmount::*)() const;
  const std::pair<const char*, Part> kRows[] = {{"W_EU", &common::v1::ThreePartAmount::eu},
                                                {"W_NATIONAL", &common::v1::ThreePartAmount::national},
                                                {"W_OWN", &common::v1::ThreePartAmount::own},
                                                {"W_TOTAL", &common::v1::ThreePartAmount::total}};
  for (const auto& [name, part] : kRows) {
    TemplateDictionary* row = section->AddSectionDictionary("SOURCE");
    const auto say = [&language, part = part](const common::v1::ThreePartAmount& amount) {
      return SayAmount((amount.*part)().amount(), "", language);
    };
    row->SetValue("NAME", Say(name, language));
    row->SetValue("CAP", say(report.total().cap()));
    row->SetValue("RESERVED", say(report.total().reserved()));
    row->SetValue("SPENT", say(report.total().spent()));
    row->SetValue("LEFT", say(report.total().left()));
    row->SetValue("ADVANCE", say(report.paid_advance()));
    row->SetValue("FOR_COSTS", say(report.paid_for_costs()));
  }
}

void FillReport(const Report& report, Language language, TemplateDictionary* page) {
  TemplateDictionary* section = page->AddSectionDictionary("REPORT");
  section->SetValue("SHOWN", SayShown(report.as_of(), report.known_at(), language));
  ShowBar(report.total().cap(), report.total().spent(), report.total().reserved(),
          report.total().left(), language, section);
  const std::string& currency = report.total().cap().total().currency();
  section->SetValue("CURRENCY", Say(currency == "EUR" ? "W_IN_EUR" : "W_IN_BGN", language));
  for (const auto& line : report.lines()) {
    FillLine(line, language, section->AddSectionDictionary("LINE"));
  }
  FillLine(report.total(), language, section->AddSectionDictionary("SUM"));
  FillSources(report, language, section);
  section->SetValue("RECEIVED", SayMoney(report.paid_total().total(), language));
  section->SetValue("NOT_PAID", SayMoney(report.approved_not_paid(), language));
  section->SetValue("JSON_HREF",
                    absl::StrCat("/v1/", EncodePath(report.contract()), "/reports/budgetVsActual",
                                 DayQuery(report.as_of(), report.known_at(), "", QueryNames::kApi)));
  section->SetValue("FILE_NAME",
                    absl::StrCat("budget-vs-actual-", LastSegment(report.contract()), ".json"));
}

std::string Command(const std::string& number, const Report& report) {
  std::vector<std::string> words = {"tranche", "reports", "budget-vs-actual", number};
  if (!report.as_of().empty()) words.insert(words.end(), {"--as-of", report.as_of()});
  if (!report.known_at().empty()) words.insert(words.end(), {"--known-at", report.known_at()});
  return ShellLine(words);
}

}  // namespace

void ShowBudget(const std::shared_ptr<Visit>& visit, const std::string& name) {
  auto answer = std::make_shared<Answer<Report>>();
  reports::v1::GetBudgetVsActualRequest request;
  request.set_parent(name);
  request.set_as_of(visit->Parameter("as_of"));
  request.set_known_at(visit->Parameter("known_at"));
  visit->Ask("/tranche.reports.v1.ReportsService/GetBudgetVsActual", request, answer.get());
  visit->Then([visit, answer, name] {
    const bool asks_again = IsAboutDays(answer->status, ReportDays());
    if (!answer->status.ok() && !asks_again) return visit->Refuse(answer->status);
    const Language language = visit->language();
    const Report& report = answer->value;
    const std::string contract = answer->status.ok() ? report.contract() : name;
    const std::string number = answer->status.ok() ? report.number() : LastSegment(name);
    Frame frame = visit->MakeFrame(absl::StrCat(Say("W_BUDGET", language), ", ", number));
    frame.crumbs.emplace_back(number, visit->Href(absl::StrCat("/", contract)));
    if (answer->status.ok()) frame.commands = {Command(LastSegment(contract), report)};
    visit->Show(asks_again ? 400 : 200, RenderFrame(frame, "budget.tpl", [&](TemplateDictionary* page) {
                  page->SetValue("NUMBER", number);
                  ShowContractNav(*visit, contract, "W_BUDGET", page);
                  page->SetValue("ACTION", visit->Href(absl::StrCat("/", contract, "/budget")));
                  ShowDays(*visit, ReportDays(), answer->status, page);
                  if (answer->status.ok()) FillReport(report, language, page);
                }));
  });
}

}  // namespace tranche::gateway
