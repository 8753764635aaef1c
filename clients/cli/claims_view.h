// SPDX-License-Identifier: EUPL-1.2
// How claims are named on the command line and shown, for the commands that have to do with them.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "cli/commands.h"

namespace tranche::cli {

// Calls a method that answers with a claim and shows it, with what is not approved of its costs.
absl::Status ShowClaimAnswer(Session& session, const std::string& method,
                             const google::protobuf::Message& request);

// The claim's name: as it was typed, or by its place in the sequence of the contract.
std::string ClaimName(const std::string& contract, const Arguments& arguments);

// Refused before anything is asked: the server would only say that there is no such claim.
absl::Status CheckClaimNumber(const Session& session, const Arguments& arguments);

inline constexpr Parameter kClaimParameter{
    "claim",
    Kind::kRequired,
    {"Номер на искането по ред: 1, 2 …", "Place of the claim in the sequence: 1, 2 …"},
    Takes::kClaim};

}  // namespace tranche::cli
