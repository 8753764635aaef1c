// SPDX-License-Identifier: EUPL-1.2
// Kept documents through the gRPC channel of the plans role, beside real access and documents roles.
#include "plans/kept_document/kept_document_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "access/access_module.h"
#include "documents/documents_module.h"
#include "plans/plans_module.h"
#include "plans/testing/documents.h"
#include "platform/base/error.h"
#include "platform/rpc/grpc_status.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "tranche/access/v1/access_service.grpc.pb.h"
#include "tranche/plans/v1/plan_document_service.grpc.pb.h"
#include "tranche/plans/v1/plan_versions_service.grpc.pb.h"
#include "tranche/plans/v1/plans_service.grpc.pb.h"

namespace tranche::plans {
namespace {

class KeptDocumentTest : public ::testing::Test {
 protected:
  KeptDocumentTest()
      : plans_(sandbox_, "plans"),
        access_(sandbox_, "access", &plans_),
        documents_(sandbox_, "documents", &plans_) {
    access_.Serve(access::StartRole(access_.context()));
    documents_.Serve(documents::StartRole(documents_.context()));
    plans_.Serve(StartRole(plans_.context()));
    AddLyubimets();
  }

  void AddLyubimets() {
    access::v1::CreateOrganisationRequest request;
    request.set_organisation("lyubimets");
    request.mutable_details()->set_title_bg("Община Любимец");
    request.mutable_details()->set_title_en("Lyubimets");
    request.mutable_details()->set_municipality("Любимец");
    grpc::ClientContext context;
    access_.SignIn(&context, testing::TestActor("lyubimets", {"ADMINISTRATOR"}));
    access::v1::Organisation made;
    const grpc::Status status = access::v1::AccessService::NewStub(access_.channel())
                                    ->CreateOrganisation(&context, request, &made);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  void Store() {
    v1::ImportPlanRequest request;
    request.set_parent("organisations/lyubimets");
    request.set_file_name("lyubimets-2013.txt");
    request.set_content(ExampleDocument());
    request.set_accept(true);
    request.set_accept_partial(true);
    grpc::ClientContext context;
    plans_.SignIn(&context);
    v1::ImportPlanResponse response;
    const grpc::Status status =
        v1::PlansService::NewStub(plans_.channel())->ImportPlan(&context, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  absl::StatusOr<v1::PlanDocument> Get(const rpc::Actor& actor = testing::TestActor()) {
    v1::GetPlanDocumentRequest request;
    request.set_name("organisations/-/plans/lyubimets-2013");
    grpc::ClientContext context;
    plans_.SignIn(&context, actor);
    v1::PlanDocument response;
    const grpc::Status status = v1::PlanDocumentService::NewStub(plans_.channel())
                                    ->GetPlanDocument(&context, request, &response);
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    return response;
  }

  testing::PgSandbox sandbox_;
  testing::TestRole plans_;
  testing::TestRole access_;
  testing::TestRole documents_;
};

// Every mark lies within the text beside which it stands.
void ExpectWithin(const std::string& text,
                  const google::protobuf::RepeatedPtrField<v1::DocumentMark>& marks) {
  for (const v1::DocumentMark& mark : marks) {
    EXPECT_LE(0, mark.begin()) << mark.id();
    EXPECT_LE(mark.begin(), mark.end()) << mark.id();
    EXPECT_LE(mark.end(), static_cast<int>(text.size())) << mark.id() << " in " << text;
  }
}

TEST_F(KeptDocumentTest, Document_HasItsTextAndEachCheckAtAPlace) {
  Store();
  const auto document = Get();
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(document->name(), "organisations/lyubimets/plans/lyubimets-2013");
  EXPECT_EQ(document->file_name(), "lyubimets-2013.txt");
  EXPECT_EQ(document->version(), 1);
  EXPECT_EQ(document->blocks_left_out(), 0);
  std::map<std::string, std::string> marked;  // Code of a check: the words at its first place.
  bool total_cell = false;
  for (const v1::DocumentBlock& block : document->blocks()) {
    ExpectWithin(block.text(), block.marks());
    for (const v1::DocumentRow& row : block.rows()) {
      for (const v1::DocumentCell& cell : row.cells()) {
        ExpectWithin(cell.text(), cell.marks());
        total_cell = total_cell || cell.text() == "538 952 лева";
        for (const v1::DocumentMark& mark : cell.marks()) {
          if (mark.kind() == v1::CHECK_MARK)
            marked.emplace(mark.id(), cell.text().substr(mark.begin(), mark.end() - mark.begin()));
        }
      }
    }
  }
  EXPECT_TRUE(total_cell);
  EXPECT_THAT(marked["measure.1.1.parts"], ::testing::HasSubstr("244440"));
  EXPECT_THAT(marked["measure.1.4.monthly"], ::testing::HasSubstr("7600"));
  EXPECT_THAT(marked["total"], ::testing::HasSubstr("538 952"));
}

TEST_F(KeptDocumentTest, Correction_StandsWhereItsValueWasRead_WithWhoAndWhy) {
  Store();
  const auto correct = [&](v1::PlanField field, const std::string& instead_of,
                           const std::string& value) {
    v1::CorrectPlanRequest request;
    request.set_parent("organisations/lyubimets/plans/lyubimets-2013");
    request.set_field(field);
    request.set_place("1.2");
    if (!instead_of.empty()) request.set_instead_of(instead_of);
    request.set_value(value);
    request.set_reason("сверено с протокола");
    grpc::ClientContext context;
    plans_.SignIn(&context);
    v1::Correction made;
    const grpc::Status status =
        v1::PlanVersionsService::NewStub(plans_.channel())->CorrectPlan(&context, request, &made);
    EXPECT_TRUE(status.ok()) << status.error_message();
  };
  correct(v1::MEASURE_TOTAL, "39792.00 BGN", "39972.00 BGN");
  correct(v1::MEASURE_MONTHS, "", "11");  // The row writes no months.
  const auto document = Get();
  ASSERT_TRUE(document.ok()) << document.status();
  std::map<std::string, std::string> marked;  // Number of a correction: the words at its place.
  for (const v1::DocumentBlock& block : document->blocks()) {
    for (const v1::DocumentRow& row : block.rows()) {
      for (const v1::DocumentCell& cell : row.cells()) {
        for (const v1::DocumentMark& mark : cell.marks()) {
          if (mark.kind() != v1::CORRECTION_MARK) continue;
          EXPECT_TRUE(
              marked.emplace(mark.id(), cell.text().substr(mark.begin(), mark.end() - mark.begin()))
                  .second);
          EXPECT_EQ(mark.correction().reason(), "сверено с протокола");
          EXPECT_EQ(mark.correction().made_by(), "finance@lyubimets");
          EXPECT_EQ(absl::StrCat(mark.correction().number()), mark.id());
        }
      }
    }
  }
  ASSERT_EQ(marked.size(), 2u);
  EXPECT_THAT(marked["1"], ::testing::HasSubstr("39792"));
}

TEST_F(KeptDocumentTest, StruckAndAddedRows_AreMarked_WhereTheDocumentHasThem) {
  Store();
  const auto versions = v1::PlanVersionsService::NewStub(plans_.channel());
  const auto ask = [&](auto method, const auto& request) {
    grpc::ClientContext context;
    plans_.SignIn(&context);
    v1::Correction made;
    const grpc::Status status = ((*versions).*method)(&context, request, &made);
    EXPECT_TRUE(status.ok()) << status.error_message();
  };
  v1::StrikePlanRowRequest strike;
  strike.set_parent("organisations/lyubimets/plans/lyubimets-2013");
  strike.set_row("target_groups.1");
  strike.set_reason("не е група");
  ask(&v1::PlanVersionsService::Stub::StrikePlanRow, strike);
  strike.set_row("measure.1.2");
  ask(&v1::PlanVersionsService::Stub::StrikePlanRow, strike);
  v1::AddPlanRowRequest add;
  add.set_parent(strike.parent());
  add.set_list("target_groups");
  add.add_values()->set_value("младежи");
  add.set_reason("изпусната");
  ask(&v1::PlanVersionsService::Stub::AddPlanRow, add);
  const auto document = Get();
  ASSERT_TRUE(document.ok()) << document.status();
  std::map<std::string, std::string> marked;
  const auto take = [&](const std::string& text, const auto& marks) {
    for (const v1::DocumentMark& mark : marks) {
      if (mark.kind() != v1::CORRECTION_MARK) continue;
      marked.emplace(mark.id(), text);
      EXPECT_NE(mark.text_bg(), "");
    }
  };
  take("документът", document->marks());
  for (const v1::DocumentBlock& block : document->blocks()) {
    take(block.text(), block.marks());
    for (const v1::DocumentRow& row : block.rows()) {
      for (const v1::DocumentCell& cell : row.cells())
        take("мярка " + row.cells(0).text(), cell.marks());
    }
  }
  ASSERT_EQ(marked.size(), 3u);
  EXPECT_THAT(marked["1"], ::testing::HasSubstr("Семейства в затруднение"));
  EXPECT_THAT(marked["2"], ::testing::HasSubstr("мярка 2"));
  EXPECT_EQ(marked["3"], "документът");
}

TEST_F(KeptDocumentTest, OtherOrganisation_FindsNothing) {
  Store();
  EXPECT_EQ(ReasonOf(Get(testing::TestActor("haskovo")).status()), "NOT_FOUND");
}

TEST_F(KeptDocumentTest, NoPlan_IsNotFound) { EXPECT_EQ(ReasonOf(Get().status()), "NOT_FOUND"); }

}  // namespace
}  // namespace tranche::plans
