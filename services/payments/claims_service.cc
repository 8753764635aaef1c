// SPDX-License-Identifier: EUPL-1.2
// Claims from their draft until they are sent.
#include <sodium.h>

#include <array>
#include <memory>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "payments/package/claim_package_service.h"
#include "payments/payments_convert.h"
#include "payments/payments_service.h"
#include "payments/payments_store.h"
#include "payments/state_aid/coverage.h"
#include "platform/base/digest.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/marks.h"
#include "platform/convert/money.h"
#include "platform/events/events.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/peers.h"
#include "tranche/budgets/v1/budgets_service.grpc.pb.h"

namespace tranche::payments {
namespace {

using BudgetsStub = budgets::v1::BudgetsService::Stub;

constexpr char kAdvanceCeilingRule[] = "advance_ceiling_percent";

// Only an advance says itself what it asks for; other kinds name costs.
absl::Status CheckShape(const v1::Claim& claim) {
  const bool state_aid = claim.kind() == v1::STATE_AID_ADVANCE;
  const bool advance = state_aid || claim.kind() == v1::ADVANCE;
  std::vector<Violation> wrong;
  // Whether an ordinary advance needs one, the rules say.
  if (state_aid && !claim.has_security()) {
    wrong.push_back({.field = "claim.security", .reason = "FIELD_REQUIRED", .values = {}});
  }
  if (!advance && claim.has_security()) {
    wrong.push_back({.field = "claim.security",
                     .reason = "FIELD_NOT_OF_CHOICE",
                     .values = {{"choice", v1::ClaimKind_Name(claim.kind())}}});
  }
  if (advance && claim.costs().empty() && !claim.has_requested()) {
    wrong.push_back({.field = "claim.requested", .reason = "FIELD_REQUIRED", .values = {}});
  }
  if (advance != claim.costs().empty()) {
    wrong.push_back({.field = "claim.costs",
                     .reason = advance ? "ADVANCE_WITH_COSTS" : "CLAIM_WITHOUT_COSTS",
                     .values = {}});
  }
  AddViolation(tranche::convert::CheckMarks(claim.marks()), "claim.marks", &wrong);
  return wrong.empty() ? absl::OkStatus() : RefuseFields(std::move(wrong));
}

// 64 hexadecimal digits that nobody can foresee.
std::string RandomHex() {
  std::array<char, 32> bytes;
  randombytes_buf(bytes.data(), bytes.size());
  return Sha256Hex({bytes.data(), bytes.size()});
}

// A cost as a request for a claim names it.
struct NamedCost {
  std::string id;
  std::string field;
};

// Costs of a claim, each once; what is no cost of the contract or comes again is a fault of its field.
std::vector<NamedCost> CostsOf(const Contract& contract, const v1::Claim& claim,
                               std::vector<Violation>* faults) {
  std::vector<NamedCost> costs;
  std::set<std::string> seen;
  for (int i = 0; i < claim.costs_size(); ++i) {
    const std::string field = absl::StrCat("claim.costs[", i, "]");
    const absl::StatusOr<std::string> id = convert::CostIdOf(contract, claim.costs(i));
    AddViolation(id.status(), field, faults);
    if (!id.ok()) continue;
    if (!seen.insert(*id).second) {
      faults->push_back({field, "CLAIM_COST_TWICE", {{"cost", claim.costs(i)}}});
      continue;
    }
    costs.push_back({.id = *id, .field = field});
  }
  return costs;
}

}  // namespace

struct Service::ClaimMaterial {
  Claim draft;
  Ratio advance_ceiling;                                  // Of an advance.
  CashCap cap;                                            // Of an advance.
  std::optional<bool> budget_body;                        // Of whom the security was asked.
  std::optional<securities::SecurityRule> security_rule;  // Of an ordinary advance.
  std::vector<ClaimedCost> costs;                         // Of the other kinds.
  std::vector<Violation> faults;                          // Of fields that name no such cost.
};

absl::StatusOr<Ratio> Service::AdvanceCeiling(const rpc::CallScope& scope, const Contract& contract) {
  TRANCHE_ASSIGN_OR_RETURN(
      const ContractRules rules,
      FetchRules(scope, contract, kAdvanceCeilingRule, contract.starts_on, /*by_support_kind=*/true));
  TRANCHE_ASSIGN_OR_RETURN(const std::optional<Ratio> ceiling,
                           PercentOf(rules.versions, rules.programming_period, rules.code));
  if (ceiling.has_value()) return *ceiling;
  return Refuse("ADVANCE_CEILING_UNKNOWN", {{"day", FormatDay(contract.starts_on)}});
}

absl::StatusOr<ClaimedCost> Service::FetchCost(const rpc::CallScope& scope, const Contract& contract,
                                               const std::string& cost_id) {
  const std::unique_ptr<BudgetsStub> stub =
      budgets::v1::BudgetsService::NewStub(context_.peers->Get("budgets"));
  budgets::v1::GetCostRequest request;
  request.set_name(convert::NameOfCost(contract, cost_id));
  TRANCHE_ASSIGN_OR_RETURN(const budgets::v1::Cost cost,
                           rpc::Call<budgets::v1::Cost>(scope, *stub, &BudgetsStub::GetCost, request));
  ClaimedCost claimed{.id = cost_id,
                      .state = budgets::v1::CostState_Name(cost.state()),
                      .parts = {},
                      .paid_on = {},
                      .claimed_in = std::nullopt,
                      .resubmits = {}};
  for (const int flag : cost.particulars().flags()) {
    if (flag == budgets::v1::ADVANCE_TO_CONTRACTOR) claimed.contractor_advance = true;
  }
  claimed.revalidated = !cost.revalidates().empty();
  // One that was refused whole may have been withdrawn, or its revalidation annulled, without a claim:
  // then it is what came before it that was asked for.
  for (budgets::v1::Cost before = cost; !before.resubmits().empty();) {
    TRANCHE_ASSIGN_OR_RETURN(std::string earlier, convert::CostIdOf(contract, before.resubmits()));
    claimed.resubmits.push_back(std::move(earlier));
    request.set_name(before.resubmits());
    TRANCHE_ASSIGN_OR_RETURN(
        before, rpc::Call<budgets::v1::Cost>(scope, *stub, &BudgetsStub::GetCost, request));
    if (before.state() != budgets::v1::REFUSED) break;
  }
  TRANCHE_ASSIGN_OR_RETURN(claimed.paid_on, ParseDay(cost.document().paid_on()));
  TRANCHE_ASSIGN_OR_RETURN(claimed.parts, tranche::convert::FromProto(cost.parts()));
  return claimed;
}

absl::StatusOr<Service::ClaimMaterial> Service::Gather(const rpc::CallScope& scope,
                                                       const Contract& contract,
                                                       const v1::Claim& claim) {
  TRANCHE_RETURN_IF_ERROR(CheckShape(claim));
  ClaimMaterial material;
  material.draft.kind = convert::KindFromProto(claim.kind());
  material.draft.marks_json = tranche::convert::MarksToJson(claim.marks());
  if (IsAdvance(material.draft.kind)) {
    TRANCHE_ASSIGN_OR_RETURN(material.draft.requested, tranche::convert::FromProto(claim.requested()));
    if (claim.has_security()) {
      TRANCHE_ASSIGN_OR_RETURN(material.draft.security, convert::FromProto(claim.security()));
    }
    if (material.draft.kind == ClaimKind::kStateAidAdvance) {
      TRANCHE_RETURN_IF_ERROR(CheckStateAid(scope, contract));
    } else {
      material.budget_body = contract.budget_body;
      TRANCHE_ASSIGN_OR_RETURN(material.security_rule, FetchSecurityRule(scope, contract));
    }
    TRANCHE_ASSIGN_OR_RETURN(material.advance_ceiling, AdvanceCeiling(scope, contract));
    material.cap = FetchCashCap(scope, contract);
    TRANCHE_RETURN_IF_ERROR(material.cap.percent.status());
    return material;
  }
  for (const NamedCost& named : CostsOf(contract, claim, &material.faults)) {
    absl::StatusOr<ClaimedCost> cost = FetchCost(scope, contract, named.id);
    if (absl::IsNotFound(cost.status())) {
      AddViolation(cost.status(), named.field, &material.faults);
      continue;
    }
    TRANCHE_RETURN_IF_ERROR(cost.status());
    cost->field = named.field;
    material.costs.push_back(*std::move(cost));
  }
  return material;
}

absl::Status Service::CheckSecured(const Contract& contract, const Claim& draft,
                                   const ClaimMaterial& material) {
  if (draft.kind == ClaimKind::kStateAidAdvance) {
    return state_aid::CheckSecurity(*draft.security, draft.requested);
  }
  // A version has told another kind of beneficiary since the rule was asked for.
  if (contract.budget_body != material.budget_body) return Refuse("CONFLICT_RETRY");
  return securities::CheckSecurity(draft.security, draft.requested, material.security_rule);
}

absl::StatusOr<Claim> Service::DraftClaim(pg::Tx& tx, const Contract& contract,
                                          const ClaimMaterial& material) {
  TRANCHE_RETURN_IF_ERROR(CheckNoneOpen(contract));
  TRANCHE_RETURN_IF_ERROR(CheckNoFinal(store::FindStanding(tx, contract, ClaimKind::kFinal)));
  const Currency currency = contract.amount.eu.currency();
  Claim draft = material.draft;
  draft.sequence = contract.next_claim_sequence;
  draft.paid = ZeroParts(currency);
  if (IsAdvance(draft.kind)) {
    std::optional<int> advance = store::FindStanding(tx, contract, ClaimKind::kAdvance);
    if (!advance) advance = store::FindStanding(tx, contract, ClaimKind::kStateAidAdvance);
    if (advance.has_value()) return Refuse("ADVANCE_EXISTS", {{"claim", absl::StrCat(*advance)}});
    TRANCHE_RETURN_IF_ERROR(CheckAdvance(contract.amount, draft.requested, material.advance_ceiling));
    TRANCHE_RETURN_IF_ERROR(CheckSecured(contract, draft, material));
    TRANCHE_RETURN_IF_ERROR(LimitOfAdvance(contract, draft.requested,
                                           store::LoadHistory(tx, contract, draft.sequence),
                                           *material.cap.percent)
                                .status());
    return draft;
  }
  std::vector<std::string> cost_ids;
  std::vector<std::string> resubmitted;
  for (const ClaimedCost& cost : material.costs) {
    cost_ids.push_back(cost.id);
    resubmitted.insert(resubmitted.end(), cost.resubmits.begin(), cost.resubmits.end());
  }
  const std::map<std::string, int> claimed_in = store::FindClaimsOfCosts(tx, contract, cost_ids);
  std::vector<ClaimedCost> costs = material.costs;
  for (ClaimedCost& cost : costs) {
    const auto found = claimed_in.find(cost.id);
    if (found != claimed_in.end()) cost.claimed_in = found->second;
  }
  TRANCHE_ASSIGN_OR_RETURN(draft.requested, SumOfCosts(costs, currency, material.faults));
  const std::map<std::string, ReclaimChain> chains = store::FindChains(tx, contract, resubmitted);
  for (const ClaimedCost& cost : costs) {
    // Nothing that it asks for again need have been in a claim.
    ReclaimChain chain = {.first_cost_id = cost.resubmits.empty() ? cost.id : cost.resubmits.back(),
                          .reclaimable_minor = 0};
    for (const std::string& earlier : cost.resubmits) {
      const auto found = chains.find(earlier);
      if (found == chains.end()) continue;
      chain = found->second;
      break;
    }
    TRANCHE_ASSIGN_OR_RETURN(ClaimCost claimed, ClaimCostOf(cost, chain));
    draft.costs.push_back(std::move(claimed));
  }
  return draft;
}

absl::StatusOr<v1::Claim> Service::CreateClaim(const rpc::CallScope& scope,
                                               const v1::CreateClaimRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::ContractName name,
                           convert::ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract found, RequireOwnContract(scope, name.id, request.parent()));
  // A repeat is answered as it was the first time, whatever the neighbours say now: what they refuse
  // counts only when the request is new.
  const absl::StatusOr<ClaimMaterial> material = Gather(scope, found, request.claim());
  const auto hold = [&]() -> absl::StatusOr<package::Holds::Taken> {
    TRANCHE_RETURN_IF_ERROR(material.status());
    return holds_.Take(scope, found, request.request_id(), request.validate_only(),
                       [&](pg::Tx& tx, const Contract& contract) -> absl::Status {
                         TRANCHE_RETURN_IF_ERROR(DraftClaim(tx, contract, *material).status());
                         return package::CheckClaimFits(tx, contract, material->draft.kind);
                       });
  };
  const absl::StatusOr<package::Holds::Taken> taken = hold();
  absl::StatusOr<v1::Claim> created = idempotency::Write<v1::Claim>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Claim> {
        TRANCHE_RETURN_IF_ERROR(taken.status());
        TRANCHE_ASSIGN_OR_RETURN(const Contract contract, store::LockContract(tx, found));
        TRANCHE_ASSIGN_OR_RETURN(Claim draft, DraftClaim(tx, contract, *material));
        TRANCHE_ASSIGN_OR_RETURN(
            draft.package,
            package::PackageForClaim(tx, contract, draft.kind, *taken, request.validate_only()));
        store::InsertDraft(tx, contract, draft);
        const v1::Claim after = convert::ToProto(contract, draft);
        evidence::Record(tx, scope,
                         {.organisation = contract.organisation,
                          .action = "claims.create",
                          .record = after.name(),
                          .before = nullptr,
                          .after = &after,
                          .reason = "",
                          .request_id = request.request_id()});
        return after;
      });
  if (!created.ok() && taken.ok() && !request.validate_only()) holds_.GiveUp(scope, *taken);
  return created;
}

absl::StatusOr<v1::Claim> Service::SendClaim(const rpc::CallScope& scope,
                                             const v1::SendClaimRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::ClaimName name, convert::ParseClaimName(request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay sent_on, ParseDay(request.sent_on()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract found,
                           RequireOwnContract(scope, name.contract.id, request.name()));
  return idempotency::Write<v1::Claim>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Claim> {
        TRANCHE_ASSIGN_OR_RETURN(const Contract contract, store::LockContract(tx, found));
        std::optional<Claim> claim = store::LoadClaim(tx, contract, name.sequence);
        if (!claim.has_value()) return Refuse("NOT_FOUND", {{"name", request.name()}});
        const v1::Claim before = convert::ToProto(contract, *claim);
        TRANCHE_RETURN_IF_ERROR(CheckNotAfter(sent_on, scope.today));
        TRANCHE_ASSIGN_OR_RETURN(claim->state, DecideSend(contract, *claim, sent_on));
        claim->sent_on = sent_on;
        claim->sent_by = scope.actor.subject;
        // Fixed before anybody looks at the costs, and told when the sample is drawn.
        if (!claim->costs.empty() && claim->sample_seed.empty()) claim->sample_seed = RandomHex();
        TRANCHE_RETURN_IF_ERROR(
            package::SendWithClaim(tx, contract, *claim, sent_on, scope.actor.subject));
        if (!store::MarkSent(tx, contract, *claim)) return Refuse("CONFLICT_RETRY");
        v1::ClaimSent event;
        *event.mutable_claim() = convert::ToProto(contract, *claim);
        event.set_contract(convert::NameOf(contract));
        events::Append(tx, contract.organisation, event.claim().name(), event);
        evidence::Record(tx, scope,
                         {.organisation = contract.organisation,
                          .action = "claims.send",
                          .record = before.name(),
                          .before = &before,
                          .after = &event.claim(),
                          .reason = "",
                          .request_id = request.request_id()});
        return event.claim();
      });
}

}  // namespace tranche::payments
