// SPDX-License-Identifier: EUPL-1.2
// A server with budgets for a load of costs, and the same load by gRPC, by pgbench and by wrk.
#pragma once

#include <memory>
#include <random>
#include <string>

#include "budgets_of_load.h"
#include "grpc_load.h"
#include "measured.h"
#include "peers.h"
#include "programs.h"

namespace tranche::bench {

inline constexpr int kContracts = 200;
inline constexpr int kLines = 5;

class Recording {
 public:
  // `connections` and workers of budgets; 0: as many as by default.
  Recording(int contracts, int lines, bool gateway, int connections = 0);

  Measured Grpc(int in_flight, double seconds) { return load_.Run(in_flight, seconds); }
  Measured Pgbench(int clients, double seconds, double per_second = 0) const;
  Measured Wrk(int connections, double seconds) const;
  const flow::Programs& programs() const { return programs_; }

 private:
  const int contracts_;
  const int lines_;
  flow::Programs programs_;
  std::unique_ptr<budgets::v1::BudgetsService::Stub> stub_;
  std::mt19937 random_;
  GrpcLoad<budgets::v1::Cost> load_;
};

// Processor time that a process has used, in microseconds.
double ProcessorTime_us(pid_t process);
// Resident memory of a process now and at its most, in MB: "VmRSS", "VmHWM".
double Memory_MB(pid_t process, const std::string& which);

}  // namespace tranche::bench
