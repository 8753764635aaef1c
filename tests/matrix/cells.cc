// SPDX-License-Identifier: EUPL-1.2
#include "cells.h"

#include <google/protobuf/descriptor_database.h>

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "tranche/options/v1/options.pb.h"

namespace tranche::matrix {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using google::protobuf::Reflection;
using options::v1::Rules;

// "organisations/{organisation}/plans/{plan}" with the organisation and the record in their places.
std::string FillName(const std::string& pattern, const std::string& organisation,
                     const std::string& record) {
  std::vector<std::string> segments = absl::StrSplit(pattern, '/');
  for (std::string& segment : segments) {
    if (segment == "{organisation}") {
      segment = organisation;
    } else if (absl::StartsWith(segment, "{")) {
      segment = record;
    }
  }
  return absl::StrJoin(segments, "/");
}

std::string FillText(const FieldDescriptor* field, const std::string& organisation,
                     const std::string& record) {
  if (field->name() == "organisation") return organisation;
  const Rules& rules = field->options().GetExtension(options::v1::rules);
  switch (rules.format()) {
    case options::v1::DECIMAL:
      return "1.00";
    case options::v1::DATE:
      return "2018-09-01";
    case options::v1::CURRENCY:
      return "BGN";
    case options::v1::RESOURCE_NAME:
      return FillName(rules.resource(), organisation, record);
    case options::v1::SHA256:
      return std::string(64, '0');
    default:
      // No longer than the field may be.
      return std::string("matrix").substr(
          0, rules.max_bytes() > 0 ? rules.max_bytes() : std::string::npos);
  }
}

void FillMessage(Message* message, const std::string& organisation, const std::string& record);

void FillField(Message* message, const FieldDescriptor* field, const std::string& organisation,
               const std::string& record) {
  const Reflection* reflection = message->GetReflection();
  const bool list = field->is_repeated();
  const Rules& rules = field->options().GetExtension(options::v1::rules);
  const int64_t number = rules.has_gte() ? std::max<int64_t>(rules.gte(), 1) : 1;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return FillMessage(
          list ? reflection->AddMessage(message, field) : reflection->MutableMessage(message, field),
          organisation, record);
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string text = FillText(field, organisation, record);
      return list ? reflection->AddString(message, field, text)
                  : reflection->SetString(message, field, text);
    }
    case FieldDescriptor::CPPTYPE_ENUM:
      return list ? reflection->AddEnumValue(message, field, 1)
                  : reflection->SetEnumValue(message, field, 1);
    case FieldDescriptor::CPPTYPE_INT32:
      return list ? reflection->AddInt32(message, field, static_cast<int32_t>(number))
                  : reflection->SetInt32(message, field, static_cast<int32_t>(number));
    case FieldDescriptor::CPPTYPE_INT64:
      return list ? reflection->AddInt64(message, field, number)
                  : reflection->SetInt64(message, field, number);
    default:
      return;  // Nothing else is required anywhere; the test finds a request that breaks its rules.
  }
}

void FillMessage(Message* message, const std::string& organisation, const std::string& record) {
  const Descriptor* type = message->GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    const Rules& rules = field->options().GetExtension(options::v1::rules);
    const bool names = rules.format() == options::v1::RESOURCE_NAME && !field->is_repeated();
    // A number that may not be nothing is required, too.
    if (rules.required() || rules.min_items() > 0 || rules.gte() > 0 || names) {
      FillField(message, field, organisation, record);
    }
  }
}

}  // namespace

std::vector<const MethodDescriptor*> Methods() {
  std::vector<std::string> files;
  DescriptorPool::internal_generated_database()->FindAllFileNames(&files);
  std::sort(files.begin(), files.end());
  std::vector<const MethodDescriptor*> methods;
  for (const std::string& name : files) {
    const FileDescriptor* file = DescriptorPool::generated_pool()->FindFileByName(name);
    if (file == nullptr || !absl::StartsWith(file->package(), "tranche.")) continue;
    for (int s = 0; s < file->service_count(); ++s) {
      for (int m = 0; m < file->service(s)->method_count(); ++m)
        methods.push_back(file->service(s)->method(m));
    }
  }
  return methods;
}

std::vector<std::string> Roles() {
  std::vector<std::string> roles;
  for (int i = 1; i < options::v1::Role_descriptor()->value_count(); ++i) {
    roles.push_back(options::v1::Role_descriptor()->value(i)->name());
  }
  return roles;
}

bool IsPermitted(const MethodDescriptor* method, const std::string& role) {
  const auto& listed = method->options().GetExtension(options::v1::authorization).roles();
  return std::any_of(listed.begin(), listed.end(), [&](int number) {
    return options::v1::Role_Name(static_cast<options::v1::Role>(number)) == role;
  });
}

std::unique_ptr<Message> FillRequest(const MethodDescriptor* method, const std::string& organisation,
                                     const std::string& record) {
  const Message* prototype =
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(method->input_type());
  std::unique_ptr<Message> request(prototype->New());
  FillMessage(request.get(), organisation, record);
  return request;
}

const FieldDescriptor* NamingField(const Descriptor* request) {
  for (const char* name : {"parent", "name", "organisation"}) {
    const FieldDescriptor* field = request->FindFieldByName(name);
    if (field == nullptr) continue;
    const Rules& rules = field->options().GetExtension(options::v1::rules);
    if (field->name() == "organisation" || absl::StartsWith(rules.resource(), "organisations/"))
      return field;
  }
  return nullptr;
}

std::string ExpectedRefusal(const MethodDescriptor* method, const std::string& role,
                            const std::string& organisation) {
  if (role.empty()) return "TOKEN_MISSING";
  if (!IsPermitted(method, role)) return "PERMISSION_DENIED";
  const bool foreign = organisation == kOther || organisation == kNowhere;
  return foreign && NamingField(method->input_type()) != nullptr ? "ORGANISATION_NOT_GRANTED" : "";
}

std::string RefusedAccess(const std::string& reason) {
  for (const char* access :
       {"TOKEN_MISSING", "TOKEN_INVALID", "TOKEN_EXPIRED", "PERMISSION_DENIED",
        "ORGANISATION_NOT_GRANTED", "REQUEST_FROM_ELSEWHERE", "CSRF_TOKEN_WRONG"}) {
    if (reason == access) return reason;
  }
  return "";
}

}  // namespace tranche::matrix
