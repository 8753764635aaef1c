// SPDX-License-Identifier: EUPL-1.2
// What a municipality does around its plans: the steps of ROMACT, and its bodies, agreements, meetings,
// assessments, priorities and funding opportunities.
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cpp/partial_date.h"
#include "gateway/pages/pages.h"
#include "gateway/pages/parts.h"
#include "gateway/pages/phrases.h"
#include "gateway/words.h"
#include "tranche/plans/v1/groundwork_service.pb.h"

namespace tranche::gateway {
namespace {

namespace pb = plans::v1;
using ctemplate::TemplateDictionary;

constexpr int kRecordsMax = 200;

struct GroundworkData {
  Answer<pb::Checklist> steps;
  Answer<pb::ListGroundworkResponse> records;
};

// Fills one record: facts, and lists of what it holds.
class RecordFiller {
 public:
  RecordFiller(Language language, TemplateDictionary* record) : language_(language), record_(record) {}

  void Fill(const pb::Groundwork& from) {
    if (from.has_working_body()) Body(from.working_body());
    if (from.has_agreement()) Agreement(from.agreement());
    if (from.has_gatherings()) Gatherings(from.gatherings());
    if (from.has_assessment()) Assessment(from.assessment());
    if (from.has_priority_list()) Priorities(from.priority_list());
    if (from.has_opportunity()) Opportunity(from.opportunity());
    Fact("W_GROUNDWORK_SOURCE", from.source());
  }

 private:
  void Fact(const char* name, const std::string& value, bool in_bulgarian = true) {
    if (value.empty()) return;
    TemplateDictionary* fact = record_->AddSectionDictionary("FACT");
    fact->SetValue("NAME", Say(name, language_));
    fact->SetValue("VALUE", value);
    fact->SetValue("LANG", in_bulgarian || language_ == Language::kBulgarian ? "bg" : "en");
  }
  void Date(const char* name, const common::v1::PartialDate& date) {
    if (client::IsBlank(date)) return;
    const std::string said = client::SayPartialDate(date, language_, SayDate);
    Fact(name, said, said == date.as_written());
  }
  template <class Enum>
  void Word(const char* name, const google::protobuf::EnumDescriptor* type, Enum value) {
    Fact(name, SayEnum(type, value, language_), false);
  }
  void Number(bool known, const std::string& number, const char* name) {
    if (known)
      Fact(name, number.empty() ? Say("W_LEFT_BLANK", language_) : number, number.empty() == false);
  }
  TemplateDictionary* List(const std::string& title) {
    TemplateDictionary* list = record_->AddSectionDictionary("LIST");
    if (!title.empty()) list->AddSectionDictionary("LIST_TITLE")->SetValue("TEXT", title);
    return list;
  }
  static void Item(const std::string& text, TemplateDictionary* list) {
    list->AddSectionDictionary("ITEM")->SetValue("TEXT", text);
  }

  void Body(const pb::WorkingBody& body) {
    Word("W_KIND", pb::BodyKind_descriptor(), body.kind());
    Number(body.has_order_number(), body.order_number(), "W_ORDER_NUMBER");
    Fact("W_ORDERED_BY", body.ordered_by());
    Date("W_WHEN", body.ordered_on());
    Fact("W_COMPOSITION", body.composition());
    if (body.members().empty()) return;
    TemplateDictionary* list = List("");
    for (const pb::BodyMember& member : body.members()) {
      const std::string person = member.person().empty() ? "" : absl::StrCat(": ", member.person());
      const std::string of = member.represents().empty() ? "" : absl::StrCat(", ", member.represents());
      Item(absl::StrCat(member.role(), person, of), list);
    }
  }

  void Agreement(const pb::Agreement& agreement) {
    Date("W_WHEN", agreement.signed_on());
    Fact("W_SIGNED_BY", agreement.signed_by());
    Fact("W_PARTIES", absl::StrJoin(agreement.parties(), "; "));
    Number(agreement.has_number(), agreement.number(), "W_AGREEMENT_NUMBER");
  }

  void Gatherings(const pb::Gatherings& gatherings) {
    std::vector<std::string> kinds;
    for (const int kind : gatherings.kinds()) {
      kinds.push_back(SayEnum(pb::GatheringKind_descriptor(), kind, language_));
    }
    Fact("W_KIND", absl::StrJoin(kinds, ", "), false);
    Fact("W_COUNT_IN_ALL", absl::StrCat(gatherings.count()));
    Fact("W_WHEN", client::SayPartialPeriod(gatherings.held(), language_, SayDate),
         !gatherings.held().as_written().empty());
    Fact("W_TOPICS", absl::StrJoin(gatherings.topics(), "; "));
    if (gatherings.participants().empty()) return;
    TemplateDictionary* list = List("");
    for (const pb::ParticipantGroup& group : gatherings.participants()) {
      Item(group.has_persons() ? absl::StrCat(group.group(), ": ", group.persons()) : group.group(),
           list);
    }
  }

  void Assessment(const pb::Assessment& assessment) {
    Word("W_KIND", pb::AssessmentKind_descriptor(), assessment.kind());
    Fact("W_OF_WHOM", assessment.subject());
    Date("W_WHEN", assessment.made_on());
    if (assessment.items().empty()) return;
    TemplateDictionary* list = List("");
    for (const pb::AssessmentItem& item : assessment.items()) {
      Item(item.area().empty() ? item.text() : absl::StrCat(item.area(), ": ", item.text()), list);
    }
  }

  void Priorities(const pb::PriorityList& priorities) {
    Date("W_WHEN", priorities.made_on());
    for (const pb::PriorityArea& area : priorities.areas()) {
      TemplateDictionary* list = List(area.title());
      for (const pb::Priority& priority : area.priorities()) Item(priority.text(), list);
    }
  }

  void Opportunity(const pb::Opportunity& opportunity) {
    Fact("W_PROGRAMME", opportunity.programme());
    Word("W_STATE", pb::OpportunityState_descriptor(), opportunity.state());
    Date("W_FROM", opportunity.opens_on());
    Date("W_TO", opportunity.closes_on());
    Fact("W_ADDRESS", opportunity.link());
  }

  const Language language_;
  TemplateDictionary* const record_;
};

void FillSteps(const Visit& visit, const GroundworkData& data, TemplateDictionary* page) {
  const Language language = visit.language();
  const bool bulgarian = language == Language::kBulgarian;
  const pb::Checklist& list = data.steps.value;
  page->SetValue("CHECKLIST", data.steps.status.ok() ? (bulgarian ? list.title_bg() : list.title_en())
                                                     : Say("W_STEPS_CAPTION", language));
  ShowRefused(data.steps.status, language, "STEPS_REFUSED", page);
  if (!data.steps.status.ok()) return;
  TemplateDictionary* steps = page->AddSectionDictionary("STEPS");
  steps->SetIntValue("DONE", list.done_count());
  steps->SetIntValue("APPLICABLE", list.applicable_count());
  steps->SetValue("SOURCE", list.source());
  if (!list.verified()) steps->ShowSection("UNVERIFIED");
  for (const pb::ChecklistStep& from : list.steps()) {
    TemplateDictionary* step = steps->AddSectionDictionary("STEP");
    step->SetIntValue("ORDINAL", from.ordinal());
    step->SetValue("TITLE", bulgarian ? from.title_bg() : from.title_en());
    ShowState(pb::StepState_descriptor(), from.state(), language, "STATE", "CLASS", step);
    for (const std::string& name : from.evidence()) {
      TemplateDictionary* evidence = step->AddSectionDictionary("EVIDENCE");
      evidence->SetValue("HREF", absl::StrCat("#", LastSegment(name)));
      evidence->SetValue("ID", LastSegment(name));
    }
    step->SetValue("REASON", from.reason());
  }
}

void FillRecords(const Visit& visit, const GroundworkData& data, TemplateDictionary* page) {
  const Language language = visit.language();
  ShowRefused(data.records.status, language, "RECORDS_REFUSED", page);
  if (!data.records.status.ok()) return;
  if (data.records.value.groundwork().empty()) return page->ShowSection("NO_RECORDS");
  std::map<int, std::vector<const pb::Groundwork*>> by_kind;
  for (const pb::Groundwork& record : data.records.value.groundwork())
    by_kind[record.kind()].push_back(&record);
  for (const auto& [kind, records] : by_kind) {
    TemplateDictionary* group = page->AddSectionDictionary("GROUP");
    group->SetValue("ID", absl::StrCat("kind-", kind));
    group->SetValue("KIND", SayEnum(pb::GroundworkKind_descriptor(), kind, language));
    for (const pb::Groundwork* from : records) {
      TemplateDictionary* record = group->AddSectionDictionary("RECORD");
      record->SetValue("ID", LastSegment(from->name()));
      record->SetValue("TITLE", from->title());
      RecordFiller(language, record).Fill(*from);
    }
  }
  if (!data.records.value.next_page_token().empty()) page->ShowSection("MORE");
}

}  // namespace

void ShowGroundwork(const std::shared_ptr<Visit>& visit, const std::string& name) {
  auto data = std::make_shared<GroundworkData>();
  pb::GetChecklistRequest steps;
  steps.set_name(absl::StrCat(name, "/checklists/romact"));
  visit->Ask("/tranche.plans.v1.GroundworkService/GetChecklist", steps, &data->steps);
  pb::ListGroundworkRequest records;
  records.set_parent(name);
  records.set_page_size(kRecordsMax);
  visit->Ask("/tranche.plans.v1.GroundworkService/ListGroundwork", records, &data->records);
  visit->Then([visit, data, name] {
    if (!data->steps.status.ok() && !data->records.status.ok())
      return visit->Refuse(data->records.status);
    Frame frame = visit->MakeFrame(Say("W_GROUNDWORK", visit->language()));
    const std::string organisation = LastSegment(name);
    frame.commands = {ShellLine({"tranche", "groundwork", "list", "--organisation", organisation}),
                      ShellLine({"tranche", "steps", "list", "--organisation", organisation})};
    visit->Show(200, RenderFrame(frame, "groundwork.tpl", [&](TemplateDictionary* page) {
                  page->SetValue("ORGANISATION", organisation);
                  page->SetValue("JSON_HREF", absl::StrCat("/v1/", EncodePath(name), "/groundwork"));
                  FillSteps(*visit, *data, page);
                  FillRecords(*visit, *data, page);
                }));
  });
}

}  // namespace tranche::gateway
