// SPDX-License-Identifier: EUPL-1.2
// Files of requests for `tranche apply`.
#include "cli/apply.h"
#include "fuzz/fuzz.h"

namespace tranche::cli {

TRANCHE_FUZZ_TARGET(steps) {
  const absl::StatusOr<std::vector<Step>> steps = ReadSteps(input);
  if (!steps.ok()) return;
  const std::map<std::string, Json> answers = {{"plan", Json{{"name", "organisations/a/plans/b"}}}};
  for (const Step& step : *steps) {
    fuzz::Require(!step.method.empty(), "a step names its method");
    FillInRequest(step.request, answers, [](const std::string&) -> absl::StatusOr<std::string> {
      return std::string("file");
    }).IgnoreError();
  }
}

}  // namespace tranche::cli
