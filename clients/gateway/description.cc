// SPDX-License-Identifier: EUPL-1.2
#include "gateway/description.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "gateway/assets.h"
#include "platform/base/digest.h"

namespace tranche::gateway {
namespace {

const std::string& Document() {
  for (const Asset& asset : Assets()) {
    if (asset.name == "openapi.json") return asset.text;
  }
  return Assets().front().text;  // Not reached: the build puts it there, and a test asks for it.
}

// RFC 9110: a list of tags or "*"; a proxy that compressed the answer made the tag a weak one.
bool Has(absl::string_view if_none_match, absl::string_view etag) {
  for (absl::string_view tag : absl::StrSplit(if_none_match, ',')) {
    tag = absl::StripAsciiWhitespace(tag);
    absl::ConsumePrefix(&tag, "W/");
    if (tag == etag || tag == "*") return true;
  }
  return false;
}

}  // namespace

HttpResponse Description(const HttpRequest& request) {
  static const std::string& etag = *new std::string(absl::StrCat("\"", Sha256Hex(Document()), "\""));
  HttpResponse response;
  // Asked about again after an hour, since a new release may describe more.
  response.headers = {{"ETag", etag}, {"Cache-Control", "public, max-age=3600"}};
  if (Has(request.Header("if-none-match"), etag)) {
    response.status = 304;
    return response;
  }
  response.content_type = "application/json";
  response.body = Document();
  return response;
}

}  // namespace tranche::gateway
