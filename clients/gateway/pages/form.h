// SPDX-License-Identifier: EUPL-1.2
// Forms that change something: what was typed stays in its place, what is wrong stands at its field and
// above the form, and a second press of the button changes nothing twice.
#pragma once

#include <ctemplate/template.h>

#include <string>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "gateway/pages/visit.h"

namespace tranche::gateway {

// A field by the name that it has in the form and the one by which a refusal knows it.
struct FormInput {
  const char* field;       // "share"
  const char* json_name;   // "link.sharePercent"
  const char* label;       // A phrase.
  const char* hint;        // A phrase.
  const char* css;         // "govuk-input--width-5"; empty: as wide as there is room.
  const char* of_browser;  // What a browser may know about it, "text" or "numeric".
};

// What stands in a field: what was sent, else what the address asks for.
std::string Given(const Visit& visit, const char* field);

// A part of the section for each of the fields, where `marker` stands in it.
void ShowInputs(const Visit& visit, absl::Span<const FormInput> inputs, const absl::Status& refusal,
                const char* marker, ctemplate::TemplateDictionary* section);
// The sentence of the refusal about one field, "" when it says nothing of it.
std::string WrongWith(const absl::Status& refusal, const char* json_name, Language language);

// The box above the form, {{>WRONG}}: a link to each field that is wrong, and what is of no field; the
// latter leads to the element `form`. Nothing when nothing was refused.
void ShowWrong(absl::Span<const FormInput> inputs, const absl::Status& refusal, const char* form,
               Language language, ctemplate::TemplateDictionary* page);

// Sets CSRF_TOKEN and REQUEST_ID of a form. The id is the one that was sent where nobody knows whether
// it was carried out, so that sending it again is safe; else a new one.
void ShowFormKeys(const Visit& visit, const absl::Status& refusal, ctemplate::TemplateDictionary* form);

// The status of the page that stands again for a form that was refused.
int StatusOf(const absl::Status& refusal);

}  // namespace tranche::gateway
