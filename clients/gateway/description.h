// SPDX-License-Identifier: EUPL-1.2
// The API's own description, made by clients/openapi at build time and built into the program.
#pragma once

#include "gateway/http_server.h"

namespace tranche::gateway {

inline constexpr char kDescriptionPath[] = "/openapi.json";

// The OpenAPI document with its digest as ETag, or 304 to who has it already. It holds no data of
// anybody, so caches may keep it and no token is asked for.
HttpResponse Description(const HttpRequest& request);

}  // namespace tranche::gateway
