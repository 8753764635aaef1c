// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/contract_books_service.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "payments/bank/bank_convert.h"
#include "payments/bank/documents/cost_target_convert.h"
#include "payments/bank/documents/documents_store.h"
#include "payments/bank/explanations/explanations_store.h"
#include "payments/bank/iban.h"
#include "payments/payments_convert.h"
#include "payments/payments_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/money/redenominate.h"
#include "platform/rpc/peers.h"
#include "platform/text/fold.h"
#include "tranche/budgets/v1/budgets_service.grpc.pb.h"

namespace tranche::payments::bank {
namespace {

using BudgetsStub = budgets::v1::BudgetsService::Stub;

constexpr int kCostsPageSize = 500;

absl::StatusOr<std::string> AccountOf(const std::string& typed) {
  if (typed.empty()) return std::string();
  return ParseIban(typed);
}

absl::StatusOr<std::optional<absl::CivilDay>> DayOf(const std::string& typed) {
  if (typed.empty()) return std::optional<absl::CivilDay>();
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay day, ParseDay(typed));
  return std::optional<absl::CivilDay>(day);
}

// A movement in lev of before the changeover, beside movements in euro, or one in euro of after it
// beside lev: it is compared when the other currency is asked for.
bool IsOfOtherTime(const Books& books, const StatementEntry& entry) {
  if (!books.changeover_on.has_value()) return false;
  const bool before = entry.booked_on < *books.changeover_on;
  return before == (entry.amount.currency() == Currency::kBgn);
}

// What came back of transfers, by whom: nobody is written in some statements, and then it may be of
// any issuer.
class ReturnedTransfers {
 public:
  ReturnedTransfers(pg::Tx& tx, const Contract& contract)
      : returned_(store::LoadReturned(tx, contract.organisation, contract.id)) {
    for (const auto& [issuer, account] :
         store::LoadPaidAccounts(tx, contract.organisation, contract.id)) {
      accounts_.insert({FoldName(issuer), account});
    }
  }

  absl::StatusOr<LevAndEuro> Of(const std::string& folded_issuer) const {
    LevAndEuro sum;
    for (const store::Returned& one : returned_) {
      const bool unknown = one.name.empty() && one.account.empty();
      if (!unknown && FoldName(one.name) != folded_issuer &&
          accounts_.count({folded_issuer, one.account}) == 0) {
        continue;
      }
      TRANCHE_ASSIGN_OR_RETURN(sum, Plus(sum, one.amount));
    }
    return sum;
  }

 private:
  const std::vector<store::Returned> returned_;
  std::set<std::pair<std::string, std::string>> accounts_;  // Issuer, folded, and account.
};

// What credit notes take back of a document, in the currency in which its movements are.
absl::StatusOr<int64_t> CreditedMinor(const OrderedDocument& document) {
  const bool lev_by_euro =
      document.total.currency() == Currency::kBgn && document.credited.currency() == Currency::kEur;
  if (!lev_by_euro) return document.credited.minor();
  TRANCHE_ASSIGN_OR_RETURN(const Money lev,
                           MultiplyByRatio(document.credited, kLevPerEuro, Rounding::kHalfUp));
  return lev.minor();
}

// A payment or a document, less its credit notes, when it is of the days and the currency compared.
void AddRecord(const Contract& contract, const store::EntryFilter& filter, const Target& target,
               OpenRecord open, int64_t credited_minor, Books* books) {
  if (target.amount.currency() != books->currency || target.amount.minor() <= 0 ||
      !IsWithin(open.day, filter)) {
    return;
  }
  const int64_t amount_minor = std::max<int64_t>(0, target.amount.minor() - credited_minor);
  books->records.push_back(
      {.name = absl::StrCat(payments::convert::NameOf(contract), "/", target.record),
       .key = target.key,
       .open = std::move(open),
       .amount_minor = amount_minor});
}

absl::Status AddPayments(pg::Tx& tx, const Contract& contract, const store::EntryFilter& filter,
                         Books* books) {
  for (const Payment& payment : payments::store::LoadPayments(tx, contract)) {
    TRANCHE_ASSIGN_OR_RETURN(const Money total, TotalAsRecorded(payment));
    const std::string record = absl::StrCat("payments/", payment.id);
    AddRecord(contract, filter,
              {.key = PaymentKey(contract.id, payment.id),
               .record = record,
               .received = true,
               .amount = total},
              {.id = record,
               .received = true,
               .day = payment.paid_on,
               .number = payment.id,
               .name = "",
               .reference = payment.bank_reference},
              /*credited_minor=*/0, books);
  }
  return absl::OkStatus();
}

// What is matched of the records, and what orders pay of them.
void AddMatched(pg::Tx& tx, const Contract& contract, Books* books) {
  std::map<std::string, std::string> ids;  // By the key of the target.
  std::vector<std::string> keys;
  for (const BookedRecord& record : books->records) {
    ids[record.key] = record.open.id;
    keys.push_back(record.key);
  }
  const std::map<std::string, int64_t> matched = store::LoadMatched(tx, contract.organisation, keys);
  for (BookedRecord& record : books->records) {
    const auto found = matched.find(record.key);
    record.open.left_minor = record.amount_minor - (found == matched.end() ? 0 : found->second);
  }
  books->confirmed = store::LoadConfirmed(tx, contract.organisation, keys);
  for (ConfirmedPart& part : books->confirmed) part.record_id = ids[part.record_id];
  books->ordered = store::LoadOrdered(tx, contract.organisation, keys, books->currency);
  for (auto& [end_to_end_id, ordered] : books->ordered) {
    for (OrderedRecord& part : ordered) part.record_id = ids[part.record_id];
  }
}

absl::Status AddSums(pg::Tx& tx, const Contract& contract, const Paid& paid, Books* books) {
  books->spent_by_budget_minor = paid.spent_minor;
  for (const Payment& payment : payments::store::LoadPayments(tx, contract)) {
    TRANCHE_ASSIGN_OR_RETURN(const Money total, Total(payment.amount));
    books->payments_minor += total.minor();
  }
  for (const Claim& claim : payments::store::LoadClaims(tx, contract)) {
    TRANCHE_ASSIGN_OR_RETURN(const Money claim_paid, Total(claim.paid));
    books->paid_by_claims_minor += claim_paid.minor();
    if (!claim.approved.has_value()) continue;
    TRANCHE_ASSIGN_OR_RETURN(const Money approved, Total(*claim.approved));
    books->approved_by_claims_minor += approved.minor();
  }
  if (contract.redenominated_on.has_value()) {
    // A cent for each part of each line, and of the claims together.
    books->rounding_minor_max = 3 * (paid.lines + 1);
  }
  return absl::OkStatus();
}

absl::Status AddEntries(pg::Tx& tx, const store::EntryFilter& filter, Books* books) {
  const std::vector<store::StoredEntry> entries = store::ListEntries(tx, filter, {}, kComparedMax + 1);
  if (entries.size() > kComparedMax)
    return Refuse("RECONCILE_TOO_LARGE", {{"max", absl::StrCat(kComparedMax)}});
  for (const store::StoredEntry& entry : entries) {
    if (entry.entry.amount.currency() != books->currency) {
      if (!IsOfOtherTime(*books, entry.entry)) ++books->entries_of_other_currency;
      continue;
    }
    books->entries.push_back({.name = convert::NameOfEntry(entry.organisation, entry.number),
                              .open = OpenOf(*books, entry),
                              .amount_minor = entry.entry.amount.minor(),
                              .explained_minor = entry.explained_minor,
                              .value_on = entry.entry.value_on});
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<store::EntryFilter> FilterOf(const std::string& organisation, const std::string& account,
                                            const std::string& from_day, const std::string& to_day) {
  store::EntryFilter filter;
  filter.organisation = organisation;
  TRANCHE_ASSIGN_OR_RETURN(filter.account, AccountOf(account));
  TRANCHE_ASSIGN_OR_RETURN(filter.from_day, DayOf(from_day));
  TRANCHE_ASSIGN_OR_RETURN(filter.to_day, DayOf(to_day));
  if (filter.from_day.has_value() && filter.to_day.has_value() && *filter.to_day < *filter.from_day) {
    return RefuseInput(
        "INVALID_REQUEST",
        {{"toDay",
          "DAYS_OUT_OF_ORDER",
          {{"day", FormatDay(*filter.to_day)}, {"earlier", FormatDay(*filter.from_day)}}}});
  }
  return filter;
}

absl::StatusOr<Currency> CurrencyOf(const Contract& contract, const std::string& asked) {
  if (asked.empty()) return contract.amount.eu.currency();
  return ParseCurrency(asked);
}

absl::StatusOr<Money> TotalAsRecorded(const Payment& payment) {
  return Total(payment.recorded.value_or(payment.amount));
}

bool IsWithin(absl::CivilDay day, const store::EntryFilter& filter) {
  return (!filter.from_day.has_value() || day >= *filter.from_day) &&
         (!filter.to_day.has_value() || day <= *filter.to_day);
}

OpenEntry OpenOf(const Books& books, const store::StoredEntry& stored) {
  const int64_t amount_minor = stored.entry.amount.minor();
  const int64_t told_minor = stored.matched_minor + stored.explained_minor;
  const auto ordered = books.ordered.find(stored.entry.end_to_end_id);
  return {.number = stored.number,
          .booked_on = stored.entry.booked_on,
          .left_minor = amount_minor < 0 ? amount_minor + told_minor : amount_minor - told_minor,
          .text = stored.entry.remittance,
          .name = stored.entry.counterparty_name,
          .reference = stored.entry.bank_reference,
          .ordered = ordered == books.ordered.end() ? std::vector<OrderedRecord>() : ordered->second};
}

absl::StatusOr<Paid> AskBudget(const rpc::RoleContext& context, const rpc::CallScope& scope,
                               const Contract& contract) {
  const std::unique_ptr<BudgetsStub> stub =
      budgets::v1::BudgetsService::NewStub(context.peers->Get("budgets"));
  Paid paid;
  budgets::v1::GetBudgetRequest asked;
  asked.set_name(payments::convert::NameOf(contract) + "/budget");
  const absl::StatusOr<budgets::v1::Budget> budget =
      rpc::Call<budgets::v1::Budget>(scope, *stub, &BudgetsStub::GetBudget, asked);
  // A contract that has no budget yet has neither costs nor anything spent.
  if (absl::IsNotFound(budget.status())) return paid;
  TRANCHE_RETURN_IF_ERROR(budget.status());
  paid.lines = budget->lines_size();
  if (budget->has_spent()) {
    TRANCHE_ASSIGN_OR_RETURN(const ThreePart spent, tranche::convert::FromProto(budget->spent()));
    TRANCHE_ASSIGN_OR_RETURN(const Money total, Total(spent));
    paid.spent_minor = total.minor();
  }
  std::set<std::string> seen;
  budgets::v1::ListCostsRequest request;
  request.set_parent(payments::convert::NameOf(contract));
  request.set_page_size(kCostsPageSize);
  for (int count = 0;;) {
    TRANCHE_ASSIGN_OR_RETURN(
        const budgets::v1::ListCostsResponse page,
        rpc::Call<budgets::v1::ListCostsResponse>(scope, *stub, &BudgetsStub::ListCosts, request));
    count += page.costs_size();
    if (count > kComparedMax)
      return Refuse("RECONCILE_TOO_LARGE", {{"max", absl::StrCat(kComparedMax)}});
    for (const budgets::v1::Cost& cost : page.costs()) {
      TRANCHE_ASSIGN_OR_RETURN(PaidDocument document, DocumentOf(cost));
      if (seen.insert(document.target.key).second) paid.documents.push_back(std::move(document));
    }
    if (page.next_page_token().empty()) return paid;
    request.set_page_token(page.next_page_token());
  }
}

absl::StatusOr<PaidDocument> DocumentOf(const budgets::v1::Cost& cost) {
  PaidDocument paid;
  TRANCHE_ASSIGN_OR_RETURN(paid.target, convert::TargetOf(cost));
  TRANCHE_ASSIGN_OR_RETURN(paid.open.day, ParseDay(cost.document().paid_on()));
  paid.open.id = paid.target.record;
  paid.open.number = cost.document().number();
  paid.open.name = cost.document().issuer();
  TRANCHE_ASSIGN_OR_RETURN(paid.ordered, convert::OrderedOf(cost));
  return paid;
}

absl::StatusOr<Books> LoadBooks(pg::Tx& tx, const Contract& contract, const Paid& paid,
                                const store::EntryFilter& filter, Currency currency) {
  Books books;
  books.currency = currency;
  books.contract = contract.id;
  books.changeover_on = contract.redenominated_on;
  TRANCHE_RETURN_IF_ERROR(AddPayments(tx, contract, filter, &books));
  for (const PaidDocument& document : paid.documents) {
    TRANCHE_ASSIGN_OR_RETURN(const int64_t credited_minor, CreditedMinor(document.ordered));
    AddRecord(contract, filter, document.target, document.open, credited_minor, &books);
  }
  if (books.records.size() > kComparedMax) {
    return Refuse("RECONCILE_TOO_LARGE", {{"max", absl::StrCat(kComparedMax)}});
  }
  AddMatched(tx, contract, &books);
  TRANCHE_RETURN_IF_ERROR(AddEntries(tx, filter, &books));
  // Claims and budget are in the contract's own currency.
  if (currency == contract.amount.eu.currency()) {
    TRANCHE_RETURN_IF_ERROR(AddSums(tx, contract, paid, &books));
  }
  return books;
}

absl::Status AddOverpaid(pg::Tx& tx, const Contract& contract, const Paid& paid, Books* books) {
  std::vector<OrderedDocument> credited;
  for (const PaidDocument& document : paid.documents) {
    if (!document.ordered.credited.IsZero()) credited.push_back(document.ordered);
  }
  if (credited.empty()) return absl::OkStatus();
  const std::map<std::string, DocumentBooks> known =
      store::LoadBooks(tx, contract.organisation, credited, /*leave_out=*/0);
  // By the folded name of the issuer: who has to give back, and what of it is told.
  struct OfIssuer {
    LevAndEuro excess;
    std::vector<OverpaidDocument> documents;
  };
  std::map<std::string, OfIssuer> issuers;
  std::set<std::string> told;
  for (const OrderedDocument& one : credited) {
    if (!told.insert(one.document_key).second) continue;
    const DocumentBooks& document = known.at(one.document_key);
    const auto shown = [&](const LevAndEuro& sum) {
      return ShownOfDocument(document, books->currency, sum);
    };
    TRANCHE_ASSIGN_OR_RETURN(const LevAndEuro left, LeftOfDocument(document));
    TRANCHE_ASSIGN_OR_RETURN(const Money shown_left, shown(left));
    if (!shown_left.IsNegative()) continue;
    OfIssuer& issuer = issuers[FoldName(one.issuer)];
    TRANCHE_ASSIGN_OR_RETURN(issuer.excess, Minus(issuer.excess, left));
    TRANCHE_ASSIGN_OR_RETURN(const LevAndEuro taken, TakenOfDocument(document));
    TRANCHE_ASSIGN_OR_RETURN(const LevAndEuro taken_and_left, Plus(taken, left.lev));
    TRANCHE_ASSIGN_OR_RETURN(const LevAndEuro says, Plus(taken_and_left, left.euro));
    TRANCHE_ASSIGN_OR_RETURN(const Money shown_taken, shown(taken));
    TRANCHE_ASSIGN_OR_RETURN(const Money shown_says, shown(says));
    issuer.documents.push_back(
        {.name = absl::StrCat(payments::convert::NameOf(contract), "/costs/", one.cost_id),
         .number = one.number,
         .taken = shown_taken,
         .says = shown_says});
  }
  if (issuers.empty()) return absl::OkStatus();
  const ReturnedTransfers returned(tx, contract);
  for (auto& [name, issuer] : issuers) {
    TRANCHE_ASSIGN_OR_RETURN(const LevAndEuro given_back, returned.Of(name));
    if (!IsGreater(issuer.excess, given_back)) continue;
    for (OverpaidDocument& document : issuer.documents) {
      books->overpaid.push_back(std::move(document));
    }
  }
  return absl::OkStatus();
}

}  // namespace tranche::payments::bank
