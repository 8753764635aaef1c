// SPDX-License-Identifier: EUPL-1.2
#include "platform/document/html_nodes.h"

#include <unicode/unistr.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "platform/document/reading.h"
#include "platform/text/fold.h"
#include "platform/text/piece.h"
#include "re2/re2.h"

namespace tranche::document {
namespace {

bool HasAttribute(const xmlNode* node, const char* name) {
  return xmlHasProp(node, reinterpret_cast<const xmlChar*>(name)) != nullptr;
}

// The style without its blanks, in lower case.
std::string StyleOf(const xmlNode* node) {
  std::string style = absl::AsciiStrToLower(Attribute(node, "style"));
  style.erase(std::remove_if(style.begin(), style.end(),
                             [](char c) { return absl::ascii_isspace(static_cast<unsigned char>(c)); }),
              style.end());
  return style;
}

}  // namespace

absl::string_view View(const xmlChar* text) {
  return text == nullptr ? absl::string_view() : reinterpret_cast<const char*>(text);
}

bool IsOneOf(absl::string_view name, std::initializer_list<absl::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string Attribute(const xmlNode* node, const char* name) {
  xmlChar* value = xmlGetProp(node, reinterpret_cast<const xmlChar*>(name));
  const std::string text(View(value));
  xmlFree(value);
  return text;
}

bool IsUnseen(const xmlNode* node, absl::string_view name) {
  if (IsOneOf(name,
              {"script", "style", "head", "template", "noscript", "svg", "iframe", "object", "select",
               "button", "textarea", "input", "datalist", "audio", "video", "canvas"})) {
    return true;
  }
  if (HasAttribute(node, "hidden")) return true;
  const std::string style = StyleOf(node);
  return absl::StrContains(style, "display:none") || absl::StrContains(style, "visibility:hidden");
}

bool BeginsPage(const xmlNode* node) {
  const std::string style = StyleOf(node);
  return absl::StrContains(style, "page-break-before:always") ||
         absl::StrContains(style, "break-before:page");
}

bool IsBlock(absl::string_view name) {
  return IsOneOf(name,
                 {"p",          "div",     "section",    "article", "main",   "header",   "footer",
                  "aside",      "nav",     "ul",         "ol",      "li",     "dl",       "dt",
                  "dd",         "table",   "caption",    "tr",      "td",     "th",       "thead",
                  "tbody",      "tfoot",   "blockquote", "pre",     "form",   "fieldset", "figure",
                  "figcaption", "address", "h1",         "h2",      "h3",     "h4",       "h5",
                  "h6",         "hr",      "body",       "html",    "center", "details",  "summary"});
}

int HeadingLevel(absl::string_view name) {
  return name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6' ? name[1] - '0' : 0;
}

bool IsElement(const xmlNode* node) { return node->type == XML_ELEMENT_NODE; }

bool HasTableWithin(const xmlNode* node) {
  for (const xmlNode* child = node->children; child != nullptr; child = child->next) {
    if (IsElement(child) && (View(child->name) == "table" || HasTableWithin(child))) return true;
  }
  return false;
}

// By its mark, by what it says of itself, or as any text.
std::string HtmlToUtf8(absl::string_view bytes) {
  const std::string plain = ToUtf8(bytes);
  if (plain != bytes || IsValidUtf8(plain)) return plain;
  // Bytes that are not UTF-8 are looked at as Latin-1.
  static const RE2 kCharset(
      "(?i)charset\\s*=\\s*[\"']?\\s*(windows-1251|cp-?1251|x-cp1251|iso-8859-5|koi8-r|koi8-u)",
      RE2::Latin1);
  std::string name;
  const absl::string_view head = bytes.substr(0, 4096);
  if (!RE2::PartialMatch(Piece(head), kCharset, &name)) return plain;
  std::string utf8;
  icu::UnicodeString(bytes.data(), static_cast<int32_t>(bytes.size()), name.c_str()).toUTF8String(utf8);
  return utf8;
}

}  // namespace tranche::document
