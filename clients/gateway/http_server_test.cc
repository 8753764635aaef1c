// SPDX-License-Identifier: EUPL-1.2
#include "gateway/http_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "gateway/fake_server.h"
#include "gateway/problem.h"

namespace tranche::gateway {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// A server on a free port of the loopback, served by a thread of its own.
class Running {
 public:
  explicit Running(Handler handler, HttpServer::Options options = {}) {
    options.refuse = Problem;
    auto server = HttpServer::Listen(options, std::move(handler));
    EXPECT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    thread_ = std::thread([this] { server_->Run(); });
  }
  ~Running() {
    server_->Stop();
    thread_.join();
  }
  int port() const { return server_->port(); }
  HttpServer* server() { return server_.get(); }

 private:
  std::unique_ptr<HttpServer> server_;
  std::thread thread_;
};

// Answers with what it understood of the request.
void Echo(const HttpRequest& request, const Responder& respond) {
  respond({200,
           "text/plain",
           {},
           absl::StrCat(request.method, "|", request.path, "|", request.query, "|",
                        request.Header("x-one"), "|", request.body.size())});
}

std::string Ask(int port, absl::string_view request) {
  RawClient client(port);
  client.Send(request);
  return client.ReadUntil("");
}

TEST(HttpServer, Request_ReachesTheHandlerInItsParts) {
  Running running(Echo);
  const std::string answer = Ask(running.port(),
                                 "POST /a%20b?c=d&e HTTP/1.1\r\nHost: x\r\nX-One: 1\r\nContent-Length: "
                                 "3\r\nConnection: close\r\n\r\nabc");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(answer, HasSubstr("\r\n\r\nPOST|/a%20b|c=d&e|1|3"));
}

TEST(HttpServer, ChunkedBody_IsPutTogether) {
  Running running(Echo);
  EXPECT_THAT(Ask(running.port(),
                  "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
                  "Connection: close\r\n\r\n2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n"),
              HasSubstr("POST|/|||5"));
}

TEST(HttpServer, Connection_ServesOneRequestAfterAnother) {
  Running running(Echo);
  RawClient client(running.port());
  client.Send("GET /one HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(client.ReadUntil("|/one|"), HasSubstr("|/one|"));
  client.Send("GET /two HTTP/1.1\r\nHost: x\r\n\r\nGET /three HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(client.ReadUntil("|/three|"), HasSubstr("|/two|"));
}

TEST(HttpServer, Head_IsAnsweredWithoutABody) {
  Running running(Echo);
  const std::string answer =
      Ask(running.port(), "HEAD /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(answer, HasSubstr("Content-Length: 10\r\n"));
  EXPECT_THAT(answer, testing::EndsWith("\r\n\r\n"));
}

TEST(HttpServer, Answers_CarryTheSecurityHeaders) {
  Running running([](const HttpRequest& request, const Responder& respond) {
    respond({200, request.path == "/page" ? "text/html; charset=utf-8" : "application/json", {}, "{}"});
  });
  const std::string json = Ask(running.port(), "GET / HTTP/1.0\r\n\r\n");
  EXPECT_THAT(json, HasSubstr("X-Content-Type-Options: nosniff\r\n"));
  EXPECT_THAT(json,
              HasSubstr("Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"));
  EXPECT_THAT(json, HasSubstr("Referrer-Policy: same-origin\r\n"));
  EXPECT_THAT(json, HasSubstr("Cache-Control: no-store\r\n"));
  const std::string page = Ask(running.port(), "GET /page HTTP/1.0\r\n\r\n");
  EXPECT_THAT(page, HasSubstr("Content-Security-Policy: default-src 'self'; script-src 'none';"));
  EXPECT_THAT(page, HasSubstr("frame-ancestors 'none'"));
}

TEST(HttpServer, MalformedRequests_AreRefusedAndTheConnectionEnds) {
  Running running(Echo);
  for (const std::string request :
       {"nonsense\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET  / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nbad header\r\n\r\n", "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na",
        "POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"}) {
    const std::string answer = Ask(running.port(), request);
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 400 ")) << request;
    EXPECT_THAT(answer, HasSubstr("\"code\":\"HTTP_MALFORMED\"")) << request;
    EXPECT_THAT(answer, HasSubstr("Connection: close\r\n")) << request;
  }
}

TEST(HttpServer, BodyOverTheLimit_IsRefusedWhetherAnnouncedOrNot) {
  HttpServer::Options options;
  options.body_bytes_max = 1000;
  Running running(Echo, options);
  const std::string body(300'000, 'a');
  const std::string announced =
      Ask(running.port(),
          absl::StrCat("POST /v1/x HTTP/1.1\r\nHost: x\r\nAccept-Language: en\r\nContent-Length: ",
                       body.size(), "\r\n\r\n", body));
  EXPECT_THAT(announced, StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(announced, HasSubstr("application/problem+json"));
  EXPECT_THAT(announced, HasSubstr("The body is over 1000 bytes."));
  const std::string chunked = Ask(
      running.port(), absl::StrCat("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
                                   absl::Hex(body.size()), "\r\n", body, "\r\n0\r\n\r\n"));
  EXPECT_THAT(chunked, StartsWith("HTTP/1.1 413 "));
  const std::string exact =
      Ask(running.port(), absl::StrCat("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                       "Content-Length: 1000\r\n\r\n",
                                       std::string(1000, 'a')));
  EXPECT_THAT(exact, HasSubstr("|1000"));
}

TEST(HttpServer, PathThatTakesADocument_HasALimitOfItsOwn) {
  HttpServer::Options options;
  options.body_bytes_max = 1000;
  options.document_body_bytes_max = 5000;
  options.takes_document = [](absl::string_view path) { return path == "/v1/plans:import"; };
  Running running(Echo, options);
  const auto post = [&](const std::string& path, size_t size) {
    return Ask(running.port(), absl::StrCat("POST ", path,
                                            " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                            "Accept-Language: en\r\nContent-Length: ",
                                            size, "\r\n\r\n", std::string(size, 'a')));
  };

  EXPECT_THAT(post("/v1/plans:import?x=1", 5000), HasSubstr("|5000"));
  EXPECT_THAT(post("/v1/plans:import", 5001), HasSubstr("The body is over 5000 bytes."));
  EXPECT_THAT(post("/v1/plans", 1001), HasSubstr("The body is over 1000 bytes."));
  const std::string chunked =
      Ask(running.port(),
          absl::StrCat("POST /v1/plans HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
                       absl::Hex(2000), "\r\n", std::string(2000, 'a'), "\r\n0\r\n\r\n"));
  EXPECT_THAT(chunked, StartsWith("HTTP/1.1 413 "));
}

TEST(HttpServer, HeadersOverTheLimit_AreRefused) {
  Running running(Echo);
  EXPECT_THAT(
      Ask(running.port(), absl::StrCat("GET / HTTP/1.1\r\nX: ", std::string(20'000, 'a'), "\r\n\r\n")),
      StartsWith("HTTP/1.1 431 "));
}

TEST(HttpServer, ExpectContinue_IsToldToGoOn) {
  Running running(Echo);
  RawClient client(running.port());
  client.Send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(client.ReadUntil("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.Send("ab");
  EXPECT_THAT(client.ReadUntil("|2"), HasSubstr("POST|/|||2"));
}

TEST(HttpServer, SilentConnection_IsClosedAfterTheTimeout) {
  HttpServer::Options options;
  options.read_timeout = absl::Milliseconds(50);
  Running running(Echo, options);
  RawClient client(running.port());
  client.Send("GET / HTTP/1.1\r\nHost:");
  EXPECT_EQ(client.ReadUntil(""), "");
}

TEST(HttpServer, ConnectionsOverTheLimit_WaitForAFreePlace) {
  HttpServer::Options options;
  options.connections_max = 1;
  Running running(Echo, options);
  auto first = std::make_unique<RawClient>(running.port());
  first->Send("GET /one HTTP/1.1\r\nHost: x\r\n\r\n");
  first->ReadUntil("|/one|");
  RawClient second(running.port());
  second.Send("GET /two HTTP/1.1\r\nHost: x\r\n\r\n");
  first->Send("GET /again HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(first->ReadUntil("|/again|"), HasSubstr("|/again|"));
  EXPECT_TRUE(second.IsSilent());
  first.reset();
  EXPECT_THAT(second.ReadUntil("|/two|"), HasSubstr("|/two|"));
}

TEST(HttpServer, SlowHandler_DoesNotHoldUpOthers) {
  absl::Notification may_answer;
  std::vector<std::thread> workers;
  Running running([&](const HttpRequest& request, const Responder& respond) {
    if (request.path != "/slow") return Echo(request, respond);
    workers.emplace_back([&may_answer, request, respond] {
      may_answer.WaitForNotification();
      Echo(request, respond);
      Echo(request, respond);  // A second answer does nothing.
    });
  });
  RawClient slow(running.port());
  slow.Send("GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(Ask(running.port(), "GET /fast HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
              HasSubstr("|/fast|"));
  may_answer.Notify();
  const std::string answer = slow.ReadUntil("");
  EXPECT_THAT(answer, HasSubstr("|/slow|"));
  EXPECT_EQ(answer.find("HTTP/1.1", 1), std::string::npos);
  for (std::thread& worker : workers) worker.join();
}

TEST(HttpServer, Stop_AnswersWhatIsInWork) {
  absl::Notification arrived;
  Responder waiting;
  auto running = std::make_unique<Running>([&](HttpRequest, Responder respond) {
    waiting = std::move(respond);
    arrived.Notify();
  });
  RawClient idle(running->port());
  RawClient busy(running->port());
  busy.Send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  arrived.WaitForNotification();
  running->server()->Stop();
  EXPECT_EQ(idle.ReadUntil(""), "");
  waiting({200, "text/plain", {}, "late"});
  EXPECT_THAT(busy.ReadUntil(""), testing::EndsWith("late"));
  running.reset();
}

TEST(HttpServer, PortInUse_IsSaidInASentence) {
  Running running(Echo);
  HttpServer::Options options;
  options.port = static_cast<uint16_t>(running.port());
  const auto second = HttpServer::Listen(options, Echo);
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.status().message(),
            absl::StrCat("Port ", running.port(),
                         " of 127.0.0.1 is in use by another program; choose another "
                         "port or stop that program."));
}

TEST(HttpServer, AddressThatIsNone_IsRefused) {
  HttpServer::Options options;
  options.address = "nowhere";
  EXPECT_FALSE(HttpServer::Listen(options, Echo).ok());
}

}  // namespace
}  // namespace tranche::gateway
