// SPDX-License-Identifier: EUPL-1.2
// One plan: the document as it stands, each finding at its place, and a list of findings that leads
// there.
#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "gateway/pages/pages.h"
#include "gateway/pages/parts.h"
#include "gateway/pages/phrases.h"
#include "gateway/pages/plans/corrections.h"
#include "gateway/pages/plans/plan_details.h"
#include "gateway/pages/plans/plan_pages.h"
#include "gateway/words.h"
#include "tranche/plans/v1/attachments_service.pb.h"
#include "tranche/plans/v1/plans_service.pb.h"

namespace tranche::gateway {
namespace {

using ctemplate::TemplateDictionary;

constexpr char kWholePlan[] = "plan";
constexpr char kStrategyPrefix[] = "strategy.";

// What a reading can lack, as the checks name it.
constexpr Phrase kNotWritten[] = {
    {"months", "месеците", "the months"},
    {"persons", "броят на лицата", "the number of persons"},
    {"unit_cost", "единичната цена", "the unit cost"},
    {"amount", "сумата", "the amount"},
    {"total", "общата сума", "the total"},
    {"split", "разделението", "the split"},
    {"strategy", "стратегията", "the strategy"},
    {"decision_number", "номерът на решението", "the number of the decision"},
    {"protocol_number", "номерът на протокола", "the number of the protocol"},
    {"date", "датата", "the date"},
    {"days", "дните", "the days"},
    {"period", "периодът", "the period"},
    {"size", "размерът", "the size"},
    {"executor", "изпълнителят", "who executes"},
    {"timeframe", "срокът", "the time frame"},
    {"indicator", "индикаторът", "the indicator"},
    {"hours", "часовете", "the hours"},
    {"working_time", "работното време", "the working time"},
};

struct PlanData {
  Answer<plans::v1::Plan> plan;
  Answer<plans::v1::CheckPlanResponse> checks;
  Answer<plans::v1::ListPlanAttachmentsResponse> attachments;
};

// "check-measure-1-2-monthly": an id that an address can hold.
std::string AnchorOf(const plans::v1::Check& check) {
  std::string anchor = absl::StrCat("check-", check.check());
  for (char& c : anchor) {
    if (c == '.') c = '-';
  }
  return anchor;
}

std::string SayNotWritten(const std::string& name, Language language) {
  for (const Phrase& phrase : kNotWritten) {
    if (name == phrase.name) return language == Language::kBulgarian ? phrase.bg : phrase.en;
  }
  return name;
}

// The addresses of the measures that the document states.
std::vector<std::string> MeasurePaths(const plans::v1::Plan& plan) {
  std::vector<std::string> paths;
  for (const plans::v1::Section& section : plan.sections()) {
    for (const plans::v1::Measure& measure : section.measures()) {
      paths.push_back(absl::StrCat("measure.", section.ordinal(), ".", measure.ordinal()));
    }
  }
  return paths;
}

// Fills the dictionaries of one plan.
class PlanFiller {
 public:
  PlanFiller(const PlanData& data, Language language, std::string own_href)
      : data_(data),
        corrections_(data.plan.value),
        language_(language),
        own_href_(std::move(own_href)) {}

  void Fill(TemplateDictionary* page) const {
    Facts(page);
    Links(page);
    Strategy(page);
    List(data_.plan.value.target_groups(), "TARGETS", page);
    List(data_.plan.value.objectives(), "OBJECTIVES", page);
    MoreLists(page);
    Attachments(page);
    for (const plans::v1::Section& section : data_.plan.value.sections()) Section(section, page);
    Findings(kWholePlan, "WHOLE_FINDINGS", page);
  }

 private:
  bool bulgarian() const { return language_ == Language::kBulgarian; }

  void Facts(TemplateDictionary* page) const {
    const plans::v1::Plan& plan = data_.plan.value;
    page->SetValue("TITLE", plan.title());
    page->SetValue("MUNICIPALITY", plan.municipality());
    page->SetIntValue("YEAR", plan.year());
    page->SetValue("MEASURES",
                   absl::StrCat(plan.measure_count(), " (", plan.measures_with_amount(), ")"));
    page->SetValue("STATED_TOTAL",
                   plan.has_stated_total() ? SayMoney(plan.stated_total(), language_) : "–");
    Corrected(plans::v1::PLAN_TITLE, "", "TITLE_CORRECTED", page);
    Corrected(plans::v1::PLAN_STATED_TOTAL, "", "TOTAL_CORRECTED", page);
    if (plan.corrections_size() > 0) {
      TemplateDictionary* corrections = page->AddSectionDictionary("CORRECTIONS");
      corrections->SetIntValue("COUNT", plan.corrections_size());
      corrections_.ShowOutside(MeasurePaths(plan), language_, "ELSEWHERE_CORRECTED", corrections);
    }
    std::string version = absl::StrCat(plan.version());
    if (plan.has_stored_at()) {
      absl::StrAppend(&version, ", ", Say("W_STORED", language_), " ",
                      SayDayOf(plan.stored_at().seconds(), language_));
    }
    page->SetValue("VERSION", version);
    MoreFacts(plan, page);
    page->SetValue("DOCUMENT_HREF", absl::StrCat(own_href_, "/document"));
    page->SetValue("REPORT_HREF", absl::StrCat(own_href_, "/report"));
    if (plan.open_document()) page->ShowSection("OPEN");
    page->SetValue("DIGEST", plan.document_sha256());
    page->SetValue("JSON_HREF", absl::StrCat("/v1/", EncodePath(plan.name())));
    page->SetValue("JSON_CHECKS_HREF", absl::StrCat("/v1/", EncodePath(plan.name()), ":check"));
  }

  void Fact(const char* name, const std::string& value, bool bulgarian,
            TemplateDictionary* page) const {
    if (value.empty()) return;
    TemplateDictionary* fact = page->AddSectionDictionary("FACT");
    fact->SetValue("NAME", Say(name, language_));
    fact->SetValue("VALUE", value);
    if (bulgarian) fact->ShowSection("BULGARIAN");
  }

  void MoreFacts(const plans::v1::Plan& plan, TemplateDictionary* page) const {
    Fact("W_STATED_YEARS", SayYears(plan.stated_years(), language_), false, page);
    if (plan.kind() != plans::v1::PLAN_KIND_UNSPECIFIED)
      Fact("W_KIND", SayEnum(plans::v1::PlanKind_descriptor(), plan.kind(), language_), false, page);
    if (plan.level() != plans::v1::PLAN_LEVEL_UNSPECIFIED)
      Fact("W_LEVEL", SayEnum(plans::v1::PlanLevel_descriptor(), plan.level(), language_), false, page);
    Fact("W_REGION", plan.region(), true, page);
    Fact("W_PERIOD_TITLED", plan.period_titled().as_written(), true, page);
    std::vector<std::string> written;
    for (const auto& period : plan.periods_written()) written.push_back(period.as_written());
    Fact("W_PERIOD_WRITTEN", absl::StrJoin(written, "; "), true, page);
    if (plan.has_adoption()) {
      const plans::v1::Adoption& adoption = plan.adoption();
      std::vector<std::string> parts;
      for (const std::string& part : {adoption.decision_number(), adoption.protocol_number(),
                                      adoption.date().as_written(), adoption.body()}) {
        if (!part.empty()) parts.push_back(part);
      }
      Fact("W_OWN_ADOPTION", absl::StrJoin(parts, ", "), true, page);
    }
    if (plan.not_understood_count() > 0)
      Fact("W_NOT_UNDERSTOOD", absl::StrCat(plan.not_understood_count()), false, page);
  }

  // What a person says instead of the value that stands before `marker`.
  void Corrected(plans::v1::PlanField field, const std::string& place, const char* marker,
                 TemplateDictionary* parent) const {
    corrections_.Show(field, place, CorrectionLabel::kBeside, language_, marker, parent);
  }

  template <class Items>
  void NamedList(const char* name, const Items& items, TemplateDictionary* page) const {
    ShowList(name, {items.begin(), items.end()}, language_, page);
  }

  void MoreLists(TemplateDictionary* page) const {
    const plans::v1::Plan& plan = data_.plan.value;
    std::vector<std::string> parents;
    for (const plans::v1::ParentStrategy& parent : plan.parents()) {
      const std::string& period = parent.period().as_written();
      parents.push_back(period.empty() ? parent.title()
                                       : absl::StrCat(parent.title(), " (", period, ")"));
    }
    NamedList("W_PARENTS", parents, page);
    NamedList("W_DIRECTIONS", plan.directions(), page);
    NamedList("W_STATEMENTS", plan.statements(), page);
    NamedList("W_AREAS", plan.priority_areas(), page);
    NamedList("W_PARTICIPANTS", plan.participants(), page);
    ShowNamed(plan, language_, page);
  }

  // What the document names as attached and, where they are known, the files that were handed over.
  void Attachments(TemplateDictionary* page) const {
    const plans::v1::ListPlanAttachmentsResponse& known = data_.attachments.value;
    if (!data_.attachments.status.ok()) {
      if (data_.plan.value.attachments().empty()) return;
      TemplateDictionary* attachments = page->AddSectionDictionary("ATTACHMENTS");
      ShowRefused(data_.attachments.status, language_, "ATTACHMENTS_REFUSED", attachments);
      for (const plans::v1::Attachment& each : data_.plan.value.attachments())
        Attachment(&each, nullptr, attachments);
      return;
    }
    std::vector<const plans::v1::PlanAttachment*> further;
    for (const plans::v1::PlanAttachment& file : known.attachments()) {
      const bool of_a_name = std::any_of(
          known.named().begin(), known.named().end(), [&](const plans::v1::NamedAttachment& named) {
            return named.has_handed_over() && named.handed_over().number() == file.number();
          });
      if (!file.has_ended_at() && !of_a_name) further.push_back(&file);
    }
    if (known.named().empty() && further.empty()) return;
    TemplateDictionary* attachments = page->AddSectionDictionary("ATTACHMENTS");
    for (const plans::v1::NamedAttachment& named : known.named()) {
      Attachment(&named.stated(), named.has_handed_over() ? &named.handed_over() : nullptr,
                 attachments);
    }
    for (const plans::v1::PlanAttachment* file : further) Attachment(nullptr, file, attachments);
  }

  void Attachment(const plans::v1::Attachment* stated, const plans::v1::PlanAttachment* file,
                  TemplateDictionary* attachments) const {
    TemplateDictionary* row = attachments->AddSectionDictionary("ATTACHMENT");
    row->SetValue("NAME", stated != nullptr          ? stated->name()
                          : file->named_as().empty() ? Say("W_FURTHER_FILE", language_)
                                                     : file->named_as());
    if (stated != nullptr || !file->named_as().empty()) row->ShowSection("BULGARIAN");
    const std::string size = stated != nullptr ? stated->size_as_written() : file->size_as_written();
    row->SetValue("STATED_SIZE", size.empty() ? "–" : size);
    if (file == nullptr) return row->ShowSection("NO_FILE");
    TemplateDictionary* handed = row->AddSectionDictionary("FILE");
    handed->SetValue("FILE_NAME", file->file_name());
    handed->SetValue("SIZE", SayAmount(absl::StrCat(file->size_bytes()), "", language_));
    handed->SetValue("DIGEST", file->sha256());
    handed->SetValue("BY", file->made_by());
    handed->SetValue("DAY", SayDayOf(file->made_at().seconds(), language_));
    handed->SetValue("KEPT",
                     Say(file->document().empty() ? "W_DIGEST_ONLY" : "W_FILE_KEPT", language_));
    if (file->measured() == plans::v1::MEASURED_BY_SENDER) handed->ShowSection("BY_SENDER");
    for (const plans::v1::Finding& finding : file->findings()) {
      handed->AddSectionDictionary("FILE_FINDING")
          ->SetValue("TEXT", SayWithin(bulgarian() ? finding.text_bg() : finding.text_en(), language_));
    }
  }

  void Links(TemplateDictionary* page) const {
    ShowRefused(data_.checks.status, language_, "CHECKS_REFUSED", page);
    if (!data_.checks.status.ok()) return;
    if (data_.checks.value.checks().empty()) return page->ShowSection("NO_FINDINGS");
    TemplateDictionary* links = page->AddSectionDictionary("FINDING_LINKS");
    for (const plans::v1::Check& check : data_.checks.value.checks()) {
      TemplateDictionary* link = links->AddSectionDictionary("FINDING_LINK");
      link->SetValue("HREF", absl::StrCat("#", AnchorOf(check)));
      link->SetValue("PLACE",
                     check.place() == kWholePlan ? Say("W_WHOLE_PLACE", language_) : check.place());
      link->SetValue("WHAT", bulgarian() ? check.title_bg() : check.title_en());
      ShowState(plans::v1::Verdict_descriptor(), check.verdict(), language_, "VERDICT", "STATE_CLASS",
                link);
      if (check.verdict() != plans::v1::DISAGREE || check.delta().empty()) continue;
      link->AddSectionDictionary("DIFFERENCE")
          ->SetValue("DELTA", SayAmount(check.delta(), check.unit(), language_));
    }
  }

  void Strategy(TemplateDictionary* page) const {
    if (!data_.plan.value.has_parent_strategy()) return;
    const plans::v1::ParentStrategy& from = data_.plan.value.parent_strategy();
    TemplateDictionary* strategy = page->AddSectionDictionary("STRATEGY");
    strategy->SetValue("TITLE", from.title());
    strategy->SetIntValue("LINE", from.line());
    Corrected(plans::v1::PARENT_STRATEGY_TITLE, "", "STRATEGY_CORRECTED", strategy);
    const auto part = [&](bool is_there, const char* name, const std::string& value,
                          plans::v1::PlanField field) {
      if (!is_there && !corrections_.Has(field)) return;
      TemplateDictionary* row = strategy->AddSectionDictionary("PART");
      row->SetValue("NAME", Say(name, language_));
      row->SetValue("VALUE", !is_there ? "–" : value.empty() ? Say("W_BLANK", language_) : value);
      Corrected(field, "", "CORRECTED", row);
    };
    part(from.has_decision_number(), "W_DECISION", from.decision_number(),
         plans::v1::PARENT_STRATEGY_DECISION);
    part(from.has_protocol_number(), "W_PROTOCOL", from.protocol_number(),
         plans::v1::PARENT_STRATEGY_PROTOCOL);
    part(from.has_adopted_on(), "W_ADOPTED_ON", SayDate(from.adopted_on(), language_),
         plans::v1::PARENT_STRATEGY_DATE);
    Findings(kStrategyPrefix, "STRATEGY_FINDINGS", strategy);
  }

  static void List(const google::protobuf::RepeatedPtrField<std::string>& items, const char* section,
                   TemplateDictionary* page) {
    if (items.empty()) return;
    TemplateDictionary* list = page->AddSectionDictionary(section);
    for (const std::string& item : items) list->AddSectionDictionary("ITEM")->SetValue("TEXT", item);
  }

  void Section(const plans::v1::Section& from, TemplateDictionary* page) const {
    TemplateDictionary* section = page->AddSectionDictionary("SECTION");
    section->SetValue("ID", absl::StrCat("section-", from.ordinal()));
    section->SetIntValue("ORDINAL", from.ordinal());
    section->SetValue("TITLE", from.title());
    Corrected(plans::v1::SECTION_TITLE, absl::StrCat(from.ordinal()), "SECTION_CORRECTED", section);
    const auto total = [&](const char* name, const std::string& value) {
      if (value.empty()) return;
      TemplateDictionary* row = section->AddSectionDictionary("SECTION_TOTAL");
      row->SetValue("NAME", Say(name, language_));
      row->SetValue("VALUE", value);
    };
    if (from.has_stated_total()) total("W_SECTION_TOTAL", SayMoney(from.stated_total(), language_));
    total("W_SECTION_YEARS", SayYears(from.stated_years(), language_));
    for (const plans::v1::Measure& each : from.measures()) {
      const std::string place = absl::StrCat(from.ordinal(), ".", each.ordinal());
      TemplateDictionary* measure = section->AddSectionDictionary("MEASURE");
      measure->SetValue("ID", absl::StrCat("measure-", from.ordinal(), "-", each.ordinal()));
      measure->SetValue("PLACE", place);
      measure->SetValue("CORRECT_HREF",
                        absl::StrCat(own_href_, "/values?under=measure.", place, "#values"));
      measure->SetValue("ACTIVITY", each.activity());
      if (!each.description().empty() || corrections_.Has(plans::v1::MEASURE_DESCRIPTION, place)) {
        TemplateDictionary* description = measure->AddSectionDictionary("DESCRIPTION");
        description->SetValue("TEXT", each.description());
        Corrected(plans::v1::MEASURE_DESCRIPTION, place, "CORRECTED", description);
      }
      measure->SetValue("WHERE", each.place());
      measure->SetValue("EXECUTOR", each.executor());
      measure->SetValue("AMOUNT",
                        each.has_stated_total() ? SayMoney(each.stated_total(), language_) : "–");
      measure->SetValue("FINANCING", each.financing());
      CorrectedCells(each, place, measure);
      ShowMeasureDetails(each, language_, measure);
      Findings(place, "FINDINGS", measure);
    }
  }

  // Values within the words on financing are named, since they do not stand by themselves.
  void CorrectedCells(const plans::v1::Measure& from, const std::string& place,
                      TemplateDictionary* measure) const {
    Corrected(plans::v1::MEASURE_ACTIVITY, place, "ACTIVITY_CORRECTED", measure);
    Corrected(plans::v1::MEASURE_PLACE, place, "WHERE_CORRECTED", measure);
    Corrected(plans::v1::MEASURE_EXECUTOR, place, "EXECUTOR_CORRECTED", measure);
    Corrected(plans::v1::MEASURE_TOTAL, place, "AMOUNT_CORRECTED", measure);
    const auto within = [&](plans::v1::PlanField field, const std::string& at) {
      corrections_.Show(field, at, CorrectionLabel::kLabelled, language_, "WITHIN_CORRECTED", measure);
    };
    within(plans::v1::MEASURE_MONTHLY, place);
    within(plans::v1::MEASURE_PERSONS, place);
    within(plans::v1::MEASURE_MONTHS, place);
    for (int part = 1; part <= from.parts_size(); ++part) {
      within(plans::v1::MEASURE_PART, absl::StrCat(place, ".", part));
    }
    corrections_.ShowWithin(absl::StrCat("measure.", place), language_, "WITHIN_CORRECTED", measure);
  }

  // The findings of a place. Those about the strategy stand with it and not with the whole plan.
  void Findings(const std::string& place, const char* where, TemplateDictionary* parent) const {
    for (const plans::v1::Check& check : data_.checks.value.checks()) {
      const bool about_strategy = absl::StartsWith(check.check(), kStrategyPrefix);
      const std::string stands =
          about_strategy && data_.plan.value.has_parent_strategy() ? kStrategyPrefix : check.place();
      if (stands == place) Finding(check, AddPart(parent, where, "finding.tpl"));
    }
  }

  void Finding(const plans::v1::Check& from, TemplateDictionary* finding) const {
    finding->SetValue("ID", AnchorOf(from));
    finding->SetValue("WHAT", bulgarian() ? from.title_bg() : from.title_en());
    ShowState(plans::v1::Verdict_descriptor(), from.verdict(), language_, "VERDICT", "STATE_CLASS",
              finding);
    const std::string state = StateClass(plans::v1::Verdict_descriptor(), from.verdict());
    finding->SetValue("CLASS", absl::StrReplaceAll(state, {{"t-state", "t-finding"}}));
    if (!from.stated().empty() || !from.computed().empty()) {
      TemplateDictionary* figures = finding->AddSectionDictionary("FIGURES");
      figures->SetValue("STATED", SayAmount(from.stated(), from.unit(), language_));
      figures->SetValue("COMPUTED", SayAmount(from.computed(), from.unit(), language_));
      figures->SetValue("DELTA", SayAmount(from.delta(), from.unit(), language_));
    }
    const std::string& why = bulgarian() ? from.why_bg() : from.why_en();
    if (!why.empty()) finding->AddSectionDictionary("WHY")->SetValue("TEXT", SayWithin(why, language_));
    if (from.readings().empty()) return;
    TemplateDictionary* readings = finding->AddSectionDictionary("READINGS");
    for (const plans::v1::Reading& reading : from.readings()) Reading(from, reading, readings);
  }

  void Reading(const plans::v1::Check& check, const plans::v1::Reading& from,
               TemplateDictionary* readings) const {
    TemplateDictionary* reading = readings->AddSectionDictionary("READING");
    reading->SetValue("TEXT", SayWithin(bulgarian() ? from.text_bg() : from.text_en(), language_));
    const bool in_money = check.unit() == "BGN" || check.unit() == "EUR";
    if (!from.computed().empty()) {
      // A reading may also compute a bare number, of months or persons; money always has its
      // hundredths.
      const bool is_bare = in_money && !absl::StrContains(from.computed(), ".");
      reading->AddSectionDictionary("RESULT")->SetValue("COMPUTED",
                                                        SayAmount(from.computed(),
                                                                  !from.unit().empty() ? from.unit()
                                                                  : is_bare            ? ""
                                                                                       : check.unit(),
                                                                  language_));
    }
    if (!from.delta().empty() && from.verdict() == plans::v1::DISAGREE) {
      reading->AddSectionDictionary("READING_DELTA")
          ->SetValue("DELTA", SayAmount(from.delta(), check.unit(), language_));
    }
    // Where there is one reading, the finding itself bears its verdict; a blank needs none.
    if (check.readings_size() > 1 && !from.computed().empty() && !from.delta().empty()) {
      reading->AddSectionDictionary("READING_VERDICT")
          ->SetValue("VERDICT", SayEnum(plans::v1::Verdict_descriptor(), from.verdict(), language_));
    }
    if (from.not_written().empty() || from.computed().empty()) return;
    std::vector<std::string> words;
    for (const std::string& name : from.not_written()) words.push_back(SayNotWritten(name, language_));
    reading->AddSectionDictionary("NOT_WRITTEN")->SetValue("WORDS", absl::StrJoin(words, ", "));
  }

  const PlanData& data_;
  const Corrections corrections_;
  const Language language_;
  const std::string own_href_;
};

}  // namespace

void ShowPlan(const std::shared_ptr<Visit>& visit, const std::string& name) {
  auto data = std::make_shared<PlanData>();
  plans::v1::GetPlanRequest get;
  get.set_name(name);
  visit->Ask("/tranche.plans.v1.PlansService/GetPlan", get, &data->plan);
  plans::v1::CheckPlanRequest check;
  check.set_name(name);
  visit->Ask("/tranche.plans.v1.PlansService/CheckPlan", check, &data->checks);
  plans::v1::ListPlanAttachmentsRequest attachments;
  attachments.set_parent(name);
  visit->Ask("/tranche.plans.v1.AttachmentsService/ListPlanAttachments", attachments,
             &data->attachments);
  visit->Then([visit, data] {
    if (!data->plan.status.ok()) return visit->Refuse(data->plan.status);
    const std::string id = LastSegment(data->plan.value.name());
    Frame frame = visit->MakeFrame(data->plan.value.title());
    frame.commands = {ShellLine({"tranche", "plans", "check", id}),
                      ShellLine({"tranche", "plans", "show", id})};
    const std::string own_href = visit->Href(absl::StrCat("/", EncodePath(data->plan.value.name())));
    visit->Show(200, RenderFrame(frame, "plan.tpl", [&](TemplateDictionary* page) {
                  ShowPlanNav(*visit, data->plan.value.name(), "W_PLAN", page);
                  ShowDone(*visit, page);
                  PlanFiller(*data, visit->language(), own_href).Fill(page);
                }));
  });
}

}  // namespace tranche::gateway
