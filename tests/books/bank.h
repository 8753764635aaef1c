// SPDX-License-Identifier: EUPL-1.2
// The bank that the clients order from. It is no part of the installation and nobody kills it, so that
// what it did is the truth about an order. It pays again when it is told again: an order that reaches
// it twice is found.
#pragma once

#include <mutex>
#include <string>

#include "books/history.h"
#include "payments/testing/bank_stand_in.h"

namespace tranche::books {

class Bank {
 public:
  // Takes a file (pain.001) and answers (pain.002).
  std::string Receive(const std::string& file) {
    const std::lock_guard<std::mutex> lock(mutex_);
    bank_.Receive(file);
    const std::vector<std::string> answers = bank_.TakeAnswers();
    return answers.empty() ? "" : answers.front();
  }
  bool Knows(const std::string& end_to_end_id) {
    const std::lock_guard<std::mutex> lock(mutex_);
    return bank_.Knows(end_to_end_id);
  }
  bool Refused(const std::string& end_to_end_id) {
    const std::lock_guard<std::mutex> lock(mutex_);
    return bank_.Refused(end_to_end_id);
  }
  // What it did with these orders, and with all that it paid.
  Facts::Bank Did(const std::vector<Facts::Order>& orders) {
    const std::lock_guard<std::mutex> lock(mutex_);
    Facts::Bank did;
    did.paid = bank_.paid();
    for (const Facts::Order& order : orders) {
      if (bank_.Refused(order.end_to_end_id)) did.refused.insert(order.end_to_end_id);
    }
    return did;
  }

 private:
  std::mutex mutex_;
  payments::testing::BankStandIn bank_{/*knows_doubles=*/false};
};

}  // namespace tranche::books
