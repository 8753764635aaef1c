// SPDX-License-Identifier: EUPL-1.2
// Random books that are converted: what must hold of them all.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "absl/strings/str_cat.h"
#include "payments/testing/redenomination_books.h"

namespace tranche::payments::redenomination {
namespace {

struct Books {
  ThreePart contract;
  std::vector<Claim> claims;
  std::vector<Payment> payments;
  std::vector<Offset> offsets;
};

// A contract with an advance, claims in parts, corrections, costs claimed again and payments, as the
// service would have made them.
class Maker {
 public:
  explicit Maker(uint64_t seed) : random_(seed) {}

  Books Run() {
    const int64_t grant_minor = 100 + UpTo(40'000'000);
    books_.contract =
        Leva(grant_minor * 85 / 100, grant_minor - grant_minor * 85 / 100, UpTo(9'000'000));
    contract_.amount = books_.contract;
    left_ = books_.contract;
    const int claims = 1 + static_cast<int>(UpTo(6));
    for (int sequence = 1; sequence <= claims; ++sequence) {
      if (sequence == 1 && UpTo(2) > 0) {
        AddAdvance(sequence, grant_minor);
      } else if (UpTo(8) == 0) {
        AddTakenBack(sequence);
      } else {
        AddClaim(sequence, sequence == claims && UpTo(1) == 0);
      }
    }
    PayAll();
    return books_;
  }

 private:
  int64_t UpTo(int64_t most) {
    return most <= 0 ? 0 : static_cast<int64_t>(random_() % static_cast<uint64_t>(most + 1));
  }
  // Any part of an amount, now and then all of it or nothing.
  int64_t Some(int64_t most) {
    const int64_t how = UpTo(6);
    return how == 0   ? most
           : how == 1 ? 0
           : how == 2 ? std::min<int64_t>(most, 1 + UpTo(2))
                      : UpTo(most);
  }
  ThreePart Some(const ThreePart& most) {
    return Leva(Some(most.eu.minor()), Some(most.national.minor()), Some(most.own.minor()));
  }

  void Keep(Claim claim) {
    const CashHistory history = *HistoryOf(books_.claims, claim.sequence, Currency::kBgn);
    if (claim.state == ClaimState::kAccepted) {
      const auto share = ShareCash(contract_, claim, claim.approved, history,
                                   Ratio{.numerator = 80, .denominator = 100});
      if (!share.ok()) return;  // An advance above the cap.
      claim.payable = share->payable;
      if (claim.kind != ClaimKind::kAdvance) claim.cleared = share->cleared;
      if (!Grant(share->to_recover)->IsZero()) claim.to_recover = share->to_recover;
      claim.limit = share->limit;
      if (claim.kind == ClaimKind::kAdvance) {
        contract_.advance_owed_minor = Grant(share->payable)->minor();
      } else {
        contract_.cleared_minor += Grant(share->cleared)->minor();
      }
    }
    books_.claims.push_back(std::move(claim));
  }

  void AddAdvance(int sequence, int64_t grant_minor) {
    Claim claim = Accepted(sequence, ClaimKind::kAdvance, Leva(0, 0), Leva(0, 0));
    claim.requested = *SplitGrant(Money::Minor(1 + UpTo(grant_minor / 5), Currency::kBgn),
                                  Ratio{.numerator = 85, .denominator = 100});
    Keep(std::move(claim));
  }

  void AddTakenBack(int sequence) {
    Claim claim = Accepted(sequence, ClaimKind::kInterim, Some(left_), Leva(0, 0));
    claim.state = ClaimState::kTakenBack;
    claim.approved.reset();
    claim.refused.reset();
    claim.by_correction.reset();
    claim.payable.reset();
    claim.cleared.reset();
    claim.decision.reset();
    books_.claims.push_back(std::move(claim));
  }

  void AddClaim(int sequence, bool is_final) {
    Claim claim =
        Accepted(sequence, is_final ? ClaimKind::kFinal : ClaimKind::kInterim, Leva(0, 0), Leva(0, 0));
    claim.costs.clear();
    const int costs = 1 + static_cast<int>(UpTo(4));
    for (int i = 0; i < costs; ++i) AddCost(absl::StrCat(sequence, "-", i), &claim);
    // Only a later claim asks for it again.
    for (const auto& [first_cost, minor] : coming_) reclaimable_[first_cost] += minor;
    coming_.clear();
    claim.state = Total(*claim.approved)->IsZero() ? ClaimState::kRefused : ClaimState::kAccepted;
    claim.payable.reset();
    claim.cleared.reset();
    Keep(std::move(claim));
  }

  void AddCost(const std::string& id, Claim* claim) {
    ClaimCost cost{.id = id,
                   .paid_on = absl::CivilDay(2018, 1, 1),
                   .requested = Some(left_),
                   .first_cost_id = id,
                   .again = Leva(0, 0)};
    if (!reclaimable_.empty() && UpTo(2) == 0) {
      const auto chain = reclaimable_.begin();
      cost.first_cost_id = chain->first;
      const ClaimedCost claimed{.id = id,
                                .state = "RESERVED",
                                .parts = cost.requested,
                                .paid_on = cost.paid_on,
                                .claimed_in = std::nullopt};
      const auto asked =
          ClaimCostOf(claimed, {.first_cost_id = chain->first, .reclaimable_minor = chain->second});
      if (asked.ok()) cost.again = asked->again;
      chain->second -= Total(cost.again)->minor();
    }
    CostVerdict verdict;
    verdict.cost_id = id;
    verdict.unapproved = verdict.by_correction = Leva(0, 0);
    if (UpTo(1) == 0) {
      verdict.unapproved = Some(cost.requested);
      verdict.by_correction = Some(*Subtract(cost.requested, verdict.unapproved));
      verdict.reason = "Недопустимо";
    }
    const ThreePart refused = *Add(verdict.unapproved, verdict.by_correction);
    const ThreePart approved = *Subtract(cost.requested, refused);
    left_ = *Subtract(left_, approved);
    claim->requested = *Add(claim->requested, cost.requested);
    claim->approved = *Add(*claim->approved, approved);
    claim->refused = *Add(*claim->refused, refused);
    claim->by_correction = *Add(*claim->by_correction, verdict.by_correction);
    if (!(refused == Leva(0, 0))) claim->decision->verdicts.push_back(verdict);
    coming_[cost.first_cost_id] += Total(verdict.unapproved)->minor();
    claim->costs.push_back(std::move(cost));
  }

  void PayAll() {
    int number = 0;
    for (Claim& claim : books_.claims) {
      if (claim.state != ClaimState::kAccepted) continue;
      for (int64_t payments = UpTo(3); payments > 0; --payments) {
        const ThreePart amount = Some(*StillOwed(claim));
        if (Grant(amount)->IsZero()) continue;
        claim.paid = *Add(claim.paid, Leva(amount.eu.minor(), amount.national.minor()));
        books_.payments.push_back(Paying(++number, claim.sequence, amount));
      }
      const ThreePart deducted = Some(*StillOwed(claim));
      if (UpTo(2) > 0 || Grant(deducted)->IsZero()) continue;
      claim.deducted = deducted;
      books_.offsets.push_back(
          {.debt_id = 1, .repayment = ++number, .claim_sequence = claim.sequence, .amount = deducted});
    }
  }

  std::mt19937_64 random_;
  Books books_;
  Contract contract_;
  ThreePart left_;
  std::map<std::string, int64_t> reclaimable_;  // By first cost.
  std::map<std::string, int64_t> coming_;       // Of the claim that is made.
};

int64_t GrantMinor(const std::optional<ThreePart>& parts) {
  return parts.has_value() ? parts->eu.minor() + parts->national.minor() : 0;
}

bool Below(const ThreePart& a, const ThreePart& b) {  // In no part above.
  return a.eu.minor() <= b.eu.minor() && a.national.minor() <= b.national.minor() &&
         a.own.minor() <= b.own.minor();
}
bool Negative(const ThreePart& a) {
  return a.eu.IsNegative() || a.national.IsNegative() || a.own.IsNegative();
}

// What is broken in books of claims after the conversion.
class Checking {
 public:
  Checking(const Books& before, const ThreePart& amount, const RestatedClaims& after)
      : before_(before), amount_(amount), after_(after) {}

  // Empty: nothing.
  std::string Run() {
    for (size_t i = 0; i < after_.claims.size(); ++i) {
      const Claim& claim = after_.claims[i];
      std::string broken = InCosts(claim);
      if (broken.empty()) broken = InDecision(claim);
      if (broken.empty() && claim.payable.has_value()) broken = InCash(claim, before_.claims[i]);
      if (!broken.empty()) return absl::StrCat(broken, ": claim ", claim.sequence);
    }
    const std::string broken = InSums();
    return broken.empty() ? InPayments() : broken;
  }

 private:
  std::string InCosts(const Claim& claim) {
    ThreePart costs = nothing_;
    for (const ClaimCost& cost : claim.costs) {
      costs = *Add(costs, cost.requested);
      if (!Below(cost.again, cost.requested) || Negative(cost.again)) return "PAY-12 again";
      if (claim.state == ClaimState::kTakenBack) continue;
      again_[cost.first_cost_id] += Total(cost.again)->minor();
      if (again_[cost.first_cost_id] > unapproved_[cost.first_cost_id]) return "PAY-12 chain";
    }
    if (!claim.costs.empty() && !(costs == claim.requested)) return "PAY-4 costs";
    if (!claim.decision.has_value()) return "";
    for (const CostVerdict& verdict : claim.decision->verdicts) {
      const auto cost =
          std::find_if(claim.costs.begin(), claim.costs.end(),
                       [&](const ClaimCost& found) { return found.id == verdict.cost_id; });
      const ThreePart taken = *Add(verdict.unapproved, verdict.by_correction);
      if (cost == claim.costs.end() || !Below(taken, cost->requested)) return "PAY-4 verdict";
      if (BecameNothing(claim, verdict)) return "a verdict with its reason takes nothing";
      unapproved_[cost->first_cost_id] += Total(verdict.unapproved)->minor();
    }
    return "";
  }

  bool BecameNothing(const Claim& claim, const CostVerdict& verdict) const {
    for (const Claim& leva : before_.claims) {
      if (leva.sequence != claim.sequence) continue;
      for (const CostVerdict& was : leva.decision->verdicts) {
        if (was.cost_id != verdict.cost_id) continue;
        const auto lost = [](const ThreePart& lev, const ThreePart& euro) {
          return !Total(lev)->IsZero() && Total(euro)->IsZero();
        };
        return lost(was.unapproved, verdict.unapproved) ||
               lost(was.by_correction, verdict.by_correction);
      }
    }
    return false;
  }

  std::string InDecision(const Claim& claim) {
    if (!claim.approved.has_value()) return "";
    if (!(*Add(*claim.approved, *claim.refused) == claim.requested)) return "PAY-4 decided";
    if (Negative(*claim.approved) || Negative(*claim.refused)) return "PAY-4 negative";
    if (!Below(*claim.by_correction, *claim.refused)) return "PAY-4 correction";
    approved_ = *Add(approved_, *claim.approved);
    return "";
  }

  std::string InCash(const Claim& claim, const Claim& leva) {
    const ThreePart whole = claim.kind == ClaimKind::kAdvance ? claim.requested : *claim.approved;
    const ThreePart shares = *Add(*claim.payable, claim.cleared.value_or(nothing_));
    if (shares.eu.minor() != whole.eu.minor() || shares.national.minor() != whole.national.minor()) {
      return "PAY-8";
    }
    if (Negative(*claim.payable) || Negative(shares)) return "PAY-8 negative";
    const ThreePart settled = *Add(claim.paid, claim.deducted.value_or(nothing_));
    if (!Below(settled, *claim.payable) || Negative(claim.paid)) return "INV-03";
    const bool was_settled = *StillOwed(leva) == ZeroParts(Currency::kBgn);
    if (was_settled && !(*StillOwed(claim) == nothing_)) return "what was settled is owed again";
    if (claim.kind == ClaimKind::kAdvance) {
      advance_minor_ = GrantMinor(claim.payable);
      advance_before_minor_ = GrantMinor(leva.payable);
    }
    cleared_minor_ += GrantMinor(claim.cleared);
    cleared_before_minor_ += GrantMinor(leva.cleared);
    payable_minor_ += GrantMinor(claim.payable);
    to_recover_minor_ += GrantMinor(claim.to_recover);
    const bool bound = claim.limit.has_value() && claim.kind != ClaimKind::kFinal &&
                       claim.limit->advance_left.minor() > 0 && GrantMinor(claim.payable) > 0;
    if (bound && claim.limit->before.minor() + GrantMinor(claim.payable) > claim.limit->cap.minor()) {
      return "PAY-10";
    }
    if (claim.to_recover.has_value() && GrantMinor(claim.payable) > 0) return "PAY-11 both";
    balanced_ = balanced_ || claim.kind == ClaimKind::kFinal;
    return "";
  }

  std::string InSums() const {
    if (!Below(approved_, amount_)) return "more is approved than the contract";
    if (cleared_minor_ > advance_minor_) return "PAY-9";
    if (cleared_minor_ != after_.cleared_minor || advance_minor_ != after_.advance_owed_minor) {
      return "the contract's sums are not those of its claims";
    }
    if (advance_before_minor_ == cleared_before_minor_ && advance_minor_ != cleared_minor_) {
      return "an advance that was cleared is not any more";
    }
    if (balanced_ && payable_minor_ - to_recover_minor_ != GrantMinor(approved_)) return "PAY-11";
    return "";
  }

  std::string InPayments() const {
    ThreePart paid = nothing_;
    for (const Payment& payment : after_.payments) paid = *Add(paid, payment.amount);
    ThreePart paid_by_claims = nothing_;
    for (const Claim& claim : after_.claims) paid_by_claims = *Add(paid_by_claims, claim.paid);
    ThreePart deducted = nothing_;
    for (const Offset& offset : after_.offsets) deducted = *Add(deducted, offset.amount);
    ThreePart deducted_by_claims = nothing_;
    for (const Claim& claim : after_.claims) {
      deducted_by_claims = *Add(deducted_by_claims, claim.deducted.value_or(nothing_));
    }
    if (!(deducted == deducted_by_claims)) return "offsets are not what claims say";
    return paid == paid_by_claims ? "" : "payments are not what claims say";
  }

  const Books& before_;
  const ThreePart& amount_;
  const RestatedClaims& after_;
  const ThreePart nothing_ = ZeroParts(Currency::kEur);
  ThreePart approved_ = ZeroParts(Currency::kEur);
  int64_t advance_minor_ = 0;
  int64_t advance_before_minor_ = 0;
  int64_t cleared_minor_ = 0;
  int64_t cleared_before_minor_ = 0;
  int64_t payable_minor_ = 0;
  int64_t to_recover_minor_ = 0;
  bool balanced_ = false;
  std::map<std::string, int64_t> unapproved_;
  std::map<std::string, int64_t> again_;
};

std::string BrokenIn(const Books& before, const ThreePart& amount, const RestatedClaims& after) {
  return Checking(before, amount, after).Run();
}

TEST(Redenomination, OfRandomBooks_KeepsTheInvariants) {
  int with_final = 0;
  int with_clearing = 0;
  for (uint64_t seed = 1; seed <= 4000; ++seed) {
    const Books books = Maker(seed).Run();
    const ThreePart amount = ContractInEuro(books.contract);
    const auto restated = RestateClaims(amount, books.claims, books.payments, books.offsets);
    ASSERT_TRUE(restated.ok()) << "seed " << seed << ": " << restated.status();
    ASSERT_EQ(BrokenIn(books, amount, *restated), "") << "seed " << seed;
    ASSERT_TRUE(AmountsOf(books.claims, *restated, {}, {}).ok()) << "seed " << seed;
    for (const Claim& claim : books.claims) {
      with_final += claim.kind == ClaimKind::kFinal ? 1 : 0;
      with_clearing += GrantMinor(claim.cleared) > 0 ? 1 : 0;
    }
  }
  EXPECT_GT(with_final, 100);
  EXPECT_GT(with_clearing, 100);
}

// Each amount converted by itself, as it is done without thinking.
RestatedClaims NaiveConversion(const Books& books) {
  RestatedClaims naive{.claims = *ClaimsInEuro(books.claims),
                       .payments = books.payments,
                       .offsets = {},
                       .advance_owed_minor = 0,
                       .cleared_minor = 0};
  for (Payment& payment : naive.payments) {
    payment.amount = *PartsAtFixedRate(payment.amount, Currency::kEur);
  }
  for (Claim& claim : naive.claims) {
    if (claim.decision.has_value()) {
      for (CostVerdict& verdict : claim.decision->verdicts) {
        verdict.unapproved = *PartsAtFixedRate(verdict.unapproved, Currency::kEur);
        verdict.by_correction = *PartsAtFixedRate(verdict.by_correction, Currency::kEur);
      }
    }
    if (claim.kind == ClaimKind::kAdvance) naive.advance_owed_minor = GrantMinor(claim.payable);
    naive.cleared_minor += GrantMinor(claim.cleared);
  }
  return naive;
}

TEST(Redenomination, EachAmountByItself_IsFoundOut) {
  std::map<std::string, int> broken;
  for (uint64_t seed = 1; seed <= 400; ++seed) {
    const Books books = Maker(seed).Run();
    const std::string found = BrokenIn(books, ContractInEuro(books.contract), NaiveConversion(books));
    ++broken[found.substr(0, found.find(':'))];
  }
  EXPECT_LT(broken[""], 200) << "most naive conversions break something";
  EXPECT_GT(broken["PAY-4 costs"] + broken["PAY-4 decided"], 0);
  EXPECT_GT(broken["PAY-8"], 0);
}

}  // namespace
}  // namespace tranche::payments::redenomination
