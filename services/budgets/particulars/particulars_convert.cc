// SPDX-License-Identifier: EUPL-1.2
#include "budgets/particulars/particulars_convert.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "budgets/particulars/particulars.h"
#include "platform/base/status_macros.h"
#include "platform/convert/money.h"

namespace tranche::budgets {

std::vector<Violation> ReadParticulars(const Money* claimed, v1::CostParticulars* particulars) {
  std::set<v1::CostFlag> flags;
  for (const int flag : particulars->flags()) flags.insert(static_cast<v1::CostFlag>(flag));
  particulars->clear_flags();
  Particulars read;
  for (const v1::CostFlag flag : flags) {
    particulars->add_flags(flag);
    read.flags.push_back(v1::CostFlag_Name(flag));
  }
  std::vector<Violation> faults;
  for (int i = 0; i < particulars->activities_size(); ++i) {
    v1::ActivityShare* share = particulars->mutable_activities(i);
    const absl::StatusOr<Money> amount = convert::FromProto(share->amount());
    AddViolation(amount.status(), absl::StrCat("particulars.activities[", i, "].amount"), &faults);
    if (!amount.ok()) continue;
    *share->mutable_amount() = convert::ToProto(*amount);
    read.activities.push_back({.activity = share->activity(), .amount = *amount});
  }
  // Shares that could not be read cannot be added up.
  if (claimed == nullptr || !faults.empty()) return faults;
  return FaultsOf(read, *claimed);
}

std::vector<Violation> ReadForeignParticulars(const v1::ForeignParticulars& told, int64_t claimed_minor,
                                              const std::string& currency,
                                              v1::CostParticulars* particulars) {
  // Hundredths are hundredths: which of the two currencies they are read as makes no difference.
  constexpr Currency kAny = Currency::kEur;
  particulars->set_issuer_kind(told.issuer_kind());
  *particulars->mutable_flags() = told.flags();
  for (const v1::ForeignShare& share : told.activities()) {
    v1::ActivityShare* read = particulars->add_activities();
    read->set_activity(share.activity());
    read->mutable_amount()->set_amount(share.amount());
    read->mutable_amount()->set_currency(std::string(CurrencyCode(kAny)));
  }
  const Money claimed = Money::Minor(claimed_minor, kAny);
  std::vector<Violation> faults = ReadParticulars(&claimed, particulars);
  for (Violation& fault : faults) {
    for (auto& [key, value] : fault.values) {
      if (key == "currency") value = currency;
    }
  }
  return faults;
}

absl::StatusOr<v1::CostParticulars> ShareOf(const v1::CostParticulars& whole, Money amount) {
  v1::CostParticulars particulars = whole;
  particulars.clear_activities();
  std::vector<int64_t> weights;
  for (const v1::ActivityShare& share : whole.activities()) {
    TRANCHE_ASSIGN_OR_RETURN(const Money part, convert::FromProto(share.amount()));
    weights.push_back(part.minor());
  }
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<Money> parts, InProportion(amount, weights));
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].IsZero()) continue;
    v1::ActivityShare* share = particulars.add_activities();
    share->set_activity(whole.activities(static_cast<int>(i)).activity());
    *share->mutable_amount() = convert::ToProto(parts[i]);
  }
  return particulars;
}

bool SaysNothing(const v1::CostParticulars& particulars) {
  return particulars.issuer_kind() == v1::ISSUER_KIND_UNSPECIFIED && particulars.flags().empty() &&
         particulars.activities().empty();
}

std::string ParticularsRow(const v1::CostParticulars& particulars) {
  nlohmann::json row = {
      {"issuer_kind", ""}, {"flags", nlohmann::json::array()}, {"activities", nlohmann::json::array()}};
  if (particulars.issuer_kind() != v1::ISSUER_KIND_UNSPECIFIED) {
    row["issuer_kind"] = v1::IssuerKind_Name(particulars.issuer_kind());
  }
  for (const int flag : particulars.flags()) {
    row["flags"].push_back(v1::CostFlag_Name(static_cast<v1::CostFlag>(flag)));
  }
  for (const v1::ActivityShare& share : particulars.activities()) {
    const absl::StatusOr<Money> amount = convert::FromProto(share.amount());
    if (!amount.ok()) throw std::runtime_error("a share that was read is no amount");
    row["activities"].push_back({{"activity", share.activity()}, {"amount_minor", amount->minor()}});
  }
  return row.dump();
}

v1::CostParticulars ParticularsFromRow(const std::string& json, Money claimed) {
  const nlohmann::json row = nlohmann::json::parse(json);
  v1::CostParticulars particulars;
  v1::IssuerKind kind = v1::ISSUER_KIND_UNSPECIFIED;
  v1::IssuerKind_Parse(row.at("issuer_kind").get<std::string>(), &kind);
  particulars.set_issuer_kind(kind);
  for (const nlohmann::json& name : row.at("flags")) {
    v1::CostFlag flag = v1::COST_FLAG_UNSPECIFIED;
    v1::CostFlag_Parse(name.get<std::string>(), &flag);
    particulars.add_flags(flag);
  }
  std::vector<int64_t> weights;
  for (const nlohmann::json& share : row.at("activities")) {
    weights.push_back(share.at("amount_minor").get<int64_t>());
    particulars.add_activities()->set_activity(share.at("activity").get<std::string>());
  }
  const absl::StatusOr<std::vector<Money>> parts = InProportion(claimed, weights);
  if (!parts.ok()) throw std::runtime_error("shares of a cost cannot be reckoned");
  for (std::size_t i = 0; i < parts->size(); ++i) {
    *particulars.mutable_activities(static_cast<int>(i))->mutable_amount() =
        convert::ToProto((*parts)[i]);
  }
  return particulars;
}

}  // namespace tranche::budgets
