// SPDX-License-Identifier: EUPL-1.2
#include "cpp/json.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "tranche/budgets/v1/budgets_service.pb.h"
#include "tranche/options/v1/options.pb.h"
#include "tranche/plans/v1/plans_service.pb.h"
#include "tranche/proposals/v1/proposals.pb.h"

namespace tranche::client {
namespace {

using google::protobuf::util::MessageDifferencer;

std::string FieldOf(const absl::Status& status) {
  const std::vector<Violation> violations = ViolationsOf(status);
  return violations.empty() ? "" : violations.front().field;
}

std::string ValueOf(const absl::Status& status, const std::string& key) {
  for (const auto& [name, value] : ValuesOf(status)) {
    if (name == key) return value;
  }
  return "";
}

TEST(ToJson, ScalarsAtTheirDefaults_AreWritten) {
  plans::v1::Headcount headcount;
  EXPECT_EQ(ToJson(headcount), R"({"count":0,"noun":""})");
}

TEST(ToJson, AbsentMessagesAndUnsaidEnums_AreLeftOut) {
  plans::v1::Reading reading;
  reading.set_text_en("a");
  EXPECT_EQ(
      ToJson(reading),
      R"({"textBg":"","textEn":"a","computed":"","delta":"","notWritten":[],"unit":"","chosen":false})");
  options::v1::Rules rules;
  EXPECT_THAT(ToJson(rules), testing::Not(testing::HasSubstr("gte")));
  rules.set_gte(0);
  EXPECT_THAT(ToJson(rules), testing::HasSubstr(R"("gte":"0")"));
}

TEST(ToJson, EnumValues_AreTheirNamesInLowerCase) {
  plans::v1::Check check;
  check.set_verdict(plans::v1::NOT_COMPUTABLE);
  EXPECT_THAT(ToJson(check), testing::HasSubstr(R"("verdict":"not_computable")"));
  proposals::v1::Contract contract;
  contract.set_period_rule(proposals::v1::SAME_NUMBERED_DAY);
  EXPECT_THAT(ToJson(contract), testing::HasSubstr(R"("periodRule":"same_numbered_day")"));
}

TEST(ToJson, TimesBytesAndWideIntegers_HaveTheirTextForms) {
  budgets::v1::Cost cost;
  cost.mutable_recorded_at()->set_seconds(1535792400);
  EXPECT_THAT(ToJson(cost), testing::HasSubstr(R"("recordedAt":"2018-09-01T09:00:00Z")"));
  plans::v1::ImportPlanRequest import;
  import.set_content("\x01\xff plan");
  EXPECT_THAT(ToJson(import), testing::HasSubstr(R"("content":"Af8gcGxhbg==")"));
  budgets::v1::CostRecorded recorded;
  recorded.set_claimed_minor(9007199254740993);
  EXPECT_THAT(ToJson(recorded), testing::HasSubstr(R"("claimedMinor":"9007199254740993")"));
}

TEST(ToJson, QuotesAndControlCharacters_AreEscapedAndCyrillicIsNot) {
  plans::v1::Part part;
  part.set_label("„Топъл“ \"обяд\"\n\x01\\");
  EXPECT_THAT(ToJson(part), testing::HasSubstr("\"label\":\"„Топъл“ \\\"обяд\\\"\\n\\u0001\\\\\""));
}

TEST(ToJson, Indented_HasALineForEachField) {
  plans::v1::Section section;
  section.set_ordinal(1);
  EXPECT_EQ(ToJson(section, JsonStyle::kIndented),
            "{\n  \"ordinal\": 1,\n  \"title\": \"\",\n  \"measures\": [],\n  \"numeral\": \"\",\n  "
            "\"area\": \"\",\n  \"statedYears\": []\n}");
}

TEST(FromJson, LowerCaseEnumsAndNestedMessages_AreRead) {
  budgets::v1::RecordCostRequest request;
  const absl::Status status =
      FromJson(R"({"cost":{"line":"1.1","document":{"type":"payroll","number":"12"},)"
               R"("claimed":{"amount":"30.00","currency":"BGN"}},"request_id":"k"})",
               &request);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(request.cost().document().type(), budgets::v1::PAYROLL);
  EXPECT_EQ(request.cost().claimed().amount(), "30.00");
  EXPECT_EQ(request.request_id(), "k");
}

TEST(FromJson, DuplicateKey_IsRefusedWithItsPath) {
  budgets::v1::CreateBudgetRequest request;
  const absl::Status status = FromJson(R"({"lines":[{"code":"1"},{"code":"2","code":"3"}]})", &request);
  EXPECT_EQ(ReasonOf(status), "JSON_DUPLICATE_KEY");
  EXPECT_EQ(FieldOf(status), "lines[1].code");
  EXPECT_EQ(ValueOf(status, "key"), "code");
}

TEST(FromJson, BothNamesOfOneField_AreADuplicate) {
  budgets::v1::RecordCostRequest request;
  EXPECT_EQ(ReasonOf(FromJson(R"({"requestId":"a","request_id":"b"})", &request)),
            "JSON_DUPLICATE_KEY");
}

TEST(FromJson, UnknownFields_AreAllNamedWithTheirPaths) {
  budgets::v1::RecordCostRequest request;
  const absl::Status status = FromJson(R"({"cost":{"document":{"totl":1}},"colour":2})", &request);
  EXPECT_EQ(ReasonOf(status), "FIELD_UNKNOWN");
  std::vector<std::string> fields;
  for (const Violation& violation : ViolationsOf(status)) fields.push_back(violation.field);
  EXPECT_THAT(fields, testing::UnorderedElementsAre("cost.document.totl", "colour"));
}

TEST(FromJson, BrokenSyntax_IsRefusedWithItsPosition) {
  plans::v1::Cohort cohort;
  const absl::Status status = FromJson(R"({"persons":1,})", &cohort);
  EXPECT_EQ(ReasonOf(status), "JSON_MALFORMED");
  EXPECT_EQ(ValueOf(status, "position"), "14");
  for (const std::string text :
       {"", "{", "{} x", "\xff", "{\"a\":\"\xc3\x28\"}", "{\"a\":01}", "nul"}) {
    EXPECT_EQ(ReasonOf(FromJson(text, &cohort)), "JSON_MALFORMED") << text;
  }
}

TEST(FromJson, NestingBeyondTheLimit_IsRefusedWithoutCrashing) {
  plans::v1::Cohort cohort;
  const std::string deep = std::string(200'000, '[');
  EXPECT_EQ(ReasonOf(FromJson(deep, &cohort)), "JSON_TOO_COMPLEX");
  std::string allowed = "1";
  for (int i = 0; i < kJsonDepthMax - 1; ++i) allowed = absl::StrCat("[", allowed, "]");
  EXPECT_EQ(ReasonOf(FromJson(absl::StrCat("{\"x\":", allowed, "}"), &cohort)), "FIELD_UNKNOWN");
  EXPECT_EQ(ReasonOf(FromJson(absl::StrCat("{\"x\":[", allowed, "]}"), &cohort)), "JSON_TOO_COMPLEX");
}

TEST(FromJson, ValuesBeyondTheLimit_AreRefused) {
  plans::v1::Plan plan;
  std::string list = "\"a\"";
  for (int i = 2; i < kJsonValuesMax - 1; ++i) list += ",\"a\"";
  EXPECT_TRUE(FromJson(absl::StrCat("{\"objectives\":[", list, "]}"), &plan).ok());
  EXPECT_EQ(ReasonOf(FromJson(absl::StrCat("{\"objectives\":[", list, ",\"a\",\"a\"]}"), &plan)),
            "JSON_TOO_COMPLEX");
}

struct Mismatch {
  std::string text;
  std::string field;
  std::string detail;
};

TEST(FromJson, ValuesOfAnotherKind_AreRefusedWithPathAndDetail) {
  const std::vector<Mismatch> cases = {
      {R"({"claimed":{"amount":30,"currency":"BGN"}})", "claimed.amount",
       "claimed.amount: number ≠ string"},
      {R"({"claimed":"30.00"})", "claimed", "claimed: string ≠ object"},
      {R"({"marks":{}})", "marks", "marks: object ≠ array"},
      {R"({"marks":[null]})", "marks[0]", "marks[0]: null ≠ object"},
      {R"({"state":"paid"})", "state",
       "state: \"paid\" ∉ {reserved, approved, refused, partially_approved}"},
      {R"({"state":1})", "state", "state: number ≠ string"},
      {"[]", "", "array ≠ object"},
      {"null", "", "null ≠ object"},
  };
  for (const Mismatch& expected : cases) {
    budgets::v1::Cost cost;
    const absl::Status status = FromJson(expected.text, &cost);
    EXPECT_EQ(ReasonOf(status), "JSON_MISMATCH") << expected.text;
    EXPECT_EQ(FieldOf(status), expected.field) << expected.text;
    EXPECT_EQ(ValueOf(status, "detail"), expected.detail);
  }
}

TEST(FromJson, IntegersBeyondTheirType_AreRefused) {
  plans::v1::Cohort cohort;
  for (const std::string value : {"2147483648", "1.5", "1e3", "\"1 \"", "\"+1\"", "\"\"", "true"}) {
    EXPECT_EQ(ReasonOf(FromJson(absl::StrCat("{\"persons\":", value, "}"), &cohort)), "JSON_MISMATCH")
        << value;
  }
  EXPECT_TRUE(FromJson(R"({"persons":"2147483647","months":-1})", &cohort).ok());
  EXPECT_EQ(cohort.persons(), 2147483647);
}

TEST(FromJson, WrongTimeOrBase64_IsRefused) {
  budgets::v1::Cost cost;
  EXPECT_EQ(ReasonOf(FromJson(R"({"recordedAt":"yesterday"})", &cost)), "JSON_MISMATCH");
  plans::v1::ImportPlanRequest import;
  EXPECT_EQ(ReasonOf(FromJson(R"({"content":"%%%"})", &import)), "JSON_MISMATCH");
}

TEST(FromJson, Base_StandsBeforeEveryPath) {
  budgets::v1::Cost cost;
  EXPECT_EQ(FieldOf(FromJson(R"({"colour":1})", &cost, "cost")), "cost.colour");
  EXPECT_EQ(FieldOf(FromJson(R"({"line":"1","line":"2"})", &cost, "cost")), "cost.line");
}

RC_GTEST_PROP(FromJson, AnyMessage_ComesBackAsItWas, ()) {
  plans::v1::Measure measure;
  measure.set_ordinal(*rc::gen::arbitrary<int>());
  measure.set_monthly_basis(static_cast<plans::v1::AmountBasis>(*rc::gen::inRange(0, 3)));
  for (const int persons : *rc::gen::arbitrary<std::vector<int>>()) {
    measure.add_cohorts()->set_persons(persons);
  }
  for (const std::string& ascii :
       *rc::gen::container<std::vector<std::string>>(rc::gen::string<std::string>())) {
    std::string text;
    for (const char c : ascii) text.push_back(static_cast<char>(c & 0x7f));
    measure.add_parts()->set_label(text);
  }
  plans::v1::Measure read;
  RC_ASSERT(FromJson(ToJson(measure), &read).ok());
  RC_ASSERT(MessageDifferencer::Equals(measure, read));
  RC_ASSERT(FromJson(ToJson(measure, JsonStyle::kIndented), &read).ok());
  RC_ASSERT(MessageDifferencer::Equals(measure, read));
}

RC_GTEST_PROP(FromJson, RandomBytes_NeverCrash, (const std::string& bytes)) {
  budgets::v1::RecordCostRequest request;
  const absl::Status status = FromJson(bytes, &request);
  RC_ASSERT(status.ok() || !ReasonOf(status).empty());
}

}  // namespace
}  // namespace tranche::client
