// SPDX-License-Identifier: EUPL-1.2
// The plans role through its gRPC channel, beside real access and documents roles of the same test.
#include "plans/plans_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <sstream>
#include <thread>

#include "absl/synchronization/notification.h"
#include "access/access_module.h"
#include "documents/documents_module.h"
#include "plans/plans_module.h"
#include "plans/plans_store.h"
#include "platform/base/digest.h"
#include "platform/base/error.h"
#include "platform/document/document.h"
#include "platform/rpc/grpc_status.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "tranche/access/v1/access_service.grpc.pb.h"
#include "tranche/plans/v1/plans_service.grpc.pb.h"

namespace tranche::plans {
namespace {

std::string ReadExample() {
  const std::filesystem::path root = std::filesystem::path(__FILE__).parent_path().parent_path();
  std::ifstream in(root / "examples" / "lyubimets-2013.txt");
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

class PlansTest : public ::testing::Test {
 protected:
  PlansTest()
      : plans_(sandbox_, "plans"),
        access_(sandbox_, "access", &plans_),
        documents_(sandbox_, "documents", &plans_) {
    access_.Serve(access::StartRole(access_.context()));
    documents_.Serve(documents::StartRole(documents_.context()));
    plans_.Serve(StartRole(plans_.context()));
    stub_ = v1::PlansService::NewStub(plans_.channel());
    AddOrganisation("lyubimets", "Любимец");
  }

  void AddOrganisation(const std::string& id, const std::string& municipality) {
    access::v1::CreateOrganisationRequest request;
    request.set_organisation(id);
    request.mutable_details()->set_title_bg("Община " + municipality);
    request.mutable_details()->set_title_en(id);
    request.mutable_details()->set_municipality(municipality);
    grpc::ClientContext context;
    access_.SignIn(&context, testing::TestActor(id, {"ADMINISTRATOR"}));
    access::v1::Organisation made;
    const grpc::Status status = access::v1::AccessService::NewStub(access_.channel())
                                    ->CreateOrganisation(&context, request, &made);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  absl::StatusOr<v1::ImportPlanResponse> Import(const std::string& content, bool accept,
                                                const std::string& request_id = "",
                                                const rpc::Actor& actor = testing::TestActor(),
                                                bool accept_partial = false) {
    v1::ImportPlanRequest request;
    request.set_accept_partial(accept_partial);
    request.set_parent("organisations/-");
    request.set_file_name("lyubimets-2013.txt");
    request.set_content(content);
    request.set_accept(accept);
    request.set_request_id(request_id);
    grpc::ClientContext context;
    plans_.SignIn(&context, actor);
    v1::ImportPlanResponse response;
    const grpc::Status status = stub_->ImportPlan(&context, request, &response);
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    return response;
  }

  absl::StatusOr<v1::CheckPlanResponse> Check(const std::string& name,
                                              const rpc::Actor& actor = testing::TestActor()) {
    v1::CheckPlanRequest request;
    request.set_name(name);
    grpc::ClientContext context;
    plans_.SignIn(&context, actor);
    v1::CheckPlanResponse response;
    const grpc::Status status = stub_->CheckPlan(&context, request, &response);
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    return response;
  }

  int Count(const std::string& table) {
    return sandbox_.Inspect("select count(1) from " + table)[0][0].as<int>();
  }

  testing::PgSandbox sandbox_;
  testing::TestRole plans_;
  testing::TestRole access_;
  testing::TestRole documents_;
  std::unique_ptr<v1::PlansService::Stub> stub_;
};

TEST_F(PlansTest, Import_WithoutAccept_ShowsAndStoresNothing) {
  const auto shown = Import(ReadExample(), false);
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->outcome(), v1::PREVIEWED);
  EXPECT_EQ(shown->plan().name(), "organisations/lyubimets/plans/lyubimets-2013");
  EXPECT_EQ(shown->plan().measure_count(), 16);
  EXPECT_EQ(shown->plan().measures_with_amount(), 4);
  EXPECT_GT(shown->checks_size(), 5);
  EXPECT_EQ(Count("plans.plan") + Count("documents.document") + Count("plans.event"), 0);
}

TEST_F(PlansTest, Import_WithAccept_StoresPlanDocumentEventAndEvidence) {
  const auto stored = Import(ReadExample(), true);
  ASSERT_TRUE(stored.ok()) << stored.status();
  EXPECT_EQ(stored->outcome(), v1::STORED);
  EXPECT_EQ(stored->plan().version(), 1);
  EXPECT_EQ(stored->plan().document_sha256(), Sha256Hex(ReadExample()));
  EXPECT_EQ(Count("plans.plan"), 1);
  EXPECT_EQ(Count("documents.document"), 1);
  EXPECT_EQ(Count("plans.event"), 1);
  EXPECT_EQ(Count("plans.evidence"), 1);
}

TEST_F(PlansTest, SameDocumentAgain_ChangesNothing) {
  ASSERT_TRUE(Import(ReadExample(), true).ok());
  const auto again = Import(ReadExample(), true);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->outcome(), v1::UNCHANGED);
  EXPECT_EQ(again->plan().version(), 1);
  EXPECT_EQ(Count("plans.plan"), 1);
  EXPECT_EQ(Count("plans.evidence"), 1);
}

TEST_F(PlansTest, SameDocumentTwiceAtOnce_IsStoredOnceAndUnchangedForTheOther) {
  // A third writer holds both imports until each has looked for a newest version.
  const std::unique_ptr<pg::Pool> pool = sandbox_.OpenPool("plans", 1);
  absl::Notification holding;
  absl::Notification let_go;
  std::thread holder([&] {
    const absl::Status status = pg::Transact(*pool, plans_.Scope(), [&](pg::Tx& tx) -> absl::Status {
      v1::Plan other;
      other.set_document_sha256(Sha256Hex("x"));
      EXPECT_TRUE(store::InsertVersion(tx, "lyubimets", "lyubimets-2013", 1, other).ok());
      holding.Notify();
      let_go.WaitForNotification();
      return absl::CancelledError("rolled back");
    });
    EXPECT_FALSE(status.ok());
  });
  holding.WaitForNotification();
  std::vector<absl::StatusOr<v1::ImportPlanResponse>> answers(2, absl::UnknownError("not asked"));
  std::thread first([&] { answers[0] = Import(ReadExample(), true); });
  std::thread second([&] { answers[1] = Import(ReadExample(), true); });
  while (sandbox_
             .Inspect("select count(1) from pg_stat_activity where wait_event_type = 'Lock' "
                      "and datname = current_database()")[0][0]
             .as<int>() < 2) {
    std::this_thread::yield();
  }
  let_go.Notify();
  holder.join();
  first.join();
  second.join();
  ASSERT_TRUE(answers[0].ok() && answers[1].ok()) << answers[0].status() << answers[1].status();
  EXPECT_THAT((std::set<int>{answers[0]->outcome(), answers[1]->outcome()}),
              ::testing::ElementsAre(v1::STORED, v1::UNCHANGED));
  EXPECT_EQ(Count("plans.plan"), 1);
}

TEST_F(PlansTest, DocumentOfTheGreatestLength_IsStored_AndOneByteMoreIsTooLarge) {
  std::string text = ReadExample();
  text.resize(document::Limits().bytes_max, '\n');
  const auto stored = Import(text, true);
  ASSERT_TRUE(stored.ok()) << stored.status();
  EXPECT_EQ(stored->outcome(), v1::STORED);
  for (const size_t size : {text.size() + 1, text.size() + (64 << 10)}) {
    text.resize(size, '\n');
    EXPECT_EQ(ReasonOf(Import(text, true).status()), "DOCUMENT_TOO_LARGE");
  }
  EXPECT_EQ(HttpStatusOf("DOCUMENT_TOO_LARGE"), 413);
}

// What a document of the greatest length may say at most: as many amounts as are read, each with words
// of its own that the checks repeat.
TEST_F(PlansTest, GreatestAnswer_FitsIntoWhatAClientTakes) {
  const std::string label(59, 'w');
  std::string amounts;
  for (int i = 0; i < 100; ++i) amounts += label + " 1€;";
  std::string text =
      "Годишен план за социалните услуги в община Любимец за 2013 година\n"
      "№\tВид дейност\tОписание\tМестоположение\tФинансиране\tИзпълнител\n";
  for (int i = 1; i <= 100; ++i) {
    text += std::to_string(i) + "\tК\t\t\t" + amounts + "\tОбщината " + std::to_string(i) + "\n";
  }
  text += "ОБЩО\t\t\t\t1 лв\t\n";
  ASSERT_LE(text.size(), size_t{700} << 10);
  ASSERT_GT(text.size(), size_t{600} << 10);
  const auto stored = Import(text, true);
  ASSERT_TRUE(stored.ok()) << stored.status();
  EXPECT_EQ(stored->plan().sections(0).measures(99).parts_size(), 100);
  EXPECT_GT(stored->ByteSizeLong(), size_t{2} << 20);
  EXPECT_LT(stored->ByteSizeLong(), size_t{4} << 20);
}

TEST_F(PlansTest, OtherDocumentOfTheSamePlan_BecomesTheNextVersion) {
  ASSERT_TRUE(Import(ReadExample(), true).ok());
  std::string changed = ReadExample();
  const size_t place = changed.find("132550");
  ASSERT_NE(place, std::string::npos);
  changed.replace(place, 6, "134491");
  const auto next = Import(changed, true);
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_EQ(next->plan().version(), 2);
  const auto checks = Check("organisations/-/plans/lyubimets-2013");
  ASSERT_TRUE(checks.ok());
  for (const v1::Check& check : checks->checks()) {
    const bool changed_row = check.check() == "measure.1.1.parts";
    EXPECT_TRUE(!changed_row || check.verdict() == v1::AGREE);
  }
}

TEST_F(PlansTest, DocumentThatLosesMeasures_IsRefusedUnlessAllowed) {
  ASSERT_TRUE(Import(ReadExample(), true).ok());
  std::string shorter = ReadExample();
  shorter.resize(shorter.rfind("\n8\t") + 1);
  EXPECT_EQ(ReasonOf(Import(shorter, true).status()), "PLAN_LOSES_MEASURES");
  EXPECT_EQ(Count("plans.plan"), 1);
  EXPECT_EQ(Count("documents.document"), 1);
  v1::ImportPlanRequest request;
  request.set_parent("organisations/-");
  request.set_file_name("lyubimets-2013.txt");
  request.set_content(shorter);
  request.set_accept(true);
  request.set_allow_fewer(true);
  grpc::ClientContext context;
  plans_.SignIn(&context);
  v1::ImportPlanResponse response;
  ASSERT_TRUE(stub_->ImportPlan(&context, request, &response).ok());
  EXPECT_EQ(response.plan().measure_count(), 15);
  EXPECT_EQ(response.plan().version(), 2);
}

TEST_F(PlansTest, TwoStrategiesOfOneYear_AreTwoPlans) {
  const auto strategy = [&](const std::string& topic, bool accept) {
    const auto done = Import("Общинска стратегия за " + topic + " в община Любимец 2023-2025 г.\n" +
                                 "№\tВид дейност\tОписание\tМестоположение\tФинансиране\tИзпълнител\n" +
                                 "1\t" + topic + "\tописание\tЛюбимец\t100 лв.\tОбщина\n",
                             accept, "", testing::TestActor(), true);
    EXPECT_TRUE(done.ok()) << done.status();
    return done.ok() ? *done : v1::ImportPlanResponse();
  };
  const auto first = strategy("развитие на социалните услуги", true);
  EXPECT_EQ(first.plan().name(), "organisations/lyubimets/plans/lyubimets-strategy-2023-2025");
  const auto shown = strategy("подкрепа за личностно развитие", false);
  const auto second = strategy("подкрепа за личностно развитие", true);
  EXPECT_EQ(second.outcome(), v1::STORED);
  EXPECT_EQ(second.plan().version(), 1);
  EXPECT_NE(second.plan().name(), first.plan().name());
  EXPECT_EQ(shown.plan().name(), second.plan().name());
  EXPECT_EQ(strategy("подкрепа за личностно развитие", true).outcome(), v1::UNCHANGED);
  EXPECT_EQ(strategy("развитие на социалните услуги", true).outcome(), v1::UNCHANGED);
  EXPECT_EQ(Count("plans.plan"), 2);
}

TEST_F(PlansTest, RepeatOfAnImportThatALongerOneFollowed_IsAnsweredAsAtFirst) {
  std::string shorter = ReadExample();
  shorter.resize(shorter.rfind("\n8\t") + 1);
  ASSERT_TRUE(Import(shorter, true, "first").ok());
  ASSERT_TRUE(Import(ReadExample(), true, "second").ok());
  const auto repeat = Import(shorter, true, "first");
  ASSERT_TRUE(repeat.ok()) << repeat.status();
  EXPECT_EQ(repeat->outcome(), v1::STORED);
  EXPECT_EQ(repeat->plan().version(), 1);
  EXPECT_EQ(ReasonOf(Import(shorter, true, "third").status()), "PLAN_LOSES_MEASURES");
}

TEST_F(PlansTest, StoredPlan_ChecksLikeItsPreview) {
  const auto stored = Import(ReadExample(), true);
  ASSERT_TRUE(stored.ok());
  const auto checks = Check("organisations/-/plans/lyubimets-2013");
  ASSERT_TRUE(checks.ok()) << checks.status();
  ASSERT_EQ(checks->checks_size(), stored->checks_size());
  for (int i = 0; i < checks->checks_size(); ++i) {
    EXPECT_EQ(checks->checks(i).SerializeAsString(), stored->checks(i).SerializeAsString())
        << checks->checks(i).check();
  }
}

TEST_F(PlansTest, SameKeyWithAnotherDocument_IsRefused) {
  ASSERT_TRUE(Import(ReadExample(), true, "key-1").ok());
  std::string changed = ReadExample();
  changed.replace(changed.find("132550"), 6, "134491");
  EXPECT_EQ(ReasonOf(Import(changed, true, "key-1").status()), "REQUEST_ID_REUSED");
  EXPECT_EQ(Count("plans.plan"), 1);
}

TEST_F(PlansTest, MunicipalityOfNobody_IsRefusedWithItsName) {
  AddOrganisation("sopot", "Сопот");
  const absl::Status status = Import(ReadExample(), true, "", testing::TestActor("sopot")).status();
  ASSERT_EQ(ReasonOf(status), "UNKNOWN_MUNICIPALITY");
  EXPECT_NE(Explain(ReasonOf(status), ValuesOf(status), Language::kBulgarian).find("Любимец"),
            std::string::npos);
  EXPECT_EQ(Count("plans.plan") + Count("documents.document"), 0);
}

// Whoever it belongs to: what was read and its checks are shown, and why it cannot be stored.
TEST_F(PlansTest, MunicipalityOfNobody_IsShownAllTheSame) {
  AddOrganisation("sopot", "Сопот");
  const auto shown = Import(ReadExample(), false, "", testing::TestActor("sopot"));
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->outcome(), v1::PREVIEWED);
  EXPECT_EQ(shown->plan().municipality(), "Любимец");
  EXPECT_EQ(shown->plan().name(), "");
  EXPECT_GT(shown->plan().measure_count(), 0);
  EXPECT_GT(shown->checks_size(), 0);
  ASSERT_GT(shown->findings_size(), 0);
  EXPECT_EQ(shown->findings(0).reason(), "UNKNOWN_MUNICIPALITY");
  EXPECT_NE(shown->findings(0).text_bg().find("Сопот"), std::string::npos);
  EXPECT_EQ(Count("plans.plan") + Count("documents.document"), 0);
}

TEST_F(PlansTest, DocumentThatIsNoPlan_IsRefusedAndNothingIsStored) {
  EXPECT_EQ(ReasonOf(Import("Уважаеми съграждани, честит празник!", true).status()),
            "DOCUMENT_UNREADABLE");
  EXPECT_EQ(Count("plans.plan") + Count("documents.document"), 0);
}

// The example with a figure that nobody can read.
std::string PartlyReadable() {
  std::string text = ReadExample();
  return text.replace(text.find("132550"), 6, "13,2,550");
}

TEST_F(PlansTest, PreviewOfWhatIsNotAllUnderstood_SaysWhatAndWhereAndStoresNothing) {
  const auto shown = Import(PartlyReadable(), false);
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->outcome(), v1::PREVIEWED);
  ASSERT_EQ(shown->plan().not_understood_size(), 1);
  EXPECT_EQ(shown->plan().not_understood(0).place(), "line 27, column 5");
  EXPECT_EQ(shown->plan().not_understood(0).reason(), "AMOUNT_MALFORMED");
  EXPECT_EQ(shown->plan().not_understood_count(), 1);
  EXPECT_EQ(shown->plan().measure_count(), 16);
  EXPECT_EQ(Count("plans.plan") + Count("documents.document"), 0);
}

TEST_F(PlansTest, WhatIsNotAllUnderstood_IsStoredOnlyWhenAPersonAcceptsThat) {
  const absl::Status refused = Import(PartlyReadable(), true).status();
  EXPECT_EQ(ReasonOf(refused), "PLAN_NOT_UNDERSTOOD");
  ASSERT_EQ(ViolationsOf(refused).size(), 1u);
  EXPECT_EQ(ViolationsOf(refused)[0].field, "line 27, column 5");
  EXPECT_EQ(Count("plans.plan") + Count("documents.document"), 0);

  const auto accepted = Import(PartlyReadable(), true, "", testing::TestActor(), true);
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(accepted->outcome(), v1::STORED);
  EXPECT_EQ(accepted->plan().not_understood_count(), 1);
  EXPECT_EQ(Count("plans.plan"), 1);
}

TEST_F(PlansTest, DocumentWithoutAYear_CanBeLookedAtAndNotKept) {
  std::string text = ReadExample();
  text.replace(text.find("ЗА 2013 ГОДИНА"), std::string("ЗА 2013 ГОДИНА").size(), "");
  const auto shown = Import(text, false);
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->plan().name(), "");
  const absl::Status refused = Import(text, true, "", testing::TestActor(), true).status();
  ASSERT_EQ(ViolationsOf(refused).size(), 1u);
  EXPECT_EQ(ViolationsOf(refused)[0].reason, "PLAN_YEAR_MISSING");
  EXPECT_EQ(Count("plans.plan"), 0);
}

TEST_F(PlansTest, WebPage_IsReadAndKeptAsWhatItIs) {
  const std::string page =
      "<html><body><h1>План за действие на община Любимец за приобщаване на ромите 2021-2023 г.</h1>"
      "<table><tr><th>№</th><th>Дейност</th><th>Сума (лв.)</th><th>Срок</th></tr>"
      "<tr><td>1</td><td>Здравен медиатор</td><td>12 500</td><td>2021-2022 г.</td></tr></table>"
      "</body></html>";
  const auto stored = Import(page, true);
  ASSERT_TRUE(stored.ok()) << stored.status();
  EXPECT_EQ(stored->plan().name(), "organisations/lyubimets/plans/lyubimets-roma-2021-2023");
  EXPECT_EQ(stored->plan().kind(), v1::ROMA_INTEGRATION);
  EXPECT_EQ(stored->plan().media_type(), "text/html");
  EXPECT_EQ(stored->plan().sections(0).measures(0).stated_total().amount(), "12500.00");
  EXPECT_EQ(stored->plan().sections(0).measures(0).timeframe().to().year(), 2022);
  EXPECT_EQ(sandbox_.Inspect("select media_type from documents.document")[0][0].as<std::string>(),
            "text/html");
}

TEST_F(PlansTest, PlanOfAnotherOrganisation_IsNotFound) {
  ASSERT_TRUE(Import(ReadExample(), true).ok());
  EXPECT_EQ(
      ReasonOf(Check("organisations/-/plans/lyubimets-2013", testing::TestActor("sopot")).status()),
      "NOT_FOUND");
  EXPECT_EQ(
      ReasonOf(
          Check("organisations/lyubimets/plans/lyubimets-2013", testing::TestActor("sopot")).status()),
      "ORGANISATION_NOT_GRANTED");
}

TEST_F(PlansTest, List_PagesByKey) {
  ASSERT_TRUE(Import(ReadExample(), true).ok());
  std::string other_year = ReadExample();
  for (size_t at = other_year.find("2013"); at != std::string::npos;
       at = other_year.find("2013", at + 4)) {
    other_year.replace(at, 4, "2014");
  }
  ASSERT_TRUE(Import(other_year, true).ok());
  v1::ListPlansRequest request;
  request.set_parent("organisations/-");
  request.set_page_size(1);
  std::vector<std::string> names;
  do {
    grpc::ClientContext context;
    plans_.SignIn(&context);
    v1::ListPlansResponse page;
    ASSERT_TRUE(stub_->ListPlans(&context, request, &page).ok());
    ASSERT_EQ(page.plans_size(), 1);
    names.push_back(page.plans(0).name());
    EXPECT_EQ(page.plans(0).stated_total().amount(), "538952.00");
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(names, (std::vector<std::string>{"organisations/lyubimets/plans/lyubimets-2013",
                                             "organisations/lyubimets/plans/lyubimets-2014"}));
}

}  // namespace
}  // namespace tranche::plans
