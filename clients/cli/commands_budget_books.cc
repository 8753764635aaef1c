// SPDX-License-Identifier: EUPL-1.2
// What looks at the books of a budget: the check, the spending plan, the forecast.
#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/commands.h"
#include "cpp/json.h"
#include "platform/base/status_macros.h"
#include "tranche/budgets/v1/ledger_service.pb.h"

namespace tranche::cli {
namespace {

namespace ledger = budgets::v1;

constexpr char kLedger[] = "tranche.budgets.v1.LedgerService/";

constexpr Text kWhy{"Причина", "Reason"};
constexpr Text kPercent{"На сто", "Percent"};
constexpr Text kRecordedBy{"Записал", "Recorded by"};
constexpr Text kLines{"Редове", "Lines"};
constexpr Text kBalance{"Сравнено", "Compared"};
constexpr Text kPayer{"Част", "Part"};
constexpr Text kKept{"Записано", "Kept"};
constexpr Text kRecomputed{"По журнала", "By the journal"};
constexpr Text kPostings{"Записи в журнала", "Postings"};
constexpr Text kQuarter{"Тримесечие", "Quarter"};
constexpr Text kPlanned{"Планирано", "Planned"};
constexpr Text kUsed{"Използвано", "Used"};
constexpr Text kProjected{"Очаквано до края", "Projected"};
constexpr Text kRunsOutOn{"Изчерпва се на", "Runs out on"};
constexpr Text kWarnings{"Внимание", "Warnings"};
constexpr Text kDecommitmentDay{"Ден за освобождаване на средства", "Day of decommitment"};
constexpr Text kAtRisk{"Застрашени средства", "At risk"};
constexpr Text kAllAgree{"Всички проверени книги съвпадат с журнала, договори: {count}.",
                         "All books that were checked agree with the journal, contracts: {count}."};
constexpr Text kSomeDisagree{"Книги, които не съвпадат с журнала: договори {count}.",
                             "Books that disagree with the journal: contracts {count}."};
constexpr Text kOneOrAll{"Посочете договор или --all.", "Name a contract or give --all."};

// --- The check of the books. ---

Table FindingsOf(const std::vector<const google::protobuf::Message*>& checks, Language language) {
  Table table;
  for (const google::protobuf::Message* check : checks) {
    Table of_one = TableOf(ItemsOf(*check, "findings"),
                           {{texts::kLine, "line"},
                            {kBalance, "balance"},
                            {kPayer, "payer"},
                            {kKept, "kept"},
                            {kRecomputed, "recomputed"}},
                           language);
    const Cell number = CellAt(*check, "contract_number", language);
    for (std::vector<Cell>& row : of_one.rows) {
      row.insert(row.begin(), number);
      table.rows.push_back(std::move(row));
    }
    table.headings = of_one.headings;
  }
  table.headings.insert(table.headings.begin(), std::string(texts::kContract.In(language)));
  return table;
}

// Shows what was checked; a failure when any books disagree, so that a script sees it.
absl::Status ShowChecks(const Session& session,
                        const std::vector<const google::protobuf::Message*>& checks) {
  const Language language = session.language();
  int disagree = 0;
  for (const google::protobuf::Message* check : checks) {
    if (!ItemsOf(*check, "findings").empty()) ++disagree;
  }
  View view;
  view.tables.push_back(TableOf(checks,
                                {{texts::kContract, "contract_number"},
                                 {texts::kVerdict, "verdict"},
                                 {kLines, "lines"},
                                 {kPostings, "postings"}},
                                language));
  if (disagree > 0) view.tables.push_back(FindingsOf(checks, language));
  const std::string count = absl::StrCat(disagree > 0 ? disagree : static_cast<int>(checks.size()));
  const std::string words = session.Say(disagree > 0 ? kSomeDisagree : kAllAgree, {{"count", count}});
  if (disagree == 0) view.notes.push_back(words);
  session.Show(view, JsonList(checks));
  return disagree == 0 ? absl::OkStatus() : Problem(kExitFailure, words);
}

absl::Status Check(Session& session, const Arguments& arguments) {
  if (arguments.Has("contract") == arguments.Has("all")) {
    return Problem(kExitUsage, session.Say(kOneOrAll));
  }
  if (arguments.Has("contract")) {
    ledger::CheckLedgerRequest request;
    request.set_name(absl::StrCat(ReadContract(session, arguments), "/ledgerCheck"));
    TRANCHE_ASSIGN_OR_RETURN(const auto check, session.Get<ledger::LedgerCheck>(
                                                   absl::StrCat(kLedger, "CheckLedger"), request));
    return ShowChecks(session, {&check});
  }
  ledger::ListLedgerChecksRequest request;
  const std::string organisation = arguments.Get("organisation");
  request.set_parent(absl::StrCat("organisations/", organisation.empty() ? "-" : organisation));
  TRANCHE_ASSIGN_OR_RETURN(const std::unique_ptr<google::protobuf::Message> answer,
                           session.CallAllPages(absl::StrCat(kLedger, "ListLedgerChecks"), request));
  return ShowChecks(session, ItemsOf(*answer, "checks"));
}

// --- Plan and forecast. ---

const RecordSpec& PlanSpec() {
  static const auto* spec = new RecordSpec{{{texts::kVersion, "version"},
                                            {kWhy, "reason"},
                                            {texts::kTotal, "total"},
                                            {kRecordedBy, "recorded_by"}},
                                           {{kPlanned,
                                             "quarters",
                                             {{texts::kLine, "line"},
                                              {texts::kYear, "year"},
                                              {kQuarter, "quarter"},
                                              {texts::kAmount, "amount"}}}}};
  return *spec;
}

absl::Status SetPlan(Session& session, const Arguments& arguments) {
  ledger::SetSpendingPlanRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  TRANCHE_RETURN_IF_ERROR(ReadRequest(session, arguments, contract, &request));
  return ShowAnswer(session, absl::StrCat(kLedger, "SetSpendingPlan"), request, PlanSpec());
}

absl::Status ShowPlan(Session& session, const Arguments& arguments) {
  ledger::GetSpendingPlanRequest request;
  request.set_name(absl::StrCat(ReadContract(session, arguments), "/spendingPlan"));
  return ShowAnswer(session, absl::StrCat(kLedger, "GetSpendingPlan"), request, PlanSpec());
}

absl::Status ShowForecast(Session& session, const Arguments& arguments) {
  ledger::GetForecastRequest request;
  request.set_name(absl::StrCat(ReadContract(session, arguments), "/forecast"));
  request.set_as_of(session.settings().as_of);
  TRANCHE_ASSIGN_OR_RETURN(const auto forecast, session.Get<ledger::Forecast>(
                                                    absl::StrCat(kLedger, "GetForecast"), request));
  const Language language = session.language();
  View view;
  std::vector<const google::protobuf::Message*> outlooks = ItemsOf(forecast, "lines");
  outlooks.push_back(&forecast.contract());
  Table table = TableOf(outlooks,
                        {{texts::kLine, "line"},
                         {texts::kTitle, "title"},
                         {texts::kCap, "cap"},
                         {kUsed, "used"},
                         {texts::kLeft, "left"},
                         {kPercent, "absorption_percent"},
                         {kProjected, "projected"},
                         {kRunsOutOn, "runs_out_on"},
                         {kWarnings, "warnings"}},
                        language);
  table.rows.back()[0] = Cell{.text = std::string(texts::kTotal.In(language)), .raw = ""};
  view.tables.push_back(std::move(table));
  Table quarters =
      TableOf(ItemsOf(forecast, "quarters"),
              {{texts::kYear, "year"}, {kQuarter, "quarter"}, {kPlanned, "planned"}, {kUsed, "used"}},
              language);
  view.tables.push_back(std::move(quarters));
  if (forecast.has_decommitment()) {
    view.tables.push_back(TableOf({&forecast.decommitment()},
                                  {{kDecommitmentDay, "day"},
                                   {kAtRisk, "at_risk"},
                                   {texts::kSource, "legal_source"},
                                   {texts::kVerified, "verified"}},
                                  language));
  }
  session.Show(view, client::ToJson(forecast, client::JsonStyle::kIndented));
  return absl::OkStatus();
}

std::vector<Command> CheckCommands() {
  return {
      {"budgets",
       "check",
       {"Проверява дали салдата са равни на журнала",
        "Checks whether the balances are what the journal adds up to"},
       {{"contract",
         Kind::kOptional,
         {"Номер на договора, както и да е написан", "Contract number however typed"},
         Takes::kContract},
        {"all", Kind::kFlag, {"Всички договори", "All contracts"}},
        kOrganisationParameter},
       "tranche budgets check BG05M9OP001-2.005-0063-C01\ntranche budgets check --all",
       false,
       Check},
  };
}

std::vector<Command> PlanAndForecastCommands() {
  return {
      {"budgets",
       "set-plan",
       {"Записва плана за разходване по тримесечия", "Sets the spending plan by quarter"},
       {kContractParameter, kFileParameter, kOrganisationParameter},
       "tranche budgets set-plan BG05M9OP001-2.005-0063-C01 --file plan.json",
       true,
       SetPlan},
      {"budgets",
       "show-plan",
       {"Показва плана за разходване", "Shows the spending plan"},
       {kContractParameter, kOrganisationParameter},
       "tranche budgets show-plan BG05M9OP001-2.005-0063-C01",
       false,
       ShowPlan},
      {"budgets",
       "forecast",
       {"Сравнява плана с изпълнението и прогнозира края",
        "Sets the plan against what was used and looks ahead"},
       {kContractParameter, kOrganisationParameter},
       "tranche budgets forecast BG05M9OP001-2.005-0063-C01 --as-of 2018-03-31",
       false,
       ShowForecast,
       /*takes_as_of=*/true},
  };
}

}  // namespace

std::vector<Command> BudgetBookCommands() {
  std::vector<Command> all = CheckCommands();
  for (Command& command : PlanAndForecastCommands()) all.push_back(std::move(command));
  return all;
}

}  // namespace tranche::cli
