// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/one_organisation.h"

#include <gtest/gtest.h>

#include "platform/base/error.h"

namespace tranche::rpc {
namespace {

absl::StatusOr<std::string> OneOf(const std::vector<std::string>& organisations) {
  CallScope scope;
  scope.organisations = organisations;
  return OneOrganisation(scope);
}

TEST(OneOrganisation, OfOneOnly_IsKnown) {
  EXPECT_EQ(*OneOf({"sopot"}), "sopot");
  EXPECT_EQ(ReasonOf(OneOf({}).status()), "ORGANISATION_REQUIRED");
  EXPECT_EQ(ReasonOf(OneOf({"lyubimets", "sopot"}).status()), "ORGANISATION_REQUIRED");
  EXPECT_EQ(ReasonOf(OneOf({"*"}).status()), "ORGANISATION_REQUIRED");
}

}  // namespace
}  // namespace tranche::rpc
