// SPDX-License-Identifier: EUPL-1.2
// The outbox as a log: a service appends in the transaction of the change and serves its log below
// the snapshot horizon; a consumer stores its cursor in the transaction of the effect (INV-06).
#pragma once

#include <google/protobuf/message.h>
#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/role.h"
#include "tranche/common/v1/event.pb.h"

namespace tranche::events {

// Appends one event about `subject` (a resource name) to the schema of the transaction's role.
void Append(pg::Tx& tx, const std::string& organisation, const std::string& subject,
            const google::protobuf::Message& payload);

// Serves the role's log: the body of every service's ListEvents method. The events of all
// organisations; only tokens with role SERVICE get here.
absl::StatusOr<common::v1::ListEventsResponse> List(pg::Pool& pool, const rpc::CallScope& scope,
                                                    const common::v1::ListEventsRequest& request);

// Whether the role may serve its log from this server: EVENT_LOG_FROM_ELSEWHERE when an event has a
// transaction number that the server has not given out, as after a dump was restored into a new one.
// Such events would never be listed, and new ones would stand in front of them.
absl::Status CheckLog(const rpc::RoleContext& role);

// Reads the payload of an event; EVENT_UNREADABLE when it does not fit.
absl::Status Unpack(const common::v1::Event& event, google::protobuf::Message* payload);

// Follows the log of one other role on a thread of its own.
class Consumer {
 public:
  // Applies one event in the transaction that also moves the cursor. The scope is the consumer's own
  // ("service/budgets") with the event's organisation. Types that it does not know: return OK.
  using Handler = std::function<absl::Status(pg::Tx&, const rpc::CallScope&, const common::v1::Event&)>;

  // `method`: "/tranche.proposals.v1.ProposalsService/ListEvents".
  Consumer(const rpc::RoleContext& role, std::string source, std::string method, Handler handler);
  ~Consumer();

  void Start();
  void Stop();

  // Applies everything that was committed when it was called and returns; waits for older transactions
  // that are still open, until `deadline` (DEADLINE_PASSED). For a request that asks for something
  // which another service has just done. PEER_UNAVAILABLE when an event cannot be applied: that is no
  // fault of the request. On a worker thread, never in a transaction.
  absl::Status CatchUp(absl::Time deadline);

 private:
  struct Progress {
    std::string cursor;  // Place of the last event that was applied.
    std::string newest;  // Place of the newest event that was committed when the source was asked.
    bool more = false;   // The page was full.
    bool pending = false;
  };

  absl::StatusOr<Progress> Step(absl::Time deadline);  // One at a time.
  absl::StatusOr<Progress> StepAlone(absl::Time deadline);
  rpc::CallScope MakeScope(absl::Time deadline, const std::string& organisation) const;
  absl::StatusOr<std::string> LoadCursor(const rpc::CallScope& scope);
  absl::StatusOr<common::v1::ListEventsResponse> Ask(const rpc::CallScope& scope,
                                                     const std::string& after);
  // Logs and counts an event that could not be applied; what whoever waits for it is told.
  absl::Status NotApplied(const common::v1::Event& event, const absl::Status& status);
  // False when another process of this role has applied the event.
  absl::StatusOr<bool> Apply(const common::v1::Event& event, absl::Time deadline);
  void Follow();

  const rpc::RoleContext role_;
  const std::string source_;
  const std::string method_;
  const Handler handler_;
  const std::shared_ptr<grpc::Channel> channel_;
  // Used by the step that runs.
  std::string cursor_;  // Empty: not known yet.

  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool stepping_ ABSL_GUARDED_BY(mutex_) = false;
  grpc::ClientContext* asking_ ABSL_GUARDED_BY(mutex_) = nullptr;
  std::thread thread_;
};

}  // namespace tranche::events
