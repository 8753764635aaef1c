// SPDX-License-Identifier: EUPL-1.2
#include "budgets/limits/limits_service.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "budgets/contract_service.h"
#include "budgets/contracts_store.h"
#include "budgets/limits/limits_store.h"
#include "budgets/lines_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/convert/money.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"

namespace tranche::budgets {
namespace {

constexpr int kWholePercent = 100'00;

void CheckOnce(const google::protobuf::RepeatedPtrField<std::string>& codes, const std::string& place,
               std::vector<Violation>* violations) {
  std::set<std::string> seen;
  for (int i = 0; i < codes.size(); ++i) {
    if (seen.insert(codes[i]).second) continue;
    violations->push_back({absl::StrCat(place, "[", i, "]"), "LINE_NAMED_TWICE", {{"line", codes[i]}}});
  }
}

// The ceiling of a limit, either way; what is wrong with it.
void ReadCeiling(const v1::Limit& asked, Currency currency, const std::string& place, Limit* limit,
                 std::vector<Violation>* violations) {
  const bool by_percent = !asked.percent().empty();
  if (by_percent == asked.has_amount() || by_percent == asked.base_lines().empty()) {
    violations->push_back({place, "LIMIT_AMOUNT_OR_PERCENT", {{"limit", asked.code()}}});
    return;
  }
  if (by_percent) {
    const absl::StatusOr<int> percent = ParsePercent(asked.percent(), kWholePercent);
    AddViolation(percent.status(), place + ".percent", violations);
    if (percent.ok()) limit->percent_hundredths = *percent;
    return;
  }
  absl::StatusOr<Money> amount = convert::FromProto(asked.amount());
  if (amount.ok()) amount = Add(*amount, Money::Zero(currency));  // One currency.
  AddViolation(amount.status(), place + ".amount", violations);
  if (amount.ok() && amount->IsNegative()) {
    violations->push_back({place + ".amount", "AMOUNT_NEGATIVE", {}});
  }
  if (amount.ok()) limit->fixed = *amount;
}

// The limits of a request; INVALID_REQUEST with every limit that cannot be one.
absl::StatusOr<std::vector<store::StoredLimit>> ReadLimits(const AskedLimits& given,
                                                           Currency currency) {
  std::vector<store::StoredLimit> limits;
  std::vector<Violation> violations;
  std::set<std::string> codes;
  for (int i = 0; i < given.size(); ++i) {
    const v1::Limit& asked = given[i];
    const std::string place = absl::StrCat("limits[", i, "]");
    if (!codes.insert(asked.code()).second) {
      violations.push_back({place + ".code", "LIMIT_CODE_TWICE", {{"limit", asked.code()}}});
    }
    CheckOnce(asked.lines(), place + ".lines", &violations);
    CheckOnce(asked.base_lines(), place + ".base_lines", &violations);
    store::StoredLimit stored;
    stored.limit.code = asked.code();
    stored.limit.title = asked.title();
    stored.limit.lines.assign(asked.lines().begin(), asked.lines().end());
    stored.limit.base_lines.assign(asked.base_lines().begin(), asked.base_lines().end());
    stored.source = asked.source();
    ReadCeiling(asked, currency, place, &stored.limit, &violations);
    limits.push_back(std::move(stored));
  }
  if (!violations.empty()) return RefuseInput("INVALID_REQUEST", std::move(violations));
  return limits;
}

// The limits as asked, placed on the locked lines; each one that cannot be is said with its place.
absl::Status PlaceLimits(pg::Tx& tx, const store::Contract& contract, Currency currency,
                         const std::vector<store::StoredLimit>& limits) {
  const LimitedLines lines = store::ReadLimitedLines(tx, contract.organisation, contract.contract);
  std::vector<Violation> violations;
  for (std::size_t i = 0; i < limits.size(); ++i) {
    AddViolation(PlaceOn(limits[i].limit, lines, currency).status(), absl::StrCat("limits[", i, "]"),
                 &violations);
  }
  if (violations.empty()) return absl::OkStatus();
  return RefuseInput("INVALID_REQUEST", std::move(violations));
}

absl::StatusOr<v1::Limit> ToProto(const store::StoredLimit& stored, const LimitedLines& lines,
                                  Currency currency) {
  const Limit& limit = stored.limit;
  v1::Limit shown;
  shown.set_code(limit.code);
  shown.set_title(limit.title);
  for (const std::string& line : limit.lines) shown.add_lines(line);
  for (const std::string& line : limit.base_lines) shown.add_base_lines(line);
  shown.set_source(stored.source);
  TRANCHE_ASSIGN_OR_RETURN(const VerifiedLimit checked, CheckVerified(limit, lines, currency));
  if (limit.fixed) {
    *shown.mutable_amount() = convert::ToProto(*limit.fixed);
  } else {
    shown.set_percent(FormatPercent(limit.percent_hundredths));
    *shown.mutable_base() = convert::ToProto(checked.base);
    *shown.mutable_verified_base() = convert::ToProto(checked.verified_base);
  }
  TRANCHE_ASSIGN_OR_RETURN(const Money left, Subtract(limit.cap, limit.used));
  *shown.mutable_cap() = convert::ToProto(limit.cap);
  *shown.mutable_used() = convert::ToProto(limit.used);
  *shown.mutable_left() = convert::ToProto(left);
  *shown.mutable_verified() = convert::ToProto(checked.verified);
  *shown.mutable_verified_cap() = convert::ToProto(checked.verified_cap);
  *shown.mutable_above_verified() = convert::ToProto(checked.above);
  return shown;
}

absl::StatusOr<v1::ContractLimits> ShowLimits(pg::Tx& tx, const store::Contract& contract) {
  const Currency currency = contract.amount.eu.currency();
  const LimitedLines lines = store::ReadLimitedLines(tx, contract.organisation, contract.contract);
  v1::ContractLimits shown;
  shown.set_contract(ContractName(contract.organisation, contract.contract));
  for (const store::StoredLimit& stored : store::ListLimits(tx, contract)) {
    TRANCHE_ASSIGN_OR_RETURN(*shown.add_limits(), ToProto(stored, lines, currency));
  }
  return shown;
}

}  // namespace

absl::Status SetFirstLimits(pg::Tx& tx, const rpc::CallScope& scope, const store::Contract& contract,
                            const AskedLimits& asked, const std::string& request_id) {
  if (asked.empty()) return absl::OkStatus();
  const Currency currency = contract.amount.eu.currency();
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<store::StoredLimit> limits, ReadLimits(asked, currency));
  TRANCHE_RETURN_IF_ERROR(CheckCurrency(store::LockAllLines(tx, contract), contract));
  TRANCHE_RETURN_IF_ERROR(PlaceLimits(tx, contract, currency, limits));
  store::SetLimits(tx, contract, limits);
  TRANCHE_ASSIGN_OR_RETURN(const v1::ContractLimits after, ShowLimits(tx, contract));
  evidence::Record(tx, scope,
                   {.organisation = contract.organisation,
                    .action = "budgets.limits.set",
                    .record = after.contract() + "/limits",
                    .before = nullptr,
                    .after = &after,
                    .reason = "",
                    .request_id = request_id});
  return absl::OkStatus();
}

LimitsService::LimitsService(const rpc::RoleContext& context,
                             std::function<absl::Status(absl::Time)> catch_up)
    : context_(context), catch_up_(std::move(catch_up)) {}

absl::StatusOr<v1::ContractLimits> LimitsService::SetLimits(const rpc::CallScope& scope,
                                                            const v1::SetLimitsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const ContractRef ref, ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const store::Contract contract,
                           RequireBudget(context_, catch_up_, scope, ref, request.parent()));
  const Currency currency = contract.amount.eu.currency();
  // Of a new request only: one that is repeated after the conversion is in the currency of before it.
  const absl::StatusOr<std::vector<store::StoredLimit>> read = ReadLimits(request.limits(), currency);
  return idempotency::Write<v1::ContractLimits>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::ContractLimits> {
        TRANCHE_ASSIGN_OR_RETURN(const std::vector<store::StoredLimit> limits, read);
        // With all lines held nobody takes of a limit, and no cap moves.
        TRANCHE_RETURN_IF_ERROR(CheckCurrency(store::LockAllLines(tx, contract), contract));
        TRANCHE_RETURN_IF_ERROR(CheckMoneyOpen(tx, contract));
        TRANCHE_ASSIGN_OR_RETURN(const v1::ContractLimits before, ShowLimits(tx, contract));
        TRANCHE_RETURN_IF_ERROR(PlaceLimits(tx, contract, currency, limits));
        store::SetLimits(tx, contract, limits);
        TRANCHE_ASSIGN_OR_RETURN(v1::ContractLimits after, ShowLimits(tx, contract));
        evidence::Record(tx, scope,
                         {.organisation = contract.organisation,
                          .action = "budgets.limits.set",
                          .record = after.contract() + "/limits",
                          .before = &before,
                          .after = &after,
                          .reason = "",
                          .request_id = request.request_id()});
        return after;
      });
}

absl::StatusOr<v1::ContractLimits> LimitsService::ListLimits(const rpc::CallScope& scope,
                                                             const v1::ListLimitsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const ContractRef ref, ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const store::Contract contract,
                           RequireContract(context_, catch_up_, scope, ref, request.parent()));
  return idempotency::Read<v1::ContractLimits>(*context_.pool, scope,
                                               [&](pg::Tx& tx) { return ShowLimits(tx, contract); });
}

}  // namespace tranche::budgets
