// SPDX-License-Identifier: EUPL-1.2
// Another key for the records of participants, by whoever runs the installation, while it goes on.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "platform/rpc/role.h"

namespace tranche::payments::participants {

struct KeyChange {
  std::string from_key;  // Signs of the keys.
  std::string to_key;
  int participants = 0;  // That this run sealed anew.
};

struct KeyChangeOptions {
  std::string subject;  // Who changes it.
  std::string reason;
  int batch = 200;  // Participants of one transaction.
  // For tests: ends as if it were killed after this many batches; below 0: never.
  int batches_max = -1;
  absl::Duration step_max = absl::Minutes(1);  // Of one transaction.
};

// Makes a new key, seals everything anew in batches, and lets the former key go when nothing is sealed
// by it any more. Until then both are there, and imports and readings go on. Killed at any point, the
// next run goes on from there: it makes no third key. Needs the folder of secrets, the pool, the issuer
// and the clock of `role`. PERSONAL_DATA_KEY_MISSING, PERSONAL_DATA_SEALED when a record cannot be
// opened.
absl::StatusOr<KeyChange> ChangePersonalKey(const rpc::RoleContext& role,
                                            const KeyChangeOptions& options);

}  // namespace tranche::payments::participants
