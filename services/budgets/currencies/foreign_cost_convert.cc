// SPDX-License-Identifier: EUPL-1.2
#include "budgets/currencies/foreign_cost_convert.h"

#include <stdexcept>
#include <utility>

#include "budgets/budgets_convert.h"
#include "budgets/currencies/currencies_store.h"
#include "budgets/currencies/foreign_cost.h"
#include "budgets/particulars/particulars_convert.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/money/redenominate.h"
#include "platform/rpc/peers.h"
#include "tranche/reference/v1/reference_service.grpc.pb.h"

namespace tranche::budgets {
namespace {

using ReferenceStub = reference::v1::ReferenceService::Stub;

// The same rules hold in the contract's currency; here they are said in the document's.
void CheckAmounts(ReadForeign* read) {
  const v1::OriginalAmounts& original = read->original;
  if (read->claimed_minor == 0) {
    read->faults.push_back({"original.claimed", "COST_NOT_POSITIVE", {}});
  } else if (read->claimed_minor > read->total_minor) {
    read->faults.push_back({"original.claimed",
                            "COST_ABOVE_DOCUMENT",
                            {{"claimed", original.claimed()},
                             {"total", original.total()},
                             {"currency", original.currency()}}});
  }
  if (read->vat_minor > read->total_minor) {
    read->faults.push_back(
        {"original.vat",
         "VAT_ABOVE_TOTAL",
         {{"vat", original.vat()}, {"total", original.total()}, {"currency", original.currency()}}});
  }
}

}  // namespace

absl::StatusOr<FixedRate> FetchFixedRate(const rpc::RoleContext& context, const rpc::CallScope& scope) {
  const auto stub = reference::v1::ReferenceService::NewStub(context.peers->Get("reference"));
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

bool IsBookCurrency(const std::string& code) { return ParseCurrency(code).ok(); }

Money TotalAsRecorded(Money total, const v1::OriginalAmounts& original) {
  const absl::StatusOr<Currency> said = ParseCurrency(original.currency());
  if (!said.ok()) return total;
  const absl::StatusOr<Money> own = ParseAmount(original.total(), *said);
  if (!own.ok()) throw std::runtime_error("a cost has no total of its own");
  return *own;
}

ReadForeign CheckForeign(const v1::ForeignDocument& document, const v1::OriginalAmounts& original,
                         const v1::ForeignParticulars* told, absl::CivilDay today) {
  ReadForeign read{.document = document, .original = original, .particulars = {}, .faults = {}};
  AddViolation(CheckCurrencyCode(original.currency()), "original.currency", &read.faults);
  bool amounts_read = true;
  const auto amount = [&](const std::string& text, const char* field, int64_t* minor) {
    const absl::StatusOr<int64_t> parsed = ParseForeignAmount(text.empty() ? "0" : text);
    AddViolation(parsed.status(), field, &read.faults);
    if (parsed.ok()) *minor = *parsed;
    if (parsed.ok() && *parsed < 0) read.faults.push_back({field, "AMOUNT_NEGATIVE", {}});
    amounts_read = amounts_read && parsed.ok() && *parsed >= 0;
  };
  amount(original.total(), "original.total", &read.total_minor);
  amount(original.claimed(), "original.claimed", &read.claimed_minor);
  amount(original.vat(), "original.vat", &read.vat_minor);
  if (!original.month().empty()) {
    AddViolation(ParseMonth(original.month()).status(), "original.month", &read.faults);
  }
  read.is_malformed = !read.faults.empty();
  if (amounts_read) CheckAmounts(&read);
  if (told != nullptr && amounts_read) {
    for (Violation& fault :
         ReadForeignParticulars(*told, read.claimed_minor, original.currency(), &read.particulars)) {
      read.faults.push_back(std::move(fault));
    }
  }
  CheckDays(document, today, &read.faults);
  CheckTypeAndIssuer(document, &read.faults);
  return read;
}

absl::StatusOr<Priced> PriceDocument(pg::Tx& tx, const std::string& organisation,
                                     const ReadForeign& read,
                                     const absl::StatusOr<FixedRate>& changeover, Currency currency) {
  Priced priced{.original = read.original, .ratio = {}};
  v1::OriginalAmounts& original = priced.original;
  std::optional<int64_t> millionths;
  if (IsBookCurrency(original.currency())) {
    TRANCHE_RETURN_IF_ERROR(changeover.status());
    TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay issued_on, ParseDay(read.document.issued_on()));
    if (original.currency() == CurrencyCode(Currency::kBgn) && issued_on >= changeover->day) {
      return Refuse("FOREIGN_LEV_AFTER_CHANGEOVER",
                    {{"issued_on", FormatDay(issued_on)}, {"day", FormatDay(changeover->day)}});
    }
    original.clear_month();
    original.set_rate(kLevPerEuroText);
    original.set_rate_source(changeover->legal_source);
    original.set_verified(changeover->verified);
  } else {
    TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay paid_on, ParseDay(read.document.paid_on()));
    if (original.month().empty()) original.set_month(MonthOf(paid_on));
    const std::optional<store::StoredRate> rate =
        store::FindRate(tx, organisation, original.currency(), original.month());
    if (rate) {
      millionths = rate->millionths;
      original.set_rate(rate->shown.rate());
      original.set_rate_source(rate->shown.source());
    }
    original.set_verified(false);
  }
  original.clear_parts();
  TRANCHE_ASSIGN_OR_RETURN(priced.ratio,
                           ExchangeRatio(original.currency(), currency, millionths, original.month()));
  return priced;
}

const char* FieldOfPrice(absl::string_view reason) {
  if (reason == "FOREIGN_LEV_AFTER_CHANGEOVER") return "document.issuedOn";
  if (reason == "FOREIGN_CURRENCY_SAME" || reason == "EXCHANGE_RATE_UNKNOWN")
    return "original.currency";
  return "";
}

absl::StatusOr<ConvertedCost> ConvertCost(const ReadForeign& read, const std::string& line, Ratio ratio,
                                          Currency currency, std::optional<Money> left) {
  const auto convert = [&](int64_t minor) {
    return MultiplyByRatio(Money::Minor(minor, currency), ratio, Rounding::kHalfUp);
  };
  ConvertedCost converted;
  converted.cost.set_line(line);
  v1::CostDocument& document = *converted.cost.mutable_document();
  document.set_type(read.document.type());
  document.set_number(read.document.number());
  document.set_issued_on(read.document.issued_on());
  document.set_paid_on(read.document.paid_on());
  document.set_issuer(read.document.issuer());
  document.set_issuer_eik(read.document.issuer_eik());
  document.set_vat_recoverable(read.document.vat_recoverable());
  TRANCHE_ASSIGN_OR_RETURN(const Money total, convert(read.total_minor));
  *document.mutable_total() = convert::ToProto(total);
  if (read.vat_minor > 0) {
    TRANCHE_ASSIGN_OR_RETURN(const Money vat, convert(read.vat_minor));
    *document.mutable_vat() = convert::ToProto(vat);
    // Total and tax are rounded each by itself, so that what they leave may be a cent less than the
    // claim.
    if (document.vat_recoverable()) {
      TRANCHE_ASSIGN_OR_RETURN(const Money net, Subtract(total, vat));
      if (!left || left->currency() != currency || net.minor() < left->minor()) left = net;
    }
  }
  TRANCHE_ASSIGN_OR_RETURN(const ConvertedShare share,
                           ConvertShare(read.claimed_minor, ratio, currency, left));
  *converted.cost.mutable_claimed() = convert::ToProto(share.claimed);
  converted.difference_minor = share.difference.minor();
  if (!SaysNothing(read.particulars)) {
    TRANCHE_ASSIGN_OR_RETURN(*converted.cost.mutable_particulars(),
                             ShareOf(read.particulars, share.claimed));
  }
  return converted;
}

}  // namespace tranche::budgets
