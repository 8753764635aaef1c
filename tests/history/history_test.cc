// SPDX-License-Identifier: EUPL-1.2
// Random histories of a contract's money over the real services, all roles in this process: broken off
// at any step, put off, sent again. After every write, and between any two sendings of one, the
// numbered invariants hold. TRANCHE_HISTORY_SEED=N plays the histories of that seed,
// TRANCHE_HISTORY_COUNT=N so many of them; a history that fails is printed step by step, made as short
// as it can be.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <cstdlib>
#include <iostream>
#include <memory>

#include "player.h"

namespace tranche::history {
namespace {

constexpr char kSeed[] = "20170418";
constexpr char kCount[] = "32";
constexpr std::size_t kStepsMax = 45;
// What a step that is taken on purpose has for its numbers, see player.*: a larger line, a cost paid
// today, one approved of three.
constexpr int kWhich = 4;
constexpr int kHow = 1;
constexpr int kShare = 20;
constexpr int kDecidingMax = 5;
constexpr int kBreaksMax = 30;
constexpr absl::Duration kShorteningMax = absl::Seconds(60);

rc::Gen<Breaks> AnyBreaks() {
  return rc::gen::build<Breaks>(
      rc::gen::set(&Breaks::first,
                   rc::gen::weightedOneOf<int>({{1, rc::gen::just(0)}, {1, rc::gen::inRange(1, 14)}})),
      rc::gen::set(&Breaks::second,
                   rc::gen::weightedOneOf<int>({{2, rc::gen::just(0)}, {1, rc::gen::inRange(1, 14)}})),
      rc::gen::set(&Breaks::postponed, rc::gen::weightedElement<bool>({{3, false}, {1, true}})),
      rc::gen::set(&Breaks::doubled, rc::gen::weightedElement<bool>({{3, false}, {1, true}})));
}

rc::Gen<Step> AnyStep() {
  return rc::gen::build<Step>(
      rc::gen::set(&Step::act, rc::gen::weightedElement<Act>({{10, Act::kRecordCost},
                                                              {8, Act::kRecordAgain},
                                                              {1, Act::kCredit},
                                                              {3, Act::kTransfer},
                                                              {5, Act::kAmend},
                                                              {1, Act::kWithdrawAmendment},
                                                              {3, Act::kAdvance},
                                                              {8, Act::kClaim},
                                                              {1, Act::kTakeBack},
                                                              {9, Act::kSend},
                                                              {3, Act::kAsk},
                                                              {4, Act::kAnswer},
                                                              {10, Act::kDecide},
                                                              {6, Act::kPay},
                                                              {6, Act::kOrder},
                                                              {4, Act::kCorrect},
                                                              {5, Act::kOwe},
                                                              {4, Act::kRepay},
                                                              {9, Act::kOffset},
                                                              {3, Act::kRedenominate},
                                                              {4, Act::kRepeat},
                                                              {5, Act::kResume},
                                                              {4, Act::kTakeBackOffset},
                                                              {2, Act::kForeignCost},
                                                              {1, Act::kClose},
                                                              {6, Act::kSimplifiedCost},
                                                              {4, Act::kReturn},
                                                              {4, Act::kCheck},
                                                              {2, Act::kSample},
                                                              {4, Act::kSecure},
                                                              {2, Act::kWithdrawAid},
                                                              {1, Act::kWithdrawCosts},
                                                              {5, Act::kParticipants},
                                                              {10, Act::kAnnul},
                                                              {6, Act::kRevalidate},
                                                              {5, Act::kEarn}})),
      rc::gen::set(&Step::first, rc::gen::inRange(0, 12)),
      rc::gen::set(&Step::second, rc::gen::inRange(0, 12)),
      rc::gen::set(&Step::share_percent, rc::gen::inRange<int64_t>(1, 110)),
      rc::gen::set(&Step::breaks, AnyBreaks()));
}

// RapidCheck takes its seed and the number of histories from its own variable, once.
void SayWhichHistories() {
  const auto value = [](const char* name, const char* otherwise) {
    const char* given = std::getenv(name);
    return std::string(given == nullptr ? otherwise : given);
  };
  const std::string params = absl::StrCat("seed=", value("TRANCHE_HISTORY_SEED", kSeed),
                                          " max_success=", value("TRANCHE_HISTORY_COUNT", kCount));
  setenv("RC_PARAMS", params.c_str(), /*overwrite=*/1);
  std::cout << "histories: " << params << std::endl;
}

// Steps that lead to what a rule is about; kResume is none.
struct Way {
  std::array<Act, 9> acts = {Act::kResume, Act::kResume, Act::kResume, Act::kResume, Act::kResume,
                             Act::kResume, Act::kResume, Act::kResume, Act::kResume};
  int which = kWhich;
};

template <class... Acts>
constexpr Way Towards(Acts... acts) {
  Way way;
  size_t next = 0;
  ((way.acts[next++] = acts), ...);
  return way;
}

constexpr Way kToADecision = Towards(Act::kRecordCost, Act::kRecordCost, Act::kRecordCost, Act::kClaim,
                                     Act::kSend, Act::kDecide);

class HistoryTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { SayWhichHistories(); }
  HistoryTest() { Renew(); }

  // `spoil`: what is done to the database before anybody works with it.
  void Renew(const std::string& spoil = "") {
    player_.reset();
    world_.reset();
    world_ = std::make_unique<World>();
    player_ = std::make_unique<Player>(world_.get());
    // The rule allows transfers of any size, so that histories have many.
    world_->sandbox().Inspect(
        "update reference.transfer_rule set limit_percent = 100, cumulative = false");
    world_->sandbox().Inspect(absl::StrCat(
        "insert into reference.procedure (code, programme, programme_title_bg, programming_period, "
        "title_bg, source, verified, support_kind) select '",
        kStateAidProcedure,
        "', programme, programme_title_bg, programming_period, title_bg, 'за теста', false, "
        "'state_aid' "
        "from reference.procedure limit 1"));
    if (!spoil.empty()) world_->sandbox().Inspect(spoil);
  }

  // Takes steps that lead to what a rule is about; what is wrong then. A claim is decided on when its
  // checks are done.
  std::string Lead(const Way& way) {
    for (const Act act : way.acts) {
      if (act == Act::kResume) continue;
      const Step step{.act = act, .first = way.which, .second = kHow, .share_percent = kShare};
      std::string wrong = player_->Take(step);
      for (int i = 0; act == Act::kDecide && player_->IsClaimOpen() && i < kDecidingMax; ++i)
        wrong += player_->Take(step);
      if (!wrong.empty()) return wrong;
    }
    return "";
  }

  // Plays random histories, each on a contract of its own and after the steps of `way`; false when one
  // breaks an invariant. Then what is wrong with it is in `wrong_`.
  bool AllKeepTheInvariants(absl::Duration shortening, const Way& way = {}) {
    return rc::check("every history keeps the invariants at every prefix", [&] {
      // Made shorter for so long only.
      if (!wrong_.empty() && absl::Now() > failed_at_ + shortening) return;
      const auto count = *rc::gen::inRange<std::size_t>(5, kStepsMax);
      const auto steps = *rc::gen::container<std::vector<Step>>(count, AnyStep());
      player_->Begin();
      Judge(Lead(way));
      for (const Step& step : steps) Judge(player_->Take(step));
      // A broken rule is to be found soon.
      const bool is_control = shortening == absl::ZeroDuration();
      Judge(player_->End(/*settle=*/is_control || count % 2 == 0));
    });
  }

  void Judge(const std::string& wrong) {
    if (wrong.empty()) return;
    if (wrong_.empty()) failed_at_ = absl::Now();
    wrong_ = wrong;
    // What is wrong stays in the books, so that the next history would fail as well.
    Renew();
    RC_FAIL(wrong);
  }

  // Of what a step does by one of several writes, every write.
  void ExpectEachWasDone() {
    std::map<std::string, int> done;
    for (const books::Write& write : world_->history()) {
      if (write.outcome() == books::Outcome::kOk) ++done[write.method];
    }
    for (const char* method :
         {"ReturnClaim",     "TakeBackClaim",      "BeginCheck",        "AnswerCheck",
          "ActivateCheck",   "ArchiveCheck",       "DrawSample",        "WithdrawUncovered",
          "WithdrawCosts",   "ImportParticipants", "RemoveReport",      "SendPackage",
          "ReturnPackage",   "DecidePackage",      "AnnulPayment",      "AnnulRepayment",
          "AnnulCreditNote", "RevalidateCost",     "AnnulRevalidation", "RecordIncome",
          "DecideIncome",    "AnnulIncome"}) {
      std::cout << method << ": " << done[method] << std::endl;
      EXPECT_GT(done[method], 0) << method;
    }
    const books::Facts facts = world_->ReadFacts();
    std::map<std::string, int> forms;
    for (const books::Facts::Simplified& cost : facts.simplified) ++forms[cost.form];
    for (const char* form : {"UNIT_COSTS", "LUMP_SUMS", "FLAT_RATE", "HOURLY_RATE"}) {
      std::cout << form << ": " << forms[form] << std::endl;
      EXPECT_GT(forms[form], 0) << form;
    }
    EXPECT_THAT(facts.participants, ::testing::SizeIs(::testing::Gt(3)));
    EXPECT_THAT(facts.claims, ::testing::Contains(::testing::Truly([](const auto& claim) {
                  return claim.kind == "STATE_AID_ADVANCE" && claim.state == "ACCEPTED";
                })));
    EXPECT_THAT(facts.claims, ::testing::Contains(::testing::Truly([](const auto& claim) {
                  return claim.kind == "ADVANCE" && claim.state == "ACCEPTED" && claim.security > 0;
                })));
    EXPECT_THAT(facts.security_steps, ::testing::Not(::testing::IsEmpty()));
  }

  std::unique_ptr<World> world_;
  std::unique_ptr<Player> player_;
  std::string wrong_;
  absl::Time failed_at_ = absl::InfinitePast();
};

TEST_F(HistoryTest, AnyHistory_KeepsTheInvariantsAtEveryPrefix) {
  EXPECT_TRUE(AllKeepTheInvariants(kShorteningMax)) << wrong_;
  std::cout << world_->history().size() << " writes, " << world_->broken_off() << " broken off"
            << std::endl;
  for (const auto& [what, times] : world_->refused())
    std::cout << "refused " << what << ": " << times << std::endl;
  for (int act = 0; act < kActs; ++act) {
    std::cout << NameOf(static_cast<Act>(act)) << ": " << player_->done(static_cast<Act>(act))
              << std::endl;
  }
  // Not by refusing everything, nor by breaking off nothing.
  EXPECT_GT(world_->broken_off(), 20);
  for (const Act act :
       {Act::kRecordCost, Act::kCredit, Act::kTransfer, Act::kAmend, Act::kAdvance, Act::kClaim,
        Act::kSend, Act::kDecide, Act::kPay, Act::kOrder, Act::kCorrect, Act::kOwe, Act::kRepay,
        Act::kOffset, Act::kTakeBackOffset, Act::kForeignCost, Act::kRedenominate, Act::kClose}) {
    EXPECT_GT(player_->done(act), 0) << NameOf(act);
  }
  ExpectEachWasDone();
}

// Broken off at each of its steps in turn, between two services too; before the next sending a final
// claim is made, after which nobody revalidates. What stands by then is answered, the rest is refused.
TEST_F(HistoryTest, RevalidationBrokenOff_IsAnsweredAfterAFinalClaimWhenItStands) {
  constexpr int kFinal = 11;  // See Player::ClaimCosts.
  int answered = 0, refused = 0;
  for (int at = 1; at <= kBreaksMax; ++at) {
    player_->Begin();
    ASSERT_EQ(Lead(kToADecision), "");
    const int broken_off = world_->broken_off();
    const std::size_t before = world_->ReadFacts().revalidations.size();
    EXPECT_EQ(player_->Take({.act = Act::kRevalidate,
                             .first = kWhich,
                             .second = kHow,
                             .share_percent = kShare,
                             .breaks = {.first = at, .postponed = true}}),
              "");
    if (world_->broken_off() == broken_off) break;
    const std::size_t write = world_->history().size() - 1;
    ASSERT_EQ(world_->history()[write].method, "RevalidateCost");
    for (const Act act : {Act::kRecordCost, Act::kClaim})
      EXPECT_EQ(player_->Take({.act = act, .first = 1, .second = kFinal, .share_percent = kShare}), "");
    ASSERT_EQ(world_->ReadFacts().claims.back().kind, "FINAL");
    const bool stands = world_->ReadFacts().revalidations.size() > before;

    EXPECT_EQ(player_->Take({.act = Act::kResume}), "");

    EXPECT_EQ(world_->history()[write].attempts.back().outcome,
              stands ? books::Outcome::kOk : books::Outcome::kRefused)
        << at;
    ++(stands ? answered : refused);
  }
  EXPECT_GT(answered, 0);
  EXPECT_GT(refused, 0);
}

// The controls: a rule is broken, and the histories find it. They begin with what the rule is about, so
// that it is found soon.
struct Broken {
  const char* name;
  const char* found;  // How the sentence begins.
  Way way;
  const char* sql;
};

class BrokenRule : public HistoryTest, public ::testing::WithParamInterface<Broken> {};

TEST_P(BrokenRule, IsFound) {
  Renew(GetParam().sql);
  EXPECT_FALSE(AllKeepTheInvariants(absl::ZeroDuration(), GetParam().way));
  EXPECT_THAT(wrong_, ::testing::HasSubstr(GetParam().found));
}

constexpr Way kToAPayment = Towards(Act::kRecordCost, Act::kRecordCost, Act::kRecordCost, Act::kClaim,
                                    Act::kSend, Act::kDecide, Act::kPay);
constexpr Way kToHours = [] {
  Way way = Towards(Act::kSimplifiedCost);
  way.which = 3;
  return way;
}();

const Broken kBroken[] = {
    {"TransferMakesACent", "INV-09", Towards(Act::kTransfer), R"sql(
      create function budgets.make_a_cent() returns trigger language plpgsql as $$
      begin
        if new.cap_eu_minor > old.cap_eu_minor then new.cap_eu_minor := new.cap_eu_minor + 1; end if;
        return new;
      end $$;
      grant execute on function budgets.make_a_cent to own_budgets, svc_budgets;
      create trigger make_a_cent before update of cap_eu_minor on budgets.line
        for each row execute function budgets.make_a_cent())sql"},
    {"PaymentIsForgotten", "INV-03", kToAPayment, R"sql(
      create function payments.forget_a_cent() returns trigger language plpgsql as $$
      begin
        if new.paid_eu_minor > old.paid_eu_minor then new.paid_eu_minor := new.paid_eu_minor - 1; end if;
        return new;
      end $$;
      grant execute on function payments.forget_a_cent to own_payments, svc_payments;
      create trigger forget_a_cent before update of paid_eu_minor on payments.claim
        for each row execute function payments.forget_a_cent())sql"},
    {"AnnulmentIsForgotten", "INV-03",
     Towards(Act::kRecordCost, Act::kRecordCost, Act::kRecordCost, Act::kClaim, Act::kSend,
             Act::kDecide, Act::kPay, Act::kAnnul),
     R"sql(
      create function payments.forget_an_annulment() returns trigger language plpgsql as $$
      begin
        new.paid_eu_minor := old.paid_eu_minor;
        return new;
      end $$;
      grant execute on function payments.forget_an_annulment to own_payments, svc_payments;
      create trigger forget_an_annulment before update of paid_eu_minor on payments.claim
        for each row when (new.paid_eu_minor < old.paid_eu_minor and new.currency = old.currency)
        execute function payments.forget_an_annulment())sql"},
    {"LineIsNotGuarded", "INV-02", Towards(Act::kRecordCost), R"sql(
      create function budgets.look_away() returns trigger language plpgsql as $$
      begin
        if new.reserved_eu_minor > old.reserved_eu_minor then new.reserved_eu_minor := old.reserved_eu_minor; end if;
        return new;
      end $$;
      grant execute on function budgets.look_away to own_budgets, svc_budgets;
      create trigger look_away before update of reserved_eu_minor on budgets.line
        for each row execute function budgets.look_away())sql"},
    {"DeductionIsForgotten", "DEB-7",
     Towards(Act::kRecordCost, Act::kRecordCost, Act::kRecordCost, Act::kClaim, Act::kSend,
             Act::kDecide, Act::kOwe, Act::kOwe, Act::kOffset),
     R"sql(
      create function payments.forget_a_deduction() returns trigger language plpgsql as $$
      begin
        if new.deducted_eu_minor > old.deducted_eu_minor then
          new.deducted_eu_minor := new.deducted_eu_minor - 1;
        end if;
        return new;
      end $$;
      grant execute on function payments.forget_a_deduction to own_payments, svc_payments;
      create trigger forget_a_deduction before update of deducted_eu_minor on payments.claim
        for each row when (new.currency = old.currency) execute function payments.forget_a_deduction())sql"},
    {"ConversionLosesACent", "INV-03",
     Towards(Act::kRecordCost, Act::kRecordCost, Act::kRecordCost, Act::kClaim, Act::kSend,
             Act::kDecide, Act::kPay, Act::kRedenominate),
     R"sql(
      create function payments.lose_a_cent() returns trigger language plpgsql as $$
      begin
        if new.paid_eu_minor > 0 then new.paid_eu_minor := new.paid_eu_minor - 1; end if;
        return new;
      end $$;
      grant execute on function payments.lose_a_cent to own_payments, svc_payments;
      create trigger lose_a_cent before update of currency on payments.claim
        for each row when (new.currency <> old.currency) execute function payments.lose_a_cent())sql"},
    {"HoursAreForgotten", "BUD-9", kToHours, R"sql(
      create function budgets.forget_hours() returns trigger language plpgsql as $$
      begin
        if new.hours_hundredths > old.hours_hundredths then
          new.hours_hundredths := new.hours_hundredths - 1;
        end if;
        return new;
      end $$;
      grant execute on function budgets.forget_hours to own_budgets, svc_budgets;
      create trigger forget_hours before update on budgets.person_hours
        for each row execute function budgets.forget_hours())sql"},
    {"SampleLosesACost", "PKG-8",
     Towards(Act::kRecordCost, Act::kRecordCost, Act::kRecordCost, Act::kClaim, Act::kSend,
             Act::kSample),
     R"sql(
      create function payments.lose_a_cost() returns trigger language plpgsql as $$
      begin
        select coalesce(jsonb_agg(one), '[]') into new.chosen from jsonb_array_elements(new.chosen) as one
         where not one -> 'reasons' ? 'CHOSEN_AT_RANDOM';
        return new;
      end $$;
      grant execute on function payments.lose_a_cost to own_payments, svc_payments;
      create trigger lose_a_cost before insert on payments.claim_sample
        for each row execute function payments.lose_a_cost())sql"},
    {"ReturnIsForgotten", "INV-06", Towards(Act::kRecordCost, Act::kClaim, Act::kSend, Act::kReturn),
     R"sql(
      create function payments.forget_a_return() returns trigger language plpgsql as 'begin return null; end';
      grant execute on function payments.forget_a_return to own_payments, svc_payments;
      create trigger forget_a_return before insert on payments.package_return
        for each row execute function payments.forget_a_return())sql"},
    {"RowOfAnImportIsForgotten", "PRT-2", Towards(Act::kParticipants, Act::kParticipants), R"sql(
      create function payments.forget_a_row() returns trigger language plpgsql as $$
      begin
        if new.participant % 2 = 0 then return null; end if;
        return new;
      end $$;
      grant execute on function payments.forget_a_row to own_payments, svc_payments;
      create trigger forget_a_row before insert on payments.participant_record
        for each row execute function payments.forget_a_row())sql"},
    {"AnswersAreNotKept", "LOST", Towards(Act::kRecordCost, Act::kRecordCost, Act::kClaim), R"sql(
      create function payments.forget_answer() returns trigger language plpgsql security definer as $$
      begin
        delete from payments.request as r where r.request_id = new.request_id;
        return null;
      end $$;
      grant execute on function payments.forget_answer to own_payments, svc_payments;
      create constraint trigger forget_answer after insert or update on payments.request
        deferrable initially deferred for each row execute function payments.forget_answer())sql"},
};

// The same steps without a broken rule break nothing, so that it is the rule that the controls find.
TEST_F(HistoryTest, StepsTowardsEachBrokenRule_KeepTheInvariants) {
  for (const Broken& broken : kBroken) {
    player_->Begin();
    EXPECT_EQ(Lead(broken.way), "") << broken.name;
    EXPECT_EQ(player_->End(/*settle=*/false), "") << broken.name;
  }
}

INSTANTIATE_TEST_SUITE_P(Control, BrokenRule, ::testing::ValuesIn(kBroken),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace tranche::history
