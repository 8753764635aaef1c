// SPDX-License-Identifier: EUPL-1.2
// Drafts of proposals from the public pages of projects.
#pragma once

#include "absl/status/statusor.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "proposals/proposals_service.h"
#include "tranche/proposals/v1/page_import_service.pb.h"

namespace tranche::proposals {

class PageImports {
 public:
  explicit PageImports(const rpc::RoleContext& context) : context_(context), proposals_(context) {}

  absl::StatusOr<v1::ImportProposalResponse> ImportProposal(const rpc::CallScope& scope,
                                                            const v1::ImportProposalRequest& request);

 private:
  const rpc::RoleContext context_;
  Service proposals_;  // Makes the draft as for any other client.
};

}  // namespace tranche::proposals
