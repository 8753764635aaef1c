// SPDX-License-Identifier: EUPL-1.2
#include "openapi/schemas.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "openapi/comments.h"

namespace tranche::openapi {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using options::v1::Rules;

// What holds without a rule of its own; platform/validate has the same.
constexpr uint32_t kStringBytesDefault = 1000;
constexpr uint32_t kBytesBytesDefault = 1 << 20;
constexpr uint32_t kItemsDefault = 1000;

std::string ResourcePattern(const std::string& resource) {
  std::vector<std::string> segments = absl::StrSplit(resource, '/');
  for (std::string& segment : segments) {
    if (absl::StartsWith(segment, "{")) segment = kSegmentPattern;
  }
  return absl::StrJoin(segments, "/");
}

// The regular expression of a grammar, without its anchors; empty: the grammar has none.
std::string PatternOf(const Rules& rules, Use use) {
  switch (rules.format()) {
    case options::v1::DECIMAL:
      return use == Use::kRequest ? "-?[0-9]+(\\.[0-9]{1,2})?" : "-?[0-9]+\\.[0-9]{2}";
    case options::v1::RESOURCE_NAME:
      return ResourcePattern(rules.resource());
    case options::v1::IDENTIFIER:
      return "[a-z][a-z0-9-]{0,62}";
    case options::v1::REQUEST_ID:
      return "[!-~]{1,64}";
    case options::v1::SHA256:
      return "[0-9a-f]{64}";
    default:
      return "";
  }
}

// An answer writes a text that is not set as "", a request leaves it out.
void AddGrammar(const Rules& rules, Use use, Json* schema) {
  const bool may_be_empty = use == Use::kAnswer && !rules.required();
  if (rules.format() == options::v1::DATE) {
    if (may_be_empty) {
      (*schema)["pattern"] = "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$";
    } else {
      (*schema)["format"] = "date";
    }
  } else if (rules.format() == options::v1::CURRENCY) {
    (*schema)["enum"] = {"BGN", "EUR"};
  } else if (const std::string pattern = PatternOf(rules, use); !pattern.empty()) {
    (*schema)["pattern"] =
        may_be_empty ? absl::StrCat("^(", pattern, ")?$") : absl::StrCat("^", pattern, "$");
  }
}

Json OfString(const Rules& rules, Use use) {
  Json schema = {{"type", "string"}};
  AddGrammar(rules, use, &schema);
  if (use == Use::kAnswer) return schema;
  const bool has_format = rules.format() != options::v1::FORMAT_UNSPECIFIED;
  if (rules.required() && !has_format) schema["minLength"] = 1;
  if (rules.max_bytes() > 0 || !has_format) {
    // No text of n bytes has more than n characters; the bytes are what the server counts.
    const uint32_t bytes_max = rules.max_bytes() > 0 ? rules.max_bytes() : kStringBytesDefault;
    schema["maxLength"] = bytes_max;
    schema["x-max-bytes"] = bytes_max;
  }
  return schema;
}

Json OfBytes(const Rules& rules, Use use) {
  Json schema = {{"type", "string"}, {"contentEncoding", "base64"}};
  if (use == Use::kAnswer) return schema;
  const uint32_t bytes_max = rules.max_bytes() > 0 ? rules.max_bytes() : kBytesBytesDefault;
  if (rules.required()) schema["minLength"] = 1;
  schema["maxLength"] = (bytes_max + 2) / 3 * 4;
  return schema;
}

Json OfInteger(const FieldDescriptor* field, const Rules& rules) {
  const bool is_long = field->cpp_type() == FieldDescriptor::CPPTYPE_INT64 ||
                       field->cpp_type() == FieldDescriptor::CPPTYPE_UINT64;
  if (is_long) return {{"type", "string"}, {"format", "int64"}, {"pattern", "^-?[0-9]+$"}};
  Json schema = {{"type", "integer"}, {"format", "int32"}};
  if (rules.has_gte()) schema["minimum"] = rules.gte();
  if (rules.has_lte()) schema["maximum"] = rules.lte();
  return schema;
}

// Times, masks and the like have a JSON form of their own.
Json OfOwnForm(const Descriptor* type) {
  if (type->full_name() == "google.protobuf.Timestamp")
    return {{"type", "string"}, {"format", "date-time"}};
  return {{"type", "string"}};
}

bool IsInAnswer(const FieldDescriptor* field) {
  if (RulesOf(field).required()) return true;
  return field->is_repeated() ||
         (!field->has_presence() && field->cpp_type() != FieldDescriptor::CPPTYPE_ENUM);
}

// A free text whose comment quotes one: our comments quote what such a text looks like.
void AddExample(const FieldDescriptor* field, const std::string& comment, Json* schema) {
  const bool is_free = field->type() == FieldDescriptor::TYPE_STRING && !field->is_repeated() &&
                       RulesOf(field).format() == options::v1::FORMAT_UNSPECIFIED;
  if (!is_free) return;
  for (const std::string& quoted : QuotedTexts(comment)) {
    if (absl::StrContains(quoted, "…") || absl::StrContains(quoted, "{")) continue;
    (*schema)["examples"] = {quoted};
    return;
  }
}

void AddLabels(const FieldDescriptor* field, Json* schema) {
  if (!field->options().HasExtension(options::v1::label)) return;
  (*schema)["x-label-bg"] = field->options().GetExtension(options::v1::label).bg();
  (*schema)["x-label-en"] = field->options().GetExtension(options::v1::label).en();
}

}  // namespace

const Rules& RulesOf(const FieldDescriptor* field) {
  return field->options().GetExtension(options::v1::rules);
}

bool IsRequired(const FieldDescriptor* field) {
  const Rules& rules = RulesOf(field);
  return rules.required() || rules.min_items() > 0 ||
         (rules.gte() > 0 && !field->is_repeated() && !field->has_presence());
}

Json Ref(absl::string_view kind, absl::string_view name) {
  return {{"$ref", absl::StrCat("#/components/", kind, "/", name)}};
}

Json Schemas::OfField(const FieldDescriptor* field, Use use) {
  const Rules& rules = RulesOf(field);
  Json schema;
  if (field->is_map()) {
    schema = {{"type", "object"},
              {"additionalProperties", OfValue(field->message_type()->map_value(), use)}};
  } else if (field->is_repeated()) {
    schema = {{"type", "array"}, {"items", OfValue(field, use)}};
    if (use == Use::kRequest) {
      const uint32_t items_min = rules.required() ? 1 : rules.min_items();
      if (items_min > 0) schema["minItems"] = items_min;
      schema["maxItems"] = rules.max_items() > 0 ? rules.max_items() : kItemsDefault;
    }
  } else {
    schema = OfValue(field, use);
  }
  if (const std::string comment = CommentOf(field); !comment.empty()) {
    schema["description"] = comment;
    AddExample(field, comment, &schema);
  }
  if (use == Use::kAnswer && IsOutputOnly(field)) schema["readOnly"] = true;
  AddLabels(field, &schema);
  return schema;
}

Json Schemas::OfValue(const FieldDescriptor* field, Use use) {
  const Rules& rules = RulesOf(field);
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return field->type() == FieldDescriptor::TYPE_BYTES ? OfBytes(rules, use) : OfString(rules, use);
    case FieldDescriptor::CPPTYPE_BOOL:
      return {{"type", "boolean"}};
    case FieldDescriptor::CPPTYPE_ENUM:
      return OfEnum(field->enum_type());
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return OfMessage(field->message_type(), use);
    case FieldDescriptor::CPPTYPE_FLOAT:
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return {{"type", "number"}};
    default:
      return OfInteger(field, rules);
  }
}

Json Schemas::OfMessage(const Descriptor* type, Use use) {
  if (absl::StartsWith(type->full_name(), "google.protobuf.")) return OfOwnForm(type);
  const std::string name =
      absl::StrCat(ComponentName(type->full_name()), use == Use::kRequest ? "Input" : "");
  // Entered before it is made, so that a message that contains itself ends.
  if (components_.try_emplace(name).second) components_[name] = Object(type, use, {});
  return Ref("schemas", name);
}

Json Schemas::OfBody(const Descriptor* request, const std::set<std::string>& elsewhere) {
  const std::string name = ComponentName(request->full_name());
  components_[name] = Object(request, Use::kRequest, elsewhere);
  return Ref("schemas", name);
}

Json Schemas::Object(const Descriptor* type, Use use, const std::set<std::string>& without) {
  Json properties = Json::object();
  Json required = Json::array();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (without.count(field->name()) != 0) continue;
    if (use == Use::kRequest && IsOutputOnly(field)) continue;
    properties[field->json_name()] = OfField(field, use);
    if (use == Use::kRequest ? IsRequired(field) : IsInAnswer(field))
      required.push_back(field->json_name());
  }
  Json schema = {{"type", "object"}};
  if (const std::string comment = CommentOf(type); !comment.empty()) schema["description"] = comment;
  schema["properties"] = std::move(properties);
  if (!required.empty()) schema["required"] = std::move(required);
  if (use == Use::kRequest) schema["additionalProperties"] = false;
  return schema;
}

Json Schemas::OfEnum(const EnumDescriptor* type) {
  const std::string name = ComponentName(type->full_name());
  Json schema = {{"type", "string"}};
  if (const std::string comment = CommentOf(type); !comment.empty()) schema["description"] = comment;
  schema["enum"] = Json::array();
  for (int i = 0; i < type->value_count(); ++i) {
    const EnumValueDescriptor* value = type->value(i);
    if (value->number() == 0) continue;  // "Not said" is left out of our JSON.
    const std::string word = absl::AsciiStrToLower(value->name());
    schema["enum"].push_back(word);
    schema["x-enumDescriptions"][word] = CommentOf(value);
    if (!value->options().HasExtension(options::v1::value_label)) continue;
    schema["x-label-bg"][word] = value->options().GetExtension(options::v1::value_label).bg();
    schema["x-label-en"][word] = value->options().GetExtension(options::v1::value_label).en();
  }
  components_[name] = std::move(schema);
  return Ref("schemas", name);
}

}  // namespace tranche::openapi
