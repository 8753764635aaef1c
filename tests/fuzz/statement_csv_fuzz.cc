// SPDX-License-Identifier: EUPL-1.2
// A bank's table: read and adding up, or refused with its places.
#include "fuzz/fuzz.h"
#include "payments/bank/statement.h"
#include "platform/text/fold.h"

namespace tranche::payments::bank {

TRANCHE_FUZZ_TARGET(statement_csv) {
  const FileHints hints{.account = "BG80BNBG96611020345678", .currency = Currency::kBgn};
  const absl::StatusOr<StatementReading> read = ReadStatementCsv(input, hints);
  if (!read.ok()) {
    fuzz::Require(!ReasonOf(read.status()).empty(), "a refusal has its reason");
    fuzz::Require(ViolationsOf(read.status()).size() <= kViolationsMax, "no more is listed than is kept");
    return;
  }
  fuzz::Require(read->account == hints.account, "the account is the one that was named");
  fuzz::Require(!CheckAddsUp(*read, "").has_value(), "what was read adds up");
  for (const StatementEntry& entry : read->entries) {
    fuzz::Require(IsValidUtf8(entry.remittance) && IsValidUtf8(entry.counterparty_name), "texts are UTF-8");
    fuzz::Require(entry.amount.currency() == read->currency, "a movement has the account's currency");
  }
}

}  // namespace tranche::payments::bank
