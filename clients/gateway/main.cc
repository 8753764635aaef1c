// SPDX-License-Identifier: EUPL-1.2
// tranche-gateway: REST and one page in front of tranched.
#include <google/protobuf/message.h>
#include <grpcpp/grpcpp.h>
#include <pthread.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "gateway/backend.h"
#include "gateway/gateway.h"
#include "gateway/http_server.h"
#include "gateway/transcoder.h"
#include "platform/observe/observe.h"

namespace tranche::gateway {
namespace {

struct Arguments {
  std::string listen = "127.0.0.1:8080";
  std::string server;
  std::string page_token_file;
  std::string log_file;
  std::vector<std::string> hosts;
};

int Fail(absl::string_view sentence) {
  std::cerr << "tranche-gateway: " << sentence << "\n";
  return 1;
}

// Splits "127.0.0.1:8080" or "[::1]:8080".
bool ParseListen(const std::string& text, std::string* address, uint16_t* port) {
  const size_t colon = text.rfind(':');
  uint32_t number = 0;
  if (colon == std::string::npos || !absl::SimpleAtoi(text.substr(colon + 1), &number) ||
      number > 65535) {
    return false;
  }
  *address = text.substr(0, colon);
  if (address->size() > 2 && address->front() == '[' && address->back() == ']') {
    *address = address->substr(1, address->size() - 2);
  }
  *port = static_cast<uint16_t>(number);
  return true;
}

std::shared_ptr<grpc::Channel> Connect(const std::string& server) {
  grpc::ChannelArguments arguments;
  // A refusal carries all violations in its trailing metadata; gRPC's default of 8 KiB is too little.
  arguments.SetInt(GRPC_ARG_MAX_METADATA_SIZE, 64 << 10);
  // A server that was started anew is found again within a second or two, not after minutes.
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  return grpc::CreateCustomChannel(server, grpc::InsecureChannelCredentials(), arguments);
}

int Serve(const Arguments& arguments) {
  HttpServer::Options options;
  if (!ParseListen(arguments.listen, &options.address, &options.port)) {
    return Fail(absl::StrCat("--listen wants ADDRESS:PORT, for example 127.0.0.1:8080, not \"",
                             arguments.listen, "\"."));
  }
  GatewayOptions gateway_options;
  gateway_options.hosts = arguments.hosts;
  if (!arguments.page_token_file.empty()) {
    std::ifstream file(arguments.page_token_file);
    gateway_options.page_token = std::string(std::istreambuf_iterator<char>(file), {});
    absl::StripAsciiWhitespace(&gateway_options.page_token);
    if (gateway_options.page_token.empty()) {
      return Fail(absl::StrCat("there is no token in ", arguments.page_token_file,
                               "; make one with \"tranched issue-token\"."));
    }
  }
  if (const absl::Status logging = observe::StartLogging(arguments.log_file, observe::Level::kInfo);
      !logging.ok()) {
    return Fail(absl::StrCat("cannot write the log file ", arguments.log_file,
                             "; name a file that this user may write."));
  }

  Backend backend(Connect(arguments.server));
  auto transcoder = Transcoder::Create(LinkedServices(),
                                       google::protobuf::MessageFactory::generated_factory(), &backend);
  if (!transcoder.ok()) return Fail(transcoder.status().message());
  Gateway gateway(&backend, transcoder->get(), gateway_options);
  options.refuse = [&gateway](const absl::Status& status, const HttpRequest& request) {
    return gateway.Refuse(status, request);
  };
  auto server = HttpServer::Listen(options, [&gateway](HttpRequest request, Responder respond) {
    gateway.Handle(std::move(request), std::move(respond));
  });
  if (!server.ok()) return Fail(server.status().message());
  observe::Log(observe::Level::kInfo, "ready",
               {{"listen", absl::StrCat(options.address, ":", (*server)->port())},
                {"routes", absl::StrCat((*transcoder)->route_count())}});

  // Signals are waited for on a thread of their own, where anything may be done about them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  std::thread waiter([&signals, &server] {
    int signal = 0;
    sigwait(&signals, &signal);
    (*server)->Stop();
  });
  (*server)->Run();
  waiter.join();
  backend.CancelAndWait();
  observe::Log(observe::Level::kInfo, "stopped", {});
  return 0;
}

}  // namespace
}  // namespace tranche::gateway

int main(int argc, char** argv) {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  std::signal(SIGPIPE, SIG_IGN);
  // Before any thread is made, so that every thread leaves these signals to the one that waits for
  // them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  tranche::gateway::Arguments arguments;
  CLI::App app("REST and a page in front of tranched", "tranche-gateway");
  app.add_option("--listen", arguments.listen, "Address and port to serve on")->capture_default_str();
  app.add_option("--server", arguments.server,
                 "Address of tranched, unix:/…/tranched.sock or HOST:PORT")
      ->required();
  app.add_option("--page-token-file", arguments.page_token_file,
                 "File with the token of the page, a reader's");
  app.add_option("--log-file", arguments.log_file, "File of the log; standard error without it");
  app.add_option("--host", arguments.hosts,
                 "Further host names of the page, when it is behind a proxy");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return tranche::gateway::Serve(arguments);
}
