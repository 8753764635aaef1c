// SPDX-License-Identifier: EUPL-1.2
// Transfers, revisions, the check of the books, plan and forecast through gRPC, with the real proposals
// and reference beside.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "budgets/ledger/ledger_job_service.h"
#include "budgets/testing/ledger_world.h"
#include "platform/base/error.h"

namespace tranche::budgets {
namespace {

class LedgerTest : public ::testing::Test, protected LedgerWorld {
 protected:
  // 2,000.00 at 85/15 over two lines.
  void MakeTwoLines() {
    ASSERT_TRUE(Conclude("1700.00", "300.00", "0.00").ok());
    const absl::Status made = MakeBudget({{"1", "1000.00"}, {"2", "1000.00"}});
    ASSERT_TRUE(made.ok()) << made;
  }

  // The name of version 2, entered.
  std::string Entered(const std::string& eu = "", const std::string& national = "",
                      const std::string& own = "") {
    const auto version = Amend("amend", eu, national, own);
    EXPECT_TRUE(version.ok()) << version.status();
    EXPECT_TRUE(Enter(version->name(), "enter").ok());
    return version->name();
  }

  std::string Caps() {
    const auto budget = Budget();
    std::string caps;
    for (const v1::Line& line : budget->lines()) {
      absl::StrAppend(&caps, caps.empty() ? "" : "; ", line.code(), ": ", Show(line.caps()));
    }
    return caps;
  }

  void ExpectBooksAgree() {
    const auto check = Check();
    ASSERT_TRUE(check.ok()) << check.status();
    EXPECT_EQ(check->verdict(), v1::BOOKS_AGREE) << check->DebugString();
  }

  // What is left of the lowest cap that a line had on any day, by the journal.
  std::string LowestCapOnAnyDay() {
    return sandbox()
        .Inspect(R"sql(
          select min(cap) from (
            select sum(sum((eu_minor + national_minor + own_minor) * case credit when 'cap' then 1 else -1 end))
                     over (partition by line_code order by valid_on) as cap
              from budgets.posting where 'cap' in (debit, credit)
             group by line_code, valid_on) as by_day)sql")[0][0]
        .as<std::string>();
  }

  // Version 2 has its revision prepared, and proposals did not put it into force.
  v1::ReviseBudgetRequest Interrupted() {
    const v1::ReviseBudgetRequest request =
        RevisionOf(Entered(), {{"1", "1500.00"}, {"2", "500.00"}}, "r1");
    sandbox().Inspect(
        "alter function proposals.put_in_force(text, text, integer) rename to put_in_force_away");
    EXPECT_FALSE(Call(&Ledger::ReviseBudget, request).ok());
    sandbox().Inspect(
        "alter function proposals.put_in_force_away(text, text, integer) rename to put_in_force");
    return request;
  }

  // The state of each revision.
  std::vector<std::string> Revisions() {
    v1::ListRevisionsRequest list;
    list.set_parent(kContract);
    std::vector<std::string> states;
    const auto listed = Call(&Ledger::ListRevisions, list);
    for (const v1::Revision& revision : listed->revisions()) {
      states.push_back(v1::RevisionState_Name(revision.state()));
    }
    return states;
  }

  // As budgets does, under its own token.
  absl::Status ActivateAsBudgets(const std::string& version) {
    proposals::v1::ActivateRevisedVersionRequest request;
    request.set_name(version);
    request.set_asked_by("finance@mineralni-bani");
    request.set_request_id("activate");
    grpc::ClientContext context;
    proposals().SignIn(
        &context,
        {.subject = "service/budgets", .organisations = {kOrganisation}, .roles = {"SERVICE"}});
    proposals::v1::ContractVersion response;
    return rpc::FromGrpcStatus(proposals::v1::ContractVersionsService::NewStub(proposals().channel())
                                   ->ActivateRevisedVersion(&context, request, &response));
  }

  // No consumer runs in these tests; who asks for what budgets does not know makes it follow.
  void FollowProposals() {
    v1::CheckLedgerRequest request;
    request.set_name("organisations/mineralni-bani/contracts/X/ledgerCheck");
    EXPECT_EQ(ReasonOf(Call(&Ledger::CheckLedger, request).status()), "NOT_FOUND");
  }

  // Everything that a write leaves behind.
  std::string Traces() {
    return sandbox()
        .Inspect(R"sql(
          select concat_ws(' ', (select count(1) from budgets.request), (select count(1) from budgets.posting),
                           (select count(1) from budgets.transfer), (select count(1) from budgets.revision),
                           (select count(1) from budgets.spending_plan), (select count(1) from budgets.event),
                           (select count(1) from budgets.evidence),
                           (select string_agg(line::text, ';' order by code) from budgets.line),
                           (select string_agg(contract::text, ';') from proposals.contract)))sql")[0][0]
        .as<std::string>();
  }
};

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

TEST_F(LedgerTest, Journal_TellsEachMovementWithWhatItIsAbout) {
  MakeTwoLines();
  const auto transfer = Call(&Ledger::TransferBetweenLines, TransferOf("1", "2", "100.00", "t1"));
  ASSERT_TRUE(transfer.ok()) << transfer.status();
  v1::ListPostingsRequest list;
  list.set_parent(kContract);
  const auto all = Call(&Ledger::ListPostings, list);
  ASSERT_TRUE(all.ok()) << all.status();
  ASSERT_EQ(all->postings_size(), 4);
  const v1::Posting& allotted = all->postings(0);
  EXPECT_EQ(allotted.credit(), v1::CAP_ACCOUNT);
  EXPECT_EQ(allotted.debit(), v1::AVAILABLE_ACCOUNT);
  EXPECT_EQ(Show(allotted.amount()), "850.00 150.00 0.00");
  EXPECT_EQ(allotted.record(), "");
  list.set_line("2");
  list.set_page_size(1);
  const auto first = Call(&Ledger::ListPostings, list);
  ASSERT_TRUE(first.ok()) << first.status();
  list.set_page_token(first->next_page_token());
  const auto second = Call(&Ledger::ListPostings, list);
  ASSERT_TRUE(second.ok()) << second.status();
  ASSERT_EQ(second->postings_size(), 1);
  EXPECT_EQ(second->postings(0).line(), "2");
  EXPECT_EQ(Show(second->postings(0).amount()), "85.00 15.00 0.00");
  EXPECT_EQ(second->postings(0).record(), transfer->name());
  EXPECT_EQ(second->postings(0).valid_on(), transfer->valid_on());
  EXPECT_EQ(second->next_page_token(), "");
  // A page belongs to the line that was asked for.
  list.set_line("1");
  EXPECT_EQ(ReasonOf(Call(&Ledger::ListPostings, list).status()), "PAGE_TOKEN_INVALID");
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

TEST_F(LedgerTest, BudgetWhoseLinesAreGone_Disagrees) {
  MakeTwoLines();
  sandbox().Inspect("delete from budgets.posting");
  sandbox().Inspect("delete from budgets.line");
  v1::ListLedgerChecksRequest request;
  request.set_parent("organisations/-");

  const auto checks = Call(&Ledger::ListLedgerChecks, request);

  ASSERT_TRUE(checks.ok()) << checks.status();
  ASSERT_EQ(checks->checks_size(), 1);
  EXPECT_EQ(checks->checks(0).verdict(), v1::BOOKS_DISAGREE);
  ASSERT_GE(checks->checks(0).findings_size(), 1);
  EXPECT_EQ(checks->checks(0).findings(0).balance(), v1::CAPS_OF_CONTRACT);
  EXPECT_EQ(checks->checks(0).findings(0).kept().amount(), "1700.00");
}

TEST_F(LedgerTest, ContractWithoutABudget_IsNotMoved) {
  ASSERT_TRUE(Conclude("1700.00", "300.00", "0.00").ok());
  EXPECT_EQ(ReasonOf(Call(&Ledger::TransferBetweenLines, TransferOf("1", "2", "1.00", "t1")).status()),
            "BUDGET_MISSING");
  EXPECT_EQ(ReasonOf(Check().status()), "NOT_FOUND");
}

// A row that was changed behind the service's back is found and named.
TEST_F(LedgerTest, BalanceChangedBehindItsBack_IsFoundWithItsPlace) {
  MakeTwoLines();
  ASSERT_TRUE(RecordCost("1", "400.00", "c1").ok());
  ExpectBooksAgree();
  sandbox().Inspect(
      "update budgets.line set spent_national_minor = spent_national_minor + 1 where code = '2'");

  const auto check = Check();

  ASSERT_TRUE(check.ok()) << check.status();
  EXPECT_EQ(check->verdict(), v1::BOOKS_DISAGREE);
  ASSERT_EQ(check->findings_size(), 1);
  EXPECT_EQ(check->findings(0).line(), "2");
  EXPECT_EQ(check->findings(0).balance(), v1::SPENT_ON_LINE);
  EXPECT_EQ(check->findings(0).payer(), v1::NATIONAL_PART);
  EXPECT_EQ(check->findings(0).kept().amount(), "0.01");
  EXPECT_EQ(check->findings(0).recomputed().amount(), "0.00");
}

TEST_F(LedgerTest, PostingChangedOrContractChanged_IsFoundToo) {
  MakeTwoLines();
  ASSERT_TRUE(Call(&Ledger::TransferBetweenLines, TransferOf("1", "2", "100.00", "t1")).ok());
  sandbox().Inspect("update budgets.posting set own_minor = 5 where debit = 'cap'");
  sandbox().Inspect("update budgets.contract set amount_eu_minor = amount_eu_minor + 1");

  const auto check = Check();

  ASSERT_TRUE(check.ok()) << check.status();
  std::vector<std::string> found;
  for (const v1::LedgerFinding& finding : check->findings()) {
    found.push_back(absl::StrCat(finding.line(), " ", v1::LedgerBalance_Name(finding.balance()), " ",
                                 v1::Payer_Name(finding.payer())));
  }
  EXPECT_THAT(found, ::testing::ElementsAre("1 CAP_OF_LINE OWN_PART", "1 TRANSFERS_OF_LINE OWN_PART",
                                            " CAPS_OF_CONTRACT EU_PART"));
}

TEST_F(LedgerTest, ChecksOfAllContracts_ComeInPages) {
  MakeTwoLines();
  v1::ListLedgerChecksRequest request;
  request.set_parent("organisations/-");
  request.set_page_size(1);
  const auto page = Call(&Ledger::ListLedgerChecks, request);
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->checks_size(), 1);
  EXPECT_EQ(page->checks(0).contract_number(), "BG05M9OP001-2.005-0063-C01");
  EXPECT_EQ(page->checks(0).postings(), 2);
  EXPECT_EQ(page->next_page_token(), "");
  request.set_page_token("нещо");
  EXPECT_EQ(ReasonOf(Call(&Ledger::ListLedgerChecks, request).status()), "PAGE_TOKEN_INVALID");
}

v1::SetSpendingPlanRequest PlanOf(
    const std::vector<std::tuple<std::string, int, int, std::string>>& quarters,
    const std::string& key) {
  v1::SetSpendingPlanRequest request;
  request.set_parent(kContract);
  request.set_request_id(key);
  request.mutable_plan()->set_reason("Първоначален план");
  for (const auto& [line, year, quarter, amount] : quarters) {
    v1::PlannedQuarter* planned = request.mutable_plan()->add_quarters();
    planned->set_line(line);
    planned->set_year(year);
    planned->set_quarter(quarter);
    SetMoney(planned->mutable_amount(), amount);
  }
  return request;
}

TEST_F(LedgerTest, SpendingPlan_IsNotSetWhileAReportPackageIsOpen) {
  MakeTwoLines();
  const auto stub = proposals::v1::ProposalsService::NewStub(proposals().channel());
  const rpc::Actor payments = {
      .subject = "service/payments", .organisations = {kOrganisation}, .roles = {"SERVICE"}};
  proposals::v1::HoldContractRequest hold;
  hold.set_name(absl::StrCat(kContract, "/packages/3"));
  hold.set_number(1);
  grpc::ClientContext holding;
  proposals().SignIn(&holding, payments);
  proposals::v1::ContractHold answer;
  ASSERT_TRUE(stub->HoldContract(&holding, hold, &answer).ok());
  const v1::SetSpendingPlanRequest plan = PlanOf({{"1", 2018, 1, "500.00"}}, "p1");
  EXPECT_EQ(ReasonOf(Call(&Ledger::SetSpendingPlan, plan).status()), "CONTRACT_PACKAGE_OPEN");
  proposals::v1::ReleaseContractRequest release;
  release.set_name(hold.name());
  release.set_number(1);
  grpc::ClientContext releasing;
  proposals().SignIn(&releasing, payments);
  ASSERT_TRUE(stub->ReleaseContract(&releasing, release, &answer).ok());
  EXPECT_TRUE(Call(&Ledger::SetSpendingPlan, plan).ok());
}

TEST_F(LedgerTest, SpendingPlan_IsKeptInVersions) {
  MakeTwoLines();
  const auto first = Call(&Ledger::SetSpendingPlan,
                          PlanOf({{"1", 2018, 1, "500.00"}, {"2", 2017, 4, "300.00"}}, "p1"));
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->version(), 1);
  EXPECT_EQ(first->total().amount(), "800.00");
  const auto second = Call(&Ledger::SetSpendingPlan, PlanOf({{"", 2018, 2, "900.00"}}, "p2"));
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->version(), 2);

  v1::GetSpendingPlanRequest get;
  get.set_name(absl::StrCat(kContract, "/spendingPlan"));
  EXPECT_EQ(Call(&Ledger::GetSpendingPlan, get)->SerializeAsString(), second->SerializeAsString());
  get.set_version(1);
  EXPECT_EQ(Call(&Ledger::GetSpendingPlan, get)->SerializeAsString(), first->SerializeAsString());
  get.set_version(3);
  EXPECT_EQ(ReasonOf(Call(&Ledger::GetSpendingPlan, get).status()), "NOT_FOUND");
  EXPECT_EQ(
      ReasonOf(Call(&Ledger::SetSpendingPlan, PlanOf({{"1", 2018, 1, "1000.01"}}, "p3")).status()),
      "INVALID_REQUEST");
}

TEST_F(LedgerTest, PlanThatWasNeverSet_IsEmptyAndHasNoVersion) {
  MakeTwoLines();
  v1::GetSpendingPlanRequest get;
  get.set_name(absl::StrCat(kContract, "/spendingPlan"));
  const auto plan = Call(&Ledger::GetSpendingPlan, get);
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->version(), 0);
  EXPECT_EQ(plan->quarters_size(), 0);
  EXPECT_EQ(plan->total().amount(), "0.00");
}

TEST_F(LedgerTest, Forecast_SetsPlanAgainstUseByQuarter) {
  MakeTwoLines();
  ASSERT_TRUE(
      Call(&Ledger::SetSpendingPlan, PlanOf({{"1", 2018, 1, "500.00"}, {"2", 2018, 2, "300.00"}}, "p1"))
          .ok());
  ASSERT_TRUE(RecordCost("1", "400.00", "c1").ok());  // Paid on 2018-02-05.
  const auto refused = RecordCost("2", "100.00", "c2");
  ASSERT_TRUE(Decide(refused->name(), false, "d1").ok());  // On 2018-06-01.
  v1::GetForecastRequest request;
  request.set_name(absl::StrCat(kContract, "/forecast"));
  request.set_as_of("2018-06-30");

  const auto forecast = Call(&Ledger::GetForecast, request);

  ASSERT_TRUE(forecast.ok()) << forecast.status();
  EXPECT_EQ(forecast->plan_version(), 1);
  ASSERT_EQ(forecast->quarters_size(), 2);
  EXPECT_EQ(forecast->quarters(0).planned().amount(), "500.00");
  EXPECT_EQ(forecast->quarters(0).used().amount(), "500.00");
  EXPECT_EQ(forecast->quarters(1).used().amount(), "-100.00");
  EXPECT_EQ(forecast->contract().used().amount(), "400.00");
  EXPECT_EQ(forecast->contract().cap().amount(), "2000.00");
  EXPECT_EQ(forecast->contract().planned_to_date().amount(), "800.00");
  EXPECT_EQ(forecast->contract().absorption_percent(), "20.00");
  // 439 of 549 days are gone: 400.00 × 549 / 439.
  EXPECT_EQ(forecast->contract().projected().amount(), "500.23");
  EXPECT_THAT(forecast->contract().warnings(),
              ::testing::ElementsAre(v1::BEHIND_PLAN, v1::LEFT_AT_THE_END));
  ASSERT_EQ(forecast->lines_size(), 2);
  EXPECT_EQ(forecast->lines(1).used().amount(), "0.00");
  EXPECT_EQ(forecast->decommitment().day(), "2020-12-31");
  EXPECT_EQ(forecast->decommitment().at_risk().amount(), "1499.77");
  EXPECT_FALSE(forecast->decommitment().verified());
}

// The job of the role itself, over all organisations.
TEST_F(LedgerTest, Job_FindsAContractWhoseBalanceWasSpoilt) {
  MakeTwoLines();
  ASSERT_TRUE(RecordCost("1", "10.00", "a").ok());
  LedgerJob job(budgets().context());
  LedgerJob::Result result = job.CheckAll();
  EXPECT_EQ(result.checked, 1);
  EXPECT_EQ(result.disagreeing, 0);
  EXPECT_EQ(result.failed, 0);

  sandbox().Inspect(
      "update budgets.line set reserved_eu_minor = reserved_eu_minor - 1 where code = '1'");
  result = job.CheckAll();
  EXPECT_EQ(result.checked, 1);
  EXPECT_EQ(result.disagreeing, 1);
  // The gateway's /healthz reads it under this name.
  EXPECT_THAT(budgets().context().observer->Expose(),
              ::testing::HasSubstr("\ntranche_ledger_disagreeing_contracts 1\n"));

  sandbox().Inspect(
      "update budgets.line set reserved_eu_minor = reserved_eu_minor + 1 where code = '1'");
  EXPECT_EQ(job.CheckAll().disagreeing, 0);

  // Not even to be added up.
  sandbox().Inspect("update budgets.line set currency = 'EUR' where code = '1'");
  result = job.CheckAll();
  EXPECT_EQ(result.disagreeing, 1);
  EXPECT_EQ(result.failed, 0);
}

}  // namespace
}  // namespace tranche::budgets
