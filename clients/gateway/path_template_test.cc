// SPDX-License-Identifier: EUPL-1.2
#include "gateway/path_template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "platform/base/error.h"

namespace tranche::gateway {
namespace {

using testing::ElementsAre;
using testing::Pair;

Router RouterOf(const std::vector<std::pair<std::string, std::string>>& routes) {
  Router router;
  for (size_t i = 0; i < routes.size(); ++i) {
    const absl::Status added = router.Add(routes[i].first, routes[i].second, static_cast<int>(i));
    EXPECT_TRUE(added.ok()) << added;
  }
  return router;
}

TEST(PathTemplate, VerbAndVariable_AreRead) {
  const auto parsed = PathTemplate::Parse("/v1/{name=organisations/*/plans/*}:check");
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(parsed->verb, "check");
  EXPECT_EQ(parsed->segments.size(), 5u);
  ASSERT_EQ(parsed->variables.size(), 1u);
  EXPECT_EQ(parsed->variables[0].field_path, "name");
  EXPECT_EQ(parsed->variables[0].begin, 1u);
  EXPECT_EQ(parsed->variables[0].end, 5u);
}

TEST(PathTemplate, TextsOutsideTheGrammar_AreErrors) {
  for (const std::string text :
       {"", "v1", "/", "/v1//x", "/v1/{name", "/v1/{=*}", "/v1/{a.}", "/v1/{a={b}}", "/v1/**/x",
        "/v1/x:", "/v1/{a}/{a}", "/v1/x}", "/v1/x:y:z", "/v1/***"}) {
    EXPECT_FALSE(PathTemplate::Parse(text).ok()) << text;
  }
}

TEST(Router, VariableOfSeveralSegments_IsGivenWhole) {
  const Router router = RouterOf({{"GET", "/v1/{name=organisations/*/plans/*}"}});
  const auto match = router.Find("GET", "/v1/organisations/-/plans/lyubimets-2013");
  ASSERT_TRUE(match.ok()) << match.status();
  EXPECT_THAT(match->variables, ElementsAre(Pair("name", "organisations/-/plans/lyubimets-2013")));
}

TEST(Router, CyrillicSegments_MatchEncodedAndPlain) {
  const Router router = RouterOf({{"GET", "/v1/{name=contracts/*}"}});
  const auto encoded = router.Find("GET", "/v1/contracts/BG05%D0%9C9");
  ASSERT_TRUE(encoded.ok()) << encoded.status();
  EXPECT_THAT(encoded->variables, ElementsAre(Pair("name", "contracts/BG05М9")));
  const auto plain = router.Find("GET", "/v1/contracts/BG05М9");
  ASSERT_TRUE(plain.ok()) << plain.status();
  EXPECT_EQ(plain->variables, encoded->variables);
}

TEST(Router, EncodedSlash_NeverSplitsASegment) {
  const Router router = RouterOf({{"GET", "/v1/{name=contracts/*}"}, {"GET", "/v1/files/{file}"}});
  const auto of_many = router.Find("GET", "/v1/contracts/a%2fb");
  ASSERT_TRUE(of_many.ok());
  EXPECT_THAT(of_many->variables, ElementsAre(Pair("name", "contracts/a%2Fb")));
  const auto of_one = router.Find("GET", "/v1/files/a%2Fb");
  ASSERT_TRUE(of_one.ok());
  EXPECT_THAT(of_one->variables, ElementsAre(Pair("file", "a/b")));
}

TEST(Router, Verb_IsPreferredToAValueThatEndsLikeIt) {
  const Router router = RouterOf({{"GET", "/v1/{name=plans/*}"}, {"GET", "/v1/{name=plans/*}:check"}});
  EXPECT_EQ(router.Find("GET", "/v1/plans/a")->route, 0);
  EXPECT_EQ(router.Find("GET", "/v1/plans/a:check")->route, 1);
  EXPECT_THAT(router.Find("GET", "/v1/plans/a:check")->variables, ElementsAre(Pair("name", "plans/a")));
  EXPECT_THAT(router.Find("GET", "/v1/plans/a:other")->variables,
              ElementsAre(Pair("name", "plans/a:other")));
  EXPECT_THAT(router.Find("GET", "/v1/plans/a%3Acheck")->variables,
              ElementsAre(Pair("name", "plans/a:check")));
}

TEST(Router, VerbAfterALiteral_IsTaken) {
  const Router router = RouterOf({{"POST", "/v1/{parent=organisations/*}/plans:import"},
                                  {"GET", "/v1/{parent=organisations/*}/plans"}});
  EXPECT_EQ(router.Find("POST", "/v1/organisations/-/plans:import")->route, 0);
  EXPECT_EQ(ReasonOf(router.Find("GET", "/v1/organisations/-/plans:import").status()),
            "METHOD_NOT_ALLOWED");
}

TEST(Router, Literal_WinsOverWildcard) {
  const Router router = RouterOf({{"GET", "/v1/{name=a/*/*}"}, {"GET", "/v1/{name=a/*/budget}"}});
  EXPECT_EQ(router.Find("GET", "/v1/a/b/c")->route, 0);
  EXPECT_EQ(router.Find("GET", "/v1/a/b/budget")->route, 1);
}

TEST(Router, DeadEndBelowALiteral_IsLeftAgain) {
  const Router router = RouterOf({{"GET", "/v1/a/x"}, {"GET", "/v1/{id}/y"}});
  EXPECT_EQ(router.Find("GET", "/v1/a/y")->route, 1);
}

TEST(Router, TheRest_TakesAnyNumberOfSegments) {
  const Router router = RouterOf({{"GET", "/files/{path=**}"}});
  EXPECT_THAT(router.Find("GET", "/files/a/b%2Fc")->variables, ElementsAre(Pair("path", "a/b%2Fc")));
  EXPECT_THAT(router.Find("GET", "/files")->variables, ElementsAre(Pair("path", "")));
}

TEST(Router, OtherMethod_IsToldWhichAreAllowed) {
  const Router router = RouterOf({{"GET", "/v1/plans"}, {"POST", "/v1/plans"}});
  const absl::Status status = router.Find("DELETE", "/v1/plans").status();
  EXPECT_EQ(ReasonOf(status), "METHOD_NOT_ALLOWED");
  EXPECT_THAT(ValuesOf(status),
              testing::UnorderedElementsAre(Pair("method", "DELETE"), Pair("allowed", "GET, POST")));
}

TEST(Router, UnknownPaths_AreNotFound) {
  const Router router = RouterOf({{"GET", "/v1/plans/{plan}"}});
  const std::string long_path(500, '/');
  for (const std::string path : {"", "/", "v1/plans/a", "/v1/plans", "/v1/plans/", "/v1//plans/a",
                                 "/v1/plans/a/b", "/V1/plans/a", long_path.c_str()}) {
    EXPECT_EQ(ReasonOf(router.Find("GET", path).status()), "ROUTE_NOT_FOUND") << path;
  }
}

TEST(Router, WrongEncoding_IsRefused) {
  const Router router = RouterOf({{"GET", "/v1/plans/{plan}"}});
  for (const std::string path : {"/v1/plans/%", "/v1/plans/%4", "/v1/plans/%zz", "/v1/plans/%ff",
                                 "/v1/plans/%00", "/v1/plans/a%0Ab"}) {
    EXPECT_EQ(ReasonOf(router.Find("GET", path).status()), "ADDRESS_MALFORMED") << path;
  }
}

TEST(Router, SamePathsTwice_AreAnError) {
  Router router;
  ASSERT_TRUE(router.Add("GET", "/v1/{name=plans/*}", 0).ok());
  EXPECT_FALSE(router.Add("GET", "/v1/plans/{other}", 1).ok());
  EXPECT_TRUE(router.Add("DELETE", "/v1/plans/{other}", 1).ok());
}

RC_GTEST_PROP(Router, AnyPath_FindsOrRefuses, (const std::string& path)) {
  Router router;
  RC_ASSERT(router.Add("GET", "/v1/{name=organisations/*/plans/*}:check", 0).ok());
  const auto match = router.Find("GET", "/v1/organisations/-/plans/" + path);
  RC_ASSERT(match.ok() || !ReasonOf(match.status()).empty());
}

TEST(DecodePercent, Plus_IsABlankOnlyInQueries) {
  EXPECT_EQ(*DecodePercent("a+b", /*plus_is_blank=*/true, false), "a b");
  EXPECT_EQ(*DecodePercent("a+b", /*plus_is_blank=*/false, false), "a+b");
}

}  // namespace
}  // namespace tranche::gateway
