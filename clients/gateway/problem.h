// SPDX-License-Identifier: EUPL-1.2
// Refusals as RFC 9457 problem documents, in the language that the caller asked for.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "gateway/http_server.h"
#include "platform/base/error.h"

namespace tranche::gateway {

// The better liked of Bulgarian and English by an Accept-Language header; Bulgarian when it names
// neither.
Language PreferredLanguage(absl::string_view accept_language);

// The trace id of a request: of its `traceparent` header when that is well-formed, else a new one,
// which is then written into the header, so that everything done for the request carries the same.
std::string EnsureTrace(HttpRequest* request);

// {type, title, status, detail, instance, code, values, errors, trace_id}. A status without a reason is
// answered as INTERNAL and says nothing more.
HttpResponse Problem(const absl::Status& status, const HttpRequest& request);

// "lines[2].caps" as a JSON pointer, "/lines/2/caps"; "" when the text is a place in a document
// ("line 27, column 5") and no path.
std::string ToJsonPointer(absl::string_view path);

}  // namespace tranche::gateway
