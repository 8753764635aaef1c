// SPDX-License-Identifier: EUPL-1.2
// Statements of the bank, what their movements are, whether bank, ledger and budget agree.
#include <algorithm>
#include <filesystem>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "cli/commands.h"
#include "cli/findings_table.h"
#include "cpp/json.h"
#include "platform/base/status_macros.h"
#include "tranche/payments/v1/bank_service.pb.h"

namespace tranche::cli {
namespace {

using google::protobuf::Message;

constexpr char kBank[] = "tranche.payments.v1.BankService/";

constexpr Text kAccount{"Сметка", "Account"};
constexpr Text kCurrency{"Валута", "Currency"};
constexpr Text kFrom{"От", "From"};
constexpr Text kTo{"До", "To"};
constexpr Text kOpening{"Начално салдо", "Opening balance"};
constexpr Text kClosing{"Крайно салдо", "Closing balance"};
constexpr Text kEntries{"Движения", "Movements"};
constexpr Text kNewEntries{"Нови", "New"};
constexpr Text kFileName{"Файл", "File"};
constexpr Text kFindings{"Забележки", "Notes"};
constexpr Text kBooked{"Осчетоводено", "Booked"};
constexpr Text kUnmatched{"Необяснено", "Unexplained"};
constexpr Text kCounterparty{"Контрагент", "Counterparty"};
constexpr Text kText{"Основание", "Text"};
constexpr Text kEntry{"Движение", "Movement"};
constexpr Text kRecord{"Запис", "Record"};
constexpr Text kScore{"Сигурност", "Score"};
constexpr Text kClear{"Еднозначно", "Clear"};
constexpr Text kWhy{"Защо", "Why"};
constexpr Text kMatch{"Равняване", "Match"};
constexpr Text kWithdrawn{"Оттеглено", "Withdrawn"};
constexpr Text kYes{"да", "yes"};
constexpr Text kNo{"не", "no"};
constexpr Text kNote{"Бележка", "Note"};
constexpr Text kConfirmedBy{"Потвърдил", "Confirmed by"};
constexpr Text kDifferences{"Разлики", "Differences"};
constexpr Text kReceived{"Получено по счетоводството", "Received by the ledger"};
constexpr Text kBankReceived{"Получено по банката", "Received by the bank"};
constexpr Text kPaidLedger{"Платено по счетоводството", "Paid by the ledger"};
constexpr Text kPaidBank{"Платено по банката", "Paid by the bank"};
constexpr Text kApprovedByClaims{"Одобрено по исканията", "Approved by the claims"};
constexpr Text kSpentByBudget{"Отчетено в бюджета", "Spent by the budget"};
constexpr Text kExplained{"Обяснено иначе", "Explained otherwise"};
constexpr Text kUnconfirmed{"Еднозначни, но непотвърдени", "Clear, not confirmed"};
constexpr Text kAgree{"Банката, счетоводството и бюджетът съвпадат до стотинка.",
                      "Bank, ledger and budget agree to the cent."};
constexpr Text kDisagree{"Банката, счетоводството и бюджетът не съвпадат; разлики: {count}.",
                         "Bank, ledger and budget do not agree; differences: {count}."};
constexpr Text kAccountNeeded{"Посочете сметката с --account или извлечение с --statement.",
                              "Name the account by --account or a statement by --statement."};

constexpr Parameter kAccountParameter{
    "account", Kind::kValue, {"IBAN на сметката", "IBAN of the account"}};
constexpr Parameter kFromParameter{"from", Kind::kValue, {"Първи ден", "First day"}};
constexpr Parameter kToParameter{"to", Kind::kValue, {"Последен ден", "Last day"}};

View StatementView(const payments::v1::BankStatement& statement, Language language) {
  View view;
  view.fields = FieldsOf(statement,
                         {{texts::kNumber, "name/last"},
                          {kAccount, "account"},
                          {kCurrency, "currency"},
                          {kFrom, "from_day"},
                          {kTo, "to_day"},
                          {kOpening, "opening_balance"},
                          {kClosing, "closing_balance"},
                          {kEntries, "entries"},
                          {kNewEntries, "new_entries"},
                          {kFileName, "file_name"}},
                         language);
  if (statement.findings_size() > 0) {
    view.tables.push_back(FindingsTable(ItemsOf(statement, "findings"), kFindings, language));
  }
  return view;
}

absl::StatusOr<payments::v1::BankStatement> Import(Session& session, const Arguments& arguments,
                                                   const std::string& file,
                                                   const std::string& organisation) {
  payments::v1::ImportBankStatementRequest request;
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_parent(), session.FindOrganisation(organisation));
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_content(), session.ReadFile(file));
  const std::string name = std::filesystem::path(file).filename().string();
  request.set_file_name(name == "-" || name.empty() ? "statement" : name);
  request.set_account(arguments.Get("account"));
  request.set_currency(absl::AsciiStrToUpper(arguments.Get("currency")));
  return session.Get<payments::v1::BankStatement>(absl::StrCat(kBank, "ImportBankStatement"), request);
}

absl::Status ImportStatement(Session& session, const Arguments& arguments) {
  TRANCHE_ASSIGN_OR_RETURN(const auto statement, Import(session, arguments, arguments.Get("file"),
                                                        arguments.Get("organisation")));
  session.Show(StatementView(statement, session.language()),
               client::ToJson(statement, client::JsonStyle::kIndented));
  return absl::OkStatus();
}

std::string OrganisationToRead(const Arguments& arguments) {
  return absl::StrCat("organisations/",
                      arguments.Has("organisation") ? arguments.Get("organisation") : "-");
}

absl::Status ListStatements(Session& session, const Arguments& arguments) {
  payments::v1::ListBankStatementsRequest request;
  request.set_parent(OrganisationToRead(arguments));
  return ShowList(session, absl::StrCat(kBank, "ListBankStatements"), request, "statements",
                  {{texts::kNumber, "name/last"},
                   {kAccount, "account"},
                   {kFrom, "from_day"},
                   {kTo, "to_day"},
                   {kOpening, "opening_balance"},
                   {kClosing, "closing_balance"},
                   {kEntries, "entries"},
                   {kNewEntries, "new_entries"},
                   {kFileName, "file_name"}});
}

absl::Status ListEntries(Session& session, const Arguments& arguments) {
  payments::v1::ListBankEntriesRequest request;
  request.set_parent(OrganisationToRead(arguments));
  request.set_account(arguments.Get("account"));
  request.set_unmatched_only(arguments.Has("unmatched"));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "from", request.mutable_from_day()));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "to", request.mutable_to_day()));
  return ShowList(session, absl::StrCat(kBank, "ListBankEntries"), request, "entries",
                  {{texts::kNumber, "name/last"},
                   {kBooked, "booked_on"},
                   {texts::kAmount, "amount"},
                   {kUnmatched, "unmatched"},
                   {kCounterparty, "counterparty_name"},
                   {kText, "remittance"},
                   {texts::kBankReference, "bank_reference"}});
}

// "payments/PA001" of ".../contracts/X/payments/PA001".
std::string Short(const std::string& record) {
  const size_t last = record.rfind('/');
  const size_t before = last == std::string::npos || last == 0 ? last : record.rfind('/', last - 1);
  return before == std::string::npos ? record : record.substr(before + 1);
}

Cell Plain(const std::string& text) { return {.text = text, .raw = text}; }

Table ProposalsTable(const Session& session, const payments::v1::ProposeMatchesResponse& response) {
  const Language language = session.language();
  Table table;
  for (const Text& heading : {kEntry, kRecord, texts::kAmount, kScore, kClear, kWhy}) {
    table.headings.emplace_back(heading.In(language));
  }
  for (const payments::v1::MatchProposal& proposal : response.proposals()) {
    std::string why;
    for (const int reason : proposal.reasons()) {
      absl::StrAppend(&why, why.empty() ? "" : "; ",
                      SayEnum(payments::v1::MatchReason_descriptor(), reason, language));
    }
    for (const payments::v1::BankMatchPart& part : proposal.parts()) {
      table.rows.push_back({session.At(part, "entry/last"), Plain(Short(part.record())),
                            session.At(part, "amount"), session.At(proposal, "score"),
                            Plain(std::string((proposal.clear() ? kYes : kNo).In(language))),
                            Plain(why)});
    }
  }
  return table;
}

absl::StatusOr<payments::v1::ProposeMatchesResponse> Propose(Session& session,
                                                             const Arguments& arguments,
                                                             const std::string& contract) {
  payments::v1::ProposeMatchesRequest request;
  request.set_parent(contract);
  request.set_account(arguments.Get("account"));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "from", request.mutable_from_day()));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "to", request.mutable_to_day()));
  if (arguments.Has("in")) request.set_currency(absl::AsciiStrToUpper(arguments.Get("in")));
  return session.Get<payments::v1::ProposeMatchesResponse>(absl::StrCat(kBank, "ProposeMatches"),
                                                           request);
}

absl::Status ShowProposals(Session& session, const Arguments& arguments) {
  TRANCHE_ASSIGN_OR_RETURN(const auto response,
                           Propose(session, arguments, ReadContract(session, arguments)));
  const Language language = session.language();
  View view;
  view.tables.push_back(ProposalsTable(session, response));
  Table rest = TableOf(ItemsOf(response, "unexplained"),
                       {{texts::kNumber, "name/last"},
                        {kBooked, "booked_on"},
                        {texts::kAmount, "amount"},
                        {kUnmatched, "unmatched"},
                        {kText, "remittance"}},
                       language);
  rest.title = std::string(kUnmatched.In(language));
  view.tables.push_back(std::move(rest));
  session.Show(view, client::ToJson(response, client::JsonStyle::kIndented));
  return absl::OkStatus();
}

Table MatchesTable(const Session& session, const std::vector<const Message*>& matches) {
  const Language language = session.language();
  Table table;
  for (const Text& heading :
       {kMatch, kEntry, kRecord, texts::kAmount, kConfirmedBy, kWithdrawn, kNote}) {
    table.headings.emplace_back(heading.In(language));
  }
  for (const Message* message : matches) {
    const auto& match = static_cast<const payments::v1::BankMatch&>(*message);
    for (const payments::v1::BankMatchPart& part : match.parts()) {
      table.rows.push_back({session.At(match, "name/last"), session.At(part, "entry/last"),
                            Plain(Short(part.record())), session.At(part, "amount"),
                            session.At(match, "confirmed_by"),
                            Plain(std::string((match.withdrawn() ? kYes : kNo).In(language))),
                            Plain(match.withdrawn() ? match.withdrawal_reason() : match.note())});
    }
  }
  return table;
}

void ShowMatches(const Session& session, const std::vector<const Message*>& matches) {
  View view;
  view.tables.push_back(MatchesTable(session, matches));
  session.Show(view, JsonList(matches));
}

absl::Status ConfirmMatch(Session& session, const Arguments& arguments) {
  payments::v1::ConfirmMatchRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  TRANCHE_RETURN_IF_ERROR(ReadRequest(session, arguments, contract, &request));
  TRANCHE_ASSIGN_OR_RETURN(const auto match, session.Get<payments::v1::BankMatch>(
                                                 absl::StrCat(kBank, "ConfirmMatch"), request));
  ShowMatches(session, {&match});
  return absl::OkStatus();
}

// Every clear proposal becomes a match of its own.
absl::Status ConfirmClear(Session& session, const Arguments& arguments) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  TRANCHE_ASSIGN_OR_RETURN(const auto response, Propose(session, arguments, contract));
  std::vector<payments::v1::BankMatch> matches;
  for (const payments::v1::MatchProposal& proposal : response.proposals()) {
    if (!proposal.clear()) continue;
    payments::v1::ConfirmMatchRequest request;
    request.set_parent(contract);
    *request.mutable_match()->mutable_parts() = proposal.parts();
    TRANCHE_ASSIGN_OR_RETURN(const auto match, session.Get<payments::v1::BankMatch>(
                                                   absl::StrCat(kBank, "ConfirmMatch"), request));
    matches.push_back(match);
  }
  std::vector<const Message*> shown;
  for (const payments::v1::BankMatch& match : matches) shown.push_back(&match);
  ShowMatches(session, shown);
  return absl::OkStatus();
}

absl::Status ListMatches(Session& session, const Arguments& arguments) {
  payments::v1::ListMatchesRequest request;
  request.set_parent(ReadContract(session, arguments));
  TRANCHE_ASSIGN_OR_RETURN(const std::unique_ptr<Message> answer,
                           session.CallAllPages(absl::StrCat(kBank, "ListMatches"), request));
  ShowMatches(session, ItemsOf(*answer, "matches"));
  return absl::OkStatus();
}

absl::Status WithdrawMatch(Session& session, const Arguments& arguments) {
  payments::v1::WithdrawMatchRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(RecordName(contract, "bankMatches", arguments.Get("match")));
  request.set_reason(arguments.Get("reason"));
  TRANCHE_ASSIGN_OR_RETURN(const auto match, session.Get<payments::v1::BankMatch>(
                                                 absl::StrCat(kBank, "WithdrawMatch"), request));
  ShowMatches(session, {&match});
  return absl::OkStatus();
}

void ShowReconciliation(const Session& session, const payments::v1::Reconciliation& answer) {
  const Language language = session.language();
  View view;
  view.fields = FieldsOf(answer,
                         {{texts::kContract, "contract/last"},
                          {kAccount, "account"},
                          {kReceived, "ledger_received"},
                          {kBankReceived, "bank_received"},
                          {kPaidLedger, "ledger_paid"},
                          {kPaidBank, "bank_paid"},
                          {kApprovedByClaims, "approved_by_claims"},
                          {kSpentByBudget, "spent_by_budget"},
                          {kUnmatched, "unexplained"},
                          {kExplained, "explained"},
                          {kUnconfirmed, "unconfirmed"}},
                         language);
  if (answer.differences_size() > 0) {
    view.tables.push_back(FindingsTable(ItemsOf(answer, "differences"), kDifferences, language));
  }
  if (answer.agree()) view.notes.push_back(session.Say(kAgree));
  session.Show(view, client::ToJson(answer, client::JsonStyle::kIndented));
}

absl::Status Reconcile(Session& session, const Arguments& arguments) {
  payments::v1::ReconcileContractRequest request;
  TRANCHE_ASSIGN_OR_RETURN(
      *request.mutable_name(),
      session.FindContract(arguments.Get("contract"), arguments.Get("organisation")));
  request.set_account(arguments.Get("account"));
  if (arguments.Has("in")) request.set_currency(absl::AsciiStrToUpper(arguments.Get("in")));
  if (arguments.Has("statement")) {
    // "organisations/{organisation}/contracts/…"
    const std::string after = request.name().substr(sizeof("organisations/") - 1);
    TRANCHE_ASSIGN_OR_RETURN(
        const auto statement,
        Import(session, arguments, arguments.Get("statement"), after.substr(0, after.find('/'))));
    request.set_account(statement.account());
  }
  if (request.account().empty()) return Problem(kExitUsage, session.Say(kAccountNeeded));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "from", request.mutable_from_day()));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "to", request.mutable_to_day()));
  TRANCHE_ASSIGN_OR_RETURN(const auto answer, session.Get<payments::v1::Reconciliation>(
                                                  absl::StrCat(kBank, "ReconcileContract"), request));
  ShowReconciliation(session, answer);
  if (answer.agree()) return absl::OkStatus();
  return Problem(kExitConflict,
                 session.Say(kDisagree, {{"count", absl::StrCat(answer.differences_size())}}));
}

std::vector<Word> Currencies(Language) { return {{"BGN", ""}, {"EUR", ""}}; }

constexpr Parameter kAccountCurrencyParameter{
    "currency",
    Kind::kValue,
    {"Валута на сметката, когато файлът не я посочва",
     "Currency of the account, where the file does not say it"},
    Takes::kText,
    Currencies};
constexpr Parameter kInParameter{"in",
                                 Kind::kValue,
                                 {"BGN или EUR: движенията и записите в тази валута, след "
                                  "превалутиране; без нея: валутата на договора",
                                  "BGN or EUR: movements and records of this currency, after the "
                                  "changeover; without it: the contract's"},
                                 Takes::kText,
                                 Currencies};
constexpr Parameter kReasonParameter{"reason", Kind::kMustValue, {"Защо", "Why"}};

std::vector<Command> StatementCommands() {
  return {
      {"bank",
       "import",
       {"Внася банково извлечение (camt.053 или CSV)", "Imports a bank statement (camt.053 or CSV)"},
       {{"file",
         Kind::kRequired,
         {"Файл от банката; „-“ за стандартния вход", "File of the bank; \"-\" for standard input"},
         Takes::kFile},
        kAccountParameter,
        kAccountCurrencyParameter,
        kOrganisationParameter},
       "tranche bank import may.xml --dry-run\n"
       "tranche bank import may.csv --account BG80BNBG96611020345678 --currency BGN",
       true,
       ImportStatement},
      {"bank",
       "statements",
       {"Показва внесените извлечения", "Lists the statements imported"},
       {kOrganisationParameter},
       "tranche bank statements",
       false,
       ListStatements},
      {"bank",
       "entries",
       {"Показва движенията, необяснените първо", "Lists the movements, those not explained first"},
       {kAccountParameter,
        {"unmatched", Kind::kFlag, {"Само необяснените", "Only those not explained"}},
        kFromParameter,
        kToParameter,
        kOrganisationParameter},
       "tranche bank entries --unmatched",
       false,
       ListEntries},
  };
}

std::vector<Command> MatchCommands() {
  return {
      {"bank",
       "propose",
       {"Предлага какво са необяснените движения", "Proposes what movements not explained are"},
       {kContractParameter, kAccountParameter, kInParameter, kFromParameter, kToParameter,
        kOrganisationParameter},
       "tranche bank propose BG05M9OP001-2.005-0063-C01",
       false,
       ShowProposals},
      {"bank",
       "match",
       {"Потвърждава какво са движения", "Confirms what movements are"},
       {kContractParameter, kFileParameter, kOrganisationParameter},
       "tranche bank match BG05M9OP001-2.005-0063-C01 --file match.json",
       true,
       ConfirmMatch},
      {"bank",
       "match-clear",
       {"Потвърждава всички еднозначни предложения", "Confirms all clear proposals"},
       {kContractParameter, kAccountParameter, kFromParameter, kToParameter, kOrganisationParameter},
       "tranche bank match-clear BG05M9OP001-2.005-0063-C01 --dry-run",
       true,
       ConfirmClear,
       /*takes_as_of=*/false,
       /*has_steps=*/true},
      {"bank",
       "matches",
       {"Показва потвърденото", "Lists what was confirmed"},
       {kContractParameter, kOrganisationParameter},
       "tranche bank matches BG05M9OP001-2.005-0063-C01",
       false,
       ListMatches},
      {"bank",
       "unmatch",
       {"Оттегля погрешно потвърдено", "Withdraws what was confirmed by mistake"},
       {kContractParameter,
        {"match", Kind::kRequired, {"Номер на равняването", "Number of the match"}},
        kReasonParameter,
        kOrganisationParameter},
       "tranche bank unmatch BG05M9OP001-2.005-0063-C01 3 --reason 'Друга фактура'",
       true,
       WithdrawMatch},
      {"reconcile",
       "",
       {"Казва съвпадат ли банката, счетоводството и бюджетът",
        "Says whether bank, ledger and budget agree"},
       {kContractParameter,
        {"statement",
         Kind::kValue,
         {"Извлечение, което първо се внася", "Statement that is imported first"},
         Takes::kFile},
        kAccountParameter,
        kAccountCurrencyParameter,
        kInParameter,
        kFromParameter,
        kToParameter,
        kOrganisationParameter},
       "tranche reconcile BG05M9OP001-2.005-0063-C01 --statement may.xml\n"
       "tranche reconcile BG05M9OP001-2.005-0063-C01 --account BG80BNBG96611020345678",
       true,
       Reconcile,
       /*takes_as_of=*/false,
       /*has_steps=*/true},
  };
}

}  // namespace

std::vector<Command> BankCommands() {
  std::vector<Command> commands = StatementCommands();
  for (Command& command : MatchCommands()) commands.push_back(std::move(command));
  return commands;
}

}  // namespace tranche::cli
