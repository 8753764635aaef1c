// SPDX-License-Identifier: EUPL-1.2
#include <map>
#include <optional>

#include "absl/strings/str_cat.h"
#include "payments/redenomination/by_law.h"
#include "payments/redenomination/redenomination.h"
#include "platform/base/status_macros.h"

namespace tranche::payments::redenomination {
namespace {

constexpr Ratio kLevForEuro = {195'583, 100'000};

}  // namespace

absl::StatusOr<Money> AtFixedRate(Money amount, Currency currency) {
  if (amount.currency() == currency) return amount;
  if (currency == Currency::kEur) return ByLaw(amount);
  TRANCHE_ASSIGN_OR_RETURN(const Money leva, MultiplyByRatio(amount, kLevForEuro, Rounding::kHalfUp));
  return Money::Minor(leva.minor(), Currency::kBgn);
}

absl::StatusOr<ThreePart> PartsAtFixedRate(const ThreePart& amount, Currency currency) {
  ThreePart converted;
  for (const auto part : kParts) {
    TRANCHE_ASSIGN_OR_RETURN(converted.*part, AtFixedRate(amount.*part, currency));
  }
  return converted;
}

namespace {

// What was recorded in lev, and what has changed since at the fixed rate.
absl::StatusOr<ThreePart> InLev(const std::map<std::string, const RestatedAmount*>& restated,
                                const std::string& key, const ThreePart& now) {
  const auto found = restated.find(key);
  if (found == restated.end()) return PartsAtFixedRate(now, Currency::kBgn);
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart since, Subtract(now, found->second->after));
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart since_leva, PartsAtFixedRate(since, Currency::kBgn));
  return Add(found->second->before, since_leva);
}

}  // namespace

absl::StatusOr<ThreePart> AmountInLev(const std::vector<RestatedAmount>& restated,
                                      const std::string& record, const std::string& series,
                                      const ThreePart& now) {
  std::map<std::string, const RestatedAmount*> by_key;
  for (const RestatedAmount& amount : restated) {
    if (amount.record == record) by_key[amount.series] = &amount;
  }
  return InLev(by_key, series, now);
}

namespace {

// Each amount of a claim by what `convert(record, series, amount)` makes of it; its limit is left out.
template <class Convert>
absl::Status ConvertClaim(const Convert& convert, Claim* claim) {
  const std::string record = absl::StrCat("claims/", claim->sequence);
  const auto each = [&](const char* series, ThreePart* amount) -> absl::Status {
    TRANCHE_ASSIGN_OR_RETURN(*amount, convert(record, series, *amount));
    return absl::OkStatus();
  };
  const auto each_if = [&](const char* series, std::optional<ThreePart>* amount) -> absl::Status {
    return amount->has_value() ? each(series, &**amount) : absl::OkStatus();
  };
  TRANCHE_RETURN_IF_ERROR(each("requested", &claim->requested));
  TRANCHE_RETURN_IF_ERROR(each("paid", &claim->paid));
  TRANCHE_RETURN_IF_ERROR(each_if("approved", &claim->approved));
  TRANCHE_RETURN_IF_ERROR(each_if("refused", &claim->refused));
  TRANCHE_RETURN_IF_ERROR(each_if("by-correction", &claim->by_correction));
  TRANCHE_RETURN_IF_ERROR(each_if("payable", &claim->payable));
  TRANCHE_RETURN_IF_ERROR(each_if("cleared", &claim->cleared));
  TRANCHE_RETURN_IF_ERROR(each_if("to-recover", &claim->to_recover));
  TRANCHE_RETURN_IF_ERROR(each_if("deducted", &claim->deducted));
  for (ClaimCost& cost : claim->costs) {
    const std::string cost_record = absl::StrCat(record, "/costs/", cost.id);
    TRANCHE_ASSIGN_OR_RETURN(cost.requested, convert(cost_record, "requested", cost.requested));
    TRANCHE_ASSIGN_OR_RETURN(cost.again, convert(cost_record, "again", cost.again));
  }
  claim->limit.reset();
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<Claim>> ClaimsInLev(const std::vector<Claim>& claims,
                                               const std::vector<RestatedAmount>& restated) {
  std::map<std::string, const RestatedAmount*> by_key;
  for (const RestatedAmount& amount : restated) {
    by_key[absl::StrCat(amount.record, "/", amount.series)] = &amount;
  }
  std::vector<Claim> leva = claims;
  for (Claim& claim : leva) {
    TRANCHE_RETURN_IF_ERROR(ConvertClaim(
        [&](const std::string& record, const char* series, const ThreePart& amount) {
          return InLev(by_key, absl::StrCat(record, "/", series), amount);
        },
        &claim));
  }
  return leva;
}

absl::StatusOr<std::vector<Claim>> ClaimsInEuro(const std::vector<Claim>& claims) {
  std::vector<Claim> euro = claims;
  for (Claim& claim : euro) {
    TRANCHE_RETURN_IF_ERROR(
        ConvertClaim([](const std::string&, const char*,
                        const ThreePart& amount) { return PartsAtFixedRate(amount, Currency::kEur); },
                     &claim));
  }
  return euro;
}

}  // namespace tranche::payments::redenomination
