// SPDX-License-Identifier: EUPL-1.2
// The configuration of tranched, read from protobuf's text format and checked.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tranche/config/v1/config.pb.h"

namespace tranche::config {

// Reads a file. An error is one sentence that names the file and, for a syntax error, line and column.
absl::StatusOr<config::v1::ServerConfig> ReadFile(const std::string& path);

// The same from a text; `origin` is named in errors.
absl::StatusOr<config::v1::ServerConfig> Parse(absl::string_view text, const std::string& origin);

// The configuration for a process that serves `roles`: "{role}" is filled in, in `listen` once for each
// role, in files once for all of them.
config::v1::ServerConfig ForRoles(config::v1::ServerConfig config,
                                  const std::vector<std::string>& roles);

// Where a role of another process is; "" when the configuration does not say.
std::string PeerAddress(const config::v1::ServerConfig& config, const std::string& role);

struct RoleSize {
  int connections = 0;
  int workers = 0;
};
// The size of a role: what the configuration says, else 8 for budgets, 4 for payments, 2 for the others.
RoleSize SizeOf(const config::v1::ServerConfig& config, const std::string& role);

// Most calls that wait in a role's queue.
int QueueMax(const config::v1::ServerConfig& config);

// Files of the secrets folder.
std::string SecretKeyFile(const config::v1::ServerConfig& config);
std::string PublicKeyFile(const config::v1::ServerConfig& config);
std::string EvidenceFolder(const config::v1::ServerConfig& config);
std::string PasswordFile(const config::v1::ServerConfig& config, const std::string& role);

}  // namespace tranche::config
