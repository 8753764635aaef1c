// SPDX-License-Identifier: EUPL-1.2
// Revalidations by several at once, in random histories and through the conversion to euro.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "budgets/testing/revalidations_fixture.h"
#include "platform/base/error.h"

namespace tranche::budgets {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_F(RevalidationsTest, TwoPeopleAtOnce_OnlyOneRevalidatesTheWhole) {
  for (int round = 0; round < 4; ++round) {
    const std::string cost = Refused(absl::StrCat("c", round), "40.00");
    std::vector<absl::Status> answers(4);
    std::vector<std::thread> callers;
    for (int i = 0; i < 4; ++i) {
      callers.emplace_back([&, i] {
        answers[i] = Revalidate(cost, "40.00", "", absl::StrCat("r-", round, "-", i)).status();
      });
    }
    for (std::thread& caller : callers) caller.join();
    EXPECT_EQ(
        std::count_if(answers.begin(), answers.end(), [](const absl::Status& s) { return s.ok(); }), 1);
    EXPECT_THAT(Broken(), IsEmpty());
  }
  EXPECT_THAT(List(), SizeIs(4));
}

TEST_F(RevalidationsTest, ConvertedToEuro_CountsOnAndIsAnnulledInEuro) {
  const std::string cost = Refused("1", "20.00", "30.00");
  const std::string other = Refused("2", "20.00", "30.00");
  const auto revalidated = Revalidate(cost, "7.77", "11.11", "r-1");
  ASSERT_TRUE(revalidated.ok()) << revalidated.status();
  ASSERT_TRUE(Revalidate(other, "3.33", "30.00", "r-2").ok());
  ConvertToEuro();
  EXPECT_THAT(Broken(), IsEmpty());

  EXPECT_EQ(List().at(0).amount().total().currency(), "EUR");
  const auto annulled = Annul(revalidated->name(), "a-1");
  ASSERT_TRUE(annulled.ok()) << annulled.status();
  EXPECT_THAT(Broken(), IsEmpty());
  // What is left of the other: 20.00 - 3.33 in lev are 10.23 - 1.70 in euro; its document, whose costs
  // were converted one by one, has a cent less.
  EXPECT_EQ(ReasonOf(Revalidate(other, "8.54", "", "r-3").status()), "REVALIDATION_ABOVE_REFUSED");
  const auto rest = Revalidate(other, "8.52", "", "r-4");
  ASSERT_TRUE(rest.ok()) << rest.status();
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(RevalidationsTest, RandomHistories_KeepTheBooksAtEveryStep) {
  std::mt19937 random(64);
  const auto below = [&](int limit) { return static_cast<int>(random() % limit); };
  const auto amount = [](int minor) {
    return absl::StrCat(minor / 100, ".", minor / 10 % 10, minor % 10);
  };
  std::vector<std::string> refused;
  int recorded = 0;
  int annulled = 0;
  for (int step = 0; step < 90; ++step) {
    const std::string key = absl::StrCat("h-", step);
    const int what = step < 4 ? 0 : below(10);
    if (what < 2 && refused.size() < 8 && currency_ == "BGN") {
      refused.push_back(
          Refused(key, amount(1 + below(2000)), amount(1 + below(2000)), absl::StrCat(1 + below(2))));
    } else if (what < 7) {
      const std::string& cost = refused[below(static_cast<int>(refused.size()))];
      const auto done = Revalidate(cost, below(3) > 0 ? amount(1 + below(1200)) : "",
                                   below(3) > 0 ? amount(1 + below(1200)) : "", key);
      if (done.ok()) ++recorded;
    } else {
      const std::vector<v1::CostRevalidation> all = List();
      if (all.empty()) continue;
      const v1::CostRevalidation& one = all[below(static_cast<int>(all.size()))];
      if (what < 9) {
        if (Annul(one.name(), key).ok()) ++annulled;
      } else if (one.state() == v1::RESERVED) {
        EXPECT_TRUE(Decide(one.carried_by(), true, key).ok());
      }
    }
    if (step == 60) ConvertToEuro();
    ASSERT_THAT(Broken(), IsEmpty()) << "step " << step;
  }
  EXPECT_GT(recorded, 15);
  EXPECT_GT(annulled, 5);
}

}  // namespace
}  // namespace tranche::budgets
