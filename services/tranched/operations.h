// SPDX-License-Identifier: EUPL-1.2
// What the process answers about itself, beside its roles.
#pragma once

#include <functional>
#include <memory>

#include "absl/time/time.h"
#include "platform/rpc/dispatch.h"
#include "tranche/ops/v1/operations_service.grpc.pb.h"

namespace tranche::tranched {

class OperationsService final : public ops::v1::OperationsService::CallbackService {
 public:
  OperationsService(const auth::Verifier* verifier, observe::CallObserver* observer,
                    std::function<absl::Time()> clock);

  grpc::ServerUnaryReactor* GetMetrics(grpc::CallbackServerContext* context,
                                       const ops::v1::GetMetricsRequest* request,
                                       ops::v1::Metrics* response) override;

 private:
  observe::CallObserver* observer_;
  rpc::WorkerPool workers_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace tranche::tranched
