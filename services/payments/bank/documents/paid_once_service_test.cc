// SPDX-License-Identifier: EUPL-1.2
// Nothing is paid twice by an order: its documents, the accounts of the organisation, orders that look
// alike.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "payments/payments_module.h"
#include "payments/testing/fakes.h"
#include "platform/base/error.h"
#include "platform/convert/money.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "tranche/payments/v1/bank_explanations_service.grpc.pb.h"
#include "tranche/payments/v1/bank_service.grpc.pb.h"
#include "tranche/payments/v1/payment_orders_service.grpc.pb.h"

namespace tranche::payments::bank {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Stub = v1::PaymentOrdersService::Stub;
using BankStub = v1::BankService::Stub;
using ExplanationsStub = v1::BankExplanationsService::Stub;

constexpr char kParent[] = "organisations/mineralni-bani";
constexpr char kContract[] = "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01";
constexpr char kAccount[] = "BG80BNBG96611020345678";
constexpr char kSupplier[] = "BG44UNCR70001512345678";
constexpr char kOther[] = "BG55STSA93000099887760";

rpc::Actor Owner() {
  return {.subject = "owner@mineralni-bani", .organisations = {"mineralni-bani"}, .roles = {"FINANCE"}};
}
rpc::Actor Approver() {
  return {
      .subject = "approver@mineralni-bani", .organisations = {"mineralni-bani"}, .roles = {"FINANCE"}};
}

common::v1::Money Amount(const std::string& amount, const std::string& currency = "BGN") {
  common::v1::Money money;
  money.set_amount(amount);
  money.set_currency(currency);
  return money;
}

// Costs as budgets has them: 7 and 8 claim from one invoice of 100.00, 9 from another of 50.00.
class Costs final : public budgets::v1::BudgetsService::Service {
 public:
  grpc::Status GetBudget(grpc::ServerContext*, const budgets::v1::GetBudgetRequest* request,
                         budgets::v1::Budget* response) override {
    response->set_name(request->name());
    return grpc::Status::OK;
  }
  grpc::Status ListCosts(grpc::ServerContext*, const budgets::v1::ListCostsRequest*,
                         budgets::v1::ListCostsResponse* response) override {
    for (const char* id : {"7", "8", "9", "10"}) *response->add_costs() = CostOf(id);
    return grpc::Status::OK;
  }
  grpc::Status GetCost(grpc::ServerContext*, const budgets::v1::GetCostRequest* request,
                       budgets::v1::Cost* response) override {
    for (const char* id : {"7", "8", "9", "10"}) {
      *response = CostOf(id);
      if (response->name() == request->name()) return grpc::Status::OK;
    }
    return rpc::ToGrpcStatus(Refuse("NOT_FOUND", {{"name", request->name()}}));
  }

  // The document of costs 7, 8 and 10; empty: it has no credit notes.
  void Credit(const std::string& amount) { credited_ = amount; }
  // In which currency the costs were recorded, whatever they are shown in.
  void RecordIn(const std::string& currency) { recorded_in_ = currency; }

 private:
  budgets::v1::Cost CostOf(const std::string& id) const {
    budgets::v1::Cost cost;
    cost.set_name(absl::StrCat(kContract, "/costs/", id));
    budgets::v1::CostDocument* document = cost.mutable_document();
    document->set_type(budgets::v1::INVOICE);
    document->set_number(id == "9" ? "0000000222" : "0000000111");
    document->set_issued_on("2018-03-01");
    document->set_paid_on("2018-03-05");
    // The same code of the issuer: budgets knows that it is one document, however the name is written.
    document->set_issuer(id == "8" ? "Доставчик" : "Доставчик ООД");
    *document->mutable_total() = Amount(id == "9" ? "50.00" : "100.00");
    *cost.mutable_recorded_total() = document->total();
    cost.mutable_recorded_total()->set_currency(recorded_in_);
    if (id != "9" && !credited_.empty()) *cost.mutable_credited() = Amount(credited_);
    cost.set_document_key(id == "9" ? "second" : "first");
    return cost;
  }

  std::string credited_;
  std::string recorded_in_ = "BGN";
};

class PaidOnceTest : public ::testing::Test {
 protected:
  PaidOnceTest()
      : proposals_channel_(proposals_),
        reference_channel_(reference_),
        budgets_channel_(budgets_),
        role_(sandbox_, "payments", nullptr, 4) {
    role_.world().peers().Set("proposals", proposals_channel_.channel());
    role_.world().peers().Set("reference", reference_channel_.channel());
    role_.world().peers().Set("budgets", budgets_channel_.channel());
    role_.Serve(StartRole(role_.context()));
    stub_ = v1::PaymentOrdersService::NewStub(role_.channel());
    bank_ = v1::BankService::NewStub(role_.channel());
    explanations_ = v1::BankExplanationsService::NewStub(role_.channel());
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

  // An order for what it pays of these costs, of a text that no other has.
  v1::CreatePaymentOrderRequest Request(const std::vector<std::pair<std::string, std::string>>& costs,
                                        const std::string& amount) {
    v1::CreatePaymentOrderRequest request;
    request.set_parent(kContract);
    request.set_request_id(absl::StrCat("r", ++requests_));
    v1::PaymentOrder* order = request.mutable_payment_order();
    order->set_debtor_account(kAccount);
    order->set_creditor_name("Доставчик ООД");
    order->set_creditor_account(kSupplier);
    *order->mutable_amount() = Amount(amount);
    order->set_remittance(absl::StrCat("плащане ", requests_));
    order->set_execute_on("2018-03-05");
    for (const auto& [cost, part] : costs) {
      v1::OrderDocument* document = order->add_documents();
      document->set_cost(absl::StrCat(kContract, "/costs/", cost));
      *document->mutable_amount() = Amount(part);
    }
    return request;
  }
  // Every write is sent twice: it has one effect and one answer.
  absl::StatusOr<v1::PaymentOrder> Create(const v1::CreatePaymentOrderRequest& request) {
    const auto first =
        rpc::Call<v1::PaymentOrder>(role_.Scope(Owner()), *stub_, &Stub::CreatePaymentOrder, request);
    const auto again =
        rpc::Call<v1::PaymentOrder>(role_.Scope(Owner()), *stub_, &Stub::CreatePaymentOrder, request);
    EXPECT_EQ(ReasonOf(again.status()), ReasonOf(first.status()));
    if (first.ok() && again.ok()) {
      EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
    }
    return first;
  }
  absl::StatusOr<v1::PaymentOrder> Pay(const std::string& cost, const std::string& amount) {
    return Create(Request({{cost, amount}}, amount));
  }
  void Approve(const std::string& name) {
    v1::ApprovePaymentOrderRequest request;
    request.set_name(name);
    request.set_request_id(absl::StrCat("r", ++requests_));
    const auto done = rpc::Call<v1::PaymentOrder>(role_.Scope(Approver()), *stub_,
                                                  &Stub::ApprovePaymentOrder, request);
    EXPECT_TRUE(done.ok()) << done.status();
  }
  absl::StatusOr<v1::PaymentFile> Export(const std::string& name) {
    v1::ExportPaymentOrdersRequest request;
    request.set_parent(kParent);
    request.add_orders(name);
    request.set_request_id(absl::StrCat("r", ++requests_));
    return rpc::Call<v1::PaymentFile>(role_.Scope(Owner()), *stub_, &Stub::ExportPaymentOrders,
                                      request);
  }
  void Outcome(const std::string& name, v1::PaymentOrderOutcome outcome) {
    v1::RecordOrderOutcomeRequest request;
    request.set_name(name);
    request.set_outcome(outcome);
    request.set_request_id(absl::StrCat("r", ++requests_));
    const auto done =
        rpc::Call<v1::PaymentOrder>(role_.Scope(Owner()), *stub_, &Stub::RecordOrderOutcome, request);
    EXPECT_TRUE(done.ok()) << done.status();
  }
  void Cancel(const std::string& name) {
    v1::CancelPaymentOrderRequest request;
    request.set_name(name);
    request.set_reason("Грешна сума");
    request.set_request_id(absl::StrCat("r", ++requests_));
    const auto done =
        rpc::Call<v1::PaymentOrder>(role_.Scope(Owner()), *stub_, &Stub::CancelPaymentOrder, request);
    EXPECT_TRUE(done.ok()) << done.status();
  }
  void GiveUp(const std::string& name) {
    v1::GiveUpPaymentOrderRequest request;
    request.set_name(name);
    request.set_evidence("писмо 93-18-2 на банката");
    request.set_reason("файлът не е постъпил");
    request.set_request_id(absl::StrCat("r", ++requests_));
    const auto done = rpc::Call<v1::PaymentOrder>(role_.Scope(Approver()), *stub_,
                                                  &Stub::GiveUpPaymentOrder, request);
    EXPECT_TRUE(done.ok()) << done.status();
  }
  // A movement of an account on 5 March 2018.
  struct Moved {
    std::string amount;
    std::string end_to_end_id = {};
    bool came = false;
    std::string account = kAccount;
    std::string other_account = {};  // On the other side; empty: the bank does not say.
    std::string currency = "BGN";
  };
  // A statement with one movement.
  void Import(const Moved& moved) {
    const std::string side = moved.came ? "Dbtr" : "Cdtr";
    const std::string other =
        moved.other_account.empty()
            ? ""
            : absl::StrCat("<RltdPties><", side, "Acct><Id><IBAN>", moved.other_account,
                           "</IBAN></Id></", side, "Acct></RltdPties>");
    v1::ImportBankStatementRequest request;
    request.set_parent(kParent);
    request.set_request_id(absl::StrCat("r", ++requests_));
    request.set_file_name("may.xml");
    request.set_content(absl::StrCat(
        "<Document><BkToCstmrStmt><Stmt><Id>", requests_, "</Id><Acct><Id><IBAN>", moved.account,
        "</IBAN></Id><Ccy>", moved.currency, "</Ccy></Acct><Ntry><Amt Ccy=\"", moved.currency, "\">",
        moved.amount, "</Amt><CdtDbtInd>", moved.came ? "CRDT" : "DBIT",
        "</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2018-03-05</Dt></BookgDt><AcctSvcrRef>R-", requests_,
        "</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>", moved.end_to_end_id,
        "</EndToEndId></Refs>", other,
        "</TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>"));
    const auto done = rpc::Call<v1::BankStatement>(role_.Scope(Owner()), *bank_,
                                                   &BankStub::ImportBankStatement, request);
    EXPECT_TRUE(done.ok()) << done.status();
  }
  // Money that went.
  void Import(const std::string& amount, const std::string& end_to_end_id) {
    Import({.amount = amount, .end_to_end_id = end_to_end_id});
  }
  absl::StatusOr<v1::BankExplanation> Explain(int entry, v1::BankExplanationKind kind,
                                              const std::string& other_account = "") {
    v1::ExplainBankEntryRequest request;
    request.set_parent(kContract);
    request.set_request_id(absl::StrCat("r", ++requests_));
    request.mutable_explanation()->set_entry(absl::StrCat(kParent, "/bankEntries/", entry));
    request.mutable_explanation()->set_kind(kind);
    request.mutable_explanation()->set_note("извлечение 3");
    request.mutable_explanation()->set_other_account(other_account);
    return rpc::Call<v1::BankExplanation>(role_.Scope(Owner()), *explanations_,
                                          &ExplanationsStub::ExplainBankEntry, request);
  }
  // What reconciliation says of documents that are ordered beyond what they say since a credit note.
  std::vector<std::string> OverpaidDocuments() {
    v1::ReconcileContractRequest request;
    request.set_name(kContract);
    request.set_account(kAccount);
    const auto done = rpc::Call<v1::Reconciliation>(role_.Scope(Owner()), *bank_,
                                                    &BankStub::ReconcileContract, request);
    EXPECT_TRUE(done.ok()) << done.status();
    const v1::Reconciliation answer = done.value_or(v1::Reconciliation());
    std::vector<std::string> told;
    for (const v1::BankFinding& finding : answer.differences()) {
      if (finding.reason() == "RECONCILE_ORDERED_ABOVE_CREDITED") {
        told.push_back(finding.text_en());
      }
    }
    return told;
  }
  absl::StatusOr<v1::BankMatch> Confirm(int entry, const std::string& cost,
                                        const common::v1::Money& amount) {
    v1::ConfirmMatchRequest request;
    request.set_parent(kContract);
    request.set_request_id(absl::StrCat("r", ++requests_));
    v1::BankMatchPart* part = request.mutable_match()->add_parts();
    part->set_entry(absl::StrCat(kParent, "/bankEntries/", entry));
    part->set_record(absl::StrCat(kContract, "/costs/", cost));
    *part->mutable_amount() = amount;
    return rpc::Call<v1::BankMatch>(role_.Scope(Owner()), *bank_, &BankStub::ConfirmMatch, request);
  }
  void Match(int entry, const std::string& cost, const std::string& amount) {
    const auto done = Confirm(entry, cost, Amount(amount));
    EXPECT_TRUE(done.ok()) << done.status();
  }
  static std::string ValueOf(const absl::Status& status, const std::string& name) {
    for (const auto& [key, value] : ValuesOf(status)) {
      if (key == name) return value;
    }
    return "";
  }

  tranche::testing::PgSandbox sandbox_;
  testing::FakeProposals proposals_;
  testing::FakeReference reference_;
  Costs budgets_;
  testing::InProcess proposals_channel_;
  testing::InProcess reference_channel_;
  testing::InProcess budgets_channel_;
  tranche::testing::TestRole role_;
  std::unique_ptr<Stub> stub_;
  std::unique_ptr<BankStub> bank_;
  std::unique_ptr<ExplanationsStub> explanations_;
  int requests_ = 0;
};

TEST_F(PaidOnceTest, Document_IsOrderedOverAllItsCostsUpToItsAmount) {
  const auto order = Create(Request({{"7", "30.00"}, {"9", "50.00"}}, "80.00"));
  ASSERT_TRUE(order.ok()) << order.status();
  ASSERT_THAT(order->documents(), SizeIs(2));
  EXPECT_EQ(order->documents(0).number(), "0000000111");
  EXPECT_EQ(order->documents(0).issuer(), "Доставчик ООД");
  EXPECT_EQ(order->documents(1).amount().amount(), "50.00");

  // Another cost of the same document.
  const auto above = Pay("8", "70.01");
  EXPECT_EQ(ReasonOf(above.status()), "ORDER_ABOVE_DOCUMENT");
  ASSERT_THAT(ViolationsOf(above.status()), SizeIs(1));
  EXPECT_EQ(ViolationsOf(above.status())[0].field, "paymentOrder.documents[0].amount");
  EXPECT_EQ(ValueOf(above.status(), "left"), "70.00");
  EXPECT_TRUE(Pay("8", "70.00").ok());
  EXPECT_EQ(ReasonOf(Pay("7", "0.01").status()), "ORDER_ABOVE_DOCUMENT");
  EXPECT_EQ(ReasonOf(Pay("9", "0.01").status()), "ORDER_ABOVE_DOCUMENT");
}

TEST_F(PaidOnceTest, OrderThatEndsUnpaid_FreesItsDocuments) {
  const auto cancelled = Pay("7", "100.00");
  ASSERT_TRUE(cancelled.ok()) << cancelled.status();
  EXPECT_EQ(ReasonOf(Pay("7", "1.00").status()), "ORDER_ABOVE_DOCUMENT");
  Cancel(cancelled->name());
  const auto refused = Pay("7", "100.00");
  ASSERT_TRUE(refused.ok()) << refused.status();
  Approve(refused->name());
  ASSERT_TRUE(Export(refused->name()).ok());
  Outcome(refused->name(), v1::BANK_REFUSED);
  const auto given_up = Pay("7", "100.00");
  ASSERT_TRUE(given_up.ok()) << given_up.status();
  Approve(given_up->name());
  ASSERT_TRUE(Export(given_up->name()).ok());
  Outcome(given_up->name(), v1::BANK_SILENT);
  EXPECT_EQ(ReasonOf(Pay("7", "1.00").status()), "ORDER_ABOVE_DOCUMENT");  // It may still be paid.
  GiveUp(given_up->name());
  const auto last = Pay("7", "100.00");
  ASSERT_TRUE(last.ok()) << last.status();

  // The bank has paid what was given up: the document is paid, and what waits is not sent.
  Import("100.00", given_up->end_to_end_id());
  Approve(last->name());
  EXPECT_EQ(ReasonOf(Pay("7", "1.00").status()), "ORDER_ABOVE_DOCUMENT");
  const auto sent = Export(last->name());
  ASSERT_THAT(ViolationsOf(sent.status()), SizeIs(1));
  EXPECT_EQ(ViolationsOf(sent.status())[0].reason, "ORDER_ABOVE_DOCUMENT");
}

TEST_F(PaidOnceTest, CreditNote_LowersWhatMayBeOrdered) {
  budgets_.Credit("30.00");
  const auto above = Pay("7", "70.01");
  EXPECT_EQ(ReasonOf(above.status()), "ORDER_ABOVE_DOCUMENT");
  EXPECT_EQ(ValueOf(above.status(), "left"), "70.00");
  const auto all = Pay("8", "70.00");
  EXPECT_TRUE(all.ok()) << all.status();
}

// What is not sent yet is not sent; what is sent cannot be called back, and reconciliation says so.
TEST_F(PaidOnceTest, CreditNoteAfterTheOrder_KeepsItFromBeingSent) {
  const auto order = Pay("7", "80.00");
  ASSERT_TRUE(order.ok()) << order.status();
  Approve(order->name());
  budgets_.Credit("30.00");
  const auto refused = Export(order->name());
  ASSERT_THAT(ViolationsOf(refused.status()), SizeIs(1));
  EXPECT_EQ(ViolationsOf(refused.status())[0].reason, "ORDER_ABOVE_DOCUMENT");
  budgets_.Credit("20.00");
  const auto sent = Export(order->name());
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_EQ(ReasonOf(Pay("8", "0.01").status()), "ORDER_ABOVE_DOCUMENT");
}

TEST_F(PaidOnceTest, CreditNoteBelowWhatIsOrdered_IsToldByReconciliationUntilItCameBack) {
  const auto order = Pay("7", "80.00");
  ASSERT_TRUE(order.ok()) << order.status();
  Approve(order->name());
  ASSERT_TRUE(Export(order->name()).ok());
  EXPECT_THAT(OverpaidDocuments(), IsEmpty());
  budgets_.Credit("30.00");
  EXPECT_THAT(
      OverpaidDocuments(),
      ElementsAre("Of document 0000000111 80.00 BGN is ordered and paid, but after its credit "
                  "notes it is for 70.00 BGN; cancel an order that was not sent yet, or ask the "
                  "issuer for the difference."));
  Import({.amount = "10.00", .came = true});
  const auto returned = Explain(1, v1::RETURNED_TRANSFER);
  ASSERT_TRUE(returned.ok()) << returned.status();
  EXPECT_THAT(OverpaidDocuments(), IsEmpty());
}

// What another supplier returned is not of this one.
TEST_F(PaidOnceTest, TransferThatAnotherReturned_LeavesTheDocumentOverpaid) {
  const auto order = Pay("7", "80.00");
  ASSERT_TRUE(order.ok()) << order.status();
  Approve(order->name());
  ASSERT_TRUE(Export(order->name()).ok());
  budgets_.Credit("30.00");
  Import({.amount = "500.00", .came = true, .other_account = kOther});
  ASSERT_TRUE(Explain(1, v1::RETURNED_TRANSFER).ok());
  EXPECT_THAT(OverpaidDocuments(), SizeIs(1));
  Import({.amount = "10.00", .came = true, .other_account = order->creditor_account()});
  ASSERT_TRUE(Explain(2, v1::RETURNED_TRANSFER).ok());
  EXPECT_THAT(OverpaidDocuments(), IsEmpty());
}

TEST_F(PaidOnceTest, MovementMatchedWithADocument_IsPaidOfIt) {
  Import("60.00", "");
  Match(1, "7", "60.00");
  const auto same = Pay("7", "40.01");
  EXPECT_EQ(ReasonOf(same.status()), "ORDER_ABOVE_DOCUMENT");
  EXPECT_TRUE(Pay("7", "40.00").ok());
}

TEST_F(PaidOnceTest, TwoCostsOfAMatchedDocument_CountWhatIsMatchedOnce) {
  Import("20.00", "");
  Match(1, "7", "20.00");
  const auto above = Create(Request({{"7", "50.00"}, {"10", "30.01"}}, "80.01"));
  EXPECT_EQ(ValueOf(above.status(), "left"), "30.00");
  const auto both = Create(Request({{"7", "50.00"}, {"10", "30.00"}}, "80.00"));
  EXPECT_TRUE(both.ok()) << both.status();
}

// A document in dollars, which one contract claims in lev and another in euro: the two are never mixed.
TEST_F(PaidOnceTest, DocumentThatIsMatchedInOneCurrency_IsNotMatchedInTheOther) {
  Import("60.00", "");
  Import({.amount = "20.00", .account = kOther, .currency = "EUR"});
  Match(1, "7", "60.00");
  budgets_.RecordIn("EUR");
  EXPECT_EQ(ReasonOf(Confirm(2, "7", Amount("20.00", "EUR")).status()), "MONEY_CURRENCY_MIXED");
  // Nothing is matched with this one yet.
  EXPECT_TRUE(Confirm(2, "9", Amount("20.00", "EUR")).ok());
}

// A fee was taken off on the way, so that the bank's word is no word about the order.
TEST_F(PaidOnceTest, MovementOfAnOrderThatEndedUnpaid_IsMoneyOfItsOwn) {
  const auto order = Pay("7", "100.00");
  ASSERT_TRUE(order.ok()) << order.status();
  Approve(order->name());
  ASSERT_TRUE(Export(order->name()).ok());
  Outcome(order->name(), v1::BANK_SILENT);
  GiveUp(order->name());
  Import("99.00", order->end_to_end_id());
  Match(1, "7", "99.00");
  EXPECT_EQ(ValueOf(Pay("7", "1.01").status(), "left"), "1.00");
  EXPECT_TRUE(Pay("7", "1.00").ok());
}

TEST_F(PaidOnceTest, MovementOfAnOrder_IsNotCountedTwice) {
  const auto order = Pay("7", "40.00");
  ASSERT_TRUE(order.ok()) << order.status();
  Approve(order->name());
  ASSERT_TRUE(Export(order->name()).ok());
  Import("40.00", order->end_to_end_id());
  Match(1, "7", "40.00");
  EXPECT_EQ(ReasonOf(Pay("7", "60.01").status()), "ORDER_ABOVE_DOCUMENT");
  EXPECT_TRUE(Pay("7", "60.00").ok());
}

TEST_F(PaidOnceTest, WhatIsWrongWithDocuments_IsToldTogether) {
  v1::CreatePaymentOrderRequest request =
      Request({{"7", "10.00"}, {"7", "0.00"}, {"9", "5.00"}}, "20.00");
  *request.mutable_payment_order()->mutable_documents(2)->mutable_amount() = Amount("5.00", "EUR");
  request.mutable_payment_order()->set_own_transfer(true);
  std::vector<std::string> wrongs;
  for (const Violation& violation : ViolationsOf(Create(request).status())) {
    wrongs.push_back(absl::StrCat(violation.field, " ", violation.reason));
  }
  EXPECT_THAT(wrongs, ElementsAre("paymentOrder ORDER_PAYS_ONE_THING",
                                  "paymentOrder.documents[1].cost ALREADY_EXISTS",
                                  "paymentOrder.documents[1].amount AMOUNT_NOT_ABOVE_ZERO",
                                  "paymentOrder.documents[2].amount MONEY_CURRENCY_MIXED"));
  const auto differ = Create(Request({{"7", "10.00"}, {"9", "5.00"}}, "20.00"));
  ASSERT_THAT(ViolationsOf(differ.status()), SizeIs(1));
  EXPECT_EQ(ViolationsOf(differ.status())[0].reason, "ORDER_DOCUMENTS_DIFFER");
}

TEST_F(PaidOnceTest, CostThatIsNotThereOrOfAnotherContract_IsRefusedByItsPlace) {
  const auto unknown = Create(Request({{"7", "10.00"}, {"77", "5.00"}}, "15.00"));
  EXPECT_EQ(ReasonOf(unknown.status()), "NOT_FOUND");
  ASSERT_THAT(ViolationsOf(unknown.status()), SizeIs(1));
  EXPECT_EQ(ViolationsOf(unknown.status())[0].field, "paymentOrder.documents[1].cost");
  v1::CreatePaymentOrderRequest other = Request({{"7", "10.00"}}, "10.00");
  other.mutable_payment_order()->mutable_documents(0)->set_cost(
      "organisations/mineralni-bani/contracts/OTHER/costs/7");
  other.mutable_payment_order()->set_debtor_account("BG80BNBG96611020345679");
  other.mutable_payment_order()->set_own_transfer(true);
  std::vector<std::string> wrongs;
  for (const Violation& violation : ViolationsOf(Create(other).status())) {
    wrongs.push_back(absl::StrCat(violation.field, " ", violation.reason));
  }
  EXPECT_THAT(wrongs, ElementsAre("paymentOrder.documents[0].cost NOT_FOUND",
                                  "paymentOrder.debtorAccount IBAN_INVALID",
                                  "paymentOrder ORDER_PAYS_ONE_THING"));
}

TEST_F(PaidOnceTest, OwnAccount_IsPaidOnlyByATransfer) {
  v1::CreatePaymentOrderRequest request = Request({}, "10.00");
  request.mutable_payment_order()->set_debtor_account(kOther);
  request.mutable_payment_order()->set_creditor_account(kAccount);
  EXPECT_TRUE(Create(request).ok());  // Nothing is known of the account yet.
  Import("1.00", "");
  request = Request({}, "11.00");
  request.mutable_payment_order()->set_debtor_account(kOther);
  request.mutable_payment_order()->set_creditor_account(kAccount);
  const auto refused = Create(request);
  EXPECT_EQ(ReasonOf(refused.status()), "ORDER_TO_OWN_ACCOUNT");
  ASSERT_THAT(ViolationsOf(refused.status()), SizeIs(1));
  EXPECT_EQ(ViolationsOf(refused.status())[0].field, "paymentOrder.creditorAccount");
  request.mutable_payment_order()->set_own_transfer(true);
  request.set_request_id("transfer");
  const auto transfer = Create(request);
  ASSERT_TRUE(transfer.ok()) << transfer.status();
  EXPECT_TRUE(transfer->own_transfer());

  // An account that an approved order pays from is the organisation's, too.
  Approve(transfer->name());
  request = Request({}, "12.00");
  request.mutable_payment_order()->set_creditor_account(kOther);
  EXPECT_EQ(ReasonOf(Create(request).status()), "ORDER_TO_OWN_ACCOUNT");
  request.mutable_payment_order()->set_creditor_account(kAccount);
  request.set_request_id("itself");
  ASSERT_THAT(ViolationsOf(Create(request).status()), SizeIs(1));
  EXPECT_EQ(ViolationsOf(Create(request).status())[0].reason, "ORDER_TO_ITSELF");
}

TEST_F(PaidOnceTest, TransferBetweenOwnAccounts_IsExplainedOnlyWhenTheOtherOneIsOwn) {
  Import({.amount = "10.00", .other_account = kOther});
  Import({.amount = "11.00"});
  EXPECT_EQ(ReasonOf(Explain(1, v1::OWN_TRANSFER).status()), "BANK_TRANSFER_NOT_OWN");
  EXPECT_EQ(ReasonOf(Explain(2, v1::OWN_TRANSFER).status()), "BANK_TRANSFER_WITHOUT_ACCOUNT");
  EXPECT_EQ(ReasonOf(Explain(2, v1::OWN_TRANSFER, kOther).status()), "BANK_TRANSFER_NOT_OWN");
  EXPECT_EQ(ReasonOf(Explain(2, v1::OWN_TRANSFER, kAccount).status()), "BANK_TRANSFER_NOT_OWN");
  EXPECT_EQ(ReasonOf(Explain(1, v1::BANK_FEE, kOther).status()), "BANK_ACCOUNT_ONLY_OF_TRANSFER");

  Import({.amount = "10.00", .came = true, .account = kOther, .other_account = kAccount});
  for (const int entry : {1, 2}) {
    const auto explained = Explain(entry, v1::OWN_TRANSFER, kOther);
    ASSERT_TRUE(explained.ok()) << explained.status();
    EXPECT_EQ(explained->other_account(), kOther);
  }
  const auto other_side = Explain(3, v1::OWN_TRANSFER);
  ASSERT_TRUE(other_side.ok()) << other_side.status();
  EXPECT_EQ(other_side->other_account(), kAccount);
}

TEST_F(PaidOnceTest, OrderThatLooksTheSame_IsTakenOnlyWhenThatIsAccepted) {
  v1::CreatePaymentOrderRequest request = Request({}, "12.50");
  request.mutable_payment_order()->set_remittance("Наем за март");
  const auto first = Create(request);
  ASSERT_TRUE(first.ok()) << first.status();
  request.set_request_id("second");
  request.mutable_payment_order()->set_remittance("НАЕМ  за март");
  request.mutable_payment_order()->set_execute_on("2018-03-20");
  const auto refused = Create(request);
  EXPECT_EQ(ReasonOf(refused.status()), "ORDER_NEAR_DUPLICATE");
  EXPECT_EQ(ValueOf(refused.status(), "order"), "1");
  EXPECT_EQ(ValueOf(refused.status(), "days"), "15");
  EXPECT_THAT(ViolationsOf(refused.status()), SizeIs(4));

  request.set_accept_near_duplicate(true);
  request.set_request_id("accepted");
  const auto accepted = Create(request);
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(accepted->near_duplicate_of(), first->name());  // Whoever approves sees it.
  EXPECT_EQ(
      sandbox_
          .Inspect("select near_duplicate_of from payments.payment_order where order_number = 2")[0][0]
          .as<int>(),
      1);

  // The days are a rule of reference.
  reference_.SetRule("payment_order_near_duplicate_days", "10");
  request.set_accept_near_duplicate(false);
  request.mutable_payment_order()->set_execute_on("2018-03-31");
  request.set_request_id("far");
  const auto far = Create(request);
  ASSERT_TRUE(far.ok()) << far.status();
  EXPECT_EQ(far->near_duplicate_of(), "");
  reference_.SetRule("payment_order_near_duplicate_days", "");
  EXPECT_EQ(ReasonOf(Create(Request({}, "1.00")).status()), "RULE_MISSING");
  reference_.SetRule("payment_order_near_duplicate_days", "седмица");
  EXPECT_EQ(ReasonOf(Create(Request({}, "1.00")).status()), "RULE_UNREADABLE");
}

TEST_F(PaidOnceTest, MovementOfAnOrder_IsProposedWithItsDocumentsFirst) {
  // The amount of cost 9 as well: the order says that it was not this one.
  const auto order = Pay("7", "50.00");
  ASSERT_TRUE(order.ok()) << order.status();
  Approve(order->name());
  ASSERT_TRUE(Export(order->name()).ok());
  Import("50.00", order->end_to_end_id());
  v1::ProposeMatchesRequest request;
  request.set_parent(kContract);
  const auto proposed = rpc::Call<v1::ProposeMatchesResponse>(role_.Scope(Owner()), *bank_,
                                                              &BankStub::ProposeMatches, request);
  ASSERT_TRUE(proposed.ok()) << proposed.status();
  ASSERT_THAT(proposed->proposals(), SizeIs(1));
  const v1::MatchProposal& proposal = proposed->proposals(0);
  EXPECT_TRUE(proposal.clear());
  EXPECT_THAT(proposal.reasons(), ElementsAre(v1::ORDER_NAMES_DOCUMENT, v1::AMOUNT_EQUAL));
  ASSERT_THAT(proposal.parts(), SizeIs(1));
  EXPECT_EQ(proposal.parts(0).record(), absl::StrCat(kContract, "/costs/7"));
  EXPECT_THAT(proposed->unexplained(), IsEmpty());
}

TEST_F(PaidOnceTest, OrderPastTheService_IsHeldByTheDatabase) {
  ASSERT_TRUE(Pay("7", "100.00").ok());
  const auto second = Create(Request({}, "10.00"));
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_THROW(
      sandbox_.Inspect(
          "insert into payments.payment_order_document (organisation_id, order_number, "
          "cost_id, document_key, amount_minor) values ('mineralni-bani', 2, '8', 'first', 1)"),
      pqxx::sql_error);
  EXPECT_THROW(sandbox_.Inspect("update payments.payment_order set creditor_account = debtor_account"),
               pqxx::check_violation);
}

// Orders for both documents that are approved, sent, answered, cancelled and given up as it comes: at
// every prefix no document is above its amount, reckoned here from the rows alone.
TEST_F(PaidOnceTest, RandomHistory_KeepsTheDocumentsAtEveryPrefix) {
  std::mt19937 random(20180305);
  const auto any = [&](size_t count) { return static_cast<size_t>(random() % count); };
  std::vector<std::string> orders;
  int taken = 0;
  int refused = 0;
  const auto move = [&](const auto& method, auto request, const rpc::Actor& actor) {
    request.set_name(orders[any(orders.size())]);
    request.set_request_id(absl::StrCat("r", ++requests_));
    rpc::Call<v1::PaymentOrder>(role_.Scope(actor), *stub_, method, request).status().IgnoreError();
  };
  for (int step = 0; step < 150; ++step) {
    const size_t what = orders.empty() ? 0 : any(6);
    if (what <= 1) {
      const std::string amount = absl::StrCat(1 + any(60), ".", 10 + any(90));
      const auto made = Pay(std::vector<std::string>{"7", "8", "9"}[any(3)], amount);
      made.ok() ? ++taken : ++refused;
      if (made.ok()) orders.push_back(made->name());
      if (!made.ok()) {
        EXPECT_EQ(ReasonOf(made.status()), "ORDER_ABOVE_DOCUMENT");
      }
    } else if (what == 2) {
      move(&Stub::ApprovePaymentOrder, v1::ApprovePaymentOrderRequest(), Approver());
      Export(orders[any(orders.size())]).status().IgnoreError();
    } else if (what == 3) {
      v1::CancelPaymentOrderRequest cancel;
      cancel.set_reason("Грешна сума");
      move(&Stub::CancelPaymentOrder, cancel, Owner());
    } else if (what == 4) {
      v1::RecordOrderOutcomeRequest outcome;
      outcome.set_outcome(static_cast<v1::PaymentOrderOutcome>(1 + any(4)));
      move(&Stub::RecordOrderOutcome, outcome, Owner());
    } else {
      v1::GiveUpPaymentOrderRequest give_up;
      give_up.set_evidence("писмо 93-18-2");
      give_up.set_reason("не е постъпило");
      move(&Stub::GiveUpPaymentOrder, give_up, Approver());
    }
    const auto above = sandbox_.Inspect(
        "select count(*) from (select p.document_key from payments.payment_order_document as p join "
        "payments.payment_order as o using (organisation_id, order_number) where o.state not in "
        "('ORDER_REJECTED', 'ORDER_CANCELLED', 'ORDER_GIVEN_UP') group by p.document_key having "
        "sum(p.amount_minor) > case p.document_key when 'first' then 10000 else 5000 end) as above");
    ASSERT_EQ(above[0][0].as<int>(), 0) << "step " << step;
  }
  EXPECT_GT(taken, 10);
  EXPECT_GT(refused, 5);
}

// Sixteen at the same moment, for a document of 100.00: what is taken fits, to the cent.
TEST_F(PaidOnceTest, OrdersAtTheSameMoment_NeverGoBeyondTheDocument) {
  std::vector<v1::CreatePaymentOrderRequest> requests;
  for (int i = 0; i < 16; ++i) requests.push_back(Request({{i % 2 == 0 ? "7" : "8", "9.00"}}, "9.00"));
  std::vector<std::thread> threads;
  for (const v1::CreatePaymentOrderRequest& request : requests) {
    threads.emplace_back([this, &request] {
      const std::unique_ptr<Stub> stub = v1::PaymentOrdersService::NewStub(role_.channel());
      const auto done =
          rpc::Call<v1::PaymentOrder>(role_.Scope(Owner()), *stub, &Stub::CreatePaymentOrder, request);
      if (!done.ok()) {
        EXPECT_EQ(ReasonOf(done.status()), "ORDER_ABOVE_DOCUMENT");
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(sandbox_.Inspect("select sum(amount_minor)::bigint from payments.payment_order")[0][0]
                .as<int64_t>(),
            9900);
}

}  // namespace
}  // namespace tranche::payments::bank
