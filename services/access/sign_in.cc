// SPDX-License-Identifier: EUPL-1.2
#include "access/sign_in.h"

#include <re2/re2.h>
#include <sodium.h>

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "platform/base/digest.h"
#include "platform/base/error.h"

namespace tranche::access {
namespace {

constexpr size_t kSecretBytes = 32;
constexpr size_t kSessionIdBytes = 16;

std::string RandomBytes(size_t count) {
  std::string bytes(count, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

std::string Base64Url(absl::string_view bytes) {
  constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_encoded_len(bytes.size(), kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), kVariant);
  text.resize(text.size() - 1);  // The terminating zero.
  return text;
}

Secret Known(std::string text, std::string organisation) {
  std::string digest = Sha256(text);
  return {
      .text = std::move(text), .organisation = std::move(organisation), .digest = std::move(digest)};
}

}  // namespace

Secret MakeSecret(const std::string& organisation) {
  return Known(absl::StrCat(organisation, ".", Base64Url(RandomBytes(kSecretBytes))), organisation);
}

std::optional<Secret> ReadSecret(absl::string_view text) {
  static const RE2& form = *new RE2("([a-z][a-z0-9-]{0,62})\\.[A-Za-z0-9_-]{43}");
  std::string organisation;
  const std::string copy(text);
  if (!RE2::FullMatch(copy, form, &organisation)) return std::nullopt;
  return Known(copy, organisation);
}

std::string MakeSessionId() { return absl::BytesToHexString(RandomBytes(kSessionIdBytes)); }

absl::Status CheckLink(const LinkState& link, absl::Time now) {
  if (link.used) return Refuse("LINK_USED");
  if (link.voided) return Refuse("LINK_VOIDED");
  if (now >= link.expires_at) return Refuse("LINK_EXPIRED");
  return absl::OkStatus();
}

absl::Status CheckSession(const SessionState& session, absl::Time now) {
  if (session.ended) return Refuse("SESSION_INVALID");
  if (now >= session.ends_at || now >= session.seen_at + kSessionIdleMax) {
    return Refuse("SESSION_EXPIRED");
  }
  return absl::OkStatus();
}

bool HoldsOn(const Grant& grant, absl::CivilDay day) {
  return !grant.withdrawn && grant.from <= day && (!grant.to || day <= *grant.to);
}

bool HoldsFrom(const Grant& grant, absl::CivilDay day) {
  return !grant.withdrawn && (!grant.to || day <= *grant.to);
}

bool ShareADay(const Grant& one, const Grant& other) {
  if (one.withdrawn || other.withdrawn) return false;
  return (!one.to || other.from <= *one.to) && (!other.to || one.from <= *other.to);
}

RolesByOrganisation RolesOn(const std::vector<Grant>& grants, absl::CivilDay day) {
  RolesByOrganisation held;
  for (const Grant& grant : grants) {
    if (!HoldsOn(grant, day)) continue;
    std::vector<std::string>& roles = held[grant.organisation];
    const auto place = std::lower_bound(roles.begin(), roles.end(), grant.role);
    if (place == roles.end() || *place != grant.role) roles.insert(place, grant.role);
  }
  return held;
}

}  // namespace tranche::access
