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

absl::StatusOr<Reservation> Reserve(const BudgetLine& line, const BatchRow& row) {
  return row.parts.has_value() ? ReserveParts(line, *row.parts) : DecideRecord(line, row.claim.claimed);
}

// A document on a line with simplified costs would be declared twice, and the other way round.
absl::Status CheckForm(const BudgetLine& line, const BatchRow& row) {
  const bool simplified = row.document.type == kSimplifiedReport;
  const bool real_costs = line.form == SupportForm::kRealCosts;
  if (real_costs != simplified) return absl::OkStatus();
  if (simplified) return Refuse("LINE_HAS_REAL_COSTS", {{"line", row.line}});
  return Refuse("COST_ON_SIMPLIFIED_LINE", {{"line", row.line}, {"form", FormName(line.form)}});
}

absl::Status CheckCurrency(const BudgetLine& line, const BatchRow& row) {
  const Currency currency = line.caps.eu.currency();
  if (currency == row.claim.claimed.currency()) return absl::OkStatus();
  return Refuse("MONEY_CURRENCY_MIXED",
                {{"left", std::string(CurrencyCode(currency))},
                 {"right", std::string(CurrencyCode(row.claim.claimed.currency()))}});
}

}  // namespace

const char* FieldOfRefusal(absl::string_view reason) {
  struct About {
    absl::string_view reason;
    const char* field;
  };
  static constexpr About kAbout[] = {{"LINE_NOT_FOUND", "line"},
                                     {"COST_ON_SIMPLIFIED_LINE", "line"},
                                     {"LINE_HAS_REAL_COSTS", "line"},
                                     {"LINE_EXHAUSTED", "claimed"},
                                     {"LINE_PART_EXHAUSTED", "claimed"},
                                     {"LIMIT_EXHAUSTED", "claimed"},
                                     {"COST_DOCUMENT_EXHAUSTED", "claimed"},
                                     {"MONEY_CURRENCY_MIXED", "claimed"},
                                     {"COST_DUPLICATE", "document.number"},
                                     {"COST_ISSUER_DIFFERS", "document.issuerEik"},
                                     {"COST_DOCUMENT_DIFFERS", "document.total"}};
  for (const About& about : kAbout) {
    if (about.reason == reason) return about.field;
  }
  return "";
}

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
  TRANCHE_ASSIGN_OR_RETURN(Reservation reservation, Reserve(line, row));
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

BatchRow CostBatch::AsKnown(BatchRow row) const {
  const auto by_eik = issuers_.find(
      {row.document.number_folded, row.document.type, row.document.issued_on, row.claim.issuer_eik});
  if (by_eik != issuers_.end()) row.document.issuer_folded = by_eik->second;
  return row;
}

EarlierCosts CostBatch::EarlierOf(const BatchRow& row) const {
  const auto found = books_.earlier.find(OnLineOf(row));
  return found == books_.earlier.end() ? EarlierCosts() : found->second;
}

absl::Status CostBatch::Duplicate(const BatchRow& row, const EarlierCosts& earlier) const {
  return Refuse("COST_DUPLICATE", {{"number", row.claim.number},
                                   {"line", row.line},
                                   {"cost", absl::StrCat(books_.contract, "/costs/", earlier.last)}});
}

absl::Status CostBatch::DecideKnown(const BatchRow& row, RowDecision* decision) {
  const auto line = books_.lines.find(row.line);
  if (line == books_.lines.end()) return Refuse("LINE_NOT_FOUND", {{"line", row.line}});
  TRANCHE_RETURN_IF_ERROR(CheckForm(line->second, row));
  TRANCHE_RETURN_IF_ERROR(CheckCurrency(line->second, row));
  const EarlierCosts earlier = EarlierOf(row);
  if (IsBlocked(earlier)) {
    decision->cost_number = earlier.last;
    if (!IsSameCost(earlier, row) || !told_.insert(earlier.last).second) return Duplicate(row, earlier);
    decision->result = RowResult::kAlreadyThere;
    return absl::OkStatus();
  }
  TRANCHE_RETURN_IF_ERROR(Record(row, earlier, decision));
  decision->result = RowResult::kRecorded;
  return absl::OkStatus();
}

RowDecision CostBatch::Decide(BatchRow row) {
  RowDecision decision;
  row = AsKnown(std::move(row));
  decision.document = row.document;
  decision.refusal = DecideKnown(row, &decision);
  if (decision.refusal.ok()) return decision;
  decision.faults = FaultsOf(row, /*with_amounts=*/true);
  // The refusal stands whatever is found besides.
  if (decision.faults.empty()) {
    const std::string reason = ReasonOf(decision.refusal);
    AddViolation(decision.refusal, FieldOfRefusal(reason), &decision.faults);
  }
  return decision;
}

std::vector<Violation> CostBatch::FaultsOf(const BatchRow& asked, bool with_amounts) const {
  const BatchRow row = AsKnown(asked);
  std::vector<Violation> faults;
  const auto line = books_.lines.find(row.line);
  bool room_counts = with_amounts && line != books_.lines.end();
  if (line == books_.lines.end()) {
    faults.push_back({"line", "LINE_NOT_FOUND", {{"line", row.line}}});
  } else if (const absl::Status form = CheckForm(line->second, row); !form.ok()) {
    AddViolation(form, "line", &faults);
    room_counts = false;
  } else if (const EarlierCosts earlier = EarlierOf(row); IsBlocked(earlier)) {
    // What the document and the line have left follows from it.
    AddViolation(Duplicate(row, earlier), "document.number", &faults);
    return faults;
  }
  if (room_counts) {
    const absl::Status currency = CheckCurrency(line->second, row);
    AddViolation(currency, "claimed", &faults);
    room_counts = currency.ok();
  }
  if (room_counts) {
    AddViolation(Reserve(line->second, row).status(), "claimed", &faults);
    for (const std::string& code : line->second.limits) {
      AddViolation(TakeFrom(books_.limits.at(code), row.claim.claimed).status(), "claimed", &faults);
    }
  }
  if (!with_amounts) return faults;
  const auto known = books_.documents.find(row.document);
  const auto held = known == books_.documents.end() ? std::nullopt : std::optional(known->second);
  for (Violation& fault : ClaimFaults(held, row.claim)) faults.push_back(std::move(fault));
  return faults;
}

}  // namespace tranche::budgets
