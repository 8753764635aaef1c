// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "books/books.h"

namespace tranche::books {
namespace {

using CostKey = std::pair<std::string, int64_t>;
using ClaimKey = std::pair<std::string, int64_t>;

std::string NameOf(const Facts::Claim& claim) {
  return absl::StrCat(claim.contract, "/claims/", claim.sequence);
}
bool IsDone(const Facts::Claim& claim) { return claim.state == "ACCEPTED" || claim.state == "REFUSED"; }
bool IsOpen(const Facts::Claim& claim) { return !IsDone(claim) && claim.state != "TAKEN_BACK"; }

// EU and national money: the own part is never paid.
int64_t Cash(const Parts& parts) { return parts[0] + parts[1]; }
Parts Granted(const Parts& parts) { return {parts[0], parts[1], 0}; }

// Apart by no more than that many cents by who pays.
bool Near(const Parts& a, const Parts& b, int64_t cents) {
  const Parts apart = Minus(a, b);
  return std::all_of(apart.begin(), apart.end(),
                     [&](int64_t part) { return part <= cents && part >= -cents; });
}

std::string Shown(const Parts& parts) { return absl::StrJoin(parts, "+"); }

// The decision on a claim and what the budget made of it, cost by cost (INV-04, PAY-4).
void CheckDecisions(const Facts& facts, Problems* problems) {
  std::map<CostKey, const Facts::Decision*> decided;
  for (const Facts::Decision& decision : facts.decisions)
    decided[{decision.contract, decision.number}] = &decision;
  std::set<CostKey> closed;
  // Budget and claims of a converted contract are rounded each by themselves, a cent for each cost at
  // most (services/payments/redenomination).
  std::set<std::string> converted;
  for (const Facts::Line& line : facts.converted_lines) converted.insert(line.contract);
  for (const Facts::Claim& claim : facts.claims) {
    const std::string name = NameOf(claim);
    const int64_t cents = converted.count(claim.contract) > 0 ? 1 : 0;
    Parts approved = {}, by_correction = {};
    for (const int64_t cost : claim.costs) {
      if (IsDone(claim) || claim.state == "IN_VERIFICATION") closed.insert({claim.contract, cost});
      if (!IsDone(claim)) continue;
      const auto verdict = claim.verdicts.find(cost);
      const Facts::Verdict wanted =
          verdict == claim.verdicts.end() ? Facts::Verdict() : verdict->second;
      const auto found = decided.find({claim.contract, cost});
      if (found == decided.end() || !Near(found->second->unapproved, wanted.unapproved, cents) ||
          !Near(found->second->by_correction, wanted.by_correction, cents) ||
          found->second->decided_by != claim.decided_by) {
        const Facts::Decision none;
        const Facts::Decision& made = found == decided.end() ? none : *found->second;
        problems->push_back(absl::StrCat(
            "INV-04 the budget decided otherwise: ", name, " cost ", cost, " (unapproved ",
            Shown(wanted.unapproved), ", budget ", Shown(made.unapproved), "; by correction ",
            Shown(wanted.by_correction), ", budget ", Shown(made.by_correction), ")"));
        continue;
      }
      approved = Plus(approved, found->second->approved);
      by_correction = Plus(by_correction, wanted.by_correction);
    }
    if (!IsDone(claim) || IsAdvance(claim)) continue;
    if (Plus(claim.approved, claim.refused) != claim.requested ||
        !Within(claim.by_correction, claim.refused)) {
      problems->push_back("PAY-4 approved and refused are not what was requested: " + name);
    }
    const int64_t all_cents = cents * static_cast<int64_t>(claim.costs.size());
    if (!Near(claim.approved, approved, all_cents) ||
        !Near(claim.by_correction, by_correction, all_cents))
      problems->push_back("PAY-4 the claim is not the sum of its costs: " + name);
  }
  for (const auto& [key, decision] : decided) {
    // Without a claim a cost is only taken back, whole: all of it free again, or what a revalidation
    // had given back of a correction.
    const bool annulled = std::any_of(facts.revalidations.begin(), facts.revalidations.end(),
                                      [&](const Facts::Revalidation& given) {
                                        return given.contract == key.first &&
                                               given.number == key.second && !given.annulled_by.empty();
                                      });
    const bool taken_back =
        Sum(decision->approved) == 0 && (annulled || Sum(decision->by_correction) == 0);
    if (closed.count(key) > 0 || taken_back) continue;
    problems->push_back(
        absl::StrCat("INV-08 decided on without a claim: ", key.first, " cost ", key.second));
  }
}

// Who decided, in what order claims follow each other, and what they hold (INV-08, PAY-1, 2, 3, 5, 6).
void CheckOrderOfClaims(const Facts& facts, Problems* problems) {
  std::map<std::string, int> open, advances;
  std::map<CostKey, int> held;
  std::set<std::string> closed_by_final;
  for (const Facts::Claim& claim : facts.claims) {
    const std::string name = NameOf(claim);
    if (!claim.decided_by.empty() && claim.decided_by == claim.sent_by)
      problems->push_back("INV-08 " + name);
    if (IsOpen(claim) && ++open[claim.contract] > 1)
      problems->push_back("PAY-1 two claims are open: " + claim.contract);
    if (!claim.decided_on.empty() && claim.decided_on < claim.sent_on)
      problems->push_back("PAY-5 decided before it was sent: " + name);
    if (claim.state == "TAKEN_BACK") continue;
    for (const int64_t cost : claim.costs) {
      if (++held[{claim.contract, cost}] > 1)
        problems->push_back(absl::StrCat("PAY-3 in two claims: ", claim.contract, " cost ", cost));
    }
    if (claim.state == "REFUSED") continue;
    if (closed_by_final.count(claim.contract) > 0)
      problems->push_back("PAY-6 after a final claim: " + name);
    if (claim.kind == "FINAL") closed_by_final.insert(claim.contract);
    if (IsAdvance(claim) && ++advances[claim.contract] > 1)
      problems->push_back("PAY-2 two advances: " + claim.contract);
  }
}

// What an accepted claim approved of advances to contractors, by its costs and their verdicts.
Parts AsAdvance(const Facts::Claim& claim) {
  Parts sum = {};
  for (const auto& [cost, item] : claim.items) {
    if (!item.contractor_advance) continue;
    Parts approved = item.requested;
    if (const auto verdict = claim.verdicts.find(cost); verdict != claim.verdicts.end()) {
      approved = Minus(Minus(approved, verdict->second.unapproved), verdict->second.by_correction);
    }
    sum = Plus(sum, Granted(approved));
  }
  return sum;
}

// The cash of a contract, decision after decision: `cap` binds until the advance is cleared.
struct CashBook {
  int64_t advance = 0, interim = 0, cleared = 0, approved = 0;

  void Add(const Facts::Claim& claim, Problems* problems) {
    const std::string name = NameOf(claim);
    const bool is_advance = IsAdvance(claim);
    const Parts owed = Granted(is_advance ? claim.requested : claim.approved);
    const Parts as_advance = AsAdvance(claim);
    if (Plus(Plus(claim.payable, claim.cleared), as_advance) != owed || IsNegative(claim.payable) ||
        IsNegative(claim.cleared)) {
      problems->push_back("PAY-8 payable and cleared are not what was approved: " + name);
    }
    const int64_t before = advance + interim;
    cleared += Cash(claim.cleared);
    if (cleared > advance) problems->push_back("PAY-9 more is cleared than the advance: " + name);
    (is_advance ? advance : interim) += Cash(claim.payable);
    if (!is_advance) approved += Cash(claim.approved) - Cash(as_advance);
    const int64_t after = advance + interim, left = advance - cleared;
    if (claim.kind == "INTERIM" && left > 0) {
      if (!claim.cap.has_value() || (Cash(claim.payable) > 0 && after > *claim.cap))
        problems->push_back("PAY-10 above the cap: " + name);
      else if (Cash(claim.cleared) > 0 && after != std::max(before, *claim.cap))
        problems->push_back("PAY-10 cleared below the cap: " + name);
    }
    if (claim.kind != "FINAL" && Cash(claim.to_recover) != 0)
      problems->push_back("PAY-11 to recover without a balance: " + name);
    if (claim.kind == "FINAL" && after - Cash(claim.to_recover) != approved)
      problems->push_back("PAY-11 the balance is not what was approved: " + name);
  }
};

void CheckCash(const Facts& facts, Problems* problems) {
  std::map<std::string, CashBook> books;
  for (const Facts::Claim& claim : facts.claims) {
    if (claim.state == "ACCEPTED") {
      books[claim.contract].Add(claim, problems);
    } else if (Cash(claim.payable) + Cash(claim.cleared) + Cash(claim.to_recover) != 0) {
      problems->push_back("PAY-8 owed without being accepted: " + NameOf(claim));
    }
  }
  for (const Facts::Account& account : facts.accounts) {
    const CashBook& book = books[account.contract];
    if (account.advance_owed != book.advance || account.cleared != book.cleared)
      problems->push_back("PAY-9 the contract says otherwise than its claims: " + account.contract);
  }
}

// Payments, each within what its claim is owed at any time (INV-03, PAY-5).
void CheckPayments(const Facts& facts, Problems* problems) {
  std::map<ClaimKey, const Facts::Claim*> claims;
  for (const Facts::Claim& claim : facts.claims) claims[{claim.contract, claim.sequence}] = &claim;
  std::map<ClaimKey, Parts> paid;
  std::set<std::pair<std::string, std::string>> ids;
  for (const Facts::Payment& payment : facts.payments) {
    const ClaimKey key = {payment.contract, payment.sequence};
    if (payment.annulled_by.empty()) paid[key] = Plus(paid[key], payment.parts);
    if (!payment.annulled_by.empty() && payment.annulled_by == payment.recorded_by)
      problems->push_back("ANN-2 annulled by who recorded it: " + payment.contract + " " + payment.id);
    if (!ids.insert({payment.contract, payment.id}).second || IsNegative(payment.parts))
      problems->push_back("INV-03 twice: " + payment.id);
    const auto claim = claims.find(key);
    if (claim == claims.end() || claim->second->decided_on.empty() ||
        payment.paid_on < claim->second->decided_on) {
      problems->push_back("PAY-5 paid before it was decided on: " + payment.contract + " " +
                          payment.id);
    }
  }
  for (const Facts::Claim& claim : facts.claims) {
    const Parts& sum = paid[{claim.contract, claim.sequence}];
    if (claim.paid != sum || !Within(Plus(sum, claim.deducted), claim.payable))
      problems->push_back("INV-03 paid is not what was recorded, or above what is owed: " +
                          NameOf(claim));
  }
}

void CheckQuestions(const Facts& facts, Problems* problems) {
  std::map<ClaimKey, int> open;
  for (const Facts::Question& question : facts.questions) {
    const std::string who =
        absl::StrCat(question.contract, "/claims/", question.sequence, " question ", question.number);
    if (question.state == "QUESTION_OPEN") ++open[{question.contract, question.sequence}];
    if ((question.state == "QUESTION_ANSWERED") == question.answered_by.empty() ||
        question.asked_by == question.answered_by) {
      problems->push_back("PAY-13 answered by who asked, or by nobody: " + who);
    }
  }
  for (const Facts::Claim& claim : facts.claims) {
    const int wanted = claim.state == "AWAITING_ANSWER" ? 1 : 0;
    if (open[{claim.contract, claim.sequence}] != wanted)
      problems->push_back("PAY-13 " + claim.state +
                          ", and its questions say otherwise: " + NameOf(claim));
  }
}

// What is ordered for a claim and deducted from it is within what is payable for it (ORD-5), and what
// is deducted is what its debts say (DEB-7).
void CheckOrdersOfClaims(const Facts& facts, Problems* problems) {
  std::map<ClaimKey, int64_t> ordered, cents;
  for (const Facts::Order& order : facts.orders) {
    if (order.claim == 0 || order.state == "ORDER_REJECTED" || order.state == "ORDER_CANCELLED" ||
        order.state == "ORDER_GIVEN_UP") {
      continue;
    }
    ordered[{order.contract, order.claim}] += order.amount;
    // One that was made in lev, and the deductions beside it, were each converted by themselves.
    if (order.converted) cents[{order.contract, order.claim}] += 2;
  }
  std::map<ClaimKey, Parts> deducted;
  for (const Facts::Deduction& deduction : facts.deductions)
    deducted[{deduction.contract, deduction.sequence}] = deduction.parts;
  for (const Facts::Claim& claim : facts.claims) {
    const ClaimKey key = {claim.contract, claim.sequence};
    if (ordered[key] > 0 && ordered[key] + Cash(claim.deducted) > Cash(claim.payable) + cents[key]) {
      problems->push_back("ORD-5 more is ordered and deducted than is payable: " + NameOf(claim));
    }
    if (deducted[key] != claim.deducted)
      problems->push_back("DEB-7 deducted is not what its debts say: " + NameOf(claim));
  }
}

// Before the money of a contract is closed its budget is, and then nothing of it is reserved (CLO-2).
// The other way round a budget may be closed for a while: by a closing that came to nothing.
void CheckClosedBudgets(const Facts& facts, Problems* problems) {
  std::set<std::string> closed;
  for (const Facts::Contract& contract : facts.contracts) {
    if (contract.closed_on.empty()) continue;
    closed.insert(contract.contract);
    if (contract.budgeted && !contract.budget_closed)
      problems->push_back("CLO-2 closed and its budget is open: " + contract.contract);
  }
  for (const Facts::Line& line : facts.lines) {
    if (closed.count(line.contract) > 0 && line.reserved != Parts{})
      problems->push_back("CLO-2 closed with costs that are reserved: " + line.contract + " " +
                          line.code);
  }
}

// What is closed has nothing open, and a contract that has ended is closed (CLO-1).
void CheckClosings(const Facts& facts, Problems* problems) {
  std::set<std::string> closed;
  std::map<std::string, std::string> closed_on;
  for (const Facts::Contract& contract : facts.contracts) {
    if (contract.closed_on.empty()) continue;
    closed.insert(contract.contract);
    closed_on[contract.contract] = contract.closed_on;
  }
  for (const Facts::Claim& claim : facts.claims) {
    if (closed.count(claim.contract) == 0) continue;
    const bool settled = Cash(claim.payable) == Cash(claim.paid) + Cash(claim.deducted);
    if (IsOpen(claim) || (claim.state == "ACCEPTED" && !settled))
      problems->push_back("CLO-1 closed with a claim that is not settled: " + NameOf(claim));
    if (claim.decided_on > closed_on[claim.contract])
      problems->push_back("CLO-3 decided on after the closing: " + NameOf(claim));
  }
  for (const Facts::Payment& payment : facts.payments) {
    if (!payment.annulled_by.empty()) continue;
    if (closed.count(payment.contract) > 0 && payment.paid_on > closed_on[payment.contract])
      problems->push_back("CLO-3 paid after the closing: " + payment.contract + " " + payment.id);
  }
  for (const Facts::Debt& debt : facts.debts) {
    if (closed.count(debt.contract) > 0 && debt.state == "RECOVERY_ENTERED" &&
        (debt.principal != debt.repaid_principal || debt.interest != debt.repaid_interest)) {
      problems->push_back(
          absl::StrCat("CLO-1 closed with a debt that is owed: ", debt.contract, " debt ", debt.id));
    }
  }
  for (const Facts::Order& order : facts.orders) {
    const bool under_way = order.state == "ORDER_DRAFT" || order.state == "ORDER_APPROVED" ||
                           order.state == "ORDER_SENT" || order.state == "ORDER_UNKNOWN";
    if (closed.count(order.contract) > 0 && under_way)
      problems->push_back(absl::StrCat("CLO-1 closed with an order under way: ", order.contract,
                                       " order ", order.number));
  }
}

// Orders and what the bank, which nobody kills, did with them.
void CheckOrders(const Facts& facts, Problems* problems) {
  std::set<std::string> ids;
  for (const Facts::Order& order : facts.orders) {
    const std::string who = absl::StrCat(order.contract, " order ", order.number);
    const std::string& id = order.end_to_end_id;
    if (id.empty() || !ids.insert(id).second)
      problems->push_back("ORD-1 its end-to-end id is not its own: " + who);
    const bool needs_no_approval = order.state == "ORDER_DRAFT" || order.state == "ORDER_CANCELLED";
    if ((order.approved_by.empty() && !needs_no_approval) || order.approved_by == order.created_by)
      problems->push_back("ORD-2 not approved by another: " + who);
    const auto found = facts.bank.paid.find(id);
    const int paid = found == facts.bank.paid.end() ? 0 : found->second;
    const bool refused = facts.bank.refused.count(id) > 0;
    const bool unsent = needs_no_approval || order.state == "ORDER_APPROVED";
    if (unsent != (order.files == 0) || (unsent && (paid > 0 || refused)))
      problems->push_back("ORD-3 at the bank without having been sent: " + who);
    if (paid > 1) problems->push_back(absl::StrCat("ORD-4 paid ", paid, " times: ", who));
    if ((order.state == "ORDER_ACCEPTED" && paid == 0) ||
        (order.state == "ORDER_REJECTED" && !refused) ||
        (order.state == "ORDER_REJECTED" && paid > 0)) {
      problems->push_back("ORD-4 the bank did otherwise: " + who);
    }
    if (order.state == "ORDER_GIVEN_UP" && paid > 0)
      problems->push_back("ORD-6 given up, and the bank has paid it: " + who);
    if (order.state == "ORDER_LOST" && (paid > 0 || refused))
      problems->push_back("ORD-4 lost, and the bank has it: " + who);
  }
  for (const auto& [id, times] : facts.bank.paid) {
    if (ids.count(id) == 0) problems->push_back("ORD-1 paid without an order: " + id);
  }
}

// Debts with their repayments and interest (DEB-1 to DEB-6).
void CheckDebt(const Facts::Debt& debt, Problems* problems) {
  const std::string who = absl::StrCat(debt.contract, " debt ", debt.id);
  if (!Within(debt.repaid_principal, debt.principal) || !Within(debt.repaid_interest, debt.interest))
    problems->push_back("DEB-1 recovered beyond what is owed: " + who);
  Parts interest = debt.converted_repaid_interest, principal = debt.converted_principal,
        charged = debt.converted_interest, in_lev = {};
  bool stands = false;
  for (const Facts::Repayment& repayment : debt.repayments) {
    if (Sum(repayment.to_interest) + Sum(repayment.to_principal) != repayment.amount)
      problems->push_back("DEB-2 a repayment is not its parts: " + who);
    // What was taken back is nothing, unless a conversion has counted it; then both are counted.
    if (repayment.taken_back && !repayment.deducted)
      problems->push_back("DEB-9 taken back without having been deducted: " + who);
    if (!repayment.annulled_by.empty() &&
        (repayment.deducted || repayment.annulled_by == repayment.recorded_by)) {
      problems->push_back("ANN-2 annulled by who recorded it, or a deduction: " + who);
    }
    stands = stands || repayment.annulled_by.empty();
    if (repayment.before || repayment.taken_back || !repayment.annulled_by.empty()) continue;
    interest = Plus(interest, repayment.to_interest);
    principal = Plus(principal, repayment.to_principal);
  }
  std::string last;
  for (const Facts::InterestPiece& piece : debt.pieces) {
    if (piece.from <= last || piece.to < piece.from)
      problems->push_back("DEB-3 a day bears interest twice: " + who);
    last = piece.to;
    if (piece.before) continue;
    Parts& sum = piece.in_lev ? in_lev : charged;
    sum = Plus(sum, piece.interest);
  }
  // What ran before the changeover is charged in one movement, and its sum is converted.
  for (size_t part = 0; part < in_lev.size(); ++part)
    charged[part] += (in_lev[part] * 200000 + 195583) / 391166;
  if (interest != debt.repaid_interest || principal != debt.repaid_principal ||
      charged != debt.interest) {
    problems->push_back("DEB-2 the sums are not those of its repayments and interest: " + who);
  }
  if (debt.state == "RECOVERY_REMOVED" && (Sum(debt.principal) != 0 || stands))
    problems->push_back("DEB-5 removed, and not empty: " + who);
}

// Numbers of a register, fund and year have no gap and are given once (REC-3).
void CheckRegisters(const Facts& facts, Problems* problems) {
  std::map<std::string, std::set<int64_t>> numbers;
  for (const Facts::Irregularity& one : facts.irregularities) {
    if (!numbers[one.register_of_year].insert(one.number).second)
      problems->push_back(absl::StrCat("REC-3 given twice: ", one.register_of_year, " ", one.number));
  }
  for (const auto& [name, given] : numbers) {
    if (*given.begin() != 1 || *given.rbegin() != static_cast<int64_t>(given.size()))
      problems->push_back("REC-3 numbers have a gap: " + name);
  }
}

// Corrections in force lower the support that there is, each by one irregularity, and are made into
// debts once (REC-1, 2, 4).
void CheckCorrections(const Facts& facts, Problems* problems) {
  std::map<std::string, Parts> corrected;
  std::map<CostKey, Parts> indebted;
  std::set<CostKey> irregularities;
  for (const Facts::Debt& debt : facts.debts) {
    Parts& sum = indebted[{debt.contract, debt.correction}];
    if (debt.state == "RECOVERY_ENTERED") sum = Plus(sum, debt.principal);
  }
  for (const Facts::Correction& correction : facts.corrections) {
    const std::string who = absl::StrCat(correction.contract, " correction ", correction.id);
    corrected[correction.contract] = Plus(corrected[correction.contract], correction.amount);
    if (!Within(indebted[{correction.contract, correction.id}], correction.indebted) ||
        !Within(correction.indebted, correction.amount)) {
      problems->push_back("REC-4 its debts are above it: " + who);
    }
    const bool stands = correction.irregularity != 0 && correction.state != "RECOVERY_REMOVED";
    if (stands && !irregularities.insert({correction.contract, correction.irregularity}).second)
      problems->push_back("REC-2 a second one of its irregularity: " + who);
  }
  for (const Facts::Support& support : facts.supports) {
    if (support.corrected != corrected[support.contract])
      problems->push_back("REC-1 corrected is not the sum of the corrections: " + support.contract);
    if (!Within(support.corrected, support.granted))
      problems->push_back("REC-1 corrected above the support: " + support.contract);
  }
}

// Of a document no more is claimed again than was left unapproved of what came before (PAY-12).
void CheckClaimedAgain(const Facts& facts, Problems* problems) {
  std::map<CostKey, int64_t> unapproved;
  for (const Facts::Decision& decision : facts.decisions)
    unapproved[{decision.contract, decision.number}] = Sum(decision.unapproved);
  // What carries a revalidation asks again for what a correction had taken, too; a cent of each part of
  // it may come from its conversion.
  std::map<CostKey, int64_t> revalidated;
  for (const Facts::Revalidation& given : facts.revalidations) {
    int64_t& more = revalidated[{given.contract, given.number}];
    more = Sum(given.of_correction);
    if (given.currency != given.now_currency) more += static_cast<int64_t>(given.unapproved.size());
  }
  std::map<CostKey, int64_t> left;  // By contract and first cost.
  for (const Facts::Claim& claim : facts.claims) {
    if (claim.state == "TAKEN_BACK") continue;
    for (const auto& [cost, item] : claim.items) {
      int64_t& of_document = left[{claim.contract, item.first_cost}];
      const auto carried = revalidated.find({claim.contract, cost});
      if (carried != revalidated.end()) of_document += carried->second;
      of_document -= Sum(item.again);
      if (of_document < 0 || !Within(item.again, item.requested)) {
        problems->push_back(absl::StrCat(
            "PAY-12 claimed again above what was unapproved: ", NameOf(claim), " cost ", cost));
      }
    }
    for (const auto& [cost, item] : claim.items)
      left[{claim.contract, item.first_cost}] += unapproved[{claim.contract, cost}];
  }
}

void CheckDebts(const Facts& facts, Problems* problems) {
  std::map<ClaimKey, Parts> balances;
  for (const Facts::Claim& claim : facts.claims)
    balances[{claim.contract, claim.sequence}] = claim.to_recover;
  std::set<ClaimKey> indebted;
  for (const Facts::Debt& debt : facts.debts) {
    CheckDebt(debt, problems);
    if (debt.claim == 0 || debt.state == "RECOVERY_REMOVED") continue;
    const ClaimKey claim = {debt.contract, debt.claim};
    if (!indebted.insert(claim).second || !Within(debt.principal, balances[claim])) {
      problems->push_back(
          absl::StrCat("DEB-6 owed twice, or above the balance: ", debt.contract, " debt ", debt.id));
    }
  }
}

}  // namespace

void CheckMoney(const Facts& facts, Problems* problems) {
  CheckDecisions(facts, problems);
  CheckOrderOfClaims(facts, problems);
  CheckCash(facts, problems);
  CheckPayments(facts, problems);
  CheckQuestions(facts, problems);
  CheckOrders(facts, problems);
  CheckOrdersOfClaims(facts, problems);
  CheckClosings(facts, problems);
  CheckClosedBudgets(facts, problems);
  CheckClaimedAgain(facts, problems);
  CheckRegisters(facts, problems);
  CheckCorrections(facts, problems);
  CheckDebts(facts, problems);
}

}  // namespace tranche::books
