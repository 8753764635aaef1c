// SPDX-License-Identifier: EUPL-1.2
// The service as its callers see it, with its own database and a log of contracts without one.
#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "platform/base/error.h"
#include "platform/convert/money.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "staffing/staffing_module.h"
#include "tranche/proposals/v1/proposals_service.grpc.pb.h"
#include "tranche/proposals/v1/redenominations.pb.h"
#include "tranche/staffing/v1/staffing_service.grpc.pb.h"

namespace tranche::staffing {
namespace {

using ::testing::Contains;
using ::testing::Pair;
using ::testing::SizeIs;

using Stub = v1::StaffingService::Stub;

constexpr char kContract[] = "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01";

// A log of contracts in force.
class FakeProposals final : public proposals::v1::ProposalsService::Service {
 public:
  void Activate(const std::string& organisation, const proposals::v1::Contract& contract) {
    proposals::v1::ContractActivated activated;
    *activated.mutable_contract() = contract;
    Append(organisation, contract.name(), activated);
  }
  void Redenominate(const std::string& organisation, const std::string& contract) {
    proposals::v1::ContractRedenominated redenominated;
    proposals::v1::Redenomination* told = redenominated.mutable_redenomination();
    told->set_contract(contract);
    for (common::v1::Money* part :
         {told->mutable_after()->mutable_eu(), told->mutable_after()->mutable_national(),
          told->mutable_after()->mutable_own()}) {
      part->set_amount("0.00");
      part->set_currency("EUR");
    }
    Append(organisation, contract, redenominated);
  }

  grpc::Status ListEvents(grpc::ServerContext*, const common::v1::ListEventsRequest* request,
                          common::v1::ListEventsResponse* response) override {
    absl::MutexLock lock(&mutex_);
    bool after = request->after().empty() || request->after() == "0-0";
    for (const common::v1::Event& event : events_) {
      if (after) *response->add_events() = event;
      if (event.cursor() == request->after()) after = true;
    }
    if (!events_.empty()) response->set_newest(events_.back().cursor());
    return grpc::Status::OK;
  }

 private:
  void Append(const std::string& organisation, const std::string& subject,
              const google::protobuf::Message& payload) {
    absl::MutexLock lock(&mutex_);
    common::v1::Event event;
    event.set_cursor(absl::StrCat("1-", events_.size() + 1));
    event.set_organisation(organisation);
    event.set_type(payload.GetTypeName());
    event.set_subject(subject);
    google::protobuf::util::MessageToJsonString(payload, event.mutable_payload());
    events_.push_back(event);
  }

  absl::Mutex mutex_;
  std::vector<common::v1::Event> events_ ABSL_GUARDED_BY(mutex_);
};

proposals::v1::Contract MineralniBani(int months, const std::string& ends_on, int version = 1) {
  proposals::v1::Contract contract;
  contract.set_name(kContract);
  contract.set_number("BG05М9ОР001-2.005-0063-C01");  // Typed with Cyrillic М, О, Р.
  contract.set_concluded_on("2017-04-18");
  contract.set_starts_on("2017-04-18");
  contract.set_ends_on(ends_on);
  contract.set_duration_months(months);
  contract.set_version(version);
  *contract.mutable_amount() =
      tranche::convert::ToProto(ThreePart{.eu = Money::Minor(32130723, Currency::kBgn),
                                          .national = Money::Minor(5670127, Currency::kBgn),
                                          .own = Money::Zero(Currency::kBgn)});
  return contract;
}

rpc::Actor Manager() {
  return {.subject = "owner@mineralni-bani",
          .organisations = {"mineralni-bani"},
          .roles = {"PROJECT_MANAGER"}};
}

// Two places for 18 months at 1,234.57, in which three persons have worked.
v1::Scheme Team() {
  v1::Scheme scheme;
  scheme.set_scheme("team");
  scheme.set_title("Екип на Центъра за активно включване");
  v1::Position* position = scheme.add_positions();
  position->set_code("P1");
  position->set_title("Социален работник");
  position->set_places(2);
  position->set_months(18);
  position->mutable_monthly_cost()->set_amount("1234.57");
  position->mutable_monthly_cost()->set_currency("BGN");
  for (const char* name : {"Лице 1", "Лице 2", "Лице 3"}) {
    v1::Person* person = position->add_persons();
    person->set_display_name(name);
    person->set_starts_on("2017-05-01");
  }
  position->mutable_persons(0)->set_ends_on("2017-09-30");
  common::v1::Mark* mark = scheme.add_marks();
  mark->set_field("positions");
  mark->set_provenance(common::v1::ILLUSTRATIVE);
  return scheme;
}

class StaffingTest : public ::testing::Test {
 protected:
  StaffingTest() : role_(sandbox_, "staffing") {
    grpc::ServerBuilder builder;
    builder.RegisterService(&proposals_);
    proposals_server_ = builder.BuildAndStart();
    role_.world().peers().Set("proposals", proposals_server_->InProcessChannel({}));
    role_.Serve(StartRole(role_.context()));
    stub_ = v1::StaffingService::NewStub(role_.channel());
    proposals_.Activate("mineralni-bani", MineralniBani(18, "2018-10-18"));
  }
  ~StaffingTest() override { proposals_server_->Shutdown(); }

  absl::StatusOr<v1::Scheme> Create(const v1::Scheme& scheme, const std::string& request_id = "s1",
                                    const rpc::Actor& actor = Manager()) {
    v1::CreateSchemeRequest request;
    request.set_parent(kContract);
    *request.mutable_scheme() = scheme;
    request.set_request_id(request_id);
    return rpc::Call<v1::Scheme>(role_.Scope(actor), *stub_, &Stub::CreateScheme, request);
  }
  absl::StatusOr<v1::Scheme> Get(const std::string& name, const rpc::Actor& actor = Manager()) {
    v1::GetSchemeRequest request;
    request.set_name(name);
    return rpc::Call<v1::Scheme>(role_.Scope(actor), *stub_, &Stub::GetScheme, request);
  }
  int64_t Count(const std::string& table) {
    return sandbox_.Inspect("select count(*) from staffing." + table)[0][0].as<int64_t>();
  }

  tranche::testing::PgSandbox sandbox_;
  FakeProposals proposals_;
  std::unique_ptr<grpc::Server> proposals_server_;
  tranche::testing::TestRole role_;
  std::unique_ptr<Stub> stub_;
};

TEST_F(StaffingTest, SchemeOfTwoPlacesAndThreePersons_KeepsThreeNumbers) {
  const absl::StatusOr<v1::Scheme> created = Create(Team());
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_EQ(created->name(), std::string(kContract) + "/schemes/team");
  EXPECT_EQ(created->places(), 2);
  EXPECT_EQ(created->person_months(), 36);
  EXPECT_EQ(created->cost().amount(), "44444.52");
  EXPECT_THAT(created->positions(0).persons(), SizeIs(3));

  const absl::StatusOr<v1::Scheme> read =
      Get("organisations/-/contracts/BG05М9ОР001-2.005-0063-C01/schemes/team");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->SerializeAsString(), created->SerializeAsString());
}

TEST_F(StaffingTest, SeveralSchemes_AreListedById) {
  v1::Scheme board = Team();
  board.set_scheme("board");
  v1::Position* second = board.add_positions();
  *second = board.positions(0);
  second->set_code("P0");
  second->clear_persons();
  ASSERT_TRUE(Create(Team(), "s1").ok());
  ASSERT_TRUE(Create(board, "s2").ok());
  v1::ListSchemesRequest request;
  request.set_parent(kContract);
  const absl::StatusOr<v1::ListSchemesResponse> list =
      rpc::Call<v1::ListSchemesResponse>(role_.Scope(Manager()), *stub_, &Stub::ListSchemes, request);
  ASSERT_TRUE(list.ok()) << list.status();
  ASSERT_THAT(list->schemes(), SizeIs(2));
  EXPECT_EQ(list->schemes(0).scheme(), "board");
  EXPECT_EQ(list->schemes(0).positions(0).code(), "P1");  // As it was given, not by code.
  EXPECT_EQ(list->schemes(0).positions(1).code(), "P0");
  EXPECT_THAT(list->schemes(0).positions(0).persons(), SizeIs(3));
  EXPECT_EQ(list->schemes(1).scheme(), "team");
}

TEST_F(StaffingTest, PositionLongerThanTheContract_IsRefusedAndNothingKept) {
  v1::Scheme scheme = Team();
  scheme.mutable_positions(0)->set_months(19);
  const absl::Status refused = Create(scheme).status();
  EXPECT_EQ(ReasonOf(refused), "SCHEME_LONGER_THAN_CONTRACT");
  EXPECT_THAT(ValuesOf(refused), Contains(Pair("contract_months", "18")));
  EXPECT_EQ(Count("scheme"), 0);
  EXPECT_EQ(Count("request"), 0);
}

TEST_F(StaffingTest, PersonOutsideThePeriodOrWithANumber_IsRefused) {
  v1::Scheme early = Team();
  early.mutable_positions(0)->mutable_persons(0)->set_starts_on("2017-04-17");
  EXPECT_EQ(ReasonOf(Create(early).status()), "PERSON_OUTSIDE_PERIOD");
  v1::Scheme late = Team();
  late.mutable_positions(0)->mutable_persons(1)->set_ends_on("2018-10-19");
  EXPECT_EQ(ReasonOf(Create(late).status()), "PERSON_OUTSIDE_PERIOD");
  v1::Scheme numbered = Team();
  numbered.mutable_positions(0)->mutable_persons(2)->set_display_name("Лице 8001010008");
  EXPECT_EQ(ReasonOf(Create(numbered).status()), "PERSONAL_NUMBER_IN_NAME");
  EXPECT_EQ(Count("person"), 0);
}

TEST_F(StaffingTest, BadInput_ListsEveryViolation) {
  v1::Scheme scheme = Team();
  scheme.set_scheme("Not An Id");
  scheme.mutable_positions(0)->set_places(0);
  scheme.mutable_positions(0)->mutable_persons(0)->set_starts_on("2017-02-31");
  const absl::Status refused = Create(scheme).status();
  EXPECT_EQ(ReasonOf(refused), "INVALID_REQUEST");
  EXPECT_THAT(ViolationsOf(refused), SizeIs(3));
}

TEST_F(StaffingTest, CreatedTwiceWithOneKey_IsOneScheme) {
  const absl::StatusOr<v1::Scheme> first = Create(Team(), "s1");
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(Create(Team(), "s1")->SerializeAsString(), first->SerializeAsString());
  v1::Scheme other = Team();
  other.set_title("Друг екип");
  EXPECT_EQ(ReasonOf(Create(other, "s1").status()), "REQUEST_ID_REUSED");
  EXPECT_EQ(ReasonOf(Create(other, "s2").status()), "SCHEME_EXISTS");
  EXPECT_EQ(Count("scheme"), 1);
  EXPECT_EQ(Count("evidence"), 1);
}

TEST_F(StaffingTest, ContractProlonged_AllowsLongerPositions) {
  v1::Scheme scheme = Team();
  scheme.mutable_positions(0)->set_months(24);
  ASSERT_EQ(ReasonOf(Create(scheme).status()), "SCHEME_LONGER_THAN_CONTRACT");
  proposals_.Activate("mineralni-bani", MineralniBani(24, "2019-04-18", 2));
  proposals_.Activate("mineralni-bani", MineralniBani(18, "2018-10-18", 1));  // An old one again.
  // A question about an unknown contract follows the log to its end.
  EXPECT_EQ(ReasonOf(Get("organisations/mineralni-bani/contracts/unknown/schemes/team").status()),
            "NOT_FOUND");
  const absl::StatusOr<v1::Scheme> created = Create(scheme);
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_EQ(created->person_months(), 48);
}

TEST_F(StaffingTest, ContractConverted_SchemeStaysInLevAndTellsItsCostInEuro) {
  const absl::StatusOr<v1::Scheme> created = Create(Team());
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_FALSE(created->has_cost_in_euro());
  proposals_.Redenominate("mineralni-bani", kContract);
  // A later version of the contract is in euro, too.
  proposals::v1::Contract later = MineralniBani(24, "2019-04-18", 2);
  for (common::v1::Money* part :
       {later.mutable_amount()->mutable_eu(), later.mutable_amount()->mutable_national(),
        later.mutable_amount()->mutable_own()}) {
    part->set_currency("EUR");
  }
  proposals_.Activate("mineralni-bani", later);
  // A question about an unknown contract follows the log to its end.
  EXPECT_EQ(ReasonOf(Get("organisations/mineralni-bani/contracts/unknown/schemes/team").status()),
            "NOT_FOUND");

  const absl::StatusOr<v1::Scheme> read = Get(std::string(kContract) + "/schemes/team");

  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->cost().amount(), created->cost().amount());
  EXPECT_EQ(read->cost().currency(), "BGN");
  EXPECT_EQ(read->cost_in_euro().currency(), "EUR");
  EXPECT_EQ(read->positions(0).cost_in_euro().amount(), read->cost_in_euro().amount());
  v1::Scheme lev = Team();
  lev.set_scheme("later");
  EXPECT_EQ(ReasonOf(Create(lev, "s2").status()), "MONEY_CURRENCY_MIXED");
}

TEST_F(StaffingTest, OtherOrganisationOrRole_IsRefused) {
  ASSERT_TRUE(Create(Team()).ok());
  const rpc::Actor stranger{
      .subject = "pm@sopot", .organisations = {"sopot"}, .roles = {"PROJECT_MANAGER"}};
  EXPECT_EQ(ReasonOf(Get(std::string(kContract) + "/schemes/team", stranger).status()),
            "ORGANISATION_NOT_GRANTED");
  EXPECT_EQ(
      ReasonOf(
          Get("organisations/-/contracts/BG05M9OP001-2.005-0063-C01/schemes/team", stranger).status()),
      "NOT_FOUND");
  const rpc::Actor finance{
      .subject = "finance@mineralni-bani", .organisations = {"mineralni-bani"}, .roles = {"FINANCE"}};
  EXPECT_EQ(ReasonOf(Create(Team(), "s9", finance).status()), "PERMISSION_DENIED");
  EXPECT_EQ(ReasonOf(Get(std::string(kContract) + "/schemes/none").status()), "NOT_FOUND");
}

}  // namespace
}  // namespace tranche::staffing
