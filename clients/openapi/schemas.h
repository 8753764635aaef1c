// SPDX-License-Identifier: EUPL-1.2
// JSON Schemas of messages, as our JSON writes them (clients/cpp/json.h) and as the rules of their
// fields are checked (platform/validate). A message has two of them: what an answer holds,
// "budgets.Cost", and what a request may hold, "budgets.CostInput".
#pragma once

#include <google/protobuf/descriptor.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "tranche/options/v1/options.pb.h"

namespace tranche::openapi {

using Json = nlohmann::ordered_json;

enum class Use { kRequest, kAnswer };

const options::v1::Rules& RulesOf(const google::protobuf::FieldDescriptor* field);

// Must a request hold it: required, or a list or number whose absence breaks its lower limit.
bool IsRequired(const google::protobuf::FieldDescriptor* field);

// A text that stands for a variable in a resource name, as a regular expression of JSON Schema.
inline constexpr char kSegmentPattern[] = "[A-Za-z0-9\\p{Script=Cyrillic}._-]{1,64}";

class Schemas {
 public:
  // Of a field with its description; a list becomes an array.
  Json OfField(const google::protobuf::FieldDescriptor* field, Use use);

  // A reference to the schema of a message.
  Json OfMessage(const google::protobuf::Descriptor* type, Use use);

  // A reference to the schema of a request's body, which lacks the fields that are given elsewhere.
  Json OfBody(const google::protobuf::Descriptor* request, const std::set<std::string>& elsewhere);

  // All that was referred to, by name.
  std::map<std::string, Json>& components() { return components_; }

 private:
  Json OfValue(const google::protobuf::FieldDescriptor* field, Use use);
  Json OfEnum(const google::protobuf::EnumDescriptor* type);
  Json Object(const google::protobuf::Descriptor* type, Use use, const std::set<std::string>& without);

  std::map<std::string, Json> components_;
};

// {"$ref": "#/components/<kind>/<name>"}
Json Ref(absl::string_view kind, absl::string_view name);

}  // namespace tranche::openapi
