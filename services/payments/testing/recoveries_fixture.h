// SPDX-License-Identifier: EUPL-1.2
// Signals, cases, corrections and debts of one contract, with their own database and the real rules.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "payments/payments_module.h"
#include "payments/testing/fakes.h"
#include "platform/convert/money.h"
#include "platform/rpc/peers.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "reference/reference_module.h"
#include "tranche/payments/v1/debts_service.grpc.pb.h"
#include "tranche/payments/v1/interest_rates_service.grpc.pb.h"
#include "tranche/payments/v1/irregularities_service.grpc.pb.h"
#include "tranche/payments/v1/payment_orders_service.grpc.pb.h"

namespace tranche::payments::recoveries::testing {

using Cases = v1::IrregularitiesService::Stub;
using Debts = v1::DebtsService::Stub;
using Rates = v1::InterestRatesService::Stub;

inline constexpr char kContract[] = "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01";

inline rpc::Actor Finance() {
  return {.subject = "owner@mineralni-bani", .organisations = {"mineralni-bani"}, .roles = {"FINANCE"}};
}
inline rpc::Actor Auditor() {
  return {
      .subject = "auditor@sopot", .organisations = {"mineralni-bani", "sopot"}, .roles = {"AUDITOR"}};
}
inline rpc::Actor Stranger() {
  return {.subject = "finance@sopot", .organisations = {"sopot"}, .roles = {"FINANCE"}};
}

inline common::v1::ThreePartAmount Leva(int64_t eu, int64_t national, int64_t own = 0) {
  return tranche::convert::ToProto(ThreePart{Money::Minor(eu, Currency::kBgn),
                                             Money::Minor(national, Currency::kBgn),
                                             Money::Minor(own, Currency::kBgn)});
}
inline v1::DebtPart Part(int64_t eu, int64_t national) {
  v1::DebtPart part;
  *part.mutable_eu() = tranche::convert::ToProto(Money::Minor(eu, Currency::kBgn));
  *part.mutable_national() = tranche::convert::ToProto(Money::Minor(national, Currency::kBgn));
  return part;
}
inline std::string Show(const v1::DebtPart& part) {
  return absl::StrCat(part.eu().amount(), " ", part.national().amount());
}
inline std::string Show(const common::v1::ThreePartAmount& parts) {
  return absl::StrCat(parts.eu().amount(), " ", parts.national().amount());
}

inline proposals::v1::Contract ContractToActivate(const std::string& id, int64_t eu, int64_t national) {
  proposals::v1::Contract contract;
  contract.set_name("organisations/mineralni-bani/contracts/" + id);
  contract.set_number(id);
  contract.set_procedure("BG05M9OP001-2.005");
  contract.set_version(1);
  contract.set_concluded_on("2017-04-18");
  contract.set_starts_on("2017-04-18");
  contract.set_ends_on("2018-10-18");
  contract.set_duration_months(18);
  *contract.mutable_amount() = Leva(eu, national);
  return contract;
}

// Finance of one municipality on 1 September 2018.
class RecoveriesTest : public ::testing::Test {
 protected:
  RecoveriesTest()
      : proposals_channel_(proposals_),
        budgets_channel_(budgets_),
        role_(sandbox_, "payments", nullptr, 4),
        reference_(sandbox_, "reference", &role_) {
    reference_.Serve(reference::StartRole(reference_.context()));
    role_.world().peers().Set("proposals", proposals_channel_.channel());
    role_.world().peers().Set("budgets", budgets_channel_.channel());
    role_.Serve(payments::StartRole(role_.context()));
    cases_ = v1::IrregularitiesService::NewStub(role_.channel());
    debts_ = v1::DebtsService::NewStub(role_.channel());
    rates_ = v1::InterestRatesService::NewStub(role_.channel());
    proposals_.Activate("mineralni-bani",
                        ContractToActivate("BG05M9OP001-2.005-0063-C01", 321'307'23, 56'701'27));
  }

  template <class Stub, class Req, class Resp>
  absl::StatusOr<Resp> Call(Stub& stub,
                            grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Resp*),
                            const Req& request, const rpc::Actor& actor = Finance()) {
    return rpc::Call<Resp>(role_.Scope(actor), stub, method, request);
  }
  std::string Key() { return absl::StrCat("key-", ++keys_); }

  absl::StatusOr<v1::InterestRate> RecordRate(const std::string& from, const std::string& to,
                                              const std::string& percent) {
    v1::RecordInterestRateRequest request;
    request.set_parent("organisations/mineralni-bani");
    v1::InterestRate& rate = *request.mutable_interest_rate();
    rate.set_valid_from(from);
    rate.set_valid_to(to);
    rate.set_basic_percent(percent);
    rate.set_source("ЕЦБ, 01.07.2026");
    request.set_request_id(Key());
    return Call(*rates_, &Rates::RecordInterestRate, request);
  }
  absl::StatusOr<v1::Signal> AddSignal(const std::string& received_on = "2018-03-01") {
    v1::CreateSignalRequest request;
    request.set_parent(kContract);
    request.mutable_signal()->set_received_on(received_on);
    request.mutable_signal()->set_violation("Разделяне на поръчка");
    request.set_request_id(Key());
    return Call(*cases_, &Cases::CreateSignal, request);
  }
  absl::StatusOr<v1::Signal> Move(const std::string& name, v1::SignalStep step, const std::string& on,
                                  v1::IrregularityClass found = v1::IRREGULARITY_CLASS_UNSPECIFIED,
                                  const std::string& note = "") {
    v1::MoveSignalRequest request;
    request.set_name(name);
    request.set_step(step);
    request.set_on(on);
    request.set_classification(found);
    request.set_note(note);
    request.set_request_id(Key());
    return Call(*cases_, &Cases::MoveSignal, request);
  }
  // The name of a signal that ended with an irregularity.
  std::string EndedSignal(v1::IrregularityClass found = v1::IRREGULARITY) {
    const auto signal = AddSignal();
    EXPECT_TRUE(signal.ok()) << signal.status();
    EXPECT_TRUE(Move(signal->name(), v1::REGISTER_SIGNAL, "2018-03-05").ok());
    EXPECT_TRUE(Move(signal->name(), v1::END_SIGNAL, "2018-05-10", found).ok());
    return signal->name();
  }
  v1::RegisterIrregularityRequest CaseRequest(const std::string& signal, int64_t eu, int64_t national) {
    v1::RegisterIrregularityRequest request;
    request.set_parent(kContract);
    v1::Irregularity* found = request.mutable_irregularity();
    found->set_register_("ОПЧР20");
    found->set_fund("ЕСФ");
    found->set_signal(signal);
    found->set_registered_on("2018-05-14");
    *found->mutable_amount() = Leva(eu, national);
    found->set_description("Разделяне на поръчка за хранене");
    request.set_request_id(Key());
    return request;
  }
  absl::StatusOr<v1::Irregularity> Register(const std::string& signal, int64_t eu, int64_t national) {
    return Call(*cases_, &Cases::RegisterIrregularity, CaseRequest(signal, eu, national));
  }

  v1::Correction Procurement(int64_t eu, int64_t national, const std::vector<std::string>& percents) {
    v1::Correction correction;
    correction.set_scale(v1::PROCUREMENT);
    for (const std::string& percent : percents) {
      v1::CorrectionFinding* finding = correction.add_findings();
      finding->set_violation("нарушение");
      finding->set_percent(percent);
    }
    *correction.mutable_affected() = Leva(eu, national);
    correction.set_bearer(v1::BENEFICIARY);
    correction.set_decided_on("2018-06-01");
    correction.set_reference("РД-1");
    return correction;
  }
  absl::StatusOr<v1::Correction> Correct(const v1::Correction& correction) {
    v1::CreateCorrectionRequest request;
    request.set_parent(kContract);
    *request.mutable_correction() = correction;
    request.set_request_id(Key());
    return Call(*cases_, &Cases::CreateCorrection, request);
  }
  absl::StatusOr<v1::Correction> Move(const std::string& name, v1::RecoveryStep step) {
    v1::MoveCorrectionRequest request;
    request.set_name(name);
    request.set_step(step);
    request.set_note("по решение");
    request.set_request_id(Key());
    return Call(*cases_, &Cases::MoveCorrection, request);
  }
  absl::StatusOr<v1::Correction> Amend(const std::string& name, v1::Correction correction,
                                       v1::AmendmentReason reason = v1::COURT_ORDER) {
    v1::AmendCorrectionRequest request;
    request.set_name(name);
    correction.set_amendment_reason(reason);
    *request.mutable_correction() = std::move(correction);
    request.set_request_id(Key());
    return Call(*cases_, &Cases::AmendCorrection, request);
  }

  v1::Debt Overpaid(int64_t eu, int64_t national) {
    v1::Debt debt;
    debt.set_basis(v1::OVERPAYMENT);
    debt.set_book(v1::DEBTORS);
    *debt.mutable_principal() = Part(eu, national);
    debt.set_served_on("2018-02-01");
    return debt;
  }
  absl::StatusOr<v1::Debt> Owe(const v1::Debt& debt) {
    v1::CreateDebtRequest request;
    request.set_parent(kContract);
    *request.mutable_debt() = debt;
    request.set_request_id(Key());
    return Call(*debts_, &Debts::CreateDebt, request);
  }
  absl::StatusOr<v1::Debt> MoveOne(const std::string& name, v1::RecoveryStep step) {
    v1::MoveDebtRequest request;
    request.set_name(name);
    request.set_step(step);
    request.set_note("по решение");
    request.set_request_id(Key());
    return Call(*debts_, &Debts::MoveDebt, request);
  }
  // The name of a debt in force.
  std::string InForce(const v1::Debt& debt) {
    const auto created = Owe(debt);
    EXPECT_TRUE(created.ok()) << created.status();
    const auto entered = MoveOne(created->name(), v1::ENTER_RECOVERY);
    EXPECT_TRUE(entered.ok()) << entered.status();
    return created->name();
  }
  v1::RecordRepaymentRequest RepayRequest(const std::string& debt, int64_t minor,
                                          const std::string& on) {
    v1::RecordRepaymentRequest request;
    request.set_parent(debt);
    v1::Repayment* repayment = request.mutable_repayment();
    *repayment->mutable_amount() = tranche::convert::ToProto(Money::Minor(minor, Currency::kBgn));
    repayment->set_repaid_on(on);
    repayment->set_way(v1::BY_BANK);
    repayment->set_kind(v1::EX_GRATIA);
    repayment->set_reference("извлечение 12");
    request.set_request_id(Key());
    return request;
  }
  absl::StatusOr<v1::Debt> Repay(const std::string& debt, int64_t minor, const std::string& on) {
    return Call(*debts_, &Debts::RecordRepayment, RepayRequest(debt, minor, on));
  }
  absl::StatusOr<v1::Debt> Get(const std::string& debt, const std::string& as_of = "") {
    v1::GetDebtRequest request;
    request.set_name(debt);
    request.set_as_of(as_of);
    return Call(*debts_, &Debts::GetDebt, request, Auditor());
  }
  // An accepted claim with what is owed for it and what is to be recovered, as the verification leaves
  // it.
  void AddClaim(int sequence, const std::string& kind, const common::v1::ThreePartAmount& payable,
                const common::v1::ThreePartAmount& to_recover, const std::string& currency = "BGN") {
    const auto minor = [](const common::v1::Money& money) {
      return ParseAmount(money.amount(), Currency::kBgn)->minor();
    };
    const int64_t eu = minor(payable.eu());
    const int64_t national = minor(payable.national());
    sandbox_.Inspect(absl::StrCat(
        "insert into payments.package (organisation_id, contract_id, package_sequence, type, state, "
        "made_for_claim, sent_on, sent_by) values ('mineralni-bani', 'BG05M9OP001-2.005-0063-C01', ",
        sequence, ", 'PAYMENT_FINANCIAL_PACKAGE', 'PACKAGE_ACCEPTED', true, '2018-01-10', 'owner')"));
    sandbox_.Inspect(absl::StrCat(
        "insert into payments.claim (organisation_id, contract_id, sequence, package_sequence, kind, "
        "state, "
        "requested_eu_minor, requested_national_minor, requested_own_minor, currency, sent_on, "
        "sent_by, "
        "decided_on, decided_by, approved_eu_minor, approved_national_minor, approved_own_minor, "
        "refused_eu_minor, refused_national_minor, refused_own_minor, payable_eu_minor, "
        "payable_national_minor, cleared_eu_minor, cleared_national_minor, to_recover_eu_minor, "
        "to_recover_national_minor, by_correction_eu_minor, by_correction_national_minor, "
        "by_correction_own_minor) values ('mineralni-bani', 'BG05M9OP001-2.005-0063-C01', ",
        sequence, ", ", sequence, ", '", kind, "', 'ACCEPTED', ", eu + 100, ", ", national, ", 0, '",
        currency, "', '2018-01-10', 'owner', '2018-01-20', 'approver', ", eu + 100, ", ", national,
        ", 0, 0, 0, 0, ", eu, ", ", national, ", 100, 0, ", minor(to_recover.eu()), ", ",
        minor(to_recover.national()), ", 0, 0, 0)"));
  }
  v1::OffsetDebtRequest OffsetRequest(const std::string& debt, int claim, int64_t minor,
                                      const std::string& on) {
    v1::OffsetDebtRequest request;
    request.set_parent(debt);
    request.mutable_offset()->set_claim(absl::StrCat(kContract, "/claims/", claim));
    *request.mutable_offset()->mutable_amount() =
        tranche::convert::ToProto(Money::Minor(minor, Currency::kBgn));
    request.mutable_offset()->set_deducted_on(on);
    request.mutable_offset()->set_reference("93-01-8");
    request.set_request_id(Key());
    return request;
  }
  absl::StatusOr<v1::Debt> Offset(const std::string& debt, int claim, int64_t minor,
                                  const std::string& on = "2018-02-20") {
    return Call(*debts_, &Debts::OffsetDebt, OffsetRequest(debt, claim, minor, on));
  }
  v1::TakeBackOffsetRequest BackRequest(const std::string& debt, int repayment, const std::string& on) {
    v1::TakeBackOffsetRequest request;
    request.set_name(absl::StrCat(debt, "/repayments/", repayment));
    request.set_taken_back_on(on);
    request.set_reason("прихванато по погрешно искане");
    request.set_reference("93-01-9");
    request.set_request_id(Key());
    return request;
  }
  absl::StatusOr<v1::Debt> TakeBack(const std::string& debt, int repayment,
                                    const std::string& on = "2018-04-02") {
    return Call(*debts_, &Debts::TakeBackOffset, BackRequest(debt, repayment, on));
  }
  v1::CreatePaymentOrderRequest OrderRequest(int claim, const std::string& amount) {
    v1::CreatePaymentOrderRequest request;
    request.set_parent(kContract);
    v1::PaymentOrder* order = request.mutable_payment_order();
    order->set_debtor_account("BG80BNBG96611020345678");
    order->set_creditor_name("Община Минерални бани");
    order->set_creditor_account("BG44UNCR70001512345678");
    order->mutable_amount()->set_amount(amount);
    order->mutable_amount()->set_currency("BGN");
    order->set_remittance("по искане");
    order->set_execute_on("2018-09-03");
    order->set_claim(absl::StrCat(kContract, "/claims/", claim));
    request.set_request_id(Key());
    return request;
  }
  absl::StatusOr<v1::PaymentOrder> OrderFor(int claim, const std::string& amount) {
    const auto orders = v1::PaymentOrdersService::NewStub(role_.channel());
    return Call(*orders, &v1::PaymentOrdersService::Stub::CreatePaymentOrder,
                OrderRequest(claim, amount));
  }
  // As whoever reports sees it: row security holds in views, too.
  int64_t Published(const std::string& sql) {
    return Number("select set_config('tranche.organisations', '{mineralni-bani}', false); " + sql);
  }
  int64_t Number(const std::string& sql) { return sandbox_.Inspect(sql)[0][0].as<int64_t>(); }

  tranche::testing::PgSandbox sandbox_;
  payments::testing::FakeProposals proposals_;
  payments::testing::FakeBudgets budgets_{[this](const std::string& token) {
    return role_.world().verifier().Verify(token, role_.world().now());
  }};
  payments::testing::InProcess proposals_channel_;
  payments::testing::InProcess budgets_channel_;
  tranche::testing::TestRole role_;
  tranche::testing::TestRole reference_;
  std::unique_ptr<Cases> cases_;
  std::unique_ptr<Debts> debts_;
  std::unique_ptr<Rates> rates_;
  int keys_ = 0;
};

}  // namespace tranche::payments::recoveries::testing
