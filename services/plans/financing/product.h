// SPDX-License-Identifier: EUPL-1.2
// An amount that is multiplied, "8 души х 8 часа х 4,50 лв. х 20 дни", or is the price of one, "15 лв.
// на час за 200 часа", "20 деца по 50 лв.".
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "plans/plan.h"

namespace tranche::plans::financing {

struct Product {
  std::vector<Factor> factors;  // In the order of the text.
  std::string unit;             // "на час"; "" when only the factors say it.
  bool times = false;           // A sign of multiplication stands there.
  bool unread = false;          // A factor is no whole number: what is multiplied is not known.
  std::size_t before = 0;       // Bytes of the words before the amount that belong to it.
  std::size_t after = 0;        // Bytes behind it.

  bool found() const { return times || unread || !factors.empty() || !unit.empty(); }
  // Every factor is a number of persons or of such units of time, and one is of time.
  bool OnlyPersonsAndMonths() const;
  bool OnlyPersonsAndDays() const;
  bool HasPersons() const;
};

// `before` ends where the amount begins, `after` begins where it ends.
Product ReadProduct(absl::string_view before, absl::string_view after);

// "човек", "лица", "асистенти": who is paid for.
bool IsPersons(absl::string_view noun);

}  // namespace tranche::plans::financing
