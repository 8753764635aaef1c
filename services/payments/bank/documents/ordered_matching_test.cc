// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/documents/ordered_matching.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tranche::payments::bank {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr absl::CivilDay kDay(2018, 3, 5);

OpenEntry Went(int64_t minor, std::vector<OrderedRecord> ordered = {}) {
  return {.number = minor,
          .booked_on = kDay,
          .left_minor = -minor,
          .text = "",
          .name = "Доставчик ООД",
          .reference = "",
          .ordered = std::move(ordered)};
}
OpenRecord Document(const std::string& id, int64_t minor, const std::string& number) {
  return {.id = id,
          .received = false,
          .day = kDay,
          .left_minor = minor,
          .number = number,
          .name = "Доставчик ООД",
          .reference = ""};
}

TEST(Propose, OrderThatNamesItsDocuments_GoesBeforeWhatLooksAsSure) {
  // Two invoices of one amount: without the order nobody knows which was paid.
  const std::vector<OpenRecord> records = {Document("costs/1", 5000, "111"),
                                           Document("costs/2", 5000, "222")};
  const auto unknown = Propose({Went(5000)}, records, "X");
  ASSERT_TRUE(unknown.ok());
  for (const Proposal& proposal : *unknown) EXPECT_FALSE(proposal.clear);

  const auto known = Propose({Went(5000, {{"costs/2", 5000}})}, records, "X");

  ASSERT_TRUE(known.ok());
  ASSERT_THAT(*known, SizeIs(1));
  EXPECT_TRUE((*known)[0].clear);
  EXPECT_EQ((*known)[0].score, 100);
  EXPECT_THAT((*known)[0].reasons, ElementsAre(Why::kOrderNamesDocument, Why::kAmountEqual));
  EXPECT_EQ((*known)[0].parts[0].record, 1u);
}

TEST(Propose, OneOrderOfTwoDocuments_IsOneProposalAndTheRestIsSearchedWithoutThem) {
  const std::vector<OpenRecord> records = {Document("costs/1", 5000, "111"),
                                           Document("costs/2", 3000, "222"),
                                           Document("costs/3", 8000, "333")};
  const std::vector<OpenEntry> entries = {Went(8000),
                                          Went(8000, {{"costs/1", 5000}, {"costs/2", 3000}})};
  const auto proposals = Propose(entries, records, "X");
  ASSERT_TRUE(proposals.ok());
  ASSERT_THAT(*proposals, SizeIs(2));
  EXPECT_THAT((*proposals)[0].parts, SizeIs(2));
  EXPECT_EQ((*proposals)[0].parts[0].entry, 1u);
  // The other movement is the third document, and its place is that in the whole list.
  EXPECT_EQ((*proposals)[1].parts[0].entry, 0u);
  EXPECT_EQ((*proposals)[1].parts[0].record, 2u);
  EXPECT_TRUE((*proposals)[1].clear);
}

TEST(ProposeOrdered, WhatIsNotExactlyTheMovement_IsNotTakenForIt) {
  const std::vector<OpenRecord> records = {Document("costs/1", 5000, "111")};
  EXPECT_THAT(ProposeOrdered({Went(5001, {{"costs/1", 5000}})}, records), IsEmpty());
  EXPECT_THAT(ProposeOrdered({Went(6000, {{"costs/1", 6000}})}, records), IsEmpty());  // Less is left.
  EXPECT_THAT(ProposeOrdered({Went(5000, {{"costs/9", 5000}})}, records), IsEmpty());
  EXPECT_THAT(ProposeOrdered({Went(5000)}, records), IsEmpty());
  OpenEntry came = Went(5000, {{"costs/1", 5000}});
  came.left_minor = 5000;
  EXPECT_THAT(ProposeOrdered({came}, records), IsEmpty());
}

TEST(ProposeOrdered, TwoMovementsOfOneDocument_TakeNoMoreThanIsLeft) {
  const std::vector<OpenRecord> records = {Document("costs/1", 5000, "111")};
  const std::vector<OpenEntry> entries = {Went(3000, {{"costs/1", 3000}}),
                                          Went(3000, {{"costs/1", 3000}})};
  EXPECT_THAT(ProposeOrdered(entries, records), SizeIs(1));
}

}  // namespace
}  // namespace tranche::payments::bank
