// SPDX-License-Identifier: EUPL-1.2
#include "measured.h"

#include <algorithm>
#include <cstdio>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace tranche::bench {
namespace {

double Percentile(std::vector<double>& values, double part) {
  if (values.empty()) return 0;
  const auto at = static_cast<std::ptrdiff_t>(part * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + at, values.end());
  return values[static_cast<std::size_t>(at)];
}

double MedianOf(const std::vector<Measured>& runs, double Measured::*number) {
  std::vector<double> values;
  for (const Measured& run : runs) values.push_back(run.*number);
  return Percentile(values, 0.5);
}

// Columns that a text takes on a terminal: its characters, of which UTF-8's continuation bytes are
// none.
std::size_t Columns(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

}  // namespace

Measured Summarise(std::vector<double> took_us, double seconds, int64_t failed) {
  return {.per_second = static_cast<double>(took_us.size()) / seconds,
          .p50_us = Percentile(took_us, 0.50),
          .p99_us = Percentile(took_us, 0.99),
          .failed = failed};
}

std::vector<Measured> Alternate(int rounds, const std::vector<std::function<Measured()>>& loads) {
  std::vector<std::vector<Measured>> runs(loads.size());
  for (int round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < loads.size(); ++i) {
      runs[i].push_back(loads[i]());
      const int64_t failed = runs[i].back().failed;
      if (failed > 0) throw std::runtime_error(absl::StrCat(failed, " calls failed in load ", i));
    }
  }
  std::vector<Measured> medians;
  for (const std::vector<Measured>& of_load : runs) {
    medians.push_back({.per_second = MedianOf(of_load, &Measured::per_second),
                       .p50_us = MedianOf(of_load, &Measured::p50_us),
                       .p99_us = MedianOf(of_load, &Measured::p99_us)});
  }
  return medians;
}

void PrintTable(const std::string& title, const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const std::vector<std::string>& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], Columns(row[i]));
  }
  std::printf("\n%s\n", title.c_str());
  for (const std::vector<std::string>& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string fill(widths[i] - Columns(row[i]), ' ');
      absl::StrAppend(&line, "| ", i == 0 ? row[i] : fill, i == 0 ? fill : row[i], " ");
    }
    std::printf("%s|\n", line.c_str());
    if (&row != &rows.front()) continue;
    std::string rule;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      absl::StrAppend(&rule, "|", std::string(widths[i] + 1, '-'), i == 0 ? "-" : ":");
    }
    std::printf("%s|\n", rule.c_str());
  }
  std::fflush(stdout);
}

std::string Shown(double number, int decimals) { return absl::StrFormat("%.*f", decimals, number); }

}  // namespace tranche::bench
