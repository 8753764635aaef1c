// SPDX-License-Identifier: EUPL-1.2
#include "payments/closing/closing.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "payments/securities/security.h"
#include "payments/state_aid/coverage.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"

namespace tranche::payments::closing {
namespace {

using recoveries::RecoveryState;
using recoveries::VersionState;

std::string CodeOf(Money amount) { return std::string(CurrencyCode(amount.currency())); }

// No more is expected of a debt with such a status, whatever its balance.
bool IsGivenUp(const std::string& status) {
  return status == "DEBT_CLOSED" || status == "UNRECOVERABLE";
}

template <class Version>
bool HasDraft(const std::vector<Version>& versions) {
  return std::any_of(versions.begin(), versions.end(),
                     [](const Version& version) { return version.state == VersionState::kDraft; });
}

class Looking {
 public:
  explicit Looking(const Books& books) : books_(books) {}

  absl::StatusOr<std::vector<Violation>> Run() {
    TRANCHE_RETURN_IF_ERROR(LookAtClaims());
    TRANCHE_RETURN_IF_ERROR(LookAtDebts());
    TRANCHE_RETURN_IF_ERROR(LookAtIncomes());
    LookAtIrregularities();
    LookAtBank();
    LookAtCosts();
    for (const ExceededLimit& limit : books_.limits) {
      Say(absl::StrCat("limits/", limit.code), "CLOSING_LIMIT_EXCEEDED",
          {{"limit", limit.title},
           {"amount", FormatAmount(limit.above)},
           {"currency", CodeOf(limit.above)}});
    }
    return std::move(found_);
  }

 private:
  void Say(std::string record, const char* reason, ErrorValues values) {
    found_.push_back({std::move(record), reason, std::move(values)});
  }

  absl::Status LookAtClaims() {
    const Claim* final_claim = nullptr;
    for (const Claim& claim : books_.claims) {
      const std::string record = absl::StrCat("claims/", claim.sequence);
      const std::string number = absl::StrCat(claim.sequence);
      if (IsOpen(claim.state)) {
        Say(record, "CLOSING_CLAIM_OPEN",
            {{"claim", number}, {"state", std::string(payments::Name(claim.state))}});
      }
      if (claim.state != ClaimState::kAccepted) continue;
      if (claim.kind == ClaimKind::kFinal) final_claim = &claim;
      TRANCHE_ASSIGN_OR_RETURN(const ThreePart owed, StillOwed(claim));
      TRANCHE_ASSIGN_OR_RETURN(const Money left, Grant(owed));
      if (!left.IsZero()) {
        Say(record, "CLOSING_CLAIM_UNPAID",
            {{"claim", number}, {"left", FormatAmount(left)}, {"currency", CodeOf(left)}});
      }
    }
    LookAtSecurities();
    TRANCHE_RETURN_IF_ERROR(LookAtStateAid());
    if (books_.contract.open_package.has_value()) {
      const std::string package = absl::StrCat(*books_.contract.open_package);
      Say(absl::StrCat("packages/", package), "CONTRACT_PACKAGE_OPEN",
          {{"contract", books_.contract.id}, {"package", package}});
    }
    if (final_claim == nullptr) {
      Say("claims", "CLOSING_WITHOUT_FINAL_CLAIM", {});
      return absl::OkStatus();
    }
    return LookAtBalance(*final_claim);
  }

  // What was called in of a security is to come.
  void LookAtSecurities() {
    for (const Claim& claim : books_.claims) {
      if (claim.state != ClaimState::kAccepted || !claim.security.has_value()) continue;
      if (securities::SecurityOf(claim).state != securities::SecurityState::kCalledIn) continue;
      Say(absl::StrCat("claims/", claim.sequence), "CLOSING_SECURITY_CALLED_IN", {});
    }
  }

  // What costs do not cover of a state-aid advance is to be withdrawn.
  absl::Status LookAtStateAid() {
    TRANCHE_ASSIGN_OR_RETURN(
        const std::optional<state_aid::Standing> standing,
        state_aid::StandingOf(books_.claims, books_.contract.amount.eu.currency()));
    if (!standing.has_value()) return absl::OkStatus();
    TRANCHE_ASSIGN_OR_RETURN(const Money left, Grant(standing->not_covered));
    if (left.IsZero()) return absl::OkStatus();
    Say(absl::StrCat("claims/", standing->claim), "CLOSING_STATE_AID_NOT_COVERED",
        {{"left", FormatAmount(left)}, {"currency", CodeOf(left)}});
    return absl::OkStatus();
  }

  // A negative balance is to be a debt.
  absl::Status LookAtBalance(const Claim& claim) {
    if (!claim.to_recover.has_value()) return absl::OkStatus();
    ThreePart rest = *claim.to_recover;
    for (const DebtBalance& found : books_.debts) {
      if (found.debt.claim_sequence != claim.sequence || found.debt.state != RecoveryState::kEntered) {
        continue;
      }
      const recoveries::Parts& principal = found.debt.ledger.principal;
      TRANCHE_ASSIGN_OR_RETURN(rest.eu, tranche::Subtract(rest.eu, principal.eu));
      TRANCHE_ASSIGN_OR_RETURN(rest.national, tranche::Subtract(rest.national, principal.national));
    }
    TRANCHE_ASSIGN_OR_RETURN(const Money amount, Grant(rest));
    if (amount.IsZero()) return absl::OkStatus();
    Say(absl::StrCat("claims/", claim.sequence), "CLOSING_BALANCE_WITHOUT_DEBT",
        {{"claim", absl::StrCat(claim.sequence)},
         {"amount", FormatAmount(amount)},
         {"currency", CodeOf(amount)}});
    return absl::OkStatus();
  }

  absl::Status LookAtDebts() {
    for (const DebtBalance& found : books_.debts) {
      const recoveries::Debt& debt = found.debt;
      const std::string record = absl::StrCat("debts/", debt.id);
      if (debt.state == RecoveryState::kRemoved) continue;
      if (HasDraft(debt.versions)) Say(record, "CLOSING_DRAFT_OPEN", {{"record", debt.number}});
      if (!found.balance.has_value() || IsGivenUp(debt.status)) continue;
      const recoveries::Balance& balance = *found.balance;
      if (!balance.owed.IsZero()) {
        Say(record, "CLOSING_DEBT_OPEN",
            {{"debt", debt.number},
             {"owed", FormatAmount(balance.owed)},
             {"currency", CodeOf(balance.owed)}});
      }
      if (balance.rate_missing_from.has_value() && !recoveries::IsZero(balance.owed_principal)) {
        Say(record, "CLOSING_DEBT_INTEREST_UNKNOWN",
            {{"debt", debt.number}, {"day", FormatDay(*balance.rate_missing_from)}});
      }
    }
    return absl::OkStatus();
  }

  // INC-4: what of an income lowers the grant is to be a debt, and somebody has to say what.
  absl::Status LookAtIncomes() {
    for (const income::Income& one : books_.incomes) {
      if (one.annulment.has_value()) continue;
      Money left = one.amount;
      if (one.decision.has_value()) {
        TRANCHE_ASSIGN_OR_RETURN(left, NotIndebted(one));
      }
      if (left.IsZero()) continue;
      Say(absl::StrCat("incomes/", one.id), "CLOSING_INCOME_OPEN",
          {{"income", absl::StrCat(one.id)}, {"left", FormatAmount(left)}, {"currency", CodeOf(left)}});
    }
    return absl::OkStatus();
  }

  // What of a decided income no debt in force takes back, in the contract's currency.
  absl::StatusOr<Money> NotIndebted(const income::Income& one) {
    recoveries::Parts left = one.decision->lowers;
    if (left.eu.currency() != books_.contract.amount.eu.currency()) {
      TRANCHE_ASSIGN_OR_RETURN(left, recoveries::ToEuro(left));
    }
    for (const DebtBalance& found : books_.debts) {
      if (found.debt.income_id != one.id || found.debt.state != RecoveryState::kEntered) continue;
      TRANCHE_ASSIGN_OR_RETURN(left, recoveries::Subtract(left, found.debt.ledger.principal));
    }
    return recoveries::Sum(left);
  }

  void LookAtIrregularities() {
    for (const recoveries::Correction& correction : books_.corrections) {
      if (correction.state == RecoveryState::kRemoved || !HasDraft(correction.versions)) continue;
      const std::string record = absl::StrCat("corrections/", correction.id);
      Say(record, "CLOSING_DRAFT_OPEN", {{"record", record}});
    }
    for (const recoveries::Signal& signal : books_.signals) {
      if (signal.state == recoveries::SignalState::kEnded ||
          signal.state == recoveries::SignalState::kRemoved) {
        continue;
      }
      const std::string record = absl::StrCat("signals/", signal.id);
      Say(record, "CLOSING_SIGNAL_OPEN", {{"record", record}});
    }
    for (const recoveries::Case& found : books_.cases) {
      if (found.state != recoveries::CaseState::kActive) continue;
      const std::string record = absl::StrCat("irregularities/", found.id);
      Say(record, "CLOSING_SIGNAL_OPEN", {{"record", record}});
    }
  }

  void LookAtBank() {
    for (const bank::PaymentOrder& order : books_.orders) {
      if (bank::IsEnded(order.state)) continue;
      Say(absl::StrCat("orders/", order.number), "CLOSING_ORDER_OPEN",
          {{"order", absl::StrCat(order.number)}, {"state", std::string(bank::Name(order.state))}});
    }
    for (const UnexplainedEntry& entry : books_.entries) {
      Say(absl::StrCat("bankEntries/", entry.number), "CLOSING_ENTRY_UNEXPLAINED",
          {{"entry", absl::StrCat(entry.number)},
           {"left", FormatAmount(entry.left)},
           {"currency", CodeOf(entry.left)}});
    }
    for (const int explanation : books_.explanations_awaited) {
      Say(absl::StrCat("bankExplanations/", explanation), "CLOSING_EXPLANATION_AWAITED",
          {{"explanation", absl::StrCat(explanation)}});
    }
  }

  // No claim is to follow that could hold them.
  void LookAtCosts() {
    const Reserved& reserved = books_.reserved;
    if (reserved.count == 0) return;
    Say("costs", "CLOSING_COSTS_RESERVED",
        {{"count", absl::StrCat(reserved.count)},
         {"amount", FormatAmount(reserved.amount)},
         {"currency", CodeOf(reserved.amount)},
         {"costs",
          absl::StrCat(absl::StrJoin(reserved.first, ", "),
                       reserved.count > static_cast<int>(reserved.first.size()) ? ", …" : "")}});
  }

  const Books& books_;
  std::vector<Violation> found_;
};

}  // namespace

absl::string_view Name(State state) { return state == State::kOpen ? "MONEY_OPEN" : "MONEY_CLOSED"; }

std::optional<State> Next(State state, Step step) {
  if (state == State::kOpen && step == Step::kClose) return State::kClosed;
  if (state == State::kClosed && step == Step::kReopen) return State::kOpen;
  return std::nullopt;
}

int64_t NumberOfChange(int closings, State state) {
  return 2 * int64_t{closings} - (state == State::kClosed ? 1 : 0);
}

absl::StatusOr<std::vector<Violation>> ObstaclesOf(const Books& books) { return Looking(books).Run(); }

absl::Status CheckDay(const Books& books, absl::CivilDay closed_on) {
  std::optional<absl::CivilDay> last = books.last_settled_on;
  for (const Claim& claim : books.claims) {
    if (!claim.decision.has_value()) continue;
    last = std::max(last.value_or(claim.decision->decided_on), claim.decision->decided_on);
  }
  for (const DebtBalance& found : books.debts) {
    const std::optional<absl::CivilDay>& moved_on = found.debt.ledger.last_movement_on;
    if (moved_on.has_value()) last = std::max(last.value_or(*moved_on), *moved_on);
  }
  for (const income::Income& one : books.incomes) {
    if (!one.decision.has_value()) continue;
    last = std::max(last.value_or(one.decision->decided_on), one.decision->decided_on);
  }
  if (!last.has_value() || closed_on >= *last) return absl::OkStatus();
  return Refuse("DAYS_OUT_OF_ORDER", {{"day", FormatDay(closed_on)}, {"earlier", FormatDay(*last)}});
}

}  // namespace tranche::payments::closing
