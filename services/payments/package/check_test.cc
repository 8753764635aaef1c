// SPDX-License-Identifier: EUPL-1.2
#include "payments/package/check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <utility>

#include "platform/base/error.h"

namespace tranche::payments::package {
namespace {

using ::testing::ElementsAre;

const absl::CivilDay kSentOn(2018, 1, 15);

Checklist ListOf(const std::string& id, const std::string& period = "") {
  return {.id = id,
          .version = 1,
          .document = DocumentKind::kTechnicalReport,
          .programming_period = period,
          .questions = {{"1", "Подписан ли е отчетът?", ""}, {"2", "Изпълнени ли са дейностите?", ""}},
          .source = "Наръчник",
          .verified = false,
          .retired = false};
}

Package InVerification() {
  Package package;
  package.sequence = 3;
  package.type = PackageType::kTechnical;
  package.technical_report_version = 1;
  package.state = PackageState::kInVerification;
  package.sent_on = kSentOn;
  package.sent_by = "owner";
  return package;
}

Check DraftCheck() {
  Check check;
  check.number = 1;
  check.document = DocumentKind::kTechnicalReport;
  check.questions = ListOf("technical").questions;
  return check;
}

Check Answers(Check check) {
  check.answers = {{"1", Answer::kYes, ""}, {"2", Answer::kNo, "Дейност 3 не е започнала."}};
  return check;
}

TEST(CheckStates, EveryStateAndStep_FollowsTheTable) {
  const std::map<std::pair<CheckState, CheckStep>, CheckState> allowed = {
      {{CheckState::kDraft, CheckStep::kAnswer}, CheckState::kDraft},
      {{CheckState::kDraft, CheckStep::kActivate}, CheckState::kActive},
      {{CheckState::kDraft, CheckStep::kArchive}, CheckState::kArchived},
      {{CheckState::kActive, CheckStep::kArchive}, CheckState::kArchived},
  };
  for (const CheckState state : {CheckState::kDraft, CheckState::kActive, CheckState::kArchived}) {
    EXPECT_EQ(CheckStateOf(Name(state)), state);
    for (const CheckStep step : {CheckStep::kAnswer, CheckStep::kActivate, CheckStep::kArchive}) {
      const auto found = allowed.find({state, step});
      EXPECT_EQ(Next(state, step),
                found == allowed.end() ? std::nullopt : std::optional<CheckState>(found->second))
          << Name(state) << " " << Name(step);
    }
  }
}

TEST(Checklists, OneOfThePeriod_GoesBeforeOneForAny) {
  std::vector<Checklist> lists = {ListOf("b"), ListOf("c", "2021-2027"), ListOf("a", "2014-2020")};
  EXPECT_EQ(ChecklistFor(lists, DocumentKind::kTechnicalReport, "2014-2020")->id, "a");
  EXPECT_EQ(ChecklistFor(lists, DocumentKind::kTechnicalReport, "2007-2013")->id, "b");
  EXPECT_EQ(ChecklistFor(lists, DocumentKind::kPaymentClaim, "2014-2020"), nullptr);
  lists[2].retired = true;
  EXPECT_EQ(ChecklistFor(lists, DocumentKind::kTechnicalReport, "2014-2020")->id, "b");
  EXPECT_TRUE(PeriodMatters(lists));
  lists[1].retired = true;
  EXPECT_FALSE(PeriodMatters(lists));
}

TEST(Checklists, QuestionTwice_IsRefusedWithItsField) {
  std::vector<Question> questions = ListOf("a").questions;
  EXPECT_TRUE(CheckQuestions(questions).ok());
  questions.push_back({"1", "?", ""});
  const std::vector<Violation> violations = ViolationsOf(CheckQuestions(questions));
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].field, "checklist.questions[2].code");
  EXPECT_EQ(violations[0].reason, "CHECKLIST_QUESTION_TWICE");
}

TEST(Beginning, EachReason_IsRefused) {
  const Package package = InVerification();
  EXPECT_TRUE(DecideBegin(package, DocumentKind::kTechnicalReport, {}, false).ok());
  EXPECT_EQ(ReasonOf(DecideBegin(package, DocumentKind::kTechnicalReport, {}, true)),
            "CHECKED_BY_SENDER");
  EXPECT_EQ(ReasonOf(DecideBegin(package, DocumentKind::kPaymentClaim, {}, false)),
            "PACKAGE_DOCUMENT_ABSENT");
  EXPECT_EQ(ReasonOf(DecideBegin(package, DocumentKind::kTechnicalReport, {DraftCheck()}, false)),
            "CHECK_BEGUN");
  for (const PackageState state : {PackageState::kDraft, PackageState::kAccepted,
                                   PackageState::kRefused, PackageState::kWithdrawn}) {
    Package other = package;
    other.state = state;
    EXPECT_EQ(ReasonOf(DecideBegin(other, DocumentKind::kTechnicalReport, {}, false)),
              "PACKAGE_WRONG_STATE")
        << Name(state);
  }
}

TEST(Answering, EverythingWrong_IsSaidAtOnce) {
  EXPECT_TRUE(DecideAnswers(DraftCheck(), {{"1", Answer::kNotApplicable, ""}}).ok());
  const absl::Status status = DecideAnswers(
      DraftCheck(), {{"9", Answer::kYes, ""}, {"1", std::nullopt, ""}, {"2", Answer::kNo, ""}});
  std::vector<std::string> found;
  for (const Violation& violation : ViolationsOf(status)) {
    found.push_back(violation.field + " " + violation.reason);
  }
  EXPECT_THAT(found, ElementsAre("items[0].code CHECK_QUESTION_UNKNOWN",
                                 "items[1].answer FIELD_REQUIRED", "items[2].note CHECK_NOTE_MISSING"));
  Check active = DraftCheck();
  active.state = CheckState::kActive;
  EXPECT_EQ(ReasonOf(DecideAnswers(active, {{"1", Answer::kYes, ""}})), "CHECK_WRONG_STATE");
}

TEST(Activating, UnansweredQuestion_IsNamed) {
  Check check = DraftCheck();
  check.answers = {{"1", Answer::kYes, ""}};
  const absl::Status status = DecideActivate(check, true, "", kSentOn, kSentOn).status();
  EXPECT_EQ(ReasonOf(status), "CHECK_UNANSWERED");
  EXPECT_THAT(ValuesOf(status), ElementsAre(::testing::Pair("codes", "2")));
  EXPECT_EQ(ReasonOf(DecideActivate(Answers(check), false, "", kSentOn, kSentOn).status()),
            "CHECK_CONCLUSION_MISSING");
  EXPECT_EQ(ReasonOf(DecideActivate(Answers(check), true, "", kSentOn - 1, kSentOn).status()),
            "DAYS_OUT_OF_ORDER");
  EXPECT_EQ(*DecideActivate(Answers(check), false, "Липсва.", kSentOn, kSentOn), CheckState::kActive);
}

TEST(Accepting, DocumentThatNeedsACheck_NeedsAnActiveOneThatApproves) {
  const Package package = InVerification();
  const auto needed = [](DocumentKind) { return true; };
  const auto not_needed = [](DocumentKind) { return false; };
  EXPECT_TRUE(CheckAcceptable(package, {}, not_needed).ok());
  EXPECT_EQ(ReasonOf(CheckAcceptable(package, {}, needed)), "PACKAGE_CHECK_MISSING");
  EXPECT_EQ(ReasonOf(CheckAcceptable(package, {DraftCheck()}, not_needed)), "PACKAGE_CHECK_DRAFT");
  Check active = Answers(DraftCheck());
  active.state = CheckState::kActive;
  EXPECT_EQ(ReasonOf(CheckAcceptable(package, {active}, needed)), "PACKAGE_CHECK_DENIES");
  active.approved = true;
  EXPECT_TRUE(CheckAcceptable(package, {active}, needed).ok());
  active.state = CheckState::kArchived;
  EXPECT_EQ(ReasonOf(CheckAcceptable(package, {active}, needed)), "PACKAGE_CHECK_MISSING");
}

}  // namespace
}  // namespace tranche::payments::package
