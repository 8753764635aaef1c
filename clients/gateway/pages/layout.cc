// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pages/layout.h"

#include <google/protobuf/descriptor.h>
#include <sodium.h>

#include <algorithm>
#include <mutex>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gateway/assets.h"
#include "gateway/pages/phrases.h"
#include "gateway/path_template.h"
#include "gateway/problem.h"
#include "gateway/session.h"
#include "platform/rpc/trace.h"
#include "tranche/common/v1/reason.pb.h"
#include "tranche/options/v1/options.pb.h"

namespace tranche::gateway {
namespace {

using ctemplate::TemplateDictionary;

constexpr ctemplate::Strip kStrip = ctemplate::DO_NOT_STRIP;

void LoadTemplates() {
  static std::once_flag once;
  std::call_once(once, [] {
    for (const Asset& asset : Assets()) {
      if (!absl::EndsWith(asset.name, ".tpl")) continue;
      ctemplate::mutable_default_template_cache()->StringToTemplateCache(asset.name, asset.text,
                                                                         kStrip);
    }
  });
}

// The address of the same page in the other language: /bg/… and /en/…, elsewhere ?lang=.
std::string OtherHref(const Frame& frame) {
  const bool bulgarian = frame.language == Language::kBulgarian;
  const char* own = bulgarian ? "/bg" : "/en";
  const char* other = bulgarian ? "/en" : "/bg";
  if (frame.path != own && !absl::StartsWith(frame.path, absl::StrCat(own, "/"))) {
    std::string href = absl::StrCat(frame.path, "?lang=", bulgarian ? "en" : "bg");
    for (const absl::string_view item : absl::StrSplit(frame.query, '&', absl::SkipEmpty())) {
      if (!absl::StartsWith(item, "lang=")) absl::StrAppend(&href, "&", item);
    }
    return href;
  }
  return absl::StrCat(other, frame.path.substr(3), frame.query.empty() ? "" : "?", frame.query);
}

// The headings and next steps that the page of a refusal has, by HTTP status.
int KindOfRefusal(int status) {
  if (status == 403 || status == 404) return status;
  return status >= 500 ? 503 : 400;
}

bool IsSafeInShell(const std::string& word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](unsigned char c) {
    return absl::ascii_isalnum(c) || absl::StrContains("-_./:=@%+,", c);
  });
}

}  // namespace

std::string RenderFrame(const Frame& frame, const std::string& body,
                        const std::function<void(TemplateDictionary*)>& fill) {
  LoadTemplates();
  const bool bulgarian = frame.language == Language::kBulgarian;
  TemplateDictionary top("layout");
  for (const Phrase& phrase : Phrases()) {
    top.SetTemplateGlobalValue(phrase.name, bulgarian ? phrase.bg : phrase.en);
  }
  top.SetTemplateGlobalValue("HOME_HREF", bulgarian ? "/bg/" : "/en/");
  top.SetTemplateGlobalValue("PAGE_LANG", bulgarian ? "bg" : "en");
  top.SetValue("LANG", bulgarian ? "bg" : "en");
  top.SetValue("OTHER_LANG", bulgarian ? "en" : "bg");
  top.SetValue("OTHER_NAME", bulgarian ? "English" : "Български");
  top.SetValue("OTHER_HREF", OtherHref(frame));
  top.SetValue("STYLE_HREF", StyleHref());
  top.SetValue("TITLE", frame.title);
  if (frame.session != nullptr && !frame.session->csrf_token.empty()) {
    TemplateDictionary* signed_in = top.AddSectionDictionary("SIGNED_IN");
    signed_in->SetValue("PERSON", frame.session->display_name);
    signed_in->SetValue("CSRF_TOKEN", frame.session->csrf_token);
  }
  TemplateDictionary* crumbs = frame.crumbs.empty() ? nullptr : top.AddSectionDictionary("CRUMBS");
  for (const auto& [text, href] : frame.crumbs) {
    TemplateDictionary* crumb = crumbs->AddSectionDictionary("CRUMB");
    crumb->SetValue("TEXT", text);
    crumb->SetValue("HREF", href);
  }
  if (!frame.commands.empty()) {
    TemplateDictionary* commands = top.AddSectionDictionary("COMMANDS");
    for (const std::string& line : frame.commands) {
      commands->AddSectionDictionary("COMMAND")->SetValue("LINE", line);
    }
  }
  TemplateDictionary* main = top.AddIncludeDictionary("BODY");
  main->SetFilename(body);
  fill(main);
  std::string html;
  ctemplate::ExpandTemplate("layout.tpl", kStrip, &top, &html);
  return html;
}

TemplateDictionary* AddPart(TemplateDictionary* parent, const char* where, const char* part) {
  TemplateDictionary* included = parent->AddIncludeDictionary(where);
  included->SetFilename(part);
  return included;
}

std::string QueryParameter(const HttpRequest& request, absl::string_view name) {
  for (const absl::string_view item : absl::StrSplit(request.query, '&', absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> pair =
        absl::StrSplit(item, absl::MaxSplits('=', 1));
    if (pair.first == name) return DecodePercent(pair.second, true, false).value_or("");
  }
  return "";
}

Language AskedLanguage(const HttpRequest& request) {
  const std::string asked = QueryParameter(request, "lang");
  if (asked == "bg") return Language::kBulgarian;
  if (asked == "en") return Language::kEnglish;
  return PreferredLanguage(request.Header("accept-language"));
}

HttpResponse HtmlResponse(int status, std::string html) {
  return {status, "text/html; charset=utf-8", {{"Vary", "Accept-Language, Cookie"}}, std::move(html)};
}

std::string ShellLine(const std::vector<std::string>& words) {
  return absl::StrJoin(words, " ", [](std::string* line, const std::string& word) {
    absl::StrAppend(line, IsSafeInShell(word)
                              ? word
                              : absl::StrCat("'", absl::StrReplaceAll(word, {{"'", "'\\''"}}), "'"));
  });
}

std::string SentenceOf(const absl::Status& status, Language language) {
  std::string reason = ReasonOf(status);
  if (reason.empty()) reason = "PEER_UNAVAILABLE";
  std::string said = Explain(reason, ValuesOf(status), language);
  for (const Violation& violation : ViolationsOf(status)) {
    const std::string what = Explain(violation.reason, violation.values, language);
    if (what == said) continue;
    const bool names_field = violation.field.empty() || absl::StrContains(what, violation.field);
    absl::StrAppend(&said, " ", names_field ? "" : absl::StrCat(violation.field, ": "), what);
  }
  return said;
}

void ShowRefused(const absl::Status& status, Language language, const char* section,
                 TemplateDictionary* parent) {
  if (status.ok()) return;
  parent->AddSectionDictionary(section)->SetValue("SENTENCE", SentenceOf(status, language));
}

HttpResponse RefusedPage(const absl::Status& status, const HttpRequest& request, Frame frame) {
  const std::string reason = ReasonOf(status);
  const int http = HttpStatusOf(reason.empty() ? "PEER_UNAVAILABLE" : reason);
  const int kind = KindOfRefusal(http);
  const Language language = frame.language;
  const std::string heading = Say(absl::StrCat("W_HEADING_", kind), language);
  frame.title = heading;
  HttpResponse response =
      HtmlResponse(http, RenderFrame(frame, "refused.tpl", [&](TemplateDictionary* page) {
                     page->SetValue("HEADING", heading);
                     page->SetValue("SENTENCE", SentenceOf(status, language));
                     page->SetValue("NEXT", Say(absl::StrCat("W_NEXT_", kind), language));
                     page->SetValue("TRACE", rpc::TraceIdOf(request.Header("traceparent")));
                     if (kind != 503) return;
                     page->AddSectionDictionary("AGAIN")->SetValue(
                         "HREF", absl::StrCat(frame.path, frame.query.empty() ? "" : "?", frame.query));
                   }));
  if (http == 503) response.headers.emplace_back("Retry-After", "5");
  return response;
}

std::string RenderReason(const std::string& reason, const HttpRequest& request) {
  const google::protobuf::EnumValueDescriptor* value =
      common::v1::Reason_descriptor()->FindValueByName(reason);
  if (value == nullptr || !value->options().HasExtension(options::v1::reason)) return "";
  const options::v1::ReasonText& text = value->options().GetExtension(options::v1::reason);
  Frame frame;
  frame.language = AskedLanguage(request);
  frame.title = reason;
  frame.path = request.path;
  frame.query = request.query;
  return RenderFrame(frame, "reason.tpl", [&](TemplateDictionary* page) {
    page->SetValue("CODE", reason);
    page->SetIntValue("STATUS", text.http());
    page->SetValue("BG", text.bg());
    page->SetValue("EN", text.en());
  });
}

const std::string& StyleHref() {
  static const auto* const kHref = [] {
    std::string digest;
    for (const Asset& asset : Assets()) {
      if (asset.name != "tranche.css") continue;
      unsigned char hash[crypto_hash_sha256_BYTES];
      crypto_hash_sha256(hash, reinterpret_cast<const unsigned char*>(asset.text.data()),
                         asset.text.size());
      digest = absl::BytesToHexString(std::string(reinterpret_cast<const char*>(hash), 8));
    }
    return new std::string(absl::StrCat("/assets/tranche.css?v=", digest));
  }();
  return *kHref;
}

}  // namespace tranche::gateway
