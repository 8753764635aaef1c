// SPDX-License-Identifier: EUPL-1.2
#include "proposals/contract_version_convert.h"

#include <google/protobuf/util/time_util.h>

#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/marks.h"
#include "platform/convert/money.h"
#include "platform/text/fold.h"
#include "platform/validate/validate.h"
#include "proposals/proposals_convert.h"

namespace tranche::proposals {
namespace {

constexpr char kVersionPattern[] =
    "organisations/{organisation}/contracts/{contract}/versions/{version}";

}  // namespace

std::string VersionName(const std::string& organisation, const std::string& contract, int number) {
  return absl::StrCat(ContractName(organisation, contract), "/versions/", number);
}

absl::StatusOr<VersionRef> ParseVersionName(const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kVersionPattern, name));
  const int number = validate::ParseNumber<int>(segments[2]);
  if (number == 0) return Refuse("NOT_FOUND", {{"name", name}});
  return VersionRef{
      .organisation = segments[0], .contract = FoldRegisterNumber(segments[1]), .number = number};
}

absl::StatusOr<Amendment> FromProto(const v1::ContractVersion& proto) {
  TRANCHE_RETURN_IF_ERROR(convert::CheckMarks(proto.marks()));
  const std::string type_name = v1::VersionType_Name(proto.type());
  const std::optional<VersionType> type = ParseVersionType(type_name);
  if (!type) {
    return RefuseInput("INVALID_REQUEST", {{.field = "version.type",
                                            .reason = "FIELD_MALFORMED",
                                            .values = {{"value", type_name}, {"format", "annex"}}}});
  }
  Amendment amendment;
  amendment.type = *type;
  TRANCHE_ASSIGN_OR_RETURN(amendment.concluded_on, ParseDay(proto.concluded_on()));
  amendment.document = proto.document();
  amendment.reason = proto.reason();
  amendment.title = proto.title();
  amendment.duration_months = proto.duration_months();
  if (proto.has_amount()) {
    TRANCHE_ASSIGN_OR_RETURN(amendment.amount, convert::FromProto(proto.amount()));
  }
  TRANCHE_ASSIGN_OR_RETURN(amendment.beneficiary,
                           FromProto(proto.beneficiary(), "version.beneficiary"));
  amendment.revises_budget = proto.revises_budget();
  amendment.marks = convert::MarksToJson(proto.marks());
  return amendment;
}

v1::ContractVersion ToProto(const store::StoredVersion& stored) {
  const ContractVersion& version = stored.version;
  v1::ContractVersion proto;
  proto.set_name(VersionName(version.organisation, version.contract, version.number));
  proto.set_number(version.number);
  v1::VersionType type = v1::VERSION_TYPE_UNSPECIFIED;
  v1::VersionType_Parse(std::string(NameOf(version.type)), &type);
  proto.set_type(type);
  v1::VersionState state = v1::VERSION_STATE_UNSPECIFIED;
  v1::VersionState_Parse(std::string(NameOf(version.state)), &state);
  proto.set_state(state);
  proto.set_concluded_on(FormatDay(version.concluded_on));
  proto.set_document(version.document);
  proto.set_reason(version.reason);
  proto.set_title(version.title);
  proto.set_duration_months(version.duration_months);
  proto.set_ends_on(FormatDay(version.ends_on));
  *proto.mutable_amount() = convert::ToProto(version.amount);
  proto.set_beneficiary(ToProto(version.beneficiary));
  proto.set_revises_budget(version.revises_budget);
  for (const std::string& change : version.changes) proto.add_changes(change);
  proto.set_recorded_by(stored.recorded_by);
  *proto.mutable_recorded_at() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(stored.recorded_at_us);
  proto.set_withdrawal_reason(version.withdrawal_reason);
  *proto.mutable_marks() = convert::MarksFromJson(version.marks);
  return proto;
}

}  // namespace tranche::proposals
