// SPDX-License-Identifier: EUPL-1.2
#include "budgets/simplified/simplified.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/base/error.h"

namespace tranche::budgets {
namespace {

constexpr Money Euro(int64_t minor) { return Money::Minor(minor, Currency::kEur); }

Terms Flat(const std::string& line, FlatRateKind kind, std::vector<std::string> base) {
  Terms terms;
  terms.line = line;
  terms.form = SupportForm::kFlatRate;
  terms.kind = kind;
  terms.base_lines = std::move(base);
  return terms;
}

const std::map<std::string, std::string>& Types() {
  static const auto* types =
      new std::map<std::string, std::string>{{"1", "staff"},      {"2", "services"}, {"3", "indirect"},
                                             {"4", "ineligible"}, {"5", "indirect"}, {"6", "staff"}};
  return *types;
}

TEST(HourlyRate, IsTheYearsCostBy1720_HalfUpToTheCent) {
  EXPECT_EQ(HourlyRate(Euro(17'200'00), 1720)->minor(), 10'00);
  EXPECT_EQ(HourlyRate(Euro(24'000'00), 1720)->minor(), 13'95);  // 13.9534…
  EXPECT_EQ(HourlyRate(Euro(8'60), 1720)->minor(), 1);           // Exactly half a cent.
  EXPECT_EQ(HourlyRate(Euro(8'59), 1720)->minor(), 0);
}

TEST(Quantity, OfUnits_IsWhole) {
  EXPECT_EQ(*ParseQuantity(SupportForm::kUnitCosts, "12"), 12'00);
  EXPECT_EQ(*ParseQuantity(SupportForm::kHourlyRate, "7.25"), 7'25);
  EXPECT_EQ(*ParseQuantity(SupportForm::kLumpSums, ""), 0);
  EXPECT_EQ(*ParseQuantity(SupportForm::kFlatRate, ""), 0);
  for (const char* text : {"7.5", "0", "-1", "", "дванадесет"}) {
    EXPECT_EQ(ReasonOf(ParseQuantity(SupportForm::kUnitCosts, text).status()), "QUANTITY_INVALID")
        << text;
  }
  EXPECT_EQ(ReasonOf(ParseQuantity(SupportForm::kHourlyRate, "7.125").status()), "QUANTITY_INVALID");
}

TEST(Amount, IsThePriceTimesTheQuantity) {
  TermsItem item;
  item.price = Euro(12'34);
  EXPECT_EQ(AmountOf(SupportForm::kUnitCosts, item, 1'000'00)->minor(), 12'340'00);
  EXPECT_EQ(AmountOf(SupportForm::kHourlyRate, item, 25)->minor(), 3'09);  // 3.085
  EXPECT_EQ(AmountOf(SupportForm::kLumpSums, item, 0)->minor(), 12'34);
  EXPECT_FALSE(AmountOf(SupportForm::kUnitCosts, item, INT64_MAX).ok());
}

TEST(Item, ThatTheTermsLack_IsRefusedWithThoseThatThereAre) {
  Terms terms;
  terms.line = "2";
  terms.items.resize(2);
  terms.items[0].code = "visit";
  terms.items[1].code = "ride";

  EXPECT_EQ((*ItemOf(terms, "ride"))->code, "ride");
  const auto refused = ItemOf(terms, "walk");
  EXPECT_EQ(ReasonOf(refused.status()), "SIMPLIFIED_ITEM_UNKNOWN");
  EXPECT_THAT(Explain("SIMPLIFIED_ITEM_UNKNOWN", ValuesOf(refused.status()), Language::kEnglish),
              ::testing::HasSubstr("visit, ride"));
}

// Every kind with every expense type as its base.
TEST(Base, HasTheExpenseTypesOfItsKind) {
  struct Case {
    FlatRateKind kind;
    bool staff;
    bool services;
  };
  for (const Case& one : {Case{FlatRateKind::kIndirectOfDirect, true, true},
                          Case{FlatRateKind::kIndirectOfDirectByMethod, true, true},
                          Case{FlatRateKind::kIndirectOfStaff, true, false},
                          Case{FlatRateKind::kStaffOfOtherDirect, false, true},
                          Case{FlatRateKind::kRestOfStaff, true, false}}) {
    const auto fits = [&](const char* base) {
      return ReasonOf(CheckBase(Flat("5", one.kind, {base}), Types(), {}));
    };
    EXPECT_EQ(fits("1"), one.staff ? "" : "FLAT_RATE_BASE_WRONG") << KindName(one.kind);
    EXPECT_EQ(fits("2"), one.services ? "" : "FLAT_RATE_BASE_WRONG") << KindName(one.kind);
    EXPECT_EQ(fits("3"), "FLAT_RATE_BASE_WRONG") << KindName(one.kind);
    EXPECT_EQ(fits("4"), "FLAT_RATE_BASE_WRONG") << KindName(one.kind);
    EXPECT_EQ(fits("9"), "LINE_NOT_FOUND") << KindName(one.kind);
  }
}

TEST(Base, IsNotTheLineItself) {
  EXPECT_EQ(ReasonOf(CheckBase(Flat("1", FlatRateKind::kIndirectOfStaff, {"1"}), Types(), {})),
            "FLAT_RATE_BASE_WRONG");
}

// Staff may be a flat rate of other direct costs, and direct costs the base of indirect ones.
TEST(Base, OfIndirectCosts_MayHaveStaffThatIsAFlatRate) {
  const Terms staff = Flat("1", FlatRateKind::kStaffOfOtherDirect, {"2"});
  const Terms indirect = Flat("3", FlatRateKind::kIndirectOfDirect, {"1", "2"});

  EXPECT_TRUE(CheckBase(indirect, Types(), {staff}).ok());
  EXPECT_TRUE(CheckBase(staff, Types(), {indirect}).ok());  // In either order.
}

TEST(Base, OfAllOtherCosts_IsNoFlatRateItself) {
  const Terms staff = Flat("1", FlatRateKind::kStaffOfOtherDirect, {"2"});
  const Terms rest = Flat("5", FlatRateKind::kRestOfStaff, {"1"});

  EXPECT_EQ(ReasonOf(CheckBase(rest, Types(), {staff})), "FLAT_RATE_BASE_WRONG");
  EXPECT_EQ(ReasonOf(CheckBase(staff, Types(), {rest})), "FLAT_RATE_BASE_WRONG");
}

TEST(Base, DoesNotLeadBackToTheLine) {
  const Terms one = Flat("1", FlatRateKind::kStaffOfOtherDirect, {"2"});
  const Terms other = Flat("2", FlatRateKind::kStaffOfOtherDirect, {"1"});

  EXPECT_EQ(ReasonOf(CheckBase(other, Types(), {one})), "FLAT_RATE_BASE_WRONG");
}

TEST(Hours, OfAYear_AreNotPaidTwice) {
  const PersonHours hours = {
      .person = "A-17", .year = 2018, .used_hundredths = 1'719'75, .max_hundredths = 1'720'00};

  EXPECT_TRUE(CheckHours(hours, 25).ok());
  const absl::Status refused = CheckHours(hours, 26);
  EXPECT_EQ(ReasonOf(refused), "HOURS_ABOVE_YEAR");
  EXPECT_THAT(Explain("HOURS_ABOVE_YEAR", ValuesOf(refused), Language::kEnglish),
              ::testing::HasSubstr("0.25 of 1720 hours are left in 2018 and 0.26 are asked"));
}

TEST(Words, OfFormsAndKinds_AreReadAsTheyAreWritten) {
  for (const SupportForm form :
       {SupportForm::kRealCosts, SupportForm::kUnitCosts, SupportForm::kLumpSums,
        SupportForm::kFlatRate, SupportForm::kHourlyRate}) {
    EXPECT_EQ(FormOf(FormName(form)), form);
  }
  for (const FlatRateKind kind :
       {FlatRateKind::kIndirectOfDirect, FlatRateKind::kIndirectOfDirectByMethod,
        FlatRateKind::kIndirectOfStaff, FlatRateKind::kStaffOfOtherDirect,
        FlatRateKind::kRestOfStaff}) {
    EXPECT_EQ(KindOf(KindName(kind)), kind);
  }
  EXPECT_FALSE(KindOf("SOMETHING").has_value());
}

}  // namespace
}  // namespace tranche::budgets
