// SPDX-License-Identifier: EUPL-1.2
// Contracts with a budget for as many lines as a load needs, and the costs that it charges to them.
// Used by the race and by the measurements (tests/bench).
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "programs.h"
#include "tranche/budgets/v1/budgets_service.grpc.pb.h"

namespace tranche::load {

inline constexpr char kOrganisation[] = "sopot";  // A token of Programs holds it; it has no example.

// Of the organisation's contract `number`, 1, 2, …: its segment, and its name.
std::string ContractId(int number);
std::string ContractName(int number);

// Makes contract `number` as the event of its conclusion leaves it in budgets, and through the API its
// budget of lines "1", "2", … "n" (200 at most) with the same cap each: 72.25 % EU, 12.75 % national
// and 15 % own money, but for the cents that the allotment moves.
void MakeBudget(const flow::Programs& programs, int number, int lines, int64_t line_cap_minor);

// What a client connects by: a channel of its own, and the owner's token.
std::unique_ptr<budgets::v1::BudgetsService::Stub> Connect(const flow::Programs& programs);
void SignIn(const flow::Programs& programs, grpc::ClientContext* context);

// An invoice of this amount, all of it claimed; `key` is its number and the request's.
budgets::v1::RecordCostRequest CostOf(int contract, int line, const std::string& key, int64_t minor);

// 1234 as "12.34".
std::string AmountText(int64_t minor);

}  // namespace tranche::load
