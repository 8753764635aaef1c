// SPDX-License-Identifier: EUPL-1.2
// Debian's Abseil is not instrumented, so that ThreadSanitizer sees nothing of its mutexes and takes
// what they guard for races. The linker leads our calls here (--wrap, see CMakeLists.txt of this
// folder), where what they order is told to it.
#include <sanitizer/tsan_interface.h>

#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"

// The mangled name of a function of Debian's Abseil is what --wrap knows.
#define TRANCHE_REAL(symbol) asm("__real_" symbol)
#define TRANCHE_WRAP(symbol) asm("__wrap_" symbol)
#define TRANCHE_MUTEX(rest) "_ZN4absl7debian35Mutex" rest
#define TRANCHE_NOTIFICATION(rest) "_ZNK4absl7debian312Notification" rest

namespace tranche::sanitize {
namespace {

// A condition as Abseil evaluates it: with the mutex held, by the thread that waits or by one that
// unlocks.
class Guarded {
 public:
  Guarded(absl::Mutex* mutex, const absl::Condition& condition)
      : mutex_(mutex), condition_(condition) {}
  bool operator()() const {
    __tsan_acquire(mutex_);
    const bool holds = condition_.Eval();
    __tsan_release(mutex_);
    return holds;
  }

 private:
  absl::Mutex* mutex_;
  const absl::Condition& condition_;
};

}  // namespace

void RealLock(absl::Mutex* mutex) TRANCHE_REAL(TRANCHE_MUTEX("4LockEv"));
void WrapLock(absl::Mutex* mutex) TRANCHE_WRAP(TRANCHE_MUTEX("4LockEv"));
void WrapLock(absl::Mutex* mutex) {
  RealLock(mutex);
  __tsan_acquire(mutex);
}

void RealUnlock(absl::Mutex* mutex) TRANCHE_REAL(TRANCHE_MUTEX("6UnlockEv"));
void WrapUnlock(absl::Mutex* mutex) TRANCHE_WRAP(TRANCHE_MUTEX("6UnlockEv"));
void WrapUnlock(absl::Mutex* mutex) {
  __tsan_release(mutex);
  RealUnlock(mutex);
}

void RealReaderLock(absl::Mutex* mutex) TRANCHE_REAL(TRANCHE_MUTEX("10ReaderLockEv"));
void WrapReaderLock(absl::Mutex* mutex) TRANCHE_WRAP(TRANCHE_MUTEX("10ReaderLockEv"));
void WrapReaderLock(absl::Mutex* mutex) {
  RealReaderLock(mutex);
  __tsan_acquire(mutex);
}

void RealReaderUnlock(absl::Mutex* mutex) TRANCHE_REAL(TRANCHE_MUTEX("12ReaderUnlockEv"));
void WrapReaderUnlock(absl::Mutex* mutex) TRANCHE_WRAP(TRANCHE_MUTEX("12ReaderUnlockEv"));
void WrapReaderUnlock(absl::Mutex* mutex) {
  __tsan_release(mutex);
  RealReaderUnlock(mutex);
}

void RealAwait(absl::Mutex* mutex, const absl::Condition& condition)
    TRANCHE_REAL(TRANCHE_MUTEX("5AwaitERKNS0_9ConditionE"));
void WrapAwait(absl::Mutex* mutex, const absl::Condition& condition)
    TRANCHE_WRAP(TRANCHE_MUTEX("5AwaitERKNS0_9ConditionE"));
void WrapAwait(absl::Mutex* mutex, const absl::Condition& condition) {
  const Guarded guarded(mutex, condition);
  __tsan_release(mutex);
  RealAwait(mutex, absl::Condition(&guarded));
  __tsan_acquire(mutex);
}

bool RealAwaitWithTimeout(absl::Mutex* mutex, const absl::Condition& condition, absl::Duration timeout)
    TRANCHE_REAL(TRANCHE_MUTEX("16AwaitWithTimeoutERKNS0_9ConditionENS0_8DurationE"));
bool WrapAwaitWithTimeout(absl::Mutex* mutex, const absl::Condition& condition, absl::Duration timeout)
    TRANCHE_WRAP(TRANCHE_MUTEX("16AwaitWithTimeoutERKNS0_9ConditionENS0_8DurationE"));
bool WrapAwaitWithTimeout(absl::Mutex* mutex, const absl::Condition& condition,
                          absl::Duration timeout) {
  const Guarded guarded(mutex, condition);
  __tsan_release(mutex);
  const bool holds = RealAwaitWithTimeout(mutex, absl::Condition(&guarded), timeout);
  __tsan_acquire(mutex);
  return holds;
}

bool RealAwaitWithDeadline(absl::Mutex* mutex, const absl::Condition& condition, absl::Time deadline)
    TRANCHE_REAL(TRANCHE_MUTEX("17AwaitWithDeadlineERKNS0_9ConditionENS0_4TimeE"));
bool WrapAwaitWithDeadline(absl::Mutex* mutex, const absl::Condition& condition, absl::Time deadline)
    TRANCHE_WRAP(TRANCHE_MUTEX("17AwaitWithDeadlineERKNS0_9ConditionENS0_4TimeE"));
bool WrapAwaitWithDeadline(absl::Mutex* mutex, const absl::Condition& condition, absl::Time deadline) {
  const Guarded guarded(mutex, condition);
  __tsan_release(mutex);
  const bool holds = RealAwaitWithDeadline(mutex, absl::Condition(&guarded), deadline);
  __tsan_acquire(mutex);
  return holds;
}

void RealNotify(absl::Notification* notification)
    TRANCHE_REAL("_ZN4absl7debian312Notification6NotifyEv");
void WrapNotify(absl::Notification* notification)
    TRANCHE_WRAP("_ZN4absl7debian312Notification6NotifyEv");
void WrapNotify(absl::Notification* notification) {
  __tsan_release(notification);
  RealNotify(notification);
}

void RealWait(const absl::Notification* notification)
    TRANCHE_REAL(TRANCHE_NOTIFICATION("19WaitForNotificationEv"));
void WrapWait(const absl::Notification* notification)
    TRANCHE_WRAP(TRANCHE_NOTIFICATION("19WaitForNotificationEv"));
void WrapWait(const absl::Notification* notification) {
  RealWait(notification);
  __tsan_acquire(const_cast<absl::Notification*>(notification));
}

bool RealWaitWithTimeout(const absl::Notification* notification, absl::Duration timeout)
    TRANCHE_REAL(TRANCHE_NOTIFICATION("30WaitForNotificationWithTimeoutENS0_8DurationE"));
bool WrapWaitWithTimeout(const absl::Notification* notification, absl::Duration timeout)
    TRANCHE_WRAP(TRANCHE_NOTIFICATION("30WaitForNotificationWithTimeoutENS0_8DurationE"));
bool WrapWaitWithTimeout(const absl::Notification* notification, absl::Duration timeout) {
  const bool notified = RealWaitWithTimeout(notification, timeout);
  __tsan_acquire(const_cast<absl::Notification*>(notification));
  return notified;
}

}  // namespace tranche::sanitize
