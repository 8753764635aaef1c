// SPDX-License-Identifier: EUPL-1.2
// What secures advances: SEC-1 to SEC-4 and AID-6.
#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "books/books.h"

namespace tranche::books {
namespace {

// A security from the acceptance of its advance on.
struct Security {
  std::string state = "IN_FORCE", since, valid_until;
  int64_t amount = 0, called = 0;
};

Security Of(const Facts::Claim& advance) {
  return {
      .since = advance.decided_on, .valid_until = advance.secured_until, .amount = advance.security};
}

// What is wrong with a step, "" when nothing is.
std::string Move(const Facts::SecurityStep& step, Security& security) {
  const bool called = security.state == "CALLED_IN";
  if (security.state == "RECEIVED" || security.state == "RELEASED") return "a step after its end";
  if (step.done_on < security.since) return "a step before the one before it";
  security.since = step.done_on;
  const bool asks = step.kind == "PROLONG_SECURITY" || step.kind == "CALL_IN_SECURITY";
  if (asks && step.done_on > security.valid_until) return "asked of it after its last day";
  if (step.kind == "PROLONG_SECURITY") {
    if (step.valid_until <= security.valid_until) return "prolonged to no later day";
    security.valid_until = step.valid_until;
  } else if (step.kind == "CALL_IN_SECURITY") {
    if (called || step.amount > security.amount) return "called in twice or above it";
    security.state = "CALLED_IN";
    security.called = step.amount;
  } else if (step.kind == "WITHDRAW_SECURITY_CALL") {
    if (!called) return "a call taken back that was not made";
    security.state = "IN_FORCE";
  } else if (step.kind == "RECEIVE_SECURITY") {
    if (!called || step.amount > security.called) return "paid out without a call or above it";
    security.state = "RECEIVED";
  } else {
    if (called) return "given back while it is called in";
    security.state = "RELEASED";
  }
  return "";
}

std::vector<const Facts::SecurityStep*> StepsOf(const Facts& facts, const Facts::Claim& advance) {
  std::vector<const Facts::SecurityStep*> steps;
  for (const Facts::SecurityStep& step : facts.security_steps) {
    if (step.contract == advance.contract && step.sequence == advance.sequence) steps.push_back(&step);
  }
  return steps;
}

}  // namespace

std::string SecurityStateOf(const Facts& facts, const Facts::Claim& advance) {
  Security security = Of(advance);
  for (const Facts::SecurityStep* step : StepsOf(facts, advance)) Move(*step, security);
  return security.state;
}

void CheckSecurities(const Facts& facts, Problems* problems) {
  std::map<std::string, const Facts::Contract*> contracts;
  for (const Facts::Contract& contract : facts.contracts) contracts[contract.contract] = &contract;
  for (const Facts::Claim& claim : facts.claims) {
    const std::string who = absl::StrCat(claim.contract, "/claims/", claim.sequence);
    const auto contract = contracts.find(claim.contract);
    const bool known = contract != contracts.end();
    // All of it, by the rule of the contracts that are played.
    if (claim.kind == "ADVANCE" && known && contract->second->beneficiary == "OTHER_BENEFICIARY" &&
        (claim.security == 0 ||
         (claim.security_currency == claim.currency && claim.security < Sum(claim.requested))))
      problems->push_back("SEC-1 an advance of no budget body is not secured: " + who);
    if (claim.security > 0 && claim.kind != "ADVANCE" && claim.kind != "STATE_AID_ADVANCE")
      problems->push_back("SEC-1 a security of what is no advance: " + who);
    if (claim.security == 0 || claim.state != "ACCEPTED") continue;
    if (claim.secured_until < claim.decided_on)
      problems->push_back("SEC-2 it did not hold when it was accepted: " + who);
    Security security = Of(claim);
    for (const Facts::SecurityStep* step : StepsOf(facts, claim)) {
      const std::string wrong = Move(*step, security);
      if (!wrong.empty()) problems->push_back(absl::StrCat("SEC-3 ", wrong, ": ", who));
    }
    if (known && !contract->second->closed_on.empty() && security.state == "CALLED_IN")
      problems->push_back("SEC-4 closed while a security is called in: " + who);
  }
  for (const Facts::SecurityStep& step : facts.security_steps) {
    const bool there =
        std::any_of(facts.claims.begin(), facts.claims.end(), [&](const Facts::Claim& claim) {
          return claim.contract == step.contract && claim.sequence == step.sequence &&
                 claim.state == "ACCEPTED" && claim.security > 0;
        });
    if (!there) problems->push_back("SEC-3 a step of what is not secured: " + step.contract);
  }
}

}  // namespace tranche::books
