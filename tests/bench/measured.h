// SPDX-License-Identifier: EUPL-1.2
// What a run of a load gives, whatever made the load: our own gRPC client, pgbench or wrk.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace tranche::bench {

struct Measured {
  double per_second = 0;
  double p50_us = 0;
  double p99_us = 0;
  int64_t failed = 0;  // Calls that were refused or broke; a run with any is worth nothing.
};

// Rate and percentiles of calls that took so long, all within `seconds`.
Measured Summarise(std::vector<double> took_us, double seconds, int64_t failed);

// Each of the loads, in turn, `rounds` times, so that what else the machine does falls on all alike;
// the median of each number. Throws when a call failed.
std::vector<Measured> Alternate(int rounds, const std::vector<std::function<Measured()>>& loads);

// Prints rows as a table, first column to the left, the others to the right.
void PrintTable(const std::string& title, const std::vector<std::vector<std::string>>& rows);

std::string Shown(double number, int decimals);

}  // namespace tranche::bench
