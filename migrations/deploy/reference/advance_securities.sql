-- SPDX-License-Identifier: EUPL-1.2
-- How much of an ordinary advance is to be secured, by the kind of body that gets it. Under state aid all of it is, whoever
-- gets it; that is no rule of these.
begin;

set local role own_reference;

insert into reference.rule
  (code, value, unit, programming_period, valid_from, valid_to, known_from, legal_source, verified, text_bg, text_en)
select kind.code, kind.value, 'percent', '', act.valid_from, act.valid_to, act.valid_from, act.legal_source,
       act.verified, kind.text_bg, kind.text_en
  from (values
    ('advance_security_percent', 100,
     'Авансът се обезпечава за пълния размер, когато бенефициентът не е разпоредител с бюджет.',
     'An advance is secured in full when the beneficiary is no budget body.'),
    ('advance_security_percent_budget_body', 0,
     'За аванс на разпоредител с бюджет, освен при държавна помощ, не се иска обезпечение.',
     'No security is asked for an advance of a budget body, except under state aid.')
  ) as kind (code, value, text_bg, text_en)
 cross join (values
    (date '2014-01-01', date '2018-05-21',
     'Наредба № Н-3 от 22.05.2018 г., чл. 7–9 (за по-ранните договори по същия размер; по-ранният акт не е прочетен)', false),
    (date '2018-05-22', date '2022-12-28', 'Наредба № Н-3 от 22.05.2018 г., чл. 7–9', true),
    (date '2022-12-29', null::date, 'Наредба № Н-5 от 29.12.2022 г., чл. 7–9', true)
  ) as act (valid_from, valid_to, legal_source, verified);

commit;
