// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/fold_document.h"

#include <gtest/gtest.h>

namespace tranche {
namespace {

TEST(FoldDocumentNumber, ZerosInFrontOfDigits_AreNoPartOfTheNumber) {
  EXPECT_EQ(FoldDocumentNumber("0000012345"), "12345");
  EXPECT_EQ(FoldDocumentNumber("12345"), "12345");
  EXPECT_EQ(FoldDocumentNumber("000"), "0");
  EXPECT_EQ(FoldDocumentNumber("0"), "0");
  EXPECT_EQ(FoldDocumentNumber(""), "");
  EXPECT_EQ(FoldDocumentNumber("00А-1"), "00A-1");  // A letter: the zeros may mean something.
}

TEST(FoldIssuer, CaseQuotesAndLookAlikes_MakeNoOtherIssuer) {
  EXPECT_EQ(FoldIssuer("„Доставки“ ЕООД"), FoldIssuer("\"ДОСТАВКИ\"  еоод"));
  EXPECT_NE(FoldIssuer("Доставки ЕООД"), FoldIssuer("Доставка ЕООД"));
}

}  // namespace
}  // namespace tranche
