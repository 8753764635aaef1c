// SPDX-License-Identifier: EUPL-1.2
// Payment orders from the making to the bank's answer, beside a bank that cannot be relied on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "payments/payments_module.h"
#include "payments/testing/bank_stand_in.h"
#include "payments/testing/fakes.h"
#include "platform/base/error.h"
#include "platform/convert/money.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "tranche/payments/v1/bank_service.grpc.pb.h"
#include "tranche/payments/v1/payment_orders_service.grpc.pb.h"

namespace tranche::payments::bank {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using Stub = v1::PaymentOrdersService::Stub;

constexpr char kParent[] = "organisations/mineralni-bani";
constexpr char kContract[] = "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01";
constexpr char kAccount[] = "BG80BNBG96611020345678";
constexpr char kSupplier[] = "BG44UNCR70001512345678";
constexpr char kRefused[] = "BG55STSA93000099887760";

rpc::Actor Owner() {
  return {.subject = "owner@mineralni-bani", .organisations = {"mineralni-bani"}, .roles = {"FINANCE"}};
}
rpc::Actor Approver() {
  return {
      .subject = "approver@mineralni-bani", .organisations = {"mineralni-bani"}, .roles = {"FINANCE"}};
}

class OrdersTest : public ::testing::Test {
 protected:
  OrdersTest()
      : proposals_channel_(proposals_),
        reference_channel_(reference_),
        role_(sandbox_, "payments", nullptr, 4) {
    role_.world().peers().Set("proposals", proposals_channel_.channel());
    role_.world().peers().Set("reference", reference_channel_.channel());
    role_.Serve(StartRole(role_.context()));
    stub_ = v1::PaymentOrdersService::NewStub(role_.channel());
    proposals::v1::Contract contract;
    contract.set_name(kContract);
    contract.set_number("BG05M9OP001-2.005-0063-C01");
    contract.set_procedure("BG05M9OP001-2.005");
    contract.set_version(1);
    contract.set_concluded_on("2017-04-18");
    contract.set_starts_on("2017-04-18");
    contract.set_ends_on("2018-10-18");
    contract.set_duration_months(18);
    *contract.mutable_amount() =
        tranche::convert::ToProto(ThreePart{.eu = Money::Minor(85, Currency::kBgn),
                                            .national = Money::Minor(15, Currency::kBgn),
                                            .own = Money::Minor(0, Currency::kBgn)});
    proposals_.Activate("mineralni-bani", contract);
  }

  template <class Req, class Resp>
  absl::StatusOr<Resp> Ask(grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Resp*),
                           Req request, const rpc::Actor& actor = Owner()) {
    if (request.request_id().empty()) request.set_request_id(absl::StrCat("r", ++requests_));
    // Every write is sent twice: it has one effect and one answer.
    const absl::StatusOr<Resp> first = rpc::Call<Resp>(role_.Scope(actor), *stub_, method, request);
    const absl::StatusOr<Resp> again = rpc::Call<Resp>(role_.Scope(actor), *stub_, method, request);
    EXPECT_EQ(ReasonOf(again.status()), ReasonOf(first.status()));
    if (first.ok() && again.ok()) {
      EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
    }
    return first;
  }

  absl::StatusOr<v1::PaymentOrder> Create(const std::string& creditor_account = kSupplier) {
    v1::CreatePaymentOrderRequest request;
    request.set_parent(kContract);
    v1::PaymentOrder* order = request.mutable_payment_order();
    order->set_debtor_account(kAccount);
    order->set_creditor_name("Доставчик ООД");
    order->set_creditor_account(creditor_account);
    order->mutable_amount()->set_amount("12.50");
    order->mutable_amount()->set_currency("BGN");
    order->set_remittance(absl::StrCat("ф-ра ", 12345 + ++orders_));  // No two orders look the same.
    order->set_execute_on("2018-09-03");
    return Ask(&Stub::CreatePaymentOrder, request);
  }
  absl::StatusOr<v1::PaymentOrder> Approve(const std::string& name,
                                           const rpc::Actor& actor = Approver()) {
    v1::ApprovePaymentOrderRequest request;
    request.set_name(name);
    return Ask(&Stub::ApprovePaymentOrder, request, actor);
  }
  absl::StatusOr<v1::PaymentFile> Export(const std::vector<std::string>& names,
                                         const std::string& request_id = "") {
    v1::ExportPaymentOrdersRequest request;
    request.set_parent(kParent);
    for (const std::string& name : names) request.add_orders(name);
    request.set_request_id(request_id);
    return Ask(&Stub::ExportPaymentOrders, request);
  }
  absl::StatusOr<v1::PaymentOrder> Outcome(const std::string& name, v1::PaymentOrderOutcome outcome) {
    v1::RecordOrderOutcomeRequest request;
    request.set_name(name);
    request.set_outcome(outcome);
    return Ask(&Stub::RecordOrderOutcome, request);
  }
  absl::StatusOr<v1::PaymentOrder> GiveUp(const std::string& name,
                                          const rpc::Actor& actor = Approver()) {
    v1::GiveUpPaymentOrderRequest request;
    request.set_name(name);
    request.set_evidence("писмо 93-18-2 на банката");
    request.set_reason("файлът не е постъпил");
    return Ask(&Stub::GiveUpPaymentOrder, request, actor);
  }
  absl::StatusOr<v1::ImportBankAnswerResponse> Answer(const std::string& content) {
    v1::ImportBankAnswerRequest request;
    request.set_parent(kParent);
    request.set_content(content);
    return Ask(&Stub::ImportBankAnswer, request);
  }
  absl::StatusOr<v1::PaymentOrder> Get(const std::string& name) {
    v1::GetPaymentOrderRequest request;
    request.set_name(name);
    return rpc::Call<v1::PaymentOrder>(role_.Scope(Owner()), *stub_, &Stub::GetPaymentOrder, request);
  }
  // An order that may be sent.
  std::string Approved(const std::string& creditor_account = kSupplier) {
    const auto order = Create(creditor_account);
    EXPECT_TRUE(order.ok()) << order.status();
    const auto approved = Approve(order->name());
    EXPECT_TRUE(approved.ok()) << approved.status();
    return order->name();
  }

  tranche::testing::PgSandbox sandbox_;
  testing::FakeProposals proposals_;
  testing::FakeReference reference_;
  testing::InProcess proposals_channel_;
  testing::InProcess reference_channel_;
  tranche::testing::TestRole role_;
  std::unique_ptr<Stub> stub_;
  int requests_ = 0;
  int orders_ = 0;
};

TEST_F(OrdersTest, Order_GoesFromDraftToPaid) {
  const auto draft = Create();
  ASSERT_TRUE(draft.ok()) << draft.status();
  EXPECT_EQ(draft->state(), v1::ORDER_DRAFT);
  EXPECT_FALSE(draft->end_to_end_id().empty());
  const auto approved = Approve(draft->name());
  ASSERT_TRUE(approved.ok()) << approved.status();
  EXPECT_EQ(approved->approved_by(), Approver().subject);
  const auto file = Export({draft->name()});
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_THAT(file->content(), HasSubstr(draft->end_to_end_id()));
  EXPECT_EQ(Get(draft->name())->state(), v1::ORDER_SENT);
  EXPECT_EQ(Get(draft->name())->file(), file->name());
  testing::BankStandIn bank;
  bank.Receive(file->content());
  const auto answered = Answer(bank.TakeAnswers().at(0));
  ASSERT_TRUE(answered.ok()) << answered.status();
  ASSERT_THAT(answered->orders(), SizeIs(1));
  EXPECT_EQ(answered->orders(0).state(), v1::ORDER_ACCEPTED);
  EXPECT_EQ(bank.paid().at(draft->end_to_end_id()), 1);
}

TEST_F(OrdersTest, WhoMadeIt_CannotApproveIt) {
  const auto draft = Create();
  ASSERT_TRUE(draft.ok());
  EXPECT_EQ(ReasonOf(Approve(draft->name(), Owner()).status()), "ORDER_APPROVED_BY_CREATOR");
  EXPECT_THROW(
      sandbox_.Inspect(
          "update payments.payment_order set approved_by = created_by, state = 'ORDER_APPROVED'"),
      pqxx::check_violation);
}

TEST_F(OrdersTest, NotApproved_IsNeverSent) {
  const auto draft = Create();
  ASSERT_TRUE(draft.ok());
  const auto refused = Export({draft->name()});
  ASSERT_THAT(ViolationsOf(refused.status()), SizeIs(1));
  EXPECT_EQ(ViolationsOf(refused.status())[0].reason, "ORDER_WRONG_STATE");
  EXPECT_THROW(sandbox_.Inspect("update payments.payment_order set state = 'ORDER_SENT'"),
               pqxx::check_violation);
}

TEST_F(OrdersTest, ExportRepeated_IsTheSameFile) {
  const std::string name = Approved();
  const auto file = Export({name}, "export");
  const auto again = Export({name}, "export");
  ASSERT_TRUE(file.ok() && again.ok());
  EXPECT_EQ(again->SerializeAsString(), file->SerializeAsString());
  EXPECT_EQ(ReasonOf(Export({name}).status()), "INVALID_REQUEST");
  v1::GetPaymentFileRequest request;
  request.set_name(file->name());
  const auto kept =
      rpc::Call<v1::PaymentFile>(role_.Scope(Owner()), *stub_, &Stub::GetPaymentFile, request);
  ASSERT_TRUE(kept.ok()) << kept.status();
  EXPECT_EQ(kept->content(), file->content());
  EXPECT_THAT(kept->orders(), ElementsAre(name));
}

// Files are numbered in each organisation from 1.
TEST_F(OrdersTest, FileOfAnyOrganisation_IsAskedForByNameWhereTwoHaveOne) {
  const auto file = Export({Approved()});
  ASSERT_TRUE(file.ok()) << file.status();
  sandbox_.Inspect(
      "insert into payments.payment_file (organisation_id, file_number, message_id, content, sha256, "
      "made_by) select 'sopot', file_number, message_id, content, sha256, made_by from "
      "payments.payment_file");
  const rpc::Actor of_both{
      .subject = "finance@both", .organisations = {"mineralni-bani", "sopot"}, .roles = {"FINANCE"}};
  const auto get = [&](const std::string& organisation, const rpc::Actor& actor) {
    v1::GetPaymentFileRequest request;
    request.set_name(absl::StrCat("organisations/", organisation, "/paymentFiles/1"));
    return rpc::Call<v1::PaymentFile>(role_.Scope(actor), *stub_, &Stub::GetPaymentFile, request);
  };
  EXPECT_EQ(ReasonOf(get("-", of_both).status()), "NAME_AMBIGUOUS");
  EXPECT_EQ(get("mineralni-bani", of_both)->name(), file->name());
  EXPECT_EQ(get("-", Owner())->content(), file->content());
}

TEST_F(OrdersTest, AnswerTwice_ChangesNothingAndTheOppositeIsRefused) {
  const std::string name = Approved();
  testing::BankStandIn bank;
  bank.Receive(Export({name})->content());
  const std::string answer = bank.TakeAnswers().at(0);
  ASSERT_TRUE(Answer(answer).ok());
  ASSERT_TRUE(Answer(answer).ok());
  EXPECT_EQ(ReasonOf(Outcome(name, v1::BANK_REFUSED).status()), "ORDER_ANSWER_CONTRADICTS");
  EXPECT_EQ(Get(name)->state(), v1::ORDER_ACCEPTED);
}

TEST_F(OrdersTest, AnswerAboutAStrangersOrder_IsRefusedAsAWhole) {
  const std::string name = Approved();
  const std::string id = Get(name)->end_to_end_id();
  ASSERT_TRUE(Export({name}).ok());
  const auto refused = Answer(absl::StrCat(
      "<Document><CstmrPmtStsRpt><OrgnlPmtInfAndSts><TxInfAndSts><OrgnlEndToEndId>", id,
      "</OrgnlEndToEndId><TxSts>ACSC</TxSts></TxInfAndSts><TxInfAndSts><OrgnlEndToEndId>X</"
      "OrgnlEndToEndId>"
      "<TxSts>ACSC</TxSts></TxInfAndSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"));
  EXPECT_EQ(ReasonOf(refused.status()), "ORDER_ANSWER_UNKNOWN");
  EXPECT_EQ(Get(name)->state(), v1::ORDER_SENT);
}

// Of the file `message_id`: `group` beside it, then `rest`.
std::string Report(const std::string& message_id, const std::string& group, const std::string& rest) {
  return absl::StrCat("<Document><CstmrPmtStsRpt><OrgnlGrpInfAndSts><OrgnlMsgId>", message_id,
                      "</OrgnlMsgId>", group, "</OrgnlGrpInfAndSts>", rest,
                      "</CstmrPmtStsRpt></Document>");
}
std::string RefusalOf(const std::string& id) {
  return absl::StrCat("<OrgnlPmtInfAndSts><TxInfAndSts><OrgnlEndToEndId>", id,
                      "</OrgnlEndToEndId><TxSts>RJCT</TxSts></TxInfAndSts></OrgnlPmtInfAndSts>");
}
std::vector<std::string> FindingsOf(const v1::ImportBankAnswerResponse& answer) {
  std::vector<std::string> findings;
  for (const v1::BankFinding& finding : answer.findings()) findings.push_back(finding.reason());
  return findings;
}

// The bank has paid the first copy and refuses the second: rejected, it would be paid by another order.
TEST_F(OrdersTest, FileUploadedTwice_IsNotRejected) {
  const std::string name = Approved();
  testing::BankStandIn bank;
  const std::string file = Export({name})->content();
  bank.Receive(file);
  bank.Receive(file);
  const std::vector<std::string> answers = bank.TakeAnswers();
  const auto doubled = Answer(answers.at(1));
  ASSERT_TRUE(doubled.ok()) << doubled.status();
  EXPECT_THAT(FindingsOf(*doubled), ElementsAre("ORDER_ANSWER_DUPLICATE"));
  EXPECT_EQ(Get(name)->state(), v1::ORDER_SENT);
  ASSERT_TRUE(Answer(answers.at(0)).ok());
  EXPECT_EQ(Get(name)->state(), v1::ORDER_ACCEPTED);
}

// The first file is refused late, when the order was sent with a second one.
TEST_F(OrdersTest, RefusalOfAnEarlierFile_TouchesNoOrderThatWasSentAgain) {
  const std::string name = Approved();
  const std::string first = Export({name})->message_id();
  ASSERT_TRUE(Outcome(name, v1::BANK_SILENT).ok());
  ASSERT_TRUE(Outcome(name, v1::BANK_DOES_NOT_KNOW).ok());
  const std::string second = Export({name})->message_id();
  const std::string id = Get(name)->end_to_end_id();
  for (const std::string& late : {Report(first, "<GrpSts>RJCT</GrpSts>", ""),
                                  Report(first, "", RefusalOf(id)), Report("", "", RefusalOf(id))}) {
    const auto taken = Answer(late);
    ASSERT_TRUE(taken.ok()) << taken.status();
    EXPECT_THAT(FindingsOf(*taken), ElementsAre("ORDER_ANSWER_OF_EARLIER_FILE"));
    EXPECT_EQ(Get(name)->state(), v1::ORDER_SENT);
  }
  ASSERT_TRUE(Answer(Report(second, "", RefusalOf(id))).ok());
  EXPECT_EQ(Get(name)->state(), v1::ORDER_REJECTED);
}

TEST_F(OrdersTest, StatusOfABlock_IsOfTheOrdersOfThatBlockAlone) {
  const std::string first = Approved();
  const std::string second = Approved();
  sandbox_.Inspect(
      "update payments.payment_order set execute_on = '2018-09-04' where order_number = 2");
  const std::string message = Export({first, second})->message_id();
  const auto block = [&](const std::string& of, const std::string& status) {
    return Report(message, "<GrpSts>PART</GrpSts>",
                  absl::StrCat("<OrgnlPmtInfAndSts><OrgnlPmtInfId>", of, "</OrgnlPmtInfId><PmtInfSts>",
                               status, "</PmtInfSts></OrgnlPmtInfAndSts>"));
  };
  ASSERT_TRUE(Answer(block(message + "-2", "RJCT")).ok());
  EXPECT_EQ(Get(first)->state(), v1::ORDER_SENT);
  EXPECT_EQ(Get(second)->state(), v1::ORDER_REJECTED);
  ASSERT_TRUE(Answer(block(message + "-1", "ACSC")).ok());
  EXPECT_EQ(Get(first)->state(), v1::ORDER_ACCEPTED);
  const auto unknown = Answer(block("another", "RJCT"));
  ASSERT_TRUE(unknown.ok()) << unknown.status();
  EXPECT_THAT(FindingsOf(*unknown), ElementsAre("ORDER_ANSWER_WITHOUT_ORDER"));
}

TEST_F(OrdersTest, SameOutcomeAgain_KeepsTheFirstReason) {
  const std::string name = Approved();
  ASSERT_TRUE(Export({name}).ok());
  v1::RecordOrderOutcomeRequest request;
  request.set_name(name);
  request.set_outcome(v1::BANK_REFUSED);
  request.set_reason("Закрита сметка");
  ASSERT_TRUE(Ask(&Stub::RecordOrderOutcome, request).ok());
  request.set_reason("Друго");
  const auto again = Ask(&Stub::RecordOrderOutcome, request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->reason(), "Закрита сметка");
  EXPECT_EQ(Get(name)->reason(), "Закрита сметка");
}

TEST_F(OrdersTest, OrderWithoutAnOutcome_IsGivenUpByAPaperAndAnotherPerson) {
  const std::string name = Approved();
  EXPECT_EQ(ReasonOf(GiveUp(name).status()), "ORDER_WRONG_STATE");
  ASSERT_TRUE(Export({name}).ok());
  EXPECT_EQ(ReasonOf(GiveUp(name).status()), "ORDER_WRONG_STATE");  // It may be paid any moment.
  ASSERT_TRUE(Outcome(name, v1::BANK_SILENT).ok());
  EXPECT_EQ(ReasonOf(GiveUp(name, Owner()).status()), "ORDER_GIVEN_UP_BY_CREATOR");

  const auto given_up = GiveUp(name);

  ASSERT_TRUE(given_up.ok()) << given_up.status();
  EXPECT_EQ(given_up->state(), v1::ORDER_GIVEN_UP);
  EXPECT_EQ(given_up->given_up_by(), Approver().subject);
  EXPECT_EQ(given_up->evidence(), "писмо 93-18-2 на банката");
  EXPECT_EQ(ReasonOf(Export({name}).status()), "INVALID_REQUEST");  // Never sent again.
  EXPECT_EQ(ReasonOf(Outcome(name, v1::BANK_PAID).status()), "ORDER_ANSWER_CONTRADICTS");
  EXPECT_THROW(sandbox_.Inspect("update payments.payment_order set evidence = ''"),
               pqxx::check_violation);
  EXPECT_THROW(sandbox_.Inspect("update payments.payment_order set given_up_by = created_by"),
               pqxx::check_violation);
}

// An end-to-end id and its status, as the bank gives it for one order.
std::string StatusOf(const std::string& id, const std::string& status, const std::string& why = "") {
  const std::string reason =
      why.empty() ? "" : absl::StrCat("<StsRsnInf><Rsn><Cd>", why, "</Cd></Rsn></StsRsnInf>");
  return absl::StrCat("<OrgnlPmtInfAndSts><TxInfAndSts><OrgnlEndToEndId>", id,
                      "</OrgnlEndToEndId><TxSts>", status, "</TxSts>", reason,
                      "</TxInfAndSts></OrgnlPmtInfAndSts>");
}

TEST_F(OrdersTest, PaidThatWasGivenUp_IsKeptAndTheOtherAnswersAreTaken) {
  const std::string given_up = Approved();
  const std::string other = Approved();
  const std::string message = Export({given_up, other})->message_id();
  ASSERT_TRUE(Outcome(given_up, v1::BANK_SILENT).ok());
  ASSERT_TRUE(GiveUp(given_up).ok());
  const std::string answer = Report(
      message, "",
      StatusOf(Get(given_up)->end_to_end_id(), "ACSC") + StatusOf(Get(other)->end_to_end_id(), "ACSC"));

  const auto taken = Answer(answer);

  ASSERT_TRUE(taken.ok()) << taken.status();
  EXPECT_THAT(FindingsOf(*taken), ElementsAre("ORDER_ANSWER_CONTRADICTS"));
  EXPECT_EQ(taken->orders_size(), 2);
  EXPECT_EQ(Get(other)->state(), v1::ORDER_ACCEPTED);
  const auto kept = Get(given_up);
  EXPECT_EQ(kept->state(), v1::ORDER_GIVEN_UP);
  ASSERT_EQ(kept->contradictions_size(), 1);
  EXPECT_EQ(kept->contradictions(0).said(), v1::BANK_PAID);
  EXPECT_EQ(kept->contradictions(0).order_state(), v1::ORDER_GIVEN_UP);
  EXPECT_EQ(kept->contradictions(0).source(), message);
  EXPECT_EQ(kept->contradictions(0).recorded_by(), Owner().subject);
  EXPECT_EQ(sandbox_
                .Inspect("select count(*) from payments.evidence where action = "
                         "'orders.contradict'")[0][0]
                .as<int>(),
            1);
  // The same file once more says it again and keeps nothing more.
  const auto again = Answer(answer);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_THAT(FindingsOf(*again), ElementsAre("ORDER_ANSWER_CONTRADICTS"));
  EXPECT_EQ(Get(given_up)->contradictions_size(), 1);
}

TEST_F(OrdersTest, RefusedThatWasPaid_IsKeptAndChangesNothing) {
  const std::string paid = Approved();
  const std::string message = Export({paid})->message_id();
  ASSERT_TRUE(Outcome(paid, v1::BANK_PAID).ok());
  const auto taken = Answer(Report(message, "", StatusOf(Get(paid)->end_to_end_id(), "RJCT", "AC04")));
  ASSERT_TRUE(taken.ok()) << taken.status();
  EXPECT_THAT(FindingsOf(*taken), ElementsAre("ORDER_ANSWER_CONTRADICTS"));
  EXPECT_EQ(Get(paid)->state(), v1::ORDER_ACCEPTED);
  ASSERT_EQ(Get(paid)->contradictions_size(), 1);
  EXPECT_EQ(Get(paid)->contradictions(0).said(), v1::BANK_REFUSED);
  EXPECT_THAT(Get(paid)->contradictions(0).reason(), HasSubstr("AC04"));
  // The list shows it, too.
  v1::ListPaymentOrdersRequest list;
  list.set_parent(kContract);
  const auto listed = rpc::Call<v1::ListPaymentOrdersResponse>(role_.Scope(Owner()), *stub_,
                                                               &Stub::ListPaymentOrders, list);
  ASSERT_TRUE(listed.ok()) << listed.status();
  EXPECT_EQ(listed->payment_orders(0).contradictions_size(), 1);
}

TEST_F(OrdersTest, OrderOfAClaimThatIsNotThere_IsNotFound) {
  v1::CreatePaymentOrderRequest request;
  request.set_parent(kContract);
  v1::PaymentOrder* order = request.mutable_payment_order();
  order->set_debtor_account(kAccount);
  order->set_creditor_name("Доставчик ООД");
  order->set_creditor_account(kSupplier);
  order->mutable_amount()->set_amount("12.50");
  order->mutable_amount()->set_currency("BGN");
  order->set_remittance("по искане");
  order->set_execute_on("2018-09-03");
  for (const std::string& claim :
       {std::string(kContract) + "/claims/7",
        std::string("organisations/mineralni-bani/contracts/OTHER/claims/1")}) {
    order->set_claim(claim);
    EXPECT_EQ(ReasonOf(Ask(&Stub::CreatePaymentOrder, request).status()), "NOT_FOUND") << claim;
  }
  order->set_claim("claims/7");
  EXPECT_EQ(ReasonOf(Ask(&Stub::CreatePaymentOrder, request).status()), "RESOURCE_NAME_MALFORMED");
}

TEST_F(OrdersTest, CancelledOrder_CannotBeSentAndASentOneCannotBeCancelled) {
  const std::string name = Approved();
  v1::CancelPaymentOrderRequest cancel;
  cancel.set_name(name);
  cancel.set_reason("Грешна сума");
  ASSERT_TRUE(Ask(&Stub::CancelPaymentOrder, cancel).ok());
  EXPECT_FALSE(Export({name}).ok());
  const std::string other = Approved();
  ASSERT_TRUE(Export({other}).ok());
  cancel.set_name(other);
  EXPECT_EQ(ReasonOf(Ask(&Stub::CancelPaymentOrder, cancel).status()), "ORDER_WRONG_STATE");
}

// Unreliable runs: files and answers are lost, late and doubled; what is unknown is asked by its
// end-to-end id. In the end each order is settled.
class OrdersHistory : public OrdersTest, public ::testing::WithParamInterface<uint64_t> {
 protected:
  void Send(const std::string& name, testing::BankStandIn& bank, int fate) {
    const auto file = Export({name});
    ASSERT_TRUE(file.ok()) << file.status();
    if (fate == 0) return;  // Lost on its way.
    if (fate == 1) {
      bank.Delay(file->content());
      return;
    }
    bank.Receive(file->content());
    if (fate == 2) bank.Receive(file->content());  // Uploaded twice.
    if (fate == 3) bank.LoseAnswers();
  }
  // What whoever is responsible does about an order without an answer; `asks`: asks before sending
  // again.
  void Resolve(const std::string& name, testing::BankStandIn& bank, bool asks, int fate) {
    const v1::PaymentOrder order = *Get(name);
    if (order.state() == v1::ORDER_SENT) {
      ASSERT_TRUE(Outcome(name, v1::BANK_SILENT).ok());
    } else if (order.state() == v1::ORDER_UNKNOWN) {
      const bool knows = asks && bank.Knows(order.end_to_end_id());
      const bool refused = knows && bank.Refused(order.end_to_end_id());
      ASSERT_TRUE(Outcome(name, !knows    ? v1::BANK_DOES_NOT_KNOW
                                : refused ? v1::BANK_REFUSED
                                          : v1::BANK_PAID)
                      .ok());
    } else if (order.state() == v1::ORDER_LOST) {
      Send(name, bank, fate);
    }
  }
  void TakeAnswers(testing::BankStandIn& bank) {
    for (const std::string& answer : bank.TakeAnswers()) {
      const auto taken = Answer(answer);
      ASSERT_TRUE(taken.ok()) << taken.status();
    }
  }
  void Run(testing::BankStandIn& bank, bool asks, const std::vector<int>& fates,
           std::vector<std::string>* orders) {
    std::mt19937_64 random(GetParam());
    const auto pick = [&](size_t below) { return static_cast<size_t>(random() % below); };
    for (int i = 0; i < 5; ++i) orders->push_back(Approved(pick(4) == 0 ? kRefused : kSupplier));
    for (int step = 0; step < 40; ++step) {
      const std::string& name = (*orders)[pick(orders->size())];
      const int fate = fates[pick(fates.size())];
      if (Get(name)->state() == v1::ORDER_APPROVED) {
        Send(name, bank, fate);
      } else if (pick(3) == 0) {
        TakeAnswers(bank);
      } else if (pick(5) == 0) {
        bank.ReceiveLate();
      } else {
        Resolve(name, bank, asks, fate);
      }
    }
    bank.ReceiveLate();
    TakeAnswers(bank);
    constexpr int kReliable = 4;
    for (const std::string& name : *orders) {
      if (Get(name)->state() == v1::ORDER_APPROVED) Send(name, bank, kReliable);
      for (int turn = 0; turn < 3; ++turn) {
        TakeAnswers(bank);
        Resolve(name, bank, asks, kReliable);
      }
      TakeAnswers(bank);
    }
  }
};

TEST_P(OrdersHistory, EveryOrder_IsPaidOnceOrRefused) {
  testing::BankStandIn bank;
  std::vector<std::string> orders;
  Run(bank, /*asks=*/true, {0, 1, 2, 3, 4}, &orders);
  for (const std::string& name : orders) {
    const v1::PaymentOrder order = *Get(name);
    const bool refused = order.creditor_account() == kRefused;
    EXPECT_EQ(order.state(), refused ? v1::ORDER_REJECTED : v1::ORDER_ACCEPTED) << order.DebugString();
    const auto paid = bank.paid().find(order.end_to_end_id());
    EXPECT_EQ(paid == bank.paid().end() ? 0 : paid->second, refused ? 0 : 1);
  }
}

// A bank that pays whatever it is given: to ask it before anything is sent again is what keeps an order
// single.
TEST_P(OrdersHistory, AskingFirst_KeepsAnOrderSingleEvenWhereTheBankDoesNot) {
  testing::BankStandIn bank(/*knows_doubles=*/false);
  std::vector<std::string> orders;
  Run(bank, /*asks=*/true, {0, 3, 4}, &orders);
  for (const auto& [id, times] : bank.paid()) EXPECT_EQ(times, 1) << id;
}

INSTANTIATE_TEST_SUITE_P(Seeds, OrdersHistory, ::testing::Range<uint64_t>(1, 9));

// What the account has paid is paid, whatever was answered.
TEST_F(OrdersTest, MovementWithItsReference_SettlesAnUnknownOrder) {
  const std::string name = Approved();
  const std::string rejected = Approved();
  ASSERT_TRUE(Export({name, rejected}).ok());
  ASSERT_TRUE(Outcome(name, v1::BANK_SILENT).ok());
  ASSERT_TRUE(Outcome(rejected, v1::BANK_REFUSED).ok());
  v1::ImportBankStatementRequest request;
  request.set_parent(kParent);
  request.set_file_name("statement.csv");
  request.set_request_id("statement");
  request.set_account(kAccount);
  request.set_currency("BGN");
  request.set_content(absl::StrCat("Дата;Сума;End to end\n31.08.2018;-12,50;",
                                   Get(name)->end_to_end_id(), "\n31.08.2018;-12,50;",
                                   Get(rejected)->end_to_end_id(), "\n"));
  const std::unique_ptr<v1::BankService::Stub> bank = v1::BankService::NewStub(role_.channel());
  const auto statement = rpc::Call<v1::BankStatement>(
      role_.Scope(Owner()), *bank, &v1::BankService::Stub::ImportBankStatement, request);
  ASSERT_TRUE(statement.ok()) << statement.status();
  EXPECT_EQ(Get(name)->state(), v1::ORDER_ACCEPTED);
  EXPECT_EQ(Get(rejected)->state(), v1::ORDER_REJECTED);
  std::vector<std::string> findings;
  for (const v1::BankFinding& finding : statement->findings()) findings.push_back(finding.reason());
  EXPECT_THAT(findings, ElementsAre("BANK_BALANCES_UNKNOWN", "ORDER_ANSWER_CONTRADICTS"));
  ASSERT_EQ(Get(rejected)->contradictions_size(), 1);
  EXPECT_EQ(Get(rejected)->contradictions(0).source(), "statement.csv");
}

// The control: who sends again without asking pays twice, and the histories see it.
TEST_F(OrdersTest, SendingAgainWithoutAsking_PaysTwice) {
  testing::BankStandIn bank(/*knows_doubles=*/false);
  const std::string name = Approved();
  bank.Receive(Export({name})->content());
  bank.LoseAnswers();
  ASSERT_TRUE(Outcome(name, v1::BANK_SILENT).ok());
  ASSERT_TRUE(Outcome(name, v1::BANK_DOES_NOT_KNOW).ok());
  bank.Receive(Export({name})->content());
  EXPECT_EQ(bank.paid().at(Get(name)->end_to_end_id()), 2);
}

}  // namespace
}  // namespace tranche::payments::bank
