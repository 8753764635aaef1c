// SPDX-License-Identifier: EUPL-1.2
// Conversions among what else happens to a contract: versions, revisions, contracts that share a
// document, and random ledgers.
#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <random>

#include "budgets/testing/redenomination_fixture.h"
#include "platform/base/error.h"

namespace tranche::budgets {
namespace {

using ::testing::IsEmpty;

TEST_F(RedenominationTest, ADocumentOfTwoContracts_IsConvertedWithTheLastOfThem) {
  ConcludeMineralniBani();
  // Half of one invoice of 3.90 lev for each contract.
  const auto record = [&](const std::string& key) {
    v1::RecordCostRequest request;
    request.set_parent(contract());
    request.set_request_id(key);
    v1::Cost* cost = request.mutable_cost();
    cost->set_line("1");
    SetMoney(cost->mutable_claimed(), "1.95");
    v1::CostDocument* document = cost->mutable_document();
    document->set_type(v1::INVOICE);
    document->set_number("77");
    document->set_issued_on("2018-02-01");
    document->set_paid_on("2018-02-05");
    document->set_issuer("Доставки ЕООД");
    SetMoney(document->mutable_total(), "3.90");
    return Call(&Budgets::RecordCost, request);
  };
  const auto document = [&] {
    const pqxx::row row = sandbox().Inspect(
        "select currency, total_minor, claimed_minor, excess_minor from budgets.document")[0];
    return absl::StrCat(row[0].c_str(), " ", row[1].c_str(), " ", row[2].c_str(), " ", row[3].c_str());
  };
  const auto first = record("a");
  ASSERT_TRUE(first.ok()) << first.status();
  GoOnWith("BG05M9OP001-2.005-0064");
  ConcludeMineralniBani();
  const auto second = record("b");
  ASSERT_TRUE(second.ok()) << second.status();
  AfterTheChangeover();
  EXPECT_EQ(document(), "BGN 390 390 0");

  ASSERT_TRUE(ConvertAndFollow("second").ok());
  EXPECT_EQ(document(), "BGN 390 390 0");
  // What a refusal in euro gives back of a document in lev is its claim in lev.
  ASSERT_TRUE(Decide(second->name(), false, "refuse").ok());
  EXPECT_EQ(document(), "BGN 390 195 0");
  GoOnWith("BG05M9OP001-2.005-0063");
  ASSERT_TRUE(ConvertAndFollow("first").ok());

  EXPECT_EQ(document(), "EUR 199 100 0");
  EXPECT_THAT(BrokenRules(), IsEmpty());
}

TEST_F(RedenominationTest, TheSameEventAgain_ChangesNothing) {
  ConcludeMineralniBani();
  ASSERT_TRUE(RecordCost("1", "1.95", "a").ok());
  AfterTheChangeover();
  const auto converted = Convert();
  ASSERT_TRUE(converted.ok() && ConvertedBudget().ok());
  const auto rows = [&] {
    return sandbox().Inspect("select count(*) from budgets.posting")[0][0].as<int>();
  };
  const int before = rows();
  proposals::v1::ContractRedenominated told;
  *told.mutable_redenomination() = *converted;
  common::v1::Event event;
  event.set_organisation(kOrganisation);
  event.set_type(told.GetTypeName());
  ASSERT_TRUE(google::protobuf::util::MessageToJsonString(told, event.mutable_payload()).ok());

  const auto pool = sandbox().OpenPool("budgets");
  const absl::Status again = pg::Transact(
      *pool, budgets().Scope(::tranche::testing::TestActor(kOrganisation)), [&](pg::Tx& tx) {
        return ApplyContractEvent(tx, budgets().Scope(::tranche::testing::TestActor(kOrganisation)),
                                  event);
      });

  EXPECT_TRUE(again.ok()) << again;
  EXPECT_EQ(rows(), before);
}

// Without statistics, foreign keys of what is written are looked up by reading all costs of the
// contract, each time: autovacuum may not have been by when a file of costs was just imported.
TEST_F(RedenominationTest, ManyCostsThatWereJustWritten_AreKnownToThePlannerBeforeTheyAreConverted) {
  ConcludeMineralniBani();
  const auto known = [&] {
    return sandbox()
        .Inspect("select reltuples::bigint from pg_class where oid = 'budgets.cost'::regclass")[0][0]
        .as<int64_t>();
  };
  const auto learn = [&] {
    const auto pool = sandbox().OpenPool("budgets");
    const absl::Status learned = pg::Transact(
        *pool, budgets().Scope(::tranche::testing::TestActor(kOrganisation)), [&](pg::Tx& tx) {
          static constexpr pg::Statement kLearn{"test.learn", "select learn_sizes($1, $2)"};
          tx.Run(kLearn, kOrganisation, contract().substr(contract().rfind('/') + 1));
          return absl::OkStatus();
        });
    EXPECT_TRUE(learned.ok()) << learned;
  };
  const auto write = [&](int costs) {
    sandbox().Inspect(absl::StrCat(
        "set session_replication_role = replica; "
        "insert into budgets.cost (organisation_id, contract_id, cost_number, line_code, "
        "document_type, "
        "document_number, document_number_folded, issuer, issuer_folded, resubmission, issued_on, "
        "paid_on, document_total_minor, claimed_minor, claimed_eu_minor, claimed_national_minor, "
        "claimed_own_minor, left_on_line_minor, currency, recorded_at) "
        "select organisation_id, contract_id, n, '1', 'INVOICE', n, n, 'A', 'A', 0, '2018-02-01', "
        "'2018-02-01', 100, 100, 85, 15, 0, 0, 'BGN', now() "
        "from budgets.contract, generate_series(last_cost_number + 1, ",
        costs, ") as n; ", "update budgets.contract set last_cost_number = ", costs));
  };
  write(1000);
  learn();
  EXPECT_EQ(known(), 0);  // So few are read as quickly as they are analysed.
  write(1001);
  learn();
  EXPECT_EQ(known(), 1001);
}

TEST_F(RedenominationTest, BeforeTheDayOrAfterTheEnd_IsRefusedWithItsReason) {
  ConcludeMineralniBani();
  EXPECT_EQ(ReasonOf(Convert("early").status()), "REDENOMINATION_TOO_EARLY");
  AfterTheChangeover();
  proposals::v1::RedenominateContractRequest request;
  request.set_name(contract());
  request.set_request_id("ended");

  EXPECT_EQ(ReasonOf(Call(&Redenominations::RedenominateContract, request).status()),
            "REDENOMINATION_NOT_RUNNING");
  request.set_still_to_settle(true);
  request.set_validate_only(true);
  EXPECT_TRUE(Call(&Redenominations::RedenominateContract, request).ok());
  EXPECT_EQ(Contract()->amount().eu().currency(), "BGN");
}

TEST_F(RedenominationTest, AnOpenVersion_IsWaitedFor) {
  ConcludeMineralniBani();
  const auto version = Amend("annex");
  ASSERT_TRUE(version.ok()) << version.status();
  AfterTheChangeover();

  const absl::Status waits = Convert("waits").status();

  EXPECT_EQ(ReasonOf(waits), "REDENOMINATION_WAITS");
  EXPECT_THAT(ValuesOf(waits), ::testing::Contains(::testing::Pair("change", "versions/2")));
  ASSERT_TRUE(Withdraw(version->name(), "withdraw").ok());
  EXPECT_TRUE(ConvertAndFollow("goes").ok());
}

TEST_F(RedenominationTest, ARevisionThatIsStillPrepared_IsGivenBackFirst) {
  ConcludeMineralniBani();
  const auto version = Amend("annex");
  ASSERT_TRUE(version.ok() && Enter(version->name(), "enter").ok());
  // As a process leaves it that is killed between its two steps: prepared here, not asked for there.
  sandbox().Inspect(R"sql(
    insert into budgets.revision (organisation_id, contract_id, contract_version, amount_eu_minor,
                                  amount_national_minor, amount_own_minor, currency, valid_on, recorded_by)
    select organisation_id, contract_id, 2, amount_eu_minor, amount_national_minor, amount_own_minor, currency,
           starts_on, 'finance@mineralni-bani'
      from budgets.contract;
    insert into budgets.revision_line
    select organisation_id, contract_id, 2, code, cap_eu_minor, cap_national_minor, cap_own_minor, cap_eu_minor,
           cap_national_minor, cap_own_minor, currency
      from budgets.line)sql");
  ASSERT_TRUE(Withdraw(version->name(), "withdraw").ok());
  AfterTheChangeover();

  EXPECT_TRUE(ConvertAndFollow().ok());
  EXPECT_THAT(BrokenRules(), IsEmpty());
  EXPECT_EQ(sandbox().Inspect("select state from budgets.revision")[0][0].as<std::string>(),
            "RELEASED");
}

TEST_F(RedenominationTest, AnAnnexAfterTheConversion_IsInEuroAndMovesTheBudget) {
  ConcludeMineralniBani();
  ASSERT_TRUE(RecordCost("1", "1000.00", "a").ok());
  AfterTheChangeover();
  ASSERT_TRUE(ConvertAndFollow().ok());
  proposals::v1::CreateContractVersionRequest request;
  request.set_parent(contract());
  proposals::v1::ContractVersion* annex = request.mutable_version();
  annex->set_type(proposals::v1::ANNEX);
  annex->set_concluded_on("2026-02-01");
  annex->set_document("Анекс № 1");
  annex->set_reason("По-малко дейности");
  annex->set_revises_budget(true);
  SetParts(annex->mutable_amount(), "160000.00", "28990.90", "0.00");
  request.set_request_id("lev");
  EXPECT_EQ(ReasonOf(Call(&Versions::CreateContractVersion, request).status()), "MONEY_CURRENCY_MIXED");
  for (common::v1::Money* part :
       {annex->mutable_amount()->mutable_eu(), annex->mutable_amount()->mutable_national(),
        annex->mutable_amount()->mutable_own()}) {
    part->set_currency("EUR");
  }
  request.set_request_id("euro");
  const auto version = Call(&Versions::CreateContractVersion, request);
  ASSERT_TRUE(version.ok()) << version.status();
  ASSERT_TRUE(Enter(version->name(), "enter").ok());
  v1::ReviseBudgetRequest revision =
      RevisionOf(version->name(), {{"1", "149109.90"}, {"2", "39880.99"}, {"3", "0.01"}}, "revise");
  for (v1::RevisedLine& line : *revision.mutable_lines()) line.mutable_total()->set_currency("EUR");

  const auto revised = Call(&Ledger::ReviseBudget, revision);

  ASSERT_TRUE(revised.ok()) << revised.status();
  EXPECT_EQ(Show(Budget()->caps()), "160000.00 28990.90 0.00");
  EXPECT_EQ(Contract()->amount().total().amount(), "188990.90");
  EXPECT_EQ(Check()->findings_size(), 0) << Check()->ShortDebugString();
  EXPECT_THAT(BrokenRules(), IsEmpty());
}

TEST_F(RedenominationTest, TheListOfContracts_TellsWhichAreStillToBeConverted) {
  ConcludeMineralniBani();
  GoOnWith("BG05M9OP001-2.005-0064");
  ConcludeMineralniBani();
  AfterTheChangeover();
  ASSERT_TRUE(Convert().ok());
  proposals::v1::ListRedenominationsRequest request;
  request.set_parent(absl::StrCat("organisations/", kOrganisation));
  request.set_page_size(1);

  const auto first = Call(&Redenominations::ListRedenominations, request);
  ASSERT_TRUE(first.ok()) << first.status();
  request.set_page_token(first->next_page_token());
  const auto second = Call(&Redenominations::ListRedenominations, request);

  ASSERT_EQ(first->redenominations_size(), 1);
  EXPECT_EQ(first->redenominations(0).state(), proposals::v1::ENDED_BEFORE);
  EXPECT_EQ(first->redenominations(0).after().total().amount(), "193272.68");  // What it would be.
  EXPECT_EQ(first->redenominations(0).recorded_by(), "");
  ASSERT_EQ(second->redenominations_size(), 1);
  EXPECT_EQ(second->redenominations(0).state(), proposals::v1::CONVERTED);
  EXPECT_EQ(second->redenominations(0).before().total().amount(), "378008.50");
  EXPECT_EQ(second->redenominations(0).rate(), "1.95583");
  EXPECT_EQ(second->redenominations(0).converted_on(), "2026-01-01");
  EXPECT_EQ(second->next_page_token(), "");
  proposals::v1::GetRedenominationRequest get;
  get.set_name(contract());
  EXPECT_EQ(Call(&Redenominations::GetRedenomination, get)->state(), proposals::v1::CONVERTED);
  const pqxx::row evidence = sandbox().Inspect(
      "select action, before_state->>'state', after_state->>'state' from proposals.evidence "
      "order by entry_id desc limit 1")[0];
  EXPECT_EQ(evidence[0].as<std::string>(), "contracts.redenominate");
  EXPECT_EQ(evidence[1].as<std::string>(), "ENDED_BEFORE");
  EXPECT_EQ(evidence[2].as<std::string>(), "CONVERTED");
}

TEST_F(RedenominationTest, AContractWithoutABudget_GetsItsBudgetInEuro) {
  ASSERT_TRUE(Conclude("321307.23", "56701.27", "0").ok());
  AfterTheChangeover();
  ASSERT_TRUE(ConvertAndFollow().ok());

  EXPECT_EQ(ReasonOf(MakeBudget({{"1", "378008.50"}})), "MONEY_CURRENCY_MIXED");
}

// Costs in lev of any size, decided or not, on lines of any size: converted, and moved on in euro.
TEST_F(RedenominationTest, RandomLedgers_KeepEveryRuleAndAreConvertedOnce) {
  std::mt19937 random(20260101);
  const auto below = [&](int64_t limit) {
    return static_cast<int64_t>(random() % static_cast<uint64_t>(limit));
  };
  const auto text = [](int64_t minor) { return FormatAmount(Money::Minor(minor, Currency::kBgn)); };
  int recorded = 0, decided = 0;
  for (int history = 0; history < 6; ++history) {
    budgets().world().SetNow(absl::FromUnixSeconds(1535792400));  // 2018-09-01.
    GoOnWith(absl::StrCat("BG05M9OP001-2.005-", 2000 + history));
    const int64_t first = 2'00 + below(50'000), second = 2'00 + below(3'00), third = 1 + below(9);
    const int64_t total = first + second + third;
    const int64_t eu = total * 7 / 10, national = total * 2 / 10;
    ASSERT_TRUE(Conclude(text(eu), text(national), text(total - eu - national)).ok());
    ASSERT_TRUE(MakeBudget({{"1", text(first)}, {"2", text(second)}, {"3", text(third)}}).ok());
    std::vector<std::string> open;
    for (int step = 0; step < 24; ++step) {
      const std::string key = absl::StrCat("h", history, "-", step);
      const int line = static_cast<int>(below(3));
      const int64_t cap = line == 0 ? first : line == 1 ? second : third;
      const auto cost = RecordCost(absl::StrCat(line + 1), text(1 + below(cap / 4 + 1)), key);
      if (cost.ok()) open.push_back(cost->name());
      recorded += cost.ok() ? 1 : 0;
      if (!open.empty() && below(3) > 0) {
        ++decided;
        ASSERT_TRUE(Decide(open.back(), below(2) == 0, key + "-decide").ok());
        open.pop_back();
      }
    }
    AfterTheChangeover();
    const auto converted = ConvertAndFollow(absl::StrCat("convert-", history));
    ASSERT_TRUE(converted.ok()) << converted.status();
    EXPECT_THAT(BrokenRules(), IsEmpty()) << "history " << history;
    EXPECT_EQ(Check()->findings_size(), 0) << Check()->ShortDebugString();
    for (std::size_t i = 0; i < open.size(); ++i) {
      ASSERT_TRUE(Decide(open[i], i % 2 == 0, absl::StrCat("after-", history, "-", i)).ok());
    }
    EXPECT_THAT(BrokenRules(), IsEmpty()) << "history " << history << ", after the decisions";
    EXPECT_EQ(Check()->findings_size(), 0) << Check()->ShortDebugString();
  }
  EXPECT_GT(recorded, 60);
  EXPECT_GT(decided, 30);
}

TEST_F(RedenominationTest, ARestatedCostThatWasChangedBehindTheWall_IsFound) {
  ConcludeMineralniBani();
  ASSERT_TRUE(RecordCost("1", "1000.00", "a").ok());
  AfterTheChangeover();
  ASSERT_TRUE(ConvertAndFollow().ok());
  ASSERT_THAT(BrokenRules(), IsEmpty());

  sandbox().Inspect("update budgets.restated_cost set claimed_eu_minor = claimed_eu_minor + 1");
  EXPECT_THAT(BrokenRules(), ::testing::Contains("CUR-3: the costs do not add up to line 1"));
  sandbox().Inspect("update budgets.line set cap_eu_minor = cap_eu_minor + 1 where code = '2'");
  EXPECT_THAT(BrokenRules(), ::testing::Contains("CUR-2: the caps do not add up to the contract"));
  EXPECT_GT(Check()->findings_size(), 0);
}

}  // namespace
}  // namespace tranche::budgets
