// SPDX-License-Identifier: EUPL-1.2
// Random histories of holds: calls that come late, twice or never, crashes between any two steps,
// versions in between. At every prefix a contract is held by a version or by an open package, never by
// both; in the end nothing is left behind. The SQL of both services is the real one.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "payments/package/package_store.h"
#include "payments/payments_store.h"
#include "platform/pg/transaction.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"

namespace tranche::payments::package {
namespace {

constexpr int kHistories = 40;
constexpr int kSteps = 60;

constexpr pg::Statement kHold{"proposals.try_hold", "select hold_for_package('lyubimets', $1, $2, $3)"};
constexpr pg::Statement kRelease{"proposals.try_release", "select release_hold('lyubimets', $1, $2)"};
constexpr pg::Statement kBegin{"proposals.try_begin",
                               "select begin_change('lyubimets', $1, 'versions/2')"};
constexpr pg::Statement kEnd{"proposals.try_end", "select end_change('lyubimets', $1, 'versions/2')"};
constexpr pg::Statement kOpenChange{
    "proposals.try_open_change",
    "select coalesce(open_change, '') from contract where contract_id = $1"};

class HoldHistory : public ::testing::Test {
 protected:
  // A contract of its own for each history.
  Contract Concluded(int number) {
    const std::string id = absl::StrCat("C", number);
    sandbox_.Inspect(absl::StrCat(
        "insert into proposals.proposal (organisation_id, proposal_id, number, procedure, title, "
        "requested_eu_minor, requested_national_minor, requested_own_minor, currency, duration_months, "
        "state, submitted_on, evaluation_kind, evaluation_standing, evaluation_decided_on) values "
        "('lyubimets', '",
        id, "', '", id,
        "', 'X', 'Проект', 85, 15, 0, 'BGN', 18, 'CONTRACTED', '2016-01-01', 'COMPLEX', 'APPROVED', "
        "'2016-02-01'); "
        "insert into proposals.contract (organisation_id, contract_id, number, number_mixes_scripts, "
        "proposal_id, concluded_on, starts_on, duration_months, period_rule, ends_on, amount_eu_minor, "
        "amount_national_minor, amount_own_minor, currency, state, version) values ('lyubimets', '",
        id, "', '", id, "', false, '", id,
        "', '2017-01-01', '2017-01-01', 18, 'DAY_BEFORE', '2018-06-30', 85, 15, 0, 'BGN', 'ACTIVE', "
        "1); "
        "insert into payments.contract (organisation_id, contract_id, number, procedure, concluded_on, "
        "starts_on, amount_eu_minor, amount_national_minor, amount_own_minor, currency, version) "
        "values "
        "('lyubimets', '",
        id, "', '", id, "', 'X', '2017-01-01', '2017-01-01', 85, 15, 0, 'BGN', 1)"));
    Contract contract;
    contract.organisation = "lyubimets";
    contract.id = id;
    return contract;
  }

  template <class Body>
  void InPayments(const Contract& contract, const Body& body) {
    const absl::Status status =
        pg::Transact(payments_.pool(), payments_.Scope(), [&](pg::Tx& tx) -> absl::Status {
          const absl::StatusOr<Contract> locked = payments::store::LockContract(tx, contract);
          if (!locked.ok()) return locked.status();
          body(tx, *locked);
          return absl::OkStatus();
        });
    EXPECT_TRUE(status.ok()) << status;
  }
  template <class... Args>
  std::string InProposals(const pg::Statement& statement, const Args&... args) {
    std::string answer;
    const absl::Status status =
        pg::Transact(proposals_.pool(), proposals_.Scope(), [&](pg::Tx& tx) -> absl::Status {
          const pqxx::result rows = tx.Run(statement, args...);
          answer = rows[0][0].is_null() ? "" : rows[0][0].template as<std::string>();
          return absl::OkStatus();
        });
    EXPECT_TRUE(status.ok()) << status;
    return answer;
  }

  // What of a history is on its way or known by now.
  struct World {
    Contract contract;
    std::vector<store::Hold> asked;     // Holds that were begun: their calls may come at any time.
    std::vector<store::Hold> granted;   // Of these, whose answer was yes.
    std::vector<store::Hold> released;  // Releases that may come at any time, and again.
    bool version_open = false;
  };

  void Begin(World& world) {
    InPayments(world.contract, [&](pg::Tx& tx, const Contract& contract) {
      if (contract.open_package.has_value()) return;
      world.asked.push_back(store::BeginHold(tx, contract));
    });
  }
  void DeliverHold(World& world, const store::Hold& hold) {
    if (InProposals(kHold, world.contract.id, hold.package, hold.number) == "t") {
      world.granted.push_back(hold);
    }
  }
  void Confirm(World& world, const store::Hold& hold) {
    InPayments(world.contract, [&](pg::Tx& tx, const Contract& contract) {
      if (contract.open_package.has_value() || hold.package != contract.next_package_sequence) return;
      if (!store::MoveHold(tx, hold, HoldStep::kConfirm)) return;
      Package package;
      package.sequence = contract.next_package_sequence;
      package.type = PackageType::kTechnical;
      store::InsertPackage(tx, contract, package);
    });
  }
  void Close(World& world) {
    InPayments(world.contract, [&](pg::Tx& tx, const Contract& contract) {
      if (!contract.open_package.has_value()) return;
      Package package = *store::LoadPackage(tx, contract, *contract.open_package);
      package.state = PackageState::kWithdrawn;
      EXPECT_TRUE(store::UpdatePackage(tx, contract, package, PackageState::kDraft));
      world.released.push_back(*store::LoadHold(tx, contract.organisation, contract.id));
    });
  }
  void GiveUp(World& world, const store::Hold& hold) {
    InPayments(world.contract, [&](pg::Tx& tx, const Contract&) {
      if (store::MoveHold(tx, hold, HoldStep::kGiveUp)) world.released.push_back(hold);
    });
  }
  void DeliverRelease(World& world, const store::Hold& hold) {
    InProposals(kRelease, world.contract.id, hold.number);
    InPayments(world.contract,
               [&](pg::Tx& tx, const Contract&) { store::MoveHold(tx, hold, HoldStep::kTold); });
  }
  void OpenVersion(World& world) {
    if (!world.version_open) world.version_open = InProposals(kBegin, world.contract.id) == "t";
  }
  void CloseVersion(World& world) {
    if (world.version_open) InProposals(kEnd, world.contract.id);
    world.version_open = false;
  }

  // Empty: all is well.
  std::string Broken(World& world) {
    std::optional<int> package;
    InPayments(world.contract,
               [&](pg::Tx&, const Contract& contract) { package = contract.open_package; });
    const std::string change = InProposals(kOpenChange, world.contract.id);
    if (world.version_open != absl::StartsWith(change, "versions/")) return "a version lost its hold";
    if (!package.has_value()) return "";
    if (world.version_open) return "a version and a package are open";
    if (absl::StartsWith(change, absl::StrCat("packages/", *package, "#"))) return "";
    return "an open package does not hold the contract";
  }

  void Step(World& world, std::mt19937& random) {
    const auto any = [&](const std::vector<store::Hold>& holds) {
      return holds[random() % holds.size()];
    };
    switch (random() % 9) {
      case 0:
      case 1:
        return Begin(world);
      case 2:
      case 3:
        if (!world.asked.empty()) DeliverHold(world, any(world.asked));
        return;
      case 4:
        if (!world.granted.empty()) Confirm(world, world.granted.back());
        return;
      case 5:
        return Close(world);
      case 6:
        if (!world.asked.empty() && random() % 2 == 0) return GiveUp(world, any(world.asked));
        if (!world.released.empty()) DeliverRelease(world, any(world.released));
        return;
      case 7:
        return OpenVersion(world);
      default:
        return CloseVersion(world);
    }
  }

  // What is broken first in a history; empty: nothing.
  std::string Run(int seed) {
    std::mt19937 random(static_cast<unsigned>(seed));
    World world{.contract = Concluded(seed), .asked = {}, .granted = {}, .released = {}};
    for (int step = 0; step < kSteps; ++step) {
      Step(world, random);
      const std::string broken = Broken(world);
      if (!broken.empty()) return absl::StrCat("seed ", seed, ", step ", step, ": ", broken);
    }
    // Whatever was lost on its way is ended, and nothing holds the contract any more.
    Close(world);
    CloseVersion(world);
    const std::vector<store::Hold> asked = world.asked;
    for (const store::Hold& hold : asked) GiveUp(world, hold);
    for (const store::Hold& hold : world.released) DeliverRelease(world, hold);
    for (const store::Hold& hold : asked)
      InProposals(kHold, world.contract.id, hold.package, hold.number);
    const std::string left = InProposals(kOpenChange, world.contract.id);
    return left.empty() ? "" : absl::StrCat("seed ", seed, ": left behind: ", left);
  }

  std::string RunAll() {
    for (int seed = 1; seed <= kHistories; ++seed) {
      std::string broken = Run(seed);
      if (!broken.empty()) return broken;
    }
    return "";
  }

  tranche::testing::PgSandbox sandbox_;
  tranche::testing::TestRole proposals_{sandbox_, "proposals"};
  tranche::testing::TestRole payments_{sandbox_, "payments", &proposals_};
};

TEST_F(HoldHistory, AnyHistory_HasVersionOrPackageAndLeavesNothing) { EXPECT_EQ(RunAll(), ""); }

// What is stored moves as the table of README.md says, by every pair of state and step.
TEST_F(HoldHistory, EveryStateAndStep_IsStoredAsTheTableSays) {
  const Contract contract = Concluded(900);
  for (const HoldState state : kHoldStates) {
    for (const HoldStep step : kHoldSteps) {
      sandbox_.Inspect(absl::StrCat(
          "delete from payments.contract_hold; insert into payments.contract_hold (organisation_id, "
          "contract_id, hold_number, package_sequence, state) values ('lyubimets', 'C900', 7, 1, '",
          std::string(Name(state)), "')"));
      InPayments(contract, [&](pg::Tx& tx, const Contract& locked) {
        const store::Hold hold = *store::LoadHold(tx, "lyubimets", "C900");
        if (step == HoldStep::kBegin) {
          store::BeginHold(tx, locked);
        } else {
          EXPECT_EQ(store::MoveHold(tx, hold, step), Next(state, step).has_value());
        }
        const store::Hold after = *store::LoadHold(tx, "lyubimets", "C900");
        EXPECT_EQ(after.state, std::string(Name(Next(state, step).value_or(state))));
        // Another hold has another number; one that is being taken for the same package goes on.
        const bool another = step == HoldStep::kBegin && state != HoldState::kTaking;
        EXPECT_EQ(after.number, another ? 8 : 7);
      });
    }
  }
}

// The controls: each rule of the guard, taken away, is missed by some history.
TEST_F(HoldHistory, HoldThatForgetsReleases_IsFound) {
  sandbox_.Inspect(R"sql(
    create or replace function proposals.hold_for_package(in_organisation text, in_contract text,
                                                          in_package integer, in_number bigint)
    returns boolean language plpgsql security definer set search_path = proposals, pg_temp as $$
    begin
      update contract as c set open_change = 'packages/' || in_package || '#' || in_number
       where c.organisation_id = in_organisation and c.contract_id = in_contract
             and (c.open_change is null or c.open_change like 'packages/%');
      return found;
    end $$)sql");
  EXPECT_NE(RunAll(), "");
}

TEST_F(HoldHistory, ReleaseThatEndsAnyHold_IsFound) {
  sandbox_.Inspect(R"sql(
    create or replace function proposals.release_hold(in_organisation text, in_contract text, in_number bigint)
    returns void language plpgsql security definer set search_path = proposals, pg_temp as $$
    begin
      update contract as c set released_hold = greatest(c.released_hold, in_number),
             open_change = case when c.open_change like 'packages/%' then null else c.open_change end
       where c.organisation_id = in_organisation and c.contract_id = in_contract;
    end $$)sql");
  EXPECT_NE(RunAll(), "");
}

}  // namespace
}  // namespace tranche::payments::package
