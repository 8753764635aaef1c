// SPDX-License-Identifier: EUPL-1.2
// Every fuzz target on its kept examples and on thousands of their mutations, the same in every run:
// targets do not rot, and the parsers meet bad input in each tests/run. The fuzzers themselves are
// tests/fuzz/run.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

#include "fuzz/targets.h"

namespace tranche::fuzz {
namespace {

constexpr int kMutationsEach = 2000;
constexpr size_t kBytesMax = 4096;  // Of an example that is mutated: long ones take long.

std::vector<std::string> Examples(const std::string& target) {
  std::vector<std::string> examples;
  for (const auto& entry : std::filesystem::directory_iterator(CORPUS_FOLDER "/" + target)) {
    std::ifstream file(entry.path(), std::ios::binary);
    examples.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return examples;
}

// Changes, takes out, repeats or puts in a few bytes.
std::string Mutated(std::string text, std::mt19937& random) {
  const int changes = 1 + static_cast<int>(random() % 4);
  for (int i = 0; i < changes; ++i) {
    const size_t at = text.empty() ? 0 : random() % text.size();
    switch (random() % 4) {
      case 0:
        if (!text.empty()) text[at] = static_cast<char>(random());
        break;
      case 1:
        text.erase(at, random() % 8);
        break;
      case 2:
        text.insert(at, text.substr(at, random() % 32));
        break;
      default:
        text.insert(at, 1, static_cast<char>(random() % 128));
    }
  }
  return text;
}

class FuzzTarget : public ::testing::TestWithParam<std::string> {};

TEST_P(FuzzTarget, ExamplesAndMutations_KeepItsProperties) {
  const Target target = Targets().at(GetParam());
  const std::vector<std::string> examples = Examples(GetParam());
  ASSERT_FALSE(examples.empty()) << "tests/fuzz/corpus/" << GetParam() << " has no example";
  std::mt19937 random(20170418);  // NOLINT: the same in every run.
  target("");
  for (const std::string& example : examples) {
    target(example);
    if (example.size() > kBytesMax) continue;
    for (int i = 0; i < kMutationsEach; ++i) target(Mutated(example, random));
  }
}

INSTANTIATE_TEST_SUITE_P(All, FuzzTarget, ::testing::ValuesIn([] {
                           std::vector<std::string> names;
                           for (const auto& [name, target] : Targets()) names.push_back(name);
                           return names;
                         }()),
                         [](const auto& info) { return info.param; });

TEST(RequireDeathTest, BrokenProperty_EndsTheProgram) {
  EXPECT_DEATH(Require(false, "money is exact"), "does not hold: money is exact");
}

}  // namespace
}  // namespace tranche::fuzz
