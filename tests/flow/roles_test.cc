// SPDX-License-Identifier: EUPL-1.2
// Any set of roles starts and says of itself whether it is well.
#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <future>
#include <string>
#include <vector>

#include "programs.h"

namespace tranche::flow {
namespace {

// Sends one message, asks for one back. The messages here have one field each, so their bytes are written.
grpc::Status Ask(const Programs& programs, const std::string& method, const std::string& request, std::string* body) {
  const auto channel = grpc::CreateChannel(programs.server(), grpc::InsecureChannelCredentials());
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
  const grpc::Slice slice(request);
  const grpc::ByteBuffer bytes(&slice, 1);
  grpc::ByteBuffer answer;
  std::promise<grpc::Status> done;
  stub.UnaryCall(&context, method, grpc::StubOptions(), &bytes, &answer,
                 [&done](grpc::Status status) { done.set_value(std::move(status)); });
  const grpc::Status status = done.get_future().get();
  std::vector<grpc::Slice> slices;
  if (status.ok()) {
    EXPECT_TRUE(answer.Dump(&slices).ok());
  }
  for (const grpc::Slice& part : slices) body->append(reinterpret_cast<const char*>(part.begin()), part.size());
  return status;
}

// What gRPC's health service says.
std::string Health(const Programs& programs, const std::string& service) {
  const std::string request =
      service.empty() ? "" : std::string("\x0a") + static_cast<char>(service.size()) + service;
  std::string body;
  const grpc::Status status = Ask(programs, "/grpc.health.v1.Health/Check", request, &body);
  if (status.error_code() == grpc::StatusCode::NOT_FOUND) return "unknown";
  if (!status.ok()) return status.error_message();
  return body == "\x08\x01" ? "serving" : "not serving";
}

// Asks gRPC's reflection service for the list of services.
grpc::Status Reflect(const Programs& programs, std::string* services) {
  return Ask(programs, "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", std::string("\x3a\x00", 2),
             services);
}

TEST(Roles, All_AnswerTheirHealthCheck) {
  const Programs programs({.roles = "", .gateway = false, .examples = false});
  EXPECT_EQ(Health(programs, ""), "serving");
  for (const char* service :
       {"tranche.access.v1.AccessService", "tranche.documents.v1.DocumentsService", "tranche.plans.v1.PlansService",
        "tranche.reference.v1.ReferenceService", "tranche.proposals.v1.ProposalsService",
        "tranche.budgets.v1.BudgetsService", "tranche.staffing.v1.StaffingService",
        "tranche.payments.v1.PaymentsService", "tranche.timelines.v1.TimelinesService",
        "tranche.reports.v1.ReportsService"}) {
    EXPECT_EQ(Health(programs, service), "serving") << service;
  }
}

TEST(Roles, Chosen_AreServedAndTheOthersAreNot) {
  const Programs programs({.roles = "reference,access", .gateway = false, .examples = false});
  EXPECT_EQ(Health(programs, "tranche.reference.v1.ReferenceService"), "serving");
  EXPECT_EQ(Health(programs, "tranche.access.v1.AccessService"), "serving");
  EXPECT_EQ(Health(programs, "tranche.budgets.v1.BudgetsService"), "unknown");
}

TEST(Reflection, OnlyWhereItIsConfigured_TellsWhatThereIs) {
  const Programs open({.gateway = false, .examples = false, .config = "reflection: true"});
  std::string services;
  EXPECT_TRUE(Reflect(open, &services).ok());
  EXPECT_THAT(services, ::testing::HasSubstr("tranche.budgets.v1.BudgetsService"));
  EXPECT_THAT(services, ::testing::HasSubstr("tranche.plans.v1.PlansService"));

  const Programs closed({.gateway = false, .examples = false});
  EXPECT_EQ(Reflect(closed, &services).error_code(), grpc::StatusCode::UNIMPLEMENTED);
}

TEST(Roles, UnknownRole_IsRefusedByOneSentence) {
  const Ran ran = flow::Run({Program("tranched"), "serve", "--config", "/nowhere",
                       "--roles=kitchen"});
  EXPECT_NE(ran.code, 0);
  EXPECT_FALSE(ran.error.empty());
}

}  // namespace
}  // namespace tranche::flow
