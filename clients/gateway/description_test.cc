// SPDX-License-Identifier: EUPL-1.2
#include "gateway/description.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/str_cat.h"

namespace tranche::gateway {
namespace {

std::string HeaderOf(const HttpResponse& response, const std::string& name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return "";
}

HttpResponse Ask(const std::string& if_none_match = "") {
  HttpRequest request;
  request.method = "GET";
  request.path = kDescriptionPath;
  if (!if_none_match.empty()) request.headers.emplace_back("if-none-match", if_none_match);
  return Description(request);
}

TEST(Description, IsTheDocumentAndMayBeKept) {
  const HttpResponse response = Ask();
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_type, "application/json");
  EXPECT_THAT(HeaderOf(response, "Cache-Control"), ::testing::HasSubstr("public"));
  const auto document = nlohmann::json::parse(response.body);
  EXPECT_EQ(document["openapi"], "3.1.1");
  EXPECT_TRUE(document["paths"].contains("/v1/organisations/{organisation}/plans/{plan}:check"));
}

TEST(Description, WhoHasIt_GetsNoBody) {
  const std::string etag = HeaderOf(Ask(), "ETag");
  for (const std::string& known : {etag, absl::StrCat("\"old\", W/", etag), std::string("*")}) {
    const HttpResponse response = Ask(known);
    EXPECT_EQ(response.status, 304) << known;
    EXPECT_EQ(response.body, "") << known;
    EXPECT_EQ(HeaderOf(response, "ETag"), etag) << known;
  }
  EXPECT_EQ(Ask("\"old\"").status, 200);
}

}  // namespace
}  // namespace tranche::gateway
