// SPDX-License-Identifier: EUPL-1.2
#include "payments/redenomination/redenomination_follow.h"

#include <limits>
#include <optional>
#include <vector>

#include "payments/bank/payment_orders_store.h"
#include "payments/payments_convert.h"
#include "payments/payments_store.h"
#include "payments/recoveries/debts_store.h"
#include "payments/recoveries/irregularities_store.h"
#include "payments/recoveries/recoveries_convert.h"
#include "payments/redenomination/redenomination.h"
#include "payments/redenomination/redenomination_convert.h"
#include "payments/redenomination/redenomination_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/events/events.h"
#include "platform/evidence/evidence.h"
#include "tranche/proposals/v1/redenominations.pb.h"

namespace tranche::payments::redenomination {
namespace {

constexpr char kCancelled[] =
    "превалутиране: нареждането беше в левове, съставете го отново в евро / conversion: the order was "
    "in lev, make it again in euro";

// Orders in lev that the bank has not seen are made again in euro; the others stay as they were sent.
absl::StatusOr<std::vector<int>> CancelOrders(pg::Tx& tx, const Contract& contract) {
  std::vector<int> cancelled;
  for (bank::PaymentOrder order : bank::store::ListOrders(tx, contract.organisation, contract.id, 0,
                                                          std::numeric_limits<int>::max())) {
    const absl::StatusOr<bank::OrderState> next = bank::Decide(order, bank::OrderStep::kCancel);
    if (!next.ok() || order.amount.currency() != Currency::kBgn) continue;
    const bank::OrderState from = order.state;
    order.state = *next;
    order.reason = kCancelled;
    if (!bank::store::MoveOrder(tx, order, from)) return Refuse("CONFLICT_RETRY");
    cancelled.push_back(order.number);
  }
  return cancelled;
}

// Debts of which the conversion left nothing.
void TellRepaid(pg::Tx& tx, const Contract& contract, const Recoveries& before,
                const Recoveries& after) {
  for (size_t i = 0; i < after.debts.size(); ++i) {
    const recoveries::Debt& debt = after.debts[i];
    if (debt.status == before.debts[i].status) continue;
    v1::DebtRepaid event;
    *event.mutable_debt() = recoveries::wire::ToProto(contract, debt);
    event.mutable_debt()->mutable_balance()->set_as_of(FormatDay(debt.ledger.changeover->on));
    event.set_contract(payments::convert::NameOf(contract));
    event.set_repaid_in_full(true);
    events::Append(tx, contract.organisation, event.debt().name(), event);
  }
}

absl::StatusOr<Recoveries> LoadRecoveries(pg::Tx& tx, const Contract& contract) {
  Recoveries recoveries;
  recoveries.support = contract.amount;
  recoveries.corrected = recoveries::store::LoadCorrected(tx, contract);
  recoveries.corrections = recoveries::store::LoadCorrections(tx, contract);
  recoveries.debts = recoveries::store::LoadDebts(tx, contract);
  recoveries.cases = recoveries::store::LoadCases(tx, contract);
  return recoveries;
}

absl::Status Convert(pg::Tx& tx, const rpc::CallScope& scope, const Contract& contract,
                     const store::Conversion& conversion) {
  const std::vector<Claim> claims = payments::store::LoadClaims(tx, contract);
  const std::vector<Offset> offsets = store::LoadOffsets(tx, contract);
  TRANCHE_ASSIGN_OR_RETURN(
      const RestatedClaims restated,
      RestateClaims(conversion.amount, claims, payments::store::LoadPayments(tx, contract), offsets));
  TRANCHE_ASSIGN_OR_RETURN(const Recoveries before, LoadRecoveries(tx, contract));
  TRANCHE_ASSIGN_OR_RETURN(const Recoveries after, RestateRecoveries(conversion.amount, conversion.on,
                                                                     before, claims, restated.claims));
  TRANCHE_ASSIGN_OR_RETURN(std::vector<RestatedAmount> amounts,
                           AmountsOf(claims, restated, before, after, offsets));
  TRANCHE_ASSIGN_OR_RETURN(const RestatedAmount whole,
                           AmountOfContract(contract.amount, conversion.amount));
  amounts.insert(amounts.begin(), whole);
  store::Save(tx, contract, restated, after, amounts);
  TellRepaid(tx, contract, before, after);
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<int> cancelled, CancelOrders(tx, contract));
  store::SaveCancelledOrders(tx, contract, cancelled);
  const v1::MoneyRedenomination done =
      wire::ToProto(contract, store::Load(tx, contract), store::LoadAmounts(tx, contract));
  evidence::Record(tx, scope,
                   {.organisation = contract.organisation,
                    .action = "money.redenominate",
                    .record = done.name(),
                    .before = nullptr,
                    .after = &done});
  return absl::OkStatus();
}

}  // namespace

absl::Status Complete(pg::Tx& tx, const rpc::CallScope& scope, const Contract& contract) {
  TRANCHE_ASSIGN_OR_RETURN(const Contract locked, payments::store::LockEvenIfClosed(tx, contract));
  if (!locked.redenomination_pending || locked.open_claim.has_value()) return absl::OkStatus();
  const std::optional<store::Conversion> conversion = store::Load(tx, locked);
  if (!conversion.has_value() || conversion->done) return absl::OkStatus();
  return Convert(tx, scope, locked, *conversion);
}

absl::Status Follow(pg::Tx& tx, const rpc::CallScope& scope, const common::v1::Event& event) {
  proposals::v1::ContractRedenominated payload;
  TRANCHE_RETURN_IF_ERROR(events::Unpack(event, &payload));
  const proposals::v1::Redenomination& redenomination = payload.redenomination();
  const absl::StatusOr<payments::convert::ContractName> name =
      payments::convert::ParseContractName(redenomination.contract());
  const absl::StatusOr<absl::CivilDay> on = ParseDay(redenomination.converted_on());
  const absl::StatusOr<ThreePart> amount = tranche::convert::FromProto(redenomination.after());
  if (!name.ok() || !on.ok() || !amount.ok() || amount->eu.currency() != Currency::kEur) {
    return Refuse("EVENT_UNREADABLE", {{"type", event.type()}});
  }
  Contract wanted;
  wanted.organisation = event.organisation();
  wanted.id = name->id;
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract, payments::store::LockEvenIfClosed(tx, wanted));
  if (contract.amount.eu.currency() != Currency::kBgn) return absl::OkStatus();
  if (!store::Insert(tx, contract,
                     {.on = *on, .amount = *amount, .done = false, .cancelled_orders = {}}))
    return absl::OkStatus();
  return Complete(tx, scope, contract);
}

}  // namespace tranche::payments::redenomination
