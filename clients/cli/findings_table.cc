// SPDX-License-Identifier: EUPL-1.2
#include "cli/findings_table.h"

#include <string>

namespace tranche::cli {
namespace {

constexpr Text kPlace{"Място", "Place"};
constexpr Text kWhat{"Какво", "What"};

}  // namespace

Table FindingsTable(const std::vector<const google::protobuf::Message*>& findings, Text title,
                    Language language) {
  Table table = TableOf(findings, {{kPlace, "place"}, {kWhat, "text_*"}}, language);
  table.title = std::string(title.In(language));
  return table;
}

}  // namespace tranche::cli
