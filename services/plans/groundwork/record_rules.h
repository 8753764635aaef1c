// SPDX-License-Identifier: EUPL-1.2
// What may stand in a record of the groundwork, and what follows from it on a day.
#pragma once

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "platform/text/written.h"

namespace tranche::plans {

// Ten digits in a row and no more: what a person is known by to the state, which has no place beside a
// name and a role.
bool HoldsPersonalNumber(absl::string_view text);

// An address that a browser opens: http or https, a host, no blanks or control characters.
bool IsWebAddress(absl::string_view text);

// The end is before the beginning whatever is not known of them.
bool IsReversed(const PartialDate& from, const PartialDate& to);

enum class OpportunityState { kExpected, kOpen, kClosed, kWithdrawn };
// Of a month or a year that is not known by the day the whole counts. Without a day of opening it is
// open only until its last day has passed, and only if that is known.
OpportunityState OpportunityStateOn(const PartialDate& opens, const PartialDate& closes, bool withdrawn,
                                    absl::CivilDay today);

}  // namespace tranche::plans
