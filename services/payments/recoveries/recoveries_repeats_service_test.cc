// SPDX-License-Identifier: EUPL-1.2
// A request that was answered is answered again while the rules cannot be asked.
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "payments/testing/recoveries_fixture.h"
#include "platform/base/error.h"
#include "platform/failpoint/failpoint.h"

namespace tranche::payments::recoveries {
namespace {

using testing::Cases;
using testing::Debts;
using testing::kContract;
using testing::Leva;

// Nobody can ask reference anything.
class ReferenceAway {
 public:
  ReferenceAway() {
    failpoint::action = [](absl::string_view step, const rpc::CallScope&) {
      return step == "call.before.ListRulesRequest" || step == "call.before.GetCalendarRequest";
    };
  }
  ~ReferenceAway() { failpoint::action = nullptr; }
};

class RecoveriesRepeatsTest : public testing::RecoveriesTest {
 protected:
  // Sends a write, and keeps how it is sent again and what must be answered then.
  template <class Stub, class Req, class Resp>
  Resp Send(Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Resp*),
            Req request) {
    request.set_request_id(Key());
    const absl::StatusOr<Resp> first = Call(stub, method, request);
    EXPECT_TRUE(first.ok()) << Req::descriptor()->name() << ": " << first.status();
    repeats_.push_back([this, &stub, method, request, first] {
      const absl::StatusOr<Resp> again = Call(stub, method, request);
      ASSERT_TRUE(again.ok()) << Req::descriptor()->name() << ": " << again.status();
      EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString()) << Req::descriptor()->name();
    });
    return first.value_or(Resp());
  }
  void RepeatAll() {
    const ReferenceAway away;
    for (const std::function<void()>& repeat : repeats_) repeat();
  }

  v1::CreateSignalRequest SignalRequest() {
    v1::CreateSignalRequest request;
    request.set_parent(kContract);
    request.mutable_signal()->set_received_on("2018-03-01");
    request.mutable_signal()->set_violation("Разделяне на поръчка");
    return request;
  }
  v1::MoveSignalRequest StepRequest(const std::string& signal, v1::SignalStep step,
                                    const std::string& on) {
    v1::MoveSignalRequest request;
    request.set_name(signal);
    request.set_step(step);
    request.set_on(on);
    request.set_note("по преценка");
    if (step == v1::END_SIGNAL) request.set_classification(v1::IRREGULARITY);
    return request;
  }
  v1::CreateDebtRequest DebtRequest(int64_t eu, int64_t national) {
    v1::CreateDebtRequest request;
    request.set_parent(kContract);
    *request.mutable_debt() = Overpaid(eu, national);
    return request;
  }
  v1::MoveDebtRequest StepRequest(const std::string& debt, v1::RecoveryStep step) {
    v1::MoveDebtRequest request;
    request.set_name(debt);
    request.set_step(step);
    request.set_note("по решение");
    return request;
  }

  std::vector<std::function<void()>> repeats_;
};

TEST_F(RecoveriesRepeatsTest, SignalsCasesAndCorrections_AreAnsweredAgainWhileReferenceIsAway) {
  const std::string signal = Send(*cases_, &Cases::CreateSignal, SignalRequest()).name();
  Send(*cases_, &Cases::MoveSignal, StepRequest(signal, v1::REGISTER_SIGNAL, "2018-03-05"));
  Send(*cases_, &Cases::MoveSignal, StepRequest(signal, v1::EXTEND_SIGNAL_CHECK, "2018-05-01"));
  Send(*cases_, &Cases::MoveSignal, StepRequest(signal, v1::END_SIGNAL, "2018-05-10"));
  const std::string found =
      Send(*cases_, &Cases::RegisterIrregularity, CaseRequest(signal, 8'500'00, 1'500'00)).name();
  v1::NotifyIrregularityRequest notify;
  notify.set_name(found);
  notify.set_reported_on("2018-07-20");
  *notify.mutable_amount() = Leva(9'000'00, 1'500'00);
  notify.set_text("Установени са още засегнати разходи.");
  Send(*cases_, &Cases::NotifyIrregularity, notify);
  v1::CreateCorrectionRequest create;
  create.set_parent(kContract);
  *create.mutable_correction() = Procurement(1'000'00, 0, {"25"});
  create.mutable_correction()->set_irregularity(found);
  v1::AmendCorrectionRequest amend;
  amend.set_name(Send(*cases_, &Cases::CreateCorrection, create).name());
  *amend.mutable_correction() = Procurement(2'000'00, 0, {"25"});
  Send(*cases_, &Cases::AmendCorrection, amend);
  RepeatAll();
}

TEST_F(RecoveriesRepeatsTest, DebtsAndWhatIsRepaid_AreAnsweredAgainWhileReferenceIsAway) {
  const std::string debt = Send(*debts_, &Debts::CreateDebt, DebtRequest(700'00, 100'00)).name();
  v1::AmendDebtRequest amend;
  amend.set_name(debt);
  *amend.mutable_debt() = Overpaid(850'00, 150'00);
  Send(*debts_, &Debts::AmendDebt, amend);
  Send(*debts_, &Debts::MoveDebt, StepRequest(debt, v1::ENTER_RECOVERY));
  Send(*debts_, &Debts::RecordRepayment, RepayRequest(debt, 400'00, "2018-06-30"));
  AddClaim(1, "INTERIM", Leva(2'000'00, 353'00), Leva(0, 0));
  Send(*debts_, &Debts::OffsetDebt, OffsetRequest(debt, 1, 100'00, "2018-07-10"));
  Send(*debts_, &Debts::TakeBackOffset, BackRequest(debt, 2, "2018-07-20"));
  RepeatAll();
}

TEST_F(RecoveriesRepeatsTest, NewRequest_WaitsForReferenceOnlyWhereARuleDecides) {
  const auto signal = AddSignal();
  const auto debt = Owe(Overpaid(100'00, 0));
  ASSERT_TRUE(signal.ok() && debt.ok()) << signal.status() << debt.status();
  const ReferenceAway away;
  EXPECT_EQ(ReasonOf(AddSignal().status()), "PEER_UNAVAILABLE");
  EXPECT_EQ(ReasonOf(Owe(Overpaid(100'00, 0)).status()), "PEER_UNAVAILABLE");
  EXPECT_EQ(ReasonOf(Correct(Procurement(1'000'00, 0, {"25"})).status()), "PEER_UNAVAILABLE");
  EXPECT_EQ(ReasonOf(MoveOne(debt->name(), v1::ENTER_RECOVERY).status()), "PEER_UNAVAILABLE");
  EXPECT_TRUE(Move(signal->name(), v1::REGISTER_SIGNAL, "2018-03-05").ok());
  EXPECT_TRUE(MoveOne(debt->name(), v1::REMOVE_RECOVERY).ok());
}

}  // namespace
}  // namespace tranche::payments::recoveries
