// SPDX-License-Identifier: EUPL-1.2
#include "payments/payments_service.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <memory>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "payments/bank/payment_orders_store.h"
#include "payments/package/claim_package_service.h"
#include "payments/payments_convert.h"
#include "payments/payments_store.h"
#include "payments/redenomination/redenomination_follow.h"
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
#include "platform/rpc/service_scope.h"
#include "tranche/budgets/v1/budgets_service.grpc.pb.h"
#include "tranche/proposals/v1/proposals.pb.h"
#include "tranche/proposals/v1/redenominations.pb.h"

namespace tranche::payments {
namespace {

using BudgetsStub = budgets::v1::BudgetsService::Stub;

constexpr char kAdvanceCeilingRule[] = "advance_ceiling_percent";
constexpr size_t kDecideKeyHexDigits = 40;

absl::Status NoSuchClaim(const std::string& name) { return Refuse("NOT_FOUND", {{"name", name}}); }

// Only an advance says itself what it asks for; other kinds name costs.
absl::Status CheckShape(const v1::Claim& claim) {
  const bool state_aid = claim.kind() == v1::STATE_AID_ADVANCE;
  const bool advance = state_aid || claim.kind() == v1::ADVANCE;
  std::vector<Violation> wrong;
  if (claim.has_security() != state_aid) {
    wrong.push_back({.field = "claim.security",
                     .reason = state_aid ? "FIELD_REQUIRED" : "FIELD_NOT_OF_CHOICE",
                     .values = state_aid ? ErrorValues{}
                                         : ErrorValues{{"choice", v1::ClaimKind_Name(claim.kind())}}});
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

// The same decision on the same claim always has the same key, so that the budget carries it out once.
std::string DecideKey(const Contract& contract, int sequence) {
  const std::string digest = Sha256Hex(convert::NameOfClaim(contract, sequence));
  return absl::StrCat("verify-", digest.substr(0, kDecideKeyHexDigits));
}

// The budget has looked at the decision and refused it: nothing of it was done. Any other failure
// leaves that open.
bool IsRefusedByBudget(const absl::Status& status) {
  return absl::IsInvalidArgument(status) || absl::IsNotFound(status) ||
         absl::IsFailedPrecondition(status) || absl::IsAlreadyExists(status) ||
         absl::IsOutOfRange(status) || absl::IsPermissionDenied(status);
}

void SetVerdict(const ClaimCost& cost, const CostVerdict& verdict,
                budgets::v1::CostDecision* decision) {
  decision->set_approved(!RefusesAll(cost, verdict));
  decision->set_reason(verdict.reason);
  if (!decision->approved()) return;
  if (!verdict.reason.empty()) {
    *decision->mutable_unapproved() = tranche::convert::ToProto(verdict.unapproved);
  }
  if (verdict.correction_reason.empty()) return;
  *decision->mutable_unapproved_by_correction() = tranche::convert::ToProto(verdict.by_correction);
  decision->set_correction_reason(verdict.correction_reason);
  decision->set_correction(verdict.correction);
}

budgets::v1::DecideCostsRequest DecideCostsRequestOf(const Contract& contract, const Claim& claim) {
  budgets::v1::DecideCostsRequest request;
  request.set_parent(convert::NameOf(contract));
  request.set_request_id(DecideKey(contract, claim.sequence));
  request.set_decided_on(FormatDay(claim.decision->decided_on));
  request.set_decided_by(claim.decided_by);
  for (const ClaimCost& cost : claim.costs) {
    budgets::v1::CostDecision* decision = request.add_decisions();
    decision->set_cost(convert::NameOfCost(contract, cost.id));
    decision->set_approved(true);
    for (const CostVerdict& verdict : claim.decision->verdicts) {
      if (verdict.cost_id == cost.id) SetVerdict(cost, verdict, decision);
    }
  }
  return request;
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

// A decision as a request states it.
struct StatedDecision {
  Decision decision;
  std::vector<VerdictInput> verdicts;
};
StatedDecision StatedBy(const Contract& contract, const v1::Verification& verification,
                        absl::CivilDay today, std::vector<Violation>* faults) {
  absl::StatusOr<Decision> decision = convert::FromProto(verification);
  absl::StatusOr<std::vector<VerdictInput>> verdicts =
      convert::VerdictsFromProto(contract, verification);
  *faults = ViolationsOf(decision.status());
  for (Violation& fault : ViolationsOf(verdicts.status())) faults->push_back(std::move(fault));
  const absl::StatusOr<absl::CivilDay> decided_on = ParseDay(verification.decided_on());
  if (decided_on.ok()) {
    AddViolation(CheckNotAfter(*decided_on, today), "verification.decidedOn", faults);
  }
  return {.decision = std::move(decision).value_or(Decision()),
          .verdicts = std::move(verdicts).value_or(std::vector<VerdictInput>())};
}

// What the budget left unapproved of flat rates beyond what it was asked, with its whole reason.
absl::StatusOr<std::vector<CostVerdict>> LoweredOf(const budgets::v1::DecideCostsResponse& response,
                                                   const Contract& contract) {
  std::vector<CostVerdict> lowered;
  for (const budgets::v1::LoweredCost& cost : response.lowered()) {
    CostVerdict verdict;
    TRANCHE_ASSIGN_OR_RETURN(verdict.cost_id, convert::CostIdOf(contract, cost.cost()));
    TRANCHE_ASSIGN_OR_RETURN(verdict.unapproved, tranche::convert::FromProto(cost.unapproved()));
    verdict.reason = cost.reason();
    verdict.by_correction = ZeroParts(verdict.unapproved.eu.currency());
    lowered.push_back(std::move(verdict));
  }
  return lowered;
}

// The decision as the budget carried it out: its flat rates follow their bases.
absl::Status Lower(const std::vector<CostVerdict>& lowered, Decision* decision) {
  for (const CostVerdict& one : lowered) {
    const auto same = [&](const CostVerdict& verdict) { return verdict.cost_id == one.cost_id; };
    const auto found = std::find_if(decision->verdicts.begin(), decision->verdicts.end(), same);
    if (found == decision->verdicts.end()) {
      decision->verdicts.push_back(one);
      continue;
    }
    TRANCHE_ASSIGN_OR_RETURN(found->unapproved, Add(found->unapproved, one.unapproved));
    found->reason = one.reason;
  }
  std::sort(decision->verdicts.begin(), decision->verdicts.end(),
            [](const CostVerdict& a, const CostVerdict& b) { return a.cost_id < b.cost_id; });
  return absl::OkStatus();
}

// Sums of the budget; one that it left out is nothing.
absl::StatusOr<ThreePart> PartsOrZero(bool given, const common::v1::ThreePartAmount& parts,
                                      Currency currency) {
  if (!given) return ZeroParts(currency);
  return tranche::convert::FromProto(parts);
}

}  // namespace

struct Service::ClaimMaterial {
  Claim draft;
  Ratio advance_ceiling;           // Of an advance.
  CashCap cap;                     // Of an advance.
  std::vector<ClaimedCost> costs;  // Of the other kinds.
  std::vector<Violation> faults;   // Of fields that name no such cost.
};

struct Service::CostsDecided {
  ThreePart approved;
  ThreePart refused;
  std::vector<CostVerdict> lowered;  // What the budget left unapproved beyond what it was asked.
};

Service::Service(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
    : context_(context),
      catch_up_(catch_up),
      finder_(context, catch_up),
      holds_(context, std::move(catch_up)),
      acceptance_(context) {}

absl::StatusOr<Contract> Service::RequireContract(const rpc::CallScope& scope,
                                                  const std::string& contract_id,
                                                  const std::string& name) {
  return finder_.Require(scope, contract_id, name);
}

absl::StatusOr<Contract> Service::RequireOwnContract(const rpc::CallScope& scope,
                                                     const std::string& contract_id,
                                                     const std::string& name) {
  return finder_.RequireOwn(scope, contract_id, name);
}

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
                      .resubmits = ""};
  for (const int flag : cost.particulars().flags()) {
    if (flag == budgets::v1::ADVANCE_TO_CONTRACTOR) claimed.contractor_advance = true;
  }
  claimed.revalidated = !cost.revalidates().empty();
  if (!cost.resubmits().empty()) {
    TRANCHE_ASSIGN_OR_RETURN(claimed.resubmits, convert::CostIdOf(contract, cost.resubmits()));
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
      TRANCHE_RETURN_IF_ERROR(CheckStateAid(scope, contract));
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
    if (draft.security.has_value()) {
      TRANCHE_RETURN_IF_ERROR(state_aid::CheckSecurity(*draft.security, draft.requested));
    }
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
    if (!cost.resubmits.empty()) resubmitted.push_back(cost.resubmits);
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
    const auto earlier = chains.find(cost.resubmits);
    // What it asks for again may have been decided on without a claim; then nothing is known of it
    // here.
    const ReclaimChain chain =
        earlier == chains.end()
            ? ReclaimChain{.first_cost_id = cost.resubmits.empty() ? cost.id : cost.resubmits,
                           .reclaimable_minor = 0}
            : earlier->second;
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
        if (!claim.has_value()) return NoSuchClaim(request.name());
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

absl::StatusOr<bool> Service::CapMayBind(const rpc::CallScope& scope, const Contract& contract,
                                         int sequence) {
  if (CapBinds(contract)) return true;
  // There is one advance at most.
  if (contract.advance_owed_minor > 0) return false;
  return idempotency::Read<bool>(*context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<bool> {
    const std::optional<Claim> claim = store::LoadClaim(tx, contract, sequence);
    return claim.has_value() && IsAdvance(claim->kind);
  });
}

absl::Status Service::CheckCapKnown(const Contract& contract, const Claim& claim, const CashCap& cap) {
  const bool advance = IsAdvance(claim.kind);
  if (!advance && (claim.kind != ClaimKind::kInterim || !CapBinds(contract))) return absl::OkStatus();
  // The advance was accepted after the contract was looked at first.
  if (!cap.asked) return Refuse("CONFLICT_RETRY");
  TRANCHE_RETURN_IF_ERROR(cap.percent.status());
  // Whether an advance needs it depends on what is owed already.
  if (advance || cap.percent->has_value()) return absl::OkStatus();
  return Refuse("CASH_CAP_UNKNOWN", {{"day", FormatDay(contract.starts_on)}});
}

absl::Status Service::SetCash(const Contract& contract, const CashHistory& history, const CashCap& cap,
                              Claim* claim) {
  if (claim->state != ClaimState::kAccepted) return absl::OkStatus();
  TRANCHE_RETURN_IF_ERROR(CheckCapKnown(contract, *claim, cap));
  TRANCHE_ASSIGN_OR_RETURN(const CashShare share, ShareCash(contract, *claim, claim->approved, history,
                                                            cap.percent.value_or(std::nullopt)));
  claim->payable = share.payable;
  if (!IsAdvance(claim->kind)) claim->cleared = share.cleared;
  if (!(share.to_recover == ZeroParts(share.to_recover.eu.currency()))) {
    claim->to_recover = share.to_recover;
  }
  claim->limit = share.limit;
  return absl::OkStatus();
}

absl::StatusOr<std::optional<Claim>> Service::RecordDecision(
    pg::Tx& tx, const rpc::CallScope& scope, const Contract& found, int sequence, const CashCap& cap,
    const absl::StatusOr<package::Rulebook>& rules, const v1::VerifyClaimRequest& request) {
  std::vector<Violation> faults;
  StatedDecision stated = StatedBy(found, request.verification(), scope.today, &faults);
  Decision& decision = stated.decision;
  TRANCHE_RETURN_IF_ERROR(store::LockEvenIfClosed(tx, found).status());
  // Looked at under the lock: a first call with this key may have closed the claim just now. It is
  // answered again also when the contract's money was closed since.
  if (store::WasAnswered(tx, scope, found.organisation, request.request_id())) {
    return std::optional<Claim>();
  }
  if (!faults.empty()) return RefuseFields(std::move(faults));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract, store::LockContract(tx, found));
  std::optional<Claim> claim = store::LoadClaim(tx, contract, sequence);
  if (!claim.has_value()) return NoSuchClaim(request.name());
  TRANCHE_ASSIGN_OR_RETURN(decision.verdicts, ResolveVerdicts(*claim, stated.verdicts));
  TRANCHE_ASSIGN_OR_RETURN(const VerificationPath path,
                           DecideVerification(*claim, decision, scope.actor.subject));
  // Before anything is recorded: without the cap the claim could not be closed.
  if (!decision.advance_refused) TRANCHE_RETURN_IF_ERROR(CheckCapKnown(contract, *claim, cap));
  if (path == VerificationPath::kContinue) return claim;
  if (ApprovesSomething(*claim, decision)) {
    TRANCHE_RETURN_IF_ERROR(rules.status());
    TRANCHE_RETURN_IF_ERROR(package::Acceptance::CheckClaim(tx, contract, *rules, *claim));
  }
  if (contract.redenomination_pending) {
    return Refuse("CLAIM_BEFORE_REDENOMINATION", {{"claim", absl::StrCat(sequence)}});
  }
  if (IsAdvance(claim->kind) && !decision.advance_refused) {
    TRANCHE_RETURN_IF_ERROR(LimitOfAdvance(contract, claim->requested,
                                           store::LoadHistory(tx, contract, sequence), *cap.percent)
                                .status());
  }
  const v1::Claim before = convert::ToProto(contract, *claim);
  TRANCHE_RETURN_IF_ERROR(ExpireQuestion(tx, contract, &*claim));
  claim->state = ClaimState::kInVerification;
  claim->decision = decision;
  claim->decided_by = scope.actor.subject;
  ++claim->decisions_recorded;
  TRANCHE_RETURN_IF_ERROR(package::BeginVerification(tx, contract, *claim));
  if (!store::BeginVerification(tx, contract, *claim)) return Refuse("CONFLICT_RETRY");
  const v1::Claim after = convert::ToProto(contract, *claim);
  evidence::Record(tx, scope,
                   {.organisation = contract.organisation,
                    .action = "claims.verify",
                    .record = before.name(),
                    .before = &before,
                    .after = &after,
                    .reason = decision.reference,
                    .request_id = request.request_id()});
  return claim;
}

absl::StatusOr<Service::CostsDecided> Service::DecideInBudget(const rpc::CallScope& scope,
                                                              const Contract& contract,
                                                              const Claim& claim, bool validate_only) {
  const Currency currency = claim.requested.eu.currency();
  CostsDecided decided{.approved = ZeroParts(currency), .refused = ZeroParts(currency), .lowered = {}};
  if (claim.costs.empty()) return decided;
  const std::unique_ptr<BudgetsStub> stub =
      budgets::v1::BudgetsService::NewStub(context_.peers->Get("budgets"));
  // By the service's own token, since no person may decide past the claim (INV-08). The key then is
  // the same whoever carries the decision on, and the budget answers a repeat as it did at first.
  const rpc::CallScope own =
      rpc::ServiceScope(context_, contract.organisation, scope.deadline, scope.method, scope.trace_id);
  budgets::v1::DecideCostsRequest request = DecideCostsRequestOf(contract, claim);
  request.set_validate_only(validate_only);
  TRANCHE_ASSIGN_OR_RETURN(
      const budgets::v1::DecideCostsResponse response,
      rpc::Call<budgets::v1::DecideCostsResponse>(own, *stub, &BudgetsStub::DecideCosts, request));
  TRANCHE_ASSIGN_OR_RETURN(decided.approved,
                           PartsOrZero(response.has_approved(), response.approved(), currency));
  TRANCHE_ASSIGN_OR_RETURN(decided.refused,
                           PartsOrZero(response.has_refused(), response.refused(), currency));
  TRANCHE_ASSIGN_OR_RETURN(decided.lowered, LoweredOf(response, contract));
  return decided;
}

absl::StatusOr<v1::Claim> Service::CloseClaim(pg::Tx& tx, const rpc::CallScope& scope,
                                              const Contract& found, const Claim& recorded,
                                              const CostsDecided& decided, const CashCap& cap,
                                              const v1::VerifyClaimRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract, store::LockContract(tx, found));
  std::optional<Claim> claim = store::LoadClaim(tx, contract, recorded.sequence);
  if (!claim.has_value()) return NoSuchClaim(request.name());
  if (claim->decisions_recorded != recorded.decisions_recorded) {
    return Refuse("VERIFICATION_UNDER_WAY", {{"claim", absl::StrCat(claim->sequence)}});
  }
  const v1::Claim before = convert::ToProto(contract, *claim);
  if (!decided.lowered.empty() && claim->decision.has_value()) {
    TRANCHE_RETURN_IF_ERROR(Lower(decided.lowered, &*claim->decision));
    store::ReplaceVerdicts(tx, contract, *claim);
  }
  TRANCHE_ASSIGN_OR_RETURN(const Outcome outcome,
                           DecideOutcome(*claim, decided.approved, decided.refused));
  claim->state = outcome.state;
  claim->approved = outcome.approved;
  claim->refused = outcome.refused;
  claim->by_correction = outcome.by_correction;
  // What was owed before bounds what is owed now.
  TRANCHE_RETURN_IF_ERROR(
      SetCash(contract, store::LoadHistory(tx, contract, claim->sequence), cap, &*claim));
  if (!store::FinishVerification(tx, contract, *claim)) return Refuse("CONFLICT_RETRY");
  TRANCHE_RETURN_IF_ERROR(package::CloseWithClaim(tx, contract, *claim));
  TRANCHE_ASSIGN_OR_RETURN(const Money owed, Total(Owed(*claim)));
  v1::ClaimDecided event;
  *event.mutable_claim() = convert::ToProto(contract, *claim);
  event.set_contract(convert::NameOf(contract));
  event.set_nothing_owed(owed.IsZero());
  if (event.claim().has_to_recover()) *event.mutable_to_recover() = event.claim().to_recover();
  events::Append(tx, contract.organisation, event.claim().name(), event);
  evidence::Record(tx, scope,
                   {.organisation = contract.organisation,
                    .action = "claims.close",
                    .record = before.name(),
                    .before = &before,
                    .after = &event.claim(),
                    .reason = claim->decision->reference,
                    .request_id = request.request_id()});
  return event.claim();
}

absl::Status Service::Withdraw(const rpc::CallScope& scope, const Contract& found,
                               const Claim& recorded, const absl::Status& refusal) {
  return pg::Transact(*context_.pool, scope, [&](pg::Tx& tx) -> absl::Status {
    TRANCHE_ASSIGN_OR_RETURN(const Contract contract, store::LockContract(tx, found));
    std::optional<Claim> claim = store::LoadClaim(tx, contract, recorded.sequence);
    if (!claim.has_value() || claim->decisions_recorded != recorded.decisions_recorded) {
      return absl::OkStatus();
    }
    const std::optional<ClaimState> next = Next(claim->state, ClaimStep::kWithdraw);
    if (!next.has_value()) return absl::OkStatus();
    const v1::Claim before = convert::ToProto(contract, *claim);
    if (!store::WithdrawVerification(tx, contract, *claim)) return Refuse("CONFLICT_RETRY");
    claim->state = *next;
    claim->decision.reset();
    claim->decided_by.clear();
    const v1::Claim after = convert::ToProto(contract, *claim);
    evidence::Record(tx, scope,
                     {.organisation = contract.organisation,
                      .action = "claims.withdraw_decision",
                      .record = before.name(),
                      .before = &before,
                      .after = &after,
                      .reason = ReasonOf(refusal),
                      .request_id = ""});
    return absl::OkStatus();
  });
}

absl::StatusOr<v1::Claim> Service::VerifyClaim(const rpc::CallScope& scope,
                                               const v1::VerifyClaimRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::ClaimName name, convert::ParseClaimName(request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           RequireOwnContract(scope, name.contract.id, request.name()));
  const bool validate_only = request.validate_only();
  TRANCHE_ASSIGN_OR_RETURN(const bool asks_cap, CapMayBind(scope, contract, name.sequence));
  CashCap cap;
  if (asks_cap) cap = FetchCashCap(scope, contract);
  // Counts only when the decision is new.
  const absl::StatusOr<package::Rulebook> rules = acceptance_.Rules(scope, contract);
  const auto record = [&](pg::Tx& tx) {
    return RecordDecision(tx, scope, contract, name.sequence, cap, rules, request);
  };
  TRANCHE_ASSIGN_OR_RETURN(
      const std::optional<Claim> recorded,
      idempotency::Step<std::optional<Claim>>(*context_.pool, scope, validate_only, record));
  CostsDecided decided;
  if (recorded.has_value()) {
    absl::StatusOr<CostsDecided> answer = DecideInBudget(scope, contract, *recorded, validate_only);
    if (!answer.ok()) {
      const absl::Status refusal = answer.status();
      // Should the withdrawal fail, the same decision can be repeated and comes by here again.
      if (IsRefusedByBudget(refusal) && !validate_only) {
        Withdraw(scope, contract, *recorded, refusal).IgnoreError();
      }
      return refusal;
    }
    decided = *answer;
  }
  absl::StatusOr<v1::Claim> closed = idempotency::Write<v1::Claim>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Claim> {
        // Answered before, so that this does not run.
        if (!recorded.has_value()) return Refuse("CONFLICT_RETRY");
        // A rehearsal has kept nothing of its first step.
        if (validate_only) TRANCHE_RETURN_IF_ERROR(record(tx).status());
        return CloseClaim(tx, scope, contract, *recorded, decided, cap, request);
      });
  // The grant was lowered, or the rule changed, since the decision was recorded.
  if (ReasonOf(closed.status()) == "ADVANCE_ABOVE_CAP" && recorded.has_value() && !validate_only) {
    Withdraw(scope, contract, *recorded, closed.status()).IgnoreError();
  }
  if (closed.ok() && !validate_only) holds_.Release(scope, contract);
  return closed;
}

absl::StatusOr<v1::Claim> Service::GetClaim(const rpc::CallScope& scope,
                                            const v1::GetClaimRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::ClaimName name, convert::ParseClaimName(request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           RequireContract(scope, name.contract.id, request.name()));
  return idempotency::Read<v1::Claim>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::Claim> {
        const std::optional<Claim> claim = store::LoadClaim(tx, contract, name.sequence);
        if (!claim.has_value()) return NoSuchClaim(request.name());
        return convert::ToProto(contract, *claim);
      });
}

absl::StatusOr<v1::ListClaimsResponse> Service::ListClaims(const rpc::CallScope& scope,
                                                           const v1::ListClaimsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::ContractName name,
                           convert::ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract, RequireContract(scope, name.id, request.parent()));
  return idempotency::Read<v1::ListClaimsResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListClaimsResponse> {
        v1::ListClaimsResponse response;
        for (const Claim& claim : store::LoadClaims(tx, contract)) {
          *response.add_claims() = convert::ToProto(contract, claim);
        }
        return response;
      });
}

namespace {

// Money of an order that was never sent cannot have arrived: an order that waits for its approval keeps
// its part of what is owed, so that the same money is not recorded and then sent as well (ORD-5).
absl::Status CheckLeavesUnsentOrders(pg::Tx& tx, const Contract& contract, const Claim& claim,
                                     const ThreePart& amount) {
  int64_t unsent_minor = 0;
  for (const bank::PaymentOrder& order :
       bank::store::LoadOrdersOfClaim(tx, contract.organisation, contract.id, claim.sequence)) {
    if (bank::IsUnsent(order.state)) unsent_minor += order.amount.minor();
  }
  if (unsent_minor == 0) return absl::OkStatus();
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart owed, StillOwed(claim));
  TRANCHE_ASSIGN_OR_RETURN(const Money left, Grant(owed));
  TRANCHE_ASSIGN_OR_RETURN(const Money asked, Grant(amount));
  const int64_t free_minor = std::max<int64_t>(left.minor() - unsent_minor, 0);
  if (asked.minor() <= free_minor) return absl::OkStatus();
  return Refuse("PAYMENT_ABOVE_OWED",
                {{"left", FormatAmount(Money::Minor(free_minor, left.currency()))},
                 {"asked", FormatAmount(asked)},
                 {"currency", std::string(CurrencyCode(left.currency()))}});
}

// A payment as a request states it; everything that is wrong with it at once.
absl::StatusOr<Payment> StatedPayment(const Contract& contract, const convert::ClaimName& claim,
                                      const v1::Payment& asked, absl::CivilDay today) {
  const absl::StatusOr<Payment> payment = convert::FromProto(asked);
  std::vector<Violation> faults = ViolationsOf(payment.status());
  if (claim.contract.id != contract.id ||
      (claim.contract.organisation != "-" && claim.contract.organisation != contract.organisation)) {
    faults.push_back({"payment.claim", "CLAIM_OF_ANOTHER_CONTRACT", {{"claim", asked.claim()}}});
  }
  const absl::StatusOr<absl::CivilDay> paid_on = ParseDay(asked.paid_on());
  if (paid_on.ok()) AddViolation(CheckNotAfter(*paid_on, today), "payment.paidOn", &faults);
  if (!faults.empty()) return RefuseFields(std::move(faults));
  return payment;
}

}  // namespace

absl::StatusOr<v1::Payment> Service::RecordPayment(const rpc::CallScope& scope,
                                                   const v1::RecordPaymentRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::ContractName parent,
                           convert::ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const convert::ClaimName name,
                           convert::ParseClaimName(request.payment().claim()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract found,
                           RequireOwnContract(scope, parent.id, request.parent()));
  return idempotency::Write<v1::Payment>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Payment> {
        TRANCHE_ASSIGN_OR_RETURN(Payment payment,
                                 StatedPayment(found, name, request.payment(), scope.today));
        TRANCHE_ASSIGN_OR_RETURN(const Contract contract, store::LockContract(tx, found));
        const std::optional<Claim> claim = store::LoadClaim(tx, contract, name.sequence);
        if (!claim.has_value()) return NoSuchClaim(request.payment().claim());
        TRANCHE_ASSIGN_OR_RETURN(const PaymentDecision decision,
                                 DecidePayment(*claim, payment.amount, payment.paid_on));
        TRANCHE_RETURN_IF_ERROR(CheckLeavesUnsentOrders(tx, contract, *claim, payment.amount));
        payment.id = PaymentId(contract.next_payment_number);
        payment.claim_sequence = claim->sequence;
        payment.advance = IsAdvance(claim->kind);
        if (!store::AddToPaid(tx, contract, claim->sequence, payment.amount))
          return Refuse("CONFLICT_RETRY");
        store::InsertPayment(tx, contract, payment, convert::NumberOfPayment(contract, payment.id),
                             scope.actor.subject);
        v1::PaymentRecorded event;
        *event.mutable_payment() = convert::ToProto(contract, payment);
        event.set_contract(convert::NameOf(contract));
        event.set_claim_paid_in_full(decision.paid_in_full);
        if (decision.paid_in_full) {
          // Payments may be recorded in another order than they arrived.
          event.set_paid_in_full_on(
              FormatDay(store::LatestPaidOn(tx, contract, claim->sequence).value_or(payment.paid_on)));
        }
        events::Append(tx, contract.organisation, event.payment().name(), event);
        evidence::Record(tx, scope,
                         {.organisation = contract.organisation,
                          .action = "payments.record",
                          .record = event.payment().name(),
                          .before = nullptr,
                          .after = &event.payment(),
                          .reason = payment.bank_reference,
                          .request_id = request.request_id()});
        return event.payment();
      });
}

absl::StatusOr<v1::ListPaymentsResponse> Service::ListPayments(const rpc::CallScope& scope,
                                                               const v1::ListPaymentsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::ContractName name,
                           convert::ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract, RequireContract(scope, name.id, request.parent()));
  return idempotency::Read<v1::ListPaymentsResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListPaymentsResponse> {
        v1::ListPaymentsResponse response;
        for (const Payment& payment : store::LoadAllPayments(tx, contract)) {
          *response.add_payments() = convert::ToProto(contract, payment);
        }
        return response;
      });
}

absl::StatusOr<common::v1::ListEventsResponse> Service::ListEvents(
    const rpc::CallScope& scope, const common::v1::ListEventsRequest& request) {
  return events::List(*context_.pool, scope, request);
}

absl::Status Service::Follow(pg::Tx& tx, const rpc::CallScope& scope, const common::v1::Event& event) {
  if (event.type() == proposals::v1::ContractRedenominated::descriptor()->full_name()) {
    return redenomination::Follow(tx, scope, event);
  }
  proposals::v1::ContractActivated activated;
  if (event.type() != activated.GetTypeName()) return absl::OkStatus();
  TRANCHE_RETURN_IF_ERROR(events::Unpack(event, &activated));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           convert::FromProto(event.organisation(), activated.contract()));
  // A version that was concluded in euro comes after the conversion; while that waits for a claim,
  // which holds the contract, there is none, so that the next attempt finds it done.
  const absl::StatusOr<Contract> before = store::LockEvenIfClosed(tx, contract);
  if (before.ok() && before->redenomination_pending) {
    TRANCHE_RETURN_IF_ERROR(redenomination::Complete(tx, scope, *before));
    TRANCHE_ASSIGN_OR_RETURN(const Contract after, store::LockEvenIfClosed(tx, contract));
    if (after.redenomination_pending) return Refuse("CONFLICT_RETRY");
  }
  store::SaveContract(tx, contract, activated.contract().number());
  return absl::OkStatus();
}

}  // namespace tranche::payments
