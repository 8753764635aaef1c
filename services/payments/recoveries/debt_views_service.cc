// SPDX-License-Identifier: EUPL-1.2
// Debts as they are shown, and interest that is only reckoned.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "payments/recoveries/debts_service.h"
#include "payments/recoveries/recoveries_convert.h"
#include "payments/recoveries/steps_service.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/idempotency/idempotency.h"

namespace tranche::payments::recoveries {
namespace {

constexpr char kMayWaitRule[] = "debt_may_wait_below";

// Whether what is owed is so little that its recovery may wait for the final payment, and by which
// rule.
absl::Status SayWhetherItMayWait(const Balance& balance, const std::vector<Rule>& rules,
                                 v1::Debt* proto) {
  const Rule* rule = FindRule(rules, kMayWaitRule, balance.as_of);
  if (rule == nullptr || balance.owed.IsZero()) return absl::OkStatus();
  TRANCHE_ASSIGN_OR_RETURN(const int64_t most_minor, ScaledValue(*rule, 2));
  Money most = Money::Minor(most_minor, Currency::kBgn);
  if (balance.owed.currency() == Currency::kEur) {
    TRANCHE_ASSIGN_OR_RETURN(most, ConvertToEuro(most, Rounding::kHalfUp));
  }
  proto->set_may_wait(balance.owed.minor() < most.minor());
  proto->set_may_wait_rule(
      absl::StrCat(FormatAmount(most), " ", CurrencyCode(most.currency()), ": ", SourceOf(*rule)));
  return absl::OkStatus();
}

// The debt with its balance, interest and repayments on a day; only one that is in force has them.
absl::StatusOr<v1::Debt> ShowOn(const Contract& contract, const Debt& debt,
                                const std::vector<Rule>& rules, absl::CivilDay as_of) {
  v1::Debt proto = wire::ToProto(contract, debt);
  if (debt.state != RecoveryState::kEntered) return proto;
  TRANCHE_ASSIGN_OR_RETURN(const Balance balance, BalanceOf(debt, rules, as_of));
  *proto.mutable_balance() = wire::ToProto(balance);
  TRANCHE_RETURN_IF_ERROR(SayWhetherItMayWait(balance, rules, &proto));
  for (const InterestPiece& piece : balance.pieces) *proto.add_interest() = wire::ToProto(piece);
  for (const Repayment& repayment : debt.repayments) {
    if (repayment.repaid_on <= as_of)
      *proto.add_repayments() = wire::ToProto(contract, debt, repayment);
    if (repayment.reversal.has_value() && repayment.reversal->taken_back_on <= as_of) {
      *proto.add_reversals() = wire::ReversalOf(contract, debt, repayment);
    }
  }
  return proto;
}

absl::StatusOr<absl::CivilDay> DayOrToday(const std::string& text, const rpc::CallScope& scope) {
  if (text.empty()) return scope.today;
  return ParseDay(text);
}

}  // namespace

absl::StatusOr<v1::Debt> DebtsService::GetDebt(const rpc::CallScope& scope,
                                               const v1::GetDebtRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const wire::RecordName name, wire::ParseRecordName(kDebts, request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay as_of, DayOrToday(request.as_of(), scope));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           contracts_.Require(scope, name.contract.id, request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<Rule> rules,
                           contracts_.RulesOfDebts(scope, as_of, contract.organisation));
  return idempotency::Read<v1::Debt>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::Debt> {
        TRANCHE_ASSIGN_OR_RETURN(const Debt debt, RequireDebt(tx, contract, name.id, request.name()));
        return ShowOn(contract, debt, rules, as_of);
      });
}

absl::StatusOr<v1::ListDebtsResponse> DebtsService::ListDebts(const rpc::CallScope& scope,
                                                              const v1::ListDebtsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const auto parent, convert::ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           contracts_.Require(scope, parent.id, request.parent()));
  return idempotency::Read<v1::ListDebtsResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListDebtsResponse> {
        v1::ListDebtsResponse response;
        for (const Debt& debt : store::LoadDebts(tx, contract)) {
          *response.add_debts() = wire::ToProto(contract, debt);
        }
        return response;
      });
}

absl::StatusOr<v1::DebtorBook> DebtsService::GetDebtorBook(const rpc::CallScope& scope,
                                                           const v1::GetDebtorBookRequest& request) {
  struct Sums {
    Parts principal;
    Balance balance;
    int debts = 0;
  };
  const std::string organisation = rpc::OrganisationOf(scope);
  if (organisation.empty()) return Refuse("ORGANISATION_REQUIRED");
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay as_of, DayOrToday(request.as_of(), scope));
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<Rule> rules,
                           contracts_.RulesOfDebts(scope, as_of, organisation));
  const v1::DebtBook book = request.book() == v1::DEBT_BOOK_UNSPECIFIED ? v1::DEBTORS : request.book();
  return idempotency::Read<v1::DebtorBook>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::DebtorBook> {
        v1::DebtorBook response;
        response.set_as_of(FormatDay(as_of));
        response.set_book(book);
        std::map<std::pair<std::string, bool>, Sums> sums;
        for (const Debt& debt : store::LoadBook(tx, organisation, v1::DebtBook_Name(book))) {
          Contract contract;
          contract.organisation = organisation;
          contract.id = debt.contract_id;
          const v1::Debt shown = wire::ToProto(contract, debt);
          // Not served yet on that day.
          if (TermsOf(debt).front().effective_on > as_of) continue;
          TRANCHE_ASSIGN_OR_RETURN(const Balance balance, BalanceOf(debt, rules, as_of));
          v1::DebtorBookRow* row = response.add_rows();
          row->set_name(shown.name());
          row->set_number(debt.number);
          row->set_contract(convert::NameOf(contract));
          row->set_basis(shown.basis());
          row->set_national_number(shown.national_number());
          row->set_declared(shown.declared());
          row->set_status(shown.status());
          row->set_served_on(shown.served_on());
          *row->mutable_balance() = wire::ToProto(balance);
          const Currency currency = balance.owed.currency();
          const auto [place, fresh] =
              sums.try_emplace({std::string(CurrencyCode(currency)), shown.declared()});
          Sums& sum = place->second;
          if (fresh) {
            sum.principal = sum.balance.owed_principal = sum.balance.owed_interest = ZeroTwo(currency);
            sum.balance.owed = Money::Zero(currency);
          }
          ++sum.debts;
          TRANCHE_ASSIGN_OR_RETURN(sum.principal, Add(sum.principal, balance.principal));
          TRANCHE_ASSIGN_OR_RETURN(sum.balance.owed_principal,
                                   Add(sum.balance.owed_principal, balance.owed_principal));
          TRANCHE_ASSIGN_OR_RETURN(sum.balance.owed_interest,
                                   Add(sum.balance.owed_interest, balance.owed_interest));
          TRANCHE_ASSIGN_OR_RETURN(sum.balance.owed, tranche::Add(sum.balance.owed, balance.owed));
        }
        for (const auto& [key, sum] : sums) {
          v1::DebtorBookSum* row = response.add_sums();
          row->set_currency(key.first);
          row->set_declared(key.second);
          row->set_debts(sum.debts);
          *row->mutable_principal() = wire::ToDebtPart(sum.principal);
          *row->mutable_owed_principal() = wire::ToDebtPart(sum.balance.owed_principal);
          *row->mutable_owed_interest() = wire::ToDebtPart(sum.balance.owed_interest);
          *row->mutable_owed() = tranche::convert::ToProto(sum.balance.owed);
        }
        return response;
      });
}

absl::StatusOr<v1::ComputeInterestResponse> DebtsService::ComputeInterest(
    const rpc::CallScope& scope, const v1::ComputeInterestRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const Currency currency, ParseCurrency(request.currency()));
  Parts principal;
  TRANCHE_ASSIGN_OR_RETURN(principal.eu, ParseAmount(request.eu(), currency));
  TRANCHE_ASSIGN_OR_RETURN(principal.national, ParseAmount(request.national(), currency));
  if (principal.eu.IsNegative() || principal.national.IsNegative()) return Refuse("AMOUNT_NEGATIVE");
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay from, ParseDay(request.from()));
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay to, ParseDay(request.to()));
  if (to < from) {
    return Refuse("DAYS_OUT_OF_ORDER", {{"day", FormatDay(to)}, {"earlier", FormatDay(from)}});
  }
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<Rule> rules,
                           contracts_.RulesOfDebts(scope, to, rpc::OrganisationOf(scope)));
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<InterestPiece> pieces,
                           Interest(principal, from, to, rules));
  v1::ComputeInterestResponse response;
  Money total = Money::Zero(currency);
  for (const InterestPiece& piece : pieces) {
    *response.add_pieces() = wire::ToProto(piece);
    TRANCHE_ASSIGN_OR_RETURN(total, tranche::Add(total, piece.total));
  }
  TRANCHE_ASSIGN_OR_RETURN(const Parts sum, SumOf(pieces, currency));
  *response.mutable_interest() = wire::ToDebtPart(sum, total);
  response.set_next_from(FormatDay(to + 1));
  return response;
}

}  // namespace tranche::payments::recoveries
