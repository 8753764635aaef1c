// SPDX-License-Identifier: EUPL-1.2
#include "gateway/transcoder.h"

#include <google/protobuf/descriptor_database.h>
#include <google/protobuf/field_mask.pb.h>

#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "cpp/json.h"
#include "gateway/binding.h"
#include "gateway/problem.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "tranche/options/v1/options.pb.h"

namespace tranche::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using google::protobuf::Reflection;
using google::protobuf::ServiceDescriptor;

absl::Status RefuseField(absl::string_view reason, absl::string_view field, ErrorValues values) {
  return RefuseInput(reason, {{std::string(field), std::string(reason), values}}, values);
}

absl::Status FieldUnknown(absl::string_view field) {
  return RefuseField("FIELD_UNKNOWN", field, {{"field", std::string(field)}});
}

absl::Status GivenTwice(absl::string_view field) {
  return RefuseField("FIELD_GIVEN_TWICE", field, {{"field", std::string(field)}});
}

absl::Status Malformed(absl::string_view field, absl::string_view value, absl::string_view format) {
  return RefuseField("FIELD_MALFORMED", field,
                     {{"value", std::string(value)}, {"format", std::string(format)}});
}

// The message that holds the last field of a path, made when it is absent.
Message* HolderOf(Message* message, absl::string_view path) {
  const std::vector<std::string> names = absl::StrSplit(path, '.');
  for (size_t i = 0; i + 1 < names.size(); ++i) {
    message = message->GetReflection()->MutableMessage(message,
                                                       FindField(message->GetDescriptor(), names[i]));
  }
  return message;
}

const EnumValueDescriptor* FindEnumValue(const FieldDescriptor* field, absl::string_view text) {
  return field->enum_type()->FindValueByName(absl::AsciiStrToUpper(text));
}

// Reads a number that is written exactly one way: no blanks, no plus sign, no leading zeros.
template <class Integer>
bool ReadInteger(const std::string& text, Integer* number) {
  return absl::SimpleAtoi(text, number) && absl::StrCat(*number) == text;
}

// Puts a text of a path or a query into a field: sets it, or appends to a list.
absl::Status PutText(Message* message, const FieldDescriptor* field, absl::string_view path,
                     const std::string& text) {
  const Reflection* reflection = message->GetReflection();
  const bool list = field->is_repeated();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      if (field->type() == FieldDescriptor::TYPE_BYTES) return FieldUnknown(path);
      list ? reflection->AddString(message, field, text) : reflection->SetString(message, field, text);
      return absl::OkStatus();
    case FieldDescriptor::CPPTYPE_BOOL: {
      if (text != "true" && text != "false") return Malformed(path, text, "true | false");
      const bool value = text == "true";
      list ? reflection->AddBool(message, field, value) : reflection->SetBool(message, field, value);
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_INT32: {
      int32_t value = 0;
      if (!ReadInteger(text, &value)) return Malformed(path, text, "int32");
      list ? reflection->AddInt32(message, field, value) : reflection->SetInt32(message, field, value);
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_INT64: {
      int64_t value = 0;
      if (!ReadInteger(text, &value)) return Malformed(path, text, "int64");
      list ? reflection->AddInt64(message, field, value) : reflection->SetInt64(message, field, value);
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_UINT32: {
      uint32_t value = 0;
      if (!ReadInteger(text, &value)) return Malformed(path, text, "uint32");
      list ? reflection->AddUInt32(message, field, value)
           : reflection->SetUInt32(message, field, value);
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_UINT64: {
      uint64_t value = 0;
      if (!ReadInteger(text, &value)) return Malformed(path, text, "uint64");
      list ? reflection->AddUInt64(message, field, value)
           : reflection->SetUInt64(message, field, value);
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_ENUM: {
      const EnumValueDescriptor* value = FindEnumValue(field, text);
      if (value == nullptr) {
        std::vector<std::string> names;
        for (int i = 1; i < field->enum_type()->value_count(); ++i) {
          names.push_back(absl::AsciiStrToLower(field->enum_type()->value(i)->name()));
        }
        return Malformed(path, text, absl::StrJoin(names, " | "));
      }
      list ? reflection->AddEnum(message, field, value) : reflection->SetEnum(message, field, value);
      return absl::OkStatus();
    }
    default:
      return FieldUnknown(path);  // Fractions and messages have no form in a path or a query.
  }
}

// A value that must be in a string field: of the path, or of a header. The body may repeat it, not
// differ.
absl::Status PutOnce(Message* message, absl::string_view path, const std::string& text) {
  const FieldDescriptor* field = FindScalar(message->GetDescriptor(), path);
  Message* holder = HolderOf(message, path);
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    const std::string present = holder->GetReflection()->GetString(*holder, field);
    if (!present.empty() && present != text) return GivenTwice(path);
  }
  return PutText(holder, field, path, text);
}

// A header's value for a field; a text in the message must be UTF-8, a header may hold any bytes.
absl::Status PutHeader(Message* message, absl::string_view field, absl::string_view value) {
  for (const char c : value) {
    if (!absl::ascii_isprint(static_cast<unsigned char>(c))) return Malformed(field, "?", "ASCII");
  }
  return PutOnce(message, field, std::string(value));
}

absl::Status ReadQuery(absl::string_view query, absl::string_view body,
                       const std::vector<std::pair<std::string, std::string>>& variables,
                       Message* message) {
  std::set<std::string> seen;
  for (const auto& variable : variables) seen.insert(variable.first);
  for (const absl::string_view item : absl::StrSplit(query, '&', absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> pair =
        absl::StrSplit(item, absl::MaxSplits('=', 1));
    TRANCHE_ASSIGN_OR_RETURN(const std::string name, DecodePercent(pair.first, true, false));
    TRANCHE_ASSIGN_OR_RETURN(const std::string text, DecodePercent(pair.second, true, false));
    const FieldDescriptor* field = FindScalar(message->GetDescriptor(), name);
    if (field == nullptr || body == "*") return FieldUnknown(name.substr(0, 100));
    // One spelling for both, so that "page_size" and "pageSize" are the same field.
    std::vector<std::string> names;
    const Descriptor* type = message->GetDescriptor();
    for (const absl::string_view part : absl::StrSplit(name, '.')) {
      const FieldDescriptor* step = FindField(type, std::string(part));
      names.push_back(step->name());
      type = step->message_type();
    }
    if (!body.empty() && names.front() == body) return FieldUnknown(name);
    if (!seen.insert(absl::StrJoin(names, ".")).second && !field->is_repeated())
      return GivenTwice(name);
    TRANCHE_RETURN_IF_ERROR(PutText(HolderOf(message, name), field, name, text));
  }
  return absl::OkStatus();
}

// Paths of the leaves that a JSON object sets; lists and absent objects are leaves.
void AddMaskPaths(const nlohmann::json& object, const Descriptor* type, const std::string& prefix,
                  google::protobuf::FieldMask* mask) {
  for (const auto& [key, value] : object.items()) {
    const FieldDescriptor* field = FindField(type, key);
    if (field == nullptr) continue;
    const std::string path = absl::StrCat(prefix, prefix.empty() ? "" : ".", field->name());
    const bool descends = value.is_object() && !value.empty() && !field->is_repeated() &&
                          field->message_type() != nullptr &&
                          !absl::StartsWith(field->message_type()->full_name(), "google.protobuf.");
    if (descends) {
      AddMaskPaths(value, field->message_type(), path, mask);
    } else {
      mask->add_paths(path);
    }
  }
}

// PATCH without a mask changes what its body names.
void InferMask(const std::string& body_field, const std::string& body, Message* message) {
  const Descriptor* type = message->GetDescriptor();
  const FieldDescriptor* mask_field = type->FindFieldByName("update_mask");
  if (mask_field == nullptr || mask_field->message_type() == nullptr ||
      mask_field->message_type()->full_name() != "google.protobuf.FieldMask" ||
      message->GetReflection()->HasField(*message, mask_field)) {
    return;
  }
  const auto object = nlohmann::json::parse(body, nullptr, /*allow_exceptions=*/false);
  google::protobuf::FieldMask mask;
  AddMaskPaths(object, type->FindFieldByName(body_field)->message_type(), "", &mask);
  // The message may be of a factory of its own; the wire form is the same for both.
  message->GetReflection()
      ->MutableMessage(message, mask_field)
      ->ParseFromString(mask.SerializeAsString());
}

// The bytes of a google.api.HttpBody, whichever factory made it.
HttpResponse FileOf(const Message& body) {
  const Descriptor* type = body.GetDescriptor();
  HttpResponse file;
  file.content_type = body.GetReflection()->GetString(body, type->FindFieldByName("content_type"));
  file.body = body.GetReflection()->GetString(body, type->FindFieldByName("data"));
  return file;
}

bool HasLargeBytes(const Descriptor* type) {
  constexpr uint32_t kLargeFrom = 512 << 10;
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (field->type() == FieldDescriptor::TYPE_BYTES &&
        field->options().GetExtension(options::v1::rules).max_bytes() > kLargeFrom) {
      return true;
    }
  }
  return false;
}

bool IsJson(absl::string_view content_type) {
  const absl::string_view type = content_type.substr(0, content_type.find(';'));
  return absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(type), "application/json");
}

}  // namespace

std::vector<const ServiceDescriptor*> LinkedServices() {
  std::vector<std::string> files;
  DescriptorPool::internal_generated_database()->FindAllFileNames(&files);
  std::vector<const ServiceDescriptor*> services;
  for (const std::string& name : files) {
    const auto* file = DescriptorPool::generated_pool()->FindFileByName(name);
    for (int i = 0; file != nullptr && i < file->service_count(); ++i)
      services.push_back(file->service(i));
  }
  return services;
}

absl::StatusOr<CallHeaders> HeadersOf(const HttpRequest& request) {
  CallHeaders headers;
  headers.authorization = std::string(request.Header("authorization"));
  headers.traceparent = std::string(request.Header("traceparent"));
  for (const char c : headers.authorization) {
    if (!absl::ascii_isprint(static_cast<unsigned char>(c))) return Refuse("TOKEN_INVALID");
  }
  if (const std::string text(request.Header("request-timeout")); !text.empty()) {
    int seconds = 0;
    const int seconds_max = static_cast<int>(absl::ToInt64Seconds(kCallTimeMax));
    if (!ReadInteger(text, &seconds) || seconds < 1 || seconds > seconds_max) {
      return Malformed("Request-Timeout", text, absl::StrCat("1…", seconds_max, " s"));
    }
    headers.timeout = absl::Seconds(seconds);
  }
  return headers;
}

absl::StatusOr<std::unique_ptr<Transcoder>> Transcoder::Create(
    const std::vector<const ServiceDescriptor*>& services, google::protobuf::MessageFactory* factory,
    Backend* backend) {
  std::unique_ptr<Transcoder> transcoder(new Transcoder(factory, backend));
  for (const ServiceDescriptor* service : services) {
    for (int i = 0; i < service->method_count(); ++i) {
      TRANCHE_RETURN_IF_ERROR(transcoder->AddMethod(service->method(i)));
    }
  }
  return transcoder;
}

absl::Status Transcoder::AddMethod(const MethodDescriptor* method) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<Binding> bindings, BindingsOf(method));
  for (const Binding& binding : bindings) {
    TRANCHE_RETURN_IF_ERROR(
        router_.Add(binding.http_method, binding.path, static_cast<int>(routes_.size())));
    routes_.push_back({method, binding.http_method, binding.body, HasLargeBytes(method->input_type())});
  }
  return absl::OkStatus();
}

bool Transcoder::TakesDocument(absl::string_view path) const {
  const absl::StatusOr<Router::Match> match = router_.Find("POST", path);
  return match.ok() && routes_[static_cast<size_t>(match->route)].takes_document;
}

absl::Status Transcoder::ReadBody(const Route& route, const HttpRequest& request,
                                  Message* message) const {
  if (request.body.empty()) return absl::OkStatus();
  if (!IsJson(request.Header("content-type"))) return Refuse("MEDIA_TYPE_UNSUPPORTED");
  if (route.body.empty()) return RefuseField("JSON_MISMATCH", "", {{"detail", "body ≠ ∅"}});
  if (route.body == "*") return client::FromJson(request.body, message);
  const FieldDescriptor* field = message->GetDescriptor()->FindFieldByName(route.body);
  Message* part = message->GetReflection()->MutableMessage(message, field);
  return client::FromJson(request.body, part, field->json_name());
}

absl::StatusOr<Transcoder::Prepared> Transcoder::Prepare(const HttpRequest& request) const {
  TRANCHE_ASSIGN_OR_RETURN(const Router::Match match, router_.Find(request.method, request.path));
  const Route& route = routes_[static_cast<size_t>(match.route)];
  Prepared prepared;
  prepared.method = route.method;
  TRANCHE_ASSIGN_OR_RETURN(prepared.headers, HeadersOf(request));
  prepared.request.reset(factory_->GetPrototype(route.method->input_type())->New());
  Message* message = prepared.request.get();
  TRANCHE_RETURN_IF_ERROR(ReadBody(route, request, message));
  for (const auto& [field_path, value] : match.variables) {
    TRANCHE_RETURN_IF_ERROR(PutOnce(message, field_path, value));
  }
  TRANCHE_RETURN_IF_ERROR(ReadQuery(request.query, route.body, match.variables, message));
  const Descriptor* type = message->GetDescriptor();
  if (const std::string key(request.Header(kRequestIdHeader));
      !key.empty() && StringField(type, kRequestIdField) != nullptr) {
    TRANCHE_RETURN_IF_ERROR(PutHeader(message, kRequestIdField, key));
  }
  if (const std::string etag(request.Header(kEtagHeader));
      !etag.empty() && StringField(type, kEtagField) != nullptr) {
    absl::string_view bare = etag;
    if (absl::ConsumePrefix(&bare, "\"")) absl::ConsumeSuffix(&bare, "\"");
    TRANCHE_RETURN_IF_ERROR(PutHeader(message, kEtagField, bare));
  }
  if (route.http_method == "PATCH" && !route.body.empty() && route.body != "*" &&
      !request.body.empty()) {
    InferMask(route.body, request.body, message);
  }
  return prepared;
}

void Transcoder::Handle(const HttpRequest& request, Responder respond) const {
  absl::StatusOr<Prepared> prepared = Prepare(request);
  if (!prepared.ok()) {
    respond(Problem(prepared.status(), request));
    return;
  }
  std::unique_ptr<Message> response(factory_->GetPrototype(prepared->method->output_type())->New());
  // Only what a problem document needs is kept for the time of the call, not the body.
  HttpRequest kept;
  kept.method = request.method;
  kept.path = request.path;
  kept.headers = request.headers;
  backend_->Call(MethodPath(prepared->method), std::move(prepared->request), std::move(response),
                 prepared->headers,
                 [kept = std::move(kept), respond = std::move(respond)](
                     const absl::Status& status, std::unique_ptr<Message> answer) {
                   if (!status.ok()) return respond(Problem(status, kept));
                   HttpResponse ok;
                   if (IsFile(answer->GetDescriptor())) return respond(FileOf(*answer));
                   ok.content_type = "application/json";
                   ok.body = client::ToJson(*answer);
                   if (const FieldDescriptor* etag = StringField(answer->GetDescriptor(), kEtagField);
                       etag != nullptr) {
                     const std::string value = answer->GetReflection()->GetString(*answer, etag);
                     if (!value.empty())
                       ok.headers.emplace_back("ETag", absl::StrCat("\"", value, "\""));
                   }
                   respond(std::move(ok));
                 });
}

}  // namespace tranche::gateway
