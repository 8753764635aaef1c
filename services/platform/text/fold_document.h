// SPDX-License-Identifier: EUPL-1.2
// What is printed on a document, folded so that it is found again however it was typed.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace tranche {

// A document's number as it is compared: a register number that, when it is all digits, has no zeros in
// front, since "12345" is how "0000012345" is retyped.
std::string FoldDocumentNumber(absl::string_view typed);

// The issuer as it is compared: case and quotes do not make another, nor do look-alike letters.
std::string FoldIssuer(absl::string_view typed);

}  // namespace tranche
