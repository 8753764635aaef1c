// SPDX-License-Identifier: EUPL-1.2
// Transfers, revisions, the check of the books, plan and forecast through gRPC, with the real proposals
// and reference beside.
#pragma once

#include <gtest/gtest.h>

#include "budgets/ledger/ledger_job_service.h"
#include "budgets/testing/ledger_world.h"
#include "platform/base/error.h"

namespace tranche::budgets {

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

}  // namespace tranche::budgets
