// SPDX-License-Identifier: EUPL-1.2
// The pages of a plan: what was read of it, its document, corrections and attachments.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gateway/pages/example_records.h"

namespace tranche::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(PagesTest, Plan_HasEachFindingOnceAtItsPlaceAndALinkThere) {
  const std::string page = Get(absl::StrCat("/en", kPlan)).body;
  const size_t first_measure = page.find("id=\"measure-1-1\"");
  const size_t second_measure = page.find("id=\"measure-1-2\"");
  const size_t finding = page.find("id=\"check-measure-1-1-parts\"");
  ASSERT_NE(finding, std::string::npos);
  EXPECT_LT(first_measure, finding);
  EXPECT_LT(finding, second_measure);
  EXPECT_LT(page.find("id=\"check-strategy-adoption\""), first_measure);
  EXPECT_GT(page.find("id=\"check-total\""), second_measure);
  for (const char* id : {"check-total", "check-strategy-adoption", "check-measure-1-1-parts"}) {
    const std::vector<std::string> here = absl::StrSplit(page, absl::StrCat("id=\"", id, "\""));
    EXPECT_EQ(here.size(), 2u) << id;
    EXPECT_THAT(page, HasSubstr(absl::StrCat("href=\"#", id, "\"")));
  }
}

// A correction of every kind of value; who made it, when and why.
plans::v1::Plan CorrectedPlan(const std::string& text = "поправено по протокола") {
  plans::v1::Plan plan = ExamplePlanAsRead();
  plan.mutable_sections(0)->mutable_measures(0)->add_parts();
  const auto correct = [&](plans::v1::PlanField field, const std::string& place,
                           const std::string& read, const std::string& value) {
    plans::v1::Correction* made = plan.add_corrections();
    made->set_number(plan.corrections_size());
    made->set_field(field);
    made->set_place(place);
    made->set_read(read);
    if (!value.empty()) made->set_value(value);
    made->set_made_by("finance@lyubimets");
    made->mutable_made_at()->set_seconds(1537185600);  // 17 September 2018, 15:00 in Sofia.
    made->set_reason(text);
  };
  correct(plans::v1::PLAN_TITLE, "", text, text);
  correct(plans::v1::PLAN_STATED_TOTAL, "", "538952.00 BGN", "538925.00 BGN");
  correct(plans::v1::PARENT_STRATEGY_DECISION, "", "", "699");
  correct(plans::v1::PARENT_STRATEGY_DATE, "", "", "2013");
  correct(plans::v1::SECTION_TITLE, "1", text, text);
  correct(plans::v1::MEASURE_TOTAL, "1.1", "244440.00 BGN", "244400.00 BGN");
  correct(plans::v1::MEASURE_PERSONS, "1.1", "22", "23");
  correct(plans::v1::MEASURE_PART, "1.1.1", "100.00 BGN", "");
  correct(plans::v1::MEASURE_DESCRIPTION, "1.2", "", text);
  return plan;
}

TEST_F(PagesTest, Plan_ShowsEachCorrectionBesideWhatIsStated_AndCountsThem) {
  Give("GetPlan", CorrectedPlan());
  const std::string page = Get(absl::StrCat("/en", kPlan)).body;
  EXPECT_THAT(page, HasSubstr("<dt>Corrections</dt><dd><strong>9</strong>"));
  // Both stand there, the stated one first.
  const size_t stated = page.find("<dd>BGN\u00a0244,440.00");
  const size_t corrected = page.find("<strong>BGN\u00a0244,400.00</strong>");
  ASSERT_NE(stated, std::string::npos);
  ASSERT_NE(corrected, std::string::npos);
  EXPECT_LT(stated, corrected);
  EXPECT_LT(corrected, page.find("id=\"measure-1-2\""));
  EXPECT_THAT(page, HasSubstr("(finance@lyubimets, 17\u00a0September\u00a02018: <span lang=\"bg\">"
                              "поправено по протокола</span>)"));
  // Values within the words of a cell say which they are.
  EXPECT_THAT(page, HasSubstr("persons 1.1: <strong>23</strong>; in the document: <span>22</span>"));
  EXPECT_THAT(page, HasSubstr("part of the total 1.1.1: <strong>–</strong>; in the document: "
                              "<span>BGN\u00a0100.00</span>"));
  // A value that the document does not write has its row all the same.
  EXPECT_THAT(page, HasSubstr("<strong lang=\"bg\">2013</strong>"));
  EXPECT_THAT(Get(absl::StrCat("/bg", kPlan)).body, HasSubstr("<dt>Поправки</dt>"));
}

// Everything that a document may name besides its table.
plans::v1::Plan NamingPlan() {
  plans::v1::Plan plan = ExamplePlanAsRead();
  plan.set_level(plans::v1::ANNUAL);
  plans::v1::RoleHolder* holder = plan.add_role_holders();
  holder->set_role("координатор");
  holder->set_person("Мария Петрова");
  holder->set_appointed_by("със заповед на кмета");
  holder->set_order_number("");
  plans::v1::NamedBody* body = plan.add_bodies();
  body->set_name("Местна група");
  body->set_abbreviation("МГ");
  body->set_in_attachment_only(true);
  plans::v1::NamedAgreement* agreement = plan.add_agreements();
  agreement->set_subject("Споразумение за програмата");
  agreement->mutable_signed_on()->set_year(2016);
  agreement->mutable_signed_on()->set_month(8);
  plans::v1::StatedFigure* figure = plan.add_figures();
  figure->set_as_written("15 срещи и обучения");
  figure->add_items("България");
  plan.add_products()->set_as_written("оценка на нуждите");
  return plan;
}

// Everything that a row may state.
void StateAll(plans::v1::Measure* measure) {
  measure->set_objective("по-добър живот");
  measure->set_target_group("деца");
  measure->mutable_timeframe()->set_as_written("март – юни 2022 г.");
  plans::v1::Source* source = measure->add_sources();
  source->set_as_written("държавен бюджет");
  *source->mutable_amount() = Bgn("100.00");
  plans::v1::Part* part = measure->add_parts();
  part->set_label("2022 г.");
  *part->mutable_amount() = Bgn("35000.00");
  measure->add_partners("училища");
  measure->mutable_headcount()->set_count(22);
  measure->mutable_headcount()->set_noun("лични асистенти");
  measure->mutable_capacity()->set_count(30);
  measure->add_cohorts()->set_text("29 за една година");
  measure->set_months(9);
  *measure->mutable_monthly() = Bgn("7600.00");
  *measure->mutable_daily_rate()->mutable_rate() = Bgn("4.50");
  measure->mutable_daily_rate()->set_users(8);
  plans::v1::UnitPrice* unit = measure->mutable_unit_price();
  *unit->mutable_price() = Bgn("2941.00");
  unit->add_factors()->set_count(20);
  measure->set_stated_total_qualifier("около");
  *measure->add_also_shown()->mutable_amount() = Bgn("3834.69");
  plans::v1::Indicator* indicator = measure->add_indicators();
  indicator->set_name("обхванати деца");
  indicator->set_target("40");
  measure->set_expected_results("повече умения");
  measure->set_share_percent("45.35");
  plans::v1::OtherCell* other = measure->add_other_cells();
  other->set_heading("Забележка");
  other->set_text("при осигурени средства");
}

TEST_F(PagesTest, Plan_ShowsAllThatWasRead) {
  plans::v1::Plan plan = NamingPlan();
  StateAll(plan.mutable_sections(0)->mutable_measures(0));
  Give("GetPlan", plan);
  const std::string page = Get(absl::StrCat("/en", kPlan)).body;
  for (const char* said :
       {"<dt>Level</dt><dd>annual</dd>",
        "<li lang=\"bg\">координатор: Мария Петрова, със заповед на кмета, № "
        "<span lang=\"en\">(blank)</span></li>",
        "<li lang=\"bg\">Местна група (МГ), "
        "<span lang=\"en\">in an attachment only</span></li>",
        "<li lang=\"bg\">Споразумение за програмата, "
        "<span lang=\"en\">08.2016</span></li>",
        "15 срещи и обучения, България",
        "оценка на нуждите",
        "по-добър живот",
        "<dt>Target group</dt><dd lang=\"bg\">деца</dd>",
        "март – юни 2022 г.",
        "<dd lang=\"bg\">държавен бюджет <span lang=\"en\">BGN\u00a0100.00</span></dd>",
        "училища",
        "<dd lang=\"bg\">2022 г. <span lang=\"en\">BGN\u00a035,000.00</span></dd>",
        "22 лични асистенти",
        "<dt>Places</dt><dd lang=\"bg\">30</dd>",
        "29 за една година",
        "<dt>Months</dt><dd>9</dd>",
        "BGN\u00a07,600.00",
        "BGN\u00a04.50 × 8",
        "<dt>Unit price</dt><dd>BGN\u00a02,941.00 × 20</dd>",
        "около",
        "BGN\u00a03,834.69",
        "обхванати деца: 40",
        "повече умения",
        "45.35\u00a0%",
        "<dt>Забележка</dt><dd lang=\"bg\">при осигурени средства</dd>"}) {
    EXPECT_THAT(page, HasSubstr(said));
  }
}

// Words of the document are Bulgarian on both pages; the page's own are of its language.
TEST_F(PagesTest, Plan_ValuesSayTheLanguageTheyAreIn) {
  plans::v1::Plan plan = NamingPlan();
  plans::v1::Measure* measure = plan.mutable_sections(0)->mutable_measures(0);
  StateAll(measure);
  plans::v1::Factor* factor = measure->mutable_unit_price()->mutable_factors(0);
  factor->set_noun("души");
  measure->mutable_unit_price()->set_unit("място");
  common::v1::PartialDate* to = measure->mutable_timeframe()->mutable_to();
  measure->mutable_timeframe()->clear_as_written();
  measure->mutable_timeframe()->mutable_from()->set_as_written("пролетта");
  to->set_year(2022);
  to->set_month(6);
  to->set_day(30);
  Give("GetPlan", plan);
  const std::string english = Get(absl::StrCat("/en", kPlan)).body;
  EXPECT_THAT(english, HasSubstr("<dt>Time frame</dt><dd lang=\"bg\">пролетта – "
                                 "<span lang=\"en\">30\u00a0June\u00a02022</span></dd>"));
  EXPECT_THAT(english,
              HasSubstr("<dt>Unit price</dt><dd lang=\"bg\"><span lang=\"en\">BGN\u00a02,941.00 × 20 "
                        "</span>души (място)</dd>"));
  const std::string bulgarian = Get(absl::StrCat("/bg", kPlan)).body;
  EXPECT_THAT(bulgarian, HasSubstr("Местна група (МГ), само в приложение</li>"));
  EXPECT_THAT(bulgarian, Not(HasSubstr("<span lang=\"en\">")));
}

TEST_F(PagesTest, Plan_ShowsTotalsByYear) {
  plans::v1::Plan plan = ExamplePlanAsRead();
  const auto add = [](int year, const std::string& amount, plans::v1::Part* part) {
    part->set_year(year);
    *part->mutable_amount() = Bgn(amount);
  };
  add(2021, "18000.00", plan.add_stated_years());
  add(2022, "24000.00", plan.add_stated_years());
  *plan.mutable_sections(0)->mutable_stated_total() = Bgn("500.00");
  add(2021, "300.00", plan.mutable_sections(0)->add_stated_years());
  Give("GetPlan", plan);
  const std::string english = Get(absl::StrCat("/en", kPlan)).body;
  EXPECT_THAT(english, HasSubstr("<dt>Total by year</dt><dd>2021: BGN\u00a018,000.00; "
                                 "2022: BGN\u00a024,000.00</dd>"));
  EXPECT_THAT(english, HasSubstr("Total of the section: BGN\u00a0500.00<"));
  EXPECT_THAT(english, HasSubstr("Total of the section by year: 2021: BGN\u00a0300.00<"));
  EXPECT_THAT(Get(absl::StrCat("/bg", kPlan)).body, HasSubstr("<dt>Обща сума по години</dt>"));
}

TEST_F(PagesTest, Plan_WithoutCorrections_SaysNothingOfThem) {
  const std::string page = Get(absl::StrCat("/en", kPlan)).body;
  EXPECT_THAT(page, Not(HasSubstr("Corrections")));
  EXPECT_THAT(page, Not(HasSubstr("id=\"attachments\"")));
}

TEST_F(PagesTest, Plan_CorrectionIsOnlyText) {
  Give("GetPlan", CorrectedPlan(kEvil));
  EXPECT_THAT(Get(absl::StrCat("/en", kPlan)).body, Not(HasSubstr("<script>")));
}

plans::v1::ListPlanAttachmentsResponse ExampleAttachments(const std::string& text) {
  plans::v1::ListPlanAttachmentsResponse list;
  const auto file = [&](const std::string& named_as) {
    plans::v1::PlanAttachment* made = list.add_attachments();
    made->set_number(list.attachments_size());
    made->set_named_as(named_as);
    made->set_file_name(text);
    made->set_sha256(std::string(64, 'a'));
    made->set_size_bytes(1004544);
    made->set_measured(plans::v1::MEASURED_BY_SENDER);
    made->set_made_by("finance@lyubimets");
    return made;
  };
  plans::v1::PlanAttachment* first = file(text);
  first->add_findings()->set_text_en("The file has another size.");
  file("");
  file("withdrawn one")->mutable_ended_at()->set_seconds(1);
  plans::v1::NamedAttachment* named = list.add_named();
  named->set_number(1);
  named->mutable_stated()->set_name(text);
  named->mutable_stated()->set_size_as_written("981.00 KB");
  *named->mutable_handed_over() = *first;
  list.add_named()->mutable_stated()->set_name("Заповед");
  return list;
}

TEST_F(PagesTest, Plan_ListsAttachmentsWithTheFilesThatStand) {
  Give("ListPlanAttachments", ExampleAttachments("план.pdf"));
  const std::string page = Get(absl::StrCat("/en", kPlan)).body;
  EXPECT_THAT(page, HasSubstr("981.00 KB"));
  EXPECT_THAT(page, HasSubstr("1,004,544"));
  EXPECT_THAT(page, HasSubstr(std::string(64, 'a')));
  EXPECT_THAT(page, HasSubstr("said by the sender"));
  EXPECT_THAT(page, HasSubstr("The file has another size."));
  EXPECT_THAT(page, HasSubstr("<dt>File handed over</dt><dd>none</dd>"));
  EXPECT_THAT(page, HasSubstr("which the document does not name"));
  EXPECT_THAT(page, Not(HasSubstr("withdrawn one")));
}

TEST_F(PagesTest, Plan_AttachmentIsOnlyText) {
  Give("ListPlanAttachments", ExampleAttachments(kEvil));
  EXPECT_THAT(Get(absl::StrCat("/en", kPlan)).body, Not(HasSubstr("<script>")));
}

TEST_F(PagesTest, Plan_WhoseFilesAreRefused_StillNamesItsAttachments) {
  plans::v1::Plan plan = ExamplePlanAsRead();
  plan.add_attachments()->set_name("Заповед за групата");
  Give("GetPlan", plan);
  Deny("ListPlanAttachments", absl::InternalError("secret"));
  const HttpResponse page = Get(absl::StrCat("/en", kPlan));
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("Заповед за групата"));
  EXPECT_THAT(page.body, Not(HasSubstr("secret")));
}

TEST_F(PagesTest, PlanDocument_ShowsCorrectionsAtTheirPlaces_AndCountsThem) {
  const plans::v1::Plan plan = CorrectedPlan();
  Give("GetPlan", plan);
  plans::v1::PlanDocument document = ExampleDocument();
  plans::v1::DocumentMark* mark = document.mutable_blocks(0)->add_marks();
  mark->set_kind(plans::v1::CORRECTION_MARK);
  mark->set_id("6");
  mark->set_text_en("total of the measure");
  *mark->mutable_correction() = plan.corrections(5);
  Give("GetPlanDocument", document);
  const std::string page = Get(absl::StrCat("/en", kPlan, "/document")).body;
  EXPECT_THAT(page, HasSubstr("<dt>Corrections</dt><dd><strong>9</strong></dd>"));
  EXPECT_THAT(page, HasSubstr("total of the measure 1.1: <strong>BGN\u00a0244,400.00</strong>; in the "
                              "document: <span>BGN\u00a0244,440.00</span>"));
  EXPECT_THAT(page, HasSubstr("line 27: total of the measure</a>"));
  EXPECT_THAT(page, HasSubstr("finance@lyubimets"));
}

TEST_F(PagesTest, PlanDocument_MarksWhatIsToBeLookedAtAndLeadsThereAndBack) {
  const std::string page = Get(absl::StrCat("/en", kPlan, "/document")).body;
  // What is to be looked at is shown before a value that was read at the same place.
  EXPECT_THAT(page,
              HasSubstr("общо <mark class=\"t-mark t-mark--bad\">244440</mark> лв.; за издръжка"));
  EXPECT_THAT(page, HasSubstr("<mark class=\"t-mark t-mark--now\">общо</mark>"));
  EXPECT_THAT(page, HasSubstr("href=\"#b0\""));
  EXPECT_THAT(page, HasSubstr("href=\"#b1-r0-c0\""));
  EXPECT_THAT(page, HasSubstr("href=\"#whole-document\""));
  for (const char* id : {"b0", "b1", "b1-r0-c0", "whole-document"}) {
    const std::vector<std::string> here = absl::StrSplit(page, absl::StrCat("id=\"", id, "\""));
    EXPECT_EQ(here.size(), 2u) << id;
  }
  EXPECT_THAT(page, HasSubstr(absl::StrCat("href=\"/en", kPlan, "#check-measure-1-1-parts\"")));
  // A check that has two places is listed once.
  const std::vector<std::string> listed = absl::StrSplit(page, ": What measure.1.1.parts is</a>");
  EXPECT_EQ(listed.size(), 2u);
}

TEST_F(PagesTest, PlanDocument_TextIsOnlyText) {
  Give("GetPlanDocument", ExampleDocument(kEvil));
  const std::string page = Get(absl::StrCat("/en", kPlan, "/document")).body;
  EXPECT_THAT(page, Not(HasSubstr("<script>")));
}

// Marks that do not fit the text, or cut a character, change nothing.
TEST_F(PagesTest, PlanDocument_MarksBeyondTheText_AreLeftOut) {
  plans::v1::PlanDocument document = ExampleDocument();
  auto* marks = document.mutable_blocks(0)->mutable_marks();
  for (const auto& [begin, end] :
       std::vector<std::pair<int, int>>{{-1, 4}, {4, 1000}, {1, 3}, {5, 5}}) {
    *marks->Add() = marks->Get(1);
    marks->rbegin()->set_begin(begin);
    marks->rbegin()->set_end(end);
  }
  Give("GetPlanDocument", document);
  EXPECT_THAT(Get(absl::StrCat("/en", kPlan, "/document")).body,
              HasSubstr("общо <mark class=\"t-mark t-mark--bad\">244440</mark> лв.; за издръжка"));
}

TEST_F(PagesTest, PlanDocument_ThatIsNotKept_IsSaidSo) {
  Deny("GetPlanDocument", Refuse("PLAN_DOCUMENT_NOT_KEPT", {{"digest", "0123456789ab"}}));
  const HttpResponse page = Get(absl::StrCat("/en", kPlan, "/document"));
  EXPECT_EQ(page.status, 404);
  EXPECT_THAT(page.body, HasSubstr("0123456789ab"));
}

TEST_F(PagesTest, Plan_ShowsStatedAndComputedSideBySide) {
  const std::string page = Get(absl::StrCat("/en", kPlan)).body;
  EXPECT_THAT(page, HasSubstr("<dt>Stated</dt><dd>BGN\u00a0244,440.00</dd>"));
  EXPECT_THAT(page, HasSubstr("<dt>Computed</dt><dd>BGN\u00a0242,499.00</dd>"));
  EXPECT_THAT(page, HasSubstr("<dt>Difference</dt><dd>BGN\u00a0\u22121,941.00</dd>"));
  EXPECT_THAT(page, HasSubstr("7,600.00 a month → <strong>BGN\u00a091,200.00</strong>"));
  EXPECT_THAT(page, HasSubstr("91,200.00 / 7,600.00 → <strong>12</strong>"));  // No money.
  EXPECT_THAT(page, HasSubstr("not written in the document: the months"));
  EXPECT_THAT(page, HasSubstr("left blank in the document"));
  EXPECT_THAT(page, HasSubstr("tranche plans check lyubimets-2013"));
}

TEST_F(PagesTest, Plan_WhoseChecksAreRefused_StillShowsTheDocument) {
  Deny("CheckPlan", absl::InternalError("secret"));
  const HttpResponse page = Get(absl::StrCat("/en", kPlan));
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("class=\"t-refused\""));
  EXPECT_THAT(page.body, HasSubstr("Топъл обяд &amp; грижа"));
  EXPECT_THAT(page.body, Not(HasSubstr("secret")));
}

}  // namespace
}  // namespace tranche::gateway
