// SPDX-License-Identifier: EUPL-1.2
#include "payments/recoveries/irregularities_service.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "payments/recoveries/irregularities_store.h"
#include "payments/recoveries/irregularity.h"
#include "payments/recoveries/recoveries_convert.h"
#include "payments/recoveries/stated_convert.h"
#include "payments/recoveries/steps_service.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/marks.h"
#include "platform/convert/money.h"
#include "platform/idempotency/idempotency.h"

namespace tranche::payments::recoveries {
namespace {

constexpr char kSignals[] = "signals";
constexpr char kCases[] = "irregularities";

// What a step of a signal needs beside its day.
void CheckShape(const v1::MoveSignalRequest& request, std::vector<Violation>* faults) {
  stated::CheckOfChoice(request.step() == v1::END_SIGNAL,
                        request.classification() != v1::IRREGULARITY_CLASS_UNSPECIFIED,
                        v1::SignalStep_Name(request.step()), "classification", faults);
  const bool explained =
      request.step() == v1::EXTEND_SIGNAL_CHECK || request.step() == v1::REMOVE_SIGNAL;
  if (explained && request.note().empty()) faults->push_back({"note", "FIELD_REQUIRED", {}});
}

SignalStep StepOf(v1::SignalStep step) { return static_cast<SignalStep>(static_cast<int>(step) - 1); }
CaseStep StepOf(v1::IrregularityStep step) { return static_cast<CaseStep>(static_cast<int>(step) - 1); }

// A case as a request states it.
Case StatedOf(const Contract& contract, const v1::Irregularity& asked, absl::CivilDay today,
              std::vector<Violation>* faults) {
  Case found;
  AddNumberFaults(asked.register_(), asked.fund(), faults);
  found.register_name = asked.register_();
  found.fund = asked.fund();
  found.signal_id =
      stated::RecordOf(contract, kSignals, asked.signal(), "irregularity.signal", faults).value_or(0);
  found.registered_on =
      stated::DayUntil(today, asked.registered_on(), "irregularity.registeredOn", faults);
  found.year = static_cast<int>(found.registered_on.year());
  found.amount = stated::PartsOf(contract, asked.amount(), "irregularity.amount", faults);
  found.before_payment = asked.before_payment();
  found.description = asked.description();
  AddViolation(tranche::convert::CheckMarks(asked.marks()), "irregularity.marks", faults);
  found.marks_json = tranche::convert::MarksToJson(asked.marks());
  return found;
}

}  // namespace

absl::StatusOr<v1::Signal> IrregularitiesService::CreateSignal(const rpc::CallScope& scope,
                                                               const v1::CreateSignalRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const auto parent, convert::ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           contracts_.RequireOwn(scope, parent.id, request.parent()));
  // One that was recorded is answered again when the rules cannot be asked.
  const absl::StatusOr<Law> law = contracts_.Laws(scope);
  return idempotency::Write<v1::Signal>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Signal> {
        std::vector<Violation> faults;
        Signal signal;
        signal.received_on =
            stated::DayUntil(scope.today, request.signal().received_on(), "signal.receivedOn", &faults);
        AddViolation(tranche::convert::CheckMarks(request.signal().marks()), "signal.marks", &faults);
        if (!faults.empty()) return RefuseFields(std::move(faults));
        TRANCHE_RETURN_IF_ERROR(law.status());
        TRANCHE_ASSIGN_OR_RETURN(const Account account, store::LockAccount(tx, contract));
        signal.id = account.next_signal;
        signal.violation = request.signal().violation();
        signal.informer = request.signal().informer();
        TRANCHE_ASSIGN_OR_RETURN(signal.register_by, law->Due(kRegisterRule, signal.received_on));
        TRANCHE_ASSIGN_OR_RETURN(signal.check_by, law->Due(kCheckRule, signal.received_on));
        signal.marks_json = tranche::convert::MarksToJson(request.signal().marks());
        store::InsertSignal(tx, contract, signal);
        const v1::Signal after = wire::ToProto(contract, signal);
        RecordEvidence(tx, scope, contract, "signals.create", nullptr, after, "", request.request_id());
        return after;
      });
}

absl::StatusOr<v1::Signal> IrregularitiesService::MoveSignal(const rpc::CallScope& scope,
                                                             const v1::MoveSignalRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const wire::RecordName name,
                           wire::ParseRecordName(kSignals, request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           contracts_.RequireOwn(scope, name.contract.id, request.name()));
  const absl::StatusOr<Law> law = contracts_.Laws(scope);
  return idempotency::Write<v1::Signal>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Signal> {
        std::vector<Violation> faults;
        SignalMove move{.step = StepOf(request.step()),
                        .on = stated::DayUntil(scope.today, request.on(), "on", &faults),
                        .note = request.note()};
        CheckShape(request, &faults);
        if (!faults.empty()) return RefuseFields(std::move(faults));
        TRANCHE_RETURN_IF_ERROR(store::LockAccount(tx, contract).status());
        const std::vector<Signal> found = store::LoadSignals(tx, contract, name.id);
        if (name.id == 0 || found.empty()) return NoSuch(request.name());
        if (request.step() == v1::END_SIGNAL) {
          TRANCHE_RETURN_IF_ERROR(law.status());
          move.classification = v1::IrregularityClass_Name(request.classification());
          TRANCHE_ASSIGN_OR_RETURN(move.copy_by, law->Due(kCopyRule, move.on));
        }
        if (request.step() == v1::EXTEND_SIGNAL_CHECK) {
          TRANCHE_RETURN_IF_ERROR(law.status());
          TRANCHE_ASSIGN_OR_RETURN(move.extended_to, law->Due(kExtensionRule, found[0].check_by));
        }
        TRANCHE_ASSIGN_OR_RETURN(const Signal signal, DecideMove(found[0], move));
        store::UpdateSignal(tx, contract, signal);
        const v1::Signal before = wire::ToProto(contract, found[0]);
        const v1::Signal after = wire::ToProto(contract, signal);
        RecordEvidence(tx, scope, contract, "signals.move", &before, after, request.note(),
                       request.request_id());
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
  const absl::StatusOr<std::vector<Rule>> rules = contracts_.Rules(scope, scope.today);
  return idempotency::Write<v1::Irregularity>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Irregularity> {
        std::vector<Violation> faults;
        const Case found = StatedOf(contract, asked, scope.today, &faults);
        if (!faults.empty()) return RefuseFields(std::move(faults));
        TRANCHE_RETURN_IF_ERROR(rules.status());
        TRANCHE_ASSIGN_OR_RETURN(const Account account, store::LockAccount(tx, contract));
        const int signal_id = found.signal_id;
        const std::vector<Signal> signals = store::LoadSignals(tx, contract, signal_id);
        if (signal_id == 0 || signals.empty()) return NoSuch(asked.signal());
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
        registered.classification = signals[0].classification;
        TRANCHE_ASSIGN_OR_RETURN(const Reporting reporting,
                                 DecideReporting(registered.amount, registered.classification, *rules,
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
        RecordEvidence(tx, scope, contract, "irregularities.register", nullptr, after, "",
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
        RecordEvidence(tx, scope, contract, "irregularities.move", &before, after, request.note(),
                       request.request_id());
        return after;
      });
}

absl::StatusOr<v1::Irregularity> IrregularitiesService::NotifyIrregularity(
    const rpc::CallScope& scope, const v1::NotifyIrregularityRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const wire::RecordName name, wire::ParseRecordName(kCases, request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           contracts_.RequireOwn(scope, name.contract.id, request.name()));
  const absl::StatusOr<std::vector<Rule>> rules = contracts_.Rules(scope, scope.today);
  return idempotency::Write<v1::Irregularity>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Irregularity> {
        std::vector<Violation> faults;
        const absl::CivilDay on =
            stated::DayUntil(scope.today, request.reported_on(), "reportedOn", &faults);
        std::optional<Parts> amount;
        if (request.has_amount()) {
          amount = stated::PartsOf(contract, request.amount(), "amount", &faults);
        }
        if (!faults.empty()) return RefuseFields(std::move(faults));
        TRANCHE_RETURN_IF_ERROR(rules.status());
        TRANCHE_RETURN_IF_ERROR(store::LockAccount(tx, contract).status());
        const std::vector<Case> cases = store::LoadCases(tx, contract, name.id);
        if (name.id == 0 || cases.empty()) return NoSuch(request.name());
        const v1::Irregularity before = wire::ToProto(contract, cases[0]);
        TRANCHE_RETURN_IF_ERROR(CheckFollows(on, cases[0].notifications.back().reported_on));
        Case told = cases[0];
        if (amount.has_value()) told.amount = *amount;
        TRANCHE_ASSIGN_OR_RETURN(
            const Reporting reporting,
            DecideReporting(told.amount, told.classification, *rules, told.registered_on));
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
        RecordEvidence(tx, scope, contract, "irregularities.notify", &before, after, request.text(),
                       request.request_id());
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

}  // namespace tranche::payments::recoveries
