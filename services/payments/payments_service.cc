// SPDX-License-Identifier: EUPL-1.2
#include "payments/payments_service.h"

#include <utility>

#include "payments/bank/documents/lev_and_euro.h"
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

// What the orders of a claim that were never sent come to, in its currency.
int64_t UnsentMinor(pg::Tx& tx, const Contract& contract, const Claim& claim) {
  absl::int128 unsent = 0;
  for (const bank::PaymentOrder& order :
       bank::store::LoadOrdersOfClaim(tx, contract.organisation, contract.id, claim.sequence)) {
    if (bank::IsUnsent(order.state)) unsent += bank::Exact(order.amount);
  }
  // Orders of a claim are never above what is payable for it.
  return static_cast<int64_t>(bank::InMinor(unsent, claim.requested.eu.currency()));
}

// Which claim a payment names; a fault when it is none of the contract's.
std::optional<int> StatedClaim(const Contract& contract, const std::string& asked,
                               std::vector<Violation>* faults) {
  const absl::StatusOr<convert::ClaimName> claim = convert::ParseClaimName(asked);
  AddViolation(claim.status(), "payment.claim", faults);
  if (!claim.ok()) return std::nullopt;
  if (claim->contract.id != contract.id ||
      (claim->contract.organisation != "-" && claim->contract.organisation != contract.organisation)) {
    faults->push_back({"payment.claim", "CLAIM_OF_ANOTHER_CONTRACT", {{"claim", asked}}});
    return std::nullopt;
  }
  return claim->sequence;
}

// A payment as a request states it.
absl::StatusOr<Payment> StatedPayment(const v1::Payment& asked, absl::CivilDay today,
                                      std::vector<Violation>* faults) {
  absl::StatusOr<Payment> payment = convert::FromProto(asked);
  for (Violation& fault : ViolationsOf(payment.status())) faults->push_back(std::move(fault));
  const absl::StatusOr<absl::CivilDay> paid_on = ParseDay(asked.paid_on());
  if (paid_on.ok()) AddViolation(CheckNotAfter(*paid_on, today), "payment.paidOn", faults);
  return payment;
}

// What is recorded, everything that is wrong with it at once.
struct DecidedPayment {
  Payment payment;
  Claim claim;
  PaymentDecision decision;
};
absl::StatusOr<DecidedPayment> Decided(pg::Tx& tx, const Contract& contract, const v1::Payment& asked,
                                       absl::CivilDay today) {
  std::vector<Violation> faults;
  const absl::StatusOr<Payment> payment = StatedPayment(asked, today, &faults);
  const std::optional<int> sequence = StatedClaim(contract, asked.claim(), &faults);
  std::optional<Claim> claim;
  if (sequence.has_value()) claim = store::LoadClaim(tx, contract, *sequence);
  if (sequence.has_value() && !claim.has_value())
    faults.push_back({"payment.claim", "NOT_FOUND", {{"name", asked.claim()}}});
  if (!payment.ok() || !claim.has_value()) return RefuseFields(std::move(faults));
  const absl::StatusOr<PaymentDecision> decision =
      DecidePayment(*claim, payment->amount, payment->paid_on, UnsentMinor(tx, contract, *claim));
  std::vector<Violation> against = ViolationsOf(decision.status());
  if (!decision.ok() && against.empty()) return decision.status();
  faults.insert(faults.end(), against.begin(), against.end());
  if (!faults.empty()) return RefuseFields(std::move(faults));
  return DecidedPayment{.payment = *payment, .claim = *std::move(claim), .decision = *decision};
}

}  // namespace

absl::StatusOr<v1::Payment> Service::RecordPayment(const rpc::CallScope& scope,
                                                   const v1::RecordPaymentRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::ContractName parent,
                           convert::ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract found,
                           RequireOwnContract(scope, parent.id, request.parent()));
  return idempotency::Write<v1::Payment>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Payment> {
        TRANCHE_ASSIGN_OR_RETURN(const Contract contract, store::LockContract(tx, found));
        TRANCHE_ASSIGN_OR_RETURN(DecidedPayment decided,
                                 Decided(tx, contract, request.payment(), scope.today));
        Payment& payment = decided.payment;
        const Claim* const claim = &decided.claim;
        const PaymentDecision& decision = decided.decision;
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
