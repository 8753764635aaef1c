// SPDX-License-Identifier: EUPL-1.2
#include "approved_costs.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "budgets_of_load.h"

namespace tranche::bench {
namespace {

constexpr int kCostsOfAClaim = 300;

}  // namespace

void AddApprovedCosts(const flow::Programs& programs, int contract, int lines, int64_t from,
                      int64_t to) {
  const std::string key =
      absl::StrCat("'", load::kOrganisation, "', '", load::ContractId(contract), "'");
  const std::string numbers = absl::StrCat(" from generate_series(", from, "::bigint, ", to, ") as n");
  const std::string line = absl::StrCat("(1 + n % ", lines, ")::text");
  const std::string document = absl::StrCat("'F-", contract, "-' || n");
  const std::string replica = "set session_replication_role = replica; ";
  programs.sandbox().Inspect(absl::StrCat(
      replica,
      "insert into budgets.cost (organisation_id, contract_id, cost_number, line_code, document_type, "
      "document_number, document_number_folded, issuer, issuer_folded, resubmission, issued_on, "
      "paid_on, "
      "document_total_minor, claimed_minor, claimed_eu_minor, claimed_national_minor, "
      "claimed_own_minor, "
      "left_on_line_minor, currency, marks, recorded_at) select ",
      key, ", n, ", line, ", 'INVOICE', ", document, ", ", document,
      ", 'Социални услуги ЕООД', 'COЦИAЛHИ УCЛУГИ EOOД', 0, "
      "'2018-02-01', '2018-02-02', "
      "1234, 1234, 892, 157, 185, 1000000, 'BGN', '[]', now()",
      numbers));
  programs.sandbox().Inspect(absl::StrCat(
      replica,
      "insert into budgets.cost_decision (organisation_id, contract_id, cost_number, approved, reason, "
      "decided_on, "
      "decided_by, approved_eu_minor, approved_national_minor, approved_own_minor) select ",
      key, ", n, true, '', '2018-06-01', 'approver@test', 892, 157, 185", numbers));
  programs.sandbox().Inspect(absl::StrCat(
      replica,
      "insert into budgets.document (organisation_id, number_folded, issuer_folded, document_type, "
      "issued_on, document_number, issuer, issuer_eik, total_minor, vat_minor, claimable_minor, "
      "claimed_minor, currency, contract_id, cost_number, recorded_at) select '",
      load::kOrganisation, "', ", document, ", 'COЦИAЛHИ УCЛУГИ EOOД', 'INVOICE', '2018-02-01', ",
      document, ", 'Социални услуги ЕООД', '', 1234, 0, 1234, 1234, 'BGN', '",
      load::ContractId(contract), "', n, now()", numbers));
  for (const char* moved : {"'reserved', 'available'", "'spent', 'reserved'"}) {
    programs.sandbox().Inspect(
        absl::StrCat(replica,
                     "insert into budgets.posting (organisation_id, contract_id, line_code, "
                     "cost_number, debit, credit, eu_minor, "
                     "national_minor, own_minor, currency, valid_on) select ",
                     key, ", ", line, ", n, ", moved, ", 892, 157, 185, 'BGN', '2018-02-02'", numbers));
  }
  const std::string where = absl::StrCat("contract_id = '", load::ContractId(contract), "'");
  programs.sandbox().Inspect(absl::StrCat(
      "update budgets.line as l set spent_eu_minor = 892 * k.n, spent_national_minor = 157 * k.n, "
      "spent_own_minor = 185 * k.n from (select line_code, count(*) as n from budgets.cost where ",
      where, " group by line_code) as k where l.code = k.line_code and l.", where,
      "; update budgets.contract set last_cost_number = ", to, " where ", where));
}

void AddAcceptedClaims(const flow::Programs& programs, int contract, int64_t costs) {
  const std::string id = load::ContractId(contract);
  const std::string key = absl::StrCat("'", load::kOrganisation, "', '", id, "'");
  const int64_t claims = (costs + kCostsOfAClaim - 1) / kCostsOfAClaim;
  const std::string replica = "set session_replication_role = replica; ";
  programs.sandbox().Inspect(absl::StrCat("update payments.contract set next_claim_sequence = ",
                                          claims + 1, " where contract_id = '", id, "'"));
  const std::string size =
      absl::StrCat("least(", kCostsOfAClaim, ", ", costs, " - (s - 1) * ", kCostsOfAClaim, ")");
  programs.sandbox().Inspect(absl::StrCat(
      replica,
      "insert into payments.claim (organisation_id, contract_id, sequence, package_sequence, kind, "
      "state, "
      "requested_eu_minor, requested_national_minor, requested_own_minor, currency, sent_on, sent_by, "
      "sent_recorded_at, decided_on, decided_by, decided_recorded_at, approved_eu_minor, "
      "approved_national_minor, approved_own_minor, refused_eu_minor, refused_national_minor, "
      "refused_own_minor, by_correction_eu_minor, by_correction_national_minor, "
      "by_correction_own_minor, "
      "payable_eu_minor, payable_national_minor, cleared_eu_minor, cleared_national_minor) select ",
      key,
      ", s, s, 'INTERIM', 'ACCEPTED', 892 * k, 157 * k, 185 * k, 'BGN', '2018-03-01', 'owner@test', "
      "now(), '2018-06-01', 'approver@test', now(), 892 * k, 157 * k, 185 * k, 0, 0, 0, 0, 0, 0, 892 * "
      "k, "
      "157 * k, 0, 0 from generate_series(1, ",
      claims, ") as s, lateral (select ", size, ") as c (k)"));
  programs.sandbox().Inspect(absl::StrCat(
      replica,
      "insert into payments.claim_cost (organisation_id, contract_id, sequence, cost_id, paid_on, "
      "place, "
      "requested_eu_minor, requested_national_minor, requested_own_minor, first_cost_id) select ",
      key, ", 1 + (n - 1) / ", kCostsOfAClaim, ", n::text, '2018-02-02', 1 + (n - 1) % ",
      kCostsOfAClaim, ", 892, 157, 185, n::text from generate_series(1, ", costs, ") as n"));
}

}  // namespace tranche::bench
