// SPDX-License-Identifier: EUPL-1.2
#include "facts.h"

#include <nlohmann/json.hpp>
#include <pqxx/pqxx>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/util/time_util.h"

namespace tranche::crash {
namespace {

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
         concat_ws('|', b.claim_kind, b.event_on, coalesce(e.outcome, 'OPEN'))
    from timelines.deadline_event as b
    left join timelines.deadline_end as e using (organisation_id, contract_id, deadline_id))sql",
                                    R"sql(
  select organisation_id || ' ' || contract_id || ' ' || sequence,
         concat_ws('|', kind, sent_on,
                   case when state = 'REFUSED' then 'REFUSED'
                        when state <> 'ACCEPTED' then 'OPEN'
                        when kind = 'ADVANCE' and (paid_eu_minor, paid_national_minor) = (requested_eu_minor, requested_national_minor)
                          then 'PAID'
                        when kind = 'ADVANCE' then 'OPEN'
                        when approved_eu_minor + approved_national_minor = 0 then 'NOTHING_OWED'
                        when (paid_eu_minor, paid_national_minor) = (approved_eu_minor, approved_national_minor) then 'PAID'
                        else 'OPEN' end)
    from payments.claim where state <> 'DRAFT')sql"}};

std::string Name(const pqxx::row& row) {
  return absl::StrCat("organisations/", row["organisation_id"].c_str(), "/contracts/",
                      row["contract_id"].c_str());
}

Parts PartsOf(const pqxx::row& row, const std::string& prefix) {
  return {row[prefix + "eu_minor"].as<int64_t>(0), row[prefix + "national_minor"].as<int64_t>(0),
          row[prefix + "own_minor"].as<int64_t>(0)};
}

// record_cost keeps a JSON text, the others the answer itself.
std::string StoredAnswer(const pqxx::row& row) {
  const std::string bytes = pqxx::binarystring(row["response"]).str();
  if (row["method"].as<std::string>() != "tranche.budgets.v1.BudgetsService/RecordCost") return bytes;
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

void ReadBudgets(pqxx::work& work, Facts* facts) {
  for (const pqxx::row& row :
       work.exec("select c.organisation_id, c.contract_id, c.amount_eu_minor, c.amount_national_minor, "
                 "c.amount_own_minor, "
                 "b.budgeted_at is not null as budgeted from proposals.contract as c "
                 "left join budgets.contract as b using (organisation_id, contract_id)")) {
    facts->contracts.push_back({Name(row), PartsOf(row, "amount_"), row["budgeted"].as<bool>()});
  }
  for (const pqxx::row& row : work.exec("select organisation_id, contract_id, code, cap_eu_minor, "
                                        "cap_national_minor, cap_own_minor, "
                                        "reserved_eu_minor, reserved_national_minor, "
                                        "reserved_own_minor, spent_eu_minor, spent_national_minor, "
                                        "spent_own_minor, refused_minor from budgets.line")) {
    facts->lines.push_back({Name(row), row["code"].c_str(), PartsOf(row, "cap_"),
                            PartsOf(row, "reserved_"), PartsOf(row, "spent_"),
                            row["refused_minor"].as<int64_t>()});
  }
  for (const pqxx::row& row :
       work.exec("select organisation_id, contract_id, line_code, cost_number, claimed_minor, "
                 "left_on_line_minor, "
                 "claimed_eu_minor, claimed_national_minor, claimed_own_minor from budgets.cost")) {
    facts->costs.push_back({Name(row), row["line_code"].c_str(), row["cost_number"].as<int64_t>(),
                            row["claimed_minor"].as<int64_t>(), row["left_on_line_minor"].as<int64_t>(),
                            PartsOf(row, "claimed_")});
  }
  for (const pqxx::row& row : work.exec("select organisation_id, contract_id, cost_number, approved, "
                                        "decided_by from budgets.cost_decision")) {
    facts->decisions.push_back({Name(row), row["cost_number"].as<int64_t>(), row["approved"].as<bool>(),
                                row["decided_by"].c_str()});
  }
  for (const pqxx::row& row : work.exec("select organisation_id, contract_id, line_code, cost_number, "
                                        "debit, credit, eu_minor, national_minor, "
                                        "own_minor from budgets.posting order by posting_id")) {
    const auto cost =
        row["cost_number"].is_null() ? std::optional<int64_t>() : row["cost_number"].as<int64_t>();
    facts->postings.push_back({Name(row), row["line_code"].c_str(), cost, row["debit"].c_str(),
                               row["credit"].c_str(), PartsOf(row, "")});
  }
}

std::vector<int64_t> Numbers(const std::string& list) {
  std::vector<int64_t> numbers;
  for (const absl::string_view one : absl::StrSplit(list, ',', absl::SkipEmpty())) {
    int64_t number = 0;
    if (absl::SimpleAtoi(one, &number)) numbers.push_back(number);
  }
  return numbers;
}

void ReadPayments(pqxx::work& work, Facts* facts) {
  for (const pqxx::row& row : work.exec(
           "select organisation_id, contract_id, sequence, kind = 'ADVANCE' as advance, state, "
           "sent_by, decided_by, "
           "requested_eu_minor, requested_national_minor, requested_own_minor, approved_eu_minor, "
           "approved_national_minor, approved_own_minor, refused_eu_minor, refused_national_minor, "
           "refused_own_minor, "
           "paid_eu_minor, paid_national_minor, paid_own_minor, "
           "(select coalesce(string_agg(cost_id, ','), '') from payments.claim_cost as k where "
           "(k.organisation_id, "
           "k.contract_id, k.sequence) = (c.organisation_id, c.contract_id, c.sequence)) as costs, "
           "(select coalesce(string_agg(cost_id, ','), '') from payments.claim_refused_cost as k where "
           "(k.organisation_id, k.contract_id, k.sequence) = (c.organisation_id, c.contract_id, "
           "c.sequence)) as refused "
           "from payments.claim as c")) {
    facts->claims.push_back({Name(row), row["sequence"].as<int64_t>(), row["advance"].as<bool>(),
                             row["state"].c_str(), row["sent_by"].c_str(), row["decided_by"].c_str(),
                             PartsOf(row, "requested_"), PartsOf(row, "approved_"),
                             PartsOf(row, "refused_"), PartsOf(row, "paid_"),
                             Numbers(row["costs"].c_str()), Numbers(row["refused"].c_str())});
  }
  for (const pqxx::row& row : work.exec("select organisation_id, contract_id, payment_id, sequence, "
                                        "amount_eu_minor, amount_national_minor, "
                                        "amount_own_minor from payments.payment")) {
    facts->payments.push_back(
        {Name(row), row["payment_id"].c_str(), row["sequence"].as<int64_t>(), PartsOf(row, "amount_")});
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
  Facts facts;
  ReadLogs(work, &facts);
  ReadBudgets(work, &facts);
  ReadPayments(work, &facts);
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
  return true;
}

std::string AnswerOf(const budgets::v1::Cost& cost) {
  return absl::StrCat(cost.name().substr(cost.name().rfind('/') + 1), "|", Minor(cost.parts().eu()),
                      "|", Minor(cost.parts().national()), "|", Minor(cost.parts().own()), "|",
                      Minor(cost.left_on_line()), "|",
                      google::protobuf::util::TimeUtil::TimestampToMicroseconds(cost.recorded_at()));
}

}  // namespace tranche::crash
