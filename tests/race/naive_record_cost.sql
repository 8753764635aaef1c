-- SPDX-License-Identifier: EUPL-1.2
-- The control of race_test: the recording of a cost as it is often written, which looks whether there is
-- an answer and whether the amount fits, and then writes. In READ COMMITTED others write in between. What
-- would hold it back is taken away: the balance of the line, the request key and the unique document.
create sequence budgets.naive_cost_number;
grant usage on sequence budgets.naive_cost_number to svc_budgets;
alter table budgets.cost drop constraint cost_duplicate;

create or replace function budgets.record_cost(
  in_actor text, in_organisations text, in_organisation text, in_method text, in_request_id text,
  in_request_hash bytea, in_trace_id text, in_contract text, in_line text, in_document_type text,
  in_document_number text, in_document_number_folded text, in_issuer text, in_issuer_folded text,
  in_issuer_eik text, in_issued_on date, in_paid_on date, in_document_total bigint, in_vat bigint,
  in_vat_recoverable boolean, in_claimed bigint, in_currency text, in_marks jsonb, in_cost jsonb) returns text
language plpgsql set search_path = budgets, pg_temp as $$
declare
  held record;
  part record;
  number bigint;
  answer text;
begin
  perform set_config('tranche.actor', in_actor, true),
          set_config('tranche.organisations', in_organisations, true);

  select json_build_object('number', c.cost_number, 'eu', c.claimed_eu_minor, 'national', c.claimed_national_minor,
                           'own', c.claimed_own_minor, 'left', c.left_on_line_minor, 'recorded_at_us', 0)
    into answer
    from cost as c where c.organisation_id = in_organisation and c.document_number = in_document_number limit 1;
  if found then
    return answer;
  end if;

  select l.cap_eu_minor, l.cap_national_minor, l.cap_own_minor,
         l.cap_eu_minor + l.cap_national_minor + l.cap_own_minor - coalesce(sum(c.claimed_minor), 0) as left_before,
         coalesce(sum(c.claimed_eu_minor), 0) as used_eu, coalesce(sum(c.claimed_national_minor), 0) as used_national,
         coalesce(sum(c.claimed_own_minor), 0) as used_own
    into held
    from line as l left join cost as c on (c.organisation_id, c.contract_id, c.line_code)
                                        = (l.organisation_id, l.contract_id, l.code)
   where l.organisation_id = in_organisation and l.contract_id = in_contract and l.code = in_line
   group by l.organisation_id, l.contract_id, l.code;
  if in_claimed > held.left_before then
    perform platform.refuse('LINE_EXHAUSTED', jsonb_build_object('line', in_line, 'left', '0', 'asked', '0',
                                                                 'currency', in_currency));
  end if;
  if exists (select 1 from line_limit as k
              where k.organisation_id = in_organisation and k.contract_id = in_contract and in_line = any (k.lines)
                    and k.cap_minor < in_claimed + (select coalesce(sum(c.claimed_minor), 0) from cost as c
                                                     where c.organisation_id = in_organisation
                                                           and c.contract_id = in_contract
                                                           and c.line_code = any (k.lines))) then
    perform platform.refuse('LIMIT_EXHAUSTED', jsonb_build_object('limit', 'section', 'title', 'Раздел', 'left', '0',
                                                                  'asked', '0', 'currency', in_currency));
  end if;
  -- What a network or a busy machine does between the two: it makes the others' turn certain.
  perform pg_sleep(0.005);

  part := next_split(held.cap_eu_minor, held.cap_national_minor, held.cap_own_minor, held.used_eu,
                     held.used_national, held.used_own, in_claimed);
  number := nextval('naive_cost_number');
  insert into cost (organisation_id, contract_id, cost_number, line_code, document_type, document_number,
                    document_number_folded, issuer, issuer_folded, resubmission, issued_on, paid_on,
                    document_total_minor, claimed_minor, claimed_eu_minor, claimed_national_minor,
                    claimed_own_minor, left_on_line_minor, currency, marks, recorded_at)
  values (in_organisation, in_contract, number, in_line, in_document_type, in_document_number,
          in_document_number_folded, in_issuer, in_issuer_folded, 0, in_issued_on, in_paid_on, in_document_total,
          in_claimed, part.eu_part, part.national_part, part.own_part, held.left_before - in_claimed, in_currency,
          in_marks, now());
  return json_build_object('number', number, 'eu', part.eu_part, 'national', part.national_part,
                           'own', part.own_part, 'left', held.left_before - in_claimed, 'recorded_at_us', 0);
end $$;
