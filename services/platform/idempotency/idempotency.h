// SPDX-License-Identifier: EUPL-1.2
// A write that may be repeated: one effect and one answer for (organisation, actor, method,
// request_id), recorded in the transaction of the effect (INV-05).
#pragma once

#include <google/protobuf/message.h>

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"

namespace tranche::idempotency {

// SHA-256 of the deterministic encoding of a request without its request_id and validate_only.
std::string HashRequest(const google::protobuf::Message& request);

// Runs `body` in one transaction, with the checks that wait for a commit, and keeps nothing of it: for
// a request that says `validate_only`. Its answer is that of the body.
absl::Status Rehearse(pg::Pool& pool, const rpc::CallScope& scope,
                      const std::function<absl::Status(pg::Tx&)>& body);

// Runs `body` in one transaction unless the request's request_id was answered before: then fills
// `response` with that first answer and writes nothing. REQUEST_ID_REUSED when the same key came with
// another body. A second caller waits for the first one and gets its answer. A request without
// request_id cannot be repeated: it always runs and its answer is not stored. With `validate_only` set
// in the request all this is rehearsed.
absl::Status Write(pg::Pool& pool, const rpc::CallScope& scope,
                   const google::protobuf::Message& request, google::protobuf::Message* response,
                   const std::function<absl::Status(pg::Tx&)>& body);

// The same with the answer as a value.
//   return idempotency::Write<v1::Budget>(pool, scope, request, [&](pg::Tx& tx) { … return budget; });
template <class Resp>
absl::StatusOr<Resp> Write(pg::Pool& pool, const rpc::CallScope& scope,
                           const google::protobuf::Message& request,
                           const std::function<absl::StatusOr<Resp>(pg::Tx&)>& body) {
  Resp response;
  const absl::Status status = Write(pool, scope, request, &response, [&](pg::Tx& tx) -> absl::Status {
    absl::StatusOr<Resp> made = body(tx);
    if (made.ok()) response = *std::move(made);
    return made.status();
  });
  if (!status.ok()) return status;
  return response;
}

// One transaction of a write that takes several; rehearsed when its request says `validate_only`.
template <class Resp>
absl::StatusOr<Resp> Step(pg::Pool& pool, const rpc::CallScope& scope, bool validate_only,
                          const std::function<absl::StatusOr<Resp>(pg::Tx&)>& body) {
  absl::StatusOr<Resp> result = absl::InternalError("body did not run");
  const auto run = [&](pg::Tx& tx) -> absl::Status {
    result = body(tx);
    return result.status();
  };
  const absl::Status status =
      validate_only ? Rehearse(pool, scope, run) : pg::Transact(pool, scope, run);
  if (!status.ok()) return status;
  return result;
}

// A read, whose statements all see one state of the database.
template <class Resp>
absl::StatusOr<Resp> Read(pg::Pool& pool, const rpc::CallScope& scope,
                          const std::function<absl::StatusOr<Resp>(pg::Tx&)>& body) {
  absl::StatusOr<Resp> result = absl::InternalError("body did not run");
  const absl::Status status = pg::Read(pool, scope, [&](pg::Tx& tx) -> absl::Status {
    result = body(tx);
    return result.status();
  });
  if (!status.ok()) return status;
  return result;
}

}  // namespace tranche::idempotency
