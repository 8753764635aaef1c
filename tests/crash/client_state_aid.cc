// SPDX-License-Identifier: EUPL-1.2
// What a client does on a small contract under state aid: an advance with its security, costs that
// cover some of it, the withdrawal of the rest, and the closing of the contract's money.
#include "absl/strings/numbers.h"
#include "client_send.h"

namespace tranche::crash {
namespace {

using StateAid = payments::v1::StateAidService::Stub;

constexpr char kAdvance[] = "/stateAidAdvance";

books::Parts PartsOf(const common::v1::ThreePartAmount& amount) {
  return {Minor(amount.eu()), Minor(amount.national()), Minor(amount.own())};
}

}  // namespace

std::optional<payments::v1::Claim> Client::DrawStateAid(const std::string& contract,
                                                        int64_t total_minor) {
  using Stub = payments::v1::PaymentsService::Stub;
  payments::v1::CreateClaimRequest create;
  create.set_parent(contract);
  create.mutable_claim()->set_kind(payments::v1::STATE_AID_ADVANCE);
  // Of 300,000 more than all costs of WorkUnderStateAid can cover, so that something is withdrawn.
  const int64_t eu = total_minor * 170 / 1000;
  const int64_t national = total_minor * 30 / 1000;
  SetParts(eu, national, create.mutable_claim()->mutable_requested());
  payments::v1::AdvanceSecurity* security = create.mutable_claim()->mutable_security();
  security->set_kind(payments::v1::BANK_GUARANTEE);
  security->set_issuer("Банка");
  security->set_number("БГ-1");
  SetMoney(eu + national, security->mutable_amount());
  security->set_valid_until("2019-12-31");
  const auto claim = Send(*payments_, &Stub::CreateClaim, create);
  if (!claim.has_value()) return std::nullopt;
  payments::v1::SendClaimRequest send;
  send.set_name(claim->name());
  send.set_sent_on("2017-05-02");
  if (!Send(*payments_, &Stub::SendClaim, send).has_value()) return std::nullopt;
  payments::v1::VerifyClaimRequest verify;
  verify.set_name(claim->name());
  verify.mutable_verification()->set_decided_on("2017-05-20");
  verify.mutable_verification()->set_reference("Писмо 1");
  verify.mutable_verification()->set_cover_by("2018-12-31");
  return Send(*payments_, &Stub::VerifyClaim, verify, /*approver=*/true);
}

// Prolonged while something is not covered, else given back.
void Client::PassOnSecurity(const std::string& contract) {
  payments::v1::GetStateAidAdvanceRequest get;
  get.set_name(contract + kAdvance);
  const auto advance =
      Read<payments::v1::StateAidAdvance>(*state_aid_, &StateAid::GetStateAidAdvance, get);
  if (!advance.has_value()) return;
  const books::Parts left = PartsOf(advance->not_covered());
  const bool is_covered = left[0] + left[1] == 0;
  payments::v1::MoveSecurityRequest request;
  request.set_name(get.name());
  payments::v1::SecurityStep* step = request.mutable_step();
  step->set_kind(is_covered ? payments::v1::RELEASE_SECURITY : payments::v1::PROLONG_SECURITY);
  step->set_on(is_covered ? "2018-07-01" : "2017-06-10");
  if (!is_covered) step->set_valid_until("2020-12-31");
  step->set_reference("БГ-1/2");
  Send(*state_aid_, &StateAid::MoveSecurity, request, /*approver=*/true);
}

void Client::WithdrawUncovered(const std::string& contract) {
  payments::v1::GetStateAidAdvanceRequest get;
  get.set_name(contract + kAdvance);
  const auto advance =
      Read<payments::v1::StateAidAdvance>(*state_aid_, &StateAid::GetStateAidAdvance, get);
  if (!advance.has_value() || !advance->may_be_withdrawn()) return;
  payments::v1::WithdrawUncoveredRequest request;
  request.set_name(get.name());
  request.set_withdrawn_on("2018-06-20");
  request.set_reason("Писмо 12");
  Send(*state_aid_, &StateAid::WithdrawUncovered, request, /*approver=*/true);
}

void Client::WorkUnderStateAid(int64_t total_minor) {
  const std::string contract = ConcludeContract(total_minor, /*state_aid=*/true);
  budgets::v1::CreateBudgetRequest budget;
  budget.set_parent(contract);
  for (const int line : {1, 2, 3}) {
    budgets::v1::Line* added = budget.add_lines();
    added->set_code(absl::StrCat(line, ".1"));
    added->set_title("Ред");
    added->set_expense_type("services");
    SetMoney(line == 3 ? total_minor - total_minor / 3 * 2 : total_minor / 3, added->mutable_total());
  }
  Send(*budgets_, &budgets::v1::BudgetsService::Stub::CreateBudget, budget);
  const auto advance = DrawStateAid(contract, total_minor);
  if (!advance.has_value()) return;
  Pay(contract, *advance, Minor(advance->payable().eu()), Minor(advance->payable().national()),
      "2017-06-02");
  PassOnSecurity(contract);
  const size_t before = history_.size();
  RecordBatch(contract, 3);
  RecordVisits(contract);
  std::vector<std::string> costs;
  for (size_t write = before; write < history_.size(); ++write) {
    const books::Write& noted = history_[write];
    if (noted.batch.empty() || noted.outcome() != Outcome::kOk) continue;
    costs.push_back(absl::StrCat(contract, "/costs/", noted.attempts.back().answer));
  }
  if (!costs.empty()) {
    const auto claim = CreateClaim(contract, payments::v1::INTERIM, costs);
    if (!claim.has_value()) return;
    const auto decided = DecideAfterReturn(*claim, "2018-02-01", "2018-03-01");
    if (!decided.has_value()) return;
    Pay(contract, *claim, Minor(decided->payable().eu()), Minor(decided->payable().national()),
        "2018-04-02");
  }
  // What nothing covers may be withdrawn before its day when the final claim is accepted.
  if (!SettleContract(contract)) return;
  WithdrawUncovered(contract);
  PassOnSecurity(contract);
  CloseContract(contract);
}

void Client::AddCoverages(books::Facts* facts) {
  for (const books::Facts::Claim& claim : facts->claims) {
    if (claim.kind != "STATE_AID_ADVANCE" || claim.state != "ACCEPTED") continue;
    payments::v1::GetStateAidAdvanceRequest get;
    get.set_name(claim.contract + kAdvance);
    const auto advance =
        Read<payments::v1::StateAidAdvance>(*state_aid_, &StateAid::GetStateAidAdvance, get);
    if (!advance.has_value()) continue;
    books::Facts::Coverage coverage{.contract = claim.contract,
                                    .verified = PartsOf(advance->verified()),
                                    .covered = PartsOf(advance->covered()),
                                    .withdrawn = PartsOf(advance->withdrawn()),
                                    .left = PartsOf(advance->not_covered())};
    for (const payments::v1::Coverage& one : advance->coverages()) {
      int64_t sequence = 0;
      if (absl::SimpleAtoi(one.claim().substr(one.claim().rfind('/') + 1), &sequence))
        coverage.covers[sequence] = PartsOf(one.covers());
    }
    facts->coverages.push_back(std::move(coverage));
  }
}

}  // namespace tranche::crash
