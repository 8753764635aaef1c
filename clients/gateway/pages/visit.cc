// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pages/visit.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gateway/form_data.h"
#include "gateway/pages/phrases.h"

namespace tranche::gateway {

Visit::Visit(Backend* backend, HttpRequest request, Session session, Language language,
             Responder respond)
    : backend_(backend),
      request_(std::move(request)),
      session_(std::move(session)),
      language_(language),
      respond_(std::move(respond)) {
  headers_.authorization = session_.authorization;
  headers_.traceparent = std::string(request_.Header("traceparent"));
}

std::string Visit::Parameter(absl::string_view name) const { return QueryParameter(request_, name); }

std::string Visit::Field(absl::string_view name) const {
  return std::string(absl::StripAsciiWhitespace(FormField(request_, name)));
}

std::vector<std::string> Visit::Fields(absl::string_view name) const {
  return FormFields(request_, name);
}

Visit::File Visit::FileOf(absl::string_view field) const {
  File found;
  for (const FormPart& part : ReadFormData(request_.Header("content-type"), request_.body)) {
    if (part.name != field || !part.file_name) continue;
    if (!found.name.empty()) return {};  // Which of them is meant nobody can tell.
    found = {.name = *part.file_name, .content = std::string(part.content)};
  }
  return found;
}

std::string Visit::Href(absl::string_view path) const {
  return absl::StrCat(language_ == Language::kBulgarian ? "/bg" : "/en", EncodePath(path));
}

Frame Visit::MakeFrame(std::string title) const {
  Frame frame;
  frame.language = language_;
  frame.title = std::move(title);
  frame.path = request_.path;
  frame.query = request_.query;
  frame.session = &session_;
  frame.crumbs = {{Say("W_HOME", language_), Href("/")}};
  return frame;
}

void Visit::Then(std::function<void()> next) {
  next_ = std::move(next);
  Done();
}

void Visit::Done() {
  if (pending_.fetch_sub(1) != 1) return;
  // Taken out first: it holds this object, and may set the next one.
  const std::function<void()> next = std::move(next_);
  next_ = nullptr;
  pending_ = 1;
  next();
}

void Visit::Show(int status, std::string html) { respond_(HtmlResponse(status, std::move(html))); }

void Visit::Refuse(const absl::Status& status) {
  respond_(RefusedPage(status, request_, MakeFrame("")));
}

void Visit::Redirect(const std::string& href) {
  HttpResponse response = HtmlResponse(303, "");
  response.headers.emplace_back("Location", href);
  respond_(std::move(response));
}

std::string EncodePath(absl::string_view path) {
  std::string encoded;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte) || absl::StrContains("-._~/:@", c)) {
      encoded.push_back(c);
    } else {
      absl::StrAppend(&encoded, absl::StrFormat("%%%02X", byte));
    }
  }
  return encoded;
}

}  // namespace tranche::gateway
