// SPDX-License-Identifier: EUPL-1.2
// Links between what was planned and the projects that carry it out.
#pragma once

#include <functional>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/plans/v1/project_links_service.pb.h"

namespace tranche::plans {

class LinksService {
 public:
  // `catch_up` applies what proposals has done until now.
  LinksService(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
      : context_(context), catch_up_(std::move(catch_up)) {}

  absl::StatusOr<v1::ProjectLink> LinkProject(const rpc::CallScope& scope,
                                              const v1::LinkProjectRequest& request);
  absl::StatusOr<v1::ProjectLink> UnlinkProject(const rpc::CallScope& scope,
                                                const v1::UnlinkProjectRequest& request);
  absl::StatusOr<v1::ListProjectLinksResponse> ListProjectLinks(
      const rpc::CallScope& scope, const v1::ListProjectLinksRequest& request);

 private:
  // Knows the contract; NOT_FOUND. Asks proposals when it is not known yet.
  absl::Status RequireProject(const rpc::CallScope& scope, const std::string& organisation,
                              const std::string& contract);

  const rpc::RoleContext context_;
  const std::function<absl::Status(absl::Time)> catch_up_;
};

}  // namespace tranche::plans
