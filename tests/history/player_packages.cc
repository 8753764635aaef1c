// SPDX-License-Identifier: EUPL-1.2
// What the authority does with a package besides deciding: it gives it back, checks it, draws a sample;
// and what nothing covered of a state-aid advance.
#include <algorithm>

#include "absl/strings/numbers.h"
#include "books/sending.h"
#include "player.h"

namespace tranche::history {
namespace {

using books::Minor;
using books::SetMoney;
using Checks = payments::v1::ChecksService::Stub;

constexpr const char* kQuestions[] = {"1", "2"};

books::Parts PartsOf(const common::v1::ThreePartAmount& amount) {
  return {Minor(amount.eu()), Minor(amount.national()), Minor(amount.own())};
}

}  // namespace

bool Player::DoWithPackages(const Step& step) {
  switch (step.act) {
    case Act::kReturn:
      ReturnClaim();
      return true;
    case Act::kCheck:
      Check(step);
      return true;
    case Act::kSample:
      DrawSample();
      return true;
    case Act::kWithdrawAid:
      WithdrawUncovered();
      return true;
    case Act::kWithdrawCosts:
      WithdrawCosts(step);
      return true;
    case Act::kParticipants:
      Participants(step);
      return true;
    default:
      return false;
  }
}

// One list for all contracts, which is retired and taken up again in turn.
void Player::SetChecklist() {
  payments::v1::SetChecklistRequest request;
  request.set_name(absl::StrCat("organisations/", kOrganisation, "/checklists/claims"));
  payments::v1::Checklist* list = request.mutable_checklist();
  list->set_document(payments::v1::PAYMENT_CLAIM_DOCUMENT);
  list->set_source("Наръчник");
  list->set_retired(!NeedsChecks());
  for (const char* code : kQuestions) {
    payments::v1::ChecklistQuestion* question = list->add_questions();
    question->set_code(code);
    question->set_text("Има ли протокол?");
  }
  world_->Send(*checks_, &Checks::SetChecklist, request);
}

void Player::SetSamplingMethod() {
  payments::v1::SetSamplingMethodRequest request;
  request.set_name(absl::StrCat("organisations/", kOrganisation, "/samplingMethods/default"));
  payments::v1::SamplingMethod* method = request.mutable_method();
  SetMoney(200'000, method->add_always_from());
  method->set_suspected_duplicates(true);
  method->set_rest_percent(30);
  method->set_source("Анализ на риска");
  world_->Send(*checks_, &Checks::SetSamplingMethod, request);
}

void Player::ReturnClaim() {
  const std::vector<Facts::Claim> sent = ClaimsThatAre({"SENT"});
  if (sent.empty()) return;
  payments::v1::ReturnClaimRequest request;
  request.set_name(ClaimName(sent.back()));
  request.set_reason("Липсват документи");
  request.set_returned_on(Today());
  world_->Send(*payments_, &payments::v1::PaymentsService::Stub::ReturnClaim, request,
               /*approver=*/true);
}

bool Player::IsLookedAt(const Facts::Claim& claim) const {
  return std::any_of(facts_.packages.begin(), facts_.packages.end(), [&](const auto& package) {
    return package.contract == contract_ && package.number == claim.package &&
           package.state != "PACKAGE_SENT";
  });
}

bool Player::IsChecked(const Facts::Claim& claim) const {
  if (!NeedsChecks()) return true;
  return std::any_of(facts_.checks.begin(), facts_.checks.end(), [&](const auto& check) {
    return check.contract == contract_ && check.package == claim.package &&
           check.state == "CHECK_ACTIVE" && check.approved;
  });
}

void Player::Check(const Step& step) {
  const std::vector<Facts::Claim> sent = ClaimsThatAre({"SENT", "AWAITING_ANSWER"});
  if (sent.empty()) return;
  const Facts::PackageCheck* found = nullptr;
  for (const Facts::PackageCheck& check : facts_.checks) {
    if (check.contract == contract_ && check.package == sent.back().package &&
        check.state != "CHECK_ARCHIVED")
      found = &check;
  }
  if (found == nullptr) return BeginCheck(sent.back());
  const std::string name =
      absl::StrCat(contract_, "/packages/", found->package, "/checks/", found->number);
  if (step.second % 6 == 5) {
    ArchiveCheck(name);
  } else if (found->state == "CHECK_ACTIVE") {
    BeginCheck(sent.back());
  } else if (found->answers < static_cast<int64_t>(std::size(kQuestions))) {
    AnswerCheck(name, step);
  } else {
    ActivateCheck(name, step.second % 4 != 0);
  }
}

void Player::BeginCheck(const Facts::Claim& claim) {
  payments::v1::BeginCheckRequest request;
  request.set_parent(absl::StrCat(contract_, "/packages/", claim.package));
  request.set_document(payments::v1::PAYMENT_CLAIM_DOCUMENT);
  world_->Send(*checks_, &Checks::BeginCheck, request, /*approver=*/true);
}

// One question or all of them.
void Player::AnswerCheck(const std::string& name, const Step& step) {
  payments::v1::AnswerCheckRequest request;
  request.set_name(name);
  for (const char* code : kQuestions) {
    payments::v1::CheckItem* item = request.add_items();
    item->set_code(code);
    const bool denies = step.second % 3 == 0;
    item->set_answer(denies ? payments::v1::ANSWER_NO : payments::v1::ANSWER_YES);
    if (denies) item->set_note("Липсва печат");
  }
  world_->Send(*checks_, &Checks::AnswerCheck, request, /*approver=*/true);
}

void Player::ActivateCheck(const std::string& name, bool approved) {
  payments::v1::ActivateCheckRequest request;
  request.set_name(name);
  request.set_approved(approved);
  request.set_conclusion("Проверено");
  request.set_checked_on(Today());
  world_->Send(*checks_, &Checks::ActivateCheck, request, /*approver=*/true);
}

void Player::ArchiveCheck(const std::string& name) {
  payments::v1::ArchiveCheckRequest request;
  request.set_name(name);
  request.set_reason("Нова проверка");
  world_->Send(*checks_, &Checks::ArchiveCheck, request, /*approver=*/true);
}

void Player::DrawSample() {
  const std::vector<Facts::Claim> sent = ClaimsThatAre({"SENT", "AWAITING_ANSWER"});
  if (sent.empty() || sent.back().costs.empty()) return;
  payments::v1::DrawSampleRequest request;
  request.set_name(ClaimName(sent.back()) + "/sample");
  world_->Send(*checks_, &Checks::DrawSample, request, /*approver=*/true);
}

// Every third of those that no claim holds, or all of them.
void Player::WithdrawCosts(const Step& step) {
  payments::v1::WithdrawCostsRequest request;
  request.set_parent(contract_);
  for (const Facts::Cost& cost : Costs(/*decided=*/false)) {
    if (CarriesRevalidation(cost.number)) continue;  // It is annulled instead.
    if (!IsHeld(cost) && (step.second == 0 || (cost.number + step.first) % 3 == 0))
      request.add_costs(absl::StrCat(contract_, "/costs/", cost.number));
  }
  if (request.costs().empty()) {
    AnnulRevalidation(step.first);
    return;
  }
  request.set_reason("Грешно записан");
  request.set_withdrawn_on(Today());
  world_->Send(*withdrawals_, &payments::v1::CostWithdrawalsService::Stub::WithdrawCosts, request);
}

// A draft that its claim has left.
void Player::WithdrawPackage(const std::string& package) {
  payments::v1::WithdrawPackageRequest request;
  request.set_name(absl::StrCat(contract_, "/", package));
  request.set_reason("Празен пакет");
  world_->Send(*packages_, &payments::v1::PackagesService::Stub::WithdrawPackage, request);
}

// ---- State aid.

void Player::WithdrawUncovered() {
  const bool there =
      std::any_of(facts_.coverages.begin(), facts_.coverages.end(),
                  [&](const Facts::Coverage& coverage) { return coverage.contract == contract_; });
  if (!there) return;
  payments::v1::WithdrawUncoveredRequest request;
  request.set_name(contract_ + "/stateAidAdvance");
  request.set_withdrawn_on(Today());
  request.set_reason("Писмо 12");
  world_->Send(*state_aid_, &payments::v1::StateAidService::Stub::WithdrawUncovered, request,
               /*approver=*/true);
}

void Player::ReadFacts() {
  facts_ = world_->ReadFacts();
  for (const Facts::Claim& claim : ClaimsThatAre({"ACCEPTED"})) {
    if (claim.kind != "STATE_AID_ADVANCE") continue;
    payments::v1::GetStateAidAdvanceRequest request;
    request.set_name(contract_ + "/stateAidAdvance");
    const auto advance = world_->Read<payments::v1::StateAidAdvance>(
        *state_aid_, &payments::v1::StateAidService::Stub::GetStateAidAdvance, request);
    // It may have been converted since.
    if (!advance.has_value() || advance->verified().eu().currency() != claim.currency) continue;
    Facts::Coverage coverage{.contract = contract_,
                             .verified = PartsOf(advance->verified()),
                             .covered = PartsOf(advance->covered()),
                             .withdrawn = PartsOf(advance->withdrawn()),
                             .left = PartsOf(advance->not_covered())};
    for (const payments::v1::Coverage& one : advance->coverages()) {
      int64_t sequence = 0;
      if (absl::SimpleAtoi(one.claim().substr(one.claim().rfind('/') + 1), &sequence))
        coverage.covers[sequence] = PartsOf(one.covers());
    }
    facts_.coverages.push_back(std::move(coverage));
  }
}

}  // namespace tranche::history
