// SPDX-License-Identifier: EUPL-1.2
#include "openapi/openapi.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gateway/binding.h"
#include "openapi/comments.h"
#include "openapi/examples.h"
#include "openapi/problems.h"
#include "platform/base/status_macros.h"

namespace tranche::openapi {
namespace {

using gateway::Binding;
using gateway::PathTemplate;
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

constexpr char kAbout[] =
    R"(Grants and projects of municipalities, from the plan to the payment. The same methods are served over gRPC.

- An amount is exact decimal text with its currency, a day is ISO 8601 text, a 64-bit integer is text. No fraction is
  ever a JSON number.
- An answer holds every text, number and list of its schema, also when it is empty; what is absent is not known.
- What a service computes (`readOnly`) may be sent back and is ignored. Any other field that the schema of a request
  lacks is refused, with its path.
- Repeat a write with the same `Idempotency-Key` and it has its effect once. `validateOnly` checks and keeps nothing.
- Lengths are checked in bytes of UTF-8 (`x-max-bytes`); `maxLength` says no more than that a longer text cannot fit.
- A refusal is a problem document; decide by its `code`. The schema `Reason` has every code with its sentences.
- In the name of something that is read, the organisation `-` stands for whichever of yours has it.
- `x-permission` is the right that a method takes, `x-roles` are the roles that hold it; one of them is enough.)";

// "idempotency-key" as people write it, "Idempotency-Key".
std::string HeaderName(absl::string_view header) {
  std::vector<std::string> words = absl::StrSplit(header, '-');
  for (std::string& word : words) word[0] = absl::ascii_toupper(static_cast<unsigned char>(word[0]));
  return absl::StrJoin(words, "-");
}

Json TextHeader(const char* description) {
  return {{"description", description}, {"schema", {{"type", "string"}}}};
}

Json Headers() {
  return {{"Content-Language", TextHeader("Language of the sentences, \"bg\" or \"en\".")},
          {"Retry-After", {{"description", "Seconds to wait."}, {"schema", {{"type", "integer"}}}}},
          {"Trace-Id", TextHeader("32 hexadecimal digits under which the log has the call.")},
          {"WWW-Authenticate", TextHeader("The way to prove who you are, \"Bearer\".")}};
}

// Headers that every call takes.
Json CommonParameters() {
  return {
      {"Accept-Language",
       {{"name", "Accept-Language"},
        {"in", "header"},
        {"description", "Language of the sentences of a refusal; Bulgarian where it prefers neither."},
        {"schema", {{"type", "string"}}},
        {"example", "en"}}},
      {"Request-Timeout",
       {{"name", "Request-Timeout"},
        {"in", "header"},
        {"description", "Seconds within which an answer is wanted."},
        {"schema",
         {{"type", "integer"},
          {"minimum", 1},
          {"maximum", gateway::kTimeoutSecondsMax},
          {"default", gateway::kTimeoutSecondsDefault}}}}},
      {"traceparent",
       {{"name", "traceparent"},
        {"in", "header"},
        {"description", "Trace of the caller (W3C Trace Context); without it a new one is made."},
        {"schema",
         {{"type", "string"}, {"pattern", "^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$"}}}}}};
}

// A program has a token; a browser has a session, and proves of a write that a page of ours made it.
Json SecuritySchemes() {
  return {
      {"token",
       {{"type", "http"},
        {"scheme", "bearer"},
        {"description", "An access token; `tranched issue-token` makes one for a program."}}},
      {"session",
       {{"type", "apiKey"},
        {"in", "cookie"},
        {"name", "__Host-tranche"},
        {"description",
         "The session of a browser, made by /sign-in. Without TLS its name is `tranche`."}}},
      {"page",
       {{"type", "apiKey"},
        {"in", "header"},
        {"name", "X-CSRF-Token"},
        {"description", "What a write by session takes beside the cookie: the token of its page."}}}};
}

// Either of the two is enough.
Json Security(bool writes) {
  Json by_token;
  by_token["token"] = Json::array();
  Json by_session;
  by_session["session"] = Json::array();
  if (writes) by_session["page"] = Json::array();
  Json either = Json::array();
  either.push_back(std::move(by_token));
  either.push_back(std::move(by_session));
  return either;
}

Json Info(const std::string& version) {
  return {{"title", "Tranche"},
          {"version", version},
          {"summary", "Grants and projects of municipalities"},
          {"description", kAbout},
          {"license", {{"name", "European Union Public Licence 1.2"}, {"identifier", "EUPL-1.2"}}}};
}

struct Source {
  std::vector<const ServiceDescriptor*> services;
  const google::protobuf::EnumDescriptor* catalogue = nullptr;  // Of errors.
  std::vector<std::string> steps;
  std::string version;
};

class Describer {
 public:
  explicit Describer(const Source& source)
      : source_(source),
        examples_([&source](const std::string& name) { return FindMethod(source, name); }) {}

  absl::StatusOr<Json> Describe() {
    for (const std::string& file : source_.steps) TRANCHE_RETURN_IF_ERROR(examples_.ReadFile(file));
    LearnFromComments();
    Json tags = Json::array();
    for (const ServiceDescriptor* service : source_.services) {
      const size_t paths_before = operations_.size();
      for (int i = 0; i < service->method_count(); ++i)
        TRANCHE_RETURN_IF_ERROR(AddMethod(service->method(i)));
      if (operations_.size() == paths_before) continue;
      tags.push_back({{"name", TagOf(service)}, {"description", CommentOf(service)}});
    }
    return Json{
        {"openapi", "3.1.1"},
        {"info", Info(source_.version)},
        {"servers", {{{"url", "/"}, {"description", "The gateway that serves this document."}}}},
        {"security", Security(/*writes=*/false)},
        {"tags", tags},
        {"paths", paths_},
        {"components", Components()}};
  }

 private:
  // The word of a service; with that of its package where another service has the same.
  std::string TagOf(const ServiceDescriptor* service) const {
    const std::string word = ServiceWord(service);
    const auto has_word = [&](const ServiceDescriptor* other) { return ServiceWord(other) == word; };
    if (std::count_if(source_.services.begin(), source_.services.end(), has_word) == 1) return word;
    const std::vector<std::string> package = absl::StrSplit(service->file()->package(), '.');
    return absl::StrCat(package[1], "-", word);
  }

  static const MethodDescriptor* FindMethod(const Source& source, const std::string& full_name) {
    for (const ServiceDescriptor* service : source.services) {
      for (int i = 0; i < service->method_count(); ++i) {
        if (service->method(i)->full_name() == full_name) return service->method(i);
      }
    }
    return nullptr;
  }

  // Ids for the variables of every resource name that a request can hold: first of the steps' requests,
  // then of what comments quote.
  void LearnFromComments() {
    std::vector<std::string> resources;
    for (const ServiceDescriptor* service : source_.services) {
      for (int m = 0; m < service->method_count(); ++m) {
        const Descriptor* request = service->method(m)->input_type();
        const absl::optional<Json> example = examples_.RequestFor(service->method(m));
        for (int i = 0; i < request->field_count(); ++i) {
          const std::string& resource = RulesOf(request->field(i)).resource();
          if (resource.empty()) continue;
          resources.push_back(resource);
          if (example) examples_.LearnIds(resource, example->value(request->field(i)->json_name(), ""));
        }
      }
    }
    for (const ServiceDescriptor* service : source_.services) {
      for (int m = 0; m < service->method_count(); ++m) {
        LearnFromFields(service->method(m)->input_type(), resources);
        LearnFromFields(service->method(m)->output_type(), resources);
      }
    }
  }

  void LearnFromFields(const Descriptor* type, const std::vector<std::string>& resources) {
    for (int i = 0; i < type->field_count(); ++i) {
      for (const std::string& quoted : QuotedTexts(CommentOf(type->field(i)))) {
        for (const std::string& resource : resources) examples_.LearnIds(resource, quoted);
      }
    }
  }

  absl::Status AddMethod(const MethodDescriptor* method) {
    TRANCHE_ASSIGN_OR_RETURN(const std::vector<Binding> bindings, gateway::BindingsOf(method));
    for (size_t i = 0; i < bindings.size(); ++i) {
      const std::string id = i == 0 ? method->name() : absl::StrCat(method->name(), i + 1);
      if (!operations_.insert(id).second) {
        return absl::AlreadyExistsError(
            absl::StrCat(method->full_name(),
                         ": another service has a method of this name, and so no client "
                         "could tell the two apart"));
      }
      TRANCHE_RETURN_IF_ERROR(AddOperation(id, method, bindings[i]));
    }
    return absl::OkStatus();
  }

  absl::Status AddOperation(const std::string& id, const MethodDescriptor* method,
                            const Binding& binding) {
    const auto& authorization = method->options().GetExtension(options::v1::authorization);
    const std::string comment = CommentOf(method);
    const absl::optional<Json> example = examples_.RequestFor(method);
    Json operation = {{"operationId", id},
                      {"tags", {TagOf(method->service())}},
                      {"summary", FirstSentence(comment)},
                      {"description", comment},
                      {"x-permission", authorization.permission()},
                      {"x-roles", Json::array()}};
    for (const int role : authorization.roles()) {
      operation["x-roles"].push_back(
          absl::AsciiStrToLower(options::v1::Role_Name(static_cast<options::v1::Role>(role))));
    }
    if (binding.http_method != "GET") operation["security"] = Security(/*writes=*/true);
    Json parameters = Json::array();
    TRANCHE_ASSIGN_OR_RETURN(const std::string path,
                             AddPathParameters(method, binding, example, &parameters));
    AddQueryParameters(method, binding, &parameters);
    AddHeaderParameters(method, &parameters);
    operation["parameters"] = std::move(parameters);
    if (!binding.body.empty()) operation["requestBody"] = RequestBody(method, binding, example);
    operation["responses"] = Answers(method, binding);
    paths_[path][absl::AsciiStrToLower(binding.http_method)] = std::move(operation);
    return absl::OkStatus();
  }

  // "/v1/{name=organisations/*/plans/*}:check" becomes
  // "/v1/organisations/{organisation}/plans/{plan}:check".
  absl::StatusOr<std::string> AddPathParameters(const MethodDescriptor* method, const Binding& binding,
                                                const absl::optional<Json>& example, Json* parameters) {
    const PathTemplate& path = binding.path_template;
    std::vector<std::string> segments;
    for (const PathTemplate::Segment& segment : path.segments) segments.push_back(segment.literal);
    for (const PathTemplate::Variable& variable : path.variables) {
      const FieldDescriptor* field = gateway::FindScalar(method->input_type(), variable.field_path);
      TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> names,
                               NamesOf(method, path, variable, field));
      const std::string given = example ? example->value(field->json_name(), "") : "";
      const std::vector<std::string> values = absl::StrSplit(given, '/');
      for (size_t i = 0; i < names.size(); ++i) {
        if (!absl::StartsWith(names[i], "{")) continue;
        const std::string name = names[i].substr(1, names[i].size() - 2);
        parameters->push_back(PathParameter(name, field, values.size() == names.size() ? values[i] : "",
                                            binding.http_method == "GET"));
      }
      std::copy(names.begin(), names.end(), segments.begin() + static_cast<int64_t>(variable.begin));
    }
    return absl::StrCat("/", absl::StrJoin(segments, "/"), path.verb.empty() ? "" : ":", path.verb);
  }

  // What stands for each segment of a variable: the resource name that the field's rule describes.
  static absl::StatusOr<std::vector<std::string>> NamesOf(const MethodDescriptor* method,
                                                          const PathTemplate& path,
                                                          const PathTemplate::Variable& variable,
                                                          const FieldDescriptor* field) {
    const std::string& resource = RulesOf(field).resource();
    if (resource.empty() && variable.end - variable.begin == 1 && !variable.to_the_end) {
      return std::vector<std::string>{absl::StrCat("{", field->json_name(), "}")};
    }
    const std::vector<std::string> names = absl::StrSplit(resource, '/');
    bool fits = !variable.to_the_end && names.size() == variable.end - variable.begin;
    for (size_t i = 0; fits && i < names.size(); ++i) {
      const PathTemplate::Segment& segment = path.segments[variable.begin + i];
      const bool is_literal = segment.kind == PathTemplate::Kind::kLiteral;
      fits = is_literal ? segment.literal == names[i] : absl::StartsWith(names[i], "{");
    }
    if (fits) return names;
    return absl::InvalidArgumentError(absl::StrCat(method->full_name(), ": the path and the rule of ",
                                                   field->name(), " (\"", resource, "\") do not fit"));
  }

  Json PathParameter(const std::string& name, const FieldDescriptor* field, const std::string& given,
                     bool reads) {
    const std::string& resource = RulesOf(field).resource();
    Json parameter = {{"name", name}, {"in", "path"}, {"required", true}};
    parameter["description"] =
        resource.empty() ? CommentOf(field)
                         : absl::StrCat("`{", name, "}` in `", resource, "`. ", CommentOf(field));
    parameter["schema"] = resource.empty() ? schemas_.OfField(field, Use::kRequest)
                                           : Json{{"type", "string"},
                                                  {"pattern", absl::StrCat("^", kSegmentPattern, "$")}};
    std::string example = given.empty() ? examples_.IdFor(name) : given;
    // Of a read, whichever has it: the ids that were learned belong to several organisations.
    const bool is_of_one = absl::StartsWith(resource, "organisations/{organisation}/");
    if (reads && given.empty() && is_of_one && name == "organisation") example = "-";
    if (!example.empty()) parameter["example"] = example;
    return parameter;
  }

  void AddQueryParameters(const MethodDescriptor* method, const Binding& binding, Json* parameters) {
    for (const std::string& path : gateway::QueryFields(method, binding)) {
      const FieldDescriptor* field = gateway::FindScalar(method->input_type(), path);
      if (IsHeaderField(field)) continue;
      Json schema = schemas_.OfField(field, Use::kRequest);
      Json parameter = {{"name", path}, {"in", "query"}};
      if (IsRequired(field)) parameter["required"] = true;
      parameter["description"] = CommentOf(field);
      schema.erase("description");
      parameter["schema"] = std::move(schema);
      if (RulesOf(field).format() == options::v1::DATE) parameter["example"] = "2018-09-01";
      // What must be given and has no form that says how: as the comment quotes it.
      const std::vector<std::string> quoted = QuotedTexts(CommentOf(field));
      if (IsRequired(field) && field->type() == FieldDescriptor::TYPE_STRING &&
          RulesOf(field).format() == options::v1::FORMAT_UNSPECIFIED && !quoted.empty()) {
        parameter["example"] = quoted.front();
      }
      parameters->push_back(std::move(parameter));
    }
  }

  static bool IsHeaderField(const FieldDescriptor* field) {
    return field->name() == gateway::kRequestIdField || field->name() == gateway::kEtagField;
  }

  void AddHeaderParameters(const MethodDescriptor* method, Json* parameters) {
    const std::pair<const char*, const char*> headers[] = {
        {gateway::kRequestIdHeader, gateway::kRequestIdField},
        {gateway::kEtagHeader, gateway::kEtagField}};
    for (const auto& [header, name] : headers) {
      const FieldDescriptor* field = gateway::StringField(method->input_type(), name);
      if (field == nullptr) continue;
      Json schema = schemas_.OfField(field, Use::kRequest);
      schema.erase("description");
      parameters->push_back({{"name", HeaderName(header)},
                             {"in", "header"},
                             {"required", IsRequired(field)},
                             {"description", CommentOf(field)},
                             {"schema", std::move(schema)}});
    }
    const Json common = CommonParameters();
    for (const auto& parameter : common.items())
      parameters->push_back(Ref("parameters", parameter.key()));
  }

  Json RequestBody(const MethodDescriptor* method, const Binding& binding,
                   const absl::optional<Json>& example) {
    Json content;
    Json shown = example ? *example : Json();
    if (binding.body == "*") {
      std::set<std::string> elsewhere = {gateway::kRequestIdField, gateway::kEtagField};
      for (const PathTemplate::Variable& variable : binding.path_template.variables) {
        elsewhere.insert(variable.field_path);
      }
      content["schema"] = schemas_.OfBody(method->input_type(), elsewhere);
      for (const std::string& name : elsewhere) {
        const FieldDescriptor* field = method->input_type()->FindFieldByName(name);
        if (field != nullptr && shown.is_object()) shown.erase(field->json_name());
      }
    } else {
      const FieldDescriptor* field = method->input_type()->FindFieldByName(binding.body);
      content["schema"] = schemas_.OfMessage(field->message_type(), Use::kRequest);
      shown = shown.is_object() ? shown[field->json_name()] : Json();
    }
    if (!shown.is_null()) content["example"] = std::move(shown);
    return {{"required", true}, {"content", {{"application/json", std::move(content)}}}};
  }

  Json Answers(const MethodDescriptor* method, const Binding& binding) {
    Json headers = {{"Trace-Id", Ref("headers", "Trace-Id")}};
    if (gateway::StringField(method->output_type(), gateway::kEtagField) != nullptr) {
      headers["ETag"] = TextHeader("Version of the record, for If-Match.");
    }
    Json answers;
    const bool is_file = gateway::IsFile(method->output_type());
    Json content =
        is_file ? Json{{gateway::kFileType,
                        {{"schema", {{"type", "string"}, {"contentMediaType", gateway::kFileType}}}}}}
                : Json{{"application/json",
                        {{"schema", schemas_.OfMessage(method->output_type(), Use::kAnswer)}}}};
    answers["200"] = {{"description", is_file ? "The file." : CommentOf(method->output_type())},
                      {"headers", std::move(headers)},
                      {"content", std::move(content)}};
    for (const int status : ProblemStatuses(method, binding)) {
      statuses_.insert(status);
      answers[absl::StrCat(status)] = Ref("responses", ProblemName(status));
    }
    return answers;
  }

  Json Components() {
    std::map<std::string, Json>& schemas = schemas_.components();
    schemas["Problem"] = ProblemSchema();
    schemas["Reason"] = ReasonSchema(source_.catalogue);
    Json responses;
    for (const int status : statuses_) {
      responses[ProblemName(status)] = ProblemAnswer(source_.catalogue, status);
    }
    return {{"schemas", schemas},
            {"responses", responses},
            {"parameters", CommonParameters()},
            {"headers", Headers()},
            {"securitySchemes", SecuritySchemes()}};
  }

  const Source& source_;
  Examples examples_;
  Schemas schemas_;
  Json paths_ = Json::object();
  std::set<std::string> operations_;
  std::set<int> statuses_;
};

}  // namespace

absl::StatusOr<Json> DescribeFile(const std::string& descriptors, const std::string& version,
                                  const std::vector<std::string>& steps) {
  google::protobuf::FileDescriptorSet set;
  std::ifstream in(descriptors, std::ios::binary);
  if (!in || !set.ParseFromIstream(&in)) {
    return absl::InvalidArgumentError(absl::StrCat(descriptors, " is no descriptor set"));
  }
  google::protobuf::DescriptorPool pool;
  Source source;
  for (const google::protobuf::FileDescriptorProto& file : set.file()) {
    const google::protobuf::FileDescriptor* built = pool.BuildFile(file);
    if (built == nullptr)
      return absl::InvalidArgumentError(absl::StrCat(file.name(), " is not complete"));
    for (int i = 0; i < built->service_count(); ++i) source.services.push_back(built->service(i));
  }
  source.catalogue = pool.FindEnumTypeByName("tranche.common.v1.Reason");
  source.steps = steps;
  source.version = version;
  return Describer(source).Describe();
}

}  // namespace tranche::openapi
