// SPDX-License-Identifier: EUPL-1.2
// Prints how long the gateway takes from a request to the HTML of a plan with 100 measures and 100
// findings, with a server within the process that answers at once: gRPC, gathering and rendering, no
// database.
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "gateway/fake_server.h"
#include "gateway/pages/pages.h"
#include "tranche/plans/v1/plans_service.pb.h"

namespace tranche::gateway {
namespace {

constexpr int kRows = 100;
constexpr int kRounds = 200;

plans::v1::Plan MakePlan() {
  plans::v1::Plan plan;
  plan.set_name("organisations/lyubimets/plans/lyubimets-2013");
  plan.set_title("Годишен план");
  auto* section = plan.add_sections();
  section->set_ordinal(1);
  for (int i = 1; i <= kRows; ++i) {
    auto* measure = section->add_measures();
    measure->set_ordinal(i);
    measure->set_activity("Домашен социален патронаж");
    measure->set_description("Услуги в дома на човека: носене на храна, помощ в бита");
    measure->set_financing("От общинския бюджет – общо дадени 244440 лв.");
    measure->set_executor("Община Любимец");
    measure->mutable_stated_total()->set_amount("244440.00");
    measure->mutable_stated_total()->set_currency("BGN");
  }
  return plan;
}

plans::v1::CheckPlanResponse MakeChecks() {
  plans::v1::CheckPlanResponse checks;
  for (int i = 1; i <= kRows; ++i) {
    auto* check = checks.add_checks();
    check->set_check(absl::StrCat("measure.1.", i, ".parts"));
    check->set_place(absl::StrCat("1.", i));
    check->set_title_bg("Сбор на частите спрямо общата сума");
    check->set_unit("BGN");
    check->set_stated("244440.00");
    check->set_computed("242499.00");
    check->set_delta("-1941.00");
    check->set_verdict(plans::v1::DISAGREE);
    auto* reading = check->add_readings();
    reading->set_text_bg("за издръжка 132550.00 + за заплати 109949.00");
    reading->set_computed("242499.00");
    reading->set_verdict(plans::v1::DISAGREE);
  }
  return checks;
}

int Measure() {
  const std::string plan = MakePlan().SerializeAsString();
  const std::string checks = MakeChecks().SerializeAsString();
  FakeServer server([&](const FakeServer::Call& call, std::string* response) {
    *response = absl::EndsWith(call.method, "GetPlan") ? plan : checks;
    return absl::OkStatus();
  });
  Backend backend(server.channel());
  const Pages pages(&backend);
  HttpRequest request;
  request.method = "GET";
  request.path = "/bg/organisations/lyubimets/plans/lyubimets-2013";
  std::vector<absl::Duration> took;
  size_t bytes = 0;
  for (int round = 0; round < kRounds; ++round) {
    absl::Notification answered;
    const absl::Time began = absl::Now();
    pages.Handle(request, Session(), [&](HttpResponse response) {
      bytes = response.body.size();
      answered.Notify();
    });
    answered.WaitForNotification();
    took.push_back(absl::Now() - began);
  }
  backend.CancelAndWait();
  std::sort(took.begin(), took.end());
  std::printf("plan page, %d measures, %zu kB: p50 %.1f ms, p95 %.1f ms, worst %.1f ms of %d\n", kRows,
              bytes / 1000, absl::ToDoubleMilliseconds(took[kRounds / 2]),
              absl::ToDoubleMilliseconds(took[kRounds * 95 / 100]),
              absl::ToDoubleMilliseconds(took.back()), kRounds);
  return 0;
}

}  // namespace
}  // namespace tranche::gateway

int main() { return tranche::gateway::Measure(); }
