// SPDX-License-Identifier: EUPL-1.2
// Costs from tables, and what concerns their documents: how much of one is claimed, which may be one
// and the same, credit notes.
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "cli/annulments.h"
#include "cli/commands.h"
#include "cli/cost_import.h"
#include "cli/cost_rows.h"
#include "cli/progress.h"
#include "platform/base/digest.h"
#include "platform/base/status_macros.h"
#include "platform/money/money.h"
#include "platform/sheet/sheet.h"
#include "tranche/budgets/v1/budgets_service.pb.h"
#include "tranche/budgets/v1/cost_documents_service.pb.h"

namespace tranche::cli {
namespace {

namespace v1 = budgets::v1;
using Json = nlohmann::ordered_json;

constexpr char kDocuments[] = "tranche.budgets.v1.CostDocumentsService/";
constexpr char kBudgets[] = "tranche.budgets.v1.BudgetsService/";

constexpr Text kRows{"Редове", "Rows"};
constexpr Text kRecorded{"Записани", "Recorded"};
constexpr Text kAlreadyThere{"Вече записани", "Already there"};
constexpr Text kRefusedRows{"Отказани", "Refused"};
constexpr Text kFindingsTitle{"Бележки", "Findings"};
constexpr Text kSuspectedTitle{"Възможни повторения: проверете ги, нищо не е отказано заради тях",
                               "Possible duplicates: look at them, nothing was refused for them"};
constexpr Text kWhere{"Клетка", "Cell"};
constexpr Text kWhat{"Какво", "What"};
constexpr Text kWhyAlike{"Защо", "Why"};
constexpr Text kOtherCost{"Вече записан", "Recorded before"};
constexpr Text kOtherDocument{"Документ там", "Document there"};
constexpr Text kOtherIssuer{"Издател там", "Issuer there"};
constexpr Text kDaysApart{"Дни разлика", "Days apart"};
constexpr Text kChecking{"Проверка", "Checking"};
constexpr Text kRecording{"Запис", "Recording"};
constexpr Text kNothingStored{
    "Нищо не е записано, бележки: {count}. Поправете таблицата и повторете; „--partly“ записва "
    "останалите редове.",
    "Nothing was stored, findings: {count}. Correct the table and repeat; \"--partly\" stores the "
    "other "
    "rows."};
constexpr Text kPartlyStored{
    "Записани редове: {recorded}, бележки: {count}. Ред, за който има бележка, не е записан.",
    "Rows stored: {recorded}, findings: {count}. A row with a finding was not stored."};
constexpr Text kStopped{
    "Прекъснато след {rows} реда. Повторете същата команда: записаното не се записва втори път.",
    "Stopped after {rows} rows. Repeat the same command: what is recorded is not recorded again."};
constexpr Text kClaimable{"Може да се заяви", "Claimable"};
constexpr Text kCredited{"Кредитни известия", "Credit notes"};
constexpr Text kFirstCost{"Първи разход", "First cost"};
constexpr Text kEik{"ЕИК", "EIK"};

const RecordSpec& SharesSpec() {
  static const auto* spec = new RecordSpec{{{texts::kType, "document.type"},
                                            {texts::kDocumentNumber, "document.number"},
                                            {texts::kIssuedOn, "document.issued_on"},
                                            {texts::kIssuer, "document.issuer"},
                                            {kEik, "document.issuer_eik"},
                                            {texts::kDocumentTotal, "document.total"},
                                            {kClaimable, "claimable"},
                                            {texts::kClaimed, "claimed"},
                                            {kCredited, "credited"},
                                            {texts::kLeft, "left"},
                                            {kFirstCost, "first_cost"}},
                                           {{kCredited,
                                             "credit_notes",
                                             {{texts::kNumber, "number"},
                                              {texts::kIssuedOn, "issued_on"},
                                              {texts::kAmount, "credited"},
                                              {texts::kState, "state"},
                                              {kAnnulledOn, "annulment.annulled_on"},
                                              {kWhyAnnulled, "annulment.reason"}}}}};
  return *spec;
}

std::string SayReasons(const v1::SuspectedDuplicate& suspected, Language language) {
  std::vector<std::string> reasons;
  for (const int reason : suspected.reasons()) {
    reasons.push_back(SayEnum(v1::Suspicion_descriptor(), reason, language));
  }
  return absl::StrJoin(reasons, "; ");
}

Field NumberField(const Session& session, Text label, int64_t number) {
  return {.label = session.Say(label),
          .cell = {.text = absl::StrCat(number), .raw = absl::StrCat(number), .right = true}};
}

std::string LastSegment(const std::string& name) { return name.substr(name.rfind('/') + 1); }

// For people: the numbers, the findings, the suspicions.
View ViewOfImport(const Session& session, const ImportResult& result) {
  View view;
  view.fields = {NumberField(session, kRows, result.rows),
                 NumberField(session, kRecorded, result.recorded),
                 NumberField(session, kAlreadyThere, result.already_there),
                 NumberField(session, kRefusedRows, result.refused)};
  if (!result.findings.empty()) {
    Table table{.title = session.Say(kFindingsTitle),
                .headings = {session.Say(kWhere), session.Say(kWhat)},
                .rows = {}};
    for (const ImportFinding& finding : result.findings) {
      table.rows.push_back({TextCell(finding.place), TextCell(finding.text)});
    }
    view.tables.push_back(std::move(table));
  }
  if (!result.suspected.empty()) {
    Table table{
        .title = session.Say(kSuspectedTitle),
        .headings = {session.Say(kWhere), session.Say(texts::kDocumentNumber), session.Say(kOtherCost),
                     session.Say(kOtherDocument), session.Say(kWhyAlike)},
        .rows = {}};
    for (const ImportedSuspicion& one : result.suspected) {
      table.rows.push_back({TextCell(one.place), TextCell(one.suspected.document().number()),
                            TextCell(LastSegment(one.suspected.other_cost())),
                            TextCell(one.suspected.other().number()),
                            TextCell(SayReasons(one.suspected, session.language()))});
    }
    view.tables.push_back(std::move(table));
  }
  return view;
}

std::string JsonOfImport(const std::string& request_id, const ImportResult& result) {
  Json json = {{"requestId", request_id},     {"rows", result.rows},
               {"recorded", result.recorded}, {"alreadyThere", result.already_there},
               {"refused", result.refused},   {"findingCount", result.finding_count},
               {"findings", Json::array()},   {"suspectedCount", result.suspicion_count},
               {"suspected", Json::array()}};
  for (const ImportFinding& finding : result.findings) {
    json["findings"].push_back(
        {{"place", finding.place}, {"reason", finding.reason}, {"text", finding.text}});
  }
  for (const ImportedSuspicion& one : result.suspected) {
    Json reasons = Json::array();
    for (const int reason : one.suspected.reasons()) {
      reasons.push_back(absl::AsciiStrToLower(v1::Suspicion_Name(reason)));
    }
    json["suspected"].push_back({{"place", one.place},
                                 {"cost", one.suspected.cost()},
                                 {"otherCost", one.suspected.other_cost()},
                                 {"reasons", reasons}});
  }
  return json.dump(2);
}

// What is left on the lines of the contract's budget.
absl::StatusOr<std::map<std::string, LineLeft>> ReadLeft(Session& session,
                                                         const std::string& contract) {
  v1::GetBudgetRequest request;
  request.set_name(absl::StrCat(contract, "/budget"));
  TRANCHE_ASSIGN_OR_RETURN(const auto budget,
                           session.Get<v1::Budget>(absl::StrCat(kBudgets, "GetBudget"), request));
  std::map<std::string, LineLeft> left;
  for (const v1::Line& line : budget.lines()) {
    const common::v1::Money& total = line.left().total();
    TRANCHE_ASSIGN_OR_RETURN(const Currency currency, ParseCurrency(total.currency()));
    TRANCHE_ASSIGN_OR_RETURN(const Money amount, ParseAmount(total.amount(), currency));
    left[line.code()] = {.left_minor = amount.minor(), .currency = total.currency()};
  }
  return left;
}

struct ImportTask {
  std::string file;
  std::string sheet;
  v1::RecordCostsRequest request;
  std::map<std::string, LineLeft> left;  // Looked at by a rehearsal.
  std::string books;                     // The currency of the contract.
  int64_t total_rows = 0;
  Text label;
};

// Reads the whole table once and sends it.
absl::Status RunPass(Session& session, const ImportTask& task, ImportResult* result) {
  TRANCHE_ASSIGN_OR_RETURN(const std::unique_ptr<sheet::RowSource> source,
                           sheet::OpenTable(task.file, task.sheet));
  CostRows rows(*source, session.language(), task.books);
  Progress progress(session.settings().terminal ? session.settings().err : nullptr,
                    session.Say(task.label), task.total_rows);
  CostImport pass({.request = task.request,
                   .language = session.language(),
                   .left = task.left,
                   .reopen = [&task] { return sheet::OpenTable(task.file, task.sheet); },
                   .books = task.books,
                   .on_progress = [&progress](int64_t done) { progress.Reach(done); }},
                  [&session](const v1::RecordCostsRequest& request) {
                    return session.Get<v1::RecordCostsResponse>(absl::StrCat(kDocuments, "RecordCosts"),
                                                                request);
                  });
  return pass.Run(rows, result);
}

// The same file for the same contract is the same import, whoever runs it again and however often.
absl::StatusOr<std::string> KeyOfImport(const Session& session, const ImportTask& task) {
  if (!session.settings().request_id.empty()) return session.settings().request_id;
  TRANCHE_ASSIGN_OR_RETURN(const std::string digest, sheet::FileDigest(task.file));
  return absl::StrCat("import-",
                      Sha256Hex(absl::StrJoin({digest, task.request.parent(),
                                               std::string(task.request.resubmit() ? "1" : "0")},
                                              "\n"))
                          .substr(0, 48));
}

absl::Status ImportCosts(Session& session, const Arguments& arguments) {
  ImportTask task{.file = arguments.Get("file"),
                  .sheet = arguments.Get("sheet"),
                  .request = {},
                  .left = {},
                  .books = "",
                  .total_rows = 0,
                  .label = kChecking};
  task.request.set_resubmit(arguments.Has("resubmit"));
  // Before anything is asked of the server.
  TRANCHE_RETURN_IF_ERROR(AsUsage(sheet::OpenTable(task.file, task.sheet).status()));
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  task.request.set_parent(contract);
  TRANCHE_ASSIGN_OR_RETURN(const std::string key, KeyOfImport(session, task));
  task.request.set_request_id(key);
  const bool partly = arguments.Has("partly");
  ImportResult result;
  TRANCHE_ASSIGN_OR_RETURN(const auto left, ReadLeft(session, contract));
  if (!left.empty()) task.books = left.begin()->second.currency;
  if (!partly || session.settings().dry_run) {
    task.left = left;
    task.request.set_validate_only(true);
    TRANCHE_RETURN_IF_ERROR(RunPass(session, task, &result));
    if (result.finding_count > 0 || session.settings().dry_run) {
      // Nothing is recorded yet, whatever the rehearsal would have.
      if (!session.settings().dry_run) result.recorded = 0;
      session.Show(ViewOfImport(session, result), JsonOfImport(key, result));
      if (result.finding_count == 0) return absl::OkStatus();
      return Problem(kExitRule,
                     session.Say(kNothingStored, {{"count", absl::StrCat(result.finding_count)}}));
    }
    task.total_rows = result.rows;
    task.left.clear();
    task.request.set_validate_only(false);
    task.label = kRecording;
  }
  result = {};
  const absl::Status done = RunPass(session, task, &result);
  if (!done.ok()) {
    session.Note(session.Say(kStopped, {{"rows", absl::StrCat(result.rows)}}));
    return done;
  }
  session.Show(ViewOfImport(session, result), JsonOfImport(key, result));
  if (result.finding_count == 0) return absl::OkStatus();
  return Problem(kExitRule,
                 session.Say(kPartlyStored, {{"recorded", absl::StrCat(result.recorded)},
                                             {"count", absl::StrCat(result.finding_count)}}));
}

absl::Status ListSuspected(Session& session, const Arguments& arguments) {
  v1::ListSuspectedDuplicatesRequest request;
  request.set_parent(ReadContract(session, arguments));
  return ShowList(session, absl::StrCat(kDocuments, "ListSuspectedDuplicates"), request, "suspected",
                  {{texts::kCost, "cost/last"},
                   {texts::kDocumentNumber, "document.number"},
                   {texts::kIssuer, "document.issuer"},
                   {texts::kIssuedOn, "document.issued_on"},
                   {texts::kDocumentTotal, "document.total"},
                   {kOtherCost, "other_cost"},
                   {kOtherDocument, "other.number"},
                   {kOtherIssuer, "other.issuer"},
                   {kDaysApart, "days_apart"},
                   {kWhyAlike, "reasons"}});
}

absl::Status ShowShares(Session& session, const Arguments& arguments) {
  v1::GetDocumentSharesRequest request;
  request.set_name(RecordName(ReadContract(session, arguments), "costs", arguments.Get("cost")));
  return ShowAnswer(session, absl::StrCat(kDocuments, "GetDocumentShares"), request, SharesSpec());
}

absl::Status RecordCreditNote(Session& session, const Arguments& arguments) {
  v1::RecordCreditNoteRequest request;
  v1::CreditNote* note = request.mutable_credit_note();
  note->set_number(arguments.Get("number"));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "issued-on", note->mutable_issued_on()));
  TRANCHE_ASSIGN_OR_RETURN(const std::string currency,
                           CurrencyFor(session, arguments, {arguments.Get("amount")}));
  TRANCHE_ASSIGN_OR_RETURN(*note->mutable_amount()->mutable_amount(),
                           ReadTypedAmount(arguments.Get("amount"), currency));
  note->mutable_amount()->set_currency(currency);
  if (arguments.Has("vat")) {
    TRANCHE_ASSIGN_OR_RETURN(*note->mutable_vat()->mutable_amount(),
                             ReadTypedAmount(arguments.Get("vat"), currency));
    note->mutable_vat()->set_currency(currency);
  }
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(RecordName(contract, "costs", arguments.Get("cost")));
  return ShowAnswer(session, absl::StrCat(kDocuments, "RecordCreditNote"), request, SharesSpec());
}

absl::Status AnnulCreditNote(Session& session, const Arguments& arguments) {
  v1::AnnulCreditNoteRequest request;
  request.set_number(arguments.Get("number"));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "issued-on", request.mutable_issued_on()));
  TRANCHE_RETURN_IF_ERROR(ReadAnnulment(arguments, request.mutable_annulment()));
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(RecordName(contract, "costs", arguments.Get("cost")));
  return ShowAnswer(session, absl::StrCat(kDocuments, "AnnulCreditNote"), request, SharesSpec());
}

constexpr Parameter kVatParameter{
    "vat",
    Kind::kValue,
    {"ДДС в сумата; нужно е, когато ДДС на документа е възстановим",
     "VAT within the amount; needed when the document's VAT is recoverable"}};

constexpr Parameter kCostParameter{
    "cost", Kind::kRequired, {"Номер на разхода: 1, 2 …", "Number of the cost: 1, 2 …"}};

Command ImportCommand() {
  return {
      "costs",
      "import",
      {"Записва разходите от таблица (.csv или .xlsx), всички или нито един",
       "Records the costs of a table (.csv or .xlsx), all or none"},
      {{"file",
        Kind::kRequired,
        {"Таблица с колони: бюджетен ред, вид, номер, дата, дата на плащане, издател, обща сума; може "
         "и претендирана сума, ЕИК, ДДС, възстановим ДДС, валута, месец на курса, дейност, издател е, "
         "признаци; за кредитни известия – към документ, към документ от",
         "Table with the columns: budget line, document type, number, date, payment date, issuer, "
         "total; also claimed, eik, vat, vat recoverable, currency, rate month, activity, issuer is, "
         "flags; for credit notes lowers, lowers of"},
        Takes::kFile},
       {"contract",
        Kind::kMustValue,
        {"Номер на договора, както и да е написан", "Contract number however typed"},
        Takes::kContract},
       {"sheet",
        Kind::kValue,
        {"Лист от .xlsx; без него: първият", "Sheet of an .xlsx; else the first"}},
       {"partly",
        Kind::kFlag,
        {"Записва редовете, които могат, и изброява останалите",
         "Stores the rows that can be stored and lists the others"}},
       {"resubmit",
        Kind::kFlag,
        {"Записва наново и документи, по които има отказано",
         "Records again also documents of which something was refused"}},
       kOrganisationParameter},
      "tranche costs import razhodi.xlsx --contract BG05M9OP001-2.005-0063-C01 --dry-run\n"
      "tranche costs import razhodi.csv --contract BG05M9OP001-2.005-0063-C01 --partly",
      true,
      ImportCosts};
}

}  // namespace

std::vector<Command> ImportCommands() {
  return {
      ImportCommand(),
      {"costs",
       "suspected",
       {"Показва документи, които може да са един и същ",
        "Lists documents that may be one and the same"},
       {kContractParameter, kOrganisationParameter},
       "tranche costs suspected BG05M9OP001-2.005-0063-C01",
       false,
       ListSuspected},
      {"costs",
       "document",
       {"Показва колко от документа на разход е заявено общо",
        "Shows how much of a cost's document is claimed in all"},
       {kContractParameter, kCostParameter, kOrganisationParameter},
       "tranche costs document BG05M9OP001-2.005-0063-C01 3",
       false,
       ShowShares},
      {"costs",
       "credit",
       {"Записва кредитно известие към документа на разход",
        "Records a credit note on the document of a cost"},
       {kContractParameter,
        kCostParameter,
        {"number", Kind::kMustValue, {"Номер на известието", "Number of the note"}},
        {"issued-on", Kind::kMustValue, {"Ден на издаване", "Day of issue"}},
        {"amount", Kind::kMustValue, {"Сума с ДДС, без минус", "Amount with VAT, without its minus"}},
        kVatParameter,
        kCurrencyParameter,
        kOrganisationParameter},
       "tranche costs credit BG05M9OP001-2.005-0063-C01 3 --number 0000000042 --issued-on 15.11.2017 "
       "--amount '120,00'",
       true,
       RecordCreditNote},
      {"costs",
       "annul-credit",
       {"Анулира погрешно записано кредитно известие: взетото от документа отново може да се заяви",
        "Annuls a credit note recorded by mistake: what it took of the document may be claimed again"},
       {kContractParameter,
        kCostParameter,
        {"number", Kind::kMustValue, {"Номер на известието", "Number of the note"}},
        {"issued-on", Kind::kMustValue, {"Ден на издаване", "Day of issue"}},
        kAnnulledOnParameter,
        kWhyParameter,
        kPaperParameter,
        kOrganisationParameter},
       "tranche costs annul-credit BG05M9OP001-2.005-0063-C01 3 --number 0000000042 --issued-on "
       "15.11.2017 --on 20.11.2017 --reason 'Сгрешена сума' --reference 'Докладна 3' --token-file "
       "approver.token\n"
       "tranche costs annul-credit BG05M9OP001-2.005-0063-C01 3 --number 0000000042 --issued-on "
       "2017-11-15 --on 2017-11-20 --reason 'Wrong amount' --reference 'Memo 3' --dry-run",
       true,
       AnnulCreditNote},
  };
}

}  // namespace tranche::cli
