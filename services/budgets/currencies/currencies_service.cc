// SPDX-License-Identifier: EUPL-1.2
#include "budgets/currencies/currencies_service.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "budgets/budgets_store.h"
#include "budgets/contract_service.h"
#include "budgets/currencies/currencies_store.h"
#include "budgets/currencies/foreign_cost.h"
#include "budgets/currencies/redenomination.h"
#include "budgets/documents/cost_document.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/convert/page.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/money/redenominate.h"
#include "platform/rpc/peers.h"
#include "platform/text/fold_document.h"
#include "platform/validate/validate.h"
#include "tranche/reference/v1/reference_service.grpc.pb.h"

namespace tranche::budgets {
namespace {

using ReferenceStub = reference::v1::ReferenceService::Stub;

bool IsBookCurrency(const std::string& code) { return ParseCurrency(code).ok(); }

// The amounts of a document in its own currency.
struct ForeignAmounts {
  int64_t total_minor = 0;
  int64_t claimed_minor = 0;
  int64_t vat_minor = 0;
};

// INVALID_REQUEST with everything that is wrong with what the document says, field by field.
absl::StatusOr<ForeignAmounts> ParseOriginal(const v1::OriginalAmounts& original) {
  std::vector<Violation> violations;
  ForeignAmounts amounts;
  AddViolation(CheckCurrencyCode(original.currency()), "original.currency", &violations);
  const auto read = [&](const std::string& text, const char* field, int64_t* minor) {
    const absl::StatusOr<int64_t> amount = ParseForeignAmount(text.empty() ? "0" : text);
    AddViolation(amount.status(), field, &violations);
    if (amount.ok()) *minor = *amount;
    if (amount.ok() && *amount < 0) violations.push_back({field, "AMOUNT_NEGATIVE", {}});
  };
  read(original.total(), "original.total", &amounts.total_minor);
  read(original.claimed(), "original.claimed", &amounts.claimed_minor);
  read(original.vat(), "original.vat", &amounts.vat_minor);
  if (!original.month().empty()) {
    AddViolation(ParseMonth(original.month()).status(), "original.month", &violations);
  }
  if (!violations.empty()) return RefuseInput("INVALID_REQUEST", std::move(violations));
  // The same rules hold in the contract's currency; here they are said in the document's.
  if (amounts.claimed_minor == 0) return Refuse("COST_NOT_POSITIVE");
  if (amounts.claimed_minor > amounts.total_minor) {
    return Refuse("COST_ABOVE_DOCUMENT", {{"claimed", original.claimed()},
                                          {"total", original.total()},
                                          {"currency", original.currency()}});
  }
  if (amounts.vat_minor > amounts.total_minor) {
    return Refuse(
        "VAT_ABOVE_TOTAL",
        {{"vat", original.vat()}, {"total", original.total()}, {"currency", original.currency()}});
  }
  return amounts;
}

v1::CostDocument DocumentOf(const v1::ForeignDocument& given) {
  v1::CostDocument document;
  document.set_type(given.type());
  document.set_number(given.number());
  document.set_issued_on(given.issued_on());
  document.set_paid_on(given.paid_on());
  document.set_issuer(given.issuer());
  document.set_issuer_eik(given.issuer_eik());
  document.set_vat_recoverable(given.vat_recoverable());
  return document;
}

// A cost in the contract's currency, and how much its claim differs from its own conversion.
struct Converted {
  v1::Cost cost;
  int64_t difference_minor = 0;
};
absl::StatusOr<Converted> Convert(pg::Tx& tx, const std::string& organisation,
                                  const v1::RecordForeignCostRequest& request,
                                  const ForeignAmounts& amounts, Ratio ratio, Currency currency) {
  const auto convert = [&](int64_t minor) {
    return MultiplyByRatio(Money::Minor(minor, currency), ratio, Rounding::kHalfUp);
  };
  Converted converted;
  converted.cost.set_line(request.line());
  v1::CostDocument& document = *converted.cost.mutable_document();
  document = DocumentOf(request.document());
  TRANCHE_ASSIGN_OR_RETURN(const Money total, convert(amounts.total_minor));
  *document.mutable_total() = convert::ToProto(total);
  if (amounts.vat_minor > 0) {
    TRANCHE_ASSIGN_OR_RETURN(const Money vat, convert(amounts.vat_minor));
    *document.mutable_vat() = convert::ToProto(vat);
  }
  const DocumentKey key = {.number_folded = FoldDocumentNumber(document.number()),
                           .issuer_folded = FoldIssuer(document.issuer()),
                           .type = v1::DocumentType_Name(document.type()),
                           .issued_on = document.issued_on()};
  std::optional<Money> left = store::LeftOfDocument(tx, organisation, key, document.issuer_eik());
  // Total and tax are rounded each by itself, so that what they leave may be a cent less than the
  // claim.
  if (document.vat_recoverable() && document.has_vat()) {
    TRANCHE_ASSIGN_OR_RETURN(const Money vat, convert::FromProto(document.vat()));
    TRANCHE_ASSIGN_OR_RETURN(const Money net, Subtract(total, vat));
    if (!left || left->currency() != currency || net.minor() < left->minor()) left = net;
  }
  TRANCHE_ASSIGN_OR_RETURN(const ConvertedShare share,
                           ConvertShare(amounts.claimed_minor, ratio, currency, left));
  *converted.cost.mutable_claimed() = convert::ToProto(share.claimed);
  converted.difference_minor = share.difference.minor();
  return converted;
}

// Records a converted cost by the rule of RecordCost, and what its document says beside it.
absl::StatusOr<v1::Cost> Record(pg::Tx& tx, const rpc::CallScope& scope,
                                const store::Contract& contract,
                                const v1::RecordForeignCostRequest& request, const Converted& converted,
                                v1::OriginalAmounts original) {
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

absl::StatusOr<Currencies::FixedRate> Currencies::FetchFixedRate(const rpc::CallScope& scope) {
  const auto stub = reference::v1::ReferenceService::NewStub(context_.peers->Get("reference"));
  TRANCHE_ASSIGN_OR_RETURN(const reference::v1::ListChangeoversResponse response,
                           rpc::Call(scope, *stub, &ReferenceStub::ListChangeovers,
                                     reference::v1::ListChangeoversRequest()));
  const std::string lev(CurrencyCode(Currency::kBgn));
  for (const reference::v1::Changeover& changeover : response.changeovers()) {
    if (changeover.from_currency() != lev || changeover.rate() != kLevPerEuroText) continue;
    TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay day, ParseDay(changeover.day()));
    return FixedRate{
        .day = day, .legal_source = changeover.legal_source(), .verified = changeover.verified()};
  }
  return Refuse("CHANGEOVER_UNKNOWN", {{"currency", lev}});
}

absl::StatusOr<v1::Cost> Currencies::RecordForeignCost(const rpc::CallScope& scope,
                                                       const v1::RecordForeignCostRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(ContractRef ref, ParseContractName(request.parent()));
  ref.organisation = rpc::OrganisationOf(scope);
  if (ref.organisation.empty() || ref.organisation == "*") return Refuse("ORGANISATION_REQUIRED");
  TRANCHE_ASSIGN_OR_RETURN(const ForeignAmounts amounts, ParseOriginal(request.original()));
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay issued_on, ParseDay(request.document().issued_on()));
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay paid_on, ParseDay(request.document().paid_on()));
  TRANCHE_RETURN_IF_ERROR(CatchUpOn(context_, catch_up_, scope, ref));
  v1::OriginalAmounts original = request.original();
  const bool fixed = IsBookCurrency(original.currency());
  // Looked at in the body only, so that a repeat is answered when reference is away.
  absl::StatusOr<FixedRate> changeover = FixedRate{};
  if (fixed) changeover = FetchFixedRate(scope);
  return idempotency::Write<v1::Cost>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Cost> {
        TRANCHE_ASSIGN_OR_RETURN(const store::Contract contract,
                                 FindContract(tx, ref, request.parent()));
        const Currency currency = contract.amount.eu.currency();
        std::optional<int64_t> millionths;
        if (fixed) {
          TRANCHE_RETURN_IF_ERROR(changeover.status());
          if (original.currency() == CurrencyCode(Currency::kBgn) && issued_on >= changeover->day) {
            return Refuse("FOREIGN_LEV_AFTER_CHANGEOVER",
                          {{"issued_on", FormatDay(issued_on)}, {"day", FormatDay(changeover->day)}});
          }
          original.clear_month();
          original.set_rate(kLevPerEuroText);
          original.set_rate_source(changeover->legal_source);
          original.set_verified(changeover->verified);
        } else {
          if (original.month().empty()) original.set_month(MonthOf(paid_on));
          const std::optional<store::StoredRate> rate =
              store::FindRate(tx, ref.organisation, original.currency(), original.month());
          if (rate) {
            millionths = rate->millionths;
            original.set_rate(rate->shown.rate());
            original.set_rate_source(rate->shown.source());
          }
          original.set_verified(false);
        }
        original.clear_parts();
        TRANCHE_ASSIGN_OR_RETURN(const Ratio ratio, ExchangeRatio(original.currency(), currency,
                                                                  millionths, original.month()));
        TRANCHE_ASSIGN_OR_RETURN(const Converted converted,
                                 Convert(tx, ref.organisation, request, amounts, ratio, currency));
        return Record(tx, scope, contract, request, converted, original);
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
