// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "books/books.h"

namespace tranche::books {
namespace {

using LineKey = std::pair<std::string, std::string>;
using CostKey = std::pair<std::string, int64_t>;

std::string Text(const Parts& a) { return absl::StrCat(a[0], "/", a[1], "/", a[2]); }

struct Balance {
  Parts cap = {}, reserved = {}, spent = {};
};

// What is available is what is left, so that it is nobody's account.
Parts* AccountOf(const std::string& name, Balance* balance) {
  if (name == "reserved") return &balance->reserved;
  if (name == "spent") return &balance->spent;
  return nullptr;
}

// The currency in which each contract's books go on.
std::map<std::string, std::string> CurrenciesOf(const Facts& facts) {
  std::map<std::string, std::string> currencies;
  for (const Facts::Line& line : facts.lines) currencies[line.contract] = line.currency;
  return currencies;
}

// What the journal moved for a cost: the account it went to, and how much.
using Movements = std::map<CostKey, std::vector<std::pair<std::string, Parts>>>;

// Row by row: no prefix of the journal overspends a line (INV-01), and its end is what the lines say.
Movements CheckPrefixes(const Facts& facts, Problems* problems) {
  std::map<std::pair<LineKey, std::string>, Balance> balances;
  const std::map<std::string, std::string> currencies = CurrenciesOf(facts);
  Movements movements;
  for (const Facts::Posting& posting : facts.postings) {
    Balance& balance = balances[{{posting.contract, posting.line}, posting.currency}];
    const std::string where = absl::StrCat(posting.contract, " ", posting.line);
    if (posting.credit == "cap") balance.cap = Plus(balance.cap, posting.parts);
    if (posting.debit == "cap") balance.cap = Minus(balance.cap, posting.parts);
    if (Parts* to = AccountOf(posting.debit, &balance)) *to = Plus(*to, posting.parts);
    if (Parts* from = AccountOf(posting.credit, &balance)) *from = Minus(*from, posting.parts);
    // What was written once more is rounded row by row, and made good by its last row.
    if (!posting.restated && !Within(Plus(balance.reserved, balance.spent), balance.cap)) {
      problems->push_back(absl::StrCat("INV-01 overspent ", where, ": ", Text(balance.reserved), " + ",
                                       Text(balance.spent), " of ", Text(balance.cap)));
    }
    if (IsNegative(balance.reserved) || IsNegative(balance.spent) || IsNegative(posting.parts))
      problems->push_back("INV-02 below zero: " + where);
    const bool is_current = currencies.at(posting.contract) == posting.currency;
    if (posting.cost.has_value() && is_current && Sum(posting.parts) > 0)
      movements[{posting.contract, *posting.cost}].emplace_back(posting.debit, posting.parts);
  }
  std::vector<Facts::Line> lines = facts.lines;
  lines.insert(lines.end(), facts.converted_lines.begin(), facts.converted_lines.end());
  for (const Facts::Line& line : lines) {
    const Balance& balance = balances[{{line.contract, line.code}, line.currency}];
    if (balance.cap != line.cap || balance.reserved != line.reserved || balance.spent != line.spent) {
      problems->push_back(
          absl::StrCat("INV-02 journal and line differ: ", line.contract, " ", line.code));
    }
  }
  return movements;
}

// A cost is reserved once; its decision spends what is approved and gives back the rest, once (INV-04).
void CheckCosts(const Facts& facts, const Movements& movements, Problems* problems) {
  std::map<CostKey, const Facts::Decision*> decided;
  for (const Facts::Decision& decision : facts.decisions) {
    if (!decided.emplace(CostKey{decision.contract, decision.number}, &decision).second) {
      problems->push_back(
          absl::StrCat("INV-04 decided twice: ", decision.contract, " cost ", decision.number));
    }
  }
  std::map<LineKey, int64_t> refused;
  for (const Facts::Cost& cost : facts.costs) {
    const CostKey key = {cost.contract, cost.number};
    const std::string who = absl::StrCat(cost.contract, " cost ", cost.number);
    std::vector<std::pair<std::string, Parts>> wanted;
    if (Sum(cost.parts) > 0) wanted.emplace_back("reserved", cost.parts);
    if (decided.count(key) > 0) {
      const Facts::Decision& decision = *decided[key];
      const Parts back = Plus(decision.unapproved, decision.by_correction);
      if (Plus(decision.approved, back) != cost.parts || IsNegative(decision.approved) ||
          IsNegative(decision.unapproved) || IsNegative(decision.by_correction)) {
        problems->push_back("INV-02 approved, unapproved and by correction are not the cost: " + who);
      }
      if (Sum(decision.approved) > 0) wanted.emplace_back("spent", decision.approved);
      if (Sum(back) > 0) wanted.emplace_back("available", back);
      refused[{cost.contract, cost.line}] += Sum(back);
    }
    const auto moved = movements.find(key);
    if (wanted != (moved == movements.end() ? Movements::mapped_type() : moved->second))
      problems->push_back("INV-04 journal and state differ: " + who);
  }
  for (const Facts::Line& line : facts.lines) {
    if (line.refused != refused[{line.contract, line.code}])
      problems->push_back(
          absl::StrCat("BUD-1 refused is not its sum: ", line.contract, " ", line.code));
  }
}

// Amounts of costs, each for itself (INV-02), and numbers without gaps (BUD-2).
void CheckNumbers(const Facts& facts, Problems* problems) {
  std::map<std::string, std::set<int64_t>> numbers;
  for (const Facts::Cost& cost : facts.costs) {
    if (Sum(cost.parts) != cost.claimed || IsNegative(cost.parts)) {
      problems->push_back(
          absl::StrCat("INV-02 parts do not add up: ", cost.contract, " cost ", cost.number));
    }
    if (!numbers[cost.contract].insert(cost.number).second) {
      problems->push_back(absl::StrCat("BUD-2 number twice: ", cost.contract, " cost ", cost.number));
    }
  }
  for (const auto& [contract, given] : numbers) {
    if (*given.rbegin() != static_cast<int64_t>(given.size())) {
      problems->push_back("BUD-2 numbers of costs have a gap: " + contract);
    }
  }
  for (const Facts::ActivityShares& told : facts.activity_shares) {
    if (told.shares == told.claimed) continue;
    problems->push_back(absl::StrCat("BUD-10 shares of activities are not the cost: ", told.contract,
                                     " cost ", told.number));
  }
}

// What is claimed of a document is what its costs claim less what was left unapproved (BUD-6).
void CheckDocuments(const Facts& facts, Problems* problems) {
  std::map<CostKey, int64_t> given_back;
  for (const Facts::Decision& decision : facts.decisions)
    given_back[{decision.contract, decision.number}] = Sum(decision.unapproved);
  std::map<std::string, int64_t> claimed;
  for (const Facts::Cost& cost : facts.costs)
    claimed[cost.document] += cost.claimed - given_back[{cost.contract, cost.number}];
  // What a correction had taken counts at the cost that carries it, and no more at the one before.
  std::map<CostKey, std::string> document_of;
  for (const Facts::Cost& cost : facts.costs) document_of[{cost.contract, cost.number}] = cost.document;
  for (const Facts::Revalidation& given : facts.revalidations)
    claimed[document_of[{given.contract, given.number}]] -= Sum(given.of_correction);
  for (const Facts::Document& document : facts.documents) {
    if (document.claimed + document.credited > document.claimable)
      problems->push_back("BUD-6 paid for twice: " + document.key);
    if (document.claimed != claimed[document.key])
      problems->push_back("BUD-6 claimed is not what its costs claim: " + document.key);
    if (document.noted.has_value() && document.credited != *document.noted)
      problems->push_back("BUD-6 credited is not what its credit notes take: " + document.key);
    claimed.erase(document.key);
  }
  for (const auto& [key, minor] : claimed) {
    if (minor != 0) problems->push_back("BUD-6 a cost without its document: " + key);
  }
}

// No more is revalidated than was not approved, by somebody else than who decided on it; what carries
// it is approved whole, or refused with its revalidation (BUD-11).
void CheckRevalidations(const Facts& facts, Problems* problems) {
  std::map<CostKey, const Facts::Decision*> decided;
  for (const Facts::Decision& decision : facts.decisions)
    decided[{decision.contract, decision.number}] = &decision;
  struct Given {
    int64_t unapproved = 0, of_correction = 0, rounding = 0;
  };
  std::map<CostKey, Given> given;
  for (const Facts::Revalidation& one : facts.revalidations) {
    const std::string who = absl::StrCat(one.contract, " revalidation ", one.number);
    const auto before = decided.find({one.contract, one.revalidated});
    if (before == decided.end() || before->second->decided_by == one.revalidated_by ||
        one.annulled_by == one.revalidated_by) {
      problems->push_back("BUD-11 revalidated or annulled by the same person: " + who);
    }
    const auto carrier = decided.find({one.contract, one.number});
    const bool is_annulled = !one.annulled_by.empty();
    const bool is_refused = carrier != decided.end() &&
                            Sum(carrier->second->unapproved) + Sum(carrier->second->by_correction) > 0;
    if (is_annulled != is_refused)
      problems->push_back("BUD-11 refused without an annulment, or the other way round: " + who);
    if (is_annulled) continue;
    Given& sum = given[{one.contract, one.revalidated}];
    sum.unapproved += Sum(one.unapproved);
    sum.of_correction += Sum(one.of_correction);
    // Each of its parts was converted by itself.
    if (one.currency != one.now_currency) sum.rounding += static_cast<int64_t>(one.unapproved.size());
  }
  for (const auto& [cost, sum] : given) {
    const auto found = decided.find(cost);
    if (found != decided.end() && sum.unapproved <= Sum(found->second->unapproved) + sum.rounding &&
        sum.of_correction <= Sum(found->second->by_correction) + sum.rounding) {
      continue;
    }
    problems->push_back(
        absl::StrCat("BUD-11 more than was not approved: ", cost.first, " cost ", cost.second));
  }
}

// A transfer takes from one line what it gives to another, once, and stays within its rule (BUD-4).
void CheckTransfers(const Facts& facts, Problems* problems) {
  using Leg = std::tuple<std::string, std::string, std::string, Parts>;
  std::map<CostKey, std::vector<Leg>> legs;
  const std::map<std::string, std::string> currencies = CurrenciesOf(facts);
  for (const Facts::Posting& posting : facts.postings) {
    if (!posting.transfer.has_value() || posting.currency != currencies.at(posting.contract)) continue;
    legs[{posting.contract, *posting.transfer}].emplace_back(posting.line, posting.debit,
                                                             posting.credit, posting.parts);
  }
  std::map<std::string, std::set<int64_t>> numbers;
  for (const Facts::Transfer& transfer : facts.transfers) {
    const std::string who = absl::StrCat(transfer.contract, " transfer ", transfer.number);
    const std::vector<Leg> wanted = {{transfer.from, "cap", "available", transfer.parts},
                                     {transfer.to, "available", "cap", transfer.parts}};
    if (legs[{transfer.contract, transfer.number}] != wanted)
      problems->push_back("BUD-4 the journal moved otherwise: " + who);
    if (transfer.moved_before + Sum(transfer.parts) > transfer.limit)
      problems->push_back("BUD-4 above what may be moved: " + who);
    numbers[transfer.contract].insert(transfer.number);
    legs.erase({transfer.contract, transfer.number});
  }
  for (const auto& [key, moved] : legs)
    problems->push_back(absl::StrCat("BUD-4 moved without a transfer: ", key.first, " ", key.second));
  for (const auto& [contract, given] : numbers) {
    if (*given.rbegin() != static_cast<int64_t>(given.size()))
      problems->push_back("BUD-4 numbers of transfers have a gap: " + contract);
  }
}

Parts Lower(const Parts& a, const Parts& b) {
  return {std::min(a[0], b[0]), std::min(a[1], b[1]), std::min(a[2], b[2])};
}

// What a revision did to each line is what its state says (BUD-5), and it ended as its version did.
void CheckRevisions(const Facts& facts, Problems* problems) {
  std::map<CostKey, std::string> states;  // Of the versions.
  for (const Facts::Version& version : facts.versions)
    states[{version.contract, version.number}] = version.state;
  std::map<std::tuple<std::string, int64_t, std::string, std::string>, Parts> moved;
  for (const Facts::Posting& posting : facts.postings) {
    if (!posting.revision.has_value()) continue;
    Parts& sum = moved[{posting.contract, *posting.revision, posting.line, posting.currency}];
    sum = posting.debit == "cap" ? Minus(sum, posting.parts) : Plus(sum, posting.parts);
  }
  for (const Facts::Revision& revision : facts.revisions) {
    const std::string who = absl::StrCat(revision.contract, " revision ", revision.version);
    const std::string& version = states[{revision.contract, revision.version}];
    const bool in_force = version == "IN_FORCE" || version == "ARCHIVED";
    if ((revision.state == "APPLIED") != in_force ||
        (revision.state == "RELEASED") != (version == "WITHDRAWN")) {
      problems->push_back("BUD-5 " + revision.state + " while its version is " + version + ": " + who);
    }
    Parts sum = {};
    for (const auto& [line, caps] : revision.lines) {
      const auto& [before, after] = caps;
      sum = Plus(sum, after);
      const Parts now = revision.state == "APPLIED"    ? after
                        : revision.state == "PREPARED" ? Lower(before, after)
                                                       : before;
      if (moved[{revision.contract, revision.version, line, revision.currency}] != Minus(now, before))
        problems->push_back("BUD-5 the journal moved otherwise: " + who + " line " + line);
    }
    if (sum != revision.amount) problems->push_back("INV-09 its lines are not its amount: " + who);
  }
}

// The caps add up to the contract, unless a revision holds some of them (INV-09).
void CheckCaps(const Facts& facts, Problems* problems) {
  std::map<std::string, Parts> caps;
  for (const Facts::Line& line : facts.lines) caps[line.contract] = Plus(caps[line.contract], line.cap);
  std::set<std::string> held;
  for (const Facts::Revision& revision : facts.revisions) {
    if (revision.state == "PREPARED") held.insert(revision.contract);
  }
  for (const Facts::Contract& contract : facts.contracts) {
    if (!contract.budgeted || held.count(contract.contract) > 0) continue;
    if (caps[contract.contract] != contract.amount)
      problems->push_back("INV-09 the lines do not add up to the contract: " + contract.contract);
  }
}

}  // namespace

void CheckBudgets(const Facts& facts, Problems* problems) {
  CheckCosts(facts, CheckPrefixes(facts, problems), problems);
  CheckNumbers(facts, problems);
  CheckDocuments(facts, problems);
  CheckRevalidations(facts, problems);
  CheckTransfers(facts, problems);
  CheckRevisions(facts, problems);
  CheckCaps(facts, problems);
}

}  // namespace tranche::books
