create table hostings (
    id                bigint         not null primary key,
    account_id        bigint         not null references accounts (id) on delete cascade,
    number            bigint         not null,
    version           integer        not null,
    pid               integer        not null,
    domain            varchar(253)   not null,
    os                varchar(60)    not null,
    ssh_keys          text           not null,
    status            varchar(20)    not null,
    suspension_reason varchar(200)   not null,
    billing_cycle     varchar(20)    not null,
    amount            numeric(12, 2) not null,
    reg_date          date           not null,
    anchor            date,
    periods           integer        not null,
    renewal_invoice   bigint,
    usage_invoice     bigint,
    usage_month       date,
    usage_hours       integer        not null,
    unique (account_id, number)
);

create table orders (
    id             bigint      not null primary key,
    account_id     bigint      not null references accounts (id) on delete cascade,
    number         bigint      not null,
    version        integer     not null,
    at             timestamp(3) with time zone not null,
    hosting_number bigint      not null,
    invoice_number bigint,
    unique (account_id, number),
    foreign key (account_id, hosting_number) references hostings (account_id, number),
    foreign key (account_id, invoice_number) references invoices (account_id, number)
);
