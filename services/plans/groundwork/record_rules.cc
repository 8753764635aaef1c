// SPDX-License-Identifier: EUPL-1.2
#include "plans/groundwork/record_rules.h"

#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace tranche::plans {

bool HoldsPersonalNumber(absl::string_view text) {
  constexpr int kDigits = 10;
  int digits = 0;
  for (const char c : text) {
    if (absl::ascii_isdigit(static_cast<unsigned char>(c))) {
      ++digits;
    } else if (digits == kDigits) {
      return true;
    } else {
      digits = 0;
    }
  }
  return digits == kDigits;
}

bool IsWebAddress(absl::string_view text) {
  absl::string_view host;
  for (const absl::string_view scheme : {"https://", "http://"}) {
    if (absl::StartsWithIgnoreCase(text, scheme)) host = text.substr(scheme.size());
  }
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte == 0x7F) return false;
  }
  return !host.empty() && absl::string_view("/?#:@").find(host.front()) == absl::string_view::npos;
}

bool IsReversed(const PartialDate& from, const PartialDate& to) {
  const std::optional<absl::CivilDay> first = FirstDay(from);
  const std::optional<absl::CivilDay> last = LastDay(to);
  return first && last && *last < *first;
}

OpportunityState OpportunityStateOn(const PartialDate& opens, const PartialDate& closes, bool withdrawn,
                                    absl::CivilDay today) {
  if (withdrawn) return OpportunityState::kWithdrawn;
  const std::optional<absl::CivilDay> first = FirstDay(opens);
  const std::optional<absl::CivilDay> last = LastDay(closes);
  if (last && *last < today) return OpportunityState::kClosed;
  if (first ? *first <= today : last.has_value()) return OpportunityState::kOpen;
  return OpportunityState::kExpected;
}

}  // namespace tranche::plans
