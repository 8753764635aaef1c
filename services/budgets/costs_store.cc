// SPDX-License-Identifier: EUPL-1.2
#include "budgets/costs_store.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "budgets/budgets_convert.h"
#include "budgets/currencies/currencies_store.h"
#include "budgets/currencies/foreign_cost_convert.h"
#include "budgets/limits/limit.h"
#include "budgets/particulars/particulars_convert.h"
#include "budgets/simplified/simplified.h"
#include "platform/calendar/civil.h"
#include "platform/convert/marks.h"
#include "platform/convert/money.h"

namespace tranche::budgets::store {
namespace {

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

}  // namespace

std::string NumbersLiteral(const std::vector<int64_t>& numbers) {
  return absl::StrCat("{", absl::StrJoin(numbers, ","), "}");
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

}  // namespace tranche::budgets::store
