// SPDX-License-Identifier: EUPL-1.2
// The journal and the check of the books, and who finds what is wrong with them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "budgets/testing/ledger_fixture.h"
#include "platform/base/error.h"

namespace tranche::budgets {
namespace {

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
