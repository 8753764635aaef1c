// SPDX-License-Identifier: EUPL-1.2
// The strategies of a municipality from the national ones down to its plans, each with its period as
// the title and as the text has it.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cpp/partial_date.h"
#include "gateway/pages/pages.h"
#include "gateway/pages/parts.h"
#include "gateway/pages/phrases.h"
#include "gateway/pages/plans/plan_pages.h"
#include "gateway/words.h"
#include "tranche/plans/v1/plans_service.pb.h"
#include "tranche/plans/v1/strategies_service.pb.h"

namespace tranche::gateway {
namespace {

namespace pb = plans::v1;
using ctemplate::TemplateDictionary;

constexpr char kStrategies[] = "/tranche.plans.v1.StrategiesService/";
constexpr int kStrategiesMax = 500;
constexpr int kPlansMax = 200;
// Further in nothing is moved, so that words keep their room.
constexpr int kDepthMax = 4;

struct StrategiesData {
  Answer<pb::StrategyTree> tree;
  Answer<pb::ListStrategiesResponse> strategies;
  Answer<pb::ListPlansResponse> plans;
};

// "2013 – 2014" of what a plan in the tree has.
std::string YearsOf(const pb::StrategyNode& node) {
  if (node.from_year() == 0) return "";
  if (node.to_year() == 0 || node.to_year() == node.from_year()) return absl::StrCat(node.from_year());
  return absl::StrCat(node.from_year(), " – ", node.to_year());
}

class StrategiesFiller {
 public:
  StrategiesFiller(const Visit& visit, const StrategiesData& data)
      : visit_(visit), data_(data), language_(visit.language()) {
    for (const pb::Strategy& strategy : data.strategies.value.strategies()) {
      by_name_[strategy.name()] = &strategy;
    }
  }

  void Fill(TemplateDictionary* page) const {
    if (data_.tree.value.nodes().empty()) {
      page->ShowSection("NO_STRATEGIES");
    } else {
      TemplateDictionary* tree = page->AddSectionDictionary("TREE");
      for (const pb::StrategyNode& node : data_.tree.value.nodes()) Node(node, tree);
    }
    ShowRefused(data_.strategies.status, language_, "DETAILS_REFUSED", page);
    if (data_.tree.value.cut()) page->ShowSection("CUT");
    Unlinked(page);
  }

 private:
  std::string Period(bool is_there, const common::v1::PartialPeriod& period) const {
    const std::string said =
        is_there ? client::SayPartialPeriod(period, language_, SayDate) : std::string();
    return said.empty() ? "–" : said;
  }

  const char* OwnLanguage() const { return language_ == Language::kBulgarian ? "bg" : "en"; }
  // Words of a document are Bulgarian, days that are said anew are of the page.
  const char* LanguageOf(const common::v1::PartialPeriod& period) const {
    return period.as_written().empty() ? OwnLanguage() : "bg";
  }

  void Node(const pb::StrategyNode& from, TemplateDictionary* tree) const {
    TemplateDictionary* row = tree->AddSectionDictionary("NODE");
    row->SetIntValue("DEPTH", std::min(from.depth(), kDepthMax));
    row->SetIntValue("STEP", from.depth() + 1);
    row->SetValue("ANCHOR", absl::StrCat(LastSegment(from.name()), "-", ++rows_));
    if (from.is_plan()) {
      TemplateDictionary* plan = row->AddSectionDictionary("NODE_PLAN");
      plan->SetValue("HREF", visit_.Href(absl::StrCat("/", from.name())));
    } else {
      row->ShowSection("NODE_STRATEGY");
    }
    row->SetValue("TITLE", from.title());
    const std::string level = from.level() == pb::PLAN_LEVEL_UNSPECIFIED
                                  ? std::string()
                                  : SayEnum(pb::PlanLevel_descriptor(), from.level(), language_);
    const std::string plan = Say("W_PLAN_LOWER", language_);
    row->SetValue("LEVEL", !from.is_plan() ? level
                           : level.empty() ? plan
                                           : absl::StrCat(plan, ", ", level));
    Periods(from, row);
    // Of a plan: how it calls what it stands below, so that a person sees one strategy under two names.
    if (!from.named_as().empty()) {
      row->AddSectionDictionary("NAMED_AS")->SetValue("NAMES", absl::StrJoin(from.named_as(), "; "));
    }
    for (const pb::Finding& finding : from.findings()) {
      row->AddSectionDictionary("NODE_FINDING")->SetValue("TEXT", SayFinding(finding, language_));
    }
  }

  void Periods(const pb::StrategyNode& from, TemplateDictionary* row) const {
    const auto found = by_name_.find(from.name());
    if (found == by_name_.end()) {
      const std::string years = YearsOf(from);
      row->SetValue("TITLED", years.empty() ? "–" : years);
      row->SetValue("WRITTEN", "–");
      row->SetValue("ADOPTED", "–");
      for (const char* name : {"TITLED_LANG", "WRITTEN_LANG"}) row->SetValue(name, OwnLanguage());
      return;
    }
    const pb::Strategy& strategy = *found->second;
    row->SetValue("TITLED", Period(strategy.has_period_titled(), strategy.period_titled()));
    row->SetValue("TITLED_LANG", LanguageOf(strategy.period_titled()));
    row->SetValue("WRITTEN", Period(strategy.has_period_written(), strategy.period_written()));
    row->SetValue("WRITTEN_LANG", LanguageOf(strategy.period_written()));
    row->SetValue("ADOPTED", strategy.has_adoption() ? Adopted(strategy.adoption()) : "–");
    for (const pb::Finding& finding : strategy.findings()) {
      row->AddSectionDictionary("NODE_FINDING")->SetValue("TEXT", SayFinding(finding, language_));
    }
  }

  // "Решение № (празно), 29.07.2022 г., ОбС-Хасково": what is left blank is said, what nobody knows is
  // not.
  std::string Adopted(const pb::Adoption& adoption) const {
    std::vector<std::string> parts;
    const auto add = [&](const char* name, bool is_there, const std::string& value) {
      if (!is_there) return;
      const std::string said = value.empty() ? Say("W_BLANK_VALUE", language_) : value;
      parts.push_back(name == nullptr ? said : absl::StrCat(Say(name, language_), " ", said));
    };
    add("W_DECISION", adoption.has_decision_number(), adoption.decision_number());
    add("W_PROTOCOL", adoption.has_protocol_number(), adoption.protocol_number());
    if (adoption.has_date()) {
      add(nullptr, true, client::SayPartialDate(adoption.date(), language_, SayDate));
    }
    add(nullptr, adoption.has_body(), adoption.body());
    return absl::StrJoin(parts, ", ");
  }

  void Unlinked(TemplateDictionary* page) const {
    if (!data_.plans.status.ok()) return;
    std::set<std::string> linked;
    for (const pb::StrategyNode& node : data_.tree.value.nodes()) linked.insert(node.name());
    TemplateDictionary* section = nullptr;
    for (const pb::Plan& plan : data_.plans.value.plans()) {
      if (linked.count(plan.name()) > 0) continue;
      if (section == nullptr) section = page->AddSectionDictionary("UNLINKED");
      TemplateDictionary* row = section->AddSectionDictionary("UNLINKED_PLAN");
      row->SetValue("HREF", visit_.Href(absl::StrCat("/", plan.name())));
      row->SetValue("TITLE", plan.title());
    }
    if (section != nullptr && !data_.plans.value.next_page_token().empty()) {
      section->ShowSection("UNLINKED_MORE");
    }
  }

  const Visit& visit_;
  const StrategiesData& data_;
  const Language language_;
  std::map<std::string, const pb::Strategy*> by_name_;
  mutable int rows_ = 0;
};

}  // namespace

void ShowStrategies(const std::shared_ptr<Visit>& visit, const std::string& name) {
  auto data = std::make_shared<StrategiesData>();
  pb::GetStrategyTreeRequest tree;
  tree.set_parent(name);
  visit->Ask(absl::StrCat(kStrategies, "GetStrategyTree").c_str(), tree, &data->tree);
  pb::ListStrategiesRequest strategies;
  strategies.set_parent(name);
  strategies.set_page_size(kStrategiesMax);
  visit->Ask(absl::StrCat(kStrategies, "ListStrategies").c_str(), strategies, &data->strategies);
  pb::ListPlansRequest plans;
  plans.set_parent(name);
  plans.set_page_size(kPlansMax);
  visit->Ask("/tranche.plans.v1.PlansService/ListPlans", plans, &data->plans);
  visit->Then([visit, data, name] {
    if (!data->tree.status.ok()) return visit->Refuse(data->tree.status);
    Frame frame = visit->MakeFrame(Say("W_STRATEGIES", visit->language()));
    const std::string organisation = LastSegment(name);
    frame.commands = {ShellLine({"tranche", "strategies", "tree", "--organisation", organisation}),
                      ShellLine({"tranche", "strategies", "list", "--organisation", organisation})};
    visit->Show(200, RenderFrame(frame, "strategies.tpl", [&](TemplateDictionary* page) {
                  page->SetValue("ORGANISATION", organisation);
                  page->SetValue("JSON_HREF",
                                 absl::StrCat("/v1/", EncodePath(name), "/strategies:tree"));
                  ShowOrganisationNav(*visit, organisation, "W_STRATEGIES", page);
                  StrategiesFiller(*visit, *data).Fill(page);
                }));
  });
}

}  // namespace tranche::gateway
