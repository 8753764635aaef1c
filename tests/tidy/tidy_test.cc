// SPDX-License-Identifier: EUPL-1.2
// Rules of the house that a machine can check, over the files of the source tree.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <re2/re2.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace tranche {
namespace {

namespace fs = std::filesystem;

struct File {
  std::string path;  // Relative to the root, with forward slashes.
  std::vector<std::string> lines;
};

bool HasExtension(const std::string& path, const std::set<std::string>& extensions) {
  return extensions.count(fs::path(path).extension().string()) > 0;
}

// Every file of the project, without what is built or installed.
std::vector<File> ReadTree() {
  std::vector<File> files;
  const fs::path root(SOURCE_ROOT);
  for (const char* top : {"proto", "services", "clients", "migrations", "tests"}) {
    for (auto it = fs::recursive_directory_iterator(root / top); it != fs::recursive_directory_iterator(); ++it) {
      if (it->path().filename() == "node_modules") {
        it.disable_recursion_pending();
        continue;
      }
      if (!it->is_regular_file()) continue;
      std::ifstream in(it->path());
      std::stringstream text;
      text << in.rdbuf();
      files.push_back({.path = fs::relative(it->path(), root).string(), .lines = absl::StrSplit(text.str(), '\n')});
    }
  }
  std::sort(files.begin(), files.end(), [](const File& a, const File& b) { return a.path < b.path; });
  return files;
}

const std::vector<File>& Tree() {
  static const auto* tree = new std::vector<File>(ReadTree());
  return *tree;
}

// "path:line: text" for every line that `bad` finds wrong in the files that `applies` to.
std::vector<std::string> FindLines(const std::function<bool(const std::string&)>& applies,
                                   const std::function<bool(const std::string&)>& bad) {
  std::vector<std::string> found;
  for (const File& file : Tree()) {
    if (!applies(file.path)) continue;
    for (size_t i = 0; i < file.lines.size(); ++i) {
      if (bad(file.lines[i])) found.push_back(absl::StrCat(file.path, ":", i + 1, ": ", file.lines[i]));
    }
  }
  return found;
}

bool IsCpp(const std::string& path) { return HasExtension(path, {".cc", ".h"}); }
bool IsTest(const std::string& path) {
  return absl::EndsWith(path, "_test.cc") || absl::StartsWith(path, "tests/") ||
         absl::StrContains(path, "/testing/");
}

TEST(Tidy, SourceFile_BeginsWithItsLicence) {
  std::vector<std::string> without;
  for (const File& file : Tree()) {
    const bool script = file.lines.front().substr(0, 2) == "#!";
    if (!script && !HasExtension(file.path, {".cc", ".h", ".proto", ".sql", ".tpl", ".css", ".ts", ".sh"})) continue;
    const bool has = absl::StrContains(file.lines[0], "SPDX-License-Identifier: EUPL-1.2") ||
                     (file.lines.size() > 1 && absl::StrContains(file.lines[1], "SPDX-License-Identifier: EUPL-1.2"));
    if (!has) without.push_back(file.path);
  }
  EXPECT_THAT(without, testing::IsEmpty());
}

// A file of the domain decides; it may not know of databases, calls or the wire.
bool IsDomain(const std::string& path) {
  static const RE2 outer("services/[a-z]+/[a-z]+_(store|convert|follow|service|module)\\.(cc|h)");
  return IsCpp(path) && !IsTest(path) && RE2::FullMatch(path, "services/[a-z]+/[a-z_]+\\.(cc|h)") &&
         !absl::StartsWith(path, "services/tranched/") && !RE2::FullMatch(path, outer);
}

TEST(Tidy, DomainFile_KnowsNoDatabaseNoCallNoWire) {
  static const RE2 outside("#include [<\"](pqxx|grpc|.*\\.pb\\.h|platform/(pg|rpc|idempotency|events|evidence|convert)/).*");
  EXPECT_THAT(FindLines(IsDomain, [](const std::string& line) { return RE2::FullMatch(line, outside); }),
              testing::IsEmpty());
}

TEST(Tidy, DomainFile_AsksNoClock) {
  static const RE2 clock("(absl::Now\\(|std::time\\(|system_clock)");
  EXPECT_THAT(FindLines(IsDomain, [](const std::string& line) { return RE2::PartialMatch(line, clock); }),
              testing::IsEmpty());
}

TEST(Tidy, PlatformAndClients_DependOnNoService) {
  static const RE2 service(
      "#include \"(access|documents|reference|plans|proposals|budgets|timelines|staffing|payments|reports)/.*");
  const auto below = [](const std::string& path) {
    return IsCpp(path) && (absl::StartsWith(path, "services/platform/") || absl::StartsWith(path, "clients/"));
  };
  EXPECT_THAT(FindLines(below, [](const std::string& line) { return RE2::FullMatch(line, service); }),
              testing::IsEmpty());
}

TEST(Tidy, Service_IncludesNoOtherServicesCode) {
  std::vector<std::string> found;
  static const RE2 include("#include \"([a-z]+)/.*");
  static const RE2 folder("services/([a-z]+)/.*");
  const std::set<std::string> common = {"platform", "absl", "tranche", "google", "re2"};
  for (const File& file : Tree()) {
    std::string own;
    if (!IsCpp(file.path) || IsTest(file.path) || !RE2::FullMatch(file.path, folder, &own)) continue;
    if (own == "tranched" || own == "platform") continue;
    for (const std::string& line : file.lines) {
      std::string other;
      if (RE2::FullMatch(line, include, &other) && other != own && common.count(other) == 0) {
        found.push_back(absl::StrCat(file.path, ": ", line));
      }
    }
  }
  EXPECT_THAT(found, testing::IsEmpty());
}

// Who calls whom, as services/README.md states it.
std::map<std::string, std::set<std::string>> ReadCalls() {
  std::map<std::string, std::set<std::string>> calls;
  static const RE2 row("\\| ([a-z, ]+) \\| ([^|]*) \\| ([^|]*) \\|");
  bool within = false;
  for (const File& file : Tree()) {
    if (file.path != "services/README.md") continue;
    for (const std::string& line : file.lines) {
      if (absl::StartsWith(line, "## ")) within = absl::StartsWith(line, "## Who calls whom");
      std::string roles, called, followed;
      if (!within || !RE2::FullMatch(line, row, &roles, &called, &followed) || roles == "role") continue;
      for (const absl::string_view role : absl::StrSplit(roles, ", ")) {
        std::set<std::string>& targets = calls[std::string(role)];
        for (const std::string& cell : {called, followed}) {
          for (const absl::string_view target : absl::StrSplit(cell, ", ")) {
            if (RE2::FullMatch(std::string(target), "[a-z]+")) targets.insert(std::string(target));
          }
        }
      }
    }
  }
  return calls;
}

TEST(Tidy, CallsBetweenRoles_FormNoCircle) {
  const std::map<std::string, std::set<std::string>> calls = ReadCalls();
  ASSERT_EQ(calls.size(), 10u);
  std::function<bool(const std::string&, std::set<std::string>)> circular =
      [&](const std::string& role, std::set<std::string> above) {
        if (!above.insert(role).second) return true;
        const auto found = calls.find(role);
        if (found == calls.end()) return false;
        return std::any_of(found->second.begin(), found->second.end(),
                           [&](const std::string& target) { return circular(target, above); });
      };
  for (const auto& [role, targets] : calls) EXPECT_FALSE(circular(role, {})) << role;
}

TEST(Tidy, CallsBetweenRoles_AreThoseOfTheTable) {
  const std::map<std::string, std::set<std::string>> calls = ReadCalls();
  static const RE2 stub("#include \"tranche/([a-z]+)/v1/[a-z]+_service\\.grpc\\.pb\\.h\"");
  static const RE2 folder("services/([a-z]+)/.*");
  std::vector<std::string> unlisted;
  for (const File& file : Tree()) {
    std::string own;
    if (IsTest(file.path) || !RE2::FullMatch(file.path, folder, &own) || calls.count(own) == 0) continue;
    for (const std::string& line : file.lines) {
      std::string other;
      if (RE2::FullMatch(line, stub, &other) && other != own && calls.at(own).count(other) == 0) {
        unlisted.push_back(absl::StrCat(file.path, ": ", line));
      }
    }
  }
  EXPECT_THAT(unlisted, testing::IsEmpty());
}

TEST(Tidy, Amount_IsNeverFloatingPoint) {
  static const RE2 floating("\\b(double|float)\\b");
  const auto applies = [](const std::string& path) {
    return IsCpp(path) && absl::StartsWith(path, "services/") && !absl::StrContains(path, "/observe/");
  };
  const auto bad = [](const std::string& line) {
    const std::string code = line.substr(0, line.find("//"));
    return RE2::PartialMatch(code, floating);
  };
  EXPECT_THAT(FindLines(applies, bad), testing::IsEmpty());
}

TEST(Tidy, Query_ListsItsColumns) {
  static const RE2 star("(?i)select\\s+(\\w+\\.)?\\*");
  const auto applies = [](const std::string& path) {
    return HasExtension(path, {".cc", ".h", ".sql"}) && !absl::StartsWith(path, "tests/tidy/");
  };
  EXPECT_THAT(FindLines(applies, [](const std::string& line) { return RE2::PartialMatch(line, star); }),
              testing::IsEmpty());
}

TEST(Tidy, Test_NeverSleeps) {
  static const RE2 sleeping("(sleep_for|sleep_until|usleep|SleepFor|^\\s*sleep [0-9])");
  const auto applies = [](const std::string& path) {
    return IsTest(path) && IsCpp(path) && !absl::StartsWith(path, "tests/tidy/");
  };
  EXPECT_THAT(FindLines(applies, [](const std::string& line) { return RE2::PartialMatch(line, sleeping); }),
              testing::IsEmpty());
}

TEST(Tidy, Code_LeavesNothingForLater) {
  static const RE2 later("\\b(TODO|FIXME|XXX|HACK)\\b");
  const auto applies = [](const std::string& path) {
    return HasExtension(path, {".cc", ".h", ".proto", ".sql", ".sh", ".tpl", ".css"}) &&
           !absl::StartsWith(path, "tests/tidy/");
  };
  EXPECT_THAT(FindLines(applies, [](const std::string& line) { return RE2::PartialMatch(line, later); }),
              testing::IsEmpty());
}

TEST(Tidy, Beast_StaysInOneFile) {
  const auto applies = [](const std::string& path) {
    return IsCpp(path) && path != "clients/gateway/http_server_beast.cc";
  };
  EXPECT_THAT(
      FindLines(applies, [](const std::string& line) { return absl::StartsWith(line, "#include <boost/"); }),
      testing::IsEmpty());
}

TEST(Tidy, Template_EscapesByItself) {
  std::vector<std::string> open;
  for (const File& file : Tree()) {
    if (!HasExtension(file.path, {".tpl"})) continue;
    const bool escapes = std::any_of(file.lines.begin(), file.lines.end(), [](const std::string& line) {
      return absl::StrContains(line, "{{%AUTOESCAPE context=");
    });
    if (!escapes) open.push_back(file.path);
  }
  EXPECT_THAT(open, testing::IsEmpty());
}

// A definition begins in the first column and ends with a brace there.
TEST(Tidy, Function_IsUnderSeventyLines) {
  std::vector<std::string> found;
  for (const File& file : Tree()) {
    if (!HasExtension(file.path, {".cc"})) continue;
    size_t begin = 0;
    for (size_t i = 0; i < file.lines.size(); ++i) {
      const std::string& line = file.lines[i];
      const bool opens = !line.empty() && line.back() == '{' && line[0] != ' ' && line[0] != '}' &&
                         absl::StrContains(line, "(") && !absl::StartsWith(line, "namespace");
      const bool continued = !line.empty() && line.back() == '{' && line[0] == ' ' && i > 0 && begin == 0 &&
                             !file.lines[i - 1].empty() && file.lines[i - 1][0] != ' ' &&
                             absl::StrContains(file.lines[i - 1], "(");
      if (opens || continued) begin = i + 1;
      if (line == "}" && begin > 0) {
        if (i + 1 - begin > 70) found.push_back(absl::StrCat(file.path, ":", begin, ": ", i + 1 - begin, " lines"));
        begin = 0;
      }
    }
  }
  EXPECT_THAT(found, testing::IsEmpty());
}

}  // namespace
}  // namespace tranche
