// SPDX-License-Identifier: EUPL-1.2
#include "platform/validate/validate.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <memory>

#include "google/api/field_behavior.pb.h"
#include "platform/base/error.h"
#include "tranche/common/v1/money.pb.h"
#include "tranche/options/v1/options.pb.h"

namespace tranche::validate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// A message with a field for every rule, described here so that each test shows rule and value.
constexpr char kFile[] = R"pb(
  name: "validate_test.proto"
  package: "test"
  syntax: "proto3"
  dependency: "tranche/options/v1/options.proto"
  dependency: "google/api/field_behavior.proto"
  enum_type {
    name: "Kind"
    value { name: "KIND_UNSPECIFIED" number: 0 }
    value { name: "GRANT" number: 1 }
  }
  message_type {
    name: "Item"
    field {
      name: "unit_price"
      number: 1
      type: TYPE_STRING
      label: LABEL_OPTIONAL
      json_name: "unitPrice"
      options {
        [tranche.options.v1.rules] { required: true format: DECIMAL }
      }
    }
  }
  message_type {
    name: "Group"
    field {
      name: "codes"
      number: 1
      type: TYPE_STRING
      label: LABEL_REPEATED
      json_name: "codes"
      options {
        [tranche.options.v1.rules] { format: IDENTIFIER }
      }
    }
  }
  message_type {
    name: "Request"
    field {
      name: "title"
      number: 1
      type: TYPE_STRING
      label: LABEL_OPTIONAL
      json_name: "title"
      options {
        [tranche.options.v1.rules] { max_bytes: 8 }
      }
    }
    field {
      name: "start_day"
      number: 2
      type: TYPE_STRING
      label: LABEL_OPTIONAL
      json_name: "startDay"
      options {
        [tranche.options.v1.rules] { format: DATE }
      }
    }
    field {
      name: "currency"
      number: 3
      type: TYPE_STRING
      label: LABEL_OPTIONAL
      json_name: "currency"
      options {
        [tranche.options.v1.rules] { format: CURRENCY }
      }
    }
    field {
      name: "parent"
      number: 4
      type: TYPE_STRING
      label: LABEL_OPTIONAL
      json_name: "parent"
      options {
        [tranche.options.v1.rules] { format: RESOURCE_NAME resource: "organisations/{organisation}" }
      }
    }
    field {
      name: "months"
      number: 5
      type: TYPE_INT32
      label: LABEL_OPTIONAL
      json_name: "months"
      options {
        [tranche.options.v1.rules] { gte: 0 lte: 120 }
      }
    }
    field {
      name: "share"
      number: 6
      type: TYPE_INT64
      label: LABEL_OPTIONAL
      json_name: "share"
      proto3_optional: true
      oneof_index: 0
      options {
        [tranche.options.v1.rules] { required: true gte: 0 }
      }
    }
    field {
      name: "kind"
      number: 7
      type: TYPE_ENUM
      type_name: ".test.Kind"
      label: LABEL_OPTIONAL
      json_name: "kind"
      options {
        [tranche.options.v1.rules] { required: true }
      }
    }
    field {
      name: "items"
      number: 8
      type: TYPE_MESSAGE
      type_name: ".test.Item"
      label: LABEL_REPEATED
      json_name: "items"
      options {
        [tranche.options.v1.rules] { max_items: 3 }
      }
    }
    field {
      name: "best_item"
      number: 9
      type: TYPE_MESSAGE
      type_name: ".test.Item"
      label: LABEL_OPTIONAL
      json_name: "bestItem"
    }
    field {
      name: "codes"
      number: 10
      type: TYPE_STRING
      label: LABEL_REPEATED
      json_name: "codes"
      options {
        [tranche.options.v1.rules] { min_items: 1 format: IDENTIFIER }
      }
    }
    field {
      name: "request_id"
      number: 11
      type: TYPE_STRING
      label: LABEL_OPTIONAL
      json_name: "requestId"
      options {
        [tranche.options.v1.rules] { format: REQUEST_ID }
      }
    }
    field {
      name: "digest"
      number: 12
      type: TYPE_STRING
      label: LABEL_OPTIONAL
      json_name: "digest"
      options {
        [tranche.options.v1.rules] { format: SHA256 }
      }
    }
    field {
      name: "scan"
      number: 13
      type: TYPE_BYTES
      label: LABEL_OPTIONAL
      json_name: "scan"
      options {
        [tranche.options.v1.rules] { max_bytes: 4 }
      }
    }
    field {
      name: "computed"
      number: 14
      type: TYPE_STRING
      label: LABEL_OPTIONAL
      json_name: "computed"
      options {
        [tranche.options.v1.rules] { max_bytes: 1 }
        [google.api.field_behavior]: OUTPUT_ONLY
      }
    }
    field { name: "free" number: 15 type: TYPE_STRING label: LABEL_OPTIONAL json_name: "free" }
    field {
      name: "groups"
      number: 16
      type: TYPE_MESSAGE
      type_name: ".test.Group"
      label: LABEL_REPEATED
      json_name: "groups"
    }
    oneof_decl { name: "_share" }
  })pb";

// The message of kFile; its required fields filled.
class Described {
 public:
  Described() : pool_(google::protobuf::DescriptorPool::generated_pool()), factory_(&pool_) {
    // Naming them links their descriptions in.
    google::api::FieldBehavior_descriptor();
    options::v1::Rules::descriptor();
    google::protobuf::FileDescriptorProto file;
    if (!google::protobuf::TextFormat::ParseFromString(kFile, &file)) std::abort();
    const google::protobuf::FileDescriptor* built = pool_.BuildFile(file);
    if (built == nullptr) std::abort();
    prototype_ = factory_.GetPrototype(built->FindMessageTypeByName("Request"));
  }

  // "field reason" of everything that is wrong with a message given in text form.
  std::vector<std::string> Wrong(const std::string& text) { return List(*Parse(text)); }

  std::unique_ptr<google::protobuf::Message> Parse(const std::string& text) {
    std::unique_ptr<google::protobuf::Message> message(prototype_->New());
    if (!google::protobuf::TextFormat::ParseFromString(text, message.get())) std::abort();
    return message;
  }

  static std::vector<std::string> List(const google::protobuf::Message& message) {
    std::vector<std::string> wrong;
    for (const Violation& violation : ViolationsOf(Check(message))) {
      wrong.push_back(violation.field + " " + violation.reason);
    }
    return wrong;
  }

 private:
  google::protobuf::DescriptorPool pool_;
  google::protobuf::DynamicMessageFactory factory_;
  const google::protobuf::Message* prototype_ = nullptr;
};

constexpr char kGood[] = "share: 0 kind: GRANT codes: 'a-1' ";

class ValidateTest : public ::testing::Test {
 protected:
  std::vector<std::string> With(const std::string& more) { return described_.Wrong(kGood + more); }
  Described described_;
};

TEST_F(ValidateTest, GoodMessage_Checked_Passes) {
  EXPECT_THAT(With("title: 'Заря' start_day: '2018-10-18' currency: 'BGN' months: 18 request_id: 'k-1' "
                   "parent: 'organisations/sopot' items { unit_price: '2.50' } scan: 'abcd'"),
              IsEmpty());
}

TEST_F(ValidateTest, EverythingWrong_Checked_AllViolationsAtOnce) {
  EXPECT_THAT(
      described_.Wrong("title: 'nine bytes' start_day: '2018-02-31' currency: 'USD' "
                       "parent: 'sopot' months: 121 items { unit_price: '12,3,4' } items { } "
                       "codes: 'Ne' request_id: 'a b' digest: 'AB' scan: '12345'"),
      UnorderedElementsAre("title FIELD_TOO_LONG", "startDay DATE_NOT_IN_CALENDAR",
                           "currency MONEY_CURRENCY_UNKNOWN", "parent RESOURCE_NAME_MALFORMED",
                           "months FIELD_OUT_OF_RANGE", "share FIELD_REQUIRED", "kind FIELD_REQUIRED",
                           "items[0].unitPrice MONEY_MALFORMED", "items[1].unitPrice FIELD_REQUIRED",
                           "codes[0] FIELD_MALFORMED", "requestId FIELD_MALFORMED",
                           "digest FIELD_MALFORMED", "scan FIELD_TOO_LONG"));
}

TEST_F(ValidateTest, Date_NoDate_IsMalformed) {
  EXPECT_THAT(With("start_day: '31.02.2018'"), ElementsAre("startDay DATE_MALFORMED"));
}

TEST_F(ValidateTest, Date_BeyondTheDaysThatAreTaken_IsOutOfRangeWithBothEnds) {
  EXPECT_THAT(With("start_day: '1990-01-01'"), IsEmpty());
  EXPECT_THAT(With("start_day: '2100-12-31'"), IsEmpty());
  EXPECT_THAT(With("start_day: '1989-12-31'"), ElementsAre("startDay DATE_OUT_OF_RANGE"));
  const absl::Status status = Check(*described_.Parse(std::string(kGood) + "start_day: '9999-12-31'"));
  ASSERT_EQ(ViolationsOf(status).size(), 1u);
  EXPECT_EQ(ViolationsOf(status)[0].reason, "DATE_OUT_OF_RANGE");
  EXPECT_THAT(ViolationsOf(status)[0].values,
              UnorderedElementsAre(std::pair<std::string, std::string>("value", "9999-12-31"),
                                   std::pair<std::string, std::string>("min", "1990-01-01"),
                                   std::pair<std::string, std::string>("max", "2100-12-31")));
}

TEST_F(ValidateTest, NestedMessage_Wrong_NamesThePath) {
  EXPECT_THAT(With("best_item { unit_price: 'x' }"), ElementsAre("bestItem.unitPrice MONEY_MALFORMED"));
}

TEST_F(ValidateTest, NestedMessage_Unset_IsNotLookedInto) { EXPECT_THAT(With(""), IsEmpty()); }

TEST_F(ValidateTest, OptionalNumber_GivenAsZero_CountsAsPresent) {
  EXPECT_THAT(described_.Wrong("share: 0 kind: GRANT codes: 'a'"), IsEmpty());
  EXPECT_THAT(described_.Wrong("share: -1 kind: GRANT codes: 'a'"),
              ElementsAre("share FIELD_OUT_OF_RANGE"));
}

TEST_F(ValidateTest, Enum_UnknownNumber_IsMalformed) {
  const auto message = described_.Parse(kGood);
  const auto* field = message->GetDescriptor()->FindFieldByName("kind");
  message->GetReflection()->SetEnumValue(message.get(), field, 9);
  EXPECT_THAT(Described::List(*message), ElementsAre("kind FIELD_MALFORMED"));
}

TEST_F(ValidateTest, List_TooManyOrTooFew_IsOutOfRange) {
  const std::string item = "items { unit_price: '1' } ";
  EXPECT_THAT(With(item + item + item), IsEmpty());
  EXPECT_THAT(With(item + item + item + item), ElementsAre("items FIELD_ITEMS_OUT_OF_RANGE"));
  EXPECT_THAT(described_.Wrong("share: 0 kind: GRANT"), ElementsAre("codes FIELD_ITEMS_OUT_OF_RANGE"));
}

TEST_F(ValidateTest, Text_WithoutARule_HoldsAThousandBytes) {
  EXPECT_THAT(With("free: '" + std::string(1000, 'x') + "'"), IsEmpty());
  EXPECT_THAT(With("free: '" + std::string(1001, 'x') + "'"), ElementsAre("free FIELD_TOO_LONG"));
}

TEST_F(ValidateTest, Text_NotUtf8OrWithZero_IsRefused) {
  const auto message = described_.Parse(kGood);
  const auto* field = message->GetDescriptor()->FindFieldByName("free");
  message->GetReflection()->SetString(message.get(), field, "\xd0\xff");
  EXPECT_THAT(Described::List(*message), ElementsAre("free TEXT_NOT_UTF8"));
  message->GetReflection()->SetString(message.get(), field, std::string("a\0b", 3));
  EXPECT_THAT(Described::List(*message), ElementsAre("free FIELD_CONTROL_CHARACTER"));
}

TEST_F(ValidateTest, Text_WithControlCharacter_IsRefusedButTabsAndLineBreaksAreNot) {
  const auto message = described_.Parse(kGood);
  const auto* field = message->GetDescriptor()->FindFieldByName("free");
  for (const char* text : {"a\x1b[31mb", "a\x7f", "a\xc2\x9b"}) {
    message->GetReflection()->SetString(message.get(), field, text);
    EXPECT_THAT(Described::List(*message), ElementsAre("free FIELD_CONTROL_CHARACTER")) << text;
  }
  for (const char* text : {"a\tb\r\nc", "Любимец", "\xc2\xa0"}) {
    message->GetReflection()->SetString(message.get(), field, text);
    EXPECT_THAT(Described::List(*message), IsEmpty()) << text;
  }
}

TEST_F(ValidateTest, OutputOnlyField_Given_IsIgnored) {
  EXPECT_THAT(With("computed: 'long'"), IsEmpty());
}

TEST_F(ValidateTest, Violation_OutOfRange_NamesValueAndLimits) {
  const absl::Status status = Check(*described_.Parse(std::string(kGood) + "months: 121"));
  EXPECT_EQ(ReasonOf(status), "INVALID_REQUEST");
  ASSERT_EQ(ViolationsOf(status).size(), 1u);
  EXPECT_THAT(ViolationsOf(status)[0].values,
              UnorderedElementsAre(std::pair<std::string, std::string>("value", "121"),
                                   std::pair<std::string, std::string>("min", "0"),
                                   std::pair<std::string, std::string>("max", "120")));
}

TEST(ThreePartAmount, PartsMissing_Checked_EachIsNamed) {
  common::v1::ThreePartAmount amount;
  amount.mutable_eu()->set_amount("1.005");
  amount.mutable_eu()->set_currency("BGN");
  EXPECT_THAT(Described::List(amount),
              UnorderedElementsAre("eu.amount MONEY_MALFORMED", "national FIELD_REQUIRED",
                                   "own FIELD_REQUIRED"));
}

TEST_F(ValidateTest, TenThousandViolations_AHundredAreListedAndTheRestCounted) {
  std::string group = "groups {";
  for (int i = 0; i < 1000; ++i) group += " codes: 'Ne'";
  group += " }";
  std::string text = kGood;
  for (int i = 0; i < 10; ++i) text += group;
  const absl::Status status = Check(*described_.Parse(text));
  const std::vector<Violation> violations = ViolationsOf(status);
  ASSERT_EQ(violations.size(), 100u);
  EXPECT_EQ(violations.back().field, "groups[0].codes[99]");
  EXPECT_EQ(ValuesOf(status), (ErrorValues{{"violations_left_out", "9900"}}));
}

TEST_F(ValidateTest, AHundredViolations_AreAllListed) {
  std::string text = kGood;
  text += "groups {";
  for (int i = 0; i < 100; ++i) text += " codes: 'Ne'";
  const absl::Status status = Check(*described_.Parse(text + " }"));
  EXPECT_EQ(ViolationsOf(status).size(), 100u);
  EXPECT_THAT(ValuesOf(status), IsEmpty());
}

TEST(ResourceName, FitsItsPattern_GivesTheVariables) {
  const auto parts = ParseResourceName("organisations/{organisation}/contracts/{contract}",
                                       "organisations/-/contracts/BG05М9ОР001-2.005-0063-C01");
  ASSERT_TRUE(parts.ok()) << parts.status();
  EXPECT_THAT(*parts, ElementsAre("-", "BG05М9ОР001-2.005-0063-C01"));
}

TEST(ResourceName, DoesNotFit_IsMalformed) {
  const std::string letters(65, 'a');
  for (const std::string& name :
       {std::string(""), std::string("organisations"), std::string("organisations/"),
        std::string("organisations/a/b"), std::string("plans/a"), std::string("organisations/a b"),
        std::string("organisations/.."), "organisations/" + letters, std::string("/organisations/a")}) {
    EXPECT_EQ(ReasonOf(ParseResourceName("organisations/{organisation}", name).status()),
              "RESOURCE_NAME_MALFORMED")
        << name;
  }
}

TEST(ResourceName, SixtyFourCyrillicLetters_Fit) {
  std::string letters;
  for (int i = 0; i < 64; ++i) letters += "Ж";
  EXPECT_TRUE(ParseResourceName("organisations/{organisation}", "organisations/" + letters).ok());
}

TEST(ParseNumber, OnlyTheWrittenFormOfANumber_IsOne) {
  EXPECT_EQ(ParseNumber<int>("1"), 1);
  EXPECT_EQ(ParseNumber<int>("2147483647"), 2147483647);
  EXPECT_EQ(ParseNumber<int64_t>("9223372036854775807"), 9223372036854775807);
  for (const absl::string_view segment :
       {"", "0", "01", "+1", "-1", " 1", "1 ", "1.0", "1e3", "x", "2147483648", "Ж", "0x1"}) {
    EXPECT_EQ(ParseNumber<int>(segment), 0) << segment;
  }
}

}  // namespace
}  // namespace tranche::validate
