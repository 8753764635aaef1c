// SPDX-License-Identifier: EUPL-1.2
// Digests of bytes (libsodium).
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace tranche {

std::string Sha256(absl::string_view bytes);     // 32 bytes.
std::string Sha256Hex(absl::string_view bytes);  // 64 lower-case hexadecimal digits.

}  // namespace tranche
