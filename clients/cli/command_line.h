// SPDX-License-Identifier: EUPL-1.2
// From the arguments of the program to an exit code.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "platform/base/error.h"

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
  int columns = 0;  // Of the terminal that is written to; 0: not known, or there is none.
};

// Runs one command. `arguments` are without the program's name.
int RunCommandLine(const std::vector<std::string>& arguments, const Environment& environment,
                   std::ostream& out, std::ostream& err);

// What is wrong with the arguments of a command, "" when they can be run. Runs nothing: for whoever
// shows commands to people, so that what is shown is right.
std::string FindMistake(const std::vector<std::string>& arguments, Language language);

}  // namespace tranche::cli
