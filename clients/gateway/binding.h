// SPDX-License-Identifier: EUPL-1.2
// How the fields of a request are given over HTTP, read from the google.api.http option of its method
// and checked once. The gateway's routes and the document at /openapi.json are both made from this.
#pragma once

#include <google/protobuf/descriptor.h>

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/path_template.h"

namespace tranche::gateway {

// One address of a method.
struct Binding {
  std::string http_method;  // "GET"
  std::string path;         // "/v1/{name=organisations/*/plans/*}:check"
  PathTemplate path_template;
  std::string body;  // "*": the whole message; a field's name; empty: none.
};

// The addresses of a method, none when it has no such option. An error names the method and what its
// option promises and the request lacks.
absl::StatusOr<std::vector<Binding>> BindingsOf(const google::protobuf::MethodDescriptor* method);

// A field by its name or its name in JSON; null when there is none.
const google::protobuf::FieldDescriptor* FindField(const google::protobuf::Descriptor* type,
                                                   const std::string& name);

// The field at a path such as "filter.year", in either spelling; null when there is none, or when the
// path crosses a list or ends at a message, which no text can hold.
const google::protobuf::FieldDescriptor* FindScalar(const google::protobuf::Descriptor* type,
                                                    absl::string_view path);

// A singular string field of the request, or null.
const google::protobuf::FieldDescriptor* StringField(const google::protobuf::Descriptor* type,
                                                     const std::string& name);

// Paths in JSON's spelling of the fields that the query can give: those that have a form as text and
// are neither in the path nor in the body.
std::vector<std::string> QueryFields(const google::protobuf::MethodDescriptor* method,
                                     const Binding& binding);

// Whether a method answers with a file (google.api.HttpBody): its bytes are sent as they are. All files
// that are made here are for printing.
bool IsFile(const google::protobuf::Descriptor* answer);
inline constexpr char kFileType[] = "application/pdf";

// A header that gives a field of the request, where it has such a one; in lower case.
inline constexpr char kRequestIdHeader[] = "idempotency-key";
inline constexpr char kRequestIdField[] = "request_id";
inline constexpr char kEtagHeader[] = "if-match";
inline constexpr char kEtagField[] = "etag";

// Seconds that a caller may give a call by the header Request-Timeout, and what holds without it.
inline constexpr int kTimeoutSecondsMax = 60;
inline constexpr int kTimeoutSecondsDefault = 10;

}  // namespace tranche::gateway
