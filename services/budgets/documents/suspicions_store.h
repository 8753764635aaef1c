// SPDX-License-Identifier: EUPL-1.2
// SQL of documents that may be the same as another.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "budgets/documents/cost_document.h"
#include "platform/pg/transaction.h"
#include "tranche/budgets/v1/cost_documents.pb.h"

namespace tranche::budgets::store {

// Documents that may be the same as one of these: by document, the nearest in time first, at most 3.
std::map<DocumentKey, std::vector<v1::SuspectedDuplicate>> FindSuspected(
    pg::Tx& tx, const std::string& organisation, const std::vector<DocumentKey>& documents);

struct NumberedSuspicion {
  int64_t cost_number = 0;  // First cost of the document.
  v1::SuspectedDuplicate suspected;
};
// Of each document that was first claimed in this contract the nearest one recorded before it that may
// be the same; by the number of its first cost, above `after`.
std::vector<NumberedSuspicion> ListSuspected(pg::Tx& tx, const std::string& organisation,
                                             const std::string& contract, int64_t after, int limit);

}  // namespace tranche::budgets::store
