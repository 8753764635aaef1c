// SPDX-License-Identifier: EUPL-1.2
// All SQL of the documents service.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "platform/pg/transaction.h"
#include "tranche/documents/v1/documents_service.pb.h"

namespace tranche::documents::store {

// Keeps the bytes unless they are kept already; `added` says which.
struct Stored {
  v1::Document document;
  bool added = false;
};
Stored Keep(pg::Tx& tx, const std::string& organisation, const std::string& sha256,
            const v1::StoreDocumentRequest& request);
// NOT_FOUND; NAME_AMBIGUOUS when several of the caller's organisations keep the same bytes.
absl::StatusOr<v1::Document> Get(pg::Tx& tx, const std::string& organisation,
                                 const std::string& sha256);
absl::StatusOr<v1::DocumentContent> Download(pg::Tx& tx, const std::string& organisation,
                                             const std::string& sha256);

}  // namespace tranche::documents::store
