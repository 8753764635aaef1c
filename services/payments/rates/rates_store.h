// SPDX-License-Identifier: EUPL-1.2
// Recorded rates of interest: rows.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "payments/rates/own_rate.h"
#include "platform/pg/transaction.h"

namespace tranche::payments::rates::store {

struct StoredRate {
  OwnRate rate;
  std::string recorded_by = {};
  int64_t recorded_at_us = 0;
};

// Until the end of the transaction nobody else records a rate of the organisation.
void Lock(pg::Tx& tx, const std::string& organisation);

// The rates that hold, by their first day, from the one after `after` on; at most `limit`.
std::vector<StoredRate> ListRates(pg::Tx& tx, const std::string& organisation, absl::CivilDay after,
                                  int limit);
// All that hold.
std::vector<OwnRate> LoadOwnRates(pg::Tx& tx, const std::string& organisation);

// Kept as the next version of its first day.
StoredRate InsertRate(pg::Tx& tx, const std::string& organisation, const OwnRate& rate,
                      const std::string& recorded_by);

}  // namespace tranche::payments::rates::store
