// SPDX-License-Identifier: EUPL-1.2
// Makes tranched to tranched_failpoints: the same program, whose failpoints act as the environment
// says.
//   TRANCHE_FAILPOINTS="budgets.RecordCost.alone.after=kill,payments.SendClaim.answer=error"
//   TRANCHE_FAILPOINTS_LOG=FILE     gets "reached NAME" for each at its first time, "kill NAME" before
//   the end
// A name is the role, the method or the followed log ("budgets.events/proposals"), the step, and its
// count within the call when that is above one: "payments.VerifyClaim.commit.before.2". An error
// happens once.
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <map>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/synchronization/mutex.h"
#include "platform/failpoint/failpoint.h"

namespace tranche::crash {
namespace {

class Failpoints {
 public:
  Failpoints() {
    const char* log = std::getenv("TRANCHE_FAILPOINTS_LOG");
    if (log != nullptr) log_ = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    const char* armed = std::getenv("TRANCHE_FAILPOINTS");
    for (const absl::string_view one :
         absl::StrSplit(armed == nullptr ? "" : armed, ',', absl::SkipEmpty())) {
      armed_.insert(absl::StrSplit(one, absl::MaxSplits('=', 1)));
    }
  }

  bool Reach(const std::string& name) {
    absl::MutexLock lock(&mutex_);
    if (reached_.insert(name).second) Write("reached " + name);
    const auto found = armed_.find(name);
    if (found == armed_.end()) return false;
    if (found->second == "kill") {
      Write("kill " + name);
      kill(getpid(), SIGKILL);
    }
    Write("error " + name);
    armed_.erase(found);
    return true;
  }

 private:
  void Write(const std::string& line) const {
    if (log_ >= 0 && write(log_, (line + "\n").data(), line.size() + 1) < 0) std::abort();
  }

  int log_ = -1;
  absl::Mutex mutex_;
  std::map<std::string, std::string> armed_;
  std::set<std::string> reached_;
};

// "tranche.payments.v1.PaymentsService/VerifyClaim" is "payments.VerifyClaim"; the following of a log,
// "events/proposals" by "service/budgets", is "budgets.events/proposals".
std::string Owner(const rpc::CallScope& scope) {
  const std::pair<std::string, std::string> method =
      absl::StrSplit(scope.method, absl::MaxSplits('/', 1));
  const std::vector<std::string> package = absl::StrSplit(method.first, '.');
  if (package.size() > 1) return absl::StrCat(package[1], ".", method.second);
  const std::pair<std::string, std::string> subject =
      absl::StrSplit(scope.actor.subject, absl::MaxSplits('/', 1));
  return absl::StrCat(subject.second, ".", scope.method);
}

bool Act(absl::string_view step, const rpc::CallScope& scope) {
  static Failpoints& failpoints = *new Failpoints();
  // A call runs on one thread from its beginning to its answer.
  thread_local std::map<std::string, std::map<std::string, int>> counts;
  const std::string owner = Owner(scope);
  if (step == "begin") counts[owner].clear();
  const int count = ++counts[owner][std::string(step)];
  return failpoints.Reach(absl::StrCat(owner, ".", step, count > 1 ? absl::StrCat(".", count) : ""));
}

[[maybe_unused]] const bool kInstalled = [] {
  failpoint::action = Act;
  return true;
}();

}  // namespace
}  // namespace tranche::crash
