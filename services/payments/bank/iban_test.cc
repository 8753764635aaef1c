// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/iban.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "platform/base/error.h"

namespace tranche::payments::bank {
namespace {

constexpr char kIban[] = "BG80BNBG96611020345678";

TEST(Iban, Typed_LosesItsBlanksAndIsUpperCase) {
  EXPECT_EQ(ParseIban("bg80 BNBG 9661 1020 3456 78").value_or(""), kIban);
  EXPECT_EQ(ParseIban("GB82 WEST 1234 5698 7654 32").value_or(""), "GB82WEST12345698765432");
}

TEST(Iban, WrongLengthLettersOrDigits_AreRefused) {
  for (const char* typed :
       {"", "BG80", "BG80BNBG9661102034567", "BG80BNBG966110203456789", "BG81BNBG96611020345678",
        "ВG80BNBG96611020345678", "BG80BNBG9661102034567!", "8080BNBG96611020345678"}) {
    EXPECT_EQ(ReasonOf(ParseIban(typed).status()), "IBAN_INVALID") << typed;
  }
}

// What the check digits are for.
RC_GTEST_PROP(Iban, OneDigitChanged_IsSeen, ()) {
  std::string iban = kIban;
  const size_t at = *rc::gen::element<size_t>(8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21);
  const char digit = static_cast<char>('0' + *rc::gen::inRange(0, 10));
  RC_PRE(iban[at] != digit);
  iban[at] = digit;
  RC_ASSERT(!ParseIban(iban).ok());
}

}  // namespace
}  // namespace tranche::payments::bank
