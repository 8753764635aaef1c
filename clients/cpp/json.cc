// SPDX-License-Identifier: EUPL-1.2
#include "cpp/json.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/json_util.h>

#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cpp/json_forms.h"
#include "platform/base/error.h"
#include "platform/text/fold.h"

namespace tranche::client {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using nlohmann::json;

// A path made longer by a field. Names that come from outside are cut: a path is for people.
std::string Below(absl::string_view path, absl::string_view name) {
  constexpr size_t kNameBytesMax = 100;
  return absl::StrCat(path, path.empty() ? "" : ".", Shortened(name, kNameBytesMax));
}

absl::Status RefuseAt(absl::string_view reason, std::string path, ErrorValues values) {
  return RefuseInput(reason, {{std::move(path), std::string(reason), values}}, values);
}

// First look at a text, before anything is built from it: syntax, size, and keys that occur twice,
// which a reader that builds objects would silently drop.
class Scanner : public nlohmann::json_sax<json> {
 public:
  explicit Scanner(absl::string_view base) : base_(base) {}

  bool null() override { return Value(); }
  bool boolean(bool) override { return Value(); }
  bool number_integer(number_integer_t) override { return Value(); }
  bool number_unsigned(number_unsigned_t) override { return Value(); }
  bool number_float(number_float_t, const string_t&) override { return Value(); }
  bool string(string_t&) override { return Value(); }
  bool binary(binary_t&) override { return Value(); }
  bool start_object(std::size_t) override { return Value() && Enter(/*is_object=*/true); }
  bool start_array(std::size_t) override { return Value() && Enter(/*is_object=*/false); }
  bool end_object() override { return Leave(); }
  bool end_array() override { return Leave(); }

  bool key(string_t& name) override {
    Frame& frame = frames_.back();
    frame.key = name;
    if (frame.keys.insert(name).second) return true;
    return Stop(RefuseAt("JSON_DUPLICATE_KEY", Path(), {{"key", Below("", name)}}));
  }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception&) override {
    return Stop(Refuse("JSON_MALFORMED", {{"position", absl::StrCat(position)}}));
  }

  absl::Status status() const { return status_; }

 private:
  struct Frame {
    bool is_object = false;
    std::string key;
    std::set<std::string> keys;
    int index = -1;
  };

  bool Value() {
    if (!frames_.empty() && !frames_.back().is_object) ++frames_.back().index;
    if (++values_ > kJsonValuesMax) return TooComplex(kJsonValuesMax);
    return true;
  }

  bool Enter(bool is_object) {
    if (frames_.size() >= kJsonDepthMax) return TooComplex(kJsonDepthMax);
    frames_.emplace_back();
    frames_.back().is_object = is_object;
    return true;
  }

  bool Leave() {
    frames_.pop_back();
    return true;
  }

  bool TooComplex(int max) {
    return Stop(RefuseAt("JSON_TOO_COMPLEX", Path(), {{"max", absl::StrCat(max)}}));
  }

  bool Stop(absl::Status status) {
    status_ = std::move(status);
    return false;
  }

  std::string Path() const {
    std::string path = base_;
    for (const Frame& frame : frames_) {
      path = frame.is_object ? Below(path, frame.key) : absl::StrCat(path, "[", frame.index, "]");
    }
    return path;
  }

  const std::string base_;
  std::vector<Frame> frames_;
  int values_ = 0;
  absl::Status status_;
};

// Second look: every key is a field and every value is of the field's kind. Details are written with
// JSON's own words and signs, since the catalogue puts them into sentences of two languages.
class Fitter {
 public:
  std::vector<Violation> Fit(const json& value, const Descriptor* type, const std::string& path) {
    if (!value.is_object()) {
      Mismatch(path, value, "object");
    } else {
      FitMessage(value, type, path);
    }
    return std::move(violations_);
  }

 private:
  void FitMessage(const json& object, const Descriptor* type, const std::string& path) {
    std::set<const FieldDescriptor*> seen;
    for (const auto& [key, value] : object.items()) {
      const std::string below = Below(path, key);
      const FieldDescriptor* field = FindField(type, key);
      if (field == nullptr) {
        violations_.push_back({below, "FIELD_UNKNOWN", {{"field", below}}});
      } else if (!seen.insert(field).second) {
        violations_.push_back({below, "JSON_DUPLICATE_KEY", {{"key", Below("", key)}}});
      } else {
        FitField(value, field, below);
      }
    }
  }

  static const FieldDescriptor* FindField(const Descriptor* type, const std::string& key) {
    for (int i = 0; i < type->field_count(); ++i) {
      if (type->field(i)->json_name() == key) return type->field(i);
    }
    return type->FindFieldByName(key);
  }

  void FitField(const json& value, const FieldDescriptor* field, const std::string& path) {
    if (value.is_null()) return;  // Protobuf's JSON form reads null as absent.
    if (field->is_map()) {
      if (!value.is_object()) return Mismatch(path, value, "object");
      for (const auto& [key, item] : value.items()) {
        FitValue(item, field->message_type()->map_value(), Below(path, key));
      }
    } else if (field->is_repeated()) {
      if (!value.is_array()) return Mismatch(path, value, "array");
      for (size_t i = 0; i < value.size(); ++i) {
        FitValue(value[i], field, absl::StrCat(path, "[", i, "]"));
      }
    } else {
      FitValue(value, field, path);
    }
  }

  void FitValue(const json& value, const FieldDescriptor* field, const std::string& path) {
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_BOOL:
        if (!value.is_boolean()) Mismatch(path, value, "boolean");
        break;
      case FieldDescriptor::CPPTYPE_INT32:
        FitInteger<int32_t>(value, path);
        break;
      case FieldDescriptor::CPPTYPE_UINT32:
        FitInteger<uint32_t>(value, path);
        break;
      case FieldDescriptor::CPPTYPE_INT64:
        FitInteger<int64_t>(value, path);
        break;
      case FieldDescriptor::CPPTYPE_UINT64:
        FitInteger<uint64_t>(value, path);
        break;
      case FieldDescriptor::CPPTYPE_FLOAT:
      case FieldDescriptor::CPPTYPE_DOUBLE:
        if (!value.is_number() && !value.is_string()) Mismatch(path, value, "number");
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        FitEnum(value, field, path);
        break;
      case FieldDescriptor::CPPTYPE_STRING:
        FitText(value, field, path);
        break;
      case FieldDescriptor::CPPTYPE_MESSAGE:
        if (HasOwnForm(field->message_type())) break;  // Left to protobuf's own reader.
        if (!value.is_object()) return Mismatch(path, value, "object");
        FitMessage(value, field->message_type(), path);
        break;
    }
  }

  template <class Integer>
  void FitInteger(const json& value, const std::string& path) {
    // SimpleAtoi also reads blanks and a plus sign; a number is written one way.
    const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
    Integer number = 0;
    const bool is_integer = value.is_number_integer() || value.is_string();
    if (!is_integer) return Mismatch(path, value, "integer");
    if (!absl::SimpleAtoi(text, &number) || absl::StrCat(number) != text) {
      Add(path, absl::StrCat(Shown(value), " ∉ ", std::numeric_limits<Integer>::min(), "…",
                             std::numeric_limits<Integer>::max()));
    }
  }

  void FitEnum(const json& value, const FieldDescriptor* field, const std::string& path) {
    if (!value.is_string()) return Mismatch(path, value, "string");
    const std::string name = absl::AsciiStrToUpper(value.get<std::string>());
    std::vector<std::string> names;
    for (int i = 0; i < field->enum_type()->value_count(); ++i) {
      const EnumValueDescriptor* known = field->enum_type()->value(i);
      if (known->name() == name) return;
      if (known->number() != 0) names.push_back(absl::AsciiStrToLower(known->name()));
    }
    Add(path, absl::StrCat(Shown(value), " ∉ {", absl::StrJoin(names, ", "), "}"));
  }

  void FitText(const json& value, const FieldDescriptor* field, const std::string& path) {
    if (!value.is_string()) return Mismatch(path, value, "string");
    if (field->type() != FieldDescriptor::TYPE_BYTES) return;
    std::string bytes;
    const auto& text = value.get_ref<const std::string&>();
    if (!absl::Base64Unescape(text, &bytes) && !absl::WebSafeBase64Unescape(text, &bytes)) {
      Add(path, "≠ base64");
    }
  }

  static std::string Shown(const json& value) {
    constexpr size_t kShownBytesMax = 40;
    std::string text = value.dump();
    return text.size() <= kShownBytesMax ? text : std::string(value.type_name());
  }

  void Mismatch(const std::string& path, const json& value, absl::string_view expected) {
    Add(path, absl::StrCat(value.type_name(), " ≠ ", expected));
  }

  void Add(const std::string& path, const std::string& detail) {
    violations_.push_back({path,
                           "JSON_MISMATCH",
                           {{"detail", path.empty() ? detail : absl::StrCat(path, ": ", detail)}}});
  }

  std::vector<Violation> violations_;
};

}  // namespace

absl::Status FromJson(absl::string_view text, Message* message, absl::string_view base) {
  Scanner scanner(base);
  const char* const begin = text.data();
  if (!json::sax_parse(begin, begin + text.size(), &scanner)) return scanner.status();
  const json value =
      json::parse(begin, begin + text.size(), /*cb=*/nullptr, /*allow_exceptions=*/false);
  std::vector<Violation> violations = Fitter().Fit(value, message->GetDescriptor(), std::string(base));
  if (!violations.empty()) {
    const Violation first = violations.front();
    return RefuseInput(first.reason, std::move(violations), first.values);
  }
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = false;
  options.case_insensitive_enum_parsing = true;
  message->Clear();
  const auto read = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(begin, text.size()), message, options);
  if (!read.ok()) {
    constexpr size_t kDetailBytesMax = 200;
    const std::string detail(read.message().data(), read.message().size());
    return RefuseAt("JSON_MISMATCH", std::string(base),
                    {{"detail", detail.size() <= kDetailBytesMax ? detail : "value"}});
  }
  return absl::OkStatus();
}

}  // namespace tranche::client
