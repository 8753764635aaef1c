// SPDX-License-Identifier: EUPL-1.2
// Versions of a contract: how one is made, and how far it may come.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "platform/money/three_part.h"
#include "proposals/contract.h"

namespace tranche::proposals {

enum class VersionType { kNewContract, kAnnex, kChange, kPartialAnnex, kPartialChange };
enum class VersionState { kBeingDrafted, kEntered, kInForce, kArchived, kWithdrawn };
enum class VersionEvent { kEnter, kWithdraw, kActivate, kArchive };

// Names as they stand in the database and on the wire, "BEING_DRAFTED".
absl::string_view NameOf(VersionType type);
absl::string_view NameOf(VersionState state);
std::optional<VersionType> ParseVersionType(absl::string_view name);
std::optional<VersionState> ParseVersionState(absl::string_view name);

// The state after an event; none when the event is not possible in this state.
std::optional<VersionState> Next(VersionState state, VersionEvent event);

struct ContractVersion {
  std::string organisation;
  std::string contract;  // Id of the contract.
  int number = 1;
  VersionType type = VersionType::kNewContract;
  VersionState state = VersionState::kBeingDrafted;
  absl::CivilDay concluded_on;
  std::string document;
  std::string reason;
  std::string title;
  int duration_months = 0;
  absl::CivilDay ends_on;
  ThreePart amount;
  BeneficiaryKind beneficiary = BeneficiaryKind::kNotTold;
  bool revises_budget = false;
  std::vector<std::string> changes;  // Fields that differ from the version in force: "amount".
  std::string withdrawal_reason;
  std::string marks = "[]";  // JSON.
};

// What an amendment asks for; what is left out stays as it is.
struct Amendment {
  VersionType type = VersionType::kAnnex;
  absl::CivilDay concluded_on;
  std::string document;
  std::string reason;
  std::string title;
  int duration_months = 0;
  std::optional<ThreePart> amount;
  BeneficiaryKind beneficiary = BeneficiaryKind::kNotTold;
  bool revises_budget = false;
  std::string marks = "[]";  // JSON.
};

// The contract as it was concluded, as its first version.
ContractVersion FirstVersion(const Contract& contract);

// A draft that amends `contract`, whose version in force was signed on `since`; it gets the number
// after `last_number`. `requested`: what its proposal asked for. VERSION_TYPE_NOT_ALLOWED,
// FIELD_NOT_OF_CHOICE for the beneficiary of a partial type,
// DAY_IN_FUTURE, VERSION_CONCLUDED_BEFORE, VERSION_PARTIAL_TOUCHES, VERSION_CHANGES_NOTHING,
// DATE_OUT_OF_RANGE, AMOUNT_NOT_ABOVE_ZERO, CONTRACT_ABOVE_REQUESTED, MONEY_CURRENCY_MIXED.
absl::StatusOr<ContractVersion> DecideDraft(const Contract& contract, absl::CivilDay since,
                                            int last_number, const ThreePart& requested,
                                            const Amendment& amendment, absl::CivilDay today);

// Whether the version needs the yes of budgets: its amount or the lines change.
bool NeedsRevision(const ContractVersion& version);

// The version after an event. VERSION_NOT_DRAFT, VERSION_CLOSED, VERSION_NOT_ENTERED.
absl::StatusOr<ContractVersion> Move(ContractVersion version, VersionEvent event);

}  // namespace tranche::proposals
