// SPDX-License-Identifier: EUPL-1.2
// A municipality's own document: chosen, read and shown with what was not understood and where; nothing
// is kept until a person who saw that stores it. The page keeps nothing between the two: it sends the
// document along with its second form.
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gateway/pages/form.h"
#include "gateway/pages/pages.h"
#include "gateway/pages/parts.h"
#include "gateway/pages/phrases.h"
#include "gateway/pages/plans/plan_pages.h"
#include "gateway/words.h"
#include "platform/base/error.h"
#include "platform/text/said_place.h"
#include "tranche/plans/v1/plans_service.pb.h"

namespace tranche::gateway {
namespace {

namespace pb = plans::v1;
using ctemplate::TemplateDictionary;

constexpr char kImport[] = "/tranche.plans.v1.PlansService/ImportPlan";
constexpr FormInput kInputs[] = {
    {"document", "content", "W_IMPORT_FILE", "W_IMPORT_FILE_HINT", "", "text"},
};
constexpr char kKept[] = "kept";           // The document, between the two forms.
constexpr char kKeptName[] = "kept_name";  // Its file.

struct ImportData {
  std::string organisation;
  Visit::File file;                     // What was sent.
  Answer<pb::ImportPlanResponse> read;  // What reading it gave; not asked for without a file.
  absl::Status refused;                 // Of the form that was sent.
};

// Whether the plan that was read can be kept: somebody here keeps plans of its municipality.
bool HasPlace(const pb::Plan& plan) { return !plan.name().empty(); }

class ImportFiller {
 public:
  ImportFiller(const Visit& visit, const ImportData& data)
      : visit_(visit), data_(data), language_(visit.language()) {}

  void Fill(TemplateDictionary* page) const {
    Choose(page->AddSectionDictionary("CHOOSE"));
    if (data_.file.content.empty() || !data_.read.status.ok()) return;
    TemplateDictionary* read = page->AddSectionDictionary("READ");
    Facts(read);
    NotUnderstood(read);
    Findings(read);
    Checks(read);
    Measures(read);
    Store(read);
  }

 private:
  const pb::Plan& plan() const { return data_.read.value.plan(); }

  void Choose(TemplateDictionary* form) const {
    form->SetValue("ACTION", Action());
    const std::string wrong = WrongWith(data_.refused, "content", language_);
    if (!wrong.empty()) form->AddSectionDictionary("FILE_WRONG")->SetValue("SENTENCE", wrong);
    ShowFormKeys(visit_, absl::OkStatus(), form);
  }

  std::string Action() const { return visit_.Href(absl::StrCat("/", data_.organisation, "/import")); }

  void Fact(const char* name, const std::string& value, bool written, TemplateDictionary* read) const {
    TemplateDictionary* fact = read->AddSectionDictionary("FACT");
    fact->SetValue("NAME", Say(name, language_));
    fact->SetValue("VALUE", value.empty() ? "–" : value);
    if (written && !value.empty()) fact->ShowSection("BULGARIAN");
  }

  void Facts(TemplateDictionary* read) const {
    Fact("W_FILE", data_.file.name, false, read);
    Fact("W_PLAN_TITLE", plan().title(), true, read);
    Fact("W_MUNICIPALITY", plan().municipality(), true, read);
    Fact("W_YEAR", plan().year() == 0 ? "" : absl::StrCat(plan().year()), false, read);
    Fact("W_KIND",
         plan().kind() == pb::PLAN_KIND_UNSPECIFIED
             ? ""
             : SayEnum(pb::PlanKind_descriptor(), plan().kind(), language_),
         false, read);
    Fact("W_MEASURES_COUNT",
         absl::StrCat(plan().measure_count(), " (", plan().measures_with_amount(), ")"), false, read);
    Fact("W_STATED_TOTAL",
         plan().has_stated_total() ? SayMoney(plan().stated_total(), language_) : std::string(), false,
         read);
    Fact("W_IMPORT_KEPT_AS", LastSegment(plan().name()), false, read);
  }

  void Place(const char* section, const std::string& place, const std::string& what,
             TemplateDictionary* read) const {
    TemplateDictionary* item = read->AddSectionDictionary(section);
    item->SetValue("WHERE", SayPlace(place, language_));
    item->SetValue("WHAT", what);
  }

  void Findings(TemplateDictionary* read) const {
    if (data_.read.value.findings().empty()) return read->ShowSection("NOTHING_FOUND");
    TemplateDictionary* list = read->AddSectionDictionary("FINDS");
    for (const pb::Finding& finding : data_.read.value.findings())
      Place("FOUND", finding.place(), SayFinding(finding, language_), list);
  }

  // What could not be read, and the text that nothing was taken from.
  void NotUnderstood(TemplateDictionary* read) const {
    const pb::ImportPlanResponse& answer = data_.read.value;
    if (plan().not_understood_count() == 0) {
      read->ShowSection("NOTHING_MISSED");
    } else {
      TemplateDictionary* list = read->AddSectionDictionary("MISSES");
      for (const pb::NotUnderstood& miss : plan().not_understood()) {
        Place("MISSED", miss.place(),
              language_ == Language::kBulgarian ? miss.text_bg() : miss.text_en(), list);
      }
      More(plan().not_understood_count() - plan().not_understood_size(), "MISSED_MORE", list);
    }
    if (answer.unused().empty()) return;
    TemplateDictionary* unused = read->AddSectionDictionary("UNUSED");
    for (const pb::UnusedText& text : answer.unused()) Place("TEXT", text.place(), text.text(), unused);
    More(answer.unused_count() - answer.unused_size(), "UNUSED_MORE", unused);
  }

  static void More(int count, const char* section, TemplateDictionary* into) {
    if (count > 0) into->AddSectionDictionary(section)->SetIntValue("COUNT", count);
  }

  // Those that agree stand on the plan's page; here is what a person looks at before storing.
  void Checks(TemplateDictionary* read) const {
    int agree = 0;
    TemplateDictionary* list = nullptr;
    for (const pb::Check& check : data_.read.value.checks()) {
      if (check.verdict() == pb::AGREE) {
        ++agree;
        continue;
      }
      if (list == nullptr) list = read->AddSectionDictionary("CHECKS");
      TemplateDictionary* row = list->AddSectionDictionary("CHECK");
      ShowState(pb::Verdict_descriptor(), check.verdict(), language_, "VERDICT", "STATE_CLASS", row);
      row->SetValue("WHERE", check.place() == "plan" ? Say("W_WHOLE_PLACE", language_) : check.place());
      row->SetValue("WHAT", language_ == Language::kBulgarian ? check.title_bg() : check.title_en());
      if (check.verdict() != pb::DISAGREE || check.delta().empty()) continue;
      row->AddSectionDictionary("DIFFERENCE")
          ->SetValue("DELTA", SayAmount(check.delta(), check.unit(), language_));
    }
    read->SetIntValue("AGREE", agree);
  }

  void Measures(TemplateDictionary* read) const {
    if (plan().measure_count() == 0) return read->ShowSection("NO_MEASURES");
    TemplateDictionary* table = read->AddSectionDictionary("MEASURES");
    for (const pb::Section& section : plan().sections()) {
      for (const pb::Measure& each : section.measures()) {
        TemplateDictionary* row = table->AddSectionDictionary("MEASURE");
        row->SetValue("PLACE", absl::StrCat(section.ordinal(), ".", each.ordinal()));
        row->SetValue("ACTIVITY", each.activity());
        row->SetValue("EXECUTOR", each.executor());
        row->SetValue("FINANCING", each.financing());
        row->SetValue("AMOUNT",
                      each.has_stated_total() ? SayMoney(each.stated_total(), language_) : "–");
      }
    }
  }

  void Store(TemplateDictionary* read) const {
    if (!HasPlace(plan())) return read->ShowSection("NO_PLACE");
    TemplateDictionary* form = read->AddSectionDictionary("STORE");
    form->SetValue("ACTION", Action());
    form->SetValue("KEPT", absl::WebSafeBase64Escape(data_.file.content));
    form->SetValue("KEPT_NAME", data_.file.name);
    if (plan().not_understood_count() > 0) Box("partial", "W_IMPORT_PARTIAL", form);
    if (ReasonOf(data_.refused) == "PLAN_LOSES_MEASURES" || !visit_.Field("fewer").empty())
      Box("fewer", "W_IMPORT_FEWER", form);
    ShowFormKeys(visit_, data_.refused, form);
  }

  void Box(const char* field, const char* label, TemplateDictionary* form) const {
    TemplateDictionary* box = form->AddSectionDictionary("BOX");
    box->SetValue("FIELD", field);
    box->SetValue("LABEL", Say(label, language_));
    if (!visit_.Field(field).empty()) box->ShowSection("CHOSEN");
  }

  const Visit& visit_;
  const ImportData& data_;
  const Language language_;
};

// The places that were not understood stand below with their words; above is what to do about them.
absl::Status WithoutPlaces(const absl::Status& refused) {
  const bool places = ReasonOf(refused) == "PLAN_NOT_UNDERSTOOD";
  return places ? Refuse("PLAN_NOT_UNDERSTOOD", ValuesOf(refused)) : refused;
}

void AnswerImport(const std::shared_ptr<Visit>& visit, const std::shared_ptr<ImportData>& data) {
  Frame frame = visit->MakeFrame(Say("W_PLAN_IMPORT", visit->language()));
  frame.commands = {ShellLine({"tranche", "plans", "import", "FILE"})};
  visit->Show(StatusOf(data->refused),
              RenderFrame(frame, "plan_import.tpl", [&](TemplateDictionary* page) {
                const bool stores = visit->Field("act") == "store";
                ShowWrong(kInputs, WithoutPlaces(data->refused), stores ? "store" : "document",
                          visit->language(), page);
                ImportFiller(*visit, *data).Fill(page);
              }));
}

pb::ImportPlanRequest RequestOf(const ImportData& data) {
  pb::ImportPlanRequest request;
  request.set_parent(data.organisation);
  request.set_file_name(data.file.name);
  request.set_content(data.file.content);
  return request;
}

// Reads the document and shows what that gave, with what was refused besides.
void ShowRead(const std::shared_ptr<Visit>& visit, const std::shared_ptr<ImportData>& data) {
  visit->Ask(kImport, RequestOf(*data), &data->read);
  visit->Then([visit, data] {
    if (data->refused.ok()) data->refused = data->read.status;
    AnswerImport(visit, data);
  });
}

void Store(const std::shared_ptr<Visit>& visit, const std::shared_ptr<ImportData>& data) {
  pb::ImportPlanRequest request = RequestOf(*data);
  request.set_accept(true);
  request.set_accept_partial(!visit->Field("partial").empty());
  request.set_allow_fewer(!visit->Field("fewer").empty());
  request.set_request_id(visit->Field("request_id"));
  auto stored = std::make_shared<Answer<pb::ImportPlanResponse>>();
  visit->Ask(kImport, std::move(request), stored.get());
  visit->Then([visit, data, stored] {
    if (!stored->status.ok()) {
      data->refused = stored->status;
      return ShowRead(visit, data);
    }
    const bool unchanged = stored->value.outcome() == pb::UNCHANGED;
    visit->Redirect(absl::StrCat(visit->Href(absl::StrCat("/", stored->value.plan().name())),
                                 unchanged ? "?done=unchanged" : "?done=stored"));
  });
}

}  // namespace

void ShowPlanImport(const std::shared_ptr<Visit>& visit, const std::string& name) {
  auto data = std::make_shared<ImportData>();
  data->organisation = name;
  AnswerImport(visit, data);
}

void SendPlanImport(const std::shared_ptr<Visit>& visit, const std::string& name) {
  auto data = std::make_shared<ImportData>();
  data->organisation = name;
  const bool stores = visit->Field("act") == "store";
  if (stores) {
    data->file.name = visit->Field(kKeptName);
    if (!absl::WebSafeBase64Unescape(visit->Field(kKept), &data->file.content))
      data->file.content.clear();
  } else {
    data->file = visit->FileOf("document");
  }
  if (data->file.content.empty() || data->file.name.empty()) {
    data->file = {};
    data->refused =
        RefuseInput("INVALID_REQUEST", {{"content", "FIELD_REQUIRED", {{"field", "document"}}}});
    return AnswerImport(visit, data);
  }
  stores ? Store(visit, data) : ShowRead(visit, data);
}

}  // namespace tranche::gateway
