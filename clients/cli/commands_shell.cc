// SPDX-License-Identifier: EUPL-1.2
// What the program says of itself to shells and to `man`.
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "cli/command_tree.h"
#include "cli/commands.h"
#include "cli/completion.h"
#include "cli/man_page.h"
#include "platform/base/status_macros.h"

namespace tranche::cli {
namespace {

std::vector<Word> Shells(Language) {
  std::vector<Word> shells;
  for (const char* shell : kShells) shells.push_back({shell, ""});
  return shells;
}

absl::Status PrintCompletion(Session& session, const Arguments& arguments) {
  const std::string shell = arguments.Get("shell");
  for (const char* known : kShells) {
    if (shell != known) continue;
    *session.settings().out << CompletionScript(shell);
    return absl::OkStatus();
  }
  return Problem(kExitUsage, session.Say(texts::kShellUnknown, {{"shell", shell}}));
}

// English in man1, Bulgarian in bg/man1, where `man` looks by language.
absl::Status WriteManPages(Session& session, const Arguments& arguments) {
  const std::string folder = arguments.Get("folder");
  for (const Language language : {Language::kEnglish, Language::kBulgarian}) {
    const std::string at =
        absl::StrCat(folder, language == Language::kBulgarian ? "/bg/man1" : "/man1");
    std::error_code error;
    std::filesystem::create_directories(at, error);
    for (const ManPage& page : ManPages(CommandTree(language), language)) {
      const std::string file = absl::StrCat(at, "/", page.file);
      errno = 0;
      std::ofstream out(file);
      out << page.text << std::flush;
      if (out.good()) continue;
      const std::string why = SaySystemError(errno == 0 ? EIO : errno, session.language());
      return Problem(kExitFailure, session.Say(texts::kFileUnwritable, {{"file", file}, {"why", why}}));
    }
  }
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> ShellCommands() {
  return {
      {"completion",
       "",
       {"Отпечатва скрипта, с който обвивката допълва командите с Tab",
        "Prints the script by which a shell completes the commands with Tab"},
       {{"shell", Kind::kRequired, {"bash, zsh или fish", "bash, zsh or fish"}, Takes::kText, Shells}},
       "tranche completion bash > ~/.local/share/bash-completion/completions/tranche\n"
       "tranche completion zsh > ~/.zfunc/_tranche  # ~/.zshrc: fpath+=~/.zfunc; compinit\n"
       "tranche completion fish > ~/.config/fish/completions/tranche.fish",
       false,
       PrintCompletion},
      {"man",
       "",
       {"Записва ръководството (man) в папка", "Writes the manual pages to a folder"},
       {{"folder",
         Kind::kRequired,
         {"Папка; страниците отиват в man1 и bg/man1", "Folder; the pages go to man1 and bg/man1"},
         Takes::kFolder}},
       "tranche man ~/.local/share/man",
       false,
       WriteManPages},
  };
}

}  // namespace tranche::cli
