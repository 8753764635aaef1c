// SPDX-License-Identifier: EUPL-1.2
// Sopot, Haskovo, Sapareva Banya, and what the documents have in common.
#include <algorithm>
#include <set>

#include "absl/strings/str_join.h"
#include "plans/facts/facts.h"
#include "platform/document/document.h"
#include "platform/text/fold.h"
#include "proposals/page/project_page.h"

namespace tranche::plans::facts {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

const StatedFigure& FigureOf(const Facts& facts, const std::string& code) {
  static const StatedFigure none;
  for (const StatedFigure& figure : facts.plan.figures) {
    if (figure.code == code) return figure;
  }
  ADD_FAILURE() << "no figure " << code;
  return none;
}

std::vector<std::string> ProductCodes(const Facts& facts) {
  std::vector<std::string> codes;
  for (const NamedProduct& product : facts.plan.products) codes.push_back(product.code);
  return codes;
}

std::string WordsOfMeasures(const Facts& facts) {
  std::string words;
  for (const Measure* row : facts.measures())
    absl::StrAppend(&words, row->activity, " ", row->description, "\n");
  return words;
}

// ---- Sopot

TEST(Sopot, F1_ProgrammeIn66MunicipalitiesOf6Countries) {
  ForEach(kSopot, [](const Facts& facts) {
    EXPECT_EQ(facts.plan.kind, PlanKind::kRomact);
    EXPECT_EQ(facts.plan.municipality, "Сопот");
    EXPECT_EQ(FigureOf(facts, "programme_start").count, 2013);
    EXPECT_EQ(FigureOf(facts, "municipalities").count, 66);
    EXPECT_THAT(FigureOf(facts, "countries").items, SizeIs(6));
    ExpectFigures(facts.check("figures.countries"), "6", "6", "0", Verdict::kAgree);
  });
}

TEST(Sopot, F2_AgreementOfAugust2016HasNoDay) {
  ForEach(kSopot, [](const Facts& facts) {
    ASSERT_THAT(facts.plan.agreements, Not(IsEmpty()));
    ASSERT_TRUE(facts.plan.agreements[0].signed_on);
    EXPECT_EQ(FormatPartial(*facts.plan.agreements[0].signed_on), "2016-08");
  });
}

TEST(Sopot, F3_OneNumberForMeetingsAndTrainings) {
  ForEach(kSopot, [](const Facts& facts) {
    EXPECT_EQ(FigureOf(facts, "meetings_and_trainings").count, 15);
    EXPECT_EQ(Years(FigureOf(facts, "meetings_and_trainings").period), "2016-08/2016-12");
    const Check& check = facts.check("figures.meetings_and_trainings");
    EXPECT_EQ(check.stated, "15");
    EXPECT_EQ(check.verdict, Verdict::kNotComputable);
    EXPECT_THAT(check.readings[0].not_written, ElementsAre("split"));
  });
}

TEST(Sopot, F4_BodiesAndPersonsWithARole) {
  ForEach(kSopot, [](const Facts& facts) {
    std::vector<std::string> people;
    for (const RoleHolder& holder : facts.plan.role_holders)
      people.push_back(absl::StrCat(FoldName(holder.role), ": ", holder.person));
    EXPECT_THAT(people,
                ElementsAre("координатор: Маргарита Петрушева", "контактно лице: Мария Димитрова"));
    for (const RoleHolder& holder : facts.plan.role_holders) {
      EXPECT_THAT(FoldName(holder.appointed_by), HasSubstr("заповед")) << holder.role;
      EXPECT_THAT(FoldName(holder.appointed_by), HasSubstr("кмет")) << holder.role;
      EXPECT_EQ(holder.order_number.value_or(""), "");
    }
    std::string bodies;
    bool steering_in_attachment_only = false;
    for (const NamedBody& body : facts.plan.bodies) {
      absl::StrAppend(&bodies, FoldName(body.name), " (", body.abbreviation, ")\n");
      if (absl::StrContains(FoldName(body.name), "ръководна"))
        steering_in_attachment_only = body.in_attachment_only;
    }
    EXPECT_THAT(bodies, HasSubstr("местна активна група (МАГ)"));
    EXPECT_THAT(bodies, HasSubstr("общинска работна група"));
    EXPECT_TRUE(steering_in_attachment_only) << bodies;
  });
}

TEST(Sopot, F5_Products) {
  ForEach(kSopot, [](const Facts& facts) {
    const std::vector<std::string> codes = ProductCodes(facts);
    for (const char* code : {"needs_assessment", "capacity_assessment", "priority_list", "plan_update"})
      EXPECT_THAT(codes, Contains(code));
    for (const NamedProduct& product : facts.plan.products) {
      if (product.code != "plan_update") continue;
      ASSERT_TRUE(product.date);
      EXPECT_EQ(product.date->year, 2017);
    }
  });
}

TEST(Sopot, F6_NineMeasuresThatAreOnlyTexts) {
  ForEach(kSopot, [](const Facts& facts) {
    std::vector<size_t> sizes;
    std::vector<std::string> titles;
    for (const Section& section : facts.plan.sections) {
      sizes.push_back(section.measures.size());
      titles.push_back(section.title);
    }
    EXPECT_THAT(sizes, ElementsAre(4, 2, 3));
    EXPECT_THAT(titles, ElementsAre("Образование", "Здравеопазване", "Жилищни условия"));
    EXPECT_EQ(facts.check("measures").computed, "9");
    EXPECT_EQ(facts.check("measures").verdict, Verdict::kAgree);
    for (const char* lacks : {"an amount", "a time frame", "who executes", "an indicator"})
      EXPECT_EQ(facts.reading("measures.missing", lacks).computed, "9");
  });
}

TEST(Sopot, F7_ContentStaysSearchable) {
  ForEach(kSopot, [](const Facts& facts) {
    const std::string words = FoldName(WordsOfMeasures(facts));
    for (const char* word :
         {"16 г", "детска градина", "3-4", "родители", "мултиетническа", "здравен медиатор",
          "заразни заболявания", "незаконните постройки", "манастирска река", "асфалтиране",
          "осветление", "тротоари", "постоянен адрес"})
      EXPECT_THAT(words, HasSubstr(word));
  });
}

TEST(Sopot, F8_ThreeDocumentsAndTwoLinks) {
  ForEach(kSopot, [](const Facts& facts) {
    std::vector<std::string> names;
    for (const Attachment& attachment : facts.plan.attachments) names.push_back(attachment.name);
    EXPECT_THAT(names, SizeIs(5));
    EXPECT_THAT(names, Contains(HasSubstr("Споразумение за изпълнение")));
    EXPECT_THAT(names, Contains("Предложения"));
    EXPECT_THAT(names, Contains("Възможности за финансиране"));
    EXPECT_THAT(facts.check("attachments").readings[0].text_en, HasSubstr("5"));
  });
}

// A personal number has ten digits in a row: none is kept with the persons.
TEST(Sopot, F9_PersonsHaveNoPersonalNumber) {
  ForEach(kSopot, [](const Facts& facts) {
    for (const RoleHolder& holder : facts.plan.role_holders) {
      const std::string words = absl::StrCat(holder.role, holder.person, holder.appointed_by);
      EXPECT_EQ(std::count_if(words.begin(), words.end(), [](char c) { return c >= '0' && c <= '9'; }),
                0);
    }
  });
}

// ---- Haskovo

TEST(Haskovo, F1_AdoptedWhen52PercentOfThePeriodHadGone) {
  ForEach(kHaskovo, [](const Facts& facts) {
    EXPECT_EQ(facts.plan.municipality, "Хасково");
    EXPECT_EQ(Years(facts.plan.period_titled), "2021/2023");
    ASSERT_TRUE(facts.plan.adoption);
    EXPECT_EQ(facts.plan.adoption->decision_number, "699");
    ASSERT_TRUE(facts.plan.adoption->on);
    EXPECT_EQ(FormatPartial(*facts.plan.adoption->on), "2022-07-29");
    EXPECT_EQ(facts.check("adoption").verdict, Verdict::kAgree);
    const Check& check = facts.check("adoption.timing");
    EXPECT_EQ(check.computed, "574");
    EXPECT_EQ(check.verdict, Verdict::kWarning);
    EXPECT_EQ(check.readings[0].text_en,
              "Adopted on 29.07.2022: 574 days after the period began and 520 days before it ends, of "
              "1095 days; 52.42 % of it had gone by.");
    EXPECT_THAT(check.why.en, HasSubstr("no breach"));
  });
}

TEST(Haskovo, F2_RegionalStrategyUnderTwoNames) {
  ForEach(kHaskovo, [](const Facts& facts) {
    const Check& check = facts.check("parents.regional");
    EXPECT_EQ(check.verdict, Verdict::kWarning);
    std::string names;
    for (const Reading& reading : check.readings)
      absl::StrAppend(&names, FoldName(reading.text_bg), "\n");
    EXPECT_THAT(names, HasSubstr("равенство, приобщаване и участие на ромите"));
    EXPECT_THAT(names, HasSubstr("интегриране на ромите"));
    bool national = false;
    for (const ParentStrategy& parent : facts.plan.parents) {
      if (parent.level != PlanLevel::kNational) continue;
      national = true;
      EXPECT_FALSE(parent.period);
    }
    EXPECT_TRUE(national);
  });
}

TEST(Haskovo, F3_SixDirectionsAndSixAreasNotOneToOne) {
  ForEach(kHaskovo, [](const Facts& facts) {
    EXPECT_THAT(facts.plan.directions, SizeIs(6));
    EXPECT_THAT(facts.plan.priority_areas,
                ElementsAre("Образование", "Здравеопазване", "Жилищни условия", "Заетост",
                            "Върховенство на закона и недискриминация", "Култура и медии"));
    ExpectFigures(facts.check("areas"), "6", "6", "0", Verdict::kWarning);
    EXPECT_THAT(facts.check("areas").why.en, HasSubstr("one to one"));
  });
}

TEST(Haskovo, F4_OpenPlanWithOneAttachment) {
  ForEach(kHaskovo, [](const Facts& facts) {
    EXPECT_TRUE(facts.plan.open_document);
    EXPECT_THAT(facts.plan.attachments, SizeIs(1));
  });
}

TEST(Haskovo, F5_MissingSpaceInTheTitleIsKept) {
  ForEach(kHaskovo, [](const Facts& facts) {
    EXPECT_THAT(facts.plan.title, HasSubstr("условияза 2021-2023"));
    EXPECT_EQ(Years(facts.plan.period_titled), "2021/2023");
  });
}

// ---- Sapareva Banya

TEST(SaparevaBanya, F1_ThreePeriodsOnOnePage) {
  ForEach(kSaparevaBanya, [](const Facts& facts) {
    EXPECT_EQ(Years(facts.plan.period_titled), "2013/2014");
    ASSERT_THAT(facts.plan.periods_written, Not(IsEmpty()));
    EXPECT_EQ(Years(facts.plan.periods_written[0]), "2012/2020");
    const Check& check = facts.check("period");
    EXPECT_EQ(check.verdict, Verdict::kWarning);
    const Reading& titled = facts.reading("period", "The title: 2013–2014; the text: 2012–2020");
    EXPECT_EQ(titled.verdict, Verdict::kDisagree);
    EXPECT_THAT(titled.text_en, HasSubstr("The period of the text is that of"));
    EXPECT_EQ(facts.reading("period", "2013–2020").verdict, Verdict::kAgree);
  });
}

TEST(SaparevaBanya, F2_RegionAndParents) {
  ForEach(kSaparevaBanya, [](const Facts& facts) {
    EXPECT_EQ(FoldName(facts.plan.municipality), "сапарева баня");
    EXPECT_EQ(facts.plan.region, "Кюстендил");
    bool regional = false;
    bool national = false;
    for (const ParentStrategy& parent : facts.plan.parents) {
      regional =
          regional || (parent.level == PlanLevel::kRegional && Years(parent.period) == "2013/2020");
      national =
          national || (parent.level == PlanLevel::kNational && Years(parent.period) == "2012/2020");
    }
    EXPECT_TRUE(regional);
    EXPECT_TRUE(national);
  });
}

TEST(SaparevaBanya, F3_FourDirectionsAndOneStatement) {
  ForEach(kSaparevaBanya, [](const Facts& facts) {
    EXPECT_THAT(facts.plan.directions, SizeIs(4));
    ASSERT_THAT(facts.plan.statements, SizeIs(1));
    EXPECT_THAT(facts.plan.statements[0], HasSubstr("непрекъснат процес"));
  });
}

TEST(SaparevaBanya, F4_FourTookPart) {
  ForEach(kSaparevaBanya, [](const Facts& facts) {
    EXPECT_THAT(facts.plan.participants, SizeIs(4));
    const std::string names = FoldName(absl::StrJoin(facts.plan.participants, "\n"));
    for (const char* name : {"община сапарева баня", "социално подпомагане", "бюро по труда", "ромск"})
      EXPECT_THAT(names, HasSubstr(name));
  });
}

TEST(SaparevaBanya, F5_AttachmentsOf1068Kilobytes) {
  ForEach(kSaparevaBanya, [](const Facts& facts) {
    ASSERT_THAT(facts.plan.attachments, SizeIs(2));
    // As written, with whatever blank stands there.
    EXPECT_EQ(FoldName(facts.plan.attachments[0].size_as_written), "981.00 kb");
    EXPECT_EQ(FoldName(facts.plan.attachments[1].size_as_written), "87.00 kb");
    EXPECT_EQ(facts.check("attachments").computed, "1068.00");
    EXPECT_EQ(facts.check("attachments").unit, "KB");
  });
}

TEST(SaparevaBanya, F6_NoAdoptionIsGiven) {
  ForEach(kSaparevaBanya, [](const Facts& facts) {
    EXPECT_FALSE(facts.plan.adoption);
    EXPECT_EQ(facts.check("adoption").verdict, Verdict::kWarning);
    EXPECT_THAT(facts.check("adoption").readings[0].text_en, HasSubstr("adoption is not assumed"));
    EXPECT_FALSE(facts.has("adoption.timing"));
  });
}

// ---- All of them

// The fifth is a project's page and no plan.
proposals::ProjectPage PageOf(const std::string& bytes) {
  const auto document = document::ReadDocument(bytes);
  EXPECT_TRUE(document.ok()) << document.status();
  if (!document.ok()) return {};
  const auto read = proposals::ReadProjectPage(*document);
  EXPECT_TRUE(read.ok()) << read.status();
  return read.ok() ? read->page : proposals::ProjectPage();
}

TEST(Cross, X1_FiveMunicipalities) {
  std::set<std::string> municipalities;
  for (const Town& town : {kLyubimets, kSopot, kHaskovo, kSaparevaBanya})
    ForEach(town,
            [&](const Facts& facts) { municipalities.insert(FoldName(facts.plan.municipality)); });
  for (const auto& [name, bytes] : DocumentsOf(kMineralniBani))
    municipalities.insert(FoldName(PageOf(bytes).municipality));
  EXPECT_THAT(municipalities,
              ElementsAre("любимец", "минерални бани", "сапарева баня", "сопот", "хасково"));
}

// Two documents name their region. That Lyubimets and Mineralni Bani are of Haskovo region is said by
// none, so it is known of no plan.
TEST(Cross, X1_RegionsAreThoseThatDocumentsName) {
  ForEach(kHaskovo, [](const Facts& f) { EXPECT_EQ(f.plan.region, "Хасково"); });
  ForEach(kSaparevaBanya, [](const Facts& f) { EXPECT_EQ(f.plan.region, "Кюстендил"); });
  for (const Town& town : {kLyubimets, kSopot})
    ForEach(town, [](const Facts& f) { EXPECT_EQ(f.plan.region, ""); });
  for (const auto& [name, bytes] : DocumentsOf(kMineralniBani))
    EXPECT_THAT(FoldName(bytes), Not(HasSubstr("хасково"))) << name;
}

TEST(Cross, X1_TheProjectIsOne) {
  for (const auto& [name, bytes] : DocumentsOf(kMineralniBani)) {
    SCOPED_TRACE(name);
    const proposals::ProjectPage page = PageOf(bytes);
    EXPECT_EQ(page.municipality, "Минерални бани");
    EXPECT_EQ(page.programme, "ОП РЧР 2014-2020 г.");
    EXPECT_EQ(page.duration_months, 18);
  }
}

TEST(Cross, X1_KindsOfPlans) {
  ForEach(kLyubimets, [](const Facts& f) { EXPECT_EQ(f.plan.kind, PlanKind::kSocialServices); });
  ForEach(kHaskovo, [](const Facts& f) { EXPECT_EQ(f.plan.kind, PlanKind::kRomaIntegration); });
  ForEach(kSaparevaBanya, [](const Facts& f) { EXPECT_EQ(f.plan.kind, PlanKind::kRomaIntegration); });
  ForEach(kSopot, [](const Facts& f) { EXPECT_EQ(f.plan.kind, PlanKind::kRomact); });
  // The programme's page of Sopot names the update of the plan for Roma.
  ForEach(kSopot, [](const Facts& f) {
    const auto update =
        std::find_if(f.plan.products.begin(), f.plan.products.end(),
                     [](const NamedProduct& product) { return product.code == "plan_update"; });
    ASSERT_NE(update, f.plan.products.end());
    EXPECT_THAT(FoldName(update->as_written), HasSubstr("план"));
    EXPECT_THAT(FoldName(update->as_written), HasSubstr("ром"));
  });
}

// Amounts stand in Lyubimets' plan only (and on Mineralni Bani's page), in leva; euro is a view.
TEST(Cross, X2_AmountsAreInLevaAndEuroIsAView) {
  for (const Town& town : {kSopot, kHaskovo, kSaparevaBanya}) {
    ForEach(town, [](const Facts& facts) {
      EXPECT_FALSE(facts.plan.stated_total);
      for (const Measure* row : facts.measures()) EXPECT_FALSE(row->stated_total);
      EXPECT_FALSE(facts.has("total.eur"));
    });
  }
  ForEach(kLyubimets, [](const Facts& facts) {
    ASSERT_TRUE(facts.plan.stated_total);
    EXPECT_EQ(facts.plan.stated_total->currency(), Currency::kBgn);
    EXPECT_TRUE(facts.has("total.eur"));
  });
}

TEST(Cross, X3_DatesOfEveryPartialKind) {
  ForEach(kHaskovo, [](const Facts& facts) {
    ASSERT_TRUE(facts.plan.adoption && facts.plan.adoption->on);
    EXPECT_TRUE(facts.plan.adoption->on->complete());
  });
  ForEach(kSopot, [](const Facts& facts) {
    ASSERT_FALSE(facts.plan.agreements.empty());
    ASSERT_TRUE(facts.plan.agreements[0].signed_on);
    EXPECT_EQ(facts.plan.agreements[0].signed_on->day, 0);
  });
  ForEach(kLyubimets, [](const Facts& facts) {
    ASSERT_TRUE(facts.plan.strategy && facts.plan.strategy->adoption.on);
    EXPECT_EQ(FormatPartial(*facts.plan.strategy->adoption.on), "2013");
  });
}

TEST(Cross, X4_NoIndicatorWithATarget) {
  for (const Town& town : {kLyubimets, kSopot, kHaskovo, kSaparevaBanya}) {
    ForEach(town, [](const Facts& facts) {
      for (const Measure* row : facts.measures()) EXPECT_THAT(row->indicators, IsEmpty());
    });
  }
}

}  // namespace
}  // namespace tranche::plans::facts
