// SPDX-License-Identifier: EUPL-1.2
// What clients were told and what the database holds after crashes, and whether the two agree. Pure:
// what is checked here is made by client.h (history) and facts.h (database), or by hand in
// history_test.cc.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tranche::crash {

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
  };
  struct Cost {
    std::string contract, line;
    int64_t number = 0, claimed = 0, left = 0;
    Parts parts = {};
  };
  struct Decision {
    std::string contract;
    int64_t number = 0;
    bool approved = false;
    std::string decided_by;
  };
  struct Posting {
    std::string contract, line;
    std::optional<int64_t> cost;  // None: the allotment of the cap.
    std::string debit, credit;
    Parts parts = {};
  };
  struct Contract {  // As proposals concluded it.
    std::string contract;
    Parts amount = {};
    bool budgeted = false;  // As budgets says.
  };
  struct Claim {
    std::string contract;
    int64_t sequence = 0;
    bool advance = false;
    std::string state, sent_by, decided_by;
    Parts requested = {}, approved = {}, refused = {}, paid = {};
    std::vector<int64_t> costs, refused_costs;
  };
  struct Payment {
    std::string contract, id;
    int64_t sequence = 0;
    Parts parts = {};
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
  std::vector<Cost> costs;
  std::vector<Decision> decisions;
  std::vector<Posting> postings;  // In the order of the journal.
  std::vector<Contract> contracts;
  std::vector<Claim> claims;
  std::vector<Payment> payments;
  std::vector<Copy> copies;
};

// Every disagreement as a sentence that begins with the invariant of services/README.md which it breaks
// ("INV-05 …"), or with "LOST" for an acknowledged write that is not there; empty when all is well.
std::vector<std::string> Check(const std::vector<Write>& history, const Facts& facts);

}  // namespace tranche::crash
