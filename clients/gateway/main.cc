// SPDX-License-Identifier: EUPL-1.2
// tranche-gateway: REST and pages in front of tranched.
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
#include "cpp/servers.h"
#include "gateway/backend.h"
#include "gateway/gateway.h"
#include "gateway/http_server.h"
#include "gateway/pages/pages.h"
#include "gateway/transcoder.h"
#include "platform/base/status_macros.h"
#include "platform/observe/observe.h"
#include "platform/rpc/tls.h"

namespace tranche::gateway {
namespace {

struct Arguments {
  std::string listen = "127.0.0.1:8080";
  std::string server;
  config::v1::TlsConfig tls;
  std::string token_file;
  std::string log_file;
  std::vector<std::string> hosts;
  bool behind_tls = false;
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

absl::StatusOr<client::Servers> FindServers(const Arguments& arguments) {
  rpc::Tls tls;
  if (!arguments.tls.certificate_file().empty()) {
    TRANCHE_ASSIGN_OR_RETURN(tls, rpc::Tls::Read(arguments.tls));
  }
  return client::Servers::At(arguments.server, tls);
}

int Serve(const Arguments& arguments) {
  HttpServer::Options options;
  if (!ParseListen(arguments.listen, &options.address, &options.port)) {
    return Fail(absl::StrCat("--listen wants ADDRESS:PORT, for example 127.0.0.1:8080, not \"",
                             arguments.listen, "\"."));
  }
  GatewayOptions gateway_options;
  gateway_options.hosts = arguments.hosts;
  gateway_options.behind_tls = arguments.behind_tls;
  std::ifstream file(arguments.token_file);
  gateway_options.token = std::string(std::istreambuf_iterator<char>(file), {});
  absl::StripAsciiWhitespace(&gateway_options.token);
  if (gateway_options.token.empty()) {
    return Fail(absl::StrCat("there is no token in ", arguments.token_file,
                             "; make one with \"tranched issue-token --roles SERVICE\"."));
  }
  if (const absl::Status logging = observe::StartLogging(arguments.log_file, observe::Level::kInfo);
      !logging.ok()) {
    return Fail(absl::StrCat("cannot write the log file ", arguments.log_file,
                             "; name a file that this user may write."));
  }

  absl::StatusOr<client::Servers> servers = FindServers(arguments);
  if (!servers.ok()) return Fail(servers.status().message());
  Backend backend(*std::move(servers));
  auto transcoder = Transcoder::Create(LinkedServices(),
                                       google::protobuf::MessageFactory::generated_factory(), &backend);
  if (!transcoder.ok()) return Fail(transcoder.status().message());
  Gateway gateway(&backend, transcoder->get(), gateway_options);
  options.takes_document = [&transcoder](absl::string_view path) {
    return (*transcoder)->TakesDocument(path) || Pages::TakesDocument(path);
  };
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
  CLI::App app("REST and pages in front of tranched", "tranche-gateway");
  app.add_option("--listen", arguments.listen, "Address and port to serve on")->capture_default_str();
  app.add_option(
         "--server", arguments.server,
         "Address of tranched, unix:/…/tranched.sock or HOST:PORT; with a process for each role "
         "unix:/…/{role}.sock or {role}.HOST:PORT")
      ->required();
  app.add_option_function<std::string>(
         "--certificate-file",
         [&](const std::string& file) { arguments.tls.set_certificate_file(file); },
         "Certificate of the gateway for a server on another machine, PEM; its name is \"gateway\"")
      ->check(CLI::ExistingFile);
  app.add_option_function<std::string>(
         "--key-file", [&](const std::string& file) { arguments.tls.set_key_file(file); },
         "Its private key")
      ->check(CLI::ExistingFile);
  app.add_option_function<std::string>(
         "--authority-file", [&](const std::string& file) { arguments.tls.set_authority_file(file); },
         "Certificates of the authority of the installation")
      ->check(CLI::ExistingFile);
  app.add_option("--token-file", arguments.token_file,
                 "File with the gateway's own token: the role SERVICE, no organisation")
      ->required();
  app.add_flag("--behind-tls", arguments.behind_tls,
               "Browsers reach the gateway by https only, through a proxy that sets X-Forwarded-For");
  app.add_option("--log-file", arguments.log_file, "File of the log; standard error without it");
  app.add_option("--host", arguments.hosts,
                 "Further host names of the pages, when they are behind a proxy");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return tranche::gateway::Serve(arguments);
}
