// SPDX-License-Identifier: EUPL-1.2
// All SQL of the access service.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "platform/pg/transaction.h"
#include "tranche/access/v1/access_service.pb.h"

namespace tranche::access::store {

// ORGANISATION_EXISTS when the id is taken.
absl::StatusOr<v1::Organisation> InsertOrganisation(pg::Tx& tx, const std::string& organisation,
                                                    const v1::Organisation& details);
// NOT_FOUND.
absl::StatusOr<v1::Organisation> GetOrganisation(pg::Tx& tx, const std::string& organisation);
v1::ListOrganisationsResponse ListOrganisations(pg::Tx& tx);

}  // namespace tranche::access::store
