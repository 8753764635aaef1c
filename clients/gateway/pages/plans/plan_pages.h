// SPDX-License-Identifier: EUPL-1.2
// What the pages below a plan have in common: their frame, the links among them, values as they are
// said.
#pragma once

#include <ctemplate/template.h>

#include <string>

#include "absl/strings/string_view.h"
#include "gateway/pages/visit.h"
#include "tranche/plans/v1/plan_corrections.pb.h"
#include "tranche/plans/v1/plans.pb.h"
#include "tranche/plans/v1/project_links.pb.h"

namespace tranche::gateway {

// Asks for the newest version of a plan.
void AskPlan(const std::shared_ptr<Visit>& visit, const std::string& name,
             Answer<plans::v1::Plan>* into);

// The frame of a page below the plan, which is a crumb of it.
Frame PlanFrame(const Visit& visit, const std::string& plan, const char* heading);

// The links among the pages of a plan, {{>NAV}}; `here` is the phrase of the page itself.
void ShowPlanNav(const Visit& visit, const std::string& plan, const char* here,
                 ctemplate::TemplateDictionary* page);

// The same among the pages of an organisation.
void ShowOrganisationNav(const Visit& visit, const std::string& organisation, const char* here,
                         ctemplate::TemplateDictionary* page);

// A value of a plan as it is kept in text: "39792.00 BGN" as people write amounts, "–" where there is
// none, "(blank)" for a place left blank.
std::string SayKept(bool is_there, const std::string& value, Language language);
// Whether SayKept would say an amount.
bool IsKeptAmount(absl::string_view value);

// The value at a path: one of a plan's words is said in the language of the page, too.
struct KeptValue {
  std::string text;
  bool is_written = false;  // As the document or a person wrote it: Bulgarian in either language.
};
KeptValue SayKeptAt(const std::string& path, bool is_there, const std::string& value,
                    Language language);

// "lyubimets-2013, version 2" of ".../plans/lyubimets-2013/versions/2".
std::string SayVersion(absl::string_view name, Language language);

// How much of a project is for the measure that a link names; without share and amount all of it.
std::string SayContribution(const plans::v1::ProjectLink& link, Language language);

// A section DONE when the page follows a form that was carried out: ?done=linked.
void ShowDone(const Visit& visit, ctemplate::TemplateDictionary* page);

// A finding in the language of the page, with its amounts and days as people write them.
std::string SayFinding(const plans::v1::Finding& finding, Language language);

}  // namespace tranche::gateway
