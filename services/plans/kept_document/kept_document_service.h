// SPDX-License-Identifier: EUPL-1.2
// The kept document of a plan, block by block, with what was read in it and what is to be looked at.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "plans/plans_service.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/plans/v1/plan_document_service.pb.h"

namespace tranche::plans {

class KeptDocuments {
 public:
  explicit KeptDocuments(const rpc::RoleContext& context) : context_(context), plans_(context) {}

  absl::StatusOr<v1::PlanDocument> GetPlanDocument(const rpc::CallScope& scope,
                                                   const v1::GetPlanDocumentRequest& request);

 private:
  const rpc::RoleContext context_;
  Service plans_;
};

}  // namespace tranche::plans
