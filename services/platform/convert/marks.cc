// SPDX-License-Identifier: EUPL-1.2
#include "platform/convert/marks.h"

#include <nlohmann/json.hpp>

#include "platform/base/error.h"

namespace tranche::convert {

absl::Status CheckMarks(const Marks& marks) {
  for (const common::v1::Mark& mark : marks) {
    if (mark.provenance() == common::v1::SOURCED && mark.source().empty()) {
      return Refuse("MARK_SOURCE_MISSING", {{"field", mark.field()}});
    }
  }
  return absl::OkStatus();
}

std::string MarksToJson(const Marks& marks) {
  nlohmann::json list = nlohmann::json::array();
  for (const common::v1::Mark& mark : marks) {
    list.push_back({{"field", mark.field()},
                    {"provenance", common::v1::Provenance_Name(mark.provenance())},
                    {"source", mark.source()}});
  }
  return list.dump();
}

Marks MarksFromJson(const std::string& json) {
  Marks marks;
  if (json == "[]") return marks;  // Most records have none.
  for (const nlohmann::json& item : nlohmann::json::parse(json)) {
    common::v1::Mark* mark = marks.Add();
    mark->set_field(item.at("field").get<std::string>());
    mark->set_source(item.at("source").get<std::string>());
    common::v1::Provenance provenance = common::v1::PROVENANCE_UNSPECIFIED;
    common::v1::Provenance_Parse(item.at("provenance").get<std::string>(), &provenance);
    mark->set_provenance(provenance);
  }
  return marks;
}

}  // namespace tranche::convert
