// SPDX-License-Identifier: EUPL-1.2
// Budgets that are converted to euro by their contract's conversion, with the real reference and
// proposals, and what must hold of each of them.
#pragma once

#include <gtest/gtest.h>

#include "budgets/budgets_follow.h"
#include "budgets/testing/ledger_world.h"
#include "platform/base/status_macros.h"

namespace tranche::budgets {

// What must hold of every converted contract, told from the rows alone; each row that comes is a broken
// rule (services/budgets/README.md, CUR-1 to CUR-6).
inline constexpr char kBrokenConversions[] = R"sql(
  with contract_now as (select c.organisation_id, c.contract_id, c.currency, c.amount_eu_minor, c.amount_national_minor,
                               c.amount_own_minor
                          from budgets.contract as c
                          join budgets.redenomination as r using (organisation_id, contract_id)),
  cost_sums as (
    select x.organisation_id, x.contract_id, c.line_code,
           sum(case when d.cost_number is null then x.claimed_eu_minor else 0 end) as reserved_eu,
           sum(case when d.cost_number is null then x.claimed_national_minor else 0 end) as reserved_national,
           sum(case when d.cost_number is null then x.claimed_own_minor else 0 end) as reserved_own,
           sum(case when x.decided then x.approved_eu_minor else coalesce(d.approved_eu_minor, 0) end) as spent_eu,
           sum(case when x.decided then x.approved_national_minor
                    else coalesce(d.approved_national_minor, 0) end) as spent_national,
           sum(case when x.decided then x.approved_own_minor else coalesce(d.approved_own_minor, 0) end) as spent_own
      from budgets.restated_cost as x
      join budgets.cost as c using (organisation_id, contract_id, cost_number)
      left join budgets.cost_decision as d using (organisation_id, contract_id, cost_number)
     group by 1, 2, 3),
  journal as (
    select p.organisation_id, p.contract_id, p.line_code, p.currency,
           sum(case when p.credit = 'cap' then p.eu_minor when p.debit = 'cap' then -p.eu_minor else 0 end) as cap_eu,
           sum(case when p.debit = 'reserved' then p.eu_minor when p.credit = 'reserved' then -p.eu_minor
                    else 0 end) as reserved_eu,
           sum(case when p.debit = 'spent' then p.eu_minor else 0 end) as spent_eu,
           sum(case when p.credit = 'cap' then p.own_minor when p.debit = 'cap' then -p.own_minor else 0 end)
             as cap_own,
           sum(case when p.debit = 'reserved' then p.own_minor when p.credit = 'reserved' then -p.own_minor
                    else 0 end) as reserved_own,
           sum(case when p.debit = 'spent' then p.own_minor else 0 end) as spent_own
      from budgets.posting as p group by 1, 2, 3, 4)
  select 'CUR-1: a line is not in the currency of its contract' as broken
    from contract_now as c join budgets.line as l using (organisation_id, contract_id)
   where l.currency <> c.currency
  union all
  select 'CUR-2: the caps do not add up to the contract'
    from contract_now as c join budgets.line as l using (organisation_id, contract_id)
   group by c.organisation_id, c.contract_id, c.amount_eu_minor, c.amount_national_minor, c.amount_own_minor
  having (sum(l.cap_eu_minor), sum(l.cap_national_minor), sum(l.cap_own_minor))
         <> (c.amount_eu_minor, c.amount_national_minor, c.amount_own_minor)
  union all
  select 'CUR-3: the costs do not add up to line ' || l.code
    from contract_now as c join budgets.line as l using (organisation_id, contract_id)
    join cost_sums as s on s.organisation_id = l.organisation_id and s.contract_id = l.contract_id
                       and s.line_code = l.code
   where not exists (select from budgets.cost as k where k.organisation_id = l.organisation_id
                       and k.contract_id = l.contract_id and k.line_code = l.code and k.currency = 'EUR')
         and (l.reserved_eu_minor, l.reserved_national_minor, l.reserved_own_minor, l.spent_eu_minor,
              l.spent_national_minor, l.spent_own_minor)
             <> (s.reserved_eu, s.reserved_national, s.reserved_own, s.spent_eu, s.spent_national, s.spent_own)
  union all
  select 'CUR-4: the journal in euro is not line ' || l.code
    from contract_now as c join budgets.line as l using (organisation_id, contract_id)
    join journal as j on j.organisation_id = l.organisation_id and j.contract_id = l.contract_id
                     and j.line_code = l.code and j.currency = 'EUR'
   where (l.cap_eu_minor, l.reserved_eu_minor, l.spent_eu_minor, l.cap_own_minor, l.reserved_own_minor,
          l.spent_own_minor)
         <> (j.cap_eu, j.reserved_eu, j.spent_eu, j.cap_own, j.reserved_own, j.spent_own)
  union all
  select 'CUR-4: the journal in lev is not what line ' || r.line_code || ' was'
    from budgets.redenomination_line as r
    join journal as j on j.organisation_id = r.organisation_id and j.contract_id = r.contract_id
                     and j.line_code = r.line_code and j.currency = 'BGN'
   where (r.before_cap_eu_minor, r.before_reserved_eu_minor, r.before_spent_eu_minor, r.before_cap_own_minor,
          r.before_reserved_own_minor, r.before_spent_own_minor)
         <> (j.cap_eu, j.reserved_eu, j.spent_eu, j.cap_own, j.reserved_own, j.spent_own)
  union all
  select 'CUR-5: a cost in lev has no restated row'
    from contract_now join budgets.cost as k using (organisation_id, contract_id)
    left join budgets.restated_cost as x using (organisation_id, contract_id, cost_number)
   where k.currency = 'BGN' and x.cost_number is null
  union all
  select 'CUR-6: document ' || d.document_number || ' is not what is claimed of it'
    from budgets.document as d
   where d.currency = 'EUR'
         and d.claimed_minor <> (
           select sum(coalesce(x.claimed_eu_minor + x.claimed_national_minor + x.claimed_own_minor, k.claimed_minor)
                      - coalesce(case when x.decided
                                      then x.unapproved_eu_minor + x.unapproved_national_minor + x.unapproved_own_minor
                                      else v.unapproved_eu_minor + v.unapproved_national_minor
                                           + v.unapproved_own_minor end, 0))
             from budgets.cost as k
             left join budgets.restated_cost as x using (organisation_id, contract_id, cost_number)
             left join budgets.cost_decision as v using (organisation_id, contract_id, cost_number)
            where k.organisation_id = d.organisation_id and k.document_number_folded = d.number_folded
                  and k.issuer_folded = d.issuer_folded and k.document_type = d.document_type
                  and k.issued_on = d.issued_on))sql";

class RedenominationTest : public ::testing::Test, public LedgerWorld {
 protected:
  void ConcludeMineralniBani() {
    ASSERT_TRUE(Conclude("321307.23", "56701.27", "0").ok());
    const absl::Status made = MakeBudget({{"1", "300000.00"}, {"2", "78008.49"}, {"3", "0.01"}});
    ASSERT_TRUE(made.ok()) << made;
  }
  void AfterTheChangeover() {
    absl::Time now;
    ASSERT_TRUE(absl::ParseTime(absl::RFC3339_full, "2026-02-02T09:00:00Z", &now, nullptr));
    budgets().world().SetNow(now);
  }
  absl::StatusOr<proposals::v1::Redenomination> Convert(const std::string& key = "convert") {
    proposals::v1::RedenominateContractRequest request;
    request.set_name(contract());
    request.set_still_to_settle(true);
    request.set_request_id(key);
    return Call(&Redenominations::RedenominateContract, request);
  }
  // Also waits until budgets has followed.
  absl::StatusOr<v1::RedenominatedBudget> ConvertedBudget() {
    v1::GetRedenominatedBudgetRequest request;
    request.set_name(contract() + "/budget");
    return Call(&Currencies::GetRedenominatedBudget, request);
  }
  absl::StatusOr<v1::RedenominatedBudget> ConvertAndFollow(const std::string& key = "convert") {
    TRANCHE_RETURN_IF_ERROR(Convert(key).status());
    return ConvertedBudget();
  }
  absl::StatusOr<v1::Budget> BudgetIn(const std::string& currency) {
    v1::GetBudgetRequest request;
    request.set_name(contract() + "/budget");
    request.set_currency(currency);
    return Call(&Budgets::GetBudget, request);
  }
  std::vector<std::string> BrokenRules() {
    std::vector<std::string> broken;
    for (const pqxx::row& row : sandbox().Inspect(kBrokenConversions)) broken.push_back(row[0].c_str());
    return broken;
  }
  v1::RecordForeignCostRequest Foreign(const std::string& line, const std::string& claimed,
                                       const std::string& currency, const std::string& key) {
    v1::RecordForeignCostRequest request;
    request.set_parent(contract());
    request.set_request_id(key);
    request.set_line(line);
    v1::ForeignDocument* document = request.mutable_document();
    document->set_type(v1::INVOICE);
    document->set_number("W-" + key);
    document->set_issued_on("2018-02-01");
    document->set_paid_on("2018-02-05");
    document->set_issuer("Далечна фирма");
    request.mutable_original()->set_currency(currency);
    request.mutable_original()->set_total(claimed);
    request.mutable_original()->set_claimed(claimed);
    return request;
  }
  absl::Status RecordRate(const std::string& currency, const std::string& month,
                          const std::string& rate, const std::string& key) {
    v1::RecordExchangeRateRequest request;
    request.set_parent(absl::StrCat("organisations/", kOrganisation));
    request.set_request_id(key);
    request.mutable_exchange_rate()->set_currency(currency);
    request.mutable_exchange_rate()->set_month(month);
    request.mutable_exchange_rate()->set_rate(rate);
    request.mutable_exchange_rate()->set_source("InforEuro, прочетено на 01.09.2018 г.");
    return Call(&Currencies::RecordExchangeRate, request).status();
  }
};

}  // namespace tranche::budgets
