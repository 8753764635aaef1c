-- SPDX-License-Identifier: EUPL-1.2
-- The Merkle log of all evidence: which entry is which leaf, the hashes, the signed checkpoints.
begin;

set local role own_reports;

create table reports.sealed_epoch (
  epoch integer not null,
  origin text not null,
  started_at timestamptz not null default now(),
  started_by text not null,
  reason text not null,
  remembered_size bigint not null,
  remembered_root bytea not null,
  found_size bigint not null,
  found_root bytea not null,
  constraint sealed_epoch_key primary key (epoch),
  constraint sealed_epoch_number check (epoch >= 1),
  constraint sealed_epoch_sizes check (remembered_size >= 0 and found_size >= 0),
  constraint sealed_epoch_roots check (octet_length(remembered_root) = 32 and octet_length(found_root) = 32),
  constraint sealed_epoch_reason check (reason <> '' and started_by <> '')
);
comment on table reports.sealed_epoch is
  'Reference data of the log: its trees, one after another. A new one is begun by hand, after a restore; what the row says is the first leaf of the tree.';
comment on column reports.sealed_epoch.remembered_size is
  'Size of the tree before by the last checkpoint that was signed, as kept outside the database; 0 for the first.';
comment on column reports.sealed_epoch.found_size is 'Size of the tree before in the database when this one was begun.';
grant select, insert on reports.sealed_epoch to svc_reports;

create table reports.sealed_checkpoint (
  epoch integer not null,
  size bigint not null,
  root bytea not null,
  note text not null,
  service text not null,
  tx_id xid8 not null,
  entry_id bigint not null,
  sealed_at timestamptz not null default now(),
  constraint sealed_checkpoint_key primary key (epoch, size),
  constraint sealed_checkpoint_epoch foreign key (epoch) references reports.sealed_epoch (epoch),
  constraint sealed_checkpoint_size check (size >= 1),
  constraint sealed_checkpoint_root check (octet_length(root) = 32)
);
comment on table reports.sealed_checkpoint is
  'Reference data of the log: its signed checkpoints. The last one says how far the log has come.';
comment on column reports.sealed_checkpoint.note is 'Signed note: origin, size, root, signature.';
comment on column reports.sealed_checkpoint.entry_id is
  'With tx_id and service the place of the last entry that is sealed; 0 when none is.';
grant select, insert on reports.sealed_checkpoint to svc_reports;

create table reports.sealed_tile (
  epoch integer not null,
  level integer not null,
  number bigint not null,
  hashes bytea not null,
  constraint sealed_tile_key primary key (epoch, level, number),
  constraint sealed_tile_place check (level between 0 and 7 and number >= 0),
  constraint sealed_tile_hashes check (octet_length(hashes) between 32 and 8192 and octet_length(hashes) % 32 = 0)
);
comment on table reports.sealed_tile is
  'Reference data of the log: hashes of complete subtrees, 256 in a row. Level 0 are the leaves, each hash of level n + 1 is the root of a full tile of level n.';
alter table reports.sealed_tile alter column hashes set storage external;
grant select, insert, update (hashes) on reports.sealed_tile to svc_reports;

create table reports.sealed_entry (
  organisation_id text not null,
  epoch integer not null,
  leaf_index bigint not null,
  service text not null,
  tx_id xid8 not null,
  entry_id bigint not null,
  record text not null,
  constraint sealed_entry_key primary key (organisation_id, epoch, leaf_index),
  constraint sealed_entry_index unique (epoch, leaf_index),
  constraint sealed_entry_once unique (epoch, service, tx_id, entry_id)
);
comment on table reports.sealed_entry is 'Which evidence entry is which leaf. Leaf 0 is the row of sealed_epoch.';
create index sealed_entry_record on reports.sealed_entry (organisation_id, epoch, record, leaf_index);
grant select, insert on reports.sealed_entry to svc_reports;

-- As platform.keep_to_organisation and platform.open_to_services in one: a row is written for the
-- organisations of the transaction, and read for those or, by {*}, for all.
alter table reports.sealed_entry enable row level security;
alter table reports.sealed_entry force row level security;
create policy organisation on reports.sealed_entry
  using (organisation_id = any ((select current_setting('tranche.organisations')::text[])::text[])
         or '*' = any ((select current_setting('tranche.organisations')::text[])::text[]))
  with check (organisation_id = any ((select current_setting('tranche.organisations')::text[])::text[]));

commit;
