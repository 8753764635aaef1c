// SPDX-License-Identifier: EUPL-1.2
#include "access/sign_in_store.h"

#include <google/protobuf/util/time_util.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/convert/rows.h"
#include "platform/pg/require_one.h"

namespace tranche::access::store {
namespace {

// Times come from the call and go to the database in microseconds, exactly.
#define AT(parameter) "timestamptz 'epoch' + " parameter "::bigint * interval '1 microsecond'"
#define MICROSECONDS(column) "(extract(epoch from " column ") * 1000000)::bigint as " column "_us"

#define PERSON_COLUMNS                                                                        \
  "organisation_id, person_id, display_name, language, disabled_at is not null as disabled, " \
  "array_to_string(granted_in, ',') as granted_in "

constexpr pg::Statement kLookAlsoAt{"access.look_also_at",
                                    "select set_config('tranche.organisations', $1, true)"};

constexpr pg::Statement kInsertPerson{"access.insert_person", R"sql(
  insert into person (organisation_id, person_id, display_name, language)
  select organisation_id, $2, $3, $4 from organisation where organisation_id = $1
  on conflict do nothing)sql"};
constexpr pg::Statement kHasOrganisation{"access.has_organisation",
                                         "select 1 from organisation where organisation_id = $1"};
constexpr pg::Statement kGetPerson{
    "access.get_person",
    "select " PERSON_COLUMNS
    "from person where ($1 = '-' or organisation_id = $1) and person_id = $2 limit 2"};
constexpr pg::Statement kLockPerson{
    "access.lock_person",
    "select " PERSON_COLUMNS
    "from person where ($1 = '-' or organisation_id = $1) and person_id = $2 limit 2 for update"};
constexpr pg::Statement kListPeople{"access.list_people",
                                    "select " PERSON_COLUMNS
                                    "from person where (organisation_id, person_id) > ($1, $2) "
                                    "order by organisation_id, person_id limit $3"};
constexpr pg::Statement kSetDisabled{
    "access.set_disabled",
    "update person set disabled_at = " AT("$3") " where organisation_id = $1 and person_id = $2"};
constexpr pg::Statement kRememberGrantedIn{"access.remember_granted_in", R"sql(
  update person set granted_in = array_append(granted_in, $3)
   where organisation_id = $1 and person_id = $2 and $3 <> all (granted_in))sql"};

#define GRANT_COLUMNS                                                                       \
  "organisation_id, grant_id, home_id, person_id, role, valid_from::text, valid_to::text, " \
  "granted_by, "                                                                            \
  "withdrawn_by, " MICROSECONDS("withdrawn_at") " "

constexpr pg::Statement kInsertGrant{
    "access.insert_grant",
    "insert into role_grant (organisation_id, home_id, person_id, role, valid_from, valid_to, "
    "granted_by) "
    "values ($1, $2, $3, $4, $5::date, nullif($6, '')::date, $7) returning " GRANT_COLUMNS};
constexpr pg::Statement kWithdrawGrant{
    "access.withdraw_grant",
    "update role_grant set withdrawn_by = $3, withdrawn_at = " AT("$4") " "
    "where organisation_id = $1 and grant_id = $2 and withdrawn_at is null returning " GRANT_COLUMNS};
constexpr pg::Statement kGrantsOf{"access.grants_of",
                                  "select " GRANT_COLUMNS
                                  "from role_grant where home_id = $1 and person_id = $2 "
                                  "order by organisation_id, grant_id"};
constexpr pg::Statement kListGrants{
    "access.list_grants", "select " GRANT_COLUMNS
                          "from role_grant where $2 = 0 or (grant_id, organisation_id) < ($2, $1) "
                          "order by grant_id desc, organisation_id desc limit $3"};

constexpr pg::Statement kInsertLink{
    "access.insert_link",
    "insert into sign_in_link (organisation_id, digest, person_id, made_by, made_at, expires_at) "
    "values ($1, $2, $3, $4, " AT("$5") ", " AT("$6") ")"};
constexpr pg::Statement kVoidLinks{
    "access.void_links", "update sign_in_link set voided_at = " AT("$3") " "
                         "where organisation_id = $1 and person_id = $2 and used_at is null "
                         "and voided_at is null"};
constexpr pg::Statement kLockLink{
    "access.lock_link",
    "select person_id, used_at is not null as used, voided_at is not null as voided, " MICROSECONDS(
        "expires_at") " from sign_in_link where organisation_id = $1 and digest = $2 for update"};
constexpr pg::Statement kUseLink{
    "access.use_link",
    "update sign_in_link set used_at = " AT("$3") " where organisation_id = $1 and digest = $2"};

#define SESSION_COLUMNS                                                                               \
  "organisation_id, session_id, person_id, ended_at is not null as ended, end_reason, " MICROSECONDS( \
      "began_at") ", " MICROSECONDS("seen_at") ", " MICROSECONDS("ends_at") " "

constexpr pg::Statement kInsertSession{
    "access.insert_session",
    "insert into session (organisation_id, session_id, digest, person_id, began_at, seen_at, ends_at) "
    "values ($1, $2, $3, $4, " AT("$5") ", " AT("$6") ", " AT("$7") ")"};
constexpr pg::Statement kFindSession{"access.find_session",
                                     "select " SESSION_COLUMNS
                                     "from session where organisation_id = $1 and digest = $2"};
constexpr pg::Statement kLockSession{
    "access.lock_session",
    "select " SESSION_COLUMNS
    "from session where ($1 = '-' or organisation_id = $1) and session_id = $2 for update"};
constexpr pg::Statement kSetSeen{
    "access.set_seen", "update session set seen_at = greatest(seen_at, " AT("$3") ") "
                       "where organisation_id = $1 and session_id = $2"};
constexpr pg::Statement kEndSession{
    "access.end_session", "update session set ended_at = " AT("$4") ", end_reason = $3 "
                          "where organisation_id = $1 and session_id = $2 and ended_at is null"};
constexpr pg::Statement kEndSessionsOf{
    "access.end_sessions_of", "update session set ended_at = " AT("$4") ", end_reason = $3 "
                              "where organisation_id = $1 and person_id = $2 and ended_at is null "
                              "and ends_at > " AT("$4") " and seen_at > " AT("$5")};
constexpr pg::Statement kListSessions{
    "access.list_sessions",
    "select " SESSION_COLUMNS "from session where $1::bigint = 0 or (began_at, session_id) < (" AT("$1") ", $2) "
    "order by began_at desc, session_id desc limit $3"};

#undef AT
#undef MICROSECONDS
#undef PERSON_COLUMNS
#undef GRANT_COLUMNS
#undef SESSION_COLUMNS

absl::Time TimeOf(const pqxx::row& row, const char* column) {
  return absl::FromUnixMicros(row[column].as<int64_t>());
}

StoredPerson PersonFromRow(const pqxx::row& row) {
  StoredPerson stored;
  stored.key = {.home = row["organisation_id"].as<std::string>(),
                .id = row["person_id"].as<std::string>()};
  stored.person.set_name(stored.key.Name());
  stored.person.set_subject(stored.key.Subject());
  stored.person.set_display_name(row["display_name"].as<std::string>());
  v1::PersonLanguage language = v1::BULGARIAN;
  v1::PersonLanguage_Parse(row["language"].as<std::string>(), &language);
  stored.person.set_language(language);
  stored.person.set_disabled(row["disabled"].as<bool>());
  stored.granted_in = absl::StrSplit(row["granted_in"].as<std::string>(), ',', absl::SkipEmpty());
  return stored;
}

absl::StatusOr<StoredPerson> OnePerson(const pqxx::result& found, const PersonKey& key) {
  TRANCHE_RETURN_IF_ERROR(pg::RequireOne(found, key.Name()));
  return PersonFromRow(found[0]);
}

StoredGrant GrantFromRow(const pqxx::row& row) {
  StoredGrant stored;
  stored.key = {.organisation = row["organisation_id"].as<std::string>(),
                .id = row["grant_id"].as<int64_t>()};
  const PersonKey person{row["home_id"].as<std::string>(), row["person_id"].as<std::string>()};
  stored.grant = {.organisation = stored.key.organisation,
                  .role = row["role"].as<std::string>(),
                  .from = convert::DayFromRow(row, "valid_from"),
                  .to = std::nullopt,
                  .withdrawn = !row["withdrawn_by"].is_null()};
  if (!row["valid_to"].is_null()) stored.grant.to = convert::DayFromRow(row, "valid_to");
  v1::RoleGrant& said = stored.said;
  said.set_organisation(absl::StrCat("organisations/", stored.key.organisation));
  said.set_person(person.Name());
  options::v1::Role role = options::v1::ROLE_UNSPECIFIED;
  options::v1::Role_Parse(stored.grant.role, &role);
  said.set_role(role);
  said.set_valid_from(FormatDay(stored.grant.from));
  if (stored.grant.to) said.set_valid_to(FormatDay(*stored.grant.to));
  said.set_granted_by(row["granted_by"].as<std::string>());
  if (stored.grant.withdrawn) {
    said.set_withdrawn_by(row["withdrawn_by"].as<std::string>());
    *said.mutable_withdrawn_at() =
        google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(row["withdrawn_at_us"].as<int64_t>());
  }
  return stored;
}

StoredSession SessionFromRow(const pqxx::row& row) {
  StoredSession stored;
  stored.organisation = row["organisation_id"].as<std::string>();
  stored.id = row["session_id"].as<std::string>();
  stored.person = {.home = stored.organisation, .id = row["person_id"].as<std::string>()};
  stored.state = {.began_at = TimeOf(row, "began_at_us"),
                  .seen_at = TimeOf(row, "seen_at_us"),
                  .ends_at = TimeOf(row, "ends_at_us"),
                  .ended = row["ended"].as<bool>()};
  if (stored.state.ended) v1::SessionEnd_Parse(row["end_reason"].as<std::string>(), &stored.end);
  return stored;
}

}  // namespace

std::string PersonKey::Name() const { return absl::StrCat("organisations/", home, "/people/", id); }
std::string PersonKey::Subject() const { return absl::StrCat(id, "@", home); }

void LookAlsoAt(pg::Tx& tx, const std::vector<std::string>& organisations) {
  rpc::CallScope seen;
  seen.organisations = organisations;
  tx.Run(kLookAlsoAt, pg::OrganisationsLiteral(seen));
}

absl::StatusOr<v1::Person> InsertPerson(pg::Tx& tx, const PersonKey& key, const v1::Person& details) {
  const v1::PersonLanguage language = details.language() == v1::ENGLISH ? v1::ENGLISH : v1::BULGARIAN;
  const pqxx::result inserted = tx.Run(kInsertPerson, key.home, key.id, details.display_name(),
                                       v1::PersonLanguage_Name(language));
  if (inserted.affected_rows() == 0) {
    if (!tx.Run(kHasOrganisation, key.home).empty())
      return Refuse("PERSON_EXISTS", {{"person", key.id}});
    return Refuse("NOT_FOUND", {{"name", absl::StrCat("organisations/", key.home)}});
  }
  const absl::StatusOr<StoredPerson> stored = GetPerson(tx, key);
  if (!stored.ok()) return stored.status();
  return stored->person;
}

absl::StatusOr<StoredPerson> GetPerson(pg::Tx& tx, const PersonKey& key) {
  return OnePerson(tx.Run(kGetPerson, key.home, key.id), key);
}

absl::StatusOr<StoredPerson> LockPerson(pg::Tx& tx, const PersonKey& key) {
  return OnePerson(tx.Run(kLockPerson, key.home, key.id), key);
}

std::vector<StoredPerson> ListPeople(pg::Tx& tx, const PersonKey& after, int limit) {
  std::vector<StoredPerson> people;
  for (const pqxx::row& row : tx.Run(kListPeople, after.home, after.id, limit)) {
    people.push_back(PersonFromRow(row));
  }
  return people;
}

void SetDisabled(pg::Tx& tx, const PersonKey& key, std::optional<absl::Time> at) {
  const std::optional<int64_t> us = at ? std::optional<int64_t>(absl::ToUnixMicros(*at)) : std::nullopt;
  tx.Run(kSetDisabled, key.home, key.id, us);
}

void RememberGrantedIn(pg::Tx& tx, const PersonKey& key, const std::string& organisation) {
  tx.Run(kRememberGrantedIn, key.home, key.id, organisation);
}

StoredGrant InsertGrant(pg::Tx& tx, const PersonKey& person, const Grant& grant,
                        const std::string& by) {
  return GrantFromRow(tx.Run(kInsertGrant, grant.organisation, person.home, person.id, grant.role,
                             FormatDay(grant.from), grant.to ? FormatDay(*grant.to) : "", by)[0]);
}

StoredGrant WithdrawGrant(pg::Tx& tx, const GrantKey& key, const std::string& by, absl::Time at) {
  return GrantFromRow(tx.Run(kWithdrawGrant, key.organisation, key.id, by, absl::ToUnixMicros(at))[0]);
}

std::vector<StoredGrant> GrantsOf(pg::Tx& tx, const PersonKey& person) {
  std::vector<StoredGrant> grants;
  for (const pqxx::row& row : tx.Run(kGrantsOf, person.home, person.id))
    grants.push_back(GrantFromRow(row));
  return grants;
}

std::vector<StoredGrant> ListGrants(pg::Tx& tx, const GrantKey& before, int limit) {
  std::vector<StoredGrant> grants;
  for (const pqxx::row& row : tx.Run(kListGrants, before.organisation, before.id, limit)) {
    grants.push_back(GrantFromRow(row));
  }
  return grants;
}

void InsertLink(pg::Tx& tx, const Secret& secret, const PersonKey& person, const std::string& by,
                absl::Time now, absl::Time expires_at) {
  tx.Run(kInsertLink, person.home, pqxx::binarystring(secret.digest), person.id, by,
         absl::ToUnixMicros(now), absl::ToUnixMicros(expires_at));
}

void VoidLinks(pg::Tx& tx, const PersonKey& person, absl::Time at) {
  tx.Run(kVoidLinks, person.home, person.id, absl::ToUnixMicros(at));
}

std::optional<StoredLink> LockLink(pg::Tx& tx, const Secret& secret) {
  const pqxx::result found = tx.Run(kLockLink, secret.organisation, pqxx::binarystring(secret.digest));
  if (found.empty()) return std::nullopt;
  return StoredLink{.person = {secret.organisation, found[0]["person_id"].as<std::string>()},
                    .state = {.expires_at = TimeOf(found[0], "expires_at_us"),
                              .used = found[0]["used"].as<bool>(),
                              .voided = found[0]["voided"].as<bool>()}};
}

void UseLink(pg::Tx& tx, const Secret& secret, absl::Time at) {
  tx.Run(kUseLink, secret.organisation, pqxx::binarystring(secret.digest), absl::ToUnixMicros(at));
}

void InsertSession(pg::Tx& tx, const Secret& secret, const StoredSession& session) {
  tx.Run(kInsertSession, session.organisation, session.id, pqxx::binarystring(secret.digest),
         session.person.id, absl::ToUnixMicros(session.state.began_at),
         absl::ToUnixMicros(session.state.seen_at), absl::ToUnixMicros(session.state.ends_at));
}

std::optional<StoredSession> FindSession(pg::Tx& tx, const Secret& secret) {
  const pqxx::result found =
      tx.Run(kFindSession, secret.organisation, pqxx::binarystring(secret.digest));
  if (found.empty()) return std::nullopt;
  return SessionFromRow(found[0]);
}

absl::StatusOr<StoredSession> LockSession(pg::Tx& tx, const std::string& organisation,
                                          const std::string& id) {
  const pqxx::result found = tx.Run(kLockSession, organisation, id);
  if (!found.empty()) return SessionFromRow(found[0]);
  return Refuse("NOT_FOUND",
                {{"name", absl::StrCat("organisations/", organisation, "/sessions/", id)}});
}

void SetSeen(pg::Tx& tx, const StoredSession& session, absl::Time at) {
  tx.Run(kSetSeen, session.organisation, session.id, absl::ToUnixMicros(at));
}

void EndSession(pg::Tx& tx, const StoredSession& session, v1::SessionEnd why, absl::Time at) {
  tx.Run(kEndSession, session.organisation, session.id, v1::SessionEnd_Name(why),
         absl::ToUnixMicros(at));
}

void EndSessionsOf(pg::Tx& tx, const PersonKey& person, v1::SessionEnd why, absl::Time at) {
  // Those that ran out before keep that as their end.
  tx.Run(kEndSessionsOf, person.home, person.id, v1::SessionEnd_Name(why), absl::ToUnixMicros(at),
         absl::ToUnixMicros(at - kSessionIdleMax));
}

std::vector<StoredSession> ListSessions(pg::Tx& tx, const SessionPlace& before, int limit) {
  std::vector<StoredSession> sessions;
  for (const pqxx::row& row : tx.Run(kListSessions, before.began_at_us, before.id, limit)) {
    sessions.push_back(SessionFromRow(row));
  }
  return sessions;
}

}  // namespace tranche::access::store
