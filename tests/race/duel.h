// SPDX-License-Identifier: EUPL-1.2
// Sixty-four clients in pairs: both of a pair send the same request at the same moment.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace tranche::load {

inline constexpr int kPairs = 32;

struct Send {
  std::string reason = {};  // Of the refusal; "" when it was done.
  std::string answer = {};  // The record that was made, encoded.
};

// Sends one request, known by its place, over a connection of its own.
using Client = std::function<Send(std::size_t request)>;

// Sends so many requests, each by both clients of a pair; `connect` makes a client. Returns both
// answers of each.
std::vector<std::array<Send, 2>> SendEachTwice(std::size_t requests,
                                               const std::function<Client()>& connect);

}  // namespace tranche::load
