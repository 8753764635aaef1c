// SPDX-License-Identifier: EUPL-1.2
// The pages of a contract's money.
#include "gateway/pages/money/money_pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "gateway/pages/money/money_pages_fixture.h"

namespace tranche::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kEvil[] = "\"><script>alert(1)</script>' onload='x";
constexpr const char* kPages[] = {"/packages", "/packages/2",  "/claims/2", "/costs/3",
                                  "/orders",   "/bank",        "/debts",    "/debts/1",
                                  "/journal",  "/corrections", "/incomes",  "/revalidations"};

class MoneyPages : public MoneyPagesFixture {};

TEST(MaskedIban, ShowsOnlyItsEnds) {
  EXPECT_EQ(MaskedIban("BG21STSA93000012345678"), "BG21**************5678");
  EXPECT_EQ(MaskedIban("12345678"), "********");
  EXPECT_EQ(MaskedIban(""), "");
}

TEST(ContractOf, IsTheBeginningOfEveryRecordBelowIt) {
  EXPECT_EQ(ContractOf(Below("debts/1")), kOfContract);
  EXPECT_EQ(ContractOf(kOfContract), kOfContract);
}

TEST_F(MoneyPages, Each_LeadsToAllOthersAndMarksItself) {
  for (const char* below : {"/packages", "/orders", "/bank", "/debts", "/journal", "/corrections",
                            "/revalidations", "/incomes"}) {
    const std::string page = Page(below);
    for (const char* other : {"/budget", "/money", "/deadlines", "/packages", "/bank", "/debts",
                              "/revalidations", "/incomes"}) {
      EXPECT_THAT(page, HasSubstr(absl::StrCat("href=\"/en/", kOfContract, other, "\""))) << below;
    }
    EXPECT_THAT(page, HasSubstr(absl::StrCat(kOfContract, below, "\" aria-current=\"page\"")));
  }
}

TEST_F(MoneyPages, EachInBothLanguages_IsWellFormedAndSpeaksInWords) {
  for (const char* language : {"/bg/", "/en/"}) {
    for (const char* below : kPages) {
      const std::string page = Get(absl::StrCat(language, kOfContract, below)).body;
      EXPECT_EQ(FirstUnbalanced(page), "") << below << page;
      EXPECT_THAT(page, Not(HasSubstr("W_"))) << below;
      EXPECT_THAT(page, Not(HasSubstr("{{"))) << below;
      EXPECT_THAT(page, Not(HasSubstr("style="))) << below;
    }
  }
}

TEST_F(MoneyPages, EachOfTextsThatTryToBeMarkup_ShowsThemAsText) {
  GiveAll(kEvil);
  for (const char* below : kPages) {
    const std::string page = Page(below);
    EXPECT_THAT(page, Not(HasSubstr("<script"))) << below;
    EXPECT_THAT(page, Not(HasSubstr("onload='"))) << below;
    EXPECT_EQ(FirstUnbalanced(page), "") << below;
  }
}

TEST_F(MoneyPages, EachThatMayNotBeRead_Is403) {
  const std::pair<const char*, const char*> kDenied[] = {
      {"/packages", "ListPackages"},    {"/packages/2", "GetPackage"},
      {"/claims/2", "GetClaim"},        {"/costs/3", "GetCost"},
      {"/orders", "ListPaymentOrders"}, {"/bank", "ListMatches"},
      {"/debts", "ListDebts"},          {"/debts/1", "GetDebt"},
      {"/journal", "ListPostings"},     {"/corrections", "ListCorrections"},
      {"/incomes", "ListIncomes"},      {"/revalidations", "ListCostRevalidations"}};
  for (const auto& [below, method] : kDenied) {
    Deny(method, Refuse("PERMISSION_DENIED", {{"permission", "payments.read"}}));
    EXPECT_EQ(Get(absl::StrCat("/en/", kOfContract, below)).status, 403) << below;
  }
}

TEST_F(MoneyPages, Claim_ShowsEachCostWithWhatIsUnapprovedAndWhy) {
  const std::string page = Page("/claims/2");
  EXPECT_THAT(page, HasSubstr("6,000.00"));
  EXPECT_THAT(page, HasSubstr("600.00<br><span lang=\"bg\">Обучения</span>"));
  EXPECT_THAT(page, HasSubstr(absl::StrCat("href=\"/en/", kOfContract, "/costs/3\"")));
  EXPECT_THAT(page, HasSubstr("8 days of at most 30"));
  EXPECT_THAT(page, HasSubstr("first of its issuer"));
  EXPECT_THAT(page, HasSubstr("approver@sopot"));  // Who annulled the payment.
  EXPECT_THAT(page, HasSubstr("?amounts=five"));
  EXPECT_THAT(page, Not(HasSubstr("484.50")));
}

TEST_F(MoneyPages, ClaimInFiveAmounts_ShowsWhoPaysOfEachCost) {
  const std::string page = Page("/claims/2", "amounts=five");
  for (const char* part : {"484.50", "85.50", "570.00", "30.00"}) EXPECT_THAT(page, HasSubstr(part));
}

TEST_F(MoneyPages, ClaimOfManyCosts_AsksOnlyForThoseItShows) {
  payments::v1::Claim claim = ExampleClaim("x");
  for (int i = 0; i < 59; ++i) claim.add_costs(Below(absl::StrCat("costs/", i + 10)));
  Give("GetClaim", claim);
  const std::string page = Page("/claims/2", "costs=50&amounts=five");
  const auto calls = server_.calls();
  const auto asked = std::count_if(calls.begin(), calls.end(), [](const FakeServer::Call& call) {
    return absl::EndsWith(call.method, "/GetCost");
  });
  EXPECT_EQ(asked, 10);
  EXPECT_THAT(page, HasSubstr("/claims/2?amounts=five\">"));  // To the first ones.
  EXPECT_THAT(Page("/claims/2"), HasSubstr("/claims/2?costs=25\""));
}

TEST_F(MoneyPages, ClaimWithACostThatCannotBeRead_SaysSoInsteadOfAListWithGaps) {
  Deny("GetCost", Refuse("PERMISSION_DENIED", {{"permission", "budgets.read"}}));
  const std::string page = Page("/claims/2");
  EXPECT_THAT(page, HasSubstr("t-refused"));
  EXPECT_THAT(page, Not(HasSubstr("id=\"costs-caption\"")));
}

TEST_F(MoneyPages, ClaimWithoutASample_SaysWhoDrawsIt) {
  Deny("GetSample", Refuse("NOT_FOUND", {{"name", "sample"}}));
  EXPECT_THAT(Page("/claims/2"), HasSubstr("The verifier draws it"));
}

TEST_F(MoneyPages, StateAidAdvance_ShowsItsSecurityAndWhatCoversIt) {
  payments::v1::Claim claim = ExampleClaim("x");
  claim.set_kind(payments::v1::STATE_AID_ADVANCE);
  Give("GetClaim", claim);
  const std::string page = Page("/claims/2");
  EXPECT_THAT(page, HasSubstr("Security"));
  EXPECT_THAT(page, HasSubstr("to be covered"));
}

TEST_F(MoneyPages, Cost_ShowsCreditNotesAndItsOwnCurrency) {
  const std::string page = Page("/costs/3");
  EXPECT_THAT(page, HasSubstr("1,200.00"));
  EXPECT_THAT(page, HasSubstr("1,500.00\u00a0USD"));
  EXPECT_THAT(page, HasSubstr("tranche costs document BG05M9OP001-2.005-9999-C01 3"));
}

TEST_F(MoneyPages, Package_ShowsIndicatorsByGenderAndAnswers) {
  const std::string page = Page("/packages/2");
  EXPECT_THAT(page, HasSubstr("34<br>w 21, m 13"));
  EXPECT_THAT(page, HasSubstr("id=\"answers\""));
  EXPECT_THAT(page, HasSubstr(absl::StrCat("href=\"/en/", kOfContract, "/claims/2\"")));
}

TEST_F(MoneyPages, Bank_SaysWhatAMovementIsAndTheUnexplainedRest) {
  const std::string page = Page("/bank");
  EXPECT_THAT(page, HasSubstr("cost No\u00a03: BGN\u00a02,444.79"));
  EXPECT_THAT(page, HasSubstr("16.51"));
  EXPECT_THAT(page, HasSubstr("<dt>Unexplained</dt><dd>BGN\u00a061.51</dd>"));
  payments::v1::ListBankEntriesRequest asked;
  ASSERT_TRUE(Asked("ListBankEntries", &asked));
  EXPECT_EQ(asked.account(), "BG34BNBG96611087654321");  // Of the newest statement.
}

TEST_F(MoneyPages, BankOnADayThatIsNone_ExplainsItAtItsField) {
  Deny(
      "ListBankEntries",
      RefuseInput("INVALID_REQUEST", {{"fromDay", "DATE_NOT_IN_CALENDAR", {{"value", "2018-02-31"}}}}));
  const HttpResponse page = Get(absl::StrCat("/en/", kOfContract, "/bank"), "from_day=2018-02-31");
  EXPECT_EQ(page.status, 400);
  EXPECT_THAT(page.body, HasSubstr("<a href=\"#from_day\">"));
}

TEST_F(MoneyPages, BankWithoutAStatement_SaysHowToImportOne) {
  Give("ListBankStatements", payments::v1::ListBankStatementsResponse());
  const std::string page = Page("/bank");
  EXPECT_THAT(page, HasSubstr("tranche bank import"));
  EXPECT_THAT(page, Not(HasSubstr("There are no differences")));  // Nothing was compared.
}

TEST_F(MoneyPages, Orders_NameBothPersonsAndMaskTheAccount) {
  const std::string page = Page("/orders");
  EXPECT_THAT(page, HasSubstr("made by owner@sopot<br>approved by approver@sopot"));
  EXPECT_THAT(page, HasSubstr("BG21**************5678"));
  EXPECT_THAT(page, Not(HasSubstr("BG21STSA93000012345678")));
  EXPECT_THAT(page, HasSubstr("rejected by the bank"));
}

TEST_F(MoneyPages, Debts_AreReckonedToTheDayAskedFor) {
  const std::string page = Page("/debts", "as_of=2019-05-31");
  payments::v1::GetDebtRequest asked;
  ASSERT_TRUE(Asked("GetDebt", &asked));
  EXPECT_EQ(asked.as_of(), "2019-05-31");
  EXPECT_THAT(page, HasSubstr("/debts/1?as_of=2019-05-31\""));
  EXPECT_THAT(page, HasSubstr("BGN\u00a0588.12"));
}

TEST_F(MoneyPages, DebtsOnADayThatIsNone_ExplainItAtTheField) {
  Deny("GetDebt", RefuseInput("INVALID_REQUEST", {{"asOf", "DATE_NOT_IN_CALENDAR", {{"value", "x"}}}}));
  for (const char* below : {"/debts", "/debts/1"}) {
    const HttpResponse page = Get(absl::StrCat("/en/", kOfContract, below), "as_of=x");
    EXPECT_EQ(page.status, 400) << below;
    EXPECT_THAT(page.body, HasSubstr("<a href=\"#as_of\">"));
  }
}

TEST_F(MoneyPages, Debt_ShowsInterestByDaysAndWhatWasAnnulled) {
  const std::string page = Page("/debts/1");
  EXPECT_THAT(page, HasSubstr("10.00\u00a0%"));
  EXPECT_THAT(page, HasSubstr("annulled"));
  EXPECT_THAT(page, HasSubstr("Deductions taken back"));
}

TEST_F(MoneyPages, Corrections_NeverNameWhoTold) {
  const std::string page = Page("/corrections");
  EXPECT_THAT(page, HasSubstr("10.00\u00a0%"));
  EXPECT_THAT(page, Not(HasSubstr("Доносников")));
}

TEST_F(MoneyPages, Revalidations_NameBothCostsWhoPaysAndWhoAnnulled) {
  const std::string page = Page("/revalidations");
  EXPECT_THAT(page, HasSubstr("id=\"revalidations-7\""));
  for (const char* record : {"costs/3", "costs/7", "claims/2"}) {
    EXPECT_THAT(page, HasSubstr(absl::StrCat("href=\"/en/", Below(record), "\""))) << record;
  }
  for (const char* part :
       {"323.00", "57.00", "380.00", "20.00", "400.00", "80.75", "14.25", "95.00", "5.00", "100.00",
        "1\u00a0October\u00a02018", "second@sopot", "approver@sopot"}) {
    EXPECT_THAT(page, HasSubstr(part));
  }
  EXPECT_THAT(page, HasSubstr("№\u00a07, of it taken by a correction"));
  EXPECT_THAT(page, HasSubstr("tranche costs revalidations BG05M9OP001-2.005-9999-C01"));
  EXPECT_THAT(page, HasSubstr("/revalidations?page=next\""));
  Page("/revalidations", "page=next");
  budgets::v1::ListCostRevalidationsRequest asked;
  ASSERT_TRUE(Asked("ListCostRevalidations", &asked));
  EXPECT_EQ(asked.page_token(), "next");
}

TEST_F(MoneyPages, RevalidationOfACorrectionOfTheRegister_LeadsToIt_AndAnyOtherIsNamedAsWritten) {
  GiveRevalidations("РД 12/2018");
  EXPECT_THAT(Page("/revalidations"), HasSubstr("<span lang=\"bg\">РД 12/2018</span>"));
  GiveRevalidations(Below("corrections/4"));
  EXPECT_THAT(Page("/revalidations"),
              HasSubstr(absl::StrCat("href=\"/en/", kOfContract, "/corrections#corrections-4\"")));
  EXPECT_THAT(Page("/corrections"), HasSubstr("id=\"corrections-1\""));
}

TEST_F(MoneyPages, CostNotWhollyApproved_LeadsToTheRevalidations_AndTheOneThatCarriesToItsOwn) {
  EXPECT_THAT(Page("/costs/3"),
              HasSubstr(absl::StrCat("<dt>Revalidations</dt><dd><a class=\"govuk-link\" href=\"/en/",
                                     kOfContract, "/revalidations\"")));
  budgets::v1::Cost carrier = ExampleCost("x");
  carrier.set_revalidates(Below("costs/2"));
  Give("GetCost", carrier);
  EXPECT_THAT(Page("/costs/3"),
              HasSubstr(absl::StrCat("href=\"/en/", kOfContract, "/revalidations#revalidations-3\"")));
  budgets::v1::Cost whole = ExampleCost("x");
  whole.clear_unapproved();
  Give("GetCost", whole);
  EXPECT_THAT(Page("/costs/3"), Not(HasSubstr("<dt>Revalidations</dt>")));
}

TEST_F(MoneyPages, Incomes_SayWhatLowersTheGrantWhoseMoneyThatIsAndTheDebt) {
  const std::string page = Page("/incomes");
  EXPECT_THAT(page, HasSubstr("id=\"incomes-1\""));
  EXPECT_THAT(page, HasSubstr("BGN\u00a0250.00"));
  EXPECT_THAT(page, HasSubstr("BGN\u00a0200.00<br>EU BGN\u00a0170.00<br>National BGN\u00a030.00"));
  EXPECT_THAT(page, HasSubstr("approver@sopot"));
  EXPECT_THAT(page, HasSubstr(absl::StrCat("href=\"/en/", Below("debts/1"), "\"")));
  EXPECT_THAT(page, HasSubstr(absl::StrCat("href=\"/en/", Below("claims/2"), "\"")));
  EXPECT_THAT(page, HasSubstr("decided on"));
  EXPECT_THAT(page, HasSubstr("11\u00a0June\u00a02018"));
  EXPECT_THAT(page, HasSubstr("not decided on yet"));
  EXPECT_THAT(page, HasSubstr(">annulled</span><br><span lang=\"bg\">Обучения</span>"));
  EXPECT_THAT(page, HasSubstr("second@sopot"));
  EXPECT_THAT(page, HasSubstr("/incomes?page=next\""));
}

TEST_F(MoneyPages, DebtAndClaim_LeadToTheIncomeTheyAreOf) {
  payments::v1::Debt debt = ExampleDebt("x");
  debt.set_income(Below("incomes/1"));
  Give("GetDebt", debt);
  EXPECT_THAT(Page("/debts/1"),
              HasSubstr(absl::StrCat("href=\"/en/", kOfContract, "/incomes#incomes-1\"")));
  payments::v1::Claim claim = ExampleClaim("x");
  *claim.mutable_additional_income() = Lev("250.00");
  Give("GetClaim", claim);
  EXPECT_THAT(Page("/claims/2"),
              HasSubstr(absl::StrCat("/", kOfContract, "/incomes\">BGN\u00a0250.00</a>")));
}

TEST_F(MoneyPages, SecuredAdvance_ShowsItsSecurityAsItWasGiven_AndOnceAcceptedWhatBecameOfIt) {
  payments::v1::Claim claim = ExampleClaim("x");
  claim.set_kind(payments::v1::ADVANCE);
  payments::v1::AdvanceSecurity* given = claim.mutable_security();
  given->set_kind(payments::v1::BANK_GUARANTEE);
  given->set_issuer("Банка Пример");
  given->set_number("Г-17");
  *given->mutable_amount() = Lev("5000.00");
  given->set_valid_until("2019-06-30");
  Give("GetClaim", claim);
  Deny("GetAdvanceSecurity", Refuse("NOT_FOUND", {{"name", "advanceSecurity"}}));
  const std::string sent = Page("/claims/2");
  for (const char* told : {"guarantee of a bank", "Банка Пример, № Г-17", "BGN\u00a05,000.00",
                           "<dt>Secured until</dt><dd>30\u00a0June\u00a02019"}) {
    EXPECT_THAT(sent, HasSubstr(told));
  }
  EXPECT_THAT(sent, Not(HasSubstr("State of the security")));

  payments::v1::OrdinaryAdvanceSecurity now;
  now.set_claim(claim.name());
  *now.mutable_security() = *given;
  now.set_valid_until("2020-01-31");
  now.set_state(payments::v1::SECURITY_IN_FORCE);
  *now.mutable_not_cleared() = Lev("1234.50");
  Give("GetAdvanceSecurity", now);
  const std::string accepted = Page("/claims/2");
  for (const char* told :
       {"<dt>Secured until</dt><dd>31\u00a0January\u00a02020", "in force", "BGN\u00a01,234.50"}) {
    EXPECT_THAT(accepted, HasSubstr(told));
  }
}

TEST_F(MoneyPages, Journal_GoesOnWithinTheLineThatWasChosen) {
  const std::string page = Page("/journal", "line=2.1");
  budgets::v1::ListPostingsRequest asked;
  ASSERT_TRUE(Asked("ListPostings", &asked));
  EXPECT_EQ(asked.line(), "2.1");
  EXPECT_THAT(page, HasSubstr("available → reserved"));
  EXPECT_THAT(page, HasSubstr("/journal?line=2.1&amp;page=next\""));
  EXPECT_THAT(page, HasSubstr("<option value=\"2.1\" selected>"));
}

TEST_F(MoneyPages, EachWithNothingToShow_SaysWhatToDoNext) {
  Give("ListDebts", payments::v1::ListDebtsResponse());
  Give("ListPaymentOrders", payments::v1::ListPaymentOrdersResponse());
  Give("ListCorrections", payments::v1::ListCorrectionsResponse());
  Give("ListPackages", payments::v1::ListPackagesResponse());
  Give("ListPostings", budgets::v1::ListPostingsResponse());
  Give("ListIncomes", payments::v1::ListIncomesResponse());
  Give("ListCostRevalidations", budgets::v1::ListCostRevalidationsResponse());
  const std::pair<const char*, const char*> kNext[] = {{"/debts", "tranche debts create"},
                                                       {"/orders", "tranche orders create"},
                                                       {"/corrections", "tranche corrections create"},
                                                       {"/packages", "tranche packages create"},
                                                       {"/journal", "tranche budgets create"},
                                                       {"/incomes", "tranche incomes record"},
                                                       {"/revalidations", "tranche costs revalidate"}};
  for (const auto& [below, line] : kNext) EXPECT_THAT(Page(below), HasSubstr(line));
}

}  // namespace
}  // namespace tranche::gateway
