// SPDX-License-Identifier: EUPL-1.2
// Random histories of costs, decisions, transfers and revisions, some interrupted, over PostgreSQL:
// after every step the invariants hold and the journal is the balances. RC_PARAMS repeats a history.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "budgets/testing/ledger_world.h"
#include "platform/base/error.h"
#include "platform/convert/money.h"

namespace tranche::budgets {
namespace {

enum class Act { kRecord, kDecide, kTransfer, kRevise };

struct Step {
  Act act = Act::kRecord;
  int first = 0;              // Which line or cost.
  int second = 0;             // Which other line, or how a decision or an interruption goes on.
  int64_t share_percent = 0;  // How much of what there is; above 100 asks for too much.

  friend std::ostream& operator<<(std::ostream& out, const Step& step) {
    return out << "{act " << static_cast<int>(step.act) << ", " << step.first << ", " << step.second
               << ", " << step.share_percent << "%}";
  }
};

rc::Gen<Step> AnyStep() {
  return rc::gen::build<Step>(
      rc::gen::set(&Step::act,
                   rc::gen::weightedElement<Act>(
                       {{5, Act::kRecord}, {3, Act::kDecide}, {3, Act::kTransfer}, {2, Act::kRevise}})),
      rc::gen::set(&Step::first, rc::gen::inRange(0, 12)),
      rc::gen::set(&Step::second, rc::gen::inRange(0, 12)),
      rc::gen::set(&Step::share_percent, rc::gen::inRange<int64_t>(1, 110)));
}

std::string Amount(int64_t minor) { return FormatAmount(Money::Minor(minor, Currency::kBgn)); }

// One contract with three lines, moved by steps.
class History : private LedgerWorld {
 public:
  using LedgerWorld::sandbox;

  // A fresh contract of 3,000.01 over three lines.
  void Begin() {
    ++histories_;
    steps_ = 0;
    undecided_.clear();
    GoOnWith(absl::StrCat("BG05M9OP001-2.005-", 1000 + histories_));
    ASSERT_TRUE(Conclude("2465.33", "434.68", "100.00").ok());
    const absl::Status made = MakeBudget({{"1", "1000.00"}, {"2", "1999.99"}, {"3", "0.02"}});
    ASSERT_TRUE(made.ok()) << made;
  }

  // Takes a step; what is wrong with it or with the books after it, "" when nothing is.
  std::string Take(const Step& step) {
    ++steps_;
    const absl::Status status = Do(step);
    static const std::set<std::string> expected = {"",
                                                   "LINE_EXHAUSTED",
                                                   "TRANSFER_ABOVE_LEFT",
                                                   "TRANSFER_ABOVE_LIMIT",
                                                   "TRANSFER_SAME_LINE",
                                                   "TRANSFER_NOT_POSITIVE",
                                                   "COST_NOT_POSITIVE",
                                                   "VERSION_NOT_ENTERED",
                                                   "AMOUNT_NOT_ABOVE_ZERO"};
    if (status.ok()) ++done_[step.act];
    const std::string reason = ReasonOf(status);
    if (expected.count(reason) == 0 || (reason.empty() && !status.ok())) {
      return absl::StrCat("refused: ", status.ToString());
    }
    return WhatIsWrong();
  }

  // How many steps of a kind were not refused.
  int Done(Act act) { return done_[act]; }

 private:
  std::string Key(const char* what) { return absl::StrCat(what, "-", histories_, "-", steps_); }
  static std::string LineAt(int index) { return absl::StrCat(index % 3 + 1); }

  absl::Status Do(const Step& step) {
    switch (step.act) {
      case Act::kRecord:
        return Record(step);
      case Act::kDecide:
        return DecideOne(step);
      case Act::kTransfer:
        return Move(step);
      case Act::kRevise:
        return Revise(step);
    }
    return absl::OkStatus();
  }

  int64_t LeftOn(const std::string& code) {
    const auto budget = Budget();
    for (const v1::Line& line : budget->lines()) {
      if (line.code() == code) return convert::FromProto(line.left().total())->minor();
    }
    return 0;
  }

  absl::Status Record(const Step& step) {
    const std::string line = LineAt(step.first);
    const auto cost =
        RecordCost(line, Amount(LeftOn(line) * step.share_percent / 300 + 1), Key("cost"));
    if (cost.ok()) undecided_.push_back(cost->name());
    return cost.status();
  }

  absl::Status DecideOne(const Step& step) {
    if (undecided_.empty()) return absl::OkStatus();
    const auto cost = undecided_.begin() + step.first % static_cast<int>(undecided_.size());
    const std::string name = *cost;
    undecided_.erase(cost);
    return Decide(name, step.second % 2 == 0, Key("decide"));
  }

  absl::Status Move(const Step& step) {
    const std::string from = LineAt(step.first);
    const int64_t amount = LeftOn(from) * step.share_percent / 200;
    return Call(&Ledger::TransferBetweenLines,
                TransferOf(from, LineAt(step.second), Amount(amount), Key("transfer")))
        .status();
  }

  // Every line keeps what is used of it and gets a share of what is left; the amount may change.
  absl::Status Revise(const Step& step) {
    const auto budget = Budget();
    std::vector<std::pair<std::string, std::string>> totals;
    ThreePart amount = ZeroParts(Currency::kBgn);
    int64_t more = 0;
    for (const v1::Line& line : budget->lines()) {
      const ThreePart used =
          *Add(*convert::FromProto(line.reserved()), *convert::FromProto(line.spent()));
      amount = *Add(amount, used);
      const int64_t left = convert::FromProto(line.left().total())->minor();
      const int64_t kept = left * (step.share_percent + 7 * step.first) / 150 + step.second;
      more += kept;
      totals.push_back({line.code(), Amount(Total(used)->minor() + kept)});
    }
    const int64_t eu = more * (70 + step.first) / 100;
    const int64_t own = (more - eu) * step.second / 24;
    amount.eu = *Add(amount.eu, Money::Minor(eu, Currency::kBgn));
    amount.own = *Add(amount.own, Money::Minor(own, Currency::kBgn));
    amount.national = *Add(amount.national, Money::Minor(more - eu - own, Currency::kBgn));
    const auto version = Amend(Key("amend"), FormatAmount(amount.eu), FormatAmount(amount.national),
                               FormatAmount(amount.own));
    if (!version.ok()) return version.status();
    const absl::Status entered = Enter(version->name(), Key("enter"));
    if (!entered.ok()) return entered;
    const v1::ReviseBudgetRequest request = RevisionOf(version->name(), totals, Key("revise"));
    return step.second % 3 == 0 ? Interrupted(step, request) : ReviseNow(request);
  }

  absl::Status ReviseNow(const v1::ReviseBudgetRequest& request) {
    return Call(&Ledger::ReviseBudget, request).status();
  }

  // The second step fails; then the revision is carried on, or its version withdrawn.
  absl::Status Interrupted(const Step& step, const v1::ReviseBudgetRequest& request) {
    sandbox().Inspect("alter function proposals.put_in_force(text, text, integer) rename to away");
    const absl::Status interrupted = ReviseNow(request);
    sandbox().Inspect("alter function proposals.away(text, text, integer) rename to put_in_force");
    if (interrupted.ok()) return absl::InternalError("it was not interrupted");
    const std::string wrong = WhatIsWrong();
    if (!wrong.empty()) return absl::InternalError(wrong);
    // Costs go on meanwhile, within the lower of both caps.
    const absl::Status recorded = Record(step);
    if (!recorded.ok() && ReasonOf(recorded) != "LINE_EXHAUSTED") return recorded;
    if (step.first % 2 == 0) {
      const absl::Status withdrawn = Withdraw(request.name(), Key("withdraw"));
      if (!withdrawn.ok()) return withdrawn;
    }
    return ReviseNow(request);
  }

  // INV-01, INV-02 and INV-09 and the journal, from the service and from behind it.
  std::string WhatIsWrong() {
    const auto check = Check();
    if (!check.ok()) return check.status().ToString();
    if (check->verdict() != v1::BOOKS_AGREE) return check->ShortDebugString();
    const pqxx::result wrong = sandbox().Inspect(absl::StrCat(R"sql(
      select l.code
        from budgets.line as l
        left join (select c.contract_id, c.line_code,
                          coalesce(sum(claimed_eu_minor) filter (where approved is null), 0) as reserved_eu,
                          coalesce(sum(claimed_own_minor) filter (where approved is null), 0) as reserved_own,
                          coalesce(sum(claimed_eu_minor) filter (where approved), 0) as spent_eu,
                          coalesce(sum(claimed_minor) filter (where approved is distinct from false), 0) as used
                     from budgets.cost as c
                     left join budgets.cost_decision as d using (organisation_id, contract_id, cost_number)
                    group by 1, 2) as k on k.contract_id = l.contract_id and k.line_code = l.code
       where 'organisations/' || l.organisation_id || '/contracts/' || l.contract_id = ')sql",
                                                              contract(), R"sql('
         and (l.reserved_eu_minor + l.spent_eu_minor > l.cap_eu_minor
              or l.reserved_national_minor + l.spent_national_minor > l.cap_national_minor
              or l.reserved_own_minor + l.spent_own_minor > l.cap_own_minor
              or l.reserved_eu_minor <> coalesce(k.reserved_eu, 0)
              or l.reserved_own_minor <> coalesce(k.reserved_own, 0)
              or l.spent_eu_minor <> coalesce(k.spent_eu, 0)
              or l.reserved_eu_minor + l.reserved_national_minor + l.reserved_own_minor + l.spent_eu_minor
                 + l.spent_national_minor + l.spent_own_minor <> coalesce(k.used, 0)))sql"));
    return wrong.empty() ? "" : absl::StrCat("line ", wrong[0][0].as<std::string>());
  }

  std::map<Act, int> done_;
  int histories_ = 0;
  int steps_ = 0;
  std::vector<std::string> undecided_;
};

class LedgerHistory : public ::testing::Test {
 protected:
  // The rule allows transfers of any size, so that histories have many.
  LedgerHistory() {
    history_.sandbox().Inspect(
        "update reference.transfer_rule set limit_percent = 100, cumulative = false");
  }

  // Random histories, each on a contract of its own; false when one breaks an invariant.
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

  static constexpr std::size_t kStepsMax = 10;
  History history_;
};

TEST_F(LedgerHistory, AnyHistory_KeepsTheInvariantsAtEveryPrefix) {
  EXPECT_TRUE(AllKeepTheInvariants());
  // Not by refusing everything.
  for (const Act act : {Act::kRecord, Act::kDecide, Act::kTransfer, Act::kRevise}) {
    EXPECT_GT(history_.Done(act), 0);
  }
}

// The control: a transfer that gives a cent more than it takes is found out.
TEST_F(LedgerHistory, TransferThatMakesACent_IsFoundOut) {
  history_.sandbox().Inspect(R"sql(
    create function budgets.make_a_cent() returns trigger language plpgsql as $$
    begin
      if new.cap_eu_minor > old.cap_eu_minor then new.cap_eu_minor := new.cap_eu_minor + 1; end if;
      return new;
    end $$;
    grant execute on function budgets.make_a_cent to own_budgets;
    create trigger make_a_cent before update of cap_eu_minor on budgets.line
      for each row execute function budgets.make_a_cent())sql");

  EXPECT_FALSE(AllKeepTheInvariants());
}

// The other control: a revision that holds nothing lets costs use what a line will lose.
TEST_F(LedgerHistory, RevisionThatHoldsNothing_IsFoundOut) {
  history_.sandbox().Inspect(R"sql(
    create or replace function budgets.hold_revision(in_organisation text, in_contract text, in_version integer)
    returns void language sql as 'select')sql");

  EXPECT_FALSE(AllKeepTheInvariants());
}

}  // namespace
}  // namespace tranche::budgets
