// SPDX-License-Identifier: EUPL-1.2
// The versions of a plan, what two of them differ in, and what persons corrected.
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gateway/pages/pages.h"
#include "gateway/pages/parts.h"
#include "gateway/pages/phrases.h"
#include "gateway/pages/plans/plan_pages.h"
#include "gateway/words.h"
#include "tranche/plans/v1/plan_versions_service.pb.h"

namespace tranche::gateway {
namespace {

namespace pb = plans::v1;
using ctemplate::TemplateDictionary;

constexpr char kVersions[] = "/tranche.plans.v1.PlanVersionsService/";

struct VersionsData {
  Answer<pb::ListPlanVersionsResponse> versions;
  Answer<pb::ListPlanCorrectionsResponse> corrections;
  Answer<pb::PlanComparison> comparison;
  bool compared = false;
};

// What is asked to be compared; 0 and "": what the service takes by itself.
struct Question {
  int version = 0;
  int with_version = 0;
  std::string with;  // Id of the other plan.
  bool as_stated = false;

  bool IsAsked() const { return version != 0 || with_version != 0 || !with.empty(); }
};

int ReadCount(const std::string& text) {
  int count = 0;
  return absl::SimpleAtoi(text, &count) && count > 0 ? count : 0;
}

Question QuestionOf(const Visit& visit) {
  return {ReadCount(visit.Parameter("version")), ReadCount(visit.Parameter("with_version")),
          std::string(absl::StripAsciiWhitespace(visit.Parameter("with"))),
          !visit.Parameter("as_stated").empty()};
}

class VersionsFiller {
 public:
  VersionsFiller(const Visit& visit, const VersionsData& data, const Question& question,
                 std::string plan)
      : visit_(visit),
        data_(data),
        question_(question),
        plan_(std::move(plan)),
        language_(visit.language()) {}

  void Fill(TemplateDictionary* page) const {
    page->SetValue("PLAN", LastSegment(plan_));
    page->SetValue("ACTION", visit_.Href(absl::StrCat("/", plan_, "/versions")));
    ShowPlanNav(visit_, plan_, "W_PLAN_VERSIONS", page);
    for (const pb::PlanVersion& version : data_.versions.value.versions()) Version(version, page);
    Form(page);
    if (data_.compared) {
      ShowRefused(data_.comparison.status, language_, "COMPARISON_REFUSED", page);
      if (data_.comparison.status.ok()) Comparison(data_.comparison.value, page);
    } else {
      page->ShowSection("ONE_VERSION");
    }
    Corrections(page);
    page->SetValue("JSON_HREF", absl::StrCat("/v1/", EncodePath(plan_), "/versions"));
  }

 private:
  bool bulgarian() const { return language_ == Language::kBulgarian; }

  void Version(const pb::PlanVersion& from, TemplateDictionary* page) const {
    TemplateDictionary* row = page->AddSectionDictionary("VERSION");
    row->SetIntValue("NUMBER", from.version());
    row->SetValue("TITLE", from.title());
    row->SetValue("MEASURES",
                  absl::StrCat(from.measure_count(), " (", from.measures_with_amount(), ")"));
    row->SetValue("STATED_TOTAL",
                  from.has_stated_total() ? SayMoney(from.stated_total(), language_) : "–");
    row->SetIntValue("CORRECTIONS", from.corrections());
    row->SetValue("STORED",
                  from.has_stored_at() ? SayDayOf(from.stored_at().seconds(), language_) : "–");
    row->SetValue("DIGEST", from.document_sha256().substr(0, 12));
  }

  // The two versions to choose; what was compared is chosen already.
  void Form(TemplateDictionary* page) const {
    int newest = 0;
    if (!data_.versions.value.versions().empty()) newest = data_.versions.value.versions(0).version();
    const int after = question_.version != 0 ? question_.version : newest;
    const int before = question_.with_version != 0 ? question_.with_version
                       : question_.with.empty()    ? after - 1
                                                   : 0;
    for (const pb::PlanVersion& version : data_.versions.value.versions()) {
      Option(version, after, "AFTER", page);
      if (question_.with.empty()) Option(version, before, "BEFORE", page);
    }
    page->SetValue("WITH", question_.with);
    if (question_.with_version != 0 && !question_.with.empty()) {
      TemplateDictionary* other = page->AddSectionDictionary("BEFORE");
      other->SetIntValue("NUMBER", question_.with_version);
      other->ShowSection("CHOSEN");
    }
    if (question_.as_stated) page->ShowSection("AS_STATED");
  }

  void Option(const pb::PlanVersion& version, int chosen, const char* section,
              TemplateDictionary* page) const {
    TemplateDictionary* option = page->AddSectionDictionary(section);
    option->SetIntValue("NUMBER", version.version());
    if (version.has_stored_at()) {
      option->AddSectionDictionary("OF_DAY")->SetValue(
          "DAY", SayDayOf(version.stored_at().seconds(), language_));
    }
    if (version.version() == chosen) option->ShowSection("CHOSEN");
  }

  void Fact(const char* name, const std::string& value, TemplateDictionary* into) const {
    TemplateDictionary* fact = into->AddSectionDictionary("FACT");
    fact->SetValue("NAME", Say(name, language_));
    fact->SetValue("VALUE", value);
  }

  void Comparison(const pb::PlanComparison& from, TemplateDictionary* page) const {
    TemplateDictionary* compared = page->AddSectionDictionary("COMPARISON");
    Fact("W_COMPARED_BEFORE", SayVersion(from.before(), language_), compared);
    Fact("W_COMPARED_AFTER", SayVersion(from.after(), language_), compared);
    Fact("W_ROWS_BEFORE", from.has_rows_before() ? SayMoney(from.rows_before(), language_) : "–",
         compared);
    Fact("W_ROWS_AFTER", from.has_rows_after() ? SayMoney(from.rows_after(), language_) : "–",
         compared);
    if (from.has_rows_delta()) Fact("W_DELTA", SayMoney(from.rows_delta(), language_), compared);
    Fact("W_UNCHANGED", absl::StrCat(from.unchanged()), compared);
    if (from.measures().empty() && from.values().empty()) compared->ShowSection("SAME");
    if (!from.values().empty()) {
      TemplateDictionary* values = compared->AddSectionDictionary("WHOLE");
      for (const pb::ValueChange& value : from.values()) Value(value, values);
    }
    for (const pb::MeasureChange& change : from.measures()) Measure(change, compared);
    CorrectionTable("before", "W_CORRECTIONS_BEFORE", from.corrections_before(), "COMPARED_CORRECTIONS",
                    compared);
    CorrectionTable("after", "W_CORRECTIONS_AFTER", from.corrections_after(), "COMPARED_CORRECTIONS",
                    compared);
  }

  void Measure(const pb::MeasureChange& from, TemplateDictionary* into) const {
    TemplateDictionary* change = into->AddSectionDictionary("CHANGE");
    const bool moved = !from.place_before().empty() && !from.place_after().empty() &&
                       from.place_before() != from.place_after();
    const std::string place = moved ? absl::StrCat(from.place_before(), " → ", from.place_after())
                              : from.place_after().empty() ? from.place_before()
                                                           : from.place_after();
    // Only one of the two has an added or a removed one, so its place names it alone.
    change->SetValue("ID", absl::StrCat("change-", from.place_before(), "-", from.place_after()));
    change->SetValue("PLACE", place);
    change->SetValue("ACTIVITY", from.activity());
    change->SetValue("FATE", SayEnum(pb::MeasureFate_descriptor(), from.fate(), language_));
    change->SetValue("FATE_CLASS", from.fate() == pb::MEASURE_ADDED     ? "t-state--good"
                                   : from.fate() == pb::MEASURE_REMOVED ? "t-state--bad"
                                                                        : "t-state--mind");
    if (from.match() != pb::MATCH_REASON_UNSPECIFIED) {
      TemplateDictionary* match = change->AddSectionDictionary("MATCH");
      match->SetValue("BY", SayEnum(pb::MatchReason_descriptor(), from.match(), language_));
      match->SetIntValue("PERCENT", from.similarity_percent());
    }
    if (from.has_total_delta() && from.total_delta().amount() != "0.00") {
      change->AddSectionDictionary("CHANGE_DELTA")
          ->SetValue("DELTA", SayMoney(from.total_delta(), language_));
    }
    if (from.values().empty()) return;
    TemplateDictionary* values = change->AddSectionDictionary("VALUES");
    for (const pb::ValueChange& value : from.values()) Value(value, values);
  }

  void Value(const pb::ValueChange& from, TemplateDictionary* values) const {
    TemplateDictionary* row = values->AddSectionDictionary("VALUE");
    row->SetValue("NAME", bulgarian() ? from.title_bg() : from.title_en());
    Said(from.has_before(), from.before(), "OLD", row);
    Said(from.has_after(), from.after(), "NEW", row);
  }

  // A value without a path, which is none of a plan's words.
  void Said(bool is_there, const std::string& value, const char* section,
            TemplateDictionary* row) const {
    Fill(SayKeptAt("", is_there, value, language_), section, row);
  }

  static void Fill(const KeptValue& kept, const char* section, TemplateDictionary* row) {
    TemplateDictionary* said = row->AddSectionDictionary(section);
    said->SetValue("TEXT", kept.text);
    if (kept.is_written) said->ShowSection("BULGARIAN");
  }

  void Corrections(TemplateDictionary* page) const {
    ShowRefused(data_.corrections.status, language_, "CORRECTIONS_REFUSED", page);
    if (!data_.corrections.status.ok()) return;
    if (data_.corrections.value.corrections().empty()) return page->ShowSection("NO_CORRECTIONS");
    CorrectionTable("all", "W_ALL_CORRECTIONS", data_.corrections.value.corrections(),
                    "CORRECTED_VALUES", page);
    ShowPaging(visit_.Href(absl::StrCat("/", plan_, "/versions")), Query(), visit_.Parameter("page"),
               data_.corrections.value.next_page_token(), page);
  }

  // The comparison stays what it is while its corrections are paged through.
  std::string Query() const {
    std::vector<std::string> parts;
    if (question_.version != 0) parts.push_back(absl::StrCat("version=", question_.version));
    if (question_.with_version != 0) {
      parts.push_back(absl::StrCat("with_version=", question_.with_version));
    }
    if (!question_.with.empty()) parts.push_back(absl::StrCat("with=", EncodeValue(question_.with)));
    if (question_.as_stated) parts.push_back("as_stated=1");
    return absl::StrJoin(parts, "&");
  }

  template <class Items>
  void CorrectionTable(const char* id, const char* caption, const Items& corrections,
                       const char* marker, TemplateDictionary* into) const {
    if (corrections.empty()) return;
    TemplateDictionary* table = AddPart(into, marker, "plan_corrections.tpl");
    table->SetValue("ID", absl::StrCat("corrections-", id));
    table->SetValue("CAPTION", Say(caption, language_));
    for (const pb::Correction& correction : corrections) CorrectionRow(correction, table);
  }

  void CorrectionRow(const pb::Correction& from, TemplateDictionary* table) const {
    TemplateDictionary* row = table->AddSectionDictionary("CORRECTION");
    row->SetIntValue("NUMBER", from.number());
    row->SetIntValue("VERSION", from.version());
    const std::string& title = bulgarian() ? from.title_bg() : from.title_en();
    std::string name = title;
    if (title.empty()) {
      name = SayEnum(pb::PlanField_descriptor(), from.field(), language_);
      if (!from.place().empty()) absl::StrAppend(&name, " ", from.place());
    }
    row->SetValue("NAME", name);
    const auto said = [&](bool is_there, const std::string& value, const char* section) {
      Fill(SayKeptAt(from.path(), is_there, value, language_), section, row);
    };
    said(from.has_read(), from.read(), "READ");
    if (from.kind() == pb::ROW_ADDED || from.kind() == pb::ROW_STRUCK) {
      row->AddSectionDictionary("NEW")->SetValue(
          "TEXT", SayEnum(pb::CorrectionKind_descriptor(), from.kind(), language_));
    } else {
      said(from.has_value(), from.value(), "NEW");
    }
    row->SetValue("REASON", from.reason());
    row->SetValue("BY", from.made_by());
    row->SetValue("DAY", SayDayOf(from.made_at().seconds(), language_));
    row->SetValue("STATE", Say(from.in_force() ? "W_IN_FORCE" : "W_NOT_IN_FORCE", language_));
    row->SetValue("CLASS", from.in_force() ? "t-state--good" : "");
    if (from.in_force()) {
      TemplateDictionary* take_back = row->AddSectionDictionary("MAY_TAKE_BACK");
      take_back->SetIntValue("NUMBER", from.number());
      take_back->SetValue("HREF", absl::StrCat(visit_.Href(absl::StrCat("/", plan_, "/values")),
                                               "?correction=", from.number(), "#take-back"));
    }
    if (from.takes_back() != 0) {
      row->AddSectionDictionary("TAKES_BACK")->SetIntValue("OTHER", from.takes_back());
    }
  }

  const Visit& visit_;
  const VersionsData& data_;
  const Question& question_;
  const std::string plan_;
  const Language language_;
};

// "organisations/…/plans/…" of the name of one of its versions.
std::string PlanOf(const VersionsData& data, const std::string& asked) {
  if (data.versions.value.versions().empty()) return asked;
  const std::string& name = data.versions.value.versions(0).name();
  return name.substr(0, name.find("/versions/"));
}

void AnswerVersions(const std::shared_ptr<Visit>& visit, const std::shared_ptr<VersionsData>& data,
                    const Question& question, const std::string& plan) {
  const int refused =
      data->comparison.status.ok() ? 200 : HttpStatusOf(ReasonOf(data->comparison.status));
  Frame frame = PlanFrame(*visit, plan, "W_PLAN_VERSIONS");
  std::vector<std::string> compare = {"tranche", "plans", "compare", LastSegment(plan)};
  const auto flag = [&compare](const char* name, const std::string& value) {
    compare.insert(compare.end(), {name, value});
  };
  if (question.version != 0) flag("--version", absl::StrCat(question.version));
  if (!question.with.empty()) flag("--with", question.with);
  if (question.with_version != 0) flag("--with-version", absl::StrCat(question.with_version));
  if (question.as_stated) compare.push_back("--as-stated");
  frame.commands = {ShellLine({"tranche", "plans", "versions", LastSegment(plan)}), ShellLine(compare)};
  // What was asked for and cannot be compared is said by the status, too; a server that is away is not.
  visit->Show(refused >= 500 ? 200 : refused,
              RenderFrame(frame, "plan_versions.tpl", [&](TemplateDictionary* page) {
                VersionsFiller(*visit, *data, question, plan).Fill(page);
              }));
}

}  // namespace

void ShowPlanVersions(const std::shared_ptr<Visit>& visit, const std::string& name) {
  auto data = std::make_shared<VersionsData>();
  const Question question = QuestionOf(*visit);
  pb::ListPlanVersionsRequest versions;
  versions.set_parent(name);
  visit->Ask(absl::StrCat(kVersions, "ListPlanVersions").c_str(), versions, &data->versions);
  pb::ListPlanCorrectionsRequest corrections;
  corrections.set_parent(name);
  corrections.set_page_token(visit->Parameter("page"));
  visit->Ask(absl::StrCat(kVersions, "ListPlanCorrections").c_str(), corrections, &data->corrections);
  visit->Then([visit, data, question, name] {
    if (!data->versions.status.ok()) return visit->Refuse(data->versions.status);
    const std::string plan = PlanOf(*data, name);
    if (data->versions.value.versions_size() < 2 && !question.IsAsked()) {
      return AnswerVersions(visit, data, question, plan);
    }
    data->compared = true;
    pb::ComparePlansRequest compare;
    compare.set_name(plan);
    compare.set_version(question.version);
    if (!question.with.empty()) compare.set_with(absl::StrCat("organisations/-/plans/", question.with));
    compare.set_with_version(question.with_version);
    compare.set_as_stated(question.as_stated);
    visit->Ask(absl::StrCat(kVersions, "ComparePlans").c_str(), compare, &data->comparison);
    visit->Then([visit, data, question, plan] { AnswerVersions(visit, data, question, plan); });
  });
}

}  // namespace tranche::gateway
