// SPDX-License-Identifier: EUPL-1.2
// Whether bank, ledger and budget of a contract agree.
#include <cstdlib>
#include <vector>

#include "payments/bank/bank_convert.h"
#include "payments/bank/bank_service.h"
#include "payments/bank/contract_books_service.h"
#include "payments/bank/payment_orders_convert.h"
#include "payments/bank/payment_orders_store.h"
#include "payments/payments_convert.h"
#include "platform/base/status_macros.h"
#include "platform/convert/money.h"
#include "platform/idempotency/idempotency.h"

namespace tranche::payments::bank {
namespace {

common::v1::Money Minor(int64_t minor, Currency currency) {
  return tranche::convert::ToProto(Money::Minor(minor, currency));
}

}  // namespace

absl::StatusOr<v1::Reconciliation> Service::ReconcileContract(
    const rpc::CallScope& scope, const v1::ReconcileContractRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract, RequireContract(scope, request.name()));
  TRANCHE_ASSIGN_OR_RETURN(
      const store::EntryFilter filter,
      FilterOf(contract.organisation, request.account(), request.from_day(), request.to_day()));
  TRANCHE_ASSIGN_OR_RETURN(const Currency currency, CurrencyOf(contract, request.currency()));
  TRANCHE_ASSIGN_OR_RETURN(const Paid paid, AskBudget(context_, scope, contract));
  TRANCHE_ASSIGN_OR_RETURN(
      const Books books,
      idempotency::Read<Books>(*context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<Books> {
        TRANCHE_ASSIGN_OR_RETURN(Books loaded, LoadBooks(tx, contract, paid, filter, currency));
        for (const PaymentOrder& order :
             store::LoadContradicted(tx, contract.organisation, contract.id)) {
          if (!filter.account.empty() && filter.account != order.debtor_account) continue;
          loaded.contradicted.push_back(
              {.name = NameOfOrder(order),
               .number = order.number,
               .state = std::string(Name(order.state)),
               .said = std::string(NameOfAnswer(order.contradictions.back().said)),
               .amount = order.amount});
        }
        TRANCHE_RETURN_IF_ERROR(AddOverpaid(tx, contract, paid, &loaded));
        loaded.whole_account = !filter.from_day.has_value() && !filter.to_day.has_value();
        for (const StatementEnds& ends :
             store::LoadEnds(tx, contract.organisation, filter.account, loaded.currency)) {
          if (IsWithin(ends.from_day, filter) && IsWithin(ends.to_day, filter))
            loaded.statements.push_back(ends);
        }
        return loaded;
      }));
  // The comparison holds no transaction.
  TRANCHE_ASSIGN_OR_RETURN(const Comparison compared, Compare(books));
  v1::Reconciliation answer;
  answer.set_contract(payments::convert::NameOf(contract));
  answer.set_account(filter.account);
  answer.set_from_day(request.from_day());
  answer.set_to_day(request.to_day());
  for (const Finding& difference : compared.differences) {
    *answer.add_differences() = convert::ToProto(difference);
  }
  answer.set_agree(compared.differences.empty());
  *answer.mutable_ledger_received() = Minor(compared.ledger_received_minor, books.currency);
  *answer.mutable_bank_received() = Minor(compared.bank_received_minor, books.currency);
  *answer.mutable_ledger_paid() = Minor(compared.ledger_paid_minor, books.currency);
  *answer.mutable_bank_paid() = Minor(compared.bank_paid_minor, books.currency);
  *answer.mutable_approved_by_claims() = Minor(books.approved_by_claims_minor, books.currency);
  *answer.mutable_spent_by_budget() = Minor(books.spent_by_budget_minor, books.currency);
  *answer.mutable_unexplained() = Minor(compared.unexplained_minor, books.currency);
  *answer.mutable_explained() = Minor(compared.explained_minor, books.currency);
  answer.set_unconfirmed(compared.unconfirmed);
  const int64_t rounding_minor = books.approved_by_claims_minor - books.spent_by_budget_minor;
  if (rounding_minor != 0 && std::abs(rounding_minor) <= books.rounding_minor_max) {
    *answer.mutable_redenomination_rounding() = Minor(rounding_minor, books.currency);
  }
  return answer;
}

}  // namespace tranche::payments::bank
