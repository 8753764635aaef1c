// SPDX-License-Identifier: EUPL-1.2
// Repayments that were a mistake are annulled, from the last one backwards.
#include <string>
#include <vector>

#include "payments/annulments/annulments_store.h"
#include "payments/recoveries/debts_service.h"
#include "payments/recoveries/debts_store.h"
#include "payments/recoveries/irregularities_store.h"
#include "payments/recoveries/recoveries_convert.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/convert/annulments.h"
#include "platform/events/events.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/held_role.h"
#include "platform/text/fold.h"
#include "platform/validate/validate.h"

namespace tranche::payments::recoveries {
namespace {

constexpr char kRepaymentPattern[] =
    "organisations/{organisation}/contracts/{contract}/debts/{debt}/repayments/{repayment}";

std::string NumberOf(const Contract& contract, const Debt& debt, const Repayment& repayment) {
  return wire::ToProto(contract, debt, repayment).number();
}

absl::StatusOr<Repayment*> FindRepayment(int number, const std::string& name, Debt* debt) {
  for (Repayment& repayment : debt->repayments) {
    if (repayment.number == number) return &repayment;
  }
  return Refuse("NOT_FOUND", {{"name", name}});
}

// Nothing that stands depends on the repayment: interest and what later repayments went to do.
absl::Status CheckIsLast(pg::Tx& tx, const Contract& contract, const Debt& debt,
                         const Repayment& repayment) {
  const std::string shown = NumberOf(contract, debt, repayment);
  if (repayment.claim_sequence.has_value()) {
    return Refuse("REPAYMENT_IS_DEDUCTION", {{"repayment", shown}});
  }
  if (repayment.amount.currency() != debt.ledger.principal.eu.currency()) {
    return Refuse("REPAYMENT_BEFORE_CHANGEOVER", {{"repayment", shown}});
  }
  if (annulments::store::WasReckonedWith(tx, contract, debt.id, repayment.number)) {
    return Refuse("REPAYMENT_RECKONED_WITH", {{"repayment", shown}});
  }
  const Repayment* last = &repayment;
  for (const Repayment& later : debt.repayments) {
    if (later.number > last->number && !later.annulment.has_value()) last = &later;
  }
  if (last == &repayment) return absl::OkStatus();
  return Refuse("REPAYMENT_FOLLOWED",
                {{"repayment", shown}, {"later", NumberOf(contract, debt, *last)}});
}

// The debt after it, with that repayment and the balance as of its last movement.
absl::StatusOr<v1::Debt> ShowAnnulled(pg::Tx& tx, const Contract& contract, const Debt& debt,
                                      const Repayment& repayment) {
  v1::Debt proto = wire::ToProto(contract, debt);
  TRANCHE_ASSIGN_OR_RETURN(const Money interest_total, store::SumOfInterest(tx, contract, debt));
  TRANCHE_ASSIGN_OR_RETURN(const Balance balance,
                           BalanceAfter(debt.ledger, interest_total,
                                        debt.ledger.last_movement_on.value_or(repayment.repaid_on)));
  *proto.mutable_balance() = wire::ToProto(balance);
  *proto.add_repayments() = wire::ToProto(contract, debt, repayment);
  return proto;
}

}  // namespace

absl::StatusOr<v1::Debt> DebtsService::AnnulRepayment(const rpc::CallScope& scope,
                                                      const v1::AnnulRepaymentRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kRepaymentPattern, request.name()));
  const int debt_id = validate::ParseNumber<int>(segments[2]);
  const int number = validate::ParseNumber<int>(segments[3]);
  if (debt_id == 0 || number == 0) return Refuse("NOT_FOUND", {{"name", request.name()}});
  TRANCHE_ASSIGN_OR_RETURN(const Annulment annulment,
                           tranche::convert::FromProto(request.annulment(), scope.actor.subject));
  TRANCHE_ASSIGN_OR_RETURN(
      const Contract contract,
      contracts_.RequireOwn(scope, FoldRegisterNumber(segments[1]), request.name()));
  return idempotency::Write<v1::Debt>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Debt> {
        TRANCHE_RETURN_IF_ERROR(store::LockAccount(tx, contract).status());
        std::vector<Debt> found = store::LoadDebts(tx, contract, debt_id);
        if (found.empty()) return Refuse("NOT_FOUND", {{"name", request.name()}});
        Debt& debt = found.front();
        TRANCHE_ASSIGN_OR_RETURN(Repayment* const repayment,
                                 FindRepayment(number, request.name(), &debt));
        TRANCHE_RETURN_IF_ERROR(DecideAnnulment(
            {.number = NumberOf(contract, debt, *repayment),
             .day = repayment->repaid_on,
             .recorded_by = repayment->recorded_by,
             .annulment = repayment->annulment},
            annulment, rpc::HoldsRole(scope.actor, contract.organisation, "FINANCE"), scope.today));
        if (debt.state != RecoveryState::kEntered) {
          return Refuse("DEBT_NOT_IN_FORCE", {{"debt", debt.number}});
        }
        TRANCHE_RETURN_IF_ERROR(CheckIsLast(tx, contract, debt, *repayment));
        const v1::Debt before = wire::ToProto(contract, debt);
        v1::RepaymentAnnulled event;
        event.set_was_repaid_in_full(debt.status == kRepaidInFull);
        const std::vector<InterestPiece> charged = PiecesSince(debt.posted, repayment->before);
        Movement movement;
        TRANCHE_ASSIGN_OR_RETURN(movement.after,
                                 WithoutRepayment(debt.ledger, repayment->to_interest,
                                                  repayment->to_principal, charged, repayment->before));
        repayment->annulment = annulment;
        const Repayment annulled = *repayment;
        Apply(tx, contract, movement, &debt);
        annulments::store::InsertAnnulment(tx, contract, debt.id, annulled, charged);
        store::UpdateDebt(tx, contract, debt);
        TRANCHE_ASSIGN_OR_RETURN(*event.mutable_debt(), ShowAnnulled(tx, contract, debt, annulled));
        event.set_contract(convert::NameOf(contract));
        events::Append(tx, contract.organisation, event.debt().name(), event);
        evidence::Record(tx, scope,
                         {.organisation = contract.organisation,
                          .action = "debts.annul_repayment",
                          .record = event.debt().name(),
                          .before = &before,
                          .after = &event.debt(),
                          .reason = annulment.reason,
                          .request_id = request.request_id()});
        return event.debt();
      });
}

}  // namespace tranche::payments::recoveries
