// SPDX-License-Identifier: EUPL-1.2
#include "reports/evidence/entry_names.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/merkle/note.h"
#include "platform/validate/validate.h"

namespace tranche::reports {
namespace {

constexpr char kPattern[] = "organisations/{organisation}/evidence/{entry}";

std::string Segment(const evidence::Place& place) {
  return absl::StrCat(place.service, "-", place.tx_id, "-", place.entry_id);
}

}  // namespace

std::string EntryName(const std::string& organisation, const evidence::Place& place) {
  return absl::StrCat("organisations/", organisation, "/evidence/", Segment(place));
}

absl::StatusOr<evidence::Place> ParseEntryName(const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kPattern, name));
  const std::vector<std::string> parts = absl::StrSplit(segments[1], '-');
  evidence::Place place;
  uint64_t number = 0;
  if (parts.size() != 3 || !merkle::ParseNumber(parts[1], &place.tx_id) ||
      !merkle::ParseNumber(parts[2], &number)) {
    return Refuse("RESOURCE_NAME_MALFORMED",
                  {{"value", name}, {"format", "organisations/{organisation}/evidence/service-1-1"}});
  }
  place.service = parts[0];
  place.entry_id = static_cast<int64_t>(number);
  return place;
}

LeavesByPlace ReadLeaves(pg::Tx& tx, const std::vector<store::SealedEntry>& sealed) {
  std::vector<evidence::Place> places;
  for (const store::SealedEntry& entry : sealed) places.push_back(entry.place);
  LeavesByPlace leaves;
  for (store::PlacedLeaf& placed : store::ReadEntriesAt(tx, places)) {
    leaves.emplace(std::move(placed.place), std::move(placed.leaf));
  }
  return leaves;
}

absl::Status Damaged(const store::SealedEntry& sealed) {
  return Refuse("EVIDENCE_DAMAGED", {{"index", absl::StrCat(sealed.index)},
                                     {"service", sealed.place.service},
                                     {"entry", EntryName(sealed.organisation, sealed.place)}});
}

}  // namespace tranche::reports
