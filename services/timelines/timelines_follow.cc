// SPDX-License-Identifier: EUPL-1.2
#include "timelines/timelines_follow.h"

#include <string>
#include <vector>

#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/events/events.h"
#include "platform/text/fold.h"
#include "platform/validate/validate.h"
#include "timelines/timelines_convert.h"
#include "timelines/timelines_store.h"
#include "tranche/payments/v1/debts.pb.h"

namespace tranche::timelines {
namespace {

constexpr char kContractPattern[] = "organisations/{organisation}/contracts/{contract}";
constexpr char kDebtPattern[] = "organisations/{organisation}/contracts/{contract}/debts/{debt}";
constexpr char kClaimPattern[] = "organisations/{organisation}/contracts/{contract}/claims/{claim}";

absl::StatusOr<std::string> ContractId(const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kContractPattern, name));
  return FoldRegisterNumber(segments[1]);
}

absl::Status Unreadable(const common::v1::Event& event) {
  return Refuse("EVENT_UNREADABLE", {{"type", event.type()}});
}

absl::Status KeepClaimSent(pg::Tx& tx, const common::v1::Event& event) {
  payments::v1::ClaimSent sent;
  TRANCHE_RETURN_IF_ERROR(events::Unpack(event, &sent));
  const absl::StatusOr<std::string> contract = ContractId(sent.contract());
  const absl::StatusOr<SentClaim> claim = FromProto(sent.claim());
  if (!contract.ok() || !claim.ok()) return Unreadable(event);
  store::KeepClaim(tx, event.organisation(), *contract, *claim);
  return absl::OkStatus();
}

absl::Status KeepClaimReturned(pg::Tx& tx, const common::v1::Event& event) {
  payments::v1::ClaimReturned returned;
  TRANCHE_RETURN_IF_ERROR(events::Unpack(event, &returned));
  const absl::StatusOr<std::string> contract = ContractId(returned.contract());
  const payments::v1::Claim& claim = returned.claim();
  if (!contract.ok() || claim.sequence() < 1 || claim.returns().empty()) return Unreadable(event);
  const payments::v1::PackageReturn& last = claim.returns(claim.returns_size() - 1);
  const absl::StatusOr<absl::CivilDay> day = ParseDay(last.returned_on());
  if (!day.ok() || last.number() < 1) return Unreadable(event);
  store::KeepClaimReturn(tx, event.organisation(), *contract, claim.sequence(), last.number(), *day);
  return absl::OkStatus();
}

// Of a claim for which money is owed the payment is waited for.
absl::Status KeepClaimDecided(pg::Tx& tx, const common::v1::Event& event) {
  payments::v1::ClaimDecided decided;
  TRANCHE_RETURN_IF_ERROR(events::Unpack(event, &decided));
  if (!decided.nothing_owed()) return absl::OkStatus();
  const absl::StatusOr<std::string> contract = ContractId(decided.contract());
  const absl::StatusOr<absl::CivilDay> day = ParseDay(decided.claim().verification().decided_on());
  if (!contract.ok() || !day.ok() || decided.claim().sequence() < 1) return Unreadable(event);
  const bool refused = decided.claim().state() == payments::v1::REFUSED;
  store::KeepClaimEnd(tx, event.organisation(), *contract, decided.claim().sequence(),
                      refused ? ClaimOutcome::kRefused : ClaimOutcome::kNothingOwed, *day);
  return absl::OkStatus();
}

absl::Status KeepPaymentRecorded(pg::Tx& tx, const common::v1::Event& event) {
  payments::v1::PaymentRecorded recorded;
  TRANCHE_RETURN_IF_ERROR(events::Unpack(event, &recorded));
  if (!recorded.claim_paid_in_full()) return absl::OkStatus();
  const absl::StatusOr<std::string> contract = ContractId(recorded.contract());
  const auto claim = validate::ParseResourceName(kClaimPattern, recorded.payment().claim());
  const absl::StatusOr<absl::CivilDay> paid_on = ParseDay(recorded.paid_in_full_on());
  const int sequence = claim.ok() ? validate::ParseNumber<int>((*claim)[2]) : 0;
  if (!contract.ok() || sequence == 0 || !paid_on.ok()) return Unreadable(event);
  store::KeepClaimEnd(tx, event.organisation(), *contract, sequence, ClaimOutcome::kPaid, *paid_on);
  return absl::OkStatus();
}

// What a question says of the clock, as it was asked or when it ended.
struct KeptQuestion {
  std::string contract;
  int claim_sequence = 0;
  Suspension suspension;
};

template <class Event>
absl::StatusOr<KeptQuestion> QuestionOf(const common::v1::Event& event) {
  Event payload;
  TRANCHE_RETURN_IF_ERROR(events::Unpack(event, &payload));
  const absl::StatusOr<std::string> contract = ContractId(payload.contract());
  const absl::StatusOr<absl::CivilDay> asked_on = ParseDay(payload.question().asked_on());
  const absl::StatusOr<absl::CivilDay> due_on = ParseDay(payload.question().due_on());
  if (!contract.ok() || !asked_on.ok() || !due_on.ok() || payload.claim().sequence() < 1 ||
      payload.question().number() < 1 || payload.question().suspension_days_max() < 0 ||
      payload.claim().suspended_days() < 0) {
    return Unreadable(event);
  }
  KeptQuestion kept{.contract = *contract,
                    .claim_sequence = payload.claim().sequence(),
                    .suspension = {.question_number = payload.question().number(),
                                   .asked_on = *asked_on,
                                   .due_on = *due_on,
                                   .closed_on = std::nullopt,
                                   .days_in_all = payload.claim().suspended_days(),
                                   .days_max = payload.question().suspension_days_max()}};
  if (!payload.question().closed_on().empty()) {
    const absl::StatusOr<absl::CivilDay> closed_on = ParseDay(payload.question().closed_on());
    if (!closed_on.ok()) return Unreadable(event);
    kept.suspension.closed_on = *closed_on;
  }
  return kept;
}

absl::Status KeepQuestionAsked(pg::Tx& tx, const common::v1::Event& event) {
  TRANCHE_ASSIGN_OR_RETURN(const KeptQuestion kept,
                           QuestionOf<payments::v1::ClaimQuestionAsked>(event));
  store::KeepSuspension(tx, event.organisation(), kept.contract, kept.claim_sequence, kept.suspension);
  return absl::OkStatus();
}

absl::Status KeepQuestionClosed(pg::Tx& tx, const common::v1::Event& event) {
  TRANCHE_ASSIGN_OR_RETURN(const KeptQuestion kept,
                           QuestionOf<payments::v1::ClaimQuestionClosed>(event));
  if (!kept.suspension.closed_on.has_value()) return Unreadable(event);
  store::KeepSuspensionEnd(tx, event.organisation(), kept.contract, kept.claim_sequence,
                           kept.suspension);
  return absl::OkStatus();
}

// The contract and the number of a debt.
struct DebtName {
  std::string contract;
  int number = 0;
};

absl::StatusOr<DebtName> DebtOf(const common::v1::Event& event, const std::string& contract,
                                const std::string& debt) {
  const absl::StatusOr<std::string> id = ContractId(contract);
  const auto segments = validate::ParseResourceName(kDebtPattern, debt);
  const int number = segments.ok() ? validate::ParseNumber<int>((*segments)[2]) : 0;
  if (!id.ok() || number < 1) return Unreadable(event);
  return DebtName{.contract = *id, .number = number};
}

absl::Status KeepDebtEntered(pg::Tx& tx, const common::v1::Event& event) {
  payments::v1::DebtEntered entered;
  TRANCHE_RETURN_IF_ERROR(events::Unpack(event, &entered));
  TRANCHE_ASSIGN_OR_RETURN(const DebtName name,
                           DebtOf(event, entered.contract(), entered.debt().name()));
  const absl::StatusOr<absl::CivilDay> served_on = ParseDay(entered.debt().served_on());
  if (!served_on.ok() || entered.debt().version() < 1) return Unreadable(event);
  store::KeepDebt(tx, event.organisation(), name.contract,
                  {.number = name.number,
                   .version = entered.debt().version(),
                   .served_on = *served_on,
                   .removed = false,
                   .repaid_on = std::nullopt});
  // A version that asks for no more than was repaid before it.
  if (entered.debt().status() != payments::v1::REPAID_IN_FULL) return absl::OkStatus();
  const absl::StatusOr<absl::CivilDay> effective_on = ParseDay(entered.debt().effective_on());
  if (!effective_on.ok()) return Unreadable(event);
  store::KeepDebtRepaid(tx, event.organisation(), name.contract, name.number, entered.debt().version(),
                        *effective_on);
  return absl::OkStatus();
}

absl::Status KeepDebtRemoved(pg::Tx& tx, const common::v1::Event& event) {
  payments::v1::DebtRemoved removed;
  TRANCHE_RETURN_IF_ERROR(events::Unpack(event, &removed));
  TRANCHE_ASSIGN_OR_RETURN(const DebtName name,
                           DebtOf(event, removed.contract(), removed.debt().name()));
  const absl::StatusOr<absl::CivilDay> served_on = ParseDay(removed.debt().served_on());
  if (!served_on.ok()) return Unreadable(event);
  store::KeepDebtRemoved(tx, event.organisation(), name.contract, name.number, *served_on);
  return absl::OkStatus();
}

// A repayment ends the debt's deadline when nothing is owed any more, and the claim's when by the
// deduction it has all that it is owed.
absl::Status KeepDebtRepaid(pg::Tx& tx, const common::v1::Event& event) {
  payments::v1::DebtRepaid repaid;
  TRANCHE_RETURN_IF_ERROR(events::Unpack(event, &repaid));
  TRANCHE_ASSIGN_OR_RETURN(const DebtName name, DebtOf(event, repaid.contract(), repaid.debt().name()));
  if (repaid.repaid_in_full()) {
    const absl::StatusOr<absl::CivilDay> repaid_on = ParseDay(repaid.debt().balance().as_of());
    if (!repaid_on.ok() || repaid.debt().version() < 1) return Unreadable(event);
    store::KeepDebtRepaid(tx, event.organisation(), name.contract, name.number, repaid.debt().version(),
                          *repaid_on);
  }
  if (!repaid.claim_settled()) return absl::OkStatus();
  const auto claim = validate::ParseResourceName(kClaimPattern, repaid.claim());
  const int sequence = claim.ok() ? validate::ParseNumber<int>((*claim)[2]) : 0;
  const absl::StatusOr<absl::CivilDay> settled_on = ParseDay(repaid.claim_settled_on());
  if (sequence < 1 || !settled_on.ok()) return Unreadable(event);
  store::KeepClaimEnd(tx, event.organisation(), name.contract, sequence, ClaimOutcome::kPaid,
                      *settled_on);
  return absl::OkStatus();
}

// What a deduction had ended goes on when it is taken back.
absl::Status KeepOffsetTakenBack(pg::Tx& tx, const common::v1::Event& event) {
  payments::v1::OffsetTakenBack taken_back;
  TRANCHE_RETURN_IF_ERROR(events::Unpack(event, &taken_back));
  TRANCHE_ASSIGN_OR_RETURN(const DebtName name,
                           DebtOf(event, taken_back.contract(), taken_back.debt().name()));
  const auto claim = validate::ParseResourceName(kClaimPattern, taken_back.claim());
  const int sequence = claim.ok() ? validate::ParseNumber<int>((*claim)[2]) : 0;
  if (sequence < 1) return Unreadable(event);
  if (taken_back.was_repaid_in_full()) {
    store::OpenDebtAgain(tx, event.organisation(), name.contract, name.number);
  }
  if (taken_back.claim_was_settled()) {
    store::OpenClaimAgain(tx, event.organisation(), name.contract, sequence);
  }
  return absl::OkStatus();
}

// So with what a payment had ended, when it is annulled.
absl::Status KeepPaymentAnnulled(pg::Tx& tx, const common::v1::Event& event) {
  payments::v1::PaymentAnnulled annulled;
  TRANCHE_RETURN_IF_ERROR(events::Unpack(event, &annulled));
  const absl::StatusOr<std::string> contract = ContractId(annulled.contract());
  const auto claim = validate::ParseResourceName(kClaimPattern, annulled.claim());
  const int sequence = claim.ok() ? validate::ParseNumber<int>((*claim)[2]) : 0;
  if (!contract.ok() || sequence < 1) return Unreadable(event);
  if (annulled.claim_was_settled()) {
    store::OpenClaimAgain(tx, event.organisation(), *contract, sequence);
  }
  return absl::OkStatus();
}

absl::Status KeepRepaymentAnnulled(pg::Tx& tx, const common::v1::Event& event) {
  payments::v1::RepaymentAnnulled annulled;
  TRANCHE_RETURN_IF_ERROR(events::Unpack(event, &annulled));
  TRANCHE_ASSIGN_OR_RETURN(const DebtName name,
                           DebtOf(event, annulled.contract(), annulled.debt().name()));
  if (annulled.was_repaid_in_full()) {
    store::OpenDebtAgain(tx, event.organisation(), name.contract, name.number);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status FollowProposals(pg::Tx& tx, const rpc::CallScope&, const common::v1::Event& event) {
  if (event.type() != proposals::v1::ContractActivated::descriptor()->full_name()) {
    return absl::OkStatus();
  }
  proposals::v1::ContractActivated activated;
  TRANCHE_RETURN_IF_ERROR(events::Unpack(event, &activated));
  const absl::StatusOr<Contract> contract = FromProto(event.organisation(), activated.contract());
  if (!contract.ok()) return Unreadable(event);
  store::KeepContract(tx, *contract);
  return absl::OkStatus();
}

absl::Status FollowPayments(pg::Tx& tx, const rpc::CallScope&, const common::v1::Event& event) {
  if (event.type() == payments::v1::ClaimSent::descriptor()->full_name()) {
    return KeepClaimSent(tx, event);
  }
  if (event.type() == payments::v1::ClaimReturned::descriptor()->full_name()) {
    return KeepClaimReturned(tx, event);
  }
  if (event.type() == payments::v1::ClaimDecided::descriptor()->full_name()) {
    return KeepClaimDecided(tx, event);
  }
  if (event.type() == payments::v1::PaymentRecorded::descriptor()->full_name()) {
    return KeepPaymentRecorded(tx, event);
  }
  if (event.type() == payments::v1::ClaimQuestionAsked::descriptor()->full_name()) {
    return KeepQuestionAsked(tx, event);
  }
  if (event.type() == payments::v1::ClaimQuestionClosed::descriptor()->full_name()) {
    return KeepQuestionClosed(tx, event);
  }
  if (event.type() == payments::v1::DebtEntered::descriptor()->full_name()) {
    return KeepDebtEntered(tx, event);
  }
  if (event.type() == payments::v1::DebtRepaid::descriptor()->full_name()) {
    return KeepDebtRepaid(tx, event);
  }
  if (event.type() == payments::v1::DebtRemoved::descriptor()->full_name()) {
    return KeepDebtRemoved(tx, event);
  }
  if (event.type() == payments::v1::OffsetTakenBack::descriptor()->full_name()) {
    return KeepOffsetTakenBack(tx, event);
  }
  if (event.type() == payments::v1::PaymentAnnulled::descriptor()->full_name()) {
    return KeepPaymentAnnulled(tx, event);
  }
  if (event.type() == payments::v1::RepaymentAnnulled::descriptor()->full_name()) {
    return KeepRepaymentAnnulled(tx, event);
  }
  return absl::OkStatus();
}

}  // namespace tranche::timelines
