// SPDX-License-Identifier: EUPL-1.2
#include "payments/package/check_store.h"

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "platform/calendar/civil.h"
#include "platform/convert/rows.h"

namespace tranche::payments::package::store {
namespace {

// The newest version of each.
constexpr pg::Statement kLoadChecklists{"payments.load_checklists", R"sql(
  select distinct on (checklist_id) checklist_id, version, document, programming_period, questions::text,
         source, verified, retired
    from checklist where organisation_id = $1
   order by checklist_id, version desc)sql"};

constexpr pg::Statement kInsertChecklist{"payments.insert_checklist", R"sql(
  insert into checklist (organisation_id, checklist_id, version, document, programming_period, questions,
                         source, verified, retired, recorded_by)
  values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9, $10))sql"};

constexpr pg::Statement kLockSettings{"payments.lock_settings",
                                      "select pg_advisory_xact_lock(hashtextextended($1, 0))"};

constexpr pg::Statement kLoadChecks{"payments.load_checks", R"sql(
  select check_number, package_check.document, document_version, state, package_check.checklist_id,
         checklist_version,
         questions::text, approved, conclusion, checked_by, checked_on::text
    from package_check
    join checklist on checklist.organisation_id = package_check.organisation_id
                  and checklist.checklist_id = package_check.checklist_id
                  and checklist.version = package_check.checklist_version
   where package_check.organisation_id = $1 and contract_id = $2 and package_sequence = $3
   order by check_number)sql"};

constexpr pg::Statement kLoadAnswers{"payments.load_answers", R"sql(
  select check_number, code, answer, note
    from package_check_answer
   where organisation_id = $1 and contract_id = $2 and package_sequence = $3
   order by check_number, code)sql"};

constexpr pg::Statement kInsertCheck{"payments.insert_check", R"sql(
  insert into package_check (organisation_id, contract_id, package_sequence, check_number, document,
                             document_version, checklist_id, checklist_version, checked_by)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9))sql"};

constexpr pg::Statement kSaveAnswers{"payments.save_answers", R"sql(
  insert into package_check_answer (organisation_id, contract_id, package_sequence, check_number, code,
                                    answer, note)
  select $1, $2, $3, $4, code, answer, note
    from jsonb_to_recordset($5::jsonb) as given (code text, answer text, note text)
  on conflict (organisation_id, contract_id, package_sequence, check_number, code) do update
     set answer = excluded.answer, note = excluded.note)sql"};

constexpr pg::Statement kUpdateCheck{"payments.update_check", R"sql(
  update package_check set state = $6, approved = $7, conclusion = $8, checked_on = $9::date, checked_by = $10
   where organisation_id = $1 and contract_id = $2 and package_sequence = $3 and check_number = $4
         and state = $5)sql"};

constexpr pg::Statement kLoadMethods{"payments.load_sampling_methods", R"sql(
  select distinct on (method_id) method_id, version, programming_period, always_from_bgn_minor,
         always_from_eur_minor, first_of_issuer, suspected_duplicates, rest_percent, source, verified
    from sampling_method where organisation_id = $1
   order by method_id, version desc)sql"};

constexpr pg::Statement kInsertMethod{"payments.insert_sampling_method", R"sql(
  insert into sampling_method (organisation_id, method_id, version, programming_period,
                               always_from_bgn_minor, always_from_eur_minor, first_of_issuer,
                               suspected_duplicates, rest_percent, source, verified, recorded_by)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12))sql"};

constexpr pg::Statement kLoadSample{"payments.load_sample", R"sql(
  select method_id, method_version, population_digest, chosen::text, drawn_by
    from claim_sample where organisation_id = $1 and contract_id = $2 and sequence = $3)sql"};

constexpr pg::Statement kInsertSample{"payments.insert_sample", R"sql(
  insert into claim_sample (organisation_id, contract_id, sequence, method_id, method_version,
                            population_digest, chosen, drawn_by)
  values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8))sql"};

template <class Enum>
Enum Known(const std::optional<Enum>& value) {
  if (!value.has_value()) throw std::runtime_error("a row holds a word that is none of ours");
  return *value;
}

std::vector<Question> QuestionsOf(const std::string& json) {
  std::vector<Question> questions;
  for (const nlohmann::json& question : nlohmann::json::parse(json)) {
    questions.push_back({.code = question.at("code").get<std::string>(),
                         .text = question.at("text").get<std::string>(),
                         .source = question.at("source").get<std::string>()});
  }
  return questions;
}

Check CheckFromRow(const pqxx::row& row) {
  Check check{.number = row["check_number"].as<int>(),
              .document = Known(DocumentKindOf(row["document"].as<std::string>())),
              .document_version = row["document_version"].as<int>(),
              .state = Known(CheckStateOf(row["state"].as<std::string>())),
              .checklist_id = row["checklist_id"].as<std::string>(),
              .checklist_version = row["checklist_version"].as<int>(),
              .questions = QuestionsOf(row["questions"].as<std::string>()),
              .answers = {},
              .approved = row["approved"].as<bool>(),
              .conclusion = row["conclusion"].as<std::string>(),
              .checked_by = row["checked_by"].as<std::string>(),
              .checked_on = std::nullopt};
  if (!row["checked_on"].is_null()) check.checked_on = tranche::convert::DayFromRow(row, "checked_on");
  return check;
}

std::optional<Money> Threshold(const pqxx::row& row, const char* column, Currency currency) {
  if (row[column].is_null()) return std::nullopt;
  return Money::Minor(row[column].as<int64_t>(), currency);
}

std::optional<int64_t> MinorOrNull(const std::optional<Money>& money) {
  return money.has_value() ? std::optional<int64_t>(money->minor()) : std::nullopt;
}

}  // namespace

std::vector<Checklist> LoadChecklists(pg::Tx& tx, const std::string& organisation) {
  std::vector<Checklist> lists;
  for (const pqxx::row& row : tx.Run(kLoadChecklists, organisation)) {
    lists.push_back({.id = row["checklist_id"].as<std::string>(),
                     .version = row["version"].as<int>(),
                     .document = Known(DocumentKindOf(row["document"].as<std::string>())),
                     .programming_period = row["programming_period"].as<std::string>(),
                     .questions = QuestionsOf(row["questions"].as<std::string>()),
                     .source = row["source"].as<std::string>(),
                     .verified = row["verified"].as<bool>(),
                     .retired = row["retired"].as<bool>()});
  }
  return lists;
}

void InsertChecklist(pg::Tx& tx, const std::string& organisation, const Checklist& list,
                     const std::string& recorded_by) {
  nlohmann::json questions = nlohmann::json::array();
  for (const Question& question : list.questions) {
    questions.push_back(
        {{"code", question.code}, {"text", question.text}, {"source", question.source}});
  }
  tx.Run(kInsertChecklist, organisation, list.id, list.version, std::string(Name(list.document)),
         list.programming_period, questions.dump(), list.source, list.verified, list.retired,
         recorded_by);
}

void LockSettings(pg::Tx& tx, const std::string& organisation) {
  tx.Run(kLockSettings, "payments.settings/" + organisation);
}

std::vector<Check> LoadChecks(pg::Tx& tx, const Contract& contract, int package) {
  std::vector<Check> checks;
  for (const pqxx::row& row : tx.Run(kLoadChecks, contract.organisation, contract.id, package)) {
    checks.push_back(CheckFromRow(row));
  }
  auto check = checks.begin();
  for (const pqxx::row& row : tx.Run(kLoadAnswers, contract.organisation, contract.id, package)) {
    while (check != checks.end() && check->number != row["check_number"].as<int>()) ++check;
    if (check == checks.end()) throw std::runtime_error("an answer has no check");
    check->answers.push_back({.code = row["code"].as<std::string>(),
                              .answer = Known(AnswerOf(row["answer"].as<std::string>())),
                              .note = row["note"].as<std::string>()});
  }
  return checks;
}

void InsertCheck(pg::Tx& tx, const Contract& contract, int package, const Check& check) {
  tx.Run(kInsertCheck, contract.organisation, contract.id, package, check.number,
         std::string(Name(check.document)), check.document_version, check.checklist_id,
         check.checklist_version, check.checked_by);
}

void SaveAnswers(pg::Tx& tx, const Contract& contract, int package, int check,
                 const std::vector<Answered>& answers) {
  nlohmann::json rows = nlohmann::json::array();
  for (const Answered& answered : answers) {
    rows.push_back({{"code", answered.code},
                    {"answer", std::string(Name(answered.answer.value()))},
                    {"note", answered.note}});
  }
  tx.Run(kSaveAnswers, contract.organisation, contract.id, package, check, rows.dump());
}

bool UpdateCheck(pg::Tx& tx, const Contract& contract, int package, const Check& check,
                 CheckState from) {
  const std::optional<std::string> day = check.checked_on.has_value()
                                             ? std::optional<std::string>(FormatDay(*check.checked_on))
                                             : std::nullopt;
  return tx.Run(kUpdateCheck, contract.organisation, contract.id, package, check.number,
                std::string(Name(from)), std::string(Name(check.state)), check.approved,
                check.conclusion, day, check.checked_by)
             .affected_rows() == 1;
}

std::vector<SamplingMethod> LoadMethods(pg::Tx& tx, const std::string& organisation) {
  std::vector<SamplingMethod> methods;
  for (const pqxx::row& row : tx.Run(kLoadMethods, organisation)) {
    methods.push_back({.id = row["method_id"].as<std::string>(),
                       .version = row["version"].as<int>(),
                       .programming_period = row["programming_period"].as<std::string>(),
                       .always_from_bgn = Threshold(row, "always_from_bgn_minor", Currency::kBgn),
                       .always_from_eur = Threshold(row, "always_from_eur_minor", Currency::kEur),
                       .first_of_issuer = row["first_of_issuer"].as<bool>(),
                       .suspected_duplicates = row["suspected_duplicates"].as<bool>(),
                       .rest_percent = row["rest_percent"].as<int>(),
                       .source = row["source"].as<std::string>(),
                       .verified = row["verified"].as<bool>()});
  }
  return methods;
}

void InsertMethod(pg::Tx& tx, const std::string& organisation, const SamplingMethod& method,
                  const std::string& recorded_by) {
  tx.Run(kInsertMethod, organisation, method.id, method.version, method.programming_period,
         MinorOrNull(method.always_from_bgn), MinorOrNull(method.always_from_eur),
         method.first_of_issuer, method.suspected_duplicates, method.rest_percent, method.source,
         method.verified, recorded_by);
}

std::optional<Sample> LoadSample(pg::Tx& tx, const Contract& contract, int claim) {
  const pqxx::result rows = tx.Run(kLoadSample, contract.organisation, contract.id, claim);
  if (rows.empty()) return std::nullopt;
  Sample sample{.method_id = rows[0]["method_id"].as<std::string>(),
                .method_version = rows[0]["method_version"].as<int>(),
                .population_digest = rows[0]["population_digest"].as<std::string>(),
                .chosen = {},
                .drawn_by = rows[0]["drawn_by"].as<std::string>()};
  for (const nlohmann::json& row : nlohmann::json::parse(rows[0]["chosen"].as<std::string>())) {
    Chosen chosen{.cost_id = row.at("cost").get<std::string>(), .reasons = {}};
    for (const nlohmann::json& reason : row.at("reasons")) {
      chosen.reasons.push_back(Known(SamplingReasonOf(reason.get<std::string>())));
    }
    sample.chosen.push_back(std::move(chosen));
  }
  return sample;
}

void InsertSample(pg::Tx& tx, const Contract& contract, int claim, const Sample& sample) {
  nlohmann::json chosen = nlohmann::json::array();
  for (const Chosen& one : sample.chosen) {
    nlohmann::json reasons = nlohmann::json::array();
    for (const SamplingReason reason : one.reasons) reasons.push_back(std::string(Name(reason)));
    chosen.push_back({{"cost", one.cost_id}, {"reasons", std::move(reasons)}});
  }
  tx.Run(kInsertSample, contract.organisation, contract.id, claim, sample.method_id,
         sample.method_version, sample.population_digest, chosen.dump(), sample.drawn_by);
}

}  // namespace tranche::payments::package::store
