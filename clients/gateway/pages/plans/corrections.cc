// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pages/plans/corrections.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/pages/layout.h"
#include "gateway/pages/plans/plan_pages.h"
#include "gateway/words.h"

namespace tranche::gateway {
namespace {

using ctemplate::TemplateDictionary;

// Words of the plan, which are Bulgarian in either language of a page.
bool IsText(plans::v1::PlanField field) {
  switch (field) {
    case plans::v1::PLAN_STATED_TOTAL:
    case plans::v1::MEASURE_TOTAL:
    case plans::v1::MEASURE_MONTHLY:
    case plans::v1::MEASURE_PART:
    case plans::v1::MEASURE_PERSONS:
    case plans::v1::MEASURE_MONTHS:
      return false;
    default:
      return true;
  }
}

// A value by its path, or a row: told by what it is about, not by a field.
bool IsByPath(const plans::v1::Correction& correction) {
  return correction.field() == plans::v1::PLAN_VALUE || correction.field() == plans::v1::PLAN_ROW;
}

// "measure.1.2.sources.1" is within "measure.1.2", as that is itself.
bool IsWithin(const std::string& path, const std::string& row) {
  return path == row || absl::StartsWith(path, absl::StrCat(row, "."));
}

// "added row: activity: Личен асистент; stated_total: 39 792,00 лв."
std::string SayRow(const plans::v1::Correction& correction, Language language) {
  std::string said = SayEnum(plans::v1::CorrectionKind_descriptor(), correction.kind(), language);
  const char* before = ": ";
  for (const plans::v1::RowValue& value : correction.row()) {
    absl::StrAppend(&said, before, value.path(), value.path().empty() ? "" : ": ",
                    SayKeptAt(value.path(), true, value.value(), language).text);
    before = "; ";
  }
  return said;
}

std::string NameOf(const plans::v1::Correction& correction, Language language) {
  const std::string& title =
      language == Language::kBulgarian ? correction.title_bg() : correction.title_en();
  if (IsByPath(correction)) return title.empty() ? correction.path() : title;
  std::string name = SayEnum(plans::v1::PlanField_descriptor(), correction.field(), language);
  if (!correction.place().empty()) absl::StrAppend(&name, " ", correction.place());
  return name;
}

}  // namespace

void ShowCorrection(const plans::v1::Correction& correction, CorrectionLabel label, Language language,
                    const char* marker, TemplateDictionary* parent) {
  TemplateDictionary* part = AddPart(parent, marker, "correction.tpl");
  const bool is_row = correction.field() == plans::v1::PLAN_ROW;
  const KeptValue said =
      SayKeptAt(correction.path(), correction.has_value(), correction.value(), language);
  part->SetValue("VALUE", is_row ? SayRow(correction, language) : said.text);
  if (!is_row && said.is_written && IsText(correction.field())) part->ShowSection("BULGARIAN");
  part->SetValue("BY", correction.made_by());
  part->SetValue("DAY", SayDayOf(correction.made_at().seconds(), language));
  part->SetValue("REASON", correction.reason());
  if (label == CorrectionLabel::kBeside) return;
  TemplateDictionary* of = part->AddSectionDictionary("OF");
  of->SetValue("NAME", NameOf(correction, language));
  if (is_row) return;
  TemplateDictionary* stated = part->AddSectionDictionary("STATED");
  const KeptValue read =
      SayKeptAt(correction.path(), correction.has_read(), correction.read(), language);
  stated->SetValue("READ", read.text);
  if (read.is_written && IsText(correction.field())) stated->ShowSection("BULGARIAN_READ");
}

Corrections::Corrections(const plans::v1::Plan& plan) {
  for (const plans::v1::Correction& each : plan.corrections()) {
    by_value_[{each.field(), each.place()}] = &each;
    if (IsByPath(each)) by_path_.push_back(&each);
  }
}

void Corrections::ShowWithin(const std::string& path, Language language, const char* marker,
                             TemplateDictionary* parent) const {
  for (const plans::v1::Correction* each : by_path_) {
    if (!IsWithin(each->path(), path)) continue;
    ShowCorrection(*each, CorrectionLabel::kLabelled, language, marker, parent);
  }
}

void Corrections::ShowOutside(const std::vector<std::string>& paths, Language language,
                              const char* marker, TemplateDictionary* parent) const {
  for (const plans::v1::Correction* each : by_path_) {
    const bool shown = std::any_of(paths.begin(), paths.end(), [each](const std::string& path) {
      return IsWithin(each->path(), path);
    });
    if (!shown) ShowCorrection(*each, CorrectionLabel::kLabelled, language, marker, parent);
  }
}

bool Corrections::Has(plans::v1::PlanField field, const std::string& place) const {
  return by_value_.count({field, place}) > 0;
}

void Corrections::Show(plans::v1::PlanField field, const std::string& place, CorrectionLabel label,
                       Language language, const char* marker, TemplateDictionary* parent) const {
  const auto found = by_value_.find({field, place});
  if (found == by_value_.end()) return;
  ShowCorrection(*found->second, label, language, marker, parent);
}

}  // namespace tranche::gateway
