// SPDX-License-Identifier: EUPL-1.2
// Revalidations through the service, as payments asks for them, and what may never be in the books.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "budgets/testing/ledger_world.h"
#include "platform/base/error.h"
#include "tranche/budgets/v1/cost_revalidations_service.grpc.pb.h"

namespace tranche::budgets {

using Stub = v1::CostRevalidationsService::Stub;

// Every row is something that may not be: what a document holds is what its costs hold of it, and no
// more is revalidated than was not approved.
inline constexpr char kBrokenRevalidations[] = R"sql(
  select 'document ' || d.document_number || ' holds ' || d.claimed_minor || ', its costs ' || h.held
    from budgets.document as d
   cross join lateral (
      select sum(case when v.cost_number is null
                      then coalesce(x.claimed_eu_minor + x.claimed_national_minor + x.claimed_own_minor,
                                    k.claimed_minor)
                      when x.decided
                      then x.claimed_eu_minor + x.claimed_national_minor + x.claimed_own_minor - x.unapproved_eu_minor
                           - x.unapproved_national_minor - x.unapproved_own_minor
                      else v.approved_eu_minor + v.approved_national_minor + v.approved_own_minor
                           + v.by_correction_eu_minor + v.by_correction_national_minor + v.by_correction_own_minor
                 end
                 - coalesce((select case when r.currency = d.currency
                                         then r.of_correction_eu_minor + r.of_correction_national_minor
                                              + r.of_correction_own_minor
                                         else budgets.to_euro(r.of_correction_eu_minor)
                                              + budgets.to_euro(r.of_correction_national_minor)
                                              + budgets.to_euro(r.of_correction_own_minor) end
                               from budgets.cost_revalidation as r
                              where (r.organisation_id, r.contract_id, r.cost_number)
                                    = (k.organisation_id, k.contract_id, k.cost_number)), 0)) as held
        from budgets.cost as k
        left join budgets.restated_cost as x using (organisation_id, contract_id, cost_number)
        left join budgets.cost_decision as v using (organisation_id, contract_id, cost_number)
       where k.organisation_id = d.organisation_id and k.document_number_folded = d.number_folded
             and k.issuer_folded = d.issuer_folded and k.document_type = d.document_type
             and k.issued_on = d.issued_on) as h
   where d.claimed_minor <> h.held
  union all
  select 'BUD-11: cost ' || s.cost_number
    from (select distinct organisation_id, contract_id, revalidated_number as cost_number
            from budgets.cost_revalidation) as s
   cross join lateral budgets.revalidated_of(s.organisation_id, s.contract_id, s.cost_number) as w
    join budgets.cost as c using (organisation_id, contract_id, cost_number)
   where w.currency = c.currency
         and (w.given_unapproved_eu_minor > w.unapproved_eu_minor
              or w.given_unapproved_national_minor > w.unapproved_national_minor
              or w.given_unapproved_own_minor > w.unapproved_own_minor
              or w.given_by_correction_eu_minor > w.by_correction_eu_minor
              or w.given_by_correction_national_minor > w.by_correction_national_minor
              or w.given_by_correction_own_minor > w.by_correction_own_minor))sql";

class RevalidationsTest : public ::testing::Test, public LedgerWorld {
 protected:
  void SetUp() override {
    revalidations_ = v1::CostRevalidationsService::NewStub(budgets().channel());
    ASSERT_TRUE(Conclude("8500.00", "1000.00", "500.00").ok());
    ASSERT_TRUE(MakeTypedBudget({{"1", "staff", "6000.00"}, {"2", "indirect", "4000.00"}}).ok());
  }

  // A cost of 100.00 of which this is unapproved and taken by correction 3, in total; "": nothing.
  std::string Refused(const std::string& key, const std::string& unapproved,
                      const std::string& by_correction = "", const std::string& line = "1") {
    const auto cost = RecordCost(line, "100.00", key);
    EXPECT_TRUE(cost.ok()) << cost.status();
    v1::DecideCostsRequest request;
    request.set_parent(contract());
    request.set_request_id("decide-" + key);
    request.set_decided_on("2018-06-01");
    request.set_decided_by("approver@mineralni-bani");
    v1::CostDecision* decision = request.add_decisions();
    decision->set_cost(cost->name());
    decision->set_approved(true);
    if (!unapproved.empty()) {
      SetParts(decision->mutable_unapproved(), unapproved, "0.00", "0.00");
      decision->set_reason("Липсва протокол");
    }
    if (!by_correction.empty()) {
      SetParts(decision->mutable_unapproved_by_correction(), by_correction, "0.00", "0.00");
      decision->set_correction_reason("Нарушение при избора");
      decision->set_correction("3");
    }
    const auto decided = DecideAs(request);
    EXPECT_TRUE(decided.ok()) << decided.status();
    return cost->name();
  }

  v1::RecordCostRevalidationRequest Request(const std::string& cost, const std::string& unapproved,
                                            const std::string& of_correction, const std::string& key) {
    v1::RecordCostRevalidationRequest request;
    request.set_name(cost);
    if (!unapproved.empty()) {
      SetMoney(request.mutable_amounts()->mutable_unapproved(), unapproved, currency_);
    }
    if (!of_correction.empty()) {
      SetMoney(request.mutable_amounts()->mutable_unapproved_by_correction(), of_correction, currency_);
    }
    request.set_claim(contract() + "/claims/1");
    request.set_reason("Протоколът е представен");
    request.set_document("Доклад № 7");
    request.set_revalidated_on("2018-07-01");
    request.set_revalidated_by("second@mineralni-bani");
    request.set_request_id(key);
    return request;
  }
  absl::StatusOr<v1::CostRevalidation> Revalidate(const v1::RecordCostRevalidationRequest& request) {
    return AskAsService(&Stub::RecordCostRevalidation, request);
  }
  absl::StatusOr<v1::CostRevalidation> Revalidate(const std::string& cost,
                                                  const std::string& unapproved,
                                                  const std::string& of_correction,
                                                  const std::string& key) {
    return Revalidate(Request(cost, unapproved, of_correction, key));
  }
  absl::StatusOr<v1::CostRevalidation> Annul(const std::string& name, const std::string& key,
                                             const std::string& by = "third@mineralni-bani",
                                             bool answered_only = false) {
    v1::RecordRevalidationAnnulmentRequest request;
    request.set_name(name);
    request.mutable_annulment()->set_annulled_on("2018-07-02");
    request.mutable_annulment()->set_reason("Друг разход");
    request.mutable_annulment()->set_reference("Докладна № 9");
    request.set_annulled_by(by);
    request.set_request_id(key);
    request.set_answered_only(answered_only);
    return AskAsService(&Stub::RecordRevalidationAnnulment, request);
  }
  std::vector<v1::CostRevalidation> List() {
    v1::ListCostRevalidationsRequest request;
    request.set_parent(contract());
    const auto listed = AskAsService(&Stub::ListCostRevalidations, request,
                                     ::tranche::testing::TestActor(kOrganisation));
    EXPECT_TRUE(listed.ok()) << listed.status();
    return {listed->revalidations().begin(), listed->revalidations().end()};
  }
  std::string SpentOn(const std::string& line) {
    const auto budget = Budget();
    for (const v1::Line& one : budget->lines()) {
      if (one.code() == line) return Show(one.spent());
    }
    return "";
  }
  std::string ReservedOn(const std::string& line) {
    const auto budget = Budget();
    for (const v1::Line& one : budget->lines()) {
      if (one.code() == line) return Show(one.reserved());
    }
    return "";
  }
  int64_t HeldOfDocument(const std::string& number) {
    return sandbox()
        .Inspect("select claimed_minor from budgets.document where document_number = 'F-" + number +
                 "'")[0][0]
        .as<int64_t>();
  }
  std::vector<std::string> Broken() {
    std::vector<std::string> broken;
    for (const pqxx::row& row : sandbox().Inspect(kBrokenRevalidations))
      broken.push_back(row[0].c_str());
    const auto check = Check();
    EXPECT_TRUE(check.ok()) << check.status();
    for (const auto& finding : check->findings()) broken.push_back(finding.ShortDebugString());
    return broken;
  }
  void ConvertToEuro() {
    absl::Time now;
    ASSERT_TRUE(absl::ParseTime(absl::RFC3339_full, "2026-02-02T09:00:00Z", &now, nullptr));
    budgets().world().SetNow(now);
    proposals::v1::RedenominateContractRequest request;
    request.set_name(contract());
    request.set_still_to_settle(true);
    request.set_request_id("convert");
    const auto converted = Call(&Redenominations::RedenominateContract, request);
    ASSERT_TRUE(converted.ok()) << converted.status();
    v1::GetRedenominatedBudgetRequest followed;
    followed.set_name(contract() + "/budget");
    const auto budget = Call(&Currencies::GetRedenominatedBudget, followed);
    ASSERT_TRUE(budget.ok()) << budget.status();
    currency_ = "EUR";
  }

  std::string currency_ = "BGN";

 private:
  template <class Resp, class Req>
  absl::StatusOr<Resp> AskAsService(
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Resp*), const Req& request,
      const rpc::Actor& actor = {
          .subject = "service/payments", .organisations = {kOrganisation}, .roles = {"SERVICE"}}) {
    grpc::ClientContext context;
    budgets().SignIn(&context, actor);
    Resp response;
    const absl::Status status =
        rpc::FromGrpcStatus((revalidations_.get()->*method)(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }

  std::unique_ptr<Stub> revalidations_;
};

}  // namespace tranche::budgets
