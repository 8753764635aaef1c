// SPDX-License-Identifier: EUPL-1.2
#include "proposals/proposals_convert.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/marks.h"
#include "platform/convert/money.h"
#include "platform/text/fold.h"
#include "platform/validate/validate.h"

namespace tranche::proposals {
namespace {

// Domain and wire use the same names, so that a value that one of them lacks shows at once.
absl::Status UnknownValue(const char* field, const std::string& value) {
  return RefuseInput(
      "INVALID_REQUEST",
      {{.field = field, .reason = "FIELD_MALFORMED", .values = {{"value", value}, {"format", field}}}});
}

void SetEvaluation(const Evaluation& evaluation, v1::Evaluation* proto) {
  v1::EvaluationKind kind = v1::EVALUATION_KIND_UNSPECIFIED;
  v1::EvaluationKind_Parse(std::string(NameOf(evaluation.kind)), &kind);
  proto->set_kind(kind);
  v1::Standing standing = v1::STANDING_UNSPECIFIED;
  v1::Standing_Parse(std::string(NameOf(evaluation.standing)), &standing);
  proto->set_standing(standing);
  proto->set_decided_on(FormatDay(evaluation.decided_on));
  proto->set_reference(evaluation.reference);
  *proto->mutable_marks() = convert::MarksFromJson(evaluation.marks);
}

}  // namespace

std::string ProposalName(const std::string& organisation, const std::string& id) {
  return absl::StrCat("organisations/", organisation, "/proposals/", id);
}

std::string ContractName(const std::string& organisation, const std::string& id) {
  return absl::StrCat("organisations/", organisation, "/contracts/", id);
}

absl::StatusOr<std::string> SegmentOf(const std::string& number) {
  std::string folded = FoldRegisterNumber(number);
  if (!validate::ParseResourceName("contracts/{contract}", absl::StrCat("contracts/", folded)).ok()) {
    return Refuse("REGISTER_NUMBER_MALFORMED", {{"value", number}});
  }
  return folded;
}

absl::StatusOr<Proposal> FromProto(const std::string& organisation, const v1::Proposal& proto) {
  TRANCHE_RETURN_IF_ERROR(convert::CheckMarks(proto.marks()));
  Proposal proposal;
  proposal.organisation = organisation;
  TRANCHE_ASSIGN_OR_RETURN(proposal.id, SegmentOf(proto.number()));
  proposal.number = proto.number();
  proposal.procedure = FoldRegisterNumber(proto.procedure());
  proposal.title = proto.title();
  TRANCHE_ASSIGN_OR_RETURN(proposal.requested, convert::FromProto(proto.requested()));
  proposal.duration_months = proto.duration_months();
  proposal.target_groups.assign(proto.target_groups().begin(), proto.target_groups().end());
  proposal.marks = convert::MarksToJson(proto.marks());
  return proposal;
}

absl::StatusOr<Evaluation> FromProto(const v1::Evaluation& proto) {
  TRANCHE_RETURN_IF_ERROR(convert::CheckMarks(proto.marks()));
  const std::string kind_name = v1::EvaluationKind_Name(proto.kind());
  const std::optional<EvaluationKind> kind = ParseEvaluationKind(kind_name);
  if (!kind) return UnknownValue("evaluation.kind", kind_name);
  const std::string standing_name = v1::Standing_Name(proto.standing());
  const std::optional<Standing> standing = ParseStanding(standing_name);
  if (!standing) return UnknownValue("evaluation.standing", standing_name);
  Evaluation evaluation;
  evaluation.kind = *kind;
  evaluation.standing = *standing;
  TRANCHE_ASSIGN_OR_RETURN(evaluation.decided_on, ParseDay(proto.decided_on()));
  evaluation.reference = proto.reference();
  evaluation.marks = convert::MarksToJson(proto.marks());
  return evaluation;
}

absl::StatusOr<BeneficiaryKind> FromProto(v1::BeneficiaryKind proto, const char* field) {
  if (proto == v1::BENEFICIARY_KIND_UNSPECIFIED) return BeneficiaryKind::kNotTold;
  const std::string name = v1::BeneficiaryKind_Name(proto);
  const std::optional<BeneficiaryKind> kind = ParseBeneficiaryKind(name);
  // A number that is none of ours has no name.
  if (!kind || *kind == BeneficiaryKind::kNotTold) return UnknownValue(field, name);
  return *kind;
}

v1::BeneficiaryKind ToProto(BeneficiaryKind kind) {
  v1::BeneficiaryKind proto = v1::BENEFICIARY_KIND_UNSPECIFIED;
  v1::BeneficiaryKind_Parse(std::string(NameOf(kind)), &proto);
  return proto;
}

absl::StatusOr<Contract> FromProto(const std::string& organisation, const v1::Contract& proto) {
  TRANCHE_RETURN_IF_ERROR(convert::CheckMarks(proto.marks()));
  const std::string rule_name = v1::PeriodRule_Name(proto.period_rule());
  const std::optional<PeriodRule> rule = ParsePeriodRule(rule_name);
  if (!rule) return UnknownValue("contract.periodRule", rule_name);
  Contract terms;
  terms.organisation = organisation;
  TRANCHE_ASSIGN_OR_RETURN(terms.id, SegmentOf(proto.number()));
  terms.number = proto.number();
  terms.number_mixes_scripts = MixesScripts(proto.number());
  TRANCHE_ASSIGN_OR_RETURN(terms.concluded_on, ParseDay(proto.concluded_on()));
  TRANCHE_ASSIGN_OR_RETURN(terms.starts_on, ParseDay(proto.starts_on()));
  terms.duration_months = proto.duration_months();
  terms.period_rule = *rule;
  TRANCHE_ASSIGN_OR_RETURN(terms.amount, convert::FromProto(proto.amount()));
  TRANCHE_ASSIGN_OR_RETURN(terms.beneficiary, FromProto(proto.beneficiary(), "contract.beneficiary"));
  terms.marks = convert::MarksToJson(proto.marks());
  return terms;
}

v1::Proposal ToProto(const Proposal& proposal) {
  v1::Proposal proto;
  proto.set_name(ProposalName(proposal.organisation, proposal.id));
  proto.set_number(proposal.number);
  proto.set_procedure(proposal.procedure);
  proto.set_title(proposal.title);
  *proto.mutable_requested() = convert::ToProto(proposal.requested);
  proto.set_duration_months(proposal.duration_months);
  for (const std::string& group : proposal.target_groups) proto.add_target_groups(group);
  v1::ProposalState state = v1::PROPOSAL_STATE_UNSPECIFIED;
  v1::ProposalState_Parse(std::string(NameOf(proposal.state)), &state);
  proto.set_state(state);
  if (proposal.submitted_on) proto.set_submitted_on(FormatDay(*proposal.submitted_on));
  if (proposal.evaluation) SetEvaluation(*proposal.evaluation, proto.mutable_evaluation());
  *proto.mutable_marks() = convert::MarksFromJson(proposal.marks);
  return proto;
}

v1::Contract ToProto(const Contract& contract) {
  v1::Contract proto;
  proto.set_name(ContractName(contract.organisation, contract.id));
  proto.set_number(contract.number);
  proto.set_number_mixes_scripts(contract.number_mixes_scripts);
  proto.set_proposal(ProposalName(contract.organisation, contract.proposal));
  proto.set_title(contract.title);
  proto.set_procedure(contract.procedure);
  proto.set_concluded_on(FormatDay(contract.concluded_on));
  proto.set_starts_on(FormatDay(contract.starts_on));
  proto.set_duration_months(contract.duration_months);
  v1::PeriodRule rule = v1::PERIOD_RULE_UNSPECIFIED;
  v1::PeriodRule_Parse(std::string(NameOf(contract.period_rule)), &rule);
  proto.set_period_rule(rule);
  proto.set_ends_on(FormatDay(contract.ends_on));
  *proto.mutable_amount() = convert::ToProto(contract.amount);
  if (absl::StatusOr<std::string> percent = GrantPercent(contract.amount); percent.ok()) {
    proto.set_grant_percent(*std::move(percent));
  }
  proto.set_beneficiary(ToProto(contract.beneficiary));
  v1::ExecutionState state = v1::EXECUTION_STATE_UNSPECIFIED;
  v1::ExecutionState_Parse(std::string(NameOf(contract.state)), &state);
  proto.set_state(state);
  proto.set_version(contract.version);
  if (!OpenVersionOf(contract).empty()) {
    proto.set_open_version(absl::StrCat(proto.name(), "/versions/", OpenVersionOf(contract)));
  }
  if (!OpenPackageOf(contract).empty()) {
    proto.set_open_package(absl::StrCat(proto.name(), "/packages/", OpenPackageOf(contract)));
  }
  *proto.mutable_marks() = convert::MarksFromJson(contract.marks);
  return proto;
}

}  // namespace tranche::proposals
