// SPDX-License-Identifier: EUPL-1.2
// What is kept of signals, cases, corrections and debts. Words of choices without a rule of their own
// (a classification, a basis, a way) are kept as the protocol writes them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "payments/recoveries/correction.h"
#include "payments/recoveries/debt.h"
#include "payments/recoveries/recovery.h"
#include "platform/money/annulment.h"

namespace tranche::payments::recoveries {

// Of a contract: the next numbers, and all corrections in force.
struct Account {
  int next_signal = 1;
  int next_irregularity = 1;
  int next_correction = 1;
  int next_debt = 1;
  Parts corrected;
};

struct Signal {
  int id = 0;
  SignalState state = SignalState::kDraft;
  absl::CivilDay received_on;
  std::string violation;
  std::string informer;
  std::optional<absl::CivilDay> registered_on;
  absl::CivilDay register_by;
  absl::CivilDay check_by;
  bool check_extended = false;
  std::string classification;  // Empty before it has ended.
  std::optional<absl::CivilDay> ended_on;
  std::optional<absl::CivilDay> copy_by;
  std::string note;
  std::string marks_json;
};

struct Notification {
  int number = 1;
  absl::CivilDay reported_on;
  CaseState state = CaseState::kActive;
  Parts amount;
  int64_t fund_amount_eur_minor = 0;
  bool reported_to_olaf = false;
  std::string text;
};

// A case in the register.
struct Case {
  std::string contract_id;  // Of lists over contracts.
  int id = 0;
  int signal_id = 0;
  std::string register_name;
  std::string fund;
  int year = 0;
  int number = 0;
  std::string classification;
  CaseState state = CaseState::kActive;
  absl::CivilDay registered_on;
  Parts amount;
  bool before_payment = false;
  std::string description;
  int64_t fund_amount_eur_minor = 0;
  bool reported_to_olaf = false;
  std::string threshold_rule;
  std::string note;
  std::string marks_json;
  std::vector<Notification> notifications;
};

struct CorrectionVersion {
  int version = 1;
  VersionState state = VersionState::kDraft;
  int64_t percent_ten_thousandths = 0;
  std::string percent_basis;
  Parts affected;
  Parts amount;
  absl::CivilDay decided_on;
  std::string content_json;
};

struct Correction {
  int id = 0;
  RecoveryState state = RecoveryState::kNew;
  std::optional<int> irregularity_id;
  int last_version = 1;
  Parts amount;  // In force; 0 unless entered.
  Parts indebted;
  std::vector<CorrectionVersion> versions;
};

struct DebtVersion {
  int version = 1;
  VersionState state = VersionState::kDraft;
  DebtTerms terms;
  bool declared = false;
  std::string content_json;
};

// A deduction that was taken back; what it had gone to stands with its repayment.
struct Reversal {
  absl::CivilDay taken_back_on;
  std::string reason;
  std::string reference;
  std::string taken_back_by;
};

struct Repayment {
  int number = 0;
  Money amount;
  absl::CivilDay repaid_on;
  std::string way;
  std::string kind;
  std::string reference;
  Parts to_interest;
  Parts to_principal;
  std::string order_rule;
  std::string marks_json;
  std::optional<int> claim_sequence = {};  // Claim that it was deducted from.
  std::optional<Reversal> reversal = {};
  // The days of the debt before it; nothing: it was recorded before they were kept.
  std::optional<DaysBefore> before = {};
  std::string recorded_by = {};
  std::optional<Annulment> annulment = {};  // It was a mistake and counts for nothing.
};

struct Debt {
  std::string contract_id;  // Of lists over contracts.
  int id = 0;
  std::string number;
  RecoveryState state = RecoveryState::kNew;
  std::string basis;
  std::string book;
  std::optional<int> correction_id;
  std::optional<int> claim_sequence;  // Final claim with the negative balance.
  std::optional<int> income_id = {};  // The additional income that it takes back.
  int last_version = 1;
  std::string status;
  Ledger ledger;
  int next_piece = 1;
  int next_repayment = 1;
  std::vector<DebtVersion> versions;
  std::vector<InterestPiece> posted;
  std::vector<Repayment> repayments;
};

// What was decided of an additional income.
struct LoweredGrant {
  Parts lowers;             // In the currency in which it was recorded; 0 while it does not count.
  std::optional<int> debt;  // The one that stands.
};

// Its versions that were in force, in their order; a draft never was.
std::vector<DebtTerms> TermsOf(const Debt& debt);
// What is owed of it on a day.
absl::StatusOr<Balance> BalanceOf(const Debt& debt, const std::vector<Rule>& rules,
                                  absl::CivilDay as_of);

}  // namespace tranche::payments::recoveries
