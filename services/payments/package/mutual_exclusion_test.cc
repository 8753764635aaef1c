// SPDX-License-Identifier: EUPL-1.2
// Versions of a contract and report packages exclude each other, with the real proposals beside.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "payments/payments_module.h"
#include "platform/base/error.h"
#include "platform/rpc/grpc_status.h"
#include "platform/rpc/peers.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "proposals/proposals_module.h"
#include "tranche/payments/v1/packages_service.grpc.pb.h"
#include "tranche/proposals/v1/contract_versions_service.grpc.pb.h"

namespace tranche::payments {
namespace {

using Packages = v1::PackagesService::Stub;
using Versions = proposals::v1::ContractVersionsService::Stub;

constexpr char kContract[] = "organisations/lyubimets/contracts/C";
constexpr int kClients = 64;

// A concluded contract as proposals has it, and the copy of payments.
constexpr char kContractRows[] = R"sql(
  insert into proposals.proposal (organisation_id, proposal_id, number, procedure, title, requested_eu_minor,
      requested_national_minor, requested_own_minor, currency, duration_months, state, submitted_on,
      evaluation_kind, evaluation_standing, evaluation_decided_on)
    values ('lyubimets', 'P', 'P', 'X', 'Проект', 85, 15, 0, 'BGN', 18, 'CONTRACTED', '2016-01-01', 'COMPLEX',
      'APPROVED', '2016-02-01');
  insert into proposals.contract (organisation_id, contract_id, number, number_mixes_scripts, proposal_id,
      concluded_on, starts_on, duration_months, period_rule, ends_on, amount_eu_minor, amount_national_minor,
      amount_own_minor, currency, state, version)
    values ('lyubimets', 'C', 'C', false, 'P', '2017-01-01', '2017-01-01', 18, 'DAY_BEFORE', '2018-06-30', 85,
      15, 0, 'BGN', 'ACTIVE', 1);
  insert into proposals.contract_version (organisation_id, contract_id, version, type, state, concluded_on,
      document, reason, title, duration_months, ends_on, amount_eu_minor, amount_national_minor,
      amount_own_minor, currency, revises_budget, changes, recorded_by)
    values ('lyubimets', 'C', 1, 'NEW_CONTRACT', 'IN_FORCE', '2017-01-01', 'C', '', 'Проект', 18, '2018-06-30',
      85, 15, 0, 'BGN', false, '{}', '');
  insert into payments.contract (organisation_id, contract_id, number, procedure, concluded_on, starts_on,
      amount_eu_minor, amount_national_minor, amount_own_minor, currency, version)
    values ('lyubimets', 'C', 'C', 'X', '2017-01-01', '2017-01-01', 85, 15, 0, 'BGN', 1))sql";

// Both at once, in one snapshot.
constexpr char kBothOpen[] = R"sql(
  select exists (select from payments.package
                  where state in ('PACKAGE_DRAFT', 'PACKAGE_SENT', 'PACKAGE_IN_VERIFICATION'))
         and exists (select from proposals.contract_version where state in ('BEING_DRAFTED', 'ENTERED'))
         as both_open)sql";

class MutualExclusion : public ::testing::Test {
 protected:
  MutualExclusion() {
    sandbox_.Inspect(kContractRows);
    proposals_.Serve(proposals::StartRole(proposals_.context()));
    payments_.Serve(StartRole(payments_.context()));
  }

  template <class Stub, class Req, class Resp>
  absl::StatusOr<Resp> Ask(tranche::testing::TestRole& role, Stub& stub,
                           grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Resp*),
                           const Req& request) {
    return rpc::Call<Resp>(role.Scope(), stub, method, request);
  }

  absl::StatusOr<v1::Package> OpenPackage(const std::string& key) {
    const auto stub = v1::PackagesService::NewStub(payments_.channel());
    v1::CreatePackageRequest request;
    request.set_parent(kContract);
    request.mutable_package()->set_type(v1::TECHNICAL_PACKAGE);
    request.set_request_id(key);
    return Ask(payments_, *stub, &Packages::CreatePackage, request);
  }
  absl::Status ClosePackage(const std::string& name, const std::string& key) {
    const auto stub = v1::PackagesService::NewStub(payments_.channel());
    v1::WithdrawPackageRequest request;
    request.set_name(name);
    request.set_reason("Отпаднал.");
    request.set_request_id(key);
    return Ask(payments_, *stub, &Packages::WithdrawPackage, request).status();
  }
  absl::StatusOr<proposals::v1::ContractVersion> OpenVersion(const std::string& key) {
    const auto stub = proposals::v1::ContractVersionsService::NewStub(proposals_.channel());
    proposals::v1::CreateContractVersionRequest request;
    request.set_parent(kContract);
    request.set_request_id(key);
    request.mutable_version()->set_type(proposals::v1::PARTIAL_ANNEX);
    request.mutable_version()->set_concluded_on("2018-01-01");
    request.mutable_version()->set_document("Анекс");
    request.mutable_version()->set_reason("Удължаване");
    request.mutable_version()->set_duration_months(20);
    return Ask(proposals_, *stub, &Versions::CreateContractVersion, request);
  }
  absl::Status CloseVersion(const std::string& name, const std::string& key) {
    const auto stub = proposals::v1::ContractVersionsService::NewStub(proposals_.channel());
    proposals::v1::WithdrawContractVersionRequest request;
    request.set_name(name);
    request.set_reason("Отпаднал.");
    request.set_request_id(key);
    return Ask(proposals_, *stub, &Versions::WithdrawContractVersion, request).status();
  }
  bool BothOpen() { return sandbox_.Inspect(kBothOpen)[0][0].as<bool>(); }

  // Repeats a call until it is done: whatever else is open goes by.
  template <class Call>
  auto Insist(const Call& call) {
    const absl::Time end = absl::Now() + absl::Seconds(60);
    while (true) {
      auto answer = call();
      if (answer.ok() || absl::Now() > end) return answer;
    }
  }

  tranche::testing::PgSandbox sandbox_;
  tranche::testing::TestRole proposals_{sandbox_, "proposals", nullptr, 4};
  tranche::testing::TestRole payments_{sandbox_, "payments", &proposals_, 4};
};

TEST_F(MutualExclusion, EachRefusesWhileTheOtherIsOpen) {
  const auto package = OpenPackage("p1");
  ASSERT_TRUE(package.ok()) << package.status();
  EXPECT_EQ(ReasonOf(OpenVersion("v1").status()), "CONTRACT_PACKAGE_OPEN");
  ASSERT_TRUE(ClosePackage(package->name(), "p1-end").ok());
  const auto version = OpenVersion("v1");
  ASSERT_TRUE(version.ok()) << version.status();
  EXPECT_EQ(ReasonOf(OpenPackage("p2").status()), "VERSION_OPEN");
  ASSERT_TRUE(CloseVersion(version->name(), "v1-end").ok());
  EXPECT_TRUE(OpenPackage("p2").ok());
}

TEST_F(MutualExclusion, SixtyFourClients_NeverHaveBothOpen) {
  std::atomic<bool> done = false;
  std::atomic<int> opened = 0;
  std::atomic<int> both = 0;
  std::thread watch([&] {
    while (!done) both += BothOpen() ? 1 : 0;
  });
  std::vector<std::thread> clients;
  for (int i = 0; i < kClients; ++i) {
    clients.emplace_back([&, i] {
      const std::string key = absl::StrCat("client-", i);
      // Every request is sent twice: the second time it is answered as the first.
      if (i % 2 == 0) {
        const auto package = Insist([&] { return OpenPackage(key); });
        const auto again = Insist([&] { return OpenPackage(key); });
        if (!package.ok() || !again.ok() || again->name() != package->name()) return;
        if (!Insist([&] { return ClosePackage(package->name(), key + "-end"); }).ok()) return;
      } else {
        const auto version = Insist([&] { return OpenVersion(key); });
        const auto again = Insist([&] { return OpenVersion(key); });
        if (!version.ok() || !again.ok() || again->name() != version->name()) return;
        if (!Insist([&] { return CloseVersion(version->name(), key + "-end"); }).ok()) return;
      }
      ++opened;
    });
  }
  for (std::thread& client : clients) client.join();
  done = true;
  watch.join();
  EXPECT_EQ(opened, kClients);
  EXPECT_EQ(both, 0);
  // One effect of each key.
  EXPECT_EQ(sandbox_.Inspect("select count(*) from payments.package")[0][0].as<int>(), kClients / 2);
  EXPECT_EQ(sandbox_.Inspect("select count(*) from proposals.contract_version")[0][0].as<int>(),
            kClients / 2 + 1);
  // Nothing holds the contract in the end.
  EXPECT_TRUE(sandbox_.Inspect("select open_change from proposals.contract")[0][0].is_null());
}

// The control: what the watch looks for is seen when nothing excludes the other.
TEST_F(MutualExclusion, WithoutTheHold_BothAreOpenAndSeen) {
  ASSERT_TRUE(OpenPackage("p1").ok());
  EXPECT_FALSE(BothOpen());
  sandbox_.Inspect("update proposals.contract set open_change = null");
  ASSERT_TRUE(OpenVersion("v1").ok());
  EXPECT_TRUE(BothOpen());
}

}  // namespace
}  // namespace tranche::payments
