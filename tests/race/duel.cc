// SPDX-License-Identifier: EUPL-1.2
#include "duel.h"

#include <barrier>
#include <cstdio>
#include <memory>
#include <thread>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace tranche::load {

std::vector<std::array<Send, 2>> SendEachTwice(std::size_t requests,
                                               const std::function<Client()>& connect) {
  const absl::Time began = absl::Now();
  std::vector<std::array<Send, 2>> sends(requests);
  std::vector<std::unique_ptr<std::barrier<>>> together;
  for (int i = 0; i < kPairs; ++i) together.push_back(std::make_unique<std::barrier<>>(2));
  std::vector<std::thread> clients;
  for (std::size_t number = 0; number < 2 * kPairs; ++number) {
    clients.emplace_back([&, pair = number / 2, half = number % 2] {
      const Client client = connect();
      for (std::size_t i = pair; i < requests; i += kPairs) {
        together[pair]->arrive_and_wait();
        sends[i][half] = client(i);
      }
    });
  }
  for (std::thread& client : clients) client.join();
  std::printf("%zu requests, each sent twice, by %d clients in %.1f s\n", requests, 2 * kPairs,
              absl::ToDoubleSeconds(absl::Now() - began));
  return sends;
}

}  // namespace tranche::load
