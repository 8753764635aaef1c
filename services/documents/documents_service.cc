// SPDX-License-Identifier: EUPL-1.2
#include "documents/documents_service.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "documents/documents_store.h"
#include "platform/base/digest.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/document/document.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/validate/validate.h"

namespace tranche::documents {
namespace {

constexpr char kName[] = "organisations/{organisation}/documents/{document}";

// As base64 within JSON they fit into the 5 MiB that the web gateway takes of a document.
constexpr size_t kDocumentBytesMax = document::Limits().bytes_max;

// The kinds that are read; others are refused until they can be scanned. A packed file must be what it
// says that it is; a text is one by its bytes being shown as text only.
absl::Status CheckMediaType(const std::string& media_type, const std::string& content) {
  using document::Format;
  for (const Format text : {Format::kText, Format::kCsv, Format::kHtml})
    if (media_type == document::MediaTypeOf(text)) return absl::OkStatus();
  for (const Format packed : {Format::kXlsx, Format::kDocx}) {
    if (media_type != document::MediaTypeOf(packed)) continue;
    const absl::StatusOr<Format> found = document::FormatOf(content);
    if (found.ok() && *found == packed) return absl::OkStatus();
  }
  return Refuse("DOCUMENT_TYPE_UNSUPPORTED", {{"media_type", media_type}});
}

}  // namespace

absl::StatusOr<v1::Document> Service::StoreDocument(const rpc::CallScope& scope,
                                                    const v1::StoreDocumentRequest& request) {
  if (request.content().size() > kDocumentBytesMax)
    return Refuse("DOCUMENT_TOO_LARGE", {{"max", absl::StrCat(kDocumentBytesMax)}});
  TRANCHE_RETURN_IF_ERROR(CheckMediaType(request.media_type(), request.content()));
  const std::string organisation = rpc::OrganisationOf(scope);
  const std::string sha256 = Sha256Hex(request.content());
  return idempotency::Write<v1::Document>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Document> {
        const store::Stored stored = store::Keep(tx, organisation, sha256, request);
        if (stored.added) {
          evidence::Record(tx, scope,
                           {.organisation = organisation,
                            .action = "documents.store",
                            .record = stored.document.name(),
                            .after = &stored.document,
                            .request_id = request.request_id()});
        }
        return stored.document;
      });
}

absl::StatusOr<v1::Document> Service::GetDocument(const rpc::CallScope& scope,
                                                  const v1::GetDocumentRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kName, request.name()));
  return idempotency::Read<v1::Document>(
      *context_.pool, scope, [&](pg::Tx& tx) { return store::Get(tx, segments[0], segments[1]); });
}

absl::StatusOr<v1::DocumentContent> Service::DownloadDocument(const rpc::CallScope& scope,
                                                              const v1::GetDocumentRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kName, request.name()));
  return idempotency::Read<v1::DocumentContent>(
      *context_.pool, scope, [&](pg::Tx& tx) { return store::Download(tx, segments[0], segments[1]); });
}

}  // namespace tranche::documents
