// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/fold_document.h"

#include <algorithm>

#include "platform/text/fold.h"

namespace tranche {

std::string FoldDocumentNumber(absl::string_view typed) {
  std::string folded = FoldRegisterNumber(typed);
  if (folded.empty() || folded.find_first_not_of("0123456789") != std::string::npos) return folded;
  folded.erase(0, std::min(folded.find_first_not_of('0'), folded.size() - 1));
  return folded;
}

std::string FoldIssuer(absl::string_view typed) { return FoldRegisterNumber(FoldName(typed)); }

}  // namespace tranche
