// SPDX-License-Identifier: EUPL-1.2
// The rules that stand twice, in budget_line.h and in SQL, against each other: over random amounts and
// over random histories, after every step.
#include <gtest/gtest.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "budgets/budget_line.h"
#include "budgets/budgets_convert.h"
#include "budgets/budgets_service.h"
#include "budgets/contracts_store.h"
#include "platform/base/error.h"
#include "platform/convert/money.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "reference/reference_module.h"

namespace tranche::budgets {
namespace {

constexpr char kContract[] = "organisations/lyubimets/contracts/BG05-0001-C01";

constexpr Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }
constexpr ThreePart Parts(int64_t eu, int64_t national, int64_t own) {
  return {Leva(eu), Leva(national), Leva(own)};
}

// One budget line that is kept twice: by the service in SQL and here by the pure decisions.
class Twin {
 public:
  Twin(testing::TestRole& role, const ThreePart& caps)
      : role_(role), service_(role.context(), [](absl::Time) { return absl::OkStatus(); }) {
    model_ = {.code = "1", .caps = caps, .reserved = Parts(0, 0, 0), .spent = Parts(0, 0, 0)};
    const absl::Status status = pg::Transact(role.pool(), role.Scope(), [&](pg::Tx& tx) {
      store::Contract contract{.organisation = "lyubimets",
                               .contract = "BG05-0001-C01",
                               .number = "BG05-0001-C01",
                               .title = "Проект",
                               .amount = caps,
                               .starts_on = absl::CivilDay(2017, 4, 18),
                               .ends_on = absl::CivilDay(2018, 10, 18)};
      store::KeepContract(tx, contract);
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
    v1::CreateBudgetRequest request;
    request.set_parent(kContract);
    request.set_request_id("budget");
    v1::Line* line = request.add_lines();
    line->set_code("1");
    line->set_title("Персонал");
    line->set_expense_type("staff");
    *line->mutable_total() = convert::ToProto(*Total(caps));
    const auto budget = service_.CreateBudget(role.Scope(), request);
    EXPECT_TRUE(budget.ok()) << budget.status();
  }

  void Record(Money claimed) {
    const std::string key = absl::StrCat("cost-", ++steps_);
    v1::RecordCostRequest request;
    request.set_parent(kContract);
    request.set_request_id(key);
    v1::Cost* cost = request.mutable_cost();
    cost->set_line("1");
    *cost->mutable_claimed() = convert::ToProto(claimed);
    v1::CostDocument* document = cost->mutable_document();
    document->set_type(v1::INVOICE);
    document->set_number(key);
    document->set_issued_on("2018-02-01");
    document->set_paid_on("2018-02-02");
    document->set_issuer("Издател ЕООД");
    *document->mutable_total() = convert::ToProto(claimed);

    const auto expected = DecideRecord(model_, claimed);
    const auto recorded = service_.RecordCost(role_.Scope(), request);

    ASSERT_EQ(ReasonOf(recorded.status()), ReasonOf(expected.status()));
    ASSERT_EQ(ValuesOf(recorded.status()), ValuesOf(expected.status()));
    if (!expected.ok()) return;
    ASSERT_EQ(*convert::FromProto(recorded->parts()), expected->parts);
    ASSERT_EQ(*convert::FromProto(recorded->left_on_line()), expected->left);
    model_ = expected->after;
    held_.push_back({recorded->name(), expected->parts});
  }

  // Approves what is left when these parts of the cost are taken.
  void Decide(std::size_t index, const ThreePart& unapproved, const ThreePart& by_correction) {
    const Held cost = held_[index];
    held_.erase(held_.begin() + static_cast<std::ptrdiff_t>(index));
    v1::DecideCostsRequest request;
    request.set_parent(kContract);
    request.set_request_id(absl::StrCat("decide-", ++steps_));
    request.set_decided_on("2018-06-01");
    request.set_decided_by("approver@mineralni-bani");
    v1::CostDecision* decision = request.add_decisions();
    const ThreePart taken = *Add(unapproved, by_correction);
    decision->set_cost(cost.name);
    decision->set_approved(!(unapproved == cost.parts));
    if (!Total(unapproved)->IsZero()) {
      decision->set_reason("недопустим разход");
      if (decision->approved()) *decision->mutable_unapproved() = convert::ToProto(unapproved);
    }
    if (!Total(by_correction)->IsZero()) {
      *decision->mutable_unapproved_by_correction() = convert::ToProto(by_correction);
      decision->set_correction_reason("финансова корекция");
      decision->set_correction("К-1");
    }

    const auto decided = service_.DecideCosts(role_.Scope(), request);

    ASSERT_TRUE(decided.ok()) << decided.status();
    ASSERT_EQ(*convert::FromProto(decided->refused()), taken);
    model_ = *AfterDecision(model_, *Subtract(cost.parts, taken), true);
    model_ = *AfterDecision(model_, taken, false);
    refused_minor_ += Total(taken)->minor();
  }

  std::size_t held() const { return held_.size(); }
  const ThreePart& PartsOfHeld(std::size_t index) const { return held_[index].parts; }
  int64_t left_minor() const { return Total(*Left(model_))->minor(); }

  // INV-01 and INV-02 on this prefix of the history, and both keepers agree.
  void Compare() {
    v1::GetBudgetRequest request;
    request.set_name(absl::StrCat(kContract, "/budget"));
    const auto budget = service_.GetBudget(role_.Scope(), request);
    ASSERT_TRUE(budget.ok()) << budget.status();
    const v1::Line& line = budget->lines(0);
    ASSERT_EQ(*convert::FromProto(line.reserved()), model_.reserved);
    ASSERT_EQ(*convert::FromProto(line.spent()), model_.spent);
    const ThreePart left = *convert::FromProto(line.left());
    ASSERT_FALSE(left.eu.IsNegative() || left.national.IsNegative() || left.own.IsNegative());
    CompareWithJournal();
  }

 private:
  struct Held {
    std::string name;
    ThreePart parts;
  };

  // Cap and balances of the line are what its journal and its costs add up to.
  void CompareWithJournal() {
    constexpr pg::Statement kJournal{"test.journal", R"sql(
      select 'BGN' as currency,
             coalesce(sum(eu_minor) filter (where debit = 'reserved'), 0)
               - coalesce(sum(eu_minor) filter (where credit = 'reserved'), 0) as reserved_eu_minor,
             coalesce(sum(national_minor) filter (where debit = 'reserved'), 0)
               - coalesce(sum(national_minor) filter (where credit = 'reserved'), 0) as reserved_national_minor,
             coalesce(sum(own_minor) filter (where debit = 'reserved'), 0)
               - coalesce(sum(own_minor) filter (where credit = 'reserved'), 0) as reserved_own_minor,
             coalesce(sum(eu_minor) filter (where debit = 'spent'), 0) as spent_eu_minor,
             coalesce(sum(national_minor) filter (where debit = 'spent'), 0) as spent_national_minor,
             coalesce(sum(own_minor) filter (where debit = 'spent'), 0) as spent_own_minor,
             coalesce(sum(eu_minor) filter (where credit = 'cap'), 0) as cap_eu_minor,
             coalesce(sum(national_minor) filter (where credit = 'cap'), 0) as cap_national_minor,
             coalesce(sum(own_minor) filter (where credit = 'cap'), 0) as cap_own_minor,
             coalesce(sum(eu_minor + national_minor + own_minor)
                        filter (where (debit, credit) = ('available', 'reserved')), 0) as refused_minor
        from posting)sql"};
    constexpr pg::Statement kLine{"test.line", R"sql(
      select currency, cap_eu_minor, cap_national_minor, cap_own_minor, refused_minor from line)sql"};
    constexpr pg::Statement kCosts{"test.costs", R"sql(
      select 'BGN' as currency, coalesce(sum(coalesce(approved_eu_minor, claimed_eu_minor)), 0) as used_eu_minor,
             coalesce(sum(coalesce(approved_national_minor, claimed_national_minor)), 0) as used_national_minor,
             coalesce(sum(coalesce(approved_own_minor, claimed_own_minor)), 0) as used_own_minor
        from cost left join cost_decision using (organisation_id, contract_id, cost_number))sql"};
    const absl::Status status = pg::Transact(role_.pool(), role_.Scope(), [&](pg::Tx& tx) {
      const pqxx::result journal = tx.Run(kJournal);
      EXPECT_EQ(convert::PartsFromRow(journal[0], "reserved"), model_.reserved);
      EXPECT_EQ(convert::PartsFromRow(journal[0], "spent"), model_.spent);
      EXPECT_EQ(convert::PartsFromRow(journal[0], "cap"), model_.caps);
      EXPECT_EQ(journal[0]["refused_minor"].as<int64_t>(), refused_minor_);
      const pqxx::result line = tx.Run(kLine);
      EXPECT_EQ(convert::PartsFromRow(line[0], "cap"), model_.caps);
      EXPECT_EQ(line[0]["refused_minor"].as<int64_t>(), refused_minor_);
      const pqxx::result costs = tx.Run(kCosts);
      EXPECT_EQ(convert::PartsFromRow(costs[0], "used"), *Add(model_.reserved, model_.spent));
      return absl::OkStatus();
    });
    ASSERT_TRUE(status.ok()) << status;
  }

  testing::TestRole& role_;
  budgets::Service service_;
  BudgetLine model_;
  int64_t refused_minor_ = 0;  // Of the costs that were refused.
  std::vector<Held> held_;
  int steps_ = 0;
};

TEST(NextSplitInSql, AnyLineAndAmount_GivesThePartsOfNextSplit) {
  const testing::PgSandbox sandbox;
  std::mt19937_64 random(1182);
  const auto upTo = [&](int64_t most) {
    return static_cast<int64_t>(random() % static_cast<uint64_t>(most + 1));
  };
  std::string rows;
  std::vector<ThreePart> expected;
  while (expected.size() < 4'000) {
    const int64_t scale =
        std::vector<int64_t>{3, 100, 85'00, 378'008'50, 900'000'000'000'000}[random() % 5];
    const ThreePart caps = Parts(upTo(scale), upTo(scale), upTo(scale));
    // Any use within the caps, so also ones that only refusals lead to.
    const ThreePart used =
        Parts(upTo(caps.eu.minor()), upTo(caps.national.minor()), upTo(caps.own.minor()));
    const int64_t left = Total(caps)->minor() - Total(used)->minor();
    if (left == 0) continue;
    const Money amount = Leva(1 + upTo(left - 1));
    const auto parts = NextSplit(caps, used, amount);
    ASSERT_TRUE(parts.ok());
    absl::StrAppend(&rows, expected.empty() ? "" : ",", "(", expected.size(), ",", caps.eu.minor(), ",",
                    caps.national.minor(), ",", caps.own.minor(), ",", used.eu.minor(), ",",
                    used.national.minor(), ",", used.own.minor(), ",", amount.minor(), ")");
    expected.push_back(*parts);
  }

  const pqxx::result shares =
      sandbox.Inspect("select eu_part, national_part, own_part from (values " + rows +
                      ") as given (place, ce, cn, co, ue, un, uo, amount), budgets.next_split(ce, cn, "
                      "co, ue, un, uo, amount)"
                      " order by place");

  ASSERT_EQ(shares.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    ASSERT_EQ(Parts(shares[i][0].as<int64_t>(), shares[i][1].as<int64_t>(), shares[i][2].as<int64_t>()),
              expected[i])
        << "row " << i;
  }
}

TEST(RecordCost, RandomHistories_AgreeWithThePureDecisionAtEveryStep) {
  std::mt19937_64 random(378008);
  const std::vector<ThreePart> lines = {Parts(85'00, 15'00, 0), Parts(1'01, 33, 7), Parts(0, 0, 40'00),
                                        Parts(100'00, 0, 1), Parts(321'307'23, 56'701'27, 1'000'00)};
  for (const ThreePart& caps : lines) {
    const testing::PgSandbox sandbox;
    testing::TestRole role(sandbox, "budgets");
    testing::TestRole nomenclatures(sandbox, "reference", &role);
    nomenclatures.Serve(reference::StartRole(nomenclatures.context()));
    Twin twin(role, caps);
    for (int step = 0; step < 60; ++step) {
      if (twin.held() > 0 && random() % 3 == 0) {
        const std::size_t index = random() % twin.held();
        const ThreePart parts = twin.PartsOfHeld(index);
        const ThreePart nothing = Parts(0, 0, 0);
        // Of each part a random share: all of it approved, all refused, or cut in three.
        const auto some = [&](const ThreePart& most) {
          const auto of = [&](Money part) {
            return static_cast<int64_t>(random() % (part.minor() + 1));
          };
          return Parts(of(most.eu), of(most.national), of(most.own));
        };
        const uint64_t kind = random() % 4;
        const ThreePart unapproved = kind == 0 ? nothing : kind == 1 ? parts : some(parts);
        twin.Decide(index, unapproved, kind == 3 ? some(*Subtract(parts, unapproved)) : nothing);
      } else {
        // Now and then more than is left.
        const auto most = static_cast<uint64_t>(twin.left_minor() / (random() % 3 == 0 ? 1 : 8)) + 2;
        twin.Record(Leva(static_cast<int64_t>(1 + random() % most)));
      }
      if (HasFatalFailure()) return;
      twin.Compare();
      if (HasFatalFailure()) return;
    }
    // What is left, to the last cent, ends with exactly the caps.
    if (twin.left_minor() > 0) twin.Record(Leva(twin.left_minor()));
    EXPECT_EQ(twin.left_minor(), 0);
    twin.Compare();
    if (HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace tranche::budgets
