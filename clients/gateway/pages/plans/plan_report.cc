// SPDX-License-Identifier: EUPL-1.2
// A plan's annual report, to be read and to be printed; as of a day, as known at a day, in lev or in
// euro.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gateway/pages/pages.h"
#include "gateway/pages/parts.h"
#include "gateway/pages/phrases.h"
#include "gateway/words.h"
#include "tranche/reports/v1/plan_report_service.pb.h"

namespace tranche::gateway {
namespace {

using ctemplate::TemplateDictionary;
using Report = reports::v1::PlanReport;

// Fills the dictionaries of one report. Words of the plan are Bulgarian in either language of the page.
class ReportFiller {
 public:
  ReportFiller(const Report& report, Language language) : report_(report), language_(language) {}

  void Fill(TemplateDictionary* page) const {
    page->SetValue("TITLE", report_.title());
    page->SetValue("SHOWN", SayShown(report_.as_of(), report_.known_at(), language_));
    page->SetValue("UNIT", Say(report_.currency() == "EUR" ? "W_IN_EUR" : "W_IN_BGN", language_));
    Facts(page);
    for (const auto& measure : report_.measures()) Measure(measure, page);
    TemplateDictionary* sum = page->AddSectionDictionary("SUM");
    Sums(report_.total(), sum);
    People(report_.total().people_planned() > 0, report_.total(), sum);
    Projects(page);
    Groups("sources", "W_BY_SOURCE", "W_SOURCE", report_.sources(), page);
    Groups("executors", "W_BY_EXECUTOR", "W_EXECUTOR", report_.executors(), page);
    for (const auto& finding : report_.findings()) {
      page->AddSectionDictionary("FINDING")->SetValue(
          "TEXT", language_ == Language::kBulgarian ? finding.text_bg() : finding.text_en());
    }
    if (!report_.has_checkpoint()) return;
    TemplateDictionary* sealed = page->AddSectionDictionary("SEALED");
    sealed->SetValue("SIZE", absl::StrCat(report_.checkpoint().size()));
    sealed->SetValue("ROOT", report_.checkpoint().root());
  }

 private:
  std::string Bare(const common::v1::Money& amount) const {
    return amount.amount().empty() ? "–" : SayAmount(amount.amount(), "", language_);
  }

  void Fact(const char* name, const std::string& value, TemplateDictionary* page) const {
    TemplateDictionary* fact = page->AddSectionDictionary("FACT");
    fact->SetValue("NAME", Say(name, language_));
    fact->SetValue("VALUE", value);
  }

  void Facts(TemplateDictionary* page) const {
    Fact("W_YEAR", absl::StrCat(report_.year()), page);
    Fact("W_VERSION", absl::StrCat(report_.version()), page);
    if (!report_.has_stated_total()) return;
    Fact("W_STATED_TOTAL", SayMoney(report_.stated_total(), language_), page);
    if (report_.has_stated_total_difference()) {
      Fact("W_STATED_DIFFERENCE", SayMoney(report_.stated_total_difference(), language_), page);
    }
  }

  // Planned of nothing is no zero.
  void Sums(const reports::v1::PlanReportGroup& from, TemplateDictionary* row) const {
    row->SetValue("PLANNED", from.measures_with_amount() > 0 ? Bare(from.planned()) : "–");
    Figures(from, row);
  }
  // What rows, groups and their sum have in common.
  template <class Row>
  void Figures(const Row& from, TemplateDictionary* row) const {
    row->SetValue("GRANTED", Bare(from.granted().total()));
    row->SetValue("SPENT", Bare(from.spent().total()));
    row->SetValue("PAID", Bare(from.paid().total()));
  }
  template <class Row>
  void People(bool has_planned, const Row& from, TemplateDictionary* row) const {
    row->SetValue("PERSONS", has_planned ? absl::StrCat(from.people_planned()) : "–");
    row->SetValue("SERVED", from.has_people_served() ? absl::StrCat(from.people_served())
                                                     : Say("W_NOT_KNOWN", language_));
  }

  void Measure(const reports::v1::PlanReportMeasure& from, TemplateDictionary* page) const {
    TemplateDictionary* row = page->AddSectionDictionary("MEASURE");
    row->SetValue("PLACE", from.place());
    row->SetValue("ACTIVITY", from.activity());
    row->SetValue("SOURCE", from.source());
    row->SetValue("EXECUTOR", from.executor());
    row->SetValue("PLANNED", Bare(from.planned()));
    // The row states no total: what is planned is added up of these years.
    if (!from.planned_years().empty()) {
      row->AddSectionDictionary("OF_YEARS")
          ->SetValue("YEARS", absl::StrJoin(from.planned_years(), "+"));
    }
    Figures(from, row);
    People(from.has_people_planned(), from, row);
  }

  // How much of it is for the measure, as the link says it.
  std::string ShareOf(const reports::v1::PlanReportProject& from) const {
    if (from.has_amount())
      return SayAmount(from.amount().amount(), from.amount().currency(), language_);
    if (from.share_percent().empty()) return "–";
    return absl::StrCat(SayAmount(from.share_percent(), "", language_), "\u00a0%");
  }

  void Project(const std::string& place, const reports::v1::PlanReportProject& from,
               TemplateDictionary* projects) const {
    TemplateDictionary* row = projects->AddSectionDictionary("PROJECT");
    row->SetValue("PLACE", place);
    if (from.contract().empty()) {
      row->AddSectionDictionary("NOT_KEPT")->SetValue("NUMBER", from.number());
    } else {
      TemplateDictionary* link = row->AddSectionDictionary("KEPT");
      link->SetValue("NUMBER", from.number());
      link->SetValue("HREF", absl::StrCat(language_ == Language::kBulgarian ? "/bg/" : "/en/",
                                          EncodePath(from.contract())));
    }
    row->SetValue("TITLE", from.title());
    row->SetValue("SHARE", ShareOf(from));
    Figures(from, row);
    row->SetValue("SERVED",
                  from.has_people() ? absl::StrCat(from.people()) : Say("W_NOT_KNOWN", language_));
    row->SetValue("CONTRIBUTION", from.contribution());
    if (from.illustrative()) row->ShowSection("ILLUSTRATIVE");
  }

  void Projects(TemplateDictionary* page) const {
    TemplateDictionary* projects = nullptr;
    const auto section = [&] {
      if (projects == nullptr) projects = page->AddSectionDictionary("PROJECTS");
      return projects;
    };
    for (const auto& measure : report_.measures()) {
      for (const auto& project : measure.projects()) Project(measure.place(), project, section());
    }
    for (const auto& project : report_.unattributed()) {
      Project(Say("W_UNATTRIBUTED", language_), project, section());
    }
    if (projects == nullptr) page->ShowSection("NO_PROJECTS");
  }

  // Words without English are the plan's own.
  template <class Items>
  void Groups(const char* id, const char* caption, const char* heading, const Items& groups,
              TemplateDictionary* page) const {
    TemplateDictionary* table = page->AddSectionDictionary("GROUPS");
    table->SetValue("ID", id);
    table->SetValue("CAPTION", Say(caption, language_));
    table->SetValue("HEADING", Say(heading, language_));
    for (const reports::v1::PlanReportGroup& group : groups) {
      TemplateDictionary* row = table->AddSectionDictionary("GROUP");
      const bool in_english = language_ == Language::kEnglish && !group.words_en().empty();
      const std::string& words = in_english ? group.words_en() : group.words();
      row->SetValue("WORDS", words.empty() ? "–" : words);
      row->SetValue("LANG", in_english ? "en" : "bg");
      row->SetIntValue("MEASURES", group.measures());
      Sums(group, row);
      People(group.people_planned() > 0, group, row);
    }
  }

  const Report& report_;
  const Language language_;
};

std::string Command(const Report& report, const std::string& currency) {
  std::vector<std::string> words = {"tranche", "plans", "report", LastSegment(report.plan())};
  if (!currency.empty()) words.insert(words.end(), {"--currency", currency});
  if (!report.as_of().empty()) words.insert(words.end(), {"--as-of", report.as_of()});
  if (!report.known_at().empty()) words.insert(words.end(), {"--known-at", report.known_at()});
  return ShellLine(words);
}

void FillReport(const Visit& visit, const Report& report, const std::string& currency,
                TemplateDictionary* page) {
  TemplateDictionary* section = page->AddSectionDictionary("REPORT");
  ReportFiller(report, visit.language()).Fill(section);
  const bool in_euro = report.currency() == "EUR";
  section->SetValue("OTHER_NAME", Say(in_euro ? "W_IN_BGN" : "W_IN_EUR", visit.language()));
  section->SetValue("OTHER_HREF", absl::StrCat(visit.Href(absl::StrCat("/", report.plan(), "/report")),
                                               DayQuery(report.as_of(), report.known_at(),
                                                        in_euro ? "BGN" : "EUR", QueryNames::kPage)));
  section->SetValue("JSON_HREF", absl::StrCat("/v1/", EncodePath(report.plan()), "/reports/annual",
                                              DayQuery(report.as_of(), report.known_at(), currency,
                                                       QueryNames::kApi)));
  section->SetValue("FILE_NAME", absl::StrCat("report-", LastSegment(report.plan()), ".json"));
  const std::string days = DayQuery(report.as_of(), report.known_at(), currency, QueryNames::kApi);
  section->SetValue("PDF_HREF", absl::StrCat("/v1/", EncodePath(report.plan()), "/reports/annual:print",
                                             days, days.empty() ? "?" : "&", "language=",
                                             visit.language() == Language::kBulgarian ? "bg" : "en"));
  section->SetValue("PDF_NAME", absl::StrCat("report-", LastSegment(report.plan()), ".pdf"));
}

}  // namespace

void ShowPlanReport(const std::shared_ptr<Visit>& visit, const std::string& name) {
  auto answer = std::make_shared<Answer<Report>>();
  reports::v1::GetPlanReportRequest request;
  request.set_parent(name);
  request.set_as_of(visit->Parameter("as_of"));
  request.set_known_at(visit->Parameter("known_at"));
  request.set_currency(visit->Parameter("currency"));
  visit->Ask("/tranche.reports.v1.PlanReportsService/GetPlanReport", request, answer.get());
  visit->Then([visit, answer, name] {
    const bool asks_again = IsAboutDays(answer->status, ReportDays());
    if (!answer->status.ok() && !asks_again) return visit->Refuse(answer->status);
    const Report& report = answer->value;
    const std::string plan = answer->status.ok() ? report.plan() : name;
    const std::string currency = visit->Parameter("currency");
    Frame frame = visit->MakeFrame(
        absl::StrCat(Say("W_ANNUAL_REPORT", visit->language()), ", ", LastSegment(plan)));
    frame.crumbs.emplace_back(LastSegment(plan), visit->Href(absl::StrCat("/", plan)));
    if (answer->status.ok()) frame.commands = {Command(report, currency)};
    visit->Show(asks_again ? 400 : 200,
                RenderFrame(frame, "plan_report.tpl", [&](TemplateDictionary* page) {
                  page->SetValue("PLAN", LastSegment(plan));
                  page->SetValue("ACTION", visit->Href(absl::StrCat("/", plan, "/report")));
                  if (!currency.empty()) {
                    page->AddSectionDictionary("ASKED_CURRENCY")->SetValue("CURRENCY", currency);
                  }
                  ShowDays(*visit, ReportDays(), answer->status, page);
                  if (answer->status.ok()) FillReport(*visit, report, currency, page);
                }));
  });
}

}  // namespace tranche::gateway
