-- SPDX-License-Identifier: EUPL-1.2
begin;

drop table reference.transfer_rule;
delete from reference.rule where code = 'decommitment_months';

commit;
