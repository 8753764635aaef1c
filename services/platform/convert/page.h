// SPDX-License-Identifier: EUPL-1.2
// Pages of a list by key: the token holds the last key that was shown and which list it belongs to.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"

namespace tranche::convert {

inline constexpr int kPageSizeDefault = 50;

// 0 means the default; the rule of the field has refused anything out of range.
int PageSize(int asked);

// Opaque text for a list ("budgets.costs organisations/…") and the key of its last row.
std::string MakePageToken(absl::string_view list, const std::vector<std::string>& last_key);
// The key, empty for an empty token; PAGE_TOKEN_INVALID for one of another list.
absl::StatusOr<std::vector<std::string>> ReadPageToken(absl::string_view list, absl::string_view token);

// The same for a list whose key is one number, counted from 1: 0 for an empty token.
template <class Number>
absl::StatusOr<Number> ReadNumberToken(absl::string_view list, absl::string_view token) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> key, ReadPageToken(list, token));
  Number number = 0;
  if (!key.empty() && (key.size() != 1 || !absl::SimpleAtoi(key.front(), &number) || number < 0)) {
    return Refuse("PAGE_TOKEN_INVALID");
  }
  return number;
}

}  // namespace tranche::convert
