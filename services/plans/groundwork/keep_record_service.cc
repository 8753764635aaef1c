// SPDX-License-Identifier: EUPL-1.2
#include "plans/groundwork/keep_record_service.h"

#include "plans/groundwork/groundwork_convert.h"
#include "plans/groundwork/groundwork_store.h"
#include "plans/search/record_texts_convert.h"
#include "plans/search/search_store.h"
#include "platform/base/status_macros.h"
#include "platform/events/events.h"
#include "platform/evidence/evidence.h"

namespace tranche::plans {

absl::StatusOr<v1::Groundwork> KeepRecord(pg::Tx& tx, const rpc::CallScope& scope,
                                          const RecordToKeep& record) {
  v1::Groundwork next = ToKeep(record.after);
  next.set_revision(record.after.revision());
  next.set_kind(KindOf(next));
  v1::Groundwork stored = store::PutGroundwork(tx, record.organisation, record.id, next);
  TRANCHE_RETURN_IF_ERROR(search::store::Index(tx, search::TextsOf(stored)));
  v1::GroundworkChanged event;
  *event.mutable_record() = stored;
  events::Append(tx, record.organisation, stored.name(), event);
  evidence::Record(tx, scope,
                   {.organisation = record.organisation,
                    .action = "plans.groundwork.set",
                    .record = stored.name(),
                    .before = record.before,
                    .after = &stored,
                    .request_id = record.request_id});
  Complete(stored, scope.today);
  return stored;
}

}  // namespace tranche::plans
