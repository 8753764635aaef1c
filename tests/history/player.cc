// SPDX-License-Identifier: EUPL-1.2
#include "player.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_join.h"
#include "books/books.h"
#include "books/sending.h"

namespace tranche::history {
namespace {

using books::Minor;
using books::Minus;
using books::Plus;
using books::SetMoney;
using books::SetParts;
using books::Sum;

constexpr int64_t kTotalMinor = 3'000'001;
constexpr absl::CivilDay kFirstDay(2018, 1, 8);
constexpr absl::CivilDay kFirstDayInEuro(2026, 1, 12);
constexpr char kProcedure[] = "BG05M9OP001-2.005";
// A line of the budget: a share of the contract in hundredths of a percent, and
// how its costs come.
struct PlannedLine {
  const char* code;
  const char* expense_type;
  int64_t share;
};
// The second takes what is left.
constexpr PlannedLine kLines[] = {{"1.1", "staff", 4000},   {"2.1", "services", 0},
                                  {"3.1", "services", 0},   {"4.1", "indirect", 500},
                                  {"5.1", "services", 400}, {"6.1", "services", 400},
                                  {"7.1", "staff", 400}};
constexpr int64_t kSmallLineMinor = 3;

// One of what there is; null when there is nothing.
template <class Thing>
const Thing* Choose(const std::vector<Thing>& things, int which) {
  return things.empty() ? nullptr : &things[static_cast<size_t>(which) % things.size()];
}

}  // namespace

const char* NameOf(Act act) {
  static constexpr const char* kNames[] = {"record cost",
                                           "record again",
                                           "credit",
                                           "transfer",
                                           "amend",
                                           "withdraw amendment",
                                           "advance",
                                           "claim",
                                           "take back",
                                           "send",
                                           "ask",
                                           "answer",
                                           "decide",
                                           "pay",
                                           "order",
                                           "correct",
                                           "owe",
                                           "repay",
                                           "offset",
                                           "take back offset",
                                           "foreign cost",
                                           "close",
                                           "redenominate",
                                           "simplified cost",
                                           "return",
                                           "check",
                                           "sample",
                                           "secure",
                                           "withdraw uncovered",
                                           "withdraw costs",
                                           "participants",
                                           "annul",
                                           "revalidate",
                                           "earn",
                                           "repeat",
                                           "resume"};
  static_assert(std::size(kNames) == kActs);
  return kNames[static_cast<size_t>(act)];
}

Player::Player(World* world)
    : world_(world),
      proposals_(proposals::v1::ProposalsService::NewStub(world->channel())),
      versions_(proposals::v1::ContractVersionsService::NewStub(world->channel())),
      redenominations_(proposals::v1::RedenominationsService::NewStub(world->channel())),
      budgets_(budgets::v1::BudgetsService::NewStub(world->channel())),
      ledger_(budgets::v1::LedgerService::NewStub(world->channel())),
      documents_(budgets::v1::CostDocumentsService::NewStub(world->channel())),
      payments_(payments::v1::PaymentsService::NewStub(world->channel())),
      orders_(payments::v1::PaymentOrdersService::NewStub(world->channel())),
      cases_(payments::v1::IrregularitiesService::NewStub(world->channel())),
      debts_(payments::v1::DebtsService::NewStub(world->channel())),
      closings_(payments::v1::ClosingsService::NewStub(world->channel())),
      currencies_(budgets::v1::CurrenciesService::NewStub(world->channel())),
      limits_(budgets::v1::LimitsService::NewStub(world->channel())),
      simplified_(budgets::v1::SimplifiedCostsService::NewStub(world->channel())),
      checks_(payments::v1::ChecksService::NewStub(world->channel())),
      packages_(payments::v1::PackagesService::NewStub(world->channel())),
      participants_(payments::v1::ParticipantsService::NewStub(world->channel())),
      state_aid_(payments::v1::StateAidService::NewStub(world->channel())),
      securities_(payments::v1::AdvanceSecuritiesService::NewStub(world->channel())),
      withdrawals_(payments::v1::CostWithdrawalsService::NewStub(world->channel())),
      revalidations_(payments::v1::RevalidationsService::NewStub(world->channel())),
      incomes_(payments::v1::IncomesService::NewStub(world->channel())) {}

void Player::Begin() {
  using Stub = proposals::v1::ProposalsService::Stub;
  const std::string parent = absl::StrCat("organisations/", kOrganisation);
  notes_.clear();
  ++contracts_;
  const std::string procedure = IsUnderStateAid() ? kStateAidProcedure : kProcedure;
  const std::string number = absl::StrFormat("%s-%04d", procedure, contracts_);
  const int64_t eu = kTotalMinor * 85 / 100;
  day_ = kFirstDay;
  contract_ = absl::StrCat(parent, "/contracts/", number, "-C01");
  world_->Break({});
  proposals::v1::CreateProposalRequest create;
  create.set_parent(parent);
  create.mutable_proposal()->set_number(number);
  create.mutable_proposal()->set_procedure(procedure);
  create.mutable_proposal()->set_title("Проект");
  create.mutable_proposal()->set_duration_months(18);
  SetParts(eu, kTotalMinor - eu, create.mutable_proposal()->mutable_requested());
  world_->Send(*proposals_, &Stub::CreateProposal, create);
  proposals::v1::SubmitProposalRequest submit;
  submit.set_name(absl::StrCat(parent, "/proposals/", number));
  submit.set_submitted_on("2016-09-30");
  world_->Send(*proposals_, &Stub::SubmitProposal, submit);
  proposals::v1::EvaluateProposalRequest evaluate;
  evaluate.set_name(submit.name());
  evaluate.mutable_evaluation()->set_kind(proposals::v1::COMPLEX);
  evaluate.mutable_evaluation()->set_standing(proposals::v1::APPROVED);
  evaluate.mutable_evaluation()->set_decided_on("2017-03-15");
  world_->Send(*proposals_, &Stub::EvaluateProposal, evaluate);
  proposals::v1::ConcludeContractRequest conclude;
  conclude.set_parent(parent);
  proposals::v1::Contract* contract = conclude.mutable_contract();
  contract->set_number(number + "-C01");
  contract->set_proposal(submit.name());
  contract->set_concluded_on("2017-04-18");
  contract->set_starts_on("2017-04-18");
  contract->set_duration_months(18);
  contract->set_period_rule(proposals::v1::DAY_BEFORE);
  *contract->mutable_amount() = create.proposal().requested();
  if (IsNoBudgetBody()) contract->set_beneficiary(proposals::v1::OTHER_BENEFICIARY);
  world_->Send(*proposals_, &Stub::ConcludeContract, conclude);
  world_->AwaitRest();
  CreateBudget();
  SetTerms();
  SetForms();
  SetChecklist();
  if (contracts_ == 1) SetSamplingMethod();
  ReadFacts();
}

void Player::CreateBudget() {
  budgets::v1::CreateBudgetRequest budget;
  budget.set_parent(contract_);
  int64_t left = kTotalMinor - kSmallLineMinor;
  for (const PlannedLine& line : kLines) left -= kTotalMinor * line.share / 10'000;
  for (const PlannedLine& line : kLines) {
    budgets::v1::Line* added = budget.add_lines();
    added->set_code(line.code);
    added->set_title("Ред");
    added->set_expense_type(line.expense_type);
    SetMoney(line.share > 0                    ? kTotalMinor * line.share / 10'000
             : added->code() == kLines[1].code ? left
                                               : kSmallLineMinor,
             added->mutable_total());
  }
  world_->Send(*budgets_, &budgets::v1::BudgetsService::Stub::CreateBudget, budget);
}

std::string Player::Take(const Step& step) {
  day_ += 1;
  const size_t before = world_->history().size();
  world_->Break(step.breaks);
  Step taken = step;
  // A claim waits for the package that is open.
  const bool waits = step.act == Act::kClaim || step.act == Act::kAdvance;
  if (waits && OpenPackage() != nullptr) taken.act = Act::kParticipants;
  Do(taken);
  // Where there is nothing to do it with, the annex or the claim in hand goes on instead.
  for (const Act next : {Act::kAmend, Act::kAnswer, Act::kDecide, Act::kSend, Act::kPay, Act::kClaim}) {
    if (step.act == Act::kRepeat || step.act == Act::kResume) break;
    if (world_->history().size() > before) break;
    if (next == Act::kAmend && OpenVersion() == nullptr) continue;
    taken.act = next;
    Do(taken);
  }
  world_->Break({});
  for (size_t write = before; write < world_->history().size(); ++write) {
    if (world_->history()[write].outcome() == books::Outcome::kOk) {
      ++done_[static_cast<size_t>(taken.act)];
      break;
    }
  }
  // A conversion is done by each role for itself.
  if (step.act == Act::kRedenominate) world_->AwaitRest();
  ReadFacts();
  return Wrong(world_->WhatIsWrong(facts_));
}

std::string Player::End(bool settle) {
  world_->Resume(/*all=*/true);
  world_->AwaitRest();
  ReadFacts();
  std::vector<std::string> problems;
  if (settle) problems = Settle();
  for (const std::string& problem : books::Check(world_->history(), facts_, books::Moment::kAtRest)) {
    problems.push_back(problem);
  }
  return Wrong(problems);
}

std::string Player::Wrong(std::vector<std::string> problems) {
  const std::vector<std::string>& surprises = world_->surprises();
  problems.insert(problems.end(), surprises.begin() + static_cast<std::ptrdiff_t>(surprises_told_),
                  surprises.end());
  surprises_told_ = surprises.size();
  return absl::StrJoin(problems, "\n");
}

void Player::Do(const Step& step) {
  if (step.act == Act::kRepeat) {
    world_->Repeat(static_cast<size_t>(step.first) * 7 + static_cast<size_t>(step.second));
  } else if (step.act == Act::kResume) {
    world_->Resume(/*all=*/false);
  } else if (!DoWithBudget(step) && !DoWithClaims(step) && !DoWithPackages(step)) {
    DoWithCash(step);
  }
}

bool Player::DoWithBudget(const Step& step) {
  switch (step.act) {
    case Act::kRecordCost:
      RecordCost(step);
      return true;
    case Act::kRecordAgain:
      RecordAgain(step);
      return true;
    case Act::kCredit:
      Credit(step);
      return true;
    case Act::kTransfer:
      Transfer(step);
      return true;
    case Act::kAmend:
      Amend(step);
      return true;
    case Act::kWithdrawAmendment:
      WithdrawVersion();
      return true;
    case Act::kRedenominate:
      Redenominate();
      return true;
    case Act::kForeignCost:
      RecordForeignCost(step);
      return true;
    case Act::kSimplifiedCost:
      RecordSimplified(step);
      return true;
    default:
      return false;
  }
}

// ---- What the books say.

std::vector<Player::Facts::Line> Player::Lines() const {
  std::vector<Facts::Line> lines;
  for (const Facts::Line& line : facts_.lines) {
    if (line.contract == contract_) lines.push_back(line);
  }
  std::sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) { return a.code < b.code; });
  return lines;
}

std::vector<Player::Facts::Line> Player::LinesWithInvoices() const {
  std::vector<Facts::Line> lines = Lines();
  lines.erase(std::remove_if(lines.begin(), lines.end(),
                             [](const Facts::Line& line) { return line.code > kLines[2].code; }),
              lines.end());
  return lines;
}

std::vector<Player::Facts::Cost> Player::Costs(bool decided) const {
  std::vector<Facts::Cost> costs;
  for (const Facts::Cost& cost : facts_.costs) {
    if (cost.contract != contract_) continue;
    const bool found = std::any_of(
        facts_.decisions.begin(), facts_.decisions.end(), [&](const Facts::Decision& decision) {
          return decision.contract == contract_ && decision.number == cost.number;
        });
    if (found == decided) costs.push_back(cost);
  }
  return costs;
}

const Player::Facts::Version* Player::OpenVersion() const {
  for (const Facts::Version& version : facts_.versions) {
    if (version.contract == contract_ &&
        (version.state == "BEING_DRAFTED" || version.state == "ENTERED"))
      return &version;
  }
  return nullptr;
}

const Player::Facts::Contract& Player::Contract() const {
  return *std::find_if(facts_.contracts.begin(), facts_.contracts.end(),
                       [&](const Facts::Contract& contract) { return contract.contract == contract_; });
}

bool Player::IsHeld(const Facts::Cost& cost) const {
  return std::any_of(facts_.claims.begin(), facts_.claims.end(), [&](const Facts::Claim& claim) {
    return claim.contract == contract_ && claim.state != "TAKEN_BACK" &&
           std::count(claim.costs.begin(), claim.costs.end(), cost.number) > 0;
  });
}

std::string Player::Today() const { return absl::FormatCivilTime(day_); }

// ---- Costs and documents.

void Player::SendCost(const std::string& line, const std::string& document, int64_t claimed) {
  budgets::v1::RecordCostRequest request;
  request.set_parent(contract_);
  request.mutable_cost()->set_line(line);
  budgets::v1::CostDocument* paper = request.mutable_cost()->mutable_document();
  paper->set_type(budgets::v1::INVOICE);
  paper->set_number(document);
  paper->set_issued_on("2017-09-01");
  paper->set_paid_on(papers_[document].paid_on);
  paper->set_issuer("Доставчик");
  SetMoney(papers_[document].total, paper->mutable_total(), Contract().currency);
  SetMoney(claimed, request.mutable_cost()->mutable_claimed(), Contract().currency);
  SayBesides(std::atoi(document.c_str()), claimed, request.mutable_cost());
  world_->Send(*budgets_, &budgets::v1::BudgetsService::Stub::RecordCost, request);
}

// What a document says beside its amounts: most say nothing, some are advances paid to contractors,
// some served two activities.
void Player::SayBesides(int document, int64_t claimed, budgets::v1::Cost* cost) const {
  if (document % 7 == 3) cost->mutable_particulars()->add_flags(budgets::v1::CROSS_FINANCING);
  // Of what was converted the books cannot tell to the cent what of a claim was an advance.
  if (document % 3 == 1 && Contract().currency == "EUR")
    cost->mutable_particulars()->add_flags(budgets::v1::ADVANCE_TO_CONTRACTOR);
  if (document % 5 != 1 || claimed < 2) return;
  cost->mutable_particulars()->set_issuer_kind(budgets::v1::ISSUED_BY_PARTNER);
  const int64_t first = claimed / 3 + 1;
  for (const auto& [activity, minor] : {std::pair("1", first), std::pair("2", claimed - first)}) {
    if (minor == 0) continue;
    budgets::v1::ActivityShare* share = cost->mutable_particulars()->add_activities();
    share->set_activity(activity);
    SetMoney(minor, share->mutable_amount(), Contract().currency);
  }
}

// A new document, paid long ago or now, when it may be too late to cover an
// advance.
void Player::RecordCost(const Step& step) {
  const std::vector<Facts::Line> lines = LinesWithInvoices();
  const Facts::Line& line = *Choose(lines, step.first);
  const int64_t left = Sum(Minus(Minus(line.cap, line.reserved), line.spent));
  const int64_t claimed = left * step.share_percent / 400 + 1;
  const std::string document = absl::StrCat(++documents_given_);
  papers_[document] = {claimed + (step.second % 3 == 0 ? claimed / 2 : 0), Contract().currency,
                       step.second % 4 == 1 ? Today() : "2017-09-05"};
  SendCost(line.code, document, claimed);
}

void Player::RecordAgain(const Step& step) {
  std::vector<Facts::Cost> again;
  std::map<int64_t, int64_t> unapproved;
  for (const Facts::Decision& decision : facts_.decisions) {
    if (decision.contract == contract_) unapproved[decision.number] = Sum(decision.unapproved);
  }
  for (const Facts::Cost& cost : Costs(/*decided=*/true)) {
    const std::vector<std::string> document = absl::StrSplit(cost.document, '|');
    // One in lev is not typed again in euro.
    const auto paper = papers_.find(document.at(1));
    const bool is_current = paper != papers_.end() && paper->second.currency == Contract().currency;
    if (is_current && unapproved[cost.number] > 0) again.push_back(cost);
  }
  const Facts::Cost* cost = Choose(again, step.first);
  if (cost == nullptr) return;
  const std::vector<std::string> document = absl::StrSplit(cost->document, '|');
  SendCost(cost->line, document.at(1), unapproved[cost->number] * step.share_percent / 100 + 1);
}

// A note in lev or euro, or in the dollars of its invoice.
void Player::Credit(const Step& step) {
  std::vector<Facts::Cost> costs = Costs(step.second % 2 == 0);
  costs.erase(std::remove_if(costs.begin(), costs.end(),
                             [&](const auto& cost) { return SimplifiedOf(cost.number) != nullptr; }),
              costs.end());
  const Facts::Cost* cost = Choose(costs, step.first);
  if (cost == nullptr) return;
  budgets::v1::RecordCreditNoteRequest request;
  request.set_name(absl::StrCat(contract_, "/costs/", cost->number));
  request.mutable_credit_note()->set_number(absl::StrCat("K", ++documents_given_));
  request.mutable_credit_note()->set_issued_on("2017-12-01");
  const int64_t minor = cost->claimed * step.share_percent / 300 + 1;
  const std::vector<std::string> document = absl::StrSplit(cost->document, '|');
  if (papers_.count(document.at(1)) > 0) {
    SetMoney(minor, request.mutable_credit_note()->mutable_amount(), Contract().currency);
  } else {
    request.mutable_credit_note()->set_original_currency("USD");
    request.mutable_credit_note()->set_original_amount(
        absl::StrFormat("%d.%02d", minor / 100, minor % 100));
  }
  if (world_->Send(*documents_, &budgets::v1::CostDocumentsService::Stub::RecordCreditNote, request)) {
    const budgets::v1::CreditNote& note = request.credit_note();
    notes_.push_back({request.name(), note.number(), note.issued_on()});
  }
}

// By the recorded rate; in lev and, after the changeover, in euro.
void Player::RecordForeignCost(const Step& step) {
  budgets::v1::RecordForeignCostRequest request;
  request.set_parent(contract_);
  request.set_line(step.first % 2 == 0 ? "1.1" : "2.1");
  budgets::v1::ForeignDocument* document = request.mutable_document();
  document->set_type(budgets::v1::INVOICE);
  document->set_number(absl::StrCat("USD-", ++documents_given_));
  document->set_issued_on("2017-09-01");
  document->set_paid_on("2017-09-05");
  document->set_issuer("Supplies Ltd");
  const int64_t cents = 100 * step.share_percent + step.second;
  request.mutable_original()->set_currency("USD");
  request.mutable_original()->set_total(absl::StrFormat("%d.%02d", cents / 100, cents % 100));
  request.mutable_original()->set_claimed(request.original().total());
  world_->Send(*currencies_, &budgets::v1::CurrenciesService::Stub::RecordForeignCost, request);
}

void Player::SetTerms() {
  budgets::v1::SetLimitsRequest limits;
  limits.set_parent(contract_);
  budgets::v1::Limit* limit = limits.add_limits();
  limit->set_code("services");
  limit->set_title("Услуги");
  limit->add_lines("2.1");
  SetMoney(kTotalMinor / 3, limit->mutable_amount());
  limit->set_source("Насоки");
  world_->Send(*limits_, &budgets::v1::LimitsService::Stub::SetLimits, limits);
  if (contracts_ > 1) return;
  budgets::v1::RecordExchangeRateRequest rate;
  rate.set_parent(absl::StrCat("organisations/", kOrganisation));
  rate.mutable_exchange_rate()->set_currency("USD");
  rate.mutable_exchange_rate()->set_month("2017-09");
  rate.mutable_exchange_rate()->set_rate("1.1906");
  rate.mutable_exchange_rate()->set_source("Попълнено за теста");
  world_->Send(*currencies_, &budgets::v1::CurrenciesService::Stub::RecordExchangeRate, rate);
}

// ---- Caps.

void Player::Transfer(const Step& step) {
  const std::vector<Facts::Line> lines = Lines();
  const Facts::Line& from = *Choose(lines, step.first);
  const Facts::Line& to = *Choose(lines, step.first + 1 + step.second % 2);
  const int64_t left = Sum(Minus(Minus(from.cap, from.reserved), from.spent));
  budgets::v1::TransferBetweenLinesRequest request;
  request.set_parent(contract_);
  request.mutable_transfer()->set_from_line(from.code);
  request.mutable_transfer()->set_to_line(to.code);
  SetMoney(left * step.share_percent / 800 + 1, request.mutable_transfer()->mutable_amount(),
           Contract().currency);
  request.mutable_transfer()->set_valid_on(Today());
  request.mutable_transfer()->set_reason("Нужда");
  request.mutable_transfer()->set_document("Писмо");
  world_->Send(*ledger_, &budgets::v1::LedgerService::Stub::TransferBetweenLines, request);
}

// The next step of an annex, or a new one.
void Player::Amend(const Step& step) {
  const Facts::Version* open = OpenVersion();
  if (open == nullptr) {
    CreateVersion(step);
  } else if (open->state == "BEING_DRAFTED") {
    proposals::v1::EnterContractVersionRequest request;
    request.set_name(absl::StrCat(contract_, "/versions/", open->number));
    world_->Send(*versions_, &proposals::v1::ContractVersionsService::Stub::EnterContractVersion,
                 request);
  } else {
    Revise(step, open->number);
  }
}

// What is used stays; of the rest the contract keeps from a half to eleven tenths.
void Player::CreateVersion(const Step& step) {
  books::Parts used = {};
  for (const Facts::Line& line : Lines()) used = Plus(used, Plus(line.reserved, line.spent));
  const books::Parts rest = Minus(Contract().amount, used);
  const int64_t percent = 50 + step.share_percent * 6 / 10;
  proposals::v1::CreateContractVersionRequest request;
  request.set_parent(contract_);
  proposals::v1::ContractVersion* version = request.mutable_version();
  version->set_type(proposals::v1::ANNEX);
  version->set_concluded_on(Today());
  version->set_document("Анекс");
  version->set_reason("Икономии");
  version->set_revises_budget(true);
  SetParts(used[0] + rest[0] * percent / 100 + step.first,
           used[1] + rest[1] * percent / 100 + step.second, version->mutable_amount(),
           Contract().currency);
  world_->Send(*versions_, &proposals::v1::ContractVersionsService::Stub::CreateContractVersion,
               request);
}

// Every line keeps what is used of it; what the version has beyond that is shared out.
void Player::Revise(const Step& step, int64_t number) {
  proposals::v1::GetContractVersionRequest get;
  get.set_name(absl::StrCat(contract_, "/versions/", number));
  const std::optional<proposals::v1::ContractVersion> version =
      world_->Read<proposals::v1::ContractVersion>(
          *versions_, &proposals::v1::ContractVersionsService::Stub::GetContractVersion, get);
  if (!version.has_value()) return;
  int64_t left = Minor(version->amount().eu()) + Minor(version->amount().national());
  const std::vector<Facts::Line> lines = Lines();
  for (const Facts::Line& line : lines) left -= Sum(Plus(line.reserved, line.spent));
  budgets::v1::ReviseBudgetRequest request;
  request.set_name(get.name());
  for (size_t i = 0; i < lines.size(); ++i) {
    const bool last = i + 1 == lines.size();
    const int64_t share = last ? left : left * (10 + step.first) / 40;
    left -= share;
    budgets::v1::RevisedLine* revised = request.add_lines();
    revised->set_code(lines[i].code);
    SetMoney(std::max<int64_t>(Sum(Plus(lines[i].reserved, lines[i].spent)) + share, 0),
             revised->mutable_total(), Contract().currency);
  }
  world_->Send(*ledger_, &budgets::v1::LedgerService::Stub::ReviseBudget, request);
}

// The whole contract; what follows is of the days after the changeover.
void Player::Redenominate() {
  if (Contract().currency != "BGN") return;
  proposals::v1::RedenominateContractRequest request;
  request.set_name(contract_);
  request.set_still_to_settle(true);
  const absl::CivilDay before = std::exchange(day_, kFirstDayInEuro);
  const auto done = world_->Send(
      *redenominations_, &proposals::v1::RedenominationsService::Stub::RedenominateContract, request);
  if (!done.has_value()) day_ = before;
}

void Player::WithdrawVersion() {
  const Facts::Version* open = OpenVersion();
  if (open == nullptr) return;
  proposals::v1::WithdrawContractVersionRequest request;
  request.set_name(absl::StrCat(contract_, "/versions/", open->number));
  request.set_reason("Отпадна нуждата");
  world_->Send(*versions_, &proposals::v1::ContractVersionsService::Stub::WithdrawContractVersion,
               request);
}

}  // namespace tranche::history
