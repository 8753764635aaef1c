// SPDX-License-Identifier: EUPL-1.2
#include "reports/evidence/evidence_service.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/convert/page.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/service_scope.h"
#include "reports/evidence/comparison.h"
#include "reports/evidence/entry_names.h"
#include "reports/evidence/export.h"

namespace tranche::reports {
namespace {

absl::Status UnknownSize(int64_t size, const store::SealedHead& head) {
  return Refuse("EVIDENCE_SIZE_UNKNOWN",
                {{"size", absl::StrCat(size)}, {"last", absl::StrCat(head.checkpoint.size)}});
}

// The last checkpoint, or that of a size of the same tree.
absl::StatusOr<store::SealedHead> HeadAt(pg::Tx& tx, int64_t size) {
  const std::optional<store::SealedHead> head = store::LoadHead(tx);
  if (!head) return Refuse("EVIDENCE_LOG_EMPTY");
  if (size == 0) return *head;
  std::optional<store::SealedHead> earlier = store::LoadCheckpoint(tx, head->epoch, size);
  if (!earlier) return UnknownSize(size, *head);
  return *std::move(earlier);
}

v1::EvidenceCheckpoint ToProto(const store::SealedHead& head, const merkle::Hash& public_key) {
  v1::EvidenceCheckpoint proto;
  proto.set_origin(head.checkpoint.origin);
  proto.set_size(static_cast<int64_t>(head.checkpoint.size));
  proto.set_root(merkle::ToBase64(merkle::BytesOf(head.checkpoint.root)));
  proto.set_note(head.note);
  proto.set_public_key(merkle::FormatVerifierKey(head.checkpoint.origin, public_key));
  const int64_t us = absl::ToUnixMicros(head.sealed_at);
  proto.mutable_sealed_at()->set_seconds(us / 1000000);
  proto.mutable_sealed_at()->set_nanos(static_cast<int>(us % 1000000) * 1000);
  return proto;
}

v1::EvidenceEntry ToProto(const store::SealedEntry& sealed, const evidence::Leaf* leaf) {
  v1::EvidenceEntry entry;
  entry.set_name(EntryName(sealed.organisation, sealed.place));
  entry.set_index(sealed.index);
  entry.set_record(sealed.record);
  if (leaf == nullptr) return entry;
  const auto value = [leaf](absl::string_view field) { return evidence::ValueOf(*leaf, field); };
  entry.set_recorded_at(value("recorded_at"));
  entry.set_actor(value("actor"));
  entry.set_action(value("action"));
  entry.set_record(value("record"));
  // A state is never empty text where there is one: it is JSON.
  if (!value("before").empty()) entry.set_before(value("before"));
  if (!value("after").empty()) entry.set_after(value("after"));
  entry.set_reason(value("reason"));
  entry.set_request_id(value("request_id"));
  entry.set_trace_id(value("trace_id"));
  return entry;
}

// Hashes that are missing or too short: the log is not the one that was signed.
template <class Value>
absl::StatusOr<Value> OrDiffers(absl::StatusOr<Value> value, const store::SealedHead& head) {
  if (value.ok() || !ReasonOf(value.status()).empty()) return value;
  return Refuse("EVIDENCE_LOG_DIFFERS", {{"size", absl::StrCat(head.checkpoint.size)}});
}

template <class Proto>
void AddHashes(const std::vector<merkle::Hash>& hashes, Proto* proto) {
  for (const merkle::Hash& hash : hashes) proto->add_hashes(merkle::ToBase64(merkle::BytesOf(hash)));
}

// The whole numbers of a page token; none for an empty one.
absl::StatusOr<std::vector<int64_t>> ReadNumbers(const std::string& list, const std::string& token,
                                                 size_t count) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> key, convert::ReadPageToken(list, token));
  std::vector<int64_t> numbers;
  for (const std::string& text : key) {
    if (!absl::SimpleAtoi(text, &numbers.emplace_back())) return Refuse("PAGE_TOKEN_INVALID");
  }
  if (!numbers.empty() && numbers.size() != count) return Refuse("PAGE_TOKEN_INVALID");
  return numbers;
}

// The checkpoint that a listing began with, or the last one for its first page.
absl::StatusOr<store::SealedHead> HeadOfPage(pg::Tx& tx, const std::vector<int64_t>& token) {
  if (token.empty()) return HeadAt(tx, 0);
  std::optional<store::SealedHead> head =
      store::LoadCheckpoint(tx, static_cast<int>(token[0]), token[1]);
  if (!head ||
      (token.size() > 2 && (token[2] < 0 || token[2] >= static_cast<int64_t>(head->checkpoint.size)))) {
    return Refuse("PAGE_TOKEN_INVALID");
  }
  return *std::move(head);
}

std::string NextToken(const std::string& list, const store::SealedHead& head, int64_t next) {
  return convert::MakePageToken(
      list, {absl::StrCat(head.epoch), absl::StrCat(head.checkpoint.size), absl::StrCat(next)});
}

}  // namespace

absl::StatusOr<merkle::Signer> EvidenceService::KeyOfGoodLog() const {
  TRANCHE_ASSIGN_OR_RETURN(merkle::Signer key, sealer_.LoadKey());
  TRANCHE_RETURN_IF_ERROR(sealer_.Ready());
  return key;
}

absl::StatusOr<v1::EvidenceCheckpoint> EvidenceService::GetEvidenceCheckpoint(
    const rpc::CallScope& scope, const v1::GetEvidenceCheckpointRequest&) {
  TRANCHE_ASSIGN_OR_RETURN(const merkle::Signer key, KeyOfGoodLog());
  return idempotency::Read<v1::EvidenceCheckpoint>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::EvidenceCheckpoint> {
        TRANCHE_ASSIGN_OR_RETURN(const store::SealedHead head, HeadAt(tx, 0));
        return ToProto(head, key.public_key());
      });
}

absl::StatusOr<v1::InclusionProof> EvidenceService::GetInclusionProof(
    const rpc::CallScope& scope, const v1::GetInclusionProofRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const evidence::Place place, ParseEntryName(request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const merkle::Signer key, KeyOfGoodLog());
  return idempotency::Read<
      v1::InclusionProof>(*context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::InclusionProof> {
    TRANCHE_ASSIGN_OR_RETURN(const store::SealedHead head, HeadAt(tx, request.size()));
    const std::optional<store::SealedEntry> sealed =
        store::FindSealed(tx, scope.organisations, head.epoch, place);
    const std::vector<store::PlacedLeaf> found = store::ReadEntriesAt(tx, {place});
    if (found.empty() && !sealed) return Refuse("NOT_FOUND", {{"name", request.name()}});
    const auto size = head.checkpoint.size;
    if (!sealed || static_cast<uint64_t>(sealed->index) >= size) {
      return Refuse("EVIDENCE_NOT_SEALED", {{"name", request.name()}, {"size", absl::StrCat(size)}});
    }
    const auto index = static_cast<uint64_t>(sealed->index);
    const merkle::Reader reader = merkle::ReadTiles(store::TilesOf(tx, head.epoch));
    TRANCHE_ASSIGN_OR_RETURN(const std::vector<merkle::Hash> hashes,
                             OrDiffers(merkle::InclusionProof(index, size, reader), head));
    const std::string bytes = found.empty() ? "" : evidence::Encode(found.front().leaf);
    if (!merkle::VerifyInclusion(index, size, merkle::LeafHash(bytes), hashes, head.checkpoint.root)) {
      return Damaged(*sealed);
    }
    v1::InclusionProof proof;
    *proof.mutable_entry() = ToProto(*sealed, &found.front().leaf);
    proof.set_leaf(bytes);
    AddHashes(hashes, &proof);
    *proof.mutable_checkpoint() = ToProto(head, key.public_key());
    proof.set_proof(merkle::FormatProof(index, hashes, head.note, bytes));
    return proof;
  });
}

absl::StatusOr<v1::ConsistencyProof> EvidenceService::GetConsistencyProof(
    const rpc::CallScope& scope, const v1::GetConsistencyProofRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const merkle::Signer key, KeyOfGoodLog());
  return idempotency::Read<v1::ConsistencyProof>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ConsistencyProof> {
        TRANCHE_ASSIGN_OR_RETURN(const store::SealedHead head, HeadAt(tx, request.to()));
        const auto from = static_cast<uint64_t>(request.from());
        if (from > head.checkpoint.size) return UnknownSize(request.from(), head);
        TRANCHE_ASSIGN_OR_RETURN(
            const std::vector<merkle::Hash> hashes,
            OrDiffers(merkle::ConsistencyProof(from, head.checkpoint.size,
                                               merkle::ReadTiles(store::TilesOf(tx, head.epoch))),
                      head));
        v1::ConsistencyProof proof;
        proof.set_from(request.from());
        AddHashes(hashes, &proof);
        *proof.mutable_checkpoint() = ToProto(head, key.public_key());
        return proof;
      });
}

absl::StatusOr<v1::ListEvidenceResponse> EvidenceService::ListEvidence(
    const rpc::CallScope& scope, const v1::ListEvidenceRequest& request) {
  const int page_size = convert::PageSize(request.page_size());
  const std::string list = absl::StrCat("reports.evidence ", request.parent(), " ", request.record());
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<int64_t> token,
                           ReadNumbers(list, request.page_token(), 3));
  return idempotency::Read<v1::ListEvidenceResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListEvidenceResponse> {
        TRANCHE_ASSIGN_OR_RETURN(const store::SealedHead head, HeadOfPage(tx, token));
        std::vector<store::SealedEntry> sealed = store::ListSealed(
            tx, scope.organisations, head.epoch, request.record(), token.empty() ? 0 : token[2],
            static_cast<int64_t>(head.checkpoint.size), page_size + 1);
        v1::ListEvidenceResponse response;
        if (static_cast<int>(sealed.size()) > page_size) {
          response.set_next_page_token(NextToken(list, head, sealed.back().index));
          sealed.pop_back();
        }
        const LeavesByPlace leaves = ReadLeaves(tx, sealed);
        for (const store::SealedEntry& entry : sealed) {
          const auto leaf = leaves.find(entry.place);
          *response.add_entries() = ToProto(entry, leaf == leaves.end() ? nullptr : &leaf->second);
        }
        return response;
      });
}

absl::StatusOr<v1::ExportEvidenceResponse> EvidenceService::ExportEvidence(
    const rpc::CallScope& scope, const v1::ExportEvidenceRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const merkle::Signer key, KeyOfGoodLog());
  const std::string list =
      absl::StrCat("reports.evidence.export ", absl::StrJoin(scope.organisations, ","), " ",
                   request.record(), " ", absl::StrJoin(request.sizes(), ","));
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<int64_t> token,
                           ReadNumbers(list, request.page_token(), 3));
  return idempotency::Read<v1::ExportEvidenceResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ExportEvidenceResponse> {
        TRANCHE_ASSIGN_OR_RETURN(const store::SealedHead head, HeadOfPage(tx, token));
        const ExportWish wish = {
            .selection = {.organisations = scope.organisations, .record = request.record()},
            .sizes = {request.sizes().begin(), request.sizes().end()},
            .from = token.empty() ? 0 : token[2]};
        TRANCHE_ASSIGN_OR_RETURN(ExportPage page, OrDiffers(MakePage(tx, key, head, wish), head));
        v1::ExportEvidenceResponse response;
        response.set_lines(std::move(page.lines));
        if (page.next < static_cast<int64_t>(head.checkpoint.size)) {
          response.set_next_page_token(NextToken(list, head, page.next));
        }
        return response;
      });
}

absl::StatusOr<v1::CheckEvidenceResponse> EvidenceService::CheckEvidence(
    const rpc::CallScope& scope, const v1::CheckEvidenceRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const merkle::Signer key, sealer_.LoadKey());
  const std::string list = absl::StrCat("reports.evidence.check ", request.parent());
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<int64_t> token,
                           ReadNumbers(list, request.page_token(), 3));
  // Places in the log can be compared only by whoever sees all of them; what is told of them is the
  // caller's.
  const rpc::CallScope every =
      rpc::ServiceScope(context_, "*", scope.deadline, scope.method, scope.trace_id);
  return idempotency::Read<v1::CheckEvidenceResponse>(
      *context_.pool, every, [&](pg::Tx& tx) -> absl::StatusOr<v1::CheckEvidenceResponse> {
        TRANCHE_ASSIGN_OR_RETURN(const store::SealedHead head, HeadOfPage(tx, token));
        const Comparison comparison =
            CompareStretch(tx, head, token.empty() ? 0 : token[2], key.public_key());
        v1::CheckEvidenceResponse response;
        response.set_checked(comparison.next - (token.empty() ? 0 : token[2]));
        for (const Discrepancy& found : comparison.found) {
          if (!ConcernsOneOf(found, scope.organisations)) continue;
          *response.add_problems() = ToProto(found);
        }
        *response.mutable_checkpoint() = ToProto(head, key.public_key());
        if (comparison.next < static_cast<int64_t>(head.checkpoint.size)) {
          response.set_next_page_token(NextToken(list, head, comparison.next));
        } else if (response.problems().empty()) {
          // An older copy is consistent in itself; the sealer knows that there was more.
          TRANCHE_RETURN_IF_ERROR(sealer_.Ready());
        }
        return response;
      });
}

}  // namespace tranche::reports
