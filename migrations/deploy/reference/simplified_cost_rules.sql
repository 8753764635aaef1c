-- SPDX-License-Identifier: EUPL-1.2
-- Flat rates that a programme may use, and the hours of a year by which an hourly rate is reckoned.
begin;

set local role own_reference;

alter table reference.rule drop constraint rule_unit_known;
alter table reference.rule add constraint rule_unit_known
  check (unit in ('months', 'days', 'working_days', 'percent', 'flag', 'eur', 'bgn', 'hours'));

insert into reference.rule
  (code, value, unit, programming_period, valid_from, valid_to, known_from, legal_source, verified, text_bg, text_en)
values
  ('flat_rate_indirect_of_direct', 7, 'percent', '2021-2027', '2021-07-01', null, '2021-07-01',
   'Регламент (ЕС) 2021/1060, чл. 54, б. „а“ (по вторичен източник)', false,
   'Непреки разходи до 7 на сто от допустимите преки разходи, без методика.',
   'Indirect costs up to 7 percent of eligible direct costs, without a method.'),
  ('flat_rate_indirect_of_direct_by_method', 25, 'percent', '2021-2027', '2021-07-01', null, '2021-07-01',
   'Регламент (ЕС) 2021/1060, чл. 54, б. „в“ (по вторичен източник)', false,
   'Непреки разходи до 25 на сто от допустимите преки разходи, по методика на програмата.',
   'Indirect costs up to 25 percent of eligible direct costs, by a method of the programme.'),
  ('flat_rate_indirect_of_staff', 15, 'percent', '2021-2027', '2021-07-01', null, '2021-07-01',
   'Регламент (ЕС) 2021/1060, чл. 54, б. „б“ (по вторичен източник)', false,
   'Непреки разходи до 15 на сто от допустимите преки разходи за персонал.',
   'Indirect costs up to 15 percent of eligible direct staff costs.'),
  ('flat_rate_staff_of_other_direct', 20, 'percent', '2021-2027', '2021-07-01', null, '2021-07-01',
   'Регламент (ЕС) 2021/1060, чл. 55, пар. 1 (по вторичен източник)', false,
   'Преки разходи за персонал до 20 на сто от другите преки разходи.',
   'Direct staff costs up to 20 percent of the other direct costs.'),
  ('flat_rate_rest_of_staff', 40, 'percent', '2021-2027', '2021-07-01', null, '2021-07-01',
   'Регламент (ЕС) 2021/1060, чл. 56 (по вторичен източник)', false,
   'Всички останали допустими разходи до 40 на сто от допустимите преки разходи за персонал, които не са сами единна ставка.',
   'All other eligible costs up to 40 percent of eligible direct staff costs that are no flat rate themselves.'),
  ('hourly_rate_hours_per_year', 1720, 'hours', '2021-2027', '2021-07-01', null, '2021-07-01',
   'Регламент (ЕС) 2021/1060, чл. 55, пар. 2 (по вторичен източник)', false,
   'Почасовата ставка е последният документиран годишен брутен разход за труд, разделен на 1720 часа; повече часове на лице за година не се плащат.',
   'An hourly rate is the latest documented annual gross employment cost divided by 1720 hours; no more hours of a person and year are paid.'),
  ('flat_rate_indirect_of_direct_by_method', 25, 'percent', '2014-2020', '2014-01-01', null, '2014-01-01',
   'Регламент (ЕС) № 1303/2013, чл. 68 (текстът не е прочетен)', false,
   'Непреки разходи до 25 на сто от допустимите преки разходи, по методика на програмата.',
   'Indirect costs up to 25 percent of eligible direct costs, by a method of the programme.'),
  ('flat_rate_indirect_of_staff', 15, 'percent', '2014-2020', '2014-01-01', null, '2014-01-01',
   'Регламент (ЕС) № 1303/2013, чл. 68 (текстът не е прочетен)', false,
   'Непреки разходи до 15 на сто от допустимите преки разходи за персонал.',
   'Indirect costs up to 15 percent of eligible direct staff costs.'),
  ('flat_rate_rest_of_staff', 40, 'percent', '2014-2020', '2014-01-01', null, '2014-01-01',
   'Регламент (ЕС) № 1304/2013, чл. 14 (текстът не е прочетен)', false,
   'Всички останали допустими разходи до 40 на сто от допустимите преки разходи за персонал.',
   'All other eligible costs up to 40 percent of eligible direct staff costs.'),
  ('hourly_rate_hours_per_year', 1720, 'hours', '2014-2020', '2014-01-01', null, '2014-01-01',
   'Регламент (ЕС) № 1303/2013, чл. 68 (текстът не е прочетен)', false,
   'Почасовата ставка е последният документиран годишен брутен разход за труд, разделен на 1720 часа; повече часове на лице за година не се плащат.',
   'An hourly rate is the latest documented annual gross employment cost divided by 1720 hours; no more hours of a person and year are paid.');

commit;
