-- What the console shows of a request: which kind of client sent it, how it ended whatever its status, whether its
-- answer was a repeated one, the headers of both messages (secrets hidden), and what it sent to webhooks.
alter table journal add column source varchar(20) default 'api' not null;
alter table journal add column failed boolean default false not null;
alter table journal add column replayed boolean default false not null;
alter table journal add column request_headers varchar(4000);
alter table journal add column response_headers varchar(4000);
alter table journal add column deliveries varchar(4000);
update journal set failed = true where status >= 400 or outcome = 'error';

-- How often it was emptied, so that who follows it learns of that in every process.
alter table journals add column clears bigint default 0 not null;
