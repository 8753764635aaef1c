// SPDX-License-Identifier: EUPL-1.2
// The methods about the evidence log: checkpoints, proofs, lists, packs, and the comparison of what is
// stored with what was sealed.
#pragma once

#include "absl/status/statusor.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "reports/evidence/sealer.h"
#include "tranche/reports/v1/evidence.pb.h"

namespace tranche::reports {

class EvidenceService {
 public:
  // The sealer outlives the service.
  EvidenceService(const rpc::RoleContext& context, const Sealer& sealer)
      : context_(context), sealer_(sealer) {}

  absl::StatusOr<v1::EvidenceCheckpoint> GetEvidenceCheckpoint(
      const rpc::CallScope& scope, const v1::GetEvidenceCheckpointRequest& request);
  absl::StatusOr<v1::InclusionProof> GetInclusionProof(const rpc::CallScope& scope,
                                                       const v1::GetInclusionProofRequest& request);
  absl::StatusOr<v1::ConsistencyProof> GetConsistencyProof(
      const rpc::CallScope& scope, const v1::GetConsistencyProofRequest& request);
  absl::StatusOr<v1::ListEvidenceResponse> ListEvidence(const rpc::CallScope& scope,
                                                        const v1::ListEvidenceRequest& request);
  absl::StatusOr<v1::ExportEvidenceResponse> ExportEvidence(const rpc::CallScope& scope,
                                                            const v1::ExportEvidenceRequest& request);
  absl::StatusOr<v1::CheckEvidenceResponse> CheckEvidence(const rpc::CallScope& scope,
                                                          const v1::CheckEvidenceRequest& request);

 private:
  // The key, when the log in the database is the one that was signed.
  absl::StatusOr<merkle::Signer> KeyOfGoodLog() const;

  const rpc::RoleContext context_;
  const Sealer& sealer_;
};

}  // namespace tranche::reports
