// SPDX-License-Identifier: EUPL-1.2
// The same cells over HTTP: a request message as the gateway's routes want it, and a connection that
// stays open for thousands of them.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tranche::matrix {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct HttpAnswer {
  int status = 0;
  std::string headers;  // As they came.
  std::string body;
};

struct HttpLine {
  std::string method;  // "POST"
  std::string target;  // "/v1/organisations/lyubimets/plans"
  std::string body;
};

// Nothing for a method without a route.
std::optional<HttpLine> ToHttp(const google::protobuf::MethodDescriptor* method,
                               const google::protobuf::Message& request);

class HttpConnection {
 public:
  explicit HttpConnection(int port);
  ~HttpConnection();
  HttpConnection(const HttpConnection&) = delete;

  // Throws when the connection breaks, so that no answer is mistaken for another.
  HttpAnswer Ask(const HttpLine& line, const Headers& headers);

 private:
  // Reads until the buffer holds that many bytes, or the end of a head when `bytes` is 0.
  void Read(size_t bytes);

  const int port_;
  int socket_ = -1;
  std::string read_;
};

}  // namespace tranche::matrix
