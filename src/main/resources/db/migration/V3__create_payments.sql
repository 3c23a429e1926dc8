create table cards (
    id             bigint       not null primary key,
    account_id     bigint       not null references accounts (id) on delete cascade,
    number         bigint       not null,
    version        integer      not null,
    payment_method varchar(100) not null,
    brand          varchar(20)  not null,
    last4          varchar(4)   not null,
    exp_month      integer      not null,
    exp_year       integer      not null,
    preferred      boolean      not null,
    last_updated   timestamp(3) with time zone not null,
    unique (account_id, number)
);

create table crypto_payments (
    id             bigint          not null primary key,
    account_id     bigint          not null references accounts (id) on delete cascade,
    number         bigint          not null,
    version        integer         not null,
    invoice_number bigint          not null,
    status         varchar(20)     not null,
    pay_address    varchar(130)    not null,
    price_amount   numeric(12, 2)  not null,
    pay_amount     numeric(30, 12) not null,
    pay_currency   varchar(20)     not null,
    network        varchar(20)     not null,
    payin_extra_id varchar(40),
    created_at     timestamp(3) with time zone not null,
    updated_at     timestamp(3) with time zone not null,
    unique (account_id, number),
    foreign key (account_id, invoice_number) references invoices (account_id, number)
);

create index crypto_payments_of_invoice on crypto_payments (account_id, invoice_number);

create table transactions (
    id             bigint         not null primary key,
    account_id     bigint         not null references accounts (id) on delete cascade,
    number         bigint         not null,
    version        integer        not null,
    invoice_number bigint         not null,
    gateway        varchar(20)    not null,
    transid        varchar(100)   not null,
    at             timestamp(3) with time zone not null,
    amount         numeric(12, 2) not null check (amount > 0),
    applied        numeric(12, 2) not null check (applied >= 0),
    unique (account_id, number),
    check (applied <= amount),
    foreign key (account_id, invoice_number) references invoices (account_id, number)
);

create table captures (
    id         bigint  not null primary key,
    account_id bigint  not null references accounts (id) on delete cascade,
    number     bigint  not null,
    version    integer not null,
    attempts   integer not null,
    unique (account_id, number),
    foreign key (account_id, number) references invoices (account_id, number)
);
