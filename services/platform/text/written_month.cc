// SPDX-License-Identifier: EUPL-1.2
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "platform/text/fold.h"
#include "platform/text/written.h"
#include "re2/re2.h"

namespace tranche {
namespace {

// The ways to shorten a month.
struct MonthWords {
  const char* pattern;
  int month;
};
constexpr MonthWords kMonths[] = {{"ян|яну|януари|jan|january", 1},
                                  {"фев|февр|февруари|feb|february", 2},
                                  {"мар|март|mar|march", 3},
                                  {"апр|април|apr|april", 4},
                                  {"май|may", 5},
                                  {"юни|jun|june", 6},
                                  {"юли|jul|july", 7},
                                  {"авг|август|aug|august", 8},
                                  {"сеп|септ|септември|sep|sept|september", 9},
                                  {"окт|октомври|oct|october", 10},
                                  {"ное|ноем|ноември|nov|november", 11},
                                  {"дек|декември|dec|december", 12}};

}  // namespace

int ReadMonth(absl::string_view word) {
  static const auto* const kPatterns = [] {
    auto* list = new std::vector<std::pair<const RE2*, int>>;
    for (const MonthWords& known : kMonths)
      list->emplace_back(new RE2(absl::StrCat("(?:", known.pattern, ")\\.?")), known.month);
    return list;
  }();
  const std::string folded = FoldName(word);
  for (const auto& [pattern, month] : *kPatterns) {
    if (RE2::FullMatch(folded, *pattern)) return month;
  }
  return 0;
}

}  // namespace tranche
