// SPDX-License-Identifier: EUPL-1.2
// Basic rates of interest that an organisation records where the rules of law end.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/commands.h"
#include "platform/base/status_macros.h"
#include "tranche/payments/v1/interest_rates_service.pb.h"

namespace tranche::cli {
namespace {

constexpr char kRates[] = "tranche.payments.v1.InterestRatesService/";

constexpr Text kValidFrom{"От", "From"};
constexpr Text kValidTo{"До", "To"};
constexpr Text kPercent{"Основен процент", "Basic percent"};
constexpr Text kRecordedBy{"Записал", "Recorded by"};

const std::vector<Shown>& Columns() {
  static const auto* columns = new std::vector<Shown>{
      {kValidFrom, "valid_from"}, {kValidTo, "valid_to"},       {kPercent, "basic_percent"},
      {texts::kSource, "source"}, {texts::kVersion, "version"}, {kRecordedBy, "recorded_by"}};
  return *columns;
}

absl::Status RecordRate(Session& session, const Arguments& arguments) {
  payments::v1::RecordInterestRateRequest request;
  payments::v1::InterestRate* rate = request.mutable_interest_rate();
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "from", rate->mutable_valid_from()));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "to", rate->mutable_valid_to()));
  std::string typed = arguments.Get("percent");
  std::replace(typed.begin(), typed.end(), ',', '.');
  rate->set_basic_percent(typed);
  rate->set_source(arguments.Get("source"));
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                           session.FindOrganisation(arguments.Get("organisation")));
  return ShowAnswer(session, absl::StrCat(kRates, "RecordInterestRate"), request,
                    RecordSpec{Columns()});
}

absl::Status ListRates(Session& session, const Arguments& arguments) {
  payments::v1::ListInterestRatesRequest request;
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                           session.FindOrganisation(arguments.Get("organisation")));
  return ShowList(session, absl::StrCat(kRates, "ListInterestRates"), request, "interest_rates",
                  Columns());
}

}  // namespace

std::vector<Command> InterestRateCommands() {
  return {
      {"debts",
       "record-rate",
       {"Записва основен лихвен процент за дни, за които справочниците нямат",
        "Records a basic rate of interest for days for which the rules have none"},
       {{"from", Kind::kMustValue, {"Първи ден", "First day"}},
        {"to", Kind::kMustValue, {"Последен ден, най-много 366 дни", "Last day, at most 366 days"}},
        {"percent",
         Kind::kMustValue,
         {"Процент на година без надбавката", "Percent a year without the allowance"}},
        {"source", Kind::kMustValue, {"Къде и кога е прочетен", "Where and when it was read"}},
        kOrganisationParameter},
       "tranche debts record-rate --from 01.07.2026 --to 31.12.2026 --percent 2,05 --source 'ЕЦБ, "
       "операции по рефинансиране, 01.07.2026'",
       true,
       RecordRate},
      {"debts",
       "rates",
       {"Показва записаните лихвени проценти", "Lists the rates of interest that were recorded"},
       {kOrganisationParameter},
       "tranche debts rates",
       false,
       ListRates},
  };
}

}  // namespace tranche::cli
