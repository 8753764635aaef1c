-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('payments', array['debt_interest', 'debt_repayment']);

do $$
declare
  problems text;
begin
  select string_agg(wanted, ', ') into problems
    from unnest(array['debt_repaid_within_principal', 'debt_repaid_within_interest', 'debt_removed_is_empty',
                      'debt_repaid_in_full_owes_nothing', 'debt_interest_day_once',
                      'debt_repayment_adds_up', 'debt_number_once']) as wanted
   where not exists (select from pg_catalog.pg_constraint
                      where conname = wanted and connamespace = 'payments'::regnamespace and convalidated);
  if problems is not null then
    raise exception 'rules that guard debts are missing: %', problems;
  end if;

  if not exists (select from pg_catalog.pg_class as index
                   join pg_catalog.pg_index on indexrelid = index.oid and indisunique and indisvalid
                  where relname = 'debt_one_of_claim' and relnamespace = 'payments'::regnamespace) then
    raise exception 'a negative balance may become several debts';
  end if;

  if not exists (select from pg_catalog.pg_trigger
                  where tgrelid = 'payments.debt_version'::regclass and tgname = 'keep_version') then
    raise exception 'versions of debts are not kept';
  end if;

  select string_agg(attname, ', ') into problems
    from pg_catalog.pg_attribute
   where attrelid = 'payments.debt'::regclass
         and attname in ('organisation_id', 'contract_id', 'number', 'basis', 'book', 'correction_id', 'claim_sequence', 'currency',
                         'recorded_at')
         and has_column_privilege('svc_payments', attrelid, attnum, 'UPDATE');
  if problems is not null then
    raise exception 'svc_payments may change % of a debt', problems;
  end if;
end $$;

rollback;
