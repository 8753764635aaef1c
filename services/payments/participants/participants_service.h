// SPDX-License-Identifier: EUPL-1.2
// Records of participants: one method per RPC.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "payments/contract_finder_service.h"
#include "payments/package/package.h"
#include "payments/participants/catalogue_service.h"
#include "payments/participants/participants_store.h"
#include "payments/participants/sealing.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/payments/v1/participants_service.pb.h"

namespace tranche::payments::participants {

class ParticipantsService {
 public:
  // `catch_up` applies what proposals has done until now; for a contract that is not here yet.
  ParticipantsService(const rpc::RoleContext& context,
                      std::function<absl::Status(absl::Time)> catch_up);

  absl::StatusOr<v1::ParticipantsDocument> ImportParticipants(
      const rpc::CallScope& scope, const v1::ImportParticipantsRequest& request);
  absl::StatusOr<v1::ParticipantsDocument> GetParticipantsDocument(
      const rpc::CallScope& scope, const v1::GetParticipantsDocumentRequest& request);
  absl::StatusOr<v1::ListParticipantsResponse> ListParticipants(
      const rpc::CallScope& scope, const v1::ListParticipantsRequest& request);
  absl::StatusOr<v1::RevealedParticipant> RevealParticipant(
      const rpc::CallScope& scope, const v1::RevealParticipantRequest& request);

  static constexpr int kParticipantsMax = 20'000;  // Of a contract.

 private:
  struct Changes;
  // Whom a row is of.
  struct Person {
    std::string key;  // Keyed hash of kind and number.
    int number = 0;   // Of the participant; 0: not known yet.
  };
  // By the key in force and, while it is being changed, by the one before.
  absl::StatusOr<std::vector<Person>> FindPeople(pg::Tx& tx, const Contract& contract,
                                                 const store::Keys& signs,
                                                 const std::vector<Record>& records);
  // The request with a keyed hash in the place of its rows: what is stored to know a repeat by is a
  // hash of this one, and nobody without the key tries numbers of persons against it.
  absl::StatusOr<v1::ImportParticipantsRequest> Keyed(const rpc::CallScope& scope,
                                                      const v1::ImportParticipantsRequest& request);
  // What of the rows is new against the records that count for the package.
  absl::StatusOr<Changes> Compare(pg::Tx& tx, const Contract& contract, const package::Package& package,
                                  const std::vector<Record>& records);
  absl::StatusOr<Record> Open(const Contract& contract, const HeldRecord& row);
  // The sums of a package, against its technical report.
  absl::StatusOr<v1::ParticipantsDocument> Describe(pg::Tx& tx, const Contract& contract,
                                                    const package::Package& package,
                                                    const Catalogue& catalogue);

  const rpc::RoleContext context_;
  const ContractFinder finder_;
  Sealing sealing_;
};

std::unique_ptr<grpc::Service> MakeParticipants(const rpc::RoleContext& context,
                                                std::function<absl::Status(absl::Time)> catch_up);

}  // namespace tranche::payments::participants
