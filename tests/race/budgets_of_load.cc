// SPDX-License-Identifier: EUPL-1.2
#include "budgets_of_load.h"

#include <grpcpp/grpcpp.h>

#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace tranche::load {
namespace {

using budgets::v1::BudgetsService;

void SetAmount(common::v1::Money* money, int64_t minor) {
  money->set_amount(AmountText(minor));
  money->set_currency("BGN");
}

}  // namespace

std::string AmountText(int64_t minor) { return absl::StrFormat("%d.%02d", minor / 100, minor % 100); }

std::string ContractId(int number) { return absl::StrFormat("LOAD-%04d-C01", number); }

std::string ContractName(int number) {
  return absl::StrCat("organisations/", kOrganisation, "/contracts/", ContractId(number));
}

std::unique_ptr<BudgetsService::Stub> Connect(const flow::Programs& programs) {
  grpc::ChannelArguments arguments;
  // Otherwise all clients of a process would share one connection.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return BudgetsService::NewStub(
      grpc::CreateCustomChannel(programs.server(), grpc::InsecureChannelCredentials(), arguments));
}

void SignIn(const flow::Programs& programs, grpc::ClientContext* context) {
  context->AddMetadata("authorization", absl::StrCat("Bearer ", programs.Token("owner")));
}

void MakeBudget(const flow::Programs& programs, int number, int lines, int64_t line_cap_minor) {
  const int64_t total = lines * line_cap_minor;
  const int64_t own = total * 15 / 100;
  const int64_t eu = (total - own) * 85 / 100;
  programs.sandbox().Inspect(absl::StrCat(
      "insert into budgets.contract (organisation_id, contract_id, number, title, amount_eu_minor, ",
      "amount_national_minor, amount_own_minor, currency, starts_on, ends_on) values ('", kOrganisation,
      "', '", ContractId(number), "', '", ContractId(number), "', 'Проект', ", eu, ", ",
      total - own - eu, ", ", own, ", 'BGN', '2017-04-18', '2018-10-18')"));
  budgets::v1::CreateBudgetRequest request;
  request.set_parent(ContractName(number));
  request.set_request_id(absl::StrCat("budget-", number));
  for (int i = 1; i <= lines; ++i) {
    budgets::v1::Line* line = request.add_lines();
    line->set_code(absl::StrCat(i));
    line->set_title(absl::StrCat("Дейност ", i));
    line->set_expense_type("staff");
    SetAmount(line->mutable_total(), line_cap_minor);
  }
  grpc::ClientContext context;
  SignIn(programs, &context);
  budgets::v1::Budget budget;
  const grpc::Status made = Connect(programs)->CreateBudget(&context, request, &budget);
  if (!made.ok()) throw std::runtime_error(absl::StrCat("no budget: ", made.error_message()));
}

budgets::v1::RecordCostRequest CostOf(int contract, int line, const std::string& key, int64_t minor) {
  budgets::v1::RecordCostRequest request;
  request.set_parent(ContractName(contract));
  request.set_request_id(key);
  budgets::v1::Cost* cost = request.mutable_cost();
  cost->set_line(absl::StrCat(line));
  SetAmount(cost->mutable_claimed(), minor);
  budgets::v1::CostDocument* document = cost->mutable_document();
  document->set_type(budgets::v1::INVOICE);
  document->set_number(key);
  document->set_issued_on("2018-02-01");
  document->set_paid_on("2018-02-02");
  document->set_issuer("Социални услуги ЕООД");
  SetAmount(document->mutable_total(), minor);
  return request;
}

}  // namespace tranche::load
