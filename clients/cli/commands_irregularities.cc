// SPDX-License-Identifier: EUPL-1.2
// Signals and the register of irregularities.
#include "absl/strings/str_cat.h"
#include "cli/commands.h"
#include "cli/recoveries_view.h"
#include "cpp/json.h"
#include "platform/base/status_macros.h"
#include "tranche/payments/v1/irregularities_service.pb.h"

namespace tranche::cli {
namespace {

using google::protobuf::Message;
constexpr Text kReceivedOn{"Постъпил на", "Received on"};
constexpr Text kRegisterBy{"Регистриране до", "Register by"};
constexpr Text kCheckBy{"Проверка до", "Check by"};
constexpr Text kCopyBy{"Копие до", "Copy by"};
constexpr Text kClassification{"Класификация", "Classification"};
constexpr Text kViolation{"Нарушение", "Violation"};
constexpr Text kRegisteredOn{"Регистриран на", "Registered on"};
constexpr Text kFundEuro{"Принос на фонда, EUR", "Fund's part, EUR"};
constexpr Text kToOlaf{"Към ОЛАФ", "To OLAF"};
constexpr Text kThreshold{"Праг", "Threshold"};
constexpr Text kNote{"Бележка", "Note"};
constexpr Text kNotification{"Уведомление", "Notification"};
constexpr Text kNotifications{"Уведомления", "Notifications"};
constexpr Text kReportedOn{"Уведомено на", "Notified on"};

constexpr Parameter kSignalParameter{
    "signal",
    Kind::kRequired,
    {"Пореден номер на сигнала, напр. 1", "Number of the signal, for example 1"}};

constexpr Parameter kCaseParameter{
    "irregularity",
    Kind::kRequired,
    {"Пореден номер на случая, напр. 1", "Number of the case, for example 1"}};

std::vector<Word> SignalSteps(Language language) {
  return WordsOf(payments::v1::SignalStep_descriptor(), language);
}

std::vector<Word> Classes(Language language) {
  return WordsOf(payments::v1::IrregularityClass_descriptor(), language);
}

std::vector<Word> CaseSteps(Language language) {
  return WordsOf(payments::v1::IrregularityStep_descriptor(), language);
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
        kRecoveryDayParameter,
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
        kRecoveryDayParameter,
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
        kRecoveryDayParameter,
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

}  // namespace

std::vector<Command> IrregularityCommands() {
  std::vector<Command> commands = SignalCommands();
  for (const Command& command : CaseCommands()) commands.push_back(command);
  return commands;
}

}  // namespace tranche::cli
