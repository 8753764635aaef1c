// SPDX-License-Identifier: EUPL-1.2
// How a client ends a contract: it does what stands in the way of closing its money, one thing after
// the other, and closes it.
#include "absl/strings/match.h"
#include "client_send.h"

namespace tranche::crash {
namespace {

using Closings = payments::v1::ClosingsService::Stub;

constexpr int kObstaclesMax = 20;
constexpr char kSettledOn[] = "2018-09-03";
constexpr char kClosedOn[] = "2018-10-01";

}  // namespace

void Client::PayWhatIsLeft(const std::string& contract, const std::string& claim) {
  payments::v1::GetClaimRequest get;
  get.set_name(claim);
  const auto found =
      Read<payments::v1::Claim>(*payments_, &payments::v1::PaymentsService::Stub::GetClaim, get);
  if (!found.has_value()) return;
  const auto left = [&](const auto& part) {
    return Minor(part(found->payable())) - Minor(part(found->paid())) - Minor(part(found->deducted()));
  };
  Pay(contract, *found, left([](const auto& parts) { return parts.eu(); }),
      left([](const auto& parts) { return parts.national(); }), kSettledOn);
}

void Client::RepayWhatIsOwed(const std::string& debt) {
  using Stub = payments::v1::DebtsService::Stub;
  payments::v1::GetDebtRequest get;
  get.set_name(debt);
  get.set_as_of(kSettledOn);
  const auto found = Read<payments::v1::Debt>(*debts_, &Stub::GetDebt, get);
  if (!found.has_value()) return;
  payments::v1::RecordRepaymentRequest request;
  request.set_parent(debt);
  *request.mutable_repayment()->mutable_amount() = found->balance().owed();
  request.mutable_repayment()->set_repaid_on(kSettledOn);
  request.mutable_repayment()->set_way(payments::v1::BY_BANK);
  request.mutable_repayment()->set_kind(payments::v1::EX_GRATIA);
  request.mutable_repayment()->set_reference("Извлечение");
  Send(*debts_, &Stub::RecordRepayment, request);
}

// Costs that were given up after they had been recorded, and are in no claim.
void Client::WithdrawReserved(const std::string& contract) {
  budgets::v1::ListCostsRequest list;
  list.set_parent(contract);
  list.set_page_size(500);
  const auto costs = Read<budgets::v1::ListCostsResponse>(
      *budgets_, &budgets::v1::BudgetsService::Stub::ListCosts, list);
  if (!costs.has_value()) return;
  payments::v1::WithdrawCostsRequest request;
  request.set_parent(contract);
  request.set_reason("Не се иска");
  request.set_withdrawn_on(kSettledOn);
  for (const budgets::v1::Cost& cost : costs->costs()) {
    if (cost.state() == budgets::v1::RESERVED) request.add_costs(cost.name());
  }
  if (!request.costs().empty())
    Send(*withdrawals_, &payments::v1::CostWithdrawalsService::Stub::WithdrawCosts, request);
}

// False when this client does nothing about it.
bool Client::Remove(const std::string& contract, const payments::v1::ClosingObstacle& obstacle) {
  const std::string record = absl::StrCat(contract, "/", obstacle.record());
  const std::size_t before = history_.size();
  if (obstacle.reason() == "CLOSING_CLAIM_UNPAID") {
    PayWhatIsLeft(contract, record);
  } else if (obstacle.reason() == "CLOSING_COSTS_RESERVED") {
    WithdrawReserved(contract);
  } else if (obstacle.reason() == "CLOSING_DEBT_OPEN") {
    RepayWhatIsOwed(record);
  } else if (absl::StartsWith(obstacle.record(), "irregularities/")) {
    payments::v1::MoveIrregularityRequest request;
    request.set_name(record);
    request.set_step(payments::v1::END_CASE);
    request.set_on(kSettledOn);
    request.set_note("Възстановено");
    Send(*cases_, &payments::v1::IrregularitiesService::Stub::MoveIrregularity, request);
  }
  return history_.size() > before;
}

void Client::CloseContract(const std::string& contract) {
  payments::v1::GetClosingRequest get;
  get.set_name(contract + "/closing");
  for (int removed = 0; removed < kObstaclesMax; ++removed) {
    const auto closing = Read<payments::v1::Closing>(*closings_, &Closings::GetClosing, get);
    if (!closing.has_value()) return;
    if (closing->obstacles().empty()) break;
    if (!Remove(contract, closing->obstacles(0))) return;
  }
  payments::v1::CloseMoneyRequest request;
  request.set_name(get.name());
  request.set_closed_on(kClosedOn);
  request.set_reference("Решение 7");
  Send(*closings_, &Closings::CloseMoney, request);
}

}  // namespace tranche::crash
