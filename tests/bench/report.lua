-- SPDX-License-Identifier: EUPL-1.2
-- What peers.cc reads of a run of wrk.
function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("per second: %f\n", summary.requests / (summary.duration / 1e6)))
  io.write(string.format("p50 us: %f\n", latency:percentile(50)))
  io.write(string.format("p99 us: %f\n", latency:percentile(99)))
  io.write(string.format("failed: %d\n",
                         errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
