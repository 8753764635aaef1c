// SPDX-License-Identifier: EUPL-1.2
#include "proposals/contract_version.h"

#include <array>
#include <cstddef>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"

namespace tranche::proposals {
namespace {

constexpr std::array<const char*, 5> kTypeNames = {"NEW_CONTRACT", "ANNEX", "CHANGE", "PARTIAL_ANNEX",
                                                   "PARTIAL_CHANGE"};
constexpr std::array<const char*, 5> kStateNames = {"BEING_DRAFTED", "ENTERED", "IN_FORCE", "ARCHIVED",
                                                    "WITHDRAWN"};

template <class Enum, std::size_t kCount>
std::optional<Enum> Parse(const std::array<const char*, kCount>& names, absl::string_view name) {
  for (std::size_t i = 0; i < kCount; ++i) {
    if (name == names[i]) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

bool IsPartial(VersionType type) {
  return type == VersionType::kPartialAnnex || type == VersionType::kPartialChange;
}

absl::Status CheckDays(const Amendment& amendment, absl::CivilDay since, absl::CivilDay today) {
  TRANCHE_RETURN_IF_ERROR(CheckNotAfter(amendment.concluded_on, today));
  if (amendment.concluded_on < since) {
    return Refuse("VERSION_CONCLUDED_BEFORE",
                  {{"concluded_on", FormatDay(amendment.concluded_on)}, {"since", FormatDay(since)}});
  }
  return absl::OkStatus();
}

const char* RefusalOf(VersionEvent event) {
  switch (event) {
    case VersionEvent::kEnter:
      return "VERSION_NOT_DRAFT";
    case VersionEvent::kWithdraw:
      return "VERSION_CLOSED";
    case VersionEvent::kActivate:
    case VersionEvent::kArchive:
      break;
  }
  return "VERSION_NOT_ENTERED";
}

}  // namespace

absl::string_view NameOf(VersionType type) { return kTypeNames[static_cast<std::size_t>(type)]; }
absl::string_view NameOf(VersionState state) { return kStateNames[static_cast<std::size_t>(state)]; }
std::optional<VersionType> ParseVersionType(absl::string_view name) {
  return Parse<VersionType>(kTypeNames, name);
}
std::optional<VersionState> ParseVersionState(absl::string_view name) {
  return Parse<VersionState>(kStateNames, name);
}

std::optional<VersionState> Next(VersionState state, VersionEvent event) {
  const bool open = state == VersionState::kBeingDrafted || state == VersionState::kEntered;
  switch (event) {
    case VersionEvent::kEnter:
      if (state == VersionState::kBeingDrafted) return VersionState::kEntered;
      break;
    case VersionEvent::kWithdraw:
      if (open) return VersionState::kWithdrawn;
      break;
    case VersionEvent::kActivate:
      if (state == VersionState::kEntered) return VersionState::kInForce;
      break;
    case VersionEvent::kArchive:
      if (state == VersionState::kInForce) return VersionState::kArchived;
      break;
  }
  return std::nullopt;
}

ContractVersion FirstVersion(const Contract& contract) {
  ContractVersion version;
  version.organisation = contract.organisation;
  version.contract = contract.id;
  version.number = contract.version;
  version.state = VersionState::kInForce;
  version.concluded_on = contract.concluded_on;
  version.document = contract.number;
  version.title = contract.title;
  version.duration_months = contract.duration_months;
  version.ends_on = contract.ends_on;
  version.amount = contract.amount;
  version.beneficiary = contract.beneficiary;
  return version;
}

absl::StatusOr<ContractVersion> DecideDraft(const Contract& contract, absl::CivilDay since,
                                            int last_number, const ThreePart& requested,
                                            const Amendment& amendment, absl::CivilDay today) {
  if (amendment.type == VersionType::kNewContract) return Refuse("VERSION_TYPE_NOT_ALLOWED");
  if (IsPartial(amendment.type) && amendment.beneficiary != BeneficiaryKind::kNotTold) {
    return RefuseInput("INVALID_REQUEST",
                       {{.field = "version.beneficiary",
                         .reason = "FIELD_NOT_OF_CHOICE",
                         .values = {{"choice", std::string(NameOf(amendment.type))}}}});
  }
  TRANCHE_RETURN_IF_ERROR(CheckDays(amendment, since, today));
  ContractVersion draft = FirstVersion(contract);
  draft.number = last_number + 1;
  draft.type = amendment.type;
  draft.state = VersionState::kBeingDrafted;
  draft.concluded_on = amendment.concluded_on;
  draft.document = amendment.document;
  draft.reason = amendment.reason;
  draft.marks = amendment.marks;
  draft.revises_budget = amendment.revises_budget;
  if (!amendment.title.empty()) draft.title = amendment.title;
  if (amendment.duration_months != 0) draft.duration_months = amendment.duration_months;
  if (amendment.amount) draft.amount = *amendment.amount;
  if (amendment.beneficiary != BeneficiaryKind::kNotTold) draft.beneficiary = amendment.beneficiary;
  draft.ends_on = PeriodEnd(contract.starts_on, draft.duration_months, contract.period_rule);
  TRANCHE_RETURN_IF_ERROR(CheckDayTaken(draft.ends_on));
  TRANCHE_RETURN_IF_ERROR(CheckContractAmount(requested, draft.amount));
  // The contract keeps its currency.
  TRANCHE_RETURN_IF_ERROR(Subtract(contract.amount, draft.amount).status());

  if (draft.title != contract.title) draft.changes.push_back("title");
  if (draft.duration_months != contract.duration_months) draft.changes.push_back("durationMonths");
  if (!(draft.amount == contract.amount)) draft.changes.push_back("amount");
  if (draft.beneficiary != contract.beneficiary) draft.changes.push_back("beneficiary");
  if (draft.revises_budget) draft.changes.push_back("revisesBudget");
  if (draft.changes.empty()) return Refuse("VERSION_CHANGES_NOTHING");
  if (IsPartial(draft.type) && NeedsRevision(draft)) return Refuse("VERSION_PARTIAL_TOUCHES");
  return draft;
}

bool NeedsRevision(const ContractVersion& version) {
  for (const std::string& change : version.changes) {
    if (change == "amount" || change == "revisesBudget") return true;
  }
  return false;
}

absl::StatusOr<ContractVersion> Move(ContractVersion version, VersionEvent event) {
  const std::optional<VersionState> next = Next(version.state, event);
  if (!next) {
    return Refuse(RefusalOf(event), {{"version", absl::StrCat(version.number)},
                                     {"state", std::string(NameOf(version.state))}});
  }
  version.state = *next;
  return version;
}

}  // namespace tranche::proposals
