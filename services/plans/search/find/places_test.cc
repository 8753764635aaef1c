// SPDX-License-Identifier: EUPL-1.2
#include "plans/search/find/places.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tranche::plans::search {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ChoosePlaces, MostWordsThenWeightThenOrder_ComeFirst) {
  const BestPlaces places =
      ChoosePlaces({{0, {3, 0, 4}}, {0, {1, 5, 9}}, {1, {1, 10, 12}}, {0, {2, 0, 4}}, {1, {0, 7, 8}}},
                   {2, 1, 9, 2}, 3);
  EXPECT_THAT(places.best, ElementsAre(FoundPlace{1, {{5, 9}, {10, 12}}}, FoundPlace{2, {{0, 4}}},
                                       FoundPlace{0, {{7, 8}}}));
  EXPECT_EQ(places.count, 4);
}

TEST(ChoosePlaces, SpotsOfATextThatIsNotThere_CountNothing) {
  const BestPlaces places = ChoosePlaces({{0, {5, 0, 4}}, {0, {-1, 0, 4}}}, {1, 1}, 3);
  EXPECT_THAT(places.best, IsEmpty());
  EXPECT_EQ(places.count, 0);
}

}  // namespace
}  // namespace tranche::plans::search
