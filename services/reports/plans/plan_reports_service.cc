// SPDX-License-Identifier: EUPL-1.2
#include "reports/plans/plan_reports_service.h"

#include <optional>
#include <string>
#include <vector>

#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/idempotency/idempotency.h"
#include "platform/validate/validate.h"
#include "reports/evidence/evidence_store.h"
#include "reports/plans/plan_account.h"
#include "reports/plans/plan_paper_convert.h"
#include "reports/plans/plan_report_convert.h"
#include "reports/plans/plan_store.h"
#include "reports/plans/planned_values_convert.h"
#include "reports/report_request_convert.h"

namespace tranche::reports {
namespace {

constexpr char kPlan[] = "organisations/{organisation}/plans/{plan}";

// That of the plan's amounts; lev where it has none, as all plans before 2026.
Currency CurrencyOf(const PlanFacts& facts) {
  if (facts.stated_total) return facts.stated_total->currency();
  for (const PlannedMeasure& measure : facts.measures) {
    if (measure.planned) return measure.planned->currency();
    if (!measure.by_year.empty()) return measure.by_year.front().amount.currency();
  }
  return Currency::kBgn;
}

}  // namespace

absl::StatusOr<v1::PlanReport> PlanReports::GetPlanReport(const rpc::CallScope& scope,
                                                          const v1::GetPlanReportRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kPlan, request.parent()));
  store::PlanQuestion question{
      .organisation = segments[0], .plan = segments[1], .as_of = {}, .known_at = {}};
  TRANCHE_ASSIGN_OR_RETURN(question.as_of, OptionalDay(request.as_of()));
  TRANCHE_ASSIGN_OR_RETURN(question.known_at, OptionalDay(request.known_at()));
  std::optional<Currency> asked;
  if (!request.currency().empty()) {
    TRANCHE_ASSIGN_OR_RETURN(asked, ParseCurrency(request.currency()));
  }
  return idempotency::Read<v1::PlanReport>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::PlanReport> {
        // First the checkpoint: what it holds was committed before, so the report has it.
        const std::optional<store::SealedHead> head = store::LoadHead(tx);
        TRANCHE_ASSIGN_OR_RETURN(const std::vector<store::ReadPlan> found,
                                 store::FindPlans(tx, question));
        if (found.empty()) return Refuse("NOT_FOUND", {{"name", request.parent()}});
        if (found.size() > 1) return Refuse("NAME_AMBIGUOUS", {{"name", request.parent()}});
        TRANCHE_ASSIGN_OR_RETURN(
            const PlanFacts facts,
            Corrected(found.front().facts, found.front().stated, found.front().corrections));
        const Currency currency = asked.value_or(CurrencyOf(facts));
        TRANCHE_ASSIGN_OR_RETURN(const PlanAccount account, AccountFor(facts, currency));
        v1::PlanReport report = ToProto(facts, account, currency);
        report.set_as_of(request.as_of());
        report.set_known_at(request.known_at());
        SetCheckpoint(head, &report);
        return report;
      });
}

absl::StatusOr<google::api::HttpBody> PlanReports::PrintPlanReport(
    const rpc::CallScope& scope, const v1::PrintPlanReportRequest& request) {
  v1::GetPlanReportRequest asked;
  asked.set_parent(request.parent());
  asked.set_as_of(request.as_of());
  asked.set_known_at(request.known_at());
  asked.set_currency(request.currency());
  TRANCHE_ASSIGN_OR_RETURN(const v1::PlanReport report, GetPlanReport(scope, asked));
  const Language language = request.language() == v1::EN ? Language::kEnglish : Language::kBulgarian;
  google::api::HttpBody printed;
  printed.set_content_type("application/pdf");
  TRANCHE_ASSIGN_OR_RETURN(*printed.mutable_data(), paper::PrintPdf(ToPaper(report, language)));
  return printed;
}

}  // namespace tranche::reports
