// SPDX-License-Identifier: EUPL-1.2
#include "platform/convert/record_name.h"

#include <vector>

#include "platform/base/status_macros.h"
#include "platform/text/fold.h"
#include "platform/validate/validate.h"

namespace tranche::convert {

absl::StatusOr<RecordName> ParseRecordName(const char* pattern, const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(pattern, name));
  return RecordName{.organisation = segments[0], .id = FoldRegisterNumber(segments[1])};
}

}  // namespace tranche::convert
