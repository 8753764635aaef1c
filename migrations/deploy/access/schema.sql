-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.create_service('access');
set local role own_access;

create table access.organisation (
  organisation_id text primary key,
  title_bg text not null,
  title_en text not null,
  municipality text not null default '',
  created_at timestamptz not null default now(),
  constraint organisation_id_form check (organisation_id ~ '^[a-z][a-z0-9-]{0,62}$')
);
comment on table access.organisation is 'A municipality or another beneficiary that keeps its projects here';
comment on column access.organisation.municipality is 'Name as its documents write it; empty for other bodies';

select platform.keep_to_organisation('access.organisation');
grant select, insert on access.organisation to svc_access;

commit;
