-- Work that leaves an account, done outside its turns: asked for in a turn, leased in real time by the process that does it.
create table errands (
    account_id          bigint      not null references accounts (id) on delete cascade,
    kind                varchar(40) not null,
    subject             bigint      not null,
    claim               varchar(24) not null,
    leased_until_millis bigint      not null,
    primary key (account_id, kind, subject)
);

create index errands_by_lease on errands (leased_until_millis);

-- Who wants to hear what, and how it is to be told wrongly on purpose.
create table webhook_endpoints (
    id              bigint        not null primary key,
    account_id      bigint        not null references accounts (id) on delete cascade,
    number          bigint        not null,
    version         integer       not null,
    url             varchar(2048) not null,
    filters         text          not null,
    style           varchar(20)   not null,
    secret          varchar(255)  not null,
    created_at      timestamp(3) with time zone not null,
    enabled         boolean       not null,
    disabled_reason varchar(400),
    duplicate       boolean       not null,
    reorder         boolean       not null,
    delay_millis    bigint        not null,
    drop_first      integer       not null,
    wrong_signature boolean       not null,
    stale_timestamp boolean       not null,
    truncated_body  boolean       not null,
    dropped         integer       not null,
    held            bigint,
    unique (account_id, number)
);

-- The outbox: a row is written with the change it tells of. The body may hold links, which a copy of the account replaces.
create table webhook_deliveries (
    id              bigint       not null primary key,
    account_id      bigint       not null references accounts (id) on delete cascade,
    number          bigint       not null,
    version         integer      not null,
    endpoint_number bigint       not null,
    message         varchar(40)  not null,
    origin          varchar(20)  not null,
    type            varchar(200) not null,
    body_link       text         not null,
    created_at      timestamp(3) with time zone not null,
    status          varchar(20)  not null,
    attempts        integer      not null,
    due_at          timestamp(3) with time zone not null,
    queue_position  bigint       not null,
    unique (account_id, number),
    foreign key (account_id, endpoint_number) references webhook_endpoints (account_id, number)
);

create index webhook_deliveries_queue on webhook_deliveries (account_id, endpoint_number, status, queue_position);

create table webhook_attempts (
    id               bigint        not null primary key,
    account_id       bigint        not null references accounts (id) on delete cascade,
    number           bigint        not null,
    version          integer       not null,
    delivery_number  bigint        not null,
    due_at           timestamp(3) with time zone not null,
    url              varchar(2048) not null,
    request_headers  text          not null,
    request_length   integer       not null,
    status           integer,
    response_headers text          not null,
    response_body    text          not null,
    error            varchar(400),
    duration_millis  bigint        not null,
    unique (account_id, number),
    foreign key (account_id, delivery_number) references webhook_deliveries (account_id, number)
);

create index webhook_attempts_of_delivery on webhook_attempts (account_id, delivery_number);
