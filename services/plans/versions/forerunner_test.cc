// SPDX-License-Identifier: EUPL-1.2
#include "plans/versions/forerunner.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace tranche::plans {
namespace {

Plan Titled(PlanKind kind, const std::string& title, const std::vector<std::string>& rows = {}) {
  Plan plan;
  plan.kind = kind;
  plan.title = title;
  Section section;
  for (const std::string& row : rows) {
    section.measures.emplace_back();
    section.measures.back().activity = row;
  }
  plan.sections.push_back(std::move(section));
  return plan;
}

constexpr char kServices[] = "Общинска стратегия за развитие на социалните услуги 2023-2025 г.";
constexpr char kChildren[] = "Общинска стратегия за подкрепа за личностно развитие 2023-2025 г.";

TEST(IsAnotherPlan, StrategyOfAnotherTopic_IsAnother) {
  EXPECT_TRUE(
      IsAnotherPlan(Titled(PlanKind::kStrategy, kServices), Titled(PlanKind::kStrategy, kChildren)));
  EXPECT_TRUE(IsAnotherPlan(Titled(PlanKind::kStrategy, kServices, {"Клуб", "Кухня", "Център"}),
                            Titled(PlanKind::kStrategy, kChildren, {"Клуб", "Обучения", "Спорт"})));
}

TEST(IsAnotherPlan, ProgrammesWhoseWordsBeginAlike_AreTwo) {
  EXPECT_TRUE(IsAnotherPlan(
      Titled(PlanKind::kOther, "Програма за управление и разпореждане с имоти за 2025 г."),
      Titled(PlanKind::kOther, "Програма за управление и разпореждане с общинските гори за 2025 г.")));
  EXPECT_TRUE(IsAnotherPlan(Titled(PlanKind::kUnspecified, "План за пътищата 2025 г."),
                            Titled(PlanKind::kUnspecified, "План за водите 2025 г.")));
}

TEST(IsAnotherPlan, TitleOfALaterState_IsTheSame) {
  EXPECT_FALSE(IsAnotherPlan(
      Titled(PlanKind::kStrategy, kServices),
      Titled(PlanKind::kStrategy,
             "АКТУАЛИЗИРАНА  ОБЩИНСКА СТРАТЕГИЯ за развитие на социалните услуги (2023 – 2025)")));
  EXPECT_FALSE(IsAnotherPlan(Titled(PlanKind::kStrategy, std::string("Проект на ") + kServices),
                             Titled(PlanKind::kStrategy, kServices)));
}

TEST(IsAnotherPlan, OtherTitleWithHalfOfTheRows_IsTheSame) {
  EXPECT_FALSE(IsAnotherPlan(Titled(PlanKind::kOther, "План за пътищата", {"Мост", "Улица"}),
                             Titled(PlanKind::kOther, "План за пътната мрежа", {"мост", "Тротоар"})));
}

TEST(IsAnotherPlan, KindThatAMunicipalityHasOnce_IsTheSameUnderAnyTitle) {
  EXPECT_FALSE(IsAnotherPlan(Titled(PlanKind::kSocialServices, "Годишен план за социалните услуги"),
                             Titled(PlanKind::kSocialServices, "План за действие, социални услуги")));
}

TEST(IdWithTitleMark, OneTitle_HasOneId_AndFits) {
  const std::string id = IdWithTitleMark("lyubimets-strategy-2023-2025", kServices);
  EXPECT_EQ(id.rfind("lyubimets-strategy-2023-2025-", 0), 0u);
  EXPECT_EQ(id.size(), std::string("lyubimets-strategy-2023-2025-").size() + 8);
  EXPECT_EQ(id,
            IdWithTitleMark("lyubimets-strategy-2023-2025", std::string("Актуализирана ") + kServices));
  EXPECT_NE(id, IdWithTitleMark("lyubimets-strategy-2023-2025", kChildren));
  EXPECT_EQ(IdWithTitleMark(std::string(63, 'a'), kServices).size(), 63u);
}

}  // namespace
}  // namespace tranche::plans
