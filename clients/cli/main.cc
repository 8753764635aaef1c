// SPDX-License-Identifier: EUPL-1.2
// tranche: the command line of Tranche.
#include <sys/ioctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <iostream>

#include "absl/synchronization/mutex.h"
#include "cli/command_line.h"
#include "cli/session.h"

namespace {

// COLUMNS, or what the terminal says; 0 when there is none.
int TerminalColumns() {
  if (isatty(STDOUT_FILENO) != 1) return 0;
  const char* typed = std::getenv("COLUMNS");
  if (typed != nullptr && std::atoi(typed) > 0) return std::atoi(typed);
  winsize size{};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

}  // namespace

int main(int argc, char** argv) {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  // A reader that has seen enough, `| head`, ends the output and is no error.
  std::signal(SIGPIPE, SIG_DFL);
  // gRPC's own log would stand between the user and the sentence that says what is wrong.
  setenv("GRPC_VERBOSITY", "NONE", /*overwrite=*/0);
  tranche::cli::InstallInterruptHandler();
  tranche::cli::Environment environment;
  environment.root = geteuid() == 0;
  environment.tranche_data = std::getenv("TRANCHE_DATA");
  environment.xdg_data_home = std::getenv("XDG_DATA_HOME");
  environment.home = std::getenv("HOME");
  environment.lc_all = std::getenv("LC_ALL");
  environment.lc_messages = std::getenv("LC_MESSAGES");
  environment.lang = std::getenv("LANG");
  environment.no_color = std::getenv("NO_COLOR");
  environment.out_is_terminal = isatty(STDOUT_FILENO) == 1;
  environment.err_is_terminal = isatty(STDERR_FILENO) == 1;
  environment.columns = TerminalColumns();
  return tranche::cli::RunCommandLine({argv + 1, argv + argc}, environment, std::cout, std::cerr);
}
