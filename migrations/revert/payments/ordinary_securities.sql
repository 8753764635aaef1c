-- SPDX-License-Identifier: EUPL-1.2
-- Refuses while an ordinary advance is secured: facts are not taken back.
begin;

do $$
begin
  if exists (select from payments.claim where kind = 'ADVANCE' and security_kind is not null) then
    raise exception 'there are ordinary advances that are secured; the older schema cannot hold them';
  end if;
end $$;
set local role own_payments;

comment on table payments.advance_security_step is 'What was done with the security of a state-aid advance, in its order.';
comment on column payments.claim.security_kind is 'What secures a state-aid advance; null: it is none.';
alter table payments.claim
  drop constraint claim_security_holds,
  drop constraint claim_security,
  add constraint claim_security check (
    case when kind <> 'STATE_AID_ADVANCE'
      then num_nonnulls(security_kind, security_issuer, security_number, security_minor, security_currency,
                        security_valid_until) = 0
      else num_nulls(security_kind, security_issuer, security_number, security_minor, security_currency,
                     security_valid_until) = 0
           and security_kind in ('BANK_GUARANTEE', 'PUBLIC_GUARANTEE') and security_currency in ('BGN', 'EUR')
           and (security_currency <> currency or security_minor >= requested_eu_minor + requested_national_minor)
    end);
alter table payments.contract drop column beneficiary;

commit;
