// SPDX-License-Identifier: EUPL-1.2
// How far a long work has come, on a terminal, once it takes more than a second.
#pragma once

#include <cstdint>
#include <functional>
#include <ostream>
#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace tranche::cli {

class Progress {
 public:
  // `out` null: nothing is shown. `total` 0: it is not known.
  Progress(std::ostream* out, std::string label, int64_t total,
           std::function<absl::Time()> clock = absl::Now);
  // Takes the line away again.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void Reach(int64_t done);

 private:
  std::ostream* const out_;
  const std::string label_;
  const int64_t total_;
  const std::function<absl::Time()> clock_;
  absl::Time shown_at_;
  bool shown_ = false;
};

}  // namespace tranche::cli
