// SPDX-License-Identifier: EUPL-1.2
#include "plans/versions/correction.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "platform/base/error.h"
#include "platform/money/money.h"
#include "platform/text/fold.h"

namespace tranche::plans {
namespace {

constexpr int kCountMax = 1'000'000;
// What of a value is quoted in a message.
constexpr std::size_t kQuotedBytes = 200;

std::string Quoted(const Value& value) {
  if (!value) return "—";
  return Shortened(*value, kQuotedBytes);
}

std::optional<std::string> NormalAmount(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, ' ');
  if (parts.size() != 2) return std::nullopt;
  const absl::StatusOr<Currency> currency = ParseCurrency(parts[1]);
  if (!currency.ok()) return std::nullopt;
  const absl::StatusOr<Money> amount = ParseAmount(parts[0], *currency);
  if (!amount.ok() || amount->IsNegative()) return std::nullopt;
  return absl::StrCat(FormatAmount(*amount), " ", parts[1]);
}

std::optional<std::string> NormalCount(const std::string& text) {
  int count = 0;
  if (!absl::SimpleAtoi(text, &count) || count < 0 || count > kCountMax) return std::nullopt;
  return absl::StrCat(count);
}

// The corrections of one value in force, the last on top.
using Stacks = std::map<ValueKey, std::vector<CorrectionFact>>;

Stacks StacksOf(const std::vector<CorrectionFact>& all, int version) {
  Stacks stacks;
  for (const CorrectionFact& correction : all) {
    if (correction.version != version) continue;
    std::vector<CorrectionFact>& stack = stacks[correction.key];
    if (correction.takes_back == 0) {
      stack.push_back(correction);
    } else if (!stack.empty()) {
      stack.pop_back();  // Only the last one could be taken back.
    }
  }
  return stacks;
}

}  // namespace

std::map<ValueKey, CorrectionFact> InForce(const std::vector<CorrectionFact>& all, int version) {
  std::map<ValueKey, CorrectionFact> in_force;
  for (const auto& [key, stack] : StacksOf(all, version)) {
    if (!stack.empty()) in_force.emplace(key, stack.back());
  }
  return in_force;
}

PlanValues Overlaid(PlanValues values, const std::map<ValueKey, CorrectionFact>& in_force) {
  for (const auto& [key, correction] : in_force) {
    const auto found = values.find(key);
    if (found != values.end()) found->second.value = correction.value;
  }
  return values;
}

std::optional<Value> Normalised(ValueForm form, const Value& value) {
  if (!value) return form == ValueForm::kText ? std::nullopt : std::optional<Value>(Value());
  switch (form) {
    case ValueForm::kText:
    case ValueForm::kBlankable:
      return value;
    case ValueForm::kAmount:
      if (const auto amount = NormalAmount(*value)) return Value(*amount);
      return std::nullopt;
    case ValueForm::kCount:
      if (const auto count = NormalCount(*value)) return Value(*count);
      return std::nullopt;
  }
  return std::nullopt;
}

absl::StatusOr<CorrectionFact> DecideCorrection(const PlanValues& stated,
                                                const std::vector<CorrectionFact>& all, int version,
                                                const CorrectionCommand& command) {
  const auto read = stated.find(command.key);
  if (read == stated.end()) {
    return RefuseInput("INVALID_REQUEST", {{"place",
                                            "CORRECTION_PLACE_UNKNOWN",
                                            {{"version", absl::StrCat(version)},
                                             {"field", command.key.field},
                                             {"place", command.key.place}}}});
  }
  std::vector<Violation> violations;
  const ValueForm form = read->second.form;
  const std::optional<Value> value = Normalised(form, command.value);
  const std::optional<Value> instead_of = Normalised(form, command.instead_of);
  if (!value) {
    violations.push_back({"value", "CORRECTION_VALUE_UNFIT", {{"value", Quoted(command.value)}}});
  }
  if (!instead_of) {
    violations.push_back(
        {"insteadOf", "CORRECTION_VALUE_UNFIT", {{"value", Quoted(command.instead_of)}}});
  }
  if (!violations.empty()) return RefuseInput("INVALID_REQUEST", std::move(violations));

  const auto in_force = InForce(all, version);
  const auto corrected = in_force.find(command.key);
  const Value& shown = corrected == in_force.end() ? read->second.value : corrected->second.value;
  if (*instead_of != shown) return Refuse("CORRECTION_STALE", {{"now", Quoted(shown)}});
  if (*value == shown) return Refuse("CORRECTION_SAYS_THE_SAME");
  return CorrectionFact{.number = 0,
                        .version = version,
                        .key = command.key,
                        .read = read->second.value,
                        .instead_of = shown,
                        .value = *value,
                        .takes_back = 0};
}

absl::StatusOr<CorrectionFact> DecideTakeBack(const std::vector<CorrectionFact>& all,
                                              const CorrectionFact& taken) {
  const auto in_force = InForce(all, taken.version);
  const auto last = in_force.find(taken.key);
  if (last == in_force.end() || last->second.number != taken.number) {
    return Refuse("CORRECTION_ALREADY_REPLACED", {{"number", absl::StrCat(taken.number)}});
  }
  return CorrectionFact{.number = 0,
                        .version = taken.version,
                        .key = taken.key,
                        .read = taken.read,
                        .instead_of = taken.value,
                        .value = taken.instead_of,
                        .takes_back = taken.number};
}

}  // namespace tranche::plans
