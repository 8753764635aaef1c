// SPDX-License-Identifier: EUPL-1.2
// Bad input at every border: each gets an answer that names the place and the reason in the language asked
// for, and nothing is stored.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "programs.h"

namespace tranche::flow {
namespace {

using ::testing::HasSubstr;

constexpr char kCosts[] = "/v1/organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01/costs";

class BadInput : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { programs_ = std::make_unique<Programs>(Programs::Options{}); }
  static void TearDownTestSuite() { programs_.reset(); }

  void SetUp() override { rows_ = Rows(); }
  void TearDown() override { EXPECT_EQ(Rows(), rows_) << "something was stored"; }

  static std::vector<int> Rows() {
    std::vector<int> rows;
    for (const char* table : {"plans.plan", "documents.document", "plans.request", "budgets.cost", "budgets.request",
                              "budgets.posting", "budgets.evidence", "budgets.event", "proposals.contract"}) {
      rows.push_back(programs_->Count(table));
    }
    return rows;
  }

  static std::string Example() {
    std::stringstream text;
    text << std::ifstream(absl::StrCat(SOURCE_ROOT, "/services/examples/lyubimets-2013.txt")).rdbuf();
    return text.str();
  }

  static std::string Replaced(const std::string& from, const std::string& to) {
    std::string text = Example();
    const size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
  }

  Ran Import(const std::string& content, const std::string& language = "bg") const {
    return programs_->Tranche(
        {"--lang", language, "plans", "import", programs_->WriteFile("bad.txt", content), "--accept"});
  }

  static Answer Post(const std::string& body, std::vector<std::string> headers = {"Idempotency-Key: bad"}) {
    return programs_->Http({.method = "POST", .path = kCosts, .body = body, .headers = std::move(headers)});
  }

  static std::string Cost(const std::string& claimed, const std::string& paid_on) {
    return absl::StrCat(R"({"cost":{"line":"1.1","claimed":{"amount":")", claimed,
                        R"(","currency":"BGN"},"document":{"type":"invoice","number":"1","issuedOn":"2018-01-10","paidOn":")",
                        paid_on, R"(","issuer":"X","total":{"amount":"10.00","currency":"BGN"}}}})");
  }

  static std::unique_ptr<Programs> programs_;
  std::vector<int> rows_;
};
std::unique_ptr<Programs> BadInput::programs_;

TEST_F(BadInput, DocumentThatIsNoPlan_IsSaidInTheLanguageAskedFor) {
  const Ran bulgarian = Import("Уважаеми съграждани, каним ви на празника.\n");
  EXPECT_NE(bulgarian.code, 0);
  EXPECT_THAT(bulgarian.error, HasSubstr("план"));
  const Ran english = Import("Уважаеми съграждани, каним ви на празника.\n", "en");
  EXPECT_NE(english.code, 0);
  EXPECT_THAT(english.error, HasSubstr("plan"));
}

TEST_F(BadInput, TableCutInHalf_IsRefusedWithItsPlace) {
  const std::string text = Example();
  const Ran ran = Import(text.substr(0, text.find("163520")), "en");
  EXPECT_NE(ran.code, 0);
  EXPECT_THAT(ran.error, HasSubstr("line "));
}

TEST_F(BadInput, MalformedAmount_IsRefusedWithLineAndColumn) {
  const std::string text = Replaced("163520", "12,3,4");
  const Ran english = Import(text, "en");
  EXPECT_NE(english.code, 0);
  EXPECT_THAT(english.error, HasSubstr("12,3,4"));
  EXPECT_THAT(english.error, HasSubstr("column 5"));
  const Ran bulgarian = Import(text);
  EXPECT_THAT(bulgarian.error, HasSubstr("колона 5"));
}

TEST_F(BadInput, DateThatTheCalendarLacks_IsRefusedWithItsPlace) {
  const Ran ran = Import(Replaced("Планът е отворен документ", "На 31.02.2018 г. планът е отворен документ"), "en");
  EXPECT_NE(ran.code, 0);
  EXPECT_THAT(ran.error, HasSubstr("31.02.2018"));
  EXPECT_THAT(ran.error, HasSubstr("line "));
}

TEST_F(BadInput, UnknownMunicipality_IsNamed) {
  std::string text = Example();
  for (size_t at = text.find("ЛЮБИМЕЦ"); at != std::string::npos; at = text.find("ЛЮБИМЕЦ")) {
    text.replace(at, std::string("ЛЮБИМЕЦ").size(), "НИКЪДЕВО");
  }
  const Ran ran = Import(text);
  EXPECT_NE(ran.code, 0);
  EXPECT_THAT(ran.error, ::testing::AnyOf(HasSubstr("НИКЪДЕВО"), HasSubstr("Никъдево")));
}

TEST_F(BadInput, FileThatIsMissing_IsOneSentence) {
  const Ran ran = programs_->Tranche({"plans", "import", "/nowhere/plan.txt"});
  EXPECT_NE(ran.code, 0);
  EXPECT_THAT(ran.error, HasSubstr("/nowhere/plan.txt"));
}

TEST_F(BadInput, DateOfACommand_IsCheckedBeforeAnythingIsAsked) {
  for (const char* date : {"31.02.2018", "2018-02-31", "yesterday"}) {
    const Ran ran =
        programs_->Tranche({"deadlines", "list", "BG05M9OP001-2.005-0063-C01", "--as-of", date});
    EXPECT_EQ(ran.code, 2) << date;
    EXPECT_THAT(ran.error, HasSubstr(date));
  }
}

TEST_F(BadInput, MalformedJson_SaysWhere) {
  const Answer answer = Post(R"({"cost": )");
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.json()["code"], "JSON_MALFORMED");
  EXPECT_THAT(answer.headers, HasSubstr("application/problem+json"));
}

TEST_F(BadInput, DuplicateKey_IsNamed) {
  const Answer answer = Post(R"({"cost":{"line":"1.1","line":"2.1"}})");
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.json()["code"], "JSON_DUPLICATE_KEY");
  EXPECT_THAT(answer.body, HasSubstr("line"));
}

TEST_F(BadInput, UnknownField_IsNamedWithItsPath) {
  const Answer answer = Post(R"({"cost":{"line":"1.1","colour":"red"}})");
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.json()["code"], "FIELD_UNKNOWN");
  EXPECT_THAT(answer.body, HasSubstr("cost.colour"));
}

TEST_F(BadInput, CostWithManyFaults_IsToldEachWithItsPointer) {
  const Answer answer = Post(R"({"cost": {"line": "9.9",
      "claimed": {"amount": "100.02", "currency": "BGN"},
      "document": {"type": "credit_note", "number": "1", "issuer": "Доставчик", "issuerEik": "123456789",
                   "issuedOn": "2090-01-01", "paidOn": "2017-10-10",
                   "total": {"amount": "100.00", "currency": "BGN"},
                   "vat": {"amount": "100.01", "currency": "BGN"}}}})");
  EXPECT_EQ(answer.status, 422) << answer.body;
  const auto problem = answer.json();
  EXPECT_EQ(problem["code"], "DAY_IN_FUTURE");
  std::vector<std::string> said;
  for (const auto& error : problem["errors"]) {
    said.push_back(
        absl::StrCat(error["pointer"].get<std::string>(), " ", error["code"].get<std::string>()));
  }
  EXPECT_THAT(said, ::testing::ElementsAre(
                        "/cost/document/issuedOn DAY_IN_FUTURE", "/cost/claimed COST_ABOVE_DOCUMENT",
                        "/cost/document/type CREDIT_NOTE_IS_NO_COST",
                        "/cost/document/issuerEik EIK_INVALID", "/cost/document/vat VAT_ABOVE_TOTAL",
                        "/cost/line LINE_NOT_FOUND"));
}

TEST_F(BadInput, BodyOverTheLimit_IsRefused) {
  const Answer answer = Post(absl::StrCat("{\"cost\":\"", std::string((1 << 20) + 10, 'x'), "\"}"));
  EXPECT_EQ(answer.status, 413);
  EXPECT_EQ(answer.json()["code"], "BODY_TOO_LARGE");
}

// Documents have a limit of their own, and what is above it is not taken by any door.
TEST_F(BadInput, DocumentOverItsLimit_IsRefusedWithTheLimit) {
  const auto send = [](size_t base64_bytes) {
    return programs_->Http({.method = "POST",
                            .path = "/v1/organisations/-/plans:import",
                            .body = absl::StrCat("{\"fileName\":\"a.txt\",\"content\":\"",
                                                 std::string(base64_bytes, 'Q'), "\"}"),
                            .headers = {"Accept-Language: en"}});
  };
  const Answer above_document = send(4'400'000);
  EXPECT_EQ(above_document.status, 413);
  EXPECT_EQ(above_document.json()["code"], "DOCUMENT_TOO_LARGE");
  EXPECT_THAT(above_document.body, HasSubstr("3145728"));
  const Answer above_body = send(5'300'000);
  EXPECT_EQ(above_body.status, 413);
  EXPECT_EQ(above_body.json()["code"], "BODY_TOO_LARGE");
  const Ran fifty_megabytes = Import(std::string(50 << 20, 'x'), "en");
  EXPECT_NE(fifty_megabytes.code, 0);
  EXPECT_THAT(fifty_megabytes.error, HasSubstr("bytes"));
}

TEST_F(BadInput, FileOfAnotherKind_IsNamed) {
  const Ran bulgarian = Import("%PDF-1.7\n1 0 obj");
  EXPECT_NE(bulgarian.code, 0);
  EXPECT_THAT(bulgarian.error, HasSubstr("PDF"));
  EXPECT_THAT(bulgarian.error, HasSubstr(".docx"));
}

TEST_F(BadInput, AmountAndDate_AreReportedTogetherInTheLanguageAskedFor) {
  const Answer english = Post(Cost("12,3,4", "2018-02-31"), {"Idempotency-Key: bad", "Accept-Language: en"});
  EXPECT_EQ(english.status, 400);
  const Json problem = english.json();
  EXPECT_EQ(problem["code"], "INVALID_REQUEST");
  EXPECT_EQ(problem["errors"].size(), 2u) << problem;
  EXPECT_THAT(english.body, HasSubstr("no amount"));
  EXPECT_THAT(english.body, HasSubstr("There is no such day"));
  const Answer bulgarian = Post(Cost("12,3,4", "2018-02-31"), {"Idempotency-Key: bad", "Accept-Language: bg"});
  EXPECT_THAT(bulgarian.body, HasSubstr("Няма такъв ден"));
}

TEST_F(BadInput, MissingKeyOnMoney_IsRefused) {
  const Answer answer = Post(Cost("10.00", "2018-01-12"), {});
  EXPECT_EQ(answer.status, 400);
  EXPECT_THAT(answer.body, HasSubstr("requestId"));
}

TEST_F(BadInput, NoToken_IsUnauthorized) {
  EXPECT_EQ(programs_->Http({.path = "/v1/organisations", .token = ""}).status, 401);
}

TEST_F(BadInput, Auditor_MayNotWrite) {
  const Answer answer = programs_->Http({.method = "POST",
                                         .path = kCosts,
                                         .body = Cost("10.00", "2018-01-12"),
                                         .headers = {"Idempotency-Key: bad"},
                                         .token = "viewer"});
  EXPECT_EQ(answer.status, 403) << answer.body;
}

TEST_F(BadInput, OrganisationOfAnother_IsForbidden) {
  EXPECT_EQ(programs_->Http({.path = "/v1/organisations/haskovo/plans"}).status, 403);
}

TEST_F(BadInput, UnknownRouteAndMethod_AreSaid) {
  EXPECT_EQ(programs_->Http({.path = "/v1/nothing"}).status, 404);
  EXPECT_EQ(programs_->Http({.method = "DELETE", .path = "/v1/organisations"}).status, 405);
  EXPECT_EQ(programs_->Http({.path = "/v1/organisations?colour=red"}).status, 400);
}

TEST_F(BadInput, UnknownContract_IsNotFoundByCommandAndRest) {
  const Ran ran = programs_->Tranche({"contracts", "show", "BG05M9OP001-9.999-0001-C01"});
  EXPECT_EQ(ran.code, 3) << ran.error;
  EXPECT_EQ(programs_->Http({.path = "/v1/organisations/-/contracts/BG05M9OP001-9.999-0001-C01"}).status, 404);
}

TEST_F(BadInput, InternalMethods_HaveNoAddress) {
  const Answer answer = programs_->Http({.method = "POST",
                                         .path = "/tranche.budgets.v1.BudgetsService/DecideCosts",
                                         .body = "{}"});
  EXPECT_EQ(answer.status, 404);
}

}  // namespace
}  // namespace tranche::flow
