// SPDX-License-Identifier: EUPL-1.2
// What becomes of a record of the groundwork when it is stored: it can be found, others hear of it, and
// it has its evidence.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "tranche/plans/v1/groundwork.pb.h"

namespace tranche::plans {

struct RecordToKeep {
  std::string organisation;
  std::string id;
  const v1::Groundwork* before = nullptr;  // Null: it is new.
  v1::Groundwork after;                    // With the revision that it has from now on.
  std::string request_id;
};
// The record as it is stored; it is locked.
absl::StatusOr<v1::Groundwork> KeepRecord(pg::Tx& tx, const rpc::CallScope& scope,
                                          const RecordToKeep& record);

}  // namespace tranche::plans
