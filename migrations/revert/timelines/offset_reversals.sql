-- SPDX-License-Identifier: EUPL-1.2
begin;

drop function timelines.open_claim_again;
drop function timelines.open_debt_again;

commit;
