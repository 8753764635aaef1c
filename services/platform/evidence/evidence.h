// SPDX-License-Identifier: EUPL-1.2
// Who changed what, from what, to what, why: written in the transaction of the change.
#pragma once

#include <google/protobuf/message.h>

#include <string>

#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"

namespace tranche::evidence {

struct Entry {
  std::string organisation;
  std::string action;                                 // "contracts.conclude".
  std::string record;                                 // Resource name.
  const google::protobuf::Message* before = nullptr;  // Null: there was nothing.
  const google::protobuf::Message* after = nullptr;   // Null: nothing is left.
  std::string reason = {};                            // Legal basis or the user's words; may be empty.
  std::string request_id = {};
};

void Record(pg::Tx& tx, const rpc::CallScope& scope, const Entry& entry);

}  // namespace tranche::evidence
