// SPDX-License-Identifier: EUPL-1.2
// Revisions through gRPC, alone, at once and interrupted, with the versions of the real proposals.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "budgets/testing/ledger_fixture.h"
#include "platform/base/error.h"

namespace tranche::budgets {
namespace {

// Costs take what they can while a revision lowers their line: whoever is first is heard, and the sums
// hold.
TEST_F(LedgerTest, CostsWhileARevisionLowersTheirLine_NeverOverspend) {
  MakeTwoLines();
  const std::string version = Entered();
  std::vector<std::thread> clients;
  for (int i = 0; i < 6; ++i) {
    clients.emplace_back([&, i] {
      for (int n = 0; n < 5; ++n) RecordCost("1", "40.00", absl::StrCat("c", i, "-", n)).IgnoreError();
    });
  }
  clients.emplace_back([&] {
    Call(&Ledger::ReviseBudget, RevisionOf(version, {{"1", "600.00"}, {"2", "1400.00"}}, "r1"))
        .IgnoreError();
  });
  for (std::thread& client : clients) client.join();

  ExpectBooksAgree();
  const auto budget = Budget();
  const v1::Line& line = budget->lines(0);
  EXPECT_EQ(budget->caps().total().amount(), "2000.00");
  // Either the revision was first, or more was used than it would leave and it was refused.
  EXPECT_TRUE(line.caps().total().amount() == "600.00" || line.reserved().total().amount() == "1000.00")
      << line.DebugString();
}

TEST_F(LedgerTest, Revision_PutsVersionAndCapsIntoForce) {
  MakeTwoLines();
  ASSERT_TRUE(RecordCost("1", "400.00", "c1").ok());
  const std::string version = Entered("1275.00", "225.00", "0.00");

  const auto revision =
      Call(&Ledger::ReviseBudget, RevisionOf(version, {{"1", "500.00"}, {"2", "1000.00"}}, "r1"));

  ASSERT_TRUE(revision.ok()) << revision.status();
  EXPECT_EQ(revision->state(), v1::APPLIED);
  EXPECT_EQ(Show(revision->amount()), "1275.00 225.00 0.00");
  ASSERT_EQ(revision->lines_size(), 2);
  EXPECT_EQ(revision->lines(0).before().total().amount(), "1000.00");
  EXPECT_EQ(revision->lines(0).after().total().amount(), "500.00");
  EXPECT_EQ(Budget()->caps().total().amount(), "1500.00");
  EXPECT_EQ(Contract()->version(), 2);
  EXPECT_EQ(Contract()->amount().total().amount(), "1500.00");
  EXPECT_EQ(Contract()->open_version(), "");
  ExpectBooksAgree();
}

TEST_F(LedgerTest, RevisionBelowWhatIsUsed_IsRefusedAndTheVersionStaysOpen) {
  MakeTwoLines();
  ASSERT_TRUE(RecordCost("1", "400.00", "c1").ok());
  const std::string version = Entered("1275.00", "225.00", "0.00");
  const std::string traces = Traces();

  const auto revision =
      Call(&Ledger::ReviseBudget, RevisionOf(version, {{"1", "399.99"}, {"2", "1100.01"}}, "r1"));

  EXPECT_EQ(ReasonOf(revision.status()), "INVALID_REQUEST");
  EXPECT_EQ(ViolationsOf(revision.status()).front().reason, "REVISION_BELOW_USED");
  EXPECT_EQ(Traces(), traces);
  EXPECT_EQ(Contract()->open_version(), version);
}

TEST_F(LedgerTest, RehearsedRevision_AnswersAndKeepsNothing) {
  MakeTwoLines();
  const std::string version = Entered();
  const std::string traces = Traces();
  v1::ReviseBudgetRequest request = RevisionOf(version, {{"1", "1500.00"}, {"2", "500.00"}}, "r1");
  request.set_validate_only(true);

  const auto rehearsed = Call(&Ledger::ReviseBudget, request);

  ASSERT_TRUE(rehearsed.ok()) << rehearsed.status();
  EXPECT_EQ(rehearsed->state(), v1::APPLIED);
  EXPECT_EQ(Show(rehearsed->lines(0).after()), "1275.00 225.00 0.00");
  EXPECT_EQ(Traces(), traces);
}

TEST_F(LedgerTest, RepeatedRevision_HasOneEffect) {
  MakeTwoLines();
  const std::string version = Entered();
  const v1::ReviseBudgetRequest request =
      RevisionOf(version, {{"1", "1500.00"}, {"2", "500.00"}}, "r1");
  const auto first = Call(&Ledger::ReviseBudget, request);
  ASSERT_TRUE(first.ok()) << first.status();
  const std::string traces = Traces();

  const auto again = Call(&Ledger::ReviseBudget, request);

  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(Traces(), traces);
  EXPECT_EQ(ReasonOf(Call(&Ledger::ReviseBudget,
                          RevisionOf(version, {{"1", "1400.00"}, {"2", "600.00"}}, "r2"))
                         .status()),
            "REVISION_OPEN");
}

TEST_F(LedgerTest, SameRevisionTwiceAtOnce_HasOneEffectAndOneAnswer) {
  MakeTwoLines();
  const v1::ReviseBudgetRequest request =
      RevisionOf(Entered(), {{"1", "1500.00"}, {"2", "500.00"}}, "r1");
  std::vector<std::string> answers(4);
  std::vector<std::thread> clients;
  for (std::string& answer : answers) {
    clients.emplace_back([&] {
      const auto revision = Call(&Ledger::ReviseBudget, request);
      EXPECT_TRUE(revision.ok()) << revision.status();
      if (revision.ok()) answer = revision->SerializeAsString();
    });
  }
  for (std::thread& client : clients) client.join();

  EXPECT_THAT(answers, ::testing::Each(answers[0]));
  EXPECT_EQ(Caps(), "1: 1275.00 225.00 0.00; 2: 425.00 75.00 0.00");
  ExpectBooksAgree();
}

// proposals is away between the two steps: what lines lose is held, and a repeat carries on.
TEST_F(LedgerTest, RevisionThatWasInterrupted_HoldsAndIsCarriedOn) {
  MakeTwoLines();
  const std::string version = Entered();
  sandbox().Inspect(
      "alter function proposals.put_in_force(text, text, integer) rename to put_in_force_away");
  const v1::ReviseBudgetRequest request =
      RevisionOf(version, {{"1", "1500.00"}, {"2", "500.00"}}, "r1");

  EXPECT_FALSE(Call(&Ledger::ReviseBudget, request).ok());

  EXPECT_EQ(Caps(), "1: 850.00 150.00 0.00; 2: 425.00 75.00 0.00");
  ExpectBooksAgree();
  EXPECT_EQ(ReasonOf(RecordCost("2", "500.01", "c1").status()), "LINE_EXHAUSTED");
  EXPECT_EQ(ReasonOf(Call(&Ledger::TransferBetweenLines, TransferOf("1", "2", "1.00", "t1")).status()),
            "REVISION_OPEN");
  sandbox().Inspect(
      "alter function proposals.put_in_force_away(text, text, integer) rename to put_in_force");
  const auto carried_on = Call(&Ledger::ReviseBudget, request);
  ASSERT_TRUE(carried_on.ok()) << carried_on.status();
  EXPECT_EQ(Caps(), "1: 1275.00 225.00 0.00; 2: 425.00 75.00 0.00");
  ExpectBooksAgree();
}

// The version is withdrawn while its revision is prepared: what was held is given back, by event or by
// the repeat, whichever comes first.
TEST_F(LedgerTest, VersionWithdrawnWhileItsRevisionIsPrepared_GivesBackWhatWasHeld) {
  MakeTwoLines();
  const std::string version = Entered();
  sandbox().Inspect(
      "alter function proposals.put_in_force(text, text, integer) rename to put_in_force_away");
  const v1::ReviseBudgetRequest request =
      RevisionOf(version, {{"1", "1500.00"}, {"2", "500.00"}}, "r1");
  EXPECT_FALSE(Call(&Ledger::ReviseBudget, request).ok());
  ASSERT_TRUE(Withdraw(version, "withdraw").ok());

  const auto repeated = Call(&Ledger::ReviseBudget, request);

  EXPECT_EQ(ReasonOf(repeated.status()), "VERSION_NOT_ENTERED");
  EXPECT_EQ(Caps(), "1: 850.00 150.00 0.00; 2: 850.00 150.00 0.00");
  ExpectBooksAgree();
  EXPECT_EQ(Contract()->open_version(), "");
  v1::ListRevisionsRequest list;
  list.set_parent(kContract);
  EXPECT_EQ(Call(&Ledger::ListRevisions, list)->revisions(0).state(), v1::RELEASED);
}

// The process ends after proposals has put the version into force: who follows its log applies the
// rest.
TEST_F(LedgerTest, VersionInForceThatNobodyReported_IsAppliedByEvent) {
  MakeTwoLines();
  const std::string version = Entered();
  sandbox().Inspect(
      "alter function proposals.put_in_force(text, text, integer) rename to put_in_force_away");
  EXPECT_FALSE(
      Call(&Ledger::ReviseBudget, RevisionOf(version, {{"1", "1500.00"}, {"2", "500.00"}}, "r1")).ok());
  sandbox().Inspect(
      "alter function proposals.put_in_force_away(text, text, integer) rename to put_in_force");
  ASSERT_TRUE(ActivateAsBudgets(version).ok());

  FollowProposals();

  EXPECT_EQ(Caps(), "1: 1275.00 225.00 0.00; 2: 425.00 75.00 0.00");
  ExpectBooksAgree();
  EXPECT_EQ(sandbox()
                .Inspect("select count(1) from budgets.event where type like '%BudgetRevised'")[0][0]
                .as<int>(),
            1);
}

TEST_F(LedgerTest, VersionWithdrawn_IsReleasedByEvent) {
  MakeTwoLines();
  const std::string version = Entered();
  sandbox().Inspect(
      "alter function proposals.put_in_force(text, text, integer) rename to put_in_force_away");
  EXPECT_FALSE(
      Call(&Ledger::ReviseBudget, RevisionOf(version, {{"1", "1500.00"}, {"2", "500.00"}}, "r1")).ok());
  ASSERT_TRUE(Withdraw(version, "withdraw").ok());

  FollowProposals();

  EXPECT_EQ(Caps(), "1: 850.00 150.00 0.00; 2: 850.00 150.00 0.00");
  ExpectBooksAgree();
}

TEST_F(LedgerTest, VersionThatIsDraftOrLeavesTheBudget_IsNotRevised) {
  MakeTwoLines();
  const auto draft = Amend("amend");
  EXPECT_EQ(ReasonOf(Call(&Ledger::ReviseBudget, RevisionOf(draft->name(), {}, "r1")).status()),
            "VERSION_NOT_ENTERED");
  ASSERT_TRUE(Withdraw(draft->name(), "withdraw").ok());
  namespace pb = proposals::v1;
  pb::CreateContractVersionRequest longer;
  longer.set_parent(kContract);
  longer.set_request_id("longer");
  longer.mutable_version()->set_type(pb::PARTIAL_ANNEX);
  longer.mutable_version()->set_concluded_on("2018-03-01");
  longer.mutable_version()->set_document("Анекс № 2");
  longer.mutable_version()->set_reason("Удължаване");
  longer.mutable_version()->set_duration_months(20);
  const auto version = Call(&Versions::CreateContractVersion, longer);
  ASSERT_TRUE(version.ok()) << version.status();
  EXPECT_EQ(version->number(), 3);
  ASSERT_TRUE(Enter(version->name(), "enter").ok());
  EXPECT_EQ(ReasonOf(Call(&Ledger::ReviseBudget, RevisionOf(version->name(), {}, "r2")).status()),
            "REVISION_NOT_NEEDED");
}

TEST_F(LedgerTest, NewLineInARevision_GetsItsCapAndTakesCosts) {
  MakeTwoLines();
  const std::string version = Entered();
  v1::ReviseBudgetRequest request =
      RevisionOf(version, {{"1", "900.00"}, {"2", "900.00"}, {"3", "200.00"}}, "r1");

  EXPECT_EQ(ReasonOf(Call(&Ledger::ReviseBudget, request).status()), "INVALID_REQUEST");
  request.mutable_lines(2)->set_title("Пътувания");
  request.mutable_lines(2)->set_expense_type("магия");
  EXPECT_EQ(ReasonOf(Call(&Ledger::ReviseBudget, request).status()), "EXPENSE_TYPE_UNKNOWN");
  request.mutable_lines(2)->set_expense_type("events");
  const auto revision = Call(&Ledger::ReviseBudget, request);

  ASSERT_TRUE(revision.ok()) << revision.status();
  EXPECT_TRUE(RecordCost("3", "200.00", "c1").ok());
  ExpectBooksAgree();
}

// The version is signed on 1 March, after which line 2 received 100.00 on 1 April.
TEST_F(LedgerTest, RevisionSignedBeforeTheLastTransfer_HoldsFromThatTransfer) {
  ASSERT_TRUE(Conclude("1700.00", "300.00", "0.00").ok());
  ASSERT_TRUE(MakeBudget({{"1", "1990.00"}, {"2", "10.00"}}).ok());
  ASSERT_TRUE(
      Call(&Ledger::TransferBetweenLines, TransferOf("1", "2", "100.00", "t1", "2018-04-01")).ok());

  const auto revision =
      Call(&Ledger::ReviseBudget, RevisionOf(Entered(), {{"1", "2000.00"}, {"2", "0.00"}}, "r1"));

  ASSERT_TRUE(revision.ok()) << revision.status();
  EXPECT_EQ(LowestCapOnAnyDay(), "0");
  ExpectBooksAgree();
}

// A withdrawn version leaves its new line behind; the next one may call it something else.
TEST_F(LedgerTest, LineLeftByAWithdrawnVersion_TakesTheTitleAndTypeOfTheNext) {
  MakeTwoLines();
  const std::string first = Entered();
  v1::ReviseBudgetRequest request =
      RevisionOf(first, {{"1", "900.00"}, {"2", "900.00"}, {"3", "200.00"}}, "r1");
  request.mutable_lines(2)->set_title("Пътувания");
  request.mutable_lines(2)->set_expense_type("events");
  sandbox().Inspect(
      "alter function proposals.put_in_force(text, text, integer) rename to put_in_force_away");
  EXPECT_FALSE(Call(&Ledger::ReviseBudget, request).ok());
  sandbox().Inspect(
      "alter function proposals.put_in_force_away(text, text, integer) rename to put_in_force");
  ASSERT_TRUE(Withdraw(first, "withdraw").ok());
  FollowProposals();
  const auto second = Amend("amend2");
  ASSERT_TRUE(second.ok()) << second.status();
  ASSERT_TRUE(Enter(second->name(), "enter2").ok());
  request.set_name(second->name());
  request.set_request_id("r2");
  request.mutable_lines(2)->set_title("Командировки");
  request.mutable_lines(2)->set_expense_type("магия");
  EXPECT_EQ(ReasonOf(Call(&Ledger::ReviseBudget, request).status()), "EXPENSE_TYPE_UNKNOWN");
  request.mutable_lines(2)->set_expense_type("staff");

  const auto revision = Call(&Ledger::ReviseBudget, request);

  ASSERT_TRUE(revision.ok()) << revision.status();
  const auto budget = Budget();
  EXPECT_EQ(budget->lines(2).title(), "Командировки");
  EXPECT_EQ(budget->lines(2).expense_type(), "staff");
  EXPECT_EQ(budget->lines(2).caps().total().amount(), "200.00");
  ExpectBooksAgree();
}

TEST_F(LedgerTest, RevisionThatCallsALineSomethingElse_IsRefusedWithItsPlace) {
  MakeTwoLines();
  v1::ReviseBudgetRequest request = RevisionOf(Entered(), {{"1", "900.00"}, {"2", "1100.00"}}, "r1");
  request.mutable_lines(0)->set_title("Ред 1");
  request.mutable_lines(0)->set_expense_type("staff");
  request.mutable_lines(1)->set_expense_type("events");
  const std::string traces = Traces();

  const auto refused = Call(&Ledger::ReviseBudget, request);

  EXPECT_EQ(ReasonOf(refused.status()), "INVALID_REQUEST");
  ASSERT_EQ(ViolationsOf(refused.status()).size(), 1u);
  EXPECT_EQ(ViolationsOf(refused.status())[0].field, "lines[1]");
  EXPECT_EQ(ViolationsOf(refused.status())[0].reason, "LINE_DIFFERS");
  EXPECT_EQ(Traces(), traces);
  request.mutable_lines(1)->clear_expense_type();
  EXPECT_TRUE(Call(&Ledger::ReviseBudget, request).ok());
}

TEST_F(LedgerTest, RepeatThatNamesALineTheRevisionLacks_IsRefused) {
  MakeTwoLines();
  v1::ReviseBudgetRequest request = Interrupted();
  request.set_request_id("r2");
  v1::RevisedLine* more = request.add_lines();
  more->set_code("3");
  more->set_title("Пътувания");
  more->set_expense_type("events");
  SetMoney(more->mutable_total(), "0.00");

  EXPECT_EQ(ReasonOf(Call(&Ledger::ReviseBudget, request).status()), "REVISION_OPEN");
  EXPECT_THAT(Revisions(), ::testing::ElementsAre("PREPARED"));
}

// Nobody followed proposals meanwhile: whoever comes next asks it and gives back what is held.
TEST_F(LedgerTest, HoldOfAWithdrawnVersion_EndsWithTheNextRevision) {
  MakeTwoLines();
  ASSERT_TRUE(Withdraw(Interrupted().name(), "withdraw").ok());
  const auto second = Amend("amend2");
  ASSERT_TRUE(second.ok()) << second.status();
  ASSERT_TRUE(Enter(second->name(), "enter2").ok());

  const auto revision = Call(&Ledger::ReviseBudget,
                             RevisionOf(second->name(), {{"1", "900.00"}, {"2", "1100.00"}}, "r2"));

  ASSERT_TRUE(revision.ok()) << revision.status();
  EXPECT_THAT(Revisions(), ::testing::ElementsAre("RELEASED", "APPLIED"));
  EXPECT_EQ(Caps(), "1: 765.00 135.00 0.00; 2: 935.00 165.00 0.00");
  ExpectBooksAgree();
}

TEST_F(LedgerTest, HoldOfAWithdrawnVersion_EndsWithTheNextTransfer) {
  MakeTwoLines();
  ASSERT_TRUE(Withdraw(Interrupted().name(), "withdraw").ok());

  const auto transfer = Call(&Ledger::TransferBetweenLines, TransferOf("1", "2", "10.00", "t1"));

  ASSERT_TRUE(transfer.ok()) << transfer.status();
  EXPECT_THAT(Revisions(), ::testing::ElementsAre("RELEASED"));
  ExpectBooksAgree();
}

// The version came into force and was followed by another before anybody told budgets.
TEST_F(LedgerTest, RevisionOfAnArchivedVersion_IsNotGivenBackButApplied) {
  MakeTwoLines();
  const v1::ReviseBudgetRequest request = Interrupted();
  ASSERT_TRUE(ActivateAsBudgets(request.name()).ok());
  namespace pb = proposals::v1;
  pb::CreateContractVersionRequest longer;
  longer.set_parent(kContract);
  longer.set_request_id("longer");
  longer.mutable_version()->set_type(pb::PARTIAL_ANNEX);
  longer.mutable_version()->set_concluded_on("2018-03-01");
  longer.mutable_version()->set_document("Анекс № 2");
  longer.mutable_version()->set_reason("Удължаване");
  longer.mutable_version()->set_duration_months(20);
  const auto third = Call(&Versions::CreateContractVersion, longer);
  ASSERT_TRUE(third.ok()) << third.status();
  ASSERT_TRUE(Enter(third->name(), "enter3").ok());
  pb::ActivateContractVersionRequest activate;
  activate.set_name(third->name());
  activate.set_request_id("activate3");
  ASSERT_TRUE(Call(&Versions::ActivateContractVersion, activate).ok());

  EXPECT_EQ(ReasonOf(Call(&Ledger::ReviseBudget, request).status()), "VERSION_NOT_ENTERED");

  EXPECT_THAT(Revisions(), ::testing::ElementsAre("PREPARED"));
  FollowProposals();
  EXPECT_THAT(Revisions(), ::testing::ElementsAre("APPLIED"));
  EXPECT_EQ(Caps(), "1: 1275.00 225.00 0.00; 2: 425.00 75.00 0.00");
  ExpectBooksAgree();
}

}  // namespace
}  // namespace tranche::budgets
