// SPDX-License-Identifier: EUPL-1.2
#include "budgets/currencies/currencies_service.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "budgets/contract_service.h"
#include "budgets/contracts_store.h"
#include "budgets/currencies/currencies_store.h"
#include "budgets/currencies/foreign_cost.h"
#include "budgets/currencies/foreign_cost_convert.h"
#include "budgets/currencies/redenomination.h"
#include "budgets/documents/cost_document.h"
#include "budgets/documents/refused_cost_service.h"
#include "budgets/record_cost_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/convert/page.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/text/fold_document.h"
#include "platform/validate/validate.h"

namespace tranche::budgets {
namespace {

// Records a converted cost by the rule of RecordCost, and what its document says beside it.
absl::StatusOr<v1::Cost> Record(pg::Tx& tx, const rpc::CallScope& scope,
                                const store::Contract& contract,
                                const v1::RecordForeignCostRequest& request,
                                const ConvertedCost& converted, v1::OriginalAmounts original) {
  TRANCHE_ASSIGN_OR_RETURN(store::NewCost cost, ParseCost(converted.cost, scope.today));
  cost.organisation = contract.organisation;
  cost.contract = contract.contract;
  cost.request_id = request.request_id();
  cost.request_hash = idempotency::HashRequest(request);
  // The key of the request is taken by this transaction; no method is called like this one.
  rpc::CallScope recording = scope;
  recording.method = absl::StrCat(scope.method, "/cost");
  v1::Cost recorded = store::RecordCost(tx, recording, cost);
  TRANCHE_ASSIGN_OR_RETURN(const CostRef ref, ParseCostName(recorded.name()));
  store::InsertOriginal(tx, contract, ref.number, original, converted.difference_minor);
  *original.mutable_difference() =
      convert::ToProto(Money::Minor(converted.difference_minor, contract.amount.eu.currency()));
  *recorded.mutable_recorded_total() = convert::ToProto(TotalAsRecorded(cost.total, original));
  *recorded.mutable_original() = std::move(original);
  evidence::Record(tx, scope,
                   {.organisation = contract.organisation,
                    .action = "budgets.costs.record_foreign",
                    .record = recorded.name(),
                    .before = nullptr,
                    .after = &recorded,
                    .reason = recorded.original().rate_source(),
                    .request_id = request.request_id()});
  return recorded;
}

}  // namespace

Currencies::Currencies(const rpc::RoleContext& context,
                       std::function<absl::Status(absl::Time)> catch_up)
    : context_(context), catch_up_(std::move(catch_up)) {}

absl::StatusOr<v1::Cost> Currencies::RecordForeignCost(const rpc::CallScope& scope,
                                                       const v1::RecordForeignCostRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(ContractRef ref, ParseContractName(request.parent()));
  ref.organisation = rpc::OrganisationOf(scope);
  if (ref.organisation.empty() || ref.organisation == "*") return Refuse("ORGANISATION_REQUIRED");
  const ReadForeign read =
      CheckForeign(request.document(), request.original(),
                   request.has_particulars() ? &request.particulars() : nullptr, scope.today);
  if (!read.faults.empty()) {
    // What the amounts come to is known only with the rate; whether there is the line, without it.
    ReadCost unpriced{.cost = {}, .faults = read.faults};
    unpriced.cost.cost.set_line(request.line());
    unpriced.cost.cost.mutable_document()->set_issued_on(request.document().issued_on());
    const absl::Status refusal = RefuseCost(context_, scope, ref, std::move(unpriced), "");
    return read.is_malformed ? RefuseInput("INVALID_REQUEST", ViolationsOf(refusal)) : refusal;
  }
  TRANCHE_RETURN_IF_ERROR(CatchUpOn(context_, catch_up_, scope, ref));
  // Looked at in the body only, so that a repeat is answered when reference is away.
  absl::StatusOr<FixedRate> changeover = FixedRate{};
  if (IsBookCurrency(request.original().currency())) changeover = FetchFixedRate(context_, scope);
  return idempotency::Write<v1::Cost>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Cost> {
        TRANCHE_ASSIGN_OR_RETURN(const store::Contract contract,
                                 FindContract(tx, ref, request.parent()));
        const Currency currency = contract.amount.eu.currency();
        TRANCHE_ASSIGN_OR_RETURN(const Priced priced,
                                 PriceDocument(tx, ref.organisation, read, changeover, currency));
        const DocumentKey key = {.number_folded = FoldDocumentNumber(read.document.number()),
                                 .issuer_folded = FoldIssuer(read.document.issuer()),
                                 .type = v1::DocumentType_Name(read.document.type()),
                                 .issued_on = read.document.issued_on()};
        const std::optional<Money> left =
            store::LeftOfDocument(tx, ref.organisation, key, read.document.issuer_eik());
        TRANCHE_ASSIGN_OR_RETURN(const ConvertedCost converted,
                                 ConvertCost(read, request.line(), priced.ratio, currency, left));
        return Record(tx, scope, contract, request, converted, priced.original);
      });
}

absl::StatusOr<v1::ExchangeRate> Currencies::RecordExchangeRate(
    const rpc::CallScope& scope, const v1::RecordExchangeRateRequest& request) {
  const v1::ExchangeRate& rate = request.exchange_rate();
  std::vector<Violation> violations;
  AddViolation(CheckCurrencyCode(rate.currency()), "exchangeRate.currency", &violations);
  if (IsBookCurrency(rate.currency())) {
    violations.push_back({"exchangeRate.currency", "EXCHANGE_RATE_FIXED", {}});
  }
  const absl::StatusOr<absl::CivilDay> month = ParseMonth(rate.month());
  AddViolation(month.status(), "exchangeRate.month", &violations);
  const absl::StatusOr<int64_t> millionths = ParseRate(rate.rate());
  AddViolation(millionths.status(), "exchangeRate.rate", &violations);
  if (!violations.empty()) return RefuseInput("INVALID_REQUEST", std::move(violations));
  if (*month > scope.today) return Refuse("MONTH_IN_FUTURE", {{"month", rate.month()}});
  const std::string organisation = rpc::OrganisationOf(scope);
  if (organisation.empty() || organisation == "*") return Refuse("ORGANISATION_REQUIRED");
  return idempotency::Write<v1::ExchangeRate>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::ExchangeRate> {
        const std::optional<store::StoredRate> before =
            store::FindRate(tx, organisation, rate.currency(), rate.month());
        const store::StoredRate after =
            store::InsertRate(tx, organisation, rate, *millionths, scope.actor.subject);
        evidence::Record(tx, scope,
                         {.organisation = organisation,
                          .action = "budgets.rates.record",
                          .record = after.shown.name(),
                          .before = before ? &before->shown : nullptr,
                          .after = &after.shown,
                          .reason = rate.source(),
                          .request_id = request.request_id()});
        return after.shown;
      });
}

absl::StatusOr<v1::ListExchangeRatesResponse> Currencies::ListExchangeRates(
    const rpc::CallScope& scope, const v1::ListExchangeRatesRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(
      const std::vector<std::string> segments,
      validate::ParseResourceName("organisations/{organisation}", request.parent()));
  if (!request.currency().empty()) TRANCHE_RETURN_IF_ERROR(CheckCurrencyCode(request.currency()));
  const std::string list = absl::StrCat("budgets.rates ", request.parent(), " ", request.currency());
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> key,
                           convert::ReadPageToken(list, request.page_token()));
  if (!key.empty() && key.size() != 2) return Refuse("PAGE_TOKEN_INVALID");
  const int page_size = convert::PageSize(request.page_size());
  const auto load = [&](pg::Tx& tx) -> absl::StatusOr<v1::ListExchangeRatesResponse> {
    std::vector<store::StoredRate> rates =
        store::ListRates(tx, segments[0], request.currency(), key.empty() ? "" : key[0],
                         key.empty() ? "" : key[1], page_size + 1);
    v1::ListExchangeRatesResponse response;
    if (static_cast<int>(rates.size()) > page_size) {
      rates.resize(page_size);
      response.set_next_page_token(
          convert::MakePageToken(list, {rates.back().shown.currency(), rates.back().shown.month()}));
    }
    for (store::StoredRate& rate : rates) *response.add_exchange_rates() = std::move(rate.shown);
    return response;
  };
  return idempotency::Read<v1::ListExchangeRatesResponse>(*context_.pool, scope, load);
}

absl::StatusOr<v1::RedenominatedBudget> Currencies::GetRedenominatedBudget(
    const rpc::CallScope& scope, const v1::GetRedenominatedBudgetRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const ContractRef ref, ParseContractName(request.name(), "/budget"));
  // A conversion of just now may not have come here yet.
  TRANCHE_RETURN_IF_ERROR(catch_up_(scope.deadline));
  const auto load = [&](pg::Tx& tx) -> absl::StatusOr<v1::RedenominatedBudget> {
    TRANCHE_ASSIGN_OR_RETURN(const store::Contract contract, FindContract(tx, ref, request.name()));
    std::optional<store::ConvertedBudget> found = store::FindConverted(tx, contract);
    if (!found) return Refuse("NOT_REDENOMINATED", {{"contract", contract.number}});
    for (const store::ConvertedBudget::Line& line : found->lines) {
      v1::RedenominatedLine* shown = found->shown.add_lines();
      shown->set_code(line.before.code);
      shown->set_title(line.title);
      *shown->mutable_caps_before() = convert::ToProto(line.before.caps);
      *shown->mutable_reserved_before() = convert::ToProto(line.before.reserved);
      *shown->mutable_spent_before() = convert::ToProto(line.before.spent);
      *shown->mutable_caps_after() = convert::ToProto(line.after.caps);
      *shown->mutable_reserved_after() = convert::ToProto(line.after.reserved);
      *shown->mutable_spent_after() = convert::ToProto(line.after.spent);
      TRANCHE_ASSIGN_OR_RETURN(const std::vector<FigureDifference> differences,
                               DifferencesOf(line.before, line.after));
      for (const FigureDifference& figure : differences) {
        common::v1::RoundingDifference* difference = shown->add_differences();
        difference->set_of(figure.of);
        *difference->mutable_before() = convert::ToProto(figure.before);
        *difference->mutable_converted() = convert::ToProto(figure.converted);
        *difference->mutable_kept() = convert::ToProto(figure.kept);
        *difference->mutable_difference() = convert::ToProto(
            Money::Minor(figure.kept.minor() - figure.converted.minor(), figure.kept.currency()));
      }
    }
    return std::move(found->shown);
  };
  return idempotency::Read<v1::RedenominatedBudget>(*context_.pool, scope, load);
}

}  // namespace tranche::budgets
