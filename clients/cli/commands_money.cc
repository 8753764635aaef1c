// SPDX-License-Identifier: EUPL-1.2
// Budgets, costs, claims, and the report that sets them against each other.
#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "cli/claims_view.h"
#include "cli/commands.h"
#include "cli/cost_particulars.h"
#include "cpp/json.h"
#include "platform/base/status_macros.h"
#include "tranche/budgets/v1/budgets_service.pb.h"
#include "tranche/payments/v1/payments_service.pb.h"
#include "tranche/reports/v1/reports_service.pb.h"

namespace tranche::cli {
namespace {

constexpr Text kKeptIn{"Водена във валута", "Kept in"};
constexpr Text kShownIn{"Показана във валута", "Shown in"};
constexpr Text kRounding{"Разлика от закръгляване", "Rounding difference"};
constexpr char kBudgets[] = "tranche.budgets.v1.BudgetsService/";
constexpr char kPayments[] = "tranche.payments.v1.PaymentsService/";

constexpr Text kIssuedBy{"Издател е", "Issued by"};
constexpr Text kFlags{"Признаци", "Flags"};
constexpr Text kRevalidates{"Повторно верифицира разход", "Revalidates cost"};
constexpr Text kSharesOfActivities{"По дейности", "By activity"};
constexpr Text kOf{"Сума", "Sum"};
constexpr Text kConvertedSum{"Превалутирана", "Converted"};
constexpr Text kSumOfLines{"Сбор на редовете", "Sum of the lines"};
constexpr Text kDifference{"Разлика", "Difference"};
constexpr Text kSumsDiffer{"Разлики от закръгляне", "Rounding differences"};
constexpr Text kForInformation{
    "Движенията след превалутирането са показани в левове по фиксирания курс, за сведение.",
    "What moved after the conversion is shown in lev at the fixed rate, for information."};

void ShowBudgetView(const Session& session, const budgets::v1::Budget& budget) {
  const Language language = session.language();
  View view;
  Table table = TableOf(ItemsOf(budget, "lines"),
                        {{texts::kLine, "code"},
                         {texts::kTitle, "title"},
                         {texts::kTotal, "total"},
                         {texts::kEu, "caps.eu"},
                         {texts::kNational, "caps.national"},
                         {texts::kOwn, "caps.own"},
                         {texts::kReserved, "reserved"},
                         {texts::kSpent, "spent"},
                         {texts::kLeft, "left"}},
                        language);
  std::vector<Cell> sums = {Cell{}, Cell{.text = std::string(texts::kTotal.In(language)), .raw = ""}};
  for (const char* path :
       {"caps.total", "caps.eu", "caps.national", "caps.own", "reserved", "spent", "left"}) {
    sums.push_back(CellAt(budget, path, language));
  }
  // Rows of CSV are summed by whoever reads them; a row of sums among them would be counted twice.
  if (session.settings().style.format == Format::kTable) table.rows.push_back(std::move(sums));
  view.tables.push_back(std::move(table));
  if (!budget.differences().empty()) {
    Table differences = TableOf(
        ItemsOf(budget, "differences"),
        {{kOf, "of"}, {kConvertedSum, "converted"}, {kSumOfLines, "kept"}, {kDifference, "difference"}},
        language);
    differences.title = session.Say(kSumsDiffer);
    view.tables.push_back(std::move(differences));
  }
  session.Show(view, client::ToJson(budget, client::JsonStyle::kIndented));
  if (budget.for_information()) session.Note(session.Say(kForInformation));
}

absl::Status ShowBudget(Session& session, const Arguments& arguments) {
  budgets::v1::GetBudgetRequest request;
  request.set_name(absl::StrCat(ReadContract(session, arguments), "/budget"));
  request.set_currency(absl::AsciiStrToUpper(arguments.Get("currency")));
  TRANCHE_ASSIGN_OR_RETURN(const auto budget, session.Get<budgets::v1::Budget>(
                                                  absl::StrCat(kBudgets, "GetBudget"), request));
  ShowBudgetView(session, budget);
  return absl::OkStatus();
}

absl::Status CreateBudget(Session& session, const Arguments& arguments) {
  budgets::v1::CreateBudgetRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  TRANCHE_RETURN_IF_ERROR(ReadRequest(session, arguments, contract, &request));
  TRANCHE_ASSIGN_OR_RETURN(const auto budget, session.Get<budgets::v1::Budget>(
                                                  absl::StrCat(kBudgets, "CreateBudget"), request));
  ShowBudgetView(session, budget);
  return absl::OkStatus();
}

const RecordSpec& CostSpec() {
  static const auto* spec = new RecordSpec{{{texts::kNumber, "name/last"},
                                            {texts::kLine, "line"},
                                            {texts::kType, "document.type"},
                                            {texts::kDocumentNumber, "document.number"},
                                            {texts::kIssuedOn, "document.issued_on"},
                                            {texts::kPaidOn, "document.paid_on"},
                                            {texts::kIssuer, "document.issuer"},
                                            {texts::kDocumentTotal, "document.total"},
                                            {texts::kClaimed, "claimed"},
                                            {texts::kUnclaimed, "unclaimed"},
                                            {texts::kEu, "parts.eu"},
                                            {texts::kNational, "parts.national"},
                                            {texts::kOwn, "parts.own"},
                                            {texts::kState, "state"},
                                            {texts::kDecidedOn, "decided_on"},
                                            {texts::kRefused, "refusal_reason"},
                                            {texts::kLeftOnLine, "left_on_line"},
                                            {texts::kApproved, "approved"},
                                            {texts::kUnapproved, "unapproved"},
                                            {texts::kByCorrection, "unapproved_by_correction"},
                                            {texts::kCorrection, "correction"},
                                            {texts::kResubmits, "resubmits/last"},
                                            {kRevalidates, "revalidates/last"},
                                            {kIssuedBy, "particulars.issuer_kind"},
                                            {kFlags, "particulars.flags"}}};
  return *spec;
}

absl::Status ListCosts(Session& session, const Arguments& arguments) {
  budgets::v1::ListCostsRequest request;
  request.set_parent(ReadContract(session, arguments));
  TRANCHE_RETURN_IF_ERROR(FillFilters(arguments, &request));
  return ShowList(session, absl::StrCat(kBudgets, "ListCosts"), request, "costs",
                  {{texts::kNumber, "name/last"},
                   {texts::kLine, "line"},
                   {texts::kType, "document.type"},
                   {texts::kDocumentNumber, "document.number"},
                   {texts::kPaidOn, "document.paid_on"},
                   {texts::kDocumentTotal, "document.total"},
                   {texts::kClaimed, "claimed"},
                   {texts::kState, "state"},
                   {texts::kDecidedOn, "decided_on"}});
}

constexpr char kCostFlags[] = "--line, --type, --number, --issued-on, --paid-on, --issuer, --total";

std::vector<Word> DocumentTypes(Language language) {
  std::vector<Word> words = WordsOf(budgets::v1::DocumentType_descriptor(), language);
  // Those are recorded by their own command.
  const auto simplified = [](const Word& word) { return word.word == "simplified_report"; };
  words.erase(std::remove_if(words.begin(), words.end(), simplified), words.end());
  return words;
}
absl::Status FillCost(Session& session, const Arguments& arguments, budgets::v1::Cost* cost) {
  for (const char* flag : {"line", "type", "number", "issued-on", "paid-on", "issuer", "total"}) {
    if (!arguments.Has(flag)) {
      return Problem(kExitUsage, session.Say(texts::kNeedFileOrFlags, {{"flags", kCostFlags}}));
    }
  }
  budgets::v1::CostDocument* document = cost->mutable_document();
  TRANCHE_ASSIGN_OR_RETURN(
      const int type, ReadWord(budgets::v1::DocumentType_descriptor(), "type", arguments.Get("type")));
  document->set_type(static_cast<budgets::v1::DocumentType>(type));
  document->set_number(arguments.Get("number"));
  document->set_issuer(arguments.Get("issuer"));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "issued-on", document->mutable_issued_on()));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "paid-on", document->mutable_paid_on()));
  const std::string claimed =
      arguments.Has("claimed") ? arguments.Get("claimed") : arguments.Get("total");
  TRANCHE_ASSIGN_OR_RETURN(const std::string currency,
                           CurrencyFor(session, arguments, {arguments.Get("total"), claimed}));
  TRANCHE_ASSIGN_OR_RETURN(*document->mutable_total()->mutable_amount(),
                           ReadTypedAmount(arguments.Get("total"), currency));
  TRANCHE_ASSIGN_OR_RETURN(*cost->mutable_claimed()->mutable_amount(),
                           ReadTypedAmount(claimed, currency));
  document->mutable_total()->set_currency(currency);
  cost->mutable_claimed()->set_currency(currency);
  document->set_issuer_eik(arguments.Get("eik"));
  if (arguments.Has("vat")) {
    TRANCHE_ASSIGN_OR_RETURN(*document->mutable_vat()->mutable_amount(),
                             ReadTypedAmount(arguments.Get("vat"), currency));
    document->mutable_vat()->set_currency(currency);
  }
  document->set_vat_recoverable(arguments.Has("vat-recoverable"));
  cost->set_line(arguments.Get("line"));
  return FillParticulars(arguments, cost);
}

absl::Status RecordCost(Session& session, const Arguments& arguments) {
  budgets::v1::RecordCostRequest request;
  if (!arguments.Has("file")) {
    TRANCHE_RETURN_IF_ERROR(FillCost(session, arguments, request.mutable_cost()));
  } else if (AnyFlag(arguments, {"line", "type", "number", "issued-on", "paid-on", "issuer", "total",
                                 "claimed", "eik", "vat", "vat-recoverable", "currency", "issuer-kind",
                                 "flag", "activity"})) {
    return Problem(kExitUsage, session.Say(texts::kFileOrFlags, {{"flags", kCostFlags}}));
  }
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  if (arguments.Has("file")) {
    TRANCHE_RETURN_IF_ERROR(ReadRequest(session, arguments, contract, &request));
  } else {
    request.set_parent(contract);
  }
  TRANCHE_ASSIGN_OR_RETURN(
      const auto cost, session.Get<budgets::v1::Cost>(absl::StrCat(kBudgets, "RecordCost"), request));
  View view = ViewOf(cost, CostSpec(), session.language());
  if (!cost.particulars().activities().empty()) {
    Table shares =
        TableOf(ItemsOf(cost.particulars(), "activities"),
                {{texts::kActivity, "activity"}, {texts::kClaimed, "amount"}}, session.language());
    shares.title = session.Say(kSharesOfActivities);
    view.tables.push_back(std::move(shares));
  }
  session.Show(view, client::ToJson(cost, client::JsonStyle::kIndented));
  return absl::OkStatus();
}

absl::Status ListClaims(Session& session, const Arguments& arguments) {
  payments::v1::ListClaimsRequest request;
  request.set_parent(ReadContract(session, arguments));
  return ShowList(session, absl::StrCat(kPayments, "ListClaims"), request, "claims",
                  {{texts::kClaim, "sequence"},
                   {texts::kKind, "kind"},
                   {texts::kState, "state"},
                   {texts::kRequested, "requested.total"},
                   {texts::kApproved, "approved"},
                   {texts::kRefused, "refused"},
                   {texts::kPayable, "payable.grant"},
                   {texts::kPaid, "paid"},
                   {texts::kSentOn, "sent_on"},
                   {texts::kDecidedOn, "verification.decided_on"}});
}

absl::Status ShowClaim(Session& session, const Arguments& arguments) {
  payments::v1::GetClaimRequest request;
  TRANCHE_RETURN_IF_ERROR(CheckClaimNumber(session, arguments));
  request.set_name(ClaimName(ReadContract(session, arguments), arguments));
  return ShowClaimAnswer(session, absl::StrCat(kPayments, "GetClaim"), request);
}

absl::Status CreateClaim(Session& session, const Arguments& arguments) {
  payments::v1::CreateClaimRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  TRANCHE_RETURN_IF_ERROR(ReadRequest(session, arguments, contract, &request));
  return ShowClaimAnswer(session, absl::StrCat(kPayments, "CreateClaim"), request);
}

absl::Status SendClaim(Session& session, const Arguments& arguments) {
  payments::v1::SendClaimRequest request;
  TRANCHE_RETURN_IF_ERROR(CheckClaimNumber(session, arguments));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "on", request.mutable_sent_on()));
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(ClaimName(contract, arguments));
  return ShowClaimAnswer(session, absl::StrCat(kPayments, "SendClaim"), request);
}

// With --file, or with --on and --reference when everything is approved.
absl::Status VerifyClaim(Session& session, const Arguments& arguments) {
  payments::v1::VerifyClaimRequest request;
  TRANCHE_RETURN_IF_ERROR(CheckClaimNumber(session, arguments));
  if (arguments.Has("file") == arguments.Has("on")) {
    return Problem(kExitUsage,
                   session.Say(arguments.Has("on") ? texts::kFileOrFlags : texts::kNeedFileOrFlags,
                               {{"flags", "--on"}}));
  }
  TRANCHE_RETURN_IF_ERROR(
      ReadDay(arguments, "on", request.mutable_verification()->mutable_decided_on()));
  TRANCHE_RETURN_IF_ERROR(
      ReadDay(arguments, "cover-by", request.mutable_verification()->mutable_cover_by()));
  request.mutable_verification()->set_reference(arguments.Get("reference"));
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  const std::string name = ClaimName(contract, arguments);
  if (arguments.Has("file")) {
    TRANCHE_RETURN_IF_ERROR(ReadRequest(session, arguments, name, &request));
  } else {
    request.set_name(name);
  }
  return ShowClaimAnswer(session, absl::StrCat(kPayments, "VerifyClaim"), request);
}

absl::Status BudgetVsActual(Session& session, const Arguments& arguments) {
  reports::v1::GetBudgetVsActualRequest request;
  request.set_parent(ReadContract(session, arguments));
  request.set_as_of(session.settings().as_of);
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "known-at", request.mutable_known_at()));
  if (arguments.Has("currency")) request.set_currency(TypedCurrency(arguments));
  TRANCHE_ASSIGN_OR_RETURN(const auto report,
                           session.Get<reports::v1::BudgetVsActual>(
                               "tranche.reports.v1.ReportsService/GetBudgetVsActual", request));
  const Language language = session.language();
  View view;
  view.fields = FieldsOf(report,
                         {{texts::kContract, "number"},
                          {texts::kAsOf, "as_of"},
                          {texts::kKnownAt, "known_at"},
                          {kKeptIn, "kept_in"},
                          {kShownIn, "currency"},
                          {texts::kPaidAdvance, "paid_advance"},
                          {texts::kPaidForCosts, "paid_for_costs"},
                          {texts::kPaidTotal, "paid_total"},
                          {texts::kApprovedNotPaid, "approved_not_paid"}},
                         language);
  std::vector<const google::protobuf::Message*> rows = ItemsOf(report, "lines");
  reports::v1::BudgetVsActualLine total = report.total();
  total.set_title(std::string(texts::kTotal.In(language)));
  // What the lines miss of the total because each figure was converted by itself.
  reports::v1::BudgetVsActualLine rounding = report.rounding();
  rounding.set_title(std::string(kRounding.In(language)));
  if (session.settings().style.format == Format::kTable) {
    if (report.has_rounding()) rows.push_back(&rounding);
    rows.push_back(&total);
  }
  view.tables.push_back(TableOf(rows,
                                {{texts::kLine, "code"},
                                 {texts::kTitle, "title"},
                                 {texts::kCap, "cap"},
                                 {texts::kReserved, "reserved"},
                                 {texts::kSpent, "spent"},
                                 {texts::kRefused, "refused"},
                                 {texts::kLeft, "left"},
                                 {texts::kSpentPercent, "spent_percent"}},
                                language));
  session.Show(view, client::ToJson(report, client::JsonStyle::kIndented));
  return absl::OkStatus();
}

std::vector<Command> BudgetCommands() {
  return {
      {"budgets",
       "show",
       {"Показва бюджета по редове", "Shows the budget by line"},
       {kContractParameter,
        {"currency",
         Kind::kValue,
         {"Показва сумите в BGN или EUR; без нея: както се води бюджетът",
          "Shows the amounts in BGN or EUR; without it: as the budget is kept"},
         Takes::kText,
         Currencies},
        kOrganisationParameter},
       "tranche budgets show BG05M9OP001-2.005-0063-C01\ntranche budgets show "
       "BG05M9OP001-2.005-0063-C01 "
       "--currency EUR",
       false,
       ShowBudget},
      {"budgets",
       "create",
       {"Записва бюджета на договор", "Records the budget of a contract"},
       {kContractParameter, kFileParameter, kOrganisationParameter},
       "tranche budgets create BG05M9OP001-2.005-0063-C01 --file budget.json",
       true,
       CreateBudget},
      {"costs",
       "list",
       {"Показва разходите на договор", "Lists the costs of a contract"},
       WithParticulars({kContractParameter}, ParticularsFilters(), {kOrganisationParameter}),
       "tranche costs list BG05M9OP001-2.005-0063-C01 -o csv\n"
       "tranche costs list BG05M9OP001-2.005-0063-C01 --activity 2 --flag cross_financing",
       false,
       ListCosts},
  };
}

std::vector<Command> CostCommands() {
  return {
      {"costs",
       "record",
       {"Записва разход към ред на бюджета", "Records a cost on a budget line"},
       WithParticulars(
           {kContractParameter,
            kFileOrFlagsParameter,
            {"line",
             Kind::kValue,
             {"Ред на бюджета, напр. 1.1", "Budget line, for example 1.1"},
             Takes::kLine},
            {"type",
             Kind::kValue,
             {"invoice, payroll, paid_amounts_account, cash_receipt, travel_order, advance_report, "
              "cash_order, "
              "debit_note, vat_protocol или other",
              "invoice, payroll, paid_amounts_account, cash_receipt, travel_order, advance_report, "
              "cash_order, "
              "debit_note, vat_protocol or other"},
             Takes::kText,
             DocumentTypes},
            {"number", Kind::kValue, {"Номер на документа", "Number of the document"}},
            {"issued-on", Kind::kValue, {"Ден на издаване", "Day of issue"}},
            {"paid-on", Kind::kValue, {"Ден на плащане", "Day of payment"}},
            {"issuer", Kind::kValue, {"Издател", "Issuer"}, Takes::kIssuer},
            {"total", Kind::kValue, {"Обща сума на документа", "Total of the document"}},
            {"claimed",
             Kind::kValue,
             {"Претендирана сума; без нея: цялата", "Amount claimed; without it: the total"}},
            {"eik",
             Kind::kValue,
             {"ЕИК на издателя, 9 или 13 цифри", "Identification code of the issuer, 9 or 13 digits"}},
            {"vat", Kind::kValue, {"ДДС в общата сума", "Value added tax within the total"}},
            {"vat-recoverable",
             Kind::kFlag,
             {"ДДС се възстановява и не може да се претендира",
              "The tax is recovered and may not be claimed"}}},
           ParticularsParameters(), {kCurrencyParameter, kOrganisationParameter}),
       "tranche costs record BG05M9OP001-2.005-0063-C01 --line 4.1 --type invoice --number 0000012345 "
       "--issued-on 02.10.2017 "
       "--paid-on 05.10.2017 --issuer 'Доставчик ООД' --total '1 250,00'\n"
       "tranche costs record BG05M9OP001-2.005-0063-C01 --line 4.1 --type invoice --number 77 "
       "--issued-on 02.10.2017 --paid-on 05.10.2017 --issuer 'Строител АД' --total '1 000,00' "
       "--issuer-kind issued_by_contractor --flag advance_to_contractor --activity 1=400,00 --activity "
       "2=600,00",
       true,
       RecordCost},
  };
}

std::vector<Command> ClaimCommands() {
  return {
      {"claims",
       "list",
       {"Показва исканията за плащане", "Lists the payment claims"},
       {kContractParameter, kOrganisationParameter},
       "tranche claims list BG05M9OP001-2.005-0063-C01",
       false,
       ListClaims},
      {"claims",
       "show",
       {"Показва искане", "Shows a claim"},
       {kContractParameter, kClaimParameter, kOrganisationParameter},
       "tranche claims show BG05M9OP001-2.005-0063-C01 2",
       false,
       ShowClaim},
      {"claims",
       "create",
       {"Съставя искане за плащане", "Puts a payment claim together"},
       {kContractParameter, kFileParameter, kOrganisationParameter},
       "tranche claims create BG05M9OP001-2.005-0063-C01 --file claim.json",
       true,
       CreateClaim},
      {"claims",
       "send",
       {"Изпраща искане", "Sends a claim"},
       {kContractParameter,
        kClaimParameter,
        {"on", Kind::kMustValue, {"Ден на изпращане", "Day of sending"}},
        kOrganisationParameter},
       "tranche claims send BG05M9OP001-2.005-0063-C01 2 --on 31.08.2017",
       true,
       SendClaim},
      {"claims",
       "verify",
       {"Записва решението по искане", "Records the decision on a claim"},
       {kContractParameter,
        kClaimParameter,
        kFileOrFlagsParameter,
        {"on",
         Kind::kValue,
         {"Ден на решението, когато всичко се одобрява", "Day of the decision, when all is approved"}},
        {"reference", Kind::kValue, {"Номер на решението", "Number of the decision"}},
        {"cover-by",
         Kind::kValue,
         {"За аванс по държавна помощ: последен ден, на който разход, който го покрива, може да е "
          "платен",
          "Of a state-aid advance: last day on which a cost that covers it may have been paid"}},
        kOrganisationParameter},
       "tranche claims verify BG05M9OP001-2.005-0063-C01 2 --on 20.10.2017 --reference ВР-1 "
       "--token-file approver.token",
       true,
       VerifyClaim},
  };
}

}  // namespace

std::vector<Command> MoneyCommands() {
  std::vector<Command> commands = BudgetCommands();
  for (Command& command : CostCommands()) commands.push_back(std::move(command));
  const std::vector<Command> claims = ClaimCommands();
  commands.insert(commands.end(), claims.begin(), claims.end());
  for (Command& command : PaymentCommands()) commands.push_back(std::move(command));
  commands.push_back(
      {"reports",
       "budget-vs-actual",
       {"Сравнява бюджета с изпълнението", "Sets the budget against what happened"},
       {kContractParameter,
        {"known-at",
         Kind::kValue,
         {"Каквото е било записано до края на този ден", "What was recorded by the end of this day"}},
        {"currency",
         Kind::kValue,
         {"BGN или EUR; без нея: валутата на договора", "BGN or EUR; without it: that of the contract"},
         Takes::kText,
         Currencies},
        kOrganisationParameter},
       "tranche reports budget-vs-actual BG05M9OP001-2.005-0063-C01\n"
       "tranche reports budget-vs-actual BG05M9OP001-2.005-0063-C01 --currency EUR\n"
       "tranche reports budget-vs-actual BG05M9OP001-2.005-0063-C01 --as-of 2017-09-30",
       false,
       BudgetVsActual,
       /*takes_as_of=*/true});
  return commands;
}

}  // namespace tranche::cli
