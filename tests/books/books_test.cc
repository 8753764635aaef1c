// SPDX-License-Identifier: EUPL-1.2
// The checker must find what it is there for: one good history, and every way of spoiling it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "books/history.h"

namespace tranche::books {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr char kContract[] = "organisations/sopot/contracts/C01";
constexpr char kAidContract[] = "organisations/sopot/contracts/C02";  // Under state aid.

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

// Costs 1 approved, 2 refused, 3 approved in part; a transfer, and an annex that lowers line 1.1.
void AddBudget(Facts* facts) {
  facts->contracts.push_back({kContract, {850, 150, 0}, true});
  facts->versions = {{kContract, 1, "ARCHIVED"}, {kContract, 2, "IN_FORCE"}};
  facts->lines.push_back({kContract, "1.1", {650, 110, 0}, {}, {152, 28, 0}, 40});
  facts->lines.push_back({kContract, "2.1", {200, 40, 0}, {}, {}, 0});
  facts->costs.push_back({kContract, "1.1", 1, 100, 900, {85, 15, 0}, "document 1"});
  facts->costs.push_back({kContract, "1.1", 2, 20, 880, {17, 3, 0}, "document 2"});
  facts->costs.push_back({kContract, "1.1", 3, 100, 780, {84, 16, 0}, "document 3"});
  facts->decisions.push_back({kContract, 1, {85, 15, 0}, {}, {}, "approver@test"});
  facts->decisions.push_back({kContract, 2, {}, {17, 3, 0}, {}, "approver@test"});
  facts->decisions.push_back({kContract, 3, {67, 13, 0}, {9, 1, 0}, {8, 2, 0}, "approver@test"});
  facts->documents = {
      {"document 1", 100, 100, 0}, {"document 2", 20, 0, 0}, {"document 3", 150, 90, 10}};
  facts->postings = {
      {kContract, "1.1", std::nullopt, "available", "cap", {850, 150, 0}},
      {kContract, "2.1", std::nullopt, "available", "cap", {50, 10, 0}},
      {kContract, "1.1", 1, "reserved", "available", {85, 15, 0}},
      {kContract, "1.1", 2, "reserved", "available", {17, 3, 0}},
      {kContract, "1.1", 3, "reserved", "available", {84, 16, 0}},
      {kContract, "1.1", 1, "spent", "reserved", {85, 15, 0}},
      {kContract, "1.1", 2, "available", "reserved", {17, 3, 0}},
      {kContract, "1.1", 3, "spent", "reserved", {67, 13, 0}},
      {kContract, "1.1", 3, "available", "reserved", {17, 3, 0}},
      {kContract, "1.1", std::nullopt, "cap", "available", {100, 20, 0}, 1, std::nullopt},
      {kContract, "2.1", std::nullopt, "available", "cap", {100, 20, 0}, 1, std::nullopt},
      {kContract, "1.1", std::nullopt, "cap", "available", {100, 20, 0}, std::nullopt, 2},
      {kContract, "2.1", std::nullopt, "available", "cap", {50, 10, 0}, std::nullopt, 2}};
  facts->transfers = {{kContract, 1, "1.1", "2.1", {100, 20, 0}, 0, 120}};
  facts->revisions = {
      {kContract,
       2,
       "APPLIED",
       {850, 150, 0},
       {{"1.1", {{750, 130, 0}, {650, 110, 0}}}, {"2.1", {{150, 30, 0}, {200, 40, 0}}}}}};
}

// An advance of 40; an interim claim for the three costs that clears 10 of it under a cap of 210; a
// final claim for nothing more, whose balance of 30 is a debt; a draft that was taken back; a question.
void AddClaims(Facts* facts) {
  const std::string contract = kContract;
  facts->claims.push_back({.contract = contract,
                           .sequence = 1,
                           .kind = "ADVANCE",
                           .state = "ACCEPTED",
                           .sent_on = "2017-05-02",
                           .sent_by = "manager@test",
                           .decided_on = "2017-05-20",
                           .decided_by = "approver@test",
                           .requested = {34, 6, 0},
                           .payable = {34, 6, 0},
                           .paid = {34, 6, 0}});
  facts->claims.push_back({.contract = contract,
                           .sequence = 2,
                           .state = "TAKEN_BACK",
                           .requested = {85, 15, 0},
                           .costs = {1}});
  facts->claims.push_back(
      {.contract = contract,
       .sequence = 3,
       .state = "ACCEPTED",
       .sent_on = "2018-02-01",
       .sent_by = "manager@test",
       .decided_on = "2018-03-01",
       .decided_by = "approver@test",
       .requested = {186, 34, 0},
       .approved = {152, 28, 0},
       .refused = {34, 6, 0},
       .by_correction = {8, 2, 0},
       .payable = {144, 26, 0},
       .cleared = {8, 2, 0},
       .paid = {144, 26, 0},
       .cap = 210,
       .costs = {1, 2, 3},
       .verdicts = {{2, {{17, 3, 0}, {}}}, {3, {{9, 1, 0}, {8, 2, 0}}}},
       .items = {{1, {1, {85, 15, 0}, {}}}, {2, {2, {17, 3, 0}, {}}}, {3, {3, {84, 16, 0}, {}}}}});
  facts->claims.push_back({.contract = contract,
                           .sequence = 4,
                           .kind = "FINAL",
                           .state = "ACCEPTED",
                           .sent_on = "2018-05-02",
                           .sent_by = "manager@test",
                           .decided_on = "2018-06-01",
                           .decided_by = "approver@test",
                           .to_recover = {26, 4, 0}});
  facts->accounts = {{contract, 40, 10}};
  facts->questions = {{contract, 3, 1, "QUESTION_ANSWERED", "approver@test", "manager@test"}};
  facts->payments = {{contract, "PA001", 1, {34, 6, 0}, "2017-06-02"},
                     {contract, "PA002", 3, {100, 20, 0}, "2018-04-02"},
                     {contract, "PA003", 3, {44, 6, 0}, "2018-04-03"}};
}

// One order that was paid at the second sending, one that the bank refused, one that was not sent; a
// debt of the balance, and one of a correction.
void AddOrdersAndDebt(Facts* facts) {
  facts->orders = {{kContract, 1, "E1", "ORDER_ACCEPTED", "manager@test", "approver@test", 2},
                   {kContract, 2, "E2", "ORDER_REJECTED", "manager@test", "approver@test", 1},
                   {kContract, 3, "E3", "ORDER_DRAFT", "manager@test", "", 0}};
  // An invoice of 100.00 lev in full, and one of 3.00 lev: 2.97 in lev, and 0.02 euro.
  facts->ordered_documents = {{"sopot|first", 100'00, 0, 100'00, 0},
                              {"sopot|second", 3'00, 0, 2'97, 2}};
  facts->bank = {{{"E1", 1}}, {"E2"}};
  facts->debts = {{.contract = kContract,
                   .id = 1,
                   .state = "RECOVERY_ENTERED",
                   .claim = 4,
                   .principal = {26, 4, 0},
                   .repaid_principal = {16, 3, 0},
                   .interest = {2, 0, 0},
                   .repaid_interest = {1, 0, 0},
                   .repayments = {{10, {}, {9, 1, 0}}, {10, {1, 0, 0}, {7, 2, 0}}},
                   .pieces = {{"2018-06-25", "2018-07-31", {2, 0, 0}}}},
                  {.contract = kContract,
                   .id = 2,
                   .state = "RECOVERY_ENTERED",
                   .correction = 1,
                   .principal = {10, 2, 0}},
                  {.contract = kContract,
                   .id = 3,
                   .state = "RECOVERY_ENTERED",
                   .income = 1,
                   .principal = {17, 3, 0}}};
  // Of 0.30 lev that the interim claim stated, 0.20 lower the grant.
  facts->incomes = {{.contract = kContract,
                     .id = 1,
                     .claim = 3,
                     .amount = 30,
                     .currency = "BGN",
                     .decided = {17, 3, 0},
                     .lowers = {17, 3, 0},
                     .recorded_by = "second@test",
                     .decided_by = "approver@test",
                     .annulled_by = "",
                     .debt = 3}};
  facts->corrections = {{kContract, 1, "RECOVERY_ENTERED", 1, {30, 5, 0}, {10, 2, 0}},
                        {kContract, 2, "RECOVERY_REMOVED", 1, {}, {}}};
  facts->irregularities = {{kContract, 1, "sopot/ОПЧР/ЕСФ/2018", 1},
                           {kContract, 2, "sopot/ОПЧР/ЕСФ/2018", 2}};
  facts->movements = {{"BG80|a", 1, 170, 170}, {"BG80|b", 2, -100, 0}};
  facts->targets = {{"payments/PA002", 120, 120}, {"payments/PA003", 50, 50}, {"documents/1", 100, 0}};
  facts->match_parts = {{1, 1, "payments/PA002", 120, false},
                        {1, 1, "payments/PA003", 50, false},
                        {2, 2, "documents/1", 100, true}};
  facts->supports = {{kContract, {850, 150, 0}, {30, 5, 0}}};
}

// Limits and terms; the interim claim's package, which was given back once,
// with its check and its sample; a state-aid advance that was withdrawn before
// anything covered it.
void AddPackages(Facts* facts) {
  facts->limits = {{kContract, "services", {"2.1"}, 100, 0, 0}};
  facts->flat_rates = {{kContract, "2.1", {"1.1"}, 1500}};
  facts->simplified = {{.contract = kContract,
                        .number = 9,
                        .form = "HOURLY_RATE",
                        .line = "3.1",
                        .item = "nurse",
                        .claimed = 500,
                        .price = 50,
                        .quantity_hundredths = 1000,
                        .person = "A-1",
                        .year = 2018},
                       {.contract = kContract,
                        .number = 10,
                        .form = "LUMP_SUMS",
                        .line = "4.1",
                        .item = "opening",
                        .claimed = 400,
                        .price = 400,
                        .decided = true,
                        .approved = 350,
                        .by_correction = 50}};
  facts->hours = {{"organisations/sopot", "A-1", 2018, 1000, 172000}};
  facts->packages = {{kContract, 1, "PACKAGE_ACCEPTED", "manager@test"},
                     {kContract, 2, "PACKAGE_ACCEPTED", "manager@test"},
                     {kContract, 3, "PACKAGE_ACCEPTED", "manager@test"}};
  for (const auto& [claim, package] : {std::pair<size_t, int64_t>{0, 1}, {1, 2}, {2, 2}, {3, 3}})
    facts->claims[claim].package = package;
  facts->returns = {{kContract, 2, "approver@test", "manager@test"}};
  facts->checks = {
      {kContract, 2, 1, "PAYMENT_CLAIM_DOCUMENT", "CHECK_ACTIVE", "approver@test", true, true, 2}};
  facts->samples = {{kContract, 3, "seed", 0, {{2, {"AMOUNT_ABOVE_THRESHOLD"}}}}};
  facts->claims.push_back({.contract = kAidContract,
                           .sequence = 1,
                           .kind = "STATE_AID_ADVANCE",
                           .state = "ACCEPTED",
                           .sent_on = "2018-01-15",
                           .sent_by = "manager@test",
                           .decided_on = "2018-02-01",
                           .decided_by = "approver@test",
                           .requested = {34, 6, 0},
                           .payable = {34, 6, 0},
                           .secured_until = "2020-06-30",
                           .cover_by = "2018-06-30",
                           .security = 40});
  facts->claims.back().security_currency = "BGN";
  facts->accounts.push_back({kAidContract, 40, 0});
  facts->withdrawals = {{kAidContract, 1, 2}};
  facts->security_steps = {{kAidContract, 1, "PROLONG_SECURITY", "2018-03-01", "2020-12-31"},
                           {kAidContract, 1, "CALL_IN_SECURITY", "2018-03-02", "", 30},
                           {kAidContract, 1, "WITHDRAW_SECURITY_CALL", "2018-03-03"},
                           {kAidContract, 1, "RELEASE_SECURITY", "2018-03-04"}};
  facts->coverages = {{kAidContract, {34, 6, 0}, {}, {34, 6, 0}, {}, {}}};
}

void WritePackages(World* world) {
  const std::string contract = kContract, interim = contract + "/claims/3";
  Acknowledged(world, "payments", "ReturnClaim", "return", {{"claims.return", interim}});
  Acknowledged(world, "payments", "SendClaim", "interim-again", {{"claims.send", interim}});
  Acknowledged(world, "payments", "BeginCheck", "check",
               {{"packages.begin_check", contract + "/packages/2/checks/1"}});
  Acknowledged(world, "payments", "DrawSample", "sample",
               {{"claims.draw_sample", interim + "/sample"}});
  const std::string aid = kAidContract;
  Acknowledged(world, "payments", "CreateClaim", "aid-create", {{"claims.create", aid + "/claims/1"}});
  Acknowledged(world, "payments", "SendClaim", "aid-send", {{"claims.send", aid + "/claims/1"}});
  Acknowledged(world, "payments", "VerifyClaim", "aid-verify",
               {{"claims.verify", aid + "/claims/1"}, {"claims.close", aid + "/claims/1"}});
  Acknowledged(world, "payments", "WithdrawUncovered", "withdraw",
               {{"state_aid.withdraw_uncovered", aid + "/stateAidAdvance"}});
  for (const auto& [type, subject] : {std::pair<std::string, std::string>{"ClaimReturned", interim},
                                      {"ClaimSent", interim},
                                      {"ClaimSent", aid + "/claims/1"},
                                      {"ClaimDecided", aid + "/claims/1"}})
    world->facts.events.push_back({"payments", "tranche.payments.v1." + type, subject});
}

// Cost 3 came as the row of a batch: the row is a write by itself, its evidence has the batch's key.
void WriteRow(World* world) {
  world->history.push_back({.service = "budgets",
                            .method = "RecordCosts",
                            .actor = "manager@test",
                            .organisation = "sopot",
                            .request_id = "key of row 3",
                            .attempts = {{.outcome = Outcome::kUnknown, .reason = "OUTCOME_UNKNOWN"},
                                         {.outcome = Outcome::kOk, .answer = "3"}},
                            .batch = "batch"});
  world->facts.requests.push_back(
      {"budgets", "sopot", "manager@test", "RecordCosts", "key of row 3", "3"});
  world->facts.evidence.push_back({"budgets", "manager@test", "budgets.costs.record",
                                   std::string(kContract) + "/costs/3", "batch"});
}

// A technical package that was given back once. Its first import had two people; its second said
// something else of the first of them, twice, and its third what the first had said.
void AddParticipants(Facts* facts) {
  facts->packages.push_back({.contract = kContract,
                             .number = 4,
                             .state = "PACKAGE_ACCEPTED",
                             .sent_by = "manager@test",
                             .decided_by = "approver@test",
                             .type = "TECHNICAL_PACKAGE",
                             .participants_version = 3,
                             .report_version = 1});
  facts->returns.push_back({kContract, 4, "approver@test", "manager@test"});
  facts->participants = {{kContract, 1, "person 1"}, {kContract, 2, "person 2"}};
  facts->participant_records = {{kContract, 1, 4, 1, "said 1"},
                                {kContract, 2, 4, 1, "said 2"},
                                {kContract, 1, 4, 2, "said 3"},
                                {kContract, 1, 4, 3, "said 1"}};
  facts->participant_imports = {
      {kContract, 4, 1, 2}, {kContract, 4, 2, 1}, {kContract, 4, 2, 0}, {kContract, 4, 3, 1}};
}

void WriteParticipants(World* world) {
  const std::string package = std::string(kContract) + "/packages/4";
  for (const auto& [method, action] : {std::pair<std::string, std::string>{"CreatePackage", "create"},
                                       {"SendPackage", "send"},
                                       {"ReturnPackage", "return"},
                                       {"SendPackage-again", "send"},
                                       {"DecidePackage", "decide"}})
    Acknowledged(world, "payments", method, "package-" + method, {{"packages." + action, package}});
  for (const char* type : {"PackageSent", "PackageSent", "PackageClosed"})
    world->facts.events.push_back({"payments", std::string("tranche.payments.v1.") + type, package});
}

void AddEvents(Facts* facts) {
  const std::string contract = kContract;
  const auto add = [&](const std::string& service, const std::string& type,
                       const std::string& subject) {
    facts->events.push_back({service, absl::StrCat("tranche.", service, ".v1.", type), subject});
  };
  for (int version = 0; version < 2; ++version) add("proposals", "ContractActivated", contract);
  for (const char* cost : {"1", "2", "3"}) add("budgets", "CostRecorded", contract + "/costs/" + cost);
  add("budgets", "TransferRecorded", contract + "/transfers/1");
  add("budgets", "BudgetRevised", contract + "/revisions/2");
  add("budgets", "CostsDecided", contract);
  add("payments", "ClaimTakenBack", contract + "/claims/2");
  for (const char* claim : {"1", "3", "4"}) {
    add("payments", "ClaimSent", contract + "/claims/" + claim);
    add("payments", "ClaimDecided", contract + "/claims/" + claim);
  }
  add("payments", "ClaimQuestionAsked", contract + "/claims/3");
  add("payments", "ClaimQuestionClosed", contract + "/claims/3");
  for (const char* payment : {"PA001", "PA002", "PA003"})
    add("payments", "PaymentRecorded", contract + "/payments/" + payment);
}

// The writes of a claim until its decision.
void SendAndVerify(World* world, const std::string& key, const std::string& claim) {
  Acknowledged(world, "payments", "CreateClaim", key + "-create", {{"claims.create", claim}});
  Acknowledged(world, "payments", "SendClaim", key + "-send", {{"claims.send", claim}});
  Acknowledged(world, "payments", "VerifyClaim", key + "-verify",
               {{"claims.verify", claim}, {"claims.close", claim}});
}

void WriteClaims(World* world) {
  const std::string contract = kContract;
  const std::string interim = contract + "/claims/3";
  SendAndVerify(world, "advance", contract + "/claims/1");
  Acknowledged(world, "payments", "CreateClaim", "slip", {{"claims.create", contract + "/claims/2"}});
  Acknowledged(world, "payments", "TakeBackClaim", "slip-back",
               {{"claims.take_back", contract + "/claims/2"}});
  SendAndVerify(world, "interim", interim);
  Acknowledged(world, "payments", "AskQuestion", "ask", {{"claims.ask", interim}});
  Acknowledged(world, "payments", "AnswerQuestion", "answer", {{"claims.answer", interim}});
  SendAndVerify(world, "final", contract + "/claims/4");
  for (const char* id : {"PA001", "PA002", "PA003"}) {
    Acknowledged(world, "payments", "RecordPayment", id,
                 {{"payments.record", contract + "/payments/" + id}});
  }
}

void WriteOrdersAndDebt(World* world) {
  const std::string contract = kContract;
  const std::string orders = contract + "/paymentOrders/";
  for (const char* id : {"1", "2", "3"})
    Acknowledged(world, "payments", "CreatePaymentOrder", std::string("order-") + id,
                 {{"orders.create", orders + id}});
  for (const char* id : {"1", "2"})
    Acknowledged(world, "payments", "ApprovePaymentOrder", std::string("approve-") + id,
                 {{"orders.approve", orders + id}});
  Acknowledged(world, "payments", "ExportPaymentOrders", "file",
               {{"orders.send", orders + "1"}, {"orders.send", orders + "2"}});
  Acknowledged(world, "payments", "ExportPaymentOrders", "file-again", {{"orders.send", orders + "1"}});
  const std::string debt = contract + "/debts/1";
  Acknowledged(world, "payments", "CreateDebt", "debt", {{"debts.create", debt}});
  Acknowledged(world, "payments", "CreateDebt", "debt-2", {{"debts.create", contract + "/debts/2"}});
  for (const char* key : {"repay-1", "repay-2"})
    Acknowledged(world, "payments", "RecordRepayment", key, {{"debts.repay", debt}});
  const std::string income = contract + "/incomes/1";
  Acknowledged(world, "payments", "RecordIncome", "income", {{"incomes.record", income}});
  Acknowledged(world, "payments", "DecideIncome", "income-decided", {{"incomes.decide", income}});
  Acknowledged(world, "payments", "CreateDebt", "debt-3", {{"debts.create", contract + "/debts/3"}});
}

// A contract with a budget and an annex, an advance, costs, their claim, a settlement, orders and a
// debt.
World Good() {
  World world;
  const std::string contract = kContract;
  Acknowledged(&world, "proposals", "ConcludeContract", "r1",
               {{"proposals.contract", "proposal"}, {"contracts.conclude", contract}});
  for (const char* cost : {"1", "2"})
    Acknowledged(&world, "budgets", "RecordCost", std::string("cost-") + cost,
                 {{"budgets.costs.record", contract + "/costs/" + cost}});
  WriteRow(&world);
  Acknowledged(&world, "budgets", "TransferBetweenLines", "transfer",
               {{"budgets.transfer", contract + "/transfers/1"}});
  Acknowledged(&world, "proposals", "CreateContractVersion", "annex",
               {{"contracts.create_version", contract + "/versions/2"}});
  Acknowledged(&world, "budgets", "ReviseBudget", "revise",
               {{"budgets.revise", contract + "/revisions/2"}});
  WriteClaims(&world);
  WriteOrdersAndDebt(&world);
  WritePackages(&world);
  WriteParticipants(&world);
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
  facts.requests.push_back(
      {"proposals", "sopot", "service/budgets", "ActivateRevisedVersion", "revise-1", "in force"});
  facts.evidence.push_back({"proposals", "service/budgets", "contracts.activate_version",
                            contract + "/versions/2", "revise-1"});
  AddBudget(&facts);
  AddClaims(&facts);
  AddOrdersAndDebt(&facts);
  AddPackages(&facts);
  AddParticipants(&facts);
  AddEvents(&facts);
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
    {"RepeatIsRefused", "INV-05 acknowledged, then refused",
     [](World* w) {
       w->history[1].attempts.push_back({Outcome::kRefused, "", "MONEY_CURRENCY_MIXED"});
     }},
    {"RefusedWriteIsThere", "INV-05 refused",
     [](World* w) {
       w->facts.requests.push_back({"budgets", "sopot", "manager@test", "RecordCost", "r8", "answer"});
     }},
    {"NobodyAskedForIt", "INV-05 nobody asked",
     [](World* w) {
       w->facts.requests.push_back({"budgets", "sopot", "manager@test", "RecordCost", "r10", "answer"});
     }},
    {"OrderedBesideADeduction", "ORD-5",
     [](World* w) {
       w->facts.orders[0].claim = 3;
       w->facts.orders[0].amount = 171;  // One above what is payable.
     }},
    {"DeductedWithoutADebt", "DEB-7",
     [](World* w) {
       w->facts.claims[2].paid = {143, 26, 0};
       w->facts.claims[2].deducted = {1, 0, 0};
     }},
    {"DeductionTakenBackThatWasNone", "DEB-9",
     [](World* w) { w->facts.debts[0].repayments[1].taken_back = true; }},
    {"GivenUpAndPaid", "ORD-6", [](World* w) { w->facts.orders[0].state = "ORDER_GIVEN_UP"; }},
    {"ClosedWithAnOrderUnderWay", "CLO-1 closed with an order",
     [](World* w) { w->facts.contracts[0].closed_on = "2018-09-01"; }},
    {"ClosedWithADebt", "CLO-1 closed with a debt",
     [](World* w) { w->facts.contracts[0].closed_on = "2018-09-01"; }},
    {"ClosedWithAnUnpaidClaim", "CLO-1 closed with a claim",
     [](World* w) {
       w->facts.contracts[0].closed_on = "2018-09-01";
       w->facts.claims[2].paid = {100, 20, 0};
     }},
    {"PaidAfterTheClosing", "CLO-3 paid",
     [](World* w) { w->facts.contracts[0].closed_on = "2018-04-02"; }},
    {"ClosedAndItsBudgetOpen", "CLO-2 closed and its budget",
     [](World* w) { w->facts.contracts[0].closed_on = "2018-09-01"; }},
    {"ClosedWithReservedCosts", "CLO-2 closed with costs that are reserved",
     [](World* w) {
       w->facts.contracts[0].closed_on = "2018-09-01";
       w->facts.lines[0].reserved = {85, 15, 0};
     }},
    {"EndedWithoutBeingClosed", "CLO-4", [](World* w) { w->facts.contracts[0].ended = true; }},
    {"EvidenceIsMissing", "INV-07 0 entries",
     [](World* w) { w->facts.evidence.erase(w->facts.evidence.begin() + 2); }},
    {"EvidenceIsThereTwice", "INV-07 2 entries",
     [](World* w) { w->facts.evidence.push_back(w->facts.evidence[2]); }},
    {"EvidenceOfWhatWasNotDone", "INV-07 evidence of what was not done",
     [](World* w) {
       w->facts.evidence.push_back({"payments", "manager@test", "claims.note", "x", "r10"});
     }},
    {"CostWithoutEvidence", "INV-07 0 entries budgets.costs.record",
     [](World* w) { w->facts.evidence[2].record = "another"; }},
    {"EventIsMissing", "INV-06 0 events", [](World* w) { w->facts.events.pop_back(); }},
    {"EventIsThereTwice", "INV-06 2 events",
     [](World* w) { w->facts.events.push_back(w->facts.events[2]); }},
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
                                {{kContract, "1.1", 4, "reserved", "available", {800, 0, 0}},
                                 {kContract, "1.1", 4, "available", "reserved", {800, 0, 0}}});
     }},
    {"OnePartIsOverspentThoughTheTotalFits", "INV-01",
     [](World* w) {
       w->facts.postings[2].parts = {0, 151, 0};
     }},
    {"EffectIsPostedTwice", "INV-04 journal and state differ",
     [](World* w) { w->facts.postings.push_back(w->facts.postings[2]); }},
    {"PostingIsMissing", "INV-04 journal and state differ",
     [](World* w) { w->facts.postings.erase(w->facts.postings.begin() + 8); }},
    {"LineIsNotItsJournal", "INV-02 journal and line differ",
     [](World* w) {
       w->facts.lines[0].spent = {84, 28, 0};
     }},
    {"CostIsNotItsParts", "INV-02 parts do not add up",
     [](World* w) { w->facts.costs[0].claimed = 101; }},
    {"CostIsDecidedTwice", "INV-04 decided twice",
     [](World* w) { w->facts.decisions.push_back(w->facts.decisions[0]); }},
    {"BudgetDecidedOtherwise", "INV-04 the budget decided otherwise",
     [](World* w) { w->facts.claims[2].verdicts.erase(2); }},
    {"DecisionWithoutAClaim", "INV-08 decided on without a claim",
     [](World* w) {
       w->facts.claims[2].costs = {1, 2};
     }},
    {"SharesOfActivitiesAreNotTheCost", "BUD-10",
     [](World* w) { w->facts.activity_shares.push_back({kContract, 1, 99, 100}); }},
    {"MoreIsRevalidatedThanWasRefused", "BUD-11 more than was not approved",
     [](World* w) {
       w->facts.revalidations.push_back(
           {kContract, 4, 2, {18, 3, 0}, {}, "second@test", "", "BGN", "BGN"});
     }},
    {"WhatACorrectionTookIsGivenBackTwice", "BUD-11 more than was not approved",
     [](World* w) {
       for (const int64_t carrier : {4, 5}) {
         w->facts.revalidations.push_back(
             {kContract, carrier, 3, {}, {8, 2, 0}, "second@test", "", "BGN", "BGN"});
       }
     }},
    {"RevalidatedByWhoDecided", "BUD-11 revalidated or annulled by the same person",
     [](World* w) {
       w->facts.revalidations.push_back(
           {kContract, 4, 2, {17, 3, 0}, {}, "approver@test", "", "BGN", "BGN"});
     }},
    {"RevalidationIsAnnulledAndItsCostIsNotRefused", "BUD-11 refused without an annulment",
     [](World* w) {
       w->facts.revalidations.push_back(
           {kContract, 4, 2, {17, 3, 0}, {}, "second@test", "approver@test", "BGN", "BGN"});
     }},
    {"NumbersHaveAGap", "BUD-2 numbers of costs have a gap",
     [](World* w) { w->facts.costs[2].number = 4; }},
    {"PaidTwice", "INV-03",
     [](World* w) {
       w->facts.payments.push_back({kContract, "PA004", 3, {44, 6, 0}, "2018-04-03"});
     }},
    {"PaidAboveWhatIsOwed", "INV-03",
     [](World* w) {
       w->facts.claims[0].paid = w->facts.payments[0].parts = {35, 6, 0};
     }},
    {"SenderDecided", "INV-08", [](World* w) { w->facts.claims[2].decided_by = "manager@test"; }},
    {"LinesAreNotTheContract", "INV-09",
     [](World* w) {
       w->facts.contracts[0].amount = {851, 149, 0};
     }},
    // What is approved in part.
    {"DecisionTakesMoreThanTheCost", "INV-02 approved, unapproved",
     [](World* w) {
       w->facts.decisions[2].unapproved = {10, 1, 0};
     }},
    {"PartlyApprovedCostSpendsAllOfIt", "INV-04 journal and state differ",
     [](World* w) {
       w->facts.postings[7].parts = {84, 16, 0};
     }},
    {"RefusedOfALineIsNotItsSum", "BUD-1", [](World* w) { w->facts.lines[0].refused = 20; }},
    {"BudgetAndVerificationDifferByCorrection", "INV-04 the budget decided otherwise",
     [](World* w) {
       w->facts.claims[2].verdicts[3] = {{8, 2, 0}, {9, 1, 0}};
     }},
    {"ClaimIsNotTheSumOfItsCosts", "PAY-4 the claim is not",
     [](World* w) {
       w->facts.claims[2].by_correction = {9, 1, 0};
     }},
    {"ApprovedAndRefusedAreNotRequested", "PAY-4 approved and refused",
     [](World* w) {
       w->facts.claims[2].refused = {33, 6, 0};
     }},
    // Documents.
    {"DocumentIsPaidForTwice", "BUD-6 paid for twice",
     [](World* w) { w->facts.documents[2].claimable = 99; }},
    {"DecisionGaveNothingBackToTheDocument", "BUD-6 claimed is not",
     [](World* w) { w->facts.documents[2].claimed = 100; }},
    {"CostHasNoDocument", "BUD-6 a cost without",
     [](World* w) { w->facts.documents.erase(w->facts.documents.begin()); }},
    // What moves caps.
    {"TransferIsHalfDone", "BUD-4 the journal moved otherwise",
     [](World* w) { w->facts.postings.erase(w->facts.postings.begin() + 10); }},
    {"TransferIsDoneTwice", "BUD-4 the journal moved otherwise",
     [](World* w) {
       w->facts.postings.push_back(w->facts.postings[9]);
       w->facts.postings.push_back(w->facts.postings[10]);
     }},
    {"TransferIsAboveItsRule", "BUD-4 above", [](World* w) { w->facts.transfers[0].limit = 119; }},
    {"CapMovedWithoutATransfer", "BUD-4 moved without", [](World* w) { w->facts.transfers.clear(); }},
    {"RevisionIsHeldThoughItsVersionIsInForce", "BUD-5 PREPARED while",
     [](World* w) { w->facts.revisions[0].state = "PREPARED"; }},
    {"RevisionIsAppliedThoughItsVersionWasWithdrawn", "BUD-5 APPLIED while",
     [](World* w) { w->facts.versions[1].state = "WITHDRAWN"; }},
    {"RevisionGaveALineNothing", "BUD-5 the journal moved otherwise",
     [](World* w) { w->facts.postings.pop_back(); }},
    {"RevisionIsNotItsLines", "INV-09 its lines",
     [](World* w) {
       w->facts.revisions[0].amount = {851, 150, 0};
     }},
    // Claims.
    {"TwoClaimsAreOpen", "PAY-1",
     [](World* w) {
       w->facts.claims.push_back({.contract = kContract, .sequence = 5, .state = "DRAFT"});
       w->facts.claims.push_back({.contract = kContract, .sequence = 6, .state = "DRAFT"});
     }},
    {"AdvanceComesTwice", "PAY-2", [](World* w) { w->facts.claims.push_back(w->facts.claims[0]); }},
    {"CostOfADraftIsInAnotherClaim", "PAY-3", [](World* w) { w->facts.claims[1].state = "DRAFT"; }},
    {"DecidedBeforeItWasSent", "PAY-5 decided",
     [](World* w) { w->facts.claims[2].decided_on = "2018-01-31"; }},
    {"PaidBeforeItWasDecidedOn", "PAY-5 paid",
     [](World* w) { w->facts.payments[1].paid_on = "2018-02-28"; }},
    {"AnnulledPaymentIsCounted", "INV-03 paid is not",
     [](World* w) {
       w->facts.payments[1].recorded_by = "manager@test";
       w->facts.payments[1].annulled_by = "approver@test";
     }},
    {"PaymentIsAnnulledByItsRecorder", "ANN-2",
     [](World* w) {
       w->facts.payments[1].recorded_by = w->facts.payments[1].annulled_by = "manager@test";
     }},
    {"AnnulledRepaymentIsCounted", "DEB-2 the sums",
     [](World* w) { w->facts.debts[0].repayments[1].annulled_by = "approver@test"; }},
    {"DeductionIsAnnulled", "ANN-2",
     [](World* w) {
       w->facts.debts[0].repayments[1].annulled_by = "approver@test";
       w->facts.debts[0].repayments[1].deducted = true;
     }},
    {"CreditNoteIsForgotten", "BUD-6 credited",
     [](World* w) { w->facts.documents[2].noted = w->facts.documents[2].credited + 1; }},
    {"ClaimFollowsTheFinalOne", "PAY-6",
     [](World* w) {
       w->facts.claims.push_back({.contract = kContract, .sequence = 5, .state = "DRAFT"});
     }},
    {"ApprovedIsNeitherPaidNorCleared", "PAY-8 payable and cleared",
     [](World* w) {
       w->facts.claims[2].cleared = {7, 2, 0};
     }},
    {"AdvanceToAContractorIsPaid", "PAY-8 payable and cleared",
     [](World* w) { w->facts.claims[2].items.begin()->second.contractor_advance = true; }},
    {"TakenBackClaimIsOwed", "PAY-8 owed without",
     [](World* w) {
       w->facts.claims[1].payable = {85, 15, 0};
     }},
    {"MoreIsClearedThanTheAdvance", "PAY-9 more is cleared",
     [](World* w) {
       w->facts.claims[2].cleared = {40, 2, 0};
     }},
    {"ContractHasClearedOtherwise", "PAY-9 the contract says",
     [](World* w) { w->facts.accounts[0].cleared = 0; }},
    {"CashIsAboveTheCap", "PAY-10 above", [](World* w) { w->facts.claims[2].cap = 209; }},
    {"AdvanceIsClearedBelowTheCap", "PAY-10 cleared below",
     [](World* w) { w->facts.claims[2].cap = 211; }},
    {"BalanceIsForgotten", "PAY-11 the balance", [](World* w) { w->facts.claims[3].to_recover = {}; }},
    {"QuestionIsOpenThoughDecided", "PAY-13 ACCEPTED",
     [](World* w) { w->facts.questions[0] = {kContract, 3, 1, "QUESTION_OPEN", "approver@test", ""}; }},
    {"WhoAskedHasAnswered", "PAY-13 answered",
     [](World* w) { w->facts.questions[0].answered_by = "approver@test"; }},
    {"ClaimWasTakenBackWithoutEvidence", "INV-07 0 entries claims.take_back",
     [](World* w) { w->facts.claims[0].state = "TAKEN_BACK"; }},
    {"AnswerIsToldTwice", "INV-06 2 events tranche.payments.v1.ClaimQuestionClosed",
     [](World* w) {
       w->facts.events.push_back({"payments", "tranche.payments.v1.ClaimQuestionClosed",
                                  std::string(kContract) + "/claims/3"});
     }},
    // Orders.
    {"TwoOrdersHaveOneId", "ORD-1 its end-to-end",
     [](World* w) { w->facts.orders[2].end_to_end_id = "E1"; }},
    {"BankPaidWhatNobodyOrdered", "ORD-1 paid without", [](World* w) { w->facts.bank.paid["E4"] = 1; }},
    {"OrderWasApprovedByItsMaker", "ORD-2",
     [](World* w) { w->facts.orders[0].approved_by = "manager@test"; }},
    {"OrderWasSentWithoutApproval", "ORD-2", [](World* w) { w->facts.orders[0].approved_by = ""; }},
    {"DraftReachedTheBank", "ORD-3", [](World* w) { w->facts.bank.paid["E3"] = 1; }},
    {"OrderIsPaidTwice", "ORD-4 paid 2 times", [](World* w) { w->facts.bank.paid["E1"] = 2; }},
    {"OrderCountsAsPaidAndIsNot", "ORD-4 the bank did otherwise",
     [](World* w) { w->facts.bank.paid.clear(); }},
    {"OrderCountsAsRefusedAndIsPaid", "ORD-4 the bank did otherwise",
     [](World* w) { w->facts.bank.paid["E2"] = 1; }},
    {"OrderCountsAsLostAndIsPaid", "ORD-4 lost",
     [](World* w) { w->facts.orders[0].state = "ORDER_LOST"; }},
    {"DocumentIsOrderedTwice", "ORD-8",
     [](World* w) { w->facts.ordered_documents[0].ordered_lev += 1; }},
    {"DocumentIsOrderedACentTooMuchInEuro", "ORD-8",
     [](World* w) { w->facts.ordered_documents[1].ordered_euro += 1; }},
    // Debts.
    {"MoreIsRecoveredThanIsOwed", "DEB-1",
     [](World* w) {
       w->facts.debts[0].principal = {15, 4, 0};
     }},
    {"RepaymentIsNotItsParts", "DEB-2 a repayment",
     [](World* w) { w->facts.debts[0].repayments[1].amount = 11; }},
    {"RepaymentIsThereTwice", "DEB-2 the sums",
     [](World* w) { w->facts.debts[0].repayments.push_back(w->facts.debts[0].repayments[0]); }},
    {"RepaymentIsMissing", "DEB-2 the sums", [](World* w) { w->facts.debts[0].repayments.pop_back(); }},
    {"DayBearsInterestTwice", "DEB-3",
     [](World* w) {
       w->facts.debts[0].pieces.push_back({"2018-07-31", "2018-08-01", {0, 0, 0}});
     }},
    {"RemovedDebtIsNotEmpty", "DEB-5", [](World* w) { w->facts.debts[0].state = "RECOVERY_REMOVED"; }},
    {"BalanceIsOwedTwice", "DEB-6", [](World* w) { w->facts.debts.push_back(w->facts.debts[0]); }},
    {"DebtIsAboveTheBalance", "DEB-6",
     [](World* w) {
       w->facts.debts[0].principal = {27, 4, 0};
     }},
    {"IncomeLowersByMoreThanItself", "INC-1",
     [](World* w) {
       w->facts.incomes[0].decided = {27, 4, 0};
     }},
    {"IncomeIsTwoDebts", "INC-2",
     [](World* w) {
       w->facts.debts.push_back(w->facts.debts[2]);
       w->facts.debts.back().id = 4;
     }},
    {"DebtIsAboveWhatLowersTheGrant", "INC-2",
     [](World* w) {
       w->facts.debts[2].principal = {17, 4, 0};
     }},
    {"DebtOfAnAnnulledIncome", "INC-2",
     [](World* w) { w->facts.incomes[0].annulled_by = "approver@test"; }},
    {"IncomeWasDecidedByWhoRecordedIt", "INC-3",
     [](World* w) { w->facts.incomes[0].decided_by = "second@test"; }},
    {"IncomeWasDecidedByWhoSentItsClaim", "INC-3",
     [](World* w) { w->facts.incomes[0].decided_by = "manager@test"; }},
    {"IncomeOfADraftWasDecided", "INC-3 decided before",
     [](World* w) { w->facts.claims[2].state = "DRAFT"; }},
    {"ClosedWithAnOpenIncome", "INC-4",
     [](World* w) {
       w->facts.contracts[0].closed_on = "2019-01-01";
       w->facts.debts[2].state = "RECOVERY_NEW";
     }},
    {"IncomeWithoutEvidence", "INV-07 0 entries incomes.decide",
     [](World* w) {
       for (Facts::Evidence& entry : w->facts.evidence) {
         if (entry.action == "incomes.decide") entry.record = "another";
       }
     }},
    // What is claimed again, and corrections.
    {"DocumentIsClaimedAgainForNothing", "PAY-12",
     [](World* w) {
       w->facts.claims[2].items[3].again = {1, 0, 0};
     }},
    {"CorrectionsAreAboveTheSupport", "REC-1 corrected above",
     [](World* w) {
       w->facts.supports[0].granted = {29, 150, 0};
     }},
    {"CorrectionIsNotCounted", "REC-1 corrected is not",
     [](World* w) {
       w->facts.corrections[0].amount = {31, 5, 0};
     }},
    {"NumberOfARegisterIsMissing", "REC-3 numbers",
     [](World* w) { w->facts.irregularities[1].number = 3; }},
    {"NumberOfARegisterIsGivenTwice", "REC-3 given",
     [](World* w) { w->facts.irregularities[1].number = 1; }},
    // The bank's movements.
    {"MovementIsThereTwice", "BANK-2", [](World* w) { w->facts.movements[1].key = "BG80|a"; }},
    {"MovementIsMatchedBeyondItsAmount", "BANK-3",
     [](World* w) { w->facts.movements[0].amount = 169; }},
    {"PaymentIsMatchedBeyondItsAmount", "BANK-4", [](World* w) { w->facts.targets[1].amount = 49; }},
    {"MatchedIsNotTheSumOfItsParts", "BANK-5 matched",
     [](World* w) { w->facts.match_parts[2].withdrawn = false; }},
    {"PartHasNoMovement", "BANK-5 a part without its movement",
     [](World* w) { w->facts.movements.erase(w->facts.movements.begin()); }},
    // Limits and simplified costs.
    {"LimitForgetsACost", "BUD-7 the limit holds",
     [](World* w) { w->facts.limits[0].lines.insert("1.1"); }},
    {"LimitIsExceeded", "BUD-7 more is used",
     [](World* w) {
       w->facts.limits[0] = {kContract, "direct", {"1.1"}, 179, 180, 0};
     }},
    {"FlatRateIsAboveItsBase", "BUD-8",
     [](World* w) {
       w->facts.lines[1].spent = {24, 4, 0};  // 15 % of 180 is 27.
     }},
    {"HoursAreNotThePriceTimesTheHours", "INV-02 a cost is not what its terms give",
     [](World* w) { w->facts.simplified[0].claimed = 501; }},
    {"HoursAreForgotten", "BUD-9 hours are not", [](World* w) { w->facts.hours[0].hundredths = 900; }},
    {"HoursThatNobodyCounts", "BUD-9 hours that nobody counts",
     [](World* w) { w->facts.hours.clear(); }},
    {"HoursAreMoreThanAYear", "BUD-9 more hours",
     [](World* w) { w->facts.hours[0].max_hundredths = 999; }},
    {"HoursAreKeptThoughRefused", "BUD-9 hours are not",
     [](World* w) { w->facts.simplified[0].decided = true; }},
    {"LumpSumIsClaimedTwice", "BUD-9 a lump sum is claimed twice",
     [](World* w) { w->facts.simplified.push_back(w->facts.simplified[1]); }},
    {"LumpSumIsApprovedInPart", "BUD-9 a lump sum is approved in part",
     [](World* w) { w->facts.simplified[1].unapproved = 10; }},
    // Packages.
    {"TwoPackagesAreOpen", "PKG-1",
     [](World* w) {
       w->facts.packages[1].state = "PACKAGE_DRAFT";
       w->facts.packages[2].state = "PACKAGE_SENT";
     }},
    {"TwoClaimsAreInAPackage", "PKG-2 two claims",
     [](World* w) { w->facts.claims[3].package = 1; }},
    {"PackageIsDraftThoughItsClaimIsAccepted", "PKG-2 ACCEPTED",
     [](World* w) { w->facts.packages[1].state = "PACKAGE_DRAFT"; }},
    {"WhoReturnedItSentIt", "PKG-4 returned and sent",
     [](World* w) { w->facts.returns[0].returned_by = "manager@test"; }},
    {"WhoSentItCheckedIt", "PKG-4 checked",
     [](World* w) { w->facts.checks[0].checked_by = "manager@test"; }},
    {"WhoSentItBeforeItsReturnDecided", "INV-08 decided on by who sent it before",
     [](World* w) {
       w->facts.returns[0] = {kContract, 2, "deputy@test", "approver@test"};
     }},
    {"ReturnIsForgotten", "INV-06 returns", [](World* w) { w->facts.returns.clear(); }},
    {"ReturnedAndSentWithoutEvidence", "INV-07 2 entries claims.send",
     [](World* w) {
       w->facts.events.push_back({"payments", "tranche.payments.v1.ClaimReturned",
                                  std::string(kContract) + "/claims/3"});
     }},
    {"DocumentHasTwoActiveChecks", "PKG-7",
     [](World* w) {
       w->facts.checks.push_back(w->facts.checks[0]);
       w->facts.checks[1].number = 2;
     }},
    {"AcceptedBesideADraftOfACheck", "PKG-9 accepted beside",
     [](World* w) { w->facts.checks[0].state = "CHECK_DRAFT"; }},
    {"AcceptedAgainstItsCheck", "PKG-9 accepted though",
     [](World* w) { w->facts.checks[0].approved = false; }},
    {"SampleIsAnother", "PKG-8 drawn again", [](World* w) { w->facts.samples[0].rest_percent = 1; }},
    {"SampleHasACostOfAnotherClaim", "PKG-8 drawn again",
     [](World* w) {
       w->facts.samples[0].chosen[7] = {"AMOUNT_ABOVE_THRESHOLD"};
     }},
    // Packages without a claim, participants, and rows of batches.
    {"PackageWasAcceptedWithoutEvidence", "INV-07 entry without a change: packages.decide",
     [](World* w) { w->facts.packages.back().state = "PACKAGE_SENT"; }},
    {"PackageWasSentInSecret", "INV-06 1 events tranche.payments.v1.PackageSent",
     [](World* w) {
       const auto sent = std::find_if(
           w->facts.events.begin(), w->facts.events.end(),
           [](const auto& event) { return event.type == "tranche.payments.v1.PackageSent"; });
       w->facts.events.erase(sent);
     }},
    {"PersonTakesPartTwice", "PRT-1 a person takes part twice",
     [](World* w) { w->facts.participants[1].person_key = "person 1"; }},
    {"ParticipantIsMissing", "PRT-1 a participant is missing",
     [](World* w) { w->facts.participants[1].number = 3; }},
    {"RecordOfNobody", "PRT-1 a record of nobody",
     [](World* w) { w->facts.participants.pop_back(); }},
    {"RowOfAnImportIsMissing", "PRT-2 -1 records more",
     [](World* w) {
       w->facts.participant_records.erase(w->facts.participant_records.begin() + 1);
     }},
    {"ImportIsThereWithoutItsAnswer", "PRT-2 1 records more",
     [](World* w) { w->facts.participant_imports.pop_back(); }},
    {"RecordIsNewerThanItsPackage", "PRT-2 a record of an import",
     [](World* w) { w->facts.packages.back().participants_version = 2; }},
    {"SameIsSaidTwice", "PRT-2 the same is said twice",
     [](World* w) { w->facts.participant_records[3].digest = "said 3"; }},
    {"PersonIsNamedInTheOpen", "PRT-5",
     [](World* w) { w->facts.persons_told.push_back("evidence"); }},
    {"RowOfABatchIsLost", "LOST",
     [](World* w) {
       const auto row = std::find_if(w->facts.requests.begin(), w->facts.requests.end(),
                                     [](const auto& one) { return one.method == "RecordCosts"; });
       w->facts.requests.erase(row);
     }},
    {"RowOfABatchHasNoEvidence", "INV-07 evidence of a batch",
     [](World* w) {
       const auto row = std::find_if(w->facts.evidence.begin(), w->facts.evidence.end(),
                                     [](const auto& one) { return one.request_id == "batch"; });
       w->facts.evidence.erase(row);
     }},
    {"RowOfABatchHasAnotherAnswer", "INV-05 another answer",
     [](World* w) {
       for (Write& write : w->history) {
         if (!write.batch.empty()) write.attempts.back().answer = "4";
       }
     }},
    // State aid.
    {"SecurityIsBelowTheAdvance", "AID-1", [](World* w) { w->facts.claims[4].security = 39; }},
    {"AdvanceOfNoBudgetBodyIsNotSecured", "SEC-1 an advance",
     [](World* w) {
       w->facts.contracts.push_back({.contract = kAidContract, .beneficiary = "OTHER_BENEFICIARY"});
       w->facts.claims[4].kind = "ADVANCE";
       w->facts.claims[4].security = 39;
     }},
    {"ClaimOfCostsIsSecured", "SEC-1 a security", [](World* w) { w->facts.claims[4].kind = "INTERIM"; }},
    {"SecurityEndedBeforeTheAcceptance", "SEC-2",
     [](World* w) { w->facts.claims[4].secured_until = "2018-01-31"; }},
    {"SecurityIsGivenBackTwice", "SEC-3 a step after",
     [](World* w) { w->facts.security_steps.push_back(w->facts.security_steps.back()); }},
    {"SecurityIsCalledInForMoreThanItIs", "SEC-3 called in",
     [](World* w) { w->facts.security_steps[1].amount = 41; }},
    {"SecurityIsPaidOutForMoreThanWasAsked", "SEC-3 paid out",
     [](World* w) {
       w->facts.security_steps[2] = {kAidContract, 1, "RECEIVE_SECURITY", "2018-03-03", "", 31};
     }},
    {"SecurityIsGivenBackWhileItIsCalledIn", "SEC-3 given back",
     [](World* w) { w->facts.security_steps.erase(w->facts.security_steps.begin() + 2); }},
    {"SecurityIsCalledInAfterItsEnd", "SEC-3 asked of it",
     [](World* w) { w->facts.security_steps[1].done_on = "2021-01-01"; }},
    {"SecurityIsProlongedBackwards", "SEC-3 prolonged",
     [](World* w) { w->facts.security_steps[0].valid_until = "2020-06-30"; }},
    {"StepsOfASecurityAreOutOfOrder", "SEC-3 a step before",
     [](World* w) { w->facts.security_steps[2].done_on = "2018-03-01"; }},
    {"ACallThatWasNotMadeIsTakenBack", "SEC-3 a call",
     [](World* w) { w->facts.security_steps.erase(w->facts.security_steps.begin() + 1); }},
    {"StepOfWhatIsNotSecured", "SEC-3 a step of what", [](World* w) { w->facts.claims[4].state = "REFUSED"; }},
    {"ClosedWhileASecurityIsCalledIn", "SEC-4",
     [](World* w) {
       w->facts.contracts.push_back({.contract = kAidContract, .closed_on = "2018-09-01"});
       w->facts.security_steps.resize(2);
     }},
    {"CoveredAfterTheSecurityEnds", "AID-2",
     [](World* w) { w->facts.claims[4].cover_by = "2020-07-01"; }},
    {"SomethingOfAnAdvanceIsForgotten", "AID-3 covered, withdrawn and left",
     [](World* w) {
       w->facts.coverages[0].withdrawn = {33, 6, 0};
     }},
    {"CoveredByMoreThanWasApproved", "AID-3 covered by more",
     [](World* w) { w->facts.coverages[0].covers[2] = {1, 0, 0}; }},
    {"CoveredAfterTheWithdrawal", "AID-4 covered after",
     [](World* w) { w->facts.coverages[0].covers[2] = {1, 0, 0}; }},
    {"WithdrawnTwice", "AID-4 withdrawn twice",
     [](World* w) { w->facts.withdrawals.push_back(w->facts.withdrawals[0]); }},
    {"ClosedWithAnUncoveredAdvance", "AID-5",
     [](World* w) {
       w->facts.contracts.push_back({.contract = kAidContract, .closed_on = "2018-09-01"});
       w->facts.coverages[0] = {kAidContract, {34, 6, 0}, {}, {}, {34, 6, 0}, {}};
     }},
    {"IrregularityIsCorrectedTwice", "REC-2",
     [](World* w) { w->facts.corrections[1].state = "RECOVERY_NEW"; }},
    {"DebtIsAboveItsCorrection", "REC-4",
     [](World* w) {
       w->facts.debts[1].principal = {11, 2, 0};
     }},
};

TEST_P(SpoiltHistory, IsFound) {
  World world = Good();
  GetParam().spoil(&world);
  EXPECT_THAT(Check(world.history, world.facts), Contains(StartsWith(GetParam().found)));
}

INSTANTIATE_TEST_SUITE_P(History, SpoiltHistory, ::testing::ValuesIn(kSpoilings),
                         [](const auto& info) { return std::string(info.param.name); });

// Between two sendings of a write its evidence and its events may be there already, its answer not.
TEST(History, WriteThatIsUnderWay_HasNoEvidenceThatIsMissed) {
  World world = Good();
  const auto stored = [](const Facts::Request& request) { return request.request_id == "PA003"; };
  world.facts.requests.erase(
      std::find_if(world.facts.requests.begin(), world.facts.requests.end(), stored));
  for (Write& write : world.history) {
    if (write.request_id == "PA003") write.attempts = {{Outcome::kUnknown, "", "OUTCOME_UNKNOWN"}};
  }
  EXPECT_THAT(Check(world.history, world.facts), Contains(StartsWith("INV-07")));
  EXPECT_THAT(Check(world.history, world.facts, Moment::kUnderWay), IsEmpty());
}

TEST(History, NothingWrong_NothingIsSaid) {
  const World world = Good();
  EXPECT_THAT(Check(world.history, world.facts), IsEmpty());
}

TEST(History, UnknownOutcome_MayBeNoneOrOne) {
  World world = Good();
  world.facts.requests.push_back({"budgets", "sopot", "manager@test", "RecordCost", "r9", "answer"});
  world.facts.evidence.push_back(
      {"budgets", "manager@test", "budgets.costs.record", std::string(kContract) + "/costs/4", "r9"});
  world.facts.costs.push_back({kContract, "1.1", 4, 10, 770, {8, 2, 0}, "document 4"});
  world.facts.documents.push_back({"document 4", 10, 10, 0});
  world.facts.postings.push_back({kContract, "1.1", 4, "reserved", "available", {8, 2, 0}});
  world.facts.lines[0].reserved = {8, 2, 0};
  world.facts.events.push_back(
      {"budgets", "tranche.budgets.v1.CostRecorded", std::string(kContract) + "/costs/4"});
  EXPECT_THAT(Check(world.history, world.facts), IsEmpty());
}

}  // namespace
}  // namespace tranche::books
