// SPDX-License-Identifier: EUPL-1.2
#include "platform/pg/transaction.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "absl/strings/match.h"
#include "absl/synchronization/barrier.h"
#include "absl/time/clock.h"
#include "platform/base/error.h"
#include "platform/testing/fake_role.h"

namespace tranche::pg {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(OrganisationsLiteral, PlainNames_StandAsTheyAre) {
  rpc::CallScope scope;
  scope.organisations = {"lyubimets", "mineralni-bani"};
  EXPECT_EQ(OrganisationsLiteral(scope), "{lyubimets,mineralni-bani}");
  scope.organisations = {"*"};
  EXPECT_EQ(OrganisationsLiteral(scope), "{*}");
  scope.organisations = {};
  EXPECT_EQ(OrganisationsLiteral(scope), "{}");
}

TEST(OrganisationsLiteral, NamesThatMeanSomethingInALiteral_AreQuoted) {
  rpc::CallScope scope;
  scope.organisations = {"a,b", "}", "say \"x\"", "back\\slash", "null", ""};
  EXPECT_EQ(OrganisationsLiteral(scope), R"({"a,b","}","say \"x\"","back\\slash","null",""})");
}

TEST(ClassifyCurrentException, LostConnections_AreToldApart) {
  const auto classify = [](const auto& exception) {
    try {
      throw exception;
    } catch (...) {
      return ClassifyCurrentException();
    }
  };
  Failure failure = classify(pqxx::broken_connection("gone"));
  EXPECT_EQ(ReasonOf(failure.status), "DATABASE_DOWN");
  EXPECT_TRUE(failure.broken && failure.retry);
  failure = classify(pqxx::in_doubt_error("gone while committing"));
  EXPECT_EQ(ReasonOf(failure.status), "OUTCOME_UNKNOWN");
  EXPECT_TRUE(failure.broken && !failure.retry);
  failure = classify(pqxx::serialization_failure("could not serialize"));
  EXPECT_EQ(ReasonOf(failure.status), "CONFLICT_RETRY");
  EXPECT_TRUE(failure.retry && !failure.broken);
  failure = classify(std::runtime_error("secret"));
  EXPECT_EQ(ReasonOf(failure.status), "INTERNAL");
  EXPECT_TRUE(!failure.retry && !failure.broken);
}

constexpr Statement kInsert{"test.insert", "insert into scratch (id, n) values ($1, $2)"};
constexpr Statement kBump{"test.bump", "update scratch set n = n + 1 where id = $1"};
constexpr Statement kCount{"test.count", "select count(*) from scratch"};
constexpr Statement kFail{"test.fail", "select fail($1)"};
constexpr Statement kRefuse{"test.refuse", R"sql(
  select platform.refuse('NAME_AMBIGUOUS', jsonb_build_object('name', E'първи ред\nвтори', 'count', 2)))sql"};
constexpr Statement kRefuseUnknown{"test.refuse_unknown",
                                   "select platform.refuse('NO_SUCH_REASON', '{}')"};
constexpr Statement kSleep{"test.sleep", "select pg_sleep(30)"};
constexpr Statement kContext{"test.context", R"sql(
  select current_setting('tranche.actor'), current_setting('tranche.organisations'))sql"};
constexpr Statement kPid{"test.pid", "select pg_backend_pid()"};

class TransactTest : public ::testing::Test {
 protected:
  TransactTest() {
    sandbox_.Inspect(R"sql(
      create table reports.scratch (
        id text constraint scratch_key primary key,
        n int not null constraint money_out_of_range check (n <= 10) constraint scratch_n check (n >= 0));
      grant select, insert, update on reports.scratch to svc_reports;
      create function reports.fail(state text) returns int language plpgsql as
        $$ begin raise exception using errcode = state, message = 'secret'; end $$;
      grant execute on function reports.fail(text) to svc_reports)sql");
    const std::string database = sandbox_.Inspect("select current_database()")[0][0].as<std::string>();
    sandbox_.Inspect("alter database " + database + " set deadlock_timeout = '10ms'");
    role_ = std::make_unique<testing::TestRole>(sandbox_, "reports");
  }

  absl::Status Run(const std::function<absl::Status(Tx&)>& body) {
    return Transact(role_->pool(), role_->Scope(), body);
  }
  absl::Status Insert(const std::string& id, int n) {
    return Run([&](Tx& tx) {
      tx.Run(kInsert, id, n);
      return absl::OkStatus();
    });
  }
  int Rows() { return sandbox_.Inspect("select count(*) from reports.scratch")[0][0].as<int>(); }
  void Terminate(Tx& tx) {
    const std::string pid = tx.Run(kPid)[0][0].as<std::string>();
    sandbox_.Inspect("select pg_terminate_backend(" + pid + ", 5000)");
  }

  testing::PgSandbox sandbox_;
  std::unique_ptr<testing::TestRole> role_;
};

TEST_F(TransactTest, BodyOk_Commits) {
  EXPECT_TRUE(Insert("a", 1).ok());
  EXPECT_EQ(Rows(), 1);
}

TEST_F(TransactTest, BodyRefuses_RollsBackAndGivesItsRefusal) {
  const absl::Status status = Run([](Tx& tx) {
    tx.Run(kInsert, "a", 1);
    return Refuse("NOT_FOUND", {{"name", "x"}});
  });
  EXPECT_EQ(ReasonOf(status), "NOT_FOUND");
  EXPECT_EQ(Rows(), 0);
}

TEST_F(TransactTest, Context_IsTheCalls) {
  const absl::Status status = Run([](Tx& tx) {
    const pqxx::result rows = tx.Run(kContext);
    EXPECT_EQ(rows[0][0].as<std::string>(), "finance@lyubimets");
    EXPECT_EQ(rows[0][1].as<std::string>(), "{lyubimets}");
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
}

// No fault of the connection, so nothing that another attempt could mend.
TEST_F(TransactTest, StatementThatIsForbiddenOrWrong_IsOursAndIsTriedOnce) {
  for (const Statement& statement :
       {Statement{"test.forbidden", "create table platform.forbidden (id int)"},
        Statement{"test.wrong", "select from from"}}) {
    int attempts = 0;
    const absl::Status status = Run([&](Tx& tx) {
      ++attempts;
      tx.Run(statement);
      return absl::OkStatus();
    });
    EXPECT_EQ(ReasonOf(status), "INTERNAL") << statement.sql;
    EXPECT_EQ(attempts, 1) << statement.sql;
  }
}

TEST_F(TransactTest, SecondRowOfAKey_AlreadyExists) {
  ASSERT_TRUE(Insert("a", 1).ok());
  const absl::Status status = Insert("a", 2);
  EXPECT_EQ(ReasonOf(status), "ALREADY_EXISTS");
  EXPECT_TRUE(ValuesOf(status).empty());  // Nothing of the database is told to the caller.
  EXPECT_FALSE(absl::StrContains(Explain("ALREADY_EXISTS", {}, Language::kEnglish), "{"));
}

TEST_F(TransactTest, ConstraintNamedAfterAReason_GivesThatReason) {
  EXPECT_EQ(ReasonOf(Insert("a", 11)), "MONEY_OUT_OF_RANGE");
}

TEST_F(TransactTest, OtherConstraint_IsInternalWithoutTheRow) {
  const absl::Status status = Insert("personal data", -1);
  EXPECT_EQ(ReasonOf(status), "INTERNAL");
  EXPECT_THAT(status.ToString(), Not(HasSubstr("personal data")));
}

TEST_F(TransactTest, RefusalOfAFunction_KeepsReasonAndValues) {
  const absl::Status status = Run([](Tx& tx) {
    tx.Run(kRefuse);
    return absl::OkStatus();
  });
  EXPECT_EQ(ReasonOf(status), "NAME_AMBIGUOUS");
  EXPECT_THAT(ValuesOf(status),
              ElementsAre(std::pair<std::string, std::string>("count", "2"),
                          std::pair<std::string, std::string>("name", "първи ред\nвтори")));
}

TEST_F(TransactTest, RefusalOfAFunctionForAnUnknownReason_IsInternal) {
  EXPECT_EQ(ReasonOf(Run([](Tx& tx) {
              tx.Run(kRefuseUnknown);
              return absl::OkStatus();
            })),
            "INTERNAL");
}

TEST_F(TransactTest, StatementBeyondTheDeadline_IsCancelled) {
  rpc::CallScope scope = role_->Scope();
  scope.deadline = absl::Now() + absl::Milliseconds(50);
  EXPECT_EQ(ReasonOf(Transact(role_->pool(), scope,
                              [](Tx& tx) {
                                tx.Run(kSleep);
                                return absl::OkStatus();
                              })),
            "DEADLINE_PASSED");
}

TEST_F(TransactTest, DeadlineAlreadyPassed_RunsNothing) {
  rpc::CallScope scope = role_->Scope();
  scope.deadline = absl::Now() - absl::Milliseconds(1);
  EXPECT_EQ(ReasonOf(Transact(role_->pool(), scope,
                              [](Tx&) {
                                ADD_FAILURE() << "the body ran";
                                return absl::OkStatus();
                              })),
            "DEADLINE_PASSED");
}

TEST_F(TransactTest, SerializationFailureOnce_RunsTheBodyAgain) {
  int runs = 0;
  const absl::Status status = Run([&runs](Tx& tx) {
    tx.Run(kInsert, "a", 1);
    if (++runs == 1) tx.Run(kFail, "40001");
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(Rows(), 1);
}

TEST_F(TransactTest, SerializationFailureAlways_GivesUpAfterFiveRuns) {
  int runs = 0;
  const absl::Status status = Run([&runs](Tx& tx) {
    ++runs;
    tx.Run(kFail, "40001");
    return absl::OkStatus();
  });
  EXPECT_EQ(ReasonOf(status), "CONFLICT_RETRY");
  EXPECT_EQ(runs, 5);
}

TEST_F(TransactTest, Deadlock_BothFinish) {
  ASSERT_TRUE(Insert("a", 0).ok());
  ASSERT_TRUE(Insert("b", 0).ok());
  absl::Barrier* both_hold_one = new absl::Barrier(2);  // The last one out destroys it.
  const auto bump = [&](const std::string& first, const std::string& second) {
    bool again = false;
    const absl::Status status = Run([&](Tx& tx) {
      tx.Run(kBump, first);
      if (!again) {
        again = true;
        if (both_hold_one->Block()) delete both_hold_one;
      }
      tx.Run(kBump, second);
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
  };
  std::thread other([&] { bump("b", "a"); });
  bump("a", "b");
  other.join();
  EXPECT_EQ(sandbox_.Inspect("select sum(n) from reports.scratch")[0][0].as<int>(), 4);
}

TEST_F(TransactTest, ConnectionLostInTheBody_RunsAgainOnANewOne) {
  int runs = 0;
  const absl::Status status = Run([&](Tx& tx) {
    tx.Run(kInsert, "a", 1);
    if (++runs == 1) Terminate(tx);
    tx.Run(kCount);
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(Rows(), 1);
}

TEST_F(TransactTest, ConnectionLostAtCommit_IsUnknownAndNotRepeated) {
  int runs = 0;
  const absl::Status status = Run([&](Tx& tx) {
    ++runs;
    tx.Run(kInsert, "a", 1);
    Terminate(tx);
    return absl::OkStatus();
  });
  EXPECT_EQ(ReasonOf(status), "OUTCOME_UNKNOWN");
  EXPECT_EQ(runs, 1);
  EXPECT_TRUE(Insert("b", 1).ok()) << "the pool recovers";
}

TEST_F(TransactTest, ConnectionsClosedWhileIdle_AreReplacedUnnoticed) {
  ASSERT_TRUE(Insert("a", 1).ok());
  sandbox_.Inspect(
      "select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = 'svc_reports' "
      "and datname = current_database()");
  int runs = 0;
  const absl::Status status = RunAlone(role_->pool(), role_->Scope(), [&](Tx& tx) {
    ++runs;
    tx.Run(kInsert, "b", 1);
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(runs, 1);
}

TEST_F(TransactTest, Read_RowCommittedBetweenItsStatements_IsNotSeen) {
  int first = -1;
  int second = -1;
  const absl::Status status = Read(role_->pool(), role_->Scope(), [&](Tx& tx) {
    first = tx.Run(kCount)[0][0].as<int>();
    EXPECT_TRUE(Insert("a", 1).ok());
    second = tx.Run(kCount)[0][0].as<int>();
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(Rows(), 1);
  EXPECT_EQ(first, 0);
  EXPECT_EQ(second, 0);
}

TEST_F(TransactTest, Read_StatementThatWrites_IsAnError) {
  const absl::Status status = Read(role_->pool(), role_->Scope(), [](Tx& tx) {
    tx.Run(kInsert, "a", 1);
    return absl::OkStatus();
  });
  EXPECT_EQ(ReasonOf(status), "INTERNAL");
  EXPECT_EQ(Rows(), 0);
}

TEST_F(TransactTest, RunAlone_CommitsByItself) {
  EXPECT_TRUE(RunAlone(role_->pool(), role_->Scope(), [](Tx& tx) {
                tx.Run(kInsert, "a", 1);
                return absl::OkStatus();
              }).ok());
  EXPECT_EQ(Rows(), 1);
}

TEST_F(TransactTest, RunAlone_ConnectionLost_IsUnknown) {
  EXPECT_EQ(ReasonOf(RunAlone(role_->pool(), role_->Scope(),
                              [&](Tx& tx) {
                                Terminate(tx);
                                tx.Run(kInsert, "a", 1);
                                return absl::OkStatus();
                              })),
            "OUTCOME_UNKNOWN");
}

TEST_F(TransactTest, RunAlone_RefusalAndConflict_AreMappedAsInATransaction) {
  int runs = 0;
  EXPECT_EQ(ReasonOf(RunAlone(role_->pool(), role_->Scope(),
                              [&](Tx& tx) {
                                tx.Run(kFail, ++runs == 1 ? "40P01" : "55P03");
                                return absl::OkStatus();
                              })),
            "CONFLICT_RETRY");
  EXPECT_EQ(runs, 5);
  EXPECT_EQ(ReasonOf(RunAlone(role_->pool(), role_->Scope(),
                              [&](Tx& tx) {
                                tx.Run(kRefuse);
                                return absl::OkStatus();
                              })),
            "NAME_AMBIGUOUS");
}

TEST_F(TransactTest, PoolExhausted_IsOverloadedUntilALeaseEnds) {
  absl::StatusOr<Pool::Lease> first = role_->pool().Acquire(absl::InfinitePast());
  ASSERT_TRUE(first.ok());
  {
    absl::StatusOr<Pool::Lease> second = role_->pool().Acquire(absl::InfinitePast());
    ASSERT_TRUE(second.ok());
    EXPECT_EQ(ReasonOf(role_->pool().Acquire(absl::InfinitePast()).status()), "OVERLOADED");
  }
  EXPECT_TRUE(role_->pool().Acquire(absl::InfinitePast()).ok());
}

TEST(Pool, NoServer_IsDatabaseDown) {
  EXPECT_EQ(ReasonOf(Pool::Open({.conninfo = "host=/nonexistent user=svc_reports dbname=x",
                                 .password_file = "",
                                 .application_name = "test",
                                 .search_path = "reports",
                                 .connections = 1})
                         .status()),
            "DATABASE_DOWN");
}

}  // namespace
}  // namespace tranche::pg
