// SPDX-License-Identifier: EUPL-1.2
#include "plans/measures_convert.h"

#include <gtest/gtest.h>

namespace tranche::plans {
namespace {

Money Bgn(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }

TEST(MeasuresConvert, PricesQualifiersAndSecondCurrencies_ComeBackAsTheyWere) {
  Measure measure;
  measure.section = 2;
  measure.ordinal = 3;
  measure.activity = "Помощници";
  measure.stated_total = Bgn(576000);
  measure.stated_total_qualifier = "до";
  measure.unit_price = UnitPrice{Bgn(450), "на час", {{8, "души"}, {20, ""}}};
  measure.also_shown = {{"stated_total", Money::Minor(294504, Currency::kEur)}};
  const absl::StatusOr<Measure> back = FromProto(ToProto(measure), 2);
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(*back, measure);
}

TEST(MeasuresConvert, RowWithoutThem_HasNone) {
  Measure measure;
  measure.section = 1;
  const absl::StatusOr<Measure> back = FromProto(ToProto(measure), 1);
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(*back, measure);
  EXPECT_FALSE(ToProto(measure).has_unit_price());
}

}  // namespace
}  // namespace tranche::plans
