// SPDX-License-Identifier: EUPL-1.2
// Reports on paper, as pdftotext reads them back: nothing of a report is lost, runs into its neighbour
// or leaves the page.
#include "reports/paper/paper.h"

#include <gmock/gmock.h>
#include <google/protobuf/message.h>
#include <gtest/gtest.h>
#include <re2/re2.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "platform/base/error.h"
#include "platform/text/said.h"
#include "reports/money_paper_convert.h"
#include "reports/plans/plan_paper_convert.h"

namespace tranche::reports {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::SizeIs;

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

class File {
 public:
  explicit File(const std::string& bytes) {
    const int descriptor = mkstemp(path_);
    if (descriptor < 0) std::abort();
    close(descriptor);
    std::ofstream(path_, std::ios::binary) << bytes;
  }
  ~File() { std::remove(path_); }
  const char* path() const { return path_; }

 private:
  char path_[32] = "/tmp/tranche-paper-XXXXXX";
};

std::string TextOf(const std::string& pdf, const char* options) {
  const File file(pdf);
  FILE* reader = popen(absl::StrCat("pdftotext ", options, " ", file.path(), " -").c_str(), "r");
  if (reader == nullptr) std::abort();
  std::string text;
  char piece[4096];
  for (size_t got = 0; (got = fread(piece, 1, sizeof piece, reader)) > 0;) text.append(piece, got);
  EXPECT_EQ(pclose(reader), 0) << "pdftotext (poppler-utils) could not read the PDF";
  return text;
}

// With one blank between words, whatever is between them on paper.
std::string WordsOf(const std::string& text) {
  return absl::StrJoin(absl::StrSplit(text, absl::ByAnyChar(" \n\f"), absl::SkipEmpty()), " ");
}

std::vector<std::string> PagesOf(const std::string& pdf) {
  std::vector<std::string> pages = absl::StrSplit(TextOf(pdf, "-layout"), '\f');
  if (!pages.empty() && pages.back().empty()) pages.pop_back();
  return pages;
}

// A report that is all there, each amount another one.
class Filler {
 public:
  Filler(const std::string& currency, int lines) : currency_(currency), lines_(lines) {}

  v1::MoneyReport Fill() {
    v1::MoneyReport report;
    FillMessage(&report);
    report.set_number("BG05M9OP001-2.005-0063-C01");
    report.set_title("Подкрепа за заетостта на хора с увреждания");
    report.set_currency(currency_);
    report.set_agrees(true);
    report.clear_as_of();
    report.set_known_at("2018-12-31");
    report.mutable_checkpoint()->set_origin("tranche/7");
    report.mutable_checkpoint()->set_size(12345);
    report.mutable_checkpoint()->set_root("Zm9yZXN0IG9mIHNlYWxlZCBlbnRyaWVz");
    return report;
  }
  const std::vector<std::string>& amounts() const { return amounts_; }

 private:
  void FillMessage(Message* message) {
    if (message->GetDescriptor() == common::v1::Money::descriptor()) return FillMoney(message);
    const Reflection* reflection = message->GetReflection();
    for (int i = 0; i < message->GetDescriptor()->field_count(); ++i) {
      const FieldDescriptor* field = message->GetDescriptor()->field(i);
      const int count = field->name() == "lines" && field->message_type() != nullptr ? lines_ : 2;
      for (int k = 0; k < (field->is_repeated() ? count : 1); ++k)
        FillField(*reflection, field, message);
    }
  }
  void FillField(const Reflection& reflection, const FieldDescriptor* field, Message* message) {
    const bool list = field->is_repeated();
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return FillMessage(list ? reflection.AddMessage(message, field)
                                : reflection.MutableMessage(message, field));
      case FieldDescriptor::CPPTYPE_ENUM:
        return reflection.SetEnumValue(message, field, 1);
      case FieldDescriptor::CPPTYPE_STRING:
        return list ? reflection.AddString(message, field, "1.2")
                    : reflection.SetString(message, field, TextFor(field->name()));
      case FieldDescriptor::CPPTYPE_INT32:
        return reflection.SetInt32(message, field, 3);
      default:
        return;
    }
  }
  void FillMoney(Message* message) {
    auto* money = static_cast<common::v1::Money*>(message);
    money->set_amount(absl::StrCat(minor_ / 100, ".", minor_ % 100 < 10 ? "0" : "", minor_ % 100));
    money->set_currency(currency_);
    amounts_.push_back(money->amount());
    minor_ += 137;
  }
  std::string TextFor(const std::string& field) {
    if (field == "percent" || field.ends_with("_percent"))
      return absl::StrCat(10 + ++texts_ % 80, ".25");
    if (field.ends_with("_on")) return "2018-03-07";
    if (field == "code") return absl::StrCat("7.", ++texts_);
    return absl::StrCat("Запис номер ", ++texts_);
  }

  const std::string currency_;
  const int lines_;
  int64_t minor_ = 1'234'567'89;
  int texts_ = 0;
  std::vector<std::string> amounts_;
};

std::string Print(const v1::MoneyReport& report, Language language) {
  absl::StatusOr<std::string> pdf = paper::PrintPdf(ToPaper(report, language));
  EXPECT_TRUE(pdf.ok()) << pdf.status();
  return pdf.ok() ? *std::move(pdf) : "";
}

TEST(MoneyOnPaper, EveryFigureOfTheReport_IsThereInBothLanguagesAndCurrencies) {
  for (const Language language : {Language::kBulgarian, Language::kEnglish}) {
    for (const char* currency : {"BGN", "EUR"}) {
      Filler filler(currency, 20);
      const v1::MoneyReport report = filler.Fill();
      const std::string words = WordsOf(TextOf(Print(report, language), "-layout"));

      int missing = 0;
      // All are of as many digits, so that none is found within another.
      for (const std::string& amount : filler.amounts()) {
        const std::string said =
            absl::StrReplaceAll(SayAmount(amount, "", language), {{"\u00a0", " "}});
        if (absl::StrContains(words, said)) continue;
        if (++missing <= 5) ADD_FAILURE() << said << " of " << currency << " is not on paper";
      }
      EXPECT_EQ(missing, 0) << "of " << filler.amounts().size();
      EXPECT_GT(filler.amounts().size(), 800);
    }
  }
}

TEST(MoneyOnPaper, EachPage_NamesTheContractTheDaysTheCheckpointAndItsNumber) {
  const std::vector<std::string> pages = PagesOf(Print(Filler("BGN", 60).Fill(), Language::kBulgarian));

  ASSERT_GT(pages.size(), 4);
  EXPECT_THAT(pages, Each(HasSubstr("Пари по договор BG05M9OP001-2.005-0063-C01")));
  EXPECT_THAT(pages, Each(HasSubstr("по записаното до 31.12.2018 г.; в лева")));
  EXPECT_THAT(pages, Each(HasSubstr("до запис 12345 на дневника tranche/7 с корен Zm9yZXN0")));
  for (size_t i = 0; i < pages.size(); ++i) {
    EXPECT_THAT(pages[i], HasSubstr(absl::StrCat("Страница ", i + 1, " от ", pages.size())));
  }
}

TEST(MoneyOnPaper, TableOverSeveralPages_HasItsHeadingsOnEach) {
  const std::vector<std::string> pages = PagesOf(Print(Filler("EUR", 100).Fill(), Language::kEnglish));
  int pages_of_lines = 0;
  for (const std::string& page : pages) {
    if (!RE2::PartialMatch(page, "(?m)^ *7\\.\\d+ ")) continue;  // The code of a line.
    ++pages_of_lines;
    EXPECT_THAT(page, AllOf(HasSubstr("Cumulative"), HasSubstr("Difference"), HasSubstr("Reserved")));
  }
  EXPECT_GT(pages_of_lines, 8);
}

TEST(MoneyOnPaper, EveryWord_LiesWithinTheMargins) {
  const std::string boxes = TextOf(Print(Filler("BGN", 30).Fill(), Language::kBulgarian), "-bbox");
  RE2 word("<word xMin=\"([\\d.]+)\" yMin=\"([\\d.]+)\" xMax=\"([\\d.]+)\" yMax=\"([\\d.]+)\">");
  re2::StringPiece rest(boxes);
  double left = 0, top = 0, right = 0, bottom = 0;
  int words = 0;
  while (RE2::FindAndConsume(&rest, word, &left, &top, &right, &bottom)) {
    ++words;
    EXPECT_GT(left, 35);
    EXPECT_LT(right, 842 - 35);
    EXPECT_GT(top, 20);
    EXPECT_LT(bottom, 595 - 10);
  }
  EXPECT_GT(words, 1000);
}

TEST(MoneyOnPaper, TheSameReport_IsTheSameBytesAtAnyTimeAndInAnyThread) {
  const v1::MoneyReport report = Filler("BGN", 10).Fill();
  const std::string first = Print(report, Language::kBulgarian);
  std::string other;
  std::thread([&] {
    Print(Filler("EUR", 3).Fill(), Language::kEnglish);  // Other letters first.
    other = Print(report, Language::kBulgarian);
  }).join();
  EXPECT_TRUE(first == other);
  EXPECT_EQ(first.find("CreationDate"), std::string::npos);
}

TEST(MoneyOnPaper, DateOrNoDate_IsSaidAtTheTop) {
  v1::MoneyReport report = Filler("EUR", 1).Fill();
  report.set_as_of("2018-06-30");
  EXPECT_THAT(PagesOf(Print(report, Language::kEnglish)).front(),
              HasSubstr("as of 30 June 2018; as recorded by 31 December 2018; in EUR"));
  report.clear_as_of();
  report.clear_known_at();
  report.clear_checkpoint();
  const std::string page = PagesOf(Print(report, Language::kEnglish)).front();
  EXPECT_THAT(page, HasSubstr("everything recorded; in EUR"));
  EXPECT_THAT(page, HasSubstr("The log of evidence has no entries yet."));
}

// ---- A plan's annual report

void SetMoney(int64_t minor, common::v1::Money* money) {
  money->set_amount(absl::StrCat(minor / 100, ".", minor % 100 < 10 ? "0" : "", minor % 100));
  money->set_currency("BGN");
}

template <class WithFigures>
void SetFigures(int64_t minor, WithFigures* message) {
  SetMoney(minor, message->mutable_granted()->mutable_total());
  SetMoney(minor + 1, message->mutable_spent()->mutable_total());
  SetMoney(minor + 2, message->mutable_paid()->mutable_total());
}

// As many rows as a plan of a town has, in the words of one; amounts differ from row to row.
v1::PlanReport AnnualReport(int rows) {
  v1::PlanReport report;
  report.set_plan("organisations/lyubimets/plans/lyubimets-2013");
  report.set_title("Годишен план за развитие на социалните услуги в община Любимец за 2013 година");
  report.set_municipality("Любимец");
  report.set_year(2013);
  report.set_version(2);
  report.set_currency("BGN");
  SetMoney(538'952'00, report.mutable_stated_total());
  SetMoney(-120'00, report.mutable_stated_total_difference());
  for (int i = 0; i < rows; ++i) {
    v1::PlanReportMeasure* measure = report.add_measures();
    measure->set_place(absl::StrCat(1 + i / 10, ".", 1 + i % 10));
    measure->set_section(absl::StrCat("Раздел ", 1 + i / 10, ". Социални услуги в общността"));
    measure->set_activity(
        "Домашен социален патронаж и обществена трапеза за възрастни хора с увреждания");
    measure->set_source("Общински бюджет + ОП „Развитие на човешките ресурси“");
    measure->set_executor("Дирекция „Социално подпомагане“ – Любимец");
    SetMoney(1'000'000'00 + 137 * i, measure->mutable_planned());
    if (i % 2 == 0) SetFigures(2'000'000'00 + 137 * i, measure);
    if (i % 5 == 0) {
      measure->add_planned_years(2013);
      measure->add_planned_years(2014);
    }
    measure->set_people_planned(22);
    v1::PlanReportProject* project = measure->add_projects();
    project->set_number("BG05M9OP001-2.005-0063-C01");
    project->set_title("Подкрепа за независим живот");
    project->set_contribution("почасови услуги за лични асистенти");
    SetFigures(3'000'000'00 + 137 * i, project);
  }
  for (v1::PlanReportGroup* group :
       {report.add_sources(), report.add_executors(), report.mutable_total()}) {
    group->set_words("Оперативни програми и проекти");
    group->set_words_en("Operational programmes and projects");
    group->set_measures(rows);
    group->set_measures_with_amount(rows);
    SetMoney(9'876'543'21, group->mutable_planned());
    SetFigures(8'765'432'10, group);
  }
  plans::v1::Finding* finding = report.add_findings();
  finding->set_text_bg("Мерки без свързан проект: 3 от 40.");
  finding->set_text_en("Measures without a linked project: 3 of 40.");
  return report;
}

std::string Print(const v1::PlanReport& report, Language language) {
  absl::StatusOr<std::string> pdf = paper::PrintPdf(ToPaper(report, language));
  EXPECT_TRUE(pdf.ok()) << pdf.status();
  return pdf.ok() ? *std::move(pdf) : "";
}

TEST(PlanOnPaper, EveryRow_IsThereWithItsFiguresInBothLanguages) {
  const v1::PlanReport report = AnnualReport(40);
  for (const Language language : {Language::kBulgarian, Language::kEnglish}) {
    const std::string words = WordsOf(TextOf(Print(report, language), "-layout"));
    const auto expect = [&](const common::v1::Money& money) {
      const std::string said =
          absl::StrReplaceAll(SayAmount(money.amount(), "", language), {{"\u00a0", " "}});
      EXPECT_THAT(words, HasSubstr(said));
    };
    for (const v1::PlanReportMeasure& measure : report.measures()) {
      expect(measure.planned());
      if (measure.has_granted()) expect(measure.granted().total());
      for (const v1::PlanReportProject& project : measure.projects()) expect(project.paid().total());
    }
    expect(report.total().planned());
    expect(report.stated_total_difference());
    EXPECT_THAT(words, HasSubstr("2013, 2014"));
    EXPECT_THAT(words, HasSubstr(language == Language::kBulgarian ? "Мерки без свързан проект"
                                                                  : "Measures without a linked"));
  }
}

TEST(PlanOnPaper, EachPage_NamesThePlanAndItsNumberAndKeepsItsMargins) {
  const std::string pdf = Print(AnnualReport(60), Language::kBulgarian);
  const std::vector<std::string> pages = PagesOf(pdf);
  ASSERT_GT(pages.size(), 3);
  EXPECT_THAT(pages, Each(HasSubstr("Годишен отчет по план: Любимец, 2013 г.")));
  for (size_t i = 0; i < pages.size(); ++i)
    EXPECT_THAT(pages[i], HasSubstr(absl::StrCat("Страница ", i + 1, " от ", pages.size())));
  const std::string boxes = TextOf(pdf, "-bbox");
  RE2 word("<word xMin=\"([\\d.]+)\" yMin=\"[\\d.]+\" xMax=\"([\\d.]+)\" yMax=\"([\\d.]+)\">");
  re2::StringPiece rest(boxes);
  double left = 0, right = 0, bottom = 0;
  while (RE2::FindAndConsume(&rest, word, &left, &right, &bottom)) {
    EXPECT_GT(left, 35);
    EXPECT_LT(right, 842 - 35);
    EXPECT_LT(bottom, 595 - 10);
  }
  EXPECT_GT(left, 0);
}

TEST(PrintPdf, MoreThanTheMostPages_IsRefusedWithTheirNumber) {
  paper::Table table{.title = "T", .columns = {{"A", false}}, .rows = {}, .nothing = ""};
  table.rows.resize(static_cast<size_t>(paper::kMostPages) * 60, {.cells = {"x"}});
  paper::Document document{
      .title = "T", .head = "", .head_more = "", .foot = "", .page_of = "", .blocks = {}};
  document.blocks.emplace_back(std::move(table));
  const auto pdf = paper::PrintPdf(document);
  EXPECT_EQ(ReasonOf(pdf.status()), "REPORT_TOO_LONG");
  EXPECT_THAT(ValuesOf(pdf.status()), ::testing::ElementsAre(::testing::Pair("pages", "200")));
}

TEST(PrintPdf, TextThatWouldFillPages_IsCutAndTheRowStaysOnOne) {
  std::string endless;
  for (int i = 0; i < 5000; ++i) absl::StrAppend(&endless, "дума ");
  paper::Document document{
      .title = "T", .head = "", .head_more = "", .foot = "", .page_of = "", .blocks = {}};
  document.blocks.emplace_back(
      paper::Table{.title = "T",
                   .columns = {{"A", false}, {"B", false}, {"C", true}},
                   .rows = {{.cells = {endless, endless, "1.00"}}, {.cells = {"last", "", "2.00"}}},
                   .nothing = ""});
  const auto pdf = paper::PrintPdf(document);
  ASSERT_TRUE(pdf.ok()) << pdf.status();
  const std::vector<std::string> pages = PagesOf(*pdf);
  EXPECT_THAT(pages, SizeIs(::testing::Le(3)));
  EXPECT_THAT(pages.back(), HasSubstr("2.00"));
}

}  // namespace
}  // namespace tranche::reports
