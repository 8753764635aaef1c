// SPDX-License-Identifier: EUPL-1.2
// What happens to a claim beside its way to the decision: questions with their answers, taking back.
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "payments/package/claim_package_service.h"
#include "payments/payments_convert.h"
#include "payments/payments_service.h"
#include "payments/payments_store.h"
#include "payments/question.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/events/events.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"

namespace tranche::payments {
namespace {

constexpr char kAnswerRule[] = "question_answer_months";
constexpr char kSuspensionRule[] = "question_suspension_months";

// A question or its end, for those who follow; the claim's newest one.
template <class Event>
void AppendQuestion(pg::Tx& tx, const Contract& contract, const v1::Claim& claim) {
  Event event;
  *event.mutable_claim() = claim;
  event.set_contract(convert::NameOf(contract));
  *event.mutable_question() = claim.questions(claim.questions_size() - 1);
  events::Append(tx, contract.organisation, claim.name(), event);
}

evidence::Entry EntryOf(const Contract& contract, const std::string& action, const v1::Claim& before,
                        const v1::Claim& after, const std::string& reason,
                        const std::string& request_id) {
  return {.organisation = contract.organisation,
          .action = action,
          .record = before.name(),
          .before = &before,
          .after = &after,
          .reason = reason,
          .request_id = request_id};
}

}  // namespace

absl::Status Service::ExpireQuestion(pg::Tx& tx, const Contract& contract, Claim* claim) {
  const std::optional<Question> expired = ExpiredQuestion(*claim);
  if (!expired.has_value()) return absl::OkStatus();
  if (!store::CloseQuestion(tx, contract, *claim, *expired)) return Refuse("CONFLICT_RETRY");
  claim->questions.back() = *expired;
  AppendQuestion<v1::ClaimQuestionClosed>(tx, contract, convert::ToProto(contract, *claim));
  return absl::OkStatus();
}

absl::StatusOr<v1::Claim> Service::AskQuestion(const rpc::CallScope& scope,
                                               const v1::AskQuestionRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::ClaimName name, convert::ParseClaimName(request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay asked_on, ParseDay(request.asked_on()));
  std::optional<absl::CivilDay> due_on;
  if (!request.due_on().empty()) {
    TRANCHE_ASSIGN_OR_RETURN(due_on, ParseDay(request.due_on()));
  }
  TRANCHE_ASSIGN_OR_RETURN(const Contract found,
                           RequireOwnContract(scope, name.contract.id, request.name()));
  // A repeat is answered as it was the first time, whatever the rules say now.
  const absl::StatusOr<int> answer_months = FetchMonths(scope, found, kAnswerRule, asked_on);
  const absl::StatusOr<int> suspension_months = FetchMonths(scope, found, kSuspensionRule, asked_on);
  return idempotency::Write<v1::Claim>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Claim> {
        TRANCHE_RETURN_IF_ERROR(answer_months.status());
        TRANCHE_RETURN_IF_ERROR(suspension_months.status());
        TRANCHE_ASSIGN_OR_RETURN(const Contract contract, store::LockContract(tx, found));
        std::optional<Claim> claim = store::LoadClaim(tx, contract, name.sequence);
        if (!claim.has_value()) return Refuse("NOT_FOUND", {{"name", request.name()}});
        const v1::Claim before = convert::ToProto(contract, *claim);
        TRANCHE_RETURN_IF_ERROR(CheckNotAfter(asked_on, scope.today));
        TRANCHE_ASSIGN_OR_RETURN(
            Question question,
            DecideQuestion(*claim,
                           {.answer_months = *answer_months, .suspension_months = *suspension_months},
                           request.question(), asked_on, due_on, scope.actor.subject));
        TRANCHE_RETURN_IF_ERROR(package::BeginVerification(tx, contract, *claim));
        const ClaimState from = std::exchange(claim->state, ClaimState::kAwaitingAnswer);
        if (!store::MoveClaim(tx, contract, *claim, from)) return Refuse("CONFLICT_RETRY");
        store::InsertQuestion(tx, contract, *claim, question);
        claim->questions.push_back(std::move(question));
        const v1::Claim after = convert::ToProto(contract, *claim);
        AppendQuestion<v1::ClaimQuestionAsked>(tx, contract, after);
        evidence::Record(tx, scope,
                         EntryOf(contract, "claims.ask", before, after, "", request.request_id()));
        return after;
      });
}

absl::StatusOr<v1::Claim> Service::AnswerQuestion(const rpc::CallScope& scope,
                                                  const v1::AnswerQuestionRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::ClaimName name, convert::ParseClaimName(request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay answered_on, ParseDay(request.answered_on()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract found,
                           RequireOwnContract(scope, name.contract.id, request.name()));
  return idempotency::Write<v1::Claim>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Claim> {
        TRANCHE_ASSIGN_OR_RETURN(const Contract contract, store::LockContract(tx, found));
        std::optional<Claim> claim = store::LoadClaim(tx, contract, name.sequence);
        if (!claim.has_value()) return Refuse("NOT_FOUND", {{"name", request.name()}});
        const v1::Claim before = convert::ToProto(contract, *claim);
        TRANCHE_RETURN_IF_ERROR(CheckNotAfter(answered_on, scope.today));
        TRANCHE_ASSIGN_OR_RETURN(
            const Question question,
            DecideAnswer(*claim, request.answer(), answered_on, scope.actor.subject));
        const ClaimState from = std::exchange(claim->state, ClaimState::kSent);
        if (!store::MoveClaim(tx, contract, *claim, from) ||
            !store::CloseQuestion(tx, contract, *claim, question)) {
          return Refuse("CONFLICT_RETRY");
        }
        claim->questions.back() = question;
        const v1::Claim after = convert::ToProto(contract, *claim);
        AppendQuestion<v1::ClaimQuestionClosed>(tx, contract, after);
        evidence::Record(tx, scope,
                         EntryOf(contract, "claims.answer", before, after, "", request.request_id()));
        return after;
      });
}

absl::StatusOr<v1::Claim> Service::TakeBackClaim(const rpc::CallScope& scope,
                                                 const v1::TakeBackClaimRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::ClaimName name, convert::ParseClaimName(request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract found,
                           RequireOwnContract(scope, name.contract.id, request.name()));
  absl::StatusOr<v1::Claim> taken_back = idempotency::Write<v1::Claim>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Claim> {
        TRANCHE_ASSIGN_OR_RETURN(const Contract contract, store::LockContract(tx, found));
        std::optional<Claim> claim = store::LoadClaim(tx, contract, name.sequence);
        if (!claim.has_value()) return Refuse("NOT_FOUND", {{"name", request.name()}});
        const v1::Claim before = convert::ToProto(contract, *claim);
        const ClaimState from = claim->state;
        TRANCHE_ASSIGN_OR_RETURN(claim->state, DecideTakeBack(*claim));
        if (!store::TakeBack(tx, contract, *claim, from)) return Refuse("CONFLICT_RETRY");
        TRANCHE_RETURN_IF_ERROR(package::LeaveWithClaim(tx, contract, *claim, request.reason()));
        v1::ClaimTakenBack event;
        *event.mutable_claim() = convert::ToProto(contract, *claim);
        event.set_contract(convert::NameOf(contract));
        events::Append(tx, contract.organisation, event.claim().name(), event);
        evidence::Record(tx, scope,
                         EntryOf(contract, "claims.take_back", before, event.claim(), request.reason(),
                                 request.request_id()));
        return event.claim();
      });
  if (taken_back.ok() && !request.validate_only()) holds_.Release(scope, found);
  return taken_back;
}

absl::StatusOr<v1::Claim> Service::ReturnClaim(const rpc::CallScope& scope,
                                               const v1::ReturnClaimRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::ClaimName name, convert::ParseClaimName(request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay returned_on, ParseDay(request.returned_on()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract found,
                           RequireOwnContract(scope, name.contract.id, request.name()));
  return idempotency::Write<v1::Claim>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Claim> {
        TRANCHE_ASSIGN_OR_RETURN(const Contract contract, store::LockContract(tx, found));
        std::optional<Claim> claim = store::LoadClaim(tx, contract, name.sequence);
        if (!claim.has_value()) return Refuse("NOT_FOUND", {{"name", request.name()}});
        const v1::Claim before = convert::ToProto(contract, *claim);
        TRANCHE_RETURN_IF_ERROR(CheckNotAfter(returned_on, scope.today));
        TRANCHE_ASSIGN_OR_RETURN(claim->state, DecideReturn(*claim));
        TRANCHE_ASSIGN_OR_RETURN(PackageReturn returned,
                                 package::ReturnWithClaim(tx, contract, *claim, request.reason(),
                                                          returned_on, scope.actor.subject));
        claim->sent_on.reset();
        claim->sent_by.clear();
        claim->returns.push_back(std::move(returned));
        if (!store::MarkReturned(tx, contract, *claim)) return Refuse("CONFLICT_RETRY");
        v1::ClaimReturned event;
        *event.mutable_claim() = convert::ToProto(contract, *claim);
        event.set_contract(convert::NameOf(contract));
        events::Append(tx, contract.organisation, event.claim().name(), event);
        evidence::Record(tx, scope,
                         EntryOf(contract, "claims.return", before, event.claim(), request.reason(),
                                 request.request_id()));
        return event.claim();
      });
}

}  // namespace tranche::payments
