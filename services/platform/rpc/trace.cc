// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/trace.h"

#include <sodium.h>

#include <algorithm>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace tranche::rpc {
namespace {

// Before main: the library's random numbers are then safe on every thread.
[[maybe_unused]] const int kSodiumReady = sodium_init();

std::string RandomHex(size_t bytes) {
  std::string random(bytes, '\0');
  randombytes_buf(random.data(), random.size());
  return absl::BytesToHexString(random);
}

bool IsLowerHex(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

std::string NewTraceId() { return RandomHex(16); }

std::string MakeTraceParent(absl::string_view trace_id) {
  return absl::StrCat("00-", trace_id, "-", RandomHex(8), "-01");
}

std::string TraceIdOf(absl::string_view trace_parent) {
  const std::vector<absl::string_view> parts = absl::StrSplit(trace_parent, '-');
  if (parts.size() < 4 || parts[0].size() != 2 || parts[1].size() != 32 || parts[2].size() != 16)
    return "";
  if (!IsLowerHex(parts[0]) || !IsLowerHex(parts[1]) || !IsLowerHex(parts[2]) || parts[0] == "ff")
    return "";
  const bool zero = parts[1].find_first_not_of('0') == absl::string_view::npos;
  return zero ? "" : std::string(parts[1]);
}

}  // namespace tranche::rpc
