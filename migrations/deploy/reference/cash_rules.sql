-- SPDX-License-Identifier: EUPL-1.2
-- The rules of cash: ceilings of advances by kind of support, caps of advance and interim money together, how long
-- an answer may take and the clock may stand still. The kind of support is a suffix of a rule's code and stands
-- with the procedure; without one: any other, as municipalities under ESF-type programmes.
begin;

set local role own_reference;

alter table reference.procedure
  add column support_kind text not null default '',
  add constraint procedure_support_kind
    check (support_kind in ('', 'infrastructure', 'named_programme', 'state_aid'));
comment on column reference.procedure.support_kind is
  'Chooses among the ceilings of advances and the caps of cash; empty: any other kind.';

insert into reference.rule
  (code, value, unit, programming_period, valid_from, valid_to, known_from, legal_source, verified, text_bg, text_en)
select kind.code, kind.value, 'percent', '', act.valid_from, act.valid_to, act.valid_from, act.legal_source,
       act.verified, kind.text_bg, kind.text_en
  from (values
    ('advance_ceiling_percent_infrastructure', 10,
     'Авансът е най-много 10 на сто от безвъзмездната помощ (инфраструктура над 10 млн. лв. с над половината разходи за строителство).',
     'An advance is at most 10 percent of the grant (infrastructure above BGN 10 million, more than half of it works).'),
    ('advance_ceiling_percent_named_programme', 35,
     'Авансът е най-много 35 на сто от безвъзмездната помощ (публични бенефициенти по изброените програми).',
     'An advance is at most 35 percent of the grant (public beneficiaries of the programmes named).'),
    ('advance_ceiling_percent_state_aid', 40,
     'Авансът е най-много 40 на сто от безвъзмездната помощ (държавна помощ).',
     'An advance is at most 40 percent of the grant (state aid).'),
    ('advance_and_interim_cap_percent', 80,
     'Авансът и междинните плащания са общо най-много 80 на сто от безвъзмездната помощ, докато авансът не е приспаднат.',
     'Advance and interim payments together are at most 80 percent of the grant until the advance is cleared.'),
    ('advance_and_interim_cap_percent_infrastructure', 90,
     'Авансът и междинните плащания са общо най-много 90 на сто от безвъзмездната помощ, докато авансът не е приспаднат (инфраструктура).',
     'Advance and interim payments together are at most 90 percent of the grant until the advance is cleared (infrastructure).'),
    ('advance_and_interim_cap_percent_named_programme', 95,
     'Авансът и междинните плащания са общо най-много 95 на сто от безвъзмездната помощ, докато авансът не е приспаднат (изброени програми).',
     'Advance and interim payments together are at most 95 percent of the grant until the advance is cleared (programmes named).'),
    ('advance_and_interim_cap_percent_state_aid', 95,
     'Авансът и междинните плащания са общо най-много 95 на сто от безвъзмездната помощ, докато авансът не е приспаднат (държавна помощ).',
     'Advance and interim payments together are at most 95 percent of the grant until the advance is cleared (state aid).')
  ) as kind (code, value, text_bg, text_en)
 cross join (values
    (date '2014-01-01', date '2018-05-21',
     'Наредба № Н-3 от 22.05.2018 г., чл. 7–9 (за по-ранните договори по същия размер; по-ранният акт не е прочетен)', false),
    (date '2018-05-22', date '2022-12-28', 'Наредба № Н-3 от 22.05.2018 г., чл. 7–9', true),
    (date '2022-12-29', null::date, 'Наредба № Н-5 от 29.12.2022 г., чл. 7–9', true)
  ) as act (valid_from, valid_to, legal_source, verified);

insert into reference.rule
  (code, value, unit, programming_period, valid_from, valid_to, known_from, legal_source, verified, text_bg, text_en)
values
  ('question_answer_months', 1, 'months', '', '2015-12-25', null, '2015-12-25',
   'ЗУСЕФСУ (до 2022 г. ЗУСЕСИФ), чл. 63', true,
   'На въпрос по искане за плащане бенефициентът отговаря в срок до един месец.',
   'The beneficiary gets at most one month to answer a question on a payment claim.'),
  ('question_suspension_months', 1, 'months', '', '2015-12-25', null, '2015-12-25',
   'ЗУСЕФСУ (до 2022 г. ЗУСЕСИФ), чл. 63', true,
   'Въпросите по едно искане спират срока за верификация общо за не повече от един месец.',
   'The questions on one claim stop the clock of its verification for one month in total at most.');

commit;
