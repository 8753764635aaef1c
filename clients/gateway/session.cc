// SPDX-License-Identifier: EUPL-1.2
#include "gateway/session.h"

#include <sodium.h>

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gateway/form_data.h"
#include "gateway/pages/layout.h"
#include "gateway/path_template.h"
#include "gateway/problem.h"
#include "platform/base/digest.h"
#include "platform/base/status_macros.h"
#include "platform/text/fold.h"
#include "tranche/access/v1/access_service.pb.h"

namespace tranche::gateway {
namespace {

// A name with this prefix is taken by browsers only from the host itself, over https and for all paths.
constexpr absl::string_view kCookieBehindTls = "__Host-tranche";
constexpr absl::string_view kCookie = "tranche";
// As long as a session can last; the server decides when it ends.
constexpr int kCookieAge_s = 10 * 60 * 60;
constexpr char kAccess[] = "/tranche.access.v1.AccessService/";

bool IsSafe(const HttpRequest& request) { return request.method == "GET" || request.method == "HEAD"; }

// Only who knows the secret of the session can make it, and it does not tell the secret.
std::string CsrfTokenOf(absl::string_view secret) {
  static constexpr absl::string_view kPurpose = "tranche csrf";
  const std::string key = Sha256(secret);
  unsigned char digest[crypto_auth_hmacsha256_BYTES];
  crypto_auth_hmacsha256(digest, reinterpret_cast<const unsigned char*>(kPurpose.data()),
                         kPurpose.size(), reinterpret_cast<const unsigned char*>(key.data()));
  std::string text(2 * sizeof(digest) + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), digest, sizeof(digest));
  text.resize(text.size() - 1);
  return text;
}

Session ToSession(const access::v1::ResolveSessionResponse& resolved, absl::string_view secret) {
  Session session;
  session.display_name = resolved.person().display_name();
  session.language =
      resolved.person().language() == access::v1::ENGLISH ? Language::kEnglish : Language::kBulgarian;
  session.authorization = absl::StrCat("Bearer ", resolved.access_token());
  session.csrf_token = CsrfTokenOf(secret);
  return session;
}

HttpResponse PageOf(const absl::Status& refused, const HttpRequest& request) {
  Frame frame;
  frame.language = absl::StartsWith(request.path, "/en") ? Language::kEnglish : Language::kBulgarian;
  frame.path = request.path;
  frame.query = request.query;
  return RefusedPage(refused, request, std::move(frame));
}

bool IsOver(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  return reason == "SESSION_INVALID" || reason == "SESSION_EXPIRED";
}

// A value of a form: lines, of which none may hold control characters. Browsers end them with CR LF.
absl::StatusOr<std::string> DecodeLines(absl::string_view encoded) {
  const std::string ends =
      absl::StrReplaceAll(encoded, {{"%0D%0A", "\n"}, {"%0d%0a", "\n"}, {"%0A", "\n"}, {"%0a", "\n"}});
  std::vector<std::string> lines;
  for (const absl::string_view line : absl::StrSplit(ends, '\n')) {
    TRANCHE_ASSIGN_OR_RETURN(lines.emplace_back(), DecodePercent(line, true, false));
  }
  return absl::StrJoin(lines, "\n");
}

}  // namespace

std::string AsSecret(absl::string_view text) {
  constexpr size_t kBytesMax = 200;
  const bool fits = !text.empty() && text.size() <= kBytesMax &&
                    std::all_of(text.begin(), text.end(), [](unsigned char c) {
                      return absl::ascii_isalnum(c) || c == '.' || c == '-' || c == '_';
                    });
  return fits ? std::string(text) : "-";
}

namespace {

// Of a form that carries files: what it says besides them. A text is UTF-8 without control characters.
std::vector<std::string> TextsOfFormData(const HttpRequest& request, absl::string_view name) {
  std::vector<std::string> values;
  for (const FormPart& part : ReadFormData(request.Header("content-type"), request.body)) {
    if (part.name != name || part.file_name) continue;
    const std::string text = absl::StrReplaceAll(part.content, {{"\r\n", "\n"}});
    const bool control = std::any_of(text.begin(), text.end(), [](char c) {
      return c != '\n' && absl::ascii_iscntrl(static_cast<unsigned char>(c));
    });
    if (control || !IsValidUtf8(text)) return {};
    values.push_back(text);
  }
  return values;
}

}  // namespace

std::vector<std::string> FormFields(const HttpRequest& request, absl::string_view name) {
  const absl::string_view type = request.Header("content-type");
  if (absl::StartsWithIgnoreCase(absl::StripAsciiWhitespace(type), "multipart/"))
    return TextsOfFormData(request, name);
  if (!absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(type.substr(0, type.find(';'))),
                              "application/x-www-form-urlencoded")) {
    return {};
  }
  std::vector<std::string> values;
  for (const absl::string_view item : absl::StrSplit(request.body, '&', absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> pair =
        absl::StrSplit(item, absl::MaxSplits('=', 1));
    const absl::StatusOr<std::string> key = DecodePercent(pair.first, true, false);
    if (!key.ok() || *key != name) continue;
    const absl::StatusOr<std::string> text = DecodeLines(pair.second);
    if (!text.ok()) return {};
    values.push_back(*text);
  }
  return values;
}

std::string FormField(const HttpRequest& request, absl::string_view name) {
  const std::vector<std::string> values = FormFields(request, name);
  return values.size() == 1 ? values[0] : "";
}

Sessions::Sessions(Backend* backend, std::string authorization, bool behind_tls)
    : backend_(backend), authorization_(std::move(authorization)), behind_tls_(behind_tls) {}

absl::StatusOr<std::optional<std::string>> Sessions::SecretOf(const HttpRequest& request) const {
  std::optional<std::string> secret;
  for (const auto& [name, value] : request.headers) {
    if (name != "cookie") continue;
    for (const absl::string_view item : absl::StrSplit(value, ';')) {
      const std::pair<absl::string_view, absl::string_view> pair =
          absl::StrSplit(absl::StripAsciiWhitespace(item), absl::MaxSplits('=', 1));
      if (pair.first != (behind_tls_ ? kCookieBehindTls : kCookie)) continue;
      // One of them may have been planted; nobody can tell which.
      if (secret) return Refuse("SESSION_COOKIE_TWICE");
      secret = std::string(pair.second);
    }
  }
  return secret;
}

absl::Status Sessions::CheckOrigin(const HttpRequest& request) const {
  const absl::string_view site = request.Header("sec-fetch-site");
  const std::string own =
      absl::AsciiStrToLower(absl::StrCat(behind_tls_ ? "https://" : "http://", request.Header("host")));
  const bool same =
      site.empty() ? absl::AsciiStrToLower(request.Header("origin")) == own : site == "same-origin";
  return same ? absl::OkStatus() : Refuse("REQUEST_FROM_ELSEWHERE");
}

absl::Status Sessions::CheckCsrfToken(absl::string_view secret, absl::string_view token) {
  const std::string wanted = CsrfTokenOf(secret);
  const bool right =
      token.size() == wanted.size() && sodium_memcmp(token.data(), wanted.data(), wanted.size()) == 0;
  return right ? absl::OkStatus() : Refuse("CSRF_TOKEN_WRONG");
}

std::string Sessions::CookieOf(absl::string_view secret) const {
  return absl::StrCat(behind_tls_ ? kCookieBehindTls : kCookie, "=", secret,
                      "; Path=/; Max-Age=", kCookieAge_s, "; HttpOnly; SameSite=Lax",
                      behind_tls_ ? "; Secure" : "");
}

std::string Sessions::NoCookie() const {
  return absl::StrCat(behind_tls_ ? kCookieBehindTls : kCookie,
                      "=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax", behind_tls_ ? "; Secure" : "");
}

void Sessions::Resolve(const std::string& secret, const HttpRequest& request,
                       std::function<void(const absl::StatusOr<Session>&)> done) const {
  access::v1::ResolveSessionRequest resolve;
  resolve.set_secret(AsSecret(secret));
  CallHeaders headers;
  headers.authorization = authorization_;
  headers.traceparent = std::string(request.Header("traceparent"));
  backend_->Call<access::v1::ResolveSessionResponse>(
      absl::StrCat(kAccess, "ResolveSession"), resolve, headers,
      [secret, done = std::move(done)](const absl::Status& status,
                                       const access::v1::ResolveSessionResponse& resolved) {
        if (!status.ok()) return done(status);
        done(ToSession(resolved, secret));
      });
}

void Sessions::WithSession(const HttpRequest& request, Responder respond,
                           std::function<void(const Session&, Responder)> show) const {
  const absl::StatusOr<std::optional<std::string>> secret = SecretOf(request);
  if (!secret.ok()) return respond(PageOf(secret.status(), request));
  const HttpResponse to_sign_in = {303, "", {{"Location", "/sign-in"}}, ""};
  if (!*secret || (*secret)->empty()) return respond(to_sign_in);
  if (!IsSafe(request)) {
    absl::Status ours = CheckOrigin(request);
    if (ours.ok()) ours = CheckCsrfToken(**secret, FormField(request, "csrf_token"));
    if (!ours.ok()) return respond(PageOf(ours, request));
  }
  Resolve(**secret, request,
          [request, to_sign_in, respond = std::move(respond),
           show = std::move(show)](const absl::StatusOr<Session>& session) {
            if (session.ok()) return show(*session, respond);
            respond(IsOver(session.status()) ? to_sign_in : PageOf(session.status(), request));
          });
}

void Sessions::Authorize(HttpRequest request, Responder respond,
                         std::function<void(const HttpRequest&, Responder)> next) const {
  if (!request.Header("authorization").empty()) return next(request, std::move(respond));
  const absl::StatusOr<std::optional<std::string>> secret = SecretOf(request);
  if (!secret.ok()) return respond(Problem(secret.status(), request));
  if (!*secret) return next(request, std::move(respond));
  if (!IsSafe(request)) {
    absl::Status ours = CheckOrigin(request);
    if (ours.ok()) ours = CheckCsrfToken(**secret, request.Header("x-csrf-token"));
    if (!ours.ok()) return respond(Problem(ours, request));
  }
  auto kept = std::make_shared<HttpRequest>(std::move(request));
  Resolve(**secret, *kept,
          [kept, respond = std::move(respond),
           next = std::move(next)](const absl::StatusOr<Session>& session) {
            if (!session.ok()) return respond(Problem(session.status(), *kept));
            kept->headers.emplace_back("authorization", session->authorization);
            next(*kept, respond);
          });
}

}  // namespace tranche::gateway
