// SPDX-License-Identifier: EUPL-1.2
// The command tranched: serves the roles, makes the keys, issues tokens, lists the roles.
#pragma once

namespace tranche::tranched {

// Runs the command line to its end and returns the exit code; the whole of main.
int RunCommand(int argc, char** argv);

}  // namespace tranche::tranched
