// SPDX-License-Identifier: EUPL-1.2
// The commands as the parser knows them, without the parser's library: completion and manual pages are
// made of this, so that they say what the parser takes.
#pragma once

#include <string>
#include <vector>

#include "cli/commands.h"

namespace tranche::cli {

struct OptionNode {
  std::vector<std::string> names;  // "-o", "--output"; of a positional its name alone.
  std::string help;
  bool positional = false;
  bool takes_value = false;
  bool required = false;
  bool repeats = false;
  Takes takes = Takes::kText;
  std::vector<Word> words;  // All that the value may be; none: anything.
};

// The program, a noun or a verb. An option may be given after any command below the one that has it.
struct CommandNode {
  std::string name;
  std::string help;
  std::vector<OptionNode> options;
  std::vector<CommandNode> commands;
  std::string examples;  // Lines; of a command that does something.
};

CommandNode CommandTree(Language language);

}  // namespace tranche::cli
