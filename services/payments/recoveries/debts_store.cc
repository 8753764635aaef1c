// SPDX-License-Identifier: EUPL-1.2
#include "payments/recoveries/debts_store.h"

#include <map>
#include <utility>

#include "payments/recoveries/rows_store.h"
#include "platform/base/status_macros.h"
#include "platform/convert/annulments.h"

namespace tranche::payments::recoveries::store {
namespace {

constexpr pg::Statement kInsertDebt{"recoveries.insert_debt", R"sql(
  insert into debt (organisation_id, contract_id, debt_id, number, state, basis, book, correction_id,
                    claim_sequence, currency, income_id)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11))sql"};

// What is annulled lowers nothing.
constexpr pg::Statement kLoadLoweredGrant{"recoveries.load_lowered_grant", R"sql(
  select coalesce(d.lowers_eu_minor, 0) as lowers_eu_minor,
         coalesce(d.lowers_national_minor, 0) as lowers_national_minor, i.currency, debt.debt_id
    from income as i
    left join income_decision as d
      on d.organisation_id = i.organisation_id and d.contract_id = i.contract_id and d.income_id = i.income_id
         and not exists (select from income_annulment as a
                          where a.organisation_id = i.organisation_id and a.contract_id = i.contract_id
                                and a.income_id = i.income_id)
    left join debt
      on debt.organisation_id = i.organisation_id and debt.contract_id = i.contract_id
         and debt.income_id = i.income_id and debt.state <> 'RECOVERY_REMOVED'
   where i.organisation_id = $1 and i.contract_id = $2 and i.income_id = $3)sql"};

constexpr pg::Statement kNextDebt{"recoveries.next_debt", R"sql(
  update recovery_account set next_debt = next_debt + 1
   where organisation_id = $1 and contract_id = $2)sql"};

constexpr pg::Statement kInsertDebtVersion{"recoveries.insert_debt_version", R"sql(
  insert into debt_version (organisation_id, contract_id, debt_id, version, state, principal_eu_minor,
                            principal_national_minor, currency, declared, served_on, voluntary_until,
                            effective_on, content, recorded_by)
  values ($1, $2, $3, $4, 'VERSION_DRAFT', $5, $6, $7, $8, $9::date, $10::date, $11::date, $12::jsonb,
          $13))sql"};

constexpr pg::Statement kUpdateDebtDraft{"recoveries.update_debt_draft", R"sql(
  update debt_version
     set principal_eu_minor = $5, principal_national_minor = $6, declared = $7, served_on = $8::date,
         voluntary_until = $9::date, effective_on = $10::date, content = $11::jsonb, recorded_by = $12
   where organisation_id = $1 and contract_id = $2 and debt_id = $3 and version = $4
         and state = 'VERSION_DRAFT')sql"};

constexpr pg::Statement kMoveDebtVersion{"recoveries.move_debt_version", R"sql(
  update debt_version set state = $5
   where organisation_id = $1 and contract_id = $2 and debt_id = $3 and version = $4)sql"};

constexpr pg::Statement kUpdateDebt{"recoveries.update_debt", R"sql(
  update debt
     set state = $4, status = $5, last_version = $6, principal_eu_minor = $7,
         principal_national_minor = $8, repaid_principal_eu_minor = $9,
         repaid_principal_national_minor = $10, charged_interest_eu_minor = $11,
         charged_interest_national_minor = $12, repaid_interest_eu_minor = $13,
         repaid_interest_national_minor = $14, interest_from = $15::date, last_movement_on = $16::date,
         next_piece = $17, next_repayment = $18
   where organisation_id = $1 and contract_id = $2 and debt_id = $3)sql"};

constexpr pg::Statement kInsertInterest{"recoveries.insert_interest", R"sql(
  insert into debt_interest (organisation_id, contract_id, debt_id, piece, from_on, to_on,
                             principal_eu_minor, principal_national_minor, yearly_hundred_thousandths,
                             year_days, daily_hundred_thousandths, interest_eu_minor,
                             interest_national_minor, interest_total_minor, currency, source, verified, entry)
  values ($1, $2, $3, $4, $5::date, $6::date, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
          1 + (select count(*)
                 from debt_interest as i
                 join debt_repayment_annulment as a
                   on a.organisation_id = i.organisation_id and a.contract_id = i.contract_id
                      and a.debt_id = i.debt_id and i.piece between a.first_piece and a.last_piece
                where i.organisation_id = $1 and i.contract_id = $2 and i.debt_id = $3
                      and i.from_on = $5::date)))sql"};

constexpr pg::Statement kInsertRepayment{"recoveries.insert_repayment", R"sql(
  insert into debt_repayment (organisation_id, contract_id, debt_id, repayment, amount_minor, currency,
                              repaid_on, way, kind, reference, to_interest_eu_minor,
                              to_interest_national_minor, to_principal_eu_minor,
                              to_principal_national_minor, order_rule, marks, recorded_by,
                              before_interest_from, before_last_movement_on)
  values ($1, $2, $3, $4, $5, $6, $7::date, $8, $9, $10, $11, $12, $13, $14, $15, $16::jsonb, $17,
          $18::date, $19::date))sql"};

constexpr pg::Statement kInsertOffset{"recoveries.insert_offset", R"sql(
  insert into debt_offset (organisation_id, contract_id, debt_id, repayment, sequence, eu_minor, national_minor,
                           currency, deducted_on)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9::date))sql"};

constexpr pg::Statement kInsertReversal{"recoveries.insert_reversal", R"sql(
  insert into debt_offset_reversal (organisation_id, contract_id, debt_id, repayment, to_interest_eu_minor,
                                    to_interest_national_minor, to_principal_eu_minor,
                                    to_principal_national_minor, currency, taken_back_on, reason, reference,
                                    taken_back_by)
  values ($1, $2, $3, $4, -$5::bigint, -$6::bigint, -$7::bigint, -$8::bigint, $9, $10::date, $11, $12,
          $13))sql"};

// $2 is null for all contracts, $3 is 0 for all debts, $4 is null for all books and states.
constexpr pg::Statement kLoadDebts{"recoveries.load_debts", R"sql(
  select contract_id, debt_id, number, state, basis, book, correction_id, claim_sequence, income_id,
         last_version, status, principal_eu_minor, principal_national_minor, repaid_principal_eu_minor,
         repaid_principal_national_minor, charged_interest_eu_minor, charged_interest_national_minor,
         repaid_interest_eu_minor, repaid_interest_national_minor, currency, interest_from::text,
         last_movement_on::text, next_piece, next_repayment
    from debt
   where organisation_id = $1 and ($2::text is null or contract_id = $2::text)
         and ($3::integer = 0 or debt_id = $3::integer)
         and ($4::text is null or (book = $4::text and state = 'RECOVERY_ENTERED'))
   order by contract_id, debt_id)sql"};

constexpr pg::Statement kLoadDebtVersions{"recoveries.load_debt_versions", R"sql(
  select contract_id, debt_id, version, state, principal_eu_minor, principal_national_minor, currency,
         declared, served_on::text, voluntary_until::text, effective_on::text, content
    from debt_version
   where organisation_id = $1 and ($2::text is null or contract_id = $2::text)
         and ($3::integer = 0 or debt_id = $3::integer)
   order by contract_id, debt_id, version)sql"};

// Of pieces of interest those that did not fall away with an annulled repayment.
#define STANDING                                                                   \
  "and not exists (select from debt_repayment_annulment as a "                     \
  "where a.organisation_id = i.organisation_id and a.contract_id = i.contract_id " \
  "and a.debt_id = i.debt_id and i.piece between a.first_piece and a.last_piece) "

constexpr pg::Statement kLoadInterest{"recoveries.load_interest", R"sql(
  select contract_id, debt_id, piece, from_on::text, to_on::text, principal_eu_minor, principal_national_minor,
         yearly_hundred_thousandths, year_days, daily_hundred_thousandths, interest_eu_minor,
         interest_national_minor, interest_total_minor, currency, source, verified
    from debt_interest as i
   where organisation_id = $1 and ($2::text is null or contract_id = $2::text)
         and ($3::integer = 0 or debt_id = $3::integer)
)sql" STANDING R"sql(
   order by contract_id, debt_id, piece)sql"};

constexpr pg::Statement kSumOfInterest{"recoveries.sum_of_interest", R"sql(
  select coalesce(sum(interest_total_minor) filter (where currency = 'BGN'), 0)::bigint as leva_minor,
         coalesce(sum(interest_total_minor) filter (where currency = 'EUR'), 0)::bigint as euro_minor
    from debt_interest as i
   where organisation_id = $1 and contract_id = $2 and debt_id = $3 and piece >= $4
)sql" STANDING};

constexpr pg::Statement kLoadChangeovers{"recoveries.load_changeovers", R"sql(
  select contract_id, debt_id, converted_on::text, owed_eu_minor, owed_national_minor, principal_eu_minor,
         principal_national_minor, repaid_principal_eu_minor, repaid_principal_national_minor,
         charged_interest_eu_minor, charged_interest_national_minor, repaid_interest_eu_minor,
         repaid_interest_national_minor, interest_total_minor, first_piece, first_repayment
    from debt_redenomination
   where organisation_id = $1 and ($2::text is null or contract_id = $2::text)
         and ($3::integer = 0 or debt_id = $3::integer))sql"};

constexpr pg::Statement kLoadRepayments{"recoveries.load_repayments", R"sql(
  select contract_id, debt_id, repayment, r.amount_minor, r.currency, r.repaid_on::text, r.way, r.kind,
         r.reference, r.to_interest_eu_minor, r.to_interest_national_minor, r.to_principal_eu_minor,
         r.to_principal_national_minor, r.order_rule, r.marks, o.sequence, v.taken_back_on::text,
         v.reason as reversal_reason, v.reference as reversal_reference, v.taken_back_by,
         r.recorded_by, r.before_interest_from::text, r.before_last_movement_on::text, a.annulled_on::text,
         a.reason as annulment_reason, a.reference as annulment_reference, a.annulled_by
    from debt_repayment as r
    left join debt_offset as o using (organisation_id, contract_id, debt_id, repayment)
    left join debt_offset_reversal as v using (organisation_id, contract_id, debt_id, repayment)
    left join debt_repayment_annulment as a using (organisation_id, contract_id, debt_id, repayment)
   where organisation_id = $1 and ($2::text is null or contract_id = $2::text)
         and ($3::integer = 0 or debt_id = $3::integer)
   order by contract_id, debt_id, repayment)sql"};

Debt DebtFrom(const pqxx::row& row) {
  Debt debt;
  debt.contract_id = row["contract_id"].as<std::string>();
  debt.id = row["debt_id"].as<int>();
  debt.number = row["number"].as<std::string>();
  debt.state = StateFrom<RecoveryState>(row["state"].as<std::string>(), 3);
  debt.basis = row["basis"].as<std::string>();
  debt.book = row["book"].as<std::string>();
  if (!row["correction_id"].is_null()) debt.correction_id = row["correction_id"].as<int>();
  if (!row["claim_sequence"].is_null()) debt.claim_sequence = row["claim_sequence"].as<int>();
  if (!row["income_id"].is_null()) debt.income_id = row["income_id"].as<int>();
  debt.last_version = row["last_version"].as<int>();
  debt.status = row["status"].as<std::string>();
  debt.ledger = {.principal = PartsFrom(row, "principal"),
                 .repaid_principal = PartsFrom(row, "repaid_principal"),
                 .charged_interest = PartsFrom(row, "charged_interest"),
                 .repaid_interest = PartsFrom(row, "repaid_interest"),
                 .interest_from = OptionalDayFrom(row, "interest_from"),
                 .last_movement_on = OptionalDayFrom(row, "last_movement_on")};
  debt.next_piece = row["next_piece"].as<int>();
  debt.next_repayment = row["next_repayment"].as<int>();
  return debt;
}

Parts PartsIn(const pqxx::row& row, const std::string& prefix, Currency currency) {
  return {Money::Minor(row[prefix + "_eu_minor"].as<int64_t>(), currency),
          Money::Minor(row[prefix + "_national_minor"].as<int64_t>(), currency)};
}

Changeover ChangeoverFrom(const pqxx::row& row) {
  return {.on = convert::DayFromRow(row, "converted_on"),
          .owed = PartsIn(row, "owed", Currency::kBgn),
          .principal = PartsIn(row, "principal", Currency::kEur),
          .repaid_principal = PartsIn(row, "repaid_principal", Currency::kEur),
          .charged_interest = PartsIn(row, "charged_interest", Currency::kEur),
          .repaid_interest = PartsIn(row, "repaid_interest", Currency::kEur),
          .interest_total = Money::Minor(row["interest_total_minor"].as<int64_t>(), Currency::kEur),
          .first_piece = row["first_piece"].as<int>(),
          .first_repayment = row["first_repayment"].as<int>()};
}

DebtVersion DebtVersionFrom(const pqxx::row& row) {
  return {.version = row["version"].as<int>(),
          .state = StateFrom<VersionState>(row["state"].as<std::string>(), 3),
          .terms = {.principal = PartsFrom(row, "principal"),
                    .served_on = convert::DayFromRow(row, "served_on"),
                    .voluntary_until = convert::DayFromRow(row, "voluntary_until"),
                    .effective_on = convert::DayFromRow(row, "effective_on")},
          .declared = row["declared"].as<bool>(),
          .content_json = row["content"].as<std::string>()};
}

InterestPiece PieceFrom(const pqxx::row& row) {
  InterestPiece piece{.from = convert::DayFromRow(row, "from_on"),
                      .to = convert::DayFromRow(row, "to_on"),
                      .principal = PartsFrom(row, "principal")};
  piece.yearly_hundred_thousandths = row["yearly_hundred_thousandths"].as<int64_t>();
  piece.year_days = row["year_days"].as<int64_t>();
  piece.daily_hundred_thousandths = row["daily_hundred_thousandths"].as<int64_t>();
  piece.interest = PartsFrom(row, "interest");
  piece.total = Money::Minor(row["interest_total_minor"].as<int64_t>(), CurrencyFrom(row));
  piece.source = row["source"].as<std::string>();
  piece.verified = row["verified"].as<bool>();
  piece.posted = true;
  piece.number = row["piece"].as<int>();
  return piece;
}

Repayment RepaymentFrom(const pqxx::row& row) {
  Repayment repayment{.number = row["repayment"].as<int>(),
                      .amount = Money::Minor(row["amount_minor"].as<int64_t>(), CurrencyFrom(row)),
                      .repaid_on = convert::DayFromRow(row, "repaid_on"),
                      .way = row["way"].as<std::string>(),
                      .kind = row["kind"].as<std::string>(),
                      .reference = row["reference"].as<std::string>(),
                      .to_interest = PartsFrom(row, "to_interest"),
                      .to_principal = PartsFrom(row, "to_principal"),
                      .order_rule = row["order_rule"].as<std::string>(),
                      .marks_json = row["marks"].as<std::string>()};
  if (!row["sequence"].is_null()) repayment.claim_sequence = row["sequence"].as<int>();
  if (!row["taken_back_on"].is_null()) {
    repayment.reversal = Reversal{.taken_back_on = convert::DayFromRow(row, "taken_back_on"),
                                  .reason = row["reversal_reason"].as<std::string>(),
                                  .reference = row["reversal_reference"].as<std::string>(),
                                  .taken_back_by = row["taken_back_by"].as<std::string>()};
  }
  repayment.recorded_by = row["recorded_by"].as<std::string>();
  if (!row["before_interest_from"].is_null()) {
    repayment.before =
        DaysBefore{.interest_from = convert::DayFromRow(row, "before_interest_from"),
                   .last_movement_on = convert::DayFromRow(row, "before_last_movement_on")};
  }
  repayment.annulment = tranche::convert::AnnulmentFromRow(row);
  return repayment;
}

// Debts with all that hangs on them; three more statements, whatever the number of debts.
std::vector<Debt> LoadWhole(pg::Tx& tx, const std::string& organisation,
                            const std::optional<std::string>& contract_id, int debt_id,
                            const std::optional<std::string>& book, bool with_movements = true) {
  std::vector<Debt> debts;
  std::map<std::pair<std::string, int>, size_t> places;
  for (const pqxx::row& row : tx.Run(kLoadDebts, organisation, contract_id, debt_id, book)) {
    debts.push_back(DebtFrom(row));
    places[{debts.back().contract_id, debts.back().id}] = debts.size() - 1;
  }
  if (debts.empty()) return debts;
  const auto debt_of = [&](const pqxx::row& row) -> Debt* {
    const auto found = places.find({row["contract_id"].as<std::string>(), row["debt_id"].as<int>()});
    return found == places.end() ? nullptr : &debts[found->second];
  };
  for (const pqxx::row& row : tx.Run(kLoadDebtVersions, organisation, contract_id, debt_id)) {
    if (Debt* debt = debt_of(row)) debt->versions.push_back(DebtVersionFrom(row));
  }
  for (const pqxx::row& row : tx.Run(kLoadChangeovers, organisation, contract_id, debt_id)) {
    if (Debt* debt = debt_of(row)) debt->ledger.changeover = ChangeoverFrom(row);
  }
  if (!with_movements) return debts;
  for (const pqxx::row& row : tx.Run(kLoadInterest, organisation, contract_id, debt_id)) {
    if (Debt* debt = debt_of(row)) debt->posted.push_back(PieceFrom(row));
  }
  for (const pqxx::row& row : tx.Run(kLoadRepayments, organisation, contract_id, debt_id)) {
    if (Debt* debt = debt_of(row)) debt->repayments.push_back(RepaymentFrom(row));
  }
  return debts;
}

}  // namespace

void InsertDebt(pg::Tx& tx, const Contract& contract, const Debt& debt) {
  tx.Run(kInsertDebt, contract.organisation, contract.id, debt.id, debt.number,
         std::string(WordOf(debt.state)), debt.basis, debt.book, debt.correction_id,
         debt.claim_sequence, CodeOf(debt.ledger.principal), debt.income_id);
  tx.Run(kNextDebt, contract.organisation, contract.id);
}

void InsertVersion(pg::Tx& tx, const Contract& contract, int debt_id, const DebtVersion& version,
                   const std::string& actor) {
  tx.Run(kInsertDebtVersion, contract.organisation, contract.id, debt_id, version.version,
         version.terms.principal.eu.minor(), version.terms.principal.national.minor(),
         CodeOf(version.terms.principal), version.declared, FormatDay(version.terms.served_on),
         FormatDay(version.terms.voluntary_until), FormatDay(version.terms.effective_on),
         version.content_json, actor);
}

void UpdateDraft(pg::Tx& tx, const Contract& contract, int debt_id, const DebtVersion& version,
                 const std::string& actor) {
  tx.Run(kUpdateDebtDraft, contract.organisation, contract.id, debt_id, version.version,
         version.terms.principal.eu.minor(), version.terms.principal.national.minor(), version.declared,
         FormatDay(version.terms.served_on), FormatDay(version.terms.voluntary_until),
         FormatDay(version.terms.effective_on), version.content_json, actor);
}

void MoveDebtVersion(pg::Tx& tx, const Contract& contract, int debt_id, int version,
                     VersionState state) {
  tx.Run(kMoveDebtVersion, contract.organisation, contract.id, debt_id, version,
         std::string(WordOf(state)));
}

void UpdateDebt(pg::Tx& tx, const Contract& contract, const Debt& debt) {
  const Ledger& ledger = debt.ledger;
  tx.Run(kUpdateDebt, contract.organisation, contract.id, debt.id, std::string(WordOf(debt.state)),
         debt.status, debt.last_version, ledger.principal.eu.minor(), ledger.principal.national.minor(),
         ledger.repaid_principal.eu.minor(), ledger.repaid_principal.national.minor(),
         ledger.charged_interest.eu.minor(), ledger.charged_interest.national.minor(),
         ledger.repaid_interest.eu.minor(), ledger.repaid_interest.national.minor(),
         DayOrNull(ledger.interest_from), DayOrNull(ledger.last_movement_on), debt.next_piece,
         debt.next_repayment);
}

void InsertOffset(pg::Tx& tx, const Contract& contract, int debt_id, const Repayment& repayment,
                  const Parts& parts) {
  tx.Run(kInsertOffset, contract.organisation, contract.id, debt_id, repayment.number,
         *repayment.claim_sequence, parts.eu.minor(), parts.national.minor(), CodeOf(parts),
         FormatDay(repayment.repaid_on));
}

void InsertReversal(pg::Tx& tx, const Contract& contract, int debt_id, const Repayment& repayment) {
  const Reversal& reversal = *repayment.reversal;
  tx.Run(kInsertReversal, contract.organisation, contract.id, debt_id, repayment.number,
         repayment.to_interest.eu.minor(), repayment.to_interest.national.minor(),
         repayment.to_principal.eu.minor(), repayment.to_principal.national.minor(),
         CodeOf(repayment.to_principal), FormatDay(reversal.taken_back_on), reversal.reason,
         reversal.reference, reversal.taken_back_by);
}

void InsertInterest(pg::Tx& tx, const Contract& contract, int debt_id, int piece_number,
                    const InterestPiece& piece) {
  tx.Run(kInsertInterest, contract.organisation, contract.id, debt_id, piece_number,
         FormatDay(piece.from), FormatDay(piece.to), piece.principal.eu.minor(),
         piece.principal.national.minor(), piece.yearly_hundred_thousandths, piece.year_days,
         piece.daily_hundred_thousandths, piece.interest.eu.minor(), piece.interest.national.minor(),
         piece.total.minor(), CodeOf(piece.principal), piece.source, piece.verified);
}

void InsertRepayment(pg::Tx& tx, const Contract& contract, int debt_id, const Repayment& repayment,
                     const std::string& actor) {
  tx.Run(kInsertRepayment, contract.organisation, contract.id, debt_id, repayment.number,
         repayment.amount.minor(), CodeOf(repayment.to_principal), FormatDay(repayment.repaid_on),
         repayment.way, repayment.kind, repayment.reference, repayment.to_interest.eu.minor(),
         repayment.to_interest.national.minor(), repayment.to_principal.eu.minor(),
         repayment.to_principal.national.minor(), repayment.order_rule, repayment.marks_json, actor,
         repayment.before ? DayOrNull(repayment.before->interest_from) : std::nullopt,
         repayment.before ? DayOrNull(repayment.before->last_movement_on) : std::nullopt);
}

std::vector<Debt> LoadDebts(pg::Tx& tx, const Contract& contract, int debt_id) {
  return LoadWhole(tx, contract.organisation, contract.id, debt_id, std::nullopt);
}

std::vector<Debt> LoadDebtAlone(pg::Tx& tx, const Contract& contract, int debt_id) {
  return LoadWhole(tx, contract.organisation, contract.id, debt_id, std::nullopt,
                   /*with_movements=*/false);
}

absl::StatusOr<Money> SumOfInterest(pg::Tx& tx, const Contract& contract, const Debt& debt) {
  const std::optional<Changeover>& changeover = debt.ledger.changeover;
  const pqxx::result rows = tx.Run(kSumOfInterest, contract.organisation, contract.id, debt.id,
                                   changeover.has_value() ? changeover->first_piece : 1);
  const Money leva = Money::Minor(rows[0]["leva_minor"].as<int64_t>(), Currency::kBgn);
  const Money euro = Money::Minor(rows[0]["euro_minor"].as<int64_t>(), Currency::kEur);
  if (!changeover.has_value()) {
    return debt.ledger.principal.eu.currency() == Currency::kBgn ? leva : euro;
  }
  TRANCHE_ASSIGN_OR_RETURN(const Money converted, ConvertToEuro(leva, Rounding::kHalfUp));
  TRANCHE_ASSIGN_OR_RETURN(const Money since, tranche::Add(converted, euro));
  return tranche::Add(changeover->interest_total, since);
}

std::optional<LoweredGrant> LoadLoweredGrant(pg::Tx& tx, const Contract& contract, int income_id) {
  const pqxx::result rows = tx.Run(kLoadLoweredGrant, contract.organisation, contract.id, income_id);
  if (rows.empty()) return std::nullopt;
  LoweredGrant found{.lowers = PartsFrom(rows[0], "lowers"), .debt = std::nullopt};
  if (!rows[0]["debt_id"].is_null()) found.debt = rows[0]["debt_id"].as<int>();
  return found;
}

std::vector<Debt> LoadBook(pg::Tx& tx, const std::string& organisation, const std::string& book) {
  return LoadWhole(tx, organisation, std::nullopt, 0, book);
}

}  // namespace tranche::payments::recoveries::store
