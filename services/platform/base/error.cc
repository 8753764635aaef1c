// SPDX-License-Identifier: EUPL-1.2
#include "platform/base/error.h"

#include <unicode/unistr.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "nlohmann/json.hpp"
#include "platform/text/fold.h"
#include "tranche/common/v1/reason.pb.h"
#include "tranche/options/v1/options.pb.h"

namespace tranche {
namespace {

constexpr char kErrorInfoUrl[] = "type.googleapis.com/google.rpc.ErrorInfo";
constexpr char kBadRequestUrl[] = "type.googleapis.com/google.rpc.BadRequest";
constexpr char kDomain[] = "tranche";

// A value quotes what somebody typed; the whole of a document does not fit into the headers that
// carry an error, so a longer value ends in "…".
constexpr std::size_t kMaxValueBytes = 300;

// Text that a protobuf string may hold: malformed bytes become U+FFFD, because a receiver would
// refuse the whole payload for them.
std::string CleanUtf8(absl::string_view text) {
  std::string clean;
  icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())))
      .toUTF8String(clean);
  return clean;
}

std::string CleanValue(absl::string_view text) {
  return Shortened(CleanUtf8(text.substr(0, 4096)), kMaxValueBytes);
}

std::optional<options::v1::ReasonText> TextOf(absl::string_view reason) {
  const google::protobuf::EnumValueDescriptor* value =
      common::v1::Reason_descriptor()->FindValueByName(std::string(reason));
  if (value == nullptr || !value->options().HasExtension(options::v1::reason)) {
    return std::nullopt;
  }
  return value->options().GetExtension(options::v1::reason);
}

// The values of one violation as a compact JSON object, "" when there are none.
std::string ValuesToJson(const ErrorValues& values) {
  if (values.empty()) {
    return "";
  }
  nlohmann::ordered_json object = nlohmann::ordered_json::object();
  for (const auto& [name, value] : values) {
    object[CleanUtf8(name)] = CleanValue(value);
  }
  return object.dump();
}

// Reads what ValuesToJson wrote; a text of another origin gives no values.
ErrorValues ValuesFromJson(const std::string& text) {
  ErrorValues values;
  const auto object = nlohmann::ordered_json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) {
    return values;
  }
  for (const auto& [name, value] : object.items()) {
    values.emplace_back(name, value.is_string() ? value.get<std::string>() : value.dump());
  }
  return values;
}

template <typename Message>
std::optional<Message> PayloadOf(const absl::Status& status, const char* url) {
  const auto payload = status.GetPayload(url);
  Message message;
  if (!payload || !message.ParseFromString(std::string(*payload))) {
    return std::nullopt;
  }
  return message;
}

// The sentence with every {name} replaced in one pass, so that braces inside a value stay what they
// are. A name without a value becomes "?".
// "DRAFT" of "tranche.payments.v1.ClaimState" as people call it; the word itself when it has no label.
std::string LabelOf(const std::string& word, absl::string_view enumeration, Language language) {
  const google::protobuf::EnumDescriptor* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindEnumTypeByName(std::string(enumeration));
  const google::protobuf::EnumValueDescriptor* value =
      descriptor == nullptr ? nullptr : descriptor->FindValueByName(word);
  if (value == nullptr || !value->options().HasExtension(options::v1::value_label)) return word;
  const options::v1::Label& label = value->options().GetExtension(options::v1::value_label);
  return language == Language::kBulgarian ? label.bg() : label.en();
}

// Puts values in the place of {name}, and the label of an enum's word in that of
// {name:full.name.of.Enum}.
std::string FillIn(absl::string_view sentence, const ErrorValues& values, Language language) {
  std::string filled;
  while (!sentence.empty()) {
    const std::size_t open = sentence.find('{');
    const std::size_t close = sentence.find('}', open == absl::string_view::npos ? 0 : open);
    if (open == absl::string_view::npos || close == absl::string_view::npos) {
      break;
    }
    const absl::string_view placeholder = sentence.substr(open + 1, close - open - 1);
    const absl::string_view name = placeholder.substr(0, placeholder.find(':'));
    const auto found = std::find_if(values.begin(), values.end(),
                                    [name](const auto& value) { return value.first == name; });
    std::string said = found == values.end() ? "?" : found->second;
    if (name.size() < placeholder.size())
      said = LabelOf(said, placeholder.substr(name.size() + 1), language);
    absl::StrAppend(&filled, sentence.substr(0, open), said);
    sentence.remove_prefix(close + 1);
  }
  absl::StrAppend(&filled, sentence);
  return filled;
}

}  // namespace

absl::Status Refuse(absl::string_view reason, ErrorValues values) {
  const auto text = TextOf(reason);
  const auto code = text ? static_cast<absl::StatusCode>(text->code()) : absl::StatusCode::kInternal;
  google::rpc::ErrorInfo info;
  info.set_reason(CleanUtf8(reason));
  info.set_domain(kDomain);
  for (auto& [name, value] : values) {
    value = CleanValue(value);
    (*info.mutable_metadata())[CleanUtf8(name)] = value;
  }
  absl::Status status(code, Explain(reason, values, Language::kEnglish));
  status.SetPayload(kErrorInfoUrl, absl::Cord(info.SerializeAsString()));
  return status;
}

absl::Status RefuseInput(absl::string_view reason, std::vector<Violation> violations,
                         ErrorValues values) {
  if (violations.empty()) {
    return Refuse("INTERNAL", {{"detail", "input refused without a violation"}});
  }
  absl::Status status = Refuse(reason, std::move(values));
  google::rpc::BadRequest bad;
  for (const Violation& violation : violations) {
    google::rpc::BadRequest::FieldViolation* entry = bad.add_field_violations();
    entry->set_field(CleanUtf8(violation.field));
    entry->set_reason(CleanUtf8(violation.reason));
    entry->set_description(ValuesToJson(violation.values));
  }
  status.SetPayload(kBadRequestUrl, absl::Cord(bad.SerializeAsString()));
  return status;
}

void AddViolation(const absl::Status& status, std::string field, std::vector<Violation>* violations) {
  if (status.ok()) return;
  violations->push_back({std::move(field), ReasonOf(status), ValuesOf(status)});
}

absl::Status RefuseFields(std::vector<Violation> violations) {
  const bool of_field = violations.empty() || absl::StartsWith(violations[0].reason, "FIELD_");
  if (of_field) return RefuseInput("INVALID_REQUEST", std::move(violations));
  const std::string reason = violations[0].reason;
  ErrorValues values = violations[0].values;
  return RefuseInput(reason, std::move(violations), std::move(values));
}

std::string ReasonOf(const absl::Status& status) {
  const auto info = PayloadOf<google::rpc::ErrorInfo>(status, kErrorInfoUrl);
  return info ? info->reason() : "";
}

ErrorValues ValuesOf(const absl::Status& status) {
  ErrorValues values;
  if (const auto info = PayloadOf<google::rpc::ErrorInfo>(status, kErrorInfoUrl); info) {
    values.assign(info->metadata().begin(), info->metadata().end());
    std::sort(values.begin(), values.end());
  }
  return values;
}

std::vector<Violation> ViolationsOf(const absl::Status& status) {
  std::vector<Violation> violations;
  const auto bad = PayloadOf<google::rpc::BadRequest>(status, kBadRequestUrl);
  if (!bad) {
    return violations;
  }
  for (const auto& entry : bad->field_violations()) {
    violations.push_back({entry.field(), entry.reason(), ValuesFromJson(entry.description())});
  }
  return violations;
}

std::string Explain(absl::string_view reason, const ErrorValues& values, Language language) {
  const auto text = TextOf(reason);
  if (!text) {
    return CleanUtf8(reason);
  }
  return FillIn(language == Language::kBulgarian ? text->bg() : text->en(), values, language);
}

int HttpStatusOf(absl::string_view reason) {
  const auto text = TextOf(reason);
  return text ? text->http() : 500;
}

}  // namespace tranche
