// SPDX-License-Identifier: EUPL-1.2
// Staffing schemes between the wire and the domain.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "staffing/scheme.h"
#include "tranche/proposals/v1/proposals.pb.h"
#include "tranche/staffing/v1/staffing.pb.h"

namespace tranche::staffing::convert {

// The register number in the name of a contract, folded.
absl::StatusOr<std::string> ParseContractId(const std::string& name);

struct SchemeName {
  std::string contract_id;
  std::string scheme_id;
};
absl::StatusOr<SchemeName> ParseSchemeName(const std::string& name);

// With what is reckoned filled in; MONEY_OUT_OF_RANGE.
absl::StatusOr<v1::Scheme> ToProto(const Contract& contract, const Scheme& scheme);
absl::StatusOr<Scheme> FromProto(const v1::Scheme& scheme);
absl::StatusOr<Contract> FromProto(const std::string& organisation,
                                   const proposals::v1::Contract& contract);

}  // namespace tranche::staffing::convert
