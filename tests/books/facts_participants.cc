// SPDX-License-Identifier: EUPL-1.2
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "books/facts_rows.h"
#include "books/persons.h"
#include "tranche/payments/v1/participants.pb.h"

namespace tranche::books {
namespace {

// "organisations/…/contracts/…/packages/3/participants" as contract and number.
Facts::ParticipantImport ImportOf(const payments::v1::ParticipantsDocument& document) {
  const std::vector<std::string> sides = absl::StrSplit(document.name(), "/packages/");
  Facts::ParticipantImport answered{
      .contract = sides.front(), .version = document.version(), .recorded = document.recorded()};
  const std::vector<std::string> rest = absl::StrSplit(sides.back(), '/');
  if (!absl::SimpleAtoi(rest.front(), &answered.package)) answered.package = -1;
  return answered;
}

// Places outside the sealed records that hold the name which all persons of the tests have.
void FindNames(pqxx::work& work, Facts* facts) {
  for (const char* place :
       {"request where position(convert_to($1, 'UTF8') in response) > 0",
        "event where payload::text like '%' || $1 || '%'",
        "evidence where concat(before_state::text, after_state::text, reason) like '%' || $1 || '%'",
        "participant_record where sealed like '%' || $1 || '%'"}) {
    const pqxx::result found =
        work.exec_params(absl::StrCat("select count(*) from payments.", place), kFamilyName);
    if (found[0][0].as<int64_t>() > 0)
      facts->persons_told.push_back(std::string(absl::string_view(place).substr(0, 10)));
  }
}

}  // namespace

void ReadParticipants(pqxx::work& work, Facts* facts) {
  for (const pqxx::row& row : work.exec("select organisation_id, contract_id, participant, person_key "
                                        "from payments.participant")) {
    facts->participants.push_back(
        {Name(row), row["participant"].as<int64_t>(), row["person_key"].c_str()});
  }
  for (const pqxx::row& row :
       work.exec("select organisation_id, contract_id, participant, package_sequence, "
                 "document_version, digest from payments.participant_record")) {
    facts->participant_records.push_back(
        {Name(row), row["participant"].as<int64_t>(), row["package_sequence"].as<int64_t>(),
         row["document_version"].as<int64_t>(), row["digest"].c_str()});
  }
  for (const pqxx::row& row : work.exec("select response from payments.request where response is not "
                                        "null and method like '%/ImportParticipants'")) {
    payments::v1::ParticipantsDocument document;
    if (document.ParseFromString(pqxx::binarystring(row["response"]).str()))
      facts->participant_imports.push_back(ImportOf(document));
  }
  FindNames(work, facts);
}

}  // namespace tranche::books
