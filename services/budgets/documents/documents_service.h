// SPDX-License-Identifier: EUPL-1.2
// The methods of CostDocumentsService.
#pragma once

#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/budgets/v1/cost_documents_service.pb.h"

namespace tranche::budgets {

class DocumentsService {
 public:
  // `catch_up` follows the log of proposals to its end.
  DocumentsService(const rpc::RoleContext& context,
                   std::function<absl::Status(absl::Time deadline)> catch_up);

  absl::StatusOr<v1::RecordCostsResponse> RecordCosts(const rpc::CallScope& scope,
                                                      const v1::RecordCostsRequest& request);
  absl::StatusOr<v1::DocumentShares> GetDocumentShares(const rpc::CallScope& scope,
                                                       const v1::GetDocumentSharesRequest& request);
  absl::StatusOr<v1::ListSuspectedDuplicatesResponse> ListSuspectedDuplicates(
      const rpc::CallScope& scope, const v1::ListSuspectedDuplicatesRequest& request);
  absl::StatusOr<v1::DocumentShares> RecordCreditNote(const rpc::CallScope& scope,
                                                      const v1::RecordCreditNoteRequest& request);
  absl::StatusOr<v1::DocumentShares> AnnulCreditNote(const rpc::CallScope& scope,
                                                     const v1::AnnulCreditNoteRequest& request);

 private:
  const rpc::RoleContext context_;
  const std::function<absl::Status(absl::Time)> catch_up_;
};

}  // namespace tranche::budgets
