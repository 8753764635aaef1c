// SPDX-License-Identifier: EUPL-1.2
// Proposals and contracts between the wire and the domain.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "proposals/contract.h"
#include "proposals/proposal.h"
#include "tranche/proposals/v1/proposals.pb.h"

namespace tranche::proposals {

std::string ProposalName(const std::string& organisation, const std::string& id);
std::string ContractName(const std::string& organisation, const std::string& id);

// The segment under which a typed register number is found; REGISTER_NUMBER_MALFORMED when it cannot be
// one.
absl::StatusOr<std::string> SegmentOf(const std::string& number);

// What a request states; output-only fields are not read. Errors of amounts, days and marks.
absl::StatusOr<Proposal> FromProto(const std::string& organisation, const v1::Proposal& proto);
absl::StatusOr<Evaluation> FromProto(const v1::Evaluation& proto);
// The terms of a contract; its proposal is looked up by whoever concludes it.
absl::StatusOr<Contract> FromProto(const std::string& organisation, const v1::Contract& proto);
absl::StatusOr<BeneficiaryKind> FromProto(v1::BeneficiaryKind kind, const char* field);

v1::Proposal ToProto(const Proposal& proposal);
v1::Contract ToProto(const Contract& contract);
v1::BeneficiaryKind ToProto(BeneficiaryKind kind);

}  // namespace tranche::proposals
