// SPDX-License-Identifier: EUPL-1.2
// What the text of a .docx refers to: styles, numberings, addresses.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "platform/sheet/workbook.h"

namespace tranche::document {

inline constexpr int kListLevels = 9;

// Goes to the end of the element that the reader stands on.
absl::Status SkipElement(sheet::Xml& xml);

// A property that is on when it is there, unless its value says otherwise: <w:vanish/>, <w:vanish
// w:val="0"/>.
bool IsOn(const sheet::Xml& xml);

struct DocxStyle {
  std::string based_on;
  int heading_level = 0;  // 1 to 9.
  int numbering = -1;     // Its id; -1: says nothing.
  int list_level = 0;
};

class DocxStyles {
 public:
  absl::Status Read(const std::shared_ptr<sheet::Archive>& archive);
  // With what the style inherits.
  DocxStyle Find(const std::string& id) const;

 private:
  std::map<std::string, DocxStyle> styles_;
};

// Numbers and bullets that Word puts before paragraphs.
class DocxNumbering {
 public:
  absl::Status Read(const std::shared_ptr<sheet::Archive>& archive);
  // The mark of the next paragraph with this numbering, "1.2." or "•"; "" when it shows none.
  std::string Next(int numbering, int level);

 private:
  struct Level {
    int start = 1;
    std::string format = "decimal";
    std::string text;  // "%1.%2."
  };
  struct List {
    std::array<Level, kListLevels> levels;
    std::array<int, kListLevels> counters{};
  };
  struct Use {
    int list = -1;
    std::map<int, int> starts;  // By level; each applies to the first paragraph only.
  };

  absl::Status ReadList(sheet::Xml& xml);
  absl::Status ReadUse(sheet::Xml& xml);

  std::map<int, List> lists_;
  std::map<int, Use> uses_;
};

// The part with the text, "word/document.xml" or what the file says instead; "" when there is none.
std::string FindMainPart(const std::shared_ptr<sheet::Archive>& archive);

// Addresses by the id of their relation.
absl::StatusOr<std::map<std::string, std::string>> ReadTargets(
    const std::shared_ptr<sheet::Archive>& archive, const std::string& part);

}  // namespace tranche::document
