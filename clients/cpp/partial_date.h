// SPDX-License-Identifier: EUPL-1.2
// How dates and periods are said of which documents write only a part, the same in every client.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "platform/base/error.h"
#include "tranche/common/v1/partial_date.pb.h"

namespace tranche::client {

// How a client says a day that is known whole, "2016-08-12".
using DaySayer = std::string (*)(absl::string_view iso, Language language);

// Neither a part of it nor words: its place is left blank, or it is not there.
bool IsBlank(const common::v1::PartialDate& date);

// What a person typed: "2018-10-18", "18.10.2018", "18.10.2018 г.", "10.2018", "2018-10", "2018",
// "--10-18" for a day of no known year; "" is a place that was left blank. Nothing when it is none of
// these or no day of the calendar; the words are kept as they were typed.
std::optional<common::v1::PartialDate> ReadPartialDate(absl::string_view typed);

// A whole day as the client says days; else the words of the document; else the parts that are known:
// "08.2016", "2016", "18.04", "април" or "April"; "(празно)" or "(blank)" when nothing is.
std::string SayPartialDate(const common::v1::PartialDate& date, Language language, DaySayer say_day);

// The words of the document, else its ends: "08.2016 – 2018"; "" when it has neither end.
std::string SayPartialPeriod(const common::v1::PartialPeriod& period, Language language,
                             DaySayer say_day);

}  // namespace tranche::client
