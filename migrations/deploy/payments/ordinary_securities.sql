-- SPDX-License-Identifier: EUPL-1.2
-- Securities of ordinary advances: demanded of beneficiaries that are no budget bodies, as the rules say; others may give one.
begin;

set local role own_payments;

alter table payments.contract
  add column beneficiary text not null default '',
  add constraint contract_beneficiary check (beneficiary in ('', 'BUDGET_BODY', 'OTHER_BENEFICIARY'));
comment on column payments.contract.beneficiary is 'What kind of body the beneficiary is; empty: not told.';
grant update (beneficiary) on payments.contract to svc_payments;

alter table payments.claim
  drop constraint claim_security,
  -- SEC-1, AID-1: a state-aid advance is secured in full, an ordinary one may be secured, and nothing else is. The security
  -- stays in its currency when the claim is converted.
  add constraint claim_security check (
    case when num_nonnulls(security_kind, security_issuer, security_number, security_minor, security_currency,
                           security_valid_until) = 0
      then kind <> 'STATE_AID_ADVANCE'
      else num_nulls(security_kind, security_issuer, security_number, security_minor, security_currency,
                     security_valid_until) = 0
           and kind in ('ADVANCE', 'STATE_AID_ADVANCE')
           and security_kind in ('BANK_GUARANTEE', 'PUBLIC_GUARANTEE') and security_currency in ('BGN', 'EUR')
           and security_minor > 0
           and (kind = 'ADVANCE' or security_currency <> currency
                or security_minor >= requested_eu_minor + requested_national_minor)
    end),
  -- SEC-2: what secures an advance holds when it is accepted.
  add constraint claim_security_holds check (
    kind <> 'ADVANCE' or state <> 'ACCEPTED' or security_valid_until is null or security_valid_until >= decided_on);
comment on column payments.claim.security_kind is 'What secures an advance; null: nothing does, or it is none.';
comment on table payments.advance_security_step is 'What was done with the security of an advance, in its order.';

commit;
