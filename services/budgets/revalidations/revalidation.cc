// SPDX-License-Identifier: EUPL-1.2
#include "budgets/revalidations/revalidation.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "platform/base/error.h"
#include "platform/base/status_macros.h"

namespace tranche::budgets {
namespace {

Money Lesser(Money a, Money b) { return a.minor() <= b.minor() ? a : b; }

ThreePart LesserParts(const ThreePart& a, const ThreePart& b) {
  return {.eu = Lesser(a.eu, b.eu),
          .national = Lesser(a.national, b.national),
          .own = Lesser(a.own, b.own)};
}

std::string CodeOf(Money amount) { return std::string(CurrencyCode(amount.currency())); }

absl::StatusOr<ThreePart> PartsOf(const std::string& cost, const ThreePart& refused,
                                  const ThreePart& given, Money asked) {
  const Currency currency = refused.eu.currency();
  if (asked.currency() != currency) {
    return Refuse("MONEY_CURRENCY_MIXED",
                  {{"left", std::string(CurrencyCode(currency))}, {"right", CodeOf(asked)}});
  }
  if (asked.minor() <= 0) return Refuse("AMOUNT_NOT_ABOVE_ZERO");
  TRANCHE_ASSIGN_OR_RETURN(const Money refused_total, Total(refused));
  TRANCHE_ASSIGN_OR_RETURN(const Money given_total, Total(given));
  TRANCHE_ASSIGN_OR_RETURN(const Money rest, Subtract(refused_total, given_total));
  const Money left = Money::Minor(std::max<int64_t>(rest.minor(), 0), currency);
  if (asked.minor() > left.minor()) {
    return Refuse("REVALIDATION_ABOVE_REFUSED", {{"cost", cost},
                                                 {"asked", FormatAmount(asked)},
                                                 {"left", FormatAmount(left)},
                                                 {"currency", CodeOf(asked)}});
  }
  return NextSplit(refused, LesserParts(given, refused), asked);
}

}  // namespace

absl::StatusOr<NotApproved> DecideRevalidation(const std::string& cost, const NotApproved& refused,
                                               const NotApproved& given, const AskedAmounts& asked) {
  const ThreePart nothing = ZeroParts(refused.unapproved.eu.currency());
  NotApproved decided{.unapproved = nothing, .by_correction = nothing};
  std::vector<Violation> faults;
  if (!asked.unapproved.has_value() && !asked.by_correction.has_value()) {
    faults.push_back({"amounts.unapproved", "FIELD_REQUIRED", {}});
  }
  const auto decide = [&](const std::optional<Money>& amount, const ThreePart& of,
                          const ThreePart& before, const char* field, ThreePart* parts) {
    if (!amount.has_value()) return;
    absl::StatusOr<ThreePart> split = PartsOf(cost, of, before, *amount);
    AddViolation(split.status(), field, &faults);
    if (split.ok()) *parts = *std::move(split);
  };
  decide(asked.unapproved, refused.unapproved, given.unapproved, "amounts.unapproved",
         &decided.unapproved);
  decide(asked.by_correction, refused.by_correction, given.by_correction,
         "amounts.unapprovedByCorrection", &decided.by_correction);
  if (!faults.empty()) return RefuseFields(std::move(faults));
  return decided;
}

absl::Status CheckCorrectionRoom(const std::string& correction, Money room, Money given_back,
                                 const ThreePart& asked) {
  TRANCHE_ASSIGN_OR_RETURN(const Money grant, Grant(asked));
  TRANCHE_ASSIGN_OR_RETURN(const Money rest, Subtract(room, given_back));
  const Money left = Money::Minor(std::max<int64_t>(rest.minor(), 0), rest.currency());
  TRANCHE_RETURN_IF_ERROR(Subtract(left, grant).status());
  if (grant.minor() <= left.minor()) return absl::OkStatus();
  return Refuse("REVALIDATION_CORRECTION_STANDS",
                {{"correction", correction}, {"left", FormatAmount(left)}, {"currency", CodeOf(left)}});
}

ThreePart BackToCorrection(const ThreePart& of_correction, const ThreePart& carried) {
  return LesserParts(of_correction, carried);
}

}  // namespace tranche::budgets
