// SPDX-License-Identifier: EUPL-1.2
// For tests: what a server answers about one plan, its versions, links and changes.
#pragma once

#include <string>

#include "absl/strings/str_cat.h"
#include "gateway/pages/pages_fixture.h"
#include "tranche/plans/v1/groundwork_service.pb.h"
#include "tranche/plans/v1/plan_changes_service.pb.h"
#include "tranche/plans/v1/plan_versions_service.pb.h"
#include "tranche/plans/v1/plans_service.pb.h"
#include "tranche/plans/v1/project_links_service.pb.h"
#include "tranche/plans/v1/strategies_service.pb.h"

namespace tranche::gateway {

namespace pb = plans::v1;

inline constexpr char kOrganisation[] = "/organisations/lyubimets";
inline constexpr char kPlan[] = "/organisations/lyubimets/plans/lyubimets-2013";
inline constexpr char kEvil[] = "\"><script>alert(1)</script>' onload='x";

inline common::v1::Money Bgn(const std::string& amount) {
  common::v1::Money money;
  money.set_amount(amount);
  money.set_currency("BGN");
  return money;
}

inline pb::Plan ExamplePlan(const std::string& text = "Личен асистент") {
  pb::Plan plan;
  plan.set_name(kPlan + 1);
  plan.set_title(text);
  plan.set_measure_count(2);
  pb::Section* section = plan.add_sections();
  section->set_ordinal(1);
  for (const int ordinal : {1, 2}) {
    pb::Measure* measure = section->add_measures();
    measure->set_ordinal(ordinal);
    measure->set_activity(text);
  }
  *section->mutable_measures(1)->mutable_stated_total() = Bgn("39792.00");
  return plan;
}

inline pb::PlanVersionView ExampleView(const pb::Plan& plan) {
  pb::PlanVersionView view;
  *view.mutable_plan() = plan;
  return view;
}

inline pb::ListPlanVersionsResponse ExampleVersions(int count,
                                                    const std::string& text = "План за 2013 г.") {
  pb::ListPlanVersionsResponse response;
  for (int version = count; version >= 1; --version) {
    pb::PlanVersion* made = response.add_versions();
    made->set_name(absl::StrCat(kPlan + 1, "/versions/", version));
    made->set_version(version);
    made->set_title(text);
    *made->mutable_stated_total() = Bgn("538952.00");
    made->mutable_stored_at()->set_seconds(1537185600);  // 17 September 2018, 15:00 in Sofia.
  }
  return response;
}

inline pb::Correction ExampleCorrection(const std::string& text = "сверено с протокола") {
  pb::Correction correction;
  correction.set_number(3);
  correction.set_version(2);
  correction.set_field(pb::MEASURE_TOTAL);
  correction.set_place("1.2");
  correction.set_read("39792.00 BGN");
  correction.set_value("39972.00 BGN");
  correction.set_reason(text);
  correction.set_made_by("finance@lyubimets");
  correction.set_in_force(true);
  return correction;
}

// One added, one removed, one changed with its amount and one moved; a value of the whole plan.
inline pb::PlanComparison ExampleComparison(const std::string& text = "Личен асистент") {
  pb::PlanComparison comparison;
  comparison.set_before(absl::StrCat(kPlan + 1, "/versions/1"));
  comparison.set_after(absl::StrCat(kPlan + 1, "/versions/2"));
  comparison.set_unchanged(12);
  *comparison.mutable_rows_before() = Bgn("100.00");
  *comparison.mutable_rows_after() = Bgn("280.00");
  *comparison.mutable_rows_delta() = Bgn("180.00");
  const auto add = [&](pb::MeasureFate fate, const char* before, const char* after) {
    pb::MeasureChange* change = comparison.add_measures();
    change->set_fate(fate);
    change->set_place_before(before);
    change->set_place_after(after);
    change->set_activity(text);
    return change;
  };
  pb::MeasureChange* changed = add(pb::MEASURE_CHANGED, "1.2", "1.2");
  changed->set_match(pb::SAME_WORDS);
  changed->set_similarity_percent(100);
  *changed->mutable_total_delta() = Bgn("180.00");
  pb::ValueChange* value = changed->add_values();
  value->set_field("stated_total");
  value->set_title_bg("сума");
  value->set_title_en("total");
  value->set_before("39792.00 BGN");
  value->set_after("39972.00 BGN");
  value = changed->add_values();
  value->set_title_en("executor");
  value->set_before("");
  value->set_after(text);
  add(pb::MEASURE_ADDED, "", "1.3");
  add(pb::MEASURE_REMOVED, "2.1", "");
  *add(pb::MEASURE_MOVED, "2.2", "3.1")->mutable_total_delta() = Bgn("0.00");
  value = comparison.add_values();
  value->set_title_en("title");
  value->set_after(text);
  *comparison.add_corrections_after() = ExampleCorrection(text);
  return comparison;
}

inline pb::ListProjectLinksResponse ExampleLinks(const std::string& text = "обучени асистенти") {
  pb::ListProjectLinksResponse response;
  pb::ProjectLink* link = response.add_links();
  link->set_name("organisations/lyubimets/projectLinks/4");
  link->set_number(4);
  link->set_target(kPlan + 1);
  link->set_measure("1.2");
  link->set_measure_words(text);
  link->set_contract("organisations/lyubimets/contracts/BG05M9OP001-2.005-9001-C01");
  link->set_share_percent("40.50");
  link->set_people(22);
  link->set_contribution(text);
  link->set_source(text);
  link->set_illustrative(true);
  pb::Finding* finding = link->add_findings();
  finding->set_text_en("Another measure is there now.");
  pb::ProjectLink* whole = response.add_links();
  whole->set_number(5);
  whole->set_external_project(text);
  *whole->mutable_amount() = Bgn("12500.00");
  return response;
}

inline pb::ListPlanChangesResponse ExampleChanges() {
  pb::ListPlanChangesResponse response;
  for (int kind = pb::VERSION_STORED; kind <= pb::ATTACHMENT_CHANGED; ++kind) {
    pb::PlanChange* change = response.add_changes();
    change->set_plan(kPlan + 1);
    change->set_number(kind + 10);
    change->set_kind(static_cast<pb::PlanChangeKind>(kind));
    change->set_made_by("manager@lyubimets");
  }
  response.mutable_changes(4)->set_ended(true);
  return response;
}

inline pb::ListSubscriptionsResponse ExampleSubscriptions() {
  pb::ListSubscriptionsResponse response;
  pb::PlanSubscription* all = response.add_subscriptions();
  all->set_of(kOrganisation + 1);
  all->set_unseen(4);
  pb::PlanSubscription* one = response.add_subscriptions();
  one->set_of(kPlan + 1);
  one->add_kinds(pb::VERSION_STORED);
  one->set_unseen(1);
  response.add_subscriptions()->set_of("organisations/lyubimets/plans/lyubimets-2014");
  return response;
}

class PlanPages : public PagesFixture {
 protected:
  PlanPages() {
    Give("GetPlan", ExamplePlan());
    Give("GetPlanVersion", ExampleView(ExamplePlan()));
    Give("ListPlanVersions", ExampleVersions(2));
    Give("ListPlanCorrections", pb::ListPlanCorrectionsResponse());
    Give("ComparePlans", ExampleComparison());
    Give("ListAdoptions", pb::ListAdoptionsResponse());
    Give("ListPlanValues", pb::ListPlanValuesResponse());
    Give("ListProjectLinks", ExampleLinks());
    Give("ListPlanChanges", ExampleChanges());
    Give("ListSubscriptions", ExampleSubscriptions());
    Give("GetStrategyTree", pb::StrategyTree());
    Give("ListStrategies", pb::ListStrategiesResponse());
    Give("ListPlans", pb::ListPlansResponse());
    Give("GetChecklist", pb::Checklist());
    Give("ListGroundwork", pb::ListGroundworkResponse());
  }

  std::string Page(const std::string& below, const std::string& query = "") {
    return Get(absl::StrCat("/en", kPlan, below), query).body;
  }
};

}  // namespace tranche::gateway
