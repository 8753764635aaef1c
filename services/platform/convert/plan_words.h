// SPDX-License-Identifier: EUPL-1.2
// How the controlled words of a plan are said to people.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "platform/base/error.h"

namespace tranche::convert {

// What the word means that a value of a plan is: "STATE_BUDGET" at "measure.1.2.sources.1.kind" is
// "държавен бюджет". No value: what stands at that path is no such word.
std::optional<std::string> SayWordAt(const std::string& path, absl::string_view word,
                                     Language language);

}  // namespace tranche::convert
