#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# What the migrations promise. One case per argument: deploy_revert_deploy, walls, forgotten_context,
# other_organisation, logs, verify_notices, first_version, claims_become_packages, facts_stay. Runs in the cluster of
# tests/with_postgres.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
if [ -z "${TRANCHE_TEST_PG:-}" ]; then
  exec "$ROOT/tests/with_postgres" "${BASH_SOURCE[0]}" "$@"
fi
export LC_ALL=C.UTF-8
PG_BIN=/usr/lib/postgresql/15/bin
CASE=${1:?name a case}
DATABASE=migrations_${CASE}_$$
SERVICES="access documents reference plans proposals budgets staffing payments timelines reports"

admin() { $PG_BIN/psql -X -q -A -t -v ON_ERROR_STOP=1 "$TRANCHE_TEST_PG dbname=${1:-$DATABASE}"; }
# SQL as the login role of a service.
as_service() { $PG_BIN/psql -X -q -A -t -v ON_ERROR_STOP=1 -v VERBOSITY=verbose \
  "${TRANCHE_TEST_PG/user=tranche_admin/user=svc_$1} dbname=$DATABASE" 2>&1; }
fail() { echo "FAILED: $*" >&2; exit 1; }
expect() {  # What is wanted, what came.
  [ "$1" = "$2" ] || fail "expected '$1', got '$2'"
}
expect_refused() {  # Part of the error, service; SQL on standard input.
  local answer
  if answer=$(as_service "$2"); then fail "was not refused, answered '$answer'"; fi
  [[ $answer == *"$1"* ]] || fail "expected an error with '$1', got '$answer'"
}
trap 'echo "drop database if exists $DATABASE with (force)" | admin postgres' EXIT

clone() { echo "create database $DATABASE template tranche_template strategy file_copy" | admin postgres; }

migrate() {
  local host=${TRANCHE_TEST_PG#*host=}
  (cd "$ROOT/migrations" && SQITCH_FULLNAME=Tests SQITCH_EMAIL=tests@tranche.invalid \
    PGOPTIONS='-c client_min_messages=warning' \
    sqitch "$@" --client $PG_BIN/psql "db:pg://tranche_admin@/$DATABASE?host=${host%% *}") > "$LOG" 2>&1 \
    || { cat "$LOG" >&2; fail "sqitch $*"; }
}

deploy_revert_deploy() {
  LOG=$(mktemp)
  echo "create database $DATABASE template template0" | admin postgres
  migrate deploy --verify
  local first
  first=$(schema_text)
  migrate revert -y
  expect 0 "$(echo "select count(*) from pg_namespace where nspname = any (string_to_array('$SERVICES platform published', ' '))" | admin)"
  expect 0 "$(echo "select count(*) from pg_default_acl" | admin)"
  migrate deploy --verify
  migrate verify
  expect "$first" "$(schema_text)"
  rm -f "$LOG"
}
# The whole schema as text, without what differs between two deployments.
schema_text() {
  $PG_BIN/pg_dump --schema-only --exclude-schema=sqitch "$TRANCHE_TEST_PG dbname=$DATABASE" \
    | grep -v -e '^--' -e '^\\' | sha256sum
}

walls() {
  clone
  local service other answer
  for service in $SERVICES; do
    answer=$(
      for other in $SERVICES; do
        [ "$other" = "$service" ] || echo "select '$other' where has_schema_privilege('$other', 'USAGE')
          or has_schema_privilege('$other', 'CREATE');"
      done | as_service "$service")
    expect "" "$answer"
    # And what stands behind the right: no statement gets through.
    for other in $SERVICES; do
      [ "$other" = "$service" ] || expect_refused 42501 "$service" \
        <<< "set tranche.organisations = '{*}'; select * from $other.event"
    done
    expect_refused 42501 "$service" <<< "create table public.mine (a int)"
    expect_refused 42501 "$service" <<< "create table $service.mine (a int)"
    expect_refused 42501 "$service" <<< "set role own_$service"
    expect_refused 42501 "$service" <<< "select platform.create_service('mine')"
  done
}

forgotten_context() {
  clone
  echo "set tranche.organisations = '{lyubimets}';
    insert into budgets.event (organisation_id, type, subject, payload) values ('lyubimets', 't', 's', '{}')" \
    | as_service budgets
  expect_refused 42704 budgets <<< "select * from budgets.event"
  expect_refused 42704 budgets \
    <<< "insert into budgets.event (organisation_id, type, subject, payload) values ('lyubimets', 't', 's', '{}')"
  # After a transaction that had a context, the next one has none: that is an error too.
  expect_refused 22P02 budgets << 'SQL'
    begin; set local tranche.organisations = '{lyubimets}'; select count(*) from budgets.event; commit;
    select * from budgets.event;
SQL
}

other_organisation() {
  clone
  local insert="insert into plans.request values ('ORGANISATION', 'a', 'm', '1', sha256('x'))"
  as_service plans <<< "set tranche.organisations = '{lyubimets}'; ${insert/ORGANISATION/lyubimets}"
  as_service plans <<< "set tranche.organisations = '{sopot}'; ${insert/ORGANISATION/sopot}"
  expect lyubimets "$(as_service plans <<< "set tranche.organisations = '{lyubimets}'; select organisation_id from plans.request")"
  expect 2 "$(as_service plans <<< "set tranche.organisations = '{lyubimets,sopot}'; select count(*) from plans.request")"
  expect 0 "$(as_service plans <<< "set tranche.organisations = '{}'; select count(*) from plans.request")"
  expect 0 "$(as_service plans <<< "set tranche.organisations = '{*}'; select count(*) from plans.request")"
  expect_refused 42501 plans <<< "set tranche.organisations = '{sopot}'; ${insert/ORGANISATION/belovo}"
  expect "" "$(as_service plans <<< "set tranche.organisations = '{sopot}';
    update plans.request set response = 'x' where organisation_id = 'lyubimets' returning 1")"
  # The owner of the table is kept to its organisations too, and so are the views that it publishes.
  expect 1 "$(admin <<< "set role own_plans; set tranche.organisations = '{sopot}'; select count(*) from plans.request")"
  expect 1 "$(admin <<< "set role own_plans; create view published.plans_request as select * from plans.request;
    set tranche.organisations = '{sopot}'; select count(*) from published.plans_request")"
}

logs() {
  clone
  local append="insert into plans.event (organisation_id, type, subject, payload) values ('ORGANISATION', 't', 's', '{}')"
  as_service plans <<< "set tranche.organisations = '{lyubimets}'; ${append/ORGANISATION/lyubimets}"
  as_service plans <<< "set tranche.organisations = '{sopot}'; ${append/ORGANISATION/sopot}"
  expect 2 "$(as_service plans <<< "set tranche.organisations = '{*}'; select count(*) from plans.event")"
  expect 1 "$(as_service plans <<< "set tranche.organisations = '{sopot}'; select count(*) from plans.event")"
  expect_refused 42501 plans <<< "set tranche.organisations = '{*}'; ${append/ORGANISATION/sopot}"
  local verb
  for verb in "update plans.event set type = 'x'" "delete from plans.event" "truncate plans.event" \
    "update plans.evidence set actor = 'x'" "delete from plans.evidence" "truncate plans.evidence" \
    "update plans.request set request_hash = ''" "delete from plans.request" \
    "insert into plans.event (tx_id, organisation_id, type, subject, payload) values ('1', 'sopot', 't', 's', '{}')"; do
    expect_refused 42501 plans <<< "set tranche.organisations = '{sopot}'; $verb"
  done
}

# A contract that an earlier release concluded gets its first version.
first_version() {
  LOG=$(mktemp)
  echo "create database $DATABASE template template0" | admin postgres
  migrate deploy --to proposals/schema
  admin << 'SQL'
insert into proposals.proposal (organisation_id, proposal_id, number, procedure, title, requested_eu_minor,
    requested_national_minor, requested_own_minor, currency, duration_months, state, submitted_on, evaluation_kind,
    evaluation_standing, evaluation_decided_on)
  values ('lyubimets', 'P', 'P', 'X', 'Проект', 85, 15, 0, 'BGN', 18, 'CONTRACTED', '2016-01-01', 'COMPLEX', 'APPROVED',
    '2016-02-01');
insert into proposals.contract (organisation_id, contract_id, number, number_mixes_scripts, proposal_id, concluded_on,
    starts_on, duration_months, period_rule, ends_on, amount_eu_minor, amount_national_minor, amount_own_minor, currency,
    state, version)
  values ('lyubimets', 'C', 'C', false, 'P', '2017-01-01', '2017-01-01', 18, 'DAY_BEFORE', '2018-06-30', 85, 15, 0, 'BGN',
    'ACTIVE', 1);
SQL
  migrate deploy --to proposals/annexes
  expect 'C|1|NEW_CONTRACT|IN_FORCE|Проект|85|15' "$(echo "select contract_id, version, type, state, title,
    amount_eu_minor, amount_national_minor from proposals.contract_version" | admin)"
  rm -f "$LOG"
}

# Each claim there is becomes a package; an open one holds its contract, unless a version does already.
claims_become_packages() {
  LOG=$(mktemp)
  echo "create database $DATABASE template template0" | admin postgres
  migrate deploy --to proposals/package_holds
  admin << 'SQL'
insert into proposals.proposal (organisation_id, proposal_id, number, procedure, title, requested_eu_minor,
    requested_national_minor, requested_own_minor, currency, duration_months, state, submitted_on, evaluation_kind,
    evaluation_standing, evaluation_decided_on)
  select 'lyubimets', p, p, 'X', 'Проект', 85, 15, 0, 'BGN', 18, 'CONTRACTED', '2016-01-01', 'COMPLEX', 'APPROVED',
         '2016-02-01'
    from unnest(array['C', 'D']) as p;
insert into proposals.contract (organisation_id, contract_id, number, number_mixes_scripts, proposal_id, concluded_on,
    starts_on, duration_months, period_rule, ends_on, amount_eu_minor, amount_national_minor, amount_own_minor, currency,
    state, version, open_change)
  select 'lyubimets', c, c, false, c, '2017-01-01', '2017-01-01', 18, 'DAY_BEFORE', '2018-06-30', 85, 15, 0, 'BGN',
         'ACTIVE', 1, case c when 'D' then 'versions/2' end
    from unnest(array['C', 'D']) as c;
insert into payments.contract (organisation_id, contract_id, number, procedure, concluded_on, starts_on, amount_eu_minor,
    amount_national_minor, amount_own_minor, currency, version, next_claim_sequence, open_claim)
  select 'lyubimets', c, c, 'X', '2017-01-01', '2017-01-01', 85, 15, 0, 'BGN', 1, 4, 3
    from unnest(array['C', 'D']) as c;
insert into payments.claim (organisation_id, contract_id, sequence, kind, state, requested_eu_minor,
    requested_national_minor, requested_own_minor, currency, sent_on, sent_by, decided_on, decided_by, payable_eu_minor,
    payable_national_minor, cleared_eu_minor, cleared_national_minor)
  select 'lyubimets', c, 1, 'ADVANCE', 'ACCEPTED', 8, 1, 0, 'BGN', date '2017-05-01', 'a', date '2017-05-02', 'b', 8, 1, 0, 0
    from unnest(array['C', 'D']) as c
  union all
  select 'lyubimets', c, 2, 'INTERIM', 'TAKEN_BACK', 8, 1, 0, 'BGN', null, null, null, null, null, null, null, null
    from unnest(array['C', 'D']) as c
  union all
  select 'lyubimets', c, 3, 'INTERIM', 'AWAITING_ANSWER', 8, 1, 0, 'BGN', '2017-09-01', 'a', null, null, null, null, null, null
    from unnest(array['C', 'D']) as c;
SQL
  migrate deploy --to payments/packages
  expect "1 ADVANCE_PAYMENT_PACKAGE PACKAGE_ACCEPTED, 2 PAYMENT_FINANCIAL_PACKAGE PACKAGE_WITHDRAWN, 3 PAYMENT_FINANCIAL_PACKAGE PACKAGE_IN_VERIFICATION" \
    "$(echo "select string_agg(concat_ws(' ', package_sequence, type, state), ', ' order by package_sequence)
               from payments.package where contract_id = 'C'" | admin)"
  expect "3|4|1|HELD|packages/3#1" "$(echo "select open_package, next_package_sequence, hold_number, h.state, open_change
      from payments.contract as k join payments.contract_hold as h using (organisation_id, contract_id)
      join proposals.contract as p using (organisation_id, contract_id)" | admin)"
  expect "D|versions/2" "$(echo "select contract_id, open_change from proposals.contract where contract_id = 'D'" | admin)"
  rm -f "$LOG"
}

# What an older schema has no place for is not reverted away.
facts_stay() {
  LOG=$(mktemp)
  echo "create database $DATABASE template template0" | admin postgres
  migrate deploy --to proposals/annexes
  local change answer
  admin << 'SQL'
insert into proposals.proposal (organisation_id, proposal_id, number, procedure, title, requested_eu_minor,
    requested_national_minor, requested_own_minor, currency, duration_months, state, submitted_on, evaluation_kind,
    evaluation_standing, evaluation_decided_on)
  values ('lyubimets', 'P', 'P', 'X', 'Проект', 85, 15, 0, 'BGN', 18, 'CONTRACTED', '2016-01-01', 'COMPLEX', 'APPROVED',
    '2016-02-01');
insert into proposals.contract (organisation_id, contract_id, number, number_mixes_scripts, proposal_id, concluded_on,
    starts_on, duration_months, period_rule, ends_on, amount_eu_minor, amount_national_minor, amount_own_minor, currency,
    state, version)
  values ('lyubimets', 'C', 'C', false, 'P', '2017-01-01', '2017-01-01', 18, 'DAY_BEFORE', '2018-06-30', 85, 15, 0, 'BGN',
    'ACTIVE', 1);
insert into proposals.contract_version (organisation_id, contract_id, version, type, state, concluded_on, document, reason,
    title, duration_months, ends_on, amount_eu_minor, amount_national_minor, amount_own_minor, currency, revises_budget,
    changes, recorded_by)
  values ('lyubimets', 'C', 2, 'ANNEX', 'ENTERED', '2018-01-01', 'Анекс', 'х', 'Проект', 20, '2018-08-31', 85, 15, 0, 'BGN',
    false, '{durationMonths}', 'х');
insert into budgets.contract (organisation_id, contract_id, number, title, amount_eu_minor, amount_national_minor,
    amount_own_minor, currency, starts_on, ends_on)
  values ('lyubimets', 'C', 'C', 'Проект', 85, 15, 0, 'BGN', '2017-01-01', '2018-06-30');
insert into budgets.revision (organisation_id, contract_id, contract_version, amount_eu_minor, amount_national_minor,
    amount_own_minor, currency, valid_on, recorded_by)
  values ('lyubimets', 'C', 2, 85, 15, 0, 'BGN', '2018-01-01', 'х');
SQL
  for change in proposals/annexes budgets/transfers; do
    if answer=$(admin 2>&1 < "$ROOT/migrations/revert/$change.sql"); then fail "$change was reverted"; fi
    [[ $answer == *"the older schema cannot hold that"* ]] || fail "$change: $answer"
  done
  rm -f "$LOG"
}

# platform.verify_service must notice: each break is made, seen and rolled back.
verify_notices() {
  clone
  local break answer
  while read -r break; do
    if answer=$(admin 2>&1 <<< "begin; $break; select platform.verify_service('budgets');"); then
      fail "not noticed: $break"
    fi
    [[ $answer == *"is not as it must be"* ]] || fail "after '$break': $answer"
  done << 'SQL'
alter table budgets.event no force row level security
drop policy organisation on budgets.request
create policy everything on budgets.request using (true)
create table budgets.tried (organisation_id text primary key); alter table budgets.tried owner to own_budgets
create table budgets.tried (line_id text primary key); alter table budgets.tried owner to own_budgets
create table budgets.tried (line_id text); comment on table budgets.tried is 'Reference data.'; alter table budgets.tried owner to own_budgets
create table budgets.tried (organisation_id text primary key); select platform.keep_to_organisation('budgets.tried')
grant update on budgets.event to svc_budgets
grant delete on budgets.evidence to svc_budgets
grant update (record) on budgets.evidence to svc_budgets
grant truncate on budgets.cursor to svc_budgets
grant insert on budgets.event to svc_budgets
grant update on budgets.request to svc_budgets
revoke insert on budgets.request from svc_budgets
grant select on budgets.event to svc_plans
grant select on budgets.event to public
grant usage on schema plans to svc_budgets
grant create on schema budgets to svc_budgets
grant usage on schema public to svc_budgets
alter schema budgets owner to tranche_admin
create function budgets.tried() returns int language sql as 'select 1'; alter function budgets.tried owner to own_budgets
set role own_budgets; create function budgets.tried() returns int language sql set search_path = budgets as 'select 1'; grant execute on function budgets.tried to public; reset role
drop table budgets.cursor
SQL
  admin <<< "select platform.verify_service('budgets')" > /dev/null
  answer=$(admin 2>&1 <<< "begin; grant update on budgets.cursor to svc_budgets;
    select platform.verify_service('budgets', array['cursor'])" || true)
  [[ $answer == *"may change or delete rows of cursor"* ]] || fail "a named fact table: $answer"
}

"$CASE"
echo "$CASE: passed"
