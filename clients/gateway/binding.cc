// SPDX-License-Identifier: EUPL-1.2
#include "gateway/binding.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/api/annotations.pb.h"
#include "platform/base/status_macros.h"

namespace tranche::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;

// Messages may contain themselves; an address need not go deeper.
constexpr int kQueryDepthMax = 4;

std::pair<std::string, std::string> MethodAndPath(const google::api::HttpRule& rule) {
  switch (rule.pattern_case()) {
    case google::api::HttpRule::kGet:
      return {"GET", rule.get()};
    case google::api::HttpRule::kPost:
      return {"POST", rule.post()};
    case google::api::HttpRule::kPut:
      return {"PUT", rule.put()};
    case google::api::HttpRule::kPatch:
      return {"PATCH", rule.patch()};
    case google::api::HttpRule::kDelete:
      return {"DELETE", rule.delete_()};
    default:
      return {};
  }
}

// What an option promises must be there: checked at the start, so that no request can find it missing.
absl::Status CheckRule(const google::api::HttpRule& rule, const MethodDescriptor* method,
                       const PathTemplate& path) {
  const auto wrong = [method](absl::string_view what) {
    return absl::InvalidArgumentError(absl::StrCat(method->full_name(), ": ", what));
  };
  if (method->client_streaming() || method->server_streaming())
    return wrong("streams have no HTTP form");
  if (!rule.response_body().empty()) return wrong("response_body is not supported");
  if (!rule.body().empty() && rule.body() != "*") {
    const FieldDescriptor* field = method->input_type()->FindFieldByName(rule.body());
    if (field == nullptr || field->is_repeated() || field->message_type() == nullptr) {
      return wrong(absl::StrCat("body \"", rule.body(), "\" is no message field"));
    }
  }
  for (const PathTemplate::Variable& variable : path.variables) {
    const FieldDescriptor* field = FindScalar(method->input_type(), variable.field_path);
    if (field == nullptr || field->is_repeated()) {
      return wrong(absl::StrCat("variable \"", variable.field_path, "\" is no single field"));
    }
  }
  return absl::OkStatus();
}

// The transcoder reads no other kind from a text.
bool HasTextForm(const FieldDescriptor* field) {
  return field->type() != FieldDescriptor::TYPE_BYTES &&
         field->cpp_type() != FieldDescriptor::CPPTYPE_FLOAT &&
         field->cpp_type() != FieldDescriptor::CPPTYPE_DOUBLE;
}

void AddQueryFields(const Descriptor* type, const std::string& prefix, const std::string& json_prefix,
                    const std::vector<std::string>& taken, int depth,
                    std::vector<std::string>* fields) {
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    const std::string path = absl::StrCat(prefix, field->name());
    const std::string json_path = absl::StrCat(json_prefix, field->json_name());
    if (std::find(taken.begin(), taken.end(), path) != taken.end()) continue;
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      if (HasTextForm(field)) fields->push_back(json_path);
    } else if (!field->is_repeated() && depth < kQueryDepthMax &&
               !absl::StartsWith(field->message_type()->full_name(), "google.protobuf.")) {
      AddQueryFields(field->message_type(), path + ".", json_path + ".", taken, depth + 1, fields);
    }
  }
}

}  // namespace

absl::StatusOr<std::vector<Binding>> BindingsOf(const MethodDescriptor* method) {
  std::vector<Binding> bindings;
  if (!method->options().HasExtension(google::api::http)) return bindings;
  const google::api::HttpRule& main_rule = method->options().GetExtension(google::api::http);
  std::vector<google::api::HttpRule> rules = {main_rule};
  rules.insert(rules.end(), main_rule.additional_bindings().begin(),
               main_rule.additional_bindings().end());
  for (const google::api::HttpRule& rule : rules) {
    auto [http_method, path] = MethodAndPath(rule);
    if (http_method.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat(method->full_name(), ": the option has no known method"));
    }
    TRANCHE_ASSIGN_OR_RETURN(PathTemplate parsed, PathTemplate::Parse(path));
    TRANCHE_RETURN_IF_ERROR(CheckRule(rule, method, parsed));
    bindings.push_back({std::move(http_method), std::move(path), std::move(parsed), rule.body()});
  }
  return bindings;
}

const FieldDescriptor* FindField(const Descriptor* type, const std::string& name) {
  if (const FieldDescriptor* field = type->FindFieldByName(name); field != nullptr) return field;
  for (int i = 0; i < type->field_count(); ++i) {
    if (type->field(i)->json_name() == name) return type->field(i);
  }
  return nullptr;
}

const FieldDescriptor* FindScalar(const Descriptor* type, absl::string_view path) {
  const std::vector<std::string> names = absl::StrSplit(path, '.');
  for (size_t i = 0; i < names.size(); ++i) {
    const FieldDescriptor* field = FindField(type, names[i]);
    if (field == nullptr) return nullptr;
    const bool is_message = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if (i + 1 == names.size()) return is_message ? nullptr : field;
    if (!is_message || field->is_repeated()) return nullptr;
    type = field->message_type();
  }
  return nullptr;
}

const FieldDescriptor* StringField(const Descriptor* type, const std::string& name) {
  const FieldDescriptor* field = type->FindFieldByName(name);
  return field != nullptr && !field->is_repeated() && field->type() == FieldDescriptor::TYPE_STRING
             ? field
             : nullptr;
}

bool IsFile(const google::protobuf::Descriptor* answer) {
  return answer->full_name() == "google.api.HttpBody";
}

std::vector<std::string> QueryFields(const MethodDescriptor* method, const Binding& binding) {
  std::vector<std::string> fields;
  if (binding.body == "*") return fields;
  std::vector<std::string> taken = {binding.body};
  for (const PathTemplate::Variable& variable : binding.path_template.variables) {
    taken.push_back(variable.field_path);
  }
  AddQueryFields(method->input_type(), "", "", taken, 1, &fields);
  return fields;
}

}  // namespace tranche::gateway
