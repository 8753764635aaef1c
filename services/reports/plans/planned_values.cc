// SPDX-License-Identifier: EUPL-1.2
#include "reports/plans/planned_values.h"

#include <map>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "platform/base/status_macros.h"

namespace tranche::reports {
namespace {

absl::StatusOr<std::optional<Money>> AmountOf(const std::optional<std::string>& text) {
  if (!text) return std::optional<Money>();
  const std::vector<std::string> parts = absl::StrSplit(*text, ' ');
  if (parts.size() != 2) return absl::InternalError("a published correction is no amount");
  const absl::StatusOr<Currency> currency = ParseCurrency(parts[1]);
  if (!currency.ok()) return absl::InternalError("a published correction is in no known currency");
  const absl::StatusOr<Money> amount = ParseAmount(parts[0], *currency);
  if (!amount.ok()) return absl::InternalError("a published correction is no amount");
  return std::optional<Money>(*amount);
}

// What people said instead, the last of each value.
class Said {
 public:
  explicit Said(const std::vector<PlannedCorrection>& corrections) {
    for (const PlannedCorrection& each : corrections) last_[{each.field, each.place}] = each.value;
  }

  void Lay(PlannedField field, const std::string& place, std::string* text) const {
    const auto there = last_.find({field, place});
    if (there != last_.end()) *text = there->second.value_or("");
  }

  absl::Status Lay(PlannedField field, const std::string& place, std::optional<Money>* amount) const {
    const auto there = last_.find({field, place});
    if (there == last_.end()) return absl::OkStatus();
    TRANCHE_ASSIGN_OR_RETURN(*amount, AmountOf(there->second));
    return absl::OkStatus();
  }

  void Lay(PlannedField field, const std::string& place, std::optional<int>* count) const {
    const auto there = last_.find({field, place});
    if (there == last_.end()) return;
    int number = 0;
    const bool is_count = there->second && absl::SimpleAtoi(*there->second, &number);
    *count = is_count ? std::optional<int>(number) : std::nullopt;
  }

 private:
  std::map<std::pair<PlannedField, std::string>, std::optional<std::string>> last_;
};

// "1" of "1.2".
std::string SectionOf(const std::string& place) { return place.substr(0, place.find('.')); }

}  // namespace

absl::StatusOr<PlanFacts> Corrected(PlanFacts stated,
                                    const std::vector<PlannedCorrection>& corrections) {
  const Said said(corrections);
  said.Lay(PlannedField::kPlanTitle, "", &stated.title);
  TRANCHE_RETURN_IF_ERROR(said.Lay(PlannedField::kPlanTotal, "", &stated.stated_total));
  for (PlannedMeasure& measure : stated.measures) {
    said.Lay(PlannedField::kSectionTitle, SectionOf(measure.place), &measure.section);
    said.Lay(PlannedField::kMeasureActivity, measure.place, &measure.activity);
    said.Lay(PlannedField::kMeasureExecutor, measure.place, &measure.executor);
    TRANCHE_RETURN_IF_ERROR(said.Lay(PlannedField::kMeasureTotal, measure.place, &measure.planned));
    said.Lay(PlannedField::kMeasurePersons, measure.place, &measure.people);
  }
  return stated;
}

}  // namespace tranche::reports
