// SPDX-License-Identifier: EUPL-1.2
// What a shell may offer for the word that is being typed. The scripts of the shells know nothing
// themselves: they hand over the words and show what `tranche complete` answers, so that all three
// offer the same and nothing is written down twice.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "cli/command_tree.h"

namespace tranche::cli {

// Where the last of the words stands, and what was typed before it.
struct Place {
  std::vector<const CommandNode*>
      path;                            // The program, then its noun and verb as far as they were typed.
  const OptionNode* option = nullptr;  // Whose value it is; null: a command, or an option's name.
  std::string typed;                   // Of the value.
  std::string before;                  // "--line=" when the value stands in the same word.
  std::map<std::string, std::string> given;  // By the name of the option or positional, without dashes.
};

// `words` are those after the program's name, the last one being typed.
Place FindPlace(const CommandNode& program, const std::vector<std::string>& words);

struct Offered {
  Takes takes = Takes::kText;  // kFile, kFolder: the shell knows best what there is.
  std::vector<Word> words;
};

// `names` asks the server for those that the place takes.
Offered Offer(const Place& place, const std::function<std::vector<Word>(const Place&)>& names);

// A word as it stands on a command line: quotes and backslashes of a shell taken away. `open_quote` is
// the quote that was not closed, or 0.
struct Unquoted {
  std::string text;
  char open_quote = 0;
};
Unquoted Unquote(absl::string_view raw);
// A word for a command line of bash.
std::string Quote(absl::string_view word);

// `tranche complete SHELL WORD…`: the answer for the script of a shell. The first line says "words",
// "files" or "folders"; each other one is a word and, for zsh and fish, after a tab what it means.
std::string AnswerShell(const CommandNode& program, const std::string& shell,
                        const std::vector<std::string>& words,
                        const std::function<std::vector<Word>(const Place&)>& names);

inline constexpr const char* kShells[] = {"bash", "zsh", "fish"};
// The script for a shell.
absl::string_view CompletionScript(absl::string_view shell);

}  // namespace tranche::cli
