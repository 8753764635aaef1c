// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/documents/ordered_matching.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace tranche::payments::bank {
namespace {

constexpr int kScore = 100;

// The parts of a movement; nothing: they are not what is left of it, or a document has less left.
std::optional<std::vector<ProposalPart>> PartsOf(const std::vector<OpenEntry>& entries, size_t entry,
                                                 const std::map<std::string, size_t>& places,
                                                 const std::vector<int64_t>& left) {
  std::map<size_t, int64_t> amounts;
  int64_t sum = 0;
  for (const OrderedRecord& ordered : entries[entry].ordered) {
    const auto place = places.find(ordered.record_id);
    if (place == places.end()) return std::nullopt;
    amounts[place->second] += ordered.amount_minor;
    sum += ordered.amount_minor;
  }
  if (amounts.empty() || sum != -entries[entry].left_minor) return std::nullopt;
  std::vector<ProposalPart> parts;
  for (const auto& [record, amount_minor] : amounts) {
    if (amount_minor > left[record]) return std::nullopt;
    parts.push_back({.entry = entry, .record = record, .amount_minor = amount_minor});
  }
  return parts;
}

}  // namespace

std::vector<Proposal> ProposeOrdered(const std::vector<OpenEntry>& entries,
                                     const std::vector<OpenRecord>& records) {
  std::map<std::string, size_t> places;
  std::vector<int64_t> left;
  for (size_t r = 0; r < records.size(); ++r) {
    if (!records[r].received) places.emplace(records[r].id, r);
    left.push_back(records[r].left_minor);
  }
  std::vector<Proposal> proposals;
  for (size_t e = 0; e < entries.size(); ++e) {
    std::optional<std::vector<ProposalPart>> parts = PartsOf(entries, e, places, left);
    if (!parts.has_value()) continue;
    for (const ProposalPart& part : *parts) left[part.record] -= part.amount_minor;
    proposals.push_back({.parts = std::move(*parts),
                         .reasons = {Why::kOrderNamesDocument, Why::kAmountEqual},
                         .score = kScore,
                         .clear = true});
  }
  return proposals;
}

}  // namespace tranche::payments::bank
