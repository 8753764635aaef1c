// SPDX-License-Identifier: EUPL-1.2
#include "budgets/documents/cost_batch_store.h"

#include <nlohmann/json.hpp>
#include <set>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "budgets/budgets_convert.h"
#include "budgets/documents/document_rows_store.h"
#include "budgets/limits/limits_store.h"
#include "budgets/particulars/particulars_convert.h"
#include "budgets/simplified/simplified.h"
#include "platform/base/error.h"
#include "platform/convert/marks.h"
#include "platform/convert/money.h"
#include "platform/convert/rows.h"

namespace tranche::budgets::store {
namespace {

using convert::Text;
using nlohmann::json;

#define BATCH_LINES                                                                             \
  "select code, currency, cap_eu_minor, cap_national_minor, cap_own_minor, reserved_eu_minor, " \
  "reserved_national_minor, reserved_own_minor, spent_eu_minor, spent_national_minor, "         \
  "spent_own_minor, support_form, array_to_string(limits, ',') as limits from line "            \
  "where organisation_id = $1 and contract_id = $2 and code = any ($3::text[]) order by code"

constexpr pg::Statement kFindBatchLines{"budgets.find_batch_lines", BATCH_LINES};
constexpr pg::Statement kLockBatchLines{"budgets.lock_batch_lines", BATCH_LINES " for update"};

constexpr pg::Statement kHasLines{"budgets.has_lines", R"sql(
  select from line where organisation_id = $1 and contract_id = $2 limit 1)sql"};

constexpr pg::Statement kLockNumber{"budgets.lock_number", R"sql(
  select last_cost_number from contract where organisation_id = $1 and contract_id = $2 for update)sql"};

constexpr pg::Statement kFindAnswers{"budgets.find_answers", R"sql(
  select request_id, request_hash, convert_from(response, 'UTF8') as response
    from request
   where organisation_id = $1 and actor = $2 and method = $3 and request_id = any ($4::text[]))sql"};

constexpr pg::Statement kKeepAnswer{"budgets.keep_answer", R"sql(
  insert into request (organisation_id, actor, method, request_id, request_hash, response)
  values ($1, $2, $3, $4, decode($5, 'hex'), convert_to($6, 'UTF8')))sql"};

// By the issuer's name, or by its code however the name is written.
#define DOCUMENTS_OF_ROWS                                                                            \
  "select " TRANCHE_DOCUMENT_COLUMNS                                                                 \
  "from (select distinct number, issuer, eik, type, issued_on from jsonb_to_recordset($2::jsonb) "   \
  "as g (number text, issuer text, eik text, type text, issued_on date) "                            \
  "order by number, issuer, type, issued_on, eik) as r cross join lateral (" TRANCHE_ALL_OF_DOCUMENT \
  " from document as x where x.organisation_id = $1 and x.number_folded = r.number "                 \
  "and x.document_type = r.type and x.issued_on = r.issued_on "                                      \
  "and (x.issuer_folded = r.issuer or (r.eik <> '' and x.issuer_eik = r.eik)) "

constexpr pg::Statement kFindDocuments{"budgets.find_documents", DOCUMENTS_OF_ROWS "offset 0) as d"};
constexpr pg::Statement kLockDocuments{"budgets.lock_documents", DOCUMENTS_OF_ROWS "for update) as d"};

// Of any issuer, since a row may find its document under another name than its own by a code that a row
// before it tells.
constexpr pg::Statement kFindEarlier{"budgets.find_earlier", R"sql(
  select r.line as line_code, r.number as document_number_folded, e.issuer_folded,
         r.type as document_type, e.last, e.blocks, e.not_in_full, l.claimed_minor as last_claimed_minor,
         l.document_total_minor as last_total_minor, l.issued_on::text as last_issued_on,
         l.paid_on::text as last_paid_on, l.currency
    from (select distinct line, number, type
            from jsonb_to_recordset($3::jsonb) as g (line text, number text, type text)) as r
   cross join lateral (
      select f.issuer_folded, max(f.cost_number) as last,
             count(*) filter (where f.approved is distinct from false) > 0 as blocks,
             count(*) filter (where not f.approved) as not_in_full
        from (select c.cost_number, c.issuer_folded,
                     (select d.approved from cost_decision as d
                       where d.organisation_id = $1 and d.contract_id = $2 and d.cost_number = c.cost_number)
                       as approved
                from cost as c
               where c.organisation_id = $1 and c.contract_id = $2 and c.line_code = r.line
                     and c.document_number_folded = r.number and c.document_type = r.type) as f
       group by f.issuer_folded) as e
   cross join lateral (
      select c.claimed_minor, c.document_total_minor, c.issued_on, c.paid_on, c.currency
        from cost as c
       where c.organisation_id = $1 and c.contract_id = $2 and c.cost_number = e.last
      offset 0) as l)sql"};

// Those that were locked fit; one that was new may have been made by another call meanwhile. One of
// which nothing is held becomes what the batch says, see DecideClaim.
constexpr pg::Statement kClaimDocuments{"budgets.claim_documents", R"sql(
  insert into document as d (organisation_id, number_folded, issuer_folded, document_type, issued_on,
                             document_number, issuer, issuer_eik, total_minor, vat_minor, claimable_minor,
                             claimed_minor, currency, contract_id, cost_number, recorded_at)
  select $1, number_folded, issuer_folded, document_type, issued_on, document_number, issuer, issuer_eik, total,
         vat, claimable, claimed, currency, $2, cost_number, now()
    from jsonb_to_recordset($3::jsonb)
      as g (number_folded text, issuer_folded text, document_type text, issued_on date, document_number text,
            issuer text, issuer_eik text, total bigint, vat bigint, claimable bigint, claimed bigint,
            currency text, cost_number bigint)
   order by number_folded, issuer_folded, document_type, issued_on
      on conflict (organisation_id, number_folded, issuer_folded, document_type, issued_on) do update
     set claimed_minor = d.claimed_minor + excluded.claimed_minor,
         issuer_eik = case when d.issuer_eik = '' or d.claimed_minor + d.credited_minor = 0
                           then excluded.issuer_eik else d.issuer_eik end,
         vat_minor = case when d.claimed_minor + d.credited_minor = 0
                          then excluded.vat_minor else d.vat_minor end,
         total_minor = excluded.total_minor, claimable_minor = excluded.claimable_minor,
         currency = excluded.currency
   where d.claimed_minor + d.credited_minor = 0
         or (d.currency = excluded.currency and d.total_minor = excluded.total_minor
             and d.claimable_minor = excluded.claimable_minor
             and (d.issuer_eik = excluded.issuer_eik or '' in (d.issuer_eik, excluded.issuer_eik))
             and d.claimed_minor + d.credited_minor + excluded.claimed_minor <= d.claimable_minor))sql"};

constexpr pg::Statement kSetBatchLines{"budgets.set_batch_lines", R"sql(
  update line as l
     set reserved_eu_minor = g.eu, reserved_national_minor = g.national, reserved_own_minor = g.own
    from jsonb_to_recordset($3::jsonb) as g (code text, eu bigint, national bigint, own bigint)
   where l.organisation_id = $1 and l.contract_id = $2 and l.code = g.code)sql"};

constexpr pg::Statement kSetNumber{"budgets.set_number", R"sql(
  update contract set last_cost_number = $3 where organisation_id = $1 and contract_id = $2)sql"};

// What record_cost writes for one cost, for all of a batch; each row's answer is kept under its key.
constexpr pg::Statement kInsertCosts{"budgets.insert_costs", R"sql(
  with given as materialized (
    select cost_number, line, document_type, document_number, number_folded, issuer, issuer_folded, issuer_eik,
           resubmission, issued_on, paid_on, total, vat, vat_recoverable, claimed, eu, national, own,
           left_on_line, currency, marks, after_state, key, hash,
           'organisations/' || $1 || '/contracts/' || $2 || '/costs/' || cost_number as name
      from jsonb_to_recordset($3::jsonb)
        as g (cost_number bigint, line text, document_type text, document_number text, number_folded text,
              issuer text, issuer_folded text, issuer_eik text, resubmission integer, issued_on date,
              paid_on date, total bigint, vat bigint, vat_recoverable boolean, claimed bigint, eu bigint,
              national bigint, own bigint, left_on_line bigint, currency text, marks jsonb, after_state jsonb,
              key text, hash text)
  ), moment as materialized (
    select clock_timestamp() as recorded_at
  ), costs as (
    insert into cost (organisation_id, contract_id, cost_number, line_code, document_type, document_number,
                      document_number_folded, issuer, issuer_folded, issuer_eik, resubmission, issued_on,
                      paid_on, document_total_minor, vat_minor, vat_recoverable, claimed_minor,
                      claimed_eu_minor, claimed_national_minor, claimed_own_minor, left_on_line_minor,
                      currency, marks, recorded_at)
    select $1, $2, cost_number, line, document_type, document_number, number_folded, issuer, issuer_folded,
           issuer_eik, resubmission, issued_on, paid_on, total, vat, vat_recoverable, claimed, eu, national,
           own, left_on_line, currency, marks, recorded_at
      from given, moment order by cost_number
  ), postings as (
    insert into posting (organisation_id, contract_id, line_code, cost_number, debit, credit, eu_minor,
                         national_minor, own_minor, currency, valid_on, recorded_at)
    select $1, $2, line, cost_number, 'reserved', 'available', eu, national, own, currency, paid_on, recorded_at
      from given, moment order by cost_number
  ), events as (
    insert into event (organisation_id, type, subject, payload, recorded_at)
    select $1, 'tranche.budgets.v1.CostRecorded', name,
           jsonb_build_object('cost', name, 'line', line, 'claimedMinor', claimed::text, 'currency', currency),
           recorded_at
      from given, moment order by cost_number
  ), entries as (
    insert into evidence (organisation_id, recorded_at, actor, action, record, after_state, request_id, trace_id)
    select $1, recorded_at, $4, 'budgets.costs.record', name,
           after_state || jsonb_build_object(
               'name', name, 'parts', jsonb_build_object(
                   'eu', jsonb_build_object('amount', amount_text(eu), 'currency', currency),
                   'national', jsonb_build_object('amount', amount_text(national), 'currency', currency),
                   'own', jsonb_build_object('amount', amount_text(own), 'currency', currency)),
               'leftOnLine', jsonb_build_object('amount', amount_text(left_on_line), 'currency', currency)),
           $5, $6
      from given, moment order by cost_number
  )
  insert into request (organisation_id, actor, method, request_id, request_hash, response)
  select $1, $4, $7, key, decode(hash, 'hex'), convert_to(json_build_object('number', cost_number)::text, 'UTF8')
    from given)sql"};

constexpr pg::Statement kKeepParticulars{"budgets.keep_particulars", R"sql(
  select keep_particulars($1, $2, given.cost_number, given.told)
    from jsonb_to_recordset($3::jsonb) as given (cost_number bigint, told jsonb))sql"};

// A PostgreSQL array of texts; every character is safe within its quotes.
std::string TextsLiteral(const std::set<std::string>& texts) {
  return absl::StrCat("{",
                      absl::StrJoin(texts, ",",
                                    [](std::string* out, const std::string& text) {
                                      out->push_back('"');
                                      for (const char byte : text) {
                                        if (byte == '"' || byte == '\\') out->push_back('\\');
                                        out->push_back(byte);
                                      }
                                      out->push_back('"');
                                    }),
                      "}");
}

// One row for each document that the batch claims from: what it adds, and how it is recorded when it is
// new.
json ClaimsOf(const std::vector<Recorded>& recorded, const BatchBooks& before,
              const BatchBooks& after) {
  std::set<DocumentKey> told;
  json rows = json::array();
  for (const Recorded& one : recorded) {
    const DocumentKey& key = one.decision.document;
    if (!told.insert(key).second) continue;
    const DocumentBalance& balance = after.documents.at(key);
    const auto held = before.documents.find(key);
    const int64_t held_minor = held == before.documents.end() ? 0 : held->second.claimed.minor();
    const v1::CostDocument& document = one.row->cost.cost.document();
    rows.push_back({{"number_folded", key.number_folded},
                    {"issuer_folded", key.issuer_folded},
                    {"document_type", key.type},
                    {"issued_on", key.issued_on},
                    {"document_number", document.number()},
                    {"issuer", document.issuer()},
                    {"issuer_eik", balance.issuer_eik},
                    {"total", balance.total.minor()},
                    {"vat", one.row->cost.vat.minor()},
                    {"claimable", balance.claimable.minor()},
                    {"claimed", balance.claimed.minor() - held_minor},
                    {"currency", document.total().currency()},
                    {"cost_number", one.decision.cost_number}});
  }
  return rows;
}

json CostRowOf(const Recorded& one) {
  const NewCost& cost = one.row->cost;
  const v1::CostDocument& document = cost.cost.document();
  return {{"cost_number", one.decision.cost_number},
          {"line", cost.cost.line()},
          {"document_type", v1::DocumentType_Name(document.type())},
          {"document_number", document.number()},
          {"number_folded", cost.number_folded},
          {"issuer", document.issuer()},
          {"issuer_folded", one.decision.document.issuer_folded},
          {"issuer_eik", document.issuer_eik()},
          {"resubmission", one.decision.resubmission},
          {"issued_on", document.issued_on()},
          {"paid_on", document.paid_on()},
          {"total", cost.total.minor()},
          {"vat", cost.vat.minor()},
          {"vat_recoverable", document.vat_recoverable()},
          {"claimed", cost.claimed.minor()},
          {"eu", one.decision.parts.eu.minor()},
          {"national", one.decision.parts.national.minor()},
          {"own", one.decision.parts.own.minor()},
          {"left_on_line", one.decision.left_on_line.minor()},
          {"currency", cost.cost.claimed().currency()},
          {"marks", json::parse(convert::MarksToJson(cost.cost.marks()))},
          {"after_state", json::parse(CostJson(cost.cost))},
          {"key", one.row->key},
          {"hash", absl::BytesToHexString(cost.request_hash)}};
}

// Codes of the limits that hold any of these lines.
std::set<std::string> LimitsOf(const std::map<std::string, BudgetLine>& lines) {
  std::set<std::string> codes;
  for (const auto& [code, line] : lines) codes.insert(line.limits.begin(), line.limits.end());
  return codes;
}

json DocumentsJson(const std::vector<KeyedRow>& rows) {
  json documents = json::array();
  for (const KeyedRow& row : rows) {
    const DocumentKey& key = row.asked.document;
    documents.push_back({{"line", row.asked.line},
                         {"number", key.number_folded},
                         {"issuer", key.issuer_folded},
                         {"eik", row.asked.claim.issuer_eik},
                         {"type", key.type},
                         {"issued_on", key.issued_on}});
  }
  return documents;
}

// The lines that the rows name and those of `also`; nothing when the contract has none at all.
std::optional<BatchBooks> BooksOf(pg::Tx& tx, const BatchScope& scope, const pg::Statement& lines,
                                  const std::vector<KeyedRow>& rows,
                                  const std::vector<std::string>& also) {
  std::set<std::string> codes(also.begin(), also.end());
  for (const KeyedRow& row : rows) codes.insert(row.asked.line);
  tx.Run(kByIndex);
  BatchBooks books;
  books.contract = ContractName(scope.organisation, scope.contract);
  for (const pqxx::row& row : tx.Run(lines, scope.organisation, scope.contract, TextsLiteral(codes))) {
    books.lines[Text(row, "code")] = {.code = Text(row, "code"),
                                      .caps = convert::PartsFromRow(row, "cap"),
                                      .reserved = convert::PartsFromRow(row, "reserved"),
                                      .spent = convert::PartsFromRow(row, "spent"),
                                      .form = FormOf(Text(row, "support_form")),
                                      .limits = SplitCodes(Text(row, "limits"))};
  }
  if (books.lines.empty() && tx.Run(kHasLines, scope.organisation, scope.contract).empty()) {
    return std::nullopt;
  }
  return books;
}

// Adds the documents of the rows, and the earlier costs with them, to the books.
void AddDocuments(pg::Tx& tx, const BatchScope& scope, const pg::Statement& documents,
                  std::vector<KeyedRow>* rows, BatchBooks* books) {
  std::map<std::vector<std::string>, std::string> issuers;  // By number, type, day and code.
  for (const pqxx::row& row : tx.Run(documents, scope.organisation, DocumentsJson(*rows).dump())) {
    const DocumentKey key = KeyOf(row);
    const DocumentBalance& balance = books->documents[key] = BalanceOf(row);
    if (!balance.issuer_eik.empty()) {
      issuers[{key.number_folded, key.type, key.issued_on, balance.issuer_eik}] = key.issuer_folded;
    }
  }
  for (KeyedRow& row : *rows) {
    DocumentKey& key = row.asked.document;
    const auto known =
        issuers.find({key.number_folded, key.type, key.issued_on, row.asked.claim.issuer_eik});
    if (known != issuers.end()) key.issuer_folded = known->second;
  }
  for (const pqxx::row& row :
       tx.Run(kFindEarlier, scope.organisation, scope.contract, DocumentsJson(*rows).dump())) {
    const OnLine key(Text(row, "line_code"), Text(row, "document_number_folded"),
                     Text(row, "issuer_folded"), Text(row, "document_type"));
    books->earlier[key] = {.last = row["last"].as<int64_t>(),
                           .last_claimed = convert::MoneyFromRow(row, "last_claimed_minor"),
                           .last_total = convert::MoneyFromRow(row, "last_total_minor"),
                           .last_issued_on = Text(row, "last_issued_on"),
                           .last_paid_on = Text(row, "last_paid_on"),
                           .blocks = row["blocks"].as<bool>(),
                           .not_in_full = row["not_in_full"].as<int>()};
  }
}

// What documents say of their costs beside the amounts; most say nothing, and then nothing is asked.
void KeepParticulars(pg::Tx& tx, const BatchScope& batch, const std::vector<Recorded>& recorded) {
  json told = json::array();
  for (const Recorded& one : recorded) {
    const v1::Cost& cost = one.row->cost.cost;
    if (!cost.has_particulars()) continue;
    told.push_back({{"cost_number", one.decision.cost_number},
                    {"told", json::parse(ParticularsRow(cost.particulars()))}});
  }
  if (!told.empty()) tx.Run(kKeepParticulars, batch.organisation, batch.contract, told.dump());
}

}  // namespace

std::optional<BatchBooks> LockBooks(pg::Tx& tx, const BatchScope& scope,
                                    const std::vector<KeyedRow>& rows,
                                    const std::vector<std::string>& also) {
  std::optional<BatchBooks> books = BooksOf(tx, scope, kLockBatchLines, rows, also);
  if (!books) return books;
  books->limits = LockLimits(tx, scope.organisation, scope.contract, LimitsOf(books->lines));
  books->last_number =
      tx.Run(kLockNumber, scope.organisation, scope.contract)[0]["last_cost_number"].as<int64_t>();
  return books;
}

std::optional<BatchBooks> ReadBooks(pg::Tx& tx, const BatchScope& scope, std::vector<KeyedRow>* rows) {
  std::optional<BatchBooks> books = BooksOf(tx, scope, kFindBatchLines, *rows, {});
  if (!books) return books;
  books->limits = FindLimits(tx, scope.organisation, scope.contract, LimitsOf(books->lines));
  AddDocuments(tx, scope, kFindDocuments, rows, &*books);
  return books;
}

std::map<std::string, RowAnswer> FindAnswers(pg::Tx& tx, const rpc::CallScope& scope,
                                             const std::string& organisation,
                                             const std::set<std::string>& keys) {
  std::map<std::string, RowAnswer> answers;
  for (const pqxx::row& row :
       tx.Run(kFindAnswers, organisation, scope.actor.subject, scope.method, TextsLiteral(keys))) {
    answers[Text(row, "request_id")] = {
        .request_hash = pqxx::binarystring(row["request_hash"]).str(),
        .cost_number = json::parse(Text(row, "response")).at("number").get<int64_t>()};
  }
  return answers;
}

void KeepAnswer(pg::Tx& tx, const rpc::CallScope& scope, const std::string& organisation,
                const std::string& key, const std::string& request_hash, int64_t cost_number) {
  tx.Run(kKeepAnswer, organisation, scope.actor.subject, scope.method, key,
         absl::BytesToHexString(request_hash), json({{"number", cost_number}}).dump());
}

void LockDocuments(pg::Tx& tx, const BatchScope& scope, std::vector<KeyedRow>* rows,
                   BatchBooks* books) {
  AddDocuments(tx, scope, kLockDocuments, rows, books);
}

absl::Status InsertBatch(pg::Tx& tx, const rpc::CallScope& scope, const BatchScope& batch,
                         const std::vector<Recorded>& recorded, const BatchBooks& before,
                         const BatchBooks& after) {
  const json claims = ClaimsOf(recorded, before, after);
  const pqxx::result claimed =
      tx.Run(kClaimDocuments, batch.organisation, batch.contract, claims.dump());
  if (claimed.affected_rows() != claims.size()) return Refuse("CONFLICT_RETRY");
  json lines = json::array();
  for (const auto& [code, line] : after.lines) {
    lines.push_back({{"code", code},
                     {"eu", line.reserved.eu.minor()},
                     {"national", line.reserved.national.minor()},
                     {"own", line.reserved.own.minor()}});
  }
  tx.Run(kSetBatchLines, batch.organisation, batch.contract, lines.dump());
  KeepUsedOf(tx, batch.organisation, batch.contract, before.limits, after.limits);
  tx.Run(kSetNumber, batch.organisation, batch.contract, after.last_number);
  json rows = json::array();
  for (const Recorded& one : recorded) rows.push_back(CostRowOf(one));
  tx.Run(kInsertCosts, batch.organisation, batch.contract, rows.dump(), scope.actor.subject,
         batch.request_id, scope.trace_id, scope.method);
  KeepParticulars(tx, batch, recorded);
  return absl::OkStatus();
}

}  // namespace tranche::budgets::store
