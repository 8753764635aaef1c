// SPDX-License-Identifier: EUPL-1.2
#include "books/facts.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <pqxx/pqxx>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "books/facts_rows.h"
#include "google/protobuf/util/time_util.h"

namespace tranche::books {
namespace {

constexpr std::size_t kDigestSize = 64;

constexpr const char* kWriters[] = {"access",  "documents", "plans",    "proposals",
                                    "budgets", "staffing",  "payments", "timelines"};

struct Follower {
  const char* role;
  const char* source;
  const char* kept;    // key, text
  const char* wanted;  // key, text
};

// What each follower keeps of another's log, column by column.
constexpr Follower kFollowers[] = {{"budgets", "proposals", R"sql(
  select organisation_id || ' ' || contract_id,
         concat_ws('|', number, starts_on, ends_on, version, amount_eu_minor, amount_national_minor, amount_own_minor, currency)
    from budgets.contract)sql",
                                    R"sql(
  select organisation_id || ' ' || contract_id,
         concat_ws('|', number, starts_on, ends_on, version, amount_eu_minor, amount_national_minor, amount_own_minor, currency)
    from proposals.contract)sql"},
                                   {"staffing", "proposals", R"sql(
  select organisation_id || ' ' || contract_id,
         concat_ws('|', number, starts_on, ends_on, duration_months, currency, version) from staffing.contract)sql",
                                    R"sql(
  select organisation_id || ' ' || contract_id,
         concat_ws('|', number, starts_on, ends_on, duration_months, currency, version) from proposals.contract)sql"},
                                   {"payments", "proposals", R"sql(
  select organisation_id || ' ' || contract_id,
         concat_ws('|', number, procedure, concluded_on, starts_on, version, amount_eu_minor, amount_national_minor, amount_own_minor)
    from payments.contract)sql",
                                    R"sql(
  select c.organisation_id || ' ' || c.contract_id,
         concat_ws('|', c.number, p.procedure, c.concluded_on, c.starts_on, c.version, c.amount_eu_minor,
                   c.amount_national_minor, c.amount_own_minor)
    from proposals.contract as c join proposals.proposal as p using (organisation_id, proposal_id))sql"},
                                   {"timelines", "proposals", R"sql(
  select organisation_id || ' ' || contract_id,
         concat_ws('|', number, procedure, starts_on, ends_on, duration_months, version) from timelines.contract)sql",
                                    R"sql(
  select c.organisation_id || ' ' || c.contract_id,
         concat_ws('|', c.number, p.procedure, c.starts_on, c.ends_on, c.duration_months, c.version)
    from proposals.contract as c join proposals.proposal as p using (organisation_id, proposal_id))sql"},
                                   {"timelines", "payments", R"sql(
  select b.organisation_id || ' ' || b.contract_id || ' ' || b.claim_sequence,
         concat_ws('|', b.claim_kind, coalesce(s.sent_on, b.event_on), coalesce(e.outcome, 'OPEN'))
    from timelines.deadline_event as b
    left join timelines.deadline_end as e using (organisation_id, contract_id, deadline_id)
    left join lateral (select s.sent_on, s.sending from timelines.claim_sending as s
                        where (s.organisation_id, s.contract_id, s.deadline_id)
                              = (b.organisation_id, b.contract_id, b.deadline_id)
                        order by s.sending desc limit 1) as s on true
   -- Given back, it has no clock until it is sent again.
   where coalesce(s.sending, 1) > (select count(*) from timelines.claim_return as r
                                    where (r.organisation_id, r.contract_id, r.deadline_id)
                                          = (b.organisation_id, b.contract_id, b.deadline_id)))sql",
                                    R"sql(
  select organisation_id || ' ' || contract_id || ' ' || sequence,
         concat_ws('|', replace(kind, 'STATE_AID_', ''), sent_on,
                   case when state = 'REFUSED' then 'REFUSED'
                        when state <> 'ACCEPTED' then 'OPEN'
                        when payable_eu_minor + payable_national_minor = 0 then 'NOTHING_OWED'
                        when (paid_eu_minor + deducted_eu_minor, paid_national_minor + deducted_national_minor)
                             = (payable_eu_minor, payable_national_minor) then 'PAID'
                        else 'OPEN' end)
    from payments.claim where state not in ('DRAFT', 'RETURNED', 'TAKEN_BACK'))sql"},
                                   {"timelines", "payments", R"sql(
  select r.organisation_id || ' ' || r.contract_id || ' ' || k.package_sequence,
         string_agg(r.returned_on::text, ' ' order by r.returned_on, r.return_number)
    from timelines.claim_return as r
    join timelines.deadline_event as b using (organisation_id, contract_id, deadline_id)
    join payments.claim as k on (k.organisation_id, k.contract_id, k.sequence)
                              = (b.organisation_id, b.contract_id, b.claim_sequence)
   group by 1)sql",
                                    R"sql(
  select organisation_id || ' ' || contract_id || ' ' || package_sequence,
         string_agg(returned_on::text, ' ' order by returned_on, return_number)
    from payments.package_return as r
   -- Nobody follows packages that go without a claim.
   where exists (select from payments.claim as k
                  where (k.organisation_id, k.contract_id, k.package_sequence)
                        = (r.organisation_id, r.contract_id, r.package_sequence))
   group by 1)sql"},
                                   {"timelines", "payments", R"sql(
  select b.organisation_id || ' ' || b.contract_id || ' ' || b.claim_sequence || ' ' || s.question_number,
         concat_ws('|', s.asked_on, s.due_on, s.suspension_days_max, coalesce(e.closed_on::text, 'OPEN'))
    from timelines.deadline_suspension as s
    join timelines.deadline_event as b using (organisation_id, contract_id, deadline_id)
    left join timelines.deadline_suspension_end as e
      using (organisation_id, contract_id, deadline_id, question_number))sql",
                                    R"sql(
  select organisation_id || ' ' || contract_id || ' ' || sequence || ' ' || question_number,
         concat_ws('|', asked_on, due_on, suspension_days_max, coalesce(closed_on::text, 'OPEN'))
    from payments.claim_question)sql"}};

// record_cost keeps a JSON text, the others the answer itself.
std::string StoredAnswer(const pqxx::row& row) {
  const std::string bytes = pqxx::binarystring(row["response"]).str();
  const std::string method = row["method"].as<std::string>();
  budgets::v1::Cost cost;
  const bool is_cost =
      absl::EndsWith(method, "/RecordForeignCost") || absl::EndsWith(method, "/RecordSimplifiedCost");
  if (is_cost && cost.ParseFromString(bytes)) return AnswerOf(cost);
  // The row of a batch, whose answer is the number of its cost.
  if (absl::EndsWith(method, "/RecordCosts"))
    return absl::StrCat(nlohmann::json::parse(bytes)["number"].get<int64_t>());
  if (!absl::EndsWith(method, "/RecordCost")) return bytes;
  const nlohmann::json kept = nlohmann::json::parse(bytes);
  return absl::StrCat(kept["number"].get<int64_t>(), "|", kept["eu"].get<int64_t>(), "|",
                      kept["national"].get<int64_t>(), "|", kept["own"].get<int64_t>(), "|",
                      kept["left"].get<int64_t>(), "|", kept["recorded_at_us"].get<int64_t>());
}

void ReadLogs(pqxx::work& work, Facts* facts) {
  for (const std::string service : kWriters) {
    for (const pqxx::row& row :
         work.exec("select organisation_id, actor, method, request_id, response from " + service +
                   ".request where response is not null")) {
      const std::string method = row["method"].as<std::string>();
      // A step of a write, which is known by the write: it has a method of its own, or as the row of a
      // batch a key of its own, a digest.
      if (std::count(method.begin(), method.end(), '/') > 1) continue;
      const bool is_row = row["request_id"].size() == kDigestSize;
      const bool is_single = absl::EndsWith(method, "/RecordSimplifiedCost") ||
                             absl::EndsWith(method, "/RecordCostRevalidation");
      if (is_row && is_single) continue;
      facts->requests.push_back({service, row["organisation_id"].c_str(), row["actor"].c_str(),
                                 method.substr(method.find('/') + 1), row["request_id"].c_str(),
                                 StoredAnswer(row)});
    }
    for (const pqxx::row& row :
         work.exec("select type, subject from " + service + ".event order by tx_id, event_id")) {
      facts->events.push_back({service, row["type"].c_str(), row["subject"].c_str()});
    }
    for (const pqxx::row& row : work.exec("select actor, action, record, request_id from " + service +
                                          ".evidence order by tx_id, entry_id")) {
      facts->evidence.push_back({service, row["actor"].c_str(), row["action"].c_str(),
                                 row["record"].c_str(), row["request_id"].c_str()});
    }
  }
}

void ReadLines(pqxx::work& work, Facts* facts) {
  for (const pqxx::row& row :
       work.exec("select organisation_id, contract_id, code, refused_minor, cap_eu_minor, "
                 "cap_national_minor, cap_own_minor, reserved_eu_minor, reserved_national_minor, "
                 "reserved_own_minor, spent_eu_minor, spent_national_minor, spent_own_minor, currency "
                 "from budgets.line")) {
    facts->lines.push_back({Name(row), row["code"].c_str(), PartsOf(row, "cap_"),
                            PartsOf(row, "reserved_"), PartsOf(row, "spent_"),
                            row["refused_minor"].as<int64_t>(), row["currency"].c_str()});
  }
  for (const pqxx::row& row : work.exec(
           "select organisation_id, contract_id, line_code, before_refused_minor, before_cap_eu_minor, "
           "before_cap_national_minor, before_cap_own_minor, before_reserved_eu_minor, "
           "before_reserved_national_minor, before_reserved_own_minor, before_spent_eu_minor, "
           "before_spent_national_minor, before_spent_own_minor from budgets.redenomination_line")) {
    facts->converted_lines.push_back({Name(row), row["line_code"].c_str(), PartsOf(row, "before_cap_"),
                                      PartsOf(row, "before_reserved_"), PartsOf(row, "before_spent_"),
                                      row["before_refused_minor"].as<int64_t>(), "BGN"});
  }
  for (const pqxx::row& row :
       work.exec("select organisation_id, contract_id, line_code, cost_number, debit, credit, "
                 "transfer_number, revision_version, eu_minor, national_minor, own_minor, currency, "
                 "restates is not null or is_rounding as restated from budgets.posting order by "
                 "posting_id")) {
    facts->postings.push_back(
        {Name(row), row["line_code"].c_str(), MaybeNumber(row, "cost_number"), row["debit"].c_str(),
         row["credit"].c_str(), PartsOf(row, ""), MaybeNumber(row, "transfer_number"),
         MaybeNumber(row, "revision_version"), row["currency"].c_str(), row["restated"].as<bool>()});
  }
  for (const pqxx::row& row :
       work.exec("select organisation_id, contract_id, transfer_number, from_line, to_line, "
                 "moved_before_minor, limit_minor, n.eu_minor, n.national_minor, n.own_minor from "
                 "budgets.transfer join budgets.transfer_now as n using (organisation_id, contract_id, "
                 "transfer_number, from_line, to_line)")) {
    facts->transfers.push_back({Name(row), row["transfer_number"].as<int64_t>(),
                                row["from_line"].c_str(), row["to_line"].c_str(), PartsOf(row, ""),
                                row["moved_before_minor"].as<int64_t>(),
                                row["limit_minor"].as<int64_t>()});
  }
  std::map<std::pair<std::string, int64_t>, std::map<std::string, std::pair<Parts, Parts>>> lines;
  for (const pqxx::row& row :
       work.exec("select organisation_id, contract_id, contract_version, line_code, "
                 "before_eu_minor, before_national_minor, before_own_minor, after_eu_minor, "
                 "after_national_minor, after_own_minor from budgets.revision_line")) {
    lines[{Name(row), row["contract_version"].as<int64_t>()}][row["line_code"].c_str()] = {
        PartsOf(row, "before_"), PartsOf(row, "after_")};
  }
  for (const pqxx::row& row :
       work.exec("select organisation_id, contract_id, contract_version, state, amount_eu_minor, "
                 "amount_national_minor, amount_own_minor, currency from budgets.revision")) {
    const int64_t version = row["contract_version"].as<int64_t>();
    facts->revisions.push_back({Name(row), version, row["state"].c_str(), PartsOf(row, "amount_"),
                                lines[{Name(row), version}], row["currency"].c_str()});
  }
}

// What documents tell of activities, and what was revalidated.
void ReadOfCosts(pqxx::work& work, Facts* facts) {
  for (const pqxx::row& row : work.exec(R"sql(
         select organisation_id, contract_id, cost_number, c.claimed_minor, sum(a.amount_minor)::bigint as shares_minor
           from budgets.cost_activity as a join budgets.cost as c using (organisation_id, contract_id, cost_number)
          group by organisation_id, contract_id, cost_number, c.claimed_minor)sql")) {
    facts->activity_shares.push_back({Name(row), row["cost_number"].as<int64_t>(),
                                      row["shares_minor"].as<int64_t>(),
                                      row["claimed_minor"].as<int64_t>()});
  }
  for (const pqxx::row& row : work.exec(R"sql(
         select v.organisation_id, v.contract_id, v.cost_number, v.revalidated_number, v.revalidated_by, v.currency,
                c.currency as now_currency, coalesce(a.annulled_by, '') as annulled_by,
                n.unapproved[1] as unapproved_eu_minor, n.unapproved[2] as unapproved_national_minor,
                n.unapproved[3] as unapproved_own_minor, n.of_correction[1] as of_correction_eu_minor,
                n.of_correction[2] as of_correction_national_minor, n.of_correction[3] as of_correction_own_minor
           from budgets.cost_revalidation as v
           join (select organisation_id, contract_id, min(currency) as currency
                   from budgets.line group by organisation_id, contract_id) as c
                using (organisation_id, contract_id)
           left join budgets.cost_revalidation_annulment as a using (organisation_id, contract_id, cost_number)
          cross join lateral (
            select array_agg(case when v.currency = c.currency then p.unapproved else budgets.to_euro(p.unapproved) end
                             order by p.place) as unapproved,
                   array_agg(case when v.currency = c.currency then p.of_correction
                                  else budgets.to_euro(p.of_correction) end order by p.place) as of_correction
              from (values (1, v.unapproved_eu_minor, v.of_correction_eu_minor),
                           (2, v.unapproved_national_minor, v.of_correction_national_minor),
                           (3, v.unapproved_own_minor, v.of_correction_own_minor))
                     as p (place, unapproved, of_correction)) as n)sql")) {
    facts->revalidations.push_back(
        {Name(row), row["cost_number"].as<int64_t>(), row["revalidated_number"].as<int64_t>(),
         PartsOf(row, "unapproved_"), PartsOf(row, "of_correction_"), row["revalidated_by"].c_str(),
         row["annulled_by"].c_str(), row["currency"].c_str(), row["now_currency"].c_str()});
  }
}

void ReadCosts(pqxx::work& work, Facts* facts) {
  for (const pqxx::row& row : work.exec(
           "select organisation_id, contract_id, line_code, cost_number, "
           "coalesce(r.claimed_eu_minor + r.claimed_national_minor + r.claimed_own_minor, "
           "claimed_minor) as claimed_minor, c.left_on_line_minor, "
           "coalesce(r.claimed_eu_minor, c.claimed_eu_minor) as claimed_eu_minor, "
           "coalesce(r.claimed_national_minor, c.claimed_national_minor) as "
           "claimed_national_minor, coalesce(r.claimed_own_minor, c.claimed_own_minor) as "
           "claimed_own_minor, concat_ws('|', organisation_id, document_number_folded, "
           "issuer_folded, document_type, issued_on) as document from budgets.cost as c left join "
           "budgets.restated_cost as r using (organisation_id, contract_id, cost_number)")) {
    facts->costs.push_back({Name(row), row["line_code"].c_str(), row["cost_number"].as<int64_t>(),
                            row["claimed_minor"].as<int64_t>(), row["left_on_line_minor"].as<int64_t>(),
                            PartsOf(row, "claimed_"), row["document"].c_str()});
  }
  for (const pqxx::row& row : work.exec(R"sql(
         select organisation_id, contract_id, cost_number, decided_by,
                p.approved_eu_minor, p.approved_national_minor, p.approved_own_minor, p.unapproved_eu_minor,
                p.unapproved_national_minor, p.unapproved_own_minor, p.by_correction_eu_minor,
                p.by_correction_national_minor, p.by_correction_own_minor
           from budgets.cost_decision as d
           left join budgets.restated_cost as r using (organisation_id, contract_id, cost_number)
          cross join lateral (
            select r.approved_eu_minor, r.approved_national_minor, r.approved_own_minor,
                   r.unapproved_eu_minor, r.unapproved_national_minor, r.unapproved_own_minor,
                   r.by_correction_eu_minor, r.by_correction_national_minor, r.by_correction_own_minor
             where r.decided
             union all
            select d.approved_eu_minor, d.approved_national_minor, d.approved_own_minor,
                   d.unapproved_eu_minor, d.unapproved_national_minor, d.unapproved_own_minor,
                   d.by_correction_eu_minor, d.by_correction_national_minor, d.by_correction_own_minor
             where r.decided is not true) as p)sql")) {
    facts->decisions.push_back({Name(row), row["cost_number"].as<int64_t>(), PartsOf(row, "approved_"),
                                PartsOf(row, "unapproved_"), PartsOf(row, "by_correction_"),
                                row["decided_by"].c_str()});
  }
  for (const pqxx::row& row : work.exec(
           "select concat_ws('|', organisation_id, number_folded, issuer_folded, "
           "document_type, issued_on) as key, claimable_minor + excess_minor as claimable_minor, "
           "claimed_minor, credited_minor, "
           "(select coalesce(sum(case when n.currency = d.currency then n.credited_minor "
           "else budgets.to_euro(n.credited_minor) end), 0)::bigint from budgets.credit_note as n "
           "where (n.organisation_id, n.number_folded, n.issuer_folded, n.document_type, "
           "n.issued_on) = (d.organisation_id, d.number_folded, d.issuer_folded, "
           "d.document_type, d.issued_on) and not exists (select from "
           "budgets.credit_note_annulment as a where (a.organisation_id, a.note_folded, "
           "a.issuer_folded, a.note_issued_on, a.entry) = (n.organisation_id, n.note_folded, "
           "n.issuer_folded, n.note_issued_on, n.entry))) as noted_minor "
           "from budgets.document as d")) {
    facts->documents.push_back({row["key"].c_str(), row["claimable_minor"].as<int64_t>(),
                                row["claimed_minor"].as<int64_t>(), row["credited_minor"].as<int64_t>(),
                                row["noted_minor"].as<int64_t>()});
  }
}

void ReadContracts(pqxx::work& work, Facts* facts) {
  for (const pqxx::row& row : work.exec(
           "select organisation_id, contract_id, c.amount_eu_minor, "
           "c.amount_national_minor, c.amount_own_minor, c.currency, b.budgeted_at is not null as "
           "budgeted, p.closed_on, c.state = 'ENDED' as ended, b.closed_on is not null as "
           "budget_closed, p.beneficiary "
           "from proposals.contract as c left join "
           "budgets.contract as b using (organisation_id, contract_id) left join payments.contract as "
           "p "
           "using (organisation_id, contract_id)")) {
    facts->contracts.push_back({Name(row), PartsOf(row, "amount_"), row["budgeted"].as<bool>(),
                                row["currency"].c_str(), row["closed_on"].c_str(),
                                row["ended"].as<bool>(), row["budget_closed"].as<bool>(),
                                row["beneficiary"].c_str()});
  }
  for (const pqxx::row& row : work.exec("select organisation_id, contract_id, version, state from "
                                        "proposals.contract_version")) {
    facts->versions.push_back({Name(row), row["version"].as<int64_t>(), row["state"].c_str()});
  }
}

void ReadClaims(pqxx::work& work, Facts* facts) {
  std::map<std::pair<std::string, int64_t>, std::vector<int64_t>> costs;
  std::map<std::pair<std::string, int64_t>, std::map<int64_t, Facts::Verdict>> verdicts;
  std::map<std::pair<std::string, int64_t>, std::map<int64_t, Facts::Item>> items;
  for (const pqxx::row& row :
       work.exec("select organisation_id, contract_id, sequence, cost_id, first_cost_id, "
                 "requested_eu_minor, requested_national_minor, requested_own_minor, again_eu_minor, "
                 "again_national_minor, again_own_minor, contractor_advance from "
                 "payments.claim_cost")) {
    const int64_t sequence = row["sequence"].as<int64_t>(), cost = row["cost_id"].as<int64_t>();
    costs[{Name(row), sequence}].push_back(cost);
    items[{Name(row), sequence}][cost] = {row["first_cost_id"].as<int64_t>(),
                                          PartsOf(row, "requested_"), PartsOf(row, "again_"),
                                          row["contractor_advance"].as<bool>()};
  }
  for (const pqxx::row& row :
       work.exec("select organisation_id, contract_id, sequence, cost_id, unapproved_eu_minor, "
                 "unapproved_national_minor, unapproved_own_minor, by_correction_eu_minor, "
                 "by_correction_national_minor, by_correction_own_minor from "
                 "payments.claim_refused_cost")) {
    verdicts[{Name(row), row["sequence"].as<int64_t>()}][row["cost_id"].as<int64_t>()] = {
        PartsOf(row, "unapproved_"), PartsOf(row, "by_correction_")};
  }
  for (const pqxx::row& row :
       work.exec("select organisation_id, contract_id, sequence, kind, state, sent_on, sent_by, "
                 "decided_on, decided_by, cash_cap_minor, requested_eu_minor, "
                 "requested_national_minor, requested_own_minor, approved_eu_minor, "
                 "approved_national_minor, approved_own_minor, refused_eu_minor, "
                 "refused_national_minor, refused_own_minor, by_correction_eu_minor, "
                 "by_correction_national_minor, by_correction_own_minor, paid_eu_minor, "
                 "paid_national_minor, paid_own_minor, deducted_eu_minor, deducted_national_minor, "
                 "payable_eu_minor, payable_national_minor, "
                 "0 as payable_own_minor, cleared_eu_minor, cleared_national_minor, 0 as "
                 "cleared_own_minor, to_recover_eu_minor, to_recover_national_minor, 0 as "
                 "to_recover_own_minor, package_sequence, currency, security_minor, "
                 "security_currency, security_valid_until, cover_by from payments.claim order by "
                 "organisation_id, contract_id, sequence")) {
    const int64_t sequence = row["sequence"].as<int64_t>();
    facts->claims.push_back({.contract = Name(row),
                             .sequence = sequence,
                             .kind = row["kind"].c_str(),
                             .state = row["state"].c_str(),
                             .sent_on = row["sent_on"].c_str(),
                             .sent_by = row["sent_by"].c_str(),
                             .decided_on = row["decided_on"].c_str(),
                             .decided_by = row["decided_by"].c_str(),
                             .requested = PartsOf(row, "requested_"),
                             .approved = PartsOf(row, "approved_"),
                             .refused = PartsOf(row, "refused_"),
                             .by_correction = PartsOf(row, "by_correction_"),
                             .payable = PartsOf(row, "payable_"),
                             .cleared = PartsOf(row, "cleared_"),
                             .to_recover = PartsOf(row, "to_recover_"),
                             .paid = PartsOf(row, "paid_"),
                             .deducted = TwoOf(row, "deducted_"),
                             .cap = MaybeNumber(row, "cash_cap_minor"),
                             .costs = costs[{Name(row), sequence}],
                             .verdicts = verdicts[{Name(row), sequence}],
                             .items = items[{Name(row), sequence}],
                             .package = row["package_sequence"].as<int64_t>(),
                             .currency = row["currency"].c_str(),
                             .security_currency = row["security_currency"].c_str(),
                             .secured_until = row["security_valid_until"].c_str(),
                             .cover_by = row["cover_by"].c_str(),
                             .security = row["security_minor"].as<int64_t>(0)});
  }
}

void ReadPayments(pqxx::work& work, Facts* facts) {
  for (const pqxx::row& row :
       work.exec("select organisation_id, contract_id, advance_owed_minor, cleared_minor from "
                 "payments.contract")) {
    facts->accounts.push_back(
        {Name(row), row["advance_owed_minor"].as<int64_t>(), row["cleared_minor"].as<int64_t>()});
  }
  for (const pqxx::row& row :
       work.exec("select organisation_id, contract_id, sequence, question_number, state, "
                 "asked_by, answered_by from payments.claim_question")) {
    facts->questions.push_back({Name(row), row["sequence"].as<int64_t>(),
                                row["question_number"].as<int64_t>(), row["state"].c_str(),
                                row["asked_by"].c_str(), row["answered_by"].c_str()});
  }
  for (const pqxx::row& row :
       work.exec("select organisation_id, contract_id, payment_id, sequence, paid_on, p.recorded_by, "
                 "coalesce(a.annulled_by, '') as annulled_by, "
                 "coalesce(r.to_eu_minor, amount_eu_minor) as amount_eu_minor, "
                 "coalesce(r.to_national_minor, amount_national_minor) as amount_national_minor, "
                 "amount_own_minor from payments.payment as p left join (select organisation_id, "
                 "contract_id, payment_id, annulled_by from payments.payment_annulment) as a using "
                 "(organisation_id, contract_id, payment_id) left join (select organisation_id, "
                 "contract_id, substr(record, 10) as payment_id, to_eu_minor, to_national_minor from "
                 "payments.restated_amount where record like 'payments/%') as r using "
                 "(organisation_id, contract_id, payment_id)")) {
    facts->payments.push_back({Name(row), row["payment_id"].c_str(), row["sequence"].as<int64_t>(),
                               PartsOf(row, "amount_"), row["paid_on"].c_str(),
                               row["recorded_by"].c_str(), row["annulled_by"].c_str()});
  }
  for (const pqxx::row& row :
       work.exec("select organisation_id, contract_id, order_number, end_to_end_id, o.state, "
                 "coalesce(claim_sequence, 0) as claim, case when k.currency <> o.currency then "
                 "round(o.amount_minor * 100000 / 195583.0)::bigint else o.amount_minor end as "
                 "ordered_minor, coalesce(k.currency <> o.currency, false) as converted, "
                 "created_by, approved_by, (select count(*) from payments.payment_file_order as "
                 "f where (f.organisation_id, f.order_number) = (o.organisation_id, "
                 "o.order_number)) as files from payments.payment_order as o left join (select "
                 "organisation_id, contract_id, sequence as claim_sequence, currency from "
                 "payments.claim) as k using (organisation_id, contract_id, claim_sequence)")) {
    facts->orders.push_back({Name(row), row["order_number"].as<int64_t>(), row["end_to_end_id"].c_str(),
                             row["state"].c_str(), row["created_by"].c_str(),
                             row["approved_by"].c_str(), row["files"].as<int64_t>(),
                             row["claim"].as<int64_t>(), row["ordered_minor"].as<int64_t>(),
                             row["converted"].as<bool>()});
  }
}

void ReadOrderedDocuments(pqxx::work& work, Facts* facts) {
  for (const pqxx::row& row : work.exec(
           "select concat_ws('|', d.organisation_id, d.document_key) as key, d.amount_minor, "
           "d.currency = 'EUR' as in_euro, "
           "coalesce(sum(p.amount_minor) filter (where o.currency = 'BGN'), 0)::bigint as lev, "
           "coalesce(sum(p.amount_minor) filter (where o.currency = 'EUR'), 0)::bigint as euro "
           "from payments.ordered_document as d "
           "left join (payments.payment_order_document as p join payments.payment_order as o on "
           "(o.organisation_id, o.order_number) = (p.organisation_id, p.order_number) and o.state "
           "not in ('ORDER_REJECTED', 'ORDER_CANCELLED', 'ORDER_GIVEN_UP')) on "
           "(p.organisation_id, p.document_key) = (d.organisation_id, d.document_key) "
           "group by d.organisation_id, d.document_key, d.amount_minor, d.currency")) {
    const int64_t says = row["amount_minor"].as<int64_t>();
    const bool in_euro = row["in_euro"].as<bool>();
    facts->ordered_documents.push_back({row["key"].c_str(), in_euro ? 0 : says, in_euro ? says : 0,
                                        row["lev"].as<int64_t>(), row["euro"].as<int64_t>()});
  }
}

void ReadDeductions(pqxx::work& work, Facts* facts) {
  for (const pqxx::row& row :
       work.exec("select organisation_id, contract_id, sequence, sum(eu_minor)::bigint as eu_minor, "
                 "sum(national_minor)::bigint as national_minor from published.claim_deduction "
                 "group by 1, 2, 3")) {
    facts->deductions.push_back({Name(row), row["sequence"].as<int64_t>(), TwoOf(row, "")});
  }
}

void ReadDebts(pqxx::work& work, Facts* facts) {
  std::map<std::pair<std::string, int64_t>, std::vector<Facts::Repayment>> repayments;
  std::map<std::pair<std::string, int64_t>, std::vector<Facts::InterestPiece>> pieces;
  for (const pqxx::row& row : work.exec(
           "select organisation_id, contract_id, debt_id, amount_minor, "
           "to_interest_eu_minor, to_interest_national_minor, to_principal_eu_minor, "
           "to_principal_national_minor, coalesce(repayment < n.first_repayment, false) as before, "
           "exists (select from payments.debt_offset as o where o.organisation_id = r.organisation_id "
           "and "
           "o.contract_id = r.contract_id and o.debt_id = r.debt_id and o.repayment = r.repayment) as "
           "deducted, exists (select from payments.debt_offset_reversal as v where v.organisation_id = "
           "r.organisation_id and v.contract_id = r.contract_id and v.debt_id = r.debt_id and "
           "v.repayment = r.repayment) as taken_back, recorded_by, coalesce((select a.annulled_by from "
           "payments.debt_repayment_annulment as a where (a.organisation_id, a.contract_id, a.debt_id, "
           "a.repayment) = (r.organisation_id, r.contract_id, r.debt_id, r.repayment)), '') as "
           "annulled_by from payments.debt_repayment as r left join "
           "payments.debt_redenomination as n "
           "using "
           "(organisation_id, contract_id, debt_id) order by repayment")) {
    repayments[{Name(row), row["debt_id"].as<int64_t>()}].push_back(
        {row["amount_minor"].as<int64_t>(), TwoOf(row, "to_interest_"), TwoOf(row, "to_principal_"),
         row["before"].as<bool>(), row["deducted"].as<bool>(), row["taken_back"].as<bool>(),
         row["recorded_by"].c_str(), row["annulled_by"].c_str()});
  }
  for (const pqxx::row& row : work.exec(
           "select organisation_id, contract_id, debt_id, from_on, to_on, "
           "interest_eu_minor, interest_national_minor, coalesce(piece < n.first_piece, false) as "
           "before, n.first_piece is not null and debt_interest.currency = 'BGN' as in_lev from "
           "payments.debt_interest left join payments.debt_redenomination as n using "
           "(organisation_id, contract_id, debt_id) where not exists (select from "
           "payments.debt_repayment_annulment as a where (a.organisation_id, a.contract_id, a.debt_id) "
           "= "
           "(debt_interest.organisation_id, debt_interest.contract_id, debt_interest.debt_id) and "
           "piece "
           "between a.first_piece and a.last_piece) order by from_on")) {
    pieces[{Name(row), row["debt_id"].as<int64_t>()}].push_back(
        {row["from_on"].c_str(), row["to_on"].c_str(), TwoOf(row, "interest_"),
         row["before"].as<bool>(), row["in_lev"].as<bool>()});
  }
  for (const pqxx::row& row : work.exec(R"sql(
         select organisation_id, contract_id, debt_id, state, claim_sequence, correction_id, income_id,
                d.principal_eu_minor, d.principal_national_minor, d.repaid_principal_eu_minor,
                d.repaid_principal_national_minor, d.charged_interest_eu_minor,
                d.charged_interest_national_minor, d.repaid_interest_eu_minor,
                d.repaid_interest_national_minor, n.repaid_principal_eu_minor as was_principal_eu_minor,
                n.repaid_principal_national_minor as was_principal_national_minor,
                n.charged_interest_eu_minor as was_interest_eu_minor,
                n.charged_interest_national_minor as was_interest_national_minor,
                n.repaid_interest_eu_minor as was_repaid_eu_minor,
                n.repaid_interest_national_minor as was_repaid_national_minor
           from payments.debt as d
           left join payments.debt_redenomination as n using (organisation_id, contract_id, debt_id))sql")) {
    const int64_t id = row["debt_id"].as<int64_t>();
    facts->debts.push_back({.contract = Name(row),
                            .id = id,
                            .state = row["state"].c_str(),
                            .claim = row["claim_sequence"].as<int64_t>(0),
                            .correction = row["correction_id"].as<int64_t>(0),
                            .income = row["income_id"].as<int64_t>(0),
                            .principal = TwoOf(row, "principal_"),
                            .repaid_principal = TwoOf(row, "repaid_principal_"),
                            .interest = TwoOf(row, "charged_interest_"),
                            .repaid_interest = TwoOf(row, "repaid_interest_"),
                            .converted_principal = TwoOf(row, "was_principal_"),
                            .converted_interest = TwoOf(row, "was_interest_"),
                            .converted_repaid_interest = TwoOf(row, "was_repaid_"),
                            .repayments = repayments[{Name(row), id}],
                            .pieces = pieces[{Name(row), id}]});
  }
}

// In the currency of the contract what lowers the grant is converted part by part.
void ReadIncomes(pqxx::work& work, Facts* facts) {
  for (const pqxx::row& row : work.exec(R"sql(
         select i.organisation_id, i.contract_id, i.income_id, i.claim_sequence, i.amount_minor, i.currency, i.recorded_by,
                coalesce(d.decided_by, '') as decided_by, coalesce(a.annulled_by, '') as annulled_by,
                coalesce(d.lowers_eu_minor, 0) as decided_eu_minor,
                coalesce(d.lowers_national_minor, 0) as decided_national_minor,
                round(coalesce(d.lowers_eu_minor, 0) / p.by)::bigint as lowers_eu_minor,
                round(coalesce(d.lowers_national_minor, 0) / p.by)::bigint as lowers_national_minor,
                coalesce((select max(debt_id) from payments.debt as o
                           where o.organisation_id = i.organisation_id and o.contract_id = i.contract_id
                                 and o.income_id = i.income_id and o.state <> 'RECOVERY_REMOVED'), 0) as debt_id
           from payments.income as i
           join payments.contract as c using (organisation_id, contract_id)
          cross join lateral (select case when i.currency = c.currency then 1 else 1.95583 end as by) as p
           left join payments.income_decision as d using (organisation_id, contract_id, income_id)
           left join payments.income_annulment as a using (organisation_id, contract_id, income_id))sql")) {
    facts->incomes.push_back({.contract = Name(row),
                              .id = row["income_id"].as<int64_t>(),
                              .claim = row["claim_sequence"].as<int64_t>(),
                              .amount = row["amount_minor"].as<int64_t>(),
                              .currency = row["currency"].c_str(),
                              .decided = TwoOf(row, "decided_"),
                              .lowers = TwoOf(row, "lowers_"),
                              .recorded_by = row["recorded_by"].c_str(),
                              .decided_by = row["decided_by"].c_str(),
                              .annulled_by = row["annulled_by"].c_str(),
                              .debt = row["debt_id"].as<int64_t>()});
  }
}

void ReadCorrections(pqxx::work& work, Facts* facts) {
  for (const pqxx::row& row :
       work.exec("select organisation_id, contract_id, correction_id, state, irregularity_id, "
                 "amount_eu_minor, amount_national_minor, indebted_eu_minor, indebted_national_minor "
                 "from payments.correction")) {
    facts->corrections.push_back({Name(row), row["correction_id"].as<int64_t>(), row["state"].c_str(),
                                  row["irregularity_id"].as<int64_t>(0), TwoOf(row, "amount_"),
                                  TwoOf(row, "indebted_")});
  }
  for (const pqxx::row& row :
       work.exec("select organisation_id, contract_id, support_eu_minor, support_national_minor, "
                 "corrected_eu_minor, corrected_national_minor from payments.recovery_account")) {
    facts->supports.push_back({Name(row), TwoOf(row, "support_"), TwoOf(row, "corrected_")});
  }
}

void ReadIrregularities(pqxx::work& work, Facts* facts) {
  for (const pqxx::row& row :
       work.exec("select organisation_id, contract_id, irregularity_id, concat_ws('/', "
                 "organisation_id, register, fund, year) as register_of_year, number from "
                 "payments.irregularity")) {
    facts->irregularities.push_back({Name(row), row["irregularity_id"].as<int64_t>(),
                                     row["register_of_year"].c_str(), row["number"].as<int64_t>()});
  }
}

void ReadBank(pqxx::work& work, Facts* facts) {
  for (const pqxx::row& row :
       work.exec("select concat_ws('|', organisation_id, account, entry_key) as key, entry_number, "
                 "amount_minor, matched_minor from payments.bank_entry")) {
    facts->movements.push_back({row["key"].c_str(), row["entry_number"].as<int64_t>(),
                                row["amount_minor"].as<int64_t>(), row["matched_minor"].as<int64_t>()});
  }
  for (const pqxx::row& row :
       work.exec("select target_key, amount_minor, matched_minor from payments.bank_target")) {
    facts->targets.push_back({row["target_key"].c_str(), row["amount_minor"].as<int64_t>(),
                              row["matched_minor"].as<int64_t>()});
  }
  for (const pqxx::row& row :
       work.exec("select p.match_number, entry_number, target_key, amount_minor, w.match_number is not "
                 "null as withdrawn from payments.bank_match_part as p left join "
                 "payments.bank_match_withdrawal as w using (organisation_id, match_number)")) {
    facts->match_parts.push_back({row["match_number"].as<int64_t>(), row["entry_number"].as<int64_t>(),
                                  row["target_key"].c_str(), row["amount_minor"].as<int64_t>(),
                                  row["withdrawn"].as<bool>()});
  }
}

std::map<std::string, std::string> ReadTexts(pqxx::work& work, const char* query) {
  std::map<std::string, std::string> texts;
  for (const pqxx::row& row : work.exec(query)) texts[row[0].c_str()] = row[1].c_str();
  return texts;
}

std::string Place(pqxx::work& work, const std::string& query) {
  const pqxx::result rows = work.exec(query);
  return rows.empty() ? "0-0" : absl::StrCat(rows[0][0].c_str(), "-", rows[0][1].c_str());
}

std::string CursorOf(pqxx::work& work, const Follower& follower) {
  return Place(work, absl::StrCat("select tx_id, event_id from ", follower.role,
                                  ".cursor where source = '", follower.source, "'"));
}

std::string LogEnd(pqxx::work& work, const std::string& source) {
  return Place(work, "select tx_id, event_id from " + source +
                         ".event order by tx_id desc, event_id desc limit 1");
}

std::string Digits(const std::string& amount) { return absl::StrReplaceAll(amount, {{".", ""}}); }

// "12.30" as 1230.
int64_t Minor(const common::v1::Money& money) {
  int64_t minor = 0;
  return absl::SimpleAtoi(Digits(money.amount()), &minor) ? minor : -1;
}

}  // namespace

Facts ReadFacts(const std::string& conninfo) {
  pqxx::connection connection(conninfo);
  pqxx::work work(connection);
  work.exec("set transaction isolation level repeatable read");
  // A view is seen with the eyes of its owner.
  work.exec(
      "select set_config('tranche.organisations', "
      "coalesce(array_agg(distinct organisation_id), '{}')::text, true) from budgets.contract");
  Facts facts;
  ReadLogs(work, &facts);
  ReadContracts(work, &facts);
  ReadLines(work, &facts);
  ReadCosts(work, &facts);
  ReadOfCosts(work, &facts);
  ReadSimplified(work, &facts);
  ReadClaims(work, &facts);
  ReadPackages(work, &facts);
  ReadParticipants(work, &facts);
  ReadPayments(work, &facts);
  ReadIrregularities(work, &facts);
  ReadBank(work, &facts);
  ReadOrderedDocuments(work, &facts);
  ReadCorrections(work, &facts);
  ReadIncomes(work, &facts);
  ReadDebts(work, &facts);
  ReadDeductions(work, &facts);
  for (const Follower& follower : kFollowers) {
    facts.copies.push_back({.follower = follower.role,
                            .source = follower.source,
                            .kept = ReadTexts(work, follower.kept),
                            .wanted = ReadTexts(work, follower.wanted),
                            .cursor = CursorOf(work, follower),
                            .log_end = LogEnd(work, follower.source)});
  }
  return facts;
}

bool IsQuiet(const std::string& conninfo) {
  pqxx::connection connection(conninfo);
  pqxx::work work(connection);
  for (const Follower& follower : kFollowers) {
    if (CursorOf(work, follower) != LogEnd(work, follower.source)) return false;
  }
  // Proposals is told of closings, and budgets of openings.
  return work
      .exec(
          "select count(*) = 0 from payments.contract where closing_told < 2 * closings - case when "
          "closed_on is null then 0 else 1 end or (budget_step_heard < budget_step and "
          "budget_step_closes = (closed_on is not null))")[0][0]
      .as<bool>();
}

std::string AnswerOf(const budgets::v1::Cost& cost) {
  return absl::StrCat(cost.name().substr(cost.name().rfind('/') + 1), "|", Minor(cost.parts().eu()),
                      "|", Minor(cost.parts().national()), "|", Minor(cost.parts().own()), "|",
                      Minor(cost.left_on_line()), "|",
                      google::protobuf::util::TimeUtil::TimestampToMicroseconds(cost.recorded_at()));
}

}  // namespace tranche::books
