-- SPDX-License-Identifier: EUPL-1.2
-- What people do around plans, and the steps of programmes.
begin;

set local role own_plans;

create table plans.groundwork (
  organisation_id text not null,
  groundwork_id text not null,
  revision integer not null,
  kind text not null,
  content jsonb not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, groundwork_id),
  constraint groundwork_revision check (revision >= 1),
  constraint groundwork_kind
    check (kind in ('WORKING_BODY', 'AGREEMENT', 'GATHERINGS', 'ASSESSMENT', 'PRIORITY_LIST', 'OPPORTUNITY'))
);
comment on table plans.groundwork is 'Records around plans in their newest revision; earlier ones are in the evidence';
comment on column plans.groundwork.content is 'The record in the JSON form of tranche.plans.v1.Groundwork';

create table plans.checklist (
  checklist_id text primary key,
  title_bg text not null,
  title_en text not null,
  source text not null,
  verified boolean not null
);
comment on table plans.checklist is 'Reference data: programmes whose steps a municipality follows';
comment on column plans.checklist.verified is 'The source was read; otherwise the steps are as others tell them';

create table plans.checklist_step (
  checklist_id text not null references plans.checklist (checklist_id),
  step_id text not null,
  ordinal integer not null,
  title_bg text not null,
  title_en text not null,
  evidence_kind text not null,
  primary key (checklist_id, step_id),
  constraint checklist_step_ordinal unique (checklist_id, ordinal),
  constraint checklist_step_evidence
    check (evidence_kind in ('', 'WORKING_BODY', 'AGREEMENT', 'GATHERINGS', 'ASSESSMENT', 'PRIORITY_LIST',
                             'OPPORTUNITY'))
);
comment on table plans.checklist_step is 'Reference data: the steps of a programme in their order';
comment on column plans.checklist_step.evidence_kind is
  'Kind of the record that shows that the step is done; empty: any, or none';

create table plans.step_state (
  organisation_id text not null,
  checklist_id text not null,
  step_id text not null,
  state text not null,
  evidence text[] not null,
  reason text not null,
  since jsonb,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, checklist_id, step_id),
  constraint step_state_step foreign key (checklist_id, step_id)
    references plans.checklist_step (checklist_id, step_id),
  constraint step_state_state check (state in ('NOT_BEGUN', 'UNDER_WAY', 'STEP_DONE', 'NOT_APPLICABLE')),
  -- GRW-4, see DecideMove.
  constraint step_state_reason check (state <> 'NOT_APPLICABLE' or reason <> '')
);
comment on table plans.step_state is 'Steps that somebody has moved; the others are not begun';
comment on column plans.step_state.evidence is 'Last segments of the names of the groundwork that shows it';
comment on column plans.step_state.since is 'As far as it is known, in the JSON form of tranche.common.v1.PartialDate';

select platform.keep_to_organisation('plans.groundwork');
select platform.keep_to_organisation('plans.step_state');
grant select, insert, delete, update (revision, content, recorded_at) on plans.groundwork to svc_plans;
grant select on plans.checklist, plans.checklist_step to svc_plans;
grant select, insert, update (state, evidence, reason, since, recorded_at) on plans.step_state to svc_plans;

insert into plans.checklist (checklist_id, title_bg, title_en, source, verified) values
  ('romact', 'Стъпки на програма ROMACT в общината', 'Steps of the ROMACT programme in the municipality',
   'По публикуваното от община Сопот за програмата през 2016 г.', true),
  ('romact-cycle', 'Цикъл на програма ROMACT в четири стъпки', 'The four-step cycle of the ROMACT programme',
   'По преразкази на наръчника на програмата; самият наръчник не е прочетен', false);

insert into plans.checklist_step (checklist_id, step_id, ordinal, title_bg, title_en, evidence_kind) values
  ('romact', 'agreement', 1, 'Подписано споразумение за програмата', 'Agreement on the programme signed', 'AGREEMENT'),
  ('romact', 'order', 2, 'Определени координатор и лице за контакт', 'Coordinator and contact person appointed',
   'WORKING_BODY'),
  ('romact', 'active-group', 3, 'Създадена местна активна група (МАГ)', 'Local active group formed', 'WORKING_BODY'),
  ('romact', 'working-group', 4, 'Създадена общинска работна група', 'Municipal working group formed',
   'WORKING_BODY'),
  ('romact', 'needs', 5, 'Направена оценка на нуждите на общността', 'Needs of the community assessed', 'ASSESSMENT'),
  ('romact', 'capacity', 6, 'Направена оценка на капацитета на общината', 'Capacity of the municipality assessed',
   'ASSESSMENT'),
  ('romact', 'priorities', 7, 'Съставен списък с приоритети', 'List of priorities made', 'PRIORITY_LIST'),
  ('romact', 'plan', 8, 'Обновен общински план за действие', 'Municipal action plan updated', ''),
  ('romact', 'funding', 9, 'Подготвени проекти и потърсено финансиране', 'Projects prepared and funding sought', ''),
  ('romact-cycle', 'commitment', 1, 'Ангажиране на общината и общността',
   'Commitment of the municipality and the community', ''),
  ('romact-cycle', 'needs', 2, 'Оценка на нуждите и планиране', 'Assessment of needs and planning', 'ASSESSMENT'),
  ('romact-cycle', 'resources', 3, 'Осигуряване на средства', 'Finding resources', ''),
  ('romact-cycle', 'delivery', 4, 'Изпълнение и проследяване', 'Delivery and follow-up', '');

commit;
