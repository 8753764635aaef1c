// SPDX-License-Identifier: EUPL-1.2
// The API as an OpenAPI 3.1 document, made from its descriptions: what the gateway serves at
// /openapi.json.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "openapi/schemas.h"

namespace tranche::openapi {

// `descriptors` is a descriptor set of protoc, made with imports and source information; examples are
// taken from files of steps. An error names the description that cannot be told over HTTP.
absl::StatusOr<Json> DescribeFile(const std::string& descriptors, const std::string& version,
                                  const std::vector<std::string>& steps);

}  // namespace tranche::openapi
