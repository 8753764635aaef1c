// SPDX-License-Identifier: EUPL-1.2
#include "gateway/form_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "absl/strings/str_cat.h"
#include "gateway/session.h"

namespace tranche::gateway {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kType[] = "multipart/form-data; boundary=----WebKitFormBoundary7MA";

std::string Part(const std::string& head, const std::string& content) {
  return absl::StrCat("------WebKitFormBoundary7MA\r\nContent-Disposition: form-data; ", head,
                      "\r\n\r\n", content, "\r\n");
}
constexpr char kEnd[] = "------WebKitFormBoundary7MA--\r\n";

TEST(FormData, FieldsAndFiles_AreReadInTheirOrder) {
  const std::string body = absl::StrCat(
      Part("name=\"csrf_token\"", "abc"),
      Part("name=\"document\"; filename=\"план.txt\"\r\nContent-Type: text/plain", "ред\r\n\r\n--x\0y"),
      kEnd);
  const std::vector<FormPart> parts = ReadFormData(kType, body);
  ASSERT_THAT(parts, SizeIs(2));
  EXPECT_EQ(parts[0].name, "csrf_token");
  EXPECT_EQ(parts[0].content, "abc");
  EXPECT_EQ(parts[0].file_name, std::nullopt);
  EXPECT_EQ(parts[1].name, "document");
  EXPECT_EQ(parts[1].file_name, "план.txt");
  EXPECT_EQ(parts[1].content, "ред\r\n\r\n--x\0y");
}

TEST(FormData, NamesOfFiles_LoseTheirFoldersAndEscapes) {
  const std::string body = absl::StrCat(
      Part("name=\"document\"; filename=\"C:\\планове\\\"", ""),
      Part("name=\"document\"; filename=\"../a%22b.txt\"", ""),
      Part("name=\"document\"; filename=\"\"\r\nContent-Type: application/octet-stream", ""), kEnd);
  const std::vector<FormPart> parts = ReadFormData(kType, body);
  ASSERT_THAT(parts, SizeIs(3));
  EXPECT_EQ(parts[0].file_name, "");
  EXPECT_EQ(parts[1].file_name, "a\"b.txt");
  EXPECT_EQ(parts[2].file_name, "");
}

TEST(FormData, BodyThatIsNotWellFormed_HasNoFields) {
  const std::string good = absl::StrCat(Part("name=\"a\"", "1"), kEnd);
  EXPECT_THAT(ReadFormData(kType, good), SizeIs(1));
  // Not ended, of another boundary, of another type, without a name.
  EXPECT_THAT(ReadFormData(kType, good.substr(0, good.size() - 6)), IsEmpty());
  EXPECT_THAT(ReadFormData("multipart/form-data; boundary=other", good), IsEmpty());
  EXPECT_THAT(ReadFormData("multipart/form-data", good), IsEmpty());
  EXPECT_THAT(ReadFormData("multipart/mixed; boundary=----WebKitFormBoundary7MA", good), IsEmpty());
  EXPECT_THAT(ReadFormData(kType, absl::StrCat(Part("filename=\"a\"", "1"), kEnd)), IsEmpty());
  EXPECT_THAT(ReadFormData(kType, ""), IsEmpty());
  std::string many;
  for (int i = 0; i < 101; ++i) many += Part("name=\"a\"", "1");
  EXPECT_THAT(ReadFormData(kType, absl::StrCat(many, kEnd)), IsEmpty());
}

TEST(FormData, WordsThatAreNoText_CountForNothing) {
  EXPECT_THAT(ReadFormData(kType, absl::StrCat(Part("name=\"a\"; filename=\"\xFF.txt\"", "1"), kEnd)),
              IsEmpty());
  HttpRequest request;
  request.headers = {{"content-type", kType}};
  for (const char* text : {"\xFF", "a\x01"}) {
    request.body = absl::StrCat(Part("name=\"note\"", text), kEnd);
    EXPECT_EQ(FormField(request, "note"), "");
  }
}

// A form with a file is protected by its token like any other.
TEST(FormData, FieldsOfARequest_AreFoundInEitherEncoding) {
  HttpRequest request;
  request.headers = {{"content-type", kType}};
  request.body = absl::StrCat(Part("name=\"csrf_token\"", "abc"), Part("name=\"note\"", "едно\r\nдве"),
                              Part("name=\"document\"; filename=\"x\"", "bytes"), kEnd);
  EXPECT_EQ(FormField(request, "csrf_token"), "abc");
  EXPECT_EQ(FormField(request, "note"), "едно\nдве");
  EXPECT_EQ(FormField(request, "document"), "");
  request.headers = {{"content-type", "application/x-www-form-urlencoded"}};
  EXPECT_EQ(FormField(request, "csrf_token"), "");
}

RC_GTEST_PROP(FormData, AnyBytes_AreReadWithinTheBody, (const std::string& noise)) {
  const std::string body = absl::StrCat(Part("name=\"a\"", noise), kEnd);
  for (const FormPart& part : ReadFormData(kType, body)) {
    RC_ASSERT(part.content.data() >= body.data());
    RC_ASSERT(part.content.data() + part.content.size() <= body.data() + body.size());
  }
  for (const FormPart& part : ReadFormData(kType, noise))
    RC_ASSERT(part.content.size() <= noise.size());
}

}  // namespace
}  // namespace tranche::gateway
