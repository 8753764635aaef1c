// SPDX-License-Identifier: EUPL-1.2
// Proposals from the public pages of projects: a preview of what a page says, and a draft of it.
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "cli/checks_view.h"
#include "cli/commands.h"
#include "cli/plan_view.h"
#include "cpp/json.h"
#include "platform/base/status_macros.h"
#include "tranche/proposals/v1/page_import_service.pb.h"

namespace tranche::cli {
namespace {

namespace pb = proposals::v1;

constexpr char kImport[] = "tranche.proposals.v1.PageImportService/ImportProposal";

constexpr Text kProgramme{"Програма", "Programme"};
constexpr Text kPageTotal{"Стойност на проекта", "Cost of the project"};
constexpr Text kPageStart{"Начало, както е написано", "Start, as written"};
constexpr Text kPageEnd{"Край, както е написано", "End, as written"};
constexpr Text kOutputs{"Резултати и дейности", "Results and activities"};
constexpr Text kNamedPlans{"Планове и стратегии, на които служи",
                           "Plans and strategies that it serves"};
constexpr Text kLaws{"Посочени закони", "Laws named"};
constexpr Text kWhere{"Къде какво е прочетено", "Where each value was read"};
constexpr Text kDraft{"Записана чернова", "Draft stored"};
constexpr Text kNoDraft{
    "Нищо не е записано. За чернова добавете --accept и това, което страницата не посочва: --number, "
    "--procedure, --eu-percent.",
    "Nothing was stored. For a draft add --accept and what the page does not write: --number, "
    "--procedure, --eu-percent."};
constexpr Text kMonthsWrong{"--months е цяло число от 1 до 120, а е въведено „{value}“.",
                            "--months is a whole number from 1 to 120; \"{value}\" was given."};

void AddList(const google::protobuf::RepeatedPtrField<std::string>& items, Text title,
             Language language, View* view) {
  if (items.empty()) return;
  Table table{.title = std::string(title.In(language)),
              .headings = {std::string(texts::kText.In(language))},
              .rows = {}};
  for (const std::string& item : items) table.rows.push_back({TextCell(item)});
  view->tables.push_back(std::move(table));
}

void AddPlans(const pb::ProjectPage& page, Language language, View* view) {
  if (page.plans().empty()) return;
  Table table{
      .title = std::string(kNamedPlans.In(language)),
      .headings = {std::string(texts::kKind.In(language)), std::string(texts::kTitle.In(language)),
                   std::string(texts::kPeriod.In(language))},
      .rows = {}};
  for (const pb::NamedPlan& plan : page.plans()) {
    std::string period;
    if (plan.has_period()) {
      const std::string from = SayPartialDate(plan.period().from(), language);
      const std::string to = SayPartialDate(plan.period().to(), language);
      period = from == to ? from : absl::StrCat(from, "–", to);
    }
    table.rows.push_back(
        {CellAt(plan, "kind", language), TextCell(plan.as_written()), TextCell(std::move(period))});
  }
  view->tables.push_back(std::move(table));
}

void AddSpans(const pb::ProjectPage& page, Language language, View* view) {
  Table table{
      .title = std::string(kWhere.In(language)),
      .headings = {std::string(texts::kField.In(language)), std::string(texts::kPlace.In(language)),
                   std::string(texts::kText.In(language))},
      .rows = {}};
  for (const plans::v1::SourceSpan& span : page.spans()) {
    table.rows.push_back({TextCell(span.path()),
                          {.text = SayPlace(span.place(), language), .raw = span.place()},
                          TextCell(span.text())});
  }
  view->tables.push_back(std::move(table));
}

View PageView(const pb::ImportProposalResponse& answer, Language language) {
  const pb::ProjectPage& page = answer.page();
  View view;
  view.fields = FieldsOf(page,
                         {{texts::kTitle, "title"},
                          {texts::kMunicipality, "municipality"},
                          {kProgramme, "programme"},
                          {kPageTotal, "total"},
                          {texts::kGrantPercent, "grant_percent"},
                          {texts::kDuration, "duration_months"},
                          {kPageStart, "start.as_written"},
                          {kPageEnd, "end.as_written"}},
                         language);
  if (answer.has_proposal())
    view.fields.push_back(
        {std::string(kDraft.In(language)), CellAt(answer.proposal(), "name/last", language)});
  AddList(page.target_groups(), texts::kTargetGroups, language, &view);
  AddList(page.outputs(), kOutputs, language, &view);
  AddPlans(page, language, &view);
  AddList(page.laws(), kLaws, language, &view);
  AddSpans(page, language, &view);
  const View checks = ChecksView(answer.checks(), language);
  view.tables.insert(view.tables.end(), checks.tables.begin(), checks.tables.end());
  view.tables.back().title = std::string(texts::kCheck.In(language));
  view.notes = checks.notes;
  if (answer.findings_size() > 0) {
    view.notes.emplace_back();
    view.notes.push_back(absl::StrCat(texts::kFindings.In(language), ":"));
  }
  for (const plans::v1::Finding& finding : answer.findings()) {
    view.notes.push_back(
        absl::StrCat("  ", SayPlace(finding.place(), language), ": ",
                     language == Language::kBulgarian ? finding.text_bg() : finding.text_en()));
  }
  return view;
}

absl::Status ImportProposal(Session& session, const Arguments& arguments) {
  const std::string file = arguments.Get("document");
  pb::ImportProposalRequest request;
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_content(), session.ReadFile(file));
  if (request.content().empty())
    return Problem(kExitUsage, session.Say(texts::kFileEmpty, {{"file", file}}));
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                           session.FindOrganisation(arguments.Get("organisation")));
  request.set_file_name(file == "-" ? "stdin.txt" : file.substr(file.rfind('/') + 1));
  request.set_accept(arguments.Has("accept"));
  request.set_number(arguments.Get("number"));
  request.set_procedure(arguments.Get("procedure"));
  request.set_eu_percent(arguments.Get("eu-percent"));
  request.set_grant_percent(arguments.Get("grant-percent"));
  if (arguments.Has("months")) {
    int months = 0;
    const std::string typed = arguments.Get("months");
    if (!absl::SimpleAtoi(typed, &months) || months < 1 || months > 120)
      return Problem(kExitUsage, session.Say(kMonthsWrong, {{"value", typed}}));
    request.set_duration_months(months);
  }
  TRANCHE_ASSIGN_OR_RETURN(const auto answer,
                           session.Get<pb::ImportProposalResponse>(kImport, request));
  session.Show(PageView(answer, session.language()),
               client::ToJson(answer, client::JsonStyle::kIndented));
  if (!answer.has_proposal() && !session.settings().dry_run) session.Note(session.Say(kNoDraft));
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> PageImportCommands() {
  return {
      {"proposals",
       "import",
       {"Прочита страница за проект и показва какво пише на нея",
        "Reads the page of a project and shows what it says"},
       {{"document",
         Kind::kRequired,
         {"Файл със страницата: текст, HTML, CSV, XLSX или DOCX; „-“ за стандартния вход",
          "File with the page: text, HTML, CSV, XLSX or DOCX; \"-\" for standard input"},
         Takes::kFile},
        {"accept", Kind::kFlag, {"Записва чернова на предложение", "Stores a draft of a proposal"}},
        {"number",
         Kind::kValue,
         {"Регистрационен номер на предложението", "Register number of the proposal"}},
        {"procedure", Kind::kValue, {"Код на процедурата", "Code of the procedure"}},
        {"eu-percent",
         Kind::kValue,
         {"Дял на ЕС в безвъзмездната помощ, напр. 85",
          "Share of the EU in the grant, for example 85"}},
        {"grant-percent",
         Kind::kValue,
         {"Дял на безвъзмездната помощ, когато страницата не го посочва",
          "Share of the grant where the page does not write it"}},
        {"months",
         Kind::kValue,
         {"Срок в месеци, когато страницата не го посочва",
          "Length in months where the page does not write it"}},
        kOrganisationParameter},
       "tranche proposals import page.html\ntranche proposals import page.txt --accept --number "
       "BG05M9OP001-2.005-0063 --procedure BG05M9OP001-2.005 --eu-percent 85",
       true,
       ImportProposal},
  };
}

}  // namespace tranche::cli
