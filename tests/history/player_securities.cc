// SPDX-License-Identifier: EUPL-1.2
// What secures an advance, ordinary or under state aid: given with its claim, prolonged, called in,
// paid out or given back.
#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "books/books.h"
#include "books/sending.h"
#include "player.h"

namespace tranche::history {
namespace {

using books::SetMoney;

constexpr char kSecuredUntil[] = "2030-12-31";
constexpr int kSteps = 5;

}  // namespace

void Player::Secure(int64_t minor, payments::v1::Claim* claim) const {
  payments::v1::AdvanceSecurity* security = claim->mutable_security();
  security->set_kind(payments::v1::BANK_GUARANTEE);
  security->set_issuer("Банка");
  security->set_number("БГ-1");
  SetMoney(minor, security->mutable_amount(), Contract().currency);
  security->set_valid_until(kSecuredUntil);
}

const books::Facts::Claim* Player::SecuredAdvance() const {
  const auto found =
      std::find_if(facts_.claims.begin(), facts_.claims.end(), [&](const Facts::Claim& claim) {
        return claim.contract == contract_ && claim.state == "ACCEPTED" && claim.security > 0;
      });
  return found == facts_.claims.end() ? nullptr : &*found;
}

// By the step's numbers it is prolonged, called in, no longer called in, paid out or given back; too
// much is asked for now and then.
void Player::MoveSecurity(const Step& step) {
  const Facts::Claim* advance = SecuredAdvance();
  if (advance == nullptr) return;
  payments::v1::SecurityStep made;
  made.set_kind(static_cast<payments::v1::SecurityStepKind>(payments::v1::PROLONG_SECURITY +
                                                            step.second % kSteps));
  made.set_on(Today());
  made.set_reference("Писмо 15");
  if (made.kind() == payments::v1::PROLONG_SECURITY)
    made.set_valid_until(absl::FormatCivilTime(absl::CivilDay(2030, 12, 28) + step.first));
  if (made.kind() == payments::v1::CALL_IN_SECURITY || made.kind() == payments::v1::RECEIVE_SECURITY) {
    SetMoney(std::max<int64_t>(advance->security * step.share_percent / 100, 1), made.mutable_amount(),
             advance->security_currency);
  }
  SendSecurityStep(*advance, made);
}

void Player::EndSecurity() {
  const Facts::Claim* advance = SecuredAdvance();
  if (advance == nullptr) return;
  const std::string state = books::SecurityStateOf(facts_, *advance);
  const bool called = state == "CALLED_IN";
  if (!called && state != "IN_FORCE") return;
  payments::v1::SecurityStep made;
  made.set_kind(called ? payments::v1::WITHDRAW_SECURITY_CALL : payments::v1::RELEASE_SECURITY);
  made.set_on(Today());
  made.set_reference("Писмо 16");
  SendSecurityStep(*advance, made);
}

void Player::SendSecurityStep(const Facts::Claim& advance, const payments::v1::SecurityStep& step) {
  if (advance.kind == "STATE_AID_ADVANCE") {
    payments::v1::MoveSecurityRequest request;
    request.set_name(contract_ + "/stateAidAdvance");
    *request.mutable_step() = step;
    world_->Send(*state_aid_, &payments::v1::StateAidService::Stub::MoveSecurity, request,
                 /*approver=*/true);
    return;
  }
  payments::v1::MoveAdvanceSecurityRequest request;
  request.set_name(contract_ + "/advanceSecurity");
  *request.mutable_step() = step;
  world_->Send(*securities_, &payments::v1::AdvanceSecuritiesService::Stub::MoveAdvanceSecurity,
               request,
               /*approver=*/true);
}

}  // namespace tranche::history
