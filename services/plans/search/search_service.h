// SPDX-License-Identifier: EUPL-1.2
// The methods of the search.
#pragma once

#include "absl/status/statusor.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/plans/v1/search_service.pb.h"

namespace tranche::plans {

class SearchService {
 public:
  explicit SearchService(const rpc::RoleContext& context) : context_(context) {}

  absl::StatusOr<v1::SearchResponse> Search(const rpc::CallScope& scope,
                                            const v1::SearchRequest& request);
  absl::StatusOr<v1::RebuildIndexResponse> RebuildIndex(const rpc::CallScope& scope,
                                                        const v1::RebuildIndexRequest& request);

 private:
  const rpc::RoleContext context_;
};

}  // namespace tranche::plans
