// SPDX-License-Identifier: EUPL-1.2
// The verification of a claim: the decision is recorded, the budget carries it out, the claim is
// closed.
#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "payments/package/claim_package_service.h"
#include "payments/payments_convert.h"
#include "payments/payments_service.h"
#include "payments/payments_store.h"
#include "payments/recoveries/irregularities_store.h"
#include "payments/recoveries/named_correction.h"
#include "platform/base/digest.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/events/events.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/peers.h"
#include "platform/rpc/service_scope.h"
#include "tranche/budgets/v1/budgets_service.grpc.pb.h"

namespace tranche::payments {
namespace {

using BudgetsStub = budgets::v1::BudgetsService::Stub;

constexpr size_t kDecideKeyHexDigits = 40;

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

// REC-4 of what a decision takes by corrections of the register.
absl::Status CheckCorrections(pg::Tx& tx, const Contract& contract, int sequence,
                              const Decision& decision) {
  const bool named =
      std::any_of(decision.verdicts.begin(), decision.verdicts.end(), [&](const CostVerdict& verdict) {
        return recoveries::NumberOfCorrection(contract, verdict.correction) != 0;
      });
  if (!named) return absl::OkStatus();
  std::vector<Claim> others = store::LoadClaims(tx, contract);
  std::erase_if(others, [&](const Claim& claim) { return claim.sequence == sequence; });
  return recoveries::CheckNamedCorrections(contract, others,
                                           recoveries::store::LoadCorrections(tx, contract), decision);
}

}  // namespace

struct Service::CostsDecided {
  ThreePart approved;
  ThreePart refused;
  std::vector<CostVerdict> lowered;  // What the budget left unapproved beyond what it was asked.
};

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
  if (!claim.has_value()) return Refuse("NOT_FOUND", {{"name", request.name()}});
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
  TRANCHE_RETURN_IF_ERROR(CheckCorrections(tx, contract, sequence, decision));
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
  if (!claim.has_value()) return Refuse("NOT_FOUND", {{"name", request.name()}});
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

}  // namespace tranche::payments
