// SPDX-License-Identifier: EUPL-1.2
#include "gateway/page.h"

#include <ctemplate/template.h>
#include <google/protobuf/descriptor.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gateway/assets.h"
#include "gateway/path_template.h"
#include "gateway/problem.h"
#include "gateway/transcoder.h"
#include "gateway/words.h"
#include "tranche/budgets/v1/budgets_service.pb.h"
#include "tranche/common/v1/reason.pb.h"
#include "tranche/options/v1/options.pb.h"
#include "tranche/proposals/v1/proposals_service.pb.h"

namespace tranche::gateway {
namespace {

using ctemplate::TemplateDictionary;

struct Word {
  const char* key;
  const char* bg;
  const char* en;
};

constexpr Word kWords[] = {
    {"W_TITLE", "Планове, договори и срокове", "Plans, contracts and deadlines"},
    {"W_SKIP", "Към съдържанието", "Skip to the content"},
    {"W_CONTENTS", "Съдържание", "Contents"},
    {"W_PLANS", "Планове", "Plans"},
    {"W_NO_PLANS", "Още няма записани планове.", "No plans are stored yet."},
    {"W_MORE_PLANS", "Показани са само първите планове; останалите са в /v1/organisations/-/plans.",
     "Only the first plans are shown; the others are at /v1/organisations/-/plans."},
    {"W_MUNICIPALITY", "Община", "Municipality"},
    {"W_YEAR", "Година", "Year"},
    {"W_MEASURES", "Мерки (с посочена сума)", "Measures (with a stated amount)"},
    {"W_STATED_TOTAL", "Обща сума според документа", "Total that the document states"},
    {"W_CHECKS_CAPTION", "Съпоставяне на посочените и изчислените стойности",
     "Stated and computed values compared"},
    {"W_PLACE", "Място", "Place"},
    {"W_COMPARED", "Какво се съпоставя", "What is compared"},
    {"W_STATED", "Посочено", "Stated"},
    {"W_COMPUTED", "Изчислено", "Computed"},
    {"W_DELTA", "Разлика (изчислено − посочено)", "Difference (computed − stated)"},
    {"W_DELTA_SHORT", "разлика", "difference"},
    {"W_VERDICT", "Извод", "Verdict"},
    {"W_READINGS", "Прочити", "Readings"},
    {"W_NOT_WRITTEN", "в документа не е написано:", "not written in the document:"},
    {"W_SECTION", "Раздел", "Section"},
    {"W_ACTIVITY", "Дейност, услуга или мярка", "Activity, service or measure"},
    {"W_FINANCING", "Финансиране, както е написано", "Financing, as written"},
    {"W_EXECUTOR", "Изпълнител", "Carried out by"},
    {"W_WHERE", "Къде", "Where"},
    {"W_STATED_AMOUNT", "Посочена сума", "Stated amount"},
    {"W_CONTRACTS", "Договори", "Contracts"},
    {"W_CONTRACT", "Договор", "Contract"},
    {"W_NO_CONTRACTS", "Още няма записани договори.", "No contracts are stored yet."},
    {"W_MORE_CONTRACTS",
     "Показани са само първите договори; останалите са в /v1/organisations/-/contracts.",
     "Only the first contracts are shown; the others are at /v1/organisations/-/contracts."},
    {"W_NUMBER", "Номер", "Number"},
    {"W_MIXED", "смесва латиница и кирилица", "mixes Latin and Cyrillic letters"},
    {"W_PROCEDURE", "Процедура", "Procedure"},
    {"W_CONCLUDED", "Сключен", "Concluded"},
    {"W_PERIOD", "Срок на изпълнение", "Period of implementation"},
    {"W_PERIOD_RULE", "Последният ден е", "The last day is"},
    {"W_STATE", "Състояние", "State"},
    {"W_EU", "ЕС", "EU"},
    {"W_NATIONAL", "Национално", "National"},
    {"W_OWN", "Собствено", "Own"},
    {"W_GRANT", "Безвъзмездна помощ", "Grant"},
    {"W_TOTAL", "Общо", "Total"},
    {"W_BUDGET_CAPTION", "Бюджет по редове", "Budget by lines"},
    {"W_LINE", "Ред", "Line"},
    {"W_LINE_TITLE", "Наименование", "Title"},
    {"W_RESERVED", "Записано", "Recorded"},
    {"W_SPENT", "Верифицирано", "Approved"},
    {"W_LEFT", "Остава", "Left"},
    {"W_SUM", "Сбор", "Sum"},
    {"W_DEADLINES_CAPTION", "Срокове към", "Deadlines as of"},
    {"W_OWED", "Какво се дължи", "What is owed"},
    {"W_OWNER", "От кого", "By whom"},
    {"W_DUE", "Краен срок", "Due"},
    {"W_DAYS_LEFT", "Оставащи дни", "Days left"},
    {"W_HOW", "Как е получен", "How it follows"},
    {"W_BASIS", "Основание", "Legal basis"},
    {"W_UNVERIFIED", "(непроверено в първоизточника)", "(not verified in the primary source)"},
    {"W_MARKS", "Произход на стойностите", "Where the values come from"},
};

// What a reading can lack, as the checks name it.
constexpr Word kNotWritten[] = {
    {"months", "месеците", "the months"},
    {"persons", "броят на лицата", "the number of persons"},
    {"unit_cost", "единичната цена", "the unit cost"},
    {"amount", "сумата", "the amount"},
    {"total", "общата сума", "the total"},
    {"split", "разделението", "the split"},
    {"strategy", "стратегията", "the strategy"},
    {"decision_number", "номерът на решението", "the number of the decision"},
    {"protocol_number", "номерът на протокола", "the number of the protocol"},
    {"date", "датата", "the date"},
};

constexpr ctemplate::Strip kStrip = ctemplate::DO_NOT_STRIP;

void LoadTemplates() {
  static std::once_flag once;
  std::call_once(once, [] {
    for (const Asset& asset : Assets()) {
      if (absl::EndsWith(asset.name, ".tpl")) {
        ctemplate::mutable_default_template_cache()->StringToTemplateCache(asset.name, asset.text,
                                                                           kStrip);
      }
    }
  });
}

std::string Expand(const std::string& name, const TemplateDictionary& dictionary) {
  LoadTemplates();
  std::string html;
  ctemplate::ExpandTemplate(name, kStrip, &dictionary, &html);
  return html;
}

// Fills one dictionary after another; knows the language and how values are said in it.
class Filler {
 public:
  explicit Filler(Language language) : language_(language) {}

  void Plan(const PlanPart& part, int number, TemplateDictionary* top,
            TemplateDictionary* contents) const {
    TemplateDictionary* link = contents->AddSectionDictionary("PLAN_LINK");
    link->SetIntValue("N", number);
    link->SetValue("LINK_TITLE", part.plan.title());
    TemplateDictionary* plan = top->AddSectionDictionary("PLAN");
    plan->SetIntValue("N", number);
    plan->SetValue("TITLE", part.plan.title());
    plan->SetValue("NAME", part.plan.name());
    plan->SetValue("MUNICIPALITY", part.plan.municipality());
    plan->SetIntValue("YEAR", part.plan.year());
    plan->SetValue("MEASURES", absl::StrCat(part.plan.measure_count(), " (",
                                            part.plan.measures_with_amount(), ")"));
    plan->SetValue("STATED_TOTAL", SayMoney(part.plan.stated_total(), language_));
    Refused(part.plan_status, "PLAN_REFUSED", plan);
    Refused(part.checks_status, "CHECKS_REFUSED", plan);
    for (const plans::v1::Check& check : part.checks.checks()) Check(check, plan);
    for (const plans::v1::Section& section : part.plan.sections()) Section(section, plan);
  }

  void Contract(const ContractPart& part, int number, TemplateDictionary* top,
                TemplateDictionary* contents) const {
    const proposals::v1::Contract& from = part.contract;
    TemplateDictionary* link = contents->AddSectionDictionary("CONTRACT_LINK");
    link->SetIntValue("N", number);
    link->SetValue("LINK_TITLE", from.number());
    TemplateDictionary* contract = top->AddSectionDictionary("CONTRACT");
    contract->SetIntValue("N", number);
    contract->SetValue("TITLE", from.title());
    contract->SetValue("NUMBER", from.number());
    if (from.number_mixes_scripts()) contract->ShowSection("MIXED");
    contract->SetValue("PROCEDURE", from.procedure());
    contract->SetValue("CONCLUDED", SayDate(from.concluded_on(), language_));
    contract->SetValue("STARTS", SayDate(from.starts_on(), language_));
    contract->SetValue("ENDS", SayDate(from.ends_on(), language_));
    contract->SetValue("DURATION",
                       SayPeriod(absl::StrCat(from.duration_months(), " months"), language_));
    contract->SetValue("PERIOD_RULE",
                       SayEnum(proposals::v1::PeriodRule_descriptor(), from.period_rule(), language_));
    contract->SetValue("STATE",
                       SayEnum(proposals::v1::ExecutionState_descriptor(), from.state(), language_));
    Parts(from.amount(), contract);
    contract->SetValue("GRANT", SayMoney(from.amount().grant(), language_));
    contract->SetValue("GRANT_PERCENT", SayAmount(from.grant_percent(), "", language_));
    Budget(part, contract);
    Deadlines(part, contract);
    Marks(part, contract);
  }

  // Shows a section with the sentence of a refusal and those of what it lists.
  void Refused(const absl::Status& status, const char* section, TemplateDictionary* parent) const {
    if (status.ok()) return;
    std::string reason = ReasonOf(status);
    if (reason.empty()) reason = "PEER_UNAVAILABLE";
    std::string said = Explain(reason, ValuesOf(status), language_);
    for (const Violation& violation : ViolationsOf(status)) {
      const std::string what = Explain(violation.reason, violation.values, language_);
      if (what == said) continue;
      const bool names_field = violation.field.empty() || absl::StrContains(what, violation.field);
      absl::StrAppend(&said, " ", names_field ? "" : absl::StrCat(violation.field, ": "), what);
    }
    parent->AddSectionDictionary(section)->SetValue("SENTENCE", said);
  }

 private:
  bool bulgarian() const { return language_ == Language::kBulgarian; }

  void Check(const plans::v1::Check& from, TemplateDictionary* plan) const {
    TemplateDictionary* check = plan->AddSectionDictionary("CHECK");
    check->SetValue("PLACE", from.place() == "plan" ? (bulgarian() ? "план" : "plan") : from.place());
    check->SetValue("WHAT", bulgarian() ? from.title_bg() : from.title_en());
    check->SetValue("STATED", SayAmount(from.stated(), from.unit(), language_));
    check->SetValue("COMPUTED", SayAmount(from.computed(), from.unit(), language_));
    check->SetValue("DELTA", SayAmount(from.delta(), from.unit(), language_));
    Verdict(from.verdict(), check);
    if (from.readings().empty()) return;
    TemplateDictionary* readings = check->AddSectionDictionary("READINGS");
    for (const plans::v1::Reading& each : from.readings()) {
      TemplateDictionary* reading = readings->AddSectionDictionary("READING");
      reading->SetValue("TEXT", bulgarian() ? each.text_bg() : each.text_en());
      if (!each.computed().empty()) {
        // A reading may also compute a bare number, of months or persons; money always has its
        // hundredths.
        const bool is_bare =
            (from.unit() == "BGN" || from.unit() == "EUR") && !absl::StrContains(each.computed(), ".");
        reading->AddSectionDictionary("RESULT")->SetValue(
            "COMPUTED", SayAmount(each.computed(), is_bare ? "" : from.unit(), language_));
      }
      Verdict(each.verdict(), reading);
      if (!each.delta().empty()) {
        reading->AddSectionDictionary("READING_DELTA")
            ->SetValue("DELTA", SayAmount(each.delta(), from.unit(), language_));
      }
      if (each.not_written().empty()) continue;
      std::vector<std::string> words;
      for (const std::string& name : each.not_written()) words.push_back(NotWritten(name));
      reading->AddSectionDictionary("NOT_WRITTEN")->SetValue("WORDS", absl::StrJoin(words, ", "));
    }
  }

  std::string NotWritten(const std::string& name) const {
    for (const Word& word : kNotWritten) {
      if (name == word.key) return bulgarian() ? word.bg : word.en;
    }
    return name;
  }

  void Verdict(plans::v1::Verdict verdict, TemplateDictionary* into) const {
    into->SetValue("VERDICT", SayEnum(plans::v1::Verdict_descriptor(), verdict, language_));
    into->SetValue("CLASS", absl::AsciiStrToLower(plans::v1::Verdict_Name(verdict)));
  }

  void Section(const plans::v1::Section& from, TemplateDictionary* plan) const {
    TemplateDictionary* section = plan->AddSectionDictionary("SECTION");
    section->SetIntValue("ORDINAL", from.ordinal());
    section->SetValue("SECTION_TITLE", from.title());
    for (const plans::v1::Measure& each : from.measures()) {
      TemplateDictionary* measure = section->AddSectionDictionary("MEASURE");
      measure->SetIntValue("ORDINAL", each.ordinal());
      measure->SetValue("ACTIVITY", each.activity());
      measure->SetValue("FINANCING", each.financing());
      measure->SetValue("EXECUTOR", each.executor());
      measure->SetValue("WHERE", each.place());
      measure->SetValue("AMOUNT",
                        each.has_stated_total() ? SayMoney(each.stated_total(), language_) : "–");
    }
  }

  void Parts(const common::v1::ThreePartAmount& amount, TemplateDictionary* into) const {
    into->SetValue("EU", SayMoney(amount.eu(), language_));
    into->SetValue("NATIONAL", SayMoney(amount.national(), language_));
    into->SetValue("OWN", SayMoney(amount.own(), language_));
    into->SetValue("TOTAL", SayMoney(amount.total(), language_));
  }

  void Budget(const ContractPart& part, TemplateDictionary* contract) const {
    if (!part.budget_status.ok()) return Refused(part.budget_status, "BUDGET_REFUSED", contract);
    TemplateDictionary* budget = contract->AddSectionDictionary("BUDGET");
    for (const budgets::v1::Line& each : part.budget.lines()) {
      TemplateDictionary* line = budget->AddSectionDictionary("LINE");
      line->SetValue("CODE", each.code());
      line->SetValue("LINE_TITLE", each.title());
      Parts(each.caps(), line);
      line->SetValue("RESERVED", SayMoney(each.reserved().total(), language_));
      line->SetValue("SPENT", SayMoney(each.spent().total(), language_));
      line->SetValue("LEFT", SayMoney(each.left().total(), language_));
    }
    TemplateDictionary* sum = budget->AddSectionDictionary("SUM");
    Parts(part.budget.caps(), sum);
    sum->SetValue("RESERVED", SayMoney(part.budget.reserved().total(), language_));
    sum->SetValue("SPENT", SayMoney(part.budget.spent().total(), language_));
    sum->SetValue("LEFT", SayMoney(part.budget.left().total(), language_));
  }

  void Deadlines(const ContractPart& part, TemplateDictionary* contract) const {
    if (!part.deadlines_status.ok())
      return Refused(part.deadlines_status, "DEADLINES_REFUSED", contract);
    TemplateDictionary* deadlines = contract->AddSectionDictionary("DEADLINES");
    deadlines->SetValue("AS_OF", SayDate(part.deadlines.as_of(), language_));
    for (const timelines::v1::Deadline& each : part.deadlines.deadlines()) Deadline(each, deadlines);
  }

  void Deadline(const timelines::v1::Deadline& from, TemplateDictionary* deadlines) const {
    TemplateDictionary* deadline = deadlines->AddSectionDictionary("DEADLINE");
    deadline->SetValue("OWED", bulgarian() ? from.title_bg() : from.title_en());
    deadline->SetValue("OWNER",
                       SayEnum(timelines::v1::DeadlineOwner_descriptor(), from.owner(), language_));
    deadline->SetValue("DUE", SayDate(from.due_on(), language_));
    deadline->SetValue("STATE",
                       SayEnum(timelines::v1::DeadlineState_descriptor(), from.state(), language_));
    deadline->SetValue("CLASS", absl::AsciiStrToLower(timelines::v1::DeadlineState_Name(from.state())));
    if (!from.met_on().empty()) {
      deadline->AddSectionDictionary("MET")->SetValue("MET_ON", SayDate(from.met_on(), language_));
    }
    deadline->SetValue("DAYS_LEFT", from.met_on().empty()
                                        ? SayAmount(absl::StrCat(from.days_left()), "", language_)
                                        : "–");
    deadline->SetValue("EVENT", SayDate(from.event_on(), language_));
    deadline->SetValue("PERIOD", SayPeriod(from.period(), language_));
    const std::string& shift = bulgarian() ? from.shift_bg() : from.shift_en();
    if (!shift.empty()) {
      TemplateDictionary* section = deadline->AddSectionDictionary("SHIFT");
      section->SetValue("NOMINAL", SayDate(from.nominal_on(), language_));
      section->SetValue("SHIFT_TEXT", shift);
    }
    if (from.has_basis()) Basis(from.basis(), deadline);
    if (from.has_shift_basis()) Basis(from.shift_basis(), deadline);
  }

  void Basis(const timelines::v1::LegalBasis& from, TemplateDictionary* deadline) const {
    TemplateDictionary* basis = deadline->AddSectionDictionary("BASIS");
    basis->SetValue("SOURCE", from.source());
    if (!from.verified()) basis->ShowSection("UNVERIFIED");
  }

  // The marks of the contract and of its budget lines in one list.
  void Marks(const ContractPart& part, TemplateDictionary* contract) const {
    std::vector<std::pair<std::string, common::v1::Mark>> marks;
    for (const common::v1::Mark& mark : part.contract.marks()) marks.emplace_back(mark.field(), mark);
    for (const budgets::v1::Line& line : part.budget.lines()) {
      for (const common::v1::Mark& mark : line.marks()) {
        marks.emplace_back(absl::StrCat(line.code(), ": ", mark.field()), mark);
      }
    }
    if (marks.empty()) return;
    TemplateDictionary* section = contract->AddSectionDictionary("MARKS");
    for (const auto& [field, from] : marks) {
      TemplateDictionary* mark = section->AddSectionDictionary("MARK");
      mark->SetValue("FIELD", field);
      mark->SetValue("PROVENANCE",
                     SayEnum(common::v1::Provenance_descriptor(), from.provenance(), language_));
      if (from.source().empty()) continue;
      mark->AddSectionDictionary("MARK_SOURCE")->SetValue("SOURCE", from.source());
    }
  }

  const Language language_;
};

void SetLanguage(Language language, TemplateDictionary* dictionary) {
  const bool bulgarian = language == Language::kBulgarian;
  for (const Word& word : kWords) dictionary->SetValue(word.key, bulgarian ? word.bg : word.en);
  dictionary->SetValue("LANG", bulgarian ? "bg" : "en");
  dictionary->SetValue("OTHER_LANG", bulgarian ? "en" : "bg");
  dictionary->SetValue("OTHER_NAME", bulgarian ? "English" : "Български");
  dictionary->SetValue("OTHER_HREF", bulgarian ? "/?lang=en" : "/?lang=bg");
}

// The decoded value of a parameter of the query, or "".
std::string Parameter(const HttpRequest& request, absl::string_view name) {
  for (const absl::string_view item : absl::StrSplit(request.query, '&', absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> pair =
        absl::StrSplit(item, absl::MaxSplits('=', 1));
    if (pair.first != name) continue;
    return DecodePercent(pair.second, true, false).value_or("");
  }
  return "";
}

// Gathers the data of one page: two lists at once, then for each record its parts at once. When the
// last answer has come, the page is made and sent; no thread waits.
class Load : public std::enable_shared_from_this<Load> {
 public:
  Load(Backend* backend, CallHeaders headers, std::string as_of, Language language, Responder respond)
      : backend_(backend),
        headers_(std::move(headers)),
        as_of_(std::move(as_of)),
        language_(language),
        respond_(std::move(respond)) {}

  void Start() {
    pending_ = 2;
    plans::v1::ListPlansRequest plans;
    plans.set_parent("organisations/-");
    plans.set_page_size(kPlansMax);
    Ask<plans::v1::ListPlansResponse>(
        "/tranche.plans.v1.PlansService/ListPlans", plans,
        [this](const absl::Status& status, const plans::v1::ListPlansResponse& list) {
          data_.plans_status = status;
          data_.more_plans = !list.next_page_token().empty();
          for (const plans::v1::Plan& plan : list.plans()) data_.plans.emplace_back().plan = plan;
          AskForPlans();
        });
    proposals::v1::ListContractsRequest contracts;
    contracts.set_parent("organisations/-");
    contracts.set_page_size(kContractsMax);
    Ask<proposals::v1::ListContractsResponse>(
        "/tranche.proposals.v1.ProposalsService/ListContracts", contracts,
        [this](const absl::Status& status, const proposals::v1::ListContractsResponse& list) {
          data_.contracts_status = status;
          data_.more_contracts = !list.next_page_token().empty();
          for (const auto& contract : list.contracts())
            data_.contracts.emplace_back().contract = contract;
          AskForContracts();
        });
  }

 private:
  // Every answer writes only its own part of the data; the counter orders them before the page.
  template <class Response, class Request>
  void Ask(const std::string& method_path, const Request& request,
           std::function<void(const absl::Status&, const Response&)> take) {
    backend_->Call<Response>(method_path, request, headers_,
                             [self = shared_from_this(), take = std::move(take)](
                                 const absl::Status& status, const Response& response) {
                               take(status, response);
                               self->Done();
                             });
  }

  void AskForPlans() {
    pending_ += static_cast<int>(2 * data_.plans.size());
    for (PlanPart& part : data_.plans) {
      plans::v1::GetPlanRequest get;
      get.set_name(part.plan.name());
      Ask<plans::v1::Plan>("/tranche.plans.v1.PlansService/GetPlan", get,
                           [&part](const absl::Status& status, const plans::v1::Plan& plan) {
                             part.plan_status = status;
                             if (status.ok()) part.plan = plan;
                           });
      plans::v1::CheckPlanRequest check;
      check.set_name(get.name());
      Ask<plans::v1::CheckPlanResponse>(
          "/tranche.plans.v1.PlansService/CheckPlan", check,
          [&part](const absl::Status& status, const plans::v1::CheckPlanResponse& checks) {
            part.checks_status = status;
            part.checks = checks;
          });
    }
  }

  void AskForContracts() {
    pending_ += static_cast<int>(2 * data_.contracts.size());
    for (ContractPart& part : data_.contracts) {
      budgets::v1::GetBudgetRequest budget;
      budget.set_name(absl::StrCat(part.contract.name(), "/budget"));
      Ask<budgets::v1::Budget>("/tranche.budgets.v1.BudgetsService/GetBudget", budget,
                               [&part](const absl::Status& status, const budgets::v1::Budget& answer) {
                                 part.budget_status = status;
                                 part.budget = answer;
                               });
      timelines::v1::ListDeadlinesRequest deadlines;
      deadlines.set_parent(part.contract.name());
      deadlines.set_as_of(as_of_);
      Ask<timelines::v1::ListDeadlinesResponse>(
          "/tranche.timelines.v1.TimelinesService/ListDeadlines", deadlines,
          [&part](const absl::Status& status, const timelines::v1::ListDeadlinesResponse& answer) {
            part.deadlines_status = status;
            part.deadlines = answer;
          });
    }
  }

  void Done() {
    if (pending_.fetch_sub(1) != 1) return;
    HttpResponse response;
    // A page without anything to show says by its status that the server could not be asked.
    if (!data_.plans_status.ok() && !data_.contracts_status.ok()) {
      response.status = HttpStatusOf(ReasonOf(data_.plans_status));
    }
    response.content_type = "text/html; charset=utf-8";
    response.headers = {{"Vary", "Accept-Language"}};
    response.body = RenderPage(data_, language_);
    respond_(std::move(response));
  }

  Backend* const backend_;
  const CallHeaders headers_;
  const std::string as_of_;
  const Language language_;
  const Responder respond_;
  std::atomic<int> pending_{0};
  PageData data_;
};

}  // namespace

Language PageLanguage(const HttpRequest& request) {
  const std::string asked = Parameter(request, "lang");
  if (asked == "bg") return Language::kBulgarian;
  if (asked == "en") return Language::kEnglish;
  return PreferredLanguage(request.Header("accept-language"));
}

std::string RenderPage(const PageData& data, Language language) {
  TemplateDictionary top("page");
  SetLanguage(language, &top);
  const Filler filler(language);
  filler.Refused(data.plans_status, "PLANS_REFUSED", &top);
  filler.Refused(data.contracts_status, "CONTRACTS_REFUSED", &top);
  if (data.plans_status.ok() && data.plans.empty()) top.ShowSection("NO_PLANS");
  if (data.contracts_status.ok() && data.contracts.empty()) top.ShowSection("NO_CONTRACTS");
  if (data.more_plans) top.ShowSection("MORE_PLANS");
  if (data.more_contracts) top.ShowSection("MORE_CONTRACTS");
  if (data.plans.empty() && data.contracts.empty()) return Expand("page.tpl", top);
  TemplateDictionary* contents = top.AddSectionDictionary("CONTENTS");
  int number = 0;
  for (const PlanPart& part : data.plans) filler.Plan(part, ++number, &top, contents);
  number = 0;
  for (const ContractPart& part : data.contracts) filler.Contract(part, ++number, &top, contents);
  return Expand("page.tpl", top);
}

std::string RenderReason(const std::string& reason, Language language) {
  const google::protobuf::EnumValueDescriptor* value =
      common::v1::Reason_descriptor()->FindValueByName(reason);
  if (value == nullptr || !value->options().HasExtension(options::v1::reason)) return "";
  const options::v1::ReasonText& text = value->options().GetExtension(options::v1::reason);
  TemplateDictionary top("reason");
  SetLanguage(language, &top);
  top.SetValue("CODE", reason);
  top.SetIntValue("STATUS", text.http());
  top.SetValue("BG", text.bg());
  top.SetValue("EN", text.en());
  return Expand("reason.tpl", top);
}

void Page::Handle(const HttpRequest& request, Responder respond) const {
  CallHeaders headers;
  headers.traceparent = std::string(request.Header("traceparent"));
  if (!token_.empty()) headers.authorization = absl::StrCat("Bearer ", token_);
  std::make_shared<Load>(backend_, std::move(headers), Parameter(request, "as_of"),
                         PageLanguage(request), std::move(respond))
      ->Start();
}

}  // namespace tranche::gateway
