// SPDX-License-Identifier: EUPL-1.2
#include "budgets/budgets_convert.h"

#include <google/protobuf/util/time_util.h>

#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "budgets/documents/cost_document.h"
#include "budgets/particulars/particulars_convert.h"
#include "budgets/simplified/simplified.h"
#include "platform/base/digest.h"
#include "platform/base/error.h"
#include "platform/base/for_period.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/marks.h"
#include "platform/convert/money.h"
#include "platform/text/fold.h"
#include "platform/text/fold_document.h"
#include "platform/validate/validate.h"
#include "tranche/budgets/v1/currencies_service.pb.h"

namespace tranche::budgets {
namespace {

constexpr absl::string_view kContractPattern = "organisations/{organisation}/contracts/{contract}";

std::optional<ThreePart> ParseParts(const common::v1::ThreePartAmount& amount, const std::string& field,
                                    std::vector<Violation>* violations) {
  const absl::StatusOr<ThreePart> parts = convert::FromProto(amount);
  AddViolation(parts.status(), field, violations);
  if (!parts.ok()) return std::nullopt;
  return *parts;
}

// What a decision takes of its cost; each amount has its reason, and a refusal takes all.
Verdict ParseVerdict(const v1::CostDecision& decision, const std::string& place,
                     std::vector<Violation>* violations) {
  Verdict verdict{.refused = !decision.approved()};
  const bool amounts = decision.has_unapproved() || decision.has_unapproved_by_correction();
  if (verdict.refused && amounts) {
    violations->push_back({place + ".approved", "FIELD_REQUIRED", {}});
  }
  if (decision.has_unapproved()) {
    verdict.unapproved = ParseParts(decision.unapproved(), place + ".unapproved", violations);
  }
  if (decision.has_unapproved_by_correction()) {
    verdict.by_correction =
        ParseParts(decision.unapproved_by_correction(), place + ".unapprovedByCorrection", violations);
    if (decision.correction_reason().empty()) {
      violations->push_back({place + ".correctionReason", "FIELD_REQUIRED", {}});
    }
  }
  if (!decision.correction().empty() && !decision.has_unapproved_by_correction()) {
    violations->push_back({place + ".unapprovedByCorrection", "FIELD_REQUIRED", {}});
  }
  if ((verdict.refused || decision.has_unapproved()) && decision.reason().empty()) {
    violations->push_back({place + ".reason", "FIELD_REQUIRED", {}});
  }
  return verdict;
}

}  // namespace

absl::StatusOr<Money> ParseVat(const common::v1::Money* told, Money total) {
  if (told == nullptr) return Money::Zero(total.currency());
  TRANCHE_ASSIGN_OR_RETURN(const Money vat, convert::FromProto(*told));
  TRANCHE_RETURN_IF_ERROR(Subtract(total, vat).status());  // One currency.
  if (vat.IsNegative() || vat.minor() > total.minor()) {
    return Refuse(
        "VAT_ABOVE_TOTAL",
        {{"vat", FormatAmount(vat)}, {"total", FormatAmount(total)}, {"currency", told->currency()}});
  }
  return vat;
}

std::string ContractName(absl::string_view organisation, absl::string_view contract) {
  return absl::StrCat("organisations/", organisation, "/contracts/", contract);
}

std::string CostName(absl::string_view organisation, absl::string_view contract, int64_t number) {
  return absl::StrCat(ContractName(organisation, contract), "/costs/", number);
}

google::protobuf::Timestamp TimestampOf(int64_t microseconds) {
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(microseconds);
}

v1::SupportForm ToProto(SupportForm form) {
  v1::SupportForm shown = v1::SUPPORT_FORM_UNSPECIFIED;
  v1::SupportForm_Parse(FormName(form), &shown);
  return shown;
}

std::string DocumentKeyOf(absl::string_view number_folded, absl::string_view issuer_folded,
                          absl::string_view type, absl::string_view issued_on) {
  return Sha256Hex(absl::StrCat(number_folded, "\n", issuer_folded, "\n", type, "\n", issued_on));
}

absl::StatusOr<ContractRef> ParseContractName(absl::string_view name, absl::string_view suffix) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(absl::StrCat(kContractPattern, suffix), name));
  return ContractRef{.organisation = segments[0], .contract = FoldRegisterNumber(segments[1])};
}

absl::StatusOr<CostRef> ParseCostName(const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(
      const std::vector<std::string> segments,
      validate::ParseResourceName(absl::StrCat(kContractPattern, "/costs/{cost}"), name));
  const int64_t number = validate::ParseNumber<int64_t>(segments[2]);
  if (number == 0) return Refuse("NOT_FOUND", {{"name", name}});
  return CostRef{.contract = {.organisation = segments[0], .contract = FoldRegisterNumber(segments[1])},
                 .number = number};
}

absl::StatusOr<std::vector<Money>> ParseLines(const v1::CreateBudgetRequest& request) {
  std::vector<Money> totals;
  std::vector<Violation> violations;
  std::set<std::string> codes;
  for (int i = 0; i < request.lines_size(); ++i) {
    const v1::Line& line = request.lines(i);
    const std::string place = absl::StrCat("lines[", i, "]");
    if (!IsLineCode(line.code())) {
      violations.push_back(
          {place + ".code", "FIELD_MALFORMED", {{"value", line.code()}, {"format", "1.1"}}});
    } else if (!codes.insert(line.code()).second) {
      violations.push_back({place + ".code", "LINE_CODE_TWICE", {{"line", line.code()}}});
    }
    AddViolation(convert::CheckMarks(line.marks()), place + ".marks", &violations);
    const absl::StatusOr<Money> total = convert::FromProto(line.total());
    AddViolation(total.status(), place + ".total", &violations);
    if (total.ok() && total->IsNegative()) {
      violations.push_back({place + ".total", "AMOUNT_NEGATIVE", {}});
    }
    if (total.ok()) totals.push_back(*total);
  }
  if (!violations.empty()) return RefuseInput("INVALID_REQUEST", std::move(violations));
  return totals;
}

template <class Document>
void CheckDays(const Document& document, absl::CivilDay today, std::vector<Violation>* faults) {
  // Either may be the earlier one: what is paid in advance is invoiced later.
  const absl::StatusOr<absl::CivilDay> issued_on = ParseDay(document.issued_on());
  AddViolation(issued_on.ok() ? CheckNotAfter(*issued_on, today) : issued_on.status(),
               "document.issuedOn", faults);
  const absl::StatusOr<absl::CivilDay> paid_on = ParseDay(document.paid_on());
  AddViolation(paid_on.ok() ? CheckNotAfter(*paid_on, today) : paid_on.status(), "document.paidOn",
               faults);
}
template void CheckDays(const v1::CostDocument&, absl::CivilDay, std::vector<Violation>*);
template void CheckDays(const v1::ForeignDocument&, absl::CivilDay, std::vector<Violation>*);

template <class Document>
void CheckTypeAndIssuer(const Document& document, std::vector<Violation>* faults) {
  if (document.type() == v1::CREDIT_NOTE) {
    faults->push_back({"document.type", "CREDIT_NOTE_IS_NO_COST", {}});
  }
  if (document.type() == v1::SIMPLIFIED_REPORT) {
    faults->push_back({"document.type", "COST_TYPE_IS_SIMPLIFIED", {}});
  }
  AddViolation(CheckEik(document.issuer_eik()), "document.issuerEik", faults);
}
template void CheckTypeAndIssuer(const v1::CostDocument&, std::vector<Violation>*);
template void CheckTypeAndIssuer(const v1::ForeignDocument&, std::vector<Violation>*);

std::vector<Violation> Within(const std::string& prefix, std::vector<Violation> faults) {
  for (Violation& fault : faults) fault.field = prefix + fault.field;
  return faults;
}

namespace {

absl::Status ClaimedAbove(const char* reason, const char* name, Money claimed, Money limit) {
  if (claimed.minor() <= limit.minor()) return absl::OkStatus();
  return Refuse(reason, {{"claimed", FormatAmount(claimed)},
                         {name, FormatAmount(limit)},
                         {"currency", std::string(CurrencyCode(claimed.currency()))}});
}

// Reads the total and what is claimed of it, and gathers what is wrong with them; false when something
// is.
bool ReadClaim(const v1::Cost& cost, store::NewCost* parsed, std::vector<Violation>* faults) {
  const std::size_t before = faults->size();
  const absl::StatusOr<Money> total = convert::FromProto(cost.document().total());
  AddViolation(total.status(), "document.total", faults);
  const absl::StatusOr<Money> claimed = convert::FromProto(cost.claimed());
  AddViolation(claimed.status(), "claimed", faults);
  if (total.ok()) parsed->total = *total;
  if (claimed.ok()) parsed->claimed = *claimed;
  if (claimed.ok() && claimed->minor() <= 0) faults->push_back({"claimed", "COST_NOT_POSITIVE", {}});
  if (total.ok() && claimed.ok()) {
    const absl::Status one_currency = Subtract(*total, *claimed).status();
    AddViolation(one_currency.ok() ? ClaimedAbove("COST_ABOVE_DOCUMENT", "total", *claimed, *total)
                                   : one_currency,
                 "claimed", faults);
  }
  return faults->size() == before;
}

// Reads the tax within a total that was read; whether the claim fits what is left without it only where
// it fits the total.
bool ReadTax(const v1::CostDocument& document, bool claim_fits, store::NewCost* parsed,
             std::vector<Violation>* faults) {
  const std::size_t before = faults->size();
  const absl::StatusOr<Money> vat =
      ParseVat(document.has_vat() ? &document.vat() : nullptr, parsed->total);
  AddViolation(vat.status(), "document.vat", faults);
  if (vat.ok()) parsed->vat = *vat;
  parsed->claimable = parsed->total;
  if (vat.ok() && document.vat_recoverable()) {
    parsed->claimable =
        Money::Minor(parsed->total.minor() - parsed->vat.minor(), parsed->total.currency());
  }
  if (claim_fits) {
    AddViolation(ClaimedAbove("COST_CLAIMS_VAT", "claimable", parsed->claimed, parsed->claimable),
                 "claimed", faults);
  }
  return faults->size() == before;
}

}  // namespace

ReadCost CheckCost(const v1::Cost& cost, absl::CivilDay today) {
  ReadCost read;
  store::NewCost& parsed = read.cost;
  // In this order: the first of the faults is the reason of the refusal.
  AddViolation(convert::CheckMarks(cost.marks()), "marks", &read.faults);
  CheckDays(cost.document(), today, &read.faults);
  const bool claim_fits = ReadClaim(cost, &parsed, &read.faults);
  CheckTypeAndIssuer(cost.document(), &read.faults);
  // A tax that is compared with a total in no currency says nothing.
  const bool total_read = convert::FromProto(cost.document().total()).ok();
  const bool tax_fits = total_read && ReadTax(cost.document(), claim_fits, &parsed, &read.faults);
  read.amounts_fit = claim_fits && tax_fits;
  if (cost.has_particulars()) {
    v1::CostParticulars particulars = cost.particulars();
    std::vector<Violation> faults =
        ReadParticulars(read.amounts_fit ? &parsed.claimed : nullptr, &particulars);
    read.faults.insert(read.faults.end(), faults.begin(), faults.end());
    if (!SaysNothing(particulars)) *parsed.cost.mutable_particulars() = std::move(particulars);
  }
  parsed.number_folded = FoldDocumentNumber(cost.document().number());
  parsed.issuer_folded = FoldIssuer(cost.document().issuer());

  // Only what a request may say is taken over; the rest is set here or by the recording.
  parsed.cost.set_line(cost.line());
  *parsed.cost.mutable_document() = cost.document();
  *parsed.cost.mutable_document()->mutable_total() = convert::ToProto(parsed.total);
  if (cost.document().has_vat()) {
    *parsed.cost.mutable_document()->mutable_vat() = convert::ToProto(parsed.vat);
  }
  *parsed.cost.mutable_claimed() = convert::ToProto(parsed.claimed);
  if (read.amounts_fit) {
    *parsed.cost.mutable_unclaimed() = convert::ToProto(
        Money::Minor(parsed.total.minor() - parsed.claimed.minor(), parsed.total.currency()));
  }
  *parsed.cost.mutable_marks() = cost.marks();
  parsed.cost.set_state(v1::RESERVED);
  return read;
}

absl::StatusOr<store::NewCost> ParseCost(const v1::Cost& cost, absl::CivilDay today) {
  ReadCost read = CheckCost(cost, today);
  if (!read.faults.empty()) return RefuseFields(std::move(read.faults));
  return std::move(read.cost);
}

absl::StatusOr<std::vector<store::NewDecision>> ParseDecisions(const v1::DecideCostsRequest& request,
                                                               const std::string& organisation,
                                                               const std::string& contract) {
  std::vector<store::NewDecision> decisions;
  std::vector<Violation> violations;
  std::set<int64_t> numbers;
  for (int i = 0; i < request.decisions_size(); ++i) {
    const v1::CostDecision& decision = request.decisions(i);
    const std::string place = absl::StrCat("decisions[", i, "]");
    const absl::StatusOr<CostRef> cost = ParseCostName(decision.cost());
    if (!cost.ok() && ReasonOf(cost.status()) == "NOT_FOUND") return cost.status();
    AddViolation(cost.status(), place + ".cost", &violations);
    const Verdict verdict = ParseVerdict(decision, place, &violations);
    if (!cost.ok()) continue;
    const std::string& named = cost->contract.organisation;
    if (cost->contract.contract != contract || (named != "-" && named != organisation)) {
      return Refuse("NOT_FOUND", {{"name", decision.cost()}});
    }
    if (!numbers.insert(cost->number).second) {
      violations.push_back({place + ".cost", "COST_NAMED_TWICE", {{"cost", decision.cost()}}});
    }
    decisions.push_back({.number = cost->number,
                         .verdict = verdict,
                         .reason = decision.reason(),
                         .correction_reason = decision.correction_reason(),
                         .correction = decision.correction()});
  }
  if (!violations.empty()) return RefuseInput("INVALID_REQUEST", std::move(violations));
  return decisions;
}

const reference::v1::Rule* RuleOfPeriod(const reference::v1::ListRulesResponse& rules,
                                        const std::string& period) {
  return FindForPeriod(
      rules.rules(), period, [](const reference::v1::Rule&) { return true; },
      [](const reference::v1::Rule& rule) -> absl::string_view { return rule.programming_period(); });
}

}  // namespace tranche::budgets
