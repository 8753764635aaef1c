// SPDX-License-Identifier: EUPL-1.2
// Path templates (first line) and paths (second line).
#include "absl/strings/str_split.h"
#include "fuzz/fuzz.h"
#include "gateway/path_template.h"

namespace tranche::gateway {

TRANCHE_FUZZ_TARGET(path) {
  const std::pair<absl::string_view, absl::string_view> lines =
      absl::StrSplit(input, absl::MaxSplits('\n', 1));
  for (const bool keep_slash : {false, true}) {
    const absl::StatusOr<std::string> decoded = DecodePercent(lines.second, false, keep_slash);
    if (decoded.ok())
      fuzz::Require(decoded->size() <= lines.second.size(), "decoding never makes longer");
  }
  Router router;
  if (!router.Add("GET", lines.first, 1).ok()) return;
  const absl::StatusOr<Router::Match> match = router.Find("GET", lines.second);
  if (match.ok()) fuzz::Require(match->route == 1, "the one route there is is found");
}

}  // namespace tranche::gateway
