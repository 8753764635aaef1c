// SPDX-License-Identifier: EUPL-1.2
#include "cli/completion.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace tranche::cli {
namespace {

constexpr int kHelpColumnsMax = 60;

// "contract" for the positional of that name, "data" for --data.
std::string KeyOf(const OptionNode& option) {
  absl::string_view name = option.names.back();
  while (absl::ConsumePrefix(&name, "-")) {
  }
  return std::string(name);
}

const OptionNode* FindOption(const std::vector<const CommandNode*>& path, absl::string_view name) {
  for (auto at = path.rbegin(); at != path.rend(); ++at) {
    for (const OptionNode& option : (*at)->options) {
      if (!option.positional && absl::c_linear_search(option.names, name)) return &option;
    }
  }
  return nullptr;
}

const OptionNode* FindPositional(const CommandNode& command, size_t index) {
  for (const OptionNode& option : command.options) {
    if (option.positional && index-- == 0) return &option;
  }
  return nullptr;
}

const CommandNode* FindCommand(const CommandNode& parent, absl::string_view name) {
  for (const CommandNode& command : parent.commands) {
    if (command.name == name) return &command;
  }
  return nullptr;
}

// Goes along the words that are complete.
class Walk {
 public:
  explicit Walk(const CommandNode& program) { place_.path.push_back(&program); }

  void Take(const std::string& word) {
    if (awaiting_ != nullptr) {
      place_.given[KeyOf(*awaiting_)] = word;
      awaiting_ = nullptr;
    } else if (!only_positionals_ && word == "--") {
      only_positionals_ = true;
    } else if (IsOption(word)) {
      TakeOption(word);
    } else if (const CommandNode* command = FindCommand(*place_.path.back(), word)) {
      place_.path.push_back(command);
    } else if (const OptionNode* option = FindPositional(*place_.path.back(), positionals_++)) {
      place_.given[KeyOf(*option)] = word;
    }
  }

  Place End(const std::string& word) {
    const size_t equals = word.find('=');
    place_.typed = word;
    if (awaiting_ != nullptr) {
      place_.option = awaiting_;
    } else if (!only_positionals_ && absl::StartsWith(word, "--") && equals != std::string::npos) {
      place_.option = FindOption(place_.path, word.substr(0, equals));
      place_.before = word.substr(0, equals + 1);
      place_.typed = word.substr(equals + 1);
    } else if (only_positionals_ || !absl::StartsWith(word, "-")) {
      place_.option = FindPositional(*place_.path.back(), positionals_);
    }
    return std::move(place_);
  }

 private:
  bool IsOption(const std::string& word) const {
    return !only_positionals_ && word.size() > 1 && word[0] == '-';
  }

  void TakeOption(const std::string& word) {
    const size_t equals = word.find('=');
    const OptionNode* option = FindOption(place_.path, word.substr(0, equals));
    if (option == nullptr) return;
    if (option->takes_value && equals == std::string::npos) {
      awaiting_ = option;
    } else {
      place_.given[KeyOf(*option)] = equals == std::string::npos ? "" : word.substr(equals + 1);
    }
  }

  Place place_;
  const OptionNode* awaiting_ = nullptr;  // Its value comes next.
  size_t positionals_ = 0;
  bool only_positionals_ = false;
};

// The options that may still be given.
std::vector<Word> OptionWords(const Place& place) {
  std::vector<Word> words;
  std::set<std::string> seen;
  for (auto at = place.path.rbegin(); at != place.path.rend(); ++at) {
    for (const OptionNode& option : (*at)->options) {
      if (option.positional || !seen.insert(option.names.back()).second) continue;
      if (place.given.count(KeyOf(option)) > 0 && !option.repeats) continue;
      words.push_back({option.names.back(), option.help});
    }
  }
  return words;
}

std::vector<Word> CommandWords(const CommandNode& parent) {
  std::vector<Word> words;
  for (const CommandNode& command : parent.commands) words.push_back({command.name, command.help});
  return words;
}

bool IsAskedFor(Takes takes) { return takes >= Takes::kOrganisation; }

// One line that fits beside the words.
std::string Meaning(const std::string& help) {
  std::string line;
  for (const char c : help) line.push_back(static_cast<unsigned char>(c) < 0x20 ? ' ' : c);
  return Shortened(line, kHelpColumnsMax);
}

}  // namespace

Place FindPlace(const CommandNode& program, const std::vector<std::string>& words) {
  Walk walk(program);
  for (size_t i = 0; i + 1 < words.size(); ++i) walk.Take(words[i]);
  return walk.End(words.empty() ? "" : words.back());
}

Offered Offer(const Place& place, const std::function<std::vector<Word>(const Place&)>& names) {
  Offered offered;
  const CommandNode& command = *place.path.back();
  std::vector<Word> words;
  if (place.option != nullptr) {
    offered.takes = place.option->takes;
    words = IsAskedFor(offered.takes) ? names(place) : place.option->words;
  } else if (absl::StartsWith(place.typed, "-")) {
    words = OptionWords(place);
  } else if (place.before.empty()) {
    words = CommandWords(command);
  }
  std::set<std::string> seen;
  for (Word& word : words) {
    if (!absl::StartsWith(word.word, place.typed) || !seen.insert(word.word).second) continue;
    word.word = absl::StrCat(place.before, word.word);
    offered.words.push_back(std::move(word));
  }
  return offered;
}

Unquoted Unquote(absl::string_view raw) {
  Unquoted word;
  for (size_t i = 0; i < raw.size(); ++i) {
    const char c = raw[i];
    const bool more = i + 1 < raw.size();
    if (word.open_quote == '\'') {
      if (c == '\'') {
        word.open_quote = 0;
      } else {
        word.text.push_back(c);
      }
    } else if (c == '\\' && more) {
      ++i;
      // Within double quotes a backslash stands for itself before most characters.
      if (word.open_quote == '"' && !absl::StrContains("\\\"$`", raw.substr(i, 1))) {
        word.text.push_back(c);
      }
      word.text.push_back(raw[i]);
    } else if (c == '"') {
      word.open_quote = word.open_quote == 0 ? c : '\0';
    } else if (c == '\'' && word.open_quote == 0) {
      word.open_quote = c;
    } else {
      word.text.push_back(c);
    }
  }
  return word;
}

std::string Quote(absl::string_view word) {
  std::string quoted;
  for (const char c : word) {
    const bool plain = static_cast<unsigned char>(c) >= 0x80 || absl::ascii_isalnum(c) ||
                       absl::StrContains("_-./=:,+@%^", std::string(1, c));
    if (!plain) quoted.push_back('\\');
    quoted.push_back(c);
  }
  return quoted;
}

namespace {

// A word that stands within a quote that is open on the line: bash puts it there as it is.
std::string QuoteWithin(char quote, absl::string_view word) {
  if (quote == '\'') return absl::StrReplaceAll(word, {{"'", "'\\''"}});
  return absl::StrReplaceAll(word, {{"\\", "\\\\"}, {"\"", "\\\""}, {"$", "\\$"}, {"`", "\\`"}});
}

}  // namespace

std::string AnswerShell(const CommandNode& program, const std::string& shell,
                        const std::vector<std::string>& words,
                        const std::function<std::vector<Word>(const Place&)>& names) {
  const bool bash = shell == "bash";
  std::vector<std::string> plain;
  char open_quote = 0;
  for (const std::string& word : words) {
    // Bash hands words over as they stand on the line, fish only the one that is typed.
    const bool raw = bash || (shell == "fish" && &word == &words.back());
    const Unquoted unquoted = raw ? Unquote(word) : Unquoted{.text = word};
    plain.push_back(unquoted.text);
    open_quote = unquoted.open_quote;
  }
  const Offered offered = Offer(FindPlace(program, plain), names);
  if (offered.takes == Takes::kFile) return "files\n";
  if (offered.takes == Takes::kFolder) return "folders\n";
  std::string answer = "words\n";
  for (const Word& word : offered.words) {
    if (bash) {
      absl::StrAppend(&answer, open_quote == 0 ? Quote(word.word) : QuoteWithin(open_quote, word.word),
                      "\n");
    } else {
      const std::string meaning = Meaning(word.help);
      absl::StrAppend(&answer, word.word, meaning.empty() ? "" : "\t", meaning, "\n");
    }
  }
  return answer;
}

}  // namespace tranche::cli
