// SPDX-License-Identifier: EUPL-1.2
// The digest of bytes that come in pieces, of a file that is larger than a program wants to hold.
#pragma once

#include <sodium.h>

#include <string>

#include "absl/strings/string_view.h"

namespace tranche {

class Sha256Stream {
 public:
  Sha256Stream();

  void Add(absl::string_view bytes);
  // 64 lower-case hexadecimal digits; once, at the end.
  std::string TakeHex();

 private:
  crypto_hash_sha256_state state_;
};

}  // namespace tranche
