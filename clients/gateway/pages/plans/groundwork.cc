// SPDX-License-Identifier: EUPL-1.2
// What a municipality does around its plans: the steps of ROMACT, and its bodies, agreements, meetings,
// assessments, priorities and funding opportunities.
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "cpp/partial_date.h"
#include "gateway/pages/form.h"
#include "gateway/pages/pages.h"
#include "gateway/pages/parts.h"
#include "gateway/pages/phrases.h"
#include "gateway/pages/plans/plan_pages.h"
#include "gateway/pages/plans/step_form.h"
#include "gateway/words.h"
#include "platform/text/said_place.h"
#include "tranche/plans/v1/groundwork_service.pb.h"

namespace tranche::gateway {
namespace {

namespace pb = plans::v1;
using ctemplate::TemplateDictionary;

constexpr int kRecordsMax = 100;

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
    DocumentPlace(from.document_place());
    if (from.plan().empty()) return;
    TemplateDictionary* plan = record_->AddSectionDictionary("OF_PLAN");
    plan->SetValue("HREF", absl::StrCat(language_ == Language::kBulgarian ? "/bg/" : "/en/",
                                        EncodePath(from.plan())));
    plan->SetValue("ID", LastSegment(from.plan()));
  }

 private:
  void Fact(const char* name, const std::string& value, bool in_bulgarian = true) {
    if (value.empty()) return;
    TemplateDictionary* fact = record_->AddSectionDictionary("FACT");
    fact->SetValue("NAME", Say(name, language_));
    fact->SetValue("VALUE", value);
    fact->SetValue("LANG", in_bulgarian || language_ == Language::kBulgarian ? "bg" : "en");
  }
  // What the reader of documents does not call by its words a person has written.
  void DocumentPlace(const std::string& place) {
    const bool is_read = SayPlace(place, Language::kBulgarian) != place;
    Fact("W_DOCUMENT_PLACE", SayPlace(place, language_), !is_read);
  }
  void Date(const char* name, const common::v1::PartialDate& date) {
    if (client::IsBlank(date)) return;
    const std::string said = client::SayPartialDate(date, language_, SayDate);
    Fact(name, said, said == date.as_written());
  }
  void Period(const char* name, bool is_there, const common::v1::PartialPeriod& period) {
    if (!is_there) return;
    Fact(name, client::SayPartialPeriod(period, language_, SayDate), !period.as_written().empty());
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
  static TemplateDictionary* Item(const std::string& text, TemplateDictionary* list) {
    TemplateDictionary* item = list->AddSectionDictionary("ITEM");
    item->SetValue("TEXT", text);
    return item;
  }

  // Behind the words of a document; `written`: it stands there, too.
  void Note(const std::string& words, bool written, TemplateDictionary* item) const {
    TemplateDictionary* note = item->AddSectionDictionary("NOTE");
    note->SetValue("WORDS", words);
    note->SetValue("NOTE_LANG", written || language_ == Language::kBulgarian ? "bg" : "en");
  }

  void Body(const pb::WorkingBody& body) {
    Word("W_KIND", pb::BodyKind_descriptor(), body.kind());
    Number(body.has_order_number(), body.order_number(), "W_ORDER_NUMBER");
    Fact("W_ORDERED_BY", body.ordered_by());
    Date("W_WHEN", body.ordered_on());
    Period("W_VALID", body.has_valid(), body.valid());
    Fact("W_COMPOSITION", body.composition());
    if (body.members().empty()) return;
    TemplateDictionary* list = List("");
    for (const pb::BodyMember& member : body.members()) {
      const std::string person = member.person().empty() ? "" : absl::StrCat(": ", member.person());
      const std::string of = member.represents().empty() ? "" : absl::StrCat(", ", member.represents());
      TemplateDictionary* item = Item(absl::StrCat(member.role(), person, of), list);
      const std::string valid = client::SayPartialPeriod(member.valid(), language_, SayDate);
      if (!valid.empty()) Note(valid, !member.valid().as_written().empty(), item);
    }
  }

  void Agreement(const pb::Agreement& agreement) {
    Date("W_WHEN", agreement.signed_on());
    Fact("W_SIGNED_BY", agreement.signed_by());
    Fact("W_PARTIES", absl::StrJoin(agreement.parties(), "; "));
    Number(agreement.has_number(), agreement.number(), "W_AGREEMENT_NUMBER");
    Period("W_VALID", agreement.has_valid(), agreement.valid());
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
    Fact("W_WHERE", gatherings.place());
    if (gatherings.has_persons()) Fact("W_PERSONS", absl::StrCat(gatherings.persons()), false);
    if (gatherings.participants().empty()) return;
    TemplateDictionary* list = List("");
    for (const pb::ParticipantGroup& group : gatherings.participants()) {
      TemplateDictionary* item = Item(group.group(), list);
      // How many is not known is not the same as none.
      Note(group.has_persons() ? absl::StrCat(group.persons()) : Say("W_NOT_KNOWN", language_), false,
           item);
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
      for (const pb::Priority& priority : area.priorities()) {
        TemplateDictionary* item = Item(priority.text(), list);
        if (priority.plan().empty()) continue;
        TemplateDictionary* taken = item->AddSectionDictionary("TAKEN_UP");
        taken->SetValue("HREF", PlaceOf(priority));
        taken->SetValue(
            "WHERE", absl::StrCat(LastSegment(priority.plan()), priority.measure().empty() ? "" : ", ",
                                  priority.measure()));
      }
    }
  }

  // The measure that has taken a priority up, on the page of its plan.
  std::string PlaceOf(const pb::Priority& priority) const {
    const std::string page =
        absl::StrCat(language_ == Language::kBulgarian ? "/bg/" : "/en/", EncodePath(priority.plan()));
    if (priority.measure().empty()) return page;
    return absl::StrCat(page, "#measure-", absl::StrReplaceAll(priority.measure(), {{".", "-"}}));
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
    step->SetValue("REASON", from.reason().empty() ? "–" : from.reason());
    step->SetValue("SINCE", from.has_on() ? client::SayPartialDate(from.on(), language, SayDate) : "–");
    step->SetValue("KIND_WANTED",
                   from.evidence_kind() == pb::GROUNDWORK_KIND_UNSPECIFIED || !from.evidence().empty()
                       ? ""
                       : SayEnum(pb::GroundworkKind_descriptor(), from.evidence_kind(), language));
  }
}

// Records of a kind stand below the name of all of them.
std::string HeadingOf(int kind, Language language) {
  switch (kind) {
    case pb::WORKING_BODY:
      return Say("W_NAMED_BODIES", language);
    case pb::AGREEMENT:
      return Say("W_NAMED_AGREEMENTS", language);
    case pb::GATHERINGS:
      return Say("W_GATHERINGS", language);
    case pb::ASSESSMENT:
      return Say("W_ASSESSMENTS", language);
    case pb::PRIORITY_LIST:
      return Say("W_PRIORITIES", language);
    case pb::OPPORTUNITY:
      return Say("W_OPPORTUNITIES", language);
    default:
      return SayEnum(pb::GroundworkKind_descriptor(), kind, language);
  }
}

void FillRecords(const Visit& visit, const GroundworkData& data, const std::string& organisation,
                 TemplateDictionary* page) {
  const Language language = visit.language();
  ShowRefused(data.records.status, language, "RECORDS_REFUSED", page);
  if (!data.records.status.ok()) return;
  ShowPaging(visit.Href(absl::StrCat("/", organisation, "/groundwork")), "", visit.Parameter("page"),
             data.records.value.next_page_token(), page);
  if (data.records.value.groundwork().empty()) return page->ShowSection("NO_RECORDS");
  std::map<int, std::vector<const pb::Groundwork*>> by_kind;
  for (const pb::Groundwork& record : data.records.value.groundwork())
    by_kind[record.kind()].push_back(&record);
  for (const auto& [kind, records] : by_kind) {
    TemplateDictionary* group = page->AddSectionDictionary("GROUP");
    group->SetValue("ID", absl::StrCat("kind-", kind));
    group->SetValue("KIND", HeadingOf(kind, language));
    for (const pb::Groundwork* from : records) {
      TemplateDictionary* record = group->AddSectionDictionary("RECORD");
      record->SetValue("ID", LastSegment(from->name()));
      record->SetValue("TITLE", from->title());
      RecordFiller(language, record).Fill(*from);
    }
  }
}

}  // namespace

void AnswerGroundwork(const std::shared_ptr<Visit>& visit, const std::string& name,
                      const absl::Status& refused) {
  auto data = std::make_shared<GroundworkData>();
  pb::GetChecklistRequest steps;
  steps.set_name(absl::StrCat(name, "/checklists/romact"));
  visit->Ask("/tranche.plans.v1.GroundworkService/GetChecklist", steps, &data->steps);
  pb::ListGroundworkRequest records;
  records.set_parent(name);
  records.set_page_size(kRecordsMax);
  if (!visit->IsSent()) records.set_page_token(visit->Parameter("page"));
  visit->Ask("/tranche.plans.v1.GroundworkService/ListGroundwork", records, &data->records);
  visit->Then([visit, data, name, refused] {
    if (!data->steps.status.ok() && !data->records.status.ok())
      return visit->Refuse(data->records.status);
    Frame frame = visit->MakeFrame(Say("W_GROUNDWORK", visit->language()));
    const std::string organisation = LastSegment(name);
    frame.commands = {ShellLine({"tranche", "groundwork", "list", "--organisation", organisation}),
                      ShellLine({"tranche", "steps", "list", "--organisation", organisation})};
    visit->Show(StatusOf(refused), RenderFrame(frame, "groundwork.tpl", [&](TemplateDictionary* page) {
                  page->SetValue("ORGANISATION", organisation);
                  page->SetValue("JSON_HREF", absl::StrCat("/v1/", EncodePath(name), "/groundwork"));
                  ShowOrganisationNav(*visit, organisation, "W_GROUNDWORK", page);
                  ShowDone(*visit, page);
                  FillSteps(*visit, *data, page);
                  if (data->steps.status.ok())
                    ShowStepForm(*visit, data->steps.value, organisation, refused, page);
                  FillRecords(*visit, *data, name, page);
                }));
  });
}

void ShowGroundwork(const std::shared_ptr<Visit>& visit, const std::string& name) {
  AnswerGroundwork(visit, name, absl::OkStatus());
}

}  // namespace tranche::gateway
