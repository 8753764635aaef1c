// SPDX-License-Identifier: EUPL-1.2
// W3C trace context: the number under which a call is found in the logs of every role it touched.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace tranche::rpc {

// 32 random lower-case hexadecimal digits.
std::string NewTraceId();

// "00-<trace id>-<new span id>-01".
std::string MakeTraceParent(absl::string_view trace_id);

// The trace id of a traceparent, or "" when the text is none.
std::string TraceIdOf(absl::string_view trace_parent);

}  // namespace tranche::rpc
