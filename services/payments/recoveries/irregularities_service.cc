// SPDX-License-Identifier: EUPL-1.2
#include "payments/recoveries/irregularities_service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "payments/payments_store.h"
#include "payments/recoveries/corrected_cost.h"
#include "payments/recoveries/irregularities_store.h"
#include "payments/recoveries/irregularity.h"
#include "payments/recoveries/recoveries_convert.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/marks.h"
#include "platform/convert/money.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"

namespace tranche::payments::recoveries {
namespace {

constexpr char kSignals[] = "signals";
constexpr char kCases[] = "irregularities";
constexpr char kCorrections[] = "corrections";
constexpr char kCosts[] = "costs";

absl::Status NoSuch(const std::string& name) { return Refuse("NOT_FOUND", {{"name", name}}); }

Violation Required(const char* field) { return {field, "FIELD_REQUIRED", {}}; }

// What a step of a signal needs beside its day.
absl::Status CheckShape(const v1::MoveSignalRequest& request) {
  std::vector<Violation> violations;
  const bool ends = request.step() == v1::END_SIGNAL;
  const bool classified = request.classification() != v1::IRREGULARITY_CLASS_UNSPECIFIED;
  if (ends && !classified) violations.push_back(Required("classification"));
  if (!ends && classified) {
    violations.push_back(
        {"classification", "FIELD_NOT_OF_CHOICE", {{"choice", v1::SignalStep_Name(request.step())}}});
  }
  const bool explained =
      request.step() == v1::EXTEND_SIGNAL_CHECK || request.step() == v1::REMOVE_SIGNAL;
  if (explained && request.note().empty()) violations.push_back(Required("note"));
  if (violations.empty()) return absl::OkStatus();
  return RefuseInput("INVALID_REQUEST", std::move(violations));
}

SignalStep StepOf(v1::SignalStep step) { return static_cast<SignalStep>(static_cast<int>(step) - 1); }
CaseStep StepOf(v1::IrregularityStep step) { return static_cast<CaseStep>(static_cast<int>(step) - 1); }

void RecordEvidence(pg::Tx& tx, const rpc::CallScope& scope, const Contract& contract,
                    const std::string& action, const std::string& record,
                    const google::protobuf::Message* before, const google::protobuf::Message& after,
                    const std::string& reason, const std::string& request_id) {
  evidence::Record(tx, scope,
                   {.organisation = contract.organisation,
                    .action = action,
                    .record = record,
                    .before = before,
                    .after = &after,
                    .reason = reason,
                    .request_id = request_id});
}

absl::Status WrongState(const Correction& correction) {
  return Refuse("RECOVERY_WRONG_STATE", {{"record", absl::StrCat(kCorrections, "/", correction.id)},
                                         {"state", WordOf(correction.state)}});
}

CorrectionVersion* VersionIn(Correction& correction, VersionState state) {
  for (CorrectionVersion& version : correction.versions) {
    if (version.state == state) return &version;
  }
  return nullptr;
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

}  // namespace

absl::StatusOr<v1::Signal> IrregularitiesService::CreateSignal(const rpc::CallScope& scope,
                                                               const v1::CreateSignalRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const auto parent, convert::ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           contracts_.RequireOwn(scope, parent.id, request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const Law law, contracts_.Laws(scope));
  return idempotency::Write<v1::Signal>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Signal> {
        TRANCHE_RETURN_IF_ERROR(tranche::convert::CheckMarks(request.signal().marks()));
        TRANCHE_ASSIGN_OR_RETURN(const Account account, store::LockAccount(tx, contract));
        Signal signal;
        signal.id = account.next_signal;
        TRANCHE_ASSIGN_OR_RETURN(signal.received_on, ParseDay(request.signal().received_on()));
        TRANCHE_RETURN_IF_ERROR(CheckNotAfter(signal.received_on, scope.today));
        signal.violation = request.signal().violation();
        signal.informer = request.signal().informer();
        TRANCHE_ASSIGN_OR_RETURN(signal.register_by, law.Due(kRegisterRule, signal.received_on));
        TRANCHE_ASSIGN_OR_RETURN(signal.check_by, law.Due(kCheckRule, signal.received_on));
        signal.marks_json = tranche::convert::MarksToJson(request.signal().marks());
        store::InsertSignal(tx, contract, signal);
        const v1::Signal after = wire::ToProto(contract, signal);
        RecordEvidence(tx, scope, contract, "signals.create", after.name(), nullptr, after, "",
                       request.request_id());
        return after;
      });
}

absl::StatusOr<v1::Signal> IrregularitiesService::MoveSignal(const rpc::CallScope& scope,
                                                             const v1::MoveSignalRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const wire::RecordName name,
                           wire::ParseRecordName(kSignals, request.name()));
  TRANCHE_RETURN_IF_ERROR(CheckShape(request));
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay on, ParseDay(request.on()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           contracts_.RequireOwn(scope, name.contract.id, request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Law law, contracts_.Laws(scope));
  return idempotency::Write<v1::Signal>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Signal> {
        TRANCHE_RETURN_IF_ERROR(store::LockAccount(tx, contract).status());
        const std::vector<Signal> found = store::LoadSignals(tx, contract, name.id);
        if (name.id == 0 || found.empty()) return NoSuch(request.name());
        TRANCHE_RETURN_IF_ERROR(CheckNotAfter(on, scope.today));
        SignalMove move{.step = StepOf(request.step()), .on = on, .note = request.note()};
        if (request.step() == v1::END_SIGNAL) {
          move.classification = v1::IrregularityClass_Name(request.classification());
          TRANCHE_ASSIGN_OR_RETURN(move.copy_by, law.Due(kCopyRule, on));
        }
        if (request.step() == v1::EXTEND_SIGNAL_CHECK) {
          TRANCHE_ASSIGN_OR_RETURN(move.extended_to, law.Due(kExtensionRule, found[0].check_by));
        }
        TRANCHE_ASSIGN_OR_RETURN(const Signal signal, DecideMove(found[0], move));
        store::UpdateSignal(tx, contract, signal);
        const v1::Signal before = wire::ToProto(contract, found[0]);
        const v1::Signal after = wire::ToProto(contract, signal);
        RecordEvidence(tx, scope, contract, "signals.move", after.name(), &before, after,
                       request.note(), request.request_id());
        return after;
      });
}

absl::StatusOr<v1::ListSignalsResponse> IrregularitiesService::ListSignals(
    const rpc::CallScope& scope, const v1::ListSignalsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const auto parent, convert::ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           contracts_.Require(scope, parent.id, request.parent()));
  return idempotency::Read<v1::ListSignalsResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListSignalsResponse> {
        v1::ListSignalsResponse response;
        for (const Signal& signal : store::LoadSignals(tx, contract)) {
          *response.add_signals() = wire::ToProto(contract, signal);
        }
        return response;
      });
}

absl::StatusOr<v1::Irregularity> IrregularitiesService::RegisterIrregularity(
    const rpc::CallScope& scope, const v1::RegisterIrregularityRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const auto parent, convert::ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           contracts_.RequireOwn(scope, parent.id, request.parent()));
  const v1::Irregularity& asked = request.irregularity();
  TRANCHE_RETURN_IF_ERROR(tranche::convert::CheckMarks(asked.marks()));
  TRANCHE_RETURN_IF_ERROR(CheckNumberParts(asked.register_(), asked.fund()));
  TRANCHE_ASSIGN_OR_RETURN(const int signal_id, wire::RecordOf(contract, kSignals, asked.signal()));
  Case found;
  TRANCHE_ASSIGN_OR_RETURN(found.registered_on, ParseDay(asked.registered_on()));
  // One that was told in lev is answered again after the contract was converted.
  const absl::StatusOr<Parts> amount = wire::PartsOf(contract, asked.amount());
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<Rule> rules, contracts_.Rules(scope, scope.today));
  return idempotency::Write<v1::Irregularity>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Irregularity> {
        TRANCHE_ASSIGN_OR_RETURN(found.amount, amount);
        TRANCHE_ASSIGN_OR_RETURN(const Account account, store::LockAccount(tx, contract));
        const std::vector<Signal> signals = store::LoadSignals(tx, contract, signal_id);
        if (signal_id == 0 || signals.empty()) return NoSuch(asked.signal());
        TRANCHE_RETURN_IF_ERROR(CheckNotAfter(found.registered_on, scope.today));
        TRANCHE_RETURN_IF_ERROR(CheckRegistrable(signals[0], found.registered_on));
        const std::optional<Case> other = store::FindCaseOfSignal(tx, contract, signal_id);
        if (other.has_value()) {
          return Refuse("SIGNAL_ALREADY_REGISTERED",
                        {{"signal", absl::StrCat(signal_id)},
                         {"number", wire::NationalNumber(
                                        *other, static_cast<int>(other->notifications.size()))}});
        }
        Case registered = found;
        registered.id = account.next_irregularity;
        registered.signal_id = signal_id;
        registered.register_name = asked.register_();
        registered.fund = asked.fund();
        registered.year = static_cast<int>(found.registered_on.year());
        registered.classification = signals[0].classification;
        registered.before_payment = asked.before_payment();
        registered.description = asked.description();
        registered.marks_json = tranche::convert::MarksToJson(asked.marks());
        TRANCHE_ASSIGN_OR_RETURN(const Reporting reporting,
                                 DecideReporting(registered.amount, registered.classification, rules,
                                                 registered.registered_on));
        registered.fund_amount_eur_minor = reporting.fund_amount_eur.minor();
        registered.reported_to_olaf = reporting.reported_to_olaf;
        registered.threshold_rule = reporting.rule;
        registered.notifications.push_back({.number = 1,
                                            .reported_on = registered.registered_on,
                                            .state = registered.state,
                                            .amount = registered.amount,
                                            .fund_amount_eur_minor = registered.fund_amount_eur_minor,
                                            .reported_to_olaf = registered.reported_to_olaf,
                                            .text = registered.description});
        registered.number = store::TakeNationalNumber(
            tx, contract.organisation, registered.register_name, registered.fund, registered.year);
        store::InsertCase(tx, contract, registered, scope.actor.subject);
        const v1::Irregularity after = wire::ToProto(contract, registered);
        RecordEvidence(tx, scope, contract, "irregularities.register", after.name(), nullptr, after, "",
                       request.request_id());
        return after;
      });
}

absl::StatusOr<v1::Irregularity> IrregularitiesService::MoveIrregularity(
    const rpc::CallScope& scope, const v1::MoveIrregularityRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const wire::RecordName name, wire::ParseRecordName(kCases, request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay on, ParseDay(request.on()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           contracts_.RequireOwn(scope, name.contract.id, request.name()));
  return idempotency::Write<v1::Irregularity>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Irregularity> {
        TRANCHE_RETURN_IF_ERROR(store::LockAccount(tx, contract).status());
        const std::vector<Case> cases = store::LoadCases(tx, contract, name.id);
        if (name.id == 0 || cases.empty()) return NoSuch(request.name());
        const Case& found = cases[0];
        const v1::Irregularity before = wire::ToProto(contract, found);
        TRANCHE_RETURN_IF_ERROR(CheckNotAfter(on, scope.today));
        TRANCHE_RETURN_IF_ERROR(CheckFollows(on, found.registered_on));
        const std::optional<CaseState> next = Next(found.state, StepOf(request.step()));
        if (!next.has_value()) {
          return Refuse("IRREGULARITY_WRONG_STATE",
                        {{"number", before.national_number()}, {"state", WordOf(found.state)}});
        }
        const std::optional<int> correction = store::FindCorrectionOfCase(tx, contract, found.id);
        if (*next == CaseState::kCanceled && correction.has_value()) {
          return Refuse("IRREGULARITY_HAS_CORRECTION", {{"number", before.national_number()},
                                                        {"correction", absl::StrCat(*correction)}});
        }
        Case moved = found;
        moved.state = *next;
        moved.note = request.note();
        store::UpdateCase(tx, contract, moved);
        const v1::Irregularity after = wire::ToProto(contract, moved);
        RecordEvidence(tx, scope, contract, "irregularities.move", after.name(), &before, after,
                       request.note(), request.request_id());
        return after;
      });
}

absl::StatusOr<v1::Irregularity> IrregularitiesService::NotifyIrregularity(
    const rpc::CallScope& scope, const v1::NotifyIrregularityRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const wire::RecordName name, wire::ParseRecordName(kCases, request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay on, ParseDay(request.reported_on()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           contracts_.RequireOwn(scope, name.contract.id, request.name()));
  // One that was told in lev is answered again after the contract was converted.
  std::optional<absl::StatusOr<Parts>> amount;
  if (request.has_amount()) amount = wire::PartsOf(contract, request.amount());
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<Rule> rules, contracts_.Rules(scope, scope.today));
  return idempotency::Write<v1::Irregularity>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Irregularity> {
        TRANCHE_RETURN_IF_ERROR(store::LockAccount(tx, contract).status());
        const std::vector<Case> cases = store::LoadCases(tx, contract, name.id);
        if (name.id == 0 || cases.empty()) return NoSuch(request.name());
        const v1::Irregularity before = wire::ToProto(contract, cases[0]);
        TRANCHE_RETURN_IF_ERROR(CheckNotAfter(on, scope.today));
        TRANCHE_RETURN_IF_ERROR(CheckFollows(on, cases[0].notifications.back().reported_on));
        Case told = cases[0];
        if (amount.has_value()) {
          TRANCHE_ASSIGN_OR_RETURN(told.amount, *amount);
        }
        TRANCHE_ASSIGN_OR_RETURN(
            const Reporting reporting,
            DecideReporting(told.amount, told.classification, rules, told.registered_on));
        told.fund_amount_eur_minor = reporting.fund_amount_eur.minor();
        told.reported_to_olaf = reporting.reported_to_olaf;
        told.notifications.push_back({.number = static_cast<int>(told.notifications.size()) + 1,
                                      .reported_on = on,
                                      .state = told.state,
                                      .amount = told.amount,
                                      .fund_amount_eur_minor = told.fund_amount_eur_minor,
                                      .reported_to_olaf = told.reported_to_olaf,
                                      .text = request.text()});
        store::InsertNotification(tx, contract, told, told.notifications.back(), scope.actor.subject);
        store::UpdateCase(tx, contract, told);
        const v1::Irregularity after = wire::ToProto(contract, told);
        RecordEvidence(tx, scope, contract, "irregularities.notify", after.name(), &before, after,
                       request.text(), request.request_id());
        return after;
      });
}

absl::StatusOr<v1::ListIrregularitiesResponse> IrregularitiesService::ListIrregularities(
    const rpc::CallScope& scope, const v1::ListIrregularitiesRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const auto parent, convert::ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           contracts_.Require(scope, parent.id, request.parent()));
  return idempotency::Read<v1::ListIrregularitiesResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListIrregularitiesResponse> {
        v1::ListIrregularitiesResponse response;
        for (const Case& found : store::LoadCases(tx, contract)) {
          *response.add_irregularities() = wire::ToProto(contract, found);
        }
        return response;
      });
}

absl::StatusOr<v1::IrregularityReport> IrregularitiesService::GetIrregularityReport(
    const rpc::CallScope& scope, const v1::GetIrregularityReportRequest& request) {
  const std::string organisation = rpc::OrganisationOf(scope);
  if (organisation.empty()) return Refuse("ORGANISATION_REQUIRED");
  const Quarter quarter = QuarterOf(request.year(), request.quarter());
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<Rule> rules, contracts_.Rules(scope, quarter.to));
  TRANCHE_ASSIGN_OR_RETURN(const Rule* rule, RequireRule(rules, kReportRule, quarter.to));
  TRANCHE_ASSIGN_OR_RETURN(const int64_t months, WholeValue(*rule));
  v1::IrregularityReport report;
  report.set_year(request.year());
  report.set_quarter(request.quarter());
  report.set_due_on(FormatDay(EndOfMonthAfter(quarter.to, months)));
  report.set_due_source(SourceOf(*rule));
  return idempotency::Read<v1::IrregularityReport>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::IrregularityReport> {
        Money sum = Money::Zero(Currency::kEur);
        for (const Case& found : store::LoadNotified(tx, organisation, quarter.from, quarter.to)) {
          Contract contract;
          contract.organisation = organisation;
          contract.id = found.contract_id;
          const v1::Irregularity shown = wire::ToProto(contract, found);
          // Notifications of one case are of the same money: the last one counts.
          if (!found.notifications.empty() &&
              found.notifications.back().state != CaseState::kCanceled) {
            const int64_t minor = found.notifications.back().fund_amount_eur_minor;
            TRANCHE_ASSIGN_OR_RETURN(sum, tranche::Add(sum, Money::Minor(minor, Currency::kEur)));
          }
          for (size_t i = 0; i < found.notifications.size(); ++i) {
            const Notification& told = found.notifications[i];
            v1::IrregularityReportRow* row = report.add_rows();
            row->set_national_number(wire::NationalNumber(found, told.number));
            row->set_contract(convert::NameOf(contract));
            row->set_registered_on(FormatDay(found.registered_on));
            row->set_classification(shown.classification());
            row->set_state(shown.notifications(static_cast<int>(i)).state());
            *row->mutable_amount() = wire::ToThreePart(told.amount);
            const Money fund = Money::Minor(told.fund_amount_eur_minor, Currency::kEur);
            *row->mutable_fund_amount_eur() = tranche::convert::ToProto(fund);
            row->set_reported_to_olaf(told.reported_to_olaf);
            row->set_text(told.text);
          }
        }
        *report.mutable_eur_total() = tranche::convert::ToProto(sum);
        return report;
      });
}

absl::StatusOr<CorrectionVersion> IrregularitiesService::Decide(const Contract& contract,
                                                                const v1::Correction& correction,
                                                                const std::vector<Rule>& rules,
                                                                absl::CivilDay today) {
  TRANCHE_ASSIGN_OR_RETURN(const CorrectionInput input, wire::InputOf(contract, correction));
  TRANCHE_RETURN_IF_ERROR(CheckNotAfter(input.decided_on, today));
  TRANCHE_ASSIGN_OR_RETURN(const CorrectionFound found, FindCorrection(input, rules));
  return CorrectionVersion{.version = 1,
                           .state = VersionState::kDraft,
                           .percent_ten_thousandths = found.percent_ten_thousandths,
                           .percent_basis = found.basis,
                           .affected = input.affected,
                           .amount = found.amount,
                           .decided_on = input.decided_on,
                           .content_json = wire::ContentOf(correction)};
}

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
    if (IsTakenAtVerification(claims, id, other.id)) continue;
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
  std::optional<int> case_id;
  if (!asked.irregularity().empty()) {
    TRANCHE_ASSIGN_OR_RETURN(case_id, wire::RecordOf(contract, kCases, asked.irregularity()));
  }
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<Rule> rules, contracts_.Rules(scope, scope.today));
  // What the rules of today refuse counts only when the request is new.
  const absl::StatusOr<CorrectionVersion> decided = Decide(contract, asked, rules, scope.today);
  return idempotency::Write<v1::Correction>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Correction> {
        TRANCHE_ASSIGN_OR_RETURN(const CorrectionVersion version, decided);
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
        RecordEvidence(tx, scope, contract, "corrections.create", after.name(), nullptr, after, "",
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
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<Rule> rules, contracts_.Rules(scope, scope.today));
  // What the rules of today refuse counts only when the request is new.
  const absl::StatusOr<CorrectionVersion> decided =
      Decide(contract, request.correction(), rules, scope.today);
  return idempotency::Write<v1::Correction>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Correction> {
        TRANCHE_ASSIGN_OR_RETURN(const Account account, store::LockAccount(tx, contract));
        std::vector<Correction> found = store::LoadCorrections(tx, contract, name.id);
        if (name.id == 0 || found.empty()) return NoSuch(request.name());
        Correction& correction = found[0];
        if (!Next(correction.state, RecoveryStep::kAmend).has_value()) return WrongState(correction);
        TRANCHE_ASSIGN_OR_RETURN(const v1::Correction before,
                                 Show(contract, correction, account.corrected));
        CorrectionVersion* draft = VersionIn(correction, VersionState::kDraft);
        TRANCHE_ASSIGN_OR_RETURN(CorrectionVersion version, decided);
        TRANCHE_RETURN_IF_ERROR(CheckCost(tx, contract, correction.id, version));
        version.version = draft == nullptr ? correction.last_version + 1 : draft->version;
        const v1::Correction& asked = request.correction();
        if (version.version > 1 && asked.amendment_reason() == v1::AMENDMENT_REASON_UNSPECIFIED) {
          return RefuseInput("INVALID_REQUEST", {Required("correction.amendmentReason")});
        }
        if (draft == nullptr) {
          correction.last_version = version.version;
          store::InsertVersion(tx, contract, correction.id, version, scope.actor.subject);
          store::UpdateCorrection(tx, contract, correction);
        } else {
          store::UpdateDraft(tx, contract, correction.id, version, scope.actor.subject);
        }
        v1::Correction after = wire::ToProto(contract, correction, version);
        *after.mutable_support_left() = before.support_left();
        RecordEvidence(tx, scope, contract, "corrections.amend", after.name(), &before, after, "",
                       request.request_id());
        return after;
      });
}

absl::StatusOr<v1::Correction> IrregularitiesService::Enter(pg::Tx& tx, const Contract& contract,
                                                            const Account& account,
                                                            Correction correction) {
  CorrectionVersion* draft = VersionIn(correction, VersionState::kDraft);
  if (draft == nullptr) {
    return Refuse("NO_DRAFT_VERSION", {{"record", absl::StrCat(kCorrections, "/", correction.id)}});
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
  if (!enters && request.note().empty()) return RefuseInput("INVALID_REQUEST", {Required("note")});
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
        if (!next.has_value()) return WrongState(correction);
        correction.state = *next;
        TRANCHE_ASSIGN_OR_RETURN(const v1::Correction after,
                                 enters ? Enter(tx, contract, account, correction)
                                        : Remove(tx, contract, account, correction));
        RecordEvidence(tx, scope, contract, enters ? "corrections.enter" : "corrections.remove",
                       after.name(), &before, after, request.note(), request.request_id());
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
