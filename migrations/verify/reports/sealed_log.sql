-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('reports', array['sealed_epoch', 'sealed_checkpoint', 'sealed_entry']);

select epoch, origin, started_at, started_by, reason, remembered_size, remembered_root, found_size, found_root
  from reports.sealed_epoch where false;
select epoch, size, root, note, service, tx_id, entry_id, sealed_at from reports.sealed_checkpoint where false;
select epoch, level, number, hashes from reports.sealed_tile where false;
select organisation_id, epoch, leaf_index, service, tx_id, entry_id, record from reports.sealed_entry where false;

do $$
begin
  if has_table_privilege('svc_reports', 'reports.sealed_tile', 'DELETE')
     or has_column_privilege('svc_reports', 'reports.sealed_tile', 'number', 'UPDATE') then
    raise exception 'svc_reports may change more of sealed_tile than its last hashes';
  end if;
end $$;

-- One organisation's transaction sees its own entries, {*} sees all and writes none.
insert into reports.sealed_entry values ('lyubimets', 2147483647, 1, 'plans', '3', 1, 'r'),
                                        ('sopot', 2147483647, 2, 'plans', '3', 2, 'r');
set local role svc_reports;
do $$
begin
  set local tranche.organisations = '{lyubimets}';
  assert (select array_agg(organisation_id) from reports.sealed_entry where epoch = 2147483647) = '{lyubimets}',
         'an organisation sees entries of another';
  set local tranche.organisations = '{*}';
  assert (select count(*) from reports.sealed_entry where epoch = 2147483647) = 2, 'the sealer does not see all';
  begin
    insert into reports.sealed_entry values ('sopot', 2147483647, 3, 'plans', '3', 3, 'r');
    raise exception 'whoever reads all may write for all';
  exception when insufficient_privilege then
    null;
  end;
end $$;
reset role;

rollback;
