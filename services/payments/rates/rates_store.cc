// SPDX-License-Identifier: EUPL-1.2
#include "payments/rates/rates_store.h"

#include <limits>

#include "platform/calendar/civil.h"
#include "platform/convert/rows.h"

namespace tranche::payments::rates::store {
namespace {

constexpr pg::Statement kLock{"payments.interest_rate_lock", R"sql(
  select pg_advisory_xact_lock(hashtextextended('payments.interest_rate/' || $1, 0)))sql"};

#define RATE_COLUMNS                                                                             \
  "valid_from::text, version, valid_to::text, yearly_hundred_thousandths, source, recorded_by, " \
  "(extract(epoch from recorded_at) * 1000000)::bigint as recorded_at_us "

constexpr pg::Statement kList{"payments.interest_rate_list",
                              "select distinct on (interest_rate.valid_from) " RATE_COLUMNS
                              "from interest_rate where organisation_id = $1 and "
                              "interest_rate.valid_from > $2::date "
                              "order by interest_rate.valid_from, version desc limit $3"};

constexpr pg::Statement kInsert{"payments.interest_rate_insert",
                                "insert into interest_rate (organisation_id, valid_from, version, "
                                "valid_to, yearly_hundred_thousandths, source, recorded_by) "
                                "select $1, $2::date, coalesce(max(version), 0) + 1, $3::date, $4, $5, "
                                "$6 from interest_rate "
                                "where organisation_id = $1 and valid_from = $2::date "
                                "returning " RATE_COLUMNS};

StoredRate RateOf(const pqxx::row& row) {
  return {.rate = {.from = tranche::convert::DayFromRow(row, "valid_from"),
                   .to = tranche::convert::DayFromRow(row, "valid_to"),
                   .yearly_hundred_thousandths = row["yearly_hundred_thousandths"].as<int64_t>(),
                   .source = row["source"].as<std::string>(),
                   .version = row["version"].as<int>()},
          .recorded_by = row["recorded_by"].as<std::string>(),
          .recorded_at_us = row["recorded_at_us"].as<int64_t>()};
}

}  // namespace

void Lock(pg::Tx& tx, const std::string& organisation) { tx.Run(kLock, organisation); }

std::vector<StoredRate> ListRates(pg::Tx& tx, const std::string& organisation, absl::CivilDay after,
                                  int limit) {
  std::vector<StoredRate> rates;
  for (const pqxx::row& row : tx.Run(kList, organisation, FormatDay(after), limit)) {
    rates.push_back(RateOf(row));
  }
  return rates;
}

std::vector<OwnRate> LoadOwnRates(pg::Tx& tx, const std::string& organisation) {
  std::vector<OwnRate> rates;
  for (StoredRate& stored :
       ListRates(tx, organisation, kFirstDayTaken - 1, std::numeric_limits<int>::max())) {
    rates.push_back(std::move(stored.rate));
  }
  return rates;
}

StoredRate InsertRate(pg::Tx& tx, const std::string& organisation, const OwnRate& rate,
                      const std::string& recorded_by) {
  return RateOf(tx.Run(kInsert, organisation, FormatDay(rate.from), FormatDay(rate.to),
                       rate.yearly_hundred_thousandths, rate.source, recorded_by)[0]);
}

}  // namespace tranche::payments::rates::store
