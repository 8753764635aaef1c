// SPDX-License-Identifier: EUPL-1.2
#include "platform/convert/annulments.h"

#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/rows.h"

namespace tranche::convert {

absl::StatusOr<Annulment> FromProto(const common::v1::Annulment& proto,
                                    const std::string& annulled_by) {
  Annulment annulment{.annulled_on = {},
                      .reason = proto.reason(),
                      .reference = proto.reference(),
                      .annulled_by = annulled_by};
  TRANCHE_ASSIGN_OR_RETURN(annulment.annulled_on, ParseDay(proto.annulled_on()));
  return annulment;
}

common::v1::Annulment ToProto(const Annulment& annulment) {
  common::v1::Annulment proto;
  proto.set_annulled_on(FormatDay(annulment.annulled_on));
  proto.set_reason(annulment.reason);
  proto.set_reference(annulment.reference);
  proto.set_annulled_by(annulment.annulled_by);
  return proto;
}

std::optional<Annulment> AnnulmentFromRow(const pqxx::row& row) {
  if (row["annulled_on"].is_null()) return std::nullopt;
  return Annulment{.annulled_on = DayFromRow(row, "annulled_on"),
                   .reason = row["annulment_reason"].as<std::string>(),
                   .reference = row["annulment_reference"].as<std::string>(),
                   .annulled_by = row["annulled_by"].as<std::string>()};
}

}  // namespace tranche::convert
