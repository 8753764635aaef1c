// SPDX-License-Identifier: EUPL-1.2
#include "proposals/contract_hold_store.h"

#include "platform/calendar/civil.h"
#include "platform/convert/rows.h"

namespace tranche::proposals::store {
namespace {

constexpr pg::Statement kHold{"proposals.hold_for_package",
                              "select hold_for_package($1, $2, $3, $4) as held"};
constexpr pg::Statement kRelease{"proposals.release_hold", "select release_hold($1, $2, $3)"};
constexpr pg::Statement kFollow{"proposals.follow_money_closing",
                                "select follow_money_closing($1, $2, $3, $4::date)"};
constexpr pg::Statement kLoadMoneyClosing{"proposals.load_money_closing", R"sql(
  select closing_number, ended_on::text from contract where organisation_id = $1 and contract_id = $2)sql"};

}  // namespace

bool HoldForPackage(pg::Tx& tx, const std::string& organisation, const std::string& contract,
                    int package, int64_t number) {
  return tx.Run(kHold, organisation, contract, package, number)[0]["held"].as<bool>();
}

void ReleaseHold(pg::Tx& tx, const std::string& organisation, const std::string& contract,
                 int64_t number) {
  tx.Run(kRelease, organisation, contract, number);
}

void FollowMoneyClosing(pg::Tx& tx, const std::string& organisation, const std::string& contract,
                        int64_t number, const std::optional<absl::CivilDay>& closed_on) {
  const std::optional<std::string> day =
      closed_on.has_value() ? std::optional<std::string>(FormatDay(*closed_on)) : std::nullopt;
  tx.Run(kFollow, organisation, contract, number, day);
}

MoneyClosing LoadMoneyClosing(pg::Tx& tx, const std::string& organisation,
                              const std::string& contract) {
  const pqxx::row row = tx.Run(kLoadMoneyClosing, organisation, contract)[0];
  MoneyClosing closing{.number = row["closing_number"].as<int64_t>(), .ended_on = std::nullopt};
  if (!row["ended_on"].is_null()) closing.ended_on = convert::DayFromRow(row, "ended_on");
  return closing;
}

}  // namespace tranche::proposals::store
