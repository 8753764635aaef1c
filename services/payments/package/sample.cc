// SPDX-License-Identifier: EUPL-1.2
#include "payments/package/sample.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "platform/base/digest.h"

namespace tranche::payments::package {
namespace {

constexpr std::array<std::pair<SamplingReason, absl::string_view>, 5> kReasons = {
    {{SamplingReason::kAmountAboveThreshold, "AMOUNT_ABOVE_THRESHOLD"},
     {SamplingReason::kFirstOfIssuer, "FIRST_OF_ISSUER"},
     {SamplingReason::kSuspectedDuplicate, "SUSPECTED_DUPLICATE_DOCUMENT"},
     {SamplingReason::kNotAboveZero, "NOT_ABOVE_ZERO"},
     {SamplingReason::kAtRandom, "CHOSEN_AT_RANDOM"}}};

bool IsAboveThreshold(const Unit& unit, const SamplingMethod& method) {
  const std::optional<Money>& from =
      unit.total.currency() == Currency::kBgn ? method.always_from_bgn : method.always_from_eur;
  return from.has_value() && unit.total.minor() >= from->minor();
}

}  // namespace

absl::string_view Name(SamplingReason reason) {
  for (const auto& [known, name] : kReasons) {
    if (known == reason) return name;
  }
  return "";
}

std::optional<SamplingReason> SamplingReasonOf(absl::string_view name) {
  for (const auto& [reason, known] : kReasons) {
    if (known == name) return reason;
  }
  return std::nullopt;
}

std::string DigestOf(const std::vector<Unit>& population) {
  std::string text;
  for (const Unit& unit : population) {
    absl::StrAppend(&text, unit.cost_id, " ", FormatAmount(unit.total), " ",
                    CurrencyCode(unit.total.currency()), "\n");
  }
  return Sha256Hex(text);
}

const SamplingMethod* MethodFor(const std::vector<SamplingMethod>& newest,
                                const std::string& programming_period) {
  const auto better = [](const SamplingMethod& method, const SamplingMethod* than) {
    if (than == nullptr) return true;
    const bool exact = !method.programming_period.empty();
    if (exact != !than->programming_period.empty()) return exact;
    return method.id < than->id;
  };
  const SamplingMethod* found = nullptr;
  for (const SamplingMethod& method : newest) {
    if (!method.programming_period.empty() && method.programming_period != programming_period) continue;
    if (better(method, found)) found = &method;
  }
  return found;
}

std::vector<Chosen> Draw(const std::vector<Unit>& population, const SamplingMethod& method,
                         const std::string& seed) {
  std::vector<Chosen> all;
  std::set<std::string> issuers;
  std::vector<std::pair<std::string, size_t>> rest;  // By lot.
  for (const Unit& unit : population) {
    Chosen one{.cost_id = unit.cost_id, .reasons = {}};
    if (IsAboveThreshold(unit, method)) one.reasons.push_back(SamplingReason::kAmountAboveThreshold);
    const bool first = unit.issuer.empty() || issuers.insert(unit.issuer).second;
    if (method.first_of_issuer && first) one.reasons.push_back(SamplingReason::kFirstOfIssuer);
    if (method.suspected_duplicates && unit.suspected) {
      one.reasons.push_back(SamplingReason::kSuspectedDuplicate);
    }
    if (unit.total.minor() <= 0) one.reasons.push_back(SamplingReason::kNotAboveZero);
    if (one.reasons.empty()) {
      rest.emplace_back(Sha256Hex(absl::StrCat(seed, "/", unit.cost_id)), all.size());
    }
    all.push_back(std::move(one));
  }
  std::sort(rest.begin(), rest.end());
  const size_t by_chance = (rest.size() * static_cast<size_t>(method.rest_percent) + 99) / 100;
  for (size_t i = 0; i < by_chance; ++i) {
    all[rest[i].second].reasons.push_back(SamplingReason::kAtRandom);
  }
  std::vector<Chosen> chosen;
  for (Chosen& one : all) {
    if (!one.reasons.empty()) chosen.push_back(std::move(one));
  }
  return chosen;
}

}  // namespace tranche::payments::package
