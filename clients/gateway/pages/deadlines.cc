// SPDX-License-Identifier: EUPL-1.2
// Deadlines and activities of one project: a list with the law, and a chart over time with its twin
// table.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "gateway/pages/gantt.h"
#include "gateway/pages/money/money_pages.h"
#include "gateway/pages/pages.h"
#include "gateway/pages/parts.h"
#include "gateway/pages/phrases.h"
#include "gateway/words.h"
#include "tranche/timelines/v1/timelines_service.pb.h"

namespace tranche::gateway {
namespace {

using ctemplate::TemplateDictionary;

const std::vector<DayQuestion>& Questions() {
  static const auto* const kQuestions =
      new std::vector<DayQuestion>{{"as_of", "asOf", "W_AS_OF", "W_AS_OF_HINT_DEADLINES"}};
  return *kQuestions;
}

struct DeadlinesData {
  Answer<timelines::v1::ListDeadlinesResponse> deadlines;
  Answer<timelines::v1::Timeline> timeline;
};

std::string TitleOf(const timelines::v1::Deadline& deadline, Language language) {
  return language == Language::kBulgarian ? deadline.title_bg() : deadline.title_en();
}

void AddBasis(const timelines::v1::LegalBasis& from, TemplateDictionary* deadline) {
  TemplateDictionary* basis = deadline->AddSectionDictionary("BASIS");
  basis->SetValue("SOURCE", from.source());
  if (!from.verified()) basis->ShowSection("UNVERIFIED");
}

void FillDeadline(const timelines::v1::Deadline& from, Language language,
                  TemplateDictionary* deadlines) {
  TemplateDictionary* deadline = deadlines->AddSectionDictionary("DEADLINE");
  deadline->SetValue("OWED", TitleOf(from, language));
  deadline->SetValue("OWNER",
                     SayEnum(timelines::v1::DeadlineOwner_descriptor(), from.owner(), language));
  deadline->SetValue("DUE", SayDate(from.due_on(), language));
  ShowState(timelines::v1::DeadlineState_descriptor(), from.state(), language, "STATE", "CLASS",
            deadline);
  if (!from.met_on().empty()) {
    deadline->AddSectionDictionary("MET")->SetValue("MET_ON", SayDate(from.met_on(), language));
  }
  deadline->SetValue("DAYS", from.met_on().empty() ? SayDaysLeft(from.days_left(), language) : "–");
  deadline->SetValue("EVENT", SayDate(from.event_on(), language));
  deadline->SetValue("PERIOD", SayPeriod(from.period(), language));
  const std::string& shift = language == Language::kBulgarian ? from.shift_bg() : from.shift_en();
  if (!shift.empty()) {
    TemplateDictionary* section = deadline->AddSectionDictionary("SHIFT");
    section->SetValue("NOMINAL", SayDate(from.nominal_on(), language));
    section->SetValue("SHIFT_TEXT", SayWithin(shift, language));
  }
  if (from.has_basis()) AddBasis(from.basis(), deadline);
  if (from.has_shift_basis()) AddBasis(from.shift_basis(), deadline);
}

// What the chart and its twin show, from one list, so that they cannot differ.
struct Shown {
  GanttItem item;
  std::string name;  // Without days.
  std::string css;   // Of a deadline: by its state.
};

std::vector<Shown> Collect(const DeadlinesData& data, Language language) {
  std::vector<Shown> shown;
  for (const timelines::v1::Activity& activity : data.timeline.value.activities()) {
    const std::string name = absl::StrCat(activity.code(), " ", activity.title());
    shown.push_back({{"", activity.starts_on(), activity.ends_on(), false}, name, ""});
  }
  for (const timelines::v1::Deadline& deadline : data.deadlines.value.deadlines()) {
    const std::string state = StateClass(timelines::v1::DeadlineState_descriptor(), deadline.state());
    shown.push_back({{"", deadline.due_on(), deadline.due_on(), true},
                     TitleOf(deadline, language),
                     absl::StrReplaceAll(state, {{"t-state", "t-gantt__due"}})});
  }
  for (Shown& each : shown) {
    const std::string to = each.item.is_deadline
                               ? ""
                               : absl::StrCat("\u00a0–\u00a0", SayDate(each.item.ends_on, language));
    each.item.label = absl::StrCat(each.name, ", ", SayDate(each.item.starts_on, language), to);
  }
  return shown;
}

void FillRow(const GanttRow& row, const Shown& shown, TemplateDictionary* gantt) {
  TemplateDictionary* group = gantt->AddSectionDictionary("ROW");
  for (size_t line = 0; line < row.label_lines.size(); ++line) {
    TemplateDictionary* label = group->AddSectionDictionary("LABEL");
    label->SetIntValue("Y", row.label_y + 18 * static_cast<int>(line));
    label->SetValue("TEXT", row.label_lines[line]);
  }
  if (row.x.empty()) return;
  TemplateDictionary* mark = group->AddSectionDictionary(shown.item.is_deadline ? "DUE" : "BAR");
  mark->SetValue("X", row.x);
  mark->SetIntValue("Y", row.mark_y);
  mark->SetValue("WIDTH", row.width);
  mark->SetValue("CLASS", absl::StrCat("t-gantt__due ", shown.css));
  mark->SetValue("TEXT", shown.item.label);
}

void FillTwin(const Shown& shown, Language language, TemplateDictionary* gantt) {
  TemplateDictionary* twin = gantt->AddSectionDictionary("TWIN");
  twin->SetValue("WHAT", shown.name);
  const bool in_bulgarian = !shown.item.is_deadline || language == Language::kBulgarian;
  twin->SetValue("WHAT_LANG", in_bulgarian ? "bg" : "en");
  twin->SetValue("KIND", Say(shown.item.is_deadline ? "W_DEADLINE" : "W_ACTIVITY", language));
  twin->SetValue("FROM_ISO", shown.item.starts_on);
  twin->SetValue("FROM", SayDate(shown.item.starts_on, language));
  twin->SetValue("TO_ISO", shown.item.ends_on);
  twin->SetValue("TO", SayDate(shown.item.ends_on, language));
}

void FillToday(const GanttChart& chart, const std::string& as_of, Language language,
               TemplateDictionary* gantt) {
  const std::string said = SayDate(as_of, language);
  if (!chart.today_x.has_value()) {
    gantt->AddSectionDictionary("OUTSIDE")->SetValue(
        "SENTENCE",
        absl::StrCat(said, " ",
                     Say(chart.today_is_before ? "W_BEFORE_CHART" : "W_AFTER_CHART", language)));
    return;
  }
  TemplateDictionary* today = gantt->AddSectionDictionary("TODAY");
  today->SetValue("X", *chart.today_x);
  today->SetIntValue("Y", chart.bottom + 14);
  today->SetValue("ANCHOR", chart.today_on_right_half ? "end" : "start");
  today->SetValue("TEXT", absl::StrCat(Say("W_AS_OF_LOWER", language), " ", said));
}

void FillGantt(const DeadlinesData& data, Language language, TemplateDictionary* page) {
  const std::vector<Shown> shown = Collect(data, language);
  std::vector<GanttItem> items;
  for (const Shown& each : shown) items.push_back(each.item);
  const std::string& as_of = data.deadlines.value.as_of();
  const GanttChart chart = LayOutGantt(items, as_of, language);
  if (chart.rows.empty()) return;
  TemplateDictionary* gantt = page->AddSectionDictionary("GANTT");
  gantt->SetValue("GANTT_TITLE", Say("W_GANTT_TITLE", language));
  gantt->SetIntValue("HEIGHT", chart.height);
  gantt->SetIntValue("BOTTOM", chart.bottom);
  for (const GanttTick& from : chart.ticks) {
    TemplateDictionary* tick = gantt->AddSectionDictionary("TICK");
    tick->SetValue("X", from.x);
    tick->SetValue("TEXT", from.text);
  }
  for (size_t i = 0; i < shown.size(); ++i) {
    FillRow(chart.rows[i], shown[i], gantt);
    FillTwin(shown[i], language, gantt);
  }
  FillToday(chart, as_of, language, gantt);
}

void FillPage(const Visit& visit, const DeadlinesData& data, TemplateDictionary* page) {
  const Language language = visit.language();
  ShowDays(visit, Questions(), data.deadlines.status, page);
  ShowRefused(data.timeline.status, language, "TIMELINE_REFUSED", page);
  if (!data.deadlines.status.ok()) return;
  const timelines::v1::ListDeadlinesResponse& list = data.deadlines.value;
  if (list.deadlines().empty()) page->ShowSection("NO_DEADLINES");
  if (!list.deadlines().empty()) {
    TemplateDictionary* deadlines = page->AddSectionDictionary("DEADLINES");
    deadlines->SetValue("AS_OF", SayDate(list.as_of(), language));
    for (const timelines::v1::Deadline& each : list.deadlines())
      FillDeadline(each, language, deadlines);
  }
  FillGantt(data, language, page);
}

}  // namespace

void ShowDeadlines(const std::shared_ptr<Visit>& visit, const std::string& name) {
  auto data = std::make_shared<DeadlinesData>();
  timelines::v1::ListDeadlinesRequest deadlines;
  deadlines.set_parent(name);
  deadlines.set_as_of(visit->Parameter("as_of"));
  visit->Ask("/tranche.timelines.v1.TimelinesService/ListDeadlines", deadlines, &data->deadlines);
  timelines::v1::GetTimelineRequest timeline;
  timeline.set_name(absl::StrCat(name, "/timeline"));
  visit->Ask("/tranche.timelines.v1.TimelinesService/GetTimeline", timeline, &data->timeline);
  visit->Then([visit, data, asked = name] {
    const absl::Status& status = data->deadlines.status;
    const bool asks_again = IsAboutDays(status, Questions());
    if (!status.ok() && !asks_again) return visit->Refuse(status);
    // The name as it is kept, whatever was typed.
    const std::string name =
        data->timeline.status.ok()
            ? std::string(absl::StripSuffix(data->timeline.value.name(), "/timeline"))
            : asked;
    const std::string number = LastSegment(name);
    Frame frame = visit->MakeFrame(absl::StrCat(Say("W_DEADLINES", visit->language()), ", ", number));
    frame.crumbs.emplace_back(number, visit->Href(absl::StrCat("/", name)));
    const std::string as_of = visit->Parameter("as_of");
    std::vector<std::string> list = {"tranche", "deadlines", "list", number};
    if (!as_of.empty()) list.insert(list.end(), {"--as-of", as_of});
    if (status.ok())
      frame.commands = {ShellLine(list), ShellLine({"tranche", "timelines", "show", number})};
    visit->Show(
        asks_again ? 400 : 200, RenderFrame(frame, "deadlines.tpl", [&](TemplateDictionary* page) {
          page->SetValue("NUMBER", number);
          ShowContractNav(*visit, name, "W_DEADLINES", page);
          page->SetValue("ACTION", visit->Href(absl::StrCat("/", name, "/deadlines")));
          page->SetValue("JSON_HREF", absl::StrCat("/v1/", EncodePath(name), "/deadlines",
                                                   as_of.empty() ? "" : "?asOf=", EncodeValue(as_of)));
          FillPage(*visit, *data, page);
        }));
  });
}

}  // namespace tranche::gateway
