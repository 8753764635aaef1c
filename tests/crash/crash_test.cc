// SPDX-License-Identifier: EUPL-1.2
// The real programs, killed at every failpoint and at random while clients work. TRANCHE_CRASH_SEED=N
// repeats the random kills of a run, TRANCHE_CRASH_KILLS=N does more of them; TRANCHE_UPDATE_GOLDEN=1
// writes failpoints.txt.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <re2/re2.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <pqxx/pqxx>
#include <random>
#include <set>
#include <sstream>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "books/bank.h"
#include "books/facts.h"
#include "books/history.h"
#include "client.h"
#include "installation.h"

namespace tranche::crash {
namespace {

using books::Attempt;
using books::Bank;
using books::Check;
using books::Facts;
using books::IsQuiet;
using books::Outcome;
using books::ReadFacts;
using books::Write;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr absl::Duration kQuietMax = absl::Seconds(60);
constexpr absl::Duration kReachedMax = absl::Seconds(10);
constexpr absl::Duration kRoundMax = absl::Seconds(4);
constexpr int kRoundsMax = 5;
constexpr int kClosingsMax = 3;  // In each round, while something is left to be reached.
constexpr int kWorkers = 3;
// Followers know of a contract by then, unless one of them is just being started.
constexpr absl::Duration kFollowedMax = absl::Milliseconds(200);
constexpr absl::Duration kSubjectsMax = absl::Minutes(4);
constexpr int kLookAgain_ms = 500;
constexpr char kGolden[] = SOURCE_ROOT "/tests/crash/failpoints.txt";

int64_t FromEnvironment(const char* name, int64_t otherwise) {
  const char* text = std::getenv(name);
  int64_t value = 0;
  return text != nullptr && absl::SimpleAtoi(text, &value) ? value : otherwise;
}

class CrashTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { database_ = std::make_unique<Database>(); }
  static void TearDownTestSuite() { database_.reset(); }

  void SetUp() override {
    if (!database_->runs()) database_->Start();
    name_ = absl::StrCat("crash_", ++databases_);
    database_->Create(name_);
    MakeStateAid();
    installation_ = std::make_unique<Installation>(*database_, name_);
    bank_ = std::make_unique<Bank>();
  }
  void TearDown() override { installation_.reset(); }

  void StartAll() {
    for (const std::string& role : kRoles) installation_->Start(role);
    installation_->AwaitAll();
  }

  bool IsQuietNow() const {
    try {
      return IsQuiet(database_->admin(name_));
    } catch (const std::exception&) {
      return false;  // It is being killed just now.
    }
  }
  void AwaitQuiet(absl::Duration most = kQuietMax) const {
    const absl::Time until = absl::Now() + most;
    while (!IsQuietNow() && absl::Now() < until) Pause(10);
  }

  // Of the database, and what `client` is told about advances under state aid.
  Facts ReadAllFacts(Client* client) const {
    AwaitQuiet();
    Facts facts = ReadFactsNow();
    client->AddCoverages(&facts);
    return facts;
  }

  Facts ReadFactsNow() const {
    Facts facts = ReadFacts(database_->admin(name_));
    facts.bank = bank_->Did(facts.orders);
    return facts;
  }

  // A client whose followers know of each step before it does the next.
  Client StepwiseClient() const {
    return Client(*installation_, {.await_followers = [this] { AwaitQuiet(); }, .bank = bank_.get()});
  }

  // All of the work once, each step after its followers know of the one before.
  void WorkOnce(Client* client) const {
    Prepare(client);
    WorkOnContract(client);
    client->WorkUnderStateAid(kSmallTotal);
    AwaitQuiet();
  }

  // What is there once, before any contract.
  static void Prepare(Client* client) {
    client->ImportPlan();
    client->SetForms();
  }

  // From the proposal of another contract to its settlement.
  void WorkOnContract(Client* client) const {
    constexpr int64_t kTotal = 1000000;
    const std::string contract = client->ConcludeContract(kTotal);
    client->PlanContract(contract, kTotal);
    client->DrawAdvance(contract, kTotal);
    client->ClaimCosts(contract, 3);
    client->ClaimAgain(contract);
    client->MatchStatement(contract);
    client->ReportParticipants(contract);
    const std::string debt = client->Correct(contract);
    client->ClaimCosts(contract, 3, debt);
    client->RevalidateAndEarn(contract);
    client->MoveBetweenLines(contract, 5000);
    client->AmendContract(contract, kTotal);
    client->OrderPayments(contract, 2, /*file_is_lost=*/false);
    client->OrderPayments(contract, 1, /*file_is_lost=*/true);
    client->SettleContract(contract);
    client->Redenominate(contract);
  }

  // A procedure under state aid, which the data of the product have none of.
  void MakeStateAid() const {
    pqxx::connection connection(database_->admin(name_));
    pqxx::nontransaction(connection)
        .exec(absl::StrCat(
            "insert into reference.procedure (code, programme, programme_title_bg, programming_period, "
            "title_bg, source, verified, support_kind) select '",
            kStateAidProcedure,
            "', programme, programme_title_bg, programming_period, title_bg, 'за теста', false, "
            "'state_aid' from reference.procedure where code = 'BG05M9OP001-2.005'"));
  }

  static constexpr int64_t kSmallTotal = 300'000;
  static std::vector<Write> HistoryOf(const std::vector<std::unique_ptr<Client>>& clients) {
    std::vector<Write> history;
    for (const auto& client : clients) {
      history.insert(history.end(), client->history().begin(), client->history().end());
    }
    return history;
  }

  static std::unique_ptr<Database> database_;
  static int databases_;
  std::string name_;
  std::unique_ptr<Installation> installation_;
  std::unique_ptr<Bank> bank_;
};
std::unique_ptr<Database> CrashTest::database_;
int CrashTest::databases_ = 0;

// ---- At every failpoint.

std::string RoleOf(const std::string& failpoint) { return failpoint.substr(0, failpoint.find('.')); }

std::set<std::string> Golden() {
  std::set<std::string> names;
  std::ifstream file(kGolden);
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line[0] != '#') names.insert(line);
  }
  return names;
}

std::vector<std::string> Without(const std::set<std::string>& some,
                                 const std::set<std::string>& others) {
  std::vector<std::string> left;
  std::set_difference(some.begin(), some.end(), others.begin(), others.end(), std::back_inserter(left));
  return left;
}

class FailpointTest : public CrashTest {
 protected:
  std::set<std::string> Logged(const std::string& word) const {
    std::set<std::string> names;
    for (const std::string& role : kRoles) {
      for (const std::string& line : installation_->FailpointLog(role)) {
        // What the keepers of holds and of contracts' ends look at every few seconds is reached or not,
        // as the clock will have it.
        if (absl::StrContains(line, ".holds.") || absl::StrContains(line, "contract_ends")) continue;
        if (absl::StartsWith(line, word)) names.insert(line.substr(word.size()));
      }
    }
    return names;
  }

  // The failpoints of one role as its environment has them.
  static std::string Armed(const std::set<std::string>& names, const std::string& role,
                           const std::string& action) {
    std::vector<std::string> armed;
    for (const std::string& name : names) {
      if (RoleOf(name) == role) armed.push_back(name + "=" + action);
    }
    return absl::StrJoin(armed, ",");
  }

  // Works, contract after contract, until all is done: the last steps of a call that is broken off are
  // sometimes taken by whoever tidies up behind it, so that the call itself reaches them only the next
  // time. Of a closing those are many, so that there are more of these.
  template <class Done>
  void WorkUntil(Client* client, const Done& all_done) const {
    for (int round = 0; round < kRoundsMax && !all_done(); ++round) {
      WorkOnContract(client);
      for (int i = 0; i < kClosingsMax && !all_done(); ++i) client->WorkUnderStateAid(kSmallTotal);
      for (const absl::Time until = absl::Now() + kRoundMax; !all_done() && absl::Now() < until;)
        Pause(10);
    }
  }

  // Clients side by side: while a role is started again, the others go on.
  std::vector<std::unique_ptr<Client>> MakeWorkers() const {
    std::vector<std::unique_ptr<Client>> workers;
    for (int number = 0; number < kWorkers; ++number) {
      workers.push_back(std::make_unique<Client>(
          *installation_, Client::Options{.number = number,
                                          .await_followers = [this] { AwaitQuiet(kFollowedMax); },
                                          .bank = bank_.get()}));
    }
    return workers;
  }

  template <class Done>
  void WorkTogether(const std::vector<std::unique_ptr<Client>>& workers, const Done& all_done) const {
    Prepare(workers.front().get());
    std::vector<std::thread> threads;
    for (const auto& worker : workers)
      threads.emplace_back([&, client = worker.get()] { WorkUntil(client, all_done); });
    for (std::thread& thread : threads) thread.join();
  }

  // What the checker says of all that they did.
  std::vector<std::string> WhatIsWrong(const std::vector<std::unique_ptr<Client>>& workers) const {
    for (const auto& worker : workers) EXPECT_THAT(worker->surprises(), IsEmpty());
    return Check(HistoryOf(workers), ReadAllFacts(workers.front().get()));
  }

  // Works until each failpoint has killed its role; returns what the checker says.
  std::vector<std::string> WorkUntilAllKilled(const std::set<std::string>& names) {
    std::set<std::string> left = names;
    for (const std::string& role : kRoles) installation_->Start(role, Armed(left, role, "kill"));
    const std::vector<std::unique_ptr<Client>> workers = MakeWorkers();
    std::atomic<bool> done = false;
    std::atomic<size_t> killed = 0;
    std::thread work([&] {
      WorkTogether(workers, [&] { return killed >= names.size(); });
      done = true;
    });
    while (!done) {
      for (const std::string& role : kRoles) {
        if (!installation_->HasEnded(role)) continue;
        const auto lines = installation_->FailpointLog(role);
        const std::string last = lines.empty() ? "" : lines.back();
        EXPECT_TRUE(absl::StartsWith(last, "kill "))
            << role << ": " << last << installation_->Log(role);
        left.erase(std::string(absl::StripPrefix(last, "kill ")));
        killed = names.size() - left.size();
        installation_->Start(role, Armed(left, role, "kill"));
      }
      Pause(2);
    }
    work.join();
    EXPECT_THAT(left, IsEmpty()) << "never reached";
    return WhatIsWrong(workers);
  }
};

TEST_F(FailpointTest, AllThatAreReached_AreThoseOfTheList) {
  StartAll();
  Client client = StepwiseClient();
  WorkOnce(&client);
  EXPECT_THAT(client.surprises(), IsEmpty());
  EXPECT_THAT(Check(client.history(), ReadAllFacts(&client)), IsEmpty());
  // What a role does of itself now and then, it has done before long.
  const std::set<std::string> golden = Golden();
  std::set<std::string> reached = Logged("reached ");
  for (const absl::Time until = absl::Now() + kReachedMax; absl::Now() < until;
       reached = Logged("reached ")) {
    if (std::includes(reached.begin(), reached.end(), golden.begin(), golden.end())) break;
    Pause(10);
  }
  // What a call was too slow to tell another role is told at a later look, which is no call and so has
  // no method, "holds..commit.before": only a slow machine comes to it.
  std::erase_if(reached, [](const std::string& name) { return absl::StrContains(name, ".."); });
  if (std::getenv("TRANCHE_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(kGolden) << "# Places at which a role is killed, see arm.cc. Written by crash_test.\n"
                           << absl::StrJoin(reached, "\n") << "\n";
  }
  EXPECT_THAT(Without(reached, Golden()), IsEmpty()) << "reached and not in the list";
  EXPECT_THAT(Without(Golden(), reached), IsEmpty()) << "in the list and not reached";
}

TEST_F(FailpointTest, KilledAtEach_NothingIsLostOrDoneTwice) {
  EXPECT_THAT(WorkUntilAllKilled(Golden()), IsEmpty());
}

TEST_F(FailpointTest, FailedAtEach_NothingIsLostOrDoneTwice) {
  std::set<std::string> names = Golden();
  for (const std::string& role : kRoles) {
    // A role that cannot read its own log says so and does not start.
    for (const char* step : {"commit.before", "commit.after"})
      names.erase(absl::StrCat(role, ".log/", role, ".", step));
  }
  for (const std::string& role : kRoles) installation_->Start(role, Armed(names, role, "error"));
  const std::vector<std::unique_ptr<Client>> workers = MakeWorkers();
  WorkTogether(workers, [&] { return Without(names, Logged("error ")).empty(); });
  EXPECT_THAT(WhatIsWrong(workers), IsEmpty());
  EXPECT_THAT(Without(names, Logged("error ")), IsEmpty()) << "never failed";
}

TEST_F(FailpointTest, ProgramThatIsShipped_KnowsOfNone) {
  const std::string at_start = "reference.log/reference.commit.before=kill";
  installation_->Start("reference", at_start, "tranched");
  while (!installation_->Answers("reference")) ASSERT_FALSE(installation_->HasEnded("reference"));
  installation_->Kill("reference");
  installation_->Start("reference", at_start);
  while (!installation_->HasEnded("reference")) ASSERT_FALSE(installation_->Answers("reference"));
}

// A step that is added in the code must be reached by the work of these tests.
TEST(Failpoints, EachStepOfTheCode_IsInTheList) {
  static const RE2 step("TRANCHE_FAILPOINT\\((?:absl::StrCat\\()?\"([a-z.]+)\"");
  const std::set<std::string> names = Golden();
  std::set<std::string> steps;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(SOURCE_ROOT "/services")) {
    if (entry.path().extension() != ".cc" && entry.path() != SOURCE_ROOT
                                                 "/services/platform/rpc/peers.h")
      continue;
    std::stringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    const std::string code = text.str();
    re2::StringPiece rest(code);
    for (std::string found; RE2::FindAndConsume(&rest, step, &found);) steps.insert(found);
  }
  EXPECT_GE(steps.size(), 10u);
  for (const std::string& found : steps) {
    EXPECT_TRUE(std::any_of(names.begin(), names.end(), [&](const std::string& name) {
      return absl::StrContains(name, "." + found);
    })) << found;
  }
}

// ---- At random.

// What a run came to, for the table that it prints.
struct Tally {
  int kills = 0, database_kills = 0;
  size_t acknowledged = 0, refused = 0, unanswered = 0, given_up = 0, given_up_done = 0;
  std::vector<int64_t> recovery_ms;

  void Print(int64_t seed) {
    if (recovery_ms.empty()) return;
    std::sort(recovery_ms.begin(), recovery_ms.end());
    std::printf(
        "seed=%d  kills %d, of the database %d; writes acknowledged %d, refused %d; sendings without "
        "an answer %d; "
        "given up %d, of which done %d; recovery p50 %d ms, max %d ms\n",
        static_cast<int>(seed), kills, database_kills, static_cast<int>(acknowledged),
        static_cast<int>(refused), static_cast<int>(unanswered), static_cast<int>(given_up),
        static_cast<int>(given_up_done), static_cast<int>(recovery_ms[recovery_ms.size() / 2]),
        static_cast<int>(recovery_ms.back()));
  }
};

class RandomKillsTest : public CrashTest {
 protected:
  static constexpr int kClients = 6;
  static constexpr int64_t kSharedTotal = 6000000;

  // A client's work until it is told to stop: contracts of its own, and costs on one that all share.
  static void Work(Client* client, const std::string& shared, const std::atomic<bool>* stop) {
    constexpr int64_t kTotal = 400000;  // So that some claims reach the cap and clear the advance.
    while (!*stop) {
      const std::string contract = client->ConcludeContract(kTotal);
      client->PlanContract(contract, kTotal);
      if (!*stop) client->DrawAdvance(contract, kTotal);
      std::string debt;
      for (int claim = 0; claim < 3 && !*stop; ++claim) {
        client->ClaimCosts(contract, static_cast<int>(client->Random(3, 8)), debt);
        for (int64_t i = client->Random(4, 10); i > 0 && !*stop; --i) client->RecordCost(shared);
        if (!*stop) client->RecordBatch(shared, static_cast<int>(client->Random(1, 5)));
        if (!*stop) client->MoveBetweenLines(shared, client->Random(100, 20000));
        if (!*stop && claim == 2) client->RevalidateAndEarn(contract);
        if (!*stop && claim == 0) client->AmendContract(contract, kTotal);
        if (!*stop && claim == 0) client->ClaimAgain(contract);
        if (!*stop && claim == 1) debt = client->Correct(contract);
        if (!*stop && claim == 1) client->MatchStatement(contract);
        if (!*stop && claim == 0) client->ReportParticipants(contract);
        if (!*stop && claim == 1) client->WorkUnderStateAid(kSmallTotal);
        if (!*stop && claim < 2)
          client->OrderPayments(contract, static_cast<int>(client->Random(1, 2)), claim == 1);
      }
      if (!*stop) client->SettleContract(contract);
      // Some are converted while they go on.
      if (!*stop && client->Random(0, 3) > 0) client->CloseContract(contract);
      if (!*stop) client->Redenominate(contract);
    }
  }

  std::vector<std::unique_ptr<Client>> MakeClients(int64_t seed) const {
    std::vector<std::unique_ptr<Client>> clients;
    for (int number = 0; number < kClients; ++number) {
      clients.push_back(
          std::make_unique<Client>(*installation_, Client::Options{.number = number,
                                                                   .seed = static_cast<uint64_t>(seed),
                                                                   .abandons = true,
                                                                   .await_followers = {},
                                                                   .bank = bank_.get()}));
    }
    return clients;
  }

  // Kills one role, or the database, or both, and starts what was killed.
  void KillOne(std::mt19937_64* random, Tally* tally) {
    const bool database = (*random)() % 5 == 0;
    const bool role = !database || (*random)() % 4 == 0;
    // Those with most of the work more often.
    static const std::vector<std::string>& targets =
        *new std::vector<std::string>{"budgets",   "budgets",   "budgets",   "payments",  "payments",
                                      "payments",  "proposals", "proposals", "timelines", "staffing",
                                      "reference", "access",    "documents", "plans",     "reports"};
    const std::string victim = targets[(*random)() % targets.size()];
    const int down_ms = static_cast<int>((*random)() % 60);
    if (database) database_->Kill();
    if (role) installation_->Kill(victim);
    Pause(down_ms);
    const absl::Time began = absl::Now();
    if (database) database_->Start();
    if (role) installation_->Start(victim);
    while (role && !installation_->Answers(victim)) {
      ASSERT_FALSE(installation_->HasEnded(victim)) << victim << ": " << installation_->Log(victim);
    }
    tally->recovery_ms.push_back(absl::ToInt64Milliseconds(absl::Now() - began));
    ++tally->kills;
    tally->database_kills += database ? 1 : 0;
  }

  // The control of the load: what of the checker's subjects has not come about under it yet.
  static std::vector<std::string> StillMissing(const Facts& facts) {
    int64_t partly = 0, cleared = 0, again = 0, ended = 0, rows = 0, credited = 0;
    for (const Facts::Request& request : facts.requests)
      rows += request.method == "RecordCosts" ? 1 : 0;
    for (const Facts::Document& document : facts.documents) credited += document.credited;
    for (const Facts::Claim& claim : facts.claims) {
      for (const auto& [cost, verdict] : claim.verdicts) partly += verdict.by_correction[0] > 0 ? 1 : 0;
      for (const auto& [cost, item] : claim.items) again += item.again[0];
    }
    for (const Facts::Contract& contract : facts.contracts)
      ended += contract.ended && !contract.closed_on.empty() ? 1 : 0;
    for (const Facts::Account& account : facts.accounts) cleared += account.cleared;
    const std::vector<std::pair<const char*, bool>> subjects = {
        {"corrections of verdicts", partly > 0},
        {"clearing", cleared > 0},
        {"costs that are claimed again", again > 0},
        {"corrections", !facts.corrections.empty()},
        {"matched statements", !facts.match_parts.empty()},
        {"questions", !facts.questions.empty()},
        {"transfers", !facts.transfers.empty()},
        {"revisions", !facts.revisions.empty()},
        {"debts", !facts.debts.empty()},
        {"revalidations", !facts.revalidations.empty()},
        {"incomes", !facts.incomes.empty()},
        {"deductions", !facts.deductions.empty()},
        {"contracts that have ended with their money", ended > 0},
        {"conversions", !facts.converted_lines.empty()},
        {"returns of packages", !facts.returns.empty()},
        {"checks", !facts.checks.empty()},
        {"samples", !facts.samples.empty()},
        {"records of participants", !facts.participant_records.empty()},
        {"simplified costs", !facts.simplified.empty()},
        {"rows of batches", rows > 0},
        {"credit notes", credited > 0},
        {"withdrawals of state aid", !facts.withdrawals.empty()},
        {"payments by the bank", !facts.bank.paid.empty()}};
    std::vector<std::string> missing;
    for (const auto& [subject, there] : subjects)
      if (!there) missing.emplace_back(subject);
    return missing;
  }

  // On a busy disk the database may be away for most of the kills; the load then goes on without them
  // until everything has come about.
  void WaitForEachSubject() const {
    const absl::Time until = absl::Now() + kSubjectsMax;
    while (absl::Now() < until && !StillMissing(ReadFactsNow()).empty()) Pause(kLookAgain_ms);
  }

  static void Count(const std::vector<Write>& history, const Facts& facts, Tally* tally) {
    std::set<std::string> done;
    for (const Facts::Request& request : facts.requests) done.insert(request.request_id);
    for (const Write& write : history) {
      for (const Attempt& attempt : write.attempts)
        tally->unanswered += attempt.outcome == Outcome::kUnknown ? 1 : 0;
      if (write.outcome() == Outcome::kOk) ++tally->acknowledged;
      if (write.outcome() == Outcome::kRefused) ++tally->refused;
      if (write.outcome() != Outcome::kUnknown) continue;
      ++tally->given_up;
      tally->given_up_done += done.count(write.request_id);
    }
  }
};

TEST_F(RandomKillsTest, WhateverIsKilled_NothingIsLostOrDoneTwice) {
  const int64_t seed = FromEnvironment("TRANCHE_CRASH_SEED", absl::ToUnixMicros(absl::Now()) % 1000000);
  const int64_t kills = FromEnvironment("TRANCHE_CRASH_KILLS", 60);
  SCOPED_TRACE(absl::StrCat("repeat with TRANCHE_CRASH_SEED=", seed));
  std::mt19937_64 random(static_cast<uint64_t>(seed));
  StartAll();
  const std::vector<std::unique_ptr<Client>> clients = MakeClients(seed);
  const std::string shared = clients[0]->ConcludeContract(kSharedTotal);
  clients[0]->PlanContract(shared, kSharedTotal);
  clients[0]->SetForms();
  std::atomic<bool> stop = false;
  std::vector<std::thread> threads;
  for (const auto& client : clients) threads.emplace_back(Work, client.get(), shared, &stop);
  Tally tally;
  for (int64_t i = 0; i < kills && !HasFailure(); ++i) {
    Pause(static_cast<int>(random() % 500));
    for (const std::string& role : kRoles)
      EXPECT_FALSE(installation_->HasEnded(role)) << role << " ended by itself";
    KillOne(&random, &tally);
  }
  WaitForEachSubject();
  stop = true;
  for (std::thread& thread : threads) thread.join();

  const Facts before = ReadAllFacts(clients[0].get());
  EXPECT_THAT(Check(HistoryOf(clients), before), IsEmpty());
  EXPECT_THAT(StillMissing(before), IsEmpty());
  Count(HistoryOf(clients), before, &tally);
  tally.Print(seed);
  for (const auto& client : clients) client->ResolveAbandoned();
  const std::vector<Write> history = HistoryOf(clients);
  EXPECT_THAT(Check(history, ReadAllFacts(clients[0].get())), IsEmpty());
  for (const auto& client : clients) EXPECT_THAT(client->surprises(), IsEmpty());
}

// The control: a database that answers before it has written loses what it acknowledged, and the
// checker says so.
TEST_F(RandomKillsTest, CommitsThatAreNotWritten_AreFoundToBeLost) {
  constexpr int kRounds = 10;
  constexpr int kCosts = 20;
  const std::vector<std::string> unwritten = {"synchronous_commit=off", "wal_writer_delay=10s"};
  database_->Kill();
  database_->Start(unwritten);
  StartAll();
  Client client(*installation_, {});
  const std::string contract = client.ConcludeContract(kSharedTotal);
  client.PlanContract(contract, kSharedTotal);
  pqxx::connection connection(database_->admin(name_));
  pqxx::nontransaction(connection).exec("checkpoint");
  std::vector<std::string> problems;
  for (int round = 0; round < kRounds && problems.empty(); ++round) {
    for (int i = 0; i < kCosts; ++i) client.RecordCost(contract);
    database_->Kill();
    database_->Start(unwritten);
    problems = Check(client.history(), ReadFacts(database_->admin(name_)));
  }
  EXPECT_THAT(problems, Contains(StartsWith("LOST")));
  database_->Kill();  // The next test starts it as it should be.
}

}  // namespace
}  // namespace tranche::crash
