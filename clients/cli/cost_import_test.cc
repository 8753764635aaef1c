// SPDX-License-Identifier: EUPL-1.2
// The import of cost rows: how they are sent in batches, and how its progress is shown.
#include "cli/cost_import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/cost_rows_fixture.h"
#include "cli/fake_rows.h"
#include "cli/progress.h"

namespace tranche::cli {
namespace {

namespace v1 = budgets::v1;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<std::vector<std::string>> TableOf(int rows) {
  std::vector<std::vector<std::string>> table = {kHeadings};
  for (int i = 0; i < rows; ++i) table.push_back(With(2, absl::StrCat(i + 1)));
  return table;
}

// Records every row but those whose number is told, and knows what came before.
class Server {
 public:
  absl::StatusOr<v1::RecordCostsResponse> Take(const v1::RecordCostsRequest& request) {
    sizes.push_back(request.rows_size());
    if (fail_at == static_cast<int>(sizes.size())) return Refuse("OUTCOME_UNKNOWN");
    v1::RecordCostsResponse response;
    for (const v1::CostRow& row : request.rows()) {
      v1::RowOutcome* outcome = response.add_outcomes();
      outcome->set_place(row.place());
      order.push_back(row.has_credit_note() ? "note " + row.credit_note().note().number()
                                            : row.cost().document().number());
      if (!refused.empty() && row.cost().document().number() == refused) {
        outcome->set_result(v1::ROW_REFUSED);
        outcome->set_reason(reason);
        outcome->set_text_bg("няма такъв ред");
        for (const std::string& field : fields) {
          v1::RowFault* fault = outcome->add_faults();
          fault->set_field(field);
          fault->set_reason(reason);
          fault->set_text_bg("не става");
        }
        response.set_refused(response.refused() + 1);
      } else {
        outcome->set_result(v1::ROW_RECORDED);
        response.set_recorded(response.recorded() + 1);
      }
    }
    return response;
  }

  std::vector<int> sizes;
  std::vector<std::string> order;  // Of the rows as they came.
  std::vector<std::string> fields;
  std::string refused;
  std::string reason = "LINE_NOT_FOUND";
  int fail_at = 0;
};

absl::Status Import(Server& server, std::vector<std::vector<std::string>> table, ImportResult* result,
                    std::map<std::string, LineLeft> left = {}) {
  FakeRows source(std::move(table));
  CostRows rows(source, Language::kBulgarian);
  CostImport import({.request = {}, .batch_rows = 10, .left = std::move(left)},
                    [&](const v1::RecordCostsRequest& request) { return server.Take(request); });
  return import.Run(rows, result);
}

TEST(CostImport, LongTable_IsSentInBatchesInItsOrder) {
  Server server;
  ImportResult result;

  ASSERT_TRUE(Import(server, TableOf(25), &result).ok());
  EXPECT_THAT(server.sizes, ElementsAre(10, 10, 5));
  EXPECT_EQ(result.rows, 25);
  EXPECT_EQ(result.recorded, 25);
  EXPECT_EQ(result.finding_count, 0);
}

TEST(CostImport, TableThatEndsWithABatch_SendsNoEmptyOne) {
  Server server;
  ImportResult result;

  ASSERT_TRUE(Import(server, TableOf(20), &result).ok());
  EXPECT_THAT(server.sizes, ElementsAre(10, 10));
}

TEST(CostImport, RefusedRow_IsAFinding) {
  Server server;
  server.refused = "12";
  ImportResult result;

  ASSERT_TRUE(Import(server, TableOf(15), &result).ok());
  EXPECT_EQ(result.recorded, 14);
  ASSERT_THAT(result.findings, SizeIs(1));
  // A refusal that is about no field stands at the row's own place.
  EXPECT_EQ(result.findings[0].place, "Лист1!C13");
  EXPECT_EQ(result.findings[0].text, "няма такъв ред");
}

TEST(CostImport, EveryFaultOfARow_IsToldAtItsOwnCell) {
  Server server;
  server.refused = "1";
  server.fields = {
      "cost.line",           "cost.document.type", "cost.document.number", "cost.document.paidOn",
      "cost.document.total", "cost.claimed",       "cost.document.issuer", "cost.document.issuerEik",
      "cost.somethingNew"};
  ImportResult result;

  ASSERT_TRUE(Import(server, TableOf(2), &result).ok());

  EXPECT_EQ(result.refused, 1);
  EXPECT_EQ(result.finding_count, 9);
  std::vector<std::string> places;
  for (const ImportFinding& finding : result.findings) places.push_back(finding.place);
  // What is claimed is the total where it has no column; what has no column stands at the row's place.
  EXPECT_THAT(places, ElementsAre("Лист1!A2", "Лист1!B2", "Лист1!C2", "Лист1!E2", "Лист1!G2",
                                  "Лист1!G2", "Лист1!F2", "Лист1!C2", "Лист1!C2"));
  EXPECT_EQ(result.findings[0].text, "не става");
}

// Costs 1 and 2, a note on the second above it, and a cost that no note names.
std::vector<std::vector<std::string>> TableWithNotes() {
  return {WideHeadings(),
          Wide({"", "кредитно известие", "9", "12.10.2017", "", "Доставчик ООД", "10,00"}, "", "", "02",
               ""),
          Wide(With(2, "1"), "", "", "", ""), Wide(With(2, "2"), "", "", "", ""),
          Wide(With(2, "3"), "", "", "", "")};
}

TEST(CostImport, CreditNotes_ComeAfterAllCosts) {
  Server server;
  ImportResult result;

  ASSERT_TRUE(Import(server, TableWithNotes(), &result).ok());

  EXPECT_THAT(server.order, ElementsAre("1", "2", "3", "note 9"));
  EXPECT_EQ(result.rows, 4);
  EXPECT_EQ(result.recorded, 4);
}

TEST(CostImport, RehearsedCreditNotes_ComeWithTheCostsOfTheirDocuments) {
  Server server;
  ImportResult result;
  FakeRows source(TableWithNotes());
  CostRows rows(source, Language::kBulgarian);
  CostImport::Options options{.request = {}, .batch_rows = 10};
  options.request.set_validate_only(true);
  options.reopen = [] { return std::make_unique<FakeRows>(TableWithNotes()); };
  CostImport import(options,
                    [&](const v1::RecordCostsRequest& request) { return server.Take(request); });

  ASSERT_TRUE(import.Run(rows, &result).ok());

  EXPECT_THAT(server.order, ElementsAre("1", "2", "3", "2", "note 9"));
  EXPECT_THAT(server.sizes, ElementsAre(3, 2));
  // The cost that came twice is counted once.
  EXPECT_EQ(result.rows, 4);
  EXPECT_EQ(result.recorded, 4);
}

TEST(CostImport, RefusalOfACall_EndsItAndTellsWhatWasDone) {
  Server server;
  server.fail_at = 2;
  ImportResult result;

  EXPECT_EQ(ReasonOf(Import(server, TableOf(45), &result)), "OUTCOME_UNKNOWN");
  EXPECT_THAT(server.sizes, ElementsAre(10, 10));
  EXPECT_EQ(result.recorded, 10);
}

TEST(CostImport, LinesThatAllBatchesTogetherExhaust_AreFoundAtTheRowThatIsTooMuch) {
  Server server;
  ImportResult result;

  ASSERT_TRUE(Import(server, TableOf(25), &result,
                     {{"1.1", {.left_minor = 1250'00 * 21 + 1, .currency = "BGN"}}})
                  .ok());

  ASSERT_THAT(result.findings, SizeIs(1));
  EXPECT_EQ(result.findings[0].place, "Лист1!G23");
  EXPECT_EQ(result.findings[0].reason, "LINE_EXHAUSTED");
  EXPECT_THAT(result.findings[0].text, HasSubstr("0.01 BGN"));
}

TEST(CostImport, TableThatCannotBeRead_IsFindingsAndNothingIsSent) {
  Server server;
  ImportResult result;

  ASSERT_TRUE(Import(server, {{"Ред", "Вид", "Номер"}, kGood}, &result).ok());
  EXPECT_THAT(server.sizes, IsEmpty());
  EXPECT_EQ(result.finding_count, 1);
  ASSERT_THAT(result.findings, SizeIs(1));
  EXPECT_EQ(result.findings[0].reason, "TABLE_HEADER_MISSING");
}

TEST(Progress, WorkOfLessThanASecond_ShowsNothing) {
  std::ostringstream out;
  absl::Time now = absl::UnixEpoch();
  {
    Progress progress(&out, "Запис", 100, [&] { return now; });
    now += absl::Milliseconds(900);
    progress.Reach(50);
  }
  EXPECT_EQ(out.str(), "");
}

TEST(Progress, LongerWork_ShowsHowFarItCameAndTakesThatAway) {
  std::ostringstream out;
  absl::Time now = absl::UnixEpoch();
  {
    Progress progress(&out, "Запис", 100, [&] { return now; });
    now += absl::Milliseconds(1100);
    progress.Reach(50);
    progress.Reach(51);  // Too soon after it.
    now += absl::Milliseconds(300);
    progress.Reach(100);
  }
  EXPECT_EQ(out.str(),
            "\r\033[KЗапис [###############...............] 50/100"
            "\r\033[KЗапис [##############################] 100/100\r\033[K");
}

}  // namespace
}  // namespace tranche::cli
