// SPDX-License-Identifier: EUPL-1.2
#include "http.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <stdexcept>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cpp/json.h"
#include "gateway/binding.h"

namespace tranche::matrix {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The text of a scalar field of a request, or of a message below it: "name", "filter.year".
std::string TextAt(const Message& message, const std::string& path) {
  const Message* holder = &message;
  std::string rest = path;
  for (size_t dot = rest.find('.'); dot != std::string::npos; dot = rest.find('.')) {
    const FieldDescriptor* step = gateway::FindField(holder->GetDescriptor(), rest.substr(0, dot));
    holder = &holder->GetReflection()->GetMessage(*holder, step);
    rest = rest.substr(dot + 1);
  }
  const FieldDescriptor* field = gateway::FindField(holder->GetDescriptor(), rest);
  if (field->is_repeated() || !holder->GetReflection()->HasField(*holder, field)) return "";
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return holder->GetReflection()->GetString(*holder, field);
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(holder->GetReflection()->GetInt32(*holder, field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return absl::AsciiStrToLower(holder->GetReflection()->GetEnum(*holder, field)->name());
    default:
      return "";
  }
}

// "/v1/{name=organisations/*/plans/*}:check" with the fields in their places.
std::string FillPath(const std::string& path, const Message& request) {
  std::string filled;
  for (size_t at = 0; at < path.size();) {
    const size_t open = path.find('{', at);
    if (open == std::string::npos) return filled + path.substr(at);
    const size_t close = path.find('}', open);
    const std::string variable = path.substr(open + 1, close - open - 1);
    absl::StrAppend(&filled, path.substr(at, open - at),
                    TextAt(request, variable.substr(0, variable.find('='))));
    at = close + 1;
  }
  return filled;
}

}  // namespace

std::optional<HttpLine> ToHttp(const google::protobuf::MethodDescriptor* method,
                               const Message& request) {
  const auto bindings = gateway::BindingsOf(method);
  if (!bindings.ok()) throw std::runtime_error(std::string(bindings.status().message()));
  if (bindings->empty()) return std::nullopt;
  const gateway::Binding& binding = bindings->front();
  HttpLine line{.method = binding.http_method, .target = FillPath(binding.path, request), .body = ""};
  if (binding.body == "*") {
    line.body = client::ToJson(request);
    return line;
  }
  if (!binding.body.empty()) {
    line.body = client::ToJson(request.GetReflection()->GetMessage(
        request, gateway::FindField(method->input_type(), binding.body)));
  }
  std::vector<std::string> query;
  for (const std::string& path : gateway::QueryFields(method, binding)) {
    const std::string text = TextAt(request, path);
    if (!text.empty()) query.push_back(absl::StrCat(path, "=", text));
  }
  if (!query.empty()) absl::StrAppend(&line.target, "?", absl::StrJoin(query, "&"));
  return line;
}

HttpConnection::HttpConnection(int port)
    : port_(port), socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const timeval limit = {30, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
  const int at_once = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof(at_once));
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    throw std::runtime_error(absl::StrCat("nobody listens on port ", port));
  }
}

HttpConnection::~HttpConnection() { ::close(socket_); }

void HttpConnection::Read(size_t bytes) {
  char buffer[16384];
  while (bytes > 0 ? read_.size() < bytes : !absl::StrContains(read_, "\r\n\r\n")) {
    const ssize_t count = ::recv(socket_, buffer, sizeof(buffer), 0);
    if (count <= 0) throw std::runtime_error("the connection to the gateway ended");
    read_.append(buffer, static_cast<size_t>(count));
  }
}

HttpAnswer HttpConnection::Ask(const HttpLine& line, const Headers& headers) {
  std::string request =
      absl::StrCat(line.method, " ", line.target, " HTTP/1.1\r\nHost: 127.0.0.1:", port_, "\r\n");
  for (const auto& [name, value] : headers) absl::StrAppend(&request, name, ": ", value, "\r\n");
  absl::StrAppend(&request, "Content-Length: ", line.body.size(), "\r\n\r\n", line.body);
  for (absl::string_view rest = request; !rest.empty();) {
    const ssize_t sent = ::send(socket_, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (sent <= 0) throw std::runtime_error("the connection to the gateway ended");
    rest.remove_prefix(static_cast<size_t>(sent));
  }
  Read(0);
  HttpAnswer answer;
  const size_t head = read_.find("\r\n\r\n") + 4;
  answer.headers = read_.substr(0, head);
  read_.erase(0, head);
  const std::string lower = absl::AsciiStrToLower(answer.headers);
  const size_t length = lower.find("content-length: ");
  int64_t bytes = 0;
  if (!absl::SimpleAtoi(answer.headers.substr(9, 3), &answer.status) || length == std::string::npos ||
      !absl::SimpleAtoi(lower.substr(length + 16, lower.find("\r\n", length) - length - 16), &bytes)) {
    throw std::runtime_error("no answer of HTTP: " + answer.headers);
  }
  if (bytes > 0) Read(static_cast<size_t>(bytes));
  answer.body = read_.substr(0, static_cast<size_t>(bytes));
  read_.erase(0, static_cast<size_t>(bytes));
  return answer;
}

}  // namespace tranche::matrix
