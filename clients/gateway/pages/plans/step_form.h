// SPDX-License-Identifier: EUPL-1.2
// The form on the page of a municipality's groundwork that moves a step of a programme.
#pragma once

#include <ctemplate/template.h>

#include <memory>
#include <string>

#include "gateway/pages/visit.h"
#include "tranche/plans/v1/groundwork.pb.h"

namespace tranche::gateway {

// The form for the steps of a checklist, and above the page what was refused of it.
void ShowStepForm(const Visit& visit, const plans::v1::Checklist& checklist,
                  const std::string& organisation, const absl::Status& refused,
                  ctemplate::TemplateDictionary* page);

// The page of an organisation's groundwork with what was refused of the form that was sent.
void AnswerGroundwork(const std::shared_ptr<Visit>& visit, const std::string& name,
                      const absl::Status& refused);

}  // namespace tranche::gateway
