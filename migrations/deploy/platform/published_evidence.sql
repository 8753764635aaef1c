-- SPDX-License-Identifier: EUPL-1.2
-- Each service publishes its evidence to svc_reports, which seals it. Like every published view it is
-- made by the owner of the schema, so that row security holds through it: a transaction for one
-- organisation sees that organisation's entries, one for {*} reads all of them and writes none.
begin;

do $$
declare
  service text;
begin
  foreach service in array platform.services() loop
    execute format('set local role %I', 'own_' || service);
    execute format($view$
      create view published.%I as
        select tx_id, entry_id, organisation_id, recorded_at, actor, action, record, before_state,
               after_state, reason, request_id, trace_id
          from %I.evidence$view$, service || '_evidence', service);
    execute format('comment on view published.%I is %L', service || '_evidence',
                   'Who changed what, see ' || service || '.evidence.');
    execute format('grant select on published.%I to svc_reports', service || '_evidence');
    reset role;
  end loop;
end $$;

commit;
