// SPDX-License-Identifier: EUPL-1.2
#include "payments/package/package.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"

namespace tranche::payments::package {
namespace {

template <class Value, std::size_t size>
using Names = std::array<std::pair<Value, absl::string_view>, size>;

constexpr Names<PackageType, 5> kTypes = {
    {{PackageType::kAdvancePayment, "ADVANCE_PAYMENT_PACKAGE"},
     {PackageType::kTechnical, "TECHNICAL_PACKAGE"},
     {PackageType::kPaymentTechnicalFinancial, "PAYMENT_TECHNICAL_FINANCIAL_PACKAGE"},
     {PackageType::kPaymentFinancial, "PAYMENT_FINANCIAL_PACKAGE"},
     {PackageType::kFinancial, "FINANCIAL_PACKAGE"}}};

constexpr Names<PackageState, 6> kStates = {{{PackageState::kDraft, "PACKAGE_DRAFT"},
                                             {PackageState::kSent, "PACKAGE_SENT"},
                                             {PackageState::kInVerification, "PACKAGE_IN_VERIFICATION"},
                                             {PackageState::kAccepted, "PACKAGE_ACCEPTED"},
                                             {PackageState::kRefused, "PACKAGE_REFUSED"},
                                             {PackageState::kWithdrawn, "PACKAGE_WITHDRAWN"}}};

constexpr Names<PackageStep, 6> kSteps = {{{PackageStep::kSend, "SEND"},
                                           {PackageStep::kReturn, "RETURN"},
                                           {PackageStep::kBegin, "BEGIN"},
                                           {PackageStep::kAccept, "ACCEPT"},
                                           {PackageStep::kRefuse, "REFUSE"},
                                           {PackageStep::kWithdraw, "WITHDRAW"}}};

constexpr Names<DocumentKind, 4> kDocuments = {
    {{DocumentKind::kPaymentClaim, "PAYMENT_CLAIM_DOCUMENT"},
     {DocumentKind::kTechnicalReport, "TECHNICAL_REPORT_DOCUMENT"},
     {DocumentKind::kFinancialReport, "FINANCIAL_REPORT_DOCUMENT"},
     {DocumentKind::kParticipants, "PARTICIPANTS_DOCUMENT"}}};

struct Transition {
  PackageState from;
  PackageStep step;
  PackageState to;
};

constexpr std::array<Transition, 9> kTransitions = {
    {{PackageState::kDraft, PackageStep::kSend, PackageState::kSent},
     {PackageState::kDraft, PackageStep::kWithdraw, PackageState::kWithdrawn},
     {PackageState::kSent, PackageStep::kReturn, PackageState::kDraft},
     {PackageState::kSent, PackageStep::kBegin, PackageState::kInVerification},
     {PackageState::kSent, PackageStep::kAccept, PackageState::kAccepted},
     {PackageState::kSent, PackageStep::kRefuse, PackageState::kRefused},
     {PackageState::kInVerification, PackageStep::kBegin, PackageState::kInVerification},
     {PackageState::kInVerification, PackageStep::kAccept, PackageState::kAccepted},
     {PackageState::kInVerification, PackageStep::kRefuse, PackageState::kRefused}}};

template <class Value, std::size_t size>
absl::string_view NameIn(const Names<Value, size>& names, Value value) {
  for (const auto& [known, name] : names) {
    if (known == value) return name;
  }
  return "";
}

template <class Value, std::size_t size>
std::optional<Value> ValueIn(const Names<Value, size>& names, absl::string_view name) {
  for (const auto& [value, known] : names) {
    if (known == name) return value;
  }
  return std::nullopt;
}

absl::Status OnDocument(const char* reason, PackageType type, DocumentKind document) {
  return Refuse(reason, {{"type", std::string(Name(type))}, {"document", std::string(Name(document))}});
}

absl::Status WrongClaim(const Package& package, PackageType type, ClaimKind kind) {
  return Refuse("PACKAGE_CLAIM_KIND", {{"package", absl::StrCat(package.sequence)},
                                       {"type", std::string(Name(type))},
                                       {"kind", std::string(payments::Name(kind))}});
}

absl::Status CheckOrder(absl::CivilDay earlier, absl::CivilDay day) {
  if (day >= earlier) return absl::OkStatus();
  return Refuse("DAYS_OUT_OF_ORDER", {{"day", FormatDay(day)}, {"earlier", FormatDay(earlier)}});
}

}  // namespace

absl::string_view Name(PackageType type) { return NameIn(kTypes, type); }
absl::string_view Name(PackageState state) { return NameIn(kStates, state); }
absl::string_view Name(PackageStep step) { return NameIn(kSteps, step); }
absl::string_view Name(DocumentKind kind) { return NameIn(kDocuments, kind); }
std::optional<PackageType> PackageTypeOf(absl::string_view name) { return ValueIn(kTypes, name); }
std::optional<PackageState> PackageStateOf(absl::string_view name) { return ValueIn(kStates, name); }
std::optional<DocumentKind> DocumentKindOf(absl::string_view name) { return ValueIn(kDocuments, name); }

std::optional<PackageState> Next(PackageState state, PackageStep step) {
  for (const Transition& transition : kTransitions) {
    if (transition.from == state && transition.step == step) return transition.to;
  }
  return std::nullopt;
}

bool IsOpen(PackageState state) {
  return state == PackageState::kDraft || state == PackageState::kSent ||
         state == PackageState::kInVerification;
}

PackageType TypeFor(ClaimKind kind) {
  return IsAdvance(kind) ? PackageType::kAdvancePayment : PackageType::kPaymentFinancial;
}

bool Takes(PackageType type, ClaimKind kind) {
  switch (type) {
    case PackageType::kAdvancePayment:
      return IsAdvance(kind);
    case PackageType::kPaymentTechnicalFinancial:
    case PackageType::kPaymentFinancial:
      return !IsAdvance(kind);
    case PackageType::kTechnical:
    case PackageType::kFinancial:
      return false;
  }
  return false;
}

bool Takes(PackageType type, DocumentKind document) {
  switch (document) {
    case DocumentKind::kPaymentClaim:
      return type != PackageType::kTechnical && type != PackageType::kFinancial;
    case DocumentKind::kTechnicalReport:
      return type == PackageType::kTechnical || type == PackageType::kPaymentTechnicalFinancial;
    case DocumentKind::kFinancialReport:
      // With a claim its costs are the financial report.
      return type == PackageType::kFinancial;
    case DocumentKind::kParticipants:
      // They bear out the indicators of the technical report.
      return Takes(type, DocumentKind::kTechnicalReport);
  }
  return false;
}

std::vector<DocumentKind> DocumentsOf(const Package& package) {
  std::vector<DocumentKind> documents;
  if (package.claim.has_value()) documents.push_back(DocumentKind::kPaymentClaim);
  if (package.technical_report_version > 0) documents.push_back(DocumentKind::kTechnicalReport);
  if (package.financial_report_version > 0) documents.push_back(DocumentKind::kFinancialReport);
  if (package.participants_version > 0) documents.push_back(DocumentKind::kParticipants);
  return documents;
}

absl::StatusOr<PackageState> Step(const Package& package, PackageStep step) {
  const std::optional<PackageState> next = Next(package.state, step);
  if (next.has_value()) return *next;
  return Refuse("PACKAGE_WRONG_STATE", {{"package", absl::StrCat(package.sequence)},
                                        {"state", std::string(Name(package.state))},
                                        {"step", std::string(Name(step))}});
}

absl::Status CheckDraft(const Package& package) {
  // What may be sent may be changed.
  return Step(package, PackageStep::kSend).status();
}

absl::Status CheckTakesClaim(const Package& package, ClaimKind kind) {
  TRANCHE_RETURN_IF_ERROR(CheckDraft(package));
  return Takes(package.type, kind) ? absl::OkStatus() : WrongClaim(package, package.type, kind);
}

absl::Status CheckPutIn(const Package& package, DocumentKind document) {
  TRANCHE_RETURN_IF_ERROR(CheckDraft(package));
  return Takes(package.type, document) ? absl::OkStatus()
                                       : OnDocument("PACKAGE_DOCUMENT_MISFIT", package.type, document);
}

absl::Status DecideType(const Package& package, std::optional<ClaimKind> claim, PackageType type) {
  TRANCHE_RETURN_IF_ERROR(CheckDraft(package));
  for (const DocumentKind document : DocumentsOf(package)) {
    if (!Takes(type, document)) return OnDocument("PACKAGE_DOCUMENT_MISFIT", type, document);
  }
  if (claim.has_value() && !Takes(type, *claim)) return WrongClaim(package, type, *claim);
  return absl::OkStatus();
}

absl::Status CheckComplete(const Package& package) {
  const std::vector<DocumentKind> there = DocumentsOf(package);
  for (const auto& [document, name] : kDocuments) {
    if (!Takes(package.type, document)) continue;
    if (document == DocumentKind::kParticipants && !package.needs_participants) continue;
    if (std::find(there.begin(), there.end(), document) == there.end()) {
      return OnDocument("PACKAGE_DOCUMENT_MISSING", package.type, document);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<PackageState> DecideSend(const Package& package, absl::CivilDay sent_on,
                                        const std::string& subject) {
  TRANCHE_ASSIGN_OR_RETURN(const PackageState next, Step(package, PackageStep::kSend));
  if (ActedForAuthority(package, subject)) return Refuse("SENT_BY_RETURNER");
  TRANCHE_RETURN_IF_ERROR(CheckComplete(package));
  if (!package.returns.empty()) {
    TRANCHE_RETURN_IF_ERROR(CheckOrder(package.returns.back().returned_on, sent_on));
  }
  return next;
}

absl::StatusOr<Return> DecideReturn(const Package& package, const std::string& reason,
                                    absl::CivilDay returned_on, const std::string& subject) {
  TRANCHE_RETURN_IF_ERROR(Step(package, PackageStep::kReturn).status());
  if (ActedForBeneficiary(package, subject)) return Refuse("RETURNED_BY_SENDER");
  TRANCHE_RETURN_IF_ERROR(CheckOrder(*package.sent_on, returned_on));
  return Return{.number = static_cast<int>(package.returns.size()) + 1,
                .returned_on = returned_on,
                .returned_by = subject,
                .reason = reason,
                .sent_on = *package.sent_on,
                .sent_by = package.sent_by};
}

absl::Status CheckWithoutClaim(const Package& package) {
  if (!package.claim.has_value()) return absl::OkStatus();
  return Refuse("PACKAGE_HAS_CLAIM",
                {{"package", absl::StrCat(package.sequence)}, {"claim", absl::StrCat(*package.claim)}});
}

absl::StatusOr<PackageState> DecideWithdraw(const Package& package) {
  TRANCHE_ASSIGN_OR_RETURN(const PackageState next, Step(package, PackageStep::kWithdraw));
  const std::vector<DocumentKind> documents = DocumentsOf(package);
  if (documents.empty()) return next;
  return Refuse("PACKAGE_NOT_EMPTY", {{"package", absl::StrCat(package.sequence)},
                                      {"document", std::string(Name(documents.front()))}});
}

absl::StatusOr<PackageState> Decide(const Package& package, const PackageDecision& decision,
                                    const std::string& subject) {
  TRANCHE_ASSIGN_OR_RETURN(
      const PackageState next,
      Step(package, decision.accepted ? PackageStep::kAccept : PackageStep::kRefuse));
  if (ActedForBeneficiary(package, subject)) return Refuse("DECIDED_BY_SENDER");
  TRANCHE_RETURN_IF_ERROR(CheckOrder(*package.sent_on, decision.decided_on));
  return next;
}

bool ActedForBeneficiary(const Package& package, const std::string& subject) {
  if (package.sent_on.has_value() && package.sent_by == subject) return true;
  return std::any_of(package.returns.begin(), package.returns.end(),
                     [&](const Return& before) { return before.sent_by == subject; });
}

bool ActedForAuthority(const Package& package, const std::string& subject) {
  return std::any_of(package.returns.begin(), package.returns.end(),
                     [&](const Return& before) { return before.returned_by == subject; });
}

}  // namespace tranche::payments::package
