// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/payment_order.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "payments/bank/xml.h"
#include "platform/base/error.h"

namespace tranche::payments::bank {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

PaymentOrder Order(OrderState state = OrderState::kDraft) {
  PaymentOrder order;
  order.organisation = "mineralni-bani";
  order.number = 4;
  order.end_to_end_id = EndToEndId("mineralni-bani", 4);
  order.debtor_account = "BG80BNBG96611020345678";
  order.creditor_name = "Доставчик & Син ООД";
  order.creditor_account = "BG44UNCR70001512345678";
  order.amount = Money::Minor(125050, Currency::kEur);
  order.remittance = "ф-ра <12345>";
  order.execute_on = absl::CivilDay(2026, 3, 2);
  order.state = state;
  order.created_by = "maria@mineralni-bani";
  return order;
}

using S = OrderState;
using E = OrderStep;

// The table of README.md; every pair that is not in it is refused.
TEST(PaymentOrder, EveryStateAndStep_IsAsTheTableSays) {
  const std::map<std::pair<S, E>, S> table = {{{S::kDraft, E::kApprove}, S::kApproved},
                                              {{S::kDraft, E::kCancel}, S::kCancelled},
                                              {{S::kApproved, E::kCancel}, S::kCancelled},
                                              {{S::kApproved, E::kSend}, S::kSent},
                                              {{S::kSent, E::kPaid}, S::kAccepted},
                                              {{S::kSent, E::kRefused}, S::kRejected},
                                              {{S::kSent, E::kSilent}, S::kUnknown},
                                              {{S::kUnknown, E::kPaid}, S::kAccepted},
                                              {{S::kUnknown, E::kRefused}, S::kRejected},
                                              {{S::kUnknown, E::kNotKnown}, S::kLost},
                                              {{S::kLost, E::kSend}, S::kSent},
                                              {{S::kLost, E::kPaid}, S::kAccepted},
                                              {{S::kLost, E::kRefused}, S::kRejected},
                                              {{S::kUnknown, E::kGiveUp}, S::kGivenUp},
                                              {{S::kLost, E::kGiveUp}, S::kGivenUp}};
  int pairs = 0;
  for (const OrderState state : kOrderStates) {
    for (const OrderStep step : kOrderSteps) {
      ++pairs;
      const auto stated = table.find({state, step});
      const absl::StatusOr<OrderState> decided = Decide(Order(state), step);
      const std::string pair = absl::StrCat(Name(state), " ", static_cast<int>(step));
      if (stated == table.end()) {
        EXPECT_EQ(ReasonOf(decided.status()), "ORDER_WRONG_STATE") << pair;
      } else {
        ASSERT_TRUE(decided.ok()) << pair;
        EXPECT_EQ(*decided, stated->second) << pair;
      }
    }
  }
  EXPECT_EQ(pairs, 72);
}

TEST(PaymentOrder, StateNames_AreReadBack) {
  for (const OrderState state : kOrderStates) EXPECT_EQ(OrderStateOf(Name(state)), state);
  EXPECT_EQ(OrderStateOf("PAID"), std::nullopt);
}

TEST(PaymentOrder, WhoMadeIt_DoesNotApproveIt) {
  EXPECT_EQ(ReasonOf(DecideApproval(Order(), "maria@mineralni-bani").status()),
            "ORDER_APPROVED_BY_CREATOR");
  EXPECT_EQ(DecideApproval(Order(), "ivan@mineralni-bani").value_or(S::kDraft), S::kApproved);
  EXPECT_EQ(ReasonOf(DecideApproval(Order(S::kSent), "maria@mineralni-bani").status()),
            "ORDER_WRONG_STATE");
}

TEST(PaymentOrder, WhoMadeIt_DoesNotGiveItUp) {
  EXPECT_EQ(ReasonOf(DecideGivingUp(Order(S::kUnknown), "maria@mineralni-bani").status()),
            "ORDER_GIVEN_UP_BY_CREATOR");
  EXPECT_EQ(DecideGivingUp(Order(S::kLost), "ivan@mineralni-bani").value(), S::kGivenUp);
  // What the bank may still pay is not given up.
  EXPECT_EQ(ReasonOf(DecideGivingUp(Order(S::kSent), "ivan@mineralni-bani").status()),
            "ORDER_WRONG_STATE");
}

TEST(PaymentOrder, GivenUp_AgreesWithARefusalAndNotWithAPayment) {
  EXPECT_EQ(DecideAnswer(Order(S::kGivenUp), E::kRefused).value(), S::kGivenUp);
  EXPECT_EQ(ReasonOf(DecideAnswer(Order(S::kGivenUp), E::kPaid).status()), "ORDER_ANSWER_CONTRADICTS");
}

TEST(PaymentOrder, RepeatedAnswer_ChangesNothingAndTheOppositeIsRefused) {
  EXPECT_EQ(DecideAnswer(Order(S::kAccepted), E::kPaid).value_or(S::kDraft), S::kAccepted);
  EXPECT_EQ(DecideAnswer(Order(S::kRejected), E::kRefused).value_or(S::kDraft), S::kRejected);
  EXPECT_EQ(ReasonOf(DecideAnswer(Order(S::kAccepted), E::kRefused).status()),
            "ORDER_ANSWER_CONTRADICTS");
  EXPECT_EQ(ReasonOf(DecideAnswer(Order(S::kRejected), E::kPaid).status()), "ORDER_ANSWER_CONTRADICTS");
  EXPECT_EQ(ReasonOf(DecideAnswer(Order(S::kDraft), E::kPaid).status()), "ORDER_WRONG_STATE");
}

TEST(PaymentOrder, EndToEndIds_AreShortAndOneForEachOrder) {
  std::set<std::string> ids;
  for (const char* organisation : {"mineralni-bani", "lyubimets", "a"}) {
    for (int number = 1; number <= 100; ++number) ids.insert(EndToEndId(organisation, number));
  }
  EXPECT_THAT(ids, SizeIs(300));
  EXPECT_LE(EndToEndId("mineralni-bani", 2147483647).size(), 35u);
  EXPECT_LE(MessageId("mineralni-bani", 2147483647).size(), 35u);
}

TEST(PaymentOrder, WrongAccountsAndAmount_AreToldTogether) {
  PaymentOrder order = Order();
  order.debtor_account = "BG81BNBG96611020345678";
  order.creditor_account = "x";
  order.amount = Money::Zero(Currency::kEur);
  std::vector<std::string> wrongs;
  for (const Violation& violation : ViolationsOf(SettleOrder(&order))) {
    wrongs.push_back(violation.field + " " + violation.reason);
  }
  EXPECT_THAT(wrongs, ElementsAre("paymentOrder.debtorAccount IBAN_INVALID",
                                  "paymentOrder.creditorAccount IBAN_INVALID",
                                  "paymentOrder.amount AMOUNT_NOT_ABOVE_ZERO"));
}

PaymentFile File() {
  PaymentOrder later = Order();
  later.number = 5;
  later.end_to_end_id = EndToEndId("mineralni-bani", 5);
  later.execute_on = absl::CivilDay(2026, 3, 3);
  return {.message_id = "TM-1",
          .initiator = "mineralni-bani",
          .created_at = "2026-03-01T10:00:00",
          .orders = {Order(), later}};
}

TEST(Pain001, File_HasItsSumsGroupsAndEscapes) {
  const std::string xml = WritePain001(File());
  EXPECT_THAT(xml, HasSubstr("<MsgId>TM-1</MsgId>"));
  EXPECT_THAT(xml, HasSubstr("<NbOfTxs>2</NbOfTxs><CtrlSum>2501.00</CtrlSum>"));
  EXPECT_THAT(xml, HasSubstr("<ReqdExctnDt>2026-03-03</ReqdExctnDt>"));
  EXPECT_THAT(xml, HasSubstr(absl::StrCat("<EndToEndId>", Order().end_to_end_id, "</EndToEndId>")));
  EXPECT_THAT(xml, HasSubstr("<InstdAmt Ccy=\"EUR\">1250.50</InstdAmt>"));
  EXPECT_THAT(xml, HasSubstr("<Nm>Доставчик &amp; Син ООД</Nm>"));
  EXPECT_THAT(xml, HasSubstr("<Ustrd>ф-ра &lt;12345&gt;</Ustrd>"));
  EXPECT_EQ(xml, WritePain001(File()));
  int transactions = 0;
  const absl::Status read =
      WalkXml(xml, {.open = [](const std::string&) {},
                    .close =
                        [&](const XmlElement& element) {
                          if (element.path == "Document/CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf")
                            ++transactions;
                        }});
  EXPECT_TRUE(read.ok()) << read;
  EXPECT_EQ(transactions, 2);
}

TEST(Pain002, Answers_AreReadOrderByOrder) {
  const absl::StatusOr<BankAnswers> answers = ReadPain002(
      "<Document><CstmrPmtStsRpt><OrgnlGrpInfAndSts><OrgnlMsgId>TM-1</OrgnlMsgId><GrpSts>PART</"
      "GrpSts></OrgnlGrpInfAndSts>"
      "<OrgnlPmtInfAndSts><TxInfAndSts><OrgnlEndToEndId>A</OrgnlEndToEndId><TxSts>ACSC</TxSts></"
      "TxInfAndSts>"
      "<TxInfAndSts><OrgnlEndToEndId>B</OrgnlEndToEndId><TxSts>RJCT</TxSts>"
      "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>Закрита сметка</AddtlInf></StsRsnInf></TxInfAndSts>"
      "<TxInfAndSts><OrgnlEndToEndId>C</OrgnlEndToEndId><TxSts>ACSP</TxSts></TxInfAndSts></"
      "OrgnlPmtInfAndSts>"
      "</CstmrPmtStsRpt></Document>");
  ASSERT_TRUE(answers.ok()) << answers.status();
  EXPECT_FALSE(answers->of_all.has_value());
  ASSERT_THAT(answers->orders, SizeIs(2));
  EXPECT_EQ(answers->orders[0].end_to_end_id, "A");
  EXPECT_EQ(answers->orders[0].step, OrderStep::kPaid);
  EXPECT_EQ(answers->orders[1].step, OrderStep::kRefused);
  EXPECT_EQ(answers->orders[1].reason, "AC04 Закрита сметка");
}

TEST(Pain002, WholeFileRefused_IsSaidOfAll) {
  const absl::StatusOr<BankAnswers> answers = ReadPain002(
      "<Document><CstmrPmtStsRpt><OrgnlGrpInfAndSts><OrgnlMsgId>TM-1</OrgnlMsgId><GrpSts>RJCT</GrpSts>"
      "<StsRsnInf><Rsn><Cd>FF01</Cd></Rsn></StsRsnInf></OrgnlGrpInfAndSts></CstmrPmtStsRpt></"
      "Document>");
  ASSERT_TRUE(answers.ok()) << answers.status();
  EXPECT_EQ(answers->of_all, OrderStep::kRefused);
  EXPECT_EQ(answers->message_id, "TM-1");
  EXPECT_EQ(answers->reason, "FF01");
}

std::string Report(const std::string& group, const std::string& rest) {
  return "<Document><CstmrPmtStsRpt><OrgnlGrpInfAndSts><OrgnlMsgId>TM-1</OrgnlMsgId>" + group +
         "</OrgnlGrpInfAndSts>" + rest + "</CstmrPmtStsRpt></Document>";
}
std::string Because(const std::string& code) {
  return "<StsRsnInf><Rsn><Cd>" + code + "</Cd></Rsn></StsRsnInf>";
}
std::vector<std::string> FindingsOf(const BankAnswers& answers) {
  std::vector<std::string> findings;
  for (const Finding& finding : answers.findings) {
    findings.push_back(finding.place + " " + finding.reason);
  }
  return findings;
}

// The first copy has its own answer: what refuses the second says nothing of it.
TEST(Pain002, RefusedDouble_EndsNothing) {
  for (const char* code : {"DU01", "DU02", "DU03", "DU04", "DU05", "AM05"}) {
    const auto of_file = ReadPain002(Report("<GrpSts>RJCT</GrpSts>" + Because(code), ""));
    ASSERT_TRUE(of_file.ok()) << of_file.status();
    EXPECT_FALSE(of_file->of_all.has_value()) << code;
    EXPECT_THAT(FindingsOf(*of_file), ElementsAre("TM-1 ORDER_ANSWER_DUPLICATE"));
    const std::string order =
        "<OrgnlPmtInfAndSts><TxInfAndSts><OrgnlEndToEndId>A</OrgnlEndToEndId><TxSts>RJCT</TxSts>" +
        Because("AC01") + Because(code) + "</TxInfAndSts></OrgnlPmtInfAndSts>";
    const auto of_order = ReadPain002(Report("", order));
    ASSERT_TRUE(of_order.ok()) << of_order.status();
    EXPECT_THAT(of_order->orders, IsEmpty()) << code;
    EXPECT_THAT(FindingsOf(*of_order), ElementsAre("A ORDER_ANSWER_DUPLICATE"));
    // The file refused without a code, for what its orders say.
    const auto both = ReadPain002(Report("<GrpSts>RJCT</GrpSts>", order));
    ASSERT_TRUE(both.ok()) << both.status();
    EXPECT_FALSE(both->of_all.has_value()) << code;
  }
}

TEST(Pain002, StatusOfABlock_IsOfItsOrders) {
  const auto answers = ReadPain002(
      Report("<GrpSts>PART</GrpSts>",
             "<OrgnlPmtInfAndSts><OrgnlPmtInfId>TM-1-2</OrgnlPmtInfId><PmtInfSts>RJCT</PmtInfSts>" +
                 Because("AC01") + "</OrgnlPmtInfAndSts>"));
  ASSERT_TRUE(answers.ok()) << answers.status();
  ASSERT_THAT(answers->blocks, SizeIs(1));
  EXPECT_EQ(answers->blocks[0].step, OrderStep::kRefused);
  EXPECT_EQ(answers->blocks[0].reason, "AC01");
  const std::vector<PaymentOrder> of_block =
      OrdersOfBlock("TM-1", answers->blocks[0].block, File().orders);
  ASSERT_THAT(of_block, SizeIs(1));
  EXPECT_EQ(of_block[0].number, 5);
  EXPECT_THAT(OrdersOfBlock("TM-1", "TM-1-3", File().orders), IsEmpty());
}

TEST(Pain002, RefusalThatNamesNoOrder_IsTold) {
  const auto answers = ReadPain002(
      Report("",
             "<OrgnlPmtInfAndSts><TxInfAndSts><TxSts>RJCT</TxSts></TxInfAndSts>"
             "</OrgnlPmtInfAndSts><OrgnlPmtInfAndSts><PmtInfSts>RJCT</PmtInfSts>"
             "</OrgnlPmtInfAndSts><OrgnlPmtInfAndSts><TxInfAndSts><OrgnlInstrId>B</OrgnlInstrId>"
             "<TxSts>RJCT</TxSts></TxInfAndSts></OrgnlPmtInfAndSts>"));
  ASSERT_TRUE(answers.ok()) << answers.status();
  EXPECT_THAT(FindingsOf(*answers),
              ElementsAre(" ORDER_ANSWER_WITHOUT_ORDER", " ORDER_ANSWER_WITHOUT_ORDER"));
  ASSERT_THAT(answers->orders, SizeIs(1));
  EXPECT_EQ(answers->orders[0].end_to_end_id, "B");
}

TEST(Pain002, AnotherFile_IsRefused) {
  EXPECT_EQ(ReasonOf(ReadPain002("<Document/>").status()), "DOCUMENT_UNREADABLE");
  EXPECT_EQ(ReasonOf(ReadPain002("nonsense").status()), "DOCUMENT_UNREADABLE");
}

}  // namespace
}  // namespace tranche::payments::bank
