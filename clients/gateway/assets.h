// SPDX-License-Identifier: EUPL-1.2
// The files of templates/, built into the program.
#pragma once

#include <string>
#include <vector>

namespace tranche::gateway {

struct Asset {
  std::string name;  // "page.tpl"
  std::string text;
};

// Defined in a source file that embed.cmake writes.
const std::vector<Asset>& Assets();

}  // namespace tranche::gateway
