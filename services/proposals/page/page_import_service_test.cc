// SPDX-License-Identifier: EUPL-1.2
// Imports of pages through the gRPC channel of the proposals role.
#include "proposals/page/page_import_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/rpc/grpc_status.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "proposals/proposals_module.h"
#include "tranche/proposals/v1/page_import_service.grpc.pb.h"
#include "tranche/reference/v1/reference_service.grpc.pb.h"

namespace tranche::proposals {
namespace {

using ::testing::Pair;
using ::testing::UnorderedElementsAre;

constexpr char kPage[] =
    "Община Пример\n\nПроект „Услуги за всички хора“ по ОП РЧР 2014-2020 г. на стойност 378 008,50 "
    "лв., от "
    "които 100% БФП. Срокът за изпълнение е 18 месеца.\n\nЦелеви групи: хора с увреждания, възрастни "
    "хора.\n";

class OneProcedure final : public reference::v1::ReferenceService::Service {
 public:
  grpc::Status ListProcedures(grpc::ServerContext*, const reference::v1::ListProceduresRequest* request,
                              reference::v1::ListProceduresResponse* response) override {
    if (request->code() == "BG05M9OP001-2.005") response->add_procedures()->set_code(request->code());
    return grpc::Status::OK;
  }
};

class ReferenceRole final : public rpc::Role {
 public:
  std::vector<grpc::Service*> services() override { return {&service_}; }

 private:
  OneProcedure service_;
};

v1::ImportProposalRequest Preview() {
  v1::ImportProposalRequest request;
  request.set_parent("organisations/mineralni-bani");
  request.set_file_name("page.txt");
  request.set_content(kPage);
  return request;
}

v1::ImportProposalRequest Accepted(const std::string& key = "import-1") {
  v1::ImportProposalRequest request = Preview();
  request.set_accept(true);
  request.set_number("BG05M9OP001-2.005-0063");
  request.set_procedure("BG05M9OP001-2.005");
  request.set_eu_percent("85");
  request.set_request_id(key);
  return request;
}

class PageImportTest : public ::testing::Test {
 protected:
  PageImportTest() : reference_(sandbox_, "reference"), role_(sandbox_, "proposals", &reference_) {
    reference_.Serve(std::make_unique<ReferenceRole>());
    role_.Serve(StartRole(role_.context()));
    imports_ = v1::PageImportService::NewStub(role_.channel());
  }

  absl::StatusOr<v1::ImportProposalResponse> Import(const v1::ImportProposalRequest& request) {
    grpc::ClientContext context;
    role_.SignIn(&context, actor_);
    v1::ImportProposalResponse response;
    const grpc::Status status = imports_->ImportProposal(&context, request, &response);
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    return response;
  }

  int Proposals() {
    return sandbox_.Inspect("select count(1) from proposals.proposal")[0][0].as<int>();
  }

  const rpc::Actor actor_ = testing::TestActor("mineralni-bani");
  testing::PgSandbox sandbox_;
  testing::TestRole reference_;
  testing::TestRole role_;
  std::unique_ptr<v1::PageImportService::Stub> imports_;
};

TEST_F(PageImportTest, Preview_ShowsThePageAndStoresNothing) {
  const auto answer = Import(Preview());
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->page().title(), "Услуги за всички хора");
  EXPECT_EQ(answer->page().total().amount(), "378008.50");
  EXPECT_EQ(answer->page().duration_months(), 18);
  EXPECT_FALSE(answer->has_proposal());
  EXPECT_GT(answer->checks_size(), 0);
  for (const plans::v1::Finding& finding : answer->findings()) {
    EXPECT_FALSE(finding.text_bg().empty());
    EXPECT_EQ(finding.text_bg().find("PAGE_"), std::string::npos) << finding.text_bg();
  }
  EXPECT_EQ(Proposals(), 0);
}

TEST_F(PageImportTest, Accept_MakesADraftWithMarks) {
  const auto answer = Import(Accepted());
  ASSERT_TRUE(answer.ok()) << answer.status();
  const v1::Proposal& draft = answer->proposal();
  EXPECT_EQ(draft.name(), "organisations/mineralni-bani/proposals/BG05M9OP001-2.005-0063");
  EXPECT_EQ(draft.state(), v1::DRAFT);
  EXPECT_EQ(draft.requested().eu().amount(), "321307.23");
  EXPECT_EQ(draft.requested().national().amount(), "56701.27");
  EXPECT_EQ(draft.requested().own().amount(), "0.00");
  EXPECT_EQ(draft.target_groups_size(), 2);
  std::map<std::string, std::string> marks;
  for (const common::v1::Mark& mark : draft.marks())
    marks[mark.field()] =
        absl::StrCat(common::v1::Provenance_Name(mark.provenance()), " ", mark.source());
  EXPECT_EQ(marks["title"], "STATED page.txt, line 3");
  EXPECT_EQ(marks["requested.eu"].substr(0, 8), "SOURCED ");
  EXPECT_EQ(Proposals(), 1);
}

TEST_F(PageImportTest, AcceptWithoutWhatThePageLacks_NamesAllOfItAtOnce) {
  v1::ImportProposalRequest request = Preview();
  request.set_accept(true);
  const auto answer = Import(request);
  ASSERT_EQ(ReasonOf(answer.status()), "PAGE_INCOMPLETE");
  std::map<std::string, std::string> violations;
  for (const Violation& violation : ViolationsOf(answer.status()))
    violations[violation.field] = violation.reason;
  EXPECT_THAT(violations, UnorderedElementsAre(Pair("number", "PAGE_FACT_NEEDED"),
                                               Pair("procedure", "PAGE_FACT_NEEDED"),
                                               Pair("euPercent", "PAGE_FACT_NEEDED")));
  EXPECT_EQ(Proposals(), 0);
}

TEST_F(PageImportTest, SameRequestTwice_MakesOneDraft) {
  const auto first = Import(Accepted());
  const auto second = Import(Accepted());
  ASSERT_TRUE(first.ok() && second.ok()) << first.status() << second.status();
  EXPECT_EQ(first->proposal().SerializeAsString(), second->proposal().SerializeAsString());
  EXPECT_EQ(Proposals(), 1);
}

TEST_F(PageImportTest, ValidateOnly_AnswersAndKeepsNothing) {
  v1::ImportProposalRequest request = Accepted();
  request.set_validate_only(true);
  const auto answer = Import(request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->proposal().requested().total().amount(), "378008.50");
  EXPECT_EQ(Proposals(), 0);
}

TEST_F(PageImportTest, AnotherValueThanThePages_IsRefusedAtItsField) {
  v1::ImportProposalRequest request = Preview();
  request.set_grant_percent("95");
  request.set_duration_months(12);
  request.set_eu_percent("185");
  const auto answer = Import(request);
  ASSERT_EQ(ReasonOf(answer.status()), "INVALID_REQUEST");
  std::map<std::string, std::string> violations;
  for (const Violation& violation : ViolationsOf(answer.status()))
    violations[violation.field] = violation.reason;
  EXPECT_THAT(violations, UnorderedElementsAre(Pair("grantPercent", "PAGE_FACT_DIFFERS"),
                                               Pair("durationMonths", "PAGE_FACT_DIFFERS"),
                                               Pair("euPercent", "PAGE_PERCENT_MALFORMED")));
}

TEST_F(PageImportTest, UnknownProcedure_IsRefused) {
  v1::ImportProposalRequest request = Accepted();
  request.set_procedure("BG05M9OP001-9.999");
  EXPECT_EQ(ReasonOf(Import(request).status()), "PROCEDURE_UNKNOWN");
}

TEST_F(PageImportTest, FileOfAnotherKind_IsRefused) {
  v1::ImportProposalRequest request = Preview();
  request.set_content("%PDF-1.4 not read");
  EXPECT_EQ(ReasonOf(Import(request).status()), "DOCUMENT_KIND_UNKNOWN");
  request.set_content("Честит празник!");
  EXPECT_EQ(ReasonOf(Import(request).status()), "PAGE_NOT_RECOGNISED");
}

}  // namespace
}  // namespace tranche::proposals
