-- SPDX-License-Identifier: EUPL-1.2
begin;

do $$
begin
  -- Just below the half of a cent, where a quotient that is rounded first would be the half; and the greatest amount there is.
  if (payments.lev_in_euro(2414605011398), payments.lev_in_euro(-2414605011398), payments.lev_in_euro(9223372036854775807))
     is distinct from (1234567938623::numeric, -1234567938623::numeric, 4715835239696075736::numeric) then
    raise exception 'lev do not become euro exactly';
  end if;
  if pg_get_function_result('payments.ordered_of_claim'::regproc) <> 'numeric' then
    raise exception 'the orders of a claim may not come to more than a single amount can say';
  end if;
  if pg_get_functiondef('payments.is_document_over_ordered'::regproc) not like '%lev_in_euro%' then
    raise exception 'orders of documents are rounded twice';
  end if;
  if not has_function_privilege('svc_payments', 'payments.lev_in_euro(numeric)', 'EXECUTE') then
    raise exception 'svc_payments may not convert lev';
  end if;
end $$;

rollback;
