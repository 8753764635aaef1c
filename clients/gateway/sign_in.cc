// SPDX-License-Identifier: EUPL-1.2
#include "gateway/sign_in.h"

#include <ctemplate/template.h>

#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gateway/pages/layout.h"
#include "gateway/path_template.h"
#include "gateway/problem.h"
#include "platform/base/error.h"
#include "tranche/access/v1/access_service.pb.h"

namespace tranche::gateway {
namespace {

constexpr char kAccess[] = "/tranche.access.v1.AccessService/";
// A person who copies a link badly tries a few times; a guess at 256 bits needs more than that.
constexpr int kFailuresAtOnce = 10;
constexpr absl::Duration kFailureEvery = absl::Seconds(30);
constexpr size_t kAddressesMax = 10000;

struct Word {
  const char* key;
  const char* bg;
  const char* en;
};
constexpr Word kWords[] = {
    {"W_SIGN_IN", "Вход", "Sign in"},
    {"W_WRONG", "Входът не е извършен", "You are not signed in"},
    {"W_ONCE", "Връзката се използва еднократно. Натиснете бутона, за да влезете с този браузър.",
     "The link is used once. Press the button to sign in with this browser."},
    {"W_BUTTON", "Вход", "Sign in"},
    {"W_HOW", "Входът е с еднократна връзка. Поискайте я от администратора на вашата организация.",
     "You sign in with a link that is used once. Ask the administrator of your organisation for it."},
    {"W_ADMINISTRATOR",
     "Администраторът я създава на сървъра с:", "The administrator makes it on the server with:"},
};

// The value of a name in the query; "" when it is not there.
std::string QueryValue(const HttpRequest& request, absl::string_view name) {
  for (const absl::string_view item : absl::StrSplit(request.query, '&')) {
    const std::pair<absl::string_view, absl::string_view> pair =
        absl::StrSplit(item, absl::MaxSplits('=', 1));
    if (pair.first != name) continue;
    const absl::StatusOr<std::string> value = DecodePercent(pair.second, true, false);
    return value.ok() ? *value : "";
  }
  return "";
}

Language LanguageOf(const HttpRequest& request) {
  const std::string asked = QueryValue(request, "lang");
  if (asked == "bg") return Language::kBulgarian;
  if (asked == "en") return Language::kEnglish;
  return PreferredLanguage(request.Header("accept-language"));
}

// The page with the button for a link, or with what is wrong, or with how to get a link.
HttpResponse SignInPage(const HttpRequest& request, const std::string& link,
                        const absl::Status& wrong) {
  const Language language = LanguageOf(request);
  const bool bulgarian = language == Language::kBulgarian;
  const bool out = request.path == "/sign-out";
  Frame frame;
  frame.language = language;
  frame.title = bulgarian ? kWords[0].bg : kWords[0].en;
  frame.path = "/sign-in";
  frame.query = request.query;
  HttpResponse page = HtmlResponse(
      200, RenderFrame(frame, "sign_in.tpl", [&](auto* body) {
        for (const Word& word : kWords) body->SetValue(word.key, bulgarian ? word.bg : word.en);
        if (out) {
          body->SetValue("W_WRONG", bulgarian ? "Изходът не е извършен; още сте влезли"
                                              : "You are still signed in");
        }
        body->SetValue("LANG", bulgarian ? "bg" : "en");
        if (link.empty()) {
          if (!out) body->ShowSection("NO_LINK");
        } else {
          body->AddSectionDictionary("LINK")->SetValue("SECRET", link);
        }
        if (!wrong.ok()) {
          body->AddSectionDictionary("WRONG")->SetValue("SENTENCE", SentenceOf(wrong, language));
        }
      }));
  if (wrong.ok()) return page;
  // The headers of a problem of this kind belong to the page, too.
  HttpResponse problem = Problem(wrong, request);
  page.status = problem.status;
  for (auto& [name, value] : problem.headers) {
    if (name == "WWW-Authenticate" || name == "Retry-After") page.headers.emplace_back(name, value);
  }
  return page;
}

HttpResponse SeeOther(const std::string& where, std::string cookie) {
  return {303, "", {{"Location", where}, {"Set-Cookie", std::move(cookie)}}, ""};
}

CallHeaders HeadersOf(const std::string& authorization, const HttpRequest& request) {
  CallHeaders headers;
  headers.authorization = authorization;
  headers.traceparent = std::string(request.Header("traceparent"));
  return headers;
}

}  // namespace

SignIn::SignIn(Backend* backend, const Sessions* sessions, SignInOptions options)
    : backend_(backend),
      sessions_(sessions),
      options_(std::move(options)),
      throttle_(kFailuresAtOnce, kFailureEvery, kAddressesMax) {}

std::string SignIn::AddressOf(const HttpRequest& request) const {
  if (!options_.behind_tls) return request.peer;
  // The last one was added by the proxy, maybe as a line of its own; whatever stands before it, anyone
  // can write.
  absl::string_view last;
  for (const auto& [name, value] : request.headers) {
    if (name != "x-forwarded-for") continue;
    const std::vector<absl::string_view> addresses = absl::StrSplit(value, ',');
    last = absl::StripAsciiWhitespace(addresses.back());
  }
  return last.empty() ? request.peer : std::string(last.substr(0, 64));
}

void SignIn::Show(const HttpRequest& request, Responder respond) const {
  respond(SignInPage(request, QueryValue(request, "link"), absl::OkStatus()));
}

void SignIn::Redeem(const HttpRequest& request, Responder respond) {
  if (const absl::Status ours = sessions_->CheckOrigin(request); !ours.ok()) {
    return respond(SignInPage(request, "", ours));
  }
  const std::string address = AddressOf(request);
  if (const absl::Duration wait = throttle_.Wait(address, options_.clock());
      wait > absl::ZeroDuration()) {
    const std::string seconds = absl::StrCat(absl::ToInt64Seconds(absl::Ceil(wait, absl::Seconds(1))));
    HttpResponse page =
        SignInPage(request, "", tranche::Refuse("SIGN_IN_THROTTLED", {{"seconds", seconds}}));
    for (auto& [name, value] : page.headers) {
      if (name == "Retry-After") value = seconds;
    }
    return respond(std::move(page));
  }
  access::v1::RedeemSignInLinkRequest redeem;
  redeem.set_link(AsSecret(FormField(request, "link")));
  backend_->Call<access::v1::RedeemSignInLinkResponse>(
      absl::StrCat(kAccess, "RedeemSignInLink"), redeem, HeadersOf(options_.authorization, request),
      [this, request, address, respond = std::move(respond)](
          const absl::Status& status, const access::v1::RedeemSignInLinkResponse& redeemed) {
        if (!status.ok()) {
          if (HttpStatusOf(ReasonOf(status)) == 401) throttle_.Failed(address, options_.clock());
          return respond(SignInPage(request, "", status));
        }
        const std::string pages = LanguageOf(request) == Language::kBulgarian ? "/bg/" : "/en/";
        HttpResponse home = SeeOther(pages, sessions_->CookieOf(redeemed.secret()));
        const absl::StatusOr<std::optional<std::string>> before = sessions_->SecretOf(request);
        if (!before.ok() || !*before) return respond(std::move(home));
        EndSession(**before, request, [home, respond](const absl::Status&) { respond(home); });
      });
}

void SignIn::SignOut(const HttpRequest& request, Responder respond) const {
  absl::StatusOr<std::optional<std::string>> secret = sessions_->SecretOf(request);
  absl::Status wrong = secret.status();
  if (wrong.ok() && *secret) {
    wrong = sessions_->CheckOrigin(request);
    if (wrong.ok()) wrong = Sessions::CheckCsrfToken(**secret, FormField(request, "csrf_token"));
  }
  if (!wrong.ok()) return respond(SignInPage(request, "", wrong));
  HttpResponse out = SeeOther("/sign-in", sessions_->NoCookie());
  // Not "cookies": that would be those of every service under the same domain.
  out.headers.emplace_back("Clear-Site-Data", R"("cache", "storage")");
  if (!*secret) return respond(std::move(out));
  EndSession(**secret, request,
             [request, out, respond = std::move(respond)](const absl::Status& status) {
               // The cookie stays when the session does: a later attempt must be able to end it.
               respond(status.ok() ? out : SignInPage(request, "", status));
             });
}

void SignIn::EndSession(const std::string& secret, const HttpRequest& request,
                        std::function<void(absl::Status)> done) const {
  access::v1::SignOutRequest sign_out;
  sign_out.set_secret(AsSecret(secret));
  backend_->Call<access::v1::SignOutResponse>(
      absl::StrCat(kAccess, "SignOut"), sign_out, HeadersOf(options_.authorization, request),
      [done = std::move(done)](const absl::Status& status, const access::v1::SignOutResponse&) {
        done(status);
      });
}

}  // namespace tranche::gateway
