// SPDX-License-Identifier: EUPL-1.2
// Amounts and days as people type them into cells.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "platform/money/money.h"

namespace tranche {

// "378 008,50 лв.", "1250.00", "€ 99,90", "1.234,50", "-12,00 EUR". Blanks of any kind group
// thousands; so does a point or a comma where the other sign follows, since then only one reading is
// left. A currency in the text goes before `currency`; a minus in front is taken. MONEY_MALFORMED with
// the text, MONEY_OUT_OF_RANGE.
absl::StatusOr<Money> ReadTypedMoney(absl::string_view text, Currency currency);

// "2018-10-18", "18.10.2018", "18.10.2018 г.", "18/10/2018", "18-10-2018", "18.10.18": day before month
// unless the year is first; of years with two digits those from 90 on are of the last century.
// DATE_MALFORMED, DATE_NOT_IN_CALENDAR with the text.
absl::StatusOr<absl::CivilDay> ReadTypedDay(absl::string_view text);

}  // namespace tranche
