// SPDX-License-Identifier: EUPL-1.2
#include "payments/recoveries/irregularities_store.h"

#include "payments/payments_store.h"
#include "payments/recoveries/rows_store.h"
#include "platform/base/status_macros.h"

namespace tranche::payments::recoveries::store {
namespace {

constexpr pg::Statement kEnsureAccount{"recoveries.ensure_account", R"sql(
  insert into recovery_account (organisation_id, contract_id) values ($1, $2) on conflict do nothing)sql"};

constexpr pg::Statement kLockAccount{"recoveries.lock_account", R"sql(
  select next_signal, next_irregularity, next_correction, next_debt, corrected_eu_minor,
         corrected_national_minor, $3::text as currency
    from recovery_account where organisation_id = $1 and contract_id = $2 for update)sql"};

constexpr pg::Statement kLoadCorrected{"recoveries.load_corrected", R"sql(
  select corrected_eu_minor, corrected_national_minor, $3::text as currency
    from recovery_account where organisation_id = $1 and contract_id = $2)sql"};

constexpr pg::Statement kTakeNationalNumber{"recoveries.take_national_number", R"sql(
  insert into irregularity_register (organisation_id, register, fund, year, next_number)
  values ($1, $2, $3, $4, 2)
  on conflict (organisation_id, register, fund, year)
     do update set next_number = irregularity_register.next_number + 1
  returning next_number - 1 as number)sql"};

constexpr pg::Statement kInsertSignal{"recoveries.insert_signal", R"sql(
  insert into signal (organisation_id, contract_id, signal_id, state, received_on, violation, informer,
                      register_by, check_by, marks)
  values ($1, $2, $3, $4, $5::date, $6, $7, $8::date, $9::date, $10::jsonb))sql"};

constexpr pg::Statement kNextSignal{"recoveries.next_signal", R"sql(
  update recovery_account set next_signal = next_signal + 1
   where organisation_id = $1 and contract_id = $2)sql"};

constexpr pg::Statement kUpdateSignal{"recoveries.update_signal", R"sql(
  update signal
     set state = $4, registered_on = $5::date, check_by = $6::date, check_extended = $7,
         classification = $8, ended_on = $9::date, copy_by = $10::date, note = $11
   where organisation_id = $1 and contract_id = $2 and signal_id = $3)sql"};

constexpr pg::Statement kLoadSignals{"recoveries.load_signals", R"sql(
  select signal_id, state, received_on::text, violation, informer, registered_on::text,
         register_by::text, check_by::text, check_extended, coalesce(classification, '') as classification,
         ended_on::text, copy_by::text, note, marks
    from signal
   where organisation_id = $1 and contract_id = $2 and ($3::integer = 0 or signal_id = $3::integer)
   order by signal_id)sql"};

constexpr pg::Statement kInsertCase{"recoveries.insert_case", R"sql(
  insert into irregularity (organisation_id, contract_id, irregularity_id, signal_id, register, fund,
                            year, number, classification, state, registered_on, amount_eu_minor,
                            amount_national_minor, currency, before_payment, description,
                            fund_amount_eur_minor, reported_to_olaf, threshold_rule, marks)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::date, $12, $13, $14, $15, $16, $17, $18, $19,
          $20::jsonb))sql"};

constexpr pg::Statement kNextIrregularity{"recoveries.next_irregularity", R"sql(
  update recovery_account set next_irregularity = next_irregularity + 1
   where organisation_id = $1 and contract_id = $2)sql"};

constexpr pg::Statement kUpdateCase{"recoveries.update_case", R"sql(
  update irregularity
     set state = $4, amount_eu_minor = $5, amount_national_minor = $6, fund_amount_eur_minor = $7,
         reported_to_olaf = $8, note = $9, notifications = $10
   where organisation_id = $1 and contract_id = $2 and irregularity_id = $3)sql"};

constexpr pg::Statement kInsertNotification{"recoveries.insert_notification", R"sql(
  insert into irregularity_notification (organisation_id, contract_id, irregularity_id, notification,
                                         reported_on, state, amount_eu_minor, amount_national_minor,
                                         currency, fund_amount_eur_minor, reported_to_olaf, text,
                                         recorded_by)
  values ($1, $2, $3, $4, $5::date, $6, $7, $8, $9, $10, $11, $12, $13))sql"};

// $2 is null for all contracts, $3 is 0 for all cases, $4 and $5 are null for all days.
constexpr pg::Statement kLoadCases{"recoveries.load_cases", R"sql(
  select found.contract_id, found.irregularity_id, found.signal_id, found.register, found.fund,
         found.year, found.number, found.classification, found.state, found.registered_on::text,
         found.amount_eu_minor, found.amount_national_minor, found.currency, found.before_payment,
         found.description, found.fund_amount_eur_minor, found.reported_to_olaf, found.threshold_rule,
         found.note, found.marks, told.notification, told.reported_on::text, told.state as told_state,
         told.amount_eu_minor as told_eu_minor, told.amount_national_minor as told_national_minor,
         told.fund_amount_eur_minor as told_fund_minor, told.reported_to_olaf as told_to_olaf, told.text
    from irregularity found
    join irregularity_notification told
      on told.organisation_id = found.organisation_id and told.contract_id = found.contract_id
         and told.irregularity_id = found.irregularity_id
   where found.organisation_id = $1 and ($2::text is null or found.contract_id = $2::text)
         and ($3::integer = 0 or found.irregularity_id = $3::integer)
         and ($4::date is null or told.reported_on >= $4::date)
         and ($5::date is null or told.reported_on <= $5::date)
   order by found.register, found.fund, found.year, found.number, told.notification)sql"};

constexpr pg::Statement kFindCaseOfSignal{"recoveries.find_case_of_signal", R"sql(
  select irregularity_id from irregularity
   where organisation_id = $1 and contract_id = $2 and signal_id = $3)sql"};

constexpr pg::Statement kInsertCorrection{"recoveries.insert_correction", R"sql(
  insert into correction (organisation_id, contract_id, correction_id, state, irregularity_id, currency)
  values ($1, $2, $3, $4, $5, $6))sql"};

constexpr pg::Statement kNextCorrection{"recoveries.next_correction", R"sql(
  update recovery_account set next_correction = next_correction + 1
   where organisation_id = $1 and contract_id = $2)sql"};

constexpr pg::Statement kInsertCorrectionVersion{"recoveries.insert_correction_version", R"sql(
  insert into correction_version (organisation_id, contract_id, correction_id, version, state,
                                  percent_ten_thousandths, percent_basis, affected_eu_minor,
                                  affected_national_minor, amount_eu_minor, amount_national_minor,
                                  currency, decided_on, content, recorded_by)
  values ($1, $2, $3, $4, 'VERSION_DRAFT', $5, $6, $7, $8, $9, $10, $11, $12::date, $13::jsonb, $14))sql"};

constexpr pg::Statement kUpdateCorrectionDraft{"recoveries.update_correction_draft", R"sql(
  update correction_version
     set percent_ten_thousandths = $5, percent_basis = $6, affected_eu_minor = $7,
         affected_national_minor = $8, amount_eu_minor = $9, amount_national_minor = $10,
         decided_on = $11::date, content = $12::jsonb, recorded_by = $13
   where organisation_id = $1 and contract_id = $2 and correction_id = $3 and version = $4
         and state = 'VERSION_DRAFT')sql"};

constexpr pg::Statement kMoveCorrectionVersion{"recoveries.move_correction_version", R"sql(
  update correction_version set state = $5
   where organisation_id = $1 and contract_id = $2 and correction_id = $3 and version = $4)sql"};

constexpr pg::Statement kUpdateCorrection{"recoveries.update_correction", R"sql(
  update correction
     set state = $4, last_version = $5, amount_eu_minor = $6, amount_national_minor = $7,
         indebted_eu_minor = $8, indebted_national_minor = $9
   where organisation_id = $1 and contract_id = $2 and correction_id = $3)sql"};

constexpr pg::Statement kUpdateCorrected{"recoveries.update_corrected", R"sql(
  update recovery_account
     set support_eu_minor = coalesce($3::bigint, support_eu_minor),
         support_national_minor = coalesce($4::bigint, support_national_minor), corrected_eu_minor = $5,
         corrected_national_minor = $6
   where organisation_id = $1 and contract_id = $2)sql"};

constexpr pg::Statement kLoadCorrections{"recoveries.load_corrections", R"sql(
  select kept.correction_id, kept.state, kept.irregularity_id, kept.last_version, kept.amount_eu_minor,
         kept.amount_national_minor, kept.indebted_eu_minor, kept.indebted_national_minor, kept.currency,
         version.version, version.state as version_state, version.percent_ten_thousandths,
         version.percent_basis, version.affected_eu_minor, version.affected_national_minor,
         version.amount_eu_minor as version_eu_minor, version.amount_national_minor as version_national_minor,
         version.decided_on::text, version.content
    from correction kept
    join correction_version version
      on version.organisation_id = kept.organisation_id and version.contract_id = kept.contract_id
         and version.correction_id = kept.correction_id
   where kept.organisation_id = $1 and kept.contract_id = $2
         and ($3::integer = 0 or kept.correction_id = $3::integer)
   order by kept.correction_id, version.version)sql"};

constexpr pg::Statement kFindCorrectionOfCase{"recoveries.find_correction_of_case", R"sql(
  select correction_id from correction
   where organisation_id = $1 and contract_id = $2 and irregularity_id = $3
         and state <> 'RECOVERY_REMOVED')sql"};

std::string Code(const Contract& contract) {
  return std::string(CurrencyCode(contract.amount.eu.currency()));
}

Signal SignalFrom(const pqxx::row& row) {
  Signal signal;
  signal.id = row["signal_id"].as<int>();
  signal.state = StateFrom<SignalState>(row["state"].as<std::string>(), 4);
  signal.received_on = convert::DayFromRow(row, "received_on");
  signal.violation = row["violation"].as<std::string>();
  signal.informer = row["informer"].as<std::string>();
  signal.registered_on = OptionalDayFrom(row, "registered_on");
  signal.register_by = convert::DayFromRow(row, "register_by");
  signal.check_by = convert::DayFromRow(row, "check_by");
  signal.check_extended = row["check_extended"].as<bool>();
  signal.classification = row["classification"].as<std::string>();
  signal.ended_on = OptionalDayFrom(row, "ended_on");
  signal.copy_by = OptionalDayFrom(row, "copy_by");
  signal.note = row["note"].as<std::string>();
  signal.marks_json = row["marks"].as<std::string>();
  return signal;
}

Case CaseFrom(const pqxx::row& row) {
  Case found;
  found.contract_id = row["contract_id"].as<std::string>();
  found.id = row["irregularity_id"].as<int>();
  found.signal_id = row["signal_id"].as<int>();
  found.register_name = row["register"].as<std::string>();
  found.fund = row["fund"].as<std::string>();
  found.year = row["year"].as<int>();
  found.number = row["number"].as<int>();
  found.classification = row["classification"].as<std::string>();
  found.state = StateFrom<CaseState>(row["state"].as<std::string>(), 4);
  found.registered_on = convert::DayFromRow(row, "registered_on");
  found.amount = PartsFrom(row, "amount");
  found.before_payment = row["before_payment"].as<bool>();
  found.description = row["description"].as<std::string>();
  found.fund_amount_eur_minor = row["fund_amount_eur_minor"].as<int64_t>();
  found.reported_to_olaf = row["reported_to_olaf"].as<bool>();
  found.threshold_rule = row["threshold_rule"].as<std::string>();
  found.note = row["note"].as<std::string>();
  found.marks_json = row["marks"].as<std::string>();
  return found;
}

Notification NotificationFrom(const pqxx::row& row) {
  return {.number = row["notification"].as<int>(),
          .reported_on = convert::DayFromRow(row, "reported_on"),
          .state = StateFrom<CaseState>(row["told_state"].as<std::string>(), 4),
          .amount = PartsFrom(row, "told"),
          .fund_amount_eur_minor = row["told_fund_minor"].as<int64_t>(),
          .reported_to_olaf = row["told_to_olaf"].as<bool>(),
          .text = row["text"].as<std::string>()};
}

// Rows come ordered by case.
std::vector<Case> CasesFrom(const pqxx::result& rows) {
  std::vector<Case> cases;
  for (const pqxx::row& row : rows) {
    Case found = CaseFrom(row);
    if (cases.empty() || cases.back().id != found.id || cases.back().contract_id != found.contract_id) {
      cases.push_back(std::move(found));
    }
    cases.back().notifications.push_back(NotificationFrom(row));
  }
  return cases;
}

Correction CorrectionFrom(const pqxx::row& row) {
  Correction correction;
  correction.id = row["correction_id"].as<int>();
  correction.state = StateFrom<RecoveryState>(row["state"].as<std::string>(), 3);
  if (!row["irregularity_id"].is_null()) correction.irregularity_id = row["irregularity_id"].as<int>();
  correction.last_version = row["last_version"].as<int>();
  correction.amount = PartsFrom(row, "amount");
  correction.indebted = PartsFrom(row, "indebted");
  return correction;
}

CorrectionVersion VersionFrom(const pqxx::row& row) {
  return {.version = row["version"].as<int>(),
          .state = StateFrom<VersionState>(row["version_state"].as<std::string>(), 3),
          .percent_ten_thousandths = row["percent_ten_thousandths"].as<int64_t>(),
          .percent_basis = row["percent_basis"].as<std::string>(),
          .affected = PartsFrom(row, "affected"),
          .amount = PartsFrom(row, "version"),
          .decided_on = convert::DayFromRow(row, "decided_on"),
          .content_json = row["content"].as<std::string>()};
}

}  // namespace

absl::StatusOr<Account> LockAccount(pg::Tx& tx, Contract* locked) {
  TRANCHE_ASSIGN_OR_RETURN(*locked, payments::store::LockContract(tx, *locked));
  const Contract& contract = *locked;
  tx.Run(kEnsureAccount, contract.organisation, contract.id);
  const pqxx::row row = tx.Run(kLockAccount, contract.organisation, contract.id, Code(contract))[0];
  return Account{.next_signal = row["next_signal"].as<int>(),
                 .next_irregularity = row["next_irregularity"].as<int>(),
                 .next_correction = row["next_correction"].as<int>(),
                 .next_debt = row["next_debt"].as<int>(),
                 .corrected = PartsFrom(row, "corrected")};
}

absl::StatusOr<Account> LockAccount(pg::Tx& tx, const Contract& contract) {
  Contract locked = contract;
  TRANCHE_ASSIGN_OR_RETURN(Account account, LockAccount(tx, &locked));
  // It was converted to euro since it was looked up: what the caller has read is in lev.
  if (locked.amount.eu.currency() != contract.amount.eu.currency()) return Refuse("CONFLICT_RETRY");
  return account;
}

Parts LoadCorrected(pg::Tx& tx, const Contract& contract) {
  const pqxx::result rows = tx.Run(kLoadCorrected, contract.organisation, contract.id, Code(contract));
  return rows.empty() ? ZeroTwo(contract.amount.eu.currency()) : PartsFrom(rows[0], "corrected");
}

int TakeNationalNumber(pg::Tx& tx, const std::string& organisation, const std::string& register_name,
                       const std::string& fund, int year) {
  return tx.Run(kTakeNationalNumber, organisation, register_name, fund, year)[0]["number"].as<int>();
}

void InsertSignal(pg::Tx& tx, const Contract& contract, const Signal& signal) {
  tx.Run(kInsertSignal, contract.organisation, contract.id, signal.id,
         std::string(WordOf(signal.state)), FormatDay(signal.received_on), signal.violation,
         signal.informer, FormatDay(signal.register_by), FormatDay(signal.check_by), signal.marks_json);
  tx.Run(kNextSignal, contract.organisation, contract.id);
}

void UpdateSignal(pg::Tx& tx, const Contract& contract, const Signal& signal) {
  const std::optional<std::string> classification =
      signal.classification.empty() ? std::nullopt : std::optional<std::string>(signal.classification);
  tx.Run(kUpdateSignal, contract.organisation, contract.id, signal.id,
         std::string(WordOf(signal.state)), DayOrNull(signal.registered_on), FormatDay(signal.check_by),
         signal.check_extended, classification, DayOrNull(signal.ended_on), DayOrNull(signal.copy_by),
         signal.note);
}

std::vector<Signal> LoadSignals(pg::Tx& tx, const Contract& contract, int signal_id) {
  std::vector<Signal> signals;
  for (const pqxx::row& row : tx.Run(kLoadSignals, contract.organisation, contract.id, signal_id)) {
    signals.push_back(SignalFrom(row));
  }
  return signals;
}

void InsertCase(pg::Tx& tx, const Contract& contract, const Case& found, const std::string& actor) {
  tx.Run(kInsertCase, contract.organisation, contract.id, found.id, found.signal_id,
         found.register_name, found.fund, found.year, found.number, found.classification,
         std::string(WordOf(found.state)), FormatDay(found.registered_on), found.amount.eu.minor(),
         found.amount.national.minor(), CodeOf(found.amount), found.before_payment, found.description,
         found.fund_amount_eur_minor, found.reported_to_olaf, found.threshold_rule, found.marks_json);
  tx.Run(kNextIrregularity, contract.organisation, contract.id);
  InsertNotification(tx, contract, found, found.notifications.front(), actor);
}

void UpdateCase(pg::Tx& tx, const Contract& contract, const Case& found) {
  tx.Run(kUpdateCase, contract.organisation, contract.id, found.id, std::string(WordOf(found.state)),
         found.amount.eu.minor(), found.amount.national.minor(), found.fund_amount_eur_minor,
         found.reported_to_olaf, found.note, static_cast<int>(found.notifications.size()));
}

void InsertNotification(pg::Tx& tx, const Contract& contract, const Case& found,
                        const Notification& notification, const std::string& actor) {
  tx.Run(kInsertNotification, contract.organisation, contract.id, found.id, notification.number,
         FormatDay(notification.reported_on), std::string(WordOf(notification.state)),
         notification.amount.eu.minor(), notification.amount.national.minor(),
         CodeOf(notification.amount), notification.fund_amount_eur_minor, notification.reported_to_olaf,
         notification.text, actor);
}

std::vector<Case> LoadCases(pg::Tx& tx, const Contract& contract, int irregularity_id) {
  const std::optional<std::string> any;
  return CasesFrom(tx.Run(kLoadCases, contract.organisation, std::optional<std::string>(contract.id),
                          irregularity_id, any, any));
}

std::optional<Case> FindCaseOfSignal(pg::Tx& tx, const Contract& contract, int signal_id) {
  const pqxx::result rows = tx.Run(kFindCaseOfSignal, contract.organisation, contract.id, signal_id);
  if (rows.empty()) return std::nullopt;
  return LoadCases(tx, contract, rows[0]["irregularity_id"].as<int>()).front();
}

std::vector<Case> LoadNotified(pg::Tx& tx, const std::string& organisation, absl::CivilDay from,
                               absl::CivilDay to) {
  return CasesFrom(tx.Run(kLoadCases, organisation, std::optional<std::string>(), 0,
                          std::optional<std::string>(FormatDay(from)),
                          std::optional<std::string>(FormatDay(to))));
}

void InsertCorrection(pg::Tx& tx, const Contract& contract, const Correction& correction) {
  tx.Run(kInsertCorrection, contract.organisation, contract.id, correction.id,
         std::string(WordOf(correction.state)), correction.irregularity_id, Code(contract));
  tx.Run(kNextCorrection, contract.organisation, contract.id);
}

void InsertVersion(pg::Tx& tx, const Contract& contract, int correction_id,
                   const CorrectionVersion& version, const std::string& actor) {
  tx.Run(kInsertCorrectionVersion, contract.organisation, contract.id, correction_id, version.version,
         version.percent_ten_thousandths, version.percent_basis, version.affected.eu.minor(),
         version.affected.national.minor(), version.amount.eu.minor(), version.amount.national.minor(),
         CodeOf(version.amount), FormatDay(version.decided_on), version.content_json, actor);
}

void UpdateDraft(pg::Tx& tx, const Contract& contract, int correction_id,
                 const CorrectionVersion& version, const std::string& actor) {
  tx.Run(kUpdateCorrectionDraft, contract.organisation, contract.id, correction_id, version.version,
         version.percent_ten_thousandths, version.percent_basis, version.affected.eu.minor(),
         version.affected.national.minor(), version.amount.eu.minor(), version.amount.national.minor(),
         FormatDay(version.decided_on), version.content_json, actor);
}

void MoveVersion(pg::Tx& tx, const Contract& contract, int correction_id, int version,
                 VersionState state) {
  tx.Run(kMoveCorrectionVersion, contract.organisation, contract.id, correction_id, version,
         std::string(WordOf(state)));
}

void UpdateCorrection(pg::Tx& tx, const Contract& contract, const Correction& correction) {
  tx.Run(kUpdateCorrection, contract.organisation, contract.id, correction.id,
         std::string(WordOf(correction.state)), correction.last_version, correction.amount.eu.minor(),
         correction.amount.national.minor(), correction.indebted.eu.minor(),
         correction.indebted.national.minor());
}

void UpdateCorrected(pg::Tx& tx, const Contract& contract, const std::optional<Parts>& support,
                     const Parts& corrected) {
  std::optional<int64_t> eu_minor;
  std::optional<int64_t> national_minor;
  if (support.has_value()) {
    eu_minor = support->eu.minor();
    national_minor = support->national.minor();
  }
  tx.Run(kUpdateCorrected, contract.organisation, contract.id, eu_minor, national_minor,
         corrected.eu.minor(), corrected.national.minor());
}

std::vector<Correction> LoadCorrections(pg::Tx& tx, const Contract& contract, int correction_id) {
  std::vector<Correction> corrections;
  for (const pqxx::row& row :
       tx.Run(kLoadCorrections, contract.organisation, contract.id, correction_id)) {
    Correction correction = CorrectionFrom(row);
    if (corrections.empty() || corrections.back().id != correction.id) {
      corrections.push_back(std::move(correction));
    }
    corrections.back().versions.push_back(VersionFrom(row));
  }
  return corrections;
}

std::optional<int> FindCorrectionOfCase(pg::Tx& tx, const Contract& contract, int irregularity_id) {
  const pqxx::result rows =
      tx.Run(kFindCorrectionOfCase, contract.organisation, contract.id, irregularity_id);
  if (rows.empty()) return std::nullopt;
  return rows[0]["correction_id"].as<int>();
}

}  // namespace tranche::payments::recoveries::store
