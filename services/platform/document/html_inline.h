// SPDX-License-Identifier: EUPL-1.2
// The text of HTML between its blocks.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "platform/document/document.h"
#include "platform/document/reading.h"

namespace tranche::document {

// What is written between two borders of blocks: white space as a browser shows it, addresses with what
// they cover.
class Inline {
 public:
  void Text(absl::string_view text, bool as_is) {
    for (const char c : text) {
      const bool blank = absl::ascii_isspace(static_cast<unsigned char>(c));
      if (as_is || !blank) {
        text_.push_back(c);
      } else if (!text_.empty() && text_.back() != ' ' && text_.back() != '\n') {
        text_.push_back(' ');
      }
    }
  }
  // In a cell: what follows stands below.
  void NewLine() {
    while (!text_.empty() && text_.back() == ' ') text_.pop_back();
    if (!text_.empty() && text_.back() != '\n') text_.push_back('\n');
  }
  std::size_t size() const { return text_.size(); }
  void AddLink(std::size_t begin, std::string target) {
    if (begin < text_.size() && !target.empty())
      links_.push_back({begin, text_.size(), std::move(target)});
  }
  void Take(document::Text& into) {
    CleanWithLinks(text_, std::exchange(links_, {}), into);
    text_.clear();
  }

 private:
  std::string text_;
  std::vector<Link> links_;
};

}  // namespace tranche::document
