// SPDX-License-Identifier: EUPL-1.2
// One project: its contract, who pays, how far it is spent, what is due next, claims and payments.
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/pages/money/money_pages.h"
#include "gateway/pages/pages.h"
#include "gateway/pages/parts.h"
#include "gateway/pages/phrases.h"
#include "gateway/pages/plans/plan_pages.h"
#include "gateway/words.h"
#include "tranche/budgets/v1/budgets_service.pb.h"
#include "tranche/payments/v1/payments_service.pb.h"
#include "tranche/plans/v1/project_links_service.pb.h"
#include "tranche/proposals/v1/proposals_service.pb.h"
#include "tranche/timelines/v1/timelines_service.pb.h"

namespace tranche::gateway {
namespace {

using ctemplate::TemplateDictionary;

constexpr int kDeadlinesMax = 3;
// A project that is linked with more than these shows the first of them.
constexpr int kLinksMax = 100;

struct ProjectData {
  Answer<proposals::v1::Contract> contract;
  Answer<budgets::v1::Budget> budget;
  Answer<timelines::v1::ListDeadlinesResponse> deadlines;
  Answer<payments::v1::ListClaimsResponse> claims;
  Answer<payments::v1::ListPaymentsResponse> payments;
  Answer<plans::v1::ListProjectLinksResponse> links;
};

class ProjectFiller {
 public:
  ProjectFiller(const Visit& visit, const ProjectData& data)
      : visit_(visit), data_(data), language_(visit.language()) {}

  void Fill(TemplateDictionary* page) const {
    Contract(page);
    Budget(page);
    Deadlines(page);
    Measures(page);
    Claims(page);
    Payments(page);
    Marks(page);
  }

 private:
  void Contract(TemplateDictionary* page) const {
    const proposals::v1::Contract& from = data_.contract.value;
    const std::string address = visit_.Href(absl::StrCat("/", from.name()));
    page->SetValue("TITLE", from.title());
    page->SetValue("NUMBER", from.number());
    ShowState(proposals::v1::ExecutionState_descriptor(), from.state(), language_, "STATE", "CLASS",
              page);
    page->SetValue("BUDGET_HREF", absl::StrCat(address, "/budget"));
    ShowContractNav(visit_, from.name(), "W_PROJECT", page);
    page->SetValue("DEADLINES_HREF", absl::StrCat(address, "/deadlines"));
    page->SetValue("JSON_HREF", absl::StrCat("/v1/", EncodePath(from.name())));
    if (from.number_mixes_scripts()) page->ShowSection("MIXED");
    page->SetValue("PROCEDURE", from.procedure());
    page->SetValue("ORGANISATION", OrganisationOf(from.name()));
    page->SetValue("CONCLUDED", SayDate(from.concluded_on(), language_));
    page->SetValue("STARTS", SayDate(from.starts_on(), language_));
    page->SetValue("ENDS", SayDate(from.ends_on(), language_));
    page->SetValue("DURATION", SayPeriod(absl::StrCat(from.duration_months(), " months"), language_));
    page->SetValue("PERIOD_RULE",
                   SayEnum(proposals::v1::PeriodRule_descriptor(), from.period_rule(), language_));
    page->SetIntValue("VERSION", from.version());
    ShowParts(from.amount(), language_, true, page);
    page->SetValue("GRANT", SayMoney(from.amount().grant(), language_));
    page->SetValue("GRANT_PERCENT", SayAmount(from.grant_percent(), "", language_));
  }

  void Budget(TemplateDictionary* page) const {
    ShowRefused(data_.budget.status, language_, "BUDGET_REFUSED", page);
    if (!data_.budget.status.ok()) return;
    const budgets::v1::Budget& budget = data_.budget.value;
    ShowBar(budget.caps(), budget.spent(), budget.reserved(), budget.left(), language_, page);
  }

  // The next ones that are not met, by day.
  void Deadlines(TemplateDictionary* page) const {
    ShowRefused(data_.deadlines.status, language_, "DEADLINES_REFUSED", page);
    if (!data_.deadlines.status.ok()) return;
    TemplateDictionary* list = nullptr;
    int shown = 0;
    for (const timelines::v1::Deadline& from : data_.deadlines.value.deadlines()) {
      if (!from.met_on().empty() || shown == kDeadlinesMax) continue;
      if (list == nullptr) list = page->AddSectionDictionary("DEADLINES");
      ++shown;
      TemplateDictionary* deadline = list->AddSectionDictionary("DEADLINE");
      deadline->SetValue("OWED", language_ == Language::kBulgarian ? from.title_bg() : from.title_en());
      deadline->SetValue("DUE", SayDate(from.due_on(), language_));
      deadline->SetValue("OWNER",
                         SayEnum(timelines::v1::DeadlineOwner_descriptor(), from.owner(), language_));
      deadline->SetValue("DAYS", SayDaysLeft(from.days_left(), language_));
      ShowState(timelines::v1::DeadlineState_descriptor(), from.state(), language_, "STATE", "CLASS",
                deadline);
    }
    if (list != nullptr) return;
    page->AddSectionDictionary("NO_DEADLINES")
        ->SetValue("AS_OF", SayDate(data_.deadlines.value.as_of(), language_));
  }

  // The measures and plans that the project carries out, with what it gives to each.
  void Measures(TemplateDictionary* page) const {
    ShowRefused(data_.links.status, language_, "LINKS_REFUSED", page);
    if (!data_.links.status.ok()) return;
    if (data_.links.value.links().empty()) return page->ShowSection("NO_LINKS");
    TemplateDictionary* list = page->AddSectionDictionary("MEASURES");
    for (const plans::v1::ProjectLink& from : data_.links.value.links()) {
      TemplateDictionary* measure = list->AddSectionDictionary("MEASURE");
      measure->SetValue("HREF", visit_.Href(absl::StrCat("/", PageOf(from))));
      measure->SetValue("OF", from.measure().empty()
                                  ? LastSegment(from.target())
                                  : absl::StrCat(LastSegment(from.target()), ", ", from.measure()));
      measure->SetValue("WORDS", from.measure_words());
      measure->SetValue("GIVES", SayContribution(from, language_));
      measure->SetValue("CONTRIBUTION", from.contribution());
    }
  }

  // The links of a plan; strategies have one page for all.
  static std::string PageOf(const plans::v1::ProjectLink& link) {
    const bool of_plan = absl::StrContains(link.target(), "/plans/");
    return of_plan ? absl::StrCat(link.target(), "/links")
                   : absl::StrCat("organisations/", OrganisationOf(link.target()), "/strategies");
  }

  void Claims(TemplateDictionary* page) const {
    ShowRefused(data_.claims.status, language_, "CLAIMS_REFUSED", page);
    if (!data_.claims.status.ok()) return;
    if (data_.claims.value.claims().empty()) return page->ShowSection("NO_CLAIMS");
    TemplateDictionary* claims = page->AddSectionDictionary("CLAIMS");
    for (const payments::v1::Claim& from : data_.claims.value.claims()) {
      TemplateDictionary* claim = claims->AddSectionDictionary("CLAIM");
      claim->SetIntValue("SEQUENCE", from.sequence());
      claim->SetValue("HREF", RecordHref(visit_, from.name()));
      claim->SetValue("KIND", SayEnum(payments::v1::ClaimKind_descriptor(), from.kind(), language_));
      ShowState(payments::v1::ClaimState_descriptor(), from.state(), language_, "STATE", "CLASS",
                claim);
      claim->SetValue("REQUESTED", SayMoney(from.requested().total(), language_));
      claim->SetValue("APPROVED", SayMoney(from.approved().total(), language_));
      claim->SetValue("REFUSED", SayMoney(from.refused().total(), language_));
      claim->SetValue("PAID", SayMoney(from.paid().total(), language_));
      claim->SetValue("SENT_ON", SayDate(from.sent_on(), language_));
      claim->SetValue("DECIDED_ON", SayDate(from.verification().decided_on(), language_));
    }
  }

  void Payments(TemplateDictionary* page) const {
    ShowRefused(data_.payments.status, language_, "PAYMENTS_REFUSED", page);
    if (!data_.payments.status.ok()) return;
    if (data_.payments.value.payments().empty()) return page->ShowSection("NO_PAYMENTS");
    TemplateDictionary* payments = page->AddSectionDictionary("PAYMENTS");
    for (const payments::v1::Payment& from : data_.payments.value.payments()) {
      TemplateDictionary* payment = payments->AddSectionDictionary("PAYMENT");
      payment->SetValue("ID", LastSegment(from.name()));
      payment->SetValue("REASON",
                        SayEnum(payments::v1::PaymentReason_descriptor(), from.reason(), language_));
      if (from.state() == common::v1::RECORD_ANNULLED) payment->ShowSection("ANNULLED");
      payment->SetValue("CLAIM", LastSegment(from.claim()));
      payment->SetValue("PAID_ON", SayDate(from.paid_on(), language_));
      payment->SetValue("BANK", from.bank_reference().empty() ? "–" : from.bank_reference());
      ShowParts(from.amount(), language_, true, payment);
    }
  }

  // The marks of the contract and of its budget lines in one list.
  void Marks(TemplateDictionary* page) const {
    std::vector<std::pair<std::string, common::v1::Mark>> marks;
    for (const common::v1::Mark& mark : data_.contract.value.marks())
      marks.emplace_back(mark.field(), mark);
    for (const budgets::v1::Line& line : data_.budget.value.lines()) {
      for (const common::v1::Mark& mark : line.marks()) {
        marks.emplace_back(absl::StrCat(line.code(), ": ", mark.field()), mark);
      }
    }
    if (marks.empty()) return;
    TemplateDictionary* section = page->AddSectionDictionary("MARKS");
    for (const auto& [field, from] : marks) {
      TemplateDictionary* mark = section->AddSectionDictionary("MARK");
      mark->SetValue("FIELD", field);
      mark->SetValue("PROVENANCE",
                     SayEnum(common::v1::Provenance_descriptor(), from.provenance(), language_));
      if (from.source().empty()) continue;
      mark->AddSectionDictionary("MARK_SOURCE")->SetValue("SOURCE", from.source());
    }
  }

  const Visit& visit_;
  const ProjectData& data_;
  const Language language_;
};

void AskForProject(const std::shared_ptr<Visit>& visit, const std::string& name, ProjectData* data) {
  proposals::v1::GetContractRequest contract;
  contract.set_name(name);
  visit->Ask("/tranche.proposals.v1.ProposalsService/GetContract", contract, &data->contract);
  budgets::v1::GetBudgetRequest budget;
  budget.set_name(absl::StrCat(name, "/budget"));
  visit->Ask("/tranche.budgets.v1.BudgetsService/GetBudget", budget, &data->budget);
  timelines::v1::ListDeadlinesRequest deadlines;
  deadlines.set_parent(name);
  deadlines.set_as_of(visit->Parameter("as_of"));
  visit->Ask("/tranche.timelines.v1.TimelinesService/ListDeadlines", deadlines, &data->deadlines);
  payments::v1::ListClaimsRequest claims;
  claims.set_parent(name);
  visit->Ask("/tranche.payments.v1.PaymentsService/ListClaims", claims, &data->claims);
  payments::v1::ListPaymentsRequest payments;
  payments.set_parent(name);
  visit->Ask("/tranche.payments.v1.PaymentsService/ListPayments", payments, &data->payments);
  plans::v1::ListProjectLinksRequest links;
  links.set_parent(absl::StrCat("organisations/", OrganisationOf(name)));
  links.set_contract(name);
  links.set_page_size(kLinksMax);
  visit->Ask("/tranche.plans.v1.ProjectLinksService/ListProjectLinks", links, &data->links);
}

}  // namespace

void ShowProject(const std::shared_ptr<Visit>& visit, const std::string& name) {
  auto data = std::make_shared<ProjectData>();
  AskForProject(visit, name, data.get());
  visit->Then([visit, data] {
    const proposals::v1::Contract& contract = data->contract.value;
    if (!data->contract.status.ok()) return visit->Refuse(data->contract.status);
    Frame frame = visit->MakeFrame(absl::StrCat(contract.number(), ": ", contract.title()));
    const std::string number = LastSegment(contract.name());
    frame.commands = {ShellLine({"tranche", "contracts", "show", number}),
                      ShellLine({"tranche", "budgets", "show", number}),
                      ShellLine({"tranche", "claims", "list", number}),
                      ShellLine({"tranche", "payments", "list", number})};
    visit->Show(200, RenderFrame(frame, "project.tpl", [&](TemplateDictionary* page) {
                  ProjectFiller(*visit, *data).Fill(page);
                }));
  });
}

}  // namespace tranche::gateway
