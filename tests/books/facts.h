// SPDX-License-Identifier: EUPL-1.2
// Reads what all schemas hold, as the database's administrator.
#pragma once

#include <string>

#include "books/history.h"
#include "tranche/budgets/v1/budgets.pb.h"

namespace tranche::books {

Facts ReadFacts(const std::string& conninfo);

// Whether every follower stands at the end of the log that it follows, with no write under way.
bool IsQuiet(const std::string& conninfo);

// The answer of RecordCost as its request row has it: what the database alone knew.
std::string AnswerOf(const budgets::v1::Cost& cost);

}  // namespace tranche::books
