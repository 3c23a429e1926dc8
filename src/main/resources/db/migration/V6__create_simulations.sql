-- What the simulated gateways remember.

create table payment_methods (
    id            bigint       not null primary key,
    account_id    bigint       not null references accounts (id) on delete cascade,
    number        bigint       not null,
    version       integer      not null,
    token         varchar(100) not null,
    card_number   varchar(19)  not null,
    exp_month     integer      not null,
    exp_year      integer      not null,
    state         varchar(20)  not null,
    authenticated boolean      not null,
    unique (account_id, number),
    unique (account_id, token)
);

create table checkout_sessions (
    id           bigint         not null primary key,
    account_id   bigint         not null references accounts (id) on delete cascade,
    number       bigint         not null,
    version      integer        not null,
    token        varchar(80)    not null,
    purpose      varchar(20)    not null,
    reference    varchar(40)    not null,
    organization varchar(100)   not null,
    email        varchar(254)   not null,
    quantity     integer        not null,
    unit_price   numeric(12, 2) not null,
    status       varchar(20)    not null,
    expires_at   timestamp(3) with time zone not null,
    unique (account_id, number),
    unique (account_id, token)
);

create table simulated_payments (
    id         bigint         not null primary key,
    account_id bigint         not null references accounts (id) on delete cascade,
    number     bigint         not null,
    version    integer        not null,
    walk       varchar(20)    not null,
    price      numeric(12, 2) not null,
    opened_at  timestamp(3) with time zone not null,
    steps      integer        not null,
    unique (account_id, number)
);
