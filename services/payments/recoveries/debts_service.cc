// SPDX-License-Identifier: EUPL-1.2
#include "payments/recoveries/debts_service.h"

#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "payments/bank/payment_orders_service.h"
#include "payments/payments_store.h"
#include "payments/recoveries/debts_store.h"
#include "payments/recoveries/execution.h"
#include "payments/recoveries/irregularities_store.h"
#include "payments/recoveries/recoveries_convert.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/marks.h"
#include "platform/convert/money.h"
#include "platform/events/events.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"

namespace tranche::payments::recoveries {
namespace {

constexpr char kDebts[] = "debts";
constexpr char kCorrections[] = "corrections";
constexpr char kClaims[] = "claims";
constexpr char kVoluntaryRule[] = "debt_voluntary_days";
constexpr char kOrderRule[] = "debt_interest_first";
constexpr char kMayWaitRule[] = "debt_may_wait_below";
constexpr char kVoluntary[] = "VOLUNTARY";

absl::Status NoSuch(const std::string& name) { return Refuse("NOT_FOUND", {{"name", name}}); }

// What goes with the basis must be there, and nothing else.
absl::Status CheckShape(const v1::Debt& debt) {
  std::vector<Violation> violations;
  const auto check = [&](const char* field, bool wanted, bool given) {
    if (wanted && !given) violations.push_back({field, "FIELD_REQUIRED", {}});
    if (!wanted && given) {
      violations.push_back(
          {field, "FIELD_NOT_OF_CHOICE", {{"choice", v1::DebtBasis_Name(debt.basis())}}});
    }
  };
  check("debt.correction", debt.basis() == v1::CORRECTION_DEBT, !debt.correction().empty());
  check("debt.claim", debt.basis() == v1::NEGATIVE_BALANCE, !debt.claim().empty());
  if (violations.empty()) return absl::OkStatus();
  return RefuseInput("INVALID_REQUEST", std::move(violations));
}

absl::Status WrongState(const Debt& debt) {
  return Refuse("RECOVERY_WRONG_STATE", {{"record", debt.number}, {"state", WordOf(debt.state)}});
}

void RecordEvidence(pg::Tx& tx, const rpc::CallScope& scope, const Contract& contract,
                    const std::string& action, const v1::Debt* before, const v1::Debt& after,
                    const std::string& reason, const std::string& request_id) {
  evidence::Record(tx, scope,
                   {.organisation = contract.organisation,
                    .action = action,
                    .record = after.name(),
                    .before = before,
                    .after = &after,
                    .reason = reason,
                    .request_id = request_id});
}

DebtVersion* VersionIn(Debt& debt, VersionState state) {
  for (DebtVersion& version : debt.versions) {
    if (version.state == state) return &version;
  }
  return nullptr;
}

// Whether what is owed is so little that its recovery may wait for the final payment, and by which
// rule.
absl::Status SayWhetherItMayWait(const Balance& balance, const std::vector<Rule>& rules,
                                 v1::Debt* proto) {
  const Rule* rule = FindRule(rules, kMayWaitRule, balance.as_of);
  if (rule == nullptr || balance.owed.IsZero()) return absl::OkStatus();
  TRANCHE_ASSIGN_OR_RETURN(const int64_t most_minor, ScaledValue(*rule, 2));
  Money most = Money::Minor(most_minor, Currency::kBgn);
  if (balance.owed.currency() == Currency::kEur) {
    TRANCHE_ASSIGN_OR_RETURN(most, ConvertToEuro(most, Rounding::kHalfUp));
  }
  proto->set_may_wait(balance.owed.minor() < most.minor());
  proto->set_may_wait_rule(
      absl::StrCat(FormatAmount(most), " ", CurrencyCode(most.currency()), ": ", SourceOf(*rule)));
  return absl::OkStatus();
}

// The debt with its balance, interest and repayments on a day; only one that is in force has them.
absl::StatusOr<v1::Debt> ShowOn(const Contract& contract, const Debt& debt,
                                const std::vector<Rule>& rules, absl::CivilDay as_of) {
  v1::Debt proto = wire::ToProto(contract, debt);
  if (debt.state != RecoveryState::kEntered) return proto;
  TRANCHE_ASSIGN_OR_RETURN(const Balance balance, BalanceOf(debt, rules, as_of));
  *proto.mutable_balance() = wire::ToProto(balance);
  TRANCHE_RETURN_IF_ERROR(SayWhetherItMayWait(balance, rules, &proto));
  for (const InterestPiece& piece : balance.pieces) *proto.add_interest() = wire::ToProto(piece);
  for (const Repayment& repayment : debt.repayments) {
    if (repayment.repaid_on <= as_of)
      *proto.add_repayments() = wire::ToProto(contract, debt, repayment);
    if (repayment.reversal.has_value() && repayment.reversal->taken_back_on <= as_of) {
      *proto.add_reversals() = wire::ReversalOf(contract, debt, repayment);
    }
  }
  return proto;
}

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

absl::StatusOr<Debt> LoadOne(pg::Tx& tx, const Contract& contract, int id, const std::string& name) {
  if (id == 0) return NoSuch(name);
  std::vector<Debt> debts = store::LoadDebts(tx, contract, id);
  if (debts.empty()) return NoSuch(name);
  return std::move(debts[0]);
}

// What debts there are of a correction after this one holds `principal` of it; `before` is what it
// held.
absl::Status TakeOfCorrection(pg::Tx& tx, const Contract& contract, const Debt& debt,
                              const Parts& before, const Parts& principal) {
  if (!debt.correction_id.has_value()) return absl::OkStatus();
  std::vector<Correction> found = store::LoadCorrections(tx, contract, *debt.correction_id);
  if (found.empty() || found[0].state != RecoveryState::kEntered) {
    return Refuse("CORRECTION_NOT_IN_FORCE", {{"correction", absl::StrCat(*debt.correction_id)}});
  }
  Correction& correction = found[0];
  TRANCHE_ASSIGN_OR_RETURN(
      correction.indebted,
      DecideDebtOfCorrection(correction.amount, correction.indebted, before, principal));
  store::UpdateCorrection(tx, contract, correction);
  return absl::OkStatus();
}

// The claim is a final one of this contract, and no more is owed back than its balance is below zero.
absl::Status CheckBalance(pg::Tx& tx, const Contract& contract, const std::optional<int>& sequence,
                          const Parts& principal) {
  if (!sequence.has_value()) return absl::OkStatus();
  const std::optional<Claim> claim =
      *sequence == 0 ? std::nullopt : payments::store::LoadClaim(tx, contract, *sequence);
  if (!claim.has_value() || claim->kind != ClaimKind::kFinal || !claim->to_recover.has_value()) {
    return NoSuch(convert::NameOfClaim(contract, *sequence));
  }
  std::vector<Violation> violations;
  const auto check = [&](const char* field, Money asked, Money most) {
    if (asked.minor() <= most.minor()) return;
    violations.push_back(
        {field,
         "FIELD_OUT_OF_RANGE",
         {{"value", FormatAmount(asked)}, {"min", "0.00"}, {"max", FormatAmount(most)}}});
  };
  check("debt.principal.eu", principal.eu, claim->to_recover->eu);
  check("debt.principal.national", principal.national, claim->to_recover->national);
  if (violations.empty()) return absl::OkStatus();
  return RefuseInput("INVALID_REQUEST", std::move(violations));
}

void AppendMove(pg::Tx& tx, const Contract& contract, bool enters, const v1::Debt& debt) {
  if (enters) {
    v1::DebtEntered event;
    *event.mutable_debt() = debt;
    event.set_contract(convert::NameOf(contract));
    events::Append(tx, contract.organisation, debt.name(), event);
    return;
  }
  v1::DebtRemoved event;
  *event.mutable_debt() = debt;
  event.set_contract(convert::NameOf(contract));
  events::Append(tx, contract.organisation, debt.name(), event);
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

// Who may still pay of free will is not deducted from.
absl::Status CheckVoluntaryPeriodOver(Debt& debt, absl::CivilDay on) {
  const DebtVersion* actual = VersionIn(debt, VersionState::kActual);
  if (actual == nullptr || on > actual->terms.voluntary_until) return absl::OkStatus();
  return Refuse("OFFSET_IN_VOLUNTARY_PERIOD",
                {{"debt", debt.number}, {"until", FormatBulgarianDay(actual->terms.voluntary_until)}});
}

absl::StatusOr<absl::CivilDay> DayOrToday(const std::string& text, const rpc::CallScope& scope) {
  if (text.empty()) return scope.today;
  return ParseDay(text);
}

}  // namespace

absl::StatusOr<DebtVersion> DebtsService::VersionOf(const rpc::CallScope& scope,
                                                    const Contract& contract, const v1::Debt& debt,
                                                    const Law& law) {
  TRANCHE_RETURN_IF_ERROR(tranche::convert::CheckMarks(debt.marks()));
  DebtVersion version;
  TRANCHE_ASSIGN_OR_RETURN(version.terms.principal, wire::PartsOf(contract, debt.principal()));
  version.declared = debt.declared();
  TRANCHE_ASSIGN_OR_RETURN(version.terms.served_on, ParseDay(debt.served_on()));
  TRANCHE_RETURN_IF_ERROR(CheckNotAfter(version.terms.served_on, scope.today));
  TRANCHE_ASSIGN_OR_RETURN(version.terms.voluntary_until,
                           law.Due(kVoluntaryRule, version.terms.served_on));
  version.terms.effective_on = version.terms.served_on;
  if (!debt.effective_on().empty()) {
    TRANCHE_ASSIGN_OR_RETURN(version.terms.effective_on, ParseDay(debt.effective_on()));
    TRANCHE_RETURN_IF_ERROR(CheckNotAfter(version.terms.effective_on, scope.today));
  }
  if (version.terms.effective_on < version.terms.served_on) {
    return Refuse("DAYS_OUT_OF_ORDER", {{"day", FormatDay(version.terms.effective_on)},
                                        {"earlier", FormatDay(version.terms.served_on)}});
  }
  version.content_json = wire::ContentOf(debt);
  return version;
}

absl::StatusOr<v1::Debt> DebtsService::CreateDebt(const rpc::CallScope& scope,
                                                  const v1::CreateDebtRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const auto parent, convert::ParseContractName(request.parent()));
  const v1::Debt& asked = request.debt();
  TRANCHE_RETURN_IF_ERROR(CheckShape(asked));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           contracts_.RequireOwn(scope, parent.id, request.parent()));
  std::optional<int> correction_id;
  if (!asked.correction().empty()) {
    TRANCHE_ASSIGN_OR_RETURN(correction_id, wire::RecordOf(contract, kCorrections, asked.correction()));
  }
  std::optional<int> claim_sequence;
  if (!asked.claim().empty()) {
    TRANCHE_ASSIGN_OR_RETURN(claim_sequence, wire::RecordOf(contract, kClaims, asked.claim()));
  }
  TRANCHE_ASSIGN_OR_RETURN(const Law law, contracts_.Laws(scope));
  // What the rules of today refuse counts only when the request is new.
  const absl::StatusOr<DebtVersion> stated = VersionOf(scope, contract, asked, law);
  return idempotency::Write<v1::Debt>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Debt> {
        TRANCHE_RETURN_IF_ERROR(stated.status());
        DebtVersion version = *stated;
        // The first version holds from the day of service.
        version.terms.effective_on = version.terms.served_on;
        if (IsZero(version.terms.principal)) return Refuse("AMOUNT_NOT_ABOVE_ZERO");
        TRANCHE_ASSIGN_OR_RETURN(const Account account, store::LockAccount(tx, contract));
        TRANCHE_RETURN_IF_ERROR(CheckBalance(tx, contract, claim_sequence, version.terms.principal));
        if (correction_id.has_value() &&
            (*correction_id == 0 || store::LoadCorrections(tx, contract, *correction_id).empty())) {
          return NoSuch(asked.correction());
        }
        Debt debt;
        debt.id = account.next_debt;
        debt.number = absl::StrFormat("%s-Dt%02d", contract.id, debt.id);
        debt.basis = v1::DebtBasis_Name(asked.basis());
        debt.book = v1::DebtBook_Name(asked.book());
        debt.status = kVoluntary;
        debt.correction_id = correction_id;
        debt.claim_sequence = claim_sequence;
        debt.ledger = EmptyLedger(contract.amount.eu.currency());
        debt.versions.push_back(version);
        store::InsertDebt(tx, contract, debt);
        store::InsertVersion(tx, contract, debt.id, version, scope.actor.subject);
        const v1::Debt after = wire::ToProto(contract, debt);
        RecordEvidence(tx, scope, contract, "debts.create", nullptr, after, "", request.request_id());
        return after;
      });
}

absl::StatusOr<v1::Debt> DebtsService::AmendDebt(const rpc::CallScope& scope,
                                                 const v1::AmendDebtRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const wire::RecordName name, wire::ParseRecordName(kDebts, request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           contracts_.RequireOwn(scope, name.contract.id, request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Law law, contracts_.Laws(scope));
  // What the rules of today refuse counts only when the request is new.
  const absl::StatusOr<DebtVersion> stated = VersionOf(scope, contract, request.debt(), law);
  return idempotency::Write<v1::Debt>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Debt> {
        TRANCHE_RETURN_IF_ERROR(store::LockAccount(tx, contract).status());
        TRANCHE_ASSIGN_OR_RETURN(Debt debt, LoadOne(tx, contract, name.id, request.name()));
        if (!Next(debt.state, RecoveryStep::kAmend).has_value()) return WrongState(debt);
        TRANCHE_RETURN_IF_ERROR(stated.status());
        const v1::Debt before = wire::ToProto(contract, debt);
        const DebtVersion* draft = VersionIn(debt, VersionState::kDraft);
        DebtVersion version = *stated;
        version.version = draft == nullptr ? debt.last_version + 1 : draft->version;
        if (version.version == 1) {
          version.terms.effective_on = version.terms.served_on;
          if (IsZero(version.terms.principal)) return Refuse("AMOUNT_NOT_ABOVE_ZERO");
        }
        std::vector<Violation> violations;
        if (version.version > 1 && request.debt().amendment_reason() == 0) {
          violations.push_back({"debt.amendmentReason", "FIELD_REQUIRED", {}});
        }
        if (version.version > 1 && request.debt().effective_on().empty()) {
          violations.push_back({"debt.effectiveOn", "FIELD_REQUIRED", {}});
        }
        if (!violations.empty()) return RefuseInput("INVALID_REQUEST", std::move(violations));
        if (draft == nullptr) {
          debt.last_version = version.version;
          store::InsertVersion(tx, contract, debt.id, version, scope.actor.subject);
          store::UpdateDebt(tx, contract, debt);
        } else {
          store::UpdateDraft(tx, contract, debt.id, version, scope.actor.subject);
        }
        debt.versions = {version};
        const v1::Debt after = wire::ToProto(contract, debt);
        RecordEvidence(tx, scope, contract, "debts.amend", &before, after, "", request.request_id());
        return after;
      });
}

void DebtsService::Apply(pg::Tx& tx, const Contract& contract, const Movement& movement, Debt* debt) {
  for (const InterestPiece& piece : movement.pieces) {
    store::InsertInterest(tx, contract, debt->id, debt->next_piece++, piece);
    debt->posted.push_back(piece);
  }
  debt->ledger = movement.after;
  debt->status = ExecutionAfterMovement(debt->status, OwesNothing(debt->ledger));
}

absl::Status DebtsService::Enter(pg::Tx& tx, const Contract& contract, const std::vector<Rule>& rules,
                                 Debt* debt) {
  DebtVersion* draft = VersionIn(*debt, VersionState::kDraft);
  if (draft == nullptr) return Refuse("NO_DRAFT_VERSION", {{"record", debt->number}});
  TRANCHE_RETURN_IF_ERROR(CheckBalance(tx, contract, debt->claim_sequence, draft->terms.principal));
  TRANCHE_ASSIGN_OR_RETURN(const Movement movement, ApplyVersion(debt->ledger, draft->terms, rules));
  TRANCHE_RETURN_IF_ERROR(
      TakeOfCorrection(tx, contract, *debt, debt->ledger.principal, draft->terms.principal));
  DebtVersion* actual = VersionIn(*debt, VersionState::kActual);
  if (actual != nullptr) {
    actual->state = *Next(actual->state, VersionStep::kSupersede);
    store::MoveDebtVersion(tx, contract, debt->id, actual->version, actual->state);
  }
  draft->state = *Next(draft->state, VersionStep::kEnter);
  store::MoveDebtVersion(tx, contract, debt->id, draft->version, draft->state);
  Apply(tx, contract, movement, debt);
  store::UpdateDebt(tx, contract, *debt);
  return absl::OkStatus();
}

absl::Status DebtsService::Remove(pg::Tx& tx, const Contract& contract, Debt* debt) {
  for (const Repayment& repayment : debt->repayments) {
    if (repayment.annulment.has_value()) continue;
    return Refuse("DEBT_HAS_REPAYMENTS", {{"debt", debt->number}});
  }
  const Parts nothing = ZeroTwo(contract.amount.eu.currency());
  if (!IsZero(debt->ledger.principal)) {
    TRANCHE_RETURN_IF_ERROR(TakeOfCorrection(tx, contract, *debt, debt->ledger.principal, nothing));
  }
  for (DebtVersion& version : debt->versions) {
    const std::optional<VersionState> next = Next(version.state, VersionStep::kRemove);
    if (!next.has_value()) continue;
    version.state = *next;
    store::MoveDebtVersion(tx, contract, debt->id, version.version, version.state);
  }
  debt->ledger.principal = nothing;
  store::UpdateDebt(tx, contract, *debt);
  return absl::OkStatus();
}

absl::StatusOr<v1::Debt> DebtsService::MoveDebt(const rpc::CallScope& scope,
                                                const v1::MoveDebtRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const wire::RecordName name, wire::ParseRecordName(kDebts, request.name()));
  const bool enters = request.step() == v1::ENTER_RECOVERY;
  if (!enters && request.note().empty()) {
    return RefuseInput("INVALID_REQUEST", {{"note", "FIELD_REQUIRED", {}}});
  }
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           contracts_.RequireOwn(scope, name.contract.id, request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<Rule> rules,
                           contracts_.RulesOfDebts(scope, scope.today, contract.organisation));
  return idempotency::Write<v1::Debt>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Debt> {
        TRANCHE_RETURN_IF_ERROR(store::LockAccount(tx, contract).status());
        TRANCHE_ASSIGN_OR_RETURN(Debt debt, LoadOne(tx, contract, name.id, request.name()));
        const v1::Debt before = wire::ToProto(contract, debt);
        const std::optional<RecoveryState> next =
            Next(debt.state, enters ? RecoveryStep::kEnter : RecoveryStep::kRemove);
        if (!next.has_value()) return WrongState(debt);
        debt.state = *next;
        TRANCHE_RETURN_IF_ERROR(enters ? Enter(tx, contract, rules, &debt)
                                       : Remove(tx, contract, &debt));
        const v1::Debt after = wire::ToProto(contract, debt);
        AppendMove(tx, contract, enters, after);
        RecordEvidence(tx, scope, contract, enters ? "debts.enter" : "debts.remove", &before, after,
                       request.note(), request.request_id());
        return after;
      });
}

absl::StatusOr<v1::Debt> DebtsService::SetDebtStatus(const rpc::CallScope& scope,
                                                     const v1::SetDebtStatusRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const wire::RecordName name, wire::ParseRecordName(kDebts, request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           contracts_.RequireOwn(scope, name.contract.id, request.name()));
  return idempotency::Write<v1::Debt>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Debt> {
        TRANCHE_RETURN_IF_ERROR(store::LockAccount(tx, contract).status());
        TRANCHE_ASSIGN_OR_RETURN(Debt debt, LoadOne(tx, contract, name.id, request.name()));
        if (debt.state != RecoveryState::kEntered) {
          return Refuse("DEBT_NOT_IN_FORCE", {{"debt", debt.number}});
        }
        const v1::Debt before = wire::ToProto(contract, debt);
        TRANCHE_ASSIGN_OR_RETURN(
            debt.status, SetExecution(debt.status, v1::DebtStatus_Name(request.status())));
        store::UpdateDebt(tx, contract, debt);
        const v1::Debt after = wire::ToProto(contract, debt);
        RecordEvidence(tx, scope, contract, "debts.set_status", &before, after, request.note(),
                       request.request_id());
        return after;
      });
}

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
  const v1::Repayment& asked = request.repayment();
  TRANCHE_RETURN_IF_ERROR(tranche::convert::CheckMarks(asked.marks()));
  Repayment repayment;
  TRANCHE_ASSIGN_OR_RETURN(repayment.amount, tranche::convert::FromProto(asked.amount()));
  TRANCHE_ASSIGN_OR_RETURN(repayment.repaid_on, ParseDay(asked.repaid_on()));
  repayment.way = v1::RepaymentWay_Name(asked.way());
  repayment.kind = v1::RepaymentKind_Name(asked.kind());
  repayment.reference = asked.reference();
  repayment.marks_json = tranche::convert::MarksToJson(asked.marks());
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           contracts_.RequireOwn(scope, name.contract.id, request.parent()));
  if (repayment.amount.IsNegative() || repayment.amount.IsZero())
    return Refuse("AMOUNT_NOT_ABOVE_ZERO");
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<Rule> rules,
                           contracts_.RulesOfDebts(scope, scope.today, contract.organisation));
  return idempotency::Write<v1::Debt>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Debt> {
        // One that was recorded in lev is answered again after the contract was converted.
        TRANCHE_RETURN_IF_ERROR(
            tranche::Add(repayment.amount, Money::Zero(contract.amount.eu.currency())).status());
        TRANCHE_RETURN_IF_ERROR(store::LockAccount(tx, contract).status());
        TRANCHE_ASSIGN_OR_RETURN(Debt debt, LoadInForce(tx, contract, name.id, request.parent()));
        TRANCHE_RETURN_IF_ERROR(CheckNotAfter(repayment.repaid_on, scope.today));
        const v1::Debt before = wire::ToProto(contract, debt);
        TRANCHE_ASSIGN_OR_RETURN(const Booked booked, Book(tx, contract, repayment, rules, &debt));
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
  const v1::Offset& asked = request.offset();
  TRANCHE_RETURN_IF_ERROR(tranche::convert::CheckMarks(asked.marks()));
  Repayment repayment;
  TRANCHE_ASSIGN_OR_RETURN(repayment.amount, tranche::convert::FromProto(asked.amount()));
  TRANCHE_ASSIGN_OR_RETURN(repayment.repaid_on, ParseDay(asked.deducted_on()));
  repayment.way = v1::RepaymentWay_Name(v1::DEDUCTION);
  repayment.kind = v1::RepaymentKind_Name(v1::OTHER_KIND);
  repayment.reference = asked.reference();
  repayment.marks_json = tranche::convert::MarksToJson(asked.marks());
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           contracts_.RequireOwn(scope, name.contract.id, request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(repayment.claim_sequence, wire::RecordOf(contract, kClaims, asked.claim()));
  if (repayment.amount.IsNegative() || repayment.amount.IsZero())
    return Refuse("AMOUNT_NOT_ABOVE_ZERO");
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<Rule> rules,
                           contracts_.RulesOfDebts(scope, scope.today, contract.organisation));
  return idempotency::Write<v1::Debt>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Debt> {
        // The lock of the contract holds the claim too.
        TRANCHE_RETURN_IF_ERROR(store::LockAccount(tx, contract).status());
        TRANCHE_ASSIGN_OR_RETURN(Debt debt, LoadInForce(tx, contract, name.id, request.parent()));
        TRANCHE_RETURN_IF_ERROR(CheckNotAfter(repayment.repaid_on, scope.today));
        TRANCHE_RETURN_IF_ERROR(CheckVoluntaryPeriodOver(debt, repayment.repaid_on));
        const std::optional<Claim> claim =
            payments::store::LoadClaim(tx, contract, *repayment.claim_sequence);
        if (!claim.has_value()) return NoSuch(asked.claim());
        const v1::Debt before = wire::ToProto(contract, debt);
        TRANCHE_ASSIGN_OR_RETURN(const Booked booked, Book(tx, contract, repayment, rules, &debt));
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

absl::StatusOr<v1::Debt> DebtsService::GetDebt(const rpc::CallScope& scope,
                                               const v1::GetDebtRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const wire::RecordName name, wire::ParseRecordName(kDebts, request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay as_of, DayOrToday(request.as_of(), scope));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           contracts_.Require(scope, name.contract.id, request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<Rule> rules,
                           contracts_.RulesOfDebts(scope, as_of, contract.organisation));
  return idempotency::Read<v1::Debt>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::Debt> {
        TRANCHE_ASSIGN_OR_RETURN(const Debt debt, LoadOne(tx, contract, name.id, request.name()));
        return ShowOn(contract, debt, rules, as_of);
      });
}

absl::StatusOr<v1::ListDebtsResponse> DebtsService::ListDebts(const rpc::CallScope& scope,
                                                              const v1::ListDebtsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const auto parent, convert::ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           contracts_.Require(scope, parent.id, request.parent()));
  return idempotency::Read<v1::ListDebtsResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListDebtsResponse> {
        v1::ListDebtsResponse response;
        for (const Debt& debt : store::LoadDebts(tx, contract)) {
          *response.add_debts() = wire::ToProto(contract, debt);
        }
        return response;
      });
}

absl::StatusOr<v1::DebtorBook> DebtsService::GetDebtorBook(const rpc::CallScope& scope,
                                                           const v1::GetDebtorBookRequest& request) {
  struct Sums {
    Parts principal;
    Balance balance;
    int debts = 0;
  };
  const std::string organisation = rpc::OrganisationOf(scope);
  if (organisation.empty()) return Refuse("ORGANISATION_REQUIRED");
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay as_of, DayOrToday(request.as_of(), scope));
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<Rule> rules,
                           contracts_.RulesOfDebts(scope, as_of, organisation));
  const v1::DebtBook book = request.book() == v1::DEBT_BOOK_UNSPECIFIED ? v1::DEBTORS : request.book();
  return idempotency::Read<v1::DebtorBook>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::DebtorBook> {
        v1::DebtorBook response;
        response.set_as_of(FormatDay(as_of));
        response.set_book(book);
        std::map<std::pair<std::string, bool>, Sums> sums;
        for (const Debt& debt : store::LoadBook(tx, organisation, v1::DebtBook_Name(book))) {
          Contract contract;
          contract.organisation = organisation;
          contract.id = debt.contract_id;
          const v1::Debt shown = wire::ToProto(contract, debt);
          // Not served yet on that day.
          if (TermsOf(debt).front().effective_on > as_of) continue;
          TRANCHE_ASSIGN_OR_RETURN(const Balance balance, BalanceOf(debt, rules, as_of));
          v1::DebtorBookRow* row = response.add_rows();
          row->set_name(shown.name());
          row->set_number(debt.number);
          row->set_contract(convert::NameOf(contract));
          row->set_basis(shown.basis());
          row->set_national_number(shown.national_number());
          row->set_declared(shown.declared());
          row->set_status(shown.status());
          row->set_served_on(shown.served_on());
          *row->mutable_balance() = wire::ToProto(balance);
          const Currency currency = balance.owed.currency();
          const auto [place, fresh] =
              sums.try_emplace({std::string(CurrencyCode(currency)), shown.declared()});
          Sums& sum = place->second;
          if (fresh) {
            sum.principal = sum.balance.owed_principal = sum.balance.owed_interest = ZeroTwo(currency);
            sum.balance.owed = Money::Zero(currency);
          }
          ++sum.debts;
          TRANCHE_ASSIGN_OR_RETURN(sum.principal, Add(sum.principal, balance.principal));
          TRANCHE_ASSIGN_OR_RETURN(sum.balance.owed_principal,
                                   Add(sum.balance.owed_principal, balance.owed_principal));
          TRANCHE_ASSIGN_OR_RETURN(sum.balance.owed_interest,
                                   Add(sum.balance.owed_interest, balance.owed_interest));
          TRANCHE_ASSIGN_OR_RETURN(sum.balance.owed, tranche::Add(sum.balance.owed, balance.owed));
        }
        for (const auto& [key, sum] : sums) {
          v1::DebtorBookSum* row = response.add_sums();
          row->set_currency(key.first);
          row->set_declared(key.second);
          row->set_debts(sum.debts);
          *row->mutable_principal() = wire::ToDebtPart(sum.principal);
          *row->mutable_owed_principal() = wire::ToDebtPart(sum.balance.owed_principal);
          *row->mutable_owed_interest() = wire::ToDebtPart(sum.balance.owed_interest);
          *row->mutable_owed() = tranche::convert::ToProto(sum.balance.owed);
        }
        return response;
      });
}

absl::StatusOr<v1::ComputeInterestResponse> DebtsService::ComputeInterest(
    const rpc::CallScope& scope, const v1::ComputeInterestRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const Currency currency, ParseCurrency(request.currency()));
  Parts principal;
  TRANCHE_ASSIGN_OR_RETURN(principal.eu, ParseAmount(request.eu(), currency));
  TRANCHE_ASSIGN_OR_RETURN(principal.national, ParseAmount(request.national(), currency));
  if (principal.eu.IsNegative() || principal.national.IsNegative()) return Refuse("AMOUNT_NEGATIVE");
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay from, ParseDay(request.from()));
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay to, ParseDay(request.to()));
  if (to < from) {
    return Refuse("DAYS_OUT_OF_ORDER", {{"day", FormatDay(to)}, {"earlier", FormatDay(from)}});
  }
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<Rule> rules,
                           contracts_.RulesOfDebts(scope, to, rpc::OrganisationOf(scope)));
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<InterestPiece> pieces,
                           Interest(principal, from, to, rules));
  v1::ComputeInterestResponse response;
  Money total = Money::Zero(currency);
  for (const InterestPiece& piece : pieces) {
    *response.add_pieces() = wire::ToProto(piece);
    TRANCHE_ASSIGN_OR_RETURN(total, tranche::Add(total, piece.total));
  }
  TRANCHE_ASSIGN_OR_RETURN(const Parts sum, SumOf(pieces, currency));
  *response.mutable_interest() = wire::ToDebtPart(sum, total);
  response.set_next_from(FormatDay(to + 1));
  return response;
}

}  // namespace tranche::payments::recoveries
