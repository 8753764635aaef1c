// SPDX-License-Identifier: EUPL-1.2
// The search with plans in its store, for tests over PostgreSQL through the gRPC channel of the plans
// role.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "plans/plans_module.h"
#include "plans/plans_store.h"
#include "plans/search/record_texts_convert.h"
#include "plans/search/search_store.h"
#include "platform/base/error.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/grpc_status.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "tranche/plans/v1/plan_versions_service.grpc.pb.h"
#include "tranche/plans/v1/search_service.grpc.pb.h"

namespace tranche::plans {

struct PlaceOfPlan {
  std::string title;
  std::string municipality;
  std::vector<std::string> measures;
  std::string section = "Мерки";
};

inline v1::Plan MakePlan(const std::string& name, const PlaceOfPlan& place) {
  v1::Plan plan;
  plan.set_name(name);
  plan.set_title(place.title);
  plan.set_municipality(place.municipality);
  plan.set_year(2018);
  plan.set_document_sha256(std::string(64, 'a'));
  v1::Section& section = *plan.add_sections();
  section.set_ordinal(1);
  section.set_title(place.section);
  for (const std::string& text : place.measures) {
    v1::Measure& measure = *section.add_measures();
    measure.set_ordinal(section.measures_size());
    measure.set_activity(text);
    measure.set_executor("Общинска администрация");
  }
  return plan;
}

// The plans role with plans stored as the import does, and what is asked of its search.
class SearchWorld {
 protected:
  SearchWorld() : plans_(sandbox_, "plans", nullptr, 6) {
    plans_.Serve(StartRole(plans_.context()));
    stub_ = v1::SearchService::NewStub(plans_.channel());
  }

  // Stores a version of a plan as the import does.
  void StorePlan(
      const std::string& organisation, const std::string& plan, int version, const PlaceOfPlan& place,
      const std::function<void()>& before_commit = [] {}) {
    const std::string name = absl::StrCat("organisations/", organisation, "/plans/", plan);
    const absl::Status stored = pg::Transact(
        plans_.pool(), plans_.Scope(testing::TestActor(organisation)), [&](pg::Tx& tx) -> absl::Status {
          store::Lock(tx, organisation, plan);
          const auto made =
              store::InsertVersion(tx, organisation, plan, version, MakePlan(name, place));
          if (!made.ok()) return made.status();
          const absl::Status indexed = search::store::Index(tx, search::TextsOf(*made));
          before_commit();
          return indexed;
        });
    ASSERT_TRUE(stored.ok()) << stored;
  }

  absl::StatusOr<v1::RebuildIndexResponse> RebuildIndex(const std::string& page_token = "") {
    v1::RebuildIndexRequest request;
    request.set_page_token(page_token);
    request.set_parent("organisations/lyubimets");
    grpc::ClientContext context;
    plans_.SignIn(&context, testing::TestActor("lyubimets", {"ADMINISTRATOR"}));
    v1::RebuildIndexResponse response;
    const grpc::Status status = stub_->RebuildIndex(&context, request, &response);
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    return response;
  }

  v1::Correction Correct(const v1::CorrectPlanRequest& request) {
    grpc::ClientContext context;
    plans_.SignIn(&context);
    v1::Correction kept;
    const grpc::Status status =
        v1::PlanVersionsService::NewStub(plans_.channel())->CorrectPlan(&context, request, &kept);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return kept;
  }

  void TakeBack(const v1::Correction& correction) {
    v1::TakeBackCorrectionRequest request;
    request.set_name(correction.name());
    request.set_reason("Беше вярно");
    grpc::ClientContext context;
    plans_.SignIn(&context);
    v1::Correction kept;
    const grpc::Status status = v1::PlanVersionsService::NewStub(plans_.channel())
                                    ->TakeBackCorrection(&context, request, &kept);
    EXPECT_TRUE(status.ok()) << status.error_message();
  }

  // Every posting with its record.
  std::string Dump() const {
    return sandbox_
        .Inspect(
            "select string_agg(coalesce(r.name, '?') || ' ' || p.stem || ' ' || p.weight || ' ' "
            "|| "
            "p.spots::text, '; ' order by p.record_no, p.stem) from plans.search_posting as p "
            "left join plans.search_record as r using (organisation_id, record_no)")[0][0]
        .as<std::string>();
  }

  void WaitUntilSomebodyWaits() const {
    while (sandbox_
               .Inspect("select count(1) from pg_stat_activity where wait_event_type = 'Lock' "
                        "and datname = current_database()")[0][0]
               .as<int>() == 0) {
      std::this_thread::yield();
    }
  }

  absl::StatusOr<v1::SearchResponse> Search(const v1::SearchRequest& request,
                                            const rpc::Actor& actor = testing::TestActor()) {
    grpc::ClientContext context;
    plans_.SignIn(&context, actor);
    v1::SearchResponse response;
    const grpc::Status status = stub_->Search(&context, request, &response);
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    return response;
  }

  // Names of what is found, the best first, without "organisations/".
  std::vector<std::string> Found(const std::string& q, const rpc::Actor& actor = testing::TestActor()) {
    v1::SearchRequest request;
    request.set_q(q);
    const auto answer = Search(request, actor);
    if (!answer.ok()) return {ReasonOf(answer.status())};
    std::vector<std::string> names;
    for (const v1::SearchHit& hit : answer->hits())
      names.push_back(hit.name().substr(hit.name().find('/') + 1));
    return names;
  }

  testing::PgSandbox sandbox_;
  testing::TestRole plans_;
  std::unique_ptr<v1::SearchService::Stub> stub_;
};

inline const PlaceOfPlan kServices = {
    "Годишен план за социалните услуги 2018",
    "Любимец",
    {"Личен асистент", "Домашен социален патронаж", "Ремонт на детски градини"}};
inline const PlaceOfPlan kRoads = {
    "Програма за улици и пътища", "Любимец", {"Асфалтиране на улици", "Личен паркинг пред градината"}};

}  // namespace tranche::plans
