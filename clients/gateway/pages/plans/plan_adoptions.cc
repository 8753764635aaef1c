// SPDX-License-Identifier: EUPL-1.2
// A plan's own adoption: what its document states of it, and what persons recorded; a part that is left
// blank is not a part that nobody knows.
#include <string>

#include "absl/strings/str_cat.h"
#include "cpp/partial_date.h"
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

struct AdoptionsData {
  Answer<pb::Plan> plan;
  Answer<pb::ListAdoptionsResponse> adoptions;
};

class AdoptionsFiller {
 public:
  AdoptionsFiller(const AdoptionsData& data, Language language) : data_(data), language_(language) {}

  void Fill(TemplateDictionary* page) const {
    const pb::Plan& plan = data_.plan.value;
    if (plan.has_adoption()) {
      Parts(plan.adoption(), page->AddSectionDictionary("STATED"));
    } else {
      page->ShowSection("NOT_STATED");
    }
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

  const AdoptionsData& data_;
  const Language language_;
};

}  // namespace

void ShowPlanAdoptions(const std::shared_ptr<Visit>& visit, const std::string& name) {
  auto data = std::make_shared<AdoptionsData>();
  AskPlan(visit, name, &data->plan);
  pb::ListAdoptionsRequest adoptions;
  adoptions.set_parent(name);
  visit->Ask("/tranche.plans.v1.PlanVersionsService/ListAdoptions", adoptions, &data->adoptions);
  visit->Then([visit, data] {
    if (!data->plan.status.ok()) return visit->Refuse(data->plan.status);
    const std::string& plan = data->plan.value.name();
    Frame frame = PlanFrame(*visit, plan, "W_PLAN_ADOPTIONS");
    frame.commands = {ShellLine({"tranche", "plans", "adoptions", LastSegment(plan)})};
    visit->Show(200, RenderFrame(frame, "plan_adoptions.tpl", [&](TemplateDictionary* page) {
                  page->SetValue("PLAN", LastSegment(plan));
                  page->SetValue("JSON_HREF", absl::StrCat("/v1/", EncodePath(plan), "/adoptions"));
                  ShowPlanNav(*visit, plan, "W_PLAN_ADOPTIONS", page);
                  AdoptionsFiller(*data, visit->language()).Fill(page);
                }));
  });
}

}  // namespace tranche::gateway
