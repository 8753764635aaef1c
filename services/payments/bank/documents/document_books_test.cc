// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/documents/document_books.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "absl/strings/str_cat.h"

namespace tranche::payments::bank {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }
constexpr Money Euro(int64_t minor) { return Money::Minor(minor, Currency::kEur); }

DocumentBooks Books(int64_t amount_minor) {
  return {.amount = Leva(amount_minor), .orders = {}, .matched_otherwise = Leva(0)};
}

TEST(LeftOfDocument, NothingOrdered_IsWhatItSays) {
  EXPECT_EQ(LeftOfDocument(Books(100'00), Currency::kBgn).value(), Leva(100'00));
}

TEST(LeftOfDocument, OrdersUnderWayAndPaid_AreTakenOff) {
  DocumentBooks books = Books(100'00);
  books.orders = {{.unsent = true, .amount = Leva(10'00)},
                  {.has_movement = true, .amount = Leva(20'00)},
                  {.amount = Leva(30'00)}};
  EXPECT_EQ(LeftOfDocument(books, Currency::kBgn).value(), Leva(40'00));
}

// A movement of a table without references may be that of the order: of the two sums the larger counts.
TEST(LeftOfDocument, MovementWithoutAReference_IsTheMoneyOfAnOrderThatWasSent) {
  DocumentBooks books = Books(100'00);
  books.orders = {{.amount = Leva(40'00)}};
  books.matched_otherwise = Leva(40'00);
  EXPECT_EQ(LeftOfDocument(books, Currency::kBgn).value(), Leva(60'00));
  books.matched_otherwise = Leva(70'00);
  EXPECT_EQ(LeftOfDocument(books, Currency::kBgn).value(), Leva(30'00));
}

TEST(LeftOfDocument, MovementBesideAnOrderThatWasNotSent_IsOtherMoney) {
  DocumentBooks books = Books(100'00);
  books.orders = {{.unsent = true, .amount = Leva(40'00)}};
  books.matched_otherwise = Leva(70'00);
  EXPECT_EQ(LeftOfDocument(books, Currency::kBgn).value(), Leva(-10'00));
  books.orders = {{.has_movement = true, .amount = Leva(40'00)}};
  EXPECT_EQ(LeftOfDocument(books, Currency::kBgn).value(), Leva(-10'00));
}

TEST(AddMatched, PartsInLevAndInEuro_AreOneSumInEuro) {
  for (const bool lev_last : {false, true}) {
    DocumentBooks books = Books(391'17);
    ASSERT_TRUE(AddMatched(lev_last ? Euro(50'00) : Leva(195'58), &books).ok());
    ASSERT_TRUE(AddMatched(lev_last ? Leva(195'58) : Euro(50'00), &books).ok());
    EXPECT_EQ(books.matched_otherwise, Euro(150'00)) << lev_last;
    EXPECT_EQ(LeftOfDocument(books, Currency::kEur).value(), Euro(50'00)) << lev_last;
  }
}

// An invoice in lev whose first half was paid in lev and whose second is paid in euro.
TEST(LeftOfDocument, LevBesideEuro_IsByTheFixedRate) {
  DocumentBooks books = Books(391'17);
  books.orders = {{.amount = Leva(195'58)}};
  EXPECT_EQ(LeftOfDocument(books, Currency::kEur).value(), Euro(100'00));
  books.orders.push_back({.amount = Euro(99'99)});
  EXPECT_EQ(LeftOfDocument(books, Currency::kBgn).value(), Euro(1));
}

PaymentOrder OrderOf(const std::vector<int64_t>& parts_minor) {
  PaymentOrder order;
  int64_t sum = 0;
  for (const int64_t minor : parts_minor) {
    sum += minor;
    order.documents.push_back({.cost_id = absl::StrCat(order.documents.size() + 1),
                               .amount = Leva(minor),
                               .document_key = "invoice",
                               .number = "0000000012"});
  }
  order.amount = Leva(sum);
  return order;
}

TEST(FindAboveDocuments, CostsOfOneDocument_AreCountedTogether) {
  const std::map<std::string, DocumentBooks> books = {{"invoice", Books(100'00)}};
  EXPECT_THAT(FindAboveDocuments(OrderOf({60'00, 40'00}), books).value(), IsEmpty());
  const auto above = FindAboveDocuments(OrderOf({60'00, 40'01}), books).value();
  ASSERT_EQ(above.size(), 1u);
  EXPECT_EQ(above[0].field, "paymentOrder.documents[1].amount");
  EXPECT_EQ(above[0].reason, "ORDER_ABOVE_DOCUMENT");
  EXPECT_THAT(above[0].values, ElementsAre(std::pair("number", "0000000012"),
                                           std::pair("record", "costs/2"), std::pair("left", "40.00"),
                                           std::pair("asked", "40.01"), std::pair("currency", "BGN")));
}

TEST(FindAboveDocuments, DocumentOrderedBeyondItsAmount_HasNothingLeft) {
  DocumentBooks full = Books(100'00);
  full.orders = {{.amount = Leva(100'00)}};
  full.matched_otherwise = Leva(120'00);
  const auto above = FindAboveDocuments(OrderOf({1}), {{"invoice", full}}).value();
  ASSERT_EQ(above.size(), 1u);
  EXPECT_EQ(above[0].values[2], std::pair(std::string("left"), std::string("0.00")));
}

// ORD-8 at every prefix of a random history of orders, some of which end unpaid; without the rule it is
// broken.
bool KeepsWithin(const std::vector<std::pair<int, bool>>& history, bool with_rule) {
  DocumentBooks books = Books(1000);
  for (const auto& [wish, ends_unpaid] : history) {
    const int64_t minor = 1 + wish % 400;
    const bool taken =
        !with_rule || FindAboveDocuments(OrderOf({minor}), {{"invoice", books}}).value().empty();
    if (!taken) continue;
    books.orders.push_back(
        {.unsent = minor % 3 == 0, .has_movement = minor % 3 == 1, .amount = Leva(minor)});
    int64_t sum = 0;
    for (const OrderOfDocument& order : books.orders) sum += order.amount.minor();
    if (sum > 1000) return false;
    if (ends_unpaid) books.orders.erase(books.orders.begin());
  }
  return true;
}

TEST(FindAboveDocuments, RandomHistories_NeverOrderBeyondTheDocument) {
  EXPECT_TRUE(rc::check("no prefix is above the document", [] {
    const auto history = *rc::gen::container<std::vector<std::pair<int, bool>>>(
        30, rc::gen::pair(rc::gen::inRange(0, 10000), rc::gen::arbitrary<bool>()));
    RC_ASSERT(KeepsWithin(history, /*with_rule=*/true));
  }));
  EXPECT_FALSE(KeepsWithin(std::vector<std::pair<int, bool>>(30, {399, false}), /*with_rule=*/false));
}

}  // namespace
}  // namespace tranche::payments::bank
