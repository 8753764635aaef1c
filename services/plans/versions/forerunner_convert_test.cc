// SPDX-License-Identifier: EUPL-1.2
#include "plans/versions/forerunner_convert.h"

#include <gtest/gtest.h>

#include <vector>

namespace tranche::plans {
namespace {

v1::Plan Titled(v1::PlanKind kind, const std::string& title,
                const std::vector<std::string>& rows = {}) {
  v1::Plan plan;
  plan.set_kind(kind);
  plan.set_title(title);
  v1::Section* section = rows.empty() ? nullptr : plan.add_sections();
  for (const std::string& row : rows) section->add_measures()->set_activity(row);
  return plan;
}

constexpr char kServices[] = "Общинска стратегия за развитие на социалните услуги 2023-2025 г.";
constexpr char kChildren[] = "Общинска стратегия за подкрепа за личностно развитие 2023-2025 г.";

TEST(IsAnotherPlan, StrategyOfAnotherTopic_IsAnother) {
  EXPECT_TRUE(IsAnotherPlan(Titled(v1::STRATEGY, kServices), Titled(v1::STRATEGY, kChildren)));
  EXPECT_TRUE(IsAnotherPlan(Titled(v1::STRATEGY, kServices, {"Клуб", "Кухня", "Център"}),
                            Titled(v1::STRATEGY, kChildren, {"Клуб", "Обучения", "Спорт"})));
}

TEST(IsAnotherPlan, ProgrammesWhoseWordsBeginAlike_AreTwo) {
  EXPECT_TRUE(IsAnotherPlan(
      Titled(v1::OTHER_PLAN, "Програма за управление и разпореждане с имоти за 2025 г."),
      Titled(v1::OTHER_PLAN, "Програма за управление и разпореждане с общинските гори за 2025 г.")));
  EXPECT_TRUE(IsAnotherPlan(Titled(v1::PLAN_KIND_UNSPECIFIED, "План за пътищата 2025 г."),
                            Titled(v1::PLAN_KIND_UNSPECIFIED, "План за водите 2025 г.")));
}

TEST(IsAnotherPlan, TitleOfALaterState_IsTheSame) {
  EXPECT_FALSE(IsAnotherPlan(
      Titled(v1::STRATEGY, kServices),
      Titled(v1::STRATEGY,
             "АКТУАЛИЗИРАНА  ОБЩИНСКА СТРАТЕГИЯ за развитие на социалните услуги (2023 – 2025)")));
  EXPECT_FALSE(IsAnotherPlan(Titled(v1::STRATEGY, std::string("Проект на ") + kServices),
                             Titled(v1::STRATEGY, kServices)));
}

TEST(IsAnotherPlan, OtherTitleWithHalfOfTheRows_IsTheSame) {
  EXPECT_FALSE(IsAnotherPlan(Titled(v1::OTHER_PLAN, "План за пътищата", {"Мост", "Улица"}),
                             Titled(v1::OTHER_PLAN, "План за пътната мрежа", {"мост", "Тротоар"})));
}

TEST(IsAnotherPlan, KindThatAMunicipalityHasOnce_IsTheSameUnderAnyTitle) {
  EXPECT_FALSE(IsAnotherPlan(Titled(v1::SOCIAL_SERVICES, "Годишен план за социалните услуги"),
                             Titled(v1::SOCIAL_SERVICES, "План за действие, социални услуги")));
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
