// SPDX-License-Identifier: EUPL-1.2
#include "platform/validate/validate.h"

#include <google/protobuf/descriptor.h>
#include <re2/re2.h>

#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/api/field_behavior.pb.h"
#include "platform/base/error.h"
#include "platform/calendar/civil.h"
#include "platform/money/money.h"
#include "platform/text/fold.h"
#include "tranche/options/v1/options.pb.h"

namespace tranche::validate {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using options::v1::Rules;

constexpr size_t kStringBytesDefault = 1000;
constexpr size_t kBytesBytesDefault = 1 << 20;
constexpr int kItemsDefault = 1000;
constexpr size_t kEchoBytesMax = 100;  // Of a wrong value that is shown again.
// Nobody reads more; a hostile message could have hundreds of thousands.
constexpr size_t kViolationsMax = 100;

// A wrong value as it may be shown.
std::string Echo(absl::string_view value) { return Shortened(value, kEchoBytesMax); }

struct Wrong {
  std::string reason;
  ErrorValues values;
};

std::optional<Wrong> MatchPattern(const std::string& value, const RE2& pattern, const char* format) {
  if (RE2::FullMatch(value, pattern)) return std::nullopt;
  return Wrong{"FIELD_MALFORMED", {{"value", Echo(value)}, {"format", format}}};
}

// The reason of a parser of ours as a violation.
template <class Parsed>
std::optional<Wrong> FromParser(const absl::StatusOr<Parsed>& parsed, const std::string& value) {
  if (parsed.ok()) return std::nullopt;
  const std::string reason = ReasonOf(parsed.status());
  return Wrong{reason.empty() ? "FIELD_MALFORMED" : reason, {{"value", Echo(value)}, {"format", ""}}};
}

std::optional<Wrong> CheckDay(const std::string& value) {
  const absl::StatusOr<absl::CivilDay> day = ParseDay(value);
  if (!day.ok()) return FromParser(day, value);
  const absl::Status taken = CheckDayTaken(*day);
  if (taken.ok()) return std::nullopt;
  return Wrong{ReasonOf(taken), ValuesOf(taken)};
}

std::optional<Wrong> CheckFormat(const std::string& value, const Rules& rules) {
  static const RE2& identifier = *new RE2("[a-z][a-z0-9-]{0,62}");
  static const RE2& request_id = *new RE2("[\\x21-\\x7e]{1,64}");
  static const RE2& sha256 = *new RE2("[0-9a-f]{64}");
  switch (rules.format()) {
    case options::v1::DECIMAL:
      return FromParser(ParseAmount(value, Currency::kEur), value);
    case options::v1::DATE:
      return CheckDay(value);
    case options::v1::CURRENCY:
      return FromParser(ParseCurrency(value), value);
    case options::v1::RESOURCE_NAME:
      if (ParseResourceName(rules.resource(), value).ok()) return std::nullopt;
      return Wrong{"RESOURCE_NAME_MALFORMED", {{"value", Echo(value)}, {"format", rules.resource()}}};
    case options::v1::IDENTIFIER:
      return MatchPattern(value, identifier, "[a-z][a-z0-9-]{0,62}");
    case options::v1::REQUEST_ID:
      return MatchPattern(value, request_id, "[!-~]{1,64}");
    case options::v1::SHA256:
      return MatchPattern(value, sha256, "[0-9a-f]{64}");
    default:
      return std::nullopt;
  }
}

// The first control character of a text in UTF-8 that is no tab and no line break: C0, DEL or C1.
std::optional<int> ControlCharacterIn(const std::string& value) {
  for (size_t i = 0; i < value.size(); ++i) {
    const unsigned char byte = static_cast<unsigned char>(value[i]);
    if ((byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7f) return byte;
    if (byte != 0xc2 || i + 1 == value.size()) continue;
    const unsigned char next = static_cast<unsigned char>(value[i + 1]);
    if (next < 0xa0) return next;
  }
  return std::nullopt;
}

std::optional<Wrong> CheckText(const std::string& value, const Rules& rules) {
  const size_t max = rules.max_bytes() > 0 ? rules.max_bytes() : kStringBytesDefault;
  if (value.size() > max) return Wrong{"FIELD_TOO_LONG", {{"max", absl::StrCat(max)}}};
  if (!IsValidUtf8(value)) return Wrong{"TEXT_NOT_UTF8", {}};
  // A terminal obeys control characters and a table breaks at them; nobody types them on purpose.
  if (const std::optional<int> code = ControlCharacterIn(value)) {
    return Wrong{"FIELD_CONTROL_CHARACTER", {{"code", absl::StrCat(*code)}}};
  }
  return value.empty() ? std::nullopt : CheckFormat(value, rules);
}

std::optional<Wrong> CheckBytes(const std::string& value, const Rules& rules) {
  const size_t max = rules.max_bytes() > 0 ? rules.max_bytes() : kBytesBytesDefault;
  if (value.size() <= max) return std::nullopt;
  return Wrong{"FIELD_TOO_LONG", {{"max", absl::StrCat(max)}}};
}

// One number as signed and as text; unsigned ones beyond the signed range count as the largest.
std::optional<Wrong> CheckNumber(int64_t value, const std::string& shown, const Rules& rules) {
  const bool low = rules.has_gte() && value < rules.gte();
  const bool high = rules.has_lte() && value > rules.lte();
  if (!low && !high) return std::nullopt;
  return Wrong{"FIELD_OUT_OF_RANGE",
               {{"value", shown},
                {"min", rules.has_gte() ? absl::StrCat(rules.gte()) : "-∞"},
                {"max", rules.has_lte() ? absl::StrCat(rules.lte()) : "∞"}}};
}

// Walks a message and gathers what is wrong with it: the first kViolationsMax, the rest is counted.
class Checker {
 public:
  void CheckMessage(const Message& message, const std::string& prefix) {
    const google::protobuf::Descriptor* descriptor = message.GetDescriptor();
    for (int i = 0; i < descriptor->field_count(); ++i) {
      const FieldDescriptor* field = descriptor->field(i);
      if (IsOutputOnly(field)) continue;
      const std::string path = absl::StrCat(prefix, prefix.empty() ? "" : ".", field->json_name());
      const Rules& rules = field->options().GetExtension(options::v1::rules);
      if (field->is_repeated()) {
        CheckList(message, field, rules, path);
      } else {
        CheckSingle(message, field, rules, path);
      }
    }
  }
  // OK, or the refusal.
  absl::Status Result() {
    if (violations_.empty()) return absl::OkStatus();
    ErrorValues values;
    if (left_out_ > 0) values.emplace_back("violations_left_out", absl::StrCat(left_out_));
    return RefuseInput("INVALID_REQUEST", std::move(violations_), std::move(values));
  }

 private:
  // What a service sets itself is ignored in requests, so nothing is wrong with it.
  static bool IsOutputOnly(const FieldDescriptor* field) {
    const google::protobuf::FieldOptions& options = field->options();
    for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
      if (options.GetExtension(google::api::field_behavior, i) == google::api::OUTPUT_ONLY) return true;
    }
    return false;
  }

  void Add(const std::string& path, std::optional<Wrong> wrong) {
    if (!wrong) return;
    if (violations_.size() == kViolationsMax) {
      ++left_out_;
    } else {
      violations_.push_back({path, std::move(wrong->reason), std::move(wrong->values)});
    }
  }

  void CheckList(const Message& message, const FieldDescriptor* field, const Rules& rules,
                 const std::string& path) {
    const int size = message.GetReflection()->FieldSize(message, field);
    const int max = rules.max_items() > 0 ? static_cast<int>(rules.max_items()) : kItemsDefault;
    const int min = static_cast<int>(rules.min_items());
    if (rules.required() && size == 0) {
      Add(path, Wrong{"FIELD_REQUIRED", {}});
      return;
    }
    if (size < min || size > max) {
      Add(path,
          Wrong{
              "FIELD_ITEMS_OUT_OF_RANGE",
              {{"value", absl::StrCat(size)}, {"min", absl::StrCat(min)}, {"max", absl::StrCat(max)}}});
    }
    if (size > max) return;  // A list that is refused for its length is not listed item by item.
    for (int i = 0; i < size; ++i)
      CheckValue(message, field, i, rules, absl::StrCat(path, "[", i, "]"));
  }

  void CheckSingle(const Message& message, const FieldDescriptor* field, const Rules& rules,
                   const std::string& path) {
    // HasField is "not the default" for fields without presence, and so "not empty" for texts.
    const bool present = message.GetReflection()->HasField(message, field);
    const bool empty_text =
        present && field->cpp_type() == FieldDescriptor::CPPTYPE_STRING &&
        absl::StripAsciiWhitespace(message.GetReflection()->GetString(message, field)).empty();
    const bool unspecified = present && field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM &&
                             message.GetReflection()->GetEnumValue(message, field) == 0;
    if (rules.required() && (!present || empty_text || unspecified)) {
      Add(path, Wrong{"FIELD_REQUIRED", {}});
      return;
    }
    if (field->has_presence() && !present) return;
    CheckValue(message, field, -1, rules, path);
  }

  // The value of a field, or of its item `index` when that is not negative.
  void CheckValue(const Message& message, const FieldDescriptor* field, int index, const Rules& rules,
                  const std::string& path) {
    const Reflection* reflection = message.GetReflection();
    const bool item = index >= 0;
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING: {
        const std::string value = item ? reflection->GetRepeatedString(message, field, index)
                                       : reflection->GetString(message, field);
        if (item && value.empty() && rules.format() != options::v1::FORMAT_UNSPECIFIED) {
          Add(path, Wrong{"FIELD_REQUIRED", {}});
        } else if (field->type() == FieldDescriptor::TYPE_BYTES) {
          Add(path, CheckBytes(value, rules));
        } else {
          Add(path, CheckText(value, rules));
        }
        return;
      }
      case FieldDescriptor::CPPTYPE_MESSAGE:
        CheckMessage(item ? reflection->GetRepeatedMessage(message, field, index)
                          : reflection->GetMessage(message, field),
                     path);
        return;
      case FieldDescriptor::CPPTYPE_ENUM: {
        const int number = item ? reflection->GetRepeatedEnumValue(message, field, index)
                                : reflection->GetEnumValue(message, field);
        CheckEnum(field, number, item, path);
        return;
      }
      default:
        CheckInteger(message, field, index, rules, path);
    }
  }

  void CheckEnum(const FieldDescriptor* field, int number, bool item, const std::string& path) {
    if (item && number == 0) {
      Add(path, Wrong{"FIELD_REQUIRED", {}});
    } else if (field->enum_type()->FindValueByNumber(number) == nullptr) {
      Add(path, Wrong{"FIELD_MALFORMED",
                      {{"value", absl::StrCat(number)}, {"format", field->enum_type()->name()}}});
    }
  }

  void CheckInteger(const Message& message, const FieldDescriptor* field, int index, const Rules& rules,
                    const std::string& path) {
    const Reflection* reflection = message.GetReflection();
    const bool item = index >= 0;
    int64_t value = 0;
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32:
        value = item ? reflection->GetRepeatedInt32(message, field, index)
                     : reflection->GetInt32(message, field);
        break;
      case FieldDescriptor::CPPTYPE_INT64:
        value = item ? reflection->GetRepeatedInt64(message, field, index)
                     : reflection->GetInt64(message, field);
        break;
      case FieldDescriptor::CPPTYPE_UINT32:
        value = item ? reflection->GetRepeatedUInt32(message, field, index)
                     : reflection->GetUInt32(message, field);
        break;
      case FieldDescriptor::CPPTYPE_UINT64: {
        const uint64_t number = item ? reflection->GetRepeatedUInt64(message, field, index)
                                     : reflection->GetUInt64(message, field);
        const uint64_t largest = INT64_MAX;
        Add(path,
            CheckNumber(static_cast<int64_t>(std::min(number, largest)), absl::StrCat(number), rules));
        return;
      }
      default:
        return;  // Truth values; there are no fractions in our messages.
    }
    Add(path, CheckNumber(value, absl::StrCat(value), rules));
  }

  std::vector<Violation> violations_;
  int64_t left_out_ = 0;
};

}  // namespace

absl::Status Check(const Message& message) {
  Checker checker;
  checker.CheckMessage(message, "");
  return checker.Result();
}

absl::StatusOr<std::vector<std::string>> ParseResourceName(absl::string_view pattern,
                                                           absl::string_view name) {
  static const RE2& segment = *new RE2("[A-Za-z0-9\\p{Cyrillic}._-]{1,64}");
  const absl::Status malformed =
      Refuse("RESOURCE_NAME_MALFORMED", {{"value", Echo(name)}, {"format", std::string(pattern)}});
  const std::vector<std::string> wanted = absl::StrSplit(pattern, '/');
  const std::vector<std::string> given = absl::StrSplit(name, '/');
  if (wanted.size() != given.size()) return malformed;
  std::vector<std::string> variables;
  for (size_t i = 0; i < wanted.size(); ++i) {
    if (!absl::StartsWith(wanted[i], "{")) {
      if (wanted[i] != given[i]) return malformed;
      continue;
    }
    // A segment of dots would mean another place in an address.
    if (!RE2::FullMatch(given[i], segment) || given[i] == "." || given[i] == "..") return malformed;
    variables.push_back(given[i]);
  }
  return variables;
}

}  // namespace tranche::validate
