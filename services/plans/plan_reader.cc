// SPDX-License-Identifier: EUPL-1.2
#include "plans/plan_reader.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "plans/reading/adoption.h"
#include "plans/reading/bodies.h"
#include "plans/reading/cards.h"
#include "plans/reading/ending.h"
#include "plans/reading/list_measures.h"
#include "plans/reading/lists.h"
#include "plans/reading/measure_reader.h"
#include "plans/reading/notes.h"
#include "plans/reading/periods.h"
#include "plans/reading/prose.h"
#include "plans/reading/row_words.h"
#include "plans/reading/table_reader.h"
#include "plans/reading/title.h"
#include "plans/reading/totals.h"
#include "platform/base/digest.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/text/piece.h"
#include "re2/re2.h"

namespace tranche::plans {
namespace {

using reading::Notebook;
using reading::ProseLine;
using reading::RawTables;

constexpr char kDocument[] = "document";

// "Сумите са в хил. лв.", "(в лева)": a line of its own gives the unit to numbers that have none.
std::optional<AmountUnit> UnitOfText(const std::vector<ProseLine>& lines, Notebook& notebook) {
  static const RE2 kSays(
      "(?i)(?:сум|стойност|средств|amount)\\pL*[^.]*\\s(?:в|in)\\s+(?:хил|млн|лв|лева|евро|EUR|"
      "BGN)|"
      "^[/(\\s]*(?:в|in)\\s+(?:хил|млн|лв|лева|евро|EUR|BGN)");
  constexpr size_t kShort = 200;
  for (const ProseLine& line : lines) {
    if (line.text.size() > kShort || !RE2::PartialMatch(Piece(line.text), kSays)) {
      continue;
    }
    notebook.Use(line.at);
    return FindUnit(line.text);
  }
  return std::nullopt;
}

// Blank is what the document has a place for; of what is absent it does not speak.
void NoteBlanks(const Adoption& adoption, const Where& at, Notebook& notebook) {
  if (adoption.decision_number == "") notebook.Find(at, "PLAN_DECISION_NUMBER_BLANK");
  if (adoption.protocol_number == "") notebook.Find(at, "PLAN_PROTOCOL_NUMBER_BLANK");
  if (!adoption.date) return;
  if (adoption.date->empty()) {
    notebook.Find(at, "PLAN_ADOPTION_DATE_BLANK");
  } else if (!adoption.on || !adoption.on->complete()) {
    notebook.Find(at, "PLAN_ADOPTION_DATE_PARTIAL", {{"value", *adoption.date}});
  }
}

// A line that speaks of a strategy in words that say no more, "се основава на Общинската стратегия …":
// there a person finds what was not recognised. The title of a table or a plan is none.
Where PlaceOfStrategy(const std::vector<ProseLine>& lines) {
  static const RE2 kNames(
      "(?i)(?:общинск|областн|национал|регионал|местн)\\pL*\\s+(?:\\pL+\\s+){0,2}стратеги");
  for (const ProseLine& line : lines) {
    if (!line.heading && RE2::PartialMatch(Piece(line.text), kNames)) return line.at;
  }
  return {.place = kDocument};
}

// What is said of the adoption of the strategies, where the document speaks of it at all.
void NoteAdoption(const std::vector<ProseLine>& lines, const Plan& plan, Notebook& notebook) {
  const bool has_none = plan.kind == PlanKind::kRomact || plan.kind == PlanKind::kStrategy ||
                        plan.kind == PlanKind::kDevelopmentPlan;
  if (!plan.strategy.has_value()) {
    if (!has_none) notebook.Find(PlaceOfStrategy(lines), "PLAN_STRATEGY_NOT_NAMED");
    return;
  }
  for (std::size_t i = 0; i < plan.parents.size(); ++i) {
    const Adoption& adoption = plan.parents[i].adoption;
    if (adoption == Adoption()) continue;
    const std::string path = absl::StrCat("parents.", i + 1);
    const auto span = std::find_if(notebook.spans().begin(), notebook.spans().end(),
                                   [&](const Span& known) { return known.path == path; });
    NoteBlanks(adoption, span == notebook.spans().end() ? Where{.place = kDocument} : span->at,
               notebook);
  }
}

// A plan without measures: its text may be in an attachment. Of an annual plan the table is what
// matters, so that without it not all was understood.
void NoteMeasures(const Plan& plan, const RawTables& tables, Notebook& notebook) {
  if (!tables.measures.empty() || !tables.blocks.empty()) return;
  const bool annual = plan.level == PlanLevel::kAnnual || plan.kind == PlanKind::kUnspecified;
  if (annual) {
    notebook.Miss({.place = kDocument}, "PLAN_TABLE_MISSING");
  } else {
    notebook.Find({.place = kDocument}, "PLAN_MEASURES_NOT_IN_DOCUMENT");
  }
}

void NoteOtherTables(const RawTables& tables, Notebook& notebook) {
  const auto& blocks = notebook.document().blocks;
  for (int i = 0; i < static_cast<int>(blocks.size()); ++i) {
    if (blocks[i].kind != document::Block::Kind::kTable) continue;
    if (std::find(tables.blocks.begin(), tables.blocks.end(), i) != tables.blocks.end()) continue;
    const auto wide = std::count_if(blocks[i].rows.begin(), blocks[i].rows.end(), [](const auto& row) {
      return reading::FilledCells(row).size() > 2;
    });
    if (wide > 1) notebook.Find(notebook.OfRow(i, 0), "PLAN_TABLE_UNKNOWN");
  }
}

void ReadProse(const std::vector<ProseLine>& lines, const std::vector<bool>& in_measures, Plan& plan,
               Notebook& notebook) {
  reading::ReadPeriodsWritten(lines, plan, notebook);
  reading::ReadRegion(lines, plan, notebook);
  reading::ReadOpenDocument(lines, plan, notebook);
  reading::ReadLists(lines, in_measures, plan, notebook);
  reading::ReadParticipants(lines, plan, notebook);
  reading::ReadAttachments(lines, in_measures, plan, notebook);
  reading::ReadBodies(lines, plan, notebook);
  reading::ReadRoleHolders(lines, plan, notebook);
  if (plan.kind != PlanKind::kRomact && plan.kind != PlanKind::kRomaIntegration) return;
  reading::ReadAgreements(lines, plan, notebook);
  reading::ReadFigures(lines, plan, notebook);
  reading::ReadProducts(lines, plan, notebook);
}

ReadPlan Finished(Plan plan, std::vector<Remark> about_whole, const Notebook& notebook) {
  ReadPlan read;
  read.findings = notebook.findings();
  if (notebook.findings_left_out() > 0) {
    read.findings.push_back({"PLAN_FINDINGS_LEFT_OUT",
                             {{"count", absl::StrCat(notebook.findings_left_out())}},
                             {.place = kDocument}});
  }
  if (notebook.spans_left_out() > 0) {
    read.findings.push_back({"PLAN_SPANS_LEFT_OUT",
                             {{"count", absl::StrCat(notebook.spans_left_out())}},
                             {.place = kDocument}});
  }
  for (Remark& remark : about_whole) read.findings.push_back(std::move(remark));
  plan.spans = notebook.spans();
  plan.not_understood = notebook.misses();
  plan.not_understood_count = static_cast<int>(notebook.miss_count());
  read.unused = notebook.Unused(read.unused_count);
  read.plan = std::move(plan);
  return read;
}

}  // namespace

absl::StatusOr<ReadPlan> ReadPlanOf(const document::Document& document, std::string sha256) {
  Notebook notebook(document);
  Plan plan;
  plan.source_sha256 = std::move(sha256);
  plan.media_type = std::string(document::MediaTypeOf(document.format));
  const std::vector<std::optional<reading::Header>> headers = reading::FindHeaders(document);
  const std::vector<ProseLine> lines = reading::ProseOf(notebook, headers);
  std::vector<bool> in_measures(lines.size(), false);

  const bool titled = reading::ReadTitle(lines, plan, notebook);
  const bool table = std::any_of(headers.begin(), headers.end(),
                                 [](const auto& header) { return header.has_value(); });
  if (!titled && !table) {
    return RefuseInput("DOCUMENT_UNREADABLE", {{kDocument, "PLAN_NOT_RECOGNISED", {}}},
                       {{"count", "1"}});
  }
  if (!titled) notebook.Miss({.place = kDocument}, "PLAN_TITLE_MISSING");
  reading::CheckDates(notebook);
  const std::vector<reading::ProtocolNote> notes = reading::ProtocolNotesOf(lines, document);
  reading::ReadParents(lines, notes, plan, notebook);
  NoteAdoption(lines, plan, notebook);
  RawTables tables = reading::ReadTables(headers, reading::CurrencyOf(plan), notebook);
  if (tables.measures.empty() && tables.blocks.empty()) {
    reading::ReadCards(lines, tables, notebook, in_measures);
    if (tables.measures.empty()) reading::ReadListMeasures(lines, tables, notebook, in_measures);
  }
  tables.unit = UnitOfText(lines, notebook);
  reading::ReadMeasures(tables, plan, notebook);
  reading::ReadTotalInText(lines, in_measures, tables, plan, notebook);
  reading::CheckLastRow(tables, notebook);
  NoteMeasures(plan, tables, notebook);
  NoteOtherTables(tables, notebook);
  reading::ReadOwnAdoption(lines, notes, plan, notebook);
  reading::FindProtocolsLeft(notes, plan, notebook);
  ReadProse(lines, in_measures, plan, notebook);
  plan.id = reading::PlanId(plan);
  std::vector<Remark> about_whole = reading::WholePlan(plan, notebook);
  return Finished(std::move(plan), std::move(about_whole), notebook);
}

absl::StatusOr<ReadPlan> ReadPlanDocument(absl::string_view bytes) {
  TRANCHE_ASSIGN_OR_RETURN(const document::Document document, document::ReadDocument(bytes));
  return ReadPlanOf(document, Sha256Hex(bytes));
}

}  // namespace tranche::plans
