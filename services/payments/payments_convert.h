// SPDX-License-Identifier: EUPL-1.2
// Claims and payments between the wire and the domain.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "payments/claim.h"
#include "payments/clearing.h"
#include "payments/question.h"
#include "payments/verification.h"
#include "tranche/payments/v1/payments.pb.h"
#include "tranche/proposals/v1/proposals.pb.h"

namespace tranche::payments::convert {

// The register number in the name of a contract or of something below it, folded.
struct ContractName {
  std::string organisation;  // "-" for whichever has it.
  std::string id;
};
absl::StatusOr<ContractName> ParseContractName(const std::string& name);

// The same of the name of a contract's cash position.
absl::StatusOr<ContractName> ParsePositionName(const std::string& name);

struct ClaimName {
  ContractName contract;
  int sequence = 0;  // 0: a segment that is no sequence, so that there is no such claim.
};
absl::StatusOr<ClaimName> ParseClaimName(const std::string& name);

// COST_OF_ANOTHER_CONTRACT, RESOURCE_NAME_MALFORMED.
absl::StatusOr<std::string> CostIdOf(const Contract& contract, const std::string& cost_name);

std::string NameOf(const Contract& contract);
std::string NameOfClaim(const Contract& contract, int sequence);
std::string NameOfPackage(const Contract& contract, int sequence);
std::string NameOfCost(const Contract& contract, const std::string& cost_id);
std::string NameOfPayment(const Contract& contract, const std::string& payment_id);
std::string NumberOfPayment(const Contract& contract, const std::string& payment_id);

ClaimKind KindFromProto(v1::ClaimKind kind);
v1::Claim ToProto(const Contract& contract, const Claim& claim);
v1::Payment ToProto(const Contract& contract, const Payment& payment);
v1::Question ToProto(const Question& question);
v1::AdvanceSecurity ToProto(const AdvanceSecurity& security);
absl::StatusOr<AdvanceSecurity> FromProto(const v1::AdvanceSecurity& proto);
v1::PackageReturn ToProto(const PackageReturn& returned);
// The rule of the cap is told beside the cap; null: there is none.
v1::CashPosition ToProto(const Contract& contract, const CashPosition& position,
                         const RuleVersion* cap_rule);
// The decision without its verdicts, which need the claim's costs.
absl::StatusOr<Decision> FromProto(const v1::Verification& verification);
// INVALID_REQUEST with every amount that cannot be read.
absl::StatusOr<std::vector<VerdictInput>> VerdictsFromProto(const Contract& contract,
                                                            const v1::Verification& verification);
// The amount's parts must be there.
absl::StatusOr<Payment> FromProto(const v1::Payment& payment);
// EVENT_UNREADABLE when a contract in force lacks what every one has.
absl::StatusOr<Contract> FromProto(const std::string& organisation,
                                   const proposals::v1::Contract& contract);

}  // namespace tranche::payments::convert
