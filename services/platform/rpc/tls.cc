// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/tls.h"

#include <grpcpp/security/auth_metadata_processor.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "platform/base/status_macros.h"
#include "platform/observe/observe.h"
#include "platform/rpc/address.h"
#include "platform/rpc/grpc_status.h"
#include "platform/rpc/role_table.h"

namespace tranche::rpc {
namespace {

bool Contains(const std::vector<std::string>& list, absl::string_view value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

absl::StatusOr<std::string> ReadPem(const std::string& what, const std::string& path) {
  if (path.empty()) return absl::InvalidArgumentError(absl::StrCat("tls names no ", what));
  std::ifstream stream(path);
  std::string text(std::istreambuf_iterator<char>(stream), {});
  if (!absl::StrContains(text, "-----BEGIN ")) {
    return absl::FailedPreconditionError(absl::StrCat("there is no PEM in the ", what, " ", path));
  }
  return text;
}

absl::Status NotLocal(const std::string& address) {
  return absl::FailedPreconditionError(absl::StrCat(
      "the address ", address,
      " is not of this machine alone and needs certificates (\"tls\" of the configuration)"));
}

// Looks at the certificate of whoever calls, at each call, which costs a look into a short list.
class CallerCheck final : public grpc::AuthMetadataProcessor {
 public:
  bool IsBlocking() const override { return false; }

  grpc::Status Process(const InputMetadata& metadata, grpc::AuthContext* context, OutputMetadata*,
                       OutputMetadata*) override {
    std::vector<std::string> names;
    for (const grpc::string_ref& name : context->FindPropertyValues(GRPC_X509_SAN_PROPERTY_NAME)) {
      names.emplace_back(name.data(), name.size());
    }
    const auto path = metadata.find(":path");
    const std::string method =
        path == metadata.end() ? "" : std::string(path->second.data(), path->second.size());
    if (MayCall(names, method)) return grpc::Status::OK;
    observe::Log(observe::Level::kWarning, "caller_refused",
                 {{"names", absl::StrJoin(names, ",")}, {"method", method}});
    // To the caller's user this is a service that does not answer; the operator finds it in the log.
    return {grpc::StatusCode::UNAVAILABLE, "this certificate may not call this method"};
  }
};

}  // namespace

bool MayCall(const std::vector<std::string>& caller, absl::string_view method) {
  if (Contains(caller, kGatewayName)) return true;
  const std::string callee = RoleOf(method);
  return std::any_of(caller.begin(), caller.end(), [&](const std::string& name) {
    const RoleRow* row = FindRole(name);
    // What is no role's, such as health, is for every role.
    return row != nullptr && (FindRole(callee) == nullptr || Contains(row->peers, callee));
  });
}

absl::StatusOr<Tls> Tls::Read(const config::v1::TlsConfig& files) {
  Tls tls;
  TRANCHE_ASSIGN_OR_RETURN(tls.certificate_, ReadPem("certificate_file", files.certificate_file()));
  TRANCHE_ASSIGN_OR_RETURN(tls.key_, ReadPem("key_file", files.key_file()));
  TRANCHE_ASSIGN_OR_RETURN(tls.authority_, ReadPem("authority_file", files.authority_file()));
  return tls;
}

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> Tls::ToListen(
    const std::string& address) const {
  if (IsUnixSocket(address) || (!known() && IsLocal(address))) return grpc::InsecureServerCredentials();
  if (!known()) return NotLocal(address);
  grpc::SslServerCredentialsOptions options(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  options.pem_root_certs = authority_;
  options.pem_key_cert_pairs.push_back({key_, certificate_});
  std::shared_ptr<grpc::ServerCredentials> credentials = grpc::SslServerCredentials(options);
  credentials->SetAuthMetadataProcessor(std::make_shared<CallerCheck>());
  return credentials;
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> Tls::Dial(const std::string& role,
                                                         const std::string& address,
                                                         grpc::ChannelArguments arguments) const {
  if (IsUnixSocket(address) || (!known() && IsLocal(address))) {
    return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
  }
  if (!known()) return NotLocal(address);
  // The certificate must name the role, wherever it is.
  arguments.SetSslTargetNameOverride(role);
  return grpc::CreateCustomChannel(address, grpc::SslCredentials({authority_, key_, certificate_}),
                                   arguments);
}

}  // namespace tranche::rpc
