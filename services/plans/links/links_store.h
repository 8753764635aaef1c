// SPDX-License-Identifier: EUPL-1.2
// All SQL on links between plans and projects.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "plans/links/project_link.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "tranche/plans/v1/project_links.pb.h"

namespace tranche::plans::store {

// Others that write links of the organisation wait.
void LockLinks(pg::Tx& tx, const std::string& organisation);

// The links that stand of the project of `asked` to its plan or strategy.
std::vector<LinkFact> ListOfProject(pg::Tx& tx, const std::string& organisation, const LinkFact& asked);

// Stores under the number after the last; links of the organisation are locked. Target and project are
// taken from `fact`, words from `link`.
v1::ProjectLink InsertLink(pg::Tx& tx, const rpc::CallScope& scope, const std::string& organisation,
                           const LinkFact& fact, const v1::ProjectLink& link);

// Without findings. NOT_FOUND; organisation "-": any that the caller sees, NAME_AMBIGUOUS.
absl::StatusOr<v1::ProjectLink> GetLink(pg::Tx& tx, const std::string& organisation, int number);
v1::ProjectLink EndLink(pg::Tx& tx, const std::string& organisation, int number,
                        const std::string& reason);

struct LinkFilter {
  std::string organisation;  // "-": any.
  std::string plan;          // Empty: any.
  std::string strategy;
  std::string contract;
  bool with_ended = false;
};
struct LinkKey {
  std::string organisation;
  int number = 0;
};
std::vector<v1::ProjectLink> ListLinks(pg::Tx& tx, const LinkFilter& filter, const LinkKey& after,
                                       int limit);

}  // namespace tranche::plans::store
