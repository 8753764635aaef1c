// SPDX-License-Identifier: EUPL-1.2
// How processes know each other. A Unix socket is guarded by its folder and is spoken to plainly; so is
// an address of this machine where no certificates are configured. Everything else speaks mutual TLS:
// both sides show a certificate of the installation's own authority, and its name says which role it
// is.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tranche/config/v1/config.pb.h"

namespace tranche::rpc {

// The name of a certificate that may call every role: the gateway's.
inline constexpr char kGatewayName[] = "gateway";

// Whether a caller whose certificate has these names may call "/tranche.budgets.v1.BudgetsService/…":
// the gateway may call all, a role those that the table of roles gives it.
bool MayCall(const std::vector<std::string>& caller, absl::string_view method);

class Tls {
 public:
  // Without files: plain, and only on this machine.
  Tls() = default;
  // An error names the file that cannot be read.
  static absl::StatusOr<Tls> Read(const config::v1::TlsConfig& files);

  // For a server on `address`; an error for an address that others reach when there are no files.
  absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> ToListen(const std::string& address) const;

  // A channel to `role` at `address`. Who answers there must have a certificate with that name. An
  // error as above.
  absl::StatusOr<std::shared_ptr<grpc::Channel>> Dial(const std::string& role,
                                                      const std::string& address,
                                                      grpc::ChannelArguments arguments) const;

 private:
  bool known() const { return !certificate_.empty(); }

  std::string certificate_;
  std::string key_;
  std::string authority_;
};

}  // namespace tranche::rpc
