// SPDX-License-Identifier: EUPL-1.2
// A plan's annual report: what was planned beside what its projects were granted, spent and were paid.
// What a project gives to several measures is divided exactly; what nobody said how to divide stands
// by itself.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "platform/base/error.h"
#include "platform/money/three_part.h"
#include "reports/plans/payer.h"

namespace tranche::reports {

// One of those who pay for a measure.
struct PlannedSource {
  Payer payer = Payer::kOther;
  std::string name;                  // As written, where it says which programme or fund; else empty.
  std::optional<Money> amount = {};  // What it gives, where the row says it.
};

// An amount that a row states for one year.
struct YearAmount {
  int year = 0;
  Money amount;
};

struct PlannedMeasure {
  std::string place;  // "1.2"
  std::string section;
  std::string activity;
  std::string source;  // As written.
  std::vector<PlannedSource> sources;
  std::string executor;
  std::optional<Money> planned;
  std::optional<int> people;
  // By year; of a row without a total they are what it plans: totals are of the whole plan, and so is
  // the report.
  std::vector<YearAmount> by_year = {};
  bool has_other_amounts = false;  // Of sources, parts, a month or one of many: no total of the row.
  // All amounts of the row are those of its sources, and each of them has one.
  bool sources_say_all = false;
  std::string qualifier = {};  // What makes the total less than exact, "до"; empty: nothing.
};

struct Figures {
  ThreePart granted;
  ThreePart spent;
  ThreePart paid;

  friend bool operator==(const Figures&, const Figures&) = default;
};

// A project of which the figures are known, each in the currency in which it is kept.
struct ProjectFact {
  std::string contract;  // Id.
  std::string number;
  std::string title;
  Figures figures;
  std::optional<absl::CivilDay> starts_on = {};  // None: it was not in force yet.
  std::optional<absl::CivilDay> ends_on = {};
  // Other plans that it is linked with, without a word of how much of it is for them.
  std::vector<std::string> other_plans = {};
};

// The first and the last year of a plan.
struct PlanYears {
  int first = 0;
  int last = 0;
};

struct PlanLink {
  int number = 0;
  std::string measure;             // Empty: the whole plan.
  std::string measure_words = {};  // What the measure said when the link was made.
  std::string contract;            // Empty: not kept here, then `external_project` names it.
  std::string external_project;
  std::optional<int> share_hundredths;
  std::optional<Money> amount;
  std::optional<int> people;
  std::string contribution;
  bool illustrative = false;
};

struct PlanFacts {
  std::string organisation;
  std::string plan;
  std::string title;
  std::string municipality;
  int year = 0;
  std::optional<PlanYears> years = {};  // By its title; none: it does not say.
  int version = 0;
  std::optional<Money> stated_total;
  std::vector<PlannedMeasure> measures;
  std::vector<PlanLink> links;
  std::vector<ProjectFact> projects;
};

struct MeasureProject {
  std::string contract;
  std::string number;  // Of the register, or the words for a project that is not kept here.
  std::string title;
  int link = 0;  // 0: what of it cannot be given to a measure.
  std::optional<int> share_hundredths;
  std::optional<Money> amount = {};  // What the link says that it gives, as it says it.
  std::optional<Figures> figures;    // None: not kept here, or nobody said how much is for the measure.
  std::optional<int> people;
  std::string contribution;
  bool illustrative = false;
};

struct MeasureAccount {
  PlannedMeasure measure;               // Planned in the currency of the report.
  std::vector<int> planned_years = {};  // Whose sum is planned; empty: the row or its sources state it.
  std::optional<Figures> figures;       // Of its projects with figures; none: it has no such project.
  std::optional<int> people_served;
  std::vector<MeasureProject> projects;
};

struct AccountGroup {
  std::string words;
  std::string words_en;  // Empty: the words are the plan's own.
  int measures = 0;
  Money planned;
  int measures_with_amount = 0;
  std::optional<Figures> figures;  // Of the rows with figures; none: no row has any.
  int people_planned = 0;
  std::optional<int> people_served;
};

struct PlanAccount {
  std::vector<MeasureAccount> measures;
  std::vector<MeasureProject> unattributed;
  std::vector<AccountGroup> sources;  // By the kinds of those who pay, however the plan words them.
  std::vector<AccountGroup> executors;
  AccountGroup total;
  std::optional<Money> stated_total;  // In the currency of the report.
  // Less the sum of the rows; none while a row has amounts that are in no sum.
  std::optional<Money> stated_total_difference;
  std::vector<Violation> findings;
};

// All figures in `currency`. The figures of measures and of what is unattributed add up to those of the
// projects, part by part, exactly.
absl::StatusOr<PlanAccount> AccountFor(const PlanFacts& facts, Currency currency);

}  // namespace tranche::reports
