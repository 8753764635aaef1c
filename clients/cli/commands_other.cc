// SPDX-License-Identifier: EUPL-1.2
// Rules, files, files of steps, the examples, and what is wrong with the installation.
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/apply.h"
#include "cli/commands.h"
#include "cli/new_file.h"
#include "cli/summary.h"
#include "platform/base/digest.h"
#include "platform/base/status_macros.h"
#include "tranche/access/v1/access_service.pb.h"
#include "tranche/budgets/v1/budgets_service.pb.h"
#include "tranche/documents/v1/documents_service.pb.h"
#include "tranche/proposals/v1/proposals_service.pb.h"
#include "tranche/reference/v1/reference_service.pb.h"

namespace tranche::cli {
namespace {

absl::Status ListRules(Session& session, const Arguments& arguments) {
  reference::v1::ListRulesRequest request;
  request.set_code(arguments.Get("code"));
  request.set_as_of(session.settings().as_of);
  return ShowList(session, "tranche.reference.v1.ReferenceService/ListRules", request, "rules",
                  {{texts::kRule, "code"},
                   {texts::kValue, "value"},
                   {texts::kUnit, "unit"},
                   {texts::kProgrammingPeriod, "programming_period"},
                   {texts::kValidFrom, "valid_from"},
                   {texts::kValidTo, "valid_to"},
                   {texts::kSource, "legal_source"},
                   {texts::kVerified, "verified"},
                   {texts::kText, "text_*"}});
}

std::string DocumentName(const Arguments& arguments) {
  const std::string typed = arguments.Get("sha256");
  if (absl::StartsWith(typed, "organisations/")) return typed;
  const std::string organisation = arguments.Get("organisation");
  return absl::StrCat("organisations/", organisation.empty() ? "-" : organisation, "/documents/",
                      typed);
}

absl::Status ShowDocument(Session& session, const Arguments& arguments) {
  documents::v1::GetDocumentRequest request;
  request.set_name(DocumentName(arguments));
  return ShowAnswer(session, "tranche.documents.v1.DocumentsService/GetDocument", request,
                    {{{texts::kDocument, "sha256"},
                      {texts::kFileName, "file_name"},
                      {texts::kMediaType, "media_type"},
                      {texts::kSizeBytes, "size_bytes"},
                      {texts::kStoredAt, "stored_at"}}});
}

absl::Status DownloadDocument(Session& session, const Arguments& arguments) {
  documents::v1::GetDocumentRequest request;
  request.set_name(DocumentName(arguments));
  TRANCHE_ASSIGN_OR_RETURN(const auto answer,
                           session.Get<documents::v1::DocumentContent>(
                               "tranche.documents.v1.DocumentsService/DownloadDocument", request));
  const std::string wanted = request.name().substr(request.name().rfind('/') + 1);
  if (Sha256Hex(answer.content()) != wanted) {
    return Problem(kExitFailure, session.Say(texts::kDigestWrong));
  }
  return SaveFile(session, arguments, answer.content());
}

absl::Status Apply(Session& session, const Arguments& arguments) {
  ApplyOptions options;
  options.from_folder = arguments.Get("from-dir");
  const std::string file = arguments.Get("steps");
  TRANCHE_ASSIGN_OR_RETURN(const Json answers, ApplyFile(session, file, options));
  if (session.settings().style.format == Format::kJson) {
    *session.settings().out << answers.dump(2) << "\n";
  } else if (!session.settings().dry_run) {
    session.Note(
        session.Say(texts::kApplied, {{"file", file}, {"count", absl::StrCat(answers.size())}}));
  }
  return absl::OkStatus();
}

// The files of steps in a folder, by name.
absl::StatusOr<std::vector<std::string>> ExamplesIn(Session& session, const std::string& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path().string());
  }
  if (error) {
    return Problem(
        kExitUsage,
        session.Say(texts::kFileUnreadable,
                    {{"file", folder}, {"why", SaySystemError(error.value(), session.language())}}));
  }
  if (files.empty()) return Problem(kExitUsage, session.Say(texts::kNoExamples, {{"file", folder}}));
  std::sort(files.begin(), files.end());
  return files;
}

absl::Status LoadExamples(Session& session, const Arguments& arguments) {
  TRANCHE_ASSIGN_OR_RETURN(std::vector<std::string> files,
                           ExamplesIn(session, arguments.Get("folder")));
  for (const std::string& folder : arguments.All("more")) {
    TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> more, ExamplesIn(session, folder));
    files.insert(files.end(), more.begin(), more.end());
  }
  ApplyOptions options;
  options.one_line = true;
  options.skip_changed = true;
  for (const std::string& file : files) {
    TRANCHE_RETURN_IF_ERROR(ApplyFile(session, file, options).status());
  }
  if (!session.settings().dry_run) session.Note(session.Say(texts::kLoaded));
  return absl::OkStatus();
}

absl::StatusOr<Examples> ReadExamples(Session& session) {
  const std::string plan = absl::StrCat("organisations/-/plans/", kExamplePlan);
  const std::string contract = session.ContractName(kExampleContract, "");
  Examples examples;
  plans::v1::GetPlanRequest get_plan;
  get_plan.set_name(plan);
  TRANCHE_ASSIGN_OR_RETURN(
      examples.plan, session.Get<plans::v1::Plan>("tranche.plans.v1.PlansService/GetPlan", get_plan));
  plans::v1::CheckPlanRequest check_plan;
  check_plan.set_name(plan);
  TRANCHE_ASSIGN_OR_RETURN(examples.checks, session.Get<plans::v1::CheckPlanResponse>(
                                                "tranche.plans.v1.PlansService/CheckPlan", check_plan));
  proposals::v1::GetContractRequest get_contract;
  get_contract.set_name(contract);
  TRANCHE_ASSIGN_OR_RETURN(examples.contract,
                           session.Get<proposals::v1::Contract>(
                               "tranche.proposals.v1.ProposalsService/GetContract", get_contract));
  budgets::v1::GetBudgetRequest get_budget;
  get_budget.set_name(absl::StrCat(contract, "/budget"));
  TRANCHE_ASSIGN_OR_RETURN(
      examples.budget,
      session.Get<budgets::v1::Budget>("tranche.budgets.v1.BudgetsService/GetBudget", get_budget));
  reports::v1::GetBudgetVsActualRequest get_report;
  get_report.set_parent(contract);
  get_report.set_as_of(session.settings().as_of);
  TRANCHE_ASSIGN_OR_RETURN(examples.report,
                           session.Get<reports::v1::BudgetVsActual>(
                               "tranche.reports.v1.ReportsService/GetBudgetVsActual", get_report));
  timelines::v1::ListDeadlinesRequest list_deadlines;
  list_deadlines.set_parent(contract);
  list_deadlines.set_as_of(session.settings().as_of);
  TRANCHE_ASSIGN_OR_RETURN(examples.deadlines,
                           session.Get<timelines::v1::ListDeadlinesResponse>(
                               "tranche.timelines.v1.TimelinesService/ListDeadlines", list_deadlines));
  return examples;
}

absl::Status SummariseExamples(Session& session, const Arguments&) {
  TRANCHE_ASSIGN_OR_RETURN(const Examples examples, ReadExamples(session));
  for (const std::string& line : SummaryLines(examples, session.language())) {
    *session.settings().out << line << "\n";
  }
  return absl::OkStatus();
}

// Checks one thing after another; each says what it found, and the first that failed gives the exit
// code.
absl::Status Doctor(Session& session, const Arguments&) {
  const Language language = session.language();
  absl::Status first;
  Table table;
  for (const Text& heading : {texts::kCheck, texts::kOk, texts::kFound}) {
    table.headings.emplace_back(heading.In(language));
  }
  Json json = Json::array();
  const auto add = [&](Text check, const char* key, const absl::Status& status,
                       const std::string& found) {
    const std::string said = !status.ok() && !ReasonOf(status).empty()
                                 ? Explain(ReasonOf(status), ValuesOf(status), language)
                             : !status.ok() ? std::string(status.message())
                                            : found;
    table.rows.push_back({Cell{std::string(check.In(language)), key},
                          Cell{std::string((status.ok() ? texts::kYes : texts::kNo).In(language)),
                               status.ok() ? "true" : "false"},
                          Cell{said, said}});
    json.push_back({{"check", key}, {"ok", status.ok()}, {"found", said}});
    if (first.ok()) first = status;
  };
  const absl::StatusOr<std::string> address = session.Address();
  add(texts::kDoctorData, "data", address.status(),
      absl::StrCat(session.settings().data, address.ok() ? absl::StrCat(" → ", *address) : ""));
  add(texts::kDoctorServer, "server", session.CheckHealth(), address.ok() ? *address : "");
  const auto me = session.Get<access::v1::WhoAmIResponse>("tranche.access.v1.AccessService/WhoAmI",
                                                          access::v1::WhoAmIRequest());
  add(texts::kDoctorToken, "token", me.status(),
      me.ok() ? absl::StrCat(me->subject(), ": ", absl::StrJoin(me->organisations(), ", ")) : "");
  View view;
  std::string notes;
  if (session.settings().style.format == Format::kTable) {
    // What was found may be a sentence, which a table would cut.
    for (const std::vector<Cell>& row : table.rows) {
      view.notes.push_back(
          absl::StrCat(row[1].raw == "true" ? "✓ " : "✗ ", row[0].text, ": ", row[2].text));
    }
  } else {
    view.tables.push_back(std::move(table));
  }
  session.Show(view, json.dump(2));
  return first;
}

constexpr Parameter kDigestParameter{
    "sha256", Kind::kRequired, {"SHA-256 на файла или пълно име", "SHA-256 of the file, or full name"}};

std::vector<Command> ExampleCommands() {
  return {
      {"examples",
       "load",
       {"Зарежда примерите от една или няколко папки", "Loads the examples from one folder or several"},
       {{"folder", Kind::kRequired, {"Папка с *.json", "Folder with *.json"}, Takes::kFolder},
        {"more",
         Kind::kValues,
         {"Още папка, след нея; може и повече от веднъж",
          "One more folder, after it; may be given again"},
         Takes::kFolder}},
       "tranche examples load services/examples\n"
       "tranche examples load services/examples --more services/examples/municipal-plans --more "
       "services/examples/money",
       true,
       LoadExamples,
       /*takes_as_of=*/false,
       /*has_steps=*/true},
      {"examples",
       "summary",
       {"Показва на един екран какво има в примерите", "Shows on one screen what the examples contain"},
       {},
       "tranche examples summary --lang en",
       false,
       SummariseExamples,
       /*takes_as_of=*/true},
  };
}

}  // namespace

std::vector<Command> OtherCommands() {
  std::vector<Command> commands = {
      {"rules",
       "list",
       {"Показва правилата, валидни на дадена дата", "Lists the rules that hold on a day"},
       {{"code", Kind::kOptional, {"Само това правило", "Only this rule"}, Takes::kRule}},
       "tranche rules list --as-of 2018-09-01\ntranche rules list final_claim_months",
       false,
       ListRules,
       /*takes_as_of=*/true},
      {"documents",
       "show",
       {"Показва какво се знае за файл", "Shows what is known of a file"},
       {kDigestParameter, kOrganisationParameter},
       "tranche documents show SHA256",
       false,
       ShowDocument},
      {"documents",
       "download",
       {"Изтегля файл и проверява SHA-256", "Downloads a file and checks its SHA-256"},
       {kDigestParameter, kOutputFileParameter, kForceParameter, kOrganisationParameter},
       "tranche documents download SHA256 -O plan.txt",
       false,
       DownloadDocument},
      {"apply",
       "",
       {"Изпълнява файл със стъпки; втори път не променя нищо",
        "Runs a file of steps; a second run changes nothing"},
       {{"steps", Kind::kRequired, {"Файл със стъпки (JSON)", "File of steps (JSON)"}, Takes::kFile},
        {"from-dir",
         Kind::kValue,
         {"Къде са файловете, които стъпките назовават", "Where the files are that the steps name"},
         Takes::kFolder}},
       "tranche apply services/examples/mineralni-bani.json --progress",
       true,
       Apply,
       /*takes_as_of=*/false,
       /*has_steps=*/true},
      {"doctor",
       "",
       {"Проверява папката с данни, сървъра и ключа",
        "Checks the data folder, the server and the token"},
       {},
       "tranche doctor",
       false,
       Doctor},
  };
  const std::vector<Command> examples = ExampleCommands();
  commands.insert(commands.end() - 1, examples.begin(), examples.end());
  return commands;
}

}  // namespace tranche::cli
