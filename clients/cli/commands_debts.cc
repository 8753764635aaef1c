// SPDX-License-Identifier: EUPL-1.2
// Debts, their interest, and the book of debtors.
#include "absl/strings/str_cat.h"
#include "cli/commands.h"
#include "cli/debts_view.h"
#include "cli/file_or_flags.h"
#include "cli/recoveries_view.h"
#include "cpp/json.h"
#include "platform/base/status_macros.h"
#include "tranche/payments/v1/debts_service.pb.h"

namespace tranche::cli {
namespace {

using google::protobuf::Message;
constexpr Text kSayCurrency{
    "Кажете валутата: --currency BGN или EUR, или знак в сумата, „8500 €“.",
    "Say the currency: --currency BGN or EUR, or a sign in the amount, \"8500 €\"."};

constexpr Text kOfClaim{"Салдо по искане", "Balance of claim"};
constexpr Text kOfIncome{"Допълнителен приход", "Additional income"};
constexpr Text kBook{"Книга", "Book"};
constexpr Text kDeclared{"Декларирани", "Declared"};
constexpr Text kServedOn{"Връчен на", "Served on"};
constexpr Text kVoluntaryUntil{"Доброволно до", "Voluntary until"};
constexpr Text kPrincipal{"Главница", "Principal"};
constexpr Text kInterest{"Лихва", "Interest"};
constexpr Text kInterestEu{"Лихва ЕС", "Interest, EU"};
constexpr Text kInterestNational{"Лихва национална", "Interest, national"};
constexpr Text kInterestTotal{"Лихва общо", "Interest, total"};
constexpr Text kRounding{"Разлика от закръгляване", "Rounding difference"};
constexpr Text kOwedPrincipal{"Дължима главница", "Principal owed"};
constexpr Text kOwedInterest{"Дължима лихва", "Interest owed"};
constexpr Text kOwed{"Дължи се", "Owed"};
constexpr Text kStatus{"Изпълнение", "Execution"};
constexpr Text kRateMissing{"Няма лихвен процент от", "No rate from"};
constexpr Text kRepayments{"Възстановени суми", "Repayments"};
constexpr Text kRepaidOn{"Възстановено на", "Repaid on"};
constexpr Text kWay{"Начин", "Way"};
constexpr Text kToInterest{"За лихва", "To interest"};
constexpr Text kToPrincipal{"За главница", "To principal"};
constexpr Text kOrder{"Ред на погасяване", "Order"};
constexpr Text kFrom{"От", "From"};
constexpr Text kTo{"До", "To"};
constexpr Text kDays{"Дни", "Days"};
constexpr Text kYearly{"Годишно", "Yearly"};
constexpr Text kDaily{"На ден", "Daily"};
constexpr Text kDebtsCount{"Дългове", "Debts"};
constexpr Text kCurrency{"Валута", "Currency"};
constexpr Text kSums{"Сборове", "Sums"};

std::vector<Word> Statuses(Language language) {
  return WordsOf(payments::v1::DebtStatus_descriptor(), language);
}

std::vector<Word> Bases(Language language) {
  return WordsOf(payments::v1::DebtBasis_descriptor(), language);
}

std::vector<Word> Books(Language language) {
  return WordsOf(payments::v1::DebtBook_descriptor(), language);
}

std::vector<Shown> InterestColumns() {
  return {{kFrom, "from_on"},
          {kTo, "to_on"},
          {kDays, "days"},
          {kPrincipal, "principal.total"},
          {kYearly, "yearly_percent"},
          {kDaily, "daily_percent"},
          {kInterestEu, "interest.eu"},
          {kInterestNational, "interest.national"},
          {kInterestTotal, "interest.total"},
          {kRounding, "rounding_difference"},
          {texts::kVerified, "verified"}};
}

}  // namespace

const RecordSpec& DebtSpec() {
  static const auto* spec = new RecordSpec{{{texts::kNumber, "number"},
                                            {texts::kState, "state"},
                                            {texts::kVersion, "version"},
                                            {kVersionState, "version_state"},
                                            {texts::kBasis, "basis"},
                                            {texts::kCorrection, "correction/last"},
                                            {kOfClaim, "claim/last"},
                                            {kOfIncome, "income/last"},
                                            {kNationalNumber, "national_number"},
                                            {kBook, "book"},
                                            {kDeclared, "declared"},
                                            {kServedOn, "served_on"},
                                            {kVoluntaryUntil, "voluntary_until"},
                                            {kStatus, "status"},
                                            {texts::kEu, "principal.eu"},
                                            {texts::kNational, "principal.national"},
                                            {texts::kAsOf, "balance.as_of"},
                                            {kOwedPrincipal, "balance.owed_principal.total"},
                                            {kInterest, "balance.interest.total"},
                                            {kOwed, "balance.owed"},
                                            {kRateMissing, "balance.rate_missing_from"}},
                                           {{kInterest, "interest", InterestColumns()},
                                            {kRepayments,
                                             "repayments",
                                             {{texts::kNumber, "number"},
                                              {kRepaidOn, "repaid_on"},
                                              {texts::kAmount, "amount"},
                                              {kWay, "way"},
                                              {kToInterest, "to_interest.total"},
                                              {kToPrincipal, "to_principal.total"},
                                              {texts::kState, "state"},
                                              {kOrder, "order_rule"}}}}};
  return *spec;
}

namespace {

absl::Status ListDebts(Session& session, const Arguments& arguments) {
  payments::v1::ListDebtsRequest request;
  request.set_parent(ReadContract(session, arguments));
  return ShowList(session, absl::StrCat(kDebts, "ListDebts"), request, "debts",
                  {{texts::kNumber, "number"},
                   {texts::kState, "state"},
                   {texts::kVersion, "version"},
                   {texts::kBasis, "basis"},
                   {kPrincipal, "principal.total"},
                   {kServedOn, "served_on"},
                   {kVoluntaryUntil, "voluntary_until"},
                   {kStatus, "status"}});
}

absl::Status ShowDebt(Session& session, const Arguments& arguments) {
  payments::v1::GetDebtRequest request;
  request.set_name(RecordName(ReadContract(session, arguments), "debts", arguments.Get("debt")));
  request.set_as_of(session.settings().as_of);
  return ShowAnswer(session, absl::StrCat(kDebts, "GetDebt"), request, DebtSpec());
}

absl::Status FillDebt(Session& session, const Arguments& arguments, const std::string& contract,
                      payments::v1::Debt* debt) {
  TRANCHE_ASSIGN_OR_RETURN(
      const int basis, ReadWord(payments::v1::DebtBasis_descriptor(), "basis", arguments.Get("basis")));
  TRANCHE_ASSIGN_OR_RETURN(const int book,
                           ReadWord(payments::v1::DebtBook_descriptor(), "book",
                                    arguments.Has("book") ? arguments.Get("book") : "debtors"));
  debt->set_basis(static_cast<payments::v1::DebtBasis>(basis));
  debt->set_book(static_cast<payments::v1::DebtBook>(book));
  if (arguments.Has("correction")) {
    debt->set_correction(RecordName(contract, "corrections", arguments.Get("correction")));
  }
  if (arguments.Has("claim")) debt->set_claim(RecordName(contract, "claims", arguments.Get("claim")));
  if (arguments.Has("income")) {
    debt->set_income(RecordName(contract, "incomes", arguments.Get("income")));
  }
  debt->set_national_number(arguments.Get("national-number"));
  debt->set_declared(arguments.Has("declared"));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "served-on", debt->mutable_served_on()));
  common::v1::ThreePartAmount principal;
  TRANCHE_RETURN_IF_ERROR(ReadGrantParts(session, arguments, "eu", "national", &principal));
  *debt->mutable_principal()->mutable_eu() = principal.eu();
  *debt->mutable_principal()->mutable_national() = principal.national();
  return absl::OkStatus();
}

absl::Status CreateDebt(Session& session, const Arguments& arguments) {
  payments::v1::CreateDebtRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const bool in_file,
                           IsInFile(session, arguments, {"basis", "eu", "served-on"},
                                    {"national", "book", "correction", "claim", "income",
                                     "national-number", "declared", "currency"}));
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  if (in_file) {
    TRANCHE_RETURN_IF_ERROR(ReadRequest(session, arguments, contract, &request));
  } else {
    request.set_parent(contract);
    TRANCHE_RETURN_IF_ERROR(FillDebt(session, arguments, contract, request.mutable_debt()));
  }
  return ShowAnswer(session, absl::StrCat(kDebts, "CreateDebt"), request, DebtSpec());
}

absl::Status AmendDebt(Session& session, const Arguments& arguments) {
  payments::v1::AmendDebtRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  const std::string name = RecordName(contract, "debts", arguments.Get("debt"));
  TRANCHE_RETURN_IF_ERROR(ReadRequest(session, arguments, name, &request));
  return ShowAnswer(session, absl::StrCat(kDebts, "AmendDebt"), request, DebtSpec());
}

absl::Status MoveDebt(Session& session, const Arguments& arguments, payments::v1::RecoveryStep step) {
  payments::v1::MoveDebtRequest request;
  request.set_step(step);
  request.set_note(arguments.Get("note"));
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(RecordName(contract, "debts", arguments.Get("debt")));
  return ShowAnswer(session, absl::StrCat(kDebts, "MoveDebt"), request, DebtSpec());
}

absl::Status EnterDebt(Session& session, const Arguments& arguments) {
  return MoveDebt(session, arguments, payments::v1::ENTER_RECOVERY);
}

absl::Status RemoveDebt(Session& session, const Arguments& arguments) {
  return MoveDebt(session, arguments, payments::v1::REMOVE_RECOVERY);
}

absl::Status SetDebtStatus(Session& session, const Arguments& arguments) {
  payments::v1::SetDebtStatusRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const int status, ReadWord(payments::v1::DebtStatus_descriptor(), "status",
                                                      arguments.Get("status")));
  request.set_status(static_cast<payments::v1::DebtStatus>(status));
  request.set_note(arguments.Get("note"));
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(RecordName(contract, "debts", arguments.Get("debt")));
  return ShowAnswer(session, absl::StrCat(kDebts, "SetDebtStatus"), request, DebtSpec());
}

absl::Status ComputeInterest(Session& session, const Arguments& arguments) {
  payments::v1::ComputeInterestRequest request;
  const std::string national = arguments.Has("national") ? arguments.Get("national") : "0";
  std::string currency = TypedCurrency(arguments);
  if (currency.empty()) {
    TRANCHE_ASSIGN_OR_RETURN(currency, SignOf({arguments.Get("eu"), national}));
  }
  if (currency.empty()) return Problem(kExitUsage, session.Say(kSayCurrency));
  request.set_currency(currency);
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_eu(), ReadTypedAmount(arguments.Get("eu"), currency));
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_national(), ReadTypedAmount(national, currency));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "from", request.mutable_from()));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "to", request.mutable_to()));
  if (arguments.Has("organisation")) {
    TRANCHE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                             session.FindOrganisation(arguments.Get("organisation")));
  }
  TRANCHE_ASSIGN_OR_RETURN(const auto computed, session.Get<payments::v1::ComputeInterestResponse>(
                                                    absl::StrCat(kDebts, "ComputeInterest"), request));
  ShowRows(session, computed,
           {{{kInterestEu, "interest.eu"},
             {kInterestNational, "interest.national"},
             {kInterestTotal, "interest.total"}},
            {{kInterest, "pieces", InterestColumns()}}});
  return absl::OkStatus();
}

absl::Status ShowBook(Session& session, const Arguments& arguments) {
  payments::v1::GetDebtorBookRequest request;
  if (arguments.Has("book")) {
    TRANCHE_ASSIGN_OR_RETURN(
        const int book, ReadWord(payments::v1::DebtBook_descriptor(), "book", arguments.Get("book")));
    request.set_book(static_cast<payments::v1::DebtBook>(book));
  }
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                           session.FindOrganisation(arguments.Get("organisation")));
  request.set_as_of(session.settings().as_of);
  TRANCHE_ASSIGN_OR_RETURN(const auto book, session.Get<payments::v1::DebtorBook>(
                                                absl::StrCat(kDebts, "GetDebtorBook"), request));
  ShowRows(session, book,
           {{{kBook, "book"}, {texts::kAsOf, "as_of"}},
            {{kDebtsCount,
              "rows",
              {{texts::kNumber, "number"},
               {texts::kBasis, "basis"},
               {kNationalNumber, "national_number"},
               {kDeclared, "declared"},
               {kStatus, "status"},
               {kServedOn, "served_on"},
               {kPrincipal, "balance.principal.total"},
               {kOwedPrincipal, "balance.owed_principal.total"},
               {kOwedInterest, "balance.owed_interest.total"},
               {kOwed, "balance.owed"},
               {kRateMissing, "balance.rate_missing_from"}}},
             {kSums,
              "sums",
              {{kCurrency, "currency"},
               {kDeclared, "declared"},
               {kDebtsCount, "debts"},
               {kPrincipal, "principal.total"},
               {kOwedPrincipal, "owed_principal.total"},
               {kOwedInterest, "owed_interest.total"},
               {kOwed, "owed"}}}}});
  return absl::OkStatus();
}

std::vector<Parameter> DebtParameters() {
  return {
      kContractParameter,
      kFileOrFlagsParameter,
      {"basis", Kind::kValue, {"От какво е", "What it comes from"}, Takes::kText, Bases},
      {"eu", Kind::kValue, {"Главница, средства от ЕС", "Principal, money of the EU"}},
      {"national",
       Kind::kValue,
       {"Главница, национално съфинансиране; без нея: 0", "Principal, national money; without it: 0"}},
      {"served-on",
       Kind::kValue,
       {"Ден на връчване на поканата", "Day on which the request to pay was served"}},
      {"book", Kind::kValue, {"Книга; без нея: debtors", "Ledger; else debtors"}, Takes::kText, Books},
      {"correction",
       Kind::kValue,
       {"Номер на корекцията, от която е", "Number of the correction that it is made of"}},
      {"claim",
       Kind::kValue,
       {"Номер на окончателното искане с отрицателно салдо",
        "Number of the final claim whose balance is negative"}},
      {"income",
       Kind::kValue,
       {"Номер на допълнителния приход, с който е намалена помощта",
        "Number of the additional income by which the grant is lowered"}},
      {"national-number", Kind::kValue, {"НИН на нередността", "National number of the irregularity"}},
      {"declared",
       Kind::kFlag,
       {"Разходът е деклариран пред Комисията", "The expenditure was declared to the Commission"}},
      kCurrencyParameter,
      kOrganisationParameter};
}

std::vector<Command> DebtChanges() {
  return {
      {"debts",
       "create",
       {"Съставя дълг", "Puts a debt together"},
       DebtParameters(),
       "tranche debts create BG05M9OP001-2.005-0063-C01 --basis correction_debt --correction 1 --eu "
       "'2 125,00' --national 375 --served-on 02.05.2018\n"
       "tranche debts create BG05M9OP001-2.005-0063-C01 --basis additional_income --income 1 --eu 170 "
       "--national 30 --served-on 21.03.2018\n"
       "tranche debts create BG05M9OP001-2.005-0063-C01 --file debt.json",
       true,
       CreateDebt},
      {"debts",
       "amend",
       {"Изменя дълг: следващата му версия като чернова", "Amends a debt: its next version as a draft"},
       {kContractParameter, kDebtParameter, kFileParameter, kOrganisationParameter},
       "tranche debts amend BG05M9OP001-2.005-0063-C01 1 --file debt.json",
       true,
       AmendDebt},
      {"debts",
       "enter",
       {"Въвежда черновата на дълг", "Enters the draft of a debt"},
       {kContractParameter, kDebtParameter, kOrganisationParameter},
       "tranche debts enter BG05M9OP001-2.005-0063-C01 1",
       true,
       EnterDebt},
      {"debts",
       "remove",
       {"Премахва дълг, по който нищо не е възстановено",
        "Takes a debt back of which nothing was recovered"},
       {kContractParameter, kDebtParameter, kNoteParameter, kOrganisationParameter},
       "tranche debts remove BG05M9OP001-2.005-0063-C01 1 --note 'Отменена корекция'",
       true,
       RemoveDebt},
      {"debts",
       "status",
       {"Вписва докъде е изпълнението на дълг", "Says how the execution of a debt stands"},
       {kContractParameter,
        kDebtParameter,
        {"status", Kind::kMustValue, {"Състояние", "Status"}, Takes::kText, Statuses},
        kNoteParameter,
        kOrganisationParameter},
       "tranche debts status BG05M9OP001-2.005-0063-C01 1 --status enforced_by_revenue_agency --note "
       "'Изпратен на НАП'",
       true,
       SetDebtStatus},
  };
}

std::vector<Command> DebtViews() {
  return {
      {"debts",
       "list",
       {"Показва дълговете по договор", "Lists the debts of a contract"},
       {kContractParameter, kOrganisationParameter},
       "tranche debts list BG05M9OP001-2.005-0063-C01",
       false,
       ListDebts},
      {"debts",
       "show",
       {"Показва дълг с лихвата и възстановеното към ден",
        "Shows a debt with its interest and repayments on a day"},
       {kContractParameter, kDebtParameter, kOrganisationParameter},
       "tranche debts show BG05M9OP001-2.005-0063-C01 1 --as-of 2018-03-17",
       false,
       ShowDebt,
       true},
      {"debts",
       "interest",
       {"Изчислява законна лихва по периоди с техния процент, без да записва",
        "Reckons statutory interest by periods with their rates and stores nothing"},
       {{"eu", Kind::kMustValue, {"Главница на ЕС", "EU part of the principal"}},
        {"national", Kind::kValue, {"Национална главница", "National part of the principal"}},
        {"from", Kind::kMustValue, {"Първи ден с лихва", "First day that bears interest"}},
        {"to", Kind::kMustValue, {"Последен ден, включително", "Last day, which counts"}},
        {"currency",
         Kind::kValue,
         {"BGN или EUR; без нея: по знака в сумата, „8500 лв.“",
          "BGN or EUR; without it: by the sign in the amount, \"8500 EUR\""},
         Takes::kText,
         Currencies},
        kOrganisationParameter},
       "tranche debts interest --eu 8500 --national 1500 --currency BGN --from 22.12.2022 --to "
       "10.01.2023",
       false,
       ComputeInterest},
      {"debts",
       "book",
       {"Показва книгата на длъжниците към ден", "Shows the book of debtors on a day"},
       {{"book", Kind::kValue, {"Коя книга", "Which book"}, Takes::kText, Books},
        kOrganisationParameter},
       "tranche debts book --as-of 2018-03-17\ntranche debts book -o csv",
       false,
       ShowBook,
       true},
  };
}

}  // namespace

std::vector<Command> DebtCommands() {
  std::vector<Command> commands = DebtViews();
  for (const std::vector<Command>& some : {DebtChanges(), RepaymentCommands()}) {
    commands.insert(commands.end(), some.begin(), some.end());
  }
  return commands;
}

}  // namespace tranche::cli
