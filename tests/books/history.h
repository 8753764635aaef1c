// SPDX-License-Identifier: EUPL-1.2
// What clients were told and what the database holds after crashes and retries, and whether the two
// agree. Pure: what is checked here is made by those who send (history) and by facts.h (database), or
// by hand in books_test.cc.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace tranche::books {

// EU, national and own money in hundredths.
using Parts = std::array<int64_t, 3>;

enum class Outcome { kOk, kRefused, kUnknown };

// What one sending of a request came to.
struct Attempt {
  Outcome outcome = Outcome::kUnknown;
  std::string answer = {};  // Of kOk, as Facts::Request has it.
  std::string reason = {};  // Of the others.
};

// One write of one client, sent until it had an answer, or given up.
struct Write {
  std::string service;  // "budgets".
  std::string method;   // "RecordCost".
  std::string actor;
  std::string organisation;
  std::string request_id;
  std::vector<Attempt> attempts;  // At least one: a write is noted before it is sent.
  // Of a row of a batch, which is a write by itself: the key of the batch, under which its evidence
  // stands.
  std::string batch = {};

  // kOk when any sending was acknowledged, kUnknown when one may have been carried out.
  Outcome outcome() const;
};

// The rows of all schemas after quiescence.
struct Facts {
  struct Request {
    std::string service, organisation, actor, method, request_id;
    std::string
        answer;  // What a repeat is answered; for RecordCost the parts that only the database knew.
  };
  struct Event {
    std::string service, type, subject;
  };
  struct Evidence {
    std::string service, actor, action, record, request_id;
  };
  struct Line {
    std::string contract, code;
    Parts cap = {}, reserved = {}, spent = {};
    int64_t refused = 0;
    std::string currency = "BGN";
  };
  struct Cost {
    std::string contract, line;
    int64_t number = 0, claimed = 0, left = 0;
    Parts parts = {};
    std::string document = {};  // Key of the document that it claims from.
  };
  // A ceiling over lines; `rounding`: what a conversion left in use above it.
  struct Limit {
    std::string contract, code;
    std::set<std::string> lines;
    int64_t cap = 0, used = 0, rounding = 0;
  };
  // The line of a flat rate and the lines of its base.
  struct FlatRate {
    std::string contract, line;
    std::set<std::string> base;
    int64_t percent_hundredths = 0;
  };
  // A cost without an invoice, in the currency in which it was recorded.
  struct Simplified {
    std::string contract;
    int64_t number = 0;
    std::string form, line, item;
    int64_t claimed = 0, price = 0, quantity_hundredths = 0;
    int64_t base = 0, percent_hundredths = 0;  // Of a flat rate.
    std::string person = {};
    int64_t year = 0;
    bool decided = false;
    int64_t approved = 0, unapproved = 0, by_correction = 0;
  };
  // What is claimed of a person's year, over all contracts of the organisation.
  struct Hours {
    std::string organisation, person;
    int64_t year = 0, hundredths = 0, max_hundredths = 0;
  };
  struct Decision {
    std::string contract;
    int64_t number = 0;
    Parts approved = {}, unapproved = {}, by_correction = {};
    std::string decided_by;
  };
  // Of a cost whose document told of activities: their shares, and what it claims, as recorded.
  struct ActivityShares {
    std::string contract;
    int64_t number = 0, shares = 0, claimed = 0;
  };
  // What was not approved of a cost and is eligible after all, in the currency in which costs count.
  struct Revalidation {
    std::string contract;
    int64_t number = 0,
            revalidated = 0;  // The cost that carries it, and that of which it was not approved.
    Parts unapproved = {}, of_correction = {};
    std::string revalidated_by, annulled_by;  // The second is empty while it counts.
    std::string currency, now_currency;       // In which it was recorded, and in which its cost counts.
  };
  struct Document {
    std::string key;
    int64_t claimable = 0, claimed = 0, credited = 0;
    std::optional<int64_t> noted = std::nullopt;  // By its notes that count.
  };
  struct Posting {
    std::string contract, line;
    std::optional<int64_t> cost;  // None: a cap is allotted or moved.
    std::string debit, credit;
    Parts parts = {};
    std::optional<int64_t> transfer = {}, revision = {};
    std::string currency = "BGN";
    bool restated = false;  // Written once more when the contract was converted to euro.
  };
  struct Transfer {
    std::string contract;
    int64_t number = 0;
    std::string from, to;
    Parts parts = {};
    int64_t moved_before = 0, limit = 0;
  };
  struct Revision {
    std::string contract;
    int64_t version = 0;
    std::string state;
    Parts amount = {};
    std::map<std::string, std::pair<Parts, Parts>> lines;  // Caps before and after.
    std::string currency = "BGN";
  };
  struct Contract {  // As proposals has it.
    std::string contract;
    Parts amount = {};
    bool budgeted = false;  // As budgets says.
    std::string currency = "BGN";
    // Of its money, as payments says; and whether it has ended, as proposals says.
    std::string closed_on = {};
    bool ended = false;
    bool budget_closed = false;    // As budgets says.
    std::string beneficiary = {};  // What payments knows of it, "OTHER_BENEFICIARY"; "": not told.
  };
  struct Version {  // Of a contract.
    std::string contract;
    int64_t number = 0;
    std::string state;
  };
  // What is not approved of a cost, as payments has it.
  struct Verdict {
    Parts unapproved = {}, by_correction = {};
  };
  // What a claim asks for a cost.
  struct Item {
    int64_t first_cost = 0;  // The first that was claimed for the same document.
    Parts requested = {};
    Parts again = {};                 // Of it, what was asked for before and not approved.
    bool contractor_advance = false;  // Approved, and pays nothing.
  };
  struct Claim {
    std::string contract;
    int64_t sequence = 0;
    std::string kind = "INTERIM", state;
    std::string sent_on = {}, sent_by = {}, decided_on = {}, decided_by = {};
    Parts requested = {}, approved = {}, refused = {}, by_correction = {};
    Parts payable = {}, cleared = {}, to_recover = {}, paid = {};
    Parts deducted = {};              // Debts that were deducted from what is payable.
    std::optional<int64_t> cap = {};  // Of advance and interim money, when one bound the decision.
    std::vector<int64_t> costs = {};
    std::map<int64_t, Verdict> verdicts = {};  // Of the costs that were not approved in full.
    std::map<int64_t, Item> items = {};        // By cost.
    int64_t package = 0;
    // Of a state-aid advance: what secures it and until when, and by when costs
    // have to cover it.
    std::string currency = "BGN", security_currency = {}, secured_until = {}, cover_by = {};
    int64_t security = 0;
  };
  // What costs have covered of a contract's state-aid advance, as payments
  // answers.
  struct Coverage {
    std::string contract;
    Parts verified = {}, covered = {}, withdrawn = {}, left = {};
    std::map<int64_t, Parts> covers = {};  // By claim.
  };
  // What nothing covered of an advance was withdrawn: claims from that one on
  // cover nothing of it.
  struct Withdrawal {
    std::string contract;
    int64_t sequence = 0, before_sequence = 0;
  };
  // What was done with the security of an advance, in its order.
  struct SecurityStep {
    std::string contract;
    int64_t sequence = 0;
    std::string kind, done_on, valid_until = {};
    int64_t amount = 0;  // In the currency of the security.
  };
  struct Package {
    std::string contract;
    int64_t number = 0;
    std::string state, sent_by = {}, decided_by = {}, type = {};
    // Of its records of participants: the newest import that counts, and the last that does not, since
    // the document was removed after it.
    int64_t participants_version = 0, participants_void_through = 0;
    int64_t report_version = 0;  // Of its technical report; 0: it has none.
  };
  // A participation in a contract, by the keyed hash of the person.
  struct Participant {
    std::string contract;
    int64_t number = 0;
    std::string person_key;
  };
  // What an import of a package says of a participant.
  struct ParticipantRecord {
    std::string contract;
    int64_t participant = 0, package = 0, version = 0;
    std::string digest;
  };
  // What an import of participants was answered with.
  struct ParticipantImport {
    std::string contract;
    int64_t package = 0, version = 0, recorded = 0;
  };
  // A package that was given back to the beneficiary.
  struct Return {
    std::string contract;
    int64_t package = 0;
    std::string returned_by, sent_by;
  };
  // Of one document of a package; `holds`: its checklist was not replaced
  // since.
  struct PackageCheck {
    std::string contract;
    int64_t package = 0, number = 0;
    std::string document, state, checked_by;
    bool approved = false, holds = true;
    int64_t answers = 0;
  };
  // The costs of a claim that are checked in full, with their reasons.
  struct Sample {
    std::string contract;
    int64_t sequence = 0;
    std::string seed;
    int64_t rest_percent = 0;
    std::map<int64_t, std::set<std::string>> chosen = {};
  };
  // What payments keeps of a contract's cash: EU and national money together.
  struct Account {
    std::string contract;
    int64_t advance_owed = 0, cleared = 0;
  };
  struct Question {
    std::string contract;
    int64_t sequence = 0, number = 0;
    std::string state, asked_by, answered_by;
  };
  struct Payment {
    std::string contract, id;
    int64_t sequence = 0;
    Parts parts = {};
    std::string paid_on = {};
    std::string recorded_by = {};
    std::string annulled_by = {};  // Empty: it counts.
  };
  struct Order {
    std::string contract;
    int64_t number = 0;
    std::string end_to_end_id, state, created_by, approved_by;
    int64_t files = 0;  // It was put into.
    int64_t claim = 0;  // Which it pays, and how much in that claim's currency; 0: none.
    int64_t amount = 0;
    bool converted = false;  // It was made in lev, and its claim is in euro since.
  };
  // A document that orders pay: what it says, and what orders that were paid or may still be pay of it.
  struct OrderedDocument {
    std::string key;
    int64_t lev = 0, euro = 0, ordered_lev = 0, ordered_euro = 0;
  };
  // What the bank, which is not part of the installation, did by end-to-end id.
  struct Bank {
    std::map<std::string, int> paid;  // How often.
    std::set<std::string> refused;
  };
  struct Repayment {
    int64_t amount = 0;
    Parts to_interest = {}, to_principal = {};
    bool before = false;    // The conversion of its debt.
    bool deducted = false;  // From what a claim was owed; else the beneficiary paid it back.
    bool taken_back = false;
    std::string recorded_by = {};
    std::string annulled_by = {};  // Empty: it counts.
  };
  // What debts were deducted from a claim, less what was taken back of it.
  struct Deduction {
    std::string contract;
    int64_t sequence = 0;
    Parts parts = {};
  };
  struct InterestPiece {
    std::string from, to;  // Both days count.
    Parts interest = {};
    bool before = false;
    bool in_lev = false;  // Of a debt in euro: it ran before the changeover and was charged after it.
  };
  // A movement of a bank statement, and what movements are matched with: a payment or a document.
  struct Movement {
    std::string key;  // As it is told apart from others of its account.
    int64_t number = 0, amount = 0, matched = 0;
  };
  struct Target {
    std::string key;
    int64_t amount = 0, matched = 0;
  };
  struct MatchPart {
    int64_t match = 0, movement = 0;
    std::string target;
    int64_t amount = 0;
    bool withdrawn = false;
  };
  struct Irregularity {
    std::string contract;
    int64_t id = 0;
    std::string register_of_year;  // Register, fund and year: numbers begin anew in each.
    int64_t number = 0;
  };
  struct Correction {
    std::string contract;
    int64_t id = 0;
    std::string state;
    int64_t irregularity = 0;  // 0: none.
    Parts amount = {}, indebted = {};
  };
  struct Support {  // The EU and national money of a contract that corrections may lower.
    std::string contract;
    Parts granted = {}, corrected = {};
  };
  struct Income {
    std::string contract;
    int64_t id = 0, claim = 0, amount = 0;
    std::string currency;  // In which it was recorded.
    Parts decided = {};    // What lowers the grant, in that currency.
    Parts lowers = {};     // The same in the contract's.
    std::string recorded_by, decided_by, annulled_by;
    int64_t debt = 0;  // The one that stands; 0: none.
  };
  struct Debt {
    std::string contract;
    int64_t id = 0;
    std::string state;
    int64_t claim = 0;       // Whose negative balance it is; 0: none.
    int64_t correction = 0;  // Which made it; 0: none.
    int64_t income = 0;      // Which it takes back; 0: none.
    Parts principal = {}, repaid_principal = {}, interest = {}, repaid_interest = {};
    // What the sums were in euro when it was converted; repayments and pieces of before are in lev.
    Parts converted_principal = {}, converted_interest = {}, converted_repaid_interest = {};
    std::vector<Repayment> repayments = {};
    std::vector<InterestPiece> pieces = {};  // By their first day.
  };
  // What a follower keeps of another's records, and what it should: texts by key.
  struct Copy {
    std::string follower, source;
    std::map<std::string, std::string> kept, wanted;
    std::string cursor, log_end;
  };

  std::vector<Request> requests;
  std::vector<Event> events;
  std::vector<Evidence> evidence;
  std::vector<Line> lines;
  std::vector<Line> converted_lines;  // As they were in lev.
  std::vector<Cost> costs;
  std::vector<Decision> decisions;
  std::vector<Revalidation> revalidations;
  std::vector<Income> incomes;
  std::vector<ActivityShares> activity_shares;
  std::vector<Document> documents;
  std::vector<Limit> limits;
  std::vector<FlatRate> flat_rates;
  std::vector<Simplified> simplified;
  std::vector<Hours> hours;
  std::vector<Posting> postings;  // In the order of the journal.
  std::vector<Transfer> transfers;
  std::vector<Revision> revisions;
  std::vector<Contract> contracts;
  std::vector<Version> versions;
  std::vector<Claim> claims;  // Of a contract in the order of their sequence, so that of the decisions.
  std::vector<Participant> participants;
  std::vector<ParticipantRecord> participant_records;
  std::vector<ParticipantImport> participant_imports;
  std::vector<std::string> persons_told;  // Where the name of a person stands in the open.
  std::vector<Account> accounts;
  std::vector<Question> questions;
  std::vector<Payment> payments;
  std::vector<OrderedDocument> ordered_documents;
  std::vector<Order> orders;
  Bank bank;
  std::vector<Movement> movements;
  std::vector<Target> targets;
  std::vector<MatchPart> match_parts;
  std::vector<Irregularity> irregularities;
  std::vector<Correction> corrections;
  std::vector<Support> supports;
  std::vector<Debt> debts;
  std::vector<Deduction> deductions;
  std::vector<Package> packages;
  std::vector<Return> returns;
  std::vector<PackageCheck> checks;
  std::vector<Sample> samples;
  std::vector<Withdrawal> withdrawals;
  std::vector<SecurityStep> security_steps;
  std::vector<Coverage> coverages;  // Empty where nobody has asked for them.
  std::vector<Copy> copies;
};

// Every disagreement as a sentence that begins with the invariant of services/README.md, or of the
// README of the service, which it breaks ("INV-05 …", "PAY-9 …"), or with "LOST" for an acknowledged
// write that is not there; empty when all is well.
//
// Books must agree at any moment. Evidence and events are counted once nothing is under way, and what
// followers keep once they have read their logs to the end.
enum class Moment { kUnderWay, kAnswered, kAtRest };
std::vector<std::string> Check(const std::vector<Write>& history, const Facts& facts,
                               Moment moment = Moment::kAtRest);

}  // namespace tranche::books
