// SPDX-License-Identifier: EUPL-1.2
// All SQL on files that were handed over for plans.
#pragma once

#include <string>
#include <vector>

#include "plans/attachments/attachment.h"
#include "plans/versions/versions_store.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "tranche/plans/v1/attachments.pb.h"
#include "tranche/plans/v1/plans.pb.h"

namespace tranche::plans::store {

// The decisions need few fields, answers all of them.
struct StoredAttachment {
  AttachmentFact fact;
  v1::PlanAttachment shown;  // Without findings.
};
// All of the plan by number. The ref names its organisation.
std::vector<StoredAttachment> ListAttachments(pg::Tx& tx, const PlanRef& ref);

struct NewAttachment {
  AttachmentFact decided;
  int version = 0;         // The newest of the plan.
  std::string media_type;  // Empty: not known.
  bool kept = false;       // The bytes are with documents.
  bool measured_here = false;
  std::string note;
};
// Stores under the number after the last; the plan is locked.
StoredAttachment InsertAttachment(pg::Tx& tx, const rpc::CallScope& scope, const PlanRef& ref,
                                  const NewAttachment& attachment);
StoredAttachment EndAttachment(pg::Tx& tx, const rpc::CallScope& scope, const PlanRef& ref, int number,
                               const std::string& reason);

}  // namespace tranche::plans::store
