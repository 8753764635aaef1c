// SPDX-License-Identifier: EUPL-1.2
// The report on the whole money of a contract, as text that can be printed, as CSV of its lines or as
// JSON.
#include <google/api/httpbody.pb.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/commands.h"
#include "cli/new_file.h"
#include "cpp/json.h"
#include "platform/base/status_macros.h"
#include "platform/text/said_label.h"
#include "tranche/reports/v1/reports_service.pb.h"

namespace tranche::cli {
namespace {

using google::protobuf::Message;

constexpr Text kKeptIn{"Водена във валута", "Kept in"};
constexpr Text kShownIn{"Показана във валута", "Shown in"};
constexpr Text kGranted{"Договорено", "Granted"};
constexpr Text kGrantOf{"БФП", "Grant"};
constexpr Text kClosedOn{"Приключена на", "Closed on"};
constexpr Text kReceivedAdvance{"Получен аванс", "Advance received"};
constexpr Text kReceivedInterim{"Получени междинни плащания", "Interim payments received"};
constexpr Text kReceivedFinal{"Получено окончателно плащане", "Final payment received"};
constexpr Text kReceivedTotal{"Получено общо", "Received in total"};
constexpr Text kVersions{"Договор и изменения", "Contract and amendments"};
constexpr Text kChange{"Промяна", "Change"};
constexpr Text kDifference{"Разлика", "Difference"};
constexpr Text kSources{"По източници", "By who pays"};
constexpr Text kWho{"Кой плаща", "Who pays"};
constexpr Text kClaims{"Искания за плащане", "Claims"};
constexpr Text kFigure{"Показател", "Figure"};
constexpr Text kPayments{"Плащания и банка", "Payments and the bank"};
constexpr Text kInBank{"Намерено в банката", "Found in the bank"};
constexpr Text kMovements{"Движения по сметката", "Movements of the account"};
constexpr Text kCorrections{"Финансови корекции", "Financial corrections"};
constexpr Text kIrregularity{"Нередност", "Irregularity"};
constexpr Text kPercent{"Процент", "Percent"};
constexpr Text kDebts{"Дългове", "Debts"};
constexpr Text kDebt{"Дълг", "Debt"};
constexpr Text kServedOn{"Връчен на", "Served on"};
constexpr Text kChecks{"Съпоставки", "Comparisons"};
constexpr Text kCompared{"Какво с какво", "What with what"};
constexpr Text kFirst{"Първото", "The first"};
constexpr Text kSecond{"Второто", "The second"};
constexpr Text kAgrees{"Съвпада", "Agrees"};
constexpr Text kLines{"Редове", "Lines"};
constexpr Text kOpen{"Още не е свършено", "Not done yet"};
constexpr Text kRecord{"Запис", "Record"};
constexpr Text kWhat{"Какво", "What"};
constexpr Text kRoundings{"Разлики от закръгляване: общото без сбора на редовете",
                          "Rounding differences: the total less the sum of the rows"};
constexpr Text kTable{"Таблица", "Table"};
constexpr Text kBooksAgree{"Бюджет, искания, плащания и банка съвпадат.",
                           "Budget, claims, payments and bank agree."};
constexpr Text kBooksAgreeThen{"Каквото може да се сравни към този ден, съвпада.",
                               "What can be compared as of then agrees."};
constexpr Text kBooksDiffer{"Не съвпадат: {what}.", "These do not agree: {what}."};
constexpr Text kNothingOpen{"Няма нищо неприключено.", "Nothing is open."};
constexpr Text kSealed{
    "В отчета е всичко, подпечатано до запис {size} на дневника {origin} с корен {root}.",
    "The report has all that was sealed up to entry {size} of the log {origin} with the root {root}."};

// A figure of the report; its heading is what the description calls it.
struct Figure {
  reports::v1::MoneyFigure figure;
  const char* path;
  const char* unit = "";  // Behind the heading.
};

std::string HeadingOf(const Figure& figure, Language language) {
  return absl::StrCat(
      AsHeading(SayEnum(reports::v1::MoneyFigure_descriptor(), figure.figure, language)), figure.unit);
}

// Columns for figures, behind those that there are.
void AddFigures(const std::vector<const Message*>& rows, const std::vector<Figure>& figures,
                Language language, Table* table) {
  for (const Figure& figure : figures) {
    table->headings.push_back(HeadingOf(figure, language));
    for (size_t i = 0; i < rows.size(); ++i) {
      table->rows[i].push_back(CellAt(*rows[i], figure.path, language));
    }
  }
}

// The rows of a table and their sum; a sum is no row of CSV, where it would be counted twice.
std::vector<const Message*> WithTotal(const Session& session, std::vector<const Message*> rows,
                                      const Message& total) {
  if (session.settings().style.format == Format::kTable) rows.push_back(&total);
  return rows;
}

// The row of the sum says so in the last of the columns that name a row.
void NameTotal(const Session& session, size_t named, Table* table) {
  if (session.settings().style.format != Format::kTable) return;
  std::vector<Cell>& row = table->rows.back();
  for (size_t i = 0; i < named; ++i) row[i] = Cell{};
  row[named - 1].text = std::string(texts::kTotal.In(session.language()));
}

Table LinesOf(const Session& session, const reports::v1::MoneyReport& report) {
  const std::vector<const Message*> rows = WithTotal(session, ItemsOf(report, "lines"), report.total());
  Table table = TableOf(rows, {{texts::kLine, "code"}, {texts::kTitle, "title"}}, session.language());
  AddFigures(rows,
             {{reports::v1::CONTRACT_VALUE_FIGURE, "contract_value.total"},
              {reports::v1::MODIFICATION_FIGURE, "modification.total"},
              {reports::v1::CORRECTION_FIGURE, "correction.total"},
              {reports::v1::CURRENT_FIGURE, "current.total"},
              {reports::v1::THIS_REPORT_FIGURE, "this_report.total"},
              {reports::v1::CUMULATIVE_FIGURE, "cumulative.total"},
              {reports::v1::DIFFERENCE_FIGURE, "difference.total"},
              {reports::v1::DIFFERENCE_FIGURE, "difference_percent", " %"}},
             session.language(), &table);
  NameTotal(session, 2, &table);
  return table;
}

Table TitledTable(const Text& title, const Message& report, const std::string& field,
                  const std::vector<Shown>& columns, Language language) {
  Table table = TableOf(ItemsOf(report, field), columns, language);
  table.title = std::string(title.In(language));
  return table;
}

Table SourcesOf(const reports::v1::MoneyReport& report, Language language) {
  Table table = TitledTable(kSources, report, "sources", {{kWho, "payer"}}, language);
  AddFigures(ItemsOf(report, "sources"),
             {{reports::v1::CURRENT_FIGURE, "current"},
              {reports::v1::CURRENT_FIGURE, "current_percent", " %"},
              {reports::v1::THIS_REPORT_FIGURE, "this_report"},
              {reports::v1::THIS_REPORT_FIGURE, "this_report_percent", " %"},
              {reports::v1::CUMULATIVE_FIGURE, "cumulative"},
              {reports::v1::CUMULATIVE_FIGURE, "cumulative_percent", " %"}},
             language, &table);
  return table;
}

constexpr Figure kClaimFigures[] = {{reports::v1::REQUESTED_FIGURE, "requested"},
                                    {reports::v1::CLAIMED_AGAIN_FIGURE, "claimed_again"},
                                    {reports::v1::UNAPPROVED_FIGURE, "unapproved"},
                                    {reports::v1::BY_CORRECTION_FIGURE, "by_correction"},
                                    {reports::v1::APPROVED_FIGURE, "approved"},
                                    {reports::v1::CLEARED_FIGURE, "cleared"},
                                    {reports::v1::PAYABLE_FIGURE, "payable"},
                                    {reports::v1::TO_RECOVER_FIGURE, "to_recover"},
                                    {reports::v1::PAID_FIGURE, "paid"},
                                    {reports::v1::DEDUCTED_FIGURE, "deducted"},
                                    {reports::v1::UNPAID_FIGURE, "unpaid"}};

// Five amounts of each figure that is not zero; the first is shown anyhow.
void AddClaim(const reports::v1::MoneyClaim& claim, std::vector<Cell> names, Language language,
              Table* table) {
  for (const Figure& figure : kClaimFigures) {
    const Cell total = CellAt(claim, absl::StrCat(figure.path, ".total"), language);
    if (total.raw == "0.00" && figure.figure != kClaimFigures[0].figure) continue;
    std::vector<Cell> row = names;
    row.push_back(Cell{.text = HeadingOf(figure, language), .raw = figure.path});
    for (const char* part : {"eu", "national", "grant", "own", "total"}) {
      row.push_back(CellAt(claim, absl::StrCat(figure.path, ".", part), language));
    }
    table->rows.push_back(std::move(row));
    for (Cell& name : names) name = Cell{};
  }
}

Table ClaimsOf(const Session& session, const reports::v1::MoneyReport& report) {
  const Language language = session.language();
  Table table = TableOf({},
                        {{texts::kClaim, "sequence"},
                         {texts::kKind, "kind"},
                         {texts::kState, "state"},
                         {texts::kSentOn, "sent_on"},
                         {texts::kDecidedOn, "decided_on"}},
                        language);
  for (const Text& heading :
       {kFigure, texts::kEu, texts::kNational, kGrantOf, texts::kOwn, texts::kTotal}) {
    table.headings.push_back(std::string(heading.In(language)));
  }
  table.title = std::string(kClaims.In(language));
  for (const reports::v1::MoneyClaim& claim : report.claims()) {
    std::vector<Cell> names;
    for (const char* path : {"sequence", "kind", "state", "sent_on", "decided_on"}) {
      names.push_back(CellAt(claim, path, language));
    }
    AddClaim(claim, std::move(names), language, &table);
  }
  if (!table.rows.empty()) {
    std::vector<Cell> names(5);
    names[0].text = std::string(texts::kTotal.In(language));
    AddClaim(report.claims_total(), std::move(names), language, &table);
  }
  return table;
}

Table PaymentsOf(const Session& session, const reports::v1::MoneyReport& report) {
  const Language language = session.language();
  Table table = TitledTable(kPayments, report, "payments",
                            {{texts::kNumber, "number"},
                             {texts::kClaim, "claim"},
                             {texts::kKind, "kind"},
                             {texts::kPaidOn, "paid_on"},
                             {texts::kBankReference, "bank_reference"},
                             {texts::kEu, "amount.eu"},
                             {texts::kNational, "amount.national"},
                             {texts::kTotal, "amount.total"},
                             {kInBank, "in_bank"}},
                            language);
  table.headings.push_back(std::string(kMovements.In(language)));
  for (int i = 0; i < report.payments_size(); ++i) {
    std::vector<std::string> movements;
    for (const reports::v1::MoneyMovement& movement : report.payments(i).movements()) {
      movements.push_back(absl::StrCat(movement.bank_reference(), " ",
                                       SayDay(movement.booked_on(), language), " ",
                                       CellAt(movement, "amount", language).text));
    }
    const std::string all = absl::StrJoin(movements, "; ");
    table.rows[static_cast<size_t>(i)].push_back(Cell{.text = all, .raw = all});
  }
  return table;
}

Table DebtsOf(const Session& session, const reports::v1::MoneyReport& report) {
  const Language language = session.language();
  std::vector<const Message*> rows = ItemsOf(report, "debts");
  const bool has_any = !rows.empty();
  if (has_any) rows = WithTotal(session, std::move(rows), report.debts_total());
  Table table =
      TableOf(rows, {{kDebt, "number"}, {texts::kState, "status"}, {kServedOn, "served_on"}}, language);
  AddFigures(rows,
             {{reports::v1::PRINCIPAL_FIGURE, "principal.total"},
              {reports::v1::INTEREST_FIGURE, "interest.total"},
              {reports::v1::REPAID_PRINCIPAL_FIGURE, "repaid_principal.total"},
              {reports::v1::REPAID_INTEREST_FIGURE, "repaid_interest.total"},
              {reports::v1::LEFT_FIGURE, "left.total"}},
             language, &table);
  if (has_any) NameTotal(session, 3, &table);
  table.title = std::string(kDebts.In(language));
  return table;
}

Table CorrectionsOf(const Session& session, const reports::v1::MoneyReport& report) {
  const Language language = session.language();
  Table table = TitledTable(kCorrections, report, "corrections",
                            {{texts::kNumber, "number"},
                             {kIrregularity, "irregularity"},
                             {texts::kVersion, "version"},
                             {kPercent, "percent"},
                             {texts::kDecidedOn, "decided_on"},
                             {texts::kEu, "amount.eu"},
                             {texts::kNational, "amount.national"},
                             {texts::kTotal, "amount.total"}},
                            language);
  if (!table.rows.empty() && session.settings().style.format == Format::kTable) {
    std::vector<Cell> row(5);
    row.back().text = std::string(texts::kTotal.In(language));
    for (const char* path :
         {"corrected_total.eu", "corrected_total.national", "corrected_total.total"}) {
      row.push_back(CellAt(report, path, language));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table RoundingsOf(const reports::v1::MoneyReport& report, Language language) {
  return TitledTable(kRoundings, report, "roundings",
                     {{kTable, "table"},
                      {kFigure, "figure"},
                      {texts::kEu, "amount.eu"},
                      {texts::kNational, "amount.national"},
                      {kGrantOf, "amount.grant"},
                      {texts::kOwn, "amount.own"},
                      {texts::kTotal, "amount.total"}},
                     language);
}

void AddClosing(const Session& session, const reports::v1::MoneyReport& report, View* view) {
  const Language language = session.language();
  view->tables.push_back(TitledTable(kOpen, report, "open",
                                     {{kWhat, "kind"}, {kRecord, "record"}, {texts::kAmount, "amount"}},
                                     language));
  view->tables.push_back(RoundingsOf(report, language));
  view->tables.push_back(TitledTable(kChecks, report, "checks",
                                     {{kCompared, "kind"},
                                      {kFirst, "left.total"},
                                      {kSecond, "right.total"},
                                      {kDifference, "difference.total"},
                                      {kAgrees, "agrees"},
                                      {kLines, "lines"}},
                                     language));
  if (report.open().empty()) view->notes.push_back(session.Say(kNothingOpen));
  if (report.has_checkpoint()) {
    view->notes.push_back(session.Say(kSealed, {{"size", absl::StrCat(report.checkpoint().size())},
                                                {"origin", report.checkpoint().origin()},
                                                {"root", report.checkpoint().root()}}));
  }
  std::vector<std::string> differing;
  for (const reports::v1::MoneyCheck& check : report.checks()) {
    if (!check.agrees()) differing.push_back(CellAt(check, "kind", language).text);
  }
  // With days, less can be compared than without.
  const bool dated = !report.as_of().empty() || !report.known_at().empty();
  view->notes.push_back(report.agrees()
                            ? session.Say(dated ? kBooksAgreeThen : kBooksAgree)
                            : session.Say(kBooksDiffer, {{"what", absl::StrJoin(differing, "; ")}}));
}

absl::StatusOr<reports::v1::GetMoneyReportRequest> AskedFor(Session& session,
                                                            const Arguments& arguments) {
  reports::v1::GetMoneyReportRequest request;
  request.set_parent(ReadContract(session, arguments));
  request.set_as_of(session.settings().as_of);
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "known-at", request.mutable_known_at()));
  if (arguments.Has("currency")) request.set_currency(TypedCurrency(arguments));
  request.set_check_journal(arguments.Has("journal"));
  if (arguments.Has("claim")) {
    TRANCHE_ASSIGN_OR_RETURN(const auto claim, ReadNumber(arguments, "claim"));
    request.set_claim(static_cast<int>(claim));
  }
  return request;
}

absl::Status ShowMoney(Session& session, const Arguments& arguments) {
  TRANCHE_ASSIGN_OR_RETURN(const auto request, AskedFor(session, arguments));
  TRANCHE_ASSIGN_OR_RETURN(const auto report,
                           session.Get<reports::v1::MoneyReport>(
                               "tranche.reports.v1.ReportsService/GetMoneyReport", request));
  const Language language = session.language();
  View view;
  view.fields = FieldsOf(report,
                         {{texts::kContract, "number"},
                          {texts::kTitle, "title"},
                          {texts::kAsOf, "as_of"},
                          {texts::kKnownAt, "known_at"},
                          {kKeptIn, "kept_in"},
                          {kShownIn, "currency"},
                          {kGranted, "granted.total"},
                          {texts::kEu, "granted.eu"},
                          {texts::kNational, "granted.national"},
                          {texts::kOwn, "granted.own"},
                          {kReceivedAdvance, "received_advance.total"},
                          {kReceivedInterim, "received_interim.total"},
                          {kReceivedFinal, "received_final.total"},
                          {kReceivedTotal, "received_total.total"},
                          {kClosedOn, "closed_on"}},
                         language);
  view.tables.push_back(LinesOf(session, report));
  view.tables.push_back(SourcesOf(report, language));
  view.tables.push_back(TitledTable(kVersions, report, "versions",
                                    {{texts::kVersion, "version"},
                                     {texts::kType, "type"},
                                     {texts::kNumber, "document"},
                                     {texts::kConcludedOn, "concluded_on"},
                                     {texts::kEu, "amount.eu"},
                                     {texts::kNational, "amount.national"},
                                     {texts::kOwn, "amount.own"},
                                     {texts::kTotal, "amount.total"},
                                     {kChange, "change.total"}},
                                    language));
  view.tables.push_back(ClaimsOf(session, report));
  view.tables.push_back(PaymentsOf(session, report));
  view.tables.push_back(CorrectionsOf(session, report));
  view.tables.push_back(DebtsOf(session, report));
  AddClosing(session, report, &view);
  session.Show(view, client::ToJson(report, client::JsonStyle::kIndented));
  return absl::OkStatus();
}

absl::Status PrintMoney(Session& session, const Arguments& arguments) {
  TRANCHE_ASSIGN_OR_RETURN(const auto asked, AskedFor(session, arguments));
  reports::v1::PrintMoneyReportRequest request;
  request.set_parent(asked.parent());
  request.set_as_of(asked.as_of());
  request.set_known_at(asked.known_at());
  request.set_currency(asked.currency());
  request.set_claim(asked.claim());
  request.set_check_journal(asked.check_journal());
  request.set_language(session.language() == Language::kEnglish ? reports::v1::EN : reports::v1::BG);
  TRANCHE_ASSIGN_OR_RETURN(const auto printed,
                           session.Get<google::api::HttpBody>(
                               "tranche.reports.v1.ReportsService/PrintMoneyReport", request));
  return SaveFile(session, arguments, printed.data());
}

const Parameter kShownCurrencyParameter{
    "currency",
    Kind::kValue,
    {"BGN или EUR; без нея: валутата на договора", "BGN or EUR; without it: that of the contract"},
    Takes::kText,
    Currencies};
constexpr Parameter kClaimParameter{
    "claim",
    Kind::kValue,
    {"Искането, което е „този отчет“; без него: последното изпратено",
     "The claim that is \"this report\"; without it: the last one sent"}};
constexpr Parameter kJournalParameter{
    "journal",
    Kind::kFlag,
    {"Сравнява и салдата на бюджета с журнала му; при много разходи отнема време",
     "Compares the balances of the budget with its journal too; takes time with many costs"}};
constexpr Parameter kKnownAtParameter{
    "known-at",
    Kind::kValue,
    {"Каквото е било записано до края на този ден", "What was recorded by the end of this day"}};

}  // namespace

std::vector<Command> ReportCommands() {
  return {
      {"reports",
       "money",
       {"Отпечатва всички пари по договор: бюджет, искания, плащания, банка, корекции, дългове",
        "Prints the whole money of a contract: budget, claims, payments, bank, corrections, debts"},
       {kContractParameter, kShownCurrencyParameter, kClaimParameter, kJournalParameter,
        kKnownAtParameter, kOrganisationParameter},
       "tranche reports money BG05M9OP001-2.005-0063-C01\n"
       "tranche reports money BG05M9OP001-2.005-0063-C01 --currency EUR --lang en --journal\n"
       "tranche reports money BG05M9OP001-2.005-0063-C01 --as-of 2018-06-30 -o json",
       false,
       ShowMoney,
       /*takes_as_of=*/true},
      {"reports",
       "print",
       {"Записва същия отчет като PDF за печат, на български или английски",
        "Saves the same report as a PDF to be printed, in Bulgarian or English"},
       {kContractParameter, kShownCurrencyParameter, kClaimParameter, kJournalParameter,
        kKnownAtParameter, kOutputFileParameter, kForceParameter, kOrganisationParameter},
       "tranche reports print BG05M9OP001-2.005-0063-C01 -O money.pdf\n"
       "tranche reports print BG05M9OP001-2.005-0063-C01 --lang en --currency EUR -O money.pdf",
       false,
       PrintMoney,
       /*takes_as_of=*/true},
  };
}

}  // namespace tranche::cli
