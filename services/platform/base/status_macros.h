// SPDX-License-Identifier: EUPL-1.2
// The two macros of this code base: leave the function when a step has failed.
#pragma once

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define TRANCHE_CONCAT_INNER(a, b) a##b
#define TRANCHE_CONCAT(a, b) TRANCHE_CONCAT_INNER(a, b)

// Returns the status of `expression` when it is not OK.
#define TRANCHE_RETURN_IF_ERROR(expression)                     \
  do {                                                          \
    if (absl::Status status = (expression); !status.ok()) {     \
      return status;                                            \
    }                                                           \
  } while (false)

// Declares or assigns `target` from a StatusOr, or returns its status.
#define TRANCHE_ASSIGN_OR_RETURN(target, expression) \
  TRANCHE_ASSIGN_OR_RETURN_INNER(TRANCHE_CONCAT(status_or_, __LINE__), target, expression)
#define TRANCHE_ASSIGN_OR_RETURN_INNER(name, target, expression) \
  auto name = (expression);                                      \
  if (!name.ok()) {                                              \
    return std::move(name).status();                             \
  }                                                              \
  target = *std::move(name)
