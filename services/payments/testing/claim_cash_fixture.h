// SPDX-License-Identifier: EUPL-1.2
// Claims with money of every kind: verified in parts, under a cap, with questions.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "payments/testing/payments_fixture.h"

namespace tranche::payments {

class ClaimCashTest : public testing::PaymentsTest {
 protected:
  static v1::VerifyClaimRequest VerificationOf(const std::string& name, const std::string& request_id) {
    v1::VerifyClaimRequest request;
    request.set_name(name);
    request.mutable_verification()->set_decided_on("2018-02-01");
    request.mutable_verification()->set_reference("93-01-7");
    request.set_request_id(request_id);
    return request;
  }
  // What is not approved of a cost, in total; "": nothing.
  static void Take(v1::VerifyClaimRequest& request, const std::string& cost_id,
                   const std::string& unapproved, const std::string& by_correction = "") {
    v1::CostVerification* cost = request.mutable_verification()->add_cost_verifications();
    cost->set_cost(testing::Cost(cost_id));
    if (!unapproved.empty()) {
      cost->mutable_unapproved()->mutable_total()->set_amount(unapproved);
      cost->mutable_unapproved()->mutable_total()->set_currency("BGN");
      cost->mutable_unapproved()->set_reason("Липсва протокол");
    }
    if (by_correction.empty()) return;
    v1::UnapprovedAmount* correction = cost->mutable_unapproved_by_correction();
    correction->mutable_total()->set_amount(by_correction);
    correction->mutable_total()->set_currency("BGN");
    correction->set_reason("Нарушение при избора");
    correction->set_correction("К-7");
  }
  absl::StatusOr<v1::Claim> Decide(const v1::VerifyClaimRequest& request) {
    return Ask(&testing::Stub::VerifyClaim, testing::Approver(), request);
  }
  absl::StatusOr<v1::CashPosition> Position(const rpc::Actor& actor = testing::Owner()) {
    v1::GetCashPositionRequest request;
    request.set_name(std::string(testing::kContract) + "/cashPosition");
    return Ask(&testing::Stub::GetCashPosition, actor, request);
  }
  // A claim of one new cost, sent and not decided on.
  std::string Sent(v1::ClaimKind kind, const std::string& cost_id, const ThreePart& parts,
                   const std::string& resubmits = "") {
    budgets_.AddCost(testing::Cost(cost_id), parts, budgets::v1::RESERVED, "2017-12-01", resubmits);
    v1::Claim claim = Interim({cost_id});
    claim.set_kind(kind);
    const absl::StatusOr<v1::Claim> created = Create(claim, "create-" + cost_id);
    EXPECT_TRUE(created.ok()) << created.status();
    const absl::StatusOr<v1::Claim> sent = Send(created->name());
    EXPECT_TRUE(sent.ok()) << sent.status();
    return created->name();
  }
  absl::StatusOr<v1::Claim> Accepted(v1::ClaimKind kind, const std::string& cost_id,
                                     const ThreePart& parts) {
    return Verify(Sent(kind, cost_id, parts), "verify-" + cost_id);
  }
  // The advance of Mineralni Bani, accepted and paid.
  std::string PaidAdvance() {
    const absl::StatusOr<v1::Claim> advance =
        Create(Advance(testing::Leva(6426145, 1134025)), "advance");
    EXPECT_TRUE(advance.ok()) << advance.status();
    EXPECT_TRUE(Send(advance->name(), "2017-05-02").ok());
    EXPECT_TRUE(Verify(advance->name(), "verify-advance").ok());
    EXPECT_TRUE(Pay(advance->name(), testing::Leva(6426145, 1134025), "pay-advance").ok());
    return advance->name();
  }
  absl::StatusOr<v1::Claim> AskAbout(const std::string& name, const std::string& asked_on,
                                     const std::string& request_id,
                                     const rpc::Actor& actor = testing::Approver()) {
    v1::AskQuestionRequest request;
    request.set_name(name);
    request.set_question("Къде е протоколът?");
    request.set_asked_on(asked_on);
    request.set_request_id(request_id);
    return Ask(&testing::Stub::AskQuestion, actor, request);
  }
  absl::StatusOr<v1::Claim> Answer(const std::string& name, const std::string& answered_on,
                                   const std::string& request_id,
                                   const rpc::Actor& actor = testing::Owner()) {
    v1::AnswerQuestionRequest request;
    request.set_name(name);
    request.set_answer("Прилагаме го.");
    request.set_answered_on(answered_on);
    request.set_request_id(request_id);
    return Ask(&testing::Stub::AnswerQuestion, actor, request);
  }
  absl::StatusOr<v1::Claim> TakeBack(const std::string& name, const std::string& request_id) {
    v1::TakeBackClaimRequest request;
    request.set_name(name);
    request.set_reason("Грешен разход");
    request.set_request_id(request_id);
    return Ask(&testing::Stub::TakeBackClaim, testing::Owner(), request);
  }
};

}  // namespace tranche::payments
