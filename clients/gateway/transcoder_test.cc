// SPDX-License-Identifier: EUPL-1.2
#include "gateway/transcoder.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "google/api/annotations.pb.h"
#include "platform/base/error.h"
#include "tranche/budgets/v1/budgets_service.pb.h"
#include "tranche/plans/v1/plans_service.pb.h"

namespace tranche::gateway {
namespace {

using testing::HasSubstr;

std::unique_ptr<Transcoder> OfLinkedServices() {
  auto transcoder = Transcoder::Create(
      LinkedServices(), google::protobuf::MessageFactory::generated_factory(), /*backend=*/nullptr);
  EXPECT_TRUE(transcoder.ok()) << transcoder.status();
  return *std::move(transcoder);
}

HttpRequest Get(const std::string& path, const std::string& query = "") {
  HttpRequest request;
  request.method = "GET";
  request.path = path;
  request.query = query;
  return request;
}

HttpRequest Post(const std::string& path, const std::string& body) {
  HttpRequest request;
  request.method = "POST";
  request.path = path;
  request.headers = {{"content-type", "application/json; charset=utf-8"}};
  request.body = body;
  return request;
}

std::string FieldOf(const absl::Status& status) {
  const std::vector<Violation> violations = ViolationsOf(status);
  return violations.empty() ? "" : violations.front().field;
}

TEST(Transcoder, EveryAnnotatedMethod_HasARouteAndInternalOnesHaveNone) {
  const auto transcoder = OfLinkedServices();
  EXPECT_GE(transcoder->route_count(), 20u);
  HttpRequest internal = Post("/tranche.budgets.v1.BudgetsService/DecideCosts", "{}");
  EXPECT_EQ(ReasonOf(transcoder->Prepare(internal).status()), "ROUTE_NOT_FOUND");
}

TEST(Transcoder, OnlyMethodsWithAFile_TakeLargeBodies) {
  const auto transcoder = OfLinkedServices();
  EXPECT_TRUE(transcoder->TakesDocument("/v1/organisations/-/plans:import"));
  EXPECT_TRUE(transcoder->TakesDocument("/v1/organisations/lyubimets/documents"));
  EXPECT_FALSE(transcoder->TakesDocument("/v1/organisations/-/contracts/A/costs"));
  EXPECT_FALSE(transcoder->TakesDocument("/v1/organisations/lyubimets/plans/a"));
  EXPECT_FALSE(transcoder->TakesDocument("/elsewhere"));
}

TEST(Transcoder, PathAndQuery_FillTheRequest) {
  const auto transcoder = OfLinkedServices();
  auto prepared = transcoder->Prepare(
      Get("/v1/organisations/-/contracts/BG05%D0%9C9/costs", "pageSize=25&page_token=a%2Bb+c"));
  ASSERT_TRUE(prepared.ok()) << prepared.status();
  EXPECT_EQ(MethodPath(prepared->method), "/tranche.budgets.v1.BudgetsService/ListCosts");
  const auto& request = static_cast<const budgets::v1::ListCostsRequest&>(*prepared->request);
  EXPECT_EQ(request.parent(), "organisations/-/contracts/BG05М9");
  EXPECT_EQ(request.page_size(), 25);
  EXPECT_EQ(request.page_token(), "a+b c");
}

TEST(Transcoder, BodyAndKeyHeader_FillTheRequest) {
  const auto transcoder = OfLinkedServices();
  HttpRequest http = Post("/v1/organisations/a/contracts/C1/costs", R"({"cost":{"line":"1.1"}})");
  http.headers.emplace_back("idempotency-key", "key-1");
  auto prepared = transcoder->Prepare(http);
  ASSERT_TRUE(prepared.ok()) << prepared.status();
  const auto& request = static_cast<const budgets::v1::RecordCostRequest&>(*prepared->request);
  EXPECT_EQ(request.parent(), "organisations/a/contracts/C1");
  EXPECT_EQ(request.cost().line(), "1.1");
  EXPECT_EQ(request.request_id(), "key-1");
}

TEST(Transcoder, VerbAfterAVariable_FindsItsMethod) {
  const auto transcoder = OfLinkedServices();
  auto prepared = transcoder->Prepare(Get("/v1/organisations/-/plans/lyubimets-2013:check"));
  ASSERT_TRUE(prepared.ok()) << prepared.status();
  EXPECT_EQ(MethodPath(prepared->method), "/tranche.plans.v1.PlansService/CheckPlan");
}

TEST(Transcoder, QueryThatTheRequestLacks_IsRefused) {
  const auto transcoder = OfLinkedServices();
  const std::string path = "/v1/organisations/-/plans";
  const absl::Status status = transcoder->Prepare(Get(path, "colour=red")).status();
  EXPECT_EQ(ReasonOf(status), "FIELD_UNKNOWN");
  EXPECT_EQ(FieldOf(status), "colour");
  EXPECT_EQ(HttpStatusOf(ReasonOf(status)), 400);
  EXPECT_EQ(ReasonOf(transcoder->Prepare(Get(path, "parent.x=1")).status()), "FIELD_UNKNOWN");
  EXPECT_EQ(ReasonOf(transcoder->Prepare(Get(path, "=1")).status()), "FIELD_UNKNOWN");
  const HttpRequest with_body = Post("/v1/organisations/a/contracts/C1/costs?", "{}");
  HttpRequest both = Post("/v1/organisations/a/contracts/C1/costs", "{}");
  both.query = "request_id=a";
  EXPECT_EQ(ReasonOf(transcoder->Prepare(both).status()), "FIELD_UNKNOWN");
}

TEST(Transcoder, ValuesGivenTwice_AreRefused) {
  const auto transcoder = OfLinkedServices();
  const std::string path = "/v1/organisations/-/plans";
  EXPECT_EQ(ReasonOf(transcoder->Prepare(Get(path, "pageSize=1&page_size=2")).status()),
            "FIELD_GIVEN_TWICE");
  EXPECT_EQ(ReasonOf(transcoder->Prepare(Get(path, "parent=organisations/b")).status()),
            "FIELD_GIVEN_TWICE");
  const std::string costs = "/v1/organisations/a/contracts/C1/costs";
  EXPECT_EQ(ReasonOf(transcoder->Prepare(Post(costs, R"({"parent":"organisations/b"})")).status()),
            "FIELD_GIVEN_TWICE");
  HttpRequest http = Post(costs, R"({"requestId":"one"})");
  http.headers.emplace_back("idempotency-key", "two");
  EXPECT_EQ(FieldOf(transcoder->Prepare(http).status()), "request_id");
}

TEST(Transcoder, NumberThatIsNone_IsRefused) {
  const auto transcoder = OfLinkedServices();
  for (const std::string value : {"", "x", "1.5", "+1", "01", "99999999999", "1%20"}) {
    EXPECT_EQ(
        ReasonOf(transcoder->Prepare(Get("/v1/organisations/-/plans", "page_size=" + value)).status()),
        "FIELD_MALFORMED")
        << value;
  }
}

TEST(Transcoder, FaultsOfTheBody_AreRefusedWithTheirPlace) {
  const auto transcoder = OfLinkedServices();
  const std::string path = "/v1/organisations/a/contracts/C1/costs";
  EXPECT_EQ(ReasonOf(transcoder->Prepare(Post(path, "{")).status()), "JSON_MALFORMED");
  EXPECT_EQ(ReasonOf(transcoder->Prepare(Post(path, R"({"cost":{},"cost":{}})")).status()),
            "JSON_DUPLICATE_KEY");
  EXPECT_EQ(FieldOf(transcoder->Prepare(Post(path, R"({"cost":{"kind":1}})")).status()), "cost.kind");
  HttpRequest text = Post(path, "{}");
  text.headers = {{"content-type", "text/plain"}};
  EXPECT_EQ(ReasonOf(transcoder->Prepare(text).status()), "MEDIA_TYPE_UNSUPPORTED");
  HttpRequest body_of_get = Post("/v1/organisations/-/plans", "{}");
  body_of_get.method = "GET";
  EXPECT_EQ(ReasonOf(transcoder->Prepare(body_of_get).status()), "JSON_MISMATCH");
}

TEST(HeadersOf, TimeAndToken_ArePassedOn) {
  HttpRequest request = Get("/");
  EXPECT_EQ(HeadersOf(request)->timeout, absl::Seconds(10));
  request.headers = {{"request-timeout", "3"}, {"authorization", "Bearer t"}};
  EXPECT_EQ(HeadersOf(request)->timeout, absl::Seconds(3));
  EXPECT_EQ(HeadersOf(request)->authorization, "Bearer t");
  for (const std::string text : {"0", "61", "1.5", "-1", "soon"}) {
    request.headers = {{"request-timeout", text}};
    EXPECT_EQ(ReasonOf(HeadersOf(request).status()), "FIELD_MALFORMED") << text;
  }
  request.headers = {{"authorization", "Bearer \xd0\x96"}};
  EXPECT_EQ(ReasonOf(HeadersOf(request).status()), "TOKEN_INVALID");
}

// A service made for the test, for the parts of transcoding that no method of ours needs yet.
class OwnService : public testing::Test {
 protected:
  OwnService() : pool_(google::protobuf::DescriptorPool::generated_pool()), factory_(&pool_) {}

  absl::StatusOr<std::unique_ptr<Transcoder>> Build(const std::vector<std::string>& http_rules) {
    google::protobuf::FileDescriptorProto file;
    const bool parsed = google::protobuf::TextFormat::ParseFromString(R"(
      name: "shop.proto" package: "shop" syntax: "proto3" dependency: "google/protobuf/field_mask.proto"
      message_type { name: "Item"
        field { name: "name" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL json_name: "name" }
        field { name: "unit_price" number: 2 type: TYPE_INT64 label: LABEL_OPTIONAL json_name: "unitPrice" }
        field { name: "size" number: 3 type: TYPE_MESSAGE type_name: ".shop.Size" label: LABEL_OPTIONAL
                json_name: "size" }
        field { name: "etag" number: 4 type: TYPE_STRING label: LABEL_OPTIONAL json_name: "etag" } }
      message_type { name: "Size"
        field { name: "width" number: 1 type: TYPE_INT32 label: LABEL_OPTIONAL json_name: "width" } }
      message_type { name: "UpdateRequest"
        field { name: "item" number: 1 type: TYPE_MESSAGE type_name: ".shop.Item" label: LABEL_OPTIONAL
                json_name: "item" }
        field { name: "update_mask" number: 2 type: TYPE_MESSAGE type_name: ".google.protobuf.FieldMask"
                label: LABEL_OPTIONAL json_name: "updateMask" }
        field { name: "etag" number: 3 type: TYPE_STRING label: LABEL_OPTIONAL json_name: "etag" }
        field { name: "tags" number: 4 type: TYPE_STRING label: LABEL_REPEATED json_name: "tags" }
        field { name: "loud" number: 5 type: TYPE_BOOL label: LABEL_OPTIONAL json_name: "loud" } })",
                                                                      &file);
    EXPECT_TRUE(parsed);
    auto* service = file.add_service();
    service->set_name("Shop");
    for (size_t i = 0; i < http_rules.size(); ++i) {
      auto* method = service->add_method();
      method->set_name("Method" + std::to_string(i));
      method->set_input_type(".shop.UpdateRequest");
      method->set_output_type(".shop.Item");
      EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
          http_rules[i], method->mutable_options()->MutableExtension(google::api::http)));
    }
    const auto* built = pool_.BuildFile(file);
    return Transcoder::Create({built->service(0)}, &factory_, nullptr);
  }

  static std::string Text(const google::protobuf::Message& message) {
    std::string text;
    google::protobuf::TextFormat::Printer printer;
    printer.SetSingleLineMode(true);
    EXPECT_TRUE(printer.PrintToString(message, &text));
    return text;
  }

  static HttpRequest Patch(const std::string& body) {
    HttpRequest request = Post("/v1/items/1", body);
    request.method = "PATCH";
    return request;
  }

  google::protobuf::DescriptorPool pool_;
  google::protobuf::DynamicMessageFactory factory_;
};

constexpr char kPatchRule[] = R"(patch: "/v1/{item.name=items/*}" body: "item"
                                 additional_bindings { post: "/v1/{item.name=items/*}:change" body: "*" })";

TEST_F(OwnService, Patch_TakesItsMaskFromTheKeysOfTheBody) {
  auto transcoder = Build({kPatchRule});
  ASSERT_TRUE(transcoder.ok()) << transcoder.status();
  auto prepared = (*transcoder)->Prepare(Patch(R"({"unitPrice":"5","size":{"width":2},"etag":""})"));
  ASSERT_TRUE(prepared.ok()) << prepared.status();
  const std::string text = Text(*prepared->request);
  EXPECT_THAT(text, HasSubstr(R"(name: "items/1" unit_price: 5 size { width: 2 })"));
  for (const std::string path : {"unit_price", "size.width", "etag"}) {
    EXPECT_THAT(text, HasSubstr("paths: \"" + path + "\""));
  }
}

TEST_F(OwnService, PatchWithAMask_KeepsIt) {
  auto transcoder = Build({R"(patch: "/v1/{item.name=items/*}" body: "*")"});
  ASSERT_TRUE(transcoder.ok()) << transcoder.status();
  auto prepared =
      (*transcoder)->Prepare(Patch(R"({"item":{"unitPrice":5},"updateMask":"unitPrice,size.width"})"));
  ASSERT_TRUE(prepared.ok()) << prepared.status();
  EXPECT_THAT(Text(*prepared->request), HasSubstr(R"(paths: "unit_price" paths: "size.width")"));
}

TEST_F(OwnService, IfMatch_BecomesTheEtag) {
  auto transcoder = Build({kPatchRule});
  ASSERT_TRUE(transcoder.ok()) << transcoder.status();
  HttpRequest http = Patch("{}");
  http.headers.emplace_back("if-match", "\"7\"");
  http.query = "tags=a&tags=b&loud=true";
  auto prepared = (*transcoder)->Prepare(http);
  ASSERT_TRUE(prepared.ok()) << prepared.status();
  EXPECT_THAT(Text(*prepared->request), HasSubstr(R"(etag: "7" tags: "a" tags: "b" loud: true)"));
}

TEST_F(OwnService, AdditionalBinding_IsARouteToo) {
  auto transcoder = Build({kPatchRule});
  ASSERT_TRUE(transcoder.ok()) << transcoder.status();
  auto prepared = (*transcoder)->Prepare(Post("/v1/items/2:change", R"({"tags":["x"]})"));
  ASSERT_TRUE(prepared.ok()) << prepared.status();
  EXPECT_THAT(Text(*prepared->request), HasSubstr(R"(name: "items/2")"));
}

TEST_F(OwnService, FaultInABodyField_IsNamedFromTheRequest) {
  auto transcoder = Build({kPatchRule});
  ASSERT_TRUE(transcoder.ok()) << transcoder.status();
  EXPECT_EQ(FieldOf((*transcoder)->Prepare(Patch(R"({"size":{"depth":1}})")).status()),
            "item.size.depth");
}

TEST_F(OwnService, DuplicateRoute_IsAnErrorAtTheStart) {
  EXPECT_FALSE(Build({R"(get: "/v1/{etag}")", R"(get: "/v1/*")"}).ok());
}

TEST_F(OwnService, OptionThatNamesNoField_IsAnErrorAtTheStart) {
  EXPECT_FALSE(Build({R"(get: "/v1/{nothing}")"}).ok());
}

TEST_F(OwnService, BodyThatIsNoMessage_IsAnErrorAtTheStart) {
  EXPECT_FALSE(Build({R"(post: "/v1/x" body: "etag")"}).ok());
}

}  // namespace
}  // namespace tranche::gateway
