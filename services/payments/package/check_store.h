// SPDX-License-Identifier: EUPL-1.2
// SQL of checklists, checks and samples.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "payments/claim.h"
#include "payments/package/check.h"
#include "payments/package/sample.h"
#include "platform/pg/transaction.h"

namespace tranche::payments::package::store {

// The newest version of each checklist of an organisation, retired ones too, by name.
std::vector<Checklist> LoadChecklists(pg::Tx& tx, const std::string& organisation);
void InsertChecklist(pg::Tx& tx, const std::string& organisation, const Checklist& list,
                     const std::string& recorded_by);
// Writers of one organisation's lists and methods come one after the other.
void LockSettings(pg::Tx& tx, const std::string& organisation);

// Checks of a package by number, with their answers.
std::vector<Check> LoadChecks(pg::Tx& tx, const Contract& contract, int package);
void InsertCheck(pg::Tx& tx, const Contract& contract, int package, const Check& check);
void SaveAnswers(pg::Tx& tx, const Contract& contract, int package, int check,
                 const std::vector<Answered>& answers);
// Writes state, approval, conclusion and day; false when it was not in the state `from`.
bool UpdateCheck(pg::Tx& tx, const Contract& contract, int package, const Check& check,
                 CheckState from);

std::vector<SamplingMethod> LoadMethods(pg::Tx& tx, const std::string& organisation);
void InsertMethod(pg::Tx& tx, const std::string& organisation, const SamplingMethod& method,
                  const std::string& recorded_by);

std::optional<Sample> LoadSample(pg::Tx& tx, const Contract& contract, int claim);
void InsertSample(pg::Tx& tx, const Contract& contract, int claim, const Sample& sample);

}  // namespace tranche::payments::package::store
