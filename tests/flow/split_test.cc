// SPDX-License-Identifier: EUPL-1.2
// A process for each role: the same answers as from one process, in the same order started and stopped,
// and everything that does not need a role goes on while it is away.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "cpp/client.h"
#include "cpp/json.h"
#include "platform/base/error.h"
#include "platform/rpc/role_table.h"
#include "programs.h"

namespace tranche::flow {
namespace {

using ::testing::ElementsAreArray;
using ::testing::HasSubstr;

constexpr char kNumber[] = "BG05M9OP001-2.005-0063-C01";
constexpr char kAsked[] = "=== ";  // Begins a question of the transcript.
constexpr char kVerify[] = "/claims/3:verify Idempotency-Key: verify-2";
constexpr char kContract[] = "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01";

std::vector<std::string> RoleNames() {
  std::vector<std::string> names;
  for (const rpc::RoleRow& row : rpc::RoleTable()) names.push_back(row.name);
  return names;
}

// The whole of a refusal.
std::string Said(const absl::Status& status) {
  std::string said = absl::StrCat(absl::StatusCodeToString(status.code()), " ", ReasonOf(status), ": ",
                                  std::string(status.message()));
  for (const auto& [name, value] : ValuesOf(status)) absl::StrAppend(&said, "\n", name, " = ", value);
  for (const Violation& violation : ViolationsOf(status)) {
    absl::StrAppend(&said, "\n", violation.field, ": ", violation.reason);
    for (const auto& [name, value] : violation.values) absl::StrAppend(&said, ", ", name, " = ", value);
  }
  return said;
}

// What a set-up was asked and answered, as text.
class Transcript {
 public:
  explicit Transcript(const Programs* programs) : programs_(*programs) {}

  void Command(const std::vector<std::string>& arguments) {
    const Ran ran = programs_.Tranche(arguments);
    Add(absl::StrCat("$ tranche ", absl::StrJoin(arguments, " ")),
        absl::StrCat(ran.code, "\n", ran.out, ran.error));
  }

  void Rest(const Request& request) {
    const Answer answer = programs_.Http(request);
    Add(absl::StrCat(request.method, " ", request.path, " ", absl::StrJoin(request.headers, " ")),
        absl::StrCat(answer.status, "\n", answer.body));
  }

  void Rpc(const google::protobuf::MethodDescriptor* method, const google::protobuf::Message& request,
           const std::string& user) {
    client::Client client(*client::Servers::At(programs_.server()),
                          {.token = programs_.Token(user), .repeats_max = 0});
    const std::string name = absl::StrCat(method->service()->full_name(), "/", method->name());
    const auto answer = client.Call(name, request);
    Add(absl::StrCat(name, " ", request.ShortDebugString(), " as ", user),
        answer.ok() ? client::ToJson(**answer, client::JsonStyle::kIndented) : Said(answer.status()));
  }

  // Without what differs from one time to the next: times, keys made at random, traces, the port, how
  // far the evidence was sealed.
  std::string text() const {
    std::string text = text_;
    RE2::GlobalReplace(&text, R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z)", "TIME");
    RE2::GlobalReplace(&text, R"([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12})",
                       "KEY");
    RE2::GlobalReplace(&text, R"(\b[0-9a-f]{32}\b)", "TRACE");
    RE2::GlobalReplace(&text, R"((sample_?[cC]ommitment"?: ?")[0-9a-f]{64})", R"(\1SEED)");
    RE2::GlobalReplace(&text, R"(/tmp/tranche-flow-[A-Za-z0-9]{6})", "FOLDER");
    RE2::GlobalReplace(&text, R"(127\.0\.0\.1:\d+)", "ADDRESS");
    RE2::GlobalReplace(&text, R"(,\s*"checkpoint":\s*\{[^}]*\})", "");
    // A report on paper names the checkpoint on each page.
    RE2::GlobalReplace(&text, R"("data":\s*"JVBER[^"]*")", R"("data": "PDF")");
    RE2::GlobalReplace(&text, R"re(,?\s*"log(Origin|Size|Root)":\s*"[^"]*")re", "");
    return text;
  }

 private:
  void Add(const std::string& asked, const std::string& answered) {
    absl::StrAppend(&text_, kAsked, asked, "\n", answered, "\n");
  }

  const Programs& programs_;
  std::string text_;
};

// From two documents to a paid project by files of steps, and all that can be read by command.
void WorkByCommand(const Programs& programs, Transcript* transcript) {
  transcript->Command(
      {"examples", "load", absl::StrCat(SOURCE_ROOT, "/services/examples"), "--progress"});
  const std::string steps = absl::StrCat(SOURCE_ROOT, "/services/examples/mineralni-bani.json");
  transcript->Command({"--lang", "en", "apply", steps, "--progress"});
  programs.AwaitFollowers();
  const std::vector<std::vector<std::string>> reads = {
      {"whoami"},
      {"organisations", "list"},
      {"organisations", "show", "lyubimets"},
      {"plans", "list"},
      {"plans", "show", "lyubimets-2013"},
      {"plans", "check", "lyubimets-2013"},
      {"proposals", "list"},
      {"proposals", "show", "BG05M9OP001-2.005-0063"},
      {"contracts", "list"},
      {"contracts", "show", kNumber},
      {"contracts", "show", "BG05M9OP001-9.999-0001-C01"},
      {"timelines", "show", kNumber},
      {"deadlines", "list", kNumber, "--as-of", "2018-09-01"},
      {"staffing", "list", kNumber},
      {"budgets", "show", kNumber},
      {"costs", "list", kNumber},
      {"claims", "list", kNumber},
      {"payments", "list", kNumber},
      {"reports", "budget-vs-actual", kNumber, "--as-of", "2017-09-30"},
      {"rules", "list", "--as-of", "2018-09-01"},
      {"examples", "summary"}};
  for (const std::vector<std::string>& read : reads) {
    for (const std::vector<std::string>& form :
         {std::vector<std::string>{"-o", "json"}, {"--lang", "en"}, {"-o", "csv"}}) {
      std::vector<std::string> arguments = form;
      arguments.insert(arguments.end(), read.begin(), read.end());
      transcript->Command(arguments);
    }
  }
}

std::string CostBody(const std::string& amount) {
  const Json money = {{"amount", amount}, {"currency", "BGN"}};
  return Json{{"cost",
               {{"line", "5.1"},
                {"claimed", money},
                {"document",
                 {{"type", "invoice"},
                  {"number", "N-1"},
                  {"issuedOn", "2018-01-10"},
                  {"paidOn", "2018-01-12"},
                  {"issuer", "Доставчик"},
                  {"total", money}}}}}}
      .dump();
}

// Writes, repeats and refusals by REST, and what a second claim needs of both budgets and payments.
void WorkByRest(const Programs& programs, Transcript* transcript) {
  const std::string contract = absl::StrCat("/v1/", kContract);
  const auto post = [&](const std::string& path, const std::string& key, const std::string& body,
                        const std::string& token = "owner") {
    transcript->Rest({.method = "POST",
                      .path = path,
                      .body = body,
                      .headers = {"Idempotency-Key: " + key},
                      .token = token});
  };
  post(contract + "/costs", "cost-1", CostBody("10.00"));
  post(contract + "/costs", "cost-1", CostBody("10.00"));
  post(contract + "/costs", "cost-1", CostBody("11.00"));
  post(contract + "/costs", "cost-2", CostBody("7100.01"));
  post(contract + "/costs", "cost-3", CostBody("10,3,4"));
  post(contract + "/costs", "cost-4", "{\"cost\": ");
  post(contract + "/costs", "cost-5", CostBody("10.00"), "viewer");
  post(contract + "/costs", "cost-6", CostBody("10.00"), "");
  post(contract + "/claims", "claim",
       Json{{"claim", {{"kind", "interim"}, {"costs", {absl::StrCat(kContract, "/costs/8")}}}}}.dump());
  post(contract + "/claims/3:send", "send", R"({"sentOn":"2018-02-01"})");
  post(contract + "/claims/3:verify", "verify-1", R"({"verification":{"decidedOn":"2018-03-01"}})");
  post(contract + "/claims/3:verify", "verify-2", R"({"verification":{"decidedOn":"2018-03-01"}})",
       "approver");
  programs.AwaitFollowers();
  for (const char* path :
       {"", "/budget", "/costs", "/costs?pageSize=2", "/claims", "/claims/3", "/payments", "/schemes",
        "/timeline", "/deadlines?asOf=2018-09-01", "/reports/budgetVsActual?asOf=2018-09-01"}) {
    transcript->Rest({.path = contract + path});
  }
  for (const char* path :
       {"/v1/me", "/v1/organisations", "/v1/organisations/-/contracts",
        "/v1/organisations/lyubimets/plans", "/v1/rules", "/v1/calendars/2018", "/v1/procedures",
        "/v1/expenseTypes", "/v1/nothing", "/v1/organisations/haskovo/plans", "/healthz"}) {
    transcript->Rest({.path = path});
  }
}

// What the sealed log says depends on when it was sealed and holds digests of times; tests/evidence has
// it.
bool IsOfTheSealedLog(const google::protobuf::MethodDescriptor* method) {
  return RE2::PartialMatch(method->name(), "Evidence|Checkpoint|Proof");
}

bool HasField(const google::protobuf::MethodDescriptor* method, const char* name) {
  return method->input_type()->FindFieldByName(name) != nullptr;
}

// Every method of every role with an empty request, and every read of what there is, by gRPC.
void WorkByRpc(Transcript* transcript) {
  for (const std::string& role : RoleNames()) {
    const auto* file = google::protobuf::DescriptorPool::generated_pool()->FindFileByName(
        absl::StrCat("tranche/", role, "/v1/", role, "_service.proto"));
    ASSERT_NE(file, nullptr) << role;
    for (int i = 0; i < file->service(0)->method_count(); ++i) {
      const google::protobuf::MethodDescriptor* method = file->service(0)->method(i);
      if (IsOfTheSealedLog(method)) continue;
      const auto request = client::NewMessage(method->input_type());
      transcript->Rpc(method, *request, "viewer");
      for (const char* field : {"name", "parent"}) {
        if (HasField(method, "request_id") || !HasField(method, field)) continue;
        for (const std::string& value :
             {std::string("organisations/mineralni-bani"), std::string(kContract),
              absl::StrCat(kContract, "/budget"), absl::StrCat(kContract, "/timeline"),
              absl::StrCat(kContract, "/claims/2"), absl::StrCat(kContract, "/costs/2"),
              std::string("organisations/lyubimets/plans/lyubimets-2013")}) {
          request->GetReflection()->SetString(request.get(),
                                              method->input_type()->FindFieldByName(field), value);
          transcript->Rpc(method, *request, "owner");
        }
      }
    }
  }
}

std::string Work(bool split) {
  const Programs programs({.examples = false, .split = split});
  Transcript transcript(&programs);
  WorkByCommand(programs, &transcript);
  WorkByRest(programs, &transcript);
  WorkByRpc(&transcript);
  return transcript.text();
}

TEST(Split, WholeLineOfWork_IsAnsweredAsByOneProcess) {
  const std::vector<std::string> one = absl::StrSplit(Work(false), '\n');
  const std::vector<std::string> ten = absl::StrSplit(Work(true), '\n');
  std::string asked;
  for (size_t i = 0; i < std::min(one.size(), ten.size()); ++i) {
    if (absl::StartsWith(one[i], kAsked)) asked = one[i];
    ASSERT_EQ(one[i], ten[i]) << "line " << i << ", " << asked;
  }
  EXPECT_EQ(one.size(), ten.size());
  // The work was done: a claim was verified, by the role that asks another one for that.
  EXPECT_GT(one.size(), 5000u);
  const auto verified = std::find_if(
      one.begin(), one.end(), [](const std::string& line) { return absl::EndsWith(line, kVerify); });
  ASSERT_NE(verified, one.end());
  EXPECT_EQ(*std::next(verified), "200");
}

// The values of `field` in the lines of a log with `event`.
std::vector<std::string> Logged(const std::string& log, const std::string& event,
                                const std::string& field) {
  std::vector<std::string> values;
  for (const absl::string_view line : absl::StrSplit(log, '\n', absl::SkipEmpty())) {
    const Json entry = Json::parse(std::string(line), nullptr, false);
    if (entry.is_object() && entry.value("event", "") == event)
      values.push_back(entry.value(field, ""));
  }
  return values;
}

TEST(Split, OneProcess_StartsRolesInTheOrderOfTheTableAndStopsThemInReverse) {
  Programs programs({.gateway = false, .examples = false});
  programs.Stop();
  std::vector<std::string> names = RoleNames();
  EXPECT_THAT(Logged(programs.Log("tranched"), "role_started", "role"), ElementsAreArray(names));
  std::reverse(names.begin(), names.end());
  EXPECT_THAT(Logged(programs.Log("tranched"), "role_stopped", "role"), ElementsAreArray(names));
}

// A call and the roles without which it cannot be answered.
struct Probe {
  std::string role;  // Whose method it is.
  std::string method;
  std::string path;
  std::string body;
  std::set<std::string> needs;  // Besides `role`.
};

Request RequestOf(const Probe& probe) {
  return {.method = probe.method,
          .path = probe.path,
          .body = probe.body,
          .headers = {"Idempotency-Key: probe"}};
}

// Reads, and writes that only check and keep nothing.
std::vector<Probe> Probes(const Programs& programs) {
  const std::string contract = absl::StrCat("/v1/", kContract);
  Json cost = Json::parse(CostBody("10.00"));
  cost["validateOnly"] = true;
  const Json money = {{"amount", "100.00"}, {"currency", "BGN"}};
  const Json nothing = {{"amount", "0.00"}, {"currency", "BGN"}};
  const Json proposal = {{"proposal",
                          {{"number", "BG05M9OP001-2.005-0099"},
                           {"procedure", "BG05M9OP001-2.005"},
                           {"title", "Малък проект"},
                           {"requested", {{"eu", money}, {"national", nothing}, {"own", nothing}}},
                           {"durationMonths", 18}}},
                         {"validateOnly", true}};
  const std::string plans = "/v1/organisations/lyubimets/plans";
  const Json plan = programs.Http({.path = plans + "/lyubimets-2013"}).json();
  return {
      {"access", "GET", "/v1/organisations", "", {}},
      {"documents",
       "GET",
       absl::StrCat("/v1/organisations/lyubimets/documents/",
                    plan["documentSha256"].get<std::string>()),
       "",
       {}},
      {"reference", "GET", "/v1/procedures", "", {}},
      {"plans", "GET", plans, "", {}},
      // Wages and rates are reference's: without it the checks that need them are not computable.
      {"plans", "GET", plans + "/lyubimets-2013:check", "", {}},
      {"proposals", "GET", contract, "", {}},
      {"proposals",
       "POST",
       "/v1/organisations/mineralni-bani/proposals",
       proposal.dump(),
       {"reference"}},
      {"budgets", "GET", contract + "/budget", "", {}},
      {"budgets", "POST", contract + "/costs", cost.dump(), {}},
      {"staffing", "GET", contract + "/schemes", "", {}},
      {"payments", "GET", contract + "/claims", "", {}},
      {"timelines", "GET", contract + "/timeline", "", {}},
      {"timelines", "GET", contract + "/deadlines?asOf=2018-09-01", "", {"reference"}},
      {"reports", "GET", contract + "/reports/budgetVsActual", "", {}},
  };
}

// Asks until the answer is `status`, for as long as a connection is made anew.
Answer Await(const Programs& programs, const Probe& probe, int status) {
  const absl::Time deadline = absl::Now() + absl::Seconds(20);
  Answer answer = programs.Http(RequestOf(probe));
  while (answer.status != status && absl::Now() < deadline) answer = programs.Http(RequestOf(probe));
  return answer;
}

void ExpectAway(const Answer& answer, const std::string& role, const std::string& asked) {
  ASSERT_EQ(answer.status, 503) << asked << " without " << role << ": " << answer.body;
  const Json problem = answer.json();
  EXPECT_EQ(problem["code"], "PEER_UNAVAILABLE") << asked;
  EXPECT_THAT(problem["detail"].get<std::string>(), HasSubstr(role)) << asked;
}

TEST(Split, RoleThatIsAway_IsNamedAndTheOthersGoOn) {
  Programs programs({.split = true});
  std::vector<Probe> probes = Probes(programs);
  for (const Probe& probe : probes) ASSERT_EQ(Await(programs, probe, 200).status, 200) << probe.path;
  for (const std::string& role : RoleNames()) {
    programs.KillRole(role);
    for (const Probe& probe : probes) {
      const bool away = probe.role == role || probe.needs.count(role) > 0;
      const Answer answer = Await(programs, probe, away ? 503 : 200);
      if (away) {
        ExpectAway(answer, role, probe.path);
      } else {
        EXPECT_EQ(answer.status, 200) << probe.path << " without " << role << ": " << answer.body;
      }
    }
    const Answer health = programs.Http({.path = "/healthz", .token = ""});
    EXPECT_EQ(health.status, 503);
    EXPECT_EQ(health.json()["away"], Json::array({role}));
    programs.StartRole(role);
    for (const Probe& probe : probes) {
      const Answer answer = Await(programs, probe, 200);
      EXPECT_EQ(answer.status, 200) << probe.path << " after " << role << " came back: " << answer.body;
    }
  }
}

TEST(Split, RoleThatIsAway_IsNamedByTheCommandLine) {
  Programs programs({.gateway = false, .split = true});
  programs.KillRole("budgets");
  const Ran ran = programs.Tranche({"budgets", "show", kNumber});
  EXPECT_EQ(ran.code, 7);
  EXPECT_THAT(ran.error, HasSubstr("budgets"));
  EXPECT_EQ(programs.Tranche({"contracts", "show", kNumber}).code, 0);
}

}  // namespace
}  // namespace tranche::flow
