// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/xml.h"

#include <libxml/xmlreader.h>

#include <memory>
#include <mutex>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "platform/base/error.h"

namespace tranche::payments::bank {
namespace {

// Entities are never replaced and nothing is fetched; without XML_PARSE_HUGE libxml2 keeps its own
// limits too.
constexpr int kOptions = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA;

struct FreeReader {
  void operator()(xmlTextReader* reader) const { xmlFreeTextReader(reader); }
};
using Reader = std::unique_ptr<xmlTextReader, FreeReader>;

struct Open {
  std::string name;
  std::string text;
  std::string currency;
  bool has_elements = false;
};

std::string TextOf(const xmlChar* text) {
  return text == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(text));
}

absl::Status Unreadable(xmlTextReader* reader, absl::string_view reason, ErrorValues values = {}) {
  const int line = reader == nullptr ? 0 : xmlTextReaderGetParserLineNumber(reader);
  return RefuseInput("DOCUMENT_UNREADABLE",
                     {{.field = absl::StrCat("line ", line),
                       .reason = std::string(reason),
                       .values = std::move(values)}},
                     {{"count", "1"}});
}

absl::Status OverLimit(xmlTextReader* reader, absl::string_view limit, int64_t max) {
  return Unreadable(reader, "BANK_FILE_OVER_LIMIT",
                    {{"limit", std::string(limit)}, {"max", absl::StrCat(max)}});
}

class Walk {
 public:
  Walk(xmlTextReader* reader, const XmlHandler& handler) : reader_(reader), handler_(handler) {}

  absl::Status Node() {
    switch (xmlTextReaderNodeType(reader_)) {
      case XML_READER_TYPE_ELEMENT:
        return Begin();
      case XML_READER_TYPE_END_ELEMENT:
        End();
        return absl::OkStatus();
      case XML_READER_TYPE_TEXT:
      case XML_READER_TYPE_CDATA:
      case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        return Text();
      case XML_READER_TYPE_DOCUMENT_TYPE:
      case XML_READER_TYPE_ENTITY:
      case XML_READER_TYPE_ENTITY_REFERENCE:
        return Unreadable(reader_, "BANK_XML_MALFORMED");
      default:
        return absl::OkStatus();  // Comments, declarations, blanks between elements.
    }
  }

 private:
  absl::Status Begin() {
    if (open_.size() >= kXmlDepthMax) return OverLimit(reader_, "depth", kXmlDepthMax);
    if (++elements_ > kXmlElementsMax) return OverLimit(reader_, "elements", kXmlElementsMax);
    if (!open_.empty()) open_.back().has_elements = true;
    Open element{.name = TextOf(xmlTextReaderConstLocalName(reader_)), .text = "", .currency = ""};
    if (element.name.size() > 64) return OverLimit(reader_, "name", 64);
    if (xmlChar* currency = xmlTextReaderGetAttribute(reader_, BAD_CAST "Ccy"); currency != nullptr) {
      element.currency = TextOf(currency).substr(0, 3);
      xmlFree(currency);
    }
    const bool empty = xmlTextReaderIsEmptyElement(reader_) == 1;
    open_.push_back(std::move(element));
    handler_.open(Path());
    if (empty) End();
    return absl::OkStatus();
  }

  absl::Status Text() {
    if (open_.empty()) return absl::OkStatus();
    const xmlChar* value = xmlTextReaderConstValue(reader_);
    if (value == nullptr) return absl::OkStatus();
    absl::StrAppend(&open_.back().text, reinterpret_cast<const char*>(value));
    if (open_.back().text.size() > kXmlTextBytesMax)
      return OverLimit(reader_, "text", kXmlTextBytesMax);
    return absl::OkStatus();
  }

  void End() {
    if (open_.empty()) return;
    XmlElement element{.path = Path(), .text = "", .currency = open_.back().currency};
    if (!open_.back().has_elements) {
      element.text = std::string(absl::StripAsciiWhitespace(open_.back().text));
    }
    handler_.close(element);
    open_.pop_back();
  }

  std::string Path() const {
    return absl::StrJoin(open_, "/",
                         [](std::string* out, const Open& element) { out->append(element.name); });
  }

  xmlTextReader* const reader_;
  const XmlHandler& handler_;
  std::vector<Open> open_;
  int elements_ = 0;
};

}  // namespace

absl::Status WalkXml(absl::string_view bytes, const XmlHandler& handler) {
  // Seen before the parser sees it; a file in another encoding is refused at its node.
  if (absl::StrContains(bytes, "<!DOCTYPE") || absl::StrContains(bytes, "<!ENTITY")) {
    return Unreadable(nullptr, "BANK_XML_MALFORMED");
  }
  static std::once_flag once;
  std::call_once(once, xmlInitParser);  // Before two threads read at the same moment.
  const Reader reader(
      xmlReaderForMemory(bytes.data(), static_cast<int>(bytes.size()), nullptr, nullptr, kOptions));
  if (reader == nullptr) return Unreadable(nullptr, "BANK_XML_MALFORMED");
  Walk walk(reader.get(), handler);
  int read = xmlTextReaderRead(reader.get());
  for (; read == 1; read = xmlTextReaderRead(reader.get())) {
    const absl::Status status = walk.Node();
    if (!status.ok()) return status;
  }
  return read == 0 ? absl::OkStatus() : Unreadable(reader.get(), "BANK_XML_MALFORMED");
}

std::string EscapeXml(absl::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        // Control characters have no place in XML 1.0.
        escaped += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return escaped;
}

}  // namespace tranche::payments::bank
