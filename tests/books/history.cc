// SPDX-License-Identifier: EUPL-1.2
#include "books/history.h"

#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "books/books.h"
#include "books/sending.h"

namespace tranche::books {
namespace {

using Key = std::tuple<std::string, std::string, std::string, std::string, std::string>;

constexpr char kRoleActor[] = "service/";

// How many entries of evidence a write leaves under its request_id: at least and at most.
std::pair<int, int> EvidenceOf(const std::string& method) {
  if (method == "ConcludeContract") return {2, 2};        // The contract and its proposal.
  if (method == "VerifyClaim") return {2, 2};             // The decision and the closing of the claim.
  if (method == "RecordForeignCost") return {2, 2};       // The cost, and what its document says.
  if (method == "RecordCostRevalidation") return {2, 2};  // The cost, and what it carries.
  // Prepared by an earlier request whose outcome nobody knew, and applied by the follower of proposals,
  // it is answered and nothing is left to do; what was changed has its evidence, see EntriesOf.
  if (method == "ReviseBudget") return {0, 2};
  // Drawn before, it is answered and nothing is done.
  if (method == "DrawSample") return {0, 1};
  // One for each order, and the client sends at most two together.
  if (method == "ExportPaymentOrders" || method == "ImportBankAnswer") return {1, 2};
  return {1, 1};
}

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
    bool acknowledged = false;
    for (const Attempt& attempt : write.attempts) {
      if (acknowledged && attempt.outcome == Outcome::kRefused && !IsPassing(attempt.reason))
        problems->push_back("INV-05 acknowledged, then refused with " + attempt.reason + ": " + who);
      acknowledged = acknowledged || attempt.outcome == Outcome::kOk;
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

// Numbers of things by what they are and what they are about.
using Counts = std::map<std::string, std::map<std::string, int>>;

bool IsSent(const Facts::Claim& claim) {
  return claim.state != "DRAFT" && claim.state != "RETURNED" && claim.state != "TAKEN_BACK";
}
bool IsDecided(const Facts::Claim& claim) {
  return claim.state == "ACCEPTED" || claim.state == "REFUSED";
}
bool WasInForce(const Facts::Version& version) {
  return version.state == "IN_FORCE" || version.state == "ARCHIVED";
}

std::string NameOf(const Facts::Claim& claim) {
  return absl::StrCat(claim.contract, "/claims/", claim.sequence);
}

constexpr char kReturned[] = "tranche.payments.v1.ClaimReturned";

// How often each claim was given back, as its events say; a claim was sent that
// often, and once more when it is sent now.
std::map<std::string, int> ReturnsOf(const Facts& facts) {
  std::map<std::string, int> returns;
  for (const Facts::Event& event : facts.events) {
    if (event.type == kReturned) ++returns[event.subject];
  }
  return returns;
}

bool WasSent(const Facts::Package& package) {
  return package.state != "PACKAGE_DRAFT" && package.state != "PACKAGE_WITHDRAWN";
}
std::string NameOf(const Facts::Package& package) {
  return absl::StrCat(package.contract, "/packages/", package.number);
}

// Packages that go by themselves and not with a claim: technical ones, which hold no other.
std::vector<Facts::Package> PackagesWithoutClaims(const Facts& facts) {
  std::vector<Facts::Package> packages;
  for (const Facts::Package& package : facts.packages) {
    if (package.type == "TECHNICAL_PACKAGE") packages.push_back(package);
  }
  return packages;
}

// How often each of them was given back.
std::map<std::string, int> ReturnsOfPackages(const Facts& facts) {
  std::map<std::string, int> returns;
  for (const Facts::Package& package : PackagesWithoutClaims(facts)) {
    for (const Facts::Return& returned : facts.returns) {
      if (returned.contract == package.contract && returned.package == package.number)
        ++returns[NameOf(package)];
    }
  }
  return returns;
}

// Those of packages that go by themselves.
void AddPackageSteps(const Facts& facts, Counts* entries) {
  const std::map<std::string, int> returns = ReturnsOfPackages(facts);
  (*entries)["packages.send"] = returns;
  (*entries)["packages.return"] = returns;
  for (const Facts::Package& package : PackagesWithoutClaims(facts)) {
    (*entries)["packages.create"][NameOf(package)] = 1;
    if (WasSent(package)) ++(*entries)["packages.send"][NameOf(package)];
    const bool decided = package.state == "PACKAGE_ACCEPTED" || package.state == "PACKAGE_REFUSED";
    if (decided) (*entries)["packages.decide"][NameOf(package)] = 1;
  }
}

// What is about packages.
void AddPackageEntries(const Facts& facts, Counts* entries) {
  AddPackageSteps(facts, entries);
  for (const Facts::PackageCheck& check : facts.checks) {
    (*entries)["packages.begin_check"]
              [absl::StrCat(check.contract, "/packages/", check.package, "/checks/", check.number)] = 1;
  }
  for (const Facts::Sample& sample : facts.samples) {
    (*entries)["claims.draw_sample"]
              [absl::StrCat(sample.contract, "/claims/", sample.sequence, "/sample")] = 1;
  }
  for (const Facts::Withdrawal& withdrawal : facts.withdrawals)
    (*entries)["state_aid.withdraw_uncovered"][withdrawal.contract + "/stateAidAdvance"] = 1;
}

// What is about orders, debts, and the income that some of them take back.
void AddDebtEntries(const Facts& facts, Counts* found) {
  Counts& entries = *found;
  for (const Facts::Order& order : facts.orders) {
    const std::string name = absl::StrCat(order.contract, "/paymentOrders/", order.number);
    entries["orders.create"][name] = 1;
    if (!order.approved_by.empty()) entries["orders.approve"][name] = 1;
    if (order.files > 0) entries["orders.send"][name] = static_cast<int>(order.files);
  }
  for (const Facts::Debt& debt : facts.debts) {
    const std::string name = absl::StrCat(debt.contract, "/debts/", debt.id);
    entries["debts.create"][name] = 1;
    for (const Facts::Repayment& repayment : debt.repayments) {
      ++entries[repayment.deducted ? "debts.offset" : "debts.repay"][name];
      if (repayment.taken_back) ++entries["debts.take_back_offset"][name];
      if (!repayment.annulled_by.empty()) ++entries["debts.annul_repayment"][name];
    }
  }
  for (const Facts::Income& income : facts.incomes) {
    const std::string name = absl::StrCat(income.contract, "/incomes/", income.id);
    entries["incomes.record"][name] = 1;
    if (!income.decided_by.empty()) entries["incomes.decide"][name] = 1;
    if (!income.annulled_by.empty()) entries["incomes.annul"][name] = 1;
  }
}

// The entries of evidence that there must be, by action and record. An action
// that is named here has no others.
Counts EntriesOf(const Facts& facts) {
  Counts entries;
  for (const Facts::Contract& contract : facts.contracts)
    entries["contracts.conclude"][contract.contract] = 1;
  for (const Facts::Version& version : facts.versions) {
    if (version.number == 1) continue;
    const std::string name = absl::StrCat(version.contract, "/versions/", version.number);
    entries["contracts.create_version"][name] = 1;
    if (WasInForce(version)) entries["contracts.activate_version"][name] = 1;
  }
  for (const Facts::Cost& cost : facts.costs)
    entries["budgets.costs.record"][absl::StrCat(cost.contract, "/costs/", cost.number)] = 1;
  for (const Facts::Revalidation& given : facts.revalidations) {
    const std::string name = absl::StrCat(given.contract, "/revalidations/", given.number);
    entries["budgets.revalidations.record"][name] = 1;
    if (!given.annulled_by.empty()) entries["budgets.revalidations.annul"][name] = 1;
  }
  for (const Facts::Transfer& transfer : facts.transfers)
    entries["budgets.transfer"][absl::StrCat(transfer.contract, "/transfers/", transfer.number)] = 1;
  for (const Facts::Revision& revision : facts.revisions)
    entries["budgets.revise"][absl::StrCat(revision.contract, "/revisions/", revision.version)] = 1;
  AddPackageEntries(facts, &entries);
  const std::map<std::string, int> returns = ReturnsOf(facts);
  entries["claims.return"] = returns;
  entries["claims.send"] = returns;
  for (const Facts::Claim& claim : facts.claims) {
    entries["claims.create"][NameOf(claim)] = 1;
    if (IsSent(claim)) ++entries["claims.send"][NameOf(claim)];
    if (claim.state == "TAKEN_BACK") entries["claims.take_back"][NameOf(claim)] = 1;
    if (IsDecided(claim)) entries["claims.close"][NameOf(claim)] = 1;
  }
  for (const Facts::Question& question : facts.questions) {
    const std::string claim = absl::StrCat(question.contract, "/claims/", question.sequence);
    ++entries["claims.ask"][claim];
    if (question.state == "QUESTION_ANSWERED") ++entries["claims.answer"][claim];
  }
  for (const Facts::Payment& payment : facts.payments) {
    const std::string name = absl::StrCat(payment.contract, "/payments/", payment.id);
    entries["payments.record"][name] = 1;
    if (!payment.annulled_by.empty()) entries["payments.annul"][name] = 1;
  }
  AddDebtEntries(facts, &entries);
  // An action of which nothing is wanted is looked at all the same.
  for (const char* action : {"claims.take_back",
                             "claims.ask",
                             "claims.answer",
                             "budgets.transfer",
                             "budgets.revise",
                             "packages.create",
                             "packages.send",
                             "packages.return",
                             "packages.decide",
                             "orders.send",
                             "debts.repay",
                             "debts.offset",
                             "debts.take_back_offset",
                             "debts.annul_repayment",
                             "payments.annul",
                             "packages.begin_check",
                             "claims.draw_sample",
                             "state_aid.withdraw_uncovered",
                             "incomes.record",
                             "incomes.decide",
                             "incomes.annul"})
    entries[action];
  return entries;
}

// The events that there must be, by type and subject.
Counts EventsOf(const Facts& facts) {
  Counts events;
  std::map<std::string, int>& activated = events["tranche.proposals.v1.ContractActivated"];
  for (const Facts::Version& version : facts.versions) {
    if (WasInForce(version)) ++activated[version.contract];
  }
  std::map<std::string, int>& recorded = events["tranche.budgets.v1.CostRecorded"];
  for (const Facts::Cost& cost : facts.costs)
    recorded[absl::StrCat(cost.contract, "/costs/", cost.number)] = 1;
  std::map<std::string, int>& moved = events["tranche.budgets.v1.TransferRecorded"];
  for (const Facts::Transfer& transfer : facts.transfers)
    moved[absl::StrCat(transfer.contract, "/transfers/", transfer.number)] = 1;
  std::map<std::string, int>& revised = events["tranche.budgets.v1.BudgetRevised"];
  for (const Facts::Revision& revision : facts.revisions) {
    if (revision.state == "APPLIED")
      revised[absl::StrCat(revision.contract, "/revisions/", revision.version)] = 1;
  }
  std::map<std::string, int>& decided_costs = events["tranche.budgets.v1.CostsDecided"];
  // Costs that were taken back were refused without a claim.
  for (const Facts::Evidence& entry : facts.evidence) {
    if (entry.action == "costs.withdraw")
      ++decided_costs[std::string(absl::StripSuffix(entry.record, "/costs"))];
  }
  for (const Facts::Revalidation& given : facts.revalidations) {
    if (!given.annulled_by.empty()) ++decided_costs[given.contract];
  }
  std::map<std::string, int>& sent = events["tranche.payments.v1.ClaimSent"];
  sent = ReturnsOf(facts);
  std::map<std::string, int>& decided = events["tranche.payments.v1.ClaimDecided"];
  std::map<std::string, int>& taken_back = events["tranche.payments.v1.ClaimTakenBack"];
  for (const Facts::Claim& claim : facts.claims) {
    if (IsSent(claim)) ++sent[NameOf(claim)];
    if (IsDecided(claim)) decided[NameOf(claim)] = 1;
    if (IsDecided(claim) && !claim.costs.empty()) ++decided_costs[claim.contract];
    if (claim.state == "TAKEN_BACK") taken_back[NameOf(claim)] = 1;
  }
  std::map<std::string, int>& asked = events["tranche.payments.v1.ClaimQuestionAsked"];
  std::map<std::string, int>& closed = events["tranche.payments.v1.ClaimQuestionClosed"];
  for (const Facts::Question& question : facts.questions) {
    const std::string claim = absl::StrCat(question.contract, "/claims/", question.sequence);
    ++asked[claim];
    if (question.state != "QUESTION_OPEN") ++closed[claim];
  }
  std::map<std::string, int>& packages_sent = events["tranche.payments.v1.PackageSent"];
  packages_sent = ReturnsOfPackages(facts);
  std::map<std::string, int>& packages_closed = events["tranche.payments.v1.PackageClosed"];
  for (const Facts::Package& package : PackagesWithoutClaims(facts)) {
    if (WasSent(package)) ++packages_sent[NameOf(package)];
    const bool is_open = package.state == "PACKAGE_DRAFT" || package.state == "PACKAGE_SENT" ||
                         package.state == "PACKAGE_IN_VERIFICATION";
    if (!is_open) packages_closed[NameOf(package)] = 1;
  }
  // One that its claim has left is withdrawn by itself.
  for (const Facts::Evidence& entry : facts.evidence) {
    if (entry.action == "packages.withdraw") packages_closed[entry.record] = 1;
  }
  std::map<std::string, int>& paid = events["tranche.payments.v1.PaymentRecorded"];
  std::map<std::string, int>& annulled = events["tranche.payments.v1.PaymentAnnulled"];
  for (const Facts::Payment& payment : facts.payments) {
    const std::string name = absl::StrCat(payment.contract, "/payments/", payment.id);
    paid[name] = 1;
    if (!payment.annulled_by.empty()) annulled[name] = 1;
  }
  return events;
}

constexpr char kRowMethod[] = "RecordCosts";

// The rows of a batch have their evidence under its key: as much as there are rows of it (INV-07).
void CheckBatches(const std::vector<Write>& history, const Facts& facts, Problems* problems) {
  std::set<std::string> stored;  // Keys of rows.
  for (const Facts::Request& request : facts.requests) {
    if (request.method == kRowMethod) stored.insert(request.request_id);
  }
  std::map<std::string, int> left;  // By batch.
  for (const Write& write : history) {
    if (!write.batch.empty()) left[write.batch] += static_cast<int>(stored.count(write.request_id));
  }
  for (const Facts::Evidence& entry : facts.evidence) {
    const auto batch = left.find(entry.request_id);
    if (batch != left.end()) --batch->second;
  }
  for (const auto& [batch, count] : left) {
    if (count != 0) problems->push_back("INV-07 evidence of a batch is not that of its rows: " + batch);
  }
}

// Evidence for each change, and no change or evidence without the other (INV-07).
void CheckEvidence(const std::vector<Write>& history, const Facts& facts, Problems* problems) {
  CheckBatches(history, facts, problems);
  std::map<std::pair<std::string, std::string>, int> entries;
  Counts records;  // By action.
  for (const Facts::Evidence& entry : facts.evidence) {
    ++entries[{entry.service, entry.request_id}];
    ++records[entry.action][entry.record];
  }
  for (const Facts::Request& request : facts.requests) {
    if (request.method == kRowMethod) continue;
    const int count = entries[{request.service, request.request_id}];
    const auto [least, most] = EvidenceOf(request.method);
    if (count >= least && count <= most) continue;
    problems->push_back(absl::StrCat("INV-07 ", count, " entries of evidence: ", request.method, " ",
                                     request.request_id));
  }
  std::set<std::pair<std::string, std::string>> answered;
  for (const Facts::Request& request : facts.requests)
    answered.insert({request.service, request.request_id});
  for (const Write& write : history) {
    if (!write.batch.empty()) answered.insert({write.service, write.batch});
  }
  for (const auto& [key, count] : entries) {
    if (key.second.empty() || answered.count(key) > 0) continue;
    problems->push_back("INV-07 evidence of what was not done: " + key.first + " " + key.second);
  }
  for (const auto& [action, wanted] : EntriesOf(facts)) {
    for (const auto& [record, count] : wanted) {
      if (records[action][record] == count) continue;
      problems->push_back(absl::StrCat("INV-07 ", records[action][record], " entries ", action, " of ",
                                       record, ", not ", count));
    }
    for (const auto& [record, count] : records[action]) {
      if (count > 0 && wanted.count(record) == 0)
        problems->push_back("INV-07 entry without a change: " + action + " " + record);
    }
  }
}

// The returns of a package are those of its claims.
void CheckReturnEvents(const Facts& facts, Problems* problems) {
  std::map<std::string, int> told = ReturnsOf(facts);
  std::map<std::string, int> left;
  for (const Facts::Return& returned : facts.returns)
    ++left[absl::StrCat(returned.contract, "/packages/", returned.package)];
  for (const Facts::Claim& claim : facts.claims) {
    const std::string package = absl::StrCat(claim.contract, "/packages/", claim.package);
    left[package] -= told[NameOf(claim)];
    told.erase(NameOf(claim));
  }
  // Those of the others are told by the package sent once more.
  for (const auto& [package, count] : ReturnsOfPackages(facts)) left[package] -= count;
  for (const auto& [package, count] : left) {
    if (count != 0) problems->push_back("INV-06 returns and their events differ: " + package);
  }
  for (const auto& [claim, count] : told) {
    if (count != 0) problems->push_back("INV-06 event without a change: " + claim + " was returned");
  }
}

// An event for each change and none without one (INV-06).
void CheckEvents(const Facts& facts, Problems* problems) {
  Counts events;  // By type and subject.
  for (const Facts::Event& event : facts.events) ++events[event.type][event.subject];
  for (const auto& [type, wanted] : EventsOf(facts)) {
    for (const auto& [subject, count] : wanted) {
      if (events[type][subject] != count) {
        problems->push_back(
            absl::StrCat("INV-06 ", events[type][subject], " events ", type, " of ", subject));
      }
    }
    for (const auto& [subject, count] : events[type]) {
      if (count > 0 && wanted.count(subject) == 0)
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

// A contract has ended with its money, and goes on with it.
void CheckEnds(const Facts& facts, Problems* problems) {
  for (const Facts::Contract& contract : facts.contracts) {
    if (contract.ended == contract.closed_on.empty())
      problems->push_back("CLO-4 proposals says otherwise of the closing: " + contract.contract);
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

std::vector<std::string> Check(const std::vector<Write>& history, const Facts& facts, Moment moment) {
  Problems problems;
  CheckAnswers(history, facts, &problems);
  if (moment != Moment::kUnderWay) {
    CheckEvidence(history, facts, &problems);
    CheckEvents(facts, &problems);
    CheckReturnEvents(facts, &problems);
  }
  if (moment == Moment::kAtRest) {
    CheckCopies(facts, &problems);
    CheckEnds(facts, &problems);
  }
  CheckBudgets(facts, &problems);
  CheckSimplified(facts, &problems);
  CheckMoney(facts, &problems);
  CheckPackages(facts, &problems);
  CheckSecurities(facts, &problems);
  CheckParticipants(facts, &problems);
  CheckBank(facts, &problems);
  CheckIncomes(facts, &problems);
  return problems;
}

}  // namespace tranche::books
