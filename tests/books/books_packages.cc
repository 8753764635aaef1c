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
#include "platform/base/digest.h"

namespace tranche::books {
namespace {

using Key = std::pair<std::string, int64_t>;

constexpr char kByChance[] = "CHOSEN_AT_RANDOM";

std::string NameOf(const Facts::Claim& claim) {
  return absl::StrCat(claim.contract, "/claims/", claim.sequence);
}
bool IsOpen(const Facts::Package& package) {
  return package.state == "PACKAGE_DRAFT" || package.state == "PACKAGE_SENT" ||
         package.state == "PACKAGE_IN_VERIFICATION";
}

// The states that a package may be in while its claim is in one.
std::set<std::string> StatesBeside(const std::string& claim) {
  if (claim == "DRAFT" || claim == "RETURNED") return {"PACKAGE_DRAFT"};
  if (claim == "SENT") return {"PACKAGE_SENT", "PACKAGE_IN_VERIFICATION"};
  if (claim == "ACCEPTED") return {"PACKAGE_ACCEPTED"};
  if (claim == "REFUSED") return {"PACKAGE_REFUSED"};
  return {"PACKAGE_IN_VERIFICATION"};
}

// One package of a contract is open at a time, and holds one claim in the state that goes with its own
// (PKG-1, 2).
void CheckStates(const Facts& facts, Problems* problems) {
  std::map<std::string, int> open;
  std::map<Key, const Facts::Package*> packages;
  for (const Facts::Package& package : facts.packages) {
    packages[{package.contract, package.number}] = &package;
    if (IsOpen(package) && ++open[package.contract] > 1)
      problems->push_back("PKG-1 two packages are open: " + package.contract);
  }
  std::map<Key, int> claims;
  for (const Facts::Claim& claim : facts.claims) {
    if (claim.state == "TAKEN_BACK" || claim.package == 0) continue;
    const Key key = {claim.contract, claim.package};
    if (++claims[key] > 1) problems->push_back("PKG-2 two claims are in a package: " + NameOf(claim));
    const auto package = packages.find(key);
    const std::string state = package == packages.end() ? "none" : package->second->state;
    if (StatesBeside(claim.state).count(state) == 0) {
      problems->push_back(
          absl::StrCat("PKG-2 ", claim.state, ", and its package ", state, ": ", NameOf(claim)));
    }
  }
}

// Who acted for the beneficiary, now or before a return, does nothing for the authority; who returned
// it does not send it (PKG-4, INV-08).
void CheckWho(const Facts& facts, Problems* problems) {
  std::map<Key, std::set<std::string>> senders, returners;
  for (const Facts::Package& package : facts.packages) {
    if (!package.sent_by.empty()) senders[{package.contract, package.number}].insert(package.sent_by);
  }
  for (const Facts::Return& returned : facts.returns) {
    const Key key = {returned.contract, returned.package};
    senders[key].insert(returned.sent_by);
    returners[key].insert(returned.returned_by);
  }
  for (const auto& [key, who] : returners) {
    for (const std::string& one : who) {
      if (senders[key].count(one) > 0)
        problems->push_back(
            absl::StrCat("PKG-4 returned and sent by one: ", key.first, " package ", key.second));
    }
  }
  for (const Facts::PackageCheck& check : facts.checks) {
    if (senders[{check.contract, check.package}].count(check.checked_by) > 0)
      problems->push_back(absl::StrCat("PKG-4 checked by who sent it: ", check.contract, " package ",
                                       check.package, " check ", check.number));
  }
  for (const Facts::Claim& claim : facts.claims) {
    if (senders[{claim.contract, claim.package}].count(claim.decided_by) > 0)
      problems->push_back("INV-08 decided on by who sent it before it was returned: " + NameOf(claim));
  }
}

// A document has one draft and one active check at most, and no package is accepted beside a draft or
// against a check that denies it (PKG-7, 9).
void CheckChecks(const Facts& facts, Problems* problems) {
  std::set<Key> accepted;
  for (const Facts::Package& package : facts.packages) {
    if (package.state == "PACKAGE_ACCEPTED") accepted.insert({package.contract, package.number});
  }
  std::map<std::tuple<std::string, int64_t, std::string, std::string>, int> current;
  for (const Facts::PackageCheck& check : facts.checks) {
    const std::string who =
        absl::StrCat(check.contract, " package ", check.package, " check ", check.number);
    if (check.state != "CHECK_ARCHIVED" &&
        ++current[{check.contract, check.package, check.document, check.state}] > 1)
      problems->push_back("PKG-7 a second " + check.state + " of a document: " + who);
    if (accepted.count({check.contract, check.package}) == 0) continue;
    if (check.state == "CHECK_DRAFT") problems->push_back("PKG-9 accepted beside a draft: " + who);
    if (check.state == "CHECK_ACTIVE" && check.holds && !check.approved)
      problems->push_back("PKG-9 accepted though a check denies it: " + who);
  }
}

// Whoever draws a sample again gets the same: of the costs without a reason those whose digest is
// lowest (PKG-8).
void CheckSamples(const Facts& facts, Problems* problems) {
  std::map<Key, const Facts::Claim*> claims;
  for (const Facts::Claim& claim : facts.claims) claims[{claim.contract, claim.sequence}] = &claim;
  for (const Facts::Sample& sample : facts.samples) {
    const auto claim = claims.find({sample.contract, sample.sequence});
    const std::string who = absl::StrCat(sample.contract, "/claims/", sample.sequence);
    if (claim == claims.end()) {
      problems->push_back("PKG-8 a sample without a claim: " + who);
      continue;
    }
    std::vector<std::pair<std::string, int64_t>> rest;
    std::set<int64_t> by_chance;
    size_t chosen = 0;
    for (const int64_t cost : claim->second->costs) {
      const auto found = sample.chosen.find(cost);
      chosen += found == sample.chosen.end() ? 0 : 1;
      const bool chance = found != sample.chosen.end() && found->second.count(kByChance) > 0;
      if (chance) by_chance.insert(cost);
      if (chance || found == sample.chosen.end())
        rest.emplace_back(Sha256Hex(absl::StrCat(sample.seed, "/", cost)), cost);
    }
    std::sort(rest.begin(), rest.end());
    rest.resize((rest.size() * static_cast<size_t>(sample.rest_percent) + 99) / 100);
    std::set<int64_t> wanted;
    for (const auto& [digest, cost] : rest) wanted.insert(cost);
    if (chosen != sample.chosen.size() || by_chance != wanted)
      problems->push_back("PKG-8 drawn again it is another sample: " + who);
  }
}

// A state-aid advance is secured and has its last day (AID-1, 2).
void CheckSecurity(const Facts& facts, Problems* problems) {
  for (const Facts::Claim& claim : facts.claims) {
    if (claim.kind != "STATE_AID_ADVANCE") continue;
    if (claim.security_currency == claim.currency && claim.security < Sum(claim.requested))
      problems->push_back("AID-1 its security is below what it asks for: " + NameOf(claim));
    if (claim.state == "ACCEPTED" &&
        (claim.cover_by < claim.decided_on || claim.cover_by > claim.secured_until))
      problems->push_back("AID-2 the day for covering it is not within its security: " + NameOf(claim));
  }
}

// What was verified is covered, withdrawn or left, once; and nothing is left when the money is closed
// (AID-3, 4, 5).
void CheckCoverage(const Facts& facts, Problems* problems) {
  std::map<Key, Parts> approved;
  std::map<std::string, Parts> verified;
  std::set<std::string> closed, converted;
  for (const Facts::Line& line : facts.converted_lines) converted.insert(line.contract);
  std::map<std::string, int64_t> covers_before;  // Claims from that one on cover nothing.
  for (const Facts::Contract& contract : facts.contracts) {
    if (!contract.closed_on.empty()) closed.insert(contract.contract);
  }
  for (const Facts::Claim& claim : facts.claims) {
    if (claim.state != "ACCEPTED") continue;
    // Of a converted contract each cost is rounded by itself.
    const int64_t cents =
        converted.count(claim.contract) > 0 ? static_cast<int64_t>(claim.costs.size()) : 0;
    approved[{claim.contract, claim.sequence}] = Plus(claim.approved, {cents, cents, 0});
    if (claim.kind == "STATE_AID_ADVANCE") verified[claim.contract] = claim.payable;
  }
  for (const Facts::Withdrawal& withdrawal : facts.withdrawals) {
    if (!covers_before.emplace(withdrawal.contract, withdrawal.before_sequence).second)
      problems->push_back("AID-4 withdrawn twice: " + withdrawal.contract);
  }
  for (const Facts::Coverage& coverage : facts.coverages) {
    const std::string& who = coverage.contract;
    if (coverage.verified != verified[who] || IsNegative(coverage.left) ||
        Plus(Plus(coverage.covered, coverage.withdrawn), coverage.left) != coverage.verified)
      problems->push_back("AID-3 covered, withdrawn and left are not what was verified: " + who);
    Parts sum = {};
    for (const auto& [claim, covers] : coverage.covers) {
      sum = Plus(sum, covers);
      if (IsNegative(covers) || !Within(covers, approved[{who, claim}]))
        problems->push_back(absl::StrCat("AID-3 covered by more than was approved: ", who, " ", claim));
      const auto end = covers_before.find(who);
      if (end != covers_before.end() && claim >= end->second && Sum(covers) > 0)
        problems->push_back(absl::StrCat("AID-4 covered after the withdrawal: ", who, " ", claim));
    }
    if (sum != coverage.covered)
      problems->push_back("AID-3 covered is not what its claims cover: " + who);
    if (closed.count(who) > 0 && Sum(coverage.left) > 0)
      problems->push_back("AID-5 closed with an advance that nothing covers: " + who);
  }
}

}  // namespace

void CheckPackages(const Facts& facts, Problems* problems) {
  CheckStates(facts, problems);
  CheckWho(facts, problems);
  CheckChecks(facts, problems);
  CheckSamples(facts, problems);
  CheckSecurity(facts, problems);
  CheckCoverage(facts, problems);
}

}  // namespace tranche::books
