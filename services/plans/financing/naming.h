// SPDX-License-Identifier: EUPL-1.2
// What the words around one amount of a financing cell call it.
#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "plans/financing/product.h"
#include "plans/plan.h"

namespace tranche::plans::financing {

enum class Role {
  kTotal,
  kResult,  // Behind "=": the total, unless another one is named.
  kPart,
  kMonthly,
  kDaily,
  kUnitPrice,
  kUnread,  // Multiplied by what could not be read.
  kOpen,    // A price or a total: the words do not say.
};

struct Naming {
  Role role = Role::kPart;
  MonthlyBasis basis = MonthlyBasis::kUnstated;
  std::string label;      // Of a part; "" when no words stand before or behind it.
  int year = 0;           // Of a part, when the label is a year and nothing else.
  std::string qualifier;  // "до", "около".
  Product product;
  bool yearly = false;    // The price of a year, or of the half or the quarter of one.
  bool leads = false;     // "…, в т.ч.": what follows is parts of it.
  std::size_t begin = 0;  // Bytes before the amount that belong to it as factors.
  std::size_t end = 0;    // Bytes behind it that belong to it.
};

// `before` reaches back to what belongs to another amount, `after` to the next amount. `last`: there is
// no next one. `one_year`: the plan is of one year, so that an amount "годишно" is one like any other.
Naming NameAmount(absl::string_view before, absl::string_view after, bool last, bool one_year);

}  // namespace tranche::plans::financing
