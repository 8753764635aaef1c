// SPDX-License-Identifier: EUPL-1.2
// Guards the parser of XML and HTML, which compares each attribute of a tag with all others of it,
// against tags with thousands of them. Bytes are looked at before the parser gets them, piece by piece.
#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace tranche::sheet {

class TagGuard {
 public:
  enum class Language { kXml, kHtml };
  explicit TagGuard(Language language) : html_(language == Language::kHtml) {}

  // False once a tag has over 1,000 attributes; in XML also for a document type, which nothing here
  // has.
  bool Fits(absl::string_view bytes);

 private:
  enum class State { kText, kOpen, kName, kTag, kEquals, kQuoted, kBang, kUntil, kRaw };

  void InTag(char c);
  void CloseTag();
  void InBang(char c);

  const bool html_;
  State state_ = State::kText;
  bool fits_ = true;
  bool blank_ = false;  // Before this byte of a tag.
  char quote_ = 0;
  std::size_t attributes_ = 0;
  std::string name_;   // Of the tag, in lower case, its first bytes.
  std::string seen_;   // Of "<!…", or the last bytes before an end that is looked for.
  std::string until_;  // That end: "-->", "]]>", "?>", ">".
};

}  // namespace tranche::sheet
