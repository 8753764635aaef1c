// SPDX-License-Identifier: EUPL-1.2
// REST for every method with a google.api.http option, from the descriptions alone: there is no code
// for a single method here. Methods without the option cannot be reached.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/backend.h"
#include "gateway/http_server.h"
#include "gateway/path_template.h"

namespace tranche::gateway {

// Every service that is linked into the program.
std::vector<const google::protobuf::ServiceDescriptor*> LinkedServices();

// The Bearer token and the trace of a request for the server, its time from `Request-Timeout` (seconds,
// 1 to 60). TOKEN_INVALID when the token holds what no token holds; FIELD_MALFORMED.
absl::StatusOr<CallHeaders> HeadersOf(const HttpRequest& request);

class Transcoder {
 public:
  // A request as the server understands it.
  struct Prepared {
    const google::protobuf::MethodDescriptor* method = nullptr;
    std::unique_ptr<google::protobuf::Message> request;
    CallHeaders headers;
  };

  // An error names the method whose option is wrong, or two that take the same paths.
  static absl::StatusOr<std::unique_ptr<Transcoder>> Create(
      const std::vector<const google::protobuf::ServiceDescriptor*>& services,
      google::protobuf::MessageFactory* factory, Backend* backend);

  // Finds the route and builds the message: body, then path, query and headers. No call is made.
  absl::StatusOr<Prepared> Prepare(const HttpRequest& request) const;

  // Prepares, calls and answers; returns before the answer is there.
  void Handle(const HttpRequest& request, Responder respond) const;

  // Whether what is posted to a path holds a file: its method's rules allow bytes that do not fit into
  // the body of any other request.
  bool TakesDocument(absl::string_view path) const;

  size_t route_count() const { return routes_.size(); }

 private:
  struct Route {
    const google::protobuf::MethodDescriptor* method = nullptr;
    std::string http_method;
    std::string body;  // "*": the whole message; a field's name; empty: none.
    bool takes_document = false;
  };

  Transcoder(google::protobuf::MessageFactory* factory, Backend* backend)
      : factory_(factory), backend_(backend) {}
  absl::Status AddMethod(const google::protobuf::MethodDescriptor* method);
  absl::Status ReadBody(const Route& route, const HttpRequest& request,
                        google::protobuf::Message* message) const;

  google::protobuf::MessageFactory* const factory_;
  Backend* const backend_;
  std::vector<Route> routes_;
  Router router_;
};

}  // namespace tranche::gateway
