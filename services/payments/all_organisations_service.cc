// SPDX-License-Identifier: EUPL-1.2
#include "payments/all_organisations_service.h"

#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "payments/package/package_store.h"
#include "platform/base/status_macros.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/service_scope.h"

namespace tranche::payments {

absl::StatusOr<rpc::CallScope> ScopeOfAll(const rpc::RoleContext& context, absl::Duration step,
                                          const char* method) {
  rpc::CallScope all = rpc::ServiceScope(context, "*", absl::Now() + step, method);
  TRANCHE_ASSIGN_OR_RETURN(
      all.organisations,
      idempotency::Read<std::vector<std::string>>(*context.pool, all, [&](pg::Tx& tx) {
        return absl::StatusOr<std::vector<std::string>>(package::store::LoadOrganisations(tx));
      }));
  return all;
}

}  // namespace tranche::payments
