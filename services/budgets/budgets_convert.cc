// SPDX-License-Identifier: EUPL-1.2
#include "budgets/budgets_convert.h"

#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/marks.h"
#include "platform/convert/money.h"
#include "platform/text/fold.h"
#include "platform/validate/validate.h"

namespace tranche::budgets {
namespace {

constexpr absl::string_view kContractPattern = "organisations/{organisation}/contracts/{contract}";

// "1", "1.1", "10.2.3". No part has a zero before it, so that "01" is not another line than "1".
bool IsLineCode(absl::string_view code) {
  for (const absl::string_view part : absl::StrSplit(code, '.')) {
    if (part.empty() || part.find_first_not_of("0123456789") != absl::string_view::npos) return false;
    if (part.size() > 1 && part.front() == '0') return false;
  }
  return true;
}

// What is wrong with a field, as the place where it stands tells it.
void AddViolation(const absl::Status& status, std::string field, std::vector<Violation>* violations) {
  if (status.ok()) return;
  violations->push_back({std::move(field), ReasonOf(status), ValuesOf(status)});
}

}  // namespace

std::string ContractName(absl::string_view organisation, absl::string_view contract) {
  return absl::StrCat("organisations/", organisation, "/contracts/", contract);
}

std::string CostName(absl::string_view organisation, absl::string_view contract, int64_t number) {
  return absl::StrCat(ContractName(organisation, contract), "/costs/", number);
}

absl::StatusOr<ContractRef> ParseContractName(absl::string_view name, absl::string_view suffix) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(absl::StrCat(kContractPattern, suffix), name));
  return ContractRef{.organisation = segments[0], .contract = FoldRegisterNumber(segments[1])};
}

absl::StatusOr<CostRef> ParseCostName(const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(
      const std::vector<std::string> segments,
      validate::ParseResourceName(absl::StrCat(kContractPattern, "/costs/{cost}"), name));
  int64_t number = 0;
  if (!absl::SimpleAtoi(segments[2], &number) || number <= 0 || absl::StrCat(number) != segments[2]) {
    return Refuse("NOT_FOUND", {{"name", name}});
  }
  return CostRef{.contract = {.organisation = segments[0], .contract = FoldRegisterNumber(segments[1])},
                 .number = number};
}

absl::StatusOr<std::vector<Money>> ParseLines(const v1::CreateBudgetRequest& request) {
  std::vector<Money> totals;
  std::vector<Violation> violations;
  std::set<std::string> codes;
  for (int i = 0; i < request.lines_size(); ++i) {
    const v1::Line& line = request.lines(i);
    const std::string place = absl::StrCat("lines[", i, "]");
    if (!IsLineCode(line.code())) {
      violations.push_back(
          {place + ".code", "FIELD_MALFORMED", {{"value", line.code()}, {"format", "1.1"}}});
    } else if (!codes.insert(line.code()).second) {
      violations.push_back({place + ".code", "LINE_CODE_TWICE", {{"line", line.code()}}});
    }
    AddViolation(convert::CheckMarks(line.marks()), place + ".marks", &violations);
    const absl::StatusOr<Money> total = convert::FromProto(line.total());
    AddViolation(total.status(), place + ".total", &violations);
    if (total.ok() && total->IsNegative()) {
      violations.push_back({place + ".total", "AMOUNT_NEGATIVE", {}});
    }
    if (total.ok()) totals.push_back(*total);
  }
  if (!violations.empty()) return RefuseInput("INVALID_REQUEST", std::move(violations));
  return totals;
}

absl::StatusOr<store::NewCost> ParseCost(const v1::Cost& cost, absl::CivilDay today) {
  store::NewCost parsed;
  TRANCHE_RETURN_IF_ERROR(convert::CheckMarks(cost.marks()));
  // Either may be the earlier one: what is paid in advance is invoiced later.
  for (const std::string& text : {cost.document().issued_on(), cost.document().paid_on()}) {
    TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay day, ParseDay(text));
    TRANCHE_RETURN_IF_ERROR(CheckNotAfter(day, today));
  }
  TRANCHE_ASSIGN_OR_RETURN(parsed.total, convert::FromProto(cost.document().total()));
  TRANCHE_ASSIGN_OR_RETURN(parsed.claimed, convert::FromProto(cost.claimed()));
  TRANCHE_ASSIGN_OR_RETURN(const Money unclaimed, Subtract(parsed.total, parsed.claimed));
  if (parsed.claimed.minor() <= 0) return Refuse("COST_NOT_POSITIVE");
  if (unclaimed.IsNegative()) {
    return Refuse("COST_ABOVE_DOCUMENT", {{"claimed", FormatAmount(parsed.claimed)},
                                          {"total", FormatAmount(parsed.total)},
                                          {"currency", cost.claimed().currency()}});
  }
  parsed.number_folded = FoldRegisterNumber(cost.document().number());
  // As a name and as a number: case and quotes do not make another issuer, nor do look-alike letters.
  parsed.issuer_folded = FoldRegisterNumber(FoldName(cost.document().issuer()));

  // Only what a request may say is taken over; the rest is set here or by the recording.
  parsed.cost.set_line(cost.line());
  *parsed.cost.mutable_document() = cost.document();
  *parsed.cost.mutable_document()->mutable_total() = convert::ToProto(parsed.total);
  *parsed.cost.mutable_claimed() = convert::ToProto(parsed.claimed);
  *parsed.cost.mutable_unclaimed() = convert::ToProto(unclaimed);
  *parsed.cost.mutable_marks() = cost.marks();
  parsed.cost.set_state(v1::RESERVED);
  return parsed;
}

absl::StatusOr<std::vector<store::NewDecision>> ParseDecisions(const v1::DecideCostsRequest& request,
                                                               const std::string& organisation,
                                                               const std::string& contract) {
  std::vector<store::NewDecision> decisions;
  std::vector<Violation> violations;
  std::set<int64_t> numbers;
  for (int i = 0; i < request.decisions_size(); ++i) {
    const v1::CostDecision& decision = request.decisions(i);
    const std::string place = absl::StrCat("decisions[", i, "]");
    const absl::StatusOr<CostRef> cost = ParseCostName(decision.cost());
    if (!cost.ok() && ReasonOf(cost.status()) == "NOT_FOUND") return cost.status();
    AddViolation(cost.status(), place + ".cost", &violations);
    if (!decision.approved() && decision.reason().empty()) {
      violations.push_back({place + ".reason", "FIELD_REQUIRED", {}});
    }
    if (!cost.ok()) continue;
    const std::string& named = cost->contract.organisation;
    if (cost->contract.contract != contract || (named != "-" && named != organisation)) {
      return Refuse("NOT_FOUND", {{"name", decision.cost()}});
    }
    if (!numbers.insert(cost->number).second) {
      violations.push_back({place + ".cost", "COST_NAMED_TWICE", {{"cost", decision.cost()}}});
    }
    decisions.push_back(
        {.number = cost->number, .approved = decision.approved(), .reason = decision.reason()});
  }
  if (!violations.empty()) return RefuseInput("INVALID_REQUEST", std::move(violations));
  return decisions;
}

}  // namespace tranche::budgets
