// SPDX-License-Identifier: EUPL-1.2
// The whole money of one project, to be read and to be printed; as of a day, as known at a day, in lev
// or in euro.
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gateway/pages/money/money_pages.h"
#include "gateway/pages/pages.h"
#include "gateway/pages/parts.h"
#include "gateway/pages/phrases.h"
#include "gateway/words.h"
#include "tranche/reports/v1/reports_service.pb.h"

namespace tranche::gateway {
namespace {

using common::v1::ThreePartAmount;
using ctemplate::TemplateDictionary;
using Report = reports::v1::MoneyReport;

using Wide = PageTable::Wide;

std::vector<Cell> CellsOf(const reports::v1::MoneyLine& line, const Sayer& say) {
  return {say(line.contract_value()), say(line.modification()),
          say(line.correction()),     say(line.current()),
          say(line.this_report()),    say(line.cumulative()),
          say(line.difference()),     say.Percent(line.difference_percent())};
}

PageTable LinesOf(const Report& report, const Sayer& say) {
  PageTable table("lines", "W_LINES_CAPTION",
                  {{"W_LINE"},
                   {"W_BY_CONTRACT", Wide::kAmount},
                   {"W_BY_ANNEXES", Wide::kAmount},
                   {"W_BY_TRANSFERS", Wide::kAmount},
                   {"W_NOW", Wide::kAmount},
                   {"W_THIS_REPORT", Wide::kAmount},
                   {"W_CUMULATIVE", Wide::kAmount},
                   {"W_DIFFERENCE", Wide::kAmount},
                   {"W_DIFFERENCE_PERCENT", Wide::kAmount}});
  for (const reports::v1::MoneyLine& line : report.lines()) {
    table.Add({line.code(), line.title(), CellsOf(line, say)});
  }
  table.AddSum(CellsOf(report.total(), say));
  return table;
}

PageTable SourcesOf(const Report& report, const Sayer& say) {
  PageTable table("sources", "W_SOURCES_CAPTION",
                  {{"W_SOURCE"},
                   {"W_NOW", Wide::kAmount},
                   {"W_PERCENT_OF_ALL", Wide::kAmount},
                   {"W_THIS_REPORT", Wide::kAmount},
                   {"W_PERCENT_OF_ALL", Wide::kAmount},
                   {"W_CUMULATIVE", Wide::kAmount},
                   {"W_PERCENT_OF_ALL", Wide::kAmount}});
  for (const reports::v1::MoneySource& source : report.sources()) {
    table.Add({AsHeading(say.Value(source.payer())),
               "",
               {say(source.current()), say.Percent(source.current_percent()), say(source.this_report()),
                say.Percent(source.this_report_percent()), say(source.cumulative()),
                say.Percent(source.cumulative_percent())}});
  }
  return table;
}

using ClaimFigure = const ThreePartAmount& (reports::v1::MoneyClaim::*)() const;
struct NamedFigure {
  reports::v1::MoneyFigure name;
  ClaimFigure figure;
};

// Five amounts of each figure of a claim that is not zero.
void AddClaim(const reports::v1::MoneyClaim& claim, const std::string& name, const std::string& href,
              const Sayer& say, PageTable* table) {
  using Claim = reports::v1::MoneyClaim;
  static constexpr NamedFigure kFigures[] = {{reports::v1::REQUESTED_FIGURE, &Claim::requested},
                                             {reports::v1::CLAIMED_AGAIN_FIGURE, &Claim::claimed_again},
                                             {reports::v1::UNAPPROVED_FIGURE, &Claim::unapproved},
                                             {reports::v1::BY_CORRECTION_FIGURE, &Claim::by_correction},
                                             {reports::v1::APPROVED_FIGURE, &Claim::approved},
                                             {reports::v1::CLEARED_FIGURE, &Claim::cleared},
                                             {reports::v1::PAYABLE_FIGURE, &Claim::payable},
                                             {reports::v1::TO_RECOVER_FIGURE, &Claim::to_recover},
                                             {reports::v1::PAID_FIGURE, &Claim::paid},
                                             {reports::v1::DEDUCTED_FIGURE, &Claim::deducted},
                                             {reports::v1::UNPAID_FIGURE, &Claim::unpaid}};
  for (const NamedFigure& named : kFigures) {
    const ThreePartAmount& amount = (claim.*named.figure)();
    if (amount.total().amount() == "0.00" && named.figure != kFigures[0].figure) continue;
    table->Add({absl::StrCat(name, ": ", say.Value(named.name)), "", say.Five(amount),
                named.figure == kFigures[0].figure ? href : ""});
  }
}

PageTable ClaimsOf(const Visit& visit, const Report& report, const Sayer& say) {
  PageTable table("claims", "W_CLAIMS",
                  {{"W_CLAIM"},
                   {"W_EU", Wide::kAmount},
                   {"W_NATIONAL", Wide::kAmount},
                   {"W_GRANT", Wide::kAmount},
                   {"W_OWN", Wide::kAmount},
                   {"W_TOTAL", Wide::kAmount}});
  for (const reports::v1::MoneyClaim& claim : report.claims()) {
    std::string name = absl::StrCat("№\u00a0", claim.sequence(), ", ", say.Value(claim.kind()), ", ",
                                    say.Value(claim.state()));
    if (!claim.decided_on().empty()) absl::StrAppend(&name, " ", say.Day(claim.decided_on()));
    AddClaim(claim, name,
             visit.Href(absl::StrCat("/", report.contract(), "/claims/", claim.sequence())), say,
             &table);
  }
  if (report.claims_size() > 0) {
    AddClaim(report.claims_total(), Say("W_TOTAL", visit.language()), "", say, &table);
  }
  return table;
}

PageTable PaymentsOf(const Report& report, const Sayer& say) {
  PageTable table("payments", "W_PAYMENTS",
                  {{"W_PAYMENT"},
                   {"W_CLAIM"},
                   {"W_PAID_ON"},
                   {"W_EU", Wide::kAmount},
                   {"W_NATIONAL", Wide::kAmount},
                   {"W_TOTAL", Wide::kAmount},
                   {"W_BANK"},
                   {"W_IN_BANK", Wide::kAmount},
                   {"W_MOVEMENTS"}});
  for (const reports::v1::MoneyPayment& payment : report.payments()) {
    std::vector<std::string> movements;
    for (const reports::v1::MoneyMovement& movement : payment.movements()) {
      movements.push_back(absl::StrCat(movement.bank_reference(), " ", say.Day(movement.booked_on())));
    }
    table.Add({absl::StrCat(payment.number(), ", ", say.Value(payment.kind())),
               "",
               {absl::StrCat("№\u00a0", payment.claim()), say.Day(payment.paid_on()),
                say(payment.amount().eu()), say(payment.amount().national()), say(payment.amount()),
                payment.bank_reference(), say(payment.in_bank()),
                movements.empty() ? "–" : absl::StrJoin(movements, "; ")}});
  }
  if (report.payments_size() > 0) {
    const ThreePartAmount& sum = report.received_total();
    table.AddSum({"", "", say(sum.eu()), say(sum.national()), say(sum), "", "", ""});
  }
  return table;
}

PageTable CorrectionsOf(const Report& report, const Sayer& say) {
  PageTable table("corrections", "W_CORRECTIONS",
                  {{"W_CORRECTION"},
                   {"W_IRREGULARITY"},
                   {"W_PERCENT_OF_CORRECTION", Wide::kAmount},
                   {"W_DECIDED_ON"},
                   {"W_EU", Wide::kAmount},
                   {"W_NATIONAL", Wide::kAmount},
                   {"W_TOTAL", Wide::kAmount}});
  for (const reports::v1::MoneyCorrection& correction : report.corrections()) {
    const ThreePartAmount& amount = correction.amount();
    table.Add({absl::StrCat("№\u00a0", correction.number()),
               "",
               {correction.irregularity().empty() ? "–" : correction.irregularity(),
                say.Percent(correction.percent()), say.Day(correction.decided_on()), say(amount.eu()),
                say(amount.national()), say(amount)}});
  }
  if (report.corrections_size() > 0) {
    const ThreePartAmount& sum = report.corrected_total();
    table.AddSum({"", "", "", say(sum.eu()), say(sum.national()), say(sum)});
  }
  return table;
}

std::vector<Cell> CellsOf(const reports::v1::MoneyDebt& debt, const Sayer& say) {
  return {say(debt.principal()), say(debt.interest()), say(debt.repaid_principal()),
          say(debt.repaid_interest()), say(debt.left())};
}

PageTable DebtsOf(const Report& report, const Sayer& say) {
  PageTable table("debts", "W_DEBTS",
                  {{"W_DEBT"},
                   {"W_PRINCIPAL", Wide::kAmount},
                   {"W_INTEREST", Wide::kAmount},
                   {"W_REPAID_PRINCIPAL", Wide::kAmount},
                   {"W_REPAID_INTEREST", Wide::kAmount},
                   {"W_LEFT_OF_DEBT", Wide::kAmount}});
  for (const reports::v1::MoneyDebt& debt : report.debts()) {
    table.Add({absl::StrCat(debt.number(), ", ", say.Value(debt.status())), "", CellsOf(debt, say)});
  }
  if (report.debts_size() > 0) table.AddSum(CellsOf(report.debts_total(), say));
  return table;
}

PageTable OpenOf(const Report& report, const Sayer& say) {
  PageTable table("open", "W_OPEN_ITEMS", {{"W_OPEN_WHAT"}, {"W_RECORD"}, {"W_AMOUNT", Wide::kAmount}});
  for (const reports::v1::MoneyOpenItem& item : report.open()) {
    table.Add({AsHeading(say.Value(item.kind())),
               "",
               {item.record().empty() ? "–" : item.record(), say(item.amount())}});
  }
  return table;
}

PageTable RoundingsOf(const Report& report, const Sayer& say) {
  PageTable table("roundings", "W_ROUNDINGS",
                  {{"W_TABLE"},
                   {"W_EU", Wide::kAmount},
                   {"W_NATIONAL", Wide::kAmount},
                   {"W_GRANT", Wide::kAmount},
                   {"W_OWN", Wide::kAmount},
                   {"W_TOTAL", Wide::kAmount}});
  for (const reports::v1::MoneyRounding& rounding : report.roundings()) {
    const ThreePartAmount& amount = rounding.amount();
    table.Add({absl::StrCat(say.Value(rounding.table()), ", ", say.Value(rounding.figure())), "",
               say.Five(amount)});
  }
  return table;
}

PageTable ChecksOf(const Report& report, const Sayer& say, Language language) {
  PageTable table("checks", "W_CHECKS",
                  {{"W_COMPARED"},
                   {"W_THE_FIRST", Wide::kAmount},
                   {"W_THE_SECOND", Wide::kAmount},
                   {"W_DIFFERENCE", Wide::kAmount},
                   {"W_AGREES"}});
  for (const reports::v1::MoneyCheck& check : report.checks()) {
    table.Add({AsHeading(say.Value(check.kind())),
               "",
               {say(check.left()), say(check.right()), say(check.difference()),
                Say(check.agrees() ? "W_YES" : "W_NO", language)}});
  }
  return table;
}

void FillFacts(const Report& report, Language language, TemplateDictionary* section) {
  const auto add = [&](const char* phrase, const std::string& value) {
    TemplateDictionary* fact = section->AddSectionDictionary("FACT");
    fact->SetValue("NAME", Say(phrase, language));
    fact->SetValue("VALUE", value);
  };
  add("W_GRANTED", SayMoney(report.granted().total(), language));
  add("W_RECEIVED_ADVANCE", SayMoney(report.received_advance().total(), language));
  add("W_RECEIVED_INTERIM", SayMoney(report.received_interim().total(), language));
  add("W_RECEIVED_FINAL", SayMoney(report.received_final().total(), language));
  add("W_RECEIVED_TOTAL", SayMoney(report.received_total().total(), language));
  if (!report.closed_on().empty()) add("W_CLOSED_ON", SayDate(report.closed_on(), language));
}

void FillReport(const Visit& visit, const Report& report, const std::string& asked_currency,
                TemplateDictionary* page) {
  const Language language = visit.language();
  const Sayer say(language);
  TemplateDictionary* section = page->AddSectionDictionary("REPORT");
  const bool in_euro = report.currency() == "EUR";
  section->SetValue("OTHER_HREF",
                    absl::StrCat(visit.Href(absl::StrCat("/", report.contract(), "/money")),
                                 DayQuery(report.as_of(), report.known_at(), in_euro ? "BGN" : "EUR",
                                          QueryNames::kPage)));
  section->SetValue("OTHER_NAME", Say(in_euro ? "W_SHOW_IN_BGN" : "W_SHOW_IN_EUR", language));
  section->SetValue("TITLE", report.title());
  section->SetValue("SHOWN", SayShown(report.as_of(), report.known_at(), language));
  FillFacts(report, language, section);
  const std::string unit = Say(in_euro ? "W_IN_EUR" : "W_IN_BGN", language);
  std::vector<PageTable> tables = {LinesOf(report, say),         SourcesOf(report, say),
                                   ClaimsOf(visit, report, say), PaymentsOf(report, say),
                                   CorrectionsOf(report, say),   DebtsOf(report, say),
                                   OpenOf(report, say)};
  if (report.roundings_size() > 0) tables.push_back(RoundingsOf(report, say));
  tables.push_back(ChecksOf(report, say, language));
  for (const PageTable& table : tables) table.ShowIn(unit, language, section);
  // With days, less can be compared than without.
  const bool dated = !report.as_of().empty() || !report.known_at().empty();
  const char* const agree = dated ? "W_BOOKS_AGREE_THEN" : "W_BOOKS_AGREE";
  section->SetValue("VERDICT", Say(report.agrees() ? agree : "W_BOOKS_DIFFER", language));
  section->SetValue("VERDICT_CLASS", report.agrees() ? "t-state--good" : "t-state--bad");
  if (report.has_checkpoint()) {
    TemplateDictionary* sealed = section->AddSectionDictionary("SEALED");
    sealed->SetValue("SIZE", absl::StrCat(report.checkpoint().size()));
    sealed->SetValue("ROOT", report.checkpoint().root());
  }
  const std::string asked =
      DayQuery(report.as_of(), report.known_at(), asked_currency, QueryNames::kApi);
  section->SetValue("JSON_HREF",
                    absl::StrCat("/v1/", EncodePath(report.contract()), "/reports/money", asked));
  section->SetValue("FILE_NAME", absl::StrCat("money-", LastSegment(report.contract()), ".json"));
  section->SetValue("PDF_HREF",
                    absl::StrCat("/v1/", EncodePath(report.contract()), "/reports/money:print", asked,
                                 asked.empty() ? "?" : "&",
                                 "language=", language == Language::kEnglish ? "en" : "bg"));
  section->SetValue("PDF_NAME", absl::StrCat("money-", LastSegment(report.contract()), ".pdf"));
}

std::string Command(const std::string& number, const Report& report, const std::string& currency) {
  std::vector<std::string> words = {"tranche", "reports", "money", number};
  if (!currency.empty()) words.insert(words.end(), {"--currency", currency});
  if (!report.as_of().empty()) words.insert(words.end(), {"--as-of", report.as_of()});
  if (!report.known_at().empty()) words.insert(words.end(), {"--known-at", report.known_at()});
  return ShellLine(words);
}

}  // namespace

void ShowMoney(const std::shared_ptr<Visit>& visit, const std::string& name) {
  auto answer = std::make_shared<Answer<Report>>();
  reports::v1::GetMoneyReportRequest request;
  request.set_parent(name);
  request.set_as_of(visit->Parameter("as_of"));
  request.set_known_at(visit->Parameter("known_at"));
  request.set_currency(visit->Parameter("currency"));
  visit->Ask("/tranche.reports.v1.ReportsService/GetMoneyReport", request, answer.get());
  visit->Then([visit, answer, name] {
    const bool asks_again = IsAboutDays(answer->status, ReportDays());
    if (!answer->status.ok() && !asks_again) return visit->Refuse(answer->status);
    const Report& report = answer->value;
    const std::string contract = answer->status.ok() ? report.contract() : name;
    const std::string number = answer->status.ok() ? report.number() : LastSegment(name);
    const std::string currency = visit->Parameter("currency");
    Frame frame = visit->MakeFrame(absl::StrCat(Say("W_MONEY", visit->language()), ", ", number));
    frame.crumbs.emplace_back(number, visit->Href(absl::StrCat("/", contract)));
    if (answer->status.ok()) frame.commands = {Command(LastSegment(contract), report, currency)};
    visit->Show(asks_again ? 400 : 200, RenderFrame(frame, "money.tpl", [&](TemplateDictionary* page) {
                  page->SetValue("NUMBER", number);
                  ShowContractNav(*visit, contract, "W_MONEY", page);
                  page->SetValue("ACTION", visit->Href(absl::StrCat("/", contract, "/money")));
                  if (!currency.empty()) {
                    page->AddSectionDictionary("ASKED_CURRENCY")->SetValue("CURRENCY", currency);
                  }
                  ShowDays(*visit, ReportDays(), answer->status, page);
                  if (answer->status.ok()) FillReport(*visit, report, currency, page);
                }));
  });
}

}  // namespace tranche::gateway
