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

  // The rules of two days only: of the start and of the end.
  grpc::Status ListRules(grpc::ServerContext*, const reference::v1::ListRulesRequest* request,
                         reference::v1::ListRulesResponse* response) override {
    if (!answers) return {grpc::StatusCode::UNAVAILABLE, "away"};
    const auto add = [&](const char* code, const char* value, bool verified) {
      reference::v1::Rule* rule = response->add_rules();
      rule->set_code(code);
      rule->set_value(value);
      rule->set_verified(verified);
      rule->set_legal_source(absl::StrCat("act of ", code));
    };
    if (request->as_of() == "2017-04-18") {
      add("advance_ceiling_percent", "20", false);
      add("advance_and_interim_cap_percent", "80", false);
      add("final_claim_months", "2", true);
    } else if (request->as_of() == "2018-10-18") {
      add("advance_ceiling_percent", "10", true);
      add("final_claim_months", "1", true);
      add("deadline_shift_to_working_day", "1", true);
    }
    return grpc::Status::OK;
  }

  grpc::Status GetCalendar(grpc::ServerContext*, const reference::v1::GetCalendarRequest* request,
                           reference::v1::Calendar* response) override {
    response->set_name(request->name());
    response->set_first_year(2017);
    response->set_last_year(2019);
    return grpc::Status::OK;
  }

  bool answers = true;
};

class ReferenceRole final : public rpc::Role {
 public:
  explicit ReferenceRole(bool answers) { service_.answers = answers; }

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
  explicit PageImportTest(bool rules_answer = true)
      : reference_(sandbox_, "reference"), role_(sandbox_, "proposals", &reference_) {
    reference_.Serve(std::make_unique<ReferenceRole>(rules_answer));
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

plans::v1::Check CheckOf(const v1::ImportProposalResponse& response, const std::string& id) {
  for (const plans::v1::Check& check : response.checks()) {
    if (check.check() == id) return check;
  }
  ADD_FAILURE() << "no check " << id;
  return {};
}

v1::ImportProposalRequest PreviewWithDays() {
  v1::ImportProposalRequest request = Preview();
  request.set_content(
      absl::StrCat(kPage, "\nСтартира на 18 април тази година и приключва на 18.10.2018 г.\n"));
  return request;
}

TEST_F(PageImportTest, RulesOfTheDaysOfThePage_GiveAdvanceAndLastDayOfTheClaim) {
  const auto answer = Import(PreviewWithDays());
  ASSERT_TRUE(answer.ok()) << answer.status();
  const plans::v1::Check advance = CheckOf(*answer, "advance");
  EXPECT_EQ(advance.computed(), "75601.70");
  EXPECT_EQ(advance.verdict(), plans::v1::WARNING);  // Its rules are unverified.
  ASSERT_GE(advance.readings_size(), 3);
  EXPECT_TRUE(advance.readings(0).chosen());
  EXPECT_NE(advance.why_en().find("was not read"), std::string::npos);
  EXPECT_EQ(advance.readings(1).computed(), "302406.80");
  EXPECT_EQ(advance.readings(2).computed(), "226805.10");
  const plans::v1::Check claim = CheckOf(*answer, "claim.final");
  EXPECT_EQ(claim.computed(), "2018-11-19");
  EXPECT_EQ(claim.verdict(), plans::v1::AGREE);
  ASSERT_GE(claim.readings_size(), 2);
  EXPECT_EQ(claim.readings(0).computed(), "2018-11-18");
}

TEST_F(PageImportTest, PageWithoutDays_HasNoRuleToGoBy) {
  const auto answer = Import(Preview());
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(CheckOf(*answer, "advance").verdict(), plans::v1::NOT_COMPUTABLE);
  for (const plans::v1::Check& check : answer->checks()) EXPECT_NE(check.check(), "claim.final");
}

class PageImportWithoutRulesTest : public PageImportTest {
 protected:
  PageImportWithoutRulesTest() : PageImportTest(false) {}
};

TEST_F(PageImportWithoutRulesTest, ReferenceAway_OnlyTheChecksThatNeedItAreNotComputable) {
  const auto answer = Import(PreviewWithDays());
  ASSERT_TRUE(answer.ok()) << answer.status();
  for (const char* id : {"advance", "claim.final"}) {
    const plans::v1::Check check = CheckOf(*answer, id);
    EXPECT_EQ(check.verdict(), plans::v1::NOT_COMPUTABLE) << id;
    ASSERT_EQ(check.readings_size(), 1) << id;
    EXPECT_NE(check.readings(0).text_en().find("cannot be looked up now"), std::string::npos) << id;
  }
  EXPECT_EQ(CheckOf(*answer, "grant").computed(), "378008.50");
}

// The number as it was published has Cyrillic letters that look Latin.
TEST_F(PageImportTest, NumberWithLookAlikeLetters_NamesTheDraftByItsFoldedForm) {
  v1::ImportProposalRequest request = Accepted();
  request.set_number("BG05М9ОР001-2.005-0063");
  const auto answer = Import(request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->proposal().name(), "organisations/mineralni-bani/proposals/BG05M9OP001-2.005-0063");
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
