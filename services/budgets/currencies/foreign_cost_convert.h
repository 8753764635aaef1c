// SPDX-License-Identifier: EUPL-1.2
// A cost whose document is in another currency than its contract: read, priced by the rule book's rate
// and converted, the same for one that is recorded alone and for a row of a batch.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "platform/base/error.h"
#include "platform/money/money.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/budgets/v1/budgets.pb.h"
#include "tranche/budgets/v1/currencies.pb.h"
#include "tranche/budgets/v1/currencies_service.pb.h"

namespace tranche::budgets {

// The changeover between lev and euro, as reference has it.
struct FixedRate {
  absl::CivilDay day;
  std::string legal_source;
  bool verified = false;
};
// Asks reference for it; CHANGEOVER_UNKNOWN.
absl::StatusOr<FixedRate> FetchFixedRate(const rpc::RoleContext& context, const rpc::CallScope& scope);

// Lev or euro: one of the two in which books are kept, and between which the fixed rate holds.
bool IsBookCurrency(const std::string& code);

// What a document says in lev or euro: its own total where it is in the other one of the two, else
// `total`, in which the cost was recorded. Of amounts that were kept: they can be read.
Money TotalAsRecorded(Money total, const v1::OriginalAmounts& original);

// A document and its amounts in its own currency, in hundredths.
struct ReadForeign {
  v1::ForeignDocument document;
  v1::OriginalAmounts original;
  int64_t total_minor = 0;
  int64_t claimed_minor = 0;
  int64_t vat_minor = 0;
  v1::CostParticulars particulars;  // Shares in hundredths of its currency; see ReadForeignParticulars.
  bool is_malformed = false;        // Its amounts cannot be read, or its currency or month.
  std::vector<Violation> faults;    // Everything that is wrong with it, "original.claimed".
};
// `told` null: nothing is told beside the amounts.
ReadForeign CheckForeign(const v1::ForeignDocument& document, const v1::OriginalAmounts& original,
                         const v1::ForeignParticulars* told, absl::CivilDay today);

// The rate of a document, and its amounts with the rate and its source, as they are kept.
struct Priced {
  v1::OriginalAmounts original;
  Ratio ratio;
};
// `changeover` counts only for lev and euro. FOREIGN_LEV_AFTER_CHANGEOVER, FOREIGN_CURRENCY_SAME,
// EXCHANGE_RATE_UNKNOWN.
absl::StatusOr<Priced> PriceDocument(pg::Tx& tx, const std::string& organisation,
                                     const ReadForeign& read,
                                     const absl::StatusOr<FixedRate>& changeover, Currency currency);
// The field that a refusal of the price is about.
const char* FieldOfPrice(absl::string_view reason);

// A cost in the contract's currency, and how much its claim differs from its own conversion.
struct ConvertedCost {
  v1::Cost cost;
  int64_t difference_minor = 0;
};
// `left`: what nobody claims of the document, nothing when it is claimed for the first time.
absl::StatusOr<ConvertedCost> ConvertCost(const ReadForeign& read, const std::string& line, Ratio ratio,
                                          Currency currency, std::optional<Money> left);

}  // namespace tranche::budgets
