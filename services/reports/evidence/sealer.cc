// SPDX-License-Identifier: EUPL-1.2
#include "reports/evidence/sealer.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/failpoint/failpoint.h"
#include "platform/observe/observe.h"
#include "platform/rpc/service_scope.h"
#include "reports/evidence/memory.h"

namespace tranche::reports {
namespace {

constexpr int kBatchEntries = 1000;
constexpr size_t kBytesOfMore = 1 << 20;  // A batch of so much may have been cut short.
constexpr absl::Duration kPause = absl::Seconds(1);
constexpr absl::Duration kBackOffMax = absl::Seconds(10);
constexpr absl::Duration kStepMax = absl::Seconds(30);

absl::Status Differs(uint64_t size) {
  return Refuse("EVIDENCE_LOG_DIFFERS", {{"size", absl::StrCat(size)}});
}

std::string SignHead(const merkle::Signer& key, const merkle::Checkpoint& checkpoint) {
  return key.Sign(merkle::FormatCheckpoint(checkpoint), checkpoint.origin);
}

// Writes what has grown, and the signed head of the tree.
absl::Status WriteTree(pg::Tx& tx, const merkle::Signer& key, merkle::TileEdge* edge,
                       store::SealedHead* head) {
  head->checkpoint.size = edge->size();
  head->checkpoint.root = edge->Root();
  head->note = SignHead(key, head->checkpoint);
  for (const auto& [place, hashes] : edge->TakeGrown()) {
    if (!store::PutTile(tx, head->epoch, place, hashes)) return Differs(edge->size());
  }
  store::PutCheckpoint(tx, *head);
  return absl::OkStatus();
}

absl::Status WriteEpoch(pg::Tx& tx, const merkle::Signer& key, const store::NewEpoch& epoch,
                        merkle::TileEdge* edge, store::SealedHead* head) {
  *edge = merkle::TileEdge();
  *head = store::SealedHead();
  head->epoch = epoch.epoch;
  head->checkpoint.origin = epoch.origin;
  edge->Append(merkle::LeafHash(evidence::Encode(store::BeginEpoch(tx, epoch))));
  return WriteTree(tx, key, edge, head);
}

// Away or busy: what stands in the log is not in doubt.
bool Passes(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  return reason != "EVIDENCE_LOG_SHORTER" && reason != "EVIDENCE_LOG_DIFFERS" &&
         reason != "EVIDENCE_MEMORY_MISSING" && reason != "EVIDENCE_KEY_MISSING";
}

}  // namespace

// What one transaction makes; taken over when it is committed.
struct Sealer::Work {
  bool locked = false;  // False: another process is at it.
  std::optional<store::SealedHead> head;
  merkle::TileEdge edge;
  bool grown = false;
  Step step;
};

Sealer::Sealer(const rpc::RoleContext& context)
    : context_(context), ready_(Refuse("EVIDENCE_LOG_EMPTY")) {}

Sealer::~Sealer() { Stop(); }

void Sealer::Start() {
  if (context_.evidence_folder.empty()) return;
  absl::MutexLock lock(&mutex_);
  if (thread_.joinable()) return;
  stopping_ = false;
  thread_ = std::thread([this] { Run(); });
}

void Sealer::Stop() {
  std::thread thread;
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    thread = std::move(thread_);
  }
  if (thread.joinable()) thread.join();
}

absl::Status Sealer::Ready() const {
  absl::MutexLock lock(&mutex_);
  return ready_;
}

absl::StatusOr<merkle::Signer> Sealer::LoadKey() const {
  absl::StatusOr<merkle::Signer> key =
      merkle::Signer::FromFile(EvidenceKeyFile(context_.evidence_folder));
  if (key.ok()) return key;
  return Refuse("EVIDENCE_KEY_MISSING", {{"file", "evidence.key"}});
}

absl::StatusOr<Sealer::Step> Sealer::SealOnce() {
  Work work;
  absl::Status status = [&]() -> absl::Status {
    TRANCHE_ASSIGN_OR_RETURN(const merkle::Signer key, LoadKey());
    const rpc::CallScope scope =
        rpc::ServiceScope(context_, "*", absl::Now() + kStepMax, "evidence/seal");
    if (TRANCHE_FAILPOINT("begin", scope)) return Refuse("PEER_UNAVAILABLE");
    TRANCHE_RETURN_IF_ERROR(pg::Transact(*context_.pool, scope, [&](pg::Tx& tx) -> absl::Status {
      work = Work();
      work.locked = store::TryLockLog(tx);
      return work.locked ? SealIn(tx, key, &work) : absl::OkStatus();
    }));
    // First the database: a memory that is behind is a beginning of the log, one that is ahead is not.
    return work.grown ? WriteMemory(context_.evidence_folder, work.head->note) : absl::OkStatus();
  }();
  if (status.ok() && work.head) {
    head_ = std::move(work.head);
    edge_ = std::move(work.edge);
  } else {
    head_.reset();  // Whatever is there is judged anew.
  }
  if (!status.ok() || work.locked) Note(status);
  if (!status.ok()) return status;
  return work.step;
}

absl::Status Sealer::SealIn(pg::Tx& tx, const merkle::Signer& key, Work* work) {
  work->head = store::LoadHead(tx);
  // A key that was replaced meanwhile may not sign the log of the old one.
  const bool as_left = head_ && work->head && head_->note == work->head->note &&
                       EpochOf(head_->checkpoint.origin, key.public_key()) == head_->epoch;
  if (as_left) {
    work->edge = edge_;
  } else {
    TRANCHE_RETURN_IF_ERROR(Judge(tx, key, work->head));
    if (!work->head) return BeginFirst(tx, key, work);
    absl::StatusOr<merkle::TileEdge> edge =
        merkle::TileEdge::Load(work->head->checkpoint.size, store::TilesOf(tx, work->head->epoch));
    if (!edge.ok() || edge->Root() != work->head->checkpoint.root) {
      return Differs(work->head->checkpoint.size);
    }
    work->edge = *std::move(edge);
    work->grown = true;  // The memory may be behind.
  }
  store::SealedHead& head = *work->head;
  const std::vector<store::PlacedLeaf> leaves =
      store::ReadEntries(tx, head.last, store::EndOfLog(), kBatchEntries);
  if (leaves.empty()) return absl::OkStatus();
  const auto first_index = static_cast<int64_t>(work->edge.size());
  size_t bytes = 0;
  for (const store::PlacedLeaf& placed : leaves) {
    const std::string encoded = evidence::Encode(placed.leaf);
    bytes += encoded.size();
    work->edge.Append(merkle::LeafHash(encoded));
  }
  head.last = leaves.back().place;
  store::SealEntries(tx, head.epoch, first_index, leaves);
  work->grown = true;
  work->step = {.sealed = static_cast<int>(leaves.size()),
                .more = leaves.size() == kBatchEntries || bytes >= kBytesOfMore};
  return WriteTree(tx, key, &work->edge, &head);
}

absl::Status Sealer::BeginFirst(pg::Tx& tx, const merkle::Signer& key, Work* work) {
  merkle::Checkpoint nothing;
  nothing.origin = OriginOf(key.public_key(), 1);
  // First the memory: were it missing beside a log, the log would not be believed.
  TRANCHE_RETURN_IF_ERROR(WriteMemory(context_.evidence_folder, SignHead(key, nothing)));
  work->head.emplace();
  work->grown = true;
  work->step.more = true;
  return WriteEpoch(tx, key,
                    {.epoch = 1,
                     .origin = nothing.origin,
                     .started_by = "service/reports",
                     .reason = "first start",
                     .remembered = nothing,
                     .found = nothing},
                    &work->edge, &*work->head);
}

absl::Status Sealer::Judge(pg::Tx& tx, const merkle::Signer& key,
                           const std::optional<store::SealedHead>& head) {
  std::optional<merkle::Checkpoint> remembered;
  if (const std::optional<std::string> note = ReadMemory(context_.evidence_folder)) {
    // One that was changed, or signed by a key of before, is as good as none.
    absl::StatusOr<merkle::Checkpoint> opened = merkle::OpenCheckpoint(*note, key.public_key());
    if (!opened.ok()) return Refuse("EVIDENCE_MEMORY_MISSING", {{"file", "evidence.checkpoint"}});
    remembered = *std::move(opened);
  }
  std::optional<merkle::Checkpoint> found;
  if (head) {
    found = head->checkpoint;
    const absl::StatusOr<merkle::Checkpoint> opened =
        merkle::OpenCheckpoint(head->note, key.public_key());
    if (!opened.ok() || EpochOf(found->origin, key.public_key()) != head->epoch ||
        merkle::FormatCheckpoint(*opened) != merkle::FormatCheckpoint(*found)) {
      return Differs(found->size);
    }
  }
  const auto root_at = [&](uint64_t size) {
    return merkle::RootAt(size, merkle::ReadTiles(store::TilesOf(tx, head->epoch)));
  };
  return GoesOn(remembered, found, key.public_key(), root_at);
}

void Sealer::Note(const absl::Status& status) {
  absl::MutexLock lock(&mutex_);
  const bool news = ReasonOf(status) != ReasonOf(ready_);
  if (status.ok() || !Passes(status)) ready_ = status;
  if (status.ok() || (!news && !Passes(status))) return;
  observe::Log(Passes(status) ? observe::Level::kWarning : observe::Level::kError,
               "evidence_not_sealed",
               {{"reason", ReasonOf(status)},
                {"error", Explain(ReasonOf(status), ValuesOf(status), Language::kEnglish)}});
}

void Sealer::Run() {
  absl::Duration back_off = kPause;
  while (true) {
    const absl::StatusOr<Step> step = SealOnce();
    back_off = step.ok() ? kPause : std::min(2 * back_off, kBackOffMax);
    const absl::Duration pause = step.ok() && step->more ? absl::ZeroDuration() : back_off;
    absl::MutexLock lock(&mutex_);
    if (mutex_.AwaitWithTimeout(absl::Condition(&stopping_), pause)) return;
  }
}

absl::Status BeginNewEpoch(const rpc::RoleContext& context, const std::string& started_by,
                           const std::string& reason) {
  const absl::StatusOr<merkle::Signer> key =
      merkle::Signer::FromFile(EvidenceKeyFile(context.evidence_folder));
  if (!key.ok()) return Refuse("EVIDENCE_KEY_MISSING", {{"file", "evidence.key"}});
  store::NewEpoch epoch;
  epoch.started_by = started_by;
  epoch.reason = reason;
  if (const std::optional<std::string> note = ReadMemory(context.evidence_folder)) {
    // Also of a key of before: it is only told.
    absl::StatusOr<merkle::Checkpoint> remembered =
        merkle::ParseCheckpoint(absl::string_view(*note).substr(0, note->find("\n\n") + 1));
    if (remembered.ok()) epoch.remembered = *std::move(remembered);
  }
  store::SealedHead head;
  merkle::TileEdge edge;
  const rpc::CallScope scope =
      rpc::ServiceScope(context, "*", absl::Now() + kStepMax, "evidence/begin-epoch");
  TRANCHE_RETURN_IF_ERROR(pg::Transact(*context.pool, scope, [&](pg::Tx& tx) -> absl::Status {
    store::LockLog(tx);
    const std::optional<store::SealedHead> found = store::LoadHead(tx);
    if (found) epoch.found = found->checkpoint;
    epoch.epoch =
        std::max(found ? found->epoch : 0, EpochOf(epoch.remembered.origin, key->public_key())) + 1;
    epoch.origin = OriginOf(key->public_key(), epoch.epoch);
    return WriteEpoch(tx, *key, epoch, &edge, &head);
  }));
  return WriteMemory(context.evidence_folder, head.note);
}

}  // namespace tranche::reports
