// SPDX-License-Identifier: EUPL-1.2
// Flat rates, which follow their bases when these are decided on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "absl/strings/str_cat.h"
#include "budgets/testing/simplified_fixture.h"
#include "platform/base/error.h"

namespace tranche::budgets {
namespace {

using ::testing::HasSubstr;

TEST_F(SimplifiedTest, FlatRate_IsWhatItsBaseComesToLessWhatIsHeld) {
  ASSERT_TRUE(SetFlatRate("3", v1::INDIRECT_OF_STAFF, {"1"}, "terms").ok());
  EXPECT_EQ(ReasonOf(RecordFlatRate("3", "none").status()), "FLAT_RATE_NOTHING_DUE");
  ASSERT_TRUE(RecordCost("1", "1000.00", "a").ok());

  const auto first = RecordFlatRate("3", "f1");
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->claimed().amount(), "150.00");
  EXPECT_EQ(first->simplified().base().amount(), "1000.00");
  EXPECT_EQ(first->simplified().percent(), "15");
  EXPECT_EQ(ReasonOf(RecordFlatRate("3", "f2").status()), "FLAT_RATE_NOTHING_DUE");
  ASSERT_TRUE(RecordCost("1", "0.20", "b").ok());
  EXPECT_EQ(RecordFlatRate("3", "f3")->claimed().amount(), "0.03");

  v1::ListTermsRequest list;
  list.set_parent(contract());
  const auto terms = Call(&Simplified::ListTerms, list);
  ASSERT_TRUE(terms.ok()) << terms.status();
  const v1::FlatRate& rate = terms->terms(0).flat_rate();
  EXPECT_EQ(rate.base().amount(), "1000.20");
  EXPECT_EQ(rate.due().amount(), "150.03");
  EXPECT_EQ(rate.held().amount(), "150.03");
  EXPECT_EQ(rate.left().amount(), "0.00");
  EXPECT_FALSE(rate.legal_source().empty());
  EXPECT_FALSE(rate.verified());
}

// A flat rate takes what there is room for, and the rest when there is more.
TEST_F(SimplifiedTest, FlatRateAboveItsCeilings_TakesWhatIsLeft) {
  ASSERT_TRUE(SetFlatRate("3", v1::INDIRECT_OF_STAFF, {"1"}, "terms").ok());
  ASSERT_TRUE(SetLimits({LimitOf("indirect", {"3"}, "100.00")}, "l1").ok());
  ASSERT_TRUE(RecordCost("1", "1000.00", "a").ok());

  EXPECT_EQ(RecordFlatRate("3", "f1")->claimed().amount(), "100.00");
  EXPECT_EQ(ReasonOf(RecordFlatRate("3", "f2").status()), "LIMIT_EXHAUSTED");
  ASSERT_TRUE(SetLimits({}, "l2").ok());
  EXPECT_EQ(RecordFlatRate("3", "f3")->claimed().amount(), "50.00");
}

TEST_F(SimplifiedTest, DirectCostsRefused_LowerTheFlatRateInTheSameDecision) {
  ASSERT_TRUE(SetFlatRate("3", v1::INDIRECT_OF_STAFF, {"1"}, "terms").ok());
  const auto kept = RecordCost("1", "600.00", "a");
  const auto refused = RecordCost("1", "400.00", "b");
  const auto flat = RecordFlatRate("3", "f");
  ASSERT_TRUE(kept.ok() && refused.ok() && flat.ok());

  const auto decided =
      DecideAll({{flat->name(), true}, {kept->name(), true}, {refused->name(), false}}, "decide");

  ASSERT_TRUE(decided.ok()) << decided.status();
  ASSERT_EQ(decided->lowered_size(), 1);
  EXPECT_EQ(decided->lowered(0).cost(), flat->name());
  EXPECT_EQ(Show(decided->lowered(0).unapproved()), "51.00 9.00 0.00");
  EXPECT_EQ(decided->approved().total().amount(), "690.00");
  EXPECT_EQ(decided->refused().total().amount(), "460.00");
  const auto lowered = GetCost(flat->name());
  EXPECT_EQ(lowered->state(), v1::PARTIALLY_APPROVED);
  EXPECT_EQ(lowered->approved().total().amount(), "90.00");
  EXPECT_THAT(lowered->refusal_reason(), HasSubstr("15 % от верифицираните 600.00 BGN по редове 1"));
  EXPECT_TRUE(BooksAgree());

  // What was lowered may be asked for again as soon as there is a base for it.
  EXPECT_EQ(ReasonOf(RecordFlatRate("3", "g").status()), "FLAT_RATE_NOTHING_DUE");
  ASSERT_TRUE(RecordCost("1", "400.00", "c").ok());
  EXPECT_EQ(RecordFlatRate("3", "h")->claimed().amount(), "60.00");
}

// The rate is decided on before its base: nothing of it is verified yet.
TEST_F(SimplifiedTest, FlatRateWithoutItsBase_IsRefusedByTheDecision) {
  ASSERT_TRUE(SetFlatRate("3", v1::INDIRECT_OF_STAFF, {"1"}, "terms").ok());
  const auto base = RecordCost("1", "600.00", "a");
  const auto flat = RecordFlatRate("3", "f");
  ASSERT_TRUE(base.ok() && flat.ok());

  const auto decided = DecideAll({{flat->name(), true}}, "decide");

  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(GetCost(flat->name())->state(), v1::REFUSED);
  ASSERT_TRUE(DecideAll({{base->name(), true}}, "base").ok());
  EXPECT_EQ(RecordFlatRate("3", "again")->claimed().amount(), "90.00");
}

TEST_F(SimplifiedTest, Rate_IsAtMostWhatTheRuleAllows) {
  const auto above = SetFlatRate("3", v1::INDIRECT_OF_STAFF, {"1"}, "a", "15.01");
  EXPECT_EQ(ReasonOf(above.status()), "FLAT_RATE_ABOVE_RULE");
  const auto lower = SetFlatRate("3", v1::INDIRECT_OF_STAFF, {"1"}, "b", "10");
  ASSERT_TRUE(lower.ok()) << lower.status();
  EXPECT_EQ(lower->flat_rate().percent(), "10");
  EXPECT_EQ(lower->flat_rate().limit_percent(), "15");
  // The period of this contract has no rule for it.
  const auto unknown = SetFlatRate("3", v1::INDIRECT_OF_DIRECT, {"1"}, "c");
  EXPECT_EQ(ReasonOf(unknown.status()), "SIMPLIFIED_RULE_UNKNOWN");
}

// The rule stands in the database, too, whoever decides.
TEST_F(SimplifiedTest, Database_RefusesAFlatRateAboveItsBase) {
  ASSERT_TRUE(SetFlatRate("3", v1::INDIRECT_OF_STAFF, {"1"}, "terms").ok());
  const auto base = RecordCost("1", "1000.00", "a");
  const auto flat = RecordFlatRate("3", "f");
  ASSERT_TRUE(base.ok() && flat.ok());
  ASSERT_TRUE(DecideAll({{flat->name(), true}, {base->name(), true}}, "decide").ok());
  const std::string check = absl::StrCat("select budgets.check_flat_rates('", kOrganisation, "', '",
                                         contract().substr(contract().rfind('/') + 1), "', array[2])");

  EXPECT_NO_THROW(sandbox().Inspect(check));
  sandbox().Inspect("update budgets.line_terms set percent_hundredths = 1499");
  EXPECT_THROW(sandbox().Inspect(check), pqxx::sql_error);
}

}  // namespace
}  // namespace tranche::budgets
