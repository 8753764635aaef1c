// SPDX-License-Identifier: EUPL-1.2
#include "payments/recoveries/irregularity.h"

#include <re2/re2.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/text/fold.h"

namespace tranche::payments::recoveries {
namespace {

constexpr int64_t kCentsOfEuro = 100;
constexpr std::size_t kPartLettersMax = 20;

bool IsNumberPart(const std::string& part) {
  // The length is counted apart: a bounded repetition of all letters makes a huge automaton.
  static const RE2 letters_and_digits("[\\pL\\p{Nd}]+");
  return CharacterCount(part) <= kPartLettersMax && RE2::FullMatch(part, letters_and_digits);
}

bool IsFraud(const std::string& classification) {
  return classification == "SUSPECTED_FRAUD" || classification == "ESTABLISHED_FRAUD";
}

}  // namespace

absl::Status CheckFollows(absl::CivilDay day, absl::CivilDay earlier) {
  if (day >= earlier) return absl::OkStatus();
  return Refuse("DAYS_OUT_OF_ORDER", {{"day", FormatDay(day)}, {"earlier", FormatDay(earlier)}});
}

absl::StatusOr<Signal> DecideMove(const Signal& signal, const SignalMove& move) {
  const std::optional<SignalState> next = Next(signal.state, move.step);
  if (!next.has_value()) {
    return Refuse("SIGNAL_WRONG_STATE",
                  {{"signal", absl::StrCat(signal.id)}, {"state", WordOf(signal.state)}});
  }
  TRANCHE_RETURN_IF_ERROR(CheckFollows(move.on, signal.registered_on.value_or(signal.received_on)));
  Signal moved = signal;
  moved.state = *next;
  moved.note = move.note;
  switch (move.step) {
    case SignalStep::kRegister:
      moved.registered_on = move.on;
      break;
    case SignalStep::kExtendCheck:
      if (signal.check_extended) {
        return Refuse("SIGNAL_CHECK_EXTENDED", {{"signal", absl::StrCat(signal.id)}});
      }
      moved.check_extended = true;
      moved.check_by = move.extended_to.value_or(signal.check_by);
      break;
    case SignalStep::kEnd:
      moved.classification = move.classification;
      moved.ended_on = move.on;
      moved.copy_by = move.copy_by;
      break;
    case SignalStep::kRemove:
      break;
  }
  return moved;
}

absl::Status CheckRegistrable(const Signal& signal, absl::CivilDay registered_on) {
  if (signal.state != SignalState::kEnded || signal.classification == "NO_IRREGULARITY") {
    return Refuse("SIGNAL_WITHOUT_IRREGULARITY", {{"signal", absl::StrCat(signal.id)}});
  }
  return CheckFollows(registered_on, *signal.ended_on);
}

void AddNumberFaults(const std::string& register_name, const std::string& fund,
                     std::vector<Violation>* faults) {
  const auto check = [&](const char* field, const std::string& part) {
    if (!IsNumberPart(part)) faults->push_back({field, "NATIONAL_NUMBER_MALFORMED", {{"value", part}}});
  };
  check("irregularity.register", register_name);
  check("irregularity.fund", fund);
}

absl::StatusOr<Reporting> DecideReporting(const Parts& amount, const std::string& classification,
                                          const std::vector<Rule>& rules,
                                          absl::CivilDay registered_on) {
  TRANCHE_ASSIGN_OR_RETURN(const Rule* threshold, RequireRule(rules, kThresholdRule, registered_on));
  TRANCHE_ASSIGN_OR_RETURN(const Rule* fraud, RequireRule(rules, kFraudRule, registered_on));
  TRANCHE_ASSIGN_OR_RETURN(const int64_t euro, WholeValue(*threshold));
  TRANCHE_ASSIGN_OR_RETURN(const bool fraud_always, FlagValue(*fraud));
  Reporting reporting;
  reporting.fund_amount_eur = amount.eu;
  if (amount.eu.currency() == Currency::kBgn) {
    TRANCHE_ASSIGN_OR_RETURN(reporting.fund_amount_eur, ConvertToEuro(amount.eu, Rounding::kHalfUp));
  }
  const bool is_fraud = fraud_always && IsFraud(classification);
  reporting.reported_to_olaf = is_fraud || reporting.fund_amount_eur.minor() >= euro * kCentsOfEuro;
  reporting.rule = absl::StrCat(threshold->value, " EUR: ", SourceOf(*threshold));
  if (is_fraud) absl::StrAppend(&reporting.rule, "; ", SourceOf(*fraud));
  return reporting;
}

Quarter QuarterOf(int year, int quarter) {
  const absl::CivilMonth first(year, 3 * (quarter - 1) + 1);
  return {absl::CivilDay(first), absl::CivilDay(first + 3) - 1};
}

}  // namespace tranche::payments::recoveries
