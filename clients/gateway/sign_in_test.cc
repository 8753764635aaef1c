// SPDX-License-Identifier: EUPL-1.2
// Signing in, sessions and what protects them, through the gateway and with a server that knows one
// link and one session.
#include "gateway/sign_in.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/asked_gateway.h"
#include "gateway/fake_server.h"
#include "gateway/gateway.h"
#include "platform/base/error.h"
#include "tranche/access/v1/access_service.pb.h"
#include "tranche/plans/v1/plans_service.pb.h"

namespace tranche::gateway {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::Not;
using ::testing::Pair;

constexpr char kLink[] = "sopot.link";
constexpr char kSecret[] = "sopot.secret";

absl::Status AnswerAsAccess(const FakeServer::Call& call, std::string* response) {
  const std::string method = call.method.substr(call.method.rfind('/') + 1);
  if (method == "RedeemSignInLink") {
    access::v1::RedeemSignInLinkRequest request;
    request.ParseFromString(call.request);
    if (request.link() != kLink) return Refuse("LINK_INVALID");
    access::v1::RedeemSignInLinkResponse redeemed;
    redeemed.set_secret(kSecret);
    *response = redeemed.SerializeAsString();
  } else if (method == "ResolveSession") {
    access::v1::ResolveSessionRequest request;
    request.ParseFromString(call.request);
    if (request.secret() == "sopot.away") return Refuse("PEER_UNAVAILABLE", {{"role", "access"}});
    if (request.secret() != kSecret) return Refuse("SESSION_INVALID");
    access::v1::ResolveSessionResponse resolved;
    resolved.mutable_person()->set_subject("maria@sopot");
    resolved.mutable_person()->set_display_name("Мария <Петрова>");
    resolved.set_access_token("tranche_of_maria");
    *response = resolved.SerializeAsString();
  }
  return absl::OkStatus();
}

class SignInTest : public ::testing::Test {
 protected:
  explicit SignInTest(bool behind_tls = false) : server_(AnswerAsAccess), backend_(server_.channel()) {
    transcoder_ = *Transcoder::Create(LinkedServices(),
                                      google::protobuf::MessageFactory::generated_factory(), &backend_);
    GatewayOptions options;
    options.token = "tranche_gateway";
    options.behind_tls = behind_tls;
    options.clock = [this] { return now_; };
    gateway_ = std::make_unique<Gateway>(&backend_, transcoder_.get(), options);
  }
  ~SignInTest() override { backend_.CancelAndWait(); }

  HttpResponse Ask(HttpRequest request) { return AskGateway(*gateway_, std::move(request)); }

  using Headers = std::vector<std::pair<std::string, std::string>>;
  static HttpRequest Request(const std::string& method, const std::string& path,
                             const Headers& headers = {}, const std::string& body = "") {
    HttpRequest request;
    request.method = method;
    request.path = path.substr(0, path.find('?'));
    if (absl::StrContains(path, "?")) request.query = path.substr(path.find('?') + 1);
    request.headers = {{"host", "127.0.0.1:8080"}, {"accept-language", "en"}};
    request.headers.insert(request.headers.end(), headers.begin(), headers.end());
    request.body = body;
    request.peer = "127.0.0.1";
    return request;
  }
  // A form that a page of ours sends.
  static HttpRequest Form(const std::string& path, const std::string& body,
                          const Headers& headers = {}) {
    HttpRequest request = Request("POST", path, headers, body);
    request.headers.emplace_back("content-type", "application/x-www-form-urlencoded");
    request.headers.emplace_back("sec-fetch-site", "same-origin");
    return request;
  }

  static std::string Header(const HttpResponse& response, const std::string& name) {
    for (const auto& [key, value] : response.headers) {
      if (key == name) return value;
    }
    return "";
  }
  static std::string CodeOf(const HttpResponse& response) {
    return nlohmann::json::parse(response.body)["code"];
  }
  // The token of the form with which a page lets Maria sign out.
  std::string CsrfToken() {
    const std::string page = Ask(Request("GET", "/bg/", {{"cookie", cookie_}})).body;
    const std::string before = "name=\"csrf_token\" value=\"";
    const size_t at = page.find(before);
    EXPECT_NE(at, std::string::npos) << page;
    return at == std::string::npos ? "" : page.substr(at + before.size(), 64);
  }
  std::vector<std::string> MethodsCalled() {
    std::vector<std::string> methods;
    for (const FakeServer::Call& call : server_.calls()) {
      methods.push_back(call.method.substr(call.method.rfind('/') + 1));
    }
    return methods;
  }

  const std::string cookie_ = absl::StrCat("tranche=", kSecret);
  absl::Time now_ = absl::FromUnixSeconds(1000000);
  FakeServer server_;
  Backend backend_;
  std::unique_ptr<Transcoder> transcoder_;
  std::unique_ptr<Gateway> gateway_;
};

class BehindTlsTest : public SignInTest {
 protected:
  BehindTlsTest() : SignInTest(/*behind_tls=*/true) {}
};

TEST_F(SignInTest, LinkOpened_ShowsAButtonAndUsesNothing) {
  const HttpResponse page = Ask(Request("GET", absl::StrCat("/sign-in?link=", kLink)));
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("name=\"link\" value=\"sopot.link\""));
  EXPECT_THAT(page.body, HasSubstr("<form method=\"post\" action=\"/sign-in?lang=en\">"));
  EXPECT_THAT(page.headers, Not(Contains(Key("Set-Cookie"))));
  EXPECT_THAT(server_.calls(), IsEmpty());
}

TEST_F(SignInTest, TextInTheLink_IsEscaped) {
  const HttpResponse page = Ask(Request("GET", "/sign-in?link=%22%3E%3Cscript%3E1%3C/script%3E"));
  EXPECT_THAT(page.body, Not(HasSubstr("<script")));
  EXPECT_THAT(page.body, HasSubstr("&lt;script"));
}

TEST_F(SignInTest, ButtonPressed_SetsTheCookieAndLeadsHome) {
  const HttpResponse answer = Ask(Form("/sign-in", "link=sopot.link"));
  EXPECT_EQ(answer.status, 303);
  EXPECT_EQ(Header(answer, "Location"), "/en/");
  EXPECT_EQ(Header(answer, "Set-Cookie"),
            "tranche=sopot.secret; Path=/; Max-Age=36000; HttpOnly; SameSite=Lax");
  ASSERT_EQ(server_.calls().size(), 1u);
  EXPECT_THAT(server_.calls()[0].metadata, Contains(Pair("authorization", "Bearer tranche_gateway")));
}

TEST_F(SignInTest, ButtonPressedInAnOpenSession_EndsThatOne) {
  Ask(Form("/sign-in", "link=sopot.link", {{"cookie", "tranche=sopot.older"}}));
  EXPECT_THAT(MethodsCalled(), ::testing::ElementsAre("RedeemSignInLink", "SignOut"));
}

TEST_F(SignInTest, WrongLink_SaysSoAndSetsNoCookie) {
  const HttpResponse page = Ask(Form("/sign-in?lang=bg", "link=sopot.wrong"));
  EXPECT_EQ(page.status, 401);
  EXPECT_THAT(page.body, HasSubstr("не е валидна"));
  EXPECT_THAT(page.headers, Not(Contains(Key("Set-Cookie"))));
}

TEST_F(SignInTest, FormOfAnotherSite_IsRefusedBeforeTheLinkIsUsed) {
  for (const char* site : {"cross-site", "same-site", "none"}) {
    HttpRequest request = Form("/sign-in", "link=sopot.link");
    request.headers.back().second = site;
    EXPECT_EQ(Ask(request).status, 403) << site;
  }
  HttpRequest without = Form("/sign-in", "link=sopot.link");
  without.headers.pop_back();
  EXPECT_EQ(Ask(without).status, 403);
  without.headers.emplace_back("origin", "http://evil.example");
  EXPECT_EQ(Ask(without).status, 403);
  EXPECT_THAT(server_.calls(), IsEmpty());
  without.headers.back().second = "http://127.0.0.1:8080";
  EXPECT_EQ(Ask(without).status, 303);
}

TEST_F(SignInTest, TenWrongLinks_StopTheAddressAndNoOther) {
  for (int i = 0; i < 10; ++i) EXPECT_EQ(Ask(Form("/sign-in", "link=sopot.wrong")).status, 401) << i;
  const HttpResponse stopped = Ask(Form("/sign-in", "link=sopot.link"));
  EXPECT_EQ(stopped.status, 429);
  EXPECT_EQ(Header(stopped, "Retry-After"), "30");
  EXPECT_EQ(server_.calls().size(), 10u);
  HttpRequest other = Form("/sign-in", "link=sopot.link");
  other.peer = "127.0.0.2";
  EXPECT_EQ(Ask(other).status, 303);
  now_ += absl::Seconds(30);
  EXPECT_EQ(Ask(Form("/sign-in", "link=sopot.link")).status, 303);
}

TEST_F(SignInTest, SaidForwardedFor_DoesNotChangeTheAddress) {
  for (int i = 0; i < 10; ++i) {
    Ask(Form("/sign-in", "link=sopot.wrong", {{"x-forwarded-for", absl::StrCat("10.0.0.", i)}}));
  }
  EXPECT_EQ(Ask(Form("/sign-in", "link=sopot.link")).status, 429);
}

TEST_F(SignInTest, PageWithoutSession_LeadsToSignIn) {
  for (const char* cookie :
       {"", "tranche=", "tranche=sopot.other", "other=sopot.secret", "tranche=sopot.secreT",
        "__Host-tranche=sopot.secret", "tranche=\xff\x01"}) {
    const HttpResponse answer = Ask(Request("GET", "/bg/", {{"cookie", cookie}}));
    EXPECT_EQ(answer.status, 303) << cookie;
    EXPECT_EQ(Header(answer, "Location"), "/sign-in") << cookie;
  }
}

TEST_F(SignInTest, PageWithSession_IsMadeWithTheTokenOfThePerson) {
  const HttpResponse page = Ask(Request("GET", "/bg/", {{"cookie", cookie_}}));
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("Мария &lt;Петрова&gt;"));
  const std::vector<FakeServer::Call> calls = server_.calls();
  ASSERT_GT(calls.size(), 1u);
  EXPECT_THAT(calls[0].metadata, Contains(Pair("authorization", "Bearer tranche_gateway")));
  for (size_t i = 1; i < calls.size(); ++i) {
    EXPECT_THAT(calls[i].metadata, Contains(Pair("authorization", "Bearer tranche_of_maria")));
  }
}

TEST_F(SignInTest, AccessAway_IsSaidAsA503Page) {
  const HttpResponse page = Ask(Request("GET", "/bg/", {{"cookie", "tranche=sopot.away"}}));
  EXPECT_EQ(page.status, 503);
  EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
}

TEST_F(SignInTest, TwoSessionCookies_AreRefused) {
  const Headers both = {{"cookie", "tranche=sopot.secret; tranche=sopot.other"}};
  EXPECT_EQ(Ask(Request("GET", "/bg/", both)).status, 400);
  const Headers apart = {{"cookie", "tranche=sopot.secret"}, {"cookie", "a=b; tranche=sopot.secret"}};
  EXPECT_EQ(CodeOf(Ask(Request("GET", "/v1/organisations", apart))), "SESSION_COOKIE_TWICE");
  EXPECT_THAT(server_.calls(), IsEmpty());
}

TEST_F(SignInTest, RestWithCookie_IsCalledAsThePerson) {
  EXPECT_EQ(Ask(Request("GET", "/v1/organisations", {{"cookie", cookie_}})).status, 200);
  EXPECT_THAT(server_.calls()[1].metadata, Contains(Pair("authorization", "Bearer tranche_of_maria")));
  EXPECT_EQ(CodeOf(Ask(Request("GET", "/v1/organisations", {{"cookie", "tranche=sopot.x"}}))),
            "SESSION_INVALID");
}

TEST_F(SignInTest, RestWithTokenAndCookie_IsCalledWithTheToken) {
  const Headers both = {{"cookie", cookie_}, {"authorization", "Bearer caller"}};
  EXPECT_EQ(Ask(Request("GET", "/v1/organisations", both)).status, 200);
  ASSERT_EQ(server_.calls().size(), 1u);
  EXPECT_THAT(server_.calls()[0].metadata, Contains(Pair("authorization", "Bearer caller")));
}

TEST_F(SignInTest, ChangeByCookie_NeedsOurPageAndItsToken) {
  const std::string token = CsrfToken();
  const auto change = [&](const Headers& headers) {
    HttpRequest request = Request("POST", "/v1/organisations", headers, "{}");
    request.headers.emplace_back("content-type", "application/json");
    request.headers.emplace_back("cookie", cookie_);
    return Ask(request);
  };
  const std::pair<std::string, std::string> ours = {"sec-fetch-site", "same-origin"};
  const size_t before = server_.calls().size();
  EXPECT_EQ(CodeOf(change({})), "REQUEST_FROM_ELSEWHERE");
  EXPECT_EQ(CodeOf(change({{"x-csrf-token", token}})), "REQUEST_FROM_ELSEWHERE");
  EXPECT_EQ(CodeOf(change({{"sec-fetch-site", "cross-site"}, {"x-csrf-token", token}})),
            "REQUEST_FROM_ELSEWHERE");
  EXPECT_EQ(CodeOf(change({{"origin", "null"}, {"x-csrf-token", token}})), "REQUEST_FROM_ELSEWHERE");
  EXPECT_EQ(CodeOf(change({ours})), "CSRF_TOKEN_WRONG");
  EXPECT_EQ(CodeOf(change({ours, {"x-csrf-token", token.substr(1) + "0"}})), "CSRF_TOKEN_WRONG");
  EXPECT_EQ(CodeOf(change({ours, {"x-csrf-token", token + "0"}})), "CSRF_TOKEN_WRONG");
  EXPECT_EQ(server_.calls().size(), before);
  EXPECT_EQ(change({ours, {"x-csrf-token", token}}).status, 200);
}

// A form of a page that changes something: only our own pages know the token, and only a browser that
// is on one of them sends the form from here.
TEST_F(SignInTest, FormOfAPage_NeedsOurPageAndItsToken) {
  const std::string token = CsrfToken();
  const std::string path = "/en/organisations/sopot/changes";
  const auto send = [&](const std::string& body) {
    return Ask(Form(path, absl::StrCat("act=seen&number=1&", body), {{"cookie", cookie_}}));
  };
  const HttpResponse sent = send(absl::StrCat("csrf_token=", token));
  EXPECT_EQ(sent.status, 303);
  EXPECT_EQ(Header(sent, "Location"), absl::StrCat(path, "?done=seen"));
  EXPECT_THAT(MethodsCalled(), Contains("MarkSeen"));
  const size_t calls = server_.calls().size();
  EXPECT_EQ(send("").status, 403);
  EXPECT_EQ(send(absl::StrCat("csrf_token=", token, "0")).status, 403);
  EXPECT_EQ(send(absl::StrCat("csrf_token=", token, "&csrf_token=", token)).status, 403);
  HttpRequest foreign = Form(path, absl::StrCat("csrf_token=", token), {{"cookie", cookie_}});
  foreign.headers.back().second = "cross-site";
  EXPECT_EQ(Ask(foreign).status, 403);
  // None of them came as far as the server.
  EXPECT_EQ(server_.calls().size(), calls);
  EXPECT_EQ(Header(Ask(Form(path, absl::StrCat("csrf_token=", token))), "Location"), "/sign-in");
  EXPECT_EQ(Ask(Form("/en/organisations/sopot/strategies", "", {{"cookie", cookie_}})).status, 405);
}

TEST_F(SignInTest, ChangeByToken_NeedsNeither) {
  HttpRequest request = Request("POST", "/v1/organisations",
                                {{"authorization", "Bearer caller"}, {"cookie", cookie_}}, "{}");
  request.headers.emplace_back("content-type", "application/json");
  EXPECT_EQ(Ask(request).status, 200);
}

TEST_F(SignInTest, SignOut_EndsTheSessionAndClearsTheBrowser) {
  const std::string token = CsrfToken();
  const HttpResponse out =
      Ask(Form("/sign-out", absl::StrCat("csrf_token=", token), {{"cookie", cookie_}}));
  EXPECT_EQ(out.status, 303);
  EXPECT_EQ(Header(out, "Location"), "/sign-in");
  EXPECT_EQ(Header(out, "Set-Cookie"), "tranche=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
  EXPECT_EQ(Header(out, "Clear-Site-Data"), R"("cache", "storage")");
  EXPECT_EQ(MethodsCalled().back(), "SignOut");
}

TEST_F(SignInTest, SignOutWithoutTheToken_IsRefused) {
  const HttpResponse page = Ask(Form("/sign-out", "", {{"cookie", cookie_}}));
  EXPECT_EQ(page.status, 403);
  EXPECT_THAT(page.body, HasSubstr("You are still signed in"));
  EXPECT_THAT(page.body, Not(HasSubstr("You are not signed in")));
  EXPECT_EQ(Ask(Request("GET", "/sign-out", {{"cookie", cookie_}})).status, 405);
  EXPECT_THAT(MethodsCalled(), Not(Contains("SignOut")));
  EXPECT_EQ(Ask(Form("/sign-out", "")).status, 303);  // Nobody is signed in: nothing to protect.
}

TEST_F(SignInTest, UnderAnotherHostName_NothingIsShown) {
  HttpRequest request = Request("GET", "/sign-in");
  request.headers[0].second = "evil.example";
  EXPECT_EQ(Ask(request).status, 421);
}

TEST_F(BehindTlsTest, Cookie_IsSecureAndBoundToTheHost) {
  const HttpResponse answer = Ask(Form("/sign-in", "link=sopot.link"));
  EXPECT_EQ(Header(answer, "Set-Cookie"),
            "__Host-tranche=sopot.secret; Path=/; Max-Age=36000; HttpOnly; SameSite=Lax; Secure");
  EXPECT_EQ(Header(answer, "Strict-Transport-Security"), "max-age=31536000");
  EXPECT_EQ(Ask(Request("GET", "/bg/", {{"cookie", cookie_}})).status, 303);
  EXPECT_EQ(Ask(Request("GET", "/bg/", {{"cookie", "__Host-tranche=sopot.secret"}})).status, 200);
}

TEST_F(BehindTlsTest, Origin_IsHttps) {
  HttpRequest request = Form("/sign-in", "link=sopot.link");
  request.headers.back() = {"origin", "http://127.0.0.1:8080"};
  EXPECT_EQ(Ask(request).status, 403);
  request.headers.back() = {"origin", "https://127.0.0.1:8080"};
  EXPECT_EQ(Ask(request).status, 303);
}

TEST_F(BehindTlsTest, Address_IsTheOneThatTheProxySays) {
  for (int i = 0; i < 10; ++i) {
    Ask(Form("/sign-in", "link=sopot.wrong",
             {{"x-forwarded-for", absl::StrCat("10.0.9.", i, ", 10.0.0.1")}}));
  }
  EXPECT_EQ(Ask(Form("/sign-in", "link=sopot.link", {{"x-forwarded-for", "10.0.0.1"}})).status, 429);
  EXPECT_EQ(Ask(Form("/sign-in", "link=sopot.link", {{"x-forwarded-for", "10.0.0.2"}})).status, 303);
  const Headers own_line = {{"x-forwarded-for", "10.0.0.2"}, {"x-forwarded-for", "10.0.0.1"}};
  EXPECT_EQ(Ask(Form("/sign-in", "link=sopot.link", own_line)).status, 429);
}

}  // namespace
}  // namespace tranche::gateway
