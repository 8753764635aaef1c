// SPDX-License-Identifier: EUPL-1.2
// What a plan's document names besides its table, and what a row has besides its amount, for the page
// of a plan.
#pragma once

#include <ctemplate/template.h>
#include <google/protobuf/repeated_ptr_field.h>

#include <string>
#include <vector>

#include "platform/base/error.h"
#include "tranche/plans/v1/plans.pb.h"

namespace tranche::gateway {

// A LIST of what the document says; none when it is empty.
void ShowList(const char* name, const std::vector<std::string>& items, Language language,
              ctemplate::TemplateDictionary* page);

// Persons with a role, bodies, agreements, stated numbers, documents made: a LIST for each that is not
// empty.
void ShowNamed(const plans::v1::Plan& plan, Language language, ctemplate::TemplateDictionary* page);

// A DETAIL for each value of the row that is there.
void ShowMeasureDetails(const plans::v1::Measure& measure, Language language,
                        ctemplate::TemplateDictionary* into);

// "2021: BGN 18,000.00; 2022: BGN 24,000.00"; empty: no amounts by year.
std::string SayYears(const google::protobuf::RepeatedPtrField<plans::v1::Part>& years,
                     Language language);

}  // namespace tranche::gateway
