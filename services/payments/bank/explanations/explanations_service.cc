// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/explanations/explanations_service.h"

#include <google/protobuf/util/time_util.h>

#include <cstdlib>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "payments/bank/bank_convert.h"
#include "payments/bank/bank_store.h"
#include "payments/bank/documents/documents_store.h"
#include "payments/bank/explanations/explanations_store.h"
#include "payments/payments_convert.h"
#include "payments/payments_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/convert/money.h"
#include "platform/convert/page.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/dispatch.h"
#include "platform/text/fold.h"
#include "platform/validate/validate.h"
#include "tranche/payments/v1/bank_explanations_service.grpc.pb.h"

namespace tranche::payments::bank {
namespace {

constexpr char kPattern[] =
    "organisations/{organisation}/contracts/{contract}/bankExplanations/{explanation}";

v1::BankExplanation ToProto(const Explanation& explanation) {
  v1::BankExplanation proto;
  proto.set_name(NameOf(explanation));
  proto.set_entry(convert::NameOfEntry(explanation.organisation, explanation.entry_number));
  v1::BankExplanationKind kind = v1::BANK_EXPLANATION_KIND_UNSPECIFIED;
  v1::BankExplanationKind_Parse(explanation.kind, &kind);
  proto.set_kind(kind);
  proto.set_note(explanation.note);
  *proto.mutable_amount() = tranche::convert::ToProto(explanation.amount);
  v1::BankExplanationState state = v1::BANK_EXPLANATION_STATE_UNSPECIFIED;
  v1::BankExplanationState_Parse(std::string(Name(explanation.state)), &state);
  proto.set_state(state);
  proto.set_explained_by(explanation.explained_by);
  proto.set_confirmed_by(explanation.confirmed_by);
  proto.set_withdrawn_by(explanation.withdrawn_by);
  proto.set_withdrawal_reason(explanation.withdrawal_reason);
  proto.set_other_account(explanation.other_account);
  *proto.mutable_explained_at() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(explanation.recorded_at_us);
  return proto;
}

// A closing of the contract's money looks at the explanations that wait: it comes before or after,
// never meanwhile. Explanations and matches of a movement queue up on the register.
absl::Status LockBank(pg::Tx& tx, const Contract& contract) {
  TRANCHE_RETURN_IF_ERROR(payments::store::LockEvenIfClosed(tx, contract).status());
  store::LockRegister(tx, contract.organisation);
  return absl::OkStatus();
}

// The account on the other side, which is one of the organisation's.
absl::StatusOr<std::string> OtherAccount(pg::Tx& tx, const store::StoredEntry& entry,
                                         const v1::BankExplanation& asked) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string other,
                           OtherAccountOf(v1::BankExplanationKind_Name(asked.kind()),
                                          asked.other_account(), entry.entry.counterparty_iban));
  if (other.empty()) return other;
  TRANCHE_RETURN_IF_ERROR(
      CheckOtherAccount(other, entry.account, store::IsOwnAccount(tx, entry.organisation, other)));
  return other;
}

// What an explanation in this state explains of its movement.
int64_t CountedMinor(const Explanation& explanation) {
  return explanation.state == ExplanationState::kInForce ? std::abs(explanation.amount.minor()) : 0;
}

class Endpoint final : public v1::BankExplanationsService::CallbackService {
 public:
  Endpoint(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
      : service_(context, std::move(catch_up)),
        dispatcher_(v1::BankExplanationsService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* ExplainBankEntry(grpc::CallbackServerContext* context,
                                             const v1::ExplainBankEntryRequest* request,
                                             v1::BankExplanation* response) override {
    return dispatcher_.Unary(context, request, response, "ExplainBankEntry", &service_,
                             &ExplanationsService::ExplainBankEntry);
  }
  grpc::ServerUnaryReactor* ConfirmBankExplanation(grpc::CallbackServerContext* context,
                                                   const v1::ConfirmBankExplanationRequest* request,
                                                   v1::BankExplanation* response) override {
    return dispatcher_.Unary(context, request, response, "ConfirmBankExplanation", &service_,
                             &ExplanationsService::ConfirmBankExplanation);
  }
  grpc::ServerUnaryReactor* WithdrawBankExplanation(grpc::CallbackServerContext* context,
                                                    const v1::WithdrawBankExplanationRequest* request,
                                                    v1::BankExplanation* response) override {
    return dispatcher_.Unary(context, request, response, "WithdrawBankExplanation", &service_,
                             &ExplanationsService::WithdrawBankExplanation);
  }
  grpc::ServerUnaryReactor* ListBankExplanations(grpc::CallbackServerContext* context,
                                                 const v1::ListBankExplanationsRequest* request,
                                                 v1::ListBankExplanationsResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListBankExplanations", &service_,
                             &ExplanationsService::ListBankExplanations);
  }

 private:
  ExplanationsService service_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

std::string NameOf(const Explanation& explanation) {
  return absl::StrCat("organisations/", explanation.organisation, "/contracts/",
                      explanation.contract_id, "/bankExplanations/", explanation.number);
}

ExplanationsService::ExplanationsService(const rpc::RoleContext& context,
                                         std::function<absl::Status(absl::Time)> catch_up)
    : context_(context), finder_(context, std::move(catch_up)) {}

absl::StatusOr<v1::BankExplanation> ExplanationsService::ExplainBankEntry(
    const rpc::CallScope& scope, const v1::ExplainBankEntryRequest& request) {
  if (rpc::OrganisationOf(scope).empty()) return Refuse("ORGANISATION_REQUIRED");
  TRANCHE_ASSIGN_OR_RETURN(const payments::convert::ContractName parent,
                           payments::convert::ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           finder_.Require(scope, parent.id, request.parent()));
  const v1::BankExplanation& asked = request.explanation();
  TRANCHE_ASSIGN_OR_RETURN(const int64_t entry_number,
                           convert::ParseEntryName(contract.organisation, asked.entry()));
  return idempotency::Write<v1::BankExplanation>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::BankExplanation> {
        TRANCHE_RETURN_IF_ERROR(LockBank(tx, contract));
        const std::vector<store::StoredEntry> entries =
            store::LoadEntries(tx, contract.organisation, {entry_number});
        if (entries.empty()) return Refuse("NOT_FOUND", {{"name", asked.entry()}});
        const store::StoredEntry& entry = entries.front();
        const std::string name = convert::NameOfEntry(entry.organisation, entry.number);
        const std::optional<Explanation> standing =
            store::FindStanding(tx, contract.organisation, entry_number);
        if (standing.has_value()) {
          return Refuse("BANK_ENTRY_EXPLAINED", {{"entry", name}, {"explanation", NameOf(*standing)}});
        }
        TRANCHE_ASSIGN_OR_RETURN(const Beginning beginning,
                                 Begin(name, entry.entry.amount, entry.matched_minor));
        TRANCHE_ASSIGN_OR_RETURN(const std::string other, OtherAccount(tx, entry, asked));
        Explanation explanation{.organisation = contract.organisation,
                                .contract_id = contract.id,
                                .number = store::TakeExplanationNumber(tx, contract.organisation),
                                .entry_number = entry_number,
                                .kind = v1::BankExplanationKind_Name(asked.kind()),
                                .note = asked.note(),
                                .amount = beginning.amount,
                                .state = beginning.state,
                                .explained_by = scope.actor.subject,
                                .other_account = other};
        explanation.recorded_at_us = store::InsertExplanation(tx, explanation);
        if (!store::AddToExplained(tx, explanation, CountedMinor(explanation))) {
          return Refuse("CONFLICT_RETRY");
        }
        const v1::BankExplanation after = ToProto(explanation);
        evidence::Record(tx, scope,
                         {.organisation = contract.organisation,
                          .action = "bank.explain",
                          .record = after.name(),
                          .before = nullptr,
                          .after = &after,
                          .reason = explanation.note,
                          .request_id = request.request_id()});
        return after;
      });
}

absl::StatusOr<v1::BankExplanation> ExplanationsService::Move(const rpc::CallScope& scope,
                                                              const google::protobuf::Message& request,
                                                              const Change& change,
                                                              const Decision& decide) {
  const std::string organisation = rpc::OrganisationOf(scope);
  if (organisation.empty()) return Refuse("ORGANISATION_REQUIRED");
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kPattern, change.name));
  const std::string contract_id = FoldRegisterNumber(segments[1]);
  const int number = validate::ParseNumber<int>(segments[2]);
  return idempotency::Write<v1::BankExplanation>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::BankExplanation> {
        Contract contract;
        contract.organisation = organisation;
        contract.id = contract_id;
        if (!LockBank(tx, contract).ok()) return Refuse("NOT_FOUND", {{"name", change.name}});
        const std::optional<Explanation> before =
            store::LoadExplanation(tx, organisation, contract_id, number);
        if (!before.has_value()) return Refuse("NOT_FOUND", {{"name", change.name}});
        TRANCHE_ASSIGN_OR_RETURN(const Explanation after, decide(*before));
        if (!store::MoveExplanation(tx, after, before->state) ||
            !store::AddToExplained(tx, after, CountedMinor(after) - CountedMinor(*before))) {
          return Refuse("CONFLICT_RETRY");
        }
        const v1::BankExplanation was = ToProto(*before);
        const v1::BankExplanation is = ToProto(after);
        evidence::Record(tx, scope,
                         {.organisation = organisation,
                          .action = change.action,
                          .record = is.name(),
                          .before = &was,
                          .after = &is,
                          .reason = change.reason,
                          .request_id = change.request_id});
        return is;
      });
}

absl::StatusOr<v1::BankExplanation> ExplanationsService::ConfirmBankExplanation(
    const rpc::CallScope& scope, const v1::ConfirmBankExplanationRequest& request) {
  const Change change{.name = request.name(),
                      .request_id = request.request_id(),
                      .action = "bank.confirm_explanation",
                      .reason = ""};
  return Move(scope, request, change, [&](const Explanation& explanation) {
    return Confirm(explanation, scope.actor.subject);
  });
}

absl::StatusOr<v1::BankExplanation> ExplanationsService::WithdrawBankExplanation(
    const rpc::CallScope& scope, const v1::WithdrawBankExplanationRequest& request) {
  const Change change{.name = request.name(),
                      .request_id = request.request_id(),
                      .action = "bank.withdraw_explanation",
                      .reason = request.reason()};
  return Move(scope, request, change, [&](const Explanation& explanation) {
    return Withdraw(explanation, scope.actor.subject, request.reason());
  });
}

absl::StatusOr<v1::ListBankExplanationsResponse> ExplanationsService::ListBankExplanations(
    const rpc::CallScope& scope, const v1::ListBankExplanationsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const payments::convert::ContractName parent,
                           payments::convert::ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           finder_.Require(scope, parent.id, request.parent()));
  const int page_size = tranche::convert::PageSize(request.page_size());
  const std::string list =
      absl::StrCat("payments.bank_explanations ", payments::convert::NameOf(contract));
  TRANCHE_ASSIGN_OR_RETURN(const int after,
                           tranche::convert::ReadNumberToken<int>(list, request.page_token()));
  return idempotency::Read<v1::ListBankExplanationsResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListBankExplanationsResponse> {
        std::vector<Explanation> found =
            store::ListExplanations(tx, contract.organisation, contract.id, after, page_size + 1);
        const bool more = static_cast<int>(found.size()) > page_size;
        if (more) found.pop_back();
        v1::ListBankExplanationsResponse response;
        for (const Explanation& explanation : found) {
          *response.add_explanations() = ToProto(explanation);
        }
        if (more) {
          response.set_next_page_token(
              tranche::convert::MakePageToken(list, {absl::StrCat(found.back().number)}));
        }
        return response;
      });
}

std::unique_ptr<grpc::Service> MakeExplanations(const rpc::RoleContext& context,
                                                std::function<absl::Status(absl::Time)> catch_up) {
  return std::make_unique<Endpoint>(context, std::move(catch_up));
}

}  // namespace tranche::payments::bank
