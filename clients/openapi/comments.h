// SPDX-License-Identifier: EUPL-1.2
// What the descriptions say in their comments, and the names that the document gives to things.
#pragma once

#include <google/protobuf/descriptor.h>

#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace tranche::openapi {

// The lines of a comment as one text; a blank line stays one.
std::string Unwrap(absl::string_view comment);

// The comment above a description; empty when it was compiled without source information.
template <class Description>
std::string CommentOf(const Description* description) {
  google::protobuf::SourceLocation location;
  if (!description->GetSourceLocation(&location)) return "";
  return Unwrap(location.leading_comments);
}

// Our comments say "Output only" of a field that the service sets and ignores in requests.
bool IsOutputOnly(const google::protobuf::FieldDescriptor* field);

// The first sentence without its full stop.
std::string FirstSentence(absl::string_view text);

// The texts between quotation marks.
std::vector<std::string> QuotedTexts(absl::string_view text);

// "tranche.plans.v1.Plan" as "plans.Plan": the version is in the address already.
std::string ComponentName(absl::string_view full_name);

// The word of a service: "payments" of the one that its package is called after, "payment-orders" of
// another.
std::string ServiceWord(const google::protobuf::ServiceDescriptor* service);

}  // namespace tranche::openapi
