// SPDX-License-Identifier: EUPL-1.2
#include "budgets/budgets_convert.h"

#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "budgets/documents/cost_document.h"
#include "budgets/simplified/simplified.h"
#include "platform/base/digest.h"
#include "platform/base/error.h"
#include "platform/base/for_period.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/marks.h"
#include "platform/convert/money.h"
#include "platform/text/fold.h"
#include "platform/text/fold_document.h"
#include "platform/validate/validate.h"

namespace tranche::budgets {
namespace {

constexpr absl::string_view kContractPattern = "organisations/{organisation}/contracts/{contract}";

std::optional<ThreePart> ParseParts(const common::v1::ThreePartAmount& amount, const std::string& field,
                                    std::vector<Violation>* violations) {
  const absl::StatusOr<ThreePart> parts = convert::FromProto(amount);
  AddViolation(parts.status(), field, violations);
  if (!parts.ok()) return std::nullopt;
  return *parts;
}

// What a decision takes of its cost; each amount has its reason, and a refusal takes all.
Verdict ParseVerdict(const v1::CostDecision& decision, const std::string& place,
                     std::vector<Violation>* violations) {
  Verdict verdict{.refused = !decision.approved()};
  const bool amounts = decision.has_unapproved() || decision.has_unapproved_by_correction();
  if (verdict.refused && amounts) {
    violations->push_back({place + ".approved", "FIELD_REQUIRED", {}});
  }
  if (decision.has_unapproved()) {
    verdict.unapproved = ParseParts(decision.unapproved(), place + ".unapproved", violations);
  }
  if (decision.has_unapproved_by_correction()) {
    verdict.by_correction =
        ParseParts(decision.unapproved_by_correction(), place + ".unapprovedByCorrection", violations);
    if (decision.correction_reason().empty()) {
      violations->push_back({place + ".correctionReason", "FIELD_REQUIRED", {}});
    }
  }
  if (!decision.correction().empty() && !decision.has_unapproved_by_correction()) {
    violations->push_back({place + ".unapprovedByCorrection", "FIELD_REQUIRED", {}});
  }
  if ((verdict.refused || decision.has_unapproved()) && decision.reason().empty()) {
    violations->push_back({place + ".reason", "FIELD_REQUIRED", {}});
  }
  return verdict;
}

}  // namespace

void AddViolation(const absl::Status& status, std::string field, std::vector<Violation>* violations) {
  if (status.ok()) return;
  violations->push_back({std::move(field), ReasonOf(status), ValuesOf(status)});
}

absl::StatusOr<Money> ParseVat(const common::v1::Money* told, Money total) {
  if (told == nullptr) return Money::Zero(total.currency());
  TRANCHE_ASSIGN_OR_RETURN(const Money vat, convert::FromProto(*told));
  TRANCHE_RETURN_IF_ERROR(Subtract(total, vat).status());  // One currency.
  if (vat.IsNegative() || vat.minor() > total.minor()) {
    return Refuse(
        "VAT_ABOVE_TOTAL",
        {{"vat", FormatAmount(vat)}, {"total", FormatAmount(total)}, {"currency", told->currency()}});
  }
  return vat;
}

std::string ContractName(absl::string_view organisation, absl::string_view contract) {
  return absl::StrCat("organisations/", organisation, "/contracts/", contract);
}

std::string CostName(absl::string_view organisation, absl::string_view contract, int64_t number) {
  return absl::StrCat(ContractName(organisation, contract), "/costs/", number);
}

v1::SupportForm ToProto(SupportForm form) {
  v1::SupportForm shown = v1::SUPPORT_FORM_UNSPECIFIED;
  v1::SupportForm_Parse(FormName(form), &shown);
  return shown;
}

std::string DocumentKeyOf(absl::string_view number_folded, absl::string_view issuer_folded,
                          absl::string_view type, absl::string_view issued_on) {
  return Sha256Hex(absl::StrCat(number_folded, "\n", issuer_folded, "\n", type, "\n", issued_on));
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
  const int64_t number = validate::ParseNumber<int64_t>(segments[2]);
  if (number == 0) return Refuse("NOT_FOUND", {{"name", name}});
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
  if (cost.document().type() == v1::CREDIT_NOTE) return Refuse("CREDIT_NOTE_IS_NO_COST");
  if (cost.document().type() == v1::SIMPLIFIED_REPORT) return Refuse("COST_TYPE_IS_SIMPLIFIED");
  TRANCHE_RETURN_IF_ERROR(CheckEik(cost.document().issuer_eik()));
  TRANCHE_ASSIGN_OR_RETURN(
      parsed.vat, ParseVat(cost.document().has_vat() ? &cost.document().vat() : nullptr, parsed.total));
  parsed.claimable =
      cost.document().vat_recoverable()
          ? Money::Minor(parsed.total.minor() - parsed.vat.minor(), parsed.total.currency())
          : parsed.total;
  if (parsed.claimed.minor() > parsed.claimable.minor()) {
    return Refuse("COST_CLAIMS_VAT", {{"claimed", FormatAmount(parsed.claimed)},
                                      {"claimable", FormatAmount(parsed.claimable)},
                                      {"currency", cost.claimed().currency()}});
  }
  parsed.number_folded = FoldDocumentNumber(cost.document().number());
  parsed.issuer_folded = FoldIssuer(cost.document().issuer());

  // Only what a request may say is taken over; the rest is set here or by the recording.
  parsed.cost.set_line(cost.line());
  *parsed.cost.mutable_document() = cost.document();
  *parsed.cost.mutable_document()->mutable_total() = convert::ToProto(parsed.total);
  if (cost.document().has_vat()) {
    *parsed.cost.mutable_document()->mutable_vat() = convert::ToProto(parsed.vat);
  }
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
    const Verdict verdict = ParseVerdict(decision, place, &violations);
    if (!cost.ok()) continue;
    const std::string& named = cost->contract.organisation;
    if (cost->contract.contract != contract || (named != "-" && named != organisation)) {
      return Refuse("NOT_FOUND", {{"name", decision.cost()}});
    }
    if (!numbers.insert(cost->number).second) {
      violations.push_back({place + ".cost", "COST_NAMED_TWICE", {{"cost", decision.cost()}}});
    }
    decisions.push_back({.number = cost->number,
                         .verdict = verdict,
                         .reason = decision.reason(),
                         .correction_reason = decision.correction_reason(),
                         .correction = decision.correction()});
  }
  if (!violations.empty()) return RefuseInput("INVALID_REQUEST", std::move(violations));
  return decisions;
}

const reference::v1::Rule* RuleOfPeriod(const reference::v1::ListRulesResponse& rules,
                                        const std::string& period) {
  return FindForPeriod(
      rules.rules(), period, [](const reference::v1::Rule&) { return true; },
      [](const reference::v1::Rule& rule) -> absl::string_view { return rule.programming_period(); });
}

}  // namespace tranche::budgets
