// SPDX-License-Identifier: EUPL-1.2
// Corrections: their percentage by the rules, their versions, and what they take of the grant.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "payments/payments_store.h"
#include "payments/recoveries/corrected_cost.h"
#include "payments/recoveries/irregularities_service.h"
#include "payments/recoveries/irregularities_store.h"
#include "payments/recoveries/recoveries_convert.h"
#include "payments/recoveries/stated_convert.h"
#include "payments/recoveries/steps_service.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/idempotency/idempotency.h"

namespace tranche::payments::recoveries {
namespace {

constexpr char kCases[] = "irregularities";
constexpr char kCosts[] = "costs";

std::string NameOf(const Correction& correction) {
  return absl::StrCat(kCorrections, "/", correction.id);
}

Parts SupportOf(const Contract& contract) { return {contract.amount.eu, contract.amount.national}; }

// The correction as it is shown, with what is left of the grant.
absl::StatusOr<v1::Correction> Show(const Contract& contract, const Correction& correction,
                                    const Parts& corrected) {
  v1::Correction proto = wire::ToProto(contract, correction, wire::ShownVersion(correction));
  TRANCHE_ASSIGN_OR_RETURN(const Parts left, Subtract(SupportOf(contract), corrected));
  *proto.mutable_support_left() = wire::ToThreePart(left);
  return proto;
}

// The input of the percentage that a request states, with everything that is wrong with it.
CorrectionInput InputOf(const Contract& contract, const v1::Correction& asked, absl::CivilDay today,
                        std::vector<Violation>* faults) {
  const CorrectionInput input = stated::InputOf(contract, asked, today, faults);
  stated::RecordOf(contract, kCosts, asked.cost(), "correction.cost", faults);
  const std::vector<Violation> unread = *faults;
  for (Violation& fault : ViolationsOf(CheckShape(input))) {
    // A value that could not be read is not also too small.
    const bool told = std::any_of(unread.begin(), unread.end(),
                                  [&](const Violation& other) { return other.field == fault.field; });
    if (!told) faults->push_back(std::move(fault));
  }
  return input;
}

// A version with its percentage and amount, by the rules of the day of the decision.
absl::StatusOr<CorrectionVersion> Decide(const CorrectionInput& input, const v1::Correction& asked,
                                         const std::vector<Rule>& rules) {
  TRANCHE_ASSIGN_OR_RETURN(const CorrectionFound found, FindCorrection(input, rules));
  return CorrectionVersion{.version = 1,
                           .state = VersionState::kDraft,
                           .percent_ten_thousandths = found.percent_ten_thousandths,
                           .percent_basis = found.basis,
                           .affected = input.affected,
                           .amount = found.amount,
                           .decided_on = input.decided_on,
                           .content_json = wire::ContentOf(asked)};
}

}  // namespace

absl::Status IrregularitiesService::CheckCost(pg::Tx& tx, const Contract& contract, int correction_id,
                                              const CorrectionVersion& version) {
  const std::string name = wire::CostOf(version);
  if (name.empty()) return absl::OkStatus();
  TRANCHE_ASSIGN_OR_RETURN(const int cost, wire::RecordOf(contract, kCosts, name));
  const std::string id = absl::StrCat(cost);
  const std::vector<Claim> claims = payments::store::LoadClaims(tx, contract);
  TRANCHE_ASSIGN_OR_RETURN(const Parts approved, ApprovedOfCost(claims, id));
  Parts others = ZeroTwo(contract.amount.eu.currency());
  for (Correction& other : store::LoadCorrections(tx, contract)) {
    const CorrectionVersion* actual = VersionIn(other, VersionState::kActual);
    if (other.id == correction_id || actual == nullptr) continue;
    const std::string its_cost = wire::CostOf(*actual);
    if (its_cost.substr(its_cost.rfind('/') + 1) != id) continue;
    if (IsTakenAtVerification(contract, claims, id, other.id)) continue;
    TRANCHE_ASSIGN_OR_RETURN(others, Add(others, other.amount));
  }
  return CheckCorrectionOfCost(id, approved, others, version.amount);
}

absl::StatusOr<v1::Correction> IrregularitiesService::CreateCorrection(
    const rpc::CallScope& scope, const v1::CreateCorrectionRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const auto parent, convert::ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           contracts_.RequireOwn(scope, parent.id, request.parent()));
  const v1::Correction& asked = request.correction();
  // One that was made is answered again when the rules cannot be asked, or refuse it today.
  const absl::StatusOr<std::vector<Rule>> rules = contracts_.Rules(scope, scope.today);
  return idempotency::Write<v1::Correction>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Correction> {
        std::vector<Violation> faults;
        const CorrectionInput input = InputOf(contract, asked, scope.today, &faults);
        const std::optional<int> case_id = stated::RecordOf(contract, kCases, asked.irregularity(),
                                                            "correction.irregularity", &faults);
        if (!faults.empty()) return RefuseFields(std::move(faults));
        TRANCHE_RETURN_IF_ERROR(rules.status());
        TRANCHE_ASSIGN_OR_RETURN(const CorrectionVersion version, Decide(input, asked, *rules));
        TRANCHE_ASSIGN_OR_RETURN(const Account account, store::LockAccount(tx, contract));
        if (case_id.has_value()) {
          const std::vector<Case> cases = store::LoadCases(tx, contract, *case_id);
          if (*case_id == 0 || cases.empty()) return NoSuch(asked.irregularity());
          if (cases[0].state == CaseState::kCanceled) {
            return Refuse("IRREGULARITY_FELL_AWAY",
                          {{"number", wire::ToProto(contract, cases[0]).national_number()}});
          }
          const std::optional<int> other = store::FindCorrectionOfCase(tx, contract, *case_id);
          if (other.has_value()) {
            return Refuse("CORRECTION_EXISTS", {{"correction", absl::StrCat(*other)}});
          }
        }
        TRANCHE_RETURN_IF_ERROR(CheckCost(tx, contract, account.next_correction, version));
        Correction correction;
        correction.id = account.next_correction;
        correction.irregularity_id = case_id;
        correction.amount = correction.indebted = ZeroTwo(contract.amount.eu.currency());
        correction.versions.push_back(version);
        store::InsertCorrection(tx, contract, correction);
        store::InsertVersion(tx, contract, correction.id, version, scope.actor.subject);
        TRANCHE_ASSIGN_OR_RETURN(const v1::Correction after,
                                 Show(contract, correction, account.corrected));
        RecordEvidence(tx, scope, contract, "corrections.create", nullptr, after, "",
                       request.request_id());
        return after;
      });
}

absl::StatusOr<v1::Correction> IrregularitiesService::AmendCorrection(
    const rpc::CallScope& scope, const v1::AmendCorrectionRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const wire::RecordName name,
                           wire::ParseRecordName(kCorrections, request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           contracts_.RequireOwn(scope, name.contract.id, request.name()));
  const v1::Correction& asked = request.correction();
  const absl::StatusOr<std::vector<Rule>> rules = contracts_.Rules(scope, scope.today);
  return idempotency::Write<v1::Correction>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Correction> {
        TRANCHE_ASSIGN_OR_RETURN(const Account account, store::LockAccount(tx, contract));
        std::vector<Correction> found = store::LoadCorrections(tx, contract, name.id);
        if (name.id == 0 || found.empty()) return NoSuch(request.name());
        Correction& correction = found[0];
        if (!Next(correction.state, RecoveryStep::kAmend).has_value()) {
          return WrongState(NameOf(correction), correction.state);
        }
        TRANCHE_ASSIGN_OR_RETURN(const v1::Correction before,
                                 Show(contract, correction, account.corrected));
        CorrectionVersion* draft = VersionIn(correction, VersionState::kDraft);
        const int number = draft == nullptr ? correction.last_version + 1 : draft->version;
        std::vector<Violation> faults;
        const CorrectionInput input = InputOf(contract, asked, scope.today, &faults);
        if (number > 1 && asked.amendment_reason() == v1::AMENDMENT_REASON_UNSPECIFIED) {
          faults.push_back({"correction.amendmentReason", "FIELD_REQUIRED", {}});
        }
        if (!faults.empty()) return RefuseFields(std::move(faults));
        TRANCHE_RETURN_IF_ERROR(rules.status());
        TRANCHE_ASSIGN_OR_RETURN(CorrectionVersion version, Decide(input, asked, *rules));
        version.version = number;
        TRANCHE_RETURN_IF_ERROR(CheckCost(tx, contract, correction.id, version));
        if (draft == nullptr) {
          correction.last_version = version.version;
          store::InsertVersion(tx, contract, correction.id, version, scope.actor.subject);
          store::UpdateCorrection(tx, contract, correction);
        } else {
          store::UpdateDraft(tx, contract, correction.id, version, scope.actor.subject);
        }
        v1::Correction after = wire::ToProto(contract, correction, version);
        *after.mutable_support_left() = before.support_left();
        RecordEvidence(tx, scope, contract, "corrections.amend", &before, after, "",
                       request.request_id());
        return after;
      });
}

absl::StatusOr<v1::Correction> IrregularitiesService::Enter(pg::Tx& tx, const Contract& contract,
                                                            const Account& account,
                                                            Correction correction) {
  CorrectionVersion* draft = VersionIn(correction, VersionState::kDraft);
  if (draft == nullptr) {
    return Refuse("NO_DRAFT_VERSION", {{"record", NameOf(correction)}});
  }
  TRANCHE_ASSIGN_OR_RETURN(const Parts corrected,
                           DecideEntry(SupportOf(contract), account.corrected, correction.amount,
                                       correction.indebted, draft->amount));
  TRANCHE_RETURN_IF_ERROR(CheckCost(tx, contract, correction.id, *draft));
  CorrectionVersion* actual = VersionIn(correction, VersionState::kActual);
  if (actual != nullptr) {
    actual->state = *Next(actual->state, VersionStep::kSupersede);
    store::MoveVersion(tx, contract, correction.id, actual->version, actual->state);
  }
  draft->state = *Next(draft->state, VersionStep::kEnter);
  store::MoveVersion(tx, contract, correction.id, draft->version, draft->state);
  correction.amount = draft->amount;
  store::UpdateCorrected(tx, contract, SupportOf(contract), corrected);
  store::UpdateCorrection(tx, contract, correction);
  return Show(contract, correction, corrected);
}

absl::StatusOr<v1::Correction> IrregularitiesService::Remove(pg::Tx& tx, const Contract& contract,
                                                             const Account& account,
                                                             Correction correction) {
  if (!IsZero(correction.indebted)) {
    return Refuse("CORRECTION_HAS_DEBTS", {{"correction", absl::StrCat(correction.id)}});
  }
  for (CorrectionVersion& version : correction.versions) {
    const std::optional<VersionState> next = Next(version.state, VersionStep::kRemove);
    if (!next.has_value()) continue;
    version.state = *next;
    store::MoveVersion(tx, contract, correction.id, version.version, version.state);
  }
  TRANCHE_ASSIGN_OR_RETURN(const Parts corrected, Subtract(account.corrected, correction.amount));
  correction.amount = ZeroTwo(contract.amount.eu.currency());
  store::UpdateCorrected(tx, contract, std::nullopt, corrected);
  store::UpdateCorrection(tx, contract, correction);
  return Show(contract, correction, corrected);
}

absl::StatusOr<v1::Correction> IrregularitiesService::MoveCorrection(
    const rpc::CallScope& scope, const v1::MoveCorrectionRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const wire::RecordName name,
                           wire::ParseRecordName(kCorrections, request.name()));
  const bool enters = request.step() == v1::ENTER_RECOVERY;
  if (!enters && request.note().empty())
    return RefuseInput("INVALID_REQUEST", {{"note", "FIELD_REQUIRED", {}}});
  TRANCHE_ASSIGN_OR_RETURN(const Contract found,
                           contracts_.RequireOwn(scope, name.contract.id, request.name()));
  return idempotency::Write<v1::Correction>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Correction> {
        // The grant as it is under the lock.
        Contract contract = found;
        TRANCHE_ASSIGN_OR_RETURN(const Account account, store::LockAccount(tx, &contract));
        std::vector<Correction> corrections = store::LoadCorrections(tx, contract, name.id);
        if (name.id == 0 || corrections.empty()) return NoSuch(request.name());
        Correction& correction = corrections[0];
        TRANCHE_ASSIGN_OR_RETURN(const v1::Correction before,
                                 Show(contract, correction, account.corrected));
        const std::optional<RecoveryState> next =
            Next(correction.state, enters ? RecoveryStep::kEnter : RecoveryStep::kRemove);
        if (!next.has_value()) {
          return WrongState(NameOf(correction), correction.state);
        }
        correction.state = *next;
        TRANCHE_ASSIGN_OR_RETURN(const v1::Correction after,
                                 enters ? Enter(tx, contract, account, correction)
                                        : Remove(tx, contract, account, correction));
        RecordEvidence(tx, scope, contract, enters ? "corrections.enter" : "corrections.remove",
                       &before, after, request.note(), request.request_id());
        return after;
      });
}

absl::StatusOr<v1::ListCorrectionsResponse> IrregularitiesService::ListCorrections(
    const rpc::CallScope& scope, const v1::ListCorrectionsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const auto parent, convert::ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           contracts_.Require(scope, parent.id, request.parent()));
  return idempotency::Read<v1::ListCorrectionsResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListCorrectionsResponse> {
        v1::ListCorrectionsResponse response;
        const Parts corrected = store::LoadCorrected(tx, contract);
        TRANCHE_ASSIGN_OR_RETURN(const Parts left, Subtract(SupportOf(contract), corrected));
        for (const Correction& correction : store::LoadCorrections(tx, contract)) {
          for (const CorrectionVersion& version : correction.versions) {
            *response.add_corrections() = wire::ToProto(contract, correction, version);
          }
        }
        *response.mutable_corrected() = wire::ToThreePart(corrected);
        *response.mutable_support_left() = wire::ToThreePart(left);
        return response;
      });
}

}  // namespace tranche::payments::recoveries
