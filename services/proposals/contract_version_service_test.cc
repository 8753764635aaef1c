// SPDX-License-Identifier: EUPL-1.2
// Versions of contracts through gRPC, with a reference service that knows any procedure.
#include "proposals/contract_version_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/events/events.h"
#include "platform/rpc/grpc_status.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "platform/testing/settled.h"
#include "proposals/proposals_module.h"
#include "tranche/proposals/v1/contract_versions_service.grpc.pb.h"
#include "tranche/proposals/v1/proposals_service.grpc.pb.h"
#include "tranche/reference/v1/reference_service.grpc.pb.h"

namespace tranche::proposals {
namespace {

constexpr char kOrganisation[] = "mineralni-bani";
constexpr char kProposal[] = "organisations/mineralni-bani/proposals/BG05M9OP001-2.005-0063";
constexpr char kContract[] = "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01";

class AnyProcedure final : public rpc::Role {
 public:
  std::vector<grpc::Service*> services() override { return {&service_}; }

 private:
  class Service final : public reference::v1::ReferenceService::Service {
    grpc::Status ListProcedures(grpc::ServerContext*,
                                const reference::v1::ListProceduresRequest* request,
                                reference::v1::ListProceduresResponse* response) override {
      response->add_procedures()->set_code(request->code());
      return grpc::Status::OK;
    }
  };
  Service service_;
};

void SetParts(common::v1::ThreePartAmount* parts, const std::string& eu, const std::string& national,
              const std::string& own) {
  for (auto [money, amount] : {std::pair{parts->mutable_eu(), eu},
                               {parts->mutable_national(), national},
                               {parts->mutable_own(), own}}) {
    money->set_amount(amount);
    money->set_currency("BGN");
  }
}

class ContractVersionsTest : public ::testing::Test {
 protected:
  using Proposals = v1::ProposalsService::Stub;
  using Versions = v1::ContractVersionsService::Stub;

  void SetUp() override {
    reference_.Serve(std::make_unique<AnyProcedure>());
    role_.Serve(StartRole(role_.context()));
    proposals_ = v1::ProposalsService::NewStub(role_.channel());
    versions_ = v1::ContractVersionsService::NewStub(role_.channel());
    const absl::Status concluded = Conclude();
    ASSERT_TRUE(concluded.ok()) << concluded;
  }

  template <class Stub, class Req, class Resp>
  absl::StatusOr<Resp> Ask(Stub& stub,
                           grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Resp*),
                           const Req& request, const rpc::Actor& actor) {
    grpc::ClientContext context;
    role_.SignIn(&context, actor);
    Resp response;
    const grpc::Status status = (stub.*method)(&context, request, &response);
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    return response;
  }
  template <class Req, class Resp>
  absl::StatusOr<Resp> Call(grpc::Status (Proposals::*method)(grpc::ClientContext*, const Req&, Resp*),
                            const Req& request) {
    return Ask(*proposals_, method, request, testing::TestActor(kOrganisation));
  }
  template <class Req, class Resp>
  absl::StatusOr<Resp> Call(grpc::Status (Versions::*method)(grpc::ClientContext*, const Req&, Resp*),
                            const Req& request) {
    return Ask(*versions_, method, request, testing::TestActor(kOrganisation));
  }

  absl::Status Conclude() {
    v1::CreateProposalRequest create;
    create.set_parent(absl::StrCat("organisations/", kOrganisation));
    create.set_request_id("create");
    create.mutable_proposal()->set_number("BG05M9OP001-2.005-0063");
    create.mutable_proposal()->set_procedure("BG05M9OP001-2.005");
    create.mutable_proposal()->set_title("Комплекс от мерки");
    create.mutable_proposal()->set_duration_months(18);
    SetParts(create.mutable_proposal()->mutable_requested(), "321307.23", "56701.27", "0");
    TRANCHE_RETURN_IF_ERROR(Call(&Proposals::CreateProposal, create).status());
    v1::SubmitProposalRequest submit;
    submit.set_name(kProposal);
    submit.set_submitted_on("2016-09-30");
    submit.set_request_id("submit");
    TRANCHE_RETURN_IF_ERROR(Call(&Proposals::SubmitProposal, submit).status());
    v1::EvaluateProposalRequest evaluate;
    evaluate.set_name(kProposal);
    evaluate.mutable_evaluation()->set_kind(v1::COMPLEX);
    evaluate.mutable_evaluation()->set_standing(v1::APPROVED);
    evaluate.mutable_evaluation()->set_decided_on("2017-03-15");
    evaluate.set_request_id("evaluate");
    TRANCHE_RETURN_IF_ERROR(Call(&Proposals::EvaluateProposal, evaluate).status());
    v1::ConcludeContractRequest conclude;
    conclude.set_parent(absl::StrCat("organisations/", kOrganisation));
    v1::Contract* contract = conclude.mutable_contract();
    contract->set_number("BG05M9OP001-2.005-0063-C01");
    contract->set_proposal(kProposal);
    contract->set_concluded_on("2017-04-18");
    contract->set_starts_on("2017-04-18");
    contract->set_duration_months(18);
    contract->set_period_rule(v1::SAME_NUMBERED_DAY);
    SetParts(contract->mutable_amount(), "321307.23", "56701.27", "0");
    conclude.set_request_id("conclude");
    return Call(&Proposals::ConcludeContract, conclude).status();
  }

  static v1::CreateContractVersionRequest Longer(const std::string& key) {
    v1::CreateContractVersionRequest request;
    request.set_parent(kContract);
    request.set_request_id(key);
    v1::ContractVersion* version = request.mutable_version();
    version->set_type(v1::PARTIAL_ANNEX);
    version->set_concluded_on("2018-08-01");
    version->set_document("Анекс № 1");
    version->set_reason("Удължаване");
    version->set_duration_months(20);
    version->set_title("Комплекс от мерки, удължен");
    return request;
  }

  template <class Req>
  static Req Named(const std::string& version, const std::string& key) {
    Req request;
    request.set_name(version);
    request.set_request_id(key);
    return request;
  }
  absl::StatusOr<v1::ContractVersion> Enter(const std::string& version, const std::string& key) {
    return Call(&Versions::EnterContractVersion, Named<v1::EnterContractVersionRequest>(version, key));
  }
  absl::StatusOr<v1::ContractVersion> Activate(const std::string& version, const std::string& key) {
    return Call(&Versions::ActivateContractVersion,
                Named<v1::ActivateContractVersionRequest>(version, key));
  }
  absl::StatusOr<v1::ContractVersion> Withdraw(const std::string& version, const std::string& key) {
    auto request = Named<v1::WithdrawContractVersionRequest>(version, key);
    request.set_reason("Сгрешен срок");
    return Call(&Versions::WithdrawContractVersion, request);
  }
  v1::Contract Contract() {
    v1::GetContractRequest request;
    request.set_name(kContract);
    const auto contract = Call(&Proposals::GetContract, request);
    EXPECT_TRUE(contract.ok()) << contract.status();
    return contract.ok() ? *contract : v1::Contract();
  }
  std::vector<std::string> States() {
    v1::ListContractVersionsRequest request;
    request.set_parent(kContract);
    std::vector<std::string> states;
    const auto listed = Call(&Versions::ListContractVersions, request);
    EXPECT_TRUE(listed.ok()) << listed.status();
    if (!listed.ok()) return states;
    for (const v1::ContractVersion& version : listed->versions()) {
      states.push_back(absl::StrCat(version.number(), " ", v1::VersionState_Name(version.state())));
    }
    return states;
  }

  // As payments does, under its own token.
  absl::Status Hold(int package, int64_t number, bool validate_only = false) {
    v1::HoldContractRequest request;
    request.set_name(absl::StrCat(kContract, "/packages/", package));
    request.set_number(number);
    request.set_validate_only(validate_only);
    return Ask(*proposals_, &Proposals::HoldContract, request, Payments()).status();
  }
  absl::Status Release(int package, int64_t number) {
    v1::ReleaseContractRequest request;
    request.set_name(absl::StrCat(kContract, "/packages/", package));
    request.set_number(number);
    return Ask(*proposals_, &Proposals::ReleaseContract, request, Payments()).status();
  }
  absl::StatusOr<v1::ContractEnd> End(int64_t number, const std::string& closed_on) {
    v1::FollowMoneyClosingRequest request;
    request.set_name(kContract);
    request.set_number(number);
    request.set_closed_on(closed_on);
    return Ask(*proposals_, &Proposals::FollowMoneyClosing, request, Payments());
  }
  static rpc::Actor Payments() {
    return {.subject = "service/payments", .organisations = {kOrganisation}, .roles = {"SERVICE"}};
  }

  testing::PgSandbox sandbox_;
  testing::TestRole reference_{sandbox_, "reference"};
  testing::TestRole role_{sandbox_, "proposals", &reference_};
  std::unique_ptr<Proposals> proposals_;
  std::unique_ptr<Versions> versions_;
};

TEST_F(ContractVersionsTest, ContractAsConcluded_IsItsFirstVersion) {
  EXPECT_THAT(States(), ::testing::ElementsAre("1 IN_FORCE"));
  v1::GetContractVersionRequest get;
  get.set_name("organisations/-/contracts/BG05M9OP001-2.005-0063-C01/versions/1");
  const auto first = Call(&Versions::GetContractVersion, get);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->type(), v1::NEW_CONTRACT);
  EXPECT_EQ(first->amount().total().amount(), "378008.50");
  EXPECT_EQ(first->recorded_by(), "finance@mineralni-bani");
  get.set_name(absl::StrCat(kContract, "/versions/01"));
  EXPECT_EQ(ReasonOf(Call(&Versions::GetContractVersion, get).status()), "NOT_FOUND");
}

TEST_F(ContractVersionsTest, PartialAnnex_FromDraftIntoForce_ChangesTheContract) {
  const auto draft = Call(&Versions::CreateContractVersion, Longer("v2"));
  ASSERT_TRUE(draft.ok()) << draft.status();
  EXPECT_EQ(draft->name(), absl::StrCat(kContract, "/versions/2"));
  EXPECT_EQ(draft->state(), v1::BEING_DRAFTED);
  EXPECT_THAT(draft->changes(), ::testing::ElementsAre("title", "durationMonths"));
  EXPECT_EQ(Contract().open_version(), draft->name());
  EXPECT_EQ(Contract().duration_months(), 18);

  EXPECT_EQ(ReasonOf(Activate(draft->name(), "a0").status()), "VERSION_NOT_ENTERED");
  ASSERT_TRUE(Enter(draft->name(), "e").ok());
  const auto active = Activate(draft->name(), "a");

  ASSERT_TRUE(active.ok()) << active.status();
  EXPECT_EQ(active->state(), v1::IN_FORCE);
  EXPECT_THAT(States(), ::testing::ElementsAre("1 ARCHIVED", "2 IN_FORCE"));
  const v1::Contract contract = Contract();
  EXPECT_EQ(contract.version(), 2);
  EXPECT_EQ(contract.title(), "Комплекс от мерки, удължен");
  EXPECT_EQ(contract.ends_on(), "2018-12-18");
  EXPECT_EQ(contract.open_version(), "");
  EXPECT_EQ(Activate(draft->name(), "a")->SerializeAsString(), active->SerializeAsString());
}

TEST_F(ContractVersionsTest, KindOfBeneficiary_IsToldByAVersionAndStaysAfterTheNext) {
  EXPECT_EQ(Contract().beneficiary(), v1::BENEFICIARY_KIND_UNSPECIFIED);
  v1::CreateContractVersionRequest told = Longer("v2");
  told.mutable_version()->set_type(v1::CHANGE);
  told.mutable_version()->set_beneficiary(v1::OTHER_BENEFICIARY);
  const auto draft = Call(&Versions::CreateContractVersion, told);
  ASSERT_TRUE(draft.ok()) << draft.status();
  EXPECT_EQ(draft->beneficiary(), v1::OTHER_BENEFICIARY);
  EXPECT_EQ(draft->changes(draft->changes_size() - 1), "beneficiary");
  ASSERT_TRUE(Enter(draft->name(), "e2").ok());
  EXPECT_EQ(Contract().beneficiary(), v1::BENEFICIARY_KIND_UNSPECIFIED);
  ASSERT_TRUE(Activate(draft->name(), "a2").ok());
  EXPECT_EQ(Contract().beneficiary(), v1::OTHER_BENEFICIARY);

  v1::CreateContractVersionRequest longer = Longer("v3");
  longer.mutable_version()->set_duration_months(21);
  const auto next = Call(&Versions::CreateContractVersion, longer);
  ASSERT_TRUE(next.ok()) << next.status();
  ASSERT_TRUE(Enter(next->name(), "e3").ok());
  ASSERT_TRUE(Activate(next->name(), "a3").ok());
  EXPECT_EQ(Contract().beneficiary(), v1::OTHER_BENEFICIARY);
}

TEST_F(ContractVersionsTest, VersionInForce_IsToldToWhoFollows) {
  const auto draft = Call(&Versions::CreateContractVersion, Longer("v2"));
  ASSERT_TRUE(Enter(draft->name(), "e").ok());
  ASSERT_TRUE(Activate(draft->name(), "a").ok());
  const rpc::Actor service{.subject = "service/budgets", .organisations = {"*"}, .roles = {"SERVICE"}};
  const auto events = testing::Settled([&] {
    return Ask(*proposals_, &Proposals::ListEvents, common::v1::ListEventsRequest(), service);
  });
  ASSERT_TRUE(events.ok()) << events.status();
  ASSERT_EQ(events->events_size(), 2);
  v1::ContractActivated activated;
  ASSERT_TRUE(events::Unpack(events->events(1), &activated).ok());
  EXPECT_EQ(activated.contract().SerializeAsString(), Contract().SerializeAsString());
}

TEST_F(ContractVersionsTest, SecondVersionWhileOneIsOpen_IsRefused) {
  ASSERT_TRUE(Call(&Versions::CreateContractVersion, Longer("v2")).ok());
  const auto second = Call(&Versions::CreateContractVersion, Longer("v3"));
  EXPECT_EQ(ReasonOf(second.status()), "VERSION_OPEN");
  EXPECT_THAT(ValuesOf(second.status()), ::testing::Contains(::testing::Pair("version", "2")));
  EXPECT_THAT(States(), ::testing::ElementsAre("1 IN_FORCE", "2 BEING_DRAFTED"));
}

TEST_F(ContractVersionsTest, WithdrawnVersion_FreesTheContractAndKeepsItsNumber) {
  const auto draft = Call(&Versions::CreateContractVersion, Longer("v2"));
  ASSERT_TRUE(Enter(draft->name(), "e").ok());
  const auto withdrawn = Withdraw(draft->name(), "w");
  ASSERT_TRUE(withdrawn.ok()) << withdrawn.status();
  EXPECT_EQ(withdrawn->withdrawal_reason(), "Сгрешен срок");
  EXPECT_EQ(Contract().open_version(), "");

  const auto next = Call(&Versions::CreateContractVersion, Longer("v3"));

  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_EQ(next->number(), 3);
  EXPECT_EQ(ReasonOf(Withdraw(draft->name(), "w2").status()), "VERSION_CLOSED");
  EXPECT_EQ(ReasonOf(Enter(draft->name(), "e2").status()), "VERSION_NOT_DRAFT");
  EXPECT_EQ(ReasonOf(Activate(draft->name(), "a2").status()), "VERSION_NOT_ENTERED");
}

TEST_F(ContractVersionsTest, VersionThatChangesTheBudget_NeedsTheServicesYes) {
  v1::CreateContractVersionRequest lower = Longer("v2");
  lower.mutable_version()->set_type(v1::ANNEX);
  SetParts(lower.mutable_version()->mutable_amount(), "300000.00", "50000.00", "0");
  const auto draft = Call(&Versions::CreateContractVersion, lower);
  ASSERT_TRUE(draft.ok()) << draft.status();
  ASSERT_TRUE(Enter(draft->name(), "e").ok());
  EXPECT_EQ(ReasonOf(Activate(draft->name(), "a").status()), "VERSION_NEEDS_REVISION");
  auto request = Named<v1::ActivateRevisedVersionRequest>(draft->name(), "r");
  request.set_asked_by("finance@mineralni-bani");
  EXPECT_EQ(ReasonOf(Call(&Versions::ActivateRevisedVersion, request).status()), "PERMISSION_DENIED");

  const rpc::Actor budgets{
      .subject = "service/budgets", .organisations = {kOrganisation}, .roles = {"SERVICE"}};
  const auto active = Ask(*versions_, &Versions::ActivateRevisedVersion, request, budgets);

  ASSERT_TRUE(active.ok()) << active.status();
  EXPECT_EQ(Contract().amount().total().amount(), "350000.00");
  // By another key, as who carries on an interrupted revision may ask.
  request.set_request_id("r2");
  EXPECT_EQ(Ask(*versions_, &Versions::ActivateRevisedVersion, request, budgets)->state(),
            v1::IN_FORCE);
}

TEST_F(ContractVersionsTest, EveryStep_LeavesEvidence) {
  const auto draft = Call(&Versions::CreateContractVersion, Longer("v2"));
  ASSERT_TRUE(Enter(draft->name(), "e").ok());
  ASSERT_TRUE(Activate(draft->name(), "a").ok());
  const pqxx::result entries = sandbox_.Inspect(
      "select action, after_state->>'state' as is_now from proposals.evidence "
      "where action like 'contracts.%version' order by tx_id, entry_id");
  ASSERT_EQ(entries.size(), 3u);
  EXPECT_EQ(entries[0]["action"].as<std::string>(), "contracts.create_version");
  EXPECT_EQ(entries[1]["is_now"].as<std::string>(), "ENTERED");
  EXPECT_EQ(entries[2]["is_now"].as<std::string>(), "IN_FORCE");
}

TEST_F(ContractVersionsTest, RehearsedVersion_KeepsNothing) {
  v1::CreateContractVersionRequest request = Longer("v2");
  request.set_validate_only(true);
  const auto rehearsed = Call(&Versions::CreateContractVersion, request);
  ASSERT_TRUE(rehearsed.ok()) << rehearsed.status();
  EXPECT_EQ(rehearsed->number(), 2);
  EXPECT_THAT(States(), ::testing::ElementsAre("1 IN_FORCE"));
  EXPECT_EQ(Contract().open_version(), "");
}

TEST_F(ContractVersionsTest, ContractHeldForAPackage_BeginsNoVersion) {
  ASSERT_TRUE(Hold(3, 1).ok());
  EXPECT_EQ(Contract().open_package(), absl::StrCat(kContract, "/packages/3"));
  EXPECT_EQ(Contract().open_version(), "");
  const absl::Status refused = Call(&Versions::CreateContractVersion, Longer("amend")).status();
  EXPECT_EQ(ReasonOf(refused), "CONTRACT_PACKAGE_OPEN");
  EXPECT_THAT(ValuesOf(refused), ::testing::Contains(::testing::Pair("package", "3")));
  ASSERT_TRUE(Release(3, 1).ok());
  EXPECT_EQ(Contract().open_package(), "");
  EXPECT_TRUE(Call(&Versions::CreateContractVersion, Longer("amend")).ok());
}

TEST_F(ContractVersionsTest, OpenVersion_LetsNoPackageHoldTheContract) {
  ASSERT_TRUE(Call(&Versions::CreateContractVersion, Longer("amend")).ok());
  const absl::Status refused = Hold(3, 1);
  EXPECT_EQ(ReasonOf(refused), "VERSION_OPEN");
  EXPECT_THAT(ValuesOf(refused), ::testing::Contains(::testing::Pair("version", "2")));
  ASSERT_TRUE(Withdraw(absl::StrCat(kContract, "/versions/2"), "withdraw").ok());
  EXPECT_TRUE(Hold(3, 1).ok());
}

TEST_F(ContractVersionsTest, HoldAskedForAgain_StandsAsItDid) {
  ASSERT_TRUE(Hold(3, 1).ok());
  EXPECT_TRUE(Hold(3, 1).ok());
  ASSERT_TRUE(Release(3, 1).ok());
  EXPECT_TRUE(Release(3, 1).ok());
  EXPECT_EQ(Contract().open_package(), "");
}

TEST_F(ContractVersionsTest, ContractWhoseMoneyIsClosed_HasEndedAndIsNotAmended) {
  const auto ended = End(1, "2018-12-01");
  ASSERT_TRUE(ended.ok()) << ended.status();
  EXPECT_EQ(ended->ended_on(), "2018-12-01");
  EXPECT_EQ(Contract().state(), v1::ENDED);
  EXPECT_EQ(ReasonOf(Call(&Versions::CreateContractVersion, Longer("amend")).status()),
            "CONTRACT_ENDED");

  const auto goes_on = End(2, "");

  ASSERT_TRUE(goes_on.ok()) << goes_on.status();
  EXPECT_EQ(Contract().state(), v1::ACTIVE);
  EXPECT_TRUE(Call(&Versions::CreateContractVersion, Longer("amend")).ok());
}

TEST_F(ContractVersionsTest, ClosingHeardOfLate_DoesNotEndAContractThatWasOpenedAgain) {
  ASSERT_TRUE(End(2, "").ok());
  const auto late = End(1, "2018-12-01");
  ASSERT_TRUE(late.ok()) << late.status();
  EXPECT_EQ(late->number(), 2);
  EXPECT_EQ(Contract().state(), v1::ACTIVE);
  ASSERT_TRUE(End(3, "2019-01-15").ok());
  EXPECT_EQ(End(3, "2019-01-15")->ended_on(), "2019-01-15");
  EXPECT_EQ(Contract().state(), v1::ENDED);
}

TEST_F(ContractVersionsTest, NoPerson_EndsAContract) {
  v1::FollowMoneyClosingRequest request;
  request.set_name(kContract);
  request.set_number(1);
  request.set_closed_on("2018-12-01");
  EXPECT_EQ(ReasonOf(Call(&Proposals::FollowMoneyClosing, request).status()), "PERMISSION_DENIED");
  EXPECT_EQ(Contract().state(), v1::ACTIVE);
}

TEST_F(ContractVersionsTest, CallsThatComeLate_ChangeNothing) {
  ASSERT_TRUE(Hold(3, 1).ok());
  // Another hold followed: the older one can neither come back nor end it.
  ASSERT_TRUE(Hold(4, 2).ok());
  EXPECT_EQ(ReasonOf(Hold(3, 1)), "CONFLICT_RETRY");
  ASSERT_TRUE(Release(3, 1).ok());
  EXPECT_EQ(Contract().open_package(), absl::StrCat(kContract, "/packages/4"));
  ASSERT_TRUE(Release(4, 2).ok());
  // Its request was on its way while it was given up.
  EXPECT_EQ(ReasonOf(Hold(4, 2)), "CONFLICT_RETRY");
  EXPECT_EQ(Contract().open_package(), "");
}

TEST_F(ContractVersionsTest, Release_LeavesAnOpenVersionAlone) {
  ASSERT_TRUE(Call(&Versions::CreateContractVersion, Longer("amend")).ok());
  ASSERT_TRUE(Release(3, 7).ok());
  EXPECT_EQ(Contract().open_version(), absl::StrCat(kContract, "/versions/2"));
}

TEST_F(ContractVersionsTest, RehearsedHold_KeepsNothing) {
  ASSERT_TRUE(Hold(3, 1, /*validate_only=*/true).ok());
  EXPECT_EQ(Contract().open_package(), "");
}

TEST_F(ContractVersionsTest, Hold_IsForServicesOnly) {
  v1::HoldContractRequest request;
  request.set_name(absl::StrCat(kContract, "/packages/1"));
  request.set_number(1);
  EXPECT_EQ(ReasonOf(Call(&Proposals::HoldContract, request).status()), "PERMISSION_DENIED");
}

}  // namespace
}  // namespace tranche::proposals
