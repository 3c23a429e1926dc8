create table organizations (
    id         bigint       not null primary key,
    account_id bigint       not null references accounts (id) on delete cascade,
    number     bigint       not null,
    version    integer      not null,
    name       varchar(100) not null,
    owner      varchar(254) not null,
    resources  integer      not null check (resources >= 0),
    unique (account_id, number)
);

create table subscriptions (
    id                  bigint       not null primary key,
    account_id          bigint       not null references accounts (id) on delete cascade,
    number              bigint       not null,
    version             integer      not null,
    organization_number bigint       not null,
    status              varchar(20)  not null,
    quantity            integer      not null check (quantity > 0),
    anchor              date         not null,
    periods             integer      not null,
    billed_days         integer      not null check (billed_days between 0 and 30),
    payment_method      varchar(100) not null,
    brand               varchar(20)  not null,
    last4               varchar(4)   not null,
    exp_month           integer      not null,
    exp_year            integer      not null,
    unique (account_id, number),
    foreign key (account_id, organization_number) references organizations (account_id, number)
);

create index subscriptions_of_organization on subscriptions (account_id, organization_number);

create table billing_records (
    id                  bigint         not null primary key,
    account_id          bigint         not null references accounts (id) on delete cascade,
    number              bigint         not null,
    version             integer        not null,
    organization_number bigint         not null,
    status              varchar(20)    not null,
    date                date           not null,
    due_date            date           not null,
    amount              numeric(12, 2) not null check (amount > 0),
    description         varchar(200)   not null,
    attempts            integer        not null,
    unique (account_id, number),
    foreign key (account_id, organization_number) references organizations (account_id, number)
);

create index billing_records_of_organization on billing_records (account_id, organization_number);
