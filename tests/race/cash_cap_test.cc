// SPDX-License-Identifier: EUPL-1.2
// The cap of cash under sixty-four clients: claims of many contracts are decided on at once, each by
// rivals of whom every one sends twice. Advance and interim payments stay within the cap of their
// contract, and a claim has one decision.
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

#include "ceilings.h"

namespace tranche::load {
namespace {

constexpr int kContracts = 24;
constexpr int kRivals = 8;  // Decisions of different content on each claim.
constexpr int64_t kAdvanceEu = 1'700'000, kAdvanceNational = 300'000;  // A fifth of the contract.
// Above what the cap leaves, and below what would clear the whole advance, after which it binds no
// more.
constexpr int64_t kCost = 7'500'000;

int ContractAt(std::size_t request) { return 1 + static_cast<int>(request) % kContracts; }

TEST_F(Ceilings, ClaimsOfManyContractsDecidedAtOnce_StayWithinTheCapOfCash) {
  std::map<int, std::string> claims;
  for (int number = 1; number <= kContracts; ++number) {
    MakeContract(number);
    MakeBudgetOf(number);
    AcceptAdvance(number, kAdvanceEu, kAdvanceNational);
    claims[number] = SendInterim(number, kCost).name();
  }

  const auto sends = SendAll(
      *claims_, &payments::v1::PaymentsService::Stub::VerifyClaim,
      [&](std::size_t i) {
        payments::v1::VerifyClaimRequest request;
        request.set_name(claims[ContractAt(i)]);
        request.set_request_id(absl::StrCat("decision-", i));
        request.mutable_verification()->set_decided_on("2018-03-20");
        payments::v1::CostVerification* partly =
            request.mutable_verification()->add_cost_verifications();
        partly->set_cost(absl::StrCat(ContractName(ContractAt(i)), "/costs/1"));
        Set(partly->mutable_unapproved()->mutable_total(), minors_[i]);
        partly->mutable_unapproved()->set_reason("Без протокол");
        return request;
      },
      kContracts * kRivals, "approver");

  std::map<int, int> decided;
  for (std::size_t i = 0; i < sends.size(); ++i) {
    // Both are done or both refused; a refusal says what each finds: the verification of another, or
    // its end.
    EXPECT_EQ(sends[i][0].reason.empty(), sends[i][1].reason.empty()) << i;
    EXPECT_EQ(sends[i][0].answer, sends[i][1].answer) << i;
    if (!sends[i][0].reason.empty()) continue;
    ++decided[ContractAt(i)];
    // The one that was done is the one that stands.
    EXPECT_EQ(
        Number(absl::StrCat("select refused_eu_minor + refused_national_minor + refused_own_minor "
                            "from payments.claim where kind = 'INTERIM' and contract_id = '",
                            ContractId(ContractAt(i)), "'")),
        minors_[i]);
  }
  EXPECT_EQ(decided.size(), static_cast<std::size_t>(kContracts));
  for (const auto& [number, times] : decided) EXPECT_EQ(times, 1) << number;
  // Overspend 0.00: what is owed is the cap and no cent more, and the rest cleared the advance.
  EXPECT_EQ(
      Number("select count(*) from (select contract_id from payments.claim group by 1 having "
             "sum(payable_eu_minor + payable_national_minor) = max(cash_cap_minor)) as at_the_cap"),
      kContracts);
  EXPECT_EQ(
      Number("select count(*) from payments.claim where kind = 'INTERIM' and cleared_eu_minor > 0"),
      kContracts);
  EXPECT_EQ(Number("select count(*) from payments.claim where kind = 'INTERIM' and (approved_eu_minor, "
                   "approved_national_minor) <> (payable_eu_minor + cleared_eu_minor, "
                   "payable_national_minor + cleared_national_minor)"),
            0);
  // The journal says what the claims say.
  EXPECT_EQ(Number("select count(*) from budgets.line as l join payments.claim as c on c.contract_id = "
                   "l.contract_id and c.kind = 'INTERIM' where (l.spent_eu_minor, "
                   "l.spent_national_minor) <> (c.approved_eu_minor, c.approved_national_minor) or "
                   "l.reserved_eu_minor <> 0"),
            0);
}

// The control: several claims of a contract are decided on at once, and each
// decision looks at what is owed before it writes. One after the other they
// would come to the cap exactly.
TEST_F(Ceilings, DecisionsThatLookBeforeTheyWrite_OverspendTheCapOfCash) {
  constexpr int kNaiveContracts = 6, kClaims = 8;
  constexpr int64_t kClaim = 950'000;  // And a random amount up to 99.99 more.
  for (int number = 1; number <= kNaiveContracts; ++number) {
    MakeContract(number);
    MakeBudgetOf(number);
    AcceptAdvance(number, kAdvanceEu, kAdvanceNational);
  }
  std::ifstream file(SOURCE_ROOT "/tests/race/naive_cash_cap.sql");
  std::stringstream naive;
  naive << file.rdbuf();
  programs_.sandbox().Inspect(naive.str());
  std::vector<std::string> claims;
  for (int number = 1; number <= kNaiveContracts; ++number) {
    for (int one = 0; one < kClaims; ++one)
      claims.push_back(SendInterim(number, kClaim + minors_[claims.size()], one).name());
  }

  SendAll(
      *claims_, &payments::v1::PaymentsService::Stub::VerifyClaim,
      [&](std::size_t i) {
        payments::v1::VerifyClaimRequest request;
        request.set_name(claims[i]);
        request.set_request_id(absl::StrCat("decision-", i));
        request.mutable_verification()->set_decided_on("2018-03-20");
        return request;
      },
      claims.size(), "approver");

  // What each decision saw let it write: no claim by itself is above the cap.
  EXPECT_EQ(Number("select count(*) from payments.claim where kind = 'INTERIM' "
                   "and state = 'ACCEPTED'"),
            kNaiveContracts * kClaims);
  const int64_t overspent = Number(
      "select coalesce(sum(greatest(owed - cap, 0)), 0)::bigint from (select "
      "sum(payable_eu_minor + payable_national_minor) as owed, "
      "max(cash_cap_minor) as cap from "
      "payments.claim group by contract_id) as contracts");
  std::cout << "overspent: " << AmountText(overspent) << " beyond the cap of cash of "
            << kNaiveContracts << " contracts" << std::endl;
  EXPECT_GT(overspent, 0);
}

}  // namespace
}  // namespace tranche::load
