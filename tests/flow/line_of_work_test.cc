// SPDX-License-Identifier: EUPL-1.2
// The line of work from two documents to a paid project, as a user sees it: by the command line, by REST
// and by gRPC, on the real programs.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <future>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "platform/money/money.h"
#include "programs.h"
#include "tranche/budgets/v1/budgets_service.grpc.pb.h"
#include "tranche/proposals/v1/proposals_service.grpc.pb.h"

namespace tranche::flow {
namespace {

constexpr char kNumber[] = "BG05M9OP001-2.005-0063-C01";
// The same number with Cyrillic М, О, Р, as it was once published.
constexpr char kNumberTypedInCyrillic[] = "BG05М9ОР001-2.005-0063-C01";
constexpr char kContract[] = "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01";

// Programs with the examples, started once: the tests of this class only read.
class LineOfWork : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { programs_ = std::make_unique<Programs>(Programs::Options{}); }
  static void TearDownTestSuite() { programs_.reset(); }

  static Json Tranche(const std::vector<std::string>& arguments) {
    const Ran ran = programs_->Tranche(arguments);
    EXPECT_EQ(ran.code, 0) << ran.error;
    return ran.code == 0 ? ran.json() : Json();
  }

  static Json CheckNamed(const std::string& name) {
    for (const Json& check : Tranche({"plans", "check", "lyubimets-2013", "-o", "json"})) {
      if (check["check"] == name) return check;
    }
    ADD_FAILURE() << "there is no check " << name;
    return Json();
  }

  static std::unique_ptr<Programs> programs_;
};
std::unique_ptr<Programs> LineOfWork::programs_;

// "stated computed delta verdict" of a check or a reading.
std::string Figures(const Json& check) {
  return absl::StrCat(check.value("stated", ""), " ", check.value("computed", ""), " ", check.value("delta", ""), " ",
                      check.value("verdict", ""));
}

TEST_F(LineOfWork, PlanTotal_Agrees) {
  EXPECT_EQ(Figures(CheckNamed("total")), "538952.00 538952.00 0.00 agree");
}

TEST_F(LineOfWork, RowOne_PartsDisagreeWithTheirTotal) {
  EXPECT_EQ(Figures(CheckNamed("measure.1.1.parts")), "244440.00 242499.00 -1941.00 disagree");
}

TEST_F(LineOfWork, RowTwo_TwelveMonthsDisagreeWithTheTotal) {
  EXPECT_EQ(Figures(CheckNamed("measure.1.2.monthly")), "39792.00 32400.00 -7392.00 disagree");
}

TEST_F(LineOfWork, RowThree_PersonMonthsWithoutUnitCost_AreNotComputable) {
  const Json check = CheckNamed("measure.1.3.person_months");
  EXPECT_EQ(check["verdict"], "not_computable");
  EXPECT_TRUE(absl::StrContains(check.dump(), "492")) << check;
}

TEST_F(LineOfWork, RowFour_ListsEveryReading) {
  const Json check = CheckNamed("measure.1.4.monthly");
  std::vector<std::string> readings;
  bool months_missing = false;
  for (const Json& reading : check["readings"]) {
    readings.push_back(absl::StrCat(reading.value("computed", ""), " ", reading.value("verdict", "")));
    for (const Json& missing : reading["notWritten"]) months_missing = months_missing || missing == "months";
  }
  EXPECT_THAT(readings, ::testing::Contains("91200.00 agree"));
  EXPECT_THAT(readings, ::testing::Contains("1824000.00 disagree"));
  EXPECT_TRUE(months_missing) << check;
  EXPECT_TRUE(absl::StrContains(check.dump(), "12 persons") || absl::StrContains(check.dump(), "persons: 12")) << check;
}

TEST_F(LineOfWork, Contract_IsShownWithItsAmountPeriodAndRule) {
  const Json contract = Tranche({"contracts", "show", kNumber, "-o", "json"});
  EXPECT_EQ(contract["amount"]["total"]["amount"], "378008.50");
  EXPECT_EQ(contract["amount"]["total"]["currency"], "BGN");
  EXPECT_EQ(contract["amount"]["own"]["amount"], "0.00");
  EXPECT_EQ(contract["grantPercent"], "100.00");
  EXPECT_EQ(contract["startsOn"], "2017-04-18");
  EXPECT_EQ(contract["endsOn"], "2018-10-18");
  EXPECT_EQ(contract["durationMonths"], 18);
  EXPECT_EQ(contract["periodRule"], "same_numbered_day");
}

TEST_F(LineOfWork, ContractNumberTypedInCyrillic_FindsTheSameRecord) {
  EXPECT_EQ(Tranche({"contracts", "show", kNumberTypedInCyrillic, "-o", "json"}),
            Tranche({"contracts", "show", kNumber, "-o", "json"}));
}

TEST_F(LineOfWork, Contract_IsTheSameByCommandByRestAndByGrpc) {
  const Json by_command = Tranche({"contracts", "show", kNumber, "-o", "json"});
  const Answer by_rest = programs_->Http({.path = absl::StrCat("/v1/", kContract)});
  ASSERT_EQ(by_rest.status, 200) << by_rest.body;
  EXPECT_EQ(by_rest.json(), by_command);

  const auto stub = proposals::v1::ProposalsService::NewStub(
      grpc::CreateChannel(programs_->server(), grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + programs_->Token("viewer"));
  proposals::v1::GetContractRequest request;
  request.set_name(kContract);
  proposals::v1::Contract by_grpc;
  const grpc::Status status = stub->GetContract(&context, request, &by_grpc);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(by_grpc.amount().eu().amount(), by_command["amount"]["eu"]["amount"]);
  EXPECT_EQ(by_grpc.ends_on(), by_command["endsOn"]);
}

TEST_F(LineOfWork, ShareOfTheUnion_IsMarkedAsSourcedNotStated) {
  const Json contract = Tranche({"contracts", "show", kNumber, "-o", "json"});
  std::map<std::string, std::string> marks;
  for (const Json& mark : contract["marks"]) marks[mark["field"]] = mark["provenance"];
  EXPECT_EQ(marks["amount.total"], "stated");
  EXPECT_EQ(marks["amount.eu"], "sourced");
  EXPECT_EQ(marks["number"], "sourced");
}

int64_t Minor(const Json& money) {
  const absl::StatusOr<Money> amount = ParseAmount(money["amount"].get<std::string>(), Currency::kBgn);
  EXPECT_TRUE(amount.ok()) << money;
  return amount.ok() ? amount->minor() : 0;
}

TEST_F(LineOfWork, BudgetLines_AddUpToTheContractInEveryPart) {
  const Json budget = Tranche({"budgets", "show", kNumber, "-o", "json"});
  std::map<std::string, int64_t> sums;
  for (const Json& line : budget["lines"]) {
    for (const char* part : {"eu", "national", "own", "grant", "total"}) sums[part] += Minor(line["caps"][part]);
    EXPECT_EQ(Minor(line["caps"]["eu"]) + Minor(line["caps"]["national"]), Minor(line["caps"]["grant"])) << line;
  }
  EXPECT_EQ(sums["total"], 37800850);
  EXPECT_EQ(sums["eu"], 32130723);
  EXPECT_EQ(sums["national"], 5670127);
  EXPECT_EQ(sums["own"], 0);
}

TEST_F(LineOfWork, FinalClaim_IsDueOnTheMondayAfter) {
  const Json deadlines = Tranche({"deadlines", "list", kNumber, "--as-of", "2018-09-01", "-o", "json"});
  const auto found =
      std::find_if(deadlines.begin(), deadlines.end(), [](const Json& d) { return d["kind"] == "final_claim"; });
  ASSERT_NE(found, deadlines.end()) << deadlines;
  EXPECT_EQ((*found)["nominalOn"], "2018-11-18");
  EXPECT_EQ((*found)["dueOn"], "2018-11-19");
  EXPECT_EQ((*found)["basis"]["verified"], true);
  EXPECT_TRUE(absl::StrContains((*found)["basis"]["source"].get<std::string>(), "чл. 64, ал. 2"));
  EXPECT_EQ((*found)["shiftBasis"]["verified"], false);
  EXPECT_TRUE(absl::StrContains((*found)["shiftBasis"]["source"].get<std::string>(), "1182/71"));
  EXPECT_EQ((*found)["state"], "upcoming");
  EXPECT_EQ((*found)["daysLeft"], 79);
}

TEST_F(LineOfWork, BudgetVsActual_ShowsWhatWasApprovedAndPaid) {
  const Json report = Tranche({"reports", "budget-vs-actual", kNumber, "-o", "json"});
  EXPECT_EQ(report["total"]["cap"]["total"]["amount"], "378008.50");
  EXPECT_EQ(report["total"]["spent"]["total"]["amount"], "49850.40");
  EXPECT_EQ(report["total"]["reserved"]["total"]["amount"], "10350.00");
  EXPECT_EQ(report["total"]["refused"]["amount"], "1980.00");
  EXPECT_EQ(report["paidAdvance"]["total"]["amount"], "75601.70");
  EXPECT_EQ(report["paidForCosts"]["total"]["amount"], "49850.40");
  EXPECT_EQ(report["approvedNotPaid"]["amount"], "0.00");
}

TEST_F(LineOfWork, BudgetVsActual_AsOfADayBeforeTheDecision_HasNothingApproved) {
  const Json report =
      Tranche({"reports", "budget-vs-actual", kNumber, "--as-of", "2017-09-30", "-o", "json"});
  EXPECT_EQ(report["total"]["spent"]["total"]["amount"], "0.00");
  EXPECT_EQ(report["paidForCosts"]["total"]["amount"], "0.00");
  EXPECT_EQ(report["paidAdvance"]["total"]["amount"], "75601.70");
}

TEST_F(LineOfWork, CashPosition_ShowsTheAdvanceTheCapAndWhatIsLeftUnderIt) {
  const Json position = Tranche({"payments", "position", kNumber, "-o", "json"});
  EXPECT_EQ(position["granted"]["total"]["amount"], "378008.50");
  EXPECT_EQ(position["claimed"]["total"]["amount"], "51830.40");
  EXPECT_EQ(position["unapproved"]["total"]["amount"], "1980.00");
  EXPECT_EQ(position["approved"]["total"]["amount"], "49850.40");
  EXPECT_EQ(position["advancePaid"]["total"]["amount"], "75601.70");
  EXPECT_EQ(position["interimPaid"]["total"]["amount"], "49850.40");
  EXPECT_EQ(position["remainingToClear"]["amount"], "75601.70");
  EXPECT_EQ(position["cap"]["amount"], "302406.80");
  EXPECT_EQ(position["capPercent"], "80");
  EXPECT_EQ(position["leftUnderCap"]["amount"], "176954.70");
  EXPECT_EQ(position["toPay"]["total"]["amount"], "0.00");
  const Ran shown = programs_->Tranche({"payments", "position", kNumber});
  EXPECT_EQ(shown.code, 0) << shown.error;
  for (const char* text : {"Остава под тавана", "954,70", "За възстановяване", "Приспаднато от аванса"}) {
    EXPECT_THAT(shown.out, ::testing::HasSubstr(text));
  }
}

TEST_F(LineOfWork, ClaimWithARefusedCost_ShowsWhichAndWhy) {
  const Ran shown = programs_->Tranche({"claims", "show", kNumber, "2"});
  EXPECT_EQ(shown.code, 0) << shown.error;
  for (const char* text : {"Разходи, които не са одобрени изцяло", "Липсва доказателство"}) {
    EXPECT_THAT(shown.out, ::testing::HasSubstr(text));
  }
}

TEST_F(LineOfWork, StaffingScheme_KeepsPlacesPersonsAndMonthsApart) {
  const Json schemes = Tranche({"staffing", "list", kNumber, "-o", "json"});
  ASSERT_EQ(schemes.size(), 1u);
  EXPECT_EQ(schemes[0]["places"], 9);
  EXPECT_EQ(schemes[0]["personMonths"], 162);
  EXPECT_EQ(schemes[0]["cost"]["amount"], "186300.00");
}

TEST_F(LineOfWork, ExamplesLoadedAgain_ChangeNothing) {
  const std::vector<std::string> tables = {"plans.plan",     "plans.event",   "proposals.contract", "budgets.cost",
                                           "budgets.evidence", "payments.claim", "payments.payment",   "staffing.scheme"};
  std::vector<int> before;
  for (const std::string& table : tables) before.push_back(programs_->Count(table));
  const Ran again = programs_->Tranche({"examples", "load", absl::StrCat(SOURCE_ROOT, "/services/examples")});
  EXPECT_EQ(again.code, 0) << again.error;
  for (size_t i = 0; i < tables.size(); ++i) EXPECT_EQ(programs_->Count(tables[i]), before[i]) << tables[i];
}

TEST_F(LineOfWork, Summary_FitsOneScreenInBothLanguages) {
  for (const std::string language : {"bg", "en"}) {
    const Ran summary = programs_->Tranche({"--lang", language, "examples", "summary"});
    ASSERT_EQ(summary.code, 0) << summary.error;
    EXPECT_LE(std::count(summary.out.begin(), summary.out.end(), '\n'), 40) << summary.out;
    EXPECT_TRUE(absl::StrContains(summary.out, "lyubimets-2013")) << summary.out;
    EXPECT_TRUE(absl::StrContains(summary.out, kNumber)) << summary.out;
  }
}

TEST_F(LineOfWork, Pages_ShowPlanFindingsProjectAndDeadlinesInBothLanguages) {
  const std::string cookie = programs_->SignIn();
  const std::string contract = absl::StrCat("/organisations/mineralni-bani/contracts/", kNumber);
  const auto page = [&](const std::string& path) {
    const Answer answer = programs_->Http({.path = path, .headers = {cookie}, .token = ""});
    EXPECT_EQ(answer.status, 200) << path << ": " << answer.headers;
    return answer.body;
  };
  for (const std::string language : {"bg", "en"}) {
    const std::string home = page("/" + language + "/");
    EXPECT_THAT(home, ::testing::HasSubstr("lang=\"" + language + "\""));
    EXPECT_THAT(home, ::testing::HasSubstr(kNumber));
    EXPECT_THAT(home, ::testing::HasSubstr("2013"));
  }
  const std::string plan = "/organisations/lyubimets/plans/lyubimets-2013";
  EXPECT_THAT(page("/bg" + plan), ::testing::HasSubstr("не съвпада"));
  EXPECT_THAT(page("/en" + plan), ::testing::HasSubstr("disagree"));
  EXPECT_THAT(page("/bg" + contract + "/deadlines"), ::testing::HasSubstr("19.11.2018"));
}

TEST_F(LineOfWork, PagesWithoutSession_LeadToSignIn) {
  for (const std::string path : {"/", "/bg/", "/en/organisations/lyubimets/plans/lyubimets-2013"}) {
    const Answer answer = programs_->Http({.path = path, .headers = {"Cookie: tranche=lyubimets.wrong"}, .token = ""});
    EXPECT_EQ(answer.status, 303) << path;
    EXPECT_THAT(answer.headers, ::testing::HasSubstr("Location: /sign-in"));
  }
}

TEST_F(LineOfWork, Health_IsServedForEveryRole) {
  const Answer health = programs_->Http({.path = "/healthz", .token = ""});
  EXPECT_EQ(health.status, 200) << health.body;
}

TEST_F(LineOfWork, Metrics_CountTheCalls) {
  const Answer metrics = programs_->Http({.path = "/metrics", .token = ""});
  ASSERT_EQ(metrics.status, 200) << metrics.body;
  EXPECT_THAT(metrics.body, ::testing::HasSubstr("tranche_calls_total"));
}

TEST_F(LineOfWork, Seed_ReadAsItStands_GivesTheSameFigures) {
  const std::string seed = absl::StrCat(SOURCE_ROOT, "/../shared/seeds/004_a592482a1fa3a20b.txt");
  if (access(seed.c_str(), R_OK) != 0) GTEST_SKIP() << "the municipality's own document is not beside the repository";
  const Json read = Tranche({"plans", "import", seed, "-o", "json"});
  EXPECT_EQ(read["outcome"], "previewed");
  EXPECT_EQ(read["plan"]["measureCount"], 16);
  EXPECT_EQ(read["plan"]["measuresWithAmount"], 4);
  for (const Json& check : read["checks"]) {
    EXPECT_EQ(Figures(check), Figures(CheckNamed(check["check"]))) << check["check"];
  }
}

// Writes: programs of their own for each test.
class Writing : public ::testing::Test {
 protected:
  Writing() : programs_(Programs::Options{}) {}

  static std::string CostBody(const std::string& line, const std::string& number, const std::string& amount) {
    const Json money = {{"amount", amount}, {"currency", "BGN"}};
    return Json{{"cost",
                 {{"line", line},
                  {"claimed", money},
                  {"document",
                   {{"type", "invoice"},
                    {"number", number},
                    {"issuedOn", "2018-01-10"},
                    {"paidOn", "2018-01-12"},
                    {"issuer", "Доставчик"},
                    {"total", money}}}}}}
        .dump();
  }

  Answer PostCost(const std::string& key, const std::string& body) const {
    return programs_.Http({.method = "POST",
                           .path = absl::StrCat("/v1/", kContract, "/costs"),
                           .body = body,
                           .headers = {"Idempotency-Key: " + key}});
  }

  // A second contract of one line, for `total` with 85 % of the Union.
  void SmallContract(const std::string& total, const std::string& eu, const std::string& national) {
    const auto money = [](const std::string& amount) { return Json{{"amount", amount}, {"currency", "BGN"}}; };
    const Json amount = {{"eu", money(eu)}, {"national", money(national)}, {"own", money("0.00")}};
    const std::string proposals = "/v1/organisations/mineralni-bani/proposals";
    const std::string proposal = "organisations/mineralni-bani/proposals/BG05M9OP001-2.005-0099";
    Post(proposals, {{"proposal",
                      {{"number", "BG05M9OP001-2.005-0099"},
                       {"procedure", "BG05M9OP001-2.005"},
                       {"title", "Малък проект"},
                       {"requested", amount},
                       {"durationMonths", 18}}}});
    Post("/v1/" + proposal + ":submit", {{"submittedOn", "2016-09-30"}});
    Post("/v1/" + proposal + ":evaluate",
         {{"evaluation", {{"kind", "complex"}, {"standing", "approved"}, {"decidedOn", "2017-03-15"}}}});
    Post("/v1/organisations/mineralni-bani/contracts", {{"contract",
                                                        {{"number", "BG05M9OP001-2.005-0099-C01"},
                                                         {"proposal", proposal},
                                                         {"concludedOn", "2017-04-18"},
                                                         {"startsOn", "2017-04-18"},
                                                         {"durationMonths", 18},
                                                         {"periodRule", "day_before"},
                                                         {"amount", amount}}}});
    Post("/v1/organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0099-C01/budget",
         {{"lines", {{{"code", "1.1"}, {"title", "Ред"}, {"expenseType", "staff"}, {"total", money(total)}}}}});
  }

  void Post(const std::string& path, Json body) {
    const Answer answer = programs_.Http({.method = "POST",
                                          .path = path,
                                          .body = body.dump(),
                                          .headers = {absl::StrCat("Idempotency-Key: set-up-", ++posts_)}});
    ASSERT_EQ(answer.status, 200) << path << ": " << answer.body;
  }

  Answer PostSmallCost(int number, const std::string& amount) const {
    return programs_.Http({.method = "POST",
                           .path = "/v1/organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0099-C01/costs",
                           .body = CostBody("1.1", absl::StrCat("N-", number), amount),
                           .headers = {absl::StrCat("Idempotency-Key: cost-", number)}});
  }

  Json SmallBudget() const {
    return programs_
        .Http({.path = "/v1/organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0099-C01/budget"})
        .json();
  }

  Programs programs_;
  int posts_ = 0;
};

TEST_F(Writing, OtherPeriodRule_EndsADayEarlier) {
  SmallContract("100.00", "85.00", "15.00");
  const Ran shown = programs_.Tranche({"contracts", "show", "BG05M9OP001-2.005-0099-C01", "-o", "json"});
  ASSERT_EQ(shown.code, 0) << shown.error;
  EXPECT_EQ(shown.json()["endsOn"], "2018-10-17");
}

TEST_F(Writing, CostAboveWhatIsLeft_IsRefusedAndLeavesNothing) {
  const int costs = programs_.Count("budgets.cost");
  const int keys = programs_.Count("budgets.request");
  const Answer answer = PostCost("too-much", CostBody("5.1", "777", "7100.01"));
  EXPECT_EQ(answer.status, 422) << answer.body;
  const Json problem = answer.json();
  EXPECT_EQ(problem["code"], "LINE_EXHAUSTED");
  EXPECT_THAT(problem["detail"].get<std::string>(), ::testing::HasSubstr("5.1"));
  EXPECT_EQ(programs_.Count("budgets.cost"), costs);
  EXPECT_EQ(programs_.Count("budgets.request"), keys);
  EXPECT_EQ(programs_.Count("budgets.request where request_id = 'too-much'"), 0);
}

TEST_F(Writing, SameKeyAgain_GivesTheFirstAnswerAndWritesNothing) {
  const Answer first = PostCost("key-1", CostBody("5.1", "778", "10.00"));
  ASSERT_EQ(first.status, 200) << first.body;
  const int costs = programs_.Count("budgets.cost");
  const Answer second = PostCost("key-1", CostBody("5.1", "778", "10.00"));
  EXPECT_EQ(second.status, 200);
  EXPECT_EQ(second.body, first.body);
  EXPECT_EQ(programs_.Count("budgets.cost"), costs);
  const Answer other = PostCost("key-1", CostBody("5.1", "778", "11.00"));
  EXPECT_EQ(other.status, 422) << other.body;
  EXPECT_EQ(other.json()["code"], "REQUEST_ID_REUSED");
}

TEST_F(Writing, SixteenClientsAtTheLastHundred_ThreePass) {
  SmallContract("100.00", "85.00", "15.00");
  std::vector<std::future<int>> answers;
  for (int client = 0; client < 16; ++client) {
    answers.push_back(std::async(std::launch::async, [this, client] { return PostSmallCost(client, "30.00").status; }));
  }
  std::map<int, int> by_status;
  for (std::future<int>& answer : answers) ++by_status[answer.get()];
  EXPECT_EQ(by_status, (std::map<int, int>{{200, 3}, {422, 13}}));
  EXPECT_EQ(SmallBudget()["reserved"]["total"]["amount"], "90.00");
  EXPECT_EQ(SmallBudget()["left"]["total"]["amount"], "10.00");
}

TEST_F(Writing, FortyCostsOfTwoFifty_EndWithTheLinesShare) {
  SmallContract("100.00", "85.00", "15.00");
  for (int i = 0; i < 40; ++i) ASSERT_EQ(PostSmallCost(i, "2.50").status, 200) << i;
  const Json budget = SmallBudget();
  EXPECT_EQ(budget["reserved"]["eu"]["amount"], "85.00");
  EXPECT_EQ(budget["reserved"]["national"]["amount"], "15.00");
  EXPECT_EQ(PostSmallCost(40, "0.01").status, 422);
}

}  // namespace
}  // namespace tranche::flow
