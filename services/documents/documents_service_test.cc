// SPDX-License-Identifier: EUPL-1.2
// The documents role through its gRPC channel.
#include "documents/documents_service.h"

#include <gtest/gtest.h>

#include <memory>

#include "documents/documents_module.h"
#include "platform/base/digest.h"
#include "platform/base/error.h"
#include "platform/document/document.h"
#include "platform/rpc/grpc_status.h"
#include "platform/sheet/testing/make_xlsx.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "tranche/documents/v1/documents_service.grpc.pb.h"

namespace tranche::documents {
namespace {

class DocumentsTest : public ::testing::Test {
 protected:
  DocumentsTest() : role_(sandbox_, "documents") {
    role_.Serve(StartRole(role_.context()));
    stub_ = v1::DocumentsService::NewStub(role_.channel());
  }

  absl::StatusOr<v1::Document> Store(const std::string& content,
                                     const std::string& media_type = "text/plain",
                                     const std::string& parent = "organisations/lyubimets") {
    v1::StoreDocumentRequest request;
    request.set_parent(parent);
    request.set_file_name("план.txt");
    request.set_media_type(media_type);
    request.set_content(content);
    grpc::ClientContext context;
    role_.SignIn(&context);
    v1::Document document;
    const grpc::Status status = stub_->StoreDocument(&context, request, &document);
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    return document;
  }

  absl::StatusOr<v1::DocumentContent> Download(const std::string& name, const rpc::Actor& actor) {
    v1::GetDocumentRequest request;
    request.set_name(name);
    grpc::ClientContext context;
    role_.SignIn(&context, actor);
    v1::DocumentContent content;
    const grpc::Status status = stub_->DownloadDocument(&context, request, &content);
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    return content;
  }

  testing::PgSandbox sandbox_;
  testing::TestRole role_;
  std::unique_ptr<v1::DocumentsService::Stub> stub_;
};

TEST_F(DocumentsTest, StoredBytes_ComeBackByTheirDigest) {
  const std::string bytes("Годишен план\0с нула", 32);
  const auto stored = Store(bytes);
  ASSERT_TRUE(stored.ok()) << stored.status();
  EXPECT_EQ(stored->sha256(), Sha256Hex(bytes));
  EXPECT_EQ(stored->size_bytes(), 32);
  const auto content = Download(stored->name(), testing::TestActor());
  ASSERT_TRUE(content.ok()) << content.status();
  EXPECT_EQ(content->content(), bytes);
}

TEST_F(DocumentsTest, SameBytesTwice_AreKeptOnce) {
  const auto first = Store("план");
  const auto second = Store("план");
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->SerializeAsString(), second->SerializeAsString());
  EXPECT_EQ(sandbox_.Inspect("select count(1) from documents.document")[0][0].as<int>(), 1);
  EXPECT_EQ(sandbox_.Inspect("select count(1) from documents.evidence")[0][0].as<int>(), 1);
}

TEST_F(DocumentsTest, AnyOrganisation_FindsTheOneThatHasIt) {
  const auto stored = Store("план");
  ASSERT_TRUE(stored.ok());
  EXPECT_TRUE(Download("organisations/-/documents/" + stored->sha256(), testing::TestActor()).ok());
}

TEST_F(DocumentsTest, DocumentOfAnotherOrganisation_IsNotFound) {
  const auto stored = Store("план");
  ASSERT_TRUE(stored.ok());
  EXPECT_EQ(
      ReasonOf(Download("organisations/-/documents/" + stored->sha256(), testing::TestActor("sopot"))
                   .status()),
      "NOT_FOUND");
}

TEST_F(DocumentsTest, OtherMediaType_IsRefused) {
  EXPECT_EQ(ReasonOf(Store("план", "application/pdf").status()), "DOCUMENT_TYPE_UNSUPPORTED");
}

TEST_F(DocumentsTest, Empty_IsRefusedWithItsField) {
  const absl::Status status = Store("").status();
  ASSERT_EQ(ReasonOf(status), "INVALID_REQUEST");
  EXPECT_EQ(ViolationsOf(status)[0].field, "content");
}

TEST_F(DocumentsTest, PackedFile_IsTakenAsWhatItHoldsOnly) {
  using sheet::testing::MakeZip;
  const std::string workbook(document::MediaTypeOf(document::Format::kXlsx));
  const std::string text(document::MediaTypeOf(document::Format::kDocx));
  const std::string bytes = MakeZip({{"xl/workbook.xml", "<workbook/>"}});
  EXPECT_TRUE(Store(bytes, workbook).ok());
  EXPECT_EQ(ReasonOf(Store(bytes, text).status()), "DOCUMENT_TYPE_UNSUPPORTED");
  EXPECT_EQ(ReasonOf(Store("план", workbook).status()), "DOCUMENT_TYPE_UNSUPPORTED");
  EXPECT_TRUE(Store(MakeZip({{"word/document.xml", "<document/>"}}), text).ok());
}

TEST_F(DocumentsTest, Over3MiB_IsTooLargeWithTheLimit) {
  EXPECT_TRUE(Store(std::string(3 << 20, 'x')).ok());
  const absl::Status status = Store(std::string((3 << 20) + 1, 'x')).status();
  EXPECT_EQ(ReasonOf(status), "DOCUMENT_TOO_LARGE");
  EXPECT_EQ(ValuesOf(status), (ErrorValues{{"max", "3145728"}}));
  EXPECT_EQ(HttpStatusOf("DOCUMENT_TOO_LARGE"), 413);
}

TEST_F(DocumentsTest, Write_NamesOneOrganisation) {
  EXPECT_EQ(ReasonOf(Store("план", "text/plain", "organisations/sopot").status()),
            "ORGANISATION_NOT_GRANTED");
}

}  // namespace
}  // namespace tranche::documents
