// SPDX-License-Identifier: EUPL-1.2
// What is paid back of debts, or deducted from claims for them.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "payments/bank/payment_orders_service.h"
#include "payments/payments_store.h"
#include "payments/recoveries/debts_service.h"
#include "payments/recoveries/debts_store.h"
#include "payments/recoveries/irregularities_store.h"
#include "payments/recoveries/recoveries_convert.h"
#include "payments/recoveries/stated_convert.h"
#include "payments/recoveries/steps_service.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/marks.h"
#include "platform/events/events.h"
#include "platform/idempotency/idempotency.h"

namespace tranche::payments::recoveries {
namespace {

constexpr char kClaims[] = "claims";
constexpr char kOrderRule[] = "debt_interest_first";

// The debt with what one repayment has done, so that the answer to it stays short however many there
// were before.
absl::StatusOr<v1::Debt> ShowRepaid(const Contract& contract, const Debt& debt,
                                    const Repayment& repayment, const Movement& movement,
                                    Money interest_total) {
  v1::Debt proto = wire::ToProto(contract, debt);
  TRANCHE_ASSIGN_OR_RETURN(const Balance balance,
                           BalanceAfter(debt.ledger, interest_total, repayment.repaid_on));
  *proto.mutable_balance() = wire::ToProto(balance);
  for (const InterestPiece& piece : movement.pieces) *proto.add_interest() = wire::ToProto(piece);
  *proto.add_repayments() = wire::ToProto(contract, debt, repayment);
  return proto;
}

// The debt in force, without its repayments and interest.
absl::StatusOr<Debt> LoadInForce(pg::Tx& tx, const Contract& contract, int id,
                                 const std::string& name) {
  if (id == 0) return NoSuch(name);
  std::vector<Debt> found = store::LoadDebtAlone(tx, contract, id);
  if (found.empty()) return NoSuch(name);
  if (found[0].state != RecoveryState::kEntered) {
    return Refuse("DEBT_NOT_IN_FORCE", {{"debt", found[0].number}});
  }
  return std::move(found[0]);
}

// Who may still pay of free will is not deducted from. Additional income lowers the payment itself, so
// that nobody waits for it to be paid back.
absl::Status CheckVoluntaryPeriodOver(Debt& debt, absl::CivilDay on) {
  const DebtVersion* actual = VersionIn(debt, VersionState::kActual);
  if (actual == nullptr || debt.income_id.has_value() || on > actual->terms.voluntary_until) {
    return absl::OkStatus();
  }
  return Refuse("OFFSET_IN_VOLUNTARY_PERIOD",
                {{"debt", debt.number}, {"until", FormatBulgarianDay(actual->terms.voluntary_until)}});
}

// A repayment as a request states it.
Repayment StatedOf(const Contract& contract, const v1::Repayment& asked, absl::CivilDay today,
                   std::vector<Violation>* faults) {
  Repayment repayment;
  repayment.amount = stated::AmountAboveZero(contract, asked.amount(), "repayment.amount", faults);
  repayment.repaid_on = stated::DayUntil(today, asked.repaid_on(), "repayment.repaidOn", faults);
  repayment.way = v1::RepaymentWay_Name(asked.way());
  repayment.kind = v1::RepaymentKind_Name(asked.kind());
  repayment.reference = asked.reference();
  AddViolation(tranche::convert::CheckMarks(asked.marks()), "repayment.marks", faults);
  repayment.marks_json = tranche::convert::MarksToJson(asked.marks());
  return repayment;
}

// The repayment that a deduction is.
Repayment StatedOf(const Contract& contract, const v1::Offset& asked, absl::CivilDay today,
                   std::vector<Violation>* faults) {
  Repayment repayment;
  repayment.amount = stated::AmountAboveZero(contract, asked.amount(), "offset.amount", faults);
  repayment.repaid_on = stated::DayUntil(today, asked.deducted_on(), "offset.deductedOn", faults);
  repayment.way = v1::RepaymentWay_Name(v1::DEDUCTION);
  repayment.kind = v1::RepaymentKind_Name(v1::OTHER_KIND);
  repayment.reference = asked.reference();
  AddViolation(tranche::convert::CheckMarks(asked.marks()), "offset.marks", faults);
  repayment.marks_json = tranche::convert::MarksToJson(asked.marks());
  repayment.claim_sequence = stated::RecordOf(contract, kClaims, asked.claim(), "offset.claim", faults);
  return repayment;
}

}  // namespace

absl::StatusOr<DebtsService::Booked> DebtsService::Book(pg::Tx& tx, const Contract& contract,
                                                        const Repayment& repayment,
                                                        const std::vector<Rule>& rules, Debt* debt) {
  TRANCHE_ASSIGN_OR_RETURN(const Rule* order, RequireRule(rules, kOrderRule, repayment.repaid_on));
  TRANCHE_ASSIGN_OR_RETURN(const bool interest_first, FlagValue(*order));
  Booked booked{.repayment = repayment, .movement = {}};
  TRANCHE_ASSIGN_OR_RETURN(booked.movement, ApplyRepayment(debt->ledger, repayment.amount,
                                                           repayment.repaid_on, interest_first, rules));
  if (debt->ledger.interest_from.has_value() && debt->ledger.last_movement_on.has_value()) {
    booked.repayment.before = DaysBefore{.interest_from = *debt->ledger.interest_from,
                                         .last_movement_on = *debt->ledger.last_movement_on};
  }
  booked.repayment.number = debt->next_repayment++;
  booked.repayment.to_interest = booked.movement.to_interest;
  booked.repayment.to_principal = booked.movement.to_principal;
  booked.repayment.order_rule = absl::StrCat(
      interest_first ? "първо лихвата / interest first: " : "първо главницата / principal first: ",
      SourceOf(*order));
  Apply(tx, contract, booked.movement, debt);
  return booked;
}

absl::StatusOr<v1::DebtRepaid> DebtsService::Finish(pg::Tx& tx, const rpc::CallScope& scope,
                                                    const Contract& contract, const Booked& booked,
                                                    const Debt& debt) {
  store::InsertRepayment(tx, contract, debt.id, booked.repayment, scope.actor.subject);
  store::UpdateDebt(tx, contract, debt);
  v1::DebtRepaid event;
  TRANCHE_ASSIGN_OR_RETURN(const Money interest_total, store::SumOfInterest(tx, contract, debt));
  TRANCHE_ASSIGN_OR_RETURN(*event.mutable_debt(), ShowRepaid(contract, debt, booked.repayment,
                                                             booked.movement, interest_total));
  event.set_contract(convert::NameOf(contract));
  event.set_repaid_in_full(debt.status == kRepaidInFull);
  return event;
}

absl::StatusOr<v1::Debt> DebtsService::RecordRepayment(const rpc::CallScope& scope,
                                                       const v1::RecordRepaymentRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const wire::RecordName name,
                           wire::ParseRecordName(kDebts, request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           contracts_.RequireOwn(scope, name.contract.id, request.parent()));
  // One that was recorded is answered again when the rules cannot be asked.
  const absl::StatusOr<std::vector<Rule>> rules =
      contracts_.RulesOfDebts(scope, scope.today, contract.organisation);
  return idempotency::Write<v1::Debt>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Debt> {
        std::vector<Violation> faults;
        const Repayment repayment = StatedOf(contract, request.repayment(), scope.today, &faults);
        if (!faults.empty()) return RefuseFields(std::move(faults));
        TRANCHE_RETURN_IF_ERROR(rules.status());
        TRANCHE_RETURN_IF_ERROR(store::LockAccount(tx, contract).status());
        TRANCHE_ASSIGN_OR_RETURN(Debt debt, LoadInForce(tx, contract, name.id, request.parent()));
        const v1::Debt before = wire::ToProto(contract, debt);
        TRANCHE_ASSIGN_OR_RETURN(const Booked booked, Book(tx, contract, repayment, *rules, &debt));
        TRANCHE_ASSIGN_OR_RETURN(const v1::DebtRepaid event, Finish(tx, scope, contract, booked, debt));
        events::Append(tx, contract.organisation, event.debt().name(), event);
        RecordEvidence(tx, scope, contract, "debts.repay", &before, event.debt(), repayment.reference,
                       request.request_id());
        return event.debt();
      });
}

absl::StatusOr<v1::Debt> DebtsService::OffsetDebt(const rpc::CallScope& scope,
                                                  const v1::OffsetDebtRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const wire::RecordName name,
                           wire::ParseRecordName(kDebts, request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           contracts_.RequireOwn(scope, name.contract.id, request.parent()));
  const absl::StatusOr<std::vector<Rule>> rules =
      contracts_.RulesOfDebts(scope, scope.today, contract.organisation);
  return idempotency::Write<v1::Debt>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Debt> {
        std::vector<Violation> faults;
        const Repayment repayment = StatedOf(contract, request.offset(), scope.today, &faults);
        if (!faults.empty()) return RefuseFields(std::move(faults));
        TRANCHE_RETURN_IF_ERROR(rules.status());
        // The lock of the contract holds the claim too.
        TRANCHE_RETURN_IF_ERROR(store::LockAccount(tx, contract).status());
        TRANCHE_ASSIGN_OR_RETURN(Debt debt, LoadInForce(tx, contract, name.id, request.parent()));
        TRANCHE_RETURN_IF_ERROR(CheckVoluntaryPeriodOver(debt, repayment.repaid_on));
        const std::optional<Claim> claim =
            payments::store::LoadClaim(tx, contract, *repayment.claim_sequence);
        if (!claim.has_value()) return NoSuch(request.offset().claim());
        const v1::Debt before = wire::ToProto(contract, debt);
        TRANCHE_ASSIGN_OR_RETURN(const Booked booked, Book(tx, contract, repayment, *rules, &debt));
        // The debt says which money it is; the claim must be owed as much of the same.
        TRANCHE_ASSIGN_OR_RETURN(const Parts parts,
                                 Add(booked.repayment.to_interest, booked.repayment.to_principal));
        const ThreePart taken{
            .eu = parts.eu, .national = parts.national, .own = Money::Zero(parts.eu.currency())};
        TRANCHE_ASSIGN_OR_RETURN(const DeductionDecision decision,
                                 DecideDeduction(*claim, taken, repayment.repaid_on));
        // DEB-7 and ORD-5: what is ordered to be paid is not deducted.
        TRANCHE_ASSIGN_OR_RETURN(const bank::OrderedOfClaim ordered,
                                 bank::LoadOrdered(tx, contract, *claim));
        TRANCHE_RETURN_IF_ERROR(bank::CheckDeductionBesideOrders(*claim, ordered, repayment.amount));
        if (!payments::store::AddToDeducted(tx, contract, claim->sequence, taken)) {
          return Refuse("CONFLICT_RETRY");
        }
        TRANCHE_ASSIGN_OR_RETURN(v1::DebtRepaid event, Finish(tx, scope, contract, booked, debt));
        store::InsertOffset(tx, contract, debt.id, booked.repayment, parts);
        event.set_claim(convert::NameOfClaim(contract, claim->sequence));
        event.set_claim_settled(decision.settled);
        if (decision.settled) {
          event.set_claim_settled_on(
              FormatDay(payments::store::LatestPaidOn(tx, contract, claim->sequence)
                            .value_or(repayment.repaid_on)));
        }
        events::Append(tx, contract.organisation, event.debt().name(), event);
        RecordEvidence(tx, scope, contract, "debts.offset", &before, event.debt(), repayment.reference,
                       request.request_id());
        return event.debt();
      });
}

}  // namespace tranche::payments::recoveries
