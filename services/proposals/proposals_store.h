// SPDX-License-Identifier: EUPL-1.2
// All SQL of the proposals service. Row security limits every statement to the caller's organisations;
// an organisation "-" in a look-up means whichever of them.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "platform/pg/transaction.h"
#include "proposals/contract.h"
#include "proposals/proposal.h"

namespace tranche::proposals::store {

// Where a page of a list begins: behind this key; empty: at the start.
struct After {
  std::string organisation;
  std::string id;
};

// PROPOSAL_EXISTS.
absl::Status InsertProposal(pg::Tx& tx, const Proposal& proposal);
// State, submission and evaluation of a proposal that was locked before.
void UpdateProposal(pg::Tx& tx, const Proposal& proposal);
// One proposal, locked until the transaction ends; NOT_FOUND.
absl::StatusOr<Proposal> LockProposal(pg::Tx& tx, const std::string& organisation,
                                      const std::string& id);
// NOT_FOUND, NAME_AMBIGUOUS.
absl::StatusOr<Proposal> GetProposal(pg::Tx& tx, const std::string& organisation,
                                     const std::string& id);
// At most `limit` proposals by organisation and id.
std::vector<Proposal> ListProposals(pg::Tx& tx, const std::string& organisation, const After& after,
                                    int limit);

// CONTRACT_EXISTS.
absl::Status InsertContract(pg::Tx& tx, const Contract& contract);
bool ContractExists(pg::Tx& tx, const std::string& organisation, const std::string& id);
// NOT_FOUND, NAME_AMBIGUOUS.
absl::StatusOr<Contract> GetContract(pg::Tx& tx, const std::string& organisation,
                                     const std::string& id);
// At most `limit` contracts by organisation and id.
std::vector<Contract> ListContracts(pg::Tx& tx, const std::string& organisation, const After& after,
                                    int limit);

}  // namespace tranche::proposals::store
