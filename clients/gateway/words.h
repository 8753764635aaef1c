// SPDX-License-Identifier: EUPL-1.2
// How values are said on a page, in Bulgarian and in English.
#pragma once

#include <google/protobuf/descriptor.h>

#include <cstdint>
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

// "2018-11-19T…" of an instant in seconds: its day in Sofia.
std::string SayDayOf(int64_t seconds, Language language);

// Days until a deadline: "остават 79 дни", "днес", "закъснение 5 дни"; "79 days left", "today", "5 days
// late".
std::string SayDaysLeft(int days, Language language);

// A sentence made by a service, with the days and amounts in it as people write them: "2018-11-18" and
// "2700.00" become "18.11.2018 г." and "2700,00".
std::string SayWithin(absl::string_view text, Language language);

// The label that the description gives to an enum value; the value's name when it gives none.
std::string SayEnum(const google::protobuf::EnumDescriptor* type, int number, Language language);

}  // namespace tranche::gateway
