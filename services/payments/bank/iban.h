// SPDX-License-Identifier: EUPL-1.2
// Numbers of bank accounts (ISO 13616).
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tranche::payments::bank {

// Upper case, without blanks; look-alike Cyrillic letters are not made Latin, since a bank would not
// take them either. IBAN_INVALID unless it has 15 to 34 letters and digits (22 of a Bulgarian account)
// whose remainder by 97 is 1.
absl::StatusOr<std::string> ParseIban(absl::string_view typed);

}  // namespace tranche::payments::bank
