// SPDX-License-Identifier: EUPL-1.2
// Two verifiers that share no line, the program's and verify.py, agree on a thousand packs: each good
// one passes and each spoilt one is noticed, by both.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "packs.h"

namespace tranche::evidence {
namespace {

constexpr int kSpoiltOfEachWay = 55;
constexpr int kGood = 150;

struct Case {
  std::string how;  // Empty: good.
  std::string file;
};

std::string VerifyHere(const std::string& file, const merkle::Hash& key,
                       const std::vector<std::string>& kept = {}) {
  PackVerifier verifier(key, kept);
  std::vector<std::string> lines = absl::StrSplit(file, '\n');
  const bool complete = lines.back().empty();
  if (complete) lines.pop_back();
  std::optional<PackProblem> problem;
  for (const std::string& line : lines) {
    if (!problem) problem = verifier.Feed(line);
  }
  if (!problem) problem = verifier.Finish(complete);
  if (!problem) {
    return absl::StrCat("ok ", verifier.verdict().entries, " entries of ", verifier.verdict().size,
                        " leaves of ", verifier.verdict().origin);
  }
  return absl::StrCat("bad line ", problem->last_line, ": fault ", static_cast<int>(problem->fault));
}

class EvidencePacksTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string path = (std::filesystem::temp_directory_path() / "tranche-packs-XXXXXX").string();
    ASSERT_NE(mkdtemp(path.data()), nullptr);
    folder_ = path;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string WriteFile(const std::string& name, const std::string& content) const {
    const std::string path = folder_ + "/" + name;
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }
  // What verify.py says of each file, one line each.
  std::vector<std::string> VerifyThere(const std::vector<std::string>& files, const merkle::Hash& key,
                                       const std::string& kept = "") const {
    std::string command = absl::StrCat(
        "cd ", folder_, " && ", SOURCE_ROOT, "/tests/evidence/verify.py --key ",
        merkle::ToBase64(merkle::BytesOf(key)), kept.empty() ? "" : " --checkpoint ", kept);
    for (const std::string& file : files)
      command += " " + std::filesystem::path(file).filename().string();
    WriteFile("command", command);
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(
        popen(absl::StrCat("sh ", folder_, "/command").c_str(), "r"), pclose);
    std::string out;
    char buffer[4096];
    while (const size_t read = fread(buffer, 1, sizeof(buffer), pipe.get())) out.append(buffer, read);
    std::vector<std::string> lines = absl::StrSplit(out, '\n');
    lines.pop_back();
    return lines;
  }

  std::string folder_;
};

TEST_F(EvidencePacksTest, BothVerifiers_AgreeOnGoodAndSpoiltPacks) {
  std::mt19937 random(20170418);
  const TestLog log(60);
  std::vector<Case> cases;
  std::set<std::string> good;
  const auto wish = [&]() -> TestLog::Wish {
    const uint64_t size = 12 + random() % (log.size() - 12);
    const std::vector<std::string> earlier = {log.Note(1 + random() % 4), log.Note(6 + random() % 5)};
    return {.size = size, .page = 5 + random() % 60, .earlier = earlier};
  };
  for (int i = 0; i < kGood; ++i) {
    TestLog::Wish some = wish();
    if (i % 3 == 0) some.record = absl::StrCat("organisations/lyubimets/plans/", i % 7);
    cases.push_back({"", log.Pack(some)});
    good.insert(cases.back().file);
  }
  for (int way = 0; way < WaysToSpoil(); ++way) {
    for (int i = 0; i < kSpoiltOfEachWay; ++i) {
      Spoilt spoilt = Spoil(way, log, wish(), &random);
      ASSERT_EQ(good.count(spoilt.file), 0u) << spoilt.how;
      cases.push_back({spoilt.how, std::move(spoilt.file)});
    }
  }
  ASSERT_GE(cases.size(), 1000u);

  std::vector<std::string> files;
  for (size_t i = 0; i < cases.size(); ++i) files.push_back(WriteFile(absl::StrCat(i), cases[i].file));
  const merkle::Hash key = log.signer().public_key();
  const std::vector<std::string> there = VerifyThere(files, key);
  ASSERT_EQ(there.size(), cases.size());
  int wrong = 0;
  for (size_t i = 0; i < cases.size(); ++i) {
    const std::string here = VerifyHere(cases[i].file, key);
    const bool agree = cases[i].how.empty()
                           ? absl::StartsWith(here, "ok ") && here == there[i]
                           : absl::StartsWith(here, "bad ") && absl::StartsWith(there[i], "bad ");
    if (agree || ++wrong > 20) continue;
    ADD_FAILURE() << (cases[i].how.empty() ? "a good pack" : cases[i].how) << "\nhere:  " << here
                  << "\nthere: " << there[i];
  }
  EXPECT_EQ(wrong, 0);
}

TEST_F(EvidencePacksTest, CheckpointThatWasKept_IsComparedByBoth) {
  const TestLog log(40);
  TestLog forked = log;
  forked.leaves()[3].values[5] = "somebody else";
  const merkle::Hash key = log.signer().public_key();
  for (const auto& [note, fits] : std::vector<std::pair<std::string, bool>>{
           {log.Note(7), true}, {forked.Note(7), false}, {log.Note(40), false}}) {
    const std::string pack = log.Pack({.size = 30, .record = "none", .earlier = {log.Note(7)}});
    const std::string kept = WriteFile("kept", note);
    EXPECT_EQ(absl::StartsWith(VerifyHere(pack, key, {note}), "ok "), fits);
    EXPECT_EQ(absl::StartsWith(VerifyThere({WriteFile("pack", pack)}, key, kept).at(0), "ok "), fits);
  }
}

TEST_F(EvidencePacksTest, Problem_IsToldWithItsPlace) {
  const TestLog log(20);
  const merkle::Hash key = log.signer().public_key();
  std::vector<std::string> lines = absl::StrSplit(log.Pack({.size = 21, .page = 7}), '\n');
  ASSERT_GT(lines.size(), 12u);
  lines[4].replace(lines[4].find("finance@"), 8, "finanse@");
  std::string file;
  for (size_t i = 0; i + 1 < lines.size(); ++i) file += lines[i] + "\n";
  PackVerifier verifier(key);
  std::optional<PackProblem> problem;
  for (const std::string& line : lines) {
    if (!problem) problem = verifier.Feed(line);
  }
  ASSERT_TRUE(problem.has_value());
  EXPECT_EQ(problem->fault, PackFault::kPageChanged);
  EXPECT_EQ(problem->first_line, 1);
  EXPECT_GE(problem->last_line, 5);
  EXPECT_LT(problem->last_line, 12);
}

}  // namespace
}  // namespace tranche::evidence
