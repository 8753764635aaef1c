// SPDX-License-Identifier: EUPL-1.2
// Limits over sums of budget lines, and costs without invoices: terms of lines, simplified costs.
#include "absl/strings/str_cat.h"
#include "cli/commands.h"
#include "platform/base/status_macros.h"
#include "tranche/budgets/v1/limits_service.pb.h"
#include "tranche/budgets/v1/simplified_costs_service.pb.h"

namespace tranche::cli {
namespace {

constexpr char kLimits[] = "tranche.budgets.v1.LimitsService/";
constexpr char kSimplified[] = "tranche.budgets.v1.SimplifiedCostsService/";

constexpr Text kAllLimits{"Ограничения", "Limits"};
constexpr Text kLimitCode{"Ограничение", "Limit"};
constexpr Text kHeldLines{"Редове", "Lines"};
constexpr Text kPercent{"На сто", "Percent"};
constexpr Text kOfLines{"От редове", "Of lines"};
constexpr Text kUsed{"Използвано", "Used"};
constexpr Text kVerifiedSum{"Верифицирано", "Verified"};
constexpr Text kVerifiedBase{"Верифицирана основа", "Verified base"};
constexpr Text kVerifiedCap{"Размер по верифицираното", "Cap by what is verified"};
constexpr Text kAbove{"Над него", "Above it"};
constexpr Text kForm{"Форма", "Form"};
constexpr Text kItem{"Единица", "Item"};
constexpr Text kItems{"Единици, суми и длъжности", "Units, sums and posts"};
constexpr Text kUnit{"Мярка", "Unit"};
constexpr Text kPrice{"Единична цена или сума", "Price or sum"};
constexpr Text kCondition{"Условие", "Condition"};
constexpr Text kYearly{"Годишен брутен разход", "Annual gross cost"};
constexpr Text kHours{"Часове в годината", "Hours of a year"};
constexpr Text kRateKind{"Ставка", "Rate"};
constexpr Text kBase{"Основа", "Base"};
constexpr Text kDue{"Дължимо", "Due"};
constexpr Text kHeld{"Вече заявено", "Claimed already"};
constexpr Text kMayBe{"Може да се заяви", "May be claimed"};
constexpr Text kQuantity{"Количество", "Quantity"};
constexpr Text kEvidence{"Доказателство", "Evidence"};

const std::vector<Shown>& LimitColumns() {
  static const auto* columns = new std::vector<Shown>{{kLimitCode, "code"},
                                                      {texts::kTitle, "title"},
                                                      {kHeldLines, "lines"},
                                                      {kPercent, "percent"},
                                                      {kOfLines, "base_lines"},
                                                      {texts::kCap, "cap"},
                                                      {kUsed, "used"},
                                                      {texts::kLeft, "left"},
                                                      {kVerifiedSum, "verified"},
                                                      {kVerifiedBase, "verified_base"},
                                                      {kVerifiedCap, "verified_cap"},
                                                      {kAbove, "above_verified"}};
  return *columns;
}

const RecordSpec& LimitsSpec() {
  static const auto* spec = new RecordSpec{{}, {{kAllLimits, "limits", LimitColumns()}}};
  return *spec;
}

absl::Status ListLimits(Session& session, const Arguments& arguments) {
  budgets::v1::ListLimitsRequest request;
  request.set_parent(ReadContract(session, arguments));
  return ShowList(session, absl::StrCat(kLimits, "ListLimits"), request, "limits", LimitColumns());
}

absl::Status SetLimits(Session& session, const Arguments& arguments) {
  budgets::v1::SetLimitsRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  TRANCHE_RETURN_IF_ERROR(ReadRequest(session, arguments, contract, &request));
  return ShowAnswer(session, absl::StrCat(kLimits, "SetLimits"), request, LimitsSpec());
}

const RecordSpec& TermsSpec() {
  static const auto* spec = new RecordSpec{{{texts::kLine, "line"},
                                            {kForm, "form"},
                                            {kRateKind, "flat_rate.kind"},
                                            {kPercent, "flat_rate.percent"},
                                            {kOfLines, "flat_rate.base_lines"},
                                            {kBase, "flat_rate.base"},
                                            {kDue, "flat_rate.due"},
                                            {kHeld, "flat_rate.held"},
                                            {kMayBe, "flat_rate.left"},
                                            {texts::kSource, "source"}},
                                           {{kItems,
                                             "items",
                                             {{kItem, "code"},
                                              {texts::kTitle, "title"},
                                              {kUnit, "unit"},
                                              {kPrice, "price"},
                                              {kCondition, "condition"},
                                              {kYearly, "annual_gross_cost"},
                                              {kHours, "hours_per_year"}}}}};
  return *spec;
}

absl::Status ListTerms(Session& session, const Arguments& arguments) {
  budgets::v1::ListTermsRequest request;
  request.set_parent(ReadContract(session, arguments));
  return ShowList(session, absl::StrCat(kSimplified, "ListTerms"), request, "terms",
                  {{texts::kLine, "line"},
                   {kForm, "form"},
                   {kRateKind, "flat_rate.kind"},
                   {kPercent, "flat_rate.percent"},
                   {kOfLines, "flat_rate.base_lines"},
                   {kBase, "flat_rate.base"},
                   {kHeld, "flat_rate.held"},
                   {kMayBe, "flat_rate.left"},
                   {texts::kSource, "source"}});
}

absl::Status SetTerms(Session& session, const Arguments& arguments) {
  budgets::v1::SetTermsRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  TRANCHE_RETURN_IF_ERROR(ReadRequest(session, arguments, contract, &request));
  return ShowAnswer(session, absl::StrCat(kSimplified, "SetTerms"), request, TermsSpec());
}

const RecordSpec& SimplifiedSpec() {
  static const auto* spec = new RecordSpec{{{texts::kNumber, "name/last"},
                                            {texts::kLine, "line"},
                                            {kForm, "simplified.form"},
                                            {texts::kTitle, "simplified.title"},
                                            {kQuantity, "simplified.quantity"},
                                            {kPrice, "simplified.price"},
                                            {kBase, "simplified.base"},
                                            {kPercent, "simplified.percent"},
                                            {kEvidence, "simplified.evidence"},
                                            {texts::kClaimed, "claimed"},
                                            {texts::kEu, "parts.eu"},
                                            {texts::kNational, "parts.national"},
                                            {texts::kOwn, "parts.own"},
                                            {texts::kState, "state"},
                                            {texts::kLeftOnLine, "left_on_line"}}};
  return *spec;
}

absl::Status RecordSimplified(Session& session, const Arguments& arguments) {
  budgets::v1::RecordSimplifiedCostRequest request;
  budgets::v1::SimplifiedCost* cost = request.mutable_cost();
  cost->set_line(arguments.Get("line"));
  cost->set_item(arguments.Get("item"));
  cost->set_evidence(arguments.Get("evidence"));
  cost->set_person(arguments.Get("person"));
  if (arguments.Has("quantity")) {
    TRANCHE_ASSIGN_OR_RETURN(*cost->mutable_quantity(),
                             ReadTypedAmount(arguments.Get("quantity"), "EUR"));
  }
  if (arguments.Has("year")) {
    TRANCHE_ASSIGN_OR_RETURN(const int year, ReadNumber(arguments, "year"));
    cost->set_year(year);
  }
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "on", cost->mutable_day()));
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_parent(), WriteContract(session, arguments));
  return ShowAnswer(session, absl::StrCat(kSimplified, "RecordSimplifiedCost"), request,
                    SimplifiedSpec());
}

std::vector<Command> TermsCommands() {
  return {
      {"budgets",
       "terms",
       {"Показва редовете с опростени разходи и какво може да се заяви",
        "Lists the lines with simplified costs and what may be claimed"},
       {kContractParameter, kOrganisationParameter},
       "tranche budgets terms BG05M9OP001-2.005-0063-C01",
       false,
       ListTerms},
      {"budgets",
       "set-terms",
       {"Задава опростени разходи на ред: за единица, еднократна сума, ставка или часове",
        "Sets simplified costs of a line: by unit, lump sum, flat rate or hours"},
       {kContractParameter, kFileParameter, kOrganisationParameter},
       "tranche budgets set-terms BG05M9OP001-2.005-0063-C01 --file terms.json",
       true,
       SetTerms},
      {"costs",
       "record-simplified",
       {"Записва опростен разход; сумата се изчислява по условията на реда",
        "Records a simplified cost; its amount is computed by the terms of the line"},
       {kContractParameter,
        {"line", Kind::kMustValue, {"Ред на бюджета", "Budget line"}, Takes::kLine},
        {"item",
         Kind::kValue,
         {"Единица, сума или длъжност от условията; без нея при ставка",
          "Unit, sum or post of the terms; left out for a flat rate"}},
        {"quantity",
         Kind::kValue,
         {"Брой единици или часове, напр. 12 или 7,5", "Units or hours, for example 12 or 7.5"}},
        {"evidence",
         Kind::kValue,
         {"С какво се доказва, напр. отчет", "What proves it, such as a report"}},
        {"on", Kind::kMustValue, {"Ден на доказателството", "Day of the evidence"}},
        {"person",
         Kind::kValue,
         {"При часове: знак за лицето, без име и ЕГН", "Of hours: a sign for the person, no name"}},
        {"year", Kind::kValue, {"При часове: годината", "Of hours: the year"}},
        kOrganisationParameter},
       "tranche costs record-simplified BG05M9OP001-2.005-0063-C01 --line 6 --item visit --quantity 15 "
       "--evidence 'Отчет № 3' --on 31.03.2018\n"
       "tranche costs record-simplified BG05M9OP001-2.005-0063-C01 --line 3 --on 31.03.2018 --dry-run",
       true,
       RecordSimplified},
  };
}

}  // namespace

std::vector<Command> SimplifiedCommands() {
  std::vector<Command> commands = {
      {"budgets",
       "limits",
       {"Показва ограниченията върху групи редове и верифицираното по тях",
        "Lists the limits over sums of lines and what is verified of them"},
       {kContractParameter, kOrganisationParameter},
       "tranche budgets limits BG05M9OP001-2.005-0063-C01",
       false,
       ListLimits},
      {"budgets",
       "set-limits",
       {"Задава всички ограничения върху групи редове", "Sets all limits over sums of lines"},
       {kContractParameter, kFileParameter, kOrganisationParameter},
       "tranche budgets set-limits BG05M9OP001-2.005-0063-C01 --file limits.json",
       true,
       SetLimits},
  };
  for (Command& command : TermsCommands()) commands.push_back(std::move(command));
  return commands;
}

}  // namespace tranche::cli
