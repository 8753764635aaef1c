// SPDX-License-Identifier: EUPL-1.2
#include "payments/income/incomes_service.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "payments/income/incomes_store.h"
#include "payments/payments_convert.h"
#include "payments/payments_store.h"
#include "payments/recoveries/recoveries_convert.h"
#include "payments/recoveries/stated_convert.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/annulments.h"
#include "platform/convert/marks.h"
#include "platform/convert/money.h"
#include "platform/convert/page.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/dispatch.h"
#include "platform/rpc/held_role.h"
#include "tranche/payments/v1/incomes_service.grpc.pb.h"

namespace tranche::payments::income {
namespace {

namespace stated = recoveries::stated;
namespace wire = recoveries::wire;

constexpr char kIncomes[] = "incomes";
constexpr char kClaims[] = "claims";

absl::Status NoSuch(const std::string& name) { return Refuse("NOT_FOUND", {{"name", name}}); }

absl::StatusOr<v1::Income> ToProto(const Contract& contract, const Income& income) {
  v1::Income proto;
  proto.set_name(wire::NameOfRecord(contract, kIncomes, income.id));
  proto.set_claim(convert::NameOfClaim(contract, income.claim_sequence));
  *proto.mutable_amount() = tranche::convert::ToProto(income.amount);
  proto.set_earned_on(FormatDay(income.earned_on));
  proto.set_description(income.description);
  proto.set_document(income.document);
  v1::IncomeState state = v1::INCOME_STATE_UNSPECIFIED;
  v1::IncomeState_Parse(std::string(Name(StateOf(income))), &state);
  proto.set_state(state);
  proto.set_recorded_by(income.recorded_by);
  if (income.debt.has_value()) {
    proto.set_debt(wire::NameOfRecord(contract, "debts", *income.debt));
  }
  *proto.mutable_marks() = tranche::convert::MarksFromJson(income.marks_json);
  if (income.annulment.has_value()) {
    *proto.mutable_annulment() = tranche::convert::ToProto(*income.annulment);
  }
  if (!income.decision.has_value()) return proto;
  const Decision& decision = *income.decision;
  v1::IncomeDecision* shown = proto.mutable_decision();
  TRANCHE_ASSIGN_OR_RETURN(const Money lowers, recoveries::Sum(decision.lowers));
  *shown->mutable_lowers_grant() = tranche::convert::ToProto(lowers);
  *shown->mutable_parts() = wire::ToDebtPart(decision.lowers);
  shown->set_decided_on(FormatDay(decision.decided_on));
  shown->set_reason(decision.reason);
  shown->set_reference(decision.reference);
  shown->set_decided_by(decision.decided_by);
  return proto;
}

// What a request states, but for the claim.
Income StatedOf(const Contract& contract, const v1::Income& asked, absl::CivilDay today,
                std::vector<Violation>* faults) {
  Income income;
  AddViolation(tranche::convert::CheckMarks(asked.marks()), "income.marks", faults);
  income.claim_sequence =
      stated::RecordOf(contract, kClaims, asked.claim(), "income.claim", faults).value_or(0);
  income.amount = stated::AmountAboveZero(contract, asked.amount(), "income.amount", faults);
  income.earned_on = stated::DayUntil(today, asked.earned_on(), "income.earnedOn", faults);
  income.description = asked.description();
  income.document = asked.document();
  income.marks_json = tranche::convert::MarksToJson(asked.marks());
  return income;
}

absl::StatusOr<Claim> RequireClaim(pg::Tx& tx, const Contract& contract, int sequence) {
  std::optional<Claim> claim;
  if (sequence != 0) claim = payments::store::LoadClaim(tx, contract, sequence);
  if (!claim.has_value()) return NoSuch(convert::NameOfClaim(contract, sequence));
  return *std::move(claim);
}

void Record(pg::Tx& tx, const rpc::CallScope& scope, const Contract& contract, const char* action,
            const v1::Income* before, const v1::Income& after, const std::string& reason,
            const std::string& request_id) {
  evidence::Record(tx, scope,
                   {.organisation = contract.organisation,
                    .action = action,
                    .record = after.name(),
                    .before = before,
                    .after = &after,
                    .reason = reason,
                    .request_id = request_id});
}

class Endpoint final : public v1::IncomesService::CallbackService {
 public:
  Endpoint(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
      : service_(context, std::move(catch_up)),
        dispatcher_(v1::IncomesService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* RecordIncome(grpc::CallbackServerContext* context,
                                         const v1::RecordIncomeRequest* request,
                                         v1::Income* response) override {
    return dispatcher_.Unary(context, request, response, "RecordIncome", &service_,
                             &IncomesService::RecordIncome);
  }
  grpc::ServerUnaryReactor* DecideIncome(grpc::CallbackServerContext* context,
                                         const v1::DecideIncomeRequest* request,
                                         v1::Income* response) override {
    return dispatcher_.Unary(context, request, response, "DecideIncome", &service_,
                             &IncomesService::DecideIncome);
  }
  grpc::ServerUnaryReactor* AnnulIncome(grpc::CallbackServerContext* context,
                                        const v1::AnnulIncomeRequest* request,
                                        v1::Income* response) override {
    return dispatcher_.Unary(context, request, response, "AnnulIncome", &service_,
                             &IncomesService::AnnulIncome);
  }
  grpc::ServerUnaryReactor* ListIncomes(grpc::CallbackServerContext* context,
                                        const v1::ListIncomesRequest* request,
                                        v1::ListIncomesResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListIncomes", &service_,
                             &IncomesService::ListIncomes);
  }

 private:
  IncomesService service_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

IncomesService::IncomesService(const rpc::RoleContext& context,
                               std::function<absl::Status(absl::Time)> catch_up)
    : context_(context), finder_(context, std::move(catch_up)) {}

absl::StatusOr<v1::Income> IncomesService::RecordIncome(const rpc::CallScope& scope,
                                                        const v1::RecordIncomeRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const auto parent, convert::ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract found,
                           finder_.RequireOwn(scope, parent.id, request.parent()));
  return idempotency::Write<v1::Income>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Income> {
        TRANCHE_ASSIGN_OR_RETURN(const Contract contract, payments::store::LockContract(tx, found));
        std::vector<Violation> faults;
        Income income = StatedOf(contract, request.income(), scope.today, &faults);
        if (!faults.empty()) return RefuseFields(std::move(faults));
        TRANCHE_ASSIGN_OR_RETURN(const Claim claim, RequireClaim(tx, contract, income.claim_sequence));
        TRANCHE_RETURN_IF_ERROR(CheckClaim(claim));
        // The claim shows their sum.
        const Money before = claim.additional_income.value_or(Money::Zero(income.amount.currency()));
        AddViolation(Add(before, income.amount).status(), "income.amount", &faults);
        if (!faults.empty()) return RefuseFields(std::move(faults));
        income.id = store::NextId(tx, contract);
        income.recorded_by = scope.actor.subject;
        store::InsertIncome(tx, contract, income);
        TRANCHE_ASSIGN_OR_RETURN(const v1::Income after, ToProto(contract, income));
        Record(tx, scope, contract, "incomes.record", nullptr, after, "", request.request_id());
        return after;
      });
}

absl::StatusOr<v1::Income> IncomesService::Move(const rpc::CallScope& scope,
                                                const google::protobuf::Message& request,
                                                const ChangeOf& what, const Change& change) {
  TRANCHE_ASSIGN_OR_RETURN(const wire::RecordName name, wire::ParseRecordName(kIncomes, what.name));
  TRANCHE_ASSIGN_OR_RETURN(const Contract found,
                           finder_.RequireOwn(scope, name.contract.id, what.name));
  return idempotency::Write<v1::Income>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Income> {
        TRANCHE_ASSIGN_OR_RETURN(const Contract contract, payments::store::LockContract(tx, found));
        std::optional<Income> income = store::LoadIncome(tx, contract, name.id);
        if (!income.has_value()) return NoSuch(what.name);
        TRANCHE_ASSIGN_OR_RETURN(const v1::Income before, ToProto(contract, *income));
        TRANCHE_RETURN_IF_ERROR(change(tx, contract, &*income));
        TRANCHE_ASSIGN_OR_RETURN(const v1::Income after, ToProto(contract, *income));
        Record(tx, scope, contract, what.action, &before, after, what.reason, what.request_id);
        return after;
      });
}

absl::StatusOr<v1::Income> IncomesService::DecideIncome(const rpc::CallScope& scope,
                                                        const v1::DecideIncomeRequest& request) {
  const v1::IncomeDecision& asked = request.decision();
  const auto decide = [&](pg::Tx& tx, const Contract& contract, Income* income) -> absl::Status {
    std::vector<Violation> faults;
    const absl::StatusOr<Money> lowers = tranche::convert::FromProto(asked.lowers_grant());
    AddViolation(lowers.status(), "decision.lowersGrant", &faults);
    const Decision decision{
        .lowers = {},
        .decided_on = stated::DayUntil(scope.today, asked.decided_on(), "decision.decidedOn", &faults),
        .reason = asked.reason(),
        .reference = asked.reference(),
        .decided_by = scope.actor.subject};
    if (!faults.empty()) return RefuseFields(std::move(faults));
    TRANCHE_ASSIGN_OR_RETURN(const Claim claim, RequireClaim(tx, contract, income->claim_sequence));
    TRANCHE_ASSIGN_OR_RETURN(income->decision,
                             income::DecideIncome(contract, claim, *income, *lowers, decision));
    store::InsertDecision(tx, contract, *income);
    return absl::OkStatus();
  };
  return Move(scope, request,
              {.name = request.name(),
               .request_id = request.request_id(),
               .action = "incomes.decide",
               .reason = asked.reason()},
              decide);
}

absl::StatusOr<v1::Income> IncomesService::AnnulIncome(const rpc::CallScope& scope,
                                                       const v1::AnnulIncomeRequest& request) {
  const auto annul = [&](pg::Tx& tx, const Contract& contract, Income* income) -> absl::Status {
    TRANCHE_ASSIGN_OR_RETURN(const Annulment annulment,
                             tranche::convert::FromProto(request.annulment(), scope.actor.subject));
    TRANCHE_RETURN_IF_ERROR(
        CheckAnnulment(*income, annulment,
                       rpc::HoldsRole(scope.actor, contract.organisation, "FINANCE"), scope.today));
    income->annulment = annulment;
    store::InsertAnnulment(tx, contract, *income);
    return absl::OkStatus();
  };
  return Move(scope, request,
              {.name = request.name(),
               .request_id = request.request_id(),
               .action = "incomes.annul",
               .reason = request.annulment().reason()},
              annul);
}

absl::StatusOr<v1::ListIncomesResponse> IncomesService::ListIncomes(
    const rpc::CallScope& scope, const v1::ListIncomesRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const auto parent, convert::ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           finder_.Require(scope, parent.id, request.parent()));
  const int page_size = tranche::convert::PageSize(request.page_size());
  const std::string list = "payments.incomes " + convert::NameOf(contract);
  TRANCHE_ASSIGN_OR_RETURN(const int after,
                           tranche::convert::ReadNumberToken<int>(list, request.page_token()));
  return idempotency::Read<v1::ListIncomesResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListIncomesResponse> {
        // One more than asked for tells whether there is a next page.
        std::vector<Income> incomes = store::ListIncomes(tx, contract, after, page_size + 1);
        const bool more = static_cast<int>(incomes.size()) > page_size;
        if (more) incomes.pop_back();
        v1::ListIncomesResponse response;
        for (const Income& income : incomes) {
          TRANCHE_ASSIGN_OR_RETURN(*response.add_incomes(), ToProto(contract, income));
        }
        if (more) {
          response.set_next_page_token(
              tranche::convert::MakePageToken(list, {absl::StrCat(incomes.back().id)}));
        }
        return response;
      });
}

std::unique_ptr<grpc::Service> MakeIncomes(const rpc::RoleContext& context,
                                           std::function<absl::Status(absl::Time)> catch_up) {
  return std::make_unique<Endpoint>(context, std::move(catch_up));
}

}  // namespace tranche::payments::income
