// SPDX-License-Identifier: EUPL-1.2
#include "platform/convert/record_name.h"

#include <gtest/gtest.h>

#include "platform/base/error.h"

namespace tranche::convert {
namespace {

TEST(RecordName, RegisterNumberTypedInCyrillic_IsTheRecord) {
  const auto name =
      ParseRecordName(kContractPattern, "organisations/lyubimets/contracts/bg05м9ор001-2.005-0063-c01");
  ASSERT_TRUE(name.ok()) << name.status();
  EXPECT_EQ(name->organisation, "lyubimets");
  EXPECT_EQ(name->id, "BG05M9OP001-2.005-0063-C01");
}

TEST(RecordName, OtherPattern_IsRefused) {
  for (const char* name : {"organisations/a/proposals/b", "organisations/a/contracts", "contracts/b",
                           "organisations/a/contracts/b/budget", ""}) {
    EXPECT_EQ(ReasonOf(ParseRecordName(kContractPattern, name).status()), "RESOURCE_NAME_MALFORMED")
        << name;
  }
}

}  // namespace
}  // namespace tranche::convert
