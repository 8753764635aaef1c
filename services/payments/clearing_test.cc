// SPDX-License-Identifier: EUPL-1.2
// Cash under the cap, the clearing of the advance and the final balance: named figures, and random
// histories that keep the invariants at every prefix.
#include "payments/clearing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"

namespace tranche::payments {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Pair;

constexpr Ratio kEighty{.numerator = 80, .denominator = 100};

Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }

ThreePart Parts(int64_t eu_minor, int64_t national_minor, int64_t own_minor = 0) {
  return {.eu = Leva(eu_minor), .national = Leva(national_minor), .own = Leva(own_minor)};
}

int64_t GrantMinor(const ThreePart& parts) { return parts.eu.minor() + parts.national.minor(); }

Contract ContractOf(const ThreePart& amount) {
  Contract contract;
  contract.starts_on = absl::CivilDay(2017, 4, 18);
  contract.amount = amount;
  return contract;
}

// 378 008.50 at 85/15.
Contract MineralniBani() { return ContractOf(Parts(32130723, 5670127)); }

// A rule of sharing: the real one, or one that is broken on purpose.
using Rule = std::function<absl::StatusOr<CashShare>(const Contract&, const Claim&,
                                                     const std::optional<ThreePart>&,
                                                     const CashHistory&, const std::optional<Ratio>&)>;

// The accepted claims of one contract, decided on one after the other.
class Books {
 public:
  explicit Books(Contract contract, Ratio cap = kEighty, Rule rule = ShareCash)
      : contract_(std::move(contract)), cap_(cap), rule_(std::move(rule)) {}

  Claim& Accept(ClaimKind kind, const ThreePart& amount) {
    const absl::Status accepted = Try(kind, amount);
    EXPECT_TRUE(accepted.ok()) << accepted;
    return claims_.back();
  }
  // The same, unless the rule refuses it.
  absl::Status Try(ClaimKind kind, const ThreePart& amount) {
    Claim claim;
    claim.sequence = static_cast<int>(claims_.size()) + 1;
    claim.kind = kind;
    claim.state = ClaimState::kAccepted;
    claim.requested = amount;
    claim.paid = ZeroParts(Currency::kBgn);
    if (kind != ClaimKind::kAdvance) {
      claim.approved = amount;
      claim.refused = claim.by_correction = ZeroParts(Currency::kBgn);
    }
    const auto history = HistoryOf(claims_, claim.sequence, Currency::kBgn);
    EXPECT_TRUE(history.ok()) << history.status();
    const auto share = rule_(contract_, claim, claim.approved, *history, cap_);
    if (!share.ok()) return share.status();
    claim.payable = share->payable;
    if (kind != ClaimKind::kAdvance) claim.cleared = share->cleared;
    claim.to_recover = share->to_recover;
    claim.limit = share->limit;
    claims_.push_back(std::move(claim));
    return absl::OkStatus();
  }
  void PayAll() {
    for (Claim& claim : claims_) claim.paid = *claim.payable;
  }
  CashPosition Position() const { return *PositionOf(contract_, claims_, cap_); }
  const std::vector<Claim>& claims() const { return claims_; }

  // What is broken of the invariants of cash; empty: nothing.
  std::string Broken() const {
    int64_t advance_minor = 0;
    int64_t cash_minor = 0;
    int64_t cleared_minor = 0;
    int64_t approved_minor = 0;
    const int64_t grant_minor = GrantMinor(contract_.amount);
    const int64_t cap_minor =
        static_cast<int64_t>(static_cast<__int128>(grant_minor) * cap_.numerator / cap_.denominator);
    for (const Claim& claim : claims_) {
      const std::string name = absl::StrCat(" in claim ", claim.sequence);
      const ThreePart cleared = claim.cleared.value_or(Parts(0, 0));
      for (const ThreePart& parts : {*claim.payable, cleared, *claim.to_recover}) {
        if (parts.eu.IsNegative() || parts.national.IsNegative() || !parts.own.IsZero()) {
          return "a part is below zero" + name;
        }
      }
      if (claim.kind == ClaimKind::kAdvance) {
        advance_minor += GrantMinor(*claim.payable);
        if (GrantMinor(*claim.payable) > 0 && advance_minor + cash_minor > cap_minor) {
          return "PAY-10" + name;
        }
        continue;
      }
      if (claim.payable->eu.minor() + cleared.eu.minor() != claim.approved->eu.minor() ||
          claim.payable->national.minor() + cleared.national.minor() !=
              claim.approved->national.minor()) {
        return "PAY-8" + name;
      }
      approved_minor += GrantMinor(*claim.approved);
      cash_minor += GrantMinor(*claim.payable);
      cleared_minor += GrantMinor(cleared);
      if (advance_minor + cash_minor > grant_minor) return "more is owed than the grant" + name;
      if (cleared_minor > advance_minor) return "PAY-9" + name;
      if (claim.kind == ClaimKind::kInterim && cleared_minor < advance_minor &&
          GrantMinor(*claim.payable) > 0 && advance_minor + cash_minor > cap_minor) {
        return "PAY-10" + name;
      }
      if (claim.kind == ClaimKind::kFinal &&
          advance_minor + cash_minor - GrantMinor(*claim.to_recover) != approved_minor) {
        return "PAY-11" + name;
      }
    }
    return "";
  }

 private:
  const Contract contract_;
  const Ratio cap_;
  const Rule rule_;
  std::vector<Claim> claims_;
};

TEST(MineralniBani, CashStopsAtTheCapAndTheRestClearsTheAdvance) {
  Books books(MineralniBani());
  const Claim& advance = books.Accept(ClaimKind::kAdvance, Parts(6426145, 1134025));
  EXPECT_EQ(GrantMinor(*advance.payable), 7560170);  // 75 601.70
  EXPECT_EQ(books.Position().cap, Leva(30240680));   // 302 406.80
  EXPECT_EQ(books.Position().left_under_cap, Leva(22680510));

  // 226 805.10 of verified cost is cash up to the cap.
  const Claim interim = books.Accept(ClaimKind::kInterim, Parts(19278434, 3402076));
  EXPECT_EQ(*interim.payable, Parts(19278434, 3402076));
  EXPECT_EQ(*interim.cleared, Parts(0, 0));
  EXPECT_EQ(books.Position().left_under_cap, Leva(0));

  // The remaining 75 601.70 clears the advance with zero cash.
  const Claim clearing = books.Accept(ClaimKind::kInterim, Parts(6426145, 1134025));
  EXPECT_EQ(*clearing.payable, Parts(0, 0));
  EXPECT_EQ(*clearing.cleared, Parts(6426145, 1134025));
  EXPECT_EQ(books.Position().remaining_to_clear, Leva(0));
  EXPECT_FALSE(books.Position().cap_binds);

  // The advance is cleared, so the cap binds no more: what is left of the grant is paid at the end.
  const Claim last = books.Accept(ClaimKind::kFinal, Parts(6426144, 1134026));
  EXPECT_EQ(GrantMinor(*last.payable), 7560170);
  EXPECT_EQ(books.Broken(), "");
  books.PayAll();
  EXPECT_EQ(GrantMinor(books.Position().paid), 37800850);
  EXPECT_TRUE(books.Position().settled);
}

TEST(MineralniBani, FinalClaimOfTooLittle_PaysTheDifferenceBack) {
  Books books(MineralniBani());
  books.Accept(ClaimKind::kAdvance, Parts(6426145, 1134025));
  // 100 000.00 verified in all: 60 000.00 is cash under the cap, 40 000.00 clears the advance at the
  // end.
  books.Accept(ClaimKind::kInterim, Parts(5100000, 900000));
  const Claim last = books.Accept(ClaimKind::kFinal, Parts(3400000, 600000));
  EXPECT_EQ(*last.payable, Parts(0, 0));
  EXPECT_EQ(*last.cleared, Parts(3400000, 600000));
  // 75 601.70 + 60 000.00 - 100 000.00 = 35 601.70.
  EXPECT_EQ(GrantMinor(*last.to_recover), 3560170);
  EXPECT_EQ(*last.to_recover, Parts(3026145, 534025));
  EXPECT_EQ(books.Broken(), "");
  books.PayAll();
  EXPECT_EQ(books.Position().to_recover, *last.to_recover);
  EXPECT_FALSE(books.Position().settled);
}

TEST(Sharing, WithoutAnAdvance_NoCapBinds) {
  Books books(MineralniBani());
  const Claim claim = books.Accept(ClaimKind::kInterim, Parts(32130723, 5670127));
  EXPECT_EQ(*claim.payable, Parts(32130723, 5670127));
  EXPECT_EQ(claim.limit, std::nullopt);
}

TEST(Sharing, ClaimThatClearsTheLast_IsCashAgainAboveIt) {
  Books books(ContractOf(Parts(8500, 1500)));
  books.Accept(ClaimKind::kAdvance, Parts(1700, 300));
  // Cap 80.00, 60.00 under it. 90.00: 60.00 cash, 20.00 clears, 10.00 is cash again.
  const Claim claim = books.Accept(ClaimKind::kInterim, Parts(7650, 1350));
  EXPECT_EQ(GrantMinor(*claim.payable), 7000);
  EXPECT_EQ(GrantMinor(*claim.cleared), 2000);
  EXPECT_EQ(claim.limit->advance_left, Leva(0));
  EXPECT_EQ(books.Broken(), "");
}

TEST(Advance, AfterInterimClaims_GetsWhatIsLeftUnderTheCap) {
  Books books(ContractOf(Parts(8500, 1500)));
  books.Accept(ClaimKind::kInterim, Parts(6375, 1125));
  // 75.00 of 80.00 is owed: 5.00 is left.
  const absl::Status refused = books.Try(ClaimKind::kAdvance, Parts(426, 75));
  EXPECT_EQ(ReasonOf(refused), "ADVANCE_ABOVE_CAP");
  EXPECT_THAT(ValuesOf(refused),
              AllOf(Contains(Pair("asked", "5.01")), Contains(Pair("left", "5.00"))));
  const Claim advance = books.Accept(ClaimKind::kAdvance, Parts(425, 75));
  EXPECT_EQ(*advance.payable, Parts(425, 75));
  EXPECT_EQ(advance.limit,
            (CashLimit{.cap = Leva(8000), .before = Leva(7500), .advance_left = Leva(500)}));
  // What follows clears it: no cash beyond the grant.
  EXPECT_EQ(GrantMinor(*books.Accept(ClaimKind::kFinal, Parts(2125, 375)).payable), 2000);
  EXPECT_EQ(books.Broken(), "");
}

TEST(Advance, WhenInterimMoneyIsAboveTheCap_IsRefusedWhole) {
  Books books(ContractOf(Parts(8500000, 1500000)));
  books.Accept(ClaimKind::kInterim, Parts(8075000, 1425000));
  const absl::Status refused = books.Try(ClaimKind::kAdvance, Parts(1700000, 300000));
  EXPECT_EQ(ReasonOf(refused), "ADVANCE_ABOVE_CAP");
  EXPECT_THAT(ValuesOf(refused), Contains(Pair("left", "0.00")));
}

TEST(Advance, CapThatIsUnknown_IsNeededOnceInterimMoneyIsOwed) {
  const Contract contract = ContractOf(Parts(8500, 1500));
  const auto limit = [&](int64_t interim_minor) {
    return LimitOfAdvance(contract, Parts(850, 150),
                          {.advance = Leva(0), .interim = Leva(interim_minor), .cleared = Leva(0)},
                          std::nullopt);
  };
  ASSERT_TRUE(limit(0).ok()) << limit(0).status();
  EXPECT_EQ(*limit(0), std::nullopt);
  EXPECT_EQ(ReasonOf(limit(1).status()), "CASH_CAP_UNKNOWN");
}

TEST(Sharing, OwnMoney_IsNeitherPaidNorCleared) {
  Books books(ContractOf(Parts(8500, 1500, 1000)));
  books.Accept(ClaimKind::kAdvance, Parts(1700, 300));
  const Claim claim = books.Accept(ClaimKind::kInterim, Parts(5950, 1050, 700));
  EXPECT_EQ(GrantMinor(*claim.payable), 6000);
  EXPECT_EQ(GrantMinor(*claim.cleared), 1000);
  EXPECT_TRUE(claim.payable->own.IsZero());
}

TEST(Sharing, CapThatIsUnknown_IsRefusedOnlyWhenItBinds) {
  Books books(ContractOf(Parts(8500, 1500)));
  Claim claim = books.Accept(ClaimKind::kAdvance, Parts(1700, 300));
  const auto history = *HistoryOf(books.claims(), 0, Currency::kBgn);
  claim.kind = ClaimKind::kInterim;
  const absl::Status refused =
      ShareCash(ContractOf(Parts(8500, 1500)), claim, Parts(850, 150), history, std::nullopt).status();
  EXPECT_EQ(ReasonOf(refused), "CASH_CAP_UNKNOWN");
  EXPECT_THAT(ValuesOf(refused), Contains(Pair("day", "2017-04-18")));
  claim.kind = ClaimKind::kFinal;
  EXPECT_TRUE(
      ShareCash(ContractOf(Parts(8500, 1500)), claim, Parts(850, 150), history, std::nullopt).ok());
}

TEST(Sharing, CashAboveTheCapAlready_IsNone) {
  // The grant was lowered after 70.00 of it was cash: 20.00 + 70.00 is above the new cap of 40.00.
  const CashHistory history{.advance = Leva(2000), .interim = Leva(7000), .cleared = Leva(0)};
  Claim claim;
  claim.kind = ClaimKind::kInterim;
  const auto share = ShareCash(ContractOf(Parts(4250, 750)), claim, Parts(850, 150), history, kEighty);
  ASSERT_TRUE(share.ok()) << share.status();
  EXPECT_EQ(share->payable, Parts(0, 0));
  EXPECT_EQ(share->cleared, Parts(850, 150));
}

TEST(Sharing, ApprovedPartsOffTheRatio_BoundTheCash) {
  const CashHistory history{.advance = Leva(2000), .interim = Leva(5500), .cleared = Leva(0)};
  Claim claim;
  claim.kind = ClaimKind::kInterim;
  // 5.00 of cash, and all that was approved is national money.
  const auto share = ShareCash(ContractOf(Parts(8500, 1500)), claim, Parts(0, 1000), history, kEighty);
  ASSERT_TRUE(share.ok()) << share.status();
  EXPECT_EQ(share->payable, Parts(0, 500));
  EXPECT_EQ(share->cleared, Parts(0, 500));
}

TEST(Position, ClaimedAgain_IsCountedOnce) {
  Books books(ContractOf(Parts(8500, 1500)));
  Claim& first = books.Accept(ClaimKind::kInterim, Parts(850, 150));
  first.approved = Parts(510, 90);
  first.refused = Parts(340, 60);
  first.payable = first.approved;
  Claim& second = books.Accept(ClaimKind::kInterim, Parts(340, 60));
  second.costs = {{"2", absl::CivilDay(2018, 1, 1), Parts(340, 60), "1", Parts(340, 60)}};
  const CashPosition position = books.Position();
  EXPECT_EQ(position.claimed, Parts(850, 150));
  EXPECT_EQ(position.claimed_again, Parts(340, 60));
  EXPECT_EQ(position.unapproved, Parts(340, 60));
  EXPECT_EQ(position.approved, Parts(850, 150));
}

TEST(Position, DraftsAndTakenBackClaims_AreNotClaimed) {
  std::vector<Claim> claims(2);
  for (Claim& claim : claims) claim.requested = claim.paid = Parts(850, 150);
  claims[0].state = ClaimState::kDraft;
  claims[1].state = ClaimState::kTakenBack;
  for (Claim& claim : claims) claim.paid = Parts(0, 0);
  const auto position = PositionOf(MineralniBani(), claims, kEighty);
  ASSERT_TRUE(position.ok()) << position.status();
  EXPECT_EQ(position->claimed, Parts(0, 0));
  EXPECT_FALSE(position->settled);
}

TEST(Position, UnpaidAdvance_IsNotPaidBack) {
  Books books(MineralniBani());
  books.Accept(ClaimKind::kAdvance, Parts(850000, 150000));
  books.Accept(ClaimKind::kFinal, Parts(85000, 15000));
  // Of the advance nothing arrived, so nothing goes back, whatever the balance of what is owed.
  EXPECT_EQ(books.Position().to_recover, Parts(0, 0));
  books.PayAll();
  EXPECT_EQ(GrantMinor(books.Position().to_recover), 900000);
}

// A random contract with a random history of accepted claims by this rule, and the first invariant that
// a prefix of it breaks.
std::string RandomHistory(const Rule& rule) {
  const int64_t grant_minor = *rc::gen::inRange<int64_t>(1, 50'000'000'000);
  const int64_t eu_percent = *rc::gen::inRange<int64_t>(0, 101);
  const ThreePart amount =
      *SplitGrant(Leva(grant_minor), Ratio{.numerator = eu_percent, .denominator = 100});
  const Ratio cap{.numerator = *rc::gen::inRange<int64_t>(20, 101), .denominator = 100};
  Books books(ContractOf(amount), cap, rule);
  const int interims = *rc::gen::inRange(0, 7);
  // Before the first claim, between two, or (beyond the last place) not at all.
  const int advance_place = *rc::gen::inRange(0, interims + 2);
  const int64_t advance_minor = grant_minor * *rc::gen::inRange<int64_t>(0, 21) / 100;
  int64_t left_eu_minor = amount.eu.minor();
  int64_t left_national_minor = amount.national.minor();
  for (int i = 0; i <= interims; ++i) {
    if (i == advance_place) {
      const absl::Status advanced = books.Try(
          ClaimKind::kAdvance, *SplitGrant(Leva(advance_minor), Ratio{.numerator = amount.eu.minor(),
                                                                      .denominator = grant_minor}));
      if (!advanced.ok() && ReasonOf(advanced) != "ADVANCE_ABOVE_CAP") return advanced.ToString();
      const std::string broken = books.Broken();
      if (!broken.empty()) return broken;
    }
    const ThreePart approved = Parts(*rc::gen::inRange<int64_t>(0, left_eu_minor + 1),
                                     *rc::gen::inRange<int64_t>(0, left_national_minor + 1));
    left_eu_minor -= approved.eu.minor();
    left_national_minor -= approved.national.minor();
    books.Accept(i == interims ? ClaimKind::kFinal : ClaimKind::kInterim, approved);
    const std::string broken = books.Broken();
    if (!broken.empty()) return broken;
  }
  books.PayAll();
  const CashPosition position = books.Position();
  const int64_t beyond_minor = GrantMinor(position.paid) - GrantMinor(position.to_recover);
  return beyond_minor == GrantMinor(position.approved) ? "" : "paid less paid back is not approved";
}

RC_GTEST_PROP(CashHistories, OfTheRule_KeepEveryInvariantAtEveryPrefix, ()) {
  RC_ASSERT(RandomHistory(ShareCash) == "");
}

// What a careless rule would do. Each must be found out.
absl::StatusOr<CashShare> PayAlways(const Contract&, const Claim& claim,
                                    const std::optional<ThreePart>& approved, const CashHistory&,
                                    const std::optional<Ratio>&) {
  const ThreePart amount = approved.value_or(claim.requested);
  return CashShare{.payable = amount, .cleared = Parts(0, 0), .to_recover = Parts(0, 0), .limit = {}};
}

absl::StatusOr<CashShare> ForgetTheBalance(const Contract& contract, const Claim& claim,
                                           const std::optional<ThreePart>& approved,
                                           const CashHistory& history,
                                           const std::optional<Ratio>& cap) {
  auto share = ShareCash(contract, claim, approved, history, cap);
  if (share.ok()) share->to_recover = Parts(0, 0);
  return share;
}

absl::StatusOr<CashShare> ForgetWhatWasCleared(const Contract& contract, const Claim& claim,
                                               const std::optional<ThreePart>& approved,
                                               const CashHistory& history,
                                               const std::optional<Ratio>& cap) {
  CashHistory forgetful = history;
  forgetful.cleared = Leva(0);
  return ShareCash(contract, claim, approved, forgetful, cap);
}

absl::StatusOr<CashShare> ForgetInterimMoneyForTheAdvance(const Contract& contract, const Claim& claim,
                                                          const std::optional<ThreePart>& approved,
                                                          const CashHistory& history,
                                                          const std::optional<Ratio>& cap) {
  CashHistory forgetful = history;
  if (claim.kind == ClaimKind::kAdvance) forgetful.interim = Leva(0);
  return ShareCash(contract, claim, approved, forgetful, cap);
}

TEST(CashHistories, OfARuleThatIsBroken_AreFoundOut) {
  for (const auto& [name, rule] : std::vector<std::pair<std::string, Rule>>{
           {"pays always", PayAlways},
           {"forgets the balance", ForgetTheBalance},
           {"forgets what was cleared", ForgetWhatWasCleared},
           {"forgets interim money for the advance", ForgetInterimMoneyForTheAdvance}}) {
    const rc::detail::TestResult result = rc::detail::checkTestable(
        [&rule = rule] { RC_ASSERT(RandomHistory(rule) == ""); }, rc::detail::TestMetadata(),
        rc::detail::TestParams{.seed = 20170418, .maxSuccess = 2000, .disableShrinking = true});
    EXPECT_TRUE(result.is<rc::detail::FailureResult>()) << name;
  }
}

}  // namespace
}  // namespace tranche::payments
