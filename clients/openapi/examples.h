// SPDX-License-Identifier: EUPL-1.2
// Examples of requests: steps of services/examples, and names that the comments of the descriptions
// give.
#pragma once

#include <google/protobuf/descriptor.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "openapi/schemas.h"

namespace tranche::openapi {

class Examples {
 public:
  using FindMethod = std::function<const google::protobuf::MethodDescriptor*(const std::string&)>;

  explicit Examples(FindMethod find_method) : find_method_(std::move(find_method)) {}

  // A file of steps (clients/cli/apply.h); {"$file"} is read from beside it.
  absl::Status ReadFile(const std::string& path);

  // Learns the ids that a text has where a resource name has variables:
  // ("organisations/{organisation}/plans/{plan}", "organisations/-/plans/lyubimets-2013").
  void LearnIds(absl::string_view resource, absl::string_view name);

  // An id for a variable of a resource name; the first that was learned, none: empty.
  std::string IdFor(const std::string& variable) const;

  // The request of the first step for a method whose values can all be given; none otherwise.
  absl::optional<Json> RequestFor(const google::protobuf::MethodDescriptor* method) const;

 private:
  struct Step {
    const google::protobuf::MethodDescriptor* method = nullptr;
    Json request;
    std::string folder;
  };

  absl::optional<Json> FillIn(const Json& value, const std::string& folder) const;
  absl::optional<Json> FromAnswer(const std::string& reference) const;

  FindMethod find_method_;
  std::vector<Step> steps_;
  std::map<std::string, size_t> step_of_id_;
  std::map<std::string, std::string> ids_;
};

}  // namespace tranche::openapi
