// SPDX-License-Identifier: EUPL-1.2
// One-time links and sessions.
#include <google/protobuf/util/time_util.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "access/access_convert.h"
#include "access/access_service.h"
#include "access/sign_in.h"
#include "access/sign_in_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/convert/page.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/validate/validate.h"

namespace tranche::access {
namespace {

using tranche::convert::MakePageToken;
using tranche::convert::PageSize;
using tranche::convert::ReadPageToken;

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
}

// The scope of a call that names no organisation but holds a secret: it sees what the secret is of.
rpc::CallScope At(const rpc::CallScope& scope, const Secret& secret) {
  rpc::CallScope there = scope;
  there.organisations = {secret.organisation};
  return there;
}

// The roles that a person holds today, wherever they were granted any. The rest of the transaction sees
// these organisations.
RolesByOrganisation RolesToday(pg::Tx& tx, const store::StoredPerson& person, absl::CivilDay today) {
  std::vector<std::string> organisations = person.granted_in;
  organisations.push_back(person.key.home);
  store::LookAlsoAt(tx, organisations);
  std::vector<Grant> grants;
  for (const store::StoredGrant& stored : store::GrantsOf(tx, person.key))
    grants.push_back(stored.grant);
  return RolesOn(grants, today);
}

absl::Status MaySignIn(const store::StoredPerson& person, const RolesByOrganisation& roles) {
  const ErrorValues values = {{"person", person.key.id}};
  if (person.person.disabled()) return Refuse("PERSON_DISABLED", values);
  if (roles.empty()) return Refuse("PERSON_WITHOUT_ROLE", values);
  return absl::OkStatus();
}

rpc::Actor ActorOf(const store::StoredPerson& person, const RolesByOrganisation& roles) {
  rpc::Actor actor;
  actor.subject = person.key.Subject();
  actor.roles_in = roles;
  return actor;
}

// Who signs in is who does it: the gateway only carries the secret.
rpc::CallScope As(const rpc::CallScope& scope, const store::PersonKey& person) {
  rpc::CallScope theirs = scope;
  theirs.actor.subject = person.Subject();
  return theirs;
}

void RecordEnd(pg::Tx& tx, const rpc::CallScope& scope, const store::StoredSession& session,
               v1::SessionEnd why, const std::string& request_id, v1::Session* after) {
  const v1::Session before = convert::ToSession(session, scope.now);
  *after = before;
  if (before.end() != v1::SESSION_OPEN) return;
  store::EndSession(tx, session, why, scope.now);
  after->set_end(why);
  evidence::Record(tx, scope,
                   {.organisation = session.organisation,
                    .action = "access.sessions.end",
                    .record = after->name(),
                    .before = &before,
                    .after = after,
                    .request_id = request_id});
}

}  // namespace

absl::StatusOr<v1::SignInLink> Service::CreateSignInLink(const rpc::CallScope& scope,
                                                         const v1::CreateSignInLinkRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const store::PersonKey key,
                           convert::ToPersonKey(request.name(), rpc::OrganisationOf(scope)));
  const absl::Duration life =
      request.valid_minutes() == 0 ? kLinkLifeDefault : absl::Minutes(request.valid_minutes());
  // An answer under a request key would be stored, and with it the secret.
  v1::CreateSignInLinkRequest without_key = request;
  without_key.clear_request_id();
  return idempotency::Write<v1::SignInLink>(
      *context_.pool, scope, without_key, [&](pg::Tx& tx) -> absl::StatusOr<v1::SignInLink> {
        TRANCHE_ASSIGN_OR_RETURN(const store::StoredPerson person, store::LockPerson(tx, key));
        TRANCHE_RETURN_IF_ERROR(MaySignIn(person, RolesToday(tx, person, scope.today)));
        const Secret secret = MakeSecret(person.key.home);
        store::VoidLinks(tx, person.key, scope.now);
        store::InsertLink(tx, secret, person.key, scope.actor.subject, scope.now, scope.now + life);
        v1::SignInLink link;
        link.set_person(person.key.Name());
        *link.mutable_expires_at() = ToTimestamp(scope.now + life);
        evidence::Record(tx, scope,
                         {.organisation = person.key.home,
                          .action = "access.sign_in_links.create",
                          .record = link.person(),
                          .after = &link,
                          .request_id = request.request_id()});
        if (!request.validate_only()) link.set_secret(secret.text);
        return link;
      });
}

absl::StatusOr<v1::ListSessionsResponse> Service::ListSessions(const rpc::CallScope& scope,
                                                               const v1::ListSessionsRequest& request) {
  const std::string list = absl::StrCat("sessions of ", request.parent());
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> key,
                           ReadPageToken(list, request.page_token()));
  store::SessionPlace before;
  if (!key.empty()) {
    before.id = key.back();
    if (key.size() != 2 || !absl::SimpleAtoi(key[0], &before.began_at_us)) {
      return Refuse("PAGE_TOKEN_INVALID");
    }
  }
  const int size = PageSize(request.page_size());
  return idempotency::Read<v1::ListSessionsResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListSessionsResponse> {
        v1::ListSessionsResponse response;
        store::StoredSession last;
        for (const store::StoredSession& stored : store::ListSessions(tx, before, size + 1)) {
          if (response.sessions_size() == size) {
            response.set_next_page_token(
                MakePageToken(list, {absl::StrCat(absl::ToUnixMicros(last.state.began_at)), last.id}));
            break;
          }
          *response.add_sessions() = convert::ToSession(stored, scope.now);
          last = stored;
        }
        return response;
      });
}

absl::StatusOr<v1::Session> Service::EndSession(const rpc::CallScope& scope,
                                                const v1::EndSessionRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(
      const std::vector<std::string> segments,
      validate::ParseResourceName("organisations/{organisation}/sessions/{session}", request.name()));
  return idempotency::Write<v1::Session>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Session> {
        TRANCHE_ASSIGN_OR_RETURN(const store::StoredSession session,
                                 store::LockSession(tx, segments[0], segments[1]));
        v1::Session after;
        RecordEnd(tx, scope, session, v1::ENDED_BY_ADMINISTRATOR, request.request_id(), &after);
        return after;
      });
}

absl::StatusOr<v1::RedeemSignInLinkResponse> Service::RedeemSignInLink(
    const rpc::CallScope& scope, const v1::RedeemSignInLinkRequest& request) {
  const std::optional<Secret> link = ReadSecret(request.link());
  if (!link) return Refuse("LINK_INVALID");
  return idempotency::Step<v1::RedeemSignInLinkResponse>(
      *context_.pool, At(scope, *link), /*validate_only=*/false,
      [&](pg::Tx& tx) -> absl::StatusOr<v1::RedeemSignInLinkResponse> {
        const std::optional<store::StoredLink> found = store::LockLink(tx, *link);
        if (!found) return Refuse("LINK_INVALID");
        TRANCHE_ASSIGN_OR_RETURN(const store::StoredPerson person, store::GetPerson(tx, found->person));
        if (person.person.disabled()) return Refuse("PERSON_DISABLED", {{"person", person.key.id}});
        TRANCHE_RETURN_IF_ERROR(CheckLink(found->state, scope.now));
        TRANCHE_RETURN_IF_ERROR(MaySignIn(person, RolesToday(tx, person, scope.today)));
        store::UseLink(tx, *link, scope.now);
        const Secret secret = MakeSecret(person.key.home);
        const store::StoredSession session{
            .organisation = person.key.home,
            .id = MakeSessionId(),
            .person = person.key,
            .state = {
                .began_at = scope.now, .seen_at = scope.now, .ends_at = scope.now + kSessionLife}};
        store::InsertSession(tx, secret, session);
        v1::RedeemSignInLinkResponse response;
        *response.mutable_session() = convert::ToSession(session, scope.now);
        evidence::Record(tx, As(scope, person.key),
                         {.organisation = person.key.home,
                          .action = "access.sessions.begin",
                          .record = response.session().name(),
                          .after = &response.session()});
        response.set_secret(secret.text);
        return response;
      });
}

absl::StatusOr<v1::ResolveSessionResponse> Service::ResolveSession(
    const rpc::CallScope& scope, const v1::ResolveSessionRequest& request) {
  const std::optional<Secret> secret = ReadSecret(request.secret());
  if (!secret) return Refuse("SESSION_INVALID");
  return idempotency::Step<v1::ResolveSessionResponse>(
      *context_.pool, At(scope, *secret), /*validate_only=*/false,
      [&](pg::Tx& tx) -> absl::StatusOr<v1::ResolveSessionResponse> {
        const std::optional<store::StoredSession> session = store::FindSession(tx, *secret);
        if (!session) return Refuse("SESSION_INVALID");
        TRANCHE_RETURN_IF_ERROR(CheckSession(session->state, scope.now));
        if (scope.now >= session->state.seen_at + kSeenStep) store::SetSeen(tx, *session, scope.now);
        TRANCHE_ASSIGN_OR_RETURN(const store::StoredPerson person,
                                 store::GetPerson(tx, session->person));
        const RolesByOrganisation roles = RolesToday(tx, person, scope.today);
        if (!MaySignIn(person, roles).ok()) return Refuse("SESSION_INVALID");
        v1::ResolveSessionResponse response;
        *response.mutable_person() = person.person;
        *response.mutable_held() = convert::ToHeld(roles);
        response.set_access_token(
            context_.issuer->Issue(ActorOf(person, roles), scope.now + kTokenLife));
        *response.mutable_token_expires_at() = ToTimestamp(scope.now + kTokenLife);
        return response;
      });
}

absl::StatusOr<v1::SignOutResponse> Service::SignOut(const rpc::CallScope& scope,
                                                     const v1::SignOutRequest& request) {
  const std::optional<Secret> secret = ReadSecret(request.secret());
  if (!secret) return v1::SignOutResponse();
  return idempotency::Step<v1::SignOutResponse>(
      *context_.pool, At(scope, *secret), /*validate_only=*/false,
      [&](pg::Tx& tx) -> absl::StatusOr<v1::SignOutResponse> {
        const std::optional<store::StoredSession> found = store::FindSession(tx, *secret);
        if (!found) return v1::SignOutResponse();
        TRANCHE_ASSIGN_OR_RETURN(const store::StoredSession session,
                                 store::LockSession(tx, found->organisation, found->id));
        v1::Session after;
        RecordEnd(tx, As(scope, session.person), session, v1::SIGNED_OUT, "", &after);
        return v1::SignOutResponse();
      });
}

}  // namespace tranche::access
