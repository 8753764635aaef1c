// SPDX-License-Identifier: EUPL-1.2
// A project proposal and how it moves from a draft to a contract.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "platform/money/three_part.h"

namespace tranche::proposals {

enum class ProposalState { kDraft, kRegistered, kEvaluated, kContracted };
enum class ProposalEvent { kSubmit, kEvaluate, kConclude };
enum class EvaluationKind { kAdministrative, kTechnicalFinancial, kComplex };
enum class Standing { kApproved, kReserve, kRejected };

// Names as they stand in the database and on the wire, "REGISTERED".
absl::string_view NameOf(ProposalState state);
absl::string_view NameOf(EvaluationKind kind);
absl::string_view NameOf(Standing standing);
std::optional<ProposalState> ParseProposalState(absl::string_view name);
std::optional<EvaluationKind> ParseEvaluationKind(absl::string_view name);
std::optional<Standing> ParseStanding(absl::string_view name);

// The state after an event; none when the event is not possible in this state.
std::optional<ProposalState> Next(ProposalState state, ProposalEvent event);

struct Evaluation {
  EvaluationKind kind = EvaluationKind::kComplex;
  Standing standing = Standing::kRejected;
  absl::CivilDay decided_on;
  std::string reference;
  std::string marks = "[]";  // JSON.
};

struct Proposal {
  std::string organisation;
  std::string id;      // The register number, folded.
  std::string number;  // As typed.
  std::string procedure;
  std::string title;
  ThreePart requested;
  int duration_months = 0;
  std::vector<std::string> target_groups;
  ProposalState state = ProposalState::kDraft;
  std::optional<absl::CivilDay> submitted_on;
  std::optional<Evaluation> evaluation;
  std::string marks = "[]";  // JSON.
};

// AMOUNT_NOT_ABOVE_ZERO when it asks for nothing.
absl::Status CheckDraft(const Proposal& draft);

// The proposal after it was submitted; PROPOSAL_NOT_DRAFT, DAY_IN_FUTURE.
absl::StatusOr<Proposal> Submit(Proposal proposal, absl::CivilDay submitted_on, absl::CivilDay today);

// The proposal with the result of its evaluation; PROPOSAL_NOT_REGISTERED, DAY_IN_FUTURE,
// EVALUATED_BEFORE_SUBMISSION.
absl::StatusOr<Proposal> Evaluate(Proposal proposal, Evaluation evaluation, absl::CivilDay today);

}  // namespace tranche::proposals
