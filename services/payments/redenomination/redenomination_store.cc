// SPDX-License-Identifier: EUPL-1.2
#include "payments/redenomination/redenomination_store.h"

#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/convert/rows.h"

namespace tranche::payments::redenomination::store {
namespace {

using nlohmann::json;
using recoveries::Parts;
using recoveries::RecoveryState;
using recoveries::VersionState;

constexpr pg::Statement kInsert{"redenomination.insert", R"sql(
  insert into redenomination (organisation_id, contract_id, converted_on, eu_minor, national_minor, own_minor)
  values ($1, $2, $3::date, $4, $5, $6)
  on conflict (organisation_id, contract_id) do nothing)sql"};

constexpr pg::Statement kMarkPending{"redenomination.mark_pending", R"sql(
  update contract set redenominated_on = $3::date, redenomination_pending = true
   where organisation_id = $1 and contract_id = $2)sql"};

constexpr pg::Statement kLoad{"redenomination.load", R"sql(
  select converted_on::text, eu_minor, national_minor, own_minor, converted_at is not null as done,
         cancelled_orders
    from redenomination where organisation_id = $1 and contract_id = $2)sql"};

constexpr pg::Statement kSave{"redenomination.save", "select payments.redenominate($1, $2, $3::jsonb)"};

constexpr pg::Statement kSaveOrders{"redenomination.save_orders", R"sql(
  update redenomination set cancelled_orders = $3::jsonb
   where organisation_id = $1 and contract_id = $2)sql"};

constexpr pg::Statement kLoadOffsets{"redenomination.load_offsets", R"sql(
  select debt_id, repayment, sequence, eu_minor, national_minor
    from debt_offset as o
   where organisation_id = $1 and contract_id = $2
         and not exists (select from debt_offset_reversal as v
                          where v.organisation_id = o.organisation_id and v.contract_id = o.contract_id
                                and v.debt_id = o.debt_id and v.repayment = o.repayment)
   order by deducted_on, debt_id, repayment)sql"};

constexpr pg::Statement kLoadAmounts{"redenomination.load_amounts", R"sql(
  select record, series, from_eu_minor, from_national_minor, from_own_minor, to_eu_minor, to_national_minor,
         to_own_minor, difference_eu_minor, difference_national_minor, difference_own_minor
    from restated_amount where organisation_id = $1 and contract_id = $2 order by place)sql"};

// Keys "<name>_eu", "<name>_national" and "<name>_own"; null where there is nothing.
void Put(json& row, const std::string& name, const std::optional<ThreePart>& parts, bool own = true) {
  const auto minor = [&](Money ThreePart::*part) {
    return parts.has_value() ? json(((*parts).*part).minor()) : json(nullptr);
  };
  row[name + "_eu"] = minor(&ThreePart::eu);
  row[name + "_national"] = minor(&ThreePart::national);
  if (own) row[name + "_own"] = minor(&ThreePart::own);
}

void Put(json& row, const std::string& name, const Parts& parts) {
  row[name + "_eu"] = parts.eu.minor();
  row[name + "_national"] = parts.national.minor();
}

json RowOf(const Claim& claim) {
  const ThreePart nothing = ZeroParts(Currency::kEur);
  json row = {{"sequence", claim.sequence}};
  Put(row, "requested", claim.requested);
  Put(row, "approved", claim.approved);
  Put(row, "refused", claim.refused);
  Put(row, "by_correction", claim.by_correction);
  Put(row, "payable", claim.payable, /*own=*/false);
  // An accepted advance clears nothing, and says so.
  const std::optional<ThreePart> cleared =
      claim.payable.has_value() ? std::optional<ThreePart>(claim.cleared.value_or(nothing))
                                : std::nullopt;
  Put(row, "cleared", cleared, /*own=*/false);
  Put(row, "to_recover", claim.to_recover.value_or(nothing), /*own=*/false);
  Put(row, "paid", claim.paid, /*own=*/false);
  Put(row, "deducted", claim.deducted.value_or(nothing), /*own=*/false);
  row["cap"] = claim.limit.has_value() ? json(claim.limit->cap.minor()) : json(nullptr);
  row["before"] = claim.limit.has_value() ? json(claim.limit->before.minor()) : json(nullptr);
  row["advance_left"] =
      claim.limit.has_value() ? json(claim.limit->advance_left.minor()) : json(nullptr);
  return row;
}

void AddCosts(const Claim& claim, json& costs, json& verdict_rows) {
  std::map<std::string, const CostVerdict*> verdicts;  // By cost.
  if (claim.decision.has_value()) {
    for (const CostVerdict& verdict : claim.decision->verdicts) verdicts[verdict.cost_id] = &verdict;
  }
  for (const ClaimCost& cost : claim.costs) {
    json row = {{"sequence", claim.sequence}, {"cost_id", cost.id}};
    Put(row, "requested", cost.requested);
    Put(row, "again", cost.again);
    costs.push_back(std::move(row));
    const auto found = verdicts.find(cost.id);
    if (found == verdicts.end()) continue;
    const CostVerdict& verdict = *found->second;
    ThreePart approved = cost.requested;
    for (const auto part : {&ThreePart::eu, &ThreePart::national, &ThreePart::own}) {
      approved.*part =
          Money::Minor((cost.requested.*part).minor() - (verdict.unapproved.*part).minor() -
                           (verdict.by_correction.*part).minor(),
                       Currency::kEur);
    }
    json decided = {{"sequence", claim.sequence}, {"cost_id", cost.id}};
    Put(decided, "approved", approved);
    Put(decided, "unapproved", verdict.unapproved);
    Put(decided, "by_correction", verdict.by_correction);
    verdict_rows.push_back(std::move(decided));
  }
}

void AddDebts(const std::vector<recoveries::Debt>& debts, json& books) {
  books["debts"] = books["new_debts"] = books["debt_drafts"] = json::array();
  for (const recoveries::Debt& debt : debts) {
    if (debt.state == RecoveryState::kRemoved) continue;
    for (const recoveries::DebtVersion& version : debt.versions) {
      if (version.state != VersionState::kDraft) continue;
      json row = {{"debt_id", debt.id}};
      Put(row, "principal", version.terms.principal);
      books["debt_drafts"].push_back(std::move(row));
    }
    if (!debt.ledger.changeover.has_value()) {
      books["new_debts"].push_back({{"debt_id", debt.id}});
      continue;
    }
    const recoveries::Changeover& changeover = *debt.ledger.changeover;
    json row = {{"debt_id", debt.id},
                {"converted_on", FormatDay(changeover.on)},
                {"status", debt.status},
                {"interest_total", changeover.interest_total.minor()}};
    Put(row, "owed", changeover.owed);
    Put(row, "principal", changeover.principal);
    Put(row, "repaid_principal", changeover.repaid_principal);
    Put(row, "charged_interest", changeover.charged_interest);
    Put(row, "repaid_interest", changeover.repaid_interest);
    books["debts"].push_back(std::move(row));
  }
}

void AddCorrections(const Recoveries& recoveries, json& books) {
  books["corrections"] = books["correction_drafts"] = books["irregularities"] = json::array();
  for (const recoveries::Correction& correction : recoveries.corrections) {
    if (correction.state == RecoveryState::kRemoved) continue;
    json row = {{"correction_id", correction.id}};
    Put(row, "amount", correction.amount);
    Put(row, "indebted", correction.indebted);
    books["corrections"].push_back(std::move(row));
    for (const recoveries::CorrectionVersion& version : correction.versions) {
      if (version.state != VersionState::kDraft) continue;
      json draft = {{"correction_id", correction.id}};
      Put(draft, "affected", version.affected);
      Put(draft, "amount", version.amount);
      books["correction_drafts"].push_back(std::move(draft));
    }
  }
  for (const recoveries::Case& found : recoveries.cases) {
    json row = {{"irregularity_id", found.id}};
    Put(row, "amount", found.amount);
    books["irregularities"].push_back(std::move(row));
  }
  json account = json::object();
  Put(account, "support", recoveries.support, /*own=*/false);
  Put(account, "corrected", recoveries.corrected);
  books["account"] = std::move(account);
}

Money EuroOf(const pqxx::row& row, const char* column) {
  return Money::Minor(row[column].as<int64_t>(), Currency::kEur);
}

ThreePart PartsIn(const pqxx::row& row, const std::string& prefix, Currency currency) {
  return {.eu = Money::Minor(row[prefix + "_eu_minor"].as<int64_t>(), currency),
          .national = Money::Minor(row[prefix + "_national_minor"].as<int64_t>(), currency),
          .own = Money::Minor(row[prefix + "_own_minor"].as<int64_t>(), currency)};
}

}  // namespace

bool Insert(pg::Tx& tx, const Contract& contract, const Conversion& conversion) {
  const ThreePart& amount = conversion.amount;
  const bool fresh = tx.Run(kInsert, contract.organisation, contract.id, FormatDay(conversion.on),
                            amount.eu.minor(), amount.national.minor(), amount.own.minor())
                         .affected_rows() == 1;
  if (fresh) tx.Run(kMarkPending, contract.organisation, contract.id, FormatDay(conversion.on));
  return fresh;
}

std::optional<Conversion> Load(pg::Tx& tx, const Contract& contract) {
  const pqxx::result rows = tx.Run(kLoad, contract.organisation, contract.id);
  if (rows.empty()) return std::nullopt;
  const pqxx::row row = rows[0];
  Conversion conversion{.on = convert::DayFromRow(row, "converted_on"),
                        .amount = {.eu = EuroOf(row, "eu_minor"),
                                   .national = EuroOf(row, "national_minor"),
                                   .own = EuroOf(row, "own_minor")},
                        .done = row["done"].as<bool>(),
                        .cancelled_orders = {}};
  for (const json& number : json::parse(row["cancelled_orders"].as<std::string>())) {
    conversion.cancelled_orders.push_back(number.get<int>());
  }
  return conversion;
}

void Save(pg::Tx& tx, const Contract& contract, const RestatedClaims& claims,
          const Recoveries& recoveries, const std::vector<RestatedAmount>& amounts) {
  json books = {{"advance_owed_minor", claims.advance_owed_minor},
                {"cleared_minor", claims.cleared_minor},
                {"amounts", json::array()},
                {"claims", json::array()},
                {"costs", json::array()},
                {"verdicts", json::array()}};
  for (const RestatedAmount& amount : amounts) {
    json row = {
        {"place", books["amounts"].size() + 1}, {"record", amount.record}, {"series", amount.series}};
    Put(row, "from", amount.before);
    Put(row, "to", amount.after);
    Put(row, "difference", amount.difference);
    books["amounts"].push_back(std::move(row));
  }
  for (const Claim& claim : claims.claims) {
    books["claims"].push_back(RowOf(claim));
    AddCosts(claim, books["costs"], books["verdicts"]);
  }
  AddDebts(recoveries.debts, books);
  AddCorrections(recoveries, books);
  tx.Run(kSave, contract.organisation, contract.id, books.dump());
}

void SaveCancelledOrders(pg::Tx& tx, const Contract& contract, const std::vector<int>& orders) {
  tx.Run(kSaveOrders, contract.organisation, contract.id, json(orders).dump());
}

std::vector<Offset> LoadOffsets(pg::Tx& tx, const Contract& contract) {
  std::vector<Offset> offsets;
  for (const pqxx::row& row : tx.Run(kLoadOffsets, contract.organisation, contract.id)) {
    offsets.push_back(
        {.debt_id = row["debt_id"].as<int>(),
         .repayment = row["repayment"].as<int>(),
         .claim_sequence = row["sequence"].as<int>(),
         .amount = {.eu = Money::Minor(row["eu_minor"].as<int64_t>(), Currency::kBgn),
                    .national = Money::Minor(row["national_minor"].as<int64_t>(), Currency::kBgn),
                    .own = Money::Zero(Currency::kBgn)}});
  }
  return offsets;
}

std::vector<RestatedAmount> LoadAmounts(pg::Tx& tx, const Contract& contract) {
  std::vector<RestatedAmount> amounts;
  for (const pqxx::row& row : tx.Run(kLoadAmounts, contract.organisation, contract.id)) {
    amounts.push_back({.record = row["record"].as<std::string>(),
                       .series = row["series"].as<std::string>(),
                       .before = PartsIn(row, "from", Currency::kBgn),
                       .after = PartsIn(row, "to", Currency::kEur),
                       .difference = PartsIn(row, "difference", Currency::kEur)});
  }
  return amounts;
}

}  // namespace tranche::payments::redenomination::store
