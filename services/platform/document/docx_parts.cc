// SPDX-License-Identifier: EUPL-1.2
#include "platform/document/docx_parts.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "re2/re2.h"

namespace tranche::document {
namespace {

constexpr std::size_t kEntriesMax = 20'000;
constexpr std::size_t kMarkBytesMax = 60;
constexpr int kInheritedMax = 12;
constexpr int kNumberMax = 99'999;

// The first number of an attribute; `otherwise` for none.
int NumberOf(const sheet::Xml& xml, const char* name, int otherwise) {
  int number = 0;
  return absl::SimpleAtoi(xml.Attribute(name), &number) ? number : otherwise;
}

absl::Status TooMany(const char* part) {
  return Refuse("DOCUMENT_UNPACKS_TOO_LARGE", {{"part", part}, {"max", absl::StrCat(kEntriesMax)}});
}

std::string Roman(int number) {
  static constexpr std::pair<int, const char*> kSigns[] = {
      {1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"},
      {40, "XL"},  {10, "X"},   {9, "IX"},  {5, "V"},    {4, "IV"},  {1, "I"}};
  std::string roman;
  if (number > 3999) return absl::StrCat(number);
  for (const auto& [value, sign] : kSigns) {
    for (; number >= value; number -= value) roman += sign;
  }
  return roman;
}

std::string Lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return text;
}

// a … z, aa, bb …
std::string Letter(int number) {
  if (number < 1) return "";
  const int times = std::min((number - 1) / 26 + 1, 9);
  return std::string(static_cast<std::size_t>(times), static_cast<char>('a' + (number - 1) % 26));
}

std::string CyrillicLetter(int number) {
  static constexpr const char* kLetters[] = {"а", "б", "в", "г", "д", "е", "ж", "з", "и", "к",
                                             "л", "м", "н", "о", "п", "р", "с", "т", "у", "ф",
                                             "х", "ц", "ч", "ш", "щ", "э", "ю", "я"};
  return number >= 1 && number <= 28 ? kLetters[number - 1] : absl::StrCat(number);
}

std::string Formatted(const std::string& format, int number) {
  if (format == "none") return "";
  if (format == "upperRoman") return Roman(number);
  if (format == "lowerRoman") return Lower(Roman(number));
  if (format == "lowerLetter") return Letter(number);
  if (format == "upperLetter") {
    std::string upper = Letter(number);
    for (char& c : upper) c = static_cast<char>(c - 32);
    return upper;
  }
  if (format == "russianLower" || format == "russianUpper") return CyrillicLetter(number);
  if (format == "decimalZero" && number < 10) return absl::StrCat("0", number);
  return absl::StrCat(number);
}

// Word keeps bullets as letters of fonts of signs, U+F000 to U+F0FF.
std::string Bullet(const std::string& text) {
  if (absl::StartsWith(text, "\xEF\x80") || absl::StartsWith(text, "\xEF\x81") ||
      absl::StartsWith(text, "\xEF\x82") || absl::StartsWith(text, "\xEF\x83")) {
    return "•";
  }
  return text == "o" ? "•" : text;
}

int HeadingLevel(const std::string& style_name) {
  static const RE2 kHeading("(?i)(?:heading|заглавие) ([1-9])");
  int level = 0;
  if (RE2::FullMatch(style_name, kHeading, &level)) return level;
  return style_name == "Title" || style_name == "title" ? 1 : 0;
}

}  // namespace

absl::Status SkipElement(sheet::Xml& xml) {
  if (xml.IsEmpty()) return absl::OkStatus();
  for (int depth = 1; depth > 0;) {
    TRANCHE_ASSIGN_OR_RETURN(const bool more, xml.Next());
    if (!more) break;
    if (xml.IsStart() && !xml.IsEmpty()) ++depth;
    if (xml.IsEnd()) --depth;
  }
  return absl::OkStatus();
}

bool IsOn(const sheet::Xml& xml) {
  const std::string value = xml.Attribute("val");
  return value != "0" && value != "false" && value != "off";
}

absl::Status DocxStyles::Read(const std::shared_ptr<sheet::Archive>& archive) {
  constexpr char kPart[] = "word/styles.xml";
  if (!archive->Has(kPart)) return absl::OkStatus();
  TRANCHE_ASSIGN_OR_RETURN(const std::unique_ptr<sheet::Xml> xml, sheet::Xml::Open(archive, kPart));
  DocxStyle* style = nullptr;
  while (true) {
    TRANCHE_ASSIGN_OR_RETURN(const bool more, xml->Next());
    if (!more) return absl::OkStatus();
    if (!xml->IsStart()) continue;
    const absl::string_view name = xml->Name();
    if (name == "style") {
      style = &styles_[xml->Attribute("styleId")];
      if (styles_.size() > kEntriesMax) return TooMany(kPart);
    }
    if (style == nullptr) continue;
    if (name == "name") style->heading_level = HeadingLevel(xml->Attribute("val"));
    if (name == "basedOn") style->based_on = xml->Attribute("val");
    if (name == "numId") style->numbering = NumberOf(*xml, "val", -1);
    if (name == "ilvl") style->list_level = NumberOf(*xml, "val", 0);
    if (name == "outlineLvl") {
      const int level = NumberOf(*xml, "val", 9);
      if (level >= 0 && level < 9) style->heading_level = level + 1;
    }
  }
}

DocxStyle DocxStyles::Find(const std::string& id) const {
  DocxStyle found;
  std::string at = id;
  for (int i = 0; i < kInheritedMax && !at.empty(); ++i) {
    const auto style = styles_.find(at);
    if (style == styles_.end()) break;
    if (found.heading_level == 0) found.heading_level = style->second.heading_level;
    if (found.numbering < 0 && style->second.numbering >= 0) {
      found.numbering = style->second.numbering;
      found.list_level = style->second.list_level;
    }
    at = style->second.based_on;
  }
  return found;
}

absl::Status DocxNumbering::ReadList(sheet::Xml& xml) {
  List& list = lists_[NumberOf(xml, "abstractNumId", -1)];
  if (xml.IsEmpty()) return absl::OkStatus();
  Level ignored;
  Level* level = &ignored;
  while (true) {
    TRANCHE_ASSIGN_OR_RETURN(const bool more, xml.Next());
    if (!more || (xml.IsEnd() && xml.Name() == "abstractNum")) break;
    if (!xml.IsStart()) continue;
    if (xml.Name() == "lvl") {
      const int number = NumberOf(xml, "ilvl", -1);
      level = number >= 0 && number < kListLevels ? &list.levels[static_cast<std::size_t>(number)]
                                                  : &ignored;
    }
    if (xml.Name() == "start") level->start = std::clamp(NumberOf(xml, "val", 1), 0, kNumberMax);
    if (xml.Name() == "numFmt") level->format = xml.Attribute("val");
    if (xml.Name() == "lvlText") level->text = xml.Attribute("val");
    if (level->text.size() > kMarkBytesMax) level->text.clear();
  }
  for (std::size_t i = 0; i < kListLevels; ++i) list.counters[i] = list.levels[i].start - 1;
  return absl::OkStatus();
}

absl::Status DocxNumbering::ReadUse(sheet::Xml& xml) {
  Use& use = uses_[NumberOf(xml, "numId", -1)];
  if (xml.IsEmpty()) return absl::OkStatus();
  int level = 0;
  while (true) {
    TRANCHE_ASSIGN_OR_RETURN(const bool more, xml.Next());
    if (!more || (xml.IsEnd() && xml.Name() == "num")) return absl::OkStatus();
    if (!xml.IsStart()) continue;
    if (xml.Name() == "abstractNumId") use.list = NumberOf(xml, "val", -1);
    if (xml.Name() == "lvlOverride") level = NumberOf(xml, "ilvl", 0);
    if (xml.Name() == "startOverride" && level >= 0 && level < kListLevels)
      use.starts[level] = std::clamp(NumberOf(xml, "val", 1), 0, kNumberMax);
  }
}

absl::Status DocxNumbering::Read(const std::shared_ptr<sheet::Archive>& archive) {
  constexpr char kPart[] = "word/numbering.xml";
  if (!archive->Has(kPart)) return absl::OkStatus();
  TRANCHE_ASSIGN_OR_RETURN(const std::unique_ptr<sheet::Xml> xml, sheet::Xml::Open(archive, kPart));
  while (true) {
    TRANCHE_ASSIGN_OR_RETURN(const bool more, xml->Next());
    if (!more) return absl::OkStatus();
    if (!xml->IsStart()) continue;
    if (xml->Name() == "abstractNum") TRANCHE_RETURN_IF_ERROR(ReadList(*xml));
    if (xml->Name() == "num" && xml->IsStart()) TRANCHE_RETURN_IF_ERROR(ReadUse(*xml));
    if (lists_.size() + uses_.size() > kEntriesMax) return TooMany(kPart);
  }
}

std::string DocxNumbering::Next(int numbering, int level) {
  const auto use = uses_.find(numbering);
  if (use == uses_.end() || level < 0 || level >= kListLevels) return "";
  const auto found = lists_.find(use->second.list);
  if (found == lists_.end()) return "";
  List& list = found->second;
  const auto at = static_cast<std::size_t>(level);
  if (const auto start = use->second.starts.find(level); start != use->second.starts.end()) {
    list.counters[at] = start->second - 1;
    use->second.starts.erase(start);
  }
  list.counters[at] = std::min(list.counters[at] + 1, kNumberMax);
  // What is further in begins anew, and what is further out has begun.
  for (std::size_t i = at + 1; i < kListLevels; ++i) list.counters[i] = list.levels[i].start - 1;
  for (std::size_t i = 0; i < at; ++i)
    list.counters[i] = std::max(list.counters[i], list.levels[i].start);
  const Level& shown = list.levels[at];
  if (shown.format == "bullet") return Bullet(shown.text);
  std::string mark;
  for (std::size_t i = 0; i < shown.text.size(); ++i) {
    const bool number = shown.text[i] == '%' && i + 1 < shown.text.size() && shown.text[i + 1] >= '1' &&
                        shown.text[i + 1] <= '9';
    if (!number) {
      mark.push_back(shown.text[i]);
      continue;
    }
    const auto of = static_cast<std::size_t>(shown.text[++i] - '1');
    absl::StrAppend(&mark, Formatted(list.levels[of].format, list.counters[of]));
  }
  return mark;
}

std::string FindMainPart(const std::shared_ptr<sheet::Archive>& archive) {
  constexpr char kUsual[] = "word/document.xml";
  constexpr char kRelations[] = "_rels/.rels";
  if (archive->Has(kUsual)) return kUsual;
  if (!archive->Has(kRelations)) return "";
  const auto xml = sheet::Xml::Open(archive, kRelations);
  if (!xml.ok()) return "";
  while (true) {
    const absl::StatusOr<bool> more = (*xml)->Next();
    if (!more.ok() || !*more) return "";
    if (!(*xml)->IsStart() || !absl::EndsWith((*xml)->Attribute("Type"), "/officeDocument")) continue;
    const std::string target = (*xml)->Attribute("Target");
    const std::string part = absl::StartsWith(target, "/") ? target.substr(1) : target;
    return absl::StartsWith(part, "word/") && archive->Has(part) ? part : "";
  }
}

absl::StatusOr<std::map<std::string, std::string>> ReadTargets(
    const std::shared_ptr<sheet::Archive>& archive, const std::string& part) {
  std::map<std::string, std::string> targets;
  if (!archive->Has(part)) return targets;
  TRANCHE_ASSIGN_OR_RETURN(const std::unique_ptr<sheet::Xml> xml, sheet::Xml::Open(archive, part));
  while (true) {
    TRANCHE_ASSIGN_OR_RETURN(const bool more, xml->Next());
    if (!more) return targets;
    if (!xml->IsStart() || xml->Name() != "Relationship") continue;
    if (targets.size() > kEntriesMax) return TooMany("word/_rels/document.xml.rels");
    targets[xml->Attribute("Id")] = xml->Attribute("Target");
  }
}

}  // namespace tranche::document
