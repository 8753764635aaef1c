-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role own_reference;

delete from reference.rule
 where code like 'advance\_and\_interim\_cap\_percent%' or code like 'advance\_ceiling\_percent\_%'
       or code in ('question_answer_months', 'question_suspension_months');
alter table reference.procedure drop constraint procedure_support_kind, drop column support_kind;

commit;
