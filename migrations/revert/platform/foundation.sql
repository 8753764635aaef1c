-- SPDX-License-Identifier: EUPL-1.2
begin;

drop schema published;
drop function platform.verify_service(text, text[]);
drop function platform.drop_service(text);
drop function platform.create_service(text);
drop function platform.open_to_services(regclass);
drop function platform.keep_to_organisation(regclass);
drop function platform.refuse(text, jsonb);

alter default privileges grant execute on functions to public;
do $$
begin
  execute format('grant connect, temporary on database %I to public', current_database());
end $$;
grant usage on schema public to public;

commit;
