-- Which scenario an account began as, so that it can begin again as of another instant; null when that has no name.
alter table accounts add column scenario varchar(100) default 'documented';

-- When an account was last used, in real time. Apart from the accounts' own rows, whose locks order changes: a read
-- must not wait for them. The owner is not called account_id, for a reset or a copy of its rows must leave this.
create table account_uses (
    owner_id    bigint not null primary key references accounts (id) on delete cascade,
    used_millis bigint not null
);

create index account_uses_by_time on account_uses (used_millis);

insert into account_uses (owner_id, used_millis)
select id, cast(extract(epoch from current_timestamp) * 1000 as bigint) from accounts;

-- What is kept of an account can be looked at as of the instant it was taken.
update accounts set frozen_millis = (select s.taken_millis from snapshots s where s.kept_in_id = accounts.id)
where id in (select kept_in_id from snapshots);
