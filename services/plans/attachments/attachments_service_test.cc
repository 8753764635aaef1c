// SPDX-License-Identifier: EUPL-1.2
// Attachments of plans on PostgreSQL, beside a real documents role.
#include "plans/attachments/attachments_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "documents/documents_module.h"
#include "plans/testing/life_world.h"
#include "platform/base/digest.h"
#include "platform/base/error.h"
#include "tranche/documents/v1/documents_service.grpc.pb.h"
#include "tranche/plans/v1/attachments_service.grpc.pb.h"
#include "tranche/plans/v1/plans_service.grpc.pb.h"

namespace tranche::plans {
namespace {

using ::testing::HasSubstr;
using Stub = v1::AttachmentsService::Stub;

constexpr char kText[] = "Приложение към годишния план";
// What no document is made of: the beginning of a PDF.
constexpr char kPdf[] = "%PDF-1.4\n1 0 obj\n";

class AttachmentsTest : public ::testing::Test, protected LifeWorld {
 protected:
  AttachmentsTest() : documents_(sandbox_, "documents", &role_) {
    documents_.Serve(documents::StartRole(documents_.context()));
    attachments_ = v1::AttachmentsService::NewStub(role_.channel());
  }

  void SetUp() override { Store(Named({{"План", "53 B", 53}, {"Приложение", "87.00 KB", 89088}})); }

  struct Name {
    const char* name;
    const char* size;
    std::int64_t bytes;
  };
  static v1::Plan Named(const std::vector<Name>& names) {
    v1::Plan plan = ExamplePlan();
    for (const Name& name : names) {
      v1::Attachment* attachment = plan.add_attachments();
      attachment->set_name(name.name);
      attachment->set_size_as_written(name.size);
      attachment->set_size_bytes(name.bytes);
    }
    return plan;
  }

  static v1::HandOverAttachmentRequest File(const std::string& bytes, int named_number = 0) {
    v1::HandOverAttachmentRequest request;
    request.set_parent(kPlan);
    request.set_named_number(named_number);
    request.set_file_name("file.txt");
    request.set_content(bytes);
    return request;
  }

  absl::StatusOr<v1::PlanAttachment> HandOver(const v1::HandOverAttachmentRequest& request,
                                              const rpc::Actor& actor = testing::TestActor()) {
    return Call(attachments_, &Stub::HandOverAttachment, request, actor);
  }

  absl::StatusOr<v1::PlanAttachment> Withdraw(const std::string& number) {
    v1::WithdrawAttachmentRequest request;
    request.set_name(absl::StrCat(kPlan, "/attachments/", number));
    request.set_reason("подаден е друг файл");
    return Call(attachments_, &Stub::WithdrawAttachment, request);
  }

  v1::ListPlanAttachmentsResponse List() {
    v1::ListPlanAttachmentsRequest request;
    request.set_parent("organisations/-/plans/lyubimets-2013");
    const auto list = Call(attachments_, &Stub::ListPlanAttachments, request);
    EXPECT_TRUE(list.ok()) << list.status();
    return list.ok() ? *list : v1::ListPlanAttachmentsResponse();
  }

  absl::StatusOr<documents::v1::DocumentContent> Download(const std::string& name) {
    documents::v1::GetDocumentRequest request;
    request.set_name(name);
    return Call(documents::v1::DocumentsService::NewStub(documents_.channel()),
                &documents::v1::DocumentsService::Stub::DownloadDocument, request);
  }

  testing::TestRole documents_;
  std::unique_ptr<Stub> attachments_;
};

TEST_F(AttachmentsTest, FileOfANamedAttachment_IsMeasuredKeptAndListed) {
  const auto made = HandOver(File(kText, 1));
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->name(), absl::StrCat(kPlan, "/attachments/1"));
  EXPECT_EQ(made->named_as(), "План");
  EXPECT_EQ(made->sha256(), Sha256Hex(kText));
  EXPECT_EQ(made->size_bytes(), static_cast<std::int64_t>(sizeof kText - 1));
  EXPECT_EQ(made->media_type(), "text/plain");
  EXPECT_EQ(made->measured(), v1::MEASURED_HERE);
  EXPECT_EQ(made->made_by(), "finance@lyubimets");
  EXPECT_EQ(made->findings_size(), 0);

  const v1::ListPlanAttachmentsResponse list = List();
  ASSERT_EQ(list.named_size(), 2);
  EXPECT_EQ(list.named(0).handed_over().number(), 1);
  EXPECT_EQ(list.named(0).stated().sha256(), made->sha256());
  EXPECT_FALSE(list.named(1).has_handed_over());
  ASSERT_EQ(list.attachments_size(), 1);

  // What was kept is what was sent.
  const auto kept = Download(made->document());
  ASSERT_TRUE(kept.ok()) << kept.status();
  EXPECT_EQ(kept->content(), kText);
}

TEST_F(AttachmentsTest, FileThatDocumentsDoesNotTake_IsKnownByItsDigestAlone) {
  const auto made = HandOver(File(kPdf));
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->sha256(), Sha256Hex(kPdf));
  EXPECT_EQ(made->document(), "");
  EXPECT_EQ(made->media_type(), "");
  EXPECT_EQ(made->measured(), v1::MEASURED_HERE);
  EXPECT_EQ(Count("documents.document"), 0);
}

TEST_F(AttachmentsTest, FileOverTheBound_IsKnownByItsDigestAlone) {
  const auto sent = HandOver(File(std::string((3 << 20) + 1, 'x')));
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_EQ(sent->document(), "");
  v1::HandOverAttachmentRequest told = File("");
  told.set_sha256(Sha256Hex("голям файл"));
  told.set_size_bytes(std::int64_t{5} << 30);
  const auto made = HandOver(told);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->measured(), v1::MEASURED_BY_SENDER);
  EXPECT_EQ(made->size_bytes(), std::int64_t{5} << 30);
  EXPECT_EQ(Count("documents.document"), 0);
}

TEST_F(AttachmentsTest, BytesBesideAnotherDigestOrSize_AreRefusedAtBothFields) {
  v1::HandOverAttachmentRequest request = File(kText);
  request.set_sha256(Sha256Hex("друго"));
  request.set_size_bytes(3);
  const auto violations = ViolationsOf(HandOver(request).status());
  ASSERT_EQ(violations.size(), 2u);
  EXPECT_EQ(violations[0].field, "sha256");
  EXPECT_EQ(violations[1].field, "sizeBytes");
  EXPECT_EQ(violations[0].reason, "ATTACHMENT_DAMAGED");
  request.set_sha256(Sha256Hex(kText));
  request.set_size_bytes(sizeof kText - 1);
  EXPECT_TRUE(HandOver(request).ok());
}

TEST_F(AttachmentsTest, NoBytesAndNoDigest_AreRefused) {
  v1::HandOverAttachmentRequest request = File("");
  EXPECT_EQ(ViolationsOf(HandOver(request).status())[0].reason, "ATTACHMENT_EMPTY");
  request.set_sha256(Sha256Hex("a"));
  EXPECT_EQ(ViolationsOf(HandOver(request).status())[0].reason, "ATTACHMENT_EMPTY");
  request.set_size_bytes(1);
  EXPECT_TRUE(HandOver(request).ok());
}

TEST_F(AttachmentsTest, SameBytes_StandOnceForAPlan) {
  ASSERT_TRUE(HandOver(File(kText, 1)).ok());
  EXPECT_EQ(ReasonOf(HandOver(File(kText, 2)).status()), "ATTACHMENT_TWICE");
  EXPECT_EQ(ReasonOf(HandOver(File("друго", 1)).status()), "ATTACHMENT_HAS_FILE");
  ASSERT_TRUE(Withdraw("1").ok());
  EXPECT_TRUE(HandOver(File(kText, 2)).ok());
  EXPECT_TRUE(HandOver(File("друго", 1)).ok());
}

TEST_F(AttachmentsTest, Withdrawn_StaysAsARecord_Once) {
  ASSERT_TRUE(HandOver(File(kText, 1)).ok());
  const auto ended = Withdraw("1");
  ASSERT_TRUE(ended.ok()) << ended.status();
  EXPECT_EQ(ended->ended_because(), "подаден е друг файл");
  EXPECT_EQ(ended->ended_by(), "finance@lyubimets");
  EXPECT_TRUE(ended->has_ended_at());
  EXPECT_EQ(ReasonOf(Withdraw("1").status()), "ATTACHMENT_ENDED");
  for (const char* unknown : {"0", "2", "x"}) {
    EXPECT_EQ(ReasonOf(Withdraw(unknown).status()), "NOT_FOUND") << unknown;
  }
  const v1::ListPlanAttachmentsResponse list = List();
  EXPECT_FALSE(list.named(0).has_handed_over());
  ASSERT_EQ(list.attachments_size(), 1);
  EXPECT_EQ(list.attachments(0).ended_because(), "подаден е друг файл");
  // What was kept remains.
  EXPECT_EQ(Count("documents.document"), 1);
}

TEST_F(AttachmentsTest, AnotherSizeThanTheDocumentWrites_IsAFindingAndNoRefusal) {
  const auto made = HandOver(File(kText, 2));
  ASSERT_TRUE(made.ok()) << made.status();
  ASSERT_EQ(made->findings_size(), 1);
  EXPECT_EQ(made->findings(0).reason(), "ATTACHMENT_SIZE_DIFFERS");
  EXPECT_THAT(made->findings(0).text_en(), HasSubstr("87.00 KB"));
  EXPECT_EQ(List().attachments(0).findings_size(), 1);
  const auto fits = HandOver(File(std::string(89088, 'x'), 1));
  ASSERT_TRUE(fits.ok()) << fits.status();
  EXPECT_EQ(fits->findings_size(), 1);  // 53 B is not 89,088.
}

TEST_F(AttachmentsTest, NewVersion_KeepsFilesByTheWords_AndSaysWhatItDoesNotName) {
  ASSERT_TRUE(HandOver(File(std::string(89088, 'x'), 2)).ok());
  ASSERT_TRUE(HandOver(File(std::string(53, 'y'), 1)).ok());
  Store(Named({{"Заповед", "", 0}, {"Приложение", "87.00 KB", 89088}}));
  const v1::ListPlanAttachmentsResponse list = List();
  ASSERT_EQ(list.named_size(), 2);
  EXPECT_FALSE(list.named(0).has_handed_over());
  EXPECT_EQ(list.named(1).handed_over().number(), 1);
  EXPECT_EQ(list.attachments(0).findings_size(), 0);
  ASSERT_EQ(list.attachments(1).findings_size(), 1);
  EXPECT_EQ(list.attachments(1).findings(0).reason(), "ATTACHMENT_NO_LONGER_NAMED");
}

TEST_F(AttachmentsTest, GetPlan_ShowsDigestsBesideWhatItNames_AndKeepsWhatIsStated) {
  const auto made = HandOver(File(kText, 2));
  ASSERT_TRUE(made.ok()) << made.status();
  v1::GetPlanRequest request;
  request.set_name(kPlan);
  const auto plan =
      Call(v1::PlansService::NewStub(role_.channel()), &v1::PlansService::Stub::GetPlan, request);
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->attachments(0).sha256(), "");
  EXPECT_EQ(plan->attachments(1).sha256(), made->sha256());
  EXPECT_EQ(Count("plans.plan where stated::text like '%" + made->sha256() + "%'"), 0);
}

TEST_F(AttachmentsTest, ARepeat_HasItsEffectOnce_WithItsEvidenceAndItsChange) {
  v1::HandOverAttachmentRequest request = File(kText, 1);
  request.set_request_id("same");
  const auto first = HandOver(request);
  const auto again = HandOver(request);
  ASSERT_TRUE(first.ok() && again.ok()) << again.status();
  EXPECT_EQ(first->SerializeAsString(), again->SerializeAsString());
  ASSERT_TRUE(Withdraw("1").ok());
  EXPECT_EQ(Count("plans.attachment"), 1);
  EXPECT_EQ(Count("plans.evidence where record like '%/attachments/1'"), 2);
  EXPECT_EQ(Count("plans.plan_change where kind = 'ATTACHMENT_CHANGED' and not ended"), 1);
  EXPECT_EQ(Count("plans.plan_change where kind = 'ATTACHMENT_CHANGED' and ended"), 1);
}

TEST_F(AttachmentsTest, ARehearsal_KeepsNothing) {
  v1::HandOverAttachmentRequest request = File(kText, 1);
  request.set_validate_only(true);
  const auto made = HandOver(request);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->number(), 1);
  EXPECT_EQ(Count("plans.attachment"), 0);
  EXPECT_EQ(Count("documents.document"), 0);
  EXPECT_EQ(Count("plans.plan_change"), 0);
}

TEST_F(AttachmentsTest, WhatIsRefused_LeavesNoBytes) {
  EXPECT_EQ(ViolationsOf(HandOver(File(kText, 9)).status())[0].reason, "ATTACHMENT_NOT_NAMED");
  EXPECT_EQ(Count("documents.document"), 0);
}

TEST_F(AttachmentsTest, AKeyOfAnotherFile_IsRefused_AndLeavesNoBytes) {
  v1::HandOverAttachmentRequest request = File(kText, 1);
  request.set_request_id("same");
  ASSERT_TRUE(HandOver(request).ok());
  request.set_content("друг файл");
  request.set_named_number(2);
  EXPECT_EQ(ReasonOf(HandOver(request).status()), "REQUEST_ID_REUSED");
  EXPECT_EQ(Count("documents.document"), 1);
}

// What a document names twice in the same words is told apart by its order.
TEST_F(AttachmentsTest, NamedTwiceInTheSameWords_HaveAFileEach) {
  Store(Named({{"Приложение", "", 0}, {"Снимка", "", 0}, {"Приложение", "", 0}}));
  ASSERT_TRUE(HandOver(File("второто", 3)).ok());
  EXPECT_FALSE(List().named(0).has_handed_over());
  ASSERT_TRUE(HandOver(File(kText, 1)).ok());
  EXPECT_EQ(ReasonOf(HandOver(File("друго", 3)).status()), "ATTACHMENT_HAS_FILE");
  const v1::ListPlanAttachmentsResponse list = List();
  ASSERT_EQ(list.named_size(), 3);
  EXPECT_EQ(list.named(0).handed_over().number(), 2);
  EXPECT_EQ(list.named(0).handed_over().occurrence(), 1);
  EXPECT_EQ(list.named(2).handed_over().number(), 1);
  EXPECT_EQ(list.named(2).handed_over().occurrence(), 2);
  EXPECT_NE(list.named(0).stated().sha256(), list.named(2).stated().sha256());
}

TEST_F(AttachmentsTest, ANewVersionThatNamesOneOfTwo_SaysThatTheOtherIsNoLongerNamed) {
  Store(Named({{"Приложение", "", 0}, {"Приложение", "", 0}}));
  ASSERT_TRUE(HandOver(File(kText, 2)).ok());
  Store(Named({{"Приложение", "", 0}}));
  ASSERT_EQ(List().attachments(0).findings_size(), 1);
  EXPECT_EQ(List().attachments(0).findings(0).reason(), "ATTACHMENT_NO_LONGER_NAMED");
  EXPECT_FALSE(List().named(0).has_handed_over());
}

TEST_F(AttachmentsTest, UnknownPlan_IsNotFound_AndItsBytesAreNotKept) {
  v1::HandOverAttachmentRequest request = File(kText);
  request.set_parent("organisations/lyubimets/plans/unknown");
  EXPECT_EQ(ReasonOf(HandOver(request).status()), "NOT_FOUND");
  EXPECT_EQ(Count("documents.document"), 0);
}

TEST_F(AttachmentsTest, AnotherOrganisation_SeesAndChangesNothing) {
  ASSERT_TRUE(HandOver(File(kText, 1)).ok());
  const rpc::Actor other = testing::TestActor("sopot");
  EXPECT_NE(ReasonOf(HandOver(File("друго"), other).status()), "");
  v1::ListPlanAttachmentsRequest list;
  list.set_parent("organisations/-/plans/lyubimets-2013");
  EXPECT_EQ(ReasonOf(Call(attachments_, &Stub::ListPlanAttachments, list, other).status()),
            "NOT_FOUND");
  EXPECT_EQ(Count("plans.attachment"), 1);
}

// Of many who hand the same file over at once one succeeds, and the others are told which it was.
TEST_F(AttachmentsTest, AtOnce_TheSameBytesStandOnce) {
  std::vector<std::thread> threads;
  std::atomic<int> made = 0;
  std::atomic<int> twice = 0;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      const auto answer = HandOver(File(kText));
      made += answer.ok();
      twice += ReasonOf(answer.status()) == "ATTACHMENT_TWICE";
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(made, 1);
  EXPECT_EQ(twice, 3);
  EXPECT_EQ(Count("plans.attachment"), 1);
}

// The rules hold in the database too, whoever writes there.
TEST_F(AttachmentsTest, Database_RefusesASecondOfEach) {
  ASSERT_TRUE(HandOver(File(kText, 1)).ok());
  const std::string columns =
      "insert into plans.attachment select organisation_id, plan_id, 2, named_as, size_as_written, "
      "version, file_name, ";
  const std::string rest =
      ", size_bytes, media_type, kept, measured_here, note, made_by from plans.attachment";
  EXPECT_THROW(sandbox_.Inspect(columns + "sha256" + rest), pqxx::unique_violation);
  EXPECT_THROW(sandbox_.Inspect(columns + "repeat('a', 64)" + rest), pqxx::unique_violation);
  EXPECT_THROW(sandbox_.Inspect("update plans.attachment set ended_at = now()"), pqxx::check_violation);
}

}  // namespace
}  // namespace tranche::plans
