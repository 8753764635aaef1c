// SPDX-License-Identifier: EUPL-1.2
// The first page: projects and plans in pages, and a search by number.
#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/pages/pages.h"
#include "gateway/pages/parts.h"
#include "gateway/pages/phrases.h"
#include "gateway/words.h"
#include "tranche/plans/v1/plans_service.pb.h"
#include "tranche/proposals/v1/proposals_service.pb.h"

namespace tranche::gateway {
namespace {

using ctemplate::TemplateDictionary;

constexpr int kRowsMax = 20;

struct Lists {
  Answer<plans::v1::ListPlansResponse> plans;
  Answer<proposals::v1::ListContractsResponse> contracts;
};

struct Found {
  Answer<proposals::v1::Contract> contract;
  Answer<proposals::v1::Contract> contract_of_proposal;
  Answer<plans::v1::Plan> plan;
};

// Links to the first and the next page of one list; the place in the other list is kept.
void Paging(const Visit& visit, const char* own, const char* other, const std::string& next,
            const char* section, TemplateDictionary* page) {
  const std::string here = visit.Parameter(own);
  const std::string there = visit.Parameter(other);
  if (here.empty() && next.empty()) return;
  const std::string kept = there.empty() ? "" : absl::StrCat(other, "=", EncodeValue(there));
  TemplateDictionary* paging = page->AddSectionDictionary(section);
  if (!here.empty()) {
    paging->AddSectionDictionary("FIRST")->SetValue("HREF", absl::StrCat(visit.Href("/"), "?", kept));
  }
  if (!next.empty()) {
    paging->AddSectionDictionary("NEXT")->SetValue(
        "HREF",
        absl::StrCat(visit.Href("/"), "?", own, "=", EncodeValue(next), kept.empty() ? "" : "&", kept));
  }
}

void FillProjects(const Visit& visit, const Lists& lists, TemplateDictionary* page) {
  const Language language = visit.language();
  ShowRefused(lists.contracts.status, language, "PROJECTS_REFUSED", page);
  if (!lists.contracts.status.ok()) return;
  const proposals::v1::ListContractsResponse& list = lists.contracts.value;
  if (list.contracts().empty()) return page->ShowSection("NO_PROJECTS");
  TemplateDictionary* projects = page->AddSectionDictionary("PROJECTS");
  for (const proposals::v1::Contract& from : list.contracts()) {
    TemplateDictionary* project = projects->AddSectionDictionary("PROJECT");
    project->SetValue("HREF", visit.Href(absl::StrCat("/", from.name())));
    project->SetValue("TITLE", from.title());
    project->SetValue("NUMBER", from.number());
    ShowState(proposals::v1::ExecutionState_descriptor(), from.state(), language, "STATE", "CLASS",
              project);
    project->SetValue("STARTS", SayDate(from.starts_on(), language));
    project->SetValue("ENDS", SayDate(from.ends_on(), language));
    project->SetValue("TOTAL", SayMoney(from.amount().total(), language));
  }
  Paging(visit, "projects", "plans", list.next_page_token(), "PROJECTS_PAGES", page);
}

void FillPlans(const Visit& visit, const Lists& lists, TemplateDictionary* page) {
  const Language language = visit.language();
  ShowRefused(lists.plans.status, language, "PLANS_REFUSED", page);
  if (!lists.plans.status.ok()) return;
  const plans::v1::ListPlansResponse& list = lists.plans.value;
  if (list.plans().empty()) return page->ShowSection("NO_PLANS");
  TemplateDictionary* plans = page->AddSectionDictionary("PLANS");
  for (const plans::v1::Plan& from : list.plans()) {
    TemplateDictionary* plan = plans->AddSectionDictionary("PLAN");
    plan->SetValue("HREF", visit.Href(absl::StrCat("/", from.name())));
    plan->SetValue("TITLE", from.title());
    plan->SetValue("MUNICIPALITY", from.municipality());
    plan->SetIntValue("YEAR", from.year());
    plan->SetIntValue("MEASURES", from.measure_count());
    plan->SetIntValue("WITH_AMOUNT", from.measures_with_amount());
    plan->SetValue("STATED_TOTAL", SayMoney(from.stated_total(), language));
  }
  Paging(visit, "plans", "projects", list.next_page_token(), "PLANS_PAGES", page);
}

// The pages that are of a municipality and of no plan alone, for each one of the rows above.
void FillOrganisations(const Visit& visit, const Lists& lists, TemplateDictionary* page) {
  std::set<std::string> all;
  for (const plans::v1::Plan& plan : lists.plans.value.plans()) all.insert(OrganisationOf(plan.name()));
  for (const proposals::v1::Contract& contract : lists.contracts.value.contracts()) {
    all.insert(OrganisationOf(contract.name()));
  }
  if (all.empty()) return;
  TemplateDictionary* section = page->AddSectionDictionary("ORGANISATIONS");
  for (const std::string& id : all) {
    TemplateDictionary* organisation = section->AddSectionDictionary("ORGANISATION");
    const std::string href = visit.Href(absl::StrCat("/organisations/", id));
    organisation->SetValue("ID", id);
    organisation->SetValue("STRATEGIES_HREF", absl::StrCat(href, "/strategies"));
    organisation->SetValue("GROUNDWORK_HREF", absl::StrCat(href, "/groundwork"));
    organisation->SetValue("OWN_CHANGES_HREF", absl::StrCat(href, "/changes"));
  }
}

// The lists, below what a search for `missing` did not find; empty: nothing was searched for.
void ShowLists(const std::shared_ptr<Visit>& visit, const std::string& missing) {
  auto lists = std::make_shared<Lists>();
  proposals::v1::ListContractsRequest contracts;
  contracts.set_parent("organisations/-");
  contracts.set_page_size(kRowsMax);
  contracts.set_page_token(visit->Parameter("projects"));
  visit->Ask("/tranche.proposals.v1.ProposalsService/ListContracts", contracts, &lists->contracts);
  plans::v1::ListPlansRequest plans;
  plans.set_parent("organisations/-");
  plans.set_page_size(kRowsMax);
  plans.set_page_token(visit->Parameter("plans"));
  visit->Ask("/tranche.plans.v1.PlansService/ListPlans", plans, &lists->plans);
  visit->Then([visit, lists, missing] {
    // With nothing to show the page says by its status what is wrong.
    if (!lists->contracts.status.ok() && !lists->plans.status.ok()) {
      return visit->Refuse(lists->contracts.status);
    }
    Frame frame = visit->MakeFrame(Say("W_PORTFOLIO", visit->language()));
    frame.crumbs.clear();
    frame.commands = {ShellLine({"tranche", "contracts", "list"}),
                      ShellLine({"tranche", "plans", "list"})};
    visit->Show(missing.empty() ? 200 : 404,
                RenderFrame(frame, "portfolio.tpl", [&](TemplateDictionary* page) {
                  page->SetValue("NUMBER", missing);
                  page->SetValue("SEARCH_HREF", visit->Href("/search"));
                  page->SetValue("CHANGES_HREF", visit->Href("/organisations/-/changes"));
                  page->SetValue("IMPORT_HREF", visit->Href("/organisations/-/import"));
                  if (!missing.empty()) page->ShowSection("NOT_FOUND");
                  FillProjects(*visit, *lists, page);
                  FillPlans(*visit, *lists, page);
                  FillOrganisations(*visit, *lists, page);
                }));
  });
}

// Leads to the contract or plan of a number; a proposal's number finds its first contract.
void Search(const std::shared_ptr<Visit>& visit, const std::string& number) {
  auto found = std::make_shared<Found>();
  proposals::v1::GetContractRequest contract;
  contract.set_name(absl::StrCat("organisations/-/contracts/", number));
  visit->Ask("/tranche.proposals.v1.ProposalsService/GetContract", contract, &found->contract);
  contract.set_name(absl::StrCat("organisations/-/contracts/", number, "-C01"));
  visit->Ask("/tranche.proposals.v1.ProposalsService/GetContract", contract,
             &found->contract_of_proposal);
  plans::v1::GetPlanRequest plan;
  plan.set_name(absl::StrCat("organisations/-/plans/", number));
  visit->Ask("/tranche.plans.v1.PlansService/GetPlan", plan, &found->plan);
  visit->Then([visit, found, number] {
    for (const auto* contract : {&found->contract, &found->contract_of_proposal}) {
      if (contract->status.ok())
        return visit->Redirect(visit->Href(absl::StrCat("/", contract->value.name())));
    }
    if (found->plan.status.ok()) {
      return visit->Redirect(visit->Href(absl::StrCat("/", found->plan.value.name())));
    }
    // A number that is none is not found either; a server that is away is another matter.
    for (const absl::Status& status :
         {found->contract.status, found->contract_of_proposal.status, found->plan.status}) {
      if (HttpStatusOf(ReasonOf(status)) >= 500) return visit->Refuse(status);
    }
    ShowLists(visit, number);
  });
}

}  // namespace

void ShowPortfolio(const std::shared_ptr<Visit>& visit) {
  const std::string number(absl::StripAsciiWhitespace(visit->Parameter("number")));
  if (number.empty()) return ShowLists(visit, "");
  Search(visit, number);
}

}  // namespace tranche::gateway
