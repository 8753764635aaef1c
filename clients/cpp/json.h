// SPDX-License-Identifier: EUPL-1.2
// The JSON form of messages, the same in the gateway and in the command line: names in lowerCamel,
// 64-bit integers as strings, enum values by their name in lower case, times in RFC 3339, bytes in
// base64.
#pragma once

#include <google/protobuf/message.h>

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tranche::client {

enum class JsonStyle {
  kCompact,   // One line, no blanks.
  kIndented,  // Two spaces a level, for people.
};

// Writes a message. Scalars and lists are written also when they hold their default, so that a reader
// finds every field; absent messages, absent `optional` scalars and the value 0 of an enum
// (…_UNSPECIFIED, "not said") are left out.
std::string ToJson(const google::protobuf::Message& message, JsonStyle style = JsonStyle::kCompact);

// Deepest nesting and most values that FromJson reads.
inline constexpr int kJsonDepthMax = 32;
inline constexpr int kJsonValuesMax = 10'000;

// Reads a message and refuses everything that is not exactly its description, with the path of what is
// wrong: JSON_MALFORMED, JSON_TOO_COMPLEX, JSON_DUPLICATE_KEY, FIELD_UNKNOWN (all of them at once),
// JSON_MISMATCH. `base` is put before every path: where in a request this message stands.
// `message` is replaced on success and not specified otherwise.
absl::Status FromJson(absl::string_view text, google::protobuf::Message* message,
                      absl::string_view base = "");

}  // namespace tranche::client
