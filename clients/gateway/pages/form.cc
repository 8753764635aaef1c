// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pages/form.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cpp/client.h"
#include "gateway/pages/layout.h"
#include "gateway/pages/phrases.h"
#include "platform/base/error.h"

namespace tranche::gateway {
namespace {

using ctemplate::TemplateDictionary;

const FormInput* InputOf(const Violation& violation, absl::Span<const FormInput> inputs) {
  const auto found = std::find_if(inputs.begin(), inputs.end(), [&](const FormInput& input) {
    return violation.field == input.json_name;
  });
  return found == inputs.end() ? nullptr : &*found;
}

void AddLine(const std::string& href, const std::string& sentence, TemplateDictionary* summary) {
  TemplateDictionary* line = summary->AddSectionDictionary("FIELD_WRONG");
  line->SetValue("HREF", href);
  line->SetValue("SENTENCE", sentence);
}

}  // namespace

std::string Given(const Visit& visit, const char* field) {
  return visit.IsSent() ? visit.Field(field) : visit.Parameter(field);
}

std::string WrongWith(const absl::Status& refusal, const char* json_name, Language language) {
  for (const Violation& violation : ViolationsOf(refusal)) {
    if (violation.field == json_name) return Explain(violation.reason, violation.values, language);
  }
  return "";
}

void ShowInputs(const Visit& visit, absl::Span<const FormInput> inputs, const absl::Status& refusal,
                const char* marker, TemplateDictionary* section) {
  const Language language = visit.language();
  for (const FormInput& input : inputs) {
    TemplateDictionary* part = AddPart(section, marker, "input.tpl");
    part->SetValue("FIELD", input.field);
    part->SetValue("LABEL", Say(input.label, language));
    part->SetValue("HINT", Say(input.hint, language));
    part->SetValue("WIDTH", input.css);
    part->SetValue("MODE", input.of_browser);
    part->SetValue("VALUE", Given(visit, input.field));
    const std::string wrong = WrongWith(refusal, input.json_name, language);
    if (!wrong.empty()) part->AddSectionDictionary("INPUT_WRONG")->SetValue("SENTENCE", wrong);
  }
}

void ShowWrong(absl::Span<const FormInput> inputs, const absl::Status& refusal, const char* form,
               Language language, TemplateDictionary* page) {
  if (refusal.ok()) return;
  TemplateDictionary* summary = AddPart(page, "WRONG", "wrong.tpl");
  const std::string to_form = absl::StrCat("#", form);
  const std::vector<Violation> violations = ViolationsOf(refusal);
  if (violations.empty()) return AddLine(to_form, SentenceOf(refusal, language), summary);
  for (const Violation& violation : violations) {
    const FormInput* input = InputOf(violation, inputs);
    const std::string sentence = Explain(violation.reason, violation.values, language);
    if (input == nullptr) {
      AddLine(to_form, sentence, summary);
    } else {
      AddLine(absl::StrCat("#", input->field),
              absl::StrCat(Say(input->label, language), ": ", sentence), summary);
    }
  }
}

void ShowFormKeys(const Visit& visit, const absl::Status& refusal, TemplateDictionary* form) {
  form->SetValue("CSRF_TOKEN", visit.csrf_token());
  const bool unknown = !refusal.ok() && StatusOf(refusal) >= 500;
  const std::string sent = visit.IsSent() ? visit.Field("request_id") : "";
  form->SetValue("REQUEST_ID", unknown && !sent.empty() ? sent : client::MakeRequestId());
}

int StatusOf(const absl::Status& refusal) {
  if (refusal.ok()) return 200;
  const std::string reason = ReasonOf(refusal);
  return HttpStatusOf(reason.empty() ? "PEER_UNAVAILABLE" : reason);
}

}  // namespace tranche::gateway
