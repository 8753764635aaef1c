// SPDX-License-Identifier: EUPL-1.2
// The facts of five municipalities' documents as the product states and computes them. Each is asserted
// on the repository's example, which carries the same facts and figures in other words, and on the
// municipality's own document where it is at hand (TRANCHE_SEEDS, else ../shared/seeds).
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "plans/plan_checks.h"
#include "plans/plan_reader.h"
#include "plans/testing/rates.h"

namespace tranche::plans::facts {

struct Town {
  const char* example;
  const char* seed;
};
inline constexpr Town kLyubimets{"lyubimets-2013.txt", "004_a592482a1fa3a20b.txt"};
inline constexpr Town kMineralniBani{"mineralni-bani-page.txt", "002_df237f195bfac507.txt"};
inline constexpr Town kSopot{"municipal-plans/sopot-romact-2016.txt", "003_3e22b6e10c71c4e7.txt"};
inline constexpr Town kHaskovo{"municipal-plans/haskovo-2021.txt", "001_0eb6bb54577e854a.txt"};
inline constexpr Town kSaparevaBanya{"municipal-plans/sapareva-banya-2013.txt", "000_67d1bb98d4307741.txt"};

inline std::optional<std::string> FileText(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

// The documents by their names: the example, and the municipality's own where it is at hand.
inline std::map<std::string, std::string> DocumentsOf(const Town& town) {
  std::map<std::string, std::string> documents;
  const std::filesystem::path root(SOURCE_ROOT);
  const std::optional<std::string> example = FileText(root / "services/examples" / town.example);
  EXPECT_TRUE(example) << town.example;
  if (example) documents.emplace(town.example, *example);
  const char* seeds = std::getenv("TRANCHE_SEEDS");
  const std::filesystem::path folder = seeds != nullptr ? seeds : root / "../shared/seeds";
  const std::optional<std::string> seed = FileText(folder / town.seed);
  if (seed) documents.emplace(town.seed, *seed);
  return documents;
}

// A plan as it is read, with its checks.
struct Facts {
  Plan plan;
  std::vector<Check> checks;

  const Check& check(const std::string& id) const {
    static const Check none;
    for (const Check& each : checks) {
      if (each.id == id) return each;
    }
    ADD_FAILURE() << "no check " << id;
    return none;
  }
  bool has(const std::string& id) const {
    for (const Check& each : checks) {
      if (each.id == id) return true;
    }
    return false;
  }
  // The reading of a check whose English text has these words.
  const Reading& reading(const std::string& id, const std::string& words) const {
    static const Reading none;
    for (const Reading& each : check(id).readings) {
      if (absl::StrContains(each.text_en, words)) return each;
    }
    ADD_FAILURE() << "no reading of " << id << " says " << words;
    return none;
  }
  const Measure& measure(int section, int ordinal) const {
    static const Measure none;
    for (const Section& each : plan.sections) {
      for (const Measure& row : each.measures) {
        if (row.section == section && row.ordinal == ordinal) return row;
      }
    }
    ADD_FAILURE() << "no measure " << section << "." << ordinal;
    return none;
  }
  std::vector<const Measure*> measures() const {
    std::vector<const Measure*> all;
    for (const Section& each : plan.sections) {
      for (const Measure& row : each.measures) all.push_back(&row);
    }
    return all;
  }
};

// Runs the assertions on each document of a town.
inline void ForEach(const Town& town, const std::function<void(const Facts&)>& expect) {
  for (const auto& [name, bytes] : DocumentsOf(town)) {
    SCOPED_TRACE(name);
    const auto read = ReadPlanDocument(bytes);
    ASSERT_TRUE(read.ok()) << read.status();
    expect({.plan = read->plan, .checks = CrossFoot(read->plan, RatesOfThen())});
  }
}

inline void ExpectFigures(const Check& check, const std::string& stated, const std::string& computed,
                          const std::string& delta, Verdict verdict) {
  EXPECT_EQ(check.stated, stated) << check.id;
  EXPECT_EQ(check.computed, computed) << check.id;
  EXPECT_EQ(check.delta, delta) << check.id;
  EXPECT_EQ(VerdictName(check.verdict), VerdictName(verdict)) << check.id;
}

inline std::string Amount(const std::optional<Money>& money) {
  return money ? absl::StrCat(FormatAmount(*money), " ", CurrencyCode(money->currency())) : "none";
}

inline std::string Years(const std::optional<Period>& period) {
  if (!period) return "none";
  return absl::StrCat(FormatPartial(period->from), "/", FormatPartial(period->to));
}

}  // namespace tranche::plans::facts
