// SPDX-License-Identifier: EUPL-1.2
// How rows are read into facts. A part of facts.h.
#pragma once

#include <optional>
#include <pqxx/pqxx>
#include <string>

#include "absl/strings/str_cat.h"
#include "books/history.h"

namespace tranche::books {

inline std::string Name(const pqxx::row& row) {
  return absl::StrCat("organisations/", row["organisation_id"].c_str(), "/contracts/",
                      row["contract_id"].c_str());
}

inline Parts PartsOf(const pqxx::row& row, const std::string& prefix) {
  return {row[prefix + "eu_minor"].as<int64_t>(0), row[prefix + "national_minor"].as<int64_t>(0),
          row[prefix + "own_minor"].as<int64_t>(0)};
}

// EU and national money.
inline Parts TwoOf(const pqxx::row& row, const std::string& prefix) {
  return {row[prefix + "eu_minor"].as<int64_t>(0), row[prefix + "national_minor"].as<int64_t>(0), 0};
}

inline std::optional<int64_t> MaybeNumber(const pqxx::row& row, const char* column) {
  return row[column].is_null() ? std::optional<int64_t>() : row[column].as<int64_t>();
}

// Limits, flat rates, simplified costs, hours of persons.
void ReadSimplified(pqxx::work& work, Facts* facts);

// Packages with their returns, checks and samples; what was withdrawn of state-aid advances.
void ReadPackages(pqxx::work& work, Facts* facts);

// Participants with their records, and what imports of them were answered with. After ReadPackages.
void ReadParticipants(pqxx::work& work, Facts* facts);

}  // namespace tranche::books
