// SPDX-License-Identifier: EUPL-1.2
#include "platform/idempotency/idempotency.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <sodium.h>

#include <memory>

#include "platform/base/error.h"

namespace tranche::idempotency {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// A second caller waits here until the first one has committed or rolled back.
constexpr pg::Statement kClaim{"platform.request.claim", R"sql(
  insert into request (organisation_id, actor, method, request_id, request_hash)
  values ($1, $2, $3, $4, $5) on conflict do nothing)sql"};
constexpr pg::Statement kAnswer{"platform.request.answer", R"sql(
  update request set response = $5
   where organisation_id = $1 and actor = $2 and method = $3 and request_id = $4)sql"};
constexpr pg::Statement kLoad{"platform.request.load", R"sql(
  select request_hash, response from request
   where organisation_id = $1 and actor = $2 and method = $3 and request_id = $4)sql"};
constexpr pg::Statement kCheckNow{"platform.request.check_now", "set constraints all immediate"};

const FieldDescriptor* FindField(const Message& message, const char* name,
                                 FieldDescriptor::CppType type) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  return field != nullptr && !field->is_repeated() && field->cpp_type() == type ? field : nullptr;
}

std::string RequestIdOf(const Message& request) {
  const FieldDescriptor* field = FindField(request, "request_id", FieldDescriptor::CPPTYPE_STRING);
  return field == nullptr ? "" : request.GetReflection()->GetString(request, field);
}

bool IsValidateOnly(const Message& request) {
  const FieldDescriptor* field = FindField(request, "validate_only", FieldDescriptor::CPPTYPE_BOOL);
  return field != nullptr && request.GetReflection()->GetBool(request, field);
}

// Fills `response` with the answer that another call with this key was given.
absl::Status Replay(const pqxx::result& rows, const std::string& hash, const std::string& request_id,
                    Message* response) {
  if (rows.empty() || rows[0][1].is_null()) return Refuse("CONFLICT_RETRY");
  if (pqxx::binarystring(rows[0][0]).str() != hash) {
    return Refuse("REQUEST_ID_REUSED", {{"request_id", request_id}});
  }
  if (response->ParseFromString(pqxx::binarystring(rows[0][1]).str())) return absl::OkStatus();
  return absl::InternalError("a stored answer does not fit " + response->GetTypeName());
}

}  // namespace

std::string HashRequest(const Message& request) {
  const std::unique_ptr<Message> copy(request.New());
  copy->CopyFrom(request);
  for (const FieldDescriptor* field :
       {FindField(*copy, "request_id", FieldDescriptor::CPPTYPE_STRING),
        FindField(*copy, "validate_only", FieldDescriptor::CPPTYPE_BOOL)}) {
    if (field != nullptr) copy->GetReflection()->ClearField(copy.get(), field);
  }
  std::string encoded;
  {
    google::protobuf::io::StringOutputStream stream(&encoded);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    copy->SerializeToCodedStream(&coded);
  }
  std::string hash(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()),
                     reinterpret_cast<const unsigned char*>(encoded.data()), encoded.size());
  return hash;
}

absl::Status Rehearse(pg::Pool& pool, const rpc::CallScope& scope,
                      const std::function<absl::Status(pg::Tx&)>& body) {
  bool passed = false;
  const absl::Status status = pg::Transact(pool, scope, [&](pg::Tx& tx) -> absl::Status {
    passed = false;
    const absl::Status result = body(tx);
    if (!result.ok()) return result;
    tx.Run(kCheckNow);
    passed = true;
    return absl::CancelledError("rehearsed");  // Rolls back.
  });
  return passed ? absl::OkStatus() : status;
}

absl::Status Write(pg::Pool& pool, const rpc::CallScope& scope, const Message& request,
                   Message* response, const std::function<absl::Status(pg::Tx&)>& body) {
  const std::string organisation = rpc::OrganisationOf(scope);
  if (organisation.empty() || organisation == "*") return Refuse("ORGANISATION_REQUIRED");
  const auto run = IsValidateOnly(request) ? Rehearse : pg::Transact;
  const std::string request_id = RequestIdOf(request);
  // Nobody can ask again for an answer that has no key.
  if (request_id.empty()) return run(pool, scope, body);
  const std::string hash = HashRequest(request);
  return run(pool, scope, [&](pg::Tx& tx) -> absl::Status {
    const std::string& actor = scope.actor.subject;
    const pqxx::result claim =
        tx.Run(kClaim, organisation, actor, scope.method, request_id, pqxx::binarystring(hash));
    if (claim.affected_rows() == 0) {
      return Replay(tx.Run(kLoad, organisation, actor, scope.method, request_id), hash, request_id,
                    response);
    }
    const absl::Status status = body(tx);
    if (!status.ok()) return status;
    tx.Run(kAnswer, organisation, actor, scope.method, request_id,
           pqxx::binarystring(response->SerializeAsString()));
    return absl::OkStatus();
  });
}

}  // namespace tranche::idempotency
