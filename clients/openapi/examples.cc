// SPDX-License-Identifier: EUPL-1.2
#include "openapi/examples.h"

#include <re2/re2.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "openapi/comments.h"

namespace tranche::openapi {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;

std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// The name that an answer would have: what the comment of its field `name` says,
// "organisations/…/contracts/…/claims/1", below the parent of the request.
absl::optional<Json> NameBelow(const Descriptor* type, const std::string& parent) {
  const FieldDescriptor* field = type->FindFieldByName("name");
  if (field == nullptr) return absl::nullopt;
  const std::vector<std::string> quoted = QuotedTexts(CommentOf(field));
  if (quoted.empty()) return absl::nullopt;
  std::vector<std::string> segments = absl::StrSplit(quoted.front(), '/');
  const std::vector<std::string> given = absl::StrSplit(parent, '/');
  if (given.size() >= segments.size()) return absl::nullopt;
  std::copy(given.begin(), given.end(), segments.begin());
  return Json(absl::StrJoin(segments, "/"));
}

// The field of a request that holds the resource which the answer returns; null when none does.
const FieldDescriptor* ResourceOf(const MethodDescriptor* method) {
  for (int i = 0; i < method->input_type()->field_count(); ++i) {
    const FieldDescriptor* field = method->input_type()->field(i);
    if (field->message_type() == method->output_type() && !field->is_repeated()) return field;
  }
  return nullptr;
}

}  // namespace

absl::Status Examples::ReadFile(const std::string& path) {
  const auto file = Json::parse(ReadAll(path), nullptr, /*allow_exceptions=*/false);
  if (!file.is_object() || !file.contains("steps")) {
    return absl::InvalidArgumentError(absl::StrCat(path, " is no file of steps"));
  }
  for (const Json& step : file["steps"]) {
    std::string method = step["method"].get<std::string>();
    method[method.find('/')] = '.';
    const MethodDescriptor* found = find_method_(method);
    if (found == nullptr) return absl::InvalidArgumentError(absl::StrCat(path, ": no method ", method));
    step_of_id_[step["id"].get<std::string>()] = steps_.size();
    steps_.push_back({found, step["request"], std::filesystem::path(path).parent_path().string()});
  }
  return absl::OkStatus();
}

void Examples::LearnIds(absl::string_view resource, absl::string_view name) {
  static const RE2& id = *new RE2("[A-Za-z0-9\\p{Cyrillic}._-]{2,64}|[0-9]");
  const std::vector<std::string> variables = absl::StrSplit(resource, '/');
  const std::vector<std::string> values = absl::StrSplit(name, '/');
  if (variables.size() != values.size()) return;
  for (size_t i = 0; i < variables.size(); ++i) {
    if (!absl::StartsWith(variables[i], "{") && variables[i] != values[i]) return;
  }
  for (size_t i = 0; i < variables.size(); ++i) {
    if (absl::StartsWith(variables[i], "{") && RE2::FullMatch(values[i], id)) {
      ids_.emplace(variables[i].substr(1, variables[i].size() - 2), values[i]);
    }
  }
}

std::string Examples::IdFor(const std::string& variable) const {
  const auto found = ids_.find(variable);
  return found == ids_.end() ? "" : found->second;
}

absl::optional<Json> Examples::RequestFor(const MethodDescriptor* method) const {
  for (const Step& step : steps_) {
    if (step.method != method) continue;
    if (absl::optional<Json> request = FillIn(step.request, step.folder)) return request;
  }
  return absl::nullopt;
}

absl::optional<Json> Examples::FillIn(const Json& value, const std::string& folder) const {
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    return absl::StartsWith(text, "$") ? FromAnswer(text.substr(1)) : absl::optional<Json>(value);
  }
  if (value.is_object() && value.contains("$file")) {
    return Json(
        absl::Base64Escape(ReadAll(absl::StrCat(folder, "/", value["$file"].get<std::string>()))));
  }
  if (!value.is_structured()) return value;
  Json filled = value;
  for (auto item = filled.begin(); item != filled.end(); ++item) {
    absl::optional<Json> inner = FillIn(*item, folder);
    if (!inner) return absl::nullopt;
    *item = *std::move(inner);
  }
  return filled;
}

// "advance.requested": there is no answer yet, but most of it is known from the request.
absl::optional<Json> Examples::FromAnswer(const std::string& reference) const {
  const std::vector<std::string> path = absl::StrSplit(reference, '.');
  const auto step = step_of_id_.find(path[0]);
  if (step == step_of_id_.end() || path.size() != 2) return absl::nullopt;
  const auto& [method, request, folder] = steps_[step->second];
  if (path[1] == "name") return NameBelow(method->output_type(), request.value("parent", ""));
  const FieldDescriptor* resource = ResourceOf(method);
  if (resource == nullptr || !request[resource->json_name()].contains(path[1])) return absl::nullopt;
  return FillIn(request[resource->json_name()][path[1]], folder);
}

}  // namespace tranche::openapi
