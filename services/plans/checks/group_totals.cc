// SPDX-License-Identifier: EUPL-1.2
// Sums by who pays and by who carries out against what the plan states.
#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "plans/checks/row_sums.h"
#include "plans/financing/shares.h"
#include "platform/text/fold.h"

namespace tranche::plans::checks {
namespace {

struct Share {
  Sentence group;
  Money amount;
  bool computed = false;  // From a percentage: the row does not write it.
};

// Executors are compared without regard to case, quotes and blanks, and shown as written.
std::optional<std::vector<Share>> ByExecutor(const Measure& measure) {
  const std::optional<Money> total = PlannedOf(measure);
  if (!total) return std::nullopt;
  return std::vector<Share>{{{measure.executor, measure.executor}, *total}};
}

// The annual report of a plan (reports/plans/payer.h, PayerOf in planned_values_convert.cc) names the
// same four groups; written twice since a service does not include another's domain.
Sentence GroupOf(SourceKind kind) {
  switch (kind) {
    case SourceKind::kMunicipalBudget:
      return {"Общински бюджет", "Municipal budget"};
    case SourceKind::kHumanResourcesProgramme:
    case SourceKind::kAdministrativeCapacityProgramme:
    case SourceKind::kOperationalProgrammes:
    case SourceKind::kProject:
    case SourceKind::kEuProgramme:
      return {"Оперативни програми и проекти", "Operational programmes and projects"};
    case SourceKind::kStateBudget:
    case SourceKind::kDonation:
      return {"Държавен бюджет и дарения", "State budget and donations"};
    case SourceKind::kPrivateProvider:
    case SourceKind::kOther:
      break;
  }
  return {"Други източници", "Other sources"};
}

// What the percentages of the sources come to, where they are the whole and divide the total exactly.
std::optional<std::vector<Share>> ByShares(const Measure& measure, Money total) {
  const financing::ShareAmounts found = financing::AmountsOfShares(measure.sources, total);
  if (found.outcome != financing::ShareAmounts::Outcome::kExact) return std::nullopt;
  std::vector<Share> shares;
  for (std::size_t i = 0; i < measure.sources.size(); ++i) {
    if (measure.sources[i].share_percent.empty()) continue;
    shares.push_back({GroupOf(measure.sources[i].kind), found.amounts[i], /*computed=*/true});
  }
  return shares;
}

// Sources state amounts of their own, and those are not the row's total.
bool LeavesSomething(const Measure& measure) {
  const std::optional<Money> total = PlannedOf(measure);
  std::vector<Money> amounts;
  for (const Source& source : measure.sources) {
    if (source.amount) amounts.push_back(*source.amount);
  }
  if (!total || amounts.empty()) return false;
  const absl::StatusOr<Money> sum = Sum(amounts, total->currency());
  return !sum.ok() || *sum != *total;
}

// Sources give percentages of the total, and those are not the whole.
bool SharesLeaveSomething(const Measure& measure) {
  Money sum = Money::Zero(Currency::kBgn);  // Two places of a percent, as of an amount.
  bool any = false;
  for (const Source& source : measure.sources) {
    if (source.share_percent.empty()) continue;
    any = true;
    const absl::StatusOr<Money> share = ParseAmount(source.share_percent, Currency::kBgn);
    const absl::StatusOr<Money> next = share.ok() ? Add(sum, *share) : share;
    if (!next.ok()) return true;
    sum = *next;
  }
  constexpr int64_t kWholeHundredths = 100'00;
  return any && sum.minor() != kWholeHundredths;
}

// By the sources' own amounts where all of them have one and they add up to the row's total; else by
// their shares, else the whole total when one group pays.
std::optional<std::vector<Share>> BySource(const Measure& measure) {
  const std::optional<Money> total = PlannedOf(measure);
  if (!total) return std::nullopt;
  std::vector<Share> shares;
  std::vector<Money> amounts;
  for (const Source& source : measure.sources) {
    if (!source.amount) continue;
    shares.push_back({GroupOf(source.kind), *source.amount});
    amounts.push_back(*source.amount);
  }
  if (!amounts.empty() && amounts.size() == measure.sources.size()) {
    const absl::StatusOr<Money> sum = Sum(amounts, total->currency());
    if (sum.ok() && *sum == *total) return shares;
  }
  if (LeavesSomething(measure)) return std::nullopt;
  if (const std::optional<Sentence> payer = PayerOf(measure))
    return std::vector<Share>{{*payer, *total}};
  return ByShares(measure, *total);
}

// The stated total against the sums of the measures by a group of theirs.
Check CheckGroups(const Plan& plan, const std::vector<const Measure*>& measures, Check check,
                  std::optional<std::vector<Share>> (*shares_of)(const Measure&),
                  absl::string_view not_written) {
  check.fields = {"stated_total"};
  struct Group {
    Sentence name;
    std::vector<Money> amounts;
  };
  std::vector<Group> groups;
  std::map<std::string, size_t> index;
  std::vector<std::string> from_shares;  // Places of the rows.
  bool complete = plan.stated_total.has_value();
  for (const Measure* measure : measures) {
    if (!HasAmount(*measure) && !NamesFigure(measure->financing)) continue;
    const std::optional<std::vector<Share>> shares = shares_of(*measure);
    if (!shares) {
      complete = false;
      check.readings.push_back(MakeReading(
          Sentence{absl::StrCat("Мярка ", PlaceOf(*measure), " не посочва разделението."),
                   absl::StrCat("Measure ", PlaceOf(*measure), " does not state the split.")},
          "", "", Verdict::kNotComputable, {std::string(not_written)}));
      continue;
    }
    if (!shares->empty() && shares->front().computed) from_shares.push_back(PlaceOf(*measure));
    for (const Share& share : *shares) {
      const auto [at, inserted] = index.emplace(FoldName(share.group.bg), groups.size());
      if (inserted) groups.push_back({share.group, {}});
      groups[at->second].amounts.push_back(share.amount);
    }
  }
  if (plan.stated_total) {
    check.unit = std::string(CurrencyCode(plan.stated_total->currency()));
    check.stated = FormatAmount(*plan.stated_total);
  }
  std::vector<Money> all;
  for (const Group& group : groups) {
    const absl::StatusOr<Money> sum = Sum(group.amounts, group.amounts.front().currency());
    if (!sum.ok()) {
      complete = false;
      continue;
    }
    all.push_back(*sum);
    // A group's sum has nothing stated to agree with: only all groups together have.
    check.readings.push_back(
        MakeReading(group.name, FormatAmount(*sum), "", Verdict::kNotComputable, {"total"}));
  }
  if (!from_shares.empty()) {
    const std::string rows = absl::StrJoin(from_shares, ", ");
    check.readings.push_back(Told(
        {absl::StrCat("Сумите по източници са изчислени от процентите на реда: ", rows, "."),
         absl::StrCat("Amounts by source were computed from the percentages of the row: ", rows, ".")},
        "", ""));
  }
  if (complete && !all.empty())
    Take(Compare(*plan.stated_total, Sum(all, plan.stated_total->currency())), check);
  return check;
}

}  // namespace

Check WithUnreadRows(const Plan& plan, Check check) {
  const auto unread =
      std::count_if(plan.not_understood.begin(), plan.not_understood.end(), [](const Remark& miss) {
        return miss.reason == "PLAN_ROW_NUMBER_MISSING" || miss.reason == "PLAN_ROWS_MISSING";
      });
  if (unread == 0 || check.verdict != Verdict::kDisagree) return check;
  check.verdict = Verdict::kNotComputable;
  check.readings.push_back(
      MakeReading({absl::StrCat("Редове, които не са разбрани и не влизат в сбора: ", unread, "."),
                   absl::StrCat("Rows that were not understood and are not in the sum: ", unread, ".")},
                  "", "", Verdict::kNotComputable, {"amount"}));
  return check;
}

std::optional<Sentence> PayerOf(const Measure& measure) {
  // Who gives a stated part of the total does not pay all of it.
  if (LeavesSomething(measure) || SharesLeaveSomething(measure)) return std::nullopt;
  std::optional<Sentence> payer;
  for (const Source& source : measure.sources) {
    const Sentence group = GroupOf(source.kind);
    if (payer && !(*payer == group)) return std::nullopt;
    payer = group;
  }
  return payer;
}

void AddGroupTotals(const Plan& plan, std::vector<Check>& list) {
  const std::vector<const Measure*> counted = RowsThatCount(plan);
  const auto add = [&](Check check, auto shares_of, absl::string_view not_written) {
    list.push_back(
        WithUnreadRows(plan, CheckGroups(plan, counted, std::move(check), shares_of, not_written)));
  };
  add(CheckOfPlan("total.by_source",
                  {"Сбор по източници спрямо „ОБЩО“", "Sum by source against the total"}),
      BySource, "split");
  add(CheckOfPlan("total.by_executor",
                  {"Сбор по изпълнители спрямо „ОБЩО“", "Sum by executor against the total"}),
      ByExecutor, "amount");
}

}  // namespace tranche::plans::checks
