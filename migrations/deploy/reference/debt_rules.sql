-- SPDX-License-Identifier: EUPL-1.2
-- Up to which amount the recovery of a debt may wait for the final payment.
begin;

set local role own_reference;

insert into reference.rule
  (code, value, unit, programming_period, valid_from, valid_to, known_from, legal_source, verified, text_bg, text_en)
values
  ('debt_may_wait_below', 1000, 'bgn', '', '2022-12-29', null, '2022-12-29',
   'Наредба № Н-5 от 29.12.2022 г., чл. 35–44; дали прагът е за главницата или за целия остатък, не е прочетено', false,
   'Вземане под 1000 лв. може да се събере при окончателното плащане.',
   'A claim below BGN 1,000 may be recovered with the final payment.');

commit;
