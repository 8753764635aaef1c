// SPDX-License-Identifier: EUPL-1.2
// Sixty-four clients open a version of a contract and a claim on it at the same moment, every request
// twice: one of the two is opened, never both, and never none.
#include <map>

#include "ceilings.h"

namespace tranche::load {
namespace {

constexpr int kContracts = 48;

TEST_F(Ceilings, VersionAndClaimOpenedAtOnce_OneOfThemIsThere) {
  for (int number = 1; number <= kContracts; ++number) MakeContract(number);
  // The last contract has reached payments when this is there.
  AcceptAdvance(kContracts, 850'000, 150'000);

  const auto sends = SendEachTwice(2 * (kContracts - 1), [&] {
    return [&](std::size_t i) {
      const int number = 1 + static_cast<int>(i / 2);
      if (i % 2 == 0) {
        proposals::v1::CreateContractVersionRequest request;
        request.set_parent(ContractName(number));
        request.set_request_id(absl::StrCat("version-", number));
        request.mutable_version()->set_type(proposals::v1::ANNEX);
        request.mutable_version()->set_concluded_on("2018-01-10");
        request.mutable_version()->set_document("Анекс 1");
        request.mutable_version()->set_reason("Удължаване");
        request.mutable_version()->set_duration_months(20);
        // A claim asks more of others first, so some versions are given as much to do.
        proposals::v1::GetContractRequest get;
        get.set_name(ContractName(number));
        for (int reads = number % 5 * 3; reads > 0; --reads) {
          proposals::v1::Contract contract;
          (void)Call(*proposals_, &proposals::v1::ProposalsService::Stub::GetContract, get, &contract);
        }
        proposals::v1::ContractVersion version;
        const absl::Status status =
            Call(*versions_, &proposals::v1::ContractVersionsService::Stub::CreateContractVersion,
                 request, &version);
        return Send{.reason = ReasonOf(status), .answer = version.SerializeAsString()};
      }
      payments::v1::CreateClaimRequest request;
      request.set_parent(ContractName(number));
      request.set_request_id(absl::StrCat("claim-", number));
      request.mutable_claim()->set_kind(payments::v1::ADVANCE);
      SetParts(request.mutable_claim()->mutable_requested(), 850'000, 150'000);
      payments::v1::Claim claim;
      const absl::Status status =
          Call(*claims_, &payments::v1::PaymentsService::Stub::CreateClaim, request, &claim);
      return Send{.reason = ReasonOf(status), .answer = claim.SerializeAsString()};
    };
  });

  int versions = 0, claims = 0;
  for (std::size_t i = 0; i < sends.size(); i += 2) {
    for (const std::size_t one : {i, i + 1}) {
      EXPECT_EQ(sends[one][0].reason, sends[one][1].reason) << one;
      EXPECT_EQ(sends[one][0].answer, sends[one][1].answer) << one;
    }
    const bool version = sends[i][0].reason.empty();
    EXPECT_NE(version, sends[i + 1][0].reason.empty())
        << i / 2 + 1 << " " << sends[i][0].reason << " " << sends[i + 1][0].reason;
    (version ? versions : claims) += 1;
  }
  EXPECT_EQ(Number("select count(*) from proposals.contract_version where state = 'BEING_DRAFTED'"),
            versions);
  EXPECT_EQ(Number("select count(*) from payments.claim where state = 'DRAFT'"), claims);
  EXPECT_EQ(
      Number("select count(*) from proposals.contract_version as v join payments.claim as c using "
             "(organisation_id, contract_id) where v.state = 'BEING_DRAFTED' and c.state = 'DRAFT'"),
      0);
  // Both were faster now and then, or the race is none.
  EXPECT_GT(versions, 0);
  EXPECT_GT(claims, 0);
}

}  // namespace
}  // namespace tranche::load
