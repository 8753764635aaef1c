// SPDX-License-Identifier: EUPL-1.2
// The methods on files that are handed over for plans.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "plans/attachments/attachment.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/plans/v1/attachments_service.pb.h"

namespace tranche::plans {

class AttachmentsService {
 public:
  explicit AttachmentsService(const rpc::RoleContext& context) : context_(context) {}

  absl::StatusOr<v1::PlanAttachment> HandOverAttachment(const rpc::CallScope& scope,
                                                        const v1::HandOverAttachmentRequest& request);
  absl::StatusOr<v1::PlanAttachment> WithdrawAttachment(const rpc::CallScope& scope,
                                                        const v1::WithdrawAttachmentRequest& request);
  absl::StatusOr<v1::ListPlanAttachmentsResponse> ListPlanAttachments(
      const rpc::CallScope& scope, const v1::ListPlanAttachmentsRequest& request);

 private:
  // The media type under which documents keeps the bytes; "": they are not kept.
  absl::StatusOr<std::string> KeepBytes(const rpc::CallScope& scope, const std::string& plan,
                                        const HandOverCommand& command,
                                        const v1::HandOverAttachmentRequest& request);

  const rpc::RoleContext context_;
};

}  // namespace tranche::plans
