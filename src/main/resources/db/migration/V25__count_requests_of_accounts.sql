-- How many requests have opened an account, and when the latest did, in real time. Written in batches, at most one tick
-- late; used_millis, by which idle accounts are removed, is coarser.
alter table account_uses add column requests bigint default 0 not null;
alter table account_uses add column requested_millis bigint;
