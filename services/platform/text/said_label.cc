// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/said_label.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "tranche/options/v1/options.pb.h"

namespace tranche {

std::string SayEnum(const google::protobuf::EnumDescriptor* type, int number, Language language) {
  const google::protobuf::EnumValueDescriptor* value = type->FindValueByNumber(number);
  if (number == 0) return "–";
  if (value == nullptr) return absl::StrCat(number);  // Of a later description.
  if (!value->options().HasExtension(options::v1::value_label))
    return absl::AsciiStrToLower(value->name());
  const options::v1::Label& label = value->options().GetExtension(options::v1::value_label);
  return language == Language::kBulgarian ? label.bg() : label.en();
}

std::string AsHeading(absl::string_view words) {
  int32_t end = 0;
  UChar32 first = 0;
  U8_NEXT(words.data(), end, static_cast<int32_t>(words.size()), first);
  if (first <= 0) return std::string(words);
  uint8_t capital[U8_MAX_LENGTH];
  int32_t length = 0;
  UBool failed = false;
  U8_APPEND(capital, length, U8_MAX_LENGTH, u_toupper(first), failed);
  if (failed) return std::string(words);
  return absl::StrCat(
      absl::string_view(reinterpret_cast<const char*>(capital), static_cast<size_t>(length)),
      words.substr(static_cast<size_t>(end)));
}

}  // namespace tranche
