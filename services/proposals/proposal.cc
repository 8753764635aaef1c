// SPDX-License-Identifier: EUPL-1.2
#include "proposals/proposal.h"

#include <array>
#include <utility>

#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"

namespace tranche::proposals {
namespace {

// Names in the order of the enumerators.
constexpr std::array<const char*, 4> kStateNames = {"DRAFT", "REGISTERED", "EVALUATED", "CONTRACTED"};
constexpr std::array<const char*, 3> kKindNames = {"ADMINISTRATIVE", "TECHNICAL_FINANCIAL", "COMPLEX"};
constexpr std::array<const char*, 3> kStandingNames = {"APPROVED", "RESERVE", "REJECTED"};

template <class Enum, size_t N>
std::optional<Enum> Find(const std::array<const char*, N>& names, absl::string_view name) {
  for (size_t i = 0; i < N; ++i) {
    if (name == names[i]) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

struct Transition {
  ProposalState from;
  ProposalEvent event;
  ProposalState to;
};
constexpr std::array<Transition, 3> kTransitions = {{
    {ProposalState::kDraft, ProposalEvent::kSubmit, ProposalState::kRegistered},
    {ProposalState::kRegistered, ProposalEvent::kEvaluate, ProposalState::kEvaluated},
    {ProposalState::kEvaluated, ProposalEvent::kConclude, ProposalState::kContracted},
}};

}  // namespace

absl::string_view NameOf(ProposalState state) { return kStateNames[static_cast<size_t>(state)]; }
absl::string_view NameOf(EvaluationKind kind) { return kKindNames[static_cast<size_t>(kind)]; }
absl::string_view NameOf(Standing standing) { return kStandingNames[static_cast<size_t>(standing)]; }

std::optional<ProposalState> ParseProposalState(absl::string_view name) {
  return Find<ProposalState>(kStateNames, name);
}
std::optional<EvaluationKind> ParseEvaluationKind(absl::string_view name) {
  return Find<EvaluationKind>(kKindNames, name);
}
std::optional<Standing> ParseStanding(absl::string_view name) {
  return Find<Standing>(kStandingNames, name);
}

std::optional<ProposalState> Next(ProposalState state, ProposalEvent event) {
  for (const Transition& transition : kTransitions) {
    if (transition.from == state && transition.event == event) return transition.to;
  }
  return std::nullopt;
}

absl::Status CheckDraft(const Proposal& draft) {
  TRANCHE_ASSIGN_OR_RETURN(const Money total, Total(draft.requested));
  if (total.minor() <= 0) return Refuse("AMOUNT_NOT_ABOVE_ZERO");
  return absl::OkStatus();
}

absl::StatusOr<Proposal> Submit(Proposal proposal, absl::CivilDay submitted_on, absl::CivilDay today) {
  const std::optional<ProposalState> next = Next(proposal.state, ProposalEvent::kSubmit);
  if (!next) return Refuse("PROPOSAL_NOT_DRAFT", {{"proposal", proposal.number}});
  TRANCHE_RETURN_IF_ERROR(CheckNotAfter(submitted_on, today));
  proposal.state = *next;
  proposal.submitted_on = submitted_on;
  return proposal;
}

absl::StatusOr<Proposal> Evaluate(Proposal proposal, Evaluation evaluation, absl::CivilDay today) {
  const std::optional<ProposalState> next = Next(proposal.state, ProposalEvent::kEvaluate);
  if (!next) return Refuse("PROPOSAL_NOT_REGISTERED", {{"proposal", proposal.number}});
  TRANCHE_RETURN_IF_ERROR(CheckNotAfter(evaluation.decided_on, today));
  if (proposal.submitted_on && evaluation.decided_on < *proposal.submitted_on) {
    return Refuse("EVALUATED_BEFORE_SUBMISSION", {{"decided_on", FormatDay(evaluation.decided_on)},
                                                  {"submitted_on", FormatDay(*proposal.submitted_on)}});
  }
  proposal.state = *next;
  proposal.evaluation = std::move(evaluation);
  return proposal;
}

}  // namespace tranche::proposals
