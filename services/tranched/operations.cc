// SPDX-License-Identifier: EUPL-1.2
#include "tranched/operations.h"

#include <utility>

namespace tranche::tranched {
namespace {

constexpr int kWorkers = 1;
constexpr int kQueueMax = 16;

}  // namespace

OperationsService::OperationsService(const auth::Verifier* verifier, observe::CallObserver* observer,
                                     std::function<absl::Time()> clock)
    : observer_(observer),
      workers_(kWorkers, kQueueMax),
      dispatcher_(ops::v1::OperationsService::service_full_name(), &workers_, verifier,
                  std::move(clock), observer) {}

grpc::ServerUnaryReactor* OperationsService::GetMetrics(grpc::CallbackServerContext* context,
                                                        const ops::v1::GetMetricsRequest* request,
                                                        ops::v1::Metrics* response) {
  return dispatcher_.Unary<ops::v1::GetMetricsRequest, ops::v1::Metrics>(
      context, request, response, "GetMetrics",
      [this](const rpc::CallScope&,
             const ops::v1::GetMetricsRequest&) -> absl::StatusOr<ops::v1::Metrics> {
        ops::v1::Metrics metrics;
        metrics.set_text(observer_->Expose());
        return metrics;
      });
}

}  // namespace tranche::tranched
