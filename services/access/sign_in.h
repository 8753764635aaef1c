// SPDX-License-Identifier: EUPL-1.2
// What decides about signing in: secrets, links, sessions, and the roles that somebody holds on a day.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace tranche::access {

inline constexpr absl::Duration kLinkLifeDefault = absl::Minutes(15);
inline constexpr absl::Duration kSessionIdleMax = absl::Minutes(30);
inline constexpr absl::Duration kSessionLife = absl::Hours(10);
// A token outlives the request that it was made for by no more than this.
inline constexpr absl::Duration kTokenLife = absl::Minutes(5);
// The last use of a session is written down in steps of this, so that not every request writes.
inline constexpr absl::Duration kSeenStep = absl::Minutes(1);
inline constexpr size_t kOrganisationsMax = 32;

// What only its holder knows: "lyubimets." and 256 random bits. The organisation says where to look.
struct Secret {
  std::string text;
  std::string organisation;
  std::string digest;  // SHA-256 of the text, 32 bytes: all that is stored.
};

Secret MakeSecret(const std::string& organisation);
// Nothing for a text that is not of the form of a secret.
std::optional<Secret> ReadSecret(absl::string_view text);
// A random name that says nothing of the secret: 32 hexadecimal digits.
std::string MakeSessionId();

struct LinkState {
  absl::Time expires_at;
  bool used = false;
  bool voided = false;
};
// LINK_USED, LINK_VOIDED, LINK_EXPIRED.
absl::Status CheckLink(const LinkState& link, absl::Time now);

struct SessionState {
  absl::Time began_at;
  absl::Time seen_at;
  absl::Time ends_at;
  bool ended = false;
};
// SESSION_INVALID when it was ended, SESSION_EXPIRED after 30 minutes without use and after 10 hours.
absl::Status CheckSession(const SessionState& session, absl::Time now);

struct Grant {
  std::string organisation;
  std::string role;
  absl::CivilDay from;
  std::optional<absl::CivilDay> to;  // Nothing: without an end.
  bool withdrawn = false;
};
bool HoldsOn(const Grant& grant, absl::CivilDay day);
// Whether the grant holds on this day or would on a later one.
bool HoldsFrom(const Grant& grant, absl::CivilDay day);
// Whether there is a day on which both hold.
bool ShareADay(const Grant& one, const Grant& other);

using RolesByOrganisation = std::map<std::string, std::vector<std::string>>;
// Sorted, each role once; an organisation without a role is left out.
RolesByOrganisation RolesOn(const std::vector<Grant>& grants, absl::CivilDay day);

}  // namespace tranche::access
