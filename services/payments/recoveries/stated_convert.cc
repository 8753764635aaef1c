// SPDX-License-Identifier: EUPL-1.2
#include "payments/recoveries/stated_convert.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "platform/calendar/civil.h"
#include "platform/convert/marks.h"
#include "platform/convert/money.h"
#include "platform/money/hundredths.h"

namespace tranche::payments::recoveries::stated {
namespace {

Currency CurrencyOf(const Contract& contract) { return contract.amount.eu.currency(); }

absl::Status CheckCurrency(const Contract& contract, Money amount) {
  return tranche::Add(amount, Money::Zero(CurrencyOf(contract))).status();
}

Scale ScaleOf(v1::CorrectionScale scale) { return static_cast<Scale>(static_cast<int>(scale) - 1); }

}  // namespace

absl::CivilDay DayUntil(absl::CivilDay today, const std::string& day, const std::string& field,
                        std::vector<Violation>* faults) {
  const absl::StatusOr<absl::CivilDay> read = ParseDay(day);
  AddViolation(read.ok() ? CheckNotAfter(*read, today) : read.status(), field, faults);
  return read.value_or(absl::CivilDay());
}

Money AmountAboveZero(const Contract& contract, const common::v1::Money& amount,
                      const std::string& field, std::vector<Violation>* faults) {
  const absl::StatusOr<Money> read = tranche::convert::FromProto(amount);
  AddViolation(read.ok() ? CheckCurrency(contract, *read) : read.status(), field, faults);
  if (!read.ok()) return Money::Zero(CurrencyOf(contract));
  if (read->minor() <= 0) faults->push_back({field, "AMOUNT_NOT_ABOVE_ZERO", {}});
  return *read;
}

Parts PartsOf(const Contract& contract, const v1::DebtPart& amount, const std::string& field,
              std::vector<Violation>* faults) {
  const size_t before = faults->size();
  const auto part = [&](const common::v1::Money& given, const std::string& place) {
    const absl::StatusOr<Money> read = tranche::convert::FromProto(given);
    AddViolation(read.ok() ? CheckCurrency(contract, *read) : read.status(), place, faults);
    if (read.ok() && read->IsNegative()) faults->push_back({place, "AMOUNT_NEGATIVE", {}});
    return read.value_or(Money::Zero(CurrencyOf(contract)));
  };
  const Parts parts{part(amount.eu(), field + ".eu"), part(amount.national(), field + ".national")};
  // Their sum must be an amount, too.
  if (faults->size() == before) AddViolation(Sum(parts).status(), field, faults);
  return faults->size() == before ? parts : ZeroTwo(CurrencyOf(contract));
}

Parts PartsOf(const Contract& contract, const common::v1::ThreePartAmount& amount,
              const std::string& field, std::vector<Violation>* faults) {
  const absl::StatusOr<Parts> read = wire::PartsOf(contract, amount);
  AddViolation(read.status(), field, faults);
  return read.value_or(ZeroTwo(CurrencyOf(contract)));
}

std::optional<int> RecordOf(const Contract& contract, const char* collection, const std::string& name,
                            const std::string& field, std::vector<Violation>* faults) {
  if (name.empty()) return std::nullopt;
  const absl::StatusOr<int> id = wire::RecordOf(contract, collection, name);
  AddViolation(id.status(), field, faults);
  return id.value_or(0);
}

void CheckOfChoice(bool wanted, bool given, const std::string& choice, const std::string& field,
                   std::vector<Violation>* faults) {
  if (wanted && !given) faults->push_back({field, "FIELD_REQUIRED", {}});
  if (!wanted && given) faults->push_back({field, "FIELD_NOT_OF_CHOICE", {{"choice", choice}}});
}

CorrectionInput InputOf(const Contract& contract, const v1::Correction& correction,
                        absl::CivilDay today, std::vector<Violation>* faults) {
  CorrectionInput input;
  input.scale = ScaleOf(correction.scale());
  const auto hundredths = [&](const std::string& text, const std::string& field) {
    const absl::StatusOr<int64_t> read = ParseHundredths(text);
    AddViolation(read.status(), field, faults);
    return read.value_or(0);
  };
  for (int i = 0; i < correction.findings_size(); ++i) {
    const v1::CorrectionFinding& finding = correction.findings(i);
    const std::string field = absl::StrCat("correction.findings[", i, "].percent");
    input.findings.push_back(
        {.violation = finding.violation(), .percent_hundredths = hundredths(finding.percent(), field)});
  }
  for (int i = 0; i < correction.indicators_size(); ++i) {
    const v1::IndicatorResult& indicator = correction.indicators(i);
    const std::string place = absl::StrCat("correction.indicators[", i, "].");
    IndicatorResult result{.code = indicator.code(), .unforeseeable = indicator.unforeseeable()};
    result.target_hundredths = hundredths(indicator.target(), place + "target");
    result.achieved_hundredths = hundredths(indicator.achieved(), place + "achieved");
    input.indicators.push_back(std::move(result));
  }
  if (correction.has_unfulfilled()) {
    input.unfulfilled = UnfulfilledPeriod{.days = correction.unfulfilled().days(),
                                          .of_days = correction.unfulfilled().of_days()};
  }
  input.affected = PartsOf(contract, correction.affected(), "correction.affected", faults);
  input.decided_on = DayUntil(today, correction.decided_on(), "correction.decidedOn", faults);
  AddViolation(tranche::convert::CheckMarks(correction.marks()), "correction.marks", faults);
  return input;
}

}  // namespace tranche::payments::recoveries::stated
