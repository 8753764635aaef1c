// SPDX-License-Identifier: EUPL-1.2
// Manual pages, one for the program and one for each noun, made of the same tree as the help.
#pragma once

#include <string>
#include <vector>

#include "cli/command_tree.h"

namespace tranche::cli {

struct ManPage {
  std::string file;  // "tranche-plans.1"
  std::string text;  // In roff, man(7).
};

std::vector<ManPage> ManPages(const CommandNode& program, Language language);

}  // namespace tranche::cli
