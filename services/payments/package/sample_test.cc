// SPDX-License-Identifier: EUPL-1.2
#include "payments/package/sample.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"

namespace tranche::payments::package {
namespace {

using ::testing::ElementsAre;

constexpr char kSeed[] = "5f2c";

Unit Of(const std::string& id, int64_t minor, const std::string& issuer = "ACME",
        bool suspected = false) {
  return {.cost_id = id,
          .total = Money::Minor(minor, Currency::kBgn),
          .issuer = issuer,
          .suspected = suspected};
}

SamplingMethod Method(int rest_percent) {
  SamplingMethod method;
  method.id = "default";
  method.always_from_bgn = Money::Minor(100'000, Currency::kBgn);
  method.first_of_issuer = true;
  method.suspected_duplicates = true;
  method.rest_percent = rest_percent;
  return method;
}

std::vector<std::string> Ids(const std::vector<Chosen>& chosen) {
  std::vector<std::string> ids;
  for (const Chosen& one : chosen) ids.push_back(one.cost_id);
  return ids;
}

TEST(Drawing, CostsWithAReason_AreAlwaysChosenWithAllTheirReasons) {
  const std::vector<Chosen> chosen =
      Draw({Of("1", 500), Of("2", 99'999), Of("3", 100'000, "OTHER", true), Of("4", 700, "ACME", true),
            Of("5", -500)},
           Method(0), kSeed);
  EXPECT_THAT(Ids(chosen), ElementsAre("1", "3", "4", "5"));
  EXPECT_THAT(chosen[0].reasons, ElementsAre(SamplingReason::kFirstOfIssuer));
  EXPECT_THAT(chosen[1].reasons,
              ElementsAre(SamplingReason::kAmountAboveThreshold, SamplingReason::kFirstOfIssuer,
                          SamplingReason::kSuspectedDuplicate));
  EXPECT_THAT(chosen[2].reasons, ElementsAre(SamplingReason::kSuspectedDuplicate));
  EXPECT_THAT(chosen[3].reasons, ElementsAre(SamplingReason::kNotAboveZero));
}

TEST(Drawing, Threshold_IsThatOfTheCostsCurrency) {
  SamplingMethod method = Method(0);
  method.first_of_issuer = false;
  Unit euro = Of("1", 60'000);
  euro.total = Money::Minor(60'000, Currency::kEur);
  EXPECT_THAT(Ids(Draw({euro}, method, kSeed)), ElementsAre());
  method.always_from_eur = Money::Minor(51'129, Currency::kEur);
  EXPECT_THAT(Ids(Draw({euro}, method, kSeed)), ElementsAre("1"));
}

TEST(Drawing, UnknownIssuer_IsAFirstEachTime) {
  EXPECT_THAT(Ids(Draw({Of("1", 500, ""), Of("2", 500, "")}, Method(0), kSeed)), ElementsAre("1", "2"));
}

TEST(Drawing, AnotherSeed_MayChooseOthers) {
  std::vector<Unit> population;
  for (int i = 0; i < 40; ++i) population.push_back(Of(absl::StrCat(i), 500));
  std::set<std::vector<std::string>> samples;
  for (int i = 0; i < 5; ++i)
    samples.insert(Ids(Draw(population, Method(10), absl::StrCat("seed", i))));
  EXPECT_GT(samples.size(), 1u);
}

TEST(Methods, OneOfThePeriod_GoesBeforeOneForAny) {
  SamplingMethod any = Method(5);
  SamplingMethod period = Method(10);
  period.id = "period";
  period.programming_period = "2014-2020";
  EXPECT_EQ(MethodFor({any, period}, "2014-2020")->id, "period");
  EXPECT_EQ(MethodFor({any, period}, "2021-2027")->id, "default");
  EXPECT_EQ(MethodFor({period}, "2021-2027"), nullptr);
}

TEST(Digest, OtherAmountOrOrder_IsAnother) {
  const std::string digest = DigestOf({Of("1", 500), Of("2", 700)});
  EXPECT_EQ(digest.size(), 64u);
  EXPECT_NE(DigestOf({Of("1", 500), Of("2", 701)}), digest);
  EXPECT_NE(DigestOf({Of("2", 700), Of("1", 500)}), digest);
  EXPECT_EQ(DigestOf({Of("1", 500), Of("2", 700)}), digest);
}

TEST(Names, EveryReasonReadBack_IsTheSame) {
  for (const SamplingReason reason :
       {SamplingReason::kAmountAboveThreshold, SamplingReason::kFirstOfIssuer,
        SamplingReason::kSuspectedDuplicate, SamplingReason::kNotAboveZero,
        SamplingReason::kAtRandom}) {
    EXPECT_EQ(SamplingReasonOf(Name(reason)), reason);
  }
  EXPECT_EQ(SamplingReasonOf(""), std::nullopt);
}

// Whatever the costs are: the same seed gives the same sample, what has a reason is in it, and of the
// rest exactly the rounded-up share is.
RC_GTEST_PROP(Drawing, AnyPopulation_KeepsItsPromises, ()) {
  const auto amounts = *rc::gen::container<std::vector<int>>(rc::gen::inRange(-1'000, 200'000));
  const int percent = *rc::gen::inRange(0, 101);
  std::vector<Unit> population;
  for (size_t i = 0; i < amounts.size(); ++i) {
    population.push_back(
        Of(absl::StrCat(i), amounts[i], absl::StrCat("issuer", amounts[i] % 5), amounts[i] % 7 == 0));
  }
  const SamplingMethod method = Method(percent);
  const std::vector<Chosen> chosen = Draw(population, method, kSeed);
  RC_ASSERT(Ids(Draw(population, method, kSeed)) == Ids(chosen));
  size_t with_reason = 0;
  size_t by_chance = 0;
  for (const Chosen& one : chosen) {
    RC_ASSERT(!one.reasons.empty());
    const bool chance = one.reasons.front() == SamplingReason::kAtRandom;
    (chance ? by_chance : with_reason) += 1;
  }
  RC_ASSERT(Draw(population, Method(0), kSeed).size() == with_reason);
  const size_t rest = population.size() - with_reason;
  RC_ASSERT(by_chance == (rest * static_cast<size_t>(percent) + 99) / 100);
}

}  // namespace
}  // namespace tranche::payments::package
