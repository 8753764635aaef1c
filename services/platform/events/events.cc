// SPDX-License-Identifier: EUPL-1.2
#include "platform/events/events.h"

#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/time_util.h>
#include <grpcpp/impl/codegen/client_unary_call.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/failpoint/failpoint.h"
#include "platform/idempotency/idempotency.h"
#include "platform/observe/observe.h"
#include "platform/rpc/service_scope.h"

namespace tranche::events {
namespace {

constexpr int kPageDefault = 100;
constexpr absl::Duration kPollPause = absl::Milliseconds(200);
constexpr absl::Duration kPendingPause = absl::Milliseconds(10);
constexpr absl::Duration kBackOffMax = absl::Seconds(5);
constexpr absl::Duration kStepMax = absl::Seconds(10);
// An event may concern all rows of a contract; its conversion to euro takes a tenth of a millisecond
// for each cost. One that never had the time would stop its follower for good.
constexpr absl::Duration kApplyMax = absl::Minutes(5);

constexpr pg::Statement kAppend{"platform.event.append", R"sql(
  insert into event (organisation_id, type, subject, payload) values ($1, $2, $3, $4::jsonb))sql"};

constexpr pg::Statement kNewest{"platform.event.newest", R"sql(
  select tx_id, event_id, tx_id >= pg_snapshot_xmin(pg_current_snapshot()) as pending
    from event order by tx_id desc, event_id desc limit 1)sql"};

// Takes a number itself, which is above all that were given out.
constexpr pg::Statement kAhead{"platform.event.ahead", R"sql(
  select tx_id from event where tx_id >= pg_current_xact_id() order by tx_id desc, event_id desc limit 1)sql"};

// Below the horizon: no transaction that is still open can commit an event in front of these.
constexpr pg::Statement kList{"platform.event.list", R"sql(
  select tx_id, event_id, organisation_id, type, subject, payload,
         (extract(epoch from recorded_at) * 1000000)::bigint as recorded_at_us
    from event
   where (tx_id, event_id) > ($1::xid8, $2::bigint)
     and tx_id < pg_snapshot_xmin(pg_current_snapshot())
   order by tx_id, event_id
   limit $3)sql"};

constexpr pg::Statement kBeginCursor{"platform.cursor.begin", R"sql(
  insert into cursor (source, tx_id, event_id) values ($1, '0', 0) on conflict do nothing)sql"};
constexpr pg::Statement kLoadCursor{"platform.cursor.load", R"sql(
  select tx_id, event_id from cursor where source = $1)sql"};
// Guarded: when another process of this role has applied the event, no row is changed.
// From here on no lock is waited for longer than a call would: requests that catch up wait behind this.
constexpr pg::Statement kMoveCursor{"platform.cursor.move", R"sql(
  update cursor set tx_id = $4::xid8, event_id = $5::bigint
   where source = $1 and tx_id = $2::xid8 and event_id = $3::bigint
  returning set_config('lock_timeout', '5s', true))sql"};

// A place in a log; "" on the wire is the beginning.
struct Place {
  uint64_t tx_id = 0;
  int64_t event_id = 0;
  friend bool operator<(Place a, Place b) {
    return std::pair(a.tx_id, a.event_id) < std::pair(b.tx_id, b.event_id);
  }
};

std::string FormatPlace(Place place) { return absl::StrCat(place.tx_id, "-", place.event_id); }

absl::StatusOr<Place> ParsePlace(const std::string& text) {
  Place place;
  if (text.empty()) return place;
  const std::vector<std::string> parts = absl::StrSplit(text, '-');
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &place.tx_id) ||
      !absl::SimpleAtoi(parts[1], &place.event_id) || FormatPlace(place) != text) {
    return Refuse("PAGE_TOKEN_INVALID");
  }
  return place;
}

Place PlaceOf(const pqxx::row& row) {
  return {row["tx_id"].as<uint64_t>(), row["event_id"].as<int64_t>()};
}

common::v1::Event EventOf(const pqxx::row& row) {
  common::v1::Event event;
  event.set_cursor(FormatPlace(PlaceOf(row)));
  event.set_organisation(row["organisation_id"].as<std::string>());
  event.set_type(row["type"].as<std::string>());
  event.set_subject(row["subject"].as<std::string>());
  event.set_payload(row["payload"].as<std::string>());
  *event.mutable_recorded_at() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(row["recorded_at_us"].as<int64_t>());
  return event;
}

}  // namespace

void Append(pg::Tx& tx, const std::string& organisation, const std::string& subject,
            const google::protobuf::Message& payload) {
  std::string json;
  const auto printed = google::protobuf::util::MessageToJsonString(payload, &json);
  // A change without its event may not be committed (INV-06).
  if (!printed.ok()) throw std::runtime_error("an event has no JSON form: " + payload.GetTypeName());
  tx.Run(kAppend, organisation, payload.GetTypeName(), subject, json);
}

absl::StatusOr<common::v1::ListEventsResponse> List(pg::Pool& pool, const rpc::CallScope& scope,
                                                    const common::v1::ListEventsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const Place after, ParsePlace(request.after()));
  const int page_size = request.page_size() > 0 ? request.page_size() : kPageDefault;
  return idempotency::Read<common::v1::ListEventsResponse>(
      pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<common::v1::ListEventsResponse> {
        common::v1::ListEventsResponse response;
        // First what there is, then what may be read: an event that ceases to be pending between the
        // two is listed and nevertheless reported as pending, which costs one more question and loses
        // nothing.
        const pqxx::result newest = tx.Run(kNewest);
        if (!newest.empty()) {
          response.set_newest(FormatPlace(PlaceOf(newest[0])));
          response.set_pending(newest[0]["pending"].as<bool>());
        }
        for (const pqxx::row& row : tx.Run(kList, after.tx_id, after.event_id, page_size)) {
          *response.add_events() = EventOf(row);
        }
        return response;
      });
}

absl::Status CheckLog(const rpc::RoleContext& role) {
  const rpc::CallScope scope =
      rpc::ServiceScope(role, "*", absl::Now() + kStepMax, absl::StrCat("log/", role.name));
  return pg::Transact(*role.pool, scope, [&](pg::Tx& tx) -> absl::Status {
    const pqxx::result ahead = tx.Run(kAhead);
    if (ahead.empty()) return absl::OkStatus();
    return Refuse("EVENT_LOG_FROM_ELSEWHERE",
                  {{"schema", role.name}, {"tx_id", ahead[0]["tx_id"].as<std::string>()}});
  });
}

absl::Status Unpack(const common::v1::Event& event, google::protobuf::Message* payload) {
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;  // A newer version of the source may say more.
  if (event.type() == payload->GetTypeName() &&
      google::protobuf::util::JsonStringToMessage(event.payload(), payload, options).ok()) {
    return absl::OkStatus();
  }
  return Refuse("EVENT_UNREADABLE", {{"type", event.type()}});
}

Consumer::Consumer(const rpc::RoleContext& role, std::string source, std::string method,
                   Handler handler)
    : role_(role),
      source_(std::move(source)),
      method_(std::move(method)),
      handler_(std::move(handler)),
      channel_(role.peers->Get(source_)) {}

Consumer::~Consumer() { Stop(); }

void Consumer::Start() {
  absl::MutexLock lock(&mutex_);
  if (thread_.joinable()) return;
  stopping_ = false;
  thread_ = std::thread([this] { Follow(); });
}

void Consumer::Stop() {
  std::thread thread;
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    if (asking_ != nullptr) asking_->TryCancel();
    thread = std::move(thread_);
  }
  if (thread.joinable()) thread.join();
}

rpc::CallScope Consumer::MakeScope(absl::Time deadline, const std::string& organisation) const {
  return rpc::ServiceScope(role_, organisation, std::min(deadline, absl::Now() + kStepMax),
                           absl::StrCat(organisation == "*" ? "log/" : "events/", source_));
}

absl::StatusOr<std::string> Consumer::LoadCursor(const rpc::CallScope& scope) {
  // Writes when the log was never followed before.
  return idempotency::Step<std::string>(*role_.pool, scope, /*validate_only=*/false,
                                        [&](pg::Tx& tx) -> absl::StatusOr<std::string> {
                                          pqxx::result rows = tx.Run(kLoadCursor, source_);
                                          if (rows.empty()) {
                                            tx.Run(kBeginCursor, source_);
                                            rows = tx.Run(kLoadCursor, source_);
                                          }
                                          return FormatPlace(PlaceOf(rows[0]));
                                        });
}

absl::StatusOr<common::v1::ListEventsResponse> Consumer::Ask(const rpc::CallScope& scope,
                                                             const std::string& after) {
  if (TRANCHE_FAILPOINT("ask.before", scope)) return Refuse("PEER_UNAVAILABLE");
  grpc::ClientContext context;
  rpc::Forward(scope, &context);
  {
    absl::MutexLock lock(&mutex_);
    if (stopping_) return absl::CancelledError("the consumer is stopping");
    asking_ = &context;
  }
  common::v1::ListEventsRequest request;
  request.set_after(after);
  common::v1::ListEventsResponse response;
  const grpc::internal::RpcMethod method(method_.c_str(), grpc::internal::RpcMethod::NORMAL_RPC);
  const grpc::Status status =
      grpc::internal::BlockingUnaryCall<common::v1::ListEventsRequest, common::v1::ListEventsResponse>(
          channel_.get(), method, &context, request, &response);
  {
    absl::MutexLock lock(&mutex_);
    asking_ = nullptr;
  }
  if (TRANCHE_FAILPOINT("ask.after", scope)) return Refuse("PEER_UNAVAILABLE");
  if (!status.ok()) return rpc::FromGrpcStatus(status, method_);
  return response;
}

absl::StatusOr<bool> Consumer::Apply(const common::v1::Event& event, absl::Time deadline) {
  rpc::CallScope scope = MakeScope(deadline, event.organisation());
  scope.deadline = deadline;
  if (TRANCHE_FAILPOINT("begin", scope)) return Refuse("PEER_UNAVAILABLE");
  TRANCHE_ASSIGN_OR_RETURN(const Place from, ParsePlace(cursor_));
  TRANCHE_ASSIGN_OR_RETURN(const Place to, ParsePlace(event.cursor()));
  bool ours = false;
  const absl::Status status = pg::Transact(*role_.pool, scope, [&](pg::Tx& tx) -> absl::Status {
    // First the cursor: its row is the lock under which one process at a time applies events.
    ours = tx.Run(kMoveCursor, source_, from.tx_id, from.event_id, to.tx_id, to.event_id)
               .affected_rows() == 1;
    return ours ? handler_(tx, scope, event) : absl::OkStatus();
  });
  if (!status.ok()) return status;
  return ours;
}

absl::Status Consumer::NotApplied(const common::v1::Event& event, const absl::Status& status) {
  // The database is away or busy, the time is over: the event itself may be good.
  const bool passing = absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) ||
                       absl::IsResourceExhausted(status);
  observe::Log(passing ? observe::Level::kWarning : observe::Level::kError, "event_not_applied",
               {{"role", role_.name},
                {"source", source_},
                {"type", event.type()},
                {"cursor", event.cursor()},
                {"reason", ReasonOf(status)},
                {"error", std::string(status.message())}});
  if (passing) return status;
  role_.observer->EventNotApplied(role_.name, source_, event.type());
  return Refuse("PEER_UNAVAILABLE", {{"role", role_.name}});
}

absl::StatusOr<Consumer::Progress> Consumer::Step(absl::Time deadline) {
  {
    absl::MutexLock lock(&mutex_);
    const auto free = [this] { return !stepping_; };
    if (!mutex_.AwaitWithDeadline(absl::Condition(&free), deadline)) return Refuse("DEADLINE_PASSED");
    stepping_ = true;
  }
  absl::StatusOr<Progress> progress = StepAlone(deadline);
  if (!progress.ok()) cursor_.clear();  // Where the log was left is read anew.
  absl::MutexLock lock(&mutex_);
  stepping_ = false;
  return progress;
}

absl::StatusOr<Consumer::Progress> Consumer::StepAlone(absl::Time deadline) {
  const rpc::CallScope scope = MakeScope(deadline, "*");
  if (TRANCHE_FAILPOINT("begin", scope)) return Refuse("PEER_UNAVAILABLE");
  if (cursor_.empty()) {
    TRANCHE_ASSIGN_OR_RETURN(cursor_, LoadCursor(scope));
  }
  TRANCHE_ASSIGN_OR_RETURN(const common::v1::ListEventsResponse page, Ask(scope, cursor_));
  for (const common::v1::Event& event : page.events()) {
    const absl::StatusOr<bool> applied = Apply(event, deadline);
    if (!applied.ok()) return NotApplied(event, applied.status());
    if (!*applied) {  // Another process of this role was faster: look where it stands.
      cursor_.clear();
      return Progress{.cursor = "", .newest = page.newest(), .more = true, .pending = page.pending()};
    }
    cursor_ = event.cursor();
  }
  return Progress{.cursor = cursor_,
                  .newest = page.newest(),
                  .more = page.events_size() >= kPageDefault,
                  .pending = page.pending()};
}

void Consumer::Follow() {
  absl::Duration back_off = kPollPause;
  bool away = false;
  while (true) {
    const absl::StatusOr<Progress> progress = Step(absl::Now() + kApplyMax);
    absl::Duration pause = kPollPause;
    if (progress.ok()) {
      if (away)
        observe::Log(observe::Level::kInfo, "source_back", {{"role", role_.name}, {"source", source_}});
      away = false;
      back_off = kPollPause;
      if (progress->pending) pause = kPendingPause;
      if (progress->more) pause = absl::ZeroDuration();
    } else {
      back_off = std::min(2 * back_off, kBackOffMax);
      pause = back_off;
    }
    absl::MutexLock lock(&mutex_);
    if (stopping_) return;
    if (!progress.ok() && !away) {
      away = true;
      observe::Log(
          observe::Level::kWarning, "source_not_followed",
          {{"role", role_.name}, {"source", source_}, {"reason", ReasonOf(progress.status())}});
    }
    if (mutex_.AwaitWithTimeout(absl::Condition(&stopping_), pause)) return;
  }
}

absl::Status Consumer::CatchUp(absl::Time deadline) {
  Place goal;
  for (bool first = true;; first = false) {
    TRANCHE_ASSIGN_OR_RETURN(const Progress progress, Step(deadline));
    if (first) {
      TRANCHE_ASSIGN_OR_RETURN(goal, ParsePlace(progress.newest));
    }
    TRANCHE_ASSIGN_OR_RETURN(const Place reached, ParsePlace(progress.cursor));
    if (!(reached < goal)) return absl::OkStatus();
    if (absl::Now() >= deadline) return Refuse("DEADLINE_PASSED");
    if (!progress.more) absl::SleepFor(kPendingPause);
  }
}

}  // namespace tranche::events
