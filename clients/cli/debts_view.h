// SPDX-License-Identifier: EUPL-1.2
// How a debt is shown, and what the commands about it have in common.
#pragma once

#include <vector>

#include "cli/commands.h"

namespace tranche::cli {

inline constexpr char kDebts[] = "tranche.payments.v1.DebtsService/";

inline constexpr Parameter kDebtParameter{
    "debt", Kind::kRequired, {"Пореден номер на дълга, напр. 1", "Number of the debt, for example 1"}};

const RecordSpec& DebtSpec();
// What is paid back of debts, or deducted for them.
std::vector<Command> RepaymentCommands();

}  // namespace tranche::cli
