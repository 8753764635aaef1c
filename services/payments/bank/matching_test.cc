// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/matching.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdlib>
#include <map>

#include "payments/bank/match.h"
#include "platform/base/error.h"

namespace tranche::payments::bank {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kContract[] = "BG05M9OP001-2.005-0063-C01";

OpenEntry Entry(int64_t number, int day, int64_t left_minor, const std::string& text = "",
                const std::string& name = "") {
  return {.number = number,
          .booked_on = absl::CivilDay(2017, 5, day),
          .left_minor = left_minor,
          .text = text,
          .name = name,
          .reference = ""};
}

OpenRecord Invoice(const std::string& id, int day, int64_t left_minor, const std::string& number = "",
                   const std::string& issuer = "") {
  return {.id = id,
          .received = false,
          .day = absl::CivilDay(2017, 5, day),
          .left_minor = left_minor,
          .number = number,
          .name = issuer,
          .reference = ""};
}

OpenRecord Received(const std::string& id, int day, int64_t left_minor) {
  OpenRecord record = Invoice(id, day, left_minor);
  record.received = true;
  return record;
}

std::vector<Proposal> Proposed(const std::vector<OpenEntry>& entries,
                               const std::vector<OpenRecord>& records, const std::string& contract) {
  const absl::StatusOr<std::vector<Proposal>> proposals = Propose(entries, records, contract);
  EXPECT_TRUE(proposals.ok()) << proposals.status();
  return proposals.value_or(std::vector<Proposal>());
}

// "entry>record" of each part.
std::vector<std::string> PartsOf(const Proposal& proposal, const std::vector<OpenEntry>& entries,
                                 const std::vector<OpenRecord>& records) {
  std::vector<std::string> parts;
  for (const ProposalPart& part : proposal.parts) {
    parts.push_back(std::to_string(entries[part.entry].number) + ">" + records[part.record].id + " " +
                    std::to_string(part.amount_minor));
  }
  return parts;
}

TEST(Propose, InvoiceByItsNumberAmountAndName_IsClear) {
  const std::vector<OpenEntry> entries = {Entry(1, 20, -125000, "ф-ра 0000012345", "ДОСТАВЧИК ООД")};
  const std::vector<OpenRecord> records = {
      Invoice("costs/7", 20, 125000, "0000012345", "Доставчик ООД"),
      Invoice("costs/8", 20, 125001, "999")};
  const std::vector<Proposal> proposals = Proposed(entries, records, kContract);
  ASSERT_THAT(proposals, SizeIs(1));
  EXPECT_THAT(PartsOf(proposals[0], entries, records), ElementsAre("1>costs/7 125000"));
  EXPECT_THAT(proposals[0].reasons,
              ElementsAre(Why::kAmountEqual, Why::kNumberInText, Why::kNameEqual, Why::kSameDay));
  EXPECT_EQ(proposals[0].score, 90);
  EXPECT_TRUE(proposals[0].clear);
}

TEST(Propose, MoneyThatCame_IsNoInvoice) {
  EXPECT_THAT(Proposed({Entry(1, 20, 125000)}, {Invoice("costs/7", 20, 125000)}, kContract), IsEmpty());
  EXPECT_THAT(Proposed({Entry(1, 20, -125000)}, {Received("payments/PA001", 20, 125000)}, kContract),
              IsEmpty());
}

TEST(Propose, AdvanceThatNamesTheContract_IsClear) {
  const std::vector<Proposal> proposals =
      Proposed({Entry(1, 16, 7560170, "Аванс BG05М9ОР001-2.005-0063-С01")},
               {Received("payments/PA001", 15, 7560170)}, kContract);
  ASSERT_THAT(proposals, SizeIs(1));
  EXPECT_THAT(proposals[0].reasons,
              ElementsAre(Why::kAmountEqual, Why::kContractInText, Why::kNearDay));
  EXPECT_TRUE(proposals[0].clear);
}

TEST(Propose, TwoInvoicesOfOneAmount_AreNotClear) {
  const std::vector<Proposal> proposals = Proposed(
      {Entry(1, 20, -1000)}, {Invoice("costs/1", 20, 1000), Invoice("costs/2", 20, 1000)}, kContract);
  ASSERT_THAT(proposals, SizeIs(2));
  EXPECT_FALSE(proposals[0].clear);
  EXPECT_FALSE(proposals[1].clear);
}

// What a number settles leaves the other pair alone.
TEST(Propose, ClearProposal_TakesItsRivalsAway) {
  const std::vector<OpenEntry> entries = {Entry(1, 20, -1000, "ф-ра 555"), Entry(2, 20, -1000)};
  const std::vector<OpenRecord> records = {Invoice("costs/1", 20, 1000, "555"),
                                           Invoice("costs/2", 20, 1000, "777")};
  const std::vector<Proposal> proposals = Proposed(entries, records, kContract);
  ASSERT_THAT(proposals, SizeIs(2));
  EXPECT_THAT(PartsOf(proposals[0], entries, records), ElementsAre("1>costs/1 1000"));
  EXPECT_THAT(PartsOf(proposals[1], entries, records), ElementsAre("2>costs/2 1000"));
  EXPECT_TRUE(proposals[0].clear);
  EXPECT_TRUE(proposals[1].clear);
}

TEST(Propose, OneTransferForTwoInvoices_IsFound) {
  const std::vector<OpenEntry> entries = {Entry(1, 20, -3000, "ф-ри 555, 777")};
  const std::vector<OpenRecord> records = {Invoice("costs/1", 19, 1000, "555"),
                                           Invoice("costs/2", 18, 2000, "777")};
  const std::vector<Proposal> proposals = Proposed(entries, records, kContract);
  ASSERT_FALSE(proposals.empty());
  EXPECT_THAT(PartsOf(proposals[0], entries, records), ElementsAre("1>costs/1 1000", "1>costs/2 2000"));
  EXPECT_TRUE(proposals[0].clear);
}

TEST(Propose, OneInvoicePaidInTwo_IsFound) {
  const std::vector<OpenEntry> entries = {Entry(1, 18, -1000, "ф-ра 555"),
                                          Entry(2, 20, -2000, "ф-ра 555 остатък")};
  const std::vector<OpenRecord> records = {Invoice("costs/1", 20, 3000, "555")};
  const std::vector<Proposal> proposals = Proposed(entries, records, kContract);
  ASSERT_FALSE(proposals.empty());
  EXPECT_THAT(PartsOf(proposals[0], entries, records), ElementsAre("2>costs/1 2000", "1>costs/1 1000"));
}

// A number binds, also where only a part was paid: proposed, never taken for granted.
TEST(Propose, InstalmentByItsNumber_IsProposedAndNotClear) {
  const std::vector<Proposal> proposals =
      Proposed({Entry(1, 20, -1000, "ф-ра 555")}, {Invoice("costs/1", 20, 3000, "555")}, kContract);
  ASSERT_THAT(proposals, SizeIs(1));
  EXPECT_EQ(proposals[0].parts[0].amount_minor, 1000);
  EXPECT_FALSE(proposals[0].clear);
}

TEST(Propose, DaysTooFarApart_AreNotProposed) {
  EXPECT_THAT(Proposed({Entry(1, 1, -1000, "555")}, {Invoice("costs/1", 16, 1000, "555")}, kContract),
              IsEmpty());
  EXPECT_THAT(Proposed({Entry(1, 1, -1000, "555")}, {Invoice("costs/1", 15, 1000, "555")}, kContract),
              SizeIs(1));
}

TEST(Propose, AmountAlone_IsNeverClear) {
  const std::vector<Proposal> proposals =
      Proposed({Entry(1, 1, -1000)}, {Invoice("costs/1", 9, 1000)}, kContract);
  ASSERT_THAT(proposals, SizeIs(1));
  EXPECT_EQ(proposals[0].score, 40);
  EXPECT_FALSE(proposals[0].clear);
}

// Within each proposal and over all clear ones together nothing is given more than it has.
RC_GTEST_PROP(Propose, AnyMovementsAndRecords_KeepWithinWhatIsLeft, ()) {
  std::vector<OpenEntry> entries;
  std::vector<OpenRecord> records;
  const auto amount = rc::gen::inRange<int64_t>(1, 6);
  for (int i = 0; i < *rc::gen::inRange(0, 7); ++i) {
    const int64_t signed_minor = *amount * (*rc::gen::arbitrary<bool>() ? 1 : -1);
    entries.push_back(Entry(i + 1, *rc::gen::inRange(1, 6), signed_minor,
                            *rc::gen::element<std::string>("", "555 777")));
  }
  for (int i = 0; i < *rc::gen::inRange(0, 7); ++i) {
    OpenRecord record = Invoice("costs/" + std::to_string(i), *rc::gen::inRange(1, 6), *amount,
                                *rc::gen::element<std::string>("", "555", "777"));
    record.received = *rc::gen::arbitrary<bool>();
    records.push_back(record);
  }
  std::map<size_t, int64_t> clear_entries;
  std::map<size_t, int64_t> clear_records;
  for (const Proposal& proposal : Proposed(entries, records, kContract)) {
    std::map<size_t, int64_t> of_entry;
    std::map<size_t, int64_t> of_record;
    for (const ProposalPart& part : proposal.parts) {
      RC_ASSERT(part.amount_minor > 0);
      RC_ASSERT(records[part.record].received == (entries[part.entry].left_minor > 0));
      of_entry[part.entry] += part.amount_minor;
      of_record[part.record] += part.amount_minor;
      if (!proposal.clear) continue;
      clear_entries[part.entry] += part.amount_minor;
      clear_records[part.record] += part.amount_minor;
    }
    for (const auto& [e, minor] : of_entry) RC_ASSERT(minor <= std::abs(entries[e].left_minor));
    for (const auto& [r, minor] : of_record) RC_ASSERT(minor <= records[r].left_minor);
  }
  for (const auto& [e, minor] : clear_entries) RC_ASSERT(minor <= std::abs(entries[e].left_minor));
  for (const auto& [r, minor] : clear_records) RC_ASSERT(minor <= records[r].left_minor);
}

// A year of a large account: what has nothing in common costs nothing.
TEST(Propose, ManyMovementsAndRecords_AreLookedUpByWhatIsAlike) {
  std::vector<OpenEntry> entries;
  std::vector<OpenRecord> records;
  for (int i = 0; i < 10'000; ++i) {
    entries.push_back(Entry(i + 1, 20, -(100'000 + i)));
    records.push_back(Invoice("costs/" + std::to_string(i), 20, 100'000 + i));
  }
  EXPECT_THAT(*Propose(entries, records, kContract, {.pairs_max = 10'000}), SizeIs(10'000));
}

TEST(Propose, MorePairsThanTheLimit_AreRefused) {
  std::vector<OpenEntry> entries;
  std::vector<OpenRecord> records;
  for (int i = 0; i < 3'000; ++i) {
    entries.push_back(Entry(i + 1, 20, -1'000, "", "Доставчик"));
    records.push_back(Invoice("costs/" + std::to_string(i), 20, 1'000, "", "Доставчик"));
  }
  const auto refused = Propose(entries, records, kContract);
  EXPECT_EQ(ReasonOf(refused.status()), "RECONCILE_TOO_LARGE");
}

TEST(DocumentKey, NumberAndIssuerTypedAnotherWay_AreTheSameDocument) {
  const absl::CivilDay day(2018, 2, 1);
  const std::string key = DocumentKey("INVOICE", "0000012345", day, "„Доставки“ ЕООД");
  EXPECT_EQ(DocumentKey("INVOICE", "12345", day, "\"ДОСТАВКИ\"  еоод"), key);
  EXPECT_NE(DocumentKey("INVOICE", "12345", day + 1, "„Доставки“ ЕООД"), key);
  EXPECT_NE(DocumentKey("PAYROLL", "12345", day, "„Доставки“ ЕООД"), key);
}

}  // namespace
}  // namespace tranche::payments::bank
