// SPDX-License-Identifier: EUPL-1.2
// Where the server is: one process with all roles, or one for each role. A call goes straight to the
// role that its method belongs to.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "platform/rpc/tls.h"

namespace tranche::client {

class Servers {
 public:
  struct Process {
    std::string name;  // Its role; "tranched" when it has all.
    std::shared_ptr<grpc::Channel> channel;
  };

  // One process that has all roles.
  Servers(std::shared_ptr<grpc::Channel> tranched);

  // `address`: "unix:/…/tranched.sock" or "127.0.0.1:N"; with "{role}" in it that of each role,
  // "unix:/…/{role}.sock". One that is not of this machine alone is an error without certificates.
  // Nothing is connected before the first call.
  static absl::StatusOr<Servers> At(const std::string& address, const rpc::Tls& tls = rpc::Tls());

  // Who serves "/tranche.budgets.v1.BudgetsService/GetCost". What every process serves, such as health,
  // is asked of `processes`.
  const std::shared_ptr<grpc::Channel>& Of(absl::string_view method) const;
  const std::vector<Process>& processes() const { return processes_; }

 private:
  Servers() = default;

  std::vector<Process> processes_;
};

}  // namespace tranche::client
