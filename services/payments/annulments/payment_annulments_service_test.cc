// SPDX-License-Identifier: EUPL-1.2
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "payments/testing/payments_fixture.h"

namespace tranche::payments {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Pair;
using ::testing::SizeIs;

using testing::Approver;
using testing::Auditor;
using testing::Deputy;
using testing::kContract;
using testing::Leva;
using testing::Owner;
using testing::Stub;

class PaymentAnnulmentsTest : public testing::PaymentsTest {
 protected:
  static v1::AnnulPaymentRequest RequestFor(const std::string& payment,
                                            const std::string& key = "annul",
                                            const std::string& on = "2018-04-20") {
    v1::AnnulPaymentRequest request;
    request.set_name(absl::StrCat(kContract, "/payments/", payment));
    request.mutable_annulment()->set_annulled_on(on);
    request.mutable_annulment()->set_reason("Записано два пъти");
    request.mutable_annulment()->set_reference("Докладна 12");
    request.set_request_id(key);
    return request;
  }
  absl::StatusOr<v1::Payment> Annul(const v1::AnnulPaymentRequest& request,
                                    const rpc::Actor& actor = Approver()) {
    return Ask(&Stub::AnnulPayment, actor, request);
  }
  // Matches a payment with a movement of the bank, past the bank's own service.
  void Match(const std::string& payment) {
    sandbox_.Inspect(absl::StrCat(
        "set session_replication_role = replica; insert into payments.bank_match_part "
        "(organisation_id, match_number, part_number, entry_number, target_key, record, amount_minor, "
        "currency) values ('mineralni-bani', 4, 1, 1, 'payments/BG05M9OP001-2.005-0063-C01/",
        payment, "', 'payments/", payment, "', 1100, 'BGN')"));
  }
  int64_t Published(const std::string& sql) {
    return sandbox_
        .Inspect("select set_config('tranche.organisations', '{mineralni-bani}', false); " + sql)[0][0]
        .as<int64_t>();
  }
};

TEST_F(PaymentAnnulmentsTest, AnnulledPayment_StaysAndItsClaimIsOwedTheMoneyAgain) {
  const std::string claim = AcceptedInterim();  // Owes 10.63 + 1.87.
  ASSERT_TRUE(Pay(claim, Leva(1063, 187), "p1").ok());

  const absl::StatusOr<v1::Payment> annulled = Annul(RequestFor("PA001"));

  ASSERT_TRUE(annulled.ok()) << annulled.status();
  EXPECT_EQ(annulled->state(), common::v1::RECORD_ANNULLED);
  EXPECT_EQ(annulled->amount().total().amount(), "12.50");
  EXPECT_EQ(annulled->annulment().annulled_on(), "2018-04-20");
  EXPECT_EQ(annulled->annulment().reason(), "Записано два пъти");
  EXPECT_EQ(annulled->annulment().annulled_by(), Approver().subject);
  EXPECT_EQ(Get(claim)->paid().total().amount(), "0.00");
  // What it had taken may be paid anew, under the next number.
  const absl::StatusOr<v1::Payment> again = Pay(claim, Leva(1063, 187), "p2");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->name(), absl::StrCat(kContract, "/payments/PA002"));
  EXPECT_EQ(again->state(), common::v1::RECORD_ENTERED);
  v1::ListPaymentsRequest list;
  list.set_parent(kContract);
  const auto listed = Ask(&Stub::ListPayments, Auditor(), list);
  ASSERT_TRUE(listed.ok()) << listed.status();
  std::vector<common::v1::RecordState> states;
  for (const v1::Payment& payment : listed->payments()) states.push_back(payment.state());
  EXPECT_THAT(states, ElementsAre(common::v1::RECORD_ANNULLED, common::v1::RECORD_ENTERED));
}

TEST_F(PaymentAnnulmentsTest, OnlySomebodyElse_AnnulsIt) {
  ASSERT_TRUE(Pay(AcceptedInterim(), Leva(1000, 100), "p1").ok());
  EXPECT_EQ(ReasonOf(Annul(RequestFor("PA001"), Owner()).status()), "ANNULMENT_BY_RECORDER");
  EXPECT_EQ(Count("payment_annulment"), 0);
  EXPECT_TRUE(Annul(RequestFor("PA001"), Deputy()).ok());
}

// Of payments from before recorders were kept whose evidence names nobody: anybody of finance may have
// recorded them.
TEST_F(PaymentAnnulmentsTest, OfAnUnknownRecorder_IsAnnulledByAProjectManagerWithoutFinance) {
  ASSERT_TRUE(Pay(AcceptedInterim(), Leva(1000, 100), "p1").ok());
  const auto holding = [](const std::vector<std::string>& roles) {
    return rpc::Actor{
        .subject = "manager@mineralni-bani", .organisations = {"mineralni-bani"}, .roles = roles};
  };
  const rpc::Actor manager = holding({"PROJECT_MANAGER"});
  EXPECT_EQ(ReasonOf(Annul(RequestFor("PA001"), manager).status()), "ANNULMENT_NEEDS_FINANCE");
  sandbox_.Inspect("update payments.payment set recorded_by = ''");
  EXPECT_EQ(ReasonOf(Annul(RequestFor("PA001"), Approver()).status()), "ANNULMENT_RECORDER_UNKNOWN");
  EXPECT_EQ(ReasonOf(Annul(RequestFor("PA001"), holding({"PROJECT_MANAGER", "FINANCE"})).status()),
            "ANNULMENT_RECORDER_UNKNOWN");
  EXPECT_EQ(Count("payment_annulment"), 0);
  const auto annulled = Annul(RequestFor("PA001"), manager);
  ASSERT_TRUE(annulled.ok()) << annulled.status();
  EXPECT_EQ(annulled->annulment().annulled_by(), manager.subject);
}

// What the final claim balanced is what the claims were owed, not what had arrived.
TEST_F(PaymentAnnulmentsTest, AfterTheFinalClaim_LeavesEverythingAsIfTheMoneyHadNeverArrived) {
  const auto position = [&] {
    v1::GetCashPositionRequest request;
    request.set_name(absl::StrCat(kContract, "/cashPosition"));
    const auto found = Ask(&Stub::GetCashPosition, Owner(), request);
    EXPECT_TRUE(found.ok()) << found.status();
    return found.value_or(v1::CashPosition()).DebugString();
  };
  const std::string interim = AcceptedInterim();
  budgets_.AddCost(testing::Cost("3"), Leva(850, 150));
  v1::Claim asked = Interim({"3"});
  asked.set_kind(v1::FINAL);
  const auto created = Create(asked, "create-final");
  ASSERT_TRUE(created.ok()) << created.status();
  ASSERT_TRUE(Send(created->name()).ok());
  const auto accepted = Verify(created->name(), "verify-final");
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  const std::string before = position();
  const std::string final_before = Get(created->name())->DebugString();
  ASSERT_TRUE(Pay(interim, Leva(1000, 100), "p1").ok());
  ASSERT_NE(position(), before);

  ASSERT_TRUE(Annul(RequestFor("PA001")).ok());

  EXPECT_EQ(position(), before);
  EXPECT_EQ(Get(created->name())->DebugString(), final_before);
  EXPECT_TRUE(Pay(interim, Leva(1000, 100), "p2").ok());
}

TEST_F(PaymentAnnulmentsTest, AnnulledASecondTime_SaysWhen) {
  ASSERT_TRUE(Pay(AcceptedInterim(), Leva(1000, 100), "p1").ok());
  ASSERT_TRUE(Annul(RequestFor("PA001", "a1")).ok());
  const absl::Status refused = Annul(RequestFor("PA001", "a2"), Deputy()).status();
  EXPECT_EQ(ReasonOf(refused), "RECORD_ALREADY_ANNULLED");
  EXPECT_THAT(ValuesOf(refused), Contains(Pair("day", "2018-04-20")));
}

TEST_F(PaymentAnnulmentsTest, SameKeyAgain_IsAnsweredTheSame) {
  ASSERT_TRUE(Pay(AcceptedInterim(), Leva(1000, 100), "p1").ok());
  const auto first = Annul(RequestFor("PA001"));
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(Annul(RequestFor("PA001"))->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(ReasonOf(Annul(RequestFor("PA001", "annul", "2018-04-21")).status()), "REQUEST_ID_REUSED");
}

TEST_F(PaymentAnnulmentsTest, Rehearsal_AnswersAndKeepsNothing) {
  const std::string claim = AcceptedInterim();
  ASSERT_TRUE(Pay(claim, Leva(1000, 100), "p1").ok());
  v1::AnnulPaymentRequest request = RequestFor("PA001");
  request.set_validate_only(true);
  const auto tried = Annul(request);
  ASSERT_TRUE(tried.ok()) << tried.status();
  EXPECT_EQ(tried->state(), common::v1::RECORD_ANNULLED);
  EXPECT_EQ(Count("payment_annulment"), 0);
  EXPECT_EQ(Get(claim)->paid().total().amount(), "11.00");
}

TEST_F(PaymentAnnulmentsTest, UnknownPaymentAndDaysThatCannotBe_AreRefused) {
  ASSERT_TRUE(Pay(AcceptedInterim(), Leva(1000, 100), "p1").ok());
  EXPECT_EQ(ReasonOf(Annul(RequestFor("PA007")).status()), "NOT_FOUND");
  EXPECT_EQ(ReasonOf(Annul(RequestFor("PA001", "a", "2018-02-28")).status()), "DAYS_OUT_OF_ORDER");
  EXPECT_EQ(ReasonOf(Annul(RequestFor("PA001", "a", "2099-01-01")).status()), "DAY_IN_FUTURE");
  v1::AnnulPaymentRequest empty = RequestFor("PA001");
  empty.mutable_annulment()->clear_reason();
  empty.mutable_annulment()->clear_reference();
  const absl::Status refused = Annul(empty).status();
  EXPECT_EQ(ReasonOf(refused), "INVALID_REQUEST");
  EXPECT_THAT(ViolationsOf(refused), SizeIs(2));  // Both at once.
}

TEST_F(PaymentAnnulmentsTest, MatchedWithTheBank_IsRefusedUntilTheMatchIsWithdrawn) {
  ASSERT_TRUE(Pay(AcceptedInterim(), Leva(1000, 100), "p1").ok());
  Match("PA001");
  const absl::Status refused = Annul(RequestFor("PA001")).status();
  EXPECT_EQ(ReasonOf(refused), "PAYMENT_MATCHED_WITH_BANK");
  EXPECT_THAT(ValuesOf(refused), Contains(Pair("match", "4")));
  sandbox_.Inspect(
      "set session_replication_role = replica; insert into payments.bank_match_withdrawal "
      "(organisation_id, match_number, reason, withdrawn_by) values ('mineralni-bani', 4, 'Друго', "
      "'x')");
  EXPECT_TRUE(Annul(RequestFor("PA001")).ok());
}

TEST_F(PaymentAnnulmentsTest, ClosedContract_TakesNoAnnulment) {
  ASSERT_TRUE(Pay(AcceptedInterim(), Leva(1063, 187), "p1").ok());
  sandbox_.Inspect(
      "set session_replication_role = replica; update payments.contract set closed_on = '2018-05-01', "
      "closed_by = 'x', closing_reference = 'РД-9', closings = 1, closed_recorded_at = now()");
  EXPECT_EQ(ReasonOf(Annul(RequestFor("PA001")).status()), "CONTRACT_MONEY_CLOSED");
}

TEST_F(PaymentAnnulmentsTest, LastOfWhatWasOwed_TellsFollowersThatTheClaimIsOwedAgain) {
  const std::string claim = AcceptedInterim();
  ASSERT_TRUE(Pay(claim, Leva(1000, 100), "p1").ok());
  ASSERT_TRUE(Pay(claim, Leva(63, 87), "p2").ok());
  ASSERT_TRUE(Annul(RequestFor("PA002", "a2")).ok());
  const auto of_last = LastEvent<v1::PaymentAnnulled>();
  EXPECT_EQ(of_last.claim(), claim);
  EXPECT_TRUE(of_last.claim_was_settled());
  ASSERT_TRUE(Annul(RequestFor("PA001", "a1")).ok());
  EXPECT_FALSE(LastEvent<v1::PaymentAnnulled>().claim_was_settled());
}

TEST_F(PaymentAnnulmentsTest, PaidInFullAgain_TellsTheDayOfAPaymentThatCounts) {
  const std::string claim = AcceptedInterim();
  ASSERT_TRUE(Pay(claim, Leva(1000, 100), "p1", "2018-03-01").ok());
  ASSERT_TRUE(Pay(claim, Leva(63, 87), "p2", "2018-03-20").ok());
  ASSERT_TRUE(Annul(RequestFor("PA002")).ok());
  ASSERT_TRUE(Pay(claim, Leva(63, 87), "p3", "2018-03-02").ok());
  const auto recorded = LastEvent<v1::PaymentRecorded>();
  EXPECT_TRUE(recorded.claim_paid_in_full());
  EXPECT_EQ(recorded.paid_in_full_on(), "2018-03-02");
}

TEST_F(PaymentAnnulmentsTest, Reports_SeeItTwiceWithAndWithoutMinusOnItsOwnDay) {
  const std::string claim = AcceptedInterim();
  ASSERT_TRUE(Pay(claim, Leva(1000, 100), "p1").ok());
  ASSERT_TRUE(Pay(claim, Leva(63, 80), "p2").ok());
  ASSERT_TRUE(Annul(RequestFor("PA001")).ok());
  for (const char* view : {"payment", "claim_payment"}) {
    SCOPED_TRACE(view);
    const std::string from = absl::StrCat(" from published.", view);
    EXPECT_EQ(Published("select count(*)" + from), 3);
    EXPECT_EQ(Published("select sum(eu_minor + national_minor)::bigint" + from), 143);
    EXPECT_EQ(Published("select count(distinct paid_on)" + from), 1);
    // What was known before is what was reported before.
    EXPECT_EQ(Published(absl::StrCat("select sum(eu_minor + national_minor)::bigint", from,
                                     " where recorded_at < (select recorded_at from "
                                     "payments.payment_annulment)")),
              1243);
  }
}

// The balance of a final claim is of what was owed, not of what was paid: it stays, and whoever is to
// pay back has first to be paid.
TEST_F(PaymentAnnulmentsTest, AfterAnAcceptedFinalClaim_TheAdvanceIsOwedAgainAndTheBalanceStays) {
  const absl::StatusOr<v1::Claim> advance = Create(Advance(Leva(850, 150)), "advance");
  ASSERT_TRUE(advance.ok()) << advance.status();
  ASSERT_TRUE(Send(advance->name(), "2017-05-02").ok());
  ASSERT_TRUE(Verify(advance->name(), "verify-advance").ok());
  ASSERT_TRUE(Pay(advance->name(), Leva(850, 150), "p1").ok());
  budgets_.AddCost(testing::Cost("3"), Leva(213, 37));
  v1::Claim last = Interim({"3"});
  last.set_kind(v1::FINAL);
  const absl::StatusOr<v1::Claim> final_claim = Create(last, "final");
  ASSERT_TRUE(final_claim.ok()) << final_claim.status();
  ASSERT_TRUE(Send(final_claim->name()).ok());
  const absl::StatusOr<v1::Claim> decided = Verify(final_claim->name(), "verify-final");
  ASSERT_TRUE(decided.ok()) << decided.status();
  ASSERT_EQ(decided->to_recover().total().amount(), "7.50");
  const auto position = [&] {
    v1::GetCashPositionRequest request;
    request.set_name(absl::StrCat(kContract, "/cashPosition"));
    const auto found = Ask(&Stub::GetCashPosition, Owner(), request);
    EXPECT_TRUE(found.ok()) << found.status();
    return found.value_or(v1::CashPosition());
  };
  const std::string before = position().SerializeAsString();

  ASSERT_TRUE(Annul(RequestFor("PA001")).ok());

  EXPECT_EQ(Get(final_claim->name())->SerializeAsString(), decided->SerializeAsString());
  EXPECT_EQ(position().to_pay().total().amount(), "10.00");
  EXPECT_EQ(position().paid().total().amount(), "0.00");
  EXPECT_FALSE(position().settled());
  // Paid anew, all is as it was.
  ASSERT_TRUE(Pay(advance->name(), Leva(850, 150), "p2").ok());
  EXPECT_EQ(position().SerializeAsString(), before);
}

TEST_F(PaymentAnnulmentsTest, TwoAtOnce_AnnulItOnce) {
  const std::string claim = AcceptedInterim();
  ASSERT_TRUE(Pay(claim, Leva(500, 50), "p1").ok());
  ASSERT_TRUE(Pay(claim, Leva(500, 50), "p2").ok());
  std::atomic<int> done{0};
  std::atomic<int> before{0};
  std::vector<std::thread> clients;
  for (int i = 0; i < 6; ++i) {
    clients.emplace_back([&, i] {
      const absl::Status status = Annul(RequestFor("PA001", absl::StrCat("a", i))).status();
      if (status.ok()) ++done;
      if (ReasonOf(status) == "RECORD_ALREADY_ANNULLED") ++before;
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(done, 1);
  EXPECT_EQ(before, 5);
  EXPECT_EQ(Get(claim)->paid().total().amount(), "5.50");
}

TEST_F(PaymentAnnulmentsTest, PastTheService_TheDatabaseKeepsTheRules) {
  ASSERT_TRUE(Pay(AcceptedInterim(), Leva(1000, 100), "p1").ok());
  const auto insert = [](int64_t eu, const std::string& recorded_by, const std::string& annulled_by) {
    return absl::StrCat(
        "insert into payments.payment_annulment (organisation_id, contract_id, payment_id, eu_minor, "
        "national_minor, currency, annulled_on, reason, reference, recorded_by, annulled_by) select "
        "organisation_id, contract_id, payment_id, ",
        eu, ", -100, 'BGN', '2018-04-20', 'r', 'n', '", recorded_by, "', '", annulled_by,
        "' from payments.payment");
  };
  const std::string owner = Owner().subject;
  // A part, by who recorded it, and by who says that somebody else did.
  EXPECT_THROW(sandbox_.Inspect(insert(-999, owner, "x")), pqxx::check_violation);
  EXPECT_THROW(sandbox_.Inspect(insert(-1000, owner, owner)), pqxx::check_violation);
  EXPECT_THROW(sandbox_.Inspect(insert(-1000, "y", owner)), pqxx::check_violation);
  Match("PA001");
  EXPECT_THROW(sandbox_.Inspect(insert(-1000, owner, "x")), pqxx::check_violation);
  pqxx::connection connection(sandbox_.conninfo() + " user=svc_payments");
  for (const char* sql : {"update payments.payment_annulment set reason = 'r'",
                          "delete from payments.payment_annulment"}) {
    pqxx::work work(connection);
    EXPECT_THROW(work.exec(sql), pqxx::insufficient_privilege) << sql;
  }
}

TEST_F(PaymentAnnulmentsTest, Annulment_HasItsEvidenceWithTheReason) {
  ASSERT_TRUE(Pay(AcceptedInterim(), Leva(1000, 100), "p1").ok());
  ASSERT_TRUE(Annul(RequestFor("PA001")).ok());
  const pqxx::result entry = sandbox_.Inspect(
      "select actor, reason, before_state->>'state', after_state->>'state' from payments.evidence "
      "where "
      "action = 'payments.annul'");
  ASSERT_EQ(entry.size(), 1);
  EXPECT_EQ(entry[0][0].as<std::string>(), Approver().subject);
  EXPECT_EQ(entry[0][1].as<std::string>(), "Записано два пъти");
  EXPECT_EQ(entry[0][2].as<std::string>(), "RECORD_ENTERED");
  EXPECT_EQ(entry[0][3].as<std::string>(), "RECORD_ANNULLED");
}

}  // namespace
}  // namespace tranche::payments
