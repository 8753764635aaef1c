// SPDX-License-Identifier: EUPL-1.2
// How a history ends: what stands in the way of closing the contract's money is done, one thing after
// the other, and it is closed.
#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "books/books.h"
#include "books/sending.h"
#include "player.h"

namespace tranche::history {
namespace {

using books::SetMoney;
using Closings = payments::v1::ClosingsService::Stub;
using Debts = payments::v1::DebtsService::Stub;

constexpr int kSettlingMax = 60;
// A report, the sending, the decision.
constexpr int kPackageStepsMax = 3;
// After every movement of a debt, which histories record a month ahead.
constexpr int kDaysAfter = 31;

// About so many failpoints a closing passes.
constexpr int kClosingSteps = 25;

// Of a check's step: it takes an active one out of use.
constexpr int kArchives = 5;

// The number in "debts/3".
int64_t NumberIn(const std::string& record) {
  int64_t number = 0;
  return absl::SimpleAtoi(record.substr(record.rfind('/') + 1), &number) ? number : 0;
}

}  // namespace

std::optional<payments::v1::Closing> Player::Closing() const {
  payments::v1::GetClosingRequest request;
  request.set_name(contract_ + "/closing");
  return world_->Read<payments::v1::Closing>(*closings_, &Closings::GetClosing, request);
}

void Player::Close() {
  if (!Contract().closed_on.empty()) {
    payments::v1::ReopenMoneyRequest request;
    request.set_name(contract_ + "/closing");
    request.set_reason("Съдебно решение");
    world_->Send(*closings_, &Closings::ReopenMoney, request);
    return;
  }
  payments::v1::CloseMoneyRequest request;
  request.set_name(contract_ + "/closing");
  request.set_closed_on(absl::FormatCivilTime(day_ + kDaysAfter));
  request.set_reference("Решение 7");
  world_->Send(*closings_, &Closings::CloseMoney, request);
}

bool Player::RepayWhatIsOwed(int64_t debt) {
  payments::v1::GetDebtRequest get;
  get.set_name(absl::StrCat(contract_, "/debts/", debt));
  get.set_as_of(absl::FormatCivilTime(day_ + kDaysAfter));
  const auto found = world_->Read<payments::v1::Debt>(*debts_, &Debts::GetDebt, get);
  if (!found.has_value()) return false;
  payments::v1::RecordRepaymentRequest request;
  request.set_parent(get.name());
  *request.mutable_repayment()->mutable_amount() = found->balance().owed();
  request.mutable_repayment()->set_repaid_on(get.as_of());
  request.mutable_repayment()->set_way(payments::v1::BY_BANK);
  request.mutable_repayment()->set_kind(payments::v1::EX_GRATIA);
  request.mutable_repayment()->set_reference("Извлечение");
  if (!world_->Send(*debts_, &Debts::RecordRepayment, request).has_value()) return false;
  ++done_[static_cast<size_t>(Act::kRepay)];
  return true;
}

// The next step of the claim that is open; of what random steps have not come
// to yet, one thing of each. False when none is open.
bool Player::SettleClaim() {
  const std::vector<Facts::Claim> open =
      ClaimsThatAre({"DRAFT", "RETURNED", "SENT", "AWAITING_ANSWER", "IN_VERIFICATION"});
  if (open.empty()) return false;
  const std::string& state = open.back().state;
  const bool archived =
      std::any_of(facts_.checks.begin(), facts_.checks.end(),
                  [](const Facts::PackageCheck& check) { return check.state == "CHECK_ARCHIVED"; });
  if (state == "RETURNED" && ClaimsThatAre({"TAKEN_BACK"}).empty()) {
    TakeBack();
  } else if (state == "DRAFT" || state == "RETURNED") {
    SendClaim();
  } else if (state == "AWAITING_ANSWER") {
    Answer();
  } else if (state == "SENT" && facts_.returns.empty() && !IsLookedAt(open.back())) {
    ReturnClaim();
  } else if (state == "SENT" && facts_.samples.empty() && !open.back().costs.empty()) {
    DrawSample();
  } else if (state == "SENT" && NeedsChecks() && IsChecked(open.back()) && !archived) {
    Check({.act = Act::kCheck, .second = kArchives});
  } else {
    Decide({.act = Act::kDecide, .first = 0, .second = 1, .share_percent = 50});
  }
  return true;
}

// False when there is nothing that a person of this contract could do about it.
bool Player::SettleOne(const payments::v1::ClosingObstacle& obstacle) {
  const std::string& reason = obstacle.reason();
  // Everything is approved, paid in full and entered.
  const Step step{.act = Act::kClaim, .first = 3, .second = 0, .share_percent = 100};
  const std::size_t before = world_->history().size();
  if (reason == "CLOSING_CLAIM_OPEN" || reason == "CONTRACT_PACKAGE_OPEN") {
    if (!SettleClaim() && !SettlePackage()) WithdrawPackage(obstacle.record());
  } else if (reason == "CLOSING_WITHOUT_FINAL_CLAIM" && (SettleClaim() || SettlePackage())) {
    // There is time for the final one when what is open is ended.
  } else if (reason == "CLOSING_WITHOUT_FINAL_CLAIM") {
    RecordCost({.act = Act::kRecordCost, .share_percent = 4});
    ReadFacts();
    ClaimCosts({.act = Act::kClaim, .first = 1, .second = 11, .share_percent = 100});
  } else if (reason == "CLOSING_COSTS_RESERVED") {
    WithdrawCosts({.act = Act::kWithdrawCosts, .second = 0});
  } else if (reason == "CLOSING_STATE_AID_NOT_COVERED") {
    WithdrawUncovered();
  } else if (reason == "CLOSING_CLAIM_UNPAID") {
    const bool deducted =
        std::any_of(facts_.deductions.begin(), facts_.deductions.end(),
                    [&](const Facts::Deduction& deduction) { return deduction.contract == contract_; });
    const Step half{.act = Act::kOffset, .first = 0, .second = 0, .share_percent = 50};
    if (!deducted) Try(Act::kOffset, [&] { Offset(half); });
    const bool annulled =
        std::any_of(facts_.payments.begin(), facts_.payments.end(),
                    [](const Facts::Payment& payment) { return !payment.annulled_by.empty(); });
    if (!annulled) {
      Try(Act::kPay, [&] { Pay(half); });
      Try(Act::kAnnul, [&] { Annul({.act = Act::kAnnul, .first = 0, .second = 1}); });
    }
    Pay(step);
    // An order that was not sent keeps its part.
    if (world_->history().back().outcome() == books::Outcome::kRefused)
      Order({.act = Act::kOrder, .first = 0, .second = 2, .share_percent = 1});
  } else if (reason == "CLOSING_BALANCE_WITHOUT_DEBT") {
    Owe(step);
  } else if (reason == "CLOSING_INCOME_OPEN") {
    SettleIncome(NumberIn(obstacle.record()));
  } else if (reason == "CLOSING_DEBT_OPEN") {
    return RepayWhatIsOwed(NumberIn(obstacle.record()));
  } else if (reason == "CLOSING_DRAFT_OPEN") {
    absl::StartsWith(obstacle.record(), "debts/") ? Owe(step) : Correct(step);
  } else if (reason == "CLOSING_SECURITY_CALLED_IN") {
    EndSecurity();
  } else if (reason == "CLOSING_ORDER_OPEN") {
    Order({.act = Act::kOrder, .first = 0, .second = 2, .share_percent = 1});
  }
  return world_->history().size() > before;
}

void Player::Try(Act act, const std::function<void()>& take) {
  const std::size_t before = world_->history().size();
  take();
  for (std::size_t write = before; write < world_->history().size(); ++write) {
    if (world_->history()[write].outcome() != books::Outcome::kOk) continue;
    ++done_[static_cast<size_t>(act)];
    break;
  }
  day_ += 1;
  ReadFacts();
}

// What random steps seldom come to: a note on a document that is not claimed in full, and a deduction
// that is taken back.
void Player::CreditAndDeduct() {
  Try(Act::kRecordCost, [&] { RecordCost({.act = Act::kRecordCost, .share_percent = 4}); });
  const int credited = done(Act::kCredit);
  for (int which = 0; which < 12 && done(Act::kCredit) == credited; ++which) {
    Try(Act::kCredit,
        [&] { Credit({.act = Act::kCredit, .first = which, .second = 1, .share_percent = 90}); });
  }
  const Step half{.act = Act::kOffset, .first = 0, .second = 0, .share_percent = 50};
  Try(Act::kOwe, [&] { Owe(half); });
  Try(Act::kOwe, [&] { Owe(half); });
  Try(Act::kOffset, [&] { Offset(half); });
  Try(Act::kTakeBackOffset, [&] { TakeBackOffset(half); });
  // And what is annulled: a repayment, a payment, a credit note.
  Try(Act::kRepay, [&] { Repay(half); });
  Try(Act::kPay, [&] { Pay(half); });
  for (int which = 0; which < 3; ++which) {
    Try(Act::kAnnul, [&] { Annul({.act = Act::kAnnul, .first = 1, .second = which}); });
  }
}

// A transfer and each form of simplified costs that no history has come to yet, and the advance of a
// contract under state aid.
void Player::DoWhatIsMissing() {
  const Step tenth{.act = Act::kTransfer, .first = 0, .second = 0, .share_percent = 10};
  if (done(Act::kTransfer) == 0) Try(Act::kTransfer, [&] { Transfer(tenth); });
  const bool has_advance =
      std::any_of(facts_.claims.begin(), facts_.claims.end(), [&](const Facts::Claim& claim) {
        return claim.contract == contract_ && books::IsAdvance(claim);
      });
  if ((IsUnderStateAid() || IsNoBudgetBody()) && !has_advance)
    Try(Act::kAdvance, [&] { ClaimAdvance(tenth); });
  for (const auto& [method, how] :
       {std::pair("RevalidateCost", 1), std::pair("AnnulRevalidation", 0)}) {
    if (WasDone(method)) continue;
    Try(Act::kRevalidate,
        [&] { Revalidate({.act = Act::kRevalidate, .second = how, .share_percent = 40}); });
  }
  // Stated, decided on, annulled; and one of which a debt is made.
  for (const auto& [method, how] : {std::pair("RecordIncome", 0), std::pair("DecideIncome", 1),
                                    std::pair("AnnulIncome", 4), std::pair("RecordIncome", 0)}) {
    if (WasDone(method) && std::string(method) != "RecordIncome") continue;
    Try(Act::kEarn, [&] { Earn({.act = Act::kEarn, .second = how, .share_percent = 40}); });
  }
  int form = 0;
  for (const char* name : {"FLAT_RATE", "UNIT_COSTS", "LUMP_SUMS", "HOURLY_RATE"}) {
    const bool recorded = std::any_of(facts_.simplified.begin(), facts_.simplified.end(),
                                      [&](const Facts::Simplified& cost) { return cost.form == name; });
    const Step step{.act = Act::kSimplifiedCost, .first = form++, .second = 1, .share_percent = 5};
    if (!recorded) Try(Act::kSimplifiedCost, [&] { RecordSimplified(step); });
  }
}

std::vector<std::string> Player::Settle() {
  world_->Break({});
  for (int step = 0; step < kPackageStepsMax && OpenPackage() != nullptr; ++step)
    Try(Act::kParticipants, [&] { SettlePackage(); });
  if (Contract().closed_on.empty()) {
    CreditAndDeduct();
    DoWhatIsMissing();
  }
  for (int done = 0; done < kSettlingMax; ++done) {
    const std::optional<payments::v1::Closing> closing = Closing();
    if (!closing.has_value()) return {"CLO-1 the closing cannot be read"};
    if (closing->state() == payments::v1::MONEY_CLOSED) break;
    if (closing->obstacles().empty()) {
      ReportWhatIsMissing();
      Try(Act::kSecure, [&] { EndSecurity(); });
    }
    if (closing->obstacles().empty() && contracts_ % 2 == 0 && Contract().currency == "BGN") {
      // With everything that was paid and repaid, and what is left of it by rounding.
      Try(Act::kRedenominate, [&] { Redenominate(); });
      world_->AwaitRest();
    } else if (closing->obstacles().empty()) {
      // Broken off somewhere else each time: it goes through three roles.
      world_->Break({.first = 1 + contracts_ % kClosingSteps, .second = contracts_ % 5});
      Close();
      world_->Break({});
    } else if (!SettleOne(closing->obstacles(0))) {
      break;
    }
    day_ += 1;
    ReadFacts();
  }
  if (!Contract().closed_on.empty()) ++done_[static_cast<size_t>(Act::kClose)];
  world_->AwaitRest();
  ReadFacts();
  return {};
}

}  // namespace tranche::history
