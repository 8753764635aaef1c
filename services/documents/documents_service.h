// SPDX-License-Identifier: EUPL-1.2
// The methods of the documents service.
#pragma once

#include "absl/status/statusor.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/documents/v1/documents_service.pb.h"

namespace tranche::documents {

class Service {
 public:
  explicit Service(const rpc::RoleContext& context) : context_(context) {}

  absl::StatusOr<v1::Document> StoreDocument(const rpc::CallScope& scope,
                                             const v1::StoreDocumentRequest& request);
  absl::StatusOr<v1::Document> GetDocument(const rpc::CallScope& scope,
                                           const v1::GetDocumentRequest& request);
  absl::StatusOr<v1::DocumentContent> DownloadDocument(const rpc::CallScope& scope,
                                                       const v1::GetDocumentRequest& request);

 private:
  const rpc::RoleContext context_;
};

}  // namespace tranche::documents
