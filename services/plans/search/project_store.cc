// SPDX-License-Identifier: EUPL-1.2
#include "plans/search/project_store.h"

#include "absl/strings/str_cat.h"
#include "plans/search/search_store.h"
#include "tranche/plans/v1/search.pb.h"

namespace tranche::plans {
namespace store {
namespace {

constexpr pg::Statement kPut{"projects.put", R"sql(
  insert into project as p (organisation_id, contract_id, number_typed, title, state, version)
  values ($1, $2, $3, $4, $5, $6)
  on conflict (organisation_id, contract_id) do update
     set title = excluded.title, state = excluded.state, version = excluded.version
   where p.version <= excluded.version)sql"};

constexpr pg::Statement kFind{"projects.find", R"sql(
  select organisation_id, contract_id, number_typed, title, state, version from project
   where organisation_id = $1 and contract_id = $2)sql"};

constexpr pg::Statement kList{"projects.list", R"sql(
  select organisation_id, contract_id, number_typed, title, state, version from project
   where organisation_id = $1 order by contract_id)sql"};

Project ProjectOf(const pqxx::row& row) {
  return {.organisation = row["organisation_id"].as<std::string>(),
          .contract_id = row["contract_id"].as<std::string>(),
          .number_typed = row["number_typed"].as<std::string>(),
          .title = row["title"].as<std::string>(),
          .state = row["state"].as<std::string>(),
          .version = row["version"].as<int>()};
}

}  // namespace

void PutProject(pg::Tx& tx, const Project& project) {
  tx.Run(kPut, project.organisation, project.contract_id, project.number_typed, project.title,
         project.state, project.version);
}

std::optional<Project> FindProject(pg::Tx& tx, const std::string& organisation,
                                   const std::string& contract_id) {
  const pqxx::result found = tx.Run(kFind, organisation, contract_id);
  if (found.empty()) return std::nullopt;
  return ProjectOf(found[0]);
}

std::vector<Project> ListProjects(pg::Tx& tx, const std::string& organisation) {
  std::vector<Project> projects;
  for (const pqxx::row& row : tx.Run(kList, organisation)) projects.push_back(ProjectOf(row));
  return projects;
}

}  // namespace store

search::RecordTexts TextsOf(const store::Project& project) {
  return {
      .name = absl::StrCat("organisations/", project.organisation, "/contracts/", project.contract_id),
      .kind = v1::FOUND_PROJECT,
      .title = project.title,
      .texts = {{"title", project.title, search::kTitleWeight},
                {"number", project.number_typed, search::kNameWeight}}};
}

absl::Status IndexProject(pg::Tx& tx, const store::Project& project) {
  return search::store::Index(tx, TextsOf(project));
}

}  // namespace tranche::plans
