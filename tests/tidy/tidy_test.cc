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
#include <ostream>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "platform/rpc/role_table.h"

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
    for (auto it = fs::recursive_directory_iterator(root / top);
         it != fs::recursive_directory_iterator(); ++it) {
      if (it->path().filename() == "node_modules") {
        it.disable_recursion_pending();
        continue;
      }
      if (!it->is_regular_file()) continue;
      std::ifstream in(it->path());
      std::stringstream text;
      text << in.rdbuf();
      files.push_back(
          {.path = fs::relative(it->path(), root).string(), .lines = absl::StrSplit(text.str(), '\n')});
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
    if (!script &&
        !HasExtension(file.path, {".cc", ".h", ".proto", ".sql", ".tpl", ".css", ".ts", ".sh"}))
      continue;
    const bool has = absl::StrContains(file.lines[0], "SPDX-License-Identifier: EUPL-1.2") ||
                     (file.lines.size() > 1 &&
                      absl::StrContains(file.lines[1], "SPDX-License-Identifier: EUPL-1.2"));
    if (!has) without.push_back(file.path);
  }
  EXPECT_THAT(without, testing::IsEmpty());
}

// A file of the domain decides; it may not know of databases, calls or the wire. The sealed log of
// reports is no domain: what it does is reading, writing and signing.
bool IsDomain(const std::string& path) {
  static const RE2 outer("services/([a-z]+/)+[a-z_]+_(store|convert|follow|service|module)\\.(cc|h)");
  static const RE2 apart("services/(platform|tranched|reports/evidence|[a-z]+/testing)/.*");
  return IsCpp(path) && !IsTest(path) && RE2::FullMatch(path, "services/([a-z]+/)+[a-z_]+\\.(cc|h)") &&
         !RE2::FullMatch(path, apart) && !RE2::FullMatch(path, outer);
}

TEST(Tidy, DomainFile_KnowsNoDatabaseNoCallNoWire) {
  static const RE2 outside(
      "#include [<\"](pqxx|grpc|.*\\.pb\\.h|platform/(pg|rpc|idempotency|events|evidence|convert)/).*");
  EXPECT_THAT(
      FindLines(IsDomain, [](const std::string& line) { return RE2::FullMatch(line, outside); }),
      testing::IsEmpty());
}

TEST(Tidy, DomainFile_AsksNoClock) {
  static const RE2 clock("(absl::Now\\(|std::time\\(|system_clock)");
  EXPECT_THAT(
      FindLines(IsDomain, [](const std::string& line) { return RE2::PartialMatch(line, clock); }),
      testing::IsEmpty());
}

TEST(Tidy, PlatformAndClients_DependOnNoService) {
  static const RE2 service(
      "#include "
      "\"(access|documents|reference|plans|proposals|budgets|timelines|staffing|payments|reports)/.*");
  const auto below = [](const std::string& path) {
    return IsCpp(path) &&
           (absl::StartsWith(path, "services/platform/") || absl::StartsWith(path, "clients/"));
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

// Whom a role calls and whose events it follows.
struct Peers {
  std::set<std::string> called;
  std::set<std::string> followed;
  std::set<std::string> all() const {
    std::set<std::string> both = called;
    both.insert(followed.begin(), followed.end());
    return both;
  }
  bool operator==(const Peers& other) const {
    return called == other.called && followed == other.followed;
  }
};

std::ostream& operator<<(std::ostream& out, const Peers& peers) {
  for (const std::string& role : peers.called) out << " calls " << role;
  for (const std::string& role : peers.followed) out << " follows " << role;
  return out;
}

using RolePeers = std::pair<std::string, Peers>;

std::set<std::string> NamesIn(const std::string& cell) {
  std::set<std::string> names;
  for (const absl::string_view name : absl::StrSplit(cell, ", ")) {
    if (RE2::FullMatch(std::string(name), "[a-z]+")) names.insert(std::string(name));
  }
  return names;
}

// The table of services/README.md, from top to bottom.
std::vector<RolePeers> PeersOfTable(const std::vector<File>& files) {
  std::vector<RolePeers> table;
  static const RE2 row("\\| ([a-z, ]+) \\| ([^|]*) \\| ([^|]*) \\|");
  bool within = false;
  for (const File& file : files) {
    if (file.path != "services/README.md") continue;
    for (const std::string& line : file.lines) {
      if (absl::StartsWith(line, "## ")) within = absl::StartsWith(line, "## Who calls whom");
      std::string roles, called, followed;
      if (!within || !RE2::FullMatch(line, row, &roles, &called, &followed) || roles == "role")
        continue;
      for (const absl::string_view role : absl::StrSplit(roles, ", ")) {
        table.push_back(
            {std::string(role), {.called = NamesIn(called), .followed = NamesIn(followed)}});
      }
    }
  }
  return table;
}

// What the code of the services does: channels that it asks for, stubs that it includes, logs that it
// asks for.
std::map<std::string, Peers> PeersOfCode(const std::vector<File>& files) {
  std::map<std::string, Peers> peers;
  static const RE2 folder("services/([a-z]+)/.*");
  static const RE2 channel("peers->Get\\(\"([a-z]+)\"\\)");
  static const RE2 stub("#include \"tranche/([a-z]+)/v1/[a-z]+_service\\.grpc\\.pb\\.h\"");
  static const RE2 log("\"/tranche\\.([a-z]+)\\.v1\\.[A-Za-z]+/ListEvents\"");
  for (const File& file : files) {
    std::string own;
    if (!IsCpp(file.path) || IsTest(file.path) || !RE2::FullMatch(file.path, folder, &own)) continue;
    if (own == "platform" || own == "tranched") continue;
    Peers& found = peers[own];
    for (const std::string& line : file.lines) {
      std::string other;
      if ((RE2::PartialMatch(line, channel, &other) || RE2::PartialMatch(line, stub, &other)) &&
          other != own) {
        found.called.insert(other);
      }
      if (RE2::PartialMatch(line, log, &other)) found.followed.insert(other);
    }
  }
  return peers;
}

// Roles that stand before one of their peers. A table without such has no circle.
std::vector<std::string> BeforeTheirPeers(const std::vector<RolePeers>& table) {
  std::vector<std::string> early;
  std::set<std::string> above;
  for (const auto& [role, peers] : table) {
    const std::set<std::string> all = peers.all();
    if (!std::includes(above.begin(), above.end(), all.begin(), all.end())) early.push_back(role);
    above.insert(role);
  }
  return early;
}

TEST(Tidy, CallsBetweenRoles_AreThoseOfTheTable) {
  const std::vector<RolePeers> table = PeersOfTable(Tree());
  EXPECT_EQ(table.size(), 10u);
  EXPECT_EQ((std::map<std::string, Peers>(table.begin(), table.end())), PeersOfCode(Tree()));
}

TEST(Tidy, CallsBetweenRoles_FormNoCircle) {
  EXPECT_THAT(BeforeTheirPeers(PeersOfTable(Tree())), testing::IsEmpty());
}

// A process is given channels to these and to no others, and they start in this order.
TEST(Tidy, RolesOfTheServer_AreThoseOfTheTableInItsOrder) {
  std::vector<std::pair<std::string, std::set<std::string>>> stated, given;
  for (const auto& [role, peers] : PeersOfTable(Tree())) stated.push_back({role, peers.all()});
  for (const rpc::RoleRow& row : rpc::RoleTable())
    given.push_back({row.name, {row.peers.begin(), row.peers.end()}});
  EXPECT_EQ(given, stated);
}

TEST(Tidy, CallsBetweenRoles_ThatAreNotInTheTable_AreSeen) {
  const std::vector<File> files = {
      {"services/README.md",
       {"## Who calls whom", "| plans, access | access | - |", "## Other", "| a | b | c |"}},
      {"services/plans/a.cc", {"x(context_.peers->Get(\"budgets\"));"}},
      {"services/plans/b.cc", {"#include \"tranche/reports/v1/reports_service.grpc.pb.h\""}},
      {"services/plans/c.cc", {"  f(\"/tranche.proposals.v1.ProposalsService/ListEvents\")"}},
      {"services/plans/c_test.cc", {"x(context_.peers->Get(\"staffing\"));"}},
      {"services/access/a.cc", {"x(context_.peers->Get(\"plans\"));"}}};
  const Peers plans = {.called = {"budgets", "reports"}, .followed = {"proposals"}};
  const Peers access = {.called = {"plans"}, .followed = {}};
  EXPECT_EQ(PeersOfCode(files), (std::map<std::string, Peers>{{"access", access}, {"plans", plans}}));
  EXPECT_EQ(PeersOfTable(files).size(), 2u);
  EXPECT_EQ(PeersOfTable(files)[0].second, (Peers{.called = {"access"}, .followed = {}}));
  EXPECT_THAT(BeforeTheirPeers(PeersOfTable(files)), testing::ElementsAre("plans", "access"));
}

// Where the rules of certificates are kept.
TEST(Tidy, Channel_IsMadeInOnePlace) {
  static const RE2 making(
      "(Create(Custom)?Channel|InsecureChannelCredentials|InsecureServerCredentials)\\(");
  const auto applies = [](const std::string& path) {
    return IsCpp(path) && !IsTest(path) && !absl::StartsWith(path, "services/platform/rpc/") &&
           path != "clients/gateway/fake_server.h";
  };
  EXPECT_THAT(
      FindLines(applies, [](const std::string& line) { return RE2::PartialMatch(line, making); }),
      testing::IsEmpty());
}

// Files that measure lengths on paper.
bool IsOfLengths(const std::string& path) {
  static const RE2 lengths("services/reports/paper/(sheet\\.(h|cc)|paper\\.cc)");
  return RE2::FullMatch(path, lengths);
}

TEST(Tidy, Amount_IsNeverFloatingPoint) {
  static const RE2 floating("\\b(double|float)\\b");
  const auto applies = [](const std::string& path) {
    // Times that are measured, and lengths on paper, are no amounts.
    return IsCpp(path) && absl::StartsWith(path, "services/") &&
           !absl::StrContains(path, "/observe/") && !IsOfLengths(path);
  };
  const auto bad = [](const std::string& line) {
    const std::string code = line.substr(0, line.find("//"));
    return RE2::PartialMatch(code, floating);
  };
  EXPECT_THAT(FindLines(applies, bad), testing::IsEmpty());
}

TEST(Tidy, LengthsOnPaper_KnowNoAmount) {
  static const RE2 amount("(\\b(Money|ThreePart|Ratio)\\b|_minor\\b|platform/(money|convert)/)");
  EXPECT_THAT(
      FindLines(IsOfLengths, [](const std::string& line) { return RE2::PartialMatch(line, amount); }),
      testing::IsEmpty());
  EXPECT_EQ(std::count_if(Tree().begin(), Tree().end(),
                          [](const File& file) { return IsOfLengths(file.path); }),
            3);
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
  EXPECT_THAT(
      FindLines(applies, [](const std::string& line) { return RE2::PartialMatch(line, sleeping); }),
      testing::IsEmpty());
}

TEST(Tidy, Code_LeavesNothingForLater) {
  static const RE2 later("\\b(TODO|FIXME|XXX|HACK)\\b");
  const auto applies = [](const std::string& path) {
    return HasExtension(path, {".cc", ".h", ".proto", ".sql", ".sh", ".tpl", ".css"}) &&
           !absl::StartsWith(path, "tests/tidy/");
  };
  EXPECT_THAT(
      FindLines(applies, [](const std::string& line) { return RE2::PartialMatch(line, later); }),
      testing::IsEmpty());
}

// What is shipped cannot be made to fail or to end: nothing in it gives the failpoints something to do.
TEST(Tidy, Failpoint_ActsInTestsOnly) {
  static const RE2 armed("failpoint::action\\s*(=|\\.store)");
  const auto shipped = [](const std::string& path) {
    return IsCpp(path) && !IsTest(path) && !absl::StartsWith(path, "tests/");
  };
  const auto arms = [](const std::string& line) { return RE2::PartialMatch(line, armed); };
  EXPECT_THAT(FindLines(shipped, arms), testing::IsEmpty());
  EXPECT_EQ(
      FindLines([](const std::string& path) { return path == "tests/crash/arm.cc"; }, arms).size(), 1u);
}

TEST(Tidy, Beast_StaysInOneFile) {
  const auto applies = [](const std::string& path) {
    return IsCpp(path) && path != "clients/gateway/http_server_beast.cc";
  };
  EXPECT_THAT(
      FindLines(applies,
                [](const std::string& line) { return absl::StartsWith(line, "#include <boost/"); }),
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
      const bool continued = !line.empty() && line.back() == '{' && line[0] == ' ' && i > 0 &&
                             begin == 0 && !file.lines[i - 1].empty() && file.lines[i - 1][0] != ' ' &&
                             absl::StrContains(file.lines[i - 1], "(");
      if (opens || continued) begin = i + 1;
      if (line == "}" && begin > 0) {
        if (i + 1 - begin > 70)
          found.push_back(absl::StrCat(file.path, ":", begin, ": ", i + 1 - begin, " lines"));
        begin = 0;
      }
    }
  }
  EXPECT_THAT(found, testing::IsEmpty());
}

}  // namespace
}  // namespace tranche
