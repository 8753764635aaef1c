// SPDX-License-Identifier: EUPL-1.2
#include "timelines/timelines_convert.h"

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/marks.h"
#include "platform/validate/validate.h"

namespace tranche::timelines {
namespace {

v1::DeadlineKind KindToProto(DeadlineKind kind) {
  switch (kind) {
    case DeadlineKind::kFinalClaim:
      return v1::FINAL_CLAIM;
    case DeadlineKind::kVerifyAndPay:
      return v1::VERIFY_AND_PAY;
    case DeadlineKind::kImplementationEnd:
      return v1::IMPLEMENTATION_END;
    case DeadlineKind::kRepayDebt:
      return v1::REPAY_DEBT;
  }
  return v1::DEADLINE_KIND_UNSPECIFIED;
}

v1::DeadlineState StateToProto(DeadlineState state) {
  switch (state) {
    case DeadlineState::kUpcoming:
      return v1::UPCOMING;
    case DeadlineState::kDueSoon:
      return v1::DUE_SOON;
    case DeadlineState::kOverdue:
      return v1::OVERDUE;
    case DeadlineState::kMet:
      return v1::MET;
    case DeadlineState::kMetLate:
      return v1::MET_LATE;
  }
  return v1::DEADLINE_STATE_UNSPECIFIED;
}

void SetBasis(const LegalBasis& basis, v1::LegalBasis* proto) {
  proto->set_rule(basis.rule);
  proto->set_source(basis.source);
  proto->set_verified(basis.verified);
}

}  // namespace

std::string ContractName(const std::string& organisation, const std::string& id) {
  return absl::StrCat("organisations/", organisation, "/contracts/", id);
}

absl::StatusOr<Activity> FromProto(const v1::Activity& proto) {
  TRANCHE_RETURN_IF_ERROR(convert::CheckMarks(proto.marks()));
  return Activity{.code = proto.code(),
                  .title = proto.title(),
                  .first_month = proto.first_month(),
                  .last_month = proto.last_month(),
                  .marks = convert::MarksToJson(proto.marks())};
}

v1::Timeline ToProto(const Contract& contract, const std::vector<Activity>& activities) {
  v1::Timeline timeline;
  timeline.set_name(absl::StrCat(ContractName(contract.organisation, contract.id), "/timeline"));
  timeline.set_starts_on(FormatDay(contract.starts_on));
  timeline.set_ends_on(FormatDay(contract.ends_on));
  timeline.set_duration_months(contract.duration_months);
  for (const Activity& activity : activities) {
    const Days days = DaysOf(contract, activity.first_month, activity.last_month);
    v1::Activity* proto = timeline.add_activities();
    proto->set_code(activity.code);
    proto->set_title(activity.title);
    proto->set_first_month(activity.first_month);
    proto->set_last_month(activity.last_month);
    proto->set_starts_on(FormatDay(days.first));
    proto->set_ends_on(FormatDay(days.last));
    *proto->mutable_marks() = convert::MarksFromJson(activity.marks);
  }
  return timeline;
}

v1::Deadline ToProto(const Contract& contract, const Deadline& deadline) {
  const Obligation& obligation = deadline.obligation;
  v1::Deadline proto;
  proto.set_name(
      absl::StrCat(ContractName(contract.organisation, contract.id), "/deadlines/", obligation.id));
  proto.set_kind(KindToProto(obligation.kind));
  proto.set_title_bg(obligation.title_bg);
  proto.set_title_en(obligation.title_en);
  proto.set_event_on(FormatDay(obligation.event_on));
  proto.set_period(deadline.period);
  proto.set_nominal_on(FormatDay(deadline.nominal_on));
  proto.set_due_on(FormatDay(deadline.due_on));
  proto.set_shift_bg(deadline.shift_bg);
  proto.set_shift_en(deadline.shift_en);
  SetBasis(deadline.basis, proto.mutable_basis());
  if (deadline.shift_basis) SetBasis(*deadline.shift_basis, proto.mutable_shift_basis());
  proto.set_owner(obligation.owner == DeadlineOwner::kBeneficiary ? v1::BENEFICIARY
                                                                  : v1::MANAGING_AUTHORITY);
  proto.set_state(StateToProto(deadline.state));
  proto.set_days_left(deadline.days_left);
  if (obligation.met_on) proto.set_met_on(FormatDay(*obligation.met_on));
  return proto;
}

absl::StatusOr<Contract> FromProto(const std::string& organisation,
                                   const proposals::v1::Contract& proto) {
  TRANCHE_ASSIGN_OR_RETURN(
      const std::vector<std::string> segments,
      validate::ParseResourceName("organisations/{organisation}/contracts/{contract}", proto.name()));
  Contract contract;
  contract.organisation = organisation;
  contract.id = segments[1];
  contract.number = proto.number();
  contract.procedure = proto.procedure();
  TRANCHE_ASSIGN_OR_RETURN(contract.starts_on, ParseDay(proto.starts_on()));
  TRANCHE_ASSIGN_OR_RETURN(contract.ends_on, ParseDay(proto.ends_on()));
  contract.duration_months = proto.duration_months();
  contract.version = proto.version();
  return contract;
}

absl::StatusOr<SentClaim> FromProto(const payments::v1::Claim& proto) {
  SentClaim claim;
  claim.name = proto.name();
  claim.sequence = proto.sequence();
  claim.sending = proto.returns_size() + 1;
  TRANCHE_ASSIGN_OR_RETURN(claim.sent_on, ParseDay(proto.sent_on()));
  switch (proto.kind()) {
    // Both are advance payments, which have a clock of their own.
    case payments::v1::ADVANCE:
    case payments::v1::STATE_AID_ADVANCE:
      claim.kind = ClaimKind::kAdvance;
      return claim;
    case payments::v1::INTERIM:
      claim.kind = ClaimKind::kInterim;
      return claim;
    case payments::v1::FINAL:
      claim.kind = ClaimKind::kFinal;
      return claim;
    default:
      return RefuseInput("INVALID_REQUEST",
                         {{.field = "claim.kind", .reason = "FIELD_REQUIRED", .values = {}}});
  }
}

LegalRule FromProto(const reference::v1::Rule& proto) {
  return {.code = proto.code(),
          .value = proto.value(),
          .unit = proto.unit(),
          .programming_period = proto.programming_period(),
          .source = proto.legal_source(),
          .verified = proto.verified()};
}

}  // namespace tranche::timelines
