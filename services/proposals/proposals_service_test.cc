// SPDX-License-Identifier: EUPL-1.2
// The proposals role through its gRPC channel, with a reference service that knows one procedure.
#include "proposals/proposals_service.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "platform/base/error.h"
#include "platform/events/events.h"
#include "platform/rpc/grpc_status.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "platform/testing/settled.h"
#include "proposals/proposals_module.h"
#include "tranche/proposals/v1/proposals_service.grpc.pb.h"
#include "tranche/reference/v1/reference_service.grpc.pb.h"

namespace tranche::proposals {
namespace {

constexpr char kOrganisation[] = "mineralni-bani";
constexpr char kProposal[] = "organisations/mineralni-bani/proposals/BG05M9OP001-2.005-0063";
constexpr char kContract[] = "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01";
// М, О and Р of the number are Cyrillic, as it was published.
constexpr char kTypedNumber[] = "BG05М9ОР001-2.005-0063-C01";

class OneProcedure final : public reference::v1::ReferenceService::Service {
 public:
  grpc::Status ListProcedures(grpc::ServerContext*, const reference::v1::ListProceduresRequest* request,
                              reference::v1::ListProceduresResponse* response) override {
    if (away) return grpc::Status(grpc::StatusCode::UNAVAILABLE, "away");
    if (request->code() == "BG05M9OP001-2.005") response->add_procedures()->set_code(request->code());
    return grpc::Status::OK;
  }

  std::atomic<bool> away{false};
};

class ReferenceRole final : public rpc::Role {
 public:
  std::vector<grpc::Service*> services() override { return {&service_}; }
  void GoAway() { service_.away = true; }

 private:
  OneProcedure service_;
};

void Set(common::v1::Money* money, const std::string& amount, const std::string& currency = "BGN") {
  money->set_amount(amount);
  money->set_currency(currency);
}

v1::CreateProposalRequest MineralniBani(const std::string& request_id = "create-1") {
  v1::CreateProposalRequest request;
  request.set_parent(std::string("organisations/") + kOrganisation);
  v1::Proposal* proposal = request.mutable_proposal();
  proposal->set_number("BG05M9OP001-2.005-0063");
  proposal->set_procedure("BG05M9OP001-2.005");
  proposal->set_title("Реализация на комплекс от мерки");
  Set(proposal->mutable_requested()->mutable_eu(), "321307.23");
  Set(proposal->mutable_requested()->mutable_national(), "56701.27");
  Set(proposal->mutable_requested()->mutable_own(), "0.00");
  proposal->set_duration_months(18);
  proposal->add_target_groups("неактивни лица");
  proposal->add_target_groups("хора с увреждания, \"и\" {семействата} им");
  common::v1::Mark* mark = proposal->add_marks();
  mark->set_field("requested.eu");
  mark->set_provenance(common::v1::SOURCED);
  mark->set_source("85 % по програмата");
  request.set_request_id(request_id);
  return request;
}

v1::SubmitProposalRequest Submission(const std::string& request_id = "submit-1") {
  v1::SubmitProposalRequest request;
  request.set_name(kProposal);
  request.set_submitted_on("2016-09-30");
  request.set_request_id(request_id);
  return request;
}

v1::EvaluateProposalRequest Result(v1::Standing standing,
                                   const std::string& request_id = "evaluate-1") {
  v1::EvaluateProposalRequest request;
  request.set_name(kProposal);
  request.mutable_evaluation()->set_kind(v1::COMPLEX);
  request.mutable_evaluation()->set_standing(standing);
  request.mutable_evaluation()->set_decided_on("2017-03-15");
  request.mutable_evaluation()->set_reference("BG05M9OP001-2.005-S1");
  request.set_request_id(request_id);
  return request;
}

v1::ConcludeContractRequest Terms(const std::string& request_id = "conclude-1") {
  v1::ConcludeContractRequest request;
  request.set_parent(std::string("organisations/") + kOrganisation);
  v1::Contract* contract = request.mutable_contract();
  contract->set_number("BG05M9OP001-2.005-0063-C01");
  contract->set_proposal(kProposal);
  contract->set_concluded_on("2017-04-18");
  contract->set_starts_on("2017-04-18");
  contract->set_duration_months(18);
  contract->set_period_rule(v1::SAME_NUMBERED_DAY);
  Set(contract->mutable_amount()->mutable_eu(), "321307.23");
  Set(contract->mutable_amount()->mutable_national(), "56701.27");
  Set(contract->mutable_amount()->mutable_own(), "0");
  common::v1::Mark* mark = contract->add_marks();
  mark->set_field("starts_on");
  mark->set_provenance(common::v1::STATED);
  request.set_request_id(request_id);
  return request;
}

class ProposalsTest : public ::testing::Test {
 protected:
  ProposalsTest() : reference_(sandbox_, "reference"), role_(sandbox_, "proposals", &reference_) {
    auto reference = std::make_unique<ReferenceRole>();
    procedures_ = reference.get();
    reference_.Serve(std::move(reference));
    role_.Serve(StartRole(role_.context()));
    stub_ = v1::ProposalsService::NewStub(role_.channel());
  }

  template <class Req, class Resp>
  absl::StatusOr<Resp> As(const rpc::Actor& actor,
                          grpc::Status (v1::ProposalsService::Stub::*method)(grpc::ClientContext*,
                                                                             const Req&, Resp*),
                          const Req& request) {
    grpc::ClientContext context;
    role_.SignIn(&context, actor);
    Resp response;
    const grpc::Status status = ((*stub_).*method)(&context, request, &response);
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    return response;
  }

  template <class Req, class Resp>
  absl::StatusOr<Resp> Call(grpc::Status (v1::ProposalsService::Stub::*method)(grpc::ClientContext*,
                                                                               const Req&, Resp*),
                            const Req& request) {
    return As(actor_, method, request);
  }

  absl::StatusOr<v1::Proposal> Create(const v1::CreateProposalRequest& request) {
    return Call(&v1::ProposalsService::Stub::CreateProposal, request);
  }
  absl::StatusOr<v1::Proposal> Submit(const v1::SubmitProposalRequest& request) {
    return Call(&v1::ProposalsService::Stub::SubmitProposal, request);
  }
  absl::StatusOr<v1::Proposal> Evaluate(const v1::EvaluateProposalRequest& request) {
    return Call(&v1::ProposalsService::Stub::EvaluateProposal, request);
  }
  absl::StatusOr<v1::Contract> Conclude(const v1::ConcludeContractRequest& request) {
    return Call(&v1::ProposalsService::Stub::ConcludeContract, request);
  }
  absl::StatusOr<v1::Contract> GetContract(const std::string& name) {
    v1::GetContractRequest request;
    request.set_name(name);
    return Call(&v1::ProposalsService::Stub::GetContract, request);
  }

  // A proposal that got `standing`.
  void Prepare(v1::Standing standing) {
    ASSERT_TRUE(Create(MineralniBani()).ok());
    ASSERT_TRUE(Submit(Submission()).ok());
    const auto evaluated = Evaluate(Result(standing));
    ASSERT_TRUE(evaluated.ok()) << evaluated.status();
  }

  int Count(const std::string& table) {
    return sandbox_.Inspect("select count(1) from proposals." + table)[0][0].as<int>();
  }

  const rpc::Actor actor_ = testing::TestActor(kOrganisation);
  testing::PgSandbox sandbox_;
  testing::TestRole reference_;
  ReferenceRole* procedures_ = nullptr;
  testing::TestRole role_;
  std::unique_ptr<v1::ProposalsService::Stub> stub_;
};

TEST_F(ProposalsTest, CreateProposal_KeepsWhatIsStatedAndStartsAsADraft) {
  const auto created = Create(MineralniBani());
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_EQ(created->name(), kProposal);
  EXPECT_EQ(created->state(), v1::DRAFT);
  EXPECT_EQ(created->requested().total().amount(), "378008.50");
  EXPECT_FALSE(created->has_evaluation());
  v1::GetProposalRequest get;
  get.set_name(kProposal);
  const auto read = Call(&v1::ProposalsService::Stub::GetProposal, get);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->SerializeAsString(), created->SerializeAsString());
  ASSERT_EQ(read->target_groups_size(), 2);
  EXPECT_EQ(read->target_groups(1), "хора с увреждания, \"и\" {семействата} им");
  ASSERT_EQ(read->marks_size(), 1);
  EXPECT_EQ(read->marks(0).source(), "85 % по програмата");
}

TEST_F(ProposalsTest, CreateProposal_OfAnUnknownProcedure_IsRefused) {
  v1::CreateProposalRequest request = MineralniBani();
  request.mutable_proposal()->set_procedure("BG05M9OP001-9.999");
  const absl::Status refused = Create(request).status();
  EXPECT_EQ(ReasonOf(refused), "PROCEDURE_UNKNOWN");
  EXPECT_EQ(HttpStatusOf(ReasonOf(refused)), 422);
  EXPECT_EQ(Count("proposal"), 0);
}

TEST_F(ProposalsTest, CreateProposal_ProcedureTypedWithCyrillic_IsKeptAsReferenceWritesIt) {
  v1::CreateProposalRequest request = MineralniBani();
  request.mutable_proposal()->set_procedure("BG05М9ОР001-2.005");
  const auto created = Create(request);
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_EQ(created->procedure(), "BG05M9OP001-2.005");
}

TEST_F(ProposalsTest, CreateProposal_BadInput_NamesThePlaceOrTheReason) {
  v1::CreateProposalRequest nothing = MineralniBani();
  Set(nothing.mutable_proposal()->mutable_requested()->mutable_eu(), "0.00");
  Set(nothing.mutable_proposal()->mutable_requested()->mutable_national(), "0.00");
  EXPECT_EQ(ReasonOf(Create(nothing).status()), "AMOUNT_NOT_ABOVE_ZERO");

  v1::CreateProposalRequest negative = MineralniBani();
  Set(negative.mutable_proposal()->mutable_requested()->mutable_own(), "-0.01");
  EXPECT_EQ(ReasonOf(Create(negative).status()), "AMOUNT_NEGATIVE");

  v1::CreateProposalRequest malformed = MineralniBani();
  Set(malformed.mutable_proposal()->mutable_requested()->mutable_own(), "12,3,4");
  const absl::Status refused = Create(malformed).status();
  EXPECT_EQ(ReasonOf(refused), "INVALID_REQUEST");
  ASSERT_EQ(ViolationsOf(refused).size(), 1u);
  EXPECT_EQ(ViolationsOf(refused)[0].field, "proposal.requested.own.amount");

  v1::CreateProposalRequest unsourced = MineralniBani();
  unsourced.mutable_proposal()->mutable_marks(0)->clear_source();
  EXPECT_EQ(ReasonOf(Create(unsourced).status()), "MARK_SOURCE_MISSING");

  v1::CreateProposalRequest slash = MineralniBani();
  slash.mutable_proposal()->set_number("BG05M9OP001-2.005-0063/2017");
  EXPECT_EQ(ReasonOf(Create(slash).status()), "REGISTER_NUMBER_MALFORMED");
  EXPECT_EQ(Count("proposal"), 0);
  EXPECT_EQ(Count("request"), 0);
}

TEST_F(ProposalsTest, CreateProposal_SameNumberInLookAlikeLetters_Exists) {
  ASSERT_TRUE(Create(MineralniBani()).ok());
  v1::CreateProposalRequest again = MineralniBani("create-2");
  again.mutable_proposal()->set_number("BG05М9ОР001-2.005-0063");
  const absl::Status refused = Create(again).status();
  EXPECT_EQ(ReasonOf(refused), "PROPOSAL_EXISTS");
  EXPECT_EQ(HttpStatusOf(ReasonOf(refused)), 409);
}

TEST_F(ProposalsTest, CreateProposal_SameKey_AnswersTheSameOrSaysItIsReused) {
  const auto first = Create(MineralniBani());
  const auto second = Create(MineralniBani());
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->SerializeAsString(), second->SerializeAsString());
  EXPECT_EQ(Count("evidence"), 1);
  v1::CreateProposalRequest other = MineralniBani();
  other.mutable_proposal()->set_title("Друго");
  EXPECT_EQ(ReasonOf(Create(other).status()), "REQUEST_ID_REUSED");
}

TEST_F(ProposalsTest, CreateProposal_RepeatedWhileReferenceIsAway_AnswersTheSame) {
  const auto first = Create(MineralniBani());
  ASSERT_TRUE(first.ok()) << first.status();
  procedures_->GoAway();
  const auto second = Create(MineralniBani());
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(first->SerializeAsString(), second->SerializeAsString());
  v1::CreateProposalRequest new_one = MineralniBani("create-2");
  new_one.mutable_proposal()->set_number("BG05M9OP001-2.005-0064");
  EXPECT_EQ(ReasonOf(Create(new_one).status()), "PEER_UNAVAILABLE");
  EXPECT_EQ(Count("proposal"), 1);
}

// The test's clock stands on 1 September 2018.
TEST_F(ProposalsTest, DayAfterToday_IsNoFact) {
  ASSERT_TRUE(Create(MineralniBani()).ok());
  v1::SubmitProposalRequest submission = Submission();
  submission.set_submitted_on("2018-09-02");
  EXPECT_EQ(ReasonOf(Submit(submission).status()), "DAY_IN_FUTURE");
  ASSERT_TRUE(Submit(Submission()).ok());
  v1::EvaluateProposalRequest result = Result(v1::APPROVED);
  result.mutable_evaluation()->set_decided_on("2018-09-02");
  EXPECT_EQ(ReasonOf(Evaluate(result).status()), "DAY_IN_FUTURE");
  ASSERT_TRUE(Evaluate(Result(v1::APPROVED)).ok());
  v1::ConcludeContractRequest terms = Terms();
  terms.mutable_contract()->set_concluded_on("2018-09-02");
  terms.mutable_contract()->set_starts_on("2018-09-02");
  EXPECT_EQ(ReasonOf(Conclude(terms).status()), "DAY_IN_FUTURE");
  terms.mutable_contract()->set_concluded_on("2018-09-01");
  EXPECT_TRUE(Conclude(terms).ok());
}

TEST_F(ProposalsTest, ConcludeContract_ThatEndsAfterTheDaysThatAreTaken_IsRefusedAndTellsNobody) {
  Prepare(v1::APPROVED);
  v1::ConcludeContractRequest request = Terms();
  request.mutable_contract()->set_starts_on("9999-12-31");
  const absl::Status beyond = Conclude(request).status();
  ASSERT_EQ(ViolationsOf(beyond).size(), 1u);
  EXPECT_EQ(ViolationsOf(beyond)[0].field, "contract.startsOn");
  EXPECT_EQ(ViolationsOf(beyond)[0].reason, "DATE_OUT_OF_RANGE");
  request.mutable_contract()->set_starts_on("2099-12-31");
  EXPECT_EQ(ReasonOf(Conclude(request).status()), "DATE_OUT_OF_RANGE");
  EXPECT_EQ(Count("contract"), 0);
  EXPECT_EQ(Count("event"), 0);
  ASSERT_TRUE(Conclude(Terms()).ok());
  EXPECT_THROW(sandbox_.Inspect("update proposals.contract set ends_on = '2101-01-01'"),
               pqxx::check_violation);
}

TEST_F(ProposalsTest, StepsInOrder_LeadFromDraftToEvaluated) {
  ASSERT_TRUE(Create(MineralniBani()).ok());
  const auto submitted = Submit(Submission());
  ASSERT_TRUE(submitted.ok()) << submitted.status();
  EXPECT_EQ(submitted->state(), v1::REGISTERED);
  EXPECT_EQ(submitted->submitted_on(), "2016-09-30");
  const auto evaluated = Evaluate(Result(v1::APPROVED));
  ASSERT_TRUE(evaluated.ok()) << evaluated.status();
  EXPECT_EQ(evaluated->state(), v1::EVALUATED);
  EXPECT_EQ(evaluated->evaluation().standing(), v1::APPROVED);
  EXPECT_EQ(evaluated->evaluation().decided_on(), "2017-03-15");
  EXPECT_EQ(evaluated->evaluation().reference(), "BG05M9OP001-2.005-S1");
  EXPECT_EQ(Count("evidence"), 3);
}

TEST_F(ProposalsTest, StepsOutOfOrder_AreRefusedWithTheirReason) {
  ASSERT_TRUE(Create(MineralniBani()).ok());
  EXPECT_EQ(ReasonOf(Evaluate(Result(v1::APPROVED)).status()), "PROPOSAL_NOT_REGISTERED");
  EXPECT_EQ(ReasonOf(Conclude(Terms()).status()), "PROPOSAL_NOT_EVALUATED");
  ASSERT_TRUE(Submit(Submission()).ok());
  EXPECT_EQ(ReasonOf(Submit(Submission("submit-2")).status()), "PROPOSAL_NOT_DRAFT");
  EXPECT_EQ(ReasonOf(Conclude(Terms()).status()), "PROPOSAL_NOT_EVALUATED");
  ASSERT_TRUE(Evaluate(Result(v1::APPROVED)).ok());
  EXPECT_EQ(ReasonOf(Evaluate(Result(v1::REJECTED, "evaluate-2")).status()), "PROPOSAL_NOT_REGISTERED");
  EXPECT_EQ(HttpStatusOf("PROPOSAL_NOT_REGISTERED"), 409);
}

TEST_F(ProposalsTest, ConcludeContract_OfMineralniBani_IsInForceWithItsPeriodAndParts) {
  Prepare(v1::APPROVED);
  const auto contract = Conclude(Terms());
  ASSERT_TRUE(contract.ok()) << contract.status();
  EXPECT_EQ(contract->name(), kContract);
  EXPECT_EQ(contract->amount().total().amount(), "378008.50");
  EXPECT_EQ(contract->amount().total().currency(), "BGN");
  EXPECT_EQ(contract->amount().grant().amount(), "378008.50");
  EXPECT_EQ(contract->amount().own().amount(), "0.00");
  EXPECT_EQ(contract->grant_percent(), "100.00");
  EXPECT_EQ(contract->starts_on(), "2017-04-18");
  EXPECT_EQ(contract->ends_on(), "2018-10-18");
  EXPECT_EQ(contract->duration_months(), 18);
  EXPECT_EQ(contract->period_rule(), v1::SAME_NUMBERED_DAY);
  EXPECT_EQ(contract->state(), v1::ACTIVE);
  EXPECT_EQ(contract->version(), 1);
  EXPECT_EQ(contract->title(), "Реализация на комплекс от мерки");
  EXPECT_EQ(contract->procedure(), "BG05M9OP001-2.005");
  EXPECT_FALSE(contract->number_mixes_scripts());
  v1::GetProposalRequest get;
  get.set_name(kProposal);
  const auto proposal = Call(&v1::ProposalsService::Stub::GetProposal, get);
  ASSERT_TRUE(proposal.ok());
  EXPECT_EQ(proposal->state(), v1::CONTRACTED);
}

TEST_F(ProposalsTest, ConcludeContract_WithTheOtherPeriodRule_EndsADayEarlier) {
  Prepare(v1::APPROVED);
  v1::ConcludeContractRequest request = Terms();
  request.mutable_contract()->set_period_rule(v1::DAY_BEFORE);
  const auto contract = Conclude(request);
  ASSERT_TRUE(contract.ok()) << contract.status();
  EXPECT_EQ(contract->ends_on(), "2018-10-17");
}

TEST_F(ProposalsTest, GetContract_TypedWithCyrillicLetters_FindsTheSameRecord) {
  Prepare(v1::APPROVED);
  const auto concluded = Conclude(Terms());
  ASSERT_TRUE(concluded.ok());
  for (const char* organisation : {kOrganisation, "-"}) {
    const std::string typed =
        std::string("organisations/") + organisation + "/contracts/" + kTypedNumber;
    const auto found = GetContract(typed);
    ASSERT_TRUE(found.ok()) << found.status();
    EXPECT_EQ(found->SerializeAsString(), concluded->SerializeAsString());
  }
}

TEST_F(ProposalsTest, ConcludeContract_TypedWithCyrillicLetters_KeepsThemAndSaysSo) {
  Prepare(v1::APPROVED);
  v1::ConcludeContractRequest request = Terms();
  request.mutable_contract()->set_number(kTypedNumber);
  const auto contract = Conclude(request);
  ASSERT_TRUE(contract.ok()) << contract.status();
  EXPECT_EQ(contract->number(), kTypedNumber);
  EXPECT_TRUE(contract->number_mixes_scripts());
  EXPECT_EQ(contract->name(), kContract);
  EXPECT_TRUE(GetContract(kContract).ok());
}

TEST_F(ProposalsTest, ConcludeContract_OfReserveOrRejected_IsRefusedAndWritesNothing) {
  Prepare(v1::RESERVE);
  EXPECT_EQ(ReasonOf(Conclude(Terms()).status()), "PROPOSAL_NOT_APPROVED");
  EXPECT_EQ(Count("contract"), 0);
  EXPECT_EQ(Count("event"), 0);
  EXPECT_EQ(
      sandbox_.Inspect("select count(1) from proposals.request where request_id = 'conclude-1'")[0][0]
          .as<int>(),
      0);
}

TEST_F(ProposalsTest, ConcludeContract_OfARejectedProposal_IsRefused) {
  Prepare(v1::REJECTED);
  EXPECT_EQ(ReasonOf(Conclude(Terms()).status()), "PROPOSAL_NOT_APPROVED");
}

TEST_F(ProposalsTest, ConcludeContract_AboveWhatWasAskedFor_IsRefused) {
  Prepare(v1::APPROVED);
  v1::ConcludeContractRequest request = Terms();
  Set(request.mutable_contract()->mutable_amount()->mutable_own(), "0.01");
  EXPECT_EQ(ReasonOf(Conclude(request).status()), "CONTRACT_ABOVE_REQUESTED");
}

TEST_F(ProposalsTest, ConcludeContract_Twice_ExistsAlready) {
  Prepare(v1::APPROVED);
  ASSERT_TRUE(Conclude(Terms()).ok());
  v1::ConcludeContractRequest again = Terms("conclude-2");
  again.mutable_contract()->set_number(kTypedNumber);
  const absl::Status refused = Conclude(again).status();
  EXPECT_EQ(ReasonOf(refused), "CONTRACT_EXISTS");
  EXPECT_EQ(HttpStatusOf(ReasonOf(refused)), 409);
  v1::ConcludeContractRequest second = Terms("conclude-3");
  second.mutable_contract()->set_number("BG05M9OP001-2.005-0063-C02");
  EXPECT_EQ(ReasonOf(Conclude(second).status()), "PROPOSAL_ALREADY_CONTRACTED");
  EXPECT_EQ(Count("contract"), 1);
}

TEST_F(ProposalsTest, ConcludeContract_SameKey_AnswersTheSameAndTellsOthersOnce) {
  Prepare(v1::APPROVED);
  const auto first = Conclude(Terms());
  const auto second = Conclude(Terms());
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->SerializeAsString(), second->SerializeAsString());
  EXPECT_EQ(Count("event"), 1);
  v1::ConcludeContractRequest other = Terms();
  other.mutable_contract()->set_duration_months(12);
  EXPECT_EQ(ReasonOf(Conclude(other).status()), "REQUEST_ID_REUSED");
}

TEST_F(ProposalsTest, ConcludeContract_BadInput_NamesThePlace) {
  Prepare(v1::APPROVED);
  v1::ConcludeContractRequest no_rule = Terms();
  no_rule.mutable_contract()->clear_period_rule();
  const absl::Status refused = Conclude(no_rule).status();
  EXPECT_EQ(ReasonOf(refused), "INVALID_REQUEST");
  ASSERT_EQ(ViolationsOf(refused).size(), 1u);
  EXPECT_EQ(ViolationsOf(refused)[0].field, "contract.periodRule");
  v1::ConcludeContractRequest no_day = Terms();
  no_day.mutable_contract()->set_starts_on("2018-02-31");
  EXPECT_EQ(ReasonOf(Conclude(no_day).status()), "INVALID_REQUEST");
  v1::ConcludeContractRequest no_proposal = Terms();
  no_proposal.mutable_contract()->set_proposal(
      "organisations/mineralni-bani/proposals/BG05M9OP001-2.005-0064");
  EXPECT_EQ(ReasonOf(Conclude(no_proposal).status()), "NOT_FOUND");
  v1::ConcludeContractRequest foreign = Terms();
  foreign.mutable_contract()->set_proposal("organisations/sopot/proposals/BG05M9OP001-2.005-0063");
  EXPECT_EQ(ReasonOf(Conclude(foreign).status()), "NOT_FOUND");
  EXPECT_EQ(Count("contract"), 0);
}

TEST_F(ProposalsTest, OtherOrganisation_SeesNothingAndWritesNothing) {
  Prepare(v1::APPROVED);
  ASSERT_TRUE(Conclude(Terms()).ok());
  const rpc::Actor stranger = testing::TestActor("haskovo");
  v1::GetContractRequest named;
  named.set_name(kContract);
  EXPECT_EQ(ReasonOf(As(stranger, &v1::ProposalsService::Stub::GetContract, named).status()),
            "ORGANISATION_NOT_GRANTED");
  v1::GetContractRequest any;
  any.set_name("organisations/-/contracts/BG05M9OP001-2.005-0063-C01");
  EXPECT_EQ(ReasonOf(As(stranger, &v1::ProposalsService::Stub::GetContract, any).status()),
            "NOT_FOUND");
  v1::ListContractsRequest list;
  list.set_parent("organisations/-");
  const auto listed = As(stranger, &v1::ProposalsService::Stub::ListContracts, list);
  ASSERT_TRUE(listed.ok()) << listed.status();
  EXPECT_EQ(listed->contracts_size(), 0);
  EXPECT_EQ(
      ReasonOf(As(stranger, &v1::ProposalsService::Stub::CreateProposal, MineralniBani()).status()),
      "ORGANISATION_NOT_GRANTED");
}

TEST_F(ProposalsTest, Auditor_ReadsAndMayNotWrite) {
  Prepare(v1::APPROVED);
  const rpc::Actor auditor = testing::TestActor(kOrganisation, {"AUDITOR"});
  v1::GetProposalRequest get;
  get.set_name(kProposal);
  EXPECT_TRUE(As(auditor, &v1::ProposalsService::Stub::GetProposal, get).ok());
  EXPECT_EQ(ReasonOf(As(auditor, &v1::ProposalsService::Stub::ConcludeContract, Terms()).status()),
            "PERMISSION_DENIED");
}

TEST_F(ProposalsTest, SameNumberInTwoOrganisations_IsAmbiguousWithoutOne) {
  ASSERT_TRUE(Create(MineralniBani()).ok());
  v1::CreateProposalRequest other = MineralniBani();
  other.set_parent("organisations/sopot");
  ASSERT_TRUE(As(testing::TestActor("sopot"), &v1::ProposalsService::Stub::CreateProposal, other).ok());
  rpc::Actor both = actor_;
  both.organisations = {kOrganisation, "sopot"};
  v1::GetProposalRequest get;
  get.set_name("organisations/-/proposals/BG05M9OP001-2.005-0063");
  EXPECT_EQ(ReasonOf(As(both, &v1::ProposalsService::Stub::GetProposal, get).status()),
            "NAME_AMBIGUOUS");
  get.set_name("organisations/sopot/proposals/BG05M9OP001-2.005-0063");
  const auto found = As(both, &v1::ProposalsService::Stub::GetProposal, get);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->name(), "organisations/sopot/proposals/BG05M9OP001-2.005-0063");
}

TEST_F(ProposalsTest, Lists_ComeInPagesByNumber) {
  for (const char* number :
       {"BG05M9OP001-2.005-0063", "BG05M9OP001-2.005-0061", "BG05M9OP001-2.005-0062"}) {
    v1::CreateProposalRequest request = MineralniBani(std::string("create-") + number);
    request.mutable_proposal()->set_number(number);
    ASSERT_TRUE(Create(request).ok());
  }
  v1::ListProposalsRequest list;
  list.set_parent("organisations/-");
  list.set_page_size(2);
  const auto first = Call(&v1::ProposalsService::Stub::ListProposals, list);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->proposals_size(), 2);
  EXPECT_EQ(first->proposals(0).number(), "BG05M9OP001-2.005-0061");
  list.set_page_token(first->next_page_token());
  const auto last = Call(&v1::ProposalsService::Stub::ListProposals, list);
  ASSERT_TRUE(last.ok()) << last.status();
  ASSERT_EQ(last->proposals_size(), 1);
  EXPECT_EQ(last->proposals(0).number(), "BG05M9OP001-2.005-0063");
  EXPECT_EQ(last->next_page_token(), "");
  v1::ListContractsRequest contracts;
  contracts.set_parent("organisations/-");
  contracts.set_page_token(first->next_page_token());
  EXPECT_EQ(ReasonOf(Call(&v1::ProposalsService::Stub::ListContracts, contracts).status()),
            "PAGE_TOKEN_INVALID");
}

TEST_F(ProposalsTest, ListContracts_ShowsEachWithItsTitle) {
  Prepare(v1::APPROVED);
  const auto concluded = Conclude(Terms());
  ASSERT_TRUE(concluded.ok());
  v1::ListContractsRequest list;
  list.set_parent(std::string("organisations/") + kOrganisation);
  const auto listed = Call(&v1::ProposalsService::Stub::ListContracts, list);
  ASSERT_TRUE(listed.ok()) << listed.status();
  ASSERT_EQ(listed->contracts_size(), 1);
  EXPECT_EQ(listed->contracts(0).SerializeAsString(), concluded->SerializeAsString());
}

TEST_F(ProposalsTest, ListEvents_GivesTheContractToServicesOnly) {
  Prepare(v1::APPROVED);
  const auto concluded = Conclude(Terms());
  ASSERT_TRUE(concluded.ok());
  const common::v1::ListEventsRequest request;
  EXPECT_EQ(ReasonOf(Call(&v1::ProposalsService::Stub::ListEvents, request).status()),
            "PERMISSION_DENIED");
  const rpc::Actor service{
      .subject = "service/timelines", .organisations = {"*"}, .roles = {"SERVICE"}};
  const auto events =
      testing::Settled([&] { return As(service, &v1::ProposalsService::Stub::ListEvents, request); });
  ASSERT_TRUE(events.ok()) << events.status();
  ASSERT_EQ(events->events_size(), 1);
  EXPECT_EQ(events->events(0).subject(), kContract);
  EXPECT_EQ(events->events(0).organisation(), kOrganisation);
  v1::ContractActivated activated;
  ASSERT_TRUE(events::Unpack(events->events(0), &activated).ok());
  EXPECT_EQ(activated.contract().SerializeAsString(), concluded->SerializeAsString());
}

TEST_F(ProposalsTest, ConcludeContract_KindOfBeneficiaryIsShownAndTold) {
  Prepare(v1::APPROVED);
  v1::ConcludeContractRequest terms = Terms();
  terms.mutable_contract()->set_beneficiary(v1::BUDGET_BODY);
  const auto concluded = Conclude(terms);
  ASSERT_TRUE(concluded.ok()) << concluded.status();
  EXPECT_EQ(concluded->beneficiary(), v1::BUDGET_BODY);
  const rpc::Actor service{.subject = "service/payments", .organisations = {"*"}, .roles = {"SERVICE"}};
  const auto events = testing::Settled([&] {
    return As(service, &v1::ProposalsService::Stub::ListEvents, common::v1::ListEventsRequest());
  });
  ASSERT_TRUE(events.ok()) << events.status();
  ASSERT_EQ(events->events_size(), 1);
  v1::ContractActivated activated;
  ASSERT_TRUE(events::Unpack(events->events(0), &activated).ok());
  EXPECT_EQ(activated.contract().beneficiary(), v1::BUDGET_BODY);
}

TEST_F(ProposalsTest, ConcludeContract_LeavesEvidenceOfContractAndProposal) {
  Prepare(v1::APPROVED);
  ASSERT_TRUE(Conclude(Terms()).ok());
  const pqxx::result entries = sandbox_.Inspect(
      "select action, actor, before_state->>'state' as was, after_state->>'state' as is_now "
      "from proposals.evidence where request_id = 'conclude-1' order by entry_id");
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0]["was"].as<std::string>(), "EVALUATED");
  EXPECT_EQ(entries[0]["is_now"].as<std::string>(), "CONTRACTED");
  EXPECT_EQ(entries[1]["action"].as<std::string>(), "contracts.conclude");
  EXPECT_EQ(entries[1]["actor"].as<std::string>(), "finance@mineralni-bani");
  EXPECT_TRUE(entries[1]["was"].is_null());
}

}  // namespace
}  // namespace tranche::proposals
