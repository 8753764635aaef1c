// SPDX-License-Identifier: EUPL-1.2
#include "reports/reports_service.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/convert/money.h"
#include "platform/idempotency/idempotency.h"
#include "platform/money/currency_view.h"
#include "platform/text/fold.h"
#include "platform/validate/validate.h"
#include "reports/budget_vs_actual.h"
#include "reports/evidence/evidence_store.h"
#include "reports/money_convert.h"
#include "reports/money_paper_convert.h"
#include "reports/money_report.h"
#include "reports/money_store.h"
#include "reports/paper/paper.h"
#include "reports/report_request_convert.h"
#include "reports/reports_store.h"

namespace tranche::reports {
namespace {

// That of a field, nothing for an empty one.
absl::StatusOr<std::optional<Currency>> OptionalCurrency(const std::string& text) {
  if (text.empty()) return std::optional<Currency>();
  TRANCHE_ASSIGN_OR_RETURN(const Currency currency, ParseCurrency(text));
  return std::optional<Currency>(currency);
}

v1::BudgetVsActualLine ToProto(const ShownLine& shown) {
  v1::BudgetVsActualLine proto;
  proto.set_spent_percent(shown.spent_percent);
  proto.set_code(shown.line.code);
  proto.set_title(shown.line.title);
  *proto.mutable_cap() = convert::ToProto(shown.line.cap);
  *proto.mutable_reserved() = convert::ToProto(shown.line.reserved);
  *proto.mutable_spent() = convert::ToProto(shown.line.spent);
  *proto.mutable_refused() = convert::ToProto(shown.line.refused);
  *proto.mutable_left() = convert::ToProto(shown.left);
  return proto;
}

absl::StatusOr<v1::BudgetVsActual> ToReport(const store::ContractActuals& actuals, Currency currency) {
  v1::BudgetVsActual report;
  TRANCHE_ASSIGN_OR_RETURN(const LineActual sum, SumOf(actuals.lines, actuals.currency));
  TRANCHE_ASSIGN_OR_RETURN(const ShownLine total, ShowLine(sum, currency));
  std::vector<ShownLine> lines;
  for (const LineActual& line : actuals.lines) {
    TRANCHE_ASSIGN_OR_RETURN(lines.emplace_back(), ShowLine(line, currency));
    *report.add_lines() = ToProto(lines.back());
  }
  *report.mutable_total() = ToProto(total);
  TRANCHE_ASSIGN_OR_RETURN(const std::optional<ShownLine> rounding, RoundingOf(lines, total));
  if (rounding.has_value()) *report.mutable_rounding() = ToProto(*rounding);
  report.set_number(actuals.number);
  report.set_currency(std::string(CurrencyCode(currency)));
  report.set_kept_in(std::string(CurrencyCode(actuals.currency)));
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart paid, Add(actuals.paid_advance, actuals.paid_for_costs));
  TRANCHE_ASSIGN_OR_RETURN(const Money not_paid, ApprovedNotPaid(sum.spent, actuals.paid_for_costs));
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart advance, PartsIn(actuals.paid_advance, currency));
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart for_costs, PartsIn(actuals.paid_for_costs, currency));
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart paid_shown, PartsIn(paid, currency));
  TRANCHE_ASSIGN_OR_RETURN(const Money not_paid_shown, ShowIn(not_paid, currency));
  *report.mutable_paid_advance() = convert::ToProto(advance);
  *report.mutable_paid_for_costs() = convert::ToProto(for_costs);
  *report.mutable_paid_total() = convert::ToProto(paid_shown);
  *report.mutable_approved_not_paid() = convert::ToProto(not_paid_shown);
  return report;
}

// A claim that was asked for by its sequence is one that was sent and is no advance.
absl::Status CheckClaim(const MoneyFacts& facts, const v1::GetMoneyReportRequest& request) {
  if (request.claim() == 0 || facts.claim == request.claim()) return absl::OkStatus();
  return Refuse("NOT_FOUND", {{"name", absl::StrCat(request.parent(), "/claims/", request.claim())}});
}

}  // namespace

absl::StatusOr<v1::BudgetVsActual> Service::GetBudgetVsActual(
    const rpc::CallScope& scope, const v1::GetBudgetVsActualRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(
                               "organisations/{organisation}/contracts/{contract}", request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const std::optional<absl::CivilDay> as_of, OptionalDay(request.as_of()));
  TRANCHE_ASSIGN_OR_RETURN(const std::optional<absl::CivilDay> known_at,
                           OptionalDay(request.known_at()));
  TRANCHE_ASSIGN_OR_RETURN(const std::optional<Currency> asked, OptionalCurrency(request.currency()));
  const std::string contract = FoldRegisterNumber(segments[1]);
  return idempotency::Read<v1::BudgetVsActual>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::BudgetVsActual> {
        // First the checkpoint: what it holds was committed before, so the report has it.
        const std::optional<store::SealedHead> head = store::LoadHead(tx);
        const std::vector<store::ContractActuals> found =
            store::FindActuals(tx, segments[0], contract, as_of, known_at);
        if (found.empty()) return Refuse("NOT_FOUND", {{"name", request.parent()}});
        if (found.size() > 1) return Refuse("NAME_AMBIGUOUS", {{"name", request.parent()}});
        TRANCHE_ASSIGN_OR_RETURN(v1::BudgetVsActual report,
                                 ToReport(found.front(), asked.value_or(found.front().currency)));
        report.set_contract(
            absl::StrCat("organisations/", found.front().organisation, "/contracts/", contract));
        report.set_as_of(request.as_of());
        report.set_known_at(request.known_at());
        SetCheckpoint(head, &report);
        return report;
      });
}

absl::StatusOr<v1::MoneyReport> Service::GetMoneyReport(const rpc::CallScope& scope,
                                                        const v1::GetMoneyReportRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(
                               "organisations/{organisation}/contracts/{contract}", request.parent()));
  store::MoneyQuestion question{.organisation = segments[0],
                                .contract = FoldRegisterNumber(segments[1]),
                                .as_of = {},
                                .known_at = {},
                                .claim = request.claim(),
                                .read_journal = request.check_journal()};
  TRANCHE_ASSIGN_OR_RETURN(question.as_of, OptionalDay(request.as_of()));
  TRANCHE_ASSIGN_OR_RETURN(question.known_at, OptionalDay(request.known_at()));
  TRANCHE_ASSIGN_OR_RETURN(const std::optional<Currency> asked, OptionalCurrency(request.currency()));
  return idempotency::Read<v1::MoneyReport>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::MoneyReport> {
        // First the checkpoint, as above.
        const std::optional<store::SealedHead> head = store::LoadHead(tx);
        const std::vector<MoneyFacts> found = store::FindMoney(tx, question);
        if (found.empty()) return Refuse("NOT_FOUND", {{"name", request.parent()}});
        if (found.size() > 1) return Refuse("NAME_AMBIGUOUS", {{"name", request.parent()}});
        const MoneyFacts& facts = found.front();
        TRANCHE_RETURN_IF_ERROR(CheckClaim(facts, request));
        TRANCHE_ASSIGN_OR_RETURN(v1::MoneyReport report,
                                 ToProto(facts, asked.value_or(facts.currency)));
        report.set_contract(
            absl::StrCat("organisations/", facts.organisation, "/contracts/", question.contract));
        report.set_as_of(request.as_of());
        report.set_known_at(request.known_at());
        SetCheckpoint(head, &report);
        return report;
      });
}

absl::StatusOr<google::api::HttpBody> Service::PrintMoneyReport(
    const rpc::CallScope& scope, const v1::PrintMoneyReportRequest& request) {
  v1::GetMoneyReportRequest asked;
  asked.set_parent(request.parent());
  asked.set_as_of(request.as_of());
  asked.set_known_at(request.known_at());
  asked.set_currency(request.currency());
  asked.set_claim(request.claim());
  asked.set_check_journal(request.check_journal());
  TRANCHE_ASSIGN_OR_RETURN(const v1::MoneyReport report, GetMoneyReport(scope, asked));
  const Language language = request.language() == v1::EN ? Language::kEnglish : Language::kBulgarian;
  google::api::HttpBody printed;
  printed.set_content_type("application/pdf");
  TRANCHE_ASSIGN_OR_RETURN(*printed.mutable_data(), paper::PrintPdf(ToPaper(report, language)));
  return printed;
}

}  // namespace tranche::reports
