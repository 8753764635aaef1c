// SPDX-License-Identifier: EUPL-1.2
#include "fuzz/fuzz.h"

#include <cstdio>
#include <cstdlib>

#include "fuzz/targets.h"

namespace tranche::fuzz {

void Require(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", property);
  std::abort();
}

std::map<std::string, Target>& Targets() {
  static std::map<std::string, Target>& targets = *new std::map<std::string, Target>;
  return targets;
}

Registration::Registration(const char* name, Target target) { Targets()[name] = target; }

}  // namespace tranche::fuzz
