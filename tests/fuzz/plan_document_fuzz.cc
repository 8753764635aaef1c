// SPDX-License-Identifier: EUPL-1.2
// A municipality's own document of any format: read, converted and cross-footed, or refused with its
// places.
#include "fuzz/fuzz.h"
#include "fuzz/packed.h"
#include "plans/plan_checks.h"
#include "plans/plan_reader.h"
#include "plans/testing/rates.h"
#include "platform/base/error.h"
#include "platform/document/document.h"

namespace tranche::plans {
namespace {

// A value stands in the document where its span says.
void RequireSpan(const Span& span, const document::Document& document) {
  fuzz::Require(span.at.block >= 0 && static_cast<size_t>(span.at.block) < document.blocks.size(),
                "a span names a block");
  const document::Block& block = document.blocks[static_cast<size_t>(span.at.block)];
  const document::Text* text = &block.text;
  if (span.at.row >= 0) {
    fuzz::Require(static_cast<size_t>(span.at.row) < block.rows.size(), "a span names a row");
    const auto& cells = block.rows[static_cast<size_t>(span.at.row)].cells;
    fuzz::Require(span.at.column >= 0 && static_cast<size_t>(span.at.column) < cells.size(),
                  "a span names a cell");
    text = &cells[static_cast<size_t>(span.at.column)].text;
  }
  fuzz::Require(span.at.begin <= span.at.end && span.at.end <= text->text.size(),
                "a span lies within its text");
}

}  // namespace

TRANCHE_FUZZ_TARGET(plan_document) {
  const std::string bytes = fuzz::Packed(input);
  const absl::StatusOr<ReadPlan> read = ReadPlanDocument(bytes);
  if (!read.ok()) {
    fuzz::Require(!ReasonOf(read.status()).empty(), "a refusal has its reason");
    return;
  }
  fuzz::Require(read->findings.size() <= reading::kFindingsMax + 1,
                "no more findings are listed than are kept");
  const absl::StatusOr<document::Document> document = document::ReadDocument(bytes);
  fuzz::Require(document.ok(), "what is read as a plan is read as a document");
  for (const Span& span : read->plan.spans) RequireSpan(span, *document);
  for (const auto& rates : {std::optional<Rates>(), std::optional<Rates>(RatesOfThen())}) {
    const std::vector<Check> checks = CrossFoot(read->plan, rates);
    fuzz::Require(CrossFoot(read->plan, rates) == checks, "a plan has one result");
  }
}

}  // namespace tranche::plans
