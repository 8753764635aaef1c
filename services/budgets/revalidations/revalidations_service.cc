// SPDX-License-Identifier: EUPL-1.2
#include "budgets/revalidations/revalidations_service.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "budgets/budgets_convert.h"
#include "budgets/contract_service.h"
#include "budgets/contracts_store.h"
#include "budgets/cost.h"
#include "budgets/costs_store.h"
#include "budgets/decisions_store.h"
#include "budgets/documents/cost_batch_store.h"
#include "budgets/documents/documents_store.h"
#include "budgets/documents/refused_cost_service.h"
#include "budgets/particulars/particulars_convert.h"
#include "budgets/revalidations/revalidation.h"
#include "budgets/revalidations/revalidations_store.h"
#include "platform/base/digest.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/annulments.h"
#include "platform/convert/money.h"
#include "platform/convert/page.h"
#include "platform/events/events.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/dispatch.h"
#include "platform/validate/validate.h"
#include "tranche/budgets/v1/cost_revalidations_service.grpc.pb.h"

namespace tranche::budgets {
namespace {

constexpr char kNamePattern[] =
    "organisations/{organisation}/contracts/{contract}/revalidations/{revalidation}";

// A revalidation is named by the number of the cost that carries it.
absl::StatusOr<CostRef> ParseRevalidationName(const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kNamePattern, name));
  return ParseCostName(
      absl::StrCat("organisations/", segments[0], "/contracts/", segments[1], "/costs/", segments[2]));
}

absl::StatusOr<store::StoredCost> RequireCost(pg::Tx& tx, const store::Contract& contract,
                                              int64_t number, const std::string& name) {
  std::vector<store::StoredCost> found =
      store::FindCosts(tx, contract.organisation, contract.contract, {number});
  if (found.empty()) return Refuse("NOT_FOUND", {{"name", name}});
  return std::move(found.front());
}

absl::StatusOr<AskedAmounts> AskedOf(const v1::RevalidatedAmounts& amounts) {
  AskedAmounts asked;
  std::vector<Violation> faults;
  const auto read = [&](const common::v1::Money& given, const char* field,
                        std::optional<Money>* amount) {
    const absl::StatusOr<Money> parsed = convert::FromProto(given);
    AddViolation(parsed.status(), field, &faults);
    if (parsed.ok()) *amount = *parsed;
  };
  if (amounts.has_unapproved()) read(amounts.unapproved(), "amounts.unapproved", &asked.unapproved);
  if (amounts.has_unapproved_by_correction()) {
    read(amounts.unapproved_by_correction(), "amounts.unapprovedByCorrection", &asked.by_correction);
  }
  if (!faults.empty()) return RefuseFields(std::move(faults));
  return asked;
}

// By what a repeat is known. The claim follows from the cost, the room is as it stands on the day.
v1::RecordCostRevalidationRequest WithoutWhatFollows(v1::RecordCostRevalidationRequest request) {
  request.clear_claim();
  request.clear_correction_room();
  request.clear_answered_only();
  return request;
}

v1::RecordRevalidationAnnulmentRequest WithoutWhatFollows(
    v1::RecordRevalidationAnnulmentRequest request) {
  request.clear_answered_only();
  return request;
}

// One revalidation on its way into the books.
class Recorder {
 public:
  Recorder(pg::Tx& tx, const rpc::CallScope& scope, const v1::RecordCostRevalidationRequest& request,
           const store::BatchScope& batch)
      : tx_(tx), scope_(scope), request_(request), batch_(batch) {}

  absl::StatusOr<v1::CostRevalidation> Record(int64_t number);

 private:
  // The amounts by who pays, when nothing speaks against them.
  absl::StatusOr<NotApproved> Decide(const store::Contract& contract, const store::StoredCost& cost);
  // The cost that carries `parts`; its number.
  absl::StatusOr<int64_t> Carry(const store::StoredCost& cost, const NotApproved& parts, int costs,
                                BatchBooks books);

  pg::Tx& tx_;
  const rpc::CallScope& scope_;
  const v1::RecordCostRevalidationRequest& request_;
  const store::BatchScope& batch_;
};

absl::StatusOr<NotApproved> Recorder::Decide(const store::Contract& contract,
                                             const store::StoredCost& cost) {
  TRANCHE_ASSIGN_OR_RETURN(const AskedAmounts asked, AskedOf(request_.amounts()));
  const store::RevalidatedSums sums = store::SumRevalidated(tx_, contract, cost.number);
  TRANCHE_ASSIGN_OR_RETURN(
      const NotApproved parts,
      DecideRevalidation(absl::StrCat(cost.number), sums.refused, sums.given, asked));
  if (request_.has_correction_room() && asked.by_correction.has_value()) {
    TRANCHE_ASSIGN_OR_RETURN(const Money room, convert::FromProto(request_.correction_room()));
    TRANCHE_RETURN_IF_ERROR(CheckCorrectionRoom(
        cost.shown.correction(), room, store::SumGivenBack(tx_, contract, cost.shown.correction()),
        parts.by_correction));
  }
  return parts;
}

absl::StatusOr<int64_t> Recorder::Carry(const store::StoredCost& cost, const NotApproved& parts,
                                        int costs, BatchBooks books) {
  const std::optional<store::StoredDocument> document =
      store::LockDocumentOf(tx_, batch_.organisation, batch_.contract, cost.number);
  if (!document) return Refuse("NOT_FOUND", {{"name", request_.name()}});
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart all, Add(parts.unapproved, parts.by_correction));
  TRANCHE_ASSIGN_OR_RETURN(const Money amount, Total(all));
  TRANCHE_ASSIGN_OR_RETURN(const Money of_correction, Total(parts.by_correction));
  v1::Cost carrier;
  carrier.set_line(cost.shown.line());
  *carrier.mutable_document() = cost.shown.document();
  *carrier.mutable_claimed() = convert::ToProto(amount);
  *carrier.mutable_marks() = cost.shown.marks();
  if (cost.shown.has_particulars()) {
    TRANCHE_ASSIGN_OR_RETURN(*carrier.mutable_particulars(), ShareOf(cost.shown.particulars(), amount));
  }
  std::vector<store::KeyedRow> rows(1);
  store::KeyedRow& row = rows.front();
  TRANCHE_ASSIGN_OR_RETURN(row.cost, ParseCost(carrier, scope_.today));
  row.cost.number_folded = document->key.number_folded;
  row.cost.request_hash = idempotency::HashRequest(WithoutWhatFollows(request_));
  // Beside the request's own key, which keeps the answer: the batch keeps one for each row.
  row.key = Sha256Hex(absl::StrCat(batch_.request_id, "\nrevalidation"));
  row.asked = RowOf(row.cost);
  row.asked.document = document->key;
  row.asked.parts = all;
  // What a correction took stays claimed of the document; the new cost takes it over.
  store::ReleaseOfCorrection(tx_, batch_.organisation, document->key, of_correction);
  store::LockDocuments(tx_, batch_, &rows, &books);
  // That nothing of it was claimed anew is known; the costs with the document are revalidations of it.
  EarlierCosts& earlier = books.earlier[OnLineOf(row.asked)];
  earlier.blocks = false;
  earlier.not_in_full = costs;
  CostBatch decided(books, /*resubmit=*/true);
  RowDecision decision = decided.Decide(row.asked);
  if (decision.result != RowResult::kRecorded) return decision.refusal;
  const int64_t number = decision.cost_number;
  const std::vector<store::Recorded> recorded = {{.row = &row, .decision = std::move(decision)}};
  TRANCHE_RETURN_IF_ERROR(store::InsertBatch(tx_, scope_, batch_, recorded, books, decided.books()));
  return number;
}

absl::StatusOr<v1::CostRevalidation> Recorder::Record(int64_t number) {
  const ContractRef ref{.organisation = batch_.organisation, .contract = batch_.contract};
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay day, ParseDay(request_.revalidated_on()));
  TRANCHE_ASSIGN_OR_RETURN(const store::Contract found, FindContract(tx_, ref, request_.name()));
  TRANCHE_ASSIGN_OR_RETURN(const store::StoredCost before,
                           RequireCost(tx_, found, number, request_.name()));
  if (before.shown.has_simplified()) {
    return Refuse("REVALIDATION_OF_SIMPLIFIED", {{"cost", absl::StrCat(number)}});
  }
  std::vector<store::KeyedRow> rows(1);
  rows.front().asked.line = before.shown.line();
  std::optional<BatchBooks> books = store::LockBooks(tx_, batch_, rows);
  if (!books) return Refuse("NOT_FOUND", {{"name", request_.name()}});
  // Read again under the locks, which a decision, a conversion and the closing wait for.
  TRANCHE_ASSIGN_OR_RETURN(const store::Contract contract, FindContract(tx_, ref, request_.name()));
  TRANCHE_RETURN_IF_ERROR(CheckMoneyOpen(tx_, contract));
  TRANCHE_ASSIGN_OR_RETURN(const store::StoredCost cost,
                           RequireCost(tx_, contract, number, request_.name()));
  if (cost.facts.state == CostState::kReserved || cost.facts.state == CostState::kApproved) {
    return Refuse("REVALIDATION_NOT_REFUSED", {{"cost", absl::StrCat(number)}});
  }
  const store::CostChain chain = store::FindChain(tx_, contract, number);
  if (chain.claimed_anew != 0) {
    return Refuse("REVALIDATION_CLAIMED_ANEW",
                  {{"cost", absl::StrCat(number)}, {"again", absl::StrCat(chain.claimed_anew)}});
  }
  TRANCHE_ASSIGN_OR_RETURN(const NotApproved parts, Decide(contract, cost));
  TRANCHE_ASSIGN_OR_RETURN(const int64_t carrier, Carry(cost, parts, chain.costs, *std::move(books)));
  store::InsertRevalidation(tx_, contract,
                            {.cost_number = carrier,
                             .revalidated_number = number,
                             .parts = parts,
                             .claim = request_.claim(),
                             .correction = cost.shown.correction(),
                             .reason = request_.reason(),
                             .document = request_.document(),
                             .revalidated_on = day,
                             .revalidated_by = request_.revalidated_by()});
  return store::FindRevalidation(tx_, contract, carrier)->shown;
}

// The cost that carried it is refused: what a correction had taken goes back to it, the rest may be
// claimed again.
absl::Status RefuseCarrier(pg::Tx& tx, const store::Contract& contract,
                           const store::StoredRevalidation& revalidation, const Annulment& annulment) {
  const store::DecidedLines lines =
      store::LockLines(tx, contract.organisation, contract.contract, {revalidation.cost_number});
  // Read after the lock, so that no decision on it is on its way.
  TRANCHE_ASSIGN_OR_RETURN(
      const store::StoredCost cost,
      RequireCost(tx, contract, revalidation.cost_number, revalidation.shown.carried_by()));
  CostFacts facts = cost.facts;
  facts.carries_revalidation = false;
  store::NewDecision decision;
  decision.number = cost.number;
  decision.reason = annulment.reason;
  const ThreePart back = BackToCorrection(revalidation.of_correction, facts.parts);
  TRANCHE_ASSIGN_OR_RETURN(decision.verdict.unapproved, Subtract(facts.parts, back));
  if (back != ZeroParts(back.eu.currency())) {
    decision.verdict.by_correction = back;
    decision.correction_reason = revalidation.correction_reason;
    decision.correction = revalidation.shown.correction();
  }
  const std::vector<CostFacts> costs = {facts};
  const std::vector<Verdict> verdicts = {decision.verdict};
  TRANCHE_ASSIGN_OR_RETURN(const Outcome outcome, DecideCosts(costs, verdicts, annulment.annulled_on,
                                                              contract.amount.eu.currency()));
  store::InsertDecisions(tx, contract, annulment.annulled_on, annulment.annulled_by, {decision},
                         outcome, lines);
  v1::CostsDecided event;
  event.set_contract(ContractName(contract.organisation, contract.contract));
  event.add_refused(cost.shown.name());
  events::Append(tx, contract.organisation, event.contract(), event);
  return absl::OkStatus();
}

absl::StatusOr<v1::CostRevalidation> Annul(pg::Tx& tx, const rpc::CallScope& scope, const CostRef& ref,
                                           const v1::RecordRevalidationAnnulmentRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const Annulment annulment,
                           convert::FromProto(request.annulment(), request.annulled_by()));
  TRANCHE_ASSIGN_OR_RETURN(const store::Contract contract,
                           FindContract(tx, ref.contract, request.name()));
  const std::optional<store::StoredRevalidation> found =
      store::FindRevalidation(tx, contract, ref.number);
  if (!found) return Refuse("NOT_FOUND", {{"name", request.name()}});
  TRANCHE_RETURN_IF_ERROR(DecideAnnulment({.number = absl::StrCat(found->cost_number),
                                           .day = found->revalidated_on,
                                           .recorded_by = found->shown.revalidated_by(),
                                           .annulment = found->annulment},
                                          // The method of payments that calls is for finance alone.
                                          annulment, /*annuller_has_finance=*/true, scope.today));
  TRANCHE_RETURN_IF_ERROR(RefuseCarrier(tx, contract, *found, annulment));
  store::InsertRevalidationAnnulment(tx, contract, found->cost_number, found->shown.revalidated_by(),
                                     annulment);
  const v1::CostRevalidation after = store::FindRevalidation(tx, contract, ref.number)->shown;
  evidence::Record(tx, scope,
                   {.organisation = contract.organisation,
                    .action = "budgets.revalidations.annul",
                    .record = after.name(),
                    .before = &found->shown,
                    .after = &after,
                    .reason = annulment.reason,
                    .request_id = request.request_id()});
  return after;
}

class Endpoint final : public v1::CostRevalidationsService::CallbackService {
 public:
  Endpoint(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
      : service_(context, std::move(catch_up)),
        dispatcher_(v1::CostRevalidationsService::service_full_name(), context.workers,
                    context.verifier, context.clock, context.observer) {}

  grpc::ServerUnaryReactor* ListCostRevalidations(
      grpc::CallbackServerContext* context, const v1::ListCostRevalidationsRequest* request,
      v1::ListCostRevalidationsResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListCostRevalidations", &service_,
                             &RevalidationsService::ListCostRevalidations);
  }

  grpc::ServerUnaryReactor* RecordCostRevalidation(grpc::CallbackServerContext* context,
                                                   const v1::RecordCostRevalidationRequest* request,
                                                   v1::CostRevalidation* response) override {
    return dispatcher_.Unary(context, request, response, "RecordCostRevalidation", &service_,
                             &RevalidationsService::RecordCostRevalidation);
  }

  grpc::ServerUnaryReactor* RecordRevalidationAnnulment(
      grpc::CallbackServerContext* context, const v1::RecordRevalidationAnnulmentRequest* request,
      v1::CostRevalidation* response) override {
    return dispatcher_.Unary(context, request, response, "RecordRevalidationAnnulment", &service_,
                             &RevalidationsService::RecordRevalidationAnnulment);
  }

 private:
  RevalidationsService service_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

RevalidationsService::RevalidationsService(const rpc::RoleContext& context,
                                           std::function<absl::Status(absl::Time)> catch_up)
    : context_(context), catch_up_(std::move(catch_up)) {}

absl::StatusOr<v1::ListCostRevalidationsResponse> RevalidationsService::ListCostRevalidations(
    const rpc::CallScope& scope, const v1::ListCostRevalidationsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const ContractRef ref, ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const store::Contract contract,
                           RequireContract(context_, catch_up_, scope, ref, request.parent()));
  const int page_size = convert::PageSize(request.page_size());
  const std::string list =
      "budgets.revalidations " + ContractName(contract.organisation, contract.contract);
  TRANCHE_ASSIGN_OR_RETURN(const int64_t after,
                           convert::ReadNumberToken<int64_t>(list, request.page_token()));
  using Response = v1::ListCostRevalidationsResponse;
  return idempotency::Read<Response>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<Response> {
        // As it is in this state: it may have been converted since.
        TRANCHE_ASSIGN_OR_RETURN(
            const store::Contract now,
            FindContract(tx, {contract.organisation, contract.contract}, request.parent()));
        // One more than asked for tells whether there is a next page.
        std::vector<store::StoredRevalidation> listed =
            store::ListRevalidations(tx, now, after, page_size + 1);
        const bool more = static_cast<int>(listed.size()) > page_size;
        if (more) listed.pop_back();
        Response response;
        for (store::StoredRevalidation& one : listed) {
          *response.add_revalidations() = std::move(one.shown);
        }
        if (more) {
          response.set_next_page_token(
              convert::MakePageToken(list, {absl::StrCat(listed.back().cost_number)}));
        }
        return response;
      });
}

absl::StatusOr<v1::CostRevalidation> RevalidationsService::RecordCostRevalidation(
    const rpc::CallScope& scope, const v1::RecordCostRevalidationRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const CostRef ref, ParseCostName(request.name()));
  const store::BatchScope batch{.organisation = rpc::OrganisationOf(scope),
                                .contract = ref.contract.contract,
                                .request_id = request.request_id()};
  return idempotency::Write<v1::CostRevalidation>(
      *context_.pool, scope, WithoutWhatFollows(request),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::CostRevalidation> {
        if (request.answered_only()) return Refuse("NOT_FOUND", {{"name", request.name()}});
        TRANCHE_ASSIGN_OR_RETURN(const v1::CostRevalidation recorded,
                                 Recorder(tx, scope, request, batch).Record(ref.number));
        evidence::Record(tx, scope,
                         {.organisation = batch.organisation,
                          .action = "budgets.revalidations.record",
                          .record = recorded.name(),
                          .before = nullptr,
                          .after = &recorded,
                          .reason = request.reason(),
                          .request_id = request.request_id()});
        return recorded;
      });
}

absl::StatusOr<v1::CostRevalidation> RevalidationsService::RecordRevalidationAnnulment(
    const rpc::CallScope& scope, const v1::RecordRevalidationAnnulmentRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(CostRef ref, ParseRevalidationName(request.name()));
  ref.contract.organisation = rpc::OrganisationOf(scope);
  return idempotency::Write<v1::CostRevalidation>(
      *context_.pool, scope, WithoutWhatFollows(request),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::CostRevalidation> {
        if (request.answered_only()) return Refuse("NOT_FOUND", {{"name", request.name()}});
        return Annul(tx, scope, ref, request);
      });
}

std::unique_ptr<grpc::Service> MakeRevalidationsEndpoint(
    const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up) {
  return std::make_unique<Endpoint>(context, std::move(catch_up));
}

}  // namespace tranche::budgets
