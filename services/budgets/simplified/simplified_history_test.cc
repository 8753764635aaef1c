// SPDX-License-Identifier: EUPL-1.2
// Random histories of costs, flat rates, decisions and transfers under limits, over PostgreSQL: after
// every step no limit is exceeded or forgets a cost, and no flat rate is above its verified base.
// RC_PARAMS repeats a history.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "budgets/testing/ledger_world.h"
#include "platform/base/error.h"
#include "platform/convert/money.h"

namespace tranche::budgets {
namespace {

enum class Act { kRecord, kFlatRate, kDecide, kTransfer };

struct Step {
  Act act = Act::kRecord;
  int first = 0;
  int second = 0;
  int64_t minor = 0;

  friend std::ostream& operator<<(std::ostream& out, const Step& step) {
    return out << "{act " << static_cast<int>(step.act) << ", " << step.first << ", " << step.second
               << ", " << step.minor << "}";
  }
};

rc::Gen<Step> AnyStep() {
  return rc::gen::build<Step>(
      rc::gen::set(
          &Step::act,
          rc::gen::weightedElement<Act>(
              {{5, Act::kRecord}, {3, Act::kFlatRate}, {4, Act::kDecide}, {2, Act::kTransfer}})),
      rc::gen::set(&Step::first, rc::gen::inRange(0, 12)),
      rc::gen::set(&Step::second, rc::gen::inRange(0, 64)),
      rc::gen::set(&Step::minor, rc::gen::inRange<int64_t>(1, 400'00)));
}

// Lines 1 and 2 of direct costs, line 3 a flat rate of 15 % of line 1, limits over 1 and 2 and over 3.
class History : private LedgerWorld {
 public:
  using LedgerWorld::sandbox;

  void Begin() {
    ++histories_;
    steps_ = 0;
    undecided_.clear();
    GoOnWith(absl::StrCat("BG05M9OP001-2.005-", 1000 + histories_));
    ASSERT_TRUE(Conclude("1700.01", "300.00", "150.02").ok());
    const absl::Status made = MakeTypedBudget(
        {{"1", "staff", "1000.00"}, {"2", "services", "1000.02"}, {"3", "indirect", "150.01"}});
    ASSERT_TRUE(made.ok()) << made;
    ASSERT_TRUE(SetFlatRate("3", v1::INDIRECT_OF_STAFF, {"1"}, Key("terms")).ok());
    const auto set = SetLimits(
        {LimitOf("direct", {"1", "2"}, "1200.00"), LimitOf("indirect", {"3"}, "", "14.5", {"1", "2"}),
         LimitOf("services", {"2"}, "", "80", {"2"})},
        Key("limits"));
    ASSERT_TRUE(set.ok()) << set.status();
  }

  std::string Take(const Step& step) {
    ++steps_;
    const absl::Status status = Do(step);
    static const std::set<std::string> expected = {"",
                                                   "LINE_EXHAUSTED",
                                                   "LIMIT_EXHAUSTED",
                                                   "LIMIT_BELOW_USED",
                                                   "LIMIT_ABOVE_CAPS",
                                                   "FLAT_RATE_NOTHING_DUE",
                                                   "TRANSFER_ABOVE_LEFT",
                                                   "TRANSFER_SAME_LINE"};
    if (status.ok()) ++done_[step.act];
    const std::string reason = ReasonOf(status);
    if (expected.count(reason) == 0 || (reason.empty() && !status.ok())) {
      return absl::StrCat("refused: ", status.ToString());
    }
    return WhatIsWrong();
  }

  int Done(Act act) { return done_[act]; }

 private:
  std::string Key(const char* what) { return absl::StrCat(what, "-", histories_, "-", steps_); }
  static std::string Amount(int64_t minor) { return FormatAmount(Money::Minor(minor, Currency::kBgn)); }

  absl::Status Keep(const absl::StatusOr<v1::Cost>& cost) {
    if (cost.ok()) undecided_.push_back(cost->name());
    return cost.status();
  }

  absl::Status Do(const Step& step) {
    switch (step.act) {
      case Act::kRecord:
        return Keep(RecordCost(absl::StrCat(step.first % 2 + 1), Amount(step.minor), Key("cost")));
      case Act::kFlatRate:
        return Keep(RecordFlatRate("3", Key("flat")));
      case Act::kDecide:
        return DecideSome(step);
      case Act::kTransfer:
        return Call(&Ledger::TransferBetweenLines,
                    TransferOf(absl::StrCat(step.first % 3 + 1), absl::StrCat(step.second % 3 + 1),
                               Amount(step.minor / 4 + 1), Key("transfer")))
            .status();
    }
    return absl::OkStatus();
  }

  // The last ones, up to four: bit by bit of `second` approved or not.
  absl::Status DecideSome(const Step& step) {
    std::vector<std::pair<std::string, bool>> decisions;
    for (int i = 0; i <= step.first % 4 && !undecided_.empty(); ++i) {
      decisions.emplace_back(undecided_.back(), (step.second >> i) % 2 == 0);
      undecided_.pop_back();
    }
    if (decisions.empty()) return absl::OkStatus();
    return DecideAll(decisions, Key("decide")).status();
  }

  // INV-01, INV-02, INV-09 and BUD-7 by the check of the books, BUD-8 from behind it.
  std::string WhatIsWrong() {
    const auto check = Check();
    if (!check.ok()) return check.status().ToString();
    if (check->verdict() != v1::BOOKS_AGREE) return check->ShortDebugString();
    const pqxx::result wrong = sandbox().Inspect(R"sql(
      select 'limit ' || code from budgets.line_limit where used_minor > cap_minor
       union all
      select 'flat rate of ' || t.contract_id
        from budgets.line_terms as t
        join budgets.line as f on (f.contract_id, f.code) = (t.contract_id, t.line_code)
        join budgets.line as b on b.contract_id = t.contract_id and b.code = any (t.base_lines)
       where (f.spent_eu_minor + f.spent_national_minor + f.spent_own_minor) * 10000
             > (b.spent_eu_minor + b.spent_national_minor + b.spent_own_minor) * t.percent_hundredths)sql");
    return wrong.empty() ? "" : wrong[0][0].as<std::string>();
  }

  std::map<Act, int> done_;
  int histories_ = 0;
  int steps_ = 0;
  std::vector<std::string> undecided_;
};

class SimplifiedHistory : public ::testing::Test {
 protected:
  SimplifiedHistory() {
    history_.sandbox().Inspect(
        "update reference.transfer_rule set limit_percent = 100, cumulative = false, "
        "forbidden_receiving = '{}'");
  }

  bool AllKeepTheInvariants() {
    return rc::check("every history keeps the invariants", [this] {
      const auto count = *rc::gen::inRange<std::size_t>(1, kStepsMax);
      const auto steps = *rc::gen::container<std::vector<Step>>(count, AnyStep());
      history_.Begin();
      for (const Step& step : steps) {
        const std::string wrong = history_.Take(step);
        if (!wrong.empty()) RC_FAIL(wrong);
      }
    });
  }

  static constexpr std::size_t kStepsMax = 14;
  History history_;
};

TEST_F(SimplifiedHistory, AnyHistory_KeepsLimitsAndFlatRatesAtEveryPrefix) {
  EXPECT_TRUE(AllKeepTheInvariants());
  // Not by refusing everything. How often is chance: about twenty times each.
  for (const Act act : {Act::kRecord, Act::kFlatRate, Act::kDecide, Act::kTransfer}) {
    EXPECT_GT(history_.Done(act), 0);
  }
}

// The control: a limit that single recordings do not take from is found out.
TEST_F(SimplifiedHistory, LimitThatForgetsCosts_IsFoundOut) {
  history_.sandbox().Inspect(R"sql(
    create or replace function budgets.take_from_limits(in_organisation text, in_contract text, in_limits text[],
                                                        in_amount bigint)
    returns void language sql as 'select')sql");

  EXPECT_FALSE(AllKeepTheInvariants());
}

// The other control: a refusal that gives nothing back.
TEST_F(SimplifiedHistory, LimitThatIsNotGivenBack_IsFoundOut) {
  history_.sandbox().Inspect(R"sql(
    create or replace function budgets.release_limits(in_organisation text, in_contract text, in_moves jsonb)
    returns void language sql as 'select')sql");

  EXPECT_FALSE(AllKeepTheInvariants());
}

}  // namespace
}  // namespace tranche::budgets
