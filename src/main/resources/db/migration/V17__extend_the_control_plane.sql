-- A rule by which requests fail may say headers of the answer, a line each.
alter table fault_rules add column headers varchar(24000);

-- With how many rows an account has begun that is a copy of another: together they are bounded.
alter table accounts add column copied_rows bigint default 0 not null;

-- When a request came by the machine's own clock; unknown of what was kept before.
alter table journal add column wall_millis bigint;
