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
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "gateway/assets.h"
#include "gateway/description.h"
#include "gateway/metrics_text.h"
#include "gateway/problem.h"
#include "platform/base/error.h"
#include "platform/observe/observe.h"

namespace tranche::gateway {
namespace {

constexpr absl::string_view kReasonPrefix = "/problems/";

// The kind of address, for counting; never the address itself, which anyone can make up.
std::string KindOf(absl::string_view path) {
  if (Pages::IsPage(path)) return "page";
  if (path == "/sign-in") return "sign-in";
  if (path == "/sign-out") return "sign-out";
  if (path == "/healthz") return "health";
  if (path == "/metrics") return "metrics";
  if (path == kDescriptionPath) return "description";
  if (absl::StartsWith(path, "/assets/")) return "asset";
  if (absl::StartsWith(path, kReasonPrefix)) return "reason";
  return "api";
}

// The style sheet and the icon. Under the address that has the style sheet's digest a browser may keep
// it for good.
HttpResponse AssetResponse(const HttpRequest& request) {
  const absl::string_view name = absl::string_view(request.path).substr(request.path.rfind('/') + 1);
  const bool is_style = name == "tranche.css";
  for (const Asset& asset : Assets()) {
    if (asset.name != name || (!is_style && name != "icon.svg")) continue;
    const bool by_digest = is_style && absl::StrCat(request.path, "?", request.query) == StyleHref();
    return {
        200,
        is_style ? "text/css; charset=utf-8" : "image/svg+xml",
        {{"Cache-Control", by_digest ? "public, max-age=31536000, immutable" : "public, max-age=3600"}},
        asset.text};
  }
  return Problem(tranche::Refuse("ROUTE_NOT_FOUND", {{"path", request.path.substr(0, 200)}}), request);
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
      sessions_(backend, absl::StrCat("Bearer ", options_.token), options_.behind_tls),
      sign_in_(backend, &sessions_,
               {absl::StrCat("Bearer ", options_.token), options_.behind_tls, options_.clock}),
      pages_(backend),
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
    if (options_.behind_tls) {
      response.headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
    }
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
  if (kind == "api") {
    return sessions_.Authorize(request, std::move(respond),
                               [this](const HttpRequest& authorized, Responder answer) {
                                 transcoder_->Handle(authorized, std::move(answer));
                               });
  }
  const std::string allowed = kind == "sign-in"    ? "GET, POST"
                              : kind == "sign-out" ? "POST"
                              : kind == "page"     ? pages_.AllowedMethods(path)
                                                   : "GET";
  if (const std::vector<std::string> methods = absl::StrSplit(allowed, ", ");
      std::find(methods.begin(), methods.end(), request.method) == methods.end()) {
    return respond(Problem(
        tranche::Refuse("METHOD_NOT_ALLOWED", {{"method", request.method}, {"allowed", allowed}}),
        request));
  }
  if (kind == "health") return Health(std::move(respond));
  if (kind == "description") return respond(Description(request));
  if (kind == "asset") return respond(AssetResponse(request));
  if (kind == "reason") {
    std::string html = RenderReason(path.substr(kReasonPrefix.size()), request);
    if (!html.empty()) return respond(HtmlResponse(200, std::move(html)));
    return respond(
        Problem(tranche::Refuse("ROUTE_NOT_FOUND", {{"path", path.substr(0, 200)}}), request));
  }
  RoutePage(kind, request, std::move(respond));
}

void Gateway::RoutePage(const std::string& kind, const HttpRequest& request, Responder respond) {
  if (!IsOwnHost(request)) {
    const std::string host(request.Header("host").substr(0, 100));
    return respond(Problem(tranche::Refuse("HOST_NOT_SERVED", {{"host", host}}), request));
  }
  if (kind == "metrics") return ShowMetrics(request, std::move(respond));
  if (kind == "sign-out") return sign_in_.SignOut(request, std::move(respond));
  if (kind == "sign-in") {
    return request.method == "POST" ? sign_in_.Redeem(request, std::move(respond))
                                    : sign_in_.Show(request, std::move(respond));
  }
  sessions_.WithSession(request, std::move(respond),
                        [this, request](const Session& session, Responder answer) {
                          pages_.Handle(request, session, std::move(answer));
                        });
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

// Books that disagree are named beside what serves, and do not make it 503: the server answers as
// before, and whoever takes it away for that would take it from those who are to find out why.
void Gateway::Health(Responder respond) const {
  backend_->CheckHealth([this, respond = std::move(respond)](const std::vector<std::string>& away) {
    backend_->GetMetrics(
        MetricsHeaders(), [respond, away](const std::vector<Backend::ProcessMetrics>& of_server) {
          std::string text = away.empty() ? R"({"status":"serving")"
                                          : absl::StrCat(R"({"status":"not_serving","away":[")",
                                                         absl::StrJoin(away, R"(",")"), R"("])");
          const int64_t disagreeing = DisagreeingContracts(of_server);
          if (disagreeing > 0) absl::StrAppend(&text, R"(,"disagreeing_contracts":)", disagreeing);
          respond({away.empty() ? 200 : 503, "application/json", {}, text + "}"});
        });
  });
}

CallHeaders Gateway::MetricsHeaders() const {
  CallHeaders headers;
  headers.timeout = absl::Seconds(2);
  headers.authorization = absl::StrCat("Bearer ", options_.token);
  return headers;
}

void Gateway::ShowMetrics(const HttpRequest& request, Responder respond) const {
  CallHeaders headers = MetricsHeaders();
  headers.traceparent = std::string(request.Header("traceparent"));
  backend_->GetMetrics(headers, [this, respond = std::move(respond)](
                                    const std::vector<Backend::ProcessMetrics>& of_server) {
    // The gateway's own numbers are shown also when the server is away.
    const std::string own = prometheus::TextSerializer().Serialize(metrics_->registry.Collect());
    respond({200,
             "text/plain; version=0.0.4; charset=utf-8",
             {},
             absl::StrCat(own, MergeMetrics(of_server))});
  });
}

}  // namespace tranche::gateway
