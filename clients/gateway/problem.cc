// SPDX-License-Identifier: EUPL-1.2
#include "gateway/problem.h"

#include <nlohmann/json.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gateway/titles.h"
#include "platform/rpc/trace.h"

namespace tranche::gateway {
namespace {

// The quality value of RFC 9110, "0.8", in thousandths; -1 when the text is none.
int Thousandths(absl::string_view text) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits('.', 1));
  int whole = 0;
  int fraction = 0;
  const std::string digits = absl::StrCat(parts.second, "000").substr(0, 3);
  if (!absl::SimpleAtoi(parts.first, &whole) || !absl::SimpleAtoi(digits, &fraction)) return -1;
  if (whole < 0 || whole > 1 || fraction < 0) return -1;
  return whole * 1000 + fraction;
}

nlohmann::ordered_json ToObject(const ErrorValues& values) {
  auto object = nlohmann::ordered_json::object();
  for (const auto& [name, value] : values) object[name] = value;
  return object;
}

nlohmann::ordered_json ErrorsOf(const absl::Status& status, Language language) {
  auto errors = nlohmann::ordered_json::array();
  for (const Violation& violation : ViolationsOf(status)) {
    nlohmann::ordered_json error;
    const std::string pointer = ToJsonPointer(violation.field);
    error[pointer.empty() ? "place" : "pointer"] = pointer.empty() ? violation.field : pointer;
    error["code"] = violation.reason;
    error["detail"] = Explain(violation.reason, violation.values, language);
    if (!violation.values.empty()) error["values"] = ToObject(violation.values);
    errors.push_back(std::move(error));
  }
  return errors;
}

}  // namespace

Language PreferredLanguage(absl::string_view accept_language) {
  int best = 0;
  Language language = Language::kBulgarian;
  for (absl::string_view item : absl::StrSplit(accept_language, ',')) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(item, absl::MaxSplits(';', 1));
    const std::string tag = absl::AsciiStrToLower(absl::StripAsciiWhitespace(parts.first));
    const bool is_bulgarian = tag == "bg" || absl::StartsWith(tag, "bg-");
    const bool is_english = tag == "en" || absl::StartsWith(tag, "en-");
    if (!is_bulgarian && !is_english) continue;
    absl::string_view parameter = absl::StripAsciiWhitespace(parts.second);
    const int quality = absl::ConsumePrefix(&parameter, "q=") ? Thousandths(parameter) : 1000;
    if (quality > best) {
      best = quality;
      language = is_bulgarian ? Language::kBulgarian : Language::kEnglish;
    }
  }
  return language;
}

std::string EnsureTrace(HttpRequest* request) {
  if (std::string given = rpc::TraceIdOf(request->Header("traceparent")); !given.empty()) return given;
  std::string trace_id = rpc::NewTraceId();
  auto& headers = request->headers;
  for (auto header = headers.begin(); header != headers.end();) {
    header = header->first == "traceparent" ? headers.erase(header) : header + 1;
  }
  headers.emplace_back("traceparent", rpc::MakeTraceParent(trace_id));
  return trace_id;
}

HttpResponse Problem(const absl::Status& status, const HttpRequest& request) {
  const Language language = PreferredLanguage(request.Header("accept-language"));
  HttpRequest traced = request;
  const std::string trace_id = EnsureTrace(&traced);
  std::string reason = ReasonOf(status);
  ErrorValues values = ValuesOf(status);
  if (reason.empty()) {
    reason = absl::IsCancelled(status) ? "DEADLINE_PASSED" : "INTERNAL";
    values.clear();
  }
  if (reason == "INTERNAL") values = {{"trace", trace_id}};

  HttpResponse response;
  response.status = HttpStatusOf(reason);
  response.content_type = "application/problem+json";
  nlohmann::ordered_json body;
  body["type"] = absl::StrCat("/problems/", reason);
  const Title& title = TitleOf(response.status);
  body["title"] = language == Language::kBulgarian ? title.bg : title.en;
  body["status"] = response.status;
  body["detail"] = Explain(reason, values, language);
  body["instance"] = request.path;
  body["code"] = reason;
  body["values"] = ToObject(values);
  if (auto errors = ErrorsOf(status, language); !errors.empty()) body["errors"] = std::move(errors);
  body["trace_id"] = trace_id;
  // The path may hold any bytes; what is not UTF-8 is replaced.
  response.body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);

  response.headers.emplace_back("Content-Language", language == Language::kBulgarian ? "bg" : "en");
  response.headers.emplace_back("Vary", "Accept-Language");
  if (response.status == 429 || response.status == 503)
    response.headers.emplace_back("Retry-After", "1");
  if (response.status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
  for (const auto& [name, value] : values) {
    if (response.status == 405 && name == "allowed") response.headers.emplace_back("Allow", value);
  }
  return response;
}

std::string ToJsonPointer(absl::string_view path) {
  std::string pointer;
  if (path.empty() || absl::StrContains(path, " ")) return "";
  for (const absl::string_view segment : absl::StrSplit(path, '.')) {
    absl::StrAppend(&pointer, "/",
                    absl::StrReplaceAll(segment, {{"~", "~0"}, {"/", "~1"}, {"[", "/"}, {"]", ""}}));
  }
  return pointer;
}

}  // namespace tranche::gateway
