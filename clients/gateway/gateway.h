// SPDX-License-Identifier: EUPL-1.2
// All that the gateway answers: the pages, their style sheet, health, metrics, the reasons of problems,
// and the routes of the descriptions.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "gateway/backend.h"
#include "gateway/http_server.h"
#include "gateway/pages/pages.h"
#include "gateway/session.h"
#include "gateway/sign_in.h"
#include "gateway/transcoder.h"

namespace tranche::gateway {

struct GatewayOptions {
  // The gateway's own: the role SERVICE for no organisation. For links, sessions and /metrics.
  std::string token;
  // Host names under which the pages and the metrics are shown, without ports; loopback names always
  // are. A browser that was led here under another name (DNS rebinding) gets nothing of them.
  std::vector<std::string> hosts;
  // Browsers reach the gateway through a proxy and by https only.
  bool behind_tls = false;
  std::function<absl::Time()> clock = absl::Now;
};

class Gateway {
 public:
  Gateway(Backend* backend, const Transcoder* transcoder, GatewayOptions options);
  ~Gateway();

  // The handler of the server.
  void Handle(HttpRequest request, Responder respond);
  // The answer to what the server could not read.
  HttpResponse Refuse(const absl::Status& status, const HttpRequest& request);

 private:
  struct Metrics;

  void Route(const HttpRequest& request, Responder respond);
  // What browsers show to people, and /metrics.
  void RoutePage(const std::string& kind, const HttpRequest& request, Responder respond);
  bool IsOwnHost(const HttpRequest& request) const;
  void Health(Responder respond) const;
  // By which the server's processes are asked for their numbers.
  CallHeaders MetricsHeaders() const;
  void ShowMetrics(const HttpRequest& request, Responder respond) const;

  Backend* const backend_;
  const Transcoder* const transcoder_;
  const GatewayOptions options_;
  const Sessions sessions_;
  SignIn sign_in_;
  const Pages pages_;
  const std::unique_ptr<Metrics> metrics_;
};

}  // namespace tranche::gateway
