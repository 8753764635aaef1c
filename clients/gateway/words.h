// SPDX-License-Identifier: EUPL-1.2
// How values are said on a page, in Bulgarian and in English.
#pragma once

#include <google/protobuf/descriptor.h>

#include <string>

#include "absl/strings/string_view.h"
#include "platform/base/error.h"
#include "tranche/common/v1/money.pb.h"

namespace tranche::gateway {

// "378008.50" with its unit: "378 008,50 лв." or "BGN 378,008.50"; other units stand behind the number.
// A text that is no decimal is given back as it is, "" as "–".
std::string SayAmount(absl::string_view decimal, absl::string_view unit, Language language);
std::string SayMoney(const common::v1::Money& money, Language language);

// "2018-11-19": "19.11.2018 г." or "19 November 2018"; another text is given back as it is.
std::string SayDate(absl::string_view iso, Language language);

// "18 months": "18 месеца" or "18 months", "1 months": "1 месец" or "1 month".
std::string SayPeriod(absl::string_view period, Language language);

// The label that the description gives to an enum value; the value's name when it gives none.
std::string SayEnum(const google::protobuf::EnumDescriptor* type, int number, Language language);

}  // namespace tranche::gateway
