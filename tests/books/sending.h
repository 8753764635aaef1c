// SPDX-License-Identifier: EUPL-1.2
// What the answer to a sending means to whoever sent it: whether it may be sent once more, and whether
// anybody can say that it was done.
#pragma once

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "books/facts.h"
#include "tranche/common/v1/money.pb.h"

namespace tranche::books {

inline void SetMoney(int64_t minor, common::v1::Money* money, const std::string& currency = "BGN") {
  money->set_amount(absl::StrFormat("%d.%02d", minor / 100, minor % 100));
  money->set_currency(currency);
}

inline void SetParts(int64_t eu, int64_t national, common::v1::ThreePartAmount* amount,
                     const std::string& currency = "BGN") {
  SetMoney(eu, amount->mutable_eu(), currency);
  SetMoney(national, amount->mutable_national(), currency);
  SetMoney(0, amount->mutable_own(), currency);
}

inline int64_t Minor(const common::v1::Money& money) {
  std::string digits = money.amount();
  digits.erase(std::remove(digits.begin(), digits.end(), '.'), digits.end());
  return digits.empty() ? 0 : std::stoll(digits);
}

// The answer as Facts::Request has it.
template <class Resp>
std::string AnswerText(const Resp& response) {
  return response.SerializeAsString();
}
inline std::string AnswerText(const budgets::v1::Cost& cost) { return AnswerOf(cost); }

// Nothing was done, and it may be tried again.
inline bool IsPassing(const std::string& reason) {
  static const std::set<std::string>& passing =
      *new std::set<std::string>{"DATABASE_DOWN", "OVERLOADED", "CONFLICT_RETRY"};
  return passing.count(reason) > 0;
}

// Nobody can say whether it was done. A status without a reason is gRPC's own.
inline bool IsUnknown(const std::string& reason) {
  static const std::set<std::string>& unknown = *new std::set<std::string>{
      "", "OUTCOME_UNKNOWN", "PEER_UNAVAILABLE", "DEADLINE_PASSED", "INTERNAL"};
  return unknown.count(reason) > 0;
}

}  // namespace tranche::books
