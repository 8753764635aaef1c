// SPDX-License-Identifier: EUPL-1.2
// A small service of its own shows each rule; what the whole API's document promises is held by
// tests/openapi on the real programs.
#include "openapi/openapi.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "openapi/comments.h"

namespace tranche::openapi {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kShop[] = R"(
syntax = "proto3";
package tranche.shop.v1;
import "google/api/annotations.proto";
import "google/protobuf/timestamp.proto";
import "tranche/common/v1/reason.proto";
import "tranche/options/v1/options.proto";

// Keeps items.
service ShopService {
  // Changes an item. Only while it is not sold.
  rpc UpdateItem(UpdateItemRequest) returns (Item) {
    option (google.api.http) = {post: "/v1/{name=shops/*/items/*}:update" body: "*"};
    option (tranche.options.v1.authorization) = {permission: "items.write" roles: [FINANCE, SERVICE]};
  }
  // Items.
  rpc ListItems(ListItemsRequest) returns (ListItemsResponse) {
    option (google.api.http) = {get: "/v1/items"};
    option (tranche.options.v1.authorization) = {permission: "items.read" roles: [AUDITOR]};
  }
  // The number of items.
  rpc CountItems(CountItemsRequest) returns (ListItemsResponse) {
    option (google.api.http) = {get: "/v1/items:count"};
    option (tranche.options.v1.authorization) = {permission: "items.read" roles: [AUDITOR]};
  }
  // Internal.
  rpc Follow(ListItemsRequest) returns (ListItemsResponse) {
    option (tranche.options.v1.authorization) = {permission: "items.follow" roles: [SERVICE]};
  }
}
// An item.
message Item {
  // "shops/…/items/7". Output only.
  string name = 1;
  // Title, "Milk" or "Bread".
  string title = 2 [(tranche.options.v1.rules) = {required: true max_bytes: 20}];
  // Price.
  string price = 3 [(tranche.options.v1.rules) = {required: true format: DECIMAL}];
  // Colour.
  Colour colour = 4;
  // Sold on; empty: not yet.
  string sold_on = 5 [(tranche.options.v1.rules).format = DATE];
  // Pieces.
  int32 pieces = 6 [(tranche.options.v1.rules) = {gte: 1 lte: 9}];
  // Grams.
  int64 grams = 7;
  // Parts.
  repeated Item parts = 8 [(tranche.options.v1.rules) = {min_items: 1 max_items: 5}];
  // When it was made.
  google.protobuf.Timestamp made_at = 9;
  // Picture.
  bytes picture = 10 [(tranche.options.v1.rules).max_bytes = 4];
  // Version.
  string etag = 11;
  // Weight in words. Output only.
  optional string weight = 12;
}
// A colour.
enum Colour {
  // Never sent.
  COLOUR_UNSPECIFIED = 0;
  // As snow.
  WHITE = 1 [(tranche.options.v1.value_label) = {bg: "бял" en: "white"}];
}
// Changes an item.
message UpdateItemRequest {
  // "shops/-/items/milk".
  string name = 1 [(tranche.options.v1.rules) = {
    required: true format: RESOURCE_NAME resource: "shops/{shop}/items/{item}"}];
  // The item.
  Item item = 2 [(tranche.options.v1.rules).required = true];
  // Key.
  string request_id = 3 [(tranche.options.v1.rules) = {required: true format: REQUEST_ID}];
  // Version.
  string etag = 4;
}
// Asks for items.
message ListItemsRequest {
  // Most items.
  int32 page_size = 1 [(tranche.options.v1.rules) = {gte: 0 lte: 500}];
  // The day on which to look.
  string as_of = 2 [(tranche.options.v1.rules).format = DATE];
}
// Asks how many.
message CountItemsRequest {}
// Items.
message ListItemsResponse {
  // The items.
  repeated Item items = 1;
}
)";

class OpenApi : public ::testing::Test {
 protected:
  OpenApi() {
    char folder[] = "/tmp/tranche-openapi-XXXXXX";
    folder_ = mkdtemp(folder);
  }
  ~OpenApi() override { std::filesystem::remove_all(folder_); }

  absl::StatusOr<Json> DescribeText(const std::string& text) {
    std::ofstream(folder_ + "/shop.proto") << text;
    const std::string set = folder_ + "/shop.binpb";
    const std::string command = absl::StrCat(
        "protoc -I", folder_, " -I", PROTO_ROOT, " -I", PROTO_ROOT, "/node_modules/google-proto-files",
        " --include_imports --include_source_info --descriptor_set_out=", set, " shop.proto");
    if (std::system(command.c_str()) != 0) return absl::InvalidArgumentError("protoc refuses the text");
    if (!steps_.empty()) std::ofstream(folder_ + "/steps.json") << steps_;
    std::vector<std::string> steps;
    if (!steps_.empty()) steps.push_back(folder_ + "/steps.json");
    return DescribeFile(set, "1.2.3", steps);
  }

  Json Document(const std::string& text = kShop) {
    absl::StatusOr<Json> document = DescribeText(text);
    EXPECT_TRUE(document.ok()) << document.status();
    return document.ok() ? *document : Json();
  }

  static Json Parameter(const Json& operation, const std::string& name) {
    for (const Json& parameter : operation["parameters"]) {
      if (parameter.value("name", "") == name) return parameter;
    }
    return Json();
  }

  std::string steps_;

 private:
  std::string folder_;
};

TEST_F(OpenApi, Path_HasTheVariablesOfTheResourceName) {
  const Json document = Document();
  ASSERT_TRUE(document["paths"].contains("/v1/shops/{shop}/items/{item}:update")) << document["paths"];
  EXPECT_EQ(document["paths"].size(), 3u);  // The internal method has no address.
  const Json& update = document["paths"]["/v1/shops/{shop}/items/{item}:update"]["post"];
  const Json shop = Parameter(update, "shop");
  EXPECT_EQ(shop["in"], "path");
  EXPECT_EQ(shop["required"], true);
  EXPECT_THAT(shop["description"].get<std::string>(), HasSubstr("shops/{shop}/items/{item}"));
  EXPECT_EQ(Parameter(update, "item")["example"], "milk");
}

TEST_F(OpenApi, Operation_SaysWhatTheCommentAndTheOptionsSay) {
  const Json update = Document()["paths"]["/v1/shops/{shop}/items/{item}:update"]["post"];
  EXPECT_EQ(update["operationId"], "UpdateItem");
  EXPECT_EQ(update["summary"], "Changes an item");
  EXPECT_EQ(update["description"], "Changes an item. Only while it is not sold.");
  EXPECT_EQ(update["x-permission"], "items.write");
  EXPECT_EQ(update["x-roles"], (Json{"finance", "service"}));
  EXPECT_EQ(update["tags"], (Json{"shop"}));
}

TEST_F(OpenApi, WriteBySession_TakesTheTokenOfItsPage) {
  const Json document = Document();
  EXPECT_EQ(document["security"], Json::parse(R"([{"token": []}, {"session": []}])"));
  EXPECT_EQ(document["paths"]["/v1/shops/{shop}/items/{item}:update"]["post"]["security"],
            Json::parse(R"([{"token": []}, {"session": [], "page": []}])"));
}

TEST_F(OpenApi, Headers_GiveTheKeyAndTheVersion) {
  const Json document = Document();
  const Json& update = document["paths"]["/v1/shops/{shop}/items/{item}:update"]["post"];
  const Json key = Parameter(update, "Idempotency-Key");
  EXPECT_EQ(key["required"], true);
  EXPECT_EQ(key["schema"]["pattern"], "^[!-~]{1,64}$");
  EXPECT_EQ(Parameter(update, "If-Match")["required"], false);
  EXPECT_TRUE(update["responses"].contains("412"));
  EXPECT_TRUE(update["responses"]["200"]["headers"].contains("ETag"));
  const Json& list = document["paths"]["/v1/items"]["get"];
  EXPECT_TRUE(Parameter(list, "Idempotency-Key").is_null());
  EXPECT_FALSE(list["responses"].contains("412"));
}

TEST_F(OpenApi, Body_LacksWhatPathAndHeadersGive) {
  const Json body = Document()["components"]["schemas"]["shop.UpdateItemRequest"];
  EXPECT_EQ(body["properties"].size(), 1u) << body;
  EXPECT_EQ(body["required"], (Json{"item"}));
  EXPECT_EQ(body["properties"]["item"]["$ref"], "#/components/schemas/shop.ItemInput");
  EXPECT_EQ(body["additionalProperties"], false);
}

TEST_F(OpenApi, Input_HasTheRules) {
  const Json input = Document()["components"]["schemas"]["shop.ItemInput"];
  const Json& properties = input["properties"];
  EXPECT_EQ(input["required"], (Json{"title", "price", "pieces", "parts"}));
  EXPECT_FALSE(properties.contains("name"));
  EXPECT_FALSE(properties.contains("weight"));
  EXPECT_EQ(properties["title"], (Json{{"type", "string"},
                                       {"minLength", 1},
                                       {"maxLength", 20},
                                       {"x-max-bytes", 20},
                                       {"description", "Title, \"Milk\" or \"Bread\"."},
                                       {"examples", Json::array({"Milk"})}}));
  EXPECT_EQ(properties["price"]["pattern"], "^-?[0-9]+(\\.[0-9]{1,2})?$");
  EXPECT_EQ(properties["soldOn"]["format"], "date");
  EXPECT_EQ(properties["pieces"]["minimum"], 1);
  EXPECT_EQ(properties["pieces"]["maximum"], 9);
  EXPECT_EQ(properties["grams"]["type"], "string");
  EXPECT_EQ(properties["parts"]["minItems"], 1);
  EXPECT_EQ(properties["parts"]["maxItems"], 5);
  EXPECT_EQ(properties["madeAt"]["format"], "date-time");
  EXPECT_EQ(properties["picture"]["maxLength"], 8);  // 4 bytes in base64.
}

TEST_F(OpenApi, Answer_HasWhatOurJsonAlwaysWrites) {
  const Json answer = Document()["components"]["schemas"]["shop.Item"];
  EXPECT_EQ(answer["required"],
            (Json{"name", "title", "price", "soldOn", "pieces", "grams", "parts", "picture", "etag"}));
  EXPECT_EQ(answer["properties"]["name"]["readOnly"], true);
  EXPECT_FALSE(answer["properties"]["title"].contains("readOnly"));
  EXPECT_EQ(answer["properties"]["price"]["pattern"], "^-?[0-9]+\\.[0-9]{2}$");
  EXPECT_EQ(answer["properties"]["soldOn"]["pattern"], "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$");
}

TEST_F(OpenApi, Enum_IsInLowerCaseWithoutNotSaid) {
  const Json colour = Document()["components"]["schemas"]["shop.Colour"];
  EXPECT_EQ(colour["enum"], (Json{"white"}));
  EXPECT_EQ(colour["x-enumDescriptions"]["white"], "As snow.");
  EXPECT_EQ(colour["x-label-bg"]["white"], "бял");
}

TEST_F(OpenApi, Query_HasTheFieldsOfARead) {
  const Json document = Document();
  const Json& list = document["paths"]["/v1/items"]["get"];
  EXPECT_EQ(Parameter(list, "pageSize")["in"], "query");
  EXPECT_EQ(Parameter(list, "pageSize")["schema"]["maximum"], 500);
  EXPECT_EQ(Parameter(list, "asOf")["schema"]["format"], "date");
  EXPECT_FALSE(list.contains("requestBody"));
}

TEST_F(OpenApi, Statuses_AreThoseThatTheRequestCanLeadTo) {
  const Json paths = Document()["paths"];
  const auto has = [](const Json& operation, const char* status) {
    return operation["responses"].contains(status);
  };
  const Json& list = paths["/v1/items"]["get"];
  EXPECT_TRUE(has(list, "422"));  // Its calendar may not reach the day.
  EXPECT_FALSE(has(list, "415"));
  const Json& count = paths["/v1/items:count"]["get"];
  EXPECT_TRUE(has(count, "403"));
  EXPECT_FALSE(has(count, "404"));
  EXPECT_FALSE(has(count, "422"));
  const Json& update = paths["/v1/shops/{shop}/items/{item}:update"]["post"];
  for (const char* status : {"404", "409", "413", "415", "422"})
    EXPECT_TRUE(has(update, status)) << status;
}

TEST_F(OpenApi, Problem_HasTheReasonsOfItsStatus) {
  const Json document = Document();
  const Json& answer = document["components"]["responses"]["Problem401"];
  const Json& codes =
      answer["content"]["application/problem+json"]["schema"]["allOf"][1]["properties"]["code"]["enum"];
  EXPECT_THAT(codes, Contains("TOKEN_MISSING"));
  EXPECT_THAT(codes, Not(Contains("LINE_EXHAUSTED")));
  EXPECT_TRUE(answer["headers"].contains("WWW-Authenticate"));
  const Json& reasons = document["components"]["schemas"]["Reason"];
  EXPECT_EQ(reasons["x-status"]["LINE_EXHAUSTED"], 422);
  EXPECT_THAT(reasons["x-label-en"]["TOKEN_EXPIRED"].get<std::string>(), HasSubstr("expired"));
}

TEST_F(OpenApi, Example_IsAStepWithWhatIsKnownOfItsAnswers) {
  steps_ = R"({"steps": [
    {"id": "a", "method": "tranche.shop.v1.ShopService/UpdateItem",
     "request": {"name": "shops/corner/items/bread", "item": {"title": "$later.nothing"}}},
    {"id": "b", "method": "tranche.shop.v1.ShopService/UpdateItem",
     "request": {"name": "shops/corner/items/milk", "item": {"title": "Мляко", "price": "1.20"}}},
    {"id": "c", "method": "tranche.shop.v1.ShopService/UpdateItem", "request": {"name": "$b.name"}}]})";
  const Json update = Document()["paths"]["/v1/shops/{shop}/items/{item}:update"]["post"];
  EXPECT_EQ(update["requestBody"]["content"]["application/json"]["example"],
            (Json{{"item", {{"title", "Мляко"}, {"price", "1.20"}}}}));
  EXPECT_EQ(Parameter(update, "shop")["example"], "corner");
}

TEST_F(OpenApi, AnswerThatIsAFile_HasItsMediaTypeAndNothingOfTheMessageThatCarriesIt) {
  const auto document = DescribeText(absl::StrReplaceAll(
      kShop, {{"CountItems(CountItemsRequest) returns (ListItemsResponse)",
               "CountItems(CountItemsRequest) returns (google.api.HttpBody)"},
              {"import \"google/api/annotations.proto\";",
               "import \"google/api/annotations.proto\"; import \"google/api/httpbody.proto\";"}}));
  ASSERT_TRUE(document.ok()) << document.status();
  const Json answer = (*document)["paths"]["/v1/items:count"]["get"]["responses"]["200"];
  EXPECT_EQ(answer["description"], "The file.");
  EXPECT_EQ(answer["content"],
            (Json{{"application/pdf",
                   {{"schema", {{"type", "string"}, {"contentMediaType", "application/pdf"}}}}}}));
  EXPECT_FALSE((*document)["components"]["schemas"].contains("google.api.HttpBody"));
}

TEST_F(OpenApi, PathThatDoesNotFitItsRule_IsAnError) {
  const auto document = DescribeText(
      absl::StrReplaceAll(kShop, {{"shops/{shop}/items/{item}", "shops/{shop}/things/{item}"}}));
  ASSERT_FALSE(document.ok());
  EXPECT_THAT(std::string(document.status().message()),
              HasSubstr("UpdateItem: the path and the rule of name"));
}

TEST(Comments, FirstSentence_EndsAtItsStop) {
  EXPECT_EQ(FirstSentence("Costs of a contract, e.g. travel; all. Then more."),
            "Costs of a contract, e.g");
  EXPECT_EQ(FirstSentence("One cost."), "One cost");
}

TEST(Comments, Unwrap_KeepsParagraphs) {
  EXPECT_EQ(Unwrap(" One\n two.\n\n Three.\n"), "One two.\n\nThree.");
}

TEST(Comments, ComponentName_IsTheServicesWordAndTheMessage) {
  EXPECT_EQ(ComponentName("tranche.plans.v1.Plan"), "plans.Plan");
  EXPECT_EQ(ComponentName("google.protobuf.Timestamp"), "google.protobuf.Timestamp");
}

}  // namespace
}  // namespace tranche::openapi
