// SPDX-License-Identifier: EUPL-1.2
// The measurements, each on a database of its own with real programs, each printed as a table.
#pragma once

#include <cstdint>

namespace tranche::bench {

struct Options {
  double seconds = 4;          // Of each run of a load.
  int rounds = 3;              // Runs of each load, in turn with those that it is compared with.
  int connections = 0;         // And workers of budgets; 0: as many as by default.
  int64_t rows_max = 1000000;  // Of the longest list.
};

// Recording costs at 1, 8 and 32 in flight beside pgbench, spread over 200 contracts, and all on one
// line.
void MeasureRecording(const Options& options);
void MeasureOneLine(const Options& options);
// Recording costs in batches of 500 beside recording them one by one.
void MeasureBatches(const Options& options);
// Importing a table of 100,000 costs beside sending its rows in batches.
void MeasureImport(const Options& options);
// Approving costs in batches of 1, 32 and 128 beside pgbench with the same statements.
void MeasureDecisions(const Options& options);
// A package of 300 costs from sending to approval.
void MeasurePackage(const Options& options);
// Budget against actual and the whole money of a contract, at 10 thousand and at a million costs.
void MeasureReports(const Options& options);
// The conversion of contracts with 2,000 to 200,000 costs to euro.
void MeasureConversion(const Options& options);
// The same through the programs: from the call of proposals until budgets and payments answer in euro.
void MeasureChangeover(const Options& options);
// Search and listing at 100 and at 10 thousand plans.
void MeasurePlans(const Options& options);
// The gateway beside gRPC without it: recording a cost, and who is asking.
void MeasureGateway(const Options& options);
// A page of 50 costs, the first and any other, while the list grows from 10 thousand rows.
void MeasurePages(const Options& options);
// Resident memory of the programs, at rest and after a load.
void MeasureMemory(const Options& options);
// Recording costs with and without the sealer of the evidence log, and how fast packs are verified.
void MeasureSealing(const Options& options);

}  // namespace tranche::bench
