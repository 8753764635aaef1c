// SPDX-License-Identifier: EUPL-1.2
// Writing of JSON.
#include <google/protobuf/descriptor.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/time_util.h>

#include <nlohmann/json.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "cpp/json.h"
#include "cpp/json_forms.h"

namespace tranche::client {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using nlohmann::json;

void AppendQuoted(absl::string_view text, std::string* out) {
  static constexpr char kHex[] = "0123456789abcdef";
  out->push_back('"');
  for (const char c : text) {
    switch (c) {
      case '"':
        out->append("\\\"");
        break;
      case '\\':
        out->append("\\\\");
        break;
      case '\n':
        out->append("\\n");
        break;
      case '\t':
        out->append("\\t");
        break;
      case '\r':
        out->append("\\r");
        break;
      default:
        if (const auto byte = static_cast<unsigned char>(c); byte < 0x20 || byte == 0x7f) {
          out->append("\\u00");
          out->push_back(kHex[byte >> 4]);
          out->push_back(kHex[byte & 15]);
        } else {
          out->push_back(c);
        }
    }
  }
  out->push_back('"');
}

class Writer {
 public:
  Writer(JsonStyle style, std::string* out) : indented_(style == JsonStyle::kIndented), out_(out) {}

  void WriteMessage(const Message& message) {
    if (HasOwnForm(message.GetDescriptor())) {
      WriteOwnForm(message);
      return;
    }
    Open('{');
    const Descriptor* type = message.GetDescriptor();
    for (int i = 0; i < type->field_count(); ++i) {
      const FieldDescriptor* field = type->field(i);
      if (IsLeftOut(message, field)) continue;
      Next();
      AppendQuoted(field->json_name(), out_);
      out_->append(indented_ ? ": " : ":");
      WriteField(message, field);
    }
    Close('}');
  }

 private:
  static bool IsLeftOut(const Message& message, const FieldDescriptor* field) {
    if (field->is_repeated()) return false;
    if (field->has_presence()) return !message.GetReflection()->HasField(message, field);
    return field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM &&
           message.GetReflection()->GetEnumValue(message, field) == 0;
  }

  void WriteOwnForm(const Message& message) {
    if (const auto* time = dynamic_cast<const google::protobuf::Timestamp*>(&message)) {
      AppendQuoted(google::protobuf::util::TimeUtil::ToString(*time), out_);
      return;
    }
    std::string text;
    if (google::protobuf::util::MessageToJsonString(message, &text).ok()) {
      out_->append(text);
    } else {
      out_->append("null");
    }
  }

  void WriteField(const Message& message, const FieldDescriptor* field) {
    const Reflection* reflection = message.GetReflection();
    if (field->is_map()) {
      WriteMap(message, field);
      return;
    }
    if (!field->is_repeated()) {
      WriteValue(message, field, -1);
      return;
    }
    Open('[');
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      Next();
      WriteValue(message, field, i);
    }
    Close(']');
  }

  void WriteMap(const Message& message, const FieldDescriptor* field) {
    const Reflection* reflection = message.GetReflection();
    Open('{');
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      const Message& entry = reflection->GetRepeatedMessage(message, field, i);
      const Descriptor* type = entry.GetDescriptor();
      std::string key;
      Writer(JsonStyle::kCompact, &key).WriteValue(entry, type->map_key(), -1);
      Next();
      out_->append(absl::StartsWith(key, "\"") ? key : absl::StrCat("\"", key, "\""));
      out_->append(indented_ ? ": " : ":");
      WriteValue(entry, type->map_value(), -1);
    }
    Close('}');
  }

  // The value of a field, or item `index` of a repeated one when it is not negative.
  void WriteValue(const Message& message, const FieldDescriptor* field, int index) {
    const Reflection* reflection = message.GetReflection();
    const bool item = index >= 0;
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_BOOL:
        out_->append((item ? reflection->GetRepeatedBool(message, field, index)
                           : reflection->GetBool(message, field))
                         ? "true"
                         : "false");
        break;
      case FieldDescriptor::CPPTYPE_INT32:
        absl::StrAppend(out_, item ? reflection->GetRepeatedInt32(message, field, index)
                                   : reflection->GetInt32(message, field));
        break;
      case FieldDescriptor::CPPTYPE_UINT32:
        absl::StrAppend(out_, item ? reflection->GetRepeatedUInt32(message, field, index)
                                   : reflection->GetUInt32(message, field));
        break;
      case FieldDescriptor::CPPTYPE_INT64:
        absl::StrAppend(out_, "\"",
                        item ? reflection->GetRepeatedInt64(message, field, index)
                             : reflection->GetInt64(message, field),
                        "\"");
        break;
      case FieldDescriptor::CPPTYPE_UINT64:
        absl::StrAppend(out_, "\"",
                        item ? reflection->GetRepeatedUInt64(message, field, index)
                             : reflection->GetUInt64(message, field),
                        "\"");
        break;
      case FieldDescriptor::CPPTYPE_FLOAT:
        out_->append(json(item ? reflection->GetRepeatedFloat(message, field, index)
                               : reflection->GetFloat(message, field))
                         .dump());
        break;
      case FieldDescriptor::CPPTYPE_DOUBLE:
        out_->append(json(item ? reflection->GetRepeatedDouble(message, field, index)
                               : reflection->GetDouble(message, field))
                         .dump());
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        WriteEnum(field, item ? reflection->GetRepeatedEnumValue(message, field, index)
                              : reflection->GetEnumValue(message, field));
        break;
      case FieldDescriptor::CPPTYPE_STRING:
        WriteText(message, field, index);
        break;
      case FieldDescriptor::CPPTYPE_MESSAGE:
        WriteMessage(item ? reflection->GetRepeatedMessage(message, field, index)
                          : reflection->GetMessage(message, field));
        break;
    }
  }

  void WriteText(const Message& message, const FieldDescriptor* field, int index) {
    const Reflection* reflection = message.GetReflection();
    std::string scratch;
    const std::string& text =
        index >= 0 ? reflection->GetRepeatedStringReference(message, field, index, &scratch)
                   : reflection->GetStringReference(message, field, &scratch);
    if (field->type() == FieldDescriptor::TYPE_BYTES) {
      AppendQuoted(absl::Base64Escape(text), out_);
    } else {
      AppendQuoted(text, out_);
    }
  }

  // A number that the description lacks (written by a newer server) is kept as a number.
  void WriteEnum(const FieldDescriptor* field, int number) {
    const EnumValueDescriptor* value = field->enum_type()->FindValueByNumber(number);
    if (value == nullptr) {
      absl::StrAppend(out_, number);
    } else {
      AppendQuoted(absl::AsciiStrToLower(value->name()), out_);
    }
  }

  void Open(char bracket) {
    out_->push_back(bracket);
    ++depth_;
    first_ = true;
  }

  void Next() {
    if (!first_) out_->push_back(',');
    first_ = false;
    NewLine();
  }

  void Close(char bracket) {
    --depth_;
    if (!first_) NewLine();
    out_->push_back(bracket);
    first_ = false;
  }

  void NewLine() {
    if (!indented_) return;
    out_->push_back('\n');
    out_->append(static_cast<size_t>(depth_) * 2, ' ');
  }

  const bool indented_;
  std::string* const out_;
  int depth_ = 0;
  bool first_ = true;  // Nothing has been written since the last opening bracket.
};

}  // namespace

std::string ToJson(const Message& message, JsonStyle style) {
  std::string out;
  Writer(style, &out).WriteMessage(message);
  return out;
}

}  // namespace tranche::client
