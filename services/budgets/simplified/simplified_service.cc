// SPDX-License-Identifier: EUPL-1.2
#include "budgets/simplified/simplified_service.h"

#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "budgets/budget_line.h"
#include "budgets/contract_service.h"
#include "budgets/contracts_store.h"
#include "budgets/costs_store.h"
#include "budgets/documents/cost_batch.h"
#include "budgets/documents/cost_batch_store.h"
#include "budgets/documents/documents_store.h"
#include "budgets/limits/limits_store.h"
#include "budgets/lines_store.h"
#include "budgets/record_cost_store.h"
#include "budgets/simplified/simplified_convert.h"
#include "budgets/simplified/simplified_store.h"
#include "platform/base/digest.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/peers.h"
#include "platform/text/fold.h"
#include "platform/text/fold_document.h"
#include "tranche/proposals/v1/proposals_service.grpc.pb.h"
#include "tranche/reference/v1/reference_service.grpc.pb.h"

namespace tranche::budgets {
namespace {

using ReferenceStub = reference::v1::ReferenceService::Stub;

constexpr char kHoursRule[] = "hourly_rate_hours_per_year";
constexpr int kTriesMax = 5;
constexpr int kWholePercent = 100'00;

std::string NameOf(const store::Contract& contract) {
  return ContractName(contract.organisation, contract.contract);
}

absl::StatusOr<v1::ListTermsResponse> ShowTerms(pg::Tx& tx, const store::Contract& contract,
                                                const std::string& line = "") {
  const LimitedLines lines = store::ReadLimitedLines(tx, contract.organisation, contract.contract);
  v1::ListTermsResponse response;
  for (const store::StoredTerms& stored :
       store::ListTerms(tx, contract.organisation, contract.contract, line)) {
    TRANCHE_ASSIGN_OR_RETURN(*response.add_terms(),
                             ToProto(NameOf(contract), stored, lines, contract.amount.eu.currency()));
  }
  return response;
}

// Sets terms on locked lines; what they are then.
absl::StatusOr<v1::SimplifiedTerms> ApplyTerms(pg::Tx& tx, const store::Contract& contract,
                                               const Terms& terms, const std::string& set_by) {
  TRANCHE_RETURN_IF_ERROR(CheckCurrency(store::LockAllLines(tx, contract), contract));
  const std::map<std::string, std::string> types = store::ListTypes(tx, contract);
  if (types.find(terms.line) == types.end()) {
    return Refuse("LINE_NOT_FOUND", {{"line", terms.line}});
  }
  std::vector<Terms> all;
  for (store::StoredTerms& stored : store::ListTerms(tx, contract.organisation, contract.contract)) {
    all.push_back(std::move(stored.terms));
  }
  TRANCHE_RETURN_IF_ERROR(CheckBase(terms, types, all));
  store::SetTerms(tx, contract, terms, set_by);
  TRANCHE_ASSIGN_OR_RETURN(v1::ListTermsResponse shown, ShowTerms(tx, contract, terms.line));
  if (shown.terms_size() > 0) return std::move(*shown.mutable_terms(0));
  v1::SimplifiedTerms real;
  real.set_name(absl::StrCat(NameOf(contract), "/lines/", terms.line, "/terms"));
  real.set_line(terms.line);
  real.set_form(v1::REAL_COSTS);
  real.set_set_by(set_by);
  return real;
}

// One call that records a simplified cost.
struct Recording {
  const rpc::CallScope& scope;
  const store::Contract& contract;
  const v1::RecordSimplifiedCostRequest& request;
  store::BatchScope batch;
  Terms terms;
  AskedSimplified asked;
  store::NewSimplified simplified;
  Money amount;
};

// The amount of a cost that is a price times a quantity, or a lump sum that is not claimed yet.
absl::Status ReckonItem(pg::Tx& tx, Recording* recording) {
  const v1::SimplifiedCost& cost = recording->request.cost();
  TRANCHE_ASSIGN_OR_RETURN(const TermsItem* item, ItemOf(recording->terms, cost.item()));
  TRANCHE_ASSIGN_OR_RETURN(
      recording->amount, AmountOf(recording->terms.form, *item, recording->asked.quantity_hundredths));
  recording->simplified.title = item->title;
  recording->simplified.price = item->price;
  if (recording->terms.form != SupportForm::kLumpSums) return absl::OkStatus();
  const store::BatchScope& batch = recording->batch;
  const store::LumpSumClaims claims =
      store::FindLumpSum(tx, batch.organisation, batch.contract, cost.line(), cost.item());
  if (claims.claimed_by > 0) {
    return Refuse("LUMP_SUM_CLAIMED",
                  {{"item", item->title},
                   {"cost", CostName(batch.organisation, batch.contract, claims.claimed_by)}});
  }
  recording->simplified.attempt = claims.refused;
  return absl::OkStatus();
}

// What of an amount the line and its limits have room for; all of it when they have none, so that the
// recording says which of them is used up.
absl::StatusOr<Money> WithinCeilings(Money amount, const BatchBooks& books, const std::string& line) {
  const BudgetLine& held = books.lines.at(line);
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart left_parts, Left(held));
  TRANCHE_ASSIGN_OR_RETURN(Money room, Total(left_parts));
  for (const std::string& code : held.limits) {
    const Limit& limit = books.limits.at(code);
    TRANCHE_ASSIGN_OR_RETURN(const Money left, Subtract(limit.cap, limit.used));
    if (left.minor() < room.minor()) room = left;
  }
  return room.minor() > 0 && room.minor() < amount.minor() ? room : amount;
}

// The amount that a flat rate comes to beyond what is held of it.
absl::Status ReckonFlatRate(pg::Tx& tx, const BatchBooks& books, Recording* recording) {
  const store::BatchScope& batch = recording->batch;
  const Currency currency = books.lines.at(recording->terms.line).caps.eu.currency();
  const FlatRate rate{.line = recording->terms.line,
                      .percent_hundredths = recording->terms.percent_hundredths,
                      .base_lines = recording->terms.base_lines};
  TRANCHE_ASSIGN_OR_RETURN(
      const FlatRateDue due,
      DueOf(rate, store::ReadLimitedLines(tx, batch.organisation, batch.contract), currency));
  if (due.left.IsZero()) {
    return Refuse("FLAT_RATE_NOTHING_DUE", {{"line", rate.line},
                                            {"percent", FormatPercent(rate.percent_hundredths)},
                                            {"base", FormatAmount(due.base)},
                                            {"due", FormatAmount(due.due)},
                                            {"held", FormatAmount(due.held)},
                                            {"currency", std::string(CurrencyCode(currency))}});
  }
  TRANCHE_ASSIGN_OR_RETURN(recording->amount, WithinCeilings(due.left, books, rate.line));
  recording->simplified.base = due.base;
  recording->simplified.percent_hundredths = rate.percent_hundredths;
  return absl::OkStatus();
}

// What stands for the document of a simplified cost. A report is claimed once by each item, over all
// contracts; a flat rate has none, and its costs are numbered on their line.
store::NewCost CostOf(pg::Tx& tx, const Recording& recording) {
  const v1::SimplifiedCost& asked = recording.request.cost();
  const store::BatchScope& batch = recording.batch;
  const bool flat = recording.terms.form == SupportForm::kFlatRate;
  store::NewCost cost;
  cost.organisation = batch.organisation;
  cost.contract = batch.contract;
  cost.request_id = batch.request_id;
  cost.request_hash = idempotency::HashRequest(recording.request);
  cost.total = cost.claimable = cost.claimed = recording.amount;
  cost.vat = Money::Zero(recording.amount.currency());
  v1::CostDocument* document = cost.cost.mutable_document();
  document->set_type(v1::SIMPLIFIED_REPORT);
  if (flat) {
    const int64_t before = store::CountCosts(tx, batch.organisation, batch.contract, asked.line());
    document->set_number(absl::StrCat(asked.line(), " · ", before + 1));
    document->set_issuer(recording.contract.number);
  } else {
    document->set_number(absl::StrCat(asked.evidence(), " · ", asked.item(),
                                      asked.person().empty() ? "" : " · ", asked.person()));
    document->set_issuer(batch.organisation);
  }
  document->set_issued_on(recording.asked.day);
  document->set_paid_on(recording.asked.day);
  *document->mutable_total() = convert::ToProto(recording.amount);
  cost.number_folded = FoldDocumentNumber(document->number());
  cost.issuer_folded = FoldIssuer(document->issuer());
  cost.cost.set_line(asked.line());
  *cost.cost.mutable_claimed() = convert::ToProto(recording.amount);
  *cost.cost.mutable_unclaimed() = convert::ToProto(cost.vat);
  cost.cost.set_state(v1::RESERVED);
  // For the evidence.
  v1::SimplifiedCost* shown = cost.cost.mutable_simplified();
  *shown = asked;
  shown->set_form(ToProto(recording.terms.form));
  shown->set_title(recording.simplified.title);
  if (recording.simplified.price) {
    *shown->mutable_price() = convert::ToProto(*recording.simplified.price);
  }
  if (recording.simplified.base) {
    *shown->mutable_base() = convert::ToProto(*recording.simplified.base);
    shown->set_percent(FormatPercent(recording.simplified.percent_hundredths));
  }
  return cost;
}

absl::Status TakeHours(pg::Tx& tx, const Recording& recording) {
  if (recording.terms.form != SupportForm::kHourlyRate) return absl::OkStatus();
  const v1::SimplifiedCost& cost = recording.request.cost();
  TRANCHE_ASSIGN_OR_RETURN(const TermsItem* item, ItemOf(recording.terms, cost.item()));
  const PersonHours hours =
      store::LockHours(tx, recording.batch.organisation, FoldIssuer(cost.person()), cost.year(),
                       static_cast<int64_t>(item->hours_per_year) * 100);
  TRANCHE_RETURN_IF_ERROR(CheckHours(hours, recording.asked.quantity_hundredths));
  store::TakeHours(tx, recording.batch.organisation, hours, recording.asked.quantity_hundredths);
  return absl::OkStatus();
}

// Records what was reckoned on locked lines by the rule of every cost.
absl::StatusOr<v1::Cost> RecordReckoned(pg::Tx& tx, const Recording& recording,
                                        std::vector<store::KeyedRow> rows, BatchBooks books) {
  const store::BatchScope& batch = recording.batch;
  const DocumentKey& report = rows.front().asked.document;
  if (const auto other = store::LockReport(tx, batch.organisation, report)) {
    return Refuse("COST_DUPLICATE",
                  {{"number", rows.front().cost.cost.document().number()},
                   {"line", other->line},
                   {"cost", CostName(batch.organisation, other->contract, other->cost_number)}});
  }
  store::LockDocuments(tx, batch, &rows, &books);
  CostBatch decided(books, /*resubmit=*/true);
  RowDecision decision = decided.Decide(rows.front().asked);
  if (decision.result == RowResult::kAlreadyThere) {
    const std::string name = CostName(batch.organisation, batch.contract, decision.cost_number);
    return Refuse("COST_DUPLICATE", {{"number", rows.front().cost.cost.document().number()},
                                     {"line", recording.terms.line},
                                     {"cost", name}});
  }
  TRANCHE_RETURN_IF_ERROR(decision.refusal);
  const int64_t number = decision.cost_number;
  TRANCHE_RETURN_IF_ERROR(store::InsertBatch(tx, recording.scope, batch,
                                             {{.row = &rows.front(), .decision = std::move(decision)}},
                                             books, decided.books()));
  TRANCHE_RETURN_IF_ERROR(TakeHours(tx, recording));
  store::NewSimplified simplified = recording.simplified;
  simplified.cost_number = number;
  store::InsertSimplified(tx, batch.organisation, batch.contract, simplified);
  return store::FindCosts(tx, batch.organisation, batch.contract, {number}).front().shown;
}

// Reads the terms, locks the line with those of its base, reckons and records.
absl::StatusOr<v1::Cost> Record(pg::Tx& tx, Recording recording) {
  const v1::SimplifiedCost& cost = recording.request.cost();
  const store::BatchScope& batch = recording.batch;
  const auto find = [&] {
    return store::ListTerms(tx, batch.organisation, batch.contract, cost.line());
  };
  std::vector<store::StoredTerms> terms = find();
  std::vector<store::KeyedRow> rows(1);
  rows.front().asked.line = cost.line();
  const std::optional<BatchBooks> books = store::LockBooks(
      tx, batch, rows, terms.empty() ? std::vector<std::string>() : terms.front().terms.base_lines);
  if (!books || books->lines.find(cost.line()) == books->lines.end()) {
    return Refuse("LINE_NOT_FOUND", {{"line", cost.line()}});
  }
  const bool were_there = !terms.empty();
  const std::vector<std::string> base_lines =
      were_there ? terms.front().terms.base_lines : std::vector<std::string>();
  // They may have been set while this call waited for the lines.
  terms = find();
  if (terms.empty()) return Refuse("LINE_HAS_REAL_COSTS", {{"line", cost.line()}});
  if (!were_there || terms.front().terms.base_lines != base_lines) return Refuse("CONFLICT_RETRY");
  recording.terms = std::move(terms.front().terms);
  TRANCHE_ASSIGN_OR_RETURN(
      recording.asked,
      ReadSimplified(cost, recording.terms.form, recording.contract.starts_on, recording.scope.today));
  recording.simplified.line = cost.line();
  recording.simplified.form = recording.terms.form;
  recording.simplified.item = cost.item();
  recording.simplified.quantity_hundredths = recording.asked.quantity_hundredths;
  recording.simplified.evidence = cost.evidence();
  recording.simplified.person = FoldIssuer(cost.person());
  recording.simplified.year = cost.year();
  TRANCHE_RETURN_IF_ERROR(recording.terms.form == SupportForm::kFlatRate
                              ? ReckonFlatRate(tx, *books, &recording)
                              : ReckonItem(tx, &recording));
  rows.front().cost = CostOf(tx, recording);
  const store::NewCost& reckoned = rows.front().cost;
  const v1::CostDocument& document = reckoned.cost.document();
  // Beside the request's own key, which keeps the answer: the batch keeps one for each row.
  rows.front().key = Sha256Hex(absl::StrCat(batch.request_id, "\nsimplified"));
  rows.front().asked = {.line = cost.line(),
                        .document = {.number_folded = reckoned.number_folded,
                                     .issuer_folded = reckoned.issuer_folded,
                                     .type = kSimplifiedReport,
                                     .issued_on = document.issued_on()},
                        .claim = {.number = document.number(),
                                  .issuer_eik = "",
                                  .total = reckoned.total,
                                  .claimable = reckoned.claimable,
                                  .claimed = reckoned.claimed},
                        .paid_on = document.paid_on()};
  return RecordReckoned(tx, recording, std::move(rows), *books);
}

}  // namespace

SimplifiedCostsService::SimplifiedCostsService(const rpc::RoleContext& context,
                                               std::function<absl::Status(absl::Time)> catch_up)
    : context_(context), catch_up_(std::move(catch_up)) {}

absl::StatusOr<reference::v1::Rule> SimplifiedCostsService::RuleFor(const rpc::CallScope& scope,
                                                                    const store::Contract& contract,
                                                                    const std::string& code) {
  const auto proposals = proposals::v1::ProposalsService::NewStub(context_.peers->Get("proposals"));
  proposals::v1::GetContractRequest contract_request;
  contract_request.set_name(NameOf(contract));
  TRANCHE_ASSIGN_OR_RETURN(
      const proposals::v1::Contract found,
      rpc::Call<proposals::v1::Contract>(
          scope, *proposals, &proposals::v1::ProposalsService::Stub::GetContract, contract_request));
  const auto stub = reference::v1::ReferenceService::NewStub(context_.peers->Get("reference"));
  reference::v1::ListProceduresRequest procedures_request;
  procedures_request.set_code(found.procedure());
  TRANCHE_ASSIGN_OR_RETURN(const reference::v1::ListProceduresResponse procedures,
                           rpc::Call<reference::v1::ListProceduresResponse>(
                               scope, *stub, &ReferenceStub::ListProcedures, procedures_request));
  reference::v1::ListRulesRequest request;
  request.set_code(code);
  request.set_as_of(FormatDay(contract.starts_on));
  TRANCHE_ASSIGN_OR_RETURN(
      const reference::v1::ListRulesResponse rules,
      rpc::Call<reference::v1::ListRulesResponse>(scope, *stub, &ReferenceStub::ListRules, request));
  for (const reference::v1::Procedure& procedure : procedures.procedures()) {
    if (procedure.code() != found.procedure()) continue;
    if (const auto* rule = RuleOfPeriod(rules, procedure.programming_period())) return *rule;
  }
  return Refuse("SIMPLIFIED_RULE_UNKNOWN", {{"rule", code}});
}

absl::StatusOr<Terms> SimplifiedCostsService::WithRules(const rpc::CallScope& scope,
                                                        const store::Contract& contract, Terms terms) {
  if (terms.form == SupportForm::kHourlyRate) {
    TRANCHE_ASSIGN_OR_RETURN(const reference::v1::Rule rule, RuleFor(scope, contract, kHoursRule));
    int hours = 0;
    if (!absl::SimpleAtoi(rule.value(), &hours) || hours <= 0) {
      return Refuse("RULE_UNREADABLE", {{"rule", kHoursRule}, {"value", rule.value()}});
    }
    terms.legal_source = rule.legal_source();
    terms.verified = rule.verified();
    for (TermsItem& item : terms.items) {
      item.hours_per_year = hours;
      TRANCHE_ASSIGN_OR_RETURN(item.price, HourlyRate(*item.annual_gross_cost, hours));
    }
  }
  if (terms.form != SupportForm::kFlatRate) return terms;
  const std::string code = RuleOf(terms.kind);
  TRANCHE_ASSIGN_OR_RETURN(const reference::v1::Rule rule, RuleFor(scope, contract, code));
  const absl::StatusOr<int> limit = ParsePercent(rule.value(), kWholePercent);
  if (!limit.ok()) return Refuse("RULE_UNREADABLE", {{"rule", code}, {"value", rule.value()}});
  terms.limit_percent_hundredths = *limit;
  terms.legal_source = rule.legal_source();
  terms.verified = rule.verified();
  if (terms.percent_hundredths == 0) terms.percent_hundredths = *limit;
  if (terms.percent_hundredths > *limit) {
    return Refuse("FLAT_RATE_ABOVE_RULE", {{"percent", FormatPercent(terms.percent_hundredths)},
                                           {"limit", FormatPercent(*limit)},
                                           {"source", rule.legal_source()}});
  }
  return terms;
}

absl::StatusOr<v1::SimplifiedTerms> SimplifiedCostsService::SetTerms(
    const rpc::CallScope& scope, const v1::SetTermsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const ContractRef ref, ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const store::Contract contract,
                           RequireBudget(context_, catch_up_, scope, ref, request.parent()));
  // Asked before, looked at within: a repeat gets its first answer even when a neighbour is away, or
  // the contract is in euro since.
  absl::StatusOr<Terms> terms = FromProto(request.terms(), contract.amount.eu.currency());
  if (terms.ok()) terms = WithRules(scope, contract, *std::move(terms));
  return idempotency::Write<v1::SimplifiedTerms>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::SimplifiedTerms> {
        TRANCHE_RETURN_IF_ERROR(terms.status());
        TRANCHE_ASSIGN_OR_RETURN(const v1::ListTermsResponse before,
                                 ShowTerms(tx, contract, terms->line));
        TRANCHE_ASSIGN_OR_RETURN(const v1::SimplifiedTerms after,
                                 ApplyTerms(tx, contract, *terms, scope.actor.subject));
        TRANCHE_RETURN_IF_ERROR(CheckMoneyOpen(tx, contract));
        evidence::Record(tx, scope,
                         {.organisation = contract.organisation,
                          .action = "budgets.terms.set",
                          .record = after.name(),
                          .before = before.terms_size() > 0 ? &before.terms(0) : nullptr,
                          .after = &after,
                          .reason = terms->source,
                          .request_id = request.request_id()});
        return after;
      });
}

absl::StatusOr<v1::ListTermsResponse> SimplifiedCostsService::ListTerms(
    const rpc::CallScope& scope, const v1::ListTermsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const ContractRef ref, ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const store::Contract contract,
                           RequireContract(context_, catch_up_, scope, ref, request.parent()));
  return idempotency::Read<v1::ListTermsResponse>(*context_.pool, scope,
                                                  [&](pg::Tx& tx) { return ShowTerms(tx, contract); });
}

absl::StatusOr<v1::Cost> SimplifiedCostsService::RecordSimplifiedCost(
    const rpc::CallScope& scope, const v1::RecordSimplifiedCostRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const ContractRef ref, ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const store::Contract contract,
                           RequireBudget(context_, catch_up_, scope, ref, request.parent()));
  const Recording recording{.scope = scope,
                            .contract = contract,
                            .request = request,
                            .batch = {.organisation = contract.organisation,
                                      .contract = contract.contract,
                                      .request_id = request.request_id()},
                            .terms = {},
                            .asked = {},
                            .simplified = {},
                            .amount = {}};
  const auto record = [&] {
    return idempotency::Write<v1::Cost>(*context_.pool, scope, request,
                                        [&](pg::Tx& tx) { return Record(tx, recording); });
  };
  absl::StatusOr<v1::Cost> cost = record();
  // Terms were set, or a report claimed by somebody else, at the same moment.
  for (int tries = 1; tries < kTriesMax && ReasonOf(cost.status()) == "CONFLICT_RETRY"; ++tries) {
    cost = record();
  }
  return cost;
}

}  // namespace tranche::budgets
