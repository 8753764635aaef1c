// SPDX-License-Identifier: EUPL-1.2
// Batches of costs: what becomes of each row, and random histories in which batches must do what single
// recordings do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "budgets/testing/documents_fixture.h"
#include "platform/base/error.h"
#include "platform/convert/money.h"
#include "platform/testing/pg_sandbox.h"

namespace tranche::budgets {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_F(DocumentsTest, Batch_RecordsWhatItCanAndTellsOfEachRow) {
  MakeContract("A", 50'00);
  v1::RecordCostsRequest request = BatchOf(Contract("A"), {{.number = "1", .claimed = 30'00},
                                                           {.number = "2", .claimed = 20'01},
                                                           {.line = "7", .number = "3"},
                                                           {.number = "4", .claimed = 200'00},
                                                           {.number = "5", .claimed = 20'00}});
  request.mutable_rows(1)->set_place("Лист1!C3");

  EXPECT_THAT(Batch(request), ElementsAre("cost 1", "LINE_EXHAUSTED", "LINE_NOT_FOUND",
                                          "COST_ABOVE_DOCUMENT", "cost 2"));

  const auto again = documents_.RecordCosts(ScopeOf("lyubimets", "test/RecordCosts"), request);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->recorded(), 0);
  EXPECT_EQ(again->already_there(), 2);
  EXPECT_EQ(again->refused(), 3);
  EXPECT_EQ(again->outcomes(1).place(), "Лист1!C3");
  EXPECT_EQ(again->outcomes(1).text_bg(),
            "По ред 1 остават 0.00 BGN, а се искат 20.01 BGN; намалете сумата или изберете друг ред.");
  EXPECT_THAT(WrongDocuments(), IsEmpty());
}

TEST_F(DocumentsTest, RowsOfOneImport_MayComeInRequestsCutAnyHow) {
  MakeContract("A");
  std::vector<Asked> rows;
  v1::RecordCostsRequest all = BatchOf(Contract("A"), {});
  for (int i = 0; i < 10; ++i) {
    v1::CostRow* row = all.add_rows();
    *row->mutable_cost() = CostOf({.number = absl::StrCat(i)});
    row->set_key(absl::StrCat("row ", i));
  }
  v1::RecordCostsRequest some = all;
  some.mutable_rows()->DeleteSubrange(4, 6);
  EXPECT_THAT(Batch(some), ElementsAre("cost 1", "cost 2", "cost 3", "cost 4"));
  v1::RecordCostsRequest middle = all;
  middle.mutable_rows()->DeleteSubrange(0, 2);
  middle.mutable_rows()->DeleteSubrange(4, 4);

  EXPECT_THAT(Batch(middle), ElementsAre("there 3", "there 4", "cost 5", "cost 6"));
  EXPECT_THAT(Batch(all), ElementsAre("there 1", "there 2", "there 3", "there 4", "there 5", "there 6",
                                      "cost 7", "cost 8", "cost 9", "cost 10"));
  EXPECT_EQ(Single(Contract("A"), {.number = "next"}, "next"), "cost 11");
}

TEST_F(DocumentsTest, KeyWithAnotherRow_IsRefusedForThatRow) {
  MakeContract("A");
  Batch(BatchOf(Contract("A"), {{.number = "1"}, {.number = "2"}}));

  EXPECT_THAT(Batch(BatchOf(Contract("A"), {{.number = "1"}, {.number = "3"}})),
              ElementsAre("there 1", "REQUEST_ID_REUSED"));
  EXPECT_THAT(Batch(BatchOf(Contract("A"), {{.number = "1"}, {.number = "3"}}, "another")),
              ElementsAre("there 1", "cost 3"));
}

TEST_F(DocumentsTest, CostOfAnotherDayOrPayment_IsNeverThereAlready) {
  MakeContract("A", 10'000'00);
  EXPECT_THAT(Batch(BatchOf(Contract("A"), {{.claimed = 30'00}}, "first")), ElementsAre("cost 1"));

  EXPECT_THAT(Batch(BatchOf(Contract("A"),
                            {{.claimed = 30'00, .issued_on = "2017-02-01"},
                             {.claimed = 30'00, .paid_on = "2018-03-02"},
                             {.claimed = 30'00, .total = 101'00},
                             {.claimed = 30'00}},
                            "second")),
              ElementsAre("COST_DUPLICATE", "COST_DUPLICATE", "COST_DUPLICATE", "there 1"));
}

TEST_F(DocumentsTest, TwoEqualRowsOfOneRequest_AreNeverOneCostUnseen) {
  MakeContract("A");
  const v1::RecordCostsRequest twice = BatchOf(Contract("A"), {{.claimed = 30'00}, {.claimed = 30'00}});
  EXPECT_THAT(Batch(twice), ElementsAre("cost 1", "COST_DUPLICATE"));
  // Again, and under another key.
  EXPECT_THAT(Batch(twice), ElementsAre("there 1", "COST_DUPLICATE"));
  v1::RecordCostsRequest other = twice;
  other.set_request_id("other");
  EXPECT_THAT(Batch(other), ElementsAre("there 1", "COST_DUPLICATE"));
}

TEST_F(DocumentsTest, RowThatFindsItsIssuerByARowBefore_RefusesItselfAndNotTheRequest) {
  MakeContract("A");
  EXPECT_EQ(Single(Contract("A"), {.line = "2"}, "1"), "cost 1");

  EXPECT_THAT(
      Batch(BatchOf(Contract("A"),
                    {{.line = "1", .eik = "175074752"},
                     {.line = "2", .claimed = 11'00, .issuer = "Друго име ООД", .eik = "175074752"},
                     {.line = "2", .number = "2"}})),
      ElementsAre("cost 2", "COST_DUPLICATE", "cost 3"));
}

TEST_F(DocumentsTest, TwoRowsOfOneKey_RefuseTheRequest) {
  MakeContract("A");
  v1::RecordCostsRequest request = BatchOf(Contract("A"), {{.number = "1"}, {.number = "2"}});
  request.mutable_rows(0)->set_key("2");

  const auto response = documents_.RecordCosts(ScopeOf("lyubimets", "test/RecordCosts"), request);

  ASSERT_EQ(ViolationsOf(response.status()).size(), 1u);
  EXPECT_EQ(ViolationsOf(response.status())[0].field, "rows[1].key");
  EXPECT_EQ(ViolationsOf(response.status())[0].reason, "ROW_KEY_TWICE");
}

TEST_F(DocumentsTest, Rehearsal_AnswersAndKeepsNothing) {
  MakeContract("A");
  const std::string before = Written("lyubimets");
  v1::RecordCostsRequest request =
      BatchOf(Contract("A"), {{.number = "1"}, {.line = "9", .number = "2"}});
  request.set_validate_only(true);

  EXPECT_THAT(Batch(request), ElementsAre("cost 1", "LINE_NOT_FOUND"));
  EXPECT_EQ(Written("lyubimets"), before);
  EXPECT_TRUE(
      sandbox_.Inspect("select request_id from budgets.request where method = 'test/RecordCosts'")
          .empty());
}

TEST_F(DocumentsTest, ContractWithoutBudget_IsNotFoundAfterTheLogWasFollowed) {
  EXPECT_THAT(Batch(BatchOf(Contract("NONE"), {{}})), ElementsAre("NOT_FOUND"));
  EXPECT_EQ(caught_up_, 1);
}

TEST_F(DocumentsTest, RowWithFiveFaults_IsToldFiveTimesAndNothingOfTheRequestIsLost) {
  MakeContract("A");
  v1::RecordCostsRequest request = BatchOf(Contract("A"), {{.number = "1"}, {.line = "9"}});
  v1::Cost* cost = request.mutable_rows(1)->mutable_cost();
  cost->mutable_document()->set_number("2");
  cost->mutable_document()->set_issued_on("2090-01-01");
  cost->mutable_document()->set_issuer_eik("123456789");
  *cost->mutable_document()->mutable_vat() = convert::ToProto(Leva(100'01));
  *cost->mutable_claimed() = convert::ToProto(Leva(100'02));

  const auto response = documents_.RecordCosts(ScopeOf("lyubimets", "test/RecordCosts"), request);

  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->outcomes(0).result(), v1::ROW_RECORDED);
  EXPECT_THAT(Said(response->outcomes(1)),
              ElementsAre("cost.document.issuedOn DAY_IN_FUTURE", "cost.claimed COST_ABOVE_DOCUMENT",
                          "cost.document.issuerEik EIK_INVALID", "cost.document.vat VAT_ABOVE_TOTAL",
                          "cost.line LINE_NOT_FOUND"));
  EXPECT_EQ(response->outcomes(1).reason(), "DAY_IN_FUTURE");
  EXPECT_EQ(response->outcomes(1).text_bg(), response->outcomes(1).faults(0).text_bg());
  EXPECT_EQ(sandbox_.Inspect("select count(*) from budgets.cost")[0][0].as<int>(), 1);
}

TEST_F(DocumentsTest, SingleCostWithFiveFaults_IsToldFiveTimesAndNothingIsStored) {
  MakeContract("A");
  v1::RecordCostRequest request;
  request.set_parent(Contract("A"));
  request.set_request_id("bad");
  *request.mutable_cost() = CostOf({.line = "9", .claimed = 100'02, .eik = "123456789"});
  request.mutable_cost()->mutable_document()->set_paid_on("2090-01-01");
  *request.mutable_cost()->mutable_document()->mutable_vat() = convert::ToProto(Leva(100'01));

  const absl::Status refused =
      single_.RecordCost(ScopeOf("lyubimets", "test/RecordCost"), request).status();

  EXPECT_EQ(ReasonOf(refused), "DAY_IN_FUTURE");
  std::vector<std::string> said;
  for (const Violation& fault : ViolationsOf(refused)) said.push_back(fault.field + " " + fault.reason);
  EXPECT_THAT(said,
              ElementsAre("cost.document.paidOn DAY_IN_FUTURE", "cost.claimed COST_ABOVE_DOCUMENT",
                          "cost.document.issuerEik EIK_INVALID", "cost.document.vat VAT_ABOVE_TOTAL",
                          "cost.line LINE_NOT_FOUND"));
  for (const char* table : {"cost", "document", "request where request_id = 'bad'"}) {
    EXPECT_EQ(sandbox_.Inspect(absl::StrCat("select count(*) from budgets.", table))[0][0].as<int>(), 0)
        << table;
  }
}

TEST_F(DocumentsTest, SingleCostThatTheBooksRefuse_IsToldEverythingThatTheySay) {
  MakeContract("A", 50'00);
  ASSERT_EQ(Single(Contract("A"), {.line = "1", .claimed = 40'00, .total = 45'00}, "1"), "cost 1");
  v1::RecordCostRequest request;
  request.set_parent(Contract("A"));
  request.set_request_id("2");
  *request.mutable_cost() = CostOf({.line = "2", .claimed = 50'01, .total = 60'00});

  const absl::Status refused =
      single_.RecordCost(ScopeOf("lyubimets", "test/RecordCost"), request).status();

  std::vector<std::string> said;
  for (const Violation& fault : ViolationsOf(refused)) said.push_back(fault.field + " " + fault.reason);
  EXPECT_THAT(said,
              ElementsAre("cost.claimed LINE_EXHAUSTED", "cost.document.total COST_DOCUMENT_DIFFERS",
                          "cost.claimed COST_DOCUMENT_EXHAUSTED"));
  // The only fault keeps its own reason and values, and gets its field.
  *request.mutable_cost() = CostOf({.line = "2", .number = "2", .claimed = 50'01, .total = 60'00});
  const absl::Status alone =
      single_.RecordCost(ScopeOf("lyubimets", "test/RecordCost"), request).status();
  EXPECT_EQ(ReasonOf(alone), "LINE_EXHAUSTED");
  EXPECT_EQ(ViolationsOf(alone).at(0).field, "cost.claimed");
  EXPECT_EQ(ViolationsOf(alone).at(0).values, ValuesOf(alone));
}

TEST_F(DocumentsTest, RowThatIsNothingOrTwoThings_IsRefusedWithItsPlace) {
  MakeContract("A");
  v1::RecordCostsRequest request = BatchOf(Contract("A"), {{.number = "1"}});
  request.add_rows()->set_key("empty");
  *request.add_rows() = NoteRow("42", 1);
  *request.mutable_rows(2)->mutable_cost() = CostOf({});

  const absl::Status refused =
      documents_.RecordCosts(ScopeOf("lyubimets", "test/RecordCosts"), request).status();

  std::vector<std::string> said;
  for (const Violation& fault : ViolationsOf(refused)) said.push_back(fault.field + " " + fault.reason);
  EXPECT_THAT(said,
              ElementsAre("rows[1].cost FIELD_REQUIRED", "rows[2].creditNote FIELD_NOT_OF_CHOICE"));
}

// A random history, by single recordings in one organisation and in batches in another: every outcome
// and everything that is written must be the same, and every document right at every prefix.
TEST_F(DocumentsTest, RandomHistories_BatchesDoWhatSinglesDo) {
  std::mt19937_64 random(20180201);  // NOLINT: the same in every run.
  const auto below = [&](uint64_t bound) { return static_cast<int>(random() % bound); };
  for (const char* organisation : {"singles", "batches"}) {
    MakeContract("A", 700'00, organisation);
    MakeContract("B", 300'00, organisation);
  }
  std::map<std::string, int64_t> undecided;  // Costs by name without their organisation.
  int step = 0;
  for (int round = 0; round < 40; ++round) {
    const std::string contract = below(2) == 0 ? "A" : "B";
    v1::RecordCostsRequest batch =
        BatchOf(Contract(contract, "batches"), {}, absl::StrCat("round-", round));
    batch.set_resubmit(true);
    std::vector<std::string> expected;
    for (int rows = 1 + below(6); rows > 0; --rows) {
      // Few documents, so that they meet; amounts that do not fit, now and then.
      const int number = below(12);
      const Asked asked = {.line = absl::StrCat(1 + below(2)),
                           .number = absl::StrCat(below(2) == 0 ? "00" : "", number),
                           .claimed = 1 + below(60'00),
                           .total = (number % 3 == 0 ? 100'00 : 50'00) + (below(20) == 0 ? 1 : 0),
                           .eik = below(3) == 0 ? "175074752" : ""};
      *batch.add_rows()->mutable_cost() = CostOf(asked);
      expected.push_back(
          Single(Contract(contract, "singles"), asked, absl::StrCat("step-", ++step), "singles"));
      if (expected.back().substr(0, 4) == "cost") {
        undecided[absl::StrCat(contract, "/costs/", expected.back().substr(5))] = asked.claimed;
      }
    }
    std::vector<std::string> outcomes = Batch(batch, "batches");
    ASSERT_EQ(outcomes.size(), expected.size()) << outcomes[0];
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      // The one difference: a row with the same amount is there already.
      if (expected[i] == "COST_DUPLICATE" && outcomes[i].substr(0, 5) == "there") continue;
      ASSERT_EQ(outcomes[i], expected[i]) << "round " << round << ", row " << i;
    }
    if (!undecided.empty() && below(3) == 0) {
      const auto one = std::next(undecided.begin(), below(undecided.size()));
      // A cost of some cents has no half in each of its parts.
      const Ruling ruling = one->second < 1'00 ? Ruling::kApproved
                                               : std::array{Ruling::kApproved, Ruling::kRefused,
                                                            Ruling::kInPart}[below(3)];
      for (const char* organisation : {"singles", "batches"}) {
        Decide(absl::StrCat("organisations/", organisation, "/contracts/", one->first), ruling,
               organisation);
      }
      undecided.erase(one);
    }
    ASSERT_THAT(WrongDocuments(), IsEmpty()) << "round " << round;
  }
  EXPECT_EQ(Written("singles"), Written("batches"));
  EXPECT_GT(sandbox_.Inspect("select cost_number from budgets.cost").size(), 60u);
}

TEST_F(DocumentsTest, ComparisonOfDocuments_NoticesARowThatIsWrong) {
  MakeContract("A");
  Single(Contract("A"), {.line = "1", .number = "77", .claimed = 60'00}, "1");
  sandbox_.Inspect("update budgets.document set claimed_minor = claimed_minor - 1 returning 1");

  EXPECT_THAT(WrongDocuments(), ElementsAre("77: 5999 <> 6000"));
}

}  // namespace
}  // namespace tranche::budgets
