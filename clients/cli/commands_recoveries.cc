// SPDX-License-Identifier: EUPL-1.2
// Signals, the register of irregularities, corrections, debts and their interest.
#include "absl/strings/str_cat.h"
#include "cli/annulments.h"
#include "cli/commands.h"
#include "cli/file_or_flags.h"
#include "cpp/json.h"
#include "platform/base/status_macros.h"
#include "tranche/payments/v1/debts_service.pb.h"
#include "tranche/payments/v1/irregularities_service.pb.h"

namespace tranche::cli {
namespace {

using google::protobuf::Message;

constexpr char kCases[] = "tranche.payments.v1.IrregularitiesService/";
constexpr char kDebts[] = "tranche.payments.v1.DebtsService/";

constexpr Text kSayCurrency{
    "Кажете валутата: --currency BGN или EUR, или знак в сумата, „8500 €“.",
    "Say the currency: --currency BGN or EUR, or a sign in the amount, \"8500 €\"."};
constexpr Text kReceivedOn{"Постъпил на", "Received on"};
constexpr Text kRegisterBy{"Регистриране до", "Register by"};
constexpr Text kCheckBy{"Проверка до", "Check by"};
constexpr Text kCopyBy{"Копие до", "Copy by"};
constexpr Text kClassification{"Класификация", "Classification"};
constexpr Text kViolation{"Нарушение", "Violation"};
constexpr Text kNationalNumber{"НИН", "National number"};
constexpr Text kRegisteredOn{"Регистриран на", "Registered on"};
constexpr Text kFundEuro{"Принос на фонда, EUR", "Fund's part, EUR"};
constexpr Text kToOlaf{"Към ОЛАФ", "To OLAF"};
constexpr Text kThreshold{"Праг", "Threshold"};
constexpr Text kNote{"Бележка", "Note"};
constexpr Text kNotification{"Уведомление", "Notification"};
constexpr Text kNotifications{"Уведомления", "Notifications"};
constexpr Text kReportedOn{"Уведомено на", "Notified on"};
constexpr Text kVersionState{"Версия е", "Version is"};
constexpr Text kIrregularity{"Нередност", "Irregularity"};
constexpr Text kScale{"Скала", "Scale"};
constexpr Text kPercent{"Процент", "Percent"};
constexpr Text kPercentBasis{"Как е определен", "How it was found"};
constexpr Text kAffected{"Засегнати разходи", "Affected expenditure"};
constexpr Text kBearer{"За сметка на", "Borne by"};
constexpr Text kIndebted{"Вече дълг", "Made into debts"};
constexpr Text kSupportLeft{"Остава от помощта", "Support left"};
constexpr Text kDebt{"Дълг", "Debt"};
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

constexpr Parameter kSignalParameter{
    "signal",
    Kind::kRequired,
    {"Пореден номер на сигнала, напр. 1", "Number of the signal, for example 1"}};
constexpr Parameter kCaseParameter{
    "irregularity",
    Kind::kRequired,
    {"Пореден номер на случая, напр. 1", "Number of the case, for example 1"}};
constexpr Parameter kCorrectionParameter{
    "correction",
    Kind::kRequired,
    {"Пореден номер на корекцията, напр. 1", "Number of the correction, for example 1"}};
constexpr Parameter kDebtParameter{
    "debt", Kind::kRequired, {"Пореден номер на дълга, напр. 1", "Number of the debt, for example 1"}};
constexpr Parameter kOnParameter{
    "on", Kind::kMustValue, {"Ден, напр. 15.03.2018", "Day, for example 2018-03-15"}};
constexpr Parameter kNoteParameter{"note", Kind::kMustValue, {"Защо", "Why"}};

std::vector<Word> SignalSteps(Language language) {
  return WordsOf(payments::v1::SignalStep_descriptor(), language);
}
std::vector<Word> Classes(Language language) {
  return WordsOf(payments::v1::IrregularityClass_descriptor(), language);
}
std::vector<Word> CaseSteps(Language language) {
  return WordsOf(payments::v1::IrregularityStep_descriptor(), language);
}
std::vector<Word> Statuses(Language language) {
  return WordsOf(payments::v1::DebtStatus_descriptor(), language);
}
std::vector<Word> Ways(Language language) {
  return WordsOf(payments::v1::RepaymentWay_descriptor(), language);
}
std::vector<Word> Kinds(Language language) {
  return WordsOf(payments::v1::RepaymentKind_descriptor(), language);
}
std::vector<Word> Bases(Language language) {
  return WordsOf(payments::v1::DebtBasis_descriptor(), language);
}
std::vector<Word> Scales(Language language) {
  return WordsOf(payments::v1::CorrectionScale_descriptor(), language);
}
std::vector<Word> Bearers(Language language) {
  return WordsOf(payments::v1::CorrectionBearer_descriptor(), language);
}
std::vector<Word> Books(Language language) {
  return WordsOf(payments::v1::DebtBook_descriptor(), language);
}

const RecordSpec& SignalSpec() {
  static const auto* spec = new RecordSpec{{{texts::kNumber, "name/last"},
                                            {texts::kState, "state"},
                                            {kReceivedOn, "received_on"},
                                            {kViolation, "violation"},
                                            {kRegisterBy, "register_by"},
                                            {kRegisteredOn, "registered_on"},
                                            {kCheckBy, "check_by"},
                                            {kClassification, "classification"},
                                            {kCopyBy, "copy_by"},
                                            {kNote, "note"}}};
  return *spec;
}

const RecordSpec& CaseSpec() {
  static const auto* spec = new RecordSpec{{{texts::kNumber, "name/last"},
                                            {kNationalNumber, "national_number"},
                                            {texts::kState, "state"},
                                            {kClassification, "classification"},
                                            {kRegisteredOn, "registered_on"},
                                            {texts::kEu, "amount.eu"},
                                            {texts::kNational, "amount.national"},
                                            {kFundEuro, "fund_amount_eur"},
                                            {kToOlaf, "reported_to_olaf"},
                                            {kThreshold, "threshold_rule"},
                                            {kNote, "note"}},
                                           {{kNotifications,
                                             "notifications",
                                             {{kNotification, "number"},
                                              {kReportedOn, "reported_on"},
                                              {texts::kState, "state"},
                                              {texts::kAmount, "amount.total"},
                                              {texts::kText, "text"}}}}};
  return *spec;
}

const RecordSpec& CorrectionSpec() {
  static const auto* spec = new RecordSpec{{{texts::kNumber, "name/last"},
                                            {texts::kState, "state"},
                                            {texts::kVersion, "version"},
                                            {kVersionState, "version_state"},
                                            {kIrregularity, "irregularity/last"},
                                            {kScale, "scale"},
                                            {kPercent, "percent"},
                                            {kPercentBasis, "percent_basis"},
                                            {kAffected, "affected.total"},
                                            {texts::kAmount, "amount.total"},
                                            {texts::kEu, "amount.eu"},
                                            {texts::kNational, "amount.national"},
                                            {kBearer, "bearer"},
                                            {texts::kDecidedOn, "decided_on"},
                                            {texts::kReference, "reference"},
                                            {kIndebted, "indebted.total"},
                                            {kSupportLeft, "support_left.total"}}};
  return *spec;
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

const RecordSpec& DebtSpec() {
  static const auto* spec = new RecordSpec{{{texts::kNumber, "number"},
                                            {texts::kState, "state"},
                                            {texts::kVersion, "version"},
                                            {kVersionState, "version_state"},
                                            {texts::kBasis, "basis"},
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

// A record whose first list is what its CSV holds, as a table without a title is.
void ShowRows(const Session& session, const Message& message, const RecordSpec& spec) {
  View view = ViewOf(message, spec, session.language());
  if (!view.tables.empty()) view.tables.front().title.clear();
  session.Show(view, client::ToJson(message, client::JsonStyle::kIndented));
}

absl::Status ListSignals(Session& session, const Arguments& arguments) {
  payments::v1::ListSignalsRequest request;
  request.set_parent(ReadContract(session, arguments));
  return ShowList(session, absl::StrCat(kCases, "ListSignals"), request, "signals",
                  {{texts::kNumber, "name/last"},
                   {texts::kState, "state"},
                   {kReceivedOn, "received_on"},
                   {kRegisterBy, "register_by"},
                   {kCheckBy, "check_by"},
                   {kClassification, "classification"},
                   {kViolation, "violation"}});
}

absl::Status CreateSignal(Session& session, const Arguments& arguments) {
  payments::v1::CreateSignalRequest request;
  TRANCHE_RETURN_IF_ERROR(
      ReadDay(arguments, "received-on", request.mutable_signal()->mutable_received_on()));
  request.mutable_signal()->set_violation(arguments.Get("violation"));
  request.mutable_signal()->set_informer(arguments.Get("informer"));
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_parent(), WriteContract(session, arguments));
  return ShowAnswer(session, absl::StrCat(kCases, "CreateSignal"), request, SignalSpec());
}

absl::Status MoveSignal(Session& session, const Arguments& arguments) {
  payments::v1::MoveSignalRequest request;
  TRANCHE_ASSIGN_OR_RETURN(
      const int step, ReadWord(payments::v1::SignalStep_descriptor(), "step", arguments.Get("step")));
  request.set_step(static_cast<payments::v1::SignalStep>(step));
  if (arguments.Has("classification")) {
    TRANCHE_ASSIGN_OR_RETURN(const int found,
                             ReadWord(payments::v1::IrregularityClass_descriptor(), "classification",
                                      arguments.Get("classification")));
    request.set_classification(static_cast<payments::v1::IrregularityClass>(found));
  }
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "on", request.mutable_on()));
  request.set_note(arguments.Get("note"));
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(RecordName(contract, "signals", arguments.Get("signal")));
  return ShowAnswer(session, absl::StrCat(kCases, "MoveSignal"), request, SignalSpec());
}

absl::Status ListCases(Session& session, const Arguments& arguments) {
  payments::v1::ListIrregularitiesRequest request;
  request.set_parent(ReadContract(session, arguments));
  return ShowList(session, absl::StrCat(kCases, "ListIrregularities"), request, "irregularities",
                  {{texts::kNumber, "name/last"},
                   {kNationalNumber, "national_number"},
                   {texts::kState, "state"},
                   {kClassification, "classification"},
                   {kRegisteredOn, "registered_on"},
                   {texts::kAmount, "amount.total"},
                   {kFundEuro, "fund_amount_eur"},
                   {kToOlaf, "reported_to_olaf"}});
}

absl::Status RegisterCase(Session& session, const Arguments& arguments) {
  payments::v1::RegisterIrregularityRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  TRANCHE_RETURN_IF_ERROR(ReadRequest(session, arguments, contract, &request));
  return ShowAnswer(session, absl::StrCat(kCases, "RegisterIrregularity"), request, CaseSpec());
}

absl::Status NotifyCase(Session& session, const Arguments& arguments) {
  payments::v1::NotifyIrregularityRequest request;
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "on", request.mutable_reported_on()));
  request.set_text(arguments.Get("text"));
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(RecordName(contract, "irregularities", arguments.Get("irregularity")));
  return ShowAnswer(session, absl::StrCat(kCases, "NotifyIrregularity"), request, CaseSpec());
}

absl::Status MoveCase(Session& session, const Arguments& arguments) {
  payments::v1::MoveIrregularityRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const int step, ReadWord(payments::v1::IrregularityStep_descriptor(), "step",
                                                    arguments.Get("step")));
  request.set_step(static_cast<payments::v1::IrregularityStep>(step));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "on", request.mutable_on()));
  request.set_note(arguments.Get("note"));
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(RecordName(contract, "irregularities", arguments.Get("irregularity")));
  return ShowAnswer(session, absl::StrCat(kCases, "MoveIrregularity"), request, CaseSpec());
}

absl::Status ReportCases(Session& session, const Arguments& arguments) {
  payments::v1::GetIrregularityReportRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const int year, ReadNumber(arguments, "year"));
  TRANCHE_ASSIGN_OR_RETURN(const int quarter, ReadNumber(arguments, "quarter"));
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                           session.FindOrganisation(arguments.Get("organisation")));
  request.set_year(year);
  request.set_quarter(quarter);
  TRANCHE_ASSIGN_OR_RETURN(const auto report,
                           session.Get<payments::v1::IrregularityReport>(
                               absl::StrCat(kCases, "GetIrregularityReport"), request));
  ShowRows(session, report,
           {{{texts::kDueOn, "due_on"}, {texts::kSource, "due_source"}, {kFundEuro, "eur_total"}},
            {{kNotifications,
              "rows",
              {{kNationalNumber, "national_number"},
               {texts::kContract, "contract/last"},
               {kRegisteredOn, "registered_on"},
               {kClassification, "classification"},
               {texts::kState, "state"},
               {texts::kEu, "amount.eu"},
               {texts::kNational, "amount.national"},
               {kFundEuro, "fund_amount_eur"},
               {kToOlaf, "reported_to_olaf"},
               {texts::kText, "text"}}}}});
  return absl::OkStatus();
}

absl::Status ListCorrections(Session& session, const Arguments& arguments) {
  payments::v1::ListCorrectionsRequest request;
  request.set_parent(ReadContract(session, arguments));
  return ShowList(session, absl::StrCat(kCases, "ListCorrections"), request, "corrections",
                  {{texts::kNumber, "name/last"},
                   {texts::kVersion, "version"},
                   {texts::kState, "state"},
                   {kVersionState, "version_state"},
                   {kIrregularity, "irregularity/last"},
                   {kScale, "scale"},
                   {kPercent, "percent"},
                   {kAffected, "affected.total"},
                   {texts::kAmount, "amount.total"},
                   {texts::kDecidedOn, "decided_on"},
                   {kIndebted, "indebted.total"}});
}

// One finding; several, and scales without findings, are told in a file.
absl::Status FillCorrection(Session& session, const Arguments& arguments, const std::string& contract,
                            payments::v1::Correction* correction) {
  TRANCHE_ASSIGN_OR_RETURN(const int scale, ReadWord(payments::v1::CorrectionScale_descriptor(),
                                                     "scale", arguments.Get("scale")));
  TRANCHE_ASSIGN_OR_RETURN(const int bearer, ReadWord(payments::v1::CorrectionBearer_descriptor(),
                                                      "bearer", arguments.Get("bearer")));
  correction->set_scale(static_cast<payments::v1::CorrectionScale>(scale));
  correction->set_bearer(static_cast<payments::v1::CorrectionBearer>(bearer));
  payments::v1::CorrectionFinding* finding = correction->add_findings();
  finding->set_violation(arguments.Get("violation"));
  finding->set_percent(arguments.Get("percent"));
  if (arguments.Has("irregularity")) {
    correction->set_irregularity(RecordName(contract, "irregularities", arguments.Get("irregularity")));
  }
  if (arguments.Has("cost")) {
    correction->set_cost(RecordName(contract, "costs", arguments.Get("cost")));
  }
  correction->set_reference(arguments.Get("reference"));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "on", correction->mutable_decided_on()));
  return ReadGrantParts(session, arguments, "eu", "national", correction->mutable_affected());
}

absl::Status CreateCorrection(Session& session, const Arguments& arguments) {
  payments::v1::CreateCorrectionRequest request;
  TRANCHE_ASSIGN_OR_RETURN(
      const bool in_file,
      IsInFile(session, arguments, {"scale", "violation", "percent", "eu", "bearer", "on", "reference"},
               {"national", "irregularity", "cost", "currency"}));
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  if (in_file) {
    TRANCHE_RETURN_IF_ERROR(ReadRequest(session, arguments, contract, &request));
  } else {
    request.set_parent(contract);
    TRANCHE_RETURN_IF_ERROR(FillCorrection(session, arguments, contract, request.mutable_correction()));
  }
  return ShowAnswer(session, absl::StrCat(kCases, "CreateCorrection"), request, CorrectionSpec());
}

absl::Status AmendCorrection(Session& session, const Arguments& arguments) {
  payments::v1::AmendCorrectionRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  const std::string name = RecordName(contract, "corrections", arguments.Get("correction"));
  TRANCHE_RETURN_IF_ERROR(ReadRequest(session, arguments, name, &request));
  return ShowAnswer(session, absl::StrCat(kCases, "AmendCorrection"), request, CorrectionSpec());
}

absl::Status MoveCorrection(Session& session, const Arguments& arguments,
                            payments::v1::RecoveryStep step) {
  payments::v1::MoveCorrectionRequest request;
  request.set_step(step);
  request.set_note(arguments.Get("note"));
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(RecordName(contract, "corrections", arguments.Get("correction")));
  return ShowAnswer(session, absl::StrCat(kCases, "MoveCorrection"), request, CorrectionSpec());
}
absl::Status EnterCorrection(Session& session, const Arguments& arguments) {
  return MoveCorrection(session, arguments, payments::v1::ENTER_RECOVERY);
}
absl::Status RemoveCorrection(Session& session, const Arguments& arguments) {
  return MoveCorrection(session, arguments, payments::v1::REMOVE_RECOVERY);
}

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
  TRANCHE_ASSIGN_OR_RETURN(
      const bool in_file,
      IsInFile(session, arguments, {"basis", "eu", "served-on"},
               {"national", "book", "correction", "claim", "national-number", "declared", "currency"}));
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

absl::Status RepayDebt(Session& session, const Arguments& arguments) {
  payments::v1::RecordRepaymentRequest request;
  payments::v1::Repayment* repayment = request.mutable_repayment();
  TRANCHE_ASSIGN_OR_RETURN(
      const int way, ReadWord(payments::v1::RepaymentWay_descriptor(), "way", arguments.Get("way")));
  TRANCHE_ASSIGN_OR_RETURN(const int kind, ReadWord(payments::v1::RepaymentKind_descriptor(), "kind",
                                                    arguments.Get("kind")));
  repayment->set_way(static_cast<payments::v1::RepaymentWay>(way));
  repayment->set_kind(static_cast<payments::v1::RepaymentKind>(kind));
  repayment->set_reference(arguments.Get("reference"));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "on", repayment->mutable_repaid_on()));
  TRANCHE_ASSIGN_OR_RETURN(const std::string currency,
                           CurrencyFor(session, arguments, {arguments.Get("amount")}));
  TRANCHE_ASSIGN_OR_RETURN(*repayment->mutable_amount()->mutable_amount(),
                           ReadTypedAmount(arguments.Get("amount"), currency));
  repayment->mutable_amount()->set_currency(currency);
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_parent(RecordName(contract, "debts", arguments.Get("debt")));
  return ShowAnswer(session, absl::StrCat(kDebts, "RecordRepayment"), request, DebtSpec());
}

absl::Status AnnulRepayment(Session& session, const Arguments& arguments) {
  payments::v1::AnnulRepaymentRequest request;
  TRANCHE_RETURN_IF_ERROR(ReadAnnulment(arguments, request.mutable_annulment()));
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(absl::StrCat(RecordName(contract, "debts", arguments.Get("debt")), "/repayments/",
                                arguments.Get("repayment")));
  return ShowAnswer(session, absl::StrCat(kDebts, "AnnulRepayment"), request, DebtSpec());
}

absl::Status OffsetDebt(Session& session, const Arguments& arguments) {
  payments::v1::OffsetDebtRequest request;
  payments::v1::Offset* offset = request.mutable_offset();
  offset->set_reference(arguments.Get("reference"));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "on", offset->mutable_deducted_on()));
  TRANCHE_ASSIGN_OR_RETURN(const std::string currency,
                           CurrencyFor(session, arguments, {arguments.Get("amount")}));
  TRANCHE_ASSIGN_OR_RETURN(*offset->mutable_amount()->mutable_amount(),
                           ReadTypedAmount(arguments.Get("amount"), currency));
  offset->mutable_amount()->set_currency(currency);
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  offset->set_claim(RecordName(contract, "claims", arguments.Get("claim")));
  request.set_parent(RecordName(contract, "debts", arguments.Get("debt")));
  return ShowAnswer(session, absl::StrCat(kDebts, "OffsetDebt"), request, DebtSpec());
}

absl::Status TakeBackOffset(Session& session, const Arguments& arguments) {
  payments::v1::TakeBackOffsetRequest request;
  request.set_reason(arguments.Get("reason"));
  request.set_reference(arguments.Get("reference"));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "on", request.mutable_taken_back_on()));
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(absl::StrCat(RecordName(contract, "debts", arguments.Get("debt")), "/repayments/",
                                arguments.Get("repayment")));
  return ShowAnswer(session, absl::StrCat(kDebts, "TakeBackOffset"), request, DebtSpec());
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

std::vector<Command> SignalCommands() {
  return {
      {"signals",
       "list",
       {"Показва сигналите по договор", "Lists the signals of a contract"},
       {kContractParameter, kOrganisationParameter},
       "tranche signals list BG05M9OP001-2.005-0063-C01",
       false,
       ListSignals},
      {"signals",
       "create",
       {"Записва сигнал и сроковете му", "Writes a signal down with its periods"},
       {kContractParameter,
        {"received-on", Kind::kMustValue, {"Ден на постъпване", "Day on which it came"}},
        {"violation", Kind::kMustValue, {"Какво е станало", "What happened"}},
        {"informer",
         Kind::kValue,
         {"Орган или качество на подателя; без него: анонимен",
          "Body or capacity of the sender; without it: anonymous"}},
        kOrganisationParameter},
       "tranche signals create BG05M9OP001-2.005-0063-C01 --received-on 01.03.2018 --violation "
       "'Разделяне "
       "на поръчка'",
       true,
       CreateSignal},
      {"signals",
       "move",
       {"Регистрира, удължава, приключва или премахва сигнал",
        "Registers, extends, ends or removes a signal"},
       {kContractParameter,
        kSignalParameter,
        {"step", Kind::kMustValue, {"Стъпка", "Step"}, Takes::kText, SignalSteps},
        kOnParameter,
        {"classification",
         Kind::kValue,
         {"Какво установи проверката, при приключване", "What the check found, when it ends"},
         Takes::kText,
         Classes},
        {"note", Kind::kValue, {"Бележка", "Note"}},
        kOrganisationParameter},
       "tranche signals move BG05M9OP001-2.005-0063-C01 1 --step register_signal --on 05.03.2018\n"
       "tranche signals move BG05M9OP001-2.005-0063-C01 1 --step end_signal --on 10.05.2018 "
       "--classification irregularity",
       true,
       MoveSignal},
  };
}

std::vector<Command> CaseCommands() {
  return {
      {"irregularities",
       "list",
       {"Показва случаите по договор", "Lists the cases of a contract"},
       {kContractParameter, kOrganisationParameter},
       "tranche irregularities list BG05M9OP001-2.005-0063-C01",
       false,
       ListCases},
      {"irregularities",
       "register",
       {"Вписва случай в регистъра и му дава национален номер",
        "Enters a case in the register and gives it its national number"},
       {kContractParameter, kFileParameter, kOrganisationParameter},
       "tranche irregularities register BG05M9OP001-2.005-0063-C01 --file case.json",
       true,
       RegisterCase},
      {"irregularities",
       "notify",
       {"Добавя уведомление по случай", "Adds a notification on a case"},
       {kContractParameter,
        kCaseParameter,
        kOnParameter,
        {"text", Kind::kMustValue, {"Какво се съобщава", "What is said"}},
        kOrganisationParameter},
       "tranche irregularities notify BG05M9OP001-2.005-0063-C01 1 --on 20.07.2018 --text 'Без "
       "промяна'",
       true,
       NotifyCase},
      {"irregularities",
       "move",
       {"Приключва, прекратява, отпада или възобновява случай",
        "Ends, terminates, cancels or reopens a case"},
       {kContractParameter,
        kCaseParameter,
        {"step", Kind::kMustValue, {"Стъпка", "Step"}, Takes::kText, CaseSteps},
        kOnParameter,
        kNoteParameter,
        kOrganisationParameter},
       "tranche irregularities move BG05M9OP001-2.005-0063-C01 1 --step end_case --on 01.08.2018 "
       "--note "
       "'Възстановена изцяло'",
       true,
       MoveCase},
      {"irregularities",
       "report",
       {"Показва тримесечния доклад на организацията",
        "Shows the quarterly report of the organisation"},
       {{"year", Kind::kMustValue, {"Година", "Year"}},
        {"quarter", Kind::kMustValue, {"Тримесечие, 1 до 4", "Quarter, 1 to 4"}},
        kOrganisationParameter},
       "tranche irregularities report --year 2018 --quarter 2\n"
       "tranche irregularities report --year 2018 --quarter 2 -o csv",
       false,
       ReportCases},
  };
}

std::vector<Parameter> CorrectionParameters() {
  return {
      kContractParameter,
      kFileOrFlagsParameter,
      {"scale", Kind::kValue, {"Скала на процента", "Scale of the percentage"}, Takes::kText, Scales},
      {"violation", Kind::kValue, {"Какво е нарушено", "What was breached"}},
      {"percent", Kind::kValue, {"Процент от скалата, напр. 25", "Percentage of the scale, e.g. 25"}},
      {"eu",
       Kind::kValue,
       {"Засегнати разходи, средства от ЕС", "Affected expenditure, money of the EU"}},
      {"national",
       Kind::kValue,
       {"Засегнати разходи, национално съфинансиране; без нея: 0",
        "Affected expenditure, national money; without it: 0"}},
      {"bearer", Kind::kValue, {"Кой я понася", "Who bears it"}, Takes::kText, Bearers},
      {"on", Kind::kValue, {"Ден на решението", "Day of the decision"}},
      {"reference", Kind::kValue, {"Номер на решението", "Number of the decision"}},
      {"irregularity", Kind::kValue, {"Номер на случая, напр. 1", "Number of the case, for example 1"}},
      {"cost",
       Kind::kValue,
       {"Номер на одобрения разход, за който е", "Number of the approved cost that it is about"}},
      kCurrencyParameter,
      kOrganisationParameter};
}

std::vector<Command> CorrectionCommands() {
  return {
      {"corrections",
       "list",
       {"Показва финансовите корекции по договор с версиите им",
        "Lists the financial corrections of a contract with their versions"},
       {kContractParameter, kOrganisationParameter},
       "tranche corrections list BG05M9OP001-2.005-0063-C01",
       false,
       ListCorrections},
      {"corrections",
       "create",
       {"Съставя корекция; процентът и размерът се изчисляват",
        "Puts a correction together; percentage and amount are computed"},
       CorrectionParameters(),
       "tranche corrections create BG05M9OP001-2.005-0063-C01 --scale procurement --violation "
       "'Незаконосъобразен критерий' --percent 25 --eu '8 500,00' --national 1500 --bearer beneficiary "
       "--on 20.04.2018 --reference РД-93\n"
       "tranche corrections create BG05M9OP001-2.005-0063-C01 --file correction.json --dry-run",
       true,
       CreateCorrection},
      {"corrections",
       "amend",
       {"Изменя корекция: следващата ѝ версия като чернова",
        "Amends a correction: its next version as a draft"},
       {kContractParameter, kCorrectionParameter, kFileParameter, kOrganisationParameter},
       "tranche corrections amend BG05M9OP001-2.005-0063-C01 1 --file correction.json",
       true,
       AmendCorrection},
      {"corrections",
       "enter",
       {"Въвежда черновата на корекция", "Enters the draft of a correction"},
       {kContractParameter, kCorrectionParameter, kOrganisationParameter},
       "tranche corrections enter BG05M9OP001-2.005-0063-C01 1",
       true,
       EnterCorrection},
      {"corrections",
       "remove",
       {"Премахва корекция, от която няма дългове",
        "Takes a correction back of which no debt was made"},
       {kContractParameter, kCorrectionParameter, kNoteParameter, kOrganisationParameter},
       "tranche corrections remove BG05M9OP001-2.005-0063-C01 1 --note 'Отменена от съда'",
       true,
       RemoveCorrection},
  };
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

std::vector<Command> RepaymentCommands() {
  return {
      {"debts",
       "repay",
       {"Записва възстановена сума; лихвата до деня се начислява сама",
        "Records a repayment; interest up to the day is charged by itself"},
       {kContractParameter,
        kDebtParameter,
        {"amount", Kind::kMustValue, {"Сума, напр. 1 083,34", "Amount, for example 1083.34"}},
        kOnParameter,
        {"way", Kind::kMustValue, {"Начин", "Way"}, Takes::kText, Ways},
        {"kind", Kind::kMustValue, {"Вид", "Kind"}, Takes::kText, Kinds},
        {"reference",
         Kind::kMustValue,
         {"Извлечение, решение или искане", "Statement, decision or claim"}},
        kCurrencyParameter,
        kOrganisationParameter},
       "tranche debts repay BG05M9OP001-2.005-0063-C01 1 --amount 1083,34 --on 17.03.2018 --way "
       "by_bank "
       "--kind ex_gratia --reference 'извлечение 12'",
       true,
       RepayDebt},
      {"debts",
       "offset",
       {"Прихваща дълга от дължимото по искане за плащане; по искането се плаща само остатъкът",
        "Deducts the debt from what a claim is owed; only the rest of the claim is paid"},
       {kContractParameter,
        kDebtParameter,
        {"claim",
         Kind::kMustValue,
         {"Номер на искането, напр. 2", "Number of the claim, for example 2"}},
        {"amount", Kind::kMustValue, {"Сума, напр. 1 083,34", "Amount, for example 1083.34"}},
        kOnParameter,
        {"reference", Kind::kMustValue, {"Решение за прихващане", "Decision on the deduction"}},
        kCurrencyParameter,
        kOrganisationParameter},
       "tranche debts offset BG05M9OP001-2.005-0063-C01 1 --claim 2 --amount 1083,34 --on 17.03.2018 "
       "--reference 93-01-8",
       true,
       OffsetDebt},
  };
}

// What was a mistake.
std::vector<Command> RepaymentCorrections() {
  return {
      {"debts",
       "annul-repayment",
       {"Анулира погрешно записано възстановяване: дългът е отново какъвто е бил преди него",
        "Annuls a repayment recorded by mistake: the debt is again as it was before it"},
       {kContractParameter,
        kDebtParameter,
        {"repayment",
         Kind::kRequired,
         {"Номер на възстановяването в дълга, напр. 2", "Number of the repayment in the debt, e.g. 2"}},
        kAnnulledOnParameter,
        kWhyParameter,
        kPaperParameter,
        kOrganisationParameter},
       "tranche debts annul-repayment BG05M9OP001-2.005-0063-C01 1 2 --on 20.04.2018 --reason 'По друг "
       "дълг' --reference 'Докладна 14' --token-file approver.token\n"
       "tranche debts annul-repayment BG05M9OP001-2.005-0063-C01 1 2 --on 2018-04-20 --reason 'Of "
       "another debt' --reference 'Memo 14' --dry-run",
       true,
       AnnulRepayment},
      {"debts",
       "take-back",
       {"Отменя погрешно прихващане: дългът и искането се дължат отново",
        "Takes back a deduction made by mistake: debt and claim are owed again"},
       {kContractParameter,
        kDebtParameter,
        {"repayment",
         Kind::kRequired,
         {"Номер на възстановяването в дълга, напр. 2", "Number of the repayment in the debt, e.g. 2"}},
        kOnParameter,
        {"reason", Kind::kMustValue, {"Защо", "Why"}},
        {"reference", Kind::kMustValue, {"Решение за отмяната", "Decision on it"}},
        kOrganisationParameter},
       "tranche debts take-back BG05M9OP001-2.005-0063-C01 1 2 --on 02.04.2018 --reason 'Погрешно "
       "искане' "
       "--reference 93-01-9",
       true,
       TakeBackOffset},
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

std::vector<Command> RecoveryCommands() {
  std::vector<Command> commands = SignalCommands();
  for (const std::vector<Command>& some :
       {CaseCommands(), CorrectionCommands(), DebtViews(), DebtChanges(), RepaymentCommands(),
        RepaymentCorrections()}) {
    commands.insert(commands.end(), some.begin(), some.end());
  }
  return commands;
}

}  // namespace tranche::cli
