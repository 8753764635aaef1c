// SPDX-License-Identifier: EUPL-1.2
// Deductions that were a mistake are taken back.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "payments/payments_store.h"
#include "payments/recoveries/debts_service.h"
#include "payments/recoveries/debts_store.h"
#include "payments/recoveries/irregularities_store.h"
#include "payments/recoveries/recoveries_convert.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/events/events.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/text/fold.h"
#include "platform/validate/validate.h"

namespace tranche::payments::recoveries {
namespace {

struct RepaymentName {
  std::string contract_id;
  int debt_id = 0;
  int number = 0;
};
absl::StatusOr<RepaymentName> ParseName(const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(
      const std::vector<std::string> segments,
      validate::ParseResourceName("organisations/{organisation}/contracts/{contract}/debts/{debt}/"
                                  "repayments/{repayment}",
                                  name));
  const RepaymentName parsed{.contract_id = FoldRegisterNumber(segments[1]),
                             .debt_id = validate::ParseNumber<int>(segments[2]),
                             .number = validate::ParseNumber<int>(segments[3])};
  if (parsed.debt_id == 0 || parsed.number == 0) return Refuse("NOT_FOUND", {{"name", name}});
  return parsed;
}

// The repayment of that number, if it is a deduction that can be taken back.
absl::StatusOr<Repayment*> FindDeduction(const Contract& contract, int number, const std::string& name,
                                         Debt* debt) {
  if (debt->state != RecoveryState::kEntered) {
    return Refuse("DEBT_NOT_IN_FORCE", {{"debt", debt->number}});
  }
  for (Repayment& repayment : debt->repayments) {
    if (repayment.number != number) continue;
    const std::string shown = wire::ToProto(contract, *debt, repayment).number();
    if (!repayment.claim_sequence.has_value()) {
      return Refuse("OFFSET_NOT_OF_CLAIM", {{"repayment", shown}});
    }
    if (repayment.reversal.has_value()) {
      return Refuse("OFFSET_TAKEN_BACK",
                    {{"repayment", shown}, {"day", FormatDay(repayment.reversal->taken_back_on)}});
    }
    if (repayment.amount.currency() != debt->ledger.principal.eu.currency()) {
      return Refuse("OFFSET_BEFORE_CHANGEOVER", {{"repayment", shown}});
    }
    return &repayment;
  }
  return Refuse("NOT_FOUND", {{"name", name}});
}

// What was deducted from the claim, by who pays.
absl::StatusOr<ThreePart> DeductedParts(const Repayment& repayment) {
  TRANCHE_ASSIGN_OR_RETURN(const Parts parts, Add(repayment.to_interest, repayment.to_principal));
  const Parts nothing = ZeroTwo(parts.eu.currency());
  TRANCHE_ASSIGN_OR_RETURN(const Parts back, Subtract(nothing, parts));
  return ThreePart{.eu = back.eu, .national = back.national, .own = nothing.eu};
}

}  // namespace

absl::StatusOr<v1::Debt> DebtsService::TakeBackOffset(const rpc::CallScope& scope,
                                                      const v1::TakeBackOffsetRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const RepaymentName name, ParseName(request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay on, ParseDay(request.taken_back_on()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           contracts_.RequireOwn(scope, name.contract_id, request.name()));
  // One that was taken back is answered again when the rules cannot be asked.
  const absl::StatusOr<std::vector<Rule>> rules =
      contracts_.RulesOfDebts(scope, scope.today, contract.organisation);
  return idempotency::Write<v1::Debt>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Debt> {
        TRANCHE_RETURN_IF_ERROR(rules.status());
        // The lock of the contract holds the claim too.
        TRANCHE_RETURN_IF_ERROR(store::LockAccount(tx, contract).status());
        std::vector<Debt> found = store::LoadDebts(tx, contract, name.debt_id);
        if (found.empty()) return Refuse("NOT_FOUND", {{"name", request.name()}});
        Debt& debt = found.front();
        TRANCHE_ASSIGN_OR_RETURN(Repayment * repayment,
                                 FindDeduction(contract, name.number, request.name(), &debt));
        TRANCHE_RETURN_IF_ERROR(CheckNotAfter(on, scope.today));
        const v1::Debt before = wire::ToProto(contract, debt);
        v1::OffsetTakenBack event;
        event.set_was_repaid_in_full(debt.status == kRepaidInFull);
        TRANCHE_ASSIGN_OR_RETURN(
            const Movement movement,
            ApplyReversal(debt.ledger, repayment->to_interest, repayment->to_principal, on, *rules));
        repayment->reversal = Reversal{.taken_back_on = on,
                                       .reason = request.reason(),
                                       .reference = request.reference(),
                                       .taken_back_by = scope.actor.subject};
        const Repayment taken_back = *repayment;
        const std::optional<Claim> claim =
            payments::store::LoadClaim(tx, contract, *taken_back.claim_sequence);
        if (!claim.has_value()) return Refuse("CONFLICT_RETRY");
        TRANCHE_ASSIGN_OR_RETURN(const ThreePart owed, StillOwed(*claim));
        event.set_claim_was_settled(owed == ZeroParts(owed.eu.currency()));
        TRANCHE_ASSIGN_OR_RETURN(const ThreePart back, DeductedParts(taken_back));
        if (!payments::store::AddToDeducted(tx, contract, claim->sequence, back)) {
          return Refuse("CONFLICT_RETRY");
        }
        Apply(tx, contract, movement, &debt);
        store::InsertReversal(tx, contract, debt.id, taken_back);
        store::UpdateDebt(tx, contract, debt);
        TRANCHE_ASSIGN_OR_RETURN(const Money interest_total, store::SumOfInterest(tx, contract, debt));
        TRANCHE_ASSIGN_OR_RETURN(const Balance balance, BalanceAfter(debt.ledger, interest_total, on));
        v1::Debt after = wire::ToProto(contract, debt);
        *after.mutable_balance() = wire::ToProto(balance);
        for (const InterestPiece& piece : movement.pieces) {
          *after.add_interest() = wire::ToProto(piece);
        }
        *after.add_reversals() = wire::ReversalOf(contract, debt, taken_back);
        *event.mutable_debt() = after;
        event.set_contract(convert::NameOf(contract));
        event.set_claim(convert::NameOfClaim(contract, claim->sequence));
        events::Append(tx, contract.organisation, after.name(), event);
        evidence::Record(tx, scope,
                         {.organisation = contract.organisation,
                          .action = "debts.take_back_offset",
                          .record = after.name(),
                          .before = &before,
                          .after = &after,
                          .reason = request.reason(),
                          .request_id = request.request_id()});
        return after;
      });
}

}  // namespace tranche::payments::recoveries
