// SPDX-License-Identifier: EUPL-1.2
#include "reports/money_convert.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "platform/base/status_macros.h"
#include "platform/convert/money.h"
#include "platform/money/currency_view.h"
#include "reports/budget_vs_actual.h"
#include "reports/money_report.h"

namespace tranche::reports {
namespace {

using common::v1::ThreePartAmount;

absl::StatusOr<common::v1::Money> Show(Money amount, Currency shown) {
  TRANCHE_ASSIGN_OR_RETURN(const Money converted, ShowIn(amount, shown));
  return convert::ToProto(converted);
}

// Five figures, each converted by itself: grant and total are not the sums of converted parts.
absl::StatusOr<ThreePartAmount> Show(const ThreePart& parts, Currency shown) {
  ThreePartAmount proto;
  TRANCHE_ASSIGN_OR_RETURN(const Money grant, Grant(parts));
  TRANCHE_ASSIGN_OR_RETURN(const Money total, Total(parts));
  TRANCHE_ASSIGN_OR_RETURN(*proto.mutable_eu(), Show(parts.eu, shown));
  TRANCHE_ASSIGN_OR_RETURN(*proto.mutable_national(), Show(parts.national, shown));
  TRANCHE_ASSIGN_OR_RETURN(*proto.mutable_own(), Show(parts.own, shown));
  TRANCHE_ASSIGN_OR_RETURN(*proto.mutable_grant(), Show(grant, shown));
  TRANCHE_ASSIGN_OR_RETURN(*proto.mutable_total(), Show(total, shown));
  return proto;
}

// One column of a table: its rows as they are shown, and its sum as it is kept.
class Column {
 public:
  Column(v1::MoneyTable table, v1::MoneyFigure figure, Currency kept, Currency shown)
      : table_(table), figure_(figure), shown_(shown), sum_(ZeroParts(kept)) {}

  absl::Status Show(const ThreePart& amount, ThreePartAmount* into) {
    TRANCHE_ASSIGN_OR_RETURN(*into, reports::Show(amount, shown_));
    rows_.push_back(*into);
    return AddTo(amount, &sum_);
  }

  const ThreePart& sum() const { return sum_; }

  // The sum as it is shown, and what the rows miss of it.
  absl::Status ShowSum(ThreePartAmount* into, v1::MoneyReport* report) const {
    TRANCHE_ASSIGN_OR_RETURN(*into, reports::Show(sum_, shown_));
    v1::MoneyRounding rounding;
    bool misses = false;
    for (const auto& [get, change] : kFigures) {
      TRANCHE_ASSIGN_OR_RETURN(Money missing, convert::FromProto((into->*get)()));
      for (const ThreePartAmount& row : rows_) {
        TRANCHE_ASSIGN_OR_RETURN(const Money figure, convert::FromProto((row.*get)()));
        TRANCHE_ASSIGN_OR_RETURN(missing, Subtract(missing, figure));
      }
      misses = misses || !missing.IsZero();
      *(rounding.mutable_amount()->*change)() = convert::ToProto(missing);
    }
    if (!misses) return absl::OkStatus();
    rounding.set_table(table_);
    rounding.set_figure(figure_);
    *report->add_roundings() = std::move(rounding);
    return absl::OkStatus();
  }

 private:
  using Get = const common::v1::Money& (ThreePartAmount::*)() const;
  using Change = common::v1::Money* (ThreePartAmount::*)();
  static constexpr std::pair<Get, Change> kFigures[] = {
      {&ThreePartAmount::eu, &ThreePartAmount::mutable_eu},
      {&ThreePartAmount::national, &ThreePartAmount::mutable_national},
      {&ThreePartAmount::own, &ThreePartAmount::mutable_own},
      {&ThreePartAmount::grant, &ThreePartAmount::mutable_grant},
      {&ThreePartAmount::total, &ThreePartAmount::mutable_total}};

  const v1::MoneyTable table_;
  const v1::MoneyFigure figure_;
  const Currency shown_;
  ThreePart sum_;
  std::vector<ThreePartAmount> rows_;
};

bool IsZero(const ThreePart& parts) {
  return parts.eu.IsZero() && parts.national.IsZero() && parts.own.IsZero();
}

bool ReportIsDecided(const MoneyFacts& facts) {
  for (const ClaimFact& claim : facts.claims) {
    if (claim.sequence == facts.claim) return claim.IsDecided();
  }
  return true;
}

absl::Status ShowVersions(const MoneyFacts& facts, Currency shown, v1::MoneyReport* report) {
  ThreePart before = ZeroParts(facts.currency);
  for (const VersionFact& version : facts.versions) {
    v1::MoneyVersion& proto = *report->add_versions();
    proto.set_version(version.version);
    proposals::v1::VersionType type = proposals::v1::VERSION_TYPE_UNSPECIFIED;
    if (proposals::v1::VersionType_Parse(version.type, &type)) proto.set_type(type);
    proto.set_document(version.document);
    proto.set_concluded_on(version.concluded_on);
    TRANCHE_ASSIGN_OR_RETURN(*proto.mutable_amount(), Show(version.amount, shown));
    TRANCHE_ASSIGN_OR_RETURN(const ThreePart amount, PartsIn(version.amount, facts.currency));
    TRANCHE_ASSIGN_OR_RETURN(const ThreePart change, Subtract(amount, before));
    TRANCHE_ASSIGN_OR_RETURN(*proto.mutable_change(), Show(change, shown));
    before = amount;
    report->set_title(version.title);
    // By the days asked for, or before there is a budget. Otherwise what the budget knows: a version
    // that was signed in lev keeps its amount when the contract is converted.
    if (facts.dated || IsZero(facts.budget_amount)) *report->mutable_granted() = proto.amount();
  }
  return absl::OkStatus();
}

// The columns of the table of lines, in one place for the lines and their sums.
struct LineColumns {
  LineColumns(Currency kept, Currency shown)
      : contract_value(v1::BUDGET_TABLE, v1::CONTRACT_VALUE_FIGURE, kept, shown),
        modification(v1::BUDGET_TABLE, v1::MODIFICATION_FIGURE, kept, shown),
        correction(v1::BUDGET_TABLE, v1::CORRECTION_FIGURE, kept, shown),
        current(v1::BUDGET_TABLE, v1::CURRENT_FIGURE, kept, shown),
        this_report(v1::BUDGET_TABLE, v1::THIS_REPORT_FIGURE, kept, shown),
        cumulative(v1::BUDGET_TABLE, v1::CUMULATIVE_FIGURE, kept, shown),
        difference(v1::BUDGET_TABLE, v1::DIFFERENCE_FIGURE, kept, shown),
        reserved(v1::BUDGET_TABLE, v1::RESERVED_FIGURE, kept, shown) {}

  Column contract_value, modification, correction, current, this_report, cumulative, difference,
      reserved;
};

absl::Status ShowDifference(const ThreePart& difference, const ThreePart& current,
                            v1::MoneyLine* proto) {
  TRANCHE_ASSIGN_OR_RETURN(const Money part, Total(difference));
  TRANCHE_ASSIGN_OR_RETURN(const Money whole, Total(current));
  TRANCHE_ASSIGN_OR_RETURN(*proto->mutable_difference_percent(), PercentAboveZero(part, whole));
  return absl::OkStatus();
}

absl::Status ShowLine(const LineFact& line, bool decided, LineColumns* columns, v1::MoneyLine* proto) {
  proto->set_code(line.code);
  proto->set_title(line.title);
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart contract_value, ContractValue(line));
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart cumulative, Cumulative(line, decided));
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart difference, Subtract(line.cap, cumulative));
  TRANCHE_RETURN_IF_ERROR(
      columns->contract_value.Show(contract_value, proto->mutable_contract_value()));
  TRANCHE_RETURN_IF_ERROR(columns->modification.Show(line.modified, proto->mutable_modification()));
  TRANCHE_RETURN_IF_ERROR(columns->correction.Show(line.transferred, proto->mutable_correction()));
  TRANCHE_RETURN_IF_ERROR(columns->current.Show(line.cap, proto->mutable_current()));
  TRANCHE_RETURN_IF_ERROR(columns->this_report.Show(line.this_report, proto->mutable_this_report()));
  TRANCHE_RETURN_IF_ERROR(columns->cumulative.Show(cumulative, proto->mutable_cumulative()));
  TRANCHE_RETURN_IF_ERROR(columns->difference.Show(difference, proto->mutable_difference()));
  TRANCHE_RETURN_IF_ERROR(columns->reserved.Show(line.reserved, proto->mutable_reserved()));
  return ShowDifference(difference, line.cap, proto);
}

absl::Status ShowSource(budgets::v1::Payer payer, const LineColumns& columns, Currency shown,
                        v1::MoneySource* source) {
  const auto part = [payer](const ThreePart& parts) -> absl::StatusOr<Money> {
    switch (payer) {
      case budgets::v1::EU_PART:
        return parts.eu;
      case budgets::v1::NATIONAL_PART:
        return parts.national;
      case budgets::v1::OWN_PART:
        return parts.own;
      default:
        return Total(parts);
    }
  };
  source->set_payer(payer);
  const auto show = [&](const ThreePart& parts, common::v1::Money* amount,
                        std::string* percent) -> absl::Status {
    TRANCHE_ASSIGN_OR_RETURN(const Money figure, part(parts));
    TRANCHE_ASSIGN_OR_RETURN(const Money whole, Total(parts));
    TRANCHE_ASSIGN_OR_RETURN(*percent, PercentAboveZero(figure, whole));
    TRANCHE_ASSIGN_OR_RETURN(*amount, Show(figure, shown));
    return absl::OkStatus();
  };
  TRANCHE_RETURN_IF_ERROR(
      show(columns.current.sum(), source->mutable_current(), source->mutable_current_percent()));
  TRANCHE_RETURN_IF_ERROR(show(columns.this_report.sum(), source->mutable_this_report(),
                               source->mutable_this_report_percent()));
  return show(columns.cumulative.sum(), source->mutable_cumulative(),
              source->mutable_cumulative_percent());
}

absl::Status ShowLines(const MoneyFacts& facts, Currency shown, v1::MoneyReport* report) {
  LineColumns columns(facts.currency, shown);
  const bool decided = ReportIsDecided(facts);
  for (const LineFact& line : facts.lines) {
    TRANCHE_RETURN_IF_ERROR(ShowLine(line, decided, &columns, report->add_lines()));
  }
  v1::MoneyLine& total = *report->mutable_total();
  TRANCHE_RETURN_IF_ERROR(columns.contract_value.ShowSum(total.mutable_contract_value(), report));
  TRANCHE_RETURN_IF_ERROR(columns.modification.ShowSum(total.mutable_modification(), report));
  TRANCHE_RETURN_IF_ERROR(columns.correction.ShowSum(total.mutable_correction(), report));
  TRANCHE_RETURN_IF_ERROR(columns.current.ShowSum(total.mutable_current(), report));
  TRANCHE_RETURN_IF_ERROR(columns.this_report.ShowSum(total.mutable_this_report(), report));
  TRANCHE_RETURN_IF_ERROR(columns.cumulative.ShowSum(total.mutable_cumulative(), report));
  TRANCHE_RETURN_IF_ERROR(columns.difference.ShowSum(total.mutable_difference(), report));
  TRANCHE_RETURN_IF_ERROR(columns.reserved.ShowSum(total.mutable_reserved(), report));
  TRANCHE_RETURN_IF_ERROR(ShowDifference(columns.difference.sum(), columns.current.sum(), &total));
  for (const budgets::v1::Payer payer : {budgets::v1::EU_PART, budgets::v1::NATIONAL_PART,
                                         budgets::v1::OWN_PART, budgets::v1::ALL_PARTS}) {
    TRANCHE_RETURN_IF_ERROR(ShowSource(payer, columns, shown, report->add_sources()));
  }
  return absl::OkStatus();
}

struct ClaimColumns {
  ClaimColumns(Currency kept, Currency shown)
      : requested(v1::CLAIMS_TABLE, v1::REQUESTED_FIGURE, kept, shown),
        claimed_again(v1::CLAIMS_TABLE, v1::CLAIMED_AGAIN_FIGURE, kept, shown),
        unapproved(v1::CLAIMS_TABLE, v1::UNAPPROVED_FIGURE, kept, shown),
        by_correction(v1::CLAIMS_TABLE, v1::BY_CORRECTION_FIGURE, kept, shown),
        approved(v1::CLAIMS_TABLE, v1::APPROVED_FIGURE, kept, shown),
        payable(v1::CLAIMS_TABLE, v1::PAYABLE_FIGURE, kept, shown),
        cleared(v1::CLAIMS_TABLE, v1::CLEARED_FIGURE, kept, shown),
        to_recover(v1::CLAIMS_TABLE, v1::TO_RECOVER_FIGURE, kept, shown),
        paid(v1::CLAIMS_TABLE, v1::PAID_FIGURE, kept, shown),
        deducted(v1::CLAIMS_TABLE, v1::DEDUCTED_FIGURE, kept, shown),
        unpaid(v1::CLAIMS_TABLE, v1::UNPAID_FIGURE, kept, shown) {}

  Column requested, claimed_again, unapproved, by_correction, approved, payable, cleared, to_recover,
      paid, deducted, unpaid;
};

absl::Status ShowClaim(const MoneyFacts& facts, const ClaimFact& claim, Currency shown,
                       ClaimColumns* columns, v1::MoneyClaim* proto) {
  proto->set_sequence(claim.sequence);
  payments::v1::ClaimKind kind = payments::v1::CLAIM_KIND_UNSPECIFIED;
  if (payments::v1::ClaimKind_Parse(claim.kind, &kind)) proto->set_kind(kind);
  payments::v1::ClaimState state = payments::v1::CLAIM_STATE_UNSPECIFIED;
  if (payments::v1::ClaimState_Parse(claim.state, &state)) proto->set_state(state);
  proto->set_sent_on(claim.sent_on);
  proto->set_decided_on(claim.decided_on);
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart unapproved, Subtract(claim.refused, claim.by_correction));
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart paid, PaidFor(facts, claim.sequence));
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart unpaid, Unpaid(claim, paid));
  if (claim.IsAdvance()) {
    // It asks for no cost: it counts neither among what is requested nor in what follows of that.
    TRANCHE_ASSIGN_OR_RETURN(*proto->mutable_requested(), Show(claim.requested, shown));
  } else {
    TRANCHE_RETURN_IF_ERROR(columns->requested.Show(claim.requested, proto->mutable_requested()));
  }
  TRANCHE_RETURN_IF_ERROR(
      columns->claimed_again.Show(claim.claimed_again, proto->mutable_claimed_again()));
  TRANCHE_RETURN_IF_ERROR(columns->unapproved.Show(unapproved, proto->mutable_unapproved()));
  TRANCHE_RETURN_IF_ERROR(
      columns->by_correction.Show(claim.by_correction, proto->mutable_by_correction()));
  TRANCHE_RETURN_IF_ERROR(columns->approved.Show(claim.approved, proto->mutable_approved()));
  TRANCHE_RETURN_IF_ERROR(columns->payable.Show(claim.payable, proto->mutable_payable()));
  TRANCHE_RETURN_IF_ERROR(columns->cleared.Show(claim.cleared, proto->mutable_cleared()));
  TRANCHE_RETURN_IF_ERROR(columns->to_recover.Show(claim.to_recover, proto->mutable_to_recover()));
  TRANCHE_RETURN_IF_ERROR(columns->paid.Show(paid, proto->mutable_paid()));
  TRANCHE_RETURN_IF_ERROR(columns->deducted.Show(claim.deducted, proto->mutable_deducted()));
  return columns->unpaid.Show(unpaid, proto->mutable_unpaid());
}

absl::Status ShowClaims(const MoneyFacts& facts, Currency shown, v1::MoneyReport* report) {
  ClaimColumns columns(facts.currency, shown);
  for (const ClaimFact& claim : facts.claims) {
    TRANCHE_RETURN_IF_ERROR(ShowClaim(facts, claim, shown, &columns, report->add_claims()));
  }
  report->set_claim(facts.claim);
  v1::MoneyClaim& total = *report->mutable_claims_total();
  TRANCHE_RETURN_IF_ERROR(columns.requested.ShowSum(total.mutable_requested(), report));
  TRANCHE_RETURN_IF_ERROR(columns.claimed_again.ShowSum(total.mutable_claimed_again(), report));
  TRANCHE_RETURN_IF_ERROR(columns.unapproved.ShowSum(total.mutable_unapproved(), report));
  TRANCHE_RETURN_IF_ERROR(columns.by_correction.ShowSum(total.mutable_by_correction(), report));
  TRANCHE_RETURN_IF_ERROR(columns.approved.ShowSum(total.mutable_approved(), report));
  TRANCHE_RETURN_IF_ERROR(columns.payable.ShowSum(total.mutable_payable(), report));
  TRANCHE_RETURN_IF_ERROR(columns.cleared.ShowSum(total.mutable_cleared(), report));
  TRANCHE_RETURN_IF_ERROR(columns.to_recover.ShowSum(total.mutable_to_recover(), report));
  TRANCHE_RETURN_IF_ERROR(columns.paid.ShowSum(total.mutable_paid(), report));
  TRANCHE_RETURN_IF_ERROR(columns.deducted.ShowSum(total.mutable_deducted(), report));
  return columns.unpaid.ShowSum(total.mutable_unpaid(), report);
}

std::string KindOf(const MoneyFacts& facts, int claim) {
  for (const ClaimFact& asked : facts.claims) {
    if (asked.sequence == claim) return asked.kind;
  }
  return "";
}

absl::Status ShowPayment(const PaymentFact& payment, Currency shown, v1::MoneyPayment* proto) {
  proto->set_number(payment.number);
  proto->set_claim(payment.claim);
  proto->set_paid_on(payment.paid_on);
  proto->set_bank_reference(payment.bank_reference);
  TRANCHE_ASSIGN_OR_RETURN(const Money in_bank, InBank(payment));
  TRANCHE_ASSIGN_OR_RETURN(*proto->mutable_in_bank(), Show(in_bank, shown));
  for (const MovementFact& movement : payment.movements) {
    v1::MoneyMovement& shown_movement = *proto->add_movements();
    shown_movement.set_booked_on(movement.booked_on);
    shown_movement.set_bank_reference(movement.bank_reference);
    TRANCHE_ASSIGN_OR_RETURN(*shown_movement.mutable_amount(), Show(movement.amount, shown));
  }
  return absl::OkStatus();
}

absl::Status ShowPayments(const MoneyFacts& facts, Currency shown, v1::MoneyReport* report) {
  Column amounts(v1::PAYMENTS_TABLE, v1::AMOUNT_FIGURE, facts.currency, shown);
  ThreePart advance = ZeroParts(facts.currency);
  ThreePart interim = advance;
  ThreePart final_claim = advance;
  for (const PaymentFact& payment : facts.payments) {
    v1::MoneyPayment& proto = *report->add_payments();
    TRANCHE_RETURN_IF_ERROR(ShowPayment(payment, shown, &proto));
    TRANCHE_RETURN_IF_ERROR(amounts.Show(payment.amount, proto.mutable_amount()));
    const std::string kind = KindOf(facts, payment.claim);
    payments::v1::ClaimKind parsed = payments::v1::CLAIM_KIND_UNSPECIFIED;
    if (payments::v1::ClaimKind_Parse(kind, &parsed)) proto.set_kind(parsed);
    ThreePart& received = IsAdvanceKind(kind) ? advance : kind == "FINAL" ? final_claim : interim;
    TRANCHE_RETURN_IF_ERROR(AddTo(payment.amount, &received));
  }
  TRANCHE_ASSIGN_OR_RETURN(*report->mutable_received_advance(), Show(advance, shown));
  TRANCHE_ASSIGN_OR_RETURN(*report->mutable_received_interim(), Show(interim, shown));
  TRANCHE_ASSIGN_OR_RETURN(*report->mutable_received_final(), Show(final_claim, shown));
  return amounts.ShowSum(report->mutable_received_total(), report);
}

absl::Status ShowCorrections(const MoneyFacts& facts, Currency shown, v1::MoneyReport* report) {
  Column amounts(v1::CORRECTIONS_TABLE, v1::AMOUNT_FIGURE, facts.currency, shown);
  for (const CorrectionFact& correction : facts.corrections) {
    v1::MoneyCorrection& proto = *report->add_corrections();
    proto.set_number(correction.number);
    proto.set_irregularity(correction.irregularity);
    proto.set_version(correction.version);
    // Ten-thousandths of a percent; no more than two places are ever shown of it.
    const int64_t hundredths = (correction.percent_ten_thousandths + 50) / 100;
    proto.set_percent(absl::StrFormat("%d.%02d", hundredths / 100, hundredths % 100));
    proto.set_decided_on(correction.decided_on);
    TRANCHE_RETURN_IF_ERROR(amounts.Show(correction.amount, proto.mutable_amount()));
  }
  return amounts.ShowSum(report->mutable_corrected_total(), report);
}

absl::Status ShowDebts(const MoneyFacts& facts, Currency shown, v1::MoneyReport* report) {
  const auto column = [&](v1::MoneyFigure figure) {
    return Column(v1::DEBTS_TABLE, figure, facts.currency, shown);
  };
  Column principal = column(v1::PRINCIPAL_FIGURE);
  Column interest = column(v1::INTEREST_FIGURE);
  Column repaid_principal = column(v1::REPAID_PRINCIPAL_FIGURE);
  Column repaid_interest = column(v1::REPAID_INTEREST_FIGURE);
  Column left = column(v1::LEFT_FIGURE);
  for (const DebtFact& debt : facts.debts) {
    v1::MoneyDebt& proto = *report->add_debts();
    proto.set_number(debt.number);
    payments::v1::DebtStatus status = payments::v1::DEBT_STATUS_UNSPECIFIED;
    if (payments::v1::DebtStatus_Parse(debt.status, &status)) proto.set_status(status);
    proto.set_served_on(debt.served_on);
    TRANCHE_ASSIGN_OR_RETURN(const ThreePart left_of_it, LeftOf(debt));
    TRANCHE_RETURN_IF_ERROR(principal.Show(debt.principal, proto.mutable_principal()));
    TRANCHE_RETURN_IF_ERROR(interest.Show(debt.interest, proto.mutable_interest()));
    TRANCHE_RETURN_IF_ERROR(
        repaid_principal.Show(debt.repaid_principal, proto.mutable_repaid_principal()));
    TRANCHE_RETURN_IF_ERROR(
        repaid_interest.Show(debt.repaid_interest, proto.mutable_repaid_interest()));
    TRANCHE_RETURN_IF_ERROR(left.Show(left_of_it, proto.mutable_left()));
  }
  v1::MoneyDebt& total = *report->mutable_debts_total();
  TRANCHE_RETURN_IF_ERROR(principal.ShowSum(total.mutable_principal(), report));
  TRANCHE_RETURN_IF_ERROR(interest.ShowSum(total.mutable_interest(), report));
  TRANCHE_RETURN_IF_ERROR(repaid_principal.ShowSum(total.mutable_repaid_principal(), report));
  TRANCHE_RETURN_IF_ERROR(repaid_interest.ShowSum(total.mutable_repaid_interest(), report));
  return left.ShowSum(total.mutable_left(), report);
}

v1::MoneyCheckKind KindOf(Comparison comparison) {
  switch (comparison) {
    case Comparison::kLinesAndContract:
      return v1::LINES_AND_CONTRACT;
    case Comparison::kLinesAndClaims:
      return v1::LINES_AND_CLAIMS;
    case Comparison::kClaimsAndPayments:
      return v1::CLAIMS_AND_PAYMENTS;
    case Comparison::kPaymentsAndBank:
      return v1::PAYMENTS_AND_BANK;
    case Comparison::kPayableAndApproved:
      return v1::PAYABLE_AND_APPROVED;
    case Comparison::kBalancesAndJournal:
      return v1::BALANCES_AND_JOURNAL;
    case Comparison::kContractAndConverted:
      return v1::CONTRACT_AND_CONVERTED;
  }
  return v1::MONEY_CHECK_KIND_UNSPECIFIED;
}

absl::Status ShowChecks(const MoneyFacts& facts, Currency shown, v1::MoneyReport* report) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<CheckResult> results, CheckMoney(facts));
  bool agrees = true;
  for (const CheckResult& result : results) {
    v1::MoneyCheck& proto = *report->add_checks();
    proto.set_kind(KindOf(result.comparison));
    proto.set_agrees(result.agrees);
    agrees = agrees && result.agrees;
    for (const std::string& line : result.lines) proto.add_lines(line);
    TRANCHE_ASSIGN_OR_RETURN(*proto.mutable_left(), Show(result.left, shown));
    TRANCHE_ASSIGN_OR_RETURN(*proto.mutable_right(), Show(result.right, shown));
    TRANCHE_ASSIGN_OR_RETURN(*proto.mutable_difference(), Show(result.difference, shown));
  }
  report->set_agrees(agrees);
  return absl::OkStatus();
}

v1::MoneyOpenKind KindOf(Undone undone) {
  switch (undone) {
    case Undone::kClaimNotDecided:
      return v1::CLAIM_NOT_DECIDED;
    case Undone::kClaimNotPaid:
      return v1::CLAIM_NOT_PAID;
    case Undone::kAdvanceNotCleared:
      return v1::ADVANCE_NOT_CLEARED;
    case Undone::kCostsNotDecided:
      return v1::COSTS_NOT_DECIDED;
    case Undone::kDebtNotRepaid:
      return v1::DEBT_NOT_REPAID;
    case Undone::kPaymentNotInBank:
      return v1::PAYMENT_NOT_IN_BANK;
    case Undone::kNotConverted:
      return v1::NOT_CONVERTED;
  }
  return v1::MONEY_OPEN_KIND_UNSPECIFIED;
}

absl::Status ShowOpenItems(const MoneyFacts& facts, Currency shown, v1::MoneyReport* report) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<OpenItem> items, FindOpenItems(facts));
  for (const OpenItem& item : items) {
    v1::MoneyOpenItem& proto = *report->add_open();
    proto.set_kind(KindOf(item.undone));
    proto.set_record(item.record);
    TRANCHE_ASSIGN_OR_RETURN(*proto.mutable_amount(), Show(item.amount, shown));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::MoneyReport> ToProto(const MoneyFacts& facts, Currency shown) {
  v1::MoneyReport report;
  report.set_number(facts.number);
  const absl::string_view in = CurrencyCode(shown);
  const absl::string_view kept_in = CurrencyCode(facts.currency);
  report.set_currency(std::string(in));
  report.set_kept_in(std::string(kept_in));
  report.set_closed_on(facts.closed_on);
  if (facts.conversion) {
    v1::MoneyConversion& conversion = *report.mutable_conversion();
    conversion.set_converted_on(facts.conversion->converted_on);
    conversion.set_budget(facts.conversion->budget.has_value());
    conversion.set_payments(facts.conversion->payments);
  }
  TRANCHE_ASSIGN_OR_RETURN(*report.mutable_granted(), Show(facts.budget_amount, shown));
  TRANCHE_RETURN_IF_ERROR(ShowVersions(facts, shown, &report));
  TRANCHE_RETURN_IF_ERROR(ShowLines(facts, shown, &report));
  TRANCHE_RETURN_IF_ERROR(ShowClaims(facts, shown, &report));
  TRANCHE_RETURN_IF_ERROR(ShowPayments(facts, shown, &report));
  TRANCHE_RETURN_IF_ERROR(ShowCorrections(facts, shown, &report));
  TRANCHE_RETURN_IF_ERROR(ShowDebts(facts, shown, &report));
  TRANCHE_RETURN_IF_ERROR(ShowChecks(facts, shown, &report));
  TRANCHE_RETURN_IF_ERROR(ShowOpenItems(facts, shown, &report));
  return report;
}

}  // namespace tranche::reports
