// SPDX-License-Identifier: EUPL-1.2
// Packs, page by page: what the log gives an auditor to take away.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/evidence/pack.h"
#include "reports/evidence/evidence_store.h"

namespace tranche::reports {

struct ExportWish {
  evidence::Selection selection;
  std::vector<int64_t> sizes;  // Of checkpoints that the reader kept.
  int64_t from = 0;            // First leaf of the page.
};

struct ExportPage {
  std::string lines;
  int64_t next = 0;  // First leaf of the next page; the size of the tree when there is none.
};

// The page of a pack at a checkpoint. EVIDENCE_DAMAGED when an entry is not as it was sealed.
absl::StatusOr<ExportPage> MakePage(pg::Tx& tx, const merkle::Signer& key,
                                    const store::SealedHead& head, const ExportWish& wish);

}  // namespace tranche::reports
