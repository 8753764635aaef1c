// SPDX-License-Identifier: EUPL-1.2
#include "payments/payments_convert.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/marks.h"
#include "platform/convert/money.h"
#include "platform/text/fold.h"
#include "platform/validate/validate.h"

namespace tranche::payments::convert {
namespace {

constexpr char kContractPattern[] = "organisations/{organisation}/contracts/{contract}";
constexpr char kClaimPattern[] = "organisations/{organisation}/contracts/{contract}/claims/{claim}";
constexpr char kCostPattern[] = "organisations/{organisation}/contracts/{contract}/costs/{cost}";

v1::ClaimKind ToProto(ClaimKind kind) {
  switch (kind) {
    case ClaimKind::kAdvance:
      return v1::ADVANCE;
    case ClaimKind::kInterim:
      return v1::INTERIM;
    case ClaimKind::kFinal:
      return v1::FINAL;
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
  }
  return v1::CLAIM_STATE_UNSPECIFIED;
}

v1::Verification VerificationOf(const Contract& contract, const Claim& claim) {
  v1::Verification verification;
  verification.set_decided_on(FormatDay(claim.decision->decided_on));
  verification.set_reference(claim.decision->reference);
  verification.set_decided_by(claim.decided_by);
  for (const RefusedCost& refused : claim.decision->refused_costs) {
    v1::RefusedCost* cost = verification.add_refused_costs();
    cost->set_cost(NameOfCost(contract, refused.cost_id));
    cost->set_reason(refused.reason);
  }
  verification.set_refused(claim.decision->advance_refused);
  verification.set_refusal_reason(claim.decision->refusal_reason);
  *verification.mutable_marks() = tranche::convert::MarksFromJson(claim.decision->marks_json);
  return verification;
}

}  // namespace

absl::StatusOr<ContractName> ParseContractName(const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kContractPattern, name));
  return ContractName{.organisation = segments[0], .id = FoldRegisterNumber(segments[1])};
}

absl::StatusOr<ClaimName> ParseClaimName(const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kClaimPattern, name));
  ClaimName claim{.contract = {.organisation = segments[0], .id = FoldRegisterNumber(segments[1])}};
  if (!absl::SimpleAtoi(segments[2], &claim.sequence) || claim.sequence < 1) claim.sequence = 0;
  return claim;
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
  return kind == v1::FINAL ? ClaimKind::kFinal : ClaimKind::kInterim;
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
  if (claim.refused.has_value()) *proto.mutable_refused() = tranche::convert::ToProto(*claim.refused);
  *proto.mutable_paid() = tranche::convert::ToProto(claim.paid);
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
  return proto;
}

absl::StatusOr<Decision> FromProto(const Contract& contract, const v1::Verification& verification) {
  Decision decision;
  TRANCHE_RETURN_IF_ERROR(tranche::convert::CheckMarks(verification.marks()));
  TRANCHE_ASSIGN_OR_RETURN(decision.decided_on, ParseDay(verification.decided_on()));
  decision.reference = verification.reference();
  // One without the other is a slip of which nobody can tell what was meant.
  if (verification.refused() == verification.refusal_reason().empty()) {
    const char* missing =
        verification.refused() ? "verification.refusalReason" : "verification.refused";
    return RefuseInput("INVALID_REQUEST",
                       {{.field = missing, .reason = "FIELD_REQUIRED", .values = {}}});
  }
  decision.advance_refused = verification.refused();
  decision.refusal_reason = verification.refusal_reason();
  decision.marks_json = tranche::convert::MarksToJson(verification.marks());
  for (const v1::RefusedCost& refused : verification.refused_costs()) {
    TRANCHE_ASSIGN_OR_RETURN(std::string cost_id, CostIdOf(contract, refused.cost()));
    decision.refused_costs.push_back({.cost_id = std::move(cost_id), .reason = refused.reason()});
  }
  SortRefusedCosts(decision);
  return decision;
}

absl::StatusOr<Payment> FromProto(const v1::Payment& proto) {
  Payment payment;
  TRANCHE_RETURN_IF_ERROR(tranche::convert::CheckMarks(proto.marks()));
  TRANCHE_ASSIGN_OR_RETURN(payment.amount, tranche::convert::FromProto(proto.amount()));
  TRANCHE_ASSIGN_OR_RETURN(payment.paid_on, ParseDay(proto.paid_on()));
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
  TRANCHE_ASSIGN_OR_RETURN(contract.concluded_on, ParseDay(proto.concluded_on()));
  TRANCHE_ASSIGN_OR_RETURN(contract.starts_on, ParseDay(proto.starts_on()));
  TRANCHE_ASSIGN_OR_RETURN(contract.amount, tranche::convert::FromProto(proto.amount()));
  return contract;
}

}  // namespace tranche::payments::convert
