// SPDX-License-Identifier: EUPL-1.2
#include "budgets/budgets_store.h"

#include <google/protobuf/util/time_util.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "budgets/budgets_convert.h"
#include "budgets/currencies/currencies_store.h"
#include "budgets/currencies/foreign_cost_convert.h"
#include "budgets/limits/limits_store.h"
#include "budgets/particulars/particulars_convert.h"
#include "budgets/simplified/simplified.h"
#include "platform/calendar/civil.h"
#include "platform/convert/marks.h"
#include "platform/convert/money.h"
#include "platform/convert/rows.h"

namespace tranche::budgets::store {
namespace {

constexpr pg::Statement kKeepContract{"budgets.keep_contract", R"sql(
  insert into contract as kept (organisation_id, contract_id, number, title, amount_eu_minor,
                                amount_national_minor, amount_own_minor, currency, starts_on, ends_on, version)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9::date, $10::date, $11)
  on conflict (organisation_id, contract_id) do update
     set number = excluded.number, title = excluded.title, starts_on = excluded.starts_on,
         ends_on = excluded.ends_on, version = excluded.version,
         amount_eu_minor = case when kept.budgeted_at is null then excluded.amount_eu_minor
                                else kept.amount_eu_minor end,
         amount_national_minor = case when kept.budgeted_at is null then excluded.amount_national_minor
                                      else kept.amount_national_minor end,
         amount_own_minor = case when kept.budgeted_at is null then excluded.amount_own_minor
                                 else kept.amount_own_minor end,
         currency = case when kept.budgeted_at is null then excluded.currency else kept.currency end
   where kept.version < excluded.version)sql"};

#define CONTRACT_COLUMNS                                                                  \
  "organisation_id, contract_id, number, title, amount_eu_minor, amount_national_minor, " \
  "amount_own_minor, currency, starts_on::text, ends_on::text, version, "                 \
  "budgeted_at is not null as budgeted from contract "

constexpr pg::Statement kFindContracts{"budgets.find_contracts",
                                       "select " CONTRACT_COLUMNS
                                       "where ($1 = '-' or organisation_id = $1) and contract_id = $2"};

constexpr pg::Statement kLockContract{"budgets.lock_contract",
                                      "select " CONTRACT_COLUMNS
                                      "where organisation_id = $1 and contract_id = $2 for update"};

constexpr pg::Statement kMarkBudgeted{"budgets.mark_budgeted", R"sql(
  update contract set budgeted_at = now() where organisation_id = $1 and contract_id = $2)sql"};

constexpr pg::Statement kInsertLines{"budgets.insert_lines", R"sql(
  insert into line (organisation_id, contract_id, code, title, expense_type, cap_eu_minor, cap_national_minor,
                    cap_own_minor, currency, marks)
  select $1, $2, code, title, expense_type, cap_eu_minor, cap_national_minor, cap_own_minor, $3, marks
    from jsonb_to_recordset($4::jsonb)
      as given (code text, title text, expense_type text, cap_eu_minor bigint, cap_national_minor bigint,
                cap_own_minor bigint, marks jsonb))sql"};

constexpr pg::Statement kPostCaps{"budgets.post_caps", R"sql(
  insert into posting (organisation_id, contract_id, line_code, debit, credit, eu_minor, national_minor,
                       own_minor, currency, valid_on)
  select organisation_id, contract_id, code, 'available', 'cap', cap_eu_minor, cap_national_minor,
         cap_own_minor, currency, $3::date
    from line where organisation_id = $1 and contract_id = $2
   order by string_to_array(code, '.')::numeric[])sql"};

constexpr pg::Statement kListLines{"budgets.list_lines", R"sql(
  select organisation_id, contract_id, code, title, expense_type, cap_eu_minor, cap_national_minor,
         cap_own_minor, reserved_eu_minor, reserved_national_minor, reserved_own_minor, spent_eu_minor,
         spent_national_minor, spent_own_minor, currency, marks, support_form,
         array_to_string(limits, ',') as limits
    from line where organisation_id = $1 and contract_id = $2
   order by string_to_array(code, '.')::numeric[], code)sql"};

constexpr pg::Statement kRecordCost{"budgets.record_cost", R"sql(
  select record_cost($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16::date, $17::date,
                     $18, $19, $20, $21, $22, $23::jsonb, $24::jsonb))sql"};

// The same with what the document says beside its amounts.
constexpr pg::Statement kRecordToldCost{"budgets.record_told_cost", R"sql(
  select record_told_cost($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16::date, $17::date,
                          $18, $19, $20, $21, $22, $23::jsonb, $24::jsonb, $25::jsonb))sql"};

#define COST_COLUMNS                                                                                \
  "c.organisation_id, c.contract_id, c.cost_number, c.line_code, c.document_type, "                 \
  "c.document_number, c.issuer, c.issued_on::text, c.paid_on::text, "                               \
  "coalesce(x.document_total_minor, c.document_total_minor), coalesce(x.claimed_eu_minor + "        \
  "x.claimed_national_minor + x.claimed_own_minor, c.claimed_minor), "                              \
  "coalesce(x.claimed_eu_minor, c.claimed_eu_minor), coalesce(x.claimed_national_minor, "           \
  "c.claimed_national_minor), coalesce(x.claimed_own_minor, c.claimed_own_minor), "                 \
  "coalesce(x.left_on_line_minor, c.left_on_line_minor), coalesce(x.currency, c.currency), "        \
  "c.marks, (extract(epoch from c.recorded_at) * 1000000)::bigint as recorded_at_us, "              \
  "d.approved, coalesce(d.decided_on::text, '') as decided_on, coalesce(d.reason, '') as "          \
  "reason, case when x.decided then x.approved_eu_minor else d.approved_eu_minor end, case "        \
  "when x.decided then x.approved_national_minor else d.approved_national_minor end, case when "    \
  "x.decided then x.approved_own_minor else d.approved_own_minor end, case when x.decided then "    \
  "x.unapproved_eu_minor else d.unapproved_eu_minor end, case when x.decided then "                 \
  "x.unapproved_national_minor else d.unapproved_national_minor end, case when x.decided then "     \
  "x.unapproved_own_minor else d.unapproved_own_minor end, case when x.decided then "               \
  "x.by_correction_eu_minor else d.by_correction_eu_minor end, case when x.decided then "           \
  "x.by_correction_national_minor else d.by_correction_national_minor end, case when x.decided "    \
  "then x.by_correction_own_minor else d.by_correction_own_minor end, "                             \
  "coalesce(d.correction_reason, '') as correction_reason, coalesce(d.correction, '') as "          \
  "correction, case when c.resubmission > 0 then (select p.cost_number from cost as p where "       \
  "p.organisation_id = c.organisation_id and p.contract_id = c.contract_id and p.line_code = "      \
  "c.line_code and p.document_number_folded = c.document_number_folded and p.issuer_folded = "      \
  "c.issuer_folded and p.document_type = c.document_type and p.resubmission = c.resubmission - "    \
  "1) end as resubmits, c.issuer_eik, coalesce(x.vat_minor, c.vat_minor), c.vat_recoverable, "      \
  "c.document_number_folded, c.issuer_folded, case when c.document_type = 'SIMPLIFIED_REPORT' "     \
  "then (select to_jsonb(s) from simplified_cost as s where s.organisation_id = "                   \
  "c.organisation_id and s.contract_id = c.contract_id and s.cost_number = c.cost_number) end "     \
  "as simplified, c.currency as own_currency, coalesce((select to_jsonb(o) from cost_original "     \
  "as o where o.organisation_id = c.organisation_id and o.contract_id = c.contract_id and "         \
  "o.cost_number = c.cost_number), case when x.cost_number is not null then (select "               \
  "jsonb_build_object('currency', c.currency, 'total_minor', c.document_total_minor, "              \
  "'vat_minor', c.vat_minor, 'claimed_minor', c.claimed_minor, 'month', '', 'rate', r.rate, "       \
  "'rate_source', r.legal_source, 'verified', r.verified, 'eu_minor', c.claimed_eu_minor, "         \
  "'national_minor', c.claimed_national_minor, 'own_minor', c.claimed_own_minor, "                  \
  "'difference_minor', x.claimed_eu_minor + x.claimed_national_minor + x.claimed_own_minor - "      \
  "to_euro(c.claimed_minor)) from redenomination as r where r.organisation_id = "                   \
  "c.organisation_id and r.contract_id = c.contract_id) end) as original, (select "                 \
  "jsonb_build_object('issuer_kind', q.issuer_kind, 'flags', q.flags, 'activities', "               \
  "coalesce((select jsonb_agg(jsonb_build_object('activity', a.activity, 'amount_minor', "          \
  "a.amount_minor) order by a.place) from cost_activity as a where a.organisation_id = "            \
  "q.organisation_id and a.contract_id = q.contract_id and a.cost_number = q.cost_number), "        \
  "'[]')) from cost_particulars as q where q.organisation_id = c.organisation_id and "              \
  "q.contract_id = c.contract_id and q.cost_number = c.cost_number) as particulars, "               \
  "(select v.revalidated_number from cost_revalidation as v where v.organisation_id = "             \
  "c.organisation_id and v.contract_id = c.contract_id and v.cost_number = c.cost_number) as "      \
  "revalidates, c.document_total_minor as recorded_total_minor, (select "                           \
  "jsonb_build_object('lev_minor', coalesce(sum(said.minor) filter (where said.currency = 'BGN'), " \
  "0), 'euro_minor', coalesce(sum(said.minor) filter (where said.currency = 'EUR'), 0)) from "      \
  "credit_note as n cross join lateral (select case when n.original_currency in ('BGN', 'EUR') "    \
  "then n.original_currency else n.currency end as currency, case when n.original_currency in "     \
  "('BGN', 'EUR') then n.original_amount_minor else n.amount_minor end as minor) as said where "    \
  "n.organisation_id = c.organisation_id and n.number_folded = c.document_number_folded and "       \
  "n.issuer_folded = c.issuer_folded and n.document_type = c.document_type and n.issued_on = "      \
  "c.issued_on and not exists (select from credit_note_annulment as a where a.organisation_id = "   \
  "n.organisation_id and a.note_folded = n.note_folded and a.issuer_folded = n.issuer_folded and "  \
  "a.note_issued_on = n.note_issued_on and a.entry = n.entry) having count(*) > 0) as credited "    \
  "from cost as c left "                                                                            \
  "join cost_decision as d on d.organisation_id = c.organisation_id and d.contract_id = "           \
  "c.contract_id and d.cost_number = c.cost_number left join restated_cost as x on "                \
  "x.organisation_id = c.organisation_id and x.contract_id = c.contract_id and x.cost_number = "    \
  "c.cost_number "

// Their places: a page has a thousand values, and to find each by its name takes longer than to read
// it.
enum CostColumn : pqxx::row::size_type {
  kOrganisationId,
  kContractId,
  kCostNumber,
  kLineCode,
  kDocumentType,
  kDocumentNumber,
  kIssuer,
  kIssuedOn,
  kPaidOn,
  kDocumentTotal,
  kClaimed,
  kClaimedEu,
  kClaimedNational,
  kClaimedOwn,
  kLeftOnLine,
  kCurrency,
  kMarks,
  kRecordedAt_us,
  kApproved,
  kDecidedOn,
  kReason,
  kApprovedEu,
  kApprovedNational,
  kApprovedOwn,
  kUnapprovedEu,
  kUnapprovedNational,
  kUnapprovedOwn,
  kByCorrectionEu,
  kByCorrectionNational,
  kByCorrectionOwn,
  kCorrectionReason,
  kCorrection,
  kResubmits,
  kIssuerEik,
  kVat,
  kVatRecoverable,
  kNumberFolded,
  kIssuerFolded,
  kSimplified,
  kOwnCurrency,
  kOriginal,
  kParticulars,
  kRevalidates,
  kRecordedTotal,
  kCredited
};

constexpr pg::Statement kFindCosts{"budgets.find_costs",
                                   "select " COST_COLUMNS
                                   "where ($1 = '-' or c.organisation_id = $1) and c.contract_id = $2 "
                                   "and c.cost_number = any ($3::bigint[])"};

constexpr pg::Statement kListCosts{"budgets.list_costs",
                                   "select " COST_COLUMNS
                                   "where c.organisation_id = $1 and c.contract_id = $2 "
                                   "and c.cost_number > $3 order by c.cost_number limit $4"};

// Of these only what is told of them.
constexpr pg::Statement kListToldCosts{
    "budgets.list_told_costs",
    "select " COST_COLUMNS
    "where c.organisation_id = $1 and c.contract_id = $2 and c.cost_number > $3 "
    "and exists (select from cost_particulars as q where q.organisation_id = $1 and q.contract_id = $2 "
    "and q.cost_number = c.cost_number and ($6 = '' or q.issuer_kind = $6) "
    "and ($7 = '' or q.flags @> array[$7])) "
    "and ($5 = '' or exists (select from cost_activity as a where a.organisation_id = $1 "
    "and a.contract_id = $2 and a.cost_number = c.cost_number and a.activity = $5)) "
    "order by c.cost_number limit $4"};

// With the lines of the bases of flat rates, which are read with them; most contracts have none.
constexpr pg::Statement kLockLines{"budgets.lock_lines", R"sql(
  select code, support_form, limits <> '{}' as limited from line
   where organisation_id = $1 and contract_id = $2
     and code = any (array(
           select line_code from cost
            where organisation_id = $1 and contract_id = $2 and cost_number = any ($3::bigint[])
            union
           select unnest(base_lines) from line_terms where organisation_id = $1 and contract_id = $2))
   order by code
     for update)sql"};

constexpr pg::Statement kInsertDecisions{"budgets.insert_decisions", R"sql(
  insert into cost_decision (organisation_id, contract_id, cost_number, approved, reason, decided_on, decided_by,
                             approved_eu_minor, approved_national_minor, approved_own_minor,
                             unapproved_eu_minor, unapproved_national_minor, unapproved_own_minor,
                             by_correction_eu_minor, by_correction_national_minor, by_correction_own_minor,
                             correction_reason, correction)
  select $1, $2, d.cost_number, d.approved, d.reason, $3::date, $4,
         coalesce(x.claimed_eu_minor, c.claimed_eu_minor) - d.unapproved_eu - d.by_correction_eu,
         coalesce(x.claimed_national_minor, c.claimed_national_minor) - d.unapproved_national
           - d.by_correction_national,
         coalesce(x.claimed_own_minor, c.claimed_own_minor) - d.unapproved_own - d.by_correction_own,
         d.unapproved_eu, d.unapproved_national, d.unapproved_own,
         d.by_correction_eu, d.by_correction_national, d.by_correction_own, d.correction_reason, d.correction
    from jsonb_to_recordset($5::jsonb)
      as d (cost_number bigint, approved boolean, reason text, unapproved_eu bigint, unapproved_national bigint,
            unapproved_own bigint, by_correction_eu bigint, by_correction_national bigint,
            by_correction_own bigint, correction_reason text, correction text)
    join cost as c on c.organisation_id = $1 and c.contract_id = $2 and c.cost_number = d.cost_number
    left join restated_cost as x on x.organisation_id = $1 and x.contract_id = $2
                                and x.cost_number = d.cost_number)sql"};

// Gives back to the documents what is unapproved, so that it may be claimed again.
constexpr pg::Statement kReleaseDocuments{"budgets.release_documents",
                                          "select release_documents($1, $2, $3::bigint[])"};

// Gives back the hours of what was refused, and sees that no flat rate is above its base (BUD-8).
constexpr pg::Statement kSettleSimplified{
    "budgets.settle_simplified",
    "select release_hours($1, $2, $3::bigint[]), check_flat_rates($1, $2, $3::bigint[])"};

constexpr pg::Statement kPostDecisions{"budgets.post_decisions", R"sql(
  insert into posting (organisation_id, contract_id, line_code, cost_number, debit, credit, eu_minor,
                       national_minor, own_minor, currency, valid_on)
  select c.organisation_id, c.contract_id, c.line_code, c.cost_number, m.debit, 'reserved', m.eu, m.national,
         m.own, coalesce((select x.currency from restated_cost as x
                           where x.organisation_id = $1 and x.contract_id = $2 and x.cost_number = c.cost_number),
                         c.currency), d.decided_on
    from cost as c
    join cost_decision as d on d.organisation_id = c.organisation_id and d.contract_id = c.contract_id
                           and d.cost_number = c.cost_number
   cross join lateral (values
      ('spent', d.approved_eu_minor, d.approved_national_minor, d.approved_own_minor),
      ('available', d.unapproved_eu_minor + d.by_correction_eu_minor,
       d.unapproved_national_minor + d.by_correction_national_minor,
       d.unapproved_own_minor + d.by_correction_own_minor)) as m (debit, eu, national, own)
   where c.organisation_id = $1 and c.contract_id = $2 and c.cost_number = any ($3::bigint[])
         and m.eu + m.national + m.own > 0
   order by c.cost_number, m.debit desc)sql"};

constexpr pg::Statement kMoveLines{"budgets.move_lines", R"sql(
  update line as l
     set reserved_eu_minor = l.reserved_eu_minor - m.approved_eu_minor - m.refused_eu_minor,
         reserved_national_minor = l.reserved_national_minor - m.approved_national_minor
                                   - m.refused_national_minor,
         reserved_own_minor = l.reserved_own_minor - m.approved_own_minor - m.refused_own_minor,
         spent_eu_minor = l.spent_eu_minor + m.approved_eu_minor,
         spent_national_minor = l.spent_national_minor + m.approved_national_minor,
         spent_own_minor = l.spent_own_minor + m.approved_own_minor,
         refused_minor = l.refused_minor + m.refused_eu_minor + m.refused_national_minor + m.refused_own_minor
    from jsonb_to_recordset($3::jsonb)
      as m (code text, approved_eu_minor bigint, approved_national_minor bigint, approved_own_minor bigint,
            refused_eu_minor bigint, refused_national_minor bigint, refused_own_minor bigint)
   where l.organisation_id = $1 and l.contract_id = $2 and l.code = m.code)sql"};

std::string Text(const pqxx::row& row, const char* column) { return row[column].as<std::string>(); }

std::string NumbersLiteral(const std::vector<int64_t>& numbers) {
  return absl::StrCat("{", absl::StrJoin(numbers, ","), "}");
}

Contract ContractOf(const pqxx::row& row) {
  return {.organisation = Text(row, "organisation_id"),
          .contract = Text(row, "contract_id"),
          .number = Text(row, "number"),
          .title = Text(row, "title"),
          .amount = convert::PartsFromRow(row, "amount"),
          .starts_on = convert::DayFromRow(row, "starts_on"),
          .ends_on = convert::DayFromRow(row, "ends_on"),
          .version = row["version"].as<int>(),
          .budgeted = row["budgeted"].as<bool>()};
}

CostState StateOf(const pqxx::row& row) {
  if (row[kApproved].is_null()) return CostState::kReserved;
  if (row[kApproved].as<bool>()) return CostState::kApproved;
  const bool nothing = row[kApprovedEu].as<int64_t>() == 0 &&
                       row[kApprovedNational].as<int64_t>() == 0 &&
                       row[kApprovedOwn].as<int64_t>() == 0;
  return nothing ? CostState::kRefused : CostState::kPartiallyApproved;
}

// The three parts that begin at this column.
ThreePart PartsAt(const pqxx::row& row, CostColumn first, Currency currency) {
  const auto part = [&](pqxx::row::size_type column) {
    return Money::Minor(row[column].as<int64_t>(), currency);
  };
  return {.eu = part(first), .national = part(first + 1), .own = part(first + 2)};
}

// What the decision on a cost says of it.
void ShowDecision(const pqxx::row& row, const CostFacts& facts, v1::Cost* cost) {
  const Currency currency = facts.parts.eu.currency();
  cost->set_decided_on(row[kDecidedOn].c_str());
  if (facts.state != CostState::kApproved) cost->set_refusal_reason(row[kReason].c_str());
  *cost->mutable_approved() = convert::ToProto(PartsAt(row, kApprovedEu, currency));
  *cost->mutable_unapproved() = convert::ToProto(PartsAt(row, kUnapprovedEu, currency));
  *cost->mutable_unapproved_by_correction() = convert::ToProto(PartsAt(row, kByCorrectionEu, currency));
  cost->set_correction_reason(row[kCorrectionReason].c_str());
  cost->set_correction(row[kCorrection].c_str());
}

google::protobuf::Timestamp TimestampOf(int64_t microseconds) {
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(microseconds);
}

Currency CurrencyOf(const pqxx::row& row) {
  const absl::StatusOr<Currency> currency = ParseCurrency(row[kCurrency].c_str());
  if (!currency.ok()) throw std::runtime_error("a cost has no currency");
  return *currency;
}

// The currency in which the cost was recorded, which its conversion does not touch.
Currency OwnCurrencyOf(const pqxx::row& row) {
  const absl::StatusOr<Currency> currency = ParseCurrency(row[kOwnCurrency].c_str());
  if (!currency.ok()) throw std::runtime_error("a cost has no currency of its own");
  return *currency;
}

// How a simplified cost was reckoned, from its row as JSON.
v1::SimplifiedCost SimplifiedOf(const nlohmann::json& row, const std::string& line, Currency currency) {
  v1::SimplifiedCost simplified;
  simplified.set_line(line);
  simplified.set_item(row.at("item").get<std::string>());
  simplified.set_title(row.at("title").get<std::string>());
  simplified.set_evidence(row.at("evidence").get<std::string>());
  simplified.set_person(row.at("person").get<std::string>());
  simplified.set_form(ToProto(FormOf(row.at("form").get<std::string>())));
  if (!row.at("year").is_null()) simplified.set_year(row.at("year").get<int>());
  const auto amount = [&](const char* column) {
    return Money::Minor(row.at(column).get<int64_t>(), currency);
  };
  if (!row.at("quantity_hundredths").is_null()) {
    // "15" units, "7.50" hours.
    const Money quantity = amount("quantity_hundredths");
    simplified.set_quantity(quantity.minor() % 100 == 0 ? absl::StrCat(quantity.minor() / 100)
                                                        : FormatAmount(quantity));
  }
  if (!row.at("price_minor").is_null()) {
    *simplified.mutable_price() = convert::ToProto(amount("price_minor"));
  }
  if (!row.at("base_minor").is_null()) {
    *simplified.mutable_base() = convert::ToProto(amount("base_minor"));
    simplified.set_percent(FormatPercent(row.at("percent_hundredths").get<int>()));
  }
  return simplified;
}

// What the document says and what its credit notes take back, whatever became of the contract since.
void ShowAsRecorded(const pqxx::row& row, v1::Cost* cost) {
  const Money total = TotalAsRecorded(
      Money::Minor(row[kRecordedTotal].as<int64_t>(), OwnCurrencyOf(row)), cost->original());
  *cost->mutable_recorded_total() = convert::ToProto(total);
  if (row[kCredited].is_null()) return;
  const nlohmann::json credited = nlohmann::json::parse(row[kCredited].c_str());
  const Money lev = Money::Minor(credited.at("lev_minor").get<int64_t>(), Currency::kBgn);
  const Money euro = Money::Minor(credited.at("euro_minor").get<int64_t>(), Currency::kEur);
  if (total.currency() == Currency::kBgn && euro.minor() == 0) {
    *cost->mutable_credited() = convert::ToProto(lev);
    return;
  }
  const absl::StatusOr<Money> converted = ConvertToEuro(lev, Rounding::kHalfUp);
  const absl::StatusOr<Money> sum = converted.ok() ? Add(euro, *converted) : converted;
  if (!sum.ok()) throw std::runtime_error("credit notes come to more than can be added up");
  *cost->mutable_credited() = convert::ToProto(*sum);
}

v1::Cost ShownCost(const pqxx::row& row, const CostFacts& facts) {
  v1::Cost cost;
  cost.set_name(facts.name);
  cost.set_line(facts.line);
  v1::CostDocument* document = cost.mutable_document();
  v1::DocumentType type = v1::DOCUMENT_TYPE_UNSPECIFIED;
  v1::DocumentType_Parse(row[kDocumentType].c_str(), &type);
  document->set_type(type);
  document->set_number(row[kDocumentNumber].c_str());
  document->set_issued_on(row[kIssuedOn].c_str());
  document->set_paid_on(row[kPaidOn].c_str());
  document->set_issuer(row[kIssuer].c_str());
  const Currency currency = facts.parts.eu.currency();
  const int64_t total_minor = row[kDocumentTotal].as<int64_t>();
  const int64_t claimed_minor = row[kClaimed].as<int64_t>();
  *document->mutable_total() = convert::ToProto(Money::Minor(total_minor, currency));
  document->set_issuer_eik(row[kIssuerEik].c_str());
  if (const int64_t vat_minor = row[kVat].as<int64_t>(); vat_minor > 0) {
    *document->mutable_vat() = convert::ToProto(Money::Minor(vat_minor, currency));
  }
  document->set_vat_recoverable(row[kVatRecoverable].as<bool>());
  *cost.mutable_claimed() = convert::ToProto(Money::Minor(claimed_minor, currency));
  *cost.mutable_parts() = convert::ToProto(facts.parts);
  *cost.mutable_unclaimed() = convert::ToProto(Money::Minor(total_minor - claimed_minor, currency));
  v1::CostState state = v1::COST_STATE_UNSPECIFIED;
  v1::CostState_Parse(StateName(facts.state), &state);
  cost.set_state(state);
  *cost.mutable_left_on_line() =
      convert::ToProto(Money::Minor(row[kLeftOnLine].as<int64_t>(), currency));
  *cost.mutable_marks() = convert::MarksFromJson(row[kMarks].c_str());
  *cost.mutable_recorded_at() = TimestampOf(row[kRecordedAt_us].as<int64_t>());
  if (facts.state != CostState::kReserved) ShowDecision(row, facts, &cost);
  cost.set_document_key(DocumentKeyOf(row[kNumberFolded].c_str(), row[kIssuerFolded].c_str(),
                                      row[kDocumentType].c_str(), row[kIssuedOn].c_str()));
  if (!row[kSimplified].is_null()) {
    *cost.mutable_simplified() =
        SimplifiedOf(nlohmann::json::parse(row[kSimplified].c_str()), facts.line, OwnCurrencyOf(row));
    cost.mutable_simplified()->set_day(document->issued_on());
  }
  if (!row[kOriginal].is_null()) {
    *cost.mutable_original() =
        OriginalFromJson(nlohmann::json::parse(row[kOriginal].c_str()), currency);
  }
  if (!row[kParticulars].is_null()) {
    *cost.mutable_particulars() =
        ParticularsFromRow(row[kParticulars].c_str(), Money::Minor(claimed_minor, currency));
  }
  if (!row[kResubmits].is_null()) {
    cost.set_resubmits(CostName(row[kOrganisationId].c_str(), row[kContractId].c_str(),
                                row[kResubmits].as<int64_t>()));
  }
  if (!row[kRevalidates].is_null()) {
    cost.set_revalidates(CostName(row[kOrganisationId].c_str(), row[kContractId].c_str(),
                                  row[kRevalidates].as<int64_t>()));
  }
  ShowAsRecorded(row, &cost);
  return cost;
}

StoredCost CostOf(const pqxx::row& row) {
  const Currency currency = CurrencyOf(row);
  const auto part = [&](CostColumn column) {
    return Money::Minor(row[column].as<int64_t>(), currency);
  };
  const absl::StatusOr<absl::CivilDay> paid_on = ParseDay(row[kPaidOn].c_str());
  if (!paid_on.ok()) throw std::runtime_error("a cost has no day of payment");
  StoredCost cost;
  cost.organisation = row[kOrganisationId].c_str();
  cost.number = row[kCostNumber].as<int64_t>();
  cost.facts = {
      .name = CostName(cost.organisation, row[kContractId].c_str(), cost.number),
      .line = row[kLineCode].c_str(),
      .parts = {.eu = part(kClaimedEu), .national = part(kClaimedNational), .own = part(kClaimedOwn)},
      .state = StateOf(row),
      .paid_on = *paid_on,
      .form = SupportForm::kRealCosts,
      .carries_revalidation = !row[kRevalidates].is_null()};
  cost.shown = ShownCost(row, cost.facts);
  return cost;
}

std::vector<StoredCost> CostsOf(const pqxx::result& rows) {
  std::vector<StoredCost> costs;
  costs.reserve(rows.size());
  for (const pqxx::row& row : rows) costs.push_back(CostOf(row));
  return costs;
}

nlohmann::json JsonOf(const common::v1::Money& money) {
  return {{"amount", money.amount()}, {"currency", money.currency()}};
}

nlohmann::json JsonOf(const v1::CostParticulars& particulars) {
  nlohmann::json json = {{"flags", nlohmann::json::array()}, {"activities", nlohmann::json::array()}};
  if (particulars.issuer_kind() != v1::ISSUER_KIND_UNSPECIFIED) {
    json["issuerKind"] = v1::IssuerKind_Name(particulars.issuer_kind());
  }
  for (const int flag : particulars.flags()) {
    json["flags"].push_back(v1::CostFlag_Name(static_cast<v1::CostFlag>(flag)));
  }
  for (const v1::ActivityShare& share : particulars.activities()) {
    json["activities"].push_back({{"activity", share.activity()}, {"amount", JsonOf(share.amount())}});
  }
  return json;
}

nlohmann::json JsonOf(const v1::SimplifiedCost& cost) {
  nlohmann::json json = {{"line", cost.line()},         {"item", cost.item()},
                         {"quantity", cost.quantity()}, {"evidence", cost.evidence()},
                         {"day", cost.day()},           {"person", cost.person()},
                         {"year", cost.year()},         {"form", v1::SupportForm_Name(cost.form())},
                         {"title", cost.title()},       {"percent", cost.percent()}};
  if (cost.has_price()) json["price"] = JsonOf(cost.price());
  if (cost.has_base()) json["base"] = JsonOf(cost.base());
  return json;
}

}  // namespace

void KeepContract(pg::Tx& tx, const Contract& contract) {
  tx.Run(kKeepContract, contract.organisation, contract.contract, contract.number, contract.title,
         contract.amount.eu.minor(), contract.amount.national.minor(), contract.amount.own.minor(),
         std::string(CurrencyCode(contract.amount.eu.currency())), FormatDay(contract.starts_on),
         FormatDay(contract.ends_on), contract.version);
}

std::vector<Contract> FindContracts(pg::Tx& tx, const std::string& organisation,
                                    const std::string& contract) {
  std::vector<Contract> contracts;
  for (const pqxx::row& row : tx.Run(kFindContracts, organisation, contract))
    contracts.push_back(ContractOf(row));
  return contracts;
}

std::optional<Contract> LockContract(pg::Tx& tx, const std::string& organisation,
                                     const std::string& contract) {
  const pqxx::result rows = tx.Run(kLockContract, organisation, contract);
  if (rows.empty()) return std::nullopt;
  return ContractOf(rows[0]);
}

void InsertBudget(pg::Tx& tx, const Contract& contract, const std::vector<NewLine>& lines) {
  nlohmann::json rows = nlohmann::json::array();
  for (const NewLine& line : lines) {
    rows.push_back({{"code", line.line.code()},
                    {"title", line.line.title()},
                    {"expense_type", line.line.expense_type()},
                    {"cap_eu_minor", line.caps.eu.minor()},
                    {"cap_national_minor", line.caps.national.minor()},
                    {"cap_own_minor", line.caps.own.minor()},
                    {"marks", nlohmann::json::parse(convert::MarksToJson(line.line.marks()))}});
  }
  const std::string currency(CurrencyCode(contract.amount.eu.currency()));
  tx.Run(kInsertLines, contract.organisation, contract.contract, currency, rows.dump());
  tx.Run(kPostCaps, contract.organisation, contract.contract, FormatDay(contract.starts_on));
  tx.Run(kMarkBudgeted, contract.organisation, contract.contract);
}

std::vector<v1::Line> ListLines(pg::Tx& tx, const std::string& organisation,
                                const std::string& contract) {
  std::vector<v1::Line> lines;
  for (const pqxx::row& row : tx.Run(kListLines, organisation, contract)) {
    const BudgetLine balances{.code = Text(row, "code"),
                              .caps = convert::PartsFromRow(row, "cap"),
                              .reserved = convert::PartsFromRow(row, "reserved"),
                              .spent = convert::PartsFromRow(row, "spent")};
    const absl::StatusOr<ThreePart> left = Left(balances);
    const absl::StatusOr<Money> total = Total(balances.caps);
    if (!left.ok() || !total.ok()) throw std::runtime_error("the amounts of a line do not fit");
    v1::Line line;
    line.set_name(absl::StrCat(ContractName(organisation, contract), "/lines/", balances.code));
    line.set_code(balances.code);
    line.set_title(Text(row, "title"));
    line.set_expense_type(Text(row, "expense_type"));
    *line.mutable_total() = convert::ToProto(*total);
    *line.mutable_caps() = convert::ToProto(balances.caps);
    *line.mutable_reserved() = convert::ToProto(balances.reserved);
    *line.mutable_spent() = convert::ToProto(balances.spent);
    *line.mutable_left() = convert::ToProto(*left);
    *line.mutable_marks() = convert::MarksFromJson(Text(row, "marks"));
    line.set_form(ToProto(FormOf(Text(row, "support_form"))));
    for (std::string& code : SplitCodes(Text(row, "limits"))) line.add_limits(std::move(code));
    lines.push_back(std::move(line));
  }
  return lines;
}

// The cost in the JSON form of its description, as the other evidence is, but for what the recording
// gives; written by hand, because the general way takes a third of a recording's time in the server.
std::string CostJson(const v1::Cost& cost) {
  const v1::CostDocument& document = cost.document();
  nlohmann::json json = {{"name", cost.name()},
                         {"line", cost.line()},
                         {"document",
                          {{"type", v1::DocumentType_Name(document.type())},
                           {"number", document.number()},
                           {"issuedOn", document.issued_on()},
                           {"paidOn", document.paid_on()},
                           {"issuer", document.issuer()},
                           {"total", JsonOf(document.total())},
                           {"issuerEik", document.issuer_eik()},
                           {"vatRecoverable", document.vat_recoverable()}}},
                         {"claimed", JsonOf(cost.claimed())},
                         {"unclaimed", JsonOf(cost.unclaimed())},
                         {"state", v1::CostState_Name(cost.state())},
                         {"marks", nlohmann::json::parse(convert::MarksToJson(cost.marks()))},
                         {"decidedOn", cost.decided_on()},
                         {"refusalReason", cost.refusal_reason()}};
  if (document.has_vat()) json["document"]["vat"] = JsonOf(document.vat());
  if (cost.has_simplified()) json["simplified"] = JsonOf(cost.simplified());
  if (cost.has_particulars()) json["particulars"] = JsonOf(cost.particulars());
  return json.dump();
}

v1::Cost RecordCost(pg::Tx& alone, const rpc::CallScope& scope, const NewCost& cost) {
  const v1::CostDocument& document = cost.cost.document();
  // Most documents tell nothing more; then recording them asks nothing more.
  const auto run = [&](const pg::Statement& statement, const auto&... told) {
    return alone.Run(statement, scope.actor.subject, pg::OrganisationsLiteral(scope), cost.organisation,
                     scope.method, cost.request_id, pqxx::binarystring(cost.request_hash),
                     scope.trace_id, cost.contract, cost.cost.line(),
                     v1::DocumentType_Name(document.type()), document.number(), cost.number_folded,
                     document.issuer(), cost.issuer_folded, document.issuer_eik(), document.issued_on(),
                     document.paid_on(), cost.total.minor(), cost.vat.minor(),
                     document.vat_recoverable(), cost.claimed.minor(), cost.cost.claimed().currency(),
                     convert::MarksToJson(cost.cost.marks()), CostJson(cost.cost), told...);
  };
  const pqxx::result rows = cost.cost.has_particulars()
                                ? run(kRecordToldCost, ParticularsRow(cost.cost.particulars()))
                                : run(kRecordCost);
  // Only the recording gives these; what else the answer says is the request, the same in a repeat.
  const nlohmann::json answer = nlohmann::json::parse(rows[0][0].as<std::string>());
  const auto amount = [&](const char* key) {
    return Money::Minor(answer.at(key).get<int64_t>(), cost.claimed.currency());
  };
  v1::Cost recorded = cost.cost;
  recorded.set_name(CostName(cost.organisation, cost.contract, answer.at("number").get<int64_t>()));
  *recorded.mutable_parts() = convert::ToProto(
      ThreePart{.eu = amount("eu"), .national = amount("national"), .own = amount("own")});
  *recorded.mutable_recorded_total() = convert::ToProto(cost.total);
  *recorded.mutable_left_on_line() = convert::ToProto(amount("left"));
  // As its document is known; answers that are older than this field had no other issuer than the
  // cost's.
  recorded.set_document_key(
      DocumentKeyOf(cost.number_folded, answer.value("issuer", cost.issuer_folded),
                    v1::DocumentType_Name(document.type()), document.issued_on()));
  *recorded.mutable_recorded_at() = TimestampOf(answer.at("recorded_at_us").get<int64_t>());
  return recorded;
}

std::vector<StoredCost> FindCosts(pg::Tx& tx, const std::string& organisation,
                                  const std::string& contract, const std::vector<int64_t>& numbers) {
  return CostsOf(tx.Run(kFindCosts, organisation, contract, NumbersLiteral(numbers)));
}

std::vector<StoredCost> ListCosts(pg::Tx& tx, const std::string& organisation,
                                  const std::string& contract, int64_t after, int limit,
                                  const ToldOfCosts& told) {
  if (told == ToldOfCosts()) {
    return CostsOf(tx.Run(kListCosts, organisation, contract, after, limit));
  }
  return CostsOf(tx.Run(kListToldCosts, organisation, contract, after, limit, told.activity,
                        told.issuer_kind, told.flag));
}

DecidedLines LockLines(pg::Tx& tx, const std::string& organisation, const std::string& contract,
                       const std::vector<int64_t>& numbers) {
  DecidedLines lines;
  for (const pqxx::row& row : tx.Run(kLockLines, organisation, contract, NumbersLiteral(numbers))) {
    lines.limited = lines.limited || row["limited"].as<bool>();
    const SupportForm form = FormOf(Text(row, "support_form"));
    if (form != SupportForm::kRealCosts) lines.simplified.emplace(Text(row, "code"), form);
  }
  return lines;
}

void InsertDecisions(pg::Tx& tx, const Contract& contract, absl::CivilDay decided_on,
                     const std::string& decided_by, const std::vector<NewDecision>& decisions,
                     const Outcome& outcome, const DecidedLines& lines) {
  nlohmann::json rows = nlohmann::json::array();
  std::vector<int64_t> numbers;
  for (std::size_t i = 0; i < decisions.size(); ++i) {
    const NewDecision& decision = decisions[i];
    const DecidedCost& decided = outcome.costs[i];
    rows.push_back({{"cost_number", decision.number},
                    {"approved", decided.state == CostState::kApproved},
                    {"reason", decision.reason},
                    {"unapproved_eu", decided.unapproved.eu.minor()},
                    {"unapproved_national", decided.unapproved.national.minor()},
                    {"unapproved_own", decided.unapproved.own.minor()},
                    {"by_correction_eu", decided.by_correction.eu.minor()},
                    {"by_correction_national", decided.by_correction.national.minor()},
                    {"by_correction_own", decided.by_correction.own.minor()},
                    {"correction_reason", decision.correction_reason},
                    {"correction", decision.correction}});
    numbers.push_back(decision.number);
  }
  nlohmann::json moves = nlohmann::json::array();
  for (const auto& [code, move] : outcome.lines) {
    moves.push_back({{"code", code},
                     {"approved_eu_minor", move.approved.eu.minor()},
                     {"approved_national_minor", move.approved.national.minor()},
                     {"approved_own_minor", move.approved.own.minor()},
                     {"refused_eu_minor", move.refused.eu.minor()},
                     {"refused_national_minor", move.refused.national.minor()},
                     {"refused_own_minor", move.refused.own.minor()}});
  }
  tx.Run(kInsertDecisions, contract.organisation, contract.contract, FormatDay(decided_on), decided_by,
         rows.dump());
  tx.Run(kPostDecisions, contract.organisation, contract.contract, NumbersLiteral(numbers));
  tx.Run(kMoveLines, contract.organisation, contract.contract, moves.dump());
  if (lines.limited) ReleaseLimits(tx, contract, outcome.lines);
  tx.Run(kReleaseDocuments, contract.organisation, contract.contract, NumbersLiteral(numbers));
  if (!lines.simplified.empty()) {
    tx.Run(kSettleSimplified, contract.organisation, contract.contract, NumbersLiteral(numbers));
  }
}

}  // namespace tranche::budgets::store
