// SPDX-License-Identifier: EUPL-1.2
// What a person should know although it could be done: findings that say themselves in both languages.
#pragma once

#include <vector>

#include "cli/output.h"
#include "cli/texts.h"

namespace tranche::cli {

Table FindingsTable(const std::vector<const google::protobuf::Message*>& findings, Text title,
                    Language language);

}  // namespace tranche::cli
