// SPDX-License-Identifier: EUPL-1.2
#include "budgets/limits/limits_store.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "platform/convert/money.h"
#include "platform/convert/rows.h"

namespace tranche::budgets::store {
namespace {

using convert::Text;

#define LIMIT_COLUMNS                                                                             \
  "code, title, array_to_string(lines, ',') as lines, fixed_minor, percent_hundredths, "          \
  "array_to_string(base_lines, ',') as base_lines, source, cap_minor, used_minor, currency from " \
  "line_limit "

constexpr pg::Statement kListLimits{"budgets.list_limits",
                                    "select " LIMIT_COLUMNS
                                    "where organisation_id = $1 and contract_id = $2 order by code"};

#define THESE_LIMITS                                 \
  "select " LIMIT_COLUMNS                            \
  "where organisation_id = $1 and contract_id = $2 " \
  "and code = any ($3::text[]) order by code"

constexpr pg::Statement kFindLimits{"budgets.find_limits", THESE_LIMITS};
constexpr pg::Statement kLockLimits{"budgets.lock_limits", THESE_LIMITS " for update"};

constexpr pg::Statement kLockAllLimits{"budgets.lock_all_limits",
                                       "select " LIMIT_COLUMNS
                                       "where organisation_id = $1 and contract_id = $2 "
                                       "order by code for update"};

constexpr pg::Statement kReadLimitedLines{"budgets.read_limited_lines", R"sql(
  select code, cap_eu_minor + cap_national_minor + cap_own_minor as cap_minor,
         reserved_eu_minor + reserved_national_minor + reserved_own_minor
           + spent_eu_minor + spent_national_minor + spent_own_minor as used_minor,
         spent_eu_minor + spent_national_minor + spent_own_minor as spent_minor, currency
    from line where organisation_id = $1 and contract_id = $2)sql"};

constexpr pg::Statement kSetLimits{"budgets.set_limits", "select set_limits($1, $2, $3::jsonb)"};

constexpr pg::Statement kRestateLimits{"budgets.restate_limits", "select restate_limits($1, $2)"};

constexpr pg::Statement kKeepUsed{"budgets.keep_used_of_limits", R"sql(
  update line_limit as k
     set used_minor = g.used
    from jsonb_to_recordset($3::jsonb) as g (code text, used bigint)
   where k.organisation_id = $1 and k.contract_id = $2 and k.code = g.code)sql"};

constexpr pg::Statement kReleaseLimits{"budgets.release_limits",
                                       "select release_limits($1, $2, $3::jsonb)"};

// A line that is held by a limit says so, and no other does: else nothing holds it, or something else.
constexpr pg::Statement kCompareLimits{"budgets.compare_limits", R"sql(
  select k.code, k.cap_minor, k.used_minor, k.currency,
         coalesce(k.fixed_minor, div(s.base_minor * k.percent_hundredths, 10000))::bigint as own_cap_minor,
         s.used_minor as own_used_minor
    from line_limit as k
   cross join lateral (
      select coalesce(sum(l.cap_eu_minor + l.cap_national_minor + l.cap_own_minor)
                        filter (where l.code = any (k.base_lines)), 0) as base_minor,
             coalesce(sum(l.reserved_eu_minor + l.reserved_national_minor + l.reserved_own_minor
                          + l.spent_eu_minor + l.spent_national_minor + l.spent_own_minor)
                        filter (where k.code = any (l.limits)), 0)::bigint as used_minor
        from line as l
       where l.organisation_id = k.organisation_id and l.contract_id = k.contract_id) as s
   where k.organisation_id = $1 and k.contract_id = $2
   order by k.code)sql"};

StoredLimit LimitOf(const pqxx::row& row) {
  StoredLimit stored;
  Limit& limit = stored.limit;
  limit.code = Text(row, "code");
  limit.title = Text(row, "title");
  limit.lines = SplitCodes(Text(row, "lines"));
  if (!row["fixed_minor"].is_null()) limit.fixed = convert::MoneyFromRow(row, "fixed_minor");
  if (!row["percent_hundredths"].is_null()) {
    limit.percent_hundredths = row["percent_hundredths"].as<int>();
  }
  limit.base_lines = SplitCodes(Text(row, "base_lines"));
  limit.cap = convert::MoneyFromRow(row, "cap_minor");
  limit.used = convert::MoneyFromRow(row, "used_minor");
  stored.source = Text(row, "source");
  return stored;
}

}  // namespace

std::vector<std::string> SplitCodes(absl::string_view text) {
  return absl::StrSplit(text, ',', absl::SkipEmpty());
}

std::string CodesLiteral(const std::vector<std::string>& codes) {
  if (codes.empty()) return "{}";
  return absl::StrCat("{\"", absl::StrJoin(codes, "\",\""), "\"}");
}

namespace {

std::map<std::string, Limit> LimitsBy(pg::Tx& tx, const pg::Statement& statement,
                                      const std::string& organisation, const std::string& contract,
                                      const std::set<std::string>& codes) {
  std::map<std::string, Limit> limits;
  if (codes.empty()) return limits;
  for (const pqxx::row& row :
       tx.Run(statement, organisation, contract, CodesLiteral({codes.begin(), codes.end()}))) {
    limits.emplace(Text(row, "code"), LimitOf(row).limit);
  }
  return limits;
}

}  // namespace

LimitedLines ReadLimitedLines(pg::Tx& tx, const std::string& organisation,
                              const std::string& contract) {
  LimitedLines lines;
  for (const pqxx::row& row : tx.Run(kReadLimitedLines, organisation, contract)) {
    lines[Text(row, "code")] = {.cap = convert::MoneyFromRow(row, "cap_minor"),
                                .used = convert::MoneyFromRow(row, "used_minor"),
                                .spent = convert::MoneyFromRow(row, "spent_minor")};
  }
  return lines;
}

std::vector<StoredLimit> ListLimits(pg::Tx& tx, const Contract& contract) {
  std::vector<StoredLimit> limits;
  for (const pqxx::row& row : tx.Run(kListLimits, contract.organisation, contract.contract)) {
    limits.push_back(LimitOf(row));
  }
  return limits;
}

std::map<std::string, Limit> FindLimits(pg::Tx& tx, const std::string& organisation,
                                        const std::string& contract,
                                        const std::set<std::string>& codes) {
  return LimitsBy(tx, kFindLimits, organisation, contract, codes);
}

std::map<std::string, Limit> LockLimits(pg::Tx& tx, const std::string& organisation,
                                        const std::string& contract,
                                        const std::set<std::string>& codes) {
  return LimitsBy(tx, kLockLimits, organisation, contract, codes);
}

std::vector<Limit> LockAllLimits(pg::Tx& tx, const Contract& contract) {
  std::vector<Limit> limits;
  for (const pqxx::row& row : tx.Run(kLockAllLimits, contract.organisation, contract.contract)) {
    limits.push_back(LimitOf(row).limit);
  }
  return limits;
}

void SetLimits(pg::Tx& tx, const Contract& contract, const std::vector<StoredLimit>& limits) {
  nlohmann::json rows = nlohmann::json::array();
  for (const StoredLimit& stored : limits) {
    const Limit& limit = stored.limit;
    nlohmann::json row = {{"code", limit.code},
                          {"title", limit.title},
                          {"lines", limit.lines},
                          {"fixed_minor", nullptr},
                          {"percent_hundredths", nullptr},
                          {"base_lines", limit.base_lines},
                          {"source", stored.source},
                          {"currency", std::string(CurrencyCode(contract.amount.eu.currency()))}};
    if (limit.fixed) {
      row["fixed_minor"] = limit.fixed->minor();
    } else {
      row["percent_hundredths"] = limit.percent_hundredths;
    }
    rows.push_back(std::move(row));
  }
  tx.Run(kSetLimits, contract.organisation, contract.contract, rows.dump());
}

void RestateLimits(pg::Tx& tx, const Contract& contract) {
  tx.Run(kRestateLimits, contract.organisation, contract.contract);
}

void KeepUsedOf(pg::Tx& tx, const std::string& organisation, const std::string& contract,
                const std::map<std::string, Limit>& before, const std::map<std::string, Limit>& after) {
  nlohmann::json rows = nlohmann::json::array();
  for (const auto& [code, limit] : after) {
    if (limit.used == before.at(code).used) continue;
    rows.push_back({{"code", code}, {"used", limit.used.minor()}});
  }
  if (!rows.empty()) tx.Run(kKeepUsed, organisation, contract, rows.dump());
}

void ReleaseLimits(pg::Tx& tx, const Contract& contract, const std::map<std::string, LineMove>& moves) {
  nlohmann::json rows = nlohmann::json::array();
  for (const auto& [code, move] : moves) {
    const absl::StatusOr<Money> refused = Total(move.refused);
    if (!refused.ok()) throw std::runtime_error("the refused of a line does not fit");
    if (!refused->IsZero()) rows.push_back({{"code", code}, {"minor", refused->minor()}});
  }
  if (!rows.empty()) tx.Run(kReleaseLimits, contract.organisation, contract.contract, rows.dump());
}

std::vector<LedgerFinding> CompareLimits(pg::Tx& tx, const Contract& contract) {
  std::vector<LedgerFinding> findings;
  for (const pqxx::row& row : tx.Run(kCompareLimits, contract.organisation, contract.contract)) {
    const auto compare = [&](LedgerBalance balance, const char* kept, const char* recomputed) {
      const Money is = convert::MoneyFromRow(row, kept);
      const Money should_be = convert::MoneyFromRow(row, recomputed);
      if (is == should_be) return;
      findings.push_back({.line = "",
                          .balance = balance,
                          .payer = Payer::kAll,
                          .kept = is,
                          .recomputed = should_be,
                          .limit = Text(row, "code")});
    };
    compare(LedgerBalance::kCapOfLimit, "cap_minor", "own_cap_minor");
    compare(LedgerBalance::kUsedOfLimit, "used_minor", "own_used_minor");
  }
  return findings;
}

}  // namespace tranche::budgets::store
