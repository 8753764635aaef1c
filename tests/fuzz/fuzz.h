// SPDX-License-Identifier: EUPL-1.2
// A fuzz target: a function of bytes that must hold its properties whatever they are. The same file
// becomes a fuzzer of its own (preset fuzz, libFuzzer) and a case of fuzz_test, which runs it on its
// kept examples and on their random mutations in every tests/run.
#pragma once

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"

namespace tranche::fuzz {

using Target = void (*)(absl::string_view input);

// Ends the program with a sentence unless the property holds: that is what a fuzzer looks for.
void Require(bool holds, const char* property);

// Makes a target known to fuzz_test.
struct Registration {
  Registration(const char* name, Target target);
};

}  // namespace tranche::fuzz

#ifdef TRANCHE_FUZZER
#define TRANCHE_FUZZ_TARGET(name)                                           \
  static void name(absl::string_view input);                                \
  extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size); \
  int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {           \
    name(absl::string_view(reinterpret_cast<const char*>(bytes), size));    \
    return 0;                                                               \
  }                                                                         \
  static void name(absl::string_view input)
#else
#define TRANCHE_FUZZ_TARGET(name)                                     \
  static void name(absl::string_view input);                          \
  static const tranche::fuzz::Registration name##_known(#name, name); \
  static void name(absl::string_view input)
#endif
