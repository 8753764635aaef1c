// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pages/plans/corrections.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gateway/pages/layout.h"
#include "gateway/pages/phrases.h"
#include "gateway/words.h"

namespace tranche::gateway {
namespace {

using ctemplate::TemplateDictionary;

bool IsAmount(plans::v1::PlanField field) {
  return field == plans::v1::PLAN_STATED_TOTAL || field == plans::v1::MEASURE_TOTAL ||
         field == plans::v1::MEASURE_MONTHLY || field == plans::v1::MEASURE_PART;
}

bool IsText(plans::v1::PlanField field) {
  return !IsAmount(field) && field != plans::v1::MEASURE_PERSONS && field != plans::v1::MEASURE_MONTHS;
}

// A value as people write it; "–" where there is none.
std::string SayValue(plans::v1::PlanField field, bool is_there, const std::string& value,
                     Language language) {
  if (!is_there || value.empty()) return is_there ? Say("W_BLANK_VALUE", language) : "–";
  if (!IsAmount(field)) return value;
  const std::vector<std::string> parts = absl::StrSplit(value, ' ');
  return parts.size() == 2 ? SayAmount(parts[0], parts[1], language) : value;
}

}  // namespace

void ShowCorrection(const plans::v1::Correction& correction, CorrectionLabel label, Language language,
                    const char* marker, TemplateDictionary* parent) {
  TemplateDictionary* part = AddPart(parent, marker, "correction.tpl");
  const plans::v1::PlanField field = correction.field();
  part->SetValue("VALUE", SayValue(field, correction.has_value(), correction.value(), language));
  if (IsText(field)) part->ShowSection("BULGARIAN");
  part->SetValue("BY", correction.made_by());
  part->SetValue("DAY", SayDayOf(correction.made_at().seconds(), language));
  part->SetValue("REASON", correction.reason());
  if (label == CorrectionLabel::kBeside) return;
  TemplateDictionary* of = part->AddSectionDictionary("OF");
  std::string name = SayEnum(plans::v1::PlanField_descriptor(), field, language);
  if (!correction.place().empty()) absl::StrAppend(&name, " ", correction.place());
  of->SetValue("NAME", name);
  TemplateDictionary* stated = part->AddSectionDictionary("STATED");
  stated->SetValue("READ", SayValue(field, correction.has_read(), correction.read(), language));
  if (IsText(field)) stated->ShowSection("BULGARIAN_READ");
}

Corrections::Corrections(const plans::v1::Plan& plan) {
  for (const plans::v1::Correction& each : plan.corrections()) {
    by_value_[{each.field(), each.place()}] = &each;
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
