// SPDX-License-Identifier: EUPL-1.2
// The words of the pages that belong to no record, in Bulgarian and in English. A template takes one by
// its name, {{W_TOTAL}}; code takes one by Say.
#pragma once

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "platform/base/error.h"

namespace tranche::gateway {

struct Phrase {
  const char* name;
  const char* bg;
  const char* en;
};

absl::Span<const Phrase> Phrases();
// Those of the pages about plans, which Phrases() has too.
absl::Span<const Phrase> PlanPhrases();
// The same of the pages about money.
absl::Span<const Phrase> MoneyPhrases();

// The phrase of this name; the name itself when there is none, which phrases_test finds.
const char* Say(absl::string_view name, Language language);

}  // namespace tranche::gateway
