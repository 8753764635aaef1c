// SPDX-License-Identifier: EUPL-1.2
// Statements of the bank, what their movements are, whether bank, ledger and budget agree; payment
// orders.
#include <algorithm>
#include <filesystem>
#include <fstream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "cli/commands.h"
#include "cpp/json.h"
#include "platform/base/status_macros.h"
#include "tranche/payments/v1/bank_service.pb.h"
#include "tranche/payments/v1/payment_orders_service.pb.h"

namespace tranche::cli {
namespace {

using google::protobuf::Message;

constexpr char kBank[] = "tranche.payments.v1.BankService/";
constexpr char kOrders[] = "tranche.payments.v1.PaymentOrdersService/";

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
constexpr Text kPlace{"Място", "Place"};
constexpr Text kWhat{"Какво", "What"};
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
constexpr Text kGivenUpBy{"Прекратил", "Given up by"};
constexpr Text kEvidence{"Доказателство", "Evidence"};
constexpr Text kUnconfirmed{"Еднозначни, но непотвърдени", "Clear, not confirmed"};
constexpr Text kAgree{"Банката, счетоводството и бюджетът съвпадат до стотинка.",
                      "Bank, ledger and budget agree to the cent."};
constexpr Text kDisagree{"Банката, счетоводството и бюджетът не съвпадат; разлики: {count}.",
                         "Bank, ledger and budget do not agree; differences: {count}."};
constexpr Text kAccountNeeded{"Посочете сметката с --account или извлечение с --statement.",
                              "Name the account by --account or a statement by --statement."};
constexpr Text kOrder{"Нареждане", "Order"};
constexpr Text kContradictions{"Противоречиви отговори на банката", "Answers that contradict its end"};
constexpr Text kSaid{"Банката съобщи", "The bank said"};
constexpr Text kSource{"Файл", "File"};
constexpr Text kEndToEnd{"Референция", "End-to-end id"};
constexpr Text kCreditor{"Получател", "Creditor"};
constexpr Text kCreditorAccount{"Сметка на получателя", "Creditor's account"};
constexpr Text kExecuteOn{"За изпълнение на", "To be paid on"};
constexpr Text kCreatedBy{"Създал", "Made by"};
constexpr Text kApprovedBy{"Одобрил", "Approved by"};
constexpr Text kMessage{"Съобщение", "Message"};
constexpr Text kBankSaid{"Отговор", "Answer"};
constexpr Text kWritten{"Файлът за банката е {file}.", "The file for the bank is {file}."};
constexpr Text kNotWritten{
    "Файлът {file} не може да се запише; на сървъра е като {name}. Вземете го с „tranche orders file "
    "{number} --out ДРУГО-ИМЕ“.",
    "The file {file} cannot be written; the server has it as {name}. Fetch it with \"tranche orders "
    "file "
    "{number} --out ANOTHER-NAME\"."};
constexpr Text kExists{"Файлът {file} вече съществува; изберете друго име.",
                       "The file {file} exists already; choose another name."};

constexpr Parameter kAccountParameter{
    "account", Kind::kValue, {"IBAN на сметката", "IBAN of the account"}};
constexpr Parameter kFromParameter{"from", Kind::kValue, {"Първи ден", "First day"}};
constexpr Parameter kToParameter{"to", Kind::kValue, {"Последен ден", "Last day"}};

// A finding says itself in both languages.
Table FindingsTable(const std::vector<const Message*>& findings, Text title, Language language) {
  Table table = TableOf(findings, {{kPlace, "place"}, {kWhat, "text_*"}}, language);
  table.title = std::string(title.In(language));
  return table;
}

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

const RecordSpec& OrderSpec() {
  static const auto* spec = new RecordSpec{{{kOrder, "name/last"},
                                            {texts::kState, "state"},
                                            {texts::kAmount, "amount"},
                                            {kCreditor, "creditor_name"},
                                            {kCreditorAccount, "creditor_account"},
                                            {kText, "remittance"},
                                            {kExecuteOn, "execute_on"},
                                            {kAccount, "debtor_account"},
                                            {kEndToEnd, "end_to_end_id"},
                                            {kCreatedBy, "created_by"},
                                            {kApprovedBy, "approved_by"},
                                            {kFileName, "file/last"},
                                            {texts::kClaim, "claim/last"},
                                            {kGivenUpBy, "given_up_by"},
                                            {kEvidence, "evidence"},
                                            {kBankSaid, "reason"}},
                                           {{kContradictions,
                                             "contradictions",
                                             {{kSaid, "said"},
                                              {texts::kState, "order_state"},
                                              {kSource, "source"},
                                              {kBankSaid, "reason"}}}}};
  return *spec;
}

absl::StatusOr<std::string> OrderToWrite(Session& session, const Arguments& arguments) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  return RecordName(contract, "paymentOrders", arguments.Get("order"));
}

absl::Status ListOrders(Session& session, const Arguments& arguments) {
  payments::v1::ListPaymentOrdersRequest request;
  request.set_parent(ReadContract(session, arguments));
  return ShowList(session, absl::StrCat(kOrders, "ListPaymentOrders"), request, "payment_orders",
                  {{kOrder, "name/last"},
                   {texts::kState, "state"},
                   {texts::kAmount, "amount"},
                   {kCreditor, "creditor_name"},
                   {kExecuteOn, "execute_on"},
                   {kEndToEnd, "end_to_end_id"}});
}

absl::Status ShowOrder(Session& session, const Arguments& arguments) {
  payments::v1::GetPaymentOrderRequest request;
  request.set_name(
      RecordName(ReadContract(session, arguments), "paymentOrders", arguments.Get("order")));
  return ShowAnswer(session, absl::StrCat(kOrders, "GetPaymentOrder"), request, OrderSpec());
}

absl::Status CreateOrder(Session& session, const Arguments& arguments) {
  payments::v1::CreatePaymentOrderRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  TRANCHE_RETURN_IF_ERROR(ReadRequest(session, arguments, contract, &request));
  return ShowAnswer(session, absl::StrCat(kOrders, "CreatePaymentOrder"), request, OrderSpec());
}

absl::Status ApproveOrder(Session& session, const Arguments& arguments) {
  payments::v1::ApprovePaymentOrderRequest request;
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_name(), OrderToWrite(session, arguments));
  return ShowAnswer(session, absl::StrCat(kOrders, "ApprovePaymentOrder"), request, OrderSpec());
}

absl::Status CancelOrder(Session& session, const Arguments& arguments) {
  payments::v1::CancelPaymentOrderRequest request;
  request.set_reason(arguments.Get("reason"));
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_name(), OrderToWrite(session, arguments));
  return ShowAnswer(session, absl::StrCat(kOrders, "CancelPaymentOrder"), request, OrderSpec());
}

absl::Status GiveUpOrder(Session& session, const Arguments& arguments) {
  payments::v1::GiveUpPaymentOrderRequest request;
  request.set_evidence(arguments.Get("evidence"));
  request.set_reason(arguments.Get("reason"));
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_name(), OrderToWrite(session, arguments));
  return ShowAnswer(session, absl::StrCat(kOrders, "GiveUpPaymentOrder"), request, OrderSpec());
}

// Writes a file for the bank and shows what it is. It is kept on the server too: what could not be
// written here is asked for again.
absl::Status WriteFile(Session& session, const payments::v1::PaymentFile& file,
                       const std::string& out) {
  std::ofstream written(out, std::ios::binary);
  written << file.content();
  written.close();
  if (!written.good()) {
    const std::string number = file.name().substr(file.name().rfind('/') + 1);
    return Problem(
        kExitFailure,
        session.Say(kNotWritten, {{"file", out}, {"name", file.name()}, {"number", number}}));
  }
  session.Note(session.Say(kWritten, {{"file", out}}));
  return absl::OkStatus();
}

void ShowFile(Session& session, payments::v1::PaymentFile file) {
  file.clear_content();
  const RecordSpec spec{{{kFileName, "name/last"},
                         {kMessage, "message_id"},
                         {kOrder, "orders/last"},
                         {{"SHA-256", "SHA-256"}, "sha256"}}};
  ShowRecord(session, file, spec);
}

// The file is made on the server first: it is there even when it cannot be written here.
absl::Status ExportOrders(Session& session, const Arguments& arguments) {
  const std::string out = arguments.Get("out");
  if (std::filesystem::exists(out)) return Problem(kExitUsage, session.Say(kExists, {{"file", out}}));
  payments::v1::ExportPaymentOrdersRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_parent(contract.substr(0, contract.find("/contracts/")));
  for (const std::string& order : arguments.All("order")) {
    request.add_orders(absl::StrCat(contract, "/paymentOrders/", order));
  }
  TRANCHE_ASSIGN_OR_RETURN(const auto file, session.Get<payments::v1::PaymentFile>(
                                                absl::StrCat(kOrders, "ExportPaymentOrders"), request));
  if (!session.settings().dry_run) TRANCHE_RETURN_IF_ERROR(WriteFile(session, file, out));
  ShowFile(session, file);
  return absl::OkStatus();
}

absl::Status FetchFile(Session& session, const Arguments& arguments) {
  const std::string out = arguments.Get("out");
  if (std::filesystem::exists(out)) return Problem(kExitUsage, session.Say(kExists, {{"file", out}}));
  TRANCHE_ASSIGN_OR_RETURN(const std::string organisation,
                           session.FindOrganisation(arguments.Get("organisation")));
  payments::v1::GetPaymentFileRequest request;
  request.set_name(absl::StrCat(organisation, "/paymentFiles/", arguments.Get("file")));
  TRANCHE_ASSIGN_OR_RETURN(const auto file, session.Get<payments::v1::PaymentFile>(
                                                absl::StrCat(kOrders, "GetPaymentFile"), request));
  TRANCHE_RETURN_IF_ERROR(WriteFile(session, file, out));
  ShowFile(session, file);
  return absl::OkStatus();
}

absl::Status RecordOutcome(Session& session, const Arguments& arguments) {
  payments::v1::RecordOrderOutcomeRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const int outcome, ReadWord(payments::v1::PaymentOrderOutcome_descriptor(),
                                                       "outcome", arguments.Get("outcome")));
  request.set_outcome(static_cast<payments::v1::PaymentOrderOutcome>(outcome));
  request.set_reason(arguments.Get("reason"));
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_name(), OrderToWrite(session, arguments));
  return ShowAnswer(session, absl::StrCat(kOrders, "RecordOrderOutcome"), request, OrderSpec());
}

absl::Status ImportAnswer(Session& session, const Arguments& arguments) {
  payments::v1::ImportBankAnswerRequest request;
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                           session.FindOrganisation(arguments.Get("organisation")));
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_content(), session.ReadFile(arguments.Get("file")));
  TRANCHE_ASSIGN_OR_RETURN(const auto answer, session.Get<payments::v1::ImportBankAnswerResponse>(
                                                  absl::StrCat(kOrders, "ImportBankAnswer"), request));
  View view;
  view.tables.push_back(TableOf(ItemsOf(answer, "orders"),
                                {{kOrder, "name/last"},
                                 {texts::kState, "state"},
                                 {texts::kAmount, "amount"},
                                 {kBankSaid, "reason"}},
                                session.language()));
  if (answer.findings_size() > 0) {
    view.tables.push_back(FindingsTable(ItemsOf(answer, "findings"), kFindings, session.language()));
  }
  session.Show(view, client::ToJson(answer, client::JsonStyle::kIndented));
  return absl::OkStatus();
}

std::vector<Word> Outcomes(Language language) {
  return WordsOf(payments::v1::PaymentOrderOutcome_descriptor(), language);
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
constexpr Parameter kOrderParameter{
    "order", Kind::kRequired, {"Номер на нареждането", "Number of the order"}};
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

std::vector<Command> OrderCommands() {
  return {
      {"orders",
       "list",
       {"Показва платежните нареждания по договор", "Lists the payment orders of a contract"},
       {kContractParameter, kOrganisationParameter},
       "tranche orders list BG05M9OP001-2.005-0063-C01",
       false,
       ListOrders},
      {"orders",
       "show",
       {"Показва платежно нареждане", "Shows a payment order"},
       {kContractParameter, kOrderParameter, kOrganisationParameter},
       "tranche orders show BG05M9OP001-2.005-0063-C01 1",
       false,
       ShowOrder},
      {"orders",
       "create",
       {"Прави платежно нареждане", "Makes a payment order"},
       {kContractParameter, kFileParameter, kOrganisationParameter},
       "tranche orders create BG05M9OP001-2.005-0063-C01 --file order.json",
       true,
       CreateOrder},
      {"orders",
       "approve",
       {"Одобрява нареждане на друг човек", "Approves an order that somebody else made"},
       {kContractParameter, kOrderParameter, kOrganisationParameter},
       "tranche orders approve BG05M9OP001-2.005-0063-C01 1 --token-file approver.token",
       true,
       ApproveOrder},
      {"orders",
       "cancel",
       {"Анулира нареждане преди изпращане", "Cancels an order before it is sent"},
       {kContractParameter, kOrderParameter, kReasonParameter, kOrganisationParameter},
       "tranche orders cancel BG05M9OP001-2.005-0063-C01 1 --reason 'Грешна сума'",
       true,
       CancelOrder},
      {"orders",
       "give-up",
       {"Прекратява изпратено нареждане, за което документ показва, че не е платено",
        "Gives up an order that was sent and, as a paper shows, was not paid"},
       {kContractParameter,
        kOrderParameter,
        {"evidence",
         Kind::kMustValue,
         {"Писмото на банката или извлечението", "Letter of the bank or statement"}},
        kReasonParameter,
        kOrganisationParameter},
       "tranche orders give-up BG05M9OP001-2.005-0063-C01 1 --evidence 'писмо 93-18-2' "
       "--reason 'Файлът не е постъпил' --token-file approver.token",
       true,
       GiveUpOrder},
  };
}

std::vector<Command> SendingCommands() {
  return {
      {"orders",
       "export",
       {"Прави файла за банката (pain.001)", "Makes the file for the bank (pain.001)"},
       {kContractParameter,
        {"order",
         Kind::kValues,
         {"Номер на нареждане; може да се повтаря", "Number of an order; may be repeated"}},
        {"out", Kind::kMustValue, {"Къде да се запише", "Where it is written to"}, Takes::kFile},
        kOrganisationParameter},
       "tranche orders export BG05M9OP001-2.005-0063-C01 --order 1 --order 2 --out orders.xml",
       true,
       ExportOrders},
      {"orders",
       "file",
       {"Взема отново файл за банката, байт по байт",
        "Fetches a file for the bank again, byte by byte"},
       {{"file", Kind::kRequired, {"Номер на файла", "Number of the file"}},
        {"out", Kind::kMustValue, {"Къде да се запише", "Where it is written to"}, Takes::kFile},
        kOrganisationParameter},
       "tranche orders file 1 --out orders.xml",
       false,
       FetchFile},
      {"orders",
       "outcome",
       {"Записва какво е станало с нареждане в банката", "Records what became of an order at the bank"},
       {kContractParameter,
        kOrderParameter,
        {"outcome",
         Kind::kMustValue,
         {"bank_paid, bank_refused, bank_silent или bank_does_not_know",
          "bank_paid, bank_refused, bank_silent or bank_does_not_know"},
         Takes::kText,
         Outcomes},
        {"reason", Kind::kValue, {"Какво казва банката", "What the bank says"}},
        kOrganisationParameter},
       "tranche orders outcome BG05M9OP001-2.005-0063-C01 1 --outcome bank_silent",
       true,
       RecordOutcome},
      {"orders",
       "answer",
       {"Внася отговора на банката (pain.002)", "Imports the bank's answer (pain.002)"},
       {{"file",
         Kind::kRequired,
         {"Файл от банката; „-“ за стандартния вход", "File of the bank; \"-\" for standard input"},
         Takes::kFile},
        kOrganisationParameter},
       "tranche orders answer answer.xml",
       true,
       ImportAnswer},
  };
}

}  // namespace

std::vector<Command> BankCommands() {
  std::vector<Command> commands = StatementCommands();
  for (const std::vector<Command>& some : {MatchCommands(), OrderCommands(), SendingCommands()}) {
    commands.insert(commands.end(), some.begin(), some.end());
  }
  return commands;
}

}  // namespace tranche::cli
