// SPDX-License-Identifier: EUPL-1.2
#include "gateway/problem.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

namespace tranche::gateway {
namespace {

using testing::Contains;
using testing::Pair;

HttpRequest RequestIn(const std::string& accept_language) {
  HttpRequest request;
  request.method = "GET";
  request.path = "/v1/plans";
  request.headers = {{"accept-language", accept_language},
                     {"traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}};
  return request;
}

TEST(Problem, Refusal_HasAllMembersInTheLanguageAskedFor) {
  const absl::Status status = Refuse("ORGANISATION_NOT_GRANTED", {{"organisation", "lyubimets"}});
  const HttpResponse english = Problem(status, RequestIn("en"));
  EXPECT_EQ(english.status, 403);
  EXPECT_EQ(english.content_type, "application/problem+json");
  const auto body = nlohmann::json::parse(english.body);
  EXPECT_EQ(body["type"], "/problems/ORGANISATION_NOT_GRANTED");
  EXPECT_EQ(body["title"], "Not permitted");
  EXPECT_EQ(body["status"], 403);
  EXPECT_THAT(body["detail"].get<std::string>(),
              testing::StartsWith("You were not granted the organisation \"lyubimets\""));
  EXPECT_EQ(body["instance"], "/v1/plans");
  EXPECT_EQ(body["code"], "ORGANISATION_NOT_GRANTED");
  EXPECT_EQ(body["values"]["organisation"], "lyubimets");
  EXPECT_EQ(body["trace_id"], "0af7651916cd43dd8448eb211c80319c");
  EXPECT_FALSE(body.contains("errors"));

  const auto bulgarian = nlohmann::json::parse(Problem(status, RequestIn("bg")).body);
  EXPECT_EQ(bulgarian["title"], "Нямате право");
  EXPECT_THAT(bulgarian["detail"].get<std::string>(),
              testing::StartsWith("Нямате достъп до организация „lyubimets“"));
  EXPECT_EQ(bulgarian["code"], "ORGANISATION_NOT_GRANTED");
}

TEST(Problem, Violations_AreListedWithPointersOrPlaces) {
  const absl::Status status =
      RefuseInput("INVALID_REQUEST", {{"cost.marks[2].source", "FIELD_REQUIRED", {}},
                                      {"line 27, column 5", "MONEY_MALFORMED", {{"value", "12,3,4"}}}});
  const auto body = nlohmann::json::parse(Problem(status, RequestIn("en")).body);
  ASSERT_EQ(body["errors"].size(), 2u);
  EXPECT_EQ(body["errors"][0]["pointer"], "/cost/marks/2/source");
  EXPECT_EQ(body["errors"][0]["code"], "FIELD_REQUIRED");
  EXPECT_EQ(body["errors"][0]["detail"], "The field is required.");
  EXPECT_EQ(body["errors"][1]["place"], "line 27, column 5");
  EXPECT_EQ(body["errors"][1]["values"]["value"], "12,3,4");
}

TEST(Problem, StatusWithoutReason_IsInternalAndTellsOnlyTheTrace) {
  const HttpResponse response = Problem(absl::InternalError("secret row"), RequestIn("en"));
  EXPECT_EQ(response.status, 500);
  EXPECT_THAT(response.body, testing::Not(testing::HasSubstr("secret")));
  const auto body = nlohmann::json::parse(response.body);
  EXPECT_EQ(body["code"], "INTERNAL");
  EXPECT_THAT(body["detail"].get<std::string>(),
              testing::HasSubstr("0af7651916cd43dd8448eb211c80319c"));
}

TEST(Problem, BusyOrAway_SaysWhenToTryAgain) {
  EXPECT_THAT(Problem(Refuse("OVERLOADED"), RequestIn("")).headers, Contains(Pair("Retry-After", "1")));
  EXPECT_THAT(Problem(Refuse("PEER_UNAVAILABLE"), RequestIn("")).headers,
              Contains(Pair("Retry-After", "1")));
  EXPECT_THAT(Problem(Refuse("NOT_FOUND"), RequestIn("")).headers,
              testing::Not(Contains(Pair("Retry-After", testing::_))));
}

TEST(Problem, WrongMethod_NamesTheAllowedOnes) {
  const auto status = Refuse("METHOD_NOT_ALLOWED", {{"method", "PUT"}, {"allowed", "GET, POST"}});
  EXPECT_EQ(Problem(status, RequestIn("")).status, 405);
  EXPECT_THAT(Problem(status, RequestIn("")).headers, Contains(Pair("Allow", "GET, POST")));
}

TEST(Problem, PathThatIsNotUtf8_DoesNotBreakTheBody) {
  HttpRequest request = RequestIn("en");
  request.path = "/v1/\xff\xfe";
  EXPECT_TRUE(nlohmann::json::accept(Problem(Refuse("NOT_FOUND"), request).body));
}

TEST(PreferredLanguage, BetterLikedOne_IsTaken) {
  EXPECT_EQ(PreferredLanguage(""), Language::kBulgarian);
  EXPECT_EQ(PreferredLanguage("de, fr;q=0.9"), Language::kBulgarian);
  EXPECT_EQ(PreferredLanguage("en-GB,en;q=0.9,bg;q=0.8"), Language::kEnglish);
  EXPECT_EQ(PreferredLanguage("en;q=0.5, bg-BG;q=0.7"), Language::kBulgarian);
  EXPECT_EQ(PreferredLanguage("de, en;q=0.3"), Language::kEnglish);
  EXPECT_EQ(PreferredLanguage("en;q=0, de"), Language::kBulgarian);
  EXPECT_EQ(PreferredLanguage("en;q=nonsense, bg;q=0.1"), Language::kBulgarian);
}

TEST(EnsureTrace, WrongTraceparent_IsReplacedByANewOne) {
  HttpRequest request;
  request.headers = {{"traceparent", "00-zz-1-01"}};
  const std::string trace_id = EnsureTrace(&request);
  EXPECT_EQ(trace_id.size(), 32u);
  EXPECT_EQ(request.headers.size(), 1u);
  EXPECT_EQ(EnsureTrace(&request), trace_id);
}

TEST(ToJsonPointer, IndexesAndSpecialCharacters_AreTranslated) {
  EXPECT_EQ(ToJsonPointer("lines[2].caps"), "/lines/2/caps");
  EXPECT_EQ(ToJsonPointer("a/b~c"), "/a~1b~0c");
  EXPECT_EQ(ToJsonPointer("line 1, column 2"), "");
}

}  // namespace
}  // namespace tranche::gateway
