// SPDX-License-Identifier: EUPL-1.2
// Closing the money of a contract, and what the changeover to euro made of it.
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/commands.h"
#include "cpp/json.h"
#include "platform/base/status_macros.h"
#include "tranche/payments/v1/closings_service.pb.h"
#include "tranche/payments/v1/cost_withdrawals_service.pb.h"
#include "tranche/payments/v1/redenominations_service.pb.h"

namespace tranche::cli {
namespace {

constexpr char kClosings[] = "tranche.payments.v1.ClosingsService/";
constexpr char kRedenominations[] = "tranche.payments.v1.RedenominationsService/";

constexpr Text kMoneyClosedOn{"Приключени на", "Closed on"};
constexpr Text kClosedBy{"Приключил", "Closed by"};
constexpr Text kClosings_{"Пъти приключвани", "Times closed"};
constexpr Text kReopened{"Отворени отново, защото", "Opened again because"};
constexpr Text kObstacles{"Остава отворено", "Still open"};
constexpr Text kRecord{"Запис", "Record"};
constexpr Text kWhatToDo{"Какво", "What"};
constexpr Text kChangeover{"Ден на превалутиране", "Day of the changeover"};
constexpr Text kCancelledOrders{"Отказани нареждания в левове", "Cancelled orders in lev"};
constexpr Text kRestated{"Суми преди и след", "Amounts before and after"};
constexpr Text kSeries{"Сума на", "Amount of"};
constexpr Text kBefore{"Преди", "Before"};
constexpr Text kAfter{"След", "After"};
constexpr Text kRounding{"Разлика от закръгляване", "Difference of rounding"};

constexpr Parameter kClosedOnParameter{
    "on", Kind::kMustValue, {"Ден, напр. 15.03.2019", "Day, for example 2019-03-15"}};

constexpr Text kReleased{"Освободена сума", "Amount released"};
constexpr Text kWithdrawnOn{"Оттеглен на", "Taken back on"};
constexpr Text kWithdrawnBy{"Оттеглил", "Taken back by"};

RecordSpec SpecOf(Language language) {
  return {
      {{texts::kState, "state"},
       {kMoneyClosedOn, "closed_on"},
       {kClosedBy, "closed_by"},
       {texts::kReference, "reference"},
       {kClosings_, "closings"},
       {kReopened, "reopening_reason"}},
      {{kObstacles,
        "obstacles",
        {{kRecord, "record"}, {kWhatToDo, language == Language::kBulgarian ? "text_bg" : "text_en"}}}}};
}

absl::Status ShowClosing(Session& session, const Arguments& arguments) {
  payments::v1::GetClosingRequest request;
  request.set_name(absl::StrCat(ReadContract(session, arguments), "/closing"));
  return ShowAnswer(session, absl::StrCat(kClosings, "GetClosing"), request,
                    SpecOf(session.language()));
}

absl::Status CloseMoney(Session& session, const Arguments& arguments) {
  payments::v1::CloseMoneyRequest request;
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "on", request.mutable_closed_on()));
  request.set_reference(arguments.Get("reference"));
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(absl::StrCat(contract, "/closing"));
  return ShowAnswer(session, absl::StrCat(kClosings, "CloseMoney"), request,
                    SpecOf(session.language()));
}

absl::Status ReopenMoney(Session& session, const Arguments& arguments) {
  payments::v1::ReopenMoneyRequest request;
  request.set_reason(arguments.Get("reason"));
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(absl::StrCat(contract, "/closing"));
  return ShowAnswer(session, absl::StrCat(kClosings, "ReopenMoney"), request,
                    SpecOf(session.language()));
}

absl::Status WithdrawCosts(Session& session, const Arguments& arguments) {
  payments::v1::WithdrawCostsRequest request;
  request.set_reason(arguments.Get("reason"));
  if (arguments.Has("on")) {
    TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "on", request.mutable_withdrawn_on()));
  }
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_parent(contract);
  for (const absl::string_view cost :
       absl::StrSplit(arguments.Get("costs"), ',', absl::SkipWhitespace())) {
    request.add_costs(RecordName(contract, "costs", std::string(absl::StripAsciiWhitespace(cost))));
  }
  return ShowAnswer(session, "tranche.payments.v1.CostWithdrawalsService/WithdrawCosts", request,
                    {{{texts::kCosts, "costs/last"},
                      {kReleased, "released.total"},
                      {kWithdrawnOn, "withdrawn_on"},
                      {kWithdrawnBy, "withdrawn_by"},
                      {texts::kReason, "reason"}}});
}

absl::Status ShowConversion(Session& session, const Arguments& arguments) {
  payments::v1::GetMoneyRedenominationRequest request;
  request.set_name(absl::StrCat(ReadContract(session, arguments), "/moneyRedenomination"));
  return ShowAnswer(
      session, absl::StrCat(kRedenominations, "GetMoneyRedenomination"), request,
      {{{texts::kState, "state"}, {kChangeover, "on"}, {kCancelledOrders, "cancelled_orders"}},
       {{kRestated,
         "amounts",
         {{kRecord, "record"},
          {kSeries, "series"},
          {kBefore, "before.total"},
          {kAfter, "after.total"},
          {kRounding, "difference.total"}}}}});
}

}  // namespace

std::vector<Command> ClosingCommands() {
  return {
      {"costs",
       "withdraw",
       {"Оттегля записани разходи, които не са в искане за плащане; сумите им се освобождават",
        "Takes back recorded costs that are in no claim; their amounts are free again"},
       {kContractParameter,
        {"costs",
         Kind::kMustValue,
         {"Номера на разходите, със запетаи", "Numbers of the costs, with commas"}},
        {"reason", Kind::kMustValue, {"Защо", "Why"}},
        {"on", Kind::kValue, {"Ден; без него: днес", "Day; without it: today"}},
        kOrganisationParameter},
       "tranche costs withdraw BG05M9OP001-2.005-0063-C01 --costs 12,13 --reason 'Сгрешен документ'",
       true,
       WithdrawCosts},
      {"closing",
       "show",
       {"Показва дали разчетите по договор са приключени и какво остава отворено",
        "Shows whether the money of a contract is closed and what is still open"},
       {kContractParameter, kOrganisationParameter},
       "tranche closing show BG05M9OP001-2.005-0063-C01",
       false,
       ShowClosing},
      {"closing",
       "close",
       {"Приключва разчетите; отказът изброява всичко, което остава отворено",
        "Closes the money; a refusal lists everything that is still open"},
       {kContractParameter,
        kClosedOnParameter,
        {"reference",
         Kind::kValue,
         {"Номер на решението или писмото", "Number of the decision or letter"}},
        kOrganisationParameter},
       "tranche closing close BG05M9OP001-2.005-0063-C01 --on 15.03.2019 --reference 93-01-20",
       true,
       CloseMoney},
      {"closing",
       "reopen",
       {"Отваря отново приключени разчети", "Opens closed money again"},
       {kContractParameter, {"reason", Kind::kMustValue, {"Защо", "Why"}}, kOrganisationParameter},
       "tranche closing reopen BG05M9OP001-2.005-0063-C01 --reason 'Съдебно решение по корекция 2'",
       true,
       ReopenMoney},
      {"payments",
       "conversion",
       {"Показва искания, плащания и дългове преди и след превалутирането",
        "Shows claims, payments and debts before and after the changeover to euro"},
       {kContractParameter, kOrganisationParameter},
       "tranche payments conversion BG05M9OP001-2.005-0063-C01",
       false,
       ShowConversion},
  };
}

}  // namespace tranche::cli
