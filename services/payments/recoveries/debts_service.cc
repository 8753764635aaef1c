// SPDX-License-Identifier: EUPL-1.2
#include "payments/recoveries/debts_service.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "payments/payments_store.h"
#include "payments/recoveries/debts_store.h"
#include "payments/recoveries/execution.h"
#include "payments/recoveries/irregularities_store.h"
#include "payments/recoveries/named_correction.h"
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
constexpr char kIncomes[] = "incomes";
constexpr char kVoluntaryRule[] = "debt_voluntary_days";
constexpr char kVoluntary[] = "VOLUNTARY";

// The terms that a request states, but for the end of the voluntary period, which is of the rules.
DebtVersion StatedOf(const Contract& contract, const v1::Debt& debt, absl::CivilDay today,
                     std::vector<Violation>* faults) {
  DebtVersion version;
  DebtTerms& terms = version.terms;
  AddViolation(tranche::convert::CheckMarks(debt.marks()), "debt.marks", faults);
  terms.principal = stated::PartsOf(contract, debt.principal(), "debt.principal", faults);
  terms.served_on = stated::DayUntil(today, debt.served_on(), "debt.servedOn", faults);
  terms.effective_on = terms.served_on;
  if (!debt.effective_on().empty()) {
    terms.effective_on = stated::DayUntil(today, debt.effective_on(), "debt.effectiveOn", faults);
  }
  if (faults->empty() && terms.effective_on < terms.served_on) {
    faults->push_back(
        {"debt.effectiveOn",
         "DAYS_OUT_OF_ORDER",
         {{"day", FormatDay(terms.effective_on)}, {"earlier", FormatDay(terms.served_on)}}});
  }
  version.declared = debt.declared();
  version.content_json = wire::ContentOf(debt);
  return version;
}

// The first version holds from the day of service, and something is owed by it.
void BeginWith(DebtVersion* version, std::vector<Violation>* faults) {
  version->terms.effective_on = version->terms.served_on;
  if (faults->empty() && IsZero(version->terms.principal)) {
    faults->push_back({"debt.principal", "AMOUNT_NOT_ABOVE_ZERO", {}});
  }
}

// A later version says why and from when.
void CheckAmended(const v1::Debt& debt, std::vector<Violation>* faults) {
  if (debt.amendment_reason() == v1::AMENDMENT_REASON_UNSPECIFIED) {
    faults->push_back({"debt.amendmentReason", "FIELD_REQUIRED", {}});
  }
  if (debt.effective_on().empty()) faults->push_back({"debt.effectiveOn", "FIELD_REQUIRED", {}});
}

// A new debt as a request states it.
Debt NewDebt(const Contract& contract, const v1::Debt& asked, absl::CivilDay today,
             std::vector<Violation>* faults) {
  const std::string basis = v1::DebtBasis_Name(asked.basis());
  // What goes with the basis must be there, and nothing else.
  stated::CheckOfChoice(asked.basis() == v1::CORRECTION_DEBT, !asked.correction().empty(), basis,
                        "debt.correction", faults);
  stated::CheckOfChoice(asked.basis() == v1::NEGATIVE_BALANCE, !asked.claim().empty(), basis,
                        "debt.claim", faults);
  stated::CheckOfChoice(asked.basis() == v1::ADDITIONAL_INCOME, !asked.income().empty(), basis,
                        "debt.income", faults);
  Debt debt;
  debt.correction_id =
      stated::RecordOf(contract, kCorrections, asked.correction(), "debt.correction", faults);
  debt.claim_sequence = stated::RecordOf(contract, kClaims, asked.claim(), "debt.claim", faults);
  debt.income_id = stated::RecordOf(contract, kIncomes, asked.income(), "debt.income", faults);
  debt.basis = basis;
  debt.book = v1::DebtBook_Name(asked.book());
  debt.status = kVoluntary;
  debt.ledger = EmptyLedger(contract.amount.eu.currency());
  debt.versions.push_back(StatedOf(contract, asked, today, faults));
  BeginWith(&debt.versions.front(), faults);
  return debt;
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
      const Parts taken,
      TakenAtVerification(contract, payments::store::LoadClaims(tx, contract), correction.id));
  TRANCHE_ASSIGN_OR_RETURN(
      correction.indebted,
      DecideDebtOfCorrection(correction.amount, taken, correction.indebted, before, principal));
  store::UpdateCorrection(tx, contract, correction);
  return absl::OkStatus();
}

// No part of the principal is above what may be owed back.
absl::Status CheckPrincipal(const Parts& principal, const Parts& most) {
  std::vector<Violation> violations;
  const auto check = [&](const char* field, Money asked, Money bound) {
    if (asked.minor() <= bound.minor()) return;
    violations.push_back(
        {field,
         "FIELD_OUT_OF_RANGE",
         {{"value", FormatAmount(asked)}, {"min", "0.00"}, {"max", FormatAmount(bound)}}});
  };
  check("debt.principal.eu", principal.eu, most.eu);
  check("debt.principal.national", principal.national, most.national);
  if (violations.empty()) return absl::OkStatus();
  return RefuseInput("INVALID_REQUEST", std::move(violations));
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
  return CheckPrincipal(principal, {claim->to_recover->eu, claim->to_recover->national});
}

// INC-2: the income lowers the grant, no other debt of it stands, and this one asks for no more.
absl::Status CheckIncome(pg::Tx& tx, const Contract& contract, const Debt& debt,
                         const Parts& principal) {
  if (!debt.income_id.has_value()) return absl::OkStatus();
  const std::string income = absl::StrCat(*debt.income_id);
  const std::optional<LoweredGrant> found = store::LoadLoweredGrant(tx, contract, *debt.income_id);
  if (!found.has_value()) return NoSuch(wire::NameOfRecord(contract, kIncomes, *debt.income_id));
  if (IsZero(found->lowers)) return Refuse("INCOME_LOWERS_NOTHING", {{"income", income}});
  if (found->debt.has_value() && *found->debt != debt.id) {
    return Refuse("INCOME_HAS_DEBT", {{"income", income}, {"debt", absl::StrCat(*found->debt)}});
  }
  if (found->lowers.eu.currency() == principal.eu.currency()) {
    return CheckPrincipal(principal, found->lowers);
  }
  TRANCHE_ASSIGN_OR_RETURN(const Parts most, ToEuro(found->lowers));
  return CheckPrincipal(principal, most);
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

}  // namespace

absl::StatusOr<v1::Debt> DebtsService::CreateDebt(const rpc::CallScope& scope,
                                                  const v1::CreateDebtRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const auto parent, convert::ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           contracts_.RequireOwn(scope, parent.id, request.parent()));
  // What is refused by the rules of today, or because they cannot be asked, counts only when the
  // request is new.
  const absl::StatusOr<Law> law = contracts_.Laws(scope);
  return idempotency::Write<v1::Debt>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Debt> {
        std::vector<Violation> faults;
        Debt debt = NewDebt(contract, request.debt(), scope.today, &faults);
        if (!faults.empty()) return RefuseFields(std::move(faults));
        DebtVersion& version = debt.versions.front();
        TRANCHE_RETURN_IF_ERROR(law.status());
        TRANCHE_ASSIGN_OR_RETURN(version.terms.voluntary_until,
                                 law->Due(kVoluntaryRule, version.terms.served_on));
        TRANCHE_ASSIGN_OR_RETURN(const Account account, store::LockAccount(tx, contract));
        TRANCHE_RETURN_IF_ERROR(
            CheckBalance(tx, contract, debt.claim_sequence, version.terms.principal));
        TRANCHE_RETURN_IF_ERROR(CheckIncome(tx, contract, debt, version.terms.principal));
        const std::optional<int>& correction = debt.correction_id;
        if (correction.has_value() &&
            (*correction == 0 || store::LoadCorrections(tx, contract, *correction).empty())) {
          return NoSuch(request.debt().correction());
        }
        debt.id = account.next_debt;
        debt.number = absl::StrFormat("%s-Dt%02d", contract.id, debt.id);
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
  const absl::StatusOr<Law> law = contracts_.Laws(scope);
  return idempotency::Write<v1::Debt>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Debt> {
        TRANCHE_RETURN_IF_ERROR(store::LockAccount(tx, contract).status());
        TRANCHE_ASSIGN_OR_RETURN(Debt debt, RequireDebt(tx, contract, name.id, request.name()));
        if (!Next(debt.state, RecoveryStep::kAmend).has_value()) {
          return WrongState(debt.number, debt.state);
        }
        const v1::Debt before = wire::ToProto(contract, debt);
        const DebtVersion* draft = VersionIn(debt, VersionState::kDraft);
        std::vector<Violation> faults;
        DebtVersion version = StatedOf(contract, request.debt(), scope.today, &faults);
        version.version = draft == nullptr ? debt.last_version + 1 : draft->version;
        if (version.version == 1) {
          BeginWith(&version, &faults);
        } else {
          CheckAmended(request.debt(), &faults);
        }
        if (!faults.empty()) return RefuseFields(std::move(faults));
        TRANCHE_RETURN_IF_ERROR(law.status());
        TRANCHE_ASSIGN_OR_RETURN(version.terms.voluntary_until,
                                 law->Due(kVoluntaryRule, version.terms.served_on));
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
  TRANCHE_RETURN_IF_ERROR(CheckIncome(tx, contract, *debt, draft->terms.principal));
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
  const absl::StatusOr<std::vector<Rule>> rules =
      contracts_.RulesOfDebts(scope, scope.today, contract.organisation);
  return idempotency::Write<v1::Debt>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Debt> {
        TRANCHE_RETURN_IF_ERROR(store::LockAccount(tx, contract).status());
        TRANCHE_ASSIGN_OR_RETURN(Debt debt, RequireDebt(tx, contract, name.id, request.name()));
        const v1::Debt before = wire::ToProto(contract, debt);
        const std::optional<RecoveryState> next =
            Next(debt.state, enters ? RecoveryStep::kEnter : RecoveryStep::kRemove);
        if (!next.has_value()) return WrongState(debt.number, debt.state);
        debt.state = *next;
        if (enters) {
          TRANCHE_RETURN_IF_ERROR(rules.status());
          TRANCHE_RETURN_IF_ERROR(Enter(tx, contract, *rules, &debt));
        } else {
          TRANCHE_RETURN_IF_ERROR(Remove(tx, contract, &debt));
        }
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
        TRANCHE_ASSIGN_OR_RETURN(Debt debt, RequireDebt(tx, contract, name.id, request.name()));
        if (debt.state != RecoveryState::kEntered) {
          return Refuse("DEBT_NOT_IN_FORCE", {{"debt", debt.number}});
        }
        const v1::Debt before = wire::ToProto(contract, debt);
        TRANCHE_ASSIGN_OR_RETURN(debt.status,
                                 SetExecution(debt.status, v1::DebtStatus_Name(request.status())));
        store::UpdateDebt(tx, contract, debt);
        const v1::Debt after = wire::ToProto(contract, debt);
        RecordEvidence(tx, scope, contract, "debts.set_status", &before, after, request.note(),
                       request.request_id());
        return after;
      });
}

}  // namespace tranche::payments::recoveries
