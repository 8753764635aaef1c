// SPDX-License-Identifier: EUPL-1.2
// Annulments on the wire and in rows.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "platform/money/annulment.h"
#include "platform/pg/transaction.h"
#include "tranche/common/v1/annulment.pb.h"

namespace tranche::convert {

// `annulled_by`: who asks.
absl::StatusOr<Annulment> FromProto(const common::v1::Annulment& proto, const std::string& annulled_by);
common::v1::Annulment ToProto(const Annulment& annulment);

// From the columns annulled_on, annulment_reason, annulment_reference and annulled_by; nothing when
// they are null.
std::optional<Annulment> AnnulmentFromRow(const pqxx::row& row);

// Sets the state and, of an annulled record, why.
template <typename Record>
void Show(const std::optional<Annulment>& annulment, Record* record) {
  record->set_state(annulment.has_value() ? common::v1::RECORD_ANNULLED : common::v1::RECORD_ENTERED);
  if (annulment.has_value()) *record->mutable_annulment() = ToProto(*annulment);
}

}  // namespace tranche::convert
