// SPDX-License-Identifier: EUPL-1.2
// The service of payments with a database of its own and neighbours without one, and the steps of a
// claim.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "payments/payments_module.h"
#include "payments/testing/fakes.h"
#include "platform/base/error.h"
#include "platform/convert/money.h"
#include "platform/events/events.h"
#include "platform/rpc/grpc_status.h"
#include "platform/rpc/peers.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "platform/testing/settled.h"
#include "tranche/payments/v1/payments_service.grpc.pb.h"

namespace tranche::payments::testing {

using Stub = v1::PaymentsService::Stub;

inline constexpr char kContract[] = "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01";

inline ThreePart Leva(int64_t eu_minor, int64_t national_minor, int64_t own_minor = 0) {
  return {.eu = Money::Minor(eu_minor, Currency::kBgn),
          .national = Money::Minor(national_minor, Currency::kBgn),
          .own = Money::Minor(own_minor, Currency::kBgn)};
}

inline rpc::Actor Owner() {
  return {.subject = "owner@mineralni-bani", .organisations = {"mineralni-bani"}, .roles = {"FINANCE"}};
}
inline rpc::Actor Approver() {
  return {
      .subject = "approver@mineralni-bani", .organisations = {"mineralni-bani"}, .roles = {"FINANCE"}};
}
inline rpc::Actor Deputy() {
  return {
      .subject = "deputy@mineralni-bani", .organisations = {"mineralni-bani"}, .roles = {"FINANCE"}};
}
inline rpc::Actor Auditor() {
  return {
      .subject = "auditor@sopot", .organisations = {"mineralni-bani", "sopot"}, .roles = {"AUDITOR"}};
}

inline proposals::v1::Contract MineralniBani(const std::string& organisation = "mineralni-bani") {
  proposals::v1::Contract contract;
  contract.set_name("organisations/" + organisation + "/contracts/BG05M9OP001-2.005-0063-C01");
  contract.set_number("BG05М9ОР001-2.005-0063-C01");  // Typed with Cyrillic М, О, Р.
  contract.set_procedure("BG05M9OP001-2.005");
  contract.set_version(1);
  contract.set_concluded_on("2017-04-18");
  contract.set_starts_on("2017-04-18");
  contract.set_ends_on("2018-10-18");
  contract.set_duration_months(18);
  *contract.mutable_amount() = tranche::convert::ToProto(Leva(32130723, 5670127));
  return contract;
}

inline std::string Cost(const std::string& id) { return std::string(kContract) + "/costs/" + id; }

class PaymentsTest : public ::testing::Test {
 protected:
  PaymentsTest()
      : proposals_channel_(proposals_),
        reference_channel_(reference_),
        budgets_channel_(budgets_, &cost_documents_),
        role_(sandbox_, "payments", nullptr, 4) {
    role_.world().peers().Set("proposals", proposals_channel_.channel());
    role_.world().peers().Set("reference", reference_channel_.channel());
    role_.world().peers().Set("budgets", budgets_channel_.channel());
    role_.Serve(StartRole(role_.context()));
    stub_ = v1::PaymentsService::NewStub(role_.channel());
    proposals_.Activate("mineralni-bani", MineralniBani());
  }

  template <class Req, class Resp>
  absl::StatusOr<Resp> Ask(grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Resp*),
                           const rpc::Actor& actor, const Req& request) {
    return rpc::Call<Resp>(role_.Scope(actor), *stub_, method, request);
  }

  absl::StatusOr<v1::Claim> Create(v1::Claim claim, const std::string& request_id,
                                   const std::string& parent = kContract) {
    v1::CreateClaimRequest request;
    request.set_parent(parent);
    *request.mutable_claim() = std::move(claim);
    request.set_request_id(request_id);
    return Ask(&Stub::CreateClaim, Owner(), request);
  }
  static v1::Claim Advance(const ThreePart& requested) {
    v1::Claim claim;
    claim.set_kind(v1::ADVANCE);
    *claim.mutable_requested() = tranche::convert::ToProto(requested);
    return claim;
  }
  static v1::Claim Interim(const std::vector<std::string>& cost_ids) {
    v1::Claim claim;
    claim.set_kind(v1::INTERIM);
    for (const std::string& id : cost_ids) claim.add_costs(Cost(id));
    return claim;
  }
  absl::StatusOr<v1::Claim> Send(const std::string& name, const std::string& sent_on = "2018-01-15") {
    v1::SendClaimRequest request;
    request.set_name(name);
    request.set_sent_on(sent_on);
    request.set_request_id("send-" + name.substr(name.rfind('/') + 1));
    return Ask(&Stub::SendClaim, Owner(), request);
  }
  absl::StatusOr<v1::Claim> Verify(const std::string& name, const std::string& request_id,
                                   const std::vector<std::string>& refused_ids = {},
                                   const rpc::Actor& actor = Approver()) {
    v1::VerifyClaimRequest request;
    request.set_name(name);
    request.mutable_verification()->set_decided_on("2018-02-01");
    request.mutable_verification()->set_reference("93-01-7");
    for (const std::string& id : refused_ids) {
      v1::RefusedCost* refused = request.mutable_verification()->add_refused_costs();
      refused->set_cost(Cost(id));
      refused->set_reason("Липсва договор.");
    }
    request.set_request_id(request_id);
    return Ask(&Stub::VerifyClaim, actor, request);
  }
  static v1::RecordPaymentRequest PaymentOf(const std::string& claim, const ThreePart& amount,
                                            const std::string& request_id) {
    v1::RecordPaymentRequest request;
    request.set_parent(kContract);
    request.mutable_payment()->set_claim(claim);
    *request.mutable_payment()->mutable_amount() = tranche::convert::ToProto(amount);
    request.mutable_payment()->set_paid_on("2018-03-01");
    request.mutable_payment()->set_bank_reference("BNBG-1");
    request.set_request_id(request_id);
    return request;
  }
  absl::StatusOr<v1::Payment> Pay(const std::string& claim, const ThreePart& amount,
                                  const std::string& request_id,
                                  const std::string& paid_on = "2018-03-01") {
    v1::RecordPaymentRequest request = PaymentOf(claim, amount, request_id);
    request.mutable_payment()->set_paid_on(paid_on);
    return Ask(&Stub::RecordPayment, Owner(), request);
  }
  absl::StatusOr<v1::Claim> RefuseAdvance(const std::string& name, const std::string& request_id,
                                          bool refused, const std::string& why) {
    v1::VerifyClaimRequest request;
    request.set_name(name);
    request.mutable_verification()->set_decided_on("2018-02-01");
    request.mutable_verification()->set_refused(refused);
    request.mutable_verification()->set_refusal_reason(why);
    request.set_request_id(request_id);
    return Ask(&Stub::VerifyClaim, Approver(), request);
  }
  absl::StatusOr<v1::Claim> Get(const std::string& name, const rpc::Actor& actor = Owner()) {
    v1::GetClaimRequest request;
    request.set_name(name);
    return Ask(&Stub::GetClaim, actor, request);
  }

  // A sent interim claim of the costs 1 (10.00) and 2 (2.50).
  std::string SentInterim() {
    budgets_.AddCost(Cost("1"), Leva(850, 150));
    budgets_.AddCost(Cost("2"), Leva(213, 37));
    const absl::StatusOr<v1::Claim> claim = Create(Interim({"1", "2"}), "create-interim");
    EXPECT_TRUE(claim.ok()) << claim.status();
    EXPECT_TRUE(Send(claim->name()).ok());
    return claim->name();
  }
  std::string AcceptedInterim() {
    const std::string name = SentInterim();
    EXPECT_TRUE(Verify(name, "verify-interim").ok());
    return name;
  }
  common::v1::ListEventsResponse Log() {
    const rpc::Actor follower{
        .subject = "service/timelines", .organisations = {"*"}, .roles = {"SERVICE"}};
    const auto log = tranche::testing::Settled(
        [&] { return Ask(&Stub::ListEvents, follower, common::v1::ListEventsRequest()); });
    EXPECT_TRUE(log.ok()) << log.status();
    return log.value_or(common::v1::ListEventsResponse());
  }
  // The payload of the newest event.
  template <class Payload>
  Payload LastEvent() {
    const common::v1::ListEventsResponse log = Log();
    Payload payload;
    EXPECT_TRUE(log.events_size() > 0 &&
                events::Unpack(log.events(log.events_size() - 1), &payload).ok());
    return payload;
  }
  // Waits until that many transactions of payments wait for a lock.
  bool WaitForWaiting(int64_t count) {
    const absl::Time end = absl::Now() + absl::Seconds(20);
    while (absl::Now() < end) {
      const pqxx::result waiting = sandbox_.Inspect(
          "select count(*) from pg_stat_activity where datname = current_database() "
          "and usename = 'svc_payments' and wait_event_type = 'Lock'");
      if (waiting[0][0].as<int64_t>() >= count) return true;
    }
    return false;
  }
  int64_t Count(const std::string& table) {
    return sandbox_.Inspect("select count(*) from payments." + table)[0][0].as<int64_t>();
  }

  tranche::testing::PgSandbox sandbox_;
  FakeProposals proposals_;
  FakeReference reference_;
  FakeBudgets budgets_{[this](const std::string& token) {
    return role_.world().verifier().Verify(token, role_.world().now());
  }};
  FakeCostDocuments cost_documents_;
  InProcess proposals_channel_;
  InProcess reference_channel_;
  InProcess budgets_channel_;
  tranche::testing::TestRole role_;
  std::unique_ptr<Stub> stub_;
};

}  // namespace tranche::payments::testing
