// SPDX-License-Identifier: EUPL-1.2
#include "platform/evidence/leaf.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "absl/strings/escaping.h"

namespace tranche::evidence {
namespace {

Leaf TestLeaf() {
  return {
      LeafKind::kEntry,
      {"budgets", "812", "44", "lyubimets", "2018-09-01T09:00:00.000000Z", "finance@lyubimets",
       "budgets.costs.record", "organisations/lyubimets/costs/1", std::nullopt, "{}", "", "k1", ""}};
}

// The bytes of the example in services/reports/evidence_format.md.
TEST(Leaf, Encoded_IsVersionKindAndValuesWithTheirLengths) {
  const std::string bytes = Encode(TestLeaf());
  EXPECT_EQ(bytes.substr(0, 2), absl::HexStringToBytes("0101"));
  EXPECT_EQ(bytes.substr(2, 12), absl::HexStringToBytes("01"
                                                        "00000007") +
                                     "budgets");
  EXPECT_EQ(bytes.substr(14, 8), absl::HexStringToBytes("01"
                                                        "00000003") +
                                     "812");
  // No state before, {} after, an empty reason, k1, an empty trace.
  const std::string end = absl::HexStringToBytes("00") + absl::HexStringToBytes("0100000002") + "{}" +
                          absl::HexStringToBytes("0100000000") + absl::HexStringToBytes("0100000002") +
                          "k1" + absl::HexStringToBytes("0100000000");
  EXPECT_EQ(bytes.substr(bytes.size() - end.size()), end);
}

TEST(Leaf, NullAndEmptyText_AreTwoThings) {
  Leaf other = TestLeaf();
  other.values[8] = "";
  EXPECT_NE(Encode(other), Encode(TestLeaf()));
}

TEST(Leaf, TextMovedIntoTheNextField_IsAnotherEncoding) {
  Leaf other = TestLeaf();
  other.values[5] = "finance";
  other.values[6] = "@lyubimetsbudgets.costs.record";
  EXPECT_NE(Encode(other), Encode(TestLeaf()));
}

TEST(Leaf, EpochWithTheValuesOfAnEntry_IsAnotherEncoding) {
  Leaf epoch{LeafKind::kEpoch, {8, ""}};
  Leaf entry{LeafKind::kEntry, {13, ""}};
  EXPECT_NE(Encode(epoch).substr(0, 2), Encode(entry).substr(0, 2));
}

TEST(Leaf, TooFewValues_AreNoLeaf) {
  EXPECT_THROW(Encode({LeafKind::kEntry, {}}), std::invalid_argument);
}

// What an encoding stands for, read from its bytes alone.
Leaf Decode(const std::string& bytes) {
  Leaf leaf;
  leaf.kind = static_cast<LeafKind>(bytes.at(1));
  size_t at = 2;
  while (at < bytes.size()) {
    if (bytes.at(at++) == 0) {
      leaf.values.emplace_back();
      continue;
    }
    size_t length = 0;
    for (int i = 0; i < 4; ++i) length = length << 8 | static_cast<unsigned char>(bytes.at(at++));
    leaf.values.emplace_back(bytes.substr(at, length));
    at += length;
  }
  return leaf;
}

// Injective: the values can be read back, whatever bytes they hold.
RC_GTEST_PROP(LeafProperty, Encoding_IsReadBack,
              (const std::vector<std::string>& texts, uint16_t nulls)) {
  Leaf leaf{LeafKind::kEntry, {}};
  for (size_t i = 0; i < FieldsOf(LeafKind::kEntry).size(); ++i) {
    if ((nulls >> i) & 1) {
      leaf.values.emplace_back();
    } else {
      leaf.values.emplace_back(i < texts.size() ? texts[i] : "");
    }
  }
  const Leaf decoded = Decode(Encode(leaf));
  RC_ASSERT(decoded.kind == leaf.kind);
  RC_ASSERT(decoded.values == leaf.values);
}

TEST(Place, Order_IsTransactionThenServiceThenNumber) {
  const Place place{812, "budgets", 44};
  EXPECT_TRUE((Place{811, "plans", 99} < place));
  EXPECT_TRUE((Place{812, "access", 99} < place));
  EXPECT_TRUE((Place{812, "budgets", 43} < place));
  EXPECT_FALSE(place < place);
}

}  // namespace
}  // namespace tranche::evidence
