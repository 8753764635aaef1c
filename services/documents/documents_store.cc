// SPDX-License-Identifier: EUPL-1.2
#include "documents/documents_store.h"

#include <google/protobuf/util/time_util.h>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/pg/require_one.h"

namespace tranche::documents::store {
namespace {

constexpr pg::Statement kKeep{"documents.keep", R"sql(
  insert into document (organisation_id, sha256, file_name, media_type, size_bytes, content)
  values ($1, $2, $3, $4, $5, $6) on conflict do nothing
  returning organisation_id)sql"};

// "-" stands for every organisation that row security shows.
constexpr pg::Statement kGet{"documents.get", R"sql(
  select organisation_id, sha256, file_name, media_type, size_bytes,
         (extract(epoch from stored_at) * 1000000)::bigint as stored_at_us
    from document where sha256 = $2 and ($1 = '-' or organisation_id = $1) limit 2)sql"};

constexpr pg::Statement kDownload{"documents.download", R"sql(
  select organisation_id, sha256, file_name, media_type, size_bytes, content,
         (extract(epoch from stored_at) * 1000000)::bigint as stored_at_us
    from document where sha256 = $2 and ($1 = '-' or organisation_id = $1) limit 2)sql"};

v1::Document FromRow(const pqxx::row& row) {
  v1::Document document;
  document.set_sha256(row["sha256"].as<std::string>());
  document.set_name(absl::StrCat("organisations/", row["organisation_id"].as<std::string>(),
                                 "/documents/", document.sha256()));
  document.set_file_name(row["file_name"].as<std::string>());
  document.set_media_type(row["media_type"].as<std::string>());
  document.set_size_bytes(row["size_bytes"].as<int64_t>());
  *document.mutable_stored_at() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(row["stored_at_us"].as<int64_t>());
  return document;
}

// The one row that a statement finds.
absl::StatusOr<pqxx::row> FindOne(pg::Tx& tx, const pg::Statement& statement,
                                  const std::string& organisation, const std::string& sha256) {
  const pqxx::result found = tx.Run(statement, organisation, sha256);
  const std::string name = absl::StrCat("organisations/", organisation, "/documents/", sha256);
  TRANCHE_RETURN_IF_ERROR(pg::RequireOne(found, name));
  return found[0];
}

}  // namespace

absl::StatusOr<v1::Document> Get(pg::Tx& tx, const std::string& organisation,
                                 const std::string& sha256) {
  TRANCHE_ASSIGN_OR_RETURN(const pqxx::row row, FindOne(tx, kGet, organisation, sha256));
  return FromRow(row);
}

Stored Keep(pg::Tx& tx, const std::string& organisation, const std::string& sha256,
            const v1::StoreDocumentRequest& request) {
  const pqxx::result inserted =
      tx.Run(kKeep, organisation, sha256, request.file_name(), request.media_type(),
             static_cast<int64_t>(request.content().size()), pqxx::binarystring(request.content()));
  return {.document = FromRow(tx.Run(kGet, organisation, sha256)[0]), .added = !inserted.empty()};
}

absl::StatusOr<v1::DocumentContent> Download(pg::Tx& tx, const std::string& organisation,
                                             const std::string& sha256) {
  TRANCHE_ASSIGN_OR_RETURN(const pqxx::row row, FindOne(tx, kDownload, organisation, sha256));
  v1::DocumentContent content;
  *content.mutable_document() = FromRow(row);
  content.set_content(pqxx::binarystring(row["content"]).str());
  return content;
}

}  // namespace tranche::documents::store
