// SPDX-License-Identifier: EUPL-1.2
#include "platform/testing/fake_role.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "platform/calendar/civil.h"
#include "platform/rpc/trace.h"

namespace tranche::testing {
namespace {

constexpr int kQueueMax = 64;

// A folder that is removed when it is no longer needed.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string path = (std::filesystem::temp_directory_path() / "tranche-test-XXXXXX").string();
    if (mkdtemp(path.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = path;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

template <class Value>
Value Must(absl::StatusOr<Value> value) {
  if (!value.ok()) throw std::runtime_error(value.status().ToString());
  return *std::move(value);
}

struct Keys {
  auth::Verifier verifier;
  auth::Issuer issuer;
};

Keys MakeKeys() {
  const TemporaryFolder folder;
  const std::string secret = folder.path() + "/signing.key";
  const std::string open = folder.path() + "/signing.pub";
  const absl::Status made = auth::Issuer::MakeKeys(secret, open);
  if (!made.ok()) throw std::runtime_error(made.ToString());
  return {.verifier = Must(auth::Verifier::FromFile(open)),
          .issuer = Must(auth::Issuer::FromFile(secret))};
}

}  // namespace

struct TestWorld::Parts {
  const Keys keys = MakeKeys();
  rpc::Peers peers;
  observe::CallObserver observer;
  mutable absl::Mutex mutex;
  absl::Time now ABSL_GUARDED_BY(mutex) = absl::FromCivil(absl::CivilSecond(2018, 9, 1, 9, 0, 0),
                                                          absl::UTCTimeZone());
};

TestWorld::TestWorld() : parts_(std::make_unique<Parts>()) {}
TestWorld::~TestWorld() = default;

absl::Time TestWorld::now() const {
  absl::MutexLock lock(&parts_->mutex);
  return parts_->now;
}

void TestWorld::SetNow(absl::Time now) {
  absl::MutexLock lock(&parts_->mutex);
  parts_->now = now;
}

const auth::Verifier& TestWorld::verifier() const { return parts_->keys.verifier; }
const auth::Issuer& TestWorld::issuer() const { return parts_->keys.issuer; }
rpc::Peers& TestWorld::peers() { return parts_->peers; }
observe::CallObserver& TestWorld::observer() { return parts_->observer; }
std::function<absl::Time()> TestWorld::clock() {
  return [this] { return now(); };
}
std::string TestWorld::Token(const rpc::Actor& actor) const {
  return issuer().Issue(actor, now() + absl::Hours(24));
}

rpc::Actor TestActor(const std::string& organisation, const std::vector<std::string>& roles) {
  return {.subject = absl::StrCat("finance@", organisation),
          .organisations = {organisation},
          .roles = roles};
}

TestRole::TestRole(const PgSandbox& sandbox, const std::string& name, TestRole* beside, int connections)
    : name_(name),
      world_(beside != nullptr ? beside->world_ : std::make_shared<TestWorld>()),
      pool_(sandbox.OpenPool(name, connections)),
      workers_(std::make_unique<rpc::WorkerPool>(connections, kQueueMax)) {}

TestRole::~TestRole() {
  if (role_ != nullptr) role_->StopConsumers();
  if (server_ != nullptr) {
    server_->Shutdown(std::chrono::system_clock::now() + std::chrono::seconds(1));
    server_->Wait();
  }
  workers_.reset();
  server_.reset();
  role_.reset();
}

rpc::RoleContext TestRole::context() {
  return {.name = name_,
          .pool = pool_.get(),
          .workers = workers_.get(),
          .verifier = &world_->verifier(),
          .issuer = &world_->issuer(),
          .peers = &world_->peers(),
          .observer = &world_->observer(),
          .clock = world_->clock()};
}

rpc::CallScope TestRole::Scope(const rpc::Actor& actor, const std::string& method) const {
  const absl::Time now = world_->now();
  return {.actor = actor,
          .organisations = actor.organisations,
          .deadline = absl::Now() + absl::Seconds(10),
          .now = now,
          .today = DayInSofia(now),
          .method = method,
          .trace_id = rpc::NewTraceId(),
          .token = world_->Token(actor)};
}

void TestRole::Serve(std::unique_ptr<rpc::Role> role) {
  role_ = std::move(role);
  grpc::ServerBuilder builder;
  for (grpc::Service* service : role_->services()) builder.RegisterService(service);
  server_ = builder.BuildAndStart();
  if (server_ == nullptr) throw std::runtime_error("no server for " + name_);
  channel_ = server_->InProcessChannel(rpc::PeerArguments());
  world_->peers().Set(name_, channel_);
}

void TestRole::SignIn(grpc::ClientContext* context, const rpc::Actor& actor) const {
  rpc::Forward(Scope(actor), context);
}

}  // namespace tranche::testing
