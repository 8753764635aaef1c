-- SPDX-License-Identifier: EUPL-1.2
-- Rules of law as data, public holidays, procedures, expense types. Rows are changed by migrations that
-- name their source; "verified" says whether the primary text was read.
begin;

select platform.create_service('reference');
set local role own_reference;

create table reference.rule (
  code text not null,
  value numeric not null,
  unit text not null check (unit in ('months', 'days', 'percent', 'flag')),
  programming_period text not null default '',
  valid_from date not null,
  valid_to date,
  known_from date not null,
  legal_source text not null,
  verified boolean not null,
  text_bg text not null,
  text_en text not null,
  primary key (code, programming_period, valid_from, known_from),
  constraint rule_validity check (valid_to is null or valid_to >= valid_from)
);
comment on table reference.rule is 'Reference data: A rate, ceiling or period of law, bitemporal: valid over days, known since a day';

create table reference.calendar (
  calendar text primary key,
  first_year integer not null,
  last_year integer not null,
  constraint calendar_years check (last_year >= first_year)
);
comment on table reference.calendar is 'Reference data: Years for which the holidays of a country are complete; another year is an error';

create table reference.holiday_rule (
  calendar text not null references reference.calendar,
  name_bg text not null,
  month integer not null check (month between 0 and 12),
  day integer not null check (day between 0 and 31),
  easter_offset_days integer not null default 0,
  first_year integer not null,
  last_year integer not null default 0,
  moves_from_year integer not null default 0,
  legal_source text not null,
  verified boolean not null,
  primary key (calendar, name_bg, first_year),
  constraint holiday_rule_kind check ((month = 0) = (day = 0))
);
comment on table reference.holiday_rule is 'Reference data: A holiday of every year: fixed, or by days after Orthodox Easter when month is 0';

create table reference.holiday_decision (
  calendar text not null references reference.calendar,
  day date not null,
  working boolean not null,
  name_bg text not null,
  legal_source text not null,
  primary key (calendar, day)
);
comment on table reference.holiday_decision is 'Reference data: A day made free or working by a yearly decision of the government';

create table reference.procedure (
  code text primary key,
  programme text not null,
  programme_title_bg text not null,
  programming_period text not null,
  title_bg text not null,
  source text not null,
  verified boolean not null
);
comment on table reference.procedure is 'Reference data: A procedure of a programme';

create table reference.expense_type (
  code text primary key,
  position integer not null unique,
  title_bg text not null,
  title_en text not null
);
comment on table reference.expense_type is 'Reference data: First level of a budget';

grant select on reference.rule, reference.calendar, reference.holiday_rule, reference.holiday_decision,
  reference.procedure, reference.expense_type to svc_reference;

insert into reference.rule
  (code, value, unit, programming_period, valid_from, valid_to, known_from, legal_source, verified, text_bg, text_en)
values
  ('final_claim_months', 1, 'months', '', '2015-12-25', null, '2015-12-25',
   'ЗУСЕФСУ (до 2022 г. ЗУСЕСИФ), чл. 64, ал. 2', true,
   'Окончателното искане за плащане се подава до един месец след края на изпълнението.',
   'The final payment claim is due within one month after the end of implementation.'),
  ('verify_and_pay_days', 90, 'days', '2014-2020', '2014-01-01', null, '2014-01-01',
   'Регламент (ЕС) № 1303/2013, чл. 132', false,
   'Искането се верифицира и плаща до 90 дни (програмен период 2014–2020).',
   'A claim is verified and paid within 90 days (2014–2020).'),
  ('verify_and_pay_days', 80, 'days', '2021-2027', '2021-07-01', null, '2021-07-01',
   'ЗУСЕФСУ, чл. 62', true,
   'Искането се верифицира и плаща до 80 дни (програмен период 2021–2027).',
   'A claim is verified and paid within 80 days (2021–2027).'),
  ('advance_payment_days', 14, 'days', '', '2015-12-25', null, '2015-12-25',
   'ЗУСЕФСУ (до 2022 г. ЗУСЕСИФ), чл. 61', true,
   'Авансът се плаща до две седмици от искането и обезпечението, когато се изисква.',
   'An advance is paid within two weeks of its claim and of the guarantee where one is required.'),
  ('advance_ceiling_percent', 20, 'percent', '', '2014-01-01', '2018-05-21', '2014-01-01',
   'Наредба № Н-3 от 22.05.2018 г., чл. 7 (за по-ранните договори по същия размер; по-ранният акт не е прочетен)', false,
   'Авансът е най-много 20 на сто от безвъзмездната помощ.',
   'An advance is at most 20 percent of the grant.'),
  ('advance_ceiling_percent', 20, 'percent', '', '2018-05-22', '2022-12-28', '2018-05-22',
   'Наредба № Н-3 от 22.05.2018 г., чл. 7', true,
   'Авансът е най-много 20 на сто от безвъзмездната помощ.',
   'An advance is at most 20 percent of the grant.'),
  ('advance_ceiling_percent', 20, 'percent', '', '2022-12-29', null, '2022-12-29',
   'Наредба № Н-5 от 29.12.2022 г., чл. 7', true,
   'Авансът е най-много 20 на сто от безвъзмездната помощ.',
   'An advance is at most 20 percent of the grant.'),
  ('deadline_shift_to_working_day', 1, 'flag', '', '1971-07-01', null, '1971-07-01',
   'Регламент (ЕИО, Евратом) № 1182/71, чл. 3, пар. 4', false,
   'Срок, който изтича в неработен ден, изтича в следващия работен ден.',
   'A period that would end on a non-working day ends on the next working day.');

insert into reference.calendar (calendar, first_year, last_year) values ('bg', 2014, 2027);

-- Holidays of the Labour Code, art. 154, as generally known; the text of each year was not read.
insert into reference.holiday_rule
  (calendar, name_bg, month, day, easter_offset_days, first_year, moves_from_year, legal_source, verified)
values
  ('bg', 'Нова година', 1, 1, 0, 2007, 2017, 'КТ, чл. 154', false),
  ('bg', 'Ден на Освобождението на България от османско иго', 3, 3, 0, 2007, 2017, 'КТ, чл. 154', false),
  ('bg', 'Велики петък', 0, 0, -2, 2011, 0, 'КТ, чл. 154', false),
  ('bg', 'Велика събота', 0, 0, -1, 2011, 0, 'КТ, чл. 154', false),
  ('bg', 'Великден', 0, 0, 0, 2007, 0, 'КТ, чл. 154', false),
  ('bg', 'Великден, понеделник', 0, 0, 1, 2007, 0, 'КТ, чл. 154', false),
  ('bg', 'Ден на труда и на международната работническа солидарност', 5, 1, 0, 2007, 2017, 'КТ, чл. 154', false),
  ('bg', 'Гергьовден, Ден на храбростта и Българската армия', 5, 6, 0, 2007, 2017, 'КТ, чл. 154', false),
  ('bg', 'Ден на светите братя Кирил и Методий', 5, 24, 0, 2007, 2017, 'КТ, чл. 154', false),
  ('bg', 'Ден на Съединението', 9, 6, 0, 2007, 2017, 'КТ, чл. 154', false),
  ('bg', 'Ден на независимостта на България', 9, 22, 0, 2007, 2017, 'КТ, чл. 154', false),
  ('bg', 'Бъдни вечер', 12, 24, 0, 2007, 2017, 'КТ, чл. 154', false),
  ('bg', 'Рождество Христово', 12, 25, 0, 2007, 2017, 'КТ, чл. 154', false),
  ('bg', 'Рождество Христово, втори ден', 12, 26, 0, 2007, 2017, 'КТ, чл. 154', false);

insert into reference.procedure
  (code, programme, programme_title_bg, programming_period, title_bg, source, verified)
values
  ('BG05M9OP001-2.005', '2014BG05M9OP001', 'Оперативна програма „Развитие на човешките ресурси“', '2014-2020',
   'Активно включване', 'публикация за проекта на община Минерални бани, 08.2017 г.', false);

-- Expense types of the official system's nomenclature (open source of ИСУН 2020).
insert into reference.expense_type (code, position, title_bg, title_en) values
  ('indirect', 1, 'Непреки разходи', 'Indirect costs'),
  ('staff', 2, 'Разходи за персонал', 'Staff'),
  ('tangible', 3, 'Материални активи', 'Tangible assets'),
  ('intangible', 4, 'Нематериални активи', 'Intangible assets'),
  ('works', 5, 'СМР', 'Construction works'),
  ('services', 6, 'Услуги', 'Services'),
  ('materials', 7, 'Материали', 'Materials'),
  ('ineligible', 8, 'Недопустими разходи', 'Ineligible costs'),
  ('events', 9, 'Провеждане и участие в мероприятия', 'Events'),
  ('contingency', 10, 'Непредвидени разходи', 'Contingencies'),
  ('fees', 11, 'Такси', 'Fees'),
  ('vat', 12, 'Невъзстановим ДДС', 'Non-recoverable VAT');

commit;
