// SPDX-License-Identifier: EUPL-1.2
#include "platform/config/config.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <fstream>
#include <set>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "platform/base/status_macros.h"
#include "platform/rpc/address.h"
#include "platform/rpc/role_table.h"

namespace tranche::config {
namespace {

using config::v1::ServerConfig;

constexpr int kQueueDefault = 64;
constexpr int kQueueMax = 10000;
constexpr int kSizeMax = 64;
constexpr int kSizeDefault = 2;
constexpr int kSizeHot = 4;      // Payments: it decides on whole claims.
constexpr int kSizeHottest = 8;  // Budgets: it records every cost.

// Keeps the first error as "line 3, column 7: …".
class FirstError : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    if (text_.empty()) text_ = absl::StrCat("line ", line + 1, ", column ", column + 1, ": ", message);
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

absl::Status Wrong(const std::string& origin, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(origin, ": ", what));
}

bool IsSize(int value) { return value >= 0 && value <= kSizeMax; }

absl::Status CheckAddress(const ServerConfig& config, const std::string& origin,
                          absl::string_view field, const std::string& address) {
  if (!absl::StrContains(address, ':')) {
    return Wrong(origin, absl::StrCat(field, " \"", address, "\" is neither unix:/… nor host:port"));
  }
  if (!config.has_tls() && !rpc::IsLocal(address)) {
    return Wrong(origin,
                 absl::StrCat(field, " \"", address,
                              "\" is not of this machine alone and needs tls { certificate_file "
                              "key_file authority_file }"));
  }
  return absl::OkStatus();
}

absl::Status CheckRole(const std::string& origin, absl::string_view field, const std::string& role) {
  if (rpc::FindRole(role) != nullptr) return absl::OkStatus();
  return Wrong(origin, absl::StrCat(field, " names no role \"", role, "\""));
}

absl::Status CheckAddresses(const ServerConfig& config, const std::string& origin) {
  if (config.listen().empty()) return Wrong(origin, "listen names no address");
  for (const std::string& address : config.listen()) {
    TRANCHE_RETURN_IF_ERROR(CheckAddress(config, origin, "listen", address));
  }
  if (!config.peers_at().empty()) {
    TRANCHE_RETURN_IF_ERROR(CheckAddress(config, origin, "peers_at", config.peers_at()));
  }
  for (const config::v1::PeerConfig& peer : config.peers()) {
    TRANCHE_RETURN_IF_ERROR(CheckRole(origin, "peers", peer.name()));
    TRANCHE_RETURN_IF_ERROR(CheckAddress(config, origin, "peers", peer.address()));
  }
  return absl::OkStatus();
}

absl::Status Check(const ServerConfig& config, const std::string& origin) {
  TRANCHE_RETURN_IF_ERROR(CheckAddresses(config, origin));
  if (config.database().empty()) return Wrong(origin, "database is missing");
  if (absl::StrContains(config.database(), "user=") ||
      absl::StrContains(config.database(), "password=")) {
    return Wrong(origin, "database may hold neither user nor password; each role has its own");
  }
  if (config.secrets_folder().empty()) return Wrong(origin, "secrets_folder is missing");
  if (config.queue_max() < 0 || config.queue_max() > kQueueMax) {
    return Wrong(origin, absl::StrCat("queue_max must be 1 to ", kQueueMax));
  }
  std::set<std::string> names;
  for (const config::v1::RoleConfig& role : config.roles()) {
    TRANCHE_RETURN_IF_ERROR(CheckRole(origin, "roles", role.name()));
    if (!names.insert(role.name()).second) {
      return Wrong(origin, absl::StrCat("roles names \"", role.name(), "\" twice"));
    }
    if (!IsSize(role.connections()) || !IsSize(role.workers())) {
      return Wrong(origin, absl::StrCat("connections and workers of \"", role.name(),
                                        "\" must be 1 to ", kSizeMax));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ServerConfig> Parse(absl::string_view text, const std::string& origin) {
  FirstError error;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&error);
  ServerConfig config;
  if (!parser.ParseFromString(std::string(text), &config)) {
    return Wrong(origin, error.text().empty() ? "not in protobuf's text format" : error.text());
  }
  TRANCHE_RETURN_IF_ERROR(Check(config, origin));
  return config;
}

absl::StatusOr<ServerConfig> ReadFile(const std::string& path) {
  std::ifstream stream(path);
  if (!stream) return absl::NotFoundError(absl::StrCat("cannot read the configuration ", path));
  std::ostringstream text;
  text << stream.rdbuf();
  return Parse(text.str(), path);
}

ServerConfig ForRoles(ServerConfig config, const std::vector<std::string>& roles) {
  const std::string all = absl::StrJoin(roles, "+");
  std::vector<std::string> listen;
  for (const std::string& address : config.listen()) {
    if (!rpc::IsPerRole(address)) listen.push_back(address);
    for (size_t i = 0; rpc::IsPerRole(address) && i < roles.size(); ++i) {
      listen.push_back(rpc::ForRole(address, roles[i]));
    }
  }
  config.mutable_listen()->Assign(listen.begin(), listen.end());
  config.set_log_file(rpc::ForRole(config.log_file(), all));
  if (config.has_tls()) {
    config::v1::TlsConfig& tls = *config.mutable_tls();
    for (std::string* file :
         {tls.mutable_certificate_file(), tls.mutable_key_file(), tls.mutable_authority_file()}) {
      *file = rpc::ForRole(*file, all);
    }
  }
  return config;
}

std::string PeerAddress(const ServerConfig& config, const std::string& role) {
  for (const config::v1::PeerConfig& peer : config.peers()) {
    if (peer.name() == role) return rpc::ForRole(peer.address(), role);
  }
  return rpc::ForRole(config.peers_at(), role);
}

RoleSize SizeOf(const ServerConfig& config, const std::string& role) {
  RoleSize size;
  for (const config::v1::RoleConfig& given : config.roles()) {
    if (given.name() == role) size = {given.connections(), given.workers()};
  }
  if (size.connections == 0)
    size.connections = role == "budgets" ? kSizeHottest : role == "payments" ? kSizeHot : kSizeDefault;
  if (size.workers == 0) size.workers = size.connections;
  return size;
}

int QueueMax(const ServerConfig& config) {
  return config.queue_max() == 0 ? kQueueDefault : config.queue_max();
}

std::string SecretKeyFile(const ServerConfig& config) {
  return absl::StrCat(config.secrets_folder(), "/signing.key");
}
std::string PublicKeyFile(const ServerConfig& config) {
  return absl::StrCat(config.secrets_folder(), "/signing.pub");
}
std::string EvidenceFolder(const ServerConfig& config) {
  return config.evidence_folder().empty() ? config.secrets_folder() : config.evidence_folder();
}
std::string PasswordFile(const ServerConfig& config, const std::string& role) {
  return absl::StrCat(config.secrets_folder(), "/", role, ".password");
}

}  // namespace tranche::config
