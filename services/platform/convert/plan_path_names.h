// SPDX-License-Identifier: EUPL-1.2
// What the values of a plan are called, by their paths.
#pragma once

#include <string>

namespace tranche::convert {

struct PathTitle {
  std::string bg;  // "мярка 1.2, източник 1, вид"
  std::string en;
};
PathTitle TitleOfPath(const std::string& path);

}  // namespace tranche::convert
