// SPDX-License-Identifier: EUPL-1.2
// All SQL of the groundwork and of the steps of programmes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "plans/groundwork/step.h"
#include "platform/pg/transaction.h"
#include "tranche/plans/v1/groundwork.pb.h"

namespace tranche::plans::store {

// Waits until no other transaction works on this record, and keeps others out: it may not be there yet.
// With "" for what looks at all records of an organisation before it makes any.
void LockGroundwork(pg::Tx& tx, const std::string& organisation, const std::string& id);
// NOT_FOUND; NAME_AMBIGUOUS when `organisation` is "-" and several have it.
absl::StatusOr<v1::Groundwork> GetGroundwork(pg::Tx& tx, const std::string& organisation,
                                             const std::string& id);
// Stores what `record` holds under its number of revision; its kind is that of the stored one.
v1::Groundwork PutGroundwork(pg::Tx& tx, const std::string& organisation, const std::string& id,
                             const v1::Groundwork& record);
void DeleteGroundwork(pg::Tx& tx, const std::string& organisation, const std::string& id);

struct GroundworkKey {
  std::string organisation;
  std::string id;
};
// By name, after `after`; `kind` unspecified: all.
std::vector<v1::Groundwork> ListGroundwork(pg::Tx& tx, const std::string& organisation,
                                           v1::GroundworkKind kind, const GroundworkKey& after,
                                           int limit);
std::vector<v1::Groundwork> ListAllGroundwork(pg::Tx& tx, const std::string& organisation);

// The first step that names the record as its evidence, "romact/steps/agreement"; "": none does.
std::string StepThatRestsOn(pg::Tx& tx, const std::string& organisation, const std::string& id);
// The kinds of records by their ids, "" for one that is not there; they stay until the transaction
// ends.
std::vector<std::string> KindsOf(pg::Tx& tx, const std::string& organisation,
                                 const std::vector<std::string>& ids);

// A programme with its steps and their states in an organisation; NOT_FOUND.
absl::StatusOr<v1::Checklist> GetChecklist(pg::Tx& tx, const std::string& organisation,
                                           const std::string& checklist);
// One step, which no other transaction moves until this one ends; NOT_FOUND.
absl::StatusOr<v1::ChecklistStep> LockStep(pg::Tx& tx, const std::string& organisation,
                                           const std::string& checklist, const std::string& step);
// Stores state, evidence, reason and day of a step.
void PutStep(pg::Tx& tx, const std::string& organisation, const std::string& checklist,
             const std::string& step, const v1::ChecklistStep& state);

}  // namespace tranche::plans::store
