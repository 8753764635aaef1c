// SPDX-License-Identifier: EUPL-1.2
// Random histories of claims, questions, decisions in parts and payments through the service: after
// every step the books in the database keep the invariants of cash.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "payments/testing/payments_fixture.h"

namespace tranche::payments {
namespace {

using testing::Approver;
using testing::Cost;
using testing::kContract;
using testing::Leva;
using testing::Owner;
using testing::Stub;

// What would be broken; no row when nothing is.
constexpr char kBroken[] = R"sql(
  with item as (
    select k.organisation_id, k.contract_id, k.sequence, k.first_cost_id,
           coalesce(r.unapproved_eu_minor + r.unapproved_national_minor + r.unapproved_own_minor, 0) as unapproved_minor,
           k.requested_eu_minor + k.requested_national_minor + k.requested_own_minor as requested_minor,
           k.again_eu_minor + k.again_national_minor + k.again_own_minor as again_minor
      from payments.claim_cost as k
      left join payments.claim_refused_cost as r using (organisation_id, contract_id, sequence, cost_id)
  ), owed as (
    select c.contract_id, k.kind, k.state, k.sequence,
           coalesce(k.payable_eu_minor + k.payable_national_minor, 0) as payable_minor,
           coalesce(k.cleared_eu_minor + k.cleared_national_minor, 0) as cleared_minor,
           k.to_recover_eu_minor + k.to_recover_national_minor as to_recover_minor,
           k.paid_eu_minor + k.paid_national_minor as paid_minor,
           coalesce(k.approved_eu_minor + k.approved_national_minor, 0) as approved_minor,
           c.amount_eu_minor + c.amount_national_minor as grant_minor, c.advance_owed_minor,
           -- What was exactly at a limit in lev may be a few cents above it in euro, and stays as it was owed.
           case when c.redenominated_on is null then 0 else 4 end as rounding_minor,
           c.cleared_minor as contract_cleared_minor,
           -- Approved of advances to contractors.
           (select coalesce(sum(i.requested_eu_minor + i.requested_national_minor
                                - coalesce(r.unapproved_eu_minor + r.unapproved_national_minor
                                           + r.by_correction_eu_minor + r.by_correction_national_minor, 0)), 0)
              from payments.claim_cost as i
              left join payments.claim_refused_cost as r using (organisation_id, contract_id, sequence, cost_id)
             where i.sequence = k.sequence and i.contractor_advance and k.state = 'ACCEPTED') as as_advance_minor
      from payments.contract as c join payments.claim as k using (organisation_id, contract_id)
  )
  select 'INV-03 paid beyond what is owed: claim ' || sequence from owed where paid_minor > payable_minor
  union all
  select 'INV-03 payments are not what was paid' from owed
   group by contract_id
  having sum(paid_minor) <> (select coalesce(sum(coalesce(r.to_eu_minor + r.to_national_minor,
                                                         amount_eu_minor + amount_national_minor)), 0)
                               from payments.payment
                               left join payments.restated_amount as r
                                 on r.record = 'payments/' || payment_id and r.series = 'amount')
  union all
  select 'PAY-2 advance above the ceiling' from owed
   where kind = 'ADVANCE' and (payable_minor - rounding_minor) * 5 > grant_minor
  union all
  select 'PAY-10 with the advance more is owed than the cap' from owed as a
   where kind = 'ADVANCE' and payable_minor > 0
         and ((select sum(b.payable_minor) from owed as b where b.sequence <= a.sequence) - rounding_minor) * 100
             > grant_minor * 80
  union all
  select 'more is owed than the grant' from owed group by grant_minor having sum(payable_minor) > grant_minor
  union all
  select 'PAY-8 approved is neither paid nor cleared: claim ' || sequence from owed
   where kind <> 'ADVANCE' and state = 'ACCEPTED' and payable_minor + cleared_minor + as_advance_minor <> approved_minor
  union all
  select 'PAY-9 more is cleared than the advance' from owed
   group by contract_id, advance_owed_minor, contract_cleared_minor
  having sum(cleared_minor) > advance_owed_minor or sum(cleared_minor) <> contract_cleared_minor
         or advance_owed_minor <> coalesce(sum(payable_minor) filter (where kind = 'ADVANCE'), 0)
  union all
  select 'PAY-11 the final claim does not balance' from owed
   group by contract_id
  having bool_or(kind = 'FINAL' and state = 'ACCEPTED')
         and sum(payable_minor) - sum(to_recover_minor) <> sum(approved_minor) - sum(as_advance_minor)
  union all
  select 'PAY-12 more was claimed again than could be: ' || first_cost_id from item
    join payments.claim using (organisation_id, contract_id, sequence)
   where state <> 'TAKEN_BACK'
   group by first_cost_id
  having sum(again_minor) > sum(unapproved_minor)
  union all
  select 'PAY-4 the costs of a claim are not what it asks for: ' || k.sequence
    from payments.claim as k
   where k.kind <> 'ADVANCE'
         and k.requested_eu_minor + k.requested_national_minor + k.requested_own_minor
             <> (select sum(i.requested_minor) from item as i where i.sequence = k.sequence)
)sql";

class HistoryTest : public testing::PaymentsTest {
 public:
  int64_t UpTo(int64_t most) {
    return static_cast<int64_t>(random_() % static_cast<uint64_t>(most + 1));
  }
  std::string Key() { return absl::StrCat("k", ++keys_); }

  ThreePart Amount(int64_t eu_minor, int64_t national_minor, int64_t own_minor = 0) const {
    return {.eu = Money::Minor(eu_minor, currency_),
            .national = Money::Minor(national_minor, currency_),
            .own = Money::Minor(own_minor, currency_)};
  }

  // Between two claims the contract is converted to euro, and the history goes on in it. False while a
  // claim is open.
  bool Redenominate() {
    const absl::StatusOr<v1::Claim> claim = Get(current_);
    const bool open = claim.ok() && claim->state() != v1::ACCEPTED && claim->state() != v1::REFUSED &&
                      claim->state() != v1::TAKEN_BACK;
    if (open) return false;
    const ThreePart euro = {.eu = Money::Minor(16428178, Currency::kEur),
                            .national = Money::Minor(2899090, Currency::kEur),
                            .own = Money::Zero(Currency::kEur)};
    proposals_.Redenominate("mineralni-bani", kContract, Amount(32130723, 5670127), euro);
    // A contract that is not there makes the service catch up.
    EXPECT_TRUE(absl::IsNotFound(
        Get("organisations/mineralni-bani/contracts/BG05M9OP001-1.001-0001-C01/claims/1").status()));
    currency_ = Currency::kEur;
    left_eu_minor_ = left_eu_minor_ * 100000 / 195583;
    left_national_minor_ = left_national_minor_ * 100000 / 195583;
    advance_most_minor_ = 3865453;
    return true;
  }

  // A share of what may still be claimed of the contract.
  ThreePart SomeParts() {
    return Amount(UpTo(left_eu_minor_ / 3), 1 + UpTo(left_national_minor_ / 3), UpTo(5000));
  }

  absl::Status Draft() {
    v1::Claim claim;
    const int64_t kind = UpTo(9);
    if (kind < 3 && !advanced_) {
      claim = Advance(*SplitGrant(Money::Minor(1 + UpTo(advance_most_minor_), currency_),
                                  Ratio{.numerator = 32130723, .denominator = 37800850}));
    } else {
      const std::string id = absl::StrCat(++costs_);
      std::string resubmits;
      if (!unapproved_.empty() && UpTo(1) == 0) {
        resubmits = unapproved_.back();
        unapproved_.pop_back();
      }
      budgets_.AddCost(Cost(id), SomeParts(), budgets::v1::RESERVED, "2017-12-01",
                       resubmits.empty() ? "" : Cost(resubmits));
      if (costs_ % 5 == 0) budgets_.FlagAsAdvance(Cost(id));
      claim = Interim({id});
      if (kind == 9 && finals_) claim.set_kind(v1::FINAL);
      current_cost_ = id;
    }
    const absl::StatusOr<v1::Claim> created = Create(claim, Key());
    if (created.ok()) current_ = created->name();
    return created.status();
  }

  absl::Status SendIt() { return Send(current_).status(); }

  absl::Status AskIt() {
    v1::AskQuestionRequest request;
    request.set_name(current_);
    request.set_question("Къде е протоколът?");
    request.set_asked_on("2018-01-16");
    request.set_request_id(Key());
    return Ask(&Stub::AskQuestion, Approver(), request).status();
  }

  absl::Status AnswerIt() {
    v1::AnswerQuestionRequest request;
    request.set_name(current_);
    request.set_answer("Прилагаме го.");
    request.set_answered_on("2018-01-17");
    request.set_request_id(Key());
    return Ask(&Stub::AnswerQuestion, Owner(), request).status();
  }

  absl::Status TakeItBack() {
    v1::TakeBackClaimRequest request;
    request.set_name(current_);
    request.set_reason("Грешка");
    request.set_request_id(Key());
    return Ask(&Stub::TakeBackClaim, Owner(), request).status();
  }

  // All, nothing, or three outcomes of random size; now and then more than there is, and now and then
  // the budget fails on the way.
  absl::Status DecideIt() {
    const absl::StatusOr<v1::Claim> claim = Get(current_);
    if (!claim.ok()) return claim.status();
    v1::VerifyClaimRequest request;
    request.set_name(current_);
    request.mutable_verification()->set_decided_on("2018-03-01");
    request.set_request_id(Key());
    const bool advance = claim->kind() == v1::ADVANCE;
    if (advance && UpTo(3) == 0) {
      request.mutable_verification()->set_refused(true);
      request.mutable_verification()->set_refusal_reason("Без гаранция");
    }
    const int64_t how = UpTo(5);
    if (!advance && how == 0) {
      v1::RefusedCost* refused = request.mutable_verification()->add_refused_costs();
      refused->set_cost(claim->costs(0));
      refused->set_reason("Извън обхвата");
    } else if (!advance && how < 4) {
      const int64_t total_minor = Total(*tranche::convert::FromProto(claim->requested()))->minor();
      v1::CostVerification* cost = request.mutable_verification()->add_cost_verifications();
      cost->set_cost(claim->costs(0));
      const int64_t unapproved_minor = 1 + UpTo(total_minor);
      SetAmount(unapproved_minor, cost->mutable_unapproved());
      if (UpTo(2) == 0) {
        SetAmount(1 + UpTo(std::max<int64_t>(total_minor - unapproved_minor, 0)),
                  cost->mutable_unapproved_by_correction());
      }
    }
    if (UpTo(4) == 0) {
      budgets_.FailNext(1, grpc::Status(grpc::StatusCode::UNAVAILABLE, "away"), UpTo(1) == 0);
    }
    absl::StatusOr<v1::Claim> decided = Ask(&Stub::VerifyClaim, Approver(), request);
    // The same decision goes on where a failure stopped it.
    if (absl::IsUnavailable(decided.status())) decided = Ask(&Stub::VerifyClaim, Approver(), request);
    if (!decided.ok()) return decided.status();
    if (advance && decided->state() == v1::ACCEPTED) advanced_ = true;
    if (!advance && decided->has_unapproved() && decided->unapproved().total().amount() != "0.00") {
      unapproved_.push_back(current_cost_);
    }
    const ThreePart approved =
        decided->has_approved() ? *tranche::convert::FromProto(decided->approved()) : Amount(0, 0);
    left_eu_minor_ -= approved.eu.minor();
    left_national_minor_ -= approved.national.minor();
    return absl::OkStatus();
  }

  // A part of what is owed for some claim, or more than that.
  absl::Status PayIt() {
    v1::ListClaimsRequest request;
    request.set_parent(kContract);
    const auto list = Ask(&Stub::ListClaims, Owner(), request);
    if (!list.ok() || list->claims().empty()) return list.status();
    const v1::Claim& claim = list->claims(static_cast<int>(UpTo(list->claims_size() - 1)));
    if (!claim.has_payable()) return Refuse("CLAIM_NOT_ACCEPTED");
    const ThreePart left = *Subtract(*tranche::convert::FromProto(claim.payable()),
                                     *tranche::convert::FromProto(claim.paid()));
    const int64_t beyond = UpTo(5) == 0 ? 1 : 0;
    return Pay(claim.name(), Amount(UpTo(left.eu.minor()) + beyond, UpTo(left.national.minor())), Key(),
               "2018-04-01")
        .status();
  }

  // A move that the current claim allows, by its place among the moves.
  int64_t LikelyMove() {
    const absl::StatusOr<v1::Claim> claim = Get(current_);
    if (!claim.ok()) return 0;
    switch (claim->state()) {
      case v1::DRAFT:
        return 1;
      case v1::SENT:
        return UpTo(2) == 0 ? 2 : 4;
      case v1::AWAITING_ANSWER:
        return 3;
      case v1::IN_VERIFICATION:
        return 4;
      default:
        return UpTo(1) * 6;
    }
  }

  void SetAmount(int64_t minor, v1::UnapprovedAmount* amount) {
    *amount->mutable_total() = tranche::convert::ToProto(Money::Minor(minor, currency_));
    amount->set_reason("Недопустимо");
  }

  std::mt19937_64 random_{20170418};
  bool advanced_ = false;  // An advance was accepted.
  bool finals_ = false;    // Towards the end: nothing follows a final claim.
  int keys_ = 0;
  int costs_ = 0;
  Currency currency_ = Currency::kBgn;
  int64_t advance_most_minor_ = 7560169;  // A fifth of the grant.
  int64_t left_eu_minor_ = 32130723;
  int64_t left_national_minor_ = 5670127;
  std::string current_ = std::string(kContract) + "/claims/1";
  std::string current_cost_;
  std::vector<std::string> unapproved_;  // Costs that may come again.
};

// The contract is converted at the first step from this one on at which no claim is open; never for -1.
class ConvertedHistoryTest : public HistoryTest, public ::testing::WithParamInterface<int> {};

TEST_P(ConvertedHistoryTest, OfClaimsToCash_KeepsTheInvariantsAtEveryStep) {
  std::map<std::string, int> done;
  bool converted = GetParam() < 0;
  for (int step = 0; step < 400; ++step) {
    finals_ = step > 320;
    if (!converted && step >= GetParam()) {
      converted = Redenominate();
      const pqxx::result broken = sandbox_.Inspect(kBroken);
      ASSERT_TRUE(broken.empty()) << "converted at step " << step << ": "
                                  << broken[0][0].as<std::string>();
    }
    struct Move {
      const char* name;
      absl::Status (HistoryTest::*run)();
    };
    static constexpr Move kMoves[] = {
        {"draft", &HistoryTest::Draft},     {"send", &HistoryTest::SendIt},
        {"ask", &HistoryTest::AskIt},       {"answer", &HistoryTest::AnswerIt},
        {"decide", &HistoryTest::DecideIt}, {"take back", &HistoryTest::TakeItBack},
        {"pay", &HistoryTest::PayIt},       {"pay", &HistoryTest::PayIt}};
    const Move& move = kMoves[UpTo(1) == 0 ? UpTo(7) : LikelyMove()];
    const absl::Status status = (this->*move.run)();
    // Refused or done, never broken on the way.
    ASSERT_FALSE(absl::IsInternal(status) || absl::IsUnknown(status)) << move.name << " " << status;
    if (status.ok()) ++done[move.name];
    const pqxx::result broken = sandbox_.Inspect(kBroken);
    ASSERT_TRUE(broken.empty()) << "step " << step << ", " << move.name << ": "
                                << broken[0][0].as<std::string>();
  }
  // The history was one: each kind of step was taken, most of them several times.
  for (const char* name : {"draft", "send", "ask", "answer", "take back", "decide", "pay"}) {
    EXPECT_GE(done[name], 3) << name;
  }
  const pqxx::result reached = sandbox_.Inspect(
      "select count(*) filter (where cleared_eu_minor > 0), count(*) filter (where "
      "by_correction_eu_minor > 0), "
      "count(*) filter (where state = 'REFUSED'), "
      "count(*) filter (where contractor_advances and state = 'ACCEPTED') from payments.claim");
  for (int i = 0; i < 4; ++i) EXPECT_GT(reached[0][i].as<int>(), 0) << i;
  EXPECT_TRUE(converted);
  const pqxx::result left_in_lev = sandbox_.Inspect(
      "select count(*) from payments.claim where currency <> (select currency from payments.contract)");
  EXPECT_EQ(left_in_lev[0][0].as<int>(), 0);
}

INSTANTIATE_TEST_SUITE_P(AtAnyStep, ConvertedHistoryTest, ::testing::Values(-1, 0, 150),
                         [](const ::testing::TestParamInfo<int>& step) {
                           return step.param < 0 ? std::string("Never")
                                                 : absl::StrCat("Step", step.param);
                         });

TEST_F(HistoryTest, BooksThatAreSpoiled_AreFoundOut) {
  AcceptedInterim();
  ASSERT_TRUE(sandbox_.Inspect(kBroken).empty());
  sandbox_.Inspect("alter table payments.contract drop constraint contract_cleared_within_advance");
  sandbox_.Inspect("update payments.contract set cleared_minor = 1");
  const pqxx::result broken = sandbox_.Inspect(kBroken);
  ASSERT_EQ(broken.size(), 1u);
  EXPECT_THAT(broken[0][0].as<std::string>(), ::testing::HasSubstr("PAY-9"));
}

}  // namespace
}  // namespace tranche::payments
