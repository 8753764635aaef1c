// SPDX-License-Identifier: EUPL-1.2
// Refusals that come from another process: details of a gRPC status, and the values in their sentences.
#include <google/protobuf/descriptor.h>

#include "fuzz/fuzz.h"
#include "platform/base/error.h"
#include "platform/rpc/grpc_status.h"
#include "tranche/common/v1/reason.pb.h"

namespace tranche::rpc {

TRANCHE_FUZZ_TARGET(refusal) {
  const absl::Status status =
      FromGrpcStatus(grpc::Status(grpc::StatusCode::FAILED_PRECONDITION, "", std::string(input)));
  fuzz::Require(!status.ok(), "a refusal stays a refusal");
  if (input.empty()) return;
  const google::protobuf::EnumDescriptor* reasons = common::v1::Reason_descriptor();
  const std::string reason =
      reasons->value(static_cast<uint8_t>(input[0]) * 3 % reasons->value_count())->name();
  const std::string value(input.substr(1));
  const ErrorValues values = {{"line", value}, {"name", value}, {"state", value}, {"event", value}};
  for (const Language language : {Language::kBulgarian, Language::kEnglish}) {
    Explain(reason, values, language);
  }
  ToGrpcStatus(Refuse(reason, values));
}

}  // namespace tranche::rpc
