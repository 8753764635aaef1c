// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/address.h"

#include <arpa/inet.h>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace tranche::rpc {
namespace {

constexpr char kRolePlace[] = "{role}";
constexpr uint32_t kLoopbackNet = 127;

bool IsLoopback(const std::string& host) {
  in_addr four{};
  if (inet_pton(AF_INET, host.c_str(), &four) == 1) return ntohl(four.s_addr) >> 24 == kLoopbackNet;
  in6_addr six{};
  return inet_pton(AF_INET6, host.c_str(), &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

}  // namespace

bool IsPerRole(absl::string_view address) { return absl::StrContains(address, kRolePlace); }

std::string ForRole(absl::string_view address, absl::string_view role) {
  return absl::StrReplaceAll(address, {{kRolePlace, role}});
}

bool IsUnixSocket(absl::string_view address) { return absl::StartsWith(address, "unix:"); }

bool IsLocal(absl::string_view address) {
  if (IsUnixSocket(address)) return true;
  const size_t colon = address.rfind(':');
  if (colon == absl::string_view::npos) return false;
  absl::string_view host = address.substr(0, colon);
  if (absl::ConsumePrefix(&host, "[") ? !absl::ConsumeSuffix(&host, "]")
                                      : absl::StrContains(host, ':')) {
    return false;  // "::1:7070" without brackets is another address, without a port.
  }
  return host == "localhost" || IsLoopback(std::string(host));
}

}  // namespace tranche::rpc
