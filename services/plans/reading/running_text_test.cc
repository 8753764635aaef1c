// SPDX-License-Identifier: EUPL-1.2
// What the paragraphs of a plan say in words that differ from plan to plan.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "plans/plan_checks.h"
#include "plans/plan_reader.h"

namespace tranche::plans {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

ReadPlan Read(const std::string& bytes) {
  absl::StatusOr<ReadPlan> read = ReadPlanDocument(bytes);
  EXPECT_TRUE(read.ok()) << read.status();
  return read.ok() ? *std::move(read) : ReadPlan();
}

// A plan of 2024 with one measure and the paragraph.
ReadPlan With(const std::string& paragraph) {
  return Read(absl::StrCat(
      "Годишен план за развитие на социалните услуги в община Брод за 2024 г.\n\n", paragraph,
      "\n\n№\tМярка\tСума\tОтговорник\n1\tПът\t100 лв.\tОбщина Брод\n\tОбщо\t100 лв.\t\n"));
}

std::vector<std::string> Unused(const ReadPlan& read) {
  std::vector<std::string> texts;
  for (const UnusedText& unused : read.unused) texts.push_back(unused.text);
  return texts;
}

std::vector<std::string> Reasons(const ReadPlan& read) {
  std::vector<std::string> reasons;
  for (const Remark& finding : read.findings) reasons.push_back(finding.reason);
  return reasons;
}

std::string TextOf(const ReadPlan& read, const std::string& path) {
  for (const Span& span : read.plan.spans)
    if (span.path == path) return span.text;
  return "no span";
}

Check AdoptionCheck(const ReadPlan& read) {
  for (Check& check : CrossFoot(read.plan))
    if (check.id == "adoption") return std::move(check);
  return {};
}

// ---- Strategies

TEST(Periods, ProgrammeInFulfilmentOfAPlan_HasItsOwnPeriodAlone) {
  const Plan plan =
      Read(
          "Програма за енергийна ефективност на община Брод 2024-2026 г.\n\nПрограмата е в изпълнение "
          "на "
          "Интегрирания план в областта на енергетиката 2021–2030 г.\n\nПрограмата обхваща периода "
          "2024-2027 г.\n")
          .plan;
  ASSERT_THAT(plan.periods_written, SizeIs(1));
  EXPECT_EQ(plan.periods_written[0].to.year, 2027);
}

TEST(Adoption, InBrackets_IsThePlansOwn) {
  const Plan plan =
      Read(
          "Програма за кучетата на община Брод 2018 - 2022 г.\n\n(Програмата е приета с решение № 534 "
          "от протокол № 48 от сесия на Общински съвет Брод, проведена на 31.05.2018 г.)\n")
          .plan;
  ASSERT_TRUE(plan.adoption.has_value());
  EXPECT_EQ(plan.adoption->decision_number, "534");
  EXPECT_EQ(plan.adoption->protocol_number, "48");
}

TEST(Adoption, DecisionWithASecondNumberInBrackets_IsKeptWhole) {
  const Plan plan =
      With("Планът е приет с Решение № 7(83) от 25.01.2024 г. на Общински съвет – Брод.").plan;
  ASSERT_TRUE(plan.adoption.has_value());
  EXPECT_EQ(plan.adoption->decision_number, "7(83)");
}

TEST(Strategy, ThatThePlanRestsOn_IsItsParentWithPeriodAndAdoption) {
  const Plan plan =
      With(
          "Настоящият годишен план се основава на Общинската стратегия за развитие на социалните "
          "услуги "
          "2021-2025 г., приета с Решение № 55/27.04.2021 г., и на Областната стратегия за развитие на "
          "социалните услуги в област Хасково (2021 – 2025).")
          .plan;
  ASSERT_THAT(plan.parents, SizeIs(2));
  EXPECT_EQ(plan.parents[0].title, "Общинската стратегия за развитие на социалните услуги");
  EXPECT_EQ(plan.parents[0].period->to.year, 2025);
  EXPECT_EQ(plan.parents[0].adoption.decision_number, "55");
  EXPECT_EQ(plan.parents[1].level, PlanLevel::kRegional);
  EXPECT_EQ(plan.parents[1].adoption, Adoption());
}

TEST(Strategy, InOtherClearWords_IsRead) {
  for (const char* sentence :
       {"Планът конкретизира Общинска стратегия за социалните услуги 2021-2025 г.",
        "Планът е в съответствие с Общинска стратегия за социалните услуги 2021-2025 г.",
        "Целите произтичат от Общинска стратегия за социалните услуги 2021-2025 г.",
        "Основание: Общинска стратегия за социалните услуги 2021-2025 г. и чл. 36а от ППЗСП."}) {
    const ReadPlan read = With(sentence);
    ASSERT_THAT(read.plan.parents, SizeIs(1)) << sentence;
    EXPECT_EQ(read.plan.parents[0].title, "Общинска стратегия за социалните услуги") << sentence;
    EXPECT_EQ(read.plan.parents[0].period->from.year, 2021) << sentence;
    EXPECT_THAT(Reasons(read), Not(Contains("PLAN_STRATEGY_NOT_NAMED"))) << sentence;
  }
}

TEST(Strategy, WithoutALevel_IsTakenWhereItStandsAlone) {
  const Plan plan =
      With(
          "Целите произтичат от Стратегията за развитие на социалните услуги в община Брод "
          "за 2021 – 2025 г., приета на 27 април 2021 г.")
          .plan;
  ASSERT_THAT(plan.parents, SizeIs(1));
  EXPECT_EQ(plan.parents[0].title, "Стратегията за развитие на социалните услуги в община Брод");
  EXPECT_EQ(plan.parents[0].adoption.date, "27 април 2021");
}

TEST(Strategy, ThatRestsOnAnother_SaysNothingOfThePlan) {
  EXPECT_THAT(
      With("Областната стратегия се основава на Националната стратегия за детето.").plan.parents,
      IsEmpty());
}

TEST(Strategy, DeniedByTheSentence_IsNoParent) {
  EXPECT_THAT(With("Планът не се основава на Националната стратегия за детето.").plan.parents,
              IsEmpty());
}

// ---- Periods

TEST(PeriodsWritten, OfAnotherPlanBesideTheOwn_AreNotTaken) {
  const Plan plan =
      With(
          "Годишният план е в съответствие с Плана за интегрирано развитие на община Брод "
          "2021-2027 г. и Националната стратегия за детето 2019-2030 г.")
          .plan;
  EXPECT_THAT(plan.periods_written, IsEmpty());
  ASSERT_THAT(plan.parents, SizeIs(1));
  EXPECT_EQ(plan.parents[0].period->to.year, 2030);
}

TEST(PeriodsWritten, OfANationalPlan_AreNotTaken) {
  EXPECT_THAT(With("Националният план за младежта 2021-2025 г. е взет предвид.").plan.periods_written,
              IsEmpty());
}

TEST(PeriodsWritten, OfThePlanItself_AreTaken) {
  EXPECT_THAT(With("Планът обхваща периода 2024-2025 г.").plan.periods_written, SizeIs(1));
}

// ---- The plan's own adoption

TEST(OwnAdoption, ThatIsChangedLater_IsTheFirstAndTheOtherIsListed) {
  const ReadPlan read = With(
      "Годишният план е приет с Решение № 45/12.03.2024 г. и изменен с Решение № 77/10.10.2024 г. на "
      "ОбС "
      "– Брод");
  ASSERT_TRUE(read.plan.adoption);
  EXPECT_EQ(read.plan.adoption->decision_number, "45");
  EXPECT_EQ(read.plan.adoption->date, "12.03.2024");
  EXPECT_THAT(Unused(read), Contains(HasSubstr("изменен с Решение № 77/10.10.2024")));
}

TEST(OwnAdoption, ThatWasRepealed_IsNotTakenAndListed) {
  const ReadPlan read =
      With("Приет с Решение № 45/12.03.2024 г., отменено с Решение № 50/01.04.2024 г.");
  EXPECT_EQ(read.plan.adoption, std::nullopt);
  EXPECT_THAT(Unused(read), Contains(HasSubstr("Решение № 45")));
  const Check check = AdoptionCheck(read);
  EXPECT_EQ(check.verdict, Verdict::kWarning);
  EXPECT_THAT(check.readings[0].text_bg, HasSubstr("не е прочетено"));
}

TEST(OwnAdoption, ThatRepealsAnEarlierDecision_IsTaken) {
  const ReadPlan read = With("Приет с Решение № 50/01.04.2024 г., с което се отменя Решение № 45.");
  ASSERT_TRUE(read.plan.adoption);
  EXPECT_EQ(read.plan.adoption->decision_number, "50");
}

TEST(OwnAdoption, InThePresentTenseWithANumber_IsRead) {
  const ReadPlan read = With(
      "Планът се приема на основание чл. 21, ал. 1, т. 12 от ЗМСМА с Решение № 45 на Общински съвет от "
      "12 "
      "март 2024 г.");
  ASSERT_TRUE(read.plan.adoption);
  EXPECT_EQ(read.plan.adoption->decision_number, "45");
  EXPECT_EQ(read.plan.adoption->date, "12 март 2024");
}

TEST(OwnAdoption, OfPlansInGeneral_IsNone) {
  EXPECT_EQ(With("Планът се приема с решение на Общинския съвет.").plan.adoption, std::nullopt);
}

TEST(OwnAdoption, BesideThatOfTheStrategy_IsThePlans) {
  const ReadPlan read = With(
      "Общинската стратегия е приета с Решение № 11/01.02.2021 г., а настоящият план "
      "– с Решение № 45/12.03.2024 г.");
  ASSERT_TRUE(read.plan.adoption);
  EXPECT_EQ(read.plan.adoption->decision_number, "45");
  EXPECT_THAT(Unused(read), Contains(HasSubstr("Решение № 11/01.02.2021")));
}

TEST(OwnAdoption, SaidOnceMoreWithTheBody_TakesTheBody) {
  const ReadPlan read = Read(
      "Приложение № 1 към Решение № 123 от 28.01.2024 г.\n\nГодишен план за социалните услуги в община "
      "Брод за 2024 г.\n\nНастоящият план е приет с Решение № 123 от 28.01.2024 г. на Общински съвет – "
      "Брод.\n");
  ASSERT_TRUE(read.plan.adoption);
  EXPECT_EQ(read.plan.adoption->decision_number, "123");
  EXPECT_EQ(read.plan.adoption->body, "Общински съвет – Брод");
}

TEST(OwnAdoption, OnADayThatDoesNotExist_IsNotCalledSilence) {
  const Check check = AdoptionCheck(With("Приет с решение № 100/31.02.2024 г."));
  ASSERT_THAT(check.readings, SizeIs(1));
  EXPECT_THAT(check.readings[0].text_bg, HasSubstr("31.02.2024"));
  EXPECT_THAT(check.readings[0].text_bg, HasSubstr("няма в календара"));
}

// ---- What is left of a line

TEST(PartlyRead, FiguresBesideAValue_AreListed) {
  const ReadPlan read = With("Планът се изпълнява в област Хасково за 350 000 лв. и 45 участници.");
  EXPECT_EQ(read.plan.region, "Хасково");
  EXPECT_THAT(Unused(read), ElementsAre("за 350 000 лв. и 45 участници."));
  EXPECT_EQ(read.unused_count, 1u);
}

TEST(PartlyRead, WordsAndArticlesBesideAValue_AreNot) {
  EXPECT_THAT(Unused(With("1. Планът се изпълнява в област Хасково по чл. 36 и ал. 2 от закона.")),
              IsEmpty());
}

TEST(RoleHolders, AnOrganisation_IsNoPerson) {
  const ReadPlan read = With("Саниране – 350 000 лв., отговорник: Община Горни Брод");
  EXPECT_THAT(read.plan.role_holders, IsEmpty());
  EXPECT_THAT(Unused(read), Contains(HasSubstr("350 000")));
  const ReadPlan person = With("Координатор: Иванка Стоянова, бюджет 350 000 лв.");
  ASSERT_THAT(person.plan.role_holders, SizeIs(1));
  EXPECT_EQ(person.plan.role_holders[0].person, "Иванка Стоянова");
  EXPECT_THAT(Unused(person), ElementsAre(HasSubstr("350 000 лв.")));
}

TEST(Participants, AnAbbreviationBehindAnd_IsAnother) {
  EXPECT_THAT(
      With("В изготвянето на плана взеха участие: Дирекция „Социално подпомагане“, РУО – Пловдив и НПО "
           "„Бъдеще“.")
          .plan.participants,
      SizeIs(3));
}

// ---- Title

TEST(Title, OverSeveralLines_HasEachValueOnItsOwn) {
  const ReadPlan read = Read(
      "<html><body><h1>ГОДИШЕН ПЛАН</h1><h2>за развитие на социалните услуги в община Брод</h2>"
      "<h2>за 2025 г.</h2><p>Текст.</p></body></html>");
  EXPECT_EQ(read.plan.year, 2025);
  EXPECT_EQ(TextOf(read, "title"), "ГОДИШЕН ПЛАН");
  EXPECT_THAT(TextOf(read, "municipality"), HasSubstr("Брод"));
  EXPECT_THAT(TextOf(read, "year"), HasSubstr("2025"));
  EXPECT_THAT(TextOf(read, "period_titled"), HasSubstr("2025"));
}

TEST(PlanId, OfLongTopicsThatBeginAlike_Differ) {
  const auto id = [](const std::string& topic) {
    return Read(absl::StrCat("Програма за управление и разпореждане с ", topic,
                             " на община Брод за 2025 г.\n\nТекст.\n"))
        .plan.id;
  };
  const std::string land = id("имотите");
  const std::string woods = id("общинските гори");
  EXPECT_EQ(land, "brod-upravlenie-i-razporezhdane-s-imotite-2025");
  EXPECT_NE(land, woods);
  const std::string gardens = id("общинските недвижими имоти и градини");
  EXPECT_EQ(gardens.size(), std::string("brod-upravlenie-i-razporezhdane-s-01234567-2025").size());
  EXPECT_NE(gardens, id("общинските недвижими имоти и пасища"));
}

TEST(OwnAdoption, OverLinesThatATextIsWrappedTo_IsReadWhole) {
  const ReadPlan read = Read(
      "Годишен план за намаляване на риска от бедствия на община Чупрене за 2025 г.\n\n"
      "Приет на заседание на Общински съвет – Чупрене с Решение № 214, Протокол\n"
      "№ 19/27.02.2025 г.\n\nТекст.\n");
  ASSERT_TRUE(read.plan.adoption.has_value());
  EXPECT_EQ(read.plan.adoption->decision_number, "214");
  EXPECT_EQ(read.plan.adoption->protocol_number, "19");
  ASSERT_TRUE(read.plan.adoption->on.has_value());
  EXPECT_EQ(FormatPartial(*read.plan.adoption->on), "2025-02-27");
  std::string place;
  for (const Span& span : read.plan.spans)
    if (span.path == "adoption.protocol_number") place = absl::StrCat(span.at.place, " ", span.text);
  EXPECT_EQ(place, "line 4 19");
}

TEST(OwnAdoption, AboveALineThatSpeaksOfAnother_TakesNothingOfIt) {
  const ReadPlan read = Read(
      "Годишен план за намаляване на риска от бедствия на община Чупрене за 2025 г.\n\n"
      "Приет с Решение № 214 на Общински съвет – Чупрене по предложение на кмета\n"
      "Стратегията за бедствията на общината е приета с Решение № 9, Протокол № 2\n\nТекст.\n");
  ASSERT_TRUE(read.plan.adoption.has_value());
  EXPECT_EQ(read.plan.adoption->decision_number, "214");
  EXPECT_EQ(read.plan.adoption->protocol_number, std::nullopt);
}

TEST(TotalInText, OfTheWholePlan_IsTaken) {
  for (const char* sentence :
       {"Общо необходимите средства за изпълнение на програмата са 169 100 лв.",
        "Общата стойност на Програмата за периода 2024 – 2027 г. е 169 100 лв. (86 459,46 €).",
        "За изпълнението на програмата са необходими общо 169 100 лв., от които 100 000 лв. от "
        "дарения.",
        "Предвидените средства по настоящата програма възлизат на 169 100 лв.",
        "Общо необходими средства за изпълнение на календара: 169 100 лв."}) {
    const ReadPlan read = Read(absl::StrCat(
        "Програма за спорта на община Брод 2024-2027 г.\n\nТекст на увода. ", sentence, "\n"));
    EXPECT_EQ(read.plan.stated_total, Money::Minor(16910000, Currency::kBgn)) << sentence;
  }
}

TEST(TotalInText, OfSomethingElse_IsNotTaken) {
  for (const char* sentence :
       {"През миналата година за програмата бяха изразходвани общо 18 400 лв.",
        "Необходимите средства за изпълнение на програмата по приоритет 1 са 18 400 лв.",
        "Средствата за програмата са до 18 400 лв. годишно.",
        "Общият бюджет на общината е 18 400 000 лв. и програмата е част от него."}) {
    const ReadPlan read =
        Read(absl::StrCat("Програма за спорта на община Брод 2024-2027 г.\n\n", sentence, "\n"));
    EXPECT_EQ(read.plan.stated_total, std::nullopt) << sentence;
  }
}

TEST(TotalInText, OtherThanThatOfTheTable_IsTold) {
  const auto read = [](const char* amount) {
    return Read(absl::StrCat(
        "Програма за спорта на община Брод 2024-2027 г.\n\n№\tДейност\tОтговорник\tСума (лв.)\n"
        "1\tКурс\tОбщината\t500\n\tОбщо\t\t500\n\nОбщата стойност на програмата е ",
        amount, ".\n"));
  };
  const auto tells = [](const ReadPlan& found) {
    return std::any_of(found.plan.not_understood.begin(), found.plan.not_understood.end(),
                       [](const Remark& remark) { return remark.reason == "PLAN_AMOUNT_AMBIGUOUS"; });
  };
  EXPECT_EQ(read("600 лв.").plan.stated_total, Money::Minor(50000, Currency::kBgn));
  EXPECT_TRUE(tells(read("600 лв.")));
  EXPECT_FALSE(tells(read("500 лв.")));
}

}  // namespace
}  // namespace tranche::plans
