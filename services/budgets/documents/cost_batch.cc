// SPDX-License-Identifier: EUPL-1.2
#include "budgets/documents/cost_batch.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "budgets/simplified/simplified.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"

namespace tranche::budgets {

OnLine OnLineOf(const BatchRow& row) {
  return {row.line, row.document.number_folded, row.document.issuer_folded, row.document.type};
}

namespace {

bool IsSameCost(const EarlierCosts& earlier, const BatchRow& row) {
  return earlier.last_claimed == row.claim.claimed && earlier.last_total == row.claim.total &&
         earlier.last_issued_on == row.document.issued_on && earlier.last_paid_on == row.paid_on;
}

// A document on a line with simplified costs would be declared twice, and the other way round.
absl::Status CheckForm(const BudgetLine& line, const BatchRow& row) {
  const bool simplified = row.document.type == kSimplifiedReport;
  const bool real_costs = line.form == SupportForm::kRealCosts;
  if (real_costs != simplified) return absl::OkStatus();
  if (simplified) return Refuse("LINE_HAS_REAL_COSTS", {{"line", row.line}});
  return Refuse("COST_ON_SIMPLIFIED_LINE", {{"line", row.line}, {"form", FormName(line.form)}});
}

}  // namespace

CostBatch::CostBatch(BatchBooks books, bool resubmit, std::set<int64_t> told)
    : books_(std::move(books)), resubmit_(resubmit), told_(std::move(told)) {
  for (const auto& [key, document] : books_.documents) {
    if (document.issuer_eik.empty()) continue;
    issuers_[{key.number_folded, key.type, key.issued_on, document.issuer_eik}] = key.issuer_folded;
  }
}

absl::Status CostBatch::Record(const BatchRow& row, const EarlierCosts& earlier,
                               RowDecision* decision) {
  BudgetLine& line = books_.lines.at(row.line);
  TRANCHE_ASSIGN_OR_RETURN(Reservation reservation, DecideRecord(line, row.claim.claimed));
  std::vector<Limit> limits;
  for (const std::string& code : line.limits) {
    TRANCHE_ASSIGN_OR_RETURN(Limit taken, TakeFrom(books_.limits.at(code), row.claim.claimed));
    limits.push_back(std::move(taken));
  }
  const auto known = books_.documents.find(row.document);
  const std::optional<DocumentBalance> held =
      known == books_.documents.end() ? std::nullopt : std::optional(known->second);
  TRANCHE_ASSIGN_OR_RETURN(DocumentBalance document, DecideClaim(held, row.claim));
  // Nothing is refused from here on.
  decision->cost_number = ++books_.last_number;
  told_.insert(decision->cost_number);
  if (!held) document.first_cost = absl::StrCat(books_.contract, "/costs/", decision->cost_number);
  if (held && !held->issuer_eik.empty() && held->issuer_eik != document.issuer_eik) {
    issuers_.erase(
        {row.document.number_folded, row.document.type, row.document.issued_on, held->issuer_eik});
  }
  if (!document.issuer_eik.empty()) {
    issuers_[{row.document.number_folded, row.document.type, row.document.issued_on,
              document.issuer_eik}] = row.document.issuer_folded;
  }
  books_.documents[row.document] = std::move(document);
  line = std::move(reservation.after);
  for (Limit& limit : limits) books_.limits.at(limit.code) = std::move(limit);
  books_.earlier[OnLineOf(row)] = {.last = decision->cost_number,
                                   .last_claimed = row.claim.claimed,
                                   .last_total = row.claim.total,
                                   .last_issued_on = row.document.issued_on,
                                   .last_paid_on = row.paid_on,
                                   .blocks = true,
                                   .not_in_full = earlier.not_in_full};
  decision->resubmission = earlier.not_in_full;
  decision->parts = reservation.parts;
  decision->left_on_line = reservation.left;
  return absl::OkStatus();
}

RowDecision CostBatch::Decide(BatchRow row) {
  RowDecision decision;
  const auto by_eik = issuers_.find(
      {row.document.number_folded, row.document.type, row.document.issued_on, row.claim.issuer_eik});
  if (by_eik != issuers_.end()) row.document.issuer_folded = by_eik->second;
  decision.document = row.document;
  const auto line = books_.lines.find(row.line);
  if (line == books_.lines.end()) {
    decision.refusal = Refuse("LINE_NOT_FOUND", {{"line", row.line}});
    return decision;
  }
  decision.refusal = CheckForm(line->second, row);
  if (!decision.refusal.ok()) return decision;
  const Currency currency = line->second.caps.eu.currency();
  if (currency != row.claim.claimed.currency()) {
    decision.refusal = Refuse("MONEY_CURRENCY_MIXED",
                              {{"left", std::string(CurrencyCode(currency))},
                               {"right", std::string(CurrencyCode(row.claim.claimed.currency()))}});
    return decision;
  }
  const auto found = books_.earlier.find(OnLineOf(row));
  const EarlierCosts earlier = found == books_.earlier.end() ? EarlierCosts() : found->second;
  if (earlier.last > 0 && (earlier.blocks || !resubmit_)) {
    decision.cost_number = earlier.last;
    if (IsSameCost(earlier, row) && told_.insert(earlier.last).second) {
      decision.result = RowResult::kAlreadyThere;
      return decision;
    }
    decision.refusal =
        Refuse("COST_DUPLICATE", {{"number", row.claim.number},
                                  {"line", row.line},
                                  {"cost", absl::StrCat(books_.contract, "/costs/", earlier.last)}});
    return decision;
  }
  decision.refusal = Record(row, earlier, &decision);
  if (decision.refusal.ok()) decision.result = RowResult::kRecorded;
  return decision;
}

}  // namespace tranche::budgets
