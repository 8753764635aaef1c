// SPDX-License-Identifier: EUPL-1.2
// The plans role with a plan in its store, for tests of what becomes of plans. Plans are stored without
// a document, so that these tests ask nothing of the importer.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "plans/plans_module.h"
#include "plans/plans_store.h"
#include "plans/search/project_store.h"
#include "platform/base/digest.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/grpc_status.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "proposals/proposals_module.h"
#include "tranche/plans/v1/plan_changes_service.grpc.pb.h"
#include "tranche/plans/v1/plan_versions_service.grpc.pb.h"
#include "tranche/plans/v1/project_links_service.grpc.pb.h"
#include "tranche/plans/v1/strategies_service.grpc.pb.h"

namespace tranche::plans {

class LifeWorld {
 protected:
  LifeWorld()
      : role_(sandbox_, "plans", nullptr, 4),
        proposals_(sandbox_, "proposals", &role_),
        versions_(Served()),
        strategies_(v1::StrategiesService::NewStub(role_.channel())),
        links_(v1::ProjectLinksService::NewStub(role_.channel())),
        changes_(v1::PlanChangesService::NewStub(role_.channel())) {}

  // Two sections: services with two measures, one of them with an amount and a part; education with
  // one.
  static v1::Plan ExamplePlan() {
    v1::Plan plan;
    plan.set_title("Годишен план за 2013 г.");
    plan.set_municipality("Любимец");
    plan.set_year(2013);
    plan.set_measure_count(3);
    plan.set_measures_with_amount(1);
    plan.set_document_sha256(Sha256Hex("1"));
    plan.mutable_parent_strategy()->set_title("Общинска стратегия");
    plan.mutable_parent_strategy()->set_decision_number("");
    AddMeasure(AddSection(&plan, "Социални услуги"), "Домашен патронаж", "244440.00");
    AddMeasure(plan.mutable_sections(0), "Личен асистент", "");
    AddMeasure(AddSection(&plan, "Образование"), "Обучение на кадрите", "");
    plan.mutable_stated_total()->set_amount("244440.00");
    plan.mutable_stated_total()->set_currency("BGN");
    return plan;
  }

  static v1::Section* AddSection(v1::Plan* plan, const std::string& title) {
    v1::Section* section = plan->add_sections();
    section->set_ordinal(plan->sections_size());
    section->set_title(title);
    return section;
  }

  static v1::Measure* AddMeasure(v1::Section* section, const std::string& activity,
                                 const std::string& total) {
    v1::Measure* measure = section->add_measures();
    measure->set_ordinal(section->measures_size());
    measure->set_activity(activity);
    measure->set_executor("Община Любимец");
    if (!total.empty()) {
      measure->mutable_stated_total()->set_amount(total);
      measure->mutable_stated_total()->set_currency("BGN");
      v1::Part* part = measure->add_parts();
      part->set_label("издръжка");
      *part->mutable_amount() = measure->stated_total();
    }
    return measure;
  }

  // Stores the next version.
  void Store(const v1::Plan& plan, const std::string& id = "lyubimets-2013",
             const std::string& organisation = "lyubimets") {
    const absl::Status stored =
        pg::Transact(role_.pool(), ScopeOf(organisation), [&](pg::Tx& tx) -> absl::Status {
          const auto newest = store::GetNewest(tx, organisation, id);
          return store::InsertVersion(tx, organisation, id, newest.ok() ? newest->version() + 1 : 1,
                                      plan)
              .status();
        });
    ASSERT_TRUE(stored.ok()) << stored;
  }

  // As if proposals had told of it.
  void KnowContract(const std::string& contract) {
    const absl::Status kept =
        pg::Transact(role_.pool(), ScopeOf("lyubimets"), [&](pg::Tx& tx) -> absl::Status {
          store::PutProject(tx, {.organisation = "lyubimets",
                                 .contract_id = contract,
                                 .number_typed = contract,
                                 .title = "Проект",
                                 .state = "IN_EXECUTION",
                                 .version = 1});
          return absl::OkStatus();
        });
    ASSERT_TRUE(kept.ok()) << kept;
  }

  // Calls `method` of `stub` as `actor`.
  template <class Stub, class Request, class Response>
  absl::StatusOr<Response> Call(const std::unique_ptr<Stub>& stub,
                                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request,
                                const rpc::Actor& actor = testing::TestActor()) {
    grpc::ClientContext context;
    role_.SignIn(&context, actor);
    Response response;
    const grpc::Status status = ((*stub).*method)(&context, request, &response);
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    return response;
  }

  int Count(const std::string& from) {
    return sandbox_.Inspect("select count(1) from " + from)[0][0].as<int>();
  }

  static constexpr char kPlan[] = "organisations/lyubimets/plans/lyubimets-2013";

  testing::PgSandbox sandbox_;
  testing::TestRole role_;
  testing::TestRole proposals_;
  std::unique_ptr<v1::PlanVersionsService::Stub> versions_;
  std::unique_ptr<v1::StrategiesService::Stub> strategies_;
  std::unique_ptr<v1::ProjectLinksService::Stub> links_;
  std::unique_ptr<v1::PlanChangesService::Stub> changes_;

 private:
  std::unique_ptr<v1::PlanVersionsService::Stub> Served() {
    proposals_.Serve(proposals::StartRole(proposals_.context()));
    role_.Serve(StartRole(role_.context()));
    return v1::PlanVersionsService::NewStub(role_.channel());
  }

  rpc::CallScope ScopeOf(const std::string& organisation) {
    return role_.Scope(testing::TestActor(organisation));
  }
};

}  // namespace tranche::plans
