// SPDX-License-Identifier: EUPL-1.2
// Asks reference for the rules beside a page.
#pragma once

#include <optional>

#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "proposals/page/page_rules.h"

namespace tranche::proposals {

// The rules of the days of the page, as they are known on the day of the call; no value when reference
// does not answer. Never in a transaction.
std::optional<PageRules> AskPageRules(const rpc::RoleContext& context, const rpc::CallScope& scope,
                                      const ProjectPage& page);

}  // namespace tranche::proposals
