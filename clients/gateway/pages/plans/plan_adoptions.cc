// SPDX-License-Identifier: EUPL-1.2
// A plan's own adoption: what its document states of it, and what persons recorded; a part that is left
// blank is not a part that nobody knows. And the form that records one.
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "cpp/partial_date.h"
#include "gateway/pages/form.h"
#include "gateway/pages/pages.h"
#include "gateway/pages/parts.h"
#include "gateway/pages/phrases.h"
#include "gateway/pages/plans/plan_pages.h"
#include "gateway/words.h"
#include "tranche/plans/v1/plan_versions_service.pb.h"

namespace tranche::gateway {
namespace {

namespace pb = plans::v1;
using ctemplate::TemplateDictionary;

constexpr char kVersions[] = "/tranche.plans.v1.PlanVersionsService/";

constexpr FormInput kInputs[] = {
    {"decision", "adoption.adoption.decisionNumber", "W_ADOPT_DECISION", "W_ADOPT_NUMBER_HINT",
     "govuk-input--width-10", "text"},
    {"protocol", "adoption.adoption.protocolNumber", "W_ADOPT_PROTOCOL", "W_ADOPT_NUMBER_HINT",
     "govuk-input--width-10", "text"},
    {"date", "adoption.adoption.date", "W_ADOPT_DATE", "W_ADOPT_DATE_HINT", "govuk-input--width-10",
     "text"},
    {"body", "adoption.adoption.body", "W_ADOPT_BODY", "W_ADOPT_BODY_HINT", "", "text"},
    {"source", "adoption.source", "W_ADOPT_SOURCE", "W_ADOPT_SOURCE_HINT", "", "text"},
};
// Those whose place a document may leave blank.
constexpr size_t kPartsOfAdoption = 4;

struct AdoptionsData {
  Answer<pb::Plan> plan;
  Answer<pb::ListAdoptionsResponse> adoptions;
  absl::Status refused;  // Of the form that was sent.
};

// "decision_blank": the box that says that the document leaves the place of the decision blank.
std::string BlankOf(const char* field) { return absl::StrCat(field, "_blank"); }

class AdoptionsFiller {
 public:
  AdoptionsFiller(const Visit& visit, const AdoptionsData& data)
      : visit_(visit), data_(data), language_(visit.language()) {}

  void Fill(TemplateDictionary* page) const {
    const pb::Plan& plan = data_.plan.value;
    if (plan.has_adoption()) {
      Parts(plan.adoption(), page->AddSectionDictionary("STATED"));
    } else {
      page->ShowSection("NOT_STATED");
    }
    Form(page->AddSectionDictionary("ADOPT"));
    ShowRefused(data_.adoptions.status, language_, "ADOPTIONS_REFUSED", page);
    if (!data_.adoptions.status.ok()) return;
    const auto& adoptions = data_.adoptions.value.adoptions();
    if (adoptions.empty()) return page->ShowSection("NO_ADOPTIONS");
    // The one that stands goes first.
    for (int i = adoptions.size() - 1; i >= 0; --i) {
      Adoption(adoptions[i], i == adoptions.size() - 1, page);
    }
  }

 private:
  void Adoption(const pb::PlanAdoption& from, bool stands, TemplateDictionary* page) const {
    TemplateDictionary* adoption = page->AddSectionDictionary("ADOPTION");
    adoption->SetIntValue("NUMBER", from.number());
    adoption->SetValue("STATE", Say(stands ? "W_IN_FORCE" : "W_REPLACED", language_));
    adoption->SetValue("CLASS", stands ? "t-state--good" : "");
    Parts(from.adoption(), adoption);
    adoption->SetValue("SOURCE", from.source());
    adoption->SetValue("BY", from.made_by());
    adoption->SetValue("DAY", SayDayOf(from.made_at().seconds(), language_));
    for (const pb::Finding& finding : from.findings()) {
      adoption->AddSectionDictionary("ADOPTION_FINDING")
          ->SetValue("TEXT", SayFinding(finding, language_));
    }
  }

  void Parts(const pb::Adoption& from, TemplateDictionary* into) const {
    Part("W_DECISION", from.has_decision_number(), from.decision_number(), into);
    Part("W_PROTOCOL", from.has_protocol_number(), from.protocol_number(), into);
    const bool blank = client::IsBlank(from.date());
    const std::string date =
        blank ? std::string() : client::SayPartialDate(from.date(), language_, SayDate);
    Part("W_DATE", from.has_date(), date, into, date == from.date().as_written());
    Part("W_BODY", from.has_body(), from.body(), into);
  }

  // Absent: nobody said anything; empty: there is a place for it and nothing in it.
  void Part(const char* name, bool is_there, const std::string& value, TemplateDictionary* into,
            bool written = true) const {
    TemplateDictionary* part = into->AddSectionDictionary("PART");
    part->SetValue("NAME", Say(name, language_));
    if (is_there && !value.empty()) {
      TemplateDictionary* known = part->AddSectionDictionary("KNOWN");
      known->SetValue("VALUE", value);
      if (written) known->ShowSection("BULGARIAN");
    } else {
      part->AddSectionDictionary("UNKNOWN")->SetValue(
          "VALUE", Say(is_there ? "W_BLANK" : "W_NOT_KNOWN", language_));
    }
  }

  void Form(TemplateDictionary* form) const {
    form->SetValue("ACTION", visit_.Href(absl::StrCat("/", data_.plan.value.name(), "/adoptions")));
    ShowInputs(visit_, kInputs, data_.refused, "INPUT", form);
    for (const FormInput& input : absl::MakeConstSpan(kInputs).first(kPartsOfAdoption)) {
      TemplateDictionary* blank = form->AddSectionDictionary("MAY_BE_BLANK");
      const std::string field = BlankOf(input.field);
      blank->SetValue("FIELD", field);
      blank->SetValue("LABEL", Say(input.label, language_));
      if (!visit_.Field(field).empty()) blank->ShowSection("CHOSEN");
    }
    ShowFormKeys(visit_, data_.refused, form);
  }

  const Visit& visit_;
  const AdoptionsData& data_;
  const Language language_;
};

void AnswerAdoptions(const std::shared_ptr<Visit>& visit, const std::shared_ptr<AdoptionsData>& data) {
  if (!data->plan.status.ok()) return visit->Refuse(data->plan.status);
  const std::string& plan = data->plan.value.name();
  Frame frame = PlanFrame(*visit, plan, "W_PLAN_ADOPTIONS");
  frame.commands = {ShellLine({"tranche", "plans", "adoptions", LastSegment(plan)}),
                    ShellLine({"tranche", "plans", "adopt", "--help"})};
  visit->Show(StatusOf(data->refused),
              RenderFrame(frame, "plan_adoptions.tpl", [&](TemplateDictionary* page) {
                page->SetValue("PLAN", LastSegment(plan));
                page->SetValue("JSON_HREF", absl::StrCat("/v1/", EncodePath(plan), "/adoptions"));
                ShowPlanNav(*visit, plan, "W_PLAN_ADOPTIONS", page);
                ShowDone(*visit, page);
                ShowWrong(kInputs, data->refused, "adopt", visit->language(), page);
                AdoptionsFiller(*visit, *data).Fill(page);
              }));
}

void AnswerWith(const std::shared_ptr<Visit>& visit, const std::string& name,
                const absl::Status& refused) {
  auto data = std::make_shared<AdoptionsData>();
  data->refused = refused;
  AskPlan(visit, name, &data->plan);
  pb::ListAdoptionsRequest adoptions;
  adoptions.set_parent(name);
  visit->Ask(absl::StrCat(kVersions, "ListAdoptions").c_str(), adoptions, &data->adoptions);
  visit->Then([visit, data] { AnswerAdoptions(visit, data); });
}

// Whether a part is known, or known to be left blank; else nobody says anything of it.
bool IsSaid(const Visit& visit, const char* field) {
  return !visit.Field(field).empty() || !visit.Field(BlankOf(field)).empty();
}

// False when the date is none.
bool ReadAdoption(const Visit& visit, pb::PlanAdoption* into) {
  into->set_source(visit.Field("source"));
  pb::Adoption& adoption = *into->mutable_adoption();
  if (IsSaid(visit, "decision")) adoption.set_decision_number(visit.Field("decision"));
  if (IsSaid(visit, "protocol")) adoption.set_protocol_number(visit.Field("protocol"));
  if (IsSaid(visit, "body")) adoption.set_body(visit.Field("body"));
  if (!IsSaid(visit, "date")) return true;
  const std::optional<common::v1::PartialDate> date = client::ReadPartialDate(visit.Field("date"));
  if (date) *adoption.mutable_date() = *date;
  return date.has_value();
}

}  // namespace

void ShowPlanAdoptions(const std::shared_ptr<Visit>& visit, const std::string& name) {
  AnswerWith(visit, name, absl::OkStatus());
}

// With a date that is none nothing is kept: the service only says what else is wrong.
void SendPlanAdoption(const std::shared_ptr<Visit>& visit, const std::string& name) {
  pb::RecordAdoptionRequest request;
  request.set_parent(name);
  const bool readable = ReadAdoption(*visit, request.mutable_adoption());
  request.set_request_id(visit->Field("request_id"));
  request.set_validate_only(!readable);
  auto made = std::make_shared<Answer<pb::PlanAdoption>>();
  visit->Ask(absl::StrCat(kVersions, "RecordAdoption").c_str(), request, made.get());
  visit->Then([visit, name, made, readable] {
    if (!readable) {
      std::vector<Violation> violations = ViolationsOf(made->status);
      violations.push_back(
          {"adoption.adoption.date", "PARTIAL_DATE_MALFORMED", {{"value", visit->Field("date")}}});
      return AnswerWith(visit, name, RefuseInput("INVALID_REQUEST", std::move(violations)));
    }
    if (!made->status.ok()) return AnswerWith(visit, name, made->status);
    visit->Redirect(absl::StrCat(visit->Href(absl::StrCat("/", name, "/adoptions")), "?done=adopted"));
  });
}

}  // namespace tranche::gateway
