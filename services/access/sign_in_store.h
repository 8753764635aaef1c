// SPDX-License-Identifier: EUPL-1.2
// SQL about people, their roles, links and sessions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "access/sign_in.h"
#include "platform/pg/transaction.h"
#include "tranche/access/v1/access.pb.h"

namespace tranche::access::store {

// Who is meant: kept by `home`.
struct PersonKey {
  std::string home;
  std::string id;
  std::string Name() const;     // "organisations/lyubimets/people/maria"
  std::string Subject() const;  // "maria@lyubimets"
};

struct StoredPerson {
  PersonKey key;
  v1::Person person;
  std::vector<std::string> granted_in;
};

// Lets the rest of the transaction see and write the rows of these organisations only.
void LookAlsoAt(pg::Tx& tx, const std::vector<std::string>& organisations);

// PERSON_EXISTS; NOT_FOUND when there is no such organisation.
absl::StatusOr<v1::Person> InsertPerson(pg::Tx& tx, const PersonKey& key, const v1::Person& details);
// Of any organisation that the transaction sees when `home` is "-". NOT_FOUND, NAME_AMBIGUOUS.
absl::StatusOr<StoredPerson> GetPerson(pg::Tx& tx, const PersonKey& key);
// The same, kept from other changes until the transaction ends.
absl::StatusOr<StoredPerson> LockPerson(pg::Tx& tx, const PersonKey& key);
std::vector<StoredPerson> ListPeople(pg::Tx& tx, const PersonKey& after, int limit);
void SetDisabled(pg::Tx& tx, const PersonKey& key, std::optional<absl::Time> at);
void RememberGrantedIn(pg::Tx& tx, const PersonKey& key, const std::string& organisation);

struct GrantKey {
  std::string organisation;
  int64_t id = 0;
};
struct StoredGrant {
  GrantKey key;
  Grant grant;
  v1::RoleGrant said;
};
StoredGrant InsertGrant(pg::Tx& tx, const PersonKey& person, const Grant& grant, const std::string& by);
StoredGrant WithdrawGrant(pg::Tx& tx, const GrantKey& key, const std::string& by, absl::Time at);
// In all organisations that the transaction sees.
std::vector<StoredGrant> GrantsOf(pg::Tx& tx, const PersonKey& person);
// The latest first; `before.id` 0 begins.
std::vector<StoredGrant> ListGrants(pg::Tx& tx, const GrantKey& before, int limit);

struct StoredLink {
  PersonKey person;
  LinkState state;
};
void InsertLink(pg::Tx& tx, const Secret& secret, const PersonKey& person, const std::string& by,
                absl::Time now, absl::Time expires_at);
void VoidLinks(pg::Tx& tx, const PersonKey& person, absl::Time at);
// Kept from others until the transaction ends; nothing when there is none.
std::optional<StoredLink> LockLink(pg::Tx& tx, const Secret& secret);
void UseLink(pg::Tx& tx, const Secret& secret, absl::Time at);

struct StoredSession {
  std::string organisation;
  std::string id;
  PersonKey person;
  SessionState state;
  v1::SessionEnd end = v1::SESSION_OPEN;
};
void InsertSession(pg::Tx& tx, const Secret& secret, const StoredSession& session);
std::optional<StoredSession> FindSession(pg::Tx& tx, const Secret& secret);
// NOT_FOUND.
absl::StatusOr<StoredSession> LockSession(pg::Tx& tx, const std::string& organisation,
                                          const std::string& id);
void SetSeen(pg::Tx& tx, const StoredSession& session, absl::Time at);
void EndSession(pg::Tx& tx, const StoredSession& session, v1::SessionEnd why, absl::Time at);
void EndSessionsOf(pg::Tx& tx, const PersonKey& person, v1::SessionEnd why, absl::Time at);

struct SessionPlace {  // Of a session in the list: the latest first.
  int64_t began_at_us = 0;
  std::string id;
};
// `before.began_at_us` 0 begins.
std::vector<StoredSession> ListSessions(pg::Tx& tx, const SessionPlace& before, int limit);

}  // namespace tranche::access::store
