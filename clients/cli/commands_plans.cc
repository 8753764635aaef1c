// SPDX-License-Identifier: EUPL-1.2
// Plans, organisations, who is calling.
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "cli/checks_view.h"
#include "cli/commands.h"
#include "cpp/json.h"
#include "platform/base/status_macros.h"
#include "tranche/access/v1/access_service.pb.h"
#include "tranche/plans/v1/plans_service.pb.h"

namespace tranche::cli {
namespace {

namespace pb = plans::v1;

constexpr char kPlans[] = "tranche.plans.v1.PlansService/";
constexpr char kAccess[] = "tranche.access.v1.AccessService/";

// Where records of all organisations are listed, or of one.
std::string Parent(const Arguments& arguments) {
  const std::string organisation = arguments.Get("organisation");
  return absl::StrCat("organisations/", organisation.empty() ? "-" : organisation);
}

std::string PlanName(const Arguments& arguments) {
  const std::string plan = arguments.Get("plan");
  if (absl::StartsWith(plan, "organisations/")) return plan;
  return absl::StrCat(Parent(arguments), "/plans/", plan);
}

const RecordSpec& PlanSpec() {
  static const auto* spec = new RecordSpec{{{texts::kName, "name/last"},
                                            {texts::kTitle, "title"},
                                            {texts::kMunicipality, "municipality"},
                                            {texts::kYear, "year"},
                                            {texts::kOpenDocument, "open_document"},
                                            {texts::kMeasures, "measure_count"},
                                            {texts::kMeasuresWithAmount, "measures_with_amount"},
                                            {texts::kStatedTotal, "stated_total"},
                                            {texts::kTargetGroups, "target_groups"},
                                            {texts::kVersion, "version"},
                                            {texts::kStoredAt, "stored_at"},
                                            {texts::kDocument, "document_sha256"}}};
  return *spec;
}

// A plan with its measures, one table a section.
View PlanView(const pb::Plan& plan, Language language) {
  View view = ViewOf(plan, PlanSpec(), language);
  for (const pb::Section& section : plan.sections()) {
    Table table = TableOf(ItemsOf(section, "measures"),
                          {{texts::kNumber, "ordinal"},
                           {texts::kActivity, "activity"},
                           {texts::kAmount, "stated_total"},
                           {texts::kMonthly, "monthly"},
                           {texts::kPersons, "headcount.count"},
                           {texts::kExecutor, "executor"}},
                          language);
    table.title = absl::StrCat(section.ordinal(), ". ", section.title());
    view.tables.push_back(std::move(table));
  }
  return view;
}

absl::Status ImportPlan(Session& session, const Arguments& arguments) {
  const std::string file = arguments.Get("document");
  pb::ImportPlanRequest request;
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_content(), session.ReadFile(file));
  if (request.content().empty()) {
    return Problem(kExitUsage, session.Say(texts::kFileEmpty, {{"file", file}}));
  }
  request.set_parent(Parent(arguments));
  const std::string base = file.substr(file.rfind('/') + 1);
  request.set_file_name(file == "-" ? "stdin.txt" : base);
  request.set_accept(arguments.Has("accept"));
  request.set_allow_fewer(arguments.Has("allow-fewer"));
  TRANCHE_ASSIGN_OR_RETURN(const auto answer, session.Get<pb::ImportPlanResponse>(
                                                  absl::StrCat(kPlans, "ImportPlan"), request));
  const Language language = session.language();
  View view = PlanView(answer.plan(), language);
  view.fields.insert(view.fields.begin(),
                     {std::string(texts::kOutcome.In(language)), CellAt(answer, "outcome", language)});
  const View checks = ChecksView(answer.checks(), language);
  view.tables.insert(view.tables.end(), checks.tables.begin(), checks.tables.end());
  view.tables.back().title = std::string(texts::kCheck.In(language));
  view.notes = checks.notes;
  if (answer.findings_size() > 0) {
    if (!view.notes.empty()) view.notes.emplace_back();
    view.notes.push_back(absl::StrCat(texts::kFindings.In(language), ":"));
  }
  for (const pb::Finding& finding : answer.findings()) {
    const bool bulgarian = language == Language::kBulgarian;
    view.notes.push_back(absl::StrCat("  ", SayPlace(finding.place(), language), ": ",
                                      bulgarian ? finding.text_bg() : finding.text_en()));
  }
  session.Show(view, client::ToJson(answer, client::JsonStyle::kIndented));
  if (answer.outcome() == pb::PREVIEWED && !session.settings().dry_run) {
    session.Note(session.Say(texts::kNotStored));
  }
  return absl::OkStatus();
}

absl::Status ListPlans(Session& session, const Arguments& arguments) {
  pb::ListPlansRequest request;
  request.set_parent(Parent(arguments));
  return ShowList(session, absl::StrCat(kPlans, "ListPlans"), request, "plans",
                  {{texts::kName, "name/last"},
                   {texts::kMunicipality, "municipality"},
                   {texts::kYear, "year"},
                   {texts::kMeasures, "measure_count"},
                   {texts::kMeasuresWithAmount, "measures_with_amount"},
                   {texts::kStatedTotal, "stated_total"},
                   {texts::kVersion, "version"},
                   {texts::kStoredAt, "stored_at"}});
}

absl::Status ShowPlan(Session& session, const Arguments& arguments) {
  pb::GetPlanRequest request;
  request.set_name(PlanName(arguments));
  TRANCHE_ASSIGN_OR_RETURN(const auto plan,
                           session.Get<pb::Plan>(absl::StrCat(kPlans, "GetPlan"), request));
  session.Show(PlanView(plan, session.language()), client::ToJson(plan, client::JsonStyle::kIndented));
  return absl::OkStatus();
}

absl::Status CheckPlan(Session& session, const Arguments& arguments) {
  pb::CheckPlanRequest request;
  request.set_name(PlanName(arguments));
  TRANCHE_ASSIGN_OR_RETURN(const auto answer, session.Get<pb::CheckPlanResponse>(
                                                  absl::StrCat(kPlans, "CheckPlan"), request));
  session.Show(ChecksView(answer.checks(), session.language()), JsonList(ItemsOf(answer, "checks")));
  return absl::OkStatus();
}

const RecordSpec& OrganisationSpec() {
  static const auto* spec = new RecordSpec{{{texts::kName, "name/last"},
                                            {texts::kTitleBg, "title_bg"},
                                            {texts::kTitleEn, "title_en"},
                                            {texts::kMunicipality, "municipality"}}};
  return *spec;
}

absl::Status CreateOrganisation(Session& session, const Arguments& arguments) {
  access::v1::CreateOrganisationRequest request;
  request.set_organisation(arguments.Get("id"));
  request.mutable_details()->set_title_bg(arguments.Get("title-bg"));
  request.mutable_details()->set_title_en(arguments.Get("title-en"));
  request.mutable_details()->set_municipality(arguments.Get("municipality"));
  return ShowAnswer(session, absl::StrCat(kAccess, "CreateOrganisation"), request, OrganisationSpec());
}

absl::Status ListOrganisations(Session& session, const Arguments&) {
  return ShowList(session, absl::StrCat(kAccess, "ListOrganisations"),
                  access::v1::ListOrganisationsRequest(), "organisations", OrganisationSpec().fields);
}

absl::Status ShowOrganisation(Session& session, const Arguments& arguments) {
  access::v1::GetOrganisationRequest request;
  const std::string id = arguments.Get("id");
  request.set_name(absl::StartsWith(id, "organisations/") ? id : absl::StrCat("organisations/", id));
  return ShowAnswer(session, absl::StrCat(kAccess, "GetOrganisation"), request, OrganisationSpec());
}

absl::Status WhoAmI(Session& session, const Arguments&) {
  return ShowAnswer(session, absl::StrCat(kAccess, "WhoAmI"), access::v1::WhoAmIRequest(),
                    {{{texts::kSubject, "subject"},
                      {texts::kOrganisations, "organisations"},
                      {texts::kRoles, "roles"}}});
}

constexpr Parameter kPlanParameter{
    "plan",
    Kind::kRequired,
    {"Име на плана, напр. lyubimets-2013", "Name of the plan, for example lyubimets-2013"},
    Takes::kPlan};
constexpr Parameter kIdParameter{
    "id",
    Kind::kRequired,
    {"Име на латиница, напр. lyubimets", "Identifier, for example lyubimets"},
    Takes::kOrganisation};

std::vector<Command> OrganisationCommands() {
  return {
      {"organisations",
       "create",
       {"Добавя организация", "Adds an organisation"},
       {kIdParameter,
        {"title-bg", Kind::kMustValue, {"Име на български", "Name in Bulgarian"}},
        {"title-en", Kind::kMustValue, {"Име на английски", "Name in English"}},
        {"municipality",
         Kind::kValue,
         {"Община, както я пишат документите ѝ", "Municipality as its documents write it"}}},
       "tranche organisations create lyubimets --title-bg 'Община Любимец' --title-en 'Municipality of "
       "Lyubimets' --municipality Любимец",
       true,
       CreateOrganisation},
      {"organisations",
       "list",
       {"Показва вашите организации", "Lists your organisations"},
       {},
       "tranche organisations list",
       false,
       ListOrganisations},
      {"organisations",
       "show",
       {"Показва организация", "Shows an organisation"},
       {kIdParameter},
       "tranche organisations show lyubimets",
       false,
       ShowOrganisation},
      {"whoami",
       "",
       {"Показва за кого ви смята сървърът", "Shows who the server takes you for"},
       {},
       "tranche whoami",
       false,
       WhoAmI},
  };
}

}  // namespace

std::vector<Command> PlanCommands() {
  std::vector<Command> commands = {
      {"plans",
       "import",
       {"Прочита план и показва какво пише и какво не съвпада",
        "Reads a plan and shows what it says and what does not agree"},
       {{"document",
         Kind::kRequired,
         {"Файл с текста на плана; „-“ за стандартния вход",
          "File with the plan's text; \"-\" for standard input"},
         Takes::kFile},
        {"accept", Kind::kFlag, {"Записва плана", "Stores the plan"}},
        {"allow-fewer",
         Kind::kFlag,
         {"Записва документа, макар че има по-малко мерки от записаната версия",
          "Stores the document although it has fewer measures than the stored version"}},
        kOrganisationParameter},
       "tranche plans import plan-2013.txt\ntranche plans import plan-2013.txt --accept",
       true,
       ImportPlan},
      {"plans",
       "list",
       {"Показва записаните планове", "Lists the plans"},
       {kOrganisationParameter},
       "tranche plans list\ntranche plans list -o csv",
       false,
       ListPlans},
      {"plans",
       "show",
       {"Показва план с мерките му", "Shows a plan with its measures"},
       {kPlanParameter, kOrganisationParameter},
       "tranche plans show lyubimets-2013",
       false,
       ShowPlan},
      {"plans",
       "check",
       {"Сравнява посочените суми с изчислените", "Compares stated with computed figures"},
       {kPlanParameter, kOrganisationParameter},
       "tranche plans check lyubimets-2013\ntranche plans check lyubimets-2013 -o json",
       false,
       CheckPlan},
  };
  const std::vector<Command> rest = OrganisationCommands();
  commands.insert(commands.end(), rest.begin(), rest.end());
  return commands;
}

}  // namespace tranche::cli
