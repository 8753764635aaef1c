// SPDX-License-Identifier: EUPL-1.2
#include "payments/payments_convert.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "platform/base/digest.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/annulments.h"
#include "platform/convert/marks.h"
#include "platform/convert/money.h"
#include "platform/text/fold.h"
#include "platform/validate/validate.h"

namespace tranche::payments::convert {
namespace {

constexpr char kContractPattern[] = "organisations/{organisation}/contracts/{contract}";
constexpr char kClaimPattern[] = "organisations/{organisation}/contracts/{contract}/claims/{claim}";
constexpr char kPositionPattern[] = "organisations/{organisation}/contracts/{contract}/cashPosition";
constexpr char kCostPattern[] = "organisations/{organisation}/contracts/{contract}/costs/{cost}";

v1::ClaimKind ToProto(ClaimKind kind) {
  switch (kind) {
    case ClaimKind::kAdvance:
      return v1::ADVANCE;
    case ClaimKind::kInterim:
      return v1::INTERIM;
    case ClaimKind::kFinal:
      return v1::FINAL;
    case ClaimKind::kStateAidAdvance:
      return v1::STATE_AID_ADVANCE;
  }
  return v1::CLAIM_KIND_UNSPECIFIED;
}

v1::ClaimState ToProto(ClaimState state) {
  switch (state) {
    case ClaimState::kDraft:
      return v1::DRAFT;
    case ClaimState::kSent:
      return v1::SENT;
    case ClaimState::kInVerification:
      return v1::IN_VERIFICATION;
    case ClaimState::kAccepted:
      return v1::ACCEPTED;
    case ClaimState::kRefused:
      return v1::REFUSED;
    case ClaimState::kAwaitingAnswer:
      return v1::AWAITING_ANSWER;
    case ClaimState::kTakenBack:
      return v1::TAKEN_BACK;
    case ClaimState::kReturned:
      return v1::RETURNED;
  }
  return v1::CLAIM_STATE_UNSPECIFIED;
}

v1::UnapprovedAmount ToProto(const ThreePart& parts, const std::string& reason,
                             const std::string& correction) {
  v1::UnapprovedAmount amount;
  *amount.mutable_parts() = tranche::convert::ToProto(parts);
  *amount.mutable_total() = amount.parts().total();
  amount.set_reason(reason);
  amount.set_correction(correction);
  return amount;
}

// A cost that was refused as a whole is told as it can be asked for; of any other what is not approved.
void AddVerdict(const Contract& contract, const ClaimCost& cost, const CostVerdict& verdict,
                v1::Verification* verification) {
  if (RefusesAll(cost, verdict)) {
    v1::RefusedCost* refused = verification->add_refused_costs();
    refused->set_cost(NameOfCost(contract, cost.id));
    refused->set_reason(verdict.reason);
    return;
  }
  v1::CostVerification* partly = verification->add_cost_verifications();
  partly->set_cost(NameOfCost(contract, cost.id));
  if (!verdict.reason.empty()) {
    *partly->mutable_unapproved() = ToProto(verdict.unapproved, verdict.reason, "");
  }
  if (!verdict.correction_reason.empty()) {
    *partly->mutable_unapproved_by_correction() =
        ToProto(verdict.by_correction, verdict.correction_reason, verdict.correction);
  }
  *partly->mutable_claimed() = tranche::convert::ToProto(cost.requested);
  if (const absl::StatusOr<ThreePart> approved = ApprovedOf(cost, verdict); approved.ok()) {
    *partly->mutable_approved() = tranche::convert::ToProto(*approved);
  }
}

std::optional<UnapprovedInput> InputOf(bool given, const v1::UnapprovedAmount& amount,
                                       const std::string& field, std::vector<Violation>* violations) {
  if (!given) return std::nullopt;
  UnapprovedInput input;
  const auto note = [&](const char* part, const absl::Status& status) {
    AddViolation(status, field + part, violations);
  };
  if (amount.has_total()) {
    const absl::StatusOr<Money> total = tranche::convert::FromProto(amount.total());
    note(".total", total.status());
    if (total.ok()) input.total = *total;
  }
  if (amount.has_parts()) {
    const absl::StatusOr<ThreePart> parts = tranche::convert::FromProto(amount.parts());
    note(".parts", parts.status());
    if (parts.ok()) input.parts = *parts;
  }
  input.reason = amount.reason();
  input.correction = amount.correction();
  return input;
}

v1::Verification VerificationOf(const Contract& contract, const Claim& claim) {
  v1::Verification verification;
  verification.set_decided_on(FormatDay(claim.decision->decided_on));
  verification.set_reference(claim.decision->reference);
  verification.set_decided_by(claim.decided_by);
  for (const CostVerdict& verdict : claim.decision->verdicts) {
    for (const ClaimCost& cost : claim.costs) {
      if (cost.id == verdict.cost_id) AddVerdict(contract, cost, verdict, &verification);
    }
  }
  verification.set_refused(claim.decision->advance_refused);
  verification.set_refusal_reason(claim.decision->refusal_reason);
  if (claim.decision->cover_by) verification.set_cover_by(FormatDay(*claim.decision->cover_by));
  *verification.mutable_marks() = tranche::convert::MarksFromJson(claim.decision->marks_json);
  return verification;
}

void SetRefused(const Claim& claim, v1::Claim* proto) {
  if (claim.refused.has_value()) *proto->mutable_refused() = tranche::convert::ToProto(*claim.refused);
  if (!claim.refused.has_value() || !claim.by_correction.has_value()) return;
  *proto->mutable_unapproved_by_correction() = tranche::convert::ToProto(*claim.by_correction);
  const absl::StatusOr<ThreePart> unapproved = Subtract(*claim.refused, *claim.by_correction);
  if (unapproved.ok()) *proto->mutable_unapproved() = tranche::convert::ToProto(*unapproved);
}

void SetCash(const Claim& claim, v1::Claim* proto) {
  ThreePart again = ZeroParts(claim.requested.eu.currency());
  for (const ClaimCost& cost : claim.costs) again = Add(again, cost.again).value_or(again);
  if (!(again == ZeroParts(again.eu.currency()))) {
    *proto->mutable_claimed_again() = tranche::convert::ToProto(again);
  }
  if (claim.payable.has_value()) *proto->mutable_payable() = tranche::convert::ToProto(*claim.payable);
  if (claim.cleared.has_value()) *proto->mutable_cleared() = tranche::convert::ToProto(*claim.cleared);
  if (claim.to_recover.has_value()) {
    *proto->mutable_to_recover() = tranche::convert::ToProto(*claim.to_recover);
  }
  *proto->mutable_paid() = tranche::convert::ToProto(claim.paid);
  if (claim.deducted.has_value()) {
    *proto->mutable_deducted() = tranche::convert::ToProto(*claim.deducted);
  }
  const absl::StatusOr<ThreePart> as_advance = ApprovedAsAdvance(claim);
  if (as_advance.ok() && !(*as_advance == ZeroParts(as_advance->eu.currency()))) {
    *proto->mutable_approved_as_advance() = tranche::convert::ToProto(*as_advance);
  }
}

}  // namespace

absl::StatusOr<ContractName> ParseContractName(const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kContractPattern, name));
  return ContractName{.organisation = segments[0], .id = FoldRegisterNumber(segments[1])};
}

absl::StatusOr<ContractName> ParsePositionName(const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kPositionPattern, name));
  return ContractName{.organisation = segments[0], .id = FoldRegisterNumber(segments[1])};
}

absl::StatusOr<ClaimName> ParseClaimName(const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kClaimPattern, name));
  return ClaimName{.contract = {.organisation = segments[0], .id = FoldRegisterNumber(segments[1])},
                   .sequence = validate::ParseNumber<int>(segments[2])};
}

absl::StatusOr<std::string> CostIdOf(const Contract& contract, const std::string& cost_name) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kCostPattern, cost_name));
  if ((segments[0] != "-" && segments[0] != contract.organisation) ||
      FoldRegisterNumber(segments[1]) != contract.id) {
    return Refuse("COST_OF_ANOTHER_CONTRACT", {{"cost", cost_name}});
  }
  return segments[2];
}

std::string NameOf(const Contract& contract) {
  return absl::StrCat("organisations/", contract.organisation, "/contracts/", contract.id);
}

std::string NameOfClaim(const Contract& contract, int sequence) {
  return absl::StrCat(NameOf(contract), "/claims/", sequence);
}

std::string NameOfPackage(const Contract& contract, int sequence) {
  return absl::StrCat(NameOf(contract), "/packages/", sequence);
}

std::string NameOfCost(const Contract& contract, const std::string& cost_id) {
  return absl::StrCat(NameOf(contract), "/costs/", cost_id);
}

std::string NameOfPayment(const Contract& contract, const std::string& payment_id) {
  return absl::StrCat(NameOf(contract), "/payments/", payment_id);
}

std::string NumberOfPayment(const Contract& contract, const std::string& payment_id) {
  return absl::StrCat(contract.id, "-", payment_id);
}

ClaimKind KindFromProto(v1::ClaimKind kind) {
  if (kind == v1::ADVANCE) return ClaimKind::kAdvance;
  if (kind == v1::STATE_AID_ADVANCE) return ClaimKind::kStateAidAdvance;
  return kind == v1::FINAL ? ClaimKind::kFinal : ClaimKind::kInterim;
}

v1::AdvanceSecurity ToProto(const AdvanceSecurity& security) {
  v1::AdvanceSecurity proto;
  v1::SecurityKind kind = v1::SECURITY_KIND_UNSPECIFIED;
  v1::SecurityKind_Parse(security.kind, &kind);
  proto.set_kind(kind);
  proto.set_issuer(security.issuer);
  proto.set_number(security.number);
  *proto.mutable_amount() = tranche::convert::ToProto(security.amount);
  proto.set_valid_until(FormatDay(security.valid_until));
  return proto;
}

absl::StatusOr<AdvanceSecurity> FromProto(const v1::AdvanceSecurity& proto) {
  AdvanceSecurity security{.kind = v1::SecurityKind_Name(proto.kind()),
                           .issuer = proto.issuer(),
                           .number = proto.number(),
                           .amount = Money::Zero(Currency::kEur),
                           .valid_until = {}};
  TRANCHE_ASSIGN_OR_RETURN(security.amount, tranche::convert::FromProto(proto.amount()));
  TRANCHE_ASSIGN_OR_RETURN(security.valid_until, ParseDay(proto.valid_until()));
  return security;
}

v1::Question ToProto(const Question& question) {
  v1::Question proto;
  proto.set_number(question.number);
  proto.set_text(question.text);
  proto.set_asked_on(FormatDay(question.asked_on));
  proto.set_asked_by(question.asked_by);
  proto.set_due_on(FormatDay(question.due_on));
  v1::QuestionState state = v1::QUESTION_STATE_UNSPECIFIED;
  v1::QuestionState_Parse(std::string(Name(question.state)), &state);
  proto.set_state(state);
  proto.set_answer(question.answer);
  proto.set_answered_by(question.answered_by);
  proto.set_suspension_days_max(question.suspension_days_max);
  if (question.closed_on.has_value()) proto.set_closed_on(FormatDay(*question.closed_on));
  return proto;
}

v1::PackageReturn ToProto(const PackageReturn& returned) {
  v1::PackageReturn proto;
  proto.set_number(returned.number);
  proto.set_returned_on(FormatDay(returned.returned_on));
  proto.set_returned_by(returned.returned_by);
  proto.set_reason(returned.reason);
  proto.set_sent_on(FormatDay(returned.sent_on));
  proto.set_sent_by(returned.sent_by);
  return proto;
}

v1::Claim ToProto(const Contract& contract, const Claim& claim) {
  v1::Claim proto;
  proto.set_name(NameOfClaim(contract, claim.sequence));
  proto.set_sequence(claim.sequence);
  proto.set_kind(ToProto(claim.kind));
  *proto.mutable_requested() = tranche::convert::ToProto(claim.requested);
  for (const ClaimCost& cost : claim.costs) proto.add_costs(NameOfCost(contract, cost.id));
  proto.set_state(ToProto(claim.state));
  if (claim.sent_on.has_value()) proto.set_sent_on(FormatDay(*claim.sent_on));
  proto.set_sent_by(claim.sent_by);
  if (claim.decision.has_value()) *proto.mutable_verification() = VerificationOf(contract, claim);
  if (claim.approved.has_value())
    *proto.mutable_approved() = tranche::convert::ToProto(*claim.approved);
  SetRefused(claim, &proto);
  SetCash(claim, &proto);
  for (const Question& question : claim.questions) *proto.add_questions() = ToProto(question);
  proto.set_suspended_days(SuspendedDays(claim));
  proto.set_package(NameOfPackage(contract, claim.package));
  for (const PackageReturn& returned : claim.returns) *proto.add_returns() = ToProto(returned);
  if (!claim.sample_seed.empty()) proto.set_sample_commitment(Sha256Hex(claim.sample_seed));
  if (claim.security.has_value()) *proto.mutable_security() = ToProto(*claim.security);
  if (claim.additional_income.has_value()) {
    *proto.mutable_additional_income() = tranche::convert::ToProto(*claim.additional_income);
  }
  *proto.mutable_marks() = tranche::convert::MarksFromJson(claim.marks_json);
  return proto;
}

v1::Payment ToProto(const Contract& contract, const Payment& payment) {
  v1::Payment proto;
  proto.set_name(NameOfPayment(contract, payment.id));
  proto.set_number(NumberOfPayment(contract, payment.id));
  proto.set_claim(NameOfClaim(contract, payment.claim_sequence));
  proto.set_reason(payment.advance ? v1::ADVANCE_PAYMENT : v1::APPROVED_EXPENSES);
  *proto.mutable_amount() = tranche::convert::ToProto(payment.amount);
  proto.set_paid_on(FormatDay(payment.paid_on));
  proto.set_bank_reference(payment.bank_reference);
  *proto.mutable_marks() = tranche::convert::MarksFromJson(payment.marks_json);
  tranche::convert::Show(payment.annulment, &proto);
  return proto;
}

v1::CashPosition ToProto(const Contract& contract, const CashPosition& position,
                         const RuleVersion* cap_rule) {
  v1::CashPosition proto;
  proto.set_name(NameOf(contract) + "/cashPosition");
  const auto set = [](const ThreePart& parts, common::v1::ThreePartAmount* amount) {
    *amount = tranche::convert::ToProto(parts);
  };
  set(position.granted, proto.mutable_granted());
  set(position.claimed, proto.mutable_claimed());
  set(position.claimed_again, proto.mutable_claimed_again());
  set(position.unapproved, proto.mutable_unapproved());
  set(position.by_correction, proto.mutable_unapproved_by_correction());
  set(position.approved, proto.mutable_approved());
  set(position.advance_paid, proto.mutable_advance_paid());
  set(position.interim_paid, proto.mutable_interim_paid());
  set(position.final_paid, proto.mutable_final_paid());
  set(position.paid, proto.mutable_paid());
  set(position.deducted, proto.mutable_deducted());
  set(position.cleared, proto.mutable_cleared());
  if (!(position.approved_as_advance == ZeroParts(position.approved_as_advance.eu.currency()))) {
    set(position.approved_as_advance, proto.mutable_approved_as_advance());
  }
  set(position.to_pay, proto.mutable_to_pay());
  set(position.to_recover, proto.mutable_to_recover());
  *proto.mutable_remaining_to_clear() = tranche::convert::ToProto(position.remaining_to_clear);
  proto.set_cap_binds(position.cap_binds);
  proto.set_settled(position.settled);
  if (position.state_aid.has_value()) {
    set(position.state_aid->verified, proto.mutable_state_aid_verified());
    set(position.state_aid->covered, proto.mutable_state_aid_covered());
    set(position.state_aid->withdrawn, proto.mutable_state_aid_withdrawn());
    set(position.state_aid->not_covered, proto.mutable_state_aid_not_covered());
  }
  if (!position.cap.has_value() || cap_rule == nullptr) return proto;
  *proto.mutable_cap() = tranche::convert::ToProto(*position.cap);
  proto.set_cap_percent(cap_rule->value);
  proto.set_cap_source(cap_rule->source);
  proto.set_cap_verified(cap_rule->verified);
  if (position.cap_binds) {
    *proto.mutable_left_under_cap() = tranche::convert::ToProto(position.left_under_cap);
  }
  return proto;
}

absl::StatusOr<std::vector<VerdictInput>> VerdictsFromProto(const Contract& contract,
                                                            const v1::Verification& verification) {
  std::vector<VerdictInput> inputs;
  std::vector<Violation> violations;
  for (int i = 0; i < verification.refused_costs_size(); ++i) {
    const v1::RefusedCost& refused = verification.refused_costs(i);
    const std::string field = absl::StrCat("verification.refusedCosts[", i, "]");
    const absl::StatusOr<std::string> cost_id = CostIdOf(contract, refused.cost());
    AddViolation(cost_id.status(), field + ".cost", &violations);
    inputs.push_back({.field = field,
                      .cost_id = cost_id.value_or(""),
                      .refused = true,
                      .reason = refused.reason(),
                      .unapproved = std::nullopt,
                      .by_correction = std::nullopt});
  }
  for (int i = 0; i < verification.cost_verifications_size(); ++i) {
    const v1::CostVerification& cost = verification.cost_verifications(i);
    VerdictInput input{.field = absl::StrCat("verification.costVerifications[", i, "]"),
                       .cost_id = "",
                       .refused = false,
                       .reason = "",
                       .unapproved = std::nullopt,
                       .by_correction = std::nullopt};
    const absl::StatusOr<std::string> cost_id = CostIdOf(contract, cost.cost());
    AddViolation(cost_id.status(), input.field + ".cost", &violations);
    input.cost_id = cost_id.value_or("");
    input.unapproved = InputOf(cost.has_unapproved(), cost.unapproved(),
                               absl::StrCat(input.field, ".unapproved"), &violations);
    input.by_correction = InputOf(cost.has_unapproved_by_correction(), cost.unapproved_by_correction(),
                                  absl::StrCat(input.field, ".unapprovedByCorrection"), &violations);
    inputs.push_back(std::move(input));
  }
  if (!violations.empty()) return RefuseFields(std::move(violations));
  return inputs;
}

absl::StatusOr<Decision> FromProto(const v1::Verification& verification) {
  Decision decision;
  std::vector<Violation> faults;
  const auto day = [&](const std::string& text, const char* field) {
    const absl::StatusOr<absl::CivilDay> read = ParseDay(text);
    AddViolation(read.status(), field, &faults);
    return read.value_or(absl::CivilDay());
  };
  decision.decided_on = day(verification.decided_on(), "verification.decidedOn");
  decision.reference = verification.reference();
  // One without the other is a slip of which nobody can tell what was meant.
  if (verification.refused() == verification.refusal_reason().empty()) {
    const char* missing =
        verification.refused() ? "verification.refusalReason" : "verification.refused";
    faults.push_back({.field = missing, .reason = "FIELD_REQUIRED", .values = {}});
  }
  decision.advance_refused = verification.refused();
  decision.refusal_reason = verification.refusal_reason();
  if (!verification.cover_by().empty()) {
    decision.cover_by = day(verification.cover_by(), "verification.coverBy");
  }
  AddViolation(tranche::convert::CheckMarks(verification.marks()), "verification.marks", &faults);
  if (!faults.empty()) return RefuseFields(std::move(faults));
  decision.marks_json = tranche::convert::MarksToJson(verification.marks());
  return decision;
}

absl::StatusOr<Payment> FromProto(const v1::Payment& proto) {
  Payment payment;
  std::vector<Violation> faults;
  const absl::StatusOr<ThreePart> amount = tranche::convert::FromProto(proto.amount());
  AddViolation(amount.status(), "payment.amount", &faults);
  const absl::StatusOr<absl::CivilDay> paid_on = ParseDay(proto.paid_on());
  AddViolation(paid_on.status(), "payment.paidOn", &faults);
  AddViolation(tranche::convert::CheckMarks(proto.marks()), "payment.marks", &faults);
  if (!faults.empty()) return RefuseFields(std::move(faults));
  payment.amount = *amount;
  payment.paid_on = *paid_on;
  payment.bank_reference = proto.bank_reference();
  payment.marks_json = tranche::convert::MarksToJson(proto.marks());
  return payment;
}

absl::StatusOr<Contract> FromProto(const std::string& organisation,
                                   const proposals::v1::Contract& proto) {
  Contract contract;
  contract.organisation = organisation;
  TRANCHE_ASSIGN_OR_RETURN(const ContractName name, ParseContractName(proto.name()));
  contract.id = name.id;
  contract.procedure = proto.procedure();
  contract.version = proto.version();
  if (proto.beneficiary() != proposals::v1::BENEFICIARY_KIND_UNSPECIFIED) {
    contract.budget_body = proto.beneficiary() == proposals::v1::BUDGET_BODY;
  }
  TRANCHE_ASSIGN_OR_RETURN(contract.concluded_on, ParseDay(proto.concluded_on()));
  TRANCHE_ASSIGN_OR_RETURN(contract.starts_on, ParseDay(proto.starts_on()));
  TRANCHE_ASSIGN_OR_RETURN(contract.amount, tranche::convert::FromProto(proto.amount()));
  return contract;
}

}  // namespace tranche::payments::convert
