-- Copies of an account's rows, each kept in an account that no key can open. The owner is not called account_id, for a
-- reset of its rows must leave them.

create table snapshots (
    owner_id     bigint       not null references accounts (id) on delete cascade,
    name         varchar(100) not null,
    kept_in_id   bigint       not null references accounts (id) on delete cascade,
    taken_millis bigint       not null,
    running      boolean      not null,
    written      boolean      not null,
    primary key (owner_id, name)
);

-- Columns called ..._link hold texts with their account's public id in them, which a copy replaces by its own.
alter table checkout_sessions rename column token to session_link;
alter table intents rename column client_secret to secret_link;
