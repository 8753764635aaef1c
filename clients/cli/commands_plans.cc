// SPDX-License-Identifier: EUPL-1.2
// Plans, organisations, who is calling.
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "cli/checks_view.h"
#include "cli/commands.h"
#include "cli/plan_names.h"
#include "cli/plan_view.h"
#include "cpp/json.h"
#include "platform/base/status_macros.h"
#include "tranche/access/v1/access_service.pb.h"
#include "tranche/plans/v1/plans_service.pb.h"

namespace tranche::cli {
namespace {

namespace pb = plans::v1;

constexpr char kPlans[] = "tranche.plans.v1.PlansService/";
constexpr char kAccess[] = "tranche.access.v1.AccessService/";

constexpr Text kNotStoredPartial{
    "Нищо не е записано. Има неразбрани места: поправете документа или добавете --accept-partial, за "
    "да "
    "се запише разбраното заедно със списъка им.",
    "Nothing was stored. Some places were not understood: correct the document, or add "
    "--accept-partial "
    "to store what was understood with the list of them."};

constexpr Text kCannotBeStored{"Нищо не е записано, а и не може да се запише; бележките казват защо.",
                               "Nothing was stored, nor can it be; the findings say why."};

// For programs that read CSV the measures alone, one table.
void ShowPlanView(const Session& session, const pb::Plan& plan, View view, const std::string& json) {
  const bool rows_only = session.settings().style.format == Format::kCsv;
  session.Show(rows_only ? PlanRows(plan, session.language()) : view, json);
}

// What was not taken from the document, with its places.
Table UnusedTable(const pb::ImportPlanResponse& answer, Language language) {
  static constexpr Text kUnused{"Текст, от който нищо не е взето", "Text from which nothing was taken"};
  Table table{
      .title = absl::StrCat(kUnused.In(language), ": ", answer.unused_count()),
      .headings = {std::string(texts::kPlace.In(language)), std::string(texts::kText.In(language))},
      .rows = {}};
  for (const pb::UnusedText& unused : answer.unused()) {
    table.rows.push_back({{.text = SayPlace(unused.place(), language), .raw = unused.place()},
                          {.text = unused.text(), .raw = unused.text()}});
  }
  return table;
}

void AddFindings(const pb::ImportPlanResponse& answer, Language language, View* view) {
  if (answer.findings_size() == 0) return;
  if (!view->notes.empty()) view->notes.emplace_back();
  view->notes.push_back(absl::StrCat(texts::kFindings.In(language), ":"));
  for (const pb::Finding& finding : answer.findings()) {
    const bool bulgarian = language == Language::kBulgarian;
    view->notes.push_back(absl::StrCat("  ", SayPlace(finding.place(), language), ": ",
                                       bulgarian ? finding.text_bg() : finding.text_en()));
  }
}

absl::Status ImportPlan(Session& session, const Arguments& arguments) {
  const std::string file = arguments.Get("document");
  pb::ImportPlanRequest request;
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_content(), session.ReadFile(file));
  if (request.content().empty()) {
    return Problem(kExitUsage, session.Say(texts::kFileEmpty, {{"file", file}}));
  }
  request.set_parent(ReadParent(arguments));
  const std::string base = file.substr(file.rfind('/') + 1);
  request.set_file_name(file == "-" ? "stdin.txt" : base);
  request.set_accept(arguments.Has("accept") || arguments.Has("accept-partial"));
  request.set_accept_partial(arguments.Has("accept-partial"));
  request.set_allow_fewer(arguments.Has("allow-fewer"));
  TRANCHE_ASSIGN_OR_RETURN(const auto answer, session.Get<pb::ImportPlanResponse>(
                                                  absl::StrCat(kPlans, "ImportPlan"), request));
  const Language language = session.language();
  View view = PlanView(answer.plan(), language);
  view.fields.insert(view.fields.begin(),
                     {std::string(texts::kOutcome.In(language)), CellAt(answer, "outcome", language)});
  if (answer.unused_count() > 0) view.tables.push_back(UnusedTable(answer, language));
  const View checks = ChecksView(answer.checks(), language);
  view.tables.insert(view.tables.end(), checks.tables.begin(), checks.tables.end());
  view.tables.back().title = std::string(texts::kCheck.In(language));
  view.notes = checks.notes;
  AddFindings(answer, language, &view);
  ShowPlanView(session, answer.plan(), std::move(view),
               client::ToJson(answer, client::JsonStyle::kIndented));
  if (answer.outcome() == pb::PREVIEWED && !session.settings().dry_run) {
    const bool whole = answer.plan().not_understood_count() == 0;
    const bool known = !answer.plan().name().empty();
    session.Note(session.Say(!known ? kCannotBeStored : whole ? texts::kNotStored : kNotStoredPartial));
  }
  return absl::OkStatus();
}

absl::Status ListPlans(Session& session, const Arguments& arguments) {
  pb::ListPlansRequest request;
  request.set_parent(ReadParent(arguments));
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
  request.set_name(ReadPlanName(arguments));
  TRANCHE_ASSIGN_OR_RETURN(const auto plan,
                           session.Get<pb::Plan>(absl::StrCat(kPlans, "GetPlan"), request));
  ShowPlanView(session, plan, PlanView(plan, session.language()),
               client::ToJson(plan, client::JsonStyle::kIndented));
  return absl::OkStatus();
}

absl::Status CheckPlan(Session& session, const Arguments& arguments) {
  pb::CheckPlanRequest request;
  request.set_name(ReadPlanName(arguments));
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
         {"Файл с плана: текст, HTML, CSV, XLSX или DOCX; „-“ за стандартния вход",
          "File with the plan: text, HTML, CSV, XLSX or DOCX; \"-\" for standard input"},
         Takes::kFile},
        {"accept", Kind::kFlag, {"Записва плана", "Stores the plan"}},
        {"accept-partial",
         Kind::kFlag,
         {"Записва плана, макар че има неразбрани места в документа",
          "Stores the plan although places of the document were not understood"}},
        {"allow-fewer",
         Kind::kFlag,
         {"Записва документа, макар че има по-малко мерки от записаната версия",
          "Stores the document although it has fewer measures than the stored version"}},
        kOrganisationParameter},
       "tranche plans import plan-2013.txt\ntranche plans import plan.docx --accept",
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
       {"Показва план с мерките му, както ги посочва документът",
        "Shows a plan with its measures, as its document states them"},
       {kPlanParameter, kOrganisationParameter},
       "tranche plans show lyubimets-2013",
       false,
       ShowPlan},
      {"plans",
       "check",
       {"Сравнява посочените в документа суми с изчислените",
        "Compares what the document states with computed figures"},
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
