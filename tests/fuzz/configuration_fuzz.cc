// SPDX-License-Identifier: EUPL-1.2
// The configuration file of tranched.
#include "fuzz/fuzz.h"
#include "platform/config/config.h"

namespace tranche::config {

TRANCHE_FUZZ_TARGET(configuration) {
  const absl::StatusOr<v1::ServerConfig> config = Parse(input, "fuzz");
  if (config.ok()) fuzz::Require(config->listen_size() > 0, "a server listens somewhere");
}

}  // namespace tranche::config
