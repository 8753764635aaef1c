// SPDX-License-Identifier: EUPL-1.2
// From the arguments of the program to an exit code.
#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace tranche::cli {

// What the program is told by its surroundings; given in, so that tests do not depend on theirs.
struct Environment {
  bool root = false;
  const char* tranche_data = nullptr;
  const char* xdg_data_home = nullptr;
  const char* home = nullptr;
  const char* lc_all = nullptr;
  const char* lc_messages = nullptr;
  const char* lang = nullptr;
  const char* no_color = nullptr;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
};

// Runs one command. `arguments` are without the program's name.
int RunCommandLine(const std::vector<std::string>& arguments, const Environment& environment,
                   std::ostream& out, std::ostream& err);

}  // namespace tranche::cli
