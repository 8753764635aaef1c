// SPDX-License-Identifier: EUPL-1.2
// Documents, credit notes and batches of costs: the services on their SQL.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "budgets/budgets_convert.h"
#include "budgets/budgets_service.h"
#include "budgets/contracts_store.h"
#include "budgets/documents/documents_service.h"
#include "platform/base/error.h"
#include "platform/convert/money.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "reference/reference_module.h"

namespace tranche::budgets {

constexpr Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }

// What a document claims from a line; everything else is as good as any.
struct Asked {
  std::string line = "1";
  std::string number = "1";
  int64_t claimed = 10'00;
  int64_t total = 100'00;
  std::string issuer = "Доставки ЕООД";
  std::string eik = "";
  std::string issued_on = "2018-02-01";
  std::string paid_on = "2018-03-01";
};

inline v1::Cost CostOf(const Asked& asked) {
  v1::Cost cost;
  cost.set_line(asked.line);
  *cost.mutable_claimed() = convert::ToProto(Leva(asked.claimed));
  v1::CostDocument* document = cost.mutable_document();
  document->set_type(v1::INVOICE);
  document->set_number(asked.number);
  document->set_issued_on(asked.issued_on);
  document->set_paid_on(asked.paid_on);
  document->set_issuer(asked.issuer);
  document->set_issuer_eik(asked.eik);
  *document->mutable_total() = convert::ToProto(Leva(asked.total));
  return cost;
}

class DocumentsTest : public ::testing::Test {
 protected:
  DocumentsTest()
      : role_(sandbox_, "budgets", nullptr, 4),
        nomenclatures_(sandbox_, "reference", &role_),
        single_(role_.context(), [](absl::Time) { return absl::OkStatus(); }),
        documents_(role_.context(), [this](absl::Time) {
          ++caught_up_;
          return absl::OkStatus();
        }) {
    nomenclatures_.Serve(reference::StartRole(nomenclatures_.context()));
  }

  static std::string Contract(const std::string& id, const std::string& organisation = "lyubimets") {
    return absl::StrCat("organisations/", organisation, "/contracts/", id);
  }

  // A contract with two lines of this cap each, of which 85 % are the Union's.
  void MakeContract(const std::string& id, int64_t cap_minor = 1'000'00,
                    const std::string& organisation = "lyubimets") {
    const rpc::CallScope scope = role_.Scope(testing::TestActor(organisation));
    const absl::Status kept = pg::Transact(role_.pool(), scope, [&](pg::Tx& tx) {
      store::KeepContract(tx, {.organisation = organisation,
                               .contract = id,
                               .number = id,
                               .title = "Проект",
                               .amount = {Leva(cap_minor * 2 * 85 / 100),
                                          Leva(cap_minor * 2 - cap_minor * 2 * 85 / 100), Leva(0)},
                               .starts_on = absl::CivilDay(2017, 4, 18),
                               .ends_on = absl::CivilDay(2018, 10, 18)});
      return absl::OkStatus();
    });
    ASSERT_TRUE(kept.ok()) << kept;
    v1::CreateBudgetRequest request;
    request.set_parent(Contract(id, organisation));
    request.set_request_id("budget-" + id);
    for (const char* code : {"1", "2"}) {
      v1::Line* line = request.add_lines();
      line->set_code(code);
      line->set_title("Ред");
      line->set_expense_type("staff");
      *line->mutable_total() = convert::ToProto(Leva(cap_minor));
    }
    const auto budget = single_.CreateBudget(scope, request);
    ASSERT_TRUE(budget.ok()) << budget.status();
  }

  static v1::RecordCostsRequest BatchOf(const std::string& contract, const std::vector<Asked>& rows,
                                        const std::string& key = "import") {
    v1::RecordCostsRequest request;
    request.set_parent(contract);
    request.set_request_id(key);
    for (const Asked& asked : rows) *request.add_rows()->mutable_cost() = CostOf(asked);
    return request;
  }

  rpc::CallScope ScopeOf(const std::string& organisation, const std::string& method) const {
    return role_.Scope(testing::TestActor(organisation), method);
  }

  // The outcomes in short: "cost 8", "there 8", a reason.
  std::vector<std::string> Batch(const v1::RecordCostsRequest& request,
                                 const std::string& organisation = "lyubimets") {
    const auto response = documents_.RecordCosts(ScopeOf(organisation, "test/RecordCosts"), request);
    if (!response.ok()) return {ReasonOf(response.status())};
    std::vector<std::string> outcomes;
    for (const v1::RowOutcome& outcome : response->outcomes()) {
      const std::string number = outcome.cost().substr(outcome.cost().rfind('/') + 1);
      if (outcome.result() == v1::ROW_RECORDED) outcomes.push_back("cost " + number);
      if (outcome.result() == v1::ROW_ALREADY_THERE) outcomes.push_back("there " + number);
      if (outcome.result() == v1::ROW_REFUSED) outcomes.push_back(outcome.reason());
    }
    return outcomes;
  }

  // "cost 8" or a reason.
  std::string Single(const std::string& contract, const Asked& asked, const std::string& key,
                     const std::string& organisation = "lyubimets") {
    v1::RecordCostRequest request;
    request.set_parent(contract);
    request.set_request_id(key);
    *request.mutable_cost() = CostOf(asked);
    const auto cost = single_.RecordCost(ScopeOf(organisation, "test/RecordCost"), request);
    if (!cost.ok()) return ReasonOf(cost.status());
    return "cost " + cost->name().substr(cost->name().rfind('/') + 1);
  }

  enum class Ruling { kApproved, kRefused, kInPart };

  // Decides on a cost; in part: half of it is unapproved, a quarter taken by a correction.
  void Decide(const std::string& cost, Ruling ruling, const std::string& organisation = "lyubimets") {
    v1::DecideCostsRequest request;
    request.set_parent(cost.substr(0, cost.find("/costs/")));
    request.set_request_id("decide " + cost.substr(cost.find("/contracts/") + 11));
    request.set_decided_on("2018-06-01");
    request.set_decided_by("approver@lyubimets");
    v1::CostDecision* decision = request.add_decisions();
    decision->set_cost(cost);
    decision->set_approved(ruling != Ruling::kRefused);
    if (ruling != Ruling::kApproved) decision->set_reason("недопустим разход");
    if (ruling == Ruling::kInPart) {
      v1::GetCostRequest get;
      get.set_name(cost);
      const auto parts =
          convert::FromProto(single_.GetCost(ScopeOf(organisation, "test/GetCost"), get)->parts());
      const auto share = [&](int64_t divisor) {
        return convert::ToProto(ThreePart{Leva(parts->eu.minor() / divisor),
                                          Leva(parts->national.minor() / divisor),
                                          Leva(parts->own.minor() / divisor)});
      };
      *decision->mutable_unapproved() = share(2);
      *decision->mutable_unapproved_by_correction() = share(4);
      decision->set_correction_reason("нарушение при избора");
    }
    const auto decided = single_.DecideCosts(ScopeOf(organisation, "test/DecideCosts"), request);
    ASSERT_TRUE(decided.ok()) << decided.status();
  }

  v1::DocumentShares Shares(const std::string& cost) {
    v1::GetDocumentSharesRequest request;
    request.set_name(cost);
    const auto shares = documents_.GetDocumentShares(role_.Scope(), request);
    EXPECT_TRUE(shares.ok()) << shares.status();
    return shares.ok() ? *shares : v1::DocumentShares();
  }

  absl::StatusOr<v1::DocumentShares> Credit(const std::string& cost, const std::string& number,
                                            int64_t minor, const std::string& key,
                                            const std::string& issued_on = "2018-04-01") {
    v1::RecordCreditNoteRequest request;
    request.set_name(cost);
    request.set_request_id(key);
    request.mutable_credit_note()->set_number(number);
    request.mutable_credit_note()->set_issued_on(issued_on);
    *request.mutable_credit_note()->mutable_amount() = convert::ToProto(Leva(minor));
    return documents_.RecordCreditNote(role_.Scope(testing::TestActor(), "test/RecordCreditNote"),
                                       request);
  }

  static v1::AnnulCreditNoteRequest AnnulmentOf(const std::string& cost, const std::string& number,
                                                const std::string& key) {
    v1::AnnulCreditNoteRequest request;
    request.set_name(cost);
    request.set_number(number);
    request.set_issued_on("2018-04-01");
    request.mutable_annulment()->set_annulled_on("2018-04-20");
    request.mutable_annulment()->set_reason("Сгрешена сума");
    request.mutable_annulment()->set_reference("Докладна 3");
    request.set_request_id(key);
    return request;
  }
  // By somebody else than who records.
  absl::StatusOr<v1::DocumentShares> Annul(const v1::AnnulCreditNoteRequest& request) {
    rpc::Actor other = testing::TestActor();
    other.subject = "other@lyubimets";
    return documents_.AnnulCreditNote(role_.Scope(other, "test/AnnulCreditNote"), request);
  }

  // Documents whose row is not what their costs and notes add up to, or beyond what may be claimed.
  std::vector<std::string> WrongDocuments() const {
    std::vector<std::string> wrong;
    const pqxx::result rows = sandbox_.Inspect(R"sql(
      select d.number_folded || ': ' || d.claimed_minor || ' <> ' || coalesce(c.minor, 0) as said
        from budgets.document as d
        left join (select c.organisation_id, c.document_number_folded, c.issuer_folded, c.document_type, c.issued_on,
                          sum(c.claimed_minor - coalesce(x.unapproved_eu_minor + x.unapproved_national_minor
                                                         + x.unapproved_own_minor, 0)) as minor
                     from budgets.cost as c
                     left join budgets.cost_decision as x using (organisation_id, contract_id, cost_number)
                    group by 1, 2, 3, 4, 5) as c
          on c.organisation_id = d.organisation_id and c.document_number_folded = d.number_folded
             and c.issuer_folded = d.issuer_folded and c.document_type = d.document_type
             and c.issued_on = d.issued_on
        left join (select organisation_id, number_folded, issuer_folded, document_type, issued_on,
                          sum(credited_minor) as minor
                     from budgets.credit_note as k
                    where not exists (select from budgets.credit_note_annulment as a
                                       where (a.organisation_id, a.note_folded, a.issuer_folded, a.note_issued_on,
                                              a.entry)
                                             = (k.organisation_id, k.note_folded, k.issuer_folded, k.note_issued_on,
                                                k.entry))
                    group by 1, 2, 3, 4, 5) as n
          on n.organisation_id = d.organisation_id and n.number_folded = d.number_folded
             and n.issuer_folded = d.issuer_folded and n.document_type = d.document_type
             and n.issued_on = d.issued_on
       where d.claimed_minor <> coalesce(c.minor, 0) or d.credited_minor <> coalesce(n.minor, 0)
             or d.claimed_minor + d.credited_minor > d.claimable_minor
       order by 1)sql");
    for (const pqxx::row& row : rows) wrong.push_back(row[0].as<std::string>());
    return wrong;
  }

  // Everything of an organisation that a recording writes, without when.
  std::string Written(const std::string& organisation) const {
    std::vector<std::string> all;
    for (const char* query :
         {"select code, cap_eu_minor, reserved_eu_minor, reserved_national_minor, reserved_own_minor, "
          "spent_eu_minor, spent_national_minor, refused_minor from budgets.line where organisation_id "
          "= '%' "
          "order by contract_id, code",
          "select contract_id, last_cost_number from budgets.contract where organisation_id = '%' "
          "order by 1",
          "select contract_id, cost_number, line_code, document_number, document_number_folded, "
          "issuer_folded, "
          "issuer_eik, resubmission, claimed_minor, claimed_eu_minor, claimed_national_minor, "
          "claimed_own_minor, left_on_line_minor, paid_on from budgets.cost where organisation_id = "
          "'%' order "
          "by 1, 2",
          "select number_folded, issuer_folded, issued_on, issuer_eik, total_minor, claimable_minor, "
          "claimed_minor, credited_minor, contract_id, cost_number from budgets.document "
          "where organisation_id = '%' order by 1, 2, 3",
          "select contract_id, line_code, cost_number, debit, credit, eu_minor, national_minor, "
          "own_minor, "
          "valid_on from budgets.posting where organisation_id = '%' order by posting_id",
          "select type, replace(payload::text, '%', '') from budgets.event where organisation_id = '%' "
          "and type like '%%CostRecorded' order by tx_id, event_id",
          "select action, replace(after_state::text, '%', '') from budgets.evidence where "
          "organisation_id = "
          "'%' and action = 'budgets.costs.record' order by tx_id, entry_id"}) {
      const std::string filled = absl::StrReplaceAll(query, {{"%%", "%"}, {"%", organisation}});
      for (const pqxx::row& row : sandbox_.Inspect(filled)) {
        std::vector<std::string> values;
        for (const pqxx::field& field : row) values.emplace_back(field.is_null() ? "-" : field.c_str());
        all.push_back(absl::StrJoin(values, " | "));
      }
    }
    return absl::StrJoin(all, "\n");
  }

  const testing::PgSandbox sandbox_;
  testing::TestRole role_;
  testing::TestRole nomenclatures_;
  Service single_;
  DocumentsService documents_;
  int caught_up_ = 0;
};

// Faults as "field REASON".
inline std::vector<std::string> Said(const v1::RowOutcome& outcome) {
  std::vector<std::string> said;
  for (const v1::RowFault& fault : outcome.faults()) {
    said.push_back(fault.field() + " " + fault.reason());
  }
  return said;
}

inline v1::CostRow NoteRow(const std::string& number, int64_t amount_minor,
                           const std::string& document = "1",
                           const std::string& issuer = "Доставки ЕООД") {
  v1::CostRow row;
  v1::CreditNoteRow* note = row.mutable_credit_note();
  note->mutable_note()->set_number(number);
  note->mutable_note()->set_issued_on("2018-04-01");
  *note->mutable_note()->mutable_amount() = convert::ToProto(Leva(amount_minor));
  note->set_document_number(document);
  note->set_issuer(issuer);
  row.set_key("note " + number);
  return row;
}

}  // namespace tranche::budgets
