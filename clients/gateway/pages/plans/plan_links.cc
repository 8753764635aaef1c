// SPDX-License-Identifier: EUPL-1.2
// Which project carries out which measure of a plan and what it contributes, which measures nobody
// carries out yet, and the forms that link and unlink.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gateway/pages/form.h"
#include "gateway/pages/pages.h"
#include "gateway/pages/parts.h"
#include "gateway/pages/phrases.h"
#include "gateway/pages/plans/plan_pages.h"
#include "gateway/words.h"
#include "platform/money/money.h"
#include "platform/text/fold.h"
#include "platform/text/typed.h"
#include "tranche/plans/v1/plan_versions_service.pb.h"
#include "tranche/plans/v1/project_links_service.pb.h"
#include "tranche/proposals/v1/proposals_service.pb.h"

namespace tranche::gateway {
namespace {

namespace pb = plans::v1;
using ctemplate::TemplateDictionary;

constexpr char kLinks[] = "/tranche.plans.v1.ProjectLinksService/";
constexpr int kAskedAtOnce = 500;
// A plan with more links than this shows the first of them and says so.
constexpr int kLinksMax = 5000;
constexpr int kRowsMax = 50;
// In a list to choose from a measure is told apart by its number; of its words the first suffice.
constexpr size_t kWordsInList = 70;

// The measure is chosen, the others are typed.
constexpr FormInput kInputs[] = {
    {"measure", "link.measure", "W_MEASURE", "", "", ""},
    {"contract", "link.contract", "W_LINK_CONTRACT", "W_LINK_CONTRACT_HINT", "", "text"},
    {"external", "link.externalProject", "W_LINK_EXTERNAL", "W_LINK_EXTERNAL_HINT", "", "text"},
    {"share", "link.sharePercent", "W_LINK_SHARE", "W_LINK_SHARE_HINT", "govuk-input--width-5",
     "decimal"},
    {"amount", "link.amount", "W_LINK_AMOUNT", "W_LINK_AMOUNT_HINT", "govuk-input--width-10",
     "decimal"},
    {"people", "link.people", "W_LINK_PEOPLE", "W_LINK_PEOPLE_HINT", "govuk-input--width-5", "numeric"},
    {"contribution", "link.contribution", "W_LINK_CONTRIBUTION", "W_LINK_CONTRIBUTION_HINT", "",
     "text"},
    {"source", "link.source", "W_LINK_SOURCE", "W_LINK_SOURCE_HINT", "", "text"},
};

// The currency is chosen behind the amount.
constexpr size_t kBeforeCurrency = 5;

struct LinksData {
  pb::Plan plan;
  Answer<pb::ListProjectLinksResponse> page;
  std::vector<pb::ProjectLink> links;
  bool cut = false;
  absl::Status refused;  // Of the form that was sent.
};

// "1.10" behind "1.9": by numbers, the whole plan first.
std::vector<int> PlaceKey(const std::string& place) {
  std::vector<int> key;
  for (const absl::string_view part : absl::StrSplit(place, '.', absl::SkipEmpty())) {
    int number = 0;
    if (!absl::SimpleAtoi(part, &number)) number = 0;
    key.push_back(number);
  }
  return key;
}

// The first words of a text, never half a letter.
std::string Shortened(const std::string& text) {
  if (text.size() <= kWordsInList) return text;
  size_t end = text.rfind(' ', kWordsInList);
  if (end == std::string::npos || end == 0) {
    end = kWordsInList;
    while (end > 0 && !BeginsCharacter(text[end])) --end;
  }
  return absl::StrCat(text.substr(0, end), " …");
}

class LinksFiller {
 public:
  LinksFiller(const Visit& visit, const LinksData& data)
      : visit_(visit), data_(data), plan_(data.plan), language_(visit.language()) {}

  void Fill(TemplateDictionary* page) const {
    page->SetValue("PLAN", LastSegment(plan_.name()));
    page->SetValue("ACTION", Href());
    page->SetValue("REPORT_HREF", visit_.Href(absl::StrCat("/", plan_.name(), "/report")));
    page->SetValue("JSON_HREF", absl::StrCat("/v1/organisations/", OrganisationOf(plan_.name()),
                                             "/projectLinks?target=", EncodeValue(plan_.name())));
    ShowPlanNav(visit_, plan_.name(), "W_PLAN_LINKS", page);
    ShowDone(visit_, page);
    Wrong(page);
    ShowRefused(data_.page.status, language_, "LINKS_REFUSED", page);
    if (data_.page.status.ok()) {
      Links(page);
      Unlinked(page);
    }
    Form(page->AddSectionDictionary("FORM"));
  }

 private:
  std::string Href() const { return visit_.Href(absl::StrCat("/", plan_.name(), "/links")); }

  void Wrong(TemplateDictionary* page) const {
    if (visit_.Field("act") != "unlink") {
      return ShowWrong(kInputs, data_.refused, "make", language_, page);
    }
    const std::string reason = absl::StrCat("reason-", visit_.Field("number"));
    const FormInput input = {reason.c_str(), "reason", "W_UNLINK_WHY", "", "", ""};
    ShowWrong({&input, 1}, data_.refused, "linked", language_, page);
  }

  void Links(TemplateDictionary* page) const {
    if (data_.links.empty()) return page->ShowSection("NO_LINKS");
    int from = 0;
    if (!absl::SimpleAtoi(visit_.Parameter("page"), &from) || from < 0) from = 0;
    const int count = static_cast<int>(data_.links.size());
    if (from >= count) from = 0;
    TemplateDictionary* links = page->AddSectionDictionary("LINKS");
    for (int i = from; i < std::min(count, from + kRowsMax); ++i) Link(data_.links[i], links);
    ShowPaging(Href(), "", from == 0 ? "" : absl::StrCat(from),
               from + kRowsMax < count ? absl::StrCat(from + kRowsMax) : "", page);
    if (data_.cut) page->ShowSection("LINKS_CUT");
  }

  void Link(const pb::ProjectLink& from, TemplateDictionary* links) const {
    TemplateDictionary* row = links->AddSectionDictionary("PROJECT_LINK");
    row->SetIntValue("NUMBER", from.number());
    row->SetValue("PLACE", from.measure().empty() ? Say("W_WHOLE", language_) : from.measure());
    row->SetValue("WORDS", from.measure_words());
    if (!from.measure().empty()) {
      std::string anchor = absl::StrCat("#measure-", from.measure());
      std::replace(anchor.begin(), anchor.end(), '.', '-');
      row->AddSectionDictionary("OF_MEASURE")
          ->SetValue("HREF", absl::StrCat(visit_.Href(absl::StrCat("/", plan_.name())), anchor));
    } else {
      row->ShowSection("OF_PLAN");
    }
    if (from.contract().empty()) {
      row->AddSectionDictionary("NOT_KEPT")->SetValue("TEXT", from.external_project());
    } else {
      TemplateDictionary* kept = row->AddSectionDictionary("KEPT");
      kept->SetValue("HREF", visit_.Href(absl::StrCat("/", from.contract())));
      kept->SetValue("TEXT", LastSegment(from.contract()));
    }
    row->SetValue("GIVES", SayContribution(from, language_));
    row->SetValue("PEOPLE", from.has_people() ? absl::StrCat(from.people()) : "–");
    row->SetValue("CONTRIBUTION", from.contribution());
    row->SetValue("SOURCE", from.source());
    if (from.illustrative()) row->ShowSection("ILLUSTRATIVE");
    for (const pb::Finding& finding : from.findings()) {
      row->AddSectionDictionary("LINK_FINDING")->SetValue("TEXT", SayFinding(finding, language_));
    }
    row->SetValue("ACTION", Href());
    const bool this_one = visit_.Field("number") == absl::StrCat(from.number());
    ShowFormKeys(visit_, this_one ? data_.refused : absl::OkStatus(), row);
    if (!this_one || data_.refused.ok()) return;
    row->ShowSection("OPENED");
    row->SetValue("GIVEN_REASON", visit_.Field("reason"));
    const std::string wrong = WrongWith(data_.refused, "reason", language_);
    if (!wrong.empty()) row->AddSectionDictionary("REASON_WRONG")->SetValue("SENTENCE", wrong);
  }

  // Measures that no link names; where the whole plan is linked, that says nothing of its measures.
  void Unlinked(TemplateDictionary* page) const {
    std::set<std::string> linked;
    for (const pb::ProjectLink& link : data_.links) linked.insert(link.measure());
    TemplateDictionary* section = nullptr;
    int count = 0;
    for (const pb::Section& each : plan_.sections()) {
      for (const pb::Measure& measure : each.measures()) {
        const std::string place = absl::StrCat(each.ordinal(), ".", measure.ordinal());
        if (linked.count(place) > 0) continue;
        if (section == nullptr) section = page->AddSectionDictionary("UNLINKED");
        TemplateDictionary* row = section->AddSectionDictionary("UNLINKED_MEASURE");
        row->SetValue("PLACE", place);
        row->SetValue("WORDS", measure.activity());
        row->SetValue("AMOUNT",
                      measure.has_stated_total() ? SayMoney(measure.stated_total(), language_) : "–");
        row->SetValue("HREF", absl::StrCat(Href(), "?measure=", place, "#make"));
        ++count;
      }
    }
    if (section == nullptr) return page->ShowSection("ALL_LINKED");
    section->SetIntValue("COUNT", count);
    section->SetIntValue("OF", plan_.measure_count());
  }

  void Form(TemplateDictionary* form) const {
    const std::string chosen = Given(visit_, "measure");
    for (const pb::Section& section : plan_.sections()) {
      for (const pb::Measure& measure : section.measures()) {
        const std::string place = absl::StrCat(section.ordinal(), ".", measure.ordinal());
        TemplateDictionary* option = form->AddSectionDictionary("MEASURE");
        option->SetValue("PLACE", place);
        option->SetValue("WORDS", Shortened(measure.activity()));
        if (place == chosen) option->ShowSection("CHOSEN");
      }
    }
    const std::string wrong = WrongWith(data_.refused, "link.measure", language_);
    if (!wrong.empty()) form->AddSectionDictionary("MEASURE_WRONG")->SetValue("SENTENCE", wrong);
    if (Given(visit_, "currency") == "EUR") form->ShowSection("IN_EUR");
    if (!Given(visit_, "illustrative").empty()) form->ShowSection("IS_EXAMPLE");
    form->SetValue("ACTION", Href());
    const bool makes = visit_.Field("act") == "link";
    const absl::Status refused = makes ? data_.refused : absl::OkStatus();
    const absl::Span<const FormInput> inputs = kInputs;
    ShowInputs(visit_, inputs.subspan(1, kBeforeCurrency - 1), refused, "INPUT", form);
    ShowInputs(visit_, inputs.subspan(kBeforeCurrency), refused, "FURTHER_INPUT", form);
    ShowFormKeys(visit_, refused, form);
  }

  const Visit& visit_;
  const LinksData& data_;
  const pb::Plan& plan_;
  const Language language_;
};

void AnswerLinks(const std::shared_ptr<Visit>& visit, const std::shared_ptr<LinksData>& data) {
  std::stable_sort(data->links.begin(), data->links.end(),
                   [](const pb::ProjectLink& a, const pb::ProjectLink& b) {
                     return PlaceKey(a.measure()) < PlaceKey(b.measure());
                   });
  const std::string& plan = data->plan.name();
  Frame frame = PlanFrame(*visit, plan, "W_PLAN_LINKS");
  frame.commands = {ShellLine({"tranche", "links", "list", "--plan", LastSegment(plan)}),
                    ShellLine({"tranche", "links", "make", "--help"})};
  visit->Show(StatusOf(data->refused),
              RenderFrame(frame, "plan_links.tpl",
                          [&](TemplateDictionary* page) { LinksFiller(*visit, *data).Fill(page); }));
}

// All links of the plan, page by page.
void AskLinks(const std::shared_ptr<Visit>& visit, const std::shared_ptr<LinksData>& data,
              const std::string& token) {
  pb::ListProjectLinksRequest request;
  request.set_parent(absl::StrCat("organisations/", OrganisationOf(data->plan.name())));
  request.set_target(data->plan.name());
  request.set_page_size(kAskedAtOnce);
  request.set_page_token(token);
  visit->Ask(absl::StrCat(kLinks, "ListProjectLinks").c_str(), request, &data->page);
  visit->Then([visit, data] {
    const auto& found = data->page.value.links();
    data->links.insert(data->links.end(), found.begin(), found.end());
    const std::string& next = data->page.value.next_page_token();
    data->cut = !next.empty();
    if (!data->page.status.ok() || next.empty() || data->links.size() >= kLinksMax) {
      return AnswerLinks(visit, data);
    }
    AskLinks(visit, data, std::string(next));
  });
}

void AnswerWith(const std::shared_ptr<Visit>& visit, const std::string& name,
                const absl::Status& refused) {
  auto data = std::make_shared<LinksData>();
  data->refused = refused;
  // As it is shown: rows that a person added can be linked, those that were struck out cannot.
  auto view = std::make_shared<Answer<pb::PlanVersionView>>();
  pb::GetPlanVersionRequest get;
  get.set_name(absl::StrCat(name, "/versions/-"));
  visit->Ask("/tranche.plans.v1.PlanVersionsService/GetPlanVersion", get, view.get());
  visit->Then([visit, data, view] {
    if (!view->status.ok()) return visit->Refuse(view->status);
    data->plan = *view->value.mutable_plan();
    AskLinks(visit, data, "");
  });
}

// The link that the form asks for; `violations` gets what cannot even be sent.
pb::ProjectLink ReadLink(const Visit& visit, const std::string& plan,
                         std::vector<Violation>* violations) {
  pb::ProjectLink link;
  link.set_target(plan);
  link.set_measure(visit.Field("measure"));
  link.set_external_project(visit.Field("external"));
  link.set_contribution(visit.Field("contribution"));
  link.set_source(visit.Field("source"));
  link.set_illustrative(!visit.Field("illustrative").empty());
  // "40,5 %" as people write it.
  std::string share = visit.Field("share");
  std::replace(share.begin(), share.end(), ',', '.');
  while (!share.empty() && (share.back() == '%' || share.back() == ' ')) share.pop_back();
  link.set_share_percent(share);
  if (const std::string people = visit.Field("people"); !people.empty()) {
    int count = 0;
    if (absl::SimpleAtoi(people, &count)) {
      link.set_people(count);
    } else {
      violations->push_back({"link.people",
                             "FIELD_MALFORMED",
                             {{"value", people}, {"format", Say("W_WHOLE_NUMBER", visit.language())}}});
    }
  }
  const std::string amount = visit.Field("amount");
  if (amount.empty()) return link;
  const absl::StatusOr<Money> read =
      ReadTypedMoney(amount, visit.Field("currency") == "EUR" ? Currency::kEur : Currency::kBgn);
  if (!read.ok()) {
    violations->push_back({"link.amount", ReasonOf(read.status()), ValuesOf(read.status())});
    return link;
  }
  link.mutable_amount()->set_amount(FormatAmount(*read));
  link.mutable_amount()->set_currency(std::string(CurrencyCode(read->currency())));
  return link;
}

void Finish(const std::shared_ptr<Visit>& visit, const std::string& plan, const char* done,
            const absl::Status& status) {
  if (!status.ok()) return AnswerWith(visit, plan, status);
  visit->Redirect(absl::StrCat(visit->Href(absl::StrCat("/", plan, "/links")), "?done=", done));
}

// With `violations` nothing is kept: the service only says what else is wrong, so that all of it can be
// shown at once.
void Make(const std::shared_ptr<Visit>& visit, const std::string& plan, const pb::ProjectLink& link,
          std::vector<Violation> violations) {
  pb::LinkProjectRequest request;
  request.set_parent(absl::StrCat("organisations/", OrganisationOf(plan)));
  *request.mutable_link() = link;
  request.set_request_id(visit->Field("request_id"));
  request.set_validate_only(!violations.empty());
  auto made = std::make_shared<Answer<pb::ProjectLink>>();
  visit->Ask(absl::StrCat(kLinks, "LinkProject").c_str(), request, made.get());
  visit->Then([visit, plan, made, violations = std::move(violations)]() mutable {
    if (violations.empty()) return Finish(visit, plan, "linked", made->status);
    std::set<std::string> said;
    for (const Violation& violation : violations) said.insert(violation.field);
    for (const Violation& violation : ViolationsOf(made->status)) {
      if (said.count(violation.field) == 0) violations.push_back(violation);
    }
    AnswerWith(visit, plan, RefuseInput("INVALID_REQUEST", std::move(violations)));
  });
}

// The contract is looked up first, so that a number may be typed in any way that finds it.
void LinkByForm(const std::shared_ptr<Visit>& visit, const std::string& plan) {
  std::vector<Violation> violations;
  pb::ProjectLink link = ReadLink(*visit, plan, &violations);
  const std::string number = visit->Field("contract");
  if (number.empty()) return Make(visit, plan, link, violations);
  auto contract = std::make_shared<Answer<proposals::v1::Contract>>();
  proposals::v1::GetContractRequest get;
  get.set_name(absl::StrCat("organisations/", OrganisationOf(plan), "/contracts/", number));
  visit->Ask("/tranche.proposals.v1.ProposalsService/GetContract", get, contract.get());
  visit->Then([visit, plan, link, contract, violations]() mutable {
    const absl::Status& status = contract->status;
    if (status.ok()) {
      link.set_contract(contract->value.name());
    } else if (StatusOf(status) >= 500) {
      return AnswerWith(visit, plan, status);
    } else {
      violations.push_back({"link.contract", ReasonOf(status), ValuesOf(status)});
    }
    Make(visit, plan, link, violations);
  });
}

void UnlinkByForm(const std::shared_ptr<Visit>& visit, const std::string& plan) {
  pb::UnlinkProjectRequest request;
  request.set_name(
      absl::StrCat("organisations/", OrganisationOf(plan), "/projectLinks/", visit->Field("number")));
  request.set_reason(visit->Field("reason"));
  request.set_request_id(visit->Field("request_id"));
  auto ended = std::make_shared<Answer<pb::ProjectLink>>();
  visit->Ask(absl::StrCat(kLinks, "UnlinkProject").c_str(), request, ended.get());
  visit->Then([visit, plan, ended] { Finish(visit, plan, "unlinked", ended->status); });
}

}  // namespace

void ShowPlanLinks(const std::shared_ptr<Visit>& visit, const std::string& name) {
  AnswerWith(visit, name, absl::OkStatus());
}

void SendPlanLinks(const std::shared_ptr<Visit>& visit, const std::string& name) {
  if (visit->Field("act") == "unlink") return UnlinkByForm(visit, name);
  LinkByForm(visit, name);
}

}  // namespace tranche::gateway
