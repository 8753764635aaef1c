-- SPDX-License-Identifier: EUPL-1.2
-- How far apart two payment orders of the same creditor, amount and text make a person look again. No law sets it.
begin;

set local role own_reference;

insert into reference.rule
  (code, value, unit, programming_period, valid_from, valid_to, known_from, legal_source, verified, text_bg, text_en)
values
  ('payment_order_near_duplicate_days', 31, 'days', '', '2014-01-01', null, '2014-01-01',
   'Практика на предварителния контрол на плащанията; закон с такъв срок не е прочетен', false,
   'Нареждане към същия получател, за същата сума и със същото основание, до 31 дни преди или след друго, се приема само след изрично потвърждение.',
   'An order to the same creditor, of the same amount and text, up to 31 days before or after another, is taken only when that is accepted explicitly.');

commit;
