// SPDX-License-Identifier: EUPL-1.2
#include "gateway/gateway.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "gateway/assets.h"
#include "gateway/problem.h"
#include "platform/base/error.h"
#include "platform/observe/observe.h"
#include "tranche/ops/v1/operations_service.pb.h"

namespace tranche::gateway {
namespace {

constexpr absl::string_view kReasonPrefix = "/problems/";

// The kind of address, for counting; never the address itself, which anyone can make up.
std::string KindOf(absl::string_view path) {
  if (path == "/") return "page";
  if (path == "/healthz") return "health";
  if (path == "/metrics") return "metrics";
  if (absl::StartsWith(path, "/assets/")) return "asset";
  if (absl::StartsWith(path, kReasonPrefix)) return "reason";
  return "api";
}

HttpResponse Html(std::string body) {
  return {200, "text/html; charset=utf-8", {{"Vary", "Accept-Language"}}, std::move(body)};
}

}  // namespace

struct Gateway::Metrics {
  Metrics()
      : requests(prometheus::BuildCounter()
                     .Name("tranche_gateway_requests_total")
                     .Help("Requests answered, by kind of address and HTTP status.")
                     .Register(registry)),
        in_work(prometheus::BuildGauge()
                    .Name("tranche_gateway_requests_in_work")
                    .Help("Requests read and not yet answered.")
                    .Register(registry)
                    .Add({})),
        seconds(prometheus::BuildHistogram()
                    .Name("tranche_gateway_request_seconds")
                    .Help("Time from a request read to its answer handed over.")
                    .Register(registry)) {}

  void Finished(const std::string& kind, int status, absl::Duration took) {
    requests.Add({{"kind", kind}, {"status", absl::StrCat(status)}}).Increment();
    seconds
        .Add({{"kind", kind}},
             prometheus::Histogram::BucketBoundaries{0.001, 0.005, 0.02, 0.1, 0.5, 2, 10})
        .Observe(absl::ToDoubleSeconds(took));
  }

  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& requests;
  prometheus::Gauge& in_work;
  prometheus::Family<prometheus::Histogram>& seconds;
};

Gateway::Gateway(Backend* backend, const Transcoder* transcoder, GatewayOptions options)
    : backend_(backend),
      transcoder_(transcoder),
      options_(std::move(options)),
      page_(backend, options_.page_token),
      metrics_(std::make_unique<Metrics>()) {}

Gateway::~Gateway() = default;

void Gateway::Handle(HttpRequest request, Responder respond) {
  const std::string trace_id = EnsureTrace(&request);
  const absl::Time began = options_.clock();
  metrics_->in_work.Increment();
  Responder observed = [this, began, trace_id, method = request.method, path = request.path,
                        respond = std::move(respond)](HttpResponse response) {
    const absl::Duration took = options_.clock() - began;
    metrics_->in_work.Decrement();
    metrics_->Finished(KindOf(path), response.status, took);
    observe::Log(response.status >= 500 ? observe::Level::kWarning : observe::Level::kInfo, "http",
                 {{"method", method},
                  {"path", path.substr(0, 300)},
                  {"status", absl::StrCat(response.status)},
                  {"took_us", absl::StrCat(absl::ToInt64Microseconds(took))},
                  {"trace_id", trace_id}});
    response.headers.emplace_back("Trace-Id", trace_id);
    respond(std::move(response));
  };
  Route(request, std::move(observed));
}

HttpResponse Gateway::Refuse(const absl::Status& status, const HttpRequest& request) {
  HttpResponse response = Problem(status, request);
  metrics_->Finished("unreadable", response.status, absl::ZeroDuration());
  return response;
}

void Gateway::Route(const HttpRequest& request, Responder respond) {
  const std::string& path = request.path;
  const std::string kind = KindOf(path);
  if (kind == "api") return transcoder_->Handle(request, std::move(respond));
  if (request.method != "GET") {
    return respond(
        Problem(tranche::Refuse("METHOD_NOT_ALLOWED", {{"method", request.method}, {"allowed", "GET"}}),
                request));
  }
  if (kind == "health") return Health(std::move(respond));
  if (kind == "page" || kind == "metrics") {
    if (!IsOwnHost(request)) {
      const std::string host(request.Header("host").substr(0, 100));
      return respond(Problem(tranche::Refuse("HOST_NOT_SERVED", {{"host", host}}), request));
    }
    if (kind == "page") return page_.Handle(request, std::move(respond));
    return ShowMetrics(request, std::move(respond));
  }
  if (kind == "reason") {
    std::string html = RenderReason(path.substr(kReasonPrefix.size()), PageLanguage(request));
    if (!html.empty()) return respond(Html(std::move(html)));
  } else if (path == "/assets/tranche.css") {
    for (const Asset& asset : Assets()) {
      if (asset.name == "tranche.css") return respond({200, "text/css; charset=utf-8", {}, asset.text});
    }
  }
  respond(Problem(tranche::Refuse("ROUTE_NOT_FOUND", {{"path", path.substr(0, 200)}}), request));
}

bool Gateway::IsOwnHost(const HttpRequest& request) const {
  absl::string_view host = request.Header("host");
  if (const size_t colon = host.rfind(':');
      colon != absl::string_view::npos && !absl::EndsWith(host, "]")) {
    host = host.substr(0, colon);
  }
  const std::string name = absl::AsciiStrToLower(host);
  if (name == "localhost" || name == "127.0.0.1" || name == "[::1]") return true;
  return std::find(options_.hosts.begin(), options_.hosts.end(), name) != options_.hosts.end();
}

void Gateway::Health(Responder respond) const {
  backend_->CheckHealth([respond = std::move(respond)](bool serving) {
    respond({serving ? 200 : 503,
             "application/json",
             {},
             serving ? R"({"status":"serving"})" : R"({"status":"not_serving"})"});
  });
}

void Gateway::ShowMetrics(const HttpRequest& request, Responder respond) const {
  CallHeaders headers;
  headers.traceparent = std::string(request.Header("traceparent"));
  headers.timeout = absl::Seconds(2);
  if (!options_.page_token.empty())
    headers.authorization = absl::StrCat("Bearer ", options_.page_token);
  backend_->Call<ops::v1::Metrics>(
      "/tranche.ops.v1.OperationsService/GetMetrics", ops::v1::GetMetricsRequest(), headers,
      [this, respond = std::move(respond)](const absl::Status& status,
                                           const ops::v1::Metrics& of_server) {
        // The gateway's own numbers are shown also when the server is away.
        const std::string own = prometheus::TextSerializer().Serialize(metrics_->registry.Collect());
        const std::string up =
            absl::StrCat("# HELP tranche_up Whether the server gave its metrics.\n",
                         "# TYPE tranche_up gauge\ntranche_up ", status.ok() ? 1 : 0, "\n");
        respond({200,
                 "text/plain; version=0.0.4; charset=utf-8",
                 {},
                 absl::StrCat(own, up, of_server.text())});
      });
}

}  // namespace tranche::gateway
