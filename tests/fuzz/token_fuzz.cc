// SPDX-License-Identifier: EUPL-1.2
// Access tokens: the input as a token, and a true token damaged at the place that the input says.
#include <stdlib.h>

#include "absl/strings/str_cat.h"
#include "fuzz/fuzz.h"
#include "platform/auth/token.h"

namespace tranche::auth {
namespace {

struct Keys {
  Keys() {
    char folder[] = "/tmp/tranche-fuzz-XXXXXX";
    fuzz::Require(mkdtemp(folder) != nullptr, "there is room for a pair of keys");
    const std::string secret = absl::StrCat(folder, "/signing.key");
    const std::string open = absl::StrCat(folder, "/signing.pub");
    fuzz::Require(Issuer::MakeKeys(secret, open).ok(), "keys are made");
    issuer = *Issuer::FromFile(secret);
    verifier = *Verifier::FromFile(open);
    unlink(secret.c_str());
    unlink(open.c_str());
    rmdir(folder);
  }
  absl::StatusOr<Issuer> issuer;
  absl::StatusOr<Verifier> verifier;
};

}  // namespace

TRANCHE_FUZZ_TARGET(token) {
  static const Keys& keys = *new Keys;
  static const std::string& good = *new std::string(
      keys.issuer->Issue({.subject = "owner", .organisations = {"lyubimets"}, .roles = {"FINANCE"}},
                         absl::FromUnixSeconds(2'000'000'000)));
  const absl::Time now = absl::FromUnixSeconds(1'000'000'000);
  fuzz::Require(!keys.verifier->Verify(std::string(input), now).ok() || input == good,
                "nobody else makes a token");
  if (input.size() < 2) return;
  std::string damaged = good;
  char& byte = damaged[static_cast<uint8_t>(input[0]) % damaged.size()];
  if (byte == input[1]) return;
  byte = input[1];
  const absl::StatusOr<rpc::Actor> actor = keys.verifier->Verify(damaged, now);
  if (!actor.ok()) return;
  fuzz::Require(actor->subject == "owner" && actor->organisations.size() == 1,
                "a token that is spelt otherwise grants nothing else");
}

}  // namespace tranche::auth
