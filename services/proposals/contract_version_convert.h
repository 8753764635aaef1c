// SPDX-License-Identifier: EUPL-1.2
// Versions of contracts between the wire and the domain.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "proposals/contract_version.h"
#include "proposals/contract_version_store.h"
#include "tranche/proposals/v1/contract_versions.pb.h"

namespace tranche::proposals {

std::string VersionName(const std::string& organisation, const std::string& contract, int number);

// Which version a name means; NOT_FOUND when its last segment is no number of one.
struct VersionRef {
  std::string organisation;
  std::string contract;  // Folded.
  int number = 0;
};
absl::StatusOr<VersionRef> ParseVersionName(const std::string& name);

// What a request states; output-only fields are not read. Errors of amounts, days and marks.
absl::StatusOr<Amendment> FromProto(const v1::ContractVersion& proto);
v1::ContractVersion ToProto(const store::StoredVersion& stored);

}  // namespace tranche::proposals
