// SPDX-License-Identifier: EUPL-1.2
#include "cli/plan_corrections_view.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/texts.h"

namespace tranche::cli {
namespace {

namespace pb = plans::v1;

constexpr Text kCorrections{"Поправки", "Corrections"};
constexpr Text kCorrected{"поправено:", "corrected:"};
constexpr Text kValueName{"Стойност", "Value"};
constexpr Text kInDocument{"В документа", "In the document"};
constexpr Text kCorrectedTo{"Поправено на", "Corrected to"};
constexpr Text kMadeBy{"От", "By"};
constexpr Text kMadeAt{"На", "At"};
constexpr Text kRead{"Прочетено", "Read"};
constexpr Text kInsteadOf{"Вместо", "Instead of"};
constexpr Text kSaid{"Поправено", "Corrected"};
constexpr Text kTakesBack{"Оттегля", "Takes back"};
constexpr Text kInForce{"В сила", "In force"};
constexpr Text kPath{"Път", "Path"};
constexpr Text kWhat{"Какво", "What"};
constexpr Text kKind{"Вид", "Kind"};
constexpr Text kFoundAt{"В документа на", "In the document at"};

bool IsAmount(pb::PlanField field) {
  return field == pb::PLAN_STATED_TOTAL || field == pb::MEASURE_TOTAL || field == pb::MEASURE_MONTHLY ||
         field == pb::MEASURE_PART;
}

// A value in the form in which corrections keep it; "–" where there is none.
Cell ValueCell(pb::PlanField field, bool is_there, const std::string& value, Language language) {
  if (!is_there) return {.text = "–", .raw = ""};
  const std::vector<std::string> parts = absl::StrSplit(value, ' ');
  if (!IsAmount(field) || parts.size() != 2) return TextCell(value);
  return {.text = SayAmount(parts[0], parts[1], language), .raw = value, .right = true};
}

// The name of its field; of other values and of rows what they are, and what becomes of a row.
Cell WhatOf(const pb::Correction& each, Language language) {
  const bool is_row = each.field() == pb::PLAN_ROW;
  if (!is_row && each.field() != pb::PLAN_VALUE) return CellAt(each, "field", language);
  Cell what = CellAt(each, language == Language::kBulgarian ? "title_bg" : "title_en", language);
  if (is_row) what.text = absl::StrCat(CellAt(each, "kind", language).text, ": ", what.text);
  return what;
}

}  // namespace

const std::vector<Shown>& CorrectionColumns() {
  static const auto* columns = new std::vector<Shown>{{texts::kNumber, "number"},
                                                      {texts::kVersion, "version"},
                                                      {texts::kPlace, "place"},
                                                      {kValueName, "field"},
                                                      {kKind, "kind"},
                                                      {kRead, "read"},
                                                      {kInsteadOf, "instead_of"},
                                                      {kSaid, "value"},
                                                      {texts::kReason, "reason"},
                                                      {kFoundAt, "document_place/place"},
                                                      {kMadeBy, "made_by"},
                                                      {kMadeAt, "made_at"},
                                                      {kTakesBack, "takes_back"},
                                                      {kInForce, "in_force"},
                                                      {kPath, "path"},
                                                      {kWhat, "title_*"}};
  return *columns;
}

const RecordSpec& CorrectionSpec() {
  static const auto* spec = new RecordSpec{CorrectionColumns()};
  return *spec;
}

std::string WithCorrection(const pb::Plan& plan, pb::PlanField field, const std::string& place,
                           std::string said, Language language) {
  const auto found = std::find_if(plan.corrections().begin(), plan.corrections().end(),
                                  [&](const pb::Correction& correction) {
                                    return correction.field() == field && correction.place() == place;
                                  });
  if (found == plan.corrections().end()) return said;
  const Cell value = ValueCell(field, found->has_value(), found->value(), language);
  return absl::StrCat(said.empty() ? "–" : said, " (", kCorrected.In(language), " ", value.text, ")");
}

std::string WithRowMark(const pb::Plan& plan, const std::string& row, std::string said,
                        Language language) {
  for (const pb::Correction& each : plan.corrections()) {
    if (each.field() != pb::PLAN_ROW || each.path() != row) continue;
    return absl::StrCat(said, " (", CellAt(each, "kind", language).text, ")");
  }
  return said;
}

void AddCorrections(const pb::Plan& plan, Language language, View* view) {
  if (plan.corrections().empty()) return;
  const std::string count = absl::StrCat(plan.corrections_size());
  view->fields.push_back(
      {std::string(kCorrections.In(language)), {.text = count, .raw = count, .right = true}});
  Table table;
  table.title = std::string(kCorrections.In(language));
  for (const Text& heading : {texts::kNumber, kValueName, texts::kPlace, kInDocument, kCorrectedTo,
                              kMadeBy, kMadeAt, texts::kReason}) {
    table.headings.emplace_back(heading.In(language));
  }
  for (const pb::Correction& each : plan.corrections()) {
    table.rows.push_back(
        {CellAt(each, "number", language), WhatOf(each, language), TextCell(each.place()),
         ValueCell(each.field(), each.has_read(), each.read(), language),
         ValueCell(each.field(), each.has_value(), each.value(), language), TextCell(each.made_by()),
         CellAt(each, "made_at", language), TextCell(each.reason())});
  }
  view->tables.push_back(std::move(table));
}

}  // namespace tranche::cli
