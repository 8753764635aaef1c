-- SPDX-License-Identifier: EUPL-1.2
-- How much may be moved between budget lines without an annex: a rule of each procedure. And the years after
-- which a programme loses what it has not used.
begin;

set local role own_reference;

create table reference.transfer_rule (
  procedure text not null,
  limit_percent numeric not null,
  base text not null,
  cumulative boolean not null,
  forbidden_giving text[] not null,
  forbidden_receiving text[] not null,
  valid_from date not null,
  valid_to date,
  known_from date not null,
  legal_source text not null,
  verified boolean not null,
  text_bg text not null,
  text_en text not null,
  primary key (procedure, valid_from, known_from),
  constraint transfer_rule_percent
    check (limit_percent between 0 and 100 and limit_percent = round(limit_percent, 2)),
  constraint transfer_rule_base check (base in ('GIVING_LINE', 'RECEIVING_LINE')),
  constraint transfer_rule_validity check (valid_to is null or valid_to >= valid_from)
);
comment on table reference.transfer_rule is
  'Reference data: How much may be moved between budget lines without an annex, bitemporal';
comment on column reference.transfer_rule.procedure is 'Code of the procedure; empty: every one without a rule of its own.';

grant select on reference.transfer_rule to svc_reference;

insert into reference.transfer_rule
  (procedure, limit_percent, base, cumulative, forbidden_giving, forbidden_receiving, valid_from, valid_to,
   known_from, legal_source, verified, text_bg, text_en)
values
  ('', 10, 'GIVING_LINE', true, '{}', '{indirect,contingency}', '2014-01-01', null, '2014-01-01',
   'обичайна практика; общите условия на процедурите не са прочетени', false,
   'Без анекс между редовете могат да се прехвърлят общо до 10 на сто от реда, от който се взема; непреките и непредвидените разходи не се увеличават.',
   'Without an annex, up to 10 percent of the line that gives may be moved between lines, in all; indirect costs and contingencies are not raised.');

insert into reference.rule
  (code, value, unit, programming_period, valid_from, valid_to, known_from, legal_source, verified, text_bg, text_en)
values
  ('decommitment_months', 36, 'months', '2014-2020', '2014-01-01', null, '2014-01-01',
   'Регламент (ЕС) № 1303/2013, чл. 136 (правило N+3; текстът не е прочетен)', false,
   'Каквото не е изразходвано до 31 декември на третата година след поемането, програмата може да загуби.',
   'What is not used by 31 December of the third year after the commitment may be lost to the programme.'),
  ('decommitment_months', 36, 'months', '2021-2027', '2021-07-01', null, '2021-07-01',
   'Регламент (ЕС) 2021/1060, чл. 105 (правило N+3; текстът не е прочетен)', false,
   'Каквото не е изразходвано до 31 декември на третата година след поемането, програмата може да загуби.',
   'What is not used by 31 December of the third year after the commitment may be lost to the programme.');

commit;
