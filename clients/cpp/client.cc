// SPDX-License-Identifier: EUPL-1.2
#include "cpp/client.h"

#include <google/protobuf/descriptor.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/impl/codegen/client_unary_call.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <sys/random.h>

#include <array>
#include <cstdlib>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "platform/base/error.h"
#include "platform/rpc/grpc_status.h"

namespace tranche::client {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

constexpr absl::Duration kFirstPause = absl::Milliseconds(100);

// The field that makes a repeat safe; null for reads.
const FieldDescriptor* RequestIdField(const Message& request) {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("request_id");
  return field != nullptr && field->cpp_type() == FieldDescriptor::CPPTYPE_STRING ? field : nullptr;
}

absl::Status CheckHealthOf(const Servers::Process& process) {
  // An empty HealthCheckRequest asks for the whole server and has no bytes; the answer's only field is
  // its status, number 1, and SERVING is 1.
  const grpc::Slice nothing;
  const grpc::ByteBuffer request(&nothing, 1);
  grpc::ByteBuffer response;
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(2)));
  const grpc::internal::RpcMethod rpc("/grpc.health.v1.Health/Check",
                                      grpc::internal::RpcMethod::NORMAL_RPC);
  const grpc::Status status = grpc::internal::BlockingUnaryCall<grpc::ByteBuffer, grpc::ByteBuffer>(
      process.channel.get(), rpc, &context, request, &response);
  if (!status.ok()) return rpc::FromGrpcStatus(status, process.name);
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (response.Dump(&slices).ok()) {
    for (const grpc::Slice& slice : slices) {
      bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
    }
  }
  return bytes == "\x08\x01" ? absl::OkStatus() : Refuse("PEER_UNAVAILABLE", {{"role", process.name}});
}

}  // namespace

std::string MakeRequestId() {
  std::array<unsigned char, 16> bytes{};
  // Up to 256 bytes come at once and whole; without them no key would be unique.
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) std::abort();
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0f) | 0x40);  // Version 4 of RFC 4122.
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3f) | 0x80);
  const std::string hex =
      absl::BytesToHexString({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-",
                      hex.substr(16, 4), "-", hex.substr(20));
}

const MethodDescriptor* FindMethod(absl::string_view method) {
  const std::vector<std::string> parts = absl::StrSplit(method, '/');
  if (parts.size() != 2) return nullptr;
  const google::protobuf::ServiceDescriptor* service =
      google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(parts[0]);
  return service == nullptr ? nullptr : service->FindMethodByName(parts[1]);
}

std::unique_ptr<Message> NewMessage(const google::protobuf::Descriptor* type) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
}

Client::Client(Servers servers, ClientOptions options)
    : servers_(std::move(servers)), options_(std::move(options)) {}

absl::Status Client::Try(const std::string& path, const Message& request, Message* response,
                         absl::Time deadline) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(deadline));
  if (!options_.token.empty()) {
    context.AddMetadata("authorization", absl::StrCat("Bearer ", options_.token));
  }
  const grpc::internal::RpcMethod rpc(path.c_str(), grpc::internal::RpcMethod::NORMAL_RPC);
  response->Clear();
  return rpc::FromGrpcStatus(grpc::internal::BlockingUnaryCall<Message, Message>(
                                 servers_.Of(path).get(), rpc, &context, request, response),
                             path);
}

absl::StatusOr<std::unique_ptr<Message>> Client::Call(absl::string_view method,
                                                      const Message& request) {
  const MethodDescriptor* description = FindMethod(method);
  if (description == nullptr || description->input_type() != request.GetDescriptor()) {
    return Refuse("NOT_FOUND", {{"name", std::string(method)}});
  }
  const std::unique_ptr<Message> sent(request.New());
  sent->CopyFrom(request);
  if (const FieldDescriptor* field = RequestIdField(*sent); field != nullptr) {
    const google::protobuf::Reflection* reflection = sent->GetReflection();
    if (reflection->GetString(*sent, field).empty()) {
      reflection->SetString(sent.get(), field, MakeRequestId());
    }
    options_.on_write(reflection->GetString(*sent, field));
  }
  std::unique_ptr<Message> response = NewMessage(description->output_type());
  const std::string path = absl::StrCat("/", method);
  const absl::Time deadline = absl::Now() + options_.deadline;
  absl::Duration pause = kFirstPause;
  for (int repeat = 0;; ++repeat) {
    const absl::Status status = Try(path, *sent, response.get(), deadline);
    if (status.ok()) return response;
    if (!absl::IsUnavailable(status) || repeat >= options_.repeats_max ||
        absl::Now() + pause >= deadline) {
      return status;
    }
    options_.sleep(pause);
    pause *= 3;
  }
}

absl::Status Client::CheckHealth() {
  for (const Servers::Process& process : servers_.processes()) {
    TRANCHE_RETURN_IF_ERROR(CheckHealthOf(process));
  }
  return absl::OkStatus();
}

}  // namespace tranche::client
