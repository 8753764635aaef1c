// SPDX-License-Identifier: EUPL-1.2
// Payment orders, from the making to the bank's answer.
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/commands.h"
#include "cli/findings_table.h"
#include "cpp/json.h"
#include "platform/base/status_macros.h"
#include "tranche/payments/v1/payment_orders_service.pb.h"

namespace tranche::cli {
namespace {

constexpr char kOrders[] = "tranche.payments.v1.PaymentOrdersService/";
constexpr char kOrderFlags[] = "--from-iban, --to-iban, --creditor, --amount, --text, --execute-on";

constexpr Text kAccount{"Сметка", "Account"};
constexpr Text kText{"Основание", "Text"};
constexpr Text kFileName{"Файл", "File"};
constexpr Text kFindings{"Забележки", "Notes"};
constexpr Text kDocuments{"Плаща документи за разходи", "Documents of costs that it pays"};
constexpr Text kIssuer{"Издател", "Issuer"};
constexpr Text kOwnTransfer{"Между собствени сметки", "Between own accounts"};
constexpr Text kNearDuplicate{"Прилича на нареждане", "Looks like the order"};
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
constexpr Text kGivenUpBy{"Прекратил", "Given up by"};
constexpr Text kEvidence{"Доказателство", "Evidence"};

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
                                            {kOwnTransfer, "own_transfer"},
                                            {kNearDuplicate, "near_duplicate_of/last"},
                                            {kGivenUpBy, "given_up_by"},
                                            {kEvidence, "evidence"},
                                            {kBankSaid, "reason"}},
                                           {{kDocuments,
                                             "documents",
                                             {{texts::kNumber, "cost/last"},
                                              {texts::kDocumentNumber, "number"},
                                              {kIssuer, "issuer"},
                                              {texts::kAmount, "amount"}}},
                                            {kContradictions,
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

// "7=125,00", or "7" alone when it is the only one: then all of the order is paid of it.
absl::Status AddDocument(const std::string& typed, const std::string& contract, bool alone,
                         payments::v1::PaymentOrder* order) {
  const std::pair<std::string, std::string> halves = absl::StrSplit(typed, absl::MaxSplits('=', 1));
  payments::v1::OrderDocument* document = order->add_documents();
  document->set_cost(RecordName(contract, "costs", halves.first));
  if (halves.second.empty() && alone) {
    *document->mutable_amount() = order->amount();
    return absl::OkStatus();
  }
  document->mutable_amount()->set_currency(order->amount().currency());
  TRANCHE_ASSIGN_OR_RETURN(*document->mutable_amount()->mutable_amount(),
                           ReadTypedAmount(halves.second, order->amount().currency()));
  return absl::OkStatus();
}

absl::Status FillOrder(Session& session, const Arguments& arguments, const std::string& contract,
                       payments::v1::PaymentOrder* order) {
  for (const char* flag : {"from-iban", "to-iban", "creditor", "amount", "text", "execute-on"}) {
    if (!arguments.Has(flag)) {
      return Problem(kExitUsage, session.Say(texts::kNeedFileOrFlags, {{"flags", kOrderFlags}}));
    }
  }
  order->set_debtor_account(arguments.Get("from-iban"));
  order->set_creditor_account(arguments.Get("to-iban"));
  order->set_creditor_name(arguments.Get("creditor"));
  order->set_remittance(arguments.Get("text"));
  order->set_own_transfer(arguments.Has("own-transfer"));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "execute-on", order->mutable_execute_on()));
  TRANCHE_ASSIGN_OR_RETURN(const std::string currency,
                           CurrencyFor(session, arguments, {arguments.Get("amount")}));
  TRANCHE_ASSIGN_OR_RETURN(*order->mutable_amount()->mutable_amount(),
                           ReadTypedAmount(arguments.Get("amount"), currency));
  order->mutable_amount()->set_currency(currency);
  if (arguments.Has("claim")) order->set_claim(RecordName(contract, "claims", arguments.Get("claim")));
  const std::vector<std::string> costs = arguments.All("cost");
  for (const std::string& typed : costs) {
    TRANCHE_RETURN_IF_ERROR(AddDocument(typed, contract, costs.size() == 1, order));
  }
  return absl::OkStatus();
}

absl::Status CreateOrder(Session& session, const Arguments& arguments) {
  payments::v1::CreatePaymentOrderRequest request;
  if (arguments.Has("file") &&
      AnyFlag(arguments, {"from-iban", "to-iban", "creditor", "amount", "currency", "text",
                          "execute-on", "claim", "cost", "own-transfer"})) {
    return Problem(kExitUsage, session.Say(texts::kFileOrFlags, {{"flags", kOrderFlags}}));
  }
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  if (arguments.Has("file")) {
    TRANCHE_RETURN_IF_ERROR(ReadRequest(session, arguments, contract, &request));
  } else {
    request.set_parent(contract);
    TRANCHE_RETURN_IF_ERROR(FillOrder(session, arguments, contract, request.mutable_payment_order()));
  }
  if (arguments.Has("accept-near-duplicate")) request.set_accept_near_duplicate(true);
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
constexpr Parameter kOrderParameter{
    "order", Kind::kRequired, {"Номер на нареждането", "Number of the order"}};
constexpr Parameter kReasonParameter{"reason", Kind::kMustValue, {"Защо", "Why"}};

Command CreateCommand() {
  return {"orders",
          "create",
          {"Прави платежно нареждане", "Makes a payment order"},
          {kContractParameter,
           {"from-iban",
            Kind::kValue,
            {"IBAN на сметката, от която се плаща", "IBAN of the account that pays"}},
           {"to-iban", Kind::kValue, {"IBAN на получателя", "IBAN of who is paid"}},
           {"creditor",
            Kind::kValue,
            {"Получател, както го знае банката", "Who is paid, as the bank knows the name"}},
           {"amount", Kind::kValue, {"Сума, напр. „1 250,00“", "Amount, for example \"1250.00\""}},
           kCurrencyParameter,
           {"text", Kind::kValue, {"Основание, до 140 знака", "What for, 140 characters at most"}},
           {"execute-on", Kind::kValue, {"Ден за изпълнение", "Day on which the bank is to pay"}},
           {"claim",
            Kind::kValue,
            {"Номер на прието искане, което се плаща", "Number of the accepted claim that it pays"}},
           {"cost",
            Kind::kValues,
            {"Разход, чийто документ се плаща, и колко от него: НОМЕР=СУМА; може да се повтаря",
             "Cost whose document it pays, and how much of it: NUMBER=AMOUNT; may be repeated"}},
           {"own-transfer",
            Kind::kFlag,
            {"Прехвърляне между собствени сметки", "A transfer between own accounts"}},
           {"accept-near-duplicate",
            Kind::kFlag,
            {"Прилича на друго нареждане, но е отделно плащане",
             "It looks like another order and is another payment"}},
           kFileOrFlagsParameter,
           kOrganisationParameter},
          "tranche orders create BG05M9OP001-2.005-0063-C01 --from-iban BG80BNBG96611020345678 "
          "--to-iban BG44UNCR70001512345678 --creditor 'Доставчик ООД' --amount '1 250,00' "
          "--text 'Фактура 12345' --execute-on 05.03.2018 --cost 7=1000,00 --cost 8=250,00\n"
          "tranche orders create BG05M9OP001-2.005-0063-C01 --from-iban BG80BNBG96611020345678 "
          "--to-iban BG44UNCR70001512345678 --creditor 'Община Минерални бани' --amount 5000.00 "
          "--text 'По искане 2' --execute-on 05.03.2018 --claim 2 --dry-run\n"
          "tranche orders create BG05M9OP001-2.005-0063-C01 --file order.json",
          true,
          CreateOrder};
}

std::vector<Command> MakingCommands() {
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
      CreateCommand(),
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

std::vector<Command> OrderCommands() {
  std::vector<Command> commands = MakingCommands();
  for (Command& command : SendingCommands()) commands.push_back(std::move(command));
  return commands;
}

}  // namespace tranche::cli
