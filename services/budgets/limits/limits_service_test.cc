// SPDX-License-Identifier: EUPL-1.2
// Limits over sums of lines, on PostgreSQL: recording, deciding, transfers and revisions within them.
#include "budgets/limits/limits_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "budgets/testing/ledger_world.h"
#include "platform/base/error.h"
#include "tranche/budgets/v1/cost_documents_service.grpc.pb.h"

namespace tranche::budgets {
namespace {

class LimitsTest : public ::testing::Test, protected LedgerWorld {
 protected:
  // 2,140.00 over three lines: staff, services, indirect.
  void SetUp() override {
    ASSERT_TRUE(Conclude("1819.00", "321.00", "0.00").ok());
    const absl::Status made = MakeTypedBudget(
        {{"1", "staff", "1000.00"}, {"2", "services", "1000.00"}, {"3", "indirect", "140.00"}});
    ASSERT_TRUE(made.ok()) << made;
  }

  void Set(const std::vector<v1::Limit>& limits) {
    const auto set = SetLimits(limits, absl::StrCat("limits-", ++sets_));
    ASSERT_TRUE(set.ok()) << set.status();
  }

  // "used of cap", or what went wrong.
  std::string UsedOf(const std::string& code) {
    const auto limits = ListLimits();
    if (!limits.ok()) return limits.status().ToString();
    for (const v1::Limit& limit : limits->limits()) {
      if (limit.code() == code)
        return absl::StrCat(limit.used().amount(), " of ", limit.cap().amount());
    }
    return "no such limit";
  }

  std::string Reason(const std::string& line, const std::string& amount, const std::string& key) {
    const auto cost = RecordCost(line, amount, key);
    return cost.ok() ? "" : ReasonOf(cost.status());
  }

  // The lines may give everything.
  void AllowTransfers() {
    sandbox().Inspect(
        "update reference.transfer_rule set limit_percent = 100, forbidden_receiving = '{}'");
  }

  bool BooksAgree() {
    const auto check = Check();
    return check.ok() && check->verdict() == v1::BOOKS_AGREE;
  }

  int sets_ = 0;
};

TEST_F(LimitsTest, Lines_TakeFromItTogether) {
  Set({LimitOf("direct", {"1", "2"}, "1500.00")});

  EXPECT_EQ(Reason("1", "1000.00", "a"), "");
  EXPECT_EQ(Reason("2", "500.01", "b"), "LIMIT_EXHAUSTED");
  EXPECT_EQ(Reason("2", "500.00", "c"), "");
  EXPECT_EQ(Reason("2", "0.01", "d"), "LIMIT_EXHAUSTED");
  EXPECT_EQ(Reason("3", "140.00", "e"), "");  // A line outside of it.
  EXPECT_EQ(UsedOf("direct"), "1500.00 of 1500.00");
  EXPECT_TRUE(BooksAgree());
}

// Whatever a limit is called.
TEST_F(LimitsTest, CodeThatIsAWordOfSql_HoldsBatchesToo) {
  Set({LimitOf("null", {"1"}, "100.00")});
  v1::RecordCostsRequest request;
  request.set_parent(contract());
  request.set_request_id("batch");
  v1::Cost* cost = request.add_rows()->mutable_cost();
  cost->set_line("1");
  SetMoney(cost->mutable_claimed(), "100.01");
  v1::CostDocument* document = cost->mutable_document();
  document->set_type(v1::INVOICE);
  document->set_number("1");
  document->set_issued_on("2018-02-01");
  document->set_paid_on("2018-02-05");
  document->set_issuer("Доставки ЕООД");
  SetMoney(document->mutable_total(), "100.01");
  const auto stub = v1::CostDocumentsService::NewStub(budgets().channel());
  grpc::ClientContext context;
  budgets().SignIn(&context, testing::TestActor(kOrganisation));
  v1::RecordCostsResponse response;

  ASSERT_TRUE(stub->RecordCosts(&context, request, &response).ok());

  EXPECT_EQ(response.outcomes(0).reason(), "LIMIT_EXHAUSTED");
}

class FirstLimitsTest : public ::testing::Test, protected LedgerWorld {
 protected:
  void SetUp() override { ASSERT_TRUE(Conclude("1819.00", "321.00", "0.00").ok()); }

  // Two lines over 2,140.00.
  absl::StatusOr<v1::Budget> Make(const std::vector<v1::Limit>& limits, const std::string& key) {
    v1::CreateBudgetRequest request;
    request.set_parent(contract());
    for (const auto& [code, cap] : {std::pair("1", "1140.00"), std::pair("2", "1000.00")}) {
      v1::Line* line = request.add_lines();
      line->set_code(code);
      line->set_title(absl::StrCat("Ред ", code));
      line->set_expense_type("services");
      SetMoney(line->mutable_total(), cap);
    }
    for (const v1::Limit& limit : limits) *request.add_limits() = limit;
    request.set_request_id(key);
    return Call(&Budgets::CreateBudget, request);
  }
};

TEST_F(FirstLimitsTest, GivenWithTheBudget_HoldFromTheFirstCostOn) {
  const auto made = Make({LimitOf("both", {"1", "2"}, "100.00")}, "make");
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(ReasonOf(RecordCost("1", "100.01", "a").status()), "LIMIT_EXHAUSTED");
  EXPECT_TRUE(RecordCost("1", "100.00", "b").ok());
  ASSERT_EQ(ListLimits()->limits_size(), 1);
  EXPECT_EQ(ListLimits()->limits(0).left().amount(), "0.00");
  // A repeat is answered as it was, and changes nothing.
  EXPECT_EQ(Make({LimitOf("both", {"1", "2"}, "100.00")}, "make")->SerializeAsString(),
            made->SerializeAsString());
  EXPECT_EQ(sandbox()
                .Inspect("select count(*) from budgets.evidence where action = "
                         "'budgets.limits.set'")[0][0]
                .as<int>(),
            1);
}

TEST_F(FirstLimitsTest, LimitThatCannotBe_LeavesNoBudgetEither) {
  const std::vector<Violation> wrong =
      ViolationsOf(Make({LimitOf("a", {"1"}, "10.00"), LimitOf("b", {"7"}, "10.00")}, "1").status());
  ASSERT_EQ(wrong.size(), 1u);
  EXPECT_EQ(wrong[0].field, "limits[1]");
  const std::vector<Violation> twice =
      ViolationsOf(Make({LimitOf("a", {"1"}, "10.00"), LimitOf("a", {"2"}, "10.00")}, "2").status());
  ASSERT_EQ(twice.size(), 1u);
  EXPECT_EQ(twice[0].field, "limits[1].code");
  EXPECT_TRUE(Make({}, "3").ok());
  EXPECT_EQ(ListLimits()->limits_size(), 0);
}

TEST_F(LimitsTest, RefusedCost_TakesNothing) {
  Set({LimitOf("direct", {"1", "2"}, "100.00"), LimitOf("staff", {"1"}, "50.00")});

  EXPECT_EQ(Reason("1", "60.00", "a"), "LIMIT_EXHAUSTED");
  EXPECT_EQ(UsedOf("direct"), "0.00 of 100.00");
  EXPECT_EQ(UsedOf("staff"), "0.00 of 50.00");
  EXPECT_EQ(Reason("1", "50.00", "b"), "");
  EXPECT_EQ(UsedOf("direct"), "50.00 of 100.00");
}

TEST_F(LimitsTest, CostRefusedByADecision_IsGivenBack) {
  Set({LimitOf("direct", {"1", "2"}, "100.00")});
  const auto first = RecordCost("1", "60.00", "a");
  const auto second = RecordCost("2", "40.00", "b");
  ASSERT_TRUE(first.ok() && second.ok());

  ASSERT_TRUE(DecideAll({{first->name(), false}, {second->name(), true}}, "decide").ok());

  EXPECT_EQ(UsedOf("direct"), "40.00 of 100.00");
  EXPECT_EQ(Reason("2", "60.00", "c"), "");
  EXPECT_TRUE(BooksAgree());
}

TEST_F(LimitsTest, Batch_TakesRowByRow) {
  Set({LimitOf("direct", {"1", "2"}, "100.00")});
  v1::RecordCostsRequest request;
  request.set_parent(contract());
  request.set_request_id("batch");
  for (const char* amount : {"60.00", "40.01", "40.00", "0.01"}) {
    v1::Cost* cost = request.add_rows()->mutable_cost();
    cost->set_line(request.rows_size() % 2 == 0 ? "2" : "1");
    SetMoney(cost->mutable_claimed(), amount);
    v1::CostDocument* document = cost->mutable_document();
    document->set_type(v1::INVOICE);
    document->set_number(absl::StrCat(request.rows_size()));
    document->set_issued_on("2018-02-01");
    document->set_paid_on("2018-02-05");
    document->set_issuer("Доставки ЕООД");
    SetMoney(document->mutable_total(), amount);
  }

  const auto stub = v1::CostDocumentsService::NewStub(budgets().channel());
  grpc::ClientContext context;
  budgets().SignIn(&context, testing::TestActor(kOrganisation));
  v1::RecordCostsResponse response;
  ASSERT_TRUE(stub->RecordCosts(&context, request, &response).ok());

  EXPECT_EQ(response.recorded(), 2);
  EXPECT_EQ(response.outcomes(1).reason(), "LIMIT_EXHAUSTED");
  EXPECT_EQ(response.outcomes(3).reason(), "LIMIT_EXHAUSTED");
  EXPECT_EQ(UsedOf("direct"), "100.00 of 100.00");
  EXPECT_TRUE(BooksAgree());
}

TEST_F(LimitsTest, Percentage_IsOfTheCapsAndCheckedAgainByWhatIsVerified) {
  Set({LimitOf("indirect", {"3"}, "", "7", {"1", "2"})});
  EXPECT_EQ(UsedOf("indirect"), "0.00 of 140.00");
  const auto staff = RecordCost("1", "1000.00", "a");
  const auto indirect = RecordCost("3", "140.00", "b");
  ASSERT_TRUE(staff.ok() && indirect.ok());

  ASSERT_TRUE(DecideAll({{staff->name(), true}, {indirect->name(), true}}, "decide").ok());

  const auto limits = ListLimits();
  ASSERT_TRUE(limits.ok());
  const v1::Limit& limit = limits->limits(0);
  EXPECT_EQ(limit.base().amount(), "2000.00");
  EXPECT_EQ(limit.verified().amount(), "140.00");
  EXPECT_EQ(limit.verified_base().amount(), "1000.00");
  EXPECT_EQ(limit.verified_cap().amount(), "70.00");
  EXPECT_EQ(limit.above_verified().amount(), "70.00");
}

TEST_F(LimitsTest, ExceededAlready_IsRefusedWithItsPlaceAndNothingIsSet) {
  ASSERT_EQ(Reason("1", "600.00", "a"), "");

  const auto set = SetLimits({LimitOf("staff", {"1"}, "700.00"),
                              LimitOf("direct", {"1", "2"}, "599.99"), LimitOf("other", {"7"}, "1.00")},
                             "set");

  EXPECT_EQ(ReasonOf(set.status()), "INVALID_REQUEST");
  const auto violations = ViolationsOf(set.status());
  ASSERT_EQ(violations.size(), 2u);
  EXPECT_EQ(violations[0].field, "limits[1]");
  EXPECT_EQ(violations[0].reason, "LIMIT_BELOW_USED");
  EXPECT_EQ(violations[1].field, "limits[2]");
  EXPECT_EQ(violations[1].reason, "LINE_NOT_FOUND");
  EXPECT_EQ(ListLimits()->limits_size(), 0);
}

TEST_F(LimitsTest, WrongOnes_AreAllSaidAtOnce) {
  v1::Limit both = LimitOf("b", {"1"}, "1.00", "7", {"2"});
  v1::Limit neither = LimitOf("c", {"1"}, "");
  v1::Limit without_base = LimitOf("d", {"1"}, "", "7");
  v1::Limit negative = LimitOf("e", {"1", "1"}, "-1.00");
  v1::Limit euro = LimitOf("f", {"1"}, "1.00");
  euro.mutable_amount()->set_currency("EUR");
  v1::Limit percent = LimitOf("f", {"1"}, "", "101", {"2"});

  const auto set = SetLimits({both, neither, without_base, negative, euro, percent}, "set");

  std::vector<std::string> wrong;
  for (const Violation& violation : ViolationsOf(set.status())) {
    wrong.push_back(absl::StrCat(violation.field, " ", violation.reason));
  }
  EXPECT_THAT(wrong, ::testing::ElementsAre(
                         "limits[0] LIMIT_AMOUNT_OR_PERCENT", "limits[1] LIMIT_AMOUNT_OR_PERCENT",
                         "limits[2] LIMIT_AMOUNT_OR_PERCENT", "limits[3].lines[1] LINE_NAMED_TWICE",
                         "limits[3].amount AMOUNT_NEGATIVE", "limits[4].amount MONEY_CURRENCY_MIXED",
                         "limits[5].code LIMIT_CODE_TWICE", "limits[5].percent PERCENT_OUT_OF_RANGE"));
}

TEST_F(LimitsTest, SetAnew_TheOldOnesHoldNoMore) {
  Set({LimitOf("direct", {"1", "2"}, "100.00")});
  ASSERT_EQ(Reason("1", "101.00", "a"), "LIMIT_EXHAUSTED");
  Set({LimitOf("services", {"2"}, "50.00")});

  EXPECT_EQ(Reason("1", "101.00", "b"), "");
  EXPECT_EQ(Reason("2", "50.01", "c"), "LIMIT_EXHAUSTED");
  const auto budget = Budget();
  EXPECT_EQ(budget->lines(0).limits_size(), 0);
  EXPECT_EQ(budget->lines(1).limits(0), "services");
}

TEST_F(LimitsTest, Transfer_DoesNotRaiseASectionAboveItsLimit) {
  AllowTransfers();
  Set({LimitOf("indirect", {"3"}, "150.00")});

  const auto above = Call(&Ledger::TransferBetweenLines, TransferOf("2", "3", "10.01", "t1"));
  EXPECT_EQ(ReasonOf(above.status()), "LIMIT_ABOVE_CAPS");
  const auto within = Call(&Ledger::TransferBetweenLines, TransferOf("2", "3", "10.00", "t2"));
  EXPECT_TRUE(within.ok()) << within.status();
  EXPECT_TRUE(BooksAgree());
}

TEST_F(LimitsTest, TransferOutOfABase_LowersAPercentageButNotBelowItsUse) {
  AllowTransfers();
  ASSERT_TRUE(Call(&Ledger::TransferBetweenLines, TransferOf("3", "2", "40.00", "t0")).ok());
  Set({LimitOf("indirect", {"3"}, "", "10", {"1"})});  // 100.00 of 1,000.00
  ASSERT_EQ(Reason("3", "95.00", "a"), "");

  const auto below = Call(&Ledger::TransferBetweenLines, TransferOf("1", "2", "50.01", "t1"));
  EXPECT_EQ(ReasonOf(below.status()), "LIMIT_BELOW_USED");
  const auto fits = Call(&Ledger::TransferBetweenLines, TransferOf("1", "2", "50.00", "t2"));
  EXPECT_TRUE(fits.ok()) << fits.status();
  EXPECT_EQ(UsedOf("indirect"), "95.00 of 95.00");
  EXPECT_TRUE(BooksAgree());
}

TEST_F(LimitsTest, Revision_KeepsWithinThem) {
  Set({LimitOf("indirect", {"3"}, "", "10", {"1"})});
  ASSERT_EQ(Reason("3", "90.00", "a"), "");
  const auto version = Amend("amend", "1819.00", "321.00", "0.00");
  ASSERT_TRUE(version.ok()) << version.status();
  ASSERT_TRUE(Enter(version->name(), "enter").ok());

  const auto below = Call(&Ledger::ReviseBudget,
                          RevisionOf(version->name(), {{"1", "899.99"}, {"2", "1100.01"}}, "r1"));
  EXPECT_EQ(ReasonOf(below.status()), "LIMIT_BELOW_USED");
  const auto fits = Call(&Ledger::ReviseBudget,
                         RevisionOf(version->name(), {{"1", "900.00"}, {"2", "1100.00"}}, "r2"));
  EXPECT_TRUE(fits.ok()) << fits.status();
  EXPECT_EQ(UsedOf("indirect"), "90.00 of 90.00");
  EXPECT_TRUE(BooksAgree());
}

TEST_F(LimitsTest, SentAgain_GivesTheFirstAnswer) {
  const auto first = SetLimits({LimitOf("staff", {"1"}, "500.00")}, "same");
  ASSERT_EQ(Reason("1", "200.00", "a"), "");

  const auto again = SetLimits({LimitOf("staff", {"1"}, "500.00")}, "same");
  const auto other = SetLimits({LimitOf("staff", {"1"}, "400.00")}, "same");

  ASSERT_TRUE(first.ok() && again.ok());
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(ReasonOf(other.status()), "REQUEST_ID_REUSED");
}

// One section, four lines at once: exactly what the limit allows is recorded, and not a cent more.
TEST_F(LimitsTest, ManyAtOnce_NeverExceedIt) {
  Set({LimitOf("direct", {"1", "2"}, "100.00"), LimitOf("all", {"1", "2", "3"}, "110.00")});
  std::atomic<int> recorded = 0;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> clients;
  for (int client = 0; client < 4; ++client) {
    clients.emplace_back([&, client] {
      for (int i = 0; i < 12; ++i) {
        const auto cost =
            RecordCost(client % 2 == 0 ? "1" : "2", "3.00", absl::StrCat("race-", client, "-", i));
        if (cost.ok()) ++recorded;
        if (!cost.ok() && ReasonOf(cost.status()) != "LIMIT_EXHAUSTED") ++wrong;
      }
    });
  }
  for (std::thread& client : clients) client.join();

  EXPECT_EQ(recorded, 33);
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(UsedOf("direct"), "99.00 of 100.00");
  EXPECT_EQ(UsedOf("all"), "99.00 of 110.00");
  EXPECT_TRUE(BooksAgree());
}

// The rule stands in the database, too, whoever writes.
TEST_F(LimitsTest, Database_RefusesMoreThanALimit) {
  Set({LimitOf("direct", {"1", "2"}, "100.00")});
  EXPECT_THROW(sandbox().Inspect("update budgets.line_limit set used_minor = 10001"), pqxx::sql_error);
  EXPECT_THROW(sandbox().Inspect("update budgets.line_limit set cap_minor = 10001"), pqxx::sql_error);
}

TEST_F(LimitsTest, LimitThatForgetsACost_IsFoundByTheCheck) {
  Set({LimitOf("direct", {"1", "2"}, "100.00")});
  ASSERT_EQ(Reason("1", "60.00", "a"), "");
  sandbox().Inspect("update budgets.line_limit set used_minor = used_minor - 1");

  const auto check = Check();

  ASSERT_TRUE(check.ok());
  ASSERT_EQ(check->findings_size(), 1);
  EXPECT_EQ(check->findings(0).limit(), "direct");
  EXPECT_EQ(check->findings(0).balance(), v1::USED_OF_LIMIT);
  EXPECT_EQ(check->findings(0).kept().amount(), "59.99");
  EXPECT_EQ(check->findings(0).recomputed().amount(), "60.00");
}

}  // namespace
}  // namespace tranche::budgets
