// SPDX-License-Identifier: EUPL-1.2
#include "client.h"

#include <fstream>
#include <sstream>

#include "client_send.h"

namespace tranche::crash {
namespace {

constexpr char kProcedure[] = "BG05M9OP001-2.005";
constexpr char kPlan[] = SOURCE_ROOT "/services/examples/lyubimets-2013.txt";

std::shared_ptr<grpc::Channel> Connect(const Installation& installation, const std::string& role) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 10);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 50);
  return grpc::CreateCustomChannel(installation.address(role), grpc::InsecureChannelCredentials(),
                                   arguments);
}

}  // namespace

Client::Client(const Installation& installation, Options options)
    : options_(std::move(options)),
      manager_token_(installation.Token(kManager, {"PROJECT_MANAGER", "FINANCE", "ADMINISTRATOR"})),
      tokens_({{kManager, manager_token_},
               {kApprover, installation.Token(kApprover, {"PROJECT_MANAGER", "FINANCE"})},
               {kSecond, installation.Token(kSecond, {"PROJECT_MANAGER", "FINANCE"})}}),
      access_(access::v1::AccessService::NewStub(Connect(installation, "access"))),
      plans_(plans::v1::PlansService::NewStub(Connect(installation, "plans"))),
      proposals_(proposals::v1::ProposalsService::NewStub(Connect(installation, "proposals"))),
      versions_(proposals::v1::ContractVersionsService::NewStub(Connect(installation, "proposals"))),
      redenominations_(
          proposals::v1::RedenominationsService::NewStub(Connect(installation, "proposals"))),
      budgets_(budgets::v1::BudgetsService::NewStub(Connect(installation, "budgets"))),
      ledger_(budgets::v1::LedgerService::NewStub(Connect(installation, "budgets"))),
      documents_of_costs_(budgets::v1::CostDocumentsService::NewStub(Connect(installation, "budgets"))),
      simplified_(budgets::v1::SimplifiedCostsService::NewStub(Connect(installation, "budgets"))),
      staffing_(staffing::v1::StaffingService::NewStub(Connect(installation, "staffing"))),
      payments_(payments::v1::PaymentsService::NewStub(Connect(installation, "payments"))),
      packages_(payments::v1::PackagesService::NewStub(Connect(installation, "payments"))),
      checks_(payments::v1::ChecksService::NewStub(Connect(installation, "payments"))),
      participants_(payments::v1::ParticipantsService::NewStub(Connect(installation, "payments"))),
      state_aid_(payments::v1::StateAidService::NewStub(Connect(installation, "payments"))),
      orders_(payments::v1::PaymentOrdersService::NewStub(Connect(installation, "payments"))),
      debts_(payments::v1::DebtsService::NewStub(Connect(installation, "payments"))),
      cases_(payments::v1::IrregularitiesService::NewStub(Connect(installation, "payments"))),
      revalidations_(payments::v1::RevalidationsService::NewStub(Connect(installation, "payments"))),
      incomes_(payments::v1::IncomesService::NewStub(Connect(installation, "payments"))),
      bank_(payments::v1::BankService::NewStub(Connect(installation, "payments"))),
      closings_(payments::v1::ClosingsService::NewStub(Connect(installation, "payments"))),
      withdrawals_(payments::v1::CostWithdrawalsService::NewStub(Connect(installation, "payments"))),
      timelines_(timelines::v1::TimelinesService::NewStub(Connect(installation, "timelines"))),
      random_(options_.seed * 1000 + static_cast<uint64_t>(options_.number)) {}

int64_t Client::Random(int64_t from, int64_t to) {
  return from + static_cast<int64_t>(random_() % static_cast<uint64_t>(to - from + 1));
}

void Client::ResolveAbandoned() {
  const std::vector<std::function<void()>> open = std::move(abandoned_);
  abandoned_.clear();
  for (const auto& send : open) send();
}

void Client::ImportPlan() {
  access::v1::CreateOrganisationRequest create;
  create.set_organisation(kOrganisation);
  create.mutable_details()->set_title_bg("Община Любимец");
  create.mutable_details()->set_title_en("Municipality of Lyubimets");
  create.mutable_details()->set_municipality("Любимец");
  Send(*access_, &access::v1::AccessService::Stub::CreateOrganisation, create);
  std::stringstream document;
  document << std::ifstream(kPlan).rdbuf();
  plans::v1::ImportPlanRequest import;
  import.set_parent(absl::StrCat("organisations/", kOrganisation));
  import.set_file_name("plan.txt");
  import.set_content(document.str());
  import.set_accept(true);
  Send(*plans_, &plans::v1::PlansService::Stub::ImportPlan, import);
}

std::string Client::ConcludeContract(int64_t total_minor, bool state_aid) {
  using Stub = proposals::v1::ProposalsService::Stub;
  const std::string parent = absl::StrCat("organisations/", kOrganisation);
  const std::string procedure = state_aid ? kStateAidProcedure : kProcedure;
  const std::string number = absl::StrFormat("%s-%02d%03d", procedure, options_.number, ++contracts_);
  const int64_t eu = total_minor * 85 / 100;
  proposals::v1::CreateProposalRequest create;
  create.set_parent(parent);
  create.mutable_proposal()->set_number(number);
  create.mutable_proposal()->set_procedure(procedure);
  create.mutable_proposal()->set_title("Проект");
  create.mutable_proposal()->set_duration_months(18);
  SetParts(eu, total_minor - eu, create.mutable_proposal()->mutable_requested());
  const std::string proposal = absl::StrCat(parent, "/proposals/", number);
  proposals::v1::SubmitProposalRequest submit;
  submit.set_name(proposal);
  submit.set_submitted_on("2016-09-30");
  proposals::v1::EvaluateProposalRequest evaluate;
  evaluate.set_name(proposal);
  evaluate.mutable_evaluation()->set_kind(proposals::v1::COMPLEX);
  evaluate.mutable_evaluation()->set_standing(proposals::v1::APPROVED);
  evaluate.mutable_evaluation()->set_decided_on("2017-03-15");
  proposals::v1::ConcludeContractRequest conclude;
  conclude.set_parent(parent);
  conclude.mutable_contract()->set_number(number + "-C01");
  conclude.mutable_contract()->set_proposal(proposal);
  conclude.mutable_contract()->set_concluded_on("2017-04-18");
  conclude.mutable_contract()->set_starts_on("2017-04-18");
  conclude.mutable_contract()->set_duration_months(18);
  conclude.mutable_contract()->set_period_rule(proposals::v1::DAY_BEFORE);
  *conclude.mutable_contract()->mutable_amount() = create.proposal().requested();
  Send(*proposals_, &Stub::CreateProposal, create);
  Send(*proposals_, &Stub::SubmitProposal, submit);
  Send(*proposals_, &Stub::EvaluateProposal, evaluate);
  Send(*proposals_, &Stub::ConcludeContract, conclude);
  if (options_.await_followers) options_.await_followers();
  return absl::StrCat(parent, "/contracts/", number, "-C01");
}

void Client::PlanContract(const std::string& contract, int64_t total_minor) {
  budgets::v1::CreateBudgetRequest budget;
  budget.set_parent(contract);
  for (const int line : {1, 2}) {
    budgets::v1::Line* added = budget.add_lines();
    added->set_code(absl::StrCat(line, ".1"));
    added->set_title("Ред");
    added->set_expense_type(line == 1 ? "staff" : "services");
    SetMoney(line == 1 ? total_minor * 6 / 10 : total_minor - total_minor * 6 / 10,
             added->mutable_total());
  }
  staffing::v1::CreateSchemeRequest scheme;
  scheme.set_parent(contract);
  scheme.mutable_scheme()->set_scheme("team");
  scheme.mutable_scheme()->set_title("Екип");
  staffing::v1::Position* position = scheme.mutable_scheme()->add_positions();
  position->set_code("P1");
  position->set_title("Социален работник");
  position->set_places(2);
  position->set_months(12);
  SetMoney(115000, position->mutable_monthly_cost());
  timelines::v1::CreateActivitiesRequest activities;
  activities.set_parent(contract);
  timelines::v1::Activity* activity = activities.add_activities();
  activity->set_code("A1");
  activity->set_title("Обучение");
  activity->set_first_month(1);
  activity->set_last_month(3);
  Send(*budgets_, &budgets::v1::BudgetsService::Stub::CreateBudget, budget);
  Send(*staffing_, &staffing::v1::StaffingService::Stub::CreateScheme, scheme);
  Send(*timelines_, &timelines::v1::TimelinesService::Stub::CreateActivities, activities);
}

std::optional<budgets::v1::Cost> Client::RecordCost(const std::string& contract) {
  budgets::v1::RecordCostRequest request;
  request.set_parent(contract);
  request.mutable_cost()->set_line(Random(0, 1) == 0 ? "1.1" : "2.1");
  budgets::v1::CostDocument* document = request.mutable_cost()->mutable_document();
  document->set_type(budgets::v1::INVOICE);
  document->set_number(absl::StrCat(options_.number, "-", ++documents_));
  document->set_issued_on("2017-09-01");
  document->set_paid_on("2017-09-05");
  document->set_issuer("Доставчик");
  SetMoney(Random(100, 30000), document->mutable_total());
  *request.mutable_cost()->mutable_claimed() = document->total();
  return Send(*budgets_, &budgets::v1::BudgetsService::Stub::RecordCost, request);
}

void Client::MoveBetweenLines(const std::string& contract, int64_t minor) {
  const bool forth = Random(0, 1) == 0;
  budgets::v1::TransferBetweenLinesRequest request;
  request.set_parent(contract);
  request.mutable_transfer()->set_from_line(forth ? "1.1" : "2.1");
  request.mutable_transfer()->set_to_line(forth ? "2.1" : "1.1");
  SetMoney(minor, request.mutable_transfer()->mutable_amount());
  request.mutable_transfer()->set_valid_on("2018-01-15");
  request.mutable_transfer()->set_reason("Нужда");
  request.mutable_transfer()->set_document("Писмо 2");
  Send(*ledger_, &budgets::v1::LedgerService::Stub::TransferBetweenLines, request);
}

void Client::AmendContract(const std::string& contract, int64_t total_minor) {
  using Stub = proposals::v1::ContractVersionsService::Stub;
  const int64_t first = total_minor * 55 / 100;
  const int64_t second = total_minor * 40 / 100;
  proposals::v1::CreateContractVersionRequest create;
  create.set_parent(contract);
  create.mutable_version()->set_type(proposals::v1::ANNEX);
  create.mutable_version()->set_concluded_on("2018-02-10");
  create.mutable_version()->set_document("Анекс 1");
  create.mutable_version()->set_reason("Икономии");
  create.mutable_version()->set_revises_budget(true);
  const int64_t eu = (first + second) * 85 / 100;
  SetParts(eu, first + second - eu, create.mutable_version()->mutable_amount());
  const auto version = Send(*versions_, &Stub::CreateContractVersion, create);
  if (!version.has_value()) return;
  proposals::v1::EnterContractVersionRequest enter;
  enter.set_name(version->name());
  if (!Send(*versions_, &Stub::EnterContractVersion, enter).has_value()) return;
  budgets::v1::ReviseBudgetRequest revise;
  revise.set_name(version->name());
  for (const int line : {1, 2}) {
    budgets::v1::RevisedLine* revised = revise.add_lines();
    revised->set_code(absl::StrCat(line, ".1"));
    SetMoney(line == 1 ? first : second, revised->mutable_total());
  }
  Send(*ledger_, &budgets::v1::LedgerService::Stub::ReviseBudget, revise);
}

void Client::Redenominate(const std::string& contract) {
  proposals::v1::RedenominateContractRequest request;
  request.set_name(contract);
  request.set_still_to_settle(true);
  Send(*redenominations_, &proposals::v1::RedenominationsService::Stub::RedenominateContract, request);
}

}  // namespace tranche::crash
