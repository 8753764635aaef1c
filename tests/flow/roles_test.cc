// SPDX-License-Identifier: EUPL-1.2
// Any set of roles starts and says of itself whether it is well.
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <future>
#include <string>
#include <vector>

#include "programs.h"

namespace tranche::flow {
namespace {

// Asks gRPC's health service. Its two messages have one field each, so their bytes are written here.
std::string Health(const Programs& programs, const std::string& service) {
  const auto channel = grpc::CreateChannel(programs.server(), grpc::InsecureChannelCredentials());
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
  const std::string request =
      service.empty() ? "" : std::string("\x0a") + static_cast<char>(service.size()) + service;
  const grpc::Slice slice(request);
  const grpc::ByteBuffer bytes(&slice, 1);
  grpc::ByteBuffer answer;
  std::promise<grpc::Status> done;
  stub.UnaryCall(&context, "/grpc.health.v1.Health/Check", grpc::StubOptions(), &bytes, &answer,
                 [&done](grpc::Status status) { done.set_value(std::move(status)); });
  const grpc::Status status = done.get_future().get();
  if (status.error_code() == grpc::StatusCode::NOT_FOUND) return "unknown";
  if (!status.ok()) return status.error_message();
  std::vector<grpc::Slice> slices;
  EXPECT_TRUE(answer.Dump(&slices).ok());
  std::string body;
  for (const grpc::Slice& part : slices) body.append(reinterpret_cast<const char*>(part.begin()), part.size());
  return body == "\x08\x01" ? "serving" : "not serving";
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

TEST(Roles, UnknownRole_IsRefusedByOneSentence) {
  const Ran ran = flow::Run({Program("tranched"), "serve", "--config", "/nowhere",
                       "--roles=kitchen"});
  EXPECT_NE(ran.code, 0);
  EXPECT_FALSE(ran.error.empty());
}

}  // namespace
}  // namespace tranche::flow
