// SPDX-License-Identifier: EUPL-1.2
#include "tranched/command.h"

int main(int argc, char** argv) { return tranche::tranched::RunCommand(argc, argv); }
