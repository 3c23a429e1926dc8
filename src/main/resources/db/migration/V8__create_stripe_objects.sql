-- What Stripe's own API shows of a payment method; whether the sandbox's core holds it, not only Stripe's customer.

alter table payment_methods add column held boolean default false not null;
alter table payment_methods add column cvc_given boolean default true not null;
alter table payment_methods add column created_at timestamp(3) with time zone default current_timestamp not null;
alter table payment_methods add column metadata text default '{}' not null;
alter table payment_methods add column billing_name varchar(5000);
alter table payment_methods add column billing_email varchar(800);
alter table payment_methods add column billing_phone varchar(5000);
alter table payment_methods add column billing_line1 varchar(5000);
alter table payment_methods add column billing_line2 varchar(5000);
alter table payment_methods add column billing_city varchar(5000);
alter table payment_methods add column billing_state varchar(5000);
alter table payment_methods add column billing_postal_code varchar(5000);
alter table payment_methods add column billing_country varchar(2);

update payment_methods set held = true where state = 'ATTACHED';

create table card_tokens (
    id                  bigint      not null primary key,
    account_id          bigint      not null references accounts (id) on delete cascade,
    number              bigint      not null,
    version             integer     not null,
    token               varchar(40) not null,
    card_number         varchar(19) not null,
    exp_month           integer     not null,
    exp_year            integer     not null,
    cvc_given           boolean     not null,
    used                boolean     not null,
    created_at          timestamp(3) with time zone not null,
    billing_name        varchar(5000),
    billing_email       varchar(800),
    billing_phone       varchar(5000),
    billing_line1       varchar(5000),
    billing_line2       varchar(5000),
    billing_city        varchar(5000),
    billing_state       varchar(5000),
    billing_postal_code varchar(5000),
    billing_country     varchar(2),
    unique (account_id, number),
    unique (account_id, token)
);

-- SetupIntents and PaymentIntents: they differ in what they end in, not in how they get there.
create table intents (
    id                   bigint       not null primary key,
    account_id           bigint       not null references accounts (id) on delete cascade,
    number               bigint       not null,
    version              integer      not null,
    kind                 varchar(20)  not null,
    token                varchar(40)  not null,
    client_secret        varchar(120) not null,
    status               varchar(30)  not null,
    created_at           timestamp(3) with time zone not null,
    with_customer        boolean      not null,
    payment_method       varchar(100),
    return_url           varchar(2048),
    future_use           varchar(20),
    description          varchar(1000),
    metadata             text         not null,
    automatic            boolean      not null,
    error_code           varchar(60),
    error_decline_code   varchar(60),
    error_message        varchar(400),
    error_payment_method varchar(100),
    cancellation_reason  varchar(40),
    canceled_at          timestamp(3) with time zone,
    amount               bigint       not null,
    amount_received      bigint       not null,
    currency             varchar(3),
    capture_manually     boolean      not null,
    receipt_email        varchar(800),
    charge               varchar(40),
    unique (account_id, number),
    unique (account_id, token)
);

-- What was answered to a request that carried an Idempotency-Key. A claim without an answer is of a request that is
-- running, or whose process has died; the lease, in real time, tells them apart.
create table idempotency_keys (
    account_id      bigint       not null references accounts (id) on delete cascade,
    idempotency_key varchar(255) not null,
    request         varchar(64)  not null,
    created_millis  bigint       not null,
    claim           varchar(24)  not null,
    lease_millis    bigint       not null,
    applied         boolean      not null,
    status          integer,
    content_type    varchar(200),
    body            bytea,
    primary key (account_id, idempotency_key)
);

create index idempotency_keys_by_age on idempotency_keys (account_id, created_millis);
