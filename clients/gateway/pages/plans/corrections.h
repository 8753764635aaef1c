// SPDX-License-Identifier: EUPL-1.2
// What persons corrected in a plan, shown beside what its document states.
#pragma once

#include <ctemplate/template.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "platform/base/error.h"
#include "tranche/plans/v1/plan_corrections.pb.h"
#include "tranche/plans/v1/plans.pb.h"

namespace tranche::gateway {

// The correction by itself: the value said, who, when and why. A labelled one also says which value it
// is of and what the document states, where that does not stand beside it.
enum class CorrectionLabel { kBeside, kLabelled };
void ShowCorrection(const plans::v1::Correction& correction, CorrectionLabel label, Language language,
                    const char* marker, ctemplate::TemplateDictionary* parent);

// The corrections in force of a plan by what they are of.
class Corrections {
 public:
  explicit Corrections(const plans::v1::Plan& plan);

  bool Has(plans::v1::PlanField field, const std::string& place = "") const;
  // Shows the correction of a value, if there is one, where `marker` stands in the template.
  void Show(plans::v1::PlanField field, const std::string& place, CorrectionLabel label,
            Language language, const char* marker, ctemplate::TemplateDictionary* parent) const;

  // Shows the corrections of a row, "measure.1.2", that are by their path: of the row itself and of
  // values within it that have no place of their own on the page.
  void ShowWithin(const std::string& path, Language language, const char* marker,
                  ctemplate::TemplateDictionary* parent) const;
  // Shows those by their path that are within none of these rows: of other lists, and rows added.
  void ShowOutside(const std::vector<std::string>& paths, Language language, const char* marker,
                   ctemplate::TemplateDictionary* parent) const;

 private:
  std::vector<const plans::v1::Correction*> by_path_;
  std::map<std::pair<int, std::string>, const plans::v1::Correction*> by_value_;
};

}  // namespace tranche::gateway
