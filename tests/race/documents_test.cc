// SPDX-License-Identifier: EUPL-1.2
// Documents that are paid under sixty-four clients, every request sent twice at the same moment: orders
// that name one invoice are together never above it.
#include <fstream>
#include <iostream>
#include <sstream>

#include "ceilings.h"

namespace tranche::load {
namespace {

constexpr int64_t kInvoice = 1'000'000;

class Documents : public Ceilings {
 protected:
  // An invoice of 10,000.00 that two costs claim from: its name is that of both, by turns.
  std::vector<std::string> MakeInvoice() {
    MakeContract();
    MakeBudgetOf(1, 2);
    std::vector<std::string> costs;
    for (const char* line : {"1", "2"}) {
      budgets::v1::RecordCostRequest request = CostOf(1, 1, absl::StrCat("cost-", line), kInvoice / 2);
      request.mutable_cost()->set_line(line);
      request.mutable_cost()->mutable_document()->set_number("0000000777");
      Set(request.mutable_cost()->mutable_document()->mutable_total(), kInvoice);
      costs.push_back(Done(*budgets_, &budgets::v1::BudgetsService::Stub::RecordCost, request).name());
    }
    return costs;
  }

  payments::v1::CreatePaymentOrderRequest OrderOf(const std::vector<std::string>& costs,
                                                  std::size_t i) const {
    payments::v1::CreatePaymentOrderRequest request;
    request.set_parent(ContractName(1));
    request.set_request_id(absl::StrCat("order-", i));
    payments::v1::PaymentOrder* order = request.mutable_payment_order();
    order->set_debtor_account("BG80BNBG96611020345678");
    order->set_creditor_name("Доставчик ООД");
    order->set_creditor_account("BG44UNCR70001512345678");
    order->set_remittance(absl::StrCat("ф-ра 777, част ", i));
    order->set_execute_on(kLate);
    Set(order->mutable_amount(), minors_[i]);
    payments::v1::OrderDocument* document = order->add_documents();
    document->set_cost(costs[i % costs.size()]);
    *document->mutable_amount() = order->amount();
    return request;
  }
};

TEST_F(Documents, InvoiceOrderedByManyAtOnce_IsNeverOrderedBeyondItsAmount) {
  const std::vector<std::string> costs = MakeInvoice();

  const auto sends = SendAll(*orders_, &payments::v1::PaymentOrdersService::Stub::CreatePaymentOrder,
                             [&](std::size_t i) { return OrderOf(costs, i); });

  const int64_t ordered =
      Number("select sum(amount_minor)::bigint from payments.payment_order_document");
  EXPECT_EQ(SumOfDone(sends, "ORDER_ABOVE_DOCUMENT"), ordered);
  EXPECT_LE(ordered, kInvoice);
  EXPECT_EQ(Number("select sum(amount_minor)::bigint from payments.payment_order"), ordered);
}

// The control: what looks before it writes orders more than the invoice says.
TEST_F(Documents, OrdersThatLookBeforeTheyWrite_PayTheInvoiceTwice) {
  const std::vector<std::string> costs = MakeInvoice();
  // So that payments knows the contract before its rows become a view.
  payments::v1::CreatePaymentOrderRequest first = OrderOf(costs, 0);
  first.set_request_id("first");
  first.mutable_payment_order()->set_remittance("ф-ра 777, аванс");
  Done(*orders_, &payments::v1::PaymentOrdersService::Stub::CreatePaymentOrder, first);
  std::ifstream file(SOURCE_ROOT "/tests/race/naive_order.sql");
  std::stringstream naive;
  naive << file.rdbuf();
  programs_.sandbox().Inspect(naive.str());

  SendEachTwice(kRequests, [&] {
    return [&](std::size_t i) {
      payments::v1::PaymentOrder order;
      const absl::Status status =
          Call(*orders_, &payments::v1::PaymentOrdersService::Stub::CreatePaymentOrder,
               OrderOf(costs, i), &order);
      return Send{.reason = ReasonOf(status), .answer = order.SerializeAsString()};
    };
  });

  const int64_t ordered =
      Number("select coalesce(sum(amount_minor), 0)::bigint from payments.payment_order_document");
  std::cout << AmountText(ordered - kInvoice) << " ordered beyond the invoice" << std::endl;
  EXPECT_GT(ordered, kInvoice);
}

}  // namespace
}  // namespace tranche::load
