// SPDX-License-Identifier: EUPL-1.2
// Payments that were a mistake are annulled.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "payments/annulments/annulments_store.h"
#include "payments/payments_convert.h"
#include "payments/payments_service.h"
#include "payments/payments_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/convert/annulments.h"
#include "platform/events/events.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/held_role.h"
#include "platform/text/fold.h"
#include "platform/validate/validate.h"

namespace tranche::payments {
namespace {

constexpr char kPaymentPattern[] =
    "organisations/{organisation}/contracts/{contract}/payments/{payment}";

absl::StatusOr<Payment> FindPayment(pg::Tx& tx, const Contract& contract, const std::string& id,
                                    const std::string& name) {
  const std::vector<Payment> payments = store::LoadAllPayments(tx, contract);
  const auto found = std::find_if(payments.begin(), payments.end(),
                                  [&](const Payment& payment) { return payment.id == id; });
  if (found == payments.end()) return Refuse("NOT_FOUND", {{"name", name}});
  return *found;
}

absl::Status CheckNotMatched(pg::Tx& tx, const Contract& contract, const Payment& payment) {
  const std::optional<std::string> match = annulments::store::FindMatch(tx, contract, payment.id);
  if (!match.has_value()) return absl::OkStatus();
  return Refuse("PAYMENT_MATCHED_WITH_BANK", {{"payment", payment.id}, {"match", *match}});
}

// What the claim is paid without it.
absl::StatusOr<ThreePart> WithMinus(const ThreePart& amount) {
  return Subtract(ZeroParts(amount.eu.currency()), amount);
}

}  // namespace

absl::StatusOr<v1::Payment> Service::AnnulPayment(const rpc::CallScope& scope,
                                                  const v1::AnnulPaymentRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kPaymentPattern, request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Annulment annulment,
                           tranche::convert::FromProto(request.annulment(), scope.actor.subject));
  TRANCHE_ASSIGN_OR_RETURN(const Contract found,
                           RequireOwnContract(scope, FoldRegisterNumber(segments[1]), request.name()));
  return idempotency::Write<v1::Payment>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Payment> {
        TRANCHE_ASSIGN_OR_RETURN(const Contract contract, store::LockContract(tx, found));
        TRANCHE_ASSIGN_OR_RETURN(Payment payment,
                                 FindPayment(tx, contract, segments[2], request.name()));
        TRANCHE_RETURN_IF_ERROR(DecideAnnulment(
            {.number = payment.id,
             .day = payment.paid_on,
             .recorded_by = payment.recorded_by,
             .annulment = payment.annulment},
            annulment, rpc::HoldsRole(scope.actor, contract.organisation, "FINANCE"), scope.today));
        TRANCHE_RETURN_IF_ERROR(CheckNotMatched(tx, contract, payment));
        const std::optional<Claim> claim = store::LoadClaim(tx, contract, payment.claim_sequence);
        if (!claim.has_value()) return Refuse("CONFLICT_RETRY");
        TRANCHE_ASSIGN_OR_RETURN(const ThreePart owed, StillOwed(*claim));
        TRANCHE_ASSIGN_OR_RETURN(const ThreePart back, WithMinus(payment.amount));
        if (!store::AddToPaid(tx, contract, claim->sequence, back)) return Refuse("CONFLICT_RETRY");
        const v1::Payment before = convert::ToProto(contract, payment);
        payment.annulment = annulment;
        annulments::store::InsertAnnulment(tx, contract, payment);
        v1::PaymentAnnulled event;
        *event.mutable_payment() = convert::ToProto(contract, payment);
        event.set_contract(convert::NameOf(contract));
        event.set_claim(convert::NameOfClaim(contract, claim->sequence));
        event.set_claim_was_settled(owed == ZeroParts(owed.eu.currency()));
        events::Append(tx, contract.organisation, event.payment().name(), event);
        evidence::Record(tx, scope,
                         {.organisation = contract.organisation,
                          .action = "payments.annul",
                          .record = event.payment().name(),
                          .before = &before,
                          .after = &event.payment(),
                          .reason = annulment.reason,
                          .request_id = request.request_id()});
        return event.payment();
      });
}

}  // namespace tranche::payments
