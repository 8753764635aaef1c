// SPDX-License-Identifier: EUPL-1.2
// What words say of an adoption: decision, minutes, body and day.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "plans/plan.h"

namespace tranche::plans::reading {

// What a text says of an adoption, and where it stands: offsets into the text.
struct FoundAdoption {
  Adoption adoption;
  std::vector<std::pair<std::string, std::pair<std::size_t, std::size_t>>> places;
};

// A number behind "Решение №" that is blank is "", one that is not spoken of is absent. The name of the
// municipality helps to take that of its council whole.
FoundAdoption ReadAdoption(absl::string_view text, absl::string_view municipality);

}  // namespace tranche::plans::reading
