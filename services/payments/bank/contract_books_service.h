// SPDX-License-Identifier: EUPL-1.2
// What is known of a contract beside its bank: payments, documents of its costs, sums, and the
// movements that they are compared with.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "payments/bank/bank_store.h"
#include "payments/bank/match.h"
#include "payments/bank/matching.h"
#include "payments/bank/payment_order.h"
#include "payments/bank/reconcile.h"
#include "payments/claim.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/budgets/v1/budgets.pb.h"

namespace tranche::payments::bank {

// What one comparison takes; a contract with more is compared by shorter periods.
inline constexpr int kComparedMax = 10'000;

// A document of the contract's costs; the same document may stand behind several of them.
struct PaidDocument {
  Target target;
  OpenRecord open;          // left_minor is not filled in.
  OrderedDocument ordered;  // As orders pay it, with its credit notes.
};

struct Paid {
  std::vector<PaidDocument> documents;
  int64_t spent_minor = 0;
  int64_t lines = 0;  // Of the budget.
};

absl::StatusOr<store::EntryFilter> FilterOf(const std::string& organisation, const std::string& account,
                                            const std::string& from_day, const std::string& to_day);
bool IsWithin(absl::CivilDay day, const store::EntryFilter& filter);
// The currency that is asked for, else the contract's.
absl::StatusOr<Currency> CurrencyOf(const Contract& contract, const std::string& asked);
// What arrived, in the currency in which it arrived.
absl::StatusOr<Money> TotalAsRecorded(const Payment& payment);
// What is left of a movement, with what its order says that it is.
OpenEntry OpenOf(const Books& books, const store::StoredEntry& stored);

// The documents of the contract's costs, and what its budget has spent; asked of budgets.
absl::StatusOr<Paid> AskBudget(const rpc::RoleContext& context, const rpc::CallScope& scope,
                               const Contract& contract);
absl::StatusOr<PaidDocument> DocumentOf(const budgets::v1::Cost& cost);

// Movements, payments and documents as they are compared. RECONCILE_TOO_LARGE.
absl::StatusOr<Books> LoadBooks(pg::Tx& tx, const Contract& contract, const Paid& paid,
                                const store::EntryFilter& filter, Currency currency);

// Documents of which more is ordered and paid than they say since credit notes lowered them, as long as
// less came back as transfers that were returned.
absl::Status AddOverpaid(pg::Tx& tx, const Contract& contract, const Paid& paid, Books* books);

}  // namespace tranche::payments::bank
