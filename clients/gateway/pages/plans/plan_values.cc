// SPDX-License-Identifier: EUPL-1.2
// Every value of a plan with its address, what was read and what is shown; and the forms that correct a
// value, add a row that was missed, strike one out and take a correction back.
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gateway/pages/form.h"
#include "gateway/pages/pages.h"
#include "gateway/pages/parts.h"
#include "gateway/pages/phrases.h"
#include "gateway/pages/plans/plan_pages.h"
#include "gateway/words.h"
#include "platform/text/said_place.h"
#include "platform/text/typed.h"
#include "tranche/plans/v1/plan_versions_service.pb.h"

namespace tranche::gateway {
namespace {

namespace pb = plans::v1;
using ctemplate::TemplateDictionary;

constexpr char kVersions[] = "/tranche.plans.v1.PlanVersionsService/";

// Names that a form has, those that a refusal has, and what stands above the field. A page may show
// several of the forms, so that no two fields have one name.
constexpr FormInput kCorrectInputs[] = {
    {"value", "value", "W_CORRECT_TO", "", "", ""},
    {"reason", "reason", "W_CORRECT_WHY", "W_CORRECT_WHY_HINT", "", "text"},
};
constexpr FormInput kTakeBackInputs[] = {
    {"back_reason", "reason", "W_TAKE_BACK_WHY", "W_CORRECT_WHY_HINT", "", "text"},
};
constexpr FormInput kAddInputs[] = {
    {"list", "list", "W_ADD_LIST", "W_ADD_LIST_HINT", "govuk-input--width-20", "text"},
    {"number", "number", "W_ADD_NUMBER", "W_ADD_NUMBER_HINT", "govuk-input--width-5", "numeric"},
    {"row_values", "values", "W_ADD_VALUES", "W_ADD_VALUES_HINT", "", "text"},
    {"found_at", "documentPlace", "W_ADD_PLACE", "W_ADD_PLACE_HINT", "", "text"},
    {"add_reason", "reason", "W_CORRECT_WHY", "W_CORRECT_WHY_HINT", "", "text"},
};
constexpr size_t kBeforeRowValues = 2;
constexpr FormInput kStrikeInputs[] = {
    {"row", "row", "W_STRIKE_ROW", "W_STRIKE_ROW_HINT", "govuk-input--width-20", "text"},
    {"strike_reason", "reason", "W_STRIKE_WHY", "W_CORRECT_WHY_HINT", "", "text"},
};

struct Act {
  const char* name;  // As the form sends it.
  const char* form;  // Where its form stands on the page.
  absl::Span<const FormInput> inputs;
};
const Act kActs[] = {{"correct", "correct", kCorrectInputs},
                     {"take_back", "take-back", kTakeBackInputs},
                     {"add", "add", kAddInputs},
                     {"strike", "strike", kStrikeInputs}};

const Act& ActOf(const Visit& visit) {
  const std::string name = visit.Field("act");
  for (const Act& act : kActs) {
    if (name == act.name) return act;
  }
  return kActs[0];
}

struct ValuesData {
  Answer<pb::Plan> plan;
  Answer<pb::ListPlanValuesResponse> values;
  Answer<pb::ListPlanValuesResponse> corrected;  // The value that the form is about, first.
  absl::Status refused;                          // Of the form that was sent.
};

// A field as it was sent, with blanks at its ends.
std::string Raw(const Visit& visit, const char* field) {
  const std::vector<std::string> sent = visit.Fields(field);
  return sent.empty() ? "" : sent.front();
}

bool MayBeBlank(pb::PlanValueForm form) {
  return form == pb::TEXT_VALUE || form == pb::BLANKABLE_TEXT || form == pb::DECIMAL_VALUE;
}

// The address of the row that holds a value, to go back to: "measure.1.2" of "measure.1.2.activity".
std::string RowOf(const std::string& path) {
  const size_t dot = path.rfind('.');
  return dot == std::string::npos ? "" : path.substr(0, dot);
}

class ValuesFiller {
 public:
  ValuesFiller(const Visit& visit, const ValuesData& data)
      : visit_(visit),
        data_(data),
        plan_(data.plan.value.name()),
        language_(visit.language()),
        act_(ActOf(visit)) {}

  void Fill(TemplateDictionary* page) const {
    page->SetValue("PLAN", LastSegment(plan_));
    page->SetValue("ACTION", Href());
    page->SetValue("UNDER", Given(visit_, "under"));
    page->SetValue("JSON_HREF", absl::StrCat("/v1/", EncodePath(plan_), "/values"));
    ShowPlanNav(visit_, plan_, "W_PLAN_VALUES", page);
    ShowDone(visit_, page);
    ShowWrong(act_.inputs, data_.refused, act_.form, language_, page);
    CorrectForm(page);
    TakeBackForm(page);
    Values(page);
    AddForm(page->AddSectionDictionary("ADD"));
    StrikeForm(page->AddSectionDictionary("STRIKE"));
  }

 private:
  std::string Href() const { return visit_.Href(absl::StrCat("/", plan_, "/values")); }
  std::string Title(const pb::PlanValue& value) const {
    return language_ == Language::kBulgarian ? value.title_bg() : value.title_en();
  }
  // What was refused, where it is of the form that is shown.
  absl::Status RefusedOf(const char* act) const {
    return visit_.IsSent() && act_.name == absl::string_view(act) ? data_.refused : absl::OkStatus();
  }

  void Values(TemplateDictionary* page) const {
    ShowRefused(data_.values.status, language_, "VALUES_REFUSED", page);
    if (!data_.values.status.ok()) return;
    if (data_.values.value.values().empty()) return page->ShowSection("NO_VALUES");
    TemplateDictionary* table = page->AddSectionDictionary("VALUES");
    for (const pb::PlanValue& value : data_.values.value.values()) Value(value, table);
    const std::string under = Given(visit_, "under");
    ShowPaging(Href(), under.empty() ? "" : absl::StrCat("under=", EncodeValue(under)),
               visit_.IsSent() ? "" : visit_.Parameter("page"), data_.values.value.next_page_token(),
               page);
  }

  void Value(const pb::PlanValue& from, TemplateDictionary* table) const {
    TemplateDictionary* row = table->AddSectionDictionary("VALUE");
    row->SetValue("NAME", Title(from));
    row->SetValue("PATH", from.path());
    Said(from, from.has_read(), from.read(), "READ", row);
    Said(from, from.has_value(), from.value(), "SHOWN", row);
    if (!from.document_place().empty()) {
      row->AddSectionDictionary("PLACE")->SetValue("TEXT", SayPlace(from.document_place(), language_));
    }
    if (from.corrected()) row->ShowSection("IS_CORRECTED");
    if (from.added()) row->ShowSection("IS_ADDED");
    if (from.struck()) return row->ShowSection("IS_STRUCK");
    row->AddSectionDictionary("MAY_CORRECT")
        ->SetValue("HREF", absl::StrCat(Href(), "?under=", EncodeValue(RowOf(from.path())),
                                        "&path=", EncodeValue(from.path()), "#correct"));
  }

  // What was read of the value `of` or is shown of it, in words.
  KeptValue SayOf(const pb::PlanValue& of, bool is_there, const std::string& value) const {
    if (of.form() == pb::FLAG_VALUE && is_there) {
      return {Say(value == "true" ? "W_YES" : "W_NO", language_)};
    }
    return SayKeptAt(of.path(), is_there, value, language_);
  }

  void Said(const pb::PlanValue& of, bool is_there, const std::string& value, const char* section,
            TemplateDictionary* row) const {
    const KeptValue kept = SayOf(of, is_there, value);
    TemplateDictionary* said = row->AddSectionDictionary(section);
    said->SetValue("TEXT", kept.text);
    if (kept.is_written) said->ShowSection("BULGARIAN");
  }

  void CorrectForm(TemplateDictionary* page) const {
    const std::string path = Given(visit_, "path");
    if (path.empty()) return;
    ShowRefused(data_.corrected.status, language_, "CORRECTED_REFUSED", page);
    const auto& values = data_.corrected.value.values();
    if (values.empty() || values[0].path() != path) return page->ShowSection("PATH_UNKNOWN");
    const pb::PlanValue& value = values[0];
    const absl::Status refused = RefusedOf("correct");
    TemplateDictionary* form = page->AddSectionDictionary("CORRECT");
    form->SetValue("ACTION", Href());
    form->SetValue("NAME", Title(value));
    form->SetValue("PATH", path);
    form->SetIntValue("FORM", value.form());
    Said(value, value.has_read(), value.read(), "READ", form);
    Said(value, value.has_value(), value.value(), "SHOWN", form);
    // What was shown to the person who typed, not what is shown by now: it is compared with that.
    const bool typed = !refused.ok();
    const bool had = typed ? visit_.Field("had") == "1" : value.has_value();
    form->SetValue("HAD", had ? "1" : "0");
    form->SetValue("INSTEAD_OF", typed ? Raw(visit_, "instead_of") : value.value());
    ValueField(value, typed, refused, form);
    if (value.form() == pb::BLANKABLE_TEXT) {
      TemplateDictionary* none = form->AddSectionDictionary("MAY_BE_NONE");
      if (typed && !visit_.Field("none").empty()) none->ShowSection("CHOSEN");
    }
    ShowInputs(visit_, absl::MakeConstSpan(kCorrectInputs).subspan(1), refused, "INPUT", form);
    ShowFormKeys(visit_, refused, form);
  }

  // Words to choose from, else room for what may have several lines.
  void ValueField(const pb::PlanValue& value, bool typed, const absl::Status& refused,
                  TemplateDictionary* form) const {
    const std::string now = typed ? Raw(visit_, "value") : Typed(value);
    const std::string wrong = WrongWith(refused, "value", language_);
    const bool chosen = !value.allowed().empty() || value.form() == pb::FLAG_VALUE;
    TemplateDictionary* field = form->AddSectionDictionary(chosen ? "CHOICE" : "TYPED");
    field->SetValue("HINT", SayEnum(pb::PlanValueForm_descriptor(), value.form(), language_));
    if (!wrong.empty()) field->AddSectionDictionary("VALUE_WRONG")->SetValue("SENTENCE", wrong);
    if (!chosen) return field->SetValue("VALUE", now);
    std::vector<std::string> words(value.allowed().begin(), value.allowed().end());
    if (words.empty()) words = {"true", "false"};
    for (const std::string& word : words) {
      TemplateDictionary* option = field->AddSectionDictionary("WORD");
      option->SetValue("VALUE", word);
      option->SetValue("TEXT", SayOf(value, true, word).text);
      if (word == now) option->ShowSection("CHOSEN");
    }
  }

  // An amount as people write it; ReadValue reads it back.
  std::string Typed(const pb::PlanValue& value) const {
    return value.form() == pb::AMOUNT_VALUE && value.has_value()
               ? SayKept(true, value.value(), language_)
               : value.value();
  }

  void TakeBackForm(TemplateDictionary* page) const {
    const std::string number = Given(visit_, "correction");
    if (number.empty()) return;
    const absl::Status refused = RefusedOf("take_back");
    TemplateDictionary* form = page->AddSectionDictionary("TAKE_BACK");
    form->SetValue("ACTION", Href());
    form->SetValue("NUMBER", number);
    ShowInputs(visit_, kTakeBackInputs, refused, "INPUT", form);
    ShowFormKeys(visit_, refused, form);
  }

  void AddForm(TemplateDictionary* form) const {
    const absl::Status refused = RefusedOf("add");
    const absl::Span<const FormInput> inputs = kAddInputs;
    form->SetValue("ACTION", Href());
    ShowInputs(visit_, inputs.subspan(0, kBeforeRowValues), refused, "INPUT", form);
    ShowInputs(visit_, inputs.subspan(kBeforeRowValues + 1), refused, "FURTHER_INPUT", form);
    form->SetValue("VALUE", Raw(visit_, "row_values"));
    const std::string wrong = WrongWith(refused, "values", language_);
    if (!wrong.empty()) form->AddSectionDictionary("VALUES_WRONG")->SetValue("SENTENCE", wrong);
    ShowFormKeys(visit_, refused, form);
  }

  void StrikeForm(TemplateDictionary* form) const {
    const absl::Status refused = RefusedOf("strike");
    form->SetValue("ACTION", Href());
    ShowInputs(visit_, kStrikeInputs, refused, "INPUT", form);
    ShowFormKeys(visit_, refused, form);
  }

  const Visit& visit_;
  const ValuesData& data_;
  const std::string plan_;
  const Language language_;
  const Act& act_;
};

void AnswerValues(const std::shared_ptr<Visit>& visit, const std::shared_ptr<ValuesData>& data) {
  if (!data->plan.status.ok()) return visit->Refuse(data->plan.status);
  const std::string plan = LastSegment(data->plan.value.name());
  Frame frame = PlanFrame(*visit, data->plan.value.name(), "W_PLAN_VALUES");
  frame.commands = {ShellLine({"tranche", "plans", "values", plan}),
                    ShellLine({"tranche", "plans", "correct", "--help"})};
  const int status = StatusOf(data->refused.ok() ? data->values.status : data->refused);
  visit->Show(status >= 500 && data->refused.ok() ? 200 : status,
              RenderFrame(frame, "plan_values.tpl",
                          [&](TemplateDictionary* page) { ValuesFiller(*visit, *data).Fill(page); }));
}

void AnswerWith(const std::shared_ptr<Visit>& visit, const std::string& name,
                const absl::Status& refused) {
  auto data = std::make_shared<ValuesData>();
  data->refused = refused;
  AskPlan(visit, name, &data->plan);
  pb::ListPlanValuesRequest values;
  values.set_parent(name);
  values.set_under(Given(*visit, "under"));
  if (!visit->IsSent()) values.set_page_token(visit->Parameter("page"));
  visit->Ask(absl::StrCat(kVersions, "ListPlanValues").c_str(), values, &data->values);
  if (const std::string path = Given(*visit, "path"); !path.empty()) {
    pb::ListPlanValuesRequest of;
    of.set_parent(name);
    of.set_under(path);
    of.set_page_size(1);
    visit->Ask(absl::StrCat(kVersions, "ListPlanValues").c_str(), of, &data->corrected);
  }
  visit->Then([visit, data] { AnswerValues(visit, data); });
}

// What is wrong with a value of a row is said at the field in which all of them are typed.
absl::Status AtRowValues(const absl::Status& refusal) {
  std::vector<Violation> violations = ViolationsOf(refusal);
  if (violations.empty()) return refusal;
  for (Violation& violation : violations) {
    if (absl::StartsWith(violation.field, "values")) violation.field = "values";
  }
  return RefuseInput(ReasonOf(refusal), std::move(violations), ValuesOf(refusal));
}

// Carries a form out and shows the rows around it.
template <class Request>
void Send(const std::shared_ptr<Visit>& visit, const std::string& plan, const char* method,
          const char* done, Request request, const std::string& under) {
  request.set_request_id(visit->Field("request_id"));
  auto answer = std::make_shared<Answer<pb::Correction>>();
  visit->Ask(absl::StrCat(kVersions, method).c_str(), request, answer.get());
  visit->Then([visit, answer, plan, done, under] {
    if (!answer->status.ok()) return AnswerWith(visit, plan, AtRowValues(answer->status));
    visit->Redirect(absl::StrCat(visit->Href(absl::StrCat("/", plan, "/values")),
                                 "?under=", EncodeValue(under), "&done=", done));
  });
}

// What was typed, in the form that the plan keeps; nothing where the value should not be there.
std::optional<std::string> ReadValue(const Visit& visit) {
  int number = 0;
  if (!absl::SimpleAtoi(visit.Field("form"), &number)) number = 0;
  const auto form = static_cast<pb::PlanValueForm>(number);
  const std::string typed = Raw(visit, "value");
  if (!visit.Field("none").empty()) return std::nullopt;
  if (visit.Field("value").empty()) {
    return MayBeBlank(form) ? std::optional<std::string>("") : std::nullopt;
  }
  if (form == pb::TEXT_VALUE || form == pb::BLANKABLE_TEXT) return typed;
  const std::string trimmed = visit.Field("value");
  if (form != pb::AMOUNT_VALUE) return trimmed;
  const bool euro = absl::EndsWith(visit.Field("instead_of"), "EUR");
  const absl::StatusOr<Money> read = ReadTypedMoney(trimmed, euro ? Currency::kEur : Currency::kBgn);
  // What is no amount is refused where all values are checked.
  if (!read.ok()) return trimmed;
  return absl::StrCat(FormatAmount(*read), " ", CurrencyCode(read->currency()));
}

void Correct(const std::shared_ptr<Visit>& visit, const std::string& plan) {
  pb::CorrectPlanRequest request;
  request.set_parent(plan);
  request.set_path(visit->Field("path"));
  if (visit->Field("had") == "1") request.set_instead_of(Raw(*visit, "instead_of"));
  if (const std::optional<std::string> value = ReadValue(*visit)) request.set_value(*value);
  request.set_reason(visit->Field("reason"));
  Send(visit, plan, "CorrectPlan", "corrected", request, RowOf(visit->Field("path")));
}

void TakeBack(const std::shared_ptr<Visit>& visit, const std::string& plan) {
  pb::TakeBackCorrectionRequest request;
  request.set_name(absl::StrCat(plan, "/corrections/", visit->Field("correction")));
  request.set_reason(visit->Field("back_reason"));
  Send(visit, plan, "TakeBackCorrection", "taken_back", request, "");
}

void Add(const std::shared_ptr<Visit>& visit, const std::string& plan) {
  pb::AddPlanRowRequest request;
  request.set_parent(plan);
  request.set_list(visit->Field("list"));
  if (const std::string number = visit->Field("number"); !number.empty()) {
    int ordinal = 0;
    // What is no number is refused as one that no list has.
    request.set_number(absl::SimpleAtoi(number, &ordinal) ? ordinal : -1);
  }
  const std::string typed = Raw(*visit, "row_values");
  for (const absl::string_view line : absl::StrSplit(typed, '\n', absl::SkipWhitespace())) {
    const std::vector<std::string> parts = absl::StrSplit(line, absl::MaxSplits('=', 1));
    pb::RowValue* value = request.add_values();
    if (parts.size() == 2) value->set_path(std::string(absl::StripAsciiWhitespace(parts[0])));
    value->set_value(std::string(absl::StripAsciiWhitespace(parts.back())));
  }
  request.set_document_place(visit->Field("found_at"));
  request.set_reason(visit->Field("add_reason"));
  Send(visit, plan, "AddPlanRow", "row_added", request, request.list());
}

void Strike(const std::shared_ptr<Visit>& visit, const std::string& plan) {
  pb::StrikePlanRowRequest request;
  request.set_parent(plan);
  request.set_row(visit->Field("row"));
  request.set_reason(visit->Field("strike_reason"));
  Send(visit, plan, "StrikePlanRow", "row_struck", request, request.row());
}

}  // namespace

void ShowPlanValues(const std::shared_ptr<Visit>& visit, const std::string& name) {
  AnswerWith(visit, name, absl::OkStatus());
}

void SendPlanValues(const std::shared_ptr<Visit>& visit, const std::string& name) {
  const std::string act = ActOf(*visit).name;
  if (act == "take_back") return TakeBack(visit, name);
  if (act == "add") return Add(visit, name);
  if (act == "strike") return Strike(visit, name);
  Correct(visit, name);
}

}  // namespace tranche::gateway
