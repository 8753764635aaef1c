-- SPDX-License-Identifier: EUPL-1.2
begin;

select support_kind from reference.procedure where false;

do $$
begin
  if (select count(distinct code) from reference.rule
       where code like 'advance\_and\_interim\_cap\_percent%' or code like 'advance\_ceiling\_percent\_%'
             or code in ('question_answer_months', 'question_suspension_months')) <> 9 then
    raise exception 'rules of cash are missing';
  end if;
end $$;

rollback;
