// SPDX-License-Identifier: EUPL-1.2
// Lyubimets, annual plan for social services 2013.
#include <algorithm>

#include "plans/facts/facts.h"
#include "platform/text/fold.h"

namespace tranche::plans::facts {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

void Lyubimets(const std::function<void(const Facts&)>& expect) { ForEach(kLyubimets, expect); }

TEST(Lyubimets, H1_TitleMunicipalityYear) {
  Lyubimets([](const Facts& facts) {
    EXPECT_EQ(facts.plan.municipality, "Любимец");
    EXPECT_EQ(facts.plan.year, 2013);
    EXPECT_EQ(facts.plan.kind, PlanKind::kSocialServices);
    EXPECT_EQ(facts.plan.level, PlanLevel::kAnnual);
    ASSERT_TRUE(facts.plan.strategy);
    EXPECT_THAT(FoldName(facts.plan.strategy->title), HasSubstr("общинска стратегия"));
  });
}

TEST(Lyubimets, H2_AdoptionIsTheStrategysAndBlank) {
  Lyubimets([](const Facts& facts) {
    ASSERT_TRUE(facts.plan.strategy);
    const Adoption& adoption = facts.plan.strategy->adoption;
    EXPECT_EQ(adoption.decision_number, "");
    EXPECT_EQ(adoption.protocol_number, "");
    EXPECT_EQ(adoption.date, "2013");
    EXPECT_FALSE(facts.plan.adoption);
    EXPECT_EQ(facts.check("strategy.adoption").verdict, Verdict::kWarning);
    EXPECT_THAT(facts.check("adoption").readings[0].not_written,
                ElementsAre("decision_number", "protocol_number", "date"));
  });
}

TEST(Lyubimets, H3_OpenDocumentFiveGroupsThreeObjectives) {
  Lyubimets([](const Facts& facts) {
    EXPECT_TRUE(facts.plan.open_document);
    EXPECT_THAT(facts.plan.target_groups, SizeIs(5));
    EXPECT_THAT(facts.plan.objectives, SizeIs(3));
  });
}

// Every column fills its field in the first row.
TEST(Lyubimets, H4_Columns) {
  Lyubimets([](const Facts& facts) {
    const Measure& row = facts.measure(1, 1);
    EXPECT_EQ(row.ordinal, 1);
    EXPECT_EQ(row.activity, "Домашен социален патронаж");
    EXPECT_FALSE(row.description.empty());
    EXPECT_EQ(row.place, "Община Любимец");
    EXPECT_THAT(row.financing, HasSubstr("244440"));
    EXPECT_EQ(row.executor, "Община Любимец");
  });
}

TEST(Lyubimets, H5_SixteenRowsFourWithAmounts) {
  Lyubimets([](const Facts& facts) {
    std::vector<size_t> sizes;
    for (const Section& section : facts.plan.sections) sizes.push_back(section.measures.size());
    EXPECT_THAT(sizes, ElementsAre(4, 2, 2, 8));
    EXPECT_EQ(facts.check("measures").computed, "16");
    EXPECT_EQ(facts.check("measures").verdict, Verdict::kAgree);
    EXPECT_EQ(facts.reading("measures.missing", "Without an amount").computed, "12");
  });
}

TEST(Lyubimets, H6_Executors) {
  Lyubimets([](const Facts& facts) {
    int municipality = 0;
    std::vector<std::string> of_agency;
    for (const Measure* row : facts.measures()) {
      if (row->executor == "Община Любимец") ++municipality;
      if (!absl::StartsWith(row->executor, "Агенция за социално подпомагане")) continue;
      of_agency.push_back(absl::StrCat(row->section, ".", row->ordinal));
      EXPECT_THAT(row->partners, ElementsAre("Община Любимец")) << of_agency.back();
    }
    EXPECT_EQ(municipality, 11);
    EXPECT_THAT(of_agency, ElementsAre("1.2", "1.3", "1.4", "2.1", "2.2"));
  });
}

TEST(Lyubimets, H7_Places) {
  Lyubimets([](const Facts& facts) {
    int town = 0;
    for (const Measure* row : facts.measures()) town += row->place == "Гр. Любимец" ? 1 : 0;
    EXPECT_EQ(facts.measure(1, 1).place, "Община Любимец");
    EXPECT_EQ(town, 15);
  });
}

std::vector<SourceKind> KindsOf(const Measure& row) {
  std::vector<SourceKind> kinds;
  for (const Source& source : row.sources) kinds.push_back(source.kind);
  return kinds;
}

TEST(Lyubimets, H8_SourcesWithoutSplit) {
  Lyubimets([](const Facts& facts) {
    int programmes = 0;
    int capacity = 0;
    int municipal = 0;
    for (const Measure* row : facts.measures()) {
      if (row->section == 1) continue;
      const std::vector<SourceKind> kinds = KindsOf(*row);
      programmes += kinds == std::vector<SourceKind>{SourceKind::kOperationalProgrammes,
                                                     SourceKind::kMunicipalBudget};
      capacity += kinds == std::vector<SourceKind>{SourceKind::kAdministrativeCapacityProgramme,
                                                   SourceKind::kMunicipalBudget};
      municipal += kinds == std::vector<SourceKind>{SourceKind::kMunicipalBudget};
    }
    EXPECT_EQ(programmes, 8);
    EXPECT_EQ(capacity, 1);
    EXPECT_EQ(municipal, 3);
  });
}

// A page break splits two rows; what continues belongs to the row above.
TEST(Lyubimets, H9_RowsSplitByAPageEnd) {
  Lyubimets([](const Facts& facts) {
    const Measure& partnership = facts.measure(2, 1);
    EXPECT_GE(partnership.lines.size(), 2u);
    EXPECT_EQ(KindsOf(partnership), (std::vector<SourceKind>{SourceKind::kOperationalProgrammes,
                                                             SourceKind::kMunicipalBudget}));
    const Measure& youth = facts.measure(4, 4);
    EXPECT_GE(youth.lines.size(), 2u);
    EXPECT_THAT(youth.description + youth.activity, HasSubstr("Родители"));
  });
}

TEST(Lyubimets, MoneyRows_AsStated) {
  Lyubimets([](const Facts& facts) {
    const Measure& meals = facts.measure(1, 1);
    EXPECT_EQ(Amount(meals.stated_total), "244440.00 BGN");
    ASSERT_THAT(meals.parts, SizeIs(2));
    EXPECT_EQ(Amount(meals.parts[0].amount), "132550.00 BGN");
    EXPECT_EQ(Amount(meals.parts[1].amount), "109949.00 BGN");
    const Measure& assistants = facts.measure(1, 2);
    ASSERT_TRUE(assistants.headcount);
    EXPECT_EQ(assistants.headcount->count, 22);
    EXPECT_EQ(Amount(assistants.stated_total), "39792.00 BGN");
    ASSERT_TRUE(assistants.monthly);
    EXPECT_EQ(Amount(assistants.monthly->amount), "2700.00 BGN");
    const Measure& gardeners = facts.measure(1, 3);
    ASSERT_THAT(gardeners.cohorts, SizeIs(2));
    EXPECT_EQ(gardeners.cohorts[0].persons, 29);
    EXPECT_EQ(gardeners.cohorts[0].months, 12);
    EXPECT_EQ(gardeners.cohorts[1].persons, 16);
    EXPECT_EQ(gardeners.cohorts[1].months, 9);
    EXPECT_EQ(Amount(gardeners.stated_total), "163520.00 BGN");
    const Measure& builders = facts.measure(1, 4);
    ASSERT_TRUE(builders.headcount && builders.monthly);
    EXPECT_EQ(builders.headcount->count, 20);
    EXPECT_EQ(Amount(builders.monthly->amount), "7600.00 BGN");
    EXPECT_EQ(builders.monthly->basis, MonthlyBasis::kPerPerson);
    EXPECT_EQ(Amount(builders.stated_total), "91200.00 BGN");
    EXPECT_EQ(Amount(facts.plan.stated_total), "538952.00 BGN");
  });
}

TEST(Lyubimets, A1_RowsAddUpToTheTotal) {
  Lyubimets([](const Facts& facts) {
    ExpectFigures(facts.check("total"), "538952.00", "538952.00", "0.00", Verdict::kAgree);
  });
}

TEST(Lyubimets, A2_PartsFallShortBy1941) {
  Lyubimets([](const Facts& facts) {
    ExpectFigures(facts.check("measure.1.1.parts"), "244440.00", "242499.00", "-1941.00",
                  Verdict::kDisagree);
  });
}

TEST(Lyubimets, A3_TotalWithThePartsIs537011) {
  Lyubimets([](const Facts& facts) {
    const Reading& reading = facts.reading("total", "sum of the parts");
    EXPECT_EQ(reading.computed, "537011.00");
    EXPECT_EQ(reading.delta, "-1941.00");
    EXPECT_TRUE(facts.check("total").readings[0].chosen);
    EXPECT_THAT(facts.check("total").why.en, HasSubstr("rows state themselves"));
  });
}

TEST(Lyubimets, A4_MonthlyTimesTwelveFallsShortBy7392) {
  Lyubimets([](const Facts& facts) {
    ExpectFigures(facts.check("measure.1.2.monthly"), "39792.00", "32400.00", "-7392.00",
                  Verdict::kDisagree);
  });
}

TEST(Lyubimets, A5_NoWholeNumberOfMonths) {
  Lyubimets([](const Facts& facts) {
    EXPECT_THAT(facts.reading("measure.1.2.monthly", "no whole number").text_en, HasSubstr("14.7377…"));
    EXPECT_EQ(facts.reading("measure.1.2.monthly", "months: 14.").computed, "37800.00");
    EXPECT_EQ(facts.reading("measure.1.2.monthly", "months: 15.").computed, "40500.00");
  });
}

TEST(Lyubimets, A6_AMonthOutOfTheTotalIs3316) {
  Lyubimets([](const Facts& facts) {
    EXPECT_EQ(facts.reading("measure.1.2.monthly", "39792.00 / 12 =").computed, "3316");
  });
}

TEST(Lyubimets, A7_APersonOutOfTheTotalIsNotWhole) {
  Lyubimets([](const Facts& facts) {
    EXPECT_EQ(facts.reading("measure.1.2.monthly", "39792.00 / 22 =").computed, "1808.7272…");
  });
}

TEST(Lyubimets, A8_APersonAndMonthOutOfTheMonthlyAmountIsNotWhole) {
  Lyubimets([](const Facts& facts) {
    EXPECT_EQ(facts.reading("measure.1.2.monthly", "2700.00 / 22 =").computed, "122.7272…");
  });
}

TEST(Lyubimets, A9_APersonAndMonthOutOfTheTotalIsNotWhole) {
  Lyubimets([](const Facts& facts) {
    EXPECT_EQ(facts.reading("measure.1.2.monthly", "39792.00 / 264 =").computed, "150.7272…");
  });
}

TEST(Lyubimets, A10_WholeHoursAtTheRatesOfTheSchemeAreAWeakHint) {
  Lyubimets([](const Facts& facts) {
    const Check& check = facts.check("measure.1.2.hours");
    ExpectFigures(check, "", "", "", Verdict::kNotComputable);
    for (const auto& [words, hours] : std::map<std::string, std::string>{{"39792.00 / 2.00 =", "19896"},
                                                                         {"39792.00 / 2.40 =", "16580"},
                                                                         {"39792.00 / 3.00 =", "13264"},
                                                                         {"2700.00 / 2.00 =", "1350"},
                                                                         {"2700.00 / 2.40 =", "1125"},
                                                                         {"2700.00 / 3.00 =", "900"}}) {
      const Reading& reading = facts.reading("measure.1.2.hours", words);
      EXPECT_EQ(reading.computed, hours);
      EXPECT_EQ(reading.unit, "hours");
      EXPECT_THAT(reading.text_en, HasSubstr("a whole number"));
      EXPECT_FALSE(reading.chosen);
    }
    // At every rate: so they explain nothing.
    EXPECT_THAT(facts.reading("measure.1.2.hours", "Plausible origin").text_en,
                AllOf(HasSubstr("weak: 6 of 6"), HasSubstr("nothing is explained")));
  });
}

TEST(Lyubimets, A11_CohortsAddUpTo45) {
  Lyubimets([](const Facts& facts) {
    ExpectFigures(facts.check("measure.1.3.headcount"), "45", "45", "0", Verdict::kAgree);
  });
}

TEST(Lyubimets, A12_492PersonMonths) {
  Lyubimets([](const Facts& facts) {
    const Check& check = facts.check("measure.1.3.person_months");
    EXPECT_EQ(check.computed, "492");
    EXPECT_THAT(check.readings[0].text_en, HasSubstr("29 × 12 + 16 × 9 = 492"));
  });
}

TEST(Lyubimets, A13_NoUnitCostSoNotComputable) {
  Lyubimets([](const Facts& facts) {
    const Check& check = facts.check("measure.1.3.person_months");
    EXPECT_EQ(check.verdict, Verdict::kNotComputable);
    EXPECT_THAT(check.readings[0].not_written, ElementsAre("unit_cost"));
    EXPECT_EQ(facts.reading("measure.1.3.person_months", "163520.00 / 492 =").computed, "332.3577…");
  });
}

TEST(Lyubimets, A14_SeveralFactorsSoNoneIsTaken) {
  Lyubimets([](const Facts& facts) {
    EXPECT_EQ(facts.reading("measure.1.3.person_months", "163520.00 / 45 =").computed, "3633.7777…");
    const Reading& factors = facts.reading("measure.1.3.person_months", "in several ways");
    for (const char* pair : {"448 × 365", "511 × 320", "560 × 292", "584 × 280"})
      EXPECT_THAT(factors.text_en, HasSubstr(pair));
    EXPECT_EQ(factors.verdict, Verdict::kNotComputable);
  });
}

TEST(Lyubimets, A15_BelowTheMinimumWageWithContributions) {
  Lyubimets([](const Facts& facts) {
    const Check& check = facts.check("measure.1.3.wage");
    ExpectFigures(check, "163520.00", "179668.56", "16148.56", Verdict::kWarning);
    const Reading& reading = facts.reading("measure.1.3.wage", "492 person-months × 310.00 × 117.80 %");
    EXPECT_TRUE(reading.chosen);
    EXPECT_EQ(reading.verdict, Verdict::kWarning);
  });
}

TEST(Lyubimets, A16_TwelveMonthsForAllAgree) {
  Lyubimets([](const Facts& facts) {
    const Reading& reading = facts.reading("measure.1.4.monthly", "for all, 12 months");
    EXPECT_EQ(reading.computed, "91200.00");
    EXPECT_EQ(reading.verdict, Verdict::kAgree);
    EXPECT_TRUE(reading.chosen);
  });
}

TEST(Lyubimets, A17_LiteralReadingContradictsTheTotal) {
  Lyubimets([](const Facts& facts) {
    ExpectFigures(facts.check("measure.1.4.monthly"), "91200.00", "91200.00", "0.00",
                  Verdict::kWarning);
    const Reading& literal = facts.reading("measure.1.4.monthly", "for each of 20");
    EXPECT_EQ(literal.computed, "1824000.00");
    EXPECT_EQ(literal.verdict, Verdict::kDisagree);
    EXPECT_EQ(facts.reading("measure.1.4.monthly", "20 × 7600.00").computed, "152000.00");
    EXPECT_THAT(facts.check("measure.1.4.monthly").why.en, HasSubstr("a person decides"));
  });
}

TEST(Lyubimets, A17b_TwelveMayBeMonthsOrPersons) {
  Lyubimets([](const Facts& facts) {
    const Reading& reading = facts.reading("measure.1.4.monthly", "12 persons for one month");
    EXPECT_EQ(reading.computed, "12");
    EXPECT_THAT(reading.text_en, HasSubstr("12 months for all"));
    EXPECT_THAT(reading.not_written, ElementsAre("months"));
  });
}

TEST(Lyubimets, A18_APersonYearAndAPersonMonthAreWhole) {
  Lyubimets([](const Facts& facts) {
    EXPECT_EQ(facts.reading("measure.1.4.monthly", "91200.00 / 20 =").computed, "4560");
    EXPECT_EQ(facts.reading("measure.1.4.monthly", "91200.00 / 240 =").computed, "380");
  });
}

TEST(Lyubimets, A19_EightySevenPeople) {
  Lyubimets([](const Facts& facts) {
    EXPECT_EQ(facts.check("people").computed, "87");
    EXPECT_THAT(facts.check("people").readings[0].text_en, HasSubstr("22 + 45 + 20 = 87"));
  });
}

TEST(Lyubimets, A20_BySource) {
  Lyubimets([](const Facts& facts) {
    const Check& check = facts.check("total.by_source");
    ExpectFigures(check, "538952.00", "538952.00", "0.00", Verdict::kAgree);
    EXPECT_EQ(facts.reading("total.by_source", "Municipal budget").computed, "244440.00");
    EXPECT_EQ(facts.reading("total.by_source", "Operational programmes").computed, "294512.00");
  });
}

TEST(Lyubimets, A21_ByExecutor) {
  Lyubimets([](const Facts& facts) {
    const Check& check = facts.check("total.by_executor");
    EXPECT_EQ(check.verdict, Verdict::kAgree);
    ASSERT_THAT(check.readings, SizeIs(2));
    EXPECT_EQ(check.readings[0].computed, "244440.00");
    EXPECT_EQ(check.readings[1].computed, "294512.00");
  });
}

TEST(Lyubimets, A22_SharesRoundTo9999) {
  Lyubimets([](const Facts& facts) {
    const Check& check = facts.check("total.shares");
    EXPECT_EQ(check.computed, "99.99");
    EXPECT_EQ(check.delta, "-0.01");
    EXPECT_EQ(check.verdict, Verdict::kAgree);
    EXPECT_THAT(check.readings[0].text_en, HasSubstr("45.35 + 7.38 + 30.34 + 16.92"));
    EXPECT_THAT(check.why.en, HasSubstr("rounded to hundredths by itself"));
    EXPECT_EQ(facts.reading("total.shares", "By who pays").computed, "100.00");
    EXPECT_THAT(facts.reading("total.shares", "By who pays").text_en, HasSubstr("45.35 + 54.65"));
  });
}

TEST(Lyubimets, A23_TotalInEuro) {
  Lyubimets([](const Facts& facts) { EXPECT_EQ(facts.check("total.eur").computed, "275561.78"); });
}

TEST(Lyubimets, A24_RowsConvertedOneByOneDriftByACent) {
  Lyubimets([](const Facts& facts) {
    const Reading& rows = facts.reading("total.eur", "measures, converted one by one");
    EXPECT_EQ(rows.computed, "275561.79");
    EXPECT_EQ(rows.delta, "0.01");
    EXPECT_EQ(rows.verdict, Verdict::kAgree);
    EXPECT_THAT(rows.text_en, HasSubstr("124980.19 + 20345.33 + 83606.45 + 46629.82"));
    EXPECT_THAT(facts.check("total.eur").why.en, HasSubstr("rounding"));
  });
}

TEST(Lyubimets, A25_PartsAndTheirGapInEuro) {
  Lyubimets([](const Facts& facts) {
    const Reading& parts = facts.reading("measure.1.1.eur", "parts, converted one by one");
    EXPECT_EQ(parts.computed, "123987.77");
    EXPECT_EQ(parts.delta, "0.00");
    EXPECT_THAT(parts.text_en, HasSubstr("67771.74 + 56216.03"));
    EXPECT_EQ(facts.check("measure.1.1.eur").computed, "124980.19");
    EXPECT_EQ(facts.reading("measure.1.1.eur", "Not shared among the parts").computed, "992.42");
  });
}

TEST(Lyubimets, A26_GroupsConvertedDoNotDrift) {
  Lyubimets([](const Facts& facts) {
    const Reading& groups = facts.reading("total.eur", "sums by who pays");
    EXPECT_EQ(groups.computed, "275561.78");
    EXPECT_EQ(groups.delta, "0.00");
    EXPECT_THAT(groups.text_en, HasSubstr("150581.59"));
  });
}

TEST(Lyubimets, A27_MultiplyThenConvertDiffersByTwoCents) {
  Lyubimets([](const Facts& facts) {
    const Reading& months = facts.reading("measure.1.4.eur", "converted and multiplied");
    EXPECT_EQ(months.computed, "46629.84");
    EXPECT_EQ(months.delta, "0.02");
    EXPECT_EQ(facts.check("measure.1.4.eur").computed, "46629.82");
  });
}

// Row 2 is kept as stated: the checks disagree and nothing is repaired.
TEST(Lyubimets, Ambiguity_Row2StaysUnreconciled) {
  Lyubimets([](const Facts& facts) {
    for (const Reading& reading : facts.check("measure.1.2.monthly").readings)
      EXPECT_NE(reading.verdict, Verdict::kAgree) << reading.text_en;
    EXPECT_EQ(Amount(facts.measure(1, 2).stated_total), "39792.00 BGN");
  });
}

}  // namespace
}  // namespace tranche::plans::facts
