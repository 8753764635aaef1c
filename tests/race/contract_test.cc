// SPDX-License-Identifier: EUPL-1.2
// A whole contract under sixty-four clients: some record costs, the others move caps from line to line
// meanwhile. Whatever comes first, its lines add up to the contract, and no more than it is used.
#include "ceilings.h"

namespace tranche::load {
namespace {

using Budgets = budgets::v1::BudgetsService::Stub;
using Ledger = budgets::v1::LedgerService::Stub;

constexpr int kLines = 5;
constexpr int64_t kCostTimes = 20,
                  kTransferTimes = 5;  // Amounts of the load, in its random amounts.

bool IsCost(std::size_t request) { return request % 5 < 3; }

budgets::v1::TransferBetweenLinesRequest TransferOf(std::size_t request, int64_t minor) {
  budgets::v1::TransferBetweenLinesRequest transfer;
  transfer.set_parent(ContractName(1));
  transfer.set_request_id(absl::StrCat("transfer-", request));
  const std::size_t from = request / 5 % kLines, to = (from + 1 + request % 4) % kLines;
  transfer.mutable_transfer()->set_from_line(absl::StrCat(1 + from));
  transfer.mutable_transfer()->set_to_line(absl::StrCat(1 + to));
  transfer.mutable_transfer()->mutable_amount()->set_amount(AmountText(minor));
  transfer.mutable_transfer()->mutable_amount()->set_currency("BGN");
  transfer.mutable_transfer()->set_valid_on("2018-02-20");
  transfer.mutable_transfer()->set_reason("Нужда");
  transfer.mutable_transfer()->set_document("Писмо");
  return transfer;
}

TEST_F(Ceilings, CostsAndTransfersAtOnce_NeverUseMoreThanTheContract) {
  MakeContract();
  MakeBudgetOf(1, kLines);
  programs_.sandbox().Inspect(
      "update reference.transfer_rule set "
      "limit_percent = 100, cumulative = false");

  const auto sends = SendEachTwice(kRequests, [&] {
    return [&](std::size_t i) {
      if (IsCost(i)) {
        budgets::v1::Cost cost;
        const int line = 1 + static_cast<int>(i) / 5 % kLines;
        const absl::Status status =
            Call(*budgets_, &Budgets::RecordCost,
                 CostOf(1, line, absl::StrCat("cost-", i), minors_[i] * kCostTimes), &cost);
        return Send{.reason = ReasonOf(status), .answer = cost.SerializeAsString()};
      }
      budgets::v1::Transfer transfer;
      const absl::Status status = Call(*ledger_, &Ledger::TransferBetweenLines,
                                       TransferOf(i, minors_[i] * kTransferTimes), &transfer);
      return Send{.reason = ReasonOf(status), .answer = transfer.SerializeAsString()};
    };
  });

  int64_t claimed = 0;
  std::array<int, 2> done = {}, refused = {};  // Transfers, costs.
  for (std::size_t i = 0; i < sends.size(); ++i) {
    bool any = false;
    for (const Send& send : sends[i]) {
      EXPECT_THAT(send.reason,
                  ::testing::AnyOf("", "LINE_EXHAUSTED", "TRANSFER_ABOVE_LEFT", "TRANSFER_ABOVE_LIMIT"))
          << i;
      any = any || send.reason.empty();
    }
    // A transfer between the two may let the second in; two that were done are one.
    if (sends[i][0].reason.empty() && sends[i][1].reason.empty()) {
      EXPECT_EQ(sends[i][0].answer, sends[i][1].answer) << i;
    }
    ++(any ? done : refused)[IsCost(i) ? 1 : 0];
    if (any && IsCost(i)) claimed += minors_[i] * kCostTimes;
  }
  EXPECT_EQ(Number("select count(*) from budgets.transfer"), done[0]);
  EXPECT_EQ(Number("select count(*) from budgets.cost"), done[1]);
  // Overspend 0.00, of the contract and of each of its lines.
  EXPECT_EQ(Number("select sum(claimed_minor)::bigint from budgets.cost"), claimed);
  EXPECT_LE(claimed, 10'000'000);
  EXPECT_EQ(Number("select sum(cap_eu_minor)::bigint from budgets.line"), 8'500'000);
  EXPECT_EQ(Number("select sum(cap_national_minor)::bigint from budgets.line"), 1'500'000);
  EXPECT_EQ(Number("select count(*) from budgets.line where reserved_eu_minor "
                   "> cap_eu_minor or "
                   "reserved_national_minor > cap_national_minor"),
            0);
  budgets::v1::CheckLedgerRequest check;
  check.set_name(ContractName(1) + "/ledgerCheck");
  EXPECT_EQ(Done(*ledger_, &Ledger::CheckLedger, check).verdict(), budgets::v1::BOOKS_AGREE);
  // Each of the two was done and refused.
  for (const int times : {done[0], done[1], refused[0], refused[1]}) EXPECT_GT(times, 10);
}

}  // namespace
}  // namespace tranche::load
