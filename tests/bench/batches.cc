// SPDX-License-Identifier: EUPL-1.2
// Recording costs in batches beside recording them one by one, on one server that takes turns.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "grpc_load.h"
#include "measured.h"
#include "measurements.h"
#include "recording.h"
#include "tranche/budgets/v1/cost_documents_service.grpc.pb.h"

namespace tranche::bench {
namespace {

constexpr int kRowsOfABatch = 500;
constexpr int64_t kAmount_minor = 1234;

// Batch `number` of a contract: as many costs over its lines, none of them recorded before.
budgets::v1::RecordCostsRequest BatchOf(int contract, int64_t number) {
  budgets::v1::RecordCostsRequest request;
  request.set_parent(load::ContractName(contract));
  request.set_request_id(absl::StrCat("batch-", number));
  for (int i = 0; i < kRowsOfABatch; ++i) {
    const std::string key = absl::StrCat("batch-", number, "-", i);
    *request.add_rows()->mutable_cost() =
        load::CostOf(contract, 1 + i % kLines, key, kAmount_minor).cost();
  }
  return request;
}

}  // namespace

void MeasureBatches(const Options& options) {
  Recording recording(kContracts, kLines, /*gateway=*/false, options.connections);
  const auto stub = budgets::v1::CostDocumentsService::NewStub(
      grpc::CreateChannel(recording.programs().server(), grpc::InsecureChannelCredentials()));
  GrpcLoad<budgets::v1::RecordCostsResponse> batches(
      recording.programs().Token("owner"),
      [&](grpc::ClientContext* context, grpc::CompletionQueue* queue, int64_t number) {
        const int contract = 1 + static_cast<int>(number % kContracts);
        return stub->AsyncRecordCosts(context, BatchOf(contract, number), queue);
      });
  std::vector<std::vector<std::string>> rows = {{"in flight", "batches/s", "costs/s in batches",
                                                 "costs/s one by one, 32 in flight", "ratio",
                                                 "p50 batch ms"}};
  for (const int in_flight : {1, 4}) {
    const std::vector<Measured> medians =
        Alternate(options.rounds, {[&] { return recording.Grpc(32, options.seconds); },
                                   [&] { return batches.Run(in_flight, options.seconds); }});
    const double costs = medians[1].per_second * kRowsOfABatch;
    rows.push_back({absl::StrCat(in_flight), Shown(medians[1].per_second, 1), Shown(costs, 0),
                    Shown(medians[0].per_second, 0), Shown(costs / medians[0].per_second, 1),
                    Shown(medians[1].p50_us / 1000, 0)});
  }
  PrintTable("Recording costs in batches of 500", rows);
}

}  // namespace tranche::bench
