-- Why a thing happened: the request that asked for it, or what fell due. The request's id is made up anew each time, so
-- that it is kept for the sandbox itself and not shown among the events, which are the same for the same script.

alter table events add column cause varchar(200) default '' not null;
alter table events add column request_id varchar(40);
create index events_by_request on events (account_id, request_id);
