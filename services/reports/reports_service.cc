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
#include "platform/text/fold.h"
#include "platform/validate/validate.h"
#include "reports/budget_vs_actual.h"
#include "reports/evidence/evidence_store.h"
#include "reports/money_convert.h"
#include "reports/money_paper_convert.h"
#include "reports/money_store.h"
#include "reports/paper/paper.h"
#include "reports/report_request_convert.h"
#include "reports/reports_store.h"

namespace tranche::reports {
namespace {

absl::StatusOr<v1::BudgetVsActualLine> ToProto(const LineActual& line) {
  v1::BudgetVsActualLine proto;
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart left, Left(line));
  TRANCHE_ASSIGN_OR_RETURN(*proto.mutable_spent_percent(), SpentPercent(line));
  proto.set_code(line.code);
  proto.set_title(line.title);
  *proto.mutable_cap() = convert::ToProto(line.cap);
  *proto.mutable_reserved() = convert::ToProto(line.reserved);
  *proto.mutable_spent() = convert::ToProto(line.spent);
  *proto.mutable_refused() = convert::ToProto(line.refused);
  *proto.mutable_left() = convert::ToProto(left);
  return proto;
}

absl::StatusOr<v1::BudgetVsActual> ToReport(const store::ContractActuals& actuals) {
  v1::BudgetVsActual report;
  TRANCHE_ASSIGN_OR_RETURN(const LineActual total, SumOf(actuals.lines, actuals.currency));
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart paid, Add(actuals.paid_advance, actuals.paid_for_costs));
  TRANCHE_ASSIGN_OR_RETURN(const Money not_paid, ApprovedNotPaid(total.spent, actuals.paid_for_costs));
  for (const LineActual& line : actuals.lines) {
    TRANCHE_ASSIGN_OR_RETURN(*report.add_lines(), ToProto(line));
  }
  TRANCHE_ASSIGN_OR_RETURN(*report.mutable_total(), ToProto(total));
  report.set_number(actuals.number);
  *report.mutable_paid_advance() = convert::ToProto(actuals.paid_advance);
  *report.mutable_paid_for_costs() = convert::ToProto(actuals.paid_for_costs);
  *report.mutable_paid_total() = convert::ToProto(paid);
  *report.mutable_approved_not_paid() = convert::ToProto(not_paid);
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
  const std::string contract = FoldRegisterNumber(segments[1]);
  return idempotency::Read<v1::BudgetVsActual>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::BudgetVsActual> {
        // First the checkpoint: what it holds was committed before, so the report has it.
        const std::optional<store::SealedHead> head = store::LoadHead(tx);
        const std::vector<store::ContractActuals> found =
            store::FindActuals(tx, segments[0], contract, as_of, known_at);
        if (found.empty()) return Refuse("NOT_FOUND", {{"name", request.parent()}});
        if (found.size() > 1) return Refuse("NAME_AMBIGUOUS", {{"name", request.parent()}});
        TRANCHE_ASSIGN_OR_RETURN(v1::BudgetVsActual report, ToReport(found.front()));
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
  std::optional<Currency> asked;
  if (!request.currency().empty()) {
    TRANCHE_ASSIGN_OR_RETURN(asked, ParseCurrency(request.currency()));
  }
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
