// SPDX-License-Identifier: EUPL-1.2
// Importing a table of costs by the command line beside sending the same rows in batches, on one
// server: half of the batches before the import and half after it, so that what else the machine does,
// and how full the tables are, falls on both.
#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "measured.h"
#include "measurements.h"
#include "recording.h"
#include "tranche/budgets/v1/cost_documents_service.grpc.pb.h"

namespace tranche::bench {
namespace {

constexpr int64_t kRowsMax = 100'000;
constexpr int64_t kRowsOfABatch = 500;
constexpr int64_t kAmount_minor = 1234;

double SecondsSince(std::chrono::steady_clock::time_point began) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

// Sends `rows` costs of a contract in batches, one on its way at a time; how long it took.
double SendBatches(const Recording& recording, int contract, const std::string& name, int64_t rows) {
  const auto stub = budgets::v1::CostDocumentsService::NewStub(
      grpc::CreateChannel(recording.programs().server(), grpc::InsecureChannelCredentials()));
  const auto began = std::chrono::steady_clock::now();
  for (int64_t sent = 0; sent < rows; sent += kRowsOfABatch) {
    budgets::v1::RecordCostsRequest request;
    request.set_parent(load::ContractName(contract));
    request.set_request_id(absl::StrCat(name, "-", sent));
    const int64_t end = std::min(rows, sent + kRowsOfABatch);
    for (int64_t i = sent; i < end; ++i) {
      const std::string number = absl::StrCat(name, "-", i);
      *request.add_rows()->mutable_cost() =
          load::CostOf(contract, 1 + static_cast<int>(i % kLines), number, kAmount_minor).cost();
    }
    grpc::ClientContext context;
    load::SignIn(recording.programs(), &context);
    budgets::v1::RecordCostsResponse response;
    const grpc::Status status = stub->RecordCosts(&context, request, &response);
    if (!status.ok() || response.recorded() != end - sent) {
      throw std::runtime_error("a batch was not recorded: " + status.error_message());
    }
  }
  return SecondsSince(began);
}

// A table of the same costs.
std::string TableOf(const std::string& name, int64_t rows) {
  std::string table = "Бюджетен ред;Вид;Номер;Дата;Дата на плащане;Издател;Обща сума (лв.)\n";
  for (int64_t i = 0; i < rows; ++i) {
    absl::StrAppend(&table, 1 + i % kLines, ";фактура;", name, "-", i,
                    ";01.02.2018;02.02.2018;Социални услуги ЕООД;", load::AmountText(kAmount_minor),
                    "\n");
  }
  return table;
}

// Imports a table of `rows` costs; how long the command took.
double Import(const Recording& recording, int contract, const std::string& name, int64_t rows,
              const std::vector<std::string>& more) {
  const flow::Programs& programs = recording.programs();
  const std::string file = programs.WriteFile(name + ".csv", TableOf(name, rows));
  std::vector<std::string> words = {"costs",
                                    "import",
                                    file,
                                    "--contract",
                                    load::ContractId(contract),
                                    "--organisation",
                                    load::kOrganisation,
                                    "-o",
                                    "json"};
  words.insert(words.end(), more.begin(), more.end());
  const auto began = std::chrono::steady_clock::now();
  const flow::Ran ran = programs.Tranche(words);
  const double took = SecondsSince(began);
  if (ran.code != 0 || ran.json().at("recorded") != rows) {
    throw std::runtime_error("an import was not recorded: " + ran.error);
  }
  return took;
}

}  // namespace

void MeasureImport(const Options& options) {
  const int64_t rows = std::min(kRowsMax, options.rows_max);
  Recording recording(3, kLines, /*gateway=*/false, options.connections);
  const double before = SendBatches(recording, 1, "before", rows / 2);
  const double imported = Import(recording, 2, "imported", rows, {"--partly"});
  const double after = SendBatches(recording, 1, "after", rows - rows / 2);
  const int64_t checked_rows = std::max<int64_t>(1, rows / 5);
  const double checked = Import(recording, 3, "checked", checked_rows, {});
  const double in_batches = static_cast<double>(rows) / (before + after);
  const double by_import = static_cast<double>(rows) / imported;
  PrintTable(
      "Importing a table of costs beside sending its rows in batches of 500, 1 in flight",
      {{"rows", "costs/s in batches", "costs/s imported", "ratio", "costs/s rehearsed first"},
       {absl::StrCat(rows), Shown(in_batches, 0), Shown(by_import, 0), Shown(by_import / in_batches, 2),
        Shown(static_cast<double>(checked_rows) / checked, 0)}});
}

}  // namespace tranche::bench
