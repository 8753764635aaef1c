// SPDX-License-Identifier: EUPL-1.2
#include "cli/progress.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace tranche::cli {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(1);
constexpr absl::Duration kBetween = absl::Milliseconds(200);
constexpr int kBarColumns = 30;

}  // namespace

Progress::Progress(std::ostream* out, std::string label, int64_t total,
                   std::function<absl::Time()> clock)
    : out_(out),
      label_(std::move(label)),
      total_(total),
      clock_(std::move(clock)),
      // As if it had been shown: the first time comes after a second.
      shown_at_(clock_() + kPatience - kBetween) {}

Progress::~Progress() {
  if (shown_) *out_ << "\r\033[K" << std::flush;
}

void Progress::Reach(int64_t done) {
  if (out_ == nullptr || clock_() < shown_at_ + kBetween) return;
  shown_at_ = clock_();
  shown_ = true;
  std::string line = absl::StrCat("\r\033[K", label_, " ");
  if (total_ > 0) {
    const auto full =
        static_cast<std::size_t>(std::min<int64_t>(kBarColumns, done * kBarColumns / total_));
    absl::StrAppend(&line, "[", std::string(full, '#'), std::string(kBarColumns - full, '.'), "] ",
                    done, "/", total_);
  } else {
    absl::StrAppend(&line, done);
  }
  *out_ << line << std::flush;
}

}  // namespace tranche::cli
