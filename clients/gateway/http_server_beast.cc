// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <atomic>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <optional>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/http_server.h"
#include "platform/base/error.h"

namespace tranche::gateway {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;

std::chrono::milliseconds Milliseconds(absl::Duration duration) {
  return std::chrono::milliseconds(absl::ToInt64Milliseconds(duration));
}

absl::string_view View(boost::string_view text) { return absl::string_view(text.data(), text.size()); }

HttpRequest ToRequest(http::request<http::string_body>&& message) {
  HttpRequest request;
  request.method = std::string(View(message.method_string()));
  const absl::string_view target = View(message.target());
  const size_t question = target.find('?');
  request.path = std::string(target.substr(0, question));
  if (question != absl::string_view::npos) request.query = std::string(target.substr(question + 1));
  for (const auto& field : message) {
    request.headers.emplace_back(absl::AsciiStrToLower(View(field.name_string())),
                                 std::string(View(field.value())));
  }
  request.body = std::move(message.body());
  return request;
}

absl::Status RefusalOf(beast::error_code error, uint64_t body_bytes_max,
                       const HttpServer::Options& options) {
  if (error == http::error::body_limit) {
    return Refuse("BODY_TOO_LARGE", {{"max", absl::StrCat(body_bytes_max)}});
  }
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return Refuse("HEADERS_TOO_LARGE", {{"max", absl::StrCat(options.header_bytes_max)}});
  }
  return Refuse("HTTP_MALFORMED");
}

// One connection: reads a request, waits for its answer, writes it, reads the next. Everything happens
// on the thread of the server; only the responder may be called elsewhere, and posts.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, const HttpServer::Options* options, const Handler* handler,
          std::function<void(Session*)> closed)
      : closed_(std::move(closed)), stream_(std::move(socket)), options_(options), handler_(handler) {}

  void Start() { ReadHead(); }

  // The server stops: an idle connection ends at once, a busy one after its answer.
  void Drain() {
    draining_ = true;
    if (!busy_) Close();
  }

  void Close() {
    if (is_closed_) return;
    is_closed_ = true;
    beast::error_code ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_both, ignored);
    stream_.close();
    closed_(this);
  }

 private:
  void ReadHead() {
    parser_.emplace();
    parser_->header_limit(options_->header_bytes_max);
    // An announced length is compared with the limit before the path is known, and again when it is.
    body_bytes_max_ = options_->takes_document
                          ? std::max(options_->document_body_bytes_max, options_->body_bytes_max)
                          : options_->body_bytes_max;
    parser_->body_limit(body_bytes_max_);
    stream_.expires_after(Milliseconds(options_->read_timeout));
    http::async_read_header(
        stream_, buffer_, *parser_,
        [self = shared_from_this()](beast::error_code error, std::size_t) { self->OnHead(error); });
  }

  void OnHead(beast::error_code error) {
    if (error) return OnReadError(error);
    busy_ = true;
    if (!LimitBody()) return OnReadError(http::error::body_limit);
    if (absl::EqualsIgnoreCase(View(parser_->get()[http::field::expect]), "100-continue")) {
      static constexpr absl::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
      asio::async_write(stream_, asio::buffer(kContinue.data(), kContinue.size()),
                        [self = shared_from_this()](beast::error_code written, std::size_t) {
                          if (written) return self->Close();
                          self->ReadBody();
                        });
      return;
    }
    ReadBody();
  }

  // The limit of the path; false when the announced length is above it.
  bool LimitBody() {
    const std::string target(View(parser_->get().target()));
    if (!options_->takes_document || !options_->takes_document(target.substr(0, target.find('?'))))
      body_bytes_max_ = options_->body_bytes_max;
    parser_->body_limit(body_bytes_max_);
    const auto announced = parser_->content_length();
    return !announced || *announced <= body_bytes_max_;
  }

  void ReadBody() {
    stream_.expires_after(Milliseconds(options_->read_timeout));
    http::async_read(stream_, buffer_, *parser_,
                     [self = shared_from_this()](beast::error_code error, std::size_t) {
                       if (error) return self->OnReadError(error);
                       self->Handle();
                     });
  }

  // A request that breaks the rules of HTTP is answered and the connection closed, since nobody knows
  // where the next one begins. A connection that ended or was silent too long is closed without a word.
  void OnReadError(beast::error_code error) {
    static const beast::error_code kOfHttp = http::error::bad_method;
    if (error.category() != kOfHttp.category() || error == http::error::end_of_stream ||
        error == http::error::partial_message) {
      return Close();
    }
    busy_ = true;
    version_ = 11;
    keep_alive_ = false;
    lingers_ = true;
    HttpRequest request;
    if (error == http::error::body_limit)
      request = ToRequest(http::request<http::string_body>(parser_->get()));
    Write(options_->refuse ? options_->refuse(RefusalOf(error, body_bytes_max_, *options_), request)
                           : HttpResponse{400, "text/plain", {}, ""});
  }

  void Handle() {
    stream_.expires_never();
    http::request<http::string_body> message = parser_->release();
    version_ = message.version();
    keep_alive_ = message.keep_alive();
    is_head_ = message.method() == http::verb::head;
    if (is_head_) message.method(http::verb::get);
    HttpRequest request = ToRequest(std::move(message));
    beast::error_code gone;  // Then the answer reaches nobody.
    const tcp::endpoint peer = stream_.socket().remote_endpoint(gone);
    if (!gone) request.peer = peer.address().to_string();
    auto answered = std::make_shared<std::atomic<bool>>(false);
    (*handler_)(std::move(request), [self = shared_from_this(), answered](HttpResponse response) {
      if (answered->exchange(true)) return;
      asio::post(self->stream_.get_executor(), [self, response = std::move(response)]() mutable {
        if (!self->is_closed_) self->Write(std::move(response));
      });
    });
  }

  void Write(HttpResponse response) {
    if (draining_) keep_alive_ = false;
    response_.emplace();
    response_->version(version_);
    response_->result(static_cast<unsigned>(response.status));
    if (!response.content_type.empty())
      response_->set(http::field::content_type, response.content_type);
    for (const auto& [name, value] : SecurityHeaders(response.content_type))
      response_->set(name, value);
    for (const auto& [name, value] : response.headers) response_->set(name, value);
    response_->keep_alive(keep_alive_);
    // A 304 has the length of what it stands for or none.
    if (response.status != 304) response_->content_length(response.body.size());
    if (!is_head_) response_->body() = std::move(response.body);
    stream_.expires_after(Milliseconds(options_->write_timeout));
    serializer_.emplace(*response_);
    http::async_write(
        stream_, *serializer_,
        [self = shared_from_this()](beast::error_code error, std::size_t) { self->OnWritten(error); });
  }

  void OnWritten(beast::error_code error) {
    busy_ = false;
    is_head_ = false;
    if (error) return Close();
    if (lingers_) return Linger();
    if (!keep_alive_ || draining_) return Close();
    ReadHead();
  }

  // Reads on for a moment after a refusal: closing while the client still sends would reset the
  // connection and could take the answer with it.
  void Linger() {
    beast::error_code ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
    stream_.expires_after(std::chrono::seconds(2));
    Discard();
  }

  void Discard() {
    constexpr size_t kDiscardedBytesMax = 8 << 20;
    buffer_.clear();
    stream_.async_read_some(buffer_.prepare(16 << 10),
                            [self = shared_from_this()](beast::error_code error, std::size_t bytes) {
                              self->discarded_ += bytes;
                              if (error || self->discarded_ > kDiscardedBytesMax) return self->Close();
                              self->Discard();
                            });
  }

  // Keeps the server, whose reactor the stream belongs to; so it comes first and is destroyed last.
  const std::function<void(Session*)> closed_;
  beast::tcp_stream stream_;
  const HttpServer::Options* const options_;
  uint64_t body_bytes_max_ = 0;  // Of the request that is read.
  const Handler* const handler_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  std::optional<http::response<http::string_body>> response_;
  std::optional<http::response_serializer<http::string_body>> serializer_;
  unsigned version_ = 11;
  bool keep_alive_ = false;
  bool is_head_ = false;
  bool busy_ = false;  // A request is being read, worked on or answered.
  bool lingers_ = false;
  bool draining_ = false;
  bool is_closed_ = false;
  size_t discarded_ = 0;
};

}  // namespace

class HttpServer::Impl : public std::enable_shared_from_this<HttpServer::Impl> {
 public:
  Impl(Options options, Handler handler)
      : options_(std::move(options)),
        handler_(std::move(handler)),
        acceptor_(io_),
        pause_(io_),
        drain_(io_),
        work_(asio::make_work_guard(io_)) {}

  absl::Status Listen() {
    beast::error_code error;
    const auto address = asio::ip::make_address(options_.address, error);
    if (error) {
      return absl::InvalidArgumentError(absl::StrCat("\"", options_.address, "\" is no IP address."));
    }
    const tcp::endpoint endpoint(address, options_.port);
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error == asio::error::address_in_use) {
      return absl::UnavailableError(
          absl::StrCat("Port ", options_.port, " of ", options_.address,
                       " is in use by another program; choose another port or stop that program."));
    }
    if (error) {
      return absl::UnavailableError(absl::StrCat("Cannot listen on ", options_.address, ":",
                                                 options_.port, ": ", error.message(), "."));
    }
    return absl::OkStatus();
  }

  int port() const { return port_; }

  void RememberPort() { port_ = acceptor_.local_endpoint().port(); }

  void Run() {
    Accept();
    io_.run();
  }

  void Stop() {
    // Not a shared pointer: after Run has returned nobody takes it out of the queue any more.
    asio::post(io_, [weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->OnStop();
    });
  }

 private:
  void Accept() {
    if (stopping_ || accepting_ || static_cast<int>(sessions_.size()) >= options_.connections_max)
      return;
    accepting_ = true;
    acceptor_.async_accept([self = shared_from_this()](beast::error_code error, tcp::socket socket) {
      self->OnAccept(error, std::move(socket));
    });
  }

  void OnAccept(beast::error_code error, tcp::socket socket) {
    accepting_ = false;
    if (stopping_) return;
    if (error) {
      // Most likely no file descriptor is free; trying again at once would only burn the processor.
      pause_.expires_after(std::chrono::milliseconds(100));
      pause_.async_wait([self = shared_from_this()](beast::error_code) { self->Accept(); });
      return;
    }
    beast::error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    auto session = std::make_shared<Session>(
        std::move(socket), &options_, &handler_,
        [self = shared_from_this()](Session* closed) { self->OnClosed(closed); });
    sessions_.insert(session);
    session->Start();
    Accept();
  }

  void OnClosed(Session* closed) {
    const auto found = std::find_if(sessions_.begin(), sessions_.end(),
                                    [closed](const auto& session) { return session.get() == closed; });
    if (found != sessions_.end()) sessions_.erase(found);
    if (stopping_) {
      FinishWhenEmpty();
    } else {
      Accept();
    }
  }

  void OnStop() {
    if (stopping_) return;
    stopping_ = true;
    beast::error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel();
    drain_.expires_after(Milliseconds(options_.drain_timeout));
    drain_.async_wait([self = shared_from_this()](beast::error_code error) {
      if (!error) self->CloseAll();
    });
    const auto sessions = sessions_;
    for (const auto& session : sessions) session->Drain();
    FinishWhenEmpty();
  }

  void CloseAll() {
    const auto sessions = sessions_;
    for (const auto& session : sessions) session->Close();
  }

  void FinishWhenEmpty() {
    if (!sessions_.empty()) return;
    drain_.cancel();
    work_.reset();
  }

  const Options options_;
  const Handler handler_;
  asio::io_context io_{1};
  tcp::acceptor acceptor_;
  asio::steady_timer pause_;
  asio::steady_timer drain_;
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  std::set<std::shared_ptr<Session>> sessions_;
  int port_ = 0;
  bool accepting_ = false;
  bool stopping_ = false;
};

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Listen(Options options, Handler handler) {
  auto impl = std::make_shared<Impl>(std::move(options), std::move(handler));
  if (const absl::Status listening = impl->Listen(); !listening.ok()) return listening;
  impl->RememberPort();
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(impl)));
}

HttpServer::HttpServer(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
HttpServer::~HttpServer() = default;
int HttpServer::port() const { return impl_->port(); }
void HttpServer::Run() { impl_->Run(); }
void HttpServer::Stop() { impl_->Stop(); }

std::vector<std::pair<std::string, std::string>> SecurityHeaders(absl::string_view content_type) {
  // A page takes its style sheet and pictures from here and nothing from anywhere; other answers load
  // nothing at all.
  const bool is_page = absl::StartsWith(content_type, "text/html");
  return {
      {"Content-Security-Policy",
       is_page ? "default-src 'self'; script-src 'none'; style-src 'self'; img-src 'self' data:; "
                 "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
                 "require-trusted-types-for 'script'"
               : "default-src 'none'; frame-ancestors 'none'"},
      {"X-Content-Type-Options", "nosniff"},
      {"Referrer-Policy", "same-origin"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
      {"Cache-Control", "no-store"},
  };
}

}  // namespace tranche::gateway
