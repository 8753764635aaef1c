// SPDX-License-Identifier: EUPL-1.2
// What plans carry out and who carries them out: strategies, links with projects, a plan's annual
// report.
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "cli/commands.h"
#include "cli/plan_names.h"
#include "cpp/json.h"
#include "platform/base/status_macros.h"
#include "tranche/plans/v1/project_links_service.pb.h"
#include "tranche/plans/v1/strategies_service.pb.h"

namespace tranche::cli {
namespace {

namespace pb = plans::v1;

constexpr char kStrategies[] = "tranche.plans.v1.StrategiesService/";
constexpr char kLinks[] = "tranche.plans.v1.ProjectLinksService/";

constexpr Text kPlanOrStrategy{
    "Връзката е към план или към стратегия: посочете само --plan или само --strategy.",
    "A link is to a plan or to a strategy: give --plan or --strategy, not both."};
constexpr Text kLevel{"Ниво", "Level"};
constexpr Text kPlanHere{"план", "plan"};
constexpr Text kPeriodTitled{"Период в заглавието", "Period in the title"};
constexpr Text kPeriodWritten{"Период в текста", "Period in the text"};
constexpr Text kParents{"Изпълнява", "Carries out"};
constexpr Text kStrategy{"Стратегия", "Strategy"};
constexpr Text kNamedAs{"Наречена", "Named as"};
constexpr Text kEndedBecause{"Прекратена, защото", "Ended because"};
constexpr Text kFrom{"От", "From"};
constexpr Text kTo{"До", "To"};
constexpr Text kTarget{"Към", "To"};
constexpr Text kMeasure{"Мярка", "Measure"};
constexpr Text kExternal{"Проект извън системата", "Project not kept here"};
constexpr Text kShare{"Дял, %", "Share, %"};
constexpr Text kContribution{"Принос", "Contribution"};
constexpr Text kIllustrative{"Примерно", "Illustrative"};

const std::vector<Shown>& StrategyColumns() {
  static const auto* columns = new std::vector<Shown>{{texts::kName, "name/last"},
                                                      {kLevel, "level"},
                                                      {texts::kTitle, "title"},
                                                      {kPeriodTitled, "period_titled.as_written"},
                                                      {kPeriodWritten, "period_written.as_written"},
                                                      {kParents, "parents"},
                                                      {texts::kSource, "source"},
                                                      {texts::kVersion, "version"}};
  return *columns;
}

absl::Status SetStrategy(Session& session, const Arguments& arguments) {
  pb::SetStrategyRequest request;
  pb::Strategy* strategy = request.mutable_strategy();
  request.set_strategy_id(arguments.Get("id"));
  TRANCHE_ASSIGN_OR_RETURN(const int level,
                           ReadWord(pb::PlanLevel_descriptor(), "level", arguments.Get("level")));
  strategy->set_level(static_cast<pb::PlanLevel>(level));
  strategy->set_title(arguments.Get("title"));
  strategy->set_source(arguments.Get("source"));
  if (arguments.Has("period-titled")) {
    TRANCHE_ASSIGN_OR_RETURN(*strategy->mutable_period_titled(),
                             ReadYears("period-titled", arguments.Get("period-titled")));
  }
  if (arguments.Has("period-written")) {
    TRANCHE_ASSIGN_OR_RETURN(*strategy->mutable_period_written(),
                             ReadYears("period-written", arguments.Get("period-written")));
  }
  if (AnyFlag(arguments, {"decision", "protocol", "on", "body"})) {
    TRANCHE_RETURN_IF_ERROR(ReadAdoption(arguments, strategy->mutable_adoption()));
  }
  if (arguments.Has("expected-version")) {
    TRANCHE_ASSIGN_OR_RETURN(const int version, ReadNumber(arguments, "expected-version"));
    request.set_expected_version(version);
  }
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                           session.FindOrganisation(arguments.Get("organisation")));
  for (const std::string& parent : arguments.All("parent")) {
    strategy->add_parents(absl::StartsWith(parent, "organisations/")
                              ? parent
                              : absl::StrCat(request.parent(), "/strategies/", parent));
  }
  TRANCHE_ASSIGN_OR_RETURN(
      const auto made, session.Get<pb::Strategy>(absl::StrCat(kStrategies, "SetStrategy"), request));
  View view = ViewOf(made, RecordSpec{StrategyColumns()}, session.language());
  AddNotes(made.findings(), session.language(), &view);
  session.Show(view, client::ToJson(made, client::JsonStyle::kIndented));
  return absl::OkStatus();
}

absl::Status ListStrategies(Session& session, const Arguments& arguments) {
  pb::ListStrategiesRequest request;
  request.set_parent(ReadParent(arguments));
  return ShowList(session, absl::StrCat(kStrategies, "ListStrategies"), request, "strategies",
                  StrategyColumns());
}

absl::Status ShowTree(Session& session, const Arguments& arguments) {
  pb::GetStrategyTreeRequest request;
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                           session.FindOrganisation(arguments.Get("organisation")));
  TRANCHE_ASSIGN_OR_RETURN(const auto tree, session.Get<pb::StrategyTree>(
                                                absl::StrCat(kStrategies, "GetStrategyTree"), request));
  const Language language = session.language();
  View view;
  view.tables.push_back(TableOf(ItemsOf(tree, "nodes"),
                                {{texts::kTitle, "title"},
                                 {kLevel, "level"},
                                 {kFrom, "from_year"},
                                 {kTo, "to_year"},
                                 {texts::kName, "name/last"},
                                 {kNamedAs, "named_as"}},
                                language));
  for (int i = 0; i < tree.nodes_size(); ++i) {
    // Each level stands further in; programs read the depth in the JSON.
    Cell& title = view.tables.front().rows[i].front();
    std::string indent;
    for (int step = 0; step < tree.nodes(i).depth(); ++step) absl::StrAppend(&indent, "└ ");
    title.text = indent + title.text;
    if (tree.nodes(i).is_plan()) {
      view.tables.front().rows[i][1] = {.text = std::string(kPlanHere.In(language)), .raw = "plan"};
    }
    AddNotes(tree.nodes(i).findings(), language, &view);
  }
  session.Show(view, client::ToJson(tree, client::JsonStyle::kIndented));
  return absl::OkStatus();
}

const RecordSpec& StrategyLinkSpec() {
  static const auto* spec = new RecordSpec{{{texts::kNumber, "number"},
                                            {kStrategy, "strategy/last"},
                                            {kNamedAs, "named_as"},
                                            {texts::kReason, "reason"},
                                            {kEndedBecause, "ended_because"}}};
  return *spec;
}

absl::Status LinkStrategy(Session& session, const Arguments& arguments) {
  pb::LinkStrategyRequest request;
  request.set_strategy_id(arguments.Get("id"));
  request.set_named_as(arguments.Get("as"));
  request.set_reason(arguments.Get("reason"));
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_parent(), WritePlanName(session, arguments));
  return ShowAnswer(session, absl::StrCat(kStrategies, "LinkStrategy"), request, StrategyLinkSpec());
}

absl::Status UnlinkStrategy(Session& session, const Arguments& arguments) {
  pb::UnlinkStrategyRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const std::string plan, WritePlanName(session, arguments));
  request.set_name(absl::StrCat(plan, "/strategyLinks/", arguments.Get("number")));
  request.set_reason(arguments.Get("reason"));
  return ShowAnswer(session, absl::StrCat(kStrategies, "UnlinkStrategy"), request, StrategyLinkSpec());
}

const std::vector<Shown>& LinkColumns() {
  static const auto* columns = new std::vector<Shown>{{texts::kNumber, "number"},
                                                      {kTarget, "target/last"},
                                                      {kMeasure, "measure"},
                                                      {texts::kActivity, "measure_words"},
                                                      {texts::kContract, "contract/last"},
                                                      {kExternal, "external_project"},
                                                      {kShare, "share_percent"},
                                                      {texts::kAmount, "amount"},
                                                      {texts::kPersons, "people"},
                                                      {kContribution, "contribution"},
                                                      {texts::kSource, "source"},
                                                      {kIllustrative, "illustrative"},
                                                      {kEndedBecause, "ended_because"}};
  return *columns;
}

absl::Status MakeLink(Session& session, const Arguments& arguments) {
  if (arguments.Has("plan") && arguments.Has("strategy")) {
    return Problem(kExitUsage, session.Say(kPlanOrStrategy));
  }
  pb::LinkProjectRequest request;
  pb::ProjectLink* link = request.mutable_link();
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                           session.FindOrganisation(arguments.Get("organisation")));
  if (arguments.Has("plan")) link->set_target(ReadPlanName(arguments));
  if (arguments.Has("strategy")) {
    link->set_target(absl::StrCat(request.parent(), "/strategies/", arguments.Get("strategy")));
  }
  link->set_measure(arguments.Get("measure"));
  link->set_external_project(arguments.Get("project"));
  link->set_share_percent(arguments.Get("share"));
  link->set_contribution(arguments.Get("contribution"));
  link->set_source(arguments.Get("source"));
  link->set_illustrative(arguments.Has("illustrative"));
  if (arguments.Has("people")) {
    TRANCHE_ASSIGN_OR_RETURN(const int people, ReadNumber(arguments, "people"));
    link->set_people(people);
  }
  if (arguments.Has("contract")) {
    TRANCHE_ASSIGN_OR_RETURN(*link->mutable_contract(), WriteContract(session, arguments));
  }
  if (arguments.Has("amount")) {
    std::string currency = TypedCurrency(arguments);
    if (currency.empty()) {
      TRANCHE_ASSIGN_OR_RETURN(currency, SignOf({arguments.Get("amount")}));
    }
    if (currency.empty()) currency = "BGN";
    TRANCHE_ASSIGN_OR_RETURN(*link->mutable_amount()->mutable_amount(),
                             ReadTypedAmount(arguments.Get("amount"), currency));
    link->mutable_amount()->set_currency(currency);
  }
  return ShowAnswer(session, absl::StrCat(kLinks, "LinkProject"), request, RecordSpec{LinkColumns()});
}

absl::Status EndLink(Session& session, const Arguments& arguments) {
  pb::UnlinkProjectRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const std::string parent,
                           session.FindOrganisation(arguments.Get("organisation")));
  request.set_name(absl::StrCat(parent, "/projectLinks/", arguments.Get("number")));
  request.set_reason(arguments.Get("reason"));
  return ShowAnswer(session, absl::StrCat(kLinks, "UnlinkProject"), request, RecordSpec{LinkColumns()});
}

absl::Status ListLinks(Session& session, const Arguments& arguments) {
  pb::ListProjectLinksRequest request;
  request.set_parent(ReadParent(arguments));
  if (arguments.Has("plan")) request.set_target(ReadPlanName(arguments));
  if (arguments.Has("strategy")) {
    request.set_target(absl::StrCat(ReadParent(arguments), "/strategies/", arguments.Get("strategy")));
  }
  request.set_contract(arguments.Get("contract"));
  request.set_with_ended(arguments.Has("ended"));
  TRANCHE_ASSIGN_OR_RETURN(const auto answer,
                           session.CallAllPages(absl::StrCat(kLinks, "ListProjectLinks"), request));
  View view;
  view.tables.push_back(TableOf(ItemsOf(*answer, "links"), LinkColumns(), session.language()));
  const auto& links = static_cast<const pb::ListProjectLinksResponse&>(*answer).links();
  for (const pb::ProjectLink& link : links) AddNotes(link.findings(), session.language(), &view);
  session.Show(view, JsonList(ItemsOf(*answer, "links")));
  return absl::OkStatus();
}

std::vector<Word> Levels(Language language) { return WordsOf(pb::PlanLevel_descriptor(), language); }

constexpr Parameter kIdParameter{"id",
                                 Kind::kRequired,
                                 {"Име на стратегията на латиница, напр. regional-roma-2021",
                                  "Identifier of the strategy, for example regional-roma-2021"}};
constexpr Parameter kSourceParameter{
    "source", Kind::kMustValue, {"Откъде е известно", "How it is known"}};
constexpr Parameter kOfPlanParameter{"plan", Kind::kValue, {"План", "Plan"}, Takes::kPlan};
constexpr Parameter kOfStrategyParameter{
    "strategy", Kind::kValue, {"Стратегия, по името ѝ на латиница", "Strategy, by its identifier"}};
constexpr Parameter kOfContractParameter{
    "contract",
    Kind::kValue,
    {"Номер на договора, както и да е написан", "Contract number however typed"},
    Takes::kContract};

std::vector<Parameter> StrategyParameters() {
  std::vector<Parameter> parameters = {
      kIdParameter,
      {"level", Kind::kMustValue, {"Ниво", "Level"}, Takes::kText, Levels},
      {"title", Kind::kMustValue, {"Заглавие, както е написано", "Title as written"}},
      {"period-titled",
       Kind::kValue,
       {"Период в заглавието, напр. 2013-2014", "Period in the title, for example 2013-2014"}},
      {"period-written", Kind::kValue, {"Период в текста", "Period in the text"}},
      {"parent",
       Kind::kValues,
       {"Стратегия, която изпълнява; може няколко пъти",
        "Strategy that it carries out; may be repeated"}}};
  for (const Parameter& parameter : AdoptionParameters()) parameters.push_back(parameter);
  parameters.push_back(kSourceParameter);
  parameters.push_back({"expected-version",
                        Kind::kValue,
                        {"Версията, която се променя; без нея: нова стратегия",
                         "The version that is changed; without it: a new strategy"}});
  parameters.push_back(kOrganisationParameter);
  return parameters;
}

std::vector<Command> StrategyCommands() {
  return {
      {"strategies",
       "set",
       {"Записва стратегия или я променя", "Records a strategy or changes it"},
       StrategyParameters(),
       "tranche strategies set regional-roma-2021 --level regional --title 'Областна стратегия за "
       "равенство, приобщаване и участие на ромите' --period-titled 2021-2023 --source 'план на "
       "общината'",
       true,
       SetStrategy},
      {"strategies",
       "list",
       {"Изброява стратегиите", "Lists strategies"},
       {kOrganisationParameter},
       "tranche strategies list",
       false,
       ListStrategies},
      {"strategies",
       "tree",
       {"Показва кой план коя стратегия изпълнява, отгоре надолу",
        "Shows which plan carries out which strategy, from the top down"},
       {kOrganisationParameter},
       "tranche strategies tree",
       false,
       ShowTree},
      {"strategies",
       "link",
       {"Свързва план със стратегия под името, с което планът я нарича",
        "Links a plan with a strategy, by the name that the plan uses"},
       {kPlanParameter,
        kIdParameter,
        {"as", Kind::kMustValue, {"Как я нарича планът", "How the plan calls it"}},
        kReasonParameter,
        kOrganisationParameter},
       "tranche strategies link lyubimets-2013 municipal-social-services --as 'Общинска стратегия за "
       "социалните услуги' --reason 'заглавната част на плана'",
       true,
       LinkStrategy},
      {"strategies",
       "unlink",
       {"Прекратява такава връзка; тя остава като запис", "Ends such a link; it stays as a record"},
       {kPlanParameter,
        {"number", Kind::kRequired, {"Номер на връзката", "Number of the link"}},
        kReasonParameter,
        kOrganisationParameter},
       "tranche strategies unlink lyubimets-2013 1 --reason 'друга стратегия'",
       true,
       UnlinkStrategy},
  };
}

std::vector<Command> LinkCommands() {
  return {
      {"links",
       "make",
       {"Свързва проект с мярка, план или стратегия",
        "Links a project with a measure, plan or strategy"},
       {kOfPlanParameter,
        kOfStrategyParameter,
        {"measure",
         Kind::kValue,
         {"Мярка, напр. 1.2; без нея: целият план",
          "Measure, for example 1.2; without it: the whole plan"}},
        kOfContractParameter,
        {"project",
         Kind::kValue,
         {"Проект, който не се води тук, с думи", "A project that is not kept here, in words"}},
        {"share",
         Kind::kValue,
         {"Дял от проекта за мярката, в проценти", "Share of the project for the measure, in percent"}},
        {"amount",
         Kind::kValue,
         {"Сума от проекта за мярката", "Amount of the project for the measure"}},
        kCurrencyParameter,
        {"people", Kind::kValue, {"Обслужени лица", "Persons served"}},
        {"contribution",
         Kind::kValue,
         {"Какво дава проектът, с думи", "What the project contributes, in words"}},
        kSourceParameter,
        {"illustrative",
         Kind::kFlag,
         {"Измислено, за да е пълен пример", "Made up to complete an example"}},
        kOrganisationParameter},
       "tranche links make --plan lyubimets-2013 --measure 1.2 --contract BG05M9OP001-2.005-0063-C01 "
       "--share 60 "
       "--people 22 --source 'договорът, дейност 2'\n"
       "tranche links make --plan lyubimets-2013 --measure 1.3 --project '„Подкрепа за заетост“, "
       "ОПРЧР' "
       "--source 'справка на бюрото по труда'",
       true,
       MakeLink},
      {"links",
       "end",
       {"Прекратява връзка; тя остава като запис", "Ends a link; it stays as a record"},
       {{"number", Kind::kRequired, {"Номер на връзката", "Number of the link"}},
        kReasonParameter,
        kOrganisationParameter},
       "tranche links end 3 --reason 'грешна мярка'",
       true,
       EndLink},
      {"links",
       "list",
       {"Изброява връзките между планове и проекти", "Lists links between plans and projects"},
       {kOfPlanParameter,
        kOfStrategyParameter,
        kOfContractParameter,
        {"ended", Kind::kFlag, {"И прекратените", "Those too that were ended"}},
        kOrganisationParameter},
       "tranche links list --plan lyubimets-2013",
       false,
       ListLinks},
  };
}

}  // namespace

std::vector<Command> PlanLinkCommands() {
  std::vector<Command> all = StrategyCommands();
  for (Command& command : LinkCommands()) all.push_back(std::move(command));
  return all;
}

}  // namespace tranche::cli
