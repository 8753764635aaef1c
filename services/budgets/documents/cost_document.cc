// SPDX-License-Identifier: EUPL-1.2
#include "budgets/documents/cost_document.h"

#include <algorithm>
#include <array>
#include <utility>

#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/text/fold.h"

namespace tranche::budgets {
namespace {

bool AllDigits(absl::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == absl::string_view::npos;
}

// The check digit of the digits from `first` on: weights of the first pass, those of the second when
// the first gives 10, and 0 when both do.
template <std::size_t size>
int CheckDigit(absl::string_view digits, const std::array<int, size>& first_weights,
               const std::array<int, size>& second_weights) {
  for (const std::array<int, size>* weights : {&first_weights, &second_weights}) {
    int sum = 0;
    for (std::size_t i = 0; i < size; ++i) sum += (digits[i] - '0') * (*weights)[i];
    if (sum % 11 != 10) return sum % 11;
  }
  return 0;
}

bool IsEik(absl::string_view text) {
  if (!AllDigits(text) || (text.size() != 9 && text.size() != 13)) return false;
  // The digits pass, and nobody has the code.
  if (text.find_first_not_of('0') == absl::string_view::npos) return false;
  constexpr std::array<int, 8> kFirst = {1, 2, 3, 4, 5, 6, 7, 8};
  constexpr std::array<int, 8> kSecond = {3, 4, 5, 6, 7, 8, 9, 10};
  if (CheckDigit(text, kFirst, kSecond) != text[8] - '0') return false;
  constexpr std::array<int, 4> kBranchFirst = {2, 7, 3, 5};
  constexpr std::array<int, 4> kBranchSecond = {4, 9, 5, 7};
  return text.size() == 9 || CheckDigit(text.substr(8), kBranchFirst, kBranchSecond) == text[12] - '0';
}

// Nothing of it is held by a cost or a credit note.
bool IsFree(const DocumentBalance& document) {
  return document.claimed.IsZero() && document.credited.IsZero();
}

}  // namespace

absl::Status CheckEik(absl::string_view eik) {
  if (eik.empty() || IsEik(eik)) return absl::OkStatus();
  return Refuse("EIK_INVALID", {{"value", std::string(eik)}});
}

Money LeftOf(const DocumentBalance& document) {
  // None is below zero, so neither difference wraps.
  const int64_t left =
      document.claimable.minor() - document.claimed.minor() - document.credited.minor();
  return Money::Minor(std::max<int64_t>(0, left), document.total.currency());
}

std::vector<Violation> ClaimFaults(const std::optional<DocumentBalance>& held,
                                   const DocumentClaim& claim) {
  if (!held || IsFree(*held)) return {};
  const Currency currency = claim.total.currency();
  const std::string code(CurrencyCode(currency));
  if (held->total.currency() != currency) {
    return {{"document.total",
             "MONEY_CURRENCY_MIXED",
             {{"left", std::string(CurrencyCode(held->total.currency()))}, {"right", code}}}};
  }
  std::vector<Violation> faults;
  if (!claim.issuer_eik.empty() && !held->issuer_eik.empty() && claim.issuer_eik != held->issuer_eik) {
    faults.push_back({"document.issuerEik",
                      "COST_ISSUER_DIFFERS",
                      {{"number", claim.number},
                       {"known", held->issuer_eik},
                       {"given", claim.issuer_eik},
                       {"cost", held->first_cost}}});
  }
  if (!(held->total == claim.total) || !(held->claimable == claim.claimable)) {
    faults.push_back({"document.total",
                      "COST_DOCUMENT_DIFFERS",
                      {{"number", claim.number},
                       {"total", FormatAmount(held->total)},
                       {"claimable", FormatAmount(held->claimable)},
                       {"currency", code},
                       {"cost", held->first_cost}}});
  }
  const Money left = LeftOf(*held);
  if (claim.claimed.minor() > left.minor()) {
    faults.push_back({"claimed",
                      "COST_DOCUMENT_EXHAUSTED",
                      {{"number", claim.number},
                       {"left", FormatAmount(left)},
                       {"total", FormatAmount(held->total)},
                       {"asked", FormatAmount(claim.claimed)},
                       {"currency", code},
                       {"cost", held->first_cost}}});
  }
  return faults;
}

absl::StatusOr<DocumentBalance> DecideClaim(const std::optional<DocumentBalance>& held,
                                            const DocumentClaim& claim) {
  if (!held || IsFree(*held)) {
    return DocumentBalance{.issuer_eik = claim.issuer_eik,
                           .total = claim.total,
                           .claimable = claim.claimable,
                           .claimed = claim.claimed,
                           .credited = Money::Zero(claim.total.currency()),
                           .first_cost = held ? held->first_cost : ""};
  }
  std::vector<Violation> faults = ClaimFaults(held, claim);
  if (!faults.empty()) return Refuse(faults[0].reason, std::move(faults[0].values));
  DocumentBalance after = *held;
  TRANCHE_ASSIGN_OR_RETURN(after.claimed, Add(held->claimed, claim.claimed));
  if (after.issuer_eik.empty()) after.issuer_eik = claim.issuer_eik;
  return after;
}

Money CreditOf(const DocumentBalance& held, Money amount, Money vat) {
  const bool recoverable = !(held.claimable == held.total);
  return recoverable ? Money::Minor(amount.minor() - vat.minor(), amount.currency()) : amount;
}

absl::StatusOr<DocumentBalance> DecideCredit(const DocumentBalance& held, const std::string& number,
                                             Money amount) {
  DocumentBalance after = held;
  TRANCHE_ASSIGN_OR_RETURN(after.credited, Add(held.credited, amount));
  const Money left = LeftOf(held);
  if (amount.minor() > left.minor()) {
    return Refuse("CREDIT_NOTE_ABOVE_REST", {{"asked", FormatAmount(amount)},
                                             {"currency", std::string(CurrencyCode(amount.currency()))},
                                             {"number", number},
                                             {"left", FormatAmount(left)}});
  }
  return after;
}

}  // namespace tranche::budgets
