// SPDX-License-Identifier: EUPL-1.2
#include "plans/search/record_texts_convert.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tranche/plans/v1/search.pb.h"

namespace tranche::plans::search {
namespace {

// Texts with their places; empty ones are left out.
class Texts {
 public:
  void Add(const std::string& place, const std::string& text, int weight) {
    if (!text.empty()) texts_.push_back({place, text, weight});
  }
  template <class Items>
  void AddEach(const std::string& place, const Items& items, int weight) {
    for (int i = 0; i < items.size(); ++i) Add(absl::StrCat(place, ".", i + 1), items[i], weight);
  }
  const std::vector<IndexedText>& all() const { return texts_; }

 private:
  std::vector<IndexedText> texts_;
};

void AddMeasures(const v1::Plan& plan, Texts* texts) {
  for (const v1::Section& section : plan.sections()) {
    texts->Add(absl::StrCat("section.", section.ordinal()), section.title(), kListWeight);
    for (const v1::Measure& measure : section.measures()) {
      // One text for a row, so that its words are found together.
      std::string words = measure.activity();
      for (const std::string& more :
           {measure.description(), measure.place(), measure.financing(), measure.executor(),
            absl::StrJoin(measure.partners(), ", "), measure.expected_results(), measure.target_group(),
            measure.objective(), measure.source_cell()}) {
        if (!more.empty()) absl::StrAppend(&words, words.empty() ? "" : " · ", more);
      }
      texts->Add(absl::StrCat("measure.", section.ordinal(), ".", measure.ordinal()), words,
                 kTextWeight);
    }
  }
}

void AddMembers(const v1::WorkingBody& body, Texts* texts) {
  texts->Add("composition", body.composition(), kListWeight);
  texts->Add("ordered_by", body.ordered_by(), kTextWeight);
  texts->Add("order_number", body.order_number(), kTextWeight);
  for (int i = 0; i < body.members_size(); ++i) {
    const v1::BodyMember& member = body.members(i);
    std::string words = member.role();
    if (!member.person().empty()) absl::StrAppend(&words, ": ", member.person());
    if (!member.represents().empty()) absl::StrAppend(&words, ", ", member.represents());
    texts->Add(absl::StrCat("members.", i + 1), words, kListWeight);
  }
}

void AddContent(const v1::Groundwork& record, Texts* texts) {
  switch (record.content_case()) {
    case v1::Groundwork::kWorkingBody:
      AddMembers(record.working_body(), texts);
      break;
    case v1::Groundwork::kAgreement:
      texts->Add("number", record.agreement().number(), kNameWeight);
      texts->AddEach("parties", record.agreement().parties(), kListWeight);
      texts->Add("signed_by", record.agreement().signed_by(), kTextWeight);
      texts->Add("signed_on", record.agreement().signed_on().as_written(), kTextWeight);
      break;
    case v1::Groundwork::kGatherings:
      texts->AddEach("topics", record.gatherings().topics(), kListWeight);
      texts->Add("place", record.gatherings().place(), kTextWeight);
      texts->Add("held", record.gatherings().held().as_written(), kTextWeight);
      for (int i = 0; i < record.gatherings().participants_size(); ++i) {
        texts->Add(absl::StrCat("participants.", i + 1), record.gatherings().participants(i).group(),
                   kTextWeight);
      }
      break;
    case v1::Groundwork::kAssessment:
      texts->Add("subject", record.assessment().subject(), kListWeight);
      for (int i = 0; i < record.assessment().items_size(); ++i) {
        const v1::AssessmentItem& item = record.assessment().items(i);
        const std::string words =
            item.area().empty() ? item.text() : absl::StrCat(item.area(), ": ", item.text());
        texts->Add(absl::StrCat("items.", i + 1), words, kTextWeight);
      }
      break;
    case v1::Groundwork::kPriorityList:
      for (int i = 0; i < record.priority_list().areas_size(); ++i) {
        const v1::PriorityArea& area = record.priority_list().areas(i);
        texts->Add(absl::StrCat("area.", i + 1), area.title(), kListWeight);
        for (int k = 0; k < area.priorities_size(); ++k) {
          texts->Add(absl::StrCat("priority.", i + 1, ".", k + 1), area.priorities(k).text(),
                     kTextWeight);
        }
      }
      break;
    case v1::Groundwork::kOpportunity:
      texts->Add("programme", record.opportunity().programme(), kListWeight);
      texts->Add("link", record.opportunity().link(), kSourceWeight);
      break;
    case v1::Groundwork::CONTENT_NOT_SET:
      break;
  }
}

v1::SearchKind KindOf(const v1::Groundwork& record) {
  switch (record.kind()) {
    case v1::WORKING_BODY:
      return v1::FOUND_BODY;
    case v1::AGREEMENT:
      return v1::FOUND_AGREEMENT;
    case v1::GATHERINGS:
      return v1::FOUND_GATHERINGS;
    case v1::ASSESSMENT:
      return v1::FOUND_ASSESSMENT;
    case v1::PRIORITY_LIST:
      return v1::FOUND_PRIORITIES;
    default:
      return v1::FOUND_OPPORTUNITY;
  }
}

}  // namespace

RecordTexts TextsOf(const v1::Plan& plan) {
  Texts texts;
  texts.Add("title", plan.title(), kTitleWeight);
  texts.Add("municipality", plan.municipality(), kNameWeight);
  texts.Add("region", plan.region(), kListWeight);
  for (int i = 0; i < plan.parents_size(); ++i) {
    texts.Add(absl::StrCat("parents.", i + 1), plan.parents(i).title(), kListWeight);
  }
  if (plan.parents().empty()) texts.Add("parents.1", plan.parent_strategy().title(), kListWeight);
  texts.Add("adoption.decision_number", plan.adoption().decision_number(), kListWeight);
  texts.AddEach("target_groups", plan.target_groups(), kListWeight);
  texts.AddEach("objectives", plan.objectives(), kListWeight);
  texts.AddEach("priority_areas", plan.priority_areas(), kListWeight);
  texts.AddEach("directions", plan.directions(), kListWeight);
  texts.AddEach("statements", plan.statements(), kTextWeight);
  texts.AddEach("participants", plan.participants(), kTextWeight);
  for (int i = 0; i < plan.bodies_size(); ++i) {
    texts.Add(absl::StrCat("bodies.", i + 1),
              absl::StrCat(plan.bodies(i).name(), " ", plan.bodies(i).abbreviation()), kListWeight);
  }
  for (int i = 0; i < plan.role_holders_size(); ++i) {
    texts.Add(absl::StrCat("role_holders.", i + 1),
              absl::StrCat(plan.role_holders(i).role(), ": ", plan.role_holders(i).person()),
              kTextWeight);
  }
  for (int i = 0; i < plan.attachments_size(); ++i) {
    texts.Add(absl::StrCat("attachments.", i + 1), plan.attachments(i).name(), kTextWeight);
  }
  AddMeasures(plan, &texts);
  return {plan.name(), v1::FOUND_PLAN, plan.title(), texts.all()};
}

RecordTexts TextsOf(const v1::Strategy& strategy) {
  return {strategy.name(),
          v1::FOUND_STRATEGY,
          strategy.title(),
          {{"title", strategy.title(), kTitleWeight}}};
}

RecordTexts TextsOf(const v1::Groundwork& record) {
  Texts texts;
  texts.Add("title", record.title(), kTitleWeight);
  AddContent(record, &texts);
  texts.Add("source", record.source(), kSourceWeight);
  return {record.name(), KindOf(record), record.title(), texts.all()};
}

}  // namespace tranche::plans::search
