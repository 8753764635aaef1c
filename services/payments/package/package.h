// SPDX-License-Identifier: EUPL-1.2
// Report packages: which documents fit which type, and the way of a package. Values in, values out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "payments/claim.h"

namespace tranche::payments::package {

enum class PackageType {
  kAdvancePayment,
  kTechnical,
  kPaymentTechnicalFinancial,
  kPaymentFinancial,
  kFinancial
};
enum class PackageState { kDraft, kSent, kInVerification, kAccepted, kRefused, kWithdrawn };
enum class PackageStep {
  kSend,
  kReturn,
  kBegin,  // The authority begins to verify it: a question, a check, a decision.
  kAccept,
  kRefuse,
  kWithdraw,
};
enum class DocumentKind { kPaymentClaim, kTechnicalReport, kFinancialReport, kParticipants };

// The names that stand in the database and on the wire, "PACKAGE_IN_VERIFICATION".
absl::string_view Name(PackageType type);
absl::string_view Name(PackageState state);
absl::string_view Name(PackageStep step);
absl::string_view Name(DocumentKind kind);
std::optional<PackageType> PackageTypeOf(absl::string_view name);
std::optional<PackageState> PackageStateOf(absl::string_view name);
std::optional<DocumentKind> DocumentKindOf(absl::string_view name);

// Where a step leads; nothing when the state does not know the step.
std::optional<PackageState> Next(PackageState state, PackageStep step);
// A package that may still change.
bool IsOpen(PackageState state);

using Return = PackageReturn;

struct Package {
  int sequence = 0;
  PackageType type = PackageType::kPaymentFinancial;
  PackageState state = PackageState::kDraft;
  bool made_for_claim = false;
  std::optional<int> claim;  // Sequence of the claim that is in it.
  std::optional<absl::CivilDay> sent_on;
  std::string sent_by;
  std::optional<absl::CivilDay> decided_on;
  std::string decided_by;
  std::string reference;
  std::string closing_reason;
  int technical_report_version = 0;  // 0: it has none.
  int financial_report_version = 0;
  int participants_version = 0;
  int participants_void_through = 0;  // Imports of participants up to this one do not count.
  bool needs_participants = false;    // The contract promises indicators that count participants.
  std::vector<Return> returns;        // In their order.
};

// The type of the package that a claim makes for itself.
PackageType TypeFor(ClaimKind kind);
// Whether a package of this type takes such a claim, or such a document.
bool Takes(PackageType type, ClaimKind kind);
bool Takes(PackageType type, DocumentKind document);

// The documents that it holds, in the order of DocumentKind.
std::vector<DocumentKind> DocumentsOf(const Package& package);

// PACKAGE_WRONG_STATE.
absl::StatusOr<PackageState> Step(const Package& package, PackageStep step);

// A claim fits the open package: PACKAGE_WRONG_STATE unless it is a draft, PACKAGE_CLAIM_KIND.
absl::Status CheckTakesClaim(const Package& package, ClaimKind kind);

// Reports and the type are changed in drafts only; PACKAGE_WRONG_STATE.
absl::Status CheckDraft(const Package& package);

// A document is put in: CheckDraft, PACKAGE_DOCUMENT_MISFIT.
absl::Status CheckPutIn(const Package& package, DocumentKind document);

// Another type: CheckDraft, PACKAGE_DOCUMENT_MISFIT for each document that does not fit it, and for the
// claim's kind.
absl::Status DecideType(const Package& package, std::optional<ClaimKind> claim, PackageType type);

// All documents of its type are there: PACKAGE_DOCUMENT_MISSING with the first that is not. Who
// returned it does not send it (SENT_BY_RETURNER), and it is not sent before it was returned last
// (DAYS_OUT_OF_ORDER).
absl::Status CheckComplete(const Package& package);
absl::StatusOr<PackageState> DecideSend(const Package& package, absl::CivilDay sent_on,
                                        const std::string& subject);

// Only of a package that is sent and not looked at yet. RETURNED_BY_SENDER, PACKAGE_WRONG_STATE,
// DAYS_OUT_OF_ORDER.
absl::StatusOr<Return> DecideReturn(const Package& package, const std::string& reason,
                                    absl::CivilDay returned_on, const std::string& subject);

// What steps with the package itself are: PACKAGE_HAS_CLAIM where the claim leads it.
absl::Status CheckWithoutClaim(const Package& package);

// Withdrawing wants an empty draft: PACKAGE_WRONG_STATE, PACKAGE_NOT_EMPTY.
absl::StatusOr<PackageState> DecideWithdraw(const Package& package);

// A decision on a package without a claim, on behalf of the authority. DECIDED_BY_SENDER,
// PACKAGE_WRONG_STATE, DAYS_OUT_OF_ORDER.
struct PackageDecision {
  bool accepted = false;
  absl::CivilDay decided_on;
  std::string reference;
  std::string reason;
};
absl::StatusOr<PackageState> Decide(const Package& package, const PackageDecision& decision,
                                    const std::string& subject);

// Whoever sent it, now or before it was returned.
bool ActedForBeneficiary(const Package& package, const std::string& subject);
// Whoever returned it.
bool ActedForAuthority(const Package& package, const std::string& subject);

}  // namespace tranche::payments::package
