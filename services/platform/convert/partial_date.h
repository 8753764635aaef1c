// SPDX-License-Identifier: EUPL-1.2
// Dates of which a part is written, on the wire.
#pragma once

#include <string>
#include <vector>

#include "platform/base/error.h"
#include "platform/text/written.h"
#include "tranche/common/v1/partial_date.pb.h"

namespace tranche::convert {

common::v1::PartialDate ToProto(const PartialDate& date);
PartialDate FromProto(const common::v1::PartialDate& proto);

// Whether the date can be; otherwise adds PARTIAL_DATE_IMPOSSIBLE at `field`.
bool CheckPossible(const std::string& field, const common::v1::PartialDate& date,
                   std::vector<Violation>* violations);

}  // namespace tranche::convert
