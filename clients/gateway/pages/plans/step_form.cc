// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pages/plans/step_form.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/types/span.h"
#include "cpp/partial_date.h"
#include "gateway/pages/form.h"
#include "gateway/pages/pages.h"
#include "gateway/pages/parts.h"
#include "gateway/pages/phrases.h"
#include "gateway/words.h"
#include "tranche/plans/v1/groundwork_service.pb.h"

namespace tranche::gateway {
namespace {

namespace pb = plans::v1;
using ctemplate::TemplateDictionary;

// Step and move are chosen, the others are typed.
constexpr FormInput kInputs[] = {
    {"step", "name", "W_STEP", "", "", ""},
    {"move", "move", "W_MOVE_TO", "", "", ""},
    {"on", "on", "W_MOVE_ON", "W_MOVE_ON_HINT", "govuk-input--width-10", "text"},
    {"reason", "reason", "W_MOVE_REASON", "W_MOVE_REASON_HINT", "", "text"},
    {"evidence", "evidence", "W_MOVE_EVIDENCE", "W_MOVE_EVIDENCE_HINT", "", "text"},
};
constexpr size_t kChosen = 2;

pb::MoveStepRequest ReadMove(const Visit& visit, const std::string& organisation, bool* readable) {
  pb::MoveStepRequest request;
  request.set_name(absl::StrCat(organisation, "/checklists/romact/steps/", visit.Field("step")));
  int move = 0;
  if (absl::SimpleAtoi(visit.Field("move"), &move) && pb::StepMove_IsValid(move)) {
    request.set_move(static_cast<pb::StepMove>(move));
  }
  request.set_reason(visit.Field("reason"));
  if (const std::string on = visit.Field("on"); !on.empty()) {
    const std::optional<common::v1::PartialDate> date = client::ReadPartialDate(on);
    *readable = date.has_value();
    if (date) *request.mutable_on() = *date;
    // The words are the person's and not a document's.
    request.mutable_on()->clear_as_written();
  }
  const std::string evidence = visit.Field("evidence");
  for (const absl::string_view id :
       absl::StrSplit(evidence, absl::ByAnyChar(", "), absl::SkipEmpty())) {
    request.add_evidence(absl::StrCat(organisation, "/groundwork/", id));
  }
  request.set_request_id(visit.Field("request_id"));
  return request;
}

}  // namespace

void ShowStepForm(const Visit& visit, const pb::Checklist& checklist, const std::string& organisation,
                  const absl::Status& refused, TemplateDictionary* page) {
  const Language language = visit.language();
  ShowWrong(kInputs, refused, "move", language, page);
  TemplateDictionary* form = page->AddSectionDictionary("MOVE_STEP");
  form->SetValue("ACTION", visit.Href(absl::StrCat("/organisations/", organisation, "/groundwork")));
  for (const pb::ChecklistStep& step : checklist.steps()) {
    TemplateDictionary* option = form->AddSectionDictionary("STEP_OPTION");
    const std::string id = LastSegment(step.name());
    option->SetValue("ID", id);
    const std::string& title = language == Language::kBulgarian ? step.title_bg() : step.title_en();
    option->SetValue("TEXT", absl::StrCat(step.ordinal(), ". ", title));
    if (id == Given(visit, "step")) option->ShowSection("CHOSEN");
  }
  const google::protobuf::EnumDescriptor* moves = pb::StepMove_descriptor();
  for (int i = 0; i < moves->value_count(); ++i) {
    const int number = moves->value(i)->number();
    if (number == 0) continue;
    TemplateDictionary* option = form->AddSectionDictionary("MOVE_OPTION");
    option->SetIntValue("NUMBER", number);
    option->SetValue("TEXT", SayEnum(moves, number, language));
    if (absl::StrCat(number) == Given(visit, "move")) option->ShowSection("CHOSEN");
  }
  ShowInputs(visit, absl::MakeConstSpan(kInputs).subspan(kChosen), refused, "INPUT", form);
  ShowFormKeys(visit, refused, form);
}

// With a date that is none nothing is kept: the service only says what else is wrong.
void SendStep(const std::shared_ptr<Visit>& visit, const std::string& name) {
  bool readable = true;
  pb::MoveStepRequest request = ReadMove(*visit, name, &readable);
  request.set_validate_only(!readable);
  auto moved = std::make_shared<Answer<pb::ChecklistStep>>();
  visit->Ask("/tranche.plans.v1.GroundworkService/MoveStep", request, moved.get());
  visit->Then([visit, name, moved, readable] {
    if (!readable) {
      std::vector<Violation> violations = ViolationsOf(moved->status);
      violations.push_back({"on", "PARTIAL_DATE_MALFORMED", {{"value", visit->Field("on")}}});
      return AnswerGroundwork(visit, name, RefuseInput("INVALID_REQUEST", std::move(violations)));
    }
    if (!moved->status.ok()) return AnswerGroundwork(visit, name, moved->status);
    visit->Redirect(absl::StrCat(visit->Href(absl::StrCat("/", name, "/groundwork")), "?done=moved"));
  });
}

}  // namespace tranche::gateway
