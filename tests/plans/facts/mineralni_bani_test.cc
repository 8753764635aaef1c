// SPDX-License-Identifier: EUPL-1.2
// Mineralni Bani: the page of a project.
#include <map>

#include "plans/facts/facts.h"
#include "platform/calendar/civil.h"
#include "platform/calendar/working_days.h"
#include "platform/document/document.h"
#include "platform/money/three_part.h"
#include "platform/text/fold.h"
#include "proposals/page/page_checks.h"
#include "proposals/page/project_page.h"

namespace tranche::plans::facts {
namespace {

using proposals::CheckPage;
using proposals::NamedPlanKind;
using proposals::ProjectPage;
using proposals::ReadPage;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// As reference has them for a project of 18.04.2017 to 18.10.2018; that the product goes by the same
// ones is a test of the import with reference beside it.
proposals::PageRules RulesOfThen() {
  return {.advance_percent = {{.value = "20", .source = "Н-3, чл. 7", .verified = false}},
          .cap_percent = {{.value = "80", .source = "Н-3, чл. 7–9", .verified = false}},
          .final_claim_months = {{.value = "1", .source = "ЗУСЕФСУ, чл. 64, ал. 2", .verified = true}},
          .shift = {{.value = "1", .source = "1182/71, чл. 3", .verified = false}},
          .calendar = HolidayCalendar::Build(2017, 2019, {}, {})};
}

constexpr Ratio kEuShare{.numerator = 8500, .denominator = 10000};

struct Page {
  ProjectPage page;
  std::vector<Violation> findings;
  std::vector<Check> checks;

  const Check& check(const std::string& id) const {
    static const Check none;
    for (const Check& each : checks) {
      if (each.id == id) return each;
    }
    ADD_FAILURE() << "no check " << id;
    return none;
  }
  const Reading& reading(const std::string& id, const std::string& words) const {
    static const Reading none;
    for (const Reading& each : check(id).readings) {
      if (absl::StrContains(each.text_en, words)) return each;
    }
    ADD_FAILURE() << "no reading of " << id << " says " << words;
    return none;
  }
};

Page PageOf(const std::string& bytes) {
  const auto document = document::ReadDocument(bytes);
  EXPECT_TRUE(document.ok()) << document.status();
  if (!document.ok()) return {};
  const absl::StatusOr<ReadPage> read = proposals::ReadProjectPage(*document);
  EXPECT_TRUE(read.ok()) << read.status();
  if (!read.ok()) return {};
  return {.page = read->page,
          .findings = read->findings,
          .checks = CheckPage(read->page, kEuShare, RulesOfThen())};
}

void MineralniBani(const std::function<void(const Page&)>& expect) {
  for (const auto& [name, bytes] : DocumentsOf(kMineralniBani)) {
    SCOPED_TRACE(name);
    expect(PageOf(bytes));
  }
}

TEST(MineralniBani, F1_TitleAndProgramme) {
  MineralniBani([](const Page& page) {
    EXPECT_EQ(
        page.page.title,
        "Реализация на комплекс от мерки за насърчаване активността на лицата от уязвими социални "
        "групи");
    EXPECT_EQ(page.page.programme, "ОП РЧР 2014-2020 г.");
    EXPECT_EQ(page.page.municipality, "Минерални бани");
  });
}

TEST(MineralniBani, F2_WholeCostIsGrant) {
  MineralniBani([](const Page& page) {
    EXPECT_EQ(Amount(page.page.total), "378008.50 BGN");
    EXPECT_EQ(page.page.grant_percent, "100");
    EXPECT_EQ(page.check("grant").computed, "378008.50");
    EXPECT_EQ(page.reading("grant", "own contribution").computed, "0.00");
  });
}

TEST(MineralniBani, F3_InEuro) {
  MineralniBani([](const Page& page) {
    EXPECT_EQ(page.check("total.eur").computed, "193272.68");
    EXPECT_THAT(page.check("total.eur").readings[0].text_en, HasSubstr("193272.67707…"));
  });
}

TEST(MineralniBani, F4_EighteenMonthsToOctober2018) {
  MineralniBani([](const Page& page) {
    EXPECT_EQ(page.page.duration_months, 18);
    ASSERT_TRUE(page.page.start && page.page.end);
    EXPECT_EQ(FormatPartial(*page.page.start), "--04-18");
    EXPECT_TRUE(page.page.start->this_year);
    EXPECT_EQ(FormatPartial(*page.page.end), "2018-10-18");
  });
}

// The year is a finding; the candidate is shown and nothing is stored.
TEST(MineralniBani, F5_YearOfTheStartIsNotWritten) {
  MineralniBani([](const Page& page) {
    std::vector<std::string> reasons;
    for (const Violation& finding : page.findings) reasons.push_back(finding.reason);
    EXPECT_THAT(reasons, Contains("PAGE_YEAR_NOT_WRITTEN"));
    EXPECT_THAT(proposals::StartYears(page.page), ElementsAre(2017));
    EXPECT_EQ(page.page.start->year, 0);
    EXPECT_EQ(page.check("period").verdict, Verdict::kWarning);
    EXPECT_THAT(page.check("period").why.en, HasSubstr("2017"));
  });
  // The contract resolves it.
  const std::optional<std::string> steps =
      FileText(std::filesystem::path(SOURCE_ROOT) / "services/examples/mineralni-bani.json");
  ASSERT_TRUE(steps);
  EXPECT_THAT(*steps, HasSubstr("\"startsOn\": \"2017-04-18\""));
}

TEST(MineralniBani, F6_SameNumberedDayAgreesAndTheDayBeforeDoesNot) {
  MineralniBani([](const Page& page) {
    const Reading& same = page.reading("period", "the same-numbered day");
    EXPECT_EQ(same.computed, "2018-10-18");
    EXPECT_EQ(same.verdict, Verdict::kAgree);
    EXPECT_TRUE(same.chosen);
    const Reading& before = page.reading("period", "the day before it");
    EXPECT_EQ(before.computed, "2018-10-17");
    EXPECT_EQ(before.verdict, Verdict::kDisagree);
  });
}

TEST(MineralniBani, F7_Days) {
  MineralniBani([](const Page& page) {
    EXPECT_THAT(page.reading("period", "Between the two days").text_en,
                HasSubstr("548 days; counting both: 549"));
    const Reading& thirty = page.reading("period", "Months of 30 days");
    EXPECT_EQ(thirty.computed, "540");
    EXPECT_EQ(thirty.verdict, Verdict::kDisagree);
  });
}

TEST(MineralniBani, F8_FinalClaimFallsOnASundayAndShifts) {
  MineralniBani([](const Page& page) {
    const Check& check = page.check("claim.final");
    EXPECT_EQ(check.computed, "2018-11-19");
    // The shift to a working day was not read in the primary text.
    EXPECT_EQ(check.verdict, Verdict::kWarning);
    EXPECT_EQ(page.reading("claim.final", "18.10.2018 + 1 month = 18.11.2018, a Sunday").computed,
              "2018-11-18");
    EXPECT_EQ(page.reading("claim.final", "ends on 19.11.2018, a Monday").computed, "2018-11-19");
    EXPECT_THAT(page.reading("claim.final", "Rules:").text_en, HasSubstr("unverified"));
  });
}

TEST(MineralniBani, F9_Weekdays) {
  MineralniBani([](const Page& page) {
    EXPECT_EQ(page.reading("period", "is a Tuesday").text_en,
              "18.04.2017 is a Tuesday, 18.10.2018 a Thursday.");
  });
}

TEST(MineralniBani, F10_EqualMonths) {
  MineralniBani([](const Page& page) {
    const Check& check = page.check("total.monthly");
    ExpectFigures(check, "378008.50", "378008.50", "0.00", Verdict::kAgree);
    EXPECT_EQ(check.readings[0].text_en, "17 × 21000.47 + 21000.51 = 378008.50");
    EXPECT_EQ(check.readings[1].computed, "21000.4722…");
  });
}

// A page whose start has no day of its number in the last month.
TEST(MineralniBani, F11_EndOfMonthIsClamped) {
  for (const char* start : {"31.08.2017", "30.08.2017"}) {
    SCOPED_TRACE(start);
    const Page page = PageOf(absl::StrCat(
        "Проект „Услуги за всички хора“ на стойност 1000,00 лв. Срокът за изпълнение е 18 месеца. "
        "Стартира на ",
        start, " г. и приключва на 28.02.2019 г."));
    ExpectFigures(page.check("period"), "2019-02-28", "2019-02-28", "0", Verdict::kAgree);
  }
}

TEST(MineralniBani, F12_TargetGroups) {
  MineralniBani([](const Page& page) {
    EXPECT_THAT(page.page.target_groups,
                ElementsAre("икономически неактивни лица", "хора с увреждания и техните семейства",
                            "семейства с деца с увреждания", "деца и възрастни в риск"));
    std::vector<std::string> reasons;
    for (const Violation& finding : page.findings) reasons.push_back(finding.reason);
    EXPECT_THAT(reasons, Contains("PAGE_LIST_ENDING"));
  });
}

TEST(MineralniBani, F13_Outputs) {
  MineralniBani([](const Page& page) {
    ASSERT_THAT(page.page.outputs, SizeIs(3));
    EXPECT_THAT(page.page.outputs[0], HasSubstr("идентифициране на социално уязвимите групи"));
    EXPECT_THAT(page.page.outputs[1], HasSubstr("Център за активно включване"));
    EXPECT_THAT(page.page.outputs[1], HasSubstr("мобилни"));
    EXPECT_THAT(page.page.outputs[2], HasSubstr("мотивацията"));
  });
}

TEST(MineralniBani, F14_PlansThatItServes) {
  MineralniBani([](const Page& page) {
    std::vector<std::string> plans;
    for (const proposals::NamedPlan& plan : page.page.plans) {
      const char* kind = plan.kind == NamedPlanKind::kAnnual              ? "annual"
                         : plan.kind == NamedPlanKind::kMunicipalStrategy ? "strategy"
                         : plan.kind == NamedPlanKind::kDevelopmentPlan   ? "development"
                                                                          : "?";
      plans.push_back(absl::StrCat(kind, " ", FormatPartial(plan.from), "/", FormatPartial(plan.to)));
    }
    EXPECT_THAT(plans, ElementsAre("annual 2016/2016", "annual 2017/2017", "strategy /",
                                   "development 2014/2020"));
  });
}

TEST(MineralniBani, F15_LawsOfThen) {
  MineralniBani([](const Page& page) {
    EXPECT_THAT(page.page.laws, ElementsAre("ЗСП", "ППЗСП", "ЗИХУ"));
    std::vector<std::string> reasons;
    for (const Violation& finding : page.findings) reasons.push_back(finding.reason);
    EXPECT_THAT(reasons, Contains("PAGE_LAWS_OF_THEN"));
  });
}

// The number as it was published has Cyrillic letters in it.
TEST(MineralniBani, F16_NumberWithLookAlikeLetters) {
  const std::string published = "BG05М9ОР001-2.005-0063-С01";
  EXPECT_TRUE(MixesScripts(published));
  EXPECT_EQ(FoldRegisterNumber(published), "BG05M9OP001-2.005-0063-C01");
}

TEST(MineralniBani, F17_SplitOfTheGrant) {
  MineralniBani([](const Page& page) {
    EXPECT_EQ(page.reading("grant.split", "EU").computed, "321307.23");
    EXPECT_EQ(page.reading("grant.split", "national").computed, "56701.27");
    EXPECT_THAT(page.reading("grant.split", "does not state the share").not_written,
                ElementsAre("split"));
  });
}

// The advance and the cap are percents of the grant, by the rules of the day of the start.
TEST(MineralniBani, F18_AdvanceAndCap) {
  MineralniBani([](const Page& page) {
    EXPECT_EQ(page.check("advance").computed, "75601.70");
    EXPECT_EQ(page.check("advance").verdict, Verdict::kWarning);
    EXPECT_EQ(page.reading("advance", "378008.50 × 20 %").computed, "75601.70");
    EXPECT_EQ(page.reading("advance", "378008.50 × 80 %").computed, "302406.80");
    EXPECT_EQ(page.reading("advance", "until the advance is cleared").computed, "226805.10");
  });
}

// Every value stands where its span says.
TEST(MineralniBani, SpansPointAtTheirWords) {
  for (const auto& [name, bytes] : DocumentsOf(kMineralniBani)) {
    SCOPED_TRACE(name);
    const auto document = document::ReadDocument(bytes);
    ASSERT_TRUE(document.ok());
    const absl::StatusOr<ReadPage> read = proposals::ReadProjectPage(*document);
    ASSERT_TRUE(read.ok());
    std::map<std::string, std::string> words;
    for (const proposals::PageSpan& span : read->page.spans) {
      const std::string& text = document->blocks[span.block].text.text;
      words[span.field] = text.substr(span.begin, span.end - span.begin);
    }
    EXPECT_EQ(words["total"], "378 008,50 лв.");
    EXPECT_EQ(words["grant_percent"], "100");
    EXPECT_EQ(words["target_groups.4"], "деца и възрастни в риск");
    EXPECT_EQ(words["laws.2"], "ППЗСП");
  }
}

}  // namespace
}  // namespace tranche::plans::facts
