// SPDX-License-Identifier: EUPL-1.2
#include "payments/recoveries/recoveries_convert.h"

#include <google/protobuf/util/json_util.h>

#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/annulments.h"
#include "platform/convert/marks.h"
#include "platform/convert/money.h"
#include "platform/text/fold.h"
#include "platform/validate/validate.h"

namespace tranche::payments::recoveries::wire {
namespace {

// The value of an enum by its word; the words of the database are those of the protocol.
template <class Enum>
Enum Value(bool (*parse)(const std::string&, Enum*), const std::string& word) {
  Enum value{};
  if (!word.empty() && !parse(word, &value)) throw std::runtime_error("a row holds no choice");
  return value;
}

v1::SignalState StateOf(SignalState state) {
  return Value<v1::SignalState>(
      [](const std::string& word, v1::SignalState* value) {
        return v1::SignalState_Parse(word, value);
      },
      WordOf(state));
}
v1::IrregularityState StateOf(CaseState state) {
  return Value<v1::IrregularityState>(
      [](const std::string& word, v1::IrregularityState* value) {
        return v1::IrregularityState_Parse(word, value);
      },
      WordOf(state));
}
v1::RecoveryState StateOf(RecoveryState state) {
  return Value<v1::RecoveryState>(
      [](const std::string& word, v1::RecoveryState* value) {
        return v1::RecoveryState_Parse(word, value);
      },
      WordOf(state));
}
v1::RecoveryVersionState StateOf(VersionState state) {
  return Value<v1::RecoveryVersionState>(
      [](const std::string& word, v1::RecoveryVersionState* value) {
        return v1::RecoveryVersionState_Parse(word, value);
      },
      WordOf(state));
}
v1::IrregularityClass ClassOf(const std::string& word) {
  return Value<v1::IrregularityClass>(
      [](const std::string& text, v1::IrregularityClass* value) {
        return v1::IrregularityClass_Parse(text, value);
      },
      word);
}

std::string Json(const google::protobuf::Message& message) {
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json).ok()) {
    throw std::runtime_error("a content cannot be written");
  }
  return json;
}

template <class Message>
Message FromJson(const std::string& json) {
  Message message;
  if (!google::protobuf::util::JsonStringToMessage(json, &message).ok()) {
    throw std::runtime_error("a row holds no content");
  }
  return message;
}

absl::Status CheckCurrency(const Contract& contract, Money amount) {
  return tranche::Add(amount, Money::Zero(contract.amount.eu.currency())).status();
}

template <class Version>
const Version& Shown(const std::vector<Version>& versions) {
  for (const Version& version : versions) {
    if (version.state == VersionState::kActual) return version;
  }
  for (const Version& version : versions) {
    if (version.state == VersionState::kDraft) return version;
  }
  if (versions.empty()) throw std::runtime_error("a record has no version");
  return versions.back();
}

}  // namespace

absl::StatusOr<RecordName> ParseRecordName(const char* collection, const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(
      const std::vector<std::string> segments,
      validate::ParseResourceName(
          absl::StrCat("organisations/{organisation}/contracts/{contract}/", collection, "/{record}"),
          name));
  return RecordName{.contract = {.organisation = segments[0], .id = FoldRegisterNumber(segments[1])},
                    .id = validate::ParseNumber<int>(segments[2])};
}

std::string NameOfRecord(const Contract& contract, const char* collection, int id) {
  return absl::StrCat(payments::convert::NameOf(contract), "/", collection, "/", id);
}

absl::StatusOr<int> RecordOf(const Contract& contract, const char* collection,
                             const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(const RecordName record, ParseRecordName(collection, name));
  const std::string& organisation = record.contract.organisation;
  if (record.contract.id != contract.id ||
      (organisation != "-" && organisation != contract.organisation)) {
    return Refuse("RECORD_OF_ANOTHER_CONTRACT", {{"name", name}});
  }
  return record.id;
}

std::string NationalNumber(const Case& found, int notification) {
  return absl::StrFormat("%s/%02d/%s/%04d/%d", found.register_name, found.year % 100, found.fund,
                         found.number, notification);
}

absl::StatusOr<Parts> PartsOf(const Contract& contract, const common::v1::ThreePartAmount& amount) {
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart parts, tranche::convert::FromProto(amount));
  if (!parts.own.IsZero()) return Refuse("OWN_PART_NOT_ZERO", {{"own", FormatAmount(parts.own)}});
  TRANCHE_RETURN_IF_ERROR(CheckCurrency(contract, parts.eu));
  return Parts{parts.eu, parts.national};
}

common::v1::ThreePartAmount ToThreePart(const Parts& parts) {
  return tranche::convert::ToProto(
      ThreePart{parts.eu, parts.national, Money::Zero(parts.eu.currency())});
}

v1::DebtPart ToDebtPart(const Parts& parts, Money total) {
  v1::DebtPart proto;
  *proto.mutable_eu() = tranche::convert::ToProto(parts.eu);
  *proto.mutable_national() = tranche::convert::ToProto(parts.national);
  *proto.mutable_total() = tranche::convert::ToProto(total);
  return proto;
}

v1::DebtPart ToDebtPart(const Parts& parts) {
  return ToDebtPart(parts, Sum(parts).value_or(Money::Zero(parts.eu.currency())));
}

v1::Signal ToProto(const Contract& contract, const Signal& signal) {
  v1::Signal proto;
  proto.set_name(NameOfRecord(contract, "signals", signal.id));
  proto.set_state(StateOf(signal.state));
  proto.set_received_on(FormatDay(signal.received_on));
  proto.set_violation(signal.violation);
  proto.set_informer(signal.informer);
  if (signal.registered_on.has_value()) proto.set_registered_on(FormatDay(*signal.registered_on));
  proto.set_register_by(FormatDay(signal.register_by));
  proto.set_check_by(FormatDay(signal.check_by));
  proto.set_check_extended(signal.check_extended);
  proto.set_classification(ClassOf(signal.classification));
  if (signal.ended_on.has_value()) proto.set_ended_on(FormatDay(*signal.ended_on));
  if (signal.copy_by.has_value()) proto.set_copy_by(FormatDay(*signal.copy_by));
  proto.set_note(signal.note);
  *proto.mutable_marks() = tranche::convert::MarksFromJson(signal.marks_json);
  return proto;
}

v1::Irregularity ToProto(const Contract& contract, const Case& found) {
  v1::Irregularity proto;
  proto.set_name(NameOfRecord(contract, "irregularities", found.id));
  proto.set_national_number(NationalNumber(found, static_cast<int>(found.notifications.size())));
  proto.set_register_(found.register_name);
  proto.set_fund(found.fund);
  proto.set_signal(NameOfRecord(contract, "signals", found.signal_id));
  proto.set_classification(ClassOf(found.classification));
  proto.set_state(StateOf(found.state));
  proto.set_registered_on(FormatDay(found.registered_on));
  *proto.mutable_amount() = ToThreePart(found.amount);
  proto.set_before_payment(found.before_payment);
  proto.set_description(found.description);
  *proto.mutable_fund_amount_eur() =
      tranche::convert::ToProto(Money::Minor(found.fund_amount_eur_minor, Currency::kEur));
  proto.set_reported_to_olaf(found.reported_to_olaf);
  proto.set_threshold_rule(found.threshold_rule);
  for (const Notification& told : found.notifications) {
    v1::IrregularityNotification* notification = proto.add_notifications();
    notification->set_number(told.number);
    notification->set_reported_on(FormatDay(told.reported_on));
    notification->set_year(static_cast<int>(told.reported_on.year()));
    notification->set_quarter((told.reported_on.month() + 2) / 3);
    notification->set_state(StateOf(told.state));
    *notification->mutable_amount() = ToThreePart(told.amount);
    notification->set_text(told.text);
  }
  proto.set_note(found.note);
  *proto.mutable_marks() = tranche::convert::MarksFromJson(found.marks_json);
  return proto;
}

const CorrectionVersion& ShownVersion(const Correction& correction) {
  return Shown(correction.versions);
}
const DebtVersion& ShownVersion(const Debt& debt) { return Shown(debt.versions); }

v1::Correction ToProto(const Contract& contract, const Correction& correction,
                       const CorrectionVersion& version) {
  v1::Correction proto = FromJson<v1::Correction>(version.content_json);
  proto.set_name(NameOfRecord(contract, "corrections", correction.id));
  proto.set_state(StateOf(correction.state));
  proto.set_version(version.version);
  proto.set_version_state(StateOf(version.state));
  if (correction.irregularity_id.has_value()) {
    proto.set_irregularity(NameOfRecord(contract, "irregularities", *correction.irregularity_id));
  }
  *proto.mutable_affected() = ToThreePart(version.affected);
  proto.set_percent(FormatTenThousandths(version.percent_ten_thousandths));
  proto.set_percent_basis(version.percent_basis);
  *proto.mutable_amount() = ToThreePart(version.amount);
  proto.set_decided_on(FormatDay(version.decided_on));
  *proto.mutable_indebted() = ToThreePart(correction.indebted);
  return proto;
}

std::string ContentOf(const v1::Correction& correction) {
  v1::Correction content;
  content.set_scale(correction.scale());
  *content.mutable_findings() = correction.findings();
  *content.mutable_indicators() = correction.indicators();
  if (correction.has_unfulfilled()) *content.mutable_unfulfilled() = correction.unfulfilled();
  content.set_bearer(correction.bearer());
  content.set_amendment_reason(correction.amendment_reason());
  content.set_reference(correction.reference());
  content.set_cost(correction.cost());
  *content.mutable_marks() = correction.marks();
  return Json(content);
}

std::string CostOf(const CorrectionVersion& version) {
  return FromJson<v1::Correction>(version.content_json).cost();
}

v1::Debt ToProto(const Contract& contract, const Debt& debt) {
  const DebtVersion& version = ShownVersion(debt);
  v1::Debt proto = FromJson<v1::Debt>(version.content_json);
  proto.set_name(NameOfRecord(contract, "debts", debt.id));
  proto.set_number(debt.number);
  proto.set_state(StateOf(debt.state));
  proto.set_version(version.version);
  proto.set_version_state(StateOf(version.state));
  v1::DebtBasis basis = v1::DEBT_BASIS_UNSPECIFIED;
  v1::DebtBook book = v1::DEBT_BOOK_UNSPECIFIED;
  v1::DebtStatus status = v1::DEBT_STATUS_UNSPECIFIED;
  if (!v1::DebtBasis_Parse(debt.basis, &basis) || !v1::DebtBook_Parse(debt.book, &book) ||
      !v1::DebtStatus_Parse(debt.status, &status)) {
    throw std::runtime_error("a row holds no debt");
  }
  proto.set_basis(basis);
  proto.set_book(book);
  if (debt.correction_id.has_value()) {
    proto.set_correction(NameOfRecord(contract, "corrections", *debt.correction_id));
  }
  if (debt.claim_sequence.has_value()) {
    proto.set_claim(payments::convert::NameOfClaim(contract, *debt.claim_sequence));
  }
  if (debt.income_id.has_value()) {
    proto.set_income(NameOfRecord(contract, "incomes", *debt.income_id));
  }
  *proto.mutable_principal() = ToDebtPart(version.terms.principal);
  proto.set_declared(version.declared);
  proto.set_served_on(FormatDay(version.terms.served_on));
  proto.set_voluntary_until(FormatDay(version.terms.voluntary_until));
  proto.set_effective_on(FormatDay(version.terms.effective_on));
  if (debt.state == RecoveryState::kEntered) proto.set_status(status);
  return proto;
}

std::string ContentOf(const v1::Debt& debt) {
  v1::Debt content;
  content.set_national_number(debt.national_number());
  content.set_amendment_reason(debt.amendment_reason());
  *content.mutable_marks() = debt.marks();
  return Json(content);
}

v1::InterestPiece ToProto(const InterestPiece& piece) {
  v1::InterestPiece proto;
  proto.set_from_on(FormatDay(piece.from));
  proto.set_to_on(FormatDay(piece.to));
  proto.set_days(static_cast<int>(piece.days()));
  *proto.mutable_principal() = ToDebtPart(piece.principal);
  proto.set_yearly_percent(FormatHundredThousandths(piece.yearly_hundred_thousandths));
  proto.set_year_days(static_cast<int>(piece.year_days));
  proto.set_daily_percent(FormatHundredThousandths(piece.daily_hundred_thousandths));
  *proto.mutable_interest() = ToDebtPart(piece.interest, piece.total);
  const int64_t difference =
      piece.total.minor() - piece.interest.eu.minor() - piece.interest.national.minor();
  *proto.mutable_rounding_difference() =
      tranche::convert::ToProto(Money::Minor(difference, piece.total.currency()));
  proto.set_source(piece.source);
  proto.set_verified(piece.verified);
  proto.set_posted(piece.posted);
  return proto;
}

v1::DebtBalance ToProto(const Balance& balance) {
  v1::DebtBalance proto;
  proto.set_as_of(FormatDay(balance.as_of));
  *proto.mutable_principal() = ToDebtPart(balance.principal);
  *proto.mutable_interest() = ToDebtPart(balance.interest, balance.interest_total);
  *proto.mutable_repaid_principal() = ToDebtPart(balance.repaid_principal);
  *proto.mutable_repaid_interest() = ToDebtPart(balance.repaid_interest);
  *proto.mutable_owed_principal() = ToDebtPart(balance.owed_principal);
  *proto.mutable_owed_interest() = ToDebtPart(balance.owed_interest);
  *proto.mutable_owed() = tranche::convert::ToProto(balance.owed);
  if (balance.next_interest_from.has_value()) {
    proto.set_next_interest_from(FormatDay(*balance.next_interest_from));
  }
  if (balance.rate_missing_from.has_value()) {
    proto.set_rate_missing_from(FormatDay(*balance.rate_missing_from));
  }
  return proto;
}

v1::Repayment ToProto(const Contract& contract, const Debt& debt, const Repayment& repayment) {
  v1::Repayment proto;
  proto.set_name(
      absl::StrCat(NameOfRecord(contract, "debts", debt.id), "/repayments/", repayment.number));
  proto.set_number(absl::StrFormat("%s-%02d", debt.number, repayment.number));
  *proto.mutable_amount() = tranche::convert::ToProto(repayment.amount);
  proto.set_repaid_on(FormatDay(repayment.repaid_on));
  v1::RepaymentWay way = v1::REPAYMENT_WAY_UNSPECIFIED;
  v1::RepaymentKind kind = v1::REPAYMENT_KIND_UNSPECIFIED;
  if (!v1::RepaymentWay_Parse(repayment.way, &way) || !v1::RepaymentKind_Parse(repayment.kind, &kind)) {
    throw std::runtime_error("a row holds no repayment");
  }
  proto.set_way(way);
  proto.set_kind(kind);
  proto.set_reference(repayment.reference);
  *proto.mutable_to_interest() = ToDebtPart(repayment.to_interest);
  *proto.mutable_to_principal() = ToDebtPart(repayment.to_principal);
  proto.set_order_rule(repayment.order_rule);
  *proto.mutable_marks() = tranche::convert::MarksFromJson(repayment.marks_json);
  if (repayment.claim_sequence.has_value()) {
    proto.set_claim(payments::convert::NameOfClaim(contract, *repayment.claim_sequence));
  }
  proto.set_taken_back(repayment.reversal.has_value());
  tranche::convert::Show(repayment.annulment, &proto);
  return proto;
}

v1::OffsetReversal ReversalOf(const Contract& contract, const Debt& debt, const Repayment& repayment) {
  const Reversal& reversal = *repayment.reversal;
  v1::OffsetReversal proto;
  proto.set_name(absl::StrCat(NameOfRecord(contract, "debts", debt.id), "/repayments/",
                              repayment.number, "/reversal"));
  proto.set_claim(payments::convert::NameOfClaim(contract, *repayment.claim_sequence));
  *proto.mutable_amount() =
      tranche::convert::ToProto(Money::Minor(-repayment.amount.minor(), repayment.amount.currency()));
  proto.set_taken_back_on(FormatDay(reversal.taken_back_on));
  proto.set_reason(reversal.reason);
  proto.set_reference(reversal.reference);
  *proto.mutable_to_interest() = ToDebtPart(repayment.to_interest);
  *proto.mutable_to_principal() = ToDebtPart(repayment.to_principal);
  proto.set_taken_back_by(reversal.taken_back_by);
  return proto;
}

}  // namespace tranche::payments::recoveries::wire
