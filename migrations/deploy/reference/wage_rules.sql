-- SPDX-License-Identifier: EUPL-1.2
-- What work costs at least: minimum wages, the employer's contributions, and what a scheme pays for an hour. Plans of
-- municipalities are held against them. None of the acts that set a wage was read itself, hence unverified.
begin;

set local role own_reference;

alter table reference.rule add column applies_to text not null default '';
comment on column reference.rule.applies_to is
  'By what name documents call what the rule is for, as of a scheme that pays by the hour; empty: anything';

-- The days of a wage end with the day before the next one: several changed within a year.
insert into reference.rule
  (code, value, unit, programming_period, valid_from, valid_to, known_from, legal_source, verified, text_bg, text_en)
select 'minimum_wage_month', wage.value, wage.unit, '', wage.valid_from,
       lead(wage.valid_from) over (order by wage.valid_from) - 1, wage.valid_from,
       'постановление на Министерския съвет за минималната работна заплата (по вторичен източник)', false,
       'Минималната месечна работна заплата.', 'The minimum wage for a month.'
  from (values
    (date '2009-01-01', 240.00, 'bgn'),
    (date '2011-09-01', 270.00, 'bgn'),
    (date '2012-05-01', 290.00, 'bgn'),
    (date '2013-01-01', 310.00, 'bgn'),
    (date '2014-01-01', 340.00, 'bgn'),
    (date '2015-01-01', 360.00, 'bgn'),
    (date '2015-07-01', 380.00, 'bgn'),
    (date '2016-01-01', 420.00, 'bgn'),
    (date '2017-01-01', 460.00, 'bgn'),
    (date '2018-01-01', 510.00, 'bgn'),
    (date '2019-01-01', 560.00, 'bgn'),
    (date '2020-01-01', 610.00, 'bgn'),
    (date '2021-01-01', 650.00, 'bgn'),
    (date '2022-04-01', 710.00, 'bgn'),
    (date '2023-01-01', 780.00, 'bgn'),
    (date '2024-01-01', 933.00, 'bgn'),
    (date '2025-01-01', 1077.00, 'bgn'),
    (date '2026-01-01', 620.20, 'eur')
  ) as wage (valid_from, value, unit);

-- The wage for an hour is a figure of its own, not the month's divided by hours. Those before 2013 and after 2016 were not
-- found; the last one ends with the wage that it was set with.
insert into reference.rule
  (code, value, unit, programming_period, valid_from, valid_to, known_from, legal_source, verified, text_bg, text_en)
select 'minimum_wage_hour', wage.value, 'bgn', '', wage.valid_from,
       lead(wage.valid_from, 1, date '2017-01-01') over (order by wage.valid_from) - 1, wage.valid_from,
       'постановление на Министерския съвет за минималната работна заплата (по вторичен източник)', false,
       'Минималната часова работна заплата.', 'The minimum wage for an hour.'
  from (values
    (date '2013-01-01', 1.85),
    (date '2014-01-01', 2.03),
    (date '2015-01-01', 2.20),
    (date '2015-07-01', 2.21),
    (date '2016-01-01', 2.50)
  ) as wage (valid_from, value);

-- The least that an employer pays: the third category of labour with the lowest contribution for accidents at work (0.4).
insert into reference.rule
  (code, value, unit, programming_period, valid_from, valid_to, known_from, legal_source, verified, text_bg, text_en)
select 'employer_contributions_percent', contribution.value, 'percent', '', contribution.valid_from,
       lead(contribution.valid_from) over (order by contribution.valid_from) - 1, contribution.valid_from,
       'КСО, чл. 6; здравната вноска и вноската за универсален пенсионен фонд са по вторичен източник', false,
       'Вноските на работодателя върху заплатата, поне толкова на сто (трета категория труд, трудова злополука 0,4).',
       'The employer''s contributions on top of a wage, at least so many percent (third category, accidents 0.4).'
  from (values
    (date '2011-01-01', 17.80),
    (date '2017-01-01', 18.36),
    (date '2018-01-01', 18.92)
  ) as contribution (valid_from, value);

insert into reference.rule
  (code, value, unit, programming_period, valid_from, valid_to, known_from, legal_source, verified, text_bg, text_en,
   applies_to)
select 'scheme_hour_rate_bg051po001_5_2_09', rate.value, 'bgn', '', rate.valid_from, rate.valid_to, rate.valid_from,
       'схема BG051PO001-5.2.09, по вторичен източник', false,
       'Заплащането за час на лични асистенти по „Подкрепа за достоен живот“.',
       'What a personal assistant of the scheme "Подкрепа за достоен живот" is paid for an hour.',
       'Подкрепа за достоен живот'
  from (values
    (date '2011-01-10', date '2012-12-18', 2.00),
    (date '2012-12-19', date '2013-05-31', 2.40),
    -- The scheme ran until May 2014.
    (date '2013-06-01', date '2014-05-31', 3.00)
  ) as rate (valid_from, valid_to, value);

commit;
