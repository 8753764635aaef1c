// SPDX-License-Identifier: EUPL-1.2
#include "platform/convert/partial_date.h"

namespace tranche::convert {

common::v1::PartialDate ToProto(const PartialDate& date) {
  common::v1::PartialDate proto;
  proto.set_year(date.year);
  proto.set_month(date.month);
  proto.set_day(date.day);
  proto.set_this_year(date.this_year);
  proto.set_as_written(date.as_written);
  return proto;
}

PartialDate FromProto(const common::v1::PartialDate& proto) {
  return {.year = proto.year(),
          .month = proto.month(),
          .day = proto.day(),
          .this_year = proto.this_year(),
          .as_written = proto.as_written()};
}

bool CheckPossible(const std::string& field, const common::v1::PartialDate& date,
                   std::vector<Violation>* violations) {
  const PartialDate known = FromProto(date);
  if (IsPossible(known)) return true;
  violations->push_back({field, "PARTIAL_DATE_IMPOSSIBLE", {{"date", FormatPartial(known)}}});
  return false;
}

}  // namespace tranche::convert
