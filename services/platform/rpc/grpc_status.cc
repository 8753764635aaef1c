// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/grpc_status.h"

#include <string>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "platform/base/error.h"
#include "platform/text/fold.h"

namespace tranche::rpc {
namespace {

// A client refuses trailing metadata above 8 KiB unless told otherwise; details that do not fit would
// hide the whole refusal.
constexpr size_t kDetailsBytesMax = 6000;
constexpr size_t kMessageBytesMax = 400;
constexpr char kLeftOut[] = "violations_left_out";

// Leaves out the last violations until the details fit, and says how many are left out, with those
// that were left out before.
void FitViolations(google::rpc::Status* details) {
  google::rpc::BadRequest input;
  google::rpc::ErrorInfo info;
  google::protobuf::Any* input_place = nullptr;
  google::protobuf::Any* info_place = nullptr;
  for (google::protobuf::Any& detail : *details->mutable_details()) {
    if (detail.UnpackTo(&input)) input_place = &detail;
    if (detail.UnpackTo(&info)) info_place = &detail;
  }
  if (input_place == nullptr || info_place == nullptr) return;
  int64_t left_out = 0;
  size_t size = details->ByteSizeLong();
  while (size > kDetailsBytesMax && input.field_violations_size() > 1) {
    size -= input.field_violations(input.field_violations_size() - 1).ByteSizeLong();
    input.mutable_field_violations()->RemoveLast();
    ++left_out;
  }
  if (left_out == 0) return;
  input_place->set_value(input.SerializeAsString());
  std::string& counted = (*info.mutable_metadata())[kLeftOut];
  int64_t before = 0;
  if (absl::SimpleAtoi(counted, &before)) left_out += before;
  counted = absl::StrCat(left_out);
  info_place->set_value(info.SerializeAsString());
}

// The limit that gRPC names, "Received message larger than max (5000000 vs. 4194304)"; the one of our
// servers where it names none.
std::string LimitIn(absl::string_view message) {
  constexpr absl::string_view kBefore = " vs. ";
  const size_t at = message.find(kBefore);
  if (at != absl::string_view::npos) {
    const absl::string_view rest = message.substr(at + kBefore.size());
    const absl::string_view digits = rest.substr(0, rest.find_first_not_of("0123456789"));
    if (!digits.empty()) return std::string(digits);
  }
  return absl::StrCat(kRequestBytesMax);
}

// The reason for a status that another program's gRPC layer made.
absl::Status FromForeign(const grpc::Status& status, absl::string_view called) {
  switch (status.error_code()) {
    case grpc::StatusCode::CANCELLED:
      return absl::CancelledError("the call was cancelled");
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::UNIMPLEMENTED:
      return Refuse("PEER_UNAVAILABLE", {{"role", RoleOf(called)}});
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return Refuse("DEADLINE_PASSED");
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      // Our own refusals for want of resources have a reason; gRPC's is a message over its limit.
      return Refuse("BODY_TOO_LARGE", {{"max", LimitIn(status.error_message())}});
    case grpc::StatusCode::UNAUTHENTICATED:
      return Refuse("TOKEN_INVALID");
    default:
      return Refuse("INTERNAL");
  }
}

}  // namespace

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  if (absl::IsCancelled(status)) return {grpc::StatusCode::CANCELLED, "the call was cancelled"};
  const std::string reason = ReasonOf(status);
  if (reason.empty()) return ToGrpcStatus(Refuse("INTERNAL"));
  google::rpc::Status details;
  details.set_code(static_cast<int>(status.code()));
  details.set_message(
      Shortened(Explain(reason, ValuesOf(status), Language::kEnglish), kMessageBytesMax));
  status.ForEachPayload([&details](absl::string_view type_url, const absl::Cord& payload) {
    google::protobuf::Any* detail = details.add_details();
    detail->set_type_url(std::string(type_url));
    detail->set_value(std::string(payload));
  });
  FitViolations(&details);
  return {static_cast<grpc::StatusCode>(status.code()), details.message(), details.SerializeAsString()};
}

absl::Status FromGrpcStatus(const grpc::Status& status, absl::string_view called) {
  if (status.ok()) return absl::OkStatus();
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  google::rpc::Status details;
  if (details.ParseFromString(status.error_details())) {
    for (const google::protobuf::Any& detail : details.details()) {
      result.SetPayload(detail.type_url(), absl::Cord(detail.value()));
    }
  }
  return ReasonOf(result).empty() ? FromForeign(status, called) : result;
}

std::string RoleOf(absl::string_view name) {
  absl::string_view rest = name;
  absl::ConsumePrefix(&rest, "/");
  if (!absl::ConsumePrefix(&rest, "tranche.")) return std::string(name);
  return std::string(rest.substr(0, rest.find('.')));
}

}  // namespace tranche::rpc
