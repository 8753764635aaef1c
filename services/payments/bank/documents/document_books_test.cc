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

DocumentBooks Books(int64_t amount_minor) { return {.amount = Leva(amount_minor)}; }

LevAndEuro InLev(int64_t minor) { return {.lev = Leva(minor)}; }

// As an order of this currency is told.
Money Left(const DocumentBooks& books, Currency currency) {
  return ShownOfDocument(books, currency, LeftOfDocument(books).value()).value();
}

TEST(LeftOfDocument, NothingOrdered_IsWhatItSays) {
  EXPECT_EQ(Left(Books(100'00), Currency::kBgn), Leva(100'00));
}

TEST(LeftOfDocument, OrdersUnderWayAndPaid_AreTakenOff) {
  DocumentBooks books = Books(100'00);
  books.orders = {{.unsent = true, .amount = Leva(10'00)},
                  {.has_movement = true, .amount = Leva(20'00)},
                  {.amount = Leva(30'00)}};
  EXPECT_EQ(Left(books, Currency::kBgn), Leva(40'00));
}

// A movement of a table without references may be that of the order: of the two sums the larger counts.
TEST(LeftOfDocument, MovementWithoutAReference_IsTheMoneyOfAnOrderThatWasSent) {
  DocumentBooks books = Books(100'00);
  books.orders = {{.amount = Leva(40'00)}};
  books.matched_otherwise = InLev(40'00);
  EXPECT_EQ(Left(books, Currency::kBgn), Leva(60'00));
  books.matched_otherwise = InLev(70'00);
  EXPECT_EQ(Left(books, Currency::kBgn), Leva(30'00));
}

TEST(LeftOfDocument, MovementBesideAnOrderThatWasNotSent_IsOtherMoney) {
  DocumentBooks books = Books(100'00);
  books.orders = {{.unsent = true, .amount = Leva(40'00)}};
  books.matched_otherwise = InLev(70'00);
  EXPECT_EQ(Left(books, Currency::kBgn), Leva(-10'00));
  books.orders = {{.has_movement = true, .amount = Leva(40'00)}};
  EXPECT_EQ(Left(books, Currency::kBgn), Leva(-10'00));
}

TEST(LeftOfDocument, MovementsInLevAndInEuro_AreOneSum) {
  DocumentBooks books = Books(391'17);
  books.matched_otherwise = {.lev = Leva(195'58), .euro = Euro(50'00)};
  EXPECT_EQ(Left(books, Currency::kEur), Euro(50'00));
}

// Three orders of 0.99 lev are 2.97 lev of 3.00, 0.02 euro below it. Each by itself is 0.51 euro,
// together 1.53: as much as the whole document.
TEST(LeftOfDocument, PartsInLev_AreAddedUpBeforeTheyAreRounded) {
  DocumentBooks books = Books(3'00);
  books.orders = {{.amount = Leva(99)}, {.amount = Leva(99)}, {.amount = Leva(99)}};
  EXPECT_EQ(Left(books, Currency::kEur), Euro(2));
  EXPECT_EQ(Left(Books(3'00), Currency::kEur), Euro(1'53));
}

TEST(LeftOfDocument, CreditNotes_LowerWhatItSays) {
  DocumentBooks books = Books(100'00);
  books.credited = Leva(30'00);
  EXPECT_EQ(Left(books, Currency::kBgn), Leva(70'00));
  books.credited = Euro(10'00);  // Of after the changeover.
  EXPECT_EQ(Left(books, Currency::kEur), Euro(41'13));
  books.orders = {{.amount = Leva(100'00)}};
  EXPECT_EQ(Left(books, Currency::kEur), Euro(-10'00));
}

// An invoice in lev whose first half was paid in lev and whose second is paid in euro.
TEST(LeftOfDocument, LevBesideEuro_IsByTheFixedRate) {
  DocumentBooks books = Books(391'17);
  books.orders = {{.amount = Leva(195'58)}};
  EXPECT_EQ(Left(books, Currency::kEur), Euro(100'00));
  books.orders.push_back({.amount = Euro(99'99)});
  EXPECT_EQ(Left(books, Currency::kBgn), Euro(1));
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
  full.matched_otherwise = InLev(120'00);
  const auto above = FindAboveDocuments(OrderOf({1}), {{"invoice", full}}).value();
  ASSERT_EQ(above.size(), 1u);
  EXPECT_EQ(above[0].values[2], std::pair(std::string("left"), std::string("0.00")));
}

TEST(FindAboveDocuments, LastCentAfterTheChangeover_IsOrdered) {
  DocumentBooks books = Books(3'00);
  books.orders = {{.amount = Leva(99)}, {.amount = Leva(99)}, {.amount = Leva(99)}};
  PaymentOrder order = OrderOf({2});
  order.documents[0].amount = Euro(2);
  EXPECT_THAT(FindAboveDocuments(order, {{"invoice", books}}).value(), IsEmpty());
  order.documents[0].amount = Euro(3);
  const auto above = FindAboveDocuments(order, {{"invoice", books}}).value();
  ASSERT_EQ(above.size(), 1u);
  EXPECT_EQ(above[0].values[2], std::pair(std::string("left"), std::string("0.02")));
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
