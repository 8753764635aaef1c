// SPDX-License-Identifier: EUPL-1.2
// People, roles, links and sessions through the role's gRPC channel.
#include <gmock/gmock.h>
#include <google/protobuf/util/time_util.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "access/access_module.h"
#include "access/sign_in.h"
#include "platform/base/digest.h"
#include "platform/base/error.h"
#include "platform/rpc/grpc_status.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "tranche/access/v1/access_service.grpc.pb.h"

namespace tranche::access {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

constexpr char kMaria[] = "organisations/sopot/people/maria";

class SignInTest : public ::testing::Test {
 protected:
  SignInTest() : role_(sandbox_, "access") {
    role_.Serve(StartRole(role_.context()));
    stub_ = v1::AccessService::NewStub(role_.channel());
    MakeOrganisation("sopot", sopot_);
    MakeOrganisation("haskovo", haskovo_);
  }

  template <class Req, class Resp>
  absl::StatusOr<Resp> Call(grpc::Status (v1::AccessService::Stub::*method)(grpc::ClientContext*,
                                                                            const Req&, Resp*),
                            const Req& request, const rpc::Actor& actor) {
    grpc::ClientContext context;
    role_.SignIn(&context, actor);
    Resp response;
    const grpc::Status status = (stub_.get()->*method)(&context, request, &response);
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    return response;
  }

  void MakeOrganisation(const std::string& id, const rpc::Actor& actor) {
    v1::CreateOrganisationRequest request;
    request.set_organisation(id);
    request.mutable_details()->set_title_bg("Община");
    request.mutable_details()->set_title_en("Municipality");
    ASSERT_TRUE(Call(&v1::AccessService::Stub::CreateOrganisation, request, actor).ok());
  }

  absl::StatusOr<v1::Person> MakePerson(const std::string& id = "maria",
                                        const std::string& request_id = "") {
    v1::CreatePersonRequest request;
    request.set_parent("organisations/sopot");
    request.set_person(id);
    request.mutable_details()->set_display_name("Мария Петрова");
    request.set_request_id(request_id);
    return Call(&v1::AccessService::Stub::CreatePerson, request, sopot_);
  }

  absl::StatusOr<v1::RoleGrant> Grant(options::v1::Role role, const rpc::Actor& by,
                                      const std::string& from = "", const std::string& to = "") {
    v1::GrantRoleRequest request;
    request.set_parent(absl::StrCat("organisations/", by.organisations[0]));
    request.set_person(kMaria);
    request.set_role(role);
    request.set_valid_from(from);
    request.set_valid_to(to);
    return Call(&v1::AccessService::Stub::GrantRole, request, by);
  }

  absl::StatusOr<v1::RoleGrant> Withdraw(options::v1::Role role, const rpc::Actor& by) {
    v1::WithdrawRoleRequest request;
    request.set_parent(absl::StrCat("organisations/", by.organisations[0]));
    request.set_person(kMaria);
    request.set_role(role);
    return Call(&v1::AccessService::Stub::WithdrawRole, request, by);
  }

  absl::StatusOr<v1::SignInLink> MakeLink(const std::string& request_id = "") {
    v1::CreateSignInLinkRequest request;
    request.set_name(kMaria);
    request.set_request_id(request_id);
    return Call(&v1::AccessService::Stub::CreateSignInLink, request, sopot_);
  }

  absl::StatusOr<v1::RedeemSignInLinkResponse> Redeem(const std::string& link) {
    v1::RedeemSignInLinkRequest request;
    request.set_link(link);
    return Call(&v1::AccessService::Stub::RedeemSignInLink, request, gateway_);
  }

  absl::StatusOr<v1::ResolveSessionResponse> Resolve(const std::string& secret) {
    v1::ResolveSessionRequest request;
    request.set_secret(secret);
    return Call(&v1::AccessService::Stub::ResolveSession, request, gateway_);
  }

  absl::Status SetDisabled(bool disabled) {
    v1::DisablePersonRequest disable;
    disable.set_name(kMaria);
    v1::EnablePersonRequest enable;
    enable.set_name(kMaria);
    return disabled ? Call(&v1::AccessService::Stub::DisablePerson, disable, sopot_).status()
                    : Call(&v1::AccessService::Stub::EnablePerson, enable, sopot_).status();
  }

  // Maria, an accountant of Sopot, signed in: the secret of her session.
  std::string SignedIn() {
    EXPECT_TRUE(MakePerson().ok());
    EXPECT_TRUE(Grant(options::v1::FINANCE, sopot_).ok());
    return SignInAgain();
  }
  std::string SignInAgain() {
    const auto link = MakeLink();
    EXPECT_TRUE(link.ok()) << link.status();
    const auto session = Redeem(link->secret());
    EXPECT_TRUE(session.ok()) << session.status();
    return session.ok() ? session->secret() : "";
  }

  void Pass(absl::Duration time) { role_.world().SetNow(role_.world().now() + time); }
  int Count(const std::string& from) {
    return sandbox_.Inspect("select count(1) from access." + from)[0][0].as<int>();
  }

  const rpc::Actor sopot_ = testing::TestActor("sopot", {"ADMINISTRATOR"});
  const rpc::Actor haskovo_ = testing::TestActor("haskovo", {"ADMINISTRATOR"});
  const rpc::Actor gateway_{.subject = "service/gateway", .organisations = {}, .roles = {"SERVICE"}};
  testing::PgSandbox sandbox_;
  testing::TestRole role_;
  std::unique_ptr<v1::AccessService::Stub> stub_;
};

TEST_F(SignInTest, LinkUsed_SignsInWithTheRolesOfToday) {
  const std::string secret = SignedIn();
  const auto who = Resolve(secret);
  ASSERT_TRUE(who.ok()) << who.status();
  EXPECT_EQ(who->person().name(), kMaria);
  EXPECT_EQ(who->person().display_name(), "Мария Петрова");
  const auto actor = role_.world().verifier().Verify(who->access_token(), role_.world().now());
  ASSERT_TRUE(actor.ok()) << actor.status();
  EXPECT_EQ(actor->subject, "maria@sopot");
  EXPECT_THAT(actor->roles_in, ElementsAre(Pair("sopot", ElementsAre("FINANCE"))));
  EXPECT_EQ(ReasonOf(role_.world()
                         .verifier()
                         .Verify(who->access_token(), role_.world().now() + kTokenLife)
                         .status()),
            "TOKEN_EXPIRED");
}

TEST_F(SignInTest, LinkTwice_IsUsedOnce) {
  ASSERT_TRUE(MakePerson().ok() && Grant(options::v1::FINANCE, sopot_).ok());
  const auto link = MakeLink();
  ASSERT_TRUE(Redeem(link->secret()).ok());
  EXPECT_EQ(ReasonOf(Redeem(link->secret()).status()), "LINK_USED");
  EXPECT_EQ(Count("session"), 1);
}

TEST_F(SignInTest, LinkFromTwentyBrowsersAtOnce_MakesOneSession) {
  ASSERT_TRUE(MakePerson().ok() && Grant(options::v1::FINANCE, sopot_).ok());
  const auto link = MakeLink();
  std::vector<std::thread> browsers;
  for (int i = 0; i < 20; ++i) browsers.emplace_back([&] { Redeem(link->secret()).IgnoreError(); });
  for (std::thread& browser : browsers) browser.join();
  EXPECT_EQ(Count("session"), 1);
}

TEST_F(SignInTest, LinkTooOldOrReplacedOrWrong_IsRefusedForThat) {
  ASSERT_TRUE(MakePerson().ok() && Grant(options::v1::FINANCE, sopot_).ok());
  const auto first = MakeLink();
  const auto second = MakeLink();
  EXPECT_EQ(ReasonOf(Redeem(first->secret()).status()), "LINK_VOIDED");
  Pass(absl::Minutes(15));
  EXPECT_EQ(ReasonOf(Redeem(second->secret()).status()), "LINK_EXPIRED");
  EXPECT_EQ(ReasonOf(Redeem(MakeSecret("sopot").text).status()), "LINK_INVALID");
  EXPECT_EQ(ReasonOf(Redeem(MakeSecret("nowhere").text).status()), "LINK_INVALID");
  EXPECT_EQ(ReasonOf(Redeem("sopot.short").status()), "LINK_INVALID");
  EXPECT_EQ(Count("session"), 0);
}

TEST_F(SignInTest, LinkOfOneOrganisation_NamedWithAnother_IsInvalid) {
  ASSERT_TRUE(MakePerson().ok() && Grant(options::v1::FINANCE, sopot_).ok());
  const std::string secret = MakeLink()->secret();
  EXPECT_EQ(ReasonOf(Redeem(absl::StrCat("haskovo", secret.substr(5))).status()), "LINK_INVALID");
  EXPECT_TRUE(Redeem(secret).ok());
}

TEST_F(SignInTest, RepeatOfALinkRequest_MakesAnotherAndStoresNoAnswer) {
  ASSERT_TRUE(MakePerson().ok() && Grant(options::v1::FINANCE, sopot_).ok());
  const auto first = MakeLink("key-1");
  const auto second = MakeLink("key-1");
  EXPECT_NE(first->secret(), second->secret());
  EXPECT_TRUE(Redeem(second->secret()).ok());
  EXPECT_EQ(Count("request where method like '%Link%'"), 0);
}

TEST_F(SignInTest, Secrets_StandNowhereInTheDatabase) {
  ASSERT_TRUE(MakePerson().ok() && Grant(options::v1::FINANCE, sopot_).ok());
  const std::string link = MakeLink("key-1")->secret();
  const std::string session = Redeem(link)->secret();
  for (const char* table : {"sign_in_link", "session", "evidence", "request", "event", "person"}) {
    const pqxx::result rows =
        sandbox_.Inspect(absl::StrCat("select t::text from access.", table, " t"));
    for (const pqxx::row& row : rows) {
      const std::string text = row[0].as<std::string>();
      EXPECT_EQ(text.find(link.substr(6)), std::string::npos) << table;
      EXPECT_EQ(text.find(session.substr(6)), std::string::npos) << table;
    }
  }
  // The control: their digests are there.
  EXPECT_EQ(Count("session where encode(digest, 'hex') = '" + Sha256Hex(session) + "'"), 1);
  EXPECT_EQ(Count("sign_in_link where encode(digest, 'hex') = '" + Sha256Hex(link) + "'"), 1);
}

TEST_F(SignInTest, Session_EndsAfterHalfAnHourWithoutUse) {
  const std::string secret = SignedIn();
  Pass(absl::Minutes(29));
  EXPECT_TRUE(Resolve(secret).ok());
  Pass(absl::Minutes(29));
  EXPECT_TRUE(Resolve(secret).ok());
  Pass(absl::Minutes(30));
  EXPECT_EQ(ReasonOf(Resolve(secret).status()), "SESSION_EXPIRED");
}

TEST_F(SignInTest, Session_EndsAfterTenHoursOfUse) {
  const std::string secret = SignedIn();
  for (int i = 0; i < 29; ++i) {
    Pass(absl::Minutes(20));
    ASSERT_TRUE(Resolve(secret).ok()) << i;
  }
  Pass(absl::Minutes(20));
  EXPECT_EQ(ReasonOf(Resolve(secret).status()), "SESSION_EXPIRED");
}

TEST_F(SignInTest, SignOut_EndsTheSessionAndMayBeRepeated) {
  const std::string secret = SignedIn();
  v1::SignOutRequest request;
  request.set_secret(secret);
  EXPECT_TRUE(Call(&v1::AccessService::Stub::SignOut, request, gateway_).ok());
  EXPECT_TRUE(Call(&v1::AccessService::Stub::SignOut, request, gateway_).ok());
  EXPECT_EQ(ReasonOf(Resolve(secret).status()), "SESSION_INVALID");
  EXPECT_EQ(Count("evidence where action = 'access.sessions.end' and actor = 'maria@sopot'"), 1);
}

TEST_F(SignInTest, RoleWithdrawn_EndsTheSessions) {
  const std::string secret = SignedIn();
  ASSERT_TRUE(Grant(options::v1::AUDITOR, sopot_).ok());
  ASSERT_TRUE(Withdraw(options::v1::AUDITOR, sopot_).ok());
  EXPECT_EQ(ReasonOf(Resolve(secret).status()), "SESSION_INVALID");
  const auto again = Resolve(SignInAgain());
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->held(0).roles_size(), 1);
}

TEST_F(SignInTest, LastRoleOver_TheSessionIsInvalid) {
  ASSERT_TRUE(MakePerson().ok());
  ASSERT_TRUE(Grant(options::v1::FINANCE, sopot_, "2018-09-01", "2018-09-01").ok());
  role_.world().SetNow(absl::FromCivil(absl::CivilSecond(2018, 9, 1, 20, 50, 0), absl::UTCTimeZone()));
  const std::string secret = SignInAgain();
  EXPECT_TRUE(Resolve(secret).ok());
  Pass(absl::Minutes(20));  // The next day in Sofia.
  EXPECT_EQ(ReasonOf(Resolve(secret).status()), "SESSION_INVALID");
  EXPECT_EQ(ReasonOf(MakeLink().status()), "PERSON_WITHOUT_ROLE");
}

TEST_F(SignInTest, PersonDisabled_IsOutAndStaysOutUntilEnabled) {
  const std::string secret = SignedIn();
  const auto link = MakeLink();
  ASSERT_TRUE(SetDisabled(true).ok());
  EXPECT_EQ(ReasonOf(Resolve(secret).status()), "SESSION_INVALID");
  EXPECT_EQ(ReasonOf(Redeem(link->secret()).status()), "PERSON_DISABLED");
  EXPECT_EQ(ReasonOf(MakeLink().status()), "PERSON_DISABLED");
  EXPECT_EQ(ReasonOf(Grant(options::v1::AUDITOR, sopot_).status()), "PERSON_DISABLED");
  ASSERT_TRUE(SetDisabled(false).ok());
  EXPECT_EQ(ReasonOf(Redeem(link->secret()).status()), "LINK_VOIDED");
  EXPECT_EQ(ReasonOf(Resolve(secret).status()), "SESSION_INVALID");
  EXPECT_TRUE(Resolve(SignInAgain()).ok());
}

TEST_F(SignInTest, AdministratorEndsASession_AndSeesItInTheList) {
  const std::string secret = SignedIn();
  v1::ListSessionsRequest list;
  list.set_parent("organisations/-");
  const auto before = Call(&v1::AccessService::Stub::ListSessions, list, sopot_);
  ASSERT_TRUE(before.ok());
  ASSERT_EQ(before->sessions_size(), 1);
  EXPECT_EQ(before->sessions(0).end(), v1::SESSION_OPEN);
  v1::EndSessionRequest end;
  end.set_name(before->sessions(0).name());
  EXPECT_EQ(ReasonOf(Call(&v1::AccessService::Stub::EndSession, end, haskovo_).status()),
            "ORGANISATION_NOT_GRANTED");
  ASSERT_TRUE(Call(&v1::AccessService::Stub::EndSession, end, sopot_).ok());
  EXPECT_EQ(ReasonOf(Resolve(secret).status()), "SESSION_INVALID");
  EXPECT_EQ(Call(&v1::AccessService::Stub::ListSessions, list, sopot_)->sessions(0).end(),
            v1::ENDED_BY_ADMINISTRATOR);
  EXPECT_EQ(Call(&v1::AccessService::Stub::ListSessions, list, haskovo_)->sessions_size(), 0);
}

TEST_F(SignInTest, SessionThatRanOut_StaysSoWhenThePersonIsDisabled) {
  SignedIn();
  Pass(absl::Minutes(30));
  SignInAgain();
  ASSERT_TRUE(SetDisabled(true).ok());
  v1::ListSessionsRequest list;
  list.set_parent("organisations/sopot");
  const auto sessions = Call(&v1::AccessService::Stub::ListSessions, list, sopot_);
  ASSERT_TRUE(sessions.ok()) << sessions.status();
  ASSERT_EQ(sessions->sessions_size(), 2);  // The latest first.
  EXPECT_EQ(sessions->sessions(0).end(), v1::PERSON_WAS_DISABLED);
  EXPECT_EQ(sessions->sessions(1).end(), v1::TIME_OVER);
  v1::EndSessionRequest end;
  end.set_name(sessions->sessions(1).name());
  const auto ended = Call(&v1::AccessService::Stub::EndSession, end, sopot_);
  ASSERT_TRUE(ended.ok()) << ended.status();
  EXPECT_EQ(ended->end(), v1::TIME_OVER);
}

TEST_F(SignInTest, RolesInTwoOrganisations_DoNotMix) {
  const std::string secret = SignedIn();
  ASSERT_TRUE(Grant(options::v1::AUDITOR, haskovo_).ok());
  const auto who = Resolve(secret);
  ASSERT_TRUE(who.ok());
  const auto actor = role_.world().verifier().Verify(who->access_token(), role_.world().now());
  EXPECT_THAT(actor->roles_in, UnorderedElementsAre(Pair("haskovo", ElementsAre("AUDITOR")),
                                                    Pair("sopot", ElementsAre("FINANCE"))));
  // An accountant of Sopot reads no list of sessions there; an auditor in Haskovo does.
  v1::ListSessionsRequest list;
  list.set_parent("organisations/haskovo");
  EXPECT_TRUE(Call(&v1::AccessService::Stub::ListSessions, list, *actor).ok());
  list.set_parent("organisations/sopot");
  EXPECT_EQ(ReasonOf(Call(&v1::AccessService::Stub::ListSessions, list, *actor).status()),
            "PERMISSION_DENIED");
  list.set_parent("organisations/-");
  const auto all = Call(&v1::AccessService::Stub::ListSessions, list, *actor);
  ASSERT_TRUE(all.ok());
  EXPECT_EQ(all->sessions_size(), 0);  // The one of Sopot is not among them.
}

TEST_F(SignInTest, GrantOfAnother_IsWithdrawnByThatOneOnly) {
  const std::string secret = SignedIn();
  ASSERT_TRUE(Grant(options::v1::AUDITOR, haskovo_).ok());
  EXPECT_EQ(ReasonOf(Withdraw(options::v1::AUDITOR, sopot_).status()), "ROLE_NOT_GRANTED");
  ASSERT_TRUE(Withdraw(options::v1::AUDITOR, haskovo_).ok());
  EXPECT_EQ(ReasonOf(Resolve(secret).status()), "SESSION_INVALID");
  v1::ListRoleGrantsRequest list;
  list.set_parent("organisations/haskovo");
  const auto grants = Call(&v1::AccessService::Stub::ListRoleGrants, list, haskovo_);
  ASSERT_EQ(grants->role_grants_size(), 1);
  EXPECT_EQ(grants->role_grants(0).person(), kMaria);
  EXPECT_EQ(grants->role_grants(0).withdrawn_by(), haskovo_.subject);
}

TEST_F(SignInTest, GrantThatSharesADay_IsRefused) {
  ASSERT_TRUE(MakePerson().ok());
  ASSERT_TRUE(Grant(options::v1::FINANCE, sopot_, "2018-09-01", "2018-09-30").ok());
  EXPECT_EQ(ReasonOf(Grant(options::v1::FINANCE, sopot_, "2018-09-30").status()),
            "ROLE_ALREADY_GRANTED");
  EXPECT_TRUE(Grant(options::v1::FINANCE, sopot_, "2018-10-01").ok());
  EXPECT_EQ(ReasonOf(Grant(options::v1::AUDITOR, sopot_, "2018-10-02", "2018-10-01").status()),
            "ROLE_DAYS_REVERSED");
  EXPECT_EQ(ReasonOf(Grant(options::v1::SERVICE, sopot_).status()), "ROLE_NOT_FOR_PEOPLE");
}

TEST_F(SignInTest, RoleForOneself_IsRefusedUnlessItIsHeldAlready) {
  ASSERT_TRUE(MakePerson().ok());
  rpc::Actor maria = sopot_;
  maria.subject = "maria@sopot";
  EXPECT_EQ(ReasonOf(Grant(options::v1::FINANCE, maria).status()), "ROLE_FOR_ONESELF");
  EXPECT_TRUE(Grant(options::v1::ADMINISTRATOR, maria).ok());
}

TEST_F(SignInTest, RoleThatAGrantGave_IsNotProlongedForOneself) {
  ASSERT_TRUE(MakePerson().ok());
  ASSERT_TRUE(Grant(options::v1::ADMINISTRATOR, sopot_, "2018-09-01", "2018-09-30").ok());
  rpc::Actor maria = sopot_;
  maria.subject = "maria@sopot";
  EXPECT_EQ(ReasonOf(Grant(options::v1::ADMINISTRATOR, maria, "2018-10-01").status()),
            "ROLE_FOR_ONESELF");
  EXPECT_EQ(ReasonOf(Grant(options::v1::ADMINISTRATOR, maria, "2018-09-30").status()),
            "ROLE_ALREADY_GRANTED");
  EXPECT_TRUE(Grant(options::v1::ADMINISTRATOR, sopot_, "2018-10-01").ok());
}

TEST_F(SignInTest, PersonTwice_ExistsAndARepeatAnswersTheSame) {
  const auto first = MakePerson("maria", "key-1");
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(MakePerson("maria", "key-1")->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(ReasonOf(MakePerson("maria", "key-2").status()), "PERSON_EXISTS");
  EXPECT_EQ(Count("evidence where action = 'access.people.create'"), 1);
}

TEST_F(SignInTest, PeopleAndGrants_ComeInPages) {
  for (const char* id : {"ana", "boris", "maria"}) ASSERT_TRUE(MakePerson(id).ok());
  ASSERT_TRUE(Grant(options::v1::FINANCE, sopot_).ok());
  ASSERT_TRUE(Grant(options::v1::AUDITOR, sopot_).ok());
  v1::ListPeopleRequest people;
  people.set_parent("organisations/sopot");
  people.set_page_size(2);
  auto page = Call(&v1::AccessService::Stub::ListPeople, people, sopot_);
  ASSERT_EQ(page->people_size(), 2);
  people.set_page_token(page->next_page_token());
  page = Call(&v1::AccessService::Stub::ListPeople, people, sopot_);
  ASSERT_EQ(page->people_size(), 1);
  EXPECT_EQ(page->people(0).name(), kMaria);
  EXPECT_THAT(page->next_page_token(), IsEmpty());
  v1::ListRoleGrantsRequest grants;
  grants.set_parent("organisations/-");
  grants.set_page_size(1);
  auto first = Call(&v1::AccessService::Stub::ListRoleGrants, grants, sopot_);
  ASSERT_EQ(first->role_grants_size(), 1);
  EXPECT_EQ(first->role_grants(0).role(), options::v1::AUDITOR);
  grants.set_page_token(first->next_page_token());
  EXPECT_EQ(Call(&v1::AccessService::Stub::ListRoleGrants, grants, sopot_)->role_grants(0).role(),
            options::v1::FINANCE);
}

TEST_F(SignInTest, ValidateOnly_KeepsNothingAndTellsNoSecret) {
  ASSERT_TRUE(MakePerson().ok() && Grant(options::v1::FINANCE, sopot_).ok());
  v1::CreateSignInLinkRequest request;
  request.set_name(kMaria);
  request.set_validate_only(true);
  const auto link = Call(&v1::AccessService::Stub::CreateSignInLink, request, sopot_);
  ASSERT_TRUE(link.ok());
  EXPECT_THAT(link->secret(), IsEmpty());
  EXPECT_EQ(Count("sign_in_link"), 0);
}

TEST_F(SignInTest, InternalMethods_AreForServicesOnly) {
  v1::ResolveSessionRequest request;
  request.set_secret("x");
  EXPECT_EQ(ReasonOf(Call(&v1::AccessService::Stub::ResolveSession, request, sopot_).status()),
            "PERMISSION_DENIED");
}

}  // namespace
}  // namespace tranche::access
