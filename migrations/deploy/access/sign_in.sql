-- SPDX-License-Identifier: EUPL-1.2
-- People, their roles, and how they sign in. A secret is never stored, only its SHA-256.
begin;

set local role own_access;

create table access.person (
  organisation_id text not null references access.organisation,
  person_id text not null,
  display_name text not null,
  language text not null default 'BULGARIAN',
  disabled_at timestamptz,
  granted_in text[] not null default '{}',
  created_at timestamptz not null default now(),
  primary key (organisation_id, person_id),
  constraint person_id_form check (person_id ~ '^[a-z][a-z0-9-]{0,62}$'),
  constraint person_language check (language in ('BULGARIAN', 'ENGLISH')),
  constraint person_organisations_too_many check (cardinality(granted_in) <= 32)
);
comment on table access.person is 'Somebody who works with Tranche, kept by one organisation';
comment on column access.person.granted_in is 'Organisations that ever granted the person a role: where to look for them';

-- A role holds where its organisation_id says; its person may be kept by another organisation.
create table access.role_grant (
  organisation_id text not null references access.organisation,
  grant_id bigint generated always as identity,
  home_id text not null,
  person_id text not null,
  role text not null,
  valid_from date not null,
  valid_to date,
  granted_by text not null,
  granted_at timestamptz not null default now(),
  withdrawn_by text,
  withdrawn_at timestamptz,
  primary key (organisation_id, grant_id),
  foreign key (home_id, person_id) references access.person (organisation_id, person_id),
  constraint role_not_for_people
    check (role in ('PROJECT_MANAGER', 'FINANCE', 'AUDITOR', 'ADMINISTRATOR')),
  constraint role_days_reversed check (valid_to >= valid_from),
  constraint role_withdrawn_by_somebody check ((withdrawn_by is null) = (withdrawn_at is null))
);
create index role_grant_of_person on access.role_grant (organisation_id, home_id, person_id);

create table access.sign_in_link (
  organisation_id text not null,
  digest bytea not null,
  person_id text not null,
  made_by text not null,
  made_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  voided_at timestamptz,
  primary key (organisation_id, digest),
  foreign key (organisation_id, person_id) references access.person,
  constraint sign_in_link_digest_length check (octet_length(digest) = 32)
);
create index sign_in_link_of_person on access.sign_in_link (organisation_id, person_id);

create table access.session (
  organisation_id text not null,
  session_id text not null,
  digest bytea not null,
  person_id text not null,
  began_at timestamptz not null,
  seen_at timestamptz not null,
  ends_at timestamptz not null,
  ended_at timestamptz,
  end_reason text,
  primary key (organisation_id, session_id),
  foreign key (organisation_id, person_id) references access.person,
  constraint session_digest_once unique (organisation_id, digest),
  constraint session_digest_length check (octet_length(digest) = 32),
  constraint session_end_has_its_reason check ((ended_at is null) = (end_reason is null))
);
create index session_of_person on access.session (organisation_id, person_id) where ended_at is null;

select platform.keep_to_organisation(kept)
  from unnest(array['access.person', 'access.role_grant', 'access.sign_in_link',
                    'access.session']::regclass[]) as kept;

-- What was stated stays; only its end is written, once, and where to look for the roles of a person.
grant select, insert, update (disabled_at, granted_in) on access.person to svc_access;
grant select, insert, update (withdrawn_by, withdrawn_at) on access.role_grant to svc_access;
grant select, insert, update (used_at, voided_at) on access.sign_in_link to svc_access;
grant select, insert, update (seen_at, ended_at, end_reason) on access.session to svc_access;

commit;
