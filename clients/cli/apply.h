// SPDX-License-Identifier: EUPL-1.2
// A file of steps, each one call, run in order. A later step takes values from the answers to earlier
// ones, and every step has a request_id of its own that does not change, so that a second run of the
// file repeats the answers and writes nothing.
//
//   {"about": "…", "steps": [
//     {"id": "advance", "method": "tranche.payments.v1.PaymentsService/CreateClaim", "request": {…}},
//     {"id": "sent", "method": "…/SendClaim", "as": "approver",
//      "request": {"name": "$advance.name", "content": {"$file": "beside-this-file.txt"}}}]}
#pragma once

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cli/session.h"

namespace tranche::cli {

using Json = nlohmann::ordered_json;

struct Step {
  std::string id;
  std::string method;
  std::string user = "owner";  // Whose token: "<user>.token" in the secrets of the data folder.
  Json request;
};

// What is wrong is said without a language, in the words of the file: "steps[2].id".
absl::StatusOr<std::vector<Step>> ReadSteps(absl::string_view text);

// The request with "$step.path" replaced by that field of an earlier answer, whatever its kind,
// {"$file": "name"} by the file's bytes in base64, and "$$…" by "$…".
absl::StatusOr<Json> FillInRequest(
    const Json& request, const std::map<std::string, Json>& answers,
    const std::function<absl::StatusOr<std::string>(const std::string&)>& read_file);

// Key of a step, the same for every run of a file of this name.
std::string StepRequestId(absl::string_view file_base_name, absl::string_view step);

struct ApplyOptions {
  std::string from_folder;    // Where {"$file"} looks; "": beside the step file.
  bool one_line = false;      // Progress overwrites itself.
  // A step that was done before, with another request or by somebody else, ends the file without error.
  bool skip_changed = false;
};

// Runs a file; stops at the first refusal and says at which step. The answers by step.
absl::StatusOr<Json> ApplyFile(Session& session, const std::string& file, const ApplyOptions& options);

}  // namespace tranche::cli
