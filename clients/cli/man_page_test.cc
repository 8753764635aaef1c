// SPDX-License-Identifier: EUPL-1.2
#include "cli/man_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "absl/strings/str_replace.h"

namespace tranche::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::map<std::string, std::string> Pages(Language language) {
  std::map<std::string, std::string> pages;
  for (const ManPage& page : ManPages(CommandTree(language), language)) pages[page.file] = page.text;
  return pages;
}

TEST(ManPages, EveryNoun_HasAPageThatTheFirstNames) {
  const auto pages = Pages(Language::kEnglish);
  for (const CommandNode& noun : CommandTree(Language::kEnglish).commands) {
    EXPECT_EQ(pages.count("tranche-" + noun.name + ".1"), 1u) << noun.name;
    EXPECT_THAT(pages.at("tranche.1"),
                HasSubstr(absl::StrReplaceAll("tranche-" + noun.name + "(1)", {{"-", "\\-"}})));
  }
}

TEST(ManPages, Page_HasEverySection) {
  for (const auto& [file, text] : Pages(Language::kEnglish)) {
    for (const char* section :
         {"NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXAMPLES", "EXIT STATUS", "FILES"}) {
      EXPECT_THAT(text, HasSubstr(std::string(".SH \"") + section + "\"")) << file;
    }
  }
}

TEST(ManPages, OptionsOfAVerb_AreSaidWithTheirValues) {
  const std::string page = Pages(Language::kEnglish).at("tranche-costs.1");
  EXPECT_THAT(page, HasSubstr("\\fBtranche costs record\\fR \\fICONTRACT\\fR"));
  EXPECT_THAT(page, HasSubstr("Values: invoice (invoice), payroll (payroll), paid_amounts_account ("));
  EXPECT_THAT(page, HasSubstr("\\-\\-dry\\-run"));
}

TEST(ManPages, BulgarianPages_AreInBulgarian) {
  const std::string page = Pages(Language::kBulgarian).at("tranche-plans.1");
  EXPECT_THAT(page, HasSubstr(".SH \"КОДОВЕ ЗА ИЗХОД\""));
  EXPECT_THAT(page, Not(HasSubstr("EXIT STATUS")));
}

}  // namespace
}  // namespace tranche::cli
