-- SPDX-License-Identifier: EUPL-1.2
-- The key by which records of participants are sealed may be changed: which key is in force, and by which each row is sealed.
begin;

-- The hashes of imports of before were made without a key. Row security shows them to nobody but who may see all.
do $$
begin
  if (select rolsuper from pg_roles where rolname = current_user) then
    delete from payments.request where method like '%ParticipantsService/ImportParticipants';
  end if;
end $$;

set local role own_payments;

create table payments.personal_key (
  only_one boolean primary key default true,
  current_key text not null default '',
  former_key text,
  changed_at timestamptz not null default now(),
  constraint personal_key_only_one check (only_one),
  constraint personal_key_sign check (current_key ~ '^([0-9a-f]{16})?$' and former_key ~ '^([0-9a-f]{16})?$'),
  constraint personal_key_changes check (current_key is distinct from former_key)
);
comment on table payments.personal_key is 'Reference data: which key of personal data is in force, by its sign, in one row; no key stands here and nothing that tells one.';
comment on column payments.personal_key.current_key is 'Sign of the key that seals; empty: the first one, which was never changed.';
comment on column payments.personal_key.former_key is 'Sign of the key that some rows are sealed by still; null: none.';
insert into payments.personal_key default values;

alter table payments.participant
  add column key_sign text not null default '';
comment on column payments.participant.key_sign is 'Sign of the key that made person_key.';
alter table payments.participant_record
  add column key_sign text not null default '';
comment on column payments.participant_record.key_sign is 'Sign of the key that sealed it and made its digest.';

-- PRT-3: all that may be changed of a record is the key by which it is sealed, and only to the key in force.
create function payments.reseal_participant(in_organisation text, in_contract text, in_participant integer,
                                            in_person_key text, in_key_sign text, in_records jsonb)
returns integer
language plpgsql security definer set search_path = payments, pg_temp as $$
declare
  in_force text;
  moved integer;
begin
  select current_key into strict in_force from personal_key for share;
  -- Another change has begun since: what is given is sealed by a key that is not in force any more.
  if in_key_sign <> in_force then
    perform platform.refuse('CONFLICT_RETRY', '{}');
  end if;
  update participant as kept set person_key = in_person_key, key_sign = in_force
   where kept.organisation_id = in_organisation and kept.contract_id = in_contract
         and kept.participant = in_participant and kept.key_sign <> in_force;
  update participant_record as kept set digest = given.digest, sealed = given.sealed, key_sign = in_force
    from jsonb_to_recordset(in_records)
      as given (package_sequence integer, document_version integer, digest text, sealed text)
   where kept.organisation_id = in_organisation and kept.contract_id = in_contract
         and kept.participant = in_participant and kept.package_sequence = given.package_sequence
         and kept.document_version = given.document_version and kept.key_sign <> in_force;
  get diagnostics moved = row_count;
  return moved;
end $$;
comment on function payments.reseal_participant is
  'Puts the records of a participant that are sealed by a former key under the key in force; says how many.';
grant execute on function payments.reseal_participant to svc_payments;

create index participant_of_former_key on payments.participant (organisation_id, key_sign);

grant select, update (current_key, former_key, changed_at) on payments.personal_key to svc_payments;

commit;
