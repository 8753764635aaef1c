// SPDX-License-Identifier: EUPL-1.2
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "plans/search/record_texts_convert.h"
#include "plans/search/snippet.h"

namespace tranche::plans::search {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;
using ::testing::UnorderedElementsAreArray;

// By place, corrected texts with a star.
std::multimap<std::string, std::string> ByPlace(const RecordTexts& record) {
  std::multimap<std::string, std::string> texts;
  for (const IndexedText& text : record.texts)
    texts.emplace(text.place + (text.corrected ? "*" : ""), text.text);
  return texts;
}

v1::Plan PlanOf(const std::string& text) {
  v1::Plan plan;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &plan)) << text;
  return plan;
}

CorrectionFact Says(const std::string& value) {
  CorrectionFact correction;
  correction.value = value;
  return correction;
}

TEST(PlanTexts, EveryValueInWords_HasItsPlace) {
  const auto texts = ByPlace(TextsOf(PlanOf(R"pb(
    title: "План за 2020 г."
    municipality: "Сопот"
    parents { title: "Стратегия" decision_number: "44" protocol_number: "5" adopted_on: "29.03.2016" }
    adoption {
      decision_number: "112"
      protocol_number: "9"
      date { as_written: "29.04.2020 г." year: 2020 month: 4 day: 29 }
      body: "Общински съвет"
    }
    stated_total { amount: "538952.00" currency: "BGN" }
    role_holders { role: "координатор" person: "И. Петров" appointed_by: "кмета" order_number: "РД-15" }
    bodies { name: "Работна група" abbreviation: "РГ" members: "лекар и учител" }
    agreements {
      subject: "сътрудничество"
      signed_by: "кмета"
      signed_on { as_written: "май 2019" }
    }
    figures { as_written: "6 срещи" items: "Габрово" items: "Хасково" }
    products {
      as_written: "оценка на нуждите"
      date { as_written: "юни 2019" }
    }
    sections {
      ordinal: 2
      title: "Заетост"
      area: "Обучение"
      measures {
        ordinal: 3
        activity: "Курсове"
        timeframe { as_written: "през лятото" }
        stated_total { amount: "1200.50" currency: "EUR" }
        indicators { name: "обучени лица" target: "30" unit: "бр." }
        other_cells { heading: "Риск" text: "липса на зали" }
      }
    }
  )pb")));
  const std::multimap<std::string, std::string> expected = {
      {"title", "План за 2020 г."},
      {"municipality", "Сопот"},
      {"parents.1", "Стратегия · решение № 44 · протокол № 5 · 29.03.2016"},
      {"adoption.decision_number", "решение № 112/29.04.2020"},
      {"adoption.protocol_number", "протокол № 9"},
      {"adoption.date", "29.04.2020 г."},
      {"adoption.body", "Общински съвет"},
      {"stated_total", "538 952,00 лв."},
      {"role_holders.1", "координатор: И. Петров · кмета · РД-15"},
      {"bodies.1", "Работна група · РГ · лекар и учител"},
      {"agreements.1", "сътрудничество · кмета · май 2019"},
      {"figures.1", "6 срещи · Габрово, Хасково"},
      {"products.1", "оценка на нуждите · юни 2019"},
      {"section.2", "Заетост · Обучение"},
      {"measure.2.3", "Курсове · през лятото · 1200,50 € · обучени лица 30 бр. · липса на зали"}};
  EXPECT_EQ(texts, expected);
}

TEST(PlanTexts, EveryPlace_HasANameOfItsOwn) {
  for (const char* place :
       {"title", "parents.1", "adoption.body", "role_holders.1", "bodies.1", "agreements.2",
        "figures.1", "products.3", "section.2", "measure.2.3", "stated_total"}) {
    EXPECT_NE(NameOfPlace(place, Language::kBulgarian).rfind("Текст", 0), 0U) << place;
    EXPECT_NE(NameOfPlace(place, Language::kEnglish).rfind("Text", 0), 0U) << place;
  }
  EXPECT_EQ(NameOfPlace("agreements.2", Language::kBulgarian), "Споразумение 2");
}

TEST(PlanTexts, Corrections_StandBesideWhatWasRead) {
  const v1::Plan plan = PlanOf(R"pb(
    title: "План"
    sections {
      ordinal: 1
      title: "Мерки"
      measures { ordinal: 2 activity: "Ремонт" }
    })pb");
  const auto texts = ByPlace(TextsOf(plan, {{{"PLAN_TITLE", ""}, Says("Програма")},
                                            {{"PLAN_STATED_TOTAL", ""}, Says("100.00 EUR")},
                                            {{"PARENT_STRATEGY_TITLE", ""}, Says("Стратегия")},
                                            {{"SECTION_TITLE", "1"}, Says("Дейности")},
                                            {{"MEASURE_ACTIVITY", "1.2"}, Says("Строеж")},
                                            {{"MEASURE_PART", "1.2.4"}, Says("5.00 EUR")}}));
  const std::multimap<std::string, std::string> expected = {
      {"title", "План"},           {"title*", "Програма"},     {"stated_total*", "100.00 EUR"},
      {"parents.1*", "Стратегия"}, {"section.1", "Мерки"},     {"section.1*", "Дейности"},
      {"measure.1.2", "Ремонт"},   {"measure.1.2*", "Строеж"}, {"measure.1.2*", "5.00 EUR"}};
  EXPECT_THAT(texts, UnorderedElementsAreArray(expected));
}

TEST(PlanTexts, AddedRowIsThereInItsWords_AndAStruckOneIsNot) {
  const v1::Plan plan = PlanOf(R"pb(
    title: "План"
    target_groups: "деца"
    target_groups: "възрастни"
    sections {
      ordinal: 1
      title: "Мерки"
      measures { ordinal: 1 activity: "Ремонт" }
    })pb");
  const auto row = [](const std::string& path, const Value& text) {
    CorrectionFact correction;
    correction.key = {kRowField, path};
    correction.path = path;
    correction.value = text;
    return std::pair(correction.key, correction);
  };
  const auto texts =
      ByPlace(TextsOf(plan, {row("measure.1.1", std::nullopt),
                             row("target_groups.1", std::nullopt),
                             row("measure.1.2", R"({"activity":"Строеж","stated_total":"5.00 BGN"})"),
                             {{"MEASURE_ACTIVITY", "1.1"}, Says("не се търси")}}));
  const std::multimap<std::string, std::string> expected = {{"title", "План"},
                                                            {"target_groups.2", "възрастни"},
                                                            {"section.1", "Мерки"},
                                                            {"measure.1.2*", "Строеж · 5.00 BGN"}};
  EXPECT_THAT(texts, UnorderedElementsAreArray(expected));
}

TEST(PlanTexts, ValueThatShouldNotBeThere_AddsNothing) {
  const auto texts = ByPlace(
      TextsOf(PlanOf(R"pb(title: "План")pb"), {{{"PARENT_STRATEGY_DECISION", ""}, CorrectionFact()}}));
  EXPECT_THAT(texts, ElementsAre(Pair("title", "План")));
}

}  // namespace
}  // namespace tranche::plans::search
