// SPDX-License-Identifier: EUPL-1.2
// The targets that are linked into a program.
#pragma once

#include <map>
#include <string>

#include "fuzz/fuzz.h"

namespace tranche::fuzz {

std::map<std::string, Target>& Targets();

}  // namespace tranche::fuzz
