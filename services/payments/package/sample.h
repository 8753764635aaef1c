// SPDX-License-Identifier: EUPL-1.2
// Which costs of a claim are checked in full: some for a reason, of the rest some by chance. Values in,
// values out: the same costs, method and seed always give the same sample.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "platform/money/money.h"

namespace tranche::payments::package {

enum class SamplingReason {
  kAmountAboveThreshold,
  kFirstOfIssuer,
  kSuspectedDuplicate,
  kNotAboveZero,
  kAtRandom
};
absl::string_view Name(SamplingReason reason);
std::optional<SamplingReason> SamplingReasonOf(absl::string_view name);

struct SamplingMethod {
  std::string id;
  int version = 0;
  std::string programming_period;        // Empty: any.
  std::optional<Money> always_from_bgn;  // Costs in leva of at least this; nothing: no threshold.
  std::optional<Money> always_from_eur;
  bool first_of_issuer = false;
  bool suspected_duplicates = false;
  int rest_percent = 0;  // 0 to 100.
  std::string source;
  bool verified = false;
};

// A cost of the population.
struct Unit {
  std::string cost_id;
  Money total;
  std::string issuer;  // As the same issuer is always written; empty: not known, then each is a first.
  bool suspected = false;
};

struct Chosen {
  std::string cost_id;
  std::vector<SamplingReason> reasons;  // In the order of the enum; at least one.
};

struct Sample {
  std::string method_id;
  int method_version = 0;
  std::string population_digest;
  std::vector<Chosen> chosen;  // In the order of the claim.
  std::string drawn_by;
};

// SHA-256 of a line "id total currency" of each cost, in the order of the claim.
std::string DigestOf(const std::vector<Unit>& population);

// The method of the programming period before the one for any, of several the first by name; null:
// none.
const SamplingMethod* MethodFor(const std::vector<SamplingMethod>& newest,
                                const std::string& programming_period);

// What is not above zero never sets off other costs, and is always chosen. By chance are chosen
// rest_percent of the costs without any reason, rounded up: those whose SHA-256 of "seed/id" is lowest.
std::vector<Chosen> Draw(const std::vector<Unit>& population, const SamplingMethod& method,
                         const std::string& seed);

}  // namespace tranche::payments::package
