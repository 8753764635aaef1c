// SPDX-License-Identifier: EUPL-1.2
#include "budgets/ledger/ledger_convert.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/text/fold.h"
#include "platform/validate/validate.h"

namespace tranche::budgets {
namespace {

v1::LedgerBalance ToProto(LedgerBalance balance) {
  switch (balance) {
    case LedgerBalance::kCapOfLine:
      return v1::CAP_OF_LINE;
    case LedgerBalance::kReservedOnLine:
      return v1::RESERVED_ON_LINE;
    case LedgerBalance::kSpentOnLine:
      return v1::SPENT_ON_LINE;
    case LedgerBalance::kRefusedOnLine:
      return v1::REFUSED_ON_LINE;
    case LedgerBalance::kTransfersOfLine:
      return v1::TRANSFERS_OF_LINE;
    case LedgerBalance::kCapsOfContract:
      return v1::CAPS_OF_CONTRACT;
    case LedgerBalance::kCapOfLimit:
      return v1::CAP_OF_LIMIT;
    case LedgerBalance::kUsedOfLimit:
      return v1::USED_OF_LIMIT;
  }
  return v1::LEDGER_BALANCE_UNSPECIFIED;
}

v1::Payer ToProto(Payer payer) {
  switch (payer) {
    case Payer::kEu:
      return v1::EU_PART;
    case Payer::kNational:
      return v1::NATIONAL_PART;
    case Payer::kOwn:
      return v1::OWN_PART;
    case Payer::kAll:
      return v1::ALL_PARTS;
  }
  return v1::PAYER_UNSPECIFIED;
}

v1::OutlookWarning ToProto(Warning warning) {
  switch (warning) {
    case Warning::kNearlyUsedUp:
      return v1::NEARLY_USED_UP;
    case Warning::kRunsOutEarly:
      return v1::RUNS_OUT_EARLY;
    case Warning::kBehindPlan:
      return v1::BEHIND_PLAN;
    case Warning::kLeftAtTheEnd:
      return v1::LEFT_AT_THE_END;
  }
  return v1::OUTLOOK_WARNING_UNSPECIFIED;
}

}  // namespace

absl::StatusOr<VersionRef> ParseVersionName(const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(
      const std::vector<std::string> segments,
      validate::ParseResourceName(
          "organisations/{organisation}/contracts/{contract}/versions/{version}", name));
  const int number = validate::ParseNumber<int>(segments[2]);
  if (number == 0) return Refuse("NOT_FOUND", {{"name", name}});
  return VersionRef{
      .contract = {.organisation = segments[0], .contract = FoldRegisterNumber(segments[1])},
      .number = number};
}

absl::StatusOr<std::map<std::string, Money>> ParseRevisedLines(const v1::ReviseBudgetRequest& request) {
  std::map<std::string, Money> totals;
  std::vector<Violation> violations;
  for (int i = 0; i < request.lines_size(); ++i) {
    const v1::RevisedLine& line = request.lines(i);
    const std::string place = absl::StrCat("lines[", i, "]");
    if (!IsLineCode(line.code())) {
      violations.push_back(
          {place + ".code", "FIELD_MALFORMED", {{"value", line.code()}, {"format", "1.1"}}});
    }
    const absl::StatusOr<Money> total = convert::FromProto(line.total());
    AddViolation(total.status(), place + ".total", &violations);
    if (!total.ok()) continue;
    if (total->IsNegative()) violations.push_back({place + ".total", "AMOUNT_NEGATIVE", {}});
    if (!totals.emplace(line.code(), *total).second) {
      violations.push_back({place + ".code", "LINE_CODE_TWICE", {{"line", line.code()}}});
    }
  }
  if (!violations.empty()) return RefuseInput("INVALID_REQUEST", std::move(violations));
  return totals;
}

bool Restates(const v1::RevisedLine& asked, const std::string& title, const std::string& expense_type) {
  return (!asked.title().empty() && asked.title() != title) ||
         (!asked.expense_type().empty() && asked.expense_type() != expense_type);
}

absl::StatusOr<AskedLines> AskedLinesOf(const v1::ReviseBudgetRequest& request,
                                        absl::Span<const store::LockedLine> lines) {
  std::map<std::string, const store::LockedLine*> known;
  for (const store::LockedLine& line : lines) known.emplace(line.line.code, &line);
  AskedLines asked;
  std::vector<Violation> violations;
  for (int i = 0; i < request.lines_size(); ++i) {
    const v1::RevisedLine& line = request.lines(i);
    const auto found = known.find(line.code());
    if (found != known.end()) {
      if (Restates(line, found->second->title, found->second->expense_type))
        asked.restated.push_back(i);
      continue;
    }
    const std::string place = absl::StrCat("lines[", i, "]");
    if (line.title().empty()) violations.push_back({place + ".title", "FIELD_REQUIRED", {}});
    if (line.expense_type().empty()) {
      violations.push_back({place + ".expenseType", "FIELD_REQUIRED", {}});
    }
    asked.added.push_back(line);
  }
  if (!violations.empty()) return RefuseInput("INVALID_REQUEST", std::move(violations));
  return asked;
}

absl::StatusOr<std::vector<PlannedQuarter>> FromProto(const v1::SpendingPlan& plan) {
  std::vector<PlannedQuarter> quarters;
  for (const v1::PlannedQuarter& planned : plan.quarters()) {
    TRANCHE_ASSIGN_OR_RETURN(const Money amount, convert::FromProto(planned.amount()));
    quarters.push_back({.line = planned.line(),
                        .quarter = {.year = planned.year(), .quarter = planned.quarter()},
                        .amount = amount});
  }
  return quarters;
}

absl::StatusOr<TransferRule> RuleOf(const reference::v1::ListTransferRulesResponse& rules,
                                    const std::string& procedure, const std::string& day) {
  const reference::v1::TransferRule* chosen = nullptr;
  for (const reference::v1::TransferRule& rule : rules.rules()) {
    if (rule.procedure() == procedure || (rule.procedure().empty() && chosen == nullptr))
      chosen = &rule;
  }
  if (chosen == nullptr) {
    return Refuse("TRANSFER_RULE_UNKNOWN", {{"procedure", procedure}, {"day", day}});
  }
  return TransferRule{
      .limit_percent = chosen->limit_percent(),
      .base = chosen->base() == reference::v1::RECEIVING_LINE ? TransferBase::kReceivingLine
                                                              : TransferBase::kGivingLine,
      .cumulative = chosen->cumulative(),
      .forbidden_giving = {chosen->forbidden_giving().begin(), chosen->forbidden_giving().end()},
      .forbidden_receiving = {chosen->forbidden_receiving().begin(),
                              chosen->forbidden_receiving().end()},
      .legal_source = chosen->legal_source(),
      .verified = chosen->verified()};
}

v1::LedgerCheck ToProto(const store::Books& books, absl::Span<const LedgerFinding> findings) {
  v1::LedgerCheck check;
  check.set_name(
      absl::StrCat(ContractName(books.contract.organisation, books.contract.contract), "/ledgerCheck"));
  check.set_contract_number(books.contract.number);
  check.set_verdict(findings.empty() ? v1::BOOKS_AGREE : v1::BOOKS_DISAGREE);
  check.set_lines(static_cast<int>(books.lines.size()));
  check.set_postings(books.postings);
  for (const LedgerFinding& finding : findings) {
    v1::LedgerFinding* shown = check.add_findings();
    shown->set_line(finding.line);
    shown->set_limit(finding.limit);
    shown->set_balance(ToProto(finding.balance));
    shown->set_payer(ToProto(finding.payer));
    *shown->mutable_kept() = convert::ToProto(finding.kept);
    *shown->mutable_recomputed() = convert::ToProto(finding.recomputed);
  }
  return check;
}

v1::Outlook ToProto(const std::string& line, const std::string& title, Money cap, Money used,
                    Money planned, const Outlook& outlook) {
  v1::Outlook shown;
  shown.set_line(line);
  shown.set_title(title);
  *shown.mutable_cap() = convert::ToProto(cap);
  *shown.mutable_used() = convert::ToProto(used);
  *shown.mutable_left() = convert::ToProto(outlook.left);
  *shown.mutable_planned_to_date() = convert::ToProto(planned);
  shown.set_absorption_percent(outlook.absorption_percent);
  *shown.mutable_projected() = convert::ToProto(outlook.projected);
  shown.set_projected_percent(outlook.projected_percent);
  if (outlook.runs_out_on) shown.set_runs_out_on(FormatDay(*outlook.runs_out_on));
  for (const Warning warning : outlook.warnings) shown.add_warnings(ToProto(warning));
  return shown;
}

}  // namespace tranche::budgets
