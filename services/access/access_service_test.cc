// SPDX-License-Identifier: EUPL-1.2
// The access role through its gRPC channel.
#include "access/access_service.h"

#include <gtest/gtest.h>

#include <memory>

#include "access/access_module.h"
#include "platform/base/error.h"
#include "platform/rpc/grpc_status.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "tranche/access/v1/access_service.grpc.pb.h"

namespace tranche::access {
namespace {

class AccessTest : public ::testing::Test {
 protected:
  AccessTest() : role_(sandbox_, "access") {
    role_.Serve(StartRole(role_.context()));
    stub_ = v1::AccessService::NewStub(role_.channel());
  }

  static v1::CreateOrganisationRequest Sopot(const std::string& request_id) {
    v1::CreateOrganisationRequest request;
    request.set_organisation("sopot");
    request.mutable_details()->set_title_bg("Община Сопот");
    request.mutable_details()->set_title_en("Municipality of Sopot");
    request.mutable_details()->set_municipality("Сопот");
    request.set_request_id(request_id);
    return request;
  }

  absl::StatusOr<v1::Organisation> Create(const v1::CreateOrganisationRequest& request,
                                          const rpc::Actor& actor) {
    grpc::ClientContext context;
    role_.SignIn(&context, actor);
    v1::Organisation organisation;
    const grpc::Status status = stub_->CreateOrganisation(&context, request, &organisation);
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    return organisation;
  }

  const rpc::Actor administrator_ = testing::TestActor("sopot", {"ADMINISTRATOR"});
  testing::PgSandbox sandbox_;
  testing::TestRole role_;
  std::unique_ptr<v1::AccessService::Stub> stub_;
};

TEST_F(AccessTest, Administrator_CreatesTheOrganisationOfTheToken) {
  const auto made = Create(Sopot("key-1"), administrator_);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->name(), "organisations/sopot");
  grpc::ClientContext context;
  role_.SignIn(&context, administrator_);
  v1::ListOrganisationsResponse mine;
  ASSERT_TRUE(stub_->ListOrganisations(&context, v1::ListOrganisationsRequest(), &mine).ok());
  ASSERT_EQ(mine.organisations_size(), 1);
  EXPECT_EQ(mine.organisations(0).municipality(), "Сопот");
}

TEST_F(AccessTest, SameKeyTwice_AnswersTheSameAndWritesOnce) {
  const auto first = Create(Sopot("key-1"), administrator_);
  const auto second = Create(Sopot("key-1"), administrator_);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->SerializeAsString(), second->SerializeAsString());
  EXPECT_EQ(sandbox_.Inspect("select count(1) from access.evidence")[0][0].as<int>(), 1);
}

TEST_F(AccessTest, SameId_UnderAnotherKey_Exists) {
  ASSERT_TRUE(Create(Sopot("key-1"), administrator_).ok());
  EXPECT_EQ(ReasonOf(Create(Sopot("key-2"), administrator_).status()), "ORGANISATION_EXISTS");
}

TEST_F(AccessTest, OrganisationNotInTheToken_IsRefused) {
  const rpc::Actor other = testing::TestActor("haskovo", {"ADMINISTRATOR"});
  EXPECT_EQ(ReasonOf(Create(Sopot("key-1"), other).status()), "ORGANISATION_NOT_GRANTED");
  EXPECT_EQ(sandbox_.Inspect("select count(1) from access.organisation")[0][0].as<int>(), 0);
}

TEST_F(AccessTest, FinanceRole_MayNotCreate) {
  EXPECT_EQ(ReasonOf(Create(Sopot("key-1"), testing::TestActor("sopot", {"FINANCE"})).status()),
            "PERMISSION_DENIED");
}

TEST_F(AccessTest, OrganisationOfAnother_IsNotSeen) {
  ASSERT_TRUE(Create(Sopot("key-1"), administrator_).ok());
  grpc::ClientContext context;
  role_.SignIn(&context, testing::TestActor("haskovo"));
  v1::ListOrganisationsResponse mine;
  ASSERT_TRUE(stub_->ListOrganisations(&context, v1::ListOrganisationsRequest(), &mine).ok());
  EXPECT_EQ(mine.organisations_size(), 0);
}

TEST_F(AccessTest, WhoAmI_SaysWhatTheTokenSays) {
  grpc::ClientContext context;
  role_.SignIn(&context, testing::TestActor("sopot", {"FINANCE", "AUDITOR"}));
  v1::WhoAmIResponse me;
  ASSERT_TRUE(stub_->WhoAmI(&context, v1::WhoAmIRequest(), &me).ok());
  EXPECT_EQ(me.subject(), testing::TestActor("sopot").subject);
  ASSERT_EQ(me.roles_size(), 2);
  EXPECT_EQ(me.roles(0), options::v1::FINANCE);
}

TEST_F(AccessTest, NoToken_IsRefused) {
  grpc::ClientContext context;
  v1::WhoAmIResponse me;
  const grpc::Status status = stub_->WhoAmI(&context, v1::WhoAmIRequest(), &me);
  EXPECT_EQ(ReasonOf(rpc::FromGrpcStatus(status)), "TOKEN_MISSING");
}

}  // namespace
}  // namespace tranche::access
