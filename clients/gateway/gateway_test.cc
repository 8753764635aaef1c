// SPDX-License-Identifier: EUPL-1.2
#include "gateway/gateway.h"

#include <gmock/gmock.h>
#include <google/api/httpbody.pb.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/synchronization/notification.h"
#include "gateway/asked_gateway.h"
#include "gateway/fake_server.h"
#include "platform/base/error.h"
#include "tranche/budgets/v1/budgets_service.pb.h"
#include "tranche/ops/v1/operations_service.pb.h"
#include "tranche/plans/v1/plans_service.pb.h"
#include "tranche/proposals/v1/proposals_service.pb.h"
#include "tranche/reports/v1/reports_service.pb.h"
#include "tranche/timelines/v1/timelines_service.pb.h"

namespace tranche::gateway {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;

constexpr char kContract[] = "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01";

common::v1::Money Bgn(const std::string& amount) {
  common::v1::Money money;
  money.set_amount(amount);
  money.set_currency("BGN");
  return money;
}

plans::v1::Plan ExamplePlan() {
  plans::v1::Plan plan;
  plan.set_name("organisations/lyubimets/plans/lyubimets-2013");
  plan.set_title("План <2013>");
  plan.set_year(2013);
  *plan.mutable_stated_total() = Bgn("538952.00");
  return plan;
}

plans::v1::Plan ExamplePlanWithRows() {
  plans::v1::Plan plan = ExamplePlan();
  auto* measure = plan.add_sections()->add_measures();
  measure->set_ordinal(1);
  measure->set_activity("Топъл обяд & грижа");
  *measure->mutable_stated_total() = Bgn("244440.00");
  return plan;
}

plans::v1::CheckPlanResponse ExampleChecks() {
  plans::v1::CheckPlanResponse checks;
  auto* check = checks.add_checks();
  check->set_check("measure.1.1.parts");
  check->set_place("1.1");
  check->set_title_bg("Сбор на частите");
  check->set_title_en("Sum of the parts");
  check->set_unit("BGN");
  check->set_stated("244440.00");
  check->set_computed("242499.00");
  check->set_delta("-1941.00");
  check->set_verdict(plans::v1::DISAGREE);
  auto* reading = check->add_readings();
  reading->set_text_en("7600 a month");
  reading->set_computed("91200.00");
  reading->set_verdict(plans::v1::AGREE);
  reading->add_not_written("months");
  auto* quotient = check->add_readings();
  quotient->set_text_en("91200 / 7600");
  quotient->set_computed("12");
  quotient->set_verdict(plans::v1::WARNING);
  return checks;
}

proposals::v1::Contract ExampleContract() {
  proposals::v1::Contract contract;
  contract.set_name(kContract);
  contract.set_number("BG05M9OP001-2.005-0063-C01");
  contract.set_starts_on("2017-04-18");
  contract.set_ends_on("2018-10-18");
  contract.set_duration_months(18);
  contract.set_period_rule(proposals::v1::SAME_NUMBERED_DAY);
  *contract.mutable_amount()->mutable_total() = Bgn("378008.50");
  auto* mark = contract.add_marks();
  mark->set_field("amount.eu");
  mark->set_provenance(common::v1::SOURCED);
  return contract;
}

timelines::v1::ListDeadlinesResponse ExampleDeadlines(const std::string& request_bytes) {
  timelines::v1::ListDeadlinesRequest request;
  EXPECT_TRUE(request.ParseFromString(request_bytes));
  timelines::v1::ListDeadlinesResponse list;
  list.set_as_of(request.as_of());
  auto* deadline = list.add_deadlines();
  deadline->set_title_en("Final payment claim");
  deadline->set_due_on("2018-11-19");
  deadline->set_nominal_on("2018-11-18");
  deadline->set_shift_en("Sunday");
  deadline->set_period("1 months");
  deadline->set_state(timelines::v1::UPCOMING);
  deadline->mutable_basis()->set_source("чл. 1");
  return list;
}

// What a small installation would answer; its contract has no budget yet.
absl::Status AnswerAsServer(const FakeServer::Call& call, std::string* response) {
  const std::string method = call.method.substr(call.method.rfind('/') + 1);
  if (method == "ListPlans") {
    plans::v1::ListPlansResponse list;
    *list.add_plans() = ExamplePlan();
    *response = list.SerializeAsString();
  } else if (method == "GetPlan") {
    *response = ExamplePlanWithRows().SerializeAsString();
  } else if (method == "CheckPlan") {
    *response = ExampleChecks().SerializeAsString();
  } else if (method == "ListContracts") {
    proposals::v1::ListContractsResponse list;
    *list.add_contracts() = ExampleContract();
    *response = list.SerializeAsString();
  } else if (method == "ListDeadlines") {
    *response = ExampleDeadlines(call.request).SerializeAsString();
  } else if (method == "GetMetrics") {
    ops::v1::Metrics metrics;
    metrics.set_text("tranche_calls_total 7\n");
    *response = metrics.SerializeAsString();
  } else if (method == "PrintMoneyReport") {
    google::api::HttpBody file;
    file.set_content_type("application/pdf");
    file.set_data(std::string("%PDF-1.5\n\0\xff", 11));
    *response = file.SerializeAsString();
  } else if (method == "GetBudget") {
    return Refuse("NOT_FOUND", {{"name", absl::StrCat(kContract, "/budget")}});
  } else {
    return Refuse("NOT_FOUND", {{"name", call.method}});
  }
  return absl::OkStatus();
}

class GatewayTest : public testing::Test {
 protected:
  GatewayTest()
      : server_([this](const FakeServer::Call& call, std::string* response) {
          const absl::Status status = AnswerAsServer(call, response);
          if (absl::EndsWith(call.method, "/GetMetrics") && disagreeing_contracts_ > 0) {
            ops::v1::Metrics metrics;
            metrics.set_text(absl::StrCat("tranche_ledger_disagreeing_contracts ",
                                          disagreeing_contracts_.load(), "\n"));
            *response = metrics.SerializeAsString();
          }
          return status;
        }),
        backend_(server_.channel()) {
    transcoder_ = *Transcoder::Create(LinkedServices(),
                                      google::protobuf::MessageFactory::generated_factory(), &backend_);
    GatewayOptions options;
    options.token = "tranche_gateway";
    options.hosts = {"grants.example.bg"};
    gateway_ = std::make_unique<Gateway>(&backend_, transcoder_.get(), options);
  }
  ~GatewayTest() override { backend_.CancelAndWait(); }

  HttpResponse Ask(HttpRequest request) { return AskGateway(*gateway_, std::move(request)); }

  static HttpRequest Request(const std::string& method, const std::string& path) {
    HttpRequest request;
    request.method = method;
    request.path = path;
    request.headers = {{"host", "127.0.0.1:8080"}, {"accept-language", "en"}};
    return request;
  }

  std::atomic<int> disagreeing_contracts_ = 0;  // As the server's numbers say.
  FakeServer server_;
  Backend backend_;
  std::unique_ptr<Transcoder> transcoder_;
  std::unique_ptr<Gateway> gateway_;
};

TEST_F(GatewayTest, RestCall_GoesThroughAndBack) {
  HttpRequest request = Request("GET", "/v1/organisations/-/plans/lyubimets-2013:check");
  request.headers.emplace_back("authorization", "Bearer caller");
  request.headers.emplace_back("request-timeout", "5");
  request.headers.emplace_back("traceparent",
                               "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  const HttpResponse response = Ask(request);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_type, "application/json");
  const auto body = nlohmann::json::parse(response.body);
  EXPECT_EQ(body["checks"][0]["verdict"], "disagree");
  EXPECT_EQ(body["checks"][0]["delta"], "-1941.00");
  EXPECT_EQ(body["checks"][0]["readings"][0]["notWritten"][0], "months");
  EXPECT_THAT(response.headers, Contains(Pair("Trace-Id", "0af7651916cd43dd8448eb211c80319c")));
  ASSERT_EQ(server_.calls().size(), 1u);
  const FakeServer::Call call = server_.calls()[0];
  EXPECT_EQ(call.method, "/tranche.plans.v1.PlansService/CheckPlan");
  EXPECT_THAT(call.metadata, Contains(Pair("authorization", "Bearer caller")));
  EXPECT_THAT(call.metadata,
              Contains(Pair("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")));
  EXPECT_LT(call.time_left, absl::Seconds(6));  // gRPC rounds the time up on its way.
}

TEST_F(GatewayTest, AnswerThatIsAFile_IsSentAsItIs) {
  HttpRequest request = Request("GET", absl::StrCat("/v1/", kContract, "/reports/money:print"));
  request.query = "language=en&checkJournal=true";
  request.headers.emplace_back("authorization", "Bearer caller");
  const HttpResponse response = Ask(request);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_type, "application/pdf");
  EXPECT_EQ(response.body, std::string("%PDF-1.5\n\0\xff", 11));
  reports::v1::PrintMoneyReportRequest asked;
  ASSERT_TRUE(asked.ParseFromString(server_.calls().at(0).request));
  EXPECT_EQ(asked.parent(), kContract);
  EXPECT_EQ(asked.language(), reports::v1::EN);
  EXPECT_TRUE(asked.check_journal());
}

TEST_F(GatewayTest, CallWithoutToken_IsNotGivenThePagesToken) {
  Ask(Request("GET", "/v1/organisations/-/plans"));
  ASSERT_EQ(server_.calls().size(), 1u);
  EXPECT_EQ(server_.calls()[0].metadata.count("authorization"), 0u);
  EXPECT_GT(server_.calls()[0].time_left, absl::Seconds(7));
}

TEST_F(GatewayTest, RefusalOfTheServer_IsAProblemDocument) {
  const HttpResponse response = Ask(Request("GET", absl::StrCat("/v1/", kContract, "/budget")));
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.content_type, "application/problem+json");
  const auto body = nlohmann::json::parse(response.body);
  EXPECT_EQ(body["code"], "NOT_FOUND");
  EXPECT_EQ(body["values"]["name"], absl::StrCat(kContract, "/budget"));
}

TEST_F(GatewayTest, WrongMethodOrAddress_IsAProblemDocument) {
  const HttpResponse method = Ask(Request("DELETE", "/v1/organisations/-/plans"));
  EXPECT_EQ(method.status, 405);
  EXPECT_THAT(method.headers, Contains(Pair("Allow", "GET")));
  EXPECT_EQ(Ask(Request("POST", "/")).status, 405);
  EXPECT_EQ(Ask(Request("GET", "/v1/nothing")).status, 404);
  EXPECT_EQ(Ask(Request("GET", "/assets/nothing.css")).status, 404);
  EXPECT_EQ(server_.calls().size(), 0u);
}

TEST_F(GatewayTest, ServerAway_Is503) {
  Backend nobody(
      grpc::CreateChannel("unix:/nonexistent/tranched.sock", grpc::InsecureChannelCredentials()));
  const auto transcoder = *Transcoder::Create(
      LinkedServices(), google::protobuf::MessageFactory::generated_factory(), &nobody);
  absl::Notification answered;
  HttpResponse response;
  transcoder->Handle(Request("GET", "/v1/organisations/-/plans"), [&](HttpResponse given) {
    response = std::move(given);
    answered.Notify();
  });
  ASSERT_TRUE(answered.WaitForNotificationWithTimeout(absl::Seconds(20)));
  EXPECT_EQ(response.status, 503);
  EXPECT_THAT(response.headers, Contains(Pair("Retry-After", "1")));
  nobody.CancelAndWait();
}

TEST_F(GatewayTest, Health_FollowsTheServer) {
  EXPECT_EQ(Ask(Request("GET", "/healthz")).status, 200);
  server_.health()->SetServingStatus(false);
  const HttpResponse response = Ask(Request("GET", "/healthz"));
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.body, R"({"status":"not_serving","away":["tranched"]})");
}

// A server whose books disagree serves all the same, and says so.
TEST_F(GatewayTest, Health_NamesBooksThatDisagree) {
  EXPECT_EQ(Ask(Request("GET", "/healthz")).body, R"({"status":"serving"})");
  disagreeing_contracts_ = 2;
  HttpResponse response = Ask(Request("GET", "/healthz"));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, R"({"status":"serving","disagreeing_contracts":2})");
  server_.health()->SetServingStatus(false);
  response = Ask(Request("GET", "/healthz"));
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.body, R"({"status":"not_serving","away":["tranched"],"disagreeing_contracts":2})");
}

TEST_F(GatewayTest, Metrics_AreTheServersAndItsOwn) {
  Ask(Request("GET", "/healthz"));
  const HttpResponse response = Ask(Request("GET", "/metrics"));
  EXPECT_THAT(response.body, HasSubstr("tranche_calls_total 7"));
  EXPECT_THAT(response.body, HasSubstr("tranche_up 1"));
  EXPECT_THAT(response.body,
              HasSubstr("tranche_gateway_requests_total{kind=\"health\",status=\"200\"} 1"));
}

TEST(Backend, CallsInWork_AreCancelledAndWaitedFor) {
  absl::Notification arrived;
  absl::Notification may_end;
  FakeServer server([&](const FakeServer::Call&, std::string*) {
    arrived.Notify();
    may_end.WaitForNotification();
    return absl::OkStatus();
  });
  Backend backend(server.channel());
  absl::Status seen;
  backend.Call<plans::v1::Plan>(
      "/tranche.plans.v1.PlansService/GetPlan", plans::v1::GetPlanRequest(), CallHeaders(),
      [&](const absl::Status& status, const plans::v1::Plan&) { seen = status; });
  arrived.WaitForNotification();
  backend.CancelAndWait();
  EXPECT_TRUE(absl::IsCancelled(seen)) << seen;
  may_end.Notify();
}

TEST_F(GatewayTest, PageUnderAnotherHostName_IsRefused) {
  HttpRequest request = Request("GET", "/");
  request.headers = {{"host", "evil.example:8080"}};
  EXPECT_EQ(Ask(request).status, 421);
  request.path = "/metrics";
  EXPECT_EQ(Ask(request).status, 421);
  request.headers = {{"host", "Grants.example.bg"}};
  EXPECT_EQ(Ask(request).status, 200);
}

TEST_F(GatewayTest, StyleSheetAndReasons_AreServed) {
  const HttpResponse style = Ask(Request("GET", "/assets/tranche.css"));
  EXPECT_EQ(style.content_type, "text/css; charset=utf-8");
  EXPECT_THAT(style.body, HasSubstr(".t-header"));
  const HttpResponse reason = Ask(Request("GET", "/problems/JSON_DUPLICATE_KEY"));
  EXPECT_EQ(reason.status, 200);
  EXPECT_THAT(reason.body, HasSubstr("occurs twice"));
  EXPECT_THAT(reason.body, HasSubstr("се среща два пъти"));
  EXPECT_EQ(Ask(Request("GET", "/problems/NO_SUCH_REASON")).status, 404);
}

}  // namespace
}  // namespace tranche::gateway
