// SPDX-License-Identifier: EUPL-1.2
// What all pages have around them: head, header with language and sign-out, breadcrumbs, the equivalent
// commands, footer; and how a page of a refusal looks.
#pragma once

#include <ctemplate/template.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "gateway/http_server.h"
#include "platform/base/error.h"

namespace tranche::gateway {

struct Session;

struct Frame {
  Language language = Language::kBulgarian;
  std::string title;
  // Path and query of the request, still encoded: the link to the other language keeps them.
  std::string path;
  std::string query;
  const Session* session = nullptr;  // Null: nobody is signed in.
  // Text and address of each page above this one.
  std::vector<std::pair<std::string, std::string>> crumbs;
  // Lines that show the same in a shell, made by ShellLine.
  std::vector<std::string> commands;
};

// The page with the template `body` within the frame; `fill` gets the dictionary of the body.
std::string RenderFrame(const Frame& frame, const std::string& body,
                        const std::function<void(ctemplate::TemplateDictionary*)>& fill);

// The same for a part of a page that stands in several of them, "finding.tpl": {{>WHERE}} in the
// parent.
ctemplate::TemplateDictionary* AddPart(ctemplate::TemplateDictionary* parent, const char* where,
                                       const char* part);

// The decoded value of a parameter of the query, or "".
std::string QueryParameter(const HttpRequest& request, absl::string_view name);
// For a page whose address does not begin with its language: `lang=bg|en`, else by Accept-Language.
Language AskedLanguage(const HttpRequest& request);

HttpResponse HtmlResponse(int status, std::string html);

// Words of a command, quoted where a shell needs it.
std::string ShellLine(const std::vector<std::string>& words);

// The sentence of a refusal with those of what it lists; of a status without reason, that the server is
// away.
std::string SentenceOf(const absl::Status& status, Language language);
// The same as a section of the page; nothing when the status is OK.
void ShowRefused(const absl::Status& status, Language language, const char* section,
                 ctemplate::TemplateDictionary* parent);

// The page that stands instead of one that cannot be shown: what is wrong and what to do next.
HttpResponse RefusedPage(const absl::Status& status, const HttpRequest& request, Frame frame);

// The page that the `type` of a problem document leads to; "" when the catalogue lacks the reason.
std::string RenderReason(const std::string& reason, const HttpRequest& request);

// Address of the style sheet with the digest of its text, so that a browser may keep it.
const std::string& StyleHref();

}  // namespace tranche::gateway
