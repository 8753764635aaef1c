// SPDX-License-Identifier: EUPL-1.2
#include "reports/plans/plan_account.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/money/currency_view.h"
#include "platform/text/fold.h"
#include "platform/text/words_in_common.h"
#include "reports/money_report.h"

namespace tranche::reports {
namespace {

constexpr int kWholeHundredths = 100'00;
// As links decide it themselves (TroubleOf in plans/links): below it the row is another measure.
constexpr int kSameMeasurePercent = 50;

Figures ZeroFigures(Currency currency) {
  return {ZeroParts(currency), ZeroParts(currency), ZeroParts(currency)};
}

absl::Status AddFigures(const Figures& more, Figures* sum) {
  TRANCHE_ASSIGN_OR_RETURN(sum->granted, Add(sum->granted, more.granted));
  TRANCHE_ASSIGN_OR_RETURN(sum->spent, Add(sum->spent, more.spent));
  TRANCHE_ASSIGN_OR_RETURN(sum->paid, Add(sum->paid, more.paid));
  return absl::OkStatus();
}

// Sums are of what is known: what is not adds nothing and makes no zero.
absl::Status AddKnown(const std::optional<Figures>& more, std::optional<Figures>* sum) {
  if (!more) return absl::OkStatus();
  if (*sum) return AddFigures(*more, &**sum);
  *sum = more;
  return absl::OkStatus();
}

// Whether somebody said how much of its project a link is for, or nobody needs to: it has no other.
bool SaysHowMuch(const PlanLink& link, const std::vector<const PlanLink*>& links) {
  if (links.front()->share_hundredths) return link.share_hundredths.has_value();
  if (links.front()->amount) return link.amount.has_value();
  return links.size() == 1;
}

// Who pays, each kind once, in the order of the kinds.
std::vector<Payer> PayersOf(const PlannedMeasure& measure) {
  std::set<Payer> payers;
  for (const PlannedSource& source : measure.sources) payers.insert(source.payer);
  return {payers.begin(), payers.end()};
}

absl::StatusOr<Figures> FiguresIn(const Figures& figures, Currency currency) {
  Figures shown;
  TRANCHE_ASSIGN_OR_RETURN(shown.granted, PartsIn(figures.granted, currency));
  TRANCHE_ASSIGN_OR_RETURN(shown.spent, PartsIn(figures.spent, currency));
  TRANCHE_ASSIGN_OR_RETURN(shown.paid, PartsIn(figures.paid, currency));
  return shown;
}

// Money that went back may leave less than nothing.
absl::StatusOr<std::vector<Money>> Divide(Money total, const std::vector<int64_t>& weights) {
  if (!total.IsNegative()) return Allocate(total, weights);
  const Currency currency = total.currency();
  TRANCHE_ASSIGN_OR_RETURN(const Money positive, Subtract(Money::Zero(currency), total));
  TRANCHE_ASSIGN_OR_RETURN(std::vector<Money> parts, Allocate(positive, weights));
  for (Money& part : parts) {
    TRANCHE_ASSIGN_OR_RETURN(part, Subtract(Money::Zero(currency), part));
  }
  return parts;
}

absl::StatusOr<std::vector<ThreePart>> DivideParts(const ThreePart& whole,
                                                   const std::vector<int64_t>& weights) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<Money> eu, Divide(whole.eu, weights));
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<Money> national, Divide(whole.national, weights));
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<Money> own, Divide(whole.own, weights));
  std::vector<ThreePart> parts;
  for (std::size_t i = 0; i < weights.size(); ++i) parts.push_back({eu[i], national[i], own[i]});
  return parts;
}

absl::StatusOr<std::vector<Figures>> DivideFigures(const Figures& whole,
                                                   const std::vector<int64_t>& weights) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<ThreePart> granted, DivideParts(whole.granted, weights));
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<ThreePart> spent, DivideParts(whole.spent, weights));
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<ThreePart> paid, DivideParts(whole.paid, weights));
  std::vector<Figures> parts;
  for (std::size_t i = 0; i < weights.size(); ++i) parts.push_back({granted[i], spent[i], paid[i]});
  return parts;
}

class Accountant {
 public:
  Accountant(const PlanFacts& facts, Currency currency) : facts_(facts), currency_(currency) {}

  absl::StatusOr<PlanAccount> Run() {
    TRANCHE_RETURN_IF_ERROR(PlaceMeasures());
    for (const ProjectFact& project : facts_.projects) TRANCHE_RETURN_IF_ERROR(PlaceProject(project));
    PlaceExternalProjects();
    TRANCHE_RETURN_IF_ERROR(SumUp());
    FindWhatIsMissing();
    return std::move(account_);
  }

 private:
  absl::Status PlaceMeasures() {
    for (const PlannedMeasure& measure : facts_.measures) {
      MeasureAccount row{.measure = measure, .figures = {}, .people_served = {}, .projects = {}};
      if (!measure.planned && !measure.by_year.empty()) AddYears(&row);
      if (!row.measure.planned && measure.sources_say_all) AddSources(&row);
      if (row.measure.planned) {
        TRANCHE_ASSIGN_OR_RETURN(row.measure.planned, ShowIn(*row.measure.planned, currency_));
      }
      places_.emplace(measure.place, account_.measures.size());
      account_.measures.push_back(std::move(row));
    }
    return absl::OkStatus();
  }

  // What the row plans is the sum of its years. Years of several currencies are no sum.
  void AddYears(MeasureAccount* row) {
    std::set<int> years;
    absl::StatusOr<Money> sum = Money::Zero(row->measure.by_year.front().amount.currency());
    for (const YearAmount& each : row->measure.by_year) {
      if (sum.ok()) sum = Add(*sum, each.amount);
      years.insert(each.year);
    }
    if (!sum.ok()) {
      AddFinding("REPORT_YEARS_NOT_ADDED", {{"place", row->measure.place}});
      return;
    }
    row->measure.planned = *sum;
    row->planned_years.assign(years.begin(), years.end());
    years_added_.insert(years.begin(), years.end());
    ++rows_of_years_;
  }

  // What the row plans is the sum of what its sources give. Amounts of several currencies are no sum.
  void AddSources(MeasureAccount* row) {
    absl::StatusOr<Money> sum = Money::Zero(row->measure.sources.front().amount->currency());
    for (const PlannedSource& source : row->measure.sources) {
      if (sum.ok()) sum = Add(*sum, *source.amount);
    }
    if (!sum.ok()) return;
    row->measure.planned = *sum;
    rows_of_sources_.push_back(row->measure.place);
  }

  // What each of the links takes of the project, and what nobody takes, as weights.
  absl::StatusOr<std::vector<int64_t>> WeightsOf(const ProjectFact& project, const Figures& figures,
                                                 const std::vector<const PlanLink*>& links) {
    std::vector<int64_t> weights;
    int64_t sum = 0;
    const bool by_share = links.front()->share_hundredths.has_value();
    const bool by_amount = links.front()->amount.has_value();
    for (const PlanLink* link : links) {
      int64_t weight = links.size() == 1 ? 1 : 0;
      if (by_share) weight = link->share_hundredths.value_or(0);
      if (by_amount) {
        weight = 0;
        if (link->amount) {
          TRANCHE_ASSIGN_OR_RETURN(const Money shown, ShowIn(*link->amount, currency_));
          weight = shown.minor();
        }
      }
      weights.push_back(weight);
      sum += weight;
    }
    if (!by_share && !by_amount) {
      if (links.size() > 1) AddFinding("REPORT_PROJECT_UNDIVIDED", {{"project", project.number}});
      weights.push_back(links.size() > 1 ? 1 : 0);
      return weights;
    }
    TRANCHE_ASSIGN_OR_RETURN(const Money granted, Total(figures.granted));
    const int64_t whole = by_share ? kWholeHundredths : granted.minor();
    // A contract that is not in force yet was granted nothing so far.
    if (by_amount && sum > whole && whole > 0) {
      AddFinding("REPORT_AMOUNTS_EXCEED", {{"project", project.number},
                                           {"amounts", FormatAmount(Money::Minor(sum, currency_))},
                                           {"granted", FormatAmount(granted)},
                                           {"currency", std::string(CurrencyCode(currency_))}});
    }
    weights.push_back(std::max<int64_t>(whole - sum, 0));
    return weights;
  }

  absl::Status PlaceProject(const ProjectFact& project) {
    std::vector<const PlanLink*> links;
    for (const PlanLink& link : facts_.links) {
      if (link.contract == project.contract) links.push_back(&link);
    }
    if (links.empty()) return absl::OkStatus();
    TellOfOtherTimesAndPlans(project, links);
    TRANCHE_ASSIGN_OR_RETURN(const Figures figures, FiguresIn(project.figures, currency_));
    TRANCHE_ASSIGN_OR_RETURN(const std::vector<int64_t> weights, WeightsOf(project, figures, links));
    TRANCHE_ASSIGN_OR_RETURN(const std::vector<Figures> parts, DivideFigures(figures, weights));
    MeasureProject left = ItemOf(project, nullptr, parts.back());
    bool has_whole_link = false;
    for (std::size_t i = 0; i < links.size(); ++i) {
      const auto place = places_.find(links[i]->measure);
      if (place == places_.end()) {
        // The link is to the whole plan, or to a measure that this version does not have.
        TRANCHE_RETURN_IF_ERROR(AddKnown(parts[i], &left.figures));
        has_whole_link = true;
        TellIfDropped(*links[i]);
        left.illustrative = left.illustrative || links[i]->illustrative;
        if (left.contribution.empty()) left.contribution = links[i]->contribution;
        if (links[i]->people) left.people = left.people.value_or(0) + *links[i]->people;
        continue;
      }
      MeasureAccount& row = account_.measures[place->second];
      TellIfRenamed(*links[i], row.measure);
      std::optional<Figures> part;
      if (SaysHowMuch(*links[i], links)) part = parts[i];
      TRANCHE_RETURN_IF_ERROR(AddKnown(part, &row.figures));
      row.projects.push_back(ItemOf(project, links[i], part));
    }
    if (has_whole_link || !(left.figures == ZeroFigures(currency_))) {
      account_.unattributed.push_back(std::move(left));
    }
    return absl::OkStatus();
  }

  // Figures are of the whole contract, from its beginning, unless somebody said how much is for the
  // plan.
  void TellOfOtherTimesAndPlans(const ProjectFact& project, const std::vector<const PlanLink*>& links) {
    const bool is_whole = std::any_of(links.begin(), links.end(), [](const PlanLink* link) {
      return !link->share_hundredths && !link->amount;
    });
    if (is_whole && facts_.years && project.starts_on && project.ends_on &&
        (project.starts_on->year() < facts_.years->first ||
         project.ends_on->year() > facts_.years->last)) {
      const bool is_one = facts_.years->first == facts_.years->last;
      AddFinding("REPORT_CONTRACT_BEYOND_PLAN",
                 {{"project", project.number},
                  {"from", FormatBulgarianDay(*project.starts_on)},
                  {"to", FormatBulgarianDay(*project.ends_on)},
                  {"years", is_one ? absl::StrCat(facts_.years->first)
                                   : absl::StrCat(facts_.years->first, "–", facts_.years->last)}});
    }
    if (!project.other_plans.empty()) {
      AddFinding("REPORT_CONTRACT_OF_OTHER_PLANS",
                 {{"project", project.number}, {"plans", absl::StrJoin(project.other_plans, ", ")}});
    }
  }

  // A new version may have another measure at the place to which a link was made.
  void TellIfRenamed(const PlanLink& link, const PlannedMeasure& measure) {
    if (link.measure_words == measure.activity) return;
    if (PercentInCommon(link.measure_words, measure.activity) >= kSameMeasurePercent) return;
    AddFinding("LINK_MEASURE_RENAMED", {{"number", absl::StrCat(link.number)},
                                        {"measure", link.measure},
                                        {"words", link.measure_words},
                                        {"now", measure.activity}});
  }

  // This version does not have the measure to which a link was made.
  void TellIfDropped(const PlanLink& link) {
    if (link.measure.empty()) return;
    AddFinding("LINK_MEASURE_DROPPED", {{"number", absl::StrCat(link.number)},
                                        {"measure", link.measure},
                                        {"version", absl::StrCat(facts_.version)}});
  }

  MeasureProject ItemOf(const ProjectFact& project, const PlanLink* link,
                        const std::optional<Figures>& figures) {
    MeasureProject item{.contract = project.contract,
                        .number = project.number,
                        .title = project.title,
                        .link = 0,
                        .share_hundredths = {},
                        .figures = figures,
                        .people = {},
                        .contribution = "",
                        .illustrative = false};
    if (link != nullptr) Describe(*link, &item);
    return item;
  }

  static void Describe(const PlanLink& link, MeasureProject* item) {
    item->link = link.number;
    item->share_hundredths = link.share_hundredths;
    item->amount = link.amount;
    item->people = link.people;
    item->contribution = link.contribution;
    item->illustrative = link.illustrative;
  }

  void PlaceExternalProjects() {
    for (const PlanLink& link : facts_.links) {
      if (!link.contract.empty()) continue;
      AddFinding("REPORT_PROJECT_NOT_KEPT", {{"project", link.external_project}});
      ProjectFact project;
      project.number = link.external_project;
      const MeasureProject item = ItemOf(project, &link, std::nullopt);
      const auto place = places_.find(link.measure);
      if (place == places_.end()) {
        TellIfDropped(link);
      } else {
        TellIfRenamed(link, account_.measures[place->second].measure);
      }
      (place == places_.end() ? account_.unattributed : account_.measures[place->second].projects)
          .push_back(item);
    }
    for (MeasureAccount& row : account_.measures) {
      std::sort(row.projects.begin(), row.projects.end(),
                [](const MeasureProject& a, const MeasureProject& b) { return a.link < b.link; });
      for (const MeasureProject& project : row.projects) {
        if (project.people) row.people_served = row.people_served.value_or(0) + *project.people;
      }
    }
  }

  AccountGroup EmptyGroup(const std::string& words) const {
    AccountGroup group;
    group.words = words;
    group.planned = Money::Zero(currency_);
    return group;
  }

  static absl::Status AddRow(const MeasureAccount& row, AccountGroup* group) {
    ++group->measures;
    if (row.measure.planned) {
      TRANCHE_ASSIGN_OR_RETURN(group->planned, Add(group->planned, *row.measure.planned));
      ++group->measures_with_amount;
    }
    TRANCHE_RETURN_IF_ERROR(AddKnown(row.figures, &group->figures));
    group->people_planned += row.measure.people.value_or(0);
    if (row.people_served) {
      group->people_served = group->people_served.value_or(0) + *row.people_served;
    }
    return absl::OkStatus();
  }

  absl::Status AddTo(const std::string& words, const MeasureAccount& row,
                     std::vector<AccountGroup>* groups) const {
    // However the plan writes a name; in the words that came first.
    const auto there = std::find_if(groups->begin(), groups->end(), [&](const AccountGroup& group) {
      return FoldName(group.words) == FoldName(words);
    });
    if (there != groups->end()) return AddRow(row, &*there);
    groups->push_back(EmptyGroup(words));
    return AddRow(row, &groups->back());
  }

  // However the plan words those who pay: the words of a group are made of their kinds, and name the
  // programmes that its rows name.
  absl::Status GroupBySource() {
    std::map<std::vector<Payer>, std::size_t> places;
    std::vector<std::vector<std::string>> names;
    for (const MeasureAccount& row : account_.measures) {
      const auto [place, is_new] = places.emplace(PayersOf(row.measure), account_.sources.size());
      if (is_new) {
        account_.sources.push_back(EmptyGroup(""));
        names.emplace_back();
      }
      AccountGroup& group = account_.sources[place->second];
      std::vector<std::string>& named = names[place->second];
      for (const PlannedSource& source : row.measure.sources) {
        const bool is_known = std::any_of(named.begin(), named.end(), [&](const std::string& name) {
          return FoldName(name) == FoldName(source.name);
        });
        if (!source.name.empty() && !is_known) named.push_back(source.name);
      }
      TRANCHE_RETURN_IF_ERROR(AddRow(row, &group));
      const PayerWords words = WordsOf(place->first, named);
      group.words = words.bg;
      group.words_en = words.en;
    }
    return absl::OkStatus();
  }

  absl::Status SumUp() {
    TRANCHE_RETURN_IF_ERROR(GroupBySource());
    account_.total = EmptyGroup("");
    for (const MeasureAccount& row : account_.measures) {
      TRANCHE_RETURN_IF_ERROR(AddTo(row.measure.executor, row, &account_.executors));
      TRANCHE_RETURN_IF_ERROR(AddRow(row, &account_.total));
    }
    for (const MeasureProject& project : account_.unattributed) {
      TRANCHE_RETURN_IF_ERROR(AddKnown(project.figures, &account_.total.figures));
      if (!project.people) continue;
      account_.total.people_served = account_.total.people_served.value_or(0) + *project.people;
    }
    if (!facts_.stated_total) return absl::OkStatus();
    TRANCHE_ASSIGN_OR_RETURN(account_.stated_total, ShowIn(*facts_.stated_total, currency_));
    // With rows whose amounts are in no sum it would compare unlike things.
    if (HasRowsOutside()) return absl::OkStatus();
    TRANCHE_ASSIGN_OR_RETURN(account_.stated_total_difference,
                             Subtract(*account_.stated_total, account_.total.planned));
    return absl::OkStatus();
  }

  static bool IsOutside(const MeasureAccount& row) {
    return row.measure.has_other_amounts && !row.measure.planned;
  }

  bool HasRowsOutside() const {
    return std::any_of(account_.measures.begin(), account_.measures.end(), IsOutside);
  }

  static bool IsNotExact(const MeasureAccount& row) {
    return row.measure.planned && !row.measure.qualifier.empty();
  }

  // The places of rows that are so, in one finding.
  void TellOfRows(const char* reason, bool (*is_so)(const MeasureAccount&)) {
    std::vector<std::string> places;
    for (const MeasureAccount& row : account_.measures) {
      if (is_so(row)) places.push_back(row.measure.place);
    }
    if (!places.empty()) AddFinding(reason, {{"places", absl::StrJoin(places, ", ")}});
  }

  void FindWhatIsMissing() {
    if (rows_of_years_ > 0) {
      AddFinding("REPORT_PLANNED_FROM_YEARS", {{"measures", absl::StrCat(rows_of_years_)},
                                               {"years", absl::StrJoin(years_added_, ", ")}});
    }
    if (!rows_of_sources_.empty()) {
      AddFinding("REPORT_PLANNED_FROM_SOURCES", {{"places", absl::StrJoin(rows_of_sources_, ", ")}});
    }
    TellOfRows("REPORT_ROWS_NOT_ADDED", IsOutside);
    TellOfRows("REPORT_PLANNED_NOT_EXACT", IsNotExact);
    int without_project = 0;
    int without_people = 0;
    for (const MeasureAccount& row : account_.measures) {
      if (row.projects.empty()) ++without_project;
      if (!row.projects.empty() && !row.people_served) ++without_people;
    }
    if (without_people > 0) {
      AddFinding("REPORT_PEOPLE_UNKNOWN", {{"measures", absl::StrCat(without_people)}});
    }
    if (without_project > 0) {
      AddFinding("REPORT_MEASURES_WITHOUT_PROJECT", {{"measures", absl::StrCat(without_project)},
                                                     {"all", absl::StrCat(account_.measures.size())}});
    }
  }

  void AddFinding(const std::string& reason, ErrorValues values) {
    account_.findings.push_back({"", reason, std::move(values)});
  }

  const PlanFacts& facts_;
  const Currency currency_;
  std::map<std::string, std::size_t> places_;
  std::set<int> years_added_;
  std::vector<std::string> rows_of_sources_;  // Places.
  int rows_of_years_ = 0;
  PlanAccount account_;
};

}  // namespace

absl::StatusOr<PlanAccount> AccountFor(const PlanFacts& facts, Currency currency) {
  return Accountant(facts, currency).Run();
}

}  // namespace tranche::reports
