// SPDX-License-Identifier: EUPL-1.2
// The checker must find what it is there for: one good history, and every way of spoiling it.
#include "history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

namespace tranche::crash {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr char kContract[] = "organisations/sopot/contracts/C01";

struct World {
  std::vector<Write> history;
  Facts facts;
};

// A write that was acknowledged, with its stored answer and the evidence for it.
void Acknowledged(World* world, const std::string& service, const std::string& method,
                  const std::string& request_id,
                  const std::vector<std::pair<std::string, std::string>>& evidence) {
  world->history.push_back(
      {.service = service,
       .method = method,
       .actor = "manager@test",
       .organisation = "sopot",
       .request_id = request_id,
       .attempts = {{.outcome = Outcome::kUnknown, .reason = "PEER_UNAVAILABLE"},
                    {.outcome = Outcome::kOk, .answer = "answer of " + request_id}}});
  world->facts.requests.push_back(
      {service, "sopot", "manager@test", method, request_id, "answer of " + request_id});
  for (const auto& [action, record] : evidence) {
    world->facts.evidence.push_back({service, "manager@test", action, record, request_id});
  }
}

void AddBudget(Facts* facts) {
  facts->contracts.push_back({kContract, {850, 150, 0}, true});
  facts->lines.push_back({kContract, "1.1", {850, 150, 0}, {}, {85, 15, 0}, 20});
  facts->costs.push_back({kContract, "1.1", 1, 100, 900, {85, 15, 0}});
  facts->costs.push_back({kContract, "1.1", 2, 20, 880, {17, 3, 0}});
  facts->decisions.push_back({kContract, 1, true, "approver@test"});
  facts->decisions.push_back({kContract, 2, false, "approver@test"});
  facts->postings = {{kContract, "1.1", std::nullopt, "available", "cap", {850, 150, 0}},
                     {kContract, "1.1", 1, "reserved", "available", {85, 15, 0}},
                     {kContract, "1.1", 2, "reserved", "available", {17, 3, 0}},
                     {kContract, "1.1", 1, "spent", "reserved", {85, 15, 0}},
                     {kContract, "1.1", 2, "available", "reserved", {17, 3, 0}}};
}

// A contract with a budget, two costs, a claim for them that approves one, and its payment.
World Good() {
  World world;
  const std::string contract = kContract;
  const std::string claim = contract + "/claims/1";
  Acknowledged(&world, "proposals", "ConcludeContract", "r1",
               {{"proposals.contract", "proposal"}, {"contracts.conclude", contract}});
  Acknowledged(&world, "budgets", "RecordCost", "r2",
               {{"budgets.costs.record", contract + "/costs/1"}});
  Acknowledged(&world, "budgets", "RecordCost", "r3",
               {{"budgets.costs.record", contract + "/costs/2"}});
  Acknowledged(&world, "payments", "CreateClaim", "r4", {{"claims.create", claim}});
  Acknowledged(&world, "payments", "SendClaim", "r5", {{"claims.send", claim}});
  Acknowledged(&world, "payments", "VerifyClaim", "r6",
               {{"claims.verify", claim}, {"claims.close", claim}});
  Acknowledged(&world, "payments", "RecordPayment", "r7",
               {{"payments.record", contract + "/payments/PA001"}});
  // Refused, and given up: nothing of the one, nothing or all of the other.
  world.history.push_back({"budgets",
                           "RecordCost",
                           "manager@test",
                           "sopot",
                           "r8",
                           {{Outcome::kRefused, "", "LINE_EXHAUSTED"}}});
  world.history.push_back(
      {"budgets", "RecordCost", "manager@test", "sopot", "r9", {{Outcome::kUnknown, "", ""}}});
  Facts& facts = world.facts;
  facts.requests.push_back(
      {"budgets", "sopot", "service/payments", "DecideCosts", "verify-1", "decided"});
  facts.evidence.push_back(
      {"budgets", "service/payments", "budgets.costs.decide", contract, "verify-1"});
  AddBudget(&facts);
  facts.claims.push_back({.contract = contract,
                          .sequence = 1,
                          .state = "ACCEPTED",
                          .sent_by = "manager@test",
                          .decided_by = "approver@test",
                          .requested = {102, 18, 0},
                          .approved = {85, 15, 0},
                          .refused = {17, 3, 0},
                          .paid = {85, 15, 0},
                          .costs = {1, 2},
                          .refused_costs = {2}});
  facts.payments.push_back({contract, "PA001", 1, {85, 15, 0}});
  facts.events = {{"proposals", "tranche.proposals.v1.ContractActivated", contract},
                  {"budgets", "tranche.budgets.v1.CostRecorded", contract + "/costs/1"},
                  {"budgets", "tranche.budgets.v1.CostRecorded", contract + "/costs/2"},
                  {"payments", "tranche.payments.v1.ClaimSent", claim},
                  {"payments", "tranche.payments.v1.ClaimDecided", claim},
                  {"payments", "tranche.payments.v1.PaymentRecorded", contract + "/payments/PA001"}};
  facts.copies.push_back({"budgets", "proposals", {{"C01", "text"}}, {{"C01", "text"}}, "7-1", "7-1"});
  return world;
}

struct Spoiling {
  const char* name;
  const char* found;  // How the sentence begins.
  std::function<void(World*)> spoil;
};

class SpoiltHistory : public ::testing::TestWithParam<Spoiling> {};

const Spoiling kSpoilings[] = {
    {"AcknowledgedWriteIsGone", "LOST",
     [](World* w) { w->facts.requests.erase(w->facts.requests.begin()); }},
    {"EffectWithItsKeyIsThereTwice", "INV-05 answered 2 times",
     [](World* w) { w->facts.requests.push_back(w->facts.requests[1]); }},
    {"AnotherAnswerIsStored", "INV-05 another answer",
     [](World* w) { w->facts.requests[1].answer = "other"; }},
    {"RepeatWasAnsweredOtherwise", "INV-05 another answer",
     [](World* w) {
       w->history[1].attempts.push_back({Outcome::kOk, "other", ""});
     }},
    {"RefusedWriteIsThere", "INV-05 refused",
     [](World* w) {
       w->facts.requests.push_back({"budgets", "sopot", "manager@test", "RecordCost", "r8", "answer"});
     }},
    {"NobodyAskedForIt", "INV-05 nobody asked",
     [](World* w) {
       w->facts.requests.push_back({"budgets", "sopot", "manager@test", "RecordCost", "r10", "answer"});
     }},
    {"EvidenceIsMissing", "INV-07 0 entries",
     [](World* w) { w->facts.evidence.erase(w->facts.evidence.begin() + 2); }},
    {"EvidenceIsThereTwice", "INV-07 2 entries",
     [](World* w) { w->facts.evidence.push_back(w->facts.evidence[2]); }},
    {"EvidenceOfWhatWasNotDone", "INV-07 evidence of what was not done",
     [](World* w) {
       w->facts.evidence.push_back({"payments", "manager@test", "claims.send", "x", "r10"});
     }},
    {"CostWithoutEvidence", "INV-07 no one entry",
     [](World* w) { w->facts.evidence[2].record = "another"; }},
    {"EventIsMissing", "INV-06 0 events", [](World* w) { w->facts.events.pop_back(); }},
    {"EventIsThereTwice", "INV-06 2 events",
     [](World* w) { w->facts.events.push_back(w->facts.events[1]); }},
    {"EventWithoutAChange", "INV-06 event without a change",
     [](World* w) {
       w->facts.events.push_back({"payments", "tranche.payments.v1.ClaimSent", "nothing"});
     }},
    {"CopyIsMissing", "INV-06 not copied", [](World* w) { w->facts.copies[0].kept.clear(); }},
    {"CopyIsStale", "INV-06 copied wrongly", [](World* w) { w->facts.copies[0].kept["C01"] = "old"; }},
    {"CopyOfNothing", "INV-06 copy of nothing",
     [](World* w) { w->facts.copies[0].kept["C02"] = "text"; }},
    {"FollowerIsBehind", "INV-06 budgets of proposals stands at",
     [](World* w) { w->facts.copies[0].cursor = "6-1"; }},
    {"LineIsOverspentForAMoment", "INV-01",
     [](World* w) {
       w->facts.postings.insert(w->facts.postings.begin() + 3,
                                {{kContract, "1.1", 3, "reserved", "available", {800, 0, 0}},
                                 {kContract, "1.1", 3, "available", "reserved", {800, 0, 0}}});
     }},
    {"OnePartIsOverspentThoughTheTotalFits", "INV-01",
     [](World* w) {
       w->facts.postings[1].parts = {0, 151, 0};
     }},
    {"EffectIsPostedTwice", "INV-04 journal and state differ",
     [](World* w) { w->facts.postings.push_back(w->facts.postings[1]); }},
    {"PostingIsMissing", "INV-04 journal and state differ",
     [](World* w) { w->facts.postings.pop_back(); }},
    {"LineIsNotItsJournal", "INV-02 journal and line differ",
     [](World* w) {
       w->facts.lines[0].spent = {84, 15, 0};
     }},
    {"CostIsNotItsParts", "INV-02 parts do not add up",
     [](World* w) { w->facts.costs[0].claimed = 101; }},
    {"CostIsDecidedTwice", "INV-04 decided twice",
     [](World* w) { w->facts.decisions.push_back(w->facts.decisions[0]); }},
    {"BudgetDecidedOtherwise", "INV-04 the budget decided otherwise",
     [](World* w) { w->facts.claims[0].refused_costs.clear(); }},
    {"DecisionWithoutAClaim", "INV-08 decided on without a claim",
     [](World* w) { w->facts.claims[0].costs = {1}; }},
    {"NumbersHaveAGap", "INV-05 numbers of costs have a gap",
     [](World* w) { w->facts.costs[1].number = 3; }},
    {"PaidTwice", "INV-03",
     [](World* w) {
       w->facts.payments.push_back({kContract, "PA002", 1, {85, 15, 0}});
     }},
    {"PaidAboveWhatIsOwed", "INV-03",
     [](World* w) {
       w->facts.claims[0].paid = w->facts.payments[0].parts = {86, 15, 0};
     }},
    {"SenderDecided", "INV-08", [](World* w) { w->facts.claims[0].decided_by = "manager@test"; }},
    {"LinesAreNotTheContract", "INV-09",
     [](World* w) {
       w->facts.contracts[0].amount = {851, 149, 0};
     }},
};

TEST_P(SpoiltHistory, IsFound) {
  World world = Good();
  GetParam().spoil(&world);
  EXPECT_THAT(Check(world.history, world.facts), Contains(StartsWith(GetParam().found)));
}

INSTANTIATE_TEST_SUITE_P(History, SpoiltHistory, ::testing::ValuesIn(kSpoilings),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(History, NothingWrong_NothingIsSaid) {
  const World world = Good();
  EXPECT_THAT(Check(world.history, world.facts), IsEmpty());
}

TEST(History, UnknownOutcome_MayBeNoneOrOne) {
  World world = Good();
  world.facts.requests.push_back({"budgets", "sopot", "manager@test", "RecordCost", "r9", "answer"});
  world.facts.evidence.push_back(
      {"budgets", "manager@test", "budgets.costs.record", std::string(kContract) + "/costs/3", "r9"});
  world.facts.costs.push_back({kContract, "1.1", 3, 10, 870, {8, 2, 0}});
  world.facts.postings.push_back({kContract, "1.1", 3, "reserved", "available", {8, 2, 0}});
  world.facts.lines[0].reserved = {8, 2, 0};
  world.facts.events.push_back(
      {"budgets", "tranche.budgets.v1.CostRecorded", std::string(kContract) + "/costs/3"});
  EXPECT_THAT(Check(world.history, world.facts), IsEmpty());
}

}  // namespace
}  // namespace tranche::crash
