// SPDX-License-Identifier: EUPL-1.2
// Sixty-four clients at once, and every request sent twice at the same moment: nothing is overspent,
// and each request has one effect and one answer (INV-01, INV-02, INV-05). The control is a variant of
// the recording that looks before it writes: it must be overspent, or the race is none.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "budgets_of_load.h"
#include "duel.h"
#include "platform/base/error.h"
#include "platform/rpc/grpc_status.h"
#include "programs.h"
#include "tranche/budgets/v1/limits_service.grpc.pb.h"

namespace tranche::load {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::Ge;
using ::testing::IsEmpty;

constexpr int kRequests = 3000;  // Each sent twice.
constexpr int kInvoices = 20;
constexpr int64_t kInvoice_minor = 100'000;
constexpr absl::Duration kPatience = absl::Seconds(50);

// Amounts of every size, so that a line is exhausted cent by cent and not at one stroke.
int64_t AmountOf(std::mt19937& random) {
  static constexpr std::array<int, 4> kSizes = {9, 99, 999, 9999};
  return 1 + static_cast<int64_t>(random() % kSizes[random() % kSizes.size()]);
}

struct Order {
  int contract = 1;
  int line = 1;
  int64_t minor = 0;
  int invoice = 0;  // Which one it claims from; 0: one of its own.
  std::array<Send, 2> sends = {};

  bool recorded() const { return sends[0].reason.empty(); }
};

std::string KeyOf(std::size_t order) { return absl::StrCat("cost-", order); }

// The server with one connection for every second client: as many transactions run at once.
flow::Programs::Options Options() {
  return {.roles = "reference,budgets",
          .gateway = false,
          .examples = false,
          .config = "queue_max: 128 roles { name: \"budgets\" connections: 32 workers: 32 }\n"};
}

class Race : public ::testing::Test {
 protected:
  Race() : programs_(Options()) {}

  // Orders over so many contracts with so many lines, the same in every run.
  static std::vector<Order> MakeOrders(int contracts, int lines) {
    std::mt19937 random(20170418);
    std::vector<Order> orders(kRequests);
    for (Order& order : orders) {
      order.contract = 1 + static_cast<int>(random() % static_cast<unsigned>(contracts));
      order.line = 1 + static_cast<int>(random() % static_cast<unsigned>(lines));
      order.minor = AmountOf(random);
    }
    return orders;
  }

  void Run(std::vector<Order>& orders) {
    const auto sends = SendEachTwice(orders.size(), [&] {
      return [this, &orders, stub = std::shared_ptr(Connect(programs_))](std::size_t i) {
        return SendOne(*stub, orders[i], KeyOf(i));
      };
    });
    for (std::size_t i = 0; i < orders.size(); ++i) orders[i].sends = sends[i];
  }

  Send SendOne(budgets::v1::BudgetsService::Stub& stub, const Order& order,
               const std::string& key) const {
    grpc::ClientContext context;
    SignIn(programs_, &context);
    context.set_deadline(absl::ToChronoTime(absl::Now() + kPatience));
    budgets::v1::RecordCostRequest request = CostOf(order.contract, order.line, key, order.minor);
    if (order.invoice > 0) {
      budgets::v1::CostDocument* document = request.mutable_cost()->mutable_document();
      document->set_number(absl::StrCat("invoice-", order.invoice));
      document->mutable_total()->set_amount(AmountText(kInvoice_minor));
    }
    budgets::v1::Cost cost;
    const absl::Status status = rpc::FromGrpcStatus(stub.RecordCost(&context, request, &cost));
    return {.reason = ReasonOf(status), .answer = cost.SerializeAsString()};
  }

  // Hundredths beyond the caps that the recorded costs of all lines come to, by who pays.
  std::array<int64_t, 3> Overspent() const {
    const pqxx::result row = programs_.sandbox().Inspect(R"sql(
      with used as (
        select organisation_id, contract_id, line_code as code, sum(claimed_eu_minor) as eu,
               sum(claimed_national_minor) as national, sum(claimed_own_minor) as own
          from budgets.cost group by 1, 2, 3)
      select coalesce(sum(greatest(eu - cap_eu_minor, 0)), 0)::bigint,
             coalesce(sum(greatest(national - cap_national_minor, 0)), 0)::bigint,
             coalesce(sum(greatest(own - cap_own_minor, 0)), 0)::bigint
        from used join budgets.line using (organisation_id, contract_id, code))sql");
    return {row[0][0].as<int64_t>(), row[0][1].as<int64_t>(), row[0][2].as<int64_t>()};
  }

  // How many costs stand under each document number, which is the request's key.
  std::map<std::string, int> CostsByKey() const {
    std::map<std::string, int> costs;
    for (const pqxx::row& row :
         programs_.sandbox().Inspect("select document_number, count(*) from budgets.cost group by 1")) {
      costs[row[0].as<std::string>()] = row[1].as<int>();
    }
    return costs;
  }

  void ExpectOneEffectAndOneAnswer(const std::vector<Order>& orders) const {
    const std::map<std::string, int> costs = CostsByKey();
    std::size_t recorded = 0;
    for (std::size_t i = 0; i < orders.size(); ++i) {
      const std::array<Send, 2>& sends = orders[i].sends;
      ASSERT_EQ(sends[0].reason, sends[1].reason) << KeyOf(i);
      ASSERT_EQ(sends[0].answer, sends[1].answer) << KeyOf(i);
      ASSERT_THAT(sends[0].reason, ::testing::AnyOf("", "LINE_EXHAUSTED", "LIMIT_EXHAUSTED"))
          << KeyOf(i);
      const auto cost = costs.find(KeyOf(i));
      ASSERT_EQ(cost == costs.end() ? 0 : cost->second, orders[i].recorded() ? 1 : 0) << KeyOf(i);
      recorded += orders[i].recorded() ? 1 : 0;
    }
    ASSERT_EQ(costs.size(), recorded);
    for (const char* logged : {"request where method like '%RecordCost'", "event",
                               "evidence where action = 'budgets.costs.record'"}) {
      EXPECT_EQ(programs_.Count(absl::StrCat("budgets.", logged)), static_cast<int>(recorded))
          << logged;
    }
  }

  // Costs, journal and balances say the same of every line, and costs are numbered without gaps.
  void ExpectBooksAgree() const {
    EXPECT_THAT(Overspent(), Each(0));
    EXPECT_EQ(programs_.Count(R"sql(
      budgets.line as l
      left join (select organisation_id, contract_id, line_code, sum(eu_minor) as eu, sum(national_minor) as national,
                        sum(own_minor) as own
                   from budgets.posting where debit = 'reserved' group by 1, 2, 3) as p
        on (p.organisation_id, p.contract_id, p.line_code) = (l.organisation_id, l.contract_id, l.code)
      left join (select organisation_id, contract_id, line_code, sum(claimed_minor) as claimed
                   from budgets.cost group by 1, 2, 3) as c
        on (c.organisation_id, c.contract_id, c.line_code) = (l.organisation_id, l.contract_id, l.code)
     where (l.reserved_eu_minor, l.reserved_national_minor, l.reserved_own_minor)
             is distinct from (coalesce(p.eu, 0), coalesce(p.national, 0), coalesce(p.own, 0))
        or l.reserved_eu_minor + l.reserved_national_minor + l.reserved_own_minor <> coalesce(c.claimed, 0))sql"),
              0);
    EXPECT_EQ(programs_.Count("(select contract_id from budgets.cost group by 1 "
                              "having max(cost_number) <> count(*)) as with_gaps"),
              0);
  }

  // A ceiling over all lines of the contract.
  void SetLimit(int64_t minor, int lines) {
    budgets::v1::SetLimitsRequest request;
    request.set_parent(ContractName(1));
    request.set_request_id("limit");
    budgets::v1::Limit* limit = request.add_limits();
    limit->set_code("section");
    limit->set_title("Раздел");
    limit->set_source("Насоки");
    for (int line = 1; line <= lines; ++line) limit->add_lines(absl::StrCat(line));
    limit->mutable_amount()->set_amount(AmountText(minor));
    limit->mutable_amount()->set_currency("BGN");
    grpc::ClientContext context;
    SignIn(programs_, &context);
    budgets::v1::ContractLimits limits;
    const auto stub = budgets::v1::LimitsService::NewStub(
        grpc::CreateChannel(programs_.server(), grpc::InsecureChannelCredentials()));
    const grpc::Status set = stub->SetLimits(&context, request, &limits);
    ASSERT_TRUE(set.ok()) << set.error_message();
  }
  // Puts the control in place of the recording.
  void RecordNaively() {
    std::ifstream file(SOURCE_ROOT "/tests/race/naive_record_cost.sql");
    std::stringstream naive;
    naive << file.rdbuf();
    programs_.sandbox().Inspect(naive.str());
  }
  int64_t ClaimedOnAll() const {
    return programs_.sandbox()
        .Inspect("select coalesce(sum(claimed_minor), 0)::bigint from budgets.cost")[0][0]
        .as<int64_t>();
  }

  // A line only fills up here: what was refused is more than what is left of its line in the end.
  void ExpectRefusedForWantOfMoneyOnly(const std::vector<Order>& orders) const {
    std::map<std::string, int64_t> left;
    for (const pqxx::row& row : programs_.sandbox().Inspect(R"sql(
           select contract_id, code,
                  cap_eu_minor + cap_national_minor + cap_own_minor - reserved_eu_minor
                    - reserved_national_minor - reserved_own_minor
             from budgets.line)sql")) {
      left[absl::StrCat(row[0].c_str(), "/", row[1].c_str())] = row[2].as<int64_t>();
    }
    for (const Order& order : orders) {
      if (order.recorded()) continue;
      ASSERT_GT(order.minor, left.at(absl::StrCat(ContractId(order.contract), "/", order.line)));
    }
  }

  static int CountRecorded(const std::vector<Order>& orders) {
    return static_cast<int>(std::count_if(orders.begin(), orders.end(),
                                          [](const Order& order) { return order.recorded(); }));
  }

  flow::Programs programs_;
};

TEST_F(Race, OneLineUntilItIsExhausted_IsNeverOverspent) {
  MakeBudget(programs_, 1, 1, 500'000);
  std::vector<Order> orders = MakeOrders(1, 1);

  Run(orders);

  ExpectOneEffectAndOneAnswer(orders);
  ExpectBooksAgree();
  ExpectRefusedForWantOfMoneyOnly(orders);
  // Both ways of ending were taken, and the line is as good as empty.
  EXPECT_GT(CountRecorded(orders), kRequests / 10);
  EXPECT_LT(CountRecorded(orders), kRequests * 9 / 10);
}

TEST_F(Race, AThousandLines_AreNeverOverspent) {
  for (int contract = 1; contract <= 5; ++contract) MakeBudget(programs_, contract, 200, 4'000);
  std::vector<Order> orders = MakeOrders(5, 200);

  Run(orders);

  ExpectOneEffectAndOneAnswer(orders);
  ExpectBooksAgree();
  ExpectRefusedForWantOfMoneyOnly(orders);
  EXPECT_GT(CountRecorded(orders), kRequests / 10);
  EXPECT_LT(CountRecorded(orders), kRequests * 9 / 10);
}

// The share of an invoice is a ceiling, too, over all contracts that claim from it.
TEST_F(Race, TwentyInvoicesOverFiveContracts_AreClaimedUpToTheirTotals) {
  for (int contract = 1; contract <= 5; ++contract) MakeBudget(programs_, contract, 200, 10'000'000);
  std::vector<Order> orders = MakeOrders(5, 200);
  for (std::size_t i = 0; i < orders.size(); ++i) {
    // No line gets one invoice twice, for which it would be refused.
    orders[i].contract = 1 + static_cast<int>(i % 5);
    orders[i].line = 1 + static_cast<int>(i / 5 % 200);
    orders[i].invoice = 1 + static_cast<int>((i + i / 1000) % kInvoices);
  }

  Run(orders);

  std::map<int, int64_t> claimed;
  std::set<std::string> answers;
  for (std::size_t i = 0; i < orders.size(); ++i) {
    const std::array<Send, 2>& sends = orders[i].sends;
    ASSERT_EQ(sends[0].reason, sends[1].reason) << KeyOf(i);
    ASSERT_EQ(sends[0].answer, sends[1].answer) << KeyOf(i);
    ASSERT_THAT(sends[0].reason, ::testing::AnyOf("", "COST_DOCUMENT_EXHAUSTED")) << KeyOf(i);
    if (!orders[i].recorded()) continue;
    claimed[orders[i].invoice] += orders[i].minor;
    answers.insert(sends[0].answer);
  }
  ExpectBooksAgree();
  EXPECT_EQ(static_cast<int>(answers.size()), CountRecorded(orders));
  EXPECT_EQ(programs_.Count("budgets.cost"), CountRecorded(orders));
  EXPECT_EQ(programs_.Count("budgets.document"), kInvoices);
  for (const auto& [invoice, minor] : claimed) {
    EXPECT_LE(minor, kInvoice_minor) << invoice;
    EXPECT_EQ(programs_.Count(absl::StrCat("budgets.document where document_number = 'invoice-",
                                           invoice, "' and claimed_minor = ", minor)),
              1)
        << invoice;
  }
  // What was refused is more than what its invoice has left.
  for (const Order& order : orders) {
    if (order.recorded()) continue;
    ASSERT_GT(order.minor, kInvoice_minor - claimed[order.invoice]);
  }
  EXPECT_GT(CountRecorded(orders), kRequests / 10);
  EXPECT_LT(CountRecorded(orders), kRequests * 9 / 10);
}

// A ceiling over the sum of lines, each of which has room for more.
TEST_F(Race, SectionOfTenLines_IsNeverUsedBeyondItsLimit) {
  constexpr int kLines = 10;
  constexpr int64_t kLimit_minor = 2'000'000;
  MakeBudget(programs_, 1, kLines, 500'000);
  SetLimit(kLimit_minor, kLines);
  std::vector<Order> orders = MakeOrders(1, kLines);

  Run(orders);

  ExpectOneEffectAndOneAnswer(orders);
  ExpectBooksAgree();
  const int64_t claimed = ClaimedOnAll();
  EXPECT_LE(claimed, kLimit_minor);
  EXPECT_EQ(programs_.Count(absl::StrCat("budgets.line_limit where used_minor = ", claimed)), 1);
  for (const Order& order : orders) {
    if (order.sends[0].reason == "LIMIT_EXHAUSTED") {
      ASSERT_GT(order.minor, kLimit_minor - claimed);
    }
  }
  EXPECT_GT(CountRecorded(orders), kRequests / 10);
  EXPECT_LT(CountRecorded(orders), kRequests * 9 / 10);
}

TEST_F(Race, VariantThatLooksAtTheSectionBeforeItWrites_IsOverspent) {
  constexpr int kLines = 10;
  constexpr int64_t kLimit_minor = 500'000;
  MakeBudget(programs_, 1, kLines, 1'000'000);
  SetLimit(kLimit_minor, kLines);
  RecordNaively();
  std::vector<Order> orders = MakeOrders(1, kLines);

  Run(orders);

  std::printf("overspent: section %s\n", AmountText(ClaimedOnAll() - kLimit_minor).c_str());
  EXPECT_GT(ClaimedOnAll(), kLimit_minor);
}

TEST_F(Race, VariantThatLooksBeforeItWrites_IsOverspentAndRecordsTwice) {
  MakeBudget(programs_, 1, 10, 50'000);
  RecordNaively();
  std::vector<Order> orders = MakeOrders(1, 10);

  Run(orders);

  const std::array<int64_t, 3> overspent = Overspent();
  std::printf("overspent: EU %s, national %s, own %s\n", AmountText(overspent[0]).c_str(),
              AmountText(overspent[1]).c_str(), AmountText(overspent[2]).c_str());
  // Which of the parts depends on who came first.
  EXPECT_THAT(overspent, Contains(Ge(1)));
  // And with its lines the contract.
  EXPECT_GT(ClaimedOnAll(), 10 * 50'000);
  std::set<std::string> twice;
  for (const auto& [key, costs] : CostsByKey()) {
    if (costs > 1) twice.insert(key);
  }
  EXPECT_THAT(twice, Not(IsEmpty()));
}

}  // namespace
}  // namespace tranche::load
