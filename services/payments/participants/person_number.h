// SPDX-License-Identifier: EUPL-1.2
// Personal numbers: whether one can be, and what it tells.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tranche::payments::participants {

// The day of birth in an ЕГН of ten digits: its month is 20 higher for births before 1900 and 40 higher
// from 2000 on. Nothing when the number is malformed, its check digit is wrong or the day does not
// exist.
std::optional<absl::CivilDay> BirthOfEgn(absl::string_view egn);

// Ten digits. The check digit of an ЛНЧ was not read in a primary text, so that none is asked for.
bool MayBeLnch(absl::string_view number);

// Letters and digits of any script, at most 40 of them, blanks and hyphens between.
bool MayBeDocumentNumber(absl::string_view number);

// All but its last two characters masked: "********63". A shorter one is masked as a whole.
std::string Mask(absl::string_view number);

// First letters with full stops, "И. П. Г."; an empty name gives nothing.
std::string Initials(const std::string& first, const std::string& middle, const std::string& last);

}  // namespace tranche::payments::participants
