// SPDX-License-Identifier: EUPL-1.2
// Projects as the events of proposals tell of them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "plans/search/index_words.h"
#include "platform/pg/transaction.h"

namespace tranche::plans {
namespace store {

struct Project {
  std::string organisation;
  std::string contract_id;   // The number, folded, as in the contract's name.
  std::string number_typed;  // As it was typed when the contract was concluded.
  std::string title;
  // Word of tranche.proposals.v1.ExecutionState. Kept with the rest of what an event tells and read by
  // nobody yet: events are not told again, and without it no later reader could know the state.
  std::string state;
  int version = 0;
};

// What a newer version of the contract has told stays.
void PutProject(pg::Tx& tx, const Project& project);
// The project of a contract of this organisation that is known by now.
std::optional<Project> FindProject(pg::Tx& tx, const std::string& organisation,
                                   const std::string& contract_id);
std::vector<Project> ListProjects(pg::Tx& tx, const std::string& organisation);

}  // namespace store

// A project is found by its title and its number.
search::RecordTexts TextsOf(const store::Project& project);
// From now on.
absl::Status IndexProject(pg::Tx& tx, const store::Project& project);

}  // namespace tranche::plans
