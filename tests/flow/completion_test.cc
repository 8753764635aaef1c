// SPDX-License-Identifier: EUPL-1.2
// Completion in the real shells, each at a terminal of its own: what is typed with Tab, and the words
// that the command then gets.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "programs.h"

namespace tranche::flow {
namespace {

constexpr std::chrono::seconds kAnswerMax(20);
constexpr char kNumber[] = "BG05M9OP001-2.005-0063-C01";

// A shell that is typed to.
class Terminal {
 public:
  Terminal(const std::vector<std::string>& command, const std::vector<std::string>& environment,
           const std::string& folder) {
    const winsize size{.ws_row = 50, .ws_col = 400, .ws_xpixel = 0, .ws_ypixel = 0};
    child_ = forkpty(&terminal_, nullptr, nullptr, &size);
    if (child_ != 0) return;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (chdir(folder.c_str()) != 0) _exit(126);
    for (const std::string& variable : environment) putenv(const_cast<char*>(variable.c_str()));
    std::vector<char*> words;
    for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    execvp(words[0], words.data());
    _exit(127);
  }
  ~Terminal() {
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
    close(terminal_);
  }
  Terminal(const Terminal&) = delete;

  void Type(const std::string& keys) const {
    ASSERT_EQ(write(terminal_, keys.data(), keys.size()), static_cast<ssize_t>(keys.size()));
  }

  // Everything that was shown up to `end`.
  std::string ReadTo(const std::string& end) {
    const auto until = std::chrono::steady_clock::now() + kAnswerMax;
    size_t at = shown_.find(end);
    while (at == std::string::npos && std::chrono::steady_clock::now() < until) {
      pollfd ready{.fd = terminal_, .events = POLLIN, .revents = 0};
      char some[4096];
      if (poll(&ready, 1, 100) <= 0) continue;
      const ssize_t count = read(terminal_, some, sizeof(some));
      if (count <= 0) break;
      shown_.append(some, static_cast<size_t>(count));
      at = shown_.find(end);
    }
    if (at == std::string::npos) {
      ADD_FAILURE() << "there was no " << end << " in " << shown_;
      return shown_;
    }
    const std::string text = shown_.substr(0, at);
    shown_.erase(0, at + end.size());
    return text;
  }

 private:
  int terminal_ = -1;
  pid_t child_ = -1;
  std::string shown_;
};

struct Shell {
  const char* name;
  std::vector<std::string> command;
  const char* setup;
};

void PrintTo(const Shell& shell, std::ostream* out) { *out << shell.name; }

// Programs with the examples, started once; the shells call a `tranche` that completes as the real one
// does and else only shows its words.
class Completion : public ::testing::TestWithParam<Shell> {
 protected:
  static void SetUpTestSuite() {
    programs_ = std::make_unique<Programs>(Programs::Options{.gateway = false});
    const std::string folder = programs_->folder();
    std::filesystem::create_directories(folder + "/bin");
    std::filesystem::create_directories(folder + "/home/Папка с данни");
    // Without this folder fish's first start leaves a program behind that reads all man pages for
    // minutes.
    std::filesystem::create_directories(folder + "/home/.local/share/fish/generated_completions");
    std::ofstream(folder + "/home/План 2013.txt") << "x";
    std::ofstream(folder + "/home/.hushlogin");
    programs_->WriteFile(
        "bin/tranche",
        absl::StrCat("#!/bin/sh\ncase $1 in complete | completion) exec '",
                     std::filesystem::absolute(Program("tranche")).string(),
                     "' \"$@\" ;; esac\nprintf '[WORDS]'\nprintf '<%s>' \"$@\"\necho '[END]'\n"));
    std::filesystem::permissions(folder + "/bin/tranche", std::filesystem::perms::owner_all);
  }
  static void TearDownTestSuite() { programs_.reset(); }

  Completion() : Completion(programs_->folder()) {}
  explicit Completion(const std::string& data)
      : terminal_(GetParam().command,
                  {absl::StrCat("PATH=", programs_->folder(), "/bin:", std::getenv("PATH")),
                   absl::StrCat("HOME=", programs_->folder(), "/home"),
                   "XDG_DATA_HOME=", "XDG_CONFIG_HOME=", "TERM=xterm", "LC_ALL=C.UTF-8",
                   absl::StrCat("TRANCHE_DATA=", data), "PS1=> "},
                  programs_->folder() + "/home") {
    terminal_.Type(absl::StrCat(GetParam().setup, "\ntranche ready\n"));
    terminal_.ReadTo("<ready>[END]");
  }

  // The words that the program gets when this is typed.
  std::string Words(const std::string& keys) {
    terminal_.Type(absl::StrCat("tranche ", keys, "\n"));
    terminal_.ReadTo("[WORDS]");
    return terminal_.ReadTo("[END]");
  }

  // Names are left out when the server takes longer than two seconds, as on a busy machine: then it is
  // typed again.
  void Expect(const std::string& keys, const std::string& words) {
    std::string got;
    for (int attempt = 0; attempt < 5 && got != words; ++attempt) got = Words(keys);
    EXPECT_EQ(got, words) << keys;
  }

  static std::unique_ptr<Programs> programs_;
  Terminal terminal_;
};
std::unique_ptr<Programs> Completion::programs_;

// A data folder in which no server is named.
class CompletionWithoutServer : public Completion {
 protected:
  CompletionWithoutServer() : Completion("/nonexistent/tranche") {}
};

TEST_P(Completion, NounVerbAndOption_AreContinued) {
  EXPECT_EQ(Words("pla\tsho\tx"), "<plans><show><x>");
  EXPECT_EQ(Words("plans list --out\tjs\t"), "<plans><list><--output><json>");
  EXPECT_EQ(Words("plans list --output=js\t"), "<plans><list><--output=json>");
}

TEST_P(Completion, NamesOfRecords_AreAskedOfTheServer) {
  Expect("plans show lyu\t", "<plans><show><lyubimets-2013>");
  Expect("plans list --organisation=miner\t", "<plans><list><--organisation=mineralni-bani>");
  Expect(absl::StrCat("costs record ", kNumber, " --line 5\t"),
         absl::StrCat("<costs><record><", kNumber, "><--line><5.1>"));
}

TEST_P(Completion, NumberTypedInCyrillic_IsContinued) {
  Expect("contracts show BG05М9ОР\t", "<contracts><show><BG05М9ОР001-2.005-0063-C01>");
}

TEST_P(Completion, ValueWithBlanks_IsOneWordHoweverItWasBegun) {
  const std::string before =
      absl::StrCat("costs record ", kNumber, " --number 'Фактура № 1' --issuer ");
  const std::string words =
      absl::StrCat("<costs><record><", kNumber, "><--number><Фактура № 1><--issuer><Рекламна къща АД>");
  Expect(before + "Рек\t", words);
  Expect(before + "'Рек\t", words);
  Expect(before + "\"Рек\t", words);
}

TEST_P(Completion, WhatStandsInFront_IsTakenIntoAccount) {
  const std::string data = programs_->folder();
  Expect(absl::StrCat("--server unix:", data, "/tranched.sock --lang=en plans show lyu\t"),
         absl::StrCat("<--server><unix:", data,
                      "/tranched.sock><--lang=en><plans><show><lyubimets-2013>"));
}

TEST_P(Completion, FilesAndFolders_AreTheShells) {
  EXPECT_EQ(Words("plans import План\t"), "<plans><import><План 2013.txt>");
  // Zsh takes the slash away again when the line ends.
  EXPECT_THAT(Words("--data Пап\t"), ::testing::StartsWith("<--data><Папка с данни"));
}

TEST_P(CompletionWithoutServer, Names_AreLeftAsTyped) {
  EXPECT_EQ(Words("plans show lyu\t"), "<plans><show><lyu>");
  EXPECT_EQ(Words("plans sho\tx"), "<plans><show><x>");
}

std::vector<Shell> Shells() {
  return {{"Bash", {"bash", "--norc", "--noprofile", "-i"}, "source <(tranche completion bash)"},
          // As it is installed: bash-completion finds the script by the command's name.
          {"BashWithBashCompletion",
           {"bash", "--norc", "--noprofile", "-i"},
           "mkdir -p ~/.local/share/bash-completion/completions; "
           "tranche completion bash > ~/.local/share/bash-completion/completions/tranche; "
           "source /usr/share/bash-completion/bash_completion"},
          {"Zsh",
           {"zsh", "-f", "-i"},
           "mkdir -p ~/.zfunc; tranche completion zsh > ~/.zfunc/_tranche; fpath+=~/.zfunc; autoload "
           "-Uz compinit; "
           "compinit -u -D"},
          {"Fish",
           {"fish", "-i"},
           "mkdir -p ~/.config/fish/completions; tranche completion fish > "
           "~/.config/fish/completions/tranche.fish"}};
}

std::string NameOf(const ::testing::TestParamInfo<Shell>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(Shells, Completion, ::testing::ValuesIn(Shells()), NameOf);
INSTANTIATE_TEST_SUITE_P(Shells, CompletionWithoutServer, ::testing::ValuesIn(Shells()), NameOf);

}  // namespace
}  // namespace tranche::flow
