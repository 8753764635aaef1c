// SPDX-License-Identifier: EUPL-1.2
// Addresses of servers: "unix:/run/tranche/1/tranched.sock", "127.0.0.1:7070". "{role}" in one stands
// for the name of a role, so that one text says where all of them are.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace tranche::rpc {

// Whether each role has an address of its own: whether the text holds "{role}".
bool IsPerRole(absl::string_view address);

// The text with the role's name in the place of "{role}".
std::string ForRole(absl::string_view address, absl::string_view role);

bool IsUnixSocket(absl::string_view address);

// Whether what is sent there stays on this machine: a Unix socket, localhost, 127.0.0.0/8 or ::1.
bool IsLocal(absl::string_view address);

}  // namespace tranche::rpc
