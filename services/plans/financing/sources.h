// SPDX-License-Identifier: EUPL-1.2
// The sources that a text names, and which of them an amount beside belongs to.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "plans/plan.h"
#include "platform/text/piece.h"

namespace tranche::plans::financing {

// A source where the text names it.
struct Mention {
  Range at;
  Source source;
  bool first = true;  // The same one, or one of its kind in other words, does not stand before.
};

// Every mention, in the order of the text, with the share of the whole that the text gives it.
std::vector<Mention> FindMentions(absl::string_view text);

// Of more mentions than a cell has, none is given an amount: each is looked for in the words between.
inline constexpr std::size_t kMentionsMax = 100;

// Whose amount a mention gives.
struct Owner {
  std::optional<std::size_t> amount;  // Number of the amount; no value: of none.
  bool open = false;                  // It may be either neighbour's: the words do not say.
};

// For each mention the amount that it belongs to, by the words between them: "5 000 лв. от ЕСФ" and
// "ЕСФ – 5 000 лв."; a comma, "и" and the like divide. `amounts` are places in the order of the text.
// Of more than kMentionsMax mentions all are open.
std::vector<Owner> OwnersOf(absl::string_view text, absl::Span<const Range> amounts,
                            absl::Span<const Mention> mentions);

}  // namespace tranche::plans::financing
