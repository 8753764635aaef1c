// SPDX-License-Identifier: EUPL-1.2
// People and the roles that organisations grant them.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "access/access_convert.h"
#include "access/access_service.h"
#include "access/sign_in_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/page.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/held_role.h"

namespace tranche::access {
namespace {

using tranche::convert::MakePageToken;
using tranche::convert::PageSize;
using tranche::convert::ReadPageToken;

// What DisablePerson and EnablePerson have in common.
template <class Request>
absl::StatusOr<v1::Person> SetDisabled(const rpc::RoleContext& context, const rpc::CallScope& scope,
                                       const Request& request, bool disabled) {
  TRANCHE_ASSIGN_OR_RETURN(const store::PersonKey key,
                           convert::ToPersonKey(request.name(), rpc::OrganisationOf(scope)));
  return idempotency::Write<v1::Person>(
      *context.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Person> {
        TRANCHE_ASSIGN_OR_RETURN(const store::StoredPerson before, store::LockPerson(tx, key));
        v1::Person after = before.person;
        if (after.disabled() == disabled) return after;
        after.set_disabled(disabled);
        store::SetDisabled(tx, before.key,
                           disabled ? std::optional<absl::Time>(scope.now) : std::nullopt);
        if (disabled) {
          store::VoidLinks(tx, before.key, scope.now);
          store::EndSessionsOf(tx, before.key, v1::PERSON_WAS_DISABLED, scope.now);
        }
        evidence::Record(tx, scope,
                         {.organisation = before.key.home,
                          .action = disabled ? "access.people.disable" : "access.people.enable",
                          .record = after.name(),
                          .before = &before.person,
                          .after = &after,
                          .reason = request.reason(),
                          .request_id = request.request_id()});
        return after;
      });
}

// The grant that a request asks for, as far as it can be judged without the database.
absl::StatusOr<Grant> ReadGrant(const rpc::CallScope& scope, const v1::GrantRoleRequest& request) {
  Grant grant{.organisation = rpc::OrganisationOf(scope),
              .role = options::v1::Role_Name(request.role()),
              .from = scope.today,
              .to = std::nullopt};
  if (request.role() == options::v1::SERVICE)
    return Refuse("ROLE_NOT_FOR_PEOPLE", {{"role", grant.role}});
  if (!request.valid_from().empty()) {
    TRANCHE_ASSIGN_OR_RETURN(grant.from, ParseDay(request.valid_from()));
  }
  if (!request.valid_to().empty()) {
    TRANCHE_ASSIGN_OR_RETURN(grant.to, ParseDay(request.valid_to()));
    if (*grant.to < grant.from) {
      return Refuse("ROLE_DAYS_REVERSED",
                    {{"valid_from", FormatDay(grant.from)}, {"valid_to", FormatDay(*grant.to)}});
    }
  }
  return grant;
}

// The lists of two organisations' rows that a transaction about a grant sees.
std::vector<std::string> Both(const std::string& one, const std::string& other) {
  return one == other ? std::vector<std::string>{one} : std::vector<std::string>{one, other};
}

absl::Status MayGrant(const rpc::Actor& actor, const store::StoredPerson& person,
                      const std::vector<store::StoredGrant>& present, const Grant& wanted) {
  if (person.person.disabled()) return Refuse("PERSON_DISABLED", {{"person", person.key.id}});
  const auto same_role = [&](const store::StoredGrant& grant) {
    return grant.grant.organisation == wanted.organisation && grant.grant.role == wanted.role;
  };
  const bool held = std::any_of(present.begin(), present.end(), [&](const store::StoredGrant& grant) {
    return same_role(grant) && ShareADay(grant.grant, wanted);
  });
  if (held) return Refuse("ROLE_ALREADY_GRANTED", {{"person", person.key.id}, {"role", wanted.role}});
  // Who was granted a role until a day must not prolong it, nor undo its withdrawal.
  if (person.key.Subject() == actor.subject &&
      (!rpc::HoldsRole(actor, wanted.organisation, wanted.role) ||
       std::any_of(present.begin(), present.end(), same_role))) {
    return Refuse("ROLE_FOR_ONESELF");
  }
  const auto& known = person.granted_in;
  if (known.size() >= kOrganisationsMax &&
      std::find(known.begin(), known.end(), wanted.organisation) == known.end()) {
    return Refuse("PERSON_ORGANISATIONS_TOO_MANY",
                  {{"person", person.key.id}, {"max", absl::StrCat(kOrganisationsMax)}});
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::Person> Service::CreatePerson(const rpc::CallScope& scope,
                                                 const v1::CreatePersonRequest& request) {
  const store::PersonKey key{rpc::OrganisationOf(scope), request.person()};
  return idempotency::Write<v1::Person>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Person> {
        TRANCHE_ASSIGN_OR_RETURN(const v1::Person made,
                                 store::InsertPerson(tx, key, request.details()));
        evidence::Record(tx, scope,
                         {.organisation = key.home,
                          .action = "access.people.create",
                          .record = made.name(),
                          .after = &made,
                          .request_id = request.request_id()});
        return made;
      });
}

absl::StatusOr<v1::Person> Service::GetPerson(const rpc::CallScope& scope,
                                              const v1::GetPersonRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const store::PersonKey key, convert::ToPersonKey(request.name(), ""));
  return idempotency::Read<v1::Person>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::Person> {
        TRANCHE_ASSIGN_OR_RETURN(const store::StoredPerson stored, store::GetPerson(tx, key));
        return stored.person;
      });
}

absl::StatusOr<v1::ListPeopleResponse> Service::ListPeople(const rpc::CallScope& scope,
                                                           const v1::ListPeopleRequest& request) {
  const std::string list = absl::StrCat("people of ", request.parent());
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> key,
                           ReadPageToken(list, request.page_token()));
  if (!key.empty() && key.size() != 2) return Refuse("PAGE_TOKEN_INVALID");
  const store::PersonKey after = key.empty() ? store::PersonKey{} : store::PersonKey{key[0], key[1]};
  const int size = PageSize(request.page_size());
  return idempotency::Read<v1::ListPeopleResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListPeopleResponse> {
        v1::ListPeopleResponse response;
        store::PersonKey last;
        for (const store::StoredPerson& stored : store::ListPeople(tx, after, size + 1)) {
          if (response.people_size() == size) {
            response.set_next_page_token(MakePageToken(list, {last.home, last.id}));
            break;
          }
          *response.add_people() = stored.person;
          last = stored.key;
        }
        return response;
      });
}

absl::StatusOr<v1::Person> Service::DisablePerson(const rpc::CallScope& scope,
                                                  const v1::DisablePersonRequest& request) {
  return SetDisabled(context_, scope, request, true);
}

absl::StatusOr<v1::Person> Service::EnablePerson(const rpc::CallScope& scope,
                                                 const v1::EnablePersonRequest& request) {
  return SetDisabled(context_, scope, request, false);
}

absl::StatusOr<v1::RoleGrant> Service::GrantRole(const rpc::CallScope& scope,
                                                 const v1::GrantRoleRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const Grant wanted, ReadGrant(scope, request));
  TRANCHE_ASSIGN_OR_RETURN(const store::PersonKey key,
                           convert::ToPersonKey(request.person(), wanted.organisation));
  return idempotency::Write<v1::RoleGrant>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::RoleGrant> {
        store::LookAlsoAt(tx, Both(wanted.organisation, key.home));
        TRANCHE_ASSIGN_OR_RETURN(const store::StoredPerson person, store::LockPerson(tx, key));
        TRANCHE_RETURN_IF_ERROR(MayGrant(scope.actor, person, store::GrantsOf(tx, key), wanted));
        store::RememberGrantedIn(tx, key, wanted.organisation);
        const store::StoredGrant made = store::InsertGrant(tx, key, wanted, scope.actor.subject);
        evidence::Record(tx, scope,
                         {.organisation = wanted.organisation,
                          .action = "access.roles.grant",
                          .record = made.said.person(),
                          .after = &made.said,
                          .request_id = request.request_id()});
        return made.said;
      });
}

absl::StatusOr<v1::RoleGrant> Service::WithdrawRole(const rpc::CallScope& scope,
                                                    const v1::WithdrawRoleRequest& request) {
  const std::string organisation = rpc::OrganisationOf(scope);
  const std::string role = options::v1::Role_Name(request.role());
  TRANCHE_ASSIGN_OR_RETURN(const store::PersonKey key,
                           convert::ToPersonKey(request.person(), organisation));
  return idempotency::Write<v1::RoleGrant>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::RoleGrant> {
        store::LookAlsoAt(tx, Both(organisation, key.home));
        TRANCHE_RETURN_IF_ERROR(store::LockPerson(tx, key).status());
        absl::StatusOr<v1::RoleGrant> latest = Refuse(
            "ROLE_NOT_GRANTED", {{"person", key.id}, {"role", role}, {"organisation", organisation}});
        for (const store::StoredGrant& held : store::GrantsOf(tx, key)) {
          if (held.grant.organisation != organisation || held.grant.role != role) continue;
          if (!HoldsFrom(held.grant, scope.today)) continue;
          latest = store::WithdrawGrant(tx, held.key, scope.actor.subject, scope.now).said;
          evidence::Record(tx, scope,
                           {.organisation = organisation,
                            .action = "access.roles.withdraw",
                            .record = held.said.person(),
                            .before = &held.said,
                            .after = &*latest,
                            .reason = request.reason(),
                            .request_id = request.request_id()});
        }
        if (latest.ok()) store::EndSessionsOf(tx, key, v1::ROLE_WITHDRAWN, scope.now);
        return latest;
      });
}

absl::StatusOr<v1::ListRoleGrantsResponse> Service::ListRoleGrants(
    const rpc::CallScope& scope, const v1::ListRoleGrantsRequest& request) {
  const std::string list = absl::StrCat("role grants of ", request.parent());
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> key,
                           ReadPageToken(list, request.page_token()));
  store::GrantKey before;
  if (!key.empty()) {
    before.organisation = key.front();
    if (key.size() != 2 || !absl::SimpleAtoi(key[1], &before.id)) return Refuse("PAGE_TOKEN_INVALID");
  }
  const int size = PageSize(request.page_size());
  return idempotency::Read<v1::ListRoleGrantsResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListRoleGrantsResponse> {
        v1::ListRoleGrantsResponse response;
        store::GrantKey last;
        for (const store::StoredGrant& stored : store::ListGrants(tx, before, size + 1)) {
          if (response.role_grants_size() == size) {
            response.set_next_page_token(
                MakePageToken(list, {last.organisation, absl::StrCat(last.id)}));
            break;
          }
          *response.add_role_grants() = stored.said;
          last = stored.key;
        }
        return response;
      });
}

}  // namespace tranche::access
