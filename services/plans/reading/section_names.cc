// SPDX-License-Identifier: EUPL-1.2
#include "plans/reading/section_names.h"

#include <algorithm>
#include <set>
#include <string>

namespace tranche::plans::reading {
namespace {

constexpr size_t kTitleBytesMax = 300;  // What is longer is no title.

}  // namespace

bool NamesSections(absl::Span<const Row> rows, int column, const Notebook& notebook) {
  std::set<std::string> seen;
  std::string last;
  size_t measures = 0;
  for (const Row& row : rows) {
    if (row.kind == RowKind::kHeading || row.kind == RowKind::kOneCell) return false;
    if (row.kind == RowKind::kTotal) continue;
    ++measures;
    const std::string text(notebook.TextAt(notebook.Of(row.block, row.row, column)));
    if (text.empty() || text == last) continue;
    if (text.size() > kTitleBytesMax || !seen.insert(text).second) return false;
    last = text;
  }
  return !seen.empty() && seen.size() < measures;
}

std::vector<int> HeadingsAbove(int block, bool several_tables, const Notebook& notebook) {
  const auto title = std::find_if(notebook.spans().begin(), notebook.spans().end(),
                                  [](const Span& span) { return span.path == "title"; });
  const bool titled = title != notebook.spans().end() && title->at.block < block;
  const int first = titled ? title->at.block + 1 : 0;
  std::vector<int> above;
  for (int i = block - 1; i >= first && above.size() < 2; --i) {
    const document::Block& candidate = notebook.document().blocks[i];
    if (candidate.kind == document::Block::Kind::kTable) break;
    const std::string& text = candidate.text.text;
    const bool ranked = RankOfHeading(text, candidate.marker) > 0;
    const bool heading = candidate.kind == document::Block::Kind::kHeading && several_tables;
    if (text.size() > kTitleBytesMax || (!ranked && !heading)) break;
    above.push_back(i);
  }
  return above;
}

}  // namespace tranche::plans::reading
