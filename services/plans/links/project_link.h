// SPDX-License-Identifier: EUPL-1.2
// Which project carries out what, and how much of it: decisions on links.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "platform/money/money.h"

namespace tranche::plans {

inline constexpr int kWholeHundredths = 100'00;  // 100 % in hundredths of a percent.

// How much of the project a link is for: a share, an amount, or all of it that nobody else has.
struct Contribution {
  std::optional<int> share_hundredths;
  std::optional<Money> amount;

  friend bool operator==(const Contribution&, const Contribution&) = default;
};

// A link that stands. One of plan and strategy, one of contract and external project is given.
struct LinkFact {
  int number = 0;
  std::string plan;
  std::string strategy;
  std::string measure;  // "1.2"; empty: the whole plan or strategy.
  std::string contract;
  std::string external_project;
  Contribution contribution;
};

// Whether a link may be made beside `others`, the links that stand of the same project to the same plan
// or strategy. LINK_ALREADY_THERE, LINK_CONTRIBUTIONS_MIXED, LINK_SHARES_EXCEED.
absl::Status DecideLink(const std::vector<LinkFact>& others, const LinkFact& asked);

// What is wrong with a link to a measure now that the plan says `activity_now` at its place: a reason
// of the catalogue, or "". No value of `activity_now`: there is no such measure.
std::string TroubleOf(const std::string& words_then, const std::optional<std::string>& activity_now);

// "40.5" for 4050 hundredths.
std::string FormatShare(int hundredths);

}  // namespace tranche::plans
