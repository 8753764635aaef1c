// SPDX-License-Identifier: EUPL-1.2
// Names and numbers as people type them, folded to find what is meant.
#include "fuzz/fuzz.h"
#include "platform/text/fold.h"

namespace tranche {

TRANCHE_FUZZ_TARGET(words) {
  const std::string number = FoldRegisterNumber(input);
  fuzz::Require(FoldRegisterNumber(number) == number, "a folded number folds to itself");
  MixesScripts(input);
  const std::string cut = Shortened(input, 40);
  fuzz::Require(cut.size() <= 40 + 3, "what is cut has at most its bytes and three dots");
  if (!IsValidUtf8(input)) return;
  fuzz::Require(IsValidUtf8(cut), "a cut never goes through a character");
  const std::string name = FoldName(input);
  fuzz::Require(FoldName(name) == name, "a folded name folds to itself");
  fuzz::Require(DisplayWidth(input) >= 0, "no text is narrower than nothing");
  fuzz::Require(IsValidUtf8(Transliterate(input)), "transliterated text is text");
}

}  // namespace tranche
