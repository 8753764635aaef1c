// SPDX-License-Identifier: EUPL-1.2
#include "access/access_store.h"

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"

namespace tranche::access::store {
namespace {

constexpr pg::Statement kInsertOrganisation{"access.insert_organisation", R"sql(
  insert into organisation (organisation_id, title_bg, title_en, municipality) values ($1, $2, $3, $4)
  on conflict do nothing
  returning organisation_id, title_bg, title_en, municipality)sql"};

constexpr pg::Statement kGetOrganisation{"access.get_organisation", R"sql(
  select organisation_id, title_bg, title_en, municipality from organisation where organisation_id = $1)sql"};

constexpr pg::Statement kListOrganisations{"access.list_organisations", R"sql(
  select organisation_id, title_bg, title_en, municipality from organisation
   order by organisation_id limit 1000)sql"};

v1::Organisation FromRow(const pqxx::row& row) {
  v1::Organisation organisation;
  organisation.set_name(absl::StrCat("organisations/", row["organisation_id"].as<std::string>()));
  organisation.set_title_bg(row["title_bg"].as<std::string>());
  organisation.set_title_en(row["title_en"].as<std::string>());
  organisation.set_municipality(row["municipality"].as<std::string>());
  return organisation;
}

}  // namespace

absl::StatusOr<v1::Organisation> InsertOrganisation(pg::Tx& tx, const std::string& organisation,
                                                    const v1::Organisation& details) {
  const pqxx::result inserted = tx.Run(kInsertOrganisation, organisation, details.title_bg(),
                                       details.title_en(), details.municipality());
  if (inserted.empty()) return Refuse("ORGANISATION_EXISTS", {{"organisation", organisation}});
  return FromRow(inserted[0]);
}

absl::StatusOr<v1::Organisation> GetOrganisation(pg::Tx& tx, const std::string& organisation) {
  const pqxx::result found = tx.Run(kGetOrganisation, organisation);
  if (found.empty())
    return Refuse("NOT_FOUND", {{"name", absl::StrCat("organisations/", organisation)}});
  return FromRow(found[0]);
}

v1::ListOrganisationsResponse ListOrganisations(pg::Tx& tx) {
  v1::ListOrganisationsResponse response;
  for (const pqxx::row& row : tx.Run(kListOrganisations)) *response.add_organisations() = FromRow(row);
  return response;
}

}  // namespace tranche::access::store
