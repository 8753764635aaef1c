// SPDX-License-Identifier: EUPL-1.2
// Takes committed evidence of all services, in order, into the Merkle log and signs its head.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "platform/merkle/note.h"
#include "platform/merkle/tiles.h"
#include "platform/rpc/role.h"
#include "reports/evidence/evidence_store.h"

namespace tranche::reports {

class Sealer {
 public:
  explicit Sealer(const rpc::RoleContext& context);
  ~Sealer();

  // Seals on a thread of its own, about once a second, until Stop.
  void Start();
  void Stop();

  struct Step {
    int sealed = 0;     // Entries.
    bool more = false;  // There may be more at once.
  };
  // Seals what is there, at most one batch. Nothing when another process is at it.
  absl::StatusOr<Step> SealOnce();

  // Whether the log in the database is the one that was signed: OK, or the refusal because of which
  // nothing is sealed. EVIDENCE_LOG_EMPTY until it was looked at.
  absl::Status Ready() const;
  // The key; EVIDENCE_KEY_MISSING.
  absl::StatusOr<merkle::Signer> LoadKey() const;

 private:
  struct Work;

  absl::Status SealIn(pg::Tx& tx, const merkle::Signer& key, Work* work);
  absl::Status BeginFirst(pg::Tx& tx, const merkle::Signer& key, Work* work);
  absl::Status Judge(pg::Tx& tx, const merkle::Signer& key,
                     const std::optional<store::SealedHead>& head);
  void Run();
  void Note(const absl::Status& status);

  const rpc::RoleContext context_;
  // The tree as this process left it; used by the step that runs.
  std::optional<store::SealedHead> head_;
  merkle::TileEdge edge_;

  mutable absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status ready_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

// Begins a new tree, after a restore or with a new key: its first leaf says what was remembered, what
// was found, who begins it and why. All entries are sealed anew, by whichever process seals. For the
// command of whoever has the key; not while it runs elsewhere.
absl::Status BeginNewEpoch(const rpc::RoleContext& context, const std::string& started_by,
                           const std::string& reason);

}  // namespace tranche::reports
