// SPDX-License-Identifier: EUPL-1.2
// For tests: the pages of a contract's money over answers that have something in every place.
#pragma once

#include <string>

#include "absl/strings/str_cat.h"
#include "gateway/pages/pages_fixture.h"
#include "tranche/budgets/v1/budgets_service.pb.h"
#include "tranche/budgets/v1/cost_documents_service.pb.h"
#include "tranche/budgets/v1/cost_revalidations_service.pb.h"
#include "tranche/budgets/v1/ledger_service.pb.h"
#include "tranche/payments/v1/advance_securities_service.pb.h"
#include "tranche/payments/v1/bank_explanations_service.pb.h"
#include "tranche/payments/v1/bank_service.pb.h"
#include "tranche/payments/v1/checks_service.pb.h"
#include "tranche/payments/v1/debts_service.pb.h"
#include "tranche/payments/v1/incomes_service.pb.h"
#include "tranche/payments/v1/irregularities_service.pb.h"
#include "tranche/payments/v1/packages_service.pb.h"
#include "tranche/payments/v1/participants_service.pb.h"
#include "tranche/payments/v1/payment_orders_service.pb.h"
#include "tranche/payments/v1/payments_service.pb.h"
#include "tranche/payments/v1/state_aid_service.pb.h"

namespace tranche::gateway {

inline constexpr char kOfContract[] = "organisations/sopot/contracts/BG05M9OP001-2.005-9999-C01";

inline common::v1::Money Lev(const std::string& amount) {
  common::v1::Money money;
  money.set_amount(amount);
  money.set_currency("BGN");
  return money;
}

inline common::v1::ThreePartAmount Parts(const std::string& eu, const std::string& national,
                                         const std::string& grant, const std::string& own,
                                         const std::string& total) {
  common::v1::ThreePartAmount parts;
  *parts.mutable_eu() = Lev(eu);
  *parts.mutable_national() = Lev(national);
  *parts.mutable_grant() = Lev(grant);
  *parts.mutable_own() = Lev(own);
  *parts.mutable_total() = Lev(total);
  return parts;
}

inline std::string Below(const std::string& record) { return absl::StrCat(kOfContract, "/", record); }

class MoneyPagesFixture : public PagesFixture {
 protected:
  MoneyPagesFixture() { GiveAll("Обучения"); }

  // Answers whose texts of records are all `text`.
  void GiveAll(const std::string& text) {
    GiveClaims(text);
    GiveBudget(text);
    GivePackage(text);
    GiveBank(text);
    GiveRecoveries(text);
    GiveRevalidations(text);
    GiveIncomes(text);
    GiveJournal(text);
  }

  static payments::v1::Claim ExampleClaim(const std::string& text) {
    payments::v1::Claim claim;
    claim.set_name(Below("claims/2"));
    claim.set_sequence(2);
    claim.set_kind(payments::v1::INTERIM);
    claim.set_state(payments::v1::ACCEPTED);
    claim.add_costs(Below("costs/3"));
    claim.set_package(Below("packages/2"));
    claim.set_sent_by(text);
    *claim.mutable_requested() = Parts("4845.00", "855.00", "5700.00", "300.00", "6000.00");
    *claim.mutable_approved() = Parts("4360.50", "769.50", "5130.00", "270.00", "5400.00");
    claim.mutable_verification()->set_reference(text);
    auto* question = claim.add_questions();
    question->set_number(1);
    question->set_text(text);
    question->set_answer(text);
    question->set_asked_by(text);
    question->set_asked_on("2018-07-16");
    question->set_state(payments::v1::QUESTION_ANSWERED);
    question->set_suspension_days_max(30);
    claim.set_suspended_days(8);
    auto* back = claim.add_returns();
    back->set_reason(text);
    back->set_returned_by(text);
    return claim;
  }

  static budgets::v1::Cost ExampleCost(const std::string& text) {
    budgets::v1::Cost cost;
    cost.set_name(Below("costs/3"));
    cost.set_line("2.1");
    cost.set_state(budgets::v1::PARTIALLY_APPROVED);
    cost.mutable_document()->set_type(budgets::v1::INVOICE);
    cost.mutable_document()->set_number(text);
    cost.mutable_document()->set_issuer(text);
    *cost.mutable_document()->mutable_total() = Lev("6000.00");
    *cost.mutable_claimed() = Lev("6000.00");
    *cost.mutable_parts() = Parts("4845.00", "855.00", "5700.00", "300.00", "6000.00");
    *cost.mutable_unapproved() = Parts("484.50", "85.50", "570.00", "30.00", "600.00");
    *cost.mutable_approved() = Parts("4360.50", "769.50", "5130.00", "270.00", "5400.00");
    cost.set_refusal_reason(text);
    cost.mutable_original()->set_currency("USD");
    cost.mutable_original()->set_total("1500.00");
    cost.mutable_original()->set_claimed("1500.00");
    cost.mutable_original()->set_rate("1.2");
    cost.mutable_original()->set_rate_source(text);
    cost.add_marks()->set_source(text);
    return cost;
  }

  static payments::v1::Debt ExampleDebt(const std::string& text) {
    payments::v1::Debt debt;
    debt.set_name(Below("debts/1"));
    debt.set_number(text);
    debt.set_state(payments::v1::RECOVERY_ENTERED);
    debt.set_correction(Below("corrections/1"));
    debt.mutable_balance()->set_as_of("2019-05-31");
    *debt.mutable_balance()->mutable_owed() = Lev("588.12");
    auto* piece = debt.add_interest();
    piece->set_from_on("2018-12-18");
    piece->set_to_on("2019-02-04");
    piece->set_days(49);
    piece->set_source(text);
    piece->set_yearly_percent("10.00");
    auto* repayment = debt.add_repayments();
    repayment->set_number(text);
    repayment->set_reference(text);
    repayment->set_claim(Below("claims/3"));
    repayment->set_state(common::v1::RECORD_ANNULLED);
    repayment->mutable_annulment()->set_reason(text);
    repayment->mutable_annulment()->set_annulled_by(text);
    auto* reversal = debt.add_reversals();
    reversal->set_reason(text);
    return debt;
  }

  void GiveClaims(const std::string& text) {
    Give("GetClaim", ExampleClaim(text));
    payments::v1::ListClaimsResponse claims;
    *claims.add_claims() = ExampleClaim(text);
    Give("ListClaims", claims);
    payments::v1::ListPaymentsResponse payments;
    auto* payment = payments.add_payments();
    payment->set_name(Below("payments/PA001"));
    payment->set_claim(Below("claims/2"));
    payment->set_bank_reference(text);
    payment->set_state(common::v1::RECORD_ANNULLED);
    *payment->mutable_amount() = Parts("85.00", "15.00", "100.00", "0.00", "100.00");
    payment->mutable_annulment()->set_reason(text);
    payment->mutable_annulment()->set_annulled_by("approver@sopot");
    Give("ListPayments", payments);
    payments::v1::Sample sample;
    sample.set_population(5);
    sample.set_method(text);
    auto* chosen = sample.add_chosen();
    chosen->set_cost(Below("costs/3"));
    chosen->add_reasons(payments::v1::FIRST_OF_ISSUER);
    Give("GetSample", sample);
    payments::v1::StateAidAdvance advance;
    advance.set_state(payments::v1::COVERAGE_OPEN);
    advance.mutable_security()->set_issuer(text);
    advance.add_coverages()->set_claim(Below("claims/2"));
    Give("GetStateAidAdvance", advance);
  }

  void GiveBudget(const std::string& text) {
    Give("GetCost", ExampleCost(text));
    budgets::v1::DocumentShares shares;
    auto* note = shares.add_credit_notes();
    note->set_number(text);
    *note->mutable_credited() = Lev("1200.00");
    note->set_state(common::v1::RECORD_ENTERED);
    Give("GetDocumentShares", shares);
    budgets::v1::Budget budget;
    *budget.mutable_caps() = Parts("80750.00", "14250.00", "95000.00", "5000.00", "100000.00");
    auto* line = budget.add_lines();
    line->set_code("2.1");
    line->set_title(text);
    Give("GetBudget", budget);
  }

  void GivePackage(const std::string& text) {
    payments::v1::Package package;
    package.set_name(Below("packages/2"));
    package.set_sequence(2);
    package.set_state(payments::v1::PACKAGE_ACCEPTED);
    package.set_claim(Below("claims/2"));
    package.set_technical_report_version(1);
    package.set_participants_version(1);
    package.set_reference(text);
    package.add_documents()->set_kind(payments::v1::TECHNICAL_REPORT_DOCUMENT);
    Give("GetPackage", package);
    payments::v1::ListPackagesResponse packages;
    *packages.add_packages() = package;
    Give("ListPackages", packages);
    payments::v1::TechnicalReport report;
    auto* activity = report.add_activities();
    activity->set_number("2");
    activity->set_title(text);
    activity->set_done(text);
    auto* indicator = report.add_indicators();
    indicator->set_code(text);
    indicator->set_unit(text);
    indicator->mutable_achieved()->set_total("34");
    indicator->mutable_achieved()->set_women("21");
    indicator->mutable_achieved()->set_men("13");
    Give("GetTechnicalReport", report);
    payments::v1::ListChecksResponse checks;
    auto* check = checks.add_checks();
    check->set_number(1);
    check->set_checklist(text);
    check->set_conclusion(text);
    check->set_checked_on("2018-08-20");
    auto* item = check->add_items();
    item->set_text(text);
    item->set_note(text);
    item->set_answer(payments::v1::ANSWER_NO);
    Give("ListChecks", checks);
    payments::v1::ParticipantsDocument participants;
    auto* counted = participants.add_counted();
    counted->set_code(text);
    counted->set_finding_bg(text);
    counted->set_finding_en(text);
    Give("GetParticipantsDocument", participants);
  }

  void GiveBank(const std::string& text) {
    payments::v1::ListBankStatementsResponse statements;
    auto* statement = statements.add_statements();
    statement->set_name("organisations/sopot/bankStatements/1");
    statement->set_account("BG34BNBG96611087654321");
    statement->set_file_name(text);
    Give("ListBankStatements", statements);
    payments::v1::ListBankEntriesResponse entries;
    auto* entry = entries.add_entries();
    entry->set_name("organisations/sopot/bankEntries/5");
    entry->set_booked_on("2018-05-22");
    entry->set_remittance(text);
    entry->set_counterparty_name(text);
    *entry->mutable_amount() = Lev("-2461.30");
    *entry->mutable_matched() = Lev("2444.79");
    *entry->mutable_unmatched() = Lev("16.51");
    Give("ListBankEntries", entries);
    payments::v1::ListMatchesResponse matches;
    auto* match = matches.add_matches();
    match->set_name(Below("bankMatches/1"));
    match->set_note(text);
    auto* part = match->add_parts();
    part->set_entry(entry->name());
    part->set_record(Below("costs/3"));
    *part->mutable_amount() = Lev("2444.79");
    Give("ListMatches", matches);
    payments::v1::ListBankExplanationsResponse explanations;
    auto* explanation = explanations.add_explanations();
    explanation->set_name(Below("bankExplanations/1"));
    explanation->set_kind(payments::v1::BANK_FEE);
    explanation->set_note(text);
    Give("ListBankExplanations", explanations);
    payments::v1::Reconciliation found;
    *found.mutable_unexplained() = Lev("61.51");
    found.add_differences()->set_text_bg(text);
    found.mutable_differences(0)->set_text_en(text);
    Give("ReconcileContract", found);
    payments::v1::ListPaymentOrdersResponse orders;
    auto* order = orders.add_payment_orders();
    order->set_name(Below("paymentOrders/4"));
    order->set_creditor_name(text);
    order->set_creditor_account("BG21STSA93000012345678");
    order->set_remittance(text);
    order->set_state(payments::v1::ORDER_REJECTED);
    order->set_reason(text);
    order->set_created_by("owner@sopot");
    order->set_approved_by("approver@sopot");
    *order->mutable_amount() = Lev("480.00");
    auto* document = order->add_documents();
    document->set_cost(Below("costs/3"));
    document->set_number(text);
    order->add_contradictions()->set_source(text);
    Give("ListPaymentOrders", orders);
  }

  void GiveRecoveries(const std::string& text) {
    payments::v1::ListDebtsResponse debts;
    *debts.add_debts() = ExampleDebt(text);
    Give("ListDebts", debts);
    Give("GetDebt", ExampleDebt(text));
    payments::v1::ListCorrectionsResponse corrections;
    auto* correction = corrections.add_corrections();
    correction->set_name(Below("corrections/1"));
    correction->set_percent("10.00");
    auto* finding = correction->add_findings();
    finding->set_violation(text);
    Give("ListCorrections", corrections);
    payments::v1::ListIrregularitiesResponse irregularities;
    auto* irregularity = irregularities.add_irregularities();
    irregularity->set_national_number(text);
    irregularity->set_description(text);
    irregularity->add_notifications()->set_text(text);
    Give("ListIrregularities", irregularities);
    payments::v1::ListSignalsResponse signals;
    auto* signal = signals.add_signals();
    signal->set_name(Below("signals/1"));
    signal->set_violation(text);
    signal->set_informer("Иван Доносников");
    Give("ListSignals", signals);
  }

  void GiveRevalidations(const std::string& text) {
    budgets::v1::ListCostRevalidationsResponse revalidations;
    auto* made = revalidations.add_revalidations();
    made->set_name(Below("revalidations/7"));
    made->set_cost(Below("costs/3"));
    made->set_claim(Below("claims/2"));
    made->set_carried_by(Below("costs/7"));
    *made->mutable_amount() = Parts("323.00", "57.00", "380.00", "20.00", "400.00");
    *made->mutable_of_correction() = Parts("80.75", "14.25", "95.00", "5.00", "100.00");
    made->set_correction(text);
    made->set_reason(text);
    made->set_document(text);
    made->set_revalidated_on("2018-10-01");
    made->set_revalidated_by("second@sopot");
    made->set_state(budgets::v1::REFUSED);
    made->mutable_annulment()->set_reason(text);
    made->mutable_annulment()->set_annulled_by("approver@sopot");
    revalidations.set_next_page_token("next");
    Give("ListCostRevalidations", revalidations);
  }

  void GiveIncomes(const std::string& text) {
    payments::v1::ListIncomesResponse incomes;
    auto* decided = incomes.add_incomes();
    decided->set_name(Below("incomes/1"));
    decided->set_claim(Below("claims/2"));
    *decided->mutable_amount() = Lev("250.00");
    decided->set_earned_on("2018-06-11");
    decided->set_description(text);
    decided->set_document(text);
    decided->set_recorded_by("owner@sopot");
    decided->set_state(payments::v1::INCOME_DECIDED);
    decided->set_debt(Below("debts/1"));
    *decided->mutable_decision()->mutable_lowers_grant() = Lev("200.00");
    *decided->mutable_decision()->mutable_parts()->mutable_eu() = Lev("170.00");
    *decided->mutable_decision()->mutable_parts()->mutable_national() = Lev("30.00");
    decided->mutable_decision()->set_reason(text);
    decided->mutable_decision()->set_reference(text);
    decided->mutable_decision()->set_decided_by("approver@sopot");
    auto* stated = incomes.add_incomes();
    stated->set_name(Below("incomes/2"));
    stated->set_state(payments::v1::INCOME_STATED);
    auto* annulled = incomes.add_incomes();
    annulled->set_name(Below("incomes/3"));
    annulled->set_state(payments::v1::INCOME_ANNULLED);
    annulled->mutable_annulment()->set_reason(text);
    annulled->mutable_annulment()->set_annulled_by("second@sopot");
    incomes.set_next_page_token("next");
    Give("ListIncomes", incomes);
  }

  void GiveJournal(const std::string& text) {
    budgets::v1::ListPostingsResponse postings;
    auto* posting = postings.add_postings();
    posting->set_line("2.1");
    posting->set_credit(budgets::v1::AVAILABLE_ACCOUNT);
    posting->set_debit(budgets::v1::RESERVED_ACCOUNT);
    posting->set_record(Below("costs/3"));
    *posting->mutable_amount() = Parts("4845.00", "855.00", "5700.00", "300.00", "6000.00");
    postings.set_next_page_token("next");
    Give("ListPostings", postings);
    budgets::v1::LedgerCheck check;
    check.set_verdict(budgets::v1::BOOKS_AGREE);
    check.add_findings()->set_line(text);
    Give("CheckLedger", check);
    budgets::v1::ListTransfersResponse transfers;
    auto* transfer = transfers.add_transfers();
    transfer->set_name(Below("transfers/1"));
    transfer->set_reason(text);
    transfer->mutable_rule()->set_legal_source(text);
    Give("ListTransfers", transfers);
    budgets::v1::ListRevisionsResponse revisions;
    revisions.add_revisions()->set_recorded_by(text);
    Give("ListRevisions", revisions);
  }

  std::string Page(const std::string& below, const std::string& query = "") {
    const HttpResponse page = Get(absl::StrCat("/en/", kOfContract, below), query);
    EXPECT_EQ(page.status, 200) << below << page.body;
    return page.body;
  }
};

}  // namespace tranche::gateway
