// SPDX-License-Identifier: EUPL-1.2
// How values are said on a page, in Bulgarian and in English.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "platform/base/error.h"
#include "platform/text/said.h"
#include "platform/text/said_label.h"
#include "tranche/common/v1/money.pb.h"

namespace tranche::gateway {

using tranche::SayAmount;
using tranche::SayDate;
using tranche::SayEnum;

// An amount with its currency, as SayAmount says it.
std::string SayMoney(const common::v1::Money& money, Language language);

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

}  // namespace tranche::gateway
