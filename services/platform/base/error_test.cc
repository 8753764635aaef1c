// SPDX-License-Identifier: EUPL-1.2
#include "platform/base/error.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "tranche/common/v1/reason.pb.h"
#include "tranche/options/v1/options.pb.h"

namespace tranche {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;

TEST(Refuse, KnownReason_CarriesCatalogueCodeReasonAndSentence) {
  const absl::Status status = Refuse("NOT_FOUND", {{"name", "organisations/x/plans/y"}});

  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ReasonOf(status), "NOT_FOUND");
  EXPECT_EQ(status.message(), "There is no record \"organisations/x/plans/y\".");
}

TEST(Refuse, ReasonOutsideCatalogue_IsInternalAndStillNamesItself) {
  const absl::Status status = Refuse("NO_SUCH_REASON");

  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_EQ(ReasonOf(status), "NO_SUCH_REASON");
}

TEST(Refuse, Values_ComeBackInOrderOfNames) {
  const absl::Status status =
      Refuse("FIELD_OUT_OF_RANGE", {{"value", "9"}, {"max", "5"}, {"min", "0"}});

  EXPECT_THAT(ValuesOf(status), ElementsAre(Pair("max", "5"), Pair("min", "0"), Pair("value", "9")));
}

TEST(Refuse, Payload_IsErrorInfoOfGoogleRpc) {
  const absl::Status status = Refuse("NOT_FOUND", {{"name", "a"}});

  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.ErrorInfo");
  ASSERT_TRUE(payload.has_value());
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(info.ParseFromString(std::string(*payload)));
  EXPECT_EQ(info.domain(), "tranche");
  EXPECT_EQ(info.reason(), "NOT_FOUND");
  EXPECT_EQ(info.metadata().at("name"), "a");
}

TEST(Refuse, MalformedBytesInValue_PayloadStaysReadable) {
  const absl::Status status = Refuse("MONEY_MALFORMED", {{"value", "1\xFF\x32"}});

  EXPECT_THAT(ValuesOf(status), ElementsAre(Pair("value", "1\xEF\xBF\xBD\x32")));
}

TEST(Refuse, LongCyrillicValue_IsCutBetweenLetters) {
  std::string letters;
  for (int i = 0; i < 5'000; ++i) {
    letters += "ж";
  }

  const absl::Status status = Refuse("MONEY_MALFORMED", {{"value", absl::StrCat("a", letters)}});

  const std::string kept = ValuesOf(status).at(0).second;
  EXPECT_EQ(kept, absl::StrCat("a", letters.substr(0, 298), "…"));
}

TEST(RefuseInput, Violations_SurviveWithFieldReasonAndValuesInOrder) {
  const absl::Status status =
      RefuseInput("INVALID_REQUEST",
                  {{"cost.amount", "FIELD_REQUIRED", {}},
                   {"line 27, column 5", "MONEY_MALFORMED", {{"value", "12,3,\"4\""}, {"at", "5"}}}});

  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  const std::vector<Violation> violations = ViolationsOf(status);
  ASSERT_EQ(violations.size(), 2U);
  EXPECT_EQ(violations[0].field, "cost.amount");
  EXPECT_EQ(violations[0].reason, "FIELD_REQUIRED");
  EXPECT_THAT(violations[0].values, IsEmpty());
  EXPECT_EQ(violations[1].field, "line 27, column 5");
  EXPECT_THAT(violations[1].values, ElementsAre(Pair("value", "12,3,\"4\""), Pair("at", "5")));
}

TEST(RefuseInput, NoViolation_IsInternal) {
  EXPECT_EQ(RefuseInput("INVALID_REQUEST", {}).code(), absl::StatusCode::kInternal);
}

TEST(ReasonOf, StatusOfAnotherOrigin_HasNoReasonValuesOrViolations) {
  absl::Status status = absl::UnavailableError("connection refused");
  status.SetPayload("type.googleapis.com/google.rpc.ErrorInfo", absl::Cord("\xFF\xFF not protobuf"));

  EXPECT_EQ(ReasonOf(status), "");
  EXPECT_THAT(ValuesOf(status), IsEmpty());
  EXPECT_THAT(ViolationsOf(status), IsEmpty());
}

TEST(ViolationsOf, DescriptionOfAnotherOrigin_GivesNoValues) {
  google::rpc::BadRequest bad;
  bad.add_field_violations()->set_description("must be positive");
  absl::Status status = absl::InvalidArgumentError("bad");
  status.SetPayload("type.googleapis.com/google.rpc.BadRequest", absl::Cord(bad.SerializeAsString()));

  ASSERT_EQ(ViolationsOf(status).size(), 1U);
  EXPECT_THAT(ViolationsOf(status)[0].values, IsEmpty());
}

TEST(Explain, BothLanguages_NameTheValue) {
  const ErrorValues values = {{"value", "12,3,4"}};

  EXPECT_EQ(Explain("MONEY_MALFORMED", values, Language::kBulgarian),
            "„12,3,4“ не е сума; пишете например 378008.50.");
  EXPECT_EQ(Explain("MONEY_MALFORMED", values, Language::kEnglish),
            "\"12,3,4\" is no amount; write for example 378008.50.");
}

TEST(RefuseFields, ReasonOfTheFirst_IsThatOfAllAndEachKeepsItsField) {
  std::vector<Violation> violations;
  AddViolation(absl::OkStatus(), "nothing", &violations);
  AddViolation(Refuse("LINE_NOT_FOUND", {{"line", "9"}}), "cost.line", &violations);
  AddViolation(Refuse("EIK_INVALID", {{"value", "1"}}), "cost.document.issuerEik", &violations);
  const absl::Status status = RefuseFields(violations);

  EXPECT_EQ(ReasonOf(status), "LINE_NOT_FOUND");
  EXPECT_EQ(ValuesOf(status), (ErrorValues{{"line", "9"}}));
  ASSERT_EQ(ViolationsOf(status).size(), 2U);
  EXPECT_EQ(ViolationsOf(status)[0].field, "cost.line");
  EXPECT_EQ(ViolationsOf(status)[1].field, "cost.document.issuerEik");
  EXPECT_EQ(ViolationsOf(status)[1].values, (ErrorValues{{"value", "1"}}));
}

TEST(RefuseFields, ReasonThatSaysNothingWithoutItsField_IsAnInvalidRequest) {
  EXPECT_EQ(ReasonOf(RefuseFields({{"creditNote.vat", "FIELD_REQUIRED", {}}})), "INVALID_REQUEST");
}

TEST(Explain, BracesInsideValue_AreNotFilledAgain) {
  EXPECT_EQ(Explain("FIELD_MALFORMED", {{"value", "{format}"}, {"format", "X"}}, Language::kEnglish),
            "The value \"{format}\" is not of the form X.");
}

TEST(Explain, MissingValue_IsAQuestionMark) {
  EXPECT_EQ(Explain("NOT_FOUND", {}, Language::kEnglish), "There is no record \"?\".");
}

TEST(Explain, ReasonOutsideCatalogue_IsTheReason) {
  EXPECT_EQ(Explain("NO_SUCH_REASON", {}, Language::kBulgarian), "NO_SUCH_REASON");
}

TEST(HttpStatusOf, KnownAndUnknownReason) {
  EXPECT_EQ(HttpStatusOf("NOT_FOUND"), 404);
  EXPECT_EQ(HttpStatusOf("MONEY_CURRENCY_MIXED"), 422);
  EXPECT_EQ(HttpStatusOf("NO_SUCH_REASON"), 500);
}

TEST(Catalogue, EveryReason_HasCodeHttpStatusAndBothSentences) {
  const google::protobuf::EnumDescriptor* reasons = common::v1::Reason_descriptor();
  for (int i = 0; i < reasons->value_count(); ++i) {
    const google::protobuf::EnumValueDescriptor* value = reasons->value(i);
    if (value->number() == 0) {
      continue;
    }
    SCOPED_TRACE(value->name());
    const options::v1::ReasonText& text = value->options().GetExtension(options::v1::reason);
    EXPECT_GE(text.code(), 1);
    EXPECT_LE(text.code(), 16);
    EXPECT_GE(text.http(), 400);
    EXPECT_LE(text.http(), 504);
    EXPECT_THAT(text.bg(), Not(IsEmpty()));
    EXPECT_THAT(text.en(), Not(IsEmpty()));
    EXPECT_EQ(Refuse(value->name()).code(), static_cast<absl::StatusCode>(text.code()));
  }
}

}  // namespace
}  // namespace tranche
