// SPDX-License-Identifier: EUPL-1.2
#include "payments/securities/security_convert.h"

#include <optional>

#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"

namespace tranche::payments::convert {

v1::SecurityState ToProto(securities::SecurityState state) {
  v1::SecurityState proto = v1::SECURITY_STATE_UNSPECIFIED;
  v1::SecurityState_Parse(std::string(securities::Name(state)), &proto);
  return proto;
}

v1::SecurityStep ToProto(const SecurityStep& step) {
  v1::SecurityStep proto;
  proto.set_number(step.number);
  v1::SecurityStepKind kind = v1::SECURITY_STEP_KIND_UNSPECIFIED;
  v1::SecurityStepKind_Parse(std::string(Name(step.kind)), &kind);
  proto.set_kind(kind);
  proto.set_on(FormatDay(step.on));
  if (step.valid_until.has_value()) proto.set_valid_until(FormatDay(*step.valid_until));
  if (step.amount.has_value()) *proto.mutable_amount() = tranche::convert::ToProto(*step.amount);
  proto.set_reference(step.reference);
  proto.set_reason(step.reason);
  proto.set_recorded_by(step.recorded_by);
  return proto;
}

absl::StatusOr<SecurityStep> FromProto(const v1::SecurityStep& proto, const std::string& subject) {
  const std::optional<SecurityStepKind> kind =
      SecurityStepKindOf(v1::SecurityStepKind_Name(proto.kind()));
  // The description leaves no other kind through.
  if (!kind.has_value()) return Refuse("INVALID_REQUEST");
  SecurityStep step{.number = 0,
                    .kind = *kind,
                    .on = {},
                    .valid_until = std::nullopt,
                    .amount = std::nullopt,
                    .reference = proto.reference(),
                    .reason = proto.reason(),
                    .recorded_by = subject};
  TRANCHE_ASSIGN_OR_RETURN(step.on, ParseDay(proto.on()));
  if (!proto.valid_until().empty()) {
    TRANCHE_ASSIGN_OR_RETURN(step.valid_until, ParseDay(proto.valid_until()));
  }
  if (proto.has_amount()) {
    TRANCHE_ASSIGN_OR_RETURN(step.amount, tranche::convert::FromProto(proto.amount()));
  }
  return step;
}

}  // namespace tranche::payments::convert
