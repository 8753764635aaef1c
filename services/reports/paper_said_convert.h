// SPDX-License-Identifier: EUPL-1.2
// What all reports on paper say, and how they say it: words in two languages, amounts without their
// currency, which stands once at the top of each page.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "platform/text/said.h"
#include "platform/text/said_label.h"
#include "tranche/common/v1/money.pb.h"

namespace tranche::reports::papers {

struct Word {
  const char* bg;
  const char* en;

  const char* In(Language language) const { return language == Language::kBulgarian ? bg : en; }
};

inline constexpr Word kAsOf{"към {day}", "as of {day}"};
inline constexpr Word kKnownAt{"по записаното до {day}", "as recorded by {day}"};
inline constexpr Word kEverything{"всичко записано", "everything recorded"};
inline constexpr Word kInLev{"в лева", "in BGN"};
inline constexpr Word kInEuro{"в евро", "in EUR"};
inline constexpr Word kSealed{
    "Съдържа всичко, подпечатано до запис {size} на дневника {origin} с корен {root}",
    "Has all that was sealed up to entry {size} of the log {origin} with the root {root}"};
inline constexpr Word kNotSealed{"Дневникът на доказателствата още няма записи.",
                                 "The log of evidence has no entries yet."};
inline constexpr Word kPageOf{"Страница {page} от {pages}", "Page {page} of {pages}"};
inline constexpr Word kNothing{"Няма.", "None."};

// Says figures and words in one language; the currency stands once at the top of each page.
class Sayer {
 public:
  explicit Sayer(Language language) : language_(language) {}

  std::string operator()(Word word) const { return word.In(language_); }
  std::string operator()(const common::v1::Money& money) const {
    return SayAmount(money.amount(), "", language_);
  }
  std::string WithUnit(const common::v1::Money& money) const {
    return SayAmount(money.amount(), money.currency(), language_);
  }
  Language language() const { return language_; }
  std::string Day(const std::string& iso) const { return SayDate(iso, language_); }
  std::string Percent(const std::string& percent) const {
    return percent.empty() ? "" : SayAmount(percent, "", language_);
  }
  template <class Enum>
  std::string Value(Enum value) const {
    return SayEnum(google::protobuf::GetEnumDescriptor<Enum>(), value, language_);
  }

 private:
  const Language language_;
};

// Of which days, and in which currency.
template <class Report>
std::string ShownOf(const Report& report, const Sayer& say) {
  std::vector<std::string> parts;
  if (!report.as_of().empty()) {
    parts.push_back(absl::StrReplaceAll(say(kAsOf), {{"{day}", say.Day(report.as_of())}}));
  }
  if (!report.known_at().empty()) {
    parts.push_back(absl::StrReplaceAll(say(kKnownAt), {{"{day}", say.Day(report.known_at())}}));
  }
  if (parts.empty()) parts.push_back(say(kEverything));
  parts.push_back(say(report.currency() == "EUR" ? kInEuro : kInLev));
  return absl::StrJoin(parts, "; ");
}

// How much of the log of evidence is in it.
template <class Report>
std::string SealedOf(const Report& report, const Sayer& say) {
  if (!report.has_checkpoint()) return say(kNotSealed);
  return absl::StrReplaceAll(say(kSealed), {{"{size}", absl::StrCat(report.checkpoint().size())},
                                            {"{origin}", report.checkpoint().origin()},
                                            {"{root}", report.checkpoint().root()}});
}

}  // namespace tranche::reports::papers
