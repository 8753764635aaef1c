// SPDX-License-Identifier: EUPL-1.2
#include "openapi/problems.h"

#include "absl/strings/str_cat.h"
#include "gateway/titles.h"
#include "openapi/comments.h"

namespace tranche::openapi {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::MethodDescriptor;

const options::v1::ReasonText& TextOf(const google::protobuf::EnumValueDescriptor* reason) {
  return reason->options().GetExtension(options::v1::reason);
}

Json Text(const char* description) { return {{"type", "string"}, {"description", description}}; }

Json Values(const char* description) {
  return {
      {"type", "object"}, {"description", description}, {"additionalProperties", {{"type", "string"}}}};
}

}  // namespace

Json ReasonSchema(const EnumDescriptor* catalogue) {
  Json schema = {{"type", "string"},
                 {"description", "Why something was refused. Decide by it, never by the sentence."},
                 {"enum", Json::array()}};
  for (int i = 1; i < catalogue->value_count(); ++i) {
    const std::string& name = catalogue->value(i)->name();
    schema["enum"].push_back(name);
    schema["x-enumDescriptions"][name] = CommentOf(catalogue->value(i));
    schema["x-status"][name] = TextOf(catalogue->value(i)).http();
    schema["x-label-bg"][name] = TextOf(catalogue->value(i)).bg();
    schema["x-label-en"][name] = TextOf(catalogue->value(i)).en();
  }
  return schema;
}

Json ProblemSchema() {
  Json error = {
      {"type", "object"},
      {"description", "What is wrong with one field, or at one place of a document."},
      {"properties",
       {{"pointer", Text("JSON pointer of the field in the request, \"/cost/claimed/amount\".")},
        {"place", Text("Place in a document, \"line 27, column 5\"; instead of a pointer.")},
        {"code", Ref("schemas", "Reason")},
        {"detail", Text("What is wrong, in the language of Accept-Language.")},
        {"values", Values("Values that the sentence names.")}}},
      {"required", {"code", "detail"}}};
  return {
      {"type", "object"},
      {"description", "A refusal (RFC 9457)."},
      {"properties",
       {{"type",
         {{"type", "string"},
          {"format", "uri-reference"},
          {"description", "Where the reason is explained, \"/problems/LINE_EXHAUSTED\"."}}},
        {"title", Text("What kind of problem it is, in the language of Accept-Language.")},
        {"status", {{"type", "integer"}, {"description", "The HTTP status."}}},
        {"detail", Text("What is wrong and what to do next, in the language of Accept-Language.")},
        {"instance", Text("The path that was asked for.")},
        {"code", Ref("schemas", "Reason")},
        {"values", Values("Values that the sentence names: amounts, numbers, names.")},
        {"errors",
         {{"type", "array"},
          {"description", "Everything that is wrong with the input: the first 100."},
          {"items", error}}},
        {"trace_id", Text("32 hexadecimal digits under which the log has the call.")}}},
      {"required", {"type", "title", "status", "detail", "instance", "code", "values", "trace_id"}}};
}

std::string ProblemName(int status) { return absl::StrCat("Problem", status); }

Json ProblemAnswer(const EnumDescriptor* catalogue, int status) {
  Json codes = Json::array();
  for (int i = 1; i < catalogue->value_count(); ++i) {
    if (TextOf(catalogue->value(i)).http() == status) codes.push_back(catalogue->value(i)->name());
  }
  const Json narrowed = {
      {"type", "object"},
      {"properties", {{"status", {{"const", status}}}, {"code", {{"enum", codes}}}}}};
  Json headers = {{"Content-Language", Ref("headers", "Content-Language")},
                  {"Trace-Id", Ref("headers", "Trace-Id")}};
  if (status == 401) headers["WWW-Authenticate"] = Ref("headers", "WWW-Authenticate");
  if (status == 429 || status == 503) headers["Retry-After"] = Ref("headers", "Retry-After");
  return {{"description", gateway::TitleOf(status).en},
          {"headers", headers},
          {"content",
           {{"application/problem+json",
             {{"schema", {{"allOf", {Ref("schemas", "Problem"), narrowed}}}}}}}}};
}

std::set<int> ProblemStatuses(const MethodDescriptor* method, const gateway::Binding& binding) {
  std::set<int> statuses = {400, 401, 403, 429, 431, 500, 503, 504};
  const bool has_body = !binding.body.empty();
  const bool names_something =
      !binding.path_template.variables.empty() || !gateway::QueryFields(method, binding).empty();
  // What is named may be absent, in another state, or beyond what a rule or a calendar reaches.
  if (has_body || names_something) statuses.insert({404, 409, 422});
  if (has_body) statuses.insert({413, 415});
  if (gateway::StringField(method->input_type(), gateway::kEtagField) != nullptr) statuses.insert(412);
  return statuses;
}

}  // namespace tranche::openapi
