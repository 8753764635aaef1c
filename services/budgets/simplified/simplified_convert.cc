// SPDX-License-Identifier: EUPL-1.2
#include "budgets/simplified/simplified_convert.h"

#include <re2/re2.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "budgets/budgets_convert.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/text/fold_document.h"

namespace tranche::budgets {
namespace {

constexpr int kWholePercent = 100'00;

struct Reader {
  SupportForm form;
  Currency currency;
  std::vector<Violation> violations;

  void Require(bool given, const std::string& place) {
    if (!given) violations.push_back({place, "FIELD_REQUIRED", {}});
  }
  void Forbid(bool given, const std::string& place) {
    if (given) violations.push_back({place, "TERMS_FIELD_FOREIGN", {{"form", FormName(form)}}});
  }
  // An amount above zero of the contract's currency.
  Money Positive(bool given, const common::v1::Money& amount, const std::string& place) {
    if (!given) {
      Require(false, place);
      return Money::Zero(currency);
    }
    absl::StatusOr<Money> read = convert::FromProto(amount);
    if (read.ok()) read = Add(*read, Money::Zero(currency));
    AddViolation(read.status(), place, &violations);
    if (read.ok() && read->minor() <= 0) violations.push_back({place, "COST_NOT_POSITIVE", {}});
    return read.ok() ? *read : Money::Zero(currency);
  }
};

TermsItem ReadItem(const v1::SimplifiedItem& asked, const std::string& place, Reader* reader) {
  TermsItem item{.code = asked.code(),
                 .title = asked.title(),
                 .unit = asked.unit(),
                 .condition = asked.condition(),
                 .price = Money::Zero(reader->currency),
                 .annual_gross_cost = std::nullopt,
                 .hours_per_year = 0};
  const bool hourly = reader->form == SupportForm::kHourlyRate;
  const bool lump = reader->form == SupportForm::kLumpSums;
  if (hourly) {
    item.annual_gross_cost = reader->Positive(asked.has_annual_gross_cost(), asked.annual_gross_cost(),
                                              place + ".annual_gross_cost");
  } else {
    item.price = reader->Positive(asked.has_price(), asked.price(), place + ".price");
    reader->Forbid(asked.has_annual_gross_cost(), place + ".annual_gross_cost");
  }
  if (lump) {
    reader->Require(!asked.condition().empty(), place + ".condition");
  } else {
    reader->Forbid(!asked.condition().empty(), place + ".condition");
  }
  if (reader->form == SupportForm::kUnitCosts) {
    reader->Require(!asked.unit().empty(), place + ".unit");
  } else {
    reader->Forbid(!asked.unit().empty(), place + ".unit");
  }
  return item;
}

void ReadItems(const v1::SimplifiedTerms& asked, Terms* terms, Reader* reader) {
  std::set<std::string> codes;
  for (int i = 0; i < asked.items_size(); ++i) {
    const std::string place = absl::StrCat("terms.items[", i, "]");
    if (!codes.insert(asked.items(i).code()).second) {
      reader->violations.push_back(
          {place + ".code", "ITEM_CODE_TWICE", {{"item", asked.items(i).code()}}});
    }
    terms->items.push_back(ReadItem(asked.items(i), place, reader));
  }
  reader->Require(!terms->items.empty(), "terms.items");
}

void ReadFlatRate(const v1::SimplifiedTerms& asked, Terms* terms, Reader* reader) {
  reader->Require(asked.has_flat_rate(), "terms.flat_rate");
  reader->Forbid(asked.items_size() > 0, "terms.items");
  const v1::FlatRate& rate = asked.flat_rate();
  terms->kind = KindOf(v1::FlatRateKind_Name(rate.kind())).value_or(terms->kind);
  if (!rate.percent().empty()) {
    const absl::StatusOr<int> percent = ParsePercent(rate.percent(), kWholePercent);
    AddViolation(percent.status(), "terms.flat_rate.percent", &reader->violations);
    if (percent.ok()) terms->percent_hundredths = *percent;
  }
  std::set<std::string> codes;
  for (int i = 0; i < rate.base_lines_size(); ++i) {
    terms->base_lines.push_back(rate.base_lines(i));
    if (codes.insert(rate.base_lines(i)).second) continue;
    reader->violations.push_back({absl::StrCat("terms.flat_rate.base_lines[", i, "]"),
                                  "LINE_NAMED_TWICE",
                                  {{"line", rate.base_lines(i)}}});
  }
}

// Hours are proven after they were worked, and none were before the contract began: else the hours of
// one year would be paid once more as those of another.
void ReadYear(int year, absl::CivilDay starts_on, absl::CivilDay day, Reader* reader) {
  reader->Require(year != 0, "cost.year");
  if (year == 0 || (year >= starts_on.year() && year <= day.year())) return;
  reader->violations.push_back({"cost.year",
                                "FIELD_OUT_OF_RANGE",
                                {{"value", absl::StrCat(year)},
                                 {"min", absl::StrCat(starts_on.year())},
                                 {"max", absl::StrCat(day.year())}}});
}

}  // namespace

absl::StatusOr<Terms> FromProto(const v1::SimplifiedTerms& asked, Currency currency) {
  Terms terms;
  terms.line = asked.line();
  terms.form = FormOf(v1::SupportForm_Name(asked.form()));
  terms.source = asked.source();
  Reader reader{.form = terms.form, .currency = currency, .violations = {}};
  if (terms.form == SupportForm::kRealCosts) {
    reader.Forbid(asked.items_size() > 0, "terms.items");
    reader.Forbid(asked.has_flat_rate(), "terms.flat_rate");
  } else {
    reader.Require(!asked.source().empty(), "terms.source");
  }
  if (terms.form == SupportForm::kFlatRate) {
    ReadFlatRate(asked, &terms, &reader);
  } else if (terms.form != SupportForm::kRealCosts) {
    reader.Forbid(asked.has_flat_rate(), "terms.flat_rate");
    ReadItems(asked, &terms, &reader);
  }
  if (!reader.violations.empty()) {
    return RefuseInput("INVALID_REQUEST", std::move(reader.violations));
  }
  return terms;
}

absl::StatusOr<v1::SimplifiedTerms> ToProto(const std::string& contract_name,
                                            const store::StoredTerms& stored, const LimitedLines& lines,
                                            Currency currency) {
  const Terms& terms = stored.terms;
  v1::SimplifiedTerms shown;
  shown.set_name(absl::StrCat(contract_name, "/lines/", terms.line, "/terms"));
  shown.set_line(terms.line);
  shown.set_form(ToProto(terms.form));
  shown.set_source(terms.source);
  shown.set_set_by(stored.set_by);
  for (const TermsItem& item : terms.items) {
    v1::SimplifiedItem* told = shown.add_items();
    told->set_code(item.code);
    told->set_title(item.title);
    told->set_unit(item.unit);
    told->set_condition(item.condition);
    *told->mutable_price() = convert::ToProto(item.price);
    if (!item.annual_gross_cost) continue;
    *told->mutable_annual_gross_cost() = convert::ToProto(*item.annual_gross_cost);
    told->set_hours_per_year(item.hours_per_year);
  }
  if (terms.form != SupportForm::kFlatRate) return shown;
  v1::FlatRate* rate = shown.mutable_flat_rate();
  v1::FlatRateKind kind = v1::FLAT_RATE_KIND_UNSPECIFIED;
  v1::FlatRateKind_Parse(KindName(terms.kind), &kind);
  rate->set_kind(kind);
  rate->set_percent(FormatPercent(terms.percent_hundredths));
  for (const std::string& line : terms.base_lines) rate->add_base_lines(line);
  rate->set_limit_percent(FormatPercent(terms.limit_percent_hundredths));
  rate->set_legal_source(terms.legal_source);
  rate->set_verified(terms.verified);
  TRANCHE_ASSIGN_OR_RETURN(const FlatRateDue due, DueOf({.line = terms.line,
                                                         .percent_hundredths = terms.percent_hundredths,
                                                         .base_lines = terms.base_lines},
                                                        lines, currency));
  TRANCHE_ASSIGN_OR_RETURN(const Money on_line,
                           Subtract(lines.at(terms.line).cap, lines.at(terms.line).used));
  *rate->mutable_base() = convert::ToProto(due.base);
  *rate->mutable_due() = convert::ToProto(due.due);
  *rate->mutable_held() = convert::ToProto(due.held);
  *rate->mutable_left() = convert::ToProto(due.left.minor() < on_line.minor() ? due.left : on_line);
  return shown;
}

absl::StatusOr<AskedSimplified> ReadSimplified(const v1::SimplifiedCost& cost, SupportForm form,
                                               absl::CivilDay starts_on, absl::CivilDay today) {
  Reader reader{.form = form, .currency = Currency::kEur, .violations = {}};
  AskedSimplified asked{.quantity_hundredths = 0, .day = cost.day()};
  const absl::StatusOr<absl::CivilDay> day = ParseDay(cost.day());
  AddViolation(day.ok() ? CheckNotAfter(*day, today) : day.status(), "cost.day", &reader.violations);
  const bool flat = form == SupportForm::kFlatRate;
  const bool hourly = form == SupportForm::kHourlyRate;
  const bool counted = hourly || form == SupportForm::kUnitCosts;
  if (flat) {
    reader.Forbid(!cost.item().empty(), "cost.item");
    reader.Forbid(!cost.evidence().empty(), "cost.evidence");
  } else {
    reader.Require(!cost.item().empty(), "cost.item");
    reader.Require(!cost.evidence().empty(), "cost.evidence");
  }
  if (counted) {
    const absl::StatusOr<int64_t> quantity = ParseQuantity(form, cost.quantity());
    AddViolation(quantity.status(), "cost.quantity", &reader.violations);
    if (quantity.ok()) asked.quantity_hundredths = *quantity;
  } else {
    reader.Forbid(!cost.quantity().empty(), "cost.quantity");
  }
  if (hourly) {
    reader.Require(!FoldIssuer(cost.person()).empty(), "cost.person");
    ReadYear(cost.year(), starts_on, day.ok() ? *day : today, &reader);
    // Ten digits on end are how a personal number looks; none are kept here.
    static const RE2 personal("[0-9]{10}");
    if (RE2::PartialMatch(cost.person(), personal)) {
      reader.violations.push_back(
          {"cost.person", "PERSONAL_NUMBER_IN_NAME", {{"position", cost.item()}}});
    }
  } else {
    reader.Forbid(!cost.person().empty(), "cost.person");
    reader.Forbid(cost.year() != 0, "cost.year");
  }
  if (!reader.violations.empty()) {
    return RefuseInput("INVALID_REQUEST", std::move(reader.violations));
  }
  return asked;
}

}  // namespace tranche::budgets
