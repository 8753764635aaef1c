// SPDX-License-Identifier: EUPL-1.2
#include "reports/money_paper_convert.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "reports/paper_said_convert.h"

namespace tranche::reports {
namespace {

using common::v1::ThreePartAmount;
using papers::kNothing;
using papers::Sayer;
using papers::Word;

constexpr char kIndent[] = "\u2003";

constexpr Word kTitle{"Пари по договор {number}", "Money of the contract {number}"};
constexpr Word kContractTitle{"Проект", "Project"};
constexpr Word kOrganisation{"Запис", "Record"};
constexpr Word kKeptIn{"Води се във валута", "Kept in"};
constexpr Word kGranted{"Договорено", "Granted"};
constexpr Word kReceivedAdvance{"Получен аванс", "Advance received"};
constexpr Word kReceivedInterim{"Получени междинни плащания", "Interim payments received"};
constexpr Word kReceivedFinal{"Получено окончателно плащане", "Final payment received"};
constexpr Word kReceivedTotal{"Получено общо", "Received in total"};
constexpr Word kClosedOn{"Приключено на", "Closed on"};
constexpr Word kConvertedOn{"Превалутирано от", "Converted to euro from"};
constexpr Word kBudget{"Бюджет", "Budget"};
constexpr Word kCode{"Код", "Code"};
constexpr Word kName{"Наименование", "Title"};
constexpr Word kTotal{"Общо", "Total"};
constexpr Word kEu{"ЕС", "EU"};
constexpr Word kNational{"Национални", "National"};
constexpr Word kGrant{"БФП", "Grant"};
constexpr Word kOwn{"Собствени", "Own"};
constexpr Word kPercent{"%", "%"};
constexpr Word kSources{"По източници", "By who pays"};
constexpr Word kWhoPays{"Кой плаща", "Who pays"};
constexpr Word kVersions{"Договор и изменения", "Contract and amendments"};
constexpr Word kRecord{"Запис", "Record"};
constexpr Word kFigure{"Показател", "Figure"};
constexpr Word kOfVersion{"Стойност", "Amount"};
constexpr Word kChange{"Промяна", "Change"};
constexpr Word kClaims{"Искания за плащане", "Claims"};
constexpr Word kPayments{"Плащания и банка", "Payments and the bank"};
constexpr Word kInBank{"Намерено в банката", "Found in the bank"};
constexpr Word kMovement{"Движение по сметката", "Movement of the account"};
constexpr Word kCorrections{"Финансови корекции", "Financial corrections"};
constexpr Word kDebts{"Дългове", "Debts"};
constexpr Word kOpen{"Още не е свършено", "Not done yet"};
constexpr Word kWhat{"Какво", "What"};
constexpr Word kAmount{"Сума", "Amount"};
constexpr Word kRoundings{"Разлики от закръгляване: общото без сбора на редовете",
                          "Rounding differences: the total less the sum of the rows"};
constexpr Word kChecks{"Съпоставки", "Comparisons"};
constexpr Word kFirst{"Първото", "The first"};
constexpr Word kSecond{"Второто", "The second"};
constexpr Word kAgrees{"съвпада", "agrees"};
constexpr Word kDiffers{"не съвпада", "does not agree"};
constexpr Word kOfLines{"редове {lines}", "lines {lines}"};
constexpr Word kBooksAgree{"Бюджет, искания, плащания и банка съвпадат.",
                           "Budget, claims, payments and bank agree."};
constexpr Word kBooksAgreeThen{"Каквото може да се сравни към този ден, съвпада.",
                               "What can be compared as of then agrees."};
constexpr Word kBooksDiffer{"Има съпоставки, които не съвпадат.", "Some comparisons do not agree."};

std::string FigureOf(const Sayer& say, v1::MoneyFigure figure) { return AsHeading(say.Value(figure)); }

bool IsZero(const common::v1::Money& money) {
  return money.amount().empty() || money.amount() == "0.00";
}

bool IsZero(const ThreePartAmount& amount) {
  return IsZero(amount.eu()) && IsZero(amount.national()) && IsZero(amount.own());
}

using Part = const common::v1::Money& (ThreePartAmount::*)() const;
constexpr std::pair<Word, Part> kParts[] = {{kEu, &ThreePartAmount::eu},
                                            {kNational, &ThreePartAmount::national},
                                            {kGrant, &ThreePartAmount::grant},
                                            {kOwn, &ThreePartAmount::own}};

// A table of records with several figures, each with its five amounts.
class FigureTable {
 public:
  FigureTable(const std::string& title, const std::string& records, const Sayer& say) : say_(say) {
    table_.title = title;
    table_.nothing = say(kNothing);
    table_.columns = {{records, false},       {say(kFigure), false}, {say(kEu), true},
                      {say(kNational), true}, {say(kGrant), true},   {say(kOwn), true},
                      {say(kTotal), true}};
  }

  void Begin(std::string record, bool strong = false) {
    record_ = std::move(record);
    strong_ = strong;
    begins_ = true;
  }

  void Add(const std::string& figure, const ThreePartAmount& amount) {
    AddCells(figure, {say_(amount.eu()), say_(amount.national()), say_(amount.grant()),
                      say_(amount.own()), say_(amount.total())});
  }
  void AddUnlessZero(const std::string& figure, const ThreePartAmount& amount) {
    if (!IsZero(amount)) Add(figure, amount);
  }
  // Of which the parts are not known.
  void AddTotal(const std::string& figure, const common::v1::Money& amount) {
    AddCells(figure, {"", "", "", "", say_(amount)});
  }

  paper::Table Take() { return std::move(table_); }

 private:
  void AddCells(const std::string& figure, std::vector<std::string> amounts) {
    paper::Row row;
    row.cells = {std::move(record_), figure};
    row.cells.insert(row.cells.end(), amounts.begin(), amounts.end());
    row.strong = strong_;
    row.begins = begins_;
    table_.rows.push_back(std::move(row));
    record_.clear();
    begins_ = false;
  }

  const Sayer& say_;
  paper::Table table_;
  std::string record_;
  bool strong_ = false;
  bool begins_ = true;
};

using LineFigure = const ThreePartAmount& (v1::MoneyLine::*)() const;
constexpr std::pair<v1::MoneyFigure, LineFigure> kLineFigures[] = {
    {v1::CONTRACT_VALUE_FIGURE, &v1::MoneyLine::contract_value},
    {v1::MODIFICATION_FIGURE, &v1::MoneyLine::modification},
    {v1::CORRECTION_FIGURE, &v1::MoneyLine::correction},
    {v1::CURRENT_FIGURE, &v1::MoneyLine::current},
    {v1::THIS_REPORT_FIGURE, &v1::MoneyLine::this_report},
    {v1::CUMULATIVE_FIGURE, &v1::MoneyLine::cumulative},
    {v1::DIFFERENCE_FIGURE, &v1::MoneyLine::difference},
    {v1::RESERVED_FIGURE, &v1::MoneyLine::reserved}};

// The line in total, and below it each of those who pay something of it.
void AddLine(const v1::MoneyLine& line, const std::string& title, bool is_sum, const Sayer& say,
             paper::Table* table) {
  paper::Row total{.cells = {line.code(), title}, .strong = is_sum, .begins = true};
  for (const auto& [figure, of] : kLineFigures) total.cells.push_back(say((line.*of)().total()));
  total.cells.push_back(say.Percent(line.difference_percent()));
  table->rows.push_back(std::move(total));
  for (const auto& [word, part] : kParts) {
    paper::Row row{.cells = {"", absl::StrCat(kIndent, say(word))}, .strong = false, .begins = false};
    bool has_any = false;
    for (const auto& [figure, of] : kLineFigures) {
      const common::v1::Money& amount = ((line.*of)().*part)();
      has_any = has_any || !IsZero(amount);
      row.cells.push_back(say(amount));
    }
    if (has_any) table->rows.push_back(std::move(row));
  }
}

paper::Table LinesOf(const v1::MoneyReport& report, const Sayer& say) {
  paper::Table table{.title = say(kBudget),
                     .columns = {{say(kCode), false}, {say(kName), false}},
                     .rows = {},
                     .nothing = say(kNothing)};
  for (const auto& [figure, of] : kLineFigures) table.columns.push_back({FigureOf(say, figure), true});
  table.columns.push_back({say(kPercent), true});
  for (const v1::MoneyLine& line : report.lines()) AddLine(line, line.title(), false, say, &table);
  if (report.lines_size() > 0) AddLine(report.total(), say(kTotal), true, say, &table);
  return table;
}

paper::Table SourcesOf(const v1::MoneyReport& report, const Sayer& say) {
  paper::Table table{.title = say(kSources),
                     .columns = {{say(kWhoPays), false}},
                     .rows = {},
                     .nothing = say(kNothing)};
  for (const v1::MoneyFigure figure :
       {v1::CURRENT_FIGURE, v1::THIS_REPORT_FIGURE, v1::CUMULATIVE_FIGURE}) {
    table.columns.push_back({FigureOf(say, figure), true});
    table.columns.push_back({say(kPercent), true});
  }
  for (const v1::MoneySource& source : report.sources()) {
    table.rows.push_back({.cells = {AsHeading(say.Value(source.payer())), say(source.current()),
                                    say.Percent(source.current_percent()), say(source.this_report()),
                                    say.Percent(source.this_report_percent()), say(source.cumulative()),
                                    say.Percent(source.cumulative_percent())},
                          .strong = source.payer() == budgets::v1::ALL_PARTS,
                          .begins = true});
  }
  return table;
}

paper::Table VersionsOf(const v1::MoneyReport& report, const Sayer& say) {
  FigureTable table(say(kVersions), say(kRecord), say);
  for (const v1::MoneyVersion& version : report.versions()) {
    table.Begin(absl::StrCat(version.version(), ". ", say.Value(version.type()), " ",
                             version.document(), ", ", say.Day(version.concluded_on())));
    table.Add(say(kOfVersion), version.amount());
    table.Add(say(kChange), version.change());
  }
  return table.Take();
}

using ClaimFigure = const ThreePartAmount& (v1::MoneyClaim::*)() const;
constexpr std::pair<v1::MoneyFigure, ClaimFigure> kClaimFigures[] = {
    {v1::REQUESTED_FIGURE, &v1::MoneyClaim::requested},
    {v1::CLAIMED_AGAIN_FIGURE, &v1::MoneyClaim::claimed_again},
    {v1::UNAPPROVED_FIGURE, &v1::MoneyClaim::unapproved},
    {v1::BY_CORRECTION_FIGURE, &v1::MoneyClaim::by_correction},
    {v1::APPROVED_FIGURE, &v1::MoneyClaim::approved},
    {v1::CLEARED_FIGURE, &v1::MoneyClaim::cleared},
    {v1::PAYABLE_FIGURE, &v1::MoneyClaim::payable},
    {v1::TO_RECOVER_FIGURE, &v1::MoneyClaim::to_recover},
    {v1::PAID_FIGURE, &v1::MoneyClaim::paid},
    {v1::DEDUCTED_FIGURE, &v1::MoneyClaim::deducted},
    {v1::UNPAID_FIGURE, &v1::MoneyClaim::unpaid}};

void AddClaim(const v1::MoneyClaim& claim, const Sayer& say, FigureTable* table) {
  for (const auto& [figure, of] : kClaimFigures) {
    if (figure == v1::REQUESTED_FIGURE) table->Add(FigureOf(say, figure), (claim.*of)());
    if (figure != v1::REQUESTED_FIGURE) table->AddUnlessZero(FigureOf(say, figure), (claim.*of)());
  }
}

paper::Table ClaimsOf(const v1::MoneyReport& report, const Sayer& say) {
  FigureTable table(say(kClaims), say(kRecord), say);
  for (const v1::MoneyClaim& claim : report.claims()) {
    std::string name = absl::StrCat("№ ", claim.sequence(), ", ", say.Value(claim.kind()), ", ",
                                    say.Value(claim.state()));
    if (!claim.sent_on().empty()) absl::StrAppend(&name, ", ", say.Day(claim.sent_on()));
    if (!claim.decided_on().empty()) absl::StrAppend(&name, " – ", say.Day(claim.decided_on()));
    table.Begin(std::move(name));
    AddClaim(claim, say, &table);
  }
  if (report.claims_size() > 0) {
    table.Begin(say(kTotal), /*strong=*/true);
    AddClaim(report.claims_total(), say, &table);
  }
  return table.Take();
}

paper::Table PaymentsOf(const v1::MoneyReport& report, const Sayer& say) {
  FigureTable table(say(kPayments), say(kRecord), say);
  for (const v1::MoneyPayment& payment : report.payments()) {
    std::string name = absl::StrCat(payment.number(), ", № ", payment.claim(), ", ",
                                    say.Value(payment.kind()), ", ", say.Day(payment.paid_on()));
    if (!payment.bank_reference().empty()) absl::StrAppend(&name, ", ", payment.bank_reference());
    table.Begin(std::move(name));
    table.Add(say(kAmount), payment.amount());
    table.AddTotal(say(kInBank), payment.in_bank());
    for (const v1::MoneyMovement& movement : payment.movements()) {
      table.AddTotal(absl::StrCat(say(kMovement), " ", movement.bank_reference(), ", ",
                                  say.Day(movement.booked_on())),
                     movement.amount());
    }
  }
  if (report.payments_size() > 0) {
    table.Begin(say(kTotal), /*strong=*/true);
    table.Add(say(kReceivedTotal), report.received_total());
    table.AddUnlessZero(say(kReceivedAdvance), report.received_advance());
    table.AddUnlessZero(say(kReceivedInterim), report.received_interim());
    table.AddUnlessZero(say(kReceivedFinal), report.received_final());
  }
  return table.Take();
}

paper::Table CorrectionsOf(const v1::MoneyReport& report, const Sayer& say) {
  FigureTable table(say(kCorrections), say(kRecord), say);
  for (const v1::MoneyCorrection& correction : report.corrections()) {
    std::string name = absl::StrCat("№ ", correction.number(), ", ", say.Percent(correction.percent()),
                                    " %, ", say.Day(correction.decided_on()));
    if (!correction.irregularity().empty()) absl::StrAppend(&name, ", ", correction.irregularity());
    table.Begin(std::move(name));
    table.Add(say(kAmount), correction.amount());
  }
  if (report.corrections_size() > 0) {
    table.Begin(say(kTotal), /*strong=*/true);
    table.Add(say(kAmount), report.corrected_total());
  }
  return table.Take();
}

void AddDebt(const v1::MoneyDebt& debt, const Sayer& say, FigureTable* table) {
  table->Add(FigureOf(say, v1::PRINCIPAL_FIGURE), debt.principal());
  table->AddUnlessZero(FigureOf(say, v1::INTEREST_FIGURE), debt.interest());
  table->AddUnlessZero(FigureOf(say, v1::REPAID_PRINCIPAL_FIGURE), debt.repaid_principal());
  table->AddUnlessZero(FigureOf(say, v1::REPAID_INTEREST_FIGURE), debt.repaid_interest());
  table->Add(FigureOf(say, v1::LEFT_FIGURE), debt.left());
}

paper::Table DebtsOf(const v1::MoneyReport& report, const Sayer& say) {
  FigureTable table(say(kDebts), say(kRecord), say);
  for (const v1::MoneyDebt& debt : report.debts()) {
    table.Begin(
        absl::StrCat(debt.number(), ", ", say.Value(debt.status()), ", ", say.Day(debt.served_on())));
    AddDebt(debt, say, &table);
  }
  if (report.debts_size() > 0) {
    table.Begin(say(kTotal), /*strong=*/true);
    AddDebt(report.debts_total(), say, &table);
  }
  return table.Take();
}

paper::Table OpenOf(const v1::MoneyReport& report, const Sayer& say) {
  paper::Table table{.title = say(kOpen),
                     .columns = {{say(kWhat), false}, {say(kRecord), false}, {say(kAmount), true}},
                     .rows = {},
                     .nothing = say(kNothing)};
  for (const v1::MoneyOpenItem& item : report.open()) {
    table.rows.push_back(
        {.cells = {AsHeading(say.Value(item.kind())), item.record(), say(item.amount())},
         .strong = false,
         .begins = true});
  }
  return table;
}

paper::Table RoundingsOf(const v1::MoneyReport& report, const Sayer& say) {
  FigureTable table(say(kRoundings), say(kRecord), say);
  for (const v1::MoneyRounding& rounding : report.roundings()) {
    table.Begin(AsHeading(say.Value(rounding.table())));
    table.Add(FigureOf(say, rounding.figure()), rounding.amount());
  }
  return table.Take();
}

paper::Table ChecksOf(const v1::MoneyReport& report, const Sayer& say) {
  FigureTable table(say(kChecks), say(kWhat), say);
  for (const v1::MoneyCheck& check : report.checks()) {
    std::string name = absl::StrCat(AsHeading(say.Value(check.kind())), ": ",
                                    say(check.agrees() ? kAgrees : kDiffers));
    if (check.lines_size() > 0) {
      absl::StrAppend(
          &name, "; ",
          absl::StrReplaceAll(say(kOfLines), {{"{lines}", absl::StrJoin(check.lines(), ", ")}}));
    }
    table.Begin(std::move(name), /*strong=*/!check.agrees());
    table.Add(say(kFirst), check.left());
    table.Add(say(kSecond), check.right());
    table.Add(FigureOf(say, v1::DIFFERENCE_FIGURE), check.difference());
  }
  return table.Take();
}

paper::Facts FactsOf(const v1::MoneyReport& report, const Sayer& say, Language language) {
  const auto money = [&](const common::v1::Money& amount) {
    return SayAmount(amount.amount(), amount.currency(), language);
  };
  const ThreePartAmount& granted = report.granted();
  paper::Facts facts{{{say(kContractTitle), report.title()},
                      {say(kOrganisation), report.contract()},
                      {say(kGranted), money(granted.total())},
                      {say(kKeptIn), report.kept_in()},
                      {absl::StrCat(say(kGranted), ", ", say(kGrant)), money(granted.grant())},
                      {absl::StrCat(say(kGranted), ", ", say(kEu)), money(granted.eu())},
                      {absl::StrCat(say(kGranted), ", ", say(kNational)), money(granted.national())},
                      {absl::StrCat(say(kGranted), ", ", say(kOwn)), money(granted.own())},
                      {say(kReceivedAdvance), money(report.received_advance().total())},
                      {say(kReceivedInterim), money(report.received_interim().total())},
                      {say(kReceivedFinal), money(report.received_final().total())},
                      {say(kReceivedTotal), money(report.received_total().total())}}};
  if (report.has_conversion()) {
    facts.facts.emplace_back(say(kConvertedOn), say.Day(report.conversion().converted_on()));
  }
  if (!report.closed_on().empty()) {
    facts.facts.emplace_back(say(kClosedOn), say.Day(report.closed_on()));
  }
  return facts;
}

}  // namespace

paper::Document ToPaper(const v1::MoneyReport& report, Language language) {
  const Sayer say(language);
  paper::Document document{.title = absl::StrReplaceAll(say(kTitle), {{"{number}", report.number()}}),
                           .head = absl::StrReplaceAll(say(kTitle), {{"{number}", report.number()}}),
                           .head_more = papers::ShownOf(report, say),
                           .foot = papers::SealedOf(report, say),
                           .page_of = say(papers::kPageOf),
                           .blocks = {}};
  const bool dated = !report.as_of().empty() || !report.known_at().empty();
  const Word agree = dated ? kBooksAgreeThen : kBooksAgree;
  document.blocks.emplace_back(FactsOf(report, say, language));
  document.blocks.emplace_back(
      paper::Paragraph{.text = say(report.agrees() ? agree : kBooksDiffer), .strong = true});
  document.blocks.emplace_back(LinesOf(report, say));
  document.blocks.emplace_back(SourcesOf(report, say));
  document.blocks.emplace_back(VersionsOf(report, say));
  document.blocks.emplace_back(ClaimsOf(report, say));
  document.blocks.emplace_back(PaymentsOf(report, say));
  document.blocks.emplace_back(CorrectionsOf(report, say));
  document.blocks.emplace_back(DebtsOf(report, say));
  document.blocks.emplace_back(OpenOf(report, say));
  if (report.roundings_size() > 0) document.blocks.emplace_back(RoundingsOf(report, say));
  document.blocks.emplace_back(ChecksOf(report, say));
  return document;
}

}  // namespace tranche::reports
