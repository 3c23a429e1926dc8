create table invoices (
    id          bigint         not null primary key,
    account_id  bigint         not null references accounts (id) on delete cascade,
    number      bigint         not null,
    version     integer        not null,
    status      varchar(20)    not null,
    date        date           not null,
    due_date    date           not null,
    date_paid   timestamp(3) with time zone,
    subtotal    numeric(12, 2) not null,
    credit      numeric(12, 2) not null,
    amount_paid numeric(12, 2) not null,
    usage_statement boolean not null,
    unique (account_id, number),
    check (subtotal >= 0),
    check (credit >= 0),
    check (amount_paid >= 0),
    check (credit + amount_paid <= subtotal)
);

create table invoice_items (
    id             bigint         not null primary key,
    account_id     bigint         not null references accounts (id) on delete cascade,
    number         bigint         not null,
    version        integer        not null,
    invoice_row_id bigint         not null references invoices (id) on delete cascade,
    type           varchar(20)    not null,
    relid          bigint         not null,
    description    varchar(400)   not null,
    amount         numeric(12, 2) not null,
    unique (account_id, number)
);

create index items_of_invoice on invoice_items (invoice_row_id);

create table ledger_entries (
    id             bigint         not null primary key,
    account_id     bigint         not null references accounts (id) on delete cascade,
    number         bigint         not null,
    version        integer        not null,
    at             timestamp(3) with time zone not null,
    amount         numeric(12, 2) not null,
    balance_after  numeric(12, 2) not null check (balance_after >= 0),
    description    varchar(400)   not null,
    invoice_number bigint,
    unique (account_id, number)
);
