// SPDX-License-Identifier: EUPL-1.2
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "books/books.h"

namespace tranche::books {
namespace {

using LineKey = std::pair<std::string, std::string>;

int64_t Used(const Facts::Line& line) { return Sum(Plus(line.reserved, line.spent)); }

std::string OrganisationOf(const std::string& contract) {
  return contract.substr(0, contract.find("/contracts/"));
}

// What a limit holds is what its lines use, and within it (BUD-7).
void CheckLimits(const Facts& facts, Problems* problems) {
  std::map<LineKey, int64_t> used;
  for (const Facts::Line& line : facts.lines) used[{line.contract, line.code}] = Used(line);
  for (const Facts::Limit& limit : facts.limits) {
    int64_t sum = 0;
    for (const std::string& line : limit.lines) sum += used[{limit.contract, line}];
    const std::string who = absl::StrCat(limit.contract, " ", limit.code);
    if (limit.used != sum)
      problems->push_back(
          absl::StrCat("BUD-7 the limit holds ", limit.used, ", its lines use ", sum, ": ", who));
    if (limit.used > limit.cap + limit.rounding)
      problems->push_back("BUD-7 more is used than the limit allows: " + who);
  }
}

// What is spent on a flat rate is within its percent of what is spent on its base (BUD-8).
void CheckFlatRates(const Facts& facts, Problems* problems) {
  std::map<LineKey, int64_t> spent;
  for (const Facts::Line& line : facts.lines) spent[{line.contract, line.code}] = Sum(line.spent);
  // Lines of a converted contract are rounded each by itself and by who pays.
  constexpr int64_t kCentsOfALine = 3;
  std::set<std::string> converted;
  for (const Facts::Line& line : facts.converted_lines) converted.insert(line.contract);
  for (const Facts::FlatRate& rate : facts.flat_rates) {
    int64_t base = 0;
    for (const std::string& line : rate.base) base += spent[{rate.contract, line}];
    const int64_t due =
        base * rate.percent_hundredths / 10'000 +
        (converted.count(rate.contract) > 0 ? kCentsOfALine * static_cast<int64_t>(1 + rate.base.size())
                                            : 0);
    if (spent[{rate.contract, rate.line}] > due) {
      problems->push_back(absl::StrCat("BUD-8 ", spent[{rate.contract, rate.line}],
                                       " is spent on a flat rate of which ", due,
                                       " is due: ", rate.contract, " ", rate.line));
    }
  }
}

// The amount that a cost's terms give; a flat rate may be less, as its line and limits have room.
bool IsReckoned(const Facts::Simplified& cost) {
  if (cost.form == "LUMP_SUMS") return cost.claimed == cost.price;
  if (cost.form == "FLAT_RATE") return cost.claimed <= cost.base * cost.percent_hundredths / 10'000;
  return cost.claimed == (cost.price * cost.quantity_hundredths + 50) / 100;
}

// Hours of a person and year are within the year's, and what their costs claim; a lump sum is claimed
// once, until it is refused, and approved whole but for a correction (BUD-9).
void CheckClaimedOnce(const Facts& facts, Problems* problems) {
  std::map<std::tuple<std::string, std::string, int64_t>, int64_t> hours;
  std::map<std::tuple<std::string, std::string, std::string>, int> lumps;
  for (const Facts::Simplified& cost : facts.simplified) {
    const std::string who = absl::StrCat(cost.contract, " cost ", cost.number);
    if (!IsReckoned(cost)) problems->push_back("INV-02 a cost is not what its terms give: " + who);
    const bool refused = cost.decided && cost.approved == 0 && cost.by_correction == 0;
    if (cost.form == "LUMP_SUMS" && cost.unapproved > 0 && !refused)
      problems->push_back("BUD-9 a lump sum is approved in part: " + who);
    if (refused) continue;
    if (cost.form == "HOURLY_RATE")
      hours[{OrganisationOf(cost.contract), cost.person, cost.year}] += cost.quantity_hundredths;
    if (cost.form == "LUMP_SUMS" && ++lumps[{cost.contract, cost.line, cost.item}] > 1)
      problems->push_back("BUD-9 a lump sum is claimed twice: " + who);
  }
  for (const Facts::Hours& year : facts.hours) {
    const std::string who = absl::StrCat(year.person, " ", year.year);
    if (year.hundredths > year.max_hundredths)
      problems->push_back("BUD-9 more hours than a year has: " + who);
    if (year.hundredths != hours[{year.organisation, year.person, year.year}])
      problems->push_back("BUD-9 hours are not what their costs claim: " + who);
    hours.erase({year.organisation, year.person, year.year});
  }
  for (const auto& [key, claimed] : hours) {
    if (claimed > 0) problems->push_back("BUD-9 hours that nobody counts: " + std::get<1>(key));
  }
}

}  // namespace

void CheckSimplified(const Facts& facts, Problems* problems) {
  CheckLimits(facts, problems);
  CheckFlatRates(facts, problems);
  CheckClaimedOnce(facts, problems);
}

}  // namespace tranche::books
