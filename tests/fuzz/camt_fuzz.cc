// SPDX-License-Identifier: EUPL-1.2
// A bank's camt.053: read and adding up, or refused with its places.
#include <set>

#include "fuzz/fuzz.h"
#include "payments/bank/statement.h"

namespace tranche::payments::bank {

TRANCHE_FUZZ_TARGET(camt) {
  const absl::StatusOr<StatementReading> read = ReadCamt053(input, {});
  if (!read.ok()) {
    fuzz::Require(ReasonOf(read.status()) == "DOCUMENT_UNREADABLE", "a refusal has its reason");
    fuzz::Require(!ViolationsOf(read.status()).empty(), "a refusal has its places");
    fuzz::Require(ViolationsOf(read.status()).size() <= kViolationsMax, "no more is listed than is kept");
    return;
  }
  fuzz::Require(!CheckAddsUp(*read, "").has_value(), "what was read adds up");
  fuzz::Require(read->from_day <= read->to_day, "a period has its order");
  fuzz::Require(read->entries.size() <= kEntriesMax, "no more movements than the limit");
  const std::vector<std::string> keys = KeysOf(*read);
  fuzz::Require(std::set<std::string>(keys.begin(), keys.end()).size() == read->entries.size(),
                "each movement has a key of its own");
}

}  // namespace tranche::payments::bank
