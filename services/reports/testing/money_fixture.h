// SPDX-License-Identifier: EUPL-1.2
// The report on the whole money of a contract, on published rows that a test writes.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "platform/rpc/grpc_status.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "reports/reports_module.h"
#include "tranche/reports/v1/reports_service.grpc.pb.h"

namespace tranche::reports {

inline constexpr char kContract[] = "organisations/mineralni-bani/contracts/C01";

// 200.00 at 85/15 in two lines; 10.00 were moved from 2 to 1.10 on 1 March 2018, and an annex of 1 July
// gave 20.00 more to
// 2. Costs of 60.00 (line 1.10, cost 1) and 30.00 (line 2, cost 2) were decided on 1 June: 55.00
// and 20.00 approved. Cost 3 of 30.00 on line 2 waits.
inline constexpr char kBooks[] = R"sql(
  insert into budgets.contract (organisation_id, contract_id, number, title, amount_eu_minor, amount_national_minor,
                                amount_own_minor, currency, starts_on, ends_on, budgeted_at, last_cost_number, recorded_at)
  values ('mineralni-bani', 'C01', 'С01', 'Проект', 18700, 3300, 0, 'BGN', '2018-01-01', '2018-12-31',
          '2018-01-02 08:00Z', 3, '2018-01-01 08:00Z');
  insert into budgets.line (organisation_id, contract_id, code, title, expense_type, cap_eu_minor, cap_national_minor,
                            cap_own_minor, reserved_eu_minor, reserved_national_minor, spent_eu_minor,
                            spent_national_minor, refused_minor, currency, recorded_at)
  values ('mineralni-bani', 'C01', '2', 'Материали', 'materials', 9350, 1650, 0, 2550, 450, 1700, 300, 1000, 'BGN',
          '2018-01-02 08:00Z'),
         ('mineralni-bani', 'C01', '1.10', 'Персонал', 'staff', 9350, 1650, 0, 0, 0, 4675, 825, 500, 'BGN',
          '2018-01-02 08:00Z');
  insert into budgets.cost (organisation_id, contract_id, cost_number, line_code, document_type, document_number,
                            document_number_folded, issuer, issuer_folded, resubmission, issued_on, paid_on,
                            document_total_minor, claimed_minor, claimed_eu_minor, claimed_national_minor,
                            claimed_own_minor, left_on_line_minor, currency, recorded_at)
  select 'mineralni-bani', 'C01', number, line, 'INVOICE', number, number, 'А', 'а', 0, '2018-02-01', '2018-02-01', claimed,
         claimed, eu, claimed - eu, 0, 0, 'BGN', '2018-02-02 09:00Z'
    from (values (1, '1.10', 6000, 5100), (2, '2', 3000, 2550), (3, '2', 3000, 2550)) as paid (number, line, claimed, eu);
  insert into budgets.transfer (organisation_id, contract_id, transfer_number, from_line, to_line, eu_minor, national_minor,
                                own_minor, currency, contract_version, valid_on, reason, document, limit_percent,
                                base_line, base_minor, moved_before_minor, limit_minor, legal_source, verified, recorded_by)
  values ('mineralni-bani', 'C01', 1, '2', '1.10', 850, 150, 0, 'BGN', 1, '2018-03-01', 'х', '', '100', '2', 10000, 0, 10000,
          'х', false, 'х');
  insert into budgets.revision (organisation_id, contract_id, contract_version, state, amount_eu_minor,
                                amount_national_minor, amount_own_minor, currency, valid_on, recorded_by, ended_at)
  values ('mineralni-bani', 'C01', 2, 'APPLIED', 18700, 3300, 0, 'BGN', '2018-07-01', 'х', '2018-07-02 08:00Z');
  insert into budgets.posting (organisation_id, contract_id, line_code, cost_number, transfer_number, revision_version,
                               debit, credit, eu_minor, national_minor, own_minor, currency, valid_on, recorded_at)
  select 'mineralni-bani', 'C01', line, cost::bigint, transfer::bigint, version::integer, debit, credit, eu, national, 0,
         'BGN', valid_on::date, (valid_on || ' 09:00Z')::timestamptz
    from (values ('1.10', null, null, null, 'available', 'cap', 8500, 1500, '2018-01-02'),
                 ('2', null, null, null, 'available', 'cap', 8500, 1500, '2018-01-02'),
                 ('1.10', '1', null, null, 'reserved', 'available', 5100, 900, '2018-02-02'),
                 ('2', '2', null, null, 'reserved', 'available', 2550, 450, '2018-02-02'),
                 ('2', '3', null, null, 'reserved', 'available', 2550, 450, '2018-02-02'),
                 ('2', null, '1', null, 'cap', 'available', 850, 150, '2018-03-01'),
                 ('1.10', null, '1', null, 'available', 'cap', 850, 150, '2018-03-01'),
                 ('1.10', '1', null, null, 'spent', 'reserved', 4675, 825, '2018-06-01'),
                 ('1.10', '1', null, null, 'available', 'reserved', 425, 75, '2018-06-01'),
                 ('2', '2', null, null, 'spent', 'reserved', 1700, 300, '2018-06-01'),
                 ('2', '2', null, null, 'available', 'reserved', 850, 150, '2018-06-01'),
                 ('2', null, null, '2', 'available', 'cap', 1700, 300, '2018-07-01'))
      as moved (line, cost, transfer, version, debit, credit, eu, national, valid_on);
)sql";

// An advance of 40.00, the interim claim of costs 1 and 2 (70.00 owed, 5.00 clear the advance), and a
// final claim of cost 3 that is not decided on.
inline constexpr char kClaims[] = R"sql(
  create or replace view published.claim as
    select 'mineralni-bani'::text as organisation_id, 'C01'::text as contract_id, sequence, kind, state,
           sent_on::date as sent_on, decided_on::date as decided_on, eu::bigint as requested_eu_minor,
           national::bigint as requested_national_minor, 0::bigint as requested_own_minor,
           approved_eu::bigint as approved_eu_minor, approved_national::bigint as approved_national_minor,
           (approved_eu * 0)::bigint as approved_own_minor, (eu - approved_eu)::bigint as refused_eu_minor,
           (national - approved_national)::bigint as refused_national_minor,
           (approved_eu * 0)::bigint as refused_own_minor, correction_eu::bigint as by_correction_eu_minor,
           correction_national::bigint as by_correction_national_minor,
           (correction_eu * 0)::bigint as by_correction_own_minor, payable_eu::bigint as payable_eu_minor,
           payable_national::bigint as payable_national_minor, cleared_eu::bigint as cleared_eu_minor,
           cleared_national::bigint as cleared_national_minor, 0::bigint as to_recover_eu_minor,
           0::bigint as to_recover_national_minor, paid_eu::bigint as paid_eu_minor,
           paid_national::bigint as paid_national_minor, 'BGN'::text as currency,
           '2018-01-05 09:00Z'::timestamptz as recorded_at, (sent_on || ' 09:00Z')::timestamptz as sent_recorded_at,
           (decided_on || ' 22:30Z')::timestamptz as decided_recorded_at, 0::bigint as as_advance_eu_minor,
           0::bigint as as_advance_national_minor
      from (values (1, 'ADVANCE', 'ACCEPTED', '2018-01-10', '2018-01-20', 3400, 600, null, null, null, null, 3400, 600, 0,
                    0, 3400, 600),
                   (2, 'INTERIM', 'ACCEPTED', '2018-03-10', '2018-06-01', 7650, 1350, 6375, 1125, 425, 75, 5950, 1050,
                    425, 75, 4250, 750),
                   (3, 'FINAL', 'SENT', '2019-01-10', null, 2550, 450, null, null, null, null, null, null, null, null, 0, 0))
        as c (sequence, kind, state, sent_on, decided_on, eu, national, approved_eu, approved_national, correction_eu,
              correction_national, payable_eu, payable_national, cleared_eu, cleared_national, paid_eu, paid_national);
  create or replace view published.claim_cost as
    select 'mineralni-bani'::text as organisation_id, 'C01'::text as contract_id, sequence, cost_id,
           eu::bigint as requested_eu_minor, national::bigint as requested_national_minor, 0::bigint as requested_own_minor,
           again::bigint as again_eu_minor, 0::bigint as again_national_minor, 0::bigint as again_own_minor,
           left_eu::bigint as left_eu_minor, left_national::bigint as left_national_minor, 0::bigint as left_own_minor
      from (values (2, '1', 5100, 900, 0, 4675, 825), (2, '2', 2550, 450, 7, 1700, 300), (3, '3', 2550, 450, 0, 2550, 450))
        as k (sequence, cost_id, eu, national, again, left_eu, left_national);
  create or replace view published.contract_version as
    select 'mineralni-bani'::text as organisation_id, 'C01'::text as contract_id, version, type, document,
           'Проект'::text as title, concluded_on::date as concluded_on, eu::bigint as eu_minor,
           national::bigint as national_minor, 0::bigint as own_minor, 'BGN'::text as currency,
           (concluded_on || ' 09:00Z')::timestamptz as recorded_at, '2018-01-01'::date as starts_on,
           '2019-12-31'::date as ends_on
      from (values (1, 'NEW_CONTRACT', 'С01', '2018-01-01', 17000, 3000), (2, 'ANNEX', 'А1', '2018-07-01', 18700, 3300))
        as v (version, type, document, concluded_on, eu, national);
)sql";

inline constexpr char kCash[] = R"sql(
  create or replace view published.claim_payment as
    select 'mineralni-bani'::text as organisation_id, 'C01'::text as contract_id, id as payment_id, id as number, sequence,
           eu::bigint as eu_minor, national::bigint as national_minor, 0::bigint as own_minor, 'BGN'::text as currency,
           paid_on::date as paid_on, reference as bank_reference, (paid_on || ' 09:00Z')::timestamptz as recorded_at
      from (values ('PA001', 1, 3400, 600, '2018-01-25', 'СЕБРА 1'), ('PA002', 2, 4250, 750, '2018-06-15', ''))
        as p (id, sequence, eu, national, paid_on, reference);
  create or replace view published.bank_match as
    select 'mineralni-bani'::text as organisation_id, target_key, number as match_number, 1 as part_number,
           minor::bigint as amount_minor, 'BGN'::text as currency, booked_on::date as booked_on, 'СЕБРА ' || number as
           bank_reference, (booked_on || ' 10:00Z')::timestamptz as recorded_at
      from (values ('payments/C01/PA001', 1, 4000, '2018-01-25'), ('payments/C01/PA002', 2, 3000, '2018-06-15'),
                   ('payments/C02/PA002', 3, 9999, '2018-06-15'))
        as m (target_key, number, minor, booked_on);
  create or replace view published.correction_version as
    select 'mineralni-bani'::text as organisation_id, 'C01'::text as contract_id, 1 as correction_id, version,
           percent::bigint as percent_ten_thousandths, decided_on::date as decided_on, eu::bigint as eu_minor,
           national::bigint as national_minor, 'BGN'::text as currency, (decided_on || ' 09:00Z')::timestamptz as recorded_at,
           'НА/18/ЕСФ/0001/1'::text as irregularity
      from (values (1, 50000, '2018-09-01', 340, 60), (2, 100000, '2018-10-01', 680, 120))
        as v (version, percent, decided_on, eu, national);
  create or replace view published.debt_version as
    select 'mineralni-bani'::text as organisation_id, 'C01'::text as contract_id, 1 as debt_id, 'Д-1'::text as number,
           'ENFORCED'::text as status, 1 as version, 680::bigint as eu_minor, 120::bigint as national_minor,
           'BGN'::text as currency, '2018-10-10'::date as served_on, '2018-10-10'::date as effective_on,
           '2018-10-10 09:00Z'::timestamptz as recorded_at;
  create or replace view published.debt as
    select 'mineralni-bani'::text as organisation_id, 'C01'::text as contract_id, 1 as debt_id,
           680::bigint as principal_eu_minor, 120::bigint as principal_national_minor,
           510::bigint as repaid_principal_eu_minor, 90::bigint as repaid_principal_national_minor,
           9::bigint as charged_interest_eu_minor, 1::bigint as charged_interest_national_minor,
           9::bigint as repaid_interest_eu_minor, 1::bigint as repaid_interest_national_minor, 'BGN'::text as currency;
  create or replace view published.debt_interest as
    select 'mineralni-bani'::text as organisation_id, 'C01'::text as contract_id, 1 as debt_id, 9::bigint as eu_minor,
           1::bigint as national_minor, 'BGN'::text as currency, '2018-11-30'::date as to_on,
           '2018-12-01 09:00Z'::timestamptz as recorded_at;
  create or replace view published.debt_repayment as
    select 'mineralni-bani'::text as organisation_id, 'C01'::text as contract_id, 1 as debt_id, 1 as repayment,
           510::bigint as to_principal_eu_minor, 90::bigint as to_principal_national_minor,
           9::bigint as to_interest_eu_minor, 1::bigint as to_interest_national_minor, 'BGN'::text as currency,
           '2018-12-01'::date as repaid_on, 'BY_BANK'::text as way, '2018-12-01 09:00Z'::timestamptz as recorded_at;
)sql";

class MoneyServiceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* sql : {kBooks, kClaims, kCash}) sandbox_.Inspect(sql);
    reports_.Serve(StartRole(reports_.context()));
    stub_ = v1::ReportsService::NewStub(reports_.channel());
  }

  absl::StatusOr<v1::MoneyReport> Get(v1::GetMoneyReportRequest request = {}) {
    if (request.parent().empty()) request.set_parent(kContract);
    grpc::ClientContext context;
    reports_.SignIn(&context, testing::TestActor("mineralni-bani"));
    v1::MoneyReport report;
    const grpc::Status status = stub_->GetMoneyReport(&context, request, &report);
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    return report;
  }
  absl::StatusOr<v1::MoneyReport> GetAsOf(const std::string& as_of, const std::string& known_at) {
    v1::GetMoneyReportRequest request;
    request.set_as_of(as_of);
    request.set_known_at(known_at);
    return Get(request);
  }

  testing::PgSandbox sandbox_;
  testing::TestRole reports_{sandbox_, "reports"};
  std::unique_ptr<v1::ReportsService::Stub> stub_;
};

}  // namespace tranche::reports
