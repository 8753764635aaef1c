// SPDX-License-Identifier: EUPL-1.2
// What is found, in which order and on which page, beside the same reckoned without a database.
#include "plans/search/find/find_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "plans/search/search_store.h"
#include "platform/pg/transaction.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "tranche/plans/v1/search.pb.h"

namespace tranche::plans::search {
namespace {

using ::testing::ElementsAre;

const char* const kWords[] = {"услуга", "план", "ремонт", "улица", "2018"};
const char* const kStems[] = {"услуг", "план", "ремонт", "улиц", "2018"};
constexpr int kWeights[] = {kTitleWeight, kNameWeight, kListWeight, kTextWeight, kSourceWeight};
const char* const kOrganisations[] = {"lyubimets", "sopot", "haskovo"};

// A record with its place in the order in which records were indexed.
struct Indexed {
  std::string organisation;
  int kind = 0;
  std::map<std::string, int> weights;  // By stem, of its heaviest text.
};

struct Found {
  std::string name;
  int64_t score = 0;

  friend bool operator==(const Found&, const Found&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Found& found) {
    return out << found.name << " " << found.score;
  }
};

class FindTest : public ::testing::Test {
 protected:
  FindTest() : plans_(sandbox_, "plans") {
    actor_ = testing::TestActor(kOrganisations[0], {"AUDITOR"});
    actor_.organisations.assign(std::begin(kOrganisations), std::end(kOrganisations));
  }

  void Index(const Indexed& record) {
    RecordTexts texts = {
        .name = absl::StrCat("organisations/", record.organisation, "/plans/", records_.size()),
        .kind = record.kind,
        .title = "",
        .texts = {}};
    for (const auto& [stem, weight] : record.weights) {
      const auto word = std::find(std::begin(kStems), std::end(kStems), stem) - std::begin(kStems);
      texts.texts.push_back({"title", kWords[word], weight});
    }
    // A writer has its own organisation only.
    const rpc::CallScope scope = plans_.Scope(testing::TestActor(record.organisation));
    const absl::Status indexed =
        pg::Transact(plans_.pool(), scope, [&](pg::Tx& tx) { return store::Index(tx, texts); });
    ASSERT_TRUE(indexed.ok()) << indexed;
    records_.push_back(record);
  }

  std::vector<Found> FindPlainly(const store::Wanted& wanted) const {
    std::vector<Found> found;
    for (std::size_t i = 0; i < records_.size(); ++i) {
      const Indexed& record = records_[i];
      const auto& kinds = wanted.kinds;
      if (wanted.organisation != "-" && wanted.organisation != record.organisation) continue;
      if (!kinds.empty() && std::find(kinds.begin(), kinds.end(), record.kind) == kinds.end()) continue;
      int64_t score = 0;
      bool has_all = true;
      for (const auto& word : wanted.words) {
        int64_t best = 0;
        for (const auto& [stem, quality] : word) {
          const auto weight = record.weights.find(stem);
          if (weight != record.weights.end()) best = std::max<int64_t>(best, quality * weight->second);
        }
        has_all = has_all && best > 0;
        score += best;
      }
      if (has_all) found.push_back({NameOf(record, i), score});
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Found& left, const Found& right) { return left.score > right.score; });
    return found;
  }

  // All pages one after the other.
  std::vector<Found> FindInPages(const store::Wanted& wanted, std::size_t page_size) {
    std::vector<Found> found;
    store::Page page;
    do {
      const absl::Status status = pg::Transact(plans_.pool(), plans_.Scope(actor_), [&](pg::Tx& tx) {
        page = store::Find(tx, wanted, page.last, page_size, 3);
        return absl::OkStatus();
      });
      if (!status.ok()) return {{status.ToString(), 0}};
      if (page.hits.size() > page_size) return {{"too many on a page", 0}};
      for (const store::Hit& hit : page.hits)
        found.push_back({absl::StrCat(hit.organisation, "/", hit.name), hit.place.score});
    } while (page.more);
    return found;
  }

  static std::string NameOf(const Indexed& record, std::size_t number) {
    return absl::StrCat(record.organisation, "/plans/", number);
  }

  testing::PgSandbox sandbox_;
  testing::TestRole plans_;
  rpc::Actor actor_;
  std::vector<Indexed> records_;
};

Indexed AnyRecord(int number) {
  Indexed record;
  record.organisation = kOrganisations[*rc::gen::inRange(0, 3)];
  record.kind = number % 7 == 0 ? v1::FOUND_BODY : v1::FOUND_PLAN;
  // Frequent words in front, a rare one at the end.
  for (int word = 0; word < 5; ++word) {
    if (*rc::gen::inRange(0, 12) >= 10 - 2 * word - (word == 4 ? 1 : 0)) continue;
    record.weights[kStems[word]] = kWeights[*rc::gen::inRange(0, 5)];
  }
  return record;
}

store::Wanted AnyQuestion() {
  store::Wanted wanted = {.organisation = "-", .organisation_count = 3, .kinds = {}, .words = {}};
  // The more organisations there are, the less of each is read at first.
  wanted.organisation_count = *rc::gen::element<std::size_t>(1, 3, 32, 1000);
  if (*rc::gen::inRange(0, 4) == 0) wanted.organisation = kOrganisations[*rc::gen::inRange(0, 3)];
  if (*rc::gen::inRange(0, 4) == 0) wanted.kinds = {v1::FOUND_BODY, v1::FOUND_AGREEMENT};
  wanted.words.resize(*rc::gen::inRange<std::size_t>(1, 4));
  for (auto& word : wanted.words) {
    const int first = *rc::gen::inRange(0, 5);
    word.push_back({kStems[first], kWordQuality});
    if (*rc::gen::inRange(0, 2) == 0) word.push_back({kStems[(first + 1) % 5], kBeginningQuality});
    if (*rc::gen::inRange(0, 4) == 0) word.push_back({"няма", kSoundQuality});
  }
  return wanted;
}

TEST_F(FindTest, AnyQuestionOfAnyRecords_IsAnsweredAsReckonedPlainly) {
  std::size_t hits = 0;
  EXPECT_TRUE(rc::check("records, order, scores and pages", [&] {
    // The store grows from case to case, beyond what is read of a list at first.
    for (int i = 0; i < 4; ++i) Index(AnyRecord(static_cast<int>(records_.size())));
    for (int i = 0; i < 3; ++i) {
      const store::Wanted wanted = AnyQuestion();
      const auto page_size = *rc::gen::inRange<std::size_t>(8, 60);
      const std::vector<Found> expected = FindPlainly(wanted);
      RC_ASSERT(FindInPages(wanted, page_size) == expected);
      hits += expected.size();
    }
  }));
  EXPECT_GT(hits, 1000U);
  EXPECT_GT(records_.size(), 300U);
}

TEST_F(FindTest, BestOfOneWordAreWorstOfTheOther_AreRankedAllTheSame) {
  // Two hundred records: those with the one word in their title have the other one in a source.
  for (int i = 0; i < 200; ++i) {
    const bool plan = i % 2 == 0;
    Index({.organisation = kOrganisations[i % 3],
           .kind = v1::FOUND_PLAN,
           .weights = {{"план", plan ? kTitleWeight : kSourceWeight},
                       {"ремонт", plan ? kSourceWeight : kTitleWeight}}});
  }
  Index({.organisation = "sopot", .kind = v1::FOUND_PLAN, .weights = {{"план", 5}, {"ремонт", 9}}});
  const store::Wanted wanted = {.organisation = "-",
                                .organisation_count = 3,
                                .kinds = {},
                                .words = {{{"план", kWordQuality}}, {{"ремонт", kWordQuality}}}};
  const std::vector<Found> found = FindInPages(wanted, 50);
  ASSERT_EQ(found.size(), 201U);
  EXPECT_EQ(found.front(), (Found{"sopot/plans/200", 56}));
  EXPECT_EQ(found, FindPlainly(wanted));
}

TEST_F(FindTest, BestAllOfOneOfManyOrganisations_AreFoundWholeAllTheSame) {
  for (int i = 0; i < 90; ++i)
    Index({.organisation = kOrganisations[i / 30],
           .kind = v1::FOUND_PLAN,
           .weights = {{"план", kTitleWeight}, {"ремонт", kTextWeight}}});
  const store::Wanted wanted = {.organisation = "-",
                                .organisation_count = 32,
                                .kinds = {},
                                .words = {{{"план", kWordQuality}}, {{"ремонт", kWordQuality}}}};
  EXPECT_EQ(FindInPages(wanted, 20), FindPlainly(wanted));
}

TEST_F(FindTest, RecordThatIsGoneBetweenItsPages_LeavesTheOthersInPlace) {
  for (int i = 0; i < 6; ++i)
    Index({.organisation = "sopot", .kind = v1::FOUND_PLAN, .weights = {{"план", kTextWeight}}});
  const store::Wanted wanted = {
      .organisation = "sopot", .kinds = {}, .words = {{{"план", kWordQuality}}}};
  std::vector<std::string> names;
  const auto read = [&](const Scored& after) {
    store::Page page;
    const absl::Status status = pg::Transact(plans_.pool(), plans_.Scope(actor_), [&](pg::Tx& tx) {
      page = store::Find(tx, wanted, after, 2, 3);
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
    for (const store::Hit& hit : page.hits) names.push_back(hit.name);
    return page;
  };
  const store::Page first = read({});
  const absl::Status forgotten =
      pg::Transact(plans_.pool(), plans_.Scope(testing::TestActor("sopot")), [&](pg::Tx& tx) {
        store::Forget(tx, "organisations/sopot/plans/1");
        store::Forget(tx, "organisations/sopot/plans/2");
        return absl::OkStatus();
      });
  ASSERT_TRUE(forgotten.ok()) << forgotten;
  const store::Page second = read(first.last);
  EXPECT_TRUE(second.more);
  EXPECT_FALSE(read(second.last).more);
  EXPECT_THAT(names, ElementsAre("plans/0", "plans/1", "plans/3", "plans/4", "plans/5"));
}

TEST_F(FindTest, OtherOrganisations_AreNeverRead) {
  Index({.organisation = "sopot", .kind = v1::FOUND_PLAN, .weights = {{"план", kTitleWeight}}});
  Index({.organisation = "haskovo", .kind = v1::FOUND_PLAN, .weights = {{"план", kTextWeight}}});
  actor_ = testing::TestActor("haskovo");
  const auto ask = [&](const std::string& organisation) {
    return FindInPages({.organisation = organisation, .kinds = {}, .words = {{{"план", 4}}}}, 10);
  };
  EXPECT_THAT(ask("-"), ElementsAre(Found{"haskovo/plans/1", 8}));
  EXPECT_THAT(ask("sopot"), ElementsAre());
}

}  // namespace
}  // namespace tranche::plans::search
