// SPDX-License-Identifier: EUPL-1.2
// Page tokens that come back from clients.
#include "fuzz/fuzz.h"
#include "platform/convert/page.h"
#include "platform/text/fold.h"

namespace tranche::convert {

TRANCHE_FUZZ_TARGET(page_token) {
  const absl::StatusOr<std::vector<std::string>> key = ReadPageToken("costs", input);
  if (key.ok() && !key->empty()) {
    fuzz::Require(*ReadPageToken("costs", MakePageToken("costs", *key)) == *key,
                  "a key comes back as it was");
    fuzz::Require(!ReadPageToken("plans", MakePageToken("costs", *key)).ok(), "a token is of one list");
  }
  if (!IsValidUtf8(input)) return;  // Keys are made of names, which are text.
  const std::vector<std::string> any = {std::string(input), "2018-09-01"};
  fuzz::Require(*ReadPageToken("costs", MakePageToken("costs", any)) == any,
                "any key comes back as it was");
}

}  // namespace tranche::convert
