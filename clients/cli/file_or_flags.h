// SPDX-License-Identifier: EUPL-1.2
// Requests that are given as a file or by options.
#pragma once

#include <string>
#include <vector>

#include "cli/commands.h"
#include "tranche/common/v1/money.pb.h"

namespace tranche::cli {

// Whether the request is in --file. Refuses --file together with an option, and none of both: then
// `needed` are all to be given.
absl::StatusOr<bool> IsInFile(const Session& session, const Arguments& arguments,
                              const std::vector<const char*>& needed,
                              const std::vector<const char*>& others);

// An amount by who pays, from two options; the second one is 0 when it is left out. There is no own
// part.
absl::Status ReadGrantParts(Session& session, const Arguments& arguments, const std::string& eu,
                            const std::string& national, common::v1::ThreePartAmount* parts);

}  // namespace tranche::cli
