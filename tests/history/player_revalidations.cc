// SPDX-License-Identifier: EUPL-1.2
// What a claim did not approve is put right later, by somebody who had no part in the claim, or that is
// annulled by another.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "books/books.h"
#include "books/sending.h"
#include "player.h"

namespace tranche::history {
namespace {

using books::SetMoney;
using books::Sum;
using Stub = payments::v1::RevalidationsService::Stub;

}  // namespace

bool Player::CarriesRevalidation(int64_t cost) const {
  return std::any_of(facts_.revalidations.begin(), facts_.revalidations.end(),
                     [&](const Facts::Revalidation& given) {
                       return given.contract == contract_ && given.number == cost;
                     });
}

bool Player::AnnulRevalidation(int which) {
  std::vector<int64_t> open;
  for (const Facts::Cost& cost : Costs(/*decided=*/false)) {
    if (CarriesRevalidation(cost.number) && !IsHeld(cost)) open.push_back(cost.number);
  }
  if (open.empty()) return false;
  payments::v1::AnnulRevalidationRequest request;
  request.set_name(
      absl::StrCat(contract_, "/revalidations/", open[static_cast<std::size_t>(which) % open.size()]));
  request.mutable_annulment()->set_annulled_on(Today());
  request.mutable_annulment()->set_reason("Друг разход");
  request.mutable_annulment()->set_reference("Докладна 1");
  world_->Send(*revalidations_, &Stub::AnnulRevalidation, request, /*approver=*/true);
  return true;
}

void Player::Revalidate(const Step& step) {
  if (step.second % 5 == 0 && AnnulRevalidation(step.first)) return;
  // What is left of each decision; somebody asks for more now and then.
  std::vector<Facts::Decision> refused;
  for (Facts::Decision decision : facts_.decisions) {
    if (decision.contract != contract_ || SimplifiedOf(decision.number) != nullptr) continue;
    for (const Facts::Revalidation& given : facts_.revalidations) {
      if (given.contract != contract_ || given.revalidated != decision.number) continue;
      if (!given.annulled_by.empty()) continue;
      decision.unapproved = books::Minus(decision.unapproved, given.unapproved);
      decision.by_correction = books::Minus(decision.by_correction, given.of_correction);
    }
    const bool is_left = Sum(decision.unapproved) + Sum(decision.by_correction) > 0;
    if (is_left && !CarriesRevalidation(decision.number)) refused.push_back(decision);
  }
  if (refused.empty()) return;
  const Facts::Decision& decision = refused[static_cast<std::size_t>(step.first) % refused.size()];
  payments::v1::RevalidateCostRequest request;
  request.set_name(absl::StrCat(contract_, "/costs/", decision.number));
  const auto share = [&](int64_t left) { return left * step.share_percent / 100 + 1; };
  const int64_t unapproved = Sum(decision.unapproved), by_correction = Sum(decision.by_correction);
  if (unapproved > 0) {
    SetMoney(share(unapproved), request.mutable_amounts()->mutable_unapproved(), Contract().currency);
  }
  if (by_correction > 0 && step.second % 2 == 1) {
    SetMoney(share(by_correction), request.mutable_amounts()->mutable_unapproved_by_correction(),
             Contract().currency);
  }
  if (!request.has_amounts()) return;
  request.set_reason("Протоколът е намерен");
  request.set_document("Доклад 7");
  request.set_revalidated_on(Today());
  world_->SendAs(kSecond, *revalidations_, &Stub::RevalidateCost, request);
}

}  // namespace tranche::history
