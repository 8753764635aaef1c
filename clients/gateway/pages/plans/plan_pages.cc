// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pages/plans/plan_pages.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gateway/pages/parts.h"
#include "gateway/pages/phrases.h"
#include "gateway/words.h"
#include "platform/convert/plan_words.h"
#include "tranche/plans/v1/plans_service.pb.h"

namespace tranche::gateway {
namespace {

using ctemplate::TemplateDictionary;

struct PlanPage {
  const char* phrase;
  const char* below;  // Behind the address of the plan.
};
constexpr PlanPage kPlanPages[] = {
    {"W_PLAN", ""},
    {"W_PLAN_DOCUMENT", "/document"},
    {"W_PLAN_VALUES", "/values"},
    {"W_PLAN_VERSIONS", "/versions"},
    {"W_PLAN_ADOPTIONS", "/adoptions"},
    {"W_PLAN_LINKS", "/links"},
    {"W_ANNUAL_REPORT", "/report"},
    {"W_PLAN_CHANGES", "/changes"},
};
// Those of its organisation.
constexpr PlanPage kOrganisationPages[] = {
    {"W_STRATEGIES", "/strategies"},
    {"W_GROUNDWORK", "/groundwork"},
    {"W_NEW_CHANGES", "/changes"},
};

// What a form did, as the address says it, and the phrase for it.
constexpr std::pair<const char*, const char*> kDone[] = {
    {"linked", "W_DONE_LINKED"},
    {"unlinked", "W_DONE_UNLINKED"},
    {"subscribed", "W_DONE_SUBSCRIBED"},
    {"unsubscribed", "W_DONE_UNSUBSCRIBED"},
    {"seen", "W_DONE_SEEN"},
    {"corrected", "W_DONE_CORRECTED"},
    {"taken_back", "W_DONE_TAKEN_BACK"},
    {"row_added", "W_DONE_ROW_ADDED"},
    {"row_struck", "W_DONE_ROW_STRUCK"},
    {"adopted", "W_DONE_ADOPTED"},
    {"moved", "W_DONE_STEP_MOVED"},
    {"stored", "W_DONE_PLAN_STORED"},
    {"unchanged", "W_DONE_PLAN_UNCHANGED"},
};

void AddOrganisationLinks(const Visit& visit, const std::string& organisation, const char* here,
                          TemplateDictionary* nav) {
  for (const PlanPage& each : kOrganisationPages) {
    AddNavLink(visit, each.phrase, absl::StrCat("/organisations/", organisation, each.below), here,
               nav);
  }
}

}  // namespace

void AskPlan(const std::shared_ptr<Visit>& visit, const std::string& name,
             Answer<plans::v1::Plan>* into) {
  plans::v1::GetPlanRequest get;
  get.set_name(name);
  visit->Ask("/tranche.plans.v1.PlansService/GetPlan", get, into);
}

Frame PlanFrame(const Visit& visit, const std::string& plan, const char* heading) {
  Frame frame = visit.MakeFrame(absl::StrCat(Say(heading, visit.language()), ", ", LastSegment(plan)));
  frame.crumbs.emplace_back(LastSegment(plan), visit.Href(absl::StrCat("/", plan)));
  return frame;
}

void ShowPlanNav(const Visit& visit, const std::string& plan, const char* here,
                 TemplateDictionary* page) {
  TemplateDictionary* nav = AddNav("W_PLAN_PAGES", visit.language(), page);
  for (const PlanPage& each : kPlanPages) {
    AddNavLink(visit, each.phrase, absl::StrCat("/", plan, each.below), here, nav);
  }
  AddOrganisationLinks(visit, OrganisationOf(plan), here, nav);
}

void ShowOrganisationNav(const Visit& visit, const std::string& organisation, const char* here,
                         TemplateDictionary* page) {
  AddOrganisationLinks(visit, organisation, here, AddNav("W_PLAN_PAGES", visit.language(), page));
}

bool IsKeptAmount(absl::string_view value) {
  const std::vector<absl::string_view> parts = absl::StrSplit(value, ' ');
  if (parts.size() != 2 || (parts[1] != "BGN" && parts[1] != "EUR")) return false;
  absl::string_view number = parts[0];
  if (absl::StartsWith(number, "-")) number.remove_prefix(1);
  return !number.empty() && std::all_of(number.begin(), number.end(), [](unsigned char c) {
    return absl::ascii_isdigit(c) || c == '.';
  });
}

std::string SayKept(bool is_there, const std::string& value, Language language) {
  if (!is_there) return "–";
  if (value.empty()) return Say("W_BLANK_VALUE", language);
  if (!IsKeptAmount(value)) return value;
  const std::vector<std::string> parts = absl::StrSplit(value, ' ');
  return SayAmount(parts[0], parts[1], language);
}

KeptValue SayKeptAt(const std::string& path, bool is_there, const std::string& value,
                    Language language) {
  if (is_there) {
    if (std::optional<std::string> word = convert::SayWordAt(path, value, language)) {
      return {*std::move(word), false};
    }
  }
  return {SayKept(is_there, value, language), is_there && !value.empty() && !IsKeptAmount(value)};
}

std::string SayVersion(absl::string_view name, Language language) {
  const std::vector<absl::string_view> segments = absl::StrSplit(name, '/');
  if (segments.size() < 6) return LastSegment(name);
  return absl::StrCat(segments[3], ", ", Say("W_VERSION_LOWER", language), " ", segments[5]);
}

std::string SayContribution(const plans::v1::ProjectLink& link, Language language) {
  if (!link.share_percent().empty()) {
    return absl::StrCat(SayAmount(link.share_percent(), "", language), "\u00a0%");
  }
  return link.has_amount() ? SayMoney(link.amount(), language) : Say("W_ALL_OF_IT", language);
}

void ShowDone(const Visit& visit, TemplateDictionary* page) {
  const std::string done = visit.Parameter("done");
  for (const auto& [name, phrase] : kDone) {
    if (done != name) continue;
    page->AddSectionDictionary("DONE")->SetValue("SENTENCE", Say(phrase, visit.language()));
  }
}

std::string SayFinding(const plans::v1::Finding& finding, Language language) {
  return SayWithin(language == Language::kBulgarian ? finding.text_bg() : finding.text_en(), language);
}

}  // namespace tranche::gateway
