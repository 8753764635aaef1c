// SPDX-License-Identifier: EUPL-1.2
#include "history.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace tranche::crash {
namespace {

using Problems = std::vector<std::string>;
using Key = std::tuple<std::string, std::string, std::string, std::string, std::string>;
using LineKey = std::pair<std::string, std::string>;
using CostKey = std::pair<std::string, int64_t>;

constexpr char kRoleActor[] = "service/";

// How many entries of evidence a write leaves under its request_id.
int EvidenceOf(const std::string& method) {
  if (method == "ConcludeContract") return 2;  // The contract and its proposal.
  if (method == "VerifyClaim") return 2;       // The decision and the closing of the claim.
  return 1;
}

Parts Plus(const Parts& a, const Parts& b) { return {a[0] + b[0], a[1] + b[1], a[2] + b[2]}; }
Parts Minus(const Parts& a, const Parts& b) { return {a[0] - b[0], a[1] - b[1], a[2] - b[2]}; }
int64_t Sum(const Parts& a) { return a[0] + a[1] + a[2]; }

bool Within(const Parts& used, const Parts& cap) {
  return used[0] <= cap[0] && used[1] <= cap[1] && used[2] <= cap[2];
}
bool IsNegative(const Parts& a) { return a[0] < 0 || a[1] < 0 || a[2] < 0; }

std::string Text(const Parts& a) { return absl::StrCat(a[0], "/", a[1], "/", a[2]); }

Key KeyOf(const Write& write) {
  return {write.service, write.organisation, write.actor, write.method, write.request_id};
}

// One effect and one answer for what was acknowledged, none or one for what is unknown, none for what
// was refused, and nothing that nobody asked for.
void CheckAnswers(const std::vector<Write>& history, const Facts& facts, Problems* problems) {
  std::map<Key, std::vector<const Facts::Request*>> stored;
  for (const Facts::Request& request : facts.requests) {
    stored[{request.service, request.organisation, request.actor, request.method, request.request_id}]
        .push_back(&request);
  }
  std::set<Key> asked;
  for (const Write& write : history) {
    const Key key = KeyOf(write);
    const std::string who = absl::StrCat(write.service, ".", write.method, " ", write.request_id);
    if (!asked.insert(key).second) problems->push_back("HISTORY the same write twice: " + who);
    const auto found = stored.find(key);
    const size_t times = found == stored.end() ? 0 : found->second.size();
    if (times > 1) problems->push_back(absl::StrCat("INV-05 answered ", times, " times: ", who));
    if (write.outcome() == Outcome::kOk && times == 0)
      problems->push_back("LOST acknowledged, not there: " + who);
    if (write.outcome() == Outcome::kRefused && times > 0)
      problems->push_back("INV-05 refused, yet there: " + who);
    for (const Attempt& attempt : write.attempts) {
      if (attempt.outcome != Outcome::kOk || times == 0) continue;
      if (attempt.answer != found->second.front()->answer)
        problems->push_back("INV-05 another answer: " + who);
    }
  }
  for (const auto& [key, requests] : stored) {
    if (absl::StartsWith(std::get<2>(key), kRoleActor) || asked.count(key) > 0) continue;
    problems->push_back("INV-05 nobody asked for it: " + std::get<3>(key) + " " + std::get<4>(key));
  }
}

// Evidence for each change, and no change or evidence without the other (INV-07).
void CheckEvidence(const Facts& facts, Problems* problems) {
  std::map<std::pair<std::string, std::string>, int> entries;
  std::map<std::string, std::map<std::string, int>> records;  // By action.
  for (const Facts::Evidence& entry : facts.evidence) {
    ++entries[{entry.service, entry.request_id}];
    ++records[entry.action][entry.record];
  }
  for (const Facts::Request& request : facts.requests) {
    const int count = entries[{request.service, request.request_id}];
    if (count == EvidenceOf(request.method)) continue;
    problems->push_back(absl::StrCat("INV-07 ", count, " entries of evidence: ", request.method, " ",
                                     request.request_id));
  }
  std::set<std::pair<std::string, std::string>> answered;
  for (const Facts::Request& request : facts.requests)
    answered.insert({request.service, request.request_id});
  for (const auto& [key, count] : entries) {
    if (key.second.empty() || answered.count(key) > 0) continue;
    problems->push_back("INV-07 evidence of what was not done: " + key.first + " " + key.second);
  }
  const auto compare = [&](const std::string& action, const std::set<std::string>& changed) {
    for (const std::string& record : changed) {
      if (records[action][record] != 1)
        problems->push_back("INV-07 no one entry " + action + " of " + record);
    }
    for (const auto& [record, count] : records[action]) {
      if (changed.count(record) == 0)
        problems->push_back("INV-07 entry without a change: " + action + " " + record);
    }
  };
  std::set<std::string> costs, claims, payments, contracts;
  for (const Facts::Cost& cost : facts.costs)
    costs.insert(absl::StrCat(cost.contract, "/costs/", cost.number));
  for (const Facts::Claim& claim : facts.claims) {
    claims.insert(absl::StrCat(claim.contract, "/claims/", claim.sequence));
  }
  for (const Facts::Payment& paid : facts.payments) {
    payments.insert(absl::StrCat(paid.contract, "/payments/", paid.id));
  }
  for (const Facts::Contract& contract : facts.contracts) contracts.insert(contract.contract);
  compare("budgets.costs.record", costs);
  compare("claims.create", claims);
  compare("payments.record", payments);
  compare("contracts.conclude", contracts);
}

// An event for each change and none without one (INV-06).
void CheckEvents(const Facts& facts, Problems* problems) {
  std::map<std::string, std::map<std::string, int>> events;  // By type and subject.
  for (const Facts::Event& event : facts.events) ++events[event.type][event.subject];
  std::map<std::string, std::map<std::string, int>> wanted = {
      {"tranche.proposals.v1.ContractActivated", {}},
      {"tranche.budgets.v1.CostRecorded", {}},
      {"tranche.payments.v1.ClaimSent", {}},
      {"tranche.payments.v1.ClaimDecided", {}},
      {"tranche.payments.v1.PaymentRecorded", {}}};
  for (const Facts::Contract& contract : facts.contracts) {
    wanted["tranche.proposals.v1.ContractActivated"][contract.contract] = 1;
  }
  for (const Facts::Cost& cost : facts.costs) {
    wanted["tranche.budgets.v1.CostRecorded"][absl::StrCat(cost.contract, "/costs/", cost.number)] = 1;
  }
  for (const Facts::Claim& claim : facts.claims) {
    const std::string name = absl::StrCat(claim.contract, "/claims/", claim.sequence);
    if (claim.state != "DRAFT") wanted["tranche.payments.v1.ClaimSent"][name] = 1;
    if (claim.state == "ACCEPTED" || claim.state == "REFUSED")
      wanted["tranche.payments.v1.ClaimDecided"][name] = 1;
  }
  for (const Facts::Payment& payment : facts.payments) {
    wanted["tranche.payments.v1.PaymentRecorded"]
          [absl::StrCat(payment.contract, "/payments/", payment.id)] = 1;
  }
  for (const auto& [type, subjects] : wanted) {
    for (const auto& [subject, count] : subjects) {
      if (events[type][subject] != count) {
        problems->push_back(
            absl::StrCat("INV-06 ", events[type][subject], " events ", type, " of ", subject));
      }
    }
    for (const auto& [subject, count] : events[type]) {
      if (subjects.count(subject) == 0)
        problems->push_back("INV-06 event without a change: " + type + " " + subject);
    }
  }
}

void CheckCopies(const Facts& facts, Problems* problems) {
  for (const Facts::Copy& copy : facts.copies) {
    const std::string who = absl::StrCat(copy.follower, " of ", copy.source);
    if (copy.cursor != copy.log_end) {
      problems->push_back(
          absl::StrCat("INV-06 ", who, " stands at ", copy.cursor, ", the log ends at ", copy.log_end));
    }
    for (const auto& [key, text] : copy.wanted) {
      const auto kept = copy.kept.find(key);
      if (kept == copy.kept.end())
        problems->push_back("INV-06 not copied: " + who + ": " + key);
      else if (kept->second != text)
        problems->push_back("INV-06 copied wrongly: " + who + ": " + key);
    }
    for (const auto& [key, text] : copy.kept) {
      if (copy.wanted.count(key) == 0)
        problems->push_back("INV-06 copy of nothing: " + who + ": " + key);
    }
  }
}

struct Balance {
  Parts cap = {}, reserved = {}, spent = {};
};

Parts* AccountOf(const std::string& name, Balance* balance) {
  if (name == "reserved") return &balance->reserved;
  if (name == "spent") return &balance->spent;
  return nullptr;  // What is available is what is left.
}

// The journal, row by row: no prefix of it overspends a line (INV-01), and its end is what the lines
// say.
void CheckJournal(const Facts& facts, Problems* problems) {
  std::map<LineKey, Balance> balances;
  std::map<CostKey, std::vector<std::string>> movements;
  std::map<CostKey, Parts> reserved;
  for (const Facts::Posting& posting : facts.postings) {
    Balance& balance = balances[{posting.contract, posting.line}];
    const std::string where = absl::StrCat(posting.contract, " ", posting.line);
    if (!posting.cost.has_value()) balance.cap = Plus(balance.cap, posting.parts);
    if (Parts* to = AccountOf(posting.debit, &balance)) *to = Plus(*to, posting.parts);
    if (Parts* from = AccountOf(posting.credit, &balance)) *from = Minus(*from, posting.parts);
    if (!Within(Plus(balance.reserved, balance.spent), balance.cap)) {
      problems->push_back(absl::StrCat("INV-01 overspent ", where, ": ", Text(balance.reserved), " + ",
                                       Text(balance.spent), " of ", Text(balance.cap)));
    }
    if (IsNegative(balance.reserved) || IsNegative(balance.spent))
      problems->push_back("INV-02 below zero: " + where);
    if (!posting.cost.has_value()) continue;
    movements[{posting.contract, *posting.cost}].push_back(posting.debit);
    if (posting.debit == "reserved")
      reserved[{posting.contract, *posting.cost}] = posting.parts;
    else if (reserved[{posting.contract, *posting.cost}] != posting.parts) {
      problems->push_back(
          absl::StrCat("INV-02 not what was reserved: ", where, " cost ", *posting.cost));
    }
  }
  for (const Facts::Line& line : facts.lines) {
    const Balance& balance = balances[{line.contract, line.code}];
    if (balance.cap != line.cap || balance.reserved != line.reserved || balance.spent != line.spent) {
      problems->push_back(
          absl::StrCat("INV-02 journal and line differ: ", line.contract, " ", line.code));
    }
  }
  std::map<CostKey, const Facts::Decision*> decided;
  for (const Facts::Decision& decision : facts.decisions) {
    if (!decided.emplace(CostKey{decision.contract, decision.number}, &decision).second) {
      problems->push_back(
          absl::StrCat("INV-04 decided twice: ", decision.contract, " cost ", decision.number));
    }
  }
  for (const Facts::Cost& cost : facts.costs) {
    const CostKey key = {cost.contract, cost.number};
    std::vector<std::string> wanted = {"reserved"};
    if (decided.count(key) > 0) wanted.push_back(decided[key]->approved ? "spent" : "available");
    if (movements[key] != wanted || reserved[key] != cost.parts) {
      problems->push_back(
          absl::StrCat("INV-04 journal and state differ: ", cost.contract, " cost ", cost.number));
    }
  }
}

// Amounts of costs and budgets, each for itself (INV-02, INV-09), and numbers without gaps.
void CheckBudgets(const Facts& facts, Problems* problems) {
  std::map<std::string, std::set<int64_t>> numbers;
  for (const Facts::Cost& cost : facts.costs) {
    if (Sum(cost.parts) != cost.claimed || IsNegative(cost.parts)) {
      problems->push_back(
          absl::StrCat("INV-02 parts do not add up: ", cost.contract, " cost ", cost.number));
    }
    if (!numbers[cost.contract].insert(cost.number).second) {
      problems->push_back(absl::StrCat("INV-05 number twice: ", cost.contract, " cost ", cost.number));
    }
  }
  for (const auto& [contract, given] : numbers) {
    if (*given.rbegin() != static_cast<int64_t>(given.size())) {
      problems->push_back("INV-05 numbers of costs have a gap: " + contract);
    }
  }
  std::map<std::string, Parts> caps;
  for (const Facts::Line& line : facts.lines) caps[line.contract] = Plus(caps[line.contract], line.cap);
  for (const Facts::Contract& contract : facts.contracts) {
    if (contract.budgeted && caps[contract.contract] != contract.amount) {
      problems->push_back("INV-09 the lines do not add up to the contract: " + contract.contract);
    }
  }
}

// Claims, the decisions on their costs in the other service, and the money (INV-03, INV-04, INV-08).
void CheckClaims(const Facts& facts, Problems* problems) {
  std::map<CostKey, const Facts::Decision*> decided;
  for (const Facts::Decision& decision : facts.decisions)
    decided[{decision.contract, decision.number}] = &decision;
  std::map<std::pair<std::string, int64_t>, Parts> paid;
  std::set<std::pair<std::string, std::string>> ids;
  for (const Facts::Payment& payment : facts.payments) {
    Parts& sum = paid[{payment.contract, payment.sequence}];
    sum = Plus(sum, payment.parts);
    if (!ids.insert({payment.contract, payment.id}).second)
      problems->push_back("INV-03 twice: " + payment.id);
  }
  std::set<CostKey> closed;
  for (const Facts::Claim& claim : facts.claims) {
    const std::string name = absl::StrCat(claim.contract, "/claims/", claim.sequence);
    if (!claim.decided_by.empty() && claim.decided_by == claim.sent_by)
      problems->push_back("INV-08 " + name);
    const Parts& owed = claim.advance ? claim.requested : claim.approved;
    if (claim.paid != paid[{claim.contract, claim.sequence}] || claim.paid[0] > owed[0] ||
        claim.paid[1] > owed[1]) {
      problems->push_back("INV-03 paid is not what was recorded, or above what is owed: " + name);
    }
    const bool done = claim.state == "ACCEPTED" || claim.state == "REFUSED";
    if (done && !claim.advance && Plus(claim.approved, claim.refused) != claim.requested) {
      problems->push_back("INV-02 approved and refused are not what was requested: " + name);
    }
    for (const int64_t cost : claim.costs) {
      const auto found = decided.find({claim.contract, cost});
      const bool refused = std::count(claim.refused_costs.begin(), claim.refused_costs.end(), cost) > 0;
      if (done && (found == decided.end() || found->second->approved == refused ||
                   found->second->decided_by != claim.decided_by)) {
        problems->push_back(
            absl::StrCat("INV-04 the budget decided otherwise: ", name, " cost ", cost));
      }
      if (done || claim.state == "IN_VERIFICATION") closed.insert({claim.contract, cost});
    }
  }
  for (const auto& [key, decision] : decided) {
    if (closed.count(key) > 0) continue;
    problems->push_back(
        absl::StrCat("INV-08 decided on without a claim: ", key.first, " cost ", key.second));
  }
}

}  // namespace

Outcome Write::outcome() const {
  Outcome outcome = Outcome::kRefused;
  for (const Attempt& attempt : attempts) {
    if (attempt.outcome == Outcome::kOk) return Outcome::kOk;
    if (attempt.outcome == Outcome::kUnknown) outcome = Outcome::kUnknown;
  }
  return outcome;
}

std::vector<std::string> Check(const std::vector<Write>& history, const Facts& facts) {
  Problems problems;
  CheckAnswers(history, facts, &problems);
  CheckEvidence(facts, &problems);
  CheckEvents(facts, &problems);
  CheckCopies(facts, &problems);
  CheckJournal(facts, &problems);
  CheckBudgets(facts, &problems);
  CheckClaims(facts, &problems);
  return problems;
}

}  // namespace tranche::crash
