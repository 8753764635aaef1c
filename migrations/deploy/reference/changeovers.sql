-- SPDX-License-Identifier: EUPL-1.2
-- Currencies that ended, with the fixed rate and how the law converts what. The program divides by the same rate
-- (platform/money/redenominate.h); a test compares the two.
begin;

set local role own_reference;

create table reference.changeover (
  from_currency text primary key,
  to_currency text not null,
  day date not null,
  rate numeric not null,
  legal_source text not null,
  verified boolean not null,
  constraint changeover_currencies check (from_currency <> to_currency),
  constraint changeover_rate check (rate > 0)
);
comment on table reference.changeover is 'Reference data: The day on which a currency gives way to another, and the fixed rate';
comment on column reference.changeover.rate is 'Old units for one new unit, with all its digits: amounts are divided by it.';

create table reference.changeover_rule (
  from_currency text not null references reference.changeover,
  code text not null,
  position integer not null,
  legal_source text not null,
  verified boolean not null,
  text_bg text not null,
  text_en text not null,
  primary key (from_currency, code),
  constraint changeover_rule_code check (code in ('general', 'wage', 'unit_price', 'history', 'period'))
);
comment on table reference.changeover_rule is 'Reference data: How the law converts one kind of amounts';

grant select on reference.changeover, reference.changeover_rule to svc_reference;

insert into reference.changeover (from_currency, to_currency, day, rate, legal_source, verified) values
  ('BGN', 'EUR', '2026-01-01', 1.95583, 'Закон за въвеждане на еврото в Република България (ЗВЕРБ), чл. 12', true);

insert into reference.changeover_rule (from_currency, code, position, legal_source, verified, text_bg, text_en) values
  ('BGN', 'general', 1, 'ЗВЕРБ, чл. 12 и 13', true,
   'Сумата в левове се дели на пълния курс; гледа се третият знак след запетаята: от 5 нагоре се закръгля нагоре, под 5 – надолу.',
   'The amount in lev is divided by the full rate; the third decimal decides: 5 or more rounds up, less than 5 down.'),
  ('BGN', 'wage', 2, 'ЗВЕРБ, чл. 45', true,
   'Възнаграждения, обезщетения и помощи се закръглят нагоре, когато третият знак след запетаята е по-голям от нула.',
   'Wages and benefits are rounded up when the third decimal is above zero.'),
  ('BGN', 'unit_price', 3, 'ЗВЕРБ, чл. 48, ал. 3', true,
   'При количество по цена първо се превалутира и закръгля единичната цена, после се умножава; разликата се осчетоводява.',
   'For a quantity by a price the unit price is converted and rounded first, then multiplied; the difference is booked.'),
  ('BGN', 'history', 4, 'ЗВЕРБ, чл. 47 и чл. 48, ал. 7', true,
   'Документи и отчети от преди смяната не се преправят; сравнимите данни се преизчисляват.',
   'Documents and reports of before the changeover are not rewritten; comparatives are recalculated.'),
  ('BGN', 'period', 5, 'ЗВЕРБ, чл. 50 и 51', true,
   'Корекция за минал период се подава във валутата на този период.',
   'A correction of a past period is filed in the currency of that period.');

commit;
