// SPDX-License-Identifier: EUPL-1.2
// Documents over lines and contracts: what may be claimed of one, and which are suspected to be the
// same.
#include "budgets/documents/documents_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <barrier>
#include <iterator>
#include <string>
#include <thread>
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

TEST_F(DocumentsTest, DocumentOverLinesAndContracts_IsClaimedUpToItsTotalAndNoFurther) {
  MakeContract("A");
  MakeContract("B");
  EXPECT_EQ(Single(Contract("A"), {.line = "1", .claimed = 40'00}, "1"), "cost 1");
  EXPECT_EQ(Single(Contract("A"), {.line = "2", .claimed = 40'00}, "2"), "cost 2");
  // Written otherwise, it is the same document.
  const Asked in_b = {.number = "0001", .claimed = 20'01, .issuer = "\"ДОСТАВКИ\" еоод"};
  EXPECT_EQ(Single(Contract("B"), in_b, "3"), "cost 1");

  Asked fits = {.number = "0001", .claimed = 20'01, .issuer = "ДОСТАВКИ ЕООД"};
  EXPECT_EQ(Single(Contract("B"), fits, "4"), "COST_DOCUMENT_EXHAUSTED");
  fits.claimed = 20'00;
  EXPECT_THAT(Batch(BatchOf(Contract("B"), {fits})), ElementsAre("cost 2"));
  EXPECT_EQ(Shares(Contract("B") + "/costs/2").left().amount(), "0.00");
  EXPECT_EQ(Shares(Contract("B") + "/costs/2").first_cost(), Contract("A") + "/costs/1");
  EXPECT_THAT(WrongDocuments(), IsEmpty());
}

TEST_F(DocumentsTest, RefusalOfACost_GivesItsShareBack) {
  MakeContract("A");
  EXPECT_EQ(Single(Contract("A"), {.line = "1", .claimed = 60'00}, "1"), "cost 1");
  EXPECT_EQ(Single(Contract("A"), {.line = "2", .claimed = 60'00}, "2"), "COST_DOCUMENT_EXHAUSTED");

  Decide(Contract("A") + "/costs/1", Ruling::kRefused);

  EXPECT_EQ(Single(Contract("A"), {.line = "2", .claimed = 60'00}, "2"), "cost 2");
  // In a batch it comes again only when that is asked for.
  v1::RecordCostsRequest again =
      BatchOf(Contract("A"), {{.line = "1", .claimed = 60'00}, {.line = "1", .claimed = 40'00}});
  EXPECT_THAT(Batch(again), ElementsAre("there 1", "COST_DUPLICATE"));
  again.set_resubmit(true);
  again.set_request_id("again");
  EXPECT_THAT(Batch(again), ElementsAre("COST_DOCUMENT_EXHAUSTED", "cost 3"));
  EXPECT_THAT(WrongDocuments(), IsEmpty());
}

TEST_F(DocumentsTest, MistypedDocument_ComesAgainCorrectedWhenItWasRefused) {
  MakeContract("A", 10'000'00);
  for (const char* number : {"1", "2"}) {
    Single(Contract("A"), {.number = number, .claimed = 90'00, .total = 9'000'00, .eik = "100000086"},
           absl::StrCat("wrong ", number));
  }
  Asked right = {.number = "1", .claimed = 90'00, .total = 90'00, .eik = "175074752"};
  EXPECT_EQ(Single(Contract("A"), right, "early"), "COST_DUPLICATE");
  Decide(Contract("A") + "/costs/1", Ruling::kRefused);
  Decide(Contract("A") + "/costs/2", Ruling::kRefused);

  EXPECT_EQ(Single(Contract("A"), right, "right"), "cost 3");
  right.number = "2";
  v1::RecordCostsRequest batch = BatchOf(Contract("A"), {right});
  batch.set_resubmit(true);
  EXPECT_THAT(Batch(batch), ElementsAre("cost 4"));

  for (const char* cost : {"/costs/3", "/costs/4"}) {
    const v1::DocumentShares shares = Shares(Contract("A") + cost);
    EXPECT_EQ(shares.document().total().amount(), "90.00");
    EXPECT_EQ(shares.document().issuer_eik(), "175074752");
    EXPECT_EQ(shares.claimable().amount(), "90.00");
    EXPECT_EQ(shares.left().amount(), "0.00");
  }
  EXPECT_THAT(WrongDocuments(), IsEmpty());
}

TEST_F(DocumentsTest, DecisionInPart_GivesBackWhatIsUnapprovedAndKeepsWhatACorrectionTook) {
  MakeContract("A");
  EXPECT_EQ(Single(Contract("A"), {.line = "1", .claimed = 100'00}, "1"), "cost 1");

  Decide(Contract("A") + "/costs/1", Ruling::kInPart);

  EXPECT_EQ(Shares(Contract("A") + "/costs/1").left().amount(), "50.00");
  EXPECT_EQ(Single(Contract("A"), {.line = "1", .claimed = 50'01}, "2"), "COST_DOCUMENT_EXHAUSTED");
  EXPECT_EQ(Single(Contract("A"), {.line = "1", .claimed = 50'00}, "3"), "cost 2");
  EXPECT_THAT(WrongDocuments(), IsEmpty());
}

TEST_F(DocumentsTest, RefusedRecording_LeavesNothingBehind) {
  MakeContract("A");
  Single(Contract("A"), {.line = "1", .claimed = 90'00}, "1");
  const std::string before = Written("lyubimets");

  EXPECT_EQ(Single(Contract("A"), {.line = "2", .claimed = 10'01}, "2"), "COST_DOCUMENT_EXHAUSTED");

  EXPECT_EQ(Written("lyubimets"), before);
  EXPECT_EQ(Single(Contract("A"), {.line = "2", .number = "2"}, "2"), "cost 2");
}

TEST_F(DocumentsTest, IssuerWithACode_IsOneHoweverItsNameIsWritten) {
  MakeContract("A");
  EXPECT_EQ(Single(Contract("A"), {.line = "1", .claimed = 60'00, .eik = "175074752"}, "1"), "cost 1");
  const Asked renamed = {
      .line = "2", .claimed = 60'00, .issuer = "Доставки Плюс АД", .eik = "175074752"};
  EXPECT_EQ(Single(Contract("A"), renamed, "2"), "COST_DOCUMENT_EXHAUSTED");
  EXPECT_THAT(Batch(BatchOf(Contract("A"), {renamed})), ElementsAre("COST_DOCUMENT_EXHAUSTED"));
  Asked other = {.line = "2", .claimed = 10'00, .eik = "100000086"};
  EXPECT_EQ(Single(Contract("A"), other, "3"), "COST_ISSUER_DIFFERS");
  other.eik = "175074753";
  EXPECT_EQ(Single(Contract("A"), other, "4"), "EIK_INVALID");
}

TEST_F(DocumentsTest, AnotherTotalForOneDocument_IsToldWithTheCostThatHasIt) {
  MakeContract("A");
  Single(Contract("A"), {.line = "1"}, "1");
  v1::RecordCostRequest request;
  request.set_parent(Contract("A"));
  request.set_request_id("2");
  *request.mutable_cost() = CostOf({.line = "2", .total = 99'00});

  const absl::Status refused =
      single_.RecordCost(ScopeOf("lyubimets", "test/RecordCost"), request).status();

  EXPECT_EQ(ReasonOf(refused), "COST_DOCUMENT_DIFFERS");
  EXPECT_EQ(ValuesOf(refused), (ErrorValues{{"claimable", "100.00"},
                                            {"cost", Contract("A") + "/costs/1"},
                                            {"currency", "BGN"},
                                            {"number", "1"},
                                            {"total", "100.00"}}));
}

TEST_F(DocumentsTest, RecoverableTax_IsNotClaimed) {
  MakeContract("A");
  v1::RecordCostRequest request;
  request.set_parent(Contract("A"));
  request.set_request_id("1");
  *request.mutable_cost() = CostOf({.claimed = 100'00, .total = 120'00});
  v1::CostDocument* document = request.mutable_cost()->mutable_document();
  *document->mutable_vat() = convert::ToProto(Leva(20'01));
  document->set_vat_recoverable(true);
  const auto record = [&] {
    return single_.RecordCost(ScopeOf("lyubimets", "test/RecordCost"), request);
  };

  EXPECT_EQ(ReasonOf(record().status()), "COST_CLAIMS_VAT");
  *document->mutable_vat() = convert::ToProto(Leva(120'01));
  EXPECT_EQ(ReasonOf(record().status()), "VAT_ABOVE_TOTAL");
  *document->mutable_vat() = convert::ToProto(Leva(20'00));
  const auto recorded = record();
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  EXPECT_EQ(recorded->document().vat().amount(), "20.00");
  EXPECT_EQ(Shares(recorded->name()).claimable().amount(), "100.00");
  EXPECT_EQ(Shares(recorded->name()).left().amount(), "0.00");
  v1::GetCostRequest get;
  get.set_name(recorded->name());
  EXPECT_TRUE(single_.GetCost(role_.Scope(), get)->document().vat_recoverable());
}

TEST_F(DocumentsTest, SameNumberOfTheSameIssuer_IsSuspectedWhateverItsDayAndTotal) {
  MakeContract("A");
  MakeContract("B");
  Single(Contract("A"), {.number = "5", .eik = "175074752"}, "1");
  const v1::RecordCostsRequest request =
      BatchOf(Contract("B"), {{.line = "1", .number = "5", .issued_on = "2017-02-01"},
                              {.line = "2", .number = "5", .total = 99'00, .issued_on = "2018-02-02"},
                              {.line = "1",
                               .number = "5",
                               .total = 98'00,
                               .issuer = "Преименувана АД",
                               .eik = "175074752",
                               .issued_on = "2016-02-01"},
                              {.line = "2", .number = "5", .total = 97'00, .issuer = "Друг ООД"}});

  const auto response = documents_.RecordCosts(ScopeOf("lyubimets", "test/RecordCosts"), request);

  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->recorded(), 4);
  const auto reasons = [&](int row) {
    std::vector<std::string> said;
    for (const v1::SuspectedDuplicate& one : response->outcomes(row).suspected()) {
      if (one.other_cost() != Contract("A") + "/costs/1") continue;
      for (const int reason : one.reasons()) said.push_back(v1::Suspicion_Name(reason));
    }
    return said;
  };
  EXPECT_THAT(reasons(0), ElementsAre("SAME_ISSUER_AND_NUMBER"));
  EXPECT_THAT(reasons(1), ElementsAre("SAME_ISSUER_AND_NUMBER"));
  EXPECT_THAT(reasons(2), ElementsAre("SAME_ISSUER_AND_NUMBER"));
  EXPECT_THAT(reasons(3), IsEmpty());
  v1::ListSuspectedDuplicatesRequest list;
  list.set_parent(Contract("B"));
  EXPECT_EQ(documents_.ListSuspectedDuplicates(role_.Scope(), list)->suspected_size(), 3);
}

TEST_F(DocumentsTest, OneNewDocumentUnderManyNamesAtOnce_IsOneByItsCode) {
  constexpr int kClients = 4;
  constexpr int kDocuments = 25;
  for (int i = 0; i < kClients; ++i) MakeContract(absl::StrCat("C", i));
  std::vector<std::thread> clients;
  std::vector<std::vector<std::string>> outcomes(kClients);
  std::barrier<> together(kClients);
  for (int i = 0; i < kClients; ++i) {
    clients.emplace_back([&, i] {
      const std::string contract = Contract(absl::StrCat("C", i));
      for (int number = 1; number <= kDocuments; ++number) {
        together.arrive_and_wait();
        const Asked row = {
            .number = absl::StrCat(number), .issuer = absl::StrCat("Име ", i), .eik = "175074752"};
        const std::string key = absl::StrCat(i, "-", number);
        outcomes[i].push_back(i % 2 == 0 ? Batch(BatchOf(contract, {row}, key))[0]
                                         : Single(contract, row, key));
      }
    });
  }
  for (std::thread& client : clients) client.join();

  for (const std::vector<std::string>& some : outcomes) {
    for (int i = 0; i < kDocuments; ++i) EXPECT_EQ(some[i], absl::StrCat("cost ", i + 1));
  }
  EXPECT_EQ(sandbox_.Inspect("select from budgets.document").size(), std::size_t{kDocuments});
  EXPECT_THAT(WrongDocuments(), IsEmpty());
}

TEST_F(DocumentsTest, LikelyDuplicates_AreToldWithTheirReasonsAndRefuseNothing) {
  MakeContract("A");
  MakeContract("B");
  Single(Contract("A"), {.number = "1000105", .total = 77'00}, "1");
  const v1::RecordCostsRequest request =
      BatchOf(Contract("B"),
              {{.number = "1000106", .total = 77'00, .issued_on = "2018-02-04"},
               {.number = "IOOO1O5", .total = 77'00, .issuer = "Друг ООД", .issued_on = "2018-02-20"},
               {.number = "9", .total = 77'00, .issuer = "Трети ООД"},
               {.number = "8", .total = 78'00}});

  const auto response = documents_.RecordCosts(ScopeOf("lyubimets", "test/RecordCosts"), request);

  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->recorded(), 4);
  const auto reasons = [&](int row) {
    std::vector<std::string> said;
    for (const v1::SuspectedDuplicate& one : response->outcomes(row).suspected()) {
      if (one.other_cost() != Contract("A") + "/costs/1") continue;
      for (const int reason : one.reasons()) said.push_back(v1::Suspicion_Name(reason));
    }
    return said;
  };
  EXPECT_THAT(reasons(0), ElementsAre("SAME_ISSUER_AND_TOTAL"));
  EXPECT_THAT(reasons(1), ElementsAre("NUMBERS_LOOK_ALIKE"));
  EXPECT_THAT(reasons(2), ElementsAre("SAME_TOTAL_AND_DAY"));
  EXPECT_THAT(response->outcomes(3).suspected(), IsEmpty());

  v1::ListSuspectedDuplicatesRequest list;
  list.set_parent(Contract("B"));
  list.set_page_size(2);
  auto page = documents_.ListSuspectedDuplicates(role_.Scope(), list);
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->suspected_size(), 2);
  EXPECT_EQ(page->suspected(0).cost(), Contract("B") + "/costs/1");
  EXPECT_EQ(page->suspected(0).other_cost(), Contract("A") + "/costs/1");
  EXPECT_EQ(page->suspected(0).days_apart(), 3);
  list.set_page_token(page->next_page_token());
  page = documents_.ListSuspectedDuplicates(role_.Scope(), list);
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->suspected_size(), 1);
  EXPECT_EQ(page->suspected(0).document().number(), "9");
  EXPECT_EQ(page->next_page_token(), "");
  // Told where it was recorded second.
  list.set_parent(Contract("A"));
  list.clear_page_token();
  EXPECT_THAT(documents_.ListSuspectedDuplicates(role_.Scope(), list)->suspected(), IsEmpty());
}

TEST_F(DocumentsTest, OneNewDocumentFromManySides_IsClaimedUpToItsTotal) {
  constexpr int kClients = 8;
  for (int i = 0; i < kClients; ++i) MakeContract(absl::StrCat("C", i));
  std::vector<std::thread> clients;
  std::vector<std::vector<std::string>> outcomes(kClients);
  for (int i = 0; i < kClients; ++i) {
    clients.emplace_back([&, i] {
      const std::string contract = Contract(absl::StrCat("C", i));
      // Half of them in batches, each naming the documents in another order.
      std::vector<Asked> rows = {{.number = "1", .claimed = 30'00}, {.number = "2", .claimed = 30'00}};
      if (i % 4 == 0) std::swap(rows[0], rows[1]);
      if (i % 2 == 0) {
        outcomes[i] = Batch(BatchOf(contract, rows, absl::StrCat("import-", i)));
      } else {
        for (const Asked& row : rows) {
          outcomes[i].push_back(Single(contract, row, absl::StrCat(i, "-", row.number)));
        }
      }
    });
  }
  for (std::thread& client : clients) client.join();

  int recorded = 0;
  for (const std::vector<std::string>& some : outcomes) {
    for (const std::string& outcome : some) {
      if (outcome.substr(0, 4) == "cost") {
        ++recorded;
      } else {
        EXPECT_EQ(outcome, "COST_DOCUMENT_EXHAUSTED");
      }
    }
  }
  EXPECT_EQ(recorded, 6);  // Three thirds of two documents; the rest of 10.00 is too small.
  EXPECT_THAT(WrongDocuments(), IsEmpty());
}

TEST_F(DocumentsTest, Database_RefusesADocumentBeyondItsTotalByItself) {
  MakeContract("A");
  Single(Contract("A"), {.line = "1", .claimed = 60'00}, "1");

  const absl::Status refused = pg::Transact(role_.pool(), role_.Scope(), [&](pg::Tx& tx) {
    constexpr pg::Statement kBeyond{"test.beyond",
                                    "update document set claimed_minor = total_minor + 1"};
    tx.Run(kBeyond);
    return absl::OkStatus();
  });

  EXPECT_FALSE(refused.ok());
  EXPECT_EQ(Shares(Contract("A") + "/costs/1").claimed().amount(), "60.00");
}

}  // namespace
}  // namespace tranche::budgets
