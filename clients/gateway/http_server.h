// SPDX-License-Identifier: EUPL-1.2
// A small HTTP/1.1 server for answers that come later: one thread reads and writes, handlers may answer
// from any thread. Only http_server_beast.cc knows which library is behind it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace tranche::gateway {

struct HttpRequest {
  std::string method;  // "GET"; a HEAD arrives as GET, and its body is left out of the answer.
  std::string path;    // Still percent-encoded.
  std::string query;   // Behind the question mark, still encoded.
  std::vector<std::pair<std::string, std::string>> headers;  // Names in lower case.
  std::string body;
  std::string peer = {};  // IP address that the connection comes from, "127.0.0.1".

  // The value of the first header of this name (in lower case), or "".
  absl::string_view Header(absl::string_view name) const {
    for (const auto& [key, value] : headers) {
      if (key == name) return value;
    }
    return "";
  }
};

struct HttpResponse {
  int status = 200;
  std::string content_type;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

// To be called once, from any thread; later calls do nothing.
using Responder = std::function<void(HttpResponse)>;
// Called on the server's thread; may not block.
using Handler = std::function<void(HttpRequest, Responder)>;

class HttpServer {
 public:
  struct Options {
    std::string address = "127.0.0.1";
    uint16_t port = 0;  // 0: any that is free.
    uint32_t header_bytes_max = 16 << 10;
    uint64_t body_bytes_max = 1 << 20;
    // Of requests to paths that take a document, whose bytes stand in JSON as base64.
    uint64_t document_body_bytes_max = 5 << 20;
    std::function<bool(absl::string_view path)> takes_document;
    int connections_max = 512;                        // Further ones wait until one is closed.
    absl::Duration read_timeout = absl::Seconds(15);  // For a head, for a body, and between requests.
    absl::Duration write_timeout = absl::Seconds(15);
    absl::Duration drain_timeout = absl::Seconds(10);  // For requests in work when the server stops.
    // The answer to a request that cannot be read: HTTP_MALFORMED, HEADERS_TOO_LARGE, BODY_TOO_LARGE.
    // What could be read of the request is given with it.
    std::function<HttpResponse(const absl::Status&, const HttpRequest&)> refuse;
  };

  // Begins to listen. The error of a port in use says so in a sentence for the operator.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Listen(Options options, Handler handler);
  ~HttpServer();

  int port() const;
  // Serves until Stop; on the calling thread.
  void Run();
  // From any thread: no new connections, requests in work are answered, then Run returns.
  void Stop();

 private:
  class Impl;
  explicit HttpServer(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

// The headers that tell a browser to do nothing beyond what an answer of this type needs.
std::vector<std::pair<std::string, std::string>> SecurityHeaders(absl::string_view content_type);

}  // namespace tranche::gateway
