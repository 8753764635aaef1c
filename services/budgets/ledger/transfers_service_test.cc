// SPDX-License-Identifier: EUPL-1.2
// Transfers through gRPC, alone and at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "budgets/testing/ledger_fixture.h"
#include "platform/base/error.h"

namespace tranche::budgets {
namespace {

TEST_F(LedgerTest, TransferWithinTheRule_MovesBothCapsAndIsListed) {
  MakeTwoLines();

  const auto transfer = Call(&Ledger::TransferBetweenLines, TransferOf("1", "2", "100.00", "t1"));

  ASSERT_TRUE(transfer.ok()) << transfer.status();
  EXPECT_EQ(transfer->name(), absl::StrCat(kContract, "/transfers/1"));
  EXPECT_EQ(Show(transfer->parts()), "85.00 15.00 0.00");
  EXPECT_EQ(transfer->rule().limit().amount(), "100.00");
  EXPECT_FALSE(transfer->rule().verified());
  EXPECT_EQ(transfer->recorded_by(), "finance@mineralni-bani");
  EXPECT_EQ(Caps(), "1: 765.00 135.00 0.00; 2: 935.00 165.00 0.00");
  ExpectBooksAgree();
  v1::ListTransfersRequest list;
  list.set_parent(kContract);
  const auto listed = Call(&Ledger::ListTransfers, list);
  ASSERT_TRUE(listed.ok());
  ASSERT_EQ(listed->transfers_size(), 1);
  EXPECT_EQ(listed->transfers(0).SerializeAsString(), transfer->SerializeAsString());
}

TEST_F(LedgerTest, SecondTransferBeyondTheRule_IsRefusedAndLeavesNothing) {
  MakeTwoLines();
  ASSERT_TRUE(Call(&Ledger::TransferBetweenLines, TransferOf("1", "2", "60.00", "t1")).ok());
  const std::string traces = Traces();

  const auto second = Call(&Ledger::TransferBetweenLines, TransferOf("1", "2", "40.01", "t2"));

  EXPECT_EQ(ReasonOf(second.status()), "TRANSFER_ABOVE_LIMIT");
  EXPECT_EQ(Traces(), traces);
  EXPECT_TRUE(Call(&Ledger::TransferBetweenLines, TransferOf("1", "2", "40.00", "t3")).ok());
}

TEST_F(LedgerTest, RepeatedTransfer_HasOneEffectAndOneAnswer) {
  MakeTwoLines();
  const auto first = Call(&Ledger::TransferBetweenLines, TransferOf("1", "2", "10.00", "t1"));
  const std::string traces = Traces();

  const auto again = Call(&Ledger::TransferBetweenLines, TransferOf("1", "2", "10.00", "t1"));

  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(Traces(), traces);
}

TEST_F(LedgerTest, RehearsedTransfer_AnswersAndKeepsNothing) {
  MakeTwoLines();
  const std::string traces = Traces();
  v1::TransferBetweenLinesRequest request = TransferOf("1", "2", "10.00", "t1");
  request.set_validate_only(true);

  const auto rehearsed = Call(&Ledger::TransferBetweenLines, request);

  ASSERT_TRUE(rehearsed.ok()) << rehearsed.status();
  EXPECT_EQ(Show(rehearsed->parts()), "8.50 1.50 0.00");
  EXPECT_EQ(Traces(), traces);
}

TEST_F(LedgerTest, TransferOfWhatIsUsedOrOfNoLine_IsRefused) {
  MakeTwoLines();
  ASSERT_TRUE(RecordCost("1", "950.00", "c1").ok());

  EXPECT_EQ(ReasonOf(Call(&Ledger::TransferBetweenLines, TransferOf("1", "2", "50.01", "t1")).status()),
            "TRANSFER_ABOVE_LEFT");
  EXPECT_EQ(ReasonOf(Call(&Ledger::TransferBetweenLines, TransferOf("1", "9", "1.00", "t2")).status()),
            "LINE_NOT_FOUND");
  EXPECT_EQ(
      ReasonOf(Call(&Ledger::TransferBetweenLines, TransferOf("\"},{", "2", "1.00", "t3")).status()),
      "LINE_NOT_FOUND");
  v1::TransferBetweenLinesRequest early = TransferOf("1", "2", "1.00", "t4");
  early.mutable_transfer()->set_valid_on("2017-04-17");
  EXPECT_EQ(ReasonOf(Call(&Ledger::TransferBetweenLines, early).status()), "TRANSFER_OUTSIDE_CONTRACT");
}

TEST_F(LedgerTest, TransferWithManyFaults_IsToldEachWithItsField) {
  MakeTwoLines();
  v1::TransferBetweenLinesRequest request = TransferOf("8", "9", "0.00", "t1");
  request.mutable_transfer()->set_valid_on("2017-04-17");

  const absl::Status refused = Call(&Ledger::TransferBetweenLines, request).status();

  EXPECT_EQ(ReasonOf(refused), "TRANSFER_OUTSIDE_CONTRACT");
  std::vector<std::string> said;
  for (const Violation& fault : ViolationsOf(refused)) said.push_back(fault.field + " " + fault.reason);
  EXPECT_THAT(
      said, ::testing::ElementsAre("transfer.validOn TRANSFER_OUTSIDE_CONTRACT",
                                   "transfer.fromLine LINE_NOT_FOUND", "transfer.toLine LINE_NOT_FOUND",
                                   "transfer.amount TRANSFER_NOT_POSITIVE"));
}

TEST_F(LedgerTest, OppositeTransfersAtOnce_AllEnd) {
  MakeTwoLines();
  std::vector<std::thread> clients;
  for (int i = 0; i < 8; ++i) {
    clients.emplace_back([&, i] {
      const bool there = i % 2 == 0;
      EXPECT_TRUE(Call(&Ledger::TransferBetweenLines,
                       TransferOf(there ? "1" : "2", there ? "2" : "1", "10.00", absl::StrCat("t", i)))
                      .ok());
    });
  }
  for (std::thread& client : clients) client.join();

  EXPECT_EQ(Caps(), "1: 850.00 150.00 0.00; 2: 850.00 150.00 0.00");
  ExpectBooksAgree();
}

TEST_F(LedgerTest, Transfer_LeavesEventAndEvidence) {
  MakeTwoLines();
  ASSERT_TRUE(Call(&Ledger::TransferBetweenLines, TransferOf("1", "2", "10.00", "t1")).ok());
  const pqxx::result traces = sandbox().Inspect(R"sql(
    select (select count(1) from budgets.event where type = 'tranche.budgets.v1.TransferRecorded'),
           (select count(1) from budgets.evidence where action = 'budgets.transfer' and request_id = 't1'
               and reason = 'Повече пътувания'))sql");
  EXPECT_EQ(traces[0][0].as<int>(), 1);
  EXPECT_EQ(traces[0][1].as<int>(), 1);
}

TEST_F(LedgerTest, TransfersAfterARevision_AreCountedAnew) {
  MakeTwoLines();
  ASSERT_TRUE(Call(&Ledger::TransferBetweenLines, TransferOf("1", "2", "100.00", "t1")).ok());
  const std::string version = Entered();
  ASSERT_TRUE(
      Call(&Ledger::ReviseBudget, RevisionOf(version, {{"1", "1000.00"}, {"2", "1000.00"}}, "r1"))
          .ok());

  const auto transfer = Call(&Ledger::TransferBetweenLines, TransferOf("1", "2", "100.00", "t2"));

  ASSERT_TRUE(transfer.ok()) << transfer.status();
  EXPECT_EQ(transfer->rule().moved_before().amount(), "0.00");
  ExpectBooksAgree();
}

// Line 2 begins with 10.00 and gets the rest on 1 March; moving that away from a day before would leave
// it below zero on that day.
TEST_F(LedgerTest, TransferBeforeTheLastRevision_IsRefusedSinceTheCapWasNotThereYet) {
  ASSERT_TRUE(Conclude("1700.00", "300.00", "0.00").ok());
  ASSERT_TRUE(MakeBudget({{"1", "1990.00"}, {"2", "10.00"}}).ok());
  const std::string version = Entered();
  ASSERT_TRUE(
      Call(&Ledger::ReviseBudget, RevisionOf(version, {{"1", "10.00"}, {"2", "1990.00"}}, "r1")).ok());

  const auto early =
      Call(&Ledger::TransferBetweenLines, TransferOf("2", "1", "199.00", "t1", "2018-02-28"));

  EXPECT_EQ(ReasonOf(early.status()), "TRANSFER_BEFORE_LAST");
  EXPECT_THAT(ValuesOf(early.status()), ::testing::Contains(::testing::Pair("last", "2018-03-01")));
  const auto later =
      Call(&Ledger::TransferBetweenLines, TransferOf("2", "1", "199.00", "t2", "2018-03-02"));
  ASSERT_TRUE(later.ok()) << later.status();
  EXPECT_EQ(ReasonOf(Call(&Ledger::TransferBetweenLines, TransferOf("1", "2", "1.00", "t3")).status()),
            "TRANSFER_BEFORE_LAST");
  EXPECT_EQ(LowestCapOnAnyDay(), "1000");
}

TEST_F(LedgerTest, ContractWithoutABudget_IsNotMoved) {
  ASSERT_TRUE(Conclude("1700.00", "300.00", "0.00").ok());
  EXPECT_EQ(ReasonOf(Call(&Ledger::TransferBetweenLines, TransferOf("1", "2", "1.00", "t1")).status()),
            "BUDGET_MISSING");
  EXPECT_EQ(ReasonOf(Check().status()), "NOT_FOUND");
}

}  // namespace
}  // namespace tranche::budgets
