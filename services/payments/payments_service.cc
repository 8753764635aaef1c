// SPDX-License-Identifier: EUPL-1.2
#include "payments/payments_service.h"

#include <algorithm>
#include <utility>

#include "payments/bank/payment_orders_store.h"
#include "payments/payments_convert.h"
#include "payments/payments_store.h"
#include "payments/redenomination/redenomination_follow.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/events/events.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "tranche/proposals/v1/proposals.pb.h"
#include "tranche/proposals/v1/redenominations.pb.h"

namespace tranche::payments {

Service::Service(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
    : context_(context),
      catch_up_(catch_up),
      finder_(context, catch_up),
      holds_(context, std::move(catch_up)),
      acceptance_(context) {}

absl::StatusOr<Contract> Service::RequireContract(const rpc::CallScope& scope,
                                                  const std::string& contract_id,
                                                  const std::string& name) {
  return finder_.Require(scope, contract_id, name);
}

absl::StatusOr<Contract> Service::RequireOwnContract(const rpc::CallScope& scope,
                                                     const std::string& contract_id,
                                                     const std::string& name) {
  return finder_.RequireOwn(scope, contract_id, name);
}

absl::StatusOr<v1::Claim> Service::GetClaim(const rpc::CallScope& scope,
                                            const v1::GetClaimRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::ClaimName name, convert::ParseClaimName(request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           RequireContract(scope, name.contract.id, request.name()));
  return idempotency::Read<v1::Claim>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::Claim> {
        const std::optional<Claim> claim = store::LoadClaim(tx, contract, name.sequence);
        if (!claim.has_value()) return Refuse("NOT_FOUND", {{"name", request.name()}});
        return convert::ToProto(contract, *claim);
      });
}

absl::StatusOr<v1::ListClaimsResponse> Service::ListClaims(const rpc::CallScope& scope,
                                                           const v1::ListClaimsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::ContractName name,
                           convert::ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract, RequireContract(scope, name.id, request.parent()));
  return idempotency::Read<v1::ListClaimsResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListClaimsResponse> {
        v1::ListClaimsResponse response;
        for (const Claim& claim : store::LoadClaims(tx, contract)) {
          *response.add_claims() = convert::ToProto(contract, claim);
        }
        return response;
      });
}

namespace {

// Money of an order that was never sent cannot have arrived: an order that waits for its approval keeps
// its part of what is owed, so that the same money is not recorded and then sent as well (ORD-5).
absl::Status CheckLeavesUnsentOrders(pg::Tx& tx, const Contract& contract, const Claim& claim,
                                     const ThreePart& amount) {
  int64_t unsent_minor = 0;
  for (const bank::PaymentOrder& order :
       bank::store::LoadOrdersOfClaim(tx, contract.organisation, contract.id, claim.sequence)) {
    if (bank::IsUnsent(order.state)) unsent_minor += order.amount.minor();
  }
  if (unsent_minor == 0) return absl::OkStatus();
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart owed, StillOwed(claim));
  TRANCHE_ASSIGN_OR_RETURN(const Money left, Grant(owed));
  TRANCHE_ASSIGN_OR_RETURN(const Money asked, Grant(amount));
  const int64_t free_minor = std::max<int64_t>(left.minor() - unsent_minor, 0);
  if (asked.minor() <= free_minor) return absl::OkStatus();
  return Refuse("PAYMENT_ABOVE_OWED",
                {{"left", FormatAmount(Money::Minor(free_minor, left.currency()))},
                 {"asked", FormatAmount(asked)},
                 {"currency", std::string(CurrencyCode(left.currency()))}});
}

// A payment as a request states it; everything that is wrong with it at once.
absl::StatusOr<Payment> StatedPayment(const Contract& contract, const convert::ClaimName& claim,
                                      const v1::Payment& asked, absl::CivilDay today) {
  const absl::StatusOr<Payment> payment = convert::FromProto(asked);
  std::vector<Violation> faults = ViolationsOf(payment.status());
  if (claim.contract.id != contract.id ||
      (claim.contract.organisation != "-" && claim.contract.organisation != contract.organisation)) {
    faults.push_back({"payment.claim", "CLAIM_OF_ANOTHER_CONTRACT", {{"claim", asked.claim()}}});
  }
  const absl::StatusOr<absl::CivilDay> paid_on = ParseDay(asked.paid_on());
  if (paid_on.ok()) AddViolation(CheckNotAfter(*paid_on, today), "payment.paidOn", &faults);
  if (!faults.empty()) return RefuseFields(std::move(faults));
  return payment;
}

}  // namespace

absl::StatusOr<v1::Payment> Service::RecordPayment(const rpc::CallScope& scope,
                                                   const v1::RecordPaymentRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::ContractName parent,
                           convert::ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const convert::ClaimName name,
                           convert::ParseClaimName(request.payment().claim()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract found,
                           RequireOwnContract(scope, parent.id, request.parent()));
  return idempotency::Write<v1::Payment>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Payment> {
        TRANCHE_ASSIGN_OR_RETURN(Payment payment,
                                 StatedPayment(found, name, request.payment(), scope.today));
        TRANCHE_ASSIGN_OR_RETURN(const Contract contract, store::LockContract(tx, found));
        const std::optional<Claim> claim = store::LoadClaim(tx, contract, name.sequence);
        if (!claim.has_value()) return Refuse("NOT_FOUND", {{"name", request.payment().claim()}});
        TRANCHE_ASSIGN_OR_RETURN(const PaymentDecision decision,
                                 DecidePayment(*claim, payment.amount, payment.paid_on));
        TRANCHE_RETURN_IF_ERROR(CheckLeavesUnsentOrders(tx, contract, *claim, payment.amount));
        payment.id = PaymentId(contract.next_payment_number);
        payment.claim_sequence = claim->sequence;
        payment.advance = IsAdvance(claim->kind);
        if (!store::AddToPaid(tx, contract, claim->sequence, payment.amount))
          return Refuse("CONFLICT_RETRY");
        store::InsertPayment(tx, contract, payment, convert::NumberOfPayment(contract, payment.id),
                             scope.actor.subject);
        v1::PaymentRecorded event;
        *event.mutable_payment() = convert::ToProto(contract, payment);
        event.set_contract(convert::NameOf(contract));
        event.set_claim_paid_in_full(decision.paid_in_full);
        if (decision.paid_in_full) {
          // Payments may be recorded in another order than they arrived.
          event.set_paid_in_full_on(
              FormatDay(store::LatestPaidOn(tx, contract, claim->sequence).value_or(payment.paid_on)));
        }
        events::Append(tx, contract.organisation, event.payment().name(), event);
        evidence::Record(tx, scope,
                         {.organisation = contract.organisation,
                          .action = "payments.record",
                          .record = event.payment().name(),
                          .before = nullptr,
                          .after = &event.payment(),
                          .reason = payment.bank_reference,
                          .request_id = request.request_id()});
        return event.payment();
      });
}

absl::StatusOr<v1::ListPaymentsResponse> Service::ListPayments(const rpc::CallScope& scope,
                                                               const v1::ListPaymentsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::ContractName name,
                           convert::ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract, RequireContract(scope, name.id, request.parent()));
  return idempotency::Read<v1::ListPaymentsResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListPaymentsResponse> {
        v1::ListPaymentsResponse response;
        for (const Payment& payment : store::LoadAllPayments(tx, contract)) {
          *response.add_payments() = convert::ToProto(contract, payment);
        }
        return response;
      });
}

absl::StatusOr<common::v1::ListEventsResponse> Service::ListEvents(
    const rpc::CallScope& scope, const common::v1::ListEventsRequest& request) {
  return events::List(*context_.pool, scope, request);
}

absl::Status Service::Follow(pg::Tx& tx, const rpc::CallScope& scope, const common::v1::Event& event) {
  if (event.type() == proposals::v1::ContractRedenominated::descriptor()->full_name()) {
    return redenomination::Follow(tx, scope, event);
  }
  proposals::v1::ContractActivated activated;
  if (event.type() != activated.GetTypeName()) return absl::OkStatus();
  TRANCHE_RETURN_IF_ERROR(events::Unpack(event, &activated));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           convert::FromProto(event.organisation(), activated.contract()));
  // A version that was concluded in euro comes after the conversion; while that waits for a claim,
  // which holds the contract, there is none, so that the next attempt finds it done.
  const absl::StatusOr<Contract> before = store::LockEvenIfClosed(tx, contract);
  if (before.ok() && before->redenomination_pending) {
    TRANCHE_RETURN_IF_ERROR(redenomination::Complete(tx, scope, *before));
    TRANCHE_ASSIGN_OR_RETURN(const Contract after, store::LockEvenIfClosed(tx, contract));
    if (after.redenomination_pending) return Refuse("CONFLICT_RETRY");
  }
  store::SaveContract(tx, contract, activated.contract().number());
  return absl::OkStatus();
}

}  // namespace tranche::payments
