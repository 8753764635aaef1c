// SPDX-License-Identifier: EUPL-1.2
#include "plans/search/rebuild_store.h"

#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "plans/groundwork/groundwork_store.h"
#include "plans/search/plan_index_store.h"
#include "plans/search/project_store.h"
#include "plans/search/record_texts_convert.h"
#include "plans/strategies/strategies_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"

namespace tranche::plans::search {
namespace {

constexpr int kPostingsAtOnce = 20'000;

// The texts of what is stored under a name, "groundwork/mag"; no value: nothing is.
absl::StatusOr<std::optional<RecordTexts>> TextsNow(pg::Tx& tx, const std::string& organisation,
                                                    absl::string_view name) {
  absl::StatusOr<RecordTexts> texts = Refuse("NOT_FOUND", {{"name", std::string(name)}});
  if (absl::ConsumePrefix(&name, "plans/")) {
    texts = ReadTexts(tx, organisation, std::string(name));
  } else if (absl::ConsumePrefix(&name, "groundwork/")) {
    const auto record = plans::store::GetGroundwork(tx, organisation, std::string(name));
    texts = record.ok() ? absl::StatusOr<RecordTexts>(TextsOf(*record)) : record.status();
  } else if (absl::ConsumePrefix(&name, "strategies/")) {
    const auto strategy = plans::store::GetStrategy(tx, {organisation, std::string(name)});
    if (strategy) texts = TextsOf(*strategy);
  } else if (absl::ConsumePrefix(&name, "contracts/")) {
    const auto project = plans::store::FindProject(tx, organisation, std::string(name));
    if (project) texts = plans::TextsOf(*project);
  }
  if (texts.ok()) return std::optional<RecordTexts>(*std::move(texts));
  if (ReasonOf(texts.status()) == "NOT_FOUND") return std::optional<RecordTexts>();
  return texts.status();
}

}  // namespace

absl::StatusOr<RebuildPlace> RebuildSome(pg::Tx& tx, const std::string& organisation,
                                         RebuildPlace place) {
  if (!place.sweeps) {
    const std::string parent = absl::StrCat("organisations/", organisation, "/");
    const std::vector<std::string> names =
        store::NamesAfter(tx, organisation, place.name, kRecordsAtOnce);
    store::Reindexing reindexing(tx);
    for (const std::string& name : names) {
      store::LockRecord(tx, name);
      TRANCHE_ASSIGN_OR_RETURN(const std::optional<RecordTexts> texts,
                               TextsNow(tx, organisation, absl::StripPrefix(name, parent)));
      if (texts) {
        TRANCHE_RETURN_IF_ERROR(reindexing.Put(*texts));
        ++place.indexed;
      } else {
        store::Forget(tx, name);
      }
      place.name = name;
    }
    reindexing.Finish();
    place.sweeps = static_cast<int>(names.size()) < kRecordsAtOnce;
    if (!place.sweeps) return place;
  }
  const auto after = store::SweepPostings(tx, organisation, place.after, kPostingsAtOnce);
  place.done = !after.has_value();
  if (after) place.after = *after;
  return place;
}

std::vector<std::string> TokenOf(const RebuildPlace& place) {
  return {place.name, place.sweeps ? "sweeps" : "", place.after.stem,
          absl::StrCat(place.after.record_no), absl::StrCat(place.indexed)};
}

absl::StatusOr<RebuildPlace> RebuildPlaceOf(const std::vector<std::string>& token) {
  RebuildPlace place;
  if (token.empty()) return place;
  const bool right = token.size() == 5 && absl::SimpleAtoi(token[3], &place.after.record_no) &&
                     absl::SimpleAtoi(token[4], &place.indexed);
  if (!right) return Refuse("PAGE_TOKEN_INVALID");
  place.name = token[0];
  place.sweeps = token[1] == "sweeps";
  place.after.stem = token[2];
  return place;
}

}  // namespace tranche::plans::search
