// SPDX-License-Identifier: EUPL-1.2
// Documents of every format: blocks within the limits and with their places, or a refusal with its
// reason.
#include "fuzz/fuzz.h"
#include "fuzz/packed.h"
#include "platform/base/error.h"
#include "platform/document/document.h"
#include "platform/document/reading.h"
#include "platform/text/fold.h"

namespace tranche {
namespace {

void RequireText(const document::Text& text, std::size_t* bytes) {
  fuzz::Require(IsValidUtf8(text.text), "a text is UTF-8");
  fuzz::Require(document::Trim(text.text) == text.text, "a text is trimmed");
  std::size_t at = 0;
  for (const document::Link& link : text.links) {
    fuzz::Require(link.begin >= at && link.begin < link.end && link.end <= text.text.size(),
                  "links stand in their text one after the other");
    at = link.end;
  }
  *bytes += text.text.size();
}

}  // namespace

TRANCHE_FUZZ_TARGET(any_document) {
  document::Limits limits;
  limits.unpacked_bytes_max = 1 << 20;
  limits.text_bytes_max = 64 << 10;
  limits.cell_bytes_max = 8 << 10;
  limits.blocks_max = 1000;
  limits.cells_max = 4000;
  limits.columns_max = 60;
  limits.depth_max = 60;
  const absl::StatusOr<document::Document> read = document::ReadDocument(fuzz::Packed(input), limits);
  if (!read.ok()) {
    fuzz::Require(!ReasonOf(read.status()).empty(), "a refusal has its reason");
    return;
  }
  fuzz::Require(!read->blocks.empty(), "a document that is read says something");
  std::size_t bytes = 0;
  std::size_t rows = 0;
  for (const document::Block& block : read->blocks) {
    RequireText(block.text, &bytes);
    fuzz::Require((block.kind == document::Block::Kind::kTable) == !block.rows.empty(),
                  "tables have rows");
    fuzz::Require(!document::PlaceText(block.text.place).empty(), "a block has its place");
    rows += block.rows.size();
    for (const document::Row& row : block.rows) {
      fuzz::Require(row.cells.size() <= limits.columns_max, "a row has no more cells than it may");
      for (const document::Cell& cell : row.cells) RequireText(cell.text, &bytes);
    }
  }
  fuzz::Require(bytes <= limits.text_bytes_max, "there is no more text than there may be");
  fuzz::Require(read->blocks.size() + rows <= 2 * limits.blocks_max,
                "there are no more blocks than there may be");
}

}  // namespace tranche
