// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "books/books.h"

namespace tranche::books {
namespace {

using Key = std::pair<std::string, int64_t>;
using Record = Facts::ParticipantRecord;

std::string NameOf(const std::string& contract, int64_t participant) {
  return absl::StrCat(contract, "/participants/", participant);
}

// A person takes part once in a contract, and numbers are given one after the other (PRT-1).
void CheckNumbers(const Facts& facts, Problems* problems) {
  std::map<std::string, std::set<int64_t>> numbers;
  std::set<std::pair<std::string, std::string>> persons;
  for (const Facts::Participant& one : facts.participants) {
    if (!persons.emplace(one.contract, one.person_key).second)
      problems->push_back("PRT-1 a person takes part twice: " + NameOf(one.contract, one.number));
    numbers[one.contract].insert(one.number);
  }
  for (const auto& [contract, given] : numbers) {
    if (*given.rbegin() != static_cast<int64_t>(given.size()))
      problems->push_back("PRT-1 a participant is missing: " + contract);
  }
  for (const Record& record : facts.participant_records) {
    if (numbers[record.contract].count(record.participant) == 0)
      problems->push_back("PRT-1 a record of nobody: " + NameOf(record.contract, record.participant));
  }
}

// An import stores all of its rows or none, and a package has none beyond its newest (PRT-2).
void CheckImports(const Facts& facts, Problems* problems) {
  std::map<std::tuple<std::string, int64_t, int64_t>, int64_t> left;  // By package and version.
  for (const Record& record : facts.participant_records)
    ++left[{record.contract, record.package, record.version}];
  for (const Facts::ParticipantImport& answered : facts.participant_imports) {
    // The same rows again were answered with the version that had them.
    if (answered.recorded > 0)
      left[{answered.contract, answered.package, answered.version}] -= answered.recorded;
  }
  for (const auto& [key, count] : left) {
    const auto& [contract, package, version] = key;
    const std::string who = absl::StrCat(contract, " package ", package, " version ", version);
    if (count != 0)
      problems->push_back(absl::StrCat("PRT-2 ", count, " records more than were answered: ", who));
  }
  std::map<Key, int64_t> newest;
  for (const Facts::Package& package : facts.packages) {
    newest[{package.contract, package.number}] =
        std::max(package.participants_version, package.participants_void_through);
  }
  for (const Record& record : facts.participant_records) {
    if (record.version > newest[{record.contract, record.package}])
      problems->push_back("PRT-2 a record of an import that is not there: " +
                          NameOf(record.contract, record.participant));
  }
}

// The same rows again change nothing: of the records of a participant that count, none says what the
// one before it says (PRT-2). Packages are decided on one after the other, so that what counted when a
// record was made counts still, unless its own document was removed since.
void CheckNothingIsSaidTwice(const Facts& facts, Problems* problems) {
  std::map<Key, const Facts::Package*> packages;
  for (const Facts::Package& package : facts.packages)
    packages[{package.contract, package.number}] = &package;
  std::vector<Record> records;
  for (const Record& record : facts.participant_records) {
    const Facts::Package* package = packages[{record.contract, record.package}];
    if (package == nullptr || package->state == "PACKAGE_REFUSED" ||
        package->state == "PACKAGE_WITHDRAWN" || record.version <= package->participants_void_through)
      continue;
    records.push_back(record);
  }
  const auto order = [](const Record& record) {
    return std::tie(record.contract, record.participant, record.package, record.version);
  };
  std::sort(records.begin(), records.end(),
            [&](const Record& a, const Record& b) { return order(a) < order(b); });
  for (size_t i = 1; i < records.size(); ++i) {
    const Record& before = records[i - 1];
    const Record& record = records[i];
    if (before.contract == record.contract && before.participant == record.participant &&
        before.digest == record.digest)
      problems->push_back("PRT-2 the same is said twice: " +
                          NameOf(record.contract, record.participant));
  }
}

}  // namespace

void CheckParticipants(const Facts& facts, Problems* problems) {
  CheckNumbers(facts, problems);
  CheckImports(facts, problems);
  CheckNothingIsSaidTwice(facts, problems);
  for (const std::string& place : facts.persons_told)
    problems->push_back("PRT-5 the name of a person stands in the open: " + place);
}

}  // namespace tranche::books
