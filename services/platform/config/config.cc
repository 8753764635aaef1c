// SPDX-License-Identifier: EUPL-1.2
#include "platform/config/config.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <fstream>
#include <set>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "platform/base/status_macros.h"

namespace tranche::config {
namespace {

using config::v1::ServerConfig;

constexpr int kQueueDefault = 64;
constexpr int kQueueMax = 10000;
constexpr int kSizeMax = 64;
constexpr int kSizeDefault = 2;
constexpr int kSizeHot = 4;  // Roles that write at every step of a project.

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

absl::Status Check(const ServerConfig& config, const std::string& origin) {
  if (config.listen().empty()) return Wrong(origin, "listen names no address");
  for (const std::string& address : config.listen()) {
    if (!absl::StrContains(address, ':')) {
      return Wrong(origin, absl::StrCat("listen \"", address, "\" is neither unix:/… nor host:port"));
    }
  }
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

RoleSize SizeOf(const ServerConfig& config, const std::string& role) {
  RoleSize size;
  for (const config::v1::RoleConfig& given : config.roles()) {
    if (given.name() == role) size = {given.connections(), given.workers()};
  }
  if (size.connections == 0)
    size.connections = role == "budgets" || role == "payments" ? kSizeHot : kSizeDefault;
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
std::string PasswordFile(const ServerConfig& config, const std::string& role) {
  return absl::StrCat(config.secrets_folder(), "/", role, ".password");
}

}  // namespace tranche::config
