// SPDX-License-Identifier: EUPL-1.2
// The page that reads a municipality's document: nothing is stored before a person has seen what was
// read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gateway/pages/plans/plan_pages_fixture.h"

namespace tranche::gateway {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

constexpr char kAddress[] = "/en/organisations/-/import";
constexpr char kBoundary[] = "xYzZY";

std::string Field(const std::string& head, const std::string& value) {
  return absl::StrCat("--", kBoundary, "\r\nContent-Disposition: form-data; ", head, "\r\n\r\n", value,
                      "\r\n");
}
std::string File(const std::string& name, const std::string& bytes) {
  return Field(absl::StrCat("name=\"document\"; filename=\"", name, "\""), bytes);
}

pb::ImportPlanResponse ExampleRead(const std::string& text = "Личен асистент") {
  pb::ImportPlanResponse read;
  *read.mutable_plan() = ExamplePlan(text);
  read.set_outcome(pb::PREVIEWED);
  pb::NotUnderstood* miss = read.mutable_plan()->add_not_understood();
  miss->set_place("line 27, column 5");
  miss->set_text_en(absl::StrCat("This amount was not understood: ", text));
  read.mutable_plan()->set_not_understood_count(1);
  pb::Finding* finding = read.add_findings();
  finding->set_place("table 1, row 3, cell 2");
  finding->set_text_en(absl::StrCat("Look at this: ", text));
  pb::UnusedText* unused = read.add_unused();
  unused->set_place("line 40");
  unused->set_text(text);
  read.set_unused_count(3);
  for (const pb::Verdict verdict : {pb::AGREE, pb::DISAGREE}) {
    pb::Check* check = read.add_checks();
    check->set_verdict(verdict);
    check->set_place("1.2");
    check->set_title_en(absl::StrCat("Rows against the total ", static_cast<int>(verdict)));
    check->set_delta("12.00");
    check->set_unit("BGN");
  }
  return read;
}

class PlanImportPage : public PlanPages {
 protected:
  HttpResponse Send(const std::string& fields) {
    HttpRequest request;
    request.method = "POST";
    request.path = kAddress;
    request.headers = {{"content-type", absl::StrCat("multipart/form-data; boundary=", kBoundary)}};
    request.body = absl::StrCat(fields, "--", kBoundary, "--\r\n");
    return Handle(pages_, request);
  }
  HttpResponse Store(const std::string& more) {
    return Send(absl::StrCat(Field("name=\"act\"", "store"), Field("name=\"request_id\"", "r-1"),
                             Field("name=\"kept_name\"", "план.txt"),
                             Field("name=\"kept\"", absl::WebSafeBase64Escape("bytes\n\xFF?")), more));
  }
};

TEST_F(PlanImportPage, BeforeAnythingIsSent_AsksForAFile) {
  const HttpResponse page = Get(kAddress);
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("enctype=\"multipart/form-data\""));
  EXPECT_THAT(page.body, HasSubstr("type=\"file\""));
  EXPECT_THAT(page.body, Not(HasSubstr("name=\"kept\"")));
  EXPECT_EQ(FirstUnbalanced(page.body), "");
}

TEST_F(PlanImportPage, ChosenDocument_IsReadAndNotStored) {
  Give("ImportPlan", ExampleRead());
  const HttpResponse page =
      Send(absl::StrCat(Field("name=\"act\"", "read"), File("план.txt", "bytes\n\xFF?")));
  EXPECT_EQ(page.status, 200);
  pb::ImportPlanRequest sent;
  ASSERT_TRUE(Asked("ImportPlan", &sent));
  EXPECT_EQ(sent.parent(), "organisations/-");
  EXPECT_EQ(sent.file_name(), "план.txt");
  EXPECT_EQ(sent.content(), "bytes\n\xFF?");
  EXPECT_FALSE(sent.accept());
  EXPECT_THAT(page.body, HasSubstr("Nothing is stored yet."));
  EXPECT_THAT(page.body, HasSubstr("line 27, column 5</span> This amount was not understood"));
  EXPECT_THAT(page.body, HasSubstr("table 1, row 3, cell 2</span> Look at this"));
  EXPECT_THAT(page.body, HasSubstr("Agree: 1"));
  EXPECT_THAT(page.body, HasSubstr("1.2: Rows against the total 2"));
  EXPECT_THAT(page.body, Not(HasSubstr("Rows against the total 1")));
  EXPECT_THAT(page.body, HasSubstr("and further 2"));
  EXPECT_THAT(page.body,
              HasSubstr(absl::StrCat("value=\"", absl::WebSafeBase64Escape("bytes\n\xFF?"), "\"")));
  // What was not understood is accepted by hand only; that there are fewer measures nobody said.
  EXPECT_THAT(page.body, HasSubstr("type=\"checkbox\" name=\"partial\" value=\"1\">"));
  EXPECT_THAT(page.body, Not(HasSubstr("name=\"fewer\"")));
  EXPECT_EQ(FirstUnbalanced(page.body), "");
}

TEST_F(PlanImportPage, PlanOfNobodyHere_CannotBeStored) {
  pb::ImportPlanResponse read = ExampleRead();
  read.mutable_plan()->clear_name();
  Give("ImportPlan", read);
  const HttpResponse page = Send(absl::StrCat(Field("name=\"act\"", "read"), File("a.txt", "x")));
  EXPECT_THAT(page.body, HasSubstr("The document cannot be stored"));
  EXPECT_THAT(page.body, Not(HasSubstr("name=\"kept\"")));
}

TEST_F(PlanImportPage, ConfirmedDocument_IsStoredOnceWithWhatThePersonAccepted) {
  pb::ImportPlanResponse stored = ExampleRead();
  stored.set_outcome(pb::STORED);
  Give("ImportPlan", stored);
  const HttpResponse done = Store(Field("name=\"partial\"", "1"));
  EXPECT_EQ(done.status, 303);
  EXPECT_THAT(done.headers, Contains(Pair("Location", absl::StrCat("/en", kPlan, "?done=stored"))));
  pb::ImportPlanRequest sent;
  ASSERT_TRUE(Asked("ImportPlan", &sent));
  EXPECT_EQ(sent.content(), "bytes\n\xFF?");
  EXPECT_EQ(sent.request_id(), "r-1");
  EXPECT_TRUE(sent.accept());
  EXPECT_TRUE(sent.accept_partial());
  EXPECT_FALSE(sent.allow_fewer());
  EXPECT_THAT(Page("", "done=stored"), HasSubstr("The plan is stored."));
}

TEST_F(PlanImportPage, DocumentThatIsStoredAlready_SaysSo) {
  pb::ImportPlanResponse unchanged = ExampleRead();
  unchanged.set_outcome(pb::UNCHANGED);
  Give("ImportPlan", unchanged);
  EXPECT_THAT(Store("").headers,
              Contains(Pair("Location", absl::StrCat("/en", kPlan, "?done=unchanged"))));
}

TEST_F(PlanImportPage, RefusedDocument_SaysWhyAboveTheForm) {
  Deny("ImportPlan",
       RefuseInput("DOCUMENT_UNREADABLE", {{"document", "PLAN_YEAR_MISSING", {}}}, {{"count", "1"}}));
  const HttpResponse page = Send(absl::StrCat(Field("name=\"act\"", "read"), File("a.txt", "x")));
  EXPECT_EQ(page.status, 422);
  EXPECT_THAT(page.body, HasSubstr("govuk-error-summary"));
  EXPECT_THAT(page.body, HasSubstr("type=\"file\""));
  EXPECT_EQ(FirstUnbalanced(page.body), "");
}

// The fake server refuses the reading too, so that only what stands above the form is looked at.
TEST_F(PlanImportPage, DocumentStoredWithoutABox_SaysWhatToDoAndNotEachPlace) {
  Deny("ImportPlan",
       RefuseInput("PLAN_NOT_UNDERSTOOD", {{"line 27", "AMOUNT_MALFORMED", {{"value", "2444О0"}}}},
                   {{"count", "1"}}));
  const HttpResponse page = Store("");
  EXPECT_EQ(page.status, 422);
  EXPECT_THAT(page.body,
              HasSubstr("<a href=\"#store\">Places of the document that were not understood: 1."));
  EXPECT_THAT(page.body, Not(HasSubstr("2444О0")));
}

TEST_F(PlanImportPage, FormWithoutAFile_AsksForOneAndCallsNothing) {
  for (const std::string& fields :
       {Field("name=\"act\"", "read"), File("", ""), File("empty.txt", ""),
        absl::StrCat(File("a.txt", "x"), File("b.txt", "y")),
        absl::StrCat(Field("name=\"act\"", "store"), Field("name=\"kept\"", "?"))}) {
    const HttpResponse page = Send(fields);
    EXPECT_EQ(page.status, 400) << fields;
    EXPECT_THAT(page.body, HasSubstr("id=\"document-error\"")) << fields;
  }
  pb::ImportPlanRequest sent;
  EXPECT_FALSE(Asked("ImportPlan", &sent));
}

TEST_F(PlanImportPage, TextsOfADocument_NeverBecomeMarkup) {
  Give("ImportPlan", ExampleRead(kEvil));
  const HttpResponse page = Send(absl::StrCat(Field("name=\"act\"", "read"), File(kEvil, "x")));
  EXPECT_THAT(page.body, Not(HasSubstr("<script")));
  EXPECT_THAT(page.body, Not(HasSubstr("onload='")));
  EXPECT_EQ(FirstUnbalanced(page.body), "");
}

TEST_F(PlanImportPage, OnlyItsAddress_TakesLargerBodies) {
  EXPECT_TRUE(Pages::TakesDocument("/bg/organisations/-/import"));
  EXPECT_FALSE(Pages::TakesDocument("/bg/organisations/-/changes"));
  EXPECT_FALSE(Pages::TakesDocument("/v1/organisations/-/import"));
}

}  // namespace
}  // namespace tranche::gateway
