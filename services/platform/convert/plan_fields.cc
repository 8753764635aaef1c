// SPDX-License-Identifier: EUPL-1.2
#include "platform/convert/plan_fields.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <string_view>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "platform/base/status_macros.h"
#include "platform/convert/partial_date.h"
#include "tranche/common/v1/money.pb.h"
#include "tranche/common/v1/partial_date.pb.h"

namespace tranche::convert {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// What is no value of the document, or says once more what another field says: of an adoption of a
// strategy the words, of an attachment the bytes of its written size.
constexpr std::array<std::string_view, 25> kBeside = {
    "Plan.name",
    "Plan.document_sha256",
    "Plan.version",
    "Plan.stored_at",
    "Plan.measure_count",
    "Plan.measures_with_amount",
    "Plan.media_type",
    "Plan.spans",
    "Plan.not_understood",
    "Plan.not_understood_count",
    "Plan.corrections",
    "Plan.sections",
    "Plan.parent_strategy",
    "Section.ordinal",
    "Section.measures",
    "Measure.ordinal",
    "Measure.lines",
    "ParentStrategy.decision_number",
    "ParentStrategy.protocol_number",
    "ParentStrategy.adopted_on",
    "ParentStrategy.line",
    "Attachment.sha256",
    "Attachment.size_bytes",
    "AlsoShown.field",
    "PartialDate.this_year",
};

constexpr std::array<std::string_view, 3> kDecimals = {"Measure.share_percent", "Indicator.target",
                                                       "Source.share_percent"};

struct Words {
  std::string_view field;
  std::array<std::string_view, 6> words;
};
constexpr std::array<Words, 2> kWords = {
    Words{"StatedFigure.code",
          {"meetings_and_trainings", "meetings", "trainings", "municipalities", "countries",
           "programme_start"}},
    Words{"NamedProduct.code",
          {"needs_assessment", "capacity_assessment", "priority_list", "plan_update", "", ""}},
};

// "Measure.activity".
std::string KeyOf(const FieldDescriptor& field) {
  return absl::StrCat(field.containing_type()->name(), ".", field.name());
}

const Words* WordsIn(const FieldDescriptor& field) {
  const std::string key = KeyOf(field);
  const auto* found =
      std::find_if(kWords.begin(), kWords.end(), [&](const Words& each) { return each.field == key; });
  return found == kWords.end() ? nullptr : found;
}

bool Is(const FieldDescriptor& field, const google::protobuf::Descriptor* type) {
  return field.message_type() == type;
}

absl::Status NotInItsForm() { return absl::InternalError("a stored correction is not in its form"); }

absl::Status SetAmount(const std::string& text, Message* amount) {
  const std::vector<std::string> parts = absl::StrSplit(text, ' ');
  if (!Normalised(ValueForm::kAmount, text)) return NotInItsForm();
  common::v1::Money money;
  money.set_amount(parts[0]);
  money.set_currency(parts[1]);
  amount->CopyFrom(money);
  return absl::OkStatus();
}

absl::Status SetDate(const std::string& text, Message* to) {
  const std::optional<PartialDate> date = ReadDateAlone(text);
  if (!date) return NotInItsForm();
  to->CopyFrom(ToProto(*date));
  return absl::OkStatus();
}

// The words, and the days that they name where they name any.
void SetPeriod(const std::string& text, Message* to) {
  std::vector<TextProblem> problems;
  common::v1::PartialPeriod period;
  if (const std::optional<WrittenPeriod> read = ReadTimeframe(text, problems)) {
    *period.mutable_from() = ToProto(read->from);
    *period.mutable_to() = ToProto(read->to);
  }
  period.set_as_written(text);
  to->CopyFrom(period);
}

absl::Status SetMessage(Message* message, const FieldDescriptor& field, int index, const Value& value) {
  const google::protobuf::Reflection* reflection = message->GetReflection();
  const bool is_item = field.is_repeated();
  if (!is_item) reflection->ClearField(message, &field);
  if (!value) return absl::OkStatus();
  Message* to = is_item ? reflection->MutableRepeatedMessage(message, &field, index)
                        : reflection->MutableMessage(message, &field);
  if (Is(field, common::v1::Money::descriptor())) return SetAmount(*value, to);
  if (Is(field, common::v1::PartialDate::descriptor())) return SetDate(*value, to);
  SetPeriod(*value, to);
  return absl::OkStatus();
}

}  // namespace

bool IsKeptBeside(const FieldDescriptor& field) {
  const std::string key = KeyOf(field);
  return std::find(kBeside.begin(), kBeside.end(), key) != kBeside.end();
}

bool IsLeaf(const FieldDescriptor& field) {
  return field.message_type() == nullptr || Is(field, common::v1::Money::descriptor()) ||
         Is(field, common::v1::PartialDate::descriptor()) ||
         Is(field, common::v1::PartialPeriod::descriptor());
}

ValueForm FormOf(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (Is(field, common::v1::Money::descriptor())) return ValueForm::kAmount;
      return Is(field, common::v1::PartialDate::descriptor()) ? ValueForm::kDate : ValueForm::kPeriod;
    case FieldDescriptor::CPPTYPE_ENUM:
      return ValueForm::kWord;
    case FieldDescriptor::CPPTYPE_BOOL:
      return ValueForm::kFlag;
    case FieldDescriptor::CPPTYPE_INT32:
      return ValueForm::kCount;
    default:
      break;
  }
  const std::string key = KeyOf(field);
  if (WordsIn(field) != nullptr) return ValueForm::kWord;
  if (std::find(kDecimals.begin(), kDecimals.end(), key) != kDecimals.end()) return ValueForm::kDecimal;
  return field.has_presence() ? ValueForm::kBlankable : ValueForm::kText;
}

std::vector<std::string> AllowedIn(const FieldDescriptor& field) {
  std::vector<std::string> words;
  if (field.enum_type() != nullptr) {
    for (int i = 0; i < field.enum_type()->value_count(); ++i) {
      // 0 is what no document says.
      if (field.enum_type()->value(i)->number() != 0) {
        words.push_back(field.enum_type()->value(i)->name());
      }
    }
  } else if (const Words* known = WordsIn(field)) {
    for (const std::string_view word : known->words) {
      if (!word.empty()) words.emplace_back(word);
    }
  }
  return words;
}

Value ReadLeaf(const Message& message, const FieldDescriptor& field, int index) {
  const google::protobuf::Reflection* reflection = message.GetReflection();
  const bool is_item = field.is_repeated();
  if (is_item && field.message_type() == nullptr) {
    return reflection->GetRepeatedString(message, &field, index);
  }
  const bool is_there = is_item || !field.has_presence() || reflection->HasField(message, &field);
  const auto copy_to = [&](Message* to) {
    to->CopyFrom(is_item ? reflection->GetRepeatedMessage(message, &field, index)
                         : reflection->GetMessage(message, &field));
  };
  switch (FormOf(field)) {
    case ValueForm::kAmount: {
      if (!is_there) return std::nullopt;
      common::v1::Money money;
      copy_to(&money);
      return absl::StrCat(money.amount(), " ", money.currency());
    }
    case ValueForm::kDate: {
      if (!is_there) return std::nullopt;
      common::v1::PartialDate date;
      copy_to(&date);
      return date.as_written().empty() ? FormatPartial(FromProto(date)) : date.as_written();
    }
    case ValueForm::kPeriod: {
      if (!is_there) return std::nullopt;
      common::v1::PartialPeriod period;
      copy_to(&period);
      return period.as_written();
    }
    case ValueForm::kFlag:
      return reflection->GetBool(message, &field) ? "true" : "false";
    case ValueForm::kCount: {
      const int count = reflection->GetInt32(message, &field);
      // Without presence 0 is what is not written.
      if (!is_there || (!field.has_presence() && count == 0)) return std::nullopt;
      return absl::StrCat(count);
    }
    case ValueForm::kWord: {
      if (field.enum_type() != nullptr) {
        const auto* word = reflection->GetEnum(message, &field);
        return word->number() == 0 ? Value() : Value(word->name());
      }
      const std::string word = reflection->GetString(message, &field);
      return word.empty() ? Value() : Value(word);
    }
    case ValueForm::kText:
    case ValueForm::kBlankable:
    case ValueForm::kDecimal:
      break;
  }
  return is_there ? Value(reflection->GetString(message, &field)) : Value();
}

absl::Status SetLeaf(Message* message, const FieldDescriptor& field, int index, const Value& value) {
  const google::protobuf::Reflection* reflection = message->GetReflection();
  if (field.message_type() != nullptr) return SetMessage(message, field, index, value);
  if (field.is_repeated()) {
    reflection->SetRepeatedString(message, &field, index, value.value_or(""));
    return absl::OkStatus();
  }
  reflection->ClearField(message, &field);
  if (!value) return absl::OkStatus();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      reflection->SetBool(message, &field, *value == "true");
      return absl::OkStatus();
    case FieldDescriptor::CPPTYPE_INT32: {
      int count = 0;
      if (!absl::SimpleAtoi(*value, &count)) return NotInItsForm();
      reflection->SetInt32(message, &field, count);
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto* word = field.enum_type()->FindValueByName(*value);
      if (word == nullptr) return NotInItsForm();
      reflection->SetEnum(message, &field, word);
      return absl::OkStatus();
    }
    default:
      reflection->SetString(message, &field, *value);
      return absl::OkStatus();
  }
}

}  // namespace tranche::convert
